//! Results in lines of running text, each with what is normal, on one line or on the next: `血红蛋白 148 g/L (130-175)`,
//! `ALT: 62 U/L [10-50] H`, `钾 5.6 mmol/L` above `参考 3.5-5.3`.
//!
//! A line is cut into what a result is made of (value, unit, flag, range, and the words that announce them); only a line of which
//! nothing is left over is a result.

use std::ops::Range;

use super::flag::{ReadFlag, read_flag};
use super::lab::{Row, Sample};
use super::labels::{BOOK, Column};
use super::laid::level_lines;
use super::range::interval;
use super::result::{qualitative, read_value};
use super::row::Slot;
use super::unit::{prefix_apart, read_unit};
use crate::pattern::pattern;
use crate::{LabValue, Notes, Part, Passage, View};

/// Lines of that form in a part from which on they are a list, whatever is measured.
const FEWEST_LINES: usize = 3;

/// Letters of the longest name of what is measured, and of the longest word that announces what stands behind it.
const LONGEST_NAME: usize = 48;
const LONGEST_LABEL: usize = 30;

/// Lines that the parts of one result stand on behind its name, at most: value, flag and range.
const MOST_PARTS: usize = 3;

/// Letters of the longest line that is a result.
const LONGEST_LINE: usize = 120;

/// Words of the longest flag: `above the upper limit`.
const MOST_WORDS: usize = 5;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Value,
    /// A verdict in words beside a number.
    Verdict,
    Unit,
    Flag,
    Range,
    /// The share of all behind a count: `(72%)`.
    Share,
}

/// A line, cut.
#[derive(Debug, Clone)]
struct Line<'v> {
    passage: &'v Passage,
    name: Option<Range<usize>>,
    pieces: Vec<(Piece, Range<usize>)>,
}

impl Line<'_> {
    fn has(&self, wanted: Piece) -> bool {
        self.pieces.iter().any(|(piece, _)| *piece == wanted)
    }

    /// Whether it goes on with the result of the line before: it names nothing.
    fn goes_on(&self) -> bool {
        self.name.is_none() && !self.pieces.is_empty()
    }
}

/// States the results that stand in lines of running text.
pub(super) fn state(view: &View, part: &Part, sample: Sample<'_>, notes: &mut Notes) {
    let lines = lines(view.within(part));
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let found = line.as_ref().map(|first| row(first, &lines, &mut at, sample, notes));
        rows.extend(found.unwrap_or_default());
    }
    let is_list = rows.len() >= FEWEST_LINES;
    for (row, rule) in rows.into_iter().filter(|(row, _)| is_list || row.is_known()) {
        row.state(sample, rule, notes);
    }
}

/// Whether a list of results stands in running text: lines that name what the dictionary knows, with a value and what is normal on them or on
/// the next line.
pub(super) fn has_results(passages: &[Passage]) -> bool {
    if !may_list(passages) {
        return false;
    }
    let analytes = super::Analytes::built_in();
    let lines = lines(passages);
    let is_known = |line: &Line<'_>| {
        let name = line.name.clone().and_then(|name| line.passage.folded().get(name)).unwrap_or("");
        let short = name.split(['(', '[']).next().unwrap_or(name);
        [name, short].iter().any(|name| analytes.named(name, false, None).is_some_and(|known| !known.mended))
    };
    let found = lines.iter().enumerate().filter(|(index, line)| {
        let Some(line) = line.as_ref().filter(|line| line.name.is_some()) else { return false };
        let behind = lines.get(index + 1..).unwrap_or(&[]).iter();
        let behind: Vec<&Line<'_>> =
            behind.map_while(|next| next.as_ref().filter(|next| next.goes_on())).take(MOST_PARTS).collect();
        let has = |piece: Piece| line.has(piece) || behind.iter().any(|next| next.has(piece));
        has(Piece::Value) && has(Piece::Range) && is_known(line)
    });
    found.count() >= FEWEST_LINES
}

/// Whether enough lines of running text have what looks like a range, or announce one: most papers have not, and need not be cut.
fn may_list(passages: &[Passage]) -> bool {
    let form = pattern!(concat!(
        r"(?i)[<>≤≥]=?\s*[0-9]|(?:^|[\s(\[:,])-?[0-9]+(?:\.[0-9]+)?\s*(?:[-~]{1,2}|至|到|to)\s*-?[0-9]+(?:\.[0-9]+)?(?:[^0-9./-]|\.?$)|",
        r"[高低大小多少超]于|超过|up\s*to|\b(?:than|below|under|above|over|least|most)\s*[0-9]|参考|参比|正常|范围|区间|normal|ref|expected|limit"
    ));
    let prose = passages.iter().filter(|passage| super::section::is_prose(passage));
    let lines = prose
        .flat_map(|passage| level_lines(passage).into_iter().filter_map(|bytes| passage.folded().get(bytes)));
    lines.filter(|line| form.is_some_and(|form| form.is_match(line))).take(FEWEST_LINES).count()
        == FEWEST_LINES
}

/// The lines of running text of a part, nothing for one that is not made of results alone.
fn lines(passages: &[Passage]) -> Vec<Option<Line<'_>>> {
    let mut lines = Vec::new();
    // Times that head the columns of the list, as many as each of its lines has results.
    let mut values = 1;
    for passage in passages.iter().filter(|passage| super::section::is_prose(passage)) {
        for bytes in level_lines(passage) {
            let times = times(passage, &bytes);
            if times >= FEWEST_TIMES {
                values = times;
            }
            let whole = cut_over(passage, bytes.clone(), values);
            let is_result = whole.as_ref().is_some_and(|line| !line.pieces.is_empty());
            match if is_result { None } else { several(passage, &bytes) } {
                Some(parts) => lines.extend(parts.into_iter().map(Some)),
                None => lines.push(whole),
            }
        }
    }
    lines
}

/// Times in one line from which on they head columns.
const FEWEST_TIMES: usize = 2;

/// The pieces of a line that wide gaps part.
fn apart(passage: &Passage, bytes: &Range<usize>) -> Vec<Range<usize>> {
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let starts = passage.rows().iter().map(|row| row.bytes.start).filter(|at| bytes.contains(at));
    let mut cuts: Vec<Range<usize>> = starts.map(|at| at - bytes.start..at - bytes.start).collect();
    let gap = pattern!(r"\s{2,}");
    cuts.extend(gap.iter().flat_map(|form| form.find_iter(text)).map(|gap| gap.range()));
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let ends = cuts.iter().map(|cut| cut.start).chain([text.len()]);
    let begins = [0].into_iter().chain(cuts.iter().map(|cut| cut.end));
    let parts = begins.zip(ends).filter(|(from, to)| from < to);
    parts.map(|(from, to)| bytes.start + from..bytes.start + to).collect()
}

/// How many times a line names, that names nothing that was measured; none where they are too few to head columns.
fn times(passage: &Passage, bytes: &Range<usize>) -> usize {
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    if text.chars().count() > LONGEST_LINE || !text.starts_with(|c: char| c.is_alphabetic()) {
        return 0;
    }
    let parts = apart(passage, bytes);
    let is_time =
        |part: &&Range<usize>| passage.folded().get((*part).clone()).is_some_and(super::series::is_time);
    let count = parts.iter().filter(is_time).count();
    if count < FEWEST_TIMES {
        return 0;
    }
    // The others head what is measured, its unit and its range.
    let are_heads = parts.iter().skip(1).filter(|part| !is_time(part)).all(|part| {
        passage.folded().get(part.clone()).is_some_and(|text| !BOOK.columns(text.trim()).is_empty())
    });
    if are_heads && parts.len() <= count + OTHER_HEADS { count } else { 0 }
}

/// Heads of a list over time besides its times: what is measured, its unit, what is normal.
const OTHER_HEADS: usize = 3;

/// The results that stand side by side in one line, each whole.
fn several<'v>(passage: &'v Passage, bytes: &Range<usize>) -> Option<Vec<Line<'v>>> {
    let parts = apart(passage, bytes);
    if parts.len() < 2 {
        return None;
    }
    parts
        .into_iter()
        .map(|part| {
            cut(passage, part)
                .filter(|line| line.name.is_some() && line.has(Piece::Value) && line.has(Piece::Range))
        })
        .collect()
}

/// The row that begins with `first`, with the lines behind it that name nothing and have what it lacks; `at` moves behind them.
fn row<'v>(
    first: &Line<'v>,
    lines: &[Option<Line<'v>>],
    at: &mut usize,
    sample: Sample<'v>,
    notes: &Notes,
) -> Vec<(Row<'v>, &'static str)> {
    let mut cells = Vec::new();
    let slot = |line: &Line<'v>, role: &[Column], bytes: &Range<usize>| Slot {
        passage: line.passage,
        roles: role.to_vec(),
        bytes: bytes.clone(),
    };
    let Some(name) = first.name.as_ref() else { return Vec::new() };
    cells.push(slot(first, &[Column::Name], name));
    let mut have: Vec<Piece> = Vec::new();
    let mut open = Some(first);
    while let Some(line) = open {
        have.extend(line.pieces.iter().map(|(piece, _)| *piece));
        cells.extend(line.pieces.iter().map(|(piece, bytes)| slot(line, roles(*piece), bytes)));
        let lacks = |piece: &Piece| !have.contains(piece);
        open = lines.get(*at).and_then(Option::as_ref).filter(|next| {
            let is_new = |wanted: Piece| !next.has(wanted) || lacks(&wanted);
            next.goes_on() && is_new(Piece::Value) && is_new(Piece::Range)
        });
        *at += usize::from(open.is_some());
    }
    let share = first.pieces.iter().find(|(piece, _)| *piece == Piece::Share);
    let share = share.map(|(_, bytes)| (first.passage, bytes.clone()));
    cells.retain(|cell| cell.roles != [Column::Index]);
    let is_known = |cell: &Slot<'v>| super::laid::is_stated(cell.passage, &cell.bytes, notes);
    let mut values = cells.iter().filter(|cell| cell.roles == [Column::Value]).peekable();
    if values.peek().is_none() || values.any(is_known) || !have.contains(&Piece::Range) {
        return Vec::new();
    }
    let of_times =
        over_time(&cells).into_iter().filter_map(|(cells, rule)| Some((Row::of(cells, sample)?, rule)));
    of_times.map(|(row, rule)| (row.with_share(share.clone()), rule)).collect()
}

/// The cells of a line for each of its times, each with its own result and flag; the last one counts.
fn over_time<'v>(cells: &[Slot<'v>]) -> Vec<(Vec<Slot<'v>>, &'static str)> {
    let values: Vec<usize> = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.roles == [Column::Value])
        .map(|(at, _)| at)
        .collect();
    let of_time = |time: usize| {
        let own = cells.iter().enumerate().filter(|(at, cell)| match cell.roles.as_slice() {
            [Column::Value] => values.get(time) == Some(at),
            [Column::Flag] => values.iter().rposition(|value| value < at).is_none_or(|of| of == time),
            _ => true,
        });
        own.map(|(_, cell)| cell.clone()).collect()
    };
    let last = values.len().saturating_sub(1);
    let rule = |time: usize| if time == last { super::laid::RULE } else { super::series::RULE };
    (0..values.len()).map(|time| (of_time(time), rule(time))).collect()
}

fn roles(piece: Piece) -> &'static [Column] {
    match piece {
        Piece::Value => &[Column::Value],
        Piece::Verdict => &[],
        Piece::Unit => &[Column::Unit],
        Piece::Flag => &[Column::Flag],
        Piece::Range => &[Column::Range],
        Piece::Share => &[Column::Index],
    }
}

/// A line cut into name and pieces; nothing where anything else is left.
fn cut(passage: &Passage, bytes: Range<usize>) -> Option<Line<'_>> {
    cut_over(passage, bytes, 1)
}

/// A line of as many results as times head its list, or of one.
fn cut_over(passage: &Passage, bytes: Range<usize>, values: usize) -> Option<Line<'_>> {
    let text = passage.folded().get(bytes.clone())?;
    // Running text is no result: one has a figure, or is short.
    let letters = text.chars().count();
    if letters > LONGEST_LINE || letters > LONGEST_NAME && !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = pattern!(r"^\s*(?:\(?[0-9]{1,2}\)?[.、)]\s*|[•·*○●◆■-]\s*)?")?;
    // The figures of a value are no number of a line: 0.95 mmol/L.
    let is_value = pattern!(r"^\s*[0-9]{1,2}\.[0-9]+(?:$|[^0-9\p{Alphabetic}.、)-])")?.is_match(text);
    let start = number.find(text).filter(|_| !is_value).map_or(0, |found| found.end());
    let place = |(piece, at): (Piece, Range<usize>)| (piece, bytes.start + at.start..bytes.start + at.end);
    let starts = passage.rows().iter().map(|row| row.bytes.start);
    let starts: Vec<usize> = starts.filter(|at| bytes.contains(at)).map(|at| at - bytes.start).collect();
    let nameless = pieces(text, start, &starts, values);
    if let Some(found) = nameless {
        let pieces = found.into_iter().map(place).collect();
        return Some(Line { passage, name: None, pieces });
    }
    let cut = part_name(text, start, &starts, values);
    // A name alone awaits its value on the next line.
    let (name, found) = match cut {
        Some(cut) => cut,
        None => (name(text, start..text.len())?, Vec::new()),
    };
    let pieces = found.into_iter().map(place).collect();
    Some(Line { passage, name: Some(bytes.start + name.start..bytes.start + name.end), pieces })
}

/// A name, and what its result is made of.
type Cut = (Range<usize>, Vec<(Piece, Range<usize>)>);

/// The name that a line begins with, and what its result is made of; `starts` are where pieces of the line begin.
fn part_name(text: &str, start: usize, starts: &[usize], values: usize) -> Option<Cut> {
    let begins = pattern!(r"[\s:]*(?:[…·]{2,}|\.{3,}|_{3,}|-{3,})[…·._-]*\s*|[\s:]+")?;
    let gaps = begins.find_iter(text).map(|gap| (gap.start(), gap.end()));
    // Where a wide gap parts two pieces of a line the text may have no blank.
    let mut ends: Vec<(usize, usize)> = gaps
        .chain(starts.iter().map(|at| (*at, *at)))
        .filter(|(end, next)| *end > start && *next < text.len())
        .collect();
    ends.sort_unstable();
    // Or the number stands right behind the name: 钾4.56.
    let glued = pattern!(r"\p{Han}(?P<number>[<>≤≥]?[0-9]+(?:\.[0-9]+)?\s*[a-zA-Zμ%])")?;
    let glued =
        glued.captures_iter(text).filter_map(|found| found.name("number")).map(|number| number.start());
    let glued: Vec<(usize, usize)> = glued.filter(|at| *at > start).map(|at| (at, at)).collect();
    let cut = |ends: &[(usize, usize)]| {
        ends.iter().find_map(|(end, next)| {
            let name = name(text, start..*end)?;
            Some((name, pieces(text, *next, starts, values)?))
        })
    };
    let apart = cut(&ends);
    let is_shorter = |(name, found): &Cut| {
        let ends_first = apart.as_ref().is_none_or(|(whole, _)| name.end < whole.end);
        ends_first && found.iter().any(|(piece, _)| *piece == Piece::Value)
    };
    match cut(&glued).filter(is_shorter) {
        Some(shorter) => Some(shorter),
        None => apart,
    }
}

/// The name of what is measured within `bytes`, without the heading of its group: `血常规: 血红蛋白`.
fn name(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let whole = text.get(bytes.clone())?;
    let own = whole.trim_end_matches([':', ' ']).rfind(':').map_or(0, |at| at + 1);
    let own = bytes.start + own..bytes.end;
    let named = text.get(own.clone())?.trim_end_matches([':', ' ', ',', '…', '_']).trim_end_matches("..");
    let lead = named.len() - named.trim_start().len();
    let end = own.start + named.len();
    let named = named.trim_start();
    let has_letters = named.chars().any(char::is_alphabetic);
    let is_short = named.chars().count() <= LONGEST_NAME && !named.contains(['。', ';']);
    let announces = !BOOK.columns(named).is_empty();
    (has_letters && is_short && !announces).then_some(own.start + lead..end)
}

/// The pieces that `text` from `from` on is made of; none goes beyond one of the `stops`, where a wide gap parts what stands on the line.
fn pieces(text: &str, from: usize, stops: &[usize], values: usize) -> Option<Vec<(Piece, Range<usize>)>> {
    let mut found: Vec<(Piece, Range<usize>)> = Vec::new();
    let mut awaited = None;
    let mut at = from;
    while at < text.len() {
        let stop = stops.iter().copied().find(|stop| *stop > at).unwrap_or(text.len());
        let rest = text.get(at..stop)?;
        at += rest.len()
            - rest
                .trim_start_matches([' ', ',', ';', ':', '(', ')', '[', ']', '=', '、', '。', '/', '|', '…'])
                .len();
        // What a bracket opens may be a sign: (+).
        let signed = text.get(..at)?.ends_with('(') && text.get(at..)?.starts_with(['+', '-', '±']);
        at -= usize::from(signed);
        let rest = text.get(at..stop)?;
        // A stroke stands for a unit that there is none of.
        let is_stroke =
            pattern!(r"^[-/—]{1,2}(?:\s|$)").is_some_and(|form| form.is_match(rest)) && !found.is_empty();
        if rest.is_empty() || rest == "." || is_stroke {
            at = if is_stroke { at + rest.chars().next().map_or(1, char::len_utf8) } else { stop };
            continue;
        }
        // 异常 behind a result flags it, before a colon it heads what follows.
        let word = rest.split([' ', ',', ';']).next().unwrap_or(rest);
        let is_flag =
            !found.is_empty() && matches!(word, "异常" | "偏高" | "偏低" | "升高" | "降低" | "高" | "低");
        if let Some((role, length)) = label(rest).filter(|_| !is_flag) {
            awaited = Some(role);
            at += length;
            continue;
        }
        let (piece, length) = piece(rest, &found, awaited, values)?;
        awaited = None;
        found.push((piece, at..at + length));
        at += length;
    }
    let count = found.iter().filter(|(piece, _)| *piece == Piece::Value).count();
    (!found.is_empty() && (count <= 1 || count == values)).then_some(found)
}

/// What is announced at the start of `rest`, and the length of the words for it: `参考区间:`, `Your value: `.
fn label(rest: &str) -> Option<(Column, usize)> {
    let form = pattern!(r"^\p{Alphabetic}[\p{Alphabetic} .()]*")?;
    let words = form.find(rest)?.as_str();
    let roles = |text: &str| match BOOK.columns(text).as_slice() {
        [role @ (Column::Value | Column::Range | Column::Unit | Column::Flag)] => Some(*role),
        _ => None,
    };
    // It ends where a word does, or before the word for a limit: 参考不高于.
    let ends = |at: &usize| {
        let (before, behind) = (words.get(..*at).unwrap_or(""), words.get(*at..).unwrap_or(""));
        let is_gap = before.ends_with([' ', '.', '(', ')']) || behind.starts_with([' ', '.', '(', ')']);
        (is_gap || behind.is_empty() || behind.starts_with(['不', '低', '高', '小', '大', '<', '>']))
            && before.chars().count() <= LONGEST_LABEL
    };
    let cuts = words.char_indices().map(|(at, _)| at).skip(1).chain([words.len()]);
    let cuts: Vec<usize> = cuts.filter(ends).collect();
    cuts.into_iter().rev().find_map(|end| {
        let ends_word = rest.get(end..)?.chars().next().is_none_or(|c| !c.is_ascii_alphabetic())
            || rest.get(..end)?.ends_with(|c: char| !c.is_ascii_alphabetic());
        let role = roles(rest.get(..end)?.trim_end_matches(['(', ' ', '.']))?;
        ends_word.then_some((role, end))
    })
}

/// The piece that begins `rest`, with what has been found before it and what was announced.
fn piece(
    rest: &str,
    found: &[(Piece, Range<usize>)],
    awaited: Option<Column>,
    values: usize,
) -> Option<(Piece, usize)> {
    let has = |wanted: Piece| found.iter().any(|(piece, _)| *piece == wanted);
    let is_next = has(Piece::Value)
        && !has(Piece::Unit)
        && !has(Piece::Range)
        && found.iter().filter(|(piece, _)| *piece == Piece::Value).count() < values;
    let share = pattern!(r"^[0-9]{1,2}(?:\.[0-9]{1,2})?\s?%").and_then(|form| form.find(rest));
    if let Some(share) = share.filter(|_| has(Piece::Value) && has(Piece::Unit) && !has(Piece::Share)) {
        return Some((Piece::Share, share.end()));
    }
    let is_range = awaited == Some(Column::Range);
    if (has(Piece::Value) || is_range)
        && !has(Piece::Range)
        && let Some(length) = range(rest, is_range)
    {
        return Some((Piece::Range, length));
    }
    // Before the value a letter is more likely the sign of what is measured: 孕酮 P, 铝 A.
    let is_sign =
        !has(Piece::Value) && pattern!(r"^[PAN](?:$|\s*[0-9<>])").is_some_and(|form| form.is_match(rest));
    if awaited != Some(Column::Unit)
        && !is_sign
        && let Some(length) = flag(rest)
    {
        return Some((Piece::Flag, length));
    }
    // Behind what is normal its unit stands, whether the value is on this line or not.
    if has(Piece::Range)
        && let Some(length) = unit(rest)
    {
        return Some((Piece::Unit, length));
    }
    if (!has(Piece::Value) || is_next) && !is_range {
        if let Some((verdict, length)) = verdict(rest) {
            return Some((verdict, length));
        }
        let read = read_value(rest).filter(|read| !read.mended)?;
        let goes_on =
            rest.get(read.end..)?.chars().next().is_some_and(|c| document::is_cjk(c) && c.is_alphabetic());
        let is_number =
            matches!(read.value, LabValue::Number { .. } | LabValue::Span { .. } | LabValue::Titre { .. });
        return (is_number && (!goes_on || has_unit(rest.get(read.end..)?)))
            .then_some((Piece::Value, read.end));
    }
    if has(Piece::Value)
        && !has(Piece::Verdict)
        && let Some((_, length)) = qualitative(rest).filter(|_| rest.starts_with(char::is_alphabetic))
    {
        return Some((Piece::Verdict, length));
    }
    unit(rest).map(|length| (Piece::Unit, length))
}

/// A word for what was found before its number, or all that there is: `阴性 (0.12)`, `阳性`.
fn verdict(rest: &str) -> Option<(Piece, usize)> {
    let (_, length) =
        qualitative(rest).filter(|_| rest.starts_with(|c: char| c.is_alphabetic() || "(+-±".contains(c)))?;
    let behind = rest.get(length..)?.trim_start_matches([' ', ',', ';', '(', ':']);
    let before_number = behind.starts_with(|c: char| c.is_ascii_digit() || "<>≤≥".contains(c));
    Some((if before_number { Piece::Verdict } else { Piece::Value }, length))
}

fn has_unit(rest: &str) -> bool {
    unit(rest).is_some()
}

/// The length of the unit that begins `rest`: a word, or a power of ten with blanks.
fn unit(rest: &str) -> Option<usize> {
    let power = pattern!(r"^(?:[×x*]\s*)?10\s*[\^*]?\s*[0-9]{1,2}\s*/\s*[A-Za-zμ]+")?;
    if let Some(found) = power.find(rest) {
        return Some(found.end());
    }
    if let Some((_, length)) = prefix_apart(rest, &[]).filter(|(unit, _)| !unit.mended) {
        return Some(length);
    }
    let end = rest.find([' ', ',', ';', '(', ')', '[', ']', ':', '。', '…']).unwrap_or(rest.len());
    let word = rest.get(..end)?.split("参考").next()?.trim_end_matches('.');
    let end = word.len();
    let is_unit = read_unit(word, &[]).is_some_and(|unit| !unit.mended)
        && !word.starts_with(|c: char| c.is_ascii_digit());
    is_unit.then_some(end)
}

/// The length of the flag that begins `rest`.
fn flag(rest: &str) -> Option<usize> {
    let arrows: usize = rest.chars().take_while(|c| "↑↓⬆⬇▲▼△▽".contains(*c)).map(char::len_utf8).sum();
    if arrows > 0 {
        return Some(arrows);
    }
    let stop = rest.find([',', ';', '。', '[']).unwrap_or(rest.len());
    let clause = rest.get(..stop)?;
    let gaps = clause.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).chain([clause.len()]);
    let ends: Vec<usize> = gaps.take(MOST_WORDS).collect();
    ends.into_iter().rev().find_map(|end| {
        let text = clause.get(..end)?.trim_end_matches(['.', ')', ']', ' ']);
        let is_sign = text.chars().all(|c| c.is_ascii_digit() || "+-.一".contains(c));
        let is_flag = matches!(read_flag(text)?, ReadFlag::Flag(_)) && !is_sign;
        let is_word = qualitative(text).is_none();
        (is_flag && is_word).then_some(text.len())
    })
}

/// The length of the range that begins `rest`; words for what is normal only where a range was announced.
fn range(rest: &str, announced: bool) -> Option<usize> {
    let form = pattern!(concat!(
        r"(?i)^(?:(?:<=?|>=?|[≤≥]|不[高低大小多少]于|不超过|[低高大小]于(?:或?等于)?|up\s*to|less\s+than|below|under|above|over|more\s+than|greater\s+than|at\s+(?:least|most))\s*[0-9]+(?:\.[0-9]+)?",
        r"|-?[0-9]+(?:\.[0-9]+)?\s*(?:[-~一]{1,2}|至|到|to)\s*-?[0-9]+(?:\.[0-9]+)?)"
    ))?;
    if let Some(found) = form.find(rest) {
        let goes_on =
            rest.get(found.end()..)?.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '/');
        let is_stop = rest.get(found.end()..)? == ".";
        return (interval(found.as_str()).is_some() && (!goes_on || is_stop)).then(|| found.end());
    }
    let (_, length) = qualitative(rest).filter(|_| announced)?;
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_into_what_they_are_made_of() {
        for (text, want) in [
            ("Total Cholesterol: 4.43 mmol/L ( < 5.18 )", "VUR"),
            ("Apo B: 0.85 g/L ( 0.60 – 1.10 ) HI", "VURF"),
            ("血红蛋白 148 g/L (130-175)", "VUR"),
            ("ALT: 62 U/L [10-50] H", "VURF"),
            ("2．游离甲状腺素　10.65 pmol/L　（参考区间：12.00 至 22.00）　低于下限", "VURF"),
            ("4．抗体　24.0 IU/mL　（参考区间：不高于 34.0）", "VUR"),
            ("白细胞 ↑ 12.5×10^9/L (3.5-9.5)", "FVUR"),
            ("Sodium: 135.5 mmol/L, low (normal 137.0 to 147.0)", "VUFR"),
            ("乙肝表面抗原 阴性 (0.02) 参考 <1.00", "DVR"),
            ("维生素B12 363.7 pg/mL 正常值 197.0~771.0", "VUR"),
            ("CA 125: 35 U/mL (<35)", "VUR"),
            ("Urea: 5.68 m mol/L ( 3.10 一 8.00 )", "VUR"),
            ("Neutrophils 8.50 H 10*9/L 2.0-7.5 (72%)", "VFURS"),
        ] {
            let view = View::of_text(text);
            let passage = &view.passages()[0];
            let line = cut(passage, 0..passage.folded().len()).unwrap_or_else(|| panic!("{text}"));
            let letters: String = line
                .pieces
                .iter()
                .map(|(piece, _)| match piece {
                    Piece::Value => 'V',
                    Piece::Verdict => 'D',
                    Piece::Unit => 'U',
                    Piece::Flag => 'F',
                    Piece::Range => 'R',
                    Piece::Share => 'S',
                })
                .collect();
            assert_eq!(letters, want, "{text}");
            assert!(line.name.is_some(), "{text}");
        }
        for text in ["0.88 mmol/L 参考: <1.70", "5.60 mmol/L", "12.4 g/dL (12.0-16.0)"] {
            let view = View::of_text(text);
            let passage = &view.passages()[0];
            let line = cut(passage, 0..passage.folded().len()).unwrap_or_else(|| panic!("{text}"));
            let value = line.pieces.first().map(|(piece, bytes)| (*piece, bytes.clone()));
            let figures = text.find(' ').unwrap_or(0);
            assert_eq!(value, Some((Piece::Value, 0..figures)), "{text}");
        }
        for text in ["参考 3.10 - 8.00", "Your value: 13 mg/dL     Standard range: 9-22 mg/dL"] {
            let view = View::of_text(text);
            let passage = &view.passages()[0];
            let line = cut(passage, 0..passage.folded().len()).unwrap_or_else(|| panic!("{text}"));
            assert!(line.goes_on(), "{text}");
        }
    }
}
