//! Whether two tables have the same columns, by geometry.

use document::{Cell, Outline, Page, TableMethod, Word};

use super::Side;

/// Edges this far apart (as a share of the page's width) are the same: 2 mm on A4, what two scans of one form differ by.
const EDGE: f32 = 0.01;
/// The outer edges of a table without lines are those of its longest texts.
const OUTER: f32 = 0.06;
/// Pages may be photographed from different heights: tables are brought to the same width, if they differ by no more
/// than this share.
const STRETCH: f32 = 0.15;
/// One word of so many may stand out of its column: a speck that was read, a text that is too long for its cell.
const STRAY: usize = 20;

/// Whether one set of column edges fits both tables.
///
/// An edge fits where it stands at the same place in both. Words alone place edges anywhere between two columns: where
/// one of the tables has no lines, an edge also fits where the free space between the ink of the two columns has a
/// stretch in common, as long as the ink of each column stands at the same place in both.
pub(super) fn agree(tail: &Side<'_>, head: &Side<'_>) -> bool {
    let (a, b) = (Ruler::new(tail), Ruler::new(head));
    let by_lines = tail.table.method == TableMethod::Rulings && head.table.method == TableMethod::Rulings;
    a.fits(&b, by_lines) || b.brought_to(&a).is_some_and(|b| a.fits(&b, by_lines))
}

/// The edges of a table's columns, in shares of the page's width.
struct Ruler {
    /// One more than there are columns; absent where spans hide it.
    edges: Vec<Option<Edge>>,
}

#[derive(Clone, Copy)]
struct Edge {
    at: f32,
    /// Free of ink from here
    from: f32,
    /// to here.
    to: f32,
}

impl Ruler {
    fn new(side: &Side<'_>) -> Self {
        let count = side.table.grid.columns() as usize + 1;
        let mut edges: Vec<Vec<f32>> = vec![vec![]; count];
        // The right ends of what stands before each edge, and the left ends of what stands behind.
        let mut free: Vec<(Vec<f32>, Vec<f32>)> = vec![(vec![], vec![]); count];
        for cell in side.table.grid.cells() {
            let (first, end) =
                (cell.span.column as usize, (cell.span.column + cell.span.column_span) as usize);
            for place in cell.places.iter().filter(|place| place.page == side.page.number) {
                let rect = side.upright.rect(&place.outline);
                push(&mut edges, first, rect.left);
                push(&mut edges, end, rect.right);
            }
            for outline in ink(cell, side.page) {
                let rect = side.upright.rect(outline);
                if let Some((_, behind)) = free.get_mut(first) {
                    behind.push(rect.left);
                }
                if let Some((before, _)) = free.get_mut(end) {
                    before.push(rect.right);
                }
            }
        }
        let edge = |(mut at, (before, behind)): (Vec<f32>, (Vec<f32>, Vec<f32>))| {
            at.sort_by(f32::total_cmp);
            let at = *at.get(at.len() / 2)?;
            let (from, to) = room(before, behind);
            Some(Edge { at, from, to })
        };
        Self { edges: edges.into_iter().zip(free).map(edge).collect() }
    }

    fn fits(&self, other: &Self, by_lines: bool) -> bool {
        let pairs = || self.edges.iter().zip(&other.edges);
        let last = self.edges.len().saturating_sub(1);
        let stands = pairs().all(|pair| !matches!(pair, (Some(a), Some(b)) if !a.is_at(b, EDGE)));
        let moves = || {
            pairs().enumerate().all(|(index, pair)| match pair {
                (Some(a), Some(b)) if index == 0 || index == last => a.is_at(b, OUTER),
                (Some(a), Some(b)) => a.is_at(b, EDGE) || a.shares_room(b),
                _ => true,
            })
        };
        stands || (!by_lines && moves() && self.has_ink_of(other))
    }

    /// Whether the ink of each column stands where that of the other's column does.
    fn has_ink_of(&self, other: &Self) -> bool {
        // The ink of a column reaches from the end of the free space on its left to the start of that on its right.
        let columns = |ruler: &Self| -> Vec<Option<(f32, f32)>> {
            let pairs = ruler.edges.iter().zip(ruler.edges.iter().skip(1));
            pairs.map(|(a, b)| Some(((*a)?.to, (*b)?.from)).filter(|(left, right)| left < right)).collect()
        };
        columns(self).into_iter().zip(columns(other)).all(|pair| match pair {
            (Some(a), Some(b)) => a.0.max(b.0) < a.1.min(b.1),
            _ => true,
        })
    }

    /// The same table moved and stretched so that its outer edges are those of `other`; nothing where it is too much
    /// wider or narrower.
    fn brought_to(&self, other: &Self) -> Option<Self> {
        let ends = |ruler: &Self| {
            let (first, last) = (ruler.edges.first().copied()??, ruler.edges.last().copied()??);
            (last.at > first.at).then_some((first.at, last.at - first.at))
        };
        let ((left, width), (to, wanted)) = (ends(self)?, ends(other)?);
        let scale = wanted / width;
        if (scale - 1.0).abs() > STRETCH {
            return None;
        }
        let moved = |x: f32| (x - left) * scale + to;
        let edge = |edge: Edge| Edge { at: moved(edge.at), from: moved(edge.from), to: moved(edge.to) };
        Some(Self { edges: self.edges.iter().map(|e| e.map(edge)).collect() })
    }
}

impl Edge {
    fn is_at(&self, other: &Self, tolerance: f32) -> bool {
        (self.at - other.at).abs() <= tolerance
    }

    /// Whether both could stand at one place without touching ink.
    fn shares_room(&self, other: &Self) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }
}

/// From where to where an edge may stand between words that end before it and words that begin behind it, but for strays.
fn room(mut before: Vec<f32>, mut behind: Vec<f32>) -> (f32, f32) {
    before.sort_by(|a, b| b.total_cmp(a));
    behind.sort_by(f32::total_cmp);
    let from = before.get(before.len() / STRAY).copied().unwrap_or(0.0);
    let to = behind.get(behind.len() / STRAY).copied().unwrap_or(1.0);
    (from, to)
}

fn push(edges: &mut [Vec<f32>], index: usize, x: f32) {
    if let Some(edge) = edges.get_mut(index) {
        edge.push(x);
    }
}

/// The outlines of a cell's words on `page`.
fn ink<'a>(cell: &'a Cell, page: &'a Page) -> impl Iterator<Item = &'a Outline> {
    let here = cell.words.iter().filter(|word| word.line.page == page.number);
    let word = |id: &document::WordId| -> Option<&'a Word> {
        let line = page.line(id.line)?;
        line.words.iter().find(|word| word.id == *id)
    };
    here.filter_map(word).map(|word| &word.outline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_word_among_many_takes_no_room() {
        let ends = |count: usize, stray: f32| {
            let mut ends = vec![0.3; count];
            ends[count / 2] = stray;
            ends
        };
        assert_eq!(room(ends(24, 0.5), vec![0.6; 24]), (0.3, 0.6));
        assert_eq!(room(ends(12, 0.5), vec![0.6; 12]), (0.5, 0.6), "of few words each counts");
        assert_eq!(room(vec![0.2; 24], ends(24, 0.1)), (0.2, 0.3));
        assert_eq!(room(vec![], vec![]), (0.0, 1.0));
    }
}
