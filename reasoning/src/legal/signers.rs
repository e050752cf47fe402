//! Who signs a Chinese court document.

use std::ops::Range;

use super::flow::Flow;

/// What those who sign are; what stands before it (代理, 人民, 独任) is put together freely.
const OFFICES: [&str; 17] = [
    "审判长",
    "审判员",
    "陪审员",
    "审判官",
    "法官助理",
    "法官",
    "执行员",
    "执行长",
    "首席仲裁员",
    "仲裁员",
    "仲裁秘书",
    "书记员",
    "书记官",
    "记录人",
    "记录员",
    "速录员",
    "司法警察",
];

/// Offices of those who help and decide nothing.
const HELPERS: [&str; 8] =
    ["法官助理", "仲裁秘书", "书记员", "书记官", "记录人", "记录员", "速录员", "司法警察"];

/// What may stand before an office and belongs to it.
const BEFORE: [&str; 14] = [
    "代理", "代", "助理", "独任", "首席", "人民", "主审", "承办", "执行", "主任", "见习", "实习", "副",
    "本案",
];

/// The first title of somebody who signs in `within`, with what stands before the office.
pub(super) fn next_title(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let (at, end) = flow.find_any(within.clone(), &OFFICES)?;
    Some(led(flow, within.start, at)..end)
}

/// The first title in `within` of somebody who decides.
pub(super) fn next_judge(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let mut at = within.start;
    while let Some(title) = next_title(flow, at..within.end) {
        if !HELPERS.iter().any(|word| flow.slice(title.clone()).ends_with(word)) {
            return Some(title);
        }
        at = title.end;
    }
    None
}

/// Where the title begins whose office stands at `at`.
fn led(flow: &Flow, floor: usize, at: usize) -> usize {
    let mut start = at;
    while let Some(word) = BEFORE.iter().find(|word| flow.slice(floor..start).ends_with(**word)) {
        start -= word.len();
    }
    start
}
