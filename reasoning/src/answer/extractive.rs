//! The reasoner without a model: facts, ranked, each in the sentence of its template.

use super::brief::{Brief, BriefFact, Question};
use super::lexicon::{Lexicon, fill};
use super::reasoner::{Draft, DraftClaim, DraftSection, Reasoner, ReasonerError};
use super::slots::Slots;
use super::{ClaimKind, Refused};
use crate::Language;

/// A sentence tells at most this many facts of a group: more cannot be checked at a glance.
const LONGEST_GROUP: usize = 24;

/// Facts in sentences from templates. It needs nothing and cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extractive;

impl Reasoner for Extractive {
    fn name(&self) -> String {
        Lexicon::of(Language::English).told("extractive", &[])
    }

    fn is_model(&self) -> bool {
        false
    }

    fn draft(&mut self, brief: &Brief) -> Result<Draft, ReasonerError> {
        let lexicon = Lexicon::of(brief.language);
        let section = |question: &Question| DraftSection {
            title: question.title.clone(),
            claims: claims(&question.facts, lexicon),
        };
        Ok(Draft { sections: brief.questions.iter().map(section).collect() })
    }

    fn revise(&mut self, _: &Brief, _: &[Refused]) -> Result<Draft, ReasonerError> {
        Ok(Draft::default())
    }
}

/// The sentence of a fact, by its template.
pub(super) fn sentence_of(slots: &Slots, lexicon: &Lexicon) -> String {
    match slots.about {
        // A heading of one letter ("because") is no heading to be repeated.
        "section" if slots.get("heading").is_none_or(|heading| heading.chars().count() < 2) => {
            slots.get("lead").unwrap_or_default().to_owned()
        }
        about => lexicon.sentence(about, slots),
    }
}

/// The sentences on `facts`: groups in one sentence where their first stands, doubtful facts apart from sure ones.
pub(super) fn claims(facts: &[BriefFact], lexicon: &Lexicon) -> Vec<DraftClaim> {
    let mut claims = Vec::new();
    let mut done: Vec<(&str, bool)> = Vec::new();
    for fact in facts {
        let Some(group) = fact.group else {
            claims.push(claim(&[fact], fact.sentence.clone(), lexicon));
            continue;
        };
        if done.contains(&(group, fact.needs_review)) {
            continue;
        }
        done.push((group, fact.needs_review));
        let members: Vec<&BriefFact> = facts
            .iter()
            .filter(|other| other.group == Some(group) && other.needs_review == fact.needs_review)
            .collect();
        for members in members.chunks(LONGEST_GROUP) {
            claims.push(claim(members, joined(group, members, lexicon), lexicon));
        }
    }
    claims
}

fn joined(group: &str, members: &[&BriefFact], lexicon: &Lexicon) -> String {
    let look = lexicon.group(group);
    let count = members.len().to_string();
    let before = fill(&look.before, |name| (name == "count").then_some(count.as_str()));
    let parts: Vec<&str> =
        members.iter().map(|fact| fact.sentence.trim_end_matches(['。', '.', '；', ';'])).collect();
    format!("{before}{}{}", parts.join(&look.between), look.after)
}

fn claim(facts: &[&BriefFact], mut text: String, lexicon: &Lexicon) -> DraftClaim {
    if facts.iter().any(|fact| fact.needs_review) {
        text = hedged(&text, lexicon);
    }
    let computed = facts.iter().any(|fact| {
        fact.about.starts_with("lab") && fact.slots.iter().any(|(name, _)| name == "flag")
            || fact.about.starts_with("amount_pair")
    });
    DraftClaim {
        text,
        cites: facts.iter().map(|fact| fact.id.to_string()).collect(),
        kind: if computed { ClaimKind::Computed } else { ClaimKind::Stated },
    }
}

/// The sentence with the remark that something in it was read with a low confidence, before its stop.
pub(super) fn hedged(text: &str, lexicon: &Lexicon) -> String {
    let remark = lexicon.told("review", &[]);
    if text.contains(remark.trim()) {
        return text.to_owned();
    }
    let body = text.trim_end_matches(['。', '.']);
    let stop = text.get(body.len()..).unwrap_or("");
    format!("{body}{remark}{stop}")
}
