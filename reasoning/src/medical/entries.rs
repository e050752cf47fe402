//! Keys with their values: `姓名：孙雨桐`, over lines, cells and passages.

use std::ops::Range;

use document::RegionClass;

use super::labels::{BOOK, Column, Key, PatientKey};
use crate::{Part, Passage, PassageId, Role, Row, TableView, View};

/// A value that stands below or beside its key, not behind it, is short: a name, a date.
const LONGEST_ASIDE: usize = 24;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) passage: PassageId,
    /// Bytes of the folded text.
    pub(super) bytes: Range<usize>,
}

/// A key with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) label: Spot,
    /// Empty where nothing stands there.
    pub(super) value: Spot,
}

/// The keys of `part` with their values, in reading order.
pub(super) fn entries(view: &mut View, part: &Part) -> Vec<Entry> {
    let mut found = in_tables(view, part);
    for passage in view.within(part) {
        if matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Unplaced) {
            let next = view.passages().get(passage.id.0 as usize + 1);
            scan(passage, next, &mut found);
        }
    }
    found.sort_by_key(|entry| (entry.label.passage, entry.label.bytes.start));
    found
}

/// A key in a text: bytes of the label and of all with its colon.
struct KeyAt {
    key: Key,
    label: Range<usize>,
    end: usize,
}

/// The keys of a text whose lines begin at `starts`. A key may be cut by a line's end.
fn keys_in(text: &str, starts: &[usize]) -> Vec<KeyAt> {
    let mut found = Vec::new();
    for captures in BOOK.key.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some((whole, label)) = captures.get(0).zip(captures.get(1)) else { continue };
        let before = text.get(..whole.start()).and_then(|text| text.chars().next_back());
        let glued = before.is_some_and(|c| document::is_cjk(c) && c.is_alphabetic());
        let letters = label.as_str().chars().filter(|c| !c.is_whitespace()).count();
        // Right behind a word only a long label can be a key of its own: 高维审核者:彭毅.
        if glued && letters < 3 && !starts.contains(&label.start()) {
            continue;
        }
        if let Some(key) = BOOK.named(label.as_str()) {
            found.push(KeyAt { key, label: label.range(), end: whole.end() });
        }
    }
    for captures in BOOK.bare.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(label) = captures.get(1) else { continue };
        let is_new = found.iter().all(|key| key.label.end <= label.start() || label.end() <= key.label.start);
        if let Some(key) = BOOK.named(label.as_str()).filter(|_| is_new) {
            found.push(KeyAt { key, label: label.range(), end: label.end() });
        }
    }
    for start in starts {
        let line = text.get(*start..).unwrap_or("");
        let captures = BOOK.leading.as_ref().and_then(|pattern| pattern.captures(line));
        let Some(label) = captures.and_then(|captures| captures.get(1)) else { continue };
        let label = label.start() + start..label.end() + start;
        let is_new = found.iter().all(|key| key.label.end <= label.start || label.end <= key.label.start);
        // Behind a number it is a heading, however short.
        let is_numbered = text.get(*start..label.start).is_some_and(|lead| lead.contains('、'));
        let long = is_numbered
            || text
                .get(label.clone())
                .is_some_and(|text| text.chars().filter(|c| !c.is_whitespace()).count() > 2);
        let key = text.get(label.clone()).and_then(|label| BOOK.named(label));
        // A short word that begins a line may be a word of the text.
        let key = key.filter(|key| is_new && (long || !matches!(key, Key::Signer(_) | Key::Diagnosis(_))));
        found.extend(key.map(|key| KeyAt { key, end: label.end, label }));
    }
    found.sort_by_key(|key| key.label.start);
    found
}

fn scan(passage: &Passage, next: Option<&Passage>, found: &mut Vec<Entry>) {
    let text = passage.folded();
    let starts: Vec<usize> = passage.rows().iter().map(|row| row.bytes.start).collect();
    let keys = keys_in(text, &starts);
    for (index, key) in keys.iter().enumerate() {
        let number = starts.partition_point(|start| *start < key.end);
        let row_end = passage.rows().get(number.saturating_sub(1)).map_or(text.len(), |row| row.bytes.end);
        let next_key = keys.get(index + 1).map_or(text.len(), |next| next.label.start);
        let value = Spot { passage: passage.id, bytes: key.end..next_key.min(row_end).max(key.end) };
        let is_empty = text.get(value.bytes.clone()).is_none_or(|value| value.trim().is_empty());
        let value = if is_empty && next_key >= row_end && !matches!(key.key, Key::Diagnosis(_)) {
            beside(passage, passage.rows().get(number), next).unwrap_or(value)
        } else {
            value
        };
        found.push(Entry {
            key: key.key,
            label: Spot { passage: passage.id, bytes: key.label.clone() },
            value,
        });
    }
}

/// What follows a key with nothing behind it: the next line, or the next passage, up to the first key.
fn beside(passage: &Passage, row: Option<&Row>, next: Option<&Passage>) -> Option<Spot> {
    let (holder, bytes) = match row {
        Some(row) => (passage, row.bytes.clone()),
        None => {
            let next = next.filter(|next| next.page == passage.page && is_aside(next))?;
            (next, next.rows().first()?.bytes.clone())
        }
    };
    let line = holder.folded().get(bytes.clone())?;
    let end = keys_in(line, &[0]).first().map_or(line.len(), |key| key.label.start);
    let value = line.get(..end)?.trim();
    let fits = !value.is_empty() && value.chars().count() <= LONGEST_ASIDE;
    fits.then(|| Spot { passage: holder.id, bytes: bytes.start..bytes.start + end })
}

fn is_aside(passage: &Passage) -> bool {
    passage.class().is_none_or(|class| matches!(class, RegionClass::Signature | RegionClass::Text))
        && matches!(passage.role, Role::Region { .. } | Role::Plain)
}

/// The distinct cells of a row, from the left.
pub(super) fn row_cells(table: &TableView, row: u32) -> Vec<PassageId> {
    let mut cells: Vec<PassageId> =
        (0..table.columns).filter_map(|column| table.cell(row, column)).map(|cell| cell.passage).collect();
    cells.dedup();
    cells
}

/// The keys within tables: rows in which one stands with its colon are read as one line; a cell that is a key names the
/// cell to its right.
fn in_tables(view: &mut View, part: &Part) -> Vec<Entry> {
    let tables: Vec<TableView> = view.tables_within(part.first..part.end).to_vec();
    let results: Vec<document::TableId> = tables
        .iter()
        .filter(|table| !super::panel::heads(view, table).is_empty())
        .map(|table| table.id)
        .collect();
    let mut found = Vec::new();
    for (table, row) in tables.iter().flat_map(|table| (0..table.rows).map(move |row| (table, row))) {
        let cells = row_cells(table, row);
        let texts: Vec<String> = cells
            .iter()
            .filter_map(|id| view.passage(*id))
            .map(|passage| passage.folded().trim().to_owned())
            .collect();
        if is_keyed(&texts.join(" ")) {
            let id = view.join(&cells);
            if let Some(passage) = view.passage(id) {
                scan(passage, None, &mut found);
            }
        } else if !results.contains(&table.id) {
            pairs(view, &cells, &texts, true, &mut found);
        } else if texts.iter().filter(|text| !BOOK.columns(text).is_empty()).count() < 2 {
            pairs(view, &cells, &texts, false, &mut found);
        }
    }
    found
}

/// Whether a line has a key with its colon.
pub(super) fn is_keyed(line: &str) -> bool {
    keys_in(line, &[0]).iter().any(|key| line.get(..key.end).is_some_and(|text| text.ends_with(':')))
}

/// Cells that name the cell to their right. In a form any key may; among results only those that name no column.
fn pairs(view: &View, cells: &[PassageId], texts: &[String], form: bool, found: &mut Vec<Entry>) {
    let key_of = |text: &String| match BOOK.named(text) {
        key if form => key,
        // What measures and what is measured may bear these names too.
        Some(Key::Attribute(_) | Key::Signer(_)) | None => None,
        Some(Key::Patient(PatientKey::Allergy)) | Some(_) if BOOK.columns(text).contains(&Column::Name) => {
            None
        }
        key => key,
    };
    for (index, pair) in texts.windows(2).enumerate() {
        let [label, value] = pair else { continue };
        let Some(key) = key_of(label).filter(|_| !value.is_empty() && key_of(value).is_none()) else {
            continue;
        };
        let spot = |index: usize| {
            let passage = view.passage(*cells.get(index)?)?;
            Some(Spot { passage: passage.id, bytes: 0..passage.folded().len() })
        };
        if let Some((label, value)) = spot(index).zip(spot(index + 1)) {
            found.push(Entry { key, label, value });
        }
    }
}

/// Whether keys among the passages name a patient's name, and sex or age.
pub(super) fn names_patient(passages: &[Passage]) -> bool {
    let keys = passages.iter().flat_map(|passage| {
        let starts: Vec<usize> = passage.rows().iter().map(|row| row.bytes.start).collect();
        let cell = BOOK.named(passage.folded()).filter(|_| matches!(passage.role, Role::Cell { .. }));
        keys_in(passage.folded(), &starts).into_iter().map(|key| key.key).chain(cell)
    });
    let (mut name, mut other) = (false, false);
    for key in keys {
        name |= key == Key::Patient(PatientKey::Name);
        other |= matches!(
            key,
            Key::Patient(PatientKey::Sex | PatientKey::Age | PatientKey::SexAge | PatientKey::AgeSex)
        );
    }
    name && other
}
