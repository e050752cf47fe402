//! Where one report ends and the next begins.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use document::RegionClass;
use regex::Regex;

use super::Kind;
use super::cues::CUES;
use crate::{Passage, PassageId, Role, View};

/// A title is a short line: the longest in our samples has 24 letters, running text fills lines of 30 and more.
const LONGEST_TITLE: usize = 26;

/// An English title has longer words than letters of Han.
const LONGEST_LATIN_TITLE: usize = 60;

/// Passages within which a second title belongs to the first: the name of the house may stand between.
const NEAR_TITLES: u32 = 2;

/// What names of houses end in: 健康体检中心 is no title.
const HOUSE_ENDS: [&str; 6] = ["医院", "法院", "中心", "公司", "诊所", "机构"];

/// Where a part begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Start {
    /// The first passage.
    pub(super) first: PassageId,
    /// The title: its passage, bytes of the folded text, and what it tells.
    pub(super) title: Option<(PassageId, Range<usize>, Kind)>,
}

/// A title with what identifies the report below it.
#[derive(Debug)]
struct Titled {
    start: Start,
    text: String,
    identity: BTreeMap<&'static str, String>,
    sheet: Option<u32>,
    /// The page that it stands on.
    page: Option<u32>,
    /// Whether a sign marks it as a heading among others: `【检验结果】`, `◆ 血常规`.
    marked: bool,
}

/// The starts of the parts of `view`, in order; the first is at the first passage. None for an empty view.
pub(super) fn starts(view: &View) -> Vec<Start> {
    let titles: Vec<(usize, Range<usize>, Kind)> = view
        .passages()
        .iter()
        .enumerate()
        .filter_map(|(index, passage)| title_in(passage).map(|(bytes, kind)| (index, bytes, kind)))
        .collect();
    let ends = titles.iter().skip(1).map(|title| title.0).chain([view.passages().len()]);
    let sheets = sheets(view, titles.iter().filter_map(|title| view.passages().get(title.0)?.page).collect());
    let mut starts: Vec<Titled> = Vec::new();
    for ((index, bytes, kind), end) in titles.iter().cloned().zip(ends) {
        let Some(passage) = view.passages().get(index) else { continue };
        let title = Some((passage.id, bytes.clone(), kind));
        let start = Start { first: head(view, index, starts.last()), title };
        let text: String = passage.folded().get(bytes).unwrap_or("").split_whitespace().collect();
        let (text, own_sheet) = without_sheet(&text);
        let below = view.passages().get(start.first.0 as usize..end).unwrap_or(&[]);
        let sheet = own_sheet.or_else(|| passage.page.and_then(|page| sheets.get(&page)).copied());
        let marked = is_marked(passage.folded());
        let titled = Titled { start, text, identity: identity(below), sheet, page: passage.page, marked };
        if starts.last().is_none_or(|last| begins(last, &titled)) {
            starts.push(titled);
        } else if let Some(last) = starts.last_mut() {
            last.identity.extend(titled.identity);
        }
    }
    let mut starts: Vec<Start> = starts.into_iter().map(|titled| titled.start).collect();
    match starts.first_mut() {
        Some(first) => first.first = PassageId(0),
        None if view.passages().is_empty() => {}
        None => starts.push(Start { first: PassageId(0), title: in_head(view).or_else(|| unknown(view)) }),
    }
    starts
}

/// A title without the number of its sheet, and that: `检查报告单（第2页 共2页）`.
fn without_sheet(text: &str) -> (String, Option<u32>) {
    static SHEET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)[(\[]?(?:第([0-9]{1,3})页[,/]?(?:共[0-9]{1,3}页)?|共[0-9]{1,3}页[,/]?第([0-9]{1,3})页|page([0-9]{1,3})(?:of[0-9]{1,3})?)[)\]]?").ok()
    });
    let Some(captures) = SHEET.as_ref().and_then(|form| form.captures(text)) else {
        return (text.to_owned(), None);
    };
    let number = (1..=3).find_map(|group| captures.get(group)?.as_str().parse().ok());
    (captures.get(0).map_or_else(|| text.to_owned(), |whole| text.replace(whole.as_str(), "")), number)
}

/// Passages within which a title that tells no kind may stand.
const UNKNOWN_WITHIN: usize = 4;

/// The title that no cue knows (`术式纪要`): the short line that is set as one, the house's name apart. It tells no kind.
fn unknown(view: &View) -> Option<(PassageId, Range<usize>, Kind)> {
    let set = view.passages().iter().take(UNKNOWN_WITHIN).filter(|p| p.class() == Some(RegionClass::Title));
    let mut short = set.filter(|passage| {
        let text = passage.folded().trim();
        let is_house = HOUSE_ENDS.iter().any(|end| text.contains(end));
        !is_house && (2..=LONGEST_TITLE).contains(&text.chars().count())
    });
    short.next_back().map(|passage| (passage.id, 0..passage.folded().len(), Kind::General))
}

/// The title within the head of the first page, where it stands beside the names of house and patient and nowhere else.
fn in_head(view: &View) -> Option<(PassageId, Range<usize>, Kind)> {
    static GAPS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s{2,}|\s*[|│]\s*").ok());
    let gaps = GAPS.as_ref()?;
    let first = view.passages().first()?.page;
    let heads = view.passages().iter().filter(|passage| passage.page == first && passage.is_marginal());
    heads.into_iter().find_map(|passage| {
        let text = passage.folded();
        let mut start = 0;
        let mut pieces = Vec::new();
        for gap in gaps.find_iter(text) {
            pieces.push(start..gap.start());
            start = gap.end();
        }
        pieces.push(start..text.len());
        pieces.into_iter().find_map(|bytes| {
            let kind = title_kind(text.get(bytes.clone())?)?;
            Some((passage.id, bytes, kind))
        })
    })
}

/// The title in a passage: bytes of its line, and what it tells.
fn title_in(passage: &Passage) -> Option<(Range<usize>, Kind)> {
    let fits = match passage.role {
        Role::Region { class, .. } => matches!(
            class,
            RegionClass::Title | RegionClass::Heading | RegionClass::Text | RegionClass::Caption
        ),
        Role::Plain | Role::Unplaced => true,
        Role::Cell { .. } | Role::Joined => false,
    };
    if !fits {
        return None;
    }
    let letters = |bytes: &Range<usize>| passage.folded().get(bytes.clone()).map_or(0, |t| t.chars().count());
    let widest = passage.rows().iter().map(|row| letters(&row.bytes)).max().unwrap_or(0);
    passage.rows().iter().enumerate().find_map(|(index, row)| {
        let line = passage.folded().get(row.bytes.clone())?;
        if matches!(passage.class(), None | Some(RegionClass::Text)) {
            // `某公司因与张三物业服务合同` / `纠纷一案`: a name of what is in dispute, cut by the end of the row.
            let next = passage.rows().get(index + 1).and_then(|row| passage.folded().get(row.bytes.clone()));
            if next.is_some_and(|next| next.trim_start().starts_with(['纠', '争'])) {
                return None;
            }
            // A row as wide as its paragraph that another one follows is running text.
            let own = letters(&row.bytes);
            let goes_on =
                index + 1 < passage.rows().len() && own + MOST_INDENT >= widest && own >= LEAST_FILLED;
            if (goes_on || continues(passage, index)) && !line.is_ascii() {
                return None;
            }
        }
        // Of "Admission note: history and physical" both halves are titles.
        let halves = line.split_once(':').filter(|_| {
            line.is_ascii() && matches!(passage.class(), Some(RegionClass::Title | RegionClass::Heading))
        });
        let kind = match halves {
            Some((before, behind)) => title_kind(behind).and(title_kind(before)),
            None => title_kind(line),
        }?;
        Some((row.bytes.clone(), kind))
    })
}

/// Whether a row goes on with a sentence of the row before: what fills a row and ends with no sign is no name of a house.
fn continues(passage: &Passage, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| passage.rows().get(before));
    before.and_then(|row| passage.folded().get(row.bytes.clone())).is_some_and(|line| {
        let line = line.trim_end();
        let sentence = line.contains(['.', ',', '。', ':']) || line.chars().count() > LONGEST_TITLE;
        let house = HOUSE_ENDS.iter().any(|end| line.ends_with(end)) && !sentence;
        line.chars().count() >= LEAST_FILLED && !line.ends_with(['。', ':', ';']) && !house
    })
}

/// Letters of a row of running text: a title is rarely as long.
const LEAST_FILLED: usize = 18;

/// Letters by which the first row of a paragraph, which is indented, may be shorter than the others.
const MOST_INDENT: usize = 3;

/// What a line tells if it is a title: short, without a number before it or a value or sentence after it.
fn title_kind(line: &str) -> Option<Kind> {
    static NO_TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^\s*(?:[0-9一二三四五六七八九十]+\s*[、.)]|第.{1,4}[条章节]|\(|附|见|注|(?i:executed|signed|sealed|in witness|signature))|[:。;,?!]|[0-9]{6}",
        )
        .ok()
    });
    let line = without_number(line.trim());
    // `[Contract - Carriage of goods - Damage in transit]`: catchwords of a report tell what a case is about.
    let dashes = [" - ", " – ", " — "].iter().map(|dash| line.matches(dash).count()).sum::<usize>();
    let english = !line.chars().any(document::is_cjk);
    if english && (dashes > 1 || line.starts_with('[') && dashes > 0) {
        return None;
    }
    let letters = line.chars().filter(|c| !c.is_whitespace()).count();
    let limit = if line.is_ascii() { LONGEST_LATIN_TITLE } else { LONGEST_TITLE };
    if letters > limit || NO_TITLE.as_ref().is_none_or(|pattern| pattern.is_match(line)) {
        return None;
    }
    let plain: String =
        if line.is_ascii() { line.to_owned() } else { line.chars().filter(|c| !c.is_whitespace()).collect() };
    // A heading in a frame within a report is none: 【病理诊断】.
    static FRAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^[\[【<《〖┃│].*(?:诊断|所见|意见|结论|印象|描述|提示|经过|表现|检查|医嘱|结果|项目|资料|影像|检验|化验|信息)[\]】>》〗┃│]$",
        )
        .ok()
    });
    if FRAMED.as_ref().is_some_and(|form| form.is_match(&plain)) {
        return None;
    }
    let hit = CUES.title(&plain)?;
    if is_prose(line) && !ends_in_title(&plain, hit.start..hit.end) {
        return None;
    }
    let behind = plain.get(hit.end..)?;
    // `运输合同纠纷一案`: what a case is about.
    if behind.starts_with('纠') || behind.starts_with("争议") {
        return None;
    }
    // Behind a dash stands the department: Admission note - General medicine.
    let behind = [" - ", " – ", " — ", " | "]
        .iter()
        .fold(behind, |text, dash| text.split(dash).next().unwrap_or(text));
    let rest = behind.split(['(', '[', '·', ':']).next()?.chars().count();
    let is_house = HOUSE_ENDS.iter().any(|end| behind.ends_with(end));
    // What follows a title is at most a bracket or a word: "检验报告单（生化）", "体检报告·总检结论".
    (rest <= letters / 2 && !is_house).then_some(hit.kind)
}

/// A line without the number of the paper that stands behind its title: `电子处方　No.2024012694712`, `检验报告单（编号：0012345）`.
fn without_number(line: &str) -> &str {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\s*[(\[]?\s*(?:no\s*[.:]|№|nr\s*[.:]|#|(?:单据|报告|处方|流水|文书|记录)?(?:编号|单号|号码|流水号)\s*:?|(?:\s{2,}|\()号\s*:?)\s*[A-Z]{0,4}[0-9][0-9-]{3,20}\s*[)\]]?$",
        )
        .ok()
    });
    let number = NUMBER.as_ref().and_then(|form| form.find(line)).filter(|found| found.start() > 0);
    number.map_or(line, |number| line.get(..number.start()).unwrap_or(line))
}

/// Whether most of the longer words of an English line begin small, as in running text and never in a title.
fn is_prose(line: &str) -> bool {
    let longer = line.split_whitespace().filter(|word| word.len() >= LONGER_WORD);
    let (mut small, mut all) = (0_usize, 0_usize);
    for word in longer.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
        small += usize::from(word.starts_with(|c: char| c.is_ascii_lowercase()));
        all += 1;
    }
    all > 2 && small * 2 > all
}

/// Whether a line is a name and, behind a dash, a title in small letters: `Orthopaedics - discharge letter`.
fn ends_in_title(line: &str, title: Range<usize>) -> bool {
    let before = line.get(..title.start).unwrap_or("").trim_end();
    let is_name =
        line.starts_with(|c: char| c.is_ascii_uppercase()) && before.split_whitespace().count() <= MOST_NAMED;
    is_name
        && before.ends_with(['-', '–', '—', '|', '/'])
        && line.get(title.end..).is_some_and(|rest| rest.trim().is_empty())
}

/// Words of the name of a department, with the dash behind it.
const MOST_NAMED: usize = 5;

/// Words of titles that begin small are shorter: of, and, the, for.
const LONGER_WORD: usize = 4;

/// The first passage of the part whose title stands in the passage `index`: the name of the house often stands above.
fn head(view: &View, index: usize, last: Option<&Titled>) -> PassageId {
    static HOUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)(医院|卫生院|法院|中心|公司|诊所|hospital|clinic|court|centre|center)\s*$").ok()
    });
    let floor = last.and_then(|titled| titled.start.title.as_ref()).map_or(0, |title| title.0.0 as usize + 1);
    let mut first = index;
    while first > floor {
        let Some((before, here)) = view.passages().get(first - 1).zip(view.passages().get(first)) else {
            break;
        };
        let is_house = HOUSE.as_ref().is_some_and(|pattern| pattern.is_match(before.folded()));
        let is_titular = before.class() == Some(RegionClass::Title) || before.is_marginal() || is_house;
        let is_figure = before.class() == Some(RegionClass::Figure);
        if before.page != here.page || !(is_titular || is_figure) {
            break;
        }
        first -= 1;
    }
    PassageId(first as u32)
}

/// Whether a sign of a list of headings begins a line, or brackets that are those of headings hold it.
fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with([
        '【', '〔', '[', '〖', '◆', '█', '■', '●', '▶', '►', '§', '★', '☆', '▲', '○', '◇', '□', '┃', '※',
        '➤', '•',
    ])
}

/// Numbers and names that tell one report from the next, by key.
fn identity(passages: &[Passage]) -> BTreeMap<&'static str, String> {
    static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?:(?P<sample>样本编?号|标本编?号|条码号?|检验编?号|报告编?号|体检编?号|sample (?:no|id)|accession(?: no| number)?|specimen (?:no|id))",
            r"|(?P<number>住院号|病案号|门诊号|病历号|案\s*号|合同编号|mrn|case no)|(?P<name>姓\s*名|patient name))\.?\s*:\s*(?P<value>[^\s:]{2,24})"
        ))
        .ok()
    });
    let mut identity = BTreeMap::new();
    let Some(pattern) = KEYS.as_ref() else { return identity };
    for captures in passages.iter().flat_map(|passage| pattern.captures_iter(passage.folded())) {
        let key = ["sample", "number", "name"].into_iter().find(|key| captures.name(key).is_some());
        if let Some((key, value)) = key.zip(captures.name("value")) {
            identity.entry(key).or_insert_with(|| value.as_str().to_owned());
        }
    }
    identity
}

/// The numbers that `pages` say they have within their reports, as in "第 2 页 共 3 页" or "Page 2 of 3".
fn sheets(view: &View, pages: BTreeSet<u32>) -> BTreeMap<u32, u32> {
    static SHEET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)第\s*([0-9]{1,3})\s*页|page\s*([0-9]{1,3})\b|^\s*([0-9]{1,3})\s*/\s*[0-9]{1,3}\s*$")
            .ok()
    });
    let mut sheets = BTreeMap::new();
    let Some(pattern) = SHEET.as_ref() else { return sheets };
    for passage in view.passages().iter().filter(|passage| !matches!(passage.role, Role::Cell { .. })) {
        let Some(page) = passage.page.filter(|page| pages.contains(page) && !sheets.contains_key(page))
        else {
            continue;
        };
        let number = pattern
            .captures(passage.folded())
            .and_then(|captures| captures.iter().skip(1).flatten().next()?.as_str().parse().ok());
        if let Some(number) = number {
            sheets.insert(page, number);
        }
    }
    sheets
}

/// Whether `next` begins a report of its own after `last`: another title, another number, another person, or a page
/// that says it is the first.
fn begins(last: &Titled, next: &Titled) -> bool {
    let differs = |key: &str| last.identity.get(key).zip(next.identity.get(key)).is_some_and(|(a, b)| a != b);
    let is_same = |key: &str| last.identity.get(key).is_some_and(|a| next.identity.get(key) == Some(a));
    if differs("sample") || differs("name") || differs("number") {
        return true;
    }
    // A check-up comes to its conclusion under a title of its own.
    let goes_on = |kind| matches!(kind, Kind::Checkup);
    let kinds = last.start.title.as_ref().zip(next.start.title.as_ref()).map(|(a, b)| (a.2, b.2));
    if kinds.is_some_and(|(a, b)| a == b && goes_on(a)) && next.identity.is_empty() {
        return false;
    }
    // A heading with a sign before it, and what stands below in a check-up, are parts of the paper.
    let of_checkup = kinds.is_some_and(|(a, b)| a == Kind::Checkup && b != Kind::General);
    let is_part = next.marked || of_checkup && last.page == next.page && next.page.is_some();
    if is_part && next.identity.is_empty() && last.start.title.is_some() {
        return false;
    }
    // The name of a panel above its table is no report of its own: 血常规.
    let of_panel =
        kinds == Some((Kind::Lab, Kind::Lab)) && last.page == next.page && next.identity.is_empty();
    let is_report =
        ["报告", "单", "report", "sheet"].iter().any(|word| next.text.to_lowercase().contains(word));
    if of_panel && !is_report && next.page.is_some() {
        return false;
    }
    // Contracts and judgments begin on pages of their own; what is called so further down are their schedules and terms.
    let pages = |titled: &Titled| titled.page;
    let whole = |kind| matches!(kind, Kind::Contract | Kind::Judgment);
    let goes_below = pages(last).is_some() && pages(last) == pages(next);
    if goes_below && kinds.is_some_and(|(a, b)| a == b && whole(a)) {
        return false;
    }
    // Two titles right below each other are one: 普通处方, 处方笺.
    let places = last.start.title.as_ref().zip(next.start.title.as_ref()).map(|(a, b)| (a.0.0, b.0.0));
    let is_near = places.is_some_and(|(a, b)| b.saturating_sub(a) <= NEAR_TITLES);
    if is_near && last.identity.is_empty() && kinds.is_some_and(|(a, b)| a == b) {
        return false;
    }
    let on_one_page = matches!((&last.start.title, &next.start.title), (Some(a), Some(b)) if a.0 == b.0);
    // What a report concludes stands under a heading that may be a title elsewhere: 影像诊断.
    let concludes = crate::medical::is_conclusion(&next.text) && next.identity.is_empty();
    if on_one_page || concludes || next.sheet.is_some_and(|sheet| sheet > 1) && last.text == next.text {
        return false;
    }
    last.text != next.text || !is_same("sample") && next.sheet == Some(1)
}
