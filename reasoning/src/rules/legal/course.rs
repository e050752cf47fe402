//! What happened in what order, as running text tells it sentence by sentence: part of L18.
//!
//! Where the sections of a document are not known, or a day stands in none of its keys, the words around a day still say what happened
//! on it.

use std::ops::Range;

use jiff::civil;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Found, WrittenDate, find_dates};

/// What happened on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A contract was made.
    Signed,
    /// Something that follows from a contract was done, or a fact of life came about.
    Done,
    /// The decision that is appealed from was made.
    Below,
    /// It was received.
    Received,
    /// The suit was brought.
    Sued,
    /// The court took the case on.
    Accepted,
    /// It was heard.
    Heard,
    /// It was decided, or the paper is dated so.
    Closed,
}

impl What {
    fn words(self) -> &'static str {
        match self {
            Self::Signed => "签订",
            Self::Done => "事实",
            Self::Below => "原裁判",
            Self::Received => "收到裁判",
            Self::Sued => "起诉",
            Self::Accepted => "立案",
            Self::Heard => "开庭",
            Self::Closed => "落款",
        }
    }
}

/// A day with what happened on it.
struct Event {
    what: What,
    /// The first and the last day that can be meant.
    first: civil::Date,
    last: civil::Date,
    range: Range<usize>,
    paragraph: usize,
}

/// The first day that is before another it follows on; `seen` tells whether two that bear on each other were there.
pub(super) fn turned(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let events = if matter.is_chinese() { chinese(matter) } else { english(matter) };
    let mut seen = false;
    for (index, one) in events.iter().enumerate() {
        for (other_index, other) in events.iter().enumerate().filter(|(other, _)| *other != index) {
            if !follows(one, other, index < other_index) {
                continue;
            }
            seen = true;
            if one.last < other.first {
                let draft = Draft::new().about_text(matter, one.range.clone());
                let draft = draft.against_text(matter, other.range.clone());
                let draft = draft.found(one.first.to_string()).expected(format!("≥ {}", other.first));
                let draft = draft.with("later", one.what.words()).with("earlier", other.what.words());
                return (true, Some(draft.with("other", other.first.to_string())));
            }
        }
    }
    (seen, None)
}

/// Whether the day `one` cannot be before `other`; `told_first` where it stands first in the text.
fn follows(one: &Event, other: &Event, told_first: bool) -> bool {
    use What::{Accepted, Below, Closed, Done, Heard, Received, Signed, Sued};
    match (one.what, other.what) {
        (Accepted | Received, Below) => !told_first,
        (Sued | Accepted, Signed) | (Heard, Sued | Accepted) | (Closed, _) => one.what != other.what,
        // What is told behind a contract follows on it, in its own paragraph.
        (Done, Signed) => !told_first && one.paragraph == other.paragraph,
        _ => false,
    }
}

/// The days that a written date may mean.
fn span(date: &WrittenDate) -> Option<(civil::Date, civil::Date)> {
    if let Some(day) = date.civil() {
        let other = date.otherwise.unwrap_or(day);
        return Some((day.min(other), day.max(other)));
    }
    let first = civil::Date::new(date.year?, date.month?, 1).ok().filter(|_| date.day.is_none())?;
    Some((first, first.last_of_month()))
}

/// Bytes on either side of a day within which its words tell what happened.
const REACH: usize = 100;

/// A date with the words of its sentence around it.
fn around<'m>(matter: &'m Matter<'_>, dates: &[Found<WrittenDate>], index: usize) -> Option<(&'m str, &'m str)> {
    let text = matter.text();
    let date = dates.get(index)?;
    let floor = index.checked_sub(1).and_then(|at| dates.get(at)).map_or(0, |last| last.range.end);
    let from = text.floor_char_boundary(floor.max(date.range.start.saturating_sub(REACH)));
    let stop = dates.get(index + 1).map_or(text.len(), |next| next.range.start);
    let to = text.floor_char_boundary(stop.min(date.range.end + REACH));
    Some((text.get(from..date.range.start)?, text.get(date.range.end..to)?))
}

/// The events of a Chinese text up to its order.
fn chinese(matter: &Matter<'_>) -> Vec<Event> {
    let order = matter.sections.operative.start;
    let end = if order == 0 { matter.text().len() } else { order };
    let dates = matter.dates();
    let mut events = Vec::new();
    for (index, date) in dates.iter().enumerate().take_while(|(_, date)| date.range.start < end) {
        let Some((first, last)) = span(&date.value) else { continue };
        let Some((before, after)) = around(matter, dates, index) else { continue };
        let Some(what) = told(before, after) else { continue };
        let paragraph = matter.flow.paragraph_before(date.range.start + 1).unwrap_or(0);
        events.push(Event { what, first, last, range: date.range.clone(), paragraph });
    }
    let signs = events.iter().filter(|event| event.what == What::Signed).count();
    // Which of several contracts something follows on cannot be told.
    if signs > 1 {
        events.retain(|event| event.what != What::Done || signs < 2);
    }
    events.extend(closed(matter));
    events
}

/// The day of the decision, else that which a pleading ends with.
fn closed(matter: &Matter<'_>) -> Option<Event> {
    let paragraph = usize::MAX;
    if let Some((fact, date)) = matter.dated() {
        let day = date.value.civil()?;
        let text = matter.text();
        let at = find_dates(text).into_iter().rev().find(|found| found.value.civil() == Some(day))?;
        let _ = fact;
        return Some(Event { what: What::Closed, first: day, last: day, range: at.range, paragraph });
    }
    let date = matter.closing_date()?;
    let day = date.value.civil()?;
    Some(Event { what: What::Closed, first: day, last: day, range: date.range, paragraph })
}

/// What the words around a day say of it.
fn told(before: &str, after: &str) -> Option<What> {
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let sentence = after.split(['。', ';']).next().unwrap_or_default();
    let led = before.rsplit(['。', ';', ',']).next().unwrap_or_default();
    // What is to be done by a day, or lasts to it, need not have been done.
    if is(pattern!(r"^(?:\([^)]*\))?(?:之前|以前|前|起|始|止|至|到|届满|期满|为止|之日|-|~)"), after)
        || is(pattern!(r"(?:应于|应在|须于|将于|定于|承诺于?|约定于?|同意于?|最迟|期限|截止|截至|至|到|出生|生于|自|从|拟于?)$"), led)
    {
        return None;
    }
    let own = led.contains("本院");
    if !own && is(pattern!(r"^[^。;]{0,10}作出[^。;]{0,50}(?:判决|裁定|决定)"), sentence) {
        return Some(What::Below);
    }
    if is(pattern!(r"^[^。;]{0,8}(?:收到|签收)[^。;,]{0,16}(?:判决|裁定|裁决)"), sentence) {
        return Some(What::Received);
    }
    let clause = sentence.split(',').next().unwrap_or_default();
    if own && is(pattern!(r"^(?:依法)?(?:登记)?(?:立案|受理)"), clause) {
        return Some(What::Accepted);
    }
    if is(pattern!(r"^(?:以[^,。;]{0,20})?(?:向(?:本院|我院)(?:提起|提出|递交|起诉)|诉至本院|起诉至本院)"), clause) {
        return Some(What::Sued);
    }
    if is(pattern!(r"^(?:在[^,。;]{0,20})?(?:依法)?(?:不)?(?:公开)?(?:开庭|召开庭)"), clause) {
        return Some(What::Heard);
    }
    const LATER: [&str; 8] = ["还款", "补充", "和解", "调解", "结算", "对账", "变更", "解除"];
    let signed = is(pattern!(r"^[^,。;]{0,30}?(?:签订|订立|签署)"), clause);
    if signed && clause.contains('《') && !LATER.iter().any(|word| clause.contains(word)) {
        return Some(What::Signed);
    }
    // What a paper says is not what happened.
    if ["载明", "写明", "记载", "确认", "约定", "注明", "曾", "此前", "原系"].iter().any(|word| before.contains(word)) {
        return None;
    }
    let done = pattern!(
        r"^[^,。;]{0,24}?(?:支付|付款|付给|付(?:\d|清|了)|转账|汇款|送至|送到|送货|交付|交货|验收|结算|登记结婚|办理结婚|拖欠|未付|停止支付|出具|收到)"
    );
    is(done, clause).then_some(What::Done)
}

/// The events of an English text.
fn english(matter: &Matter<'_>) -> Vec<Event> {
    let dates = matter.dates();
    let mut events = Vec::new();
    let mut decided = None;
    for (index, date) in dates.iter().enumerate() {
        let Some((first, last)) = span(&date.value) else { continue };
        let Some((before, _)) = around(matter, dates, index) else { continue };
        let Some(what) = told_in_english(before, matter.flow.is_line(date.range.start)) else { continue };
        let event = Event { what, first, last, range: date.range.clone(), paragraph: 0 };
        if what == What::Closed { decided = Some(event) } else { events.push(event) }
    }
    events.extend(decided);
    events
}

/// What the words before a day say of it.
fn told_in_english(before: &str, is_alone: bool) -> Option<What> {
    let lower = before.to_lowercase();
    let own = lower.rsplit([';', '\n']).next().unwrap_or_default();
    let own = own.rsplit(". ").next().unwrap_or_default().trim_end();
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(own));
    if is(pattern!(r"(?:date of (?:judgment|judgement|decision|order|orders|ruling)|judgment date|decided|handed down(?: on)?|delivered on|^dated(?: this)?|(?:^|\s)dated:|entered(?: on)?):?$")) {
        return Some(What::Closed);
    }
    if is(pattern!(r"(?:dates? of (?:the )?hearing|hearing dates?|heard(?: on)?|trial dates?|date of trial|sitting [\w ,']{0,60} on)[: ]*(?:\d{1,2}(?:-|–| and | to |, ))*$")) {
        return Some(What::Heard);
    }
    if is(pattern!(r"\b(?:writ|claim form|statement of claim|complaint|petition|proceedings|action|originating (?:summons|application)|suit|plaint)\b[^.;:]{0,40}\b(?:issued|filed|commenced|lodged|brought|instituted)(?: (?:on|herein on|in this court on))?$")) {
        return Some(What::Sued);
    }
    let made = pattern!(r"\b(?:agreement|contract|lease|deed|guarantee|note|charterparty|policy)\b[^.;:]{0,30}\b(?:dated|made on|made|signed on|entered into on|executed on|of)$");
    (is(made) && !is_alone).then_some(What::Signed)
}
