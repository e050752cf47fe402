//! What keys state: who, when, by whom.

use std::ops::Range;

use rust_decimal::Decimal;

use super::entries::Entry;
use super::labels::{Key, PatientKey};
use super::names::{OLDEST, SURNAMES, credentialed, is_initial, latin_name};
use super::result::number;
use crate::pattern::pattern;
use crate::value::{Sex, WrittenDate, find_dates};
use crate::{
    Age, AgeUnit, AttributeKind, Body, DiagnosisKind, EventKind, EvidenceKind, IdentifierKind, MedicalFact,
    Notes, Passage, Polarity, SignerRole, Stated, View,
};

/// Whether a word heads what is told of the patient, and names nobody.
fn is_heading_word(name: &str) -> bool {
    let words = [
        "details",
        "detail",
        "file",
        "form",
        "referral",
        "balance",
        "account",
        "accounts",
        "statement",
        "sticker",
        "right",
        "left",
        "information",
        "info",
        "demographics",
        "particulars",
        "data",
        "summary",
        "record",
        "records",
        "history",
        "identification",
        "identity",
        "name",
        "profile",
        "report",
        "copy",
        "chart",
        "card",
        "label",
        "instructions",
        "education",
        "results",
        "register",
        "registration",
        "note",
        "notes",
        "care",
    ];
    let lower = name.trim().to_lowercase();
    words.contains(&lower.as_str())
}

/// A key with its value, being turned into a fact.
struct Reader<'a> {
    notes: &'a mut Notes,
    entry: &'a Entry,
    passage: &'a Passage,
    /// The value, folded, without blanks at its start.
    text: &'a str,
    /// Where `text` begins.
    start: usize,
    /// The label, folded.
    label: &'a str,
    /// What a day behind a signature tells, and where it stands.
    signed: Option<(EventKind, Range<usize>, WrittenDate)>,
    /// The days of a stay that stand behind its last one, and where.
    stay: Option<(Range<usize>, u32)>,
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
    let label = view.passage(entry.label.passage).and_then(|p| p.folded().get(entry.label.bytes.clone()));
    let label = label.unwrap_or("");
    let mut reader = Reader { notes, entry, passage, text, start, label, signed: None, stay: None };
    let body = reader.read();
    let (signed, stay) = (reader.signed.take(), reader.stay.take());
    match body {
        Some(body) => {
            let is_stated = notes.add("key", body).is_some();
            if let Some((kind, bytes, date)) = signed {
                let date = notes.state(passage, bytes, date);
                notes.add("key", MedicalFact::Event { kind, date });
            }
            if let Some((bytes, days)) = stay {
                let days = notes.state(passage, bytes, days.into());
                notes.add("key", MedicalFact::StayDays { days });
            }
            is_stated
        }
        None => {
            notes.drop_draft();
            false
        }
    }
}

/// Whether a label of the patient's name may be that of somebody else, too.
pub(super) fn is_weak_label(label: &str) -> bool {
    matches!(label.trim().to_lowercase().as_str(), "client" | "client name" | "resident" | "resident name")
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
            Key::Event(kind) => {
                let date = self.date()?;
                let of_stay = matches!(kind, EventKind::Admitted | EventKind::Discharged);
                if of_stay && self.stay_end() {
                    return Some(MedicalFact::Event { kind: EventKind::Admitted, date }.into());
                }
                // Of a label for both days one day tells neither.
                if of_stay && self.label.contains('入') && self.label.contains('出') {
                    return None;
                }
                if kind == EventKind::Discharged {
                    self.stay = self.days_behind();
                }
                MedicalFact::Event { kind, date }
            }
            // 审核：2024-05-24 10:53 tells when, not by whom.
            Key::Signer(SignerRole::Verifier) if self.text.starts_with(|c: char| c.is_ascii_digit()) => {
                MedicalFact::Event { kind: EventKind::Verified, date: self.date()? }
            }
            Key::Signer(role) => {
                // What stands there instead may be the next label of the line: 医师　药费合计(元).
                let is_other = pattern!(
                    r"^(?:药费|费用|合计|总计|金额|小计|日期|时间|盖章|签章|审核|审方|调配|核对|发药)"
                )
                .is_some_and(|form| form.is_match(self.text));
                // What somebody is by trade is no name: Consultant Radiologist.
                let is_trade = pattern!(
                    r"(?i)^(?:(?:consultant|senior|chief|clinical|diagnostic|interventional)\s+)*(?:(?:radi|path|haemat|hemat|cardi|neur|microbi|cyt|hist|ur|nephr|onc)\w*logist|physician|surgeon|biochemist|scientist|technologist)\b(?:[^A-Za-z]|$|\s+reg)"
                );
                if is_trade.is_some_and(|form| form.is_match(self.text)) {
                    return None;
                }
                // A day in the place of the name: nobody has signed.
                let is_dated = find_dates(self.text).first().is_some_and(|date| date.range.start == 0);
                let is_unsigned = self.text.is_empty() || is_other || is_dated || self.is_blank();
                let name = if is_unsigned { None } else { Some(self.name()?) };
                self.signed_on(role);
                MedicalFact::Signature { role, name }
            }
            Key::Diagnosis(kind) => self.diagnosis(kind)?,
        };
        Some(fact.into())
    }

    /// Whether strokes, dots or words stand where a name should: `——`, `/`, `未签名`, `PERFORMED BY . LABORATORY DIRECTOR …`.
    fn is_blank(&self) -> bool {
        let strokes = pattern!(
            r"(?i)^(?:[\s/／\\—–＿_.…×*·~-]+|[(\[][\s_.…·*/-]*[)\]]|[(\[](?:电子)?(?:签名|签字|签章|盖章|章|sd|signed|signature|sign)[)\]]|(?:无|空|缺|空白|未填|[(\[]?(?:未签(?:名|字|章|署)?|待(?:补)?签(?:名|字)?|(?:签名|签字)(?:缺失|空缺|待补)|[缺无](?:签名|签字)|空白|未填写?)[)\]]?|[(\[]?(?:to be (?:counter)?signed|(?:no )?signature(?: (?:pending|awaited|outstanding|missing|required|absent|not (?:obtained|recorded)|to follow))?|awaiting signature|not (?:yet )?signed|left blank|blank|unsigned)[)\]]?|(?:pending|unsigned|not signed|n/?a|none|nil|tbc|tba|blank|awaiting signature)\b\.?))(?:$|\s{2,}|[,;(])"
        );
        // A stop right behind the label ends what has no name.
        let whole = self.passage.folded().get(self.entry.value.bytes.clone()).unwrap_or("");
        let stopped = pattern!(r"^\s*[.,;/—–]\s").is_some_and(|form| form.is_match(whole));
        stopped || strokes.is_some_and(|form| form.is_match(self.text))
    }

    /// Whether two days of a stay stand as one, of which the second is noted with the days that it lasted, if any:
    /// `住院日期：2024-03-01 至 2024-03-08 共7天`, `入出院：2023.12.1—2023.12.6`.
    fn stay_end(&mut self) -> bool {
        let dates = find_dates(self.text);
        let [first, second, ..] = dates.as_slice() else { return false };
        let between = self.text.get(first.range.end..second.range.start).unwrap_or("").trim();
        let between = between.trim_start_matches('起').trim();
        let joins = pattern!(r"(?i)^(?:至|到|止|[-–—―~～]{1,2}|/|to|until|till|through)$");
        let is_span = joins.is_some_and(|form| form.is_match(between));
        if is_span {
            let bytes = second.range.start + self.start..second.range.end + self.start;
            self.signed = Some((EventKind::Discharged, bytes, second.value));
            let end = second.range.end;
            self.stay = self.text.get(end..).and_then(lasted).map(|(at, days)| {
                let at = self.start + end + at.start..self.start + end + at.end;
                (at, days)
            });
        }
        is_span
    }

    /// The figures of the days that a stay lasted; of one told by its first and last day those behind them, if any:
    /// `住院时间：2024-03-01至2024-03-08（7天）`.
    fn days(&self) -> Option<Range<usize>> {
        let dated = find_dates(self.text).into_iter().map(|date| date.range.end).max();
        let Some(behind) = dated else {
            let figures = pattern!(r"[0-9]{1,4}")?.find(self.text);
            return figures.filter(|m| m.start() <= LONGEST_LEAD).map(|m| m.range());
        };
        let lasted = pattern!(r"(?i)^[\s,;(共计合为:]*(?P<days>[0-9]{1,4})\s*(?:天|日|days?\b|d\b)")?;
        let days = lasted.captures(self.text.get(behind..)?)?.name("days")?;
        Some(behind + days.start()..behind + days.end())
    }

    /// The days of the stay in brackets behind the day on which it ended: `Out: 12-Jun-2022 (8 days)`.
    fn days_behind(&self) -> Option<(Range<usize>, u32)> {
        let form = pattern!(
            r"(?i)^\s*\(\s*(?:共|住院|LOS:?|(?:length of |total |hospital )?stay(?: of)?:?)?\s*(?P<days>[0-9]{1,3})\s*(?:天|日|days?|nights?|d)\s*\)"
        )?;
        let end = find_dates(self.text).into_iter().next()?.range.end;
        let days = form.captures(self.text.get(end..)?)?.name("days")?;
        let at = self.start + end;
        Some((at + days.start()..at + days.end(), days.as_str().parse().ok()?))
    }

    /// The day behind a signature is that on which it was given: `Dictated by Dr A. Ford, 2 May 2024 17:10`.
    fn signed_on(&mut self, role: SignerRole) {
        let kind = match role {
            SignerRole::Verifier => EventKind::Verified,
            SignerRole::Examiner | SignerRole::Assistant | SignerRole::Patient | SignerRole::Pharmacist => {
                return;
            }
            _ => EventKind::Recorded,
        };
        let found = find_dates(self.text).into_iter().next();
        let Some(found) = found.filter(|found| found.range.start <= LONGEST_NAME) else {
            return;
        };
        // What stands right before the day tells what happened on it, if not the signing.
        let ahead = self.text.get(..found.range.start).unwrap_or("").trim_end_matches([' ', ':', ',']);
        let last = ahead.rsplit(' ').next().unwrap_or("");
        if super::stems::moment(last).is_some_and(|kind| kind != EventKind::Recorded) {
            return;
        }
        let (start, bytes) = (self.start, found.range);
        self.signed = Some((kind, start + bytes.start..start + bytes.end, found.value));
    }

    fn stated<T>(&mut self, bytes: Range<usize>, value: T) -> Stated<T> {
        self.notes.state(self.passage, bytes.start + self.start..bytes.end + self.start, value)
    }

    fn copy(&mut self, bytes: Range<usize>) -> Stated<String> {
        self.notes.copy(self.passage, bytes.start + self.start..bytes.end + self.start)
    }

    fn patient(&mut self, key: PatientKey) -> Option<MedicalFact> {
        match key {
            PatientKey::Name => {
                let name = self.name()?;
                // Behind a dash the title goes on: Laboratory Medicine - Patient Report.
                if super::head::of_house(&name.value) && !name.value.contains(',') {
                    return None;
                }
                // Nor is what heads a block of the form, PATIENT DETAILS, or another's name behind a label of its own.
                if is_heading_word(&name.value) || name.value.contains(':') {
                    return None;
                }
                // In a talk 患者： stands before what the patient says.
                let may_be_talk = matches!(self.label.trim(), "患者" | "病人" | "病员");
                let first = name.value.chars().next()?;
                if may_be_talk && document::is_cjk(first) && !SURNAMES.contains(first) {
                    return None;
                }
                self.woman_by_label();
                Some(MedicalFact::PatientName { name })
            }
            PatientKey::Sex if self.is_of_another() => None,
            PatientKey::Sex => self.sex().map(|sex| MedicalFact::PatientSex { sex }),
            PatientKey::Age => self.age().map(|age| MedicalFact::PatientAge { age }),
            PatientKey::Birth => {
                let birth = MedicalFact::PatientBirth { date: self.date()? };
                let Some((range, age)) = self.age_behind() else { return Some(birth) };
                // Each fact takes the evidence that was stated before it.
                self.notes.add("key", birth);
                Some(MedicalFact::PatientAge { age: self.stated(range, age) })
            }
            PatientKey::SexAge | PatientKey::AgeSex => {
                let sex = self.sex();
                if let Some(sex) = sex {
                    self.notes.add("key", MedicalFact::PatientSex { sex });
                }
                self.age().map(|age| MedicalFact::PatientAge { age })
            }
            PatientKey::Stay => {
                let digits = self.days()?;
                let days = self.text.get(digits.clone())?.parse().ok()?;
                Some(MedicalFact::StayDays { days: self.stated(digits, days) })
            }
            PatientKey::Allergy => self.allergy(),
            PatientKey::Procedure => {
                let date = find_dates(self.text).into_iter().next().filter(|date| date.value.day.is_some());
                let end = date.as_ref().filter(|date| date.range.start > 0);
                let name = self.text.get(..end.map_or(self.text.len(), |date| date.range.start))?;
                let name = name.trim_end_matches([' ', ',', '(', ':', '-']);
                (!name.is_empty() && name.chars().count() <= LONGEST_PROCEDURE).then_some(())?;
                let name = self.copy(0..name.len());
                let date = date.map(|date| self.stated(date.range, date.value));
                Some(MedicalFact::Procedure { name, date })
            }
        }
    }

    /// States the sex that the label of the name tells: 孕妇姓名, 产妇.
    fn woman_by_label(&mut self) {
        let is_woman = pattern!(r"^\s*(?:孕妇|产妇|孕产妇)").is_some_and(|form| form.is_match(self.label));
        if !is_woman {
            return;
        }
        let evidence = self.notes.facts().evidence.last().map(|evidence| evidence.id);
        let bytes = self.entry.label.bytes.clone();
        let _ = evidence;
        if self.entry.label.passage == self.passage.id {
            let sex = self.notes.state(self.passage, bytes, Sex::Female);
            self.notes.add("key", MedicalFact::PatientSex { sex });
        }
    }

    /// Whether the words right before the label say whose sex it is, and it is not the patient's: `新生儿情况：性别男`, `Donor sex`.
    fn is_of_another(&self) -> bool {
        let from = self.entry.label.bytes.start;
        let ahead = self.passage.folded().get(..from).filter(|_| self.entry.label.passage == self.passage.id);
        let form = pattern!(
            r"(?i)(?:新生儿|婴儿|胎儿|供者|供血者|供体|配偶|丈夫|妻子|\b(?:newborn|baby|infant|neonate|donor|partner|spouse))(?:情况|资料|信息|出生情况|'?s|\s+details)?\s*[:,]?\s*$"
        );
        let is_patient = pattern!(r"(?i)^\s*(?:新生儿|婴儿|newborn|baby)").is_some_and(|form| {
            self.notes.of_part().any(|fact| match &fact.body {
                Body::Medical(MedicalFact::PatientName { name }) => {
                    name.value.ends_with(['婴', '子', '女']) || form.is_match(&name.value)
                }
                _ => false,
            })
        });
        !is_patient && ahead.is_some_and(|ahead| form.is_some_and(|form| form.is_match(ahead)))
    }

    /// The age behind the day of birth: `DOB: 1/9/1966 (57)`, `DOB / age: 15/04/1974, 48 years`.
    fn age_behind(&self) -> Option<(Range<usize>, Age)> {
        let end = find_dates(self.text).first()?.range.end;
        let form = pattern!(
            r"(?i)^\s*(?:\((?P<bare>[0-9]{1,3})\)|[,;/(]\s*(?:aged?\s*)?(?P<age>[0-9]{1,3})\s*(?:岁|years?\b|yrs?\b|y/?o\b|y\b))"
        );
        let captures = form?.captures(self.text.get(end..)?)?;
        let age = captures.name("bare").or(captures.name("age"))?;
        let number = age.as_str().parse::<Decimal>().ok().filter(|age| *age <= Decimal::from(OLDEST))?;
        Some((end + age.start()..end + age.end(), Age { number, unit: AgeUnit::Years }))
    }

    /// A name: two to four Han letters, perhaps set wide, or Latin words; masked letters are kept.
    fn name(&mut self) -> Option<Stated<String>> {
        let han = pattern!(
            r"^\p{Han}[\p{Han}·*×]{1,7}|^\p{Han}(?:\s\p{Han}\b){1,3}|^\p{Han}\s{1,4}\p{Han}(?:\s|$)"
        )?;
        let latin = || credentialed()?.find(self.text).or_else(|| latin_name()?.find(self.text));
        let found = han.find(self.text).or_else(latin)?;
        let is_whole = credentialed()?.find(self.text).is_some_and(|whole| whole.end() == found.end());
        let own = if is_whole { found.as_str() } else { own_name(found.as_str()) };
        // A stop behind a whole word ends the sentence: `reviewed by Priya Menon, MD.`
        let stopped = own.strip_suffix('.').filter(|name| !is_initial(name));
        let own = stopped.unwrap_or(own);
        let letters = own.chars().filter(|c| c.is_alphabetic()).count();
        if own.chars().any(document::is_cjk) && letters > LONGEST_HAN_NAME && !own.contains('·') {
            return None;
        }
        let mut name = self.copy(found.start()..found.start() + own.len());
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
            r"(?i)(?:^|[^A-Za-z0-9.]|\b[MF])(?P<number>[0-9OolI]{1,3}(?:\.[0-9])?)\s*",
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
        let whole = captures.name("number")?.start()..captures.get(0)?.end();
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
        // The last group may be the number of a bed or a day: 2169012　5床, 58624847　2023.11.10.
        let behind = self.text.get(found.end()..).and_then(|rest| rest.chars().next());
        let is_other = behind.is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | '/' | '-' | ':'));
        let first = found.as_str().find(' ').filter(|_| is_other);
        let mut number = self.copy(found.start()..first.map_or(found.end(), |at| found.start() + at));
        number.value.retain(|c| !c.is_whitespace());
        Some(MedicalFact::Identifier { kind, number })
    }

    /// How much of the text the attribute takes: up to a wide gap.
    fn attribute(&self, kind: AttributeKind) -> Option<usize> {
        let end = match kind {
            AttributeKind::Address => self.text.len(),
            // Behind a name with its title stands the ward: `Ms T Halloran, Medical Ward`.
            AttributeKind::OrderedBy => {
                let titled = pattern!(r"^(?:Dr|Prof|Mr|Mrs|Ms|Miss)\b")?.is_match(self.text);
                let name = if titled { latin_name()?.find(self.text).map(|name| name.end()) } else { None };
                name.unwrap_or_else(|| self.sentence_end())
            }
            // So does the sample's number: `Whole blood, EDTA, number 2210202369`, `血清(2212068387)`, `随机尿 编号 2306033362`.
            AttributeKind::Specimen => {
                let number = pattern!(concat!(
                    r"(?i)[,;]\s*(?:number|no|ref|id|lab)\b|\s*#\s*[0-9]|",
                    r"\s*\(\s*[0-9]{5,}|\s+(?:编号|条码号?|标本号|样本号)\s*:?\s*[0-9]"
                ))
                .and_then(|form| form.find(self.text));
                let wide = self.text.find("  ").unwrap_or(self.text.len()).min(self.sentence_end());
                number.map_or(wide, |number| number.start().min(wide))
            }
            _ => self.text.find("  ").unwrap_or(self.text.len()).min(self.sentence_end()),
        };
        let told = self.text.get(..end)?;
        let is_told = told.chars().any(char::is_alphanumeric);
        (is_told && told.chars().count() <= LONGEST_ATTRIBUTE).then_some(end)
    }

    /// Where the first sentence ends: behind a word of some letters a stop with a blank and a capital ends it, as the last stop does.
    fn sentence_end(&self) -> usize {
        let stop =
            pattern!(r"[a-z]{3}(?P<stop>\.)(?:\s+\p{Lu}|\s*$)|[A-Z]{2}(?P<abbr>\.)(?:\s+\p{Lu}[a-z]|\s*$)");
        let found = stop.and_then(|form| form.captures(self.text));
        let stop = found.and_then(|captures| captures.name("stop").or(captures.name("abbr")));
        stop.map_or(self.text.len(), |stop| stop.start())
    }

    fn diagnosis(&mut self, kind: DiagnosisKind) -> Option<MedicalFact> {
        // In running text the diagnosis ends where the next heading begins: 诊断：急性阑尾炎。诊疗计划：…
        let end = pattern!(r"[。;]\s*\p{Han}{2,8}\s*:")
            .and_then(|form| form.find(self.text))
            .map_or(self.text.len(), |found| found.start());
        let told = self.text.get(..end)?;
        (!told.is_empty()).then_some(())?;
        // How the patient is, not what ails him: Condition: stable.
        let is_state = pattern!(
            r"(?i)^(?:(?:very|clinically|haemodynamically|hemodynamically) )?(?:stable|good|fair|satisfactory|poor|critical|serious|guarded|improv|recover|unchanged|well\b|cured|deceased|alert|ambulat|comfort|at discharge|on discharge)"
        );
        let is_weak = self.label.to_lowercase().starts_with("condition");
        (!is_weak || !is_state.is_some_and(|form| form.is_match(told))).then_some(())?;
        let (side, polarity) = super::clause::judge(told);
        let text = self.copy(0..end);
        Some(MedicalFact::Diagnosis { kind, text, side, polarity })
    }

    fn allergy(&mut self) -> Option<MedicalFact> {
        let is_heading = super::labels::BOOK.section_of(self.text).is_some()
            || super::stems::section(self.text, true).is_some();
        let is_vital = pattern!(r"[0-9]\s*(?:°C|℃|mmHg|次/分|/min|bpm|kg)")?.is_match(self.text);
        (!self.text.is_empty() && !is_heading && !is_vital).then_some(())?;
        let denied =
            pattern!(r"(?i)^(?:无|否认|未发现|没有|none|no known|nkda|nil|denies)")?.is_match(self.text);
        let polarity = if denied { Polarity::Absent } else { super::clause::judge(self.text).1 };
        let stop = self.text.find(". ").filter(|at| self.text.get(..*at).is_some_and(|own| own.len() > 4));
        let end = self.text.find(['。', ';']).or(stop).unwrap_or(self.text.len());
        let polarity = match polarity {
            Polarity::Absent if !denied => super::clause::judge(self.text.get(..end)?).1,
            told => told,
        };
        let substance = self.copy(0..end);
        Some(MedicalFact::Allergy { substance, polarity })
    }
}

/// The days that stand behind the last one of a stay: ` 共 5 天`, `(5天)`.
fn lasted(behind: &str) -> Option<(Range<usize>, u32)> {
    let form = pattern!(
        r"(?i)^\s*[,;(]?\s*(?:共计?|计|合计|住院|total(?: of)?:?)?\s*(?P<days>[0-9]{1,3})\s*(?:天|日|(?:bed[ -])?days?\b|nights?\b)"
    )?;
    let days = form.captures(behind)?.name("days")?;
    Some((days.range(), days.as_str().parse().ok()?))
}

/// A name without the label that has run into it: `张敏性别`.
pub(super) fn own_name(name: &str) -> &str {
    let cuts = name.char_indices().map(|(at, _)| at).skip(1);
    let cut = cuts
        .into_iter()
        .filter(|at| {
            // Within a Latin word none begins: Patel is no tel.
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let before = name.get(..*at).and_then(|text| text.chars().next_back());
            !(letter(before) && letter(name.get(*at..).and_then(|text| text.chars().next())))
        })
        .find(|at| {
            let rest = name.get(*at..).unwrap_or("");
            let starts_word = name.get(..*at).is_some_and(|before| before.ends_with(' '));
            // Behind a name may stand what happened next: `Dr B Kavanagh Validated`.
            let happened = || starts_word && super::stems::moment(rest).is_some();
            super::labels::BOOK.named(rest).is_some() || happened()
        });
    name.get(..cut.unwrap_or(name.len())).unwrap_or(name)
}

/// A Chinese name without a point in it has at most so many letters: a double surname and two more.
const LONGEST_HAN_NAME: usize = 4;

/// Letters of the longest name of an operation; a longer text tells how it was done.
const LONGEST_PROCEDURE: usize = 160;

/// Bytes of the name before the day of a signature.
const LONGEST_NAME: usize = 40;

/// Bytes of signs between a key and its date, or of the word for the era before it.
const LONGEST_LEAD: usize = 8;

/// An attribute longer than this many letters is running text.
const LONGEST_ATTRIBUTE: usize = 60;
