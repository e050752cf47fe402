//! Sums of money.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;
use super::numeral::{Form, NumberAt, figures_at, number_at};
use super::words::{scale, words_at};

/// What a sum is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub enum Currency {
    /// Renminbi, also where nothing but 元 or ¥ is written.
    #[serde(rename = "CNY")]
    Yuan,
    /// United States dollar, also where nothing but `$` is written.
    #[serde(rename = "USD")]
    Dollar,
    /// Euro.
    #[serde(rename = "EUR")]
    Euro,
    /// Pound sterling.
    #[serde(rename = "GBP")]
    Pound,
    /// Hong Kong dollar.
    #[serde(rename = "HKD")]
    HongKongDollar,
    /// Japanese yen.
    #[serde(rename = "JPY")]
    Yen,
}

/// A sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// Hundredths of the currency's unit: fen, cents. In JSON a number, or a string where no 64 bits hold it.
    #[serde(with = "json")]
    #[schemars(with = "i64")]
    pub minor: i128,
    /// What it is counted in.
    pub currency: Currency,
    /// How the number is written.
    pub form: Form,
}

impl Money {
    /// The same sum as if written in `form`: for comparing a sum in capitals with the one in figures.
    #[must_use]
    pub fn with_form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The sum in units of the currency.
    pub fn amount(&self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.minor, 2).ok().map(|amount| amount.normalize())
    }
}

/// Sums in JSON: 128 bits pass through no buffered reader, which flattened and untagged types need.
mod json {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i64),
        Text(String),
    }

    pub fn serialize<S: Serializer>(minor: &i128, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(*minor) {
            Ok(number) => serializer.serialize_i64(number),
            Err(_) => serializer.collect_str(minor),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(number.into()),
            Written::Text(text) => text.parse().map_err(de::Error::custom),
        }
    }
}

use Currency::{Dollar, Euro, HongKongDollar, Pound, Yen, Yuan};

/// Signs before the number; longer ones first.
const BEFORE: &[(&str, Currency)] = &[
    ("人民币", Yuan),
    ("人民幣", Yuan),
    ("RMB", Yuan),
    ("CNY", Yuan),
    ("CN¥", Yuan),
    ("¥", Yuan),
    ("US$", Dollar),
    ("USD", Dollar),
    ("U.S.$", Dollar),
    ("美元", Dollar),
    ("HK$", HongKongDollar),
    ("HKD", HongKongDollar),
    ("港币", HongKongDollar),
    ("EUR", Euro),
    ("€", Euro),
    ("欧元", Euro),
    ("GBP", Pound),
    ("£", Pound),
    ("JPY", Yen),
    ("日元", Yen),
    ("$", Dollar),
];

/// Units behind the number; longer ones first.
const BEHIND: &[(&str, Currency)] = &[
    ("元人民币", Yuan),
    ("美元", Dollar),
    ("美金", Dollar),
    ("港元", HongKongDollar),
    ("港币", HongKongDollar),
    ("欧元", Euro),
    ("英镑", Pound),
    ("日元", Yen),
    ("元", Yuan),
    ("圆", Yuan),
    ("圓", Yuan),
    ("块钱", Yuan),
    ("Renminbi", Yuan),
    ("RMB", Yuan),
    ("CNY", Yuan),
    ("yuan", Yuan),
    ("US dollars", Dollar),
    ("U.S. dollars", Dollar),
    ("United States dollars", Dollar),
    ("dollars", Dollar),
    ("USD", Dollar),
    ("Hong Kong dollars", HongKongDollar),
    ("euros", Euro),
    ("euro", Euro),
    ("EUR", Euro),
    ("pounds sterling", Pound),
    ("pounds", Pound),
    ("GBP", Pound),
];

/// Names of currencies before a sum in words: `US Dollars Eighty-Four Thousand only`.
const BEFORE_WORDS: &[(&str, Currency)] = &[
    ("US dollars", Dollar),
    ("U.S. dollars", Dollar),
    ("United States dollars", Dollar),
    ("dollars", Dollar),
    ("pounds sterling", Pound),
    ("pounds", Pound),
    ("euros", Euro),
    ("Hong Kong dollars", HongKongDollar),
    ("Renminbi", Yuan),
];

/// A sum in words behind the name of its currency.
fn said_at(glyphs: &Glyphs, at: usize) -> Option<(Money, usize)> {
    if glyphs.inside_word(at) || !glyphs.get(at).is_some_and(|char| char.is_ascii_alphabetic()) {
        return None;
    }
    let (currency, end) = glyphs.eat_any(at, BEFORE_WORDS)?;
    let start = glyphs.skip_spaces(end, 2);
    // `ten dollars and one cent`: what follows "and" is no sum of its own.
    let number = words_at(glyphs, start).filter(|_| start > end)?;
    let number = with_hundredths(glyphs, number);
    (number.value >= Decimal::ONE).then_some(())?;
    Some((Money { minor: minor(number.value)?, currency, form: number.form }, number.end))
}

/// `and 50/100` behind a number in words.
fn with_hundredths(glyphs: &Glyphs, number: NumberAt) -> NumberAt {
    let read = || {
        let at = glyphs.skip_spaces(number.end, 2);
        let at = glyphs.eat(at, "and ").unwrap_or(at);
        let cents = figures_at(glyphs, glyphs.skip_spaces(at, 1))
            .filter(|cents| cents.value < Decimal::ONE_HUNDRED)?;
        let end = glyphs.eat(cents.end, "/100")?;
        let value = number.value.checked_add(cents.value.checked_div(Decimal::ONE_HUNDRED)?)?;
        Some(NumberAt { value, end, ..number })
    };
    read().unwrap_or(number)
}

/// `and fifty cents` behind the name of the currency, in units of it, with the place after it; nothing and `at` without.
fn spoken_cents(glyphs: &Glyphs, at: usize) -> (Decimal, usize) {
    const CENTS: &[(&str, ())] = &[("cents", ()), ("cent", ()), ("pence", ()), ("penny", ())];
    let read = || {
        let start = glyphs.eat(glyphs.skip_spaces(at, 1), "and ")?;
        let number = words_at(glyphs, start).or_else(|| figures_at(glyphs, start))?;
        let (_, end) = glyphs.eat_any(glyphs.skip_spaces(number.end, 1), CENTS)?;
        let cents = number.value.checked_div(Decimal::ONE_HUNDRED).filter(|cents| *cents < Decimal::ONE)?;
        (!glyphs.inside_word(end)).then_some((cents, end))
    };
    read().unwrap_or((Decimal::ZERO, at))
}

/// What may stand between the sign of the currency and the number.
const BETWEEN: [&str; 12] =
    ["(大写)", "（大写）", "(大写金额)", "(小写)", "（小写）", "大写", "小写", ":", "：", "共计", "约", "共"];

fn skip_between(glyphs: &Glyphs, at: usize) -> usize {
    let mut at = glyphs.skip_spaces(at, 3);
    for _ in 0..3 {
        let Some(end) = BETWEEN.iter().find_map(|word| glyphs.eat(at, word)) else { break };
        at = glyphs.skip_spaces(end, 3);
    }
    at
}

/// A sum in hundredths; nothing where it is not a whole number of them.
fn minor(value: Decimal) -> Option<i128> {
    let minor = value.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    (minor.scale() == 0).then(|| minor.to_i128()).flatten()
}

/// The sum at glyph `at`, with the glyph after it.
pub(crate) fn money_at(glyphs: &Glyphs, at: usize) -> Option<(Money, usize)> {
    let sign = glyphs.eat_any(at, BEFORE).filter(|_| !glyphs.inside_word(at));
    if let Some(money) = said_at(glyphs, at).filter(|_| sign.is_none()) {
        return Some(money);
    }
    if sign.is_none() && glyphs.before(at) == Some('第') {
        return None;
    }
    let start = sign.map_or(at, |(_, end)| skip_between(glyphs, end));
    let number = spaced_at(glyphs, start).or_else(|| number_at(glyphs, start));
    let mut number = number.or_else(|| words_at(glyphs, start))?;
    if number.form == Form::Figures {
        number = with_scale_word(glyphs, number)?;
    }
    if number.form == Form::Words {
        number = with_hundredths(glyphs, number);
    }
    let behind = unit_behind(glyphs, number.end);
    let (currency, mut end) = match (sign, behind) {
        (Some((currency, _)), Some((Yuan, end))) => (currency, end),
        (_, Some(behind)) => behind,
        (Some((currency, _)), None) => (currency, number.end),
        (None, None) => return None,
    };
    let mut value = number.value;
    if behind.is_some() {
        let (small, stop) = match number.form {
            Form::Words => spoken_cents(glyphs, end),
            _ => small_parts(glyphs, end)?,
        };
        value = value.checked_add(small)?;
        end = stop;
        end = glyphs.eat(end, "整").or_else(|| glyphs.eat(end, "正")).unwrap_or(end);
    }
    Some((Money { minor: minor(value)?, currency, form: number.form }, end))
}

/// `86 000元`: groups of three parted by blanks, only with a unit of currency right behind.
fn spaced_at(glyphs: &Glyphs, at: usize) -> Option<NumberAt> {
    let digits = |from: usize| {
        (from..from + 4).take_while(|at| glyphs.get(*at).is_some_and(|c| c.is_ascii_digit())).count()
    };
    let first = digits(at);
    if !(1..=3).contains(&first)
        || glyphs.before(at).is_some_and(|char| char.is_ascii_digit() || ".,".contains(char))
    {
        return None;
    }
    let mut text: String = (at..at + first).filter_map(|at| glyphs.get(at)).collect();
    let mut end = at + first;
    while glyphs.is(end, ' ') && digits(end + 1) == 3 && text.len() < MOST_SPACED {
        text.extend((end + 1..end + 4).filter_map(|at| glyphs.get(at)));
        end += 4;
    }
    if end == at + first {
        return None;
    }
    let cents = figures_at(glyphs, end - 3)?;
    let fraction = cents.value.fract();
    let value = Decimal::from_str_exact(&text).ok()?.checked_add(fraction)?;
    let number = NumberAt { value, form: Form::Figures, end: cents.end };
    let scale_at = glyphs.skip_spaces(cents.end, 1);
    if glyphs.is(scale_at, '万') {
        return Some(NumberAt {
            value: value.checked_mul(Decimal::from(10_000))?,
            end: scale_at + 1,
            ..number
        });
    }
    unit_behind(glyphs, cents.end).map(|_| number)
}

/// The most digits of a sum whose groups are parted by blanks.
const MOST_SPACED: usize = 15;

/// `1.2 million`.
fn with_scale_word(glyphs: &Glyphs, number: NumberAt) -> Option<NumberAt> {
    let next = glyphs.skip_spaces(number.end, 1);
    match glyphs.word(next).and_then(|(word, end)| scale(&word).map(|worth| (worth, end))) {
        Some((worth, end)) => {
            Some(NumberAt { value: number.value.checked_mul(worth.into())?, end, ..number })
        }
        None => Some(number),
    }
}

/// The unit of the currency behind a number. 元 of a longer word (元素, 元件, 元旦) is none.
fn unit_behind(glyphs: &Glyphs, at: usize) -> Option<(Currency, usize)> {
    let at = glyphs.skip_spaces(at, 1);
    let (currency, end) = glyphs.eat_any(at, BEHIND)?;
    let longer = glyphs.before(end) == Some('元') && glyphs.one_of(end, "素件旦凶老");
    (!longer && !glyphs.inside_word(end)).then_some((currency, end))
}

/// 角 and 分 behind 元, in units of the currency, with the place after them.
fn small_parts(glyphs: &Glyphs, at: usize) -> Option<(Decimal, usize)> {
    let (mut value, mut end) = (Decimal::ZERO, at);
    for (sign, worth) in [('角', Decimal::new(1, 1)), ('分', Decimal::new(1, 2))] {
        let next = if glyphs.is(end, '零') { end + 1 } else { end };
        let Some(number) = number_at(glyphs, next).filter(|number| number.end <= next + 2) else { continue };
        if glyphs.is(number.end, sign) && number.value < Decimal::TEN {
            value = value.checked_add(number.value.checked_mul(worth)?)?;
            end = number.end + 1;
        }
    }
    Some((value, end))
}

/// The sum of money that `text` begins with, and how many bytes it takes.
pub(crate) fn money_here(text: &str) -> Option<(Money, usize)> {
    let head: usize = text.chars().take(LOOK_AHEAD).map(char::len_utf8).sum();
    let glyphs = Glyphs::new(text.get(..head)?);
    money_at(&glyphs, 0).map(|(value, end)| (value, glyphs.byte(end)))
}

/// Characters looked at for one value: the longest capital amounts with their sign take under 60.
const LOOK_AHEAD: usize = 80;

/// All sums of money of `text`, from left to right. A bare number is none: a sign, a code or a unit must stand with it.
/// Prices finer than a hundredth of the unit are left to quantities.
pub fn find_money(text: &str) -> Vec<Found<Money>> {
    let glyphs = Glyphs::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        if let Some((money, end)) = money_at(&glyphs, at) {
            found.push(Found::at(text, glyphs.bytes(at..end), money));
            at = end;
        } else {
            at = after_number(&glyphs, at);
        }
    }
    found
}

/// The next place to look at: behind a number in figures, so that no sum begins in the middle of one.
fn after_number(glyphs: &Glyphs, at: usize) -> usize {
    let inside = |at: usize| glyphs.get(at).is_some_and(|char| char.is_ascii_digit());
    if !inside(at) {
        return at + 1;
    }
    figures_at(glyphs, at).map_or(at + 1, |number| number.end.max(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(text: &str) -> Vec<(i128, Currency)> {
        find_money(text).iter().map(|found| (found.value.minor, found.value.currency)).collect()
    }

    #[test]
    fn capital_amounts() {
        let cases = [
            ("壹佰贰拾伍万元整", 125_000_000),
            ("叁仟零伍元陆角柒分", 300_567),
            ("壹元整", 100),
            ("壹角", 0),
            ("零元伍角整", 50),
            ("壹拾元正", 1000),
            ("拾元整", 1000),
            ("壹佰零壹元零伍分", 10_105),
            ("贰仟元整", 200_000),
            ("贰仟零叁拾元整", 203_000),
            ("叁万零伍元整", 3_000_500),
            ("肆万伍仟陆佰柒拾捌元玖角壹分", 4_567_891),
            ("壹拾万元整", 10_000_000),
            ("壹佰万元整", 100_000_000),
            ("壹仟万零壹元整", 1_000_000_100),
            ("壹亿元整", 10_000_000_000),
            ("壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分", 12_345_678_912),
            ("柒拾玖万捌仟圆整", 79_800_000),
            ("貳佰參拾肆萬伍仟陸佰柒拾捌圓玖角整", 234_567_890),
            ("伍佰元", 50_000),
            ("捌仟捌佰捌拾捌元捌角捌分", 888_888),
            ("玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分", 99_999_999_999_999),
            ("人民币（大写）：陆仟伍佰元整", 650_000),
            ("叁元零贰分", 302),
            ("壹拾贰万叁仟元零伍角整", 12_300_050),
        ];
        for (text, expected) in cases {
            let found = sums(text);
            assert_eq!(found.first().map_or(0, |sum| sum.0), expected, "{text}");
            assert!(found.len() <= 1, "{text}: {found:?}");
        }
    }

    /// A sum in capitals, as cheques have it.
    fn capitals(fen: u64) -> String {
        const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
        let digit = |n: u64| DIGITS[n as usize];
        let group = |mut n: u64, mut text: String, mut gap: bool| {
            for (unit, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
                let (here, rest) = (n / unit, n % unit);
                if here > 0 {
                    if gap && !text.is_empty() {
                        text += "零";
                    }
                    text += digit(here);
                    text += name;
                }
                gap = here == 0;
                n = rest;
            }
            text
        };
        let (yuan, jiao, cent) = (fen / 100, fen / 10 % 10, fen % 10);
        let mut text = String::new();
        for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
            let here = yuan / unit % 10_000;
            let gap = !text.is_empty() && here > 0 && here < 1000;
            let before = text.len();
            text = group(here, text, gap);
            if text.len() > before {
                text += name;
            }
        }
        text = if text.is_empty() { String::new() } else { text + "元" };
        match (jiao, cent) {
            (0, 0) => text + "整",
            (0, cent) => text + "零" + digit(cent) + "分",
            (jiao, 0) => text + digit(jiao) + "角整",
            (jiao, cent) => text + digit(jiao) + "角" + digit(cent) + "分",
        }
    }

    #[test]
    fn every_sum_reads_back_from_its_capitals() {
        let mut fen: u64 = 100;
        for step in 0..2000_u64 {
            let text = capitals(fen);
            assert_eq!(sums(&text), [(i128::from(fen), Yuan)], "{text}");
            fen = fen.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step) % 9_999_999_999_999 + 100;
        }
        for fen in [
            100,
            101,
            110,
            1000,
            1005,
            10_000,
            10_101,
            1_000_000,
            1_000_001,
            100_000_000,
            100_000_100,
            12_000_000_030,
        ] {
            assert_eq!(sums(&capitals(fen)), [(i128::from(fen), Yuan)], "{}", capitals(fen));
        }
    }

    #[test]
    fn another_numeral_in_capitals_is_another_sum() {
        for (good, bad) in [
            ("捌拾壹万贰仟元整", "捌拾壹万贰佰元整"),
            ("捌拾壹万贰仟元整", "捌拾柒万贰仟元整"),
            ("叁仟零伍元陆角柒分", "叁仟零伍拾元陆角柒分"),
            ("壹佰贰拾伍万元整", "壹佰贰拾伍元整"),
            ("壹亿元整", "壹万元整"),
            ("伍佰元", "伍拾元"),
            ("玖元捌角", "玖元捌分"),
            ("壹拾元正", "壹佰元正"),
        ] {
            assert_eq!((sums(good).len(), sums(bad).len()), (1, 1), "{good} {bad}");
            assert_ne!(sums(good), sums(bad), "{good} {bad}");
        }
    }

    #[test]
    fn sums_in_all_hands() {
        let cases = [
            ("人民币2960元", 296_000, Yuan),
            ("人民币3，000元", 300_000, Yuan),
            ("¥1,250,000.00", 125_000_000, Yuan),
            ("￥ 88.5", 8850, Yuan),
            ("RMB 1.2 million", 120_000_000, Yuan),
            ("125万元", 125_000_000, Yuan),
            ("50万元人民币", 50_000_000, Yuan),
            ("1.5万元", 1_500_000, Yuan),
            ("0.6万元", 600_000, Yuan),
            ("人民币五千元", 500_000, Yuan),
            ("二十六万元", 26_000_000, Yuan),
            ("二千二百零八元三角", 220_830, Yuan),
            ("三万五千元整", 3_500_000, Yuan),
            ("3亿元", 30_000_000_000, Yuan),
            ("一万美元", 1_000_000, Dollar),
            ("USD 12,000.50", 1_200_050, Dollar),
            ("US$5", 500, Dollar),
            ("One Hundred Thousand US Dollars", 10_000_000, Dollar),
            ("$1,000", 100_000, Dollar),
            ("€20", 2000, Euro),
            ("100港元", 10_000, HongKongDollar),
            ("２，０００元", 200_000, Yuan),
            ("人民币壹仟元", 100_000, Yuan),
            ("人民币50000", 5_000_000, Yuan),
            ("86 000元", 8_600_000, Yuan),
            ("1 950.50元", 195_050, Yuan),
            ("1 200 万元", 1_200_000_000, Yuan),
        ];
        for (text, minor, currency) in cases {
            assert_eq!(sums(text), [(minor, currency)], "{text}");
        }
    }

    #[test]
    fn what_is_no_money() {
        for text in ["5元素", "2018年7月", "12345", "第二元", "USDA 5", "单价0.0035元", "元", "人民币", "¥"]
        {
            assert!(sums(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_words_are_kept() {
        let text = "罚金人民币二千元（已缴）";
        let found = &find_money(text)[0];
        assert_eq!(found.raw, "人民币二千元");
        assert_eq!(&text[found.range.clone()], found.raw);
        assert_eq!(found.chars(text), 2..8);
        assert_eq!(found.value.amount(), Some(2000.into()));
    }

    #[test]
    fn sums_in_english_words_with_their_hundredths() {
        for (text, expected) in [
            ("twelve thousand five hundred dollars and fifty cents", 1_250_050),
            ("Two Thousand One Hundred Fifty and 00/100 Dollars", 215_000),
            ("two thousand and 75/100 dollars", 200_075),
            ("US Dollars Eighty-Four Thousand only", 8_400_000),
            ("Pounds Sterling nine hundred", 90_000),
            ("one hundred pounds and five pence", 10_005),
            ("ten dollars and one apple", 1_000),
        ] {
            let found = find_money(text);
            assert_eq!(found.iter().map(|sum| sum.value.minor).collect::<Vec<_>>(), [expected], "{text}");
        }
    }
}
