//! What every answer keeps, whatever the document.

use super::plan::brief;
use super::supplement::supplement;
use super::{Answer, Extractive, SummaryOptions, answer_html, answer_markdown, summarize};
use crate::truth::Truth;
use crate::{Dossier, FactOptions, Language, Sheets, fold};

/// Labelled pages of every kind.
pub(super) const PAGES: [&str; 16] = [
    "checkup-folded",
    "checkup-summary",
    "contract-digital",
    "contract-scan",
    "discharge-record",
    "judgment",
    "judgment-tiff",
    "lab-report-bent",
    "lab-report-fax",
    "lab-report-photo",
    "lab-report-scan",
    "lab-report-two-panel",
    "lab-slip-thermal",
    "prescription",
    "invoice",
    "article-digital",
];

fn dossier(name: &str) -> Dossier {
    Dossier::of(&Truth::of(name).document(), &FactOptions::default())
}

fn answer(dossier: &Dossier, language: Option<Language>) -> Answer {
    let options = SummaryOptions { language, ..SummaryOptions::default() };
    summarize(dossier, &mut Extractive, &options, &mut |_| {})
}

fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn all_that_must_be_told_is_told_with_its_figures() {
    for (name, language) in PAGES.iter().flat_map(|name| [(name, None), (name, Some(Language::English))]) {
        let dossier = dossier(name);
        let answer = answer(&dossier, language);
        let text: String =
            answer.sections.iter().flat_map(|s| &s.claims).map(|c| squeezed(&c.text)).collect();
        let facts = supplement(&dossier);
        for part in 0..facts.parts.len() {
            for fact in brief(&facts, part, &facts.by_part()[part], answer.header.language)
                .facts()
                .filter(|fact| fact.must)
            {
                for (slot, value) in fact.slots.iter().filter(|(slot, _)| slot == "value" || slot == "amount")
                {
                    assert!(text.contains(&squeezed(value)), "{name} {} {slot} {value}", fact.id);
                }
            }
        }
    }
}

#[test]
fn every_sentence_leads_to_ink() {
    for name in PAGES {
        let answer = answer(&dossier(name), None);
        assert!(!answer.sections.is_empty() && answer.not_verified.is_empty(), "{name}");
        for claim in answer.sections.iter().flat_map(|section| &section.claims) {
            assert!(!claim.cites.is_empty(), "{name} {}", claim.text);
            for id in &claim.cites {
                let citation = answer.citations.iter().find(|citation| citation.fact == *id).unwrap();
                let places = citation.evidence.iter().flat_map(|evidence| &evidence.span.places);
                assert!(places.clone().count() > 0, "{name} {id}");
                assert!(
                    places.clone().all(|place| place.page > 0 && place.outline.points().len() > 3),
                    "{name} {id}"
                );
            }
        }
    }
}

#[test]
fn what_was_read_badly_is_not_stated_flatly() {
    let sheet = crate::sheet::Sheet::new().region(document::RegionClass::Title, &["检验报告单"]).sure(0.2);
    let rows: &[&[&str]] =
        &[&["检验项目", "结果", "单位", "参考区间"], &["白细胞计数", "12.6", "10^9/L", "3.5-9.5"]];
    let options = FactOptions { kind: Some(crate::Kind::Lab), ..FactOptions::default() };
    let answer = answer(&Dossier::of(&sheet.table(rows).document(), &options), None);
    let claim = answer.sections.iter().flat_map(|s| &s.claims).find(|c| c.text.contains("12.6")).unwrap();
    assert!(claim.needs_review && claim.text.contains("待核对"), "{}", claim.text);
}

#[test]
fn the_same_document_gives_the_same_bytes_and_comes_back_from_json() {
    let document = Truth::of("lab-report-scan").document();
    let once = answer(&Dossier::of(&document, &FactOptions::default()), None);
    let json = serde_json::to_string(&once).unwrap();
    assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), once);
    assert_eq!(
        json,
        serde_json::to_string(&answer(&Dossier::of(&document, &FactOptions::default()), None)).unwrap()
    );
}

#[test]
fn each_mark_leads_to_an_outline_and_back() {
    let document = Truth::of("judgment").document();
    let answer = answer(&Dossier::of(&document, &FactOptions::default()), None);
    let html = answer_html(&answer, &Sheets::of(&document));
    for citation in &answer.citations {
        let name = format!("c{}", citation.number);
        assert_eq!(html.matches(&format!("id=\"{name}\"")).count(), 1, "{name}");
        assert_eq!(html.matches(&format!("id=\"of-{name}\"")).count(), 1, "{name}");
        assert!(html.contains(&format!("href=\"#{name}\"")), "{name}");
    }
    let markdown = answer_markdown(&answer);
    assert!(answer.citations.iter().all(|c| markdown.contains(&format!("[^{}]: {}, 第 ", c.number, c.fact))));
}

#[test]
fn several_reports_are_told_apart_and_the_whole_comes_first() {
    let text = "星桥市第三人民医院\n检验报告单\n姓名：孙雨桐  性别：女\n样本号：2024\n民事判决书\n（2024）禾0102民初1386号\n原告：沈思雨，女。\n\
                被告：何文博，男。\n判决如下：\n一、被告何文博归还原告沈思雨借款本金86000元。\n审判员 邓书铭\n二〇二四年五月二十三日";
    let dossier = Dossier::of_text(text, &FactOptions::default());
    let answer = answer(&dossier, None);
    assert_eq!(answer.parts.len(), 2, "{:?}", answer.parts);
    assert_eq!(answer.sections[0].part, None);
    assert!(answer.sections[0].claims[0].text.contains("2 份"), "{:?}", answer.sections[0]);
    assert!(answer.sections[0].claims.iter().any(|claim| claim.text.contains("86000元")));
}
