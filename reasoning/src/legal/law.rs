//! Laws cited: `《中华人民共和国刑法》第二百六十四条、第六十七条第三款`.

use std::ops::Range;

use super::fact::{Article, LegalFact};
use super::flow::Flow;
use crate::Notes;
use crate::value::Found;
use crate::value::whole_number;

/// A law cited, with its places in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// The law's title, without brackets.
    pub law: Range<usize>,
    pub article: Found<u32>,
    pub insertion: Option<u32>,
    pub paragraph: Option<u32>,
    pub item: Option<u32>,
}

/// National laws that are cited by their short title.
const NATIONAL: [&str; 34] = [
    "宪法",
    "刑法",
    "民法典",
    "民法通则",
    "民法总则",
    "合同法",
    "物权法",
    "担保法",
    "侵权责任法",
    "婚姻法",
    "继承法",
    "收养法",
    "刑事诉讼法",
    "民事诉讼法",
    "行政诉讼法",
    "公司法",
    "合伙企业法",
    "企业破产法",
    "证券法",
    "保险法",
    "票据法",
    "商业银行法",
    "劳动法",
    "劳动合同法",
    "社会保险法",
    "仲裁法",
    "著作权法",
    "专利法",
    "商标法",
    "反不正当竞争法",
    "消费者权益保护法",
    "产品质量法",
    "道路交通安全法",
    "国家赔偿法",
];

/// The full title of a law: `中华人民共和国` before the short title of a national law, everything else as it is.
///
/// ```
/// assert_eq!(reasoning::legal::full_title("民法典"), "中华人民共和国民法典");
/// assert_eq!(reasoning::legal::full_title("诉讼费用交纳办法"), "诉讼费用交纳办法");
/// ```
pub fn full_title(title: &str) -> String {
    if NATIONAL.contains(&title) { format!("中华人民共和国{title}") } else { title.to_owned() }
}

/// What may stand between two places of a list of articles.
const JOINTS: [&str; 9] = ["以及", "和", "及", "与", "、", ",", ";", "并", "或"];

/// The most bytes of a law's title: the longest judicial interpretations take about 80 characters.
const LONGEST_TITLE: usize = 300;

/// `第N<sign>` at `at`: the number and the place behind; brackets around the number do not matter.
fn ordinal(text: &str, at: usize, sign: char) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let inner = rest.strip_prefix('第')?.trim_start_matches('(');
    let skipped = rest.len() - inner.len();
    let (number, length) = whole_number(inner)?;
    let behind = inner.get(length..)?;
    let closed = behind.trim_start_matches(')');
    closed.starts_with(sign).then_some(())?;
    let end = at + skipped + length + (behind.len() - closed.len()) + sign.len_utf8();
    Some((u32::try_from(number).ok()?, end))
}

/// `第N条` at `at`; behind a law's closing bracket 第 may be missing.
fn article(text: &str, at: usize) -> Option<(u32, usize)> {
    ordinal(text, at, '条').or_else(|| {
        text.get(..at)?.ends_with('》').then_some(())?;
        let (number, length) = whole_number(text.get(at..)?)?;
        text.get(at + length..)?.starts_with('条').then_some(())?;
        Some((u32::try_from(number).ok()?, at + length + '条'.len_utf8()))
    })
}

/// `第六百七十五、六百七十六条`: the numbers with their places, and the place behind 条.
fn shared_articles(text: &str, at: usize) -> Option<(Vec<Found<u32>>, usize)> {
    let mut end = at + '第'.len_utf8();
    text.get(at..)?.starts_with('第').then_some(())?;
    let mut found = Vec::new();
    for _ in 0..MOST_SHARED {
        let (number, length) = whole_number(text.get(end..)?)?;
        let start = if found.is_empty() { at } else { end };
        found.push(Found::at(text, start..end + length, u32::try_from(number).ok()?));
        end += length;
        let rest = text.get(end..)?;
        if rest.starts_with('条') {
            return (found.len() > 1).then_some((found, end + '条'.len_utf8()));
        }
        let joint = ["、", ",", "和", "及"].iter().find(|joint| rest.starts_with(**joint))?;
        end += joint.len();
    }
    None
}

/// The most articles that share one 条.
const MOST_SHARED: usize = 12;

/// `之一` behind 条: the number and the place behind.
fn insertion(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?.strip_prefix('之')?;
    let (number, length) = whole_number(rest)?;
    (number < 20).then(|| (number as u32, at + '之'.len_utf8() + length))
}

/// The title of the law that is named right before the article at `at`: in brackets, or a run of words that ends in
/// the name of a kind of law.
fn title_before(text: &str, at: usize, floor: usize) -> Option<Range<usize>> {
    let before = text.get(floor..at)?;
    let kept = skip_note(before).trim_end();
    let end = floor + kept.len();
    if let Some(inner) = kept.strip_suffix('》') {
        // 《最高人民法院关于适用<...>的解释》 nests with 〈〉 or with 《》 again.
        let mut depth = 1_usize;
        for (place, char) in inner.char_indices().rev().take_while(|(at, _)| inner.len() - at < LONGEST_TITLE)
        {
            match char {
                '》' => depth += 1,
                '《' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(floor + place + '《'.len_utf8()..end - '》'.len_utf8());
            }
        }
        return None;
    }
    const KINDS: [&str; 10] = ["法典", "法", "条例", "规定", "解释", "办法", "规则", "通则", "意见", "决定"];
    KINDS.iter().any(|kind| kept.ends_with(kind)).then_some(())?;
    const WHOLE: [&str; 2] = ["中华人民共和国", "最高人民法院"];
    const STARTS: [&str; 9] = ["依照", "根据", "依据", "按照", "适用", "违反", "和", "及", "《"];
    let window = kept.len().saturating_sub(LONGEST_TITLE);
    let window = (window..kept.len()).find(|at| kept.is_char_boundary(*at))?;
    let tail = kept.get(window..)?;
    let cut = tail.rfind(['。', ',', ';', '、', ':', '(', ')']).map_or(0, |at| at + 1);
    let cut = (cut..=tail.len()).find(|at| tail.is_char_boundary(*at))?;
    let whole = WHOLE.iter().filter_map(|word| tail.rfind(word)).max().filter(|at| *at >= cut);
    let lead =
        STARTS.iter().filter_map(|word| tail.rfind(word).map(|at| at + word.len())).fold(cut, usize::max);
    let cut = whole.unwrap_or(lead);
    let title = tail.get(cut..)?;
    let named =
        title.starts_with("中华人民共和国") || title.starts_with("最高人民") || title.chars().count() <= 12;
    (named && title.chars().count() >= 2).then(|| floor + window + cut..end)
}

/// `before` without a note in brackets at its end: 《刑法》(2017修正).
fn skip_note(before: &str) -> &str {
    let Some(inner) = before.strip_suffix(')') else { return before };
    match inner.rfind('(') {
        Some(open)
            if inner.len() - open < LONGEST_TITLE && inner.get(..open).is_some_and(|b| b.ends_with('》')) =>
        {
            inner.get(..open).unwrap_or(before)
        }
        _ => before,
    }
}

/// The next place from `at` on where an article may be named: at 第, or behind a law's closing bracket.
fn next_article(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let ordinal = rest.find('第');
    let bare = rest.match_indices('》').map(|(at, sign)| at + sign.len());
    let bare = bare.take_while(|bare| ordinal.is_none_or(|ordinal| *bare < ordinal));
    let bare = bare
        .into_iter()
        .find(|bare| rest.get(*bare..).is_some_and(|r| !r.starts_with('第') && whole_number(r).is_some()));
    bare.or(ordinal).map(|next| at + next)
}

/// Every law cited in `text`, from left to right: one citation for each article, paragraph or item named.
pub(crate) fn citations(text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while let Some(start) = next_article(text, at) {
        at = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let Some(end) = article(text, start)
            .map(|(_, end)| end)
            .or_else(|| shared_articles(text, start).map(|(_, end)| end))
        else {
            continue;
        };
        let Some(law) = title_before(text, start, floor) else {
            at = end;
            continue;
        };
        at = list(text, start, &law, &mut found);
        floor = at;
    }
    found
}

/// Reads the list of articles at `at` that belong to `law`, and gives the place behind.
fn list(text: &str, at: usize, law: &Range<usize>, found: &mut Vec<Citation>) -> usize {
    let mut end = at;
    let mut last: Option<Citation> = None;
    let mut next = at;
    loop {
        if let Some((articles, behind)) = shared_articles(text, next) {
            let citation = |article| Citation {
                law: law.clone(),
                article,
                insertion: None,
                paragraph: None,
                item: None,
            };
            found.extend(articles.into_iter().map(citation));
            (end, last) = (behind, found.last().cloned());
            match joint(text, end) {
                Some(behind) => next = behind,
                None => break,
            }
            continue;
        }
        let Some((citation, behind)) = place(text, next, law, last.as_ref()) else { break };
        end = behind;
        found.push(citation.clone());
        last = Some(citation);
        match joint(text, end) {
            Some(behind) => next = behind,
            None => break,
        }
    }
    end
}

/// One place of a list: an article with its paragraph and item, or a further paragraph or item of the one before.
fn place(text: &str, at: usize, law: &Range<usize>, last: Option<&Citation>) -> Option<(Citation, usize)> {
    if let Some((number, end)) = article(text, at) {
        let article = Found::at(text, at..end, number);
        let inserted = insertion(text, end);
        let end = inserted.map_or(end, |(_, end)| end);
        let insertion = inserted.map(|(number, _)| number);
        let mut citation = Citation { law: law.clone(), article, insertion, paragraph: None, item: None };
        // `第一、四款` names two paragraphs; the first of them is read here.
        let end = parts(text, end, &mut citation);
        return Some((citation, end));
    }
    let last = last?;
    let mut citation = Citation { item: None, ..last.clone() };
    if let Some((number, end)) = paragraph(text, at) {
        citation.paragraph = Some(number);
        let end = parts(text, end, &mut citation);
        return Some((citation, end));
    }
    let (number, end) = ordinal(text, at, '项')?;
    citation.item = Some(number);
    Some((citation, end))
}

/// `第三款` or `三款` at `at`.
fn paragraph(text: &str, at: usize) -> Option<(u32, usize)> {
    ordinal(text, at, '款').or_else(|| bare_paragraph(text, at))
}

/// `三款`, typed without 第.
fn bare_paragraph(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let (number, length) = whole_number(rest)?;
    rest.get(length..)?.starts_with('款').then_some(())?;
    Some((u32::try_from(number).ok()?, at + length + '款'.len_utf8()))
}

/// Reads 款 and 项 at `at`, and gives the place behind.
fn parts(text: &str, at: usize, citation: &mut Citation) -> usize {
    let mut end = at;
    if let Some((number, behind)) = paragraph(text, end).or_else(|| shared(text, end, '款')) {
        (citation.paragraph, end) = (Some(number), behind);
    }
    let item = ordinal(text, end, '项').or_else(|| shared(text, end, '项'));
    if let Some((number, behind)) = item.or_else(|| bare_item(text, end)) {
        (citation.item, end) = (Some(number), behind);
    }
    end
}

/// `第一、四款`, `第(一)(三)项`: the first number, with the place behind the sign.
fn shared(text: &str, at: usize, sign: char) -> Option<(u32, usize)> {
    let rest = text.get(at..)?.strip_prefix('第')?;
    let inner = rest.trim_start_matches('(');
    let (first, length) = whole_number(inner)?;
    let length = length + rest.len() - inner.len();
    let list = rest.get(length..)?;
    let end = list.find(sign)?;
    let others = list.get(..end)?;
    let plain = |char: char| "、,和及第()一二三四五六七八九十".contains(char) || char.is_ascii_digit();
    let joined = others.trim_start_matches(')').starts_with(['、', ',', '和', '及', '(']);
    (joined && others.len() < 40 && others.chars().all(plain)).then_some(())?;
    Some((u32::try_from(first).ok()?, at + '第'.len_utf8() + length + end + sign.len_utf8()))
}

/// `(一)项`, typed without 第.
fn bare_item(text: &str, at: usize) -> Option<(u32, usize)> {
    let inner = text.get(at..)?.strip_prefix('(')?;
    let (number, length) = whole_number(inner)?;
    inner.get(length..)?.starts_with(")项").then_some(())?;
    Some((u32::try_from(number).ok()?, at + 1 + length + ")项".len()))
}

/// The place of the next of a list behind joints: `第`, or a number before 款. What an article is about may stand
/// behind it (`第六十七条坦白、第五十二条罚金`).
fn joint(text: &str, at: usize) -> Option<usize> {
    let next = |at: usize| {
        text.get(at..).is_some_and(|rest| rest.starts_with('第')) || bare_paragraph(text, at).is_some()
    };
    let mut end = at + subject(text.get(at..)?);
    for _ in 0..3 {
        if next(end) {
            return Some(end);
        }
        let rest = text.get(end..)?;
        end += JOINTS.iter().find(|word| rest.starts_with(**word))?.len();
    }
    next(end).then_some(end)
}

/// The bytes of an article's subject at the start of `text`, where the list goes on behind it; else 0.
fn subject(text: &str) -> usize {
    let stop = text
        .char_indices()
        .take(MOST_SUBJECT)
        .find(|(_, c)| !document::is_cjk(*c) || "、。《第".contains(*c));
    match stop {
        Some((at, sign)) if matches!(sign, '、' | ',') => {
            let goes_on =
                text.get(at + sign.len_utf8()..).is_some_and(|rest| ordinal(rest, 0, '条').is_some());
            if goes_on { at } else { 0 }
        }
        _ => 0,
    }
}

/// The most characters of an article's subject.
const MOST_SUBJECT: usize = 16;

/// States the laws cited outside the appendix; `basis` is the sentence the decision rests on.
pub(super) fn note(flow: &Flow, within: Range<usize>, basis: &Range<usize>, notes: &mut Notes) {
    for citation in citations(flow.slice(within.clone())) {
        let moved = |range: &Range<usize>| range.start + within.start..range.end + within.start;
        let article = moved(&citation.article.range);
        let applied = basis.contains(&article.start);
        let Some(law) = flow.copy(notes, moved(&citation.law)) else { continue };
        let Some(article) = flow.state(notes, article, citation.article.value) else { continue };
        let Citation { insertion, paragraph, item, .. } = citation;
        let fact = Article { law, article, insertion, paragraph, item, applied };
        notes.add("law.citation", LegalFact::Article(fact));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(text: &str) -> String {
        let number = |sign: &str, number: Option<u32>| number.map_or(String::new(), |n| format!("{sign}{n}"));
        let one = |citation: &Citation| {
            let law = text.get(citation.law.clone()).unwrap_or_default();
            let Citation { article, insertion, paragraph, item, .. } = citation;
            let (a, b, c) = (number("-", *insertion), number(".", *paragraph), number("#", *item));
            format!("{law} {}{a}{b}{c}", article.value)
        };
        citations(text).iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn citations_in_all_hands() {
        for (text, expected) in [
            ("依照《中华人民共和国刑法》第二百六十四条之规定", "中华人民共和国刑法 264"),
            ("《刑法》第二百六十四条、第六十七条第三款", "刑法 264; 刑法 67.3"),
            ("《刑法》第二百六十四条,第六十七条第三款,第五十二条", "刑法 264; 刑法 67.3; 刑法 52"),
            ("《刑法》第一百三十三条之一第一款第(二)项、第二款", "刑法 133-1.1#2; 刑法 133-1.2"),
            ("《民法典》第十条、第十二条第一款和第三款", "民法典 10; 民法典 12.1; 民法典 12.3"),
            ("《刑法》第264条", "刑法 264"),
            ("《刑法》(2017修正)第六条", "刑法 6"),
            ("根据中华人民共和国民法典第五百零九条", "中华人民共和国民法典 509"),
            ("《刑法》第三百四十七条第一、四款,第六十七条第三款", "刑法 347.1; 刑法 67.3"),
            (
                "《刑法》第三条、最高人民法院、最高人民检察院《关于办理盗窃刑事案件的解释》第一条、第十四条",
                "刑法 3; 关于办理盗窃刑事案件的解释 1; 关于办理盗窃刑事案件的解释 14",
            ),
            (
                "《最高人民法院关于适用〈刑事诉讼法〉的解释》第三百八十九条",
                "最高人民法院关于适用〈刑事诉讼法〉的解释 389",
            ),
            (
                "《最高人民法院关于适用《刑事诉讼法》的解释》第三条",
                "最高人民法院关于适用《刑事诉讼法》的解释 3",
            ),
            ("《刑法》第三百四十七条一款、四款、第六十七条三款", "刑法 347.1; 刑法 347.4; 刑法 67.3"),
            ("《刑法》第六十七条坦白、第五十二条罚金、《处罚法》第二十八条", "刑法 67; 刑法 52; 处罚法 28"),
            ("《民法典》第六百七十五、六百七十六条和第五百零九条", "民法典 675; 民法典 676; 民法典 509"),
            ("依据《民法典》五百七十七条、第五百八十五条", "民法典 577; 民法典 585"),
            ("合同第三条约定", ""),
            ("第三条", ""),
            ("《刑法》第条", ""),
        ] {
            assert_eq!(tell(text), expected, "{text}");
        }
    }

    #[test]
    fn endless_lists_end() {
        let _ = citations(&"《第".repeat(3000));
        let _ = citations(&"第一条、".repeat(3000));
        let _ = citations(&format!("《法》{}", "第一条第一款、".repeat(3000)));
    }
}
