//! Units of measurement, and what they measure.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a unit measures, as powers of base dimensions: mass per volume is mass 1, length -3.
///
/// Enzyme activity and biological activity in units (U, IU) are a dimension of their own; equivalents (Eq) count as
/// amounts. Things counted (pieces, persons, cells) have no dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub struct Dimension {
    /// Metres.
    pub length: i8,
    /// Kilograms.
    pub mass: i8,
    /// Seconds.
    pub time: i8,
    /// Degrees of temperature.
    pub temperature: i8,
    /// Moles.
    pub amount: i8,
    /// Units of activity.
    pub activity: i8,
    /// Amperes.
    pub current: i8,
}

impl Dimension {
    pub(crate) fn times(self, other: Self, power: i8) -> Self {
        let add = |a: i8, b: i8| a.saturating_add(b.saturating_mul(power));
        Self {
            length: add(self.length, other.length),
            mass: add(self.mass, other.mass),
            time: add(self.time, other.time),
            temperature: add(self.temperature, other.temperature),
            amount: add(self.amount, other.amount),
            activity: add(self.activity, other.activity),
            current: add(self.current, other.current),
        }
    }
}

/// A single unit: its worth in base units is `mantissa` times ten to the `exponent`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Atom {
    pub dimension: Dimension,
    pub mantissa: Decimal,
    pub exponent: i32,
}

const NONE: Dimension =
    Dimension { length: 0, mass: 0, time: 0, temperature: 0, amount: 0, activity: 0, current: 0 };
const LENGTH: Dimension = Dimension { length: 1, ..NONE };
const AREA: Dimension = Dimension { length: 2, ..NONE };
const VOLUME: Dimension = Dimension { length: 3, ..NONE };
const MASS: Dimension = Dimension { mass: 1, ..NONE };
const TIME: Dimension = Dimension { time: 1, ..NONE };
const RATE: Dimension = Dimension { time: -1, ..NONE };
const HEAT: Dimension = Dimension { temperature: 1, ..NONE };
const AMOUNT: Dimension = Dimension { amount: 1, ..NONE };
const ACTIVITY: Dimension = Dimension { activity: 1, ..NONE };
const PRESSURE: Dimension = Dimension { mass: 1, length: -1, time: -2, ..NONE };
const ENERGY: Dimension = Dimension { mass: 1, length: 2, time: -2, ..NONE };
const POWER: Dimension = Dimension { mass: 1, length: 2, time: -3, ..NONE };
const CURRENT: Dimension = Dimension { current: 1, ..NONE };
const VOLTAGE: Dimension = Dimension { mass: 1, length: 2, time: -3, current: -1, ..NONE };

/// Metric prefixes; longer ones first.
const PREFIXES: &[(&str, i32)] = &[
    ("da", 1),
    ("mc", -6),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("h", 2),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("μ", -6),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
];

/// Symbols that take metric prefixes, with worth in base units as (digits, exponent).
const METRIC: &[(&str, Dimension, i64, i32)] = &[
    ("mol", AMOUNT, 1, 0),
    ("Osm", AMOUNT, 1, 0),
    ("Eq", AMOUNT, 1, 0),
    ("IU", ACTIVITY, 1, 0),
    ("Pa", PRESSURE, 1, 0),
    ("cal", ENERGY, 4184, -3),
    ("Hz", RATE, 1, 0),
    ("eV", ENERGY, 1_602_176_634, -28),
    ("g", MASS, 1, -3),
    ("m", LENGTH, 1, 0),
    ("L", VOLUME, 1, -3),
    ("l", VOLUME, 1, -3),
    ("s", TIME, 1, 0),
    ("U", ACTIVITY, 1, 0),
    ("J", ENERGY, 1, 0),
    ("W", POWER, 1, 0),
    ("A", CURRENT, 1, 0),
    ("V", VOLTAGE, 1, 0),
];

/// Names and symbols that stand whole.
const WHOLE: &[(&str, Dimension, i64, i32)] = &[
    ("mmHg", PRESSURE, 133_322, -3),
    ("cmH2O", PRESSURE, 980_665, -4),
    ("bpm", RATE, 16_666_667, -9),
    ("kWh", ENERGY, 36, 5),
    ("min", TIME, 60, 0),
    ("sec", TIME, 1, 0),
    ("hr", TIME, 3600, 0),
    ("h", TIME, 3600, 0),
    ("d", TIME, 86_400, 0),
    ("day", TIME, 86_400, 0),
    ("wk", TIME, 604_800, 0),
    ("oz", MASS, 28_349_523_125, -12),
    ("lb", MASS, 45_359_237, -8),
    ("ft", LENGTH, 3048, -4),
    ("sqm", AREA, 1, 0),
    ("ha", AREA, 1, 4),
    ("℃", HEAT, 1, 0),
    ("°C", HEAT, 1, 0),
    ("HP", NONE, 1, 0),
    ("HPF", NONE, 1, 0),
    ("LP", NONE, 1, 0),
    ("LPF", NONE, 1, 0),
    ("cells", NONE, 1, 0),
    ("cell", NONE, 1, 0),
    ("copies", NONE, 1, 0),
    ("pH", NONE, 1, 0),
    ("COI", NONE, 1, 0),
    ("S/CO", NONE, 1, 0),
    ("平方公里", AREA, 1, 6),
    ("平方千米", AREA, 1, 6),
    ("平方厘米", AREA, 1, -4),
    ("平方米", AREA, 1, 0),
    ("平米", AREA, 1, 0),
    ("㎡", AREA, 1, 0),
    ("公顷", AREA, 1, 4),
    ("亩", AREA, 6_666_667, -4),
    ("立方米", VOLUME, 1, 0),
    ("立方厘米", VOLUME, 1, -6),
    ("毫升", VOLUME, 1, -6),
    ("升", VOLUME, 1, -3),
    ("公里", LENGTH, 1, 3),
    ("千米", LENGTH, 1, 3),
    ("厘米", LENGTH, 1, -2),
    ("毫米", LENGTH, 1, -3),
    ("微米", LENGTH, 1, -6),
    ("米", LENGTH, 1, 0),
    ("公斤", MASS, 1, 0),
    ("千克", MASS, 1, 0),
    ("毫克", MASS, 1, -6),
    ("微克", MASS, 1, -9),
    ("吨", MASS, 1, 3),
    ("克", MASS, 1, -3),
    ("市斤", MASS, 5, -1),
    ("斤", MASS, 5, -1),
    ("毫米汞柱", PRESSURE, 133_322, -3),
    ("千瓦时", ENERGY, 36, 5),
    ("千瓦", POWER, 1, 3),
    ("小时", TIME, 3600, 0),
    ("分钟", TIME, 60, 0),
    ("分", TIME, 60, 0),
    ("秒", TIME, 1, 0),
    ("天", TIME, 86_400, 0),
    ("日", TIME, 86_400, 0),
    ("周", TIME, 604_800, 0),
    ("次", NONE, 1, 0),
    ("个", NONE, 1, 0),
    ("高倍镜视野", NONE, 1, 0),
    ("高倍视野", NONE, 1, 0),
    ("低倍镜视野", NONE, 1, 0),
    ("低倍视野", NONE, 1, 0),
    ("粒", NONE, 1, 0),
    ("片", NONE, 1, 0),
    ("支", NONE, 1, 0),
    ("袋", NONE, 1, 0),
    ("瓶", NONE, 1, 0),
    ("盒", NONE, 1, 0),
    ("件", NONE, 1, 0),
    ("台", NONE, 1, 0),
    ("套", NONE, 1, 0),
    ("辆", NONE, 1, 0),
    ("份", NONE, 1, 0),
    ("张", NONE, 1, 0),
    ("枚", NONE, 1, 0),
    ("部", NONE, 1, 0),
    ("株", NONE, 1, 0),
    ("包", NONE, 1, 0),
    ("人", NONE, 1, 0),
    ("名", NONE, 1, 0),
    ("股", NONE, 1, 0),
    ("户", NONE, 1, 0),
    ("间", NONE, 1, 0),
    ("页", NONE, 1, 0),
];

fn atom((_, dimension, digits, exponent): &(&str, Dimension, i64, i32)) -> Atom {
    Atom { dimension: *dimension, mantissa: Decimal::from(*digits), exponent: *exponent }
}

/// The unit of that symbol or name: a metric symbol with or without a prefix, or one that stands whole. `μ` is the
/// Greek letter. Case tells symbols apart (`mg`, `Mg`), but for `ML`, `G/L` and the like printed in capitals
/// throughout, which only [`super::Unit::parse`] can mend.
pub(crate) fn known(symbol: &str) -> Option<Atom> {
    if let Some(whole) = WHOLE.iter().find(|known| known.0 == symbol) {
        return Some(atom(whole));
    }
    if let Some(metric) = METRIC.iter().find(|known| known.0 == symbol) {
        return Some(atom(metric));
    }
    PREFIXES.iter().find_map(|(prefix, exponent)| {
        let rest = symbol.strip_prefix(prefix)?;
        let metric = METRIC.iter().find(|known| known.0 == rest)?;
        Some(Atom { exponent: metric.3 + exponent, ..atom(metric) })
    })
}

/// Names of units in Chinese, for finding one behind a number; longer ones first within a common beginning is not
/// promised, so callers take the longest that fits.
pub(crate) fn chinese_names() -> impl Iterator<Item = &'static str> {
    WHOLE.iter().map(|known| known.0).filter(|name| !name.is_ascii())
}
