use document::{Line, Rect, Word};

/// Numbers from the first up to the second are years where nothing else stands beside them.
const YEARS: std::ops::Range<u32> = 1800..2200;

/// A word inside a table with what the recognition of its place needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink<'a> {
    /// The word.
    pub(crate) word: &'a Word,
    /// Its box in working pixels.
    pub(crate) bounds: Rect,
}

impl Ink<'_> {
    /// Whether the text is a number, a range, a percentage, a dash for "none" and the like.
    pub(crate) fn is_numeric(&self) -> bool {
        is_numeric(&self.word.text)
    }

    /// Whether it is a year, four digits with nothing beside them: years head columns as names do.
    pub(crate) fn is_year(&self) -> bool {
        let text = &self.word.text;
        text.len() == 4 && text.parse().is_ok_and(|number| YEARS.contains(&number))
    }

    /// Whether it ends with dots that lead the eye to the next column.
    pub(crate) fn has_leader(&self) -> bool {
        without_leader(&self.word.text).len() < self.word.text.len()
    }

    /// Whether it is nothing but dots that lead the eye to the next column.
    pub(crate) fn is_leader(&self) -> bool {
        without_leader(&self.word.text).is_empty()
    }
}

/// Fewest dots that lead the eye over a gap.
const LEADER_DOTS: usize = 3;

/// Whether `c` is one of the dots of a leader.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '·' | '…' | '‥' | '․' | '_')
}

/// `text` without the dots at its end that lead the eye to the next column.
pub(crate) fn without_leader(text: &str) -> &str {
    let rest = text.trim_end_matches(is_dot);
    let dots: usize = text[rest.len()..].chars().map(|c| if c == '…' { LEADER_DOTS } else { 1 }).sum();
    if dots >= LEADER_DOTS { rest } else { text }
}

/// The words whose middle is inside `bounds`, in the order of their lines.
pub(crate) fn words_inside<'a>(lines: &[&'a Line], bounds: Rect) -> Vec<Ink<'a>> {
    let all =
        lines.iter().flat_map(|line| &line.words).map(|word| Ink { word, bounds: word.outline.bounds() });
    all.filter(|ink| bounds.contains(ink.bounds.center())).collect()
}

/// Letter height assumed where there are no words, in pixels.
const NO_WORDS_HEIGHT: f32 = 20.0;

/// The middle one of the words' heights: the yardstick of everything in a table.
pub(crate) fn letter_height(inks: &[Ink<'_>]) -> f32 {
    median(inks.iter().map(|ink| ink.bounds.height().min(ink.bounds.width() * 2.5)).collect())
        .map_or(NO_WORDS_HEIGHT, |h| h.max(1.0))
}

/// The middle value; nothing for an empty list.
pub(crate) fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Whether `text` has a digit and no more letters than a unit or a footnote mark has, or is a dash that stands for one.
pub(crate) fn is_numeric(text: &str) -> bool {
    let (digits, letters) = text
        .chars()
        .fold((0, 0), |(d, l), c| (d + usize::from(c.is_numeric()), l + usize::from(c.is_alphabetic())));
    let dash = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '/' | '*'));
    dash || (digits > 0 && letters <= digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_are_told_from_text() {
        for (text, want) in
            [("0.99.....", "0.99"), ("......", ""), ("etc.", "etc."), ("Total……", "Total"), ("…", "")]
        {
            assert_eq!(without_leader(text), want, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_told_from_words() {
        for (text, want) in [
            ("12.5", true),
            ("-", true),
            ("3.4%", true),
            ("5a", true),
            ("CO2", false),
            ("", false),
            ("(1,200)", true),
        ] {
            assert_eq!(is_numeric(text), want, "{text:?}");
        }
    }
}
