//! Where keys stand in a text: with a colon, a blank or nothing behind them, by a table of labels, by their words, or by what
//! follows them.

use std::ops::Range;

use super::labels::{BOOK, Key, PatientKey};
use super::stems;
use crate::AttributeKind;
use crate::pattern::pattern;

/// A key in a text: bytes of the label and of all with its colon.
pub(super) struct KeyAt {
    pub(super) key: Key,
    pub(super) label: Range<usize>,
    pub(super) end: usize,
}

/// The keys of a text whose lines begin at `starts`. A key may be cut by a line's end.
pub(super) fn keys_in(text: &str, starts: &[usize]) -> Vec<KeyAt> {
    let mut found = by_table(text, starts);
    by_spaced(text, starts, &mut found);
    for captures in BOOK.bare.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(label) = captures.get(1) else { continue };
        let is_new = found.iter().all(|key| key.label.end <= label.start() || label.end() <= key.label.start);
        if let Some(key) = BOOK.named(label.as_str()).filter(|_| is_new) {
            found.push(KeyAt { key, label: label.range(), end: label.end() });
        }
    }
    for start in starts {
        let line = text.get(*start..).unwrap_or("");
        let captures = BOOK.leading.as_ref().and_then(|pattern| pattern.captures(line));
        let Some(label) = captures.and_then(|captures| captures.get(1)) else { continue };
        let label = label.start() + start..label.end() + start;
        let is_new = found.iter().all(|key| key.label.end <= label.start || label.end <= key.label.start);
        // Behind a number it is a heading, however short.
        let is_numbered = text.get(*start..label.start).is_some_and(|lead| lead.contains('、'));
        let long = is_numbered
            || text
                .get(label.clone())
                .is_some_and(|text| text.chars().filter(|c| !c.is_whitespace()).count() > 2);
        let key = text.get(label.clone()).and_then(|label| BOOK.named(label));
        // A short word that begins a line may be a word of the text, and a house's name is no key to it.
        let rest = line.get(label.end - start..).unwrap_or("");
        let is_title = pattern!(
            r"(?i)\b(?:hospital|infirmary|clinic|trust|reports?|results?|summary|record|chart|notes?)\b"
        )
        .is_some_and(|form| form.is_match(rest));
        let is_house = match key {
            Some(Key::Attribute(AttributeKind::Institution)) => true,
            Some(Key::Attribute(_)) => is_title,
            _ => false,
        };
        let key = key.filter(|key| {
            is_new && !is_house && (long || !matches!(key, Key::Signer(_) | Key::Diagnosis(_)))
        });
        found.extend(key.map(|key| KeyAt { key, end: label.end, label }));
    }
    found.sort_by_key(|key| key.label.start);
    alone(text, starts, &mut found);
    by_words(text, starts, &mut found);
    by_blanks(text, starts, &mut found);
    by_gaps(text, starts, &mut found);
    in_turn(text, starts, &mut found);
    by_participle(text, &mut found);
    by_type(text, starts, &mut found);
    found.sort_by_key(|key| key.label.start);
    found
}

/// The keys with a colon that the table has.
fn by_table(text: &str, starts: &[usize]) -> Vec<KeyAt> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((whole, label)) = BOOK.key.as_ref().and_then(|form| key_after(form, text, from)) {
        from = whole.end();
        // Words of the line above are no part of a label that begins its line: `… Hospital / Patient: …`.
        let cut = starts.iter().rev().find(|start| label.end() <= **start && **start < whole.end());
        if let Some(start) = cut.filter(|start| **start > label.start()) {
            let line = text.get(*start..whole.end()).unwrap_or("").trim();
            if BOOK.key.as_ref().is_some_and(|form| form.is_match(line)) {
                from = *start;
                continue;
            }
        }
        let before = text.get(..whole.start()).and_then(|text| text.chars().next_back());
        let glued = before.is_some_and(|c| document::is_cjk(c) && c.is_alphabetic());
        let letters = label.as_str().chars().filter(|c| !c.is_whitespace()).count();
        // Right behind a word only a long label can be a key of its own: 高维审核者:彭毅.
        if glued && letters < 3 && !starts.contains(&label.start()) {
            continue;
        }
        // What happened another time is told by the word before: 上次检验日期.
        let line = starts.iter().rev().find(|start| **start <= label.start()).copied().unwrap_or(0);
        let is_event = matches!(BOOK.named(label.as_str()), Some(Key::Event(_)));
        if is_event && text.get(line..label.start()).is_some_and(names_another_time) {
            continue;
        }
        // Of "Hospital number:" the words together are the label.
        let together = text.get(label.start()..whole.end()).unwrap_or("").trim_end_matches([':', ' ']);
        let value = text.get(whole.end()..).unwrap_or("");
        let longer = (together.len() > label.len())
            .then(|| BOOK.named(together).or_else(|| stems::key(together, value)))
            .flatten()
            .filter(|key| {
                matches!(key, Key::Identifier(_) | Key::Patient(_) | Key::Event(_) | Key::Attribute(_))
            });
        // "Patient address:" is no name, whatever else it is.
        let is_other = longer.is_none()
            && together.is_ascii()
            && together.len() > label.len()
            && BOOK.named(label.as_str()) == Some(Key::Patient(PatientKey::Name))
            && !together.to_lowercase().contains("name");
        if is_other {
            continue;
        }
        // Of "Theatre date:" the word before tells which.
        let row = starts.iter().rev().find(|start| **start <= label.start()).copied().unwrap_or(0);
        let wider = matches!(label.as_str().to_lowercase().as_str(), "date" | "time" | "date/time")
            .then(|| stems::label_start(text.get(row..label.end())?))
            .flatten()
            .map(|at| row + at)
            .filter(|at| *at < label.start());
        let named = wider.and_then(|at| Some((at, stems::key(text.get(at..label.end())?, value)?)));
        if let Some((at, key @ Key::Event(_))) = named {
            found.push(KeyAt { key, label: at..label.end(), end: whole.end() });
            continue;
        }
        if let Some(key) = longer {
            let label = label.start()..label.start() + together.len();
            found.push(KeyAt { key, label, end: whole.end() });
        } else if let Some(key) = BOOK.named(label.as_str()) {
            found.push(KeyAt { key, label: label.range(), end: whole.end() });
        }
    }
    found
}

/// Whether words end in one that says that what follows is of another time than the document's.
fn names_another_time(before: &str) -> bool {
    pattern!(r"(?i)(?:上次|前次|上回|前回|末次|下次|既往|历史|\b(?:previous|prior|last|next))\s*$")
        .is_some_and(|form| form.is_match(before))
}

/// The next key with its colon from the byte `from` on: all of it, and its label.
fn key_after<'t>(
    form: &regex::Regex,
    text: &'t str,
    from: usize,
) -> Option<(regex::Match<'t>, regex::Match<'t>)> {
    let captures = form.captures_at(text, from)?;
    captures.get(0).zip(captures.get(1))
}

/// Adds the labels of signatures that stand alone in their line, with a blank for the name or nothing: `Signed`, `医师签名 ____`.
fn alone(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(row) = text.get(*start..end) else { continue };
        let label = row.trim_end_matches([' ', '_', '.', '\u{2026}', '-']).trim_start();
        let at = start + (row.len() - row.trim_start().len());
        let at = at..at + label.len();
        let is_new = found.iter().all(|key| key.end <= at.start || at.end <= key.label.start);
        // A short word may be one of the text, unless it is all there is.
        let is_long = label.chars().filter(|c| !c.is_whitespace()).count() > 2 || starts.len() == 1;
        let named = BOOK.named(label).or_else(|| {
            let is_person =
                pattern!(r"(?:[医药技护]师|医生|[者人员])$").is_some_and(|form| form.is_match(label));
            stems::key(label, "").filter(|_| is_person)
        });
        if let Some(key @ Key::Signer(_)) = named.filter(|_| is_new && is_long) {
            found.push(KeyAt { key, end: at.end, label: at });
        }
    }
    unsigned(text, starts, found);
    found.sort_by_key(|key| key.label.start);
}

/// Adds the labels of a line that is made of nothing but labels of signatures, each with a blank behind: `检验         审核`.
fn unsigned(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(word) = pattern!(r"\S+") else { return };
    if text.chars().count() > LONGEST_OF_LABELS {
        return;
    }
    let from = starts.first().copied().unwrap_or(0);
    let labels = word.find_iter(text.get(from..).unwrap_or("")).map(|label| {
        let at = from + label.start()..from + label.end();
        let key = BOOK.named(label.as_str());
        key.filter(|key| matches!(key, Key::Signer(_))).map(|key| KeyAt { key, end: at.end, label: at })
    });
    let Some(labels) = labels.collect::<Option<Vec<KeyAt>>>().filter(|labels| labels.len() > 1) else {
        return;
    };
    for label in labels {
        if found.iter().all(|key| key.end <= label.label.start || label.label.end <= key.label.start) {
            found.push(label);
        }
    }
}

/// Letters of the longest line that is nothing but labels of signatures.
const LONGEST_OF_LABELS: usize = 40;

/// Adds the keys with neither colon nor entry in a table: a word between blanks that is put together from words of labels,
/// with a date, a number or a name behind it: `切皮　2024年4月8日12时`, `Collected 2024-03-05`.
fn by_blanks(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(word) = pattern!(
        r"(?:(?:^|\s|[|│,;。(])(?P<label>[入出]|[\p{Han}][\p{Han}/()]{1,9}|[A-Z][a-z]+(?: [a-z/]+){0,3})|(?:^|\s{2,}|[0-9]\s)(?P<small>[a-z]+(?: [a-z/]+){0,2}))\s+(?P<value>\S)"
    ) else {
        return;
    };
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(row) = text.get(*start..end) else { continue };
        let mut from = 0;
        while let Some(captures) = row.get(from..).and_then(|rest| word.captures(rest)) {
            let label = captures.name("label").or(captures.name("small"));
            let (Some(label), Some(value)) = (label, captures.name("value")) else { break };
            let (label, value) = (from + label.start()..from + label.end(), from + value.start());
            from = label.end;
            let at = start + label.start..start + label.end;
            let is_new = found.iter().all(|key| key.end <= at.start || at.end <= key.label.start);
            let rest = row.get(value..).unwrap_or("");
            // The clinic that a patient is to come to is no visit: `Early Pregnancy Clinic 2023/12/01`.
            let is_part = row.get(..label.start).is_some_and(|ahead| {
                ahead.ends_with(' ')
                    && ahead.trim_end().ends_with(|c: char| c.is_ascii_alphabetic())
                    && !ahead.ends_with("  ")
            });
            let key = row.get(label).and_then(|label| match label {
                "Clinic" | "clinic" if is_part => None,
                "入" | "出" => BOOK.named(label).filter(|_| stems::begins_with_date(rest)),
                _ => stems::bare_key(label, rest),
            });
            let key = key.filter(|_| is_new);
            // A name in running text has no blank or end behind it.
            let is_apart = !matches!(key, Some(Key::Signer(_))) || rest.split_whitespace().all(is_piece);
            found.extend(key.filter(|_| is_apart).map(|key| KeyAt { key, end: at.end, label: at }));
        }
    }
}

/// Whether nothing but the next label with its colon begins a text: nothing stands for the label before it.
fn begins_with_label(text: &str) -> bool {
    let Some(lead) = text.find(':').and_then(|colon| text.get(..colon)) else { return false };
    let label = lead.trim();
    let is_alone = lead.starts_with(char::is_whitespace) && !label.contains(char::is_whitespace);
    is_alone && (stems::is_label(label) || BOOK.named(label).is_some())
}

/// Adds those who did something as an English sentence tells it: `reported by J. Calloway, authorised by Dr A. Shaw`.
fn by_participle(text: &str, found: &mut Vec<KeyAt>) {
    let form = pattern!(concat!(
        r"(?:^|[\s,;.(])(?P<label>(?:[A-Za-z]+ and )?(?i:electronically |digitally )?",
        r"(?i:reported|resulted|released|authori[sz]ed|verified|approved|reviewed|validated|checked|countersigned|signed|performed|tested|examined|analy[sz]ed|prepared|dictated|prescribed|dispensed|assisted)(?i: off)? by)(?:\s+(?P<name>[A-Z])|\s*(?P<none>[.,;_/—–-]+(?:\s|$)))"
    ));
    for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
        let name = captures.name("name").or(captures.name("none"));
        let (Some(label), Some(_)) = (captures.name("label"), name) else { continue };
        let is_new = found.iter().all(|key| key.end <= label.start() || label.end() <= key.label.start);
        let value = captures.name("name").and_then(|name| text.get(name.start()..)).unwrap_or("");
        let key = BOOK.named(label.as_str()).or_else(|| stems::key(label.as_str(), value));
        if let Some(key @ Key::Signer(_)) = key.filter(|_| is_new) {
            found.push(KeyAt { key, label: label.range(), end: label.end() });
        }
    }
}

/// Adds the labels whose letters are set apart and that only a blank parts from their value: `姓  名  钟建军　性  别  男`.
pub(super) fn by_spaced(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(word) = pattern!(r"\S+") else { return };
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(row) = text.get(*start..end) else { continue };
        let words: Vec<regex::Match<'_>> = word.find_iter(row).collect();
        let is_letter = |found: &regex::Match<'_>| {
            let mut letters = found.as_str().chars();
            letters.next().is_some_and(document::is_cjk) && letters.next().is_none()
        };
        let mut at = 0;
        while at < words.len() {
            let run = words.iter().skip(at).take_while(|word| is_letter(word)).count();
            // The value behind the label may be a single letter as well.
            let label = (2..=run.min(LONGEST_SPACED)).rev().find_map(|count| {
                let pieces = words.get(at..at + count)?;
                let name: String = pieces.iter().map(regex::Match::as_str).collect();
                let value = words.get(at + count)?;
                let rest = row.get(value.start()..)?;
                let is_value = !value.as_str().starts_with(':') && !stems::is_label(value.as_str());
                let worded = || stems::key(&name, rest).filter(|_| stems::is_label(&name));
                let key = BOOK.named(&name).or_else(worded).filter(|_| is_value)?;
                // What goes on letter by letter is a title, unless it is a name or a sex.
                let is_title = is_letter(value)
                    && match key {
                        Key::Patient(PatientKey::Name) => false,
                        Key::Patient(PatientKey::Sex) => !matches!(value.as_str(), "男" | "女"),
                        _ => true,
                    };
                if is_title {
                    return None;
                }
                Some((key, pieces.first()?.start()..pieces.last()?.end(), count))
            });
            let Some((key, label, count)) = label else {
                at += run.max(1);
                continue;
            };
            let label = start + label.start..start + label.end;
            if found.iter().all(|key| key.end <= label.start || label.end <= key.label.start) {
                found.push(KeyAt { key, end: label.end, label });
            }
            at += count + 1;
        }
    }
}

/// Letters of the longest label that is set apart letter by letter.
const LONGEST_SPACED: usize = 5;

/// Letters of the longest value in a line of several.
const LONGEST_OF_LINE: usize = 30;

/// Adds the known labels of a line in which wide gaps part several pairs, each a label with a blank and its value:
/// `临床诊断 急性扁桃体炎　　药物过敏 青霉素`.
pub(super) fn by_gaps(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(gap) = pattern!(r"\s{2,}|\s*[|│]\s*") else { return };
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(row) = text.get(*start..end).map(str::trim_end) else { continue };
        let cuts: Vec<Range<usize>> = gap.find_iter(row).map(|m| m.range()).collect();
        let ends = cuts.iter().map(|cut| cut.start).chain([row.len()]);
        let begins = [0].into_iter().chain(cuts.iter().map(|cut| cut.end));
        let parts: Vec<Range<usize>> = begins.zip(ends).map(|(from, to)| from..to).collect();
        if parts.len() < 2 {
            continue;
        }
        let labelled: Vec<KeyAt> =
            parts.iter().filter_map(|part| labelled(row.get(part.clone())?, start + part.start)).collect();
        if labelled.len() < 2 && labelled.len() < parts.len() {
            continue;
        }
        for key in labelled {
            if found.iter().all(|known| known.end <= key.label.start || key.label.end <= known.label.start) {
                found.push(key);
            }
        }
    }
}

/// Adds the known labels of a line that is labels and values in turn with nothing but blanks between them:
/// `诊断 高血压　过敏 磺胺类　费别 医保`.
fn in_turn(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(word) = pattern!(r"\S+") else { return };
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(row) = text.get(*start..end).filter(|row| row.chars().any(document::is_cjk)) else {
            continue;
        };
        let words: Vec<regex::Match<'_>> = word.find_iter(row).collect();
        let worded = |at: usize| {
            let (label, value) = (words.get(at)?.as_str(), words.get(at + 1)?.as_str());
            stems::key(label, value).filter(|key| matches!(key, Key::Patient(PatientKey::Allergy)))
        };
        let named =
            |at: usize| words.get(at).and_then(|word| BOOK.named(word.as_str())).or_else(|| worded(at));
        let is_value =
            |at: usize| words.get(at).is_some_and(|word| !word.as_str().contains(':')) && named(at).is_none();
        let labels: Vec<usize> =
            (0..words.len()).filter(|at| named(*at).is_some() && is_value(at + 1)).collect();
        // Nothing but a label begins the line, and between labels stand few words.
        let is_turn = labels.first() == Some(&0)
            && labels.len() >= FEWEST_IN_TURN
            && labels.windows(2).all(|pair| matches!(pair, [a, b] if b - a <= MOST_IN_TURN));
        for at in labels.into_iter().filter(|_| is_turn) {
            let (Some(key), Some(label)) = (named(at), words.get(at)) else { continue };
            let label = start + label.start()..start + label.end();
            if found.iter().all(|known| known.end <= label.start || label.end <= known.label.start) {
                found.push(KeyAt { key, end: label.end, label });
            }
        }
    }
}

/// Labels of a line from which on it is one of labels and values in turn, and words from one label to the next.
const FEWEST_IN_TURN: usize = 2;
const MOST_IN_TURN: usize = 3;

/// The key of a text that is a known label, a blank and a short value; `offset` is where the text begins.
fn labelled(text: &str, offset: usize) -> Option<KeyAt> {
    if text.contains(':') {
        return None;
    }
    let lead = text.len() - text.trim_start().len();
    let blanks = text.match_indices(' ').map(|(at, _)| at).filter(|at| *at > lead);
    let mut key = blanks.filter_map(|at| {
        let (name, value) = (text.get(..at)?.trim(), text.get(at..)?.trim());
        let is_value = (1..=LONGEST_OF_LINE).contains(&value.chars().count())
            && BOOK.named(value).is_none()
            && !stems::is_label(value);
        let key = BOOK.named(name).or_else(|| stems::key(name, value).filter(|_| stems::is_label(name)));
        Some((key.filter(|_| is_value)?, at))
    });
    let (key, at) = key.next_back()?;
    Some(KeyAt { key, label: offset + lead..offset + at, end: offset + at })
}

/// Adds the keys where nothing at all parts label and value: `性别女年龄45岁`, `入院2022.10.26`.
pub(super) fn by_type(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let form = pattern!(r"(?:(?P<sex>性\s*别)\s*[男女]|(?P<age>年\s*龄)\s*[0-9]{1,3}\s*(?:岁|月|天))");
    for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
        let (label, key) = match (captures.name("sex"), captures.name("age")) {
            (Some(label), _) => (label.range(), PatientKey::Sex),
            (None, Some(label)) => (label.range(), PatientKey::Age),
            (None, None) => continue,
        };
        if found.iter().all(|key| key.end <= label.start || label.end <= key.label.start) {
            found.push(KeyAt { key: Key::Patient(key), end: label.end, label });
        }
    }
    glued(text, starts, found);
}

/// Adds the labels with their figures in a word of their own: `入院2022.10.26`, `住院日数9`, `住院号03828916`.
fn glued(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let Some(form) = pattern!(r"(?P<label>\p{Han}{2,8})(?P<value>[0-9][0-9./:年月日时分天-]*)") else {
        return;
    };
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let whole = [(0, text.len())];
    let rows: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    for (start, end) in rows.iter().chain(whole.iter().filter(|_| rows.is_empty())) {
        let row = text.get(*start..*end).unwrap_or("");
        for captures in form.captures_iter(row) {
            let (Some(label), Some(value)) = (captures.name("label"), captures.name("value")) else {
                continue;
            };
            let rest = row.get(value.start()..).unwrap_or("");
            let before = row.get(..label.start()).and_then(|text| text.chars().next_back());
            if before.is_some_and(char::is_alphabetic) {
                continue;
            }
            let unit = value.as_str().trim_start_matches(|c: char| c.is_ascii_digit());
            let key = stems::bare_key(label.as_str(), rest).filter(|key| match key {
                Key::Event(_) => {
                    crate::value::find_dates(rest).first().is_some_and(|date| date.range.start == 0)
                }
                Key::Identifier(_) => unit.is_empty(),
                Key::Patient(PatientKey::Stay) => matches!(unit, "" | "天" | "日"),
                _ => false,
            });
            let label = start + label.start()..start + label.end();
            let is_new = found.iter().all(|key| key.end <= label.start || label.end <= key.label.start);
            found.extend(key.filter(|_| is_new).map(|key| KeyAt { key, end: label.end, label }));
        }
    }
}

/// Whether a piece of a line is as short as labels, names and dates are.
fn is_piece(text: &str) -> bool {
    text.chars().count() <= LONGEST_PIECE
}

/// Letters of the longest of them: `2024年11月28日13时05分`.
const LONGEST_PIECE: usize = 20;

/// Adds the keys with a colon that no table has, by their words and what stands behind them.
fn by_words(text: &str, starts: &[usize], found: &mut Vec<KeyAt>) {
    let known: Vec<Range<usize>> = found.iter().map(|key| key.label.start..key.end).collect();
    for (colon, _) in text.match_indices(':') {
        let is_clock = text.get(..colon).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        if is_clock || known.iter().any(|key| key.contains(&colon)) {
            continue;
        }
        let row = starts.iter().rev().find(|start| **start <= colon).copied().unwrap_or(0);
        let row_end = starts.iter().find(|start| **start > colon).copied().unwrap_or(text.len());
        let from = known.iter().map(|key| key.end).filter(|end| *end <= colon).max().unwrap_or(0).max(row);
        let Some(start) = text.get(from..colon).and_then(stems::label_start).map(|at| from + at) else {
            continue;
        };
        let to = known.iter().map(|key| key.start).find(|start| *start > colon).unwrap_or(row_end);
        let value = text.get(colon + 1..to.min(row_end)).unwrap_or("");
        // A day may stand on the next line where this one is full.
        let below = || text.get(row_end..to).unwrap_or("").trim_start();
        let value = if value.trim().is_empty() && row_end < to { below() } else { value };
        let value = if begins_with_label(value) { "" } else { value };
        let label = text.get(start..colon).unwrap_or("").trim_end();
        // Letters in front belong to a longer word than labels are.
        let glued = text.get(row..start).and_then(|text| text.chars().next_back());
        if glued.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if let Some(key) = stems::key(label, value) {
            found.push(KeyAt { key, label: start..start + label.len(), end: colon + 1 });
        }
    }
}
