//! Choices that a form prints with their codes, or with boxes to tick: `性别 2（1.男 2.女）`, `性别：□男 ☑女`.

use std::ops::Range;

use super::entries::{Entry, Spot};
use super::labels::{Key, PatientKey};
use crate::View;
use crate::pattern::pattern;

/// The entry with the words that its code or its tick stands for as its value.
pub(super) fn chosen(view: &View, mut entry: Entry) -> Entry {
    let text = view.passage(entry.value.passage).and_then(|p| p.folded().get(entry.value.bytes.clone()));
    let Some(bytes) = text.and_then(|text| coded(text).or_else(|| ticked(text)).map(|at| (text, at))) else {
        return entry;
    };
    let (text, bytes) = bytes;
    // That there is one says nothing of what it is.
    let word = text.get(bytes.clone()).unwrap_or("").trim().to_lowercase();
    if entry.key == Key::Patient(PatientKey::Allergy) && matches!(word.as_str(), "有" | "yes" | "是") {
        entry.value.bytes = entry.value.bytes.end..entry.value.bytes.end;
        return entry;
    }
    let start = entry.value.bytes.start;
    entry.value = Spot { passage: entry.value.passage, bytes: start + bytes.start..start + bytes.end };
    entry
}

/// The words that a code in front of its list stands for.
fn coded(text: &str) -> Option<Range<usize>> {
    let form = pattern!(
        r"^[\s:_]*(?P<code>[0-9])\s*[(\[]?\s*(?P<list>(?:[0-9]\s*[.、:-]\s*[^0-9()\[\]]{1,24}){2,})"
    )?;
    let item = pattern!(r"(?P<code>[0-9])\s*[.、:-]\s*(?P<word>[^0-9()\[\]]{1,24})")?;
    let captures = form.captures(text)?;
    let (code, list) = (captures.name("code")?, captures.name("list")?);
    let mut items = item.captures_iter(list.as_str());
    let word = items
        .find(|item| item.name("code").is_some_and(|own| own.as_str() == code.as_str()))?
        .name("word")?;
    let own = word.as_str().trim_end_matches([' ', ',', ';', '、', '/']);
    let start = list.start() + word.start();
    Some(start..start + own.len())
}

/// The words behind the ticked one of several boxes.
fn ticked(text: &str) -> Option<Range<usize>> {
    let form = pattern!(r"(?P<box>[□○☐◯〇☑☒√✓✔■●])\s*(?P<word>[\p{Han}A-Za-z][\p{Han}A-Za-z /-]{0,20})")?;
    let boxes: Vec<_> = form.captures_iter(text).collect();
    let is_ticked = |captures: &&regex::Captures<'_>| {
        captures.name("box").is_some_and(|own| "☑☒√✓✔■●".contains(own.as_str()))
    };
    let mut chosen = boxes.iter().filter(is_ticked);
    let word = chosen.next().filter(|_| boxes.len() > 1)?.name("word")?;
    chosen.next().is_none().then(|| word.start()..word.start() + word.as_str().trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ticks_stand_for_words() {
        let told = |text: &str| coded(text).or_else(|| ticked(text)).map(|at| text[at].to_owned());
        assert_eq!(told("2(1.男 2.女)").as_deref(), Some("女"));
        assert_eq!(told("1(1.无 2.有)  死亡患者尸检 -").as_deref(), Some("无"));
        assert_eq!(told("2 (1.A 2.B 3.O 4.AB)").as_deref(), Some("B"));
        assert_eq!(told("□男 ☑女").as_deref(), Some("女"));
        assert_eq!(told("1 城镇职工基本医疗保险"), None);
        assert_eq!(told("√"), None);
    }
}
