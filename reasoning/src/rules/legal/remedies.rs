//! Appeals, objections and applications: whether what is thought of them and what is ordered agree (part of L27), and who is called
//! what in them (part of L06).

use super::matter::{Matter, Quote};
use crate::fold;
use crate::legal::{HoldingKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::Stage;

/// Reasons that find an appeal, an objection or an application well founded over an order that dismisses it, and the other way round.
pub(super) fn against(matter: &Matter<'_>) -> Option<Draft> {
    let said = pattern!(
        r"(?P<what>上诉(?:理由|请求|意见)?|管辖权?异议|异议(?:理由|请求)?|复议(?:理由|请求|申请)?|再审(?:理由|请求|申请)|申诉理由|反诉(?:请求|主张)?(?:的[^,。;]{0,12})?|申请(?:理由|事由)?|起诉|诉讼请求|(?:申请|请求)事项)[^,。;]{0,8}?(?:,?(?:均|都|依法|本院|故|应)*)(?P<not>不能|不|均不|未|不予|难以)?(?:依法|予以)?(?P<verdict>成立|采纳|支持|准许|准予)"
    )?;
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone());
    let mut found = said.captures_iter(text).filter(|one| {
        let before = one.get(0).and_then(|whole| text.get(..whole.start())).unwrap_or_default();
        let sentence = before.rsplit(['。', ';']).next().unwrap_or_default();
        let rest = one.get(0).and_then(|whole| text.get(whole.start()..)).unwrap_or_default();
        let own = rest.split(['。', ';']).next().unwrap_or_default();
        let partly = ["部分", "其他", "其余", "如", "是否", "若"]
            .iter()
            .any(|word| own.contains(word) || sentence.contains(word));
        let told = ["认为", "主张", "辩称", "抗辩"].iter().any(|word| {
            sentence.rsplit(',').next().is_some_and(|last| last.contains(word) && !last.contains("本院"))
        });
        !partly && (!told || own.starts_with("反诉"))
    });
    let last = found.by_ref().last()?;
    let (whole, refused) = (last.get(0)?, last.name("not").is_some());
    let what = last.name("what")?.as_str();
    let holdings = matter.holdings();
    let order = |form: Option<&regex::Regex>| {
        let own = |text: &str| form.is_some_and(|form| form.is_match(text));
        holdings.iter().find(|(_, holding)| own(&fold(&holding.text.value)))
    };
    let root: String = what.chars().take(2).collect();
    let of_root = |text: &str| text.contains(&root) || root == "管辖" && text.contains("异议");
    let whole_of_it = |text: &str| {
        text.starts_with("驳回")
            && of_root(text)
            && !["其他", "其余", "部分"].iter().any(|word| text.contains(word))
    };
    let rejects = holdings.iter().find(|(_, one)| whole_of_it(&fold(&one.text.value)));
    let changes =
        order(pattern!(r"^(?:撤销|变更)[^;。]{0,60}(?:判决|裁定|决定)|^本案移送|移送[^;。]{2,30}法院"));
    let (way, (fact, holding)) = match (refused, rejects, changes) {
        (false, Some(order), None) => ("dismissed", order),
        (true, None, Some(order)) if matter.stage() != Some(Stage::FirstInstance) || root == "管辖" => {
            ("refused", order)
        }
        _ => return None,
    };
    let range = reasons.start + whole.start()..reasons.start + whole.end();
    let draft = Draft::new().way(way).about(fact, holding.text.evidence).against_text(matter, range.clone());
    Some(draft.found(&holding.text.value).expected(matter.flow.printed(range)))
}

/// Who is called what he cannot be.
pub(super) fn misplaced(matter: &Matter<'_>) -> Option<Draft> {
    prosecutes(matter)
        .or_else(|| impossible(matter))
        .or_else(|| below(matter))
        .or_else(|| bracketed(matter))
        .or_else(|| gives(matter))
        .or_else(|| keeps(matter))
}

/// Roles that nobody has at once, and orders that forbid who asks for them.
fn impossible(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"原告\(反诉原告\)|被告\(反诉被告\)|(?:^|[;。、])(?:禁止|责令)申请人")?;
    let from = matter.sections.heading.start;
    let found = form.find(matter.flow.slice(from..matter.text().len()))?;
    let range = from + found.start()..from + found.end();
    let forbids = found.as_str().contains("申请人");
    let own = forbids && range.start < matter.sections.operative.start;
    let draft = Draft::new().way("named").about_text(matter, range.clone()).found(matter.flow.printed(range));
    (!own).then(|| draft.expected(if forbids { "被申请人" } else { "" }))
}

/// Both who appeals and who is appealed against were plaintiffs below, or both defendants, and nobody was the other.
fn below(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"(?:一审|原审|原)(?P<side>原告|被告)")?;
    let parties = matter.parties();
    let told = |kind: RoleKind| {
        let own = parties.iter().filter(move |(_, party)| party.kind == kind);
        let own = own.filter_map(|(fact, party)| {
            let role = fold(&party.role.value);
            let side = form.captures(&role)?.name("side")?.as_str().to_owned();
            Some((*fact, party.role.evidence, side))
        });
        own.collect::<Vec<_>>()
    };
    let (claimants, respondents) = (told(RoleKind::Claimant), told(RoleKind::Respondent));
    let (fact, evidence, side) = claimants.first()?;
    let alone = |all: &[(&crate::Fact, crate::EvidenceId, String)]| all.iter().all(|one| one.2 == *side);
    let clear = !respondents.is_empty() && alone(&claimants) && alone(&respondents);
    let others = parties.iter().any(|(_, party)| {
        let role = fold(&party.role.value);
        ["一审", "原审"].iter().any(|lead| role.starts_with(lead)) && !role.contains(side.as_str())
    });
    let draft = Draft::new().way("named").about(fact, *evidence).found(side.as_str());
    (clear && !others).then_some(draft)
}

/// The word for the prosecution before the name of somebody accused.
fn prosecutes(matter: &Matter<'_>) -> Option<Draft> {
    let text = matter.text();
    matter.side(RoleKind::Accused).into_iter().find_map(|(fact, party)| {
        let name = fold(&party.name.value);
        let written = format!("公诉机关{name}");
        let at = text.find(&written).filter(|_| name.chars().count() > 1)?;
        let draft = Draft::new().way("named").about_text(matter, at..at + written.len());
        Some(draft.against(fact, party.role.evidence).found(written).expected(&party.role.value))
    })
}

/// `答辩人(原告)` in an answer; who appeals as the plaintiff below and asks that he himself be told to pay less.
fn bracketed(matter: &Matter<'_>) -> Option<Draft> {
    let back = matter.text().contains("反诉");
    let asks = pattern!(r"改判(?:由|为)?(?P<own>被?上诉人)[^,。;]{0,20}?(?:支付|给付|偿还|赔偿|归还|返还)");
    let asked = asks.and_then(|asks| asks.captures(matter.text())?.name("own")).map(|own| own.as_str());
    matter.parties().into_iter().filter(|_| !back).find_map(|(fact, party)| {
        let role = fold(&party.role.value);
        let (own, inner) = role.split_once('(')?;
        let wrong = match own {
            "答辩人" => inner.contains("原告") && !inner.contains("审"),
            "被答辩人" => inner.contains("被告") && !inner.contains("审"),
            "上诉人" if asked == Some("上诉人") => inner.contains("原告"),
            "上诉人" if asked == Some("被上诉人") => inner.contains("被告"),
            _ => false,
        };
        let draft = Draft::new().way("named").about(fact, party.role.evidence);
        wrong.then(|| draft.found(&party.role.value).expected(own))
    })
}

/// Both names or the word for the role of a side, as alternatives of a pattern.
fn called(matter: &Matter<'_>, kind: RoleKind, role: &str) -> String {
    let mut words = vec![regex::escape(role)];
    for (_, party) in matter.side(kind) {
        words.push(regex::escape(&fold(&party.name.value)));
    }
    words.join("|")
}

/// Who is sued for rent, a price or a loan is told to have let, sold or lent to who sues.
fn gives(matter: &Matter<'_>) -> Option<Draft> {
    let owed = ["租金", "借款", "货款", "转让款", "承包费", "购房款", "租赁费"];
    let asked = matter.claims().iter().any(|(_, claim)| {
        let text = fold(&claim.text.value);
        owed.iter().any(|word| text.contains(word))
            && !["返还", "退还", "返回"].iter().any(|word| text.contains(word))
    });
    let civil = matter.is_civil() && matter.stage() == Some(Stage::FirstInstance) && asked;
    if !civil || matter.text().contains("反诉") || matter.text().contains("转租") {
        return None;
    }
    let (claimant, sued) =
        (called(matter, RoleKind::Claimant, "原告"), called(matter, RoleKind::Respondent, "被告"));
    let form = format!(
        r"(?:{sued})(?:将|把)[^,。;]{{1,40}}?(?:出租|租|出借|借|出售|转让|卖|出卖|承包|发包)(?:给|予|与)(?:{claimant})"
    );
    let found = regex::Regex::new(&form).ok()?.find(matter.text())?.range();
    let draft = Draft::new().way("acts").about_text(matter, found.clone());
    Some(draft.found(matter.flow.printed(found)).expected("原告"))
}

/// Who keeps a child and pays for its keep.
fn keeps(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"由(?P<keeps>\p{Han}{2,10}?)(?:直接)?抚养[^。;]{0,16}?[,，](?P<pays>(?:原告|被告)?\p{Han}{2,4}?)(?:自|从|应|于|按|每|支付|给付|承担)[^。;]{0,40}抚养费"
    )?;
    matter.holdings().into_iter().find_map(|(fact, holding)| {
        let text = fold(&holding.text.value);
        let found = form.captures(&text)?;
        let (keeps, pays) = (found.name("keeps")?.as_str(), found.name("pays")?.as_str());
        let draft = Draft::new().way("himself").about(fact, holding.text.evidence).found(pays);
        (keeps == pays && holding.kind != HoldingKind::Dismissal).then_some(draft)
    })
}
