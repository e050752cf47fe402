//! What the reasons grant or refuse by its name, and what the order makes of it: part of L27.

use std::ops::Range;

use super::matter::{Matter, Quote};
use super::subject::is_beside;
use crate::Fact;
use crate::fold;
use crate::legal::{Holding, HoldingKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::Draft;

/// What a clause says is asked for: `关于验收款的请求`, `要求支付年休假工资的请求`, `主张优先受偿权,`.
pub(super) fn asked_for(words: &str) -> Option<&str> {
    let form = pattern!(
        r"(?:支付|赔偿|返还|偿还|给付|承担|退还|确认|关于|对于|对其|就|主张|要求)(?:其|被告|被申请人|原告|申请人)?(?P<what>\p{Han}{2,16}?)(?:的?(?:请求|主张|诉请|诉讼请求|仲裁请求)|,|$)"
    );
    let found = form.into_iter().flat_map(|form| form.captures_iter(words));
    let told = found.filter_map(|found| Some(found.name("what")?.as_str()));
    let told = told.filter(|what| !WHOLE.iter().any(|word| what.contains(word)));
    // The verb may stand in front of what is asked for once more: 要求支付工资.
    told.map(|what| {
        let verbs = ["支付", "赔偿", "返还", "偿还", "给付", "承担", "退还", "确认", "要求"];
        verbs
            .iter()
            .filter_map(|verb| what.rsplit_once(verb))
            .map(|(_, rest)| rest)
            .min_by_key(|rest| rest.len())
            .unwrap_or(what)
    })
    .find(|what| what.chars().count() > 1)
}

/// Words of what is no single thing that is asked for.
const WHOLE: [&str; 8] = ["诉讼请求", "全部", "其他", "其余", "上述", "该", "超出", "部分"];

fn does(holding: &Holding) -> bool {
    !matches!(holding.kind, HoldingKind::Dismissal | HoldingKind::Procedure)
        && !fold(&holding.text.value).starts_with("驳回")
}

/// Whether an order does what is called so.
fn is_of(order: &str, what: &str) -> bool {
    let stays = ["停止执行", "排除执行", "停止对"].iter().any(|word| what.contains(word));
    order.contains(what) || stays && (order.starts_with("不得执行") || order.starts_with("停止"))
}

/// Something that the reasons refuse by its name and the order grants by that name.
pub(super) fn refused_anyway(
    matter: &Matter<'_>,
    refusals: &[Range<usize>],
    grants: &[Range<usize>],
) -> Option<Draft> {
    let holdings = matter.holdings();
    let sued: Vec<String> =
        matter.side(RoleKind::Respondent).iter().map(|(_, party)| fold(&party.name.value)).collect();
    refusals.iter().find_map(|range| {
        let words = matter.flow.slice(range.clone());
        let what = asked_for(words)?;
        // What is refused is often a rate or a height, and what the sued asks for is another thing.
        let measured = words.contains(|c: char| c.is_ascii_digit())
            || ["按", "标准", "计算", "过高", "金额", "数额"].iter().any(|word| words.contains(word))
            || is_beside(what)
            || ["利息", "违约金", "损失", "赔偿金"].iter().any(|word| what.contains(word));
        let by_sued = ["被告", "被申请人", "被上诉人"].iter().any(|word| words.contains(word))
            || sued.iter().any(|name| words.contains(name.as_str()));
        if measured || by_sued {
            return None;
        }
        let granted = grants.iter().any(|grant| matter.flow.slice(grant.clone()).contains(what));
        let order = holdings.iter().find(|(_, one)| does(one) && is_of(&fold(&one.text.value), what));
        let (fact, holding) = order.filter(|_| !granted)?;
        Some(told("refused", matter, (*fact, *holding), range))
    })
}

fn told(way: &str, matter: &Matter<'_>, (fact, holding): (&Fact, &Holding), range: &Range<usize>) -> Draft {
    let draft = Draft::new().way(way).about(fact, holding.text.evidence).against_text(matter, range.clone());
    draft.found(&holding.text.value).expected(matter.flow.printed(range.clone()))
}

/// A fee or a compensation that is claimed in a sum and that the reasons grant by its name, over orders that name neither it nor a
/// sum that it may be in.
pub(super) fn granted_in_vain(matter: &Matter<'_>, grants: &[Range<usize>]) -> Option<Draft> {
    let (claims, holdings) = (matter.claims(), matter.holdings());
    let dismissal = holdings.iter().find(|(_, one)| one.kind == HoldingKind::Dismissal)?;
    let name = pattern!(
        r"(?:^|[,;。:、])(?P<name>\p{Han}{1,8}[费金款])[^费金款,。;]{0,14},?(?:本院|本委|仲裁庭)?(?:依法)?(?:予以|应予|可予)支持"
    )?;
    grants.iter().find_map(|range| {
        let words = matter.flow.slice(range.clone());
        let own = name.captures(words).and_then(|found| found.name("name")).map(|name| name.as_str());
        let noun = asked_for(words).filter(|noun| noun.ends_with(['费', '金', '款', '资'])).or(own)?;
        // Costs are told in a sentence of their own.
        const COSTS: [&str; 8] = ["鉴定", "公告", "保全", "诉讼", "受理", "评估", "翻译", "执行"];
        if COSTS.iter().any(|word| noun.contains(word)) {
            return None;
        }
        let claimed = claims
            .iter()
            .any(|(_, claim)| fold(&claim.text.value).contains(noun) && !claim.amounts.is_empty());
        let paid = holdings.iter().filter(|(_, one)| does(one)).any(|(_, one)| {
            let text = fold(&one.text.value);
            // A sum of several things may have it in it.
            text.contains(noun)
                || ["等", "共计", "合计", "各项", "损失"].iter().any(|word| text.contains(word))
        });
        // A sum that no claim has may hold it too.
        let minors: Vec<i128> =
            claims.iter().flat_map(|(_, claim)| &claim.amounts).map(|money| money.value.minor).collect();
        let joint = holdings.iter().filter(|(_, one)| does(one)).flat_map(|(_, one)| &one.amounts);
        let joint = joint.into_iter().any(|money| {
            !minors.contains(&money.value.minor) && minors.iter().all(|own| money.value.minor > *own)
        });
        (claimed && !paid && !joint).then(|| told("dismissed", matter, *dismissal, range))
    })
}

/// What the reasons say that an act is not, over an order to pay for it by that name: `不构成违法解除`.
pub(super) fn not_so(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"(?:不构成|不属于|并未构成|不成立)(?P<what>\p{Han}{3,10}?)(?:[,。;]|$)")?;
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone());
    let holdings = matter.holdings();
    form.captures_iter(text).find_map(|found| {
        let (whole, what) = (found.get(0)?, found.name("what")?.as_str());
        let before = text.get(..whole.start())?;
        let sentence = before.rsplit(['。', ';']).next().unwrap_or_default();
        let said = ["辩称", "抗辩", "主张", "认为", "是否", "如", "若", "称"]
            .iter()
            .any(|word| sentence.contains(word));
        let own = sentence.contains("本院认为") || sentence.contains("本委认为") || !said;
        let order = holdings
            .iter()
            .find(|(_, one)| one.kind == HoldingKind::Payment && fold(&one.text.value).contains(what))?;
        let range = reasons.start + whole.start()..reasons.start + whole.end();
        own.then(|| told("refused", matter, (order.0, order.1), &range))
    })
}

/// Rulings on whether something may be withdrawn: reasons that do not allow it over an order that does, and the other way round.
pub(super) fn withdrawal(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?P<not>不(?:应|予|能|宜)?(?:予以)?|不予|不应|不得)(?:准许|准予|允许)|(?:应予|予以|可予|应当|可以|依法|应)(?:予以|予)?(?:准许|准予)"
    )?;
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone());
    let last = form.captures_iter(text).filter(|found| {
        let at = found.get(0).map_or(0, |whole| whole.start());
        let sentence = text.get(..at).unwrap_or_default().rsplit(['。', ';']).next().unwrap_or_default();
        !["是否", "如", "若", "辩称", "主张"].iter().any(|word| sentence.contains(word))
    });
    let last = last.last()?;
    let (whole, refused) = (last.get(0)?, last.name("not").is_some());
    let holdings = matter.holdings();
    let (fact, holding) = holdings.first()?;
    let order = fold(&holding.text.value);
    let allows = order.starts_with("准许") || order.starts_with("准予");
    let forbids = order.starts_with("不准") || order.starts_with("不予准") || order.starts_with("驳回");
    let withdraws = order.contains("撤回") || order.contains("撤诉");
    let range = reasons.start + whole.start()..reasons.start + whole.end();
    let way = if refused { "refused" } else { "dismissed" };
    (withdraws && (refused && allows || !refused && forbids))
        .then(|| told(way, matter, (*fact, *holding), &range))
}

/// A conviction over reasons that do not find the charge proved.
pub(super) fn uncharged(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"指控[^,。;]{0,24}?(?:罪名|犯罪)?(?:不能成立|不成立)")?;
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone());
    let found = form.find(text)?;
    let before = text.get(..found.start())?.rsplit(['。', ';']).next().unwrap_or_default();
    let said = ["辩护", "辩称", "提出", "意见"].iter().any(|word| before.contains(word));
    // Of several charges one may fail.
    let others = text.matches("构成").count() > 1
        || ["罪名成立", "改变", "定性", "应认定", "应以", "应定", "应当认定", "罪论处"]
            .iter()
            .any(|word| text.contains(word));
    let holdings = matter.holdings();
    let convicted = holdings.iter().find(|(_, one)| one.kind == HoldingKind::Conviction)?;
    let range = reasons.start + found.start()..reasons.start + found.end();
    (!said && !others).then(|| told("refused", matter, *convicted, &range))
}
