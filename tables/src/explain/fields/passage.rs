use std::collections::HashMap;

use document::{
    Confidence, Document, Field, Line, LineId, Outline, Passage, Place, Rect, TableId, Word, WordId,
};

/// A text with the words it is read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) words: Vec<WordId>,
}

/// The words of a document by name.
pub(super) struct Words<'a>(HashMap<LineId, &'a Line>);

impl<'a> Words<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self(document.pages.iter().flat_map(|page| &page.lines).map(|line| (line.id, line)).collect())
    }

    pub(super) fn word(&self, id: WordId) -> Option<&'a Word> {
        let line = self.0.get(&id.line)?;
        let guess = line.words.get((id.word as usize).wrapping_sub(1)).filter(|word| word.id == id);
        guess.or_else(|| line.words.iter().find(|word| word.id == id))
    }

    /// The field of a name and a value.
    pub(super) fn field(&self, key: &Part, value: &Part, table: Option<TableId>) -> Field {
        let words = key.words.iter().chain(&value.words).filter_map(|id| self.word(*id));
        let confidence = Confidence::mean(words.filter_map(|word| word.confidence));
        Field { key: self.passage(key), value: self.passage(value), confidence, table }
    }

    fn passage(&self, part: &Part) -> Passage {
        let mut around: Vec<(u32, Rect)> = vec![];
        let mut turned: Vec<&Outline> = vec![];
        for id in &part.words {
            let Some(word) = self.word(*id) else { continue };
            turned.push(&word.outline);
            match around.iter_mut().find(|(page, _)| *page == id.line.page) {
                Some((_, rect)) => *rect = rect.union(&word.outline.bounds()),
                None => around.push((id.line.page, word.outline.bounds())),
            }
        }
        // One word keeps its own outline, which may be turned.
        let places = match turned.as_slice() {
            [only] => {
                around.iter().map(|(page, _)| Place { page: *page, outline: (*only).clone() }).collect()
            }
            _ => around.iter().map(|(page, rect)| Place { page: *page, outline: (*rect).into() }).collect(),
        };
        Passage { text: part.text.clone(), words: part.words.clone(), places }
    }
}
