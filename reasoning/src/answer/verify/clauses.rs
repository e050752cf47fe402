//! V6, V7, V11 and the order of V8: running text, clause by clause.

use std::collections::HashSet;

use document::is_cjk;

use super::source::Clause;
use super::text::{clauses, pairs, plain, words};
use super::{Check, Reason, Sentence, Verifier};
use crate::medical::{clause_polarity, clause_sides};
use crate::pattern::pattern;
use crate::value::Sex;
use crate::{Polarity, Side};

/// A clause of a sentence is compared with those of the source that have at least this share of its content: under it,
/// it says something of its own, which the check of support judges.
const ALIKE: f64 = 0.5;
/// Clauses nearly as alike as the best one may be meant as well.
const NEARLY: f64 = 0.12;
/// A clause that has at least this share of its source's letters is taken to be told whole.
const WHOLE: f64 = 0.6;
/// Signs that deny, in Chinese.
const DENIALS: [char; 7] = ['不', '未', '无', '非', '没', '否', '免'];

/// Whether each clause denies, doubts and places what the clause of the source it comes from does.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = sex(sentence).into_iter().chain(strange_side(sentence)).collect();
    let sources: Vec<&Clause> = sentence.cited.iter().flat_map(|source| &source.clauses).collect();
    if sources.is_empty() {
        return reasons;
    }
    for (_, text) in clauses(&sentence.folded) {
        let said = Clause::of(without_frame(verifier, sentence, text));
        let near = nearest(&said, &sources);
        let compared = near.iter().map(|source| compare(verifier, &said, source));
        let mut failed = None;
        let mut fits = near.is_empty();
        for reason in compared {
            match reason {
                None => fits = true,
                Some(reason) => failed = failed.or(Some(reason)),
            }
        }
        if !fits {
            reasons.extend(failed);
        }
    }
    reasons
}

/// The clause without a label of ours before it: `入院诊断：`, `Not found:`.
fn without_frame<'t>(verifier: &Verifier<'_>, sentence: &Sentence<'_>, text: &'t str) -> &'t str {
    let text = without_label(verifier, sentence, text).trim_start();
    // A result in words stands behind the name of its item.
    let names = sentence
        .cited
        .iter()
        .flat_map(|source| &source.names)
        .filter(|name| plain(text).starts_with(name.as_str()));
    names.max_by_key(|name| name.len()).and_then(|name| text.get(name.len()..)).unwrap_or(text)
}

fn without_label<'t>(verifier: &Verifier<'_>, sentence: &Sentence<'_>, text: &'t str) -> &'t str {
    let Some((label, rest)) = text.split_once(':') else { return text };
    let label = plain(label.trim());
    let is_ours = verifier.vocabulary.covered(&label).iter().all(|byte| *byte)
        || !label.contains(is_cjk) && words(&label).iter().all(|(_, word)| verifier.vocabulary.has(word))
        || sentence.cited.iter().any(|source| source.texts.contains(&label));
    if is_ours { rest } else { text }
}

/// V7: a side that nothing cited names.
fn strange_side(sentence: &Sentence<'_>) -> Option<Reason> {
    let printed: Vec<Side> =
        sentence.cited.iter().flat_map(|source| &source.texts).flat_map(|text| clause_sides(text)).collect();
    let wrong = clause_sides(&sentence.text).into_iter().find(|side| !printed.contains(side))?;
    Some(Reason::new(Check::Side, format!("{wrong:?}").to_lowercase()))
}

/// The clauses of the source that `said` comes from: the most alike and those nearly as much.
fn nearest<'s>(said: &Clause, sources: &[&'s Clause]) -> Vec<&'s Clause> {
    let shares: Vec<f64> = sources.iter().map(|source| share(said, source)).collect();
    let best = shares.iter().copied().fold(0.0, f64::max);
    if best < ALIKE {
        return Vec::new();
    }
    sources
        .iter()
        .zip(shares)
        .filter(|(_, share)| *share >= best - NEARLY)
        .map(|(source, _)| *source)
        .collect()
}

/// The share of the content of `said` that `source` has.
fn share(said: &Clause, source: &Clause) -> f64 {
    fn common<T: std::hash::Hash + Eq>(a: &HashSet<T>, b: &HashSet<T>) -> usize {
        a.iter().filter(|item| b.contains(*item)).count()
    }
    let all = said.pairs.len() + said.stems.len();
    if all == 0 {
        return 0.0;
    }
    (common(&said.pairs, &source.pairs) + common(&said.stems, &source.stems)) as f64 / all as f64
}

/// Why `said` does not say what `source` says.
fn compare(verifier: &Verifier<'_>, said: &Clause, source: &Clause) -> Option<Reason> {
    let wrong = |check: Check| Reason::new(check, said.text.clone()).expected(source.text.clone());
    if !sides(said, source) {
        return Some(wrong(Check::Side));
    }
    let (claimed, printed) = (clause_polarity(&said.text), clause_polarity(&source.text));
    if claimed != printed {
        let doubt = claimed == Polarity::Possible || printed == Polarity::Possible;
        return Some(wrong(if doubt { Check::Modality } else { Check::Negation }));
    }
    if !denials(&said.text, &source.text) {
        return Some(wrong(Check::Negation));
    }
    if !in_order(verifier, &said.text, &source.text) {
        return Some(wrong(Check::Role));
    }
    let strange = said
        .values
        .iter()
        .find(|value| !source.values.iter().any(|known| value.value.is_borne_by(&known.value)));
    strange.filter(|_| !source.values.is_empty()).map(|value| {
        let written = said.text.get(value.range.clone()).unwrap_or(&said.text);
        let check = if value.value.is_date() { Check::Date } else { Check::Number };
        Reason::new(check, written).expected(source.text.clone())
    })
}

/// Whether every side named is named in the source too.
fn sides(said: &Clause, source: &Clause) -> bool {
    let printed: Vec<Side> = clause_sides(&source.text);
    clause_sides(&said.text).iter().all(|side| printed.contains(side))
}

/// Whether what is denied is what the source denies: the letters behind each sign of denial are the same, and what the
/// source only denies is not stated.
fn denials(said: &str, source: &str) -> bool {
    let (said_denied, said_plain) = pairs_by_denial(said);
    let (denied, plain) = pairs_by_denial(source);
    let added = said_denied.iter().any(|pair| plain.contains(pair) && !denied.contains(pair));
    let lost = said_plain.iter().any(|pair| denied.contains(pair) && !plain.contains(pair));
    let negative = |text: &str| {
        words(text)
            .iter()
            .any(|(_, word)| matches!(*word, "not" | "no" | "never" | "without" | "nor" | "none"))
    };
    let dismissed = |text: &str| {
        pattern!(r"驳回|撤销|败诉|dismiss|overrul|revers").is_some_and(|pattern| pattern.is_match(text))
    };
    // A clause told as a whole denies if its source does; fixed words that only look like denials are the same in both.
    let whole = pairs(said).count() as f64 >= WHOLE * pairs(source).count() as f64;
    let signs = |text: &str| text.chars().filter(|c| DENIALS.contains(c)).count();
    let changed = signs(said) > signs(source) || whole && signs(said) < signs(source);
    !added
        && !lost
        && !changed
        && negative(said) == negative(source)
        && (!dismissed(said) || dismissed(source))
}

type Pairs = HashSet<(char, char)>;

/// Pairs of Han letters right behind a sign of denial, and all others.
fn pairs_by_denial(text: &str) -> (Pairs, Pairs) {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (mut denied, mut plain) = (HashSet::new(), HashSet::new());
    for (index, pair) in letters.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        if !is_cjk(*a) || !is_cjk(*b) || DENIALS.contains(a) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let set = if before.is_some_and(|c| DENIALS.contains(c)) { &mut denied } else { &mut plain };
        set.insert((*a, *b));
    }
    (denied, plain)
}

/// V8: whether persons that both clauses name stand in the same order, so that nobody pays who is to be paid.
fn in_order(verifier: &Verifier<'_>, said: &str, source: &str) -> bool {
    // Roles must all be the source's; names need only keep their order where both clauses have them.
    let (roles, known) = (roles(said), roles(source));
    if !is_part(&roles, &known) {
        return false;
    }
    let order = |text: &str| verifier.persons_in(text);
    let (mut said, mut source) = (order(said), order(source));
    said.dedup();
    source.dedup();
    let common: Vec<String> = said.iter().filter(|name| source.contains(name)).cloned().collect();
    is_part(&common, &source)
}

/// The parties' roles that a clause names, in order.
fn roles(text: &str) -> Vec<String> {
    let role = pattern!(concat!(
        r"(?i)被?上诉人|被?申请执行人|被执行人|被?申请人|被?申诉人|原告|被告人?|第三人|公诉机关|被害人|[甲乙丙丁]方|出租[方人]|承租[方人]|买方|卖方|买受人|出卖人|发包[方人]|承包[方人]|贷款人|借款人|出借人|",
        r"委托[方人]|受托[方人]|保证人|抵押权?人|转让[方人]|受让[方人]|供方|需方|(?:plaintiff|defendant|claimant|respondent|appellant|appellee|petitioner|lessor|lessee|",
        r"landlord|tenant|buyer|seller|borrower|lender|licensor|licensee|employer|employee|contractor|client|party [ab])s?"
    ));
    let found = role.iter().flat_map(|pattern| pattern.find_iter(text));
    found.map(|role| role.as_str().to_lowercase().trim_end_matches('s').to_owned()).collect()
}

/// Whether all of `part` stand in `whole`, in this order.
fn is_part(part: &[String], whole: &[String]) -> bool {
    let mut at = 0;
    part.iter().all(|name| match whole.iter().skip(at).position(|other| other == name) {
        Some(found) => {
            at += found + 1;
            true
        }
        None => false,
    })
}

/// V7: the sex named is that of the cited facts.
fn sex(sentence: &Sentence<'_>) -> Option<Reason> {
    let alone = pattern!(
        r"(?:^|[^\p{Han}\p{L}])(男|女)(?:性)?(?:$|[^\p{Han}\p{L}])|(男性|女性)患?|\b(male|female)\b"
    )?;
    let named = |text: &str| -> Vec<Sex> {
        let found = alone
            .captures_iter(text)
            .filter_map(|found| found.iter().skip(1).flatten().next().map(|m| m.as_str().to_owned()));
        found
            .map(|word| if word.starts_with('男') || word == "male" { Sex::Male } else { Sex::Female })
            .collect()
    };
    let printed: Vec<Sex> = sentence
        .cited
        .iter()
        .flat_map(|source| source.sex.into_iter().chain(source.printed.iter().flat_map(|text| named(text))))
        .collect();
    let wrong = named(&sentence.text).into_iter().find(|sex| !printed.contains(sex))?;
    Some(Reason::new(Check::Side, format!("{wrong:?}").to_lowercase()))
}
