//! Facts that letters and sentences tell without keys: each text here is made up for one mechanism.

use crate::{Body, Dossier, EventKind, FactOptions, IdentifierKind, Kind, MedicalFact, SectionKind};

fn facts(text: &str, kind: Kind) -> Vec<MedicalFact> {
    let options = FactOptions { kind: Some(kind), ..FactOptions::default() };
    let all = Dossier::of_text(text, &options).facts.facts.into_iter();
    all.filter_map(|fact| match fact.body {
        Body::Medical(fact) => Some(fact),
        _ => None,
    })
    .collect()
}

/// What the facts say, one short text each.
fn told(text: &str, kind: Kind) -> Vec<String> {
    let each = |fact: &MedicalFact| match fact {
        MedicalFact::PatientName { name } => Some(format!("name {}", name.value)),
        MedicalFact::PatientSex { sex } => Some(format!("sex {:?}", sex.value)),
        MedicalFact::PatientAge { age } => Some(format!("age {}", age.value.number)),
        MedicalFact::PatientBirth { date } => Some(format!("born {}", date.value.civil()?)),
        MedicalFact::Identifier { kind, number } => Some(format!("{kind:?} {}", number.value)),
        MedicalFact::Event { kind, date } => Some(format!("{kind:?} {}", date.value.civil()?)),
        MedicalFact::StayDays { days } => Some(format!("days {}", days.value)),
        MedicalFact::Allergy { substance, polarity } => Some(format!("{polarity:?} {}", substance.value)),
        MedicalFact::Drug(drug) => {
            let dose = drug
                .dose
                .as_ref()
                .map_or_else(String::new, |d| format!("{} {}", d.value.amount, d.value.unit));
            let times = drug.frequency.as_ref().and_then(|often| often.value.times).unwrap_or(0);
            Some(format!("{} {dose} x{times}", drug.name.value))
        }
        _ => None,
    };
    facts(text, kind).iter().filter_map(each).collect()
}

fn has(text: &str, kind: Kind, wanted: &[&str]) {
    let found = told(text, kind);
    for want in wanted {
        assert!(found.iter().any(|one| one == want), "{want} not in {found:#?}");
    }
}

#[test]
fn a_letters_subject_names_the_patient_in_pieces() {
    let letter = "Harbour General Hospital\n\nRespiratory Medicine - discharge letter\n\nRegarding: WINTER Marla, female, 71 years, born 5 May 1952, MRN 00431177\n\nDear Dr Poole,\n\nShe stayed with us from 3 March 2024 to 9 March 2024 (6 days).";
    has(
        letter,
        Kind::Record,
        &[
            "name WINTER Marla",
            "sex Female",
            "age 71",
            "born 1952-05-05",
            "Record 00431177",
            "Admitted 2024-03-03",
            "Discharged 2024-03-09",
            "days 6",
        ],
    );
}

#[test]
fn an_address_names_the_patient_in_brackets() {
    let letter = "尊敬的方晓岚（女，46岁，身份证号320199197803124527）：\n\n您于2024年3月5日在我中心体检（档案号TJ20240305）。";
    has(
        letter,
        Kind::Checkup,
        &["name 方晓岚", "sex Female", "age 46", "ResidentId 320199197803124527", "Record TJ20240305"],
    );
}

#[test]
fn a_sentence_tells_the_sex() {
    let found = told("出院记录\n\n患者女性，1周前受凉后发热。\n\n体检：男性患者，神清。", Kind::Record);
    assert!(found.contains(&"sex Female".into()) && found.contains(&"sex Male".into()), "{found:?}");
    assert!(
        told("患者男友陪同，参考值：男性、女性相同。", Kind::Record)
            .iter()
            .all(|one| !one.starts_with("sex"))
    );
}

#[test]
fn strength_stands_before_dose() {
    let list = "Discharge letter\n\nMedicines to continue:\n- Bisoprolol 5mg: 2.5mg, by mouth, once daily\n- Cefalexin capsules 250 mg - two capsules, by mouth, three times a day\n\nYours sincerely,";
    has(list, Kind::Record, &["Bisoprolol 2.5 mg x1", "Cefalexin capsules 2 capsule x3"]);
    has(
        "处方笺\n\nRp\n阿莫西林胶囊 0.25g×24粒\n用法：一次二粒，一日三次，口服",
        Kind::Record,
        &["阿莫西林胶囊 2 粒 x3"],
    );
}

#[test]
fn what_is_not_borne_stands_with_what_it_did() {
    let allergy = |text: &str| told(text, Kind::Record);
    assert!(allergy("Background: asthma. Penicillins (rash).").contains(&"Present Penicillins".into()));
    assert!(allergy("He reports a reaction to codeine.").contains(&"Present codeine".into()));
    assert!(allergy("NKDA. Chest clear.").contains(&"Absent NKDA".into()));
}

#[test]
fn a_sentence_tells_the_complaint() {
    let complaint = |text: &str| {
        facts(text, Kind::Record).iter().any(|fact| {
            matches!(fact, MedicalFact::Section { kind: SectionKind::ChiefComplaint, text, .. } if !text.is_empty())
        })
    };
    assert!(complaint("病程记录\n\n患者因右下腹痛1天由急诊收入院。"));
    assert!(complaint("Ward note\n\nShe was admitted with cough and fever for 3 days."));
    assert!(!complaint("病程记录\n\n患者今日无不适，明日出院。"));
}

#[test]
fn a_check_up_tells_what_it_found_line_by_line() {
    let report = "年度健康体检\n\n康宁体检中心 | TJ0042 | 2023-05-15\n\n▲ 高血压（血压）→ 建议心内科随诊\n\n▲ 脂肪肝（肝脏）→ 建议低脂饮食";
    let all = facts(report, Kind::Checkup);
    let found: Vec<&str> = all
        .iter()
        .filter_map(|fact| match fact {
            MedicalFact::CheckupResult { finding, .. } => Some(finding.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(found.len(), 2, "{found:?}");
    let examined = |fact: &MedicalFact| matches!(fact, MedicalFact::Event { kind: EventKind::Examined, .. });
    assert!(all.iter().any(examined));
    let number =
        |fact: &MedicalFact| matches!(fact, MedicalFact::Identifier { kind: IdentifierKind::Record, .. });
    assert!(!all.iter().any(number));
}

#[test]
fn a_stay_told_by_its_days_lasted_what_stands_behind_them() {
    let bill = |stay: &str| told(&format!("姓名：孙雨桐　住院号：20661　住院时间：{stay}"), Kind::Record);
    let days =
        |found: Vec<String>| found.into_iter().filter(|one| one.starts_with("days")).collect::<Vec<_>>();
    assert_eq!(days(bill("2023.3.4至2023.3.11（7天）")), ["days 7"]);
    assert_eq!(days(bill("9天")), ["days 9"]);
    assert_eq!(days(bill("2023-03-04至2023-03-11")), Vec::<String>::new());
}

#[test]
fn a_day_of_another_time_is_none_of_the_reports_own() {
    let sheet = "检验报告单\n姓名：孙雨桐　样本：血清\n前次检测日期：2020-02-11\n采集时间：2021-05-06 08:10\n报告时间：2021-05-06 10:30";
    let found = told(sheet, Kind::Lab);
    assert!(found.iter().any(|one| one.starts_with("Reported 2021-05-06")), "{found:#?}");
    assert!(!found.iter().any(|one| one.contains("2020-02-11")), "{found:#?}");
    let english = told(
        "LABORATORY REPORT\nPatient: Marla Winter\nLast reported: 11 Feb 2020\nReported: 6 May 2021",
        Kind::Lab,
    );
    assert!(!english.iter().any(|one| one.contains("2020-02-11")), "{english:#?}");
}
