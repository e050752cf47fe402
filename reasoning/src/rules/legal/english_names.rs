//! English names of parties that are written in other ways: L05.

use std::ops::Range;

use super::matter::Matter;
use super::names::is_near;

/// Forms of companies at the end of their English names; those of one row are the same.
const FORMS: [&[&str]; 9] = [
    &["ltd", "limited"],
    &["inc", "incorporated"],
    &["llc"],
    &["plc"],
    &["corp", "corporation"],
    &["company", "co"],
    &["gmbh"],
    &["limited partnership", "lp"],
    &["llp", "limited liability partnership"],
];

/// The form that a text begins with: its row, and the letters it takes.
fn form_at(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_lowercase();
    let all = FORMS.iter().enumerate().flat_map(|(row, words)| words.iter().map(move |word| (row, *word)));
    let ends = |word: &str| {
        !lower.get(word.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let fits = all.filter(|(_, word)| lower.starts_with(word) && ends(word));
    fits.max_by_key(|(_, word)| word.len()).map(|(row, word)| (row, word.len()))
}

/// Places where a company's English name stands with another form.
fn other_forms(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let split = name.match_indices(' ').find_map(|(at, _)| Some((at + 1, form_at(name.get(at + 1..)?)?.0)));
    let Some((stem, own)) = split.and_then(|(at, own)| Some((name.get(..at)?, own))) else {
        return Vec::new();
    };
    let read = |at: usize| {
        let behind = at + stem.len();
        let (row, length) = form_at(text.get(behind..)?)?;
        (row != own).then_some(at..behind + length)
    };
    text.match_indices(stem).filter_map(|(at, _)| read(at)).collect()
}

/// Places where an English name stands with one word a few letters off.
pub(super) fn english(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let words = name.split_whitespace().count();
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices([' ', '\n', '(', '"']).map(|(at, sign)| at + sign.len()));
    let mut found = Vec::new();
    for start in starts
        .into_iter()
        .filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase())))
    {
        let Some(rest) = text.get(start..) else { continue };
        let end =
            rest.match_indices([' ', '\n']).nth(words.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let bare = |text: &str| text.trim_end_matches([',', '.', ';', ':', ')', '"']).len();
        let written = rest.get(..end).unwrap_or_default();
        let written = written.get(..bare(written)).unwrap_or_default();
        let own = name.get(..bare(name)).unwrap_or_default();
        if words > 1 && is_near(written, own) {
            found.push(start..start + written.len());
        }
    }
    found.extend(other_forms(matter, name));
    found.extend(other_words(matter, name));
    found
}

/// Places where a firm is named with one word more or less, where it signs or is named as a party: `Signed for Acme Group Ltd`.
/// Elsewhere it may be another of its group.
fn other_words(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    const BEFORE: [&str; 14] = [
        "signed for",
        "signed by",
        "on behalf of",
        "executed by",
        "execution by",
        "signature of",
        "client:",
        "name:",
        "company:",
        "by:",
        "for:",
        "between",
        "supplier:",
        "customer:",
    ];
    let text = matter.text();
    let plain = |word: &str| word.trim_matches([',', '.', ';', ':', '(', ')', '"']).to_lowercase();
    let own: Vec<String> = name.split_whitespace().map(plain).collect();
    let formed = own.last().is_some_and(|last| form_at(last).is_some());
    let Some(first) = name.split_whitespace().next().filter(|_| formed && own.len() > 2) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices(first) {
        let before = text.get(..at).unwrap_or_default().trim_end().to_lowercase();
        if !matter.flow.is_line(at) && !BEFORE.iter().any(|word| before.ends_with(word)) {
            continue;
        }
        let line = text.get(at..matter.flow.line_behind(at)).unwrap_or_default();
        let mut end = 0;
        let mut words: Vec<String> = Vec::new();
        for word in line.split_inclusive(' ').take(own.len() + 1) {
            words.push(plain(word.trim_end()));
            end += word.len();
            if words.len() > 1 && form_at(words.last().map_or("", String::as_str)).is_some() {
                break;
            }
        }
        let closes = words.last().is_some_and(|last| form_at(last).is_some());
        if closes && is_a_word_apart(&words, &own) {
            let written =
                line.get(..end).unwrap_or_default().trim_end_matches([' ', ',', '.', ';', ':', ')']);
            found.push(at..at + written.len());
        }
    }
    found
}

/// Whether one list of words is the other with one more, or another one, inside.
fn is_a_word_apart(a: &[String], b: &[String]) -> bool {
    if a.len() == b.len() {
        let apart = a.iter().zip(b).filter(|(a, b)| a != b).count();
        return a.len() > 3 && apart == 1 && a.first() == b.first() && a.last() == b.last();
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.len() == short.len() + 1
        && (1..long.len() - 1).any(|left_out| {
            let kept = long.iter().enumerate().filter(|(index, _)| *index != left_out);
            kept.map(|(_, word)| word).eq(short.iter())
        })
}

/// A firm that signs under a name which no firm of the head bears, though one is called nearly so, with the name there: a word
/// lost or added, another form, a branch. Who is a party need not be known for it.
pub(super) fn signed_otherwise(matter: &Matter<'_>) -> Vec<(Range<usize>, String)> {
    let text = matter.text();
    let roles: Vec<String> =
        matter.parties().iter().map(|(_, party)| party.role.value.to_lowercase()).collect();
    let clauses = matter.clauses();
    let last = clauses.last().map(|(_, clause)| crate::fold(&clause.text.value));
    // How a clause is printed may differ in white space from the running text.
    let opening: Option<String> = last.map(|last| last.chars().take(OPENING).collect());
    let tail = opening.and_then(|opening| text.rfind(opening.as_str()));
    let tail = tail.unwrap_or_else(|| text.floor_char_boundary(text.len() / 3 * 2));
    let mut head: Vec<Vec<&str>> =
        firms_of(text.get(..tail).unwrap_or_default()).into_iter().map(|firm| firm.1).collect();
    // Parties are named first and again: more firms would cost their number times the text.
    let mut known = std::collections::HashSet::new();
    head.retain(|words| known.insert(words.clone()));
    head.truncate(MOST_FIRMS);
    let mut found = Vec::new();
    let mut at = tail;
    let mut signed = 0;
    while at < text.len() && signed < MOST_FIRMS {
        let end = matter.flow.line_behind(at);
        let line = text.get(at..end).unwrap_or_default();
        for (place, words) in firms_of(line) {
            signed += 1;
            let own = signer(text, &words, &roles);
            if own.len() < 2
                || head.iter().any(|other| other.ends_with(own) && begins_there(text, other, own, &roles))
            {
                continue;
            }
            let Some(meant) = head.iter().find_map(|other| meant(text, other, own, &roles)) else { continue };
            let start = at
                + place.start
                + own
                    .first()
                    .map_or(0, |first| line.get(place.clone()).and_then(|l| l.find(first)).unwrap_or(0));
            found.push((start..at + place.end, meant));
        }
        at = end.max(at + 1);
    }
    if found.is_empty() {
        found.extend(head.iter().find_map(|other| formless(matter, tail, signer(text, other, &roles))));
    }
    found
}

/// Where a firm of the head signs without its form: `Signed for Waikonui Station by Philippa Hurst`.
fn formless(matter: &Matter<'_>, tail: usize, firm: &[&str]) -> Option<(Range<usize>, String)> {
    let text = matter.text();
    let is_form = |word: &&&str| {
        let plain = word.trim_matches([',', '.', '(', ')']).to_lowercase();
        form_at(&plain).is_some() || FORM_LEADS.contains(&plain.as_str())
    };
    let stem: Vec<&str> = firm.iter().take_while(|word| !is_form(word)).copied().collect();
    let whole = firm.len() > stem.len() && stem.len() > 1;
    let words = stem.join(" ");
    let written = words.trim_end_matches(',');
    let keyed = crate::pattern::pattern!(
        r"(?i)(?:signed|executed|for|behalf of|by|the [a-z]+,|landlord|tenant|supplier|client|customer|buyer|seller):?\s*$"
    )?;
    let lost = |at: &usize| {
        let start = tail + at;
        let before = text.get(..start).unwrap_or_default();
        let behind = text.get(start + written.len()..).unwrap_or_default();
        let next = behind.trim_start_matches([' ', ',', '.', '\n']);
        let word = next.split([' ', ',', '\n']).next().unwrap_or_default();
        let led =
            before.get(before.floor_char_boundary(before.len().saturating_sub(24))..).unwrap_or_default();
        let goes_on = behind.starts_with(' ')
            && word.starts_with(|c: char| c.is_uppercase())
            && !matter.flow.is_line(start + written.len() + 1);
        let whole_word = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '\'');
        whole_word && keyed.is_match(led) && !is_form(&&word) && !goes_on
    };
    let at = text.get(tail..)?.match_indices(written).map(|(at, _)| at).filter(|_| whole).find(lost)?;
    // A short name that the contract gives itself is one.
    let short = text.contains(&format!("\"{written}\"")) || text.contains(&format!("({written})"));
    (!short).then(|| (tail + at..tail + at + written.len(), firm.join(" ")))
}

/// Firms of the head, and of the lines behind, that are compared.
const MOST_FIRMS: usize = 24;

/// Letters of the last clause by which its place is found again.
const OPENING: usize = 24;

/// Names of firms in a text: words in capitals that end in a form of companies, with what branch it is.
fn firms_of(text: &str) -> Vec<(Range<usize>, Vec<&str>)> {
    let form = crate::pattern::pattern!(
        r"\b[A-Z][\w'’-]*\.?(?: (?:[A-Z][\w'’-]*\.?|&|and|of|the))*?,? (?:(?:Pvt|Pty|Pte|Sdn|Private|Proprietary)\.? )?(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|plc|Corp|Corporation|Company|Co|LP|GmbH|Bhd)\b\.?(?: Partnership| Liability Partnership)?(?: \([A-Z][\w ]*(?:Branch|Division|Office|Region|Unit)\))?"
    );
    let names = form.into_iter().flat_map(|form| form.find_iter(text));
    names.map(|name| (name.range(), name.as_str().split_whitespace().collect())).collect()
}

/// A name without words in capitals, keys and roles that stand before it: `CONSULTANT Blue Mesa LLC`, `For Seller`.
fn signer<'w, 't>(text: &str, words: &'w [&'t str], roles: &[String]) -> &'w [&'t str] {
    const KEYS: [&str; 15] = [
        "For", "Signed", "By", "Executed", "Name", "Company", "The", "and", "AND", "BY", "FOR", "THE",
        "Between", "And", "Party",
    ];
    let key = |word: &&str| {
        let capitals = word.chars().all(|c| c.is_ascii_uppercase()) && word.len() > 4;
        // A role is called by its article elsewhere: the Supplier.
        let role = || {
            roles.contains(&word.to_lowercase())
                || text.contains(&format!("the {word} "))
                || text.contains(&format!("The {word} "))
        };
        let small = word.starts_with(|c: char| c.is_ascii_lowercase() || c == '&');
        capitals || small || KEYS.contains(word) || role()
    };
    // Behind a word in capitals or a number a name begins, whatever stands before it: `Sep-2022 BETWEEN Acme Ltd`.
    let parts = |word: &&'t str| {
        let capitals = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
        capitals && form_at(word).is_none() || word.contains(|c: char| c.is_ascii_digit())
    };
    let apart = words.iter().rposition(parts).map_or(0, |at| at + 1);
    let words = words.get(apart..).unwrap_or_default();
    let lead = words.iter().take_while(|word| key(word)).count();
    words.get(lead..).unwrap_or_default()
}

/// Whether the name `own` at the end of a longer run of words is a whole name there: what stands before it is a key or in small
/// letters, and no word of a name.
fn begins_there(text: &str, other: &[&str], own: &[&str], roles: &[String]) -> bool {
    let lead = other.len() - own.len();
    other.get(..lead).is_some_and(|lead| signer(text, lead, roles).is_empty())
}

/// The name of the head that is meant by another one where somebody signs.
fn meant(text: &str, other: &[&str], own: &[&str], roles: &[String]) -> Option<String> {
    let other = signer(text, other, roles);
    let plain = |words: &[&str]| -> Vec<String> {
        words.iter().map(|word| word.trim_matches([',', '.', '(', ')']).to_lowercase()).collect()
    };
    let (a, b) = (plain(other), plain(own));
    let formed = |words: &[String]| {
        words
            .iter()
            .rposition(|word| {
                form_at(word).is_none() && !FORM_LEADS.contains(&word.as_str()) && word != "partnership"
            })
            .map_or(0, |at| at + 1)
    };
    let (stem_a, stem_b) = (a.get(..formed(&a))?, b.get(..formed(&b))?);
    let branch = own.len() > other.len() && own.starts_with(other);
    let lost = stem_a.len() > 1
        && !stem_b.is_empty()
        && (stem_a.ends_with(stem_b) || stem_a.starts_with(stem_b))
        && stem_a.len() == stem_b.len() + 1;
    let added = stem_b.len() == stem_a.len() + 1
        && stem_a.len() > 1
        && (stem_b.starts_with(stem_a) || stem_b.ends_with(stem_a));
    let kinds = |words: &[String], stem: usize| -> Vec<String> {
        let whole = |word: &String| {
            SHORT.iter().find(|(short, _)| word == short).map_or(word.clone(), |(_, long)| (*long).to_owned())
        };
        let behind = words.get(stem..).unwrap_or_default().iter();
        behind.filter(|word| !FORM_LEADS.contains(&word.as_str())).map(whole).collect()
    };
    let other_form =
        !stem_a.is_empty() && stem_a == stem_b && kinds(&a, stem_a.len()) != kinds(&b, stem_b.len());
    let typed = is_near(&b.join(" "), &a.join(" "));
    // Who signs under the first word of one firm's name and its form is that firm, whatever stands between.
    let begins = a.first().filter(|word| word.len() >= TELLING).is_some_and(|word| b.first() == Some(word));
    let other_middle = begins
        && stem_a.len() > 1
        && stem_b.len() > 1
        && stem_a != stem_b
        && kinds(&a, stem_a.len()) == kinds(&b, stem_b.len());
    let typed = typed || other_middle;
    // The same words in another order are no other firm.
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    };
    let turned = stem_a != stem_b && stem_a.len() > 1 && sorted(stem_a) == sorted(stem_b);
    (branch || lost || added || other_form || typed || turned).then(|| other.join(" "))
}

/// Letters of a first word that tells a firm from others.
const TELLING: usize = 6;

/// What stands before the form of a company and belongs to it.
const FORM_LEADS: [&str; 6] = ["pvt", "pty", "pte", "sdn", "private", "proprietary"];

/// Short forms of companies with the long ones.
const SHORT: [(&str, &str); 4] =
    [("ltd", "limited"), ("inc", "incorporated"), ("corp", "corporation"), ("co", "company")];
