//! The rounds: select, draft, verify, revise, drop, cover.

mod assemble;
mod cover;

use std::collections::HashSet;

use super::brief::{Brief, BriefFact, Question};
use super::extractive::{Extractive, hedged};
use super::lexicon::{Lexicon, fill};
use super::reasoner::{Draft, DraftClaim, Reasoner};
use super::types::{Answer, Author, Claim, Refused, Step};
use super::verify::{Check, Reason, Verifier};
use super::{plan, supplement};
use crate::{Dossier, FactId, Facts, Language};

/// What is refused is sent back so often at most: a model that has not mended a sentence twice does not.
const REVISIONS: usize = 2;

/// A brief for a model holds at most so many facts: about 3,000 tokens, so that small windows suffice.
const FACTS_PER_BRIEF: usize = 40;

/// How an answer is made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SummaryOptions {
    /// What to write in; that of each part where absent.
    pub language: Option<Language>,
    /// How often refused sentences are sent back to a model.
    pub revisions: usize,
    /// The most facts that a model is given at once; what has more is asked in several goes.
    pub facts_per_brief: usize,
}

impl Default for SummaryOptions {
    fn default() -> Self {
        Self { language: None, revisions: REVISIONS, facts_per_brief: FACTS_PER_BRIEF }
    }
}

/// A summary of `dossier`, written by `reasoner` and verified sentence by sentence. `observe` is told each step as it is
/// taken.
///
/// Whatever the reasoner does, the answer tells every fact that must be told, and nothing that is not borne by the
/// document; a reasoner that fails is replaced by templates, and the header says so. The cost is linear in the document.
///
/// ```
/// use reasoning::{Dossier, FactOptions, answer::{Extractive, SummaryOptions, summarize}};
/// let dossier = Dossier::of_text("检验报告单\n姓名：孙雨桐  性别：女", &FactOptions::default());
/// let answer = summarize(&dossier, &mut Extractive, &SummaryOptions::default(), &mut |_| {});
/// assert!(answer.sections[0].claims[0].text.contains("孙雨桐"));
/// assert_eq!(answer.header.reasoner, "摘取式，无语言模型");
/// ```
pub fn summarize(
    dossier: &Dossier,
    reasoner: &mut dyn Reasoner,
    options: &SummaryOptions,
    observe: &mut dyn FnMut(&Step),
) -> Answer {
    let facts = supplement::supplement(dossier);
    let language =
        options.language.or(facts.parts.first().map(|part| part.language)).unwrap_or(Language::Chinese);
    let mut rounds = Rounds {
        facts: &facts,
        verifier: Verifier::new(&facts, language),
        lexicon: Lexicon::of(language),
        language,
        options,
        observe,
        steps: Vec::new(),
        refused: Vec::new(),
        notes: Vec::new(),
    };
    let mut told = Vec::new();
    let mut failed = false;
    for (part, own) in facts.by_part().iter().enumerate() {
        let brief = plan::brief(&facts, part, own, language);
        rounds.step(
            "select",
            format!(
                "part {}: {} facts on {} questions",
                part + 1,
                brief.facts().count(),
                brief.questions.len()
            ),
        );
        let written = if failed { None } else { rounds.write(reasoner, &brief) };
        failed |= written.is_none() && reasoner.is_model();
        let written = written.unwrap_or_else(|| rounds.tell_all(&brief));
        told.push((part, rounds.cover(&brief, written)));
    }
    let name = match (reasoner.is_model(), failed) {
        (true, true) => format!("{} ({})", rounds.lexicon.told("extractive", &[]), reasoner.name()),
        (true, false) => reasoner.name(),
        (false, _) => rounds.lexicon.told("extractive", &[]),
    };
    assemble::answer(rounds, name, told)
}

/// The claims of a part, in the order of its questions.
type Written = Vec<(String, Vec<Claim>)>;

/// An answer in the making.
struct Rounds<'a> {
    facts: &'a Facts,
    verifier: Verifier<'a>,
    lexicon: &'static Lexicon,
    language: Language,
    options: &'a SummaryOptions,
    observe: &'a mut dyn FnMut(&Step),
    steps: Vec<Step>,
    refused: Vec<Refused>,
    notes: Vec<String>,
}

impl Rounds<'_> {
    fn step(&mut self, round: &str, told: String) {
        let step = Step { round: round.to_owned(), told };
        (self.observe)(&step);
        self.steps.push(step);
    }

    /// What `reasoner` writes on the part, as far as it stands; nothing where it failed.
    fn write(&mut self, reasoner: &mut dyn Reasoner, brief: &Brief) -> Option<Written> {
        if !reasoner.is_model() {
            return Some(self.tell_all(brief));
        }
        let mut written: Written = Vec::new();
        for brief in goes(brief, self.options.facts_per_brief) {
            let draft = match reasoner.draft(&brief) {
                Ok(draft) => draft,
                Err(error) => {
                    self.fall_back(&error.to_string());
                    return None;
                }
            };
            let (mut standing, mut failing) = self.judge(&brief, &draft);
            for round in 0..self.options.revisions {
                if failing.is_empty() {
                    break;
                }
                self.step("revise", format!("round {}: {} sentences sent back", round + 1, failing.len()));
                let Ok(draft) = reasoner.revise(&brief, &failing) else {
                    self.step("revise", "no answer; what was refused is dropped".into());
                    break;
                };
                let (more, still) = self.judge(&brief, &draft);
                standing.extend(more);
                failing = still;
            }
            if !failing.is_empty() {
                self.step("drop", format!("{} sentences", failing.len()));
            }
            self.refused.extend(failing);
            merge(&mut written, &brief, standing);
        }
        Some(written)
    }

    fn fall_back(&mut self, why: &str) {
        self.step("fall back", why.to_owned());
        let note = self.lexicon.told("fell_back", &[("why", why)]);
        self.notes.push(note);
    }

    /// The sentences of a model's draft that stand, with their sections, and those that do not.
    fn judge(&mut self, brief: &Brief, draft: &Draft) -> (Vec<(String, Claim)>, Vec<Refused>) {
        let (mut standing, mut failing) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for section in &draft.sections {
            for claim in &section.claims {
                match self.claim(brief, claim) {
                    Ok(claim) => {
                        if seen.insert(claim.text.clone()) {
                            standing.push((section.title.clone(), claim));
                        }
                    }
                    Err(refused) => failing.push(refused),
                }
            }
        }
        self.step("verify", format!("{} sentences stand, {} do not", standing.len(), failing.len()));
        (standing, failing)
    }

    /// A model's sentence with its slots filled, where it stands.
    fn claim(&self, brief: &Brief, draft: &DraftClaim) -> Result<Claim, Refused> {
        let refuse =
            |text: &str, reasons| Refused { text: text.to_owned(), cites: draft.cites.clone(), reasons };
        let text = filled(brief, &draft.text).map_err(|slot| {
            refuse(
                &draft.text,
                vec![Reason { check: Check::Citation, found: slot, expected: None, instead: Vec::new() }],
            )
        })?;
        let reasons = self.verifier.check(&text, &draft.cites);
        if !reasons.is_empty() || text.trim().is_empty() {
            return Err(refuse(&text, reasons));
        }
        let cites = self.ids(&draft.cites);
        let needs_review = self.needs_review(&cites);
        let text = if needs_review { hedged(&text, self.lexicon) } else { text };
        Ok(Claim { text, cites, kind: draft.kind, needs_review, author: Author::Model })
    }

    fn ids(&self, cites: &[String]) -> Vec<FactId> {
        let mut ids: Vec<FactId> = Vec::new();
        let mut seen = HashSet::new();
        for cite in cites {
            let number = cite.trim().strip_prefix('F').and_then(|digits| digits.parse::<usize>().ok());
            let fact = number.and_then(|number| self.facts.facts.get(number.checked_sub(1)?));
            ids.extend(fact.map(|fact| fact.id).filter(|id| seen.insert(*id)));
        }
        ids
    }

    fn needs_review(&self, cites: &[FactId]) -> bool {
        cites.iter().filter_map(|id| self.facts.fact(*id)).any(|fact| fact.needs_review)
    }

    /// All facts in sentences from templates.
    fn tell_all(&mut self, brief: &Brief) -> Written {
        let draft = Extractive.draft(brief).unwrap_or_default();
        let mut written = Written::new();
        for section in draft.sections {
            let claims = section.claims.iter().flat_map(|claim| self.tell(brief, claim)).collect();
            written.push((section.title, claims));
        }
        written
    }

    /// A sentence from a template. One that does not stand is replaced by what is printed, word for word.
    fn tell(&mut self, brief: &Brief, draft: &DraftClaim) -> Vec<Claim> {
        let cites = self.ids(&draft.cites);
        let reasons = self.verifier.check(&draft.text, &draft.cites);
        if !reasons.is_empty() {
            let why: Vec<String> = reasons.iter().map(super::render::reason_text).collect();
            self.step(
                "quote",
                format!("{} gives way to what is printed ({})", draft.cites.join(" "), why.join("; ")),
            );
        }
        let made = |text: String, cites: Vec<FactId>| {
            let needs_review = self.needs_review(&cites);
            Claim { text, cites, kind: draft.kind, needs_review, author: Author::Template }
        };
        if reasons.is_empty() {
            return vec![made(draft.text.clone(), cites)];
        }
        let facts = brief.facts().filter(|fact| cites.contains(&fact.id));
        facts.map(|fact| made(self.quoted(fact), vec![fact.id])).collect()
    }

    /// What is printed for a fact, word for word.
    fn quoted(&self, fact: &BriefFact) -> String {
        let evidence = self.facts.fact(fact.id).map(|fact| fact.evidence.clone()).unwrap_or_default();
        let texts: Vec<&str> =
            evidence.iter().filter_map(|id| Some(self.facts.cited(*id)?.span.text.trim())).collect();
        let text = self.lexicon.told("quoted", &[("text", &texts.join(" / "))]);
        if fact.needs_review { hedged(&text, self.lexicon) } else { text }
    }
}

/// The brief in goes of at most `most` facts, cut between questions where that can be.
fn goes(brief: &Brief, most: usize) -> Vec<Brief> {
    let most = most.max(1);
    let mut goes: Vec<Vec<Question>> = vec![Vec::new()];
    let mut size = 0;
    for question in &brief.questions {
        for facts in question.facts.chunks(most) {
            if size > 0 && size + facts.len() > most {
                goes.push(Vec::new());
                size = 0;
            }
            size += facts.len();
            if let Some(go) = goes.last_mut() {
                go.push(Question { facts: facts.to_vec(), ..question.clone() });
            }
        }
    }
    goes.retain(|questions| !questions.is_empty());
    goes.into_iter().map(|questions| Brief { questions, ..brief.clone() }).collect()
}

/// Puts claims under the titles of the brief's questions: the title given, else that of the question whose fact is cited.
fn merge(written: &mut Written, brief: &Brief, standing: Vec<(String, Claim)>) {
    for (title, claim) in standing {
        let named = brief.questions.iter().find(|question| question.title == title);
        let cited =
            || brief.questions.iter().find(|q| q.facts.iter().any(|fact| claim.cites.contains(&fact.id)));
        let Some(question) = named.or_else(cited).or(brief.questions.first()) else { continue };
        match written.iter_mut().find(|(title, _)| *title == question.title) {
            Some((_, claims)) => claims.push(claim),
            None => written.push((question.title.clone(), vec![claim])),
        }
    }
}

/// `{F3.value}` filled with what the fact says.
///
/// # Errors
/// The slot that is none.
fn filled(brief: &Brief, text: &str) -> Result<String, String> {
    let mut unknown = None;
    let slot = |name: &str| {
        let (id, slot) = name.trim().split_once('.')?;
        let fact = brief.facts().find(|fact| fact.id.to_string() == id)?;
        fact.slots.iter().find(|(known, _)| known == slot).map(|(_, text)| text.as_str())
    };
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        if slot(name).is_none() {
            unknown.get_or_insert_with(|| format!("{{{name}}}"));
        }
        rest = after;
    }
    match unknown {
        Some(slot) => Err(slot),
        // Square brackets are the document's own here.
        None => Ok(text
            .split_inclusive('[')
            .map(|piece| {
                fill(piece.trim_end_matches('['), slot) + if piece.ends_with('[') { "[" } else { "" }
            })
            .collect()),
    }
}
