//! V2 and V3: numbers, quantities and dates.

use super::mention::{Mention, Value, mentions};
use super::names::Anchor;
use super::source::Source;
use super::text::plain;
use super::{Check, Reason, Sentence, Verifier};
use crate::pattern::pattern;

/// How far before a number the word that it belongs to a range stands, in bytes: `(reference range ` has 17.
const RANGE_REACH: usize = 24;

/// Whether each value is one of a cited fact, and of the one that the words around it name.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let found = mentions(&unnamed(verifier, sentence));
    let anchors = verifier.names.anchors(sentence);
    let mut reasons = Vec::new();
    let mut in_range = false;
    for (index, mention) in found.iter().enumerate() {
        let before =
            index.checked_sub(1).and_then(|index| found.get(index)).map_or(0, |before| before.range.end);
        in_range = is_of_range(verifier, &sentence.text, before, mention, in_range);
        // A figure in an item's name is no value.
        if anchors
            .iter()
            .any(|anchor| anchor.range.start <= mention.range.start && mention.range.end <= anchor.range.end)
        {
            continue;
        }
        reasons.extend(self::mention(verifier, sentence, &anchors, mention, in_range));
    }
    reasons.extend(found.windows(2).filter_map(|pair| turned(sentence, pair)));
    reasons
}

/// Two bounds of a range that have changed places: the higher stands first, and is not printed so.
fn turned(sentence: &Sentence<'_>, pair: &[Mention]) -> Option<Reason> {
    let [first, second] = pair else { return None };
    let between = sentence.text.get(first.range.end..second.range.start)?;
    let joins = between.contains(['-', '~', '–', '—', '至', '到']) || between.trim() == "to";
    let is_range = joins && between.chars().filter(|c| c.is_alphanumeric()).count() <= LONGEST_JOINT;
    let is_falling = match (&first.value, &second.value) {
        (Value::Number { value: low, .. }, Value::Number { value: high, .. }) => low >= high,
        (Value::Date(from), Value::Date(to)) => from.civil().zip(to.civil()).is_some_and(|(a, b)| a > b),
        _ => false,
    };
    let piece = sentence.text.get(first.range.start..second.range.end)?;
    let is_printed = sentence.cited.iter().any(|source| source.says(piece));
    let check = if first.value.is_date() { Check::Date } else { Check::Number };
    (is_range && is_falling && !is_printed)
        .then(|| Reason::new(check, piece).expected(expected(sentence, check)))
}

/// Letters of the words between two bounds: `to`, 至.
const LONGEST_JOINT: usize = 2;

/// The folded text with blanks for the names of items: `CA19-9 3.93` has one number.
fn unnamed(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> String {
    let mut text = sentence.folded.clone();
    for range in verifier.names.item_ranges(&sentence.text) {
        text.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    text
}

fn mention(
    verifier: &Verifier<'_>,
    sentence: &Sentence<'_>,
    anchors: &[Anchor],
    mention: &Mention,
    in_range: bool,
) -> Option<Reason> {
    let bears = |source: &Source| bears(source, &mention.value, in_range);
    let bearing: Vec<&&Source> = sentence.cited.iter().filter(|source| bears(source)).collect();
    let written = sentence.text.get(mention.range.clone()).unwrap_or("").to_owned();
    let check = if mention.value.is_date() { Check::Date } else { Check::Number };
    if bearing.is_empty() {
        if is_of_the_answer(sentence, mention) || is_copied(sentence, mention) {
            return None;
        }
        let instead = verifier.bearing(sentence, bears);
        return Some(Reason::new(check, written).expected(expected(sentence, check)).instead(instead));
    }
    let owner = nearest(anchors, mention, &sentence.text)?;
    // What is copied in one piece with the name in it says what is printed.
    let piece = sentence
        .text
        .get(owner.range.start.min(mention.range.start)..mention.range.end.max(owner.range.end))?;
    if bearing.iter().any(|source| source.says(piece)) {
        return None;
    }
    let name = sentence.text.get(owner.range.clone()).unwrap_or("");
    let is_its_own = bearing.iter().any(|source| {
        let unnamed = || !is_named(source, anchors) && !is_other_side(source, name);
        owner.facts.contains(&source.id) || unnamed()
    });
    (!is_its_own).then(|| {
        let instead = bearing.iter().map(|source| source.id).collect();
        Reason::new(check, format!("{name} {written}")).expected(values_of(verifier, owner)).instead(instead)
    })
}

/// Letters behind a number that make a copy of it sure.
const COPIED: usize = 8;

/// Whether the number stands in what is cited with the same letters behind it: the number of a list's item, which may be
/// read together with a numeral after it (`3. 二甲双胍`).
fn is_copied(sentence: &Sentence<'_>, mention: &Mention) -> bool {
    let behind = sentence.text.get(mention.range.end..).unwrap_or("");
    let letters: usize = behind.chars().take(COPIED).map(char::len_utf8).sum();
    let piece = sentence.text.get(mention.range.start..mention.range.end + letters);
    behind.chars().count() >= COPIED
        && piece.is_some_and(|piece| sentence.cited.iter().any(|source| source.says(piece)))
}

/// Whether a cited fact has the value; of a result, whether in its range or outside.
fn bears(source: &Source, value: &Value, in_range: bool) -> bool {
    let has_range = source.values.iter().any(|(_, normal)| *normal);
    source
        .values
        .iter()
        .any(|(known, normal)| (!has_range || *normal == in_range) && value.is_borne_by(known))
}

/// Whether the fact is called as `name` is, but for the side: 左眼视力 and 右眼视力.
fn is_other_side(source: &Source, name: &str) -> bool {
    let form = pattern!(r"(?i)[左右]侧?|\b(?:left|right)\b");
    let bare =
        |text: &str| form.map_or_else(|| text.to_owned(), |form| form.replace_all(text, "").into_owned());
    let name = plain(name);
    let own = bare(&name);
    own != name && source.names.iter().any(|other| *other != name && bare(other) == own)
}

/// Whether the sentence calls the fact by a name.
fn is_named(source: &Source, anchors: &[Anchor]) -> bool {
    anchors.iter().any(|anchor| anchor.facts.contains(&source.id))
}

/// The name that a value stands behind, in the same sentence; else the first one after it.
fn nearest<'a>(anchors: &'a [Anchor], mention: &Mention, text: &str) -> Option<&'a Anchor> {
    let stops = ['。', ';', '；', '\n'];
    let start = text.get(..mention.range.start)?.rfind(stops).map_or(0, |at| at + 1);
    let end = text.get(mention.range.end..)?.find(stops).map_or(text.len(), |at| mention.range.end + at);
    let before = anchors
        .iter()
        .rev()
        .find(|anchor| anchor.range.end <= mention.range.start && anchor.range.start + 1 >= start);
    // "于2024年3月5日入院": a date may stand right before what happened.
    let behind =
        anchors.iter().find(|anchor| anchor.range.start == mention.range.end && mention.value.is_date());
    let is_far = before.is_none_or(|before| {
        text.get(before.range.end..mention.range.start)
            .is_some_and(|between| between.contains([',', '，', '、']))
    });
    if is_far && behind.is_some() {
        return behind;
    }
    before.or_else(|| {
        anchors.iter().find(|anchor| anchor.range.start >= mention.range.end && anchor.range.end <= end)
    })
}

/// Whether a value is said to be normal rather than found: a word of range stands before it, or the other bound does.
fn is_of_range(verifier: &Verifier<'_>, text: &str, before: usize, mention: &Mention, was: bool) -> bool {
    let mut from = before.max(mention.range.start.saturating_sub(RANGE_REACH));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let between = text.get(from..mention.range.start).unwrap_or("");
    let words = &verifier.lexicon.words.range_words;
    let bound = |c: char| c.is_whitespace() || "-~至到,<>≤≥(:为是".contains(c);
    let bare = between.trim_end_matches(bound);
    let bare = bare.strip_suffix(" of").or(bare.strip_suffix(" is")).unwrap_or(bare);
    words.iter().any(|word| bare.ends_with(plain(word).as_str()))
        || was && (between.trim_matches(bound).is_empty() || matches!(between.trim(), "to" | "和" | "与"))
}

/// Counts of what is cited and page numbers are the answer's own.
fn is_of_the_answer(sentence: &Sentence<'_>, mention: &Mention) -> bool {
    let Value::Number { value, .. } = &mention.value else { return false };
    // What is counted may have been taken for the unit.
    let written = sentence.text.get(mention.range.clone()).unwrap_or("");
    let figures = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let after = sentence.text.get(mention.range.start + figures.len()..).unwrap_or("").trim_start();
    let before = sentence.text.get(..mention.range.start).unwrap_or("").trim_end();
    let counted = ["项", "份", "results", "items", "documents"].iter().any(|word| after.starts_with(word));
    if counted && *value == rust_decimal::Decimal::from(sentence.cited.len()) {
        return true;
    }
    let paged = before.ends_with('第') && after.starts_with('页') || before.ends_with("page");
    paged
        && sentence
            .cited
            .iter()
            .flat_map(|source| &source.pages)
            .any(|page| rust_decimal::Decimal::from(*page) == *value)
}

/// What comparable is printed in what is cited.
fn expected(sentence: &Sentence<'_>, check: Check) -> String {
    /// More would not help.
    const MOST: usize = 4;
    let printed = sentence.cited.iter().flat_map(|source| &source.printed);
    let comparable = printed.filter(|text| {
        mentions(text).iter().any(|mention| mention.value.is_date() == (check == Check::Date))
    });
    comparable.take(MOST).map(String::as_str).collect::<Vec<_>>().join("; ")
}

fn values_of(verifier: &Verifier<'_>, owner: &Anchor) -> String {
    let sources = owner.facts.iter().filter_map(|id| verifier.source(*id));
    let texts = sources
        .flat_map(|source| source.printed.iter().filter(|text| text.contains(|c: char| c.is_numeric())));
    texts.take(3).map(String::as_str).collect::<Vec<_>>().join("; ")
}
