//! What must be told is told, whoever writes.

use std::collections::HashMap;

use super::{Rounds, Written};
use crate::answer::brief::{Brief, BriefFact, Question};
use crate::answer::extractive::claims;
use crate::answer::types::Claim;
use crate::{FactId, fold};

impl Rounds<'_> {
    /// Adds, from templates, what must be told and is not, and whole questions on which nothing stands; puts sections in
    /// order.
    pub(super) fn cover(&mut self, brief: &Brief, mut written: Written) -> Written {
        let mut covered: Written = Vec::new();
        let mut added = 0;
        let all: Vec<Claim> = written.iter().flat_map(|(_, claims)| claims.clone()).collect();
        let mut citing: HashMap<FactId, Vec<&Claim>> = HashMap::new();
        for claim in &all {
            claim.cites.iter().for_each(|id| citing.entry(*id).or_default().push(claim));
        }
        for question in &brief.questions {
            let mine = written.iter().position(|(title, _)| *title == question.title);
            let mut claims = mine.map(|index| written.remove(index).1).unwrap_or_default();
            let missing = missing(question, &citing, claims.is_empty());
            let more: Vec<Claim> = self.told(brief, &missing);
            added += more.len();
            claims.extend(more);
            if !claims.is_empty() {
                covered.push((question.title.clone(), claims));
            }
        }
        covered.extend(written.into_iter().filter(|(_, claims)| !claims.is_empty()));
        if added > 0 {
            self.step("cover", format!("{added} sentences added from templates"));
        }
        covered
    }

    fn told(&mut self, brief: &Brief, facts: &[BriefFact]) -> Vec<Claim> {
        claims(facts, self.lexicon).iter().flat_map(|claim| self.tell(brief, claim)).collect()
    }
}

/// The facts of a question that must be told and are not; all of them where nothing is told at all.
fn missing(question: &Question, citing: &HashMap<FactId, Vec<&Claim>>, nothing: bool) -> Vec<BriefFact> {
    let wanted = question.facts.iter().filter(|fact| nothing || fact.must);
    let told = |fact: &BriefFact| {
        citing.get(&fact.id).is_some_and(|claims| claims.iter().any(|claim| tells(claim, fact)))
    };
    wanted.filter(|fact| !told(fact)).cloned().collect()
}

/// Whether a claim tells the fact: it cites it and has its values.
fn tells(claim: &Claim, fact: &BriefFact) -> bool {
    if !claim.cites.contains(&fact.id) {
        return false;
    }
    let squeezed = |text: &str| fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let text = squeezed(&claim.text);
    let valued = fact
        .slots
        .iter()
        .filter(|(name, text)| is_value(name) && text.contains(|c: char| c.is_ascii_digit()));
    valued.into_iter().all(|(_, value)| figures(value).all(|figure| text.contains(figure.as_str())))
}

/// Slots whose figures must not be left out.
fn is_value(name: &str) -> bool {
    !matches!(name, "range" | "name" | "code" | "label" | "printed" | "birth")
}

/// The figures of a text.
fn figures(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let runs: Vec<String> = folded
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .map(|run| run.trim_matches(['.', ',']).to_owned())
        .collect();
    runs.into_iter().filter(|run| !run.is_empty())
}
