use std::collections::BTreeMap;

use document::{Confidence, is_cjk};

use super::cues::{CUES, Hit};
use super::split::Start;
use super::{Kind, Part};
use crate::{Evidence, EvidenceId, EvidenceKind, FactOptions, Language, Passage, PassageId, Stated, View};

/// Signs named for a part; more would only repeat.
const MOST_SIGNS: usize = 6;

/// The part of `view` from `start` to before `end`.
pub(super) fn part(
    view: &View,
    start: &Start,
    end: PassageId,
    options: &FactOptions,
    evidence: &mut Vec<Evidence>,
) -> Part {
    let passages = view.passages().get(start.first.0 as usize..end.0 as usize).unwrap_or(&[]);
    let mut cite = |passage: &Passage, bytes, kind| {
        let id = EvidenceId::at(evidence.len());
        evidence.push(Evidence { id, kind, span: passage.span(bytes) });
        (id, evidence.last().map_or_else(String::new, |e| e.span.text.clone()))
    };
    let title = start.title.as_ref().and_then(|(id, bytes, kind)| {
        let (evidence, value) = cite(view.passage(*id)?, bytes.clone(), EvidenceKind::Stated);
        Some((Stated { value, evidence }, *kind))
    });
    let words = words(passages);
    let mut scores: BTreeMap<Kind, f32> = BTreeMap::new();
    for (hit, _) in &words {
        *scores.entry(hit.kind).or_default() += CUES.word;
    }
    if let Some((_, kind)) = title.as_ref().filter(|(_, kind)| *kind != Kind::General) {
        *scores.entry(*kind).or_default() += CUES.title;
    }
    if crate::medical::has_results(view, start.first..end) && !is_of_trade(passages) {
        *scores.entry(Kind::Lab).or_default() += CUES.results;
    }
    let (found, certainty) = match best(&scores) {
        (Kind::General, _) if crate::medical::names_patient(passages) => (Kind::Record, None),
        best => best,
    };
    let kind = options.kind.unwrap_or(found);
    let mut signs: Vec<EvidenceId> =
        title.iter().filter(|(_, of)| *of == kind).map(|(stated, _)| stated.evidence).collect();
    for (hit, passage) in words.iter().filter(|(hit, _)| hit.kind == kind).take(MOST_SIGNS - signs.len()) {
        signs.push(cite(passage, hit.start..hit.end, EvidenceKind::Sign).0);
    }
    Part {
        kind,
        certainty: certainty.filter(|_| options.kind.is_none()),
        language: options.language.unwrap_or_else(|| language(passages)),
        title: title.map(|(stated, _)| stated),
        first: start.first,
        end,
        signs,
    }
}

/// Whether a paper counts money: rows of an account look like results.
fn is_of_trade(passages: &[Passage]) -> bool {
    const WORDS: [&str; 12] = [
        "invoice",
        "iban",
        "sort code",
        "amount due",
        "statement of account",
        "debit note",
        "credit note",
        "vat reg",
        "balance brought",
        "purchase order",
        "remittance",
        "bank transfer",
    ];
    let lower: Vec<String> = passages.iter().map(|passage| passage.folded().to_lowercase()).collect();
    let told = WORDS.iter().filter(|word| lower.iter().any(|text| text.contains(**word)));
    told.count() >= LEAST_OF_TRADE
}

/// Words of trade that a paper has where it is one.
const LEAST_OF_TRADE: usize = 2;

/// The telling words of the passages, each where it stands first.
fn words(passages: &[Passage]) -> Vec<(Hit, &Passage)> {
    let mut seen = std::collections::BTreeSet::new();
    let all = passages.iter().flat_map(|passage| CUES.words(passage.folded()).map(move |hit| (hit, passage)));
    all.filter(|(hit, _)| seen.insert(hit.phrase)).collect()
}

/// The weightiest kind, and its share of the weight of the two weightiest.
fn best(scores: &BTreeMap<Kind, f32>) -> (Kind, Option<Confidence>) {
    let mut ranked: Vec<(Kind, f32)> = scores.iter().map(|(kind, score)| (*kind, *score)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    match ranked.first() {
        Some(&(kind, score)) if score >= CUES.least => {
            let second = ranked.get(1).map_or(0.0, |next| next.1);
            (kind, Confidence::clamped(score / (score + second)))
        }
        _ => (Kind::General, None),
    }
}

/// A text is Chinese where at least this share of its letters is Han: lab sheets in Chinese are half codes and units,
/// English ones carry no Han at all.
const HAN_SHARE: f32 = 0.15;

/// The language most of the passages are written in.
fn language(passages: &[Passage]) -> Language {
    let (mut han, mut letters) = (0_u32, 0_u32);
    for c in passages.iter().flat_map(|passage| passage.folded().chars()) {
        han += u32::from(is_cjk(c) && c.is_alphabetic());
        letters += u32::from(c.is_alphabetic());
    }
    if han > 0 && han as f32 >= HAN_SHARE * letters as f32 { Language::Chinese } else { Language::English }
}
