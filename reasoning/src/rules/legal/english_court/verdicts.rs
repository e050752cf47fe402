//! What reasons find and orders say, and who is to do what to whom.

use super::{is_of, orders, place, reasons, sentences};
use crate::legal::RoleKind;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::rules::legal::matter::{Matter, Quote};

/// What a sentence says of something asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Granted,
    Refused,
}

/// What a sentence is on, and what it says of that.
fn fate(sentence: &str) -> Option<(String, Fate)> {
    let form = pattern!(concat!(
        r"(?i)\b(?P<what>counter-?claim|cross-?claim|set-?off|defence|defense|appeal|application|motion|petition|objection|complaint)s?\b(?:[^.;]|\.\d){0,70}?\b(?:",
        r"(?P<bad>fails?|failed|(?:is|are|was|be|must be|should be) (?:not made out|rejected|dismissed|refused|denied|declined|without merit|not established|not believable)|cannot succeed|must fail|does not succeed|not made out)",
        r"|(?P<good>succeeds?|(?:is|are|was|be|must be|should be) (?:made out|upheld|allowed|granted|established|well founded|accepted)|made out))"
    ))?;
    let found = form.captures(sentence)?;
    // What would be, or is said by somebody, is not so found.
    let said = pattern!(
        r"\b(?:[Ii]f|[Ww]hether|[Uu]nless|submits?|argues?|contends?|says? that|may|might|would|[Aa]ny application)\b"
    );
    // Of a long sentence the clause that says it counts.
    let led = sentence.get(..found.get(0)?.end())?;
    let led = led.get(led.floor_char_boundary(led.len().saturating_sub(CLAUSE))..)?;
    if said.is_some_and(|said| said.is_match(led)) {
        return None;
    }
    let fate = if found.name("bad").is_some() { Fate::Refused } else { Fate::Granted };
    Some((found.name("what")?.as_str().to_lowercase().replace('-', ""), fate))
}

/// Bytes of a clause.
const CLAUSE: usize = 160;

/// L27: reasons and orders are at one. Nothing where no order is known.
pub(in crate::rules::legal) fn polarity(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let order = orders(matter);
    if order.is_empty() {
        return None;
    }
    let ordered = sentences(matter.flow.slice(order));
    let found: Vec<&str> = reasons(matter).into_iter().flat_map(sentences).collect();
    let wrong = |reason: &str, order: &str, way: &str| {
        let draft = Draft::new().way(way).about_text(matter, place(matter, reason));
        vec![draft.against_text(matter, place(matter, order)).found(reason.trim())]
    };
    for reason in &found {
        let Some((what, own)) = fate(reason) else { continue };
        let against = ordered
            .iter()
            .find(|order| fate(order).is_some_and(|(other, fate)| other == what && fate != own));
        if let Some(order) = against {
            return Some(wrong(reason, order, if own == Fate::Granted { "dismissed" } else { "refused" }));
        }
    }
    let wins = pattern!(
        r"(?i)\bjudgment (?:is (?:hereby )?entered )?(?:for|in favou?r of) (?:the )?(?:plaintiff|claimant)|\b(?:defendants?|respondents?)\b[^.;]{0,40}?\b(?:do pay|shall pay|is to pay|are to pay|must pay)|(?:plaintiff|claimant)s? (?:do|shall|will)(?: have and)? recover|judgment is entered for\b|\b(?:defendants?|respondents?) pay\b|\bjudgment for the (?:plaintiff|claimant|applicant)|\bsuit (?:of the plaintiffs? )?is (?:hereby )?(?:partly )?decreed"
    )?;
    let loses = pattern!(
        r"(?i)\bi? ?find for the (?:defendant|respondent)|\bdismiss the (?:plaintiff's |claimant's )?(?:claim|action)|\b(?:plaintiff|claimant|applicant) is not entitled|\bmotion is denied|\bleave to defend (?:must|should|will|is)|there is a triable issue|\b(?:set-?off|defence|defense|complaint) (?:succeeds|is upheld|is made out)|\bclaim (?:fails|is not made out|must be reduced)|\bthe claim is dismissed"
    )?;
    let refused = pattern!(
        r"(?i)\bthe (?:plaintiff's |claimant's )?(?:claim|action|proceeding)s? (?:is|are|be) dismissed"
    )?;
    let grants = pattern!(
        r"(?i)\bi find for the (?:plaintiff|claimant)|\b(?:plaintiff|claimant) is entitled to (?:judgment|the (?:sum|balance|whole))"
    )?;
    let said = |form: &regex::Regex, all: &[&'_ str]| all.iter().position(|one| form.is_match(one));
    let pays = ordered.iter().find(|order| wins.is_match(order));
    if let (Some(reason), Some(order)) = (found.iter().find(|one| is_lost(one)), pays) {
        return Some(wrong(reason, order, "refused"));
    }
    if let (Some(reason), Some(order)) = (said(loses, &found).and_then(|at| found.get(at)), pays) {
        return Some(wrong(reason, order, "refused"));
    }
    let dismissed = ordered.iter().find(|order| refused.is_match(order)).filter(|_| pays.is_none());
    if let (Some(reason), Some(order)) = (said(grants, &found).and_then(|at| found.get(at)), dismissed) {
        return Some(wrong(reason, order, "dismissed"));
    }
    Some(Vec::new())
}

/// Whether a sentence in which nobody else speaks finds against who sues.
fn is_lost(sentence: &str) -> bool {
    let lost = pattern!(
        r"(?i)\bi (?:accept|uphold|prefer) the (?:defence|defense|defendant's case|respondent's case)\b|\b(?:the|his|her|its|their|this) (?:claim|action|case|suit) (?:must |should |will |accordingly |therefore ){0,2}fails?\b|\b(?:action|claim|suit) (?:is|was) (?:therefore )?(?:out of time|statute[- ]barred|time[- ]barred|not maintainable)|\b(?:plaintiff|claimant|applicant)s? (?:has|have) (?:failed to (?:prove|establish|show|make out)|not (?:proved|proven|established|shown|made out))|\b(?:note|agreement|contract|claim|case|debt|loan|execution|breach) (?:is|was|has been) not (?:proved|proven|established|made out)|\bthe dismissal was fair\b|\b(?:defence|defense) (?:of \w+ )?is (?:made out|established|upheld|accepted)|\b(?:plaintiff|claimant)s? (?:is|are) not entitled to (?:the amount|judgment|recover|any)"
    );
    let others = pattern!(
        r"(?i)\b(?:if|whether|unless|submits?|submitted|argues?|argued|contends?|contended|says?|said|alleges?|alleged|denies|denied|claims? that|pleads?|pleaded|maintains?|asserts?|would|might|could not|moves?|counter-?claims?|set-?off|case of the|according to|issue|part of|balance of|remainder)\b"
    );
    lost.is_some_and(|lost| lost.is_match(sentence))
        && !others.is_some_and(|others| others.is_match(sentence))
}

/// L06: who wins is not told to pay, and who is sued for a price has not sold.
pub(in crate::rules::legal) fn turned(matter: &Matter<'_>) -> Vec<Draft> {
    let order = orders(matter);
    let said = sentences(matter.flow.slice(order.clone()));
    // Where both have asked for something, either may have to pay.
    let both = pattern!(concat!(
        r"(?i)\b",
        r"(?:counter-?claim|cross-?claim|appeal)s?\b[^.;]{0,40}\b(?:succeeds?|allowed|made out|granted)"
    ));
    if both.is_some_and(|both| both.is_match(matter.text())) {
        return Vec::new();
    }
    let Some(pays) = pattern!(
        r"(?i)(?P<payer>[A-Z0-9][^,;:]{1,70}?) (?:do|does|shall|is to|are to|must|will) (?:forthwith )?(?:pay|recover)\b(?P<rest>[^;]{0,200})"
    ) else {
        return Vec::new();
    };
    let wrong = |sentence: &str, other: &str| {
        let draft = Draft::new().way("payment").about_text(matter, place(matter, sentence));
        vec![draft.found(sentence.trim()).expected(other)]
    };
    let wins = said.iter().any(|one| is_won(one));
    let answers = pattern!(r"(?i)\b(?:counter-?claim|cross-?claim|set-?off|third party|appeal)");
    let answers = answers.is_some_and(|form| form.is_match(matter.text()));
    for sentence in &said {
        if !answers && pays_back(matter, sentence) {
            return wrong(sentence, "defendant");
        }
        if let Some(winner) = won_by_sued(matter, sentence) {
            return wrong(sentence, winner);
        }
        let start = pattern!(r"^(?:\s+|and\b|that\b|[(\[]?(?:\d{1,2}|[a-h])[)\].])*(?P<own>[\s\S]*)$");
        let own = start
            .and_then(|start| start.captures(sentence)?.name("own"))
            .map_or(*sentence, |own| own.as_str());
        let Some(found) = pays.captures(own) else { continue };
        let (Some(payer), Some(rest)) = (found.name("payer"), found.name("rest")) else { continue };
        let recovers = found.get(0).is_some_and(|whole| whole.as_str().contains(" recover"));
        let payer_kind = if recovers { RoleKind::Respondent } else { RoleKind::Claimant };
        let payer = payer.as_str().trim_start_matches("that ");
        let is_payer = is_of(matter, payer, payer_kind);
        let to_other = pattern!(
            r"(?i)\b(?:defendant|respondent)s?(?:'s?)? (?:costs|the sum|[A-Z]{0,3}[$£€])|\bto (?:the )?(?:defendant|respondent)"
        );
        let named = matter
            .side(RoleKind::Respondent)
            .iter()
            .any(|(_, party)| rest.as_str().contains(party.name.value.as_str()));
        let to_other = to_other.is_some_and(|form| form.is_match(rest.as_str())) || named;
        if is_payer && wins && (recovers && rest.as_str().contains("costs") || to_other)
            || is_payer && !recovers && named
        {
            return wrong(sentence, payer);
        }
    }
    sold_to_claimant(matter, wins)
}

/// Who is sued and has judgment against who sues.
fn won_by_sued<'s>(matter: &Matter<'_>, sentence: &'s str) -> Option<&'s str> {
    let lost = pattern!(
        r"(?i)\b(?:for|in favou?r of) (?P<winner>[A-Z][^;]{2,80}?)(?:,? (?:and )?against | in the | as against |[.,;]|$)"
    )?;
    let judged = sentence.to_lowercase().contains("judgment") && sentence.contains("against");
    let winner = lost.captures(sentence).filter(|_| judged)?.name("winner")?.as_str();
    let sued = is_of(matter, winner, RoleKind::Respondent) && !is_of(matter, winner, RoleKind::Claimant);
    sued.then_some(winner)
}

/// Whether an order has who sues pay who is sued a sum that is no costs: `that the claimant pay the defendant $22,225.50`.
fn pays_back(matter: &Matter<'_>, sentence: &str) -> bool {
    let form = pattern!(
        r"(?i)(?:^|\bthat |[(\[]?(?:\d{1,2}|[a-h])[)\].] |\.\s|;\s|and )(?P<payer>(?:the )?[\w .&'-]{3,60}?) (?:(?:do|does|shall|is to|are to|must|will) )?pay (?:to )?(?P<payee>(?:the )?[\w .&'-]{3,60}?) (?P<what>(?:the sum|[A-Z]{0,3}[$£€₹]|rs\.?|damages|compensation|a total).{0,60})"
    );
    let plain = |words: &str, kind: RoleKind| {
        let lower = words.trim().to_lowercase();
        let bare = lower.strip_prefix("the ").unwrap_or(&lower).trim_end_matches('s');
        let roles: &[&str] = match kind {
            RoleKind::Claimant => &["plaintiff", "claimant", "applicant", "petitioner"],
            _ => &["defendant", "respondent"],
        };
        let named = matter.side(kind).iter().any(|(_, party)| {
            crate::fold(&party.name.value).to_lowercase().trim_end_matches(['.', ','])
                == lower.trim_end_matches(['.', ','])
        });
        roles.contains(&bare) || named
    };
    form.is_some_and(|form| {
        form.captures_iter(sentence).any(|found| {
            let part = |name: &str| found.name(name).map_or("", |own| own.as_str());
            let what = part("what").to_lowercase();
            let costs = ["cost", "fees of", "disburs", "expenses"].iter().any(|word| what.contains(word));
            plain(part("payer"), RoleKind::Claimant) && plain(part("payee"), RoleKind::Respondent) && !costs
        })
    })
}

/// Whether an order has the respondent pay or gives the claimant judgment.
fn is_won(order: &str) -> bool {
    let judgment = pattern!(
        r"(?i)\bjudgment (?:is (?:hereby )?entered )?(?:for|in favou?r of) (?:the )?(?:plaintiff|claimant|applicant)|(?:plaintiff|claimant) do recover|(?:defendant|respondent)s? (?:(?:do|does|shall|is to|are to|must) )?pay\b|\bsuit (?:of the plaintiffs? )?is (?:hereby )?(?:partly )?decreed"
    );
    judgment.is_some_and(|form| form.is_match(order))
}

/// `the Respondent sold … to the Claimant`, where the respondent is to pay the price.
fn sold_to_claimant(matter: &Matter<'_>, wins: bool) -> Vec<Draft> {
    let form = pattern!(
        r"(?i)\bthe (?:defendant|respondent) (?:sold|lent|supplied|let|leased|hired out|delivered|advanced)\b[^.;]{0,80}?\bto the (?:claimant|plaintiff|applicant)"
    );
    let found = form.and_then(|form| form.find(matter.text())).filter(|_| wins);
    let draft = |found: regex::Match<'_>| {
        Draft::new().way("acts").about_text(matter, found.range()).found(found.as_str()).expected("claimant")
    };
    found.map(draft).into_iter().collect()
}
