//! Days: L18, L19, L20.

use std::ops::Range;

use jiff::civil;

use super::billed;
use super::course;
use super::due;
use super::interest::{named_spans, years_later};
use super::matter::{Day, Matter, Quote, days};
use super::trade;
use crate::fold;
use crate::legal::ProvisionKind;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, Found, Stage, WrittenDate};

/// A day of the course of a case, and what happened.
struct Event<'m> {
    day: Day<'m>,
    rank: Rank,
}

/// What must come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Done,
    Caught,
    Signed,
    Due,
    Filed,
    Heard,
    Judged,
}

impl Rank {
    fn words(self) -> &'static str {
        match self {
            Self::Done => "行为",
            Self::Caught => "归案",
            Self::Signed => "签订",
            Self::Due => "到期",
            Self::Filed => "立案",
            Self::Heard => "开庭",
            Self::Judged => "裁判",
        }
    }
}

const FILED: [&str; 17] = [
    "立案",
    "受理",
    "提起公诉",
    "诉至本院",
    "向本院起诉",
    "起诉至",
    "向本院提起",
    "登记立案",
    "收案",
    "递交",
    "诉状",
    "移送",
    "移交",
    "提起诉讼",
    "提交起诉",
    "诉诸本院",
    "向法院起诉",
];
const FILED_KEYS: [&str; 6] = ["立案", "起诉", "受理", "收案", "登记", "诉讼"];
const HEARD_KEYS: [&str; 4] = ["开庭", "审理", "庭审", "听证"];
const HEARD: [&str; 6] = ["开庭", "公开审理", "不公开审理", "进行了审理", "到庭", "庭审"];
const SIGNED: [&str; 6] = ["签订", "订立", "签署", "签立", "出具借条", "出具欠条"];
const DUE: [&str; 31] = [
    "退费", "退款", "兑付", "支取", "赔付", "补偿", "赔偿", "汇款", "转账", "结算", "付清", "偿还", "归还",
    "支付", "还清", "还本", "交清", "结清", "缴清", "缴纳", "清偿", "给付", "付款", "还款", "退还", "返还",
    "退清", "偿付", "履行", "交付", "交纳",
];

/// Words before the day on which a debt is due.
const DUE_BY: [&str; 21] = [
    "期限至",
    "到期日为",
    "还款日期为",
    "还款日为",
    "付款日为",
    "最迟于",
    "不迟于",
    "期限届满日为",
    "还款期限为",
    "还款日期",
    "付款日期",
    "期限截至",
    "期限截止",
    "期限截止至",
    "期限到",
    "期限为",
    "届满于",
    "到期日",
    "还款日",
    "付款日",
    "期至",
];

fn first_of(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().filter_map(|word| text.find(word)).min()
}

/// The most bytes between a day and what happened on it.
const MOST_APART: usize = 150;

/// What happened on a day of the heading, the pleadings or the facts.
fn rank(day: &Day<'_>, in_facts: bool) -> Option<Rank> {
    let before = day.before.trim_end_matches([':', ' ', '于']);
    let near = |words: &[&str]| first_of(day.after, words).filter(|at| *at < MOST_APART);
    if in_facts {
        let until = day.after.trim_start();
        let due = ["前", "之前", "以前"].iter().any(|word| until.starts_with(word))
            && near(&DUE).is_some_and(|at| at < 24);
        let ends = ["到期", "届满"].iter().any(|word| day.after.starts_with(word));
        // 最迟2019年8月31日付清, 2019年8月31日为最后付款日.
        const BOUND: [&str; 8] = ["最迟", "最晚", "应在", "应于", "须于", "须在", "定于", "承诺于"];
        // 承诺于2019年8月31日前退费: whatever is promised by a day is due on it.
        const PROMISED: [&str; 8] = ["承诺", "约定", "保证", "同意", "确认", "允诺", "答应", "应"];
        let until_then = ["前", "之前", "以前"].iter().any(|word| until.starts_with(word));
        let promised = until_then
            && PROMISED.iter().any(|word| {
                let led = before.trim_end_matches(['在', '于', '其', '将', '会']);
                led.ends_with(word)
            });
        let led = before.trim_end_matches(['在', '于', '其', '将', '会', '由']);
        let bound = [BOUND.as_slice(), &PROMISED]
            .concat()
            .iter()
            .any(|word| before.ends_with(word) || led.ends_with(word));
        let bound = bound && near(&DUE).is_some_and(|at| at < 24);
        let named = until.starts_with('为')
            && ["付款日", "还款日", "到期日", "届满日", "付清"]
                .iter()
                .any(|word| until.find(word).is_some_and(|at| at < 24));
        const TERMS: [&str; 4] = ["借期", "期限", "借款期", "还款期"];
        let lasts = day.after.starts_with('止')
            && day.before.ends_with('至')
            && TERMS.iter().any(|word| day.before.contains(word));
        if due
            || lasts
            || ends
            || bound
            || promised
            || due::is_written(day.before, before, until)
            || named
            || due::is_keyed(day.before.trim_end(), day.after)
            || DUE_BY.iter().any(|word| before.ends_with(word))
        {
            return Some(Rank::Due);
        }
        return near(&SIGNED).map(|_| Rank::Signed);
    }
    // A key before the day: `立案日期:`, `起诉时间为`, `开庭`.
    let key = before.trim_end_matches(['为', '是', ':', '期', '间']).trim_end_matches(['日', '时']);
    if FILED_KEYS.iter().any(|word| key.ends_with(word)) {
        return Some(Rank::Filed);
    }
    if HEARD_KEYS.iter().any(|word| key.ends_with(word)) {
        return Some(Rank::Heard);
    }
    match (near(&FILED), near(&HEARD)) {
        (Some(filed), Some(heard)) if heard < filed => Some(Rank::Heard),
        (Some(_), _) => Some(Rank::Filed),
        (None, Some(_)) => Some(Rank::Heard),
        _ => None,
    }
}

/// Whether what follows a day says that charges were brought on it: `于2023年4月20日向本院提起公诉`.
fn charges(after: &str) -> bool {
    const BROUGHT: [&str; 4] = ["提起公诉", "移送本院", "移送审判", "起诉至本院"];
    let told = BROUGHT.iter().filter_map(|word| after.find(word)).any(|at| at < MOST_APART);
    told && ["向", "提起", "依法", "以", "移送", "起诉"].iter().any(|word| after.starts_with(word))
}

/// The course of the case; of what may be many, the first signing and the last due day.
fn course<'m>(matter: &'m Matter<'_>) -> Vec<Event<'m>> {
    let sections = &matter.sections;
    let mut events = Vec::new();
    let preface = sections.heading.end..sections.facts.start.max(sections.pleadings.end);
    for day in days(matter, 0..preface.end) {
        // What a party tells of itself in the heading is its birth or its past.
        let own = day.after.starts_with("出生")
            || day.after.starts_with('生')
            || day.before.contains("起诉书") && !charges(day.after);
        let pleaded = day.before.contains("诉称") || day.before.contains("事实");
        if let Some(rank) = rank(&day, false).filter(|_| !own && !pleaded) {
            events.push(Event { day, rank });
        }
    }
    events.dedup_by_key(|event| event.rank);
    if matter.branch() == Some(Branch::Civil) {
        for day in days(matter, sections.facts.clone()) {
            // Where the course of the case names no day, what the court found may: `原告于2024年1月22日诉至本院`.
            const BROUGHT: [&str; 5] = ["诉至本院", "诉至法院", "起诉至", "向本院起诉", "向本院提起诉讼"];
            let brought = first_of(day.after, &BROUGHT).is_some_and(|at| at < 24);
            let filed = Some(Rank::Filed).filter(|_| brought);
            if let Some(rank) = filed.or_else(|| rank(&day, true)) {
                events.push(Event { day, rank });
            }
        }
    }
    let deed = deed(matter);
    events.extend(deed.as_ref().and_then(|_| caught(matter)));
    events.extend(deed);
    let first = |events: &[Event<'_>], rank: Rank| events.iter().position(|event| event.rank == rank);
    let mut kept = Vec::new();
    for rank in [Rank::Done, Rank::Caught, Rank::Signed, Rank::Due, Rank::Filed, Rank::Heard] {
        if let Some(at) = first(&events, rank) {
            kept.push(events.swap_remove(at));
        }
    }
    kept
}

/// The first day of what somebody is charged with: in what the court found, else behind the charge.
fn deed<'m>(matter: &'m Matter<'_>) -> Option<Event<'m>> {
    if matter.branch() != Some(Branch::Criminal) || matter.stage() != Some(Stage::FirstInstance) {
        return None;
    }
    let sections = &matter.sections;
    let told = sections.pleadings.start..sections.reasoning.start;
    let facts = Some(sections.facts.start).filter(|_| !sections.facts.is_empty());
    let from = facts.or_else(|| matter.flow.find(told.clone(), "指控").map(|at| at + "指控".len()))?;
    let day = days(matter, from..told.end).into_iter().find(|day| rank(day, false).is_none())?;
    // The story begins with its day: one further on may be that of an expert or of a payment.
    let led = matter.flow.slice(from..day.range.start);
    let led = led.rsplit_once("指控").map_or(led, |(_, led)| led);
    (led.chars().count() <= MOST_LED).then_some(Event { day, rank: Rank::Done })
}

/// The last day on which somebody accused came into the hands of the law: before the first deed there can be days of older cases,
/// but not all of them.
fn caught<'m>(matter: &'m Matter<'_>) -> Option<Event<'m>> {
    const CAUGHT: [&str; 14] = [
        "归案",
        "到案",
        "抓获",
        "投案",
        "自首",
        "刑事拘留",
        "取保候审",
        "监视居住",
        "逮捕",
        "羁押",
        "查获",
        "传唤",
        "抓捕",
        "扭送",
    ];
    // What was before is told of who has been punished.
    const BEFORE: [&str; 8] = ["刑满", "释放", "曾因", "前科", "判处", "行政处罚", "行政拘留", "劳动教养"];
    let within = 0..matter.sections.reasoning.start;
    let told = |day: &Day<'_>| {
        let clause = day.after.split(';').next().unwrap_or_default();
        let near = first_of(clause, &CAUGHT).is_some_and(|at| at < MOST_APART);
        near && !BEFORE.iter().any(|word| clause.contains(word) || day.before.ends_with(word))
    };
    let day = days(matter, within).into_iter().filter(told).max_by_key(|day| day.date)?;
    Some(Event { day, rank: Rank::Caught })
}

/// The most letters from the beginning of the story to its first day.
const MOST_LED: usize = 40;

/// L18: what follows on the other is not before it.
pub(super) fn order(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if matter.is_trade() {
        let told = if matter.is_contract() { contract_order(matter, rule) } else { Verdict::lacks("dated") };
        let settled = matches!(&told, Verdict::Checked(drafts) if !drafts.is_empty());
        let by_day = trade::order::check(matter).filter(|_| !settled);
        let found = by_day.as_ref().is_some_and(|drafts| !drafts.is_empty()) || settled;
        // Letters and settlements tell a story, as papers of courts do.
        let story =
            !matter.is_contract() || ["和解", "调解"].iter().any(|word| matter.title().contains(word));
        let turned = (story && !found).then(|| course::turned(matter).1).flatten();
        return match (turned, by_day) {
            (Some(draft), _) => Verdict::Checked(vec![draft]),
            (None, Some(drafts)) => Verdict::Checked(drafts),
            (None, None) => told,
        };
    }
    if !matter.is_court_document() {
        let (seen, draft) = if matter.is_bill() { billed::order(matter) } else { course::turned(matter) };
        return Verdict::of(seen, "dated", draft.into_iter().collect());
    }
    let events = course(matter);
    let judged = matter.dated().and_then(|(fact, date)| Some((fact, date, date.value.civil()?)));
    let mut drafts = Vec::new();
    for (index, later) in events.iter().enumerate() {
        for earlier in events.iter().take(index).filter(|earlier| earlier.rank < later.rank) {
            // A debt may be sued for before it is due.
            // The court itself may have somebody arrested who was at large.
            let may = earlier.rank == Rank::Due || earlier.rank == Rank::Caught;
            if earlier.day.date > later.day.date && !may {
                let draft = Draft::new()
                    .about_text(matter, later.day.range.clone())
                    .against_text(matter, earlier.day.range.clone());
                drafts.push(told(draft, (later.rank, later.day.date), (earlier.rank, earlier.day.date)));
            }
        }
    }
    if let Some((fact, date, judged)) = judged {
        for event in events.iter().filter(|event| event.day.date > judged && event.rank != Rank::Due) {
            let draft = Draft::new().about(fact, date.evidence).against_text(matter, event.day.range.clone());
            drafts.push(told(draft, (Rank::Judged, judged), (event.rank, event.day.date)));
        }
    }
    let mut seen = events.len() + usize::from(judged.is_some()) > 1;
    if drafts.is_empty() {
        let (more, draft) = course::turned(matter);
        seen |= more;
        drafts.extend(draft);
    }
    Verdict::of(seen, "dated", drafts)
}

fn told(draft: Draft, later: (Rank, civil::Date), earlier: (Rank, civil::Date)) -> Draft {
    draft
        .found(later.1.to_string())
        .expected(format!("≥ {}", earlier.1))
        .with("later", later.0.words())
        .with("earlier", earlier.0.words())
        .with("other", earlier.1.to_string())
}

/// A contract is signed before it is to be performed.
fn contract_order(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let Some((fact, signed, day)) =
        matter.dated().and_then(|(fact, date)| Some((fact, date, date.value.civil()?)))
    else {
        return Verdict::of(false, "dated", turned(matter));
    };
    let borne: i64 = rule.number("borne_days").and_then(|days| days.try_into().ok()).unwrap_or(0);
    let mut seen = false;
    let mut drafts: Vec<Draft> = turned(matter);
    for (own, provision) in matter.provisions() {
        if !matches!(
            provision.kind,
            ProvisionKind::Term | ProvisionKind::Performance | ProvisionKind::Payment
        ) {
            continue;
        }
        // What is told of a debt that was there before is no performance: `borrowed … on 5 June 2023, repayable on …`.
        let past = pattern!(
            r"(?i)\b(?:borrowed|lent|advanced|owe[sd]?|was|were|had|since|arose|incurred|outstanding|entered into)\b|尚欠|仍欠|拖欠|结欠|原合同|已于|此前|曾于|原应|已支付|已经支付|已交付|已付|已收|已缴"
        );
        let sentence = || {
            let text = fold(&provision.text.value);
            let at = matter.text().find(text.as_str()).unwrap_or(0);
            let from = matter.text().get(..at).and_then(|led| led.rfind(['。', ';'])).unwrap_or(0);
            let from = from.max(matter.text().floor_char_boundary(at.saturating_sub(LED)));
            matter.text().get(from..at + text.len()).unwrap_or_default().to_owned()
        };
        if past.is_some_and(|past| past.is_match(&sentence())) {
            continue;
        }
        for date in &provision.dates {
            let Some(performed) = date.value.civil() else { continue };
            seen = true;
            // 10/07 and 06/08: both days are written in one order, which may not be known.
            let apart = |day_first: bool| {
                let (performed, day) = (read(&date.value, day_first)?, read(&signed.value, day_first)?);
                Some(performed.until(day).map_or(0, |span| i64::from(span.get_days())))
            };
            let orders = is_day_first(matter).map_or(vec![false, true], |known| vec![known]);
            let early = orders.into_iter().filter_map(apart).min().unwrap_or(0);
            if early > borne && drafts.is_empty() {
                let draft =
                    Draft::new().way("contract").about(own, date.evidence).against(fact, signed.evidence);
                drafts.push(
                    draft
                        .found(performed.to_string())
                        .expected(format!("≥ {day}"))
                        .with("other", day.to_string()),
                );
            }
        }
    }
    let later = deadlines(matter);
    seen |= !later.is_empty();
    let plain = signed.value.otherwise.is_none();
    if let Some(early) =
        later.into_iter().find(|early| plain && early.value < day).filter(|_| drafts.is_empty())
    {
        let draft = Draft::new().way("contract").about_text(matter, early.range.clone());
        let draft = draft.against(fact, signed.evidence).found(early.value.to_string());
        drafts.push(draft.expected(format!("≥ {day}")).with("other", day.to_string()));
    }
    Verdict::of(seen, "provision", drafts)
}

/// Bytes before a term within which its sentence may begin: abbreviations part it, as in `Rs. 8,00,000`.
const LED: usize = 60;

/// A day whose month may be either of its first two numbers, in the order that is asked for.
fn read(date: &WrittenDate, day_first: bool) -> Option<civil::Date> {
    date.otherwise.filter(|_| day_first).or_else(|| date.civil())
}

/// Whether days in figures have the day before the month: as one of them tells, else as the words of the country do.
fn is_day_first(matter: &Matter<'_>) -> Option<bool> {
    let text = matter.text();
    let form = pattern!(r"\b(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?:19|20)\d{2}\b")?;
    let beyond = |found: Option<regex::Match<'_>>| {
        found.and_then(|found| found.as_str().parse::<u32>().ok()).is_some_and(|number| number > 12)
    };
    for found in form.captures_iter(text) {
        match (beyond(found.name("first")), beyond(found.name("second"))) {
            (true, false) => return Some(true),
            (false, true) => return Some(false),
            _ => {}
        }
    }
    let has = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(text));
    let day = has(pattern!(r"\b(?:Pty|ABN|ACN|GST|VAT|plc|PLC|DAC|Pte|Sdn|CIN|GSTIN|Eircode)\b|[£€₹]"));
    let month = has(pattern!(r"\b(?:LLC|Inc|Corp|ZIP|EIN)\b|State of |United States|U\.S\."));
    (day != month).then_some(day)
}

/// Days of the clauses on which a term begins or by which something is to be done.
fn deadlines(matter: &Matter<'_>) -> Vec<Found<civil::Date>> {
    let Some(first) = matter.clauses().first().map(|(_, clause)| clause.label.evidence) else {
        return Vec::new();
    };
    let Some(first) = matter.passage(first) else { return Vec::new() };
    let text = matter.text();
    let behind = |at: usize| matter.flow.passage_id(at).is_some_and(|id| id >= first.id);
    let mut found: Vec<Found<civil::Date>> = named_spans(matter).into_iter().map(|(from, _)| from).collect();
    for date in matter.dates() {
        let Some(day) = date.value.civil() else { continue };
        let after = text.get(date.range.end..).unwrap_or_default();
        let before = text.get(..date.range.start).unwrap_or_default();
        let until = ["前", "之前", "以前"].iter().any(|word| after.starts_with(word))
            || ["no later than ", "on or before ", "not later than "]
                .iter()
                .any(|word| before.ends_with(word));
        if until || is_to_come(matter, date.range.clone()) {
            found.push(date.clone().map(|_| day));
        }
    }
    found.retain(|date| behind(date.range.start));
    found
}

/// Whether an English sentence says what shall be done on a day: `The services will be provided at 4 Market Square on 6 May`.
fn is_to_come(matter: &Matter<'_>, date: Range<usize>) -> bool {
    let led = matter.text().get(..date.start).unwrap_or_default();
    let from = matter.flow.paragraph_before(date.start).unwrap_or(0);
    let from = from.max(led.floor_char_boundary(led.len().saturating_sub(SPOKEN)));
    let led = led.get(from..).unwrap_or_default();
    led.is_ascii()
        && pattern!(r"(?i)\b(?:will|shall|must)\s+(?:be\s+)?(?:provided?|supplied|supply|delivered?|performed?|held|take place|commenced?|begin|started?|carried out|installed|completed?|collected)\b[^.;]{0,20}(?:[^;]{0,90}?)\b(?:on|by|before|from)\s+$")
            .is_some_and(|form| form.is_match(led))
}

/// Letters before a day within which its verb stands.
const SPOKEN: usize = 160;

/// Terms that end before they begin.
fn turned(matter: &Matter<'_>) -> Vec<Draft> {
    let wrong = named_spans(matter).into_iter().filter(|(first, second)| second.value < first.value);
    let draft = |(first, second): (Found<civil::Date>, Found<civil::Date>)| {
        let draft = Draft::new().way("term").about_text(matter, second.range.clone());
        let draft = draft.against_text(matter, first.range.clone());
        draft.found(second.raw).expected(format!("≥ {}", first.raw)).with("other", first.raw)
    };
    wrong.map(draft).collect()
}

/// L20: years between the day a debt was due and the case.
pub(super) fn limitation(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if matter.is_trade() {
        return trade::stale::check(matter, rule);
    }
    if matter.branch() != Some(Branch::Civil) {
        return Verdict::lacks("due");
    }
    let facts = matter.sections.facts.clone();
    let due = days(matter, facts)
        .into_iter()
        .filter(|day| rank(day, true) == Some(Rank::Due))
        .max_by_key(|day| day.date);
    let filed = course(matter).into_iter().find(|event| event.rank == Rank::Filed);
    let (Some(due), Some(filed)) = (due, filed) else { return Verdict::lacks("due") };
    let years: i16 = rule.number("years").and_then(|years| years.try_into().ok()).unwrap_or(3);
    let Some(stale) = years_later(due.date, years) else { return Verdict::lacks("due") };
    if filed.day.date <= stale {
        return Verdict::Checked(vec![]);
    }
    let draft =
        Draft::new().about_text(matter, filed.day.range.clone()).against_text(matter, due.range.clone());
    Verdict::Checked(vec![
        draft
            .found(filed.day.date.to_string())
            .expected(format!("≤ {stale}"))
            .with("due", due.date.to_string()),
    ])
}
