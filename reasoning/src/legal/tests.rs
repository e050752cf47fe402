//! Made-up court documents, read from plain text and from lines of a page. All persons and firms are invented.

mod forms;

use document::RegionClass;

use super::*;
use crate::sheet::Sheet;
use crate::{Body, Dossier, FactOptions};

pub(super) const CIVIL: &str = "\
北京市朝阳区人民法院
民 事 判 决 书
（2023）京0105民初12345号
原告：星桥（北京）科技有限公司，住所地北京市朝阳区望京街道10号楼1001室，统一社会信用代码91350100M000100Y43。
法定代表人：孙雨桐，总经理。
委托诉讼代理人：周文，北京明理律师事务所律师（特别授权）。
委托诉讼代理人：吴佳，北京明理律师事务所律师。
被告：李明，男，1949年12月31日出生，汉族，住北京市海淀区中关村大街1号，公民身份号码110105194912310021。
被告：华夏建材有限公司，住所地河北省石家庄市裕华区东岗路5号。
负责人：赵强，经理。
第三人：王芳，女，1990年1月1日出生，汉族，住上海市浦东新区世纪大道100号。
原告星桥（北京）科技有限公司与被告李明、被告华夏建材有限公司、第三人王芳民间借贷纠纷一案，本院于2023年5月8日立案后，依法适用普通程序，公开开庭进行了审理。本案现已审理终结。
原告星桥（北京）科技有限公司向本院提出诉讼请求：1.判令被告李明偿还借款本金1,000,000元；2.判令被告李明支付利息（按年利率3.85%计算）；3.判令被告华夏建材有限公司对上述债务承担连带清偿责任；4.诉讼费由被告承担。事实和理由：2021年1月5日，原告与被告李明签订《借款合同》，约定借款100万元。
被告李明辩称，借款属实，但已偿还20万元，不同意支付利息。
经审理查明，2021年1月5日，原告与被告李明签订《借款合同》，约定原告向李明出借人民币壹佰万元整，期限一年。李明供述称已还二十万元。
本案争议焦点为：一、被告李明已偿还的数额；二、华夏建材有限公司是否应承担保证责任。
本院认为，合法的借贷关系受法律保护。李明未按约还款，应承担违约责任。综上，依照《中华人民共和国民法典》第六百七十五条、第六百八十八条第二款，《中华人民共和国民事诉讼法》第六十七条第一款规定，判决如下：
一、被告李明于本判决生效之日起十日内偿还原告星桥（北京）科技有限公司借款本金800,000元；
二、被告李明于2023年12月31日前向原告星桥（北京）科技有限公司支付利息三万五千元；
三、被告华夏建材有限公司对上述第一、二项债务承担连带清偿责任；
四、驳回原告星桥（北京）科技有限公司的其他诉讼请求。
如果未按本判决指定的期间履行给付金钱义务，应当依照《中华人民共和国民事诉讼法》第二百六十条规定，加倍支付迟延履行期间的债务利息。
案件受理费13,800元，由原告星桥（北京）科技有限公司负担2,760元，被告李明、华夏建材有限公司负担11,040元。保全费5,000元，由被告李明负担。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按照对方当事人的人数提出副本，上诉于北京市第三中级人民法院。
审　判　长　　陈　晓
审　判　员　　刘建国
人民陪审员　　马丽华
二〇二三年八月十六日
书　记　员　　何欣";

const CRIMINAL: &str = "\
某省星河市桥东区人民法院
刑 事 判 决 书
（2022）冀0102刑初88号
公诉机关星河市桥东区人民检察院。
被告人赵大勇（曾用名赵勇），男，1980年11月18日出生，汉族，农民，户籍地某省星河市。因涉嫌犯盗窃罪，于2022年1月15日被刑事拘留。现羁押于星河市看守所。
辩护人钱文，某省明德律师事务所律师。
被告人孙小兵，男，1991年3月2日出生，汉族，无业。
星河市桥东区人民检察院以桥检刑诉〔2022〕60号起诉书指控被告人赵大勇、孙小兵犯盗窃罪，于2022年4月5日向本院提起公诉。本院依法组成合议庭，公开开庭审理了本案。现已审理终结。
经审理查明，2021年5月至6月，二被告人多次盗窃电动车，价值人民币12,600元。
本院认为，被告人赵大勇、孙小兵的行为已构成盗窃罪。依照《中华人民共和国刑法》第二百六十四条、第二十五条第一款、第六十七条第三款、第七十二条之规定，判决如下：
一、被告人赵大勇犯盗窃罪，判处有期徒刑一年零六个月，并处罚金人民币壹万元；犯掩饰、隐瞒犯罪所得罪，判处拘役五个月，并处罚金人民币二千元；数罪并罚，决定执行有期徒刑一年零六个月，并处罚金人民币12,000元。（刑期从判决执行之日起计算，即自2022年1月15日起至2023年7月14日止。罚金于判决生效后十日内缴纳。）
二、被告人孙小兵犯盗窃罪，判处拘役三个月，缓刑六个月，并处罚金三千元。（缓刑考验期限，从判决确定之日起计算。）
三、责令二被告人退赔被害人周某经济损失人民币12,600元。
四、作案工具钳子一把予以没收。
如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向某省星河市中级人民法院提出上诉。
审判长李青
审判员吴迪
审判员郑义
二〇二二年六月三十日
书记员何欣";

/// The facts of `dossier`, a line each, without the evidence's names.
pub(super) fn tell(dossier: &Dossier) -> Vec<String> {
    let legal = dossier.facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Legal(fact) => Some(line(fact)),
        _ => None,
    });
    legal.filter(|line| !line.is_empty()).collect()
}

fn values<T: ToString>(list: &[crate::Stated<T>]) -> String {
    list.iter().map(|stated| stated.value.to_string()).collect::<Vec<_>>().join(",")
}

fn sums(list: &[crate::Stated<crate::value::Money>]) -> String {
    list.iter().map(|stated| stated.value.minor.to_string()).collect::<Vec<_>>().join(",")
}

fn or_dash<T>(value: Option<&T>, tell: impl Fn(&T) -> String) -> String {
    value.map_or("-".to_owned(), tell)
}

fn line(fact: &LegalFact) -> String {
    match fact {
        LegalFact::Court(court) => format!("court {} {:?}", court.name.value, court.level),
        LegalFact::Instrument(i) => format!("title {} {:?} {:?}", i.title.value, i.branch, i.stage),
        LegalFact::CaseNumber { number, own: true } => format!("number {}", number.value.canonical()),
        LegalFact::Cause { cause } => format!("cause {}", cause.value),
        LegalFact::Party(p) => {
            let id = or_dash(p.resident_id.as_ref(), |id| format!("{:?}", id.value.checked));
            let code = or_dash(p.credit_code.as_ref(), |code| code.value.checked.to_string());
            let address = or_dash(p.address.as_ref(), |address| address.value.clone());
            format!("party {:?} {} id {id} code {code} at {address}", p.kind, p.name.value)
        }
        LegalFact::Agent(a) => {
            let firm = or_dash(a.firm.as_ref(), |firm| firm.value.clone());
            let authority = or_dash(a.authority.as_ref(), |authority| authority.value.clone());
            format!(
                "agent {} {} for {} {firm} {authority}",
                a.role.value,
                a.name.value,
                a.principals.join(",")
            )
        }
        LegalFact::Claim(c) => {
            format!("claim {:?} {} {}", c.number, c.text.value.chars().count(), sums(&c.amounts))
        }
        LegalFact::Defence(d) => format!("defence {}", d.speaker.value),
        LegalFact::Issue { text } => format!("issue {}", text.value),
        LegalFact::Article(a) if a.applied => format!("article {} {:?}", a.article.value, a.paragraph),
        LegalFact::Cost(c) => {
            let one = |b: &Bearer| {
                format!("{} {}", b.name.value, or_dash(b.amount.as_ref(), |a| a.value.minor.to_string()))
            };
            let bearers: Vec<_> = c.bearers.iter().map(one).collect();
            format!("cost {} {} {}", c.name.value, c.amount.value.minor, bearers.join(";"))
        }
        LegalFact::PanelMember(m) => format!("panel {} {}", m.role.value, m.name.value),
        LegalFact::Dated { date } => {
            format!("date {}", or_dash(date.value.civil().as_ref(), ToString::to_string))
        }
        LegalFact::Appeal(a) => {
            let days = or_dash(a.within.as_ref(), |within| within.value.days.to_string());
            format!("appeal {days} {} {}", or_dash(a.court.as_ref(), |court| court.value.clone()), a.is_final)
        }
        fact => order(fact),
    }
}

/// Orders and sentences.
fn order(fact: &LegalFact) -> String {
    match fact {
        LegalFact::Holding(h) => {
            let deadline = or_dash(h.deadline.as_ref(), |deadline| match &deadline.value {
                Deadline::Within(period) => format!("{}d", period.days),
                Deadline::By(date) => or_dash(date.civil().as_ref(), ToString::to_string),
                Deadline::AtOnce => "now".to_owned(),
            });
            let (from, to) = (values(&h.obligors), values(&h.obligees));
            format!("holding {:?} {:?} {from} -> {to} {} {deadline}", h.number, h.kind, sums(&h.amounts))
        }
        LegalFact::Sentence(s) => {
            let who = or_dash(s.defendant.as_ref(), |who| who.value.clone());
            let charge = or_dash(s.charge.as_ref(), |charge| charge.value.clone());
            let term = or_dash(s.penalty.as_ref(), |p| {
                format!("{:?} {:?}", p.value.kind, p.value.term.and_then(|t| t.whole_months()))
            });
            let probation = or_dash(s.probation.as_ref(), |p| format!("{:?}", p.value.whole_months()));
            let fine = or_dash(s.fine.as_ref(), |fine| fine.value.minor.to_string());
            format!(
                "sentence {who} {charge} {term} probation {probation} fine {fine} executed {}",
                s.executed
            )
        }
        _ => String::new(),
    }
}

const CIVIL_FACTS: [&str; 34] = [
    "court 北京市朝阳区人民法院 Some(Basic)",
    "title 民事判决书 Some(Civil) Some(FirstInstance)",
    "number （2023）京0105民初12345号",
    "party Claimant 星桥（北京）科技有限公司 id - code true at 北京市朝阳区望京街道10号楼1001室",
    "agent 法定代表人 孙雨桐 for 星桥(北京)科技有限公司 - -",
    "agent 委托诉讼代理人 周文 for 星桥(北京)科技有限公司 北京明理律师事务所 特别授权",
    "agent 委托诉讼代理人 吴佳 for 星桥(北京)科技有限公司 北京明理律师事务所 -",
    "party Respondent 李明 id Some(false) code - at 北京市海淀区中关村大街1号",
    "party Respondent 华夏建材有限公司 id - code - at 河北省石家庄市裕华区东岗路5号",
    "agent 负责人 赵强 for 华夏建材有限公司 - -",
    "party ThirdParty 王芳 id - code - at 上海市浦东新区世纪大道100号",
    "cause 民间借贷纠纷",
    "claim Some(1) 22 100000000",
    "claim Some(2) 23 ",
    "claim Some(3) 25 ",
    "claim Some(4) 8 ",
    "defence 被告李明",
    "issue 被告李明已偿还的数额",
    "issue 华夏建材有限公司是否应承担保证责任",
    "article 675 None",
    "article 688 Some(2)",
    "article 67 Some(1)",
    "holding Some(1) Payment 李明 -> 星桥（北京）科技有限公司 80000000 10d",
    "holding Some(2) Payment 李明 -> 星桥（北京）科技有限公司 3500000 2023-12-31",
    "holding Some(3) Performance 华夏建材有限公司 ->   -",
    "holding Some(4) Dismissal  ->   -",
    "cost 案件受理费 1380000 原告星桥（北京）科技有限公司 276000;被告李明、华夏建材有限公司 1104000",
    "cost 保全费 500000 被告李明 -",
    "appeal 15 北京市第三中级人民法院 false",
    "panel 审判长 陈晓",
    "panel 审判员 刘建国",
    "panel 人民陪审员 马丽华",
    "panel 书记员 何欣",
    "date 2023-08-16",
];

#[test]
fn a_civil_judgment_in_plain_text() {
    let facts = tell(&Dossier::of_text(CIVIL, &FactOptions::default()));
    assert_eq!(facts, CIVIL_FACTS);
}

/// The paragraphs of `text` as regions of wrapped lines.
pub(super) fn page(text: &str, width: usize) -> Dossier {
    let mut sheet = Sheet::new();
    for (index, paragraph) in text.lines().enumerate() {
        let letters: Vec<char> = paragraph.chars().collect();
        let lines: Vec<String> = letters.chunks(width).map(|line| line.iter().collect()).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let class = if index < 2 { RegionClass::Title } else { RegionClass::Text };
        sheet = sheet.region(class, &lines);
    }
    Dossier::of(&sheet.document(), &FactOptions::default())
}

#[test]
fn a_civil_judgment_on_paper() {
    for width in [17, 24, 31] {
        assert_eq!(tell(&page(CIVIL, width)), CIVIL_FACTS, "lines of {width}");
    }
}

#[test]
fn every_fact_leads_to_ink() {
    let dossier = page(CIVIL, 24);
    for fact in &dossier.facts.facts {
        for id in &fact.evidence {
            let span = &dossier.facts.cited(*id).unwrap().span;
            assert!(!span.places.is_empty() && !span.text.is_empty(), "{fact:?}");
        }
    }
    let json = serde_json::to_string(&dossier.facts).unwrap();
    let back: crate::Facts = serde_json::from_str(&json).unwrap();
    assert!(serde_json::to_string(&back).unwrap() == json, "facts change on their way through JSON");
}

#[test]
fn a_criminal_judgment() {
    let facts = tell(&Dossier::of_text(CRIMINAL, &FactOptions::default()));
    let expected = [
        "court 某省星河市桥东区人民法院 Some(Basic)",
        "title 刑事判决书 Some(Criminal) Some(FirstInstance)",
        "number （2022）冀0102刑初88号",
        "party Prosecution 星河市桥东区人民检察院 id - code - at -",
        "party Accused 赵大勇 id - code - at 某省星河市",
        "agent 辩护人 钱文 for 赵大勇 某省明德律师事务所 -",
        "party Accused 孙小兵 id - code - at -",
        "cause 盗窃罪",
        "article 264 None",
        "article 25 Some(1)",
        "article 67 Some(3)",
        "article 72 None",
        "holding Some(1) Conviction 赵大勇 ->  1000000,200000,1200000 -",
        "sentence 赵大勇 盗窃罪 Imprisonment Some(18) probation - fine 1000000 executed false",
        "sentence 赵大勇 掩饰、隐瞒犯罪所得罪 CriminalDetention Some(5) probation - fine 200000 executed false",
        "sentence 赵大勇 - Imprisonment Some(18) probation - fine 1200000 executed true",
        "holding Some(2) Conviction 孙小兵 ->  300000 -",
        "sentence 孙小兵 盗窃罪 CriminalDetention Some(3) probation Some(6) fine 300000 executed true",
        "holding Some(3) Restitution  ->  1260000 -",
        "holding Some(4) Confiscation  ->   -",
        "appeal 10 某省星河市中级人民法院 false",
        "panel 审判长 李青",
        "panel 审判员 吴迪",
        "panel 审判员 郑义",
        "panel 书记员 何欣",
        "date 2022-06-30",
    ];
    assert_eq!(facts, expected);
    for width in [19, 28] {
        assert_eq!(tell(&page(CRIMINAL, width)), expected, "lines of {width}");
    }
}

const SALE: &str = "\
设备买卖合同
合同编号：XQ-2023-CG-018          签订日期：2023年6月18日
签订地点：北京市朝阳区
甲方（买方）：北京星桥科技有限公司
统一社会信用代码：91350100M000100Y43
地址：北京市朝阳区望京街道10号
法定代表人：孙雨桐
联系电话：010-65501234
乙方（卖方）：石家庄华夏建材有限公司
住所：河北省石家庄市裕华区东岗路5号
授权代表：赵强
为明确双方权利义务，经友好协商，订立本合同。
一、标的物
1.1 乙方向甲方出售数控机床2台，型号XK-7130。
1.2 质量标准按国家标准执行。
二、合同价款
2.1 合同总价为人民币壹佰贰拾伍万元整（小写：¥1,250,000.00）。
2.2 定金为合同总价的20%，即人民币250,000元（大写：贰拾伍万元整）。
三、付款方式
甲方应于合同签订之日起7日内支付定金，设备验收合格后30日内付清余款。
四、交货期限与地点
乙方应于2023年9月30日前将设备交付至甲方住所地。
五、违约责任
任何一方违约的，应向守约方支付合同总价10%的违约金。
六、争议解决
因本合同引起的争议，双方应协商解决；协商不成的，提交北京仲裁委员会仲裁。
七、其他
本合同一式肆份，甲乙双方各执贰份，具有同等法律效力。
甲方（盖章）：北京星桥科技有限公司      乙方（盖章）：石家庄华夏建材有限公司
法定代表人（签字）：孙雨桐      授权代表（签字）：赵强
日期：2023年6月18日      日期：2023年6月19日";

/// The facts of a contract, a line each.
fn contract_line(fact: &LegalFact) -> String {
    match fact {
        LegalFact::ContractTitle(t) => {
            format!("title {} {}", t.title.value, or_dash(t.number.as_ref(), |number| number.value.clone()))
        }
        LegalFact::Clause(c) => {
            format!("clause {:?} {}", c.number, or_dash(c.heading.as_ref(), |heading| heading.value.clone()))
        }
        LegalFact::AmountPair(p) => format!("pair {} {}", p.figures.value.minor, p.agree),
        LegalFact::Provision(p) => {
            let forum = or_dash(p.forum.as_ref(), |forum| forum.value.clone());
            format!("{:?} {} shares {} {forum}", p.kind, sums(&p.amounts), values(&p.shares))
        }
        LegalFact::Signature(s) => {
            let date =
                or_dash(s.date.as_ref(), |date| or_dash(date.value.civil().as_ref(), ToString::to_string));
            format!("signed {} {} {date}", s.party.value, or_dash(s.name.as_ref(), |name| name.value.clone()))
        }
        other => line(other),
    }
}

fn contract_facts(dossier: &Dossier) -> Vec<String> {
    let legal = dossier.facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Legal(fact) => Some(contract_line(fact)),
        _ => None,
    });
    legal.collect()
}

#[test]
fn a_contract_of_sale() {
    let expected = [
        "title 设备买卖合同 XQ-2023-CG-018",
        "party Contracting 北京星桥科技有限公司 id - code true at 北京市朝阳区望京街道10号",
        "agent 法定代表人 孙雨桐 for 北京星桥科技有限公司 - -",
        "party Contracting 石家庄华夏建材有限公司 id - code - at 河北省石家庄市裕华区东岗路5号",
        "agent 授权代表 赵强 for 石家庄华夏建材有限公司 - -",
        "clause [1] 标的物",
        "clause [1, 1] -",
        "clause [1, 2] -",
        "clause [2] 合同价款",
        "clause [2, 1] -",
        "clause [2, 2] -",
        "clause [3] 付款方式",
        "clause [4] 交货期限与地点",
        "clause [5] 违约责任",
        "clause [6] 争议解决",
        "clause [7] 其他",
        "pair 125000000 true",
        "pair 25000000 true",
        "Subject  shares  -",
        "Subject  shares  -",
        "Price 125000000,125000000 shares  -",
        "EarnestMoney 25000000,25000000 shares 0.2 -",
        "EarnestMoney  shares  -",
        "Payment  shares  -",
        "Performance  shares  -",
        "Penalty  shares 0.1 -",
        "Arbitration  shares  北京仲裁委员会",
        "Copies  shares  -",
        "signed 甲方 北京星桥科技有限公司 2023-06-18",
        "signed 乙方 石家庄华夏建材有限公司 2023-06-19",
        "signed 法定代表人 孙雨桐 -",
        "signed 授权代表 赵强 -",
        "date 2023-06-18",
    ];
    assert_eq!(contract_facts(&Dossier::of_text(SALE, &FactOptions::default())), expected);
    for width in [22, 60] {
        assert_eq!(contract_facts(&page(SALE, width)), expected, "lines of {width}");
    }
    let wrong = SALE.replace("¥1,250,000.00", "¥1,280,000.00");
    let facts = contract_facts(&Dossier::of_text(&wrong, &FactOptions::default()));
    assert!(facts.contains(&"pair 128000000 false".to_owned()));
}

const SERVICES: &str = "\
Services Agreement
No. JS-2023-189, dated 8 September 2023
This Agreement is made between Northmoor Paper Company, of 14 Quarry Lane, Eastmere (the \"Client\"), and Whitmore Fields Ltd, of 9 Mill Road, Selwick (the \"Contractor\").
1. Services
The Contractor shall maintain the Client's archive with one visit in each calendar month.
2. Term
This Agreement begins on 28 September 2023 and ends on 27 September 2024.
3. Fees
The Client shall pay a total fee of USD 344,000.00 (three hundred and forty-four thousand US dollars).
4. Late performance
A party that fails to perform on time shall pay 0.1 per cent of the total fee for each day of delay.
5. Disputes
Any dispute that cannot be settled by negotiation shall be submitted to the courts of Northbridge.
For the Client: Northmoor Paper Company
Signed: Daniel Whitlock
For the Contractor: Whitmore Fields Ltd
Signed: Thomas Okafor";

const COURT_ORDER: &str = "\
IN THE DISTRICT COURT OF EASTMERE COUNTY
Case No. 2023-CV-0147
NORTHMOOR PAPER COMPANY, Plaintiff,
v. WHITMORE FIELDS LTD, Defendant.
JUDGMENT
This matter came before the Court on 5 March 2024. The claim arises under Section 12 of the Sale of Goods Act 1979.
IT IS HEREBY ORDERED that:
1. The Defendant shall pay the Plaintiff the sum of $12,500.00 within thirty days.
2. The counterclaim is dismissed.
Dated: 8 March 2024
Hon. Margaret Ellis";

#[test]
fn an_english_contract() {
    let facts = contract_facts(&Dossier::of_text(SERVICES, &FactOptions::default()));
    let expected = [
        "title Services Agreement JS-2023-189",
        "party Contracting Northmoor Paper Company id - code - at 14 Quarry Lane, Eastmere",
        "party Contracting Whitmore Fields Ltd id - code - at 9 Mill Road, Selwick",
        "clause [1] Services",
        "clause [2] Term",
        "clause [3] Fees",
        "clause [4] Late performance",
        "clause [5] Disputes",
        "pair 34400000 true",
        "Subject  shares  -",
        "Term  shares  -",
        "Price 34400000,34400000 shares  -",
        "Penalty  shares 0.001 -",
        "Litigation  shares  the courts of Northbridge",
        "signed Client Northmoor Paper Company -",
        "signed Client Daniel Whitlock -",
        "signed Contractor Whitmore Fields Ltd -",
        "signed Contractor Thomas Okafor -",
        "date 2023-09-08",
    ];
    assert_eq!(facts, expected);
}

#[test]
fn an_english_judgment() {
    let facts = tell(&Dossier::of_text(COURT_ORDER, &FactOptions::default()));
    let expected = [
        "court IN THE DISTRICT COURT OF EASTMERE COUNTY None",
        "title JUDGMENT None None",
        "party Claimant NORTHMOOR PAPER COMPANY id - code - at -",
        "party Respondent WHITMORE FIELDS LTD id - code - at -",
        "holding Some(1) Payment  ->  1250000 -",
        "holding Some(2) Dismissal  ->   -",
        "panel Hon. Margaret Ellis",
        "date 2024-03-08",
    ];
    assert_eq!(facts, expected);
}

#[test]
fn hostile_texts_end_in_time() {
    for piece in [
        "（2018）",
        "原告：",
        "判决如下：一、",
        "第一条、",
        "犯罪",
        "被告人",
        "审判长",
        "案件受理费",
        "《",
        "一案",
        "辩称",
    ] {
        let text = format!("民事判决书\n{}", piece.repeat(3000));
        for kind in [crate::Kind::Judgment, crate::Kind::Contract] {
            let options = FactOptions { kind: Some(kind), ..FactOptions::default() };
            let _ = Dossier::of_text(&text, &options);
        }
    }
}
