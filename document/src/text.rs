/// Whether `c` belongs to a script written without spaces between words: Han, kana, or their punctuation and full-width
/// forms.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x2FDF | 0x3000..=0x30FF | 0x3100..=0x312F | 0x31A0..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
}

/// Lines of one paragraph as running text: a space between lines, none beside CJK, and a word parted by a hyphen at the
/// line's end made whole.
///
/// The hyphen goes where a lower-case letter stands on both sides of the break; a compound that happens to be cut there
/// loses its hyphen, which no dictionary-free rule can tell.
///
/// ```
/// assert_eq!(document::join_lines(["recog-", "nition of", "text"]), "recognition of text");
/// assert_eq!(document::join_lines(["检验", "报告"]), "检验报告");
/// ```
pub fn join_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines.into_iter().map(str::trim).filter(|line| !line.is_empty()) {
        match Joint::between(&text, line) {
            Joint::Parted => drop(text.pop()),
            Joint::Space => text.push(' '),
            Joint::Glued => {}
        }
        text.push_str(line);
    }
    text
}

/// How a line goes on from the text before it, by the rules of [`join_lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// With a space between.
    Space,
    /// With nothing between.
    Glued,
    /// The text ends in a hyphen that parts a word: it is dropped.
    Parted,
}

impl Joint {
    /// The joint between `text` and the line `next`, both without spaces at their ends.
    pub fn between(text: &str, next: &str) -> Self {
        let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
            return Self::Glued;
        };
        if is_parted(text, first) {
            Self::Parted
        } else if is_cjk(last) || is_cjk(first) {
            Self::Glued
        } else {
            Self::Space
        }
    }
}

/// Whether `text` ends in a word parted by a hyphen that goes on with `next`.
fn is_parted(text: &str, next: char) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}' | '\u{AD}'))
        && back.next().is_some_and(char::is_lowercase)
        && next.is_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_by_script() {
        struct Case(&'static [&'static str], &'static str);
        let cases = [
            Case(&[], ""),
            Case(&["a", "b"], "a b"),
            Case(&["中文", "English"], "中文English"),
            Case(&["exam-", "ple"], "example"),
            Case(&["COVID-", "19"], "COVID- 19"),
            Case(&["well -", "known"], "well - known"),
            Case(&["  a ", "", "b"], "a b"),
            Case(&["句。", "下"], "句。下"),
        ];
        for Case(lines, want) in cases {
            assert_eq!(join_lines(lines.iter().copied()), want, "{lines:?}");
        }
    }
}
