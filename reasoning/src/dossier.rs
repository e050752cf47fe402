use std::sync::Arc;

use document::Document;

use crate::{Analytes, Facts, Kind, Language, Notes, View, kind, legal, medical};

/// Readings of our recogniser that are wrong have a least sure character under this in most cases; right ones seldom.
pub(crate) const REVIEW_BELOW: f32 = 0.5;

/// How facts are looked for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FactOptions {
    /// What the document is; found out where absent.
    pub kind: Option<Kind>,
    /// What it is written in; found out where absent.
    pub language: Option<Language>,
    /// Facts with a character read less surely than this, 0 to 1, are marked for review.
    pub review_below: f32,
    /// What laboratories measure; the built-in dictionary where absent. See [`Analytes::extended`].
    pub analytes: Option<Arc<Analytes>>,
}

impl Default for FactOptions {
    fn default() -> Self {
        Self { kind: None, language: None, review_below: REVIEW_BELOW, analytes: None }
    }
}

/// A document with what it says: what checks, summaries and redaction work on.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The document as passages.
    pub view: View,
    /// What it says.
    pub facts: Facts,
}

impl Dossier {
    /// The dossier of a read document.
    pub fn of(document: &Document, options: &FactOptions) -> Self {
        Self::of_view(View::of(document), options)
    }

    /// The dossier of a plain text, a paragraph per line; its evidence has no places.
    pub fn of_text(text: &str, options: &FactOptions) -> Self {
        Self::of_view(View::of_text(text), options)
    }

    /// The dossier of a view.
    pub fn of_view(mut view: View, options: &FactOptions) -> Self {
        let (parts, evidence) = kind::parts(&view, options);
        let mut notes = Notes::new(parts.clone(), evidence, options);
        for (index, part) in parts.iter().enumerate() {
            notes.enter(index);
            if part.kind.is_legal() {
                legal::extract(&view, part, &mut notes);
            } else if part.kind.is_medical() {
                medical::read(&mut view, part, options, &mut notes);
            }
        }
        let mut facts = notes.finish();
        medical::settle_days(&view, &mut facts.facts);
        Self { facts, view }
    }
}

/// What a read document says.
pub fn facts(document: &Document, options: &FactOptions) -> Facts {
    Dossier::of(document, options).facts
}
