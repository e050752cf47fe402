//! Who sits and who signs: part of L29.

use super::matter::{Matter, Quote};
use crate::Fact;
use crate::fold;
use crate::legal::PanelMember;
use crate::pattern::pattern;
use crate::rules::Draft;

type Member<'a> = (&'a Fact, &'a PanelMember);

/// Somebody whom the course of the case names as a judge and who does not sign: `由审判员李明独任审理`, signed by another.
pub(super) fn absent(matter: &Matter<'_>, judges: &[&Member<'_>]) -> Option<Draft> {
    let form = pattern!(
        r"(?:审判长|审判员|陪审员|执行员|法官)(?P<name>\p{Han}{2,4}?)(?:独任|担任|任审判长|适用|组成|、|与|和|及|公开|依法|进行|主审)"
    )?;
    let course = matter.flow.slice(0..matter.sections.reasoning.start);
    let (_, first) = judges.first()?;
    let signs = |name: &str| judges.iter().any(|(_, member)| fold(&member.name.value) == name);
    let named = form.captures_iter(course).filter_map(|found| found.name("name"));
    // A word that only looks like a name is nearly that of nobody who signs.
    let like = |name: &str| {
        judges.iter().any(|(_, member)| {
            let own = fold(&member.name.value);
            let same = own.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
            own.chars().count() == name.chars().count() && (same > 0 || judges.len() == 1)
        })
    };
    let masked = |name: &str| name.contains(['某', '×', '*']);
    let named = named.filter(|name| !masked(name.as_str()));
    let wrong = named.into_iter().find(|name| !signs(name.as_str()) && like(name.as_str()))?;
    let draft = Draft::new().way("told").against_text(matter, wrong.range());
    let draft = judges.iter().fold(draft, |draft, (fact, member)| draft.about(fact, member.name.evidence));
    Some(draft.found(&first.name.value).expected(wrong.as_str()))
}

/// One name that signs twice: as a judge and as the clerk, or as two judges.
pub(super) fn twice(matter: &Matter<'_>) -> Option<Draft> {
    let panel = matter.panel();
    let (index, (fact, member)) = panel.iter().enumerate().find(|(index, (_, member))| {
        panel.iter().take(*index).any(|(_, other)| fold(&other.name.value) == fold(&member.name.value))
    })?;
    let (other, before) =
        panel.iter().take(index).find(|(_, other)| fold(&other.name.value) == fold(&member.name.value))?;
    let draft =
        Draft::new().way("twice").about(fact, member.name.evidence).against(other, before.name.evidence);
    Some(draft.found(&member.name.value))
}

/// A bench of three and more without one who presides.
pub(super) fn unchaired(matter: &Matter<'_>, judges: &[&Member<'_>]) -> Option<Draft> {
    let chaired = judges.iter().any(|(_, member)| {
        ["审判长", "执行长", "合议庭"].iter().any(|word| member.role.value.contains(word))
    });
    let says = matter.says(matter.sections.ending.clone(), &["审判长", "执行长"]);
    if judges.len() < LEAST_BENCH || chaired || says {
        return None;
    }
    let draft = Draft::new().way("unchaired");
    let draft = judges.iter().fold(draft, |draft, (fact, member)| draft.about(fact, member.name.evidence));
    Some(draft.expected("审判长"))
}

/// Judges of whom one presides.
const LEAST_BENCH: usize = 3;

/// Awards and settlements of arbitrators that none of them signs. Nothing where the document is no such paper.
pub(super) fn unsigned_award(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let text = matter.text();
    let head = matter.flow.slice(0..text.floor_char_boundary(text.len() / 4));
    let award = head.contains("仲裁委员会") || head.contains("仲裁院");
    let decides = ["裁决书", "调解书", "决定书"].iter().any(|word| head.contains(word));
    if !award || !decides {
        return None;
    }
    let from = text.floor_char_boundary(text.len() / 2);
    let signs = crate::pattern::pattern!(r"(?:首席|独任)?仲裁员:?\s*\p{Han}{2,4}");
    if signs.is_some_and(|signs| signs.is_match(matter.flow.slice(from..text.len()))) {
        return Some(strange_arbitrators(matter).into_iter().collect());
    }
    let part = crate::rules::Bilingual::new("仲裁员署名", "the arbitrators' names");
    let draft = Draft::new().way("missing").with_words("part", part).expected("仲裁员署名");
    Some(vec![draft.about_head(matter)])
}

/// Arbitrators who sign though the text names others, and benches of two, or of several of whom none presides.
fn strange_arbitrators(matter: &Matter<'_>) -> Option<Draft> {
    let signed: Vec<(&Fact, &PanelMember)> = matter
        .panel()
        .into_iter()
        .filter(|(_, member)| fold(&member.role.value).contains("仲裁员"))
        .collect();
    let names: Vec<String> = signed.iter().map(|(_, member)| fold(&member.name.value)).collect();
    let (fact, member) = signed.first()?;
    let form = pattern!(
        r"(?:首席仲裁员|独任仲裁员|边裁|仲裁员)(?:为|是|:)?(?P<name>\p{Han}{2,4}?)(?:,|、|。|;|组成|独任|担任|审理|于|和|与|及|主审)"
    )?;
    let end = matter.sections.operative.start.min(matter.text().len());
    let course = matter.flow.slice(0..end);
    const OTHERS: [&str; 8] = ["审理", "独任", "组成", "担任", "进行", "依法", "本案", "名单"];
    let named = form.captures_iter(course).filter_map(|found| found.name("name"));
    let named: Vec<regex::Match<'_>> =
        named.filter(|name| !OTHERS.iter().any(|word| name.as_str().contains(word))).collect();
    let absent = named.iter().find(|name| !names.iter().any(|own| own == name.as_str()));
    let like = |name: &str| {
        names.iter().any(|own| own.chars().zip(name.chars()).filter(|(a, b)| a == b).count() > 0)
    };
    if let Some(name) = absent.filter(|name| named.len() == names.len() || like(name.as_str())) {
        let draft = Draft::new().way("told").against_text(matter, name.range());
        let draft = signed.iter().fold(draft, |draft, (fact, one)| draft.about(fact, one.name.evidence));
        return Some(draft.found(&member.name.value).expected(name.as_str()));
    }
    let _ = fact;
    let chaired = signed.iter().any(|(_, one)| one.role.value.contains("首席"));
    if names.len() == 2 {
        let draft = signed
            .iter()
            .fold(Draft::new().way("even"), |draft, (fact, one)| draft.about(fact, one.name.evidence));
        return Some(draft.found("2"));
    }
    let draft = signed
        .iter()
        .fold(Draft::new().way("unchaired"), |draft, (fact, one)| draft.about(fact, one.name.evidence));
    (names.len() > 2 && !chaired).then(|| draft.expected("首席仲裁员"))
}
