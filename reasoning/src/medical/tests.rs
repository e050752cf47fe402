//! Facts of labelled pages and of made-up ones.

use document::RegionClass::{Heading, List, Signature, Text, Title};

use crate::sheet::Sheet;
use crate::truth::Truth;
use crate::{
    Agreement, Body, Dossier, EventKind, Fact, FactOptions, Facts, Flag, IdentifierKind, Kind, LabItem,
    LabValue, MedicalFact, Polarity, Route, Side, SignerRole, VitalKind,
};

fn facts(sheet: Sheet) -> Facts {
    Dossier::of(&sheet.document(), &FactOptions::default()).facts
}

fn labs(facts: &Facts) -> Vec<(&Fact, &LabItem)> {
    let lab = |fact: &'_ Fact| matches!(fact.body, Body::Medical(MedicalFact::Lab(_)));
    let facts = facts.facts.iter().filter(|fact| lab(fact));
    facts
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::Lab(item)) => Some((fact, &**item)),
            _ => None,
        })
        .collect()
}

fn medical(facts: &Facts) -> impl Iterator<Item = &MedicalFact> {
    facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Medical(fact) => Some(fact),
        _ => None,
    })
}

fn name(facts: &Facts) -> Option<&str> {
    medical(facts).find_map(|fact| match fact {
        MedicalFact::PatientName { name } => Some(name.value.as_str()),
        _ => None,
    })
}

fn signer(facts: &Facts, wanted: SignerRole) -> Option<&str> {
    medical(facts).find_map(|fact| match fact {
        MedicalFact::Signature { role, name: Some(name) } if *role == wanted => Some(name.value.as_str()),
        _ => None,
    })
}

fn event(facts: &Facts, wanted: EventKind) -> Option<&str> {
    medical(facts).find_map(|fact| match fact {
        MedicalFact::Event { kind, date } if *kind == wanted => Some(facts.printed(date)),
        _ => None,
    })
}

#[test]
fn results_of_labelled_sheets_are_exact() {
    for page in ["lab-report-scan", "lab-report-two-panel", "lab-report-photo", "lab-report-fax"] {
        let truth = Truth::of(page);
        let found = Dossier::of(&truth.document(), &FactOptions::default()).facts;
        let labs = labs(&found);
        assert_eq!(labs.len(), truth.facts().len(), "{page}");
        for want in truth.facts() {
            let name = want["name"].as_str().unwrap();
            let (fact, item) =
                labs.iter().find(|(_, item)| item.name.value == name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(found.printed(&item.value), want["value"], "{name}");
            assert_eq!(item.unit.as_ref().map_or("", |unit| &unit.value), want["unit"], "{name}");
            assert_eq!(item.range.as_ref().map_or("", |range| found.printed(range)), want["range"], "{name}");
            assert_eq!(
                item.flags.printed.as_ref().map_or("", |flag| found.printed(flag)),
                want["flag"],
                "{name}"
            );
            assert_eq!(item.flags.agreement, Some(Agreement::Agrees), "{name}");
            assert!(item.analyte.is_some() && !fact.needs_review, "{name}");
        }
        assert_eq!(name(&found), truth.field("name"), "{page}");
        assert_eq!(signer(&found, SignerRole::Examiner), truth.field("examiner"), "{page}");
        assert_eq!(signer(&found, SignerRole::Verifier), truth.field("reviewer"), "{page}");
        for (kind, key) in [
            (EventKind::Collected, "collected_at"),
            (EventKind::Received, "received_at"),
            (EventKind::Reported, "reported_at"),
        ] {
            assert_eq!(event(&found, kind), truth.field(key), "{page}");
        }
    }
}

#[test]
fn a_discharge_record_is_read() {
    let truth = Truth::of("discharge-record");
    let found = Dossier::of(&truth.document(), &FactOptions::default()).facts;
    assert_eq!(found.parts[0].kind, Kind::Record);
    assert_eq!(event(&found, EventKind::Admitted), truth.field("admitted_at"));
    assert_eq!(event(&found, EventKind::Discharged), truth.field("discharged_at"));
    let diagnoses: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Diagnosis { text, .. } => Some(text.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(diagnoses.len(), 6);
    assert_eq!(diagnoses.get(2), Some(&"2型糖尿病"));
    let drugs: Vec<(&str, String)> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Drug(drug) => {
                assert_eq!(drug.route.as_ref().map(|route| route.value), Some(Route::Oral));
                let dose = drug.dose.as_ref().unwrap();
                Some((drug.name.value.as_str(), format!("{} {}", dose.value.amount, dose.value.unit)))
            }
            _ => None,
        })
        .collect();
    let want = [
        ("阿司匹林肠溶片", "100 mg"),
        ("替格瑞洛片", "90 mg"),
        ("阿托伐他汀钙片", "20 mg"),
        ("缬沙坦胶囊", "80 mg"),
        ("二甲双胍缓释片", "0.5 g"),
    ];
    assert_eq!(drugs, want.map(|(name, dose)| (name, dose.to_owned())));
    let pressures =
        medical(&found).filter(|f| matches!(f, MedicalFact::Vital { kind: VitalKind::BloodPressure, .. }));
    assert_eq!(pressures.count(), 2);
    let troponin =
        labs(&found).into_iter().find(|(_, item)| item.analyte.as_deref() == Some("cTnI")).unwrap().1;
    assert_eq!(troponin.value.value.number().map(|n| n.to_string()).as_deref(), Some("0.012"));
}

#[test]
fn the_summary_of_a_health_check_is_read() {
    let truth = Truth::of("checkup-summary");
    let found = Dossier::of(&truth.document(), &FactOptions::default()).facts;
    assert_eq!(found.parts[0].kind, Kind::Checkup);
    assert_eq!(signer(&found, SignerRole::CheckupDoctor), truth.field("examiner"));
    let results: Vec<&str> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::CheckupResult { finding, advice: Some(_) } => Some(finding.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(results.len(), 5);
    assert_eq!(results.first(), Some(&"超重、血压偏高"));
    assert_eq!(labs(&found).len(), 8);
    let nodule = medical(&found).any(|fact| {
        matches!(fact, MedicalFact::Finding { term: Some(term), side: Some(Side::Right), .. } if term == "nodule")
    });
    assert!(nodule);
}

#[test]
fn cells_that_have_run_together_come_apart() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["No 代号", "检验项目", "结果 单位", "提示", "参考区间"],
        &["1 WBC", "白细胞计数", "2.41 10^9/L", "↓", "3.50-9.50"],
        &["2 GLU", "葡萄糖", "5,60 mmo1/L", "", "3.9-6.1"],
    ]);
    let found = facts(sheet);
    let labs = labs(&found);
    assert_eq!(labs.len(), 2);
    let (fact, wbc) = labs[0];
    assert_eq!(wbc.code.as_ref().map(|code| code.value.as_str()), Some("WBC"));
    assert_eq!(wbc.unit.as_ref().map(|unit| unit.value.as_str()), Some("10^9/L"));
    assert_eq!(wbc.flags.printed.as_ref().map(|flag| flag.value), Some(Flag::Low));
    assert!(!fact.needs_review);
    let (fact, glucose) = labs[1];
    assert_eq!(glucose.value.value.number().map(|n| n.to_string()).as_deref(), Some("5.60"));
    assert_eq!(glucose.unit.as_ref().map(|unit| unit.value.as_str()), Some("mmol/L"));
    assert!(fact.needs_review, "a comma was taken for a point");
}

#[test]
fn an_unreadable_arrow_takes_its_way_from_the_range_and_is_marked() {
    let row = |value: &'static str| {
        facts(Sheet::new().region(Title, &["检验报告单"]).table(&[
            &["检验项目", "结果", "提示", "单位", "参考区间"],
            &["白细胞计数", value, "十", "10^9/L", "3.50-9.50"],
        ]))
    };
    for (value, want) in [("2.41", Some(Flag::Low)), ("12.3", Some(Flag::High)), ("5.0", None)] {
        let found = row(value);
        let (fact, item) = labs(&found)[0];
        assert_eq!(item.flags.printed.as_ref().map(|flag| flag.value), want, "{value}");
        assert!(fact.needs_review);
    }
}

#[test]
fn nothing_is_invented() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["检验项目", "结果", "单位", "参考区间"],
        &["白细胞计数", "", "10^9/L", "3.50-9.50"],
        &["血常规", "", "", ""],
        &["红细胞计数", "4.44", "", ""],
        &["备注", "标本溶血", "", ""],
    ]);
    let found = facts(sheet);
    let labs = labs(&found);
    let names: Vec<&str> = labs.iter().map(|(_, item)| item.name.value.as_str()).collect();
    assert_eq!(names, ["红细胞计数", "备注"]);
    assert!(labs[0].1.unit.is_none() && labs[0].1.range.is_none() && labs[0].1.flags.computed.is_none());
    assert_eq!(labs[1].1.value.value, LabValue::Text("标本溶血".into()));
}

#[test]
fn words_read_with_low_confidence_mark_their_facts() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).sure(0.3).region(Text, &["姓名：孙雨桐"]);
    let found = facts(sheet.sure(0.99).region(Text, &["样本号：1001"]));
    let marks: Vec<bool> = found.facts.iter().map(|fact| fact.needs_review).collect();
    assert_eq!(marks, [true, false]);
}

#[test]
fn ranges_by_sex_are_chosen() {
    let sheet = |sex: &'static str| {
        facts(Sheet::new().region(Title, &["检验报告单"]).region(Text, &[sex]).table(&[
            &["检验项目", "结果", "单位", "参考区间"],
            &["血红蛋白", "120", "g/L", "男:130-175 女:115-150"],
        ]))
    };
    for (sex, want) in [("性别：男", Some(Flag::Low)), ("性别：女", Some(Flag::Normal)), ("床号：3", None)]
    {
        assert_eq!(labs(&sheet(sex))[0].1.flags.computed, want, "{sex}");
    }
}

#[test]
fn keys_are_read_however_they_are_cut() {
    let sheet = Sheet::new()
        .region(Title, &["检验报告单"])
        .region(Text, &["姓    名：孙雨桐", "性", "别： 女", "科", "别：神经内科", "样本号：2024 1510 142"])
        .table(&[&["年龄", "32岁"], &["采集时间：2024-06-17", "07:13 接收时间：2024-06-17 08:18"]])
        .region(Signature, &["检验者：", "高维"])
        .region(Text, &["报告者：李明审核者：彭毅"]);
    let found = facts(sheet);
    assert_eq!(name(&found), Some("孙雨桐"));
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::PatientSex { .. })));
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::PatientAge { .. })));
    let sample = medical(&found).find_map(|fact| match fact {
        MedicalFact::Identifier { kind: IdentifierKind::Sample, number } => Some(number.value.as_str()),
        _ => None,
    });
    assert_eq!(sample, Some("20241510142"));
    assert_eq!(event(&found, EventKind::Collected), Some("2024-06-17 07:13"));
    assert_eq!(event(&found, EventKind::Received), Some("2024-06-17 08:18"));
    assert_eq!(signer(&found, SignerRole::Examiner), Some("高维"));
    assert_eq!(signer(&found, SignerRole::Reporter), Some("李明"));
    assert_eq!(signer(&found, SignerRole::Verifier), Some("彭毅"));
}

#[test]
fn an_english_report_is_read() {
    let sheet = Sheet::new()
        .region(Title, &["LABORATORY REPORT"])
        .region(Text, &["Patient Name: Jane Doe   Sex: F   DOB: 04/12/1978", "Collected: 2024-03-05 07:40"])
        .table(&[
            &["Test", "Result", "Flag", "Units", "Reference Range"],
            &["Hemoglobin", "10.2", "L", "g/dL", "12.0 - 15.5"],
            &["Hepatitis B surface antigen", "Non-reactive", "", "", "Non-reactive"],
        ])
        .region(Text, &["Verified by: Mary Smith, MD"]);
    let found = facts(sheet);
    assert_eq!(name(&found), Some("Jane Doe"));
    let labs = labs(&found);
    assert_eq!(labs[0].1.analyte.as_deref(), Some("HGB"));
    assert_eq!(labs[0].1.flags.agreement, Some(Agreement::Agrees));
    assert_eq!(labs[1].1.flags.computed, Some(Flag::Normal));
    assert!(signer(&found, SignerRole::Verifier).is_some_and(|name| name.starts_with("Mary Smith")));
}

#[test]
fn findings_keep_side_and_denial() {
    let sheet = Sheet::new()
        .region(Title, &["CT检查报告"])
        .region(Heading, &["影像所见："])
        .region(Text, &["左肺上叶见结节影，右肺未见实变，双侧胸腔未见积液，纵隔淋巴结肿大不能排除。"])
        .region(Heading, &["印象："])
        .region(List, &["1. 左肺上叶结节，考虑良性。", "2. 未见胸腔积液。"]);
    let found = facts(sheet);
    let told: Vec<(Option<&str>, Option<Side>, Polarity)> = medical(&found)
        .filter_map(|fact| match fact {
            MedicalFact::Finding { term, side, polarity, .. } => Some((term.as_deref(), *side, *polarity)),
            _ => None,
        })
        .collect();
    for want in [
        (Some("nodule"), Some(Side::Left), Polarity::Present),
        (Some("consolidation"), Some(Side::Right), Polarity::Absent),
        (Some("enlargement"), None, Polarity::Possible),
        (Some("pleural_effusion"), None, Polarity::Absent),
    ] {
        assert!(told.contains(&want), "{want:?} is not among {told:?}");
    }
}

#[test]
fn signs_alone_are_results_and_ranges() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).region(Text, &["标本：中段尿"]).table(&[
        &["项目", "结果", "", "单位", "参考范围"],
        &["蛋白质", "±", "*", "", "-"],
        &["酮体", "-", "", "", "-"],
        &["白细胞", "+", "*", "", "-"],
        &["甲胎蛋白（AFP）", "10.17", "偏高", "ng/mL", "＜7.00"],
        &["乙肝表面抗体", "197.74 阳性(+)", "", "mIU/mL", "<10.00"],
    ]);
    let found = facts(sheet);
    let labs = labs(&found);
    let told: Vec<(&str, Option<Flag>)> =
        labs.iter().map(|(_, item)| (item.name.value.as_str(), item.flags.computed)).collect();
    assert_eq!(
        told,
        [
            ("蛋白质", Some(Flag::Abnormal)),
            ("酮体", Some(Flag::Normal)),
            ("白细胞", Some(Flag::Abnormal)),
            ("甲胎蛋白", Some(Flag::High)),
            ("乙肝表面抗体", Some(Flag::Normal)),
        ]
    );
    assert_eq!(labs[3].1.code.as_ref().map(|code| code.value.as_str()), Some("AFP"));
    assert!(labs.iter().all(|(_, item)| item.flags.agreement == Some(Agreement::Agrees)));
}

#[test]
fn a_patient_told_in_a_sentence_is_known() {
    let text = "出院小结\n患者王建国，男，40岁，因“发热、咳嗽3天”于2023年3月4日入院，共住院12天。查体：BP130/71mmHg。";
    let found = Dossier::of_text(text, &FactOptions::default()).facts;
    assert_eq!(name(&found), Some("王建国"));
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::PatientAge { .. })));
    assert_eq!(event(&found, EventKind::Admitted), Some("2023年3月4日"));
    assert!(medical(&found).any(|fact| matches!(fact, MedicalFact::StayDays { .. })));
    assert!(
        medical(&found).any(|fact| matches!(fact, MedicalFact::Vital { kind: VitalKind::BloodPressure, .. }))
    );
}

#[test]
fn days_of_the_stay_are_read_from_sentences() {
    for (text, admitted, discharged) in [
        (
            "王建国，男，40岁，于2023年3月4日以肺炎收治，于2023年3月16日病情好转办理出院。",
            "2023年3月4日",
            "2023年3月16日",
        ),
        ("患者王建国，男，40岁，2023年3月4日入院，2023年3月16日出院。", "2023年3月4日", "2023年3月16日"),
        ("患者王建国，男，40岁，于2023-03-04至2023-03-16在我院住院治疗。", "2023-03-04", "2023-03-16"),
        (
            "患者王建国，男，40岁，因咳嗽于2023年3月4日收入我科，2023年3月16日好转出院。",
            "2023年3月4日",
            "2023年3月16日",
        ),
    ] {
        let options = FactOptions { kind: Some(Kind::Record), ..FactOptions::default() };
        let found = Dossier::of_text(text, &options).facts;
        assert_eq!(event(&found, EventKind::Admitted), Some(admitted), "{text}");
        assert_eq!(event(&found, EventKind::Discharged), Some(discharged), "{text}");
    }
}

#[test]
fn results_without_heads_are_read_by_what_they_are() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["白细胞计数", "3.50-9.50", "2.41", "↓", "10^9/L"],
        &["红细胞计数", "3.80-5.10", "4.44", "", "10^12/L"],
    ]);
    let found = facts(sheet);
    let labs = labs(&found);
    assert_eq!(labs.len(), 2);
    assert_eq!(labs[0].1.flags.agreement, Some(Agreement::Agrees));
    assert_eq!(labs[0].1.value.value.number().map(|n| n.to_string()).as_deref(), Some("2.41"));
}
