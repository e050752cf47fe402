//! Facts of documents in words and layouts that no table has: each page here is made up for one mechanism.

use document::RegionClass::{Header, Text, Title};

use crate::sheet::Sheet;
use crate::{
    Body, Dossier, EventKind, FactOptions, Facts, IdentifierKind, MedicalFact, Polarity, SectionKind,
    SignerRole, VitalKind,
};

pub(super) fn facts(sheet: Sheet) -> Facts {
    Dossier::of(&sheet.document(), &FactOptions::default()).facts
}

pub(super) fn medical(facts: &Facts) -> impl Iterator<Item = &MedicalFact> {
    facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Medical(fact) => Some(fact),
        _ => None,
    })
}

fn events(facts: &Facts, wanted: EventKind) -> Vec<&str> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Event { kind, date } if *kind == wanted => Some(facts.printed(date)),
        _ => None,
    });
    all.collect()
}

fn signers(facts: &Facts, wanted: SignerRole) -> Vec<Option<&str>> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Signature { role, name } if *role == wanted => {
            Some(name.as_ref().map(|name| name.value.as_str()))
        }
        _ => None,
    });
    all.collect()
}

fn names(facts: &Facts) -> Vec<&str> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::PatientName { name } => Some(name.value.as_str()),
        _ => None,
    });
    all.collect()
}

fn numbers(facts: &Facts, wanted: IdentifierKind) -> Vec<&str> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Identifier { kind, number } if *kind == wanted => Some(number.value.as_str()),
        _ => None,
    });
    all.collect()
}

fn sections(facts: &Facts) -> Vec<SectionKind> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Section { kind, .. } => Some(*kind),
        _ => None,
    });
    all.collect()
}

fn vital(facts: &Facts, wanted: VitalKind) -> Option<String> {
    medical(facts).find_map(|fact| match fact {
        MedicalFact::Vital { kind, value, .. } if *kind == wanted => {
            Some(value.value.normalize().to_string())
        }
        _ => None,
    })
}

#[test]
fn labels_go_by_their_words_and_what_stands_behind() {
    let found = facts(
        Sheet::new()
            .region(Title, &["生化检验报告单"])
            .region(
                Text,
                &[
                    "患者姓名：何志强",
                    "性别：男",
                    "标本采血时刻：2024-03-05 07:40",
                    "检验科核收于：2024-03-05 08:02",
                ],
            )
            .region(
                Text,
                &[
                    "结果发布 2024-03-05 10:15   自助机打印 2024-03-05 11:00",
                    "检测技师：罗敏",
                    "审定技师：唐宁",
                ],
            ),
    );
    assert_eq!(events(&found, EventKind::Collected), ["2024-03-05 07:40"]);
    assert_eq!(events(&found, EventKind::Received), ["2024-03-05 08:02"]);
    assert_eq!(events(&found, EventKind::Reported), ["2024-03-05 10:15"]);
    assert_eq!(events(&found, EventKind::Printed), ["2024-03-05 11:00"]);
    assert_eq!(signers(&found, SignerRole::Examiner), [Some("罗敏")]);
    assert_eq!(signers(&found, SignerRole::Verifier), [Some("唐宁")]);
}

#[test]
fn labels_stand_above_their_values() {
    let rows: [&[&str]; 2] = [
        &["标本采集", "实验室签收", "报告签发"],
        &["2024-03-05 07:40", "2024-03-05 08:02", "2024-03-05 10:15"],
    ];
    let found = facts(
        Sheet::new().region(Title, &["检验报告"]).region(Text, &["姓名：何志强", "性别：男"]).table(&rows),
    );
    assert_eq!(events(&found, EventKind::Collected), ["2024-03-05 07:40"]);
    assert_eq!(events(&found, EventKind::Reported), ["2024-03-05 10:15"]);
}

#[test]
fn two_sign_under_one_label() {
    let found = facts(
        Sheet::new()
            .region(Title, &["检验报告"])
            .region(Text, &["姓名：何志强", "性别：男", "检测者/审定者：罗敏 /"]),
    );
    assert_eq!(signers(&found, SignerRole::Examiner), [Some("罗敏")]);
    assert_eq!(signers(&found, SignerRole::Verifier), [None]);
}

#[test]
fn headings_go_by_their_words() {
    let found = facts(
        Sheet::new()
            .region(Title, &["出院小结"])
            .region(Text, &["【住院缘起及入院时情况】", "患者3天前受凉后发热，伴咳嗽。"])
            .region(Text, &["院内诊治过程：予抗感染治疗后好转。"])
            .region(Text, &["离院后用药及注意事项", "1. 阿莫西林胶囊 0.5g 每日3次 口服"]),
    );
    let kinds = sections(&found);
    assert!(kinds.contains(&SectionKind::Course), "{kinds:?}");
    assert!(kinds.contains(&SectionKind::DischargeOrders), "{kinds:?}");
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::Drug(_))));
}

#[test]
fn heads_of_pages_repeat_the_patient() {
    let found = facts(
        Sheet::new()
            .region(Header, &["Elm Park Hospital | ALDOUS, Miriam | MRN 00455120 | Female"])
            .region(Title, &["Discharge Summary"])
            .region(Text, &["Name: ALDOUS, Miriam", "MRN: 00455121", "Sex: Female"]),
    );
    assert_eq!(names(&found), ["ALDOUS, Miriam", "ALDOUS, Miriam"]);
    let mut both = numbers(&found, IdentifierKind::Record);
    both.sort_unstable();
    assert_eq!(both, ["00455120", "00455121"]);
    // A line of the text that names somebody else is no head.
    let found = facts(
        Sheet::new()
            .region(Title, &["出院小结"])
            .region(Text, &["姓名：何志强", "性别：男"])
            .region(Text, &["联系人 罗敏 女 13900000000"]),
    );
    assert_eq!(names(&found), ["何志强"]);
}

#[test]
fn a_letter_tells_in_sentences() {
    let found = facts(
        Sheet::new()
            .region(Title, &["Discharge Letter"])
            .region(Text, &["Mr Harold Finch was admitted on 3 May 2024 and discharged on 9 May 2024."])
            .region(
                Text,
                &["He has a diagnosis of community-acquired pneumonia. He is allergic to penicillin."],
            ),
    );
    assert_eq!(events(&found, EventKind::Admitted), ["3 May 2024"]);
    assert_eq!(events(&found, EventKind::Discharged), ["9 May 2024"]);
    assert!(medical(&found).any(|fact| matches!(
        fact,
        MedicalFact::Allergy { substance, polarity: Polarity::Present } if substance.value == "penicillin"
    )));
    let found = facts(Sheet::new().region(Title, &["健康体检结果告知书"]).region(Text, &["尊敬的何敏女士：您的身份证号 11010519800101004X，本次体检身高1.60米，体重 51.2公斤，体质指数20.0。"]));
    assert_eq!(numbers(&found, IdentifierKind::ResidentId), ["11010519800101004X"]);
    assert_eq!(names(&found), ["何敏"]);
    assert_eq!(vital(&found, VitalKind::Height).as_deref(), Some("160"));
    assert_eq!(vital(&found, VitalKind::BodyMassIndex).as_deref(), Some("20"));
}

#[test]
fn signs_without_units_vouch_for_each_other() {
    let found = facts(
        Sheet::new()
            .region(Title, &["Admission Note"])
            .region(Text, &["Name: ALDOUS, Miriam", "Sex: Female", "O/E: T 37.2, HR 88, RR 18, BP 124/76."]),
    );
    assert_eq!(vital(&found, VitalKind::HeartRate).as_deref(), Some("88"));
    assert_eq!(vital(&found, VitalKind::Temperature).as_deref(), Some("37.2"));
    let alone = facts(
        Sheet::new()
            .region(Title, &["Admission Note"])
            .region(Text, &["Name: ALDOUS, Miriam", "Plan: R 20 tomorrow"]),
    );
    assert_eq!(vital(&alone, VitalKind::Respiration), None);
}

#[test]
fn pieces_of_a_known_strength_make_a_dose() {
    let rows: [&[&str]; 3] = [
        &["药品名称及规格", "数量", "用法用量"],
        &["阿莫西林胶囊 0.25g×24粒", "2盒", "每次2粒 每日3次 口服"],
        &["布洛芬缓释胶囊 0.3g×20粒", "1盒", "每次1粒 每日2次 口服"],
    ];
    let found = facts(
        Sheet::new()
            .region(Title, &["门诊处方笺"])
            .region(Text, &["姓名：何志强", "性别：男", "年龄：40岁"])
            .table(&rows),
    );
    let drugs: Vec<_> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Drug(drug) => Some(drug),
            _ => None,
        })
        .collect();
    assert_eq!(drugs.len(), 2);
    let strength = drugs.first().and_then(|drug| drug.strength.as_ref()).map(|s| s.value.amount.to_string());
    assert_eq!(strength.as_deref(), Some("0.25"));
    assert_eq!(drugs.first().and_then(|drug| drug.dose.as_ref()).map(|d| d.value.unit.as_str()), Some("粒"));
}

#[test]
fn a_prescription_without_heads_is_read_by_its_lines() {
    let found = facts(
        Sheet::new()
            .region(Title, &["普通处方"])
            .region(Text, &["姓名：何志强", "性别：男", "年龄：40岁"])
            .region(
                Text,
                &[
                    "R:",
                    "1. 阿莫西林胶囊 0.25g×24粒 2盒",
                    "用法：一次0.5g 一日三次 口服",
                    "2. 布洛芬缓释胶囊 0.3g×20粒 1盒",
                    "Sig: 0.3g bid po",
                ],
            ),
    );
    let drugs = medical(&found).filter(|fact| matches!(fact, MedicalFact::Drug(drug) if drug.dose.is_some()));
    assert_eq!(drugs.count(), 2);
}

#[test]
fn a_talk_names_no_patient() {
    let found = facts(
        Sheet::new().region(Title, &["门诊病历"]).region(Text, &["患者：没吃药", "医生：您好", "患者：是的"]),
    );
    assert!(names(&found).is_empty());
}

#[test]
fn a_stay_may_stand_as_a_span() {
    let found = facts(
        Sheet::new()
            .region(Title, &["费用清单"])
            .region(Text, &["姓名：何志强", "性别：男", "住院日期：2024-03-01 至 2024-03-08"]),
    );
    assert_eq!(events(&found, EventKind::Admitted), ["2024-03-01"]);
    assert_eq!(events(&found, EventKind::Discharged), ["2024-03-08"]);
}

#[test]
fn who_signs_stands_on_the_next_line_before_another_sentences_label() {
    let sheet = Sheet::new()
        .region(Title, &["OPERATION RECORD"])
        .region(Text, &["SURGEON: Ruth Hale, MD. ANESTHESIOLOGIST:", "Alan Reed, MD. ANESTHESIA: General."]);
    let found = facts(sheet);
    let names = signers(&found, SignerRole::Anaesthetist);
    assert!(names.iter().all(|name| name.is_some_and(|name| name.starts_with("Alan Reed"))), "{names:?}");
    assert_eq!(names.len(), 1);
}

#[test]
fn a_diagnosis_goes_on_in_the_next_line_where_that_begins_small() {
    let sheet = Sheet::new().region(Title, &["ADMISSION NOTE"]).region(
        Text,
        &[
            "History of present illness: Ten days of cough and fever at home.",
            "Chest: dull at the base. Assessment and discharge diagnosis below.",
        ],
    );
    let sheet = sheet.region(
        Text,
        &[
            "Discharge diagnosis: Right lower lobe community acquired bacterial",
            "pneumonia with a small effusion",
            "Type 2 diabetes",
        ],
    );
    let found = facts(sheet);
    let told: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Diagnosis { text, .. } => Some(text.value.as_str()),
            _ => None,
        })
        .collect();
    let whole = "Right lower lobe community acquired bacterial pneumonia with a small effusion";
    assert_eq!(told, [whole, "Type 2 diabetes"]);
}
