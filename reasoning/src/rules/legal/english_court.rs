//! Checks of court documents in English, by what their sentences say: parts of L02, L06, L09, L10, L13, L14, L22, L26 to L29, L34.
//!
//! Courts of many lands write orders, awards and judgments each in its own parts, but the sentences are alike: who is to pay whom,
//! what fails and what is made out, who appears for whom.

mod bench;
mod costs;
mod verdicts;

use std::ops::Range;

pub(super) use bench::{appears_for_both, numbered, referred, signed};
pub(super) use costs::{beyond, interest, open_ended, unanswered, unnamed, year};
pub(super) use verdicts::{polarity, turned};

use super::matter::Matter;
use crate::pattern::pattern;

/// The lines of a document, each with where it begins.
fn lines<'m>(matter: &'m Matter<'_>) -> Vec<(usize, &'m str)> {
    let text = matter.text();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let end = matter.flow.line_behind(at).max(at + 1).min(text.len());
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        found.push((at, text.get(at..end).unwrap_or_default().trim_end()));
        at = end;
    }
    found
}

/// Where the orders stand: behind the words that lead to them, up to the end of what is ordered.
fn orders(matter: &Matter<'_>) -> Range<usize> {
    let text = matter.text();
    let lead = pattern!(
        r"(?i)\b(?:it is (?:hereby |therefore |further |so )?(?:ordered|adjudged|declared)|is (?:hereby )?ordered|(?:the )?(?:court|tribunal) (?:hereby )?(?:orders|awards|makes the following orders)|tribunal awards|orders of the court are|i (?:make|order)\b|i make the following orders|orders and declares that|there (?:will|shall|be) (?:be )?judgment|judgment is (?:hereby )?entered|ordered, adjudged and decreed)"
    );
    let spoken = lead.and_then(|lead| lead.find(text)).map(|found| found.start());
    let Some(start) = spoken.or_else(|| headed_orders(matter)).or_else(|| late_orders(text)) else {
        return text.len()..text.len();
    };
    let stop = pattern!(
        r"(?i)^(?:so ordered|by the court|reasons|appearances|seat of|solicitors?\b|counsel\b|dated\b|date:|i certify|referee|registrar|information|s/|/s/|\([A-Z][\w. '-]+\)$|(?:mr|ms|mrs|miss|dr)\.? .{3,60}\bfor the\b|\w[\w ]{0,24}\bjudge$)"
    );
    let mut ends = lines(matter).into_iter().filter(|(at, _)| *at > start);
    let end = ends
        .find(|(_, line)| stop.is_some_and(|stop| stop.is_match(line.trim())))
        .map_or(text.len(), |one| one.0);
    start..end
}

/// Where orders begin below a heading of their own: `ORDER` behind the reasons, or `JUDGMENT` with numbers below and the reasons behind.
fn headed_orders(matter: &Matter<'_>) -> Option<usize> {
    let lines = lines(matter);
    let is = |line: &str, words: &[&str]| words.contains(&line.trim().trim_end_matches([':', '.']));
    const BEHIND: [&str; 8] =
        ["ORDER", "ORDERS", "THE ORDER", "DECREE", "DISPOSITION", "FINAL ORDER", "Order", "Orders"];
    let third = matter.text().len() / 3;
    let own = lines.iter().enumerate().find(|(_, (at, line))| *at > third && is(line, &BEHIND));
    let first = || {
        let judged =
            lines.iter().position(|(_, line)| is(line, &["JUDGMENT", "JUDGEMENT", "DECISION", "AWARD"]))?;
        let reasons =
            lines.iter().position(|(_, line)| is(line, &["REASONS", "Reasons", "REASONS FOR DECISION"]))?;
        let (_, below) = lines.get(judged + 1)?;
        (judged < reasons && below.starts_with(|c: char| c.is_ascii_digit() || c == '(')).then_some(judged)
    };
    let index = own.map(|(index, _)| index).or_else(first)?;
    lines.get(index + 1).map(|line| line.0)
}

/// Where a sentence orders something in words of its own: `Order to go as follows`, `I therefore order that`, `The suit is decreed`.
fn late_orders(text: &str) -> Option<usize> {
    let lead = pattern!(
        r"(?i)\border to (?:go|issue)\b|\bi (?:therefore|accordingly|hence|thus|hereby|so)(?: hereby)? (?:order|direct|award|enter|grant|give|make)\b|\bi (?:order|award|direct|enter judgment|give judgment)\b|\bthere (?:will|shall|must|should)(?: accordingly| therefore| consequently)? be judgment\b|\bthe suit (?:of the plaintiffs? )?is (?:hereby )?(?:partly )?(?:decreed|dismissed)\b|\bthe parties[^.;]{0,50} (?:hereby )?(?:stipulate|agree) as follows|\bhereby orders?\b"
    );
    lead.and_then(|lead| lead.find(text)).map(|found| found.start())
}

/// What is said apart from the orders.
fn reasons<'m>(matter: &'m Matter<'_>) -> [&'m str; 2] {
    let orders = orders(matter);
    [matter.flow.slice(0..orders.start), matter.flow.slice(orders.end..matter.text().len())]
}

/// The sentences of a text.
fn sentences(text: &str) -> Vec<&str> {
    let stops = pattern!(r"[.?!]\s+(?:[A-Z(\[“]|\d{1,2}\.? )|;\s|\s\[\d{1,3}\] |\s\d{1,2}\. [A-Z]");
    let (mut found, mut start) = (Vec::new(), 0);
    const SHORT: [&str; 9] = ["Inc", "Co", "Ltd", "Mr", "Ms", "Mrs", "Dr", "No", "v"];
    for stop in stops.into_iter().flat_map(|stops| stops.find_iter(text)) {
        let sentence = text.get(start..stop.start()).unwrap_or_default();
        let word = sentence.rsplit([' ', '(']).next().unwrap_or_default();
        let letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
        if (letter || SHORT.contains(&word)) && stop.as_str().starts_with('.') {
            continue;
        }
        found.push(text.get(start..stop.start() + 1).unwrap_or_default());
        start = stop.start() + 1;
    }
    found.push(text.get(start..).unwrap_or_default());
    found
}

/// Where a piece of the matter's text stands in it.
fn place(matter: &Matter<'_>, piece: &str) -> Range<usize> {
    let text = matter.text();
    let start = (piece.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if start <= text.len() && start + piece.len() <= text.len() { start..start + piece.len() } else { 0..0 }
}

/// The claimant's or the respondent's side, by role or name, as a pattern of its own words.
fn is_of(matter: &Matter<'_>, words: &str, kind: crate::legal::RoleKind) -> bool {
    use crate::legal::RoleKind;
    let lower = words.to_lowercase();
    let role = match kind {
        RoleKind::Claimant => pattern!(
            r"^(?:the )?(?:first |second |1st |2nd |first and second |1st and 2nd )?(?:plaintiff|claimant|applicant|petitioner|pursuer)"
        ),
        _ => pattern!(
            r"^(?:the )?(?:first |second |1st |2nd |first and second |1st and 2nd )?(?:defendant|respondent|defender)"
        ),
    };
    let plain = |text: &str| text.replace([',', '.'], "").trim().to_owned();
    let own = plain(lower.trim_start_matches("the "));
    let named = matter.side(kind).iter().any(|(_, party)| {
        let name = plain(&crate::fold(&party.name.value).to_lowercase());
        name.len() > 3 && (own.starts_with(&name) || own.len() > 6 && name.starts_with(&own))
    });
    role.is_some_and(|role| role.is_match(&lower)) || named
}
