//! From lines and proposals to regions in reading order.

mod block;
mod claim;
mod classify;
mod gutter;
mod item;
mod margin;
mod measure;
mod order;
mod pattern;
mod piece;
mod side;
mod signed;
mod trim;

use document::{Confidence, Line, Rect, RegionClass, RegionProposal};
use imaging::Rulings;

use block::{Block, Texts, blocks};
use claim::{Atom, Claims, leveled, weigh};
use classify::{Class, Evidence, classify};
use item::{Item, What};
use margin::{Margins, margins};
use measure::median;
use order::order;
use piece::{Piece, Tilt, pieces};
use signed::signed_runs;
use trim::{Surroundings, level_rules};

/// How a page is arranged.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ArrangeOptions {
    /// Proposals of tables, pictures and formulas below this confidence are not believed, 0 to 1.
    pub min_confidence: f32,
}

impl Default for ArrangeOptions {
    fn default() -> Self {
        Self { min_confidence: 0.5 }
    }
}

/// A region of a page with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Arranged {
    /// What it is for.
    pub class: RegionClass,
    /// Where it is, in the pixels that the lines are in.
    pub bounds: Rect,
    /// How sure the network is of the class; absent where it was told by other means.
    pub confidence: Option<Confidence>,
    /// Depth of a heading, 1 for the highest; absent for other classes.
    pub level: Option<u8>,
    /// Its lines in reading order, as indices into the lines given; empty for a picture without text.
    pub lines: Vec<usize>,
}

/// Puts every line of a page into exactly one region, and the regions into reading order: headers, text, footers.
///
/// `page` are the bounds of the page; it, the proposals, the lines and the ruling lines are in pixels of one upright
/// picture. A proposal without confidence is taken for one that was made from the ruling lines or the lines themselves,
/// and goes before the network's.
pub fn arrange(
    page: Rect,
    proposals: &[RegionProposal],
    lines: &[Line],
    rulings: &Rulings,
    options: &ArrangeOptions,
) -> Vec<Arranged> {
    let tilt = Tilt::of(lines);
    let pieces = pieces(lines, tilt);
    let unit = letter_height(&pieces);
    let around = Surroundings::new(unit, rulings, &pieces);
    let claims = weigh(proposals, &pieces, &around, options.min_confidence);
    let rules = level_rules(rulings, tilt);
    let items = items(&pieces, &claims.atoms, tilt);
    let sheet = Sheet { page, unit, proposals, pieces: &pieces, claims: &claims, rules: &rules };
    let margins = sheet.margins(&items);
    let framing = |item: &Item| {
        let both = || margins.head.iter().chain(&margins.foot);
        item.what.line().is_some_and(|line| both().any(|(other, _)| *other == line))
    };
    let body = items.into_iter().filter(|item| !framing(item)).collect();
    let mut found = sheet.frame(&margins.head);
    found.extend(sheet.body(order(body, unit)));
    found.extend(sheet.frame(&margins.foot));
    found
}

/// The usual height of letters, by the length of the lines; 1 for a page without text.
fn letter_height(pieces: &[Piece<'_>]) -> f32 {
    let weight = |piece: &Piece<'_>| (piece.text.chars().count() / 4).clamp(1, 20);
    let heights = pieces.iter().flat_map(|piece| std::iter::repeat_n(piece.height, weight(piece)));
    median(heights.collect()).unwrap_or(1.0).max(1.0)
}

/// What is to be put in order: the atoms, and the lines that are in none.
fn items(pieces: &[Piece<'_>], atoms: &[Atom], tilt: Tilt) -> Vec<Item> {
    let unit = letter_height(pieces);
    let inside = |line: usize| atoms.iter().any(|atom| atom.lines.contains(&line));
    let lines = pieces.iter().enumerate().filter(|(line, _)| !inside(*line));
    let rects = leveled(atoms, tilt);
    let blocks = atoms.iter().zip(rects).enumerate().map(|(index, (atom, rect))| Item {
        what: What::Atom(index, atom.class),
        rect,
        height: unit.min(rect.height()),
        vertical: false,
        labelled: false,
    });
    lines.map(|(line, piece)| Item::line(line, piece)).chain(blocks).collect()
}

/// A page while it is arranged.
struct Sheet<'a> {
    page: Rect,
    unit: f32,
    proposals: &'a [RegionProposal],
    pieces: &'a [Piece<'a>],
    claims: &'a Claims,
    /// The horizontal ruling lines of the level page.
    rules: &'a [Rect],
}

impl Sheet<'_> {
    fn hint(&self, line: usize) -> Option<RegionClass> {
        let hint = self.claims.hints.get(line).copied().flatten()?;
        self.proposals.get(hint).map(|proposal| proposal.class)
    }

    fn margins(&self, items: &[Item]) -> Margins {
        let text = |line: usize| self.pieces.get(line).map_or("", |piece| piece.text);
        let hint = |line: usize| self.hint(line);
        let evidence = margin::Evidence {
            page: self.page,
            unit: self.unit,
            rules: self.rules,
            text: &text,
            hint: &hint,
        };
        margins(items, &evidence)
    }

    /// The regions of one margin: what follows each other and is of one class stands together.
    fn frame(&self, lines: &[(usize, RegionClass)]) -> Vec<Arranged> {
        let runs = lines.chunk_by(|a, b| a.1 == b.1);
        runs.map(|run| {
            let lines: Vec<usize> = run.iter().map(|(line, _)| *line).collect();
            let class = run.first().map_or(RegionClass::Text, |(_, class)| *class);
            Arranged { class, bounds: self.bounds(&lines), confidence: None, level: None, lines }
        })
        .collect()
    }

    /// The regions of the text, in the order of its runs.
    fn body(&self, runs: Vec<order::Run>) -> Vec<Arranged> {
        let hint = |line: usize| self.hint(line);
        let texts = Texts { pieces: self.pieces, hint: &hint, rules: self.rules };
        let blocks: Vec<Block> = runs.into_iter().flat_map(|run| blocks(run, &texts)).collect();
        let texts: Vec<&Block> = blocks.iter().filter(|block| !is_atom(block)).collect();
        let atoms: Vec<Rect> = self.claims.atoms.iter().map(|atom| atom.bounds).collect();
        let evidence = Evidence {
            page: self.page,
            unit: self.unit,
            pieces: self.pieces,
            proposals: self.proposals,
            hints: &self.claims.hints,
            atoms: &atoms,
            rules: self.rules,
        };
        let mut classes = classify(&texts, &evidence).into_iter();
        let mut found = Vec::new();
        for block in &blocks {
            if is_atom(block) {
                found.extend(block.rows.iter().flat_map(|row| &row.items).map(|item| self.atom(item)));
            } else if let Some(class) = classes.next() {
                found.extend(self.text(block, class));
            }
        }
        // A note at the foot of one column would part the text that goes on in the next.
        let (notes, mut text): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|region: &Arranged| region.class == RegionClass::Footnote);
        text.extend(notes);
        text
    }

    /// The regions of a block of text: one, or several where somebody signs within it.
    fn text(&self, block: &Block, class: Class) -> Vec<Arranged> {
        let Class { class, confidence, level } = class;
        let region = |(lines, signed): (Vec<usize>, bool)| {
            let bounds = self.bounds(&lines);
            if signed && class == RegionClass::Text {
                Arranged { class: RegionClass::Signature, bounds, confidence: None, level: None, lines }
            } else {
                Arranged { class, bounds, confidence, level, lines }
            }
        };
        let runs = signed_runs(block, self.pieces);
        if class == RegionClass::Text {
            return runs.into_iter().map(region).collect();
        }
        vec![region((runs.into_iter().flat_map(|(lines, _)| lines).collect(), false))]
    }

    /// An atom, its lines row by row; a line that stands on the same row as one is text.
    fn atom(&self, item: &Item) -> Arranged {
        let What::Atom(index, class) = item.what else {
            let lines: Vec<usize> = item.what.line().into_iter().collect();
            let bounds = self.bounds(&lines);
            return Arranged { class: RegionClass::Text, bounds, confidence: None, level: None, lines };
        };
        let Some(atom) = self.claims.atoms.get(index) else {
            return Arranged { class, bounds: item.rect, confidence: None, level: None, lines: Vec::new() };
        };
        let inside = |line: &usize| self.pieces.get(*line).map(|piece| Item::line(*line, piece));
        let runs = order(atom.lines.iter().filter_map(inside).collect(), self.unit);
        let rows = runs.into_iter().flat_map(|run| run.rows);
        let lines = rows.flatten().filter_map(|item| item.what.line()).collect();
        Arranged { class, bounds: atom.bounds, confidence: atom.confidence, level: None, lines }
    }

    fn bounds(&self, lines: &[usize]) -> Rect {
        let boxes = lines.iter().filter_map(|line| self.pieces.get(*line)).map(|piece| piece.bounds);
        Rect::around(boxes).unwrap_or_default()
    }
}

fn is_atom(block: &Block) -> bool {
    block.rows.iter().any(block::Row::is_atom)
}

#[cfg(test)]
mod tests;
