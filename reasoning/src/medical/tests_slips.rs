//! Results whose flags, units and names have run into one another or were read as others that look like them.

use document::RegionClass::{Text, Title};

use super::tests_read::{facts, labs, told};
use crate::sheet::Sheet;
use crate::{Facts, Flag, LabValue, Sign};

#[test]
fn flags_in_a_column_of_their_own_may_run_into_names_or_units() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "单位", "参考区间"],
        &["H 白细胞计数", "12.41", "10^9/L", "3.50-9.50"],
        &["△血小板计数", "398", "10^9/L", "125-350"],
        &["★血红蛋白", "118", "g/L", "115-150"],
        &["比重", "0.999", "L", "1.003-1.030"],
        &["颜色", "红色", "火", "黄色"],
    ]);
    let found = facts(sheet);
    let want = [
        ("白细胞计数", "12.41", "10^9/L", "3.50-9.50", Some(Flag::High)),
        ("血小板计数", "398", "10^9/L", "125-350", Some(Flag::High)),
        ("★血红蛋白", "118", "g/L", "115-150", None),
        ("比重", "0.999", "", "1.003-1.030", Some(Flag::Low)),
        ("颜色", "红色", "", "黄色", Some(Flag::Abnormal)),
    ];
    assert_eq!(told(&found), want);
}

#[test]
fn units_come_apart_and_are_read_as_figures() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果 单位", "参考区间"],
        &["葡萄糖", "5.43 m mol/L", "3.90-6.10"],
        &["总胆红素", "11.0 μM", "3.4-20.5"],
        &["肌酐", "61 μ mo1/L", "41-73"],
    ]);
    let units = |facts: &Facts| told(facts).iter().map(|told| told.2.to_owned()).collect::<Vec<_>>();
    assert_eq!(units(&facts(sheet)), ["mmol/L", "μmol/L", "μmol/L"]);
    let sheet = Sheet::new().region(Title, &["凝血检验报告单"]).table(&[
        &["项目", "结果", "参考区间", "单位"],
        &["凝血酶原时间", "11.4", "9.4-12.5", "8"],
        &["凝血酶时间", "15.0", "10.3-16.6", "S"],
    ]);
    assert_eq!(units(&facts(sheet)), ["s", "s"]);
}

#[test]
fn of_spellings_that_look_alike_the_one_as_long_is_meant() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "参考区间"],
        &["肌钙蛋白l", "0.009", "≤0.034"],
        &["肌钙蛋白-l", "0.009", "≤0.034"],
        &["伤寒0凝集效价", "1:40", "<1:80"],
    ]);
    let found = facts(sheet);
    let names: Vec<&str> = labs(&found).iter().map(|(_, item)| item.name.value.as_str()).collect();
    assert_eq!(names, ["肌钙蛋白I", "肌钙蛋白-I", "伤寒O凝集效价"]);
}

#[test]
fn fields_beside_a_list_are_none_of_its_columns() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["姓名", "邹翠兰", "项目", "结果", "参考区间", "单位"],
        &["性别", "女", "肌酸激酶", "113", "40-200", "U/L"],
        &["生日", "1970/10/08", "乳酸脱氢酶", "170", "120-250", "U/L"],
    ]);
    let found = facts(sheet);
    let want = [("肌酸激酶", "113", "U/L", "40-200", None), ("乳酸脱氢酶", "170", "U/L", "120-250", None)];
    assert_eq!(told(&found), want);
}

#[test]
fn the_word_in_a_column_of_flags_is_the_verdict_beside_a_number() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "提示", "单位", "参考区间"],
        &["乙肝病毒表面抗原(HBsAg)", "0.035", "阴性", "IU/mL", "<0.050"],
        &["丙肝病毒抗体(HCV-Ab)", "24.523", "阳性 ↑", "S/CO", "<1.000"],
    ]);
    let found = facts(sheet);
    let items = labs(&found);
    let verdict = |at: usize| match &items[at].1.value.value {
        LabValue::Number { verdict, .. } => verdict.map(|verdict| verdict.sign),
        _ => None,
    };
    assert_eq!([verdict(0), verdict(1)], [Some(Sign::Negative), Some(Sign::Positive)]);
    assert_eq!(told(&found).iter().map(|told| told.4).collect::<Vec<_>>(), [None, Some(Flag::High)]);
}

#[test]
fn a_small_letter_for_low_read_as_a_figure_is_no_result() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "单位", "参考"],
        &["总蛋白", "1 63.4", "g/L", "65.0--85.0"],
        &["白蛋白", "1 45.0", "g/L", "40.0--55.0"],
        &["血小板计数", "1 50", "10^9/L", "125-350"],
        &["铁蛋白", "1 250", "ng/mL", "300-1200"],
        &["球蛋白", "h 46.4", "g/L", "20.0--40.0"],
    ]);
    let found = facts(sheet);
    let first = labs(&found)[0].0;
    assert!(first.needs_review, "guessed");
    // What is not below the range, or may be a number that has come apart, may be anything.
    let told: Vec<_> =
        told(&found).into_iter().filter(|told| ["总蛋白", "球蛋白"].contains(&told.0)).collect();
    assert!(labs(&found).iter().skip(1).take(3).all(|(_, item)| item.flags.printed.is_none()));
    let want = [
        ("总蛋白", "63.4", "g/L", "65.0--85.0", Some(Flag::Low)),
        ("球蛋白", "46.4", "g/L", "20.0--40.0", Some(Flag::High)),
    ];
    assert_eq!(told, want);
}

#[test]
fn results_of_before_under_the_head_of_units_are_none() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "本次结果", "上次结果 单位", "参考区间"],
        &["尿素", "5.7", "2.4 mmol/L", "3.1~8.0"],
        &["尿酸", "480 ↑", "254 umol/L", "208~428"],
    ]);
    let found = facts(sheet);
    let want =
        [("尿素", "5.7", "mmol/L", "3.1~8.0", None), ("尿酸", "480", "μmol/L", "208~428", Some(Flag::High))];
    assert_eq!(told(&found), want);
}

#[test]
fn the_name_of_a_list_may_head_the_names() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["", "尿常规检查", "结果", "单位", "参考区间"],
        &["1", "颜色", "黄色", "", "黄色"],
        &["2", "比重", "1.012", "", "1.003-1.030"],
        &["3", "蛋白质", "阴性", "", "阴性"],
    ]);
    let found = facts(sheet);
    let want = [
        ("颜色", "黄色", "", "黄色", None),
        ("比重", "1.012", "", "1.003-1.030", None),
        ("蛋白质", "阴性", "", "阴性", None),
    ];
    assert_eq!(told(&found), want);
}

#[test]
fn of_the_lines_of_a_cell_one_is_the_name() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "单位", "参考区间"],
        &["电解质检查\n钾(K)", "4.66", "mmol/L", "3.50-5.30"],
        &["钠(Na)", "141", "mmol/L", "137-147"],
        &["氯(Cl)\n样本编号：2311278849", "105", "mmol/L", "99-110"],
    ]);
    let found = facts(sheet);
    let names: Vec<&str> = labs(&found).iter().map(|(_, item)| item.name.value.as_str()).collect();
    assert_eq!(names, ["钾", "钠", "氯"]);
}

#[test]
fn letters_that_look_like_their_capitals_are_those_of_the_dictionary() {
    let sheet = Sheet::new().region(Title, &["LABORATORY REPORT"]).table(&[
        &["Test", "Result", "Unit", "Reference"],
        &["Anti-HBS", "4.96", "mIU/mL", "<10.00"],
        &["hs-cTnl", "0.017", "ug/L", "(<0.034)"],
        &["GLUCOSE", "84", "mg/dL", "70-110"],
        &["HDL CHOLESTEROL", "44", "mg/dL", "> OR = 40"],
    ]);
    let found = facts(sheet);
    let names: Vec<&str> = labs(&found).iter().map(|(_, item)| item.name.value.as_str()).collect();
    assert_eq!(names, ["Anti-HBs", "hs-cTnI", "GLUCOSE", "HDL CHOLESTEROL"]);
    assert!(labs(&found).iter().all(|(_, item)| item.range.is_some()));
}

#[test]
fn a_star_for_a_remark_marks_what_is_not_normal() {
    let sheet = Sheet::new().region(Title, &["尿液检验报告单"]).table(&[
        &["项目", "结果", "正常值", "单位", "备注"],
        &["蛋白质", "阴性", "阴性", "", "*"],
        &["亚硝酸盐", "阳性", "阴性", "", "*"],
        &["白细胞镜检", "4", "0~5", "个/四", ""],
    ]);
    let found = facts(sheet);
    assert_eq!(
        told(&found).iter().map(|told| told.4).collect::<Vec<_>>(),
        [None, Some(Flag::Abnormal), None]
    );
    assert_eq!(told(&found)[2].2, "个/HP");
}

#[test]
fn lines_are_read_through_slips() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).region(
        Text,
        &["葡萄糖 ↑", "6.43 m mol/L   参考：3.90--6.10", "糖化血红蛋白", "5.0 %参考：4.0--6.0"],
    );
    let found = facts(sheet);
    let units: Vec<&str> = told(&found).iter().map(|told| told.2).collect();
    assert_eq!(units, ["mmol/L", "%"]);
}

#[test]
fn up_to_a_limit_is_no_flag() {
    for head in ["Biological ref.", "Usual"] {
        let sheet = Sheet::new().region(Title, &["LABORATORY REPORT"]).table(&[
            &["Investigation", "Observed value", "Flag", "Unit", head],
            &["Cholesterol", "4.96", "", "mmol/L", "Up to 5.20"],
            &["Triglycerides", "1.83", "High", "mmol/L", "Up to 1.70"],
        ]);
        let found = facts(sheet);
        assert_eq!(
            told(&found).iter().map(|told| told.4).collect::<Vec<_>>(),
            [None, Some(Flag::High)],
            "{head}"
        );
    }
}

#[test]
fn marks_before_names_and_lone_units_are_no_flags() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "单位", "参考区间"],
        &["* 白细胞计数", "5.20", "10^9/L", "3.50-9.50"],
        &["▲总胆红素", "11.0", "μmol/L", "3.4-20.5"],
        &["* 血红蛋白", "98", "g/L", "115-150"],
        &["白细胞镜检", "2", "HP", "0-3"],
        &["平均红细胞体积", "88.2", "L", "82-100"],
    ]);
    let found = facts(sheet);
    let flags: Vec<_> = told(&found).iter().map(|told| told.4).collect();
    assert_eq!(flags, [None, None, Some(Flag::Abnormal), None, None]);
}

#[test]
fn abbreviations_set_wide_are_no_flags_and_codes_stay() {
    let sheet = Sheet::new().region(Title, &["LABORATORY REPORT"]).table(&[
        &["Test", "Result", "Unit", "Reference"],
        &["L H", "4.9", "mIU/mL", "1.7-8.6"],
        &["sO2", "97", "%", "94-99"],
    ]);
    let found = facts(sheet);
    let names: Vec<(&str, Option<&str>)> =
        labs(&found).iter().map(|(_, item)| (item.name.value.as_str(), item.analyte.as_deref())).collect();
    assert_eq!(names, [("L H", Some("LH")), ("sO2", Some("SO2"))]);
}

#[test]
fn shares_of_one_per_cent_are_no_units_and_powers_no_results_of_before() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "本次结果", "上次结果 单位", "参考区间"],
        &["白细胞计数", "5.7", "10^9/L", "3.5~9.5"],
        &["红细胞计数", "4.7", "4.5 10^12/L", "4.3~5.8"],
    ]);
    let units: Vec<String> = told(&facts(sheet)).iter().map(|told| told.2.to_owned()).collect();
    assert_eq!(units, ["10^9/L", "10^12/L"]);
    let sheet = Sheet::new().region(Title, &["LABORATORY REPORT"]).table(&[
        &["Test", "Result", "Unit", "Reference"],
        &["Eosinophils", "0.10 (1%)", "10^9/L", "0.02-0.52"],
    ]);
    let units: Vec<String> = told(&facts(sheet)).iter().map(|told| told.2.to_owned()).collect();
    assert_eq!(units, ["10^9/L"]);
}
