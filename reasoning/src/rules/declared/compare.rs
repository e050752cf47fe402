//! Two values side by side.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::super::case::Case;
use super::super::moment;
use super::super::{Draft, Verdict};
use super::value::{Comparable, Reading, readings};

/// How one value must stand to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Relation {
    /// Before, less than.
    #[serde(rename = "<")]
    Less,
    /// Not after, at most.
    #[serde(rename = "<=")]
    AtMost,
    /// The same.
    #[serde(rename = "=")]
    Equal,
    /// Another.
    #[serde(rename = "!=")]
    Other,
    /// Not before, at least.
    #[serde(rename = ">=")]
    AtLeast,
    /// After, more than.
    #[serde(rename = ">")]
    Greater,
}

impl Relation {
    fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Equal => "=",
            Self::Other => "≠",
            Self::AtLeast => "≥",
            Self::Greater => ">",
        }
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order == Ordering::Less,
            Self::AtMost => order != Ordering::Greater,
            Self::Equal => order == Ordering::Equal,
            Self::Other => order != Ordering::Equal,
            Self::AtLeast => order != Ordering::Less,
            Self::Greater => order == Ordering::Greater,
        }
    }
}

/// Compares the first value of either path; values of different sorts cannot be compared.
pub(super) fn check(
    case: &Case<'_>,
    left: &str,
    relation: Relation,
    right: &str,
    tolerance: Decimal,
) -> Verdict {
    let (ours, theirs) = (readings(case, left), readings(case, right));
    let (Some(a), Some(b)) = (ours.first(), theirs.first()) else {
        let missing = [(ours.is_empty(), left), (theirs.is_empty(), right)];
        return Verdict::NotChecked(
            missing.into_iter().filter(|(empty, _)| *empty).map(|(_, path)| path.to_owned()).collect(),
        );
    };
    let Some(holds) = holds(a, relation, b, tolerance) else {
        return Verdict::NotChecked(vec![left.to_owned(), right.to_owned()]);
    };
    let broken = (!holds).then(|| {
        let expected = format!("{} {}", relation.sign(), b.printed(case));
        b.against(a.about(Draft::new())).found(a.printed(case)).expected(expected)
    });
    Verdict::Checked(broken.into_iter().collect())
}

fn holds(a: &Reading<'_>, relation: Relation, b: &Reading<'_>, tolerance: Decimal) -> Option<bool> {
    let far = match (&a.value, &b.value) {
        (Comparable::Date(a), Comparable::Date(b)) => moment::days_apart(a, b)?,
        (Comparable::Text(a), Comparable::Text(b)) => {
            return match relation {
                Relation::Equal => Some(a == b),
                Relation::Other => Some(a != b),
                _ => None,
            };
        }
        (a, b) => a.number()?.checked_sub(b.number()?)?,
    };
    let order = if far.abs() <= tolerance { Ordering::Equal } else { far.cmp(&Decimal::ZERO) };
    // Within the tolerance a strict order counts as kept.
    let borne = tolerance > Decimal::ZERO && order == Ordering::Equal && relation != Relation::Other;
    Some(borne || relation.holds(order))
}
