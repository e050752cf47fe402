//! For every rule a clean document and one with the fault seeded, both through the real extraction of facts.

use document::{Document, RegionClass};

use crate::rules::{CheckOptions, Finding, Report, RuleBook, check};
use crate::sheet::Sheet;
use crate::{Dossier, FactOptions, Kind};

const ADMISSION: &str = "
入院记录

姓名：孙雨桐   性别：女
年龄：33岁   住院号：04375394
出生日期：1988-11-04
身份证号：320199198811048568
入院日期：2022-05-10 09:50
记录时间：2022-05-10 13:30

主诉：摔伤致右腕部疼痛5小时。

现病史：患者5小时前行走时滑倒，右手掌撑地，当即感右腕部剧烈疼痛、肿胀，急诊收入我科。

既往史：既往体健，否认高血压、糖尿病病史。对磺胺类药物过敏。

体格检查：T 36.5℃，P 83次/分，R 16次/分，BP 128/73mmHg。右腕部肿胀，压痛明显。

辅助检查：右腕关节正侧位片：右桡骨远端骨质不连续，断端向背侧移位。

印象：右侧桡骨远端骨折。

初步诊断：右侧桡骨远端骨折

医师：曹颖
";

const DISCHARGE: &str = "
出院记录

姓名：林海涛   性别：男
年龄：58岁   住院号：08009600
入院日期：2023-08-01
出院日期：2023-08-06
住院天数：5天

主诉：反复上腹部隐痛1月。

入院情况：患者1月前出现上腹部隐痛，伴反酸。查体：体温36.6℃，脉搏66次/分，呼吸17次/分，血压130/78mmHg。

诊疗经过：入院后予抑酸治疗，2023-08-03行胃镜下息肉切除术，腹痛缓解。

出院诊断：慢性胃炎

过敏史：青霉素过敏

出院医嘱：
1. 奥美拉唑肠溶胶囊 每次20mg 每日1次 口服
2. 阿托伐他汀钙片 每次20mg 每晚1次 口服

医师签名：唐卫
记录时间：2023-08-06 11:37
";

const COURSE: &str = "
病程记录

姓名：周若涵   性别：女   年龄：29岁   住院号：03760479

2023-10-19 15:35 首次病程记录

患者周若涵，女，29岁，因“反复头晕1月”于2023-10-19 11:54入院。病例特点：患者1月前开始反复头晕，休息可缓解。

初步诊断：眩晕症

2023-10-20 08:26

今日查房，患者一般情况可，诉原有症状较前减轻，饮食睡眠尚可，二便正常。继续目前治疗，注意观察病情变化。

2023-10-22 08:57

患者今日精神可，未诉特殊不适。查体生命体征平稳。上级医师查房后指示：目前治疗有效，按计划继续治疗。

医师：彭毅
";

const LAB: &str = "
检验报告单

姓名：沈志远   性别：男   年龄：34岁
样本号：2311045817   标本：静脉血
采集时间：2023-11-04 07:55
接收时间：2023-11-04 08:28
报告时间：2023-11-04 12:33
打印时间：2023-11-04 13:05

|检验项目|结果|提示|单位|参考区间|
|白细胞计数|6.00||10^9/L|3.50-9.50|
|中性粒细胞百分比|60.0||%|40.0-75.0|
|淋巴细胞百分比|30.0||%|20.0-50.0|
|单核细胞百分比|7.0||%|3.0-10.0|
|嗜酸性粒细胞百分比|2.5||%|0.4-8.0|
|嗜碱性粒细胞百分比|0.5||%|0.0-1.0|
|中性粒细胞绝对值|3.60||10^9/L|1.80-6.30|
|红细胞计数|5.00||10^12/L|4.30-5.80|
|血红蛋白|150||g/L|130-175|
|红细胞压积|45.0||%|40.0-50.0|
|平均红细胞体积|90.0||fL|82.0-100.0|
|平均红细胞血红蛋白含量|30.0||pg|27.0-34.0|
|平均红细胞血红蛋白浓度|333||g/L|316-354|
|血小板计数|415|↑|10^9/L|125-350|

检验者：曹颖   审核者：唐卫
";

const CHEMISTRY: &str = "
检验报告单

姓名：林雅琴   性别：女   年龄：50岁
标本：血清   报告时间：2022-12-14 14:51

|检验项目|结果|提示|单位|参考区间|
|总胆红素|12.2||μmol/L|3.4-20.5|
|直接胆红素|3.8||μmol/L|0.0-6.8|
|间接胆红素|8.4||μmol/L|1.7-17.0|
|总蛋白|76.9||g/L|65.0-85.0|
|白蛋白|49.1||g/L|40.0-55.0|
|球蛋白|27.8||g/L|20.0-40.0|
|白球比|1.77|||1.20-2.40|
|总胆固醇|4.80||mmol/L|<5.18|
|甘油三酯|1.10||mmol/L|<1.70|
|高密度脂蛋白胆固醇|1.40||mmol/L|>1.04|
|低密度脂蛋白胆固醇|2.85||mmol/L|<3.37|
|钾|4.10||mmol/L|3.50-5.30|
|钠|140.0||mmol/L|137.0-147.0|
|肌酐|60||μmol/L|41-73|
|乙肝表面抗原|0.16 阴性||COI|<1.00|

检验者：曹颖   审核者：唐卫
";

const CHECKUP: &str = "
健康体检报告

姓名：陈建国   性别：男   年龄：65岁
体检编号：TJ20241014258
出生日期：1959-02-18
体检日期：2024-10-14

|身高(cm)|体重(kg)|体重指数|血压(mmHg)|脉搏(次/分)|
|174.3|68.8|22.6|126/75|88|

|科室|项目|检查结果|
|内科|心脏听诊|心律齐，未闻及杂音|
|外科|脊柱四肢|腰椎轻度侧弯|
|超声|前列腺|大小正常|

总检结论与建议
1. 脊柱四肢：腰椎轻度侧弯。建议加强腰背肌锻炼。

主检医师：罗静
";

const PRESCRIPTION: &str = "
门诊处方

姓名：张思雨   性别：女   年龄：34岁
病历号：48126391   开具日期：2024年5月24日
药物过敏：无
诊断：急性支气管炎

|药品名称|单次剂量|频次|用法|
|盐酸氨溴索片|30mg|tid|口服|
|布洛芬缓释胶囊|0.3g|bid|口服|
|左氧氟沙星片|0.5g|qd|口服|

处方医师：彭毅
";

const BILL: &str = "
住院病人费用明细清单

姓名：林子豪   性别：男   年龄：39岁   住院号：6223028

|日期|项目名称|单位|数量|单价（元）|金额（元）|
|03-16|住院诊查费|日|1|26.00|26.00|
|03-17|三人间床位费|日|2|45.00|90.00|
|03-18|空调费|日|3|6.00|18.00|
||床位诊查费小计||||134.00|
|03-16|Ⅱ级护理|日|2|18.00|36.00|
|03-18|静脉采血|次|2|5.00|10.00|
||护理费小计||||46.00|

费用合计：¥180.00
收费员：邓书铭
";

const ENGLISH_RECORD: &str = "
Discharge Summary

Patient Name: Jane Doe   Sex: Female   Age: 45 years
Admission Date: 2024-03-01
Discharge Date: 2024-03-06
Length of Stay: 5

Chief Complaint: cough for 3 days

Hospital Course: Treated with antibiotics, improved. BP 128/76 mmHg, HR 80 bpm.

Discharge Diagnosis: pneumonia

Allergies: penicillin

Discharge Medications:
1. omeprazole 20 mg PO once daily

Attending Physician: John Smith
";

const ENGLISH_LAB: &str = "
Laboratory Report

Patient Name: Jane Doe   Sex: Female   Age: 45 years
Collected: 2024-03-01 08:00
Received: 2024-03-01 09:00
Reported: 2024-03-01 12:00

|Test|Result|Flag|Units|Reference Range|
|Glucose|5.2||mmol/L|3.9-6.1|
|Potassium|4.2||mmol/L|3.5-5.3|
|Alanine aminotransferase|52|H|U/L|7-40|

Tested by: Ann Lee   Verified by: Bob Ray
";

/// A document of regions parted by empty lines, the first of them a title; lines that begin with a bar are a table.
pub(super) fn document(text: &str) -> Document {
    let mut sheet = Sheet::new();
    for (index, block) in text.trim().split("\n\n").enumerate() {
        let lines: Vec<&str> = block.lines().collect();
        if block.starts_with('|') {
            // A row's empty cells at either end are cells too.
            let full: Vec<Vec<&str>> = lines
                .iter()
                .map(|line| line.get(1..line.len() - 1).unwrap_or("").split('|').collect())
                .collect();
            let rows: Vec<&[&str]> = full.iter().map(Vec::as_slice).collect();
            sheet = sheet.table(&rows);
        } else {
            let class = if index == 0 { RegionClass::Title } else { RegionClass::Text };
            sheet = sheet.region(class, &lines);
        }
    }
    sheet.document()
}

fn report(text: &str, kind: Kind) -> Report {
    let options = FactOptions { kind: Some(kind), ..FactOptions::default() };
    let checking = CheckOptions { today: Some(jiff::civil::date(2026, 1, 1)), ..CheckOptions::default() };
    check(&Dossier::of(&document(text), &options), &RuleBook::built_in(), &checking)
}

/// A fault: the rule it breaks, the document, its kind, what is replaced by what.
type Seeded = (&'static str, &'static str, Kind, &'static [(&'static str, &'static str)]);

const SEEDED: &[Seeded] = &[
    ("M01", ADMISSION, Kind::Record, &[("初步诊断：右侧桡骨远端骨折", "初步诊断：前列腺增生")]),
    ("M01", CHECKUP, Kind::Checkup, &[("|前列腺|", "|子宫及附件|")]),
    ("M02", CHECKUP, Kind::Checkup, &[("主检医师", "性别：女\n主检医师")]),
    ("M03", DISCHARGE, Kind::Record, &[("医师签名", "姓名：王建国\n医师签名")]),
    ("M03", DISCHARGE, Kind::Record, &[("医师签名", "住院号：08006900\n医师签名")]),
    ("M04", CHECKUP, Kind::Checkup, &[("65岁", "57岁")]),
    ("M05", ADMISSION, Kind::Record, &[("出生日期：1988-11-04", "出生日期：1988-12-14")]),
    ("M05", ADMISSION, Kind::Record, &[("性别：女", "性别：男")]),
    ("M06", ADMISSION, Kind::Record, &[("320199198811048568", "320199198811048565")]),
    ("M07", DISCHARGE, Kind::Record, &[("出院日期：2023-08-06", "出院日期：2023-07-28")]),
    ("M07", ENGLISH_RECORD, Kind::Record, &[("Discharge Date: 2024-03-06", "Discharge Date: 2024-02-25")]),
    ("M08", DISCHARGE, Kind::Record, &[("5天\n", "9天\n")]),
    ("M08", ENGLISH_RECORD, Kind::Record, &[("Stay: 5", "Stay: 15")]),
    ("M09", DISCHARGE, Kind::Record, &[("2023-08-03行", "2023-09-13行")]),
    ("M10", LAB, Kind::Lab, &[("2023-11-04 08:28", "2023-11-04 07:28")]),
    ("M10", ENGLISH_LAB, Kind::Lab, &[("Reported: 2024-03-01 12:00", "Reported: 2024-03-01 07:00")]),
    ("M11", LAB, Kind::Lab, &[("2023-11-04 13:05", "2023-11-03 13:05")]),
    ("M11", LAB, Kind::Lab, &[("打印时间：2023-11-04", "打印时间：2033-11-04")]),
    ("M12", CHECKUP, Kind::Checkup, &[("1959-02-18", "2025-02-18")]),
    ("M13", ADMISSION, Kind::Record, &[("主诉：摔伤致右腕部", "主诉：摔伤致左腕部")]),
    ("M14", ADMISSION, Kind::Record, &[("初步诊断：右侧桡骨", "初步诊断：桡骨")]),
    ("M15", ADMISSION, Kind::Record, &[("印象：右侧桡骨远端骨折", "印象：右腕关节未见异常")]),
    (
        "M15",
        ADMISSION,
        Kind::Record,
        &[(
            "右腕关节正侧位片：右桡骨远端骨质不连续，断端向背侧移位",
            "右腕关节正侧位片：所示骨质未见明显异常",
        )],
    ),
    ("M15", CHECKUP, Kind::Checkup, &[("|脊柱四肢|腰椎轻度侧弯|", "|脊柱四肢|未见异常|")]),
    ("M16", LAB, Kind::Lab, &[("|415|↑|", "|415|↓|")]),
    ("M17", LAB, Kind::Lab, &[("|415|↑|", "|415||")]),
    ("M17", ENGLISH_LAB, Kind::Lab, &[("|52|H|", "|52||")]),
    ("M18", LAB, Kind::Lab, &[("125-350", "350-125")]),
    ("M19", CHEMISTRY, Kind::Lab, &[("|钾|4.10||mmol/L|", "|钾|4.10||10^9/L|")]),
    ("M19", CHEMISTRY, Kind::Lab, &[("|钾|4.10||mmol/L|", "|钾|4.10|||")]),
    ("M20", CHEMISTRY, Kind::Lab, &[("|钾|4.10||", "|钾|41.0|↑|")]),
    ("M20", ENGLISH_LAB, Kind::Lab, &[("|Glucose|5.2||", "|Glucose|520|H|")]),
    ("M21", DISCHARGE, Kind::Record, &[("体温36.6℃", "体温66.6℃")]),
    ("M21", DISCHARGE, Kind::Record, &[("脉搏66次", "脉搏660次")]),
    ("M22", CHEMISTRY, Kind::Lab, &[("|钾|4.10||", "|钾|7.10|↑|")]),
    ("M23", LAB, Kind::Lab, &[("130-175", "115-150"), ("|150||g/L", "|149||g/L")]),
    ("M23", LAB, Kind::Lab, &[("年龄：34岁", "年龄：6岁")]),
    ("M24", LAB, Kind::Lab, &[("|60.0||", "|67.0||")]),
    ("M24", LAB, Kind::Lab, &[("|3.60||", "|4.60||")]),
    ("M25", CHEMISTRY, Kind::Lab, &[("|8.4||", "|14.6||")]),
    ("M25", CHEMISTRY, Kind::Lab, &[("|1.77||", "|2.17||")]),
    ("M26", LAB, Kind::Lab, &[("|90.0||", "|98.0||")]),
    ("M27", CHEMISTRY, Kind::Lab, &[("|2.85||", "|1.35||")]),
    ("M28", CHECKUP, Kind::Checkup, &[("|22.6|", "|25.6|")]),
    ("M29", DISCHARGE, Kind::Record, &[("130/78mmHg", "78/130mmHg")]),
    ("M29", CHECKUP, Kind::Checkup, &[("126/75", "75/126")]),
    ("M29", ENGLISH_RECORD, Kind::Record, &[("BP 128/76", "BP 76/128")]),
    ("M30", DISCHARGE, Kind::Record, &[("出院诊断：慢性胃炎", "出院诊断：高血压病2级")]),
    ("M31", DISCHARGE, Kind::Record, &[("每次20mg 每日1次", "每次400mg 每日1次")]),
    ("M31", DISCHARGE, Kind::Record, &[("每次20mg 每日1次", "每次20mg 每日12次")]),
    ("M31", ENGLISH_RECORD, Kind::Record, &[("omeprazole 20 mg", "omeprazole 400 mg")]),
    ("M32", PRESCRIPTION, Kind::Record, &[("|30mg|", "|30g|")]),
    (
        "M33",
        DISCHARGE,
        Kind::Record,
        &[("奥美拉唑肠溶胶囊 每次20mg 每日1次", "阿莫西林胶囊 每次0.5g 每日3次")],
    ),
    (
        "M33",
        ENGLISH_RECORD,
        Kind::Record,
        &[("omeprazole 20 mg PO once daily", "amoxicillin 500 mg PO three times daily")],
    ),
    (
        "M34",
        DISCHARGE,
        Kind::Record,
        &[("2. 阿托伐他汀钙片 每次20mg 每晚1次 口服", "2. 奥美拉唑肠溶胶囊 每次20mg 每日1次 口服")],
    ),
    ("M34", DISCHARGE, Kind::Record, &[("奥美拉唑肠溶胶囊 每次20mg", "瑞舒伐他汀钙片 每次10mg")]),
    ("M35", PRESCRIPTION, Kind::Record, &[("诊断：急性支气管炎", "诊断：妊娠20周；急性支气管炎")]),
    ("M35", PRESCRIPTION, Kind::Record, &[("年龄：34岁", "年龄：12岁")]),
    ("M36", LAB, Kind::Lab, &[("审核者：唐卫", "审核者：")]),
    ("M36", LAB, Kind::Lab, &[("审核者：唐卫", "审核者：曹颖")]),
    (
        "M37",
        ADMISSION,
        Kind::Record,
        &[("既往史：既往体健，否认高血压、糖尿病病史。对磺胺类药物过敏。\n\n", "")],
    ),
    (
        "M37",
        DISCHARGE,
        Kind::Record,
        &[("诊疗经过：入院后予抑酸治疗，2023-08-03行胃镜下息肉切除术，腹痛缓解。", "诊疗经过：")],
    ),
    ("M37", ADMISSION, Kind::Record, &[("主诉：摔伤致右腕部疼痛5小时。", "主诉：")]),
    (
        "M38",
        COURSE,
        Kind::Record,
        &[(
            "患者今日精神可，未诉特殊不适。查体生命体征平稳。上级医师查房后指示：目前治疗有效，按计划继续治疗。",
            "今日查房，患者一般情况可，诉原有症状较前减轻，饮食睡眠尚可，二便正常。继续目前治疗，注意观察病情变化。",
        )],
    ),
    ("M39", ADMISSION, Kind::Record, &[("疼痛5小时", "疼痛5天")]),
    ("M39", ADMISSION, Kind::Record, &[("主诉：", "主诉：无明显诱因反复出现不适并逐渐加重，")]),
    ("M40", ADMISSION, Kind::Record, &[("记录时间：2022-05-10", "记录时间：2022-05-12")]),
    ("M40", COURSE, Kind::Record, &[("2023-10-19 15:35", "2023-10-19 23:55")]),
    ("M40", DISCHARGE, Kind::Record, &[("记录时间：2023-08-06", "记录时间：2023-08-09")]),
    ("M41", BILL, Kind::Record, &[("¥180.00", "¥210.00")]),
    ("M41", BILL, Kind::Record, &[("|46.00|", "|41.00|")]),
    ("M41", BILL, Kind::Record, &[("|2|45.00|90.00|", "|2|45.00|95.00|")]),
    ("M41", BILL, Kind::Record, &[("Ⅱ级护理", "全身麻醉")]),
    ("M42", CHEMISTRY, Kind::Lab, &[("0.16 阴性", "0.16 阳性")]),
];

/// Documents without an error.
const CLEAN: [(&str, Kind); 8] = [
    (ADMISSION, Kind::Record),
    (DISCHARGE, Kind::Record),
    (COURSE, Kind::Record),
    (LAB, Kind::Lab),
    (CHEMISTRY, Kind::Lab),
    (CHECKUP, Kind::Checkup),
    (PRESCRIPTION, Kind::Record),
    (BILL, Kind::Record),
];
const CLEAN_ENGLISH: [(&str, Kind); 2] = [(ENGLISH_RECORD, Kind::Record), (ENGLISH_LAB, Kind::Lab)];

#[test]
fn clean_documents_have_no_findings() {
    for (text, kind) in CLEAN.into_iter().chain(CLEAN_ENGLISH) {
        let told: Vec<String> = report(text, kind)
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.words.message.zh))
            .collect();
        assert!(told.is_empty(), "{}: {told:#?}", text.trim().lines().next().unwrap_or(""));
    }
}

#[test]
fn every_seeded_fault_is_found() {
    let mut failures = Vec::new();
    for (rule, text, kind, changes) in SEEDED {
        let mut broken = (*text).to_owned();
        for (from, to) in *changes {
            assert!(broken.contains(from), "{rule}: {from} does not stand in the document");
            broken = broken.replacen(from, to, 1);
        }
        let report = report(&broken, *kind);
        let found: Vec<&Finding> = report.findings.iter().filter(|f| f.rule.as_str() == *rule).collect();
        let sound = |finding: &&Finding| {
            let words = [&finding.words.message, &finding.words.suggestion];
            let whole = |text: &str| !text.is_empty() && !text.contains(['…', '{', '}']);
            let quoted = !finding.evidence.is_empty()
                && finding.evidence.iter().all(|exhibit| exhibit.span.page() == Some(1));
            quoted && words.iter().all(|words| whole(&words.zh) && whole(&words.en))
        };
        if found.is_empty() || !found.iter().all(sound) {
            let why = report.not_checked.iter().find(|n| n.rule.as_str() == *rule);
            failures.push(format!("{rule} {changes:?}: {found:#?} {why:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_its_pair() {
    let book = RuleBook::built_in();
    let rules = book.rules().iter().filter(|rule| rule.id().as_str().starts_with('M'));
    let ids: Vec<&str> = rules.map(|rule| rule.id().as_str()).collect();
    assert_eq!(ids.len(), 42);
    for id in ids {
        assert!(SEEDED.iter().any(|(rule, ..)| *rule == id), "{id} has no pair");
    }
}

#[test]
fn every_rule_is_kept_by_some_clean_document() {
    let mut kept: Vec<String> = Vec::new();
    for (text, kind) in CLEAN {
        kept.extend(report(text, kind).passed.into_iter().map(|passed| passed.rule.to_string()));
    }
    let borne_out =
        DISCHARGE.replace("130/78mmHg", "165/102mmHg").replace("诊断：慢性胃炎", "诊断：高血压病2级");
    kept.extend(report(&borne_out, Kind::Record).passed.into_iter().map(|passed| passed.rule.to_string()));
    // These need what a clean page tells once only: the sex, the name and the number.
    let once = ["M02", "M03"];
    let missing: Vec<String> = (1..=42)
        .map(|number| format!("M{number:02}"))
        .filter(|id| !kept.contains(id) && !once.contains(&id.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?} are never kept");
}

#[test]
fn a_titre_beyond_its_limit_and_masked_names_are_borne() {
    let masked = DISCHARGE.replace("医师签名", "姓名：林*涛\n医师签名");
    assert!(report(&masked, Kind::Record).findings.is_empty());
    let told = CHEMISTRY.replace("|钾|4.10||", "|钾|7.10|↑|").replace("检验者", "危急值已电话通知\n检验者");
    assert!(report(&told, Kind::Lab).findings.iter().all(|finding| finding.rule.as_str() != "M22"));
}

#[test]
fn ranges_of_adults_are_wrong_for_children_only() {
    let findings = |age: &str, range: &str| {
        let text = LAB.replace("年龄：34岁", age).replace("130-175", range);
        let text = text.replace("|150||g/L", "|140||g/L");
        let report = report(&text, Kind::Lab);
        report.findings.iter().filter(|finding| finding.rule.as_str() == "M23").count()
    };
    assert_eq!(findings("年龄：6岁", "130-175"), 1);
    for (age, range) in [("年龄：34岁", "130-175"), ("年龄：6岁", "118-156"), ("年龄：16岁", "130-175")]
    {
        assert_eq!(findings(age, range), 0, "{age} {range}");
    }
}

#[test]
fn a_heading_over_numbered_headings_is_not_empty() {
    let empty = |text: &str| {
        let report = report(text, Kind::Record);
        report.findings.iter().filter(|finding| finding.rule.as_str() == "M37").count()
    };
    let plain = "病例特点：患者1月前开始反复头晕，休息可缓解。";
    let numbered = "病例特点：1.现病史：患者1月前开始反复头晕，休息可缓解。 2.既往史：既往体健。";
    assert_eq!(empty(&COURSE.replace(plain, numbered)), 0);
    assert_eq!(empty(&COURSE.replace(plain, "病例特点：1. 2. 3.")), 1);
}
