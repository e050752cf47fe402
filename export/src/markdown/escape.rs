//! Escaping for CommonMark and its GitHub dialect: a backslash or an entity only where the text would otherwise be
//! taken for markup, so that `3.5*10^9` and `file_name` read as they are printed.

/// What stands inside a block: emphasis, code, links, tags and entities are disarmed.
///
/// Follows the rules of <https://spec.commonmark.org/0.31.2/#inlines> and GitHub's strikethrough. Backticks and tags
/// become entities, not backslashed: programs that strip Markdown by pattern handle those better.
pub(super) fn inline(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let guarded: Vec<bool> = guarded_delimiters(&chars);
    let mut out = String::with_capacity(text.len() + 8);
    for (index, &c) in chars.iter().enumerate() {
        let next = chars.get(index + 1).copied();
        let before = index.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let is_guarded = guarded.get(index) == Some(&true);
        match c {
            '`' if is_guarded => out.push_str("&#96;"),
            '\\' if next.is_some_and(|n| n.is_ascii_punctuation()) => out.push_str("\\\\"),
            '<' if next.is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')) => {
                out.push_str("&lt;");
            }
            '&' if begins_entity(chars.get(index + 1..).unwrap_or_default()) => out.push_str("&amp;"),
            '(' if before == Some(']') => out.push_str("\\("),
            _ if is_guarded => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// [`inline`], for a cell of a pipe table.
pub(crate) fn pipe_cell(text: &str) -> String {
    inline(text).replace('|', "\\|")
}

/// An escaped line that begins a block, guarded against being taken for a heading, list, quote, rule, fence, table or
/// link definition. A run of delimiters is escaped as a whole: what is left of it might find a partner.
pub(super) fn line_start(line: &str) -> String {
    let Some(first) = line.chars().next() else { return String::new() };
    let escaped = || format!("\\{line}");
    let behind = |marks: &str| line.trim_start_matches(|c| marks.contains(c));
    let parts = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    match first {
        '>' | '|' => escaped(),
        '#' if parts(behind("#")) && line.len() - behind("#").len() <= 6 => escaped(),
        '=' if behind("=").trim().is_empty() => format!("&#61;{}", line.get(1..).unwrap_or_default()),
        '-' | '_' | '*' if is_rule(line, first) => line.replace(first, &format!("\\{first}")),
        '-' | '+' | '*' if line.get(1..).is_some_and(parts) => escaped(),
        '-' if behind("-").trim().is_empty() => escaped(),
        '`' | '~' if line.starts_with("```") || line.starts_with("~~~") => {
            let rest = line.trim_start_matches(first);
            format!("\\{first}").repeat(line.len() - rest.len()) + rest
        }
        '[' if line.contains("]:") => escaped(),
        '0'..='9' => ordinal(line),
        _ => line.to_owned(),
    }
}

/// The text of an ATX heading: `#` signs at its end would be dropped.
pub(super) fn heading(line: &str) -> String {
    let body = line.trim_end_matches('#');
    if body.len() < line.len() && (body.is_empty() || body.ends_with([' ', '\t'])) {
        return format!("{body}\\{}", line.get(body.len()..).unwrap_or_default());
    }
    line.to_owned()
}

/// Whether `line` is three or more `mark`s and spaces.
fn is_rule(line: &str, mark: char) -> bool {
    line.chars().all(|c| c == mark || c == ' ' || c == '\t') && line.matches(mark).count() >= 3
}

/// `1. text` with its full stop escaped; a number that starts no list as it is.
fn ordinal(line: &str) -> String {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let (digits, tail) = line.split_at(line.len() - rest.len());
    let is_marker = tail.starts_with(['.', ')'])
        && tail.get(1..).is_some_and(|t| t.is_empty() || t.starts_with([' ', '\t']))
        && digits.len() <= 9;
    if is_marker { format!("{digits}\\{tail}") } else { line.to_owned() }
}

/// Whether `&` before `rest` begins an entity: `amp;`, `#39;`, `#x27;`.
fn begins_entity(rest: &[char]) -> bool {
    let Some(end) = rest.iter().position(|c| *c == ';') else { return false };
    let name = rest.get(..end).unwrap_or_default();
    let (is_numeric, body) = match name.split_first() {
        Some(('#', body)) => (true, body),
        _ => (false, name),
    };
    let starts_well = is_numeric || body.first().is_some_and(char::is_ascii_alphabetic);
    starts_well && !body.is_empty() && body.iter().all(char::is_ascii_alphanumeric)
}

/// Which characters belong to a run of `*`, `_`, `~` or backticks that would find a partner.
fn guarded_delimiters(chars: &[char]) -> Vec<bool> {
    let mut guarded = vec![false; chars.len()];
    for mark in ['*', '_', '~', '`'] {
        let runs = runs(chars, mark);
        let first_opener = runs.iter().position(|run| run.opens);
        let last_closer = runs.iter().rposition(|run| run.closes);
        let (Some(first), Some(last)) = (first_opener, last_closer) else { continue };
        if first >= last {
            continue;
        }
        for run in runs.iter().filter(|run| run.opens || run.closes) {
            guarded.iter_mut().skip(run.start).take(run.len).for_each(|g| *g = true);
        }
    }
    guarded
}

/// A run of one delimiter and what it may do there.
struct Run {
    start: usize,
    len: usize,
    opens: bool,
    closes: bool,
}

fn runs(chars: &[char], mark: char) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = chars.iter().skip(at).position(|c| *c == mark).map(|i| i + at) {
        let len = chars.iter().skip(start).take_while(|c| **c == mark).count();
        let before = start.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(start + len).copied();
        let (opens, closes) = flanks(mark, before, after);
        runs.push(Run { start, len, opens, closes });
        at = start + len;
    }
    runs
}

/// Whether a run between `before` and `after` may open and may close, by CommonMark's flanking rules.
///
/// Whatever is neither letter, number nor space counts as punctuation; that is wider than the rule for combining
/// marks, and errs towards an escape.
fn flanks(mark: char, before: Option<char>, after: Option<char>) -> (bool, bool) {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let left = !is_space(after) && (!is_sign(after) || is_space(before) || is_sign(before));
    let right = !is_space(before) && (!is_sign(before) || is_space(after) || is_sign(after));
    match mark {
        '`' => (true, true),
        '_' => (left && (!right || is_sign(before)), right && (!left || is_sign(after))),
        _ => (left, right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_markup_is_escaped() {
        let cases = [
            ("3.5*10^9", "3.5*10^9"),
            ("3.5*10^9 and 4*10^9", "3.5\\*10^9 and 4\\*10^9"),
            ("a * b * c", "a * b * c"),
            ("*见注", "*见注"),
            ("*a*", "\\*a\\*"),
            ("file_name_x", "file_name_x"),
            ("_a_", "\\_a\\_"),
            ("3.5~5.5", "3.5~5.5"),
            ("3.5~5.5, 4~10", "3.5\\~5.5, 4\\~10"),
            ("P<0.05", "P<0.05"),
            ("x <b> y", "x &lt;b> y"),
            ("R&D", "R&D"),
            ("&lt; &#39; &x", "&amp;lt; &amp;#39; &x"),
            ("it`s", "it`s"),
            ("`a`", "&#96;a&#96;"),
            ("C:\\dir", "C:\\dir"),
            ("a\\*b", "a\\\\*b"),
            ("[1] and [2](3)", "[1] and [2]\\(3)"),
            ("WBC↓ (±0.5%)", "WBC↓ (±0.5%)"),
        ];
        for (text, want) in cases {
            assert_eq!(inline(text), want, "{text}");
        }
    }

    #[test]
    fn the_start_of_a_line_is_no_block() {
        let cases = [
            ("# a", "\\# a"),
            ("#a", "#a"),
            ("####### a", "####### a"),
            ("- a", "\\- a"),
            ("-5", "-5"),
            ("+ a", "\\+ a"),
            ("1. a", "1\\. a"),
            ("1.5 a", "1.5 a"),
            ("2024) a", "2024\\) a"),
            ("> a", "\\> a"),
            (">5", "\\>5"),
            ("---", "\\-\\-\\-"),
            ("--", "\\--"),
            ("* * *", "\\* \\* \\*"),
            ("** **", "\\*\\* \\*\\*"),
            ("____", "\\_\\_\\_\\_"),
            ("___年", "___年"),
            ("===", "&#61;=="),
            ("= 5", "= 5"),
            ("```", "\\`\\`\\`"),
            ("~~~ a", "\\~\\~\\~ a"),
            ("| a |", "\\| a |"),
            ("[1]: a", "\\[1]: a"),
            ("[1] a", "[1] a"),
            ("", ""),
        ];
        for (line, want) in cases {
            assert_eq!(line_start(line), want, "{line}");
        }
    }

    #[test]
    fn headings_keep_their_last_signs() {
        for (line, want) in [("C #", "C \\#"), ("C#", "C#"), ("#", "\\#"), ("a ##", "a \\##")] {
            assert_eq!(heading(line), want);
        }
    }
}
