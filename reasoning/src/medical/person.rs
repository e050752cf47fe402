//! What keys state: who, when, by whom.

use std::ops::Range;

use rust_decimal::Decimal;

use super::entries::Entry;
use super::labels::{Key, PatientKey};
use super::result::number;
use crate::pattern::pattern;
use crate::value::{Sex, WrittenDate, find_dates};
use crate::{
    Age, AgeUnit, AttributeKind, Body, DiagnosisKind, EventKind, EvidenceKind, IdentifierKind, MedicalFact,
    Notes, Passage, Polarity, SignerRole, Stated, View,
};

/// A key with its value, being turned into a fact.
struct Reader<'a> {
    notes: &'a mut Notes,
    entry: &'a Entry,
    passage: &'a Passage,
    /// The value, folded, without blanks at its start.
    text: &'a str,
    /// Where `text` begins.
    start: usize,
}

/// States what `entry` says; whether it said anything of use.
pub(super) fn state(view: &View, entry: &Entry, notes: &mut Notes) -> bool {
    let Some(passage) = view.passage(entry.value.passage) else { return false };
    let whole = passage.folded().get(entry.value.bytes.clone()).unwrap_or("");
    let text = whole.trim_start_matches([' ', '_', ':', '.']);
    let start = entry.value.bytes.start + (whole.len() - text.len());
    let text = text.trim_end_matches([' ', '_', ',', ';', '。', '、']);
    if let Some(label) = view.passage(entry.label.passage) {
        notes.cite(label, entry.label.bytes.clone(), EvidenceKind::Label);
    }
    let mut reader = Reader { notes, entry, passage, text, start };
    let body = reader.read();
    match body {
        Some(body) => notes.add("key", body).is_some(),
        None => {
            notes.drop_draft();
            false
        }
    }
}

impl Reader<'_> {
    fn read(&mut self) -> Option<Body> {
        let fact = match self.entry.key {
            Key::Patient(key) => self.patient(key)?,
            Key::Identifier(kind) => self.identifier(kind)?,
            Key::Attribute(kind) => {
                let value = self.copy(0..self.attribute(kind)?);
                MedicalFact::Attribute { kind, value }
            }
            Key::Event(kind) => MedicalFact::Event { kind, date: self.date()? },
            // 审核：2024-05-24 10:53 tells when, not by whom.
            Key::Signer(SignerRole::Verifier) if self.text.starts_with(|c: char| c.is_ascii_digit()) => {
                MedicalFact::Event { kind: EventKind::Verified, date: self.date()? }
            }
            Key::Signer(role) => {
                let name = if self.text.is_empty() { None } else { Some(self.name()?) };
                MedicalFact::Signature { role, name }
            }
            Key::Diagnosis(kind) => self.diagnosis(kind)?,
        };
        Some(fact.into())
    }

    fn stated<T>(&mut self, bytes: Range<usize>, value: T) -> Stated<T> {
        self.notes.state(self.passage, bytes.start + self.start..bytes.end + self.start, value)
    }

    fn copy(&mut self, bytes: Range<usize>) -> Stated<String> {
        self.notes.copy(self.passage, bytes.start + self.start..bytes.end + self.start)
    }

    fn patient(&mut self, key: PatientKey) -> Option<MedicalFact> {
        match key {
            PatientKey::Name => Some(MedicalFact::PatientName { name: self.name()? }),
            PatientKey::Sex => self.sex().map(|sex| MedicalFact::PatientSex { sex }),
            PatientKey::Age => self.age().map(|age| MedicalFact::PatientAge { age }),
            PatientKey::Birth => Some(MedicalFact::PatientBirth { date: self.date()? }),
            PatientKey::SexAge | PatientKey::AgeSex => {
                let sex = self.sex();
                if let Some(sex) = sex {
                    self.notes.add("key", MedicalFact::PatientSex { sex });
                }
                self.age().map(|age| MedicalFact::PatientAge { age })
            }
            PatientKey::Stay => {
                let digits =
                    pattern!(r"[0-9]{1,4}")?.find(self.text).filter(|m| m.start() <= LONGEST_LEAD)?;
                let days = digits.as_str().parse().ok()?;
                Some(MedicalFact::StayDays { days: self.stated(digits.range(), days) })
            }
            PatientKey::Allergy => self.allergy(),
            PatientKey::Procedure => {
                let bytes = 0..self.text.len();
                (!self.text.is_empty()).then(|| MedicalFact::Procedure { name: self.copy(bytes), date: None })
            }
        }
    }

    /// A name: two to four Han letters, perhaps set wide, or Latin words; masked letters are kept.
    fn name(&mut self) -> Option<Stated<String>> {
        let han = pattern!(
            r"^\p{Han}[\p{Han}·*×]{1,7}|^\p{Han}(?:\s\p{Han}\b){1,3}|^\p{Han}\s{1,4}\p{Han}(?:\s|$)"
        )?;
        let latin =
            pattern!(r"^[A-Z][A-Za-z'.*-]*(?:,?\s+[A-Z][A-Za-z'.*-]*){0,3}(?:,\s*(?:MD|M\.D\.|DO|RN|PhD))?")?;
        let found = han.find(self.text).or_else(|| latin.find(self.text))?;
        let mut name = self.copy(found.range());
        if name.value.chars().any(document::is_cjk) {
            name.value.retain(|c| !c.is_whitespace());
        }
        Some(name)
    }

    fn sex(&mut self) -> Option<Stated<Sex>> {
        let word = pattern!(r"(?i)男|女|\bfemale\b|\bmale\b|\b[mf]\b")?.find(self.text)?;
        let is_male = matches!(word.as_str().to_lowercase().as_str(), "男" | "male" | "m");
        Some(self.stated(word.range(), if is_male { Sex::Male } else { Sex::Female }))
    }

    fn age(&mut self) -> Option<Stated<Age>> {
        let form = pattern!(concat!(
            r"(?i)(?P<number>[0-9OolI]{1,3}(?:\.[0-9])?)\s*",
            r"(?P<unit>周岁|岁|个月|月龄|月|周|天|日|years?|yrs?|y/?o?\b|months?|mos?\b|weeks?|days?)?"
        ))?;
        let captures = form.captures(self.text)?;
        let (digits, mended) = number(captures.name("number")?.as_str())?;
        let unit = captures.name("unit").map_or(String::new(), |unit| unit.as_str().to_lowercase());
        let unit = match unit.as_str() {
            "个月" | "月龄" | "月" | "month" | "months" | "mo" | "mos" => AgeUnit::Months,
            "周" | "week" | "weeks" => AgeUnit::Weeks,
            "天" | "日" | "day" | "days" => AgeUnit::Days,
            _ => AgeUnit::Years,
        };
        if digits > Decimal::from(OLDEST) {
            return None;
        }
        if mended {
            self.notes.mend();
        }
        let whole = captures.get(0)?.range();
        Some(self.stated(whole, Age { number: digits, unit }))
    }

    fn date(&mut self) -> Option<Stated<WrittenDate>> {
        let found = find_dates(self.text).into_iter().next()?;
        // Words between the key and a date say that it is not the key's.
        (found.range.start <= LONGEST_LEAD).then(|| self.stated(found.range, found.value))
    }

    fn identifier(&mut self, kind: IdentifierKind) -> Option<MedicalFact> {
        let found = pattern!(r"^[A-Za-z0-9*][A-Za-z0-9*/-]{0,38}(?:\s[0-9*Xx]{2,})*")?.find(self.text)?;
        if !found.as_str().contains(|c: char| c.is_ascii_digit() || c == '*') {
            return None;
        }
        let mut number = self.copy(found.range());
        number.value.retain(|c| !c.is_whitespace());
        Some(MedicalFact::Identifier { kind, number })
    }

    /// How much of the text the attribute takes: up to a wide gap.
    fn attribute(&self, kind: AttributeKind) -> Option<usize> {
        let end = match kind {
            AttributeKind::Address | AttributeKind::OrderedBy => self.text.len(),
            _ => self.text.find("  ").unwrap_or(self.text.len()),
        };
        let letters = self.text.get(..end)?.chars().count();
        (1..=LONGEST_ATTRIBUTE).contains(&letters).then_some(end)
    }

    fn diagnosis(&mut self, kind: DiagnosisKind) -> Option<MedicalFact> {
        let bytes = 0..self.text.len();
        (!self.text.is_empty()).then_some(())?;
        let (side, polarity) = super::clause::judge(self.text);
        let text = self.copy(bytes);
        Some(MedicalFact::Diagnosis { kind, text, side, polarity })
    }

    fn allergy(&mut self) -> Option<MedicalFact> {
        (!self.text.is_empty()).then_some(())?;
        let denied =
            pattern!(r"(?i)^(?:无|否认|未发现|没有|none|no known|nkda|nil|denies)")?.is_match(self.text);
        let polarity = if denied { Polarity::Absent } else { super::clause::judge(self.text).1 };
        let end = self.text.find(['。', ';']).unwrap_or(self.text.len());
        let substance = self.copy(0..end);
        Some(MedicalFact::Allergy { substance, polarity })
    }
}

/// States the patient that a sentence or a line names without keys: `患者王建国，男，40岁`, `王建国 男 40岁`,
/// `Jane Doe is a 45-year-old woman`. What is already known is not stated again.
pub(super) fn state_sentence(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:(?:患者|病人|受检者|受检人|姓名|收治|^|\s)\s*:?\s*(?P<name>\p{Han}{2,4}?)\s*(?:[,、/(]|\s)\s*",
        r"(?P<sex>[男女])性?\s*(?:[,、/]|\s)?\s*(?:(?:生于|出生于?)\s*(?P<birth>[0-9年月日./-]{8,12})\s*[,(]?\s*)?(?:现?年龄?\s*:?\s*)?(?P<age>[0-9]{1,3}\s*(?:周岁|岁|个月|天)))|",
        r"(?:\b(?P<enname>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}),? (?:is )?(?:an? )?)?",
        r"(?P<enage>[0-9]{1,3})[ -](?:year|yr)s?[ -]old (?:[a-z]+ )?(?P<ensex>(?i:fe)?male|(?i:wo)?man|lady|gentleman|girl|boy)"
    ));
    let Some(captures) = form.and_then(|form| form.captures(folded)) else { return };
    let [has_name, has_sex, has_age] = super::known(notes);
    let any = |a: &str, b: &str| captures.name(a).or(captures.name(b)).map(|m| m.range());
    if let Some(bytes) = any("name", "enname").filter(|_| !has_name) {
        let name = notes.copy(passage, bytes);
        notes.add("sentence", MedicalFact::PatientName { name });
    }
    if let Some(bytes) = any("sex", "ensex").filter(|_| !has_sex) {
        let word = folded.get(bytes.clone()).unwrap_or("").to_lowercase();
        let is_male = ["男", "male", "man", "gentleman", "boy"].contains(&word.as_str());
        let sex = notes.state(passage, bytes, if is_male { Sex::Male } else { Sex::Female });
        notes.add("sentence", MedicalFact::PatientSex { sex });
    }
    if let Some(birth) = captures.name("birth")
        && let Some(date) = find_dates(birth.as_str()).into_iter().next()
    {
        let at = birth.start() + date.range.start..birth.start() + date.range.end;
        let date = notes.state(passage, at, date.value);
        notes.add("sentence", MedicalFact::PatientBirth { date });
    }
    if let Some(bytes) = any("age", "enage").filter(|_| !has_age) {
        let text = folded.get(bytes.clone()).unwrap_or("");
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = match text.trim_start_matches(|c: char| c.is_ascii_digit()).trim() {
            "个月" => AgeUnit::Months,
            "天" => AgeUnit::Days,
            _ => AgeUnit::Years,
        };
        if let Some(number) = digits.parse().ok().filter(|number| *number <= Decimal::from(OLDEST)) {
            let age = notes.state(passage, bytes, Age { number, unit });
            notes.add("sentence", MedicalFact::PatientAge { age });
        }
    }
}

/// States the patient that a page's head names without keys: `周若涵　女　03760479`.
pub(super) fn state_head(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(
        r"(?:^|\s)(?P<name>\p{Han}{2,4})\s*[,(]?\s*(?P<sex>男|女)性?(?:\s*[,/]?\s*[0-9]{1,3}岁)?\s*[,)]?(?:\s+(?P<number>[A-Z]{0,2}[0-9]{5,14}))?(?:\s|$)"
    );
    let Some(captures) = form.and_then(|form| form.captures(folded)) else { return };
    // A key before the sex is no name: `性别 女`.
    if captures.name("name").is_some_and(|name| super::labels::BOOK.named(name.as_str()).is_some()) {
        return;
    }
    if let Some(name) = captures.name("name") {
        let name = notes.copy(passage, name.range());
        notes.add("head", MedicalFact::PatientName { name });
    }
    if let Some(word) = captures.name("sex") {
        let sex = if word.as_str() == "男" { Sex::Male } else { Sex::Female };
        let sex = notes.state(passage, word.range(), sex);
        notes.add("head", MedicalFact::PatientSex { sex });
    }
    // The number of a head is one of those that the pages name with a key.
    let kind = notes.of_part().find_map(|fact| match &fact.body {
        Body::Medical(MedicalFact::Identifier { kind, number }) => Some((*kind, number.value.len())),
        _ => None,
    });
    if let (Some(number), Some((kind, length))) = (captures.name("number"), kind)
        && number.as_str().len() == length
    {
        let number = notes.copy(passage, number.range());
        notes.add("head", MedicalFact::Identifier { kind, number });
    }
}

/// Nobody is older, in years; days and months of a newborn are fewer.
const OLDEST: u32 = 130;

/// Bytes of signs between a key and its date.
const LONGEST_LEAD: usize = 4;

/// An attribute longer than this many letters is running text.
const LONGEST_ATTRIBUTE: usize = 60;
