//! What stands behind a result in running text: its range in brackets and its flag, `9.8%（参考值4.0～6.0）↑`, `14.2 umol/L H (60-107)`.

use std::ops::Range;

use super::flag::read_flag;
use super::range::{ReadRange, read_range};
use crate::Flag;
use crate::pattern::pattern;

/// The range and the flag behind a result, with their bytes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Behind {
    pub(super) range: Option<(ReadRange, Range<usize>)>,
    pub(super) flag: Option<(Flag, Range<usize>)>,
}

/// Reads what stands at the start of `text`, which begins right behind a result and its unit.
pub(super) fn read(text: &str) -> Behind {
    let mut found = Behind { range: None, flag: flag_at(text, 0) };
    let from = found.flag.as_ref().map_or(0, |(_, bytes)| bytes.end);
    let form = pattern!(concat!(
        r"(?i)^\s*[,，]?\s*[(\[]\s*(?:(?:孕期|成人|儿童|正常|参考|生物参考|本院)*(?:值|范围|区间|上限|参考)?|(?:normal|reference|ref\.?|nr|rr)(?:\s*(?:range|interval|values?))?)\s*(?:为|是|:)?\s*",
        r"(?P<range>(?:<=?|>=?|≤|≥)?\s*[0-9]+(?:\.[0-9]+)?(?:\s*(?:-|–|~|～|至|to)\s*[0-9]+(?:\.[0-9]+)?)?)\s*(?P<unit>[A-Za-zμ%^×/0-9*.]{1,14})?\s*[)\]]"
    ));
    let range = form.and_then(|form| form.captures(text.get(from..)?));
    let (Some(whole), Some(range)) =
        range.as_ref().map_or((None, None), |captures| (captures.get(0), captures.name("range")))
    else {
        return found;
    };
    // One number in brackets without a sign or a word is anything.
    let words = whole.as_str().trim_start_matches([' ', '(', '[', ',']);
    let is_lone = words.starts_with(|c: char| c.is_ascii_digit())
        && !range.as_str().contains(['-', '–', '~', '～', '至', 't', 'T']);
    let bytes = from + range.start()..from + range.end();
    if let Some(read) = read_range(range.as_str(), false).filter(|_| !is_lone) {
        found.range = Some((read, bytes));
        found.flag = found.flag.or_else(|| flag_at(text, from + whole.end()));
    }
    found
}

/// The flag that stands there, apart from the words behind it.
fn flag_at(text: &str, from: usize) -> Option<(Flag, Range<usize>)> {
    let form = pattern!(
        r"^\s*(?P<flag>[↑↓]{1,2}|\((?:[HL]|High|Low|偏?[高低])\)|(?:HH?|LL?|High|Low)\b|偏[高低]|升高|降低)"
    )?;
    let rest = text.get(from..)?;
    let flag = form.captures(rest)?.name("flag")?;
    // Grams in a litre are no flag, nor is what begins another name: L 4.2.
    let behind = rest.get(flag.end()..)?.trim_start();
    let is_other = flag.as_str().chars().all(|c| c.is_ascii_alphabetic())
        && behind.starts_with(|c: char| c.is_ascii_digit() || c == '/' || c == '=');
    let super::flag::ReadFlag::Flag(read) = read_flag(flag.as_str()).filter(|_| !is_other)? else {
        return None;
    };
    let start = from + flag.start();
    Some((read, start..start + flag.len()))
}
