//! Each check by itself.

use super::super::{Check, Verifier};
use crate::{Body, Dossier, Fact, FactOptions, Kind, Language, MedicalFact};

fn dossier(text: &str, kind: Kind) -> Dossier {
    Dossier::of_text(text, &FactOptions { kind: Some(kind), ..FactOptions::default() })
}

/// The name of the first fact of which `is` is true.
fn id(dossier: &Dossier, is: impl Fn(&Fact) -> bool) -> String {
    dossier.facts.facts.iter().find(|fact| is(fact)).map(|fact| fact.id.to_string()).unwrap()
}

fn says(dossier: &Dossier, fact: &Fact, text: &str) -> bool {
    fact.evidence.iter().any(|id| dossier.facts.cited(*id).unwrap().span.text.contains(text))
}

fn lab(dossier: &Dossier, name: &str) -> String {
    id(dossier, |fact| matches!(&fact.body, Body::Medical(MedicalFact::Lab(item)) if item.name.value == name))
}

/// Checks failed by sentences in Chinese.
fn checks(dossier: &Dossier, text: &str, cites: &[&str]) -> Vec<Check> {
    let verifier = Verifier::new(&dossier.facts, dossier.facts.parts[0].language);
    let cites: Vec<String> = cites.iter().map(ToString::to_string).collect();
    let mut found: Vec<Check> = verifier.check(text, &cites).into_iter().map(|reason| reason.check).collect();
    found.dedup();
    found
}

fn sheet() -> Dossier {
    let sheet = crate::sheet::Sheet::new().region(document::RegionClass::Title, &["检验报告单"]);
    let rows: &[&[&str]] = &[
        &["检验项目", "结果", "单位", "参考区间", "提示"],
        &["白细胞计数", "12.6", "10^9/L", "3.5-9.5", "↑"],
        &["血红蛋白", "84.2", "g/L", "115-150", "↓"],
        &["血小板计数", "211", "10^9/L", "125-350", ""],
    ];
    Dossier::of(
        &sheet.table(rows).document(),
        &FactOptions { kind: Some(Kind::Lab), ..FactOptions::default() },
    )
}

#[test]
fn v1_what_is_cited_exists() {
    let sheet = sheet();
    for cites in [&[][..], &["F999"], &["E1"], &["F0"], &["白细胞"]] {
        assert_eq!(checks(&sheet, "白细胞计数：12.6×10^9/L。", cites), [Check::Citation], "{cites:?}");
    }
}

#[test]
fn v2_a_value_is_its_own_items() {
    let sheet = sheet();
    let (white, red) = (lab(&sheet, "白细胞计数"), lab(&sheet, "血红蛋白"));
    for (text, cite, want) in [
        ("白细胞计数为 12.6×10^9/L，高于参考范围 3.5-9.5。", &white, &[][..]),
        ("白细胞计数为 12.60。", &white, &[]),
        ("白细胞计数为 １２．６。", &white, &[]),
        ("白细胞计数为 84.2。", &white, &[Check::Number]),
        ("白细胞计数为 3.5。", &white, &[Check::Number]),
        ("白细胞计数为 12.6 g/L。", &white, &[Check::Number]),
        ("血红蛋白 84.2 mg/L。", &red, &[Check::Number]),
        ("血红蛋白 0.0842 kg/L。", &red, &[]),
        ("血红蛋白 842 g/L。", &red, &[Check::Number]),
    ] {
        assert_eq!(checks(&sheet, text, &[cite]), want, "{text}");
    }
    // Right values of two cited items, exchanged.
    let both = [white.as_str(), red.as_str()];
    assert_eq!(checks(&sheet, "白细胞计数 12.6，血红蛋白 84.2。", &both), []);
    assert_eq!(checks(&sheet, "白细胞计数 84.2，血红蛋白 12.6。", &both), [Check::Number]);
}

#[test]
fn v2_names_the_fact_that_has_the_value() {
    let sheet = sheet();
    let verifier = Verifier::new(&sheet.facts, Language::Chinese);
    let (white, red) = (lab(&sheet, "白细胞计数"), lab(&sheet, "血红蛋白"));
    let reasons = verifier.check("结果为 84.2 g/L。", &[white]);
    assert_eq!(reasons[0].instead.iter().map(ToString::to_string).collect::<Vec<_>>(), [red]);
}

#[test]
fn v2_sums_carry_their_scale() {
    let dossier = dossier(
        "借款合同\n甲方：星桥恒泽商贸有限公司\n乙方：周秀兰\n第一条 借款金额\n借款本金为人民币1,250,000.00元，借款期限自2024年1月1日起至2024年12月31日止。",
        Kind::Contract,
    );
    let id = id(&dossier, |fact| {
        fact.derived_by.starts_with("contract.provisions") && says(&dossier, fact, "1,250,000")
    });
    for (text, want) in [
        ("借款本金为125万元。", &[][..]),
        ("借款本金为人民币壹佰贰拾伍万元整。", &[]),
        ("借款本金为12.5万元。", &[Check::Number]),
        ("借款本金为1,250,000.00美元。", &[Check::Number]),
    ] {
        assert_eq!(checks(&dossier, text, &[&id]), want, "{text}");
    }
}

fn record() -> Dossier {
    dossier(
        "出院记录\n姓名：孙志远  性别：男  年龄：48岁\n入院时间：2024-03-05  出院时间：2024-03-14\n体格检查：左肺上叶见一结节，未闻及干湿性啰音，双下肢无水肿。\n\
         出院诊断：\n1. 左肺上叶结节\n2. 肺炎可能",
        Kind::Record,
    )
}

#[test]
fn v3_dates_are_those_of_their_events() {
    let record = record();
    let event = |wanted| {
        id(
            &record,
            move |fact| matches!(&fact.body, Body::Medical(MedicalFact::Event { kind, .. }) if *kind == wanted),
        )
    };
    let (admitted, discharged) = (event(crate::EventKind::Admitted), event(crate::EventKind::Discharged));
    let both = [admitted.as_str(), discharged.as_str()];
    for (text, want) in [
        ("患者于2024年3月5日入院，2024年3月14日出院。", &[][..]),
        ("入院 2024-03-05；出院 2024-03-14。", &[]),
        ("入院 2024-03-14；出院 2024-03-05。", &[Check::Date]),
        ("入院 2024-03-06。", &[Check::Date]),
    ] {
        assert_eq!(checks(&record, text, &both), want, "{text}");
    }
}

#[test]
fn v4_names_are_spelled_as_printed() {
    let record = record();
    let name = id(&record, |fact| matches!(fact.body, Body::Medical(MedicalFact::PatientName { .. })));
    assert_eq!(checks(&record, "患者孙志远。", &[&name]), []);
    assert!(checks(&record, "患者孙志伟。", &[&name]).contains(&Check::Name));
    let sheet = sheet();
    assert!(checks(&sheet, "血红蛋白 12.6。", &[&lab(&sheet, "白细胞计数")]).contains(&Check::Name));
}

#[test]
fn v5_directions_follow_value_and_range() {
    let sheet = sheet();
    let (white, plates) = (lab(&sheet, "白细胞计数"), lab(&sheet, "血小板计数"));
    for (text, cite, want) in [
        ("白细胞计数升高。", &white, &[][..]),
        ("白细胞计数降低。", &white, &[Check::Direction]),
        ("白细胞计数正常。", &white, &[Check::Direction]),
        ("血小板计数正常。", &plates, &[]),
        ("血小板计数偏低。", &plates, &[Check::Direction]),
    ] {
        assert_eq!(checks(&sheet, text, &[cite]), want, "{text}");
    }
}

#[test]
fn v6_v7_v11_clauses_deny_doubt_and_place_as_printed() {
    let record = record();
    let finding =
        |text: &str| id(&record, |fact| fact.derived_by == "section.finding" && says(&record, fact, text));
    let diagnosis =
        |text: &str| id(&record, |fact| fact.derived_by == "section.diagnosis" && says(&record, fact, text));
    for (text, cite, want) in [
        ("双下肢无水肿。", finding("水肿"), None),
        ("双下肢水肿。", finding("水肿"), Some(Check::Negation)),
        ("左下肢无水肿。", finding("水肿"), Some(Check::Side)),
        ("闻及干湿性啰音。", finding("啰音"), Some(Check::Negation)),
        ("左肺上叶见一结节。", finding("结节"), None),
        ("右肺上叶见一结节。", finding("结节"), Some(Check::Side)),
        ("左肺上叶未见结节。", finding("结节"), Some(Check::Negation)),
        ("出院诊断：肺炎可能。", diagnosis("肺炎"), None),
        ("出院诊断：肺炎。", diagnosis("肺炎"), Some(Check::Modality)),
    ] {
        let found = checks(&record, text, &[&cite]);
        assert!(
            found.iter().any(|check| Some(*check) == want) || want.is_none() && found.is_empty(),
            "{text} {found:?}"
        );
    }
    let sex = id(&record, |fact| matches!(fact.body, Body::Medical(MedicalFact::PatientSex { .. })));
    assert_eq!(checks(&record, "患者，男。", &[&sex]), []);
    assert!(checks(&record, "患者，女。", &[&sex]).contains(&Check::Side));
}

#[test]
fn v8_nobody_owes_what_another_owes() {
    let text = "星桥市人民法院\n民事判决书\n（2024）禾0102民初1386号\n原告：沈思雨，女。\n被告：何文博，男。\n本院认为，原告的请求应予支持。判决如下：\n\
                一、被告何文博于本判决生效之日起十日内归还原告沈思雨借款本金86000元。\n案件受理费1950元，由被告何文博负担。\n审判员 邓书铭\n二〇二四年五月二十三日";
    let judgment = dossier(text, Kind::Judgment);
    let holding = id(&judgment, |fact| fact.derived_by == "judgment.holdings");
    for (text, want) in [
        ("被告何文博于本判决生效之日起十日内归还原告沈思雨借款本金86000元。", None),
        ("何文博归还沈思雨借款本金86000元。", None),
        ("沈思雨归还何文博借款本金86000元。", Some(Check::Role)),
        ("原告归还被告借款本金86000元。", Some(Check::Role)),
        ("被告何文博于本判决生效之日起十五日内归还原告沈思雨借款本金86000元。", Some(Check::Number)),
    ] {
        let found = checks(&judgment, text, &[&holding]);
        assert!(
            found.iter().any(|check| Some(*check) == want) || want.is_none() && found.is_empty(),
            "{text} {found:?}"
        );
    }
}

#[test]
fn v9_v10_what_is_not_printed_is_not_concluded() {
    let text = "DISCHARGE SUMMARY\nPatient name: John Harlow\nHOSPITAL COURSE:\nThe patient received blood products on the ward. Platelets were given once.";
    let record = dossier(text, Kind::Record);
    let all: Vec<String> = record.facts.facts.iter().map(|fact| fact.id.to_string()).collect();
    assert!(!all.is_empty());
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(checks(&record, "The patient received blood products on the ward.", &all), []);
    let found =
        checks(&record, "The patient has a high risk of bleeding due to the use of blood products.", &all);
    assert!(found.contains(&Check::Support) && found.contains(&Check::Conclusion), "{found:?}");
    let sheet = sheet();
    let found =
        checks(&sheet, "白细胞计数升高，提示细菌感染，建议使用抗生素。", &[&lab(&sheet, "白细胞计数")]);
    assert!(found.contains(&Check::Support) && found.contains(&Check::Conclusion), "{found:?}");
}

#[test]
fn v12_quotations_are_contiguous() {
    let record = record();
    let finding = id(&record, |fact| fact.derived_by == "section.finding" && says(&record, fact, "结节"));
    assert_eq!(checks(&record, "记载“左肺上叶见一结节”。", &[&finding]), []);
    for text in ["记载“左肺见一结节”。", "记载“上叶”。"] {
        assert!(checks(&record, text, &[&finding]).contains(&Check::Quotation), "{text}");
    }
}

#[test]
fn no_input_makes_it_panic() {
    let record = record();
    let verifier = Verifier::new(&record.facts, Language::Chinese);
    for text in [
        "",
        "“",
        "\"\"\"",
        "{F1.name}",
        "左",
        "１２３４５６７８９０１２３４５６７８９０１２３４５６７８９０",
        "第",
        "-",
        "\u{0}\u{301}İẞ",
        "0.0.0-1/2/3",
        "𠮷男𠮷",
    ] {
        for cite in ["F1", "F2", "F9"] {
            verifier.check(text, &[cite.to_owned()]);
        }
    }
}
