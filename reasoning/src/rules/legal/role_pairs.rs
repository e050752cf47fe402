//! One name under two roles that exclude each other, and roles that do what only the other side does: part of L06.

use std::collections::BTreeMap;
use std::ops::Range;

use super::matter::{Matter, Quote};
use super::names::is_masked;
use crate::pattern::pattern;
use crate::rules::Draft;

/// Roles of enforcement, with what each excludes.
const PAIRS: [(&str, &str); 2] = [("申请执行人", "被执行人"), ("再审申请人", "被申请人")];

/// Somebody who stands behind both words of a pair, of which one is the slip; else a role that does what the other does.
pub(super) fn both(matter: &Matter<'_>) -> Option<Draft> {
    acts(matter).or_else(|| twice(matter))
}

/// `被执行人某某…向本院申请强制执行`, money of who applies that is handed to the debtor.
fn acts(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?P<debtor>被执行人)[^,。;被申]{0,24}?(?:于[^,。;]{0,14}日)?(?:向本院|向人民法院)?申请(?:强制)?执行(?:[^人]|$)|(?:扣划|划拨|冻结|查封|提取)(?P<applicant>申请执行人)[^,。;]{0,24}?(?:存款|财产|账户|名下)"
    )?;
    let found = form.captures(matter.text())?;
    let role = found.name("debtor").or(found.name("applicant"))?;
    let expected = if found.name("debtor").is_some() { "申请执行人" } else { "被执行人" };
    // Objections are brought by whoever is concerned, and a debtor may apply in a case of his own.
    let other = ["反诉", "互负", "另案"].iter().any(|word| matter.text().contains(word));
    let draft = Draft::new().way("named").about_text(matter, role.range()).found(role.as_str());
    (!other).then(|| draft.expected(expected))
}

fn twice(matter: &Matter<'_>) -> Option<Draft> {
    let text = matter.text();
    for (one, other) in PAIRS {
        let mut seen: BTreeMap<String, [Vec<Range<usize>>; 2]> = BTreeMap::new();
        for (index, word) in [one, other].into_iter().enumerate() {
            for (at, _) in text.match_indices(word) {
                let end = at + word.len();
                let name = name_behind(text, end);
                if let Some(name) = name.filter(|name| !is_masked(name))
                    && let Some(places) = seen.entry(name.to_owned()).or_default().get_mut(index)
                {
                    places.push(at..end + name.len());
                }
            }
        }
        let joined = text.contains(&format!("{one}({other})")) || text.contains(&format!("{other}({one})"));
        for (name, [first, second]) in &seen {
            let known = text.matches(name.as_str()).count() > 2;
            let (few, many) = if first.len() < second.len() { (first, second) } else { (second, first) };
            // Of two that stand there once each the heading is right: the later one is the slip.
            let few = if first.len() == second.len()
                && first.first().map(|own| own.start) < second.first().map(|own| own.start)
            {
                second
            } else {
                few
            };
            let many = if std::ptr::eq(few, many) { first } else { many };
            if let ([slip], Some(own)) = (few.as_slice(), many.first())
                && known
                && !joined
            {
                let draft = Draft::new().way("named").about_text(matter, slip.clone());
                let draft = draft.against_text(matter, own.clone());
                return Some(
                    draft.found(matter.flow.printed(slip.clone())).expected(matter.flow.printed(own.clone())),
                );
            }
        }
    }
    None
}

/// The name of a person behind a role: two to four letters up to a word that goes on.
fn name_behind(text: &str, at: usize) -> Option<&str> {
    let form = pattern!(
        r"^:?(?P<name>\p{Han}{2,4}?)(?:与|于|的|送达|发出|申请|向|名下|未|虚假|应|支付|偿还|,|。|;|、|\(|在|提出|有|因|之)"
    )?;
    form.captures(text.get(at..)?)?.name("name").map(|name| name.as_str())
}
