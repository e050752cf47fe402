//! Who speaks in the pleadings: part of L06.

use super::matter::{Matter, Quote};
use super::sides::both_sue;
use crate::fold;
use crate::legal::RoleKind;
use crate::pattern::pattern;
use crate::rules::Draft;

/// Verbs of who answers a suit, and of who brings it.
const ANSWERS: &str = r"(?:当庭|庭审中|书面|口头|到庭|向本院|未到庭但书面|提交书面)?(?:答辩|辩)(?:称|认为|意见为|意见如下|(?:意见|要点|理由|内容)?:)";
const SUES: &str = r"(?:向本院)?(?:诉称|起诉称|起诉认为|诉至本院|向本院起诉|向本院提起诉讼|起诉请求|提出(?:如下)?诉讼请求|的?诉讼请求(?:为|如下)?:)";

/// What who sues says told as his answer, and what the sued says told as a claim, by role or by name: `原告张三辩称`,
/// `被告李四向本院提出诉讼请求`, `甲公司辩称` of the firm that sues.
pub(super) fn turned(matter: &Matter<'_>) -> Option<Draft> {
    let sides = [
        (RoleKind::Claimant, "原告", "被告", pattern!(ANSWERS)),
        (RoleKind::Respondent, "被告", "原告", pattern!(SUES)),
    ];
    // Where each side sues the other, the sued tells claims of his own.
    let one_sided = |kind: RoleKind| kind == RoleKind::Claimant || !both_sue(matter);
    sides.into_iter().filter(|side| one_sided(side.0)).find_map(|(kind, role, other, verb)| {
        let names: Vec<String> = matter.side(kind).iter().map(|(_, party)| fold(&party.name.value)).collect();
        let end = matter.sections.reasoning.start;
        let text = matter.flow.slice(0..end);
        verb?.find_iter(text).find_map(|verb| {
            let start = speaker(matter, verb.start())?;
            let who = text.get(start..verb.start())?;
            is_of(who, role, &names).then_some(())?;
            let range = start..verb.end();
            let draft = Draft::new().way("named").about_text(matter, range.clone());
            Some(draft.found(matter.flow.printed(range)).expected(other))
        })
    })
}

/// Where the words for who speaks begin, before the verb at `verb`: behind a sign or at the head of a line.
fn speaker(matter: &Matter<'_>, verb: usize) -> Option<usize> {
    let from = matter.text().floor_char_boundary(verb.saturating_sub(MOST_SPEAKER));
    let before = matter.text().get(from..verb)?;
    let sign = before.char_indices().rev().find(|(_, c)| "。;:,】)".contains(*c));
    let start = sign.map_or(from, |(at, c)| from + at + c.len_utf8());
    // A paragraph begins anew; a line may only go on.
    let mut at = verb;
    while let Some(begins) = at.checked_sub(1).map(|before| matter.flow.break_before(before)) {
        if begins < start || begins == at {
            break;
        }
        let whole = matter.text().get(begins..verb)?;
        if begins >= start && (whole.starts_with("原告") || whole.starts_with("被告")) {
            return Some(begins);
        }
        at = begins;
    }
    let shift = matter.text().get(start..verb)?;
    Some(start + (shift.len() - shift.trim_start().len()))
}

/// Bytes of the words for who speaks.
const MOST_SPEAKER: usize = 150;

/// Whether the words for who speaks name that role or one of those names, and nobody else.
fn is_of(who: &str, role: &str, names: &[String]) -> bool {
    let who = who.trim();
    let rest = who.strip_prefix(role).unwrap_or(who);
    let counted = rest.trim_start_matches(|c| "一二三12".contains(c));
    let named =
        names.iter().find_map(|name| counted.strip_prefix(name.as_str()).filter(|_| !name.is_empty()));
    let behind = named.unwrap_or(counted);
    let behind = behind.strip_prefix('的').unwrap_or(behind);
    let closes = ["", "委托诉讼代理人", "法定代表人", "委托代理人", "代理人"].contains(&behind);
    let led = rest.len() < who.len();
    // 原告对被告辩称…, 被告就原告诉称的事实: who speaks is told of, and says something else.
    let plain = !who.contains(['对', '就', '针', '与']) && who.matches('告').count() <= 1;
    closes && (named.is_some() || led) || led && plain && !who.contains('的') && named.is_none()
}
