//! Where a signature is awaited and none stands: a line to sign on, words that say so, a label of its day, a letter's farewell, a cell of a
//! column of names: parts of M36.

use super::record_type::record_type;
use crate::pattern::pattern;
use crate::rules::{Bilingual, Case, Draft};
use crate::value::find_dates;
use crate::{EvidenceKind, Fact, MedicalFact, Passage, Role, TableView};

/// Adds what no label with its name tells.
pub(super) fn add(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    undated(case, drafts);
    unsigned_line(case, drafts);
    to_be_signed(case, drafts);
    after_farewell(case, drafts);
    in_columns(case, drafts);
    side_by_side(case, drafts);
    super::notes::unsigned(case, drafts);
    nowhere(case, drafts);
}

/// Labels of those who sign a record, in Chinese.
const LABELS: &str = r"(?:科主任|主任(?:\(副主任\))?医师|副主任医师|主治医师|住院医师|经治医师|上级医师|责任护士|质控医师|质控护士|编码员)";

/// Adds a label that another one follows with no name between them, in a line in which others have names.
fn side_by_side(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    static FORMS: std::sync::LazyLock<Option<[regex::Regex; 2]>> = std::sync::LazyLock::new(|| {
        let bare = regex::Regex::new(&format!(r"(?:^|[\s\p{{Han}}])(?P<label>{LABELS})\s*{LABELS}")).ok()?;
        let named = regex::Regex::new(&format!(r"{LABELS}\s*:?\s*\p{{Han}}{{2,4}}\s")).ok()?;
        Some([bare, named])
    });
    let Some([bare, named]) = FORMS.as_ref().filter(|_| drafts.is_empty()) else { return };
    for passage in case.passages().filter(|passage| !matches!(passage.role, Role::Joined | Role::Cell { .. }))
    {
        let text = passage.folded();
        let Some(label) = bare.captures(text).and_then(|captures| captures.name("label")) else { continue };
        // 主任 stands at the end of 科主任, and may begin the next label.
        if named.find_iter(text).count() >= FEWEST_SIGNED && !text.contains("主任主任") {
            let draft = Draft::new().about_span(passage.span(label.range()));
            drafts.push(draft.with("role", label.as_str()));
            return;
        }
    }
}

/// Adds that a record of a kind that is always signed has no signature at all, nor anything at its end that may be one.
fn nowhere(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let signs = case.medical().any(|(_, body)| matches!(body, MedicalFact::Signature { .. }));
    if !drafts.is_empty() || signs || record_type(case).is_none() {
        return;
    }
    let name = pattern!(
        r"(?:^|[\s:/、。])\p{Han}{2,3}$|[医护药技]师|医生|签|\b(?:Dr|Prof|Mr|Mrs|Ms|Miss|MD|DO|RN|NP|PA)\b|(?i:\b(?:sign|author|dictat|by)\w*\b)|[A-Z][a-z]+\s+[A-Z][a-z'-]+$"
    );
    let rows: Vec<&str> = case
        .passages()
        .filter(|passage| !matches!(passage.role, Role::Joined))
        .flat_map(|passage| passage.rows().iter().filter_map(|row| passage.folded().get(row.bytes.clone())))
        .filter(|row| !row.trim().is_empty())
        .collect();
    // At the end of a note the name may stand behind its last sentence.
    let tail = |row: &&str| {
        // A day may stand behind the name.
        let day = find_dates(row).last().map_or(row.len(), |date| date.range.start);
        let row = row.get(..day).unwrap_or(row).trim_end_matches([' ', '(', '。', ',', '.', ')']);
        let letters = row.chars().count();
        row.chars().skip(letters.saturating_sub(LONGEST_SIGNED)).collect::<String>()
    };
    let last = rows.iter().rev().take(ROWS_BELOW).map(tail);
    // In other tongues initials do, which are no names.
    let is_han = rows.iter().any(|row| row.chars().any(document::is_cjk));
    let is_whole = is_han && rows.len() >= LEAST_ROWS && case.has("section");
    if is_whole && !last.into_iter().any(|row| name.is_some_and(|form| form.is_match(&row))) {
        let words = Bilingual::new("签名", "signature");
        let draft = Draft::new().with_words("role", words);
        drafts.extend(case.head().map(|head| draft.about_span(head)));
    }
}

/// Letters at the end of a row within which it is signed, and rows of a whole record.
const LONGEST_SIGNED: usize = 40;
const LEAST_ROWS: usize = 8;

/// Whether the empty label of a signature stands alone at the end of a note, as the same label with a name ends another one: each is signed.
pub(super) fn ends_note(case: &Case<'_>, fact: &Fact) -> bool {
    let label = |fact: &Fact| {
        let cited = fact.evidence.iter().filter_map(|id| case.dossier.facts.cited(*id));
        let mut cited = cited.filter(|evidence| evidence.kind == EvidenceKind::Label);
        cited.next().map(|evidence| evidence.span.clone())
    };
    // Nothing stands before the label in its line.
    let opens_line = |span: &crate::Span| {
        let passage = case.dossier.view.passage(span.passage)?;
        let at = passage.folded().char_indices().nth(span.characters.start as usize)?.0;
        let row = passage.rows().iter().find(|row| row.bytes.contains(&at))?;
        Some(passage.folded().get(row.bytes.start..at)?.trim().is_empty())
    };
    let Some(own) = label(fact).filter(|span| opens_line(span) == Some(true)) else { return false };
    // Running text stands between two notes.
    let parted = |a: crate::PassageId, b: crate::PassageId| {
        let (first, last) = if a < b { (a, b) } else { (b, a) };
        case.passages().any(|passage| {
            first < passage.id && passage.id < last && passage.folded().chars().count() >= LEAST_NOTE
        })
    };
    let is_alone = |span: &crate::Span| opens_line(span) == Some(true);
    case.medical().any(|(other, body)| match body {
        MedicalFact::Signature { role, name: Some(_) } if *role == crate::SignerRole::Doctor => {
            label(other).is_some_and(|span| is_alone(&span) && parted(span.passage, own.passage))
        }
        _ => false,
    })
}

/// Whether an empty label asks for no name: it heads a text, a day stands behind it, or without a colon it stands below the name that it
/// speaks of (`Dr. Anagha Joglekar, MD` over `Reporting Pathologist`).
pub(super) fn asks_no_name(case: &Case<'_>, fact: &Fact) -> bool {
    let Some(label) = fact.evidence.first().and_then(|id| case.dossier.facts.cited(*id)) else {
        return false;
    };
    let texts: Vec<&Passage> =
        case.passages().filter(|passage| !matches!(passage.role, Role::Joined | Role::Cell { .. })).collect();
    let heads_text = pattern!(r"(?i)interpretation|findings|description|结论|意见|印象|所见$");
    let words = label.span.text.trim().trim_end_matches([':', '：']);
    let own = texts.iter().position(|passage| passage.id == label.span.passage);
    let own = own.or_else(|| texts.iter().rposition(|passage| passage.folded().contains(words)));
    let Some((index, passage)) = own.and_then(|index| Some((index, texts.get(index)?))) else { return false };
    let folded = passage.folded();
    let Some(start) = folded.find(words).filter(|_| !words.is_empty()) else { return false };
    let end = start + words.len();
    let in_row = passage.rows().iter().find(|row| row.bytes.contains(&start));
    let in_row = in_row.and_then(|row| folded.get(row.bytes.start..start)).unwrap_or("");
    let rest = folded.get(end..).unwrap_or("");
    let is_dated = pattern!(r"^[ \t]*[0-9]{1,4}[-/. ]").is_some_and(|form| form.is_match(rest));
    // Behind a name of the same line a day is all that is left to tell: `Interpreted by: Dr. … Signed 2025-10-03`.
    let named = pattern!(
        r"(?i:by|reader|physician|cardiologist|radiologist|reported|verified)\s*:\s*(?:Dr\.?\s)?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)+"
    );
    let hits = |text: &str| named.is_some_and(|form| form.is_match(text));
    let above = || index.checked_sub(1).and_then(|above| texts.get(above));
    let has_name =
        || case.medical().any(|(_, body)| matches!(body, MedicalFact::Signature { name: Some(_), .. }));
    let names_here = if in_row.trim().is_empty() {
        above().is_some_and(|above| hits(above.folded()))
    } else {
        hits(in_row) || has_name()
    };
    if heads_text.is_some_and(|form| form.is_match(words)) || is_dated && names_here {
        return true;
    }
    if label.span.text.contains(':') || rest.trim_start().starts_with(':') {
        return false;
    }
    let Some(row) = passage.rows().iter().position(|row| row.bytes.contains(&start)) else { return false };
    let own = || passage.rows().get(row.checked_sub(1)?).and_then(|row| folded.get(row.bytes.clone()));
    let before = || {
        let before = above().filter(|before| before.id.0 + 1 == passage.id.0)?;
        before.folded().get(before.rows().last()?.bytes.clone())
    };
    let row_above = own().or_else(before);
    let name = pattern!(
        r"^\s*(?:(?:Dr|Prof|Dra|Mr|Mrs|Ms)\b\.?\s+[A-Z]|(?:[A-Z][A-Za-z.'’-]*\s+){1,4}[A-Z][A-Za-z'’-]+,\s*[A-Z]{2,})|^\s*\p{Han}{2,4}(?:\s{2,}\p{Han}{2,4})*\s*$"
    );
    row_above.is_some_and(|above| name.is_some_and(|form| form.is_match(above)))
}

/// Letters of a paragraph that is a note, or part of one.
const LEAST_NOTE: usize = 24;

/// Whether the label of a signature stands empty behind a printed name of the same line: `Prescriber: Dr Tierney   Signature:`.
pub(super) fn awaits_hand(case: &Case<'_>, fact: &Fact) -> bool {
    let cited = fact.evidence.iter().filter_map(|id| case.dossier.facts.cited(*id));
    let own =
        cited.filter(|evidence| evidence.kind == EvidenceKind::Label).map(|evidence| &evidence.span).next();
    let Some(own) = own else { return false };
    let plain = own.text.trim_matches([' ', ':', '：']).to_lowercase();
    let printed = |other: &Fact, name: crate::EvidenceId| {
        other.id != fact.id
            && case.dossier.facts.cited(name).is_some_and(|cited| {
                cited.span.passage == own.passage && cited.span.characters.end <= own.characters.start
            })
    };
    matches!(plain.as_str(), "signature" | "signed" | "签名" | "签字" | "签章")
        && case.medical().any(|(other, body)| match body {
            MedicalFact::Signature { name: Some(name), .. } => printed(other, name.evidence),
            _ => false,
        })
}

/// Adds the farewell of a letter below which nobody's name stands.
fn after_farewell(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    if !drafts.is_empty() {
        return;
    }
    let farewell = pattern!(
        r"(?i)^\s*(?:yours\s+(?:sincerely|faithfully|truly)|(?:with\s+)?(?:kind|best|warm)(?:est)?\s+regards|sincerely(?:\s+yours)?|respectfully(?:\s+yours)?)\s*[,.]?\s*$"
    );
    let name = pattern!(concat!(
        r"^\s*(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sister|Sr)\b\.?\s+)?(?:[A-Z][A-Za-z'’.-]*\s+){0,3}[A-Z][A-Za-z'’-]+\b|",
        r"\b(?:by|for)\s+(?:Dr|Prof|Mr|Mrs|Ms|Miss)?\.?\s*[A-Z]|^\s*\p{Han}{2,4}\s*$"
    ));
    let other = pattern!(
        r"(?i)^\s*(?:cc|c\.c|enc|copy|copies|date|ref|tel|phone|fax|email|page|consultant|registrar|department|specialist|specialty|physician|surgeon|hospital|clinic|ward|the\b|this\b|please|dictated but not|[0-9])"
    );
    let rows: Vec<(&Passage, std::ops::Range<usize>)> = case
        .passages()
        .filter(|passage| !matches!(passage.role, Role::Joined | Role::Cell { .. }))
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |at: usize| {
        rows.get(at).and_then(|(passage, bytes)| passage.folded().get(bytes.clone())).unwrap_or("")
    };
    let hits = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let Some(at) = (0..rows.len()).rev().find(|at| hits(farewell, text(*at))) else { return };
    let below: Vec<&str> =
        (at + 1..rows.len()).map(text).filter(|line| !line.trim().is_empty()).take(ROWS_BELOW).collect();
    if below.iter().any(|line| hits(name, line) && !hits(other, line)) {
        return;
    }
    if let Some((passage, bytes)) = rows.get(at) {
        let words = Bilingual::new("签名", "signature");
        drafts.push(Draft::new().about_span(passage.span(bytes.clone())).with_words("role", words));
    }
}

/// Rows below the farewell of a letter within which a name stands.
const ROWS_BELOW: usize = 6;

/// Adds the empty cells of a column in which whoever did what its row tells signs.
fn in_columns(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let view = &case.dossier.view;
    for table in view.tables_within(case.part.first..case.part.end) {
        for (head, cell) in unsigned_cells(case, table) {
            let draft = Draft::new().about_span(cell.whole());
            drafts.push(draft.with("role", head));
        }
        if let Some((head, cell)) = unsigned_row(case, table) {
            drafts.push(Draft::new().about_span(cell.whole()).with("role", head));
        }
    }
}

/// The head of a row of signatures, one below each visit, and its cell that nobody has signed: `随访医生签名 | 贡布 | | 贡布`.
fn unsigned_row<'a>(case: &Case<'a>, table: &TableView) -> Option<(String, &'a Passage)> {
    let view = &case.dossier.view;
    let form = pattern!(r"(?i)签名$|签字$|^signature|^signed|^initials");
    let cell = |row: u32, column: u32| {
        let cell = table.cell(row, column).filter(|cell| cell.column == column && cell.column_span == 1)?;
        view.passage(cell.passage)
    };
    let is_blank = |passage: &Passage| passage.folded().trim().is_empty();
    (1..table.rows).find_map(|row| {
        let head =
            cell(row, 0).filter(|head| form.is_some_and(|form| form.is_match(head.folded().trim())))?;
        let own: Vec<(u32, &Passage)> =
            (1..table.columns).filter_map(|column| Some((column, cell(row, column)?))).collect();
        let filled = own.iter().filter(|(_, own)| !is_blank(own)).count();
        // A visit that has not been yet has nothing in its column.
        let was = |column: u32| {
            (1..row).filter(|above| cell(*above, column).is_some_and(|cell| !is_blank(cell))).count() >= SAID
        };
        let empty = own.iter().find(|(column, own)| is_blank(own) && was(*column))?;
        (filled >= FEWEST_SIGNED).then(|| (head.folded().trim().to_owned(), empty.1))
    })
}

/// The head and the first cell of each row that nobody has signed.
fn unsigned_cells<'a>(case: &Case<'a>, table: &TableView) -> Vec<(String, &'a Passage)> {
    let view = &case.dossier.view;
    let form = pattern!(
        r"(?i)^(?:.{0,8}(?:签名|签字|签章|签署)(?:者|人)?|(?:开嘱|执行|核对|记录|接种|经治|责任|值班|操作|给药|配药|接诊)?(?:医师|医生|护士|护师|药师|技师)|(?:执行|核对|记录|操作|给药|交班|接班|检查|评估)(?:者|人)(?:签名)?|(?:nurse|doctor|prescriber|staff|given by|administered by|checked by|recorded by)?\s*(?:signature|initials?|sign(?:ed)?|init\.?)|given by|administered by|signed by|recorded by)$"
    );
    let text = |row: u32, column: u32| {
        let cell = table.cell(row, column).filter(|cell| cell.column == column)?;
        Some(view.passage(cell.passage)?.folded().trim().to_owned())
    };
    let mut found = Vec::new();
    for column in 0..table.columns {
        let head = (0..table.rows.min(2)).find(|row| {
            text(*row, column).is_some_and(|head| {
                let plain: String = head.chars().filter(|c| !c.is_whitespace() || head.is_ascii()).collect();
                form.is_some_and(|form| form.is_match(&plain))
            })
        });
        let Some(head) = head else { continue };
        let rows = head + 1..table.rows;
        let is_blank = |row: &u32| text(*row, column).is_none_or(|text| text.is_empty());
        // A row of the table, not one that is empty or goes over it whole.
        let is_entry = |row: &u32| {
            let said = (0..table.columns).filter(|other| *other != column);
            said.filter(|other| text(*row, *other).is_some_and(|text| !text.is_empty())).count() >= SAID
        };
        let filled = rows.clone().filter(|row| !is_blank(row)).count();
        let empty: Vec<u32> = rows.filter(|row| is_blank(row) && is_entry(row)).collect();
        if filled < FEWEST_SIGNED || empty.is_empty() || empty.len() * OF_SIGNED > filled {
            continue;
        }
        let name = text(head, column).unwrap_or_default();
        let cells = empty.iter().filter_map(|row| view.passage(table.cell(*row, 0)?.passage));
        found.extend(cells.map(|cell| (name.clone(), cell)));
    }
    found
}

/// Cells that a row of notes or orders fills besides its signature.
const SAID: usize = 3;

/// Names in a column from which on an empty cell of it lacks one, and how many of them there must be for each empty one.
const FEWEST_SIGNED: usize = 2;
const OF_SIGNED: usize = 2;

/// Adds the line at the end of a record that is nothing but a stroke to sign on.
fn unsigned_line(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    if !drafts.is_empty() || record_type(case).is_none() {
        return;
    }
    let form = pattern!(r"^\s*_{4,}\s*$");
    let prose = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Unplaced) && !passage.is_marginal()
    });
    let rows: Vec<(&Passage, std::ops::Range<usize>)> = prose
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |(passage, bytes): &(&Passage, std::ops::Range<usize>)| {
        passage.folded().get(bytes.clone()).unwrap_or("").to_owned()
    };
    let said = rows.iter().rev().filter(|row| !text(row).trim().is_empty()).take(LAST_ROWS);
    if let Some((passage, bytes)) =
        said.into_iter().find(|row| form.is_some_and(|form| form.is_match(&text(row))))
    {
        let words = Bilingual::new("签名", "signature");
        drafts.push(Draft::new().about_span(passage.span(bytes.clone())).with_words("role", words));
    }
}

/// Rows at the end of a record within which it is signed.
const LAST_ROWS: usize = 4;

/// Adds what says in brackets that somebody has yet to sign, wherever it stands: `(to be signed)`, `（待签）`.
fn to_be_signed(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let form = pattern!(concat!(
        r"(?i)[(\[]\s*(?:to be (?:counter-?)?signed|unsigned|not (?:yet )?signed|(?:no )?signature (?:pending|awaited|required|missing|outstanding|absent|lacking|not (?:obtained|recorded)|to follow)|no signature|(?:awaiting|pending|outstanding|missing) signature|",
        r"(?:not (?:yet )?|un)(?:authori[sz]ed|verified|validated|checked|reviewed|countersigned|approved)|(?:awaiting|pending) (?:authori[sz]ation|verification|validation|review|approval)|",
        r"unsigned draft|draft|dictated,? (?:but )?not (?:read|signed)[a-z ,]*|",
        r"未(?:审核|复核|核对|审签)|待(?:审核|复核|核对|审签)|待(?:补)?签(?:名|字|章)?|未签(?:名|字|章|署)?|(?:签名|签字)(?:待补|缺失|空缺)|[缺无](?:签名|签字)|尚未签(?:名|字)?)\s*[)\]]|",
        // Brackets to sign in, behind who should have.
        r"(?:[医药技]师|医生|术者|主刀|检[验查]者|审核者|报告者|记录者|签名|签字|签章|\b(?:signed|signature|surgeon|resident|registrar|physician|doctor|radiologist|pathologist|technologist|technician|scientist|pharmacist|prescriber|signed by|reported by|verified by|authori[sz]ed by|dictated by|prepared by))\s*:?\s*[(\[][\s_.…]*[)\]]|",
        r"(?:[医药技]师|医生|术者|主刀|负责人|[检报记审]\p{Han}者)\s*:\s*[(\[](?:签名|签字|签章|盖章)[)\]]\s*(?:$|[,;。]|\p{Han}{2,6}:)"
    ));
    if !drafts.is_empty() {
        return;
    }
    // So does a line that says nothing else.
    let line = pattern!(
        r"(?i)^\s*(?:\**\s*)?(?:unsigned(?: draft| copy)?|draft\s*[-–—:,]?\s*(?:unsigned|not signed)|(?:dictated|typed),? (?:but )?(?:not|un)[ -]?signed(?: by .{1,40})?|not (?:yet )?(?:electronically )?(?:signed|authenticated)|signature (?:pending|awaited)|awaiting (?:signature|authentication)|未签(?:名|字)|待签(?:名|字))\s*[.*]*\s*$"
    );
    let texts = case.passages().filter(|passage| !matches!(passage.role, Role::Joined));
    let found = texts.into_iter().find_map(|passage| {
        let text = passage.folded();
        let found = form?.find(text).or_else(|| line?.find(text));
        Some((passage, found?.range()))
    });
    if let Some((passage, bytes)) = found {
        let words = passage.folded().get(bytes.clone()).unwrap_or("").to_owned();
        drafts.push(Draft::new().about_span(passage.span(bytes)).with("role", words));
    }
}

/// Adds the labels of the day of a record or report behind which nothing stands.
fn undated(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let form = pattern!(
        r"(?:^|\s)(?P<label>(?:记录|书写|签名|签字|报告|审核|完成|填写|病历书写|报告发布)(?:日期|时间)|(?i:date of report|report date|date signed|recorded on))\s*:[ _]*(?:年[ _]*月[ _]*日)?\s*$"
    );
    let passages: Vec<&Passage> =
        case.passages().filter(|passage| !matches!(passage.role, Role::Joined | Role::Cell { .. })).collect();
    let begins_with_day = |text: &str| find_dates(text).first().is_some_and(|date| date.range.start <= 2);
    for (index, passage) in passages.iter().enumerate() {
        let rows = passage.rows();
        for (number, row) in rows.iter().enumerate() {
            let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
            let Some(label) = form.and_then(|form| form.captures(line)?.name("label")) else { continue };
            let below = rows.get(number + 1).and_then(|row| passage.folded().get(row.bytes.clone()));
            let next = || passages.get(index + 1).map(|passage| passage.folded());
            if below.or_else(next).is_some_and(begins_with_day) {
                continue;
            }
            let at = row.bytes.start + label.start()..row.bytes.start + label.end();
            drafts.push(Draft::new().about_span(passage.span(at)).with("role", label.as_str()));
        }
    }
}
