//! Times in order: M07 to M12.

use rust_decimal::Decimal;

use super::ask::{all_events, births, ends_of_stay, events, printed, sections, stamps};
use crate::rules::moment::{days_apart, is_before};
use crate::rules::{Case, Draft, Verdict};
use crate::value::WrittenDate;
use crate::{EventKind, Fact, Kind, MedicalFact, SectionKind, Stated};

/// A finding that `found` is before `other`.
fn before(
    case: &Case<'_>,
    (fact, found): (&Fact, &Stated<WrittenDate>),
    (other_fact, other): (&Fact, &Stated<WrittenDate>),
) -> Draft {
    let printed_other = printed(case, other);
    Draft::new()
        .about(fact, found.evidence)
        .against(other_fact, other.evidence)
        .found(printed(case, found))
        .expected(format!("≥ {printed_other}"))
        .with("other", printed_other)
}

/// M07: discharged before admission.
pub(super) fn discharge_before_admission(case: &Case<'_>) -> Verdict {
    let Some(admitted) = events(case, EventKind::Admitted).next() else {
        return Verdict::lacks("event.admitted");
    };
    let mut compared = false;
    let mut drafts = Vec::new();
    for discharged in ends_of_stay(case) {
        let day = of_year(discharged.1.value, &admitted.1.value);
        let Some(is_before) = is_before(&day, &admitted.1.value) else { continue };
        compared = true;
        if is_before {
            drafts.push(before(case, discharged, admitted));
        }
    }
    Verdict::of(compared, "event.discharged", drafts)
}

/// M08: the days of the stay do not follow from its dates.
pub(super) fn stay_days(case: &Case<'_>) -> Verdict {
    let (Some((first, admitted)), Some((last, discharged))) =
        (events(case, EventKind::Admitted).next(), ends_of_stay(case).first().copied())
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
    let wrong = stated.filter(|(_, days)| days.value < expected || days.value - expected > tolerance);
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

/// A date without a year in that of another, or in the next or the last one where it then lies nearer: `3月12日` of a stay.
fn of_year(date: WrittenDate, near: &WrittenDate) -> WrittenDate {
    let (None, Some(year), Some(_)) = (date.year, near.year, date.day) else { return date };
    let distance = |date: &WrittenDate| days_apart(date, near).map(|days| days.abs());
    let readings = [year, year.saturating_add(1), year.saturating_sub(1)];
    let readings = readings.map(|year| WrittenDate { year: Some(year), ..date });
    readings.into_iter().min_by_key(|reading| distance(reading).unwrap_or(Decimal::MAX)).unwrap_or(date)
}

/// M09: operated on before admission or after discharge.
pub(super) fn surgery_within_stay(case: &Case<'_>) -> Verdict {
    let (admitted, discharged) =
        (events(case, EventKind::Admitted).next(), ends_of_stay(case).first().copied());
    let mut surgeries: Vec<(&Fact, &Stated<WrittenDate>)> = events(case, EventKind::Operated).collect();
    surgeries.extend(case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Procedure { date: Some(date), .. } => Some((fact, date)),
        _ => None,
    }));
    let (mut drafts, mut compared) = (Vec::new(), false);
    let near = admitted.or(discharged).map(|(_, date)| date.value);
    for surgery in surgeries {
        let day = near.map_or(surgery.1.value, |near| of_year(surgery.1.value, &near));
        if let Some(admitted) = admitted
            && let Some(is_before) = is_before(&day, &admitted.1.value)
        {
            compared = true;
            if is_before && !only_looks(surgery.0) {
                drafts.push(before(case, surgery, admitted).way("before"));
            }
        }
        if let Some(discharged) = discharged
            && let Some(is_after) = is_before(&discharged.1.value, &day)
        {
            compared = true;
            if is_after {
                let draft = before(case, surgery, discharged).way("after");
                drafts.push(draft.expected(format!("≤ {}", printed(case, discharged.1))));
            }
        }
    }
    // An operation is recorded after it.
    let is_record =
        case.part.title.as_ref().is_some_and(|title| crate::medical::is_operation_title(&title.value));
    for operated in events(case, EventKind::Operated).filter(|_| is_record) {
        for recorded in events(case, EventKind::Recorded) {
            let Some(is_early) = is_before(&recorded.1.value, &operated.1.value) else { continue };
            compared = true;
            if is_early {
                let draft = before(case, operated, recorded).way("record");
                drafts.push(draft.expected(format!("≤ {}", printed(case, recorded.1))));
            }
        }
    }
    Verdict::of(compared, "event.operated", drafts)
}

/// Whether a procedure only looks, as may be done before the stay: an endoscopy, an angiogram.
fn only_looks(fact: &Fact) -> bool {
    let crate::Body::Medical(MedicalFact::Procedure { name, .. }) = &fact.body else { return false };
    let lower = name.value.to_lowercase();
    if [
        "ptca",
        "pci",
        "stent",
        "ablation",
        "ectomy",
        "lithotripsy",
        "laser",
        "removal",
        "repair",
        "切除",
        "碎石",
        "取石",
        "支架",
        "植入",
    ]
    .iter()
    .any(|word| lower.contains(word))
    {
        return false;
    }
    ["scopy", "ogd", "egd", "angiogra", "镜检", "造影", "穿刺", "活检"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The steps of a sample, in order.
const STEPS: [EventKind; 4] =
    [EventKind::Ordered, EventKind::Collected, EventKind::Received, EventKind::Reported];

/// M10: a sample was received before it was collected, or reported before that.
pub(super) fn sample_order(case: &Case<'_>) -> Verdict {
    let steps: Vec<_> = STEPS.iter().filter_map(|kind| Some((*kind, events(case, *kind).next()?))).collect();
    let (mut drafts, mut compared) = (Vec::new(), false);
    for (index, later) in steps.iter().enumerate() {
        for earlier in steps.iter().take(index) {
            // 送检 may be the order or the sending, which stand on either side of the sample's taking.
            if (earlier.0, later.0) == (EventKind::Ordered, EventKind::Collected) {
                continue;
            }
            let (later, earlier) = (later.1, earlier.1);
            let Some(is_before) = is_before(&later.1.value, &earlier.1.value) else { continue };
            compared = true;
            if is_before {
                drafts.push(before(case, later, earlier));
            }
        }
    }
    // What releases a report comes after the sample was taken.
    let verified = events(case, EventKind::Verified).next();
    let mut taken =
        steps.iter().filter(|(kind, _)| matches!(kind, EventKind::Collected | EventKind::Received));
    if let Some((verified, (_, taken))) = verified.zip(taken.next_back())
        && let Some(is_before) = is_before(&verified.1.value, &taken.1.value)
    {
        compared = true;
        if is_before && drafts.is_empty() {
            drafts.push(before(case, verified, *taken));
        }
    }
    if drafts.is_empty() {
        drafts.extend(super::steps::out_of_order(case, &mut compared));
    }
    // What is looked at under the microscope was taken at the operation.
    let operated = events(case, EventKind::Operated).next().filter(|_| is_of_tissue(case));
    let received = events(case, EventKind::Received).next();
    if let Some((operated, received)) = operated.zip(received)
        && let Some(is_before) = is_before(&received.1.value, &operated.1.value)
    {
        compared = true;
        if is_before && drafts.is_empty() {
            drafts.push(before(case, received, operated));
        }
    }
    Verdict::of(compared || !drafts.is_empty(), "event.reported", drafts)
}

/// Whether the head of a paper says that it reports on tissue or cells.
fn is_of_tissue(case: &Case<'_>) -> bool {
    case.passages().take(HEAD).any(|passage| {
        let text = passage.folded().to_lowercase();
        ["病理", "细胞学", "patholog", "histolog", "cytolog"].iter().any(|word| text.contains(word))
    })
}

/// Passages of the head of a paper.
const HEAD: usize = 4;

/// M11: reported after it was printed, or dated in the future.
pub(super) fn report_and_print(case: &Case<'_>) -> Verdict {
    let (mut drafts, mut compared) = (Vec::new(), false);
    for printed_at in events(case, EventKind::Printed) {
        // Where nothing else tells when it was reported, it was when somebody released it.
        let has_reported = events(case, EventKind::Reported).next().is_some();
        let released = events(case, EventKind::Verified).filter(|_| !has_reported);
        for reported in events(case, EventKind::Reported).chain(released) {
            let Some(is_before) = is_before(&printed_at.1.value, &reported.1.value) else { continue };
            compared = true;
            if is_before {
                drafts.push(before(case, printed_at, reported));
            }
        }
    }
    if drafts.is_empty() {
        drafts.extend(told_too_early(case, &mut compared));
    }
    before_its_study(case, &mut drafts, &mut compared);
    if let Some(today) = case.options.today {
        for (fact, _, date) in all_events(case) {
            let Some(day) = date.value.civil().filter(|_| !date.value.is_ambiguous()) else { continue };
            compared = true;
            if day > today {
                let draft = Draft::new().way("future").about(fact, date.evidence);
                drafts.push(draft.found(printed(case, date)).expected(format!("≤ {today}")));
            }
        }
    }
    Verdict::of(compared, "event.printed", drafts)
}

/// A sheet printed, or a study reported, or a visit written down, before what it tells of.
fn told_too_early(case: &Case<'_>, compared: &mut bool) -> Option<Draft> {
    use EventKind as E;
    let seen = [E::Examined, E::Visited];
    let told = [
        E::Examined,
        E::Visited,
        E::Recorded,
        E::Verified,
        E::Collected,
        E::Ordered,
        E::Operated,
        E::Discharged,
    ];
    let pairs = [
        (E::Printed, told.as_slice()),
        (E::Reported, &seen),
        (E::Verified, &seen),
        (E::Recorded, &[E::Visited]),
    ];
    for (late, earlier) in pairs {
        // Where there are several, who printed it last printed all of it.
        let Some(written) = events(case, late).last() else { continue };
        for kind in earlier {
            for happened in events(case, *kind) {
                let Some(is_before) = is_before(&written.1.value, &happened.1.value) else { continue };
                *compared = true;
                if is_before {
                    return Some(before(case, written, happened));
                }
            }
        }
    }
    let printed_at = events(case, E::Printed).last()?;
    super::past::column_days(case).into_iter().find_map(|(cell, range, date)| {
        let is_before = is_before(&printed_at.1.value, &date)?;
        *compared = true;
        let other = cell.folded().get(range.clone()).unwrap_or("").to_owned();
        let draft = Draft::new().about(printed_at.0, printed_at.1.evidence).against_span(cell.span(range));
        let draft = draft.found(printed(case, printed_at.1)).expected(format!("≥ {other}"));
        is_before.then(|| draft.with("other", other))
    })
}

/// Adds a report that was made, or printed, before the examination on which it reports.
fn before_its_study(case: &Case<'_>, drafts: &mut Vec<Draft>, compared: &mut bool) {
    let day = || {
        let visited = events(case, EventKind::Visited).next().filter(|_| case.kind() == Kind::Checkup);
        visited.or_else(|| headed_day(case))
    };
    let Some(examined) = events(case, EventKind::Examined).next().or_else(day) else { return };
    let made = [EventKind::Reported, EventKind::Verified, EventKind::Printed].map(|kind| {
        // Of several of a kind the last is that of the whole.
        let all: Vec<_> = events(case, kind).collect();
        let judged = all.iter().map(|made| is_before(&made.1.value, &examined.1.value));
        let is_early = judged.collect::<Option<Vec<bool>>>().map(|early| early.iter().all(|early| *early));
        all.last().copied().zip(is_early)
    });
    for (made, is_early) in made.into_iter().flatten() {
        *compared = true;
        if is_early && drafts.is_empty() {
            drafts.push(before(case, made, examined).way("study"));
        }
    }
}

/// The day that the head of a study bears, before what was found.
fn headed_day<'a>(case: &Case<'a>) -> Option<(&'a Fact, &'a Stated<WrittenDate>)> {
    let place = |evidence| case.dossier.facts.cited(evidence).map(|cited| cited.span.passage);
    let found = sections(case).filter(|section| {
        let is_study = matches!(section.kind, SectionKind::Findings | SectionKind::Impression);
        is_study && !section.heading.value.is_empty()
    });
    let first = found.filter_map(|section| place(section.heading.evidence)).min()?;
    events(case, EventKind::Recorded).find(|(_, date)| place(date.evidence).is_some_and(|at| at < first))
}

/// M12: born after something that happened to the patient.
pub(super) fn born_before_all(case: &Case<'_>) -> Verdict {
    let (mut drafts, mut compared) = (Vec::new(), false);
    let Some(birth) = births(case).find(|(_, birth)| birth.value.civil().is_some()) else {
        drafts.extend(super::past::before_birth(case, &mut compared));
        return Verdict::of(compared, "patient_birth", drafts);
    };
    let draft = |other: &str| {
        let draft = Draft::new().about(birth.0, birth.1.evidence).found(printed(case, birth.1));
        draft.expected(format!("≤ {other}")).with("other", other)
    };
    for (fact, _, date) in all_events(case) {
        let Some(is_before) = is_before(&date.value, &birth.1.value) else { continue };
        compared = true;
        if is_before && drafts.is_empty() {
            drafts.push(draft(&printed(case, date)).against(fact, date.evidence));
        }
    }
    if drafts.is_empty() {
        for (passage, range, date) in stamps(case) {
            let Some(is_before) = is_before(&date, &birth.1.value) else { continue };
            compared = true;
            if is_before {
                let other = passage.folded().get(range.clone()).unwrap_or_default();
                drafts.push(draft(other).against_span(passage.span(range)));
                break;
            }
        }
    }
    if drafts.is_empty() {
        drafts.extend(super::past::before_birth(case, &mut compared));
    }
    Verdict::of(compared, "event", drafts)
}
