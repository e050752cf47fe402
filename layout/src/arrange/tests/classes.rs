use super::*;

fn confident(sheet: &mut Sheet, class: RegionClass, bounds: Rect) {
    sheet.propose(class, bounds, Some(0.9));
}

#[test]
fn headers_and_footers_frame_the_text() {
    let mut sheet = Sheet::default();
    sheet
        .text("- 12 -", 280.0, 770.0, 320.0)
        .text("Annual Report", 50.0, 20.0, 200.0)
        .rule(50.0, 550.0, 35.0);
    sheet.paragraph("a", 8, 50.0, 100.0, 550.0);
    assert_eq!(sheet.reading(), "Annual Report | a0 a1 a2 a3 a4 a5 a6 a7. | - 12 -");
    assert_eq!(sheet.class_of("Annual"), RegionClass::Header);
    assert_eq!(sheet.class_of("- 12"), RegionClass::PageNumber);
}

#[test]
fn the_frame_of_a_table_at_the_top_makes_no_header() {
    let mut sheet = Sheet::default();
    sheet.text("No. of items", 50.0, 20.0, 150.0).rule(50.0, 550.0, 35.0).rule(50.0, 550.0, 60.0);
    sheet.text("a", 60.0, 42.0, 70.0).text("b", 300.0, 42.0, 310.0).paragraph("c", 4, 50.0, 100.0, 550.0);
    assert_eq!(sheet.class_of("No."), RegionClass::Text);
}

#[test]
fn the_largest_line_near_the_top_is_the_title() {
    let mut sheet = Sheet::default();
    sheet.line("星桥市第三人民医院", 200.0, 60.0, 400.0, 80.0).line("检验报告单", 240.0, 90.0, 360.0, 103.0);
    sheet.paragraph("正文很长", 6, 50.0, 140.0, 550.0);
    assert_eq!(sheet.class_of("星桥"), RegionClass::Title);
    assert_eq!(sheet.class_of("检验"), RegionClass::Title);
    assert_eq!(sheet.class_of("正文"), RegionClass::Text);
}

#[test]
fn numbers_and_size_make_headings() {
    let mut sheet = Sheet::default();
    sheet.text("2.1 Materials", 50.0, 400.0, 150.0).paragraph("a", 3, 50.0, 415.0, 550.0);
    sheet.text("第一条 租赁房屋", 50.0, 475.0, 160.0).paragraph("b", 3, 50.0, 490.0, 550.0);
    sheet.line("Large", 50.0, 550.0, 150.0, 565.0).paragraph("c", 3, 50.0, 580.0, 550.0);
    let levels: Vec<_> = sheet.arrange().iter().filter_map(|region| region.level).collect();
    assert_eq!(levels, [2, 2, 2]);
    assert_eq!(
        sheet.reading(),
        "2.1 Materials | a0 a1 a2. | 第一条 租赁房屋 | b0 b1 b2. | Large | c0 c1 c2."
    );
}

#[test]
fn paragraphs_part_at_indents_and_short_lines() {
    let mut sheet = Sheet::default();
    sheet.text("首行缩进", 70.0, 100.0, 550.0).text("第二行", 50.0, 115.0, 550.0).text(
        "没有写满。",
        50.0,
        130.0,
        200.0,
    );
    sheet.text("又一段", 70.0, 145.0, 550.0).text("写满了。", 50.0, 160.0, 550.0);
    sheet.text("再一段", 70.0, 175.0, 550.0).text("末行", 50.0, 190.0, 400.0);
    assert_eq!(sheet.reading(), "首行缩进 第二行 没有写满。 | 又一段 写满了。 | 再一段 末行");
}

#[test]
fn items_of_a_list_hang_together() {
    let mut sheet = Sheet::default();
    sheet.text("1. 书法班：每周一", 50.0, 100.0, 550.0).text("授课。", 70.0, 115.0, 120.0);
    sheet.text("2. 围棋班：每周二，授课教师", 50.0, 130.0, 550.0).text("韩雪松。", 70.0, 145.0, 130.0);
    sheet.text("三、但续行不是条目", 50.0, 200.0, 550.0).text(
        "四、也不是，因为上一行没有完，",
        50.0,
        215.0,
        540.0,
    );
    let reading = sheet.reading();
    assert!(
        reading.starts_with("1. 书法班：每周一 授课。 | 2. 围棋班：每周二，授课教师 韩雪松。"),
        "{reading}"
    );
    assert_eq!(sheet.class_of("1."), RegionClass::List);
}

#[test]
fn notes_below_a_short_rule_come_after_both_columns() {
    let mut sheet = Sheet::default();
    sheet.paragraph("a", 38, 50.0, 100.0, 290.0).paragraph("b", 40, 310.0, 100.0, 550.0);
    sheet.rule(50.0, 120.0, 675.0).line("1 Brunel, What is literature", 50.0, 682.0, 250.0, 690.0);
    let reading = sheet.reading();
    assert!(reading.ends_with("b39. | 1 Brunel, What is literature"), "{reading}");
    assert_eq!(sheet.class_of("1 Brunel"), RegionClass::Footnote);
}

#[test]
fn entries_below_references_are_references() {
    let mut sheet = Sheet::default();
    sheet.text("References", 50.0, 500.0, 120.0);
    sheet.line("[1] R. Okafor, Minutes", 50.0, 520.0, 550.0, 529.0).line(
        "[2] J. Marchetti",
        50.0,
        534.0,
        300.0,
        543.0,
    );
    assert_eq!(sheet.class_of("References"), RegionClass::Heading);
    assert_eq!(sheet.class_of("[2]"), RegionClass::Reference);
}

/// Rows of a table with its names above: three columns, five rows.
fn table(sheet: &mut Sheet, top: f32) {
    for row in 0..5 {
        for column in 0..3 {
            let (left, top) = (60.0 + column as f32 * 180.0, top + row as f32 * 20.0);
            sheet.text(&format!("r{row}c{column}"), left, top, left + 40.0);
        }
    }
}

#[test]
fn a_table_is_cut_back_to_its_rules() {
    let mut sheet = Sheet::default();
    sheet
        .line("Laboratory", 200.0, 60.0, 400.0, 78.0)
        .text("Name: Ann", 60.0, 100.0, 140.0)
        .text("Sex: F", 240.0, 100.0, 300.0);
    sheet.rule(50.0, 550.0, 130.0).rule(50.0, 550.0, 155.0).rule(50.0, 550.0, 240.0);
    table(&mut sheet, 137.0);
    confident(&mut sheet, RegionClass::Table, Rect::new(45.0, 90.0, 555.0, 245.0));
    assert_eq!(sheet.class_of("Name: Ann Sex: F"), RegionClass::Text);
    assert_eq!(sheet.class_of("r0c0 r0c1 r0c2 r1c0"), RegionClass::Table);
}

#[test]
fn a_shade_behind_every_other_row_does_not_cut_off_those_above() {
    let mut sheet = Sheet::default();
    for y in [155.0, 175.0, 195.0, 215.0] {
        sheet.shade(50.0, 550.0, y);
    }
    table(&mut sheet, 137.0);
    confident(&mut sheet, RegionClass::Table, Rect::new(45.0, 130.0, 555.0, 245.0));
    assert_eq!(sheet.class_of("r0c0 r0c1 r0c2 r1c0"), RegionClass::Table);
    sheet.rulings.horizontal.iter_mut().for_each(|edge| edge.thickness = 1.0);
    assert!(sheet.arrange().iter().all(|region| !sheet.texts(region).starts_with("r0c0 r0c1 r0c2 r1c0")));
}

#[test]
fn text_that_the_network_takes_for_a_table_stays_text() {
    let mut sheet = Sheet::default();
    sheet.paragraph("a", 8, 50.0, 120.0, 290.0).paragraph("b", 8, 310.0, 126.0, 550.0);
    confident(&mut sheet, RegionClass::Table, Rect::new(40.0, 100.0, 560.0, 260.0));
    assert_eq!(sheet.class_of("a0"), RegionClass::Text);
}

#[test]
fn a_table_of_unknown_confidence_goes_before_the_networks() {
    let mut sheet = Sheet::default();
    table(&mut sheet, 137.0);
    let sure = Rect::new(50.0, 130.0, 500.0, 240.0);
    confident(&mut sheet, RegionClass::Table, Rect::new(45.0, 120.0, 555.0, 245.0));
    sheet.propose(RegionClass::Table, sure, None);
    let tables: Vec<_> = sheet.arrange().into_iter().filter(|r| r.class == RegionClass::Table).collect();
    assert_eq!(tables.len(), 1);
    assert_eq!((tables[0].bounds, tables[0].lines.len()), (sure, 15));
}

#[test]
fn a_form_with_a_seal_on_it_is_no_picture() {
    let mut sheet = Sheet::default();
    sheet.text("甲方（盖章）：", 60.0, 300.0, 140.0).text("日期：2024年4月17日", 60.0, 330.0, 200.0);
    confident(&mut sheet, RegionClass::Figure, Rect::new(50.0, 280.0, 300.0, 450.0));
    assert!(sheet.arrange().iter().all(|region| region.class != RegionClass::Figure));
}

/// Two columns of text with a table of three columns between 300 and 400; one of its gaps is the gutter.
fn table_between_columns(sheet: &mut Sheet) -> Rect {
    sheet.paragraph("a", 12, 50.0, 100.0, 285.0).paragraph("b", 12, 305.0, 104.0, 550.0);
    for row in 0..5 {
        for (column, left) in [60.0, 230.0, 420.0].into_iter().enumerate() {
            sheet.text(&format!("r{row}c{column}"), left, 305.0 + row as f32 * 18.0, left + 40.0);
        }
    }
    sheet.paragraph("c", 12, 50.0, 420.0, 285.0).paragraph("d", 12, 305.0, 424.0, 550.0);
    Rect::new(45.0, 300.0, 555.0, 400.0)
}

#[test]
fn the_gutter_of_the_page_cuts_a_table_without_rules() {
    let mut sheet = Sheet::default();
    let bounds = table_between_columns(&mut sheet);
    confident(&mut sheet, RegionClass::Table, bounds);
    assert!(sheet.arrange().iter().all(|region| region.bounds.width() < 300.0), "{}", sheet.reading());
}

#[test]
fn a_gutter_between_fields_cuts_no_table() {
    let mut sheet = Sheet::default();
    let fields = [163.0, 140.0, 202.0, 166.0, 165.0].into_iter().zip([411.0, 413.0, 397.0, 410.0, 401.0]);
    for (row, (left, right)) in fields.enumerate() {
        let top = 96.0 + row as f32 * 16.0;
        sheet.text("name: told", 56.0, top, left).text("other: told", 300.0, top, right);
    }
    let rows = [78.0, 98.0, 146.0, 94.0, 99.0, 88.0, 91.0, 104.0, 99.0].into_iter();
    for (row, right) in rows.enumerate() {
        let top = 216.0 + row as f32 * 16.0;
        sheet.text("item", 55.0, top, right).text("5.0", 260.0, top, 280.0);
        sheet.text("mmol/L", 331.0, top, 362.0).text("3.1 - 8.0", 426.0, top, 465.0);
    }
    sheet.text("by: somebody", 53.0, 382.0, 167.0).text("on: a day", 300.0, 384.0, 383.0);
    confident(&mut sheet, RegionClass::Table, Rect::new(50.0, 210.0, 470.0, 365.0));
    let table = sheet.arrange().into_iter().find(|region| region.class == RegionClass::Table);
    assert_eq!(table.map(|table| table.lines.len()), Some(36), "{}", sheet.reading());
}

#[test]
fn rules_hold_a_table_together_over_the_gutter() {
    let mut sheet = Sheet::default();
    let bounds = table_between_columns(&mut sheet);
    confident(&mut sheet, RegionClass::Table, bounds);
    sheet.rule(50.0, 550.0, 301.0).rule(50.0, 550.0, 319.0).rule(50.0, 550.0, 394.0);
    let table = sheet.arrange().into_iter().find(|region| region.class == RegionClass::Table);
    assert_eq!(table.map(|table| table.lines.len()), Some(15), "{}", sheet.reading());
}

#[test]
fn where_somebody_signs_stands_by_itself() {
    let mut sheet = Sheet::default();
    sheet.paragraph("正文很长", 6, 50.0, 140.0, 550.0);
    sheet.text("接收时间：2024-06-17", 50.0, 300.0, 180.0).text("检验者：", 300.0, 300.0, 350.0);
    sheet.text("高维", 355.0, 300.0, 380.0).text("审核者：彭毅", 420.0, 300.0, 500.0);
    assert_eq!(sheet.class_of("接收时间"), RegionClass::Text);
    assert_eq!(sheet.class_of("检验者： 高维 审核者：彭毅"), RegionClass::Signature);
}

#[test]
fn fields_of_a_form_are_no_heading_and_remarks_are_notes() {
    let mut sheet = Sheet::default();
    sheet.line("星桥市第三人民医院", 200.0, 60.0, 400.0, 80.0);
    sheet.line("姓名：孙雨桐", 100.0, 90.0, 220.0, 102.0).line("别：女", 400.0, 90.0, 480.0, 102.0);
    sheet.line("性", 380.0, 90.0, 392.0, 102.0);
    confident(&mut sheet, RegionClass::Heading, Rect::new(90.0, 85.0, 500.0, 108.0));
    sheet.paragraph("正文很长", 6, 50.0, 140.0, 550.0);
    sheet.text("注：本报告仅对该标本负责。", 50.0, 700.0, 260.0);
    assert_eq!(sheet.class_of("姓名"), RegionClass::Text);
    assert_eq!(sheet.class_of("注"), RegionClass::Footnote);
}
