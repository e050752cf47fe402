//! Facts that stand in heads, at the end of notes and in grids as other houses print them: each page is made up for one mechanism.

use document::RegionClass::{Text, Title};

use super::tests_unseen::{facts, medical};
use crate::sheet::Sheet;
use crate::{AttributeKind, EventKind, Facts, Flag, IdentifierKind, LabItem, MedicalFact, SignerRole};

fn attributes(facts: &Facts, wanted: AttributeKind) -> Vec<&str> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Attribute { kind, value } if *kind == wanted => Some(value.value.as_str()),
        _ => None,
    });
    all.collect()
}

fn signers(facts: &Facts, wanted: SignerRole) -> Vec<&str> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Signature { role, name: Some(name) } if *role == wanted => Some(name.value.as_str()),
        _ => None,
    });
    all.collect()
}

fn labs(facts: &Facts) -> Vec<&LabItem> {
    let all = medical(facts).filter_map(|fact| match fact {
        MedicalFact::Lab(item) => Some(&**item),
        _ => None,
    });
    all.collect()
}

#[test]
fn a_head_without_labels_tells_department_and_bed() {
    let found = facts(
        Sheet::new()
            .region(Title, &["临川医院血栓检验单"])
            .region(Text, &["袁少华 男 32岁", "神经内科 14床"])
            .region(Text, &["标本 血浆"]),
    );
    assert_eq!(attributes(&found, AttributeKind::Department), ["神经内科"]);
    assert_eq!(attributes(&found, AttributeKind::Bed), ["14床"]);
    let found = facts(
        Sheet::new()
            .region(Title, &["Ward Results"])
            .region(Text, &["Whaanga, Andrew F 75Y NHI 32793927 Surgical Ward 2"])
            .table(&[
                &["Test", "Result", "Reference", "Units"],
                &["Sodium", "140", "135-145", "mmol/L"],
                &["Potassium", "4.1", "3.5-5.3", "mmol/L"],
            ])
            .region(Text, &["Specimen: Serum. Request by Dr J Fernandez: Screening."]),
    );
    assert_eq!(attributes(&found, AttributeKind::Department), ["Surgical Ward 2"]);
    assert_eq!(attributes(&found, AttributeKind::Specimen), ["Serum"]);
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::PatientAge { .. })));
}

#[test]
fn the_number_behind_a_specimen_is_no_part_of_it() {
    for text in ["标本：血清（2212068387)", "标本 血清 编号 2306033362", "标本：血清"] {
        let found =
            facts(Sheet::new().region(Title, &["临川医院检验报告"]).region(Text, &["姓名：袁少华", text]));
        assert_eq!(attributes(&found, AttributeKind::Specimen), ["血清"], "{text}");
    }
}

#[test]
fn numbers_of_patients_and_wards_have_other_names() {
    for (label, value) in [("Reg. No.", "79580414"), ("Record", "18582799")] {
        let line = format!("{label}: {value}");
        let found = facts(
            Sheet::new().region(Title, &["Laboratory Report"]).region(Text, &["Name: Meenal Gowda", &line]),
        );
        let numbers: Vec<&str> = medical(&found)
            .filter_map(|fact| match fact {
                MedicalFact::Identifier { kind: IdentifierKind::Record, number } => {
                    Some(number.value.as_str())
                }
                _ => None,
            })
            .collect();
        assert_eq!(numbers, [value], "{label}");
    }
    let found = facts(
        Sheet::new()
            .region(Title, &["Laboratory Report"])
            .region(Text, &["Name: Meenal Gowda", "Ward / OPD : Surgery"]),
    );
    assert_eq!(attributes(&found, AttributeKind::Ward), ["Surgery"]);
}

#[test]
fn who_signs_below_a_note_is_no_part_of_it() {
    let found = facts(
        Sheet::new()
            .region(Title, &["临川医院病程记录"])
            .region(Text, &["姓名：黄春燕 女 50岁 病历号：05507917"])
            .region(Text, &["2023年1月23日22时28分"])
            .region(Text, &["患者因摔伤入院。入院诊断：右侧胫骨骨折。"])
            .region(Text, &["尹秀兰"])
            .region(Text, &["2023年1月24日8时58分"])
            .region(Text, &["今日查房，患者诉疼痛缓解，睡眠可。继续消肿治疗。"])
            .region(Text, &["尹秀兰 康平"]),
    );
    assert_eq!(signers(&found, SignerRole::Doctor), ["尹秀兰", "尹秀兰", "康平"]);
    let diagnoses: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Diagnosis { text, .. } => Some(text.value.as_str()),
            _ => None,
        })
        .collect();
    assert!(diagnoses.iter().all(|text| text.contains("骨折")), "{diagnoses:?}");
    // What begins like a name and is a word of medicine signs nothing.
    let found = facts(
        Sheet::new()
            .region(Title, &["出院记录"])
            .region(Text, &["诊疗经过：予降压治疗后好转。"])
            .region(Text, &["高血压"]),
    );
    assert!(signers(&found, SignerRole::Doctor).is_empty());
}

#[test]
fn degrees_belong_to_names_and_titles_end_them() {
    let found = facts(
        Sheet::new()
            .region(Title, &["Laboratory Report"])
            .region(Text, &["Report to: Ms T Halloran, Medical Ward"])
            .region(Text, &["Technologist: Susan Albright, DO. Medical director review: Priya Menon, MD."]),
    );
    assert_eq!(attributes(&found, AttributeKind::OrderedBy), ["Ms T Halloran"]);
    assert_eq!(signers(&found, SignerRole::Examiner), ["Susan Albright, DO"]);
    assert_eq!(signers(&found, SignerRole::Verifier), ["Priya Menon, MD"]);
}

#[test]
fn numbers_end_before_beds_and_days() {
    let found = facts(
        Sheet::new()
            .region(Title, &["住院日清单"])
            .region(Text, &["蒲正川 男 74岁", "住院号：2169012 5床"])
            .region(Text, &["床位费 55.00"]),
    );
    let numbers: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Identifier { number, .. } => Some(number.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, ["2169012"]);
}

#[test]
fn in_and_out_are_days_of_a_stay() {
    let found = facts(
        Sheet::new()
            .region(Title, &["Transfer of Care Summary"])
            .region(
                Text,
                &[
                    "Name: Aldridge, Andrew",
                    "Sex / age: Male / 58 years",
                    "In: 09-Jul-2023",
                    "Out: 23-Jul-2023",
                ],
            )
            .region(Text, &["Principal diagnosis: Hypertension"]),
    );
    let day = |wanted: EventKind| {
        medical(&found).any(|fact| matches!(fact, MedicalFact::Event { kind, .. } if *kind == wanted))
    };
    assert!(day(EventKind::Admitted) && day(EventKind::Discharged));
    let age = medical(&found).find_map(|fact| match fact {
        MedicalFact::PatientAge { age } => Some(age.value.number.to_string()),
        _ => None,
    });
    assert_eq!(age.as_deref(), Some("58"));
}

#[test]
fn ranges_below_the_results_go_by_name() {
    let found = facts(Sheet::new().region(Title, &["检验结果"]).region(Text, &["姓名：杨素芳"]).table(&[
        &["空腹血糖(GLU)", "5.27", "", "mmol/L"],
        &["总胆固醇(TC)", "5.89", "↑", "mmol/L"],
        &["甘油三酯(TG)", "1.17", "", "mmol/L"],
        &["参考值", "", "", ""],
        &["空腹血糖(GLU)", "3.90-6.10", "", ""],
        &["总胆固醇(TC)", "<5.18", "", ""],
        &["甘油三酯(TG)", "<1.70", "", ""],
    ]));
    let items = labs(&found);
    assert_eq!(items.len(), 3, "{items:?}");
    assert_eq!(
        items.iter().map(|item| item.flags.computed).collect::<Vec<_>>(),
        [Some(Flag::Normal), Some(Flag::High), Some(Flag::Normal)]
    );
}

#[test]
fn flags_of_several_signs_and_before_units_are_read() {
    let found = facts(Sheet::new().region(Title, &["肝功能检验报告"]).table(&[
        &["项目", "结果", "单位", "参考区间"],
        &["总蛋白", "62.3", "L g/L", "65.0~85.0"],
        &["白蛋白/球蛋白", "3.24", "H", "1.20~2.40"],
        &["白蛋白", "47.6", "g/L", "40.0~55.0"],
    ]));
    let printed: Vec<Option<Flag>> =
        labs(&found).iter().map(|item| item.flags.printed.as_ref().map(|flag| flag.value)).collect();
    assert_eq!(printed, [Some(Flag::Low), Some(Flag::High), None]);
    let unit =
        |at: usize| labs(&found).get(at).and_then(|item| item.unit.as_ref()).map(|unit| unit.value.clone());
    assert_eq!(unit(0).as_deref(), Some("g/L"));
    let found = facts(Sheet::new().region(Title, &["Pathology Result"]).table(&[
        &["Calcium", "2.64", "mmol/L", "[2.11-2.52]", "High *"],
        &["Total cholesterol", "4.84", "mmol/L", "[<5.18]", ""],
    ]));
    let items = labs(&found);
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| item.range.is_some()));
    let flag = items.first().and_then(|item| item.flags.printed.as_ref()).map(|flag| found.printed(flag));
    assert_eq!(flag, Some("High *"));
}

#[test]
fn a_medicine_is_not_called_by_its_usage() {
    let found = facts(
        Sheet::new()
            .region(Title, &["互联网医院处方"])
            .region(Text, &["过敏史：无"])
            .region(
                Text,
                &[
                    "三金片 0.29g×54片 1盒 口服，一次0.87g，每天3次",
                    "头孢呋辛酯片 0.25g×12片 1盒 口服，一次0.25g，每天2次",
                ],
            )
            .region(Text, &["开方医师：姚慧"]),
    );
    let names: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Drug(drug) => Some(drug.name.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["三金片", "头孢呋辛酯片"]);
}

#[test]
fn marks_before_names_are_none_of_them() {
    let found = facts(Sheet::new().region(Title, &["检验报告单（省内互认）"]).table(&[
        &["项目名称", "结果", "提示", "单位", "参考区间"],
        &["HR 白蛋白", "47.4", "", "g/L", "40.0-55.0"],
        &["★ 钾", "4.41", "", "mmol/L", "3.50-5.30"],
        &["Na 钠", "139", "", "mmol/L", "137-147"],
    ]));
    let named: Vec<(&str, Option<&str>)> =
        labs(&found).iter().map(|item| (item.name.value.as_str(), item.analyte.as_deref())).collect();
    assert_eq!(named.first(), Some(&("白蛋白", Some("ALB"))));
    assert_eq!(named.get(1).and_then(|(_, analyte)| *analyte), Some("K"));
    assert_eq!(named.get(2).and_then(|(_, analyte)| *analyte), Some("Na"));
}

#[test]
fn results_may_follow_the_patient_in_one_grid() {
    let found = facts(Sheet::new().region(Title, &["Department of Laboratory Medicine"]).table(&[
        &["Patient: MacAulay, Isla Jane", "", "CHI No: 89977180", ""],
        &["Sex: Female", "", "Age: 63 years", ""],
        &["Requested by: Dr L Menzies", "", "Lab No: 2408119667", ""],
        &["Clinical details: Pale", "", "", ""],
        &["Iron Studies", "", "", ""],
        &["Iron", "17.7", "umol/L", "( 7.8 - 32.2 )"],
        &["Ferritin", "103.7", "ug/L", "( 13.0 - 150.0 )"],
        &["Folate", "6.4", "ug/L", ">3.9"],
    ]));
    let items = labs(&found);
    assert_eq!(items.len(), 3, "{items:?}");
    assert!(items.iter().all(|item| item.range.is_some()), "{items:?}");
}

#[test]
fn names_end_with_the_sentence_and_numbers_of_samples_are_no_part_of_them() {
    let found = facts(
        Sheet::new()
            .region(Title, &["Laboratory Report"])
            .region(Text, &["Patient: KOWALCHUK, Daniel", "Specimen: Serum #2303087205"])
            .table(&[
                &["Test", "Result", "Reference", "Units"],
                &["Sodium", "140", "135-145", "mmol/L"],
                &["Potassium", "4.1", "3.5-5.3", "mmol/L"],
            ])
            .region(
                Text,
                &["Resulted by Dr. M. Ferrier, reviewed by Dr. P. Wozniak. Page printed 13 Dec 2023 12:43."],
            ),
    );
    assert_eq!(attributes(&found, AttributeKind::Specimen), ["Serum"]);
    assert_eq!(signers(&found, SignerRole::Verifier), ["Dr. P. Wozniak"]);
    let all: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Signature { name: Some(name), .. } => Some(name.value.as_str()),
            _ => None,
        })
        .collect();
    assert!(all.contains(&"Dr. M. Ferrier"), "{all:?}");
}
