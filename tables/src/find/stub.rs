//! Names of rows that stand so far left of a table's other columns that they were not seen with them.

use document::Rect;

use super::Words;

/// Share of a table's rows that must have a name beside them, on the same height: names over two lines and rows of a header
/// have none.
const NAMED: f32 = 0.6;
/// Fewest of them.
const FEWEST: usize = 3;
/// Share of the names that begin where most do or are indented.
const ALIGNED: f32 = 0.7;
/// Middles that differ by less than this many letter heights are on one height.
const LEVEL: f32 = 0.3;
/// A name is not wider than this many letter heights, and ends no further from the table.
const WIDEST: f32 = 40.0;
/// Names are indented by no more than this many letter heights.
const INDENT: f32 = 3.0;

impl Words<'_> {
    /// `area` with the names of its rows, if most have one to their left.
    pub(super) fn with_stub(&self, area: Rect) -> Rect {
        let inside = |y: f32| (area.top..=area.bottom).contains(&y);
        let rows: Vec<_> = self.text.iter().filter(|row| inside(row.bounds.center().y)).collect();
        let own = |b: &Rect| b.center().x >= area.left && b.center().x <= area.right;
        let (mut count, mut names) = (0, vec![]);
        for row in rows {
            let Some(first) = row.phrases.iter().find(|p| own(&p.bounds)) else { continue };
            count += 1;
            let left = row.phrases.iter().take_while(|p| p.bounds.center().x < area.left);
            let name = left.map(|p| p.bounds).reduce(|a, b| a.union(&b));
            let level = |b: &Rect| (b.center().y - first.bounds.center().y).abs() < LEVEL * self.height;
            names.extend(name.filter(level));
        }
        let near = |b: &Rect| {
            b.width() < WIDEST * self.height
                && area.left - b.right < WIDEST * self.height
                && b.right < area.left + self.height
        };
        let start = names.iter().map(|b| b.left).fold(f32::MAX, f32::min);
        let aligned = names.iter().filter(|b| b.left - start < INDENT * self.height).count();
        let stub = Rect::around(names.iter().copied());
        let enough = names.len() >= FEWEST && names.len() as f32 >= NAMED * count as f32;
        let fits = enough && aligned as f32 >= ALIGNED * names.len() as f32 && names.iter().all(near);
        match stub.filter(|stub| fits && !self.inside(*stub).is_column_of_prose()) {
            Some(stub) => Rect { left: stub.left, ..area },
            None => area,
        }
    }
}
