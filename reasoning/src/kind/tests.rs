use document::RegionClass::{Header, Heading, PageNumber, Text, Title};

use super::*;
use crate::sheet::Sheet;
use crate::{Dossier, FactOptions, Facts};

fn facts(sheet: Sheet) -> Facts {
    Dossier::of(&sheet.document(), &FactOptions::default()).facts
}

fn kinds(facts: &Facts) -> Vec<Kind> {
    facts.parts.iter().map(|part| part.kind).collect()
}

#[test]
fn titles_and_words_tell_the_kind() {
    for (text, want) in [
        ("星桥市第三人民医院\n检验报告单\n标本种类：血清", Kind::Lab),
        ("星桥市第三人民医院\n检 验 报 告 单", Kind::Lab),
        ("LABORATORY REPORT\nSpecimen: serum", Kind::Lab),
        ("康宁健康体检中心\n健康体检报告", Kind::Checkup),
        ("出院记录\n主诉：胸闷", Kind::Record),
        ("RADIOLOGY REPORT\nFindings: clear lungs", Kind::Record),
        ("FINDINGS: The lungs are clear.\nIMPRESSION: No acute disease.", Kind::Record),
        ("房屋租赁合同\n甲方：吴建国", Kind::Contract),
        (
            "某区人民法院 刑事判决书 （2018）沪0105刑初655号 公诉机关某区人民检察院。被告人某某。本院认为，判决如下：",
            Kind::Judgment,
        ),
        ("今天天气很好。", Kind::General),
        ("", Kind::General),
    ] {
        let dossier = Dossier::of_text(text, &FactOptions::default());
        let kind = dossier.facts.parts.first().map_or(Kind::General, |part| part.kind);
        assert_eq!(kind, want, "{text}");
    }
}

#[test]
fn the_kind_can_be_given() {
    let options = FactOptions { kind: Some(Kind::Record), ..FactOptions::default() };
    let facts = Dossier::of_text("检验报告单\n参考区间", &options).facts;
    assert_eq!((facts.parts[0].kind, facts.parts[0].certainty), (Kind::Record, None));
}

#[test]
fn the_kind_has_its_evidence() {
    let facts =
        facts(Sheet::new().region(Title, &["星桥市第三人民医院", "检验报告单"]).region(Text, &["参考区间"]));
    let quoted: Vec<&str> =
        facts.parts[0].signs.iter().filter_map(|id| facts.cited(*id)).map(|e| e.span.text.as_str()).collect();
    assert_eq!(quoted, ["检验报告单", "参考区间"]);
    assert_eq!(facts.printed(facts.parts[0].title.as_ref().unwrap()), "检验报告单");
    assert_eq!(facts.parts[0].language, Language::Chinese);
}

#[test]
fn reports_of_one_file_are_told_apart() {
    let one = |sheet: Sheet, number: &str| {
        sheet.region(Title, &["星桥市医院", "检验报告单"]).region(Text, &[number, "参考区间", "检验者：高维"])
    };
    let two = one(one(Sheet::new(), "样本号：1001").page(), "样本号：1002");
    assert_eq!(kinds(&facts(two)), [Kind::Lab, Kind::Lab]);
    let same = one(one(Sheet::new(), "样本号：1001").page(), "样本号：1001");
    assert_eq!(kinds(&facts(same)), [Kind::Lab]);
    let half_pages = one(one(Sheet::new(), "样本号：1001"), "样本号：1002");
    let found = facts(half_pages);
    assert_eq!(kinds(&found), [Kind::Lab, Kind::Lab]);
    assert_eq!(found.parts[0].end, found.parts[1].first);
}

#[test]
fn kinds_of_one_file_are_told_apart() {
    let sheet = Sheet::new()
        .region(Title, &["星桥市医院", "出院记录"])
        .region(Heading, &["入院诊断："])
        .region(Text, &["主诉：胸闷。"])
        .page()
        .region(Title, &["星桥市医院", "检验报告单"])
        .region(Text, &["参考区间 检验者：高维"]);
    assert_eq!(kinds(&facts(sheet)), [Kind::Record, Kind::Lab]);
}

#[test]
fn an_item_of_a_list_begins_nothing() {
    let sheet = Sheet::new()
        .region(Title, &["云溪市人民法院", "民事判决书"])
        .region(Text, &["原告丁某，住云溪市东门街1号。", "以上事实，有下列证据佐证："])
        .page()
        .region(Heading, &["1 . 委托加工协议"])
        .region(Heading, &["2. 送货回单"])
        .region(Text, &["本院认为，被告应当付款。依照《中华人民共和国民法典》第五百七十九条，判决如下："]);
    assert_eq!(kinds(&facts(sheet)), [Kind::Judgment]);
}

#[test]
fn what_repeats_on_every_page_begins_nothing() {
    let sheet = Sheet::new()
        .region(Title, &["健康体检报告"])
        .region(Heading, &["一、主要检查结果", "三、总检结论"])
        .region(PageNumber, &["第 1 页 共 2 页"])
        .page()
        .region(Header, &["健康体检报告"])
        .region(Title, &["健康体检报告"])
        .region(Text, &["体检编号：1"])
        .region(PageNumber, &["第 2 页 共 2 页"]);
    assert_eq!(kinds(&facts(sheet)), [Kind::Checkup]);
}
