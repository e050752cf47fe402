//! Results that follow from others: M24 to M28.

use rust_decimal::Decimal;

use super::ask::{ages, labs, printed, sexes, share, short, usual_number, vitals};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::value::Sex;
use crate::{Analytes, EvidenceId, Fact, VitalKind};

/// A number with what it stands on.
#[derive(Clone, Copy)]
struct Known<'a> {
    fact: &'a Fact,
    evidence: EvidenceId,
    number: Decimal,
}

/// The numbers of a part by analyte, in its usual unit.
struct Numbers<'a> {
    all: Vec<(String, Known<'a>, String, String)>,
}

impl<'a> Numbers<'a> {
    fn of(case: &Case<'a>) -> Self {
        let analytes = Analytes::built_in();
        let all = labs(case).filter_map(|(fact, item)| {
            let id = item.analyte.clone()?;
            let number = usual_number(item, analytes.entry(&id)?)?;
            let known = Known { fact, evidence: item.value.evidence, number };
            Some((id, known, item.name.value.clone(), printed(case, &item.value)))
        });
        Self { all: all.collect() }
    }

    /// The number of an analyte; of several the first.
    fn get(&self, id: &str) -> Option<Known<'a>> {
        self.all.iter().find(|(known, ..)| known == id).map(|(_, known, ..)| *known)
    }

    /// A finding that the number of `id` is not `expected`, which follows from `others`.
    fn wrong(
        &self,
        id: &str,
        expected: Decimal,
        places: u32,
        others: &[&str],
        formula: &str,
    ) -> Option<Draft> {
        let (_, known, name, printed) = self.all.iter().find(|(other, ..)| other == id)?;
        let mut draft =
            Draft::new().about(known.fact, known.evidence).with("item", &**name).found(&**printed);
        for other in others.iter().filter_map(|other| self.get(other)) {
            draft = draft.against(other.fact, other.evidence);
        }
        Some(draft.expected(short(expected, places)).with("formula", formula))
    }
}

/// Numbers by which a formula was checked, and what is wrong.
#[derive(Default)]
struct Sums {
    seen: bool,
    drafts: Vec<Draft>,
}

impl Sums {
    /// Checks the number of `id` against `expected`: apart by at most `slack` and, where given, that share.
    fn check(
        &mut self,
        numbers: &Numbers<'_>,
        id: &str,
        others: &[&str],
        formula: &str,
        expected: Option<Decimal>,
        (slack, relative): (Decimal, Decimal),
    ) {
        let (Some(found), Some(expected)) = (numbers.get(id), expected) else { return };
        self.seen = true;
        let apart = (found.number - expected).abs();
        let is_far = apart > slack && share(found.number, expected).is_none_or(|share| share > relative);
        if is_far {
            self.drafts.extend(numbers.wrong(id, expected, 2, others, formula));
        }
    }

    fn verdict(self) -> Verdict {
        Verdict::of(self.seen, "lab.related", self.drafts)
    }
}

fn limit(case: &Case<'_>, name: &str) -> Decimal {
    case.rule.number(name).unwrap_or_default()
}

/// The shares of white cells, with the counts that go with them.
const CELLS: [(&str, &str); 5] =
    [("NEUT%", "NEUT#"), ("LYMPH%", "LYMPH#"), ("MONO%", "MONO#"), ("EO%", "EO#"), ("BASO%", "BASO#")];

/// M24: the shares of white cells do not add up to 100, or a count is not its share of all.
pub(super) fn differential(case: &Case<'_>) -> Verdict {
    let numbers = Numbers::of(case);
    let mut sums = Sums::default();
    let shares: Vec<(&str, Known<'_>)> =
        CELLS.iter().filter_map(|(share, _)| Some((*share, numbers.get(share)?))).collect();
    if shares.len() == CELLS.len() {
        sums.seen = true;
        let sum: Decimal = shares.iter().map(|(_, known)| known.number).sum();
        if (sum - Decimal::ONE_HUNDRED).abs() > limit(case, "tolerance") {
            let mut draft = Draft::new().way("sum").found(short(sum, 1)).expected("100");
            for (_, known) in &shares {
                draft = draft.about(known.fact, known.evidence);
            }
            sums.drafts.push(draft);
        }
    }
    let all = numbers.get("WBC");
    for (share, count) in CELLS {
        let expected =
            all.zip(numbers.get(share)).map(|(all, share)| all.number * share.number / Decimal::ONE_HUNDRED);
        let others = ["WBC", share];
        let slack = (limit(case, "count_slack"), limit(case, "count_share"));
        sums.check(&numbers, count, &others, "白细胞 × 百分比 / WBC × share", expected, slack);
    }
    sums.verdict()
}

/// M25: bilirubins and proteins do not add up.
pub(super) fn liver(case: &Case<'_>) -> Verdict {
    let numbers = Numbers::of(case);
    let get = |id| numbers.get(id).map(|known| known.number);
    let mut sums = Sums::default();
    let slack = (limit(case, "slack"), limit(case, "share"));
    let bilirubin = get("DBIL").zip(get("IBIL")).map(|(direct, indirect)| direct + indirect);
    sums.check(&numbers, "TBIL", &["DBIL", "IBIL"], "DBIL + IBIL", bilirubin, slack);
    let protein = get("ALB").zip(get("GLO")).map(|(albumin, globulin)| albumin + globulin);
    sums.check(&numbers, "TP", &["ALB", "GLO"], "ALB + GLO", protein, slack);
    let ratio = get("ALB").zip(get("GLO")).and_then(|(albumin, globulin)| albumin.checked_div(globulin));
    let slack = (limit(case, "ratio_slack"), Decimal::ZERO);
    sums.check(&numbers, "A/G", &["ALB", "GLO"], "ALB / GLO", ratio, slack);
    sums.verdict()
}

/// M26: the indices of the red cells do not follow from their numbers.
pub(super) fn red_cells(case: &Case<'_>) -> Verdict {
    let numbers = Numbers::of(case);
    let get = |id| numbers.get(id).map(|known| known.number);
    let (ten, hundred) = (Decimal::TEN, Decimal::ONE_HUNDRED);
    let over = |a: Option<Decimal>, b: Option<Decimal>, factor: Decimal| {
        a.zip(b).and_then(|(a, b)| (a * factor).checked_div(b))
    };
    let mut sums = Sums::default();
    let slack = (Decimal::ZERO, limit(case, "share"));
    let hematocrit = get("HCT");
    sums.check(&numbers, "MCV", &["HCT", "RBC"], "HCT × 10 / RBC", over(hematocrit, get("RBC"), ten), slack);
    sums.check(
        &numbers,
        "MCH",
        &["HGB", "RBC"],
        "HGB / RBC",
        over(get("HGB"), get("RBC"), Decimal::ONE),
        slack,
    );
    sums.check(
        &numbers,
        "MCHC",
        &["HGB", "HCT"],
        "HGB × 100 / HCT",
        over(get("HGB"), hematocrit, hundred),
        slack,
    );
    // Rule of three: haemoglobin in g/dL is about a third of the haematocrit.
    if numbers.get("MCHC").is_none() {
        let third = hematocrit.and_then(|hct| (hct * ten).checked_div(Decimal::from(3)));
        let slack = (Decimal::ZERO, limit(case, "third_share"));
        sums.check(&numbers, "HGB", &["HCT"], "HCT / 3", third, slack);
    }
    sums.verdict()
}

/// M27: LDL cholesterol is far from what the other lipids give (Friedewald).
pub(super) fn lipids(case: &Case<'_>) -> Verdict {
    let numbers = Numbers::of(case);
    let get = |id| numbers.get(id).map(|known| known.number);
    let mut sums = Sums::default();
    let highest = limit(case, "highest_triglycerides");
    let expected = get("TC").zip(get("HDL-C")).zip(get("TG")).filter(|(_, tg)| *tg < highest).and_then(
        |((total, hdl), triglycerides)| Some(total - hdl - triglycerides.checked_div(Decimal::new(22, 1))?),
    );
    // What the sheet says to be calculated follows from the others, by whichever of the formulas in use.
    let is_calculated = labs(case).any(|(_, item)| {
        item.analyte.as_deref() == Some("LDL-C")
            && pattern!(r"(?i)计算|calc|friedewald|derived|estimated")
                .is_some_and(|form| form.is_match(&item.name.value))
    });
    let slack = if is_calculated {
        (limit(case, "slack_calculated"), limit(case, "share_calculated"))
    } else {
        (limit(case, "slack"), limit(case, "share"))
    };
    sums.check(&numbers, "LDL-C", &["TC", "HDL-C", "TG"], "TC − HDL-C − TG / 2.2", expected, slack);
    sums.verdict()
}

/// M28: eGFR, anion gap and body mass index do not follow from what they are computed of.
pub(super) fn derived(case: &Case<'_>) -> Verdict {
    let numbers = Numbers::of(case);
    let get = |id| numbers.get(id).map(|known| known.number);
    let mut sums = Sums::default();
    let filtration = get("CREA").and_then(|creatinine| {
        let (sex, age) = (sexes(case).next()?.1.value, ages(case).next()?.1.value.years());
        filtration(creatinine, sex, age)
    });
    let slack = (Decimal::ZERO, limit(case, "filtration_share"));
    sums.check(&numbers, "eGFR", &["CREA"], "CKD-EPI", filtration, slack);
    let gap = get("Na").zip(get("Cl")).zip(get("CO2")).map(|((na, cl), co2)| na - cl - co2);
    // Some laboratories add potassium.
    let with_potassium = gap.zip(get("K")).map(|(gap, potassium)| gap + potassium);
    // The range tells which: without potassium a gap is 8 to 16, with it four or five more.
    let high = labs(case).find_map(|(_, item)| {
        let range = item.range.as_ref().filter(|_| item.analyte.as_deref() == Some("AG"))?;
        range.value.interval_for(None, None)?.high
    });
    let with_potassium = with_potassium.filter(|_| high.is_none_or(|high| high > limit(case, "gap_without")));
    let slack = (limit(case, "gap_slack"), Decimal::ZERO);
    let closest = [gap, with_potassium]
        .into_iter()
        .flatten()
        .min_by_key(|expected| get("AG").map_or(Decimal::ZERO, |found| (found - *expected).abs()));
    sums.check(&numbers, "AG", &["Na", "Cl", "CO2"], "Na − Cl − HCO3", closest, slack);
    body_mass(case, &numbers, &mut sums);
    // Payne's adjustment; laboratories use slopes of 0.016 to 0.025 and albumins of 40 to 42 g/L, which the slack bears.
    let (slope, usual) = (Decimal::new(2, 2), Decimal::from(40));
    let adjusted = get("Ca").zip(get("ALB")).map(|(calcium, albumin)| calcium + slope * (usual - albumin));
    let slack = (limit(case, "calcium_slack"), Decimal::ZERO);
    sums.check(&numbers, "Ca-ADJ", &["Ca", "ALB"], "Ca + 0.02 × (40 − ALB)", adjusted, slack);
    sums.verdict()
}

/// The estimated filtration in mL/min/1.73m²; CKD-EPI creatinine equation of 2009 (Levey et al., Ann Intern Med 150:604),
/// without the factor for race. Creatinine in μmol/L.
fn filtration(creatinine: Decimal, sex: Sex, age: Decimal) -> Option<Decimal> {
    const MICROMOL_OF_MG: f64 = 88.4;
    let creatinine = f64::try_from(creatinine).ok()? / MICROMOL_OF_MG;
    let age = f64::try_from(age).ok()?;
    let (kappa, alpha, factor) = match sex {
        Sex::Female => (0.7, -0.329, 1.018),
        Sex::Male => (0.9, -0.411, 1.0),
    };
    let ratio: f64 = creatinine / kappa;
    let value =
        141.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.209) * 0.993_f64.powf(age) * factor;
    Decimal::try_from(value).ok()
}

/// The body mass index, from results or from vital signs.
fn body_mass(case: &Case<'_>, numbers: &Numbers<'_>, sums: &mut Sums) {
    let vital = |wanted: VitalKind| {
        let sign = vitals(case).find(|sign| sign.kind == wanted)?;
        Some(Known { fact: sign.fact, evidence: sign.value.evidence, number: sign.value.value })
    };
    let either = |id, kind| numbers.get(id).or_else(|| vital(kind));
    let (Some(found), Some(height), Some(weight)) = (
        either("BMI", VitalKind::BodyMassIndex),
        either("HEIGHT", VitalKind::Height),
        either("WEIGHT", VitalKind::Weight),
    ) else {
        return;
    };
    let metres = height.number / Decimal::ONE_HUNDRED;
    let square = metres.checked_mul(metres);
    let Some(expected) = square.and_then(|square| weight.number.checked_div(square)) else { return };
    sums.seen = true;
    if (found.number - expected).abs() > limit(case, "mass_slack") {
        let draft = Draft::new()
            .about(found.fact, found.evidence)
            .against(height.fact, height.evidence)
            .against(weight.fact, weight.evidence)
            .with("item", "BMI")
            .with("formula", "kg / m²");
        sums.drafts.push(draft.found(found.number.to_string()).expected(short(expected, 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtration_is_that_of_the_published_equation() {
        // A man of 50 with 1.0 mg/dL: 87; a woman of 70 with 0.6 mg/dL: 92 (computed from the paper's formula by hand).
        let value = |creatinine: i64, sex, age: i64| {
            short(filtration(Decimal::new(creatinine, 1), sex, Decimal::from(age)).unwrap(), 0)
        };
        assert_eq!(value(884, Sex::Male, 50), "87");
        assert_eq!(value(530, Sex::Female, 70), "92");
    }
}
