use document::{Confidence, Grid, Line, Point, Rect, TableMethod, WordId};
use image::imageops;
use imaging::{PageImage, Rulings};
use models::Session;

use crate::assemble::assemble;
use crate::candidate::Candidate;
use crate::certainty::{Evidence, evidence};
use crate::ink::{Ink, letter_height, words_inside};
use crate::lattice::Lattice;
use crate::rows::text_rows;
use crate::rules::{settled, without_stems};
use crate::score::Flaws;
use crate::structure::{ModelTable, StructureNetwork};
use crate::trim::trim;
use crate::{Error, alignment, banded, boxed, fit, heads, nested, unmerged};

/// A table's place with everything that was found there. All coordinates are working pixels.
#[derive(Debug, Clone, Copy)]
pub struct TableInput<'a> {
    /// The picture of the page.
    pub page: &'a PageImage,
    /// The page's number, from 1: goes into the cells' places.
    pub page_number: u32,
    /// Where the table stands.
    pub bounds: Rect,
    /// Lines that may have words in the table; only words whose middle is inside `bounds` are used.
    pub lines: &'a [&'a Line],
    /// The page's ruling lines.
    pub rulings: &'a Rulings,
    /// Words of the page that are no part of the table: it does not reach over those at its rim.
    pub others: &'a [Rect],
}

/// What a table was recognised as. All coordinates are working pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// Rows, columns and cells; cells do not overlap.
    pub grid: Grid,
    /// Around all cells.
    pub bounds: Rect,
    /// How sure the cells are on average: the share of them that is likely right.
    pub confidence: Option<Confidence>,
    /// What the structure was found from.
    pub method: TableMethod,
    /// Words inside the input's bounds that fit no cell, in the order of their lines.
    pub unplaced_words: Vec<WordId>,
    /// What is known of each cell, in the order of the grid.
    pub evidence: Vec<Evidence>,
    /// Tables that stand in its cells, which have their words, too, top to bottom.
    pub nested: Vec<Recognised>,
}

/// Ruling lines that explain the words this well need no second opinion.
const RULINGS_SUFFICE: f32 = 0.93;
/// The white around a table in the picture that the network sees, in letter heights: the pictures it was trained with have
/// some, and without it spans are lost; now and then columns are lost with it.
const PICTURE_MARGINS: [f32; 2] = [0.5, 0.0];
/// A look that explains the words this well needs no other.
const ONE_LOOK_SUFFICES: f32 = 0.99;
/// Words alone say less about rows and spans than a network that sees the picture.
const ALIGNMENT_TRUST: f32 = 0.9;

/// Tables are looked for in cells of tables in cells, and no deeper: nobody draws that.
const DEEPEST: usize = 2;

/// A word of which a cell holds this share may have the middle of its ink in it: boxes are higher than the letters.
const REACHES_IN: f32 = 0.3;

/// Turns a table's place into its grid.
#[derive(Default)]
pub struct Recogniser {
    network: Option<StructureNetwork>,
}

impl Recogniser {
    /// A recogniser that asks the structure network (SLANet) where ruling lines do not tell enough; without one, words
    /// alone must do.
    ///
    /// # Errors
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) if the network's metadata has no usable tokens.
    pub fn new(structure: Option<Box<dyn Session>>) -> Result<Self, Error> {
        Ok(Self { network: structure.map(StructureNetwork::new).transpose()? })
    }

    /// Recognises one table.
    ///
    /// # Errors
    /// [`ErrorKind::Session`](crate::ErrorKind::Session) if the network fails to run,
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) if its outputs cannot be decoded.
    pub fn recognise(&mut self, input: &TableInput<'_>) -> Result<Recognised, Error> {
        self.try_recognise(input, DEEPEST).map_err(|error| error.on_page(input.page_number))
    }

    /// The table with those in its cells, down to `depth` tables within one another. What is nested is recognised by
    /// itself, and the table around it without the lines and words of it.
    fn try_recognise(&mut self, input: &TableInput<'_>, depth: usize) -> Result<Recognised, Error> {
        let inks = words_inside(input.lines, input.bounds);
        let height = letter_height(&inks);
        let settled = without_stems(settled(input.rulings, height), &inks, height);
        let frames = if depth > 0 { nested::frames(&settled, &inks, input.bounds, height) } else { vec![] };
        if frames.is_empty() {
            return self.recognise_one(&TableInput { rulings: &settled, ..*input }, inks, vec![]);
        }
        let (held, own): (Vec<Ink<'_>>, Vec<Ink<'_>>) =
            inks.into_iter().partition(|ink| frames.iter().any(|f| f.contains(ink.bounds.center())));
        let rulings = nested::without(&settled, &frames);
        let mut found = self.recognise_one(&TableInput { rulings: &rulings, ..*input }, own, held)?;
        for bounds in frames {
            let rulings = nested::within(&settled, bounds);
            let input = TableInput { bounds, rulings: &rulings, ..*input };
            found.nested.push(self.try_recognise(&input, depth - 1)?);
        }
        Ok(found)
    }

    /// The table that `inks` make. What is `nested` in a cell of it tells nothing of its rows and columns.
    fn recognise_one(
        &mut self,
        input: &TableInput<'_>,
        inks: Vec<Ink<'_>>,
        nested: Vec<Ink<'_>>,
    ) -> Result<Recognised, Error> {
        let height = letter_height(&inks);
        let drawn = Lattice::new(input.rulings, &inks, input.bounds, height, false);
        let (inks, mut outside) = trim(inks, &drawn, height);
        let input = &TableInput { bounds: without(input.bounds, &inks, &outside), ..*input };
        outside.extend(nested);
        let lattice = Lattice::new(input.rulings, &inks, input.bounds, height, true);
        let ruled = drawn.candidate(&inks, input.bounds).or_else(|| lattice.candidate(&inks, input.bounds));
        let ruled = ruled.map(|c| scored(c, &inks, height));
        let text = text_rows(&inks, height, |a, b| lattice.parts(a, b));
        let (bounds, lattice) = (input.bounds, &lattice);
        let scene = &fit::Scene { inks: &inks, text: &text, height, bounds, lattice };
        let ruled = ruled.map(|ruled| with_cells_parted(with_rows_parted(ruled, scene), scene));
        // Lines that box the head alone lump all below it together: what they say of rows is wrong, however well it scores.
        let boxed = boxed::candidate(scene).map(|c| scored(c, &inks, height));
        let (best, rivals) = match (ruled, boxed) {
            (ruled, Some(boxed)) => {
                let (best, mut rivals) = self.contest(input, scene, Some(boxed))?;
                rivals.extend(ruled);
                (best, rivals)
            }
            (Some((score, ruled)), None) if score >= RULINGS_SUFFICE => {
                ((score, ruled), vec![aligned(scene)])
            }
            (ruled, None) => self.contest(input, scene, ruled)?,
        };
        let without_thin_rows = |(score, rival): Scored| (score, rival.without_thin_rows(height));
        let rivals = rivals.into_iter().map(without_thin_rows).collect();
        finish(best.1.without_thin_rows(height), rivals, &inks, &outside, input)
    }

    /// The best of all candidates, with its score, and the others; `ruled` is the one of ruling lines.
    fn contest(
        &mut self,
        input: &TableInput<'_>,
        scene: &fit::Scene<'_>,
        ruled: Option<Scored>,
    ) -> Result<(Scored, Vec<Scored>), Error> {
        let rate = |candidate| scored(candidate, scene.inks, scene.height);
        let network = self.look(input, scene)?;
        let half = alignment::half_ruled(scene);
        let mut rivals = vec![];
        let others = ruled.into_iter().chain(network).chain(half.map(rate));
        let best = others.fold(aligned(scene), |a, b| {
            let (best, rival) = if b.0 > a.0 { (b, a) } else { (a, b) };
            rivals.push(rival);
            best
        });
        Ok((best, rivals))
    }

    /// What the network sees, with its score: with some white around the table, and where the words speak against that,
    /// without, if that explains them better.
    fn look(&mut self, input: &TableInput<'_>, scene: &fit::Scene<'_>) -> Result<Option<Scored>, Error> {
        let mut best: Option<Scored> = None;
        for margin in PICTURE_MARGINS {
            let model = self.ask_network(input, margin * scene.height)?;
            let candidate = model.and_then(|model| fit::candidate(&model, scene));
            let seen = candidate.map(|c| scored(heads::mended(c, scene), scene.inks, scene.height));
            let seen = seen.map(|seen| with_rows_parted(seen, scene));
            if let Some(seen) = seen.filter(|seen| best.as_ref().is_none_or(|best| seen.0 > best.0)) {
                best = Some(seen);
            }
            if best.as_ref().is_some_and(|best| best.0 >= ONE_LOOK_SUFFICES) {
                break;
            }
        }
        Ok(best)
    }

    /// What the network sees in the table's place with `margin` pixels around it; nothing without a network or outside the
    /// page.
    fn ask_network(&mut self, input: &TableInput<'_>, margin: f32) -> Result<Option<ModelTable>, Error> {
        let Some(network) = &mut self.network else { return Ok(None) };
        let Some(place) = input.bounds.grown(margin).intersection(&input.page.bounds()) else {
            return Ok(None);
        };
        let (x, y) = (place.left.floor() as u32, place.top.floor() as u32);
        let (w, h) = (place.right.ceil() as u32 - x, place.bottom.ceil() as u32 - y);
        if w == 0 || h == 0 {
            return Ok(None);
        }
        let picture = imageops::crop_imm(input.page.pixels(), x, y, w, h).to_image();
        let place = Rect::new(x as f32, y as f32, (x + w) as f32, (y + h) as f32);
        network.read(&picture, place).map(Some)
    }
}

/// A candidate with its score.
type Scored = (f32, Candidate);

/// The table that words alone make.
fn aligned(scene: &fit::Scene<'_>) -> Scored {
    let (score, aligned) =
        scored(heads::mended(alignment::candidate(scene), scene), scene.inks, scene.height);
    (score * ALIGNMENT_TRUST, aligned)
}

/// A candidate with its score: what its source says times what the words say.
fn scored(candidate: Candidate, inks: &[Ink<'_>], height: f32) -> (f32, Candidate) {
    (candidate.certainty * Flaws::of(&candidate, inks, height).score(), candidate)
}

/// What ruling lines or the network say, with the rows parted that stand in one if that explains the words no worse.
fn with_rows_parted(whole: Scored, scene: &fit::Scene<'_>) -> Scored {
    let parted = banded::parted(&whole.1, scene.inks, scene.height);
    no_worse(whole, parted, scene)
}

/// The same with the cells parted that stand over rows and have a line in each, if that explains the words no worse.
fn with_cells_parted(whole: Scored, scene: &fit::Scene<'_>) -> Scored {
    let parted = unmerged::unmerged(&whole.1, scene.inks, scene.height);
    no_worse(whole, parted, scene)
}

/// The `other` candidate, if there is one and it explains the words no worse.
fn no_worse(one: Scored, other: Option<Candidate>, scene: &fit::Scene<'_>) -> Scored {
    match other.map(|candidate| scored(candidate, scene.inks, scene.height)) {
        Some(other) if other.0 >= one.0 => other,
        _ => one,
    }
}

/// `bounds` as far as the words of the table go, where `outside` are above or below them.
fn without(mut bounds: Rect, inks: &[Ink<'_>], outside: &[Ink<'_>]) -> Rect {
    let Some(words) = Rect::around(inks.iter().map(|ink| ink.bounds)) else { return bounds };
    for Rect { top, bottom, .. } in outside.iter().map(|ink| ink.bounds) {
        if top + bottom < words.top + words.bottom {
            bounds.top = bounds.top.max(bottom.min(words.top));
        } else {
            bounds.bottom = bounds.bottom.min(top.max(words.bottom));
        }
    }
    bounds
}

/// Words within the table that fit no cell, as those that lie over several or were taken for a caption's, go to the cell that
/// their middle is in, or that holds enough of them for their ink's middle to be in it.
fn house(candidate: &mut Candidate, inks: &[Ink<'_>]) {
    let frame = &candidate.frame;
    let nearest = frame.owners(inks.iter().map(|ink| ink.bounds), REACHES_IN);
    let words = candidate.owners.iter_mut().zip(inks).zip(nearest);
    for ((owner, ink), nearest) in words.filter(|((owner, _), _)| owner.is_none()) {
        let middle = ink.bounds.center();
        *owner = frame.cells.iter().position(|&span| frame.rect(span).contains(middle)).or(nearest);
    }
}

/// The best opinion as a table, with its words in the order of those of it and those outside.
fn finish(
    mut best: Candidate,
    mut rivals: Vec<Scored>,
    inks: &[Ink<'_>],
    outside: &[Ink<'_>],
    input: &TableInput<'_>,
) -> Result<Recognised, Error> {
    let inks: Vec<Ink<'_>> = inks.iter().chain(outside).copied().collect();
    best.owners.resize(inks.len(), None);
    let middles: Vec<Point> = inks.iter().map(|ink| ink.bounds.center()).collect();
    best.frame.draw_back(input.others, &middles);
    house(&mut best, &inks);
    rivals.iter_mut().for_each(|(_, rival)| rival.owners.resize(inks.len(), None));
    rivals.iter_mut().for_each(|(_, rival)| house(rival, &inks));
    let evidence = evidence(&best, &rivals, &inks);
    let certainties: Vec<Option<Confidence>> = evidence.iter().map(Evidence::certainty).collect();
    let grid = assemble(&best, &inks, &certainties, input.page_number)?;
    let homeless = best.owners.iter().zip(&inks).filter(|(owner, _)| owner.is_none());
    let mut unplaced: Vec<WordId> = homeless.map(|(_, ink)| ink.word.id).collect();
    unplaced.sort_unstable();
    let mut known: Vec<_> = best.frame.cells.iter().zip(evidence).collect();
    known.sort_by_key(|(span, _)| (span.row, span.column));
    Ok(Recognised {
        grid,
        bounds: best.frame.bounds(),
        confidence: Confidence::mean(certainties.into_iter().flatten()),
        method: best.method,
        unplaced_words: unplaced,
        evidence: known.into_iter().map(|(_, evidence)| evidence).collect(),
        nested: vec![],
    })
}

#[cfg(test)]
mod tests;
