//! Results in lines below their heads that no grid holds: where a box is drawn round the heads alone, the table ends with them; where
//! nothing is drawn at all, there may be none.

use std::ops::Range;

use document::{Point, Rect, TableId};

use super::entries::is_keyed;
use super::lab::{Row, Sample};
use super::labels::{BOOK, Column};
use super::panel::{self, Panel};
use super::row::Slot;
use crate::{Notes, Part, Passage, TableView, View};

/// The name of what states these results.
pub(super) const RULE: &str = "lab.lines";

/// Lines without a result that may stand among results: a name that goes on, a heading of a group.
const BLANK_LINES: usize = 1;

/// Heights of letters between two rows, or head and first row, beyond which they are no longer of one list: sheets leave up to two
/// blank lines of one and a half heights.
const WIDEST_GAP: f32 = 5.0;

/// Share of a head that a piece must cover to be below it too, where nothing else is.
const COVERED: f32 = 0.5;

/// Fewest columns that make a line the head of a list: what is measured, its result and what is normal, or a unit.
const FEWEST_HEADS: usize = 3;

/// A piece of a line on the page, with nothing wide inside.
#[derive(Debug, Clone)]
struct Fragment<'v> {
    passage: &'v Passage,
    bytes: Range<usize>,
    page: u32,
    bounds: Rect,
}

impl<'v> Fragment<'v> {
    fn text(&self) -> &'v str {
        self.passage.folded().get(self.bytes.clone()).unwrap_or("").trim()
    }
}

/// A column by its head.
#[derive(Debug, Clone)]
struct Headed {
    bounds: Rect,
    roles: Vec<Column>,
}

/// Heads that stand above results without a grid, or above a grid without heads.
#[derive(Debug)]
pub(super) struct LaidHead {
    page: u32,
    bounds: Rect,
    columns: Vec<Headed>,
    /// The table that the heads are in, if any.
    table: Option<TableId>,
}

/// The pages of a part as lines, level.
pub(super) struct Laid<'v> {
    lines: Vec<Vec<Fragment<'v>>>,
    slope: f32,
    pub(super) heads: Vec<LaidHead>,
}

impl<'v> Laid<'v> {
    pub(super) fn of(view: &'v View, part: &Part) -> Self {
        let running = view.within(part).iter().filter(|passage| passage.class().is_some());
        let mut fragments: Vec<Fragment<'v>> = running.flat_map(fragments).collect();
        let slope = slope(view.within(part));
        fragments.iter_mut().for_each(|fragment| fragment.bounds = level(fragment.bounds, slope));
        let mut laid = Self { lines: lines(fragments), slope, heads: Vec::new() };
        let of_tables =
            view.tables_within(part.first..part.end).iter().filter_map(|table| laid.head_of(view, table));
        let of_tables: Vec<LaidHead> = of_tables.collect();
        laid.heads = laid.lines.iter().filter_map(|line| head_of_line(line)).chain(of_tables).collect();
        laid
    }

    /// The heads that a table ends with.
    fn head_of(&self, view: &View, table: &TableView) -> Option<LaidHead> {
        let head = panel::heads(view, table).pop().filter(|head| head.row + 1 == table.rows)?;
        let mut columns: Vec<Headed> = Vec::new();
        let mut page = None;
        for panel in &head.panels {
            for (roles, column) in panel.columns.iter().zip(panel.first..) {
                let passage = table.cell(head.row, column).and_then(|cell| view.passage(cell.passage));
                let Some((of, bounds)) = passage.and_then(|passage| ink(passage, self.slope)) else {
                    continue;
                };
                page = page.or(Some(of));
                if columns.last().is_none_or(|last| last.bounds != bounds) {
                    columns.push(Headed { bounds, roles: roles.clone() });
                }
            }
        }
        let bounds = Rect::around(columns.iter().map(|column| column.bounds))?;
        Some(LaidHead { page: page?, bounds, columns, table: Some(table.id) })
    }

    /// States the results that stand in lines.
    pub(super) fn state(&self, sample: Sample<'v>, notes: &mut Notes) {
        for head in &self.heads {
            let (mut bottom, mut blank) = (head.bounds.bottom, 0);
            for line in self.lines.iter().filter(|line| head.is_above(line)) {
                let Some(bounds) = around(line) else { continue };
                let text: Vec<&str> = line.iter().map(Fragment::text).collect();
                let is_far = bounds.top - bottom > WIDEST_GAP * head.letter();
                if is_far || is_keyed(&text.join(" ")) || head_of_line(line).is_some() || signs(&text) {
                    break;
                }
                let rows = head.rows(line).into_iter().filter(|cells| !has_name_for_result(cells, sample));
                let rows = rows.filter_map(|cells| Row::of(cells, sample));
                let stated = rows.map(|row| row.state(sample, RULE, notes)).filter(|stated| *stated);
                blank = if stated.count() > 0 { 0 } else { blank + 1 };
                if blank > BLANK_LINES {
                    break;
                }
                bottom = bounds.bottom;
            }
        }
    }

    /// What the columns of a table without heads hold, where heads stand right above it.
    pub(super) fn panels(&self, view: &View, table: &TableView) -> Vec<Panel> {
        let column = |column: u32| {
            let cells = table.cells.iter().filter(|cell| cell.column == column && cell.column_span == 1);
            let inks = cells.filter_map(|cell| ink(view.passage(cell.passage)?, self.slope));
            let inks: Vec<(u32, Rect)> = inks.collect();
            Some((inks.first()?.0, Rect::around(inks.iter().map(|ink| ink.1))?))
        };
        let columns: Vec<Option<(u32, Rect)>> = (0..table.columns).map(column).collect();
        let Some(page) = columns.iter().flatten().map(|column| column.0).next() else { return Vec::new() };
        let Some(bounds) = Rect::around(columns.iter().flatten().map(|c| c.1)) else { return Vec::new() };
        let near = self.heads.iter().filter(|head| {
            let gap = bounds.top - head.bounds.bottom;
            let is_above = head.bounds.center().y < bounds.top && gap < WIDEST_GAP * head.letter();
            head.page == page && is_above && head.table != Some(table.id)
        });
        let lowest = near.max_by(|a, b| a.bounds.bottom.total_cmp(&b.bounds.bottom));
        let Some(head) = lowest else { return Vec::new() };
        let spans: Vec<Rect> = columns.iter().flatten().map(|column| column.1).collect();
        let mut below = head.assign(&spans).into_iter();
        let (mut panels, mut last) = (vec![Panel::default()], Vec::new());
        for (at, column) in (0..table.columns).zip(&columns) {
            let own = column.as_ref().and_then(|_| below.next()).unwrap_or_default();
            // One head may stand over the numbers of the rows and the names.
            let same = !own.is_empty() && own == last;
            panel::push(&mut panels, at, head.roles(&own), same);
            last = own;
        }
        panel::keep_heads(panels)
    }
}

impl LaidHead {
    /// The height of its letters.
    fn letter(&self) -> f32 {
        let heights = self.columns.iter().map(|column| column.bounds.height());
        heights.fold(f32::INFINITY, f32::min)
    }

    fn is_above(&self, line: &[Fragment<'_>]) -> bool {
        let bounds = around(line);
        line.first().is_some_and(|first| first.page == self.page)
            && bounds.is_some_and(|bounds| bounds.center().y > self.bounds.bottom)
    }

    /// For each span across the page, which columns it stands below: the one that it covers most, or the nearest; and those it
    /// covers while nothing else stands there.
    fn assign(&self, spans: &[Rect]) -> Vec<Vec<usize>> {
        let covered = |column: &Headed, span: &Rect| {
            let overlap = span.right.min(column.bounds.right) - span.left.max(column.bounds.left);
            // Where nothing is covered this is how far away it is.
            if overlap > 0.0 { overlap / column.bounds.width().min(span.width()).max(1.0) } else { overlap }
        };
        let main = |span: &Rect| {
            let each = self.columns.iter().map(|column| covered(column, span)).enumerate();
            each.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|best| best.0)
        };
        let mains: Vec<Option<usize>> = spans.iter().map(main).collect();
        let below = spans.iter().zip(&mains).map(|(span, main)| {
            let columns = self.columns.iter().enumerate();
            let more = columns.filter(|(index, column)| {
                let overlap = span.right.min(column.bounds.right) - span.left.max(column.bounds.left);
                Some(*index) == *main
                    || !mains.contains(&Some(*index)) && overlap > COVERED * column.bounds.width()
            });
            more.map(|(index, _)| index).collect()
        });
        below.collect()
    }

    fn roles(&self, below: &[usize]) -> Vec<Column> {
        below
            .iter()
            .filter_map(|index| self.columns.get(*index))
            .flat_map(|column| column.roles.clone())
            .collect()
    }

    /// The pieces of a line as cells, apart for each list side by side.
    fn rows<'v>(&self, line: &[Fragment<'v>]) -> Vec<Vec<Slot<'v>>> {
        let spans: Vec<Rect> = line.iter().map(|fragment| fragment.bounds).collect();
        let lists = self.lists();
        let mut rows: Vec<Vec<Slot<'v>>> = vec![Vec::new(); lists.last().map_or(0, |last| last + 1)];
        for (fragment, below) in line.iter().zip(self.assign(&spans)) {
            let list = below.first().and_then(|index| lists.get(*index));
            if let Some(row) = list.and_then(|list| rows.get_mut(*list)) {
                let (passage, bytes, roles) = (fragment.passage, fragment.bytes.clone(), self.roles(&below));
                match row.last_mut() {
                    // Words below one head are one cell, however far apart: 1.003 - 1.030.
                    Some(last)
                        if last.passage.id == passage.id && last.roles == roles && last.goes_on(&bytes) =>
                    {
                        last.bytes.end = bytes.end;
                    }
                    _ => row.push(Slot { passage, roles, bytes }),
                }
            }
        }
        rows
    }

    /// Which list each column is of: a head that comes again begins another.
    fn lists(&self) -> Vec<usize> {
        let (mut list, mut seen) = (0, Vec::new());
        let mut lists = Vec::new();
        for column in &self.columns {
            if column.roles.iter().any(|role| *role != Column::Other && seen.contains(role)) {
                list += 1;
                seen.clear();
            }
            seen.extend(column.roles.iter().copied());
            lists.push(list);
        }
        lists
    }
}

/// Whether a line tells who signs the sheet.
fn signs(text: &[&str]) -> bool {
    let (Some(label), Some(value)) = (text.first(), text.get(1)) else { return false };
    let key = BOOK.named(label).or_else(|| super::stems::key(label, value));
    matches!(key, Some(super::labels::Key::Signer(_)))
}

/// Whether what stands under the head of results is the name that goes with the abbreviation before it: the line is read by its parts.
fn has_name_for_result(cells: &[Slot<'_>], sample: Sample<'_>) -> bool {
    let result = cells.iter().find(|cell| cell.roles.first() == Some(&Column::Value));
    result.is_some_and(|cell| {
        let text = cell.text().trim();
        let name = text.split("  ").next().unwrap_or(text);
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        name.chars().any(document::is_cjk)
            && super::result::read_value(text).is_none()
            && sample.analytes.named(name, sample.urine, None).is_some_and(|known| !known.mended)
    })
}

/// Whether a result in lines stands there.
pub(super) fn is_stated(passage: &Passage, bytes: &Range<usize>, notes: &Notes) -> bool {
    let characters = passage.characters(bytes.clone());
    let evidence = notes.of_part().filter(|fact| fact.derived_by == RULE).flat_map(|fact| &fact.evidence);
    evidence.filter_map(|id| notes.facts().cited(*id)).any(|evidence| {
        let span = &evidence.span;
        let of = span.characters.start as usize..span.characters.end as usize;
        span.passage == passage.id && of.start < characters.end && characters.start < of.end
    })
}

/// The heads that a line is: each piece of it is one.
fn head_of_line(line: &[Fragment<'_>]) -> Option<LaidHead> {
    let mut columns = Vec::new();
    let mut panels = vec![Panel::default()];
    for (fragment, at) in line.iter().zip(0..) {
        let roles = BOOK.columns(fragment.text());
        if roles.is_empty() {
            return None;
        }
        panel::push(&mut panels, at, roles.clone(), false);
        columns.push(Headed { bounds: fragment.bounds, roles });
    }
    let is_head = columns.len() >= FEWEST_HEADS && !panel::keep_heads(panels).is_empty();
    let (page, bounds) = (line.first()?.page, around(line)?);
    is_head.then_some(LaidHead { page, bounds, columns, table: None })
}

fn around(line: &[Fragment<'_>]) -> Option<Rect> {
    Rect::around(line.iter().map(|fragment| fragment.bounds))
}

/// Where pieces begin that a wide gap parts from those before on their line though the text has no blank there.
pub(super) fn glued_starts(passage: &Passage) -> Vec<usize> {
    let text = passage.folded();
    let glued = |at: &usize| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        before.is_some_and(|c| !c.is_whitespace()) && passage.rows().iter().all(|row| row.bytes.start != *at)
    };
    let pieces = fragments(passage);
    let pairs = pieces.windows(2).filter_map(|pair| match pair {
        [one, other] => {
            let height = one.bounds.height().min(other.bounds.height());
            (other.bounds.left - one.bounds.right > WIDE_GAP * height).then_some(other.bytes.start)
        }
        _ => None,
    });
    pairs.filter(glued).collect()
}

/// Heights of letters that part what stands side by side on a line from words set apart.
const WIDE_GAP: f32 = 2.0;

/// The lines of a passage, parted where a blank is wider than its letters are high.
fn fragments(passage: &Passage) -> Vec<Fragment<'_>> {
    let mut all: Vec<Fragment<'_>> = Vec::new();
    for row in passage.rows() {
        let mut last: Option<Fragment<'_>> = None;
        for piece in passage.pieces() {
            let bytes = passage.bytes(piece.characters.clone());
            if bytes.start < row.bytes.start || bytes.end > row.bytes.end || bytes.is_empty() {
                continue;
            }
            let bounds = piece.outline.bounds();
            match &mut last {
                Some(open)
                    if bounds.left - open.bounds.right <= open.bounds.height().min(bounds.height()) =>
                {
                    open.bytes.end = bytes.end;
                    open.bounds = open.bounds.union(&bounds);
                }
                _ => all.extend(last.replace(Fragment { passage, bytes, page: piece.page, bounds })),
            }
        }
        all.extend(last);
    }
    all
}

/// The lines of a passage as they stand on the page: pieces of one height are one line, however wide the gaps between them.
pub(super) fn level_lines(passage: &Passage) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut last: Option<(u32, Rect)> = None;
    for row in passage.rows() {
        let place = row.place.as_ref().map(|place| (place.page, place.outline.bounds()));
        let goes_on = last.zip(place).is_some_and(|((page, left), (of, right))| {
            let overlap = left.bottom.min(right.bottom) - left.top.max(right.top);
            page == of && overlap > left.height().min(right.height()) / 2.0 && right.left >= left.right
        });
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.end = row.bytes.end,
            None => lines.push(row.bytes.clone()),
        }
        last = place;
    }
    if lines.is_empty() {
        lines.push(0..passage.folded().len());
    }
    lines
}

/// Where a passage has ink, level: its page and bounds.
fn ink(passage: &Passage, slope: f32) -> Option<(u32, Rect)> {
    let pieces = passage.pieces();
    let bounds = Rect::around(pieces.iter().map(|piece| piece.outline.bounds()))?;
    Some((pieces.first()?.page, level(bounds, slope)))
}

/// How many times wider than high a line must be for its slope to be told.
const WIDE: f32 = 4.0;

/// By how much lines fall a step to the right: the middle one of all lines that are wide enough. Those of cells are level boxes
/// around words, which tell nothing where other lines do.
fn slope(passages: &[Passage]) -> f32 {
    let is_running = |passage: &&Passage| passage.class().is_some();
    let running = middle_slope(passages.iter().filter(is_running));
    running.or_else(|| middle_slope(passages.iter())).unwrap_or(0.0)
}

fn middle_slope<'p>(passages: impl Iterator<Item = &'p Passage>) -> Option<f32> {
    let rows = passages.flat_map(Passage::rows).filter_map(|row| row.place.as_ref());
    let mut slopes: Vec<f32> = rows
        .filter_map(|place| {
            let [first, second, ..] = place.outline.points() else { return None };
            let (width, fall) = (second.x - first.x, second.y - first.y);
            (width > WIDE * place.outline.bounds().height() && fall.abs() < width).then(|| fall / width)
        })
        .collect();
    slopes.sort_by(f32::total_cmp);
    slopes.get(slopes.len() / 2).copied()
}

/// Bounds on the page turned level: moved by the turn of their middle.
fn level(bounds: Rect, slope: f32) -> Rect {
    let Point { x, y } = bounds.center();
    let (right, down) = (slope * y, -slope * x);
    Rect::new(bounds.left + right, bounds.top + down, bounds.right + right, bounds.bottom + down)
}

/// The pieces of a page as lines from the top down, each from the left: what overlaps by half of the lower one's height is of one line.
fn lines(mut fragments: Vec<Fragment<'_>>) -> Vec<Vec<Fragment<'_>>> {
    fragments.sort_by(|a, b| a.page.cmp(&b.page).then(a.bounds.center().y.total_cmp(&b.bounds.center().y)));
    let mut lines: Vec<Vec<Fragment<'_>>> = Vec::new();
    for fragment in fragments {
        let goes_on = |line: &Vec<Fragment<'_>>| {
            line.last().is_some_and(|last| {
                let overlap =
                    last.bounds.bottom.min(fragment.bounds.bottom) - last.bounds.top.max(fragment.bounds.top);
                let least = last.bounds.height().min(fragment.bounds.height());
                last.page == fragment.page && overlap > least / 2.0
            })
        };
        match lines.last_mut() {
            Some(line) if goes_on(line) => line.push(fragment),
            _ => lines.push(vec![fragment]),
        }
    }
    lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.bounds.left.total_cmp(&b.bounds.left)));
    lines
}
