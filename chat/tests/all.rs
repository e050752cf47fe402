//! A model behind a scripted server: every dialect, every fault, and what may leave the machine.

#![allow(clippy::unwrap_used, reason = "tests may")]

mod dialects;
mod faults;
mod privacy;
mod server;

use chat::{Budget, Chat, ChatOptions, Endpoint, Preset};
use reasoning::answer::{Answer, Author, SummaryOptions, summarize};
use reasoning::{Dossier, FactOptions, Kind};
use server::Server;

/// A short record; the diagnosis of the lung is F5.
fn dossier() -> Dossier {
    let text = "出院记录\n姓名：孙志远  性别：男  年龄：48岁\n出院诊断：\n1. 左肺上叶结节\n2. 2型糖尿病";
    let mut options = FactOptions::default();
    options.kind = Some(Kind::Record);
    let dossier = Dossier::of_text(text, &options);
    let diagnosis = dossier.facts.facts.iter().find(|fact| fact.derived_by == "section.diagnosis").unwrap();
    assert_eq!(diagnosis.id.to_string(), DIAGNOSIS);
    dossier
}

const DIAGNOSIS: &str = "F5";

/// What a good model writes: one sentence on the diagnosis, with slots.
const DRAFT: &str = r#"{"sections":[{"title":"诊断","claims":[{"text":"患者的出院诊断包括{F5.text}。","cites":["F5"],"kind":"stated"}]}]}"#;
const SENTENCE: &str = "患者的出院诊断包括左肺上叶结节。";

fn options() -> ChatOptions {
    let mut options = ChatOptions::default();
    options.idle = Some(std::time::Duration::from_secs(2));
    options.budget = Budget { time: std::time::Duration::from_secs(20), ..Budget::default() };
    options
}

fn chat(server: &Server, preset: Preset, options: ChatOptions) -> Chat {
    let endpoint =
        Endpoint::new(&server.base(), preset.model(), Some("secret-key".into()), preset.capabilities())
            .unwrap();
    Chat::new(endpoint, options).unwrap()
}

fn answer(server: &Server, preset: Preset, options: ChatOptions) -> Answer {
    summarize(&dossier(), &mut chat(server, preset, options), &SummaryOptions::default(), &mut |_| {})
}

/// The sentences that the model wrote and that stand.
fn by_model(answer: &Answer) -> Vec<&str> {
    let claims = answer.sections.iter().flat_map(|section| &section.claims);
    claims.filter(|claim| claim.author == Author::Model).map(|claim| claim.text.as_str()).collect()
}

/// Whether templates stepped in, and the header says so; the diagnoses are told all the same.
fn fell_back(answer: &Answer) -> bool {
    let text: String =
        answer.sections.iter().flat_map(|section| &section.claims).map(|claim| claim.text.clone()).collect();
    assert!(text.contains("左肺上叶结节") && text.contains("2型糖尿病"), "{text}");
    !answer.header.notes.is_empty()
        && answer.header.reasoner.contains("摘取式")
        && by_model(answer).is_empty()
}
