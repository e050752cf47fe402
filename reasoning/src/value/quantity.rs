//! Typed quantities: a number with its scale and unit.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::found::between_dates;
use super::glyphs::Glyphs;
use super::numeral::{NumberAt, number_at};
use super::unit::{Dimension, chinese_names, known};

/// A unit as printed, with what it measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// As printed, folded to half width, without spaces: `mmol/L`, `10^9/L`, `%`.
    pub symbol: String,
    /// What it measures.
    pub dimension: Dimension,
    /// Its worth in base units (metre, kilogram, second, mole, unit of activity): `mantissa` times ten to `exponent`.
    #[schemars(with = "String")]
    pub mantissa: Decimal,
    /// See [`Self::mantissa`].
    pub exponent: i32,
}

/// The longest symbol of a unit, in characters: `×10^12/L` and `mL/min/1.73m^2` have 8 and 14.
const LONGEST: usize = 20;

impl Unit {
    /// The unit printed as `text`: products and quotients of known units with powers, `%`, `‰`, powers of ten.
    ///
    /// ```
    /// use reasoning::value::Unit;
    /// let grams = Unit::parse("g/L").unwrap();
    /// assert_eq!(grams.dimension, Unit::parse("mg/dL").unwrap().dimension);
    /// assert_ne!(grams.dimension, Unit::parse("mmol/L").unwrap().dimension);
    /// assert!(Unit::parse("banana").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let symbol: String =
            text.chars().map(super::fold::half_width).filter(|c| !c.is_whitespace()).collect();
        if symbol.is_empty() || symbol.chars().count() > LONGEST {
            return None;
        }
        let plain = plain(&symbol);
        let mut unit = Self { symbol, dimension: Dimension::default(), mantissa: Decimal::ONE, exponent: 0 };
        if let Some(exponent) = percent(&plain) {
            unit.exponent = exponent;
            return Some(unit);
        }
        // What turns out to be no unit halfway leaves no trace.
        let mut whole = unit.clone();
        if whole.multiply(&plain, 1).is_some() {
            return Some(whole);
        }
        for (index, factor) in plain.split('/').enumerate() {
            let power = if index == 0 { 1 } else { -1 };
            for part in factor.split(['·', '*']).filter(|_| index > 0 || !factor.is_empty()) {
                let mut one = unit.clone();
                unit = match one.multiply(part, power) {
                    Some(()) => one,
                    None => {
                        unit.multiply(factor, power)?;
                        unit
                    }
                };
            }
        }
        Some(unit)
    }

    /// Multiplies by one part of the symbol to the given power.
    fn multiply(&mut self, part: &str, power: i8) -> Option<()> {
        let signed = i32::from(power);
        if let Some(exponent) = power_of_ten(part) {
            self.exponent += exponent.checked_mul(signed)?;
            return Some(());
        }
        if let Ok(number) = Decimal::from_str_exact(part) {
            return self.scale(number, power);
        }
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        if let Some((number, rest)) = part.split_at_checked(digits).filter(|(number, _)| !number.is_empty()) {
            self.scale(Decimal::from_str_exact(number).ok()?, power)?;
            return self.multiply(rest, power);
        }
        let (symbol, raised) = raised(part);
        let atom = known(symbol).or_else(|| known(part))?;
        let (power, raised) = (power.checked_mul(raised)?, i32::from(raised));
        self.dimension = self.dimension.times(atom.dimension, power);
        self.exponent += atom.exponent.checked_mul(signed * raised)?;
        for _ in 0..raised.unsigned_abs().min(4) {
            self.scale(atom.mantissa, power.signum())?;
        }
        Some(())
    }

    fn scale(&mut self, factor: Decimal, power: i8) -> Option<()> {
        let scaled =
            if power > 0 { self.mantissa.checked_mul(factor) } else { self.mantissa.checked_div(factor) };
        self.mantissa = scaled?;
        Some(())
    }

    /// How many of `other` make one of these; nothing where they measure different things.
    pub fn in_terms_of(&self, other: &Self) -> Option<Decimal> {
        if self.dimension != other.dimension {
            return None;
        }
        let ratio = self.mantissa.checked_div(other.mantissa)?;
        let steps = self.exponent.checked_sub(other.exponent)?;
        let ten = Decimal::TEN;
        let step = |value: Decimal| if steps > 0 { value.checked_mul(ten) } else { value.checked_div(ten) };
        (0..steps.unsigned_abs().min(40))
            .try_fold(ratio, |value, _| step(value))
            .map(|value| value.normalize())
    }
}

/// The symbol with superscripts as `^n`, `μ` for its look-alikes, `×` gone before powers of ten.
fn plain(symbol: &str) -> String {
    const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let mut plain = String::with_capacity(symbol.len() + 4);
    let mut raised = false;
    for char in symbol.chars() {
        let superscript = SUPERSCRIPTS.chars().position(|known| known == char);
        match (superscript, char) {
            (Some(digit), _) => {
                if !raised {
                    plain.push('^');
                }
                plain.push_str(&digit.to_string());
                raised = true;
                continue;
            }
            (None, 'µ') => plain.push('μ'),
            (None, '⁻') => plain.push_str("^-"),
            (None, '×') => {}
            (None, '每') => plain.push('/'),
            (None, '㎡') => plain.push_str("m^2"),
            (None, other) => plain.push(other),
        }
        raised = char == '⁻';
    }
    // Laboratories print 10*9/L as well as 10^9/L.
    plain.replace("10*", "10^")
}

fn percent(symbol: &str) -> Option<i32> {
    match symbol {
        "%" => Some(-2),
        "‰" => Some(-3),
        _ => None,
    }
}

/// `10^9`, `10*9`, `10E9`, `10e9`, `*10^9`, `x10^9`.
fn power_of_ten(part: &str) -> Option<i32> {
    let part = part.trim_start_matches(['x', 'X', '*']);
    let power = part.strip_prefix("10").or_else(|| part.strip_prefix("E"))?;
    let power = power.trim_start_matches(['^', '*', 'E', 'e']);
    power.parse::<i32>().ok().filter(|power| (-30..=30).contains(power) && part.len() > 2)
}

/// `m^2` and `m2` as the symbol and its power.
fn raised(part: &str) -> (&str, i8) {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let power = part[digits.len()..].parse::<i8>().ok().filter(|power| (1..=4).contains(&power.abs()));
    match power {
        Some(power) if !digits.is_empty() => (digits.strip_suffix('^').unwrap_or(digits), power),
        _ => (part, 1),
    }
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The number as written, its scale (万, 亿) counted in; 35 for `35%`.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// What it is counted in.
    pub unit: Unit,
}

impl Quantity {
    /// The number in `unit`; nothing where that measures something else.
    pub fn in_unit(&self, unit: &Unit) -> Option<Decimal> {
        self.unit.in_terms_of(unit)?.checked_mul(self.value).map(|value| value.normalize())
    }

    /// A share of one: 0.35 for `35%`. Nothing for what is no ratio.
    pub fn ratio(&self) -> Option<Decimal> {
        percent(&self.unit.symbol)?;
        self.in_unit(&Unit::parse("%")?)?.checked_div(Decimal::ONE_HUNDRED).map(|ratio| ratio.normalize())
    }
}

/// `百分之三点五`, `千分之二`, `万分之五`.
fn spoken_share(glyphs: &Glyphs, at: usize) -> Option<(Quantity, usize)> {
    let shares = [("百分之", "%", 0), ("千分之", "‰", 0), ("万分之", "‰", 1), ("十万分之", "‰", 2)];
    let (_, symbol, steps, end) = shares
        .iter()
        .find_map(|(word, symbol, steps)| Some((word, symbol, *steps, glyphs.eat(at, word)?)))?;
    let number = number_at(glyphs, end)?;
    let value = (0..steps).try_fold(number.value, |value: Decimal, _| value.checked_div(Decimal::TEN))?;
    Some((Quantity { value, unit: Unit::parse(symbol)? }, number.end))
}

/// The symbol behind a number: the longest run that is a unit.
fn unit_at(glyphs: &Glyphs, at: usize) -> Option<(Unit, usize)> {
    let start = glyphs.skip_spaces(at, 1);
    if let Some(end) = glyphs.eat(start, "个百分点") {
        return Some((Unit::parse("%")?, end));
    }
    if let Some(end) = ["per cent", "percent"].iter().find_map(|word| glyphs.eat(start, word)) {
        return Some((Unit::parse("%")?, end));
    }
    if glyphs.one_of(start, "%‰") {
        let symbol: String = glyphs.get(start).into_iter().collect();
        return Some((Unit::parse(&symbol)?, start + 1));
    }
    let symbolic = |char: char| {
        char.is_ascii_alphanumeric() || "μµ°℃㎡/·.^*×²³⁰¹⁴⁵⁶⁷⁸⁹⁻-".contains(char) || char == '每'
    };
    let mut ends = Vec::new();
    let mut end = start;
    while end < start + LONGEST && glyphs.get(end).is_some_and(symbolic) {
        end += 1;
        ends.push(end);
    }
    let chinese = chinese_names().filter_map(|name| glyphs.eat(start, name)).max();
    let chinese_per = ends.last().copied().unwrap_or(start);
    let per = (glyphs.before(chinese_per) == Some('/'))
        .then(|| chinese_names().filter_map(|name| glyphs.eat(chinese_per, name)).max())
        .flatten();
    let compound = chinese.filter(|end| glyphs.is(*end, '/')).and_then(|end| {
        chinese_names()
            .chain(["min", "h", "d", "HP", "L", "kg"])
            .filter_map(|name| glyphs.eat(end + 1, name))
            .max()
    });
    let candidates = compound.into_iter().chain(per).chain(chinese).chain(ends.into_iter().rev());
    let mut candidates: Vec<usize> = candidates.collect();
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    candidates.into_iter().filter(|end| !glyphs.inside_word(*end)).find_map(|end| {
        let text = glyphs.text().get(glyphs.bytes(start..end))?;
        Unit::parse(text).map(|unit| (unit, end))
    })
}

/// The quantity at glyph `at`, with the glyph after it.
pub(crate) fn quantity_at(glyphs: &Glyphs, at: usize) -> Option<(Quantity, usize)> {
    if let Some(share) = spoken_share(glyphs, at) {
        return Some(share);
    }
    let NumberAt { value, end, .. } = number_at(glyphs, at)?;
    let (unit, end) = unit_at(glyphs, end)?;
    Some((Quantity { value, unit }, end))
}

/// All quantities of `text`, from left to right: numbers with a unit this crate knows. Money and dates are none.
///
/// ```
/// use reasoning::value::find_quantities;
/// let found = find_quantities("血红蛋白 135 g/L，建筑面积120.5平方米，年利率百分之三点五");
/// assert_eq!(found[0].value.unit.symbol, "g/L");
/// assert_eq!(found[1].raw, "120.5平方米");
/// assert_eq!(found[2].value.ratio().unwrap().to_string(), "0.035");
/// ```
pub fn find_quantities(text: &str) -> Vec<Found<Quantity>> {
    between_dates(text, |glyphs, at| quantity_at(glyphs, at).filter(|_| !glyphs.inside_word(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(symbol: &str) -> Unit {
        Unit::parse(symbol).unwrap_or_else(|| panic!("{symbol} is no unit"))
    }

    #[test]
    fn cells_are_counted_alike_in_a_litre_and_in_a_microlitre() {
        let of = |symbol: &str| Unit::parse(symbol).unwrap();
        assert_eq!(of("10^9/L").in_terms_of(&of("/μL")), Some(Decimal::from(1000)));
        assert_eq!(of("10^3/μL").in_terms_of(&of("10^9/L")), Some(Decimal::ONE));
    }

    #[test]
    fn units_convert() {
        for (from, to, factor) in [
            ("g/L", "mg/dL", "100"),
            ("g/dL", "g/L", "10"),
            ("10^9/L", "10^12/L", "0.001"),
            ("×10⁹/L", "10^9/L", "1"),
            ("10*9/L", "10^9/L", "1"),
            ("μmol/L", "mmol/L", "0.001"),
            ("umol/L", "μmol/L", "1"),
            ("IU/mL", "IU/L", "1000"),
            ("U/L", "mU/mL", "1"),
            ("千克", "克", "1000"),
            ("公顷", "平方米", "10000"),
            ("kg/m2", "kg/m²", "1"),
            ("%", "‰", "10"),
            ("m²", "cm²", "10000"),
            ("斤", "克", "500"),
        ] {
            let found = unit(from).in_terms_of(&unit(to)).map(|value| value.to_string());
            assert_eq!(found.as_deref(), Some(factor), "{from} {to}");
        }
        for (one, other) in [("g/L", "mmol/L"), ("U/L", "g/L"), ("mmHg", "mm"), ("mg", "mL"), ("℃", "%")] {
            assert_ne!(unit(one).dimension, unit(other).dimension, "{one} {other}");
        }
    }

    #[test]
    fn laboratory_units_are_known() {
        for symbol in [
            "mmol/L",
            "μmol/L",
            "nmol/L",
            "pmol/L",
            "g/L",
            "mg/L",
            "μg/L",
            "ng/mL",
            "pg/mL",
            "pg",
            "fL",
            "U/L",
            "IU/mL",
            "mIU/L",
            "μIU/mL",
            "%",
            "‰",
            "10^9/L",
            "10^12/L",
            "×10⁹/L",
            "mm/h",
            "s",
            "mmHg",
            "kPa",
            "次/分",
            "bpm",
            "℃",
            "kg/m²",
            "mL/min",
            "mL/min/1.73m²",
            "/HP",
            "/HPF",
            "个/HP",
            "个/高倍视野",
            "个/LP",
            "/μL",
            "mOsm/kg",
            "mEq/L",
            "mg/dL",
            "cm",
            "kg",
            "copies/mL",
            "U/mL",
            "mg/g",
            "L/L",
            "μg/dL",
            "kU/L",
            "mm",
            "S/CO",
            "COI",
        ] {
            let _ = unit(symbol);
        }
        for symbol in ["", "/", "banana", "mmol//L", "^2", "10^99", "阳性"] {
            assert!(Unit::parse(symbol).is_none(), "{symbol}");
        }
    }

    #[test]
    fn quantities_are_found() {
        let tell = |text: &str| {
            let found = find_quantities(text);
            let each = found
                .iter()
                .map(|found| format!("{} {}", found.value.value.normalize(), found.value.unit.symbol));
            each.collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            ("血红蛋白 135 g/L", "135 g/L"),
            ("WBC 6.5×10⁹/L", "6.5 ×10⁹/L"),
            ("心率78次/分", "78 次/分"),
            ("体温36.5℃", "36.5 ℃"),
            ("柴油29.86吨", "29.86 吨"),
            ("海洛因7.48克", "7.48 克"),
            ("建筑面积120.5平方米", "120.5 平方米"),
            ("阿司匹林100mg", "100 mg"),
            ("年利率3.85%", "3.85 %"),
            ("日万分之五", "0.5 ‰"),
            ("手机1部、银行卡3张", "1 部; 3 张"),
            ("2024年1月5日", ""),
            ("1.5万平方米", "15000 平方米"),
            ("abc123mg", ""),
        ] {
            assert_eq!(tell(text), expected, "{text}");
        }
    }
}
