//! Each rule on a clean document, and on the same with one thing changed. All persons and firms are invented.

mod forms;
mod papers;

use crate::rules::{CheckOptions, Finding, Report, RuleBook, check};
use crate::sheet::Sheet;
use crate::{Dossier, FactOptions, Kind};

const CIVIL: &str = "\
北京市朝阳区人民法院
民事判决书
（2023）京0105民初12345号
原告：星桥恒泽商贸有限公司，住所地北京市朝阳区望京街道10号，统一社会信用代码91350100M000100Y43。
法定代表人：孙雨桐，总经理。
委托诉讼代理人：周文佳，北京明理律师事务所律师。
被告：李明轩，女，1949年12月31日出生，汉族，住北京市海淀区中关村大街1号，公民身份号码11010519491231002X。
委托诉讼代理人：吴思远，北京正衡律师事务所律师。
原告星桥恒泽商贸有限公司与被告李明轩民间借贷纠纷一案，本院于2023年5月8日立案后，依法适用普通程序，由审判员组成合议庭，于2023年6月20日公开开庭进行了审理。本案现已审理终结。
原告星桥恒泽商贸有限公司向本院提出诉讼请求：1.判令被告偿还借款本金100000元；2.判令被告支付利息3000元（以100000元为基数，自2022年5月8日起按年利率3%计算至2023年5月8日）；3.判令被告支付律师费5000元；4.诉讼费由被告承担。事实与理由：被告未按约还款。
被告李明轩辩称，借款属实，暂时无力偿还。
经审理查明，2021年5月5日，原告星桥恒泽商贸有限公司与被告李明轩签订《借款合同》，约定借款100000元（大写：壹拾万元整），被告应于2022年5月7日前偿还，年利率3%。
本院认为，合法的借贷关系受法律保护。原告要求被告偿还借款本金100000元及利息3000元的诉讼请求，本院予以支持。律师费5000元没有约定，本院不予支持。依照《中华人民共和国民法典》第六百七十五条、第五百八十五条第一款，《中华人民共和国民事诉讼法》第六十七条第一款规定，判决如下：
一、被告李明轩于本判决生效之日起十日内偿还原告星桥恒泽商贸有限公司借款本金100000元；
二、被告李明轩于本判决生效之日起十日内支付原告星桥恒泽商贸有限公司利息3000元（以100000元为基数，自2022年5月8日起按年利率3%计算至2023年5月8日）；
三、驳回原告星桥恒泽商贸有限公司的其他诉讼请求。
案件受理费2460元，由原告星桥恒泽商贸有限公司负担460元，被告李明轩负担2000元。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于北京市第三中级人民法院。
审判长　陈晓东
审判员　刘建国
人民陪审员　马丽华
二〇二三年八月十六日
书记员　何欣悦";

const CRIMINAL: &str = "\
星河市桥东区人民法院
刑事判决书
（2022）冀0102刑初88号
公诉机关星河市桥东区人民检察院。
被告人赵大勇，男，1980年11月18日出生，汉族，农民。
星河市桥东区人民检察院以桥检刑诉〔2022〕60号起诉书指控被告人赵大勇犯盗窃罪，于2022年4月5日向本院提起公诉。本院依法组成合议庭，公开开庭审理了本案。现已审理终结。
经审理查明，2021年5月至6月，被告人赵大勇多次在本市桥东区盗窃电动车，价值人民币12600元。
上述事实，被告人赵大勇在开庭审理过程中亦无异议，足以认定。
本院认为，被告人赵大勇的行为已构成盗窃罪。依照《中华人民共和国刑法》第二百六十四条、第六十七条第三款之规定，判决如下：
被告人赵大勇犯盗窃罪，判处有期徒刑一年，并处罚金人民币五千元。
（刑期自2022年1月15日起至2023年1月14日止。）
如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向星河市中级人民法院提出上诉。
审判长李青山
审判员吴迪安
审判员郑义方
二〇二二年六月三十日
书记员何欣悦";

const CONTRACT: &str = "\
设备购销合同
甲方（供方）：望川恒泽商贸有限公司
地址：望川市和平里180号
乙方（需方）：星桥嘉禾建筑装饰工程有限公司
地址：星桥市新民街72号
第一条　标的　乙方向甲方购买下列货物，数量：扫描仪十台。
第二条　价款　合同总价款为人民币39862元（大写：叁万玖仟捌佰陆拾贰元整）。
第三条　定金　乙方应于本合同签订之日起五日内向甲方支付定金人民币5900元。
第四条　质量　货物应符合国家标准。
第五条　交货期限、地点和方式　甲方应于2022年2月5日前将全部货物送至乙方所在地。
第六条　付款方式　乙方验收合格后十日内，以银行转账方式一次性付清余款。
第七条　违约责任　逾期付款的，每逾期一日按未付价款的千分之一支付违约金，总额不超过总价款的20%。质量责任见第四条。
第八条　争议解决　协商不成的，向望川市平湖区人民法院提起诉讼。
第九条　其他　本合同一式四份，甲乙双方各执二份。合同期限自2022年1月10日起至2022年12月31日止。
甲方（盖章）：望川恒泽商贸有限公司
乙方（盖章）：星桥嘉禾建筑装饰工程有限公司
签订日期：2022年1月10日";

const ENGLISH: &str = "\
SERVICES AGREEMENT
This Agreement, dated 15 January 2022, is made between Northmoor Paper Company, of 220 Harbour Road, Selwick (the \"Client\"), and Calder Vale Logistics Ltd, of 7 Mill Rise, Northbridge (the \"Contractor\").
1. Services
The Contractor shall maintain the Client's document archive.
2. Term
This Agreement begins on 2 February 2022 and ends on 1 February 2023, unless terminated earlier under clause 5.
3. Fees
The Client shall pay a total fee of USD 65,000.00 (sixty-five thousand US dollars).
4. Payment
The fee is payable in four equal instalments, each within thirty days of receipt of a valid invoice.
5. Termination
Either party may terminate this Agreement on sixty days' written notice.
6. Late performance
A party that fails to perform on time shall pay 0.1 per cent of the total fee for each day of delay.
7. Disputes
Any dispute shall be submitted to the courts of Northbridge.
8. Counterparts
This Agreement is signed in four originals, of which each party keeps two.
For the Client: Northmoor Paper Company
For the Contractor: Calder Vale Logistics Ltd";

fn report(text: &str, kind: Kind) -> Report {
    let options = FactOptions { kind: Some(kind), ..FactOptions::default() };
    check(&Dossier::of_text(text, &options), &RuleBook::built_in(), &CheckOptions::default())
}

fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule.as_str() == rule).collect()
}

/// What a text is changed into, and the words that the finding quotes.
struct Case {
    rule: &'static str,
    change: &'static [(&'static str, &'static str)],
    quoted: &'static str,
}

const fn case(
    rule: &'static str,
    change: &'static [(&'static str, &'static str)],
    quoted: &'static str,
) -> Case {
    Case { rule, change, quoted }
}

/// That every rule is kept by `base`, and broken and rightly quoted in each case.
fn holds(base: &str, kind: Kind, cases: &[Case]) {
    let mut wrong = Vec::new();
    let hint = |finding: &&crate::rules::Finding| finding.severity == crate::rules::Severity::Info;
    for finding in report(base, kind).findings.iter().filter(|finding| !hint(finding)) {
        wrong.push(format!("clean: {} {}", finding.rule, finding.words.message.zh));
    }
    for Case { rule, change, quoted } in cases {
        let mut text = base.to_owned();
        for (from, to) in *change {
            assert!(text.contains(from), "{rule}: nothing to change in {from}");
            text = text.replace(from, to);
        }
        let broken = report(&text, kind);
        let found = of(&broken, rule);
        let spans: Vec<&str> =
            found.iter().flat_map(|f| &f.evidence).map(|exhibit| exhibit.span.text.as_str()).collect();
        let open = found.iter().any(|f| f.words.message.zh.contains('…') || f.words.message.en.contains('…'));
        if !spans.iter().any(|span| span.contains(quoted)) || open {
            let lacks = broken.not_checked.iter().find(|n| n.rule.as_str() == *rule).map(|n| &n.missing);
            let said: Vec<_> = found.iter().map(|f| &f.words.message.zh).collect();
            wrong.push(format!("{rule} {change:?}: {said:?} quotes {spans:?}, lacks {lacks:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const CIVIL_CASES: &[Case] = &[
    case("L01", &[("京0105民初12345号", "京0105初12345号")], "京0105初12345号"),
    case("L01", &[("京0105民初12345号", "京010民初12345号")], "京010民初"),
    case("L01", &[("京0105民初12345号", "朝民初字第12345号")], "朝民初字"),
    case("L02", &[("（2023）京", "（2024）京")], "（2024）京"),
    case("L03", &[("京0105民初", "京0105刑初")], "京0105刑初"),
    case("L03", &[("京0105民初", "京01民初")], "京01民初"),
    case("L03", &[("民事判决书", "判决书"), ("京0105民初", "京0105刑初")], "京0105刑初"),
    case(
        "L05",
        &[(
            "经审理查明，2021年5月5日，原告星桥恒泽商贸有限公司",
            "经审理查明，2021年5月5日，原告星桥恒泽商贸有限责任公司",
        )],
        "有限责任公司",
    ),
    case("L05", &[("被告李明轩辩称", "被告李鸣轩辩称")], "李鸣轩"),
    case("L06", &[("被告李明轩辩称", "原告李明轩辩称")], "原告李明轩"),
    case(
        "L06",
        &[
            ("偿还原告星桥恒泽商贸有限公司借款本金", "偿还被告李明轩借款本金"),
            ("一、被告李明轩", "一、原告星桥恒泽商贸有限公司"),
        ],
        "借款本金",
    ),
    case("L07", &[("11010519491231002X", "110105194912310021")], "110105194912310021"),
    case("L07", &[("1949年12月31日出生", "1949年12月13日出生")], "1949年12月13日"),
    case("L07", &[("李明轩，女", "李明轩，男")], "11010519491231002X"),
    case("L08", &[("91350100M000100Y43", "91350100M000100Y44")], "91350100M000100Y44"),
    case("L09", &[("吴思远，北京正衡律师事务所", "周文佳，北京明理律师事务所")], "周文佳"),
    case("L11", &[("壹拾万元整", "壹拾壹万元整")], "壹拾壹万元整"),
    case(
        "L13",
        &[("偿还原告星桥恒泽商贸有限公司借款本金100000元", "偿还原告星桥恒泽商贸有限公司借款本金130000元")],
        "130000元",
    ),
    case("L14", &[("利息3000元（", "利息5000元（")], "5000元"),
    case(
        "L14",
        &[
            ("年利率3%", "年利率24%"),
            ("利息3000元", "利息24000元"),
            ("2460元", "2880元"),
            ("负担460元", "负担880元"),
        ],
        "年利率24%",
    ),
    case("L15", &[("计算至2023年5月8日", "计算至2021年5月8日")], "2021年5月8日"),
    case("L16", &[("约定借款100000元", "约定借款100000万元")], "100000万元"),
    case("L17", &[("2460元", "2960元")], "2960元"),
    case("L17", &[("负担460元", "负担660元")], "660元"),
    case("L18", &[("于2023年6月20日公开", "于2023年4月20日公开")], "2023年4月20日"),
    case("L18", &[("二〇二三年八月十六日", "二〇二三年四月十六日")], "二〇二三年四月十六日"),
    case("L19", &[("2021年5月5日", "2021年4月31日")], "2021年4月31日"),
    case("L19", &[("2023年6月20日公开", "2023年6月20日（星期三）公开")], "星期三"),
    case("L20", &[("2022年5月7日前", "2019年5月7日前"), ("2021年5月5日", "2018年5月5日")], "2023年5月8日"),
    case("L21", &[("十五日内", "十日内")], "十日"),
    case("L21", &[("上诉于北京市第三中级人民法院", "上诉于北京市朝阳区人民法院")], "北京市朝阳区人民法院"),
    case(
        "L21",
        &[(
            "如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于北京市第三中级人民法院。",
            "",
        )],
        "民事判决书",
    ),
    case("L22", &[("二、被告李明轩于本判决生效之日起十日内", "二、被告李明轩")], "支付原告"),
    case("L23", &[("第六百七十五条", "第一千六百七十五条")], "第一千六百七十五条"),
    case("L23", &[("第六百七十五条、", "第条、")], "第条"),
    case("L23", &[("《中华人民共和国民法典》", "《中华人民共和国民法曲》")], "民法曲"),
    case("L23", &[("第五百八十五条第一款", "第五百八十五条第八款")], "第五百八十五条"),
    case(
        "L24",
        &[(
            "《中华人民共和国民法典》第六百七十五条、第五百八十五条第一款",
            "《中华人民共和国合同法》第一百零七条",
        )],
        "合同法",
    ),
    case("L25", &[("第五百八十五条第一款", "第五百八十五条")], "第五百八十五条"),
    case("L26", &[("\n三、驳回原告星桥恒泽商贸有限公司的其他诉讼请求。", "")], "律师费"),
    case(
        "L27",
        &[("利息3000元的诉讼请求，本院予以支持", "利息的诉讼请求，本院予以支持。利息3000元，本院不予支持")],
        "利息3000元",
    ),
    case("L28", &[("\n三、驳回", "\n四、驳回")], "驳回"),
    case("L29", &[("书记员　何欣悦", "")], "八月十六日"),
    case("L29", &[("\n人民陪审员　马丽华", "")], "刘建国"),
    case(
        "L30",
        &[(
            "经审理查明，2021年5月5日，原告星桥恒泽商贸有限公司与被告李明轩签订《借款合同》，约定借款100000元（大写：壹拾万元整），被告应于2022年5月7日前偿还，年利率3%。",
            "经审理查明：",
        )],
        "民事判决书",
    ),
];

#[test]
fn civil_judgments() {
    holds(CIVIL, Kind::Judgment, CIVIL_CASES);
}

#[test]
fn criminal_judgments() {
    holds(
        CRIMINAL,
        Kind::Judgment,
        &[
            case("L03", &[("冀0102刑初", "冀0102民初")], "冀0102民初"),
            case(
                "L10",
                &[("被告人赵大勇，男", "被告人钱小军，男，1985年1月8日出生，汉族，农民。\n被告人赵大勇，男")],
                "钱小军",
            ),
            case("L15", &[("至2023年1月14日止", "至2021年1月14日止")], "2021年1月14日"),
            case("L21", &[("第二日起十日内", "第二日起十五日内")], "十五日"),
            case("L25", &[("第六十七条第三款", "第六十七条")], "第六十七条"),
            case("L27", &[("被告人赵大勇犯盗窃罪，判处", "被告人赵大勇犯诈骗罪，判处")], "诈骗罪"),
            case(
                "L29",
                &[("审判长李青山\n审判员吴迪安\n审判员郑义方", "审判长李青山\n审判员吴迪安")],
                "吴迪安",
            ),
            case(
                "L30",
                &[("2021年5月至6月，被告人赵大勇多次在本市桥东区盗窃电动车，价值人民币12600元。", "")],
                "刑事判决书",
            ),
        ],
    );
}

#[test]
fn contracts() {
    holds(
        CONTRACT,
        Kind::Contract,
        &[
            case(
                "L05",
                &[("甲方（盖章）：望川恒泽商贸有限公司", "甲方（盖章）：望川恒择商贸有限公司")],
                "望川恒择",
            ),
            case("L11", &[("叁万玖仟捌佰", "叁万玖仟叁佰")], "叁万玖仟叁佰"),
            case("L15", &[("至2022年12月31日止", "至2021年12月31日止")], "2021年12月31日"),
            case("L16", &[("39862元（", "39862万元（")], "39862万元"),
            case("L18", &[("签订日期：2022年1月10日", "签订日期：2022年3月10日")], "2022年3月10日"),
            case("L19", &[("2022年2月5日前", "2022年2月30日前")], "2022年2月30日"),
            case(
                "L31",
                &[("第六条　付款方式　乙方验收合格后十日内，以银行转账方式一次性付清余款。\n", "")],
                "设备购销合同",
            ),
            case(
                "L31",
                &[("第八条　争议解决　协商不成的，向望川市平湖区人民法院提起诉讼。\n", "")],
                "设备购销合同",
            ),
            case("L32", &[("协商不成的，", "协商不成的，提交望川仲裁委员会仲裁，或者")], "仲裁委员会"),
            case("L32", &[("望川市平湖区人民法院", "远山市北湖区人民法院")], "远山市北湖区人民法院"),
            case("L33", &[("定金人民币5900元", "定金人民币9900元")], "9900元"),
            case("L33", &[("总价款的20%", "总价款的60%")], "60%"),
            case("L33", &[("货物应符合国家标准。", "货物应符合国家标准，否则退还订金。")], "订金"),
            case("L34", &[("见第四条", "见第二十条")], "第二十条"),
            case("L34", &[("各执二份", "各执三份")], "各执三份"),
            case("L34", &[("甲乙双方各执二份", "甲方执贰份，乙方执壹份")], "一式四份"),
            case("L34", &[("扫描仪十台。", "扫描仪十台，详见附件三。")], "附件三"),
            case("L18", &[("至2022年12月31日止", "至2021年12月31日止")], "2021年12月31日"),
            case("L34", &[("后十日内，以银行", "后____日内，以银行")], "____"),
        ],
    );
}

#[test]
fn contracts_in_english() {
    holds(
        ENGLISH,
        Kind::Contract,
        &[
            case(
                "L05",
                &[("For the Client: Northmoor Paper Company", "For the Client: Northmore Paper Company")],
                "Northmore",
            ),
            case("L11", &[("sixty-five thousand", "fifty-six thousand")], "fifty-six thousand"),
            case("L15", &[("ends on 1 February 2023", "ends on 1 February 2021")], "1 February 2021"),
            case("L19", &[("begins on 2 February 2022", "begins on 30 February 2022")], "30 February 2022"),
            case(
                "L31",
                &[(
                    "7. Disputes\nAny dispute shall be submitted to the courts of Northbridge.\n8. Counterparts",
                    "7. Counterparts",
                )],
                "SERVICES AGREEMENT",
            ),
            case("L34", &[("under clause 5", "under clause 15")], "clause 15"),
            case("L34", &[("each party keeps two", "each party keeps three")], "keeps three"),
        ],
    );
}

#[test]
fn page_margins_carry_the_same_number() {
    use document::RegionClass::{Header, Text};
    let lines: Vec<&str> = CIVIL.lines().collect();
    let read = |number: &str| {
        let sheet = Sheet::new().region(Header, &[number]).region(Text, &lines);
        let options = FactOptions { kind: Some(Kind::Judgment), ..FactOptions::default() };
        check(&Dossier::of(&sheet.document(), &options), &RuleBook::built_in(), &CheckOptions::default())
    };
    assert!(of(&read("（2023）京0105民初12345号"), "L04").is_empty());
    let broken = read("（2023）京0105民初12346号");
    let found = of(&broken, "L04");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].evidence.len(), 2);
    assert_eq!(found[0].evidence[0].span.page(), Some(1));
}

fn table(total: &str) -> Report {
    let rows: [&[&str]; 4] = [
        &["品名", "数量", "单价（元）", "金额（元）"],
        &["扫描仪", "10", "2,380.00", "23,800.00"],
        &["文件柜", "20", "685.00", "13,700.00"],
        &["合计", "", "", total],
    ];
    let lines = [
        "设备购销合同",
        "甲方：望川恒泽商贸有限公司",
        "乙方：星桥嘉禾建筑工程有限公司",
        "第一条 价款 合同总价款为人民币37500元。",
    ];
    let sheet =
        lines.iter().fold(Sheet::new(), |sheet, line| sheet.region(document::RegionClass::Text, &[line]));
    let sheet = sheet.table(&rows);
    let options = FactOptions { kind: Some(Kind::Contract), ..FactOptions::default() };
    check(&Dossier::of(&sheet.document(), &options), &RuleBook::built_in(), &CheckOptions::default())
}

#[test]
fn totals_are_added_up() {
    assert!(of(&table("37,500.00"), "L12").is_empty());
    let broken = table("38,500.00");
    let found = of(&broken, "L12");
    let ways: Vec<_> = found.iter().filter_map(|finding| finding.words.way.as_deref()).collect();
    assert_eq!(ways, ["column", "price"]);
    assert_eq!(found[0].evidence[0].span.text, "38,500.00");
    assert_eq!(found[0].words.expected.as_deref(), Some("37500.00"));
}

#[test]
fn capitals_of_bills_are_those_beside_them() {
    let bill = |capitals: &str| {
        let text = format!(
            "星桥市第一人民医院费用清单\n小计：430.00元\n应收合计人民币 {capitals} 其中自付金额 2854.57元"
        );
        of(&report(&text, Kind::General), "L11").len()
    };
    assert_eq!((bill("贰仟捌佰伍拾肆元伍角柒分"), bill("叁仟捌佰伍拾肆元伍角柒分")), (0, 1));
}

#[test]
fn what_is_missing_is_not_passed() {
    let bare = report("关于开会的通知\n请于星期一到会。", Kind::Judgment);
    let passed: Vec<_> =
        bare.passed.iter().map(|passed| passed.rule.as_str()).filter(|rule| rule.starts_with('L')).collect();
    assert!(passed.is_empty(), "{passed:?}");
}

#[test]
fn real_customs_are_no_breaches() {
    // A number of before the reform, an old law for old facts, a name of before.
    let renamed = CRIMINAL.replace("被告人赵大勇，男", "被告人赵大勇（曾用名赵小勇），男");
    assert!(of(&report(&renamed, Kind::Judgment), "L05").is_empty());
    // A title of the web above, and claims without a colon before them.
    let web = format!("星桥恒泽商贸有限公司与李明轩民间借贷纠纷一审民事判决书\n{CIVIL}")
        .replace("诉讼请求：1.", "诉讼请求1、");
    let web = web.replace("；2.", "；2、").replace("；3.", "；3、").replace("；4.", "；4、");
    let read = report(&web, Kind::Judgment);
    assert!(
        read.findings.is_empty() && read.passed.iter().any(|passed| passed.rule.as_str() == "L26"),
        "{read:#?}"
    );
    for (from, to, rule) in [
        ("（2023）京0105民初12345号", "（2013）朝民初字第12345号", "L01"),
        (
            "《中华人民共和国民法典》第六百七十五条、第五百八十五条第一款",
            "《中华人民共和国合同法》第一百零七条",
            "L24",
        ),
    ] {
        let old = CIVIL
            .replace("2023", "2013")
            .replace("2022", "2012")
            .replace("2021", "2011")
            .replace("二〇二三", "二〇一三");
        let old = old.replace(&from.replace("2023", "2013"), to);
        assert!(of(&report(&old, Kind::Judgment), rule).is_empty(), "{rule}");
    }
}

#[test]
fn hostile_texts_end() {
    for piece in [
        "第一条",
        "（2023）",
        "以1元为基数",
        "《",
        "一式二份",
        "原告",
        "1元（大写：",
        "自2023年1月1日起至",
        "________",
    ] {
        let text = piece.repeat(400);
        let _ = report(&text, Kind::Judgment);
        let _ = report(&text, Kind::Contract);
    }
}
