//! Rules that are declared rather than programmed.

mod compare;
mod value;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

pub use compare::Relation;
use value::{FactPath, Reading};

use super::case::Case;
use super::{Draft, RuleError, RuleErrorKind, Verdict};
use crate::{Limit, PassageId, fold};

/// A check that a rule file declares.
///
/// A **path** names facts the way their JSON does: the type of the fact, then behind a dot what tells it from others of
/// its type (`kind`, `analyte`, `role`, `drug`, `term`, `key`), then behind an `@` a field, and fields of fields behind
/// dots: `event.admitted`, `lab.K`, `vital.blood_pressure@second`, `patient_age@age.number`. Without `@` it is the
/// field that holds the fact's value (`date`, `value`, `amount`, `number`, `text`, `name`, ...).
///
/// | `form` | keys | broken where |
/// | --- | --- | --- |
/// | `required` | `any_of` or `all_of`: facts (without `@`); `pattern`: a text that must stand somewhere | none, or one, of them is there; no passage matches |
/// | `forbidden` | `pattern`; `within`: a path, all of the text where absent | the text matches; each match is quoted |
/// | `matches` | `value`: a path; `pattern` | the printed value does not match from end to end |
/// | `limit` | `value`: a path; `min`, `max`; `unit` | the number lies beyond; other units are left alone |
/// | `compare` | `left`, `right`: paths; `relation`: `<`, `<=`, `=`, `!=`, `>=`, `>`; `tolerance` (of dates in days) | it does not hold between two dates, amounts or numbers, or between two texts (`=`, `!=`) |
///
/// Patterns are of the crate `regex`, without look-around, and are matched against text in plain forms ([`fold`]).
/// Messages may use `{found}` and `{expected}`. What a path names and the document lacks leaves the rule unchecked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case", deny_unknown_fields)]
pub enum Declared {
    /// Something must be there.
    Required {
        /// One of these facts.
        #[serde(default)]
        any_of: Vec<String>,
        /// Each of these facts.
        #[serde(default)]
        all_of: Vec<String>,
        /// A text.
        #[serde(default)]
        pattern: Option<String>,
    },
    /// A text must not be there.
    Forbidden {
        /// What must not be there.
        pattern: String,
        /// Where to look.
        #[serde(default)]
        within: Option<String>,
    },
    /// A value must have a form.
    Matches {
        /// Which.
        value: String,
        /// Its form.
        pattern: String,
    },
    /// A number must keep within limits.
    Limit {
        /// Which.
        value: String,
        /// The least that is right.
        #[serde(default)]
        min: Option<Limit>,
        /// The most that is right.
        #[serde(default)]
        max: Option<Limit>,
        /// Only of numbers in this unit.
        #[serde(default)]
        unit: Option<String>,
    },
    /// Two values must stand so to each other.
    Compare {
        /// The value that is found wrong.
        left: String,
        /// How it must stand to the other.
        relation: Relation,
        /// The value it is compared with.
        right: String,
        /// By how much they may miss it: days between dates.
        #[serde(default)]
        tolerance: Option<Limit>,
    },
}

impl Declared {
    /// Whether its patterns and paths are sound.
    pub(super) fn verify(&self) -> Result<(), RuleError> {
        let (pattern, paths): (Option<&String>, Vec<&String>) = match self {
            Self::Required { any_of, all_of, pattern } => {
                if any_of.is_empty() && all_of.is_empty() && pattern.is_none() {
                    let message = "the form `required` asks for `any_of`, `all_of` or `pattern`";
                    return Err(RuleError::new(RuleErrorKind::Incomplete, message));
                }
                (pattern.as_ref(), any_of.iter().chain(all_of).collect())
            }
            Self::Forbidden { pattern, within } => (Some(pattern), within.iter().collect()),
            Self::Matches { value, pattern } => (Some(pattern), vec![value]),
            Self::Limit { value, .. } => (None, vec![value]),
            Self::Compare { left, right, .. } => (None, vec![left, right]),
        };
        if let Some(pattern) = pattern {
            Regex::new(pattern).map_err(|error| {
                let message = format!("pattern {pattern:?} is no regular expression");
                RuleError::new(RuleErrorKind::Pattern, message).with_source(error)
            })?;
        }
        paths.into_iter().try_for_each(|path| FactPath::parse(path).map(drop))
    }

    /// What `case` says to it.
    pub(super) fn check(&self, case: &Case<'_>) -> Verdict {
        match self {
            Self::Required { any_of, all_of, pattern } => required(case, any_of, all_of, pattern.as_deref()),
            Self::Forbidden { pattern, within } => forbidden(case, pattern, within.as_deref()),
            Self::Matches { value, pattern } => matches(case, value, pattern),
            Self::Limit { value, min, max, unit } => {
                let limits = (min.map(|limit| limit.0), max.map(|limit| limit.0));
                limit(case, value, limits, unit.as_deref())
            }
            Self::Compare { left, relation, right, tolerance } => {
                let tolerance = tolerance.map_or(Decimal::ZERO, |limit| limit.0);
                compare::check(case, left, *relation, right, tolerance)
            }
        }
    }
}

fn required(case: &Case<'_>, any_of: &[String], all_of: &[String], pattern: Option<&str>) -> Verdict {
    let mut missing: Vec<String> = all_of.iter().filter(|need| !case.has(need)).cloned().collect();
    if !any_of.is_empty() && !any_of.iter().any(|need| case.has(need)) {
        missing.push(any_of.join(" | "));
    }
    if let Some(regex) = pattern.and_then(|pattern| Regex::new(pattern).ok())
        && !case.passages().any(|passage| regex.is_match(passage.folded()))
    {
        missing.extend(pattern.map(str::to_owned));
    }
    let drafts = missing.into_iter().map(|missing| {
        let draft = Draft::new().expected(missing);
        match case.head() {
            Some(head) => draft.about_span(head),
            None => draft,
        }
    });
    Verdict::Checked(drafts.collect())
}

fn forbidden(case: &Case<'_>, pattern: &str, within: Option<&str>) -> Verdict {
    let Ok(regex) = Regex::new(pattern) else { return Verdict::lacks("pattern") };
    let Some(within) = within else {
        let found = case.passages().flat_map(|passage| {
            let hits = regex.find_iter(passage.folded()).filter(|hit| !hit.is_empty());
            hits.map(|hit| {
                let span = passage.span(hit.range());
                Draft::new().found(span.text.clone()).about_span(span)
            })
        });
        return Verdict::Checked(found.collect());
    };
    let readings = value::readings(case, within);
    let mut drafts = Vec::new();
    for reading in &readings {
        let Some(span) = reading.span(case) else { continue };
        let Some(passage) = case.dossier.view.passage(PassageId(span.passage.0)) else { continue };
        let bytes = passage.bytes(span.characters.start as usize..span.characters.end as usize);
        let text = passage.folded().get(bytes.clone()).unwrap_or("");
        for hit in regex.find_iter(text).filter(|hit| !hit.is_empty()) {
            let span = passage.span(bytes.start + hit.start()..bytes.start + hit.end());
            drafts.push(Draft::new().found(span.text.clone()).about_span(span));
        }
    }
    Verdict::of(!readings.is_empty(), within, drafts)
}

fn matches(case: &Case<'_>, path: &str, pattern: &str) -> Verdict {
    let Ok(regex) = Regex::new(pattern) else { return Verdict::lacks("pattern") };
    let readings = value::readings(case, path);
    let wrong = readings.iter().filter_map(|reading| {
        let printed = reading.printed(case);
        let folded = fold(printed.trim());
        let whole = regex.find_iter(&folded).any(|hit| hit.range() == (0..folded.len()));
        (!whole).then(|| reading.about(Draft::new()).found(printed).expected(pattern))
    });
    let drafts: Vec<Draft> = wrong.collect();
    Verdict::of(!readings.is_empty(), path, drafts)
}

fn limit(
    case: &Case<'_>,
    path: &str,
    (min, max): (Option<Decimal>, Option<Decimal>),
    unit: Option<&str>,
) -> Verdict {
    let readings = value::readings(case, path);
    let fits = |reading: &&Reading<'_>| unit.is_none_or(|unit| reading.unit.as_deref() == Some(unit));
    let numbers: Vec<(&Reading<'_>, Decimal)> =
        readings.iter().filter(fits).filter_map(|reading| Some((reading, reading.value.number()?))).collect();
    let bounds = || match (min, max) {
        (Some(min), Some(max)) => format!("{min}-{max}"),
        (Some(min), None) => format!("≥ {min}"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => String::new(),
    };
    let beyond = |number: Decimal| min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max);
    let wrong = numbers.iter().filter(|(_, number)| beyond(*number));
    let drafts = wrong
        .map(|(reading, number)| reading.about(Draft::new()).found(number.to_string()).expected(bounds()));
    let drafts: Vec<Draft> = drafts.collect();
    Verdict::of(!numbers.is_empty(), path, drafts)
}
