//! Documents of forms that no list of words was made for. All persons and firms are invented.

use super::tell;
use crate::legal::{HoldingKind, InstrumentKind, LegalFact, ProvisionKind};
use crate::{Body, Dossier, FactOptions, Kind};

fn read(text: &str) -> Dossier {
    Dossier::of_text(text, &FactOptions::default())
}

fn legal(dossier: &Dossier) -> impl Iterator<Item = &LegalFact> {
    dossier.facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Legal(fact) => Some(fact),
        _ => None,
    })
}

fn parties(dossier: &Dossier) -> Vec<(&str, &str)> {
    let named = legal(dossier).filter_map(|fact| match fact {
        LegalFact::Party(party) => Some((party.role.value.as_str(), party.name.value.as_str())),
        _ => None,
    });
    named.collect()
}

fn holdings(dossier: &Dossier) -> Vec<HoldingKind> {
    let ordered = legal(dossier).filter_map(|fact| match fact {
        LegalFact::Holding(holding) => Some(holding.kind),
        _ => None,
    });
    ordered.collect()
}

fn provisions(dossier: &Dossier) -> Vec<ProvisionKind> {
    let kinds = legal(dossier).filter_map(|fact| match fact {
        LegalFact::Provision(provision) => Some(provision.kind),
        _ => None,
    });
    kinds.collect()
}

fn title(dossier: &Dossier) -> Option<(&str, InstrumentKind)> {
    legal(dossier).find_map(|fact| match fact {
        LegalFact::Instrument(instrument) => Some((instrument.title.value.as_str(), instrument.kind)),
        _ => None,
    })
}

fn has(dossier: &Dossier, line: &str) -> bool {
    tell(dossier).iter().any(|told| told.contains(line))
}

const AWARD: &str = "\
临江仲裁委员会
裁 决 书
（2023）临仲裁字第218号
申请人：临江市百汇商贸有限公司
住所：临江市东湖区解放路100号
法定代表人：邓洁
委托代理人：罗勇，海安东方律师事务所律师
被申请人：清河县福源食品厂
住所：清河县城关镇建设街3号
投资人：梁福
临江仲裁委员会根据申请人与被申请人于2022年1月10日签订的《供货合同》中的仲裁条款，受理了双方之间的买卖合同争议案。
申请人的仲裁请求为：
1．裁决被申请人向申请人支付货款156000元；
2．裁决被申请人支付违约金7800元；
3．仲裁费用由被申请人承担。
被申请人答辩称：货物质量不合格。
仲裁庭查明：2022年1月10日，双方签订《供货合同》。
仲裁庭意见：被申请人应支付货款。
根据《中华人民共和国民法典》第五百七十九条，仲裁庭裁决如下：
（一）被申请人向申请人支付货款156000元；
（二）被申请人向申请人支付违约金7800元；
（三）本案仲裁费9800元，由被申请人承担。
上述款项，被申请人应自本裁决书送达之日起十五日内支付。
本裁决为终局裁决，自作出之日起发生法律效力。
首席仲裁员：彭涛
仲裁员：谭玲
仲裁员：石磊
二〇二三年九月二十日
仲裁秘书：夏雨";

#[test]
fn an_award_with_a_key_on_each_line() {
    let dossier = read(AWARD);
    assert_eq!(dossier.facts.parts[0].kind, Kind::Judgment);
    assert_eq!(title(&dossier), Some(("裁决书", InstrumentKind::Award)));
    let names = [("申请人", "临江市百汇商贸有限公司"), ("被申请人", "清河县福源食品厂")];
    assert_eq!(parties(&dossier), names);
    assert_eq!(holdings(&dossier)[..2], [HoldingKind::Payment; 2]);
    assert!(has(&dossier, "panel 首席仲裁员 彭涛") && has(&dossier, "court 临江仲裁委员会"));
}

const PAYMENT_ORDER: &str = "\
临江市东湖区人民法院
支付令
（2024）海0902民督15号
申请人：临江农商银行股份有限公司东湖支行，住所地临江市东湖区中山路66号。
负责人：范伟，行长。
被申请人：丁秀英，女，1972年12月1日出生，住临江市东湖区胜利街21号。
申请人临江农商银行股份有限公司东湖支行于2024年5月6日向本院申请支付令。申请人称被申请人于2021年5月6日向申请人借款5万元，到期未还，要求被申请人偿还借款本金50000元及利息3200元。
本院经审查认为，申请人的申请符合民事诉讼法规定的条件。依照《中华人民共和国民事诉讼法》第二百二十五条、第二百二十七条规定，特发出如下支付令：
被申请人丁秀英应当自收到本支付令之日起十五日内，给付申请人临江农商银行股份有限公司东湖支行借款本金50000元及利息3200元。
申请费388元，由被申请人丁秀英负担。
被申请人如有异议，应当自收到本支付令之日起十五日内向本院书面提出；逾期不提出书面异议的，本支付令即发生法律效力。
审判员 汪洋
二〇二四年五月十三日
书记员 余婷";

#[test]
fn a_payment_order() {
    let dossier = read(PAYMENT_ORDER);
    assert_eq!(title(&dossier), Some(("支付令", InstrumentKind::PaymentOrder)));
    assert_eq!(parties(&dossier).len(), 2);
    assert!(
        has(&dossier, "丁秀英 -> 临江农商银行股份有限公司东湖支行 5000000,320000 15d"),
        "{:#?}",
        tell(&dossier)
    );
}

const MEDIATION: &str = "\
临江市东湖区人民法院
民事调解书
（2024）海0902民初889号
原告：沈明，男，1985年3月3日生，住临江市南苑路5号。
被告：临江市宏远装饰工程有限公司，住所地临江市工业大道9号。
法定代表人：许建，总经理。
案由：劳务合同纠纷
原告沈明与被告临江市宏远装饰工程有限公司劳务合同纠纷一案，本院于2024年2月1日立案受理，依法由审判员独任审理。
原告沈明向本院提出诉讼请求：1、判令被告支付劳务费32000元；2、诉讼费由被告承担。
本案审理过程中，经本院主持调解，当事人自愿达成如下协议：
一、被告临江市宏远装饰工程有限公司于2024年4月30日前向原告沈明支付劳务费30000元；
二、如被告未按期足额支付，则原告有权就32000元的未付部分申请强制执行；
三、原告沈明自愿放弃其他诉讼请求。
案件受理费600元，减半收取300元，由被告负担。
上述协议，不违反法律规定，本院予以确认。
本调解书经双方当事人签收后，即具有法律效力。
审判员 韩雪
二〇二四年三月十五日
书记员 曹阳";

#[test]
fn a_mediation_paper() {
    let dossier = read(MEDIATION);
    assert_eq!(title(&dossier), Some(("民事调解书", InstrumentKind::Mediation)));
    assert!(has(&dossier, "临江市宏远装饰工程有限公司 -> 沈明 3000000 2024-04-30"));
}

const CONFIDENCE: &str = "\
保密协议
披露方：临江市启明软件有限公司
接收方：临江市远见咨询有限公司
鉴于双方拟就智慧仓储项目开展合作，披露方将向接收方提供保密信息，双方约定如下：
第一条 保密信息的范围
“保密信息”指披露方以书面、口头或电子形式提供的一切技术和商业信息。
第二条 保密义务
接收方应对保密信息严格保密，未经披露方书面同意不得向第三方披露。
第三条 保密期限
保密期限为自本协议签署之日起五年。
第四条 违约责任
接收方违反本协议第二条约定的，应向披露方支付违约金人民币伍拾万元（500000元）。
第五条 争议解决
因本协议引起的争议，提交临江仲裁委员会仲裁。
第六条 附则
本协议一式两份，双方各执一份，自签署之日起生效。
披露方（盖章）
授权代表：
日期：    年  月  日
接收方（盖章）
授权代表：
日期：    年  月  日";

#[test]
fn roles_in_no_list_are_told_by_their_shape() {
    let dossier = read(CONFIDENCE);
    let names = [("披露方", "临江市启明软件有限公司"), ("接收方", "临江市远见咨询有限公司")];
    assert_eq!(parties(&dossier), names);
}

const LEASE: &str = "\
LEASE AGREEMENT
THIS LEASE is made on the 14th day of March 2023
BETWEEN
(1) ALBION PROPERTIES LIMITED (company number 04412345) whose registered office is at 4 Quay Street, Harlow Bay (\"the Landlord\"); and
(2) MARIAN FOSTER of 17 Mill Lane, Harlow Bay (\"the Tenant\").
The Landlord lets and the Tenant takes the flat at 22 Church Walk, Harlow Bay for a term of twelve months beginning on 1 April 2023 and ending on 31 March 2024.
The Tenant shall pay rent of £950.00 (nine hundred and fifty pounds) per calendar month in advance on the first day of each month.
The Tenant shall pay a deposit of £1,095.00 before taking possession, to be held in an approved scheme and returned within ten days after the end of the tenancy.
If rent is more than fourteen days late interest is payable at 4% per annum.
The Tenant shall keep the interior in good repair and shall not assign or sublet without written consent.
Either party may end this lease on two months' written notice.
This lease is governed by the laws of England and Wales and the parties submit to the exclusive jurisdiction of the courts of England and Wales.
Signed by the Landlord: ______________
Signed by the Tenant: ______________";

#[test]
fn an_english_lease_without_clauses() {
    let dossier = read(LEASE);
    assert_eq!(parties(&dossier), [("Landlord", "ALBION PROPERTIES LIMITED"), ("Tenant", "MARIAN FOSTER")]);
    let kinds = provisions(&dossier);
    for wanted in
        [ProvisionKind::Term, ProvisionKind::Price, ProvisionKind::Deposit, ProvisionKind::Litigation]
    {
        assert!(kinds.contains(&wanted), "{wanted:?} {kinds:?}");
    }
}

const TENANCY: &str = "\
RESIDENTIAL TENANCY AGREEMENT
Landlord: Peter Hallam
Tenant(s): Joan Okafor and Simon Okafor
Premises: 9 Orchard Close, Eastmere
Term: 1 June 2023 to 31 May 2024
Rent: $1,450.00 per month, due on the 1st
Security Deposit: $1,450.00
Late Charges
A late charge of $75.00 applies to rent received after the fifth day of the month.
Use of Premises
The premises shall be used as a private residence only by the persons named above.
Repairs
The Landlord shall keep the roof, walls and heating in good repair. The Tenant shall report defects promptly as required by Repairs above.
Governing Law
This agreement is governed by the laws of the State of Oregon.
Landlord's Signature: ____________ Date: May 20, 2023
Tenant's Signature: ____________ Date: May 21, 2023";

#[test]
fn terms_that_stand_as_keys() {
    let dossier = read(TENANCY);
    let kinds = provisions(&dossier);
    for wanted in [ProvisionKind::Term, ProvisionKind::Price, ProvisionKind::Deposit, ProvisionKind::Penalty]
    {
        assert!(kinds.contains(&wanted), "{wanted:?} {kinds:?}");
    }
    assert_eq!(parties(&dossier), [("Landlord", "Peter Hallam"), ("Tenant", "Joan Okafor and Simon Okafor")]);
}

const NOTE: &str = "\
PROMISSORY NOTE AND LOAN AGREEMENT
Lender: Northgate Credit Union
Borrower: Alice Whitcombe
Principal Amount: $25,000.00 (Twenty-five Thousand Dollars)
Date: February 1, 2024
For value received, the Borrower promises to pay to the Lender the principal sum of $25,000.00 with interest at 6.5% per annum.
Repayment. The loan shall be repaid in 48 equal monthly instalments of $592.90 beginning March 1, 2024 and ending February 1, 2028.
Late payment. A payment more than 10 days late incurs a late fee of 5% of the overdue amount.
Default. On default the whole balance becomes immediately due.
Governing law. This note is governed by the laws of Ohio. Any dispute shall be referred to arbitration by the Ohio Arbitration Association.
Borrower: ______________ Alice Whitcombe";

#[test]
fn headings_that_run_into_their_clauses() {
    let dossier = read(NOTE);
    let headings: Vec<&str> = legal(&dossier)
        .filter_map(|fact| match fact {
            LegalFact::Clause(clause) => clause.heading.as_ref().map(|heading| heading.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(headings, ["Repayment", "Late payment", "Default", "Governing law"]);
    assert_eq!(parties(&dossier), [("Lender", "Northgate Credit Union"), ("Borrower", "Alice Whitcombe")]);
}

const ORDER: &str = "\
IN THE HIGH COURT OF JUSTICE
KING'S BENCH DIVISION
Claim No: KB-2022-001876
Before: Mr Justice Fordwell
BETWEEN:
HAVERSTOCK CATERING LIMITED
Claimant
- and -
(1) DOLPHIN EVENTS PLC
(2) MARTIN SEARLE
Defendants
ORDER
UPON hearing counsel for the Claimant and for the Defendants
AND UPON the trial of this claim on 3 and 4 July 2023
IT IS ORDERED THAT:
1. There be judgment for the Claimant against the First Defendant in the sum of £84,250.00.
2. The First Defendant do pay to the Claimant interest on that sum of £6,120.40 by 4pm on 31 July 2023.
3. The claim against the Second Defendant is dismissed.
4. The First Defendant shall pay the Claimant's costs, to be assessed if not agreed.
5. Permission to appeal is refused.
Dated 5 July 2023";

#[test]
fn an_order_of_a_high_court() {
    let dossier = read(ORDER);
    assert_eq!(dossier.facts.parts[0].kind, Kind::Judgment);
    assert_eq!(title(&dossier), Some(("ORDER", InstrumentKind::Ruling)));
    let names = [
        ("Claimant", "HAVERSTOCK CATERING LIMITED"),
        ("Defendant", "DOLPHIN EVENTS PLC"),
        ("Defendant", "MARTIN SEARLE"),
    ];
    assert_eq!(parties(&dossier), names);
    use HoldingKind::{Dismissal, Payment};
    assert_eq!(holdings(&dossier), [Payment, Payment, Dismissal, Payment, Dismissal]);
    assert!(has(&dossier, "panel Mr Justice Fordwell") && has(&dossier, "date 2023-07-05"));
}

const APPEAL: &str = "\
UNITED STATES COURT OF APPEALS
FOR THE NINTH DISTRICT
No. 21-35678
ELENA MARTELL,
Plaintiff-Appellant,
v.
COASTLINE FERRIES, INC.,
Defendant-Appellee.
Appeal from the United States District Court
D.C. No. 3:20-cv-00412
Argued and Submitted March 9, 2022
Filed June 14, 2022
Before: HOLBROOK, DAWES, and PIKE, Circuit Judges.
OPINION
DAWES, Circuit Judge:
Elena Martell appeals from the district court's judgment in favor of Coastline Ferries, Inc. We affirm in part, reverse in part and remand.
I
Martell was injured on August 2, 2019. The jury awarded $120,000.00 (one hundred twenty thousand dollars).
II
For the foregoing reasons, the judgment of the district court is affirmed as to liability and reversed as to damages, and the case is remanded for a new trial on damages.
AFFIRMED in part, REVERSED in part, and REMANDED.";

#[test]
fn an_opinion_on_appeal() {
    let dossier = read(APPEAL);
    assert_eq!(title(&dossier), Some(("OPINION", InstrumentKind::Judgment)));
    let names = [("Plaintiff-Appellant", "ELENA MARTELL"), ("Defendant-Appellee", "COASTLINE FERRIES, INC")];
    assert_eq!(parties(&dossier), names);
    assert_eq!(holdings(&dossier).first(), Some(&HoldingKind::Affirmation));
    assert!(has(&dossier, "date 2022-06-14"));
}

const CONCLUDED: &str = "\
IN THE DISTRICT COURT OF THE EASTERN ISLANDS
CIVIL ACTION NO. 412 OF 2021
BETWEEN
LAM WAI MAN   Plaintiff
and
GOLDEN HARVEST TRADING COMPANY LIMITED   Defendant
Before: Her Honour Judge Celia Yeung in Court
Date of Hearing: 8 November 2022
Date of Judgment: 22 November 2022
JUDGMENT
1. The plaintiff claims the sum of $230,000.00 under a contract dated 5 January 2020.
2. The defendant denies liability.
Conclusion
23. For the above reasons, I give judgment for the plaintiff in the sum of $230,000.00 together with interest at 8% per annum from 1 June 2020 until judgment.
24. I make an order nisi that the defendant do pay the plaintiff's costs.
(Celia Yeung)
District Judge";

#[test]
fn a_judgment_that_ends_in_its_reasons() {
    let dossier = read(CONCLUDED);
    assert_eq!(title(&dossier), Some(("JUDGMENT", InstrumentKind::Judgment)));
    let names = [("Plaintiff", "LAM WAI MAN"), ("Defendant", "GOLDEN HARVEST TRADING COMPANY LIMITED")];
    assert_eq!(parties(&dossier), names);
    assert_eq!(holdings(&dossier), [HoldingKind::Payment; 2]);
    assert!(has(&dossier, "date 2022-11-22"));
}

#[test]
fn a_notice_of_delay_and_the_number_of_the_page_are_no_order() {
    let dossier = read("\
青禾市东河区人民法院
民 事 判 决 书
（2024）冀9911民初118号
原告：罗静，女，1980年2月3日出生，汉族，住青禾市东河区学府路8号。
被告：韩永福，男，1979年5月6日出生，汉族，住青禾市东河区长江路21号。
上列当事人之间的民间借贷纠纷一案，本院2024年3月4日立案后，依法适用简易程序，公开开庭进行了审理。本案现已审理终结。
本院认为：借贷关系合法有效，被告应当偿还。依照《中华人民共和国民法典》第六百七十五条，判决如下：
一、由韩永福自本判决生效之日起二十日内向罗静返还借款50000元。
二、对罗静的其他诉讼请求不予支持。逾期履行上述义务的，依照《中华人民共和国民事诉讼法》第二百六十四条，加倍支付迟延履行期间的债务利息。
受理费1050元，由韩永福负担。
不服本判决的，可以自送达之日起十五日内提起上诉，上诉状递交本院，上诉审法院为青禾市中级人民法院。
审判员 卢卓
二〇二四年五月七日
书记员 孔令仪");
    let ordered: Vec<&str> = legal(&dossier)
        .filter_map(|fact| match fact {
            LegalFact::Holding(holding) => Some(holding.text.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ordered.last(), Some(&"对罗静的其他诉讼请求不予支持"));
    assert!(
        legal(&dossier)
            .any(|fact| matches!(fact, LegalFact::Cause { cause } if cause.value == "民间借贷纠纷"))
    );
    let court = legal(&dossier).find_map(|fact| match fact {
        LegalFact::Appeal(appeal) => appeal.court.as_ref(),
        _ => None,
    });
    assert_eq!(court.map(|court| court.value.as_str()), Some("青禾市中级人民法院"));
    let dismissed = read(
        "\
青禾市东河区人民法院
行 政 判 决 书
（2024）冀9911行初8号
原告：罗静，女，1980年2月3日出生，汉族，住青禾市东河区学府路8号。
被告：青禾市东河区自然资源局，住所地青禾市东河区长江路1号。
原告罗静诉被告青禾市东河区自然资源局政府信息公开一案，本院受理后，公开开庭进行了审理。现已审理终结。
本院认为：被告已经履行职责。依照《中华人民共和国行政诉讼法》第六十九条，判决如下：
驳回原告罗静的诉讼请求。
-1-
案件受理费50元，由罗静负担。
审判长 卢卓
二〇二四年五月七日",
    );
    let order = legal(&dismissed).find_map(|fact| match fact {
        LegalFact::Holding(holding) => Some(holding.text.value.as_str()),
        _ => None,
    });
    assert_eq!(order, Some("驳回原告罗静的诉讼请求"));
}

const DETAILS_FIRST: &str = "\
云溪市人民法院
民 事 判 决 书
（2024）苏0583民初77号
案由
承揽合同纠纷
立案日期
2024年3月18日
原告：云溪市恒锐模具有限公司，住所地为云溪市创新路9号。
被告：尤金宝，男，1979年11月4日出生，家住云溪市东门街31号。
第三人 匡月华 女 1964年5月19日出生 住云溪市滨海路5号
云溪市恒锐模具有限公司诉尤金宝承揽合同纠纷一案，本院已审理终结。
云溪市恒锐模具有限公司诉讼请求：1.尤金宝支付加工款134000元；2.诉讼费由尤金宝承担。
查明事实：2023年2月6日，双方签订合同，加工款134000元未付。
裁判理由：尤金宝应当付款。依照《中华人民共和国民法典》第七百八十二条，判决：
一、尤金宝于本判决生效之日起十日内支付云溪市恒锐模具有限公司加工款134000元。
案件受理费2980元，由尤金宝负担。
如不服本判决，可在判决书送达之日起十五日内上诉于东湖市中级人民法院。
独任法官 费思远
人民陪审员，毛晓丽
二二四年五月二十日
法官助理 郝春燕（兼书记员）";

#[test]
fn parties_stand_behind_a_table_of_details() {
    let dossier = read(DETAILS_FIRST);
    let names = [("原告", "云溪市恒锐模具有限公司"), ("被告", "尤金宝"), ("第三人", "匡月华")];
    assert_eq!(parties(&dossier), names);
    assert_eq!(holdings(&dossier), [HoldingKind::Payment]);
    let addresses: Vec<_> = legal(&dossier)
        .filter_map(|fact| match fact {
            LegalFact::Party(party) => party.address.as_ref().map(|address| address.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(addresses, ["云溪市创新路9号", "云溪市东门街31号", "云溪市滨海路5号"]);
    let panel: Vec<_> = legal(&dossier)
        .filter_map(|fact| match fact {
            LegalFact::PanelMember(member) => Some(member.name.value.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(panel, ["费思远", "毛晓丽", "郝春燕"]);
    let dated = legal(&dossier).find_map(|fact| match fact {
        LegalFact::Dated { date } => date.value.civil(),
        _ => None,
    });
    assert_eq!(dated.unwrap().to_string(), "2024-05-20");
    assert!(legal(&dossier).any(|fact| matches!(fact, LegalFact::Article(article) if article.applied)));
}

#[test]
fn the_cause_behind_the_parties_begins_the_course() {
    let text = DETAILS_FIRST
        .replace("案由\n承揽合同纠纷\n立案日期\n2024年3月18日\n", "")
        .replace(
            "云溪市恒锐模具有限公司诉尤金宝承揽合同纠纷一案，本院",
            "案由：承揽合同纠纷。本院2024年3月18日立案，",
        )
        .replace("公司诉讼请求：1.", "公司诉请：\n1.");
    let dossier = read(&text);
    assert_eq!(parties(&dossier).len(), 3);
    assert_eq!(holdings(&dossier), [HoldingKind::Payment]);
    assert!(legal(&dossier).any(|fact| matches!(fact, LegalFact::Claim(_))));
}
