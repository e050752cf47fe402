//! What the head of a paper tells of the patient in words that need no label: `神经内科　14床`,
//! `Patel, Lesley Anne  F  75Y  NHI 32793927  Surgical Ward 2`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::head::{may_head, sex_of};
use super::labels::{BOOK, Key};
use super::laid::level_lines;
use super::names::OLDEST;
use super::stems;
use crate::pattern::pattern;
use crate::{Age, AgeUnit, AttributeKind, Body, MedicalFact, Notes, Part, Passage, Role, View};

/// Passages at the beginning of a part in which such lines stand.
const HEAD: usize = 12;

/// Letters of the longest such line.
const LONGEST_LINE: usize = 90;

/// What a piece of a line is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Sex,
    Age,
    Bed,
    Department,
}

/// What is known of the patient already, by kind.
fn is_known(notes: &Notes, piece: Piece) -> bool {
    notes.of_part().any(|fact| {
        let Body::Medical(fact) = &fact.body else { return false };
        match piece {
            Piece::Sex => matches!(fact, MedicalFact::PatientSex { .. }),
            Piece::Age => matches!(fact, MedicalFact::PatientAge { .. }),
            Piece::Bed => matches!(fact, MedicalFact::Attribute { kind: AttributeKind::Bed, .. }),
            Piece::Department => matches!(
                fact,
                MedicalFact::Attribute { kind: AttributeKind::Department | AttributeKind::Ward, .. }
            ),
        }
    })
}

/// States sex, age, bed and department that stand in the head of `part` without labels, where nothing else has told them.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    // Whether the line before told of the patient: a department alone in its line goes with it.
    let mut beside = false;
    let may_tell = |passage: &&Passage| matches!(passage.role, Role::Cell { .. }) || may_head(passage);
    for passage in view.within(part).iter().take(HEAD).filter(may_tell) {
        for row in rows(passage) {
            let Some(line) = passage.folded().get(row.clone()) else { continue };
            if line.chars().count() > LONGEST_LINE || line.contains(['。', '?', '!']) {
                continue;
            }
            let is_latin = !line.chars().any(document::is_cjk);
            let told = is_latin && latin(passage, &row, notes);
            let pieces = if is_latin { Vec::new() } else { han(line) };
            let is_alone = pieces.len() == 1
                && pieces.first().is_some_and(|(bytes, _)| bytes.len() == line.trim().len());
            let has_company = pieces.len() > 1
                || pieces.iter().any(|(_, piece)| *piece == Piece::Bed)
                || beside && (is_alone || !pieces.is_empty() && tells_of_patient(passage, &row, notes));
            for (bytes, piece) in pieces.iter().filter(|_| has_company) {
                state_piece(passage, row.start + bytes.start..row.start + bytes.end, *piece, notes);
            }
            beside = told || tells_of_patient(passage, &row, notes);
        }
    }
}

/// The lines of a passage; all of it where it has none.
fn rows(passage: &Passage) -> Vec<Range<usize>> {
    level_lines(passage)
}

/// Whether a line states anything of the patient.
fn tells_of_patient(passage: &Passage, row: &Range<usize>, notes: &Notes) -> bool {
    notes.of_part().any(|fact| {
        let of_patient = matches!(
            &fact.body,
            Body::Medical(
                MedicalFact::PatientName { .. }
                    | MedicalFact::PatientSex { .. }
                    | MedicalFact::PatientAge { .. }
                    | MedicalFact::Identifier { .. }
            )
        );
        of_patient
            && fact
                .evidence
                .iter()
                .filter_map(|id| notes.facts().cited(*id))
                .any(|evidence| evidence.span.meets(passage, row))
    })
}

/// The pieces of a line with Han letters that are something by themselves.
fn han(line: &str) -> Vec<(Range<usize>, Piece)> {
    let Some(word) = pattern!(r"[^\s|│,/、;()]+") else { return Vec::new() };
    word.find_iter(line).filter_map(|found| Some((found.range(), piece_of(found.as_str())?))).collect()
}

fn piece_of(text: &str) -> Option<Piece> {
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(text));
    if sex_of(text).is_some() && text.chars().any(document::is_cjk) {
        return Some(Piece::Sex);
    }
    if is(pattern!(r"^[0-9]{1,3}\s*(?:周岁|岁|个月|天)$")) {
        return Some(Piece::Age);
    }
    if is(pattern!(r"^(?:加?[A-Z]?[0-9]{1,3}[A-Z]?床|床[0-9]{1,3})$")) {
        return Some(Piece::Bed);
    }
    let is_department = is(pattern!(
        r"^\p{Han}{1,10}?(?:[一二三四五六七八九十0-9]{0,2}(?:科|病区|病房|诊室|中心|监护室))(?:\(?[一二三四五六七八九十0-9东西南北]{1,3}\)?(?:科|区|病区|病房)?)?$"
    ));
    // Those that make reports are no patient's, and a label is none.
    let is_house = is(pattern!(r"检验|化验|放射|影像|超声|体检|病理|药剂|药学|质控|健康管理|信息|中心$"))
        && !is(pattern!(r"内镜|介入|血透|透析|生殖|康复|烧伤|胸痛|卒中|疼痛"));
    (is_department && !is_house && BOOK.named(text).is_none() && !stems::is_label(text))
        .then_some(Piece::Department)
}

fn state_piece(passage: &Passage, bytes: Range<usize>, piece: Piece, notes: &mut Notes) {
    if is_known(notes, piece) {
        return;
    }
    let Some(text) = passage.folded().get(bytes.clone()) else { return };
    let fact = match piece {
        Piece::Sex => {
            let Some(sex) = sex_of(text) else { return };
            MedicalFact::PatientSex { sex: notes.state(passage, bytes, sex) }
        }
        Piece::Age => {
            let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
            let Some(number) = digits.parse().ok().filter(|age| *age <= Decimal::from(OLDEST)) else {
                return;
            };
            let unit = match text.trim_start_matches(|c: char| c.is_ascii_digit()).trim() {
                "个月" => AgeUnit::Months,
                "天" => AgeUnit::Days,
                _ => AgeUnit::Years,
            };
            MedicalFact::PatientAge { age: notes.state(passage, bytes, Age { number, unit }) }
        }
        Piece::Bed => MedicalFact::Attribute { kind: AttributeKind::Bed, value: notes.copy(passage, bytes) },
        Piece::Department => {
            MedicalFact::Attribute { kind: AttributeKind::Department, value: notes.copy(passage, bytes) }
        }
    };
    notes.add("strip", fact);
}

/// States what a Latin line tells that begins with a name and a sex; whether it is one.
fn latin(passage: &Passage, row: &Range<usize>, notes: &mut Notes) -> bool {
    let Some(line) = passage.folded().get(row.clone()) else { return false };
    let form = pattern!(concat!(
        r"^\s*(?P<name>[A-Z][A-Za-z'’-]+(?:, ?[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,2}|(?: [A-Z][A-Za-z'’.-]*){1,3}))[\s,|;]+",
        r"(?:(?P<sex>[MF]|Male|Female|MALE|FEMALE)[\s,/|;]+(?P<age>[0-9]{1,3}) ?(?:[Yy]\b|[Yy]/?[Oo]\b|[Yy]rs?\b|[Yy]ears?(?: old)?\b)|",
        r"(?P<age2>[0-9]{1,3}) ?(?:[Yy]|[Yy]/?[Oo]|[Yy]rs?|[Yy]ears?(?: old)?)?[\s,/|;]*(?P<sex2>[MF]|Male|Female|MALE|FEMALE)\b)",
        r"(?:[\s,|;]+(?P<label>[A-Za-z][A-Za-z. ]{1,24}?)[\s:#.]*(?P<number>[A-Z]{0,3}[0-9][0-9-]{4,14})\b)?",
        r"(?:[\s,|;]+(?P<ward>[A-Z][A-Za-z0-9 &/'-]{2,40}?))?\s*$"
    ));
    let Some(captures) = form.and_then(|form| form.captures(line)) else { return false };
    let at = |range: Range<usize>| row.start + range.start..row.start + range.end;
    let [has_name, has_sex, has_age] = super::known(notes);
    if let Some(name) = captures.name("name").filter(|_| !has_name) {
        let name = notes.copy(passage, at(name.range()));
        notes.add("strip", MedicalFact::PatientName { name });
    }
    if let Some(word) = captures.name("sex").or(captures.name("sex2")).filter(|_| !has_sex)
        && let Some(sex) = sex_of(word.as_str())
    {
        let sex = notes.state(passage, at(word.range()), sex);
        notes.add("strip", MedicalFact::PatientSex { sex });
    }
    if let Some(digits) = captures.name("age").or(captures.name("age2")).filter(|_| !has_age)
        && let Ok(number) = digits.as_str().parse::<Decimal>()
        && number <= Decimal::from(OLDEST)
    {
        // With its unit, as printed.
        let behind = line.get(digits.end()..).unwrap_or("");
        let unit = pattern!(r"^ ?(?:[Yy]ears?(?: old)?|[Yy]rs?|[Yy]/?[Oo]\b|[Yy]\b)")
            .and_then(|form| form.find(behind));
        let end = digits.end() + unit.map_or(0, |unit| unit.end());
        let age = notes.state(passage, at(digits.start()..end), Age { number, unit: AgeUnit::Years });
        notes.add("strip", MedicalFact::PatientAge { age });
    }
    if let (Some(label), Some(number)) = (captures.name("label"), captures.name("number")) {
        let named = BOOK.named(label.as_str()).or_else(|| stems::key(label.as_str(), number.as_str()));
        let is_new = !notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(MedicalFact::Identifier { number: known, .. }) if known.value == number.as_str()));
        if let Some(Key::Identifier(kind)) = named.filter(|_| is_new) {
            let number = notes.copy(passage, at(number.range()));
            notes.add("strip", MedicalFact::Identifier { kind, number });
        }
    }
    // A ward's number may have been taken for its name: `Surgical Ward 2`.
    let is_told = |ward: &str| {
        notes.of_part().any(|fact| match &fact.body {
            Body::Medical(MedicalFact::Attribute {
                kind: AttributeKind::Department | AttributeKind::Ward,
                value,
            }) => value.value == ward || !ward.contains(value.value.as_str()),
            _ => false,
        })
    };
    if let Some(ward) = captures.name("ward").filter(|ward| is_latin_department(ward.as_str()))
        && !is_told(ward.as_str())
    {
        let value = notes.copy(passage, at(ward.range()));
        notes.add("strip", MedicalFact::Attribute { kind: AttributeKind::Department, value });
    }
    true
}

/// Whether Latin words name a ward or a department.
fn is_latin_department(text: &str) -> bool {
    pattern!(
        r"(?i)\b(?:ward|unit|department|dept|clinic|service|emergency|icu|itu|ccu|hdu|surgery|surgical|medicine|medical|outpatients?|theatre|[a-z]+(?:ology|iatrics|paedics|iatry|therapy))\b"
    )
    .is_some_and(|form| form.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_by_what_they_are() {
        for (text, want) in [
            ("神经内科", Some(Piece::Department)),
            ("骨一科", Some(Piece::Department)),
            ("心内科二病区", Some(Piece::Department)),
            ("消化内镜中心", Some(Piece::Department)),
            ("14床", Some(Piece::Bed)),
            ("男", Some(Piece::Sex)),
            ("32岁", Some(Piece::Age)),
            ("检验科", None),
            ("体检中心", None),
            ("科别", None),
            ("人民医院", None),
            ("袁少华", None),
        ] {
            assert_eq!(piece_of(text), want, "{text}");
        }
    }
}
