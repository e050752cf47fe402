//! Sections and their items.

use std::ops::Range;

use document::RegionClass;

use super::entries::{Entry, Spot};
use super::labels::{BOOK, Key};
use super::marks;
use super::stems;
use crate::pattern::pattern;
use crate::{EventKind, Kind, Part, Passage, Role, Row, SectionKind, View};

/// A section: its heading and what stands below or behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) kind: SectionKind,
    pub(super) heading: Spot,
    /// In reading order; none of them empty.
    pub(super) text: Vec<Spot>,
}

/// Where something begins: a section, or what belongs to none.
pub(super) struct Mark {
    /// Index of the passage.
    pub(super) passage: usize,
    /// Byte at which it begins, and at which what follows it begins.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Option<SectionKind>,
    pub(super) title: Range<usize>,
}

/// The sections of `part`.
pub(super) fn sections(view: &View, part: &Part, entries: &[Entry]) -> Vec<Section> {
    let passages: Vec<&Passage> = view.within(part).iter().filter(|p| is_prose(p)).collect();
    let mut marks: Vec<Mark> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let mut here = Vec::new();
        headings(passage, index, &mut here);
        closings(passage, index, entries, &mut here);
        if let Some(mark) = guessed(passage, passages.get(index + 1).copied(), index, &here) {
            here.push(mark);
        }
        if here.is_empty() && part.kind == Kind::Record && is_label_alone(passage) {
            let length = passage.folded().len();
            here.push(Mark { passage: index, start: 0, end: length, kind: None, title: 0..length });
        }
        here.sort_by_key(|mark| mark.start);
        marks.extend(here);
    }
    marks::by_glyphs(&passages, &mut marks);
    if part.kind == Kind::Record {
        marks::by_blanks(&passages, &mut marks);
        marks::close_at_numbers(&passages, &mut marks);
        marks::close_at_notes(&passages, &mut marks);
        marks::conclude(&passages, &mut marks, false);
    }
    let mut sections: Vec<Section> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        let Some(kind) = mark.kind else { continue };
        let Some(holder) = passages.get(mark.passage) else { continue };
        let next = marks.get(number + 1);
        let last = next.map_or(passages.len(), |next| next.passage + 1);
        let mut text = Vec::new();
        for (index, passage) in passages.iter().enumerate().take(last).skip(mark.passage) {
            let from = if index == mark.passage { mark.end } else { 0 };
            let to =
                next.filter(|next| next.passage == index).map_or(passage.folded().len(), |next| next.start);
            if passage.folded().get(from..to).is_some_and(|text| !text.trim().is_empty()) {
                text.push(Spot { passage: passage.id, bytes: from..to });
            }
        }
        if kind == SectionKind::Allergies {
            end_allergies(&passages, &mut text);
        }
        let heading = Spot { passage: holder.id, bytes: mark.title.clone() };
        let title = holder.folded().get(mark.title.clone()).unwrap_or("");
        let others = twin_kinds(title, kind).into_iter();
        let others = others
            .map(|kind| Section { kind, heading: heading.clone(), text: text.clone() })
            .collect::<Vec<_>>();
        sections.push(Section { kind, heading, text });
        sections.extend(others);
    }
    sections
}

/// What else a heading heads that names two things: `PMH / Allergies`, `出院诊断及转归`.
fn twin_kinds(title: &str, kind: SectionKind) -> Vec<SectionKind> {
    use SectionKind as S;
    let told = [
        S::PastHistory,
        S::Allergies,
        S::Diagnosis,
        S::AdmissionDiagnosis,
        S::DischargeDiagnosis,
        S::DischargeCondition,
        S::DischargeOrders,
        S::Course,
    ];
    let Some(joint) = pattern!(r"(?i)\s*[/、&+,，]\s*|[及和与并]|\s+and\s+") else { return Vec::new() };
    let parts: Vec<&str> = joint.split(title.trim()).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || !told.contains(&kind) {
        return Vec::new();
    }
    let kinds: Option<Vec<SectionKind>> =
        parts.iter().map(|part| BOOK.section_of(part).or_else(|| stems::section(part, true))).collect();
    let mut others = kinds.unwrap_or_default();
    others.retain(|other| *other != kind && told.contains(other));
    others.dedup();
    others
}

/// Whether a paragraph is a label alone that heads no section, and so ends the one before it: 手术方式, 手术人员.
fn is_label_alone(passage: &Passage) -> bool {
    let text = passage.folded().trim();
    let is_line =
        passage.rows().len() <= 1 && text.chars().count() <= LONGEST_LABEL_ALONE && !text.contains(':');
    let is_heading = passage.class() == Some(RegionClass::Heading)
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(['。', '.', ',', ';']);
    is_line
        && (is_heading
            || BOOK.named(text).is_some_and(|key| !matches!(key, Key::Diagnosis(_) | Key::Signer(_))))
}

/// Letters of the longest such label.
const LONGEST_LABEL_ALONE: usize = 12;

/// Whether a passage may hold running text.
pub(super) fn is_prose(passage: &Passage) -> bool {
    match passage.role {
        Role::Region { class, .. } => {
            !class.is_marginal()
                && !matches!(
                    class,
                    RegionClass::Seal | RegionClass::Figure | RegionClass::Formula | RegionClass::Footnote
                )
        }
        Role::Plain | Role::Unplaced => true,
        Role::Cell { .. } | Role::Joined => false,
    }
}

/// Adds the headings of a passage.
pub(super) fn headings(passage: &Passage, index: usize, marks: &mut Vec<Mark>) {
    let Some(pattern) = BOOK.section.as_ref() else { return };
    for row in passage.rows() {
        let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
        let title_class = passage.class() == Some(RegionClass::Title);
        let longer = worded(line, row.bytes.start, index).filter(|_| !title_class);
        for captures in pattern.captures_iter(line) {
            let Some((whole, title)) = captures.get(0).zip(captures.name("title")) else { continue };
            let Some(kind) = BOOK.section_of(title.as_str()) else { continue };
            if is_moment_or_name(title.as_str(), line.get(whole.end()..).unwrap_or("")) {
                continue;
            }
            let before = line.get(..whole.start()).unwrap_or("").trim();
            let at_start = before.is_empty();
            // A dash does for a colon where a line begins: `C. HISTORY - Came off a bicycle`.
            let has_colon =
                captures.name("colon").is_some_and(|colon| at_start || colon.as_str().trim() == ":");
            // Behind what was found the advice on it heads no section: 1)高血压。建议:…
            let is_advice =
                kind == SectionKind::CheckupAdvice && title.as_str().chars().count() <= SHORTEST_HEADING;
            if is_advice && !at_start {
                continue;
            }
            // "Findings and technique:" is one heading.
            let at = row.bytes.start + title.start();
            if longer.as_ref().is_some_and(|mark| mark.title.start < at && at < mark.title.end) {
                continue;
            }
            let alone =
                line.get(whole.end()..).is_some_and(|rest| rest.trim_matches([' ', '.', '。']).is_empty());
            // A number and a blank head a section as well as a colon: 六、拟诊　右侧桡骨远端骨折.
            let numbered = captures.name("number").is_some_and(|number| number.as_str().contains('、'))
                && whole.as_str().ends_with(char::is_whitespace);
            if has_colon || at_start && (alone || numbered) {
                let lead = captures.name("lead").map_or(0, |lead| lead.as_str().len());
                marks.push(Mark {
                    passage: index,
                    start: row.bytes.start + whole.start() + lead,
                    end: row.bytes.start + whole.end(),
                    kind: Some(kind),
                    title: row.bytes.start + title.start()..row.bytes.start + title.end(),
                });
            }
        }
        let is_free = marks.iter().all(|mark| mark.start < row.bytes.start || mark.start > row.bytes.end);
        if is_free {
            marks.extend(longer);
        }
        within(line, row.bytes.start, index, marks);
    }
    // A line's end may cut a heading: 左侧锁骨正位 / 片：….
    if passage.rows().len() > 1 {
        within(passage.folded(), 0, index, marks);
    }
}

/// The heading at the start of a line that no table has, by its words: what stands alone, in brackets, or before a colon.
fn worded(line: &str, start: usize, index: usize) -> Option<Mark> {
    let recipe = pattern!(r"(?i)^\s*(?:rp?|rx|℞)\s*[.:/]?\s*$|^\s*(?:Rp?|RX|Rx|℞)\s*[.:/]\s*");
    let advice = pattern!(r"^\s*嘱\s*:\s*");
    // What bids farewell ends a letter's last section.
    let farewell = pattern!(
        r"(?i)^\s*(?:yours\s+(?:sincerely|faithfully|truly)|(?:with\s+)?(?:kind|best|warm)\s+(?:regards|wishes)|sincerely(?:\s+yours)?|respectfully|many\s+thanks|此致|祝您?(?:健康|早日康复))"
    );
    let forms =
        [(recipe, Some(SectionKind::Orders)), (advice, Some(SectionKind::DischargeOrders)), (farewell, None)];
    for (form, kind) in forms {
        if let Some(found) = form.and_then(|form| form.find(line)) {
            let span = start..start + found.end();
            return Some(Mark { passage: index, start, end: span.end, kind, title: span });
        }
    }
    let form = pattern!(concat!(
        r"^\s*(?P<number>(?:\(?[0-9一二三四五六七八九十]{1,2}\)?\s*[、.)]|\(?[A-Z][.)]\s|[■◆●▪▶□◇○★※#*█▌▍▎◼▣◎➤►]+)\s*)?(?P<open>[\[【<《〖┃│])?\s*",
        r"(?P<title>(?:\p{Han}\s){1,4}\p{Han}|\p{Han}[\p{Han}、/()]{1,13}|[A-Z]{1,4}\p{Han}[\p{Han}、/]{1,11}|[A-Z][A-Za-z'/&.]*(?:(?:[ /&]{1,3}|-)[A-Za-z'/&.]+){0,5})",
        r"(?:\s*[\]】>》〗┃│])?(?P<colon>\s*:|\s+-{1,2}\s)?\s*(?P<rest>.*)$"
    ))?;
    let captures = form.captures(line)?;
    let (title, rest) = (captures.name("title")?, captures.name("rest")?);
    if is_moment_or_name(title.as_str(), rest.as_str()) {
        return None;
    }
    let alone = rest.as_str().trim_matches([' ', '.', '。', '-', '_']).is_empty();
    // A number and a blank head a section as well as a colon.
    let apart = rest.start() > title.end() && captures.name("number").is_some();
    let is_headed = captures.name("colon").is_some() || captures.name("open").is_some() || alone || apart;
    // Chinese numerals number parts of a document: alone in its line such a title heads one, whatever else it says.
    let is_numbered = pattern!(r"^\s*[一二三四五六七八九十]{1,2}、").is_some_and(|form| form.is_match(line));
    let is_marked = captures.name("colon").is_some() || captures.name("open").is_some();
    let kind = stems::section(title.as_str(), !(is_numbered && alone))
        .or_else(|| stems::headed(title.as_str()).filter(|_| is_marked))
        .filter(|_| is_headed)?;
    let lead = line.len() - line.trim_start().len();
    Some(Mark {
        passage: index,
        start: start + lead,
        end: start + rest.start(),
        kind: Some(kind),
        title: start + title.start()..start + title.end(),
    })
}

/// Whether a label tells when a study was made or reported, or by whom, though its words head sections, too: `Reported: 3 Mar 2024`,
/// `Date of procedure: 17/07/2023`, `Reported by Dr A. Kwan`.
fn is_moment_or_name(title: &str, rest: &str) -> bool {
    let words = pattern!(
        r"(?i)^(?:(?:date of )?(?:final )?(?:report(?:ed)?|procedure|examination|study|exam|scan)|(?:reported|diagnosed|interpreted|read|dictated|signed|verified|authori[sz]ed) by|报告|检查|诊断)$"
    );
    let by = pattern!(r"(?i)\bby$");
    let date = pattern!(
        r"(?i)^[\s:]*(?:(?:on|at)\s+)?(?:[0-9]{4}\s*[-/.年][0-9]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]|[0-9]{1,2}[\s-]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9])"
    );
    let hits = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    hits(words, title.trim()) && (hits(date, rest) || hits(by, title.trim()))
}

/// Keys that end a section: a signature, a date of record, the next patient.
fn closings(passage: &Passage, index: usize, entries: &[Entry], marks: &mut Vec<Mark>) {
    // Entries are in reading order.
    let own = entries.get(entries.partition_point(|entry| entry.label.passage < passage.id)..).unwrap_or(&[]);
    for entry in own.iter().take_while(|entry| entry.label.passage == passage.id) {
        let closes = match entry.key {
            Key::Signer(_) | Key::Identifier(_) | Key::Patient(super::labels::PatientKey::Name) => true,
            Key::Event(kind) => {
                matches!(kind, EventKind::Reported | EventKind::Recorded | EventKind::Printed)
            }
            _ => false,
        };
        let start = entry.label.bytes.start;
        marks::diagnosed(passage, index, entry, marks);
        let is_line = passage.rows().iter().any(|row| row.bytes.start == start);
        if closes && is_line && marks.iter().all(|mark| mark.start != start) {
            marks.push(Mark { passage: index, start, end: start, kind: None, title: start..start });
        }
    }
}

/// Letters of `建议`: within a line it begins the advice on one thing found.
const SHORTEST_HEADING: usize = 2;

/// Letters from which a paragraph may be a history.
const SHORTEST_HISTORY: usize = 30;
/// A complaint has fewer letters.
const LONGEST_COMPLAINT: usize = 60;

/// Adds the headings with a colon behind a sentence's end within a line that no table has: `… Reported as: …`.
fn within(line: &str, start: usize, index: usize, marks: &mut Vec<Mark>) {
    let form = pattern!(
        r"(?:[。;]\s*|[.]\s+|\s{2,})(?P<title>\p{Han}[\p{Han}A-Z/、]{1,13}|[A-Z][A-Za-z'/-]*(?:[ /][A-Za-z'/-]+){0,6})\s*:\s*"
    );
    for captures in form.iter().flat_map(|form| form.captures_iter(line)) {
        let Some((whole, title)) = captures.get(0).zip(captures.name("title")) else { continue };
        if is_moment_or_name(title.as_str(), line.get(whole.end()..).unwrap_or("")) {
            continue;
        }
        let span = start + title.start()..start + title.end();
        let is_new = marks.iter().all(|mark| mark.end <= span.start || span.end <= mark.start);
        let is_advice = |kind: &SectionKind| {
            *kind == SectionKind::CheckupAdvice && title.as_str().chars().count() <= SHORTEST_HEADING
        };
        let worded = stems::section(title.as_str(), true).filter(|kind| !is_advice(kind));
        let has_study = || marks.iter().any(|mark| mark.kind == Some(SectionKind::AuxiliaryExamination));
        // Behind its number it is the item of a list.
        let is_item = whole.as_str().starts_with('.')
            && line.get(..whole.start()).is_some_and(|before| {
                let ahead = before.trim_end_matches(|c: char| c.is_ascii_digit());
                let begins = ahead.trim_end();
                // A figure behind words ends their sentence: `pulse 92. X-ray of the left wrist: …`.
                ahead.len() < before.len()
                    && (begins.is_empty() || begins.ends_with(['.', '。', ';', ':', ',', ')']))
            });
        let named = |title: &str| names_study(title).then_some(SectionKind::AuxiliaryExamination);
        let study =
            || of_study(title.as_str(), has_study()).or_else(|| named(title.as_str())).filter(|_| !is_item);
        let kind = worded.or_else(study).filter(|_| is_new);
        if let Some(kind) = kind {
            marks.push(Mark {
                passage: index,
                start: span.start,
                end: start + whole.end(),
                kind: Some(kind),
                title: span,
            });
        }
    }
}

/// Whether a heading names a study: `胸部CT`, `Chest X-ray`.
pub(super) fn names_study(title: &str) -> bool {
    let english = pattern!(
        r"(?i)\b(?:CT|MRI?|MRA|MRCP|PET|DEXA|X-?rays?|CXR|AXR|KUB|ultrasound|USS?|E[CKE]G|EMG|echo(?:cardiogra\w+)?|\w+oscopy|radiograph\w*|\w*angiogra\w+|mammogra\w+|sonogra\w+|tomogra\w+|venogra\w+|doppler|duplex|spirometry|nerve conduction|plain films?|films?|imaging|scan)\b"
    );
    of_study(title, false).is_some() || english.is_some_and(|form| form.is_match(title))
}

/// What heads the description of a study within running text, and what its conclusion: `全腹CT：…。意见：…`.
fn of_study(title: &str, has_study: bool) -> Option<SectionKind> {
    let study = pattern!(
        r"(?i)(?:(?:^|[^A-Za-z])(?:CT|MRI?|CTA|MRA|PET|DR)|超声|彩超|B超|X线|X光|平片|正侧位片|[正侧]位片|造影|血管成像|弥散成像|[胃肠喉膀胱宫腹纤支气管]镜|心电图|平扫|增强|钼靶)(?:检查|扫描|成像|片)?(?:示|提示|显示|报告|结果)?$"
    );
    let ends = ["考虑", "诊断考虑", "意见", "报告", "报告意见", "检查意见", "印象", "提示", "结论"];
    let concludes = pattern!(
        r"(?i)^(?:(?:the )?(?:formal |final |radiolog\w*(?:'s)? )?(?:report|conclusion|opinion|interpretation|comment|reading|summary)|(?:formally )?(?:reported|read|interpreted) as)$"
    );
    if study.is_some_and(|form| form.is_match(title)) && title.chars().count() > 2 {
        Some(SectionKind::AuxiliaryExamination)
    } else if has_study && (ends.contains(&title) || concludes.is_some_and(|form| form.is_match(title))) {
        Some(SectionKind::Impression)
    } else {
        None
    }
}

/// The section that a paragraph under an unknown heading (`二、发病过程　患者5小时前…`) is by what it says: houses have words
/// of their own for the history and for what stands before and after it.
fn guessed(passage: &Passage, next: Option<&Passage>, index: usize, marks: &[Mark]) -> Option<Mark> {
    let form = pattern!(
        r"^\s*(?:(?P<number>[一二三四五六七八九十]{1,2}、)\s*)?(?P<title>\p{Han}{2,6})(?:(?P<colon>\s*:)|\s+)(?P<text>.+)$"
    )?;
    let folded = passage.folded();
    let captures = form.captures(folded)?;
    let (title, text) = (captures.name("title")?, captures.name("text")?);
    let is_headed = captures.name("number").is_some() || captures.name("colon").is_some();
    let is_known = BOOK.section_of(title.as_str()).is_some() || BOOK.named(title.as_str()).is_some();
    if !is_headed || is_known || !marks.is_empty() {
        return None;
    }
    let is_history = |text: &str| {
        let head: String = text.trim_start().chars().take(24).collect();
        head.starts_with("患者") && head.contains('前') && text.chars().count() >= SHORTEST_HISTORY
    };
    let words = text.as_str();
    let lasts = pattern!(r"[0-9一二两三四五六七八九十半数]\s*余?个?(?:小时|天|日|周|月|年)余?[。.]?\s*$");
    let follows = next
        .and_then(|next| form.captures(next.folded())?.name("text"))
        .is_some_and(|m| is_history(m.as_str()));
    let is_complaint = words.chars().count() <= LONGEST_COMPLAINT
        && lasts.is_some_and(|pattern| pattern.is_match(words))
        && follows;
    let kind = if is_history(words) {
        SectionKind::PresentIllness
    } else if words.starts_with("既往") || words.matches("否认").count() > 1 {
        SectionKind::PastHistory
    } else if is_complaint {
        SectionKind::ChiefComplaint
    } else {
        return None;
    };
    let start = captures.name("number").map_or(title.start(), |number| number.start());
    Some(Mark { passage: index, start, end: text.start(), kind: Some(kind), title: title.range() })
}

/// The items of a list: numbered ones, or lines and what semicolons part where nothing is numbered.
pub(super) fn items(view: &View, text: &Spot) -> Vec<Spot> {
    let Some(passage) = view.passage(text.passage) else { return Vec::new() };
    // A line that begins small goes on with one that is full: Right upper lobe / nodule with spiculation.
    let is_small = |start: usize| {
        passage.folded().get(start..).is_some_and(|row| row.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    // Behind a heading in the midst of a line running text goes on over full lines.
    let row = passage.rows().iter().find(|row| row.bytes.contains(&text.bytes.start));
    let lead = row.and_then(|row| passage.folded().get(row.bytes.start..text.bytes.start));
    let in_midst = lead.is_some_and(|lead| lead.chars().count() > LONGEST_LEAD);
    parted(view, text, |start| !((is_small(start) || in_midst) && runs_on(passage, start)))
}

/// Letters of the longest heading that begins a line; behind more of them it stands in the midst of it.
const LONGEST_LEAD: usize = 16;

/// A row of running text is taken to be filled from this share of the widest row's width on: a shorter one ends a
/// paragraph.
const FILLED: f32 = 0.85;

/// Whether the row that begins at `start` goes on with the one before it, which fills its line and ends in no stop.
fn runs_on(passage: &Passage, start: usize) -> bool {
    let rows = passage.rows();
    let Some(index) = rows.iter().position(|row| row.bytes.start == start).filter(|index| *index > 0) else {
        return false;
    };
    let width = |row: &Row| row.place.as_ref().map(|place| place.outline.bounds().width());
    let widest = rows.iter().filter_map(width).fold(0.0, f32::max);
    let Some(before) = rows.get(index - 1) else { return false };
    let ends =
        passage.folded().get(before.bytes.clone()).and_then(|text| text.trim_end().chars().next_back());
    let is_stopped = ends.is_none_or(|c| "。;；.:!?".contains(c));
    !is_stopped && width(before).is_some_and(|width| width >= widest * FILLED)
}

/// [`items`], of whose rows only those are parted that `is_break` says.
fn parted(view: &View, text: &Spot, is_break: impl Fn(usize) -> bool) -> Vec<Spot> {
    let Some(passage) = view.passage(text.passage) else { return Vec::new() };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return Vec::new() };
    let offset = text.bytes.start;
    let starts: Vec<usize> = passage.rows().iter().map(|row| row.bytes.start).collect();
    let number = pattern!(r"\(?[0-9]{1,2}(?:[.、)]|\.\s)\s*");
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for found in number.iter().flat_map(|pattern| pattern.find_iter(folded)) {
        let before = folded.get(..found.start()).and_then(|text| text.chars().next_back());
        let after = folded.get(found.end()..).and_then(|text| text.chars().next());
        let at_start = before.is_none_or(|c| c.is_whitespace() || ";；。:".contains(c))
            || starts.contains(&(found.start() + offset));
        // "2.5 mg" is no second item, "3. 2型糖尿病" is a third.
        let parted = found.as_str().ends_with([' ', '、', ')']);
        if at_start && after.is_some_and(|c| !c.is_ascii_digit() || parted) {
            cuts.push((found.start(), found.end()));
        }
    }
    if cuts.is_empty() {
        let breaks =
            starts.iter().filter(|start| is_break(**start)).filter_map(|start| start.checked_sub(offset));
        let breaks = breaks.filter(|start| *start < folded.len());
        let semicolons = folded.match_indices([';', '；']).map(|(at, mark)| at + mark.len());
        let mut ends: Vec<usize> = breaks.chain(semicolons).chain([0]).collect();
        ends.sort_unstable();
        ends.dedup();
        cuts = ends.into_iter().map(|at| (at, at)).collect();
    }
    let ends = cuts.iter().skip(1).map(|cut| cut.0).chain([folded.len()]);
    let spots = cuts.iter().zip(ends).map(|(cut, end)| trimmed(passage, offset + cut.1..offset + end));
    spots.filter(|spot| !spot.bytes.is_empty()).collect()
}

/// The range without blanks and stops at its ends.
pub(super) fn trimmed(passage: &Passage, bytes: Range<usize>) -> Spot {
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let start = bytes.start + (text.len() - text.trim_start().len());
    let text = text.trim().trim_end_matches(['。', ';', '；', ',', '.', '、', ' ']);
    Spot { passage: passage.id, bytes: start..start + text.len() }
}

/// The clauses of a text: what stops and, in Chinese, commas part.
pub(super) fn clauses(view: &View, text: &Spot) -> Vec<Spot> {
    let Some(passage) = view.passage(text.passage) else { return Vec::new() };
    let items = parted(view, text, |start| !runs_on(passage, start));
    let first = items.first().map_or(text.bytes.end, |item| item.bytes.start);
    // What stands before the first number is no item, but says something.
    let lead = Spot { passage: text.passage, bytes: text.bytes.start..first };
    std::iter::once(&lead)
        .chain(&items)
        .flat_map(|spot| parts(view, spot))
        .filter(|spot| says(view, spot))
        .collect()
}

/// Whether it has words, not only a number.
fn says(view: &View, spot: &Spot) -> bool {
    let text = view.passage(spot.passage).and_then(|passage| passage.folded().get(spot.bytes.clone()));
    text.is_some_and(|text| text.chars().any(char::is_alphabetic))
}

/// What stops and, in Chinese, commas part.
fn parts(view: &View, text: &Spot) -> Vec<Spot> {
    let Some(passage) = view.passage(text.passage) else { return Vec::new() };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return Vec::new() };
    let mut cuts = vec![0];
    let mut letters = folded.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let is_stop = match c {
            '。' | ';' | '；' | '!' | '?' => true,
            ',' => document::is_cjk(before) || document::is_cjk(next),
            '.' => next == ' ',
            _ => false,
        };
        if is_stop {
            cuts.push(at + c.len_utf8());
        }
        before = c;
    }
    cuts.push(folded.len());
    let spots = cuts.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(trimmed(passage, text.bytes.start + from..text.bytes.start + to)),
        _ => None,
    });
    spots.filter(|spot| !spot.bytes.is_empty()).collect()
}

/// Ends a section on allergies: what is not borne stands in one paragraph; the next one with a label of its own is of something else, and
/// where there is nothing, nothing goes on.
fn end_allergies(passages: &[&Passage], text: &mut Vec<Spot>) {
    let words = |spot: &Spot| {
        let passage = passages.iter().find(|passage| passage.id == spot.passage);
        passage.and_then(|passage| passage.folded().get(spot.bytes.clone()))
    };
    let hits = |form: Option<&regex::Regex>, spot: &Spot| {
        words(spot).is_some_and(|words| form.is_some_and(|form| form.is_match(words)))
    };
    let denied = pattern!(
        r"(?i)^[\s:]*(?:无|否认(?:药物|食物|及|、)*过敏史?|none|nil|nkd?a|no known (?:drug )?allergies)[\s。.;]*$"
    );
    let label = pattern!(r"^\s*(?:(?:[A-Z][A-Za-z/&' -]{2,34}|\p{Han}{2,8})\s*:\s*\S|\(?[0-9]{1,2}[.)、])");
    let is_none = text.first().is_some_and(|spot| hits(denied, spot));
    let next = text.iter().skip(1).position(|spot| is_none || hits(label, spot));
    text.truncate(next.map_or(text.len(), |at| at + 1));
}
