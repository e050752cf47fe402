//! What tables must never do: lose a word that stands inside them, or let two of their cells lie over one another.

use std::collections::HashSet;

use document::{Document, Outline, Point, Region, RegionClass, Table, WordId};

/// Cells that share less than this part of the smaller one touch: their corners are rounded to numbers of few digits.
const TOUCH: f32 = 0.01;

/// What was read, in numbers.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) pages: u32,
    pub(crate) tables: usize,
    /// Words inside tables.
    pub(crate) words: usize,
    /// Those of them that are in no cell, as `id text`.
    pub(crate) lost: Vec<String>,
    /// Pairs of cells that overlap, as `table: cell, cell`.
    pub(crate) overlaps: Vec<String>,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.tables += other.tables;
        self.words += other.words;
        self.lost.extend(other.lost);
        self.overlaps.extend(other.overlaps);
    }
}

impl Tally {
    /// Counts one document.
    pub(crate) fn of(document: &Document) -> Self {
        let cells = document.tables.iter().flat_map(|table| table.grid.cells());
        let repeated = document.tables.iter().flat_map(|table| &table.repeated_words);
        let placed: HashSet<WordId> = cells.flat_map(|cell| &cell.words).chain(repeated).copied().collect();
        let mut seen = HashSet::new();
        let mut lost = vec![];
        for place in document.tables.iter().flat_map(|table| &table.places) {
            let Some(page) = document.page(place.page) else { continue };
            let is_seal = |region: &&Region| region.class == RegionClass::Seal;
            let stamped: HashSet<_> =
                page.regions.iter().filter(is_seal).flat_map(|region| &region.lines).collect();
            // What is stamped over a table is the seal's.
            let inside =
                page.lines.iter().filter(|line| !stamped.contains(&line.id)).flat_map(|line| &line.words);
            for word in inside.filter(|word| place.outline.contains(word.outline.bounds().center())) {
                if seen.insert(word.id) && !placed.contains(&word.id) {
                    lost.push(format!("{} {:?}", word.id, word.text));
                }
            }
        }
        let overlaps = document.tables.iter().flat_map(overlaps).collect();
        let pages = document.pages.len() as u32;
        Self { pages, tables: document.tables.len(), words: seen.len(), lost, overlaps }
    }

    /// Whether nothing was lost and no cell lies over another.
    pub(crate) fn holds(&self) -> bool {
        self.lost.is_empty() && self.overlaps.is_empty()
    }
}

/// The pairs of cells of a table that lie over one another.
fn overlaps(table: &Table) -> Vec<String> {
    let cells: Vec<_> =
        table.grid.cells().iter().flat_map(|cell| cell.places.iter().map(move |p| (cell, p))).collect();
    let mut found = vec![];
    for (index, (cell, place)) in cells.iter().enumerate() {
        for (other, there) in cells.iter().skip(index + 1).filter(|(_, there)| there.page == place.page) {
            if place.outline.bounds().overlap(&there.outline.bounds()) > 0.0
                && shared(&place.outline, &there.outline) > TOUCH
            {
                found.push(format!("{}: {:?} and {:?}", table.id, cell.span, other.span));
            }
        }
    }
    found
}

/// The area that two outlines share, as a part of the smaller one's: they are cut into triangles around their middles, and
/// these are clipped by each other (Sutherland and Hodgman 1974).
fn shared(one: &Outline, other: &Outline) -> f32 {
    let (ones, others) = (triangles(one), triangles(other));
    let pairs = ones.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    let sum: f32 = pairs.map(|(a, b)| area(&common(a, b))).sum();
    sum / one.area().min(other.area()).max(1.0)
}

/// Triangles from the middle of an outline to its sides.
fn triangles(outline: &Outline) -> Vec<[Point; 3]> {
    let points = outline.points();
    let count = points.len() as f32;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.x / count, y + p.y / count));
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| [Point::new(x, y), *a, *b]).collect()
}

/// What two convex polygons have in common.
fn common(one: &[Point], clip: &[Point]) -> Vec<Point> {
    let mut rest: Vec<Point> = one.to_vec();
    for (index, &from) in clip.iter().enumerate() {
        rest = clipped(&rest, from, clip[(index + 1) % clip.len()]);
    }
    rest
}

/// Above 0 for points on the inner side of the edge from `from` to `to` of a clockwise outline (y down).
fn side(from: Point, to: Point, p: Point) -> f32 {
    (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x)
}

/// What of `polygon` lies on the inner side of the edge from `from` to `to` of a clockwise outline (y down).
fn clipped(polygon: &[Point], from: Point, to: Point) -> Vec<Point> {
    let mut kept = vec![];
    for (index, &p) in polygon.iter().enumerate() {
        let q = polygon[(index + 1) % polygon.len()];
        let (here, next) = (side(from, to, p), side(from, to, q));
        if here >= 0.0 {
            kept.push(p);
        }
        if (here > 0.0 && next < 0.0) || (here < 0.0 && next > 0.0) {
            kept.push(p.lerp(q, here / (here - next)));
        }
    }
    kept
}

/// Area by the shoelace formula.
fn area(polygon: &[Point]) -> f32 {
    let doubled: f32 = (0..polygon.len())
        .map(|i| (polygon[i], polygon[(i + 1) % polygon.len()]))
        .map(|(p, q)| p.x * q.y - q.x * p.y)
        .sum();
    doubled.abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;

    #[test]
    fn shares_of_outlines_are_measured() {
        let outline = |l, t, r, b| Outline::from(Rect::new(l, t, r, b));
        let one = outline(0.0, 0.0, 100.0, 100.0);
        for (other, want) in [
            (outline(50.0, 0.0, 150.0, 100.0), 0.5),
            (outline(100.0, 0.0, 200.0, 100.0), 0.0),
            (outline(25.0, 25.0, 75.0, 75.0), 1.0),
            (
                Outline::from([
                    Point::new(50.0, -50.0),
                    Point::new(150.0, 50.0),
                    Point::new(50.0, 150.0),
                    Point::new(-50.0, 50.0),
                ]),
                1.0,
            ),
        ] {
            assert!((shared(&one, &other) - want).abs() < 1e-4, "{other:?}");
        }
    }
}
