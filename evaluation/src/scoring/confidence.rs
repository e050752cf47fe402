use document::Rect;

use super::{Scores, page, pair_tables};
use crate::boxes::{TextBox, paired_boxes};
use crate::calibration::{Observation, Reliability};
use crate::content::{Content, PageContent, Scope, TableContent};
use crate::metric::Metric;
use crate::table::{Alignment, GridCell};
use crate::tally::Tally;
use crate::text::{Normalisation, Step, align};

/// Readings with their confidences: what a calibration is fitted to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observations {
    /// Words.
    pub words: Vec<Observation>,
    /// Cells of tables.
    pub cells: Vec<Observation>,
}

/// Which words and cells of a prediction are right, of those that have a confidence.
///
/// A word is right where the truth has the same word in the same place; where the truth knows lines alone, where its
/// characters are those of the line it stands in. A cell is right where the true table has a cell of the same spans and
/// text in the same row and column; rows and columns too many or too few move no others.
pub fn observations(prediction: &Content, truth: &Content, normalisation: &Normalisation) -> Observations {
    let normalisation = normalisation.blind_to_case(truth.without_case);
    let mut observations = Observations::default();
    for (found, wanted) in page::pairs(prediction, truth) {
        let Some(words) = &found.words else { continue };
        let right = right_words(words, &wanted, &normalisation);
        let graded = words.iter().zip(right.into_iter().flatten());
        observations.words.extend(graded.filter_map(|(word, right)| observation(word.confidence, right)));
    }
    if let (Some(found), Some(wanted)) = (&prediction.tables, &truth.tables)
        && wanted.iter().all(|table| table.has_text)
    {
        let pairs = match (truth.scope, found.len(), wanted.len()) {
            (Scope::Table, 1, 1) => vec![(0, 0)],
            _ => pair_tables(found, wanted),
        };
        for (index, table) in found.iter().enumerate() {
            let partner = pairs.iter().find(|(f, _)| *f == index).map(|(_, w)| &wanted[*w]);
            observations.cells.extend(cells(table, partner, &normalisation));
        }
    }
    observations
}

pub(super) fn score(
    prediction: &Content,
    truth: &Content,
    normalisation: &Normalisation,
    scores: &mut Scores,
) {
    let observations = observations(prediction, truth, normalisation);
    for (metric, list) in
        [(Metric::WordCalibration, observations.words), (Metric::CellCalibration, observations.cells)]
    {
        if !list.is_empty() {
            scores.add(metric, Tally::Reliability(Reliability::of(&list)));
        }
    }
}

fn observation(confidence: Option<f32>, right: bool) -> Option<Observation> {
    confidence.map(|confidence| Observation { confidence: f64::from(confidence), right })
}

fn cells<'a>(
    table: &'a TableContent,
    partner: Option<&'a TableContent>,
    normalisation: &'a Normalisation,
) -> impl Iterator<Item = Observation> + 'a {
    let found = table.cells.as_deref().unwrap_or_default();
    let wanted = partner.and_then(|table| table.cells.as_deref()).unwrap_or_default();
    let partners = Alignment::of(found, wanted).partners(found, wanted);
    let same = move |cell: &GridCell, partner: Option<usize>| {
        let wanted = partner.and_then(|index| wanted.get(index));
        wanted.is_some_and(|w| normalisation.apply(&w.text) == normalisation.apply(&cell.text))
    };
    let graded = found.iter().zip(partners).zip(&table.confidences);
    graded.filter_map(move |((cell, partner), confidence)| observation(*confidence, same(cell, partner)))
}

/// For each word whether it is right; nothing where the truth knows neither words nor lines.
fn right_words(words: &[TextBox], wanted: &PageContent, normalisation: &Normalisation) -> Option<Vec<bool>> {
    if let Some(truth) = &wanted.words {
        let mut right = vec![false; words.len()];
        let read = |word: &TextBox| word.text.as_deref().map(|text| normalisation.apply(text));
        for (w, t) in paired_boxes(words, truth) {
            right[w] = read(&words[w]) == read(&truth[t]);
        }
        return Some(right);
    }
    wanted.lines.as_ref().map(|lines| right_in_lines(words, lines, normalisation))
}

/// Puts each word into the true line it stands in, and compares the line's characters.
fn right_in_lines(words: &[TextBox], lines: &[TextBox], normalisation: &Normalisation) -> Vec<bool> {
    let bounds: Vec<Rect> = lines.iter().map(|line| line.outline.bounds()).collect();
    let mut of_line: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    for (index, word) in words.iter().enumerate() {
        let place = word.outline.bounds();
        let overlaps = bounds.iter().map(|line| place.overlap(line)).enumerate();
        let best = overlaps.filter(|(_, overlap)| *overlap > 0.0).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((line, _)) = best {
            of_line[line].push(index);
        }
    }
    let mut right = vec![false; words.len()];
    let letters = |text: &TextBox| -> Vec<char> {
        let text = normalisation.apply(text.text.as_deref().unwrap_or_default());
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    for (line, members) in lines.iter().zip(of_line) {
        let spelled: Vec<Vec<char>> = members.iter().map(|index| letters(&words[*index])).collect();
        for (index, is_right) in members.iter().zip(kept_whole(&spelled, &letters(line))) {
            right[*index] = is_right;
        }
    }
    right
}

/// For each word of a line whether all its characters stand in the true line, none missing in between.
fn kept_whole(words: &[Vec<char>], truth: &[char]) -> Vec<bool> {
    let line = words.concat();
    let mut whole = vec![true; words.len()];
    let mut ends = words.iter().scan(0, |end, word| {
        *end += word.len();
        Some(*end)
    });
    let (mut word, mut end, mut at) = (0, ends.next().unwrap_or(0), 0);
    for step in align(&line, truth) {
        let begun = at > end - words.get(word).map_or(0, Vec::len);
        while at >= end && step != Step::Insert && word + 1 < words.len() {
            word += 1;
            end = ends.next().unwrap_or(end);
        }
        // A character missing between two words is neither's fault.
        let inside = step != Step::Insert || begun && at < end;
        if let Some(whole) = whole.get_mut(word).filter(|_| inside && step != Step::Keep) {
            *whole = false;
        }
        at += usize::from(step != Step::Insert);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;

    fn letters(words: &[&str]) -> Vec<Vec<char>> {
        words.iter().map(|word| word.chars().collect()).collect()
    }

    #[test]
    fn words_are_right_or_wrong_in_their_line() {
        let cases: [(&[&str], &str, &[bool]); 7] = [
            (&["GLU", "5.6", "mmol"], "GLU5.6mmol", &[true, true, true]),
            (&["GLU", "5.8", "mmol"], "GLU5.6mmol", &[true, false, true]),
            (&["GL", "5.6"], "GLU5.6", &[true, true]),
            (&["GU", "5.6"], "GLU5.6", &[false, true]),
            (&["GLUX", "5.6"], "GLU5.6", &[false, true]),
            (&["a"], "", &[false]),
            (&["", "b"], "b", &[true, true]),
        ];
        for (words, truth, want) in cases {
            let truth: Vec<char> = truth.chars().collect();
            assert_eq!(kept_whole(&letters(words), &truth), want, "{words:?} {truth:?}");
        }
    }

    #[test]
    fn words_outside_all_lines_are_wrong() {
        let text_box = |x: f32, text: &str, confidence| TextBox {
            text: Some(text.to_owned()),
            outline: Rect::new(x, 0.0, x + 10.0, 5.0).into(),
            confidence,
        };
        let page = |lines, words| PageContent { lines, words, number: Some(1), ..PageContent::default() };
        let content = |page| Content { pages: vec![page], ..Content::default() };
        let truth = content(page(Some(vec![text_box(0.0, "血糖", None)]), None));
        let words =
            vec![text_box(0.0, "血糖", Some(0.9)), text_box(90.0, "x", Some(0.4)), text_box(95.0, "y", None)];
        let found = observations(&content(page(None, Some(words))), &truth, &Normalisation::default());
        let graded: Vec<_> = found.words.iter().map(|o| (o.confidence > 0.5, o.right)).collect();
        assert_eq!(graded, [(true, true), (false, false)]);
    }

    #[test]
    fn cells_need_place_and_text() {
        let table = |cells: Vec<GridCell>, confidences| TableContent {
            confidences,
            ..TableContent::from_cells(cells)
        };
        let content = |table| Content { tables: Some(vec![table]), ..Content::default() };
        let truth = content(table(vec![GridCell::single(0, 0, "abc"), GridCell::single(0, 1, "5")], vec![]));
        let found = vec![GridCell::single(0, 0, "abc"), GridCell::single(0, 1, "6")];
        let found = content(table(found, vec![Some(0.5), Some(0.25)]));
        let graded = observations(&found, &truth, &Normalisation::default()).cells;
        assert_eq!(graded.iter().map(|o| o.right).collect::<Vec<_>>(), [true, false]);
    }
}
