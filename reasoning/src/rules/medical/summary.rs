//! What the summary of a check-up says of an item, against what was found: a part of M15.

use regex::Regex;

use super::ask::{labs, printed};
use super::denied::{denied_names, states};
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{LabValue, MedicalFact, Passage, Role};

/// An item of a check-up found normal, and abnormal in the summary.
pub(super) fn checkup(
    case: &Case<'_>,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
    clear: Option<&Regex>,
    is_fine: impl Fn(&str) -> bool,
) {
    let rows: Vec<_> = labs(case).filter(|(_, item)| matches!(item.value.value, LabValue::Text(_))).collect();
    if !case.has("checkup_result") {
        in_lines(case, drafts, seen, clear, &is_fine);
    }
    for (fact, body) in case.medical() {
        let MedicalFact::CheckupResult { finding, .. } = body else { continue };
        let mark = pattern!(
            r"^(?:[\s*·•●★☆◆■▪▲※(【\[〔<《〈「]|第?[0-9一二三四五六七八九十]{1,2}[、.)项条:：]|-\s)+"
        );
        let skipped = mark.and_then(|form| form.find(&finding.value)).map_or(0, |found| found.end());
        let whole = finding.value.get(skipped..).unwrap_or("").trim_start();
        // The study of an organ is another item where the organ is one itself.
        let is_itself = rows.iter().any(|(_, item)| {
            let name = item.name.value.trim();
            name.chars().count() > 1 && whole.starts_with(name)
        });
        let is_of = |item: &crate::LabItem| {
            let name = item.name.value.trim();
            // The organ without the study by which it is looked at: 甲状腺彩超.
            let organ = pattern!(r"(?i)\s*(?:彩超|超声|B超|CT|MRI?|X线|DR|检查|触诊|ultrasound|scan)+$")
                .map_or(std::borrow::Cow::Borrowed(name), |form| form.replace(name, ""));
            let is_organ = organ.len() < name.len() && organ.chars().count() > 1;
            name.chars().count() > 1
                && (whole.starts_with(name) || is_organ && !is_itself && whole.starts_with(&*organ))
        };
        // The summary itself may be a table in which the item stands once more.
        if let Some((told, name)) = in_brackets(whole) {
            let mut ours = rows.iter().filter(|(_, item)| item.name.value.trim() == name);
            if let Some((row, item)) = ours.next() {
                *seen = true;
                let text = printed(case, &item.value);
                let is_clear = |text: &str| clear.is_some_and(|clear| clear.is_match(text));
                let is_found_fine = is_clear(&text) || is_fine(&text);
                let says_something = !is_clear(told) && !text.contains(told) && is_clear(&text);
                if says_something || is_clear(told) && !is_found_fine && text.trim() != told {
                    let draft = Draft::new().about(fact, finding.evidence).against(row, item.value.evidence);
                    drafts.push(draft.found(&*finding.value).expected(&*text).with("finding", &*text));
                }
                continue;
            }
            if let Some((passage, text)) = beside_name(case, name) {
                *seen = true;
                let is_clear = |text: &str| clear.is_some_and(|clear| clear.is_match(text));
                let is_odd_above = !is_clear(told) && !text.contains(told) && is_clear(text);
                if is_odd_above || is_clear(told) && !is_clear(text) && !is_fine(text) {
                    let draft = Draft::new().about(fact, finding.evidence).against_span(passage.whole());
                    drafts.push(draft.found(&*finding.value).expected(text).with("finding", text));
                }
                continue;
            }
        }
        let is_normal =
            |item: &crate::LabItem| clear.is_some_and(|clear| clear.is_match(&printed(case, &item.value)));
        let ours = || rows.iter().filter(|(_, item)| is_of(item));
        let Some((row, item)) = ours().find(|(_, item)| is_normal(item)).or_else(|| ours().next()) else {
            continue;
        };
        *seen = true;
        let told = whole.get(item.name.value.trim().len()..).unwrap_or("").trim_start_matches([
            ' ', ':', '：', '　', '】', ']', '〕', '>', '》', '」', ')', '）', '-', '—',
        ]);
        let text = printed(case, &item.value);
        let is_clear = clear.is_some_and(|clear| clear.is_match(&text));
        let says_normal = clear.is_some_and(|clear| clear.is_match(told));
        if is_clear && !says_normal && told.chars().any(char::is_alphabetic) {
            let draft = Draft::new().about(row, item.value.evidence).against(fact, finding.evidence);
            drafts.push(draft.found(&*text).expected(&*finding.value).with("finding", &*finding.value));
        }
        // One denies by its name what the other has found.
        let told_first = told.split(['。', ';', '；', '→']).next().unwrap_or("").trim();
        let denies =
            |denial: &str, stated: &str| denied_names(denial).into_iter().any(|name| states(stated, name));
        let item_first = text.split(['。', ';', '；']).next().unwrap_or("");
        if denies(told_first, item_first) || denies(item_first, told_first) {
            let draft = Draft::new().about(fact, finding.evidence).against(row, item.value.evidence);
            drafts.push(draft.found(&*finding.value).expected(&*text).with("finding", &*text));
            continue;
        }
        // And the other way round: what the summary calls normal was found to be something.
        let advised = told.split(['。', ';', '；', ',', '，']).next().unwrap_or("").trim();
        let is_called_normal = clear.is_some_and(|clear| clear.is_match(advised));
        let is_same = text.trim() == advised;
        if is_called_normal && !is_clear && !is_same && !is_fine(&text) {
            let draft = Draft::new().about(fact, finding.evidence).against(row, item.value.evidence);
            drafts.push(draft.found(&*finding.value).expected(&*text).with("finding", &*text));
        }
    }
}

/// The cell beside the one that is nothing but `name`, with what it says.
fn beside_name<'a>(case: &Case<'a>, name: &str) -> Option<(&'a Passage, &'a str)> {
    let cells: Vec<&Passage> =
        case.passages().filter(|passage| matches!(passage.role, Role::Cell { .. })).collect();
    cells.windows(2).find_map(|pair| {
        let [label, value] = pair else { return None };
        let (Role::Cell { table, row, .. }, Role::Cell { table: other, row: below, .. }) =
            (label.role, value.role)
        else {
            return None;
        };
        let text = value.folded().trim();
        (label.folded().trim() == name && table == other && row == below && !text.is_empty())
            .then_some((*value, text))
    })
}

/// What an item of a summary tells and the name of what was examined, where this stands in brackets behind: `双肺呼吸音粗（肺部听诊）：戒烟`.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let form = pattern!(
        r"^(?P<told>[^:：。;；\[【]{1,40}?)\s*[(（\[【](?P<name>[^()（）\[\]【】]{2,16})[)）\]】]\s*(?:[:：,，。;；→—-]|$)"
    );
    let captures = form.and_then(|form| form.captures(text))?;
    Some((captures.name("told")?.as_str().trim(), captures.name("name")?.as_str().trim()))
}

/// Lines of a summary that name an item, as a cell does, and what was found: `异常1：脊柱四肢，腰椎生理曲度变直。`
fn in_lines(
    case: &Case<'_>,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
    clear: Option<&Regex>,
    is_fine: &impl Fn(&str) -> bool,
) {
    let form = pattern!(
        r"^\s*(?:(?:异常|问题|阳性|发现|第)?\s*(?:\(?[0-9一二三四五六七八九十]{1,2}\)?|[①-⑳])\s*[、.)项条:：]|[•·■▪●*-])\s*(?P<name>[\p{Han}A-Za-z0-9]{2,14})\s*[,，:：;；—-]+\s*(?P<told>[^。;；]{1,60})"
    );
    let prose = case.passages().filter(|passage| !matches!(passage.role, Role::Cell { .. } | Role::Joined));
    for passage in prose {
        for row in passage.rows() {
            let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
            let Some(captures) = form.and_then(|form| form.captures(line)) else { continue };
            let (Some(name), Some(told)) = (captures.name("name"), captures.name("told")) else { continue };
            let Some((cell, text)) = beside_name(case, name.as_str()) else { continue };
            *seen = true;
            let is_clear = |text: &str| clear.is_some_and(|clear| clear.is_match(text.trim()));
            let said = told.as_str().trim();
            let is_odd_above = is_clear(text) && !is_clear(said) && !text.contains(said);
            if is_odd_above || is_clear(said) && !is_clear(text) && !is_fine(text) {
                let at = row.bytes.start + told.start()..row.bytes.start + told.end();
                let draft = Draft::new().about_span(passage.span(at)).against_span(cell.whole());
                drafts.push(draft.found(said).expected(text).with("finding", text));
            }
        }
    }
}
