//! Which columns of a table hold what.

use super::entries::is_keyed;
use super::labels::{BOOK, Column};
use super::{entries::row_cells, unit};
use crate::{Passage, PassageId, Row, TableView, View};

/// Columns of one list of results; sheets set two or three side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Panel {
    /// First column of the table.
    pub(super) first: u32,
    /// What each column from `first` on holds, in order of print; nothing where its head is blank or unknown.
    pub(super) columns: Vec<Vec<Column>>,
    /// The columns that hold results of other times.
    pub(super) times: Vec<u32>,
}

impl Panel {
    fn holds(&self, column: Column) -> bool {
        self.columns.iter().any(|roles| roles.contains(&column))
    }
}

/// A row that heads results, with its panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) row: u32,
    pub(super) panels: Vec<Panel>,
    /// Whether its cells hold the first row of results too, below the heads.
    pub(super) with_results: bool,
}

/// The rows of `table` that head results: they name what is measured and its result or range. A column without a head that counts the
/// rows is that of their numbers.
pub(super) fn heads(view: &View, table: &TableView) -> Vec<Head> {
    let mut heads: Vec<Head> = (0..table.rows).filter_map(|row| head(view, table, row)).collect();
    for head in &mut heads {
        for panel in &mut head.panels {
            let unknown = panel.columns.iter_mut().zip(panel.first..).filter(|(roles, _)| roles.is_empty());
            for (roles, column) in unknown {
                let rows =
                    counted(view, table, column, head.row + 1, str::is_empty).map_or(0, |(_, rows)| rows);
                if rows >= FEWEST_COUNTED {
                    roles.push(Column::Index);
                }
            }
        }
    }
    heads
}

fn head(view: &View, table: &TableView, row: u32) -> Option<Head> {
    let text = |id| view.passage(id).map_or("", |passage: &Passage| passage.folded());
    let whole = panels(table, row, text);
    if !whole.is_empty() {
        return Some(below_heads(table, row, whole, text));
    }
    // A grid may have put what stands above, the name of the list, into the cells of the heads.
    let last = |id| text(id).get(last_line(view.passage(id)?)..);
    let lowest = panels(table, row, |id| last(id).unwrap_or("").trim());
    if !lowest.is_empty() {
        return Some(Head { row, panels: lowest, with_results: false });
    }
    // Or the row below.
    let texts = row_cells(table, row).into_iter().filter_map(|id| view.passage(id));
    let below = texts.map(|passage| passage.folded().get(below_head(passage)?..)).collect::<Vec<_>>();
    let below: Vec<&str> = below.into_iter().flatten().collect();
    if below.len() < 2 || below.iter().any(|text| !BOOK.columns(text).is_empty()) {
        return None;
    }
    let first = |id| {
        let passage = view.passage(id)?;
        passage.folded().get(..below_head(passage).unwrap_or(passage.folded().len()))
    };
    let panels = panels(table, row, |id| first(id).unwrap_or("").trim());
    (!panels.is_empty()).then_some(Head { row, panels, with_results: true })
}

/// The heads of `row` with those below them, where the next row parts what one of them spans: 结果 over `2023/10/2 | 本次`.
fn below_heads<'t>(
    table: &TableView,
    row: u32,
    panels: Vec<Panel>,
    text: impl Fn(PassageId) -> &'t str,
) -> Head {
    let whole = Head { row, panels, with_results: false };
    let cell_text =
        |row: u32, column: u32| table.cell(row, column).map_or("", |cell| text(cell.passage).trim());
    let mut own = Vec::new();
    let mut parted = 0;
    for (roles, column) in whole.panels.iter().flat_map(|panel| panel.columns.iter().zip(panel.first..)) {
        let (above, below) = (table.cell(row, column), table.cell(row + 1, column));
        let is_one = above.map(|cell| cell.passage) == below.map(|cell| cell.passage);
        let below = if is_one { "" } else { cell_text(row + 1, column) };
        let is_day = day(below).is_some();
        let named = BOOK.columns(below);
        if !below.is_empty() && !is_day && named.is_empty() {
            return whole;
        }
        parted += usize::from(!below.is_empty());
        let roles = if below.is_empty() || is_day { roles.clone() } else { named };
        own.push((column, Own { text: below, roles, same: false, time: false }, is_day));
    }
    if parted < 2 {
        return whole;
    }
    // Beside the result of today a day heads one of before.
    let has_present = own
        .iter()
        .any(|(_, own, is_day)| !is_day && !own.text.is_empty() && own.roles.contains(&Column::Value));
    let latest = own.iter().filter_map(|(_, own, _)| day(own.text)).max().filter(|_| !has_present);
    let mut panels = vec![Panel::default()];
    if let (Some(first), Some((column, ..))) = (panels.first_mut(), own.first()) {
        first.first = *column;
    }
    for (column, mut own, is_day) in own {
        if is_day && day(own.text) != latest {
            own.roles = vec![Column::Other];
        }
        push(&mut panels, column, own.roles, own.same);
    }
    let panels = keep_heads(panels);
    if panels.is_empty() { whole } else { Head { row: row + 1, panels, with_results: false } }
}

/// The day that a text is, all of it.
fn day(text: &str) -> Option<jiff::civil::Date> {
    let found = crate::value::find_dates(text).into_iter().next()?;
    (found.range.len() == text.trim().len()).then(|| found.value.civil()).flatten()
}

/// Where the last line of a cell begins.
fn last_line(passage: &Passage) -> usize {
    super::laid::level_lines(passage).last().map_or(0, |line| line.start)
}

/// Where what stands below the first line of a cell begins; nothing where the cell has one line. Pieces of one height are
/// one line.
pub(super) fn below_head(passage: &Passage) -> Option<usize> {
    let bounds = |row: &Row| row.place.as_ref().map(|place| place.outline.bounds());
    let first = bounds(passage.rows().first()?);
    let is_below = |row: &&Row| match (first, bounds(row)) {
        (Some(first), Some(row)) => row.center().y > first.bottom,
        _ => true,
    };
    passage.rows().iter().skip(1).find(is_below).map(|row| row.bytes.start)
}

/// The panels that a row heads, its cells' texts given.
fn panels<'t>(table: &TableView, row: u32, text: impl Fn(PassageId) -> &'t str) -> Vec<Panel> {
    let mut panels = vec![Panel::default()];
    let mut last = None;
    let mut own = Vec::new();
    for column in 0..table.columns {
        let cell = table.cell(row, column);
        // A head that spans columns heads each of them; one passage is one head.
        let same = cell.is_some() && cell.map(|c| c.passage) == last;
        last = cell.map(|c| c.passage);
        let text = cell.map_or("", |cell| text(cell.passage).trim());
        own.push(Own { roles: BOOK.columns(text), text, same, time: false });
    }
    lone_index(&mut own);
    spread(&mut own);
    beside_fields(&mut own);
    unnamed(&mut own);
    dated(&mut own);
    part_results(&mut own);
    let times: Vec<u32> =
        (0..table.columns).zip(&own).filter(|(_, own)| own.time).map(|(column, _)| column).collect();
    for (column, own) in (0..table.columns).zip(own) {
        push(&mut panels, column, own.roles, own.same);
    }
    let mut panels = keep_heads(panels);
    for panel in &mut panels {
        let own = panel.first..panel.first + panel.columns.len() as u32;
        panel.times = times.iter().copied().filter(|time| own.contains(time)).collect();
    }
    panels
}

/// What heads a column.
struct Own<'t> {
    text: &'t str,
    roles: Vec<Column>,
    /// Whether its cell is that of the column before, too.
    same: bool,
    /// Whether it heads results of another time.
    time: bool,
}

/// Where the heads of number and name have run together above the names, the column before them without a head is that of the numbers:
/// blank, `序号项目`.
fn lone_index(columns: &mut [Own<'_>]) {
    let both = |own: &Own<'_>| own.roles.starts_with(&[Column::Index, Column::Name]);
    let before = (1..columns.len()).filter(|&at| {
        let pair = columns.get(at - 1..=at);
        matches!(pair, Some([blank, head]) if blank.text.is_empty() && !blank.same && !head.same && both(head))
    });
    for at in before.collect::<Vec<_>>() {
        let Some((blank, heads)) = columns.get_mut(at - 1..).and_then(<[_]>::split_first_mut) else { return };
        blank.roles = vec![Column::Index];
        let is_same = |(place, own): &(usize, &mut Own<'_>)| *place == 0 || own.same;
        for (_, own) in heads.iter_mut().enumerate().take_while(is_same) {
            own.roles.remove(0);
        }
    }
}

/// Where results and what is normal are headed and what is measured is not, the name of the list stands over it: `尿常规检查 | 结果 |
/// 参考区间`.
fn unnamed(columns: &mut [Own<'_>]) {
    let has = |role: Column| columns.iter().any(|own| own.roles.contains(&role));
    if has(Column::Name) || has(Column::Code) || !has(Column::Value) || !has(Column::Range) {
        return;
    }
    let first = columns.iter().position(|own| !own.roles.is_empty()).unwrap_or(0);
    let before = columns.get_mut(..first).unwrap_or_default();
    if let Some(own) = before.iter_mut().rfind(|own| !own.text.is_empty()) {
        own.roles = vec![Column::Name];
    }
}

/// Columns with another head before that of the names, two at least, are none of the list's: a field and its value.
fn beside_fields(columns: &mut [Own<'_>]) {
    let is_named = |own: &Own<'_>| {
        own.roles.iter().any(|role| matches!(role, Column::Name | Column::Code | Column::Index))
    };
    let first = columns.iter().position(is_named).unwrap_or(0);
    let fields = columns.get_mut(..first).unwrap_or_default();
    if fields.len() > 1 && fields.iter().all(|own| own.roles.is_empty() && !own.text.is_empty()) {
        fields.iter_mut().for_each(|own| own.roles = vec![Column::Other]);
    }
}

/// Heads that have run together in the cell of the first are those of the columns behind it where as many have none: `结果提示单位`, blank,
/// blank.
fn spread(columns: &mut [Own<'_>]) {
    for at in 0..columns.len() {
        let Some((first, behind)) = columns.get_mut(at..).and_then(<[_]>::split_first_mut) else { return };
        let blank = behind.iter().take_while(|column| column.text.is_empty() && !column.same).count();
        if first.text.is_empty() || first.same || blank == 0 {
            continue;
        }
        let Some(parted) = BOOK.columns_in(first.text, blank + 1) else { continue };
        for (column, role) in std::iter::once(first).chain(behind).zip(parted) {
            column.roles = vec![role];
        }
    }
}

/// Where no column is that of results, the one that the latest day heads is, or the last time, and others hold results of other times.
fn dated(columns: &mut [Own<'_>]) {
    if columns.iter().any(|column| column.roles.contains(&Column::Value)) {
        return;
    }
    let is_time = |column: &&mut Own<'_>| {
        !column.same
            && (day(column.text).is_some() || column.roles.is_empty() && super::series::is_time(column.text))
    };
    let mut times: Vec<&mut Own<'_>> = columns.iter_mut().filter(is_time).collect();
    let days: Vec<_> = times.iter().map(|column| day(column.text)).collect();
    let latest = days.iter().flatten().max();
    if times.is_empty() || latest.is_none() && times.len() < FEWEST_TIMES {
        return;
    }
    // Without a year the last one counts.
    let at = latest.and_then(|latest| days.iter().position(|day| day.as_ref() == Some(latest)));
    let at = at.unwrap_or(times.len() - 1);
    for (index, column) in times.iter_mut().enumerate() {
        column.roles = vec![if index == at { Column::Value } else { Column::Other }];
        column.time = index != at;
    }
}

/// Columns of times that make a list one over time.
const FEWEST_TIMES: usize = 2;

/// Where no column is that of results, one that may be read as that of results and something else is: `结果提示`.
fn part_results(columns: &mut [Own<'_>]) {
    if columns.iter().any(|column| column.roles.contains(&Column::Value)) {
        return;
    }
    for column in columns.iter_mut().filter(|column| column.roles.len() == 1) {
        let both = BOOK.columns_in(column.text, 2).filter(|both| both.contains(&Column::Value));
        column.roles = both.unwrap_or_else(|| std::mem::take(&mut column.roles));
    }
}

/// Adds a column; a role that comes again begins another panel, unless the head is the `same` as the last.
pub(super) fn push(panels: &mut Vec<Panel>, column: u32, roles: Vec<Column>, same: bool) {
    // Two columns of results side by side are one: `In range | Out of range`.
    let beside = panels.last().and_then(|panel| panel.columns.last()).is_some_and(|last| *last == roles);
    let same = same || roles == [Column::Value] && beside;
    let holds = |role: &Column| panels.last().is_some_and(|panel| panel.holds(*role));
    if !same && roles.iter().any(|role| *role != Column::Other && holds(role)) {
        panels.push(Panel { first: column, ..Panel::default() });
    }
    if let Some(panel) = panels.last_mut() {
        panel.columns.push(roles);
    }
}

/// The panels that name what is measured and its result or range.
pub(super) fn keep_heads(mut panels: Vec<Panel>) -> Vec<Panel> {
    panels.retain(|panel| {
        let named = panel.holds(Column::Name) || panel.holds(Column::Code);
        named && (panel.holds(Column::Value) || panel.holds(Column::Range))
    });
    panels
}

/// What the columns of a table without heads hold, as far as their cells tell: one that counts the rows is no result, and begins
/// another list where it stands behind others; one of intervals before the results, where there is but one, is of what is normal.
pub(super) fn unheaded(view: &View, table: &TableView) -> Vec<Panel> {
    let mut panels = vec![Panel::default()];
    for column in 0..table.columns {
        let is_counted = counted(view, table, column, 0, str::is_empty).is_some_and(|(start, rows)| {
            rows >= if column == 0 && start == 1 { FEWEST_FIRST } else { FEWEST_COUNTED }
        });
        // The number may stand before the name in one cell: 1 颜色.
        let is_name = |rest: &str| rest.starts_with(char::is_alphabetic) && rest.contains(document::is_cjk);
        let names = counted(view, table, column, 0, is_name).filter(|(_, rows)| *rows >= FEWEST_COUNTED);
        if (is_counted || names.is_some()) && column > 0 {
            panels.push(Panel { first: column, ..Panel::default() });
        }
        let roles = match names {
            Some(_) => vec![Column::Index, Column::Name],
            None if is_counted => vec![Column::Index],
            None => vec![],
        };
        if let Some(panel) = panels.last_mut() {
            panel.columns.push(roles);
        }
    }
    for panel in &mut panels {
        let own = panel.first..panel.first + panel.columns.len() as u32;
        let results = own.clone().rfind(|column| holds_numbers(view, table, *column));
        let before = panel.first..results.unwrap_or(panel.first);
        let mut ranges = before.filter(|column| holds_ranges(view, table, *column));
        if let (Some(only), None) = (ranges.next(), ranges.next())
            && let Some(roles) = panel.columns.get_mut((only - panel.first) as usize)
        {
            *roles = vec![Column::Range];
        }
    }
    panels
}

/// Rows that a column counts, at least, and those that a first one from one on does.
const FEWEST_COUNTED: usize = 3;
const FEWEST_FIRST: usize = 2;

/// From which number on a column counts the rows below `from`, one by one, with what `fits` behind each, and how many; nothing where it
/// has other such numbers.
fn counted(
    view: &View,
    table: &TableView,
    column: u32,
    from: u32,
    fits: impl Fn(&str) -> bool,
) -> Option<(u32, usize)> {
    let number = |row: u32| -> Option<u32> {
        let cell = table.cell(row, column).filter(|cell| cell.column == column && cell.column_span == 1)?;
        let text = view.passage(cell.passage)?.folded().trim();
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = text.get(..text.len() - rest.len())?.parse().ok()?;
        fits(rest.trim_start_matches(['.', '、']).trim_start()).then_some(number)
    };
    let numbers: Vec<Option<u32>> = (from..table.rows).map(number).collect();
    let first = numbers.iter().position(Option::is_some)?;
    let start = numbers.get(first).copied().flatten()?;
    let below = numbers.get(first..)?;
    let rows = below.iter().zip(start..).take_while(|(number, at)| **number == Some(*at)).count();
    below.iter().skip(rows).all(Option::is_none).then_some((start, rows))
}

/// Intervals that show a column to be of what is normal, and numbers that show one to be of results, at least.
const FEWEST_ALIKE: usize = 2;

/// Whether a column has intervals, and no number alone.
fn holds_ranges(view: &View, table: &TableView, column: u32) -> bool {
    let is_interval = |text: &&str| text.contains(['-', '~']) && super::range::interval(text).is_some();
    let intervals = texts(view, table, column).filter(is_interval).count();
    intervals >= FEWEST_ALIKE && !texts(view, table, column).any(|text| is_number(&text))
}

/// Whether a column has numbers.
fn holds_numbers(view: &View, table: &TableView, column: u32) -> bool {
    texts(view, table, column).filter(is_number).count() >= FEWEST_ALIKE
}

fn is_number(text: &&str) -> bool {
    text.parse::<rust_decimal::Decimal>().is_ok()
}

/// The texts of the cells of one column alone.
fn texts<'v>(view: &'v View, table: &'v TableView, column: u32) -> impl Iterator<Item = &'v str> {
    let own = table.cells.iter().filter(move |cell| cell.column == column && cell.column_span == 1);
    own.filter_map(|cell| view.passage(cell.passage)).map(|passage| passage.folded().trim())
}

/// Whether a row tells, of what the dictionary knows, a number with its unit in one cell, or a limit: elsewhere that is a dose, or a
/// quantity of goods.
fn tells_of_known(texts: &[&str]) -> bool {
    let Some((name, told)) = texts.split_first() else { return false };
    let is_limit =
        |text: &str| text.starts_with(['<', '>', '≤', '≥']) && super::range::interval(text).is_some();
    let short = name.split(['(', '[']).next().unwrap_or(name);
    told.iter().any(|text| ends_with_unit(text) || is_limit(text))
        && super::Analytes::built_in().named(short, false, None).is_some_and(|known| !known.mended)
}

/// Whether a text is a number with its unit, a flag between them perhaps: `4.70 mmol/L`, `5.34 ↑ mmol/L`.
fn ends_with_unit(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (Some((number, [])) | Some((number, [_]))) =
        words.split_last().and_then(|(_, rest)| rest.split_first())
    else {
        return false;
    };
    number.parse::<rust_decimal::Decimal>().is_ok()
        && words.last().is_some_and(|unit| unit::read_unit(unit, &[]).is_some_and(|unit| !unit.mended))
}

/// Rows in figures beside which rows in words are results, too.
const FEWEST_MEASURED: u32 = 2;

/// Whether a table without a head holds results: most of its rows have a number and a unit or a range, those apart that tell above the first
/// of them whose sheet it is.
pub(super) fn looks_like_results(view: &View, table: &TableView) -> bool {
    // A chart of signs has days and hours beside its figures.
    if super::vital::charted(view, table).is_some() {
        return false;
    }
    let in_words = (0..table.rows).filter(|row| {
        let texts = row_cells(table, *row).into_iter().skip(1).filter_map(|id| view.passage(id));
        let said = texts.filter(|passage| super::result::qualitative(passage.folded().trim()).is_some());
        said.count() > 1
    });
    let measured = (0..table.rows).filter(|row| {
        let texts: Vec<&str> = row_cells(table, *row)
            .iter()
            .filter_map(|id| view.passage(*id))
            .map(|p| p.folded().trim())
            .collect();
        let numbers = texts.iter().filter(|text| text.starts_with(|c: char| c.is_ascii_digit())).count();
        let measures = texts.iter().any(|text| {
            let is_unit = unit::read_unit(text, &[]).is_some();
            is_unit || text.contains(['-', '~']) && super::range::interval(text).is_some()
        });
        (numbers >= 1 && measures || tells_of_known(&texts)) && !is_keyed(&texts.join(" "))
    });
    let measured: Vec<u32> = measured.collect();
    let first = measured.first().copied().filter(|_| measured.len() as u32 >= FEWEST_MEASURED).unwrap_or(0);
    let (measured, in_words) = (measured.len() as u32, in_words.filter(|row| *row >= first).count() as u32);
    // Among results in figures those in words stand beside what is normal, in words too: Negative | Negative.
    let with_words = if measured >= FEWEST_MEASURED { in_words } else { 0 };
    table.rows > 0 && (measured + with_words) * 2 > table.rows - first
}
