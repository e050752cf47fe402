//! What exactly is wrong in a sample: its text and its tables, with every difference marked.

use serde::{Deserialize, Serialize};

use super::evaluate::Sample;
use crate::content::{Content, Scope, TableContent};
use crate::metric::Metric;
use crate::scoring::pair_tables;
use crate::table::{Alignment, GridCell};
use crate::text::{Step, align};

/// Longer texts are cut: nobody reads further, and aligning takes memory by the square.
const MOST_CHARACTERS: usize = 4_000;
/// More tables of a sample are not shown.
const MOST_TABLES: usize = 4;
/// Tables with more cells are not shown.
const MOST_CELLS: usize = 2_000;

/// A sample that was read badly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The sample.
    pub id: String,
    /// Its set.
    pub set: String,
    /// The metric it is judged by here.
    pub metric: Metric,
    /// How far from perfect it is, 0 to 1.
    pub loss: f64,
    /// Its text from truth to reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextDifference>,
    /// Its tables, cell by cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableDifference>,
}

/// A text in runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextDifference {
    /// Runs of characters with the same mark, in order. Runs that are missing or more stand beside each other.
    pub runs: Vec<(Mark, String)>,
    /// Whether the texts go on.
    pub cut: bool,
}

/// How a run of characters differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The same on both sides.
    Same,
    /// In the truth, not in the reading.
    Missing,
    /// In the reading, not in the truth.
    Extra,
}

/// A table, cell by cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableDifference {
    /// The true table; empty for a table that is none.
    pub truth: Vec<(GridCell, CellState)>,
    /// The predicted table; empty for a table that was not found.
    pub prediction: Vec<(GridCell, CellState)>,
}

/// How a cell differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// Row, column, spans and text are the same on both sides; rows and columns are told by what stands in them.
    Right,
    /// Row, column and spans are the same, the text is not.
    Text,
    /// The other side has no such cell.
    Alone,
}

impl Difference {
    pub(super) fn of(sample: &Sample, metric: Metric, loss: f64) -> Self {
        let nothing = Content::default();
        let prediction = sample.prediction.as_ref().unwrap_or(&nothing);
        let texts = wording(&sample.truth).zip(wording(prediction));
        Self {
            id: sample.id.clone(),
            set: sample.set.clone(),
            metric,
            loss,
            text: texts.map(|(truth, prediction)| TextDifference::of(&truth, &prediction)),
            tables: tables(&sample.truth, prediction),
        }
    }
}

/// The text of a sample, or its formulas.
fn wording(content: &Content) -> Option<String> {
    content.text().filter(|text| !text.is_empty()).or_else(|| {
        let formulas = content.formulas.as_ref().filter(|list| !list.is_empty());
        formulas.map(|list| list.join("\n")).or_else(|| content.text())
    })
}

impl TextDifference {
    /// From `truth` to `prediction`, character by character; runs of white space count as one sign.
    pub fn of(truth: &str, prediction: &str) -> Self {
        let (truth, truth_cut) = shown(truth);
        let (prediction, prediction_cut) = shown(prediction);
        let mut runs: Vec<(Mark, String)> = Vec::new();
        let mut pending = (String::new(), String::new());
        let (mut left, mut right) = (truth.iter(), prediction.iter());
        // A line that ends elsewhere is no difference.
        let keys = |text: &[char]| text.iter().map(|c| if *c == '\n' { ' ' } else { *c }).collect::<Vec<_>>();
        for step in align(&keys(&truth), &keys(&prediction)) {
            if matches!(step, Step::Replace | Step::Delete) {
                pending.0.extend(left.next());
            }
            if matches!(step, Step::Replace | Step::Insert) {
                pending.1.extend(right.next());
            }
            if step == Step::Keep {
                flush(&mut pending, &mut runs);
                right.next();
                push(&mut runs, Mark::Same, left.next().map(char::to_string).unwrap_or_default());
            }
        }
        flush(&mut pending, &mut runs);
        Self { runs, cut: truth_cut || prediction_cut }
    }
}

/// The first characters of a text, and whether there are more.
fn shown(text: &str) -> (Vec<char>, bool) {
    let mut characters: Vec<char> = Vec::new();
    for c in text.chars() {
        if let Some(last) = characters.last_mut().filter(|last| last.is_whitespace() && c.is_whitespace()) {
            // Of a run of white space a line feed is worth keeping.
            *last = if c == '\n' { c } else { *last };
        } else if characters.len() >= MOST_CHARACTERS {
            return (characters, true);
        } else {
            characters.push(if c.is_whitespace() && c != '\n' { ' ' } else { c });
        }
    }
    (characters, false)
}

fn push(runs: &mut Vec<(Mark, String)>, mark: Mark, text: String) {
    match runs.last_mut() {
        Some((last, run)) if *last == mark => run.push_str(&text),
        _ => runs.push((mark, text)),
    }
}

/// Writes down what differed since the last character in common: first what is missing, then what is more.
fn flush((missing, extra): &mut (String, String), runs: &mut Vec<(Mark, String)>) {
    for (mark, text) in [(Mark::Missing, missing), (Mark::Extra, extra)] {
        if !text.is_empty() {
            push(runs, mark, std::mem::take(text));
        }
    }
}

/// Pairs of tables, then those that were not found, then those that are none.
fn tables(truth: &Content, prediction: &Content) -> Vec<TableDifference> {
    let readable = |content: &Content| -> Vec<TableContent> {
        let tables = content.tables.iter().flatten().filter(|table| table.has_text);
        tables.filter(|t| t.cells.as_ref().is_some_and(|cells| cells.len() <= MOST_CELLS)).cloned().collect()
    };
    let (wanted, found) = (readable(truth), readable(prediction));
    if wanted.is_empty() && truth.tables.as_ref().is_none_or(|tables| !tables.is_empty()) {
        return Vec::new();
    }
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = if truth.scope == Scope::Table {
        let fullest = (0..found.len()).rev().max_by_key(|index| found[*index].text().chars().count());
        vec![(fullest, Some(0))]
    } else {
        pair_tables(&found, &wanted).into_iter().map(|(f, w)| (Some(f), Some(w))).collect()
    };
    let unseen =
        |list: Vec<Option<usize>>, count: usize| (0..count).filter(move |i| !list.contains(&Some(*i)));
    let lost: Vec<_> =
        unseen(pairs.iter().map(|p| p.1).collect(), wanted.len()).map(|w| (None, Some(w))).collect();
    let false_ones = unseen(pairs.iter().map(|p| p.0).collect(), found.len()).map(|f| (Some(f), None));
    let false_ones: Vec<_> = false_ones.filter(|_| truth.scope != Scope::Table).collect();
    pairs.extend(lost);
    pairs.extend(false_ones);
    let cells = |tables: &[TableContent], index: Option<usize>| {
        index.and_then(|index| tables.get(index)?.cells.clone()).unwrap_or_default()
    };
    let compared = pairs.into_iter().map(|(f, w)| compared(cells(&wanted, w), cells(&found, f)));
    compared.filter(TableDifference::differs).take(MOST_TABLES).collect()
}

fn compared(truth: Vec<GridCell>, prediction: Vec<GridCell>) -> TableDifference {
    let partners = Alignment::of(&prediction, &truth).partners(&prediction, &truth);
    let mut of_truth = vec![CellState::Alone; truth.len()];
    let mut of_prediction = vec![CellState::Alone; prediction.len()];
    for (found, wanted) in partners.iter().enumerate().filter_map(|(f, w)| Some((f, (*w)?))) {
        let same = truth[wanted].text == prediction[found].text;
        let state = if same { CellState::Right } else { CellState::Text };
        (of_truth[wanted], of_prediction[found]) = (state, state);
    }
    let graded = |cells: Vec<GridCell>, states: Vec<CellState>| cells.into_iter().zip(states).collect();
    TableDifference { truth: graded(truth, of_truth), prediction: graded(prediction, of_prediction) }
}

impl TableDifference {
    /// Whether any cell is not right.
    fn differs(&self) -> bool {
        self.truth.iter().chain(&self.prediction).any(|(_, state)| *state != CellState::Right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;

    #[test]
    fn runs_tell_what_differs() {
        let runs = |truth, prediction| TextDifference::of(truth, prediction).runs;
        let run = |mark, text: &str| (mark, text.to_owned());
        assert_eq!(
            runs("血糖 5.6  mmol", "血塘 5.6 mol/L"),
            [
                run(Mark::Same, "血"),
                run(Mark::Missing, "糖"),
                run(Mark::Extra, "塘"),
                run(Mark::Same, " 5.6 m"),
                run(Mark::Missing, "m"),
                run(Mark::Same, "ol"),
                run(Mark::Extra, "/L"),
            ]
        );
        assert_eq!(runs("a\nb", "a b"), [run(Mark::Same, "a\nb")]);
        assert_eq!(runs("", "x"), [run(Mark::Extra, "x")]);
        assert!(TextDifference::of(&"x".repeat(MOST_CHARACTERS + 1), "x").cut);
    }

    #[test]
    fn tables_are_told_cell_by_cell() {
        let table = |html: &str| TableContent::from_html(parse_html(html).child("table").unwrap());
        let content = |tables: Vec<TableContent>| Content { tables: Some(tables), ..Content::default() };
        let truth = content(vec![
            table("<table><tr><td>name<td>value<tr><td>glucose<td>5.6</table>"),
            table("<table><tr><td>lost</table>"),
        ]);
        let read = content(vec![table("<table><tr><td>name<td>value<tr><td colspan=2>glucose</table>")]);
        let found = tables(&truth, &read);
        let states: Vec<_> = found[0].truth.iter().map(|(_, state)| *state).collect();
        assert_eq!(states, [CellState::Right, CellState::Right, CellState::Alone, CellState::Alone]);
        assert_eq!((found.len(), found[1].prediction.len()), (2, 0));
        assert_eq!(tables(&truth, &truth), []);
    }
}
