//! Appeals and deadlines: L21, L22.

use super::english_court;
use super::matter::{Matter, Quote};
use super::order_words;
use crate::legal::{Appeal, HoldingKind, InstrumentKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, Stage, find_dates};
use crate::{Fact, fold};

/// L21: the advice on appeals gives the time and a higher court.
pub(super) fn advice(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if let Some(draft) = addresses_nobody(matter) {
        return Verdict::Checked(vec![draft]);
    }
    if let Some(drafts) = of_award(matter).or_else(|| after_appeal(matter)) {
        return Verdict::Checked(drafts);
    }
    let (Some(kind), Some(stage)) = (matter.instrument(), matter.stage()) else {
        return Verdict::lacks("case_number");
    };
    let judgment = kind == InstrumentKind::Judgment;
    let ruling = kind == InstrumentKind::Ruling;
    if !matter.is_whole() || stage != Stage::FirstInstance || !(judgment || ruling) {
        return Verdict::lacks("appeal");
    }
    let Some((fact, appeal)) = matter.appeals().into_iter().next() else {
        return if judgment && !is_without_appeal(matter) && !matter.sections.operative.is_empty() {
            Verdict::Checked(vec![Draft::new().way("missing").about_head(matter)])
        } else {
            Verdict::lacks("appeal")
        };
    };
    if appeal.is_final {
        return Verdict::Checked(vec![]);
    }
    let mut drafts = Vec::new();
    let foreign = is_foreign(matter, rule);
    let criminal = matter.branch() == Some(Branch::Criminal);
    let name = match (criminal, judgment) {
        (true, true) => "criminal_judgment",
        (true, false) => "criminal_ruling",
        (false, true) => "judgment",
        (false, false) => "ruling",
    };
    let days = |name: &str| rule.number(name).and_then(|days| u64::try_from(days).ok());
    if let (Some(within), Some(expected)) = (&appeal.within, days(name)) {
        let stated = within.value.rough_days();
        let abroad = !criminal && days("abroad") == Some(stated);
        if stated != expected
            && !(abroad
                && (foreign
                    || matter.says(matter.sections.ending.clone(), &["领域内没有住所", "国外", "境外"])))
        {
            let draft = Draft::new().about(fact, within.evidence);
            drafts.push(draft.found(matter.printed(within)).expected(format!("{expected}日")));
        }
    } else if appeal.within.is_none() {
        let draft =
            fact.evidence.first().map_or_else(Draft::new, |evidence| Draft::new().about(fact, *evidence));
        drafts.push(draft.way("time"));
    }
    if let Some(expected) = days(name).filter(|_| drafts.is_empty()) {
        let abroad = days("abroad").filter(|_| !criminal);
        drafts.extend(told_apart(matter, expected, abroad));
    }
    drafts.extend(court(matter, fact, appeal));
    Verdict::Checked(drafts)
}

/// A decision on appeal that tells how to appeal from it: it is final.
fn after_appeal(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let own = matter.stage() == Some(Stage::SecondInstance) && matter.is_whole();
    let kinds = [InstrumentKind::Judgment, InstrumentKind::Ruling];
    let decides = matter.instrument().is_some_and(|kind| kinds.contains(&kind));
    let (fact, appeal) = matter.appeals().into_iter().next().filter(|_| own && decides)?;
    // Its own words: 如不服本判决, not what the court below had told.
    let form = pattern!(r"如?不服本(?:判决|裁定)")?;
    let ending = matter.flow.slice(matter.sections.ending.start..matter.text().len());
    if appeal.is_final || !form.is_match(ending) || ending.contains("为终审") {
        return Some(Vec::new());
    }
    let draft = fact.evidence.first().map_or_else(Draft::new, |id| Draft::new().about(fact, *id));
    let told = appeal.within.as_ref().map_or("", |within| matter.printed(within));
    Some(vec![draft.found(told).expected("本判决为终审判决")])
}

/// Awards of labour tribunals: a suit may be brought within fifteen days, a final award be quashed within thirty.
fn of_award(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    if matter.instrument() != Some(InstrumentKind::Award) || !matter.text().contains("劳动") {
        return None;
    }
    let form = pattern!(
        r"(?:收到|接到|送达)[^,。;]{0,12}?之?日起(?P<days>[一二三四五六七八九十\d]{1,3})日内[^。;]{0,24}?(?P<act>起诉|提起诉讼|申请撤销|撤销)"
    )?;
    let from = matter.sections.ending.start.min(matter.sections.operative.end);
    let text = matter.flow.slice(from..matter.text().len());
    let mut drafts = Vec::new();
    for found in form.captures_iter(text) {
        let (Some(days), Some(act)) = (found.name("days"), found.name("act")) else { continue };
        let expected = if act.as_str().contains("撤销") { 30 } else { 15 };
        let told = crate::value::whole_number(days.as_str()).map(|number| number.0);
        if told.is_some_and(|told| told != expected) {
            let range = from + days.start()..from + days.end();
            let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
            drafts.push(draft.expected(format!("{expected}日")));
        }
    }
    Some(drafts)
}

/// Whether a party lives or sits abroad.
fn is_foreign(matter: &Matter<'_>, rule: &Rule) -> bool {
    rule.words("foreign").iter().any(|word| {
        matter.parties().iter().any(|(_, party)| {
            let address = party.address.as_ref().map(|address| address.value.as_str()).unwrap_or_default();
            party.name.value.contains(word) || address.contains(word)
        })
    })
}

/// A petition of appeal that addresses no court.
fn addresses_nobody(matter: &Matter<'_>) -> Option<Draft> {
    let text = matter.text();
    let head = matter.flow.slice(0..text.floor_char_boundary(text.len().min(60)));
    let tail = matter.flow.slice(text.floor_char_boundary(text.len() / 3 * 2)..text.len());
    let court = pattern!(r"此致|(?:提交|呈|致):?\p{Han}{2,20}法院");
    let open = head.contains("上诉状") && !court.is_some_and(|court| court.is_match(tail));
    open.then(|| Draft::new().way("nowhere").about_head(matter))
}

/// Of several times, each told to another party, the one that is neither of the law's.
fn told_apart(matter: &Matter<'_>, expected: u64, abroad: Option<u64>) -> Option<Draft> {
    let form = pattern!(
        r"(?:送达|收到|接到)[^,。;]{0,12}?(?:之日|次日|第二日)起(?P<days>[一二三四五六七八九十\d]{1,3})(?:日|天)内"
    )?;
    let from = matter.sections.operative.end;
    let text = matter.flow.slice(from..matter.text().len());
    let appeals = text.find("上诉")?;
    let sentence =
        text.get(appeals..).and_then(|rest| rest.find('。')).map_or(text.len(), |stop| appeals + stop);
    let found = form.captures_iter(text.get(..sentence)?).find_map(|found| {
        let days = found.name("days")?;
        let (number, _) = crate::value::whole_number(days.as_str())?;
        (number != expected && Some(number) != abroad).then(|| found.get(0))?
    })?;
    let range = from + found.start()..from + found.end();
    let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
    Some(draft.expected(format!("{expected}日")))
}

/// No court to appeal to is named, or the deciding one is.
fn court(matter: &Matter<'_>, fact: &Fact, appeal: &Appeal) -> Option<Draft> {
    if appeal.court.is_none() && names_no_court(matter) {
        let draft =
            fact.evidence.first().map_or_else(Draft::new, |evidence| Draft::new().about(fact, *evidence));
        return Some(draft.way("nowhere"));
    }
    if let (Some(court), Some((own_fact, own))) = (&appeal.court, matter.courts().into_iter().next())
        && fold(&court.value) == fold(&own.name.value)
    {
        let draft =
            Draft::new().way("court").about(fact, court.evidence).against(own_fact, own.name.evidence);
        return Some(draft.found(&court.value));
    }
    super::hierarchy::elsewhere(matter, fact, appeal)
}

/// Whether the advice names no court to appeal to: a word that must have one behind it stands before a stop, or no court is
/// named in it at all.
fn names_no_court(matter: &Matter<'_>) -> bool {
    let ending = matter.sections.ending.start..matter.text().len();
    let text = fold(matter.flow.slice(ending));
    let Some(at) = text.find("上诉") else { return false };
    let from = text.get(..at).and_then(|before| before.rfind('。')).map_or(0, |stop| stop);
    let rest = text.get(from..).unwrap_or_default().trim_start_matches('。');
    let sentence = rest.split('。').next().unwrap_or_default();
    let bare = pattern!(
        r"(?:上诉|提起上诉|提出上诉)(?:于|至|到)\s*[,。;]|(?:上诉于|上诉至|上诉到)$|向\s*(?:提出|提起)?上诉"
    );
    bare.is_some_and(|bare| bare.is_match(sentence)) || !sentence.contains("法院")
}

/// Judgments against which none may appeal: small claims, special procedures.
fn is_without_appeal(matter: &Matter<'_>) -> bool {
    const WORDS: [&str; 5] = ["一审终审", "小额诉讼", "终审判决", "特别程序", "发生法律效力"];
    let ending = matter.sections.ending.start..matter.text().len();
    matter.says(ending, &WORDS)
        || matter.says(0..matter.sections.pleadings.end, &["小额诉讼程序", "特别程序"])
}

/// Words that begin what holds only in a case.
const CONDITIONS: [&str; 6] = ["如", "若", "逾期", "否则", "倘", "任何一期"];

/// L22: who is to pay is told until when.
pub(super) fn deadline(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::open_ended(matter), "holding.payment");
    }
    /// Orders that another's deadline covers, or that set none by their nature.
    const COVERED: [&str; 11] =
        ["连带", "上述", "前述", "优先受偿", "补充", "追偿", "享有", "已付", "按月", "每月", "每年"];
    let payments: Vec<_> = matter
        .holdings()
        .into_iter()
        .filter(|(_, holding)| holding.kind == HoldingKind::Payment && !holding.amounts.is_empty())
        .filter(|(_, holding)| !is_of_costs(&fold(&holding.text.value)))
        .collect();
    let mut drafts = unfilled(matter);
    let other =
        !matter.is_civil() || payments.is_empty() || matter.instrument() != Some(InstrumentKind::Judgment);
    if other && matter.branch() != Some(Branch::Criminal) && drafts.is_empty() {
        drafts.extend(order_words::undated(matter));
        if !drafts.is_empty() {
            return Verdict::Checked(drafts);
        }
    }
    let fine = (matter.instrument() == Some(InstrumentKind::Decision)).then(|| unlimited_fine(matter));
    if let Some(open) = fine.filter(|open| drafts.is_empty() && !open.is_empty()) {
        return Verdict::Checked(open);
    }
    drafts.extend(order_words::unreturned(matter).filter(|_| matter.is_civil() && drafts.is_empty()));
    if !matter.is_civil() || (payments.is_empty() && drafts.is_empty()) {
        return Verdict::lacks("holding.payment");
    }
    let order = fold(matter.flow.slice(matter.sections.operative.clone()));
    let joint = ["上述款项", "上列款项", "以上款项", "上述各项", "上述一、二", "上述判项", "上述给付"];
    let together = joint.iter().any(|word| {
        order.find(word).is_some_and(|at| {
            order.get(at..).is_some_and(|rest| rest.contains("日内") || rest.contains("前"))
        })
    });
    for (fact, holding) in payments.into_iter().filter(|(_, holding)| holding.deadline.is_none()) {
        if is_unfilled(&fold(&holding.text.value)) {
            continue;
        }
        let text = fold(&holding.text.value);
        let interest = text.contains("计算至") && text.contains("之日");
        let covered = COVERED.iter().any(|word| text.contains(word)) || together || interest;
        let told =
            ["日内", "月内", "立即", "即时", "当庭", "年内", "日前", "之前", "期限", "当日", "次日", "同时"]
                .iter()
                .any(|word| text.contains(word));
        let told = told && !is_vague(&text);
        // What is to be paid only if another payment fails has that one's time.
        let conditional =
            CONDITIONS.iter().any(|word| text.starts_with(word)) || text.contains("申请强制执行");
        if !covered && !told && !conditional && !is_listed(&text) && !is_shared(&text) {
            drafts.push(Draft::new().about(fact, holding.text.evidence).found(&holding.text.value));
        }
    }
    Verdict::Checked(drafts)
}

/// Fines of a decision that tell no time: `对某人罚款5000元。`
fn unlimited_fine(matter: &Matter<'_>) -> Vec<Draft> {
    let form = pattern!(r"罚款(?:人民币)?[\d,.]+万?元(?P<rest>[^。]{0,40})。");
    let order = matter.sections.operative.clone();
    let found = form.and_then(|form| form.captures(matter.flow.slice(order.clone())));
    let open = found.filter(|found| {
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        !["日", "限", "立即", "当庭"].iter().any(|word| rest.contains(word))
    });
    let whole = matter.flow.slice(order.clone());
    let told = ["限于", "限你", "限在", "日内", "日前"].iter().any(|word| whole.contains(word));
    let range = open.filter(|_| !told).and_then(|found| Some(found.get(0)?.range()));
    let draft = |range: std::ops::Range<usize>| {
        let range = order.start + range.start..order.start + range.end;
        Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range))
    };
    range.map(draft).into_iter().collect()
}

/// Whether an order is on costs of the proceedings, which have times of their own.
fn is_of_costs(text: &str) -> bool {
    const COSTS: [&str; 9] =
        ["案件受理费", "受理费", "保全费", "保全申请费", "申请费", "诉讼费", "公告费", "执行费", "仲裁费"];
    COSTS.iter().any(|word| text.starts_with(word) || text.starts_with(&format!("本案{word}")))
}

/// Whether whole days stand in an order by which something is to be paid: in a list or a table of instalments.
fn is_listed(text: &str) -> bool {
    find_dates(text).iter().any(|date| {
        let before = text.get(..date.range.start).unwrap_or_default();
        let behind = text.get(date.range.end..).unwrap_or_default();
        let paid = ["前", "支付", "付", "给付", "偿还", "归还", "还"];
        let led = before.ends_with(['期', '次', '笔']);
        date.value.civil().is_some() && (led || paid.iter().any(|word| behind.starts_with(word)))
    })
}

/// Whether an order only shares out or tells whose something is, and has nobody pay.
fn is_shared(text: &str) -> bool {
    let shared = pattern!(r"分得|分配给|归\p{Han}{0,12}?所有|继承|确认\p{Han}{0,40}?欠");
    let paid = text.contains("给付") || text.contains("支付");
    shared.is_some_and(|form| form.is_match(text)) && !paid
}

/// Whether an order to pay names a time that nobody can count: `在合理期限内`, `尽快`, `待条件成熟时`.
fn is_vague(text: &str) -> bool {
    let form = pattern!(
        r"(?:合理|适当|必要|相当|一定|可能|方便|较短|最短|规定|约定|相应)的?(?:期限|时间|期间|时日)(?:之?内)?|尽快|尽早|尽速|从速|及早|适时|早日|近期|日后|择日|择期|酌情|有能力(?:后|时)|条件(?:成熟|允许|具备)|资金(?:充裕|到位)|方便时|(?:另行|自行|再行|届时|随后|事后)(?:协商|商定|约定|议定|确定|商议|协议|决定|通知|商量)|(?:协商|商定|商量|议定|协议|指定|认可|同意|确认|许可|要求)(?:一致|确定|好)?的(?:期限|时间|日期|期间)|(?:期限|时间|日期)(?:由|经)(?:原告|被告|双方|当事人|各方)|时间待定|期限待定|待定|[履偿支]\p{Han}能力(?:后|时|之日)|经济(?:好转|宽裕|允许)|若干|不久|稍后|将来|今后|年内尽"
    );
    let counted = pattern!(
        r"(?:\d|[一二三四五六七八九十百两])+个?(?:工作)?(?:日|天|月|年)(?:之)?(?:内|前)|\d日(?:之)?前"
    );
    form.is_some_and(|form| form.is_match(text)) && !counted.is_some_and(|form| form.is_match(text))
}

/// Whether the time of an order was left open: `生效之日起__日内`, `于  年  月  日前`.
fn is_unfilled(text: &str) -> bool {
    let open = pattern!(
        r"(?:起|后|于|在)(?:的)?[\s_＿﹍()\[\]【】×xX*□〇…·.\-—]*(?:个)?(?:工作日|日|天|月)(?:之)?内|[_＿﹍\s×xX*□]+年?[_＿﹍\s×xX*□]*月[_＿﹍\s×xX*□]*日(?:之)?前|[于在]年月日(?:之)?前"
    );
    let named = pattern!(r"(?:起|后)(?:当|即|次|同|本)日(?:之)?内");
    open.is_some_and(|open| open.is_match(text)) && !named.is_some_and(|named| named.is_match(text))
}

/// Orders whose time was left open.
fn unfilled(matter: &Matter<'_>) -> Vec<Draft> {
    let open = matter.holdings().into_iter().filter(|(_, holding)| is_unfilled(&fold(&holding.text.value)));
    open.map(|(fact, holding)| Draft::new().about(fact, holding.text.evidence).found(&holding.text.value))
        .collect()
}
