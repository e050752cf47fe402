//! What a reasoner is asked.

use serde::Serialize;

use crate::{FactId, Kind, Language};

/// One part of a document, as a reasoner sees it: questions, each with the facts that answer it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// What kind of document the part is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What to write in.
    pub language: Language,
    /// In the order of the answer's sections.
    pub questions: Vec<Question>,
}

/// A question with the facts that answer it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The title of the section that answers it.
    pub title: String,
    /// What is asked.
    pub asked: String,
    /// The weightiest first.
    pub facts: Vec<BriefFact>,
}

/// A fact, as a reasoner sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BriefFact {
    /// Its name: `F3`.
    pub id: FactId,
    /// What it is: `lab`, `diagnosis`, `holding`.
    pub about: String,
    /// What can be put into a sentence as `{F3.value}`: name and text.
    pub slots: Vec<(String, String)>,
    /// The sentence that a template makes of it.
    pub sentence: String,
    /// Whether it must be told.
    pub must: bool,
    /// Whether it was read with a low confidence.
    pub needs_review: bool,
    /// For what it stands, with others of the same key, in one sentence.
    #[serde(skip)]
    pub(crate) group: Option<&'static str>,
}

impl Brief {
    /// All facts, in order.
    pub fn facts(&self) -> impl Iterator<Item = &BriefFact> {
        self.questions.iter().flat_map(|question| &question.facts)
    }
}
