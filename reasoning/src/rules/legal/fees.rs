//! Costs of the case: L17.

use rust_decimal::Decimal;

use super::claims::{asked, claimed, runs_on};
use super::matter::{Matter, Quote, among};
use super::subject::is_beside;
use super::sums::amount;
use super::tables::Scale;
use crate::legal::{Claim, Cost, InstrumentKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, Currency, Stage, find_money};
use crate::{Fact, fold};

/// Claims whose sums are no part of what is in dispute.
const COSTS: [&str; 6] = ["诉讼费", "受理费", "保全费", "公告费", "鉴定费", "评估费"];

/// L17: the fee follows the scale, what is charged is the fee or half of it, and the shares add up.
pub(super) fn fees(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let costs = matter.costs();
    if costs.is_empty() {
        return Verdict::lacks("cost");
    }
    let mut drafts: Vec<Draft> = shares_in_words(matter).into_iter().collect();
    for (fact, cost) in &costs {
        drafts.extend(halved(fact, cost).or_else(|| halved_in_name(matter, fact, cost)));
        drafts.extend(shares(fact, cost).filter(|_| drafts.is_empty()));
        let name = fold(&cost.name.value);
        let alone = costs.len() == 1 && ["诉讼费", "诉讼费用"].contains(&name.as_str());
        if name.contains("受理费") && !name.contains("反诉") || alone {
            drafts.extend(by_scale(matter, rule, fact, cost));
            drafts.extend(by_kind(matter, rule, fact, cost).filter(|_| drafts.is_empty()));
        }
        if name.contains("保全")
            || name.ends_with("申请费")
                && matter.says(0..matter.text().len(), &["财产保全", "诉前保全", "诉讼保全"])
        {
            drafts.extend(by_preserved(matter, rule, fact, cost));
        }
    }
    Verdict::Checked(drafts)
}

/// What is charged is neither the whole nor half of it.
fn halved(fact: &Fact, cost: &Cost) -> Option<Draft> {
    let (whole, charged) = (cost.amount.value.amount()?, cost.reduced.as_ref()?);
    let paid = charged.value.amount()?;
    let half = whole.checked_div(Decimal::TWO)?;
    let near = |value: Decimal| (paid - value).abs() <= Decimal::ONE;
    if near(whole) || near(half) {
        return None;
    }
    let draft = Draft::new().way("half").about(fact, charged.evidence).against(fact, cost.amount.evidence);
    Some(draft.found(amount(&charged.value)).expected(half.normalize().to_string()))
}

/// What is said to be charged by half is the whole: `案件受理费9496元,减半收取9496元`, `…减半收取,由被告负担9496元`.
fn halved_in_name(matter: &Matter<'_>, fact: &Fact, cost: &Cost) -> Option<Draft> {
    let whole = cost.amount.value.minor;
    let text = matter.text();
    let form = pattern!(
        r"(?:减半|折半|半数|一半|二分之一)[^,。;:元]{0,8}?(?:收取|交纳|缴纳|征收|计收|收费|收|计|为|即)[^,。;元]{0,8}$"
    );
    let borne = pattern!(r"(?:减半|折半|半数)[^。;元]{0,60}(?:负担|承担|交纳|缴纳)(?:人民币)?$");
    let from = matter.sections.operative.start;
    let sums = among(matter.sums(), from..text.len());
    let again = sums.windows(2).filter(|two| two.iter().all(|sum| sum.value.minor == whole && whole > 0));
    let half = again.into_iter().find_map(|two| {
        let (first, second) = (two.first()?, two.last()?);
        let between = text.get(first.range.end..second.range.start)?;
        let named = text.get(..first.range.start)?.trim_end_matches("人民币");
        let own = ["费", "为", "计", "共", ":"].iter().any(|word| named.ends_with(word));
        let says = [form, borne].into_iter().flatten().any(|form| form.is_match(between));
        (own && says).then(|| second.range.clone())
    })?;
    let expected = cost.amount.value.amount()?.checked_div(Decimal::TWO)?;
    let draft = Draft::new().way("half").about_text(matter, half).against(fact, cost.amount.evidence);
    Some(draft.found(amount(&cost.amount.value)).expected(expected.normalize().to_string()))
}

/// A fee whose shares, as its own clause tells them, come to neither it nor its half: `受理费2200元,由原告负担550元,被告负担1750元;`.
fn shares_in_words(matter: &Matter<'_>) -> Option<Draft> {
    let fee = pattern!(r"(?:受理费|诉讼费|申请费|保全费|鉴定费)[^,。;\d]{0,8}(?P<fee>\d[\d,]*(?:\.\d+)?)元")?;
    let share = pattern!(r"(?:负担|承担)[^,。;\d]{0,6}(?P<share>\d[\d,]*(?:\.\d+)?)元")?;
    let half = pattern!(r"(?:减半|实际)[^,。;\d]{0,8}(?P<half>\d[\d,]*(?:\.\d+)?)元")?;
    let from = matter.sections.operative.end;
    let text = matter.flow.slice(from..matter.text().len());
    let number =
        |found: regex::Match<'_>| -> Option<Decimal> { found.as_str().replace(',', "").parse().ok() };
    let mut at = from;
    for clause in text.split_inclusive([';', '。']) {
        let range = at..at + clause.len();
        at = range.end;
        let whole: Vec<Decimal> =
            fee.captures_iter(clause).filter_map(|one| number(one.name("fee")?)).collect();
        let shares: Vec<Decimal> =
            share.captures_iter(clause).filter_map(|one| number(one.name("share")?)).collect();
        let halved = half.captures_iter(clause).find_map(|one| number(one.name("half")?));
        let ([whole], [_, _, ..]) = (whole.as_slice(), shares.as_slice()) else { continue };
        let sum = shares.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(*one));
        let near = |value: Decimal| (sum - value).abs() <= Decimal::ONE;
        if near(*whole)
            || halved.is_some_and(near)
            || clause.contains("其余")
            || whole.checked_div(Decimal::TWO).is_some_and(near)
        {
            continue;
        }
        let draft = Draft::new().way("shares").about_text(matter, range).found(sum.to_string());
        return Some(draft.expected(halved.unwrap_or(*whole).to_string()));
    }
    None
}

/// The shares of those who bear it do not add up.
fn shares(fact: &Fact, cost: &Cost) -> Option<Draft> {
    let named: Vec<_> = cost.bearers.iter().filter_map(|bearer| bearer.amount.as_ref()).collect();
    if named.len() < 2 || named.len() != cost.bearers.len() {
        return None;
    }
    let sum: i128 = named.iter().map(|money| money.value.minor).fold(0, i128::saturating_add);
    let charged = cost.reduced.as_ref().unwrap_or(&cost.amount);
    // What two instances cost is told in one sentence.
    let both = sum == 2 * charged.value.minor && cost.bearers.len() > 2;
    let fits = |minor: i128| (sum - minor).abs() <= 100 || both;
    if fits(charged.value.minor) || fits(cost.amount.value.minor) {
        return None;
    }
    let draft =
        named.iter().fold(Draft::new().way("shares"), |draft, money| draft.about(fact, money.evidence));
    let draft = draft.against(fact, charged.evidence);
    Some(
        draft
            .found(Decimal::new(i64::try_from(sum).ok()?, 2).normalize().to_string())
            .expected(amount(&charged.value)),
    )
}

/// The fee of a case about property against the scale. What is in dispute is the sum of the claims; where one names no
/// sum, the fee may be higher, and where some are withdrawn or halved, lower: only a fee that no reading explains is shown.
fn by_scale(matter: &Matter<'_>, rule: &Rule, fact: &Fact, cost: &Cost) -> Option<Draft> {
    let cause = matter.cause();
    let other = rule.words("other_causes").iter().any(|word| cause.contains(word));
    let judgment = matter.instrument() == Some(InstrumentKind::Judgment);
    if other || !judgment || !matter.is_civil() || matter.stage() != Some(Stage::FirstInstance) {
        return None;
    }
    let whole = cost.amount.value.amount()?;
    let own = matter.claims();
    if own.iter().flat_map(|(_, claim)| &claim.amounts).any(|sum| sum.value.currency != Currency::Yuan) {
        return None;
    }
    let claims: Vec<_> = matter
        .claims()
        .into_iter()
        .filter(|(_, claim)| {
            !claim.amounts.is_empty() || !COSTS.iter().any(|word| claim.text.value.contains(word))
        })
        .collect();
    let first = |claim: &Claim| claimed(&claim.text.value);
    let sums: Vec<Option<Decimal>> = claims.iter().map(|(_, claim)| first(claim)).collect();
    if sums.iter().all(Option::is_none)
        || matter.claims().iter().any(|(_, claim)| claim.number.is_none()) && claims.len() > 1
    {
        return None;
    }
    let scale = Scale::of(rule, "acceptance");
    // Either all claims count, or the debt itself without what grows from it.
    let all: Decimal = sums.iter().flatten().fold(Decimal::ZERO, |sum, one| sum.saturating_add(*one));
    let candidates = candidates(&scale, all, &claims, &sums, matter.text().contains("反诉"));
    let tolerance = rule.number("tolerance").unwrap_or(Decimal::ONE);
    let fits = |fee: &Decimal| {
        let half = fee.checked_div(Decimal::TWO).unwrap_or_default();
        [*fee, half].iter().any(|value| (whole - value).abs() <= tolerance)
    };
    let open = claims
        .iter()
        .zip(&sums)
        .any(|((_, claim), sum)| sum.is_none() && !BESIDE.iter().any(|word| claim.text.value.contains(word)));
    let open = open && whole > scale.fee(all);
    // Half is for the simple procedure, and where the court says so.
    let whole_only = |fee: &Decimal| (whole - fee).abs() <= tolerance;
    let halved = cost.reduced.as_ref().is_none_or(|charged| charged.value.minor == cost.amount.value.minor)
        && is_ordinary(matter)
        && !candidates.iter().any(whole_only);
    if candidates.iter().any(fits) && !halved || open {
        return None;
    }
    let mut draft = Draft::new().about(fact, cost.amount.evidence);
    for (claim_fact, claim) in claims.iter().filter(|(_, claim)| !claim.amounts.is_empty()) {
        if let Some(money) = claim.amounts.first() {
            draft = draft.against(claim_fact, money.evidence);
        }
    }
    Some(draft.found(amount(&cost.amount.value)).expected(scale.fee(all).round().to_string()))
}

/// What a case of some kind costs, whatever it is about.
#[derive(Debug, serde::Deserialize)]
struct Fixed {
    #[serde(default)]
    branch: Option<Branch>,
    /// Words of its cause.
    #[serde(default)]
    causes: Vec<String>,
    /// Words of its order.
    #[serde(default)]
    orders: Vec<String>,
    least: i64,
    most: i64,
    /// The sum in dispute, in yuan, from which on it costs more.
    #[serde(default)]
    up_to: Option<i64>,
}

/// The fee of a case whose kind has a fee of its own.
fn by_kind(matter: &Matter<'_>, rule: &Rule, fact: &Fact, cost: &Cost) -> Option<Draft> {
    let kinds: Vec<Fixed> = rule.parameter("fixed");
    let order = fold(matter.flow.slice(matter.sections.operative.clone()));
    let cause = matter.cause();
    let is = |kind: &&Fixed| {
        let has = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        kind.branch.is_some_and(|branch| matter.branch() == Some(branch))
            || has(&kind.causes, cause)
            || !kind.orders.is_empty() && kind.orders.iter().all(|word| order.contains(word.as_str()))
    };
    let kind = kinds.iter().find(is)?;
    let whole = cost.amount.value.amount()?;
    let large = kind.up_to.is_some_and(|up_to| {
        matter.sums().iter().any(|sum| sum.value.amount().is_some_and(|sum| sum > Decimal::from(up_to)))
    });
    let least = Decimal::from(kind.least).checked_div(Decimal::TWO)?;
    let told = (least..=Decimal::from(kind.most)).contains(&whole);
    let mediated = !matches!(matter.instrument(), Some(InstrumentKind::Judgment | InstrumentKind::Ruling));
    if told || large || mediated {
        return None;
    }
    let draft = Draft::new().about(fact, cost.amount.evidence).found(amount(&cost.amount.value));
    Some(draft.expected(format!("{}–{}", kind.least, kind.most)))
}

/// The fees that some reading of the claims gives: of all, of all sums that they name, of the first ones, of one alone.
fn candidates(
    scale: &Scale,
    all: Decimal,
    claims: &[(&Fact, &Claim)],
    sums: &[Option<Decimal>],
    counted_apart: bool,
) -> Vec<Decimal> {
    let every =
        claims.iter().flat_map(|(_, claim)| own_sums(claim)).fold(Decimal::ZERO, Decimal::saturating_add);
    let mut fees = vec![scale.fee(all), scale.fee(every)];
    // What comes beside a debt is no case of its own, unless nothing else is asked for.
    let alone =
        |claim: &Claim| !asked(&claim.text.value, &claim.amounts).is_some_and(|own| is_beside(&own.subject));
    let has_debt = claims.iter().any(|(_, claim)| !claim.amounts.is_empty() && alone(claim));
    let mut counted = Decimal::ZERO;
    let open = counted_apart
        || claims
            .iter()
            .zip(sums)
            .any(|((_, claim), sum)| sum.is_none() || runs_on(&fold(&claim.text.value)));
    for ((_, claim), one) in claims.iter().zip(sums) {
        let Some(one) = one else { continue };
        counted = counted.saturating_add(*one);
        // What comes beside a debt in a sum of its own is in dispute as the debt is.
        if !open {
            continue;
        }
        fees.push(scale.fee(counted));
        if alone(claim) || !has_debt {
            fees.push(scale.fee(*one));
        }
    }
    fees
}

/// Who is to answer for a debt, and what it is secured by, adds nothing to what is in dispute.
const BESIDE: [&str; 7] = ["连带", "保证责任", "优先受偿", "上述", "负担", "承担本案", "确认"];

/// Whether a bench of several decided in the ordinary procedure, of whose fee nothing is left off.
fn is_ordinary(matter: &Matter<'_>) -> bool {
    let judges = matter.panel();
    let judges = judges.iter().filter(|(_, member)| {
        let role = &member.role.value;
        ["审判长", "审判员", "陪审员"].iter().any(|word| role.contains(word))
    });
    let text = matter.text();
    judges.count() > 2
        && !["减半", "半数", "简易程序", "撤回", "反诉", "减收", "免收"]
            .iter()
            .any(|word| text.contains(word))
}

/// The fee of a preservation against its scale. What is preserved is told in the ruling: `冻结……存款100000元`; where no or
/// several sums are told of it, only a fee above the most is shown.
fn by_preserved(matter: &Matter<'_>, rule: &Rule, fact: &Fact, cost: &Cost) -> Option<Draft> {
    const KEPT: [&str; 6] = ["冻结", "查封", "扣押", "保全", "轮候", "限额"];
    let whole = cost.amount.value.amount()?;
    let scale = Scale::of(rule, "preservation");
    let text = fold(matter.flow.slice(0..matter.text().len()));
    let sums: Vec<Decimal> = text
        .split(['。', ';'])
        .filter(|sentence| KEPT.iter().any(|word| sentence.contains(word)) && !sentence.contains('费'))
        .flat_map(find_money)
        .filter_map(|money| money.value.amount())
        .collect();
    let tolerance = rule.number("tolerance").unwrap_or(Decimal::ONE);
    let most = scale.fee(Decimal::from(i64::MAX));
    let beyond = whole > most.saturating_add(tolerance);
    let one = sums.first().filter(|first| sums.iter().all(|sum| sum == *first)).copied();
    let fits = |sum: Decimal| (scale.fee(sum) - whole).abs() <= tolerance;
    if !beyond && one.is_none_or(fits) {
        return None;
    }
    let expected = one.map_or(most, |sum| scale.fee(sum));
    let draft = Draft::new().about(fact, cost.amount.evidence);
    Some(draft.found(amount(&cost.amount.value)).expected(expected.round_dp(2).normalize().to_string()))
}

/// All sums that a claim names, without those that interest is worked out from (`以1000元为基数`).
fn own_sums(claim: &Claim) -> Vec<Decimal> {
    let text = fold(&claim.text.value);
    let is_base = |end: usize| {
        let behind = text.get(end..).unwrap_or_default();
        ["为基数", "为本金", "的"].iter().any(|word| behind.starts_with(word))
    };
    let own = find_money(&text).into_iter().filter(|money| !is_base(money.range.end));
    own.filter_map(|money| money.value.amount()).collect()
}
