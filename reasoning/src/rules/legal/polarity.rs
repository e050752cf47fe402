//! Whether the order follows from the reasons: L27.

use std::ops::Range;

use super::claims::{MOST_SUBJECT, asked, dismisses_one};
use super::english_court;
use super::matter::{Matter, Quote};
use super::named_fates;
use super::order_words;
use super::remedies;
use super::sides::both_sue;
use super::subject::{SUBJECTS, is_beside, subject, subject_in};
use super::sums::{amount, sums};
use crate::fold;
use crate::legal::{Holding, HoldingKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, Found, Money};

/// L27: the order follows from the reasons.
pub(super) fn polarity(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::polarity(matter), "section.reasoning");
    }
    let holdings = matter.holdings();
    let reasons = matter.sections.reasoning.clone();
    if !matter.is_court_document() || reasons.is_empty() {
        return Verdict::lacks("section.reasoning");
    }
    if holdings.is_empty() {
        return Verdict::lacks("holding");
    }
    if matter.branch() == Some(Branch::Criminal) {
        let mut drafts = charges(matter);
        drafts.extend(named_fates::uncharged(matter).filter(|_| drafts.is_empty()));
        drafts.extend(remedies::against(matter).filter(|_| drafts.is_empty()));
        return Verdict::Checked(drafts);
    }
    let said = statements(matter, reasons);
    let mut drafts: Vec<Draft> =
        said.iter().filter(|one| one.refused).flat_map(|one| paid_anyway(matter, one, &said)).collect();
    // Where each side sues the other, what is granted to one is what the other wants to be free of.
    let crossed = both_sue(matter);
    drafts.extend(dismissed_anyway(matter, &said).filter(|_| !crossed));
    drafts.extend(turned(matter, &said).filter(|_| drafts.is_empty() && !crossed));
    drafts.extend(granted_in_vain(matter, &said).filter(|_| drafts.is_empty() && !crossed));
    let of = |refused: bool| -> Vec<Range<usize>> {
        let own = said.iter().filter(|one| one.refused == refused && !one.partly);
        own.map(|one| one.range.clone()).collect()
    };
    let named = || named_fates::refused_anyway(matter, &of(true), &of(false));
    let named = named().or_else(|| named_fates::granted_in_vain(matter, &of(false)).filter(|_| !crossed));
    let named = named.or_else(|| named_fates::not_so(matter)).or_else(|| named_fates::withdrawal(matter));
    drafts.extend(named.filter(|_| drafts.is_empty()));
    drafts.extend(remedies::against(matter).filter(|_| drafts.is_empty() && !crossed));
    drafts.extend(order_words::unmet(matter).filter(|_| drafts.is_empty()));
    Verdict::Checked(drafts)
}

/// What the reasons say of a claim.
struct Statement {
    range: Range<usize>,
    sums: Vec<Found<Money>>,
    refused: bool,
    /// Of a part of what is asked for, or of what goes beyond it.
    partly: bool,
}

/// The clauses that grant or refuse something asked for; what is said of a defence is left out.
fn statements(matter: &Matter<'_>, reasons: Range<usize>) -> Vec<Statement> {
    const ASKED: [&str; 9] = ["诉讼请求", "请求", "主张", "诉请", "要求", "费", "款", "金", "申请"];
    const DEFENCE: [&str; 5] = ["辩解", "抗辩", "辩称", "答辩", "辩护"];
    const PARTLY: [&str; 8] = ["其他", "其余", "部分", "超出", "过高", "该项", "此项", "该笔"];
    let read = |range: Range<usize>| {
        let words = matter.flow.slice(range.clone());
        let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let sums = sums(matter, range.clone());
        let asked = any(&ASKED) || !sums.is_empty();
        let refused = pattern!(REFUSED).is_some_and(|form| form.is_match(words));
        let granted = pattern!(GRANTED).is_some_and(|form| form.is_match(words));
        let told = asked && !any(&DEFENCE) && (refused || granted);
        // 未超出约定标准: nothing goes beyond anything.
        let within = ["未超", "不超", "没有超", "并未过", "未过高", "不过高", "并不过"]
            .iter()
            .any(|word| words.contains(word));
        told.then(|| Statement { partly: any(&PARTLY) && !within, range, sums, refused })
    };
    sentences(matter, reasons)
        .into_iter()
        .flat_map(|sentence| verdicts(matter, sentence))
        .filter_map(read)
        .collect()
}

/// What courts say of what they grant and of what they refuse, in their reasons.
const GRANTED: &str =
    r"(?:予以|应予|应当|可予|依法|应该|当予|应|可以)(?:依法|予以|予)*(?:支持|准许|照准|认定支持|保护)";
const REFUSED: &str = r"(?:不|难以|无法|无从|未)(?:予以|应予以|予|应予|应|能|当|宜|可|再|能予以)?(?:以)?(?:支持|准许|照准|保护)|(?:应|应当|予以|依法|应予|应该)(?:依法|予以|予)*驳回";

/// A sentence in pieces that each grant or refuse one thing: `货款1元予以支持,律师费2元不予支持`.
fn verdicts(matter: &Matter<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let text = matter.flow.slice(sentence.clone());
    let (mut found, mut start) = (Vec::new(), 0);
    let ends = pattern!(r"(?:支持|准许|照准|驳回)[,;]").into_iter().flat_map(|form| form.find_iter(text));
    for end in ends {
        found.push(sentence.start + start..sentence.start + end.end());
        start = end.end();
    }
    found.push(sentence.start + start..sentence.end);
    found.retain(|range| !range.is_empty());
    found
}

/// Sums that the reasons refuse and an order grants.
fn paid_anyway(matter: &Matter<'_>, refusal: &Statement, said: &[Statement]) -> Vec<Draft> {
    let holdings = matter.holdings();
    let mut drafts = Vec::new();
    for money in &refusal.sums {
        let granted = said
            .iter()
            .any(|one| !one.refused && one.sums.iter().any(|sum| sum.value.minor == money.value.minor));
        let pays = |holding: &Holding| {
            let ordered = asked(&holding.text.value, &holding.amounts);
            holding.kind == HoldingKind::Payment
                && ordered.is_some_and(|own| {
                    own.money.value.minor == money.value.minor
                        && !is_for_another(matter, money, &own.subject, granted)
                })
        };
        let paid = holdings.iter().find(|(_, holding)| pays(holding));
        drafts.extend(paid.map(|(fact, holding)| {
            let draft = Draft::new().way("refused").about(fact, holding.text.evidence);
            let draft = draft.against_text(matter, refusal.range.clone());
            draft.found(amount(&money.value)).expected(matter.flow.printed(refusal.range.clone()))
        }));
    }
    drafts
}

/// Whether a sum of the reasons is for something else than one of the same height: a fee of 24000 beside a loan of 24000. Where
/// another of that height is `granted`, the words before both need not be known.
fn is_for_another(matter: &Matter<'_>, money: &Found<Money>, ordered: &str, granted: bool) -> bool {
    let before =
        matter.flow.slice(0..money.range.start).trim_end_matches("人民币").trim_end_matches([':', '为']);
    let letters: Vec<char> = before.chars().rev().take(MOST_SUBJECT).collect();
    let own: String = letters.into_iter().rev().collect();
    let known = subject(&own).zip(subject(ordered)).is_some();
    (known || granted) && is_beside(&own) != is_beside(ordered)
}

/// An order that dismisses by its sum or its name what the reasons grant.
fn dismissed_anyway(matter: &Matter<'_>, said: &[Statement]) -> Option<Draft> {
    let holdings = matter.holdings();
    let dismissals = holdings.iter().filter(|(_, holding)| holding.kind == HoldingKind::Dismissal);
    dismissals.into_iter().find_map(|(fact, holding)| {
        let text = fold(&holding.text.value);
        let sums: Vec<i128> = holding.amounts.iter().map(|money| money.value.minor).collect();
        let named = SUBJECTS.iter().find(|word| text.contains(*word)).filter(|_| dismisses_one(&text));
        let claimed = matter.claims().iter().find_map(|(_, claim)| {
            let own = asked(&claim.text.value, &claim.amounts)?;
            sums.contains(&own.money.value.minor).then(|| subject(&own.subject))?
        });
        let paid = |subject: &str| {
            holdings.iter().any(|(_, other)| {
                other.kind == HoldingKind::Payment && subject_in(&fold(&other.text.value), subject)
            })
        };
        let is_of = |one: &&Statement| {
            let words = matter.flow.slice(one.range.clone());
            let by_sum = one.sums.iter().any(|sum| sums.contains(&sum.value.minor));
            let by_name = sums.is_empty() && named.is_some_and(|own| subject_in(words, own) && !paid(own));
            // A sum whose name the claims tell: `驳回原告要求支付4068.82元的诉讼请求`.
            let by_claim = claimed.is_some_and(|own| subject_in(words, own) && !paid(own));
            by_sum || by_name || by_claim
        };
        // All that is asked for is granted, and nothing refused.
        let all = |one: &&Statement| {
            let words = matter.flow.slice(one.range.clone());
            let whole = ["诉讼请求", "诉请", "全部请求"].iter().any(|word| words.contains(word));
            whole
                && one.sums.is_empty()
                && subject(words).is_none()
                && !said.iter().any(|one| one.refused || one.partly)
        };
        let residual = ["其他", "其余", "其它", "超出", "部分"].iter().any(|word| text.contains(word));
        // A refusal that names sums is of these, whatever else it speaks of.
        let of_others = |one: &&Statement| {
            !one.sums.is_empty()
                && !sums.is_empty()
                && !one.sums.iter().any(|sum| sums.contains(&sum.value.minor))
        };
        let refused = said.iter().filter(|one| one.refused && !of_others(one)).any(|one| is_of(&one));
        let reasons = || said.iter().filter(|one| !one.refused && !one.partly);
        let names_one = dismisses_one(&text);
        let reason = reasons().find(is_of).or_else(|| reasons().find(all).filter(|_| names_one));
        let reason = reason.filter(|_| !residual && !refused)?;
        let draft = Draft::new().way("dismissed").about(fact, holding.text.evidence);
        let draft = draft.against_text(matter, reason.range.clone());
        Some(draft.found(&holding.text.value).expected(matter.flow.printed(reason.range.clone())))
    })
}

/// A sum that is claimed and that the reasons grant, over an order that pays neither it nor anything of its name.
fn granted_in_vain(matter: &Matter<'_>, said: &[Statement]) -> Option<Draft> {
    let (claims, holdings) = (matter.claims(), matter.holdings());
    let dismisses = holdings.iter().find(|(_, holding)| holding.kind == HoldingKind::Dismissal)?;
    let paid: Vec<(String, Vec<i128>)> = holdings
        .iter()
        .filter(|(_, holding)| holding.kind != HoldingKind::Dismissal)
        .map(|(_, holding)| {
            (fold(&holding.text.value), holding.amounts.iter().map(|money| money.value.minor).collect())
        })
        .collect();
    let others: Vec<i128> =
        claims.iter().flat_map(|(_, claim)| &claim.amounts).map(|money| money.value.minor).collect();
    let vain = |one: &&Statement| {
        let [money] = one.sums.as_slice() else { return false };
        let (own, words) = (money.value.minor, matter.flow.slice(one.range.clone()));
        let Some(named) = subject(words.get(..words.find(&money.raw).unwrap_or(0)).unwrap_or_default())
        else {
            return false;
        };
        let joined = |minor: &i128| *minor == own || others.iter().any(|other| *minor == own + other);
        others.contains(&own)
            && !one.refused
            && !one.partly
            && !paid.iter().any(|(text, sums)| subject_in(text, named) || sums.iter().any(joined))
    };
    let reason = said.iter().find(vain)?;
    let (fact, holding) = dismisses;
    let draft = Draft::new().way("dismissed").about(fact, holding.text.evidence);
    let draft = draft.against_text(matter, reason.range.clone()).found(&holding.text.value);
    Some(draft.expected(matter.flow.printed(reason.range.clone())))
}

/// Reasons that only grant over an order that only dismisses, and the other way round.
fn turned(matter: &Matter<'_>, said: &[Statement]) -> Option<Draft> {
    let holdings = matter.holdings();
    let does = |holding: &Holding| matches!(holding.kind, HoldingKind::Payment | HoldingKind::Performance);
    let pays = holdings.iter().find(|(_, holding)| does(holding));
    let whole = |holding: &Holding| {
        let rest = ["其他", "其余", "其它"].iter().any(|word| holding.text.value.contains(word));
        holding.kind == HoldingKind::Dismissal && !rest && holding.text.value.contains('求')
    };
    let dismisses = holdings.iter().find(|(_, holding)| whole(holding));
    let granted = said.iter().find(|one| !one.refused);
    // One thing that is refused by its name is not all: `其要求支付年休假工资的请求,本委不予支持`.
    let claims = matter.claims().len();
    let named = |one: &Statement| {
        let words = matter.flow.slice(one.range.clone());
        let whole = ["诉讼请求", "诉请", "全部请求", "仲裁请求"].iter().any(|word| words.contains(word));
        !whole
            && (subject(words).is_some()
                || pattern!(r"\p{Han}[费金款资]的?(?:请求|主张|诉请)")
                    .is_some_and(|form| form.is_match(words)))
    };
    let refused = said.iter().find(|one| one.refused && one.sums.is_empty() && !one.partly);
    // A refusal that names all that is ordered refuses all of it.
    let covers = |one: &Statement| {
        let words = matter.flow.slice(one.range.clone());
        holdings.iter().filter(|(_, holding)| does(holding)).all(|(_, holding)| {
            let text = fold(&holding.text.value);
            let main = asked(&holding.text.value, &holding.amounts);
            let main = main.as_ref().map_or(text.as_str(), |own| own.subject.as_str());
            let done = ["腾退", "腾空", "搬离", "返还", "交付", "拆除", "停止", "道歉"];
            subject(main).is_some_and(|own| subject_in(words, own))
                || done.iter().any(|word| text.contains(word) && words.contains(word))
        })
    };
    let refused = refused.filter(|one| claims == 1 || !named(one) || covers(one));
    let (way, (fact, holding), reason) = match (granted, refused, pays, dismisses) {
        (Some(reason), _, None, Some(order)) => ("dismissed", order, reason),
        (None, Some(reason), Some(order), _) => ("refused", order, reason),
        _ => return None,
    };
    let draft =
        Draft::new().way(way).about(fact, holding.text.evidence).against_text(matter, reason.range.clone());
    Some(draft.found(&holding.text.value).expected(matter.flow.printed(reason.range.clone())))
}

/// The sentences and clauses of `within` that say of one thing whether it is granted.
fn sentences(matter: &Matter<'_>, within: Range<usize>) -> Vec<Range<usize>> {
    let text = matter.flow.slice(within.clone());
    let mut found = Vec::new();
    let mut start = 0;
    for (at, sign) in text.match_indices(['。', ';']) {
        found.push(within.start + start..within.start + at);
        start = at + sign.len();
    }
    found.push(within.start + start..within.end);
    found.retain(|range| !range.is_empty());
    found
}

/// Crimes convicted of that the reasons do not find.
fn charges(matter: &Matter<'_>) -> Vec<Draft> {
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone()).to_owned();
    let found: Vec<Range<usize>> = ["构成", "犯"]
        .iter()
        .flat_map(|word| {
            let hits: Vec<_> = text.match_indices(word).map(|(at, _)| at).collect();
            hits.into_iter().filter_map(|at| {
                let rest = text.get(at..)?;
                let end = rest.find('罪').filter(|end| *end <= 90)? + '罪'.len_utf8();
                Some(reasons.start + at..reasons.start + at + end)
            })
        })
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for (fact, sentence) in matter.sentences().into_iter().filter(|(_, sentence)| !sentence.upheld) {
        let Some(charge) = &sentence.charge else { continue };
        let name = fold(&charge.value);
        let core = name.trim_end_matches('罪');
        if core.chars().count() < 2 || text.contains(core) {
            continue;
        }
        let Some(other) = found.first() else { continue };
        let draft =
            Draft::new().way("charge").about(fact, charge.evidence).against_text(matter, other.clone());
        drafts.push(draft.found(&charge.value).expected(matter.flow.printed(other.clone())));
    }
    drafts
}
