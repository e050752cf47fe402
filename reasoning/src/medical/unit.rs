use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::analyte::Analytes;
use super::skeleton::alike;
use crate::pattern::pattern;
use crate::value::Unit;

/// What a reader makes of a lone `%`: seen on faxes and photos.
const LIKE_PERCENT: [&str; 12] = ["*", "名", "7", "9", "8", "0/0", "o/o", "96", "%6", "9/6", "‰", "各"];

/// What it makes of a lone `s`.
const LIKE_SECOND: [&str; 3] = ["8", "5", "$"];

/// And of `fL`.
const LIKE_FEMTO: [&str; 3] = ["f", "fI", "f1"];

/// A unit as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadUnit {
    /// In its usual form.
    pub(super) symbol: String,
    /// Whether it was guessed from what the analyte is measured in.
    pub(super) mended: bool,
}

/// A unit in the form units are compared in: no blanks, `^` before powers, one sign for micro, no multiplication sign.
pub(super) fn plain_unit(text: &str) -> String {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let mut plain = String::with_capacity(text.len());
    let mut is_raised = false;
    for c in text.chars().map(crate::fold_char).filter(|c| !c.is_whitespace()) {
        match RAISED.chars().position(|raised| raised == c) {
            Some(digit) => {
                if !is_raised {
                    plain.push('^');
                }
                plain.push_str(&digit.to_string());
                is_raised = true;
            }
            None => {
                is_raised = false;
                plain.push(c);
            }
        }
    }
    let plain = spelled(&plain);
    // Moles a litre, told from metres by the capital.
    let plain = match plain.as_str() {
        "mM" => "mmol/L",
        "μM" | "uM" => "μmol/L",
        "nM" => "nmol/L",
        "pM" => "pmol/L",
        other => other,
    };
    let plain = plain.trim_start_matches(['×', 'x', 'X', '*']);
    let plain = plain.replace("10*", "10^").replace("10x", "10^");
    let plain = power(&plain);
    let micro = plain.starts_with('u') && plain.len() > 1 && !plain.starts_with("unit");
    let plain = if micro { plain.replacen('u', "μ", 1) } else { plain };
    let plain = ["units/", "unit/", "Units/", "Unit/"]
        .iter()
        .find_map(|long| plain.strip_prefix(long))
        .map_or_else(|| plain.clone(), |rest| format!("U/{rest}"));
    plain
        .replace("/l", "/L")
        .replace("/ul", "/μL")
        .replace("/uL", "/μL")
        .replace("/ml", "/mL")
        .replace("/dl", "/dL")
}

/// Units in Chinese words, longer ones first, with their symbols.
const HAN: [(&str, &str); 38] = [
    ("高倍镜视野", "HP"),
    ("高倍视野", "HP"),
    ("低倍镜视野", "LP"),
    ("低倍视野", "LP"),
    ("毫国际单位", "mIU"),
    ("微国际单位", "μIU"),
    ("国际单位", "IU"),
    ("千单位", "KU"),
    ("毫单位", "mU"),
    ("单位", "U"),
    ("毫摩尔", "mmol"),
    ("微摩尔", "μmol"),
    ("纳摩尔", "nmol"),
    ("皮摩尔", "pmol"),
    ("摩尔", "mol"),
    ("毫摩", "mmol"),
    ("微摩", "μmol"),
    ("毫当量", "mEq"),
    ("毫克", "mg"),
    ("微克", "μg"),
    ("纳克", "ng"),
    ("毫微克", "ng"),
    ("皮克", "pg"),
    ("千克", "kg"),
    ("克", "g"),
    ("毫升", "mL"),
    ("微升", "μL"),
    ("分升", "dL"),
    ("飞升", "fL"),
    ("升", "L"),
    ("毫米汞柱", "mmHg"),
    ("毫米", "mm"),
    ("小时", "h"),
    ("分钟", "min"),
    ("秒钟", "s"),
    ("秒", "s"),
    ("百分之", "%"),
    ("的", ""),
];

/// Words of units in Latin letters and what they are written as here; compared without case.
const LATIN: [(&str, &str); 27] = [
    ("cells/cumm", "/μL"),
    ("cells/cmm", "/μL"),
    ("cells/mm^3", "/μL"),
    ("cells/mm3", "/μL"),
    ("lakhs/cumm", "10^5/μL"),
    ("lakh/cumm", "10^5/μL"),
    ("million/cumm", "10^6/μL"),
    ("millions/cumm", "10^6/μL"),
    ("mill/cumm", "10^6/μL"),
    ("mil/cumm", "10^6/μL"),
    ("mill/ul", "10^6/μL"),
    ("mil/ul", "10^6/μL"),
    ("million/ul", "10^6/μL"),
    ("thousand/ul", "10^3/μL"),
    ("thou/ul", "10^3/μL"),
    ("thou/mm3", "10^3/μL"),
    ("x10^3/cumm", "10^3/μL"),
    ("10^3/cumm", "10^3/μL"),
    ("/cumm", "/μL"),
    ("/cmm", "/μL"),
    ("mg%", "mg/dL"),
    ("gm%", "g/dL"),
    ("g%", "g/dL"),
    ("gm/dl", "g/dL"),
    ("gms/dl", "g/dL"),
    ("gm/l", "g/L"),
    ("mcg/dl", "μg/dL"),
];

/// A unit spelled in words as its symbols: 毫摩尔/升 is mmol/L, gm/dl is g/dL, 10^9个/L is 10^9/L. Others stay as they are.
fn spelled(text: &str) -> String {
    let lower = text.to_lowercase().replace('μ', "u");
    // Cubic millimetres, with stops or without: mill/cu.mm.
    let lower = lower.replace("cu.mm.", "cumm").replace("cu.mm", "cumm").replace("c.mm", "cmm");
    // Filtration for a body of usual size, however its parts are set: mL/(min·1.73m²).
    let is_filtered = lower.starts_with("ml/") || lower.starts_with("m1/");
    if is_filtered && lower.contains("1.73") && !lower.contains(['<', '>', '≤', '≥']) {
        return "mL/min/1.73m^2".to_owned();
    }
    if let Some((_, symbol)) = LATIN.iter().find(|(word, _)| *word == lower) {
        return (*symbol).to_owned();
    }
    let cubic = text.replace("/mm^3", "/μL").replace("/mm3", "/μL");
    // Of a power in cubic millimetres: 10^3/mm^3.
    let text = if text.starts_with("10") || text.contains("×10") { cubic.as_str() } else { text };
    if !text.chars().any(document::is_cjk) {
        return text.to_owned();
    }
    let mut words = text.replace("次方", "").replace("个/", "/").replace("每升", "/L").replace("每", "/");
    if words.chars().all(|c| document::is_cjk(c) || c == '/')
        && !words.contains('/')
        && words.chars().count() > 4
    {
        return text.to_owned();
    }
    for (word, symbol) in HAN {
        words = words.replace(word, symbol);
    }
    // What is left in words is another unit, or none.
    if words.chars().any(document::is_cjk) { text.to_owned() } else { words }
}

/// Powers as calculators write them: `10E+09/L`, `1.0E+9/L` and `1E9/L` are `10^9/L`.
fn power(text: &str) -> String {
    let form = pattern!(r"^(?:10|1(?:\.0+)?)[Ee]\+?0*(?P<power>[0-9]{1,2})(?P<rest>/.*)$");
    let captures = form.and_then(|form| form.captures(text));
    let parts = captures.and_then(|captures| {
        Some((captures.name("power")?.as_str().to_owned(), captures.name("rest")?.as_str().to_owned()))
    });
    parts.map_or_else(|| text.to_owned(), |(power, rest)| format!("10^{power}{rest}"))
}

/// A unit with everything gone that readers lose or mistake.
fn loose(text: &str) -> String {
    let kept = plain_unit(text)
        .chars()
        .filter(|c| !matches!(c, '^' | '*' | '"' | '\'' | '.' | '`' | '~' | '°' | '-' | ',' | '|'))
        .collect::<String>();
    kept.to_lowercase().chars().map(alike).collect()
}

/// A unit in the forms that texts are compared in.
#[derive(Debug)]
struct Forms {
    plain: String,
    loose: String,
}

impl Forms {
    fn of(unit: &str) -> Self {
        Self { plain: plain_unit(unit), loose: loose(unit) }
    }
}

/// All units of the built-in dictionary, each brought into its forms once.
#[derive(Debug)]
struct Common {
    forms: HashMap<String, Forms>,
    plain: HashSet<String>,
    /// The first unit of each loose form.
    loose: HashMap<String, String>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let analytes = Analytes::built_in();
    let mut units: Vec<&String> = analytes.entries().iter().flat_map(|entry| &entry.units).collect();
    units.sort();
    units.dedup();
    let forms: HashMap<String, Forms> = units.iter().map(|unit| ((*unit).clone(), Forms::of(unit))).collect();
    let plain = forms.values().map(|forms| forms.plain.clone()).collect();
    let mut loose = HashMap::new();
    for unit in units {
        if let Some(own) = forms.get(unit) {
            loose.entry(own.loose.clone()).or_insert_with(|| unit.clone());
        }
    }
    Common { forms, plain, loose }
});

/// Whether a known unit is, in the form units are compared in, that one.
pub(super) fn is_plainly(unit: &str, plain: &str) -> bool {
    COMMON.forms.get(unit).map_or_else(|| plain_unit(unit) == plain, |forms| forms.plain == plain)
}

/// Whether a known unit is that one but for what readers lose or mistake.
fn is_loosely(unit: &str, close: &str) -> bool {
    COMMON.forms.get(unit).map_or_else(|| loose(unit) == close, |forms| forms.loose == close)
}

/// The unit that `text` shows, for an analyte measured in `accepted`. Nothing where it is no unit.
pub(super) fn read_unit(text: &str, accepted: &[String]) -> Option<ReadUnit> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', '|']).trim();
    if text.is_empty() {
        return None;
    }
    let plain = plain_unit(text);
    let sure = |symbol: &str| Some(ReadUnit { symbol: symbol.to_owned(), mended: false });
    if let Some(unit) = accepted.iter().find(|unit| is_plainly(unit, &plain)) {
        return sure(unit);
    }
    // The line of a table before a percent sign may be read as a letter.
    let is_beside_line = matches!(text, "1%" | "l%" | "I%" | "1 %" | "l %" | "I %");
    if is_percent(text, accepted) || is_beside_line && accepted.iter().any(|unit| unit == "%") {
        return Some(ReadUnit { symbol: "%".into(), mended: true });
    }
    if COMMON.plain.contains(&plain) {
        return sure(&plain);
    }
    if let Some(symbol) = super::unit_words::symbol(text) {
        return Some(ReadUnit { symbol, mended: false });
    }
    // SI prefixes for cells: G/L, T/L are giga and tera a litre, told from g/L by their capitals and what is measured.
    let cells = match text {
        "G/L" | "G/l" | "Gi/L" | "/nL" => "10^9/L",
        "T/L" | "T/l" | "/pL" => "10^12/L",
        _ => "",
    };
    if accepted.iter().any(|unit| unit == cells) {
        return sure(cells);
    }
    // The power of a count goes by what is measured, where its figure is one that no count has: 10°/L, 10'/L.
    let power = pattern!(r"^10[°º'’*^~\x22?]{1,2}/[Ll1I]$").is_some_and(|form| form.is_match(&plain));
    if let Some(unit) = accepted.iter().find(|unit| power && unit.starts_with("10^")) {
        return Some(ReadUnit { symbol: unit.clone(), mended: true });
    }
    let close = loose(text);
    let own = accepted.iter().find(|unit| is_loosely(unit, &close));
    if let Some(unit) = own.or_else(|| COMMON.loose.get(&close)) {
        return sure(unit);
    }
    // The stroke before what is counted may be lost: HPF.
    let with_stroke = format!("/{text}");
    if let Some(unit) = accepted.iter().find(|unit| **unit == with_stroke) {
        return Some(ReadUnit { symbol: unit.clone(), mended: true });
    }
    let near = misread(text, accepted).map(|unit| ReadUnit { symbol: unit.to_owned(), mended: true });
    // A figure over a unit is none: 8/L for g/L.
    let is_figure_over = plain
        .split('/')
        .next()
        .is_some_and(|over| over.len() == 1 && over.chars().all(|c| c.is_ascii_digit()));
    if is_known(&plain) && !(is_figure_over && near.is_some()) {
        return sure(&plain);
    }
    if near.is_some() {
        return near;
    }
    if let Some(unit) = of_shape(text, accepted).or_else(|| in_a_field(text, accepted)) {
        return Some(ReadUnit { symbol: unit.to_owned(), mended: true });
    }
    let lone = [("%", &LIKE_PERCENT[..]), ("s", &LIKE_SECOND), ("fL", &LIKE_FEMTO)].into_iter();
    let meant = lone
        .filter(|(_, looks)| looks.contains(&text))
        .find(|(symbol, _)| accepted.first().is_some_and(|unit| unit == symbol));
    meant.map(|(symbol, _)| ReadUnit { symbol: symbol.into(), mended: true })
}

/// The unit that begins `rest` where its prefix has come apart, and its length: `m mol/L`.
pub(super) fn prefix_apart(rest: &str, accepted: &[String]) -> Option<(ReadUnit, usize)> {
    let prefix = rest.chars().next().filter(|letter| "mμunpf".contains(*letter))?;
    let behind = rest.get(prefix.len_utf8()..)?.strip_prefix(' ')?.trim_start();
    let word = behind.split([' ', '(', '[', ',']).next().filter(|word| !word.is_empty())?;
    let unit = read_unit(&format!("{prefix}{word}"), accepted)?;
    Some((unit, rest.len() - behind.len() + word.len()))
}

/// Whether a lone letter stands for the percent sign of what is mostly measured in it, whatever it was read as; those that flag do not.
fn is_percent(text: &str, accepted: &[String]) -> bool {
    let mut letters = text.chars();
    let lone = letters.next().filter(|letter| letter.is_alphabetic() && !"HLNAPhlnap".contains(*letter));
    lone.is_some()
        && letters.next().is_none()
        && accepted.first().is_some_and(|unit| unit == "%")
        && !accepted.iter().any(|unit| unit == text)
}

/// The analyte's unit of one letter over another, where it has but one: small letters are read as any others, `n/n` for `U/L`.
fn of_shape<'a>(text: &str, accepted: &'a [String]) -> Option<&'a str> {
    let is_shape = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        matches!(letters.as_slice(), [over, '/', under] if over.is_alphanumeric() && under.is_alphabetic())
    };
    let mut shaped = accepted.iter().filter(|unit| is_shape(unit));
    shaped.next().filter(|_| is_shape(text) && shaped.next().is_none()).map(String::as_str)
}

/// What is counted in a field of the microscope, where the letters of the field are read as others: `个/四` for `个/HP`.
fn in_a_field<'a>(text: &str, accepted: &'a [String]) -> Option<&'a str> {
    let field = text.strip_prefix("个/")?;
    let is_other = field.starts_with(['μ', 'u']) || field.contains(['L', 'l']) || field.chars().count() > 3;
    accepted.iter().find(|unit| !is_other && *unit == "个/HP").map(String::as_str)
}

/// Letters of the shortest unit of which some may be misread, and how many letters there are for each one that may.
const MISREAD_FROM: usize = 3;
const LETTERS_A_SLIP: usize = 3;

/// The one of the analyte's units with a stroke that a text, which is no unit, is but for a letter in three: `个/肛P`, `8/L`, `mmo/`.
fn misread<'a>(text: &str, accepted: &'a [String]) -> Option<&'a str> {
    let form = |text: &str| text.to_lowercase().chars().map(alike).collect::<String>();
    let read = form(text);
    let is_figure = read.chars().all(|c| c.is_ascii_digit());
    if read.chars().count() + 1 < MISREAD_FROM || is_figure {
        return None;
    }
    let slips = |unit: &'a String| {
        let own = form(unit);
        let letters = own.chars().count();
        let slips = strsim::levenshtein(&own, &read);
        let is_near = unit.contains('/')
            && read.chars().count() <= letters
            && letters >= MISREAD_FROM
            && slips * LETTERS_A_SLIP <= letters;
        is_near.then_some((slips, own, unit))
    };
    let mut near: Vec<(usize, String, &String)> = accepted.iter().filter_map(slips).collect();
    near.sort_by_key(|(slips, ..)| *slips);
    let (slips, own, unit) = near.first()?;
    let is_sole = near.iter().skip(1).all(|other| other.0 > *slips || other.1 == *own);
    is_sole.then_some(unit.as_str())
}

/// Whether the symbol is a unit, and not a mere number or count.
fn is_known(plain: &str) -> bool {
    let is_number = plain.starts_with(|c: char| c.is_ascii_digit()) && !plain.contains('/');
    let is_word = plain.chars().all(document::is_cjk) && !plain.contains(['秒', '次']);
    !is_number && !is_word && Unit::parse(plain).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_through_slips() {
        let percent = ["%".to_owned()];
        let cells = ["10^9/L".to_owned()];
        let moles = ["mmol/L".to_owned(), "mg/dL".to_owned()];
        let micro = ["μmol/L".to_owned()];
        for (text, accepted, want) in [
            ("10^9/L", &cells[..], Some(("10^9/L", false))),
            ("×10⁹/L", &cells, Some(("10^9/L", false))),
            ("10*9/L", &cells, Some(("10^9/L", false))),
            ("10 9/L", &cells, Some(("10^9/L", false))),
            ("109/L", &cells, Some(("10^9/L", false))),
            ("10E9/l", &cells, Some(("10^9/L", false))),
            ("mmo1/L", &moles, Some(("mmol/L", false))),
            ("mmol/1", &moles, Some(("mmol/L", false))),
            ("umol/L", &micro, Some(("μmol/L", false))),
            ("×10E+09/L", &cells, Some(("10^9/L", false))),
            ("1.0E+9/L", &cells, Some(("10^9/L", false))),
            ("10~9/L", &cells, Some(("10^9/L", false))),
            ("10°/L", &cells, Some(("10^9/L", true))),
            ("×10'9/1", &cells, Some(("10^9/L", false))),
            ("x10^9/I", &cells, Some(("10^9/L", false))),
            ("10 ^ 9 / L", &cells, Some(("10^9/L", false))),
            ("units/L", &[], Some(("U/L", false))),
            ("毫摩尔/升", &moles, Some(("mmol/L", false))),
            ("单位/升", &[], Some(("U/L", false))),
            ("10^9个/L", &cells, Some(("10^9/L", false))),
            ("×10的9次方/升", &cells, Some(("10^9/L", false))),
            ("飞升", &[], Some(("fL", false))),
            ("gm/dl", &[], Some(("g/dL", false))),
            ("million/cumm", &[], Some(("10^6/μL", false))),
            ("mg%", &moles, Some(("mg/dL", false))),
            ("[u/I", &["U/L".to_owned()], Some(("U/L", false))),
            ("g/1", &["g/L".to_owned()], Some(("g/L", false))),
            ("| μmol/1", &micro, Some(("μmol/L", false))),
            ("S", &["s".to_owned()], Some(("s", false))),
            ("G/L", &cells, Some(("10^9/L", false))),
            ("个/肛P", &["个/HP".to_owned()], Some(("个/HP", true))),
            ("/四P", &["/HP".to_owned()], Some(("/HP", true))),
            ("UL", &["U/L".to_owned()], Some(("U/L", true))),
            ("8/L", &["g/L".to_owned()], Some(("g/L", true))),
            ("mmo1/t", &moles, Some(("mmol/L", true))),
            ("mo1/", &moles, Some(("mmol/L", true))),
            ("mo1/", &["mmol/L".to_owned(), "nmol/L".to_owned()], None),
            ("mo/", &moles, None),
            ("H", &["g/L".to_owned()], None),
            ("3.1", &["g/L".to_owned()], None),
            ("名", &percent, Some(("%", true))),
            ("7", &percent, Some(("%", true))),
            ("7", &moles, None),
            ("％", &percent, Some(("%", false))),
            ("fL", &[], Some(("fL", false))),
            ("mmHg", &[], Some(("mmHg", false))),
            ("mL/min/1.73m²", &[], Some(("mL/min/1.73m^2", false))),
            ("阴性", &[], None),
            ("3.5", &[], None),
        ] {
            let found = read_unit(text, accepted).map(|unit| (unit.symbol, unit.mended));
            assert_eq!(found, want.map(|(symbol, mended)| (symbol.to_owned(), mended)), "{text}");
        }
    }
}
