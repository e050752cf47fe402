//! Where the sections of a Chinese court document stand.

use std::ops::Range;

use super::fact::{LegalFact, Section, SectionKind};
use super::flow::Flow;
use super::opening::{self, OTHERS};
use super::signers::next_judge;
use crate::Notes;
use crate::value::find_dates;

/// Words that end the reasons and begin the order.
const ORDERS: [&str; 13] = [
    "判决如下",
    "裁定如下",
    "决定如下",
    "判令如下",
    "达成如下协议",
    "达成如下调解协议",
    "协议如下",
    "命令如下",
    "裁决如下",
    "如下支付令",
    "作出如下裁决",
    "裁定:",
    "判决:",
];

/// Headings over the order, where no sentence leads to it.
const HEADED: [&str; 6] = ["判决主文", "裁判主文", "裁判结果", "判决结果", "裁定结果", "裁定主文"];

/// The last heading `word` in `range`: at a break, with a colon or break behind.
fn headed(flow: &Flow, range: Range<usize>, word: &str) -> Option<(usize, usize)> {
    let at = flow.rfind(range.clone(), word)?;
    let end = at + word.len();
    let alone = flow.is_break(end) || flow.slice(end..range.end).starts_with(':');
    (flow.is_break(at) && alone).then_some((at, word.len()))
}

/// Words that begin the court's own finding of facts.
const FACTS: [&str; 19] = [
    "经审理查明",
    "经审理认定",
    "经审理确认",
    "审理查明",
    "经再审查明",
    "本院查明",
    "本院经审查查明",
    "本院经审查认为",
    "经审查查明",
    "本院认定事实如下",
    "认定事实如下",
    "经本院审理查明",
    "法院查明",
    "查明事实",
    "查明的事实",
    "事实认定",
    "审理查明",
    "仲裁庭查明",
    "仲裁庭认定",
];

/// Words that begin the court's reasons.
const REASONS: [&str; 11] = [
    "本院认为",
    "本院经审查认为",
    "本院审查认为",
    "本院经审理认为",
    "裁判理由",
    "判决理由",
    "法院认为",
    "仲裁庭认为",
    "仲裁庭意见",
    "本委认为",
    "本庭认为",
];

/// Words that follow the order.
const AFTER_ORDER: [&str; 33] = [
    "如不服本",
    "如对本判决不服",
    "本判决为终审",
    "本裁定为终审",
    "本判决系终审",
    "本裁定系终审",
    "本判决书为终审",
    "本裁定书为终审",
    "本裁定立即",
    "本裁定送达后",
    "如果未按",
    "如未按",
    "若未按",
    "案件受理费",
    "本案受理费",
    "诉讼费",
    "不服本判决",
    "不服本裁定",
    "如不服",
    "当事人不服",
    "双方当事人可",
    "上诉权利",
    "对本判决不服",
    "诉讼费用",
    "受理费",
    "上述协议,",
    "本调解书经",
    "本裁决为终局",
    "本裁决书自",
    "如有异议",
    "被申请人如有异议",
    "债务人如有异议",
    "申请费",
];

/// Where the first of the words stands that follow the order. Behind a number of their own, with another order behind them,
/// costs are one of the orders: `三、案件受理费…;四、…`.
fn after_order(flow: &Flow, within: Range<usize>) -> usize {
    let mut at = within.start;
    while let Some((found, next)) = flow.find_any(at..within.end, &AFTER_ORDER) {
        let start = flow.break_before(found);
        let before = flow.slice(start.max(within.start)..found);
        let number = super::numbered::number_before(before);
        let follows = number.is_some_and(|number| {
            let line = flow.paragraph_behind(found).min(within.end);
            let next = super::numbered::number_at(flow.slice(line..within.end));
            let goes_on = next.is_some_and(|next| next > number && next <= number + MOST_AHEAD);
            goes_on && (number == 1 || has_number(flow, within.start..start, number - 1))
        });
        if !follows {
            return found;
        }
        at = next;
    }
    within.end
}

/// Whether a line or a piece of `within` begins with that number: paragraphs of the whole document may be numbered, too.
fn has_number(flow: &Flow, within: Range<usize>, number: u32) -> bool {
    let mut at = within.start;
    while at < within.end {
        if super::numbered::number_at(flow.slice(at..within.end)) == Some(number) {
            return true;
        }
        at = flow.break_behind(at).max(at + 1);
    }
    false
}

/// How far ahead the number of the order behind one on costs may be, where one was left out.
const MOST_AHEAD: u32 = 3;

/// Where the sentence begins that says what delay costs, whatever its first words: it follows the orders and is none of them. Without one,
/// the end.
fn notice_of_delay(flow: &Flow, within: Range<usize>) -> usize {
    let Some(at) = flow.find_any(within.clone(), &["迟延履行", "延迟履行", "逾期履行"]).map(|found| found.0)
    else {
        return within.end;
    };
    let closed = flow.rfind(within.start..at, "。").map(|at| at + "。".len());
    // The order before may end in no full stop.
    let paragraph = flow
        .paragraph_before(at)
        .filter(|start| *start > within.start && flow.slice(within.start..*start).ends_with(['。', ';']));
    closed.max(paragraph).unwrap_or(within.end)
}

/// How far behind the first who signs the date stands, in bytes: a full bench with titles takes under 100 characters.
const SIGNATURE_BLOCK: usize = 420;

/// Where the sections stand: bytes of the flow; empty where one is missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sections {
    pub heading: Range<usize>,
    pub pleadings: Range<usize>,
    pub facts: Range<usize>,
    pub reasoning: Range<usize>,
    pub operative: Range<usize>,
    pub ending: Range<usize>,
    pub appendix: Range<usize>,
}

impl Sections {
    pub fn of(flow: &Flow) -> Self {
        let end = flow.text().len();
        let spoken = flow.find_any(0..end, &ORDERS).or_else(|| flow.find_any(0..end, &HEADED));
        let first_order = spoken.map_or(0, |order| order.1);
        let signed = signature(flow, first_order);
        let sign = signed.unwrap_or(end);
        let order = ORDERS.iter().filter_map(|word| Some((flow.rfind(0..sign, word)?, word.len()))).max();
        let order = order.or_else(|| HEADED.iter().filter_map(|word| headed(flow, 0..sign, word)).max());
        let order = order.or_else(|| opening::order(flow, 0..sign).map(|verb| (verb.start, verb.len())));
        let (reasons_end, order_end) = order.map_or((sign, sign), |(at, length)| (at, at + length));
        let order_start = order_end + flow.slice(order_end..sign).len()
            - flow.slice(order_end..sign).trim_start_matches([':', ';', ',', '。', ' ']).len();
        let stop = after_order(flow, order_start..sign);
        let advice = super::ending::appeal_sentence(flow, order_start..sign);
        let stop = advice.map_or(stop, |advice| stop.min(advice.start));
        let stop = clause_start(flow, order_start, stop.min(notice_of_delay(flow, order_start..stop)));
        let heading_end = heading_end(flow, reasons_end);
        let reasons = beginning(flow, heading_end..reasons_end, &REASONS, true)
            .or_else(|| {
                short_heading(
                    flow,
                    heading_end..reasons_end,
                    &["说理", "评判", "评析", "评议", "判断", "理由"],
                )
            })
            .or_else(|| opening::reasons(flow, heading_end..reasons_end))
            .or_else(|| opening::weighs(flow, heading_end..reasons_end))
            .or_else(|| flow.rfind(heading_end..reasons_end, "依照"))
            .unwrap_or(reasons_end);
        let facts = beginning(flow, heading_end..reasons, &FACTS, false)
            .or_else(|| short_heading(flow, heading_end..reasons, &["事实"]))
            .or_else(|| keyed_facts(flow, heading_end..reasons))
            .or_else(|| opening::facts(flow, heading_end..reasons))
            .or_else(|| court_finds(flow, heading_end..reasons))
            .unwrap_or(reasons);
        let appendix = appendix(flow, sign).unwrap_or(end);
        Self {
            heading: 0..heading_end,
            pleadings: heading_end..facts,
            facts: facts..reasons,
            reasoning: reasons..order_end,
            operative: order_start..stop,
            ending: stop..appendix,
            appendix: appendix..end,
        }
    }

    fn all(&self) -> [(SectionKind, Range<usize>); 7] {
        [
            (SectionKind::Heading, self.heading.clone()),
            (SectionKind::Pleadings, self.pleadings.clone()),
            (SectionKind::Facts, self.facts.clone()),
            (SectionKind::Reasoning, self.reasoning.clone()),
            (SectionKind::Operative, self.operative.clone()),
            (SectionKind::Ending, self.ending.clone()),
            (SectionKind::Appendix, self.appendix.clone()),
        ]
    }

    /// The sentence in which the decision names the laws it rests on: the last of the reasons.
    pub fn basis(&self, flow: &Flow) -> Range<usize> {
        let reasons = self.reasoning.clone();
        let last_stop =
            |end: usize| flow.rfind(reasons.start..end, "。").map_or(reasons.start, |at| at + "。".len());
        let cites = |range: Range<usize>| !super::law::citations(flow.slice(range)).is_empty();
        let mut start = last_stop(reasons.end);
        for _ in 0..MOST_BACK {
            if start == reasons.start || cites(start..reasons.end) {
                break;
            }
            start = last_stop(start - "。".len());
        }
        if cites(start..reasons.end) {
            return start..reasons.end;
        }
        self.basis_apart(flow).or_else(|| self.basis_earlier(flow)).unwrap_or(start..reasons.end)
    }

    /// The last sentence of the reasons that names a law, where more follows on the facts.
    fn basis_earlier(&self, flow: &Flow) -> Option<Range<usize>> {
        let reasons = self.pleadings.start..self.reasoning.end;
        let last = super::law::citations(flow.slice(reasons.clone())).pop()?;
        let at = reasons.start + last.article.range.start;
        let start = flow.rfind(reasons.start..at, "。").map_or(reasons.start, |stop| stop + "。".len());
        Some(start..flow.find(at..reasons.end, "。").unwrap_or(reasons.end))
    }

    /// A paragraph of its own that names the laws: under a heading on them, or beginning with the words for resting on
    /// them.
    fn basis_apart(&self, flow: &Flow) -> Option<Range<usize>> {
        const WORDS: [&str; 7] =
            ["法律依据", "裁判依据", "判决依据", "适用法律", "适用的法律", "法律适用", "相关法条"];
        let end = self.ending.start.max(self.operative.end);
        let (_, from) = flow.find_any(self.heading.end..end, &WORDS)?;
        let citations = super::law::citations(flow.slice(from..end));
        let (first, last) = (citations.first()?, citations.last()?);
        let stop =
            flow.find(from + first.article.range.start..end, "。").unwrap_or(from + last.article.range.end);
        Some(from..stop.min(from + last.article.range.end).max(from + first.article.range.end))
    }

    /// States where the sections stand.
    pub fn note(&self, flow: &Flow, notes: &mut Notes) {
        for (kind, range) in self.all() {
            let range = flow.trim(range, &[]);
            if range.is_empty() {
                continue;
            }
            let opening = flow.slice(range.clone()).find(['。', ',', ':', ';']).unwrap_or(range.len());
            let opening =
                range.start..(range.start + opening.min(OPENING)).min(flow.break_behind(range.start));
            let opening = opening.start..floor(flow.text(), opening.end);
            let Some(opening) = flow.copy(notes, opening) else { continue };
            let (Some(first), Some(last)) = (flow.passage_id(range.start), flow.passage_id(range.end - 1))
            else {
                continue;
            };
            notes.add("judgment.sections", LegalFact::Section(Section { kind, opening, first, last }));
        }
    }
}

/// How many sentences before the order the laws may stand.
const MOST_BACK: usize = 3;

/// The most bytes of a section's opening that are quoted.
const OPENING: usize = 90;

/// The character border at or before `at`.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the clause that ends in what stands at `at` begins, where that is a few letters before: `二审案件受理费`.
fn clause_start(flow: &Flow, floor: usize, at: usize) -> usize {
    let before = flow.slice(floor..at);
    let closed = before.rfind(['。', ';', ':', ',']).map_or(floor, |sign| {
        floor + sign + before.get(sign..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let start = closed.max(flow.break_before(at));
    let short = flow.slice(start..at).chars().nth(MOST_LED).is_none();
    if start > floor && short { start } else { at }
}

/// The most letters that lead to the word which ends the order: `二审`, `本案反诉`.
const MOST_LED: usize = 6;

/// The first place behind `from` where somebody signs: a title of a judge at a break or sentence end with the date of
/// the decision close behind.
fn signature(flow: &Flow, from: usize) -> Option<usize> {
    let end = flow.text().len();
    let (mut at, mut last) = (from, None);
    while let Some(title) = next_judge(flow, at..end) {
        let start = title.start;
        let begins = flow.is_break(start) || flow.slice(0..start).ends_with(['。', ')', '"']);
        let block_end = floor(flow.text(), start + SIGNATURE_BLOCK);
        let block = flow.slice(start..block_end);
        let dated = find_dates(block).iter().any(|date| date.value.civil().is_some());
        let prose = block
            .find(['。', ','])
            .is_some_and(|stop| find_dates(block).first().is_some_and(|date| stop < date.range.start));
        if begins && dated && !prose {
            return Some(start);
        }
        (at, last) = (title.end, Some(start));
    }
    // Without a date, the last title at a break.
    last.filter(|last| flow.is_break(*last))
}

/// The first of `words` in `range`: at the beginning of a sentence if `strict` and there is one.
fn beginning(flow: &Flow, range: Range<usize>, words: &[&str], strict: bool) -> Option<usize> {
    let mut at = range.start;
    let mut fallback = None;
    while let Some((start, next)) = flow.find_any(at..range.end, words) {
        fallback = fallback.or(Some(start));
        let begins =
            flow.is_break(start) || flow.slice(range.start..start).ends_with('。') || start == range.start;
        let opens = flow.slice(next..range.end).starts_with([',', ':', '。', ';']);
        if !strict || (begins && opens) {
            return Some(start);
        }
        at = next;
    }
    fallback
}

/// The first short line that has one of `words` and is a heading; those over the facts and reasons of the parties
/// (`事实与理由`) are not the court's.
fn short_heading(flow: &Flow, range: Range<usize>, words: &[&str]) -> Option<usize> {
    let mut at = range.start;
    while let Some((found, next)) = flow.find_any(at..range.end, words) {
        let start = flow.break_before(found);
        let line = flow.slice(start..flow.break_behind(found)).trim_end_matches(':');
        // `对争议的评判:合法的借贷关系受法律保护。`: a key before its text, which no party gives.
        let key = line.split_once(':').map_or(line, |(key, _)| key);
        let keyed = flow.is_line(start) && !OTHERS.iter().any(|word| key.contains(word));
        let line = if keyed { key } else { line };
        let short = line.chars().count() <= LONGEST_HEADING && !line.contains(['。', ',', ';', ':']);
        let both = line.contains("事实") && line.contains("理由");
        if short && start >= range.start && !both {
            return Some(start);
        }
        at = next;
    }
    None
}

/// A heading under which the court says what it takes for true, in whatever words: `三、法院认定`, `审理查明`.
fn court_finds(flow: &Flow, range: Range<usize>) -> Option<usize> {
    let form = crate::pattern::pattern!(
        r"^(?:第?[一二三四五六七八九十\d]{1,3}[、.:)]|\([一二三四五六七八九十\d]{1,3}\))?(?:本院|法院|法庭|本庭|合议庭|审理|经审理|审查|裁判|本案|案件|庭审)?(?:经|审理|审查|综合)*(?:查明|认定|审明|案情|经过)(?:情况|部分|内容|如下)?:?$"
    )?;
    let mut at = flow.paragraph_behind(range.start);
    while at < range.end {
        let end = flow.paragraph_behind(at);
        if form.is_match(flow.slice(at..end.min(range.end)).trim_matches(['【', '】', '[', ']', ' '])) {
            return Some(at);
        }
        at = end;
    }
    None
}

/// The most letters of a heading: `本院审理查明的案件事实` has 11.
const LONGEST_HEADING: usize = 12;

/// `查明:` at the beginning of a line.
fn keyed_facts(flow: &Flow, range: Range<usize>) -> Option<usize> {
    let mut at = range.start;
    while let Some((found, next)) = flow.find_any(at..range.end, &["查明:", "查明,", "审查明", "查:"])
    {
        if flow.is_line(found) {
            return Some(found);
        }
        at = next;
    }
    None
}

/// Words that begin what the parties or the court say: behind them no party is introduced.
const PLEADED: [&str; 11] = [
    "诉请",
    "诉求",
    "诉讼请求",
    "诉称",
    "辩称",
    "请求判令",
    "查明",
    "本院认为",
    "指控",
    "仲裁请求",
    "上诉请求",
];

/// The most bytes of a table of details with the parties that follow it.
const LONGEST_DETAILS: usize = 6000;

/// Words of the sentence that tells how the case came up.
const COURSE: [&str; 24] = [
    "受理了",
    "仲裁条款",
    "一案",
    "起诉书指控",
    "提起公诉",
    "指控被告人",
    "指控原审被告人",
    "起诉书",
    "向本院提出",
    "向本院起诉",
    "不服",
    "纠纷",
    "申请支付令",
    "向本院申请",
    "提请仲裁",
    "争议案",
    "诉至本院",
    "诉至法院",
    "审理终结",
    "审结",
    "诉称",
    "立案受理",
    "本院受理",
    "开庭审理",
];

/// The end of the heading: the beginning of the sentence that tells how the case came up.
fn heading_end(flow: &Flow, end: usize) -> usize {
    let (mut from, mut introduced) = (0, None);
    let hit = loop {
        let hit = flow.find_any(from..end, &COURSE);
        if let Some((entry, stop)) = introduced
            && hit.is_none_or(|(hit, _)| hit > stop)
        {
            return super::parties::entries_end(flow, entry..end);
        }
        let Some((hit, next)) = hit else { return untold(flow, end) };
        // `案由:买卖合同纠纷` is a key of a table of details, which the parties may follow; so is whatever else names the
        // dispute before them.
        let line = flow.paragraph_before(hit).unwrap_or(0);
        let stop = flow.find_any(next..end, &PLEADED).map_or(end, |(stop, _)| stop);
        match super::parties::last_entry(flow, next..stop.min(floor(flow.text(), next + LONGEST_DETAILS))) {
            Some(entry) => (from, introduced) = (entry, Some((entry, stop))),
            // Behind the parties the key begins the course of the case.
            None if flow.slice(line..hit).starts_with("案由")
                && super::parties::first(flow, 0..line) == line =>
            {
                from = next;
            }
            None => break hit,
        }
    };
    let before = |from: usize| {
        let stop = flow.rfind(0..from, "。").map_or(0, |at| bracket_end(flow, at + "。".len(), from));
        // An entry without its full stop ends with its paragraph.
        let paragraph = flow.paragraph_before(from).unwrap_or(0);
        if paragraph > stop && super::parties::begins_entry(flow, stop..paragraph) {
            return paragraph;
        }
        stop.max(if stop == 0 { flow.break_before(from) } else { 0 })
    };
    let start = before(hit);
    // `因涉嫌犯盗窃罪一案` and the like within a party's own paragraph do not come up; a title may (`…一案判决书`).
    let line = flow.slice(hit..flow.break_behind(hit).min(end));
    let titled = line.ends_with("判决书") || line.ends_with("裁定书") || line.ends_with("调解书");
    if titled || flow.slice(start..hit).contains("判决书") || flow.slice(hit..end).starts_with("一案判决书")
    {
        let rest = hit + if titled { line.len() } else { "一案".len() };
        return flow.find_any(rest..end, &COURSE).map_or(end, |(hit, _)| before(hit));
    }
    start
}

/// The end of the bracket that stands right behind a full stop within its paragraph and belongs to what the stop has closed;
/// else the stop's own end: `某律师。（代理权限：一般代理）`.
fn bracket_end(flow: &Flow, stop: usize, before: usize) -> usize {
    let opens = flow.slice(stop..before).starts_with('(') && !flow.is_paragraph(stop);
    let end = flow.find(stop..before, ")").filter(|_| opens).map(|at| at + 1);
    end.filter(|end| flow.is_line(*end)).unwrap_or(stop)
}

/// The end of a heading behind which nothing tells how the case came up: where the claims begin, else `end`.
fn untold(flow: &Flow, end: usize) -> usize {
    const CLAIMS: [&str; 5] = ["诉讼请求", "仲裁请求", "诉称", "请求判令", "申请人称"];
    let found = flow.find_any(0..end, &CLAIMS).and_then(|(at, _)| {
        let closed = flow.rfind(0..at, "。").map_or(0, |stop| stop + "。".len());
        Some(closed.max(flow.paragraph_before(at)?)).filter(|start| *start > 0)
    });
    found.unwrap_or(end).min(flow.text().len())
}

/// Where the appendix begins: `附` at a break behind the signatures.
fn appendix(flow: &Flow, sign: usize) -> Option<usize> {
    let mut at = sign;
    while let Some(found) = flow.find(at..flow.text().len(), "附") {
        let follows = flow.slice(found + "附".len()..flow.text().len());
        let heading =
            [":", "相关", "本案", "录", "法律", "适用", "件", "判决", "主要", "页", "本判决", "有关"];
        if flow.is_break(found) && heading.iter().any(|word| follows.starts_with(word)) {
            return Some(found);
        }
        at = found + "附".len();
    }
    let quoted =
        flow.find_any(sign..flow.text().len(), &["本案引用的法律条文", "相关法律条文", "本判决适用的法律"])?;
    flow.is_break(quoted.0).then_some(quoted.0)
}
