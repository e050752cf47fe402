//! Medicines: M31 to M33 and M35.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{ages, converted, diagnoses, drugs, printed, sections, sexes, short};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::value::Sex;
use crate::{
    Dose, Drug, EvidenceId, Fact, MedicalFact, Medicine, Polarity, Route, SectionKind, Stated, medicine,
};

/// A medicine of the dictionary as it is ordered.
pub(super) struct Ordered<'a> {
    pub(super) fact: &'a Fact,
    pub(super) drug: &'a Drug,
    pub(super) known: &'static Medicine,
}

pub(super) fn ordered<'a>(case: &Case<'a>) -> Vec<Ordered<'a>> {
    drugs(case)
        .filter_map(|(fact, drug)| Some(Ordered { fact, drug, known: medicine(&drug.name.value)? }))
        .collect()
}

/// A dose of the dictionary, in the unit of `unit`.
fn most(dose: Option<&String>, unit: &str) -> Option<Decimal> {
    let (amount, own) = dose?.split_once(' ')?;
    converted(amount.parse().ok()?, own, unit)
}

/// What a dose breaks: the limit, and whether another unit would make it right.
struct Excess {
    limit: Decimal,
    dose: Decimal,
    daily: bool,
    /// The unit it was probably meant in.
    meant: Option<&'static str>,
}

/// A dose this many times over the limit, and right in a unit a thousand times smaller, is a slip of the unit.
const SLIP: i64 = 20;

/// The dose as a mass: pieces of a known strength are counted (2 tablets of 0.25 g are 0.5 g).
fn mass(drug: &Drug) -> Option<(Decimal, String)> {
    let dose = &drug.dose.as_ref()?.value;
    let pieces = ["片", "粒", "支", "袋", "丸", "tablet", "capsule"];
    match drug.strength.as_ref().filter(|_| pieces.contains(&dose.unit.as_str())) {
        Some(strength) => {
            Some((dose.amount.checked_mul(strength.value.amount)?, strength.value.unit.clone()))
        }
        None => Some((dose.amount, dose.unit.clone())),
    }
}

fn excess(one: &Ordered<'_>) -> Option<(Excess, bool)> {
    let (amount, unit) = mass(one.drug)?;
    let unit = unit.as_str();
    let single = most(one.known.single.as_ref(), unit);
    let daily = most(one.known.daily.as_ref(), unit);
    if single.is_none() && daily.is_none() {
        return None;
    }
    let times = one.drug.frequency.as_ref().and_then(|frequency| {
        let value = frequency.value;
        Decimal::from(value.times?).checked_div(Decimal::from(value.days.max(1)))
    });
    // What is taken once a week is not taken each day.
    let is_rarer = times.is_some_and(|times| times < Decimal::ONE);
    let in_day = one.drug.frequency.as_ref().and_then(|frequency| {
        let value = frequency.value;
        amount.checked_mul(Decimal::from(value.times?))?.checked_div(Decimal::from(value.days.max(1)))
    });
    // The day's limit holds for a single dose too.
    let top = [single, daily].into_iter().flatten().reduce(Decimal::max)?;
    let over = match (single, daily, in_day) {
        (Some(single), _, _) if amount > single && daily.is_none_or(|daily| amount > daily) => {
            Some((single, amount, false))
        }
        (Some(single), _, _) if amount > single => Some((single, amount, false)),
        (None, Some(daily), _) if amount > daily && !is_rarer => Some((daily, amount, false)),
        (_, Some(daily), Some(sum)) if sum > daily => Some((daily, sum, true)),
        _ => None,
    };
    let Some((limit, dose, daily)) = over else {
        return Some((Excess { limit: top, dose: amount, daily: false, meant: None }, false));
    };
    let smaller = match unit {
        "g" => Some("mg"),
        "mg" => Some("μg"),
        _ => None,
    };
    let slipped = amount >= top * Decimal::from(SLIP) && amount <= top * Decimal::from(1000);
    Some((Excess { limit, dose, daily, meant: smaller.filter(|_| slipped) }, true))
}

/// A finding on a dose.
fn about_dose(case: &Case<'_>, one: &Ordered<'_>) -> Draft {
    let draft = Draft::new().with("drug", &*one.drug.name.value);
    let Some(dose) = &one.drug.dose else { return draft };
    let draft = draft.about(one.fact, dose.evidence).against(one.fact, one.drug.name.evidence);
    draft.found(printed(case, dose)).with("unit", &*dose.value.unit)
}

/// Whether a medicine that is swallowed is to be taken more often a day than that.
fn is_too_often(drug: &Drug, most: Decimal) -> bool {
    let units = ["mg", "g", "μg", "mL", "片", "粒", "袋", "丸", "tablet", "capsule"];
    let swallowed = drug.route.as_ref().is_none_or(|route| route.value == Route::Oral)
        && drug.dose.as_ref().is_some_and(|dose| units.contains(&dose.value.unit.as_str()));
    let times = drug.frequency.as_ref().and_then(|frequency| {
        let value = frequency.value;
        Decimal::from(value.times?).checked_div(Decimal::from(value.days.max(1)))
    });
    swallowed && times.is_some_and(|times| times > most)
}

/// M31: the dose is above the most that is given, or taken more often than anything is.
pub(super) fn dose(case: &Case<'_>) -> Verdict {
    let most_times = case.rule.number("most_times").unwrap_or(Decimal::from(HOURS_OF_A_DAY));
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, drug) in drugs(case).filter(|(_, drug)| is_too_often(drug, most_times)) {
        let draft = Draft::new().with("drug", &*drug.name.value).way("often");
        let draft = drug
            .frequency
            .iter()
            .fold(draft, |draft, often| draft.about(fact, often.evidence).found(printed(case, often)));
        let draft = draft.against(fact, drug.name.evidence);
        drafts.push(draft.expected(format!("≤ {}", short(most_times, 0))));
        seen = true;
    }
    for one in ordered(case) {
        if is_too_often(one.drug, most_times) {
            continue;
        }
        let Some((excess, is_over)) = excess(&one) else {
            seen |= one.drug.frequency.is_some();
            continue;
        };
        seen = true;
        if !is_over {
            continue;
        }
        let mut draft = about_dose(case, &one);
        if let Some(frequency) = &one.drug.frequency {
            draft = draft.about(one.fact, frequency.evidence);
        }
        let unit = mass(one.drug).map_or_else(String::new, |(_, unit)| unit);
        let draft = draft.expected(format!("≤ {} {unit}", short(excess.limit, 3)));
        let draft = draft.with("dose", format!("{} {unit}", short(excess.dose, 3)));
        drafts.push(if excess.daily { draft.way("daily") } else { draft });
    }
    unknown_doses(case, &mut drafts, &mut seen);
    Verdict::of(seen, "drug.limit", drafts)
}

/// Nobody swallows so many pieces of a medicine at once, if it is not one of those that are small on purpose.
const MOST_PIECES: i64 = 8;

/// Adds doses of medicines without a known limit that are more pieces than anybody swallows, by the strength of one.
fn unknown_doses(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let small = ["丸", "滴", "granule", "prednis", "泼尼松", "甲氨蝶呤", "methotrexate"];
    for (fact, drug) in drugs(case) {
        let lower = drug.name.value.to_lowercase();
        let has_limit =
            medicine(&drug.name.value).is_some_and(|known| known.single.is_some() || known.daily.is_some());
        if has_limit || small.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let (Some(dose), Some(strength)) = (&drug.dose, &drug.strength) else { continue };
        let pieces = ["片", "粒", "tablet", "capsule"];
        let count = if pieces.contains(&dose.value.unit.as_str()) {
            Some(dose.value.amount)
        } else {
            let whole = converted(dose.value.amount, &dose.value.unit, &strength.value.unit);
            whole.and_then(|whole| whole.checked_div(strength.value.amount))
        };
        let Some(count) = count else { continue };
        let swallowed = drug.route.as_ref().is_none_or(|route| route.value == Route::Oral);
        *seen = true;
        if swallowed && count >= Decimal::from(MOST_PIECES) {
            let draft = Draft::new().with("drug", &*drug.name.value).with("unit", &*dose.value.unit);
            let draft = draft.about(fact, dose.evidence).against(fact, strength.evidence);
            drafts.push(
                draft
                    .found(printed(case, dose))
                    .expected(format!("< {MOST_PIECES} × {}", printed(case, strength))),
            );
        }
    }
}

const HOURS_OF_A_DAY: u32 = 24;

/// A dose is too small by a slip of the unit where it is less than this share of what one piece holds, or of the most that is
/// taken in a day. Lowest usual doses are a hundredth of the highest (aspirin 75 mg of 4 g, furosemide 20 mg of 600 mg).
const LEAST_OF_PIECE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
const LEAST_OF_DAY: Decimal = Decimal::from_parts(3, 0, 0, false, 3);

/// The unit that a dose was meant in which is a thousand times too small: 0.5 mg of a medicine of which pieces hold 0.5 g.
fn meant_larger(one: &Ordered<'_>) -> Option<&'static str> {
    let dose = &one.drug.dose.as_ref()?.value;
    let meant = match dose.unit.as_str() {
        "mg" => "g",
        "μg" => "mg",
        _ => return None,
    };
    let of = |amount: Decimal, unit: &str, least: Decimal| {
        let whole = converted(amount, unit, &dose.unit)?;
        let thousandfold = dose.amount.checked_mul(Decimal::from(1000))?;
        Some(dose.amount < whole.checked_mul(least)? && thousandfold <= whole.checked_mul(Decimal::TEN)?)
    };
    let piece = one.drug.strength.as_ref().map(|strength| &strength.value);
    let by_piece = piece.and_then(|piece| of(piece.amount, &piece.unit, LEAST_OF_PIECE));
    let most = one.known.daily.as_ref().or(one.known.single.as_ref());
    let by_day = || {
        let (amount, unit) = most?.split_once(' ')?;
        of(amount.parse().ok()?, unit, LEAST_OF_DAY)
    };
    by_piece.or_else(by_day).filter(|slipped| *slipped).map(|_| meant)
}

/// Times one mass holds another from which on one of the two stands in the wrong unit: nobody takes so many pieces, nor so small a part.
const MOST_TIMES_OF_PIECE: i64 = 200;

/// The strength and the dose, where one is some thousand times the other: `0.375mg×8片`, 0.375 g at once. Nothing where they cannot be compared.
#[expect(clippy::option_option, reason = "not comparable, or comparable and right, or wrong")]
fn slip_beside_strength(drug: &Drug) -> Option<Option<(&Stated<Dose>, &Stated<Dose>)>> {
    let (strength, dose) = (drug.strength.as_ref()?, drug.dose.as_ref()?);
    let whole = converted(dose.value.amount, &dose.value.unit, &strength.value.unit)?;
    let times = whole.checked_div(strength.value.amount)?;
    let most = Decimal::from(MOST_TIMES_OF_PIECE);
    let is_off = times >= most || times > Decimal::ZERO && times * most <= Decimal::ONE;
    Some(is_off.then_some((strength, dose)))
}

/// Grams at once from which on a slip of the unit is more likely than a powder.
const MOST_GRAMS: i64 = 20;

/// M32: the unit of the dose is a thousand times too large or too small.
pub(super) fn dose_unit(case: &Case<'_>) -> Verdict {
    let (mut drafts, mut seen) = (Vec::new(), false);
    let mut told = HashSet::new();
    for one in ordered(case) {
        if let Some(meant) = meant_larger(&one) {
            told.insert(one.fact.id);
            drafts.push(about_dose(case, &one).expected(meant).with("meant", meant));
            seen = true;
            continue;
        }
        let has_strength = one.drug.strength.is_some() && one.drug.dose.is_some();
        let Some((excess, is_over)) = excess(&one) else {
            seen |= has_strength;
            continue;
        };
        seen = true;
        if let (true, Some(meant)) = (is_over, excess.meant) {
            told.insert(one.fact.id);
            drafts.push(about_dose(case, &one).expected(meant).with("meant", meant));
        }
    }
    for (fact, drug) in drugs(case) {
        let Some(slipped) = slip_beside_strength(drug) else { continue };
        seen = true;
        if let (Some((strength, dose)), false) = (slipped, told.contains(&fact.id)) {
            let draft = Draft::new().with("drug", &*drug.name.value).with("unit", &*strength.value.unit);
            let draft = draft.about(fact, strength.evidence).about(fact, dose.evidence);
            let meant = &*dose.value.unit;
            drafts.push(draft.found(printed(case, strength)).expected(meant).with("meant", meant));
        }
    }
    // Of what nothing is known so many grams are taken of nothing that comes in tablets.
    for (fact, drug) in drugs(case) {
        let Some(dose) = drug.dose.as_ref().filter(|dose| dose.value.unit == "g") else { continue };
        let has_limit =
            medicine(&drug.name.value).is_some_and(|known| known.single.is_some() || known.daily.is_some());
        let solid = pattern!(r"(?i)片|胶囊|\btab|\bcap").is_some_and(|form| form.is_match(&drug.name.value));
        let swallowed = drug.route.as_ref().map_or(solid, |route| route.value == Route::Oral);
        seen |= swallowed && !has_limit;
        // What comes in packs of so many grams is taken so.
        let is_pack = drug.strength.as_ref().is_some_and(|strength| {
            converted(strength.value.amount, &strength.value.unit, "g")
                .is_some_and(|whole| whole * Decimal::TWO >= dose.value.amount)
        });
        if !has_limit && swallowed && !is_pack && dose.value.amount >= Decimal::from(MOST_GRAMS) {
            let draft = Draft::new().with("drug", &*drug.name.value).with("unit", "g").with("meant", "mg");
            let draft = draft.about(fact, dose.evidence).against(fact, drug.name.evidence);
            drafts.push(draft.found(printed(case, dose)).expected("mg"));
        }
    }
    if drafts.is_empty() {
        drafts.extend(herb_in_milligrams(case, &mut seen));
    }
    Verdict::of(seen, "drug.limit", drafts)
}

/// Herbs of one recipe from which on all of them are weighed in grams.
const HERBS: usize = 5;

/// The herb of a recipe that is weighed in milligrams, where all others are in grams: `黄连6mg 阿胶9g 黄芩9g …`.
fn herb_in_milligrams(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    let form = pattern!(
        r"(?P<name>\p{Han}{2,5})\s*(?:\(\p{Han}{2,4}\))?\s*(?P<dose>[0-9]{1,3}(?:\.[0-9])?\s*(?P<unit>mg|g|克|毫克))"
    );
    for passage in case.passages().filter(|passage| !matches!(passage.role, crate::Role::Joined)) {
        let folded = passage.folded();
        let all: Vec<_> = form.iter().flat_map(|form| form.captures_iter(folded)).collect();
        let is_small = |found: &&regex::Captures<'_>| {
            found.name("unit").is_some_and(|unit| matches!(unit.as_str(), "mg" | "毫克"))
        };
        let small: Vec<_> = all.iter().filter(is_small).collect();
        if all.len() < HERBS || small.len() != 1 {
            continue;
        }
        *seen = true;
        let (name, dose) = (small.first()?.name("name")?, small.first()?.name("dose")?);
        // A medicine of the dictionary among herbs is weighed as it is.
        if medicine(name.as_str()).is_none() {
            let draft = Draft::new().about_span(passage.span(dose.range())).found(dose.as_str());
            return Some(
                draft.with("drug", name.as_str()).with("unit", "mg").with("meant", "g").expected("g"),
            );
        }
    }
    None
}

/// A class of medicines that one allergy forbids.
#[derive(Deserialize, Default)]
struct AllergyClass {
    words: Vec<String>,
    classes: Vec<String>,
    /// Reactions that forbid the medicine alone, none of its class.
    #[serde(default)]
    borne: Vec<String>,
    /// Whether any medicine of the class, named, forbids the others.
    #[serde(default)]
    kin: bool,
}

/// What the patient does not bear, with the place.
fn allergies<'a>(case: &Case<'a>) -> Vec<(&'a Fact, EvidenceId, String)> {
    let mut found = Vec::new();
    let denied = |text: &str| {
        let text = text.trim();
        ["无", "否认", "未发现", "没有", "no ", "none", "nkda", "denies"]
            .iter()
            .any(|word| text.to_lowercase().starts_with(word))
    };
    for (fact, body) in case.medical() {
        match body {
            MedicalFact::Allergy { substance, polarity } if *polarity != Polarity::Absent => {
                found.push((fact, substance.evidence, substance.value.clone()));
            }
            MedicalFact::Section { kind: SectionKind::Allergies, text, .. } => {
                // Under this heading every clause names what is not borne, unless it denies. Behind a denial goes on something else, and what
                // has a dose is an order.
                let is_none = text.first().is_some_and(|first| denied(&first.value));
                let has_dose = |clause: &str| {
                    // Nor is what is told of a day or a treatment under the same heading.
                    pattern!(r"(?i)[0-9]\s*(?:mg|g|ml|μg|mcg|iu|units?|毫克|克|片|粒)\b|\btake\b|每次|每日|\b[0-9]{1,2}/[0-9]{1,2}\b|\b(?:treatment|medications?|infusion|discharged|taking|started|continue[ds]?)\b")
                        .is_some_and(|form| form.is_match(clause))
                };
                for text in text.iter().filter(|_| !is_none) {
                    let clauses = text.value.split(['。', ';', ',', '，', '；']);
                    let clauses = clauses.flat_map(|clause| clause.split(". "));
                    let told = clauses.filter(|clause| {
                        let is_denied = crate::medical::clause_polarity(clause) == Polarity::Absent;
                        let names = clause.chars().any(char::is_alphabetic) && !has_dose(clause);
                        names && !denied(clause) && !is_denied
                    });
                    found.extend(told.map(|clause| (fact, text.evidence, clause.to_owned())));
                }
            }
            MedicalFact::Section {
                kind: SectionKind::PastHistory | SectionKind::PresentIllness | SectionKind::PersonalHistory,
                text,
                ..
            } => {
                for text in text {
                    let clauses = text.value.split(['。', ';', ',', '，', '；']);
                    let told = clauses.filter(|clause| {
                        (clause.contains("过敏") || clause.to_lowercase().contains("allerg"))
                            && !denied(clause)
                    });
                    found.extend(told.map(|clause| (fact, text.evidence, clause.to_owned())));
                }
            }
            _ => {}
        }
    }
    found
}

/// M33: a medicine that the patient is allergic to.
pub(super) fn allergy(case: &Case<'_>) -> Verdict {
    let table: Vec<AllergyClass> = case.rule.parameter("classes");
    let all: Vec<(&Fact, &Drug)> = drugs(case).collect();
    let allergies = allergies(case);
    let mut drafts = Vec::new();
    for (fact, drug) in &all {
        let known = medicine(&drug.name.value);
        let hit = allergies.iter().find(|(_, _, text)| {
            let lower = crate::fold(text).to_lowercase();
            known.is_some_and(|known| forbids(&table, known, &lower))
                || lower.contains(&substance(&crate::fold(&drug.name.value).to_lowercase()))
        });
        if let Some((allergy, evidence, text)) = hit {
            let draft = Draft::new().about(fact, drug.name.evidence).against(allergy, *evidence);
            drafts.push(draft.found(&*drug.name.value).with("allergy", &**text));
        }
    }
    if drafts.is_empty() && !allergies.is_empty() {
        drafts.extend(super::given::in_words(case, &allergies, |known, text| {
            forbids(&table, known, &crate::fold(text).to_lowercase())
        }));
    }
    let is_asked = case.has("allergy|section.allergies") || !allergies.is_empty();
    match (all.is_empty() && drafts.is_empty(), is_asked) {
        (true, _) => Verdict::lacks("drug"),
        (_, false) => Verdict::lacks("allergy"),
        _ => Verdict::Checked(drafts),
    }
}

/// Whether an allergy, in small letters, forbids a medicine: by its class or its name.
fn forbids(table: &[AllergyClass], known: &Medicine, allergy: &str) -> bool {
    // What a medicine does by what it is, and not by the body's defence, others of its class need not do.
    let side_effect = pattern!(
        r"seizure|nausea|vomit|upset|constipat|diarrh|cough|dizz|headache|bleed|drows|cramp|恶心|呕吐|胃|便秘|腹泻|咳嗽|头晕|头痛|嗜睡|出血|抽搐"
    );
    let defence = pattern!(
        r"rash|hives|urticari|anaphyl|angio|swell|itch|prurit|wheez|allerg|steven|皮疹|荨麻疹|休克|水肿|瘙痒|过敏|哮喘|喉头"
    );
    let hits = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(allergy));
    let is_borne = hits(side_effect) && !hits(defence);
    // What is named is of a class, whether its words are listed or not: lisinopril.
    let named = crate::medicine(allergy).map_or("", |named| named.atc.as_str());
    let by_class = table.iter().any(|class| {
        let is_of = class.kin && class.classes.iter().any(|prefix| named.starts_with(prefix.as_str()));
        (is_of || class.words.iter().any(|word| allergy.contains(word)))
            && !class.borne.iter().any(|word| allergy.contains(word))
            && class.classes.iter().any(|prefix| known.atc.starts_with(prefix.as_str()))
    });
    by_class && !is_borne
        || known.zh.iter().chain(&known.en).any(|name| allergy.contains(&name.to_lowercase()))
}

/// The name of a medicine without its form and salt: 依帕司他片 is 依帕司他.
fn substance(name: &str) -> String {
    let forms = pattern!(concat!(
        r"^(?:注射用|复方)?(?:盐酸|硫酸|磷酸|枸橼酸|马来酸|富马酸|酒石酸|氢溴酸|甲磺酸|苯磺酸|琥珀酸|醋酸)?|",
        r"(?:缓释|控释|肠溶|分散|咀嚼|口腔?崩解?|泡腾|软|硬|滴|薄膜衣)*(?:片|胶囊|颗粒|丸|口服溶?液|混悬液|注射液|粉针|喷雾|气雾|软膏|乳膏|凝胶|滴眼液|栓|贴|散|糖浆)剂?$|",
        r"\s+(?:(?:sr|mr|xr|er|ec|xl|cr)\s+)?(?:tablets?|tabs?|capsules?|caps?|injections?|syrup|solution|suspension|cream|ointment|gel|inhaler|patch(?:es)?|drops|suppositor(?:y|ies)|sr|mr|xr|er|ec|xl|cr)\b.*$"
    ));
    let own = forms.map_or_else(|| name.into(), |form| form.replace_all(name.trim(), ""));
    if own.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST_SUBSTANCE {
        name.to_owned()
    } else {
        own.into_owned()
    }
}

/// Letters of the shortest name of a medicine.
const SHORTEST_SUBSTANCE: usize = 2;

/// Medicines that some patients must not have.
#[derive(Deserialize, Default)]
struct Barred {
    classes: Vec<String>,
    /// Ids of single medicines.
    #[serde(default)]
    drugs: Vec<String>,
    /// Classes within them that are not.
    #[serde(default)]
    not: Vec<String>,
    /// In years; below it the class is barred. Absent for pregnancy.
    #[serde(default)]
    below: Option<crate::Limit>,
}

impl Barred {
    fn holds(&self, known: &Medicine) -> bool {
        let is = |class: &String| known.atc.starts_with(class.as_str());
        self.classes.iter().any(is) && !self.not.iter().any(is) || self.drugs.contains(&known.id)
    }
}

/// M35: a medicine that must not be given in pregnancy, or to a child of that age.
pub(super) fn barred(case: &Case<'_>) -> Verdict {
    let pregnancy: Vec<Barred> = case.rule.parameter("pregnancy");
    let children: Vec<Barred> = case.rule.parameter("children");
    let all = ordered(case);
    let pregnant = pregnant(case);
    let age = ages(case).next();
    let mut drafts = Vec::new();
    for one in &all {
        let draft = || Draft::new().about(one.fact, one.drug.name.evidence).found(&*one.drug.name.value);
        if let Some((fact, stated)) =
            pregnant.as_ref().filter(|_| pregnancy.iter().any(|barred| barred.holds(one.known)))
        {
            drafts.push(draft().against(fact, stated.0).with("reason", &*stated.1));
        }
        let Some((fact, age)) = age else { continue };
        let too_young = |barred: &&Barred| {
            barred.holds(one.known) && barred.below.is_some_and(|limit| age.value.years() < limit.0)
        };
        if let Some(below) = children.iter().find(too_young).and_then(|barred| barred.below) {
            let draft = draft().way("child").against(fact, age.evidence).with("below", below.0.to_string());
            drafts.push(draft.with("age", printed(case, age)));
        }
    }
    match (all.is_empty(), pregnant.is_some() || age.is_some()) {
        (true, _) => Verdict::lacks("drug"),
        (_, false) => Verdict::lacks("patient_age"),
        _ => Verdict::Checked(drafts),
    }
}

/// What says that the patient is pregnant.
fn pregnant<'a>(case: &Case<'a>) -> Option<(&'a Fact, (EvidenceId, String))> {
    let words = case.rule.words("pregnant");
    let not = case.rule.words("not_pregnant");
    if sexes(case).next().is_some_and(|(_, sex)| sex.value == Sex::Male) {
        return None;
    }
    let says = |text: &str| {
        let lower = text.to_lowercase();
        words.iter().any(|word| lower.contains(word))
            && !not.iter().any(|word| lower.contains(word))
            && crate::medical::clause_polarity(text) == Polarity::Present
    };
    let diagnosed =
        diagnoses(case).find(|found| says(&found.text.value)).map(|found| (found.fact, found.text));
    let tells = [SectionKind::ChiefComplaint, SectionKind::Impression, SectionKind::Diagnosis];
    let complaint = sections(case).filter(|section| tells.contains(&section.kind));
    let complained = || {
        complaint
            .flat_map(|section| section.text.iter().map(move |text| (section.fact, text)))
            .find(|(_, text)| says(&text.value))
    };
    // So does the label of her name: 孕妇姓名.
    let labelled = || {
        let (fact, sex) = sexes(case).find(|(_, sex)| printed(case, sex).starts_with('孕'))?;
        Some((fact, (sex.evidence, printed(case, sex))))
    };
    let told = diagnosed.or_else(complained);
    told.map(|(fact, text)| (fact, (text.evidence, text.value.clone()))).or_else(labelled)
}
