//! From facts to an answer in words, every sentence of which leads back to ink.
//!
//! | module | what | in -> out |
//! | --- | --- | --- |
//! | `supplement` | headings, leads, tables and key sentences that no extractor states as facts | [`Dossier`] -> [`Facts`] |
//! | `lexicon` | the words of either language and the templates of sentences, as data | - |
//! | `slots` | what a fact can put into a sentence | `&Fact` -> named texts |
//! | `extractive` | the reasoner without a model | [`Brief`] -> [`Draft`] |
//! | `verify` | the checks V1-V12 | `&str`, cited facts -> [`Reason`]s |
//! | `controller` | the rounds: select, draft, verify, revise, drop, cover | [`Dossier`], [`Reasoner`] -> [`Answer`] |
//! | `render` | Markdown and HTML | [`Answer`] -> text |
//!
//! The verifier stands behind every reasoner, so what a model writes beyond its evidence does not reach the answer, and
//! what it leaves out of the facts that must be told is added from templates.

mod brief;
mod controller;
mod extractive;
mod lexicon;
mod plan;
mod reasoner;
mod render;
mod slots;
mod supplement;
#[cfg(test)]
mod tests;
mod types;
mod verify;

pub use brief::{Brief, BriefFact, Question};
pub use controller::{SummaryOptions, summarize};
pub use extractive::Extractive;
pub use reasoner::{Draft, DraftClaim, DraftSection, Reasoner, ReasonerError, ReasonerErrorKind};
pub use render::{answer_html, answer_markdown};
pub use types::{
    ANSWER_SCHEMA_VERSION, Answer, Author, Citation, Claim, ClaimKind, Header, PartHead, Refused, Section,
    Step, answer_schema,
};
pub use verify::{Check, Reason, Verifier};

#[cfg(doc)]
use crate::{Dossier, Facts};
