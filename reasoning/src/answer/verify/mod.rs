//! Whether a sentence stands on what it cites.
//!
//! A sentence is compared with the fields of the facts that it cites, not with a bag of numbers: a value that belongs to
//! another item is refused though it is printed on the same page. Each check is a function of its own and gives reasons
//! that a machine can act on, with the facts that would bear the sentence where there are any.

mod clauses;
mod conclusion;
mod direction;
mod mention;
mod names;
mod numbers;
mod quotes;
mod source;
mod support;
#[cfg(test)]
mod tests;
mod text;

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;
use crate::{FactId, Facts, Language};
use names::Names;
use source::Source;
use text::Vocabulary;

/// A check of the verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Check {
    /// Something is cited, and it exists.
    #[serde(rename = "V1 citation")]
    Citation,
    /// Numbers and quantities are those of the cited facts, with unit and scale.
    #[serde(rename = "V2 number")]
    Number,
    /// So are dates.
    #[serde(rename = "V3 date")]
    Date,
    /// Names of persons, bodies and items are printed so in what is cited.
    #[serde(rename = "V4 name")]
    Name,
    /// "High" and "low" are what value and range say.
    #[serde(rename = "V5 direction")]
    Direction,
    /// What is denied is denied, what is stated is stated.
    #[serde(rename = "V6 negation")]
    Negation,
    /// Left is left; sex and site are those printed.
    #[serde(rename = "V7 side")]
    Side,
    /// Who is who, and who owes whom.
    #[serde(rename = "V8 role")]
    Role,
    /// The words of content are found in what is cited.
    #[serde(rename = "V9 support")]
    Support,
    /// No diagnosis, advice, cause or risk that is not printed.
    #[serde(rename = "V10 conclusion")]
    Conclusion,
    /// What is only suspected does not become certain.
    #[serde(rename = "V11 modality")]
    Modality,
    /// What stands in quotation marks is printed so, in one piece.
    #[serde(rename = "V12 quotation")]
    Quotation,
}

/// Why a sentence does not stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The check that it failed.
    pub check: Check,
    /// What stands in the sentence.
    pub found: String,
    /// What is printed in what it cites, where something comparable is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The facts that would bear it: cite these instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<FactId>,
}

impl Reason {
    fn new(check: Check, found: impl Into<String>) -> Self {
        Self { check, found: found.into(), expected: None, instead: Vec::new() }
    }

    fn expected(self, expected: impl Into<String>) -> Self {
        Self { expected: Some(expected.into()), ..self }
    }

    fn instead(self, instead: Vec<FactId>) -> Self {
        Self { instead, ..self }
    }
}

/// Checks sentences against the facts of one document.
pub struct Verifier<'f> {
    facts: &'f Facts,
    lexicon: &'static Lexicon,
    vocabulary: &'static Vocabulary,
    /// Made at first use, by the index of the fact.
    sources: Vec<OnceLock<Source>>,
    names: Names,
}

/// A sentence under examination.
struct Sentence<'v> {
    /// In plain forms.
    folded: String,
    /// The same in lower case, byte for byte at the same place.
    text: String,
    /// What it cites.
    cited: Vec<&'v Source>,
}

impl<'f> Verifier<'f> {
    /// For sentences in `language` on `facts`.
    pub fn new(facts: &'f Facts, language: Language) -> Self {
        let lexicon = Lexicon::of(language);
        let sources: Vec<OnceLock<Source>> = facts.facts.iter().map(|_| OnceLock::new()).collect();
        Self {
            facts,
            lexicon,
            vocabulary: Vocabulary::of(language),
            names: Names::of(facts, lexicon),
            sources,
        }
    }

    /// Why `text`, citing `cites`, does not stand; nothing where it does.
    ///
    /// ```
    /// use reasoning::{Dossier, FactOptions, answer::{Check, Verifier}, Language};
    /// let text = "入院诊断：\n1. 左肺上叶结节\n2. 2型糖尿病";
    /// let mut options = FactOptions::default();
    /// options.kind = Some(reasoning::Kind::Record);
    /// let dossier = Dossier::of_text(text, &options);
    /// let id = dossier.facts.facts.iter().find(|f| f.derived_by == "section.diagnosis").unwrap().id.to_string();
    /// let verifier = Verifier::new(&dossier.facts, Language::Chinese);
    /// assert_eq!(verifier.check("入院诊断：左肺上叶结节。", &[id.clone()]), []);
    /// assert_eq!(verifier.check("入院诊断：右肺上叶结节。", &[id])[0].check, Check::Side);
    /// ```
    pub fn check(&self, text: &str, cites: &[String]) -> Vec<Reason> {
        let ids = match self.cited(cites) {
            Ok(ids) => ids,
            Err(reasons) => return reasons,
        };
        let cited: Vec<&Source> = ids.iter().filter_map(|id| self.source(*id)).collect();
        let sentence = Sentence { folded: crate::fold(text), text: text::plain(text), cited };
        let mut reasons = numbers::check(self, &sentence);
        reasons.extend(names::check(self, &sentence));
        reasons.extend(direction::check(self, &sentence));
        reasons.extend(clauses::check(self, &sentence));
        reasons.extend(support::check(self, &sentence));
        reasons.extend(conclusion::check(self, &sentence));
        reasons.extend(quotes::check(&sentence));
        reasons.sort_by_key(|reason| reason.check);
        reasons.dedup();
        reasons
    }

    /// V1: the facts cited.
    fn cited(&self, cites: &[String]) -> Result<Vec<FactId>, Vec<Reason>> {
        if cites.is_empty() {
            return Err(vec![Reason::new(Check::Citation, "").expected("at least one fact")]);
        }
        let mut ids = Vec::new();
        let mut reasons = Vec::new();
        for cite in cites {
            let number = cite.trim().strip_prefix('F').and_then(|digits| digits.parse::<usize>().ok());
            match number
                .and_then(|number| number.checked_sub(1))
                .filter(|index| *index < self.facts.facts.len())
            {
                Some(index) => ids.push(FactId::at(index)),
                None => reasons.push(
                    Reason::new(Check::Citation, cite).expected(format!("F1 to F{}", self.facts.facts.len())),
                ),
            }
        }
        if reasons.is_empty() { Ok(ids) } else { Err(reasons) }
    }

    fn source(&self, id: FactId) -> Option<&Source> {
        let fact = self.facts.fact(id)?;
        Some(self.sources.get(id.index())?.get_or_init(|| Source::of(self.facts, fact, self.lexicon)))
    }

    /// Facts, cited or not, of which `wanted` is true: hints for mending, at most three.
    fn bearing(&self, sentence: &Sentence<'_>, wanted: impl Fn(&Source) -> bool) -> Vec<FactId> {
        /// More hints would not help a model.
        const MOST: usize = 3;
        let ids = self.facts.facts.iter().map(|fact| fact.id);
        let others = ids.filter(|id| sentence.cited.iter().all(|source| source.id != *id));
        others
            .filter_map(|id| self.source(id))
            .filter(|source| wanted(source))
            .map(|source| source.id)
            .take(MOST)
            .collect()
    }
}
