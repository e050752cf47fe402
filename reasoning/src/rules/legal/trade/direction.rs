//! Who does what for whom in papers of trade: part of L06.

use std::ops::Range;

use super::super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::{Draft, Verdict};

/// L06 of papers of no court: who is paid does not pay, who lends does not borrow.
pub(in super::super) fn check(matter: &Matter<'_>) -> Verdict {
    let found = if matter.is_chinese() { chinese(matter) } else { english(matter) };
    let draft = |(range, who): (Range<usize>, String)| {
        let draft = Draft::new().way("turned").about_text(matter, range.clone());
        draft.found(matter.flow.printed(range)).expected(who)
    };
    let seen = !matter.parties().is_empty() || found.is_some();
    Verdict::of(seen, "party", found.map(draft).into_iter().collect())
}

type Wrong = (Range<usize>, String);

/// Words of roles of those who are paid, and of those who pay.
const PAID: [&str; 19] = [
    "居间",
    "中介",
    "卖方",
    "出卖",
    "供方",
    "供货",
    "供应",
    "出租",
    "受托",
    "分包",
    "承揽",
    "转让",
    "服务方",
    "承运",
    "保管方",
    "施工单位",
    "销售方",
    "受托方",
    "物业",
];
const PAYS: [&str; 15] = [
    "买方",
    "买受",
    "需方",
    "采购",
    "承租",
    "委托",
    "发包",
    "定作",
    "受让",
    "托运",
    "订货",
    "建设单位",
    "加盟",
    "被特许",
    "被许可",
];

/// What somebody is, by the words of the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Paid,
    Pays,
    Lends,
    Borrows,
}

fn side(role: &str) -> Option<Side> {
    let has = |words: &[&str]| words.iter().any(|word| role.contains(word));
    if role.contains("出借") || role.contains("贷款") {
        return Some(Side::Lends);
    }
    if role.contains("借款") {
        return Some(Side::Borrows);
    }
    // 被特许人 and 受托人 have the word of the other in them.
    if has(&["被特许", "被许可", "承租"]) {
        return Some(Side::Pays);
    }
    match (has(&PAID), has(&PAYS)) {
        (true, false) => Some(Side::Paid),
        (false, true) => Some(Side::Pays),
        _ => None,
    }
}

/// The words that the paper calls its parties by, with what each is.
fn sides(matter: &Matter<'_>) -> Vec<(String, Side)> {
    let mut found: Vec<(String, Side)> = Vec::new();
    let mut add = |name: &str, role: &str| {
        if let Some(side) = side(role).filter(|_| !name.is_empty()) {
            found.push((name.to_owned(), side));
        }
    };
    for (_, party) in matter.parties() {
        let role = crate::fold(&party.role.value);
        for place in ["甲方", "乙方"].iter().filter(|place| role.contains(**place)) {
            add(place, &role);
        }
        add(role.split(['(', ':']).next().unwrap_or_default(), &role);
    }
    let form =
        pattern!(r"(?P<role>\p{Han}{2,5})(?::[^:。]{2,40})?\((?:以下)?(?:简称|称)?(?P<place>[甲乙]方)\)");
    for found in form.into_iter().flat_map(|form| form.captures_iter(matter.text())) {
        if let (Some(role), Some(place)) = (found.name("role"), found.name("place")) {
            add(place.as_str(), role.as_str());
        }
    }
    // A role that the text calls somebody by needs no name behind it: 居间方, 出租人.
    const CALLED: [&str; 14] = [
        "居间方",
        "居间人",
        "委托方",
        "委托人",
        "出租人",
        "出租方",
        "承租人",
        "承租方",
        "定作人",
        "定作方",
        "承揽人",
        "承揽方",
        "托运方",
        "承运方",
    ];
    for word in CALLED.iter().filter(|word| matter.text().matches(**word).count() > 1) {
        add(word, word);
    }
    // Of a works contract and its part the one who gives the part away pays.
    if matter.text().contains("分包人") {
        add("甲方", "发包");
    }
    // A name that stands for both sides is none.
    let plain = found.clone();
    found.retain(|(name, own)| plain.iter().all(|(other, side)| other != name || side == own));
    found
}

/// What is paid by one side alone.
const NOUNS: &str = "货款|租金|价款|报酬|工程款|服务费|律师费|代理费|加工费|运费|房款|租赁费|首付款|补偿金|管理费|加盟费|设计费|物业费|购房款|余款|尾款|押金|定金|履约保证金|居间报酬|佣金|加工款|承揽费|贷款本息|借款本息";

fn chinese(matter: &Matter<'_>) -> Option<Wrong> {
    let text = matter.text();
    let told = letters(text).or_else(|| loans(matter, text)).or_else(|| payers(matter, text));
    told.or_else(|| refunds(text)).or_else(|| settled(text)).or_else(|| insured(text))
}

/// Who asks for a debt pays it in a settlement, or owes it in a promise to pay.
fn settled(text: &str) -> Option<Wrong> {
    let pays = pattern!(
        r"(?:^|[^被])(?P<who>申请(?:执行)?人)[^,。;]{0,14}?(?:分[一二三四五六七八九十\d]{1,2}期)?(?:向|给付|支付|偿还)被申请?执?行?人[^,。;]{0,10}?(?:付清|支付|给付|偿还|归还|\d)"
    )?;
    if let Some(who) = pays.captures(text).and_then(|found| found.name("who")) {
        return Some((who.range(), format!("被{}", who.as_str().replace("申请执行", "执行"))));
    }
    let owes = pattern!(r"(?:^|[^被])(?P<who>申请人)\p{Han}{0,4}?(?:尚|仍|共)?(?:拖)?欠被申请人")?;
    if let Some(who) = owes.captures(text).and_then(|found| found.name("who")) {
        return Some((who.range(), "被申请人".to_owned()));
    }
    let promised =
        pattern!(r"(?P<who>贵(?:公司|方|司|单位))(?:尚|仍|共)?(?:拖)?欠(?:承诺人|我方|我公司|我司|本人)")?;
    let head: String = text.chars().take(HEAD).collect();
    let promise = ["承诺书", "还款计划", "欠条", "保证书"].iter().any(|word| head.contains(word));
    promised
        .captures(text)
        .filter(|_| promise)
        .and_then(|found| found.name("who"))
        .map(|who| (who.range(), "承诺人".to_owned()))
}

/// Letters of a paper in which its title stands.
const HEAD: usize = 40;

/// Who works pays what is paid for him: `乙方依法为甲方缴纳社会保险` of an employee.
fn insured(text: &str) -> Option<Wrong> {
    let form = pattern!(
        r"(?P<who>[甲乙]方)[^,。;]{0,12}?为(?P<whom>[甲乙]方)(?:依法)?(?:办理和?)?(?:缴纳|办理)[^,。;]{0,6}(?:社会保险|社保|住房公积金)"
    )?;
    let found = form.captures(text)?;
    let (who, whom) = (found.name("who")?, found.name("whom")?);
    let employee = ["劳动者", "员工", "雇员", "职工", "受聘"];
    let works = employee.iter().any(|word| {
        [format!("{}({word}", who.as_str()), format!("{}:({word}", who.as_str())]
            .iter()
            .any(|own| text.contains(own.as_str()))
    });
    works.then(|| (who.range(), whom.as_str().to_owned()))
}

/// Letters in which who asks for a debt owes it.
fn letters(text: &str) -> Option<Wrong> {
    let owes = pattern!(r"我(?:公司|方|司)(?:至今)?(?:尚|仍|还|共)?(?:拖)?欠")?;
    const ASKS: [&str; 6] = ["请贵", "付至我", "付至以下", "应收", "请你", "汇至我"];
    let asked = ASKS.iter().any(|word| text.contains(word));
    // Below the letter its answer is written by the other side.
    let answered = |at: usize| {
        let led = text.get(..at).unwrap_or_default();
        let sentence = led.rsplit(['。', ';']).next().unwrap_or_default();
        ["回执", "回函", "复函"].iter().any(|word| led.contains(word)) || sentence.contains("经核对")
    };
    if let Some(found) = owes.find_iter(text).find(|found| asked && !answered(found.start())) {
        return Some((found.range(), "对方".to_owned()));
    }
    let turned = pattern!(
        r"受让(?:人|方)(?:将|把)[^,。;]{0,16}转让给(?:了)?(?:转让|出让)|(?:出借|贷款|债权)人承担(?:借款人|债务人)?(?:为)?实现债权"
    )?;
    let owed = pattern!(r"(?P<who>[甲乙]方)(?:尚|仍|还|共)?(?:拖)?欠[甲乙]方")?;
    let sues = pattern!(r"(?P<who>[甲乙]方)\((?:原告|申请人|出借人|债权人)\)")?;
    let claimant = sues.captures(text).and_then(|found| found.name("who"));
    let owed = owed.captures(text).filter(|found| {
        found.name("who").zip(claimant).is_some_and(|(own, other)| own.as_str() == other.as_str())
    });
    let owed = owed.and_then(|found| Some((found.get(0)?.range(), "对方".to_owned())));
    turned.find(text).map(|found| (found.range(), "对方".to_owned())).or(owed)
}

/// Loans that who borrows gives.
fn loans(matter: &Matter<'_>, text: &str) -> Option<Wrong> {
    let sides = sides(matter);
    let form = pattern!(
        r"(?P<who>[甲乙丙]方|借款人|出借人|贷款人)[^,。;]{0,20}?(?:将|把)(?:上述|该笔?|全部)?借款(?:\p{Han}{0,6}?)(?:转入|汇入|支付|交付|转账|划入|打入|转至|汇至)"
    )?;
    form.captures_iter(text).find_map(|found| {
        let who = found.name("who")?;
        let borrows = sides.iter().any(|(name, side)| name == who.as_str() && *side == Side::Borrows);
        let lender = sides.iter().find(|(_, side)| *side == Side::Lends)?;
        borrows.then(|| (found.get(0).map_or(who.range(), |whole| whole.range()), lender.0.clone()))
    })
}

/// Who is told to pay what only the other pays: by the roles, else by what other clauses tell.
fn payers(matter: &Matter<'_>, text: &str) -> Option<Wrong> {
    let sides = sides(matter);
    let form = regex::Regex::new(&format!(
        r"(?:如|若|因|当)?(?P<who>[甲乙]方|买方|卖方|出租[方人]|承租[方人]|委托[方人]|受托[方人]|居间[方人]|定作[方人]|承揽[方人]|托运[方人]|承运[方人]|供方|需方|出卖人|买受人|出借[方人]|转让[方人]|受让[方人]|发包[方人]|承包[方人])(?P<led>[^,。;:甲乙]{{0,26}}?)(?:支付|付清|给付|交纳|缴纳)(?P<mid>[^,。;:甲乙]{{0,10}}?)(?P<noun>{NOUNS})"
    ))
    .ok()?;
    const NOT: [&str; 10] = ["退", "返还", "代", "委托", "有权", "要求", "可", "收取", "向第三", "赔偿"];
    let acts: Vec<(Range<usize>, &str, &str)> = form
        .captures_iter(text)
        .filter_map(|found| {
            let (who, noun, led) = (found.name("who")?, found.name("noun")?, found.name("led")?);
            let other = NOT.iter().any(|word| led.as_str().contains(word));
            let begins = who.start() == 0
                || matter.flow.is_break(who.start())
                || text.get(..who.start()).is_some_and(|led| {
                    led.trim_end_matches(['如', '若', '因', '当'])
                        .ends_with([',', '。', ';', ':', '、', '或', '的', ')'])
                });
            (!other && begins).then(|| (who.start()..noun.end(), who.as_str(), noun.as_str()))
        })
        .collect();
    let of = |who: &str| sides.iter().find(|(name, _)| name == who).map(|own| own.1);
    let payer = sides.iter().find(|(_, side)| *side == Side::Pays);
    let by_role = acts.iter().find(|(_, who, noun)| of(who) == Some(Side::Paid) && *noun != "补偿金");
    if let (Some((range, ..)), Some(payer)) = (by_role, payer) {
        return Some((range.clone(), payer.0.clone()));
    }
    let by_others = acts.iter().rev().find(|(_, who, noun)| {
        let same =
            |other: &&(Range<usize>, &str, &str)| other.2 == *noun && ["甲方", "乙方"].contains(&other.1);
        let others: Vec<&str> = acts.iter().filter(same).map(|other| other.1).collect();
        let own = others.iter().filter(|other| *other == who).count();
        own == 1 && others.len() > 1 && ["补偿金", "租金"].contains(noun)
    });
    by_others.map(|(range, ..)| (range.clone(), "另一方".to_owned()))
}

/// Who gives back what the other is told to owe back.
fn refunds(text: &str) -> Option<Wrong> {
    let owes = pattern!(r"(?P<who>[甲乙]方)(?:应退|逾期退款|逾期退还)")?;
    let gives = pattern!(
        r"(?P<who>[甲乙]方)应?(?:于[^,。;]{0,30}?)?(?:将[^。;]{0,60}?)?退还(?:至|给)(?P<to>[甲乙]方)"
    )?;
    let found = gives.captures(text)?;
    let who = found.name("who")?;
    let others: Vec<&str> =
        owes.captures_iter(text).filter_map(|found| Some(found.name("who")?.as_str())).collect();
    let all = !others.is_empty() && others.iter().all(|other| *other != who.as_str());
    all.then(|| {
        (
            found.get(0).map_or(who.range(), |whole| whole.range()),
            others.first().map_or_else(String::new, |own| (*own).to_owned()),
        )
    })
}

/// English roles of those who are paid, each with who pays them.
const PAIRS: [(&str, &[&str]); 20] = [
    ("lender", &["borrower"]),
    ("holder", &["maker"]),
    ("payee", &["maker", "payer"]),
    ("sub-contractor", &["contractor"]),
    ("subcontractor", &["contractor"]),
    ("contractor", &["client", "customer"]),
    ("author", &["publisher"]),
    ("service provider", &["customer", "client"]),
    ("provider", &["customer", "client"]),
    ("landlord", &["tenant"]),
    ("lessor", &["lessee"]),
    ("licensor", &["licensee"]),
    ("seller", &["buyer", "purchaser"]),
    ("vendor", &["purchaser", "buyer"]),
    ("supplier", &["customer", "buyer", "purchaser"]),
    ("manufacturer", &["distributor", "buyer"]),
    ("consultant", &["client"]),
    ("creditor", &["guarantor", "debtor"]),
    ("franchisor", &["franchisee"]),
    ("carrier", &["shipper", "customer"]),
];

/// Who has no commission, no bond and no delay to pay for is told to: an agent his principal, the owner of works who is late.
fn acts(lower: &str, known: &dyn Fn(&str) -> bool) -> Option<Wrong> {
    let commission = pattern!(
        r"\bthe (?P<who>agent|distributor|broker) (?:shall|will|must) pay (?:to )?the (?P<to>principal|client|company|owner) (?:a |the |its )?(?:commission|agency fee|remuneration)"
    )?;
    let bond = pattern!(
        r"\bthe (?P<who>employer|owner|beneficiary|obligee|principal) (?:shall|will|must) pay (?:to )?the (?P<to>surety|guarantor|bank|bondsman)\b"
    )?;
    let delay = pattern!(
        r"\bfor (?:any |each |every )?(?:day of |week of )?delay(?:s)?\b[^.;]{0,50}?\bthe (?P<who>employer|client|owner|contractor|buyer|purchaser|customer) (?:shall|will|must) pay (?:\d|liquidated|rs|[$£€])"
    )?;
    for form in [commission, bond] {
        if let Some(found) = form.captures(lower) {
            return Some((found.name("who")?.range(), found.name("to")?.as_str().to_owned()));
        }
    }
    let who = delay.captures(lower)?.name("who")?;
    let sub = ["sub-contractor", "subcontractor"].into_iter().find(|word| known(word));
    let other = match who.as_str() {
        "contractor" => sub?,
        "buyer" | "purchaser" => "seller",
        "customer" => "supplier",
        _ => "contractor",
    };
    let payment = lower
        .get(..who.start())
        .is_some_and(|led| led.rsplit(['.', ';']).next().is_some_and(|led| led.contains("pay")));
    (!payment && known(other)).then(|| (who.range(), other.to_owned()))
}

fn english(matter: &Matter<'_>) -> Option<Wrong> {
    let lower = matter.text().to_ascii_lowercase();
    let pays = pattern!(
        r"(?:^|[.;,:\d)] ?|\bif |\bthat |\bwhere |\band |\bcompletion )(?:the )?(?P<who>[a-z-]+(?: provider)?) (?:(?:shall|will|must|agrees to|has|have|undertakes to) (?:promptly |also |then )?(?:pay|paid|repay)|fails to (?:re)?pay|does not (?:re)?pay)\b(?P<what>[^.;]{0,70})"
    )?;
    let object = pattern!(
        r"^ (?:the |a |an |all |each |any )?(?:\w+ ){0,2}?(?:rent|rental bond|bond|price|balance|fees?|licence fee|charges?|deposit|invoices?|monthly total|instal\w+|hire|premium|purchase price|within|total|royalt\w+|loan|principal|by the \d|contract sum)\b"
    )?;
    const NOT: [&str; 13] = [
        "rates",
        "tax",
        "council",
        "interest",
        "compensation",
        "damages",
        "refund",
        "costs",
        "insurance",
        "outgoings",
        "penalt",
        "commission",
        "back",
    ];
    let known = |role: &str| lower.matches(role).count() > 1;
    for found in pays.captures_iter(&lower) {
        let (Some(who), Some(what)) = (found.name("who"), found.name("what")) else { continue };
        let Some((_, payers)) = PAIRS.iter().find(|(role, _)| *role == who.as_str()) else { continue };
        let Some(payer) = payers.iter().find(|role| known(role)) else { continue };
        let other = NOT.iter().any(|word| what.as_str().contains(word))
            || what.as_str().contains(&format!("to the {payer}"))
            || what.as_str().contains(&format!("to {payer}"));
        if object.is_match(what.as_str()) && !other {
            return Some((who.range(), (*payer).to_owned()));
        }
    }
    if let Some(found) = acts(&lower, &known) {
        return Some(found);
    }
    let sells = pattern!(
        r"\b(?P<who>buyer|purchaser|tenant|lessee|licensee|customer) (?:hereby )?(?:sells|lets|leases|licenses|supplies)(?: and \w+)? to (?:the )?(?P<to>seller|vendor|landlord|lessor|licensor|supplier)\b"
    )?;
    let found = sells.captures(&lower)?;
    Some((found.get(0)?.range(), found.name("to")?.as_str().to_owned()))
}
