//! Who signed without a label: the name alone in the line below a note, `尹秀兰　康平`, `Dr F Donnelly`, `Rebecca Stone, MD`, or behind a
//! dash at its end, and the second name behind a stroke, `姚慧／蒋卫东`.

use std::ops::Range;

use super::entries::Spot;
use super::labels::BOOK;
use super::names::SURNAMES;
use super::section::Section;
use super::{drug, section, stems, terms};
use crate::pattern::pattern;
use crate::{Body, MedicalFact, Notes, Part, Passage, Role, SignerRole, View};

/// States the signatures of `part` that no label names; where the lines stand that are nothing else.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) -> Vec<Spot> {
    let mut lines = Vec::new();
    seconds(view, part, notes);
    let patients: Vec<String> = notes
        .of_part()
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::PatientName { name }) => Some(crate::fold(&name.value)),
            _ => None,
        })
        .collect();
    let mut before = "";
    for passage in view.within(part).iter().filter(|passage| section::is_prose(passage) || is_cell(passage)) {
        let text = passage.folded();
        for row in passage.rows() {
            let Some(line) = text.get(row.bytes.clone()) else { continue };
            let mut names = signature(line);
            names.retain(|_| ends_text(before));
            if !names.is_empty() {
                lines.push(Spot { passage: passage.id, bytes: row.bytes.clone() });
            }
            let names = if names.is_empty() { behind_dash(line) } else { names };
            for bytes in names {
                let name = line.get(bytes.clone()).unwrap_or("");
                if !patients.iter().any(|patient| patient == name) {
                    sign(passage, row.bytes.start + bytes.start..row.bytes.start + bytes.end, notes);
                }
            }
            if !line.trim().is_empty() {
                before = line.trim_end();
            }
        }
    }
    lines
}

/// Ends the sections at the lines in which somebody signed.
pub(super) fn cut(signed: &[Spot], sections: &mut [Section]) {
    for section in sections {
        let within = |spot: &Spot, line: &Spot| {
            line.passage == spot.passage
                && line.bytes.start >= spot.bytes.start
                && line.bytes.end <= spot.bytes.end
        };
        let hit =
            section.text.iter().enumerate().find_map(|(at, spot)| {
                Some((at, signed.iter().find(|line| within(spot, line))?.bytes.start))
            });
        let Some((at, end)) = hit else { continue };
        let is_left = section.text.get(at).is_some_and(|spot| end > spot.bytes.start);
        section.text.truncate(at + usize::from(is_left));
        if let Some(last) = section.text.last_mut().filter(|_| is_left) {
            last.bytes.end = end;
        }
    }
}

fn is_cell(passage: &Passage) -> bool {
    matches!(passage.role, Role::Cell { .. })
}

/// Whether a line may be the last one of a text: it ends in a stop, or is itself a day or a name.
fn ends_text(line: &str) -> bool {
    let line = line.trim_end_matches([' ', ')', '"', '”']);
    let is_day =
        || crate::value::find_dates(line).last().is_some_and(|date| date.range.end + 2 >= line.len());
    line.ends_with(['。', '.', ';', '!']) || is_day() || !signature(line).is_empty()
}

/// The names in a line that is nothing but names, with or without a day behind them.
fn signature(line: &str) -> Vec<Range<usize>> {
    if line.chars().count() > LONGEST_LINE {
        return Vec::new();
    }
    // Behind a day of its own nothing else stands.
    let day = crate::value::find_dates(line).first().map_or(line.len(), |date| date.range.start);
    let names = line.get(..day).unwrap_or(line);
    let lead = names.len() - names.trim_start_matches([' ', '-', '–', '—', ',', '(']).len();
    let names = names.trim_end_matches([' ', ',', '|', ')', '-', '·']);
    let Some(inner) = names.get(lead..).filter(|inner| !inner.is_empty()) else { return Vec::new() };
    let found = if inner.chars().any(document::is_cjk) { han(inner) } else { latin(inner) };
    found.into_iter().map(|bytes| lead + bytes.start..lead + bytes.end).collect()
}

/// Letters of the longest line of signatures.
const LONGEST_LINE: usize = 60;

/// The one or two Chinese names that a text is.
fn han(text: &str) -> Vec<Range<usize>> {
    let Some(form) = pattern!(r"^(?P<a>\p{Han}{2,4})(?:\s*[/、,|]\s*|\s+|$)(?P<b>\p{Han}{2,4})?$") else {
        return Vec::new();
    };
    let Some(captures) = form.captures(text) else { return Vec::new() };
    let names: Vec<regex::Match<'_>> =
        [captures.name("a"), captures.name("b")].into_iter().flatten().collect();
    let all = names.iter().all(|name| is_han_name(name.as_str()));
    names.into_iter().filter(|_| all).map(|name| name.range()).collect()
}

/// Whether two to four Han letters are a name and no word of medicine: 高热, 黄疸, 白带 begin like one.
pub(super) fn is_han_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let double =
        letters.get(..2).is_some_and(|head| DOUBLE.contains(&head.iter().collect::<String>().as_str()));
    let fits =
        letters.first().is_some_and(|first| SURNAMES.contains(*first)) && (letters.len() < 4 || double);
    let is_word = letters.last().is_some_and(|last| NO_NAME.contains(*last))
        || BOOK.named(text).is_some()
        || BOOK.section_of(text).is_some()
        || stems::is_label(text)
        || !terms::finding_terms(text).is_empty()
        || !terms::site_terms(text).is_empty()
        || drug::names_medicine(text)
        || super::Analytes::built_in().named(text, false, None).is_some();
    fits && !is_word
}

/// Double surnames.
const DOUBLE: [&str; 12] =
    ["欧阳", "上官", "司徒", "诸葛", "令狐", "皇甫", "慕容", "东方", "尉迟", "公孙", "司马", "夏侯"];

/// Letters that end words of medicine and hardly ever a name.
const NO_NAME: &str = "带膏白汗压病炎症瘤癌痛疸肿折伤征史科检查食药片液针剂型期级类部位术后前室区床号度热咳痰嗽血尿便肾肝肺胃肠胆脾脑脏";

/// The name that a Latin text is: with a title before or a degree behind it, and whom it stands for.
fn latin(text: &str) -> Vec<Range<usize>> {
    let form = pattern!(concat!(
        r"^(?P<a>(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sister)\.? [A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,3}|",
        r"[A-Z][A-Za-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2},? (?:MD|M\.D\.|DO|D\.O\.|NP|FNP(?:-C)?|PA(?:-C)?|RN|MBBS|MBChB|FRCS|FRCP|FRACP|PhD|ANP|ACNP|CRNP)(?:\([A-Z]+\))?)",
        r"(?: (?:for|pp|on behalf of) (?P<b>(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss)\.? [A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,3}))?(?:,? (?:Consultant|Registrar|Resident|Intern|Physician|Surgeon|Specialist|House Officer|SHO|FY[12]|ST[1-8]|Foundation Doctor)[A-Za-z ]{0,24})?\.?$"
    ));
    let Some(captures) = form.and_then(|form| form.captures(text)) else { return Vec::new() };
    [captures.name("a"), captures.name("b")].into_iter().flatten().map(|name| name.range()).collect()
}

/// The name behind a dash at the end of a note: `… on the ward. - Dr E Thornbury`.
fn behind_dash(line: &str) -> Vec<Range<usize>> {
    let form = pattern!(
        r"(?:^|[.)!?。;]\s*)(?:-{1,2}|–|—)\s*(?P<name>(?:Dr|Prof|Mr|Mrs|Ms|Miss|Sister)\.? [A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’-]+){0,2})\.?\s*$"
    );
    let name = form.and_then(|form| form.captures(line)?.name("name").map(|name| name.range()));
    name.into_iter().collect()
}

/// States the second of two names that a signature holds: `医师签名：姚慧／蒋卫东`.
fn seconds(view: &View, part: &Part, notes: &mut Notes) {
    let signed: Vec<(SignerRole, crate::Span)> = notes
        .of_part()
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::Signature { role, name: Some(name) }) => {
                Some((*role, notes.facts().cited(name.evidence)?.span.clone()))
            }
            _ => None,
        })
        .collect();
    for (role, span) in signed.into_iter().filter(|(_, span)| (part.first..part.end).contains(&span.passage))
    {
        let Some(passage) = view.passage(span.passage) else { continue };
        let end = passage.folded().char_indices().nth(span.characters.end as usize).map(|(at, _)| at);
        let Some(rest) = end.and_then(|end| passage.folded().get(end..)) else { continue };
        let form = pattern!(r"^\s*[/、]?\s*(?P<name>\p{Han}{2,4})(?:[\s,;。)(|/]|$)");
        let Some(name) = form.and_then(|form| form.captures(rest)?.name("name")) else { continue };
        let is_apart = rest.starts_with(['/', '、', ' ']);
        if let Some(end) = end.filter(|_| is_apart && is_han_name(name.as_str())) {
            let at = end + name.start()..end + name.end();
            if !is_signed(passage, &at, notes) {
                let name = notes.copy(passage, at);
                notes.add("signed", MedicalFact::Signature { role, name: Some(name) });
            }
        }
    }
}

/// States the name there as a doctor's, unless it is stated already.
fn sign(passage: &Passage, bytes: Range<usize>, notes: &mut Notes) {
    if is_signed(passage, &bytes, notes) {
        return;
    }
    let name = notes.copy(passage, bytes);
    notes.add("signed", MedicalFact::Signature { role: SignerRole::Doctor, name: Some(name) });
}

/// Whether anything is stated from those words.
fn is_signed(passage: &Passage, bytes: &Range<usize>, notes: &Notes) -> bool {
    notes.facts().evidence.iter().any(|evidence| {
        evidence.kind == crate::EvidenceKind::Stated
            && evidence.span.meets(passage, bytes)
            && evidence.span.text.chars().count() <= LONGEST_LINE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_names_are_told_from_words() {
        let names =
            |line: &str| signature(line).into_iter().map(|at| line[at].to_owned()).collect::<Vec<_>>();
        assert_eq!(names("尹秀兰 康平"), ["尹秀兰", "康平"]);
        assert_eq!(names("毛珍 2024/06/07 18:21"), ["毛珍"]);
        assert_eq!(names("Rebecca Stone, MD"), ["Rebecca Stone, MD"]);
        assert_eq!(names("Dr S Nair for Mr D Wakefield, 23-Jul-2023 09:54"), ["Dr S Nair", "Mr D Wakefield"]);
        for line in [
            "高血压",
            "黄疸",
            "白带",
            "白细胞",
            "Bowen, Andrew",
            "Progress Note",
            "马来酸依那普利",
            "石膏固定",
        ] {
            assert!(names(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_dash_leads_to_who_wrote_the_note() {
        let line = "Continue fluids. - Dr E Thornbury";
        assert_eq!(behind_dash(line).into_iter().map(|at| &line[at]).collect::<Vec<_>>(), ["Dr E Thornbury"]);
        assert!(behind_dash("pain 3 - 4 of ten").is_empty());
    }
}
