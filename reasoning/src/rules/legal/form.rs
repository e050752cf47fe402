//! The form of a court document: L28, L29, L30.

use std::ops::Range;

use super::bench;
use super::english_court;
use super::matter::{Matter, Quote};
use super::pleading;
use super::trade;
use crate::legal::InstrumentKind;
use crate::pattern::pattern;
use crate::rules::{Bilingual, Draft, Rule, Verdict};
use crate::value::{Branch, Stage, find_dates, whole_number};

/// L28: the orders are numbered one behind the other.
pub(super) fn numbering(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::numbered(matter), "holding.number");
    }
    let numbered: Vec<_> = matter
        .holdings()
        .into_iter()
        .filter_map(|(fact, holding)| Some((fact, holding, holding.number?)))
        .collect();
    if numbered.is_empty() {
        return Verdict::told(pleading::numbered(matter), "holding.number");
    }
    let mut drafts = Vec::new();
    let mut expected = 1;
    for (index, (fact, holding, number)) in numbered.iter().enumerate() {
        if *number != expected {
            let draft = Draft::new().about(fact, holding.text.evidence);
            let draft = label(matter, &holding.text.value)
                .into_iter()
                .fold(draft, |draft, label| draft.about_text(matter, label));
            let before = index.checked_sub(1).and_then(|before| numbered.get(before));
            let draft = before
                .into_iter()
                .fold(draft, |draft, (fact, other, _)| draft.against(fact, other.text.evidence));
            drafts.push(draft.found(number.to_string()).expected(expected.to_string()));
        }
        expected = number + 1;
    }
    if drafts.is_empty() {
        drafts.extend(twice(matter));
    }
    if drafts.is_empty() {
        drafts.extend(pleading::numbered(matter).unwrap_or_default());
    }
    Verdict::Checked(drafts)
}

/// Where the number of an order stands, before its text: it may have a line or a cell of its own.
fn label(matter: &Matter<'_>, text: &str) -> Option<Range<usize>> {
    let order = matter.sections.operative.clone();
    let at = matter.flow.find(order.clone(), &crate::fold(text))?;
    let start = matter.flow.break_before(at.checked_sub(1)?).max(order.start);
    (start < at && at - start <= LONGEST_LABEL).then_some(start..at)
}

/// Bytes of the number of an order with its sign.
const LONGEST_LABEL: usize = 24;

/// An order out of its turn that lists of items do not show, as they end where numbers begin anew: two orders of the same number,
/// or one of many that alone has another number than its place asks for.
fn twice(matter: &Matter<'_>) -> Option<Draft> {
    let heads = heads(matter);
    let same = heads.windows(2).find(|two| two.first().map(|one| one.0) == two.last().map(|one| one.0));
    let strange = || {
        let wrong = |(index, (number, _)): &(usize, &(u64, Range<usize>))| *number != *index as u64 + 1;
        let mut all = heads.iter().enumerate().filter(wrong);
        let (index, _) = all.next()?;
        let two = heads.get(index.checked_sub(1)?..=index)?;
        (all.next().is_none() && heads.len() > 2).then_some(two)
    };
    let [(before_number, before), (number, here)] = same.or_else(strange)? else { return None };
    let draft = Draft::new().about_text(matter, here.clone()).against_text(matter, before.clone());
    Some(draft.found(number.to_string()).expected((before_number + 1).to_string()))
}

/// The numbers that orders begin with, of the sign that the first has, each at the start of a line or behind a sentence.
fn heads(matter: &Matter<'_>) -> Vec<(u64, Range<usize>)> {
    let order = matter.sections.operative.clone();
    let sign = pattern!(
        r"(?:第\s*(?P<nth>[一二三四五六七八九十]{1,3})项|(?P<open>\(?)(?P<number>[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?P<close>\)|、|\.))"
    );
    let text = matter.flow.slice(order.clone());
    let mut first: Option<String> = None;
    let mut found = Vec::new();
    for captures in sign.iter().flat_map(|sign| sign.captures_iter(text)) {
        let Some((whole, word)) = captures.get(0).zip(captures.name("nth").or(captures.name("number")))
        else {
            continue;
        };
        let at = order.start + whole.start();
        // A list of numbers within an order may go on in a new line: `第二、` above `三项`.
        let before = text.get(..whole.start()).unwrap_or_default();
        let begins =
            matter.flow.is_line(at) && !before.ends_with(['第', '、']) || before.ends_with(['。', ';']);
        let decimal = whole.as_str().ends_with('.')
            && text.get(whole.end()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        // Lists within an order have another sign.
        let figures = word.as_str().starts_with(|c: char| c.is_ascii_digit());
        let part = |name: &str| captures.name(name).map_or("", |part| part.as_str());
        let style = format!("{figures}{}{}{}", captures.name("nth").is_some(), part("open"), part("close"));
        let Some((number, _)) = whole_number(word.as_str()).filter(|_| begins && !decimal) else { continue };
        if *first.get_or_insert_with(|| style.clone()) == style {
            found.push((number, at..order.start + whole.end()));
        }
    }
    found
}

/// Those who decide, by the words of their titles.
const JUDGES: [&str; 7] = ["合议庭", "审判长", "审判员", "陪审员", "执行员", "执行长", "法官"];

fn is_judge(role: &str) -> bool {
    JUDGES.iter().any(|word| role.contains(word)) && !role.contains("法官助理")
}

/// Words by which somebody else who signs is the clerk too: `法官助理 王某(兼书记员)`.
const DOUBLED: [&str; 6] = ["兼书记员", "兼任书记员", "代书记员", "兼任法庭记录", "兼记录", "代行书记员"];

/// What a finding says is missing.
fn missing(matter: &Matter<'_>, zh: &str, en: &str) -> Draft {
    let end = matter.text().len();
    let last = matter.flow.break_before(end.saturating_sub(1));
    let draft = Draft::new().way("missing").with_words("part", Bilingual::new(zh, en)).expected(zh);
    draft.about_text(matter, last.min(end)..end)
}

/// Whether a Chinese document names no people's court: courts elsewhere have other forms.
fn is_of_other_courts(matter: &Matter<'_>) -> bool {
    matter.is_chinese() && !matter.text().contains("人民法院") && !matter.text().contains("人民检察院")
}

/// L29: judges, clerk and date are there; a bench is odd, and as the text says.
pub(super) fn signatures(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::signed(matter), "section.operative");
    }
    if let Some(drafts) = pleading::unsigned(matter).or_else(|| bench::unsigned_award(matter)) {
        return Verdict::Checked(drafts);
    }
    if matter.is_trade() {
        return trade::signed::check(matter);
    }
    if !matter.is_whole() || matter.sections.operative.is_empty() {
        return Verdict::lacks("section.operative");
    }
    if is_of_other_courts(matter) {
        return Verdict::lacks("court");
    }
    // Committees of compensation seal what they decide, courts their decisions and notices; nobody signs.
    let sealed = matter.instrument() == Some(InstrumentKind::Decision)
        && (matter.panel().is_empty() || matter.says(matter.sections.ending.clone(), &["院印)"]));
    if matter.text().contains("赔偿委员会") || sealed {
        return Verdict::lacks("panel_member");
    }
    let panel = matter.panel();
    let judges: Vec<_> = panel.iter().filter(|(_, member)| is_judge(&member.role.value)).collect();
    let ending = matter.sections.ending.clone();
    let mut drafts = Vec::new();
    if judges.is_empty()
        && !signs(
            matter,
            &["审判长", "审判员", "陪审员", "执行员", "执行长", "合议庭", "法官", "审判人员", "承办人"],
        )
    {
        drafts.push(missing(matter, "审判人员", "the judges"));
    }
    let clerk = panel.iter().any(|(_, member)| member.role.value.contains("书记员"))
        || signs(matter, &["书记员", "书记官", "记录", "速录员"])
        || matter.says(ending.clone(), &DOUBLED);
    // Where neither the parties nor a judge are known, the house has words of its own.
    let known = !matter.parties().is_empty() || !judges.is_empty();
    if !clerk && known {
        drafts.push(missing(matter, "书记员", "the clerk"));
    }
    if let Some(blank) = left_open(matter) {
        let part = Bilingual::new("裁判日期", "the date");
        let draft = Draft::new().way("missing").with_words("part", part).expected("裁判日期");
        drafts.push(draft.about_text(matter, blank));
    } else if matter.dated().is_none() && find_dates(matter.flow.slice(ending)).is_empty() {
        drafts.push(missing(matter, "裁判日期", "the date"));
    }
    let chaired = judges.iter().any(|(_, member)| member.role.value.contains("审判长"));
    if judges.len() > 1 && judges.len() % 2 == 0 {
        let draft = judges
            .iter()
            .fold(Draft::new().way("even"), |draft, (fact, member)| draft.about(fact, member.name.evidence));
        drafts.push(draft.found(judges.len().to_string()));
    }
    drafts.extend(as_told(matter, &judges, chaired));
    if drafts.is_empty() {
        drafts.extend(bench::absent(matter, &judges).or_else(|| bench::twice(matter)));
        drafts.extend(bench::unchaired(matter, &judges));
    }
    Verdict::Checked(drafts)
}

/// A date of the ending without its month or day, where no whole one stands there: `二〇二三年　月　日`.
fn left_open(matter: &Matter<'_>) -> Option<Range<usize>> {
    let ending = matter.sections.ending.clone();
    let text = matter.flow.slice(ending.clone());
    let whole = find_dates(text).iter().any(|date| date.value.civil().is_some());
    let form = pattern!(
        r"[〇○零一二三四五六七八九十\d_]{1,8}年[\s_×xX*□]*(?P<month>[一二三四五六七八九十\d]{1,3})?[\s_×xX*□]*月[\s_×xX*□]*(?P<day>[一二三四五六七八九十\d]{1,3})?[\s_×xX*□]*日"
    )?;
    let mut open =
        form.captures_iter(text).filter(|date| date.name("month").is_none() || date.name("day").is_none());
    let date = open.next().filter(|_| !whole)?.get(0)?;
    Some(ending.start + date.start()..ending.start + date.end())
}

/// Whether a name stands behind one of `words` in the ending: letters that are no other title and no date.
fn signs(matter: &Matter<'_>, words: &[&str]) -> bool {
    let ending = matter.sections.ending.clone();
    let text = matter.flow.slice(ending.clone());
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            // What signs begins a line, or follows another's name or the date.
            let inside = before.ends_with(['的', '由', '向', '本', '与']);
            if inside || *word == "记录" && !matter.flow.is_line(ending.start + at) {
                return false;
            }
            let behind =
                text.get(at + word.len()..).unwrap_or_default().trim_start_matches([':', ' ', '员', '人']);
            let name: String = behind.chars().take(2).collect();
            let title =
                ["审判", "书记", "人民", "法官", "助理", "本件", "附:", "附相"].contains(&name.as_str());
            name.chars().count() == 2
                && name.chars().all(document::is_cjk)
                && !title
                && !name.starts_with(['二', '附'])
        })
    })
}

type Member<'a> = (&'a crate::Fact, &'a crate::legal::PanelMember);

/// A bench of one where the text speaks of several, and the other way round.
fn as_told(matter: &Matter<'_>, judges: &[&Member<'_>], chaired: bool) -> Option<Draft> {
    let before = 0..matter.sections.reasoning.start;
    let bench =
        matter.find(before.clone(), &["组成合议庭", "由审判员组成合议庭", "合议庭审理", "合议庭公开"]);
    let single = matter.find(before, &["独任审判", "独任审理", "由审判员独任"]);
    let told = match (bench, single) {
        (Some(told), None) if judges.len() == 1 && !chaired => told,
        (None, Some(told)) if judges.len() > 1 => told,
        _ => return None,
    };
    let draft = Draft::new().way("told").against_text(matter, told.clone());
    let draft = judges.iter().fold(draft, |draft, (fact, member)| draft.about(fact, member.name.evidence));
    Some(draft.found(judges.len().to_string()).expected(matter.flow.printed(told)))
}

/// Words of sentences on the course of the case, which are no finding of facts.
const COURSE: [&str; 4] = ["审理终结", "审结", "提起公诉", "组成合议庭"];

/// Words of clauses on the course of the case, and of those that point at evidence: what else their sentence says may be a story.
const ASIDE: [&str; 13] = [
    "一案",
    "本院受理",
    "立案受理",
    "立案后",
    "本院于",
    "开庭",
    "到庭",
    "独任",
    "程序",
    "上述",
    "以上事实",
    "证据",
    "佐证",
];

/// The least letters of a sentence that tells what happened.
const LEAST_STORY: usize = 25;

/// L30: head, facts, reasons, order and end are there.
pub(super) fn parts(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let lacking = |(zh, en): (&str, &str)| {
        Draft::new().with_words("part", Bilingual::new(zh, en)).expected(zh).about_head(matter)
    };
    if let Some(lacks) = matter.is_court_document().then(|| pleading::parts(matter)).flatten() {
        return Verdict::Checked(lacks.into_iter().map(lacking).collect());
    }
    if let Some(unreasoned) = unreasoned(matter) {
        let lacks = if unreasoned { vec![("理由", "the reasons")] } else { Vec::new() };
        return Verdict::Checked(lacks.into_iter().map(lacking).collect());
    }
    if !matter.is_whole() || matter.instrument() != Some(InstrumentKind::Judgment) {
        return Verdict::lacks("instrument.judgment");
    }
    if is_of_other_courts(matter) {
        return Verdict::lacks("court");
    }
    let mut drafts = Vec::new();
    let mut marked = |mark: Option<Range<usize>>, zh: &str, en: &str| {
        let draft = Draft::new().with_words("part", Bilingual::new(zh, en)).expected(zh);
        drafts.push(match mark {
            Some(mark) => draft.about_text(matter, mark),
            None => draft.about_head(matter),
        });
    };
    let mut lacks = |zh: &str, en: &str| marked(None, zh, en);
    // Who asks for something is named in words that nobody knows.
    let no_parties = matter.parties().is_empty() && matter.claims().is_empty();
    if matter.courts().is_empty() || no_parties {
        lacks("首部", "the head");
    }
    let (no_facts, no_reasons) = left_out(matter);
    if no_facts.is_some() || !has_facts(matter) {
        marked(no_facts, "事实", "the facts");
    }
    if names_no_law(matter) {
        marked(None, "法律依据", "the law that it rests on");
    }
    if no_reasons.is_some() || !has_reasons(matter) {
        marked(no_reasons, "理由", "the reasons");
    }
    let mut lacks = |zh: &str, en: &str| marked(None, zh, en);
    if matter.holdings().is_empty() {
        lacks("主文", "the order");
    }
    if matter.panel().is_empty() && matter.dated().is_none() {
        lacks("尾部", "the end");
    }
    Verdict::Checked(drafts)
}

/// Whether a ruling on what somebody asked for, or a decision to punish, gives no reason at all. Nothing where it is neither.
fn unreasoned(matter: &Matter<'_>) -> Option<bool> {
    let kinds = [InstrumentKind::Ruling, InstrumentKind::Decision];
    let own = matter.instrument().is_some_and(|kind| kinds.contains(&kind));
    let order = matter.sections.operative.clone();
    let told = matter.flow.slice(order.clone());
    let weighed = pattern!(r"准许[^。;]{0,40}撤回|^驳回|不予受理|罚款|拘留|移送[^。;]{2,30}法院");
    if !own
        || !matter.is_court_document()
        || order.is_empty()
        || !weighed.is_some_and(|form| form.is_match(told))
    {
        return None;
    }
    const REASONS: [&str; 14] = [
        "认为",
        "因",
        "鉴于",
        "由于",
        "故",
        "应予",
        "应当",
        "符合",
        "不违反",
        "理由",
        "经审查",
        "妨碍",
        "虚假",
        "予以准许",
    ];
    let before = matter.flow.slice(matter.sections.heading.end..order.start);
    // The title of the law that is applied gives no reason.
    let plain = pattern!(r"《[^》]*》").map_or_else(|| before.into(), |form| form.replace_all(before, ""));
    let plain = plain.replace("因与", "").replace("不服", "");
    Some(!REASONS.iter().any(|word| plain.contains(word)))
}

/// Where the facts, and where the reasons, are left out by a mark in their place: `经审理查明:(略)`, `(事实同起诉状)`.
fn left_out(matter: &Matter<'_>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let Some(form) = pattern!(
        r"(?P<lead>指控|查明|事实如下|认定如下|如下事实|以下事实|事实|认定|认为|理由|理由如下|意见|评判|评析|评议|说理|论述)[\]】)」]?[:,。]?\s*(?P<mark>[(\[【]?\s*(?:内容)?(?:此处)?(?:从略|省略|略去|略|同上|同前|空白|待补充|待补|待填写|待填|…+|\.{3,}|_{2,}|×{2,})\s*[)\]】]?|[(\[【](?:本院|本案)?(?:的)?(?:理由|事实|说理|论述|意见|内容|评判)?(?:与|同|援引|引用|参照|参阅|参考|沿用|比照|适用)[^()\[\]【】。]{1,24}[)\]】]|[(\[【][^()\[\]【】。]{0,14}(?:略|详见|见|参见|另附|附后|附卷|补充|补正|待|空白|同上|同前|未填|不再|另行|一致|相同|同起诉|同原告)[^()\[\]【】。]{0,16}[)\]】]|(?:同|详见|参见|见)(?:原告|起诉|诉状|一审|原审|本院|附件|卷宗|案卷|庭审|公诉)[^。]{0,20}(?:一致|相同|所述|所载|记载|起诉状|诉状|笔录|赘述)?)"
    ) else {
        return (None, None);
    };
    let within = matter.sections.heading.end..matter.sections.reasoning.end;
    let text = matter.flow.slice(within.clone());
    let marks = form.captures_iter(text).filter_map(|found| {
        let (whole, lead, mark) = (found.get(0)?, found.name("lead")?, found.name("mark")?);
        let behind = text.get(whole.end()..)?;
        let closed = behind.is_empty()
            || behind.starts_with(['。', ',', ';'])
            || matter.flow.is_break(within.start + whole.end());
        // What stands open, without brackets, must be all that is told there.
        let bracketed = !mark.as_str().starts_with(['同', '详', '参', '见']);
        let told = behind.trim_start_matches(['。', ',', ';', ' ']).chars().count() >= LEAST_STORY;
        let first = matter.stage() == Some(Stage::FirstInstance) && matter.branch() != Some(Branch::Criminal);
        let ends = bracketed
            || first
                && behind.starts_with('。')
                && (!told || matter.flow.is_paragraph(within.start + whole.end() + '。'.len_utf8()));
        let reasons =
            ["认为", "理由", "意见", "评", "说理", "论述"].iter().any(|word| lead.as_str().contains(word));
        (closed && ends).then_some((reasons, within.start + lead.start()..within.start + whole.end()))
    });
    let marks: Vec<(bool, Range<usize>)> = marks.collect();
    let first = |reasons: bool| marks.iter().find(|(own, _)| *own == reasons).map(|(_, mark)| mark.clone());
    (first(false), first(true))
}

/// Whether the reasons, up to the order, name no law and no article.
fn names_no_law(matter: &Matter<'_>) -> bool {
    let rest = matter.flow.slice(matter.sections.reasoning.start..matter.sections.operative.start);
    let named = pattern!(
        r"[〈<]|第[〇零一二三四五六七八九十百千\d]+[条章款项]|法典|[之的]规定|《[^》]*(?:法|条例|解释|规定|办法|意见)》"
    );
    let applied = matter.articles().iter().any(|(_, article)| article.applied);
    !applied && !rest.is_empty() && !named.is_some_and(|named| named.is_match(rest))
}

/// Whether reasons are given: words before those that name the law. A text that has no heading over them and no word for
/// them is given the benefit of the doubt.
fn has_reasons(matter: &Matter<'_>) -> bool {
    const LAW: [&str; 4] = ["依照", "根据", "依据", "适用"];
    let reasons = matter.sections.reasoning.clone();
    let basis = matter.sections.basis(&matter.flow);
    let own = basis.start.clamp(reasons.start, reasons.end);
    let named = matter.find(own..reasons.end, &LAW).map_or(own, |word| word.start);
    let told = matter.flow.slice(reasons.start..named).chars().count();
    // Without a word that leads to them, what is told before weighs something at least.
    let facts = matter.flow.slice(matter.sections.facts.clone());
    const WEIGHS: [&str; 12] =
        ["支持", "采信", "应当", "构成", "成立", "合法", "认为", "有据", "依法", "有效", "依据", "理由"];
    let weighed = facts.is_empty() || WEIGHS.iter().any(|word| facts.contains(word));
    !reasons.is_empty() && (named == reasons.start && weighed || told >= LEAST_REASONS)
}

/// `本院认为,` and the heading over it are no reasons yet.
const LEAST_REASONS: usize = 15;

/// Whether the facts are told: a story under their own words, or between the pleadings and the reasons.
fn has_facts(matter: &Matter<'_>) -> bool {
    let sections = &matter.sections;
    let elements = pattern!(r"[一二三四五六七八九十]、\p{Han}{2,14}(?:\([^()]{2,24}\))?:");
    let listed = matter.flow.slice(sections.heading.end..sections.reasoning.start);
    if elements.is_some_and(|form| form.find_iter(listed).count() > 2)
        || is_story(matter, sections.facts.clone())
    {
        return true;
    }
    let rest = matter.flow.slice(sections.heading.end..sections.reasoning.end);
    if matter.branch() == Some(Branch::Criminal) {
        // Where the accused admits, courts often take over what the indictment tells.
        return is_story(matter, sections.heading.end..sections.reasoning.start);
    }
    const TELLS: [&str; 9] = [
        "认定以下事实",
        "事实如下",
        "以下事实",
        "查明以下",
        "认定如下",
        "另查明",
        "又查明",
        "庭审查明",
        "查明如下",
    ];
    // A court of appeal may take over what the court below has found.
    const CONFIRMED: [&str; 6] =
        ["一审法院认定事实", "原审法院认定", "一审法院查明", "原审查明", "一审查明的事实", "原审认定的事实"];
    // Words that lead to facts lead nowhere where the reasons follow right behind them.
    let leads = TELLS.iter().any(|word| {
        rest.match_indices(word).any(|(at, _)| {
            let behind =
                rest.get(at + word.len()..).unwrap_or_default().trim_start_matches([':', ',', '。', ' ']);
            let told = behind.find("本院认为").map_or(behind, |stop| behind.get(..stop).unwrap_or_default());
            told.chars().count() >= LEAST_REASONS
        })
    });
    let below =
        matter.stage() != Some(Stage::FirstInstance) && CONFIRMED.iter().any(|word| rest.contains(word));
    below || leads
}

/// Whether any sentence tells what happened: it is of some length, not of the course of the case, and names somebody or
/// a day, which lists of evidence do not.
fn is_story(matter: &Matter<'_>, within: Range<usize>) -> bool {
    let names: Vec<String> =
        matter.parties().iter().map(|(_, party)| crate::fold(&party.name.value)).collect();
    let tells = |sentence: &str| {
        let dated = sentence.contains('年') && sentence.contains('月');
        let named = names.iter().any(|name| sentence.contains(name.as_str()));
        dated || named || ["被告", "原告", "被害人"].iter().any(|word| sentence.contains(word))
    };
    // What only points at the indictment, or asks for punishment, tells nothing itself.
    let criminal = matter.branch() == Some(Branch::Criminal);
    let points = |sentence: &str| {
        criminal
            && (sentence.contains("刑事责任")
                || sentence.contains("一致") && ["指控", "起诉书"].iter().any(|word| sentence.contains(word)))
    };
    matter.flow.slice(within).split(['。', ';']).filter(|sentence| !points(sentence)).any(|sentence| {
        let own = sentence.split(',').filter(|clause| !ASIDE.iter().any(|word| clause.contains(word)));
        let own: String = own.collect();
        let told = own.chars().count() >= LEAST_STORY && tells(&own);
        told && !COURSE.iter().any(|word| sentence.contains(word))
    })
}
