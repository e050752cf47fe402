//! Where sections begin and end that no heading with a colon or a line of its own tells: by blanks, by the numbers of others, by the days of
//! notes, and what is a conclusion only for where it stands.

use std::collections::BTreeSet;
use std::ops::Range;

use super::entries::Entry;
use super::labels::{BOOK, Key};
use super::section::{Mark, names_study};
use super::stems;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{Passage, SectionKind};

/// Where known headings are numbered in one way, lines numbered so that nobody knows end a section as well:
/// `二、出院诊断：… 三、某某：…`.
pub(super) fn close_at_numbers(passages: &[&Passage], marks: &mut Vec<Mark>) {
    let form = pattern!(
        r"^\s*[一二三四五六七八九十]{1,2}\s*[、.]\s*(?P<title>\p{Han}[\p{Han}、/()]{1,15})\s*(?::|$)"
    );
    let starts: Vec<(usize, Range<usize>, Range<usize>)> = passages
        .iter()
        .enumerate()
        .flat_map(|(index, passage)| passage.rows().iter().map(move |row| (index, row.bytes.clone())))
        .filter_map(|(index, bytes)| {
            let title = form?.captures(passages.get(index)?.folded().get(bytes.clone())?)?.name("title")?;
            Some((index, bytes.clone(), bytes.start + title.start()..bytes.start + title.end()))
        })
        .collect();
    let known = |(index, bytes, _): &(usize, Range<usize>, Range<usize>), marks: &[Mark]| {
        marks.iter().any(|mark| mark.passage == *index && bytes.contains(&mark.title.start))
    };
    if starts.iter().filter(|start| known(start, marks)).count() < FEWEST_NUMBERED {
        return;
    }
    for start in &starts {
        if !known(start, marks) {
            let (index, bytes, title) = start.clone();
            marks.push(Mark { passage: index, start: bytes.start, end: title.end, kind: None, title });
        }
    }
    marks.sort_by_key(|mark| (mark.passage, mark.start));
}

/// Where known headings begin with one sign or stand in one sort of frame, short lines and frames of that sort that nobody knows end a
/// section as well: `█ 各科结果`, `【免疫组化】…`.
pub(super) fn by_glyphs(passages: &[&Passage], marks: &mut Vec<Mark>) {
    let form = pattern!(
        r"^\s*(?:(?P<open>[\[【〔┃│《])\s*(?P<framed>[\p{Han}A-Za-z][\p{Han}A-Za-z、/ ]{1,11})\s*[\]】〕┃│》]|(?P<sign>[█■◆▌▍◼▣◎▎●])\s*(?P<title>[\p{Han}A-Za-z、/ ]{2,12})\s*:?\s*$)"
    );
    let mut found: Vec<(char, Mark, bool)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for row in passage.rows() {
            let line = passage.folded().get(row.bytes.clone()).unwrap_or("");
            let Some(captures) = form.and_then(|form| form.captures(line)) else { continue };
            let sign = captures.name("open").or(captures.name("sign"));
            let title = captures.name("framed").or(captures.name("title"));
            let (Some(sign), Some(title), Some(whole)) = (sign, title, captures.get(0)) else { continue };
            let is_known =
                marks.iter().any(|mark| mark.passage == index && row.bytes.contains(&mark.title.start));
            let mark = Mark {
                passage: index,
                start: row.bytes.start,
                end: row.bytes.start + whole.end(),
                kind: None,
                title: row.bytes.start + title.start()..row.bytes.start + title.end(),
            };
            found.extend(sign.as_str().chars().next().map(|sign| (sign, mark, is_known)));
        }
    }
    let known: Vec<char> = found.iter().filter(|(.., is_known)| *is_known).map(|(sign, ..)| *sign).collect();
    let headed = |sign: &char| known.iter().filter(|other| *other == sign).count() >= FEWEST_NUMBERED;
    let new =
        found.into_iter().filter(|(sign, _, is_known)| !is_known && headed(sign)).map(|(_, mark, _)| mark);
    marks.extend(new.collect::<Vec<_>>());
    marks.sort_by_key(|mark| (mark.passage, mark.start));
}

/// Adds the known headings that begin a line with nothing but a blank behind them, where several do: `主诉　头晕3天`.
pub(super) fn by_blanks(passages: &[&Passage], marks: &mut Vec<Mark>) {
    let form = pattern!(r"^\s*(?P<title>\p{Han}{2,6}|\p{Han}(?:\s\p{Han}){1,3})\s+(?P<text>\S)");
    let mut found: Vec<Mark> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for row in passage.rows() {
            let line = passage.folded().get(row.bytes.clone()).unwrap_or("");
            let Some(captures) = form.and_then(|form| form.captures(line)) else { continue };
            let (Some(title), Some(text)) = (captures.name("title"), captures.name("text")) else { continue };
            let plain: String = title.as_str().chars().filter(|c| !c.is_whitespace()).collect();
            let Some(kind) = BOOK.section_of(&plain).or_else(|| stems::section(&plain, true)) else {
                continue;
            };
            let start = row.bytes.start + title.start();
            found.push(Mark {
                passage: index,
                start,
                end: row.bytes.start + text.start(),
                kind: Some(kind),
                title: start..row.bytes.start + title.end(),
            });
        }
    }
    let kinds: BTreeSet<SectionKind> = found.iter().filter_map(|mark| mark.kind).collect();
    if kinds.len() < FEWEST_SPACED && !(kinds.len() + 1 == FEWEST_SPACED && found.len() >= FEWEST_SPACED) {
        return;
    }
    found
        .retain(|mark| !marks.iter().any(|known| known.passage == mark.passage && known.start == mark.start));
    marks.extend(found);
    marks.sort_by_key(|mark| (mark.passage, mark.start));
}

/// Kinds of headings that only a blank parts from their text from which on all such are headings.
const FEWEST_SPACED: usize = 3;

/// Where several lines begin with a day and its hour, each begins a note of its own and ends what stood before it.
pub(super) fn close_at_notes(passages: &[&Passage], marks: &mut Vec<Mark>) {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for row in passage.rows() {
            let line = passage.folded().get(row.bytes.clone()).unwrap_or("");
            let head: String = line.chars().take(LONGEST_MOMENT).collect();
            let date = find_dates(&head).into_iter().next();
            let begins = date.is_some_and(|date| {
                date.range.start <= 1 && date.value.day.is_some() && date.value.clock.is_some()
            });
            if begins && line.chars().count() <= LONGEST_NOTE_HEAD {
                starts.push((index, row.bytes.start));
            }
        }
    }
    if starts.len() < FEWEST_NOTES {
        return;
    }
    for (passage, start) in starts {
        if !marks.iter().any(|mark| mark.passage == passage && mark.start == start) {
            marks.push(Mark { passage, start, end: start, kind: None, title: start..start });
        }
    }
    marks.sort_by_key(|mark| (mark.passage, mark.start));
}

/// Letters of the longest day with its hour, of the longest line that heads a note with it, and notes from which on such lines head them.
const LONGEST_MOMENT: usize = 32;
const LONGEST_NOTE_HEAD: usize = 60;
const FEWEST_NOTES: usize = 2;

/// What is called a report or a diagnosis right behind the description of a study is its conclusion: `心脏彩超：…。诊断：…。入院诊断：…`,
/// `Echocardiogram: … Report: …`. In the cell of a form (`is_cell`) the record's own diagnosis has one of its own.
pub(super) fn conclude(passages: &[&Passage], marks: &mut [Mark], is_cell: bool) {
    let title = |mark: &Mark| {
        let passage = passages.get(mark.passage);
        passage
            .and_then(|passage| passage.folded().get(mark.title.clone()))
            .unwrap_or("")
            .trim()
            .to_lowercase()
    };
    let is_diagnosis = |kind: Option<SectionKind>| {
        use SectionKind as S;
        matches!(kind, Some(S::Diagnosis | S::AdmissionDiagnosis | S::DischargeDiagnosis))
    };
    for at in 1..marks.len() {
        let Some((before, mark)) = at.checked_sub(1).and_then(|last| marks.get(last)).zip(marks.get(at))
        else {
            continue;
        };
        let of_study = before.kind == Some(SectionKind::AuxiliaryExamination)
            && before.passage == mark.passage
            && names_study(&title(before));
        let own = title(mark);
        let is_again = || {
            marks.iter().skip(at + 1).any(|later| is_diagnosis(later.kind) && later.passage == mark.passage)
        };
        let concludes = match own.as_str() {
            "report" | "result" | "报告" | "结果" => true,
            "诊断" | "diagnosis" => is_cell || is_again(),
            _ => false,
        };
        if let Some(mark) = marks.get_mut(at).filter(|_| of_study && concludes) {
            mark.kind = Some(SectionKind::Impression);
        }
    }
}

/// Known headings with a number from which on all numbered lines are taken to head something.
const FEWEST_NUMBERED: usize = 2;

/// Adds the heading that the label of a diagnosis is where only a blank parts it from what is diagnosed: `诊断 高血压　过敏 磺胺类`.
pub(super) fn diagnosed(passage: &Passage, index: usize, entry: &Entry, marks: &mut Vec<Mark>) {
    use crate::DiagnosisKind as D;
    let kind = match entry.key {
        Key::Diagnosis(D::Admission | D::Preliminary) => SectionKind::AdmissionDiagnosis,
        Key::Diagnosis(D::Discharge) => SectionKind::DischargeDiagnosis,
        Key::Diagnosis(D::Stated | D::Clinical | D::Outpatient) => SectionKind::Diagnosis,
        _ => return,
    };
    let (label, value) = (entry.label.bytes.clone(), entry.value.bytes.clone());
    let between = passage.folded().get(label.end..value.start).unwrap_or(":");
    let said = passage.folded().get(value.clone()).unwrap_or("");
    let is_bare = between.trim().is_empty() && (!between.is_empty() || said.starts_with(char::is_whitespace));
    let is_here = entry.value.passage == passage.id && !said.trim().is_empty() && !between.contains(':');
    let is_new = marks.iter().all(|mark| mark.end <= label.start || value.end <= mark.start);
    if !(is_bare && is_here && is_new) {
        return;
    }
    marks.push(Mark { passage: index, start: label.start, end: value.start, kind: Some(kind), title: label });
    // Another label ends what is diagnosed within the line.
    if passage.rows().iter().all(|row| row.bytes.end != value.end) && value.end < passage.folded().len() {
        marks.push(Mark {
            passage: index,
            start: value.end,
            end: value.end,
            kind: None,
            title: value.end..value.end,
        });
    }
}
