//! Questions that several checks put to the facts.

use crate::rules::Case;
use crate::value::WrittenDate;
use crate::{EventKind, Fact, MedicalFact, Stated};

/// The moments at which something of that kind happened, in the order found.
pub(super) fn events<'a>(
    case: &Case<'a>,
    wanted: EventKind,
) -> impl Iterator<Item = (&'a Fact, &'a Stated<WrittenDate>)> + use<'a> {
    case.medical().filter_map(move |(fact, body)| match body {
        MedicalFact::Event { kind, date } if *kind == wanted => Some((fact, date)),
        _ => None,
    })
}

/// What is printed where it was read.
pub(super) fn printed<T>(case: &Case<'_>, stated: &Stated<T>) -> String {
    case.dossier.facts.printed(stated).to_owned()
}
