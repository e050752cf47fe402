//! The clauses of a contract and their numbers.

use std::ops::Range;

use super::super::fact::{Clause, LegalFact};
use super::super::flow::Flow;
use crate::Notes;
use crate::value::whole_number;

/// A clause with its places.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub label: Range<usize>,
    pub number: Vec<u32>,
    pub heading: Option<Range<usize>>,
    pub text: Range<usize>,
}

/// Levels of numbering: `第一条`, `一、`, `(一)`, `1.`, `1.1`, `(1)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Article,
    Chinese,
    ChineseBracket,
    Figure,
    Decimal,
    FigureBracket,
}

struct Head {
    style: Style,
    /// `[3]`, or `[3, 2]` for `3.2`.
    own: Vec<u32>,
    label: Range<usize>,
}

/// The sign of a clause at `at`: where it ends and what it counts.
fn head(flow: &Flow, at: usize) -> Option<Head> {
    let window = super::super::sections::floor(flow.text(), at + 60);
    let text = flow.slice(at..window);
    let first = text.chars().next()?;
    let of = |style, own, length: usize| Some(Head { style, own, label: at..at + length });
    if let Some(found) = worded(text) {
        return of(Style::Article, vec![found.0], found.1);
    }
    let number = |from: usize| {
        let (number, length) = whole_number(text.get(from..)?)?;
        Some((u32::try_from(number).ok().filter(|number| (1..=400).contains(number))?, from + length))
    };
    if first == '第' {
        let (count, end) = number('第'.len_utf8())?;
        let unit = ["条款", "条", "章", "款"]
            .iter()
            .find(|unit| text.get(end..).is_some_and(|t| t.starts_with(**unit)))?;
        return of(Style::Article, vec![count], end + unit.len());
    }
    if first == '(' {
        let (count, end) = number(1)?;
        text.get(end..)?.starts_with(')').then_some(())?;
        let chinese = !text.get(1..)?.starts_with(|c: char| c.is_ascii_digit());
        let style = if chinese { Style::ChineseBracket } else { Style::FigureBracket };
        return of(style, vec![count], end + 1);
    }
    let (count, end) = number(0)?;
    let behind = text.get(end..)?;
    if !first.is_ascii_digit() {
        let sign = behind.chars().next().filter(|c| "、./|:)-—·】".contains(*c))?;
        return of(Style::Chinese, vec![count], end + sign.len_utf8());
    }
    if let Some((next, stop)) = behind.strip_prefix('.').and_then(|_| number(end + 1)) {
        let own = match text.get(stop..)?.strip_prefix('.').and_then(|_| number(stop + 1)) {
            Some((third, last)) => (vec![count, next, third], last),
            None => (vec![count, next], stop),
        };
        let goes_on =
            text.get(own.1..)?.starts_with(|c: char| c.is_ascii_digit() || "%万元米年月".contains(c));
        let clean = count <= 60 && next <= 60 && !goes_on;
        return clean.then(|| of(Style::Decimal, own.0, own.1)).flatten();
    }
    if behind.starts_with(['.', '、', ')', '/', '|', '】'])
        && !behind
            .get(1..)
            .is_some_and(|rest| behind.starts_with('/') && rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        let sign = behind.chars().next().map_or(1, char::len_utf8);
        return of(Style::Figure, vec![count], end + sign);
    }
    // `3  PAYMENT`: a number, and a heading in capitals with a line of its own.
    let line = flow.slice(at + end..flow.line_behind(at).max(at + end));
    let title = line.trim();
    let words = title.chars().filter(|c| c.is_alphabetic()).count();
    let is_title = words > 2
        && title.len() <= MOST_WORDS
        && title.chars().all(|c| c.is_ascii_uppercase() || " -/&',()".contains(c));
    let opens = line.starts_with(' ') && (is_title || is_heading(title));
    opens.then(|| of(Style::Figure, vec![count], end)).flatten()
}

/// Whether a line behind a bare number is a heading, or begins with one and a colon: `The Rent`, `Contract period: 1 September…`.
fn is_heading(line: &str) -> bool {
    let head = line.split_once(':').map_or(line, |(head, _)| head);
    let plain = head.chars().all(|c| c.is_ascii_alphabetic() || " -/&',".contains(c));
    let words = head.split_whitespace().count();
    head.starts_with(|c: char| c.is_ascii_uppercase()) && plain && words <= MOST_RUN_IN && head.len() > 2
}

/// `Section 3.`, `ARTICLE IV`: the number and the bytes it takes.
fn worded(text: &str) -> Option<(u32, usize)> {
    const WORDS: [&str; 7] = ["§ ", "Section ", "SECTION ", "Article ", "ARTICLE ", "Clause ", "CLAUSE "];
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    let rest = text.get(word.len()..)?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let token = rest.get(..end)?;
    let number = token.parse().ok().or_else(|| roman(token))?;
    let dot = usize::from(rest.get(end..)?.starts_with(['.', ':']));
    Some((number, word.len() + end + dot))
}

/// A Roman number of capitals, up to 39.
pub(crate) fn roman(token: &str) -> Option<u32> {
    let worth = |char: char| match char {
        'I' => Some(1_u32),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = token.chars().map(worth).collect::<Option<_>>()?;
    let mut sum = 0_u32;
    for (place, digit) in digits.iter().enumerate() {
        let less = digits.get(place + 1).is_some_and(|next| next > digit);
        sum = if less { sum.wrapping_sub(*digit) } else { sum.wrapping_add(*digit) };
    }
    (!digits.is_empty() && digits.len() <= 8 && sum <= 39).then_some(sum)
}

/// The clauses of a contract, each to the next. Signs count at the beginning of a paragraph or of a line behind a
/// sentence's end, and in order: the next number of their level, or the first of a deeper one.
pub(in crate::legal) fn find(flow: &Flow) -> Vec<Found> {
    find_behind(flow, 0)
}

/// The clauses that begin at or behind `from`: the parties before may be numbered too.
pub(in crate::legal) fn find_behind(flow: &Flow, from: usize) -> Vec<Found> {
    let mut stack: Vec<(Style, Vec<u32>)> = Vec::new();
    let mut heads: Vec<(Head, Vec<u32>)> = Vec::new();
    let mut at = from;
    while at < flow.text().len() {
        let found = begins(flow, at, heads.last().map(|head| &head.0)).then(|| head(flow, at)).flatten();
        let placed = found.and_then(|found| place(&mut stack, &found).map(|number| (found, number)));
        if let Some((found, number)) = placed {
            at = found.label.end;
            heads.push((found, number));
            continue;
        }
        at = flow.break_behind(at);
    }
    if heads.is_empty() {
        let named = unnumbered(flow, from);
        return if named.is_empty() { run_in(flow, from) } else { named };
    }
    let end = flow.text().len();
    let ends: Vec<usize> = heads.iter().skip(1).map(|(head, _)| head.label.start).chain([end]).collect();
    let clause = |((head, number), end): ((Head, Vec<u32>), usize)| {
        let heading = heading(flow, head.label.end..end);
        Found { number, heading, text: flow.trim(head.label.start..end, &[]), label: head.label }
    };
    heads.into_iter().zip(ends).map(clause).collect()
}

/// Clauses under headings without numbers: short paragraphs without a closing sign, with a whole sentence behind. They
/// count from one. The first paragraph is the title.
fn unnumbered(flow: &Flow, from: usize) -> Vec<Found> {
    let end = flow.text().len();
    let mut starts = vec![from];
    while let Some(at) = starts.last().map(|last| flow.paragraph_behind(*last)).filter(|at| *at < end) {
        starts.push(at);
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    let paragraphs: Vec<Range<usize>> =
        starts.iter().zip(ends).map(|(start, end)| flow.trim(*start..end, &[])).collect();
    let heading = |range: &Range<usize>| {
        let text = flow.slice(range.clone());
        let most = if text.is_ascii() { MOST_WORDS } else { MOST_INLINE };
        let begins = text.starts_with(|c: char| c.is_uppercase() || document::is_cjk(c));
        begins
            && !text.contains(['。', '.', ',', ';', ':', '(', '_'])
            && (2..=most).contains(&text.chars().count())
    };
    let whole = |range: &Range<usize>| flow.slice(range.clone()).ends_with(['。', '.', ';']);
    let pairs = paragraphs.iter().zip(paragraphs.iter().skip(1)).enumerate().skip(1);
    let headed = pairs.filter(|(_, (head, body))| heading(head) && whole(body));
    let heads: Vec<Range<usize>> = headed.map(|(_, (head, _))| head.clone()).collect();
    behind(flow, heads, end)
}

/// Clauses from each of `heads` to the next, the last one to `end`, numbered as they stand.
fn behind(flow: &Flow, heads: Vec<Range<usize>>, end: usize) -> Vec<Found> {
    let stops: Vec<usize> = heads.iter().skip(1).map(|head| head.start).chain([end]).collect();
    let clause = |(index, (head, stop)): (usize, (Range<usize>, usize))| Found {
        number: vec![u32::try_from(index + 1).unwrap_or(u32::MAX)],
        text: flow.trim(head.start..stop, &[]),
        heading: Some(head.clone()),
        label: head,
    };
    heads.into_iter().zip(stops).enumerate().map(clause).collect()
}

/// Clauses of an English contract that begin with their heading and a full stop: `Repayment. The loan shall…`.
fn run_in(flow: &Flow, from: usize) -> Vec<Found> {
    let end = flow.text().len();
    let mut heads: Vec<Range<usize>> = Vec::new();
    let mut at = from;
    while at < end {
        let next = flow.paragraph_behind(at);
        let text = flow.slice(at..next);
        let heading = text.split_once(". ").filter(|(head, rest)| {
            let words = head.split(' ').count();
            let title = head.is_ascii() && head.starts_with(|c: char| c.is_ascii_uppercase());
            let plain = head.chars().all(|c| c.is_ascii_alphabetic() || " -/&',;".contains(c));
            title && plain && words <= MOST_RUN_IN && rest.starts_with(|c: char| c.is_ascii_uppercase())
        });
        if let Some((head, _)) = heading {
            heads.push(at..at + head.len());
        }
        at = next;
    }
    if heads.len() < LEAST_RUN_IN {
        return Vec::new();
    }
    behind(flow, heads, end)
}

/// Words of a heading that text follows on its line, and how many paragraphs with one make clauses of them.
const MOST_RUN_IN: usize = 5;
const LEAST_RUN_IN: usize = 3;

/// Whether a clause may begin at `at`.
fn begins(flow: &Flow, at: usize, last: Option<&Head>) -> bool {
    // A number in a cell counts goods.
    if flow.is_cell(at) {
        return false;
    }
    let before = flow.slice(0..at);
    let closed = before.ends_with(['。', ';', ':', '.', '!', '_']);
    let behind_heading =
        last.is_some_and(|last| flow.slice(last.label.end..at).chars().nth(MOST_HEADING).is_none());
    flow.is_paragraph(at) || flow.is_break(at) && (closed || behind_heading)
}

/// The longest heading of a clause, in characters.
const MOST_HEADING: usize = 24;

/// Whether the sign fits the order so far; its number in full.
fn place(stack: &mut Vec<(Style, Vec<u32>)>, head: &Head) -> Option<Vec<u32>> {
    if let Some(level) = stack.iter().position(|(style, _)| *style == head.style) {
        let last = stack.get(level).map(|(_, own)| own.clone())?;
        let follows = match (head.own.as_slice(), last.as_slice()) {
            ([next], [last]) => *next > *last && *next <= last + 2,
            (next, last) => next > last,
        };
        // A level begins again under the next clause above.
        let restarts = level > 0 && head.own.last() == Some(&1);
        (follows || restarts).then_some(())?;
        stack.truncate(level);
    } else if head.own.last() != Some(&1) && head.style != Style::Decimal {
        return None;
    }
    stack.push((head.style, head.own.clone()));
    if head.style == Style::Decimal {
        return Some(head.own.clone());
    }
    Some(
        stack.iter().filter(|(style, _)| *style != Style::Decimal).flat_map(|(_, own)| own.clone()).collect(),
    )
}

/// The heading behind a label: a short line without a full stop, or what stands before a colon.
fn heading(flow: &Flow, body: Range<usize>) -> Option<Range<usize>> {
    let text = flow.slice(body.clone());
    let lead =
        text.len() - text.trim_start_matches([' ', '.', '、', ':', '【', '/', '|', '-', '—', '·']).len();
    let start = body.start + lead;
    let mut line = flow.break_behind(start).min(body.end);
    // The blank between label and heading is a break of its own.
    if line <= start {
        line = flow.break_behind(line).min(body.end);
    }
    // English words are parted by blanks: a heading is the whole line.
    if flow.slice(start..line).is_ascii() {
        while line < body.end && !flow.is_line(line) {
            line = flow.break_behind(line).min(body.end);
        }
    }
    if let Some(bracketed) = bracketed(flow, start..body.end) {
        return Some(bracketed);
    }
    let piece = flow.slice(start..line);
    // Repayment. The loan shall…
    // Price - The price is…
    let parted = [". ", " - ", " – ", " — ", "—"].iter().filter_map(|sign| piece.split_once(sign));
    if let Some((head, rest)) = parted.min_by_key(|(head, _)| head.len()) {
        let title = head.is_ascii() && head.starts_with(|c: char| c.is_ascii_uppercase());
        let plain = head.chars().all(|c| c.is_ascii_alphabetic() || " -/&',;".contains(c));
        let opens =
            rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"([$£€₹".contains(c));
        if title && plain && opens && head.len() > 2 && head.split(' ').count() <= MOST_RUN_IN {
            return Some(start..start + head.len());
        }
    }
    // 第1条 代理期限。自2022年7月1日…
    let stopped = piece.split_once('。').filter(|(head, rest)| {
        let plain = head.chars().all(|c| document::is_cjk(c) && c != '。');
        let more = !rest.is_empty() || line < body.end && !flow.is_paragraph(line);
        plain && more && (2..=MOST_STOPPED).contains(&head.chars().count())
    });
    if let Some((head, _)) = stopped {
        return Some(start..start + head.len());
    }
    let colon = piece.find(':').filter(|at| piece.get(..*at).is_some_and(|head| head.chars().count() <= 12));
    let stop = colon.or_else(|| piece.find('】')).unwrap_or(piece.len());
    let head = piece.get(..stop)?;
    let most = if head.is_ascii() { MOST_WORDS } else { MOST_HEADING };
    let sentence = head.is_ascii() && head.ends_with('.') && head.split(' ').count() > 6;
    let plain = !sentence
        && !head.contains(['。', ',', '('])
        && (head.is_ascii() || !head.contains(';'))
        && (2..=most).contains(&head.chars().count());
    // Behind a blank on the same line running text may follow: 第一条 标的 甲方…
    let apart =
        line < body.end && flow.is_break(line) && !head.is_ascii() && head.chars().count() <= MOST_INLINE;
    let closed = colon.is_some() || line == body.end || flow.is_line(line) || stop < piece.len() || apart;
    if plain && closed {
        return Some(flow.trim(start..start + stop, &['.']));
    }
    flow.slice(0..body.start).ends_with('条').then_some(())?;
    let known = KNOWN.iter().filter(|word| piece.starts_with(**word)).map(|word| word.len()).max()?;
    Some(start..start + known)
}

/// A heading in brackets before the text of its clause: `第一条(合同标的)甲方…`.
fn bracketed(flow: &Flow, body: Range<usize>) -> Option<Range<usize>> {
    let inner = flow.slice(body.clone()).strip_prefix(['(', '[', '〔'])?;
    let close = inner.find([')', ']', '〕'])?;
    let head = inner.get(..close)?;
    let plain = head.chars().all(|c| document::is_cjk(c) || c == '、');
    let count = head.chars().count();
    let sign = inner.get(close..)?.chars().next()?.len_utf8();
    let start = body.end - inner.len();
    (plain && (2..=MOST_INLINE).contains(&count) && !inner.get(close + sign..)?.is_empty())
        .then_some(body.start..start + close + sign)
}

/// The longest heading that ends in a full stop, in characters.
const MOST_STOPPED: usize = 9;

/// The longest heading in English, in letters.
const MOST_WORDS: usize = 60;

/// The longest heading that running text follows on the same line, in characters.
const MOST_INLINE: usize = 14;

/// Headings that are known where nothing parts them from the text; those of the model contracts of the Civil Code's
/// kinds (art. 470 and the chapters on sale, lease, loan, work, services).
const KNOWN: [&str; 30] = [
    "标的",
    "标的物",
    "数量",
    "质量",
    "价款",
    "合同价款",
    "报酬",
    "付款方式",
    "支付方式",
    "结算方式",
    "履行期限",
    "履行期限、地点和方式",
    "交货期限",
    "交货期限、地点和方式",
    "交付",
    "验收",
    "违约责任",
    "争议解决",
    "解决争议的方法",
    "其他",
    "附则",
    "定金",
    "押金",
    "保证",
    "担保",
    "租赁期限",
    "租金",
    "借款金额",
    "借款期限",
    "保密",
];

/// States the clauses.
pub(in crate::legal) fn note(flow: &Flow, clauses: &[Found], notes: &mut Notes) {
    for clause in clauses {
        let Some(label) = flow.copy(notes, clause.label.clone()) else { continue };
        let heading = clause.heading.clone().and_then(|range| flow.copy(notes, range));
        let Some(text) = flow.copy(notes, clause.text.clone()) else { continue };
        let number = clause.number.clone();
        notes.add("contract.clauses", LegalFact::Clause(Clause { label, number, heading, text }));
    }
}
