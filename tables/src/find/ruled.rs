//! Areas made by ruling lines.

use document::{Point, Rect};
use imaging::{Ruling, Rulings};

use super::Words;
use super::regular::{Regular, regular};
use crate::ink::median;
use crate::rules::{self, touching};

/// Ends of lines that come this near (in letter heights) touch.
const TOUCH: f32 = 0.7;
/// An edge that overlaps a group of lines by more than so many times that much runs into it; one that ends at it has up to one.
const RUNS_INTO: f32 = 1.5;
/// Lines that run down nearer than the first, in letter heights, are one drawn double; tables that stand beside one
/// another are further apart, and seem to touch up to the second.
const SAME_LINE: f32 = 0.3;
const NARROW_GAP: f32 = 1.5;
/// Share of the slots between lines that must have words: an empty form still has its headings, a chart's grid has less.
const FILLED: f32 = 0.2;
/// Rules are at even distances where one is not larger than this many times the one before.
const EVEN: f32 = 1.2;
/// Bars of a chart have so many sides at least, with tops at so many heights; lines of a table begin at those of its few
/// head rows.
const FEWEST_SIDES: usize = 6;
const FEWEST_TOPS: usize = 4;
/// Lines across that differ by less than this many letter heights from one to the next are at one height.
const LEVEL: f32 = 0.6;
/// A line runs over a table if it runs over this share of its width; gaps for headings and broken lines are less.
const SPANNED: f32 = 0.6;
/// Rules whose ends agree to this many letter heights are rules of one table.
const SAME_EXTENT: f32 = 1.5;
/// Above the head of another list stand so many lines of their own at least, and it has so many names.
const FEWEST_LINES_ABOVE: usize = 2;
const FEWEST_NAMES: usize = 3;
/// A rule shorter than this many letter heights is no rule of a table.
const SHORTEST_RULE: f32 = 8.0;
/// Rules further apart than this share of their length bound a table only if all between them looks like one.
const FARTHEST: f32 = 1.2;
/// White wider than this (in letter heights) and than this many times the white above does not end a row of a table.
const WIDEST_WHITE: f32 = 3.0;
const LOPSIDED: f32 = 2.0;
/// Text that reaches this far (in letter heights) over both sides of an edge runs over it.
const OVER: f32 = 2.0;
/// An area stands within another one if this share of it does.
const INSIDE: f32 = 0.9;
/// Two rules bound a table of so many rows with entries in several columns at least; a third one, below a header, shows it
/// by itself. Between the dashes of a receipt stand fewer.
const FEWEST_BETWEEN_TWO: usize = 4;
/// A heading that opens another part of the page stands below so many rows at least, in letters this many times as high.
const FEWEST_BEFORE_HEADING: usize = 3;
const LARGER: f32 = 1.2;
/// Rules nearer than this many letter heights have one line of text between them.
const TIGHT: f32 = 2.5;

/// Bounds of groups of lines that touch and part their inside into cells, at least two of them with words.
pub(super) fn lattices(words: &Words<'_>, rulings: &Rulings) -> Vec<Rect> {
    let across = rules::horizontal(rulings, &words.inks, words.height).map(|r| (r, true));
    let down = rules::vertical(rulings, &words.inks, words.height).map(|r| (r, false));
    let lines = without_bridges(across.chain(down).collect(), TOUCH * words.height);
    let groups = touching(&lines.iter().map(|l| l.0).collect::<Vec<_>>(), TOUCH * words.height);
    let groups: Vec<Vec<usize>> =
        groups.into_iter().flat_map(|group| beside_one_another(group, &lines, words.height)).collect();
    let area = |group: &Vec<usize>| {
        let bounds = Rect::around(group.iter().map(|&i| lines[i].0))?;
        let places = |across: bool| {
            let at = |r: &Rect| if across { r.center().y } else { r.center().x };
            distinct(
                group.iter().filter(|&&i| lines[i].1 == across).map(|&i| at(&lines[i].0)).collect(),
                words.height,
            )
        };
        let (ys, xs) = (places(true), places(false));
        let parted = ys.len() >= 2 && !xs.is_empty() && xs.len() + ys.len() >= 5;
        let slots = xs.len().saturating_sub(1).max(1) * ys.len().saturating_sub(1).max(1);
        let filled = filled(words, bounds, &xs, &ys);
        let beside = filled.windows(2).any(|pair| pair[0].1 == pair[1].1);
        let enough = filled.len() >= 3 && filled.len() as f32 >= FILLED * slots as f32;
        let across: Vec<Rect> = group.iter().filter(|&&i| lines[i].1).map(|&i| lines[i].0).collect();
        let down: Vec<Rect> = group.iter().filter(|&&i| !lines[i].1).map(|&i| lines[i].0).collect();
        let tabular = is_spanned(across, bounds, words.height) && !are_bars(&down, words.height);
        (parted && beside && enough && tabular).then_some(bounds)
    };
    groups.iter().filter_map(area).collect()
}

/// The lines' boxes without the edges of shades that touch several closed groups of drawn lines and run into one: the shadow of a
/// fold runs over the white between two tables and would make them one. The sides of a table, and of a shaded row between two of its
/// parts, do not run into any.
fn without_bridges(lines: Vec<(&Ruling, bool)>, reach: f32) -> Vec<(Rect, bool)> {
    let (edges, drawn): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.0.thickness <= 0.0);
    let boxed = |lines: Vec<(&Ruling, bool)>| -> Vec<(Rect, bool)> {
        lines.into_iter().map(|(r, across)| (r.bounds(), across)).collect()
    };
    let (edges, mut lines) = (boxed(edges), boxed(drawn));
    let groups = touching(&lines.iter().map(|line| line.0).collect::<Vec<_>>(), reach);
    let is_closed = |group: &&Vec<usize>| {
        let across = group.iter().filter(|&&i| lines[i].1).count();
        across >= 2 && group.len() - across >= 2
    };
    let closed: Vec<Rect> = groups
        .iter()
        .filter(is_closed)
        .filter_map(|group| Rect::around(group.iter().map(|&i| lines[i].0)))
        .collect();
    let bridges = |edge: &Rect| {
        let near = edge.grown(reach);
        let met: Vec<&Rect> = closed.iter().filter(|group| near.intersection(group).is_some()).collect();
        met.len() > 1 && met.iter().any(|group| runs_into(edge, group, reach))
    };
    lines.extend(edges.into_iter().filter(|edge| !bridges(&edge.0)));
    lines
}

/// Whether an edge goes on within a group of lines, away from its sides.
fn runs_into(edge: &Rect, group: &Rect, reach: f32) -> bool {
    let (along, at, low, high) = if edge.width() > edge.height() {
        (edge.overlap_x(group), edge.center().y, group.top, group.bottom)
    } else {
        (edge.overlap_y(group), edge.center().x, group.left, group.right)
    };
    along > RUNS_INTO * reach && low + reach < at && at < high - reach
}

/// Whether lines run over most of the width of `bounds` at two heights at least, as those above and below a table do. The
/// frames of a page's parts are one group, too, where they touch, but none of their lines runs over all of them.
fn is_spanned(mut across: Vec<Rect>, bounds: Rect, height: f32) -> bool {
    across.sort_by(|a, b| a.center().y.total_cmp(&b.center().y));
    let level = |a: &Rect, b: &Rect| b.center().y - a.center().y < LEVEL * height;
    let spans = |line: &&[Rect]| covered(line) >= SPANNED * bounds.width();
    across.chunk_by(level).filter(spans).count() >= 2
}

/// Whether lines down are the sides of a chart's bars: they all stand on one line and reach to many heights.
fn are_bars(down: &[Rect], height: f32) -> bool {
    let levels = |f: fn(&Rect) -> f32| {
        let mut levels: Vec<f32> = down.iter().map(f).collect();
        levels.sort_by(f32::total_cmp);
        levels.dedup_by(|a, b| *a - *b < SAME_LINE * height);
        levels.len()
    };
    down.len() >= FEWEST_SIDES && levels(|r| r.bottom) <= 2 && levels(|r| r.top) >= FEWEST_TOPS
}

/// How much of the x axis `boxes` cover together.
fn covered(boxes: &[Rect]) -> f32 {
    let mut boxes: Vec<&Rect> = boxes.iter().collect();
    boxes.sort_by(|a, b| a.left.total_cmp(&b.left));
    let (mut sum, mut end) = (0.0, f32::MIN);
    for b in boxes {
        sum += (b.right - b.left.max(end)).max(0.0);
        end = end.max(b.right);
    }
    sum
}

/// The tables that a group of lines makes which stand so near to each other that they seem to touch: parted at every gap
/// between two lines that run down which no line across bridges. `lines` tells which lines run across.
fn beside_one_another(group: Vec<usize>, lines: &[(Rect, bool)], height: f32) -> Vec<Vec<usize>> {
    let (mut across, mut down): (Vec<Rect>, Vec<f32>) = (vec![], vec![]);
    for &(bounds, is_across) in group.iter().filter_map(|&i| lines.get(i)) {
        if is_across {
            across.push(bounds);
        } else {
            down.push(bounds.center().x);
        }
    }
    down.sort_by(f32::total_cmp);
    let is_gap = |pair: &&[f32]| {
        let (left, right) = (pair[0], pair[1]);
        let slack = (right - left) / 4.0;
        let bridged = across.iter().any(|r| r.left < left + slack && r.right > right - slack);
        let reached =
            |x: f32| across.iter().any(|r| (r.left - x).abs() <= slack || (r.right - x).abs() <= slack);
        right - left > SAME_LINE * height
            && right - left < NARROW_GAP * height
            && !bridged
            && reached(left)
            && reached(right)
    };
    let gaps: Vec<f32> = down.windows(2).filter(is_gap).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
    let part = |i: usize| lines.get(i).map_or(0, |l| gaps.iter().filter(|&&x| x < l.0.center().x).count());
    let mut parts: Vec<Vec<usize>> = vec![vec![]; gaps.len() + 1];
    group.into_iter().for_each(|i| parts[part(i)].push(i));
    parts
}

/// The slots (column, row) between the lines that have words, row by row.
fn filled(words: &Words<'_>, bounds: Rect, xs: &[f32], ys: &[f32]) -> Vec<(usize, usize)> {
    let slot = |line: &[f32], at: f32| line.iter().filter(|&&l| l < at).count();
    let inside = words.inks.iter().map(|ink| ink.bounds.center()).filter(|&c| bounds.contains(c));
    let mut slots: Vec<(usize, usize)> = inside.map(|c| (slot(xs, c.x), slot(ys, c.y))).collect();
    slots.sort_unstable_by_key(|&(column, row)| (row, column));
    slots.dedup();
    slots
}

/// Places that differ by more than a double line does.
fn distinct(mut places: Vec<f32>, height: f32) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| *a - *b < 0.6 * height);
    places
}

/// The rulings whose middle is in none of `areas`.
pub(super) fn outside(rulings: &Rulings, areas: &[Rect]) -> Rulings {
    let is_out = |r: &&Ruling| !areas.iter().any(|area| area.grown(1.0).contains(rules::middle(r)));
    Rulings {
        horizontal: rulings.horizontal.iter().filter(is_out).copied().collect(),
        vertical: rulings.vertical.iter().filter(is_out).copied().collect(),
    }
}

/// An area between rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RuledArea {
    pub(super) bounds: Rect,
    /// Number of rules.
    count: usize,
    /// Whether rows stand between its rules as they do in nothing but a table.
    pub(super) plain: bool,
}

impl RuledArea {
    /// Whether there is a rule between those above and below it, as under a head.
    pub(super) fn is_parted(&self) -> bool {
        self.count > 2
    }
}

/// Areas between rules of the same extent with aligned words between them: tables ruled above, below and under the
/// header only, and those with a rule below each row.
///
/// `closed` are the lattices of the page, of which `words` and `rulings` have nothing: no table goes on over one.
pub(super) fn between_rules(words: &Words<'_>, rulings: &Rulings, closed: &[Rect]) -> Vec<RuledArea> {
    let long = |r: &Rect| r.width() >= SHORTEST_RULE * words.height;
    let rules: Vec<Rect> =
        rules::horizontal(rulings, &words.inks, words.height).map(|r| r.bounds()).filter(long).collect();
    let mut used = vec![false; rules.len()];
    let mut areas: Vec<RuledArea> = vec![];
    for first in 0..rules.len() {
        if !used[first] {
            areas.extend(from_rule(words, &rules, closed, first, &mut used));
        }
    }
    let is_frame = |area: &&RuledArea| area.count == 2 && holds_apart(area.bounds, &areas);
    areas.iter().filter(|area| !is_frame(area)).copied().collect()
}

/// The area that begins with a rule.
fn from_rule(
    words: &Words<'_>,
    rules: &[Rect],
    closed: &[Rect],
    first: usize,
    used: &mut [bool],
) -> Option<RuledArea> {
    used[first] = true;
    let (mut bounds, mut ys, mut usual) = (rules[first], vec![rules[first].center().y], None);
    let mut last = first;
    for next in first + 1..rules.len() {
        if !used[next] && same_extent(&bounds, &rules[next], words.height) {
            let more = bounds.union(&rules[next]);
            let between = Rect::new(more.left, bounds.bottom, more.right, more.bottom);
            let is_over = |lattice: &Rect| lattice.overlap(&between) > 0.0;
            if closed.iter().any(is_over) {
                break;
            }
            if ends_form(words, bounds, between) || opens_list(words, between) {
                // The rule below the form is the one above what follows.
                used[last] = false;
                break;
            }
            if goes_on(words, between, usual) && !opens_anew(words, bounds, between) {
                usual = Some(between.height()).filter(|h| *h > SAME_LINE * words.height).or(usual);
                (bounds, used[next], last) = (more, true, next);
                ys.push(rules[next].center().y);
            }
        }
    }
    let (inside, count) = (words.inside(bounds), ys.len());
    let rows = regular(words, bounds, ys);
    let enough = count > 2 || inside.full_rows() >= FEWEST_BETWEEN_TWO;
    let is_table = rows == Some(Regular::List) || (enough && inside.is_tabular());
    let plain = rows.is_some();
    (bounds.height() > 2.0 * words.height && is_table).then_some(RuledArea { bounds, count, plain })
}

/// Whether one of `areas` stands within `frame`, above or below another one of other columns: a page between two rules.
fn holds_apart(frame: Rect, areas: &[RuledArea]) -> bool {
    let inside =
        areas.iter().map(|area| area.bounds).filter(|area| *area != frame && area.share_in(&frame) > INSIDE);
    let inside: Vec<Rect> = inside.collect();
    inside.iter().any(|a| inside.iter().any(|b| a.overlap_x(b) <= 0.0 && a.overlap_y(b) <= 0.0))
}

pub(super) fn same_extent(a: &Rect, b: &Rect, height: f32) -> bool {
    (a.left - b.left).abs() < SAME_EXTENT * height && (a.right - b.right).abs() < SAME_EXTENT * height
}

/// Whether a table goes on from the rule above `between` to the one below it. `usual` is the distance of the rules before: at
/// the same, a row of one long entry is no caption.
fn goes_on(words: &Words<'_>, between: Rect, usual: Option<f32>) -> bool {
    let inside = words.inside(between);
    let tight = between.height() < TIGHT * words.height;
    let far = between.height() > FARTHEST * between.width();
    let columns =
        if far { inside.is_tabular() } else { inside.has_columns() || (tight && !inside.inks.is_empty()) };
    let even = tight && usual.is_some_and(|usual| between.height() < EVEN * usual);
    let caption = if even { words.names_table_in(between) } else { words.has_caption(between) };
    columns && !is_gap_below(&inside, between) && !is_crossed(words, between) && !caption
}

/// Whether what stands `above` is a form, names with their values, and what follows below the rule is rows of something else.
fn ends_form(words: &Words<'_>, above: Rect, between: Rect) -> bool {
    let (form, rows) = (words.inside(above), words.inside(between));
    form.full_rows() > 0 && form.is_form() && rows.full_rows() >= FEWEST_BETWEEN_TWO && !rows.is_form()
}

/// Whether what stands below the rule above `between` is another list: lines of their own, a field and its value among them, and a head
/// or a row of several entries below those.
fn opens_list(words: &Words<'_>, between: Rect) -> bool {
    let inside = words.inside(between);
    let above = inside.text.iter().take_while(|row| row.phrases.len() == 1).count();
    let lines = inside.text.get(..above).unwrap_or_default();
    let has_colon = |row: &crate::rows::TextRow| {
        let mut own = row.phrases.iter().flat_map(|p| &p.words).filter_map(|&word| inside.inks.get(word));
        own.any(|ink| ink.word.text.contains([':', '：']))
    };
    above >= FEWEST_LINES_ABOVE
        && lines.iter().any(has_colon)
        && inside.text.get(above).is_some_and(|row| row.phrases.len() >= FEWEST_NAMES)
}

/// Whether what stands in `between` is a heading of what follows: a lone phrase in larger letters than all rows of the table
/// above.
fn opens_anew(words: &Words<'_>, above: Rect, between: Rect) -> bool {
    let heights =
        |area: Rect| words.inside(area).inks.iter().map(|ink| ink.bounds.height()).collect::<Vec<_>>();
    let inside = words.inside(between);
    let [row] = inside.text.as_slice() else { return false };
    let usual = median(heights(above)).filter(|_| words.inside(above).text.len() >= FEWEST_BEFORE_HEADING);
    let own = median(heights(between));
    row.phrases.len() == 1 && own.zip(usual).is_some_and(|(own, usual)| own > LARGER * usual)
}

/// Whether the white from the last row of text down to the lower rule is so wide that the rule is another thing's.
fn is_gap_below(inside: &Words<'_>, between: Rect) -> bool {
    let Some(text) = Rect::around(inside.inks.iter().map(|ink| ink.bounds)) else { return true };
    let (above, below) = (text.top - between.top, between.bottom - text.bottom);
    below > WIDEST_WHITE * inside.height && below > LOPSIDED * above
}

/// Whether a line of text runs over a side of `between`: then it is no row of what stands between the sides.
pub(super) fn is_crossed(words: &Words<'_>, between: Rect) -> bool {
    let reach = OVER * words.height;
    let runs_over = |b: &Rect, x: f32| b.left < x - reach && b.right > x + reach;
    let rows =
        words.text.iter().filter(|row| between.contains(Point::new(between.left, row.bounds.center().y)));
    rows.flat_map(|row| &row.phrases)
        .any(|p| runs_over(&p.bounds, between.left) || runs_over(&p.bounds, between.right))
}
