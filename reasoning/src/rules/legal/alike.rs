//! Names in English that are meant for another one of the same paper, where somebody signs, is paid or is acted for: part of L05.

use std::ops::Range;

use strsim::levenshtein;

use super::matter::{Matter, Quote};
use crate::legal::RoleKind;
use crate::pattern::pattern;
use crate::rules::Draft;

/// A firm or a person that is named otherwise where a name must be the one of before; at most one.
pub(super) fn otherwise(matter: &Matter<'_>) -> Option<Draft> {
    if matter.is_chinese() {
        return None;
    }
    let pair = firm(matter).or_else(|| signer(matter));
    pair.map(|(written, meant)| {
        let draft = Draft::new().about_text(matter, written.clone()).found(matter.flow.printed(written));
        draft.expected(meant)
    })
}

type Pair = (Range<usize>, String);

/// Forms of firms, in small letters without signs; those of one row are one.
const FORMS: [&[&str]; 16] = [
    &["ltd", "limited"],
    &["inc", "incorporated"],
    &["llc"],
    &["llp"],
    &["plc"],
    &["lp"],
    &["corp", "corporation"],
    &["co", "company"],
    &["gmbh"],
    &["sa"],
    &["ag"],
    &["bv"],
    &["ab"],
    &["dac"],
    &["sprl", "srl"],
    &["oy"],
];
/// What stands before a form and belongs to it.
const LEADS: [&str; 8] = ["pty", "pte", "pvt", "private", "proprietary", "sdn", "bhd", "the"];

/// Words before a name that are none of it.
const BEFORE: [&str; 4] = ["between", "and", "by", "for"];

/// The words of a name in small letters, and the rows of its forms.
type Words = (Vec<String>, Vec<usize>);

/// A name as words in small letters, its forms apart.
fn words(name: &str) -> Words {
    let plain = |word: &str| -> String {
        let bare: String = word.chars().filter(|c| c.is_alphanumeric() || *c == '&').collect();
        bare.to_lowercase()
    };
    let (mut stem, mut forms) = (Vec::new(), Vec::new());
    for word in name.split_whitespace() {
        // `Limited (company number …`: a bracket behind the form tells of the firm.
        if word.starts_with('(') && !forms.is_empty() {
            break;
        }
        let word = plain(word);
        if word.is_empty() {
            continue;
        }
        match FORMS.iter().position(|row| row.contains(&word.as_str())) {
            // `Oy` and `Co` may stand at the beginning, too.
            Some(row) if !stem.is_empty() => forms.push(row),
            // What follows a form belongs to the sentence.
            _ if !forms.is_empty() => break,
            None if LEADS.contains(&word.as_str()) => {}
            // What stands before a name in capitals begins none: `BETWEEN Acme Ltd`.
            None if stem.is_empty() && BEFORE.contains(&word.as_str()) => {}
            _ => stem.push(word),
        }
    }
    (stem, forms)
}

/// A run of words in capitals, with what parts them within a name.
const RUN: &str = r"[A-Z][\w'’.-]*(?: (?:[A-Z(&][\w'’.)-]*|and|of|the))*(?:,? (?:Inc|INC|LLC|Ltd|LTD|LLP|PLC|plc|Co|Corp|SA|AG|Ab|AB|BV|B\.V|DAC|GmbH|SPRL|Limited|LIMITED)\b\.?)?";

/// Whether two firms' names are meant for one: nearly the same first word, and another word in common or a telling first one.
fn is_meant(a: &Words, b: &Words) -> bool {
    let (Some(first), Some(other)) = (a.0.first(), b.0.first()) else { return false };
    let short = first.chars().count().min(other.chars().count());
    let near = first == other
        || short >= 6 && levenshtein(first, other) <= 2
        || short >= 4 && levenshtein(first, other) == 1;
    let shared = a.0.iter().skip(1).filter(|word| b.0.iter().skip(1).any(|own| own == *word)).count();
    let telling = first.chars().count() >= TELLING && other.chars().count() >= TELLING;
    let lengths = a.0.len().abs_diff(b.0.len()) <= 1;
    let rest = a.0.get(1..).zip(b.0.get(1..)).is_some_and(|(a, b)| a == b && a.len() > 1);
    if rest && a.1 == b.1 && first != other && levenshtein(first, other) <= MOST_LETTERS {
        return true;
    }
    if !near || !lengths {
        return false;
    }
    if a.0 == b.0 {
        // One form for another; a form that is left out is no other name.
        return !a.1.is_empty() && !b.1.is_empty() && a.1 != b.1;
    }
    shared > 0 || telling && a.0.len() > 1 && b.0.len() > 1
}

/// The name up to its form: what stands behind is another column's, or begins a sentence.
fn to_form(text: &str, range: Range<usize>) -> Range<usize> {
    let (mut at, mut end) = (range.start, None);
    for word in text.get(range.clone()).unwrap_or_default().split_inclusive(' ') {
        let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let form = at > range.start && FORMS.iter().any(|row| row.contains(&bare.to_lowercase().as_str()));
        if form {
            end = Some(at + word.trim_end_matches([' ', ',']).len());
        } else if end.is_some() {
            break;
        }
        at += word.len();
    }
    range.start..end.unwrap_or(range.end)
}

/// Letters of a first word that may be others where all else is the same.
const MOST_LETTERS: usize = 4;

/// Letters of a first word that tells a firm from others.
const TELLING: usize = 7;

fn firm(matter: &Matter<'_>) -> Option<Pair> {
    let text = matter.text();
    let placed = regex::Regex::new(&format!(
        r"(?:\b(?i:account name|account holder|beneficiary|in favou?r of|payable to|pay to|for and on behalf of|on behalf of|signed for|executed as a deed by|executed by|accepted for|accepted by|received for|signed by|maker|seller|buyer|issuer)(?i: the contractor,| the client,| the supplier,)?:? |\b[Ff]or (?:the [A-Z][a-z]+: )?|\d, |: [A-Z][a-z]+ [A-Z][a-z]+, |\b(?:[Aa]ttorneys?|[Cc]ounsel|[Ss]olicitors?) for (?:the )?(?:[Pp]laintiff|[Dd]efendant|[Cc]laimant|[Rr]espondent)s?,? |\b[Tt]he (?:plaintiff|defendant|claimant|respondent), )(?P<name>{RUN})"
    ))
    .ok()?;
    let runs = regex::Regex::new(&format!(r"\b{RUN}")).ok()?;
    let third = text.floor_char_boundary(text.len() / 3);
    let mut written: Vec<Range<usize>> =
        placed.captures_iter(text).filter_map(|found| found.name("name")).map(|name| name.range()).collect();
    written.extend(above_signatures(matter));
    let known: Vec<(Range<usize>, Words)> = runs
        .find_iter(text)
        .map(|run| (run.range(), words(run.as_str())))
        .filter(|(_, name)| (2..=MOST_WORDS).contains(&(name.0.len() + name.1.len())))
        .take(MOST_NAMES)
        .collect();
    let lower = text.to_lowercase();
    let written = written.into_iter().map(|range| to_form(text, range));
    for range in written.filter(|range| range.start > third).take(MOST_WRITTEN) {
        let own = words(text.get(range.clone())?);
        let printed = text.get(range.clone())?.trim_end_matches(['.', ',', ' ']).to_lowercase();
        if own.0.is_empty() || own.0.len() + own.1.len() < 2 || own.0.len() > MOST_WORDS {
            continue;
        }
        // A name that stands elsewhere, too, is one of its own.
        if lower.matches(printed.as_str()).count() > 1 {
            continue;
        }
        let before = |other: &&(Range<usize>, Words)| other.0.end <= range.start;
        let others: Vec<_> = known.iter().filter(before).collect();
        if others
            .iter()
            .any(|(_, name)| name.0 == own.0 && (name.1 == own.1 || name.1.is_empty() || own.1.is_empty()))
        {
            continue;
        }
        let formed = |name: &Words| {
            !name.1.is_empty() && !own.1.is_empty()
                || (!name.1.is_empty() || !own.1.is_empty()) && name.0.len() == own.0.len()
        };
        let meant = others.iter().find(|(_, name)| formed(name) && is_meant(&own, name));
        let meant = meant.or_else(|| {
            others.iter().find(|(_, name)| {
                let shared = name.0.iter().any(|word| own.0.iter().skip(1).any(|own| own == word));
                own.0.len() > 1
                    && name.0.len() > 1
                    && shared
                    && is_meant(&own, name)
                    && own.0.first() != name.0.first()
            })
        });
        if let Some((other, _)) = meant {
            return Some((range.clone(), text.get(other.clone())?.to_owned()));
        }
    }
    None
}

/// Names of firms that stand in a line of their own above a line for a signature.
fn above_signatures(matter: &Matter<'_>) -> Vec<Range<usize>> {
    let text = matter.text();
    let (mut lines, mut at): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    while at < text.len() {
        let end = matter.flow.line_behind(at).max(at + 1);
        lines.push(at..end);
        at = end;
    }
    let own = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().trim();
    let pairs = lines.windows(2).filter(|two| {
        let [name, next] = two else { return false };
        let next = own(next).to_lowercase();
        let signs = ["by:", "by ", "/s/", "signature:", "signed:"].iter().any(|word| next.starts_with(word));
        signs && own(name).len() < 70 && !own(name).contains(':')
    });
    pairs.filter_map(|two| two.first()).map(|range| range.start..range.start + own(range).len()).collect()
}

/// Words of a name, names that are compared, and names that are looked at.
const MOST_WORDS: usize = 7;
const MOST_NAMES: usize = 80;
const MOST_WRITTEN: usize = 24;

/// A person who signs in a role under another surname than the only party of that role has.
fn signer(matter: &Matter<'_>) -> Option<Pair> {
    let form = pattern!(
        r"(?i)^(?:accepted by (?:the )?|signed by (?:the )?)?(?P<role>[a-z][a-z -]{2,20}?): ?(?:sd/-|/s/|\(signed\))? ?(?P<name>(?-i:[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,3}))(?:\s{2,}|\s*$| date:)"
    )?;
    let text = matter.text();
    let half = text.len() / 2;
    let surname = |name: &str| -> String {
        let last = name.split_whitespace().next_back().unwrap_or_default();
        last.trim_matches(['.', ',']).to_lowercase()
    };
    let mut at = 0;
    while at < text.len() {
        let end = matter.flow.line_behind(at).max(at + 1);
        let line = at..end;
        at = end;
        if line.start < half {
            continue;
        }
        let Some(found) = form.captures(text.get(line.clone())?) else { continue };
        let (Some(role), Some(name)) = (found.name("role"), found.name("name")) else { continue };
        let role = role.as_str().trim().to_lowercase();
        let mut parties = matter.parties().into_iter().filter(|(_, party)| {
            party.kind == RoleKind::Contracting && crate::fold(&party.role.value).to_lowercase() == role
        });
        let Some((_, party)) = parties.next().filter(|_| parties.next().is_none()) else { continue };
        let known = crate::fold(&party.name.value);
        let (stem, forms) = words(&known);
        let person = forms.is_empty() && (2..=4).contains(&stem.len()) && !known.contains('&');
        let (own, meant) = (surname(name.as_str()), surname(&known));
        let initial = |name: &str| name.chars().next();
        let elsewhere = text.get(..line.start)?.to_lowercase().contains(&own);
        if person && own.len() > 2 && own != meant && !elsewhere && initial(name.as_str()) == initial(&known)
        {
            let start = line.start + name.start();
            return Some((start..start + name.as_str().len(), known));
        }
    }
    None
}
