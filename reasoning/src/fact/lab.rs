use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Stated;
use crate::value::{Comparator, Interval, Sex};

/// One result of a laboratory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LabItem {
    /// As printed; look-alikes of Greek letters are mended where the dictionary knows the name.
    pub name: Stated<String>,
    /// The abbreviation printed beside the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Stated<String>>,
    /// What is measured, by its name in the dictionary; absent for what it does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyte: Option<String>,
    /// The result.
    pub value: Stated<LabValue>,
    /// In its usual form: `10^9/L`, `μmol/L`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Stated<String>>,
    /// What is normal, as printed on the sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Stated<ReferenceRange>>,
    /// The flag printed, the flag that follows from value and range, and whether they agree.
    pub flags: Flags,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabValue {
    /// A number, perhaps with a comparator (`<0.5`) and a verdict (`0.05 阴性`).
    Number {
        /// As printed, with its noughts.
        #[schemars(with = "String")]
        number: Decimal,
        /// `<`, `>`, `≤`, `≥`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparator: Option<Comparator>,
        /// Printed beside the number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdict: Option<Qualitative>,
    },
    /// From one number to another: `3-5`.
    Span {
        /// The lower.
        #[schemars(with = "String")]
        low: Decimal,
        /// The higher.
        #[schemars(with = "String")]
        high: Decimal,
    },
    /// Negative, positive and between.
    Qualitative(Qualitative),
    /// `1:80`: the 80, with a comparator where one stands.
    Titre {
        /// The dilution.
        dilution: u32,
        /// `<`, `>`, `≤`, `≥`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparator: Option<Comparator>,
    },
    /// Anything else: a colour, a blood group.
    Text(String),
}

impl LabValue {
    /// The number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number { number, .. } => Some(*number),
            _ => None,
        }
    }
}

/// Whether something was found, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Qualitative {
    /// Negative, borderline or positive.
    pub sign: Sign,
    /// Number of plus signs: 2 for `++` and `2+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
}

/// The sign of a qualitative result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// 阴性, -.
    Negative,
    /// 弱阳性, ±.
    Borderline,
    /// 阳性, +.
    Positive,
}

/// What is normal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceRange {
    /// For everybody, on one side or both.
    Interval(Interval),
    /// Depending on sex or age.
    Conditional(Vec<RangeFor>),
    /// A qualitative result that is normal.
    Expected(Qualitative),
    /// A titre at or below which all is normal: the 80 of `<1:80`.
    TitreBelow(u32),
    /// Anything else, such as a colour.
    Text(String),
}

/// What is normal for some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RangeFor {
    /// For whom; either where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Age in years; any where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Interval>,
    /// Their range.
    pub interval: Interval,
}

impl ReferenceRange {
    /// The interval for someone of that sex and age in years; nothing where it cannot be told.
    pub fn interval_for(&self, sex: Option<Sex>, age: Option<Decimal>) -> Option<Interval> {
        match self {
            Self::Interval(interval) => Some(*interval),
            Self::Conditional(ranges) => {
                let fits = |range: &&RangeFor| {
                    range.sex.is_none_or(|wanted| sex == Some(wanted))
                        && range.age.is_none_or(|ages| age.is_some_and(|age| ages.contains(age)))
                };
                ranges.iter().find(fits).map(|range| range.interval)
            }
            Self::Expected(_) | Self::TitreBelow(_) | Self::Text(_) => None,
        }
    }
}

/// What a sheet says of a result, and what follows from its range.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Flags {
    /// As printed; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Stated<Flag>>,
    /// From value and range; absent where one of them is missing or cannot be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Flag>,
    /// How the two stand to each other; absent where nothing could be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
}

impl Flags {
    /// Both flags with their agreement.
    pub fn new(printed: Option<Stated<Flag>>, computed: Option<Flag>) -> Self {
        let agreement = computed.map(|computed| Agreement::of(printed.as_ref().map(|p| p.value), computed));
        Self { printed, computed, agreement }
    }

    /// Whether either says that the result is not normal.
    pub fn is_abnormal(&self) -> bool {
        let odd = |flag: Flag| flag != Flag::Normal;
        self.printed.as_ref().is_some_and(|p| odd(p.value)) || self.computed.is_some_and(odd)
    }
}

/// What a flag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// `↓↓`, `LL`.
    VeryLow,
    /// `↓`, `L`, 偏低.
    Low,
    /// `N`, 正常; computed: within the range.
    Normal,
    /// `↑`, `H`, 偏高.
    High,
    /// `↑↑`, `HH`.
    VeryHigh,
    /// `*`, 异常, 阳性: not normal, without a direction.
    Abnormal,
}

impl Flag {
    /// -1 for low, 0 for normal, 1 for high; nothing without a direction.
    pub fn direction(self) -> Option<i8> {
        match self {
            Self::VeryLow | Self::Low => Some(-1),
            Self::Normal => Some(0),
            Self::High | Self::VeryHigh => Some(1),
            Self::Abnormal => None,
        }
    }
}

/// How a printed flag stands to the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// They say the same.
    Agrees,
    /// The result is not normal and no flag is printed.
    Unflagged,
    /// They contradict each other.
    Contradicts,
}

impl Agreement {
    fn of(printed: Option<Flag>, computed: Flag) -> Self {
        match (printed, computed) {
            (None, Flag::Normal) => Self::Agrees,
            (None, _) => Self::Unflagged,
            (Some(Flag::Abnormal), computed) if computed != Flag::Normal => Self::Agrees,
            (Some(printed), Flag::Abnormal) if printed != Flag::Normal => Self::Agrees,
            (Some(printed), computed) if printed.direction() == computed.direction() => Self::Agrees,
            _ => Self::Contradicts,
        }
    }
}
