//! Who signs, who appears for whom, and how orders are numbered.

use std::ops::Range;

use super::{lines, orders};
use crate::pattern::pattern;
use crate::rules::legal::matter::{Matter, Quote};
use crate::rules::legal::names::is_near;
use crate::rules::{Bilingual, Draft};

/// The share of a document, from its end, in which those stand who sign.
const LAST: usize = 3;

/// L29: a judge, a registrar or an arbitrator signs, under the name that the head gives.
pub(in crate::rules::legal) fn signed(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let lines = lines(matter);
    if orders(matter).is_empty() || lines.len() < LEAST_LINES {
        return None;
    }
    let tail = lines.get(lines.len() - lines.len() / LAST..).unwrap_or_default();
    let signs = pattern!(
        r"(?i)\b(?:judges?|justices?|hhj|ddj|dj|magistrate|registrar|master|referee|arbitrators?|adjudicator|associate|clerk|by the court|sheriff|recorder|chair(?:man|person)?|member|presiding|prothonotary|deputy)\b|^/?s/|\bs/ | JA?$| CJ$|^\([A-Z][\w. '-]+\)$|i certify| J\.?(?: ?[A-Z]\.)*$| JJ\.?$"
    )?;
    let not = pattern!(
        r"(?i)^before\b|date of|dated?:|appeal|counsel|solicitor|instructed|apply|may |shall|rehearing|directed"
    )?;
    let by =
        tail.iter().find(|(_, line)| signs.is_match(line) && !not.is_match(line) && line.len() <= MOST_LINE);
    let names = tribunal(matter);
    let named =
        |name: &String| tail.iter().any(|(_, line)| line.to_lowercase().contains(&name.to_lowercase()));
    let missing = |zh: &str, en: &str| {
        let end = matter.text().len();
        let last = tail.last().map_or(end, |(at, _)| *at);
        let draft = Draft::new().way("missing").with_words("part", Bilingual::new(zh, en)).expected(en);
        Some(vec![draft.about_text(matter, last..end)])
    };
    if names.len() > 2 {
        let absent = names.iter().find(|name| !named(name));
        return match absent.filter(|_| names.iter().any(named)) {
            Some(name) => missing(&format!("仲裁员{name}的签名"), &format!("the signature of {name}")),
            None => Some(Vec::new()),
        };
    }
    if by.is_none() && !signs_by_name(matter, tail) && !names.iter().any(named) {
        return missing("审判人员", "the judge");
    }
    if let Some((range, head)) = another_judge(matter, tail) {
        let part = Bilingual::new(
            format!("与首部一致的署名（首部为{head}）"),
            format!("the name of the head, {head}"),
        );
        let draft = Draft::new().way("missing").with_words("part", part).expected(head);
        return Some(vec![draft.about_text(matter, range.clone()).found(matter.flow.printed(range))]);
    }
    Some(nearly_named(matter, tail).into_iter().collect())
}

/// Whether a short line of the tail has the surname of one of those who sit.
fn signs_by_name(matter: &Matter<'_>, tail: &[(usize, &str)]) -> bool {
    let surnames: Vec<String> = matter
        .panel()
        .iter()
        .filter_map(|(_, member)| Some(bare(&member.name.value).rsplit(' ').next()?.to_lowercase()))
        .filter(|name| name.len() > 2)
        .collect();
    tail.iter().any(|(_, line)| {
        let lower = line.to_lowercase();
        line.split(' ').count() < MOST_WORDS && surnames.iter().any(|name| lower.contains(name.as_str()))
    })
}

/// A name in brackets or alone above a title that is nearly that of the head.
fn nearly_named(matter: &Matter<'_>, tail: &[(usize, &str)]) -> Option<Draft> {
    let bench: Vec<String> = matter.panel().iter().map(|(_, member)| bare(&member.name.value)).collect();
    tail.iter().find_map(|(at, line)| {
        let own = bare(line.trim_matches(['(', ')', ' ', '.', ',']));
        let whole = own.split(' ').count() > 1 && own.split(' ').count() < 5;
        let other = bench.iter().find(|name| whole && is_near(&own, name) && **name != own)?;
        let part = Bilingual::new(
            format!("与首部一致的署名（首部为{other}）"),
            format!("the name of the head, {other}"),
        );
        let draft = Draft::new().way("missing").with_words("part", part).expected(other.clone());
        (!bench.contains(&own)).then(|| draft.about_text(matter, *at..*at + line.len()).found(*line))
    })
}

/// Where another judge signs than the only one whom the head names; nobody who signs for a judge counts.
fn another_judge(matter: &Matter<'_>, tail: &[(usize, &str)]) -> Option<(Range<usize>, String)> {
    let name = r"(?P<name>[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3})";
    let head = regex::Regex::new(&format!(
        r"(?:^|\n)?(?:Before|BEFORE|Present|PRESENT|Coram|CORAM|Magistrate|Judge|JUDGE|Tribunal Member|Adjudicator): ?(?:the )?(?:Hon(?:ou?rable|\.)? )?(?:Mrs?\.? |Ms\.? |Miss |Smt\.? |Sri |Shri |Dr\.? )?(?:Mr\.? |Ms\.? )?(?:Employment |District |Deputy |Circuit |Senior |Tribunal )*(?:Judge |Justice |Magistrate |Member )?{name}"
    ))
    .ok()?;
    let surname = |name: &str| -> String {
        let words = name.split_whitespace().map(|word| word.trim_matches(['.', ',', '(', ')']));
        let words: Vec<&str> = words.take_while(|word| !TITLED.contains(word)).collect();
        words.last().map(|word| word.to_lowercase()).unwrap_or_default()
    };
    let from = matter.flow.slice(0..matter.text().floor_char_boundary(matter.text().len() / 2));
    let mut judges = lines(matter).into_iter().filter(|(at, _)| *at < from.len()).filter_map(|(_, line)| {
        let found =
            head.captures(line).filter(|found| found.get(0).is_some_and(|whole| whole.start() == 0))?;
        let alone = !line.contains(" and ") && !line.contains(" JJ") && !line.contains(';');
        Some((found.name("name")?.as_str().to_owned(), alone))
    });
    let (judge, alone) = judges.next()?;
    let own = surname(&judge);
    let known = own.len() > 2 && tail.iter().any(|(_, line)| line.to_lowercase().contains(own.as_str()));
    if !alone || own.len() <= 2 || known || judges.next().is_some() {
        return None;
    }
    let office = pattern!(
        r"(?i)^(?:\S+ ){0,3}(?:judge|justice|magistrate|tribunal member|adjudicator)\b[^.;:]{0,60}$"
    )?;
    let titled = pattern!(
        r"^(?:Employment |District |Circuit |Tribunal |The Hon(?:ou?rable)? )*(?:Judge|Justice|Magistrate) (?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})$"
    )?;
    const OTHERS: [&str; 6] = ["registrar", "clerk", "associate", "deputy", "for the", "secretary"];
    tail.iter().enumerate().find_map(|(index, (at, line))| {
        let line = line.trim();
        let lower = line.to_lowercase();
        let by_title = titled.is_match(line);
        let next = tail.get(index + 1).map_or("", |next| next.1.trim());
        let bracketed = line.starts_with('(') && line.ends_with(')') && line.split(' ').count() < 5;
        let over = bracketed && office.is_match(next) && next.len() < MOST_LINE;
        let other = OTHERS.iter().any(|word| lower.contains(word) || next.to_lowercase().contains(word));
        ((by_title || over) && !other).then(|| (*at..*at + line.len(), judge.clone()))
    })
}

/// What stands behind a judge's name and is none of it.
const TITLED: [&str; 7] = ["J", "JJ", "B.A", "LL.M", "LL.B", "QC", "KC"];

/// Lines that a whole document has at least, and the longest that somebody signs in.
const LEAST_LINES: usize = 8;
/// Words of a line that is a judge's name and title.
const MOST_WORDS: usize = 8;
const MOST_LINE: usize = 90;

/// A judge's name without titles.
fn bare(name: &str) -> String {
    const TITLES: [&str; 19] = [
        "His",
        "Her",
        "Honour",
        "Honor",
        "Judge",
        "Deputy",
        "High",
        "Court",
        "District",
        "Mr",
        "Ms",
        "Justice",
        "HHJ",
        "J",
        "J.",
        "JJ",
        "JJ.",
        "JA",
        "Employment",
    ];
    let words = name.split_whitespace().filter(|word| !TITLES.contains(word));
    let words: Vec<&str> = words.take_while(|word| *word != "in" && *word != "sitting").collect();
    words.join(" ")
}

/// The arbitrators of a tribunal of three, as the text names them.
fn tribunal(matter: &Matter<'_>) -> Vec<String> {
    let form = pattern!(
        r"(?i)\btribunal (?:consists of|was composed of|is composed of|comprises|comprised)\b(?P<list>[^.;]{10,300})"
    );
    let name = pattern!(
        r"\b(?:Mr|Ms|Mrs|Dr|Prof|Professor|Sir|Dame)\.? (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3})"
    );
    let list =
        form.and_then(|form| form.captures(matter.text())?.name("list")).map_or("", |list| list.as_str());
    let names = name.into_iter().flat_map(|name| name.captures_iter(list));
    names.filter_map(|found| Some(found.name("name")?.as_str().to_owned())).collect()
}

/// L09: nobody appears for both sides.
pub(in crate::rules::legal) fn appears_for_both(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let keyed = pattern!(
        r"(?i)^(?:solicitors?|counsel|attorneys?|advocates?|lawyers?) for (?:the )?(?:\w+ )?(?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s?: ?(?P<name>.+)$"
    )?;
    let behind = pattern!(
        r"(?i)^(?:(?:signed|dated|by|name|per)[: ]+)*(?P<name>[A-Z][^,():]{3,50}?)(?:,| of counsel| \(|,? instructed)?[^.;]{0,80}?\bfor (?:the )?(?:\w+(?: and \w+)? )?(?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s?\b"
    )?;
    let told = pattern!(
        r"(?i)\bthe (?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s? (?:is|was|are)\b[^.;]{0,60}?\brepresented by (?P<name>(?:Messrs |Mr |Ms |Mrs |Dr )?[A-Z][\w&'. -]{2,50}?)(?:[.,;]| and the )"
    )?;
    let appeared = pattern!(
        r"(?i)\bthe (?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s? appeared (?:with|by|through) (?:its|his|her|their) (?:attorneys?|counsel|solicitors?|lawyers?),? (?P<name>[A-Z][\w&'. -]{2,50}?)(?:[.,;]| and the )"
    )?;
    let behind_name = pattern!(
        r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w.'-]*){1,3}), [^,;:]{2,50}, (?i:attorneys?|counsel|solicitors?|advocates?) for (?:the )?(?P<role>(?i:plaintiff|claimant|applicant|defendant|respondent|petitioner))s?"
    )?;
    let mut found: Vec<(bool, String, Range<usize>)> = Vec::new();
    let claims = |role: &str| !matches!(role.to_lowercase().as_str(), "defendant" | "respondent");
    for (at, line) in lines(matter) {
        let line_form = keyed.captures(line).or_else(|| behind.captures(line).filter(|_| line.len() < 160));
        if let Some((role, name)) = line_form.as_ref().and_then(|one| one.name("role").zip(one.name("name")))
        {
            let place = at + name.start()..at + name.end();
            found.push((claims(role.as_str()), name.as_str().trim().to_lowercase(), place));
        }
    }
    let all = [told, appeared, behind_name].into_iter().flat_map(|form| form.captures_iter(matter.text()));
    for one in all {
        let Some((role, name)) = one.name("role").zip(one.name("name")) else { continue };
        found.push((claims(role.as_str()), name.as_str().trim().to_lowercase(), name.range()));
    }
    if found.is_empty() {
        return None;
    }
    let twice = found.iter().enumerate().find_map(|(index, (side, name, range))| {
        let other = found.iter().take(index).find(|other| other.0 != *side && other.1 == *name)?;
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, other.2.clone());
        Some(draft.found(matter.flow.printed(range.clone())))
    });
    Some(twice.into_iter().collect())
}

/// A number at the beginning of a line: its style, what it is, where it stands.
fn label(line: &str) -> Option<(&'static str, u32, usize)> {
    let form = pattern!(
        r"^(?:\((?P<figures>\d{1,2})\)|(?P<plain>\d{1,2})\.?(?:\s|$)|\[(?P<square>\d{1,3})\]|\((?P<letter>[a-h])\)|(?P<upper>[A-H])\. )"
    )?;
    let found = form.captures(line)?;
    let end = found.get(0)?.end();
    // `8 February 2024` and `14 Mill Lane` count nothing.
    let behind = line.get(end..)?.trim_start();
    let day = pattern!(
        r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?,? (?:19|20)\d\d"
    );
    if found.name("plain").is_some() && (behind.is_empty() || day.is_some_and(|day| day.is_match(behind))) {
        return None;
    }
    let number = |name: &str| found.name(name).and_then(|own| own.as_str().parse().ok());
    if let Some(number) = number("figures") {
        return Some(("()", number, end));
    }
    if let Some(number) = number("square") {
        return Some(("[]", number, end));
    }
    // `C. Costs of suit`; of a name the words are all in capitals: `D. Kowalchuk J.`
    if let Some(letter) = found.name("upper").and_then(|own| own.as_str().bytes().next()) {
        let small = behind.split(' ').skip(1).any(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        return small.then(|| ("A.", u32::from(letter - b'A') + 1, end));
    }
    if let Some(letter) = found.name("letter").and_then(|own| own.as_str().bytes().next()) {
        return Some(("a", u32::from(letter - b'a') + 1, end));
    }
    number("plain").map(|number| ("1.", number, end))
}

/// L28: paragraphs and orders are numbered one by one.
pub(in crate::rules::legal) fn numbered(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let mut last: [(&str, Option<u32>); 5] =
        [("()", None), ("[]", None), ("a", None), ("1.", None), ("A.", None)];
    let mut seen = 0;
    for (at, line) in lines(matter) {
        let Some((style, number, end)) = label(line) else { continue };
        let Some(before) = last.iter_mut().find(|one| one.0 == style) else { continue };
        let expected = before.1.map_or(1, |before| before + 1);
        seen += usize::from(number == expected);
        let is_off =
            number != expected && number != 1 && before.1.is_some() && number.abs_diff(expected) <= 2;
        let lettered = style != "A." || before.1.is_some_and(|last| last > 1);
        if is_off && seen > 1 && lettered {
            let draft = Draft::new().about_text(matter, at..at + end).found(number.to_string());
            return Some(vec![draft.expected(expected.to_string())]);
        }
        if number == expected || number == 1 {
            before.1 = Some(number);
            // Lists within a paragraph begin anew.
            if style == "1." || style == "[]" {
                last.iter_mut().filter(|one| one.0 == "a" || one.0 == "()").for_each(|one| one.1 = None);
            }
        }
    }
    (seen > 1).then(Vec::new)
}

/// L34: orders and paragraphs that are referred to are there.
pub(in crate::rules::legal) fn referred(matter: &Matter<'_>) -> Vec<Draft> {
    let annexed = annexed(matter);
    if annexed.is_some() {
        return annexed.into_iter().collect();
    }
    if let Some(draft) = paragraph(matter) {
        return vec![draft];
    }
    let form = pattern!(r"(?i)\b(?:orders?|paragraphs?) \((?P<number>\d{1,2})\)");
    let known: Vec<u32> = lines(matter)
        .iter()
        .filter_map(|(_, line)| label(line))
        .filter(|one| one.0 == "()")
        .map(|one| one.1)
        .collect();
    let found = form.into_iter().flat_map(|form| form.captures_iter(matter.text()));
    let dangling = found.filter_map(|found| {
        let number: u32 = found.name("number")?.as_str().parse().ok()?;
        let whole = found.get(0)?;
        (known.len() > 1 && !known.contains(&number)).then(|| whole.range())
    });
    let draft = |range: Range<usize>| {
        let most = known.iter().max().copied().unwrap_or_default();
        Draft::new()
            .about_text(matter, range.clone())
            .found(matter.flow.printed(range))
            .expected(format!("1–{most}"))
    };
    dangling.take(1).map(draft).collect()
}

/// An annex that is said to belong to the document itself and heads no line of it.
fn annexed(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?P<name>\b(?:[Aa]nnex(?:ure)?|[Aa]ppendix|[Ss]chedule|[Aa]ttachment)(?: [A-Z\d]{1,2})?\b) (?:to|of) (?:these|this|the present) (?:grounds|reasons|judgment|decision|order|award)|(?:annexed|attached|appended) (?:to|hereto)(?: (?:these|this) (?:grounds|reasons|judgment|decision|order|award|complaint))? as (?P<as>(?:Annex(?:ure)?|Appendix|Schedule|Exhibit|Attachment) [A-Z\d]{1,2})"
    )?;
    let found = form.captures(matter.text())?;
    let name = found.name("name").or(found.name("as"))?;
    let lower = name.as_str().to_lowercase();
    let heads = lines(matter).iter().any(|(_, line)| line.trim().to_lowercase().starts_with(&lower));
    let draft = Draft::new().way("attachment").about_text(matter, name.range()).found(name.as_str());
    (!heads).then_some(draft)
}

/// A paragraph of the document itself that is referred to and is not there; laws and other papers have paragraphs too.
fn paragraph(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?i)\b(?:required by|under|in|of|by|with|paragraphs? \d{1,2} (?:through|to|and|-)) ?(?:paragraphs?|section) ?(?P<number>\d{1,3})(?P<behind>[^.;]{0,40})|\bparagraphs? \d{1,2} (?:through|to|and) (?P<last>\d{1,3})\b"
    )?;
    let known: Vec<u32> = lines(matter)
        .iter()
        .filter_map(|(_, line)| label(line))
        .filter(|one| one.0 == "1." || one.0 == "[]")
        .map(|one| one.1)
        .collect();
    let most = known.iter().max().copied()?;
    let found = form.captures_iter(matter.text()).find(|found| {
        let number = found.name("last").or(found.name("number"));
        let number: Option<u32> = number.and_then(|number| number.as_str().parse().ok());
        let behind = found.name("behind").map_or("", |behind| behind.as_str());
        let own = behind.trim_start().is_empty()
            || behind.trim_start().starts_with([',', ')'])
            || behind.contains("of this")
            || behind.contains("above")
            || behind.contains("below");
        let law = found.get(0).is_some_and(|whole| whole.as_str().to_lowercase().contains("section"));
        known.len() > 3
            && number.is_some_and(|number| number > most)
            && own
            && (!law || behind.contains("of this"))
    })?;
    let range = found.get(0)?.range();
    let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
    Some(draft.expected(format!("1–{most}")))
}
