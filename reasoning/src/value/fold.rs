use std::ops::Range;

/// A copy of a text in which words that are printed apart read as one, with the way back.
///
/// Full-width letters, figures and signs become half width, white space and line breaks between Chinese characters go
/// away, other runs of white space become one space. Chinese punctuation stays, but for the comma-like, bracket-like
/// and colon-like signs that have a half-width twin.
///
/// ```
/// use reasoning::value::Folded;
/// let folded = Folded::new("审 判 长　张\n三，２０２４年");
/// assert_eq!(folded.text(), "审判长张三,2024年");
/// let start = folded.text().find("2024").unwrap();
/// assert_eq!(folded.source(start..start + 4), 24..36);
/// ```
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the byte range of the source character it came from.
    origins: Vec<(u32, u32)>,
    breaks: Vec<usize>,
    lines: Vec<usize>,
}

impl Folded {
    /// Folds `source`.
    pub fn new(source: &str) -> Self {
        Self::with_lines(source, &[], false)
    }

    /// Folds `source`, in which lines begin at the bytes `begin` too, given in order: rows of a paragraph that were
    /// joined without a sign between them. With `mend`, figures and capitals that a row's end cuts stand together
    /// again: a row of Chinese text ends anywhere, and the blank that joined it is nobody's.
    pub fn with_lines(source: &str, begin: &[usize], mend: bool) -> Self {
        let mut begin = begin.iter().copied().peekable();
        let mut folded = Self {
            text: String::with_capacity(source.len()),
            origins: Vec::with_capacity(source.len()),
            breaks: vec![],
            lines: vec![],
        };
        let mut last = None;
        let mut gap: Option<(usize, usize)> = None;
        let (mut line, mut cut) = (false, false);
        for (at, char) in source.char_indices() {
            let end = at + char.len_utf8();
            while begin.next_if(|begin| *begin <= at).is_some() {
                (line, cut, gap) = (true, mend && !line, gap.or(Some((at, at))));
            }
            if char.is_whitespace() || matches!(char, '\u{200b}' | '\u{feff}') {
                line |= matches!(char, '\n' | '\r' | '\u{2028}' | '\u{2029}');
                gap = Some(gap.map_or((at, end), |(start, _)| (start, end)));
                continue;
            }
            let char = half_width(char);
            if let Some(gap) = gap.take() {
                let cut = std::mem::take(&mut cut) && last.is_some_and(|last| goes_on(last, char));
                if gap.0 < gap.1 && !cut && last.is_some_and(|last| !is_wide(last) && !is_wide(char)) {
                    folded.push(' ', gap);
                }
                folded.breaks.push(folded.text.len());
                if std::mem::take(&mut line) {
                    folded.lines.push(folded.text.len());
                }
            }
            folded.push(char, (at, end));
            last = Some(char);
        }
        folded
    }

    fn push(&mut self, char: char, origin: (usize, usize)) {
        self.text.push(char);
        self.origins.resize(self.text.len(), (origin.0 as u32, origin.1 as u32));
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte positions of the folded text at which white space stood in the source, in order.
    pub fn breaks(&self) -> &[usize] {
        &self.breaks
    }

    /// Those of [`Self::breaks`] at which a line of the source began.
    pub fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// Whether white space stood before the folded byte `at`; the two ends of the text count.
    pub fn is_break(&self, at: usize) -> bool {
        at == 0 || at >= self.text.len() || self.breaks.binary_search(&at).is_ok()
    }

    /// Whether a line of the source began at the folded byte `at`; the start of the text counts.
    pub fn is_line(&self, at: usize) -> bool {
        at == 0 || self.lines.binary_search(&at).is_ok()
    }

    /// The byte range of the source for a byte range of the folded text. Places past the end are the end.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let Some(last) = self.origins.len().checked_sub(1) else { return 0..0 };
        let start = self.origins[range.start.min(last)];
        if range.is_empty() {
            let at = if range.start > last { start.1 } else { start.0 } as usize;
            return at..at;
        }
        start.0 as usize..self.origins[(range.end - 1).min(last)].1 as usize
    }
}

/// The plain form of a character ([`crate::fold_char`]), with one sign for the yuan.
pub(crate) fn half_width(char: char) -> char {
    if char == '￥' { '¥' } else { crate::fold_char(char) }
}

/// Whether `last` and `next` are likely two places of one number or code.
fn goes_on(last: char, next: char) -> bool {
    let place = |char: char| char.is_ascii_digit() || char.is_ascii_uppercase();
    match (last, next) {
        (',' | '.', next) => next.is_ascii_digit(),
        (last, ',' | '.' | '%') => last.is_ascii_digit(),
        (last, next) => place(last) && place(next),
    }
}

/// Whether white space beside `char` means nothing: Chinese characters and Chinese punctuation.
fn is_wide(char: char) -> bool {
    document::is_cjk(char)
        || matches!(char, '\u{3000}'..='\u{303f}' | '○' | '×' | '“' | '”' | '‘' | '’' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back() {
        struct Case(&'static str, &'static str);
        for Case(source, expected) in [
            Case("", ""),
            Case("  \n ", ""),
            Case("上海 市\n长宁区", "上海市长宁区"),
            Case("Party  A\nand B", "Party A and B"),
            Case("人民币 RMB 5,000 元", "人民币RMB 5,000元"),
            Case("（２０１８）沪", "(2018)沪"),
        ] {
            let folded = Folded::new(source);
            assert_eq!(folded.text(), expected);
            for (at, char) in folded.text().char_indices() {
                let origin = folded.source(at..at + char.len_utf8());
                let first = source[origin].chars().next().unwrap();
                assert!(half_width(first) == char || first.is_whitespace(), "{source:?} {char:?}");
            }
            let _ = folded.source(3..900);
        }
    }

    #[test]
    fn line_starts_are_kept() {
        let folded = Folded::new("审判长 张三\n书记员 李四");
        assert_eq!(folded.lines(), ["审判长张三".len()]);
        assert!(folded.is_line("审判长张三".len()) && folded.is_break("审判长".len()));
    }
}
