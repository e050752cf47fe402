//! Further ways to break a rule, on documents of other forms. All persons and firms are invented.

use super::{Case, case, holds, of, report};
use crate::Kind;
use crate::rules::Severity;

const SALE: &str = "\
海安省临江市东湖区人民法院
民 事 判 决 书
（2023）海0902民初3310号
原告：陈大伟，男，1979年8月3日出生，汉族，住临江市东湖区柳林街6号。
委托诉讼代理人：何静，海安东方律师事务所律师。
被告：临江市和顺建材有限公司，住所地临江市东湖区站前路18号。
法定代表人：周国平，执行董事。
原告陈大伟与被告临江市和顺建材有限公司买卖合同纠纷一案，本院于2023年9月6日立案后，依法适用普通程序，于2023年10月18日公开开庭进行了审理。本案现已审理终结。
原告陈大伟向本院提出诉讼请求：1.判令被告支付货款86000元；2.判令被告支付逾期付款利息5160元；3.本案诉讼费由被告负担。事实和理由：被告拖欠货款。
被告临江市和顺建材有限公司未作答辩。
经审理查明，2022年5月8日，双方签订《购销协议》，约定货款86000元于2022年8月31日前付清。被告至今未付。
本院认为，双方之间的买卖合同合法有效，被告应当支付货款及利息，原告的请求本院予以支持。依照《中华人民共和国民法典》第五百七十七条、第六百二十六条规定，判决如下：
一、被告临江市和顺建材有限公司于本判决生效之日起十日内支付原告陈大伟货款86000元；
二、被告临江市和顺建材有限公司于本判决生效之日起十日内支付原告陈大伟逾期付款利息5160元；
三、驳回原告陈大伟的其他诉讼请求。
案件受理费2079元，由被告临江市和顺建材有限公司负担。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按对方当事人的人数提出副本，上诉于海安省临江市中级人民法院。
审 判 长 钱立新
审 判 员 孙雅
人民陪审员 郑浩
二〇二三年十一月十九日
书 记 员 冯佳";

const SALE_CASES: &[Case] = &[
    case("L01", &[("（2023）海", "〔2023〕海")], "〔2023〕海"),
    case("L01", &[("（2023）海", "（2023年）海")], "（2023年）海"),
    case("L01", &[("（2023）海", "（23）海")], "（23）海"),
    case("L01", &[("民初3310", "民初03310")], "民初03310"),
    case("L03", &[("民初3310", "民终3310")], "民终3310"),
    case("L05", &[("二、被告临江市和顺建材", "二、被告和顺建材")], "和顺建材有限公司"),
    case("L17", &[("案件受理费2079元", "诉讼费3079元")], "3079元"),
    case(
        "L17",
        &[("由被告临江市和顺建材有限公司负担。\n如", "由原告承担500元，余款1679元由被告承担。\n如")],
        "1679元",
    ),
    case(
        "L20",
        &[("于2022年8月31日前付清", "应在2019年8月31日之前支付"), ("2022年5月8日", "2018年5月8日")],
        "2019年8月31日",
    ),
    case(
        "L20",
        &[("于2022年8月31日前付清", "付款期限截至2019年8月31日"), ("2022年5月8日", "2018年5月8日")],
        "2019年8月31日",
    ),
    case(
        "L20",
        &[("于2022年8月31日前付清", "最迟2019年8月31日付清"), ("2022年5月8日", "2018年5月8日")],
        "2019年8月31日",
    ),
    case(
        "L28",
        &[("一、被告", "壹、被告"), ("二、被告", "贰、被告"), ("三、驳回", "肆、驳回")],
        "驳回原告陈大伟",
    ),
    case("L28", &[("三、驳回", "二、驳回")], "驳回原告陈大伟"),
    case("L28", &[("三、驳回", "六、驳回")], "驳回原告陈大伟"),
];

const LEASE: &str = "\
房屋租赁合同
合同编号：ZL-2024-031
出租人（以下简称甲方）：顾春生
身份证号码：110101197003154021
承租人（以下简称乙方）：临江市朗月文化传播有限公司
住所：临江市东湖区湖滨路8号
依照《中华人民共和国民法典》，甲乙双方经协商，就房屋租赁事宜订立本合同。
第一条 租赁房屋
甲方将坐落于临江市东湖区学府路15号3层的房屋（建筑面积210平方米）出租给乙方办公使用。
第二条 租赁期限
租赁期限三年，自2024年4月1日起至2027年3月31日止。
第三条 租金及支付方式
月租金人民币18000元（大写：壹万捌仟元整），每季度支付一次，乙方应于每季度首月10日前支付。
第四条 履约保证金
乙方应于2024年3月25日前向甲方支付履约保证金36000元。
第五条 违约责任
乙方逾期支付租金的，每逾期一日按欠付金额的千分之三支付违约金；任何一方提前解除合同的，应支付相当于剩余租金20%的违约金。
第六条 争议解决
因本合同发生争议的，双方协商解决；协商不成的，向房屋所在地人民法院提起诉讼。
第七条 其他
本合同附件1《房屋交接清单》为本合同组成部分。未尽事宜按第五条处理。本合同一式四份，甲乙双方各执两份。
附件1：房屋交接清单
甲方（签字）：顾春生
乙方（盖章）：临江市朗月文化传播有限公司
签订日期：2024年3月20日";

const LEASE_CASES: &[Case] = &[
    case("L05", &[("乙方（盖章）：临江市朗月", "乙方（盖章）：朗月")], "朗月文化传播有限公司"),
    case("L05", &[("甲方（签字）：顾春生", "甲方（签字）：顾春升")], "顾春升"),
    case("L32", &[("提起诉讼。\n第七条", "提起诉讼，或由临江仲裁院进行仲裁。\n第七条")], "仲裁"),
    case("L33", &[("甲方支付履约保证金36000元", "甲方支付定金200000元，合同总价为648000元")], "200000元"),
];

const GOODS: &str = "\
SALE OF GOODS CONTRACT
Contract No. SG-2023-118
Seller: Brightwater Machinery Ltd, 14 Dock Road, Port Ellery
Buyer: Northmoor Foods Inc., 220 Harbour Road, Selwick
Date: 3 April 2023
1. Goods. The Seller sells and the Buyer buys twelve packing machines, model BM-40.
2. Price. The total price is USD 84,000.00 (eighty-four thousand US dollars), as set out in Schedule A.
3. Payment. The price is payable within thirty days of receipt of the invoice.
4. Delivery. The Seller shall deliver the goods to the Buyer's works by 30 June 2023.
5. Late delivery. For each week of delay the Seller shall pay 0.5 per cent of the price, up to 10 per cent in all.
6. Disputes. Disputes arising from this contract shall be settled by arbitration at the Selwick Arbitration Centre.
7. Copies. This contract is made in two originals, of which each party keeps one.
Schedule A: list of goods
For the Seller: Anna Whitlow
For the Buyer: Mark Ferris";

const GOODS_CASES: &[Case] = &[
    case(
        "L11",
        &[("(eighty-four thousand US dollars)", "(US Dollars Eighty-Five Thousand only)")],
        "Eighty-Five",
    ),
    case(
        "L11",
        &[("(eighty-four thousand US dollars)", "(eighty-four thousand dollars and fifty cents)")],
        "fifty",
    ),
    case("L19", &[("30 June 2023", "Monday, 30 June 2023")], "Monday"),
    case(
        "L32",
        &[("Centre.", "Centre. Either party may also bring proceedings in the court of Port Ellery.")],
        "bring proceedings",
    ),
    case("L34", &[("in Schedule A", "in Schedule B")], "Schedule B"),
];

#[test]
fn english_goods_broken_in_other_ways() {
    holds(GOODS, Kind::Contract, GOODS_CASES);
}

#[test]
fn claims_in_running_text_are_weighed_too() {
    let told = SALE.replace(
        "向本院提出诉讼请求：1.判令被告支付货款86000元；2.判令被告支付逾期付款利息5160元；3.本案诉讼费由被告负担。",
        "诉称，被告拖欠货款，请求判令被告支付货款86000元及利息5160元，并承担诉讼费用。",
    );
    assert_ne!(told, SALE);
    keeps(&told, Kind::Judgment, "L17");
    let wrong = report(&told.replace("受理费2079元", "受理费3079元"), Kind::Judgment);
    assert_eq!(of(&wrong, "L17").len(), 1);
    let share = "由原告负担20%计415.8元，被告负担80%计1863.2元。\n如";
    let shared = report(&SALE.replace("由被告临江市和顺建材有限公司负担。\n如", share), Kind::Judgment);
    assert_eq!(of(&shared, "L17").len(), 1);
}

#[test]
fn a_sale_broken_in_other_ways() {
    holds(SALE, Kind::Judgment, SALE_CASES);
}

#[test]
fn a_lease_broken_in_other_ways() {
    holds(LEASE, Kind::Contract, LEASE_CASES);
}

/// That `rule` finds nothing in `text`.
fn keeps(text: &str, kind: Kind, rule: &str) {
    let report = report(text, kind);
    let found: Vec<_> = of(&report, rule).iter().map(|finding| finding.words.message.zh.clone()).collect();
    assert!(found.is_empty(), "{rule}: {found:?}");
}

#[test]
fn what_breaks_nothing() {
    let labour = LEASE.replace(
        "双方协商解决；协商不成的，向房屋所在地人民法院提起诉讼",
        "可向劳动争议仲裁委员会申请仲裁；对仲裁裁决不服的，可向人民法院提起诉讼",
    );
    keeps(&labour, Kind::Contract, "L32");
    let raised = LEASE.replace("剩余租金20%的违约金", "按贷款利率上浮50%计算的违约金");
    keeps(&raised, Kind::Contract, "L33");
    let failing = SALE.replace(
        "二、被告临江市和顺建材有限公司于本判决生效之日起十日内支付",
        "二、如被告临江市和顺建材有限公司未按期付款，应另行支付",
    );
    keeps(&failing, Kind::Judgment, "L22");
    let carried = SALE.replace("支付逾期付款利息5160元；3", "以86000元为基数支付逾期付款利息5160元；3");
    keeps(&carried, Kind::Judgment, "L13");
}

#[test]
fn agents_without_authority_beside_others_who_have_it() {
    let agents = "委托诉讼代理人：何静，海安东方律师事务所律师。\n被告";
    let told = SALE.replace(
        agents,
        "委托诉讼代理人：何静，海安东方律师事务所律师，代理权限：特别授权。\n委托诉讼代理人：姜明远，海安东方律师事务所律师。\n被告",
    );
    assert_ne!(told, SALE);
    let report = report(&told, Kind::Judgment);
    let found = of(&report, "L09");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].words.found.as_deref(), Some("姜明远"));
}

#[test]
fn an_authority_in_brackets_behind_the_stop_is_of_the_agent_before() {
    let agent = "委托诉讼代理人：何静，海安东方律师事务所律师。\n被告";
    let chair = "法定代表人：周国平，执行董事。\n原告陈大伟与被告临江市和顺建材有限公司买卖";
    let told = SALE
        .replace(agent, "委托诉讼代理人：何静，海安东方律师事务所律师。（代理权限：特别授权）\n被告")
        .replace(
            chair,
            "法定代表人：周国平，执行董事。\n委托诉讼代理人：姜明远，海安南湖律师事务所律师。（代理权限：一般授权）\n买卖",
        );
    assert!(told.contains("一般授权") && told.contains("特别授权"));
    keeps(&told, Kind::Judgment, "L09");
    let lacking = told.replace("（代理权限：一般授权）", "");
    assert_eq!(of(&report(&lacking, Kind::Judgment), "L09").len(), 1);
}

#[test]
fn terms_in_capitals_that_nobody_defined() {
    let text = "\
SOFTWARE DEVELOPMENT AGREEMENT
This Agreement is made on 5 March 2024 between Ridgeway Tools Ltd (the \"Client\") and Calder Code LLP (the \"Developer\").
1. Definitions. \"Software\" means the stock program. \"Milestone\" means a step of the plan.
2. Work. The Developer shall deliver the Software and pass the Acceptance Tests at each Milestone.
3. Price. The Client shall pay a total fee of USD 9,000.00 once the Acceptance Tests are passed.
4. Term. This Agreement remains in force until the Software is delivered on 1 June 2024.";
    let report = report(text, Kind::Contract);
    let found = of(&report, "L34");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].words.found.as_deref(), Some("Acceptance Tests"));
    assert_eq!(found[0].severity, Severity::Info);
}

#[test]
fn amounts_under_heads_that_nobody_knows_are_worked_out() {
    use document::RegionClass;
    let options = crate::FactOptions { kind: Some(Kind::General), ..crate::FactOptions::default() };
    let found = |total: &str| {
        let rows = [
            ["品名", "个", "每个", "应计"],
            ["货架", "3", "100.00", "300.00"],
            ["灯管", "4", "30.00", "120.00"],
            ["合计", "", "", total],
        ];
        let sheet = crate::sheet::Sheet::new().region(RegionClass::Title, &["领料单"]);
        let sheet = sheet.table(&rows.each_ref().map(|row| row.as_slice()));
        let dossier = crate::Dossier::of(&sheet.document(), &options);
        let report = crate::rules::check(
            &dossier,
            &crate::rules::RuleBook::built_in(),
            &crate::rules::CheckOptions::default(),
        );
        of(&report, "L12").len()
    };
    assert_eq!((found("420.00"), found("520.00")), (0, 1));
}

#[test]
fn what_changes_a_total_outside_its_table_is_told_in_words() {
    use document::RegionClass;
    let options = crate::FactOptions { kind: Some(Kind::General), ..crate::FactOptions::default() };
    let rows = [["品名", "金额"], ["货架", "300.00"], ["灯管", "120.00"]];
    let sheet = |total: &str| {
        let sheet = crate::sheet::Sheet::new()
            .region(RegionClass::Title, &["对账单"])
            .table(&rows.each_ref().map(|row| row.as_slice()));
        let dossier = crate::Dossier::of(&sheet.region(RegionClass::Text, &[total]).document(), &options);
        let report = crate::rules::check(
            &dossier,
            &crate::rules::RuleBook::built_in(),
            &crate::rules::CheckOptions::default(),
        );
        report.findings.iter().filter(|finding| finding.rule.as_str() == "L12").count()
    };
    assert_eq!(sheet("本期应付：420.00元"), 0);
    assert_eq!(sheet("本期应付：520.00元"), 1);
    assert_eq!(sheet("本期应付：400.00元（已优惠20元）"), 0);
}
