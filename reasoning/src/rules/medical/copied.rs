//! Paragraphs that stand twice: M38.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ask::short;
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::value::find_dates;
use crate::{Part, Passage, Role};

/// A paragraph of some length, with the letters it is compared by.
struct Paragraph<'a> {
    passage: &'a Passage,
    letters: Vec<char>,
    grams: Vec<[char; GRAM]>,
}

/// Letters of the pieces that paragraphs are compared by.
const GRAM: usize = 4;

/// Paragraphs that are looked up by one piece; a form's phrases would else be compared with all of their kind.
const MOST_SHARED: usize = 16;

/// M38: a paragraph stands twice, word for word or nearly so; or the note of a day is that of another, however it is cut into paragraphs.
pub(super) fn copied(case: &Case<'_>) -> Verdict {
    // Sheets of orders and charges say the same of each item.
    let title = crate::fold(&super::record::title(case));
    let of_orders = ["处方", "用药", "费用", "清单", "结算", "prescription", "medication", "invoice", "bill"];
    if of_orders.iter().any(|word| title.contains(word)) {
        return Verdict::lacks("section.second_note");
    }
    let shortest = case.rule.number("shortest").unwrap_or(Decimal::from(40));
    let shortest_note = case.rule.number("shortest_note").unwrap_or(shortest);
    let similar = case.rule.number("similar").unwrap_or(Decimal::ONE);
    let long = |letters: &[char], passage: &Passage| {
        let is_cell = matches!(passage.role, Role::Cell { .. }) && tells(passage.folded());
        Decimal::from(letters.len()) >= if is_cell { shortest_note } else { shortest }
    };
    let paragraphs: Vec<Paragraph<'_>> = case
        .passages()
        .filter(|passage| !passage.is_marginal() && !is_usage(passage.folded()))
        .map(|passage| (passage, written(passage)))
        .filter(|(passage, letters)| long(letters, passage))
        .map(|(passage, letters)| Paragraph::new(passage, letters))
        .collect();
    let mut drafts = twins(&paragraphs, 0, similar);
    // Each day may be a sheet of its own, which counts as a part.
    let mut notes: Vec<Paragraph<'_>> = Vec::new();
    let before = case.dossier.facts.parts.iter().filter(|part| part.first < case.part.first);
    let before: Vec<&Part> = before.filter(|part| part.kind == case.part.kind).collect();
    for part in before.iter().rev().take(MOST_SHEETS) {
        notes.extend(notes_of(case.dossier.view.within(part).iter()));
    }
    notes.retain(|note| Decimal::from(note.letters.len()) >= shortest_note);
    let own = notes.len();
    notes.extend(notes_of(case.passages()));
    notes.retain(|note| Decimal::from(note.letters.len()) >= shortest_note);
    if drafts.is_empty() {
        drafts = twins(&notes, own, similar);
    }
    if drafts.is_empty() && notes.len() > 1 {
        drafts = runs(case, shortest);
    }
    Verdict::of(paragraphs.len() > 1 || notes.len() > 1, "section.second_note", drafts)
}

/// Whether a line only says how a medicine is taken: several medicines may be taken alike.
fn is_usage(text: &str) -> bool {
    let form = pattern!(
        r"(?i)^\s*(?:sig|s:|take|apply|inhale|inject|instil|chew|dissolve|place|one|two|[0-9]+ (?:tabs?|tablets?|caps?|capsules?|puffs?|drops?)\b|用法|每次|一次|[0-9.]+\s*(?:m?g|μg|片|粒|袋|丸)\s*(?:每|口服|po))"
    );
    text.chars().count() <= LONGEST_USAGE && form.is_some_and(|form| form.is_match(text))
}

/// Letters of the longest line that says so.
const LONGEST_USAGE: usize = 100;

/// Sheets before one with whose notes its own are compared.
const MOST_SHEETS: usize = 6;

/// Letters of the shortest sentence that counts.
const SHORTEST_SENTENCE: usize = 5;

/// The first sentences, two at least and together as long as a paragraph, that stand twice in one order.
fn runs(case: &Case<'_>, shortest: Decimal) -> Vec<Draft> {
    let mut all: Vec<(&Passage, String)> = Vec::new();
    for passage in case.passages().filter(|passage| !passage.is_marginal()) {
        let text = passage.folded().get(..signed_from(passage.folded())).unwrap_or("");
        for sentence in text.split(['。', ';', '!', '?']).flat_map(|part| part.split(". ")) {
            let letters: String = sentence.chars().filter(|c| c.is_alphabetic()).collect();
            if letters.chars().count() >= SHORTEST_SENTENCE {
                all.push((passage, letters));
            }
        }
    }
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut run: Option<(usize, usize, usize)> = None;
    for (index, (passage, letters)) in all.iter().enumerate() {
        let known = first.get(letters.as_str()).copied();
        first.entry(letters).or_insert(index);
        let length = letters.chars().count();
        run = match (known, run) {
            (Some(known), Some((last, sum, count))) if known == last + 1 => {
                Some((known, sum + length, count + 1))
            }
            (Some(known), _) => Some((known, length, 1)),
            (None, _) => None,
        };
        let Some((known, sum, count)) = run else { continue };
        if count > 1
            && Decimal::from(sum) >= shortest
            && let Some((twin, _)) =
                all.get(known).filter(|(twin, _)| twin.id != passage.id || index > known + count)
        {
            let draft = Draft::new().about_span(passage.whole()).against_span(twin.whole());
            return vec![draft.with("share", "100")];
        }
    }
    vec![]
}

impl<'a> Paragraph<'a> {
    fn new(passage: &'a Passage, letters: Vec<char>) -> Self {
        let mut grams: Vec<[char; GRAM]> =
            letters.windows(GRAM).filter_map(|window| window.try_into().ok()).collect();
        grams.sort_unstable();
        Self { passage, letters, grams }
    }
}

/// A finding for each paragraph from number `own` on that is like one before it. Only paragraphs that share a rare piece can be alike: each is looked up
/// by its least pieces, so the cost stays linear.
fn twins(paragraphs: &[Paragraph<'_>], own: usize, similar: Decimal) -> Vec<Draft> {
    let mut index: BTreeMap<[char; GRAM], Vec<usize>> = BTreeMap::new();
    let mut drafts = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let probes: Vec<[char; GRAM]> = probes(&paragraph.grams);
        let mut candidates: Vec<usize> =
            probes.iter().filter_map(|gram| index.get(gram)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let twin = candidates
            .iter()
            .filter_map(|other| paragraphs.get(*other))
            .find(|other| likeness(paragraph, other) >= similar - slack(paragraph, other));
        // What resembles a copy resembles the first of them; and a piece that many paragraphs share tells none of them.
        if twin.is_none() {
            for gram in &probes {
                let known = index.entry(*gram).or_default();
                if known.len() < MOST_SHARED {
                    known.push(number);
                }
            }
        }
        if let Some(twin) = twin.filter(|_| number >= own) {
            let share = short(likeness(paragraph, twin) * Decimal::ONE_HUNDRED, 0);
            let draft = Draft::new().about_span(paragraph.passage.whole()).against_span(twin.passage.whole());
            drafts.push(draft.with("share", share));
        }
    }
    drafts
}

/// Letters from which on a text is a copy though a little more of it was changed, and how much more.
const LONG: usize = 80;
const SLACK: Decimal = Decimal::from_parts(6, 0, 0, false, 2);

/// How much less alike two long texts may be.
fn slack(a: &Paragraph<'_>, b: &Paragraph<'_>) -> Decimal {
    if a.letters.len().min(b.letters.len()) >= LONG { SLACK } else { Decimal::ZERO }
}

/// Whether a text tells something in sentences, as notes do and orders of medicines do not.
fn tells(text: &str) -> bool {
    text.contains('。')
        || text.contains(". ")
        || text.trim_end().ends_with('.')
        || text.matches(',').count() > 1
}

/// Letters of a line behind its date that only head a note: `主治医师查房记录`, `Ward round Dr Tan`.
const LONGEST_HEAD: usize = 20;

/// The notes of single days: what stands from a line that begins with a day to the next such line.
fn notes_of<'a>(passages: impl Iterator<Item = &'a Passage>) -> Vec<Paragraph<'a>> {
    let begins = pattern!(
        r"(?i)^\s*(?:(?:术后|住院|入院)?第\s*[0-9一二三四五六七八九十]{1,3}\s*[天日]|(?:post-?op(?:erative)? )?day\s*[0-9]{1,2}\b|POD\s*[0-9]{1,2}\b|[0-9]{1,2}[-/.月][0-9]{1,2}日?(?:\s|:|$))"
    );
    let mut all: Vec<(&Passage, String, bool)> = Vec::new();
    let prose = passages.filter(|passage| {
        !passage.is_marginal() && matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Unplaced)
    });
    for passage in prose {
        let whole = passage.rows().is_empty().then_some(0..passage.folded().len());
        for bytes in passage.rows().iter().map(|row| row.bytes.clone()).chain(whole) {
            let Some(line) = passage.folded().get(bytes.clone()) else { continue };
            let date = find_dates(line).into_iter().next().filter(|date| {
                date.value.day.is_some()
                    && line.get(..date.range.start).is_some_and(|lead| lead.trim().len() <= LONGEST_LEAD)
            });
            let is_begun = date.is_some() || begins.is_some_and(|form| form.is_match(line));
            let rest = line.get(date.map_or(0, |date| date.range.end)..).unwrap_or("");
            let signs = pattern!(
                r"(?i)^\s*(?:[\p{Han}]{0,4}(?:医[师生]|护士|签名|签字)|记录[者人]|dr|rn|nurse|doctor|signed?)\b?\s*[:.]"
            );
            let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
            if letters <= LONGEST_HEAD && signs.is_some_and(|form| form.is_match(line)) {
                continue;
            }
            if is_begun {
                let is_head = letters <= LONGEST_HEAD && !tells(rest);
                all.push((passage, if is_head { String::new() } else { rest.to_owned() }, tells(rest)));
            } else if let Some((holder, written, tells_more)) = all.last_mut() {
                if written.is_empty() {
                    *holder = passage;
                }
                written.push_str(rest);
                *tells_more |= tells(rest);
            }
        }
    }
    let told = all.into_iter().filter(|(_, _, tells)| *tells);
    let letters = |text: &str| {
        let told = text.get(..signed_from(text)).unwrap_or(text);
        told.chars().filter(|c| c.is_alphabetic()).collect()
    };
    told.map(|(passage, text, _)| Paragraph::new(passage, letters(&text))).collect()
}

/// Bytes of signs before the day that begins a note.
const LONGEST_LEAD: usize = 3;

/// Bytes from the end of a paragraph within which it is signed.
const SIGNATURE_REACH: usize = 120;

/// Where the words begin that only sign a paragraph: `医师签名：段誉诚　上级医师：毛晓丽`.
fn signed_from(text: &str) -> usize {
    let form = pattern!(
        r"(?i)[\p{Han}]{0,6}(?:签名|签字|签章)\s*:|\p{Han}{0,4}(?:医\s*[师生]|护\s*[士师])\s*:|(?:记录|书写|审核|审阅)[者人]?\s*:|\b(?:signed|signature|entered by|written by)\b"
    );
    let from = text.ceil_char_boundary(text.len().saturating_sub(SIGNATURE_REACH));
    let found = form.and_then(|form| form.find(text.get(from..)?));
    let end = found.map_or(text.len(), |found| from + found.start());
    // Behind the last sentence a name alone signs too: `…病情变化。　马晓峰/司徒珊`.
    let told = text.get(..end).unwrap_or("");
    let stop = told.trim_end().trim_end_matches(['。', '.']).rfind(['。', '!', '?']);
    let stop = stop.and_then(|at| Some(at + told.get(at..)?.chars().next()?.len_utf8()));
    let named = |stop: &usize| {
        let rest = told.get(*stop..).unwrap_or("");
        let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
        *stop > 0
            && letters <= LONGEST_NAMES
            && !rest.trim_end().ends_with('。')
            && !rest.contains([',', ':'])
    };
    stop.filter(named).unwrap_or(end)
}

/// Letters of the names that sign a note at most.
const LONGEST_NAMES: usize = 10;

/// The letters of a paragraph without what differs in any case: its date, its figures, and what only heads or signs it.
fn written(passage: &Passage) -> Vec<char> {
    let text = passage.folded();
    let dates = find_dates(text);
    let rows: Vec<_> = passage.rows().iter().map(|row| row.bytes.clone()).collect();
    let is_short = |bytes: &std::ops::Range<usize>| {
        let letters = text.get(bytes.clone()).unwrap_or("").chars().filter(|c| c.is_alphabetic()).count();
        rows.len() > 1 && letters <= LONGEST_SIGNATURE
    };
    let short: Vec<_> =
        [rows.first(), rows.last()].into_iter().flatten().filter(|row| is_short(row)).collect();
    let end = signed_from(text);
    let kept = text.char_indices().take_while(|(at, _)| *at < end).filter(|(at, c)| {
        c.is_alphabetic()
            && !dates.iter().any(|date| date.range.contains(at))
            && !short.iter().any(|row| row.contains(at))
    });
    kept.map(|(_, c)| c).collect()
}

/// Letters of a line that heads a note or signs it.
const LONGEST_SIGNATURE: usize = 10;

/// Pieces that a paragraph is looked up by.
const PROBES: usize = 8;

/// The pieces of least hash: near copies have most of them in common.
fn probes(grams: &[[char; GRAM]]) -> Vec<[char; GRAM]> {
    let hash = |gram: &[char; GRAM]| {
        gram.iter().fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193))
    };
    let mut hashed: Vec<(u32, [char; GRAM])> = grams.iter().map(|gram| (hash(gram), *gram)).collect();
    hashed.sort_unstable();
    hashed.dedup();
    hashed.into_iter().take(PROBES).map(|(_, gram)| gram).collect()
}

/// How alike two paragraphs are, 0 to 1: the letters that need not be changed over the longer one's. Where few pieces are
/// common it is not worth counting them.
fn likeness(a: &Paragraph<'_>, b: &Paragraph<'_>) -> Decimal {
    let common = shared(a, b);
    if common == Decimal::ONE {
        return common;
    }
    let held = held(a, b);
    if common < Decimal::new(WORTH_COUNTING, 1) {
        return common.max(held);
    }
    let longest = a.letters.len().max(b.letters.len());
    let most = longest / FEWEST_CHANGES;
    let changes = changes(&a.letters, &b.letters, most);
    let alike = changes.map_or(common, |changes| {
        Decimal::ONE - Decimal::from(changes).checked_div(Decimal::from(longest)).unwrap_or_default()
    });
    alike.max(held)
}

/// Letters of a text from which on it may be held by another.
const SHORTEST_HELD: usize = 24;

/// The share of the shorter text's pieces that the longer one has too, where that is at most half as long again: what was copied
/// may have been added to, or put in another order.
fn held(a: &Paragraph<'_>, b: &Paragraph<'_>) -> Decimal {
    let (short, long) = if a.letters.len() < b.letters.len() { (a, b) } else { (b, a) };
    if short.letters.len() < SHORTEST_HELD || long.letters.len() * 2 > short.letters.len() * 3 {
        return Decimal::ZERO;
    }
    let common = Decimal::from(common(short, long));
    common.checked_div(Decimal::from(short.grams.len())).unwrap_or_default()
}

/// Tenths of pieces in common from which letters are counted.
const WORTH_COUNTING: i64 = 7;
/// Of so many letters at most one is changed: more make a text of its own.
const FEWEST_CHANGES: usize = 10;

/// Letters put in, left out or exchanged between two texts (Levenshtein 1966), counted within a band of `most` around the
/// diagonal; nothing where there are more.
fn changes(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    let mut before: Vec<usize> = (0..=b.len()).map(|column| column.min(far)).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut here = vec![far; b.len() + 1];
        if row < most
            && let Some(first) = here.first_mut()
        {
            *first = row + 1;
        }
        let (from, to) = ((row + 1).saturating_sub(most).max(1), (row + 1 + most).min(b.len()));
        for column in from..=to {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(far);
            let same = usize::from(b.get(column - 1) != Some(letter));
            let least = (at(&before, column - 1) + same)
                .min(at(&before, column) + 1)
                .min(at(&here, column - 1) + 1)
                .min(far);
            if let Some(cell) = here.get_mut(column) {
                *cell = least;
            }
        }
        before = here;
    }
    before.last().copied().filter(|changes| *changes <= most)
}

/// Twice the pieces in common over all pieces, 0 to 1.
fn shared(a: &Paragraph<'_>, b: &Paragraph<'_>) -> Decimal {
    if a.letters == b.letters {
        return Decimal::ONE;
    }
    let all = Decimal::from(a.grams.len() + b.grams.len());
    Decimal::from(2 * common(a, b)).checked_div(all).unwrap_or_default()
}

/// The pieces that two texts have in common.
fn common(a: &Paragraph<'_>, b: &Paragraph<'_>) -> u32 {
    let (mut left, mut right) = (a.grams.iter().peekable(), b.grams.iter().peekable());
    let mut common = 0_u32;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    common
}
