//! Lines of `Name: value`.

use document::{Line, Word};

use super::labels::{is_known, is_name};
use super::passage::Part;

/// A gap between words wider than this many line heights parts two fields of one line.
const WIDE_GAP: f32 = 0.9;
/// Lines on one row are at most this share of their height apart.
const ROW_DRIFT: f32 = 0.5;

/// A name and its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// Which of the lines the name stands in.
    pub(super) line: usize,
    pub(super) key: Part,
    pub(super) value: Part,
}

/// A character of a line, with the word it belongs to.
#[derive(Clone, Copy)]
struct Letter {
    c: char,
    /// Index of the word; a space belongs to the word before it.
    word: usize,
    /// Whether a space or a wide gap stands before it.
    after: Break,
}

/// What stands before a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    /// The letter before, of the same word.
    None,
    /// Another word, glued to it.
    Word,
    /// A space.
    Space,
    /// A wide gap.
    Gap,
}

/// The names with their values in `lines`. A name at the end of its line has its value in the next line on the same
/// row, if that has no name of its own.
pub(super) fn pairs(lines: &[&Line]) -> Vec<Pair> {
    let mut found: Vec<Pair> = vec![];
    for (index, line) in lines.iter().enumerate() {
        let here = of_line(&line.words);
        let goes_on = here.is_empty()
            && index > 0
            && lines.get(index - 1).is_some_and(|before| is_beside(before, line));
        match found.last_mut().filter(|last| goes_on && last.line + 1 == index && last.value.text.is_empty())
        {
            Some(last) => {
                last.value =
                    Part { text: line.text.clone(), words: line.words.iter().map(|word| word.id).collect() };
            }
            None => found.extend(here.into_iter().map(|(key, value)| Pair { line: index, key, value })),
        }
    }
    found
}

/// Whether `next` stands on the row of `line`, to the right of it as the text runs.
fn is_beside(line: &Line, next: &Line) -> bool {
    let (a, b) = (line.outline.bounds(), next.outline.bounds());
    let drift = (a.center().y - b.center().y).abs();
    drift <= ROW_DRIFT * a.height().min(b.height()) && b.left >= a.right - a.height()
}

/// The names and values of one run of words.
pub(super) fn of_line(words: &[Word]) -> Vec<(Part, Part)> {
    let letters = letters(words);
    let colons: Vec<usize> = (0..letters.len()).filter(|at| is_colon(&letters, *at)).collect();
    // Where each name begins, with its colon.
    let mut names: Vec<(usize, usize)> = vec![];
    for colon in colons {
        let from = names.last().map_or(0, |(_, before)| before + 1);
        match name_start(&letters, from, colon, names.is_empty()) {
            Some(start) => names.push((start, colon)),
            // A line that does not begin with a name is a sentence; a later colon belongs to the value.
            None if names.is_empty() => return vec![],
            None => {}
        }
    }
    let ends = names.iter().skip(1).map(|(start, _)| *start).chain([letters.len()]);
    let pairs = names.iter().zip(ends).map(|((start, colon), end)| {
        (part(&letters, words, *start, *colon), part(&letters, words, colon + 1, end))
    });
    pairs.collect()
}

fn letters(words: &[Word]) -> Vec<Letter> {
    let mut letters = vec![];
    let mut before: Option<&Word> = None;
    for (index, word) in words.iter().enumerate() {
        let mut after = match before {
            None => Break::Gap,
            Some(before) if is_wide(before, word) => Break::Gap,
            Some(_) if word.glued => Break::Word,
            Some(_) => Break::Space,
        };
        for c in word.text.chars() {
            let is_space = c.is_whitespace();
            letters.push(Letter { c, word: index, after });
            after = if is_space { Break::Space } else { Break::None };
        }
        before = Some(word);
    }
    letters
}

fn is_wide(before: &Word, word: &Word) -> bool {
    let (a, b) = (before.outline.bounds(), word.outline.bounds());
    // Along the longer way, whatever the turn of the page.
    let gap = (b.left - a.right).max(a.left - b.right).max(b.top - a.bottom).max(a.top - b.bottom);
    let height = a.height().min(a.width()).max(b.height().min(b.width()));
    gap > WIDE_GAP * height
}

/// Whether the letter `at` is a colon that parts a name from its value: not one of a time, a ratio or an address.
fn is_colon(letters: &[Letter], at: usize) -> bool {
    let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).map(|letter| letter.c);
    let (Some(c), before, after) = (near(Some(at)), near(at.checked_sub(1)), near(at.checked_add(1))) else {
        return false;
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    matches!(c, ':' | '：') && !(digit(before) && digit(after)) && after != Some('/') && before.is_some()
}

/// Where the name begins that ends at `colon`, at `from` or later. The first name begins with the line; a later one
/// behind the last wide gap, else behind the last space, else with its word.
fn name_start(letters: &[Letter], from: usize, colon: usize, is_first: bool) -> Option<usize> {
    let is_named = |start: &usize| {
        let name: String = letters.get(*start..colon).unwrap_or_default().iter().map(spelled).collect();
        is_name(name.trim())
    };
    let behind = |least: Break| {
        let mut starts = (from + 1..colon).rev();
        starts.find(|at| {
            letters.get(*at).is_some_and(|letter| letter.after >= least && !letter.c.is_whitespace())
        })
    };
    if is_first {
        // What stands before a wide gap, or before the space that a Chinese name has none of, is not part of it.
        let is_chinese = colon
            .checked_sub(1)
            .and_then(|at| letters.get(at))
            .is_some_and(|letter| document::is_cjk(letter.c));
        let inner = behind(Break::Gap).or_else(|| behind(Break::Space).filter(|_| is_chinese));
        let known = |start: &usize| {
            let name: String = letters.get(*start..colon).unwrap_or_default().iter().map(spelled).collect();
            is_known(&name)
        };
        return inner.filter(is_named).filter(known).or_else(|| Some(from).filter(is_named));
    }
    [Break::Gap, Break::Space, Break::Word].into_iter().filter_map(behind).find(is_named)
}

/// The letter with the space before it.
fn spelled(letter: &Letter) -> String {
    match letter.after {
        Break::Space | Break::Gap => format!(" {}", letter.c),
        Break::None | Break::Word => letter.c.to_string(),
    }
}

fn part(letters: &[Letter], words: &[Word], start: usize, end: usize) -> Part {
    let letters = letters.get(start..end).unwrap_or_default();
    let text: String = letters.iter().map(spelled).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut ids = vec![];
    for letter in letters.iter().filter(|letter| !letter.c.is_whitespace()) {
        if let Some(word) = words.get(letter.word).filter(|word| ids.last() != Some(&word.id)) {
            ids.push(word.id);
        }
    }
    Part { text, words: ids }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::lines;

    fn told(text: &str) -> Vec<String> {
        let lines = lines(&[(0.0, &[(0.0, text)])]);
        of_line(&lines[0].words)
            .into_iter()
            .map(|(key, value)| format!("{}={}", key.text, value.text))
            .collect()
    }

    #[test]
    fn names_part_from_values() {
        let cases: [(&str, &[&str]); 11] = [
            ("第一医院 住院号：328 姓名：张海", &["住院号=328", "姓名=张海"]),
            ("姓名：王芳", &["姓名=王芳"]),
            ("姓名:王芳 性别:女 年龄:45岁", &["姓名=王芳", "性别=女", "年龄=45岁"]),
            ("Name: Li Wei Age: 45", &["Name=Li Wei", "Age=45"]),
            ("采集时间：2024-06-17 07:13", &["采集时间=2024-06-17 07:13"]),
            ("Site: http://a.b", &["Site=http://a.b"]),
            ("诊断：", &["诊断="]),
            ("10:30", &[]),
            ("ratio 1:2", &[]),
            ("We found, as others did, three things: a, b", &[]),
            ("no colon", &[]),
        ];
        for (text, want) in cases {
            assert_eq!(told(text), want, "{text}");
        }
    }

    #[test]
    fn a_value_may_stand_in_the_next_line_of_the_row() {
        let lines = lines(&[
            (0.0, &[(0.0, "Name:"), (80.0, "Li Wei"), (300.0, "Age: 45")]),
            (40.0, &[(0.0, "text")]),
        ]);
        let lines: Vec<&Line> = lines.iter().collect();
        let pairs = pairs(&lines);
        let told: Vec<_> =
            pairs.iter().map(|pair| format!("{}={}", pair.key.text, pair.value.text)).collect();
        assert_eq!(told, ["Name=Li Wei", "Age=45"]);
        assert_eq!(pairs[0].value.words.len(), 2);
    }
}
