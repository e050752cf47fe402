//! The answer from its claims: overview, numbers of the marks, header.

use std::collections::HashMap;

use super::{Rounds, Written};
use crate::answer::types::{
    ANSWER_SCHEMA_VERSION, Answer, Author, Citation, Claim, ClaimKind, Header, PartHead, Section,
};
use crate::{Body, EvidenceKind, FactId, Facts, GeneralFact};

/// So many claims of each part stand in the overview.
const OVERVIEW: usize = 3;

/// The answer of which `told` holds the sections of each part.
pub(super) fn answer(rounds: Rounds<'_>, reasoner: String, told: Vec<(usize, Written)>) -> Answer {
    // A title of which nothing is said is no report of its own.
    let told: Vec<(usize, Written)> = told
        .into_iter()
        .filter(|(_, written)| written.iter().any(|(_, claims)| !claims.is_empty()))
        .collect();
    let parts: Vec<PartHead> = told.iter().filter_map(|(part, _)| head(&rounds, *part)).collect();
    let mut sections = Vec::new();
    if parts.len() > 1 {
        sections.extend(overview(&rounds, &parts, &told));
    }
    for (index, (_, written)) in told.into_iter().enumerate() {
        let claimed = written.into_iter().filter(|(_, claims)| !claims.is_empty());
        sections.extend(claimed.map(|(title, claims)| Section { part: Some(index), title, claims }));
    }
    let citations = citations(rounds.facts, &sections);
    Answer {
        schema_version: ANSWER_SCHEMA_VERSION.to_owned(),
        header: Header { reasoner, language: rounds.language, notes: rounds.notes },
        parts,
        sections,
        not_verified: rounds.refused,
        citations,
        steps: rounds.steps,
    }
}

fn head(rounds: &Rounds<'_>, part: usize) -> Option<PartHead> {
    let of = rounds.facts.parts.get(part)?;
    let stated = of.title.as_ref().map(|title| rounds.facts.printed(title).trim().to_owned());
    let title =
        stated.filter(|title| !title.is_empty()).unwrap_or_else(|| rounds.lexicon.kind(of.kind).to_owned());
    let titled = of.title.as_ref().and_then(|title| rounds.facts.cited(title.evidence)?.span.page());
    let page = titled.or_else(|| {
        let evidence = rounds.facts.of_part(part).flat_map(|fact| &fact.evidence);
        evidence.filter_map(|id| rounds.facts.cited(*id)?.span.page()).min()
    });
    Some(PartHead { kind: of.kind, title, page })
}

/// What the file holds, and the weightiest claims of each part.
fn overview(rounds: &Rounds<'_>, parts: &[PartHead], told: &[(usize, Written)]) -> Option<Section> {
    let titles = title_facts(rounds.facts);
    let titles: Vec<Option<FactId>> = told.iter().map(|(part, _)| titles.get(part).copied()).collect();
    let cites: Vec<FactId> = titles.iter().flatten().copied().collect();
    if cites.is_empty() {
        return None;
    }
    let template = |text: String, cites: Vec<FactId>, kind: ClaimKind| Claim {
        text,
        cites,
        kind,
        needs_review: false,
        author: Author::Template,
    };
    let mut claims = vec![template(
        rounds.lexicon.told("parts", &[("count", &parts.len().to_string())]),
        cites,
        ClaimKind::Computed,
    )];
    for ((head, (part, written)), title) in parts.iter().zip(told).zip(&titles) {
        let page = head.page.map(|page| page.to_string()).unwrap_or_default();
        let named = match page.is_empty() {
            true => head.title.clone(),
            false => rounds.lexicon.told("part", &[("title", &head.title), ("page", &page)]),
        };
        claims.extend(title.map(|title| template(named, vec![title], ClaimKind::Stated)));
        let weighty =
            written.iter().flat_map(|(_, claims)| claims).filter(|claim| rounds.is_weighty(*part, claim));
        claims.extend(weighty.take(OVERVIEW).cloned());
    }
    Some(Section { part: None, title: rounds.lexicon.subject("whole").title, claims })
}

impl Rounds<'_> {
    /// Whether a claim tells what must be told.
    fn is_weighty(&self, part: usize, claim: &Claim) -> bool {
        let kind = self.facts.parts.get(part).map(|part| part.kind);
        kind.is_some_and(|kind| {
            claim
                .cites
                .iter()
                .filter_map(|id| self.facts.fact(*id))
                .any(|fact| crate::answer::plan::must(fact, kind))
        })
    }
}

/// The facts that tell the parts' titles.
fn title_facts(facts: &Facts) -> HashMap<usize, FactId> {
    let is_title = |fact: &&crate::Fact| {
        fact.derived_by == "answer.title" && matches!(fact.body, Body::General(GeneralFact::Heading { .. }))
    };
    facts.facts.iter().rev().filter(is_title).map(|fact| (fact.part, fact.id)).collect()
}

/// One citation for each fact, numbered by first use. Of its evidence what was copied comes first; signs and labels only
/// where nothing else is.
fn citations(facts: &Facts, sections: &[Section]) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for id in sections.iter().flat_map(|section| &section.claims).flat_map(|claim| &claim.cites) {
        if !seen.insert(*id) {
            continue;
        }
        let Some(fact) = facts.fact(*id) else { continue };
        let evidence: Vec<_> = fact.evidence.iter().filter_map(|id| facts.cited(*id)).cloned().collect();
        let stated: Vec<_> =
            evidence.iter().filter(|evidence| evidence.kind == EvidenceKind::Stated).cloned().collect();
        let number = citations.len() + 1;
        citations.push(Citation {
            number,
            fact: *id,
            evidence: if stated.is_empty() { evidence } else { stated },
        });
    }
    citations
}
