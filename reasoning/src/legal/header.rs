//! The head of a Chinese court document: court, title, case number, cause.

use std::ops::Range;

use super::fact::{Court, Instrument, InstrumentKind, LegalFact};
use super::flow::Flow;
use super::sections::Sections;
use crate::Notes;
use crate::value::{Branch, CaseNumber, CourtLevel, Found, find_case_numbers};

/// Kinds of decisions by the end of their title; longer ones first.
const TITLES: [(&str, InstrumentKind); 8] = [
    ("判决书", InstrumentKind::Judgment),
    ("裁定书", InstrumentKind::Ruling),
    ("调解书", InstrumentKind::Mediation),
    ("决定书", InstrumentKind::Decision),
    ("支付令", InstrumentKind::PaymentOrder),
    ("通知书", InstrumentKind::Decision),
    ("仲裁裁决书", InstrumentKind::Award),
    ("裁决书", InstrumentKind::Award),
];

/// What stands before the kind in a title; longer ones first.
const TITLE_HEADS: [(&str, Branch); 9] = [
    ("刑事附带民事", Branch::Criminal),
    ("刑事", Branch::Criminal),
    ("民事", Branch::Civil),
    ("行政赔偿", Branch::Administrative),
    ("行政", Branch::Administrative),
    ("执行", Branch::Enforcement),
    ("国家赔偿", Branch::Compensation),
    ("破产", Branch::Bankruptcy),
    ("仲裁", Branch::Arbitration),
];

/// The most bytes before the parties.
const MOST_HEAD: usize = 900;

/// Courts by the end of their name.
const COURTS: [&str; 4] = ["人民法院", "法院", "仲裁委员会", "仲裁院"];

/// The longest name of a court, in bytes: `新疆维吾尔自治区克孜勒苏柯尔克孜自治州中级人民法院` has 25 characters.
const LONGEST_COURT: usize = 120;

/// What was read of the head.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// Where the title ends, and so the parties begin.
    pub end: usize,
    /// The document's own number.
    pub number: Option<CaseNumber>,
    /// The branch of law.
    pub branch: Option<Branch>,
}

/// States court, title and number.
pub(super) fn note(flow: &Flow, sections: &Sections, notes: &mut Notes) -> Header {
    let heading = sections.heading.clone();
    let numbers = find_case_numbers(flow.text());
    let head_end = super::sections::floor(flow.text(), heading.end.min(MOST_HEAD));
    let head_end = super::parties::first(flow, 0..head_end);
    let own = own_number(flow, &numbers, &heading, head_end).cloned();
    let court = court(flow, 0..head_end);
    if let Some(name) = court.clone().and_then(|range| flow.copy(notes, range)) {
        let level = level(&name.value);
        notes.add("judgment.header", LegalFact::Court(Court { name, level }));
    }
    let title = title(flow, court.as_ref().map_or(0, |court| court.end)..heading.end, head_end);
    let number = own.as_ref().map(|own| own.value.clone());
    let mut header = Header { end: court.map_or(0, |court| court.end), number, branch: None };
    if let Some((range, kind, branch)) = title {
        header.branch = branch.or(header.number.as_ref().map(|number| number.branch));
        let stage = header.number.as_ref().map(|number| number.stage);
        header.end = range.end;
        if let Some(title) = flow.copy(notes, range) {
            let branch = header.branch;
            notes.add("judgment.header", LegalFact::Instrument(Instrument { title, kind, branch, stage }));
        }
    }
    header.branch = header.branch.or(header.number.as_ref().map(|number| number.branch));
    if let Some(own) = &own {
        header.end = header.end.max(own.range.end);
    }
    note_numbers(flow, numbers, own.map(|own| own.range), notes);
    header
}

/// The document's own number: the first of the heading that is not cited as that of another decision.
fn own_number<'n>(
    flow: &Flow,
    numbers: &'n [Found<CaseNumber>],
    heading: &Range<usize>,
    head_end: usize,
) -> Option<&'n Found<CaseNumber>> {
    // `执行依据:(2023)…号民事判决书`, `申请执行(2023)…号判决`, `不服…作出的(2023)…号`.
    const CITED: [&str; 12] =
        ["民事", "刑事", "行政", "执行", "判决", "裁定", "调解", "决定", "起诉书", "仲裁", "支付令", "公证"];
    let mut own = numbers.iter().filter(|number| heading.contains(&number.range.start));
    own.find(|number| {
        let range = &number.range;
        let behind = flow.slice(range.end..flow.text().len());
        let cited = CITED.iter().any(|word| behind.starts_with(word));
        // What stands before the parties, or begins a paragraph, heads the document.
        let heads = range.start < head_end || flow.is_paragraph(range.start);
        heads || !cited || flow.slice(0..range.start).ends_with("案号:")
    })
}

fn note_numbers(flow: &Flow, numbers: Vec<Found<CaseNumber>>, own: Option<Range<usize>>, notes: &mut Notes) {
    for number in numbers {
        let own = own.as_ref() == Some(&number.range);
        if let Some(number) = flow.found(notes, number) {
            notes.add("judgment.case_number", LegalFact::CaseNumber { number, own });
        }
    }
    note_numbers_beside(flow, notes);
}

/// The numbers in the headers and footers of pages.
fn note_numbers_beside(flow: &Flow, notes: &mut Notes) {
    for passage in flow.beside() {
        for found in find_case_numbers(passage.folded()) {
            let number = notes.state(passage, found.range, found.value);
            notes.add("judgment.case_number", LegalFact::CaseNumber { number, own: false });
        }
    }
}

/// The name of the court in the head: the last there, for a web page's title may come first.
fn court(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let (end, _) = COURTS.iter().find_map(|word| {
        let at = flow.rfind(within.clone(), word)?;
        Some((at + word.len(), word))
    })?;
    let start = name_start(flow, within.start, end);
    (start < end).then_some(start..end)
}

/// Where a court's name that ends at `end` begins: at the break before, or further left where what stands there is
/// the name of a place.
pub(super) fn name_start(flow: &Flow, floor: usize, end: usize) -> usize {
    let floor = super::sections::floor(flow.text(), floor.max(end.saturating_sub(LONGEST_COURT)));
    let piece = flow.slice(floor..end);
    let cut = piece.rfind(|c: char| !document::is_cjk(c) || "。、:《》".contains(c));
    let floor = cut.map_or(floor, |at| floor + at + piece[at..].chars().next().map_or(1, char::len_utf8));
    let mut start = flow.break_before(end.saturating_sub(1)).max(floor);
    while start > floor {
        let before = flow.break_before(start - 1).max(floor);
        let place = flow.slice(before..start);
        if !place.ends_with(['省', '市', '区', '县', '州', '旗', '盟', '国']) || place.contains('书')
        {
            break;
        }
        start = before;
    }
    start
}

/// The level a court's name tells.
pub(super) fn level(name: &str) -> Option<CourtLevel> {
    if name.contains("最高人民法院") {
        return Some(CourtLevel::Supreme);
    }
    if name.contains("高级") {
        return Some(CourtLevel::High);
    }
    const MIDDLE: [&str; 5] = ["中级", "海事", "知识产权法院", "金融法院", "铁路运输中级"];
    if MIDDLE.iter().any(|word| name.contains(word)) {
        return Some(CourtLevel::Intermediate);
    }
    name.ends_with("人民法院").then_some(CourtLevel::Basic)
}

/// A title that leaves out its 书, or writes it in the long form: at the end of its line, before `end`.
fn bare_title(flow: &Flow, end: usize) -> Option<(usize, &'static str, InstrumentKind)> {
    const BARE: [(&str, InstrumentKind); 6] = [
        ("判决書", InstrumentKind::Judgment),
        ("判決書", InstrumentKind::Judgment),
        ("裁定書", InstrumentKind::Ruling),
        ("判决", InstrumentKind::Judgment),
        ("判決", InstrumentKind::Judgment),
        ("裁定", InstrumentKind::Ruling),
    ];
    let closes = |at: usize, word: &str| flow.is_break(at + word.len()) || at + word.len() == end;
    let found = BARE.iter().filter_map(|(word, kind)| Some((flow.rfind(0..end, word)?, *word, *kind)));
    found.filter(|(at, word, _)| closes(*at, word)).max_by_key(|found| found.0)
}

type Titled = (Range<usize>, InstrumentKind, Option<Branch>);

/// The title: the last in the head before the number, else the first behind the court.
fn title(flow: &Flow, within: Range<usize>, number_at: usize) -> Option<Titled> {
    let last = TITLES.iter().filter_map(|(word, kind)| Some((flow.rfind(0..number_at, word)?, *word, *kind)));
    let first =
        TITLES.iter().filter_map(|(word, kind)| Some((flow.find(within.clone(), word)?, *word, *kind)));
    let whole = last.max_by_key(|found| found.0);
    let bare = || bare_title(flow, number_at);
    let (at, word, kind) = whole.or_else(bare).or_else(|| first.min_by_key(|found| found.0))?;
    let before = flow.slice(0..at);
    let head = TITLE_HEADS.iter().find(|(head, _)| before.ends_with(head));
    let start = at - head.map_or(0, |(head, _)| head.len());
    Some((start..at + word.len(), kind, head.map(|(_, branch)| *branch)))
}

/// States what the case is about: the charge brought, or the words between the last party and 一案.
pub(super) fn note_cause(flow: &Flow, sections: &Sections, names: &[String], notes: &mut Notes) {
    let within = sections.heading.end..sections.facts.end.max(sections.pleadings.end);
    let keyed = keyed_cause(flow, 0..within.end);
    let told = || {
        charge_brought(flow, within.clone())
            .or_else(|| civil_cause(flow, within.clone(), names))
            .or_else(|| act_contested(flow, within.clone(), names))
    };
    let range = keyed.or_else(told);
    if let Some(cause) = range.and_then(|range| flow.copy(notes, range)) {
        notes.add("judgment.cause", LegalFact::Cause { cause });
    }
}

/// `案由:民间借贷纠纷`.
fn keyed_cause(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let (_, end) = flow.find_any(within.clone(), &["案由:", "案由为", "案由"])?;
    let text = flow.slice(end..within.end);
    let stop = text.find(['。', ',', ';', ':', '(']).unwrap_or(text.len());
    let stop = stop.min(flow.break_behind(end).max(end + 1) - end);
    let range = flow.trim(end..super::sections::floor(flow.text(), end + stop), &[':']);
    let written = flow.slice(range.clone());
    ((2..=30).contains(&written.chars().count()) && written.ends_with(['纷', '议', '案', '罪']))
        .then_some(range)
}

fn charge_brought(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let accused = flow.find(within.clone(), "指控")?;
    let committed = flow.find(accused..within.end, "犯")?;
    let charge = super::sentence::charge_at(flow.slice(committed..within.end))?;
    Some(committed + charge.start..committed + charge.end)
}

/// What an authority did, where that is all that tells the cause: `不服被告某市烟草专卖局烟草行政处罚,于…起诉`, `不服某局作出的待遇核定决定`.
fn act_contested(flow: &Flow, within: Range<usize>, names: &[String]) -> Option<Range<usize>> {
    let (_, from) = flow.find_any(within.clone(), &["不服"])?;
    let text = flow.slice(from..within.end);
    let text = text.get(..text.find(['。', ',', ';'])?)?;
    let made = text.find("作出的").map(|at| at + "作出的".len());
    let named = names.iter().filter_map(|name| text.find(name.as_str()).map(|at| at + name.len())).max();
    let start = made.or(named)?;
    let act = text.get(start..)?;
    let act = act.strip_suffix("一案").unwrap_or(act);
    let act = act.strip_suffix("决定").unwrap_or(act);
    let range = flow.trim(from + start..from + start + act.len(), &['的', '、']);
    (2..=20).contains(&flow.slice(range.clone()).chars().count()).then_some(range)
}

/// `原告张三与被告李四民间借贷纠纷一案`.
fn civil_cause(flow: &Flow, within: Range<usize>, names: &[String]) -> Option<Range<usize>> {
    let end = flow.find(within.clone(), "一案").or_else(|| {
        let (_, end) = flow.find_any(within.clone(), &["纠纷", "争议"])?;
        Some(end)
    })?;
    let sentence = flow.slice(within.start..end);
    let start = sentence.rfind(['。', ',', ';']).map_or(0, |at| at + 1);
    let start = (start..=sentence.len()).find(|at| sentence.is_char_boundary(*at))?;
    let start = names
        .iter()
        .filter_map(|name| sentence.rfind(name.as_str()).map(|at| at + name.len()))
        .fold(start, usize::max);
    let range = flow.trim(within.start + start..end, &[',', '、', '因', '的']);
    let cause = flow.slice(range.clone());
    // 上列当事人之间…: whose case it is, not what it is about.
    let cut = cause.rfind("之间").map_or(0, |at| at + "之间".len());
    let cut = cut + cause.get(cut..).and_then(|rest| rest.find(|c| !"的因".contains(c))).unwrap_or(0);
    (!cause.is_empty() && cause.chars().count() <= 40).then_some(range.start + cut..range.end)
}
