//! What is in columns and yet no table.

use document::is_cjk;

use super::Words;
use super::entries::{Entries, Entry};
use crate::ink::is_numeric;

/// Rows with entries in two columns or more, as a share of all rows; cells of several lines make rows with one.
const FULL_ROWS: f32 = 0.4;
/// Filled entries as a share of all; the labels of a chart's axes leave more empty.
const FILLED: f32 = 0.3;
/// What looks like a picture to the layout network is a table where so many rows, and so large a share of them, have so many
/// entries, with so large a share of numbers; the labels of a chart or a drawing stand in rows more seldom.
const PLAIN_COLUMNS: usize = 3;
const PLAIN_ROWS: usize = 4;
const PLAINLY_FILLED: f32 = 0.6;
const PLAINLY_NUMBERS: f32 = 0.5;
/// Where words are nearly all there is, so many such rows tell, and so large a share of them.
const EVEN_ROWS: usize = 8;
const EVENLY_FILLED: f32 = 0.8;
/// Where rows have but two entries each so many tell: who signs, and when, is said in fewer.
const PAIRED_ROWS: usize = 6;
/// Share of numbers among the entries of a table of numbers; its names and headers take the rest.
const SOME_NUMBERS: f32 = 0.25;
/// An entry of so many words, or of so many characters, is a line of running text.
const PROSE_WORDS: usize = 4;
const PROSE_LETTERS: usize = 14;
/// Lines of running text fill this share of their column's width.
const FULL_WIDTH: f32 = 0.8;
/// Fewest lines that tell running text from long entries.
const PROSE_LINES: usize = 4;
/// Entries with a colon as a share of all of a form's, or of those of its column of names, and fewest names in that; a table
/// has some heads of groups with one.
const NAMED: f32 = 0.4;
const FEWEST_NAMES: usize = 3;
/// Entries with the letter of a form's box as a share of all: each box has its name, too.
const LETTERED: f32 = 0.25;

impl Words<'_> {
    /// Number of rows with entries in several columns.
    pub(super) fn full_rows(&self) -> usize {
        Entries::new(self).full_rows()
    }

    /// Whether some rows have entries in several columns.
    pub(super) fn has_columns(&self) -> bool {
        let entries = Entries::new(self);
        entries.columns >= 2 && entries.full_rows() >= 1
    }

    /// Whether the words stand as nothing else does: many rows of many entries, most of them numbers; on a sheet, some of them, or
    /// none where rules show the table (`ruled`). On a sheet or between rules more rows, and nearly all, need no numbers.
    pub(super) fn is_plainly_tabular(&self, on_sheet: bool, ruled: bool) -> bool {
        let entries = Entries::new(self);
        let filled = entries.filled().count();
        let numbers = entries.filled().filter(|entry| is_numeric(&entry.text)).count();
        let rows = entries.rows_of(PLAIN_COLUMNS);
        let least = match (on_sheet, ruled) {
            (true, true) => 0.0,
            (true, false) => SOME_NUMBERS,
            (false, _) => PLAINLY_NUMBERS,
        };
        let has_numbers = numbers as f32 >= least * filled as f32;
        // On a sheet or between rules many rows, and nearly all, of so many entries are a table of words: negative, absent.
        let is_even =
            (on_sheet || ruled) && rows >= EVEN_ROWS && rows as f32 >= EVENLY_FILLED * entries.rows() as f32;
        rows >= PLAIN_ROWS
            && rows as f32 >= PLAINLY_FILLED * entries.rows() as f32
            && (has_numbers || is_even)
    }

    /// Whether most rows, and many, have several entries, and some of all entries are numbers: names with a number each, on a sheet.
    pub(super) fn has_rows_of_numbers(&self) -> bool {
        let entries = Entries::new(self);
        let rows = entries.full_rows();
        rows >= PAIRED_ROWS && rows as f32 >= PLAINLY_FILLED * entries.rows() as f32 && self.has_numbers()
    }

    /// Whether so many of the entries are numbers that they are more than a date or a number in running text.
    pub(super) fn has_numbers(&self) -> bool {
        let entries = Entries::new(self);
        let numbers = entries.filled().filter(|entry| is_numeric(&entry.text)).count();
        numbers as f32 >= SOME_NUMBERS * entries.filled().count() as f32
    }

    /// Whether most entries are numbers.
    pub(super) fn is_mostly_numbers(&self) -> bool {
        let entries = Entries::new(self);
        let numbers = entries.filled().filter(|entry| is_numeric(&entry.text)).count();
        numbers as f32 >= PLAINLY_NUMBERS * entries.filled().count() as f32
    }

    /// Whether the words are one column of running text.
    pub(super) fn is_column_of_prose(&self) -> bool {
        let entries = Entries::new(self);
        let lines: usize = (0..entries.columns).map(|column| full_lines(&entries, column)).sum();
        lines >= PROSE_LINES && lines * 2 > entries.rows()
    }

    /// Whether the words are a form's: names and their values.
    pub(super) fn is_form(&self) -> bool {
        is_form(&Entries::new(self))
    }

    /// Whether the words stand as a table's do.
    pub(super) fn is_tabular(&self) -> bool {
        let entries = Entries::new(self);
        let full = entries.full_rows();
        entries.columns >= 2
            && full >= 2
            && full as f32 >= FULL_ROWS * entries.rows() as f32
            && entries.filled().count() as f32 >= FILLED * (entries.rows() * entries.columns) as f32
            && !is_prose(&entries)
            && !is_list(&entries)
            && !is_contents(&entries)
            && !is_form(&entries)
    }
}

/// Text in columns: most entries are lines of words that fill their column.
fn is_prose(entries: &Entries) -> bool {
    let (mut lines, mut all) = (0, 0);
    for column in 0..entries.columns {
        let own = full_lines(entries, column);
        all += entries.column(column).count();
        lines += if own >= PROSE_LINES { own } else { 0 };
    }
    lines * 2 > all
}

/// How many entries of a column are lines of words that fill it.
fn full_lines(entries: &Entries, column: usize) -> usize {
    let width = entries.column(column).map(|e| e.bounds.width()).fold(0.0, f32::max);
    let is_line = |e: &&Entry| is_wordy(e) && e.bounds.width() >= FULL_WIDTH * width;
    entries.column(column).filter(is_line).count()
}

fn is_wordy(entry: &Entry) -> bool {
    let letters = entry.text.chars().filter(|c| c.is_alphabetic()).count();
    let running =
        entry.words >= PROSE_WORDS || entry.text.chars().filter(|c| is_cjk(*c)).count() >= PROSE_LETTERS;
    running && letters >= PROSE_LETTERS && letters * 4 > entry.text.chars().count() * 3
}

/// Bullets or item numbers with text behind them.
fn is_list(entries: &Entries) -> bool {
    let marks = entries.column(0).filter(|entry| is_item_mark(&entry.text)).count();
    entries.columns == 2 && marks * 3 > entries.column(0).count() * 2
}

/// Headings with page numbers that rise.
fn is_contents(entries: &Entries) -> bool {
    let has_leader = |entry: &&Entry| ["....", "……", "····"].iter().any(|dots| entry.text.contains(dots));
    let leaders = entries.filled().filter(has_leader).count();
    let last: Vec<Option<u32>> =
        entries.column(entries.columns - 1).map(|e| e.text.trim_matches('.').parse().ok()).collect();
    let pages: Vec<u32> = last.iter().flatten().copied().collect();
    let rising = pages.windows(2).all(|pair| pair[0] <= pair[1]);
    let names = entries.column(0).filter(|entry| !is_numeric(&entry.text)).count();
    let pages_only = pages.len() >= 3 && pages.len() * 10 >= last.len() * 8;
    (entries.columns <= 3 && leaders * 2 > entries.rows() && pages_only)
        || (entries.columns == 2
            && pages_only
            && rising
            && names * 2 > entries.column(0).count()
            && pages.len() >= 4)
}

/// Names with a colon and their values, side by side or below one another, or boxes lettered `(A)`, `(B)` and so on.
fn is_form(entries: &Entries) -> bool {
    let named =
        |entry: &&Entry| entry.text.contains('：') || entry.text.contains(':') && !entry.text.contains("://");
    let is_column_of_names = |column: usize| {
        let names = entries.column(column).filter(|entry| entry.text.ends_with([':', '：'])).count();
        names >= FEWEST_NAMES && names as f32 >= NAMED * entries.column(column).count() as f32
    };
    let filled = entries.filled().count() as f32;
    let lettered = |column: usize| entries.column(column).filter(|entry| is_lettered(&entry.text)).count();
    let letters: Vec<usize> = (0..entries.columns).map(lettered).filter(|count| *count > 0).collect();
    entries.filled().filter(named).count() as f32 >= NAMED * filled
        || (0..entries.columns).any(is_column_of_names)
        || (letters.len() > 1 && letters.iter().sum::<usize>() as f32 >= LETTERED * filled)
}

/// `(A) Name` and the like: the letter of a box of a form with what is written there.
fn is_lettered(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['(', ')', '（', '）']).collect();
    let is_letter = |part: &str| part.len() == 1 && part.chars().all(|c| c.is_ascii_alphabetic());
    parts.windows(2).skip(1).step_by(2).any(|pair| is_letter(pair[0]) && !pair[1].is_empty())
}

/// A bullet, `1.`, `(a)`, `二、` and the like.
fn is_item_mark(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | '（' | '）' | '、' | '．'));
    let bullet = matches!(text, "•" | "·" | "-" | "–" | "—" | "*" | "●" | "■" | "◆" | "▪" | "○" | "◦" | "o");
    let marked = inner.len() < text.len() && inner.chars().count() <= 3 && !text.contains(',');
    bullet || (marked && !inner.is_empty() && inner.chars().all(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_boxes_are_told_from_notes() {
        let told = ["(A)LiMing", "（B）Hill", "Wales(c).21205"];
        let not = ["(A)", "Rates(a)", "(12)Hill", "Hill", "(net)10", "f(x"];
        assert!(told.iter().all(|text| is_lettered(text)));
        assert!(not.iter().all(|text| !is_lettered(text)));
    }
}
