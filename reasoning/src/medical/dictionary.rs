//! The dictionary of medicines, and what the stems of unknown names tell.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

/// The dictionary of medicines.
const DATA: &str = include_str!("../../data/drugs.toml");

/// A medicine of the dictionary.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// Its name in facts and rules.
    pub id: String,
    /// Chinese names.
    pub zh: Vec<String>,
    /// English names.
    pub en: Vec<String>,
    /// Its class by the WHO: `C09CA03`; the first letters tell its groups.
    pub atc: String,
    /// The most an adult is given in a day, such as `2550 mg`.
    #[serde(default)]
    pub daily: Option<String>,
    /// The most an adult is given at once.
    #[serde(default)]
    pub single: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    drug: Vec<Medicine>,
    #[serde(default)]
    family: Vec<Family>,
}

/// A class whose names share a stem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    /// What Latin names end in; nothing where they share none.
    en: String,
    /// What Chinese names hold; nothing where they share none.
    zh: String,
    atc: String,
    /// Words that only look like such names.
    #[serde(default)]
    but: Vec<String>,
}

/// The entries, ready for search.
pub(super) struct Index {
    pub(super) table: Vec<Medicine>,
    /// Medicines of which only the stem of their name is known, beside their stems.
    families: Vec<(Family, Medicine)>,
    pub(super) searcher: Option<AhoCorasick>,
    pub(super) owners: Vec<usize>,
}

/// The built-in dictionary.
pub(super) static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let Table { drug: table, family } = toml::from_str::<Table>(DATA).unwrap_or_default();
    let families = family.into_iter().map(|family| {
        let id = format!("{STEM}{}", if family.en.is_empty() { &family.zh } else { &family.en });
        let atc = family.atc.clone();
        (family, Medicine { id, zh: vec![], en: vec![], atc, daily: None, single: None })
    });
    let families = families.collect();
    let names = table.iter().enumerate();
    let names =
        names.flat_map(|(index, drug)| drug.zh.iter().chain(&drug.en).map(move |name| (index, name.clone())));
    let (owners, names): (Vec<usize>, Vec<String>) = names.unzip();
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
    Index { table, families, searcher: builder.build(names).ok(), owners }
});

/// How the id of a medicine begins of which only the class is known.
pub(crate) const STEM: &str = "stem:";

/// All medicines of the dictionary.
pub fn medicines() -> &'static [Medicine] {
    &INDEX.table
}

/// The medicine that `name` names, whatever salt or form stands with it; the longest name counts.
///
/// ```
/// assert_eq!(reasoning::medicine("盐酸二甲双胍缓释片").map(|drug| drug.atc.as_str()), Some("A10BA02"));
/// ```
pub fn medicine(name: &str) -> Option<&'static Medicine> {
    let name = crate::fold(name);
    let name = name.as_str();
    let found = INDEX.searcher.as_ref()?.find_iter(name).max_by_key(|m| m.len());
    match found {
        Some(found) => INDEX.table.get(*INDEX.owners.get(found.pattern().as_usize())?),
        None => by_stem(name),
    }
}

/// The class of medicines whose stem a name has.
fn by_stem(name: &str) -> Option<&'static Medicine> {
    let lower = name.to_lowercase();
    let of_class = INDEX.families.iter().find(|(family, _)| {
        // A Latin word is meant whole: cilazapril is not April.
        let is_other = |word: &String| {
            let whole = || lower.split(|c: char| !c.is_ascii_alphabetic()).any(|other| other == word);
            if word.is_ascii() { whole() } else { lower.contains(word.as_str()) }
        };
        if family.but.iter().any(is_other) {
            return false;
        }
        let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
        let is_latin = !family.en.is_empty()
            && words.any(|word| word.len() > family.en.len() + 1 && word.ends_with(family.en.as_str()));
        // A Chinese stem stands within a name: 头孢 begins one.
        let is_han = !family.zh.is_empty()
            && lower.match_indices(family.zh.as_str()).any(|(at, stem)| {
                let before = lower.get(..at).and_then(|text| text.chars().next_back());
                let after = lower.get(at + stem.len()..).and_then(|text| text.chars().next());
                [before, after].into_iter().flatten().any(document::is_cjk)
            });
        is_latin || is_han
    });
    of_class.map(|(_, medicine)| medicine)
}

#[cfg(test)]
mod tests {
    use super::super::result::number;
    use super::*;

    #[test]
    fn the_table_is_read() {
        let table: Table = toml::from_str(DATA).unwrap();
        assert!(table.drug.len() > 80);
        for drug in &table.drug {
            for dose in drug.daily.iter().chain(&drug.single) {
                let (amount, unit) = dose.split_once(' ').unwrap_or_default();
                assert!(number(amount).is_some() && ["mg", "g", "μg"].contains(&unit), "{}: {dose}", drug.id);
            }
        }
    }

    #[test]
    fn unknown_names_go_by_their_stem() {
        for (name, class) in [
            ("cefetamet pivoxil tablets", None),
            ("sparfloxacin", Some("J01MA")),
            ("头孢他美片", Some("J01D")),
            ("贝沙坦片", Some("C09CA")),
            ("April", None),
            ("xanapril 2.5 mg", Some("C09AA")),
            ("nystatin", Some("A07AA02")),
            ("雨衣", None),
        ] {
            assert_eq!(medicine(name).map(|known| known.atc.as_str()), class, "{name}");
        }
    }
}
