//! Sums that English courts order: what was claimed, interest, by when, by whom.

use rust_decimal::Decimal;

use super::{orders, place, sentences};
use crate::legal::RoleKind;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::rules::legal::matter::{Matter, Quote};
use crate::rules::legal::trade::reckoned::figure;

/// A sum with its sign.
const SUM: &str =
    r"(?:[A-Z]{0,3}[$£€₹]|\b(?:RM|Rs\.?|USD|GBP|EUR|HKD|SGD|AUD|NZD|RMB|INR|KES)) ?(\d[\d,]*(?:\.\d{1,2})?)";

/// The sums of a text, in order.
fn sums(text: &str) -> Vec<(std::ops::Range<usize>, Decimal)> {
    let form = pattern!(SUM);
    let found = form.into_iter().flat_map(|form| form.captures_iter(text));
    found
        .filter_map(|one| Some((one.get(0)?.range(), one.get(1)?.as_str().replace(',', "").parse().ok()?)))
        .collect()
}

/// L02: the year in a number is not after the decision.
pub(in crate::rules::legal) fn year(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?i)\b(?:no\.?|number)[: ]*(?:[A-Z]{1,5}[- ]?)?(?:(?P<led>20\d\d)[/-]\d{2,8}|\d{1,8}/(?P<behind>20\d\d)|\d{1,8} of (?P<of>20\d\d))\b|\b[A-Z]{2,6} \d{2,6}/(?P<coded>20\d\d)\b|\b[A-Z]{2,5}-(?P<dashed>20\d\d)-\d|\b\d:(?P<federal>\d\d)-[a-z]{2}-\d|\b(?:no\.?|number)[: ]*(?P<state>\d\d)-[A-Z]{1,4}-\d{2,7}\b|\bCV-(?P<ontario>\d\d)-\d{4,9}|\bnumber: ?[A-Z]{1,3}\d{1,5}/(?P<short>\d\d)\b"
    )?;
    let judged = matter.dated()?.1.value.year?;
    form.captures_iter(matter.text()).find_map(|found| {
        let whole = ["led", "behind", "of", "coded", "dashed"].iter().find_map(|name| found.name(name));
        let short = ["federal", "state", "ontario", "short"].iter().find_map(|name| found.name(name));
        let year = whole.or(short)?;
        let century = if whole.is_some() { 0 } else { 2000 };
        let later = year.as_str().parse::<i16>().is_ok_and(|year| year + century > judged);
        let draft = Draft::new().about_text(matter, found.get(0)?.range()).found(year.as_str());
        later.then(|| draft.expected(format!("≤ {judged}")))
    })
}

/// L13: nothing is ordered beyond what was claimed. Nothing where no sum is said to be claimed.
pub(in crate::rules::legal) fn beyond(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let form = pattern!(
        r"(?i)\b(?:claims?|claimed|claiming|seeks|sought|recovery of|sues? for)\b(?: damages of| payment of| the sum of)?[^.;:$£€₹]{0,90}?(?:[A-Z]{0,3}[$£€₹]|\brs\.?) ?(?P<sum>\d[\d,]*(?:\.\d\d)?)(?P<rest>[^.;]{0,160})"
    )?;
    // Several sums that are claimed are told together where they come to one.
    let all = pattern!(
        r"(?i)(?:a total of|totall?ing|in all|altogether|making|being)[ :,]*(?:[A-Z]{0,3}[$£€₹]|rs\.?) ?(?P<all>\d[\d,]*(?:\.\d\d)?)"
    );
    let order = orders(matter);
    let text = matter.text();
    let claimed = form.captures_iter(text).find_map(|found| {
        let (whole, sum) = (found.get(0)?, found.name("sum")?);
        let before = text.get(..whole.start())?;
        let counter =
            before.ends_with("counter") || before.ends_with("counter-") || before.ends_with("cross-");
        let outside = !order.contains(&whole.start());
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        let whole = all.and_then(|all| all.captures(rest)?.name("all"));
        let whole = whole.and_then(|all| all.as_str().replace(',', "").parse::<Decimal>().ok());
        let first = sum.as_str().replace(',', "").parse::<Decimal>().ok()?;
        let more = sums(rest).into_iter().fold(first, |sum, one| sum.saturating_add(one.1));
        (outside && !counter).then(|| (sum.range(), whole.unwrap_or(more)))
    })?;
    let ordered = sentences(matter.flow.slice(order)).into_iter().find(|one| !sums(one).is_empty())?;
    let (range, sum) = sums(ordered).into_iter().next()?;
    let (led, behind) =
        (ordered.get(..range.start)?.to_lowercase(), ordered.get(range.end..)?.to_lowercase());
    let near: String = behind.chars().take(INCLUDED).collect();
    let grows = ["interest", "costs", "total"].iter().any(|word| led.contains(word))
        || ["inclu", "compris", "being", "made up", "together", "total"]
            .iter()
            .any(|word| near.contains(word));
    let others: Vec<Decimal> = sums(text).into_iter().map(|one| one.1).filter(|one| *one < sum).collect();
    let made = others.iter().any(|one| others.contains(&sum.saturating_sub(*one)));
    if grows || made || sum <= claimed.1 {
        return Some(Vec::new());
    }
    let at = place(matter, ordered).start;
    let draft =
        Draft::new().about_text(matter, at + range.start..at + range.end).against_text(matter, claimed.0);
    Some(vec![draft.found(sum.to_string()).expected(format!("≤ {}", claimed.1))])
}

/// Letters behind a sum within which it is told that interest is in it.
const INCLUDED: usize = 40;

/// L14: `184 days at 7.35% per annum, which is $7,947.67`: what the days come to on some sum of the text. Nothing where no interest
/// is worked out.
pub(in crate::rules::legal) fn interest(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let text = matter.text();
    let counted = pattern!(
        r"(?i)(?P<days>\d{1,4}) days[^.;]{0,40}?(?:at|@) (?:the rate of )?(?P<rate>\d{1,2}(?:\.\d+)?)(?:%| per ?cent)[^;]{0,60}?(?:which is|being|amounting to|in the sum of|=|is|of) [A-Z]{0,3}[$£€₹] ?(?P<sum>\d[\d,]*\.\d\d)"
    );
    let rated = pattern!(
        r"(?i)interest[^;]{0,80}?(?:at|@) (?:the rate of )?(?P<rate>\d{1,2}(?:\.\d+)?)(?:%| per ?cent)[^;]{0,110}?\((?P<days>\d{1,4}) days\)[^;]{0,30}?[A-Z]{0,3}[$£€₹] ?(?P<sum>\d[\d,]*\.\d\d)"
    );
    let found = [counted, rated].into_iter().flatten().find_map(|form| form.captures(text))?;
    let number = |name: &str| figure(&found, name);
    let (days, rate, sum) = (number("days")?, number("rate")?, number("sum")?);
    let of = |base: Decimal, year: u32| {
        base.checked_mul(rate)?.checked_mul(days)?.checked_div(Decimal::from(year * 100))
    };
    let bases: Vec<Decimal> = sums(text).into_iter().map(|one| one.1).filter(|base| *base > sum).collect();
    let borne = sum.checked_div(Decimal::from(200)).unwrap_or_default().max(Decimal::ONE);
    let fits = |base: &Decimal| {
        [365, 366, 360].iter().any(|year| of(*base, *year).is_some_and(|own| (own - sum).abs() <= borne))
    };
    if bases.is_empty() || bases.iter().any(fits) {
        return Some(Vec::new());
    }
    let near = bases.iter().filter_map(|base| of(*base, 365)).min_by_key(|own| (own - sum).abs())?;
    let range = found.name("sum")?.range();
    let draft = Draft::new().about_text(matter, range).found(sum.to_string());
    Some(vec![draft.expected(near.round_dp(2).to_string())])
}

/// L22: where somebody is told to pay, some time is told. Nothing where nobody is.
pub(in crate::rules::legal) fn open_ended(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let order = orders(matter);
    let text = matter.flow.slice(order.clone());
    let pays = pattern!(
        r"(?i)\b(?:do pay|shall pay|is to pay|are to pay|must pay|be paid|(?:defendants?|respondents?) pay)\b[^;.]{0,80}?(?:[$£€₹]|\brs\.|following sums)"
    )?;
    let when = pattern!(
        r"(?i)\b(?:within|forthwith|immediately|on or before|no later than|not later than|by (?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun|january|february|march|april|may|june|july|august|september|october|november|december)[a-z]*|no)|until \d{1,2}|before \d|instal?ments?)\b"
    )?;
    let pays = pays.find(text)?;
    // Appeals and rehearings have times of their own.
    let other = pattern!(r"(?i)\b(?:appeal|rehearing|application|apply)\b")?;
    if sentences(text).iter().any(|one| when.is_match(one) && !other.is_match(one)) {
        return Some(Vec::new());
    }
    let range = order.start + pays.start()..order.start + pays.end();
    // Courts of common law need tell no time: what is missing is worth a hint.
    Some(vec![Draft::new().way("open").about_text(matter, range).found(pays.as_str())])
}

/// L10: of several who are sued each is dealt with in the orders. Nothing where only one is.
pub(in crate::rules::legal) fn unnamed(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let sued = matter.side(RoleKind::Respondent);
    let order = orders(matter);
    if sued.len() < 2 || order.is_empty() {
        return None;
    }
    let judged = pattern!(r"(?i)\b(?:judgment|pay|recover)\b")?;
    let told: Vec<&str> =
        sentences(matter.flow.slice(order)).into_iter().filter(|one| judged.is_match(one)).collect();
    let text = told.join(" ").to_lowercase();
    let all = pattern!(
        r"\b(?:defendants|respondents|both (?:of|the)|each of them|jointly)\b|\band (?:2nd|second) (?:defendant|respondent)"
    );
    if all.is_some_and(|all| all.is_match(&text)) {
        return Some(Vec::new());
    }
    const ORDINALS: [[&str; 2]; 3] = [["1st", "first"], ["2nd", "second"], ["3rd", "third"]];
    // Who share a surname are not told apart by it.
    let surname = |party: &crate::legal::Party| {
        let name = crate::fold(&party.name.value).to_lowercase();
        name.trim_end_matches(['.', ',']).rsplit(' ').next().unwrap_or_default().to_owned()
    };
    let shared = |own: &str| sued.iter().filter(|(_, party)| surname(party) == own).count() > 1;
    let forgotten = sued.iter().enumerate().find(|(index, (_, party))| {
        let name = crate::fold(&party.name.value).to_lowercase();
        let name = name.trim_end_matches(['.', ',']).to_owned();
        let last = name.rsplit(' ').next().unwrap_or_default().to_owned();
        let ordinal = ORDINALS.get(*index).is_some_and(|own| own.iter().any(|word| text.contains(word)));
        !(text.contains(&name) || ordinal || last.len() > 3 && !shared(&last) && text.contains(&last))
    });
    let told = text.contains("1st")
        || text.contains("first")
        || sued.iter().any(|(_, party)| text.contains(&party.name.value.to_lowercase()));
    let draft = |(_, (fact, party)): (usize, &(&crate::Fact, &crate::legal::Party))| {
        Draft::new().about(fact, party.name.evidence).found(&party.name.value)
    };
    Some(forgotten.filter(|_| told).map(draft).into_iter().collect())
}

/// L26: a counterclaim is answered somewhere. Nothing where none is spoken of.
pub(in crate::rules::legal) fn unanswered(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let brought = pattern!(r"(?i)\b(?:counter-?claim(?:s|ed)?|cross-?claim(?:s|ed)?)\b")?;
    let answered = pattern!(
        r"(?i)\b(?:counter-?claim|cross-?claim)s?\b[^.;]{0,90}\b(?:dismiss|fail|succeed|allow|made out|reject|refus|declin|withdr|struck|judgment|granted)|\b(?:dismiss|reject|allow|refus)\w*\b[^.;]{0,60}\b(?:counter-?claim|cross-?claim)"
    )?;
    let first = brought.find(matter.text())?;
    if orders(matter).is_empty() || answered.is_match(matter.text()) {
        return Some(Vec::new());
    }
    Some(vec![Draft::new().about_text(matter, first.range()).found(first.as_str())])
}
