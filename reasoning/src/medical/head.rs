//! What the head or foot of a page repeats of the patient without keys.

use std::ops::Range;

use rust_decimal::Decimal;

use super::labels::{BOOK, Key};
use super::laid::level_lines;
use super::names::OLDEST;
use super::stems;
use crate::pattern::pattern;
use crate::value::Sex;
use crate::{Age, AgeUnit, Body, EvidenceKind, IdentifierKind, MedicalFact, Notes, Passage, Role};

/// What is known of the patient, to tell what is repeated.
struct Known {
    names: Vec<String>,
    numbers: Vec<(IdentifierKind, String)>,
}

impl Known {
    fn of(notes: &Notes) -> Self {
        let mut known = Self { names: Vec::new(), numbers: Vec::new() };
        for fact in notes.of_part() {
            match &fact.body {
                Body::Medical(MedicalFact::PatientName { name }) => known.names.push(name.value.clone()),
                Body::Medical(MedicalFact::Identifier { kind, number }) => {
                    known.numbers.push((*kind, number.value.clone()));
                }
                _ => {}
            }
        }
        known
    }
}

/// Letters of the longest line that repeats whose page it is.
const LONGEST_HEAD: usize = 80;

/// Whether a passage may be such a line: what frames the page, or a short line without sentences.
pub(super) fn may_head(passage: &Passage) -> bool {
    let text = passage.folded();
    let is_line = level_lines(passage).len() <= 2 && !text.contains(['。', ';']) && passage.class().is_some();
    let is_short = text.chars().count() <= LONGEST_HEAD;
    passage.is_marginal() || is_line && is_short && !matches!(passage.role, Role::Cell { .. } | Role::Joined)
}

/// States name, sex and number of a page's head that stands in pieces: `HOLLIS, Naomi | MRN 08150920 | Female`. A piece is
/// a name or a number where it looks like one that is known, so that no clinic's name is taken for the patient's.
pub(super) fn state_pieces(passage: &Passage, notes: &mut Notes) {
    let mut known = Known::of(notes);
    let folded = passage.folded();
    // A strip of pieces may tell of the patient on any page: `FREEMAN, Tyler | Male | 38 years old | DOB …`.
    let wide = pattern!(r"\S\s{2,}").map_or(0, |gap| gap.find_iter(folded).count())
        + passage.rows().len().saturating_sub(level_lines(passage).len());
    let is_strip = folded.matches('|').count() >= FEWEST_STROKES || wide >= FEWEST_STROKES;
    if known.names.is_empty() && !passage.is_marginal() && !is_strip {
        return;
    }
    let pieces: Vec<_> = pieces_of(passage).into_iter().map(|at| without_label(folded, at)).collect();
    let text = |bytes: &Range<usize>| folded.get(bytes.clone()).unwrap_or("");
    // Where nothing else names the patient, a name beside a sex in the frame of the page does.
    let is_aged = pieces
        .iter()
        .any(|bytes| age_of(text(bytes)).is_some() || text(bytes).to_lowercase().contains("dob"));
    let may_name = passage.is_marginal() || is_aged;
    if known.names.is_empty() && may_name && pieces.iter().any(|bytes| sex_of(text(bytes)).is_some()) {
        // A surname set before a comma is no clinic's.
        let names: Vec<&str> = pieces.iter().map(text).filter(|text| is_latin_name(text)).collect();
        let name = names.iter().find(|name| name.contains(',')).or(names.first());
        known.names.extend(name.map(|name| (*name).to_owned()));
    }
    if known.names.is_empty() {
        return;
    }
    // A bare number is the patient's only beside his name or sex.
    let is_of_patient = pieces.iter().any(|bytes| {
        sex_of(text(bytes)).is_some() || known.names.iter().any(|name| looks_like(text(bytes), name))
    });
    let is_named = pieces.iter().any(|bytes| known.names.iter().any(|name| looks_like(text(bytes), name)));
    // Beside the patient's own number a name that has lost or turned its letters is the patient's.
    let is_numbered = passage.is_marginal()
        && pieces
            .iter()
            .any(|bytes| known.numbers.iter().any(|(_, number)| text(bytes).ends_with(number.as_str())));
    // In running text a lone sex or number may be anybody's.
    if !passage.is_marginal() && !is_named {
        return;
    }
    // In the frame of a page the name beside a number or a sex is the patient's, whoever else is named below.
    let is_framed =
        passage.is_marginal() && !is_named && (is_of_patient || is_numbered || has_number(&pieces, folded));
    for bytes in pieces {
        if is_framed && is_person(text(&bytes)) && !is_stated(passage, &bytes, notes) {
            let lead = title_end(text(&bytes));
            let name = notes.copy(passage, bytes.start + lead..bytes.end);
            notes.add("head", MedicalFact::PatientName { name });
            continue;
        }
        let is_slip = is_numbered && known.names.iter().any(|name| is_slip_of(text(&bytes), name));
        if is_stated(passage, &bytes, notes) {
            continue;
        } else if is_slip {
            let name = notes.copy(passage, bytes);
            notes.add("head", MedicalFact::PatientName { name });
        } else {
            state_piece(passage, bytes, &known, is_of_patient, notes);
        }
    }
}

/// A piece without the label of a name before it: `Pt: Okafor, Jaylen D.`.
fn without_label(text: &str, bytes: Range<usize>) -> Range<usize> {
    let form = pattern!(r"(?i)^(?:pt\.?|patient|client|name|pt\.? name|patient name)\s*:\s*");
    let label = text.get(bytes.clone()).and_then(|piece| form?.find(piece)).map_or(0, |found| found.end());
    bytes.start + label..bytes.end
}

/// Whether one of the pieces is a number as patients have them.
fn has_number(pieces: &[Range<usize>], text: &str) -> bool {
    let form = pattern!(r"(?:^|[\s:#])[A-Z]{0,3}[0-9]{6,12}$");
    pieces
        .iter()
        .filter_map(|bytes| text.get(bytes.clone()))
        .any(|piece| form.is_some_and(|form| form.is_match(piece)))
}

/// Bytes of the title before a name: `Mrs. `.
fn title_end(text: &str) -> usize {
    pattern!(r"^(?:Mr|Mrs|Ms|Miss|Mx|Master|Smt|Shri|Sri|Baby|Mdm)\.?\s+")
        .and_then(|form| form.find(text))
        .map_or(0, |title| title.end())
}

/// Whether a piece of a frame is a person's name: a Latin one, its title apart, or Han letters behind a surname.
fn is_person(text: &str) -> bool {
    if !text.chars().any(document::is_cjk) {
        return is_latin_name(text.get(title_end(text)..).unwrap_or(text));
    }
    super::signed::is_han_name(text) && BOOK.named(text).is_none() && !stems::is_label(text)
}

/// The pieces of a line, without blanks at their ends.
fn pieces_of(passage: &Passage) -> Vec<Range<usize>> {
    let folded = passage.folded();
    // Han words are set apart by any blank or comma, Latin ones hold both.
    let gaps = if folded.chars().any(document::is_cjk) {
        pattern!(r"\s*[|│·•/,;()]\s*|\s+")
    } else {
        pattern!(r"\s*[|│·•;()]\s*|\s{2,}|\t|\s+[-–—/]\s+")
    };
    let Some(gaps) = gaps else { return Vec::new() };
    // What stands apart on the page is a piece of its own, though the text has one blank there.
    let apart = passage.rows().iter().skip(1).map(|row| row.bytes.start..row.bytes.start);
    let mut cuts: Vec<Range<usize>> = gaps.find_iter(folded).map(|gap| gap.range()).chain(apart).collect();
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let mut start = 0;
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for cut in cuts.into_iter() {
        if cut.start >= start {
            pieces.push(start..cut.start);
        }
        start = start.max(cut.end);
    }
    pieces.push(start..folded.len());
    if pieces.len() == 1 && passage.is_marginal() && !folded.chars().any(document::is_cjk) {
        pieces = by_words(folded);
    }
    let trimmed = pieces.into_iter().filter_map(|piece| {
        let text = folded.get(piece.clone()).filter(|text| !text.trim().is_empty())?;
        let lead = text.len() - text.trim_start().len();
        Some(piece.start + lead..piece.start + lead + text.trim().len())
    });
    trimmed.collect()
}

/// Whether a text is a name with its letters turned, or what is left of it where some are lost: 侯 for 侯浩.
fn is_slip_of(text: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphabetic()).collect() };
    let (mut own, mut whole) = (letters(text), letters(name));
    let is_han = own.iter().chain(&whole).all(|c| document::is_cjk(*c));
    if own.is_empty() || own.len() != text.chars().count() || text == name || !is_han {
        return false;
    }
    let is_lost = own.len() < whole.len() && name.starts_with(text)
        || own.len() == whole.len() + 1 && text.starts_with(name);
    own.sort_unstable();
    whole.sort_unstable();
    is_lost || own == whole
}

/// Upright strokes that make a line a strip of pieces.
const FEWEST_STROKES: usize = 2;

/// The age that a piece of a line is, and nothing else.
fn age_of(text: &str) -> Option<Decimal> {
    let form = pattern!(
        r"(?i)^(?:aged?:?\s*)?(?P<age>[0-9]{1,3})\s*-?\s*(?:years?|yrs?|y(?:\.?/?o\.?)?|周?岁)(?:[ -]?old)?(?:\s*[0-9]{1,2}\s*(?:months?|mths?|mos?|m|个?月))?$"
    )?;
    let digits = form.captures(text.trim())?.name("age")?;
    digits.as_str().parse().ok().filter(|age| *age <= Decimal::from(OLDEST))
}

/// The pieces of a Latin line without signs between them: a sex is one, a number with the words before it, and what is left
/// between: `UR 0950880 MCALLISTER Kavita Female`.
fn by_words(text: &str) -> Vec<Range<usize>> {
    let Some(word) = pattern!(r"\S+") else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for found in word.find_iter(text) {
        let is_number =
            pattern!(r"^[A-Z]{0,3}[0-9]{5,16}$").is_some_and(|form| form.is_match(found.as_str()));
        if is_number {
            // Before it stands its label, or a name.
            let label = open.take();
            let named = label.as_ref().and_then(|at| text.get(at.clone()));
            let is_label = named.is_some_and(|words| {
                BOOK.named(words).is_some() || stems::key(words, found.as_str()).is_some()
            });
            match label {
                Some(label) if is_label => pieces.push(label.start..found.end()),
                other => {
                    pieces.extend(other);
                    pieces.push(found.range());
                }
            }
        } else if sex_of(found.as_str()).is_some() {
            pieces.extend(open.take());
            pieces.push(found.range());
        } else {
            open = Some(open.map_or(found.start(), |open| open.start)..found.end());
        }
    }
    pieces.extend(open);
    pieces
}

/// Whether a fact stands there already.
fn is_stated(passage: &Passage, bytes: &Range<usize>, notes: &Notes) -> bool {
    let mut evidence = notes.facts().evidence.iter();
    evidence.any(|evidence| evidence.kind == EvidenceKind::Stated && evidence.span.meets(passage, bytes))
}

/// The sex that a piece of a line says, with or without an age.
pub(super) fn sex_of(text: &str) -> Option<Sex> {
    // Sex and age may stand together: F/61, 61F, 男45岁.
    let form = pattern!(
        r"(?i)^(?:[0-9]{1,3}\s*(?:岁|y|yo|yrs?|years?(?: old)?)?\s*[,/]?\s*)?(?P<sex>男性?|女性?|male|female|m|f)(?:\s*[,/]?\s*[0-9]{1,3}\s*(?:岁|y|yo|yrs?|years?(?: old)?)?)?$"
    )?;
    let text = form.captures(text.trim())?.name("sex")?.as_str();
    match text.to_lowercase().as_str() {
        "男" | "男性" | "male" | "m" => Some(Sex::Male),
        "女" | "女性" | "female" | "f" => Some(Sex::Female),
        _ => None,
    }
}

fn state_piece(
    passage: &Passage,
    bytes: Range<usize>,
    known: &Known,
    is_of_patient: bool,
    notes: &mut Notes,
) {
    let Some(text) = passage.folded().get(bytes.clone()) else { return };
    if let Some(sex) = sex_of(text) {
        let sex = notes.state(passage, bytes, sex);
        notes.add("head", MedicalFact::PatientSex { sex });
        return;
    }
    if let Some(number) = age_of(text) {
        let age = notes.state(passage, bytes, Age { number, unit: AgeUnit::Years });
        notes.add("head", MedicalFact::PatientAge { age });
        return;
    }
    let number = pattern!(r"^(?P<label>[\p{Han}A-Za-z. ]{0,20}?)[\s:#]*(?P<number>[A-Z]{0,3}[0-9]{5,16})$")
        .and_then(|form| form.captures(text));
    if let Some((label, number)) = number.and_then(|c| Some((c.name("label")?, c.name("number")?))) {
        let named = BOOK.named(label.as_str()).or_else(|| stems::key(label.as_str(), number.as_str()));
        let labelled = match named {
            Some(Key::Identifier(kind)) => Some(kind),
            _ => None,
        };
        // Without a label it is the number of that length.
        let alike = || {
            let same = known.numbers.iter().filter(|(_, other)| {
                other.len() == number.as_str().len()
                    || is_longer_by_one(other, number.as_str())
                    || is_cut(other, number.as_str())
            });
            let bare = label.as_str().trim().is_empty();
            same.map(|(kind, _)| *kind).next().filter(|_| bare && is_of_patient)
        };
        if let Some(kind) = labelled.or_else(alike) {
            if labelled.is_some() {
                notes.cite(passage, bytes.start..bytes.start + label.end(), EvidenceKind::Label);
            }
            let number = notes.copy(passage, bytes.start + number.start()..bytes.start + number.end());
            notes.add("head", MedicalFact::Identifier { kind, number });
        }
        return;
    }
    if known.names.iter().any(|name| looks_like(text, name)) {
        let name = notes.copy(passage, bytes);
        notes.add("head", MedicalFact::PatientName { name });
    }
}

/// Whether a text is a Latin name as heads print it: `ENTWISTLE, Colin`, `Entwistle Colin`.
fn is_latin_name(text: &str) -> bool {
    pattern!(r"^[A-Z][A-Za-z'’-]+(?:, ?[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,2}|(?: [A-Z][A-Za-z'’.-]*){1,3})$")
        .is_some_and(|form| form.is_match(text))
        && !of_house(text)
}

/// Whether a text names a house or a part of it, not a person: `Castlebeck District Hospital`.
pub(super) fn of_house(text: &str) -> bool {
    pattern!(r"(?i)\b(?:hospitals?|cent(?:er|re)|clinics?|trust|infirmary|ward|department|unit|service|medical|medicine|surgery|health|care|laborator(?:y|ies)|pathology|radiology|university|school|college|institute|emergency|report|notes?|results?|summary|letter|record|page)\b")
        .is_some_and(|form| form.is_match(text))
}

/// Whether a number is another without its first or last digits: 369574 of 03369574.
fn is_cut(whole: &str, part: &str) -> bool {
    let lost = whole.len().saturating_sub(part.len());
    (1..=MOST_LOST).contains(&lost) && (whole.ends_with(part) || whole.starts_with(part))
}

/// Digits that a number of a frame may have lost and still be known.
const MOST_LOST: usize = 3;

/// Whether one number is the other with a digit too many.
fn is_longer_by_one(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let without = |at: usize| {
        long.get(..at).zip(long.get(at + 1..)).is_some_and(|(head, tail)| format!("{head}{tail}") == short)
    };
    long.is_ascii() && long.len() == short.len() + 1 && (0..long.len()).any(without)
}

/// Titles before names, in small letters.
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "dr", "smt", "shri", "mdm"];

/// Whether a text may be that name, read or written with a slip: Han letters of which most are the same, or Latin words
/// of which one is the same.
fn looks_like(text: &str, name: &str) -> bool {
    if name.chars().any(document::is_cjk) {
        let (a, b): (Vec<char>, Vec<char>) = (text.chars().collect(), name.chars().collect());
        let same = a.iter().zip(&b).filter(|(a, b)| a == b).count();
        return a.len() == b.len() && same > 0 && same + 1 >= b.len();
    }
    // A title is nobody's name, nor is what names a house or a lesion in a list.
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '-');
        words.filter(|word| word.len() > 1).map(str::to_lowercase).collect()
    };
    if of_house(text) || text.starts_with(['-', '*', '•']) {
        return false;
    }
    let (a, b) = (words(text), words(name));
    let is_shared = |word: &String| b.contains(word) && !TITLES.contains(&word.as_str());
    a.len() == b.len() && !a.is_empty() && a.iter().any(is_shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_heads_are_told_from_other_words() {
        assert!(looks_like("HOLLIS, Naomi", "HOLLIS, Naomi") && looks_like("HOLLIS, Naoma", "HOLLIS, Naomi"));
        assert!(looks_like("孙雨彤", "孙雨桐") && !looks_like("住院部", "孙雨桐"));
        assert!(!looks_like("Hollis Memorial Hospital", "HOLLIS, Naomi"));
        assert!(
            !looks_like("Mild MR", "Mr. Palaniappan")
                && !looks_like("AL NAHDA HOSPITAL", "Al Suwaidi Faisal")
        );
        assert!(is_slip_of("侯", "侯浩") && is_slip_of("白飞鹏", "白鹏飞") && is_slip_of("侯浩然", "侯浩"));
        assert!(!is_slip_of("侯浩", "侯浩") && !is_slip_of("骨科", "侯浩") && !is_slip_of("女", "侯浩"));
        assert!(!is_latin_name("Castlebeck District Hospital") && is_latin_name("Whaanga, Bronwyn"));
    }
}
