//! Words of a row that have run together: a flag with its result or its unit.

use super::flag::{ReadFlag, read_flag};
use super::result::read_value;
use super::row::Atom;
use super::unit::{ReadUnit, read_unit};
use crate::Flag;
use crate::pattern::pattern;

/// The unit that `word` is, where one is awaited, or the flag that begins it; and its length.
pub(super) fn leading(
    word: &str,
    awaits_unit: bool,
    awaits_value: bool,
    accepted: &[String],
) -> Option<(Atom, usize)> {
    // What begins as a range may be a power of ten: 10~9/L.
    if awaits_unit && let Some(unit) = read_unit(word, accepted).filter(|unit| !unit.mended) {
        let odd = !accepted.is_empty() && !accepted.contains(&unit.symbol);
        return Some((Atom::Unit(ReadUnit { mended: odd, ..unit }), word.len()));
    }
    let (flag, length) = flag_before(word, awaits_value, accepted)?;
    Some((Atom::Flag(flag), length))
}

/// The length of a stroke of the table that was read as a letter before the unit: `1 mmol/L`.
pub(super) fn stroke(text: &str, accepted: &[String]) -> usize {
    let (first, behind) = text.trim_start().split_once(' ').unwrap_or(("", ""));
    let is_stroke = ["1", "l", "I", "|", "!"].contains(&first) && is_sure_unit(behind.trim(), accepted);
    if is_stroke { text.len() - behind.len() } else { 0 }
}

/// The flag that begins `word` with what it flags glued to it, and its length: a result (`H5.6`), where one is awaited,
/// or a unit (`偏高mmol/L`, `Hmmol/L`).
fn flag_before(word: &str, awaits_value: bool, accepted: &[String]) -> Option<(Flag, usize)> {
    if read_unit(word, accepted).is_some() {
        return None;
    }
    let form = pattern!(
        r"^(?P<flag>偏高|偏低|升高|增高|降低|减低|异常|正常|高|低|HH|LL|[HL*!N])(?P<rest>[^\s].*)$"
    )?;
    let captures = form.captures(word)?;
    let (flag, rest) = (captures.name("flag")?, captures.name("rest")?.as_str());
    let is_number = awaits_value && rest.starts_with(|c: char| c.is_ascii_digit());
    let is_unit = || is_sure_unit(rest, accepted);
    let ReadFlag::Flag(read) = read_flag(flag.as_str())? else { return None };
    (is_number && read_value(rest).is_some_and(|value| !value.mended) || !awaits_value && is_unit())
        .then_some((read, flag.end()))
}

/// The unit that begins `word`, and its length, where all that is glued to it is a flag: `mmol/L↑`, `mmol/LH`, `g/L偏高`.
pub(super) fn unit_before_flag(word: &str, accepted: &[String]) -> Option<(ReadUnit, usize)> {
    let mut cuts: Vec<usize> = word.char_indices().skip(1).map(|(at, _)| at).collect();
    cuts.reverse();
    cuts.into_iter().find_map(|cut| {
        let (unit, flag) = word.split_at_checked(cut)?;
        let is_flag = matches!(read_flag(flag)?, ReadFlag::Flag(_));
        let sure = is_flag && is_sure_unit(unit, accepted);
        sure.then(|| read_unit(unit, accepted)).flatten().map(|unit| (unit, cut))
    })
}

/// Whether a text is a unit that the analyte is measured in, or, of an unknown one, a unit with a stroke.
fn is_sure_unit(text: &str, accepted: &[String]) -> bool {
    let unit = read_unit(text, accepted).filter(|unit| !unit.mended);
    unit.is_some_and(|unit| accepted.contains(&unit.symbol) || accepted.is_empty() && text.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_flags_come_off() {
        let moles = ["mmol/L".to_owned()];
        for (word, awaits, want) in [
            ("偏高mmol/L", false, Some((Flag::High, "偏高".len()))),
            ("Lmmol/L", false, Some((Flag::Low, 1))),
            ("H5.6", true, Some((Flag::High, 1))),
            ("正常", false, None),
            ("HPF", false, None),
            ("Low", true, None),
            ("高倍", true, None),
        ] {
            assert_eq!(flag_before(word, awaits, &moles), want, "{word}");
        }
        for (word, want) in [("mmol/L↑", "mmol/L"), ("mmol/LH", "mmol/L"), ("mmol/1偏低", "mmol/1")] {
            assert_eq!(unit_before_flag(word, &moles).map(|(_, cut)| &word[..cut]), Some(want), "{word}");
        }
        assert_eq!(
            (stroke("1 mmol/1", &moles), stroke("mmol/L", &moles), stroke("1 阴性", &moles)),
            (2, 0, 0)
        );
        assert_eq!(unit_before_flag("g/L高", &moles), None);
        assert!(unit_before_flag("g/L高", &[]).is_some());
    }
}
