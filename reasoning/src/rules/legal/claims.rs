//! What is asked for and ordered: L13, L26.

use super::english_court;
use super::matter::{Matter, Quote};
use super::subject::{SUBJECTS, are_alike, is_beside, noun, same, subject, subject_in};
use super::sums::amount;
use crate::legal::{Claim, Holding, HoldingKind, InstrumentKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Found, Money, Stage, find_money, whole_number};
use crate::{Fact, Stated, fold};

/// A sum with what it is for: the last words before it.
pub(super) struct Asked<'a> {
    pub(super) subject: String,
    /// What it is called behind the verb of paying; empty where nothing stands there.
    noun: String,
    pub(super) money: &'a Stated<Money>,
}

/// Words that stand between what a sum is for and the sum.
const FILLERS: [&str; 10] = ["人民币", "共计", "合计", "计", "为", ":", "金额", "款项", "暂计", "本金"];

/// The most letters before a sum that say what it is for.
pub(super) const MOST_SUBJECT: usize = 6;

/// The main sum of a claim or an order: the first in it that is no base of interest.
pub(super) fn asked<'a>(text: &str, amounts: &'a [Stated<Money>]) -> Option<Asked<'a>> {
    let folded = fold(text);
    const BASES: [&str; 4] = ["为基数", "为本金", "为基准", "的本金"];
    let is_base = |sum: &Found<Money>| {
        folded.get(sum.range.end..).is_some_and(|rest| BASES.iter().any(|word| rest.starts_with(word)))
    };
    let sums: Vec<Found<Money>> = find_money(&folded).into_iter().filter(|sum| !is_base(sum)).collect();
    let first = together(&folded, &sums).or(sums.first())?;
    let mut before = folded.get(..first.range.start)?.trim_end();
    while let Some(cut) = FILLERS.iter().find_map(|filler| before.strip_suffix(filler)) {
        if cut.is_empty() {
            break;
        }
        before = cut;
    }
    let letters: Vec<char> = before.chars().rev().take(MOST_SUBJECT).collect();
    let subject = letters.into_iter().rev().collect();
    let money = amounts.iter().find(|stated| stated.value.minor == first.value.minor)?;
    let noun = noun(before).to_owned();
    Some(Asked { subject, noun, money })
}

/// The sum that the others before it are said to come to: `医疗费1元、误工费2元,共计3元`.
fn together<'s>(text: &str, sums: &'s [Found<Money>]) -> Option<&'s Found<Money>> {
    sums.iter().enumerate().skip(2).find_map(|(index, sum)| {
        let before = text.get(..sum.range.start)?.trim_end_matches("人民币").trim_end_matches([':', '为']);
        let items: i128 = sums.iter().take(index).map(|item| item.value.minor).fold(0, i128::saturating_add);
        let told = ["共计", "合计", "总计", "总额", "总金额"].iter().any(|word| before.ends_with(word));
        (told || items == sum.value.minor).then_some(sum)
    })
}

/// The sum that a claim asks for in all; nothing where it names none.
pub(super) fn claimed(text: &str) -> Option<rust_decimal::Decimal> {
    let folded = fold(text);
    let sums = find_money(&folded);
    together(&folded, &sums).or(sums.first())?.value.amount()
}

/// Every sum of a claim or an order that is for something of its own, the main one first: `借款本金1元,支付利息2元`.
fn parts<'a>(text: &str, amounts: &'a [Stated<Money>]) -> Vec<Asked<'a>> {
    let Some(main) = asked(text, amounts) else { return Vec::new() };
    let folded = fold(text);
    let sums = find_money(&folded);
    let mut found = vec![main];
    if together(&folded, &sums).is_some() {
        return found;
    }
    for sum in sums.iter().skip(1) {
        let before = folded.get(..sum.range.start).unwrap_or_default();
        // What a bracket tells explains the sum before it.
        let inside = before.matches('(').count() > before.matches(')').count();
        let led = before.trim_end_matches("人民币").trim_end_matches([':', '为', '计']);
        let letters: Vec<char> = led.chars().rev().take(MOST_SUBJECT).collect();
        let own: String = letters.into_iter().rev().collect();
        let new = subject(&own).is_some_and(|own| {
            found.iter().all(|other| subject(&other.subject).is_none_or(|other| !same(other, own)))
        });
        let money = amounts.iter().find(|stated| stated.value.minor == sum.value.minor);
        if let (false, true, Some(money)) = (inside, new, money) {
            let noun = noun(led).to_owned();
            found.push(Asked { subject: own, noun, money });
        }
    }
    found
}

/// Whether the claims were changed on the way, so that the list is not the last word.
fn is_changed(matter: &Matter<'_>) -> bool {
    const WORDS: [&str; 6] = ["变更诉讼请求", "变更诉请", "增加诉讼请求", "变更第", "变更为", "增加诉请"];
    matter.says(0..matter.sections.reasoning.start.max(matter.sections.pleadings.end), &WORDS)
}

/// What is ordered beyond what is claimed where no list of claims is known.
fn beyond_told(matter: &Matter<'_>) -> Option<Verdict> {
    if matter.is_english_court() {
        return Some(Verdict::told(english_court::beyond(matter), "claim"));
    }
    beyond_pleaded(matter).filter(|_| matter.claims().is_empty()).map(Verdict::Checked)
}

/// What is frozen beyond what somebody asked to have frozen. Nothing where it is no such ruling.
fn beyond_kept(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let holdings = matter.holdings();
    let keeps = |text: &str| ["查封", "冻结", "扣押"].iter().any(|word| text.contains(word));
    let (fact, ordered) =
        holdings.iter().find(|(_, one)| keeps(&one.text.value) && !one.amounts.is_empty())?;
    let form = pattern!(r"(?:请求|申请|要求)[^。]{0,60}?(?:查封|冻结|扣押|保全)[^。]{0,80}")?;
    let before = 0..matter.sections.operative.start;
    let text = matter.flow.slice(before.clone());
    let found = form.find_iter(text).find(|found| !find_money(found.as_str()).is_empty())?;
    let most = find_money(found.as_str()).iter().map(|sum| sum.value.minor).max()?;
    let money = ordered.amounts.iter().max_by_key(|money| money.value.minor)?;
    if money.value.minor <= most || matter.instrument() != Some(InstrumentKind::Ruling) {
        return Some(Vec::new());
    }
    let range = before.start + found.start()..before.start + found.end();
    let draft = Draft::new().about(fact, money.evidence).against_text(matter, range);
    let limit = amount(&Money { minor: most, ..money.value });
    Some(vec![draft.found(amount(&money.value)).expected(format!("≤ {limit}"))])
}

/// L13: nothing is ordered beyond what was asked for.
pub(super) fn beyond(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if let Some(kept) = beyond_kept(matter).filter(|_| matter.is_court_document()) {
        return Verdict::Checked(kept);
    }
    if let Some(told) = beyond_told(matter) {
        return told;
    }
    let claims = matter.claims();
    if !matter.is_first() || claims.is_empty() {
        return Verdict::lacks("claim");
    }
    if is_changed(matter) {
        return Verdict::lacks("claim.final");
    }
    let asked_for: Vec<_> = claims
        .iter()
        .flat_map(|(fact, claim)| {
            let parts = parts(&claim.text.value, &claim.amounts).into_iter();
            parts.map(|part| (*fact, part)).collect::<Vec<_>>()
        })
        .collect();
    let all: i128 = asked_for.iter().map(|(_, asked)| asked.money.value.minor).fold(0, i128::saturating_add);
    let mut drafts = Vec::new();
    for (fact, holding) in
        matter.holdings().into_iter().filter(|(_, holding)| holding.kind == HoldingKind::Payment)
    {
        let Some(ordered) = asked(&holding.text.value, &holding.amounts) else { continue };
        let own = subject(&ordered.subject);
        let partner = own.and_then(|own| of_subject(&ordered, own, &asked_for));
        // What has no word of the trade is the sum that is called by the same last letters: 设备租赁费, 起重机租赁费.
        let partner = partner.or_else(|| {
            let alike = |other: &Asked<'_>| common_end(&ordered.subject, &other.subject) >= TELLING_END;
            asked_for.iter().find(|(_, other)| own.is_none() && alike(other))
        });
        let partner = partner.or_else(|| the_debt(&ordered, &asked_for));
        let money = &ordered.money.value;
        // What no claim with a sum is about may be granted to one that names none.
        let open = || {
            claims.iter().any(|(_, claim)| {
                claim.amounts.is_empty() && !COSTS.iter().any(|word| claim.text.value.contains(word))
            })
        };
        if partner.is_none() && open() {
            continue;
        }
        let (limit, other) = match partner {
            Some((claim, other)) => (other.money.value.minor, Some((*claim, other.money))),
            None => (all, asked_for.first().map(|(claim, other)| (*claim, other.money))),
        };
        if all > 0 && money.minor > limit {
            let mut draft = Draft::new().about(fact, ordered.money.evidence);
            if let Some((claim, other)) = other {
                draft = draft.against(claim, other.evidence);
            }
            let limit = Money { minor: limit, ..*money };
            drafts.push(draft.found(amount(money)).expected(format!("≤ {}", amount(&limit))));
        }
    }
    Verdict::Checked(drafts)
}

/// The claim that an order of a subject is measured by: of several, the one that is called most alike, 未休年休假工资 beside 工资差额;
/// of those called alike the greatest.
fn of_subject<'s, 'a>(
    ordered: &Asked<'_>,
    own: &str,
    asked_for: &'s [(&'a Fact, Asked<'a>)],
) -> Option<&'s (&'a Fact, Asked<'a>)> {
    let likest = |fits: &dyn Fn(&str) -> bool| {
        let of = asked_for.iter().filter(|(_, other)| subject(&other.subject).is_some_and(fits));
        of.max_by_key(|(_, other)| (common_end(&ordered.subject, &other.subject), other.money.value.minor))
    };
    likest(&|other| other == own).or_else(|| likest(&|other| same(other, own)))
}

/// Where claims stand in the running text of who sues: an order of more than all that they ask for. Nothing where they name no sum,
/// or ask for something else besides.
fn beyond_pleaded(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let form = pattern!(
        r"(?:仲裁请求[::]|请求(?:人民法院|法院|贵院|本院|依法)*(?:判令|裁决)|诉请|请求被申请人)(?P<all>[^。]{4,300})"
    )?;
    let within = 0..matter.sections.reasoning.start.max(matter.sections.operative.start);
    let found = form.captures(matter.flow.slice(within.clone()))?.name("all")?;
    let range = within.start + found.start()..within.start + found.end();
    let text = found.as_str();
    let open =
        ["利息", "至实际", "之日止", "双倍", "解除", "按照", "计算"].iter().any(|word| text.contains(word));
    let sums = find_money(text);
    if sums.is_empty() || open || is_changed(matter) {
        return None;
    }
    let all: i128 = match together(text, &sums) {
        Some(all) => all.value.minor,
        None => sums.iter().map(|sum| sum.value.minor).fold(0, i128::saturating_add),
    };
    let holdings = matter.holdings();
    let paid = holdings.iter().filter(|(_, one)| one.kind == HoldingKind::Payment);
    let over = paid.filter_map(|(fact, one)| {
        let own = asked(&one.text.value, &one.amounts)?;
        (own.money.value.minor > all).then_some((*fact, own.money))
    });
    let draft = |(fact, money): (&Fact, &Stated<Money>)| {
        let draft = Draft::new().about(fact, money.evidence).against_text(matter, range.clone());
        draft
            .found(amount(&money.value))
            .expected(format!("≤ {}", amount(&Money { minor: all, ..money.value })))
    };
    Some(over.take(1).map(draft).collect())
}

/// What an order of a name that no claim has is measured by: a debt has many names, and beside interest and fees the one other sum
/// that is asked for is the debt.
fn the_debt<'s, 'a>(
    ordered: &Asked<'_>,
    asked_for: &'s [(&'a Fact, Asked<'a>)],
) -> Option<&'s (&'a Fact, Asked<'a>)> {
    let ends = |words: &str| words.chars().next_back();
    let mut debts = asked_for.iter().filter(|(_, other)| !is_beside(&other.subject));
    let one = debts.next().filter(|_| debts.next().is_none());
    one.filter(|(_, other)| {
        !is_beside(&ordered.subject) && !ordered.noun.is_empty() && ends(&ordered.noun) == ends(&other.noun)
    })
}

/// Letters at their end in which two names of sums agree that mean the same.
const TELLING_END: usize = 3;

/// Letters that two words have in common at their end.
fn common_end(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count()
}

/// Words of an order or a sentence that dismisses what is left of the claims.
const DISMISSES: [&str; 8] =
    ["驳回", "不予支持", "不再支持", "不予准许", "不准", "不予处理", "另行主张", "另行处理"];

/// What claims ask for that the sentence on costs answers.
const COSTS: [&str; 9] =
    ["诉讼费", "受理费", "保全费", "案件费用", "诉讼费用", "公告费", "费用由被告", "仲裁费", "承担本案"];

/// What is not answered that no list of claims tells.
fn unanswered_told(matter: &Matter<'_>) -> Option<Verdict> {
    if matter.is_english_court() {
        return Some(Verdict::told(english_court::unanswered(matter), "claim"));
    }
    unanswered_back(matter).map(|back| Verdict::Checked(vec![back]))
}

/// L26: every claim is granted or dismissed.
pub(super) fn unanswered(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if let Some(told) = unanswered_told(matter) {
        return told;
    }
    let (claims, holdings) = (matter.claims(), matter.holdings());
    let decides = [InstrumentKind::Judgment, InstrumentKind::Award];
    let judgment = matter.instrument().is_none_or(|kind| decides.contains(&kind));
    if !matter.is_first() || !judgment || claims.is_empty() {
        return Verdict::lacks("claim");
    }
    if holdings.is_empty() {
        return Verdict::lacks("holding");
    }
    let names: Vec<String> = matter.parties().iter().map(|(_, party)| fold(&party.name.value)).collect();
    // Who asks and who is asked is told in every claim and tells none from another.
    let nameless =
        |text: &str| names.iter().fold(text.to_owned(), |text, name| text.replace(name.as_str(), "|"));
    let order = matter.sections.operative.clone();
    let dismissals = dismissals(&holdings);
    let named = dismissals.iter().all(|text| dismisses_one(text));
    let dismissed =
        dismissals.is_empty() && matter.says(order, &DISMISSES) || !dismissals.is_empty() && !named;
    if dismissed || is_changed(matter) {
        return Verdict::Checked(vec![]);
    }
    let orders = holdings.iter().filter(|(_, holding)| holding.kind == HoldingKind::Payment);
    let main = orders.filter_map(|(_, holding)| asked(&holding.text.value, &holding.amounts));
    let ordered_sums: Vec<i128> = main.map(|asked| asked.money.value.minor).collect();
    let together: i128 = ordered_sums.iter().copied().fold(0, i128::saturating_add);
    // A debt is often ordered in parts.
    let in_parts = |claim: &Claim| {
        let first = asked(&claim.text.value, &claim.amounts);
        // What is ordered in just the sum of another claim is that one's.
        let others = claims.iter().filter(|(_, other)| !std::ptr::eq(*other, claim));
        let taken: i128 = others
            .filter_map(|(_, other)| asked(&other.text.value, &other.amounts))
            .map(|other| other.money.value.minor)
            .filter(|own| ordered_sums.contains(own))
            .fold(0, i128::saturating_add);
        claims.len() <= MOST_PARTED && first.is_some_and(|asked| asked.money.value.minor <= together - taken)
    };
    let ordered: Vec<(&Holding, String)> = holdings
        .iter()
        .filter(|(_, holding)| holding.kind != HoldingKind::Dismissal)
        .map(|(_, holding)| (*holding, fold(&holding.text.value)))
        .collect();
    let open = claims.iter().copied().filter(|(_, claim)| {
        let text = fold(&claim.text.value);
        let refused = dismissals.iter().any(|own| is_of_claim(&nameless(own), claim, &nameless(&text)));
        let left = is_left(&claims, &holdings, &ordered_sums, claim);
        let granted = || in_parts(claim) || are_granted(&ordered, claim, &text);
        !is_of_costs(&text) && !refused && (left || !granted())
    });
    let last = holdings.last().map(|(fact, holding)| (*fact, holding.text.evidence));
    let draft = |(fact, claim): (&Fact, &Claim)| {
        let draft = Draft::new().about(fact, claim.text.evidence).found(&claim.text.value);
        last.into_iter().fold(draft, |draft, (fact, evidence)| draft.against(fact, evidence))
    };
    Verdict::Checked(open.map(draft).collect())
}

/// The orders that dismiss something, folded.
fn dismissals(holdings: &[(&Fact, &Holding)]) -> Vec<String> {
    let dismisses = |holding: &Holding| {
        holding.kind == HoldingKind::Dismissal
            || DISMISSES.iter().any(|word| fold(&holding.text.value).contains(word))
    };
    let own = holdings.iter().filter(|(_, holding)| dismisses(holding));
    own.map(|(_, holding)| fold(&holding.text.value)).collect()
}

/// Whether each sum that is ordered is just one of those that are asked for, and that of the claim is named nowhere.
fn is_left(
    claims: &[(&Fact, &Claim)],
    holdings: &[(&Fact, &Holding)],
    ordered: &[i128],
    claim: &Claim,
) -> bool {
    let main = |claim: &Claim| asked(&claim.text.value, &claim.amounts).map(|own| own.money.value.minor);
    let sums: Vec<i128> = claims.iter().filter_map(|(_, claim)| main(claim)).collect();
    let exact = ordered.len() + 1 >= sums.len()
        && !ordered.is_empty()
        && ordered.iter().all(|sum| sums.contains(sum));
    let named =
        |own: i128| holdings.iter().any(|(_, one)| one.amounts.iter().any(|money| money.value.minor == own));
    exact && main(claim).is_some_and(|own| !named(own))
}

/// Claims of who sues back of which the order says nothing.
fn unanswered_back(matter: &Matter<'_>) -> Option<Draft> {
    let brought = pattern!(r"反诉请求[:：]|提出反诉请求|反诉请求判令")?.find(matter.text())?.range();
    let order = fold(matter.flow.slice(matter.sections.operative.clone()));
    let roles = ["反诉原告", "反诉被告"];
    let said = roles.iter().fold(order.clone(), |text, role| text.replace(role, "")).contains("反诉");
    let other = ["其他诉讼请求", "其余诉讼请求", "双方", "各方", "全部诉讼请求"]
        .iter()
        .any(|word| order.contains(word));
    // Whose claims are granted is told by who is paid.
    let sued: Vec<String> = matter
        .side(crate::legal::RoleKind::Respondent)
        .iter()
        .map(|(_, party)| fold(&party.name.value))
        .collect();
    let paid = matter
        .holdings()
        .iter()
        .any(|(_, holding)| holding.obligees.iter().any(|one| sued.contains(&fold(&one.value))));
    let open = !order.is_empty() && !said && !other && !paid && matter.stage() == Some(Stage::FirstInstance);
    open.then(|| Draft::new().about_text(matter, brought.clone()).found(matter.flow.printed(brought)))
}

/// Whether a dismissal is of a claim that it names, and not of what is left: `驳回原告要求支付律师费的诉讼请求`.
pub(super) fn dismisses_one(text: &str) -> bool {
    const REST: [&str; 11] =
        ["其他", "其余", "其它", "全部", "所有", "一切", "超出", "部分", "各项", "本诉", "余下"];
    const NAMED: [&str; 7] = ["要求", "关于", "就", "主张", "有关", "请求判令", "第"];
    let Some(at) = text.find("驳回") else { return false };
    let rest = text.get(at + "驳回".len()..).unwrap_or_default();
    let rest = rest.split(['。', ';']).next().unwrap_or_default();
    let Some(stop) = rest.rfind("请求") else { return false };
    let own = rest.get(..stop).unwrap_or_default();
    let residual = REST.iter().any(|word| own.contains(word));
    !residual && NAMED.iter().any(|word| own.contains(word)) && own.contains('的')
}

/// Whether a dismissal names the claim: by its number, by what its sum is for or by what is to be done.
fn is_of_claim(dismissal: &str, claim: &Claim, text: &str) -> bool {
    let number = claim.number.is_some_and(|number| numbers_named(dismissal).contains(&number));
    let subject = SUBJECTS.iter().find(|word| text.contains(*word));
    let alike = subject.is_some_and(|own| subject_in(dismissal, own));
    // What is asked for is named in the same letters somewhere.
    let letters: Vec<char> = text.chars().collect();
    let shared = letters.windows(SHARED).any(|four| {
        let word: String = four.iter().collect();
        let plain = word.chars().all(document::is_cjk)
            && !["原告", "被告", "判令", "公司", "请求"].iter().any(|w| word.contains(w));
        plain && dismissal.contains(&word)
    });
    number || alike || subject.is_none() && shared
}

/// The numbers of claims that a text names: `第二、三项诉讼请求`.
fn numbers_named(text: &str) -> Vec<u32> {
    let form = pattern!(r"第(?P<list>[一二三四五六七八九十\d、,及和]{1,16})项");
    let lists = form.iter().flat_map(|form| form.captures_iter(text)).filter_map(|found| found.name("list"));
    let parts = lists.flat_map(|list| list.as_str().split(['、', ',', '及', '和']));
    parts.filter_map(|part| u32::try_from(whole_number(part)?.0).ok()).collect()
}

/// Letters in a row that a claim and its dismissal share.
const SHARED: usize = 4;

/// Whether a claim is about the costs of the case, and no debt before them.
fn is_of_costs(text: &str) -> bool {
    let costs = COSTS.iter().filter_map(|word| text.find(word)).min();
    let sum = find_money(text).first().map_or(usize::MAX, |sum| sum.range.start);
    costs.is_some_and(|costs| costs < sum)
}

/// With more claims than a debt and the costs, what is ordered together may be another's.
const MOST_PARTED: usize = 2;

/// Whether one of the orders grants a claim in full: its sum, or its subject where it names none.
fn are_granted(orders: &[(&Holding, String)], claim: &Claim, text: &str) -> bool {
    match asked(&claim.text.value, &claim.amounts) {
        Some(asked) => {
            let own = subject(&asked.subject);
            let called = |holding: &Holding, ordered: &str, money: &Money| match own {
                Some(own) => {
                    // What else was lost is not the interest on what is owed.
                    let lost = is_own_loss(&asked.subject) && !is_own_loss(ordered);
                    subject_in(ordered, own) && (!lost || money.minor == asked.money.value.minor)
                }
                // A name that no list has: the same sum, the same name, or an order that names nothing.
                None if asked.noun.is_empty() || money.minor == asked.money.value.minor => true,
                None => {
                    let paid = super::claims::asked(&holding.text.value, &holding.amounts);
                    ordered.contains(&asked.noun)
                        || paid.is_some_and(|paid| {
                            paid.noun.is_empty()
                                || are_alike(&paid.noun, &asked.noun)
                                || !is_beside(&paid.noun) && !is_beside(&asked.noun)
                        })
                }
            };
            // What an order grants of that very name is what counts of it.
            let granted = own.filter(|_| !is_own_loss(&asked.subject)).and_then(|own| {
                let named = orders.iter().flat_map(|(_, ordered)| named_sum(ordered, own));
                named.reduce(i128::saturating_add)
            });
            if let Some(granted) = granted {
                return granted >= asked.money.value.minor;
            }
            orders.iter().any(|(holding, ordered)| {
                let enough = |money: &&Stated<Money>| money.value.minor >= asked.money.value.minor;
                holding.amounts.iter().filter(enough).any(|money| called(holding, ordered, &money.value))
            })
        }
        None => {
            let own = SUBJECTS.iter().find(|word| text.contains(*word));
            // What is to run on until the debt is paid is granted by what runs on.
            if runs_on(text) {
                return orders.iter().any(|(_, ordered)| runs_on(ordered));
            }
            orders.iter().any(|(_, ordered)| {
                own.map_or_else(|| shares_verb(text, ordered), |own| subject_in(ordered, own))
            })
        }
    }
}

/// The sums that stand right behind the name of what they are for.
fn named_sum(ordered: &str, own: &str) -> Vec<i128> {
    let sums = find_money(ordered);
    let is_own = |sum: &&Found<Money>| {
        let before = ordered.get(..sum.range.start).unwrap_or_default();
        let before = before.trim_end_matches("人民币").trim_end_matches([':', '为', '计', '共']);
        before.ends_with(own)
    };
    sums.iter().filter(is_own).map(|sum| sum.value.minor).collect()
}

/// Whether a loss is asked for that is none by delay: other, economic, direct losses, of profits or of use.
fn is_own_loss(words: &str) -> bool {
    const DELAY: [&str; 6] = ["逾期", "利息", "资金", "占用", "迟延", "违约"];
    const LOSSES: [&str; 5] = ["损失", "损害", "赔偿款", "赔偿金", "赔偿费"];
    LOSSES.iter().any(|word| words.contains(word)) && !DELAY.iter().any(|word| words.contains(word))
}

/// Whether something is to be paid for as long as the debt, or something else, lasts: `至实际清偿之日止`, `按每日…计算至腾退之日`.
pub(super) fn runs_on(text: &str) -> bool {
    let form = pattern!(
        r"(?:至|到|直至|直到|止于)[^,。;()]{0,24}?(?:清偿|付清|还清|偿清|给付|支付|偿还|返还|归还|履行|结清|清结|完毕|实际|腾退|搬离|迁出|腾空|交还|交付)[^,。;()]{0,10}?(?:之日|日|时|为止|完毕|止)"
    );
    form.is_some_and(|form| form.is_match(text))
}

/// Whether claim and order do the same: 解除, 返还, 腾退, 连带…
fn shares_verb(claim: &str, order: &str) -> bool {
    /// Each with the words that courts put for it.
    const VERBS: [&[&str]; 32] = [
        &["解除"],
        &["返还", "退还", "交还"],
        &["腾退", "腾空", "搬离", "迁出", "搬出"],
        &["连带"],
        &["确认"],
        &["离婚"],
        &["交付", "移交", "交还"],
        &["过户"],
        &["协助", "配合"],
        &["停止"],
        &["道歉"],
        &["恢复"],
        &["拆除", "清除", "排除"],
        &["继续履行"],
        &["优先受偿"],
        &["抚养"],
        &["分割"],
        &["继承"],
        &["探望"],
        &["撤销"],
        &["变更"],
        &["发票", "开票", "票据"],
        &["维修", "修复", "修理", "修缮", "整改"],
        &["更换", "调换"],
        &["重作", "返工", "重做"],
        &["排除妨害", "排除妨碍", "拆除", "清除", "停止"],
        &["消除影响", "恢复名誉"],
        &["销毁"],
        &["下架", "删除"],
        &["离职证明", "解除劳动", "终止劳动"],
        &["移交", "交付", "交接", "返还"],
        &["注销", "涂销"],
    ];
    let named: Vec<&str> = VERBS
        .iter()
        .filter(|verbs| verbs.first().is_some_and(|verb| claim.contains(verb)))
        .flat_map(|verbs| verbs.iter().copied())
        .collect();
    // What is divided is said to be somebody's.
    let divided = claim.contains("分割") && ["归", "折价"].iter().any(|word| order.contains(word));
    named.is_empty() || divided || named.iter().any(|verb| order.contains(verb))
}
