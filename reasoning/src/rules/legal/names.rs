//! Names and roles of the parties: L05, L06.

use std::ops::Range;

use strsim::levenshtein;

use super::alike;
use super::billed;
use super::english_court;
use super::english_names::{english, signed_otherwise};
use super::matter::{Matter, Quote};
use super::persons::persons;
use super::remedies;
use super::sides;
use super::trade;
use crate::legal::{Party, RoleKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::Stage;
use crate::{Fact, fold};

/// Words for roles with the sides they may name; longer ones first where one begins like another.
pub(super) const ROLES: [(&str, &[RoleKind]); 15] = [
    ("被上诉人", &[RoleKind::Claimant, RoleKind::Respondent]),
    ("上诉人", &[RoleKind::Claimant, RoleKind::Respondent]),
    ("被申请人", &[RoleKind::Respondent]),
    ("申请人", &[RoleKind::Claimant]),
    ("反诉原告", &[RoleKind::Respondent, RoleKind::Claimant]),
    ("反诉被告", &[RoleKind::Respondent, RoleKind::Claimant]),
    ("被告单位", &[RoleKind::Accused]),
    ("被告人", &[RoleKind::Accused]),
    ("被告", &[RoleKind::Respondent]),
    ("原告人", &[RoleKind::Claimant]),
    ("原告", &[RoleKind::Claimant]),
    ("第三人", &[RoleKind::ThirdParty]),
    ("被害人", &[RoleKind::Victim]),
    ("甲方", &[RoleKind::Contracting]),
    ("乙方", &[RoleKind::Contracting]),
];

/// What names of firms end with; longer ones first.
const FIRMS: [&str; 33] = [
    "农家乐",
    "经营部",
    "门市部",
    "服务部",
    "批发部",
    "工作室",
    "专卖店",
    "便利店",
    "幼儿园",
    "养殖场",
    "商店",
    "超市",
    "饭店",
    "酒店",
    "酒楼",
    "餐厅",
    "餐馆",
    "药店",
    "诊所",
    "农场",
    "茶庄",
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "集团公司",
    "总公司",
    "分公司",
    "公司",
    "合作社",
    "事务所",
    "商行",
    "中心",
    "厂",
];

/// Letters that names of offices and houses end with that are no companies.
const OFFICES: &str = "局所院校行店部站社处会厂队馆学园室办";

/// The most letters in which a name that is meant for another differs from it.
const MOST_APART: usize = 2;

/// Letters of a firm's name that tell it from others at either end.
const TELLING: usize = 2;

/// Words before another name of the same person.
const ALIASES: [&str; 8] = ["曾用名", "又名", "别名", "化名", "绰号", "自报名", "小名", "自报"];

/// Whether a name hides letters: `李某`, `张××`.
pub(super) fn is_masked(name: &str) -> bool {
    name.contains(['某', '×', '*', 'X', '甲', '乙']) || name.chars().any(|c| c.is_ascii_digit())
}

pub(super) fn is_firm(name: &str) -> bool {
    FIRMS.iter().any(|end| name.ends_with(end)) || name.chars().count() > 6
}

/// L05: a party is named alike throughout.
pub(super) fn spelling(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_bill() {
        let mut told = billed::names(matter);
        if told.as_ref().is_none_or(Vec::is_empty) {
            let more: Vec<Draft> =
                trade::names::otherwise(matter).into_iter().chain(unlike(matter)).take(1).collect();
            let more: Vec<Draft> = more.into_iter().chain(alike::otherwise(matter)).take(1).collect();
            told = told.or_else(|| (!more.is_empty()).then(Vec::new)).map(|_| more);
        }
        return Verdict::told(told, "party");
    }
    let parties = matter.parties();
    let names: Vec<String> = parties.iter().map(|(_, party)| fold(&party.name.value)).collect();
    let signed = if matter.is_trade() && !matter.is_chinese() { signed_otherwise(matter) } else { vec![] };
    let otherwise = if matter.is_trade() { trade::names::otherwise(matter) } else { vec![] };
    let alike = alike::otherwise(matter);
    if names.is_empty() && signed.is_empty() && otherwise.is_empty() && alike.is_none() {
        return Verdict::lacks("party");
    }
    // Of a contract each role has one party: a second spelling beside a signature is no second party.
    let known = |name: &str, of: &Party| {
        let same = |other: &Party| {
            other.kind == RoleKind::Contracting && fold(&other.role.value) == fold(&of.role.value)
        };
        parties
            .iter()
            .zip(&names)
            .any(|((_, other), known)| known == name && (known == &fold(&of.name.value) || !same(other)))
    };
    let mut drafts = shortened(matter, &names);
    drafts.extend(without_trade(matter, &parties, &names).filter(|_| drafts.is_empty()));
    drafts.extend(branches(matter, &parties));
    for ((fact, party), name) in parties.iter().zip(&names).filter(|(_, name)| !is_masked(name)) {
        let others = if !matter.is_chinese() {
            english(matter, name)
        } else if is_firm(name) {
            firms(matter, party, name)
        } else {
            persons(matter, party, name)
        };
        let mut told: Vec<String> = Vec::new();
        for range in others {
            let written = fold(matter.flow.slice(range.clone()));
            let before = matter.flow.slice(0..range.start);
            let alias = ALIASES.iter().any(|word| before.trim_end_matches([':', '"']).ends_with(word));
            if alias || known(&written, party) || told.contains(&written) || is_masked(&written) {
                continue;
            }
            let draft = Draft::new().about_text(matter, range).against(fact, party.name.evidence);
            drafts.push(draft.found(written.clone()).expected(&party.name.value));
            told.push(written);
        }
    }
    let apart = drafts.is_empty();
    for (range, meant) in signed.into_iter().filter(|_| apart) {
        let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
        drafts.push(draft.expected(meant));
    }
    let apart = drafts.is_empty();
    drafts.extend(otherwise.into_iter().filter(|_| apart));
    drafts.extend(alike.filter(|_| drafts.is_empty()));
    Verdict::Checked(drafts)
}

/// A firm of an English bill that signs under another name than the head tells.
fn unlike(matter: &Matter<'_>) -> Option<Draft> {
    let signed = if matter.is_chinese() { vec![] } else { signed_otherwise(matter) };
    let (range, meant) = signed.into_iter().next()?;
    Some(Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range)).expected(meant))
}

/// Branches that sign a contract for a firm, though nothing but the firm is named as a party.
fn branches(matter: &Matter<'_>, parties: &[(&Fact, &Party)]) -> Vec<Draft> {
    let text = matter.text();
    let form = pattern!(
        r"^(?:\(\p{Han}{1,6}\)|第?[一二三四五六七八九十0-9]{1,2}|\p{Han}{2,8}?)?(?:分公司|分店|分行|支行|办事处|项目部|营业部|经营部|分厂)"
    );
    let mut drafts = Vec::new();
    for (fact, party) in parties.iter().filter(|_| matter.is_contract()) {
        let name = fold(&party.name.value);
        if !is_firm(&name) || is_masked(&name) {
            continue;
        }
        let named = |at: usize| {
            let end = at + name.len();
            let branch = form.and_then(|form| form.find(text.get(end..)?)).map(|found| at..end + found.end());
            branch.filter(|range| text.get(range.clone()).is_some_and(|own| text.matches(own).count() == 1))
        };
        // Where the firm itself stands in the last place it signs there.
        let last = text.rmatch_indices(name.as_str()).map(|(at, _)| at).find_map(named);
        drafts.extend(last.filter(|range| range.start > text.len() / 2).map(|range| {
            let draft = Draft::new().about_text(matter, range.clone()).against(fact, party.name.evidence);
            draft.found(matter.flow.printed(range)).expected(&party.name.value)
        }));
    }
    drafts
}

/// Firms that sign under a part of their name only: who signs must be named in full.
fn shortened(matter: &Matter<'_>, names: &[String]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (fact, signature) in matter.signatures() {
        let Some(signed) = &signature.name else { continue };
        let written = fold(&signed.value);
        let whole = |name: &&String| {
            let lost = name.chars().count().saturating_sub(written.chars().count());
            (1..=MOST_LOST).contains(&lost)
                && is_firm(name)
                && (name.ends_with(written.as_str()) || name.starts_with(written.as_str()))
        };
        if names.contains(&written) {
            continue;
        }
        // Who signs for a party and is nearly called so is that party.
        let key = fold(&signature.party.value);
        let meant = matter.parties().into_iter().find(|(_, party)| {
            let name = fold(&party.name.value);
            let same = name.chars().zip(written.chars()).filter(|(a, b)| a == b).count();
            let count = name.chars().count();
            let own = party.role.value.contains(&key) || key.contains(party.role.value.as_str());
            own && (3..=4).contains(&count) && written.chars().count() == count && same + 1 == count
        });
        if let Some((own, party)) = meant {
            let draft = Draft::new().about(fact, signed.evidence).against(own, party.name.evidence);
            drafts.push(draft.found(&signed.value).expected(&party.name.value));
        }
        if !is_firm(&written) {
            continue;
        }
        // The same firm of another town.
        let moved = |name: &&String| {
            let rests = behind_place(name).zip(behind_place(&written));
            rests.is_some_and(|(a, b)| a == b && a.chars().count() >= LEAST_REST)
        };
        if let Some(name) = names.iter().find(|name| whole(name) || moved(name)) {
            drafts.push(Draft::new().about(fact, signed.evidence).found(&signed.value).expected(name));
        }
    }
    drafts
}

/// A firm that signs a contract without what it trades in: `津海市安顺有限公司` of `津海市安顺搬运服务有限公司`.
fn without_trade(matter: &Matter<'_>, parties: &[(&Fact, &Party)], names: &[String]) -> Option<Draft> {
    let text = matter.text();
    let tail = text.floor_char_boundary(text.len() / 3 * 2);
    parties.iter().filter(|_| matter.is_contract()).find_map(|(fact, party)| {
        let name = fold(&party.name.value);
        let end = FIRMS.iter().find(|end| name.ends_with(**end) && end.ends_with("公司"))?;
        let core = name.strip_suffix(end)?;
        let place = behind_place(core).map_or(0, |rest| core.len() - rest.len());
        let cuts = core.char_indices().map(|(at, _)| at).filter(|at| *at > place);
        let told = cuts.skip(1).find_map(|cut| {
            let written = format!("{}{end}", core.get(..cut)?);
            let at = text.get(tail..)?.find(&written).map(|at| tail + at)?;
            let known = names.contains(&written) || text.contains(&format!("简称{written}"));
            let begins = matter.flow.is_break(at) || text.get(..at)?.ends_with([':', ')']);
            (begins && !known && core.get(..cut)?.chars().count() > TELLING + 1)
                .then_some(at..at + written.len())
        })?;
        let draft = Draft::new().about_text(matter, told.clone()).against(fact, party.name.evidence);
        Some(draft.found(matter.flow.printed(told)).expected(&party.name.value))
    })
}

/// A firm's name behind the place that it begins with.
fn behind_place(name: &str) -> Option<&str> {
    let (at, sign) = name.char_indices().take(MOST_LOST).filter(|(_, c)| "省市县区州".contains(*c)).last()?;
    name.get(at + sign.len_utf8()..)
}

/// Places behind a word for the party's role where the firm's name stands without its place, and is no name of its own
/// for short: `被告和顺建材有限公司`.
fn without_place(matter: &Matter<'_>, party: &Party, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let cut = name.char_indices().take(MOST_LOST).filter(|(_, c)| "省市县区州".contains(*c)).last();
    let Some(rest) = cut.and_then(|(at, c)| name.get(at + c.len_utf8()..)) else { return Vec::new() };
    if rest.chars().count() < LEAST_REST || text.contains(&format!("简称{rest}")) {
        return Vec::new();
    }
    let roles: Vec<&str> =
        ROLES.iter().filter(|(_, kinds)| kinds.contains(&party.kind)).map(|(word, _)| *word).collect();
    let behind =
        |at: &usize| roles.iter().any(|role| text.get(..*at).is_some_and(|before| before.ends_with(role)));
    text.match_indices(rest).map(|(at, _)| at).filter(behind).map(|at| at..at + rest.len()).collect()
}

/// The least letters of a firm's name without its place that still name one firm: trade, business and form.
const LEAST_REST: usize = 6;

/// The most letters of a firm's name that a signature may leave out: its place, the form of the company.
const MOST_LOST: usize = 8;

/// Places where something like the firm's name stands: the same beginning or end, a few letters apart.
fn firms(matter: &Matter<'_>, party: &Party, name: &str) -> Vec<Range<usize>> {
    let mut found = near_firms(matter, name);
    found.extend(without_place(matter, party, name));
    found.extend(with_place(matter, party, name));
    found
}

/// The same, whoever bears the name.
pub(super) fn near_firms(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    // 某中心(有限合伙): the form in brackets is not always written.
    let name = name.strip_suffix(')').and_then(|name| Some(name.rsplit_once('(')?.0)).unwrap_or(name);
    let letters: Vec<char> = name.chars().collect();
    let head: String = letters.iter().take(TELLING).collect();
    let core = FIRMS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let core: Vec<char> = core.chars().collect();
    let tail: String = core.iter().skip(core.len().saturating_sub(TELLING)).collect();
    let mut found = Vec::new();
    for (at, _) in text.match_indices(&head) {
        found.extend(firm_end(text, at, letters.len()).map(|end| at..end));
    }
    if core.len() > TELLING + 1 {
        for (at, _) in text.match_indices(&tail) {
            let end = firm_end(text, at, letters.len());
            let back = core.len() - TELLING;
            let start =
                text.get(..at).and_then(|b| b.char_indices().rev().nth(back - 1).map(|(start, _)| start));
            found.extend(start.zip(end).map(|(start, end)| start..end));
        }
    }
    found.extend(offices(text, name, &head));
    found.retain(|range| {
        let written = matter.flow.slice(range.clone());
        is_near(written, name) && !are_branches(written, name)
    });
    found
}

/// Places behind a word for the party's role where a place stands before the firm's name that its own entry lacks: `被告甬川市兴隆食品
/// 有限公司` of `兴隆食品有限公司`.
fn with_place(matter: &Matter<'_>, party: &Party, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let form = pattern!(
        r"(?P<place>(?:\p{Han}{2,4}(?:省|自治区))?(?:\p{Han}{2,5}?[市州盟])?(?:\p{Han}{1,5}?[市区县旗])?)$"
    );
    let roles: Vec<&str> =
        ROLES.iter().filter(|(_, kinds)| kinds.contains(&party.kind)).map(|(word, _)| *word).collect();
    let longer = |at: usize| {
        let before = text.get(text.floor_char_boundary(at.saturating_sub(MOST_PLACE))..at)?;
        let role = roles.iter().filter_map(|role| before.rfind(role).map(|at| at + role.len())).max()?;
        let lead = before.get(role..)?.trim_start_matches(':');
        let placed = super::number::PROVINCES.iter().any(|(_, province)| *province == lead);
        let shaped = form.and_then(|form| form.find(lead)).is_some_and(|found| found.len() == lead.len());
        (!lead.is_empty() && (placed || shaped)).then_some(at - lead.len()..at + name.len())
    };
    text.match_indices(name).filter_map(|(at, _)| longer(at)).collect()
}

/// Bytes before a firm's name within which its role and its place stand.
const MOST_PLACE: usize = 60;

/// Places where a name of an office stands that is as long and differs in one letter.
fn offices(text: &str, name: &str, head: &str) -> Vec<Range<usize>> {
    // Courts and procuratorates above and below are called alike but for their place.
    let levels = ["检察院", "法院"].iter().any(|end| name.ends_with(end));
    if !name.ends_with(|c| OFFICES.contains(c)) || FIRMS.iter().any(|end| name.ends_with(end)) {
        return Vec::new();
    }
    let count = name.chars().count();
    let like = |at: usize| {
        let written: String = text.get(at..)?.chars().take(count).collect();
        let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
        let whole = written.ends_with(|c| OFFICES.contains(c)) && written.chars().count() == count;
        // Those of another place are others; a district written as a county is not.
        let places = |c: char| "区县旗".contains(c);
        let placed = || written.chars().zip(name.chars()).all(|(a, b)| a == b || places(a) && places(b));
        let whole = whole && (!levels || placed());
        (whole && same + 1 == count).then(|| at..at + written.len())
    };
    text.match_indices(head).filter_map(|(at, _)| like(at)).collect()
}

/// Whether both are branches of one firm, which differ by their places.
fn are_branches(written: &str, name: &str) -> bool {
    const BRANCHES: [&str; 5] = ["分公司", "支行", "分行", "营业部", "分店"];
    BRANCHES.iter().any(|end| written.ends_with(end) && name.ends_with(end))
}

/// The end of the firm's name that begins at `at`, within the letters that a like name takes.
fn firm_end(text: &str, at: usize, letters: usize) -> Option<usize> {
    let rest: String = text.get(at..)?.chars().take(letters + MOST_APART + 2).collect();
    // What belongs to a firm is no part of its name: `宏达钢构有限公司的厂房`.
    let rest = rest.split(['。', ',', ';', ':', '、', '\n', '的']).next()?;
    // Branches have two such ends: 某股份有限公司江汉支公司.
    let ends = FIRMS.iter().flat_map(|end| rest.match_indices(end).map(|(at, _)| at + end.len()));
    let apart = |end: &usize| rest.get(..*end).map_or(0, |name| name.chars().count()).abs_diff(letters);
    ends.min_by_key(|end| (apart(end), usize::MAX - end)).map(|end| at + end)
}

/// Whether two names differ, but in few letters.
pub(super) fn is_near(written: &str, name: &str) -> bool {
    let apart = levenshtein(written, name);
    (1..=MOST_APART).contains(&apart) && apart * 4 <= name.chars().count()
}

/// L06: a party keeps its role.
pub(super) fn roles(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_trade() {
        return trade::direction::check(matter);
    }
    let parties = matter.parties();
    let both = (matter.is_court_document()).then(|| super::role_pairs::both(matter)).flatten();
    if parties.is_empty() {
        return both.map_or(Verdict::lacks("party"), |draft| Verdict::Checked(vec![draft]));
    }
    if matter.is_english_court() {
        return Verdict::Checked(english_court::turned(matter));
    }
    let mut drafts = Vec::new();
    if matter.stage() == Some(Stage::FirstInstance) {
        drafts.extend(misnamed(matter, &parties));
    }
    if drafts.is_empty() {
        drafts.extend(turned(matter, &parties));
    }
    drafts.extend(sides::turned(matter));
    if drafts.is_empty() {
        drafts.extend(remedies::misplaced(matter));
    }
    drafts.extend(both.filter(|_| drafts.is_empty()));
    drafts.extend(sides::unsued(matter).filter(|_| drafts.is_empty()));
    Verdict::Checked(drafts)
}

/// A word for a role before the name of a party that has another.
fn misnamed(matter: &Matter<'_>, parties: &[(&Fact, &Party)]) -> Vec<Draft> {
    let text = matter.text();
    let mut drafts = Vec::new();
    let from = matter.sections.heading.end;
    let names: Vec<String> = parties.iter().map(|(_, party)| fold(&party.name.value)).collect();
    for ((fact, party), name) in parties.iter().zip(&names) {
        let own: Vec<RoleKind> = parties
            .iter()
            .zip(&names)
            .filter(|(_, other)| *other == name)
            .map(|((_, other), _)| other.kind)
            .collect();
        let longer: Vec<&String> = names
            .iter()
            .filter(|other| other.len() > name.len() && other.starts_with(name.as_str()))
            .collect();
        if name.chars().count() < 2
            || own
                .iter()
                .any(|kind| matches!(kind, RoleKind::Contracting | RoleKind::Prosecution | RoleKind::Victim))
        {
            continue;
        }
        for (at, _) in text.match_indices(name.as_str()).filter(|(at, _)| *at >= from) {
            let before = text.get(..at).unwrap_or_default();
            let rest = text.get(at..).unwrap_or_default();
            let longer = longer.iter().any(|other| rest.starts_with(other.as_str()));
            let Some((word, kinds)) = ROLES.iter().find(|(word, _)| before.ends_with(word)) else { continue };
            if longer
                || kinds.iter().any(|kind| own.contains(kind))
                || before.ends_with(&format!("原审{word}"))
            {
                continue;
            }
            let range = at - word.len()..at + name.len();
            let written = matter.flow.printed(range.clone());
            let draft =
                Draft::new().way("named").about_text(matter, range).against(fact, party.role.evidence);
            drafts.push(draft.found(written).expected(&party.role.value));
        }
    }
    drafts.truncate(MOST_NAMED);
    drafts
}

/// Words for roles of appeals, of enforcement and of what is asked for without a suit: each excludes the others of its case.
const PROCEDURAL: [&str; 12] = [
    "被上诉人",
    "上诉人",
    "再审申请人",
    "被申请执行人",
    "申请执行人",
    "被执行人",
    "复议申请人",
    "被申请人",
    "申请人",
    "异议人",
    "被申诉人",
    "申诉人",
];

/// In whatever proceedings: a party behind the word for the role of another of the heading, which none of its own words is.
fn turned(matter: &Matter<'_>, parties: &[(&Fact, &Party)]) -> Vec<Draft> {
    let text = matter.text();
    let names: Vec<String> = parties.iter().map(|(_, party)| fold(&party.name.value)).collect();
    let roles: Vec<String> = parties.iter().map(|(_, party)| fold(&party.role.value)).collect();
    // `申请人(被申请人)`, and who stands there twice, may be called by either.
    let role_of = |role: &str| PROCEDURAL.iter().find(|word| role.starts_with(**word)).copied();
    let mut drafts = Vec::new();
    for (((fact, party), name), own) in parties.iter().zip(&names).zip(&roles) {
        let twice = names.iter().filter(|other| *other == name).count() > 1;
        let longer = names.iter().any(|other| other.len() > name.len() && other.starts_with(name.as_str()));
        if role_of(own).is_none() || name.chars().count() < 2 || twice || longer || is_masked(name) {
            continue;
        }
        for (at, _) in text.match_indices(name.as_str()).filter(|(at, _)| *at >= matter.sections.heading.end)
        {
            let before = text.get(..at).unwrap_or_default();
            let Some(word) = PROCEDURAL.iter().find(|word| before.ends_with(**word)) else { continue };
            let others =
                roles.iter().zip(&names).any(|(role, other)| other != name && role_of(role) == Some(word));
            if own.contains(word) || !others {
                continue;
            }
            let range = at - word.len()..at + name.len();
            let written = matter.flow.printed(range.clone());
            let draft = Draft::new().way("named").about_text(matter, range);
            drafts.push(draft.against(fact, party.role.evidence).found(written).expected(&party.role.value));
        }
    }
    drafts.truncate(MOST_NAMED);
    drafts
}

/// The most places at which one document's swapped roles are shown.
const MOST_NAMED: usize = 5;
