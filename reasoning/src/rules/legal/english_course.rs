//! What happened in what order in court papers in English: part of L18.

use super::course::{Event, What, around, span};
use super::matter::Matter;
use crate::legal::without_weekday;
use crate::pattern::pattern;

/// The events of an English text.
pub(super) fn events(matter: &Matter<'_>) -> Vec<Event> {
    let dates = matter.dates();
    let mut events = Vec::new();
    let mut decided = None;
    for (index, date) in dates.iter().enumerate() {
        let Some((first, last)) = span(&date.value) else { continue };
        let Some((before, after)) = around(matter, dates, index) else { continue };
        let is_alone = matter.flow.is_line(date.range.start);
        let told = told_in_english(before, is_alone).or_else(|| told_behind(before, after));
        let told = told.or_else(|| narrated(before, after));
        let Some(what) = told else { continue };
        let event = Event {
            what,
            first,
            last,
            range: date.range.clone(),
            paragraph: 0,
            is_act: is_later(before, after),
            alone: false,
        };
        if what == What::Closed { decided = Some(event) } else { events.push(event) }
    }
    if decided.is_none()
        && let Some((_, date)) = matter.dated()
        && let Some((first, last)) = span(&date.value)
    {
        // The last day of a text without one of its own is none of the decision.
        let placed = |at: usize| {
            let line = matter.flow.slice(matter.flow.break_before(at)..at).trim().to_lowercase();
            matter.flow.is_line(at) || line.starts_with("date") || line.ends_with("day,")
        };
        let own = dates
            .iter()
            .rev()
            .find(|found| found.value.civil() == date.value.civil() && placed(found.range.start));
        decided = own.map(|own| Event {
            what: What::Closed,
            first,
            last,
            range: own.range.clone(),
            paragraph: 0,
            is_act: false,
            alone: false,
        });
    }
    events.extend(decided);
    let signs = events.iter().filter(|event| event.what == What::Signed).count();
    for event in &mut events {
        event.alone = event.what == What::Sued || event.what == What::Signed && signs == 1;
    }
    events
}

/// What the words behind a day that begins its sentence say of it: `On 4 May 2022 Mr Parata ordered …`.
fn told_behind(before: &str, after: &str) -> Option<What> {
    let begins = before.trim_end().to_lowercase();
    let begins = begins.ends_with(" on") || begins == "on" || begins.ends_with(" on the");
    let clause = after.split(['.', ';']).next().unwrap_or_default().to_lowercase();
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(&clause));
    if begins && is(pattern!(r"^[\w ,']{0,60}?\b(?:injured|slipped|collided|fell|struck)\b")) {
        return Some(What::Hurt);
    }
    let ordered = pattern!(r"^ ?(?:the )?[\w .']{1,30}? (?:ordered|bought|purchased|engaged|hired|booked)\b");
    (begins && is(ordered)).then_some(What::Signed)
}

/// What the words before a day say of it.
fn told_in_english(before: &str, is_alone: bool) -> Option<What> {
    let lower = before.to_lowercase();
    let own = lower.rsplit([';', '\n']).next().unwrap_or_default();
    let own = own.rsplit(". ").next().unwrap_or_default().trim_end();
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(own));
    if is(pattern!(
        r"(?:date of (?:judgment|judgement|decision|order|orders|ruling)|judgment date|decided|handed down(?: on)?|(?:judgment|judgement|decision|reasons|ruling|award) (?:was |is )?delivered(?: on)?|^delivered on|^dated(?: this)?|(?:^|\s)dated:|(?:judgment|judgement|order|decree) (?:was |is )?entered(?: on)?|^entered(?: on)?):?$"
    )) {
        return Some(What::Closed);
    }
    if is(pattern!(
        r"(?:dates? of (?:the )?hearing|hearing dates?|heard(?: on)?|hearing (?:took place|was held) on|trial dates?|date of trial|sitting [\w ,']{0,60} on)[: ]*(?:\d{1,2}(?:-|–| and ?| to ?|, ?))*$"
    )) {
        return Some(What::Heard);
    }
    if is(pattern!(
        r"\b(?:writ|claim form|statement of claim|complaint|petition|proceedings|action|originating (?:summons|application)|suit|plaint)\b[^.;:]{0,40}\b(?:issued|filed|commenced|lodged|brought|instituted)(?: (?:on|herein on|in this court on))?$"
    )) {
        return Some(What::Sued);
    }
    if is(pattern!(
        r"\b(?:civil bill|notice of arbitration|writ|summons|plaint)\b[^.;:]{0,20}\bdated(?: the)?$"
    )) {
        return Some(What::Sued);
    }
    if is(pattern!(r"\b(?:served|service)\b[\w ]{0,30}\bon$")) {
        return Some(What::Served);
    }
    if is(pattern!(
        r"\b(?:were|was) (?:installed|delivered|shipped|supplied|fitted|completed)\b[\w ]{0,20}\bon$"
    )) {
        return Some(What::Done);
    }
    let made = pattern!(
        r"\b(?:agreement|contract|lease|deed|guarantee|note|charterparty|policy)\b[^.;:]{0,30}\b(?:dated|made on|made|signed on|entered into on|executed on|of)$"
    );
    (is(made) && !is_alone).then_some(What::Signed)
}

/// Whether the words around a day say that the case went on already.
fn is_later(before: &str, after: &str) -> bool {
    let form = pattern!(
        r"(?i)\b(?:since|after|pending|during|following|subsequent\w*|later|meanwhile|still|on the eve)\b"
    );
    let led = before.rsplit(". ").next().unwrap_or_default();
    let clause = after.split(['.', ';']).next().unwrap_or_default();
    form.is_some_and(|form| form.is_match(led) || form.is_match(clause))
}

/// What a sentence tells to have happened on its day, by the verb beside it.
fn narrated(before: &str, after: &str) -> Option<What> {
    let lower = before.to_lowercase();
    let own = without_weekday(&lower, &[' ', ',']).rsplit([';', '\n']).next().unwrap_or_default();
    let own = own.rsplit(". ").next().unwrap_or_default();
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    if is(pattern!(r"\bdone and ordered\b[^;]{0,80}\bon$|^(?:delivered|decided|date):?$"), own) {
        return Some(What::Closed);
    }
    if is(
        pattern!(
            r"\b(?:trial|hearing) on$|\bcommencement of (?:evidence|trial|hearing):?$|^heard:?(?: on)?$"
        ),
        own,
    ) {
        return Some(What::Heard);
    }
    let sued = pattern!(
        r"\b(?:commenced|brought|filed|issued|instituted|presented) (?:this|the|these|his|her|its|their) (?:action|proceedings?|claim|suit|complaint|petition)\b[^.;]{0,24}\bon$|\b(?:claim|complaint|action|suit|petition)\b[^.;:]{0,24}\b(?:presented|filed|issued|lodged|brought)\b[^.;:]{0,16}\bon$|^date of (?:institution|filing|presentation)[^:]{0,20}:$|\b(?:claim|complaint|action|suit), (?:filed|issued|brought) on$"
    );
    if is(sued, own) {
        return Some(What::Sued);
    }
    if is(pattern!(r"\b(?:fell|became|was|were) due on$"), own) {
        return Some(What::Due);
    }
    let done = pattern!(
        r"\b(?:completed|finished|delivered|accepted|installed|shipped|supplied|fitted|took place|handed over|resigned|collapsed|broke down)\b[^.;:]{0,56}\b(?:on|between)$|\b(?:dismissal|termination|resignation|accident|collision)\b[^.;:]{0,16}\bon$"
    );
    // What was to be done need not have been.
    let to_be = pattern!(
        r"\b(?:to be|shall|should|would|must|will|due to|agreed to|promised|if|not|scheduled|required)\b"
    );
    if is(done, own) && !is(to_be, own) {
        return Some(What::Done);
    }
    let engaged = pattern!(r"\b(?:engaged|hired|retained|commissioned)\b[^.;:]{0,60}\bon$");
    let clause = after.split(['.', ';']).next().unwrap_or_default().to_lowercase();
    let begins = own == "on"
        || own.ends_with(" on") && own.len() < 8
        || is(pattern!(r"(?:^|\d\.|\] ?|\d )\s*on$"), own);
    let made = pattern!(
        r"^,? ?[\w ,.'&-]{0,90}?\b(?:entered into|signed|executed|concluded|made)\b[^.;]{0,50}\b(?:agreement|contract|lease|deed|note)\b"
    );
    (is(engaged, own) || begins && is(made, &clause)).then_some(What::Signed)
}
