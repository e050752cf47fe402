//! Every party is answered in the order: L10.

use super::english_court;
use super::matter::Matter;
use super::names::{ROLES, is_masked};
use crate::fold;
use crate::legal::{HoldingKind, InstrumentKind, RoleKind};
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, Stage};

/// L10: every party is answered in the order.
pub(super) fn answered(matter: &Matter<'_>, _: &Rule) -> Verdict {
    /// Words that mean parties without naming them.
    const ALL: [&str; 12] = [
        "原、被告",
        "原被告",
        "各被告",
        "被告均",
        "诸被告",
        "上述被告",
        "上列被告",
        "上述当事人",
        "上述各",
        "以上被告",
        "全体被告",
        "全部诉讼请求",
    ];
    if matter.is_english_court() {
        return Verdict::told(english_court::unnamed(matter), "holding");
    }
    let holdings = matter.holdings();
    let order = matter.sections.operative.clone();
    // Who bears the costs is told in a sentence of its own.
    let costs =
        |sentence: &&str| sentence.contains("费") && sentence.contains("负担") || sentence.contains("受理费");
    let sentences = matter.flow.slice(order.clone()).split_inclusive(['。', ';']);
    let text: String = sentences.filter(|sentence| !costs(sentence)).collect();
    let fits = matter.instrument() == Some(InstrumentKind::Judgment)
        && matches!(matter.branch(), Some(Branch::Civil | Branch::Criminal))
        && matter.stage() == Some(Stage::FirstInstance);
    let (Some((first, holding)), true) = (holdings.first(), fits) else { return Verdict::lacks("holding") };
    if let Some(drafts) = unsentenced(matter) {
        return Verdict::Checked(drafts);
    }
    // Where nobody is to do anything, who is sued for it need not be named: 不得执行某房屋, 准予离婚.
    let acts = holdings.iter().any(|(_, holding)| {
        matches!(holding.kind, HoldingKind::Payment | HoldingKind::Performance | HoldingKind::Restitution)
            && (!holding.obligors.is_empty() || fold(&holding.text.value).contains("被告"))
    });
    let general = ALL.iter().any(|word| text.contains(word)) || are_counted(matter, &text);
    let asked: &[RoleKind] =
        if matter.is_civil() { &[RoleKind::Claimant, RoleKind::Respondent] } else { &[RoleKind::Accused] };
    let mut drafts = forgotten(matter);
    for (fact, party) in matter.parties().into_iter().filter(|(_, party)| asked.contains(&party.kind)) {
        let name = fold(&party.name.value);
        let (name, text) = (name.as_str(), text.as_str());
        let alone = matter.side(party.kind).len() == 1;
        let role = ROLES.iter().find(|(word, kinds)| kinds.contains(&party.kind) && text.contains(word));
        let short = short_name(matter, name).is_some_and(|short| text.contains(&short));
        let idle = alone && !acts && party.kind == RoleKind::Respondent;
        if general || idle || text.contains(name) || short || (alone && role.is_some()) || is_masked(name) {
            continue;
        }
        let draft = Draft::new().about(fact, party.name.evidence).against(first, holding.text.evidence);
        drafts.push(draft.found(&party.name.value));
    }
    Verdict::Checked(drafts)
}

/// Third parties of whom nothing is said behind the heading, by name or role.
fn forgotten(matter: &Matter<'_>) -> Vec<Draft> {
    let rest = matter.flow.slice(matter.sections.heading.end..matter.sections.ending.start);
    let third = matter.side(RoleKind::ThirdParty);
    let unsaid = third.into_iter().filter(|(_, party)| {
        let name = fold(&party.name.value);
        let short = short_name(matter, &name).is_some_and(|short| rest.contains(&short));
        !rest.is_empty()
            && !rest.contains(name.as_str())
            && !short
            && !rest.contains("第三人")
            && !is_masked(&name)
    });
    unsaid
        .map(|(fact, party)| Draft::new().about(fact, party.name.evidence).found(&party.name.value))
        .collect()
}

/// Whether the order speaks of as many parties as there are: 双方 of two, 二被告 of two of a side.
fn are_counted(matter: &Matter<'_>, order: &str) -> bool {
    let sides =
        [RoleKind::Claimant, RoleKind::Respondent, RoleKind::Accused].map(|kind| matter.side(kind).len());
    let [claimants, respondents, accused] = sides;
    let says = |words: &[&str]| words.iter().any(|word| order.contains(word));
    (claimants == 1 && respondents == 1 && says(&["双方"]))
        || ((respondents == 2 || accused == 2) && says(&["二被告", "两被告", "2被告"]))
        || ((respondents == 3 || accused == 3) && says(&["三被告", "3被告"]))
        || ((respondents == 4 || accused == 4) && says(&["四被告", "4被告"]))
}

/// The short name that the document gives a party: `(以下简称恒泽公司)`.
fn short_name(matter: &Matter<'_>, name: &str) -> Option<String> {
    let text = matter.text();
    text.match_indices(name).find_map(|(at, _)| {
        let rest = text.get(at + name.len()..)?.strip_prefix('(')?;
        let inner = rest.get(..rest.find(')')?)?;
        let short = inner
            .strip_prefix("以下简称")
            .or_else(|| inner.strip_prefix("下称"))
            .or_else(|| inner.strip_prefix("简称"))?;
        Some(short.trim_matches(['"', '“', '”', ':']).to_owned())
    })
}

/// Those accused of whom the order says neither that they are punished nor that they are not, where it says so of others by
/// name; nothing where it cannot be told. Who only has to give something back is not sentenced.
fn unsentenced(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    const SPARED: [&str; 6] = ["无罪", "免予", "免除", "终止审理", "不负刑事责任", "准许"];
    let sentences = matter.sentences();
    let named: Vec<String> = sentences
        .iter()
        .map(|(_, sentence)| Some(fold(&sentence.defendant.as_ref()?.value)))
        .collect::<Option<_>>()?;
    let (first, _) = sentences.first()?;
    let accused = matter.side(RoleKind::Accused);
    // Of a single one nobody else takes the place.
    if matter.branch() != Some(Branch::Criminal) || accused.len() < 2 {
        return None;
    }
    let spared = |name: &str| {
        matter.holdings().iter().any(|(_, holding)| {
            let text = fold(&holding.text.value);
            text.contains(name)
                && (holding.kind == HoldingKind::Acquittal || SPARED.iter().any(|word| text.contains(word)))
        })
    };
    let open = accused.into_iter().filter(|(_, party)| {
        let name = fold(&party.name.value);
        !is_masked(&name)
            && !spared(&name)
            && !named.iter().any(|other| other.contains(&name) || name.contains(other.as_str()))
    });
    let draft = |(fact, party): (&crate::Fact, &crate::legal::Party)| {
        let draft = Draft::new().about(fact, party.name.evidence);
        let draft = first.evidence.first().into_iter().fold(draft, |draft, id| draft.against(first, *id));
        draft.found(&party.name.value)
    };
    Some(open.map(draft).collect())
}
