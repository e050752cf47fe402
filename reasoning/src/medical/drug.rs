//! Medicines with their doses.

use std::ops::Range;

use rust_decimal::Decimal;

use super::dictionary::{INDEX, medicine};
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
        if folded.get(..name.start).is_some_and(is_stopped) {
            continue;
        }
        let is_medicine = medicine(text).is_some()
            || is_order && (has_form(text) || route.is_some() && frequency.is_some());
        if !is_medicine {
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

/// Whether the words before a medicine say that it is no longer given: `Ceased: oxycodone`, 停用.
fn is_stopped(ahead: &str) -> bool {
    let clause = pattern!(
        r"(?i)(?:\b(?:ceased|stopped|discontinued|withheld|stop|cease|discontinue|withhold)\b\s*:?|停用|停服|已停|暂停|禁用|忌用|避免使用)[^.,;。+、]{0,24}$"
    );
    // Behind a colon all that is listed is.
    let list = pattern!(
        r"(?i)(?:\b(?:ceased|stopped|discontinued|withheld)(?:\s+(?:medicines|medications|drugs|meds))?|停用(?:药物|药品)?)\s*:(?:[^.;。]|[0-9]\.[0-9])*$"
    );
    clause.is_some_and(|form| form.is_match(ahead)) || list.is_some_and(|form| form.is_match(ahead))
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

/// Words that give a medicine, before its name.
fn gives() -> Option<&'static regex::Regex> {
    pattern!(concat!(
        r"(?i)^(?:继续|予以|给予|予|服用|口服|加用|停用|改为|改用|联合|联用|使用|应用|静滴|静脉滴注|皮下注射|肌注|及|和|或|与|并|术后|院外|规律|长期|恢复|恢復|重新|续用|续服|改服|加服|坚持|拟用|预防用|预防性|预防|可用|选用|暂用|目前|现|",
        r"continue\s|start\s|take(?:\s|$)|sig\.?(?:\s|:|$)|give(?:\s|$)|started on\s|on\s|and\s|with\s|given\s)+"
    ))
}

/// Whether a name ends in a form of medicine.
fn has_form(name: &str) -> bool {
    pattern!(concat!(
        r"(?i)(?:片|胶囊|注射液|颗粒|口服液|滴眼液|喷雾剂|气雾剂|粉雾剂|软膏|乳膏|凝胶|滴丸|丸|针|粉针|混悬液|糖浆|栓|贴剂|贴膏|溶液|散|冲剂|合剂|",
        r"tablets?|capsules?|injection|syrup|solution|inhaler|cream|ointment)$"
    ))
    .is_some_and(|pattern| pattern.is_match(name.trim()))
}

fn dose_unit(unit: &str) -> String {
    let plain: String = unit.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let usual = match plain.as_str() {
        "mcg" | "mcgs" | "microgram" | "micrograms" | "ug" | "μg" | "微克" => "μg",
        "毫克" | "milligram" | "milligrams" => "mg",
        "gram" | "grams" => "g",
        "克" => "g",
        "ml" | "毫升" => "mL",
        "iu" => "IU",
        "u" | "单位" | "unit" | "units" => "U",
        "万iu" | "万u" | "万单位" => "万U",
        "tablet" | "tablets" | "tab" | "tabs" => "tablet",
        "#" => "片",
        "capsule" | "capsules" | "cap" | "caps" => "capsule",
        "puff" | "puffs" => "puff",
        "drop" | "drops" => "drop",
        other => other,
    };
    usual.to_owned()
}

/// How a medicine is given, with the place of the word.
pub(super) fn route_in(text: &str) -> Option<(Route, Range<usize>)> {
    let ways = [
        (Route::Sublingual, pattern!(r"(?i)舌下含服|舌下|含服|\bsl\b|\bsublingual")),
        (
            Route::Oral,
            pattern!(r"(?i)口服|嚼服|吞服|冲服|温水送服|\bp\.?o\b\.?|\boral(?:ly)?\b|\bby mouth\b"),
        ),
        (
            Route::Intravenous,
            pattern!(
                r"(?i)静脉滴注|静脉注射|静脉泵入|静脉输液|静滴|静推|静注|续静滴|入壶|\biv(?:gtt|drip|p)?\b|\bintravenous"
            ),
        ),
        (Route::Intramuscular, pattern!(r"(?i)肌肉注射|肌注|\bim\b|\bintramuscular")),
        (Route::Subcutaneous, pattern!(r"(?i)皮下注射|皮下|\bs\.?c\b|\bih\b|\bsubq\b|\bsubcutaneous")),
        (Route::Inhaled, pattern!(r"(?i)雾化吸入|吸入|雾化|\binh\b|\binhal")),
        (Route::Topical, pattern!(r"(?i)外用|外敷|外涂|涂抹|\btopical")),
        (Route::Drops, pattern!(r"滴眼|滴鼻|滴耳")),
        (Route::Rectal, pattern!(r"(?i)塞肛|直肠给药|纳肛|\bpr\b|\brectal")),
    ];
    let found = ways.into_iter().filter_map(|(route, pattern)| Some((route, pattern?.find(text)?.range())));
    found.min_by_key(|(_, range)| range.start)
}

/// How often, with the place of the words.
pub(super) fn frequency_in(text: &str) -> Option<(Frequency, Range<usize>)> {
    let count = pattern!(concat!(
        r"(?i)(?P<minutes>(?:every\s+|each\s+|每\s*(?:隔\s*)?|q)(?P<min>[0-9]{1,3}|半)\s*(?:-?\s*min(?:ute)?s?\b|分钟?|个?小时(?P<half>))(?:\s*[1一]\s*次)?|\bhalf[- ]hourly\b|every half(?:[- ]an)?[- ]hour)|",
        r"(?:每日|每天|一日|1日|一天|1天|日服|日)\s*(?P<zh>[0-9]{1,2}|[一二两三四五六七八九十])\s*[次回]|",
        r"(?P<week>每周|一周|1周|每星期)\s*(?P<weekly>[0-9一二两三])?\s*次?|",
        r"(?P<hours>(?:[每q隔]\s*)?(?P<h>[0-9]{1,2}|[二两三四六八])\s*(?:小时|(?-i:h)\b|H\b|hours?\b|hrs?\b)\s*(?:[1一]\s*次)?)|",
        r"(?P<hour>每\s*(?:一\s*)?个?小时(?:\s*[1一]\s*次)?|every\s+hour|\bhourly\b|\bq1?h\b)|",
        r"every\s+(?P<eh>[0-9]{1,2}|two|three|four|six|eight|twelve)\s*(?:hours?|hrs?)|(?P<hourly>[0-9]{1,2})\s*-?\s*hourly|",
        r"(?P<enday>[0-9]{1,2}|one|two|three|four|five|six|eight)\s*(?:x|×|times?)\s*(?:/|an?\s+day|daily|per\s+day|each\s+day|every\s+day|/\s*(?:d|day)\b)|",
        r"(?P<slash>[0-9]{1,2}|[一二两三四])\s*次?\s*/\s*(?:日|天|d\b|day\b)|(?P<grid>\b[0-9]\s?-\s?[0-9]\s?-\s?[0-9](?:\s?-\s?[0-9])?\b)|",
        r"(?P<other>隔[日天](?:\s*[1一]\s*次)?|\bqod\b|every (?:other|second) day|alternate days)|",
        r"(?P<prn>必要时|按需|需要时|疼痛时|发热时|\bprn\b|\bsos\b|as needed|if needed|as required|when required)|",
        r"(?P<four>\bq\.?i\.?d\b|\bqds\b|four times (?:a|per|each)? ?(?:day|daily))|",
        r"(?P<three>\bt\.?i\.?d\b|\btds\b|(?:three times|thrice) (?:a|per|each)? ?(?:day|daily)|早、?中、?晚|三餐|每餐|随餐|(?:with|after|before) (?:each |every )?meals)|",
        r"(?P<two>\bb\.?i\.?d\b|\bbd\b|(?:twice|two times) (?:a|per|each)? ?(?:day|daily)|早、?晚|morning and (?:evening|night)|mane and nocte)|",
        r"(?P<one>每[晚早晨午](?:\s*[1一]\s*次)?|睡前|晨起|清晨|临睡|\bq\.?[dnm]\b|\bqhs\b|\bhs\b|\bo\.?[dm]\b|\bnocte\b|\bmane\b|once (?:a|per|each)? ?(?:day|daily)|\bdaily\b|every (?:day|morning|evening|night)|in the (?:morning|evening)|at (?:bedtime|night)|nightly|before breakfast|每日|每天)|",
        r"(?P<weeks>\bqw\b|once (?:a week|weekly)|\bweekly\b)|(?P<biw>\bbiw\b|twice (?:a week|weekly))|(?P<tiw>\btiw\b)"
    ))?;
    let captures = count.captures(text)?;
    let has = |name: &str| captures.name(name).is_some();
    let digit = |name: &str| captures.name(name).and_then(|m| times(&m.as_str().to_lowercase()));
    let every = |times: Option<u16>, days: u16| Frequency { times, days, as_needed: false };
    let in_minutes =
        has("minutes") && (!has("half") || captures.name("min").is_some_and(|min| min.as_str() == "半"));
    let frequency = if in_minutes {
        let minutes = digit("min").unwrap_or(MINUTES_OF_AN_HOUR / 2).max(1);
        every(Some(HOURS_OF_A_DAY * MINUTES_OF_AN_HOUR / minutes), 1)
    } else if has("minutes") {
        let hours = digit("min").filter(|hours| (1..=24).contains(hours))?;
        every(Some(HOURS_OF_A_DAY / hours), 1)
    } else if has("zh") {
        every(Some(digit("zh")?), 1)
    } else if has("week") || has("weeks") {
        every(Some(digit("weekly").unwrap_or(1)), DAYS_OF_A_WEEK)
    } else if has("biw") || has("tiw") {
        every(Some(if has("biw") { 2 } else { 3 }), DAYS_OF_A_WEEK)
    } else if has("hour") {
        every(Some(HOURS_OF_A_DAY), 1)
    } else if has("hours") || has("eh") || has("hourly") {
        let hours =
            digit("h").or(digit("eh")).or(digit("hourly")).filter(|hours| (1..=24).contains(hours))?;
        every(Some(HOURS_OF_A_DAY / hours), 1)
    } else if let Some(times) = digit("enday").or(digit("slash")) {
        every(Some(times), 1)
    } else if let Some(grid) = captures.name("grid") {
        // Pieces in the morning, at noon and at night: 1-0-1.
        let taken = grid.as_str().split('-').filter(|pieces| pieces.trim() != "0").count();
        every(Some(u16::try_from(taken).ok().filter(|taken| *taken > 0)?), 1)
    } else if has("other") {
        every(Some(1), 2)
    } else if has("prn") {
        Frequency { times: None, days: 1, as_needed: true }
    } else {
        let times = [("four", 4), ("three", 3), ("two", 2)].into_iter().find(|(name, _)| has(name));
        every(Some(times.map_or(1, |(_, times)| times)), 1)
    };
    Some((frequency, captures.get(0)?.range()))
}

const DAYS_OF_A_WEEK: u16 = 7;
const HOURS_OF_A_DAY: u16 = 24;
const MINUTES_OF_AN_HOUR: u16 = 60;

fn times(text: &str) -> Option<u16> {
    match text {
        "一" | "one" => Some(1),
        "二" | "两" | "two" => Some(2),
        "三" | "three" => Some(3),
        "四" | "four" => Some(4),
        "五" | "five" => Some(5),
        "六" | "six" => Some(6),
        "七" => Some(7),
        "八" | "eight" => Some(8),
        "seven" => Some(7),
        "九" | "nine" => Some(9),
        "十" | "ten" => Some(10),
        "twelve" => Some(12),
        digits => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_read() {
        for (text, times, days, as_needed) in [
            ("口服 每日1次", Some(1), 1, false),
            ("每日三次", Some(3), 1, false),
            ("tid", Some(3), 1, false),
            ("每8小时1次", Some(3), 1, false),
            ("q12h", Some(2), 1, false),
            ("隔日1次", Some(1), 2, false),
            ("每周1次", Some(1), 7, false),
            ("每晚1次", Some(1), 1, false),
            ("必要时", None, 1, true),
            ("PO twice daily", Some(2), 1, false),
            ("every 6 hours", Some(4), 1, false),
            ("12 times daily", Some(12), 1, false),
            ("t.i.d.", Some(3), 1, false),
            ("1 tds", Some(3), 1, false),
            ("3次/日", Some(3), 1, false),
            ("每8小时一次", Some(3), 1, false),
            ("Q6H", Some(4), 1, false),
            ("8 hourly", Some(3), 1, false),
            ("1-0-1", Some(2), 1, false),
            ("早晚各1片", Some(2), 1, false),
            ("三餐前服", Some(3), 1, false),
            ("隔天一次", Some(1), 2, false),
            ("every eight hours", Some(3), 1, false),
            ("biw", Some(2), 7, false),
            ("in the morning", Some(1), 1, false),
            ("SOS", None, 1, true),
            ("3x/day", Some(3), 1, false),
            ("每小时1次", Some(24), 1, false),
            ("take one hourly", Some(24), 1, false),
            ("every hour", Some(24), 1, false),
        ] {
            let found = frequency_in(text).map(|(frequency, _)| frequency);
            assert_eq!(found, Some(Frequency { times, days, as_needed }), "{text}");
        }
        assert_eq!(frequency_in("口服"), None);
    }
}
