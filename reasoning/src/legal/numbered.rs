//! Numbered lists in running text: `一、…二、…`, `1.…2.…`, `(一)…`.

use std::ops::Range;

use crate::value::whole_number;

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `一、`
    Chinese,
    /// `(一)`
    Bracketed,
    /// `1.`, `1、`
    Figures,
    /// `(1)`, `1)`
    FigureBrackets,
    /// `第一,`, `第一项:`
    Ordinal,
    /// `①`
    Circled,
    /// `请求1:`, `诉请一、`
    Named,
    /// `一` alone in its line or cell
    Bare,
}

/// Words before the numbers of a list of claims.
const NAMED: [&str; 5] = ["诉讼请求", "请求事项", "请求", "诉请", "诉求"];

/// Circled numbers, from one.
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its number; absent for a text without numbers.
    pub number: Option<u32>,
    /// The item without its number.
    pub text: Range<usize>,
}

/// A sign of an item at `at`: style, number, bytes it takes.
fn sign(text: &str, at: usize) -> Option<(Style, u32, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if let Some(number) = CIRCLED.chars().position(|known| known == first) {
        return Some((Style::Circled, u32::try_from(number + 1).ok()?, first.len_utf8()));
    }
    if let Some(word) = NAMED.iter().find(|word| rest.starts_with(**word)) {
        let (number, length) = whole_number(rest.get(word.len()..)?)?;
        let end = word.len() + length;
        let behind = rest.get(end..)?.chars().next().filter(|c| ":、.)".contains(*c))?;
        return Some((Style::Named, u32::try_from(number).ok().filter(|n| *n > 0)?, end + behind.len_utf8()));
    }
    let open = if "([<".contains(first) {
        1
    } else if first == '【' {
        first.len_utf8()
    } else {
        0
    };
    let ordinal = if first == '第' { '第'.len_utf8() } else { 0 };
    let (number, length) = whole_number(rest.get(open + ordinal..)?)?;
    let number = u32::try_from(number).ok().filter(|number| (1..=200).contains(number))?;
    let chinese = !rest.get(open + ordinal..)?.starts_with(|c: char| c.is_ascii_digit());
    let end = open + ordinal + length;
    let named = ordinal > 0 && rest.get(end..)?.starts_with('项');
    let end = if named { end + '项'.len_utf8() } else { end };
    let behind = rest.get(end..)?.chars().next()?;
    // 第一项 may stand without a sign behind; then the text begins right there.
    let bare = named && !",:、.".contains(behind);
    let next = if bare { end } else { end + behind.len_utf8() };
    let decimal = rest.get(next..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let style = match (open + ordinal, chinese, behind) {
        (0, true, '、' | '.' | ',' | ')') => Style::Chinese,
        (0, false, '、') => Style::Figures,
        (0, false, '.') if !decimal => Style::Figures,
        (0, false, ')') => Style::FigureBrackets,
        (1 | 3, true, ')' | ']' | '>' | '】') if ordinal == 0 => Style::Bracketed,
        (1 | 3, false, ')' | ']' | '>' | '】') if ordinal == 0 => Style::FigureBrackets,
        (3, _, _) if named => Style::Ordinal,
        (3, _, ',' | ':' | '、') => Style::Ordinal,
        _ => return None,
    };
    Some((style, number, next))
}

/// A number at `at` without a sign behind it; it counts where it stands alone.
fn bare(text: &str, at: usize) -> Option<(Style, u32, usize)> {
    let (number, length) = whole_number(text.get(at..)?)?;
    let number = u32::try_from(number).ok().filter(|number| (1..=MOST_BARE).contains(number))?;
    (!text.get(at + length..)?.is_empty()).then_some((Style::Bare, number, length))
}

/// The most items of a list whose numbers have no sign.
const MOST_BARE: u32 = 20;

/// The number that `text` begins with, as an item does.
pub(super) fn number_at(text: &str) -> Option<u32> {
    sign(text, 0).map(|(_, number, _)| number)
}

/// The number that `text` is, but for the sign behind it: `三、`, `(3)`.
pub(super) fn number_before(text: &str) -> Option<u32> {
    sign(text, 0).filter(|(.., length)| *length == text.len()).map(|(_, number, _)| number)
}

/// How far the next number of a list may be ahead.
const MOST_SKIPPED: u32 = 4;

/// The items of `text`: numbers from one on, one behind the other, each at the start or behind the end of a clause or,
/// as `begins` tells, a break. A text without numbers is one item.
///
/// A skipped number ends no list: `三` missing, the next item is 四 and says so, for rules to see.
pub(crate) fn items(text: &str, begins: impl Fn(usize) -> bool) -> Vec<Item> {
    let clause = |at: usize| {
        at == 0 || begins(at) || text.get(..at).is_some_and(|b| b.ends_with(['。', ';', ':', ')', ',', '"']))
    };
    let mut heads: Vec<(Style, u32, usize, usize)> = Vec::new();
    for (at, char) in text.char_indices() {
        let likely = "([<【".contains(char)
            || char == '第'
            || char.is_ascii_digit()
            || "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾请诉".contains(char)
            || CIRCLED.contains(char);
        let inside = heads.last().is_some_and(|head| at < head.3);
        if !likely || inside || !clause(at) {
            continue;
        }
        let bare = || bare(text, at).filter(|(.., length)| begins(at) && begins(at + length));
        let Some((style, number, length)) = sign(text, at).or_else(bare) else { continue };
        let fits = match heads.last() {
            None => number <= 2,
            // A number given twice or far ahead counts at the beginning of a line only.
            Some((last_style, last, ..)) if begins(at) => {
                let least = if style == Style::Bare { last } else { last.max(&2) };
                *last_style == style && (*least..=last + MOST_SKIPPED).contains(&number)
            }
            Some((last_style, last, ..)) => *last_style == style && number > *last && number <= last + 2,
        };
        if fits {
            heads.push((style, number, at, at + length));
        }
    }
    if heads.is_empty() {
        return vec![Item { number: None, text: 0..text.len() }];
    }
    let ends = heads.iter().skip(1).map(|head| head.2).chain([text.len()]);
    heads.iter().zip(ends).map(|(head, end)| Item { number: Some(head.1), text: head.3..end }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(text: &str) -> String {
        let one = |item: &Item| {
            let number = item.number.map_or("-".to_owned(), |number| number.to_string());
            format!("{number}={}", text.get(item.text.clone()).unwrap_or_default())
        };
        items(text, |_| false).iter().map(one).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn lists_in_all_hands() {
        for (text, expected) in [
            ("一、甲付款;二、乙交货。", "1=甲付款;|2=乙交货。"),
            ("1.甲付款1.5元;2.乙交货。", "1=甲付款1.5元;|2=乙交货。"),
            ("1、甲付款。2、乙交货。", "1=甲付款。|2=乙交货。"),
            ("(一)甲;(二)乙", "1=甲;|2=乙"),
            ("一、甲:1.付款;2.交货。二、乙。", "1=甲:1.付款;2.交货。|2=乙。"),
            ("一、甲。三、乙。", "1=甲。|3=乙。"),
            ("①甲付款;②乙交货。", "1=甲付款;|2=乙交货。"),
            ("请求1:甲付款。请求2:乙交货。", "1=甲付款。|2=乙交货。"),
            ("甲付款十万元。", "-=甲付款十万元。"),
            ("", "-="),
        ] {
            assert_eq!(tell(text), expected, "{text}");
        }
    }
}
