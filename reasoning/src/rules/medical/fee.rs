//! Charges: M41.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::rules::{Case, Draft, Verdict};
use crate::{Fact, FeeSum, MedicalFact, Stated};

/// A sum with what it stands on.
type Sum<'a> = (&'a Fact, &'a Stated<Decimal>, &'a Stated<String>);

/// M41: charges do not add up to their sum, a charge is not its quantity times its price, or an anaesthesia is charged
/// without an operation.
pub(super) fn charges(case: &Case<'_>) -> Verdict {
    let tolerance = case.rule.number("tolerance").unwrap_or_default();
    let mut drafts = Vec::new();
    let (mut all, mut group) = (Decimal::ZERO, Decimal::ZERO);
    let (mut count, mut in_group, mut doubtful) = (0_usize, 0_usize, false);
    let mut totals: Vec<Sum<'_>> = Vec::new();
    let mut names: Vec<(&Fact, &Stated<String>)> = Vec::new();
    let mut last = None;
    let parts = part_names(case, tolerance);
    for (fact, body) in case.medical() {
        match body {
            MedicalFact::Fee { name, quantity, price, amount } => {
                all += amount.value;
                group += amount.value;
                (count, in_group) = (count + 1, in_group + 1);
                doubtful |= fact.needs_review;
                names.push((fact, name));
                last = Some((fact, amount));
                let product = quantity.as_ref().zip(price.as_ref());
                let product = product.and_then(|(quantity, price)| quantity.value.checked_mul(price.value));
                if let Some(product) = product.filter(|product| (product - amount.value).abs() > tolerance) {
                    drafts.push(line(fact, name, (quantity.as_ref(), price.as_ref()), amount, product));
                }
            }
            // What is right as the sum of its group is that, whatever it is called.
            MedicalFact::FeeTotal { sum: FeeSum::Total, amount, .. }
                if in_group > 0 && in_group < count && (group - amount.value).abs() <= tolerance =>
            {
                (group, in_group) = (Decimal::ZERO, 0);
            }
            MedicalFact::FeeTotal { sum: kind, name, amount }
                if *kind == FeeSum::Subtotal || in_group > 0 && parts.contains(name.value.trim()) =>
            {
                if in_group > 0 && (group - amount.value).abs() > tolerance {
                    drafts.push(sum((fact, amount, name), group, in_group, last, doubtful));
                }
                (group, in_group) = (Decimal::ZERO, 0);
            }
            MedicalFact::FeeTotal { sum: FeeSum::Total, name, amount } => totals.push((fact, amount, name)),
            _ => {}
        }
    }
    // A page may carry its own sum; the last one is that of all.
    if let Some(total) = totals.last().filter(|_| count > 0)
        && (all - total.1.value).abs() > tolerance
    {
        drafts.push(sum(*total, all, count, last, doubtful));
    }
    anaesthesia(case, &names, &mut drafts);
    Verdict::of(count > 0, "fee", drafts)
}

/// What the sums of parts of the charges are called where they are called as that of all is: names of several sums of which two at
/// least are right for the charges above them.
fn part_names<'a>(case: &Case<'a>, tolerance: Decimal) -> BTreeSet<&'a str> {
    let mut group = Decimal::ZERO;
    let mut right: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, body) in case.medical() {
        match body {
            MedicalFact::Fee { amount, .. } => group += amount.value,
            MedicalFact::FeeTotal { name, amount, .. } => {
                if !group.is_zero() && (group - amount.value).abs() <= tolerance {
                    *right.entry(name.value.trim()).or_default() += 1;
                }
                group = Decimal::ZERO;
            }
            _ => {}
        }
    }
    right.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

fn line(
    fact: &Fact,
    name: &Stated<String>,
    factors: (Option<&Stated<Decimal>>, Option<&Stated<Decimal>>),
    amount: &Stated<Decimal>,
    product: Decimal,
) -> Draft {
    let mut draft = Draft::new().way("line").about(fact, amount.evidence);
    for factor in [factors.0, factors.1].into_iter().flatten() {
        draft = draft.against(fact, factor.evidence);
    }
    let draft = draft.found(amount.value.to_string()).expected(product.normalize().to_string());
    draft.with("name", name.value.trim())
}

fn sum(
    (fact, amount, name): Sum<'_>,
    expected: Decimal,
    count: usize,
    last: Option<(&Fact, &Stated<Decimal>)>,
    doubtful: bool,
) -> Draft {
    let draft = Draft::new().about(fact, amount.evidence);
    let draft = match last {
        Some((fact, amount)) => draft.against(fact, amount.evidence),
        None => draft,
    };
    let draft = draft.found(amount.value.to_string()).expected(expected.to_string());
    let draft = draft.with("name", name.value.trim()).with("count", count.to_string());
    if doubtful { draft.doubt() } else { draft }
}

/// An anaesthesia that no operation goes with.
fn anaesthesia(case: &Case<'_>, names: &[(&Fact, &Stated<String>)], drafts: &mut Vec<Draft>) {
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.to_lowercase().contains(word));
    let (anaesthesia, surgery) = (case.rule.words("anaesthesia"), case.rule.words("surgery"));
    let Some((fact, name)) = names.iter().find(|(_, name)| has(&anaesthesia, &name.value)) else { return };
    let is_operated =
        names.iter().any(|(_, other)| other.evidence != name.evidence && has(&surgery, &other.value));
    if !is_operated && !case.has("procedure|event.operated") {
        drafts.push(Draft::new().way("anaesthesia").about(fact, name.evidence).found(name.value.trim()));
    }
}
