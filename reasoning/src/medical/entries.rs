//! Keys with their values: `姓名：孙雨桐`, over lines, cells and passages.

use std::ops::Range;

use document::RegionClass;

use super::keys::{KeyAt, by_gaps, by_spaced, by_type, keys_in};
use super::labels::{BOOK, Column, Key, PatientKey};
use super::stems;
use crate::pattern::pattern;
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
            if let Some(entry) = next.and_then(|next| over(passage, next)) {
                found.push(entry);
            }
        }
    }
    found.sort_by_key(|entry| (entry.label.passage, entry.label.bytes.start));
    found.into_iter().map(|entry| super::coded::chosen(view, entry)).collect()
}

/// The label that is all of a paragraph, over one that begins with its day or names an operation: `手术日期 / 2023年5月6日9时15分至…`.
fn over(passage: &Passage, next: &Passage) -> Option<Entry> {
    let (label, value) = (passage.folded().trim(), next.folded().trim());
    let is_below = passage.page == next.page && matches!(next.role, Role::Region { .. } | Role::Plain);
    let key = BOOK.named(label).or_else(|| stems::key(label, value).filter(|_| stems::is_label(label)));
    let key = key.filter(|_| is_below && passage.rows().len() <= 1)?;
    let fits = match key {
        Key::Event(_) => stems::begins_with_date(value),
        Key::Patient(PatientKey::Procedure) => value.chars().count() <= LONGEST_NAMED && !value.contains(':'),
        _ => false,
    };
    let spot = |passage: &Passage| Spot { passage: passage.id, bytes: 0..passage.folded().len() };
    fits.then(|| Entry { key, label: spot(passage), value: spot(next) })
}

/// Letters of the longest paragraph that names an operation.
const LONGEST_NAMED: usize = 60;

/// The labels that stand in lines of their own, all together, over the values, all together: a row of boxes that was read
/// as running text.
fn stacked(passage: &Passage, found: &mut Vec<Entry>) {
    let text = passage.folded();
    let rows: Vec<Range<usize>> = passage.rows().iter().map(|row| row.bytes.clone()).collect();
    let line = |row: &Range<usize>| text.get(row.clone()).unwrap_or("").trim();
    let mut alternate = Vec::new();
    for pair in rows.windows(2) {
        let [label, value] = pair else { continue };
        let (name, text) = (line(label), line(value));
        let typed = stems::key(name, text).filter(|_| BOOK.named(name).is_some() || stems::is_label(name));
        let known = BOOK.named(name).filter(|_| is_short_value(text) && BOOK.named(text).is_none());
        let is_value = !text.is_empty() && !text.contains(':') && !stems::is_label(text);
        if let Some(key) = typed.or(known).filter(|_| is_value) {
            let spot = |bytes: &Range<usize>| Spot { passage: passage.id, bytes: bytes.clone() };
            alternate.push(Entry { key, label: spot(label), value: spot(value) });
        }
    }
    if alternate.len() > 1 || alternate.len() == 1 && rows.len() == 2 {
        found.extend(alternate);
        return;
    }
    for start in 0..rows.len() {
        let is_label = |row: &Range<usize>| {
            let named = BOOK.named(line(row)).is_some();
            named || stems::is_event(line(row))
        };
        let labels: Vec<&Range<usize>> = rows.iter().skip(start).take_while(|row| is_label(row)).collect();
        let values: Vec<&Range<usize>> = rows.iter().skip(start + labels.len()).take(labels.len()).collect();
        if labels.len() < 2 || values.len() != labels.len() {
            continue;
        }
        let pairs: Vec<(Key, &Range<usize>, &Range<usize>)> = labels
            .iter()
            .zip(&values)
            .filter_map(|(label, value)| Some((stems::key(line(label), line(value))?, *label, *value)))
            .collect();
        if pairs.len() == labels.len() {
            let spot = |bytes: &Range<usize>| Spot { passage: passage.id, bytes: bytes.clone() };
            let entries = pairs.into_iter().map(|(key, label, value)| Entry {
                key,
                label: spot(label),
                value: spot(value),
            });
            found.extend(entries);
            return;
        }
    }
}

fn scan(passage: &Passage, next: Option<&Passage>, found: &mut Vec<Entry>) {
    stacked(passage, found);
    let text = passage.folded();
    let starts: Vec<usize> = passage.rows().iter().map(|row| row.bytes.start).collect();
    let mut pieces = starts.clone();
    pieces.extend(super::laid::glued_starts(passage));
    pieces.sort_unstable();
    let keys = keys_in(text, &pieces);
    for (index, key) in keys.iter().enumerate() {
        let number = starts.partition_point(|start| *start < key.end);
        let row_end = passage.rows().get(number.saturating_sub(1)).map_or(text.len(), |row| row.bytes.end);
        let next_key = keys.get(index + 1).map_or(text.len(), |next| next.label.start);
        let mut value = Spot { passage: passage.id, bytes: key.end..next_key.min(row_end).max(key.end) };
        // A name cut after its initial goes on in the next line: Dr. K. / Ramaswamy.
        let is_cut = text.get(value.bytes.clone()).is_some_and(|name| {
            pattern!(r"(?:^|\s)(?:[A-Z]|Dr|Prof|Mr|Mrs|Ms)\.\s*$").is_some_and(|form| form.is_match(name))
        });
        if let (Key::Signer(_), true, Some(row)) =
            (key.key, is_cut && next_key >= row_end, passage.rows().get(number))
        {
            value.bytes.end = row.bytes.end;
        }
        let is_empty = text.get(value.bytes.clone()).is_none_or(|value| value.trim().is_empty());
        // Alone in its line the word for what is done heads what was found: 检验：.
        let names_work = || {
            let label = text.get(key.label.clone()).unwrap_or("").trim();
            matches!(label, "检验" | "化验" | "检查" | "检测" | "报告" | "诊断") && keys.len() == 1
        };
        if matches!(key.key, Key::Signer(_)) && is_empty && names_work() {
            continue;
        }
        if let Key::Signer(_) = key.key
            && let Some(shared) = shared(passage, key, &value)
        {
            found.extend(shared);
            continue;
        }
        let value = if is_empty && next_key >= row_end && !matches!(key.key, Key::Diagnosis(_)) {
            let aside = beside(passage, passage.rows().get(number), next);
            // Below an empty signature the next line is no name unless it looks like one.
            let holds = |spot: &Spot| {
                let holder = if spot.passage == passage.id { Some(passage) } else { next };
                let text = holder.and_then(|holder| holder.folded().get(spot.bytes.clone()));
                !matches!(key.key, Key::Signer(_)) || text.is_some_and(|text| signs(text.trim()))
            };
            aside.filter(holds).unwrap_or(value)
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

/// Whether a text may be what stands for a signature: a name, a title with a name, initials, a day.
fn signs(text: &str) -> bool {
    let is_made = BOOK.named(text).is_some() || stems::is_label(text);
    // No name has so many letters: 本报告需医师签名有效.
    let first = text.split_whitespace().next().unwrap_or("");
    let is_sentence = first.chars().all(document::is_cjk) && first.chars().count() > LONGEST_SIGNED;
    let begins = text.chars().next().is_some_and(|c| document::is_cjk(c) || c.is_uppercase() || c == '*');
    begins
        && !is_made
        && !is_sentence
        && crate::value::find_dates(text).first().is_none_or(|date| date.range.start > 0)
}

/// Han letters of the longest name without a blank.
const LONGEST_SIGNED: usize = 6;

/// The keys of a label for two that sign, with what stands for each: `操作/复核　董佳 / 高维`.
fn shared(passage: &Passage, key: &KeyAt, value: &Spot) -> Option<Vec<Entry>> {
    let text = passage.folded();
    let (label, names) = (text.get(key.label.clone())?, text.get(value.bytes.clone())?);
    let (one, other) = label.split_once('/')?;
    let (first, second) = names.split_once('/')?;
    let role = |label: &str, name: &str| BOOK.named(label).or_else(|| stems::key(label, name));
    let role = |label: &str, name: &str| role(label, name.trim()).filter(|key| matches!(key, Key::Signer(_)));
    let (one_key, other_key) = (role(one, first)?, role(other, second)?);
    let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
    let (label, value) = (key.label.clone(), value.bytes.clone());
    let middle = label.start + one.len();
    let cut = value.start + first.len();
    Some(vec![
        Entry { key: one_key, label: spot(label.start..middle), value: spot(value.start..cut) },
        Entry { key: other_key, label: spot(middle + 1..label.end), value: spot(cut + 1..value.end) },
    ])
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
    // A label that nobody knows begins its own sentence: Alan Reed, MD. POSITION: supine.
    let known = line.get(..end)?;
    let labelled = known.find(':').and_then(|colon| known.get(..colon)?.rfind(['.', '。', ';']));
    let end = labelled.map_or(end, |stop| stop + known.get(stop..).map_or(0, first_length));
    let value = line.get(..end)?.trim();
    let fits = !value.is_empty() && value.chars().count() <= LONGEST_ASIDE;
    fits.then(|| Spot { passage: holder.id, bytes: bytes.start..bytes.start + end })
}

/// Bytes of the first character.
fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
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
    for table in tables.iter().filter(|table| !results.contains(&table.id)) {
        above(view, table, &mut found);
        let cells = table.cells.iter().filter_map(|cell| view.passage(cell.passage));
        for passage in cells {
            // Two labels with their values may share a box: AGE 38 years   SEX Female.
            match several(passage) {
                Some(entries) => found.extend(entries),
                None => found.extend(boxed(passage)),
            }
        }
    }
    // Above results in one frame with them the patient stands, each box a label with its value.
    for table in tables.iter().filter(|table| results.contains(&table.id)) {
        let cells = table.cells.iter().filter_map(|cell| view.passage(cell.passage));
        let of_patient = |entry: &Entry| {
            matches!(entry.key, Key::Patient(_) | Key::Identifier(_) | Key::Event(_) | Key::Diagnosis(_))
        };
        found.extend(cells.filter_map(boxed).filter(of_patient));
        let cells = table.cells.iter().filter_map(|cell| view.passage(cell.passage));
        for passage in cells.filter(|passage| passage.folded().contains("  ")) {
            scan(passage, None, &mut found);
        }
    }
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

/// The labels and values that one box holds side by side, parted by wide gaps.
fn several(passage: &Passage) -> Option<Vec<Entry>> {
    let text = passage.folded();
    if text.contains(':') {
        return None;
    }
    let mut keys = Vec::new();
    if text.contains("  ") {
        by_gaps(text, &[0], &mut keys);
    }
    let starts: Vec<usize> = passage.rows().iter().map(|row| row.bytes.start).collect();
    by_type(text, &starts, &mut keys);
    keys.sort_by_key(|key| key.label.start);
    let ends = keys.iter().skip(1).map(|key| key.label.start).chain([text.len()]);
    let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
    let entries = keys.iter().zip(ends).map(|(key, end)| Entry {
        key: key.key,
        label: spot(key.label.clone()),
        value: spot(key.end..end),
    });
    (keys.len() > 1).then(|| entries.collect())
}

/// The label and the value that one box holds, the one over the other or before it: `采集时间 / 2024-03-05 07:40`.
fn boxed(passage: &Passage) -> Option<Entry> {
    let text = passage.folded();
    // The letters of the label may be set apart: `姓  名  钟建军`.
    let mut spaced = Vec::new();
    by_spaced(text, &[0], &mut spaced);
    if let [only] = spaced.as_slice()
        && only.label.start == text.len() - text.trim_start().len()
        && passage.rows().len() <= 1
        && is_short_value(text.get(only.end..)?.trim())
    {
        let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
        return Some(Entry {
            key: only.key,
            label: spot(only.label.clone()),
            value: spot(only.end..text.len()),
        });
    }
    let (label, value) = match passage.rows() {
        [label, value] => (label.bytes.clone(), value.bytes.clone()),
        [] | [_] => {
            let gap = text.trim_start().find(' ')? + (text.len() - text.trim_start().len());
            (0..gap, gap..text.len())
        }
        _ => return None,
    };
    let (name, told) = (text.get(label.clone())?.trim(), text.get(value.clone())?.trim());
    // A label of several words is no box.
    let is_label = BOOK.named(text).is_some() || stems::is_label(text) || told.starts_with(['/', '(']);
    if is_label
        || name.contains(':')
        || told.contains(':') && stems::key(name, told).is_none()
        || !is_short_value(told)
    {
        return None;
    }
    let known = || BOOK.named(name).filter(|_| BOOK.named(told).is_none());
    let typed =
        stems::bare_key(name, told).or_else(|| stems::key(name, told).filter(|_| stems::is_label(name)));
    let key = typed.or_else(known)?;
    let spot = |bytes: Range<usize>| Spot { passage: passage.id, bytes };
    Some(Entry { key, label: spot(label), value: spot(value) })
}

/// Cells that name the cell below them: a row of labels over a row of values, of which at least two are of the types that
/// their labels name.
fn above(view: &View, table: &TableView, found: &mut Vec<Entry>) {
    for row in 0..table.rows.saturating_sub(1) {
        let mut pairs = Vec::new();
        let mut is_row_of_labels = true;
        for column in 0..table.columns {
            let Some(label) = table.cell(row, column).filter(|c| c.row == row && c.column == column) else {
                continue;
            };
            let below = table.cell(row + label.row_span, column).filter(|below| below.column == column);
            let (Some(head), Some(value)) =
                (view.passage(label.passage), below.and_then(|below| view.passage(below.passage)))
            else {
                continue;
            };
            let (name, text) = (head.folded().trim(), value.folded().trim());
            if name.is_empty() {
                continue;
            }
            let typed = stems::key(name, text).filter(|_| !text.is_empty() && BOOK.named(text).is_none());
            let key = BOOK.named(name).or(typed);
            // A value in the row of labels tells that it is none.
            is_row_of_labels &= key.is_some() || stems::is_wordy(name);
            if let Some(key) = key.filter(|_| typed.is_some() || is_short_value(text)) {
                let spot = |passage: &Passage| Spot { passage: passage.id, bytes: 0..passage.folded().len() };
                pairs.push((typed.is_some(), Entry { key, label: spot(head), value: spot(value) }));
            }
        }
        if is_row_of_labels && pairs.iter().filter(|(typed, _)| *typed).count() > 1 {
            found.extend(pairs.into_iter().map(|(_, entry)| entry));
        }
    }
}

/// Whether a text is as short as values are, and there.
fn is_short_value(text: &str) -> bool {
    (1..=LONGEST_ASIDE).contains(&text.chars().count())
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
    let mut taken = None;
    for (index, pair) in texts.windows(2).enumerate() {
        let [label, value] = pair else { continue };
        let taken_at = |at: usize| found.iter().any(|entry| cells.get(at) == Some(&entry.label.passage));
        let is_taken = taken_at(index) || taken_at(index + 1);
        if is_taken || value.is_empty() || key_of(value).is_some() || taken == Some(index) {
            continue;
        }
        // What no table has goes by its words; among results only a time can be told from a measurement.
        let by_words = || {
            let key = stems::key(label, value)?;
            (form || matches!(key, Key::Event(_))).then_some(key)
        };
        let Some(key) = key_of(label).or_else(by_words) else { continue };
        taken = Some(index + 1);
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
