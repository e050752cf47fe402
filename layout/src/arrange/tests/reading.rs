use super::*;

#[test]
fn columns_are_read_one_after_the_other_below_a_title() {
    let mut sheet = Sheet::default();
    sheet.line("Title", 200.0, 60.0, 400.0, 80.0);
    sheet.paragraph("a", 8, 50.0, 120.0, 290.0).paragraph("b", 4, 310.0, 126.0, 550.0);
    sheet.paragraph("c", 4, 310.0, 216.0, 550.0);
    assert_eq!(sheet.reading(), "Title | a0 a1 a2 a3 a4 a5 a6 a7. | b0 b1 b2 b3. | c0 c1 c2 c3.");
}

#[test]
fn aligned_columns_of_prose_are_still_columns() {
    let mut sheet = Sheet::default();
    sheet.paragraph("a", 6, 50.0, 100.0, 290.0).paragraph("b", 6, 300.0, 100.0, 550.0);
    assert_eq!(sheet.reading(), "a0 a1 a2 a3 a4 a5. | b0 b1 b2 b3 b4 b5.");
}

#[test]
fn what_spans_the_columns_parts_them_in_bands() {
    let mut sheet = Sheet::default();
    sheet.paragraph("a", 5, 50.0, 100.0, 290.0).paragraph("b", 5, 310.0, 107.0, 550.0);
    sheet.line("Across", 50.0, 200.0, 550.0, 216.0);
    sheet.paragraph("c", 5, 50.0, 240.0, 290.0).paragraph("d", 5, 310.0, 246.0, 550.0);
    let want = "a0 a1 a2 a3 a4. | b0 b1 b2 b3 b4. | Across | c0 c1 c2 c3 c4. | d0 d1 d2 d3 d4.";
    assert_eq!(sheet.reading(), want);
}

#[test]
fn three_columns_of_a_newspaper_keep_apart_at_half_a_letter() {
    let mut sheet = Sheet::default();
    for (name, left, shift) in [("a", 50.0, 0.0), ("b", 205.0, 4.0), ("c", 360.0, 9.0)] {
        sheet.paragraph(name, 7, left, 100.0 + shift, left + 150.0);
    }
    let want = "a0 a1 a2 a3 a4 a5 a6. | b0 b1 b2 b3 b4 b5 b6. | c0 c1 c2 c3 c4 c5 c6.";
    assert_eq!(sheet.reading(), want);
}

#[test]
fn a_form_is_read_row_by_row() {
    let mut sheet = Sheet::default();
    for (row, [a, b, c]) in [
        ["姓名：张三", "性别：男", "年龄：45岁"],
        ["科别：心内科", "床号：12", "住院号：90726211"],
        ["采样时间：2024-03-17 09:12", "报告时间：2024-03-17 11:29", "标本：血清"],
    ]
    .into_iter()
    .enumerate()
    {
        let top = 100.0 + row as f32 * 20.0;
        let width = |text: &str| text.chars().count() as f32 * 8.0;
        for (text, left) in [(a, 50.0), (b, 230.0), (c, 430.0)] {
            sheet.text(text, left, top, (left + width(text)).min(590.0));
        }
    }
    let want = "姓名：张三 性别：男 年龄：45岁 | 科别：心内科 床号：12 住院号：90726211 | \
                采样时间：2024-03-17 09:12 报告时间：2024-03-17 11:29 标本：血清";
    assert_eq!(sheet.reading(), want);
}

#[test]
fn a_receipt_is_read_row_by_row() {
    let mut sheet = Sheet::default();
    for (row, (name, price)) in
        [("SAFETY PIN", "2.00"), ("BIAS TAPE 12MM", "7.00"), ("TOTAL", "9.00"), ("CASH", "20.00")]
            .iter()
            .enumerate()
    {
        let top = 100.0 + row as f32 * PITCH;
        sheet.text(name, 50.0, top, 50.0 + name.len() as f32 * 6.0).text(price, 300.0, top + 1.0, 330.0);
    }
    assert_eq!(sheet.reading(), "SAFETY PIN 2.00 | BIAS TAPE 12MM 7.00 | TOTAL 9.00 | CASH 20.00");
}

#[test]
fn numbers_of_equations_stay_on_their_rows() {
    let mut sheet = Sheet::default();
    for row in 0..4 {
        let top = 100.0 + row as f32 * 40.0;
        sheet.text(&format!("we find{row}"), 50.0, top, 500.0);
        sheet.text(&format!("x = y{row}"), 100.0, top + 20.0, 250.0).text(
            &format!("({row})"),
            530.0,
            top + 20.0,
            550.0,
        );
    }
    let want =
        "we find0 | x = y0 (0) | we find1 | x = y1 (1) | we find2 | x = y2 (2) | we find3 | x = y3 (3)";
    assert_eq!(sheet.reading(), want);
}

#[test]
fn vertical_text_is_read_from_the_right_tier_by_tier() {
    let mut sheet = Sheet::default();
    for (tier, top) in [("上", 100.0), ("下", 420.0)] {
        for column in 0..5 {
            let left = 500.0 - column as f32 * PITCH;
            let bottom = if column == 4 { top + 120.0 } else { top + 300.0 };
            sheet.line(&format!("{tier}{column}縱"), left, top, left + HEIGHT, bottom);
        }
    }
    assert_eq!(sheet.reading(), "上0縱 上1縱 上2縱 上3縱 上4縱 | 下0縱 下1縱 下2縱 下3縱 下4縱");
}

#[test]
fn a_headline_across_vertical_text_comes_first() {
    let mut sheet = Sheet::default();
    sheet.line("りんごニュース", 200.0, 60.0, 400.0, 80.0);
    for column in 0..6 {
        let left = 500.0 - column as f32 * PITCH;
        sheet.line(&format!("縦書き{column}"), left, 100.0, left + HEIGHT, 500.0);
    }
    assert!(sheet.reading().starts_with("りんごニュース | 縦書き0 縦書き1"), "{}", sheet.reading());
}

#[test]
fn text_beside_a_picture_comes_after_it_and_goes_on_below() {
    let mut sheet = Sheet::default();
    sheet.propose(RegionClass::Figure, Rect::new(50.0, 100.0, 280.0, 250.0), Some(0.9));
    sheet.text("图 1 水松生长情况", 100.0, 258.0, 230.0);
    sheet.propose(RegionClass::Caption, Rect::new(98.0, 255.0, 232.0, 270.0), Some(0.9));
    sheet.paragraph("a", 11, 300.0, 100.0, 550.0).paragraph("b", 4, 50.0, 290.0, 550.0);
    assert!(sheet.reading().starts_with("图 1 水松生长情况 | a0 a1"), "{}", sheet.reading());
    assert_eq!(sheet.class_of("图 1"), RegionClass::Caption);
    let regions = sheet.arrange();
    assert_eq!((regions[0].class, regions[0].lines.len()), (RegionClass::Figure, 0));
}

#[test]
fn a_sloping_page_is_read_as_a_level_one() {
    let mut sheet = Sheet::default();
    sheet.paragraph("a", 8, 50.0, 120.0, 290.0).paragraph("b", 8, 310.0, 120.0, 550.0);
    let slope = |p: Point| Point::new(p.x, p.y + 0.05 * p.x);
    for line in &mut sheet.lines {
        line.outline = line.outline.map(slope);
    }
    assert_eq!(sheet.reading(), "a0 a1 a2 a3 a4 a5 a6 a7. | b0 b1 b2 b3 b4 b5 b6 b7.");
}
