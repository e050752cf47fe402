use document::is_cjk;

/// What an item of a list begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A bullet that says nothing but "item".
    Bullet,
    /// A number as Markdown writes it: `3.` or `3)`.
    Ordered {
        /// The number.
        number: u32,
        /// `.` or `)`.
        delimiter: char,
    },
    /// Any other marker, such as `(a)`, `①`, `一、` or a check box; it stays part of the text.
    Other,
}

/// Signs that are bullets with or without a space behind them. Squares are not among them: they may be check boxes.
const BULLETS: [char; 11] = ['•', '●', '○', '▪', '◦', '‣', '◆', '◇', '►', '➢', '·'];

/// Signs that are bullets only before a space, since they also begin words and numbers.
const SPACED_BULLETS: [char; 6] = ['-', '–', '—', '*', '+', '−'];

/// Boxes and ticks: they begin an item and mean something.
const BOXES: [char; 11] = ['□', '■', '☐', '☑', '☒', '✓', '✔', '✗', '✘', '▢', '★'];

/// Markdown takes at most nine digits for a list's number.
const MAX_DIGITS: usize = 9;

/// The marker at the start of `line` and the text behind it (for [`Marker::Other`] the whole line).
pub(crate) fn split_marker(line: &str) -> Option<(Marker, &str)> {
    let line = line.trim();
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..).unwrap_or_default();
    let is_spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    if BULLETS.contains(&first) || (SPACED_BULLETS.contains(&first) && is_spaced) {
        return Some((Marker::Bullet, rest.trim_start()));
    }
    if BOXES.contains(&first) || is_circled(first) || is_enclosed(line) || is_han_numbered(line) {
        return Some((Marker::Other, line));
    }
    numbered(line).or_else(|| is_lettered(line).then_some((Marker::Other, line)))
}

/// `①` to `⓿` and the parenthesised and dotted numbers beside them.
fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
}

fn is_han_number(c: char) -> bool {
    "〇一二三四五六七八九十百".contains(c)
}

/// `(1)`, `（二）`, `[a]`, `【3】`: a number or one letter in brackets.
fn is_enclosed(line: &str) -> bool {
    let Some(inside) = line.strip_prefix(['(', '（', '[', '【', '〔']) else { return false };
    let Some((label, _)) = inside.split_once([')', '）', ']', '】', '〕']) else { return false };
    let is_number = |c: char| c.is_ascii_digit() || is_han_number(c) || matches!(c, 'i' | 'v' | 'x');
    let is_letter = label.chars().count() == 1 && label.chars().all(|c| c.is_ascii_alphabetic());
    let is_short = (1..=4).contains(&label.chars().count());
    is_letter || (is_short && label.chars().all(is_number))
}

/// `一、` and `十二．`.
fn is_han_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(is_han_number);
    rest.len() < line.len() && rest.starts_with(['、', '．', '.'])
}

/// `a)` and `B.` before a space or a CJK character.
fn is_lettered(line: &str) -> bool {
    let mut chars = line.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter && matches!(chars.next(), Some('.' | ')' | '、' | '）')) && chars.next().is_none_or(parts_marker)
}

/// Whether a marker may end before `c`.
fn parts_marker(c: char) -> bool {
    c.is_whitespace() || is_cjk(c)
}

/// `1.`, `2)`, `3、`, `4．`; not `1.5`.
fn numbered(line: &str) -> Option<(Marker, &str)> {
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.get(..line.len() - behind.len()).filter(|digits| !digits.is_empty())?;
    let delimiter = behind.chars().next()?;
    let rest = behind.get(delimiter.len_utf8()..).unwrap_or_default();
    match delimiter {
        '、' | '．' | '）' => Some((Marker::Other, line)),
        '.' | ')' if rest.chars().next().is_none_or(parts_marker) => {
            let is_plain = digits.len() <= MAX_DIGITS && (digits.len() == 1 || !digits.starts_with('0'));
            match digits.parse().ok().filter(|_| is_plain) {
                Some(number) => Some((Marker::Ordered { number, delimiter }, rest.trim_start())),
                None => Some((Marker::Other, line)),
            }
        }
        _ => None,
    }
}

/// Runs of `lines` that make one item each: an item goes from a marker to the next. Where nothing is marked every line
/// is an item.
pub(crate) fn items<T>(lines: Vec<T>, text: impl Fn(&T) -> String) -> Vec<Vec<T>> {
    let marked: Vec<bool> = lines.iter().map(|line| split_marker(&text(line)).is_some()).collect();
    let no_marks = !marked.contains(&true);
    let mut items: Vec<Vec<T>> = Vec::new();
    for (line, is_marked) in lines.into_iter().zip(marked) {
        match items.last_mut() {
            Some(item) if !is_marked && !no_marks => item.push(line),
            _ => items.push(vec![line]),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_text() {
        let ordered = |number, delimiter| Some(Marker::Ordered { number, delimiter });
        let cases = [
            ("• milk", Some(Marker::Bullet), "milk"),
            ("•milk", Some(Marker::Bullet), "milk"),
            ("- milk", Some(Marker::Bullet), "milk"),
            ("-5 °C", None, ""),
            ("–", Some(Marker::Bullet), ""),
            ("1. milk", ordered(1, '.'), "milk"),
            ("12)milk", None, ""),
            ("12)牛奶", ordered(12, ')'), "牛奶"),
            ("1.5 mg", None, ""),
            ("01. milk", Some(Marker::Other), "01. milk"),
            ("1234567890. x", Some(Marker::Other), "1234567890. x"),
            ("3、牛奶", Some(Marker::Other), "3、牛奶"),
            ("（二）牛奶", Some(Marker::Other), "（二）牛奶"),
            ("(iv) milk", Some(Marker::Other), "(iv) milk"),
            ("(see above)", None, ""),
            ("①牛奶", Some(Marker::Other), "①牛奶"),
            ("一、牛奶", Some(Marker::Other), "一、牛奶"),
            ("一般情况", None, ""),
            ("a) milk", Some(Marker::Other), "a) milk"),
            ("e.g. milk", None, ""),
            ("☑ 同意", Some(Marker::Other), "☑ 同意"),
            ("milk", None, ""),
            ("", None, ""),
        ];
        for (line, marker, rest) in cases {
            let want = marker.map(|marker| (marker, rest));
            assert_eq!(split_marker(line), want, "{line}");
        }
    }

    #[test]
    fn items_go_from_marker_to_marker() {
        let of = |lines: &[&'static str]| items(lines.to_vec(), |line| (*line).to_owned());
        assert_eq!(of(&["1. a", "b", "2. c"]), [vec!["1. a", "b"], vec!["2. c"]]);
        assert_eq!(of(&["a", "• b"]), [vec!["a"], vec!["• b"]]);
        assert_eq!(of(&["a", "b"]), [vec!["a"], vec!["b"]]);
    }
}
