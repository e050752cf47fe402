use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::skeleton::strict;
use crate::pattern::pattern;
use crate::{AttributeKind, DiagnosisKind, EventKind, IdentifierKind, SectionKind, SignerRole, fold};

/// The table of labels.
const DATA: &str = include_str!("../../data/labels.toml");

/// What a column of results holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Column {
    Index,
    Code,
    Name,
    Value,
    Flag,
    Unit,
    Range,
    Other,
}

/// What a key of the patient's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PatientKey {
    Name,
    Sex,
    Age,
    Birth,
    SexAge,
    AgeSex,
    Stay,
    Allergy,
    Procedure,
}

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Patient(PatientKey),
    Identifier(IdentifierKind),
    Attribute(AttributeKind),
    Event(EventKind),
    Signer(SignerRole),
    Diagnosis(DiagnosisKind),
}

type Labels<K> = BTreeMap<K, Vec<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    patient: Labels<PatientKey>,
    identifier: Labels<IdentifierKind>,
    attribute: Labels<AttributeKind>,
    event: Labels<EventKind>,
    signer: Labels<SignerRole>,
    diagnosis: Labels<DiagnosisKind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    columns: Labels<Column>,
    keys: Keys,
    sections: Labels<SectionKind>,
}

/// Letters of the longest text that is tried as several heads without blanks: four of the longest Chinese ones.
const LONGEST_HEADS: usize = 24;

/// The labels, ready for search.
#[derive(Debug, Default)]
pub(super) struct Book {
    columns: HashMap<String, Column>,
    /// Keys by their label; of a label with several meanings the first of the table.
    keys: HashMap<String, Key>,
    /// A key with its colon.
    pub(super) key: Option<Regex>,
    /// A key of the patient's with a blank for its colon.
    pub(super) bare: Option<Regex>,
    /// Any key that begins a line, with a blank for its colon.
    pub(super) leading: Option<Regex>,
    sections: HashMap<String, SectionKind>,
    /// The heading of a section, with what numbers it and its colon.
    pub(super) section: Option<Regex>,
}

/// The built-in labels.
pub(super) static BOOK: LazyLock<Book> = LazyLock::new(|| Book::parse(DATA).unwrap_or_default());

impl Book {
    fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let data: Data = toml::from_str(toml)?;
        let mut keys = Vec::new();
        add(&mut keys, &data.keys.patient, Key::Patient);
        add(&mut keys, &data.keys.identifier, Key::Identifier);
        add(&mut keys, &data.keys.event, Key::Event);
        add(&mut keys, &data.keys.diagnosis, Key::Diagnosis);
        add(&mut keys, &data.keys.signer, Key::Signer);
        add(&mut keys, &data.keys.attribute, Key::Attribute);
        let bare: Vec<&str> =
            data.keys.patient.iter().filter(|(key, _)| **key <= PatientKey::Age).flat_map(labels).collect();
        let all: Vec<&str> = keys.iter().map(|(label, _)| label.as_str()).collect();
        let titles: Vec<&str> = data.sections.iter().flat_map(labels).collect();
        let number = r"(?:[(]?[0-9一二三四五六七八九十]{1,2}[)]?\s*[、.)]?\s*|[(]?[A-Z][.)]\s*)?";
        let mut columns = Vec::new();
        add(&mut columns, &data.columns, |column| column);
        let mut sections = Vec::new();
        add(&mut sections, &data.sections, |section| section);
        Ok(Self {
            columns: map(columns),
            key: Regex::new(&format!(
                r"(?i)({})\.?\s*(?:\([^()]{{1,8}}\)|[A-Za-z][A-Za-z./' ]{{0,24}})?\s*:",
                any(&all)
            ))
            .ok(),
            bare: Regex::new(&format!(r"(?i)(?:^|\s)({})\s", any(&bare))).ok(),
            leading: Regex::new(&format!(
                r"(?i)^\s*(?:[一二三四五六七八九十]{{1,2}}、\s*)?({})\s+[^\s:]",
                any(&all)
            ))
            .ok(),
            keys: map(keys),
            section: Regex::new(&format!(
                r"(?i)(?P<lead>^|[\s。;.])(?P<number>{number})[\[【<]?(?P<title>{})[\]】>]?(?:(?P<colon>\s*:|\s+-{{1,2}}\s)|\s*)",
                any(&titles)
            ))
            .ok(),
            sections: map(sections),
        })
    }

    /// What a column headed by `text` holds; several roles, in order, where cells have run together.
    pub(super) fn columns(&self, text: &str) -> Vec<Column> {
        // All of a head may stand in brackets: (参考值).
        let inside = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let text = inside.filter(|inside| !inside.contains(['(', ')'])).unwrap_or(text);
        if let Some(column) = self.columns.get(&strict(text)) {
            return vec![*column];
        }
        // The sign for a number may stand before another head: #代码.
        if let Some(rest) = text.strip_prefix(['#', '№']).filter(|rest| !rest.trim().is_empty()) {
            let rest = self.columns(rest.trim());
            return if rest.is_empty() { rest } else { [&[Column::Index], rest.as_slice()].concat() };
        }
        let parts: Vec<Option<Column>> =
            text.split_whitespace().map(|part| self.columns.get(&strict(part)).copied()).collect();
        if !parts.is_empty() && parts.iter().all(Option::is_some) {
            let mut parts: Vec<Column> = parts.into_iter().flatten().collect();
            parts.dedup();
            return parts;
        }
        if let Some(together) = self.run_together(&strict(text)) {
            return together;
        }
        // A head in two languages, or with a unit or a remark in brackets.
        let (han, latin) = tongues(text);
        let plain = text.split(['(', '/', '[']).next().unwrap_or("");
        let words: Vec<&str> = latin.split_whitespace().collect();
        let each = words.iter().map(|word| self.columns.get(&strict(word)).copied());
        if let Some(all) = each.collect::<Option<Vec<Column>>>().filter(|all| all.len() > 1) {
            return all;
        }
        let known = [plain, &han, &latin].into_iter().find_map(|text| self.columns.get(&strict(text)));
        let known = known.map(|column| vec![*column]).or_else(|| self.run_together(&han));
        known.or_else(|| composed(&strict(text)).map(|column| vec![column])).unwrap_or_default()
    }

    /// What a text holds that is nothing but heads without a blank between them: `序号项目`, `结果提示单位`. Longer heads go first.
    fn run_together(&self, text: &str) -> Option<Vec<Column>> {
        let is_short = text.chars().count() <= LONGEST_HEADS;
        if text.is_empty() || !is_short || !text.chars().any(document::is_cjk) {
            return None;
        }
        let ends: Vec<usize> = text.char_indices().skip(2).map(|(at, _)| at).chain([text.len()]).collect();
        ends.into_iter().rev().filter(|end| *end < text.len()).find_map(|end| {
            let first = *self.columns.get(text.get(..end)?)?;
            let rest = text.get(end..)?;
            let mut all = vec![first];
            match self.columns.get(rest) {
                Some(last) => all.push(*last),
                None => all.extend(self.run_together(rest)?),
            }
            all.dedup();
            Some(all)
        })
    }

    /// What a text holds that is nothing but so many heads, with or without blanks between them: `结果提示` is one head, or two.
    pub(super) fn columns_in(&self, text: &str, count: usize) -> Option<Vec<Column>> {
        let plain = strict(text);
        let parted =
            (plain.chars().count() <= LONGEST_HEADS).then(|| self.parted(&plain, count)).flatten()?;
        // Twice the same is one head in two languages.
        let is_new =
            |(at, column): (usize, &Column)| parted.iter().position(|other| other == column) == Some(at);
        parted.iter().enumerate().all(is_new).then_some(parted)
    }

    fn parted(&self, text: &str, count: usize) -> Option<Vec<Column>> {
        if count < 2 {
            return self.columns.get(text).map(|column| vec![*column]);
        }
        let ends: Vec<usize> = text.char_indices().skip(1).map(|(at, _)| at).collect();
        ends.into_iter().rev().find_map(|end| {
            let first = *self.columns.get(text.get(..end)?)?;
            let rest = self.parted(text.get(end..)?, count - 1)?;
            Some(std::iter::once(first).chain(rest).collect())
        })
    }

    /// What the key `label` names.
    pub(super) fn named(&self, label: &str) -> Option<Key> {
        self.keys.get(&strict(label)).copied()
    }

    /// Which section `title` heads.
    pub(super) fn section_of(&self, title: &str) -> Option<SectionKind> {
        self.sections.get(&strict(title)).copied()
    }
}

/// What a head in Chinese holds that no table has, by the words it is put together from: 化验名称, 结果数值, 正常参考值.
fn composed(text: &str) -> Option<Column> {
    let forms = [
        (
            Column::Name,
            pattern!(r"^(?:检验|化验|检测|检查|测定|分析|试验|实验|医学)\p{Han}{0,4}(?:名称|项目|指标|项)$"),
        ),
        (
            Column::Value,
            pattern!(
                r"^(?:检验|化验|检测|检查|测定|结果|本次|实测|定量|报告|测量)\p{Han}{0,3}(?:结果|数值|数据|值)$"
            ),
        ),
        (
            Column::Range,
            pattern!(
                r"^(?:正常|参考|参照|生物|标准|医学|成人|健康)\p{Han}{0,5}(?:值|范围|区间|限值|界限|限)$"
            ),
        ),
        (Column::Unit, pattern!(r"^(?:计量|测量|结果|检验|法定|国际|标准)单位$")),
        (
            Column::Flag,
            pattern!(
                r"^(?:结果|异常|升降|高低|偏差|检验|数值|超限)\p{Han}{0,2}(?:提示|标志|标识|标记|判定|判读|判断|状态|评价)$"
            ),
        ),
    ];
    let is_short = (3..=LONGEST_COMPOSED).contains(&text.chars().count());
    let found = forms.into_iter().find(|(_, form)| form.is_some_and(|form| form.is_match(text)));
    found.filter(|_| is_short).map(|(column, _)| column)
}

/// Letters of the longest head of a column that goes by its words.
const LONGEST_COMPOSED: usize = 10;

/// The Han letters of a text, and what is left without them: labels stand in two languages side by side.
pub(super) fn tongues(text: &str) -> (String, String) {
    let is_han = |c: &char| document::is_cjk(*c) && c.is_alphabetic();
    let has = |wanted: fn(&char) -> bool| text.chars().any(|c| wanted(&c));
    if !has(|c| document::is_cjk(*c)) || !has(char::is_ascii_alphabetic) {
        return (String::new(), String::new());
    }
    let latin: String = text.chars().map(|c| if is_han(&c) { ' ' } else { c }).collect();
    (text.chars().filter(is_han).collect(), latin.trim().to_owned())
}

fn labels<'a, K>((_, labels): (&K, &'a Vec<String>)) -> impl Iterator<Item = &'a str> {
    labels.iter().map(String::as_str)
}

fn add<K: Copy, V>(all: &mut Vec<(String, V)>, table: &Labels<K>, value: impl Fn(K) -> V) {
    for (key, labels) in table {
        all.extend(labels.iter().map(|label| (label.clone(), value(*key))));
    }
}

fn map<V>(all: Vec<(String, V)>) -> HashMap<String, V> {
    let mut map = HashMap::new();
    for (label, value) in all {
        map.entry(strict(&label)).or_insert(value);
    }
    map
}

/// A pattern for any of the labels, longer ones first, with room for blanks between Han letters.
fn any(labels: &[&str]) -> String {
    let mut labels: Vec<String> = labels.iter().map(|label| fold(label)).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.chars().count()));
    labels.dedup();
    let patterns = labels.iter().map(|label| {
        let letters: Vec<String> = label.chars().map(|c| regex::escape(&c.to_string())).collect();
        let is_latin = label.is_ascii();
        if is_latin {
            format!(
                r"(?-u:\b){}(?-u:\b)",
                label
                    .split_whitespace()
                    .map(regex::escape)
                    .collect::<Vec<_>>()
                    .join(r"\s+")
                    .replace('/', r"\s*/\s*")
            )
        } else {
            letters.join(r"\s*")
        }
    });
    patterns.collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let book = Book::parse(DATA).unwrap();
        assert!(book.key.is_some() && book.bare.is_some() && book.section.is_some());
        assert!(book.keys.len() > 300, "{}", book.keys.len());
    }

    #[test]
    fn heads_of_columns_are_known() {
        for (text, want) in [
            ("参考区间", vec![Column::Range]),
            ("检 验 项 目", vec![Column::Name]),
            ("结果 单位", vec![Column::Value, Column::Unit]),
            ("No 代号", vec![Column::Index, Column::Code]),
            ("Reference Range", vec![Column::Range]),
            ("结果(mmol/L)", vec![Column::Value]),
            ("参考区间Reference", vec![Column::Range]),
            ("项目 Test", vec![Column::Name]),
            ("序号项目", vec![Column::Index, Column::Name]),
            ("Nº检验项目", vec![Column::Index, Column::Name]),
            ("结果提示单位 Result Flag Unit", vec![Column::Value, Column::Flag, Column::Unit]),
            ("单位参考区间", vec![Column::Unit, Column::Range]),
            ("化验名称", vec![Column::Name]),
            ("结果数值", vec![Column::Value]),
            ("送检单位", vec![]),
            ("白细胞", vec![]),
            ("项目经理", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(BOOK.columns(text), want, "{text}");
        }
    }

    #[test]
    fn heads_are_parted_into_as_many_as_there_are_columns() {
        for (text, count, want) in [
            ("结果提示", 1, Some(vec![Column::Flag])),
            ("结果提示", 2, Some(vec![Column::Value, Column::Flag])),
            ("结果提示单位", 3, Some(vec![Column::Value, Column::Flag, Column::Unit])),
            ("结果 提示 单位", 3, Some(vec![Column::Value, Column::Flag, Column::Unit])),
            ("结果提示单位", 4, None),
            ("项目经理", 2, None),
            ("项目Test", 2, None),
        ] {
            assert_eq!(BOOK.columns_in(text, count), want, "{text} {count}");
        }
    }

    #[test]
    fn a_longer_label_wins() {
        let pattern = BOOK.key.as_ref().unwrap();
        for (text, want) in [
            ("报告时间: 2024", Key::Event(EventKind::Reported)),
            ("审 核 者:彭毅", Key::Signer(SignerRole::Verifier)),
            ("Date of Birth: 1980", Key::Patient(PatientKey::Birth)),
            ("姓名 Name: 吴雅琴", Key::Patient(PatientKey::Name)),
            ("住院医师:罗静", Key::Signer(SignerRole::Resident)),
        ] {
            let label = pattern.captures(text).unwrap().get(1).unwrap().as_str();
            assert_eq!(BOOK.named(label), Some(want), "{text}");
        }
    }
}
