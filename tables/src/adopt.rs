//! Words that stand within a table and were none of its region's: they go into the cell where they stand.

use std::collections::HashMap;

use document::{Cell, Point, Rect, Word, WordId};

use crate::assemble::cell_text;
use crate::ink::Ink;
use crate::recognise::Recognised;

impl Recognised {
    /// Puts each of `strangers` into the cell that its middle is in, or the nearest, and spells those cells anew. Words of the cells
    /// are looked up in `words`; all are in the pixels that the cells are in. The shape of the table stays.
    /// Those that stand in a nested table go into its cells, too.
    pub fn adopt(&mut self, strangers: &[&Word], words: &HashMap<WordId, &Word>) {
        for nested in &mut self.nested {
            let is_inside = |word: &&&Word| nested.bounds.contains(word.outline.bounds().center());
            let inside: Vec<&Word> = strangers.iter().filter(is_inside).copied().collect();
            nested.adopt(&inside, words);
        }
        let cells = self.grid.cells();
        let mut gained: Vec<Vec<&Word>> = vec![vec![]; cells.len()];
        for stranger in strangers {
            let middle = stranger.outline.bounds().center();
            let away = |cell: &Cell| place(cell).map_or(f32::INFINITY, |place| distance(&place, middle));
            let nearest = cells.iter().enumerate().min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
            if let Some(gained) = nearest.and_then(|(index, _)| gained.get_mut(index)) {
                gained.push(stranger);
            }
        }
        let mut gained = gained.into_iter();
        self.grid.for_each_cell(|cell| {
            let new = gained.next().unwrap_or_default();
            if new.is_empty() {
                return;
            }
            let own = cell.words.iter().filter_map(|id| words.get(id)).copied();
            let members: Vec<Ink<'_>> =
                own.chain(new).map(|word| Ink { word, bounds: word.outline.bounds() }).collect();
            (cell.text, cell.words) = cell_text(&members);
        });
        self.unplaced_words.retain(|id| strangers.iter().all(|word| word.id != *id));
    }

    /// Gives words the names that `renamed` has for them; the others keep theirs.
    pub fn rename(&mut self, renamed: &HashMap<WordId, WordId>) {
        let rename = |id: &mut WordId| *id = renamed.get(id).copied().unwrap_or(*id);
        self.grid.for_each_cell(|cell| cell.words.iter_mut().for_each(rename));
        self.unplaced_words.iter_mut().for_each(rename);
        self.unplaced_words.sort_unstable();
        self.nested.iter_mut().for_each(|nested| nested.rename(renamed));
    }
}

fn place(cell: &Cell) -> Option<Rect> {
    cell.places.first().map(|place| place.outline.bounds())
}

/// How far `point` is from `cell`; 0 within.
fn distance(cell: &Rect, point: Point) -> f32 {
    let x = (cell.left - point.x).max(point.x - cell.right).max(0.0);
    let y = (cell.top - point.y).max(point.y - cell.bottom).max(0.0);
    x.hypot(y)
}
