//! Results in running text, by the names that the dictionary knows and the units they are measured in.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::analyte::{Analyte, Analytes};
use super::behind;
use super::entries::Spot;
use super::lab::Sample;
use super::result::read_value;
use super::unit::read_unit;
use crate::pattern::pattern;
use crate::{Flag, Flags, LabItem, LabValue, MedicalFact, Notes, Passage, ReferenceRange, Stated, View};

/// Names looked for in running text: an abbreviation of fewer letters would be found in any text.
const SHORTEST_CODE: usize = 3;

/// A Latin name shorter than this is a word of everyday language as well.
const SHORTEST_LATIN: usize = 5;

struct Names {
    searcher: Option<AhoCorasick>,
    owners: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&Analytes::built_in()));

impl Names {
    fn new(analytes: &Analytes) -> Self {
        let (mut words, mut owners) = (Vec::new(), Vec::new());
        for entry in analytes
            .entries()
            .iter()
            .filter(|entry| !entry.urine && !entry.units.is_empty() || entry.id == "INR")
        {
            let zh = entry.zh.iter().filter(|name| name.chars().count() > 1);
            let en = entry.en.iter().filter(|name| name.len() >= SHORTEST_LATIN);
            let codes = entry.codes.iter().filter(|code| code.len() >= SHORTEST_CODE);
            for word in zh.chain(en).chain(codes) {
                words.push(word.clone());
                owners.push(entry.id.clone());
            }
        }
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        Self { searcher: builder.build(words).ok(), owners }
    }
}

/// States the results in a text that stand with a unit their analyte is measured in.
pub(super) fn state_results(view: &View, text: &Spot, sample: Sample<'_>, notes: &mut Notes) {
    let Some(passage) = view.passage(text.passage) else { return };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return };
    let offset = text.bytes.start;
    let link = pattern!(
        r"(?i)^\s*(?:\([^()]{0,16}\))?\s*(?:水平|浓度|计数|测定|level)?\s*(?:为|是|示|约|达|升至|降至|波动于|控制在|(?:fell|dropped|rose|increased|decreased|down|up|improved|peaked)(?: back)? (?:to|at)|was|is|of|at|=|:)?\s*"
    );
    let behind = pattern!(
        r"^\s*(?:[×xX*]\s*)?(?:10\s*[\^*]?\s*[0-9⁰¹²³⁴-⁹]{1,2}\s*/\s*[A-Za-zμ]+|m[lL]\s*/\s*min\s*/\s*1\.73\s*m(?:\^?2|²)|[A-Za-zμ%‰][A-Za-z0-9μ%/^²³.]*)"
    );
    for found in NAMES.searcher.iter().flat_map(|searcher| searcher.find_iter(folded)) {
        // The height of the womb is nobody's.
        let ahead = folded.get(..found.start()).unwrap_or("").to_lowercase();
        if ahead.ends_with("fundal ") || ahead.ends_with("uterine ") || is_of_other_liquid(&ahead) {
            continue;
        }
        if !stands_alone(folded, found.start(), found.end()) {
            continue;
        }
        let Some(analyte) =
            NAMES.owners.get(found.pattern().as_usize()).and_then(|id| sample.analytes.entry(id))
        else {
            continue;
        };
        let rest = folded.get(found.end()..).unwrap_or("");
        let start = found.end() + link.and_then(|pattern| pattern.find(rest)).map_or(0, |m| m.end());
        let Some(read) = folded.get(start..).and_then(read_value) else { continue };
        let is_number = matches!(read.value, LabValue::Number { .. } | LabValue::Span { .. });
        let end = start + read.end;
        let unit = behind.and_then(|pattern| pattern.find(folded.get(end..)?));
        let unit = unit.and_then(|m| Some((m.range(), read_unit(m.as_str(), &analyte.units)?)));
        let is_measured =
            unit.as_ref().map_or(analyte.units.is_empty(), |(_, unit)| takes(analyte, &unit.symbol));
        if !is_number || !is_measured {
            continue;
        }
        // What stands in a line below heads has been read with its range.
        if super::laid::is_stated(passage, &(start + offset..end + offset), notes) {
            continue;
        }
        let name = notes.copy(passage, found.start() + offset..found.end() + offset);
        let value = notes.state(passage, start + offset..end + offset, read.value);
        let last = unit.as_ref().map_or(end, |(range, _)| end + range.end);
        let unit = unit.map(|(range, unit)| {
            notes.state(passage, end + range.start + offset..end + range.end + offset, unit.symbol)
        });
        let read = behind::read(folded.get(last..).unwrap_or(""));
        let shift = |bytes: std::ops::Range<usize>| last + bytes.start + offset..last + bytes.end + offset;
        let range = read.range.map(|(read, bytes)| notes.state(passage, shift(bytes), read.range));
        let flag = read.flag.map(|(flag, bytes)| notes.state(passage, shift(bytes), flag));
        notes.add("lab.text", bare(analyte, name, value, unit, (range, flag), sample));
    }
}

/// States the acidity of the blood that a text tells beside its gases: two letters are too few to be looked for anywhere else.
pub(super) fn state_acidity(passage: &Passage, sample: Sample<'_>, notes: &mut Notes) {
    let form = pattern!(r"\bpH\s*(?:值|为|是|was|of|:|=)?\s*(?P<value>[0-9]{1,2}\.[0-9]{1,3})");
    let gases = pattern!(r"(?i)血气|\bABG\b|\bVBG\b|blood gas|PaO2|PaCO2|pCO2|pO2|PaO₂|PaCO₂|HCO3");
    let folded = passage.folded();
    let Some(analyte) = sample.analytes.entry("pH") else { return };
    if !gases.is_some_and(|form| form.is_match(folded)) {
        return;
    }
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let (Some(whole), Some(value)) = (captures.get(0), captures.name("value")) else { continue };
        let Some(read) = read_value(value.as_str()) else { continue };
        let name = notes.copy(passage, whole.start()..whole.start() + 2);
        let value = notes.state(passage, value.range(), read.value);
        notes.add("lab.text", bare(analyte, name, value, None, (None, None), sample));
    }
}

/// A result in running text, with what stands behind it.
fn bare(
    analyte: &Analyte,
    name: Stated<String>,
    value: Stated<LabValue>,
    unit: Option<Stated<String>>,
    (range, flag): (Option<Stated<ReferenceRange>>, Option<Stated<Flag>>),
    sample: Sample<'_>,
) -> MedicalFact {
    let computed = range.as_ref().and_then(|r| super::lab::computed(&value, r, sample, analyte.protective));
    let analyte = Some(analyte.id.clone());
    // Without a range nothing tells whether a flag is right.
    let flags = if range.is_some() { Flags::new(flag, computed) } else { Flags::default() };
    MedicalFact::Lab(Box::new(LabItem { name, code: None, analyte, value, unit, range, flags }))
}

/// Results in one sentence that vouch for each other.
const SEVERAL_RESULTS: usize = 3;

/// States results of a list by their short names, which alone may be words or letters of anything: `Na 136, K 3.8 mEq/L, Cl 101`. Those are
/// stated behind which a unit of the analyte's stands.
pub(super) fn state_list(passage: &Passage, sample: Sample<'_>, notes: &mut Notes) {
    let item = pattern!(concat!(
        r"(?i)^\s*(?:and |serum |s\.?\s|plasma )?(?P<name>[A-Za-z][A-Za-z0-9+-]{0,18}|\p{Han}{1,6})\s*[:=]?\s*(?P<value>[0-9]{1,5}(?:\.[0-9]{1,3})?)",
        r"\s*(?P<unit>[A-Za-zμ%][A-Za-z0-9μ/^%]{0,9}|[×x*]\s*10\s*\^?\s*[0-9⁰¹²³⁴-⁹]{1,2}\s*/\s*[A-Za-zμ]{1,2})?\s*(?P<behind>(?:\([^()]{1,20}\))?\s*(?:[↑↓]|\([HL]\))?)\s*[.。]?\s*$"
    ));
    let folded = passage.folded();
    let mut seen = 0;
    for sentence in folded.split_inclusive(['。', ';', '\n']) {
        let offset = seen;
        seen += sentence.len();
        let mut at = 0;
        let mut found = Vec::new();
        for piece in sentence.split_inclusive([',', '、', ';', '。']) {
            let start = offset + at;
            at += piece.len();
            let text = piece.trim_end_matches([',', '、', ';', '。']);
            // The list begins behind the last words that head it.
            let lead = text.rfind(':').map_or(0, |colon| colon + 1);
            let Some(captures) = item.and_then(|form| form.captures(text.get(lead..)?)) else { continue };
            let (Some(name), Some(value)) = (captures.name("name"), captures.name("value")) else { continue };
            let unit = captures.name("unit");
            let symbol = unit.map(|unit| unit.as_str());
            let analyte = sample.analytes.coded(name.as_str(), sample.urine, symbol).or_else(|| {
                sample.analytes.named(name.as_str(), sample.urine, symbol).map(|known| known.analyte)
            });
            let Some(analyte) = analyte else { continue };
            let begin = start + lead;
            let place = |m: regex::Match<'_>| begin + m.start()..begin + m.end();
            let behind = captures.name("behind").map(place);
            found.push((analyte, place(name), place(value), unit.map(place), behind));
        }
        if found.len() < SEVERAL_RESULTS {
            continue;
        }
        for (analyte, name, value, unit, behind) in found {
            let symbol = unit.clone().and_then(|unit| read_unit(folded.get(unit)?, &analyte.units));
            let is_measured = symbol.as_ref().is_some_and(|unit| takes(analyte, &unit.symbol));
            let characters = passage.characters(value.clone());
            let is_stated = notes.facts().evidence.iter().any(|evidence| {
                evidence.span.passage == passage.id
                    && evidence.span.characters.start as usize == characters.start
            });
            let read = folded.get(value.clone()).and_then(read_value);
            let Some(read) = read.filter(|_| is_measured && !is_stated) else { continue };
            let name = notes.copy(passage, name);
            let value = notes.state(passage, value, read.value);
            let unit = unit.zip(symbol).map(|(unit, symbol)| notes.state(passage, unit, symbol.symbol));
            let told = behind
                .clone()
                .map_or_else(Default::default, |bytes| behind::read(folded.get(bytes).unwrap_or("")));
            let from = behind.map_or(0, |bytes| bytes.start);
            let range = told
                .range
                .map(|(read, bytes)| notes.state(passage, from + bytes.start..from + bytes.end, read.range));
            let flag = told
                .flag
                .map(|(flag, bytes)| notes.state(passage, from + bytes.start..from + bytes.end, flag));
            notes.add("lab.text", bare(analyte, name, value, unit, (range, flag), sample));
        }
    }
}

/// Whether the words before a name say that it was measured in another liquid than blood: 尿肌酐, `urine sodium`.
fn is_of_other_liquid(ahead: &str) -> bool {
    let words = [
        "尿",
        "粪",
        "便",
        "脑脊液",
        "胸水",
        "腹水",
        "胸腔积液",
        "urine ",
        "urinary ",
        "csf ",
        "fluid ",
        "stool ",
        "faecal ",
        "fecal ",
        "sweat ",
    ];
    words.iter().any(|word| ahead.ends_with(word))
}

/// Whether an analyte is measured in that unit, or in one of the same dimension.
pub(super) fn takes(analyte: &Analyte, symbol: &str) -> bool {
    let dimension = |symbol: &str| crate::value::Unit::parse(symbol).map(|unit| unit.dimension);
    let found = dimension(symbol);
    analyte.units.iter().any(|unit| unit == symbol || found.is_some() && dimension(unit) == found)
}

/// Whether no Latin letter stands right beside a Latin name, and no Han letter before a Han one that would make it part
/// of a longer word is missed: `血糖` in `空腹血糖` is found by the longer name.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_latin = text.get(start..end).is_some_and(str::is_ascii);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).and_then(|text| text.chars().next());
    !is_latin || !letter(before) && !after.is_some_and(|c| c.is_ascii_alphabetic())
}
