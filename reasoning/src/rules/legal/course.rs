//! What happened in what order, as running text tells it sentence by sentence: part of L18.
//!
//! Where the sections of a document are not known, or a day stands in none of its keys, the words around a day still say what happened
//! on it.

use std::ops::Range;

use jiff::civil;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Found, WrittenDate, find_dates};

/// What happened on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A contract was made.
    Signed,
    /// Something that follows from a contract was done, or a fact of life came about.
    Done,
    /// Something else was.
    Told,
    /// The decision that is appealed from was made.
    Below,
    /// It was received.
    Received,
    /// Somebody was hurt.
    Hurt,
    /// A debt fell due.
    Due,
    /// Somebody was examined for how he was hurt.
    Examined,
    /// The suit was brought.
    Sued,
    /// The papers of the suit were served.
    Served,
    /// The court took the case on.
    Accepted,
    /// It was heard.
    Heard,
    /// It was decided, or the paper is dated so.
    Closed,
}

impl What {
    fn words(self) -> &'static str {
        match self {
            Self::Signed => "签订",
            Self::Done | Self::Told => "事实",
            Self::Below => "原裁判",
            Self::Received => "收到裁判",
            Self::Hurt => "损害",
            Self::Due => "到期",
            Self::Examined => "鉴定",
            Self::Sued => "起诉",
            Self::Served => "送达",
            Self::Accepted => "立案",
            Self::Heard => "开庭",
            Self::Closed => "落款",
        }
    }
}

/// A day with what happened on it.
pub(super) struct Event {
    pub(super) what: What,
    /// The first and the last day that can be meant.
    pub(super) first: civil::Date,
    pub(super) last: civil::Date,
    pub(super) range: Range<usize>,
    pub(super) paragraph: usize,
    /// Whether it is an act that is sued about, which a court did not do.
    pub(super) is_act: bool,
    /// Whether it is the only contract of the text.
    pub(super) alone: bool,
}

/// The first day that is before another it follows on; `seen` tells whether two that bear on each other were there.
pub(super) fn turned(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let events = if matter.is_chinese() { chinese(matter) } else { super::english_course::events(matter) };
    let mut seen = false;
    for (index, one) in events.iter().enumerate() {
        for (other_index, other) in events.iter().enumerate().filter(|(other, _)| *other != index) {
            if !follows(one, other, index < other_index) {
                continue;
            }
            seen = true;
            if one.last < other.first {
                let draft = Draft::new().about_text(matter, one.range.clone());
                let draft = draft.against_text(matter, other.range.clone());
                let draft = draft.found(one.first.to_string()).expected(format!("≥ {}", other.first));
                let draft = draft.with("later", one.what.words()).with("earlier", other.what.words());
                return (true, Some(draft.with("other", other.first.to_string())));
            }
        }
    }
    (seen, None)
}

/// Whether the day `one` cannot be before `other`; `told_first` where it stands first in the text.
fn follows(one: &Event, other: &Event, told_first: bool) -> bool {
    use What::{Accepted, Below, Closed, Done, Due, Examined, Heard, Hurt, Received, Served, Signed, Sued};
    match (one.what, other.what) {
        (Accepted | Received, Below) => !told_first,
        (Sued, Below) => !told_first || other.is_act,
        (Served, Sued) | (Heard, Served) => true,
        (Sued | Accepted, Signed) | (Heard, Sued | Accepted) | (Closed, _) => one.what != other.what,
        // What is told behind a contract follows on it, in its own paragraph.
        (Done, Signed) => !told_first && (one.paragraph == other.paragraph || other.alone),
        (Sued, Hurt | Due) | (Examined, Hurt) => true,
        // What is done while a case goes on is told so; of Chinese courts other steps tell more.
        (Sued, Done) => one.alone && !other.is_act,
        // The court takes on what was brought before it.
        (Accepted, Sued) => !told_first && one.paragraph == other.paragraph,
        _ => false,
    }
}

/// The days that a written date may mean.
pub(super) fn span(date: &WrittenDate) -> Option<(civil::Date, civil::Date)> {
    if let Some(day) = date.civil() {
        let other = date.otherwise.unwrap_or(day);
        return Some((day.min(other), day.max(other)));
    }
    let first = civil::Date::new(date.year?, date.month?, 1).ok().filter(|_| date.day.is_none())?;
    Some((first, first.last_of_month()))
}

/// Bytes on either side of a day within which its words tell what happened.
const REACH: usize = 100;

/// A date with the words of its sentence around it.
pub(super) fn around<'m>(
    matter: &'m Matter<'_>,
    dates: &[Found<WrittenDate>],
    index: usize,
) -> Option<(&'m str, &'m str)> {
    let text = matter.text();
    let date = dates.get(index)?;
    let floor = index.checked_sub(1).and_then(|at| dates.get(at)).map_or(0, |last| last.range.end);
    let from = text.floor_char_boundary(floor.max(date.range.start.saturating_sub(REACH)));
    let stop = dates.get(index + 1).map_or(text.len(), |next| next.range.start);
    let to = text.floor_char_boundary(stop.min(date.range.end + REACH));
    Some((text.get(from..date.range.start)?, text.get(date.range.end..to)?))
}

/// The events of a Chinese text up to its order.
fn chinese(matter: &Matter<'_>) -> Vec<Event> {
    let order = matter.sections.operative.start;
    let end = if order == 0 { matter.text().len() } else { order };
    let dates = matter.dates();
    let mut events = Vec::new();
    for (index, date) in dates.iter().enumerate().take_while(|(_, date)| date.range.start < end) {
        let Some((first, last)) = span(&date.value) else { continue };
        let Some((before, after)) = around(matter, dates, index) else { continue };
        let Some(what) = told(before, after) else { continue };
        let paragraph = matter.flow.paragraph_before(date.range.start + 1).unwrap_or(0);
        events.push(Event {
            what,
            first,
            last,
            range: date.range.clone(),
            paragraph,
            is_act: is_act(after),
            alone: false,
        });
    }
    events.extend(after_each_other(matter, end));
    let signs = events.iter().filter(|event| event.what == What::Signed).count();
    // Which of several contracts something follows on cannot be told.
    if signs > 1 {
        events.retain(|event| event.what != What::Done || signs < 2);
    }
    events.extend(closed(matter));
    events.iter_mut().filter(|event| event.what == What::Signed).for_each(|event| event.alone = signs == 1);
    events
}

/// Days that a sentence tells to have followed on each other: `于2023年2月10日恢复执行后,于2023年3月1日裁定拍卖`, as two events of one kind.
fn after_each_other(matter: &Matter<'_>, end: usize) -> Vec<Event> {
    let form = pattern!(r"^[^。;]{1,24}?后,(?:并|又|再)?(?:于|在)?$");
    let dates = matter.dates();
    let pair = dates.windows(2).filter(|two| two.iter().all(|date| date.range.start < end)).find_map(|two| {
        let [first, second] = two else { return None };
        let between = matter.flow.slice(first.range.end..second.range.start);
        let (a, b) = (span(&first.value)?, span(&second.value)?);
        let follows = form.is_some_and(|form| form.is_match(between)) && b.1 < a.0;
        // 于5月6日撤销了2月20日作出的决定: what is undone was there before.
        let undone = pattern!(r"^[^。;,]{0,16}?(?:撤销|变更|废止|确认|改变)了?(?:其|该局|被告)?(?:于)?$");
        let made = matter.flow.slice(second.range.end..matter.text().len()).starts_with("作出");
        let undone = made && undone.is_some_and(|form| form.is_match(between)) && a.1 < b.0;
        let (a, b, first, second) = if undone { (b, a, second, first) } else { (a, b, first, second) };
        (follows || undone).then(|| {
            let event = |what, (first, last), range: &Range<usize>| Event {
                what,
                first,
                last,
                range: range.clone(),
                paragraph: usize::MAX,
                is_act: false,
                alone: false,
            };
            vec![event(What::Sued, a, &first.range), event(What::Served, b, &second.range)]
        })
    });
    pair.unwrap_or_default()
}

/// The day of the decision, else that which a pleading ends with.
fn closed(matter: &Matter<'_>) -> Option<Event> {
    let paragraph = usize::MAX;
    if let Some((fact, date)) = matter.dated() {
        let day = date.value.civil()?;
        let text = matter.text();
        let at = find_dates(text).into_iter().rev().find(|found| found.value.civil() == Some(day))?;
        let _ = fact;
        return Some(Event {
            what: What::Closed,
            first: day,
            last: day,
            range: at.range,
            paragraph,
            is_act: false,
            alone: false,
        });
    }
    let date = matter.closing_date()?;
    let day = date.value.civil()?;
    Some(Event {
        what: What::Closed,
        first: day,
        last: day,
        range: date.range,
        paragraph,
        is_act: false,
        alone: false,
    })
}

/// Whether something is to be done by a day, or lasts to it: it need not have been done.
fn is_to_come(before: &str, led: &str, after: &str) -> bool {
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let until = pattern!(r"^(?:\([^)]*\))?(?:之前|以前|前|起|始|止|至|到|届满|期满|为止|之日|-|~)");
    let bound = pattern!(
        r"(?:应于|应在|须于|将于|定于|承诺于?|约定于?|同意于?|最迟|期限|截止|截至|至|到|出生|生于|自|从|拟于?)$"
    );
    // A key tells what is to be on its day: `交货日期:5月28日 交货地址:…`.
    let keyed = pattern!(
        r"(?:交货|交付|到货|送货|发货|付款|还款|到期|交期|生效|开工|完工|竣工)(?:日期|时间|日|期)?:$"
    );
    is(until, after) || is(bound, led) || is(keyed, before.trim_end())
}

/// What the words around a day say of it.
fn told(before: &str, after: &str) -> Option<What> {
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let after = after.strip_prefix(',').unwrap_or(after);
    let sentence = after.split(['。', ';']).next().unwrap_or_default();
    let led = before.rsplit(['。', ';', ',']).next().unwrap_or_default();
    if is(pattern!(r"^起(?:未|拖欠|停止|不再|欠|逾期)"), after) {
        return Some(What::Done);
    }
    if is_to_come(before, led, after) {
        return None;
    }
    let own = led.contains("本院");
    let clause = sentence.split(',').next().unwrap_or_default();
    if is(
        pattern!(
            r"^(?:以[^,。;]{0,20})?(?:向(?:本院|我院)(?:赔偿委员会)?(?:提起|提出|递交|起诉|申请)|提起(?:行政)?诉讼|诉至本院|起诉至本院)"
        ),
        clause,
    ) {
        return Some(What::Sued);
    }
    if !own && is(pattern!(r"^[^。;]{0,60}?作出[^。;]{0,50}(?:判决|裁定|决定|裁决)"), sentence) {
        return Some(What::Below);
    }
    if is(pattern!(r"^[^。;]{0,8}(?:收到|签收)[^。;,]{0,16}(?:判决|裁定|裁决)"), sentence) {
        return Some(What::Received);
    }
    if own && is(pattern!(r"^(?:依法)?(?:登记)?(?:立案|受理)"), clause) {
        return Some(What::Accepted);
    }
    if is(pattern!(r"^(?:在[^,。;]{0,20})?(?:依法)?(?:不)?(?:公开)?(?:开庭|召开庭)"), clause) {
        return Some(What::Heard);
    }
    if is(pattern!(r"(?:发生(?:交通)?(?:事故|碰撞)|相撞|碰撞|受伤|摔伤|撞伤|撞上|追尾)"), clause)
        || is(pattern!(r"^[^。;]{0,60}?(?:相撞|发生碰撞|发生交通事故|致[^。;]{0,12}受伤|撞伤)"), sentence)
    {
        return Some(What::Hurt);
    }
    if is(
        pattern!(r"^,?(?:经|由)?[^,。;]{0,24}?(?:司法)?鉴定[^,。;]{0,12}?(?:构成|为|评定|意见|所|中心)"),
        clause,
    ) {
        return Some(What::Examined);
    }
    const LATER: [&str; 8] = ["还款", "补充", "和解", "调解", "结算", "对账", "变更", "解除"];
    let mediated = is(pattern!(r"^经[^。;]{2,40}人民调解委员会[^。;]{0,12}达成"), sentence);
    if mediated {
        return Some(What::Signed);
    }
    let signed = is(pattern!(r"^[^,。;]{0,30}?(?:签订|订立|签署)"), clause);
    if signed && clause.contains('《') && !LATER.iter().any(|word| clause.contains(word)) {
        return Some(What::Signed);
    }
    told_in_past(before, led, clause, sentence)
}

/// What is told to have happened on a day, where it is none of the steps of the case.
fn told_in_past(before: &str, led: &str, clause: &str, sentence: &str) -> Option<What> {
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    // What a paper says is not what happened.
    if ["载明", "写明", "记载", "确认", "约定", "注明", "曾", "此前", "原系"]
        .iter()
        .any(|word| before.contains(word))
    {
        return None;
    }
    let done = pattern!(
        r"^[^,。;]{0,24}?(?:支付|付款|付给|付(?:\d|清|了)|转账|汇款|送至|送到|送货|交付|交货|验收|结算|登记结婚|办理结婚|竣工|完工|开工|拖欠|未付|停止支付|出具|收到)"
    );
    if is(done, clause) {
        return Some(What::Done);
    }
    // Whatever is told of a day in the past tense was before the decision.
    let later = pattern!(r"约定|承诺|计划|期限|有效|届满|到期|分期|保证|拟|预计|将|应当?|至|到|内|前");
    let led_on = led.ends_with(['于', '在']) || led.is_empty();
    (led_on && sentence.chars().count() > 3 && !is(later, clause) && !is(later, led)).then_some(What::Told)
}

/// Whether an office decides, whose act may be sued about.
fn is_act(after: &str) -> bool {
    let clause = after.split(['。', ';']).next().unwrap_or_default();
    ["行政裁决", "处罚决定", "行政决定", "不起诉决定", "复议决定", "处理决定"]
        .iter()
        .any(|word| clause.contains(word))
}
