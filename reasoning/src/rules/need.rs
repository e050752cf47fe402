//! Names of needs in words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::report::Missing;
use super::rule::Bilingual;

const DATA: &str = include_str!("../../data/rules/needs.toml");

static WORDS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| toml::from_str(DATA).unwrap_or_default());

/// A need with its words; one that has none is named as it is.
pub(super) fn named(need: String) -> Missing {
    let parts: Vec<Bilingual> = need.split('|').map(|part| words(part.trim())).collect();
    let joined = |of: fn(&Bilingual) -> &str, or: &str| parts.iter().map(of).collect::<Vec<_>>().join(or);
    let words = Bilingual::new(joined(|w| &w.zh, "或"), joined(|w| &w.en, " or "));
    Missing { need, words }
}

fn words(need: &str) -> Bilingual {
    let known = WORDS.get(need).cloned();
    known.unwrap_or_else(|| Bilingual::same(need))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_have_words() {
        let table: BTreeMap<String, Bilingual> = toml::from_str(DATA).unwrap();
        assert!(table.len() > 20);
        let either = named("event.admitted|lab".into());
        assert_eq!(either.words.zh, "入院时间或检验结果");
        for rule in super::super::RuleBook::built_in().rules() {
            for need in rule.needs().iter().flat_map(|need| need.split('|')) {
                assert!(table.contains_key(need.trim()), "{} needs {need}, which has no words", rule.id());
            }
        }
    }
}
