//! What an answer needs to cite and no extractor states: headings, leads, tables and totals of documents of no known kind,
//! the sentences of a judgment that say what was found and why, and the titles of several parts.

use std::ops::Range;

use document::RegionClass;

use crate::legal::{self, LegalFact};
use crate::pattern::pattern;
use crate::value::find_money;
use crate::{
    Body, Dossier, Fact, FactOptions, Facts, GeneralFact, Kind, Notes, Part, Passage, PassageId, Role,
    StatementRole, TableView, View,
};

/// So many sentences of a judgment's facts and of its reasons are told: what a clerk's abstract has.
const KEY_SENTENCES: usize = 4;
/// So many leads are taken where a document has no headings.
const LEADS: usize = 3;
/// A heading's lead has at least this many characters; shorter paragraphs are labels.
const LEAST_LEAD: usize = 12;
/// What heads a column has at most this many characters: two lines of a narrow column.
const LONGEST_HEAD: usize = 40;
/// A row of a form is a key and its value where the key has at most this many characters.
const LONGEST_KEY: usize = 14;

/// The facts of `dossier` with those that answers need besides; the names of the former stay.
pub(super) fn supplement(dossier: &Dossier) -> Facts {
    let facts = &dossier.facts;
    let mut notes = Notes::resume(facts.clone(), &FactOptions::default());
    for ((index, part), own) in facts.parts.iter().enumerate().zip(facts.by_part()) {
        notes.enter(index);
        if facts.parts.len() > 1 {
            title(&dossier.view, part, facts, &mut notes);
        }
        match part.kind {
            Kind::Judgment => judgment(&dossier.view, facts, &own, &mut notes),
            Kind::General => general(&dossier.view, part, &mut notes),
            _ => {}
        }
    }
    notes.finish()
}

/// The title of a part; its first words where it has none.
fn title(view: &View, part: &Part, facts: &Facts, notes: &mut Notes) {
    let stated = part.title.as_ref().and_then(|title| facts.cited(title.evidence)).and_then(|evidence| {
        let passage = view.passage(evidence.span.passage)?;
        let characters = evidence.span.characters;
        Some((passage, passage.bytes(characters.start as usize..characters.end as usize)))
    });
    let first = || {
        let passage = view.within(part).iter().find(|passage| !passage.folded().trim().is_empty())?;
        let row = passage.rows().first().map_or(0..passage.folded().len(), |row| row.bytes.clone());
        Some((passage, row))
    };
    if let Some((passage, bytes)) = stated.or_else(first) {
        let text = notes.copy(passage, bytes);
        notes.add("answer.title", GeneralFact::Heading { text });
    }
}

/// Where a section of a judgment begins: passage and byte.
type Mark = (PassageId, usize);

/// The key sentences of what the court found and of why it decided so.
fn judgment(view: &View, facts: &Facts, own: &[&Fact], notes: &mut Notes) {
    let sections: Vec<(legal::SectionKind, Mark, PassageId)> = own
        .iter()
        .filter_map(|fact| match &fact.body {
            Body::Legal(LegalFact::Section(section)) => {
                let span = &facts.cited(section.opening.evidence)?.span;
                let passage = view.passage(span.passage)?;
                let at = passage.bytes(span.characters.start as usize..span.characters.end as usize).start;
                Some((section.kind, (span.passage, at), section.last))
            }
            _ => None,
        })
        .collect();
    for (index, (kind, start, last)) in sections.iter().enumerate() {
        let role = match kind {
            legal::SectionKind::Facts => StatementRole::FactsFound,
            legal::SectionKind::Reasoning => StatementRole::Reasons,
            _ => continue,
        };
        let next = sections.get(index + 1).map(|(_, mark, _)| *mark);
        let found = sentences(view, *start, next, *last);
        for (passage, bytes) in key_sentences(&found, role) {
            let text = notes.copy(passage, bytes);
            notes.add("answer.key_sentence", GeneralFact::Statement { text, role });
        }
    }
}

/// The sentences from `start` to `next` or, where that is absent, to the end of the passage `last`.
fn sentences(view: &View, start: Mark, next: Option<Mark>, last: PassageId) -> Vec<(&Passage, Range<usize>)> {
    let mut found = Vec::new();
    let within = start.0.0 as usize..(last.0 as usize + 1).min(view.passages().len());
    let passages = view.passages().get(within).unwrap_or(&[]);
    for passage in passages.iter().filter(|passage| !passage.is_marginal()) {
        let from = if passage.id == start.0 { start.1 } else { 0 };
        let to = match next {
            Some((id, at)) if id == passage.id => at,
            Some((id, _)) if passage.id > id => break,
            _ => passage.folded().len(),
        };
        found.extend(split(passage.folded(), from..to.max(from)).into_iter().map(|bytes| (passage, bytes)));
    }
    found
}

/// What full stops part.
fn split(text: &str, bytes: Range<usize>) -> Vec<Range<usize>> {
    let Some(inner) = text.get(bytes.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in inner.char_indices() {
        let next = inner.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let stop = matches!(c, '。' | '!' | '?')
            || (c == '.'
                && !before.is_ascii_digit()
                && !before.is_ascii_uppercase()
                && next.is_none_or(char::is_whitespace));
        if stop {
            let end = at + c.len_utf8();
            found.push(bytes.start + start..bytes.start + end);
            start = end;
        }
        before = c;
    }
    if inner.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        found.push(bytes.start + start..bytes.end);
    }
    found
}

/// The weightiest sentences, in their order.
fn key_sentences<'v>(
    found: &[(&'v Passage, Range<usize>)],
    role: StatementRole,
) -> Vec<(&'v Passage, Range<usize>)> {
    let mut ranked: Vec<(i32, usize)> = found
        .iter()
        .enumerate()
        .map(|(index, (passage, bytes))| {
            (weight(passage.folded().get(bytes.clone()).unwrap_or(""), index, role), index)
        })
        .filter(|(weight, _)| *weight > 0)
        .collect();
    ranked.sort_by_key(|(weight, index)| (-weight, *index));
    let mut chosen: Vec<usize> = ranked.into_iter().take(KEY_SENTENCES).map(|(_, index)| index).collect();
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|index| found.get(index).cloned()).collect()
}

/// How much a sentence says of what was found, or of why.
fn weight(sentence: &str, index: usize, role: StatementRole) -> i32 {
    let length = sentence.chars().count();
    if length < LEAST_LEAD {
        return 0;
    }
    let cue = match role {
        StatementRole::FactsFound => pattern!(
            r"(?i)查明|签订|借款|交付|支付|履行|届满|未归还|未支付|欠|发生|驾驶|盗窃|抓获|造成|\bon [A-Z][a-z]+ \d|\bpaid\b|\bsigned\b|\bfail"
        ),
        _ => pattern!(
            r"(?i)本院认为|构成|予以支持|不予支持|应予支持|予以采纳|不予采纳|予以驳回|应当|责任|违约|有效|无效|自首|从轻|减轻|\bhold\b|\bfind\b|\bbecause\b|\bliable\b"
        ),
    };
    let cues = cue.map_or(0, |pattern| pattern.find_iter(sentence).take(4).count()) as i32;
    let amounts = i32::from(!find_money(sentence).is_empty());
    let opening = i32::from(index == 0) * 2;
    // The law's titles in a row are no reason but its citation.
    let citation = i32::from(sentence.matches('《').count() > 1) * 3;
    2 * cues + amounts + opening - citation + i32::from(length < 160)
}

/// What a document of no known kind is about.
fn general(view: &View, part: &Part, notes: &mut Notes) {
    let (mut leads, mut after_heading) = (0, false);
    for passage in view.within(part) {
        match (passage.role, passage.class()) {
            (Role::Region { .. }, Some(RegionClass::Title | RegionClass::Heading)) => {
                let text = notes.copy(passage, 0..passage.folded().len());
                notes.add("answer.heading", GeneralFact::Heading { text });
                after_heading = true;
            }
            (Role::Region { .. }, Some(RegionClass::Text | RegionClass::List)) | (Role::Plain, _) => {
                let wanted = after_heading || leads < LEADS;
                let led = prose(passage, wanted, notes);
                leads += usize::from(led);
                after_heading &= !led;
            }
            _ => {}
        }
    }
    for table in view.tables_within(part.first..part.end) {
        self::table(view, table, notes);
    }
}

/// The lead of a paragraph where it is wanted, every sentence that names a sum, and the keys with values of a form.
fn prose(passage: &Passage, wanted: bool, notes: &mut Notes) -> bool {
    let text = passage.folded();
    let key = pattern!(r"^\s*([^:：\s][^:：]{0,40}?)\s*[:：]\s*(\S.*)$");
    let mut is_form = false;
    for row in passage.rows() {
        let Some(line) = text.get(row.bytes.clone()) else { continue };
        let Some(found) = key.and_then(|pattern| pattern.captures(line)) else { continue };
        let (Some(name), Some(value)) = (found.get(1), found.get(2)) else { continue };
        if name.as_str().chars().count() > LONGEST_KEY || value.as_str().starts_with("//") {
            continue;
        }
        is_form = true;
        let at = row.bytes.start;
        let key = notes.copy(passage, at + name.start()..at + name.end());
        let value = notes.copy(passage, at + value.start()..at + value.end());
        notes.add("answer.key_value", GeneralFact::KeyValue { key, value });
    }
    if is_form {
        return false;
    }
    let sentences = split(text, 0..text.len());
    let mut led = false;
    for (index, bytes) in sentences.into_iter().enumerate() {
        let Some(sentence) = text.get(bytes.clone()) else { continue };
        let is_lead = index == 0 && wanted && sentence.chars().count() >= LEAST_LEAD;
        let role = match is_lead {
            true => StatementRole::Lead,
            false if !find_money(sentence).is_empty() => StatementRole::Amount,
            false => continue,
        };
        led |= is_lead;
        let text = notes.copy(passage, bytes);
        notes.add("answer.sentence", GeneralFact::Statement { text, role });
    }
    led
}

/// A table by its caption and heads, and the totals in it.
fn table(view: &View, table: &TableView, notes: &mut Notes) {
    let cell = |row: u32, column: u32| {
        let passage = view.passage(table.cell(row, column)?.passage)?;
        (!passage.folded().trim().is_empty()).then_some(passage)
    };
    let caption = table.cells.first().and_then(|cell| {
        let before = PassageId(cell.passage.0.checked_sub(1)?);
        view.passage(before).filter(|passage| passage.class() == Some(RegionClass::Caption))
    });
    let mut heads: Vec<&Passage> = (0..table.columns).filter_map(|column| cell(0, column)).collect();
    // A first cell that holds a block of text is no head.
    heads.retain(|head| head.folded().chars().count() <= LONGEST_HEAD);
    let Some(name) = caption.or(heads.first().copied()) else { return };
    let whole = |passage: &Passage| 0..passage.folded().len();
    let mut seen = Vec::new();
    let name = notes.copy(name, whole(name));
    let mut stated = Vec::new();
    for head in heads {
        if !seen.contains(&head.id) {
            seen.push(head.id);
            stated.push(notes.copy(head, whole(head)));
        }
    }
    notes.add(
        "answer.table",
        GeneralFact::Table { name, rows: table.rows, columns: table.columns, heads: stated },
    );
    let total =
        pattern!(r"(?i)^\s*(?:合\s*计|总\s*计|总\s*额|价税合计|小\s*计|应付|(?:sub\s*|grand\s*)?total\b)");
    for row in 1..table.rows {
        let Some(key) =
            cell(row, 0).filter(|key| total.is_some_and(|pattern| pattern.is_match(key.folded())))
        else {
            continue;
        };
        for value in (1..table.columns).filter_map(|column| cell(row, column)) {
            if value.id == key.id || !value.folded().contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let key = notes.copy(key, whole(key));
            let value = notes.copy(value, whole(value));
            notes.add("answer.total", GeneralFact::KeyValue { key, value });
        }
    }
}
