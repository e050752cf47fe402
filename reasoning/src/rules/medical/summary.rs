//! What the summary of a check-up says of an item, against what was found: a part of M15.

use regex::Regex;

use super::ask::{labs, printed};
use super::denied::{denied_names, states};
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{Fact, LabItem, LabValue, MedicalFact, Passage, Role, Stated};

/// A result in words with where it stands.
type Row<'a> = (&'a Fact, &'a LabItem);

/// What is held against each other, and what came of it.
struct Held<'c, 'a, 'd> {
    case: &'c Case<'a>,
    rows: Vec<Row<'a>>,
    /// The cells of all tables, in their order.
    cells: Vec<&'a Passage>,
    clear: Option<&'c Regex>,
    drafts: &'d mut Vec<Draft>,
    seen: &'d mut bool,
}

/// An item of a check-up found normal, and abnormal in the summary.
pub(super) fn checkup(
    case: &Case<'_>,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
    clear: Option<&Regex>,
    is_fine: impl Fn(&str) -> bool,
) {
    let rows = labs(case).filter(|(_, item)| matches!(item.value.value, LabValue::Text(_))).collect();
    let cells = case.passages().filter(|passage| matches!(passage.role, Role::Cell { .. })).collect();
    let mut held = Held { case, rows, cells, clear, drafts, seen };
    if !case.has("checkup_result") {
        held.in_lines(&is_fine);
    }
    for (fact, body) in case.medical() {
        let MedicalFact::CheckupResult { finding, .. } = body else { continue };
        let mark = pattern!(
            r"^(?:[\s*·•●★☆◆■▪▲※(【\[〔<《〈「]|第?[0-9一二三四五六七八九十]{1,2}[、.)项条:：]|-\s)+"
        );
        let skipped = mark.and_then(|form| form.find(&finding.value)).map_or(0, |found| found.end());
        let whole = finding.value.get(skipped..).unwrap_or("").trim_start();
        if !held.behind(fact, finding, whole, &is_fine) {
            held.ahead(fact, finding, whole, &is_fine);
        }
    }
}

impl<'a> Held<'_, 'a, '_> {
    fn is_clear(&self, text: &str) -> bool {
        self.clear.is_some_and(|clear| clear.is_match(text.trim()))
    }

    /// Whether one of two texts on an item says that nothing is wrong and the other one something else.
    fn contradicts(&self, told: &str, found: &str, is_fine: &impl Fn(&str) -> bool) -> bool {
        let is_odd_above = self.is_clear(found) && !self.is_clear(told) && !found.contains(told);
        let is_odd_below = self.is_clear(told) && !self.is_clear(found) && !is_fine(found);
        is_odd_above || is_odd_below && found.trim() != told
    }

    /// Holds an item of the summary whose name stands in brackets behind what it tells against its row or cell; whether it has one.
    fn behind(
        &mut self,
        fact: &Fact,
        finding: &Stated<String>,
        whole: &str,
        is_fine: &impl Fn(&str) -> bool,
    ) -> bool {
        let Some((told, name)) = in_brackets(whole) else { return false };
        let about = || Draft::new().about(fact, finding.evidence).found(&*finding.value);
        let row = self.rows.iter().find(|(_, item)| item.name.value.trim() == name).copied();
        let cell = || beside_name(&self.cells, name);
        let (draft, text) = if let Some((row, item)) = row {
            (about().against(row, item.value.evidence), printed(self.case, &item.value).to_string())
        } else if let Some((passage, text)) = cell() {
            (about().against_span(passage.whole()), text.to_owned())
        } else {
            return false;
        };
        *self.seen = true;
        if self.contradicts(told, &text, is_fine) {
            self.drafts.push(draft.expected(&*text).with("finding", &*text));
        }
        true
    }

    /// Holds an item of the summary that begins with its name against its row.
    fn ahead(&mut self, fact: &Fact, finding: &Stated<String>, whole: &str, is_fine: &impl Fn(&str) -> bool) {
        // The summary itself may be a table in which the item stands once more.
        let is_normal = |item: &LabItem| self.is_clear(&printed(self.case, &item.value));
        let ours: Vec<Row<'a>> = self.of_item(whole);
        let first = ours.iter().find(|(_, item)| is_normal(item)).or(ours.first());
        let Some((row, item)) = first else { return };
        *self.seen = true;
        let told = whole.get(item.name.value.trim().len()..).unwrap_or("").trim_start_matches([
            ' ', ':', '：', '　', '】', ']', '〕', '>', '》', '」', ')', '）', '-', '—',
        ]);
        let text = printed(self.case, &item.value);
        let is_clear = self.is_clear(&text);
        if is_clear && !self.is_clear(told) && told.chars().any(char::is_alphabetic) {
            let draft = Draft::new().about(row, item.value.evidence).against(fact, finding.evidence);
            self.drafts.push(draft.found(&*text).expected(&*finding.value).with("finding", &*finding.value));
        }
        // One denies by its name what the other has found.
        let told_first = told.split(['。', ';', '；', '→']).next().unwrap_or("").trim();
        let denies =
            |denial: &str, stated: &str| denied_names(denial).into_iter().any(|name| states(stated, name));
        let item_first = text.split(['。', ';', '；']).next().unwrap_or("");
        let is_denied = denies(told_first, item_first) || denies(item_first, told_first);
        // And the other way round: what the summary calls normal was found to be something.
        let advised = told.split(['。', ';', '；', ',', '，']).next().unwrap_or("").trim();
        let is_called_normal = self.is_clear(advised) && text.trim() != advised;
        if is_denied || is_called_normal && !is_clear && !is_fine(&text) {
            let draft = Draft::new().about(fact, finding.evidence).against(row, item.value.evidence);
            self.drafts.push(draft.found(&*finding.value).expected(&*text).with("finding", &*text));
        }
    }

    /// The rows of the item with whose name a text begins.
    fn of_item(&self, whole: &str) -> Vec<Row<'a>> {
        let begins = |item: &LabItem| {
            let name = item.name.value.trim();
            name.chars().count() > 1 && whole.starts_with(name)
        };
        // The study of an organ is another item where the organ is one itself.
        let is_itself = self.rows.iter().any(|(_, item)| begins(item));
        let is_of = |item: &LabItem| {
            let name = item.name.value.trim();
            // The organ without the study by which it is looked at: 甲状腺彩超.
            let organ = pattern!(r"(?i)\s*(?:彩超|超声|B超|CT|MRI?|X线|DR|检查|触诊|ultrasound|scan)+$")
                .map_or(std::borrow::Cow::Borrowed(name), |form| form.replace(name, ""));
            let is_organ = organ.len() < name.len() && organ.chars().count() > 1;
            begins(item) || is_organ && !is_itself && whole.starts_with(&*organ)
        };
        self.rows.iter().filter(|(_, item)| is_of(item)).copied().collect()
    }

    /// Holds the lines of a summary that name an item, as a cell does, against it: `异常1：脊柱四肢，腰椎生理曲度变直。`
    fn in_lines(&mut self, is_fine: &impl Fn(&str) -> bool) {
        let form = pattern!(
            r"^\s*(?:(?:异常|问题|阳性|发现|第)?\s*(?:\(?[0-9一二三四五六七八九十]{1,2}\)?|[①-⑳])\s*[、.)项条:：]|[•·■▪●*-])\s*(?P<name>[\p{Han}A-Za-z0-9]{2,14})\s*[,，:：;；—-]+\s*(?P<told>[^。;；]{1,60})"
        );
        let case = self.case;
        let prose =
            case.passages().filter(|passage| !matches!(passage.role, Role::Cell { .. } | Role::Joined));
        for passage in prose {
            for row in passage.rows() {
                let line = passage.folded().get(row.bytes.clone()).unwrap_or("");
                let Some(captures) = form.and_then(|form| form.captures(line)) else { continue };
                let Some((name, told)) = captures.name("name").zip(captures.name("told")) else { continue };
                let Some((cell, text)) = beside_name(&self.cells, name.as_str()) else { continue };
                *self.seen = true;
                let said = told.as_str().trim();
                if self.contradicts(said, text, is_fine) {
                    let at = row.bytes.start + told.start()..row.bytes.start + told.end();
                    let draft = Draft::new().about_span(passage.span(at)).against_span(cell.whole());
                    self.drafts.push(draft.found(said).expected(text).with("finding", text));
                }
            }
        }
    }
}

/// The cell beside the one that is nothing but `name`, with what it says.
fn beside_name<'a>(cells: &[&'a Passage], name: &str) -> Option<(&'a Passage, &'a str)> {
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
