use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::value::Sex;

/// The words of findings.
const DATA: &str = include_str!("../../data/terms.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    zh: Vec<String>,
    en: Vec<String>,
    #[serde(default)]
    sex: Option<Sex>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    #[serde(default)]
    site: Vec<Entry>,
    #[serde(default)]
    finding: Vec<Entry>,
}

/// Words with what they mean.
pub(super) struct Terms {
    searcher: Option<AhoCorasick>,
    ids: Vec<usize>,
    entries: Vec<Entry>,
}

/// A word found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term<'t> {
    pub(super) id: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Parts of the body.
pub(super) static SITES: LazyLock<Terms> = LazyLock::new(|| Terms::new(data().site));

/// Signs, symptoms and diseases.
pub(super) static FINDINGS: LazyLock<Terms> = LazyLock::new(|| Terms::new(data().finding));

fn data() -> Data {
    toml::from_str(DATA).unwrap_or_default()
}

impl Terms {
    fn new(entries: Vec<Entry>) -> Self {
        let (mut words, mut ids) = (Vec::new(), Vec::new());
        for (index, entry) in entries.iter().enumerate() {
            for word in entry.zh.iter().chain(&entry.en) {
                words.push(word.clone());
                ids.push(index);
            }
        }
        let builder = &mut AhoCorasick::builder();
        let searcher =
            builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&words).ok();
        Self { searcher, ids, entries }
    }

    /// The words in `text`, from the left; of overlapping ones the longest. Latin words must stand alone.
    pub(super) fn find(&self, text: &str) -> Vec<Term<'_>> {
        let alone = |start: usize, end: usize| {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let latin = text.get(start..end).is_some_and(str::is_ascii);
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text.get(end..).and_then(|text| text.chars().next());
            !latin || !is_letter(before) && !is_letter(after)
        };
        let found = self.searcher.iter().flat_map(|searcher| searcher.find_iter(text));
        found
            .filter(|m| alone(m.start(), m.end()))
            .filter_map(|m| {
                let entry = self.entries.get(*self.ids.get(m.pattern().as_usize())?)?;
                Some(Term { id: &entry.id, start: m.start(), end: m.end() })
            })
            .collect()
    }

    /// The only sex that can have it; nothing where both can, or for an unknown id.
    fn sex(&self, id: &str) -> Option<Sex> {
        self.entries.iter().find(|entry| entry.id == id)?.sex
    }
}

/// The only sex that can have the finding or part of the body of that dictionary id; nothing where both can.
///
/// ```
/// use reasoning::value::Sex;
/// assert_eq!(reasoning::sex_of_term("uterus"), Some(Sex::Female));
/// assert_eq!(reasoning::sex_of_term("lung"), None);
/// ```
pub fn sex_of_term(id: &str) -> Option<Sex> {
    SITES.sex(id).or_else(|| FINDINGS.sex(id))
}

/// The ids of the signs, symptoms and diseases that `text` names.
pub(crate) fn finding_terms(text: &str) -> Vec<&'static str> {
    FINDINGS.find(text).into_iter().map(|term| term.id).collect()
}

/// The ids of the parts of the body that `text` names.
pub(crate) fn site_terms(text: &str) -> Vec<&'static str> {
    SITES.find(text).into_iter().map(|term| term.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let data: Data = toml::from_str(DATA).unwrap();
        assert!(data.site.len() > 25 && data.finding.len() > 50);
    }

    #[test]
    fn the_longest_word_counts() {
        let ids = |text| FINDINGS.find(text).iter().map(|term| term.id).collect::<Vec<_>>();
        assert_eq!(ids("胸腔积液及气胸"), ["pleural_effusion", "pneumothorax"]);
        assert_eq!(ids("No pleural effusion or pneumothorax"), ["pleural_effusion", "pneumothorax"]);
        assert_eq!(ids("massive"), [""; 0]);
    }
}
