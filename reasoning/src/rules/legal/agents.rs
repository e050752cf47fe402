//! Those who act for the parties: L09.

use super::english_court;
use super::matter::{Matter, Quote};
use super::names::is_masked;
use super::trade;
use crate::legal::{Agent, RoleKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::{Fact, fold};

/// L09: nobody acts for both sides, and who acts has somebody to act for.
pub(super) fn agents(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::appears_for_both(matter), "agent");
    }
    if matter.is_trade() {
        return Verdict::of(false, "agent", trade::powers::check(matter));
    }
    let all = matter.agents();
    let acts = |role: &str| role.contains("代理人") && !role.contains("法定");
    let agents: Vec<_> = all.iter().filter(|(_, agent)| acts(&agent.role.value)).collect();
    let defenders: Vec<_> = all.iter().filter(|(_, agent)| agent.role.value.contains("辩护人")).collect();
    let blanks = left_blank(matter);
    if agents.is_empty() && defenders.is_empty() && blanks.is_empty() {
        return Verdict::lacks("agent");
    }
    let side = |name: &String| {
        matter
            .parties()
            .into_iter()
            .find(|(_, party)| fold(&party.name.value) == *name)
            .map(|(_, party)| party.kind)
    };
    let mut drafts = blanks;
    drafts.extend(both(matter, &defenders));
    // What a blank says already is not said again.
    let blank = !drafts.is_empty();
    // Where the authority of some is told, that of the others is missing.
    let told = agents.iter().find_map(|(fact, agent)| Some((*fact, agent.authority.as_ref()?)));
    for (index, (fact, agent)) in agents.iter().enumerate() {
        if let Some((other, authority)) =
            told.filter(|_| !blank && agent.authority.is_none() && agent.firm.is_some())
        {
            let draft = Draft::new().way("authority").about(fact, agent.name.evidence);
            drafts.push(draft.against(other, authority.evidence).found(&agent.name.value));
        }
        let own: Vec<RoleKind> = agent.principals.iter().filter_map(side).collect();
        if agent.principals.is_empty() {
            drafts.push(Draft::new().way("nobody").about(fact, agent.name.evidence).found(&agent.name.value));
        }
        for (other_fact, other) in agents.iter().take(index) {
            let theirs: Vec<RoleKind> = other.principals.iter().filter_map(side).collect();
            let opposed = own.iter().any(|a| theirs.iter().any(|b| are_opposed(*a, *b)));
            let firm = |agent: &crate::legal::Agent| agent.firm.as_ref().map(|firm| fold(&firm.value));
            let same_firm = firm(agent).zip(firm(other)).is_none_or(|(a, b)| a == b);
            if opposed && agent.name.value == other.name.value && !is_masked(&agent.name.value) {
                let draft =
                    Draft::new().about(fact, agent.name.evidence).against(other_fact, other.name.evidence);
                let draft = if same_firm { draft } else { draft.doubt() };
                drafts.push(draft.found(&agent.name.value));
            }
        }
    }
    Verdict::Checked(drafts)
}

fn are_opposed(a: RoleKind, b: RoleKind) -> bool {
    matches!((a, b), (RoleKind::Claimant, RoleKind::Respondent) | (RoleKind::Respondent, RoleKind::Claimant))
}

/// Agents whose name, firm or authority is left blank: `代理权限:____`, `委托诉讼代理人:____,某律师事务所律师`.
fn left_blank(matter: &Matter<'_>) -> Vec<Draft> {
    let form = pattern!(
        r"(?:代理权限|权限)(?:(?:为|是)?:?\s*(?P<authority>[(\[]?(?:_{2,}|×{2,}|\*{2,}|…+|\.{3,})[)\]]?)|(?:为|是|:)+\s*(?P<marked>[(\[]?(?:空白|待定|待补|待填|未填|未写明|略)[)\]]?|[)。;,]))|(?:诉讼|委托)代理人:?\s*(?P<name>_{2,}|×{2,}|…+|\.{3,}|\(?(?:空白|待定|待补|待填|未填)\)?)?[,。;](?:系|\p{Han}{2,16}(?:律师事务所|法律服务所|公司))"
    );
    let text = matter.flow.slice(0..matter.sections.heading.end);
    let found = form.into_iter().chain(unempowered()).flat_map(|form| form.captures_iter(text));
    let draft = |found: regex::Captures<'_>| {
        let whole = found.get(0)?;
        let powers = ["权", "委托书", "手续", "公函"].iter().any(|word| whole.as_str().contains(word));
        let way = if powers { "blank" } else { "nameless" };
        let printed = matter.flow.printed(whole.range());
        Some(Draft::new().way(way).about_text(matter, whole.range()).found(printed))
    };
    found.filter_map(draft).collect()
}

/// What is told of an agent whose power nobody has seen, or that has ended: `(未提交授权委托书)`, `授权已过期`.
fn unempowered() -> Option<&'static regex::Regex> {
    pattern!(
        r"(?:未|没有|尚未|未能|未曾|不能|无法|拒不|缺|缺少|无|欠缺)(?:向(?:本院|法院|法庭))?(?:提交|出具|提供|出示|附|见|递交|办理|取得|补交|载明|写明|注明|说明)?(?:有效|合法|任何|书面|相应)?的?(?:的)?(?:授权委托书|委托书|授权委托手续|授权委托|委托手续|授权手续|授权书|授权|委托权限|代理权限|代理手续|代理权|律师事务所公函|律所公函|所函)|(?:授权委托书|委托书|授权委托|委托手续|代理权限|权限|授权|代理权)(?:均|已|尚|仍|暂)?(?:未提交|未附|未见|未出具|待补交|待补|待提交|缺失|不明|不详|不明确|已?过期|已?失效|已?到期|已?届满|已?终止|已?撤销|被撤销|已?解除)"
    )
}

/// Somebody who defends two of those accused together (Fa Shi [2021] 1, article 43).
fn both(matter: &Matter<'_>, defenders: &[&(&Fact, &Agent)]) -> Option<Draft> {
    let accused: Vec<String> =
        matter.side(RoleKind::Accused).iter().map(|(_, party)| fold(&party.name.value)).collect();
    let own = |agent: &Agent| agent.principals.iter().find(|name| accused.contains(name)).cloned();
    defenders.iter().enumerate().find_map(|(index, (fact, agent))| {
        let (_, agent_of) = (fact, own(agent)?);
        let same = |(_, other): &&&(&Fact, &Agent)| {
            let firms = agent.firm.as_ref().zip(other.firm.as_ref());
            fold(&other.name.value) == fold(&agent.name.value)
                && own(other).is_some_and(|other| other != agent_of)
                && firms.is_some_and(|(a, b)| fold(&a.value) == fold(&b.value))
        };
        let (other, before) = defenders.iter().take(index).find(same)?;
        let masked = is_masked(&agent.name.value);
        let draft = Draft::new().way("defends").about(fact, agent.name.evidence);
        (!masked).then(|| draft.against(other, before.name.evidence).found(&agent.name.value))
    })
}
