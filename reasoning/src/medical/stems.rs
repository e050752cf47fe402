//! What labels name that no table has whole: by the words they are put together from and the type of what stands behind
//! them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::labels::{Key, PatientKey};
use super::names::{begins_with_name, begins_with_surname};
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{AttributeKind, DiagnosisKind, EventKind, IdentifierKind, SectionKind, SignerRole, fold};

/// The table of stems.
const DATA: &str = include_str!("../../data/stems.toml");

/// Letters that a Latin word counts for beside Han letters, of which a word has two.
const LATIN_WORD: usize = 2;

/// A label has at most so many Han letters, and so many Latin words.
pub(super) const LONGEST_LABEL: usize = 12;
pub(super) const MOST_WORDS: usize = 6;

/// Words that a label contains, in that order.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
struct Stem(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Han(String),
    Word(String),
    /// A word that begins so.
    Prefix(String),
}

impl From<String> for Stem {
    fn from(text: String) -> Self {
        let piece = |part: &str| match part.strip_suffix('-') {
            Some(prefix) => Piece::Prefix(prefix.to_owned()),
            None if part.chars().any(document::is_cjk) => Piece::Han(part.to_owned()),
            None => Piece::Word(part.to_owned()),
        };
        Self(text.split('+').map(piece).collect())
    }
}

/// A label cut into what stems are compared with.
#[derive(Debug, Clone, Default)]
pub(super) struct Label {
    /// Han letters alone.
    han: String,
    /// Latin words, in small letters.
    words: Vec<String>,
}

impl Label {
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text).to_lowercase();
        let han = folded.chars().filter(|c| document::is_cjk(*c) && c.is_alphabetic()).collect();
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        Self { han, words: words.map(str::to_owned).collect() }
    }

    /// Whether it has the size of a label.
    pub(super) fn is_short(&self) -> bool {
        let letters = self.han.chars().count();
        letters <= LONGEST_LABEL && self.words.len() <= MOST_WORDS && letters + self.words.len() > 0
    }

    /// How much of the label a stem is, and where it ends; nothing where the label lacks a piece of it.
    fn fit(&self, stem: &Stem) -> Option<(usize, usize)> {
        let (mut byte, mut word, mut size, mut end) = (0, 0, 0, 0);
        for piece in &stem.0 {
            match piece {
                Piece::Han(text) => {
                    let at = byte + self.han.get(byte..)?.find(text.as_str())?;
                    byte = at + text.len();
                    size += text.chars().count();
                    end = byte;
                }
                Piece::Word(_) | Piece::Prefix(_) => {
                    let is = |other: &String| match piece {
                        Piece::Prefix(prefix) => other.starts_with(prefix.as_str()),
                        Piece::Word(whole) => other == whole,
                        Piece::Han(_) => false,
                    };
                    word += self.words.get(word..)?.iter().position(is)? + 1;
                    size += LATIN_WORD;
                    end = word;
                }
            }
        }
        Some((size, end))
    }

    fn has(&self, stems: &[Stem]) -> bool {
        stems.iter().any(|stem| self.fit(stem).is_some())
    }

    /// The kind whose longest stem is the longest; of equal ones the last in the label, for it is the head of the word.
    fn best<K: Copy>(&self, table: &BTreeMap<K, Vec<Stem>>) -> Option<K> {
        let fits = table
            .iter()
            .flat_map(|(kind, stems)| stems.iter().filter_map(|stem| Some((self.fit(stem)?, *kind))));
        fits.max_by_key(|(fit, _)| *fit).map(|(_, kind)| kind)
    }

    /// Whether nothing is left of it without the stems and words that say nothing.
    fn is_made_of(&self, stems: &[&Stem], filler: &Filler) -> bool {
        let mut han = self.han.clone();
        let mut words = self.words.clone();
        let mut pieces: Vec<&Piece> =
            stems.iter().filter(|stem| self.fit(stem).is_some()).flat_map(|stem| &stem.0).collect();
        // Longer ones first: 过敏史 is taken out before 过敏, so that no letter is left of it.
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
        for piece in pieces {
            match piece {
                Piece::Han(text) => han = han.replace(text.as_str(), ""),
                Piece::Word(text) => words.retain(|word| word != text),
                Piece::Prefix(text) => words.retain(|word| !word.starts_with(text.as_str())),
            }
        }
        for word in &filler.han {
            han = han.replace(word.as_str(), "");
        }
        words.retain(|word| !filler.latin.contains(word));
        han.is_empty() && words.is_empty()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filler {
    han: Vec<String>,
    latin: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signer {
    role: SignerRole,
    words: Vec<Stem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinded<K> {
    kind: K,
    words: Vec<Stem>,
}

/// All stems.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stems {
    ignored: Vec<Stem>,
    start: Vec<Stem>,
    no_heading: Vec<Stem>,
    filler: Filler,
    /// The words of headings that say nothing.
    heading: Filler,
    event: BTreeMap<EventKind, Vec<Stem>>,
    signer: Vec<Signer>,
    identifier: Vec<Kinded<IdentifierKind>>,
    attribute: Vec<Kinded<AttributeKind>>,
    diagnosis: Vec<Kinded<DiagnosisKind>>,
    section: BTreeMap<SectionKind, Vec<Stem>>,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    let mut stems: Stems = toml::from_str(DATA).unwrap_or_default();
    // Longer words are taken out first: 入院 before 院, so that no letter is left of it.
    stems.filler.han.sort_by_key(|word| std::cmp::Reverse(word.len()));
    stems.heading.han.sort_by_key(|word| std::cmp::Reverse(word.len()));
    stems
});

/// What `label` names, judged by its words and by the type of `value` behind it.
pub(super) fn key(label: &str, value: &str) -> Option<Key> {
    let label = Label::new(label);
    let value = value.trim_start_matches([' ', '_', ':', '.']);
    // Strokes stand for nothing: 核准:--.
    let value = if value.chars().all(|c| "-/_. ".contains(c)) { "" } else { value };
    if !label.is_short() || label.has(&STEMS.ignored) {
        return None;
    }
    if begins_with_date(value) {
        return of_date(&label);
    }
    if let Some(key) = of_person(&label, value) {
        return Some(key);
    }
    if label.is_material() && is_material(value) {
        return Some(Key::Attribute(AttributeKind::Specimen));
    }
    let is_name = begins_with_name(value);
    if is_name && label.is_request() && begins_with_surname(value) {
        return Some(Key::Attribute(AttributeKind::OrderedBy));
    }
    if is_name || value.is_empty() {
        let role = STEMS.signer.iter().find(|signer| label.has(&signer.words));
        // Without a name the words must leave no doubt that one is awaited.
        let role = role.filter(|signer| {
            is_name || label.is_made_of(&signer.words.iter().collect::<Vec<_>>(), &STEMS.filler)
        });
        // `Report: Dr A. Shaw` tells who wrote it.
        let is_of_text = label.is_of_text() && !(is_name && label.han.is_empty());
        if let Some(signer) = role.filter(|_| !label.is_diagnosis() && !is_of_text) {
            return Some(Key::Signer(signer.role));
        }
    }
    if value.is_empty() {
        return None;
    }
    if pattern!(r"^[A-Za-z]{0,4}[-#]?[0-9]{3}|^[0-9*]{4}").is_some_and(|form| form.is_match(value)) {
        let found = STEMS.identifier.iter().find(|kinded| label.has(&kinded.words));
        if let Some(found) = found {
            return Some(Key::Identifier(found.kind));
        }
    }
    let is_allergy = label.han.contains("过敏")
        || label.words.iter().any(|word| {
            ["allerg", "sensitivit", "intoleran", "reactions"].iter().any(|stem| word.starts_with(stem))
        });
    if is_allergy {
        return Some(Key::Patient(PatientKey::Allergy));
    }
    // What was operated, where a name of an operation stands behind it: 手术：左侧腹股沟疝修补术.
    if label.is_of_operation(value) {
        return Some(Key::Patient(PatientKey::Procedure));
    }
    if label.is_diagnosis() {
        return STEMS
            .diagnosis
            .iter()
            .find(|kinded| label.has(&kinded.words))
            .map(|k| Key::Diagnosis(k.kind));
    }
    let attribute = STEMS.attribute.iter().find(|kinded| {
        label.has(&kinded.words) && label.is_made_of(&kinded.words.iter().collect::<Vec<_>>(), &STEMS.filler)
    });
    attribute.map(|kinded| Key::Attribute(kinded.kind))
}

/// What a label names behind which a day stands.
fn of_date(label: &Label) -> Option<Key> {
    let births = ["birth", "dob", "born", "birthday", "birthdate"];
    let is_birth = ["出生", "生日", "生于"].iter().any(|word| label.han.contains(word))
        || label.words.iter().any(|word| births.contains(&word.as_str()));
    // In and out of the ward: `In: 4 June   Out: 12 June (8 days)`.
    let of_stay = match label.words.as_slice() {
        [word] if word == "in" => Some(EventKind::Admitted),
        [word] if word == "out" => Some(EventKind::Discharged),
        _ => None,
    };
    if is_birth {
        Some(Key::Patient(PatientKey::Birth))
    } else {
        of_stay.or_else(|| label.best(&STEMS.event)).map(Key::Event)
    }
}

/// Letters of the longest name of an operation that goes by its label's words.
const LONGEST_OPERATION: usize = 60;

/// Words that say what a heading heads, whatever stands before them: 西医诊断, 本院查体.
const HEADS: [&str; 12] = [
    "诊断",
    "主诉",
    "现病史",
    "既往史",
    "过敏史",
    "家族史",
    "个人史",
    "体格检查",
    "查体",
    "辅助检查",
    "诊疗经过",
    "出院医嘱",
];

/// Han letters of the longest heading that goes by its last word.
const LONGEST_HEADED: usize = 6;

impl Label {
    /// Whether it is a short heading that ends in one of [`HEADS`].
    fn ends_in_head(&self) -> bool {
        self.words.is_empty()
            && self.han.chars().count() <= LONGEST_HEADED
            && !self.han.starts_with(['及', '和', '与', '或', '等', '并', '无', '否', '未'])
            && HEADS.iter().any(|head| self.han.ends_with(head))
    }

    /// Whether it may say of what a sample is.
    fn is_material(&self) -> bool {
        matches!(self.han.as_str(), "类型" | "种类" | "类别" | "材料" | "样品类" | "采集物")
            || self.han.is_empty()
                && self.words.len() == 1
                && self
                    .words
                    .iter()
                    .all(|word| matches!(word.as_str(), "type" | "material" | "matrix" | "fluid" | "source"))
    }

    /// Whether it says that somebody asked for something.
    fn is_request(&self) -> bool {
        matches!(self.han.as_str(), "申请" | "送检" | "开单" | "开立" | "开具" | "开嘱")
            && self.words.is_empty()
    }

    /// Whether it names an operation, and `value` is a name of one.
    fn is_of_operation(&self, value: &str) -> bool {
        (self.han.contains("手术") || self.han.contains("术式"))
            && !self.is_of_text()
            && value.contains('术')
            && !value.contains('。')
            && value.chars().count() <= LONGEST_OPERATION
    }

    /// Whether a text stands behind it, however short: 诊断意见, 检查结论.
    fn is_of_text(&self) -> bool {
        let latin = ["report", "reports", "result", "results", "findings", "impression"];
        ["意见", "结论", "印象", "提示", "所见", "描述", "情况", "经过", "结果", "表现"]
            .iter()
            .any(|word| self.han.ends_with(word))
            || self.words.last().is_some_and(|word| latin.contains(&word.as_str()))
    }

    /// Whether it is the name of a diagnosis, not one that speaks of it (诊断依据).
    fn is_diagnosis(&self) -> bool {
        self.han.ends_with("诊断")
            || self.words.last().is_some_and(|word| word.starts_with("diagnos") || word == "dx")
            || self.words.iter().any(|word| word == "clinical") && self.words.len() == 2
    }
}

/// [`key`] of a label that no colon marks: its words must leave nothing else, and what stands behind must be a date, a
/// number or a name, not any text.
pub(super) fn bare_key(label: &str, value: &str) -> Option<Key> {
    let found = key(label, value)?;
    let label = Label::new(label);
    let of = |words: Vec<&Stem>| label.is_made_of(&words, &STEMS.filler);
    let is_whole = match found {
        Key::Event(_) => of(STEMS.event.values().flatten().collect()),
        Key::Signer(_) => of(STEMS.signer.iter().flat_map(|signer| &signer.words).collect()),
        Key::Identifier(_) => of(STEMS.identifier.iter().flat_map(|kinded| &kinded.words).collect()),
        Key::Patient(PatientKey::Stay) => true,
        Key::Patient(PatientKey::Birth) => {
            matches!(label.han.as_str(), "出生" | "生日" | "出生日期" | "出生年月") || label.han.is_empty()
        }
        _ => false,
    };
    is_whole.then_some(found)
}

/// The moment that a few words name, and nothing else.
pub(super) fn moment(words: &str) -> Option<EventKind> {
    let label = Label::new(words);
    let is_whole = label.is_short()
        && label.is_made_of(&STEMS.event.values().flatten().collect::<Vec<_>>(), &STEMS.filler);
    label.best(&STEMS.event).filter(|_| is_whole)
}

/// Whether a text is nothing but the name of a moment.
pub(super) fn is_event(text: &str) -> bool {
    let label = Label::new(text);
    label.is_short()
        && label.best(&STEMS.event).is_some()
        && label.is_made_of(&STEMS.event.values().flatten().collect::<Vec<_>>(), &STEMS.filler)
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a text is put together from the words of labels alone.
pub(super) fn is_label(text: &str) -> bool {
    let label = Label::new(text);
    let stems = &*STEMS;
    let all = stems.event.values().flatten().chain(stems.signer.iter().flat_map(|signer| &signer.words));
    let all = all.chain(stems.identifier.iter().flat_map(|kinded| &kinded.words));
    let all = all.chain(stems.attribute.iter().flat_map(|kinded| &kinded.words));
    label.is_short() && label.is_made_of(&all.collect::<Vec<_>>(), &stems.filler)
}

/// Whether a text may be a label: short words, without figures.
pub(super) fn is_wordy(text: &str) -> bool {
    Label::new(text).is_short() && !text.contains(|c: char| c.is_ascii_digit())
}

/// The patient's sex or age, where label and value both say so.
fn of_person(label: &Label, value: &str) -> Option<Key> {
    let word = |words: &[&str]| label.words.iter().any(|word| words.contains(&word.as_str()));
    let (sex, age) =
        (label.han.contains('性') || word(&["sex", "gender"]), label.han.contains("龄") || word(&["age"]));
    let of_stay = pattern!(r"(?:住院|在院|留院|住)(?:总|实际|共)?(?:天|日)|(?:天|日)数$")?
        .is_match(&label.han)
        || word(&["days", "nights", "los"])
            && (label.words.len() == 1
                || word(&["los", "stay", "hospital", "bed", "inpatient", "total", "number", "length", "in"]))
        || word(&["length", "duration"]) && word(&["stay"]);
    let has_days =
        pattern!(r"(?i)^\D{0,3}[0-9]{1,3}\s*(?:天|日|days?|nights?|d)?\s*(?:$|[^0-9A-Za-z.年/-])")?
            .is_match(value);
    if of_stay && has_days && !label.has(&STEMS.ignored) {
        return Some(Key::Patient(PatientKey::Stay));
    }
    let has_sex = pattern!(r"(?i)(?:^|[^\p{L}])(?:男|女|male|female|m|f)(?:性|[^\p{L}]|$)")?.is_match(value);
    let has_age = pattern!(r"^\D{0,8}[0-9]{1,3}(?:\D|$)")?.is_match(value);
    let key = match (sex && has_sex, age && has_age) {
        (true, true) => PatientKey::SexAge,
        (true, false) => PatientKey::Sex,
        (false, true) => PatientKey::Age,
        (false, false) => return None,
    };
    Some(Key::Patient(key))
}

/// Bytes of signs that may stand before a date.
const DATE_LEAD: usize = 8;

pub(super) fn begins_with_date(value: &str) -> bool {
    let head: String = value.chars().take(LONGEST_DATE).collect();
    find_dates(&head).into_iter().next().is_some_and(|found| found.range.start <= DATE_LEAD)
}

/// Letters of the longest date with its time: `Wednesday, 19 November 2024 at 09:36`.
const LONGEST_DATE: usize = 40;

/// Whether a text is nothing but what samples are of: 静脉血, 中段尿, `Whole blood, EDTA`.
fn is_material(value: &str) -> bool {
    pattern!(concat!(
        r"(?i)^(?:(?:静脉|动脉|末梢|指尖|抗凝|空腹|脐带|中段|清洁|随机|24小时|晨)?(?:全血|血清|血浆|血液?|尿液?|大便|粪便|便|痰液?|分泌物|脑脊液|胸腹?水|胸水|腹水|骨髓|[鼻咽肛]{1,2}拭子|精液|白带|羊水|胃液|穿刺液)|",
        r"(?:venous |arterial |capillary |whole |edta |fasting |random |mid-?stream |24 ?h )?(?:blood|serum|plasma|urine|csf|cerebrospinal fluid|stool|faeces|feces|sputum|swab|pleural fluid|ascitic fluid|bone marrow)(?:,? (?:edta|citrate|heparin|fluoride|clotted|sst|msu))?)[\s.,;。]*$"
    ))
    .is_some_and(|form| form.is_match(value.trim()))
}

/// Whether a label says when something begins: 开始时间, Start.
pub(super) fn is_start(label: &str) -> bool {
    let label = Label::new(label);
    label.is_short() && label.has(&STEMS.start) && !label.has(&STEMS.ignored)
}

/// Which section a heading names: `sure` where its words leave nothing else, as must be where no colon or number stands
/// with it.
pub(super) fn section(title: &str, sure: bool) -> Option<SectionKind> {
    let label = Label::new(title);
    if !label.is_short() || label.has(&STEMS.no_heading) {
        return None;
    }
    let kind = label.best(&STEMS.section)?;
    let all: Vec<&Stem> = STEMS.section.values().flatten().collect();
    (!sure || label.is_made_of(&all, &STEMS.heading)).then_some(kind)
}

/// Which section a heading before a colon or in brackets names by its last word: 西医诊断, 本院查体.
pub(super) fn headed(title: &str) -> Option<SectionKind> {
    let label = Label::new(title);
    label.ends_in_head().then(|| section(title, false)).flatten()
}

/// Where the label that ends at the end of `text` begins: the last run of Han letters, or of Latin words that labels are
/// made of.
pub(super) fn label_start(text: &str) -> Option<usize> {
    let end = text.trim_end().len();
    let text = text.get(..end)?;
    let han = pattern!(r"(?:\p{Han}\s){1,3}\p{Han}$|[\p{Han}/()、]{2,14}$|(?:^|\s)[采收报审印]$")?;
    if let Some(found) = han.find(text) {
        let lead = found.as_str().len() - found.as_str().trim_start_matches(['/', ')', '、', ' ']).len();
        return Some(found.start() + lead);
    }
    let words = pattern!(r"(?:[A-Za-z][A-Za-z'.]*(?:\s?[/&-]\s?|\s)){0,5}[A-Za-z][A-Za-z'.]*$")?;
    let found = words.find(text)?;
    // What is no word of a label belongs to the value before it.
    let mut start = end;
    for word in pattern!(r"[A-Za-z'.]+")?.find_iter(found.as_str()).collect::<Vec<_>>().into_iter().rev() {
        let lower = word.as_str().to_lowercase().replace(['.', '\''], "");
        // A stop behind a whole word ends the sentence before the label: `Susan Albright, DO. Medical director:`.
        let stopped = word.as_str().strip_suffix('.').filter(|own| own.len() > 1 && !own.contains('.'));
        let is_short = pattern!(
            r"^(?i:no|nos|ref|pt|pts|dr|adm|disch|hosp|reg|dept|exam|sig|st|spec|coll|rec|rep|req|auth|phys|tel|yrs?)$"
        );
        if start < end && stopped.is_some_and(|own| !is_short.is_some_and(|form| form.is_match(own))) {
            break;
        }
        if !VOCABULARY.iter().any(|known| known.takes(&lower)) {
            break;
        }
        start = found.start() + word.start();
    }
    (start < end).then_some(start)
}

impl Piece {
    fn len(&self) -> usize {
        let (Self::Han(text) | Self::Word(text) | Self::Prefix(text)) = self;
        text.len()
    }

    fn takes(&self, word: &str) -> bool {
        match self {
            Self::Han(_) => false,
            Self::Word(whole) => whole == word,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
        }
    }
}

/// All Latin words that labels are made of.
static VOCABULARY: LazyLock<Vec<Piece>> = LazyLock::new(|| {
    let stems = &*STEMS;
    let all = stems.event.values().flatten().chain(stems.signer.iter().flat_map(|s| &s.words));
    let all = all.chain(stems.identifier.iter().flat_map(|s| &s.words));
    let all = all.chain(stems.attribute.iter().flat_map(|s| &s.words));
    let all = all.chain(stems.diagnosis.iter().flat_map(|s| &s.words));
    let all = all.chain(stems.section.values().flatten());
    let words = all.flat_map(|stem| stem.0.clone());
    let filler = stems.filler.latin.iter().map(|word| Piece::Word(word.clone()));
    let words = words.chain(stems.start.iter().chain(&stems.ignored).flat_map(|stem| stem.0.clone()));
    let own = ["sex", "gender", "age", "birth", "dob", "born", "days", "nights", "stay", "los", "length"]
        .map(|word| Piece::Word(word.to_owned()));
    words.chain(filler).chain(own).filter(|piece| !matches!(piece, Piece::Han(_))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let stems: Stems = toml::from_str(DATA).unwrap();
        assert!(stems.section.len() > 20 && stems.event.len() > 12 && !VOCABULARY.is_empty());
    }

    #[test]
    fn labels_go_by_their_words_and_the_value_behind() {
        let day = "2024-03-05 08:12";
        for (label, value, want) in [
            ("标本采血时刻", day, Some(Key::Event(EventKind::Collected))),
            ("检验科核收标本时间", day, Some(Key::Event(EventKind::Received))),
            ("报告审定时间", day, Some(Key::Event(EventKind::Verified))),
            ("出院记录书写时间", day, Some(Key::Event(EventKind::Recorded))),
            ("病史采集日期", day, Some(Key::Event(EventKind::Recorded))),
            ("Specimen drawn", day, Some(Key::Event(EventKind::Collected))),
            ("下次复诊日期", day, None),
            ("手术结束时间", day, None),
            ("标本采血时刻", "静脉血", None),
            ("检测医师", "何志强", Some(Key::Signer(SignerRole::Examiner))),
            ("报告审定医师", "何志强", Some(Key::Signer(SignerRole::Verifier))),
            ("审定者签名", "", Some(Key::Signer(SignerRole::Verifier))),
            ("检验方法说明", "", None),
            ("Authorised by", "Dr A. Whitfield", Some(Key::Signer(SignerRole::Verifier))),
            ("患者病案编号", "00712233", Some(Key::Identifier(IdentifierKind::Record))),
            ("化验标本编号", "2403050012", Some(Key::Identifier(IdentifierKind::Sample))),
            ("Age / Sex", "60 years / Female", Some(Key::Patient(PatientKey::SexAge))),
            ("实际年龄", "60", Some(Key::Patient(PatientKey::Age))),
            ("离院主要诊断", "肺炎", Some(Key::Diagnosis(DiagnosisKind::Discharge))),
            ("鉴别诊断", "肺炎", None),
            ("药品", "阿司匹林", None),
        ] {
            assert_eq!(key(label, value), want, "{label} {value}");
        }
    }

    #[test]
    fn headings_go_by_their_words() {
        for (title, want) in [
            ("入院时情况", Some(SectionKind::AdmissionCondition)),
            ("离院后用药指导", Some(SectionKind::DischargeOrders)),
            ("既往病史及过敏史", Some(SectionKind::PastHistory)),
            ("住院诊治经过", Some(SectionKind::Course)),
            ("History of the presenting complaint", Some(SectionKind::PresentIllness)),
            ("MEDICATION ON DISCHARGE", Some(SectionKind::DischargeOrders)),
            ("入院时简要病史", Some(SectionKind::PresentIllness)),
            ("出院后用药及建议", Some(SectionKind::DischargeOrders)),
            ("处方编号", None),
            ("治疗医师", None),
            ("患者今日诉头痛减轻", None),
            ("本报告仅供参考", None),
        ] {
            assert_eq!(section(title, true), want, "{title}");
        }
    }

    #[test]
    fn a_label_begins_behind_the_value_before_it() {
        for (text, want) in [
            ("性别 女 标本采血时刻", "标本采血时刻"),
            ("Female Hospital no", "Hospital no"),
            ("Smith Date of report", "Date of report"),
            ("37270857 采集 时间", "采集 时间"),
        ] {
            let start = label_start(text).unwrap();
            // Han words set apart are one label only letter by letter.
            assert!(want.ends_with(&text[start..]), "{text}: {}", &text[start..]);
        }
        assert_eq!(label_start("12345"), None);
    }
}
