//! Tree-edit-distance-based similarity of tables (TEDS).

use std::collections::HashMap;

use super::grid::{cell_text, rows_of, span};
use super::tree::{MAX_PAIRS, Tree, tree_distance};
use crate::markup::{Element, Node};
use crate::text::distance_of;

/// Which trees are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trees {
    /// Table, rows, cells: `th` is `td`, no `thead` or `tbody`, no tags inside cells. As OmniDocBench evens tables out
    /// before it takes TEDS.
    Normalised,
    /// Every element below the table is a node, and tags inside cells are part of their content, as in the scripts of
    /// PubTabNet.
    PubTabNet,
}

/// TEDS of two tables, 0 to 1: 1 - distance / the larger number of nodes. `structure_only` gives TEDS-S, which takes all
/// cells for empty. Tables too large to compare (more than 30 million pairs of nodes) have 0.
///
/// X. Zhong, E. ShafieiBavani and A. Jimeno Yepes, *Image-based table recognition: data, model, and evaluation*, ECCV
/// 2020: a node costs 1 to insert or delete; renaming costs 1 where tag or spans differ, and between cells the normalised
/// edit distance of their content. TEDS-S: Y. Huang et al., *Improving table structure recognition with visual-alignment
/// sequential coordinate modeling*, CVPR 2023.
///
/// ```
/// use evaluation::{markup::parse_html, table::{teds, Trees}};
/// let truth = parse_html("<table><tr><td>a</td><td>b</td></tr></table>");
/// let found = parse_html("<table><tr><td>a</td></tr></table>");
/// let (truth, found) = (truth.child("table").unwrap(), found.child("table").unwrap());
/// assert_eq!(teds(found, truth, Trees::Normalised, false), 1.0 - 1.0 / 3.0);
/// ```
pub fn teds(prediction: &Element, truth: &Element, trees: Trees, structure_only: bool) -> f64 {
    let mut names = HashMap::new();
    let (a, a_labels) = Reader::read(prediction, trees, structure_only, &mut names);
    let (b, b_labels) = Reader::read(truth, trees, structure_only, &mut names);
    let size = |element: &Element, tree: &Tree| match trees {
        Trees::Normalised => tree.labels.len() - 1,
        // PubTabNet counts the tags inside cells too, though they are no nodes of its trees.
        Trees::PubTabNet => element.descendants(),
    };
    let larger = size(prediction, &a).max(size(truth, &b));
    if larger == 0 {
        return 1.0;
    }
    if a_labels.len().saturating_mul(b_labels.len()) > MAX_PAIRS {
        return 0.0;
    }
    let costs = costs(&a_labels, &b_labels, names.len());
    let distance = tree_distance(&a, &b, |x, y| costs[x * b_labels.len() + y]);
    distance.map_or(0.0, |distance| (1.0 - distance / larger as f64).max(0.0))
}

/// What a node is: its tag and its spans, and the content of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Label {
    tag: String,
    spans: (u32, u32),
    content: Option<Vec<u32>>,
}

/// What the content of a cell is made of.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Token {
    Letter(char),
    Open(String),
    Close(String),
}

/// Reads one table into a tree over labels, each label once.
struct Reader<'a> {
    structure_only: bool,
    names: &'a mut HashMap<Token, u32>,
    numbers: HashMap<Label, usize>,
    tree: Tree,
}

impl<'a> Reader<'a> {
    fn read(
        table: &Element,
        trees: Trees,
        structure_only: bool,
        names: &'a mut HashMap<Token, u32>,
    ) -> (Tree, Vec<Label>) {
        let mut reader = Self { structure_only, names, numbers: HashMap::new(), tree: Tree::default() };
        match trees {
            Trees::Normalised => reader.add_rows(table),
            Trees::PubTabNet => reader.add_elements(table),
        }
        let mut labels: Vec<(Label, usize)> = reader.numbers.into_iter().collect();
        labels.sort_unstable_by_key(|(_, number)| *number);
        (reader.tree, labels.into_iter().map(|(label, _)| label).collect())
    }

    fn push(&mut self, label: Label, first: usize) {
        let next = self.numbers.len();
        let number = *self.numbers.entry(label).or_insert(next);
        self.tree.push(number, first);
    }

    fn push_plain(&mut self, tag: &str, first: usize) {
        self.push(Label { tag: tag.to_owned(), spans: (1, 1), content: None }, first);
    }

    fn push_cell(&mut self, cell: &Element, content: impl Fn(&Element) -> Vec<Token>) {
        let content = if self.structure_only { Vec::new() } else { content(cell) };
        let mut name = |token| {
            let next = self.names.len() as u32;
            *self.names.entry(token).or_insert(next)
        };
        let content = Some(content.into_iter().map(&mut name).collect());
        let spans = (span(cell, "colspan"), span(cell, "rowspan"));
        self.push(Label { tag: "td".to_owned(), spans, content }, self.tree.next());
    }

    fn add_rows(&mut self, table: &Element) {
        for row in rows_of(table) {
            let first = self.tree.next();
            for cell in row {
                self.push_cell(cell, |cell| cell_text(cell).chars().map(Token::Letter).collect());
            }
            self.push_plain("tr", first);
        }
        self.push_plain("table", 0);
    }

    fn add_elements(&mut self, element: &Element) {
        if element.name == "td" {
            return self.push_cell(element, tokens);
        }
        let first = self.tree.next();
        element.elements().for_each(|child| self.add_elements(child));
        self.push_plain(&element.name, first);
    }
}

/// The content of a cell as PubTabNet's scripts take it apart: letters, and tags as one token each.
fn tokens(cell: &Element) -> Vec<Token> {
    fn collect(element: &Element, out: &mut Vec<Token>) {
        for child in &element.children {
            match child {
                Node::Text(text) => out.extend(text.chars().map(Token::Letter)),
                Node::Element(inner) => {
                    out.push(Token::Open(inner.name.clone()));
                    collect(inner, out);
                    out.push(Token::Close(inner.name.clone()));
                }
            }
        }
    }
    let mut out = Vec::new();
    collect(cell, &mut out);
    out
}

/// What renaming costs, from every label of one tree to every label of the other; contents are over `size` tokens.
fn costs(a: &[Label], b: &[Label], size: usize) -> Vec<f32> {
    let mut masks = vec![0; size];
    let mut costs = Vec::with_capacity(a.len() * b.len());
    for left in a {
        for right in b {
            let same = left.tag == right.tag && left.spans == right.spans;
            costs.push(match (same, &left.content, &right.content) {
                (false, ..) => 1.0,
                (true, Some(left), Some(right)) => {
                    let longer = left.len().max(right.len()).max(1);
                    distance_of(left, right, &mut masks) as f32 / longer as f32
                }
                _ => 0.0,
            });
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;

    const TABLE: &str = "<table><tr><td>name</td><td>qty</td></tr><tr><td>apple</td><td>3</td></tr>\
                         <tr><td>pear</td><td>5</td></tr></table>";

    fn score(prediction: &str, truth: &str, trees: Trees, structure_only: bool) -> f64 {
        let (prediction, truth) = (parse_html(prediction), parse_html(truth));
        teds(prediction.child("table").unwrap(), truth.child("table").unwrap(), trees, structure_only)
    }

    #[test]
    fn scores_worked_by_hand() {
        let headed = TABLE.replace("<tr><td>name</td>", "<thead><tr><th>name</th>");
        let swapped = TABLE.replace("<td>apple</td><td>3</td>", "<td>3</td><td>apple</td>");
        let shorter = TABLE.replace("<tr><td>pear</td><td>5</td></tr>", "");
        let misread = TABLE.replace("apple", "appie");
        let merged = "<table><tr><td colspan=2>head<tr><td>a<td>b</table>";
        let split = "<table><tr><td>head<td><tr><td>a<td>b</table>";
        struct Case<'a>(&'a str, &'a str, Trees, bool, f64);
        let cases = [
            Case(TABLE, TABLE, Trees::Normalised, false, 1.0),
            Case(TABLE, TABLE, Trees::PubTabNet, false, 1.0),
            Case(&headed, TABLE, Trees::Normalised, false, 1.0),
            Case(&swapped, TABLE, Trees::Normalised, false, 1.0 - 2.0 / 9.0),
            Case(&swapped, TABLE, Trees::Normalised, true, 1.0),
            Case(&shorter, TABLE, Trees::Normalised, false, 1.0 - 3.0 / 9.0),
            Case(&misread, TABLE, Trees::Normalised, false, 1.0 - 0.2 / 9.0),
            // One cell's span is wrong, one cell is too many.
            Case(split, merged, Trees::Normalised, true, 1.0 - 2.0 / 6.0),
            Case("<table></table>", "<table></table>", Trees::Normalised, false, 1.0),
            Case("<table></table>", TABLE, Trees::Normalised, false, 0.0),
            // The tags of `<b>x</b>` are two tokens of three; the table has three elements.
            Case(
                "<table><tr><td>x",
                "<table><tr><td><b>x</b>",
                Trees::PubTabNet,
                false,
                1.0 - (2.0 / 3.0) / 3.0,
            ),
        ];
        for Case(prediction, truth, trees, structure_only, want) in cases {
            let found = score(prediction, truth, trees, structure_only);
            assert!((found - want).abs() < 1e-6, "{prediction} against {truth}: {found}, expected {want}");
        }
    }

    #[test]
    fn tables_too_large_are_not_compared() {
        let row = "<tr>".to_owned() + &"<td>x".repeat(100);
        let table = format!("<table>{}</table>", row.repeat(100));
        assert_eq!(score(&table, &table, Trees::Normalised, true), 0.0);
    }
}
