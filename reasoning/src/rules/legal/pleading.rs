//! Papers that parties bring to a court - complaints, answers, appeals, applications: parts of L28 and L29.

use std::ops::Range;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::{Bilingual, Draft};
use crate::value::whole_number;

/// Where the address to the court stands that such a paper ends with.
fn address(matter: &Matter<'_>) -> Option<usize> {
    let text = matter.text();
    let at = text.rfind("此致")?;
    let titled = pattern!(r"^.{0,40}?(?:状|申请书|异议书|意见书|申请)");
    let head = matter.flow.slice(0..text.ceil_char_boundary(text.len().min(MOST_TITLE)));
    let own = matter.is_court_document() && matter.holdings().is_empty() && matter.flow.is_break(at);
    titled.filter(|titled| own && titled.is_match(head)).map(|_| at)
}

/// Bytes of the head in which the title stands.
const MOST_TITLE: usize = 150;

/// What is missing behind the address: who signs, the court that is addressed. Nothing where the document is no such paper.
pub(super) fn unsigned(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let at = address(matter)?;
    let tail = matter.flow.slice(at..matter.text().len());
    let signs = pattern!(
        r"(?:具状人|起诉人|上诉人|答辩人|申请人|申请执行人|异议人|复议人|申诉人|原告|被告|自诉人|代理人|代表人|负责人)(?:\([^)]{1,12}\))*:?\s*\p{Han}{2,}"
    );
    if signs.is_some_and(|signs| signs.is_match(tail)) {
        return Some(Vec::new());
    }
    let part = Bilingual::new("具状人的签名", "the signature of who brings it");
    let draft = Draft::new().way("missing").with_words("part", part).expected("具状人的签名");
    Some(vec![draft.about_text(matter, at..at + "此致".len())])
}

/// Headings and items numbered out of turn. Nothing where nothing is numbered.
pub(super) fn numbered(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let form = pattern!(r"^(?P<number>[一二三四五六七八九十]{1,3})、")?;
    let text = matter.text();
    let mut found: Vec<(u64, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = matter.flow.slice(at..text.len());
        if let Some(number) = form.captures(line).and_then(|one| one.name("number"))
            && let Some((value, _)) = whole_number(number.as_str())
        {
            found.push((value, at..at + number.end()));
        }
        at = matter.flow.line_behind(at).max(at + 1);
    }
    if found.len() < 2 {
        return in_figures(matter);
    }
    let off = found.windows(2).find(|two| {
        let [before, here] = two else { return false };
        here.0 != before.0 + 1 && here.0 != 1
    });
    let Some([before, here]) = off else { return Some(Vec::new()) };
    let draft = Draft::new().about_text(matter, here.1.clone()).against_text(matter, before.1.clone());
    Some(vec![draft.found(here.0.to_string()).expected((before.0 + 1).to_string())])
}

/// Claims that are numbered in figures, line by line: `1. …`, `2. …`, `4. …`.
fn in_figures(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let form = pattern!(r"^(?P<number>\d{1,2})[.、](?:\D|$)")?;
    let text = matter.text();
    let from = text.find("诉讼请求").or_else(|| text.find("请求事项"))?;
    let to = text.get(from..)?.find("此致").map_or(text.len(), |at| from + at);
    let (mut found, mut at): (Vec<(u32, Range<usize>)>, usize) = (Vec::new(), from);
    while at < to {
        let line = matter.flow.slice(at..text.len());
        if let Some(number) = form.captures(line).and_then(|one| one.name("number"))
            && matter.flow.is_line(at)
            && let Ok(value) = number.as_str().parse()
        {
            found.push((value, at..at + number.end()));
        }
        at = matter.flow.line_behind(at).max(at + 1);
    }
    let first = found.first().is_some_and(|one| one.0 == 1);
    if found.len() < 3 || !first {
        return None;
    }
    let off = found.windows(2).find_map(|two| {
        let [before, here] = two else { return None };
        (here.0 != before.0 + 1 && here.0 != 1).then(|| {
            let draft =
                Draft::new().about_text(matter, here.1.clone()).against_text(matter, before.1.clone());
            draft.found(here.0.to_string()).expected((before.0 + 1).to_string())
        })
    });
    Some(off.into_iter().collect())
}

/// L30: what papers that are brought to a court lack: the facts of a complaint, the court that an answer is addressed to. Nothing
/// where the document is no such paper.
pub(super) fn parts(matter: &Matter<'_>) -> Option<Vec<(&'static str, &'static str)>> {
    let text = matter.text();
    let head = matter.flow.slice(0..text.ceil_char_boundary(text.len().min(MOST_TITLE)));
    let titled = |word: &str| head.contains(word) && !head.contains("法院") && matter.holdings().is_empty();
    let complaint = titled("起诉状");
    let answer = titled("答辩状") || titled("上诉状");
    if !(complaint || answer) || text.chars().count() < LEAST_LETTERS {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut lacks = Vec::new();
    if complaint && !has(&["事实", "理由", "查明", "经过"]) {
        lacks.push(("事实和理由", "the facts and reasons"));
    }
    if complaint && !has(&["请求", "判令"]) {
        lacks.push(("诉讼请求", "what is asked for"));
    }
    let tail = matter.flow.slice(text.floor_char_boundary(text.len() / 2)..text.len());
    let addressed = pattern!(
        r"此致|此呈|谨呈|(?:提交|呈|致):?\p{Han}{2,20}法院|\p{Han}{2,20}法院$|法院(?:\s|答辩人|具状人|起诉人|上诉人)"
    );
    if !addressed.is_some_and(|form| form.is_match(tail)) {
        lacks.push(("受理法院", "the court that it is addressed to"));
    }
    Some(lacks)
}

/// Letters of a whole paper.
const LEAST_LETTERS: usize = 120;
