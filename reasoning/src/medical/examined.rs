//! What a health check examined and found, outside tables of results: tables of what is abnormal with what is advised, and
//! lists with an item a line: `［放射科］颈椎侧位片：未见异常`.

use std::ops::Range;

use super::labels::BOOK;
use super::section::is_prose;
use super::stems;
use crate::pattern::pattern;
use crate::{Body, Flags, LabItem, LabValue, MedicalFact, Notes, Part, Passage, PassageId, TableView, View};

/// Lines that a list has at least.
const FEWEST_LINES: usize = 4;

/// What a head of a table says of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Item,
    Finding,
    Advice,
}

fn column(head: &str) -> Option<Column> {
    let head: String = head.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    if head.is_empty() || head.chars().count() > LONGEST_HEAD {
        None
    } else if has(&[
        "建议",
        "意见",
        "处理",
        "指导",
        "措施",
        "advice",
        "recommend",
        "action",
        "followup",
        "plan",
    ]) {
        Some(Column::Advice)
    } else if has(&[
        "结果",
        "发现",
        "所见",
        "结论",
        "诊断",
        "提示",
        "描述",
        "小结",
        "finding",
        "result",
        "conclusion",
    ]) {
        Some(Column::Finding)
    } else if has(&[
        "项目",
        "部位",
        "器官",
        "系统",
        "organ",
        "site",
        "异常",
        "问题",
        "指标",
        "名称",
        "检查",
        "item",
        "test",
        "examination",
        "problem",
        "abnormal",
    ]) {
        Some(Column::Item)
    } else {
        None
    }
}

/// Letters of the longest head.
const LONGEST_HEAD: usize = 20;

/// States the rows of the tables that tell what was found and what is advised, where nothing else does.
pub(super) fn advised(view: &mut View, tables: &[TableView], notes: &mut Notes) {
    let is_known =
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(MedicalFact::CheckupResult { .. })));
    if is_known {
        return;
    }
    for table in tables {
        let head = (0..table.rows.min(3)).find_map(|row| {
            let heads: Vec<(u32, Column)> = (0..table.columns)
                .filter_map(|c| {
                    let cell = table.cell(row, c).filter(|cell| cell.row == row && cell.column == c)?;
                    Some((c, column(view.passage(cell.passage)?.folded())?))
                })
                .collect();
            let of = |wanted: Column| heads.iter().find(|(_, head)| *head == wanted).map(|(c, _)| *c);
            let advice = of(Column::Advice)?;
            let item = of(Column::Item);
            let finding = of(Column::Finding).or(item)?;
            Some((row, item.filter(|item| *item != finding), finding, advice))
        });
        let Some((head, item, finding, advice)) = head else { continue };
        for row in head + 1..table.rows {
            let at =
                |column: u32| table.cell(row, column).filter(|cell| cell.row == row).map(|cell| cell.passage);
            let told: Vec<PassageId> = item.and_then(at).into_iter().chain(at(finding)).collect();
            let joined =
                if told.len() > 1 { view.join(&told) } else { told.first().copied().unwrap_or_default() };
            let Some(found) = view.passage(joined).filter(|found| !found.folded().trim().is_empty()) else {
                continue;
            };
            let finding = notes.copy(found, 0..found.folded().len());
            let advice = at(advice)
                .and_then(|id| view.passage(id))
                .filter(|advice| !advice.folded().trim().is_empty())
                .map(|advice| notes.copy(advice, 0..advice.folded().len()));
            notes.add("table.checkup", MedicalFact::CheckupResult { finding, advice });
        }
    }
}

/// States the numbered results that stand together in one paragraph under their conclusion: `（8）血压——高血压2级；低盐饮食`, `[7] 体重指数：肥胖症 → 控制饮食`.
pub(super) fn numbered(view: &View, part: &Part, notes: &mut Notes) {
    let is_known =
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(MedicalFact::CheckupResult { .. })));
    if is_known {
        return;
    }
    let number = pattern!(r"(?:\([0-9]{1,2}\)|\[[0-9]{1,2}\])\s*");
    let told =
        pattern!(r"^(?P<finding>[^;。→]{2,20}?(?:--+|—+|:)[^;。→]{2,40})\s*(?:[;。→]|->)\s*(?P<advice>.+)$");
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)) {
        let folded = passage.folded();
        let marks: Vec<Range<usize>> =
            number.iter().flat_map(|form| form.find_iter(folded)).map(|found| found.range()).collect();
        let ends = marks.iter().skip(1).map(|mark| mark.start).chain([folded.len()]);
        let items: Vec<Range<usize>> = marks.iter().zip(ends).map(|(mark, end)| mark.end..end).collect();
        let parted: Vec<_> = items
            .iter()
            .filter_map(|item| {
                let captures = told?.captures(folded.get(item.clone())?.trim_end())?;
                let (finding, advice) = (captures.name("finding")?.range(), captures.name("advice")?.range());
                let at = |bytes: Range<usize>| item.start + bytes.start..item.start + bytes.end;
                Some((at(finding), at(advice)))
            })
            .collect();
        if parted.len() < 2 || parted.len() * 2 < items.len() {
            continue;
        }
        for (finding, advice) in parted {
            let finding = notes.copy(passage, finding);
            let advice = Some(notes.copy(passage, advice));
            notes.add("numbered.checkup", MedicalFact::CheckupResult { finding, advice });
        }
    }
}

/// States what stands in the line over its advice: `★ 血压　高血压（2级）` over `建议：规律服药`.
pub(super) fn above_advice(view: &View, part: &Part, notes: &mut Notes) {
    let form = pattern!(
        r"(?i)^\s*(?:[-·•●▪→>]\s*)?(?:(?:健康|保健|医生|医师|专家|复查|处理|随访)?(?:建议|指导|意见|措施)|advice|recommendations?|suggestions?|action|what to do|follow[- ]?up)\s*:"
    );
    let lead = pattern!(r"^[\s★☆●◆■▲※*•·\-]*(?:\(?[0-9一二三四五六七八九十]{1,2}[、.)]\s*)?");
    let lines: Vec<(&crate::Passage, std::ops::Range<usize>)> = view
        .within(part)
        .iter()
        .filter(|passage| is_prose(passage))
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |(passage, bytes): &(&crate::Passage, std::ops::Range<usize>)| {
        passage.folded().get(bytes.clone()).unwrap_or("").trim_end().to_owned()
    };
    let is_advice = |text: &str| form.is_some_and(|form| form.is_match(text));
    for pair in lines.windows(2) {
        let [line, below] = pair else { continue };
        let (own, advice) = (text(line), text(below));
        let letters = own.chars().count();
        if !is_advice(&advice) || is_advice(&own) || letters > LONGEST_FOUND || own.ends_with([':', '。']) {
            continue;
        }
        let skipped = lead.and_then(|form| form.find(&own)).map_or(0, |found| found.end());
        // Without a sign or a number it may be a heading.
        let told = own.get(skipped..).unwrap_or("");
        if told.chars().filter(|c| c.is_alphabetic()).count() < 2
            || skipped == 0 && !told.contains([' ', ':', ','])
        {
            continue;
        }
        let finding = notes.copy(line.0, line.1.start + skipped..line.1.start + own.len());
        let from = advice.find(':').map_or(0, |at| at + 1);
        let from = from + advice.get(from..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let advice = notes.copy(below.0, below.1.start + from..below.1.start + advice.len());
        notes.add("checkup.over", MedicalFact::CheckupResult { finding, advice: Some(advice) });
    }
}

/// States what a list tells in lines by threes, the item, what was found and what is advised, where nothing else tells it: `血压`,
/// `高血压2级`, `心内科就诊`. An item is what was examined above.
pub(super) fn under_items(view: &View, part: &Part, notes: &mut Notes) {
    let mut items: Vec<String> =
        ["血压", "体重指数", "BMI", "心率", "脉搏", "体重", "腰围"].map(str::to_owned).to_vec();
    for fact in notes.of_part() {
        match &fact.body {
            Body::Medical(MedicalFact::CheckupResult { .. }) => return,
            Body::Medical(MedicalFact::Lab(item)) => items.push(item.name.value.trim().to_owned()),
            _ => {}
        }
    }
    let rows = view.within(part).iter().filter(|passage| is_prose(passage));
    let lines: Vec<(&Passage, Range<usize>)> =
        rows.flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone()))).collect();
    let text = |(passage, bytes): &(&Passage, Range<usize>)| {
        passage.folded().get(bytes.clone()).unwrap_or("").trim().to_owned()
    };
    let is_item = |line: &(&Passage, Range<usize>)| items.contains(&text(line));
    let found: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let told = lines.get(at + 1).filter(|below| !is_item(below));
            let is_short =
                told.is_some_and(|below| (2..=LONGEST_FOUND).contains(&text(below).chars().count()));
            lines.get(*at).is_some_and(is_item)
                && is_short
                && told.is_some_and(|below| !text(below).contains(':'))
        })
        .collect();
    for at in found {
        let Some((passage, bytes)) = lines.get(at + 1) else { continue };
        let advice = lines.get(at + 2).filter(|advice| !is_item(advice));
        let finding = notes.copy(passage, bytes.clone());
        let advice = advice.map(|(passage, bytes)| notes.copy(passage, bytes.clone()));
        notes.add("checkup.items", MedicalFact::CheckupResult { finding, advice });
    }
}

/// Letters of the longest line that tells one finding.
const LONGEST_FOUND: usize = 50;

/// States the items of lists with an item a line: what was examined, and what was found in words.
pub(super) fn listed(view: &View, part: &Part, notes: &mut Notes) {
    let form = pattern!(
        r"^\s*(?:[\[【〔(<《][^\])】〕>》]{1,12}[\])】〕>》]\s*|[·•●▪-]\s*)?(?:[\p{Han}]{2,8}(?:[·—-]{1,2}|\s+))?(?P<name>[\p{Han}A-Za-z0-9/()]{2,16}?)\s*:\s*(?P<value>[^:;]{2,60});?$"
    );
    let mut found: Vec<Item<'_>> = Vec::new();
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)) {
        for row in passage.rows() {
            let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
            let Some(captures) = form.and_then(|form| form.captures(line.trim_end())) else { continue };
            let (Some(name), Some(value)) = (captures.name("name"), captures.name("value")) else { continue };
            let is_key = BOOK.named(name.as_str()).is_some()
                || BOOK.section_of(name.as_str()).is_some()
                || stems::key(name.as_str(), value.as_str()).is_some();
            let in_words = value.as_str().chars().any(document::is_cjk)
                && !value.as_str().starts_with(|c: char| c.is_ascii_digit());
            if !is_key && in_words {
                let at = |m: regex::Match<'_>| row.bytes.start + m.start()..row.bytes.start + m.end();
                found.push((passage, at(name), passage, at(value)));
            }
        }
    }
    found.extend(tabled(view, part));
    if found.len() < FEWEST_LINES {
        return;
    }
    for (head, name, told, value) in found {
        let text = told.folded().get(value.clone()).unwrap_or("").trim().to_owned();
        let name = notes.copy(head, name);
        let value = notes.state(told, value, LabValue::Text(text));
        let item = LabItem {
            name,
            code: None,
            analyte: None,
            value,
            unit: None,
            range: None,
            flags: Flags::default(),
        };
        notes.add("checkup.list", MedicalFact::Lab(Box::new(item)));
    }
}

/// The bytes of a name and of what was found in words, in one passage or in two neighbours.
type Item<'v> = (&'v Passage, Range<usize>, &'v Passage, Range<usize>);

/// The rows of tables without heads that are a name and what was found in words: `内科—双肺 | 呼吸音清晰`.
fn tabled<'v>(view: &'v View, part: &Part) -> Vec<Item<'v>> {
    let department =
        pattern!(r"^\s*(?:\p{Han}{2,8}\s*[—·:/-]{1,2}\s*)?(?P<name>[\p{Han}A-Za-z0-9/()]{2,16})\s*$");
    let mut found = Vec::new();
    for table in view.tables_within(part.first..part.end).iter().filter(|table| table.columns == 2) {
        let rows = (0..table.rows).filter_map(|row| {
            let at =
                |column: u32| view.passage(table.cell(row, column).filter(|cell| cell.row == row)?.passage);
            let (head, told) = (at(0)?, at(1)?);
            let name = department?.captures(head.folded())?.name("name")?;
            let text = told.folded().trim();
            let is_key = BOOK.named(name.as_str()).is_some() || stems::key(name.as_str(), text).is_some();
            let in_words = text.chars().any(document::is_cjk)
                && !text.starts_with(|c: char| c.is_ascii_digit())
                && (2..=LONGEST_FOUND).contains(&text.chars().count());
            let is_item = in_words && !is_key && head.id != told.id;
            is_item.then(|| (head, name.range(), told, 0..told.folded().len()))
        });
        found.extend(rows);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_tell_finding_from_advice() {
        for (head, want) in [
            ("异常项目", Some(Column::Item)),
            ("检查结果", Some(Column::Finding)),
            ("处理意见", Some(Column::Advice)),
            ("Recommendation", Some(Column::Advice)),
            ("序", None),
        ] {
            assert_eq!(column(head), want, "{head}");
        }
    }
}
