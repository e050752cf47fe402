//! Who the patient is: M01 to M04.

use std::collections::BTreeMap;

use jiff::civil;
use rust_decimal::Decimal;

use super::ask::{
    ages, all_events, births, diagnoses, identifiers, printed, sex_words, sexes, short, stamps,
};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::value::{ResidentId, Sex};
use crate::{
    EventKind, EvidenceId, EvidenceKind, Fact, IdentifierKind, Kind, LabValue, MedicalFact, Role, Stated,
};

/// Something said of the patient's body, with what it stands on.
struct Said<'a> {
    fact: &'a Fact,
    evidence: EvidenceId,
    text: &'a str,
}

/// What is said of the body: diagnoses, procedures, findings, what a check-up examined.
fn said<'a>(case: &Case<'a>) -> Vec<Said<'a>> {
    let of = |fact, stated: &'a Stated<String>| Said { fact, evidence: stated.evidence, text: &stated.value };
    let mut all: Vec<Said<'a>> = diagnoses(case).map(|found| of(found.fact, found.text)).collect();
    for (fact, body) in case.medical() {
        match body {
            MedicalFact::Procedure { name, .. } => all.push(of(fact, name)),
            MedicalFact::Finding { text, .. } => all.push(of(fact, text)),
            MedicalFact::CheckupResult { finding, .. } => all.push(of(fact, finding)),
            MedicalFact::Lab(item) if matches!(item.value.value, LabValue::Text(_)) => {
                all.push(of(fact, &item.name));
            }
            // An antigen of the prostate is measured in men.
            MedicalFact::Lab(item)
                if pattern!(r"(?i)前列腺|prostat").is_some_and(|form| form.is_match(&item.name.value)) =>
            {
                all.push(of(fact, &item.name));
            }
            _ => {}
        }
    }
    all
}

/// M01: an organ, a disease or an operation that the patient's sex does not have.
pub(super) fn sex_of_findings(case: &Case<'_>) -> Verdict {
    let Some((sex_fact, sex)) = sexes(case).next() else { return Verdict::lacks("patient_sex") };
    // Who is called 孕妇 is no man.
    let pregnant = sexes(case).find(|(_, sex)| printed(case, sex).starts_with(['孕', '产']));
    let man = sexes(case).find(|(_, sex)| sex.value == Sex::Male && !printed(case, sex).is_empty());
    if let (Some((fact, told)), Some((other, male))) = (pregnant, man)
        && case.dossier.facts.cited(told.evidence).map(|cited| cited.span.passage)
            == case.dossier.facts.cited(male.evidence).map(|cited| cited.span.passage)
    {
        let draft = Draft::new().about(fact, told.evidence).against(other, male.evidence);
        let draft = draft.found(printed(case, told)).with("word", printed(case, told));
        return Verdict::Checked(vec![draft.with_words("sex", sex_words(Sex::Male))]);
    }
    let words = case.rule.words(match sex.value {
        Sex::Male => "female_only",
        Sex::Female => "male_only",
    });
    let others = case.rule.words("others");
    let said = said(case);
    let mut drafts = Vec::new();
    for one in &said {
        let lower = crate::fold(one.text).to_lowercase();
        let is_of_another = others.iter().any(|word| lower.contains(word));
        let word = words.iter().find(|word| lower.contains(**word)).filter(|_| !is_of_another);
        if let Some(word) = word {
            let draft = Draft::new().about(one.fact, one.evidence).against(sex_fact, sex.evidence);
            drafts.push(draft.found(one.text).with("word", *word).with_words("sex", sex_words(sex.value)));
        }
    }
    let mut seen = !said.is_empty();
    if drafts.is_empty() {
        told_of_body(case, &words, &others, |draft| {
            drafts.push(draft.against(sex_fact, sex.evidence).with_words("sex", sex_words(sex.value)));
        });
    }
    if case.kind() == Kind::Checkup && drafts.is_empty() {
        // What was examined stands in the cells of a table, whatever its heads are called.
        for passage in case.passages().filter(|passage| matches!(passage.role, Role::Cell { .. })) {
            let text = passage.folded().to_lowercase();
            let is_name = (1..=LONGEST_NAME).contains(&text.trim().chars().count());
            seen |= is_name;
            if let Some(word) = words.iter().find(|word| is_name && text.contains(**word)) {
                let draft = Draft::new().about_span(passage.whole()).against(sex_fact, sex.evidence);
                let draft = draft.found(passage.text().trim()).with("word", *word);
                drafts.push(draft.with_words("sex", sex_words(sex.value)));
            }
        }
    }
    Verdict::of(seen, "diagnosis", drafts)
}

/// The first clause of the running text that tells of an organ or a state of the other sex, and of nobody else's.
fn told_of_body(case: &Case<'_>, words: &[&str], others: &[&str], mut add: impl FnMut(Draft)) {
    let lines = case.passages().filter(|passage| {
        let is_cell = matches!(passage.role, Role::Cell { .. }) && case.kind() == Kind::Checkup;
        is_cell || matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal()
    });
    let clauses = lines.flat_map(|passage| {
        let ends = [',', '。', ';', '.', '、'];
        passage.folded().split_inclusive(ends).scan(0, move |at, clause| {
            let start = *at;
            *at += clause.len();
            Some((passage, start, clause))
        })
    });
    for (passage, start, clause) in clauses {
        let lower = clause.to_lowercase();
        let is_other = others.iter().any(|word| lower.contains(word));
        let word = words.iter().find(|word| lower.contains(**word)).filter(|_| !is_other);
        // An organ that was looked at and found sound is there.
        let is_sound = pattern!(r"(?i)[未无](?:见|发现|触及)?(?:明显|特殊)?异常|正常|大小|质地|光滑|unremarkable|normal|no abnormalit")
            .is_some_and(|form| form.is_match(clause));
        let is_denied = crate::medical::clause_polarity(clause) == crate::Polarity::Absent && !is_sound;
        if let Some(word) = word.filter(|_| !is_denied) {
            let draft = Draft::new().about_span(passage.span(start..start + clause.len()));
            add(draft.found(clause.trim()).with("word", *word));
            return;
        }
    }
}

/// The name of what is examined has at most this many letters; a longer cell tells a finding.
const LONGEST_NAME: usize = 14;

/// M02: the sex differs between two places.
pub(super) fn one_sex(case: &Case<'_>) -> Verdict {
    // A boy or a girl born is not who bore it.
    let is_born = |sex: &Stated<Sex>| {
        let span = case.dossier.facts.cited(sex.evidence).map(|cited| &cited.span);
        let behind = span.and_then(|span| {
            let text = case.dossier.view.passage(span.passage)?.folded();
            Some(text.chars().skip(span.characters.end as usize).take(1).collect::<String>())
        });
        behind.is_some_and(|behind| matches!(behind.as_str(), "婴" | "胎"))
    };
    let mut all: Vec<_> = sexes(case).collect();
    if all.first().is_some_and(|(_, first)| !is_born(first)) {
        all.retain(|(_, sex)| !is_born(sex));
    }
    let Some((first_fact, first)) = all.first() else { return Verdict::lacks("patient_sex") };
    let other = all.iter().find(|(_, sex)| sex.value != first.value);
    let drafts = other.map(|(fact, sex)| {
        Draft::new()
            .about(fact, sex.evidence)
            .against(first_fact, first.evidence)
            .found(printed(case, sex))
            .expected(printed(case, first))
    });
    let mut drafts: Vec<Draft> = drafts.into_iter().collect();
    // A pronoun tells it too.
    let is_record = case.kind() == Kind::Record && drafts.is_empty();
    if let Some(span) = is_record.then(|| super::pronoun::of_other_sex(case, first.value)).flatten() {
        let word = span.text.clone();
        let draft = Draft::new().about_span(span).against(first_fact, first.evidence);
        drafts.push(draft.found(word).expected(printed(case, first)));
    }
    if drafts.is_empty() {
        drafts.extend(super::other_parts::of_other_sex(case));
    }
    Verdict::of(all.len() > 1 || !drafts.is_empty(), "patient_sex.second", drafts)
}

/// M03: the name or a number of the patient differs between two places.
pub(super) fn one_identity(case: &Case<'_>) -> Verdict {
    let mut groups: BTreeMap<String, Vec<(&Fact, &Stated<String>)>> = BTreeMap::new();
    for (fact, body) in case.medical() {
        if let MedicalFact::PatientName { name } = body {
            groups.entry("name".into()).or_default().push((fact, name));
        }
    }
    let personal = [
        IdentifierKind::ResidentId,
        IdentifierKind::Inpatient,
        IdentifierKind::Outpatient,
        IdentifierKind::Record,
        IdentifierKind::Checkup,
    ];
    for (fact, kind, number) in identifiers(case).filter(|(_, kind, _)| personal.contains(kind)) {
        // One kind of number may have two labels (ID, 登记号) and then two values; the same label has one.
        let label = bare_label(&label(case, fact));
        groups.entry(format!("{kind:?} {label}")).or_default().push((fact, number));
    }
    // What a page's head repeats without a label is the number that has one.
    let heads: Vec<(String, Vec<_>)> = groups
        .iter()
        .filter(|(key, _)| key.ends_with(' '))
        .map(|(key, all)| (key.clone(), all.clone()))
        .collect();
    for (key, all) in heads {
        let labelled = groups.iter_mut().find(|(other, _)| other.starts_with(&key) && **other != key);
        if let Some((_, group)) = labelled {
            group.extend(all);
        }
    }
    let mut drafts = across_labels(&groups);
    drafts.extend(of_other_stay(case, &groups));
    let seen = groups.values().any(|group| group.len() > 1);
    for group in groups.values() {
        let Some((first_fact, first)) = group.first() else { continue };
        let Some((fact, other)) = group.iter().find(|(_, other)| !is_same(&first.value, &other.value)) else {
            continue;
        };
        let draft = Draft::new()
            .about(fact, other.evidence)
            .against(first_fact, first.evidence)
            .found(&*other.value)
            .expected(&*first.value);
        drafts.push(if is_close(&first.value, &other.value) { draft.way("close") } else { draft });
    }
    if drafts.is_empty() {
        drafts.extend(super::other_parts::of_other_name(case, is_same, is_close).or_else(|| own_hand(case)));
    }
    Verdict::of(seen || !drafts.is_empty(), "patient_name.second", drafts)
}

/// Where the patient has signed with a name that is the own one but for a letter: relatives have others.
fn own_hand(case: &Case<'_>) -> Option<Draft> {
    let (fact, own) = case.medical().find_map(|(fact, body)| match body {
        MedicalFact::PatientName { name } => Some((fact, name)),
        _ => None,
    })?;
    let is_own = |fact: &Fact| {
        let label = label(case, fact).to_lowercase();
        ["患者", "病人", "受检者", "本人", "patient"].iter().any(|word| label.starts_with(word))
            && !label.contains('属')
    };
    case.medical().find_map(|(other, body)| match body {
        MedicalFact::Signature { role: crate::SignerRole::Patient, name: Some(name) }
            if is_own(other) && !is_same(&own.value, &name.value) && is_close(&own.value, &name.value) =>
        {
            let draft = Draft::new().way("close").about(other, name.evidence).against(fact, own.evidence);
            Some(draft.found(&*name.value).expected(&*own.value))
        }
        _ => None,
    })
}

/// Numbers of one kind under two labels that are the same but for a slip: nobody has two numbers so alike.
fn across_labels(groups: &BTreeMap<String, Vec<(&Fact, &Stated<String>)>>) -> Vec<Draft> {
    // The number of a stay and that of a record are often one.
    let kind = |key: &str| match key.split(' ').next().unwrap_or("") {
        "Inpatient" | "Record" => "Record".to_owned(),
        other => other.to_owned(),
    };
    let firsts: Vec<_> = groups.iter().filter_map(|(key, all)| Some((kind(key), *all.first()?))).collect();
    let pairs = firsts
        .iter()
        .enumerate()
        .flat_map(|(at, one)| firsts.iter().skip(at + 1).map(move |other| (one, other)));
    let slips = pairs.filter(|((kind, (_, one)), (other_kind, (_, other)))| {
        let is_long = one.value.len() >= SHORTEST_ALIKE;
        kind != "name"
            && kind == other_kind
            && is_long
            && one.value != other.value
            && (is_close(&one.value, &other.value) || is_longer_by_one(&one.value, &other.value))
    });
    let drafts = slips.map(|((_, (first_fact, first)), (_, (fact, other)))| {
        let draft = Draft::new().way("close").about(fact, other.evidence).against(first_fact, first.evidence);
        draft.found(&*other.value).expected(&*first.value)
    });
    drafts.collect()
}

/// The number in the frame of a page that is none of those of its body, though it is made like them: a frame repeats whose page it is,
/// whatever it calls the number.
fn of_other_stay(case: &Case<'_>, groups: &BTreeMap<String, Vec<(&Fact, &Stated<String>)>>) -> Option<Draft> {
    let of_stay = ["Inpatient ", "Record "];
    let mine = groups.iter().filter(|(key, _)| of_stay.iter().any(|kind| key.starts_with(kind)));
    let is_framed = |number: &Stated<String>| {
        let span = case.dossier.facts.cited(number.evidence).map(|cited| cited.span.passage);
        let passage = span.and_then(|id| case.dossier.view.passage(id));
        passage.is_some_and(crate::Passage::is_marginal)
    };
    let all = mine.flat_map(|(key, all)| all.iter().map(move |one| (key, *one)));
    let (frame, body): (Vec<_>, Vec<_>) = all.partition(|(_, (_, number))| is_framed(number));
    let is_alike = |a: &str, b: &str| a.len() == b.len() && a.len() >= SHORTEST_ALIKE;
    let (key, (fact, number)) = frame.into_iter().find(|(_, (_, number))| {
        !body.is_empty()
            && body.iter().all(|(_, (_, other))| {
                is_alike(&number.value, &other.value) && !is_same(&number.value, &other.value)
            })
    })?;
    // Under one label they are compared anyhow.
    let (_, (other_fact, other)) = body.iter().find(|(other, _)| *other != key)?;
    let draft = Draft::new().about(fact, number.evidence).against(other_fact, other.evidence);
    Some(draft.found(&*number.value).expected(&*other.value))
}

/// Digits from which on two numbers are not alike by chance.
const SHORTEST_ALIKE: usize = 6;

/// The label in front of a fact, without blanks.
pub(super) fn label(case: &Case<'_>, fact: &Fact) -> String {
    let cited = fact.evidence.iter().filter_map(|id| case.dossier.facts.cited(*id));
    let label = cited.rev().find(|evidence| evidence.kind == EvidenceKind::Label);
    label.map_or_else(String::new, |label| label.span.text.chars().filter(|c| !c.is_whitespace()).collect())
}

/// A label of a number without the words that only say that it is one: `UR number` and `UR` are one label, 病案号 and 病案编号 too.
fn bare_label(label: &str) -> String {
    let form = pattern!(r"(?i)number|no\.?:?$|\bnum\b|编号|号码|号|[:：#.]");
    let plain = form.map_or(label.into(), |form| form.replace_all(label, ""));
    if plain.trim().is_empty() { label.to_lowercase() } else { plain.to_lowercase() }
}

/// Whether two names or numbers may be the same: masked letters stand for any.
fn is_same(a: &str, b: &str) -> bool {
    if let (Some(a), Some(b)) = (words_of(a), words_of(b)) {
        return a == b || are_same_words(&a, &b) || are_same_words(&b, &a);
    }
    let plain =
        |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '*').collect();
    let (a, b): (Vec<char>, Vec<char>) = (plain(a), plain(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || *a == '*' || *b == '*')
}

/// Titles before or behind names, in small letters.
const TITLES: [&str; 12] =
    ["mr", "mrs", "ms", "miss", "mx", "master", "dr", "smt", "shri", "sri", "baby", "mdm"];

/// The words of a Latin name in small letters and the order of the alphabet, without titles; nothing for other texts, and where letters
/// are masked.
fn words_of(name: &str) -> Option<Vec<String>> {
    let is_latin = name.chars().any(|c| c.is_ascii_alphabetic())
        && !name.chars().any(|c| document::is_cjk(c) || c.is_ascii_digit() || c == '*');
    let words =
        name.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '-').filter(|word| !word.is_empty());
    let words = words.map(str::to_lowercase).filter(|word| !TITLES.contains(&word.as_str()));
    let mut words: Vec<String> = words.collect();
    words.sort();
    (is_latin && words.len() > 1).then_some(words)
}

/// Whether all `words` are among `others`, whole or as an initial, and what is left of these is initials: surname first or last, a second
/// name given or not.
fn are_same_words(words: &[String], others: &[String]) -> bool {
    let mut left = others.to_vec();
    for word in words {
        let is_one = |other: &String| {
            other == word
                || word.len() == 1 && other.starts_with(word.as_str())
                || other.len() == 1 && word.starts_with(other.as_str())
        };
        let exact = left.iter().position(|other| other == word);
        match exact.or_else(|| left.iter().position(is_one)) {
            Some(at) => drop(left.remove(at)),
            None => return false,
        }
    }
    left.iter().all(|word| word.len() == 1)
}

/// Whether two texts differ in one letter, or in two neighbours that have changed places: as likely misread as wrong.
fn is_close(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let differing: Vec<usize> =
        (0..a.len().min(b.len())).filter(|index| a.get(*index) != b.get(*index)).collect();
    match differing.as_slice() {
        _ if a.len() != b.len() => false,
        [_] => true,
        [first, second] => {
            first + 1 == *second && a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first)
        }
        _ => false,
    }
}

/// The resident identity numbers among the identifiers, whole ones.
pub(super) fn resident_ids<'a>(case: &Case<'a>) -> Vec<(&'a Fact, &'a Stated<String>, ResidentId)> {
    let numbers = identifiers(case).filter(|(_, kind, _)| *kind == IdentifierKind::ResidentId);
    numbers.filter_map(|(fact, _, number)| Some((fact, number, ResidentId::parse(&number.value)?))).collect()
}

/// Whether one number is the other with a digit too many: typed twice, or left out.
fn is_longer_by_one(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let without = |at: usize| {
        long.get(..at).zip(long.get(at + 1..)).is_some_and(|(head, tail)| format!("{head}{tail}") == short)
    };
    long.is_ascii() && long.len() == short.len() + 1 && (0..long.len()).any(without)
}

/// Events by which an age is told, the likeliest first.
pub(super) const TOLD_AT: [EventKind; 10] = [
    EventKind::Admitted,
    EventKind::Examined,
    EventKind::Collected,
    EventKind::Visited,
    EventKind::Received,
    EventKind::Reported,
    EventKind::Ordered,
    EventKind::Recorded,
    EventKind::Operated,
    EventKind::Discharged,
];

/// M04: the age does not follow from the date of birth.
pub(super) fn age_of_birth(case: &Case<'_>) -> Verdict {
    let Some((age_fact, age)) = ages(case).next() else { return Verdict::lacks("patient_age") };
    let ids = resident_ids(case);
    let stated = births(case).find_map(|(fact, birth)| Some((fact, birth.evidence, birth.value.civil()?)));
    let by_id = ids.iter().find_map(|(fact, number, id)| Some((*fact, number.evidence, id.birth?)));
    let Some((fact, evidence, birth)) = stated.or(by_id) else { return Verdict::lacks("patient_birth") };
    // In a chart of visits each age is that of its own day.
    if let Some((span, day)) = super::past::day_above(case, age.evidence) {
        let expected = years_between(birth, day);
        let tolerance = case.rule.number("tolerance").unwrap_or(Decimal::ONE);
        let is_off = birth <= day && (age.value.years() - expected).abs() > tolerance;
        let draft = Draft::new().about(age_fact, age.evidence).against(fact, evidence).against_span(span);
        let draft = draft.found(printed(case, age)).expected(short(expected.floor(), 0));
        let draft = draft.with("birth", birth.to_string()).with("day", day.to_string());
        return Verdict::Checked(if is_off { vec![draft] } else { vec![] });
    }
    let mut moments: Vec<_> = all_events(case).filter(|(_, kind, _)| TOLD_AT.contains(kind)).collect();
    moments.sort_by_key(|(_, kind, _)| TOLD_AT.iter().position(|known| known == kind));
    let told = moments.into_iter().find_map(|(fact, _, date)| Some((fact, date, date.value.civil()?)));
    let stamp = || {
        let (passage, range, date) = stamps(case).next()?;
        Some((passage.span(range.clone()), date.civil()?, passage.folded().get(range)?.to_owned()))
    };
    let draft = Draft::new().about(age_fact, age.evidence).against(fact, evidence);
    let (day, words, draft) = match told {
        Some((event, date, day)) => (day, printed(case, date), draft.against(event, date.evidence)),
        None => match stamp() {
            Some((span, day, words)) => (day, words, draft.against_span(span)),
            None => return Verdict::lacks("event"),
        },
    };
    let expected = years_between(birth, day);
    let tolerance = case.rule.number("tolerance").unwrap_or(Decimal::ONE);
    // Of children years are counted by birthdays alone.
    let counted = if expected < Decimal::from(CHILD) { expected.floor() } else { expected };
    if birth > day || (age.value.years() - counted).abs() <= tolerance {
        return Verdict::Checked(vec![]);
    }
    let draft = draft.found(printed(case, age)).expected(short(expected.floor(), 0));
    Verdict::Checked(vec![draft.with("birth", birth.to_string()).with("day", words)])
}

/// Years below which nobody counts the age in another way than by birthdays.
const CHILD: u32 = 14;

/// Years from one day to another, with twelfths and days as fractions.
pub(super) fn years_between(from: civil::Date, to: civil::Date) -> Decimal {
    let mut years = i64::from(to.year()) - i64::from(from.year());
    let (then, now) = ((from.month(), from.day()), (to.month(), to.day()));
    if now < then {
        years -= 1;
    }
    let months =
        (i64::from(to.month()) - i64::from(from.month()) - i64::from(to.day() < from.day())).rem_euclid(12);
    Decimal::from(years) + Decimal::new(months * 1000 / 12, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_and_close_names() {
        assert!(is_same("孙*桐", "孙雨桐") && is_same("0123", "0123") && !is_same("孙雨桐", "孙雨"));
        assert!(is_same("DEMARCO, TYLER M", "Tyler Demarco") && is_same("Mr. R. Tan", "TAN Raymond"));
        assert!(!is_same("DEMARCO, TYLER", "DEMARCO, TAYLOR") && !is_same("Tan Wei Ming", "Tan Wei"));
        assert!(is_close("01234", "01324") && is_close("孙雨桐", "孙雨彤") && !is_close("01234", "51230"));
    }

    #[test]
    fn years_are_counted_as_people_do() {
        let years = |from: [i16; 3], to: [i16; 3]| {
            let date = |d: [i16; 3]| civil::date(d[0], d[1] as i8, d[2] as i8);
            years_between(date(from), date(to)).floor().to_string()
        };
        assert_eq!(years([1963, 4, 8], [2024, 1, 9]), "60");
        assert_eq!(years([1963, 4, 8], [2024, 4, 8]), "61");
        assert_eq!(years([2024, 1, 31], [2024, 3, 1]), "0");
    }
}
