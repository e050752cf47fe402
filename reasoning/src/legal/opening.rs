//! How the sections of a Chinese court document open, whatever their words: by what the court does and where it says so.

use std::ops::Range;

use super::flow::Flow;
use crate::pattern::pattern;

/// Where the order begins that no set phrase leads to: the verb of deciding behind the laws in their sentence
/// (`依照…第六十七条,判决被告人…`), or with a colon or a line of its own behind it. Gives the range of the verb.
pub(super) fn order(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let verb = pattern!(
        r"(?:判决|裁定|决定|裁决|判令|命令)(?:结果|主文|内容|意见)?(?:如下|:|(?P<bare>被告|原告|上诉人|被上诉人|申请人|被申请人|第三人|罪犯|驳回|准许|准予|不准|终结|中止|冻结|查封|扣押|划拨|撤销|维持|确认|解除|追加|变更|对))"
    )?;
    let text = flow.slice(within.clone());
    let opens = |found: &regex::Captures<'_>| {
        let at = found.get(0)?.start();
        let end = found.name("bare").map_or(found.get(0)?.end(), |bare| bare.start());
        let before = text.get(..at)?;
        let sentence = before.rsplit(['。', ';']).next()?;
        let resting = RESTS.iter().any(|word| sentence.contains(word)) && sentence.contains('条');
        let led = pattern!(
            r"(?:条|款|项|规定|解释|,|、|本院|本庭|特|故|现|兹|依法|缺席|一致|合议|评议|作出|作|\)|》)$"
        );
        let led = led.is_some_and(|form| form.is_match(before));
        (resting && led).then_some(within.start + at..within.start + end)
    };
    verb.captures_iter(text).filter_map(|found| opens(&found)).last()
}

/// Words by which a sentence says on what law it rests.
const RESTS: [&str; 6] = ["依照", "根据", "依据", "适用", "按照", "依"];

/// Where the court begins to tell what it found: at the beginning of a sentence that says so in whatever words and is not what a
/// party says.
pub(super) fn facts(flow: &Flow, within: Range<usize>) -> Option<usize> {
    let form = pattern!(
        r"(?:查明|认定|确认|查实|核实|审明|采信|认可|认证|查证)(?:的|了|以下|如下|下列|本案|案件|有关|基本|主要|法律|属实|全部|相关)*(?:案情|事实|情况)(?:如下|为|是|有)?[:,。\]】]|(?:查明|审明|查实|认定)(?:如下)?:|(?:查明|审明|查实),|(?:案件|本案|基本|法律|主要)?(?:事实|案情)(?:经过|如下|是|为)?[:\]】]"
    )?;
    first_sentence(flow, within, form)
}

/// Where the court begins to reason: at the beginning of a sentence in which it thinks, in whatever words.
pub(super) fn reasons(flow: &Flow, within: Range<usize>) -> Option<usize> {
    let form = pattern!(
        r"(?:本院|法院|法庭|本庭|合议庭|仲裁庭|本委|审判组织|独任法官|裁判|判决|评议|合议|综合|法律)(?:经|的|审理|审查|审核|研究|综合|合议|评议|讨论|后|一致|依法|对此)*(?:认为|意见|评判|评析|评述|评议|分析|判断|理由|观点|论证|见解|适用)(?:是|为|如下)?[:,。\]】]"
    )?;
    first_sentence(flow, within, form)
}

/// Where the court begins to weigh without saying that it thinks: the first paragraph, behind the first of what it found, in which it
/// grants, refuses or believes something itself.
pub(super) fn weighs(flow: &Flow, within: Range<usize>) -> Option<usize> {
    let form = pattern!(
        r"本院(?:依法)?(?:不?予|应|可|对此|均|亦|酌情|照准)[^,。;]{0,6}(?:支持|采信|采纳|准许|认可|照准|确认)|(?:依法|应当?|应予|应依法)(?:予以)?(?:支持|驳回)|(?:于法有据|于法无据|合法有据|没有依据|没有法律依据),?(?:本院|应|依法)"
    )?;
    let mut at = flow.paragraph_behind(within.start);
    while at < within.end {
        let end = flow.paragraph_behind(at).min(within.end);
        let text = flow.slice(at..end);
        let head: String = text.chars().take(MOST_LED).collect();
        let spoken = ["辩称", "诉称", "请求:", "答辩", "诉讼请求", "称,", "意见"]
            .iter()
            .any(|word| head.contains(word));
        // Paragraphs that give the order itself are no reasons.
        if !spoken && form.is_match(text) && !text.contains("如下:") {
            return Some(at);
        }
        at = end.max(at + 1);
    }
    None
}

/// The beginning of the first sentence that opens in `form` and is not what somebody else than the court says.
fn first_sentence(flow: &Flow, within: Range<usize>, form: &regex::Regex) -> Option<usize> {
    let text = flow.slice(within.clone());
    form.find_iter(text).find_map(|found| {
        let before = text.get(..found.start())?;
        let closed = before.rfind(['。', ';']).map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let line = flow.paragraph_before(within.start + found.start()).unwrap_or(within.start);
        let start = line.max(within.start + closed);
        let led = flow.slice(start..within.start + found.start());
        let short = led.chars().count() <= MOST_LED;
        // Of what leads to it the last clause says who speaks: `结合当事人陈述,本院查明`.
        let clause = led.rsplit(',').next().unwrap_or_default();
        let others = OTHERS.iter().chain(&FURTHER).any(|word| clause.contains(word));
        (short && !others).then_some(start)
    })
}

/// The most letters before the words by which the court opens a section: `经质证、认证,结合当事人陈述,本院`.
const MOST_LED: usize = 24;

/// Words of keys before what somebody else than the court says.
pub(super) const OTHERS: [&str; 10] =
    ["原告", "被告", "上诉", "申请", "答辩", "辩护", "诉讼", "起诉", "第三人", "当事人"];

/// More of them, where the words stand in a sentence.
const FURTHER: [&str; 9] = ["公诉", "检察", "代理", "质证意见", "指控", "鉴定", "一审", "原审", "称"];
