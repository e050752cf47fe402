//! Medicines with their doses.

use std::ops::Range;

use rust_decimal::Decimal;

use super::dictionary::{INDEX, medicine};
use super::drug_usage::{dose_unit, frequency_in, gives, is_stopped, route_in, times};
use super::result::number;
use crate::pattern::pattern;
use crate::{Dose, Drug, Frequency, MedicalFact, Notes, Passage, Route, Stated};

/// A number with the unit of a dose. What follows tells a strength (`100mg×30片`) from a dose.
fn dose_pattern() -> Option<&'static regex::Regex> {
    pattern!(concat!(
        r"(?i)(?P<amount>[0-9]+(?:\.[0-9]+)?|[一二两三四五六半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?)\b)\s*(?P<unit>milligrams?|micrograms?|grams?|mcgs?|mg|mcg|μg|ug|ml|万\s*iu|万\s*u|万单位|iu|units?|u|单位|毫克|微克|g|克|毫升|",
        r"片|粒|支|袋|滴|喷|揿|丸|贴|#|tablets?|tabs?|capsules?|caps?|puffs?|drops?)(?P<after>\s*[×xX*]\s*[0-9]|\s*/\s*[^0-9\s]|[^A-Za-z]|$)"
    ))
}

/// A dose in a text.
pub(super) struct DoseAt {
    pub(super) amount: Range<usize>,
    pub(super) unit: Range<usize>,
}

/// The doses of a text; strengths are none.
pub(super) fn doses_in(text: &str) -> Vec<DoseAt> {
    let found = dose_pattern().into_iter().flat_map(|pattern| pattern.captures_iter(text));
    // A dose a time (80mg/次) is one, a strength (80mg/粒, 100mg×30) is none.
    let is_dose = |after: &str| after.ends_with('次') || !after.contains(['×', 'x', 'X', '*', '/']);
    // Behind a multiplication sign stands the number of pieces in a box.
    let packed = |at: usize| {
        let before = text.get(..at).unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        before.ends_with(['×', 'x', 'X', '*'])
    };
    // Grams go without their unit where the times follow: 0.5 tid.
    let bare = pattern!(
        r"(?i)(?:^|[\s:])(?P<amount>0?\.[0-9]{1,3})\s*(?:[bt]\.?i\.?d|q\.?[idnm]\.?d?|q[0-9]+h|p\.?o|口服|每日|每天|一日|日[1-4一二三四])"
    );
    let grams = bare.iter().flat_map(|form| form.captures_iter(text)).filter_map(|captures| {
        let amount = captures.name("amount")?;
        Some(DoseAt { amount: amount.range(), unit: amount.end()..amount.end() })
    });
    let grams: Vec<DoseAt> = grams.collect();
    let mut all: Vec<DoseAt> = found
        .filter(|captures| captures.name("amount").is_none_or(|amount| !packed(amount.start())))
        .filter(|captures| captures.name("after").is_none_or(|after| is_dose(after.as_str())))
        .filter_map(|captures| {
            Some(DoseAt { amount: captures.name("amount")?.range(), unit: captures.name("unit")?.range() })
        })
        .collect();
    all.extend(grams);
    // So do pieces behind their form: `5 mg tablet, 1 mane`.
    let pieces = pattern!(concat!(
        r"(?i)(?:\b(?:tab(?:let)?s?|cap(?:sule)?s?|caplets?)\b|片|胶囊)\s*(?:\([^()]{0,16}\)\s*)?[,:;–-]?\s*(?:take |give |sig:? ?)?(?P<amount>[1-9][0-9]?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+",
        r"(?:mane|nocte|daily|o\.?[dmn]\b|b\.?i?\.?d\b|t\.?[id]\.?[ds]\b|q\.?[id]\.?[ds]\b|qhs|hs\b|q[0-9]+h|in the|at (?:night|bed)|once|twice|(?:two|three|four|five|six|eight|[0-9]{1,2}) times|every|each)"
    ));
    let pieces = pieces.iter().flat_map(|form| form.captures_iter(text)).filter_map(|captures| {
        let amount = captures.name("amount")?;
        Some(DoseAt { amount: amount.range(), unit: amount.end()..amount.end() })
    });
    all.extend(pieces);
    all.sort_by_key(|dose| dose.amount.start);
    all
}

/// States the medicines of a text that are given with a dose. In a section of orders a form (片, tablets) or a way and
/// a time of taking tell a medicine; elsewhere the dictionary must know it.
pub(super) fn state(passage: &Passage, bytes: Range<usize>, is_order: bool, notes: &mut Notes) {
    let Some(folded) = passage.folded().get(bytes.clone()) else { return };
    let offset = bytes.start;
    let doses = doses_in(folded);
    let mut named: Vec<String> = Vec::new();
    let mut done = 0;
    let mut strong: Option<(Range<usize>, Range<usize>)> = None;
    for (index, DoseAt { amount, unit }) in doses.iter().enumerate() {
        // Of two amounts with no word between them the first is the strength: `Clopidogrel 75mg: 75mg, by mouth`.
        let between = doses.get(index + 1).and_then(|next| folded.get(unit.end..next.amount.start));
        let is_piece = |at: &Range<usize>| folded.get(at.clone()).is_some_and(counts_pieces);
        let next_counts = doses.get(index + 1).is_some_and(|next| is_piece(&next.unit));
        let of_box = folded.get(amount.clone()).zip(folded.get(unit.clone()));
        if of_box.is_some_and(|(amount, unit)| is_packing(amount, unit))
            && between.is_some_and(parts_strength)
        {
            continue;
        }
        let is_strength = between.is_some_and(|between| {
            !is_piece(unit) && (parts_strength(between) || next_counts && is_dashed(between))
        });
        if is_strength {
            strong = Some((amount.clone(), unit.clone()));
            continue;
        }
        let strong = strong.take();
        let first = strong.as_ref().map_or(amount.start, |(amount, _)| amount.start);
        let near = near_name(passage, offset, folded, done..first);
        // Of an order in several lines the medicine stands in the first, and the dose behind words of its own.
        let Some(name) = named_before(folded, done, first, near, is_order) else { continue };
        let name = within_line(passage, offset, folded, name);
        let next = doses.get(index + 1).map_or(folded.len(), |next| next.amount.start);
        let stop = folded.get(unit.end..next).and_then(|rest| rest.find(['。', ';', '；']));
        let end = stop.map_or(next, |at| unit.end + at);
        let rest = folded.get(unit.end..end).unwrap_or("");
        let (route, frequency) = (route_in(rest), frequency_in(rest));
        let text = folded.get(name.clone()).unwrap_or("");
        let is_medicine = medicine(text).is_some()
            || is_order && (has_form(text) || route.is_some() && frequency.is_some());
        if !is_medicine || folded.get(..name.start).is_some_and(is_stopped) {
            continue;
        }
        let text_end = name.end;
        let at = |range: Range<usize>| range.start + offset..range.end + offset;
        let behind = |range: Range<usize>| range.start + unit.end + offset..range.end + unit.end + offset;
        let found = Found {
            name: at(name),
            dose: Some((at(amount.clone()), at(unit.clone()))),
            strength: strong.map(|(amount, unit)| (at(amount), at(unit))).or_else(|| {
                let (a, u) = folded.get(text_end..amount.start).and_then(strength_in)?;
                Some((at(text_end + a.start..text_end + a.end), at(text_end + u.start..text_end + u.end)))
            }),
            route: route.map(|(route, range)| (route, behind(range))),
            frequency: frequency.map(|(frequency, range)| (frequency, behind(range))),
        };
        found.state(passage, notes);
        done = unit.end;
        named.push(text.to_owned());
    }
    if is_order {
        state_undosed(passage, bytes, &named, notes);
    }
}

/// A name without what the line before ends with, where lines were joined without a blank: `每天3次 / 头孢呋辛酯片`.
fn within_line(passage: &Passage, offset: usize, text: &str, name: Range<usize>) -> Range<usize> {
    let starts = passage.rows().iter().filter_map(|row| row.bytes.start.checked_sub(offset));
    let start = starts.filter(|start| name.contains(start)).max().unwrap_or(name.start);
    let own = text.get(start..name.end).unwrap_or("");
    if start > name.start && (medicine(own).is_some() || has_form(own)) {
        return start..name.end;
    }
    // So do passages that were joined: the last letter of the usage is no part of the name.
    let whole = text.get(name.clone()).unwrap_or("");
    let count =
        whole.chars().next().filter(|c| "次天日晚周时片粒袋服".contains(*c)).map_or(0, char::len_utf8);
    let is_cut = count > 0
        && text.get(..name.start).is_some_and(|before| {
            before.ends_with(|c: char| c.is_ascii_digit() || "一二两三四每".contains(c))
        })
        && whole.get(count..).is_some_and(|rest| medicine(rest).is_some());
    if is_cut { name.start + count..name.end } else { name }
}

/// Whether a word begins the usage, whatever stands before the dose: 一次, 口服.
fn is_usage_word(word: &str) -> bool {
    pattern!(r"^(?:每次|一次|1次|每日|每天|一日|口服|内服|外用|用法|用量|饭后|饭前|餐前|餐后|睡前|含服|冲服|嚼服|温水|送服|[,、:\s])+$")
        .is_some_and(|form| form.is_match(word.trim()))
}

/// The name that ends `within`; a word of the usage is none: the medicine stands where the line begins.
fn near_name(passage: &Passage, offset: usize, text: &str, within: Range<usize>) -> Option<Range<usize>> {
    match name_before(text, within.start, within.end) {
        Some(name) if text.get(name.clone()).is_some_and(is_usage_word) => {
            line_head(passage, offset, text, within.start..name.start)
        }
        near => near,
    }
}

/// The medicine with which the line begins that ends `within`: a word with a form or one that the dictionary knows, its number apart.
fn line_head(passage: &Passage, offset: usize, text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let starts = passage.rows().iter().filter_map(|row| row.bytes.start.checked_sub(offset));
    let start = starts.filter(|start| within.contains(start)).max().unwrap_or(within.start);
    let line = text.get(start..within.end)?;
    let form = pattern!(
        r"^[\s。;,]*(?:\(?[0-9]{1,2}\s*[.、)]\s*|[①-⑳·•*-]\s*)?(?P<name>[\p{Han}A-Za-zα-ωⅠ-Ⅻ·-]{2,30})"
    )?;
    let name = form.captures(line)?.name("name")?;
    (medicine(name.as_str()).is_some() || has_form(name.as_str()))
        .then(|| start + name.start()..start + name.end())
}

/// Whether a unit counts pieces: 片, tablets.
fn counts_pieces(unit: &str) -> bool {
    pattern!(r"(?i)^(?:片|粒|支|袋|丸|#|tab|cap)").is_some_and(|form| form.is_match(unit))
}

/// Whether nothing but a dash stands between two amounts, or the word for a piece.
fn is_dashed(between: &str) -> bool {
    pattern!(r"(?i)^\s*(?:tab(?:let)?s?|cap(?:sule)?s?|片|胶囊)?\s*[–—-]\s*(?:take\s*)?$")
        .is_some_and(|form| form.is_match(between))
}

/// Whether what stands between two amounts says that the first is the strength of a piece and the second the dose: forms,
/// packings and words that begin the usage, but no other medicine.
fn parts_strength(between: &str) -> bool {
    let words = pattern!(concat!(
        r"(?i)\b(?:tab(?:let)?s?|cap(?:sule)?s?|oral|suspension|susp|syrup|solution|soln|injection|inj|film|coated|enteric|slow|extended|delayed|modified|sustained|controlled|prolonged|release|chewable|dispersible|disintegrating|effervescent|caplets?|la|er|dr|cd|sublingual|[sxmcd]r|xl|ec|",
        r"sig|sig\.|take|give|use|apply|dose|by|mouth|po|to|be|taken|s)\b|\b[0-9]+\s*-?\s*(?:hr|hour)s?\b|片剂?|胶囊|颗粒|肠溶|缓释|分散|控释|用法|用量|剂量|服法|每次|一次|1次|口服|内服|规格|",
        r"[×x*]\s*[0-9]+\s*\p{Han}?|[0-9]+\s*[盒瓶板袋包]|(?:数量|总量|共)\s*:?\s*[0-9]*\s*[片粒支盒瓶板袋包]?|",
        r"\b(?:qty|quantity|disp(?:ense)?|supply|supplied|mitte|total|pack(?: of)?|no|nos|refills?|repeats?|number)\.?\s*:?\s*#?\s*[0-9]*\s*(?:tab(?:let)?s?|cap(?:sule)?s?)?"
    ));
    let rest = words.map_or_else(|| between.into(), |words| words.replace_all(between, ""));
    !rest.contains(char::is_alphanumeric) && between.len() <= LONGEST_USAGE
}

/// Bytes of the words between a strength and its dose.
const LONGEST_USAGE: usize = 60;

/// Whether an amount counts what a box holds: so many pieces are taken by nobody.
fn is_packing(amount: &str, unit: &str) -> bool {
    counts_pieces(unit) && count(amount).is_some_and(|count| count >= Decimal::from(MANY_PIECES))
}

/// Pieces from which on they are those of a box.
const MANY_PIECES: u32 = 10;

/// The name of the medicine that a dose is of: what stands right before it, or where that is none, in an order, the last
/// one that the dictionary knows between the dose before and this one.
fn named_before(
    text: &str,
    from: usize,
    to: usize,
    near: Option<Range<usize>>,
    is_order: bool,
) -> Option<Range<usize>> {
    let is_known =
        near.as_ref().and_then(|near| text.get(near.clone())).is_some_and(|name| medicine(name).is_some());
    if is_known || !is_order {
        return near;
    }
    let before = text.get(from..to)?;
    let known = INDEX.searcher.as_ref().and_then(|searcher| searcher.find_iter(before).last());
    known.map(|found| whole_name(text, from + found.start()..from + found.end())).or(near)
}

/// States the medicines of an order that the dictionary knows and that no dose stands with, one a line at most.
fn state_undosed(passage: &Passage, bytes: Range<usize>, named: &[String], notes: &mut Notes) {
    let folded = passage.folded();
    let Some(searcher) = INDEX.searcher.as_ref() else { return };
    let Some(text) = folded.get(bytes.clone()) else { return };
    for line in lines(passage, &bytes) {
        let Some(words) = folded.get(line.clone()) else { continue };
        let Some(found) = searcher.find_iter(words).max_by_key(|m| m.len()) else { continue };
        let id = INDEX.owners.get(found.pattern().as_usize()).and_then(|index| INDEX.table.get(*index));
        let Some(known) = id else { continue };
        let is_stated = named.iter().any(|name| words.contains(name.as_str()))
            || named.iter().any(|name| medicine(name).is_some_and(|other| other.id == known.id))
                && frequency_in(words).is_none();
        // The word within a sentence is no order, nor what is not borne.
        let is_borne = !words.contains("过敏") && !words.to_lowercase().contains("allerg");
        let is_item = is_borne && words.chars().count() <= LONGEST_ITEM && !words.contains(['。', '?']);
        if is_stated || !is_item || text.is_empty() {
            continue;
        }
        let name = whole_name(words, found.start()..found.end());
        if words.get(..name.start).is_some_and(is_stopped) {
            continue;
        }
        let at = |range: Range<usize>| range.start + line.start..range.end + line.start;
        let behind = words.get(name.end..).unwrap_or("");
        let later = |range: Range<usize>| at(range.start + name.end..range.end + name.end);
        let found = Found {
            dose: None,
            strength: strength_in(behind).map(|(a, u)| (later(a), later(u))),
            route: route_in(behind).map(|(route, range)| (route, later(range))),
            frequency: frequency_in(behind).map(|(often, range)| (often, later(range))),
            name: at(name),
        };
        found.state(passage, notes);
    }
}

/// Letters of the longest line that orders a medicine.
const LONGEST_ITEM: usize = 60;

/// The lines of a passage within `bytes`.
fn lines(passage: &Passage, bytes: &Range<usize>) -> Vec<Range<usize>> {
    let rows =
        passage.rows().iter().map(|row| row.bytes.start.max(bytes.start)..row.bytes.end.min(bytes.end));
    let rows: Vec<Range<usize>> = rows.filter(|row| row.start < row.end).collect();
    let rows = if rows.is_empty() { vec![bytes.clone()] } else { rows };
    // Several orders may stand in one line.
    let parts = rows.into_iter().flat_map(|row| {
        let text = passage.folded().get(row.clone()).unwrap_or("");
        let parts = text.split_inclusive(';').scan(row.start, |at, part| {
            let start = *at;
            *at += part.len();
            Some(start..*at)
        });
        parts.collect::<Vec<_>>()
    });
    parts.collect()
}

/// The name around the dictionary's word: with its salt before it and its form behind.
fn whole_name(text: &str, word: Range<usize>) -> Range<usize> {
    let is_part = |c: char| document::is_cjk(c) && c.is_alphabetic();
    let before = text.get(..word.start).unwrap_or("");
    let lead: usize = before.chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let own = before.get(before.len() - lead..).unwrap_or("");
    // What another medicine was changed to begins behind the word for it: 氨氯地平改为硝苯地平.
    let changed = ["改为", "改用", "换为", "换用", "加用", "联合", "合用"];
    let changed =
        changed.iter().filter_map(|verb| own.rfind(verb).map(|at| at + verb.len())).max().unwrap_or(0);
    let rest = own.get(changed..).unwrap_or("");
    let said = changed + gives().and_then(|form| form.find(rest)).map_or(0, |verb| verb.end());
    let lead = lead - said;
    let after = text.get(word.end..).unwrap_or("");
    let tail: usize = after.chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    word.start - lead..word.end + tail
}

/// Whether a line names a medicine of the dictionary, or what is shaped like one.
pub(super) fn names_medicine(text: &str) -> bool {
    let head = text.split([' ', '(', '[', '\u{ff3b}']).find(|word| word.chars().any(char::is_alphabetic));
    medicine(text).is_some() || head.is_some_and(has_form)
}

/// A medicine found in one passage.
struct Found {
    name: Range<usize>,
    dose: Option<(Range<usize>, Range<usize>)>,
    strength: Option<(Range<usize>, Range<usize>)>,
    route: Option<(Route, Range<usize>)>,
    frequency: Option<(Frequency, Range<usize>)>,
}

/// The dose that two places of a text are, amount and unit.
pub(super) fn dose_at(
    passage: &Passage,
    (amount, unit): (Range<usize>, Range<usize>),
    notes: &mut Notes,
) -> Option<Stated<Dose>> {
    let text = passage.folded();
    let (digits, letters) = (text.get(amount.clone())?, text.get(unit.clone())?);
    // Without a unit a broken number counts grams, a whole one pieces.
    let bare = if digits.contains('.') { "g" } else { "tablet" };
    let unit_word = if letters.is_empty() { bare } else { letters };
    let dose = Dose { amount: count(digits)?, unit: dose_unit(unit_word) };
    Some(notes.state(passage, amount.start..unit.end, dose))
}

/// How many, in figures or as a word.
fn count(text: &str) -> Option<Decimal> {
    match text.to_lowercase().as_str() {
        "半" | "half a" | "half an" => Some(Decimal::new(5, 1)),
        word => times(word)
            .filter(|_| !word.starts_with(|c: char| c.is_ascii_digit()))
            .map(Decimal::from)
            .or_else(|| number(word).map(|n| n.0)),
    }
}

/// What one piece of a medicine holds: the first mass or activity that a text names: `0.25g*24粒`, `[80mg]`.
pub(super) fn strength_in(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let form = pattern!(
        r"(?i)(?P<amount>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>mg|mcg|μg|ug|毫克|微克|g|克|万\s*iu|万\s*u|万单位|iu|u|单位)(?:[^A-Za-z]|$)"
    );
    let captures = form?.captures(text)?;
    Some((captures.name("amount")?.range(), captures.name("unit")?.range()))
}

impl Found {
    fn state(self, passage: &Passage, notes: &mut Notes) {
        let text = passage.folded();
        let known = text.get(self.name.clone()).and_then(medicine).map(|known| known.id.clone());
        let name = notes.copy(passage, self.name);
        let dose = self.dose.and_then(|place| dose_at(passage, place, notes));
        let strength = self.strength.and_then(|place| dose_at(passage, place, notes));
        let route = self.route.map(|(route, range)| notes.state(passage, range, route));
        let frequency = self.frequency.map(|(frequency, range)| notes.state(passage, range, frequency));
        notes.add(
            "drug",
            MedicalFact::Drug(Box::new(Drug { name, drug: known, strength, dose, route, frequency })),
        );
    }
}

/// Whether a text says how to take the medicine named before it: `用法：每次100mg 每日1次 口服`.
pub(super) fn is_usage(text: &str) -> bool {
    pattern!(r"(?i)^\s*(?:用法|用量|sig\b|s\.|每次|一次|每日|口服|take\b|disp\b|dispense|服法)")
        .is_some_and(|pattern| pattern.is_match(text))
}

/// The name that ends before the byte `to`, not reaching back beyond `from`.
fn name_before(text: &str, from: usize, to: usize) -> Option<Range<usize>> {
    let form = pattern!(concat!(
        r"(?i)(?P<name>[\p{Han}A-Za-zα-ωⅠ-Ⅻ·-]{2,30}(?:\s[A-Za-z-]+){0,2})\s*",
        // What may stand between name and dose: the strength, the number of boxes, the word that begins the usage.
        r"(?:\([^()]{0,24}\)\s*|\[[^\[\]]{0,24}\]\s*)?(?:[0-9.]+\s*(?:mg|g|ml|μg|iu|u)\s*[×x*]\s*[0-9]+\s*\p{Han}?\s*)?",
        r"(?:(?:[×x*]|共|计|总量:?)?\s*[0-9]+\s*[盒瓶袋支片粒板]\s*)?(?:用法\s*:?\s*|sig\.?\s*:?\s*)?(?:每次|一次|1次)?\s*:?\s*$"
    ))?;
    let before = text.get(from..to)?;
    // Between a medicine with its packing and the dose a comma may stand: 缬沙坦胶囊 80mg×28粒，80mg.
    let packed = pattern!(
        r"(?:[×x*]\s*[0-9]+\s*\p{Han}?|[片粒支盒瓶袋])(?P<comma>\s*[,、]\s*)(?:每次|一次|1次|口服|用法:?)?\s*$"
    )?;
    let before = match packed.captures(before).and_then(|captures| captures.name("comma")) {
        Some(comma) => before.get(..comma.start())?,
        None => before,
    };
    let to = from + before.len();
    let stop = before
        .rfind(['。', ';', '；', ',', '、'])
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let from = from + stop;
    let name = form.captures(text.get(from..to)?)?.name("name")?;
    let verbs = gives()?;
    let skipped = verbs.find(name.as_str()).map_or(0, |found| found.end());
    let start = from + name.start() + skipped;
    let end = from + name.end();
    let words = text.get(start..end)?;
    // Of Latin words the known medicine is the name; what stands before it is the sentence.
    let known =
        INDEX.searcher.as_ref().and_then(|searcher| searcher.find(words)).filter(|_| words.is_ascii());
    let start = known.map_or(start, |found| start + found.start());
    (end > start).then_some(start..end)
}

/// Whether a name ends in a form of medicine.
fn has_form(name: &str) -> bool {
    pattern!(concat!(
        r"(?i)(?:片|胶囊|注射液|颗粒|口服液|滴眼液|喷雾剂|气雾剂|粉雾剂|软膏|乳膏|凝胶|滴丸|丸|针|粉针|混悬液|糖浆|栓|贴剂|贴膏|溶液|散|冲剂|合剂|",
        r"tablets?|capsules?|injection|syrup|solution|inhaler|cream|ointment)$"
    ))
    .is_some_and(|pattern| pattern.is_match(name.trim()))
}
