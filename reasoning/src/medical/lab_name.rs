//! The name of what is measured, without what stands around it in its cell.

use std::ops::Range;

use super::flag::{ReadFlag, read_flag};
use super::lab::{Piece, Sample, is_name};
use crate::pattern::pattern;
use crate::{Flag, Row};

/// The line of a name's cell that is the name, where a grid has put more into the cell: the name of the list above it, a field below.
pub(super) fn own_line<'v>(name: Piece<'v>, sample: Sample<'_>) -> Piece<'v> {
    let (passage, bytes) = &name;
    let text = |bytes: &Range<usize>| passage.folded().get(bytes.clone()).unwrap_or("").trim();
    let inside = |row: &Row| row.bytes.start.max(bytes.start)..row.bytes.end.min(bytes.end);
    let lines: Vec<Range<usize>> =
        passage.rows().iter().map(inside).filter(|line| line.start < line.end).collect();
    let [first, .., last] = lines.as_slice() else { return name };
    let whole = sample.analytes.named(text(bytes), sample.urine, None);
    if whole.is_some_and(|known| !known.mended) {
        return name;
    }
    let is_list = pattern!(
        r"(?i)(?:检查|检测|检验|测定|分析|常规|全套|系列|项|panel|profile|tests?|screen|count|function)$"
    );
    let is_list = is_list.is_some_and(|form| form.is_match(text(first)));
    let own = match (is_name(text(first), sample), is_name(text(last), sample)) {
        (true, false) if lines.get(1).is_some_and(|next| text(next).contains(':')) => first,
        (false, true) if is_list => last,
        _ => return name,
    };
    let line = passage.folded().get(own.clone()).unwrap_or("");
    let start = own.start + (line.len() - line.trim_start().len());
    (*passage, start..start + line.trim().len())
}

/// A Chinese name without the mark before it that says something of the result, not what was measured, as houses mark what others take
/// over: `HR 总钙`. What the dictionary knows as the abbreviation stays: `Na 钠`.
pub(super) fn without_mark<'v>(name: Piece<'v>, sample: Sample<'_>) -> Piece<'v> {
    let (passage, bytes) = &name;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let form =
        pattern!(r"^(?P<mark>\p{Han}{0,2}[A-Z]{1,4}|[^\w\s(\[]{1,3})\s*(?P<rest>(?:[αβγ]-?)?\p{Han}.*)$");
    let captures = form.and_then(|form| form.captures(text));
    let Some((mark, rest)) = captures.and_then(|captures| captures.name("mark").zip(captures.name("rest")))
    else {
        return name;
    };
    let named = |text: &str| sample.analytes.named(text, sample.urine, None).filter(|known| !known.mended);
    // The usual mark of results that other hospitals accept, with that of a region before it.
    let is_usual = mark.as_str().ends_with("HR");
    let is_code = || sample.analytes.coded(mark.as_str(), sample.urine, None).is_some();
    let is_mark = is_usual || !is_code() && named(text).is_none() && named(rest.as_str()).is_some();
    if is_mark { (*passage, bytes.start + rest.start()..bytes.end) } else { name }
}

/// Takes the flag off a name that it stands before: a column of flags on the left has run into that of the names. `H Monocytes`,
/// `△甲胎蛋白`; what the dictionary knows with it stays.
pub(super) fn flag_before<'v>(name: Piece<'v>, sample: Sample<'_>) -> (Piece<'v>, Option<(Flag, Piece<'v>)>) {
    let (passage, bytes) = &name;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let form =
        pattern!(r"^(?P<flag>(?:[HL]{1,2}|[*↑↓]{1,3})\s|[△▲▽▼↑↓]{1,2}\s*)(?P<rest>[\p{Alphabetic}].*)$");
    let found =
        form.and_then(|form| form.captures(text)).and_then(|c| Some((c.name("flag")?, c.name("rest")?)));
    let Some((mark, rest)) = found else { return (name, None) };
    let Some(ReadFlag::Flag(flag)) = read_flag(mark.as_str().trim()) else { return (name, None) };
    let is_letter = mark.as_str().starts_with(|c: char| c.is_ascii_alphabetic());
    // `L H` and `H CT` may be abbreviations set wide.
    let is_whole = || {
        let named = sample.analytes.named(text, sample.urine, None);
        named.is_some_and(|known| !known.mended) || sample.analytes.coded(text, sample.urine, None).is_some()
    };
    if is_letter && is_whole() || !is_name(rest.as_str(), sample) {
        return (name, None);
    }
    let at = bytes.start + mark.start()..bytes.start + mark.start() + mark.as_str().trim().len();
    let rest = (*passage, bytes.start + rest.start()..bytes.end);
    (rest, Some((flag, (*passage, at))))
}

/// The star right before a Latin name: `*FERRITIN`.
pub(super) fn star_before<'v>(name: &Piece<'v>) -> Option<Piece<'v>> {
    let (passage, bytes) = name;
    let text = passage.folded();
    let own = text.get(bytes.clone())?;
    let start = if own.starts_with('*') { bytes.start } else { bytes.start.checked_sub(1)? };
    let is_star = text.get(start..=start)? == "*";
    let is_latin = own.trim_start_matches('*').starts_with(|c: char| c.is_ascii_alphabetic());
    (is_star && is_latin).then_some((*passage, start..start + 1))
}

/// A name without the number of its row, where no head tells of one and the dictionary knows the rest alone: `12  MCV`, `3淋巴细胞%`.
pub(super) fn without_number<'v>(name: Piece<'v>, sample: Sample<'_>) -> Piece<'v> {
    let (passage, bytes) = &name;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let form = pattern!(r"^[0-9]{1,3}\s*(?P<rest>[\p{Han}A-Za-z*].*)$");
    let Some(rest) = form.and_then(|form| form.captures(text)?.name("rest")) else { return name };
    if is_name(text, sample) || !is_name(rest.as_str(), sample) {
        return name;
    }
    (*passage, bytes.start + rest.start()..bytes.end)
}

/// Takes the share of all off the name of a count: `Neutrophil 62.0%`.
pub(super) fn part_share(name: Piece<'_>) -> (Piece<'_>, Option<Piece<'_>>) {
    let (passage, bytes) = &name;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let form = pattern!(
        r"^(?P<name>\p{Alphabetic}[^0-9%]*[^0-9%\s(])\s+\(?(?P<share>[0-9]{1,2}(?:\.[0-9]{1,2})?\s?%)\)?$"
    );
    let parts =
        form.and_then(|form| form.captures(text)).and_then(|c| Some((c.name("name")?, c.name("share")?)));
    let Some((short, share)) = parts else { return (name, None) };
    let at = |found: regex::Match<'_>| bytes.start + found.start()..bytes.start + found.end();
    ((*passage, at(short)), Some((*passage, at(share))))
}

/// Takes the abbreviation out of the brackets behind a name, where none stands apart: `甲胎蛋白（AFP）`.
pub(super) fn part_code<'v>(
    name: Piece<'v>,
    code: Option<Piece<'v>>,
    sample: Sample<'_>,
) -> (Piece<'v>, Option<Piece<'v>>) {
    let (passage, bytes) = &name;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let form = pattern!(r"^(?P<name>[^()\[\]]+?)\s*[(\[]\s*(?P<code>[A-Za-z0-9αβγ#%./+-]{1,12})\s*[)\]]$");
    let Some(captures) = form.and_then(|form| form.captures(text)).filter(|_| code.is_none()) else {
        return (name, code);
    };
    // A word that belongs to the name is no abbreviation: Bilirubin (Total).
    let is_code = captures.name("code").is_some_and(|code| {
        sample.analytes.coded(code.as_str(), sample.urine, None).is_some()
            || !code.as_str().chars().any(char::is_lowercase)
    });
    let is_known = || sample.analytes.named(text, sample.urine, None).is_some_and(|known| !known.mended);
    if !is_code && (super::analyte::is_of_other_specimen(text) || is_known()) {
        return (name, code);
    }
    let at =
        |key: &str| captures.name(key).map(|m| (*passage, bytes.start + m.start()..bytes.start + m.end()));
    match (at("name"), at("code")) {
        (Some(short), inner) => (short, inner),
        _ => (name, code),
    }
}
