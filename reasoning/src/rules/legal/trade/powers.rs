//! What papers of trade tell of those who act for others: part of L09.

use std::ops::Range;

use super::super::matter::{Matter, Quote};
use super::lines;
use crate::pattern::pattern;
use crate::rules::Draft;

/// Agents without powers, or for both sides.
pub(in super::super) fn check(matter: &Matter<'_>) -> Vec<Draft> {
    let draft = |way: Option<&str>, range: Range<usize>| {
        let draft =
            way.map_or_else(Draft::new, |way| Draft::new().way(way)).about_text(matter, range.clone());
        draft.found(matter.flow.printed(range))
    };
    let (blank, both) = if matter.is_chinese() {
        (
            blank(matter).or_else(|| powerless(matter)).or_else(|| ungranted(matter)),
            both(matter).or_else(|| of_addressee(matter)),
        )
    } else {
        let powerless = english_powerless(matter).or_else(|| authority(matter));
        (powerless, english_both(matter).or_else(|| double(matter)))
    };
    blank
        .map(|range| draft(Some("blank"), range))
        .into_iter()
        .chain(both.map(|range| draft(None, range)))
        .collect()
}

/// `代理权限:` with nothing behind it.
fn blank(matter: &Matter<'_>) -> Option<Range<usize>> {
    let form = pattern!(r"(?:代理|委托|授权)权限(?:为|是)?:")?;
    let text = matter.text();
    form.find_iter(text).map(|found| found.range()).find(|range| {
        let rest: String = text.get(range.end..).unwrap_or_default().chars().take(POWERS).collect();
        let told = ["代为", "承认", "特别", "一般", "签", "办理", "授权", "□", "☑", "√", "(1)", "1.", "代理"]
            .iter()
            .any(|word| rest.contains(word));
        let numbered = pattern!(r"^[0-9]{1,2}[、.]|^[一二三四五六七八九十]{1,2}、")
            .is_some_and(|form| form.is_match(&rest));
        (matter.flow.is_line(range.end) || range.end >= text.len())
            && (!told || numbered && !rest.contains("代为"))
    })
}

/// Letters behind a key within which powers begin.
const POWERS: usize = 14;

/// A power of attorney that gives no power.
fn powerless(matter: &Matter<'_>) -> Option<Range<usize>> {
    let text = matter.text();
    let titled = ["授权委托书", "委托书", "授权书"]
        .iter()
        .any(|word| text.starts_with(word) || text.starts_with(&format!("法人{word}")));
    const GIVEN: [&str; 12] = [
        "权限",
        "代为",
        "办理",
        "全权",
        "授权范围",
        "委托事项",
        "签署",
        "签字",
        "代理事项",
        "领取",
        "投标",
        "特别授权",
    ];
    let given = GIVEN.iter().any(|word| text.contains(word));
    let end = lines(matter).first().map_or(0, |line| line.end);
    (titled && !given).then_some(0..end)
}

/// An agent of a party and of who it has the dispute with.
fn both(matter: &Matter<'_>) -> Option<Range<usize>> {
    let text = matter.text();
    let against =
        pattern!(r"与(?P<other>[\p{Han}()]{4,24}?(?:公司|店|厂|中心|合作社))[^。]{0,24}?(?:纠纷|争议)一?案")?;
    let other = against.captures(text).and_then(|found| found.name("other"));
    let joined = other.and_then(|other| {
        let form = regex::Regex::new(&format!(
            r"[及和、与]{}的?\p{{Han}}{{0,8}}代理人",
            regex::escape(other.as_str())
        ))
        .ok()?;
        form.find(text).map(|found| found.range())
    });
    let own =
        pattern!(r"(?P<side>[甲乙]方)(?:\([^()]{1,12}\))?:[^。]{2,50}?委托代理人:(?P<name>\p{Han}{2,4})\(")?;
    let mut agents: Vec<(&str, &str, Range<usize>)> = own
        .captures_iter(text)
        .filter_map(|found| {
            Some((found.name("side")?.as_str(), found.name("name")?.as_str(), found.name("name")?.range()))
        })
        .collect();
    let last = agents.pop();
    let twice =
        last.filter(|(side, name, _)| agents.iter().any(|(other, own, _)| other != side && own == name));
    joined.or_else(|| twice.map(|last| last.2))
}

/// A power of attorney that lets the attorney do nothing, or that the attorney alone signs.
fn english_powerless(matter: &Matter<'_>) -> Option<Range<usize>> {
    let lower = matter.text().to_ascii_lowercase();
    let head = lower.get(..lower.floor_char_boundary(90)).unwrap_or_default();
    if !head.contains("power of attorney") {
        return None;
    }
    let given = pattern!(
        r"\bmay (?:in|on|do|sign|act|sell|manage|for)\b|\bto (?:sell|sign|manage|execute|do|act|collect|operate|represent|receive|apply|open|deal|purchase|lease|let|appear|attend|complete|pay|make|negotiate)\b|\bauthori[sz]|\bempower|\bfull power"
    )?;
    let end = lines(matter).first().map_or(0, |line| line.end);
    if !given.is_match(&lower) {
        return Some(0..end);
    }
    let signed = pattern!(r"\(signed\) (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3})")?;
    let names: Vec<regex::Match<'_>> =
        signed.captures_iter(matter.text()).filter_map(|found| found.name("name")).collect();
    let first = names.first()?;
    let one = names.len() > 1 && names.iter().all(|name| name.as_str() == first.as_str());
    one.then(|| first.range())
}

/// Lawyers of both sides, and of who they write to.
fn english_both(matter: &Matter<'_>) -> Option<Range<usize>> {
    let text = matter.text();
    let form = pattern!(
        r"(?i)^(?:lawyers?|counsel|solicitors?|attorneys?|advocates?) for (?:the )?(?P<side>plaintiff|defendant|claimant|respondent|applicant|vendor|purchaser|seller|buyer|appellant)s?:? (?P<name>.{4,80}?)\s*$"
    )?;
    let mut seen: Vec<(String, String)> = Vec::new();
    for line in lines(matter) {
        let Some(found) = form.captures(matter.flow.slice(line.clone()).trim()) else { continue };
        let (Some(side), Some(name)) = (found.name("side"), found.name("name")) else { continue };
        let (side, name) = (side.as_str().to_lowercase(), name.as_str().to_lowercase());
        if seen.iter().any(|(other, own)| *other != side && *own == name) {
            return Some(line);
        }
        seen.push((side, name));
    }
    let to = pattern!(r"\bTo:? (?:M/s\.? )?(?P<name>[A-Z][\w&'-]+ [A-Z][\w&'-]+)")?;
    let name = to.captures(text)?.name("name")?;
    let clients = pattern!(r"(?i)on behalf of (?:my|our) clients?\b[^.;:]{0,20}(?:[^:;]{0,160})")?;
    let found = clients.find(text)?;
    let at = found.as_str().find(name.as_str())?;
    Some(found.start() + at..found.start() + at + name.len())
}

/// Papers that give somebody a power, by their titles.
fn gives_power(matter: &Matter<'_>) -> bool {
    let head: String = matter.text().chars().take(HEAD).collect();
    let lower = head.to_lowercase();
    [
        "委托书",
        "授权书",
        "power of attorney",
        "letter of authority",
        "authorisation",
        "authorization",
        "mandate",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Letters in which a title stands.
const HEAD: usize = 60;

/// A power of attorney of which nobody who gives it signs, and one that names an attorney and no act: what is said of the power itself
/// gives none.
fn ungranted(matter: &Matter<'_>) -> Option<Range<usize>> {
    let text = matter.text();
    let form = pattern!(
        r"(?:为|作为)?(?:我单位|我公司|我方|本公司|本人|我)?的?(?:合法)?(?:委托)?(?:投标)?代理人(?P<behind>[^。]{0,60})。"
    )?;
    let found = form.captures(text)?;
    let behind = found.name("behind")?.as_str();
    let titled = gives_power(matter);
    let act = pattern!(r"办理|代为|代表|处理|签署|签订|递交|领取|参加|负责|进行|申请|全权|代理")?;
    // Boilerplate on the power itself: `在授权范围内签署的文件,我均予以承认`.
    let itself = pattern!(r"范围|承认|法律后果|转委托|期限|有效|身份证|职务|性别")?;
    let rest = text.get(found.get(0)?.end()..)?;
    let told = rest
        .split(['。', ';'])
        .filter(|sentence| !itself.is_match(sentence))
        .any(|sentence| act.is_match(sentence));
    let listed = pattern!(r"(?:^|[。:;])\s*(?:一、|1[.、]|\(1\)|\(一\))")?;
    let items = listed.is_match(rest);
    if (titled || text.contains("授权")) && !act.is_match(behind) && !told && !(items && titled) {
        return found.get(0).map(|whole| whole.range());
    }
    // Who gives it signs: all keys behind the text are of who takes it.
    let signs = pattern!(
        r"(?:委托|授权)(?:单位|人|方)?(?:\([^()]{1,10}\))?(?:签字|签名|盖章)?:|法定代表人|负责人|单位(?:名称)?(?:\(|:)"
    )?;
    let taken = pattern!(r"(?:受托|被授权|受委托|代理)人(?:\([^()]{1,10}\))?:")?;
    let tail = text.get(text.floor_char_boundary(text.len() / 2)..)?;
    let start = text.len() - tail.len();
    let plain = taken.replace_all(tail, "");
    let given = signs.is_match(&plain) || pattern!(r"公司(?:\(|$|\d)")?.is_match(&plain);
    let taken = taken.find(tail)?;
    (titled && !given).then(|| start + taken.start()..start + taken.end())
}

/// Somebody who acts for who the paper is addressed to, or against its own client: `接受甲公司及乙公司的委托` in a letter to 乙公司.
fn of_addressee(matter: &Matter<'_>) -> Option<Range<usize>> {
    let text = matter.text();
    let to = pattern!(r"致:?(?P<name>[\p{Han}()]{4,30}?)(?:$|[:,。(]|[^\p{Han}()])")?;
    let line = lines(matter).into_iter().find(|line| matter.flow.slice(line.clone()).starts_with('致'))?;
    let name = to.captures(matter.flow.slice(line).trim_end())?.name("name")?.as_str().trim();
    let form = regex::Regex::new(&format!(
        r"(?:接受|受)[^。,]{{0,60}}?{0}[^。,]{{0,6}}委托|(?:招标人|采购人)?{0}的代理人|代理{0}",
        regex::escape(name)
    ))
    .ok()?;
    form.find(text).map(|found| found.range())
}

/// A letter of authority that authorises nothing, or that nobody of those who give it signs.
fn authority(matter: &Matter<'_>) -> Option<Range<usize>> {
    if !gives_power(matter) {
        return None;
    }
    let text = matter.text();
    let lower = text.to_ascii_lowercase();
    let end = lines(matter).first().map_or(0, |line| line.end);
    let acts = pattern!(
        r"\bto (?:sell|sign|manage|execute|collect|operate|represent|receive|apply|open|deal|purchase|lease|let|appear|attend|complete|pay|make|negotiate|obtain|discuss|deliver|access|request|instruct|transfer|sue|defend|file|submit|act generally|vote)\b|\bmay (?:in|do|sign|act|sell|manage|discuss|obtain)\b|\bfull power|\ball acts"
    )?;
    let refuses = pattern!(r"\b(?:may|shall) not\b[^.;]*")?;
    let granted = refuses.replace_all(&lower, "");
    if !acts.is_match(&granted) {
        return Some(0..end);
    }
    // Who accepts signs, and nobody else does.
    let accepts = pattern!(r"(?m)accepted (?:by|for)\b")?;
    let signs = pattern!(
        r"\b(?:principal|grantor|donor|signed(?: by)?|signature|i have (?:signed|set)|executed as a deed|yours (?:faithfully|sincerely))\b ?[:,(]|\bsigned by\b|\bsigned (?:and delivered|as a deed)|\(signed\)"
    )?;
    let tail = lower.get(lower.floor_char_boundary(lower.len() / 2)..)?;
    let start = lower.len() - tail.len();
    let accepted = accepts.find(tail)?;
    (!signs.is_match(tail)).then(|| start + accepted.start()..start + accepted.end())
}

/// An agent of both sides of one business, in so many words.
fn double(matter: &Matter<'_>) -> Option<Range<usize>> {
    let form = pattern!(
        r"(?i)\b(?:also|at the same time|in the same (?:transactions?|matters?|business))\b[^.;]{0,30}\bacts? (?:at the same time )?as (?:the )?agents?\b[^.;]{0,60}|\bacts? (?:at the same time )?as (?:the )?(?:agents?|attorney)[^.;]{0,30}\b(?:of|for) (?:the )?(?:purchasers?|buyers?|customers?|vendors?|other (?:party|side)|both)[^.;]{0,40}|\b(?:represent|sign for|act for) both (?:sides|parties)\b"
    )?;
    let found = form.find(matter.text())?;
    let before = matter.text().get(..found.start())?.rsplit(['.', ';']).next()?.to_lowercase();
    let denied = ["not", "never", "no "]
        .iter()
        .any(|word| before.contains(word) || found.as_str().to_lowercase().contains(&format!(" {word}")));
    (!denied).then(|| found.range())
}
