//! Sections in the cells of forms: a heading with its text beside it or in one cell with it, and running text of several.

use std::ops::Range;

use super::entries::{Spot, row_cells};
use super::labels::{BOOK, Key};
use super::section::{Mark, Section, headings};
use super::stems;
use crate::{Passage, SectionKind, TableView, View};

/// The sections of a form.
pub(super) fn sections(view: &View, table: &TableView) -> Vec<Section> {
    let mut sections = Vec::new();
    for row in 0..table.rows {
        let cells = row_cells(table, row);
        let passages: Vec<&Passage> = cells.iter().filter_map(|id| view.passage(*id)).collect();
        for (index, passage) in passages.iter().enumerate() {
            let heading = index.checked_sub(1).and_then(|at| passages.get(at)).copied();
            let head = heading.and_then(|heading| Some((heading, kind_of(heading.folded())?)));
            sections.extend(in_cell(passage, head));
        }
    }
    sections
}

/// What a cell heads that is nothing but a heading; a diagnosis is a key with its value.
fn kind_of(text: &str) -> Option<SectionKind> {
    let kind = BOOK.section_of(text).or_else(|| stems::section(text, true))?;
    (!is_diagnosis(text)).then_some(kind)
}

fn is_diagnosis(title: &str) -> bool {
    matches!(BOOK.named(title), Some(Key::Diagnosis(_)))
}

/// The sections that a cell holds: what stands before its first heading belongs to the cell to the left where that is one.
fn in_cell(passage: &Passage, head: Option<(&Passage, SectionKind)>) -> Vec<Section> {
    let text = passage.folded();
    let mut marks: Vec<Mark> = Vec::new();
    headings(passage, 0, &mut marks);
    marks.sort_by_key(|mark| mark.start);
    marks.dedup_by_key(|mark| mark.start);
    let told: Vec<Option<SectionKind>> = marks.iter().map(|mark| mark.kind).collect();
    super::marks::conclude(&[passage], &mut marks, true);
    let concludes: Vec<usize> = marks
        .iter()
        .zip(told)
        .filter(|(mark, told)| mark.kind != *told)
        .map(|(mark, _)| mark.start)
        .collect();
    // A cell that is only a heading heads another.
    marks.retain(|mark| mark.end < text.len() || mark.start > 0);
    let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
    let says = |bytes: &Range<usize>| text.get(bytes.clone()).is_some_and(|text| !text.trim().is_empty());
    let mut sections = Vec::new();
    let own = 0..marks.first().map_or(text.len(), |mark| mark.start);
    if let Some((heading, kind)) = head.filter(|_| says(&own)) {
        let heading = Spot { passage: heading.id, bytes: 0..heading.folded().len() };
        sections.push(Section { kind, heading, text: vec![spot(own)] });
    }
    if marks.is_empty() && head.is_none() {
        sections.extend(after_blank(passage));
    }
    let ends = marks.iter().skip(1).map(|mark| mark.start).chain([text.len()]);
    for (mark, end) in marks.iter().zip(ends) {
        let title = text.get(mark.title.clone()).unwrap_or("");
        let is_key = is_diagnosis(title) && !concludes.contains(&mark.start);
        let Some(kind) = mark.kind.filter(|_| !is_key) else { continue };
        // A heading alone in its cell heads the next one.
        if says(&(mark.end..end)) {
            sections.push(Section {
                kind,
                heading: spot(mark.title.clone()),
                text: vec![spot(mark.end..end)],
            });
        }
    }
    sections
}

/// Letters of the longest heading before a blank.
const LONGEST_HEADING: usize = 24;

/// The section of a cell whose heading, in capitals or Han letters, stands before its text with a blank: `INDICATION Acute otitis`.
fn after_blank(passage: &Passage) -> Option<Section> {
    let text = passage.folded();
    let start = text.len() - text.trim_start().len();
    let blanks =
        text.match_indices(' ').map(|(at, _)| at).filter(|at| *at > start && *at <= LONGEST_HEADING * 3);
    let mut found = blanks.filter_map(|at| {
        let title = text.get(start..at)?;
        let is_set_apart = title.chars().all(|c| !c.is_lowercase()) && !title.contains(':');
        let kind = kind_of(title).filter(|_| is_set_apart)?;
        (text.get(at..)?.trim().chars().count() > 1).then_some((kind, at))
    });
    let (kind, at) = found.next_back()?;
    let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
    Some(Section { kind, heading: spot(start..at), text: vec![spot(at + 1..text.len())] })
}
