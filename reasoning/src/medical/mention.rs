//! Who the patient is where no key says it: pieces behind a name (`Re: HOLLIS Naomi, female, 61 years, born 4 May 1962`),
//! and days of birth, numbers and sexes within sentences.

use std::collections::HashMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::head::sex_of;
use super::labels::Key;
use super::names::OLDEST;
use super::stems;
use crate::pattern::pattern;
use crate::value::{Sex, find_dates};
use crate::{Age, AgeUnit, Body, EvidenceKind, IdentifierKind, MedicalFact, Notes, Passage, PassageId};

/// Bytes behind a name within which pieces tell of who bears it.
const REACH: usize = 240;

/// States what a text tells of the patient without keys.
pub(super) fn state(passage: &Passage, taken: &Taken, notes: &mut Notes) {
    let here = Here { taken: taken.get(&passage.id), from: notes.facts().evidence.len() };
    introduction(passage, &here, notes);
    births(passage, notes);
    numbers(passage, &here, notes);
    strip(passage, &here, notes);
    apposed(passage, &here, notes);
    sexes(passage, &here, notes);
}

/// States sex and age that stand beside each other, apart from all else: `…, Male, 43 years.`, `MRN: 01505045    58 Male`, `(age 47, Female)`.
fn apposed(passage: &Passage, here: &Here<'_>, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?i)(?:^|[,;|(:.]\s?|\s{2,}|[0-9]\s)(?:(?P<s1>male|female|m|f|男性?|女性?)\s*[,/、 ]\s*(?:aged?\s*)?(?P<a1>[0-9]{1,3})\s*-?\s*(?:years?|yrs?|y\.?o\.?|yo?|周?岁|(?P<m1>months?|mths?|个月)|(?P<w1>weeks?|wks?))(?:[ -]?old)?|",
        r"(?:aged?\s*)?(?P<a2>[0-9]{1,3})\s*-?\s*(?:years?|yrs?|y\.?o\.?|yo?|周?岁|(?P<m2>months?|mths?|个月)|(?P<w2>weeks?|wks?))?(?:[ -]?old)?\s*[,/、 ]\s*(?P<s2>male|female|男性?|女性?))\s*(?:$|[,;|).。]|\s{2,})"
    ));
    let folded = passage.folded();
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let sex = captures.name("s1").or(captures.name("s2"));
        let age = captures.name("a1").or(captures.name("a2"));
        let (Some(sex), Some(age)) = (sex, age) else { continue };
        if super::unkeyed::is_of_other(folded, captures.get(0).map_or(0, |whole| whole.start())) {
            continue;
        }
        if let Some(value) = sex_of(sex.as_str()).filter(|_| !here.has(passage, &sex.range(), notes)) {
            let sex = notes.state(passage, sex.range(), value);
            notes.add("introduction", MedicalFact::PatientSex { sex });
        }
        let number = age.as_str().parse().ok().filter(|number| *number <= Decimal::from(OLDEST));
        if let Some(number) = number.filter(|_| !here.has(passage, &age.range(), notes)) {
            let has = |a: &str, b: &str| captures.name(a).or(captures.name(b)).is_some();
            let unit = match (has("m1", "m2"), has("w1", "w2")) {
                (true, _) => AgeUnit::Months,
                (_, true) => AgeUnit::Weeks,
                _ => AgeUnit::Years,
            };
            let age = notes.state(passage, age.range(), Age { number, unit });
            notes.add("introduction", MedicalFact::PatientAge { age });
        }
    }
}

/// States the patient whom a line names surname first, with sex and age, birth or number behind the name: `Whaanga, Bronwyn F 56Y NHI 91693540`,
/// `FEARON, Keith Male DOB 24-Oct-1951`.
fn strip(passage: &Passage, here: &Here<'_>, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?:^|\s)(?P<name>[A-Z][A-Za-z'’-]+, ?[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’.-]*)?),?\s+(?P<sex>(?i:male|female)|[MF]),?\s+",
        r"(?:(?P<whole>(?P<age>[0-9]{1,3}) ?(?i:years?(?: old)?|yrs?|y(?:/?o)?))(?:[\s,;|]+(?P<number>[A-Z]{0,3}[0-9]{6,12}))?(?:\s|[,;|]|$)|",
        r"(?i:d\.?o\.?b\b|born\b|date of birth|mrn\b|nhs\b|nhi\b|chi\b|urn?\b|pid\b|(?:hospital|patient|case|record|unit) (?:number|no\b|id\b)))"
    ));
    let folded = passage.folded();
    let Some(captures) = form.and_then(|form| form.captures(folded)) else { return };
    let Some((name, sex)) = captures.name("name").zip(captures.name("sex")) else { return };
    // A sentence goes on with what happened.
    if folded.contains(". ") {
        return;
    }
    if !here.has(passage, &name.range(), notes) {
        let name = notes.copy(passage, name.range());
        notes.add("introduction", MedicalFact::PatientName { name });
    }
    if let Some(value) = sex_of(sex.as_str()).filter(|_| !here.has(passage, &sex.range(), notes)) {
        let sex = notes.state(passage, sex.range(), value);
        notes.add("introduction", MedicalFact::PatientSex { sex });
    }
    let aged = captures.name("age").zip(captures.name("whole"));
    let aged = aged.and_then(|(age, whole)| Some((age.as_str().parse::<Decimal>().ok()?, whole.range())));
    if let Some((number, whole)) = aged
        && number <= Decimal::from(OLDEST)
        && !here.has(passage, &whole, notes)
    {
        let age = notes.state(passage, whole, Age { number, unit: AgeUnit::Years });
        notes.add("introduction", MedicalFact::PatientAge { age });
    }
    // The number behind them is the patient's.
    if let Some(number) = captures.name("number").filter(|number| !here.has(passage, &number.range(), notes))
    {
        let number = notes.copy(passage, number.range());
        notes.add("introduction", MedicalFact::Identifier { kind: IdentifierKind::Record, number });
    }
}

/// Where facts stand already: characters, by passage.
pub(super) type Taken = HashMap<PassageId, Vec<Range<u32>>>;

/// Where facts of the part being read stand.
pub(super) fn taken(notes: &Notes) -> Taken {
    let mut taken = Taken::new();
    for id in notes.of_part().flat_map(|fact| &fact.evidence) {
        if let Some(evidence) = notes.facts().cited(*id).filter(|one| one.kind == EvidenceKind::Stated) {
            taken
                .entry(evidence.span.passage)
                .or_default()
                .push(evidence.span.characters.start..evidence.span.characters.end);
        }
    }
    taken
}

/// What stands in one passage already: what did before, and what was added since evidence number `from`.
struct Here<'t> {
    taken: Option<&'t Vec<Range<u32>>>,
    from: usize,
}

impl Here<'_> {
    /// Whether a fact stands at `bytes`.
    fn has(&self, passage: &Passage, bytes: &Range<usize>, notes: &Notes) -> bool {
        let characters = passage.characters(bytes.clone());
        let meets =
            |other: &Range<u32>| other.start < characters.end as u32 && (characters.start as u32) < other.end;
        let added = notes.facts().evidence.get(self.from..).unwrap_or(&[]);
        self.taken.into_iter().flatten().any(meets)
            || added.iter().any(|one| {
                one.kind == EvidenceKind::Stated
                    && meets(&(one.span.characters.start..one.span.characters.end))
            })
    }
}

/// What one piece behind a name is.
enum Piece {
    Sex(Sex, Range<usize>),
    Age(Age, Range<usize>),
    Birth(Range<usize>),
}

/// States the patient whom a letter's subject, an address or a sentence names, with sex, age and day of birth in pieces behind
/// the name. Without one of these it may be anybody's name.
fn introduction(passage: &Passage, here: &Here<'_>, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?:^|[\s。;.>])(?:(?:(?i:re|regarding|concerning|patient(?: details| information| particulars)?|subject|about|name|for))\s*:?\s+|(?:尊敬的|敬爱的|亲爱的|致|患者|病人|受检者|受检人|体检者|就诊人|关于)\s*:?\s*)",
        r"(?:(?:Mr|Mrs|Ms|Miss|Master|Mx)\.?\s+)?",
        r"(?P<name>\p{Han}{2,4}?(?:·\p{Han}{1,6})?|[A-Z][A-Z'’-]+,\s?[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’-]+)?|[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’.-]*){1,3}?)",
        r"\s*(?:先生|女士|小姐)?\s*(?P<open>[,(、;|/-]|\s{2})"
    ));
    let folded = passage.folded();
    let Some(captures) = form.and_then(|form| form.captures(folded)) else { return };
    let Some((name, open)) = captures.name("name").zip(captures.name("open")) else { return };
    let behind = folded.get(open.end()..).unwrap_or("");
    let end = behind.find('。').unwrap_or(behind.len()).min(behind.floor_char_boundary(REACH));
    let mut pieces = pieces(behind.get(..end).unwrap_or(""), open.end());
    // A piece ends with its line where what goes on below is a label.
    for row in passage.rows().iter().map(|row| row.bytes.start) {
        for piece in pieces.iter_mut().filter(|piece| piece.start < row && row < piece.end) {
            if folded.get(row..piece.end).is_some_and(|below| below.contains(char::is_alphabetic)) {
                piece.end = row;
            }
        }
    }
    let told: Vec<Piece> = pieces.into_iter().flat_map(|bytes| typed(folded, bytes)).collect();
    if told.is_empty() {
        return;
    }
    let [has_name, has_sex, has_age] = super::known(notes);
    if !has_name && super::labels::BOOK.named(name.as_str()).is_none() {
        let name = notes.copy(passage, name.range());
        notes.add("introduction", MedicalFact::PatientName { name });
    }
    for piece in told {
        let (Piece::Sex(_, bytes) | Piece::Age(_, bytes) | Piece::Birth(bytes)) = &piece;
        if here.has(passage, bytes, notes) {
            continue;
        }
        match piece {
            Piece::Sex(sex, bytes) if !has_sex => {
                let sex = notes.state(passage, bytes, sex);
                notes.add("introduction", MedicalFact::PatientSex { sex });
            }
            Piece::Age(age, bytes) if !has_age => {
                let age = notes.state(passage, bytes, age);
                notes.add("introduction", MedicalFact::PatientAge { age });
            }
            Piece::Birth(bytes) => birth(passage, bytes, notes),
            Piece::Sex(..) | Piece::Age(..) => {}
        }
    }
}

/// The pieces of a text that commas, brackets and strokes part, as bytes of the whole that it begins in at `offset`.
fn pieces(text: &str, offset: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().filter(|(_, c)| ",;()、|/".contains(*c)).chain([(text.len(), ' ')])
    {
        // The comma within `August 29, 1985` parts no pieces.
        let within =
            sign == ',' && find_dates(text).iter().any(|date| date.range.start < at && at < date.range.end);
        let within = within
            || sign == '/'
                && find_dates(text).iter().any(|date| date.range.start < at && at < date.range.end);
        if within {
            continue;
        }
        if text.get(start..at).is_some_and(|piece| !piece.trim().is_empty()) {
            found.push(offset + start..offset + at);
        }
        start = at + sign.len_utf8();
    }
    found
}

/// What a piece tells: sex and age may stand in one, `45 yo M`.
fn typed(text: &str, bytes: Range<usize>) -> Vec<Piece> {
    let whole = piece(text, bytes.clone());
    let both = pattern!(r"(?i)[0-9]{1,3}\s*(?:岁|y/?o?\b|yrs?)?");
    let own = text.get(bytes.clone()).unwrap_or("");
    let age = match &whole {
        Some(Piece::Sex(..)) => both.and_then(|form| form.find(own)),
        _ => None,
    };
    let age = age.and_then(|found| {
        let digits: String = found.as_str().chars().take_while(char::is_ascii_digit).collect();
        let number: Decimal = digits.parse().ok().filter(|number| *number <= Decimal::from(OLDEST))?;
        let at = bytes.start + found.start()..bytes.start + found.end();
        Some(Piece::Age(Age { number, unit: AgeUnit::Years }, at))
    });
    whole.into_iter().chain(age).collect()
}

fn piece(text: &str, bytes: Range<usize>) -> Option<Piece> {
    let own = text.get(bytes.clone())?;
    let lead = own.len() - own.trim_start().len();
    let own = own.trim();
    let start = bytes.start + lead;
    if let Some(sex) = sex_of(own) {
        return Some(Piece::Sex(sex, start..start + own.len()));
    }
    let age = pattern!(concat!(
        r"(?i)^(?:aged?|现?年龄?)\s*:?\s*(?P<bare>[0-9]{1,3})\s*(?:years?|yrs?|岁)?$|",
        r"^(?P<number>[0-9]{1,3})\s*(?:-?\s*years?|-?\s*yrs?|y/?o?|周?岁)(?:[ -]old| of age)?\.?$"
    ))?;
    if let Some(digits) = age.captures(own).and_then(|c| c.name("bare").or(c.name("number"))) {
        let number: Decimal = digits.as_str().parse().ok().filter(|n| *n <= Decimal::from(OLDEST))?;
        return Some(Piece::Age(Age { number, unit: AgeUnit::Years }, start..start + own.len()));
    }
    let born = pattern!(
        r"(?i)^(?:born(?: on)?|b\.|d\.?o\.?b\.?|date of birth|birth date|生于|出生于?|出生日期)\s*:?\s*|出生$"
    )?;
    let date = find_dates(own).into_iter().next().filter(|_| born.is_match(own))?;
    Some(Piece::Birth(start + date.range.start..start + date.range.end))
}

/// States the day of birth at `bytes`.
fn birth(passage: &Passage, bytes: Range<usize>, notes: &mut Notes) {
    let date = passage.folded().get(bytes.clone()).and_then(|text| find_dates(text).into_iter().next());
    if let Some(date) = date {
        let date = notes.state(passage, bytes, date.value);
        notes.add("introduction", MedicalFact::PatientBirth { date });
    }
}

/// States the day that stands behind `born`, `DOB`, `生于` or before `出生` in running text, where no day of birth is known.
fn births(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let ahead =
        pattern!(r"(?i)(?:\bborn(?: on)?|\bd\.?o\.?b\.?|\bdate of birth|生于|出生于|出生日期)\s*[:(]?\s*$");
    let behind = pattern!(r"^\s*(?:出生|生)(?:[,。;)]|\s|$)");
    let cue = pattern!(r"(?i)\bborn\b|\bd\.?o\.?b\b|birth|生于|出生");
    let is_known = |notes: &Notes| {
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(MedicalFact::PatientBirth { .. })))
    };
    if !cue.is_some_and(|cue| cue.is_match(folded)) || is_known(notes) {
        return;
    }
    let hits = |form: Option<&regex::Regex>, text: Option<&str>| {
        form.zip(text).is_some_and(|(form, text)| form.is_match(text))
    };
    let of_birth = find_dates(folded).into_iter().find(|date| {
        hits(ahead, folded.get(..date.range.start)) || hits(behind, folded.get(date.range.end..))
    });
    if let Some(date) = of_birth.filter(|date| date.value.day.is_some()) {
        birth(passage, date.range, notes);
    }
}

/// States the numbers that stand behind their names within sentences and brackets: `档案号00123456`, `hospital no. 02257755`.
fn numbers(passage: &Passage, here: &Here<'_>, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?P<label>(?:[A-Za-z][A-Za-z.']*[ ]){0,3}?[A-Za-z][A-Za-z']*\.?|[\p{Han}、/]{2,10})\s*[:#]?\s*",
        r"(?P<number>[A-Z]{0,3}-?[0-9](?:-?[0-9]){3,19}[Xx]?)(?:[^0-9A-Za-z年.-]|[.]\s|[.-]?$)"
    ));
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let Some((label, number)) = captures.name("label").zip(captures.name("number")) else { continue };
        if here.has(passage, &number.range(), notes) || !find_dates(number.as_str()).is_empty() {
            continue;
        }
        // The label is the end of the words before the number that says of which kind it is, and nothing else.
        let words = label.as_str();
        let cuts = words.char_indices().filter(|(at, _)| {
            let before = words.get(..*at).and_then(|text| text.chars().next_back());
            before.is_none_or(|c| document::is_cjk(c) || !c.is_alphanumeric())
        });
        let named = cuts.into_iter().find_map(|(at, _)| {
            let own = words.get(at..)?;
            let whole = super::labels::BOOK.named(own.trim_end_matches('.'));
            match whole.or_else(|| stems::bare_key(own, number.as_str())) {
                Some(Key::Identifier(kind)) => Some((at, kind)),
                _ => None,
            }
        });
        let Some((at, kind)) = named else { continue };
        // Of a resident number every digit counts, and relatives have one too.
        if kind == IdentifierKind::ResidentId && super::unkeyed::is_of_other(folded, label.start() + at) {
            continue;
        }
        notes.cite(passage, label.start() + at..label.end(), EvidenceKind::Label);
        let number = notes.copy(passage, number.range());
        notes.add("mention", MedicalFact::Identifier { kind, number });
    }
}

/// States the sex that a sentence names of the patient: `患者男性，平素…`, `女性患者`, `This 63-year-old man …`.
fn sexes(passage: &Passage, here: &Here<'_>, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:患者|病人|病员|受检者|患儿|产妇|该患|病患)\s*[,、:]?\s*(?:系|为|是)?\s*(?:\p{Han}{2,4}[,、]\s*)?(?:青年|中年|老年|中老年|青少年|成年|高龄|学龄期?)?(?P<sex>[男女])(?:性|[,、。;]|童|婴)|",
        r"(?:^|。)\s*(?:青年|中年|老年|中老年|高龄)?(?P<early>[男女])性[,、]|(?P<before>[男女])性?(?:患者|病人|病员|患儿)|",
        r"(?:^|[.:;]\s+|\n)(?:An?|The|This|Our)\s+(?:[a-z0-9/-]+\s+){0,6}?(?P<en>(?i:wo)?man|(?:fe)?male|lady|gentleman|boy|girl)\b"
    ));
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let word = ["sex", "early", "before", "en"].iter().find_map(|name| captures.name(name));
        let Some(word) = word.filter(|word| !here.has(passage, &word.range(), notes)) else { continue };
        let is_male = matches!(word.as_str(), "男" | "man" | "male" | "gentleman" | "boy");
        let sex = if is_male { Sex::Male } else { Sex::Female };
        let sex = notes.state(passage, word.range(), sex);
        notes.add("sentence", MedicalFact::PatientSex { sex });
    }
}
