//! Key-values: what a document says under which name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tally::Counts;
use crate::text::Normalisation;

/// A value and the name it stands under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Field {
    /// The name: of the field, or as printed on a form.
    pub name: String,
    /// The value as printed.
    pub value: String,
}

impl Field {
    /// `name` with `value`.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Fields whose name and whole value are the same on both sides, after normalisation and without regard to case; empty
/// values count for neither side.
///
/// Entity F1 of SROIE (Z. Huang et al., *ICDAR 2019 competition on scanned receipt OCR and information extraction*,
/// task 3) and of FUNSD, with exact values.
///
/// ```
/// use evaluation::{fields_found, Field, text::Normalisation};
/// let truth = [Field::new("company", "Shop"), Field::new("total", "9.00")];
/// let found = [Field::new("company", "SHOP"), Field::new("total", "8.00")];
/// assert_eq!(fields_found(&found, &truth, &Normalisation::default()).f1(), 0.5);
/// ```
pub fn fields_found(prediction: &[Field], truth: &[Field], normalisation: &Normalisation) -> Counts {
    let rule = normalisation.blind_to_case(true);
    let bag = |fields: &[Field]| {
        let mut bag: BTreeMap<(String, String), u32> = BTreeMap::new();
        for field in fields {
            let (name, value) = (rule.apply(&field.name), rule.apply(&field.value));
            if !value.is_empty() {
                *bag.entry((name, value)).or_default() += 1;
            }
        }
        bag
    };
    let (prediction, truth) = (bag(prediction), bag(truth));
    let common = truth.iter().map(|(key, count)| prediction.get(key).map_or(0, |other| *count.min(other)));
    Counts {
        hits: common.sum::<u32>().into(),
        predicted: prediction.values().sum::<u32>().into(),
        truth: truth.values().sum::<u32>().into(),
    }
}

/// The share of the true values that stand anywhere in `text`, letters and digits only: the most that any extractor
/// could get out of it. Nothing where there are no values.
pub fn fields_in_text(text: &str, truth: &[Field]) -> Option<f64> {
    let rule = Normalisation::WORDS_ONLY.blind_to_case(true);
    let text = rule.apply(text);
    let values: Vec<String> =
        truth.iter().map(|field| rule.apply(&field.value)).filter(|value| !value.is_empty()).collect();
    let found = values.iter().filter(|value| text.contains(value.as_str())).count();
    (!values.is_empty()).then(|| found as f64 / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_value_must_be_right() {
        let field = Field::new;
        let truth = [field("name", "王 芳"), field("age", "45岁"), field("note", ""), field("test", "a")];
        let cases: [(&[Field], f64, f64); 5] = [
            (&truth, 3.0, 3.0),
            (&[field("Name", "王芳"), field("age", "４５岁"), field("other", "x")], 2.0, 3.0),
            (&[field("age", "王芳")], 0.0, 1.0),
            (&[field("age", "45岁"), field("age", "45岁")], 1.0, 2.0),
            (&[], 0.0, 0.0),
        ];
        for (found, hits, predicted) in cases {
            let counts = fields_found(found, &truth, &Normalisation::default());
            assert_eq!((counts.hits, counts.predicted, counts.truth), (hits, predicted, 3.0), "{found:?}");
        }
    }

    #[test]
    fn values_are_looked_up_in_the_text() {
        let truth = [Field::new("a", "12/03/2018"), Field::new("b", "Shop & Co."), Field::new("c", "")];
        assert_eq!(fields_in_text("Date 12-03-2018", &truth), Some(0.5));
        assert_eq!(fields_in_text("SHOP CO 12032018", &truth), Some(1.0));
        assert_eq!(fields_in_text("x", &[]), None);
    }
}
