//! Results as they come from pixels: letters slipped, flags glued, heads cut off from what they head.

use document::RegionClass::{Text, Title};
use document::{CellSpan, HeaderKind};

use crate::sheet::{Sheet, Slot};
use crate::{Body, Dossier, Fact, FactOptions, Facts, Flag, LabItem, LabValue, MedicalFact, Sign};

pub(super) fn facts(sheet: Sheet) -> Facts {
    Dossier::of(&sheet.document(), &FactOptions::default()).facts
}

pub(super) fn labs(facts: &Facts) -> Vec<(&Fact, &LabItem)> {
    let labs = facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Medical(MedicalFact::Lab(item)) => Some((fact, &**item)),
        _ => None,
    });
    labs.collect()
}

/// Name, value and range as printed, unit in its usual form, printed flag.
pub(super) type Told<'f> = (&'f str, &'f str, &'f str, &'f str, Option<Flag>);

pub(super) fn told(facts: &Facts) -> Vec<Told<'_>> {
    let labs = labs(facts).into_iter().map(|(_, item)| {
        let unit = item.unit.as_ref().map_or("", |unit| unit.value.as_str());
        let range = item.range.as_ref().map_or("", |range| facts.printed(range));
        let flag = item.flags.printed.as_ref().map(|flag| flag.value);
        (facts.printed(&item.name), facts.printed(&item.value), unit, range, flag)
    });
    labs.collect()
}

const ROWS: [Told<'static>; 3] = [
    ("白细胞计数", "2.41", "10^9/L", "3.50-9.50", Some(Flag::Low)),
    ("血红蛋白", "118", "g/L", "115-150", None),
    ("血小板计数", "398", "10^9/L", "125-350", Some(Flag::High)),
];

#[test]
fn a_box_round_the_heads_alone_still_heads_the_lines_below() {
    let sheet = Sheet::new()
        .region(Title, &["检验报告单"])
        .table(&[&["检验项目", "", "结果", "", "单位", "", "参考区间"]])
        .region(Text, &["白细胞计数   2.41 ↓   10^9/L   3.50-9.50"])
        .region(Text, &["血红蛋白   118   g/1   115 - 150", "血小板计数   398↑   109/L   125-350"])
        .region(Text, &["检验者：彭毅   审核者：唐卫"]);
    let found = facts(sheet);
    let mut want = ROWS;
    want[1].3 = "115 - 150";
    assert_eq!(told(&found), want);
    assert!(labs(&found).iter().all(|(fact, _)| fact.derived_by == "lab.lines"));
    let slipped = labs(&found)[1].1.unit.as_ref().unwrap();
    assert_eq!((found.printed(slipped), slipped.value.as_str()), ("g/1", "g/L"), "read and usual form");
}

#[test]
fn lines_below_a_line_of_heads_are_results() {
    let sheet =
        Sheet::new().region(Title, &["检验报告单"]).region(Text, &["姓名：孙雨桐   性别：女"]).region(
            Text,
            &[
                "项目   结果   单位   参考范围",
                "白细胞计数   2.41↓   10^9/L   3.50-9.50",
                "血红蛋白   118   g/L   115-150",
                "血小板计数   398 H   10^9/L   125-350",
                "检验者：彭毅   审核者：唐卫",
            ],
        );
    assert_eq!(told(&facts(sheet)), ROWS);
    // Without heads lines are what their words say, and no list.
    let bare =
        Sheet::new().region(Title, &["检验报告单"]).region(Text, &["甲项   12   3-5", "乙项   4   3-5"]);
    assert_eq!(told(&facts(bare)), []);
}

#[test]
fn two_lists_side_by_side_below_one_line_of_heads_are_kept_apart() {
    let heads = ["项目", "结果", "参考值", "项目", "结果", "参考值"];
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[&heads]).table(&[
        &["钾", "3.3 ↓", "3.5-5.3", "钠", "141", "137-147"],
        &["氯", "101", "99-110", "钙", "2.61↑", "2.11-2.52"],
    ]);
    let want: [Told<'_>; 4] = [
        ("钾", "3.3", "", "3.5-5.3", Some(Flag::Low)),
        ("钠", "141", "", "137-147", None),
        ("氯", "101", "", "99-110", None),
        ("钙", "2.61", "", "2.11-2.52", Some(Flag::High)),
    ];
    assert_eq!(told(&facts(sheet)), want);
}

#[test]
fn heads_in_a_box_of_their_own_head_the_grid_below() {
    // Range before result: without the heads a number would be taken for the result by its place.
    let sheet = Sheet::new()
        .region(Title, &["检验报告单"])
        .table(&[&["项目", "上次结果", "结果", "单位", "参考范围"]])
        .table(&[
            &["肌酐", "61", "88", "umol/L", "41-73"],
            &["尿素", "5.1", "5.9", "mmol/1", "3.1～8.0"],
            &["尿酸", "301", "289", "μmo1/L", "155—357"],
        ]);
    let want: [Told<'_>; 3] = [
        ("肌酐", "88", "μmol/L", "41-73", None),
        ("尿素", "5.9", "mmol/L", "3.1～8.0", None),
        ("尿酸", "289", "μmol/L", "155—357", None),
    ];
    assert_eq!(told(&facts(sheet)), want);
}

#[test]
fn the_first_row_in_the_cells_of_the_heads_is_read() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目\n葡萄糖", "结果\n7.2↑", "单位\nmmol/L", "参考区间\n3.9-6.1"],
        &["尿素", "5.9", "mmol/L", "3.1-8.0"],
    ]);
    let want: [Told<'_>; 2] = [
        ("葡萄糖", "7.2", "mmol/L", "3.9-6.1", Some(Flag::High)),
        ("尿素", "5.9", "mmol/L", "3.1-8.0", None),
    ];
    assert_eq!(told(&facts(sheet)), want);
    // Heads in two languages hold no results.
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目\nTest", "结果提示单位\nResult Flag Unit", "参考区间\nReference"],
        &["尿素", "9.9 H mmol/L", "3.1-8.0"],
    ]);
    assert_eq!(told(&facts(sheet)), [("尿素", "9.9", "mmol/L", "3.1-8.0", Some(Flag::High))]);
}

#[test]
fn flags_come_off_whatever_they_are_glued_to() {
    let read = |value: &str, unit: &str, range: &str| {
        let sheet = Sheet::new()
            .region(Title, &["检验报告单"])
            .table(&[&["项目", "结果", "提示单位", "参考区间"], &["葡萄糖", value, unit, range]]);
        let found = facts(sheet);
        let told = told(&found)
            .into_iter()
            .map(|(_, value, unit, range, flag)| (value.to_owned(), unit.to_owned(), range.to_owned(), flag));
        told.collect::<Vec<_>>()
    };
    for (value, unit, range) in [
        ("7.2↑", "mmol/L", "3.9-6.1"),
        ("7.2H", "mmol/L", "3.9-6.1"),
        ("7.2 H", "mmol/L", "3.9-6.1"),
        ("H7.2", "mmol/L", "3.9-6.1"),
        ("↑7.2", "mmol/L", "3.9-6.1"),
        ("7.2偏高", "mmol/L", "3.9-6.1"),
        ("7.2", "偏高mmol/L", "3.9-6.1"),
        ("7.2", "↑ mmo1/L", "3.9-6.1"),
        ("7.2", "mmol/L↑", "3.9-6.1"),
        ("7.2", "mmol/1H", "3.9-6.1"),
        ("7.2", "mmol/L", "3.9-6.1 ↑"),
        ("7.2", "mmol/L", "3.9-6.1↑"),
    ] {
        let want = [("7.2".to_owned(), "mmol/L".to_owned(), "3.9-6.1".to_owned(), Some(Flag::High))];
        assert_eq!(read(value, unit, range), want, "{value} | {unit} | {range}");
    }
    for range in ["≦6.1", "＜6.1", "≤ 6.1", "3.9—6.1", "3.9～6.1", "3.9 – 6.1", "3.9一6.1", "(3.9-6.1)"]
    {
        let found = read("5.2", "mmol/L", range);
        assert_eq!(found.first().map(|told| told.2.is_empty()), Some(false), "{range}");
    }
}

#[test]
fn a_unit_in_the_head_is_that_of_the_rows_measured_in_it() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果(mmol/L)", "参考区间", "项目", "结果", "参考区间（U/L）"],
        &["葡萄糖", "7.2 ↑", "3.9-6.1", "谷丙转氨酶", "61↑", "9～50"],
        &["钾", "4.1", "3.5-5.3", "谷草转氨酶", "22", "15～40"],
        &["血型", "A型", "", "总蛋白", "70.1 g/L", "65-85"],
    ]);
    let found = facts(sheet);
    let units: Vec<(&str, &str)> = told(&found).into_iter().map(|told| (told.0, told.2)).collect();
    let want = [
        ("葡萄糖", "mmol/L"),
        ("谷丙转氨酶", "U/L"),
        ("钾", "mmol/L"),
        ("谷草转氨酶", "U/L"),
        ("血型", ""),
        ("总蛋白", "g/L"),
    ];
    assert_eq!(units, want);
    let glucose = labs(&found)[0].1.unit.as_ref().unwrap();
    assert_eq!(found.printed(glucose), "mmol/L", "quoted from the head");
    // What is measured otherwise does not take it.
    let sheet = Sheet::new()
        .region(Title, &["检验报告单"])
        .table(&[&["项目", "结果(mmol/L)", "参考区间"], &["血红蛋白", "140", "130-175"]]);
    assert_eq!(told(&facts(sheet)), [("血红蛋白", "140", "", "130-175", None)]);
}

#[test]
fn a_flag_over_several_rows_is_of_the_row_it_stands_in() {
    let slot = |row: u32, column: u32, row_span: u32, text: &str| Slot {
        span: CellSpan { row, column, row_span, column_span: 1 },
        header: if row == 0 { HeaderKind::Column } else { HeaderKind::None },
        text: text.to_owned(),
    };
    let mut slots: Vec<Slot> = Vec::new();
    for (row, texts) in (0..).zip([
        ["项目", "结果", "参考区间"],
        ["钾", "5.9", "3.5-5.3"],
        ["钠", "131", "137-147"],
        ["氯", "101", "99-110"],
    ]) {
        slots.extend((0..).zip([0, 1, 3]).map(|(at, column)| slot(row, column, 1, texts[at])));
    }
    slots.push(slot(0, 2, 1, "提示"));
    slots.push(slot(1, 2, 3, "↑\n↓"));
    slots.sort_by_key(|slot| (slot.span.row, slot.span.column));
    let found = facts(Sheet::new().region(Title, &["检验报告单"]).grid(&slots));
    let flags: Vec<_> = told(&found).into_iter().map(|told| (told.0, told.4)).collect();
    assert_eq!(flags, [("钾", Some(Flag::High)), ("钠", Some(Flag::Low)), ("氯", None)]);
}

#[test]
fn heads_that_have_run_together_are_those_of_the_columns_behind() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果提示单位", "", "", "参考区间"],
        &["白细胞计数", "2.41", "↓", "10^9/L", "3.50-9.50"],
        &["血红蛋白", "118", "", "g/L", "115-150"],
        &["血小板计数", "398", "H", "10^9/L", "125-350"],
    ]);
    assert_eq!(told(&facts(sheet)), ROWS);
}

#[test]
fn dashes_and_strokes_beside_results_are_no_part_of_them() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "提示 结果", "单位", "参考区间"],
        &["钾", "- 4.47", "mmol/L", "3.50-5.30"],
        &["钠", "↓ 131.0 |", "mmol/L", "137.0-147.0"],
        &["氯", "一 101.2", "mmol/L", "99.0-110.0"],
    ]);
    let want: [Told<'_>; 3] = [
        ("钾", "4.47", "mmol/L", "3.50-5.30", Some(Flag::Normal)),
        ("钠", "131.0", "mmol/L", "137.0-147.0", Some(Flag::Low)),
        ("氯", "101.2", "mmol/L", "99.0-110.0", Some(Flag::Normal)),
    ];
    assert_eq!(told(&facts(sheet)), want);
}

#[test]
fn a_verdict_in_a_cell_of_its_own_goes_with_its_number() {
    let sheet = Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "", "结果", "单位", "参考区间"],
        &["乙肝表面抗原", "16.74", "阳性(+)", "COI", "<1.00"],
    ]);
    let found = facts(sheet);
    let (_, item) = labs(&found)[0];
    let LabValue::Number { number, verdict: Some(verdict), .. } = item.value.value else {
        panic!("{:?}", item.value.value)
    };
    assert_eq!((number.to_string().as_str(), verdict.sign), ("16.74", Sign::Positive));
}

#[test]
fn letters_taken_for_others_are_mended_and_marked() {
    let sheet = Sheet::new()
        .region(Title, &["检验报告单"])
        .table(&[&["项目", "结果", "单位", "参考区间"], &["氯(CI-)", "101.2", "mmol/L", "99.0-110.0"]]);
    let found = facts(sheet);
    let (fact, item) = labs(&found)[0];
    assert_eq!(item.code.as_ref().map(|code| code.value.as_str()), Some("Cl-"));
    assert!(fact.needs_review);
}

#[test]
fn signs_read_as_numerals_are_signs() {
    let found = facts(Sheet::new().region(Title, &["尿常规"]).table(&[
        &["", "序号项目", "结果", "单位", "参考值", "提示"],
        &["1", "蛋白质", "(一)", "", "(一)", ""],
        &["2", "葡萄糖", "二", "", "一", ""],
        &["3", "酮体", "(十十)", "", "(-)", "异常"],
        &["4", "镜检白细胞", "3", "个/高倍视野", "05", ""],
    ]));
    let signs: Vec<_> = labs(&found)
        .iter()
        .map(|(fact, item)| match item.value.value {
            LabValue::Qualitative(read) => (Some((read.sign, read.grade)), fact.needs_review),
            _ => (None, fact.needs_review),
        })
        .collect();
    assert_eq!(
        signs,
        [
            (Some((Sign::Negative, None)), true),
            (Some((Sign::Negative, None)), true),
            (Some((Sign::Positive, Some(2))), true),
            (None, true),
        ],
        "a doubtful reading is told"
    );
    let cells = labs(&found)[3].1;
    assert_eq!(found.printed(cells.unit.as_ref().unwrap()), "个/高倍视野");
    assert_eq!(cells.flags.computed, Some(Flag::Normal), "from 0 to 5");
}

#[test]
fn names_below_each_other_in_one_row_are_rows() {
    let found = facts(Sheet::new().region(Title, &["粪便常规"]).table(&[
        &["化验名称", "结果", "提示", "参考值"],
        &["颜色\n性状", "黄褐色\n糊状", "", "黄褐色\n软便"],
        &["血清游离\n甲状腺素", "16.9", "", "12.0-22.0"],
    ]));
    let told: Vec<_> =
        told(&found).into_iter().map(|(name, value, _, range, _)| (name, value, range)).collect();
    assert_eq!(
        told,
        [("颜色", "黄褐色", "黄褐色"), ("性状", "糊状", "软便"), ("血清游离甲状腺素", "16.9", "12.0-22.0")]
    );
}

#[test]
fn a_flag_in_words_may_follow_the_range() {
    let found = facts(Sheet::new().region(Title, &["Pathology report"]).table(&[
        &["Prothrombin time", "11.3 seconds", "[9.4 - 12.5]"],
        &["Antithrombin activity", "141.1 %", "[83.0 - 128.0] Above high reference limit"],
        &["Plasma fibrinogen level", "3.24 g/L", "[2.00 - 4.00]"],
    ]));
    assert_eq!(
        told(&found),
        [
            ("Prothrombin time", "11.3", "s", "[9.4 - 12.5]", None),
            ("Antithrombin activity", "141.1", "%", "[83.0 - 128.0]", Some(Flag::High)),
            ("Plasma fibrinogen level", "3.24", "g/L", "[2.00 - 4.00]", None),
        ]
    );
}

#[test]
fn heads_may_stand_below_the_name_of_the_list_or_in_brackets() {
    let found = facts(Sheet::new().region(Title, &["Laboratory report"]).table(&[
        &["Urinalysis Specimen: Urine,\nTest", "mid-stream\nResult", "Units", "(参考值)"],
        &["Colour", "Straw", "", "Straw"],
        &["pH", "6.0", "", "(4.5-8.0)"],
    ]));
    let told: Vec<_> =
        told(&found).into_iter().map(|(name, value, _, range, _)| (name, value, range)).collect();
    assert_eq!(told, [("Colour", "Straw", "Straw"), ("pH", "6.0", "(4.5-8.0)")]);
}

#[test]
fn marks_of_units_and_names_are_mended_by_what_is_measured() {
    let found = facts(Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["项目", "结果", "单位", "标准"],
        &["HIR γ-谷氨酰转移酶", "27", "n/n", "10-60"],
        &["红细胞比容", "48.8", "*", "40.0-50.0"],
        &["空腹血糖(LU)", "5.0", "mmol/L", "3.96.1"],
    ]));
    let told: Vec<_> = labs(&found)
        .into_iter()
        .map(|(_, item)| {
            let unit = item.unit.as_ref().map_or("", |unit| unit.value.as_str());
            let code = item.code.as_ref().map_or("", |code| code.value.as_str());
            (item.name.value.as_str(), code, unit, item.flags.computed)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("γ-谷氨酰转移酶", "", "U/L", Some(Flag::Normal)),
            ("红细胞比容", "", "%", Some(Flag::Normal)),
            ("空腹血糖", "GLU", "mmol/L", Some(Flag::Normal))
        ]
    );
}

/// Name, value and range as printed, and the printed flag.
fn in_short(facts: &Facts) -> Vec<(&str, &str, &str, Option<Flag>)> {
    told(facts).into_iter().map(|(name, value, _, range, flag)| (name, value, range, flag)).collect()
}

#[test]
fn a_column_that_counts_is_none_of_results() {
    let headed = facts(Sheet::new().region(Title, &["尿常规"]).table(&[
        &["ōN", "检验项目", "测定值", "正常参考值"],
        &["4", "蛋白质", "阴性", "阴性"],
        &["5", "葡萄糖", "2+", "阴性"],
        &["6", "酮体", "阴性", "阴性"],
    ]));
    let values: Vec<&str> = told(&headed).iter().map(|told| told.1).collect();
    assert_eq!(values, ["阴性", "2+", "阴性"]);
    // Without heads it begins the next list, and what is normal may stand before the results.
    let unheaded = facts(Sheet::new().region(Title, &["尿常规"]).table(&[
        &["1 颜色", "淡黄色", "淡黄色", "7", "隐血", "阴性(-)", "阴性(-)"],
        &["2 比重", "1.003-1.030", "1.023", "8", "亚硝酸盐", "阴性(-)", "阴性(-)"],
        &["3 酸碱度", "4.5-8.0", "6.3", "9", "白细胞(镜检)", "0-5", "3"],
    ]));
    let measured: Vec<_> = in_short(&unheaded).into_iter().map(|(name, value, ..)| (name, value)).collect();
    assert!(measured.contains(&("比重", "1.023")) && measured.contains(&("隐血", "阴性(-)")), "{measured:?}");
    assert!(measured.contains(&("白细胞(镜检)", "3")), "{measured:?}");
}

#[test]
fn stars_and_dots_before_results_mark_them() {
    let found = facts(Sheet::new().region(Title, &["尿常规"]).table(&[
        &["项目", "结果", "单位", "区间"],
        &["尿蛋白", "*阳性(+)", "", "阴性(一)"],
        &["亚硝酸盐", "· 阳性(+)", "", "阴性(-)"],
        &["酮体", "• 阴性(-)", "", "阴性(-)"],
        &["葡萄糖", "阳性(2+)", "ABN", "阴性(-)"],
        &["肺炎支原体总抗体", "1:40", "", "(<1:80)"],
        &["梅毒非特异性抗体", "(-)", "", "((-))"],
        &["平均血小板体积", "9.9", "fL", "7.4~12.5.."],
    ]));
    assert_eq!(
        in_short(&found),
        [
            ("尿蛋白", "阳性(+)", "阴性(一)", Some(Flag::Abnormal)),
            ("亚硝酸盐", "阳性(+)", "阴性(-)", Some(Flag::Abnormal)),
            ("酮体", "阴性(-)", "阴性(-)", None),
            ("葡萄糖", "阳性(2+)", "阴性(-)", Some(Flag::Abnormal)),
            ("肺炎支原体总抗体", "1:40", "(<1:80)", None),
            ("梅毒非特异性抗体", "(-)", "((-))", None),
            ("平均血小板体积", "9.9", "7.4~12.5..", None),
        ]
    );
    let computed: Vec<_> = labs(&found).iter().map(|(_, item)| item.flags.computed).collect();
    assert_eq!(computed[4..], [Some(Flag::Normal); 3]);
}

#[test]
fn results_with_their_units_in_one_cell_need_no_heads() {
    let found = facts(Sheet::new().region(Title, &["检验结果"]).table(&[
        &["空腹血糖(GLU)", "4.70 mmol/L"],
        &["总胆固醇(TC)", "7.27 ↑ mmol/L"],
        &["甘油三酯(TG)", "1.19 mmol/L"],
        &["参考值", ""],
        &["空腹血糖(GLU)", "3.90-6.10"],
        &["总胆固醇(TC)", "<5.18"],
        &["甘油三酯(TG)", "<1.70"],
    ]));
    assert_eq!(
        in_short(&found),
        [
            ("空腹血糖", "4.70", "3.90-6.10", None),
            ("总胆固醇", "7.27", "<5.18", Some(Flag::High)),
            ("甘油三酯", "1.19", "<1.70", None),
        ]
    );
    // What is ordered is no result.
    let ordered = facts(Sheet::new().region(Title, &["长期医嘱"]).table(&[
        &["阿司匹林肠溶片", "100 mg", "每日一次"],
        &["阿托伐他汀钙片", "20 mg", "每晚一次"],
        &["美托洛尔缓释片", "47.5 mg", "每日一次"],
    ]));
    assert_eq!(in_short(&ordered), []);
}

#[test]
fn a_number_may_stand_right_behind_its_name_and_a_flag_behind_words() {
    let found = facts(Sheet::new().region(Title, &["检验结果告知"]).region(
        Text,
        &[
            "1. 尿素 2.83 mmol/L（参考区间：3.10 至 8.00）低于下限",
            "2. 钾4.56 mmol/L（参考区间：3.50 至 5.30）",
            "3. 钠141.9 mmol/L（参考区间：137.0 至 147.0）",
        ],
    ));
    let values: Vec<_> = in_short(&found).into_iter().map(|(name, value, ..)| (name, value)).collect();
    assert_eq!(values, [("尿素", "2.83"), ("钾", "4.56"), ("钠", "141.9")]);
    let found = facts(Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["检测项目", "检测结果", "判定", "单位", "参考值"],
        &["尿颜色", "深黄色 A", "", "", "淡黄色"],
        &["乙肝病毒表面抗原", "12.81 +(阳性)", "十", "COI", "<1.00"],
    ]));
    let values: Vec<_> = in_short(&found).into_iter().map(|(_, value, _, flag)| (value, flag)).collect();
    assert_eq!(values, [("深黄色", Some(Flag::Abnormal)), ("12.81 +(阳性)", Some(Flag::Abnormal))]);
}

#[test]
fn what_stands_before_a_range_or_for_a_percent_sign_is_told() {
    let found = facts(Sheet::new().region(Title, &["检验报告单"]).table(&[
        &["#代码", "项目", "结果", "", "前次 参考区间", "单位"],
        &["1 ALT", "丙氨酸氨基转移酶", "22", "", "60 9-50", "7/n"],
        &["2 TPOAb", "抗TPO抗体", "3.65", "", "<0.5 <5.61", "IU/mL"],
        &["3 HCT", "红细胞压积", "47.0", "", "40.0-50.0", "g"],
        &["4 COL", "尿色", "深黄色", "+", "黄色", ""],
        &["5 eGFR", "肾小球滤过率", "107", "", "", "mL/min/1.73m²>90"],
    ]));
    let told: Vec<_> = labs(&found)
        .into_iter()
        .map(|(_, item)| {
            let unit = item.unit.as_ref().map_or("", |unit| unit.value.as_str());
            let range = item.range.as_ref().map_or("", |range| found.printed(range));
            let flag = item.flags.printed.as_ref().map(|flag| flag.value);
            (item.code.as_ref().map_or("", |code| code.value.as_str()), unit, range, flag)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("ALT", "U/L", "9-50", None),
            ("TPOAb", "IU/mL", "<5.61", None),
            ("HCT", "%", "40.0-50.0", None),
            ("COL", "", "黄色", Some(Flag::Abnormal)),
            ("eGFR", "mL/min/1.73m^2", ">90", None),
        ]
    );
}
