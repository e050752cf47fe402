//! Times in order: M07 to M12.

use rust_decimal::Decimal;

use super::ask::{events, printed};
use crate::rules::moment::{days_apart, is_before};
use crate::rules::{Case, Draft, Verdict};
use crate::{EventKind, MedicalFact};

/// M07: discharged before admission.
pub(super) fn discharge_before_admission(case: &Case<'_>) -> Verdict {
    let mut compared = false;
    let mut drafts = Vec::new();
    let Some((admitted_fact, admitted)) = events(case, EventKind::Admitted).next() else {
        return Verdict::lacks("event.admitted");
    };
    for (fact, discharged) in events(case, EventKind::Discharged).take(1) {
        let Some(before) = is_before(&discharged.value, &admitted.value) else { continue };
        compared = true;
        if before {
            let draft =
                Draft::new().about(fact, discharged.evidence).against(admitted_fact, admitted.evidence);
            let other = printed(case, admitted);
            drafts.push(
                draft.found(printed(case, discharged)).expected(format!("≥ {other}")).with("other", other),
            );
        }
    }
    Verdict::of(compared, "event.discharged", drafts)
}

/// M08: the days of the stay do not follow from its dates.
pub(super) fn stay_days(case: &Case<'_>) -> Verdict {
    let (Some((first, admitted)), Some((last, discharged))) =
        (events(case, EventKind::Admitted).next(), events(case, EventKind::Discharged).next())
    else {
        return Verdict::lacks("event.discharged");
    };
    let (mut from, mut to) = (admitted.value, discharged.value);
    (from.clock, to.clock) = (None, None);
    let Some(days) = days_apart(&to, &from).filter(|days| !days.is_sign_negative()) else {
        return Verdict::lacks("event.discharged");
    };
    let expected = days.max(Decimal::ONE);
    let tolerance = case.rule.number("tolerance").unwrap_or(Decimal::ZERO);
    let stated = case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::StayDays { days } => Some((fact, days)),
        _ => None,
    });
    let wrong = stated.filter(|(_, days)| (days.value - expected).abs() > tolerance);
    let drafts = wrong.map(|(fact, days)| {
        Draft::new()
            .about(fact, days.evidence)
            .against(first, admitted.evidence)
            .against(last, discharged.evidence)
            .found(days.value.to_string())
            .expected(expected.to_string())
            .with("admitted", printed(case, admitted))
            .with("discharged", printed(case, discharged))
    });
    Verdict::Checked(drafts.collect())
}
