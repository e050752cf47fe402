//! Medicines that are one too many, or harm together: M34.

use std::collections::HashSet;

use serde::Deserialize;

use super::ask::sections;
use super::medicine::{Ordered, ordered};
use crate::medical::STEM;
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{Drug, PassageId, Role, SectionKind};

/// Two classes that harm together.
#[derive(Deserialize, Default)]
struct Pair {
    a: String,
    b: String,
    /// Classes that are given together on purpose: midazolam for sedation.
    #[serde(default)]
    not: Vec<String>,
    zh: String,
    en: String,
}

/// Letters of an ATC code that tell the chemical subgroup: `C10AA`.
const SUBGROUP: usize = 5;

/// Letters of the shortest name of a medicine that tells it within another name.
const SHORTEST_PART: usize = 4;

/// M34: two medicines of one chemical subgroup, the same one twice, or two that harm together.
pub(super) fn together(case: &Case<'_>) -> Verdict {
    let pairs: Vec<Pair> = case.rule.parameter("pairs");
    let (allowed, groups) = (case.rule.words("allowed"), case.rule.words("groups"));
    let apart = case.rule.words("apart");
    let mut all = ordered(case);
    // What is ordered day after day counts once.
    let mut seen = HashSet::new();
    let mut drafts: Vec<Draft> = again(case, &all);
    let headings = headings(case);
    all.retain(|one| !is_replaced(case, one));
    all.retain(|one| seen.insert((one.known.id.clone(), one.drug.name.value.clone())));
    for (index, one) in all.iter().enumerate() {
        for other in all.iter().take(index) {
            let (a, b) = (one.known.atc.as_str(), other.known.atc.as_str());
            // What was taken before the stay is not given with what is ordered now.
            if is_past(case, one) != is_past(case, other) && !in_one_list(case, &headings, one, other) {
                continue;
            }
            // The same words again are the same order told twice.
            let is_same_text = one.drug.name.value == other.drug.name.value;
            let is_apart = apart.iter().any(|group| a.starts_with(*group) || b.starts_with(*group));
            let wide = groups.iter().find(|group| a.starts_with(**group) && b.starts_with(**group));
            // Against infections one is given after another.
            let follows = |group: &str| group.starts_with('J') && !in_one_list(case, &headings, one, other);
            // Two of these harm together by whatever way they are given, where one sentence gives both.
            let is_one_way = |group: &str| {
                is_one_way(one.drug, other.drug) || group == "M01A" && are_of_one_sentence(case, one, other)
            };
            let wide = wide.filter(|group| !is_apart && is_one_way(group) && !follows(group));
            let close = a.get(..SUBGROUP).filter(|group| b.get(..SUBGROUP) == Some(*group));
            // Of a class nothing more is known: two of its names may be two medicines.
            let is_twice = one.known.id == other.known.id && !one.known.id.starts_with(STEM);
            // What was given on the ward is taken home, by whatever name.
            let goes_on = is_twice && !in_one_list(case, &headings, one, other);
            let group = wide.copied().or(close).filter(|group| !goes_on && (is_twice || !follows(group)));
            let is_allowed = |group: &str| allowed.iter().any(|prefix| group.starts_with(prefix));
            let fits = |pair: &&Pair| {
                let is_free = pair.not.iter().any(|group| a.starts_with(group) || b.starts_with(group));
                !is_free
                    && (a.starts_with(&pair.a) && b.starts_with(&pair.b)
                        || a.starts_with(&pair.b) && b.starts_with(&pair.a))
            };
            let draft = || {
                let draft = Draft::new()
                    .about(one.fact, one.drug.name.evidence)
                    .against(other.fact, other.drug.name.evidence);
                draft.found(&*one.drug.name.value).with("other", &*other.drug.name.value)
            };
            let counts = |group: &&str| (!is_allowed(group) || is_twice && !is_basic(group)) && !is_same_text;
            let within = |whole: &Ordered<'_>, part: &Ordered<'_>| {
                let name = whole.drug.name.value.to_lowercase();
                let names = part.known.zh.iter().chain(&part.known.en);
                let mut long = names.filter(|name| name.chars().count() >= SHORTEST_PART);
                whole.known.id != part.known.id && long.any(|part| name.contains(&part.to_lowercase()))
            };
            if let Some(group) = group.filter(counts) {
                drafts.push(draft().with("group", group));
            } else if (within(one, other) || within(other, one)) && in_one_list(case, &headings, one, other) {
                drafts.push(draft().with("group", a));
            } else if let Some(pair) = pairs.iter().find(fits).filter(|_| !are_single_doses(one, other)) {
                let why = crate::rules::Bilingual::new(&pair.zh, &pair.en);
                drafts.push(draft().way("interaction").with_words("why", why));
            }
        }
    }
    Verdict::of(!all.is_empty(), "drug", drafts)
}

/// The same order twice in one list: the same words for medicine, dose and times, with no heading between them. Records that go
/// on from day to day order again what was ordered.
fn again(case: &Case<'_>, all: &[Ordered<'_>]) -> Vec<Draft> {
    let place = |one: &Ordered<'_>| place(case, one);
    let headings = headings(case);
    let title = case.part.title.as_ref().map_or("", |title| title.value.as_str());
    if ["病程", "查房"].iter().any(|word| title.contains(word)) || title.to_lowercase().contains("progress")
    {
        return vec![];
    }
    let mut drafts = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let is_same = |other: &&Ordered<'_>| {
            let (Some(a), Some(b)) = (place(other), place(one)) else { return false };
            let whole = one.drug.dose.is_some() && one.drug.frequency.is_some();
            let alike = |x: &Drug, y: &Drug| {
                let dose = |drug: &Drug| drug.dose.as_ref().map(|dose| dose.value.clone());
                let often = |drug: &Drug| drug.frequency.as_ref().map(|often| often.value);
                let same = x.name.value == y.name.value
                    || other.known.id == one.known.id && !one.known.id.starts_with(STEM);
                // A day's dose may be made up of pieces of several strengths, not of the same ones twice.
                let strength = |drug: &Drug| drug.strength.as_ref().map(|strength| strength.value.clone());
                let is_one_piece = strength(x).is_some() && strength(x) == strength(y);
                // Of the same piece some several times a day and one more at night is too many.
                let one_more =
                    dose(x) == dose(y) && strength(x) == strength(y) && (is_regimen(x) || is_regimen(y));
                same && (dose(x) == dose(y) && often(x) == often(y)
                    || one_more && is_one_way(x, y)
                    || (is_one_piece || is_regimen(x) && is_regimen(y)) && is_one_way(x, y))
            };
            let near = b.0.0.abs_diff(a.0.0) <= ONE_LIST;
            whole
                && near
                && !is_same_ink(case, one, other)
                && !are_of_one_row(case, one, other)
                && !is_changed_between(case, one, other)
                && alike(one.drug, other.drug)
                && !headings.iter().any(|at| a < *at && *at < b)
        };
        if let Some(other) =
            all.iter().take(index).rev().take(MOST_LISTED).find(is_same).filter(|_| !is_basic(&one.known.atc))
        {
            let draft = Draft::new()
                .about(one.fact, one.drug.name.evidence)
                .against(other.fact, other.drug.name.evidence);
            let group = one.known.atc.get(..SUBGROUP).unwrap_or(&one.known.atc);
            drafts.push(
                draft
                    .found(&*one.drug.name.value)
                    .with("other", &*other.drug.name.value)
                    .with("group", group),
            );
        }
    }
    drafts
}

/// Whether both are antibiotics that were given once, as at the induction of an anaesthetic: harm by both takes days.
fn are_single_doses(one: &Ordered<'_>, other: &Ordered<'_>) -> bool {
    let is_single = |one: &Ordered<'_>| {
        one.known.atc.starts_with("J01") && one.drug.frequency.is_none() && one.drug.dose.is_some()
    };
    is_single(one) && is_single(other)
}

/// Whether two orders stand in one row of a table, in different columns: a chart orders the same day after day, or visit after visit.
fn are_of_one_row(case: &Case<'_>, one: &Ordered<'_>, other: &Ordered<'_>) -> bool {
    let cell = |one: &Ordered<'_>| {
        let span = &case.dossier.facts.cited(one.drug.name.evidence)?.span;
        match case.dossier.view.passage(span.passage)?.role {
            Role::Cell { table, row, column } => Some((table, row, column)),
            _ => None,
        }
    };
    cell(one).zip(cell(other)).is_some_and(|(a, b)| a.0 == b.0 && a.1 == b.1 && a.2 != b.2)
}

/// Whether the words between two orders of one text say that the second takes the place of the first: `switched to oral`, 改为, `then`.
fn is_changed_between(case: &Case<'_>, one: &Ordered<'_>, other: &Ordered<'_>) -> bool {
    let Some(between) = between(case, one, other) else { return false };
    pattern!(r"(?i)改为|改用|改成|改口服|更换|换用|换为|序贯|过渡|减量|减至|减为|加量|加至|增至|调整为|后改|然后|随后|之后|再予|→|->|=>|\b(?:switched|changed|converted|stepped|stepdown|then|followed by|tapered|reduced|increased|decreased|titrated|weaned|from|until)\b")
        .is_some_and(|form| form.is_match(&between))
}

/// The words of its sentence before a medicine, and those right behind its name.
fn around(case: &Case<'_>, one: &Ordered<'_>) -> Option<(String, String)> {
    let span = &case.dossier.facts.cited(one.drug.name.evidence)?.span;
    let text = case.dossier.view.passage(span.passage)?.folded();
    let ahead: String = text.chars().take(span.characters.start as usize).collect();
    let ahead = ahead.rsplit(['。', ';']).next().unwrap_or("").to_owned();
    let behind = text.chars().skip(span.characters.end as usize).take(BEHIND).collect();
    Some((ahead, behind))
}

/// Letters behind the name of a medicine in which dose and times stand, and the word that ends it.
const BEHIND: usize = 24;

/// Whether a medicine was taken before the stay, by the words of its sentence.
fn is_past(case: &Case<'_>, one: &Ordered<'_>) -> bool {
    let form = pattern!(
        r"(?i)院外|院前|入院前|外院|当地医院|既往|平素|平时|自服|自行|在家|发病前|\b(?:prior to admission|previously|at home|was on|had been (?:on|taking)|home medications?)\b"
    );
    around(case, one).is_some_and(|(ahead, _)| form.is_some_and(|form| form.is_match(&ahead)))
}

/// Whether a medicine is changed to another: 氨氯地平改为硝苯地平.
fn is_replaced(case: &Case<'_>, one: &Ordered<'_>) -> bool {
    let form = pattern!(
        r"(?i)^[^,。;、]{0,20}?(?:改为|改用|换为|换用|更换为|(?:was |were )?(?:switched|changed|converted) to)\s*\p{Alphabetic}"
    );
    around(case, one).is_some_and(|(_, behind)| form.is_some_and(|form| form.is_match(&behind)))
}

/// Whether one sentence gives both.
fn are_of_one_sentence(case: &Case<'_>, one: &Ordered<'_>, other: &Ordered<'_>) -> bool {
    let Some(between) = between(case, one, other) else { return false };
    !between.contains(['。', ';']) && !between.contains(". ")
}

/// The words between two orders of one text.
fn between(case: &Case<'_>, one: &Ordered<'_>, other: &Ordered<'_>) -> Option<String> {
    let (a, b) = (place(case, one)?, place(case, other)?);
    let passage = case.dossier.view.passage(a.0).filter(|_| a.0 == b.0)?;
    let (from, to) = (a.1.min(b.1) as usize, a.1.max(b.1) as usize);
    Some(passage.folded().chars().skip(from).take(to - from).collect())
}

/// Where an order stands.
fn place(case: &Case<'_>, one: &Ordered<'_>) -> Option<(PassageId, u32)> {
    let span = &case.dossier.facts.cited(one.drug.name.evidence)?.span;
    Some((span.passage, span.characters.start))
}

/// Whether a section orders medicines.
fn orders(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Orders | SectionKind::DischargeOrders)
}

/// Where the headings of sections stand.
fn headings(case: &Case<'_>) -> Vec<(PassageId, u32)> {
    // The sign that begins each order parts none: Rx: …, Rx: ….
    let is_sign = |text: &str| {
        matches!(text.trim().to_lowercase().as_str(), "rx" | "rp" | "r" | "rp." | "r." | "medicine" | "drug")
    };
    // So does the label that each of several orders has: 带药：…, 带药：….
    let mut told = std::collections::HashMap::new();
    for section in sections(case).filter(|section| orders(section.kind)) {
        *told.entry(section.heading.value.trim()).or_insert(0_usize) += 1;
    }
    let is_each = |heading: &str| told.get(heading.trim()).is_some_and(|count| *count > 1);
    let parting = sections(case).filter(|section| {
        !(is_sign(&section.heading.value) || orders(section.kind) && is_each(&section.heading.value))
    });
    let cited = parting.filter_map(|section| case.dossier.facts.cited(section.heading.evidence));
    cited.map(|heading| (heading.span.passage, heading.span.characters.start)).collect()
}

/// Whether two orders stand in one list: no heading parts them, and they are not given in different ways.
fn in_one_list(
    case: &Case<'_>,
    headings: &[(PassageId, u32)],
    one: &Ordered<'_>,
    other: &Ordered<'_>,
) -> bool {
    let (Some(a), Some(b)) = (place(case, one), place(case, other)) else { return true };
    let (first, last) = if a < b { (a, b) } else { (b, a) };
    is_one_way(one.drug, other.drug) && !headings.iter().any(|at| first < *at && *at < last)
}

/// Whether an order is a day's whole regimen: what is taken once a day may be made up of pieces of several strengths.
fn is_regimen(drug: &Drug) -> bool {
    let times = drug.frequency.as_ref().and_then(|often| often.value.times.filter(|_| often.value.days <= 1));
    times.is_some_and(|times| times > 1)
}

/// Whether two orders may be given in the same way: what is infused first and swallowed later is no duplicate.
fn is_one_way(one: &Drug, other: &Drug) -> bool {
    let way = |drug: &Drug| drug.route.as_ref().map(|route| route.value);
    way(one).zip(way(other)).is_none_or(|(a, b)| a == b)
}

/// Whether two orders were read from the same ink: a row may be read as a row and as a line.
fn is_same_ink(case: &Case<'_>, one: &Ordered<'_>, other: &Ordered<'_>) -> bool {
    let span =
        |ordered: &Ordered<'_>| case.dossier.facts.cited(ordered.drug.name.evidence).map(|cited| &cited.span);
    let (Some(a), Some(b)) = (span(one), span(other)) else { return true };
    let same_words = a.words.iter().any(|word| b.words.contains(word));
    let same_place = a.places.iter().any(|place| b.places.contains(place));
    let same_text = a.passage == b.passage && a.characters == b.characters;
    same_words || same_place && a.words.is_empty() || same_text
}

/// Items before one in its list that are compared with it.
const MOST_LISTED: usize = 24;

/// Passages within which the items of one list stand; a table has a passage for each cell.
const ONE_LIST: u32 = 24;

/// Whether several preparations of one substance go together: solutions, insulins and electrolytes.
fn is_basic(group: &str) -> bool {
    ["B05", "A10A", "A12"].iter().any(|prefix| group.starts_with(prefix))
}
