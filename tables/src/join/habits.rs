//! What the columns of a table usually hold.

use document::{Grid, HeaderKind};

/// So many rows make a habit.
const FEW: usize = 2;
/// A column that holds numbers, or anything at all, in this share of its rows does so usually.
const USUALLY: f32 = 0.7;
/// A column that is filled in this share of its rows is always filled, but for a reading error.
const ALWAYS: f32 = 0.9;

/// What the cells of one column below the header are like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habit {
    rows: usize,
    filled: usize,
    numbers: usize,
    letters: usize,
}

impl Habit {
    /// Of `column` below the header of `grid`. A cell over several rows counts once.
    pub(super) fn new(grid: &Grid, column: u32) -> Self {
        let head = grid.header_rows();
        let own = |row: &u32| grid.cell_at(*row, column).is_none_or(|cell| cell.span.row == *row);
        let mut habit = Self::default();
        for row in (head..grid.rows()).filter(own) {
            let text = grid.cell_at(row, column).map_or("", |cell| cell.text.trim());
            habit.rows += 1;
            habit.filled += usize::from(!text.is_empty());
            habit.numbers += usize::from(is_number(text));
            habit.letters += text.chars().count();
        }
        habit
    }

    /// Whether it usually holds numbers.
    pub(super) fn is_numeric(&self) -> bool {
        self.filled >= FEW && self.numbers as f32 >= USUALLY * self.filled as f32
    }

    /// Whether it is always filled.
    pub(super) fn is_filled(&self) -> bool {
        self.rows >= FEW && self.filled as f32 >= ALWAYS * self.rows as f32
    }

    /// Mean length of its texts in characters; nothing where there are none.
    pub(super) fn length(&self) -> Option<f32> {
        (self.filled > 0).then(|| self.letters as f32 / self.filled as f32)
    }
}

/// Whether a text is a number with whatever stands around one: a comparison, a unit, a range, a date.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= digits
}

/// Whether the numbers of the first column go on from `before` to row `first` of `after`: `Some(false)` where they begin
/// at 1 anew, nothing where they do not count.
pub(super) fn count(before: &Grid, after: &Grid, first: u32) -> Option<bool> {
    let last = before.rows().checked_sub(1)?;
    let number = |grid: &Grid, row| -> Option<u64> {
        let cell = grid.cell_at(row, 0).filter(|cell| cell.header != HeaderKind::Column)?;
        cell.text.trim().trim_end_matches(['.', '、', ')', '）']).parse().ok()
    };
    let (last, next) = (number(before, last)?, number(after, first)?);
    match next {
        _ if last.checked_add(1) == Some(next) => Some(true),
        1 if last > 1 => Some(false),
        _ => None,
    }
}
