//! What a contract points at: L34.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::english_court;
use super::matter::{Matter, Quote};
use super::order_words;
use super::own_numbers;
use crate::legal::Flow;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::whole_number;

const CHINESE: &str =
    r"第\(?([〇零一二三四五六七八九十百\d]+)\)?(?:条|\.\d{1,2}(?:\.\d{1,2})?(?:条|款|项|目|节))";
const ENGLISH: &str = r"(?i)(?:\b(?:clauses?|sections?|articles?|paragraphs?|para\.|cl\.|sub-?clause|under terms?|fails terms?|with terms?)\s+|§ ?)(\d{1,3}|[IVX]{1,6}\b)(?:\.\d+)*";
const ANNEXED: &str = r"\b(?:Schedule|Annex|Annexure|Appendix|Exhibit|Attachment|Addendum|Rider|Enclosure|Plan|Drawing|Sketch|Map|Diagram)\s+[A-Z\d]{1,2}\b";
const ATTACHED: &str =
    r"(?:附件|附图|附表|附录|附页|附单|附册|图纸|图表|附清单)([一二三四五六七八九十\d]{1,2})";
/// What is to be filled in: a run of lines between words, at the beginning of the run no mark of a signature.
const BLANK: &str = r"_{2,}(?:\s*,?\s*20_{1,})?|﹍{2,}|＿{2,}|【\s*】|\[\s*[●•]?\s*\]";

/// Words before an article's number that say it is another text's.
const ELSEWHERE: [&str; 12] =
    ["》", "法", "条例", "规定", "解释", "办法", "法典", "原合同", "主合同", "该法", "补充协议", "原协议"];

/// L34: what is referred to is there, copies add up, blanks are filled.
pub(super) fn references(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::Checked(english_court::referred(matter));
    }
    if matter.is_court_document() {
        let mut drafts = order_words::dangling(matter);
        let listed = drafts.is_empty() && matter.holdings().is_empty() && matter.parties().is_empty();
        drafts.extend(own_numbers::dangling(matter).filter(|_| listed));
        return Verdict::of(false, "clause", drafts);
    }
    // Letters and notes have items of their own to point at, and nothing else of a contract.
    if matter.is_bill() {
        return Verdict::of(false, "clause", own_numbers::dangling(matter).into_iter().collect());
    }
    let clauses: Vec<u32> =
        matter.clauses().iter().filter_map(|(_, clause)| clause.number.first().copied()).collect();
    let mut drafts = Vec::new();
    if let Some(last) = clauses.iter().max() {
        drafts.extend(dangling(matter, &clauses, *last));
    }
    drafts.extend(decimals(matter).filter(|_| drafts.is_empty()));
    drafts.extend(own_numbers::dangling(matter).filter(|_| drafts.is_empty() && clauses.is_empty()));
    drafts.extend(attachments(matter));
    drafts.extend(unlisted(matter).filter(|_| drafts.is_empty()));
    drafts.extend(copies(matter));
    drafts.extend(blanks(matter));
    drafts.extend(one_left_blank(matter).filter(|_| drafts.is_empty()));
    drafts.extend(undated(matter).filter(|_| drafts.is_empty()));
    drafts.extend(unused(matter));
    if !matter.is_chinese() {
        drafts.extend(undefined(matter));
    }
    Verdict::of(!clauses.is_empty(), "clause", drafts)
}

/// Numbers of articles referred to that are none of the contract's.
fn dangling(matter: &Matter<'_>, clauses: &[u32], last: u32) -> Vec<Draft> {
    let text = matter.text();
    let words = if matter.is_chinese() { pattern!(CHINESE) } else { pattern!(ENGLISH) };
    let labels: Vec<&str> =
        matter.clauses().iter().map(|(_, clause)| matter.printed(&clause.label)).collect();
    let numbered = LazyCell::new(|| own_numbers::labelled(matter));
    let mut drafts = Vec::new();
    for found in words.into_iter().flat_map(|words| words.captures_iter(text)) {
        let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { continue };
        let roman = crate::legal::roman(number.as_str()).map(u64::from);
        let number = roman.or_else(|| whole_number(number.as_str()).map(|(number, _)| number));
        let Some(number) = number else { continue };
        let before = text.get(..whole.start()).unwrap_or_default();
        let here = ["本合同", "本协议"].iter().any(|own| before.ends_with(own));
        let elsewhere = !here && ELSEWHERE.iter().any(|word| before.ends_with(word));
        let listed =
            before.ends_with(['、', '和', '及', '至', '款', '条']) && !here && in_statute_list(before);
        // What a paragraph begins with is its label, whatever else heads its clauses.
        if matter.flow.is_paragraph(whole.start()) {
            continue;
        }
        let known = u32::try_from(number)
            .is_ok_and(|number| clauses.contains(&number) || numbered.contains(&number))
            || labels.iter().any(|label| label.contains(whole.as_str()));
        if drafts.len() >= MOST_DANGLING {
            break;
        }
        if !known && !elsewhere && !listed {
            let range = whole.range();
            drafts.push(
                Draft::new()
                    .about_text(matter, range.clone())
                    .found(matter.flow.printed(range))
                    .expected(format!("1–{last}")),
            );
        }
    }
    drafts
}

/// A clause of the second level that is referred to and is none: `2.6款` where 2.1 and 2.2 are all.
fn decimals(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"(?:^|[^\d.])(?P<number>(?P<above>\d{1,2})\.\d{1,2})(?:款|条|项约定|目)")?;
    let labels: Vec<String> =
        matter.clauses().iter().map(|(_, clause)| crate::fold(&clause.label.value)).collect();
    form.captures_iter(matter.text()).find_map(|found| {
        let (number, above) = (found.name("number")?, found.name("above")?);
        let lead = format!("{}.", above.as_str());
        let own: Vec<&String> = labels.iter().filter(|label| label.starts_with(&lead)).collect();
        let known = own.iter().any(|label| label.trim_end_matches(['.', ' ', '、']) == number.as_str());
        let (first, last) = (own.first()?, own.last()?);
        let draft = Draft::new().about_text(matter, number.range()).found(number.as_str());
        (own.len() > 1 && !known).then(|| draft.expected(format!("{first}–{last}")))
    })
}

/// References into nothing that are shown; a text with more is none that has clauses.
const MOST_DANGLING: usize = 20;

/// Whether the list of articles that ends `before` is a statute's.
fn in_statute_list(before: &str) -> bool {
    let sentence = before.rsplit(['。', ';']).next().unwrap_or_default();
    sentence.contains('》')
}

/// Attachments named in the text and listed nowhere: where none is listed at all, they may lie elsewhere.
fn attachments(matter: &Matter<'_>) -> Vec<Draft> {
    let text = matter.text();
    let words = if matter.is_chinese() { pattern!(ATTACHED) } else { pattern!(ANNEXED) };
    let found: Vec<_> = words.into_iter().flat_map(|words| words.find_iter(text)).collect();
    let heading = |range: &Range<usize>| {
        let (before, rest) = text.split_at_checked(range.start).unwrap_or_default();
        let rest = rest.get(range.len()..).unwrap_or_default();
        // Words of English are parted by blanks: an attachment heads its own line.
        let first = if matter.is_chinese() { Flow::is_break } else { Flow::is_line };
        let begins = first(&matter.flow, range.start) || before.ends_with([':', '、', ';', '。']);
        let closes = rest.starts_with([':', '、', '《', ' ', '.', ',', '。', ';', '(']);
        // `附件二《补充清单》附后,为本合同组成部分。` speaks of it and is no list.
        let clause = rest.split(['。', ';']).next().unwrap_or_default();
        let speaks = ["附后", "组成部分", "同等", "attached", "forms part", "is part", "shall"]
            .iter()
            .any(|word| clause.contains(word));
        let listed = !speaks || matter.flow.is_line(range.start);
        begins && listed && (closes || matter.flow.is_break(range.end))
    };
    let listed: Vec<&str> =
        found.iter().filter(|one| heading(&one.range())).map(|one| one.as_str()).collect();
    // What is said to be attached to this very paper, and is not, is missed even where nothing is listed.
    let here = |range: &Range<usize>| {
        let own = pattern!(
            r"(?i)(?:attached|annexed|appended)(?: hereto| to this| to the| herewith| below|\b)|(?:本合同|本协议|本契约)(?:之|的|所附|后附)?$|(?:后附|随附|所附)(?:的|之)?$"
        );
        let before = text
            .get(text.floor_char_boundary(range.start.saturating_sub(30))..range.start)
            .unwrap_or_default();
        let rest: String = text.get(range.end..).unwrap_or_default().chars().take(24).collect();
        let rest = rest.split(['.', ';', '。']).next().unwrap_or_default().to_owned();
        let drawn = text.get(range.clone()).is_some_and(|own| {
            ["图", "Plan", "Drawing", "Sketch", "Map", "Diagram"].iter().any(|word| own.contains(word))
        });
        own.is_some_and(|own| drawn && (own.is_match(before.trim_end()) || own.is_match(&rest)))
    };
    let mut told: Vec<&str> = Vec::new();
    let mut drafts = Vec::new();
    for one in found.iter().filter(|one| !listed.contains(&one.as_str())) {
        if !told.contains(&one.as_str()) {
            told.push(one.as_str());
            let way =
                if listed.is_empty() && !here(&one.range()) { "attachment_elsewhere" } else { "attachment" };
            drafts.push(Draft::new().way(way).about_text(matter, one.range()).found(one.as_str()));
        }
    }
    drafts
}

/// Papers that are said to be attached, or to prevail, under a title that heads nothing: `所附附件《照片及图纸》`, `以《专用条款》为准`,
/// `the Special Conditions attached hereto`.
fn unlisted(matter: &Matter<'_>) -> Option<Draft> {
    let chinese = pattern!(
        r"(?:所附|后附|随附|附后)(?:的)?(?:附件)?《(?P<title>[^》]{2,20})》|附件《(?P<annex>[^》]{2,20})》|以《(?P<prevails>[^》]{0,12}(?:条款|清单|明细|明细表|技术协议|技术要求|图纸))》(?:的约定|的规定)?为准"
    );
    let english = pattern!(
        r"\b[Tt]he (?P<title>(?:[A-Z][a-z]+ ){1,3}?[A-Z][a-z]+) (?:is |are |as )?(?:attached|annexed|appended) (?:hereto|to this|herewith)"
    );
    let form = if matter.is_chinese() { chinese } else { english };
    let text = matter.text();
    form?.captures_iter(text).find_map(|found| {
        let title = ["title", "annex", "prevails"].iter().find_map(|name| found.name(name))?;
        let heads = |(at, _): (usize, &str)| {
            let start = text.get(..at).map_or(at, |before| before.trim_end_matches(['《', ' ']).len());
            let led = text.get(..start).unwrap_or_default();
            // `附件 车辆检测单:…` heads what is attached.
            let key =
                led.trim_end_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
            let heads = key.strip_suffix("附件").is_some_and(|led| matter.flow.is_line(led.len()));
            matter.flow.is_line(start) || matter.flow.is_line(at) || led.ends_with([':', '、']) || heads
        };
        let listed = text.match_indices(title.as_str()).any(heads)
            || text
                .to_lowercase()
                .match_indices(&title.as_str().to_lowercase())
                .any(|(at, _)| matter.flow.is_line(at));
        let draft = Draft::new().way("attachment").about_text(matter, found.get(0)?.range());
        (!listed).then(|| draft.found(title.as_str()))
    })
}

/// Terms that the contract defines and never uses.
fn unused(matter: &Matter<'_>) -> Vec<Draft> {
    const DEFINED: &str = r#"\((?:the )?"([A-Z][A-Za-z ]{2,30})"\)|\((?:以下)?简称[:为]?"([^"()]{2,12})"\)"#;
    let text = matter.text();
    let mut drafts = Vec::new();
    for found in pattern!(DEFINED).into_iter().flat_map(|words| words.captures_iter(text)) {
        let (Some(whole), Some(term)) = (found.get(0), found.get(1).or(found.get(2))) else { continue };
        let uses = text.matches(term.as_str()).count();
        if uses <= 1 {
            drafts.push(Draft::new().way("unused").about_text(matter, whole.range()).found(term.as_str()));
        }
    }
    drafts
}

/// Terms of an English contract with definitions that are written like defined ones (`the Acceptance Tests`), more than
/// once, and are not defined. What is in capitals for another reason - parties, headings, offices - is left out as far as it
/// can be told, and the finding is a hint.
fn undefined(matter: &Matter<'_>) -> Vec<Draft> {
    const DEFINED: &str = r#"["“]([A-Z][A-Za-z' -]{2,40})["”]"#;
    const USED: &str = r"[a-z,] (?:the|any|each|all) ((?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+)\b";
    const GENERAL: [&str; 16] = [
        "Agreement",
        "Party",
        "Parties",
        "Section",
        "Clause",
        "Schedule",
        "Appendix",
        "Exhibit",
        "Annex",
        "Article",
        "Contract",
        "Lease",
        "State",
        "Court",
        "Act",
        "Laws",
    ];
    let text = matter.text();
    let defined: Vec<&str> = pattern!(DEFINED)
        .into_iter()
        .flat_map(|words| words.captures_iter(text))
        .filter_map(|found| Some(found.get(1)?.as_str().trim_start_matches("the ")))
        .collect();
    if defined.len() < LEAST_DEFINED {
        return Vec::new();
    }
    let roles: Vec<String> =
        matter.parties().iter().map(|(_, party)| crate::fold(&party.role.value).to_lowercase()).collect();
    let mut uses: BTreeMap<&str, (usize, Range<usize>)> = BTreeMap::new();
    for found in pattern!(USED).into_iter().flat_map(|words| words.captures_iter(text)) {
        if let Some(term) = found.get(1) {
            uses.entry(term.as_str()).or_insert((0, term.range())).0 += 1;
        }
    }
    let known = |term: &str| {
        let lower = term.to_lowercase();
        let whole = |word: &str| text.contains(&format!("{term} {word}"));
        defined.iter().any(|own| own.contains(term) || term.contains(own))
            || GENERAL
                .iter()
                .any(|word| term.split(' ').any(|part| part.trim_end_matches('s') == *word || part == *word))
            || roles.iter().any(|role| role.contains(&lower) || lower.contains(role.as_str()))
            || whole("of")
    };
    let open = uses.into_iter().filter(|(term, (count, _))| *count > 1 && !known(term));
    open.take(MOST_UNDEFINED)
        .map(|(term, (_, range))| Draft::new().way("undefined").about_text(matter, range).found(term))
        .collect()
}

/// Definitions that a contract has at least where its terms in capitals are defined ones.
const LEAST_DEFINED: usize = 3;

/// Terms shown that are not defined.
const MOST_UNDEFINED: usize = 5;

/// `一式四份,甲乙双方各执二份`: the shares of the copies do not add up.
fn copies(matter: &Matter<'_>) -> Vec<Draft> {
    const COPIES: &str =
        r"(?:[一壹]式|正本|原件|共)([一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3})份[^。]{0,40}";
    const EACH: &str = r"(?:甲乙)?(双方|各方|三方|甲乙丙三方)?(?:各|分别)(?:执有|执存|收执|收存|持有|保留|留存|保存|保管|执|持|存|留|得)?([一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3})份";
    const ENGLISH: &str = r"(?i)(?:in|execut\w+|sign\w*|made|prepared|issued|are|exist|produced) (one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:\w+ )?(?:originals?|counterparts?|copies|duplicates?|signed copies)[^.]{0,60}?(?:(?:each (?:party|side|of (?:the parties|them|whom))|both parties|either party|each)(?: shall| will| to| has| have| having)? (?:keep|kept|hold|held|retain|receiv|hav|tak|get|got)\w* (\w+)|\b(one|two|three|four|five|six)(?: copy| original| counterpart)?(?: being| to be| is to be)?(?: held| kept| retained| delivered| given| handed| issued)?(?: by| for| to| with)? (?:each|either|every)(?: of the| of)? (?:party|parties|side|them))";
    let text = matter.text();
    let count = |word: &str| {
        whole_number(&word.replace('两', "二"))
            .and_then(|(number, _)| u32::try_from(number).ok())
            .or_else(|| english(word))
    };
    let mut drafts = Vec::new();
    let mut check = |range: Range<usize>, all: Option<u32>, each: Option<u32>, parties: u32| {
        if let (Some(all), Some(each)) = (all, each)
            && all != each.saturating_mul(parties)
        {
            let draft = Draft::new().way("copies").about_text(matter, range);
            drafts.push(draft.found(all.to_string()).expected(each.saturating_mul(parties).to_string()));
        }
    };
    for found in pattern!(COPIES).into_iter().flat_map(|words| words.captures_iter(text)) {
        let (Some(whole), Some(all)) = (found.get(0), found.get(1)) else { continue };
        if let Some(sum) = by_party(whole.as_str(), &count) {
            check(whole.range(), count(all.as_str()), Some(sum), 1);
            continue;
        }
        let Some(each) = pattern!(EACH).and_then(|words| words.captures(whole.as_str())) else { continue };
        // Who else keeps copies is told in words of its own: nobody can say that nothing is left out.
        if others_keep(whole.as_str()) {
            continue;
        }
        let beside = is_told_beside(whole.as_str());
        let three = each.get(1).is_some_and(|word| word.as_str().contains('三')) || text.contains("丙方");
        // How many 各方 are is not always told.
        if each.get(1).is_some_and(|word| word.as_str() == "各方") {
            continue;
        }
        let parties = if three { 3 } else { listed(whole.as_str()).unwrap_or(2) };
        // 余一份备案 tells how many go elsewhere.
        let rest = pattern!(r"(?:余|另|其余|机关|部门|银行|备案|存档|登记处|公证处)\D{0,4}?([一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3})份")
            .and_then(|words| words.captures(whole.as_str())?.get(1))
            .and_then(|rest| count(rest.as_str()));
        if let (true, Some(rest), Some(all)) = (beside, rest, count(all.as_str())) {
            let own = each.get(2).and_then(|each| count(each.as_str()));
            check(whole.range(), all.checked_sub(rest).or(Some(0)), own, parties);
        }
        if !beside {
            check(
                whole.range(),
                count(all.as_str()),
                each.get(2).and_then(|each| count(each.as_str())),
                parties,
            );
        }
    }
    for found in pattern!(ENGLISH).into_iter().flat_map(|words| words.captures_iter(text)) {
        let each = found.get(2).or_else(|| found.get(3));
        let (Some(whole), Some(all), Some(each)) = (found.get(0), found.get(1), each) else {
            continue;
        };
        check(whole.range(), count(all.as_str()), count(each.as_str()), 2);
    }
    drafts
}

/// Whether copies go to a bank or an office beside the parties, which is told apart.
fn is_told_beside(copies: &str) -> bool {
    ["备案", "存档", "登记", "公证", "报", "余", "部门", "机关", "银行"]
        .iter()
        .any(|word| copies.contains(word))
}

/// Whether somebody besides the parties keeps copies, or copies are of several sorts: `双方各执一份,目标公司留存一份`,
/// `双方当事人、人民调解委员会各持一份`, `正本二份,副本四份`.
fn others_keep(copies: &str) -> bool {
    let counts = pattern!(r"[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3}份");
    let known = ["备案", "存档", "登记", "公证", "报", "余", "银行", "机关", "部门"];
    let told = counts.map_or(0, |counts| counts.find_iter(copies).count());
    let beside = known.iter().any(|word| copies.contains(word));
    let more = told > 2 + usize::from(beside);
    let sorts = copies.contains("副本") || copies.contains("复印件");
    let joined = pattern!(
        r"(?:双方|各方)(?:当事人)?[、和及与]\p{Han}{2,14}?(?:各|分别)|\p{Han}{2,14}?[、和及与](?:甲乙)?双方(?:当事人)?(?:各|分别)"
    );
    more || sorts || joined.is_some_and(|joined| joined.is_match(copies))
}

/// How many the parties are that a list names, each with its copy: `出卖人、买受人、居间方各执一份`.
fn listed(copies: &str) -> Option<u32> {
    let form = pattern!(
        r"(?:^|[,。;份])(?P<names>\p{Han}{1,6}(?:[、和及与]\p{Han}{1,6}){1,5})(?:双方|三方)?(?:各|分别)"
    )?;
    let names = form.captures(copies)?.name("names")?;
    u32::try_from(names.as_str().matches(['、', '和', '及', '与']).count() + 1).ok()
}

/// `甲方执二份,乙方执一份`: what the parties keep together.
fn by_party(text: &str, count: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    const KEEPS: &str = r"(?:[甲乙丙丁]方|\p{Han}{1,4}[方人商]|用人单位|劳动者)(?:留|执|持|保留|留存|存|保存|收执|得)?(?:有)?([一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3})份";
    let found: Vec<u32> =
        pattern!(KEEPS)?.captures_iter(text).filter_map(|found| count(found.get(1)?.as_str())).collect();
    (found.len() > 1).then(|| found.iter().sum())
}

fn english(word: &str) -> Option<u32> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let at = WORDS.iter().position(|known| *known == word.to_lowercase())?;
    u32::try_from(at + 1).ok()
}

/// Blanks left open before the signatures.
fn blanks(matter: &Matter<'_>) -> Vec<Draft> {
    let text = matter.text();
    let Some((_, last)) = matter.clauses().into_iter().last() else { return Vec::new() };
    let end = text.rfind(crate::fold(&last.text.value).as_str()).map_or(0, |at| at + last.text.value.len());
    let found = pattern!(BLANK).into_iter().flat_map(|words| words.find_iter(text));
    let runs: Vec<Range<usize>> = found.map(|found| found.range()).collect();
    let alone = |index: usize, run: &Range<usize>| {
        let near = |other: &Range<usize>| {
            run.start.abs_diff(other.end).min(other.start.abs_diff(run.end)) <= MOST_FILLED
        };
        !runs.iter().enumerate().any(|(other, range)| other != index && near(range))
    };
    let is_open = |(index, run): &(usize, &Range<usize>)| {
        let before = text.get(..run.start).unwrap_or_default();
        let after = text.get(run.end..).unwrap_or_default();
        let led = before.ends_with([':', '为', '第', '于', '至', '即', '自']);
        let dated = pattern!(r"^_{2,}\s*,?\s*20_+$");
        let dated = dated.is_some_and(|form| text.get((*run).clone()).is_some_and(|own| form.is_match(own)));
        let counted = dated || after.starts_with(['年', '月', '日', '元', '%', '份', '天', '个']);
        // A line under what is filled in is no blank: 甲方__张三__.
        run.start < end && (led || counted || alone(*index, run))
    };
    let open = runs.iter().enumerate().find(is_open).map(|(_, run)| run.clone());
    open.map(|run| Draft::new().way("blank").about_text(matter, run.clone()).found(matter.flow.printed(run)))
        .into_iter()
        .collect()
}

/// The day of signing left blank by those whose names stand above it: what is yet to be signed by hand lacks both.
fn undated(matter: &Matter<'_>) -> Option<Draft> {
    let day = pattern!(
        r"(?i)(?:日期|时间|签[订署约]于|\bdated?)[:\s]{0,3}(?P<blank>(?:20)?_{2,}\s*年\s*_*\s*月\s*_*\s*日?|_{4,}|_{2,}\s?/\s?_{2,}\s?/\s?_{2,})"
    )?;
    let signer = pattern!(
        r"(?:代表人?|签字|签名|签章|负责人|经办人)(?:\([^)]{1,8}\))?:\s?(?P<name>\p{Han}{2})|(?:Signed|Name|By|Signature):?\s(?:[A-Z][a-z]+ ){1,2}[A-Z][a-z]+"
    )?;
    let (_, last) = matter.clauses().into_iter().last()?;
    let from = matter.text().rfind(crate::fold(&last.text.value).as_str())?;
    let ending = matter.text().get(from..)?;
    let range = day.captures(ending)?.name("blank")?.range();
    let range = from + range.start..from + range.end;
    let draft = Draft::new().way("blank").about_text(matter, range.clone());
    const LABELS: [&str; 14] = [
        "日期", "时间", "代表", "签字", "签名", "签章", "盖章", "法定", "电话", "地址", "公章", "单位",
        "甲方", "乙方",
    ];
    let named =
        |found: regex::Captures<'_>| found.name("name").is_none_or(|name| !LABELS.contains(&name.as_str()));
    let is_open = matter.dated().is_none() && signer.captures_iter(ending).any(named);
    is_open.then(|| draft.found(matter.flow.printed(range)))
}

/// What one party has filled in where it signs and the other has left blank: `电话:______` beside `电话:10069240463`. What is written by
/// hand, names and days, is blank on a clean copy.
fn one_left_blank(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?i)(?P<label>联系电话|电话|手机|联系地址|通讯地址|地址|住址|住所|开户行|开户银行|账号|税号|邮编|邮箱|传真|telephone|phone|tel|address|e-?mail|fax|account no|account number)(?:\.|号码)?[:]\s*(?P<blank>_{3,})?"
    )?;
    let text = matter.text();
    let from = text.floor_char_boundary(text.len() / 2);
    let found: Vec<_> = form.captures_iter(text.get(from..)?).collect();
    let label = |one: &regex::Captures<'_>| one.name("label").map(|own| own.as_str().to_lowercase());
    let filled = |one: &&regex::Captures<'_>| {
        let rest = one.get(0).and_then(|whole| text.get(from + whole.end()..)).unwrap_or_default();
        one.name("blank").is_none()
            && rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '+' || c == '(')
    };
    let open = found.iter().find(|one| {
        one.name("blank").is_some() && found.iter().filter(filled).any(|other| label(other) == label(one))
    })?;
    let range = open.get(0)?.range();
    let range = from + range.start..from + range.end;
    let draft = Draft::new().way("blank").about_text(matter, range.clone());
    Some(draft.found(matter.flow.printed(range)))
}

/// How far apart, in bytes, the lines before and behind what is filled in may be.
const MOST_FILLED: usize = 48;
