//! Sheets of one patient in one document, each under a title of its own: parts of M02 and M03.

use crate::rules::{Case, Draft};
use crate::value::Sex;
use crate::{Body, Fact, IdentifierKind, MedicalFact, Stated};

/// Who a part is about.
#[derive(Default)]
struct Whose<'a> {
    name: Option<(&'a Fact, &'a Stated<String>)>,
    sex: Option<(&'a Fact, &'a Stated<Sex>)>,
    numbers: Vec<(&'a Fact, IdentifierKind, &'a Stated<String>)>,
}

impl<'a> Whose<'a> {
    fn of(facts: impl Iterator<Item = &'a Fact>) -> Self {
        let mut whose = Self::default();
        for fact in facts {
            match &fact.body {
                Body::Medical(MedicalFact::PatientName { name }) if whose.name.is_none() => {
                    whose.name = Some((fact, name));
                }
                Body::Medical(MedicalFact::PatientSex { sex }) if whose.sex.is_none() => {
                    whose.sex = Some((fact, sex));
                }
                Body::Medical(MedicalFact::Identifier { kind, number }) if is_of_person(*kind) => {
                    whose.numbers.push((fact, *kind, number));
                }
                _ => {}
            }
        }
        whose
    }

    /// Whether a number of theirs is one of the other's, or the name is the same.
    fn shares(&self, other: &Self) -> [bool; 2] {
        let is_named = self.name.zip(other.name).is_some_and(|((_, a), (_, b))| a.value == b.value);
        let numbered = self.numbers.iter().any(|(_, kind, a)| {
            other.numbers.iter().any(|(_, known, b)| kind == known && a.value == b.value)
        });
        [is_named, numbered]
    }
}

fn is_of_person(kind: IdentifierKind) -> bool {
    matches!(kind, IdentifierKind::ResidentId | IdentifierKind::Inpatient | IdentifierKind::Record)
}

/// The medical parts before this one, the last first, and this one.
fn parts<'a>(case: &Case<'a>) -> (Vec<Whose<'a>>, Whose<'a>) {
    let facts = &case.dossier.facts;
    let before = facts.parts.iter().enumerate().rev();
    let before = before.filter(|(_, part)| part.first < case.part.first && part.kind.is_medical());
    (before.map(|(index, _)| Whose::of(facts.of_part(index))).collect(), Whose::of(case.facts()))
}

/// What says of the patient of an earlier sheet, by name or number the same, that the sex is another.
pub(super) fn of_other_sex(case: &Case<'_>) -> Option<Draft> {
    let (before, own) = parts(case);
    let (fact, sex) = own.sex?;
    let other =
        before.iter().filter(|other| own.shares(other).contains(&true)).find_map(|other| other.sex)?;
    let draft = Draft::new().about(fact, sex.evidence).against(other.0, other.1.evidence);
    let printed = |sex: &Stated<Sex>| super::ask::printed(case, sex);
    (sex.value != other.1.value).then(|| draft.found(printed(sex)).expected(printed(other.1)))
}

/// The name on a sheet whose number is that of an earlier one, or the number, but for a slip, on one whose name is.
pub(super) fn of_other_name(
    case: &Case<'_>,
    is_same: fn(&str, &str) -> bool,
    is_close: fn(&str, &str) -> bool,
) -> Option<Draft> {
    let (before, own) = parts(case);
    before.iter().find_map(|other| {
        let [is_named, numbered] = own.shares(other);
        if let (Some((fact, name)), Some((known, first)), true) = (own.name, other.name, numbered)
            && !is_same(&name.value, &first.value)
        {
            let draft = Draft::new().about(fact, name.evidence).against(known, first.evidence);
            let draft = draft.found(&*name.value).expected(&*first.value);
            return Some(if is_close(&name.value, &first.value) { draft.way("close") } else { draft });
        }
        if !is_named || numbered {
            return None;
        }
        own.numbers.iter().find_map(|(fact, kind, number)| {
            let (known, _, first) = other.numbers.iter().find(|(_, other_kind, first)| {
                other_kind == kind && first.value != number.value && is_close(&first.value, &number.value)
            })?;
            let draft = Draft::new().way("close").about(fact, number.evidence).against(known, first.evidence);
            Some(draft.found(&*number.value).expected(&*first.value))
        })
    })
}
