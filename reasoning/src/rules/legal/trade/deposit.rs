//! Deposits that no term tells of: part of L33.

use rust_decimal::Decimal;

use super::super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;

/// A deposit in words or cells that no term of the contract is made of: over `most` of the largest sum, or of a share that is over it.
pub(in super::super) fn check(matter: &Matter<'_>, most: Decimal) -> Option<Draft> {
    let text = matter.text();
    let lower = text.to_ascii_lowercase();
    let share = pattern!(
        r"(?:^|[^a-z] ?)(?P<kind>[a-z]+ )?deposit (?:of |: )?(?:[^.;|\n]{0,24}\()?(?P<share>\d{1,2}(?:\.\d)?)%"
    );
    let sum = pattern!(
        r"(?:定金(?:人民币)?|\bearnest money deposit[^$|]{0,30}|\bdeposit:? )[$£€¥]? ?(?P<sum>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{4,9}(?:\.\d{1,2})?)"
    );
    let kept = ["security ", "tenancy ", "rental ", "refundable ", "damage ", "holding ", "key "];
    for found in share.into_iter().flat_map(|form| form.captures_iter(&lower)) {
        let (Some(part), whole) = (found.name("share"), found.get(0)) else { continue };
        let value: Decimal = part.as_str().parse().unwrap_or_default();
        let other = found.name("kind").is_some_and(|kind| kept.contains(&kind.as_str()));
        if let Some(whole) = whole.filter(|_| !other && value > most.saturating_mul(Decimal::ONE_HUNDRED)) {
            let draft = Draft::new().about_text(matter, whole.range()).found(part.as_str());
            return Some(
                draft.expected(format!("≤ {}%", most.saturating_mul(Decimal::ONE_HUNDRED).normalize())),
            );
        }
    }
    // What a tenant leaves with the landlord secures the rent.
    if ["tenan", "landlord", "lessor", "licensor", " rent "].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let largest = super::reckoned::numbers(text).into_iter().max_by_key(|number| number.1)?;
    let limit = largest.1.saturating_mul(most);
    sum.into_iter().flat_map(|form| form.captures_iter(&lower)).find_map(|found| {
        let part = found.name("sum")?;
        let value: Decimal = part.as_str().replace(',', "").parse().ok()?;
        (value > limit && value < largest.1).then(|| {
            let draft = Draft::new().about_text(matter, part.range()).against_text(matter, largest.0.clone());
            draft.found(part.as_str()).expected(format!("≤ {}", limit.normalize()))
        })
    })
}
