use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::Kind;
use crate::pattern::pattern;

/// The table of cues.
const DATA: &str = include_str!("../../data/kinds.toml");

#[derive(Debug, Deserialize)]
struct Weights {
    title: f32,
    word: f32,
    results: f32,
    least: f32,
}

#[derive(Debug, Deserialize)]
struct Entry {
    titles: Vec<String>,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Data {
    weights: Weights,
    #[serde(flatten)]
    kinds: BTreeMap<Kind, Entry>,
}

/// Phrases that tell kinds, and what they weigh.
pub(super) struct Cues {
    titles: Option<AhoCorasick>,
    title_kinds: Vec<Kind>,
    words: Option<AhoCorasick>,
    word_kinds: Vec<Kind>,
    /// What a title weighs.
    pub(super) title: f32,
    /// What a word weighs.
    pub(super) word: f32,
    /// What a table of results weighs.
    pub(super) results: f32,
    /// The sum below which a document is general.
    pub(super) least: f32,
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it tells.
    pub(super) kind: Kind,
    /// Which phrase.
    pub(super) phrase: usize,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

/// The built-in cues.
pub(super) static CUES: LazyLock<Cues> = LazyLock::new(|| Cues::parse(DATA).unwrap_or_else(|_| Cues::none()));

impl Cues {
    fn none() -> Self {
        let (title, word, results, least) = (0.0, 0.0, 0.0, 1.0);
        Self {
            titles: None,
            title_kinds: vec![],
            words: None,
            word_kinds: vec![],
            title,
            word,
            results,
            least,
        }
    }

    /// The cues of a TOML table.
    fn parse(data: &str) -> Result<Self, toml::de::Error> {
        let data: Data = toml::from_str(data)?;
        let titles: Vec<_> = phrases(&data, |entry| &entry.titles);
        let words: Vec<_> = phrases(&data, |entry| &entry.words);
        let Weights { title, word, results, least } = data.weights;
        Ok(Self {
            titles: searcher(&titles, MatchKind::LeftmostLongest),
            title_kinds: titles.iter().map(|(kind, _)| *kind).collect(),
            words: searcher(&words, MatchKind::LeftmostLongest),
            word_kinds: words.iter().map(|(kind, _)| *kind).collect(),
            title,
            word,
            results,
            least,
        })
    }

    /// The last title in `text`: of "房屋租赁合同纠纷判决书" it is the judgment that counts. What no phrase names goes by the word for what
    /// it tells of and the word for a sheet at its end: 员工年度体检个人报告.
    pub(super) fn title(&self, text: &str) -> Option<Hit> {
        hits(self.titles.as_ref(), &self.title_kinds, text).last().or_else(|| composed(text))
    }

    /// All words in `text`, in order.
    pub(super) fn words<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        hits(self.words.as_ref(), &self.word_kinds, text)
    }
}

/// A title put together from what it tells of, a few letters and the word for a sheet.
fn composed(text: &str) -> Option<Hit> {
    let form = pattern!(concat!(
        r"(?:(?P<checkup>体检|健检|健康检查|健康体检)|(?P<lab>检验|化验|检测)|(?P<record>入院|住院|出院|离院|手术|病程|门诊|急诊|诊疗|护理|用药))",
        r"\p{Han}{0,8}?(?:报告单?|记录单?|小结|总结|摘要|结果单?|通知单|信函|函|手册|病历|志|表|册|记载|明细)$"
    ))?;
    let captures = form.captures(text)?;
    let whole = captures.get(0)?;
    let kind = if captures.name("checkup").is_some() {
        Kind::Checkup
    } else if captures.name("lab").is_some() {
        Kind::Lab
    } else {
        Kind::Record
    };
    Some(Hit { kind, phrase: usize::MAX, start: whole.start(), end: whole.end() })
}

fn phrases(data: &Data, of: impl Fn(&Entry) -> &Vec<String>) -> Vec<(Kind, String)> {
    let of_kind = |(kind, entry): (&Kind, &Entry)| {
        let kind = *kind;
        of(entry).iter().map(move |phrase| (kind, crate::fold(phrase))).collect::<Vec<_>>()
    };
    data.kinds.iter().flat_map(of_kind).collect()
}

fn searcher(phrases: &[(Kind, String)], kind: MatchKind) -> Option<AhoCorasick> {
    let patterns = phrases.iter().map(|(_, phrase)| phrase);
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(kind).build(patterns).ok()
}

fn hits<'t>(
    searcher: Option<&'t AhoCorasick>,
    kinds: &'t [Kind],
    text: &'t str,
) -> impl Iterator<Item = Hit> + 't {
    let found = searcher.into_iter().flat_map(move |searcher| searcher.find_iter(text));
    found.filter_map(|m| {
        let (phrase, start, end) = (m.pattern().as_usize(), m.start(), m.end());
        Some(Hit { kind: *kinds.get(phrase)?, phrase, start, end })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let cues = Cues::parse(DATA).unwrap();
        assert!(cues.title_kinds.len() > 50 && cues.word_kinds.len() > 80);
    }

    #[test]
    fn the_last_title_counts() {
        for (text, want) in [
            ("房屋租赁合同纠纷民事判决书", Some(Kind::Judgment)),
            ("房屋租赁合同", Some(Kind::Contract)),
            ("DISCHARGE SUMMARY", Some(Kind::Record)),
            ("员工年度体检个人报告", Some(Kind::Checkup)),
            ("住院病人入院评估与记录", Some(Kind::Record)),
            ("目录", None),
        ] {
            assert_eq!(CUES.title(text).map(|hit| hit.kind), want, "{text}");
        }
    }
}
