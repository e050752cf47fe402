use super::Scores;
use crate::boxes::best_pairs;
use crate::content::{Content, Scope};
use crate::fields::{fields_found, fields_in_text};
use crate::formula::{FormulaScore, formula};
use crate::metric::Metric;
use crate::tally::Tally;
use crate::text::Normalisation;

/// From this likeness on two formulas of a page are compared.
const PAIRED: f64 = 0.3;

/// Formulas; a true one without a partner is wrong throughout.
pub(super) fn score_formulas(prediction: &Content, truth: &Content, scores: &mut Scores) {
    let Some(wanted) = truth.formulas.as_deref().filter(|list| !list.is_empty()) else { return };
    let whole = || prediction.text().map(|text| vec![text]);
    let found = if truth.scope == Scope::Formula {
        prediction.formulas.clone().filter(|list| !list.is_empty()).or_else(whole)
    } else {
        prediction.formulas.clone()
    };
    let Some(found) = found else { return };
    let pairs = if truth.scope == Scope::Formula {
        found.first().iter().map(|_| (0, 0)).collect()
    } else {
        best_pairs(found.len(), wanted.len(), PAIRED, |f, w| 1.0 - formula(&found[f], &wanted[w]).token_ned)
    };
    let grades: Vec<FormulaScore> = pairs.iter().map(|(f, w)| formula(&found[*f], &wanted[*w])).collect();
    let count = wanted.len() as f64;
    let alone = count - grades.len() as f64;
    let mean = |sum: f64| Tally::Mean { sum, count };
    scores.add(Metric::FormulaExact, mean(grades.iter().filter(|g| g.exact).count() as f64));
    scores.add(Metric::FormulaTokenNed, mean(alone + grades.iter().map(|g| g.token_ned).sum::<f64>()));
    scores.add(Metric::FormulaNed, mean(alone + grades.iter().map(|g| g.ned).sum::<f64>()));
}

/// Key-values and facts.
pub(super) fn score_fields(
    prediction: &Content,
    truth: &Content,
    normalisation: &Normalisation,
    scores: &mut Scores,
) {
    if let Some(wanted) = &truth.fields {
        if let Some(share) = prediction.text().and_then(|text| fields_in_text(&text, wanted)) {
            scores.mean(Metric::FieldsInText, share);
        }
        if let Some(found) = &prediction.fields {
            scores.add(Metric::FieldF1, fields_found(found, wanted, normalisation));
        }
    }
    if let (Some(found), Some(wanted)) = (&prediction.facts, &truth.facts) {
        scores.add(Metric::FactF1, fields_found(found, wanted, normalisation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(list: &[&str], scope: Scope) -> Content {
        let formulas = Some(list.iter().map(|text| (*text).to_owned()).collect());
        Content { formulas, scope, ..Content::default() }
    }

    #[test]
    fn formulas_meet_their_likes() {
        let mut scores = Scores::default();
        let truth = formulas(&["a+b", "\\frac{x}{y}", "\\int_0^1"], Scope::Pages);
        score_formulas(&formulas(&["\\frac{x}{z}", "a + b"], Scope::Pages), &truth, &mut scores);
        assert_eq!(scores.value(Metric::FormulaExact), Some(1.0 / 3.0));
        assert!((scores.value(Metric::FormulaTokenNed).unwrap() - (1.0 + 1.0 / 3.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn text_may_stand_for_the_formula_of_a_picture() {
        let mut scores = Scores::default();
        score_formulas(&Content::of_text("x^2"), &formulas(&["x^{2}"], Scope::Formula), &mut scores);
        assert_eq!(scores.value(Metric::FormulaExact), Some(1.0));
        let mut scores = Scores::default();
        score_formulas(&Content::of_text("x^2"), &formulas(&["x^{2}"], Scope::Pages), &mut scores);
        assert_eq!(scores, Scores::default());
    }
}
