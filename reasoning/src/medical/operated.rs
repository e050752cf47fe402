//! Operations in English sentences, and in lists under their heading.

use std::ops::Range;

use super::section::{Section, items};
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{EventKind, EvidenceKind, MedicalFact, Notes, Passage, SectionKind, View};

/// Letters of the longest item that names an operation.
const LONGEST_ITEM: usize = 160;

/// States the procedures that a record lists under `Procedure`, `Operations performed`, `手术及操作`.
pub(super) fn state_listed(view: &View, section: &Section, notes: &mut Notes) {
    let Some(holder) = view.passage(section.heading.passage) else { return };
    let title = holder.folded().get(section.heading.bytes.clone()).unwrap_or("");
    let names = pattern!(
        r"(?i)^(?:(?:main|surgical|principal|other)\s+)*(?:procedures?|operations?|surgery|surgeries)(?:\s*\(s\))?(?:/(?:procedures?|operations?))?(?:\s+(?:performed|done|and operations|and procedures|undertaken|details|date))*$|^(?:主要)?(?:手术|操作)(?:及|与|和)?(?:操作|手术)?(?:名称|项目|情况|日期|时间|及|与|和|、|/)*$"
    );
    let is_list = matches!(section.kind, SectionKind::Technique | SectionKind::Operation)
        && names.is_some_and(|form| form.is_match(title.trim()));
    if !is_list {
        return;
    }
    for item in section.text.iter().flat_map(|spot| items(view, spot)) {
        let Some(passage) = view.passage(item.passage) else { continue };
        let Some(text) = passage.folded().get(item.bytes.clone()) else { continue };
        // Under 手术情况 it may be told how it went.
        let is_told = title.contains("情况") && !text.contains('术');
        if text.chars().count() > LONGEST_ITEM || !text.chars().any(char::is_alphabetic) || is_told {
            continue;
        }
        let date = find_dates(text).into_iter().next();
        let end = date.as_ref().map_or(text.len(), |date| date.range.start);
        let (from, name_end) =
            if end == 0 { (date.as_ref().map_or(0, |date| date.range.end), text.len()) } else { (0, end) };
        let name = text.get(from..name_end).unwrap_or("");
        let bare = name.trim_end_matches([' ', '(', ',', ':', '-', '.']);
        let bare = bare.strip_suffix(" on").or(bare.strip_suffix(" performed")).unwrap_or(bare).trim_end();
        let lead = bare.len() - bare.trim_start_matches([' ', ':', ',', '-']).len();
        if bare.len() <= lead {
            continue;
        }
        notes.cite(holder, section.heading.bytes.clone(), EvidenceKind::Label);
        let start = item.bytes.start + from;
        let name = notes.copy(passage, start + lead..start + bare.len());
        let date = date.map(|date| {
            let at = item.bytes.start + date.range.start..item.bytes.start + date.range.end;
            notes.state(passage, at, date.value)
        });
        notes.add("procedure", MedicalFact::Procedure { name, date });
    }
}

/// States the operations of Chinese text whose day stands right behind their name, or right before it: `右侧乳腺肿物切除术，2023-05-14 13:15，麻醉：…`.
pub(super) fn state_beside_day(passage: &Passage, notes: &mut Notes) {
    let behind = pattern!(
        r"(?P<name>[\p{Han}A-Za-z+/-]{2,30}?术)(?:\([^()]{1,20}\))?\s*[,(、:;]?\s*(?:手术)?(?:时间|日期)?\s*(?:为|于|:)?\s*$"
    );
    let before = pattern!(
        r"^\s*[,、:)]?\s*(?:[0-9:时分许]{2,6})?\s*(?:在|于)?\s*(?:\p{Han}{1,8}麻醉?下)?\s*(?:施?行|接受|实施)\s*(?P<name>[\p{Han}A-Za-z+/-]{2,30}?术)"
    );
    let past = pattern!(r"既往|曾|年前|月前|外院|病史|否认|家族|拟|预约|预定|计划|复诊");
    let folded = passage.folded();
    for date in find_dates(folded).into_iter().filter(|date| date.value.day.is_some()) {
        let ahead = folded.get(..date.range.start).unwrap_or("");
        let from = ahead.rfind(['。', ';']).map_or(0, |at| at + 1);
        let from = ahead.ceil_char_boundary(from.max(ahead.len().saturating_sub(LONGEST_ITEM)));
        let sentence = folded.get(from..).and_then(|text| text.split(['。', ';']).next()).unwrap_or("");
        if past.is_some_and(|form| form.is_match(sentence)) {
            continue;
        }
        let lead = ahead.get(from..).and_then(|text| behind?.captures(text)?.name("name"));
        let tail = || folded.get(date.range.end..).and_then(|text| before?.captures(text)?.name("name"));
        let Some(at) = lead
            .map(|name| from + name.start()..from + name.end())
            .or_else(|| tail().map(|name| date.range.end + name.start()..date.range.end + name.end()))
        else {
            continue;
        };
        let is_no_name = folded.get(at.clone()).is_none_or(|name| {
            name.chars().count() < SHORTEST_OPERATION
                || name.starts_with(['术', '拟'])
                || name.ends_with("本次手术")
        });
        let from = passage.characters(at.clone()).start;
        let is_stated = notes.of_part().any(|fact| {
            matches!(&fact.body, crate::Body::Medical(MedicalFact::Procedure { date: Some(_), .. }))
                && fact.evidence.iter().filter_map(|id| notes.facts().cited(*id)).any(|cited| {
                    let range = &cited.span.characters;
                    cited.span.passage == passage.id
                        && range.start as usize <= from
                        && from < range.end as usize
                })
        });
        if is_no_name || is_stated {
            continue;
        }
        let name = notes.copy(passage, at);
        let date = Some(notes.state(passage, date.range, date.value));
        notes.add("procedure", MedicalFact::Procedure { name, date });
    }
}

/// Letters of the shortest name of an operation.
const SHORTEST_OPERATION: usize = 3;

/// What names of operations end in.
const ENDINGS: &str = r"(?:\w*(?:ectomy|otomy|ostomy|plasty|pexy|rrhaphy|desis)|arthroscopy|hysteroscopy|repair|replacement|fixation|nailing|ORIF|bypass|grafting|CABG|PCI|stenting|angioplasty|drainage|debridement|amputation|caesarean section|cesarean section|C-section|reduction|decompression|excision|ligation|implantation|surgery|operation)";

/// States the operations of English sentences with their day: `She underwent left hip hemiarthroplasty on 03/05/2024`.
pub(super) fn state(passage: &Passage, notes: &mut Notes) {
    static FORM: std::sync::LazyLock<Option<regex::Regex>> = std::sync::LazyLock::new(|| {
        let name = format!(r"(?P<name>(?:[A-Za-z'-]+[ /]){{0,7}}?{ENDINGS})");
        let active = format!(
            r"(?i)\b(?:underwent|undergone|proceeded to|went for|(?:was |were )?taken (?:to|for) (?:the )?(?:theatre|operating (?:room|theatre)|OR)? ?(?:on [^,.;]{{4,24}}? )?(?:for)?|had)\s+(?:an? |the )?(?:successful |uneventful |uncomplicated |elective |emergency |urgent )*{name}"
        );
        let passive = name.replace("?P<name>", "?P<other>");
        regex::Regex::new(&format!(
            r"{active}|(?:^|[.;]\s+|\b[Aa]n? |\b[Tt]he )(?:successful |uneventful |elective |emergency )*{passive}\s+(?:was|were)\s+(?:performed|carried out|done|undertaken)"
        ))
        .ok()
    });
    let folded = passage.folded();
    if !folded.is_ascii() && folded.chars().any(document::is_cjk) {
        return;
    }
    let past = pattern!(r"(?i)history|previous|prior|\bago\b|past|earlier in life|as a child");
    let sentences = pattern!(r"[^.;]+(?:\.[0-9a-z][^.;]*)*[.;]?");
    for sentence in sentences.iter().flat_map(|form| form.find_iter(folded)) {
        let text = sentence.as_str();
        if past.is_some_and(|form| form.is_match(text)) {
            continue;
        }
        let Some(captures) = FORM.as_ref().and_then(|form| form.captures(text)) else { continue };
        let Some(name) = captures.name("name").or(captures.name("other")) else { continue };
        let at = |range: Range<usize>| sentence.start() + range.start..sentence.start() + range.end;
        let date = find_dates(text).into_iter().find(|date| date.value.day.is_some());
        let copied = notes.copy(passage, at(name.range()));
        let date = date.map(|date| notes.state(passage, at(date.range), date.value));
        notes.add("procedure", MedicalFact::Procedure { name: copied, date });
    }
}

/// States the procedures of English text whose day stands right behind their name: `OGD on 09 Aug 2023 showed …`, `PTCA + 1 DES to LAD on 15-02-2024`.
pub(super) fn state_named_day(passage: &Passage, notes: &mut Notes) {
    static FORM: std::sync::LazyLock<Option<regex::Regex>> = std::sync::LazyLock::new(|| {
        let scopes = r"(?:OGD|EGD|ERCP|PTCA|TURP|TURBT|\w+scopy|angiogra(?:m|phy))";
        regex::Regex::new(&format!(
            r"(?:^|[\s(+,;.:])(?P<name>(?:[A-Z]?[a-z'-]+ ){{0,4}}(?:(?i:{ENDINGS})|{scopes}))(?:\s[^.;,]{{0,30}}?)?\s(?:on|dated)\s$"
        ))
        .ok()
    });
    let folded = passage.folded();
    if folded.chars().any(document::is_cjk) {
        return;
    }
    let past = pattern!(
        r"(?i)history|previous|prior|\bago\b|past|planned|booked|listed|scheduled|follow|repeat|await|clinic|appointment"
    );
    for date in find_dates(folded).into_iter().filter(|date| date.value.day.is_some()) {
        let ahead = folded.get(..date.range.start).unwrap_or("");
        let from = ahead.rfind(". ").map_or(0, |at| at + 2);
        let from = ahead.ceil_char_boundary(from.max(ahead.len().saturating_sub(LONGEST_ITEM)));
        let sentence = ahead.get(from..).unwrap_or("");
        if past.is_some_and(|form| form.is_match(sentence)) {
            continue;
        }
        let Some(name) = FORM.as_ref().and_then(|form| form.captures(sentence)?.name("name")) else {
            continue;
        };
        let at = from + name.start()..from + name.end();
        let characters = passage.characters(date.range.clone());
        let is_stated = notes.of_part().flat_map(|fact| &fact.evidence).any(|id| {
            notes.facts().cited(*id).is_some_and(|cited| {
                cited.span.passage == passage.id && cited.span.characters.start as usize == characters.start
            })
        });
        if is_stated {
            continue;
        }
        let name = notes.copy(passage, at);
        let date = Some(notes.state(passage, date.range, date.value));
        notes.add("procedure", MedicalFact::Procedure { name, date });
    }
}

/// States the day that stands behind the word for an operation within a line: `Operation (03/05/2024): …`, `Surgery 3 May 2024`.
pub(super) fn state_day(passage: &Passage, notes: &mut Notes) {
    let form = pattern!(r"(?i)^\s*(?:operation|procedure|surgery|手术)\s*\(?\s*$");
    let folded = passage.folded();
    let rows = passage.rows().iter().map(|row| row.bytes.clone());
    for bytes in rows {
        let Some(line) = folded.get(bytes.clone()) else { continue };
        let Some(date) = find_dates(line).into_iter().next().filter(|date| date.value.day.is_some()) else {
            continue;
        };
        let ahead = line.get(..date.range.start).unwrap_or("");
        if form.is_some_and(|form| form.is_match(ahead)) {
            let at = bytes.start + date.range.start..bytes.start + date.range.end;
            let date = notes.state(passage, at, date.value);
            notes.add("procedure", MedicalFact::Event { kind: EventKind::Operated, date });
        }
    }
}
