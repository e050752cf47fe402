//! Each check by itself, and all of them against sentences that were tampered with.

mod cases;
mod mutation;

use crate::answer::tests::PAGES;
use crate::answer::{Answer, Extractive, SummaryOptions, summarize};
use crate::truth::Truth;
use crate::{Dossier, FactOptions, Kind, Language};

/// A report of imaging and a judgment in English: the labelled pages have none.
const ENGLISH: [(&str, Kind); 3] = [
    (
        "RADIOLOGY REPORT\nPatient name: John Harlow\nSex: Male\nAge: 54 years\nFINDINGS:\nThere is a 14 mm nodule in the left upper lobe. \
         No pleural effusion or pneumothorax. The heart is mildly enlarged. Possible right lower lobe pneumonia.\n\
         IMPRESSION:\n1. Left upper lobe nodule measuring 14 mm.\n2. Possible right lower lobe pneumonia. No pleural effusion.",
        Kind::Record,
    ),
    (
        "DISCHARGE SUMMARY\nPatient name: Mary Ellison\nSex: Female\nAdmitted: 2024-03-05\nDischarged: 2024-03-14\n\
         Discharge diagnosis:\n1. Fracture of the right femur\n2. Type 2 diabetes\nPAST HISTORY:\nShe denies chest pain. No known allergies.",
        Kind::Record,
    ),
    (
        "检查报告单\n姓名：周秀兰  性别：女  年龄：61岁\n影像所见：左肺上叶见一结节，大小约14mm，边界清。右肺未见明显异常。双侧胸腔无积液。心影不大。\n\
         印象：1. 左肺上叶结节，考虑良性可能，建议6个月后复查。2. 右肺未见异常。",
        Kind::Record,
    ),
];

fn dossiers() -> Vec<(String, Dossier)> {
    let pages = PAGES
        .iter()
        .map(|name| (name.to_string(), Dossier::of(&Truth::of(name).document(), &FactOptions::default())));
    let texts = ENGLISH.iter().enumerate().map(|(index, (text, kind))| {
        let options = FactOptions { kind: Some(*kind), ..FactOptions::default() };
        (format!("text {index}"), Dossier::of_text(text, &options))
    });
    pages.chain(texts).collect()
}

fn answer(dossier: &Dossier) -> Answer {
    summarize(dossier, &mut Extractive, &SummaryOptions::default(), &mut |_| {})
}

fn language(answer: &Answer) -> Language {
    answer.header.language
}
