//! A candidate as the grid of the document.

use document::{Cell, Confidence, Grid, Line, Place, Word, WordId};

use crate::candidate::Candidate;
use crate::headers::headers;
use crate::ink::{Ink, letter_height, without_leader};
use crate::rows::text_rows;
use crate::{Error, ErrorKind};

/// The grid of `candidate`; `certainties` tell how sure its cells are, `page_number` goes into their places.
pub(crate) fn assemble(
    candidate: &Candidate,
    inks: &[Ink<'_>],
    certainties: &[Option<Confidence>],
    page_number: u32,
) -> Result<Grid, Error> {
    let mut words_of: Vec<Vec<usize>> = vec![vec![]; candidate.frame.cells.len()];
    for (word, owner) in candidate.owners.iter().enumerate() {
        if let Some(words) = owner.and_then(|cell| words_of.get_mut(cell)) {
            words.push(word);
        }
    }
    let kinds = headers(candidate, inks, &words_of);
    let cells = candidate.frame.cells.iter().zip(&words_of).zip(kinds).enumerate();
    let cells = cells.map(|(index, ((&span, words), header))| {
        let rect = candidate.frame.rect(span);
        let members: Vec<Ink<'_>> = words.iter().map(|&w| inks[w]).collect();
        let (text, words) = cell_text(&members);
        Cell {
            span,
            header,
            text,
            confidence: certainties.get(index).copied().flatten(),
            places: vec![Place { page: page_number, outline: rect.into() }],
            words,
        }
    });
    Grid::new(candidate.frame.rows() as u32, candidate.frame.columns() as u32, cells.collect())
        .map_err(|e| Error::new(ErrorKind::Grid, "the grid found is not valid").with_source(e))
}

/// The text of a cell of these words, and their ids, both in reading order.
pub(crate) fn cell_text(members: &[Ink<'_>]) -> (String, Vec<WordId>) {
    let lines = reading_lines(members);
    let text = lines.iter().map(|line| spell(line)).collect::<Vec<_>>().join("\n");
    (text, lines.iter().flatten().map(|word| word.id).collect())
}

/// The words of a cell by rows of text, top to bottom. Words of one given line keep their order.
fn reading_lines<'a>(members: &[Ink<'a>]) -> Vec<Vec<&'a Word>> {
    let rows = text_rows(members, letter_height(members), |_, _| false);
    let mut lines: Vec<Vec<&'a Word>> = vec![];
    for row in rows {
        let words = row.phrases.iter().flat_map(|p| &p.words).map(|&w| members[w].word);
        lines.push(words.collect());
    }
    lines
}

/// The words with the spaces between them, without dots that lead to the next cell.
fn spell(words: &[&Word]) -> String {
    let mut words: Vec<Word> = words.iter().map(|word| (*word).clone()).collect();
    for word in &mut words {
        word.text = without_leader(&word.text).to_owned();
    }
    words.retain(|word| !word.text.is_empty());
    Line::spell(&words)
}
