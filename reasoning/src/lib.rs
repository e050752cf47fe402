//! What a read document says, and where it says so.
//!
//! Facts come first, prose last: everything stated is copied from a [`Span`] of the document or computed by a named
//! rule, so each claim leads back to ink on a page.
//!
//! | module | what | in -> out |
//! | --- | --- | --- |
//! | `view` | the document as passages whose characters map to words, outlines and confidences | `&Document` or text -> [`View`] |
//! | `kind` | what kind of document, where one report ends and the next begins | `&View` -> [`Part`]s |
//! | `fact` | evidence, typed facts, and how they are put together | - |
//! | `value` | numerals, amounts, dates, quantities, checksums | text -> typed values |
//! | `medical`, `legal` | the facts of either world, one extractor per file | `&View`, [`Part`] -> facts |
//! | [`redact`] | personal data, and a document without it | `&Document` -> [`redact::Redacted`] |
//! | [`rules`] | what a document should keep, and where it does not | `&Dossier`, a rule book -> report |
//! | [`answer`] | cited summaries, with the verifier behind them | `&Dossier` -> answer |
//! | `pictured` | pages with outlined regions, as HTML, for both | - |
//!
//! [`Dossier::of`] gives the facts; [`rules::check`] and [`answer`] are built on them.
//!
//! The crate is pure: no pixels, no models, no files, no network.
//!
//! ```
//! use reasoning::{Dossier, FactOptions, Kind};
//! let text = "星桥市第三人民医院\n检验报告单\n姓名：孙雨桐  性别：女";
//! let dossier = Dossier::of_text(text, &FactOptions::default());
//! assert_eq!(dossier.facts.parts[0].kind, Kind::Lab);
//! ```

pub mod answer;
mod dossier;
mod fact;
mod kind;
pub mod legal;
mod medical;
mod pattern;
mod pictured;
pub mod redact;
pub mod rules;
#[cfg(test)]
mod sheet;
#[cfg(test)]
mod truth;
pub mod value;
mod view;

pub use dossier::{Dossier, FactOptions, facts};
pub use fact::{
    Age, AgeUnit, Agreement, AttributeKind, Body, DiagnosisKind, Dose, Drug, EventKind, Evidence, EvidenceId,
    EvidenceKind, Fact, FactId, Facts, FeeSum, Flag, Flags, Frequency, GeneralFact, IdentifierKind, LabItem,
    LabValue, MedicalFact, Notes, Polarity, Qualitative, RangeFor, ReferenceRange, Route, SectionKind, Side,
    Sign, SignerRole, Stated, StatementRole, VitalKind,
};
pub use kind::{Kind, Language, Part};
pub use medical::{Analyte, Analytes, Known, Limit, Medicine, medicine, medicines, sex_of_term};
pub use pictured::Sheets;
pub use view::{
    CellPlace, CellView, CharacterRange, Passage, PassageId, Piece, Role, Row, Span, TableView, View, fold,
    fold_char,
};
