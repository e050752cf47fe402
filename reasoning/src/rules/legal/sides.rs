//! Who pays and whose claims are dismissed: part of L06.

use super::matter::Matter;
use super::speakers;
use crate::legal::{Holding, HoldingKind, InstrumentKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Stage, find_money};
use crate::{Fact, fold};

/// Whether somebody has sued back: what was not brought (`未提起反诉`, `可另行反诉`) does not count.
fn sues_back(text: &str) -> bool {
    const NOT: [&str; 10] = ["未", "没有", "不", "无", "可", "如", "若", "另行", "放弃", "撤回"];
    text.match_indices("反诉").chain(text.match_indices("反请求")).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let led: Vec<char> = before.chars().rev().take(NEAR).collect();
        let led: String = led.into_iter().rev().collect();
        let led = led.rsplit(['。', ',', ';', ':']).next().unwrap_or_default();
        !NOT.iter().any(|word| led.contains(word))
    })
}

/// Letters before 反诉 within which it is denied.
const NEAR: usize = 8;

/// What an order has the wrong side do: claimants who pay, somebody who pays himself, claims of the sued that are dismissed.
pub(super) fn turned(matter: &Matter<'_>) -> Vec<Draft> {
    if !matter.is_first() {
        return Vec::new();
    }
    let mut drafts = swapped(matter);
    drafts.extend(by_role(matter));
    drafts.extend(to_himself(matter));
    drafts.extend(dismissed_to_sued(matter));
    drafts.extend(asked_of_himself(matter));
    if !sues_back(matter.text()) {
        drafts.extend(speakers::turned(matter));
    }
    // Who sues for a debt and is answered is not told as the one who owes it.
    let refuses = ["无需", "无须", "不存在"]
        .iter()
        .any(|word| matter.claims().iter().any(|(_, claim)| claim.text.value.contains(word)));
    if drafts.is_empty() && !sues_back(matter.text()) && !is_of_both(matter) && !refuses {
        drafts.extend(super::acts::turned(matter));
    }
    drafts
}

/// A suit of which the heading names who sues and a third party, and nobody who is sued.
pub(super) fn unsued(matter: &Matter<'_>) -> Option<Draft> {
    let is_suit = matter.number().is_some_and(|(_, number)| number.value.code.ends_with('初'))
        && matter.stage() == Some(Stage::FirstInstance);
    let named = !matter.side(RoleKind::Claimant).is_empty() && matter.side(RoleKind::Respondent).is_empty();
    let (fact, party) = matter.side(RoleKind::ThirdParty).into_iter().next()?;
    let is_third = fold(&party.role.value).contains("第三人") && !matter.text().contains("被告");
    let draft = Draft::new().way("named").about(fact, party.role.evidence).found(&party.role.value);
    (is_suit && named && is_third).then(|| draft.expected("被告"))
}

/// Orders that call both sides by their roles alone and have who asks pay who is asked: `申请人…支付被申请人加班费1324元`.
fn by_role(matter: &Matter<'_>) -> Vec<Draft> {
    let form = pattern!(
        r"^(?:由)?(?P<who>申请人|原告)(?:应当?|须)?(?:自|于|在)?[^,。;元]{0,40}?(?:一次性)?(?:支付|给付|偿还|赔偿|返还)(?:给)?(?:被申请人|被告)[^,。;]{0,16}?\d"
    );
    let refuses = ["无需", "无须", "不支付", "不予支付", "返还", "退还"]
        .iter()
        .any(|word| matter.claims().iter().any(|(_, claim)| claim.text.value.contains(word)));
    if sues_back(matter.text())
        || is_of_both(matter) && matter.instrument() != Some(InstrumentKind::Award)
        || refuses
    {
        return Vec::new();
    }
    let wrong = matter.holdings().into_iter().filter_map(|(fact, holding)| {
        let text = fold(&holding.text.value);
        let who = form?.captures(&text)?.name("who")?.as_str().to_owned();
        // Costs are borne by whoever has to.
        let costs = ["仲裁费", "受理费", "保全费", "鉴定费", "费用"].iter().any(|word| text.contains(word));
        let draft = Draft::new().way("payment").about(fact, holding.text.evidence).found(&who);
        (holding.kind == HoldingKind::Payment && !costs)
            .then(|| draft.expected(if who == "原告" { "被告" } else { "被申请人" }))
    });
    wrong.collect()
}

/// Claims by which who sues asks that he himself be told to pay or to do something: `判令原告张三归还…`, `由原告承担诉讼费`.
fn asked_of_himself(matter: &Matter<'_>) -> Vec<Draft> {
    if sues_back(matter.text()) || is_of_both(matter) {
        return Vec::new();
    }
    let claimants: Vec<String> =
        matter.side(RoleKind::Claimant).iter().map(|(_, party)| fold(&party.name.value)).collect();
    let lead = pattern!(
        r"^(?:请求|要求|申请)?(?:人民法院|法院|贵院)?(?:依法|立即)?(?:判令|判决|判处|责令|请求|要求|令)?(?:依法|立即)?(?P<role>原告)?[一二三12]?"
    );
    let does = pattern!(
        r"^[^,。;、]{0,30}?(?:支付|给付|偿还|归还|返还|赔偿|退还|清偿|偿付|交付|腾退|腾空|搬离|迁出|承担|负担|履行|协助|停止|道歉|拆除|修复|交还)"
    );
    let costs = pattern!(r"费用?(?:全部|均|应)?由(?P<who>原告)?(?P<name>[^,。;、]{0,30}?)(?:承担|负担)");
    let own =
        |rest: &str| claimants.iter().find(|name| rest.starts_with(name.as_str())).map_or(0, String::len);
    let told = |text: &str| {
        let found = lead.and_then(|lead| lead.captures(text))?;
        let rest = text.get(found.get(0)?.end()..)?;
        let named = own(rest);
        let rest = rest.get(named..)?;
        // 原告与被告之间的合同, 原告的损失, 原告有权: what is asked for is not asked of him.
        const OTHERS: [&str; 12] =
            ["与", "和", "、", "及", "的", "对", "有权", "享有", "无", "不", "就", "因"];
        let other = OTHERS.iter().any(|word| rest.starts_with(word));
        let clause = does.and_then(|does| does.find(rest)).map(|found| found.as_str());
        let turned = clause.is_some_and(|clause| {
            !["由", "被告应", "不", "无需", "无须", "要求", "对原告", "损失", "为原告"]
                .iter()
                .any(|word| clause.contains(word))
        });
        (found.name("role").is_some() || named > 0).then_some(()).filter(|()| !other && turned)
    };
    let bears = |text: &str| {
        let found = costs.and_then(|costs| costs.captures(text))?;
        let name = found.name("name").map_or("", |name| name.as_str());
        let himself = found.name("who").is_some() && (name.is_empty() || own(name) == name.len());
        (himself || !name.is_empty() && own(name) == name.len()).then_some(())
    };
    let claims = matter.claims().into_iter().filter(|(_, claim)| {
        let text = fold(&claim.text.value);
        told(text.trim_start()).or_else(|| bears(&text)).is_some()
    });
    let sued = matter.side(RoleKind::Respondent).into_iter().next();
    let draft = |(fact, claim): (&Fact, &crate::legal::Claim)| {
        let draft = Draft::new().way("asked").about(fact, claim.text.evidence).found(&claim.text.value);
        sued.into_iter().fold(draft, |draft, (fact, party)| {
            draft.against(fact, party.role.evidence).expected(&party.name.value)
        })
    };
    claims.map(draft).collect()
}

/// Cases in which either side may be told to do something.
fn is_of_both(matter: &Matter<'_>) -> bool {
    const EITHER: [&str; 9] = ["离婚", "继承", "共有", "析产", "分割", "抚养", "合伙", "劳动", "确认"];
    EITHER.iter().any(|word| matter.cause().contains(word))
}

/// Orders that have somebody pay himself: one party is named before what is paid, twice, and nobody else.
fn to_himself(matter: &Matter<'_>) -> Vec<Draft> {
    let names: Vec<String> = matter.parties().iter().map(|(_, party)| fold(&party.name.value)).collect();
    let pays = |holding: &Holding| {
        let text = fold(&holding.text.value);
        let end = find_money(&text).first().map_or(0, |sum| sum.range.start);
        // What stands in brackets, and behind the sum, tells who owes what to whom.
        let led = text.get(..end).unwrap_or_default().split('(').next().unwrap_or_default();
        let times = |name: &str| led.matches(name).count();
        let own = names.iter().find(|name| name.chars().count() > 1 && times(name) > 1)?;
        let alone =
            names.iter().all(|other| other == own || own.contains(other.as_str()) || times(other) == 0);
        // `由甲方张三于张三处…`: both stand before somebody pays, and the second is paid to.
        let last = led.rfind(own.as_str())?;
        let before = led.get(..last)?.trim_end_matches(|c| "原被告人方第三".contains(c));
        let addressed =
            ["向", "给", "付", "还", "偿", "赔", "予", "对", "清"].iter().any(|word| before.ends_with(word));
        (alone && addressed).then(|| own.clone())
    };
    let paying = matter.holdings().into_iter().filter(|(_, holding)| holding.kind == HoldingKind::Payment);
    let draft = |(fact, holding): (&Fact, &Holding)| {
        let own = pays(holding)?;
        let draft = Draft::new().way("himself").about(fact, holding.text.evidence);
        Some(draft.found(&own))
    };
    paying.filter_map(draft).collect()
}

/// Whether each side sues the other, as where neither takes an award of labour: `原告(被告)张三`, `被告(原告)某公司`.
pub(super) fn both_sue(matter: &Matter<'_>) -> bool {
    let form = pattern!(r"^(?:原告|被告)[一二三12]?\((?:原告|被告)\)$");
    matter.parties().iter().any(|(_, party)| form.is_some_and(|form| form.is_match(&fold(&party.role.value))))
}

/// Dismissals of claims of somebody who is sued and has brought none.
fn dismissed_to_sued(matter: &Matter<'_>) -> Vec<Draft> {
    if sues_back(matter.text()) || both_sue(matter) {
        return Vec::new();
    }
    let claimants: Vec<String> =
        matter.side(RoleKind::Claimant).iter().map(|(_, party)| fold(&party.name.value)).collect();
    let sued = matter.side(RoleKind::Respondent);
    let whose = pattern!(
        r"(?:^驳回|^准[许予]|对于?)(?:本案)?(?P<role>原告|被告|第三人|申请人|被申请人)?(?P<rest>.*)$"
    );
    let mut drafts = Vec::new();
    let holdings = matter.holdings();
    let own = |holding: &Holding, text: &str| {
        let withdrawn = text.contains("撤诉") || text.contains("撤回") && text.contains("起诉");
        holding.kind == HoldingKind::Dismissal && text.contains("请求") || text.starts_with('准') && withdrawn
    };
    for (fact, holding) in &holdings {
        let text = fold(&holding.text.value);
        let Some(found) = whose.and_then(|form| form.captures(&text)).filter(|_| own(holding, &text)) else {
            continue;
        };
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        let is_role = found.name("role").is_some_and(|role| role.as_str() == "被告");
        let by_role = is_role
            && rest.trim_start_matches(|c| "一二三12".contains(c)).starts_with(['的', '其', '全', '撤']);
        let named = sued.iter().find(|(_, party)| {
            let name = fold(&party.name.value);
            let longer = claimants.iter().any(|own| own.starts_with(&name) && rest.starts_with(own.as_str()));
            name.chars().count() > 1 && !longer && rest.starts_with(&name)
        });
        let Some((other, party)) = named.or(sued.first().filter(|_| by_role)) else { continue };
        let draft = Draft::new().way("dismissed").about(fact, holding.text.evidence);
        drafts.push(
            draft.against(other, party.role.evidence).found(&party.name.value).expected(&party.role.value),
        );
    }
    drafts
}

/// Whether an order has something given back that the claims ask for, of a contract that nobody undoes: there both sides give back.
fn gives_back(matter: &Matter<'_>, order: &str) -> bool {
    const UNDONE: [&str; 4] = ["解除", "撤销", "无效", "退货"];
    const BACK: [&str; 4] = ["返还", "退还", "归还", "交还"];
    let undone = UNDONE.iter().any(|word| matter.text().contains(word));
    let asked = |word: &&&str| matter.claims().iter().any(|(_, claim)| claim.text.value.contains(**word));
    !undone && BACK.iter().filter(|word| order.contains(**word)).any(|word| asked(&word))
}

/// Claimants who pay the sued, though nobody has sued back.
fn swapped(matter: &Matter<'_>) -> Vec<Draft> {
    let end = matter.sections.operative.start;
    let says = |word: &&str| matter.flow.slice(0..matter.text().len()).contains(*word);
    // What is given back is given by the claimant only where he does not ask for it himself.
    const RETURNS: [&str; 4] = ["退还", "返还", "退回", "退款"];
    let returned =
        !matter.claims().iter().any(|(_, claim)| RETURNS.iter().any(|word| claim.text.value.contains(word)));
    let countered = ["互负", "抵销", "双倍返还"].iter().any(says)
        || sues_back(matter.text())
        || returned && says(&"退还");
    if countered || end == 0 {
        return Vec::new();
    }
    // Who asks not to have to pay, or for a share of what is common, may well be told to.
    const EITHER: [&str; 7] = ["离婚", "继承", "共有", "析产", "分割", "抚养", "合伙"];
    const REFUSES: [&str; 6] = ["不支付", "无需", "无须", "不承担", "不予支付", "不应支付"];
    let refuses = matter.claims().iter().any(|(_, claim)| {
        let text = fold(&claim.text.value);
        REFUSES.iter().any(|word| text.contains(word))
    });
    if refuses || EITHER.iter().any(|word| matter.cause().contains(word)) {
        return Vec::new();
    }
    let names = |kind: RoleKind| -> Vec<String> {
        matter.side(kind).iter().map(|(_, party)| fold(&party.name.value)).collect()
    };
    let (claimants, respondents) = (names(RoleKind::Claimant), names(RoleKind::Respondent));
    let mut drafts = Vec::new();
    for (fact, holding) in matter.holdings() {
        let gives = holding.kind == HoldingKind::Performance && gives_back(matter, &holding.text.value);
        if holding.kind != HoldingKind::Payment && !gives {
            continue;
        }
        let all = |list: &[crate::Stated<String>], names: &[String]| {
            !list.is_empty() && list.iter().all(|stated| names.contains(&fold(&stated.value)))
        };
        if all(&holding.obligors, &claimants) && all(&holding.obligees, &respondents) {
            let claim = matter.claims().into_iter().find(|(_, claim)| !claim.amounts.is_empty());
            let mut draft = Draft::new().way("payment").about(fact, holding.text.evidence);
            if let Some((fact, claim)) = claim {
                draft = draft.against(fact, claim.text.evidence);
            }
            let list = |list: &[crate::Stated<String>]| {
                list.iter().map(|s| s.value.as_str()).collect::<Vec<_>>().join("、")
            };
            drafts.push(draft.found(list(&holding.obligors)).expected(list(&holding.obligees)));
        }
    }
    drafts
}
