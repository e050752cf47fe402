use document::{Outline, Rect};

use super::pairing::best_pairs;
use super::polygon::outline_iou;
use crate::tally::Counts;
use crate::text::Normalisation;

/// From this overlap on a box is found (ICDAR 2013 and 2015 robust reading, challenges 2 and 4).
const FOUND: f64 = 0.5;

/// A word or a line where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// Its characters; nothing where only the place is known.
    pub text: Option<String>,
    /// Where it stands.
    pub outline: Outline,
    /// How sure the reader was, 0 to 1.
    pub confidence: Option<f32>,
}

/// Words found (first) and words found and read rightly (second): boxes are paired one to one by their overlap, 0.5 at
/// least; a text is right where it is the same after normalisation.
///
/// D. Karatzas et al., *ICDAR 2015 competition on robust reading*: text localisation and end-to-end recognition. The
/// second is absent where the truth has no texts.
pub fn words_found(
    prediction: &[TextBox],
    truth: &[TextBox],
    normalisation: &Normalisation,
) -> (Counts, Option<Counts>) {
    let pairs = pairs(prediction, truth);
    let counts = |hits: usize| Counts {
        hits: hits as f64,
        predicted: prediction.len() as f64,
        truth: truth.len() as f64,
    };
    let known = truth.iter().any(|word| word.text.is_some());
    let read = |word: &TextBox| word.text.as_deref().map(|text| normalisation.apply(text));
    let right = |(p, t): &&(usize, usize)| {
        let (found, wanted) = (read(&prediction[*p]), read(&truth[*t]));
        wanted.is_some() && found == wanted
    };
    let read_rightly = known.then(|| counts(pairs.iter().filter(right).count()));
    (counts(pairs.len()), read_rightly)
}

/// The pairing of boxes with the greatest sum of overlaps.
pub(crate) fn pairs(prediction: &[TextBox], truth: &[TextBox]) -> Vec<(usize, usize)> {
    let bounds = |list: &[TextBox]| list.iter().map(|word| word.outline.bounds()).collect::<Vec<Rect>>();
    let (found, wanted) = (bounds(prediction), bounds(truth));
    best_pairs(prediction.len(), truth.len(), FOUND, |p, t| {
        // Most pairs are far apart.
        if found[p].overlap(&wanted[t]) > 0.0 {
            outline_iou(&prediction[p].outline, &truth[t].outline)
        } else {
            0.0
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(x: f32, text: &str) -> TextBox {
        let text = (!text.is_empty()).then(|| text.to_owned());
        TextBox { text, outline: Rect::new(x, 0.0, x + 10.0, 4.0).into(), confidence: None }
    }

    #[test]
    fn place_and_text_are_counted_apart() {
        let truth = [word(0.0, "Ａ1"), word(20.0, "b"), word(40.0, "c")];
        let found = [word(1.0, "A1"), word(20.0, "d"), word(60.0, "c"), word(80.0, "e")];
        let (place, text) = words_found(&found, &truth, &Normalisation::default());
        assert_eq!((place.hits, place.predicted, place.truth), (2.0, 4.0, 3.0));
        assert_eq!(text.unwrap().hits, 1.0);
        let (_, text) = words_found(&found, &[word(0.0, "")], &Normalisation::default());
        assert_eq!(text, None);
    }
}
