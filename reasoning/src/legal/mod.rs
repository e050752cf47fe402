//! What court documents and contracts say.

mod contract;
mod ending;
mod english;
mod fact;
mod flow;
mod header;
mod holdings;
mod law;
mod numbered;
mod opening;
mod parties;
mod pleadings;
mod sections;
mod sentence;
mod signers;
#[cfg(test)]
mod tests;

pub use fact::{
    Agent, AmountPair, Appeal, Argument, Article, Bearer, Claim, Clause, ContractTitle, Cost, Court,
    Deadline, Holding, HoldingKind, Instrument, InstrumentKind, LegalFact, PanelMember, Party, Penalty,
    PenaltyKind, Provision, ProvisionKind, RoleKind, Section, SectionKind, Sentence, Signature,
};

pub use law::full_title;

pub(crate) use contract::clauses::roman;
pub(crate) use contract::is_joint as are_one_sum;
pub(crate) use english::without_weekday;
pub(crate) use flow::Flow;
pub(crate) use sections::Sections;

use crate::{Kind, Language, Notes, Part, View};

/// States the legal facts of `part`.
pub(crate) fn extract(view: &View, part: &Part, notes: &mut Notes) {
    let flow = Flow::of(view, part);
    match (part.kind, part.language) {
        (Kind::Judgment, Language::Chinese) => judgment(&flow, notes),
        (Kind::Contract, Language::Chinese) => contract::note(&flow, notes),
        (Kind::Contract, Language::English) => english::contract::note(&flow, notes),
        (Kind::Judgment, Language::English) => english::judgment::note(&flow, notes),
        _ => {}
    }
}

/// A Chinese court document.
fn judgment(flow: &Flow, notes: &mut Notes) {
    let sections = Sections::of(flow);
    let header = header::note(flow, &sections, notes);
    let names = parties::note(flow, header.end..sections.heading.end, notes);
    header::note_cause(flow, &sections, &names, notes);
    pleadings::note(flow, &sections, &names, notes);
    law::note(flow, 0..sections.reasoning.end, &sections.basis(flow), notes);
    holdings::note(flow, sections.operative.clone(), &names, notes);
    ending::note(flow, &sections, notes);
    contract::note_seals(flow, notes);
    sections.note(flow, notes);
}
