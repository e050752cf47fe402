//! Numbers in figures, Chinese numerals, capitals, and mixtures of them.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Figures: `1,250.5`, also with a Chinese scale (`3万`).
    Figures,
    /// Chinese numerals: `三十五`, `二〇二四`.
    Chinese,
    /// The numerals that are hard to alter: `壹佰贰拾伍`.
    Capitals,
    /// English words: `one hundred and five`.
    Words,
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Number {
    /// What it is worth.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// How it is written.
    pub form: Form,
}

/// A number at a place, with the glyph after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberAt {
    pub value: Decimal,
    pub form: Form,
    pub end: usize,
}

/// The most glyphs of one number: keeps the look ahead bounded. The longest number of sense, a capital amount in
/// hundreds of milliards to the last unit, has under 30.
const LONGEST: usize = 40;

/// Powers of ten from here on end a section of four digits (万, 亿).
const SECTION: u64 = 10_000;

fn digit(char: char) -> Option<(u32, Form)> {
    Some(match char {
        '〇' | '○' | '零' => (0, Form::Chinese),
        '一' => (1, Form::Chinese),
        '二' | '两' | '兩' => (2, Form::Chinese),
        '三' => (3, Form::Chinese),
        '四' => (4, Form::Chinese),
        '五' => (5, Form::Chinese),
        '六' => (6, Form::Chinese),
        '七' => (7, Form::Chinese),
        '八' => (8, Form::Chinese),
        '九' => (9, Form::Chinese),
        '壹' | '弌' => (1, Form::Capitals),
        '贰' | '貳' | '弍' | '弐' | '貮' => (2, Form::Capitals),
        '叁' | '參' | '叄' | '弎' => (3, Form::Capitals),
        '肆' => (4, Form::Capitals),
        '伍' => (5, Form::Capitals),
        '陆' | '陸' => (6, Form::Capitals),
        '柒' => (7, Form::Capitals),
        '捌' => (8, Form::Capitals),
        '玖' => (9, Form::Capitals),
        _ => return None,
    })
}

/// The worth of a unit sign.
fn unit(char: char) -> Option<(u64, Form)> {
    Some(match char {
        '十' => (10, Form::Chinese),
        '百' => (100, Form::Chinese),
        '千' => (1000, Form::Chinese),
        '拾' => (10, Form::Capitals),
        '佰' => (100, Form::Capitals),
        '仟' => (1000, Form::Capitals),
        '万' | '萬' => (SECTION, Form::Chinese),
        '亿' | '億' => (100_000_000, Form::Chinese),
        _ => return None,
    })
}

/// Digits that stand for a whole number of tens: 廿, 卅, 卌.
fn tens(char: char) -> Option<u32> {
    Some(match char {
        '廿' => 20,
        '卅' => 30,
        '卌' => 40,
        _ => return None,
    })
}

/// Figures at `at`: digits, groups of three parted by commas, a decimal part.
pub(crate) fn figures_at(glyphs: &Glyphs, at: usize) -> Option<NumberAt> {
    let run = |from: usize| {
        let mut end = from;
        while end - from < LONGEST && glyphs.get(end).is_some_and(|char| char.is_ascii_digit()) {
            end += 1;
        }
        end
    };
    let mut end = run(at);
    if end == at {
        return None;
    }
    let mut digits: String = (at..end).filter_map(|at| glyphs.get(at)).collect();
    if digits.len() <= 3 {
        while glyphs.one_of(end, ",'") && run(end + 1) == end + 4 && digits.len() < LONGEST {
            digits.extend((end + 1..end + 4).filter_map(|at| glyphs.get(at)));
            end += 4;
        }
    }
    if glyphs.is(end, '.') {
        let stop = run(end + 1);
        if stop > end + 1 {
            digits.push('.');
            digits.extend((end + 1..stop).filter_map(|at| glyphs.get(at)));
            end = stop;
        }
    }
    let value = Decimal::from_str_exact(&digits).ok()?;
    Some(NumberAt { value, form: Form::Figures, end })
}

/// A number under way: `三百二十万五千` is read from the left.
#[derive(Default)]
struct Sum {
    total: Decimal,
    section: Decimal,
    pending: Option<Decimal>,
    /// Worth of the last unit sign in the section and overall.
    small: Option<u64>,
    big: Option<u64>,
    /// Signs that make it a number of tens and hundreds rather than a row of digits.
    units: bool,
    /// Whether the pending digit stands right behind a unit sign, as 五 in 三万五 does.
    follows_unit: Option<u64>,
}

impl Sum {
    fn digit(&mut self, value: Decimal) -> Option<()> {
        self.pending = Some(match self.pending {
            None => value,
            Some(pending) if !self.units => pending.checked_mul(Decimal::TEN)?.checked_add(value)?,
            Some(_) => return None,
        });
        Some(())
    }

    fn small(&mut self, worth: u64) -> Option<()> {
        if self.small.is_some_and(|last| worth >= last) {
            return None;
        }
        let bare_ten = worth == 10 && self.pending.is_none();
        let count = if bare_ten { Decimal::ONE } else { self.pending.take()? };
        self.section = self.section.checked_add(count.checked_mul(worth.into())?)?;
        (self.small, self.units, self.follows_unit) = (Some(worth), true, Some(worth));
        Some(())
    }

    fn big(&mut self, worth: u64) -> Option<()> {
        let here = self.section.checked_add(self.pending.unwrap_or_default())?;
        let grows = self.big.is_some_and(|last| worth > last);
        let nothing = here.is_zero() && (!grows || self.total.is_zero());
        if nothing || self.big == Some(worth) {
            return None;
        }
        self.total = if grows {
            self.total.checked_add(here)?.checked_mul(worth.into())?
        } else {
            self.total.checked_add(here.checked_mul(worth.into())?)?
        };
        (self.section, self.pending, self.small) = (Decimal::ZERO, None, None);
        (self.big, self.units, self.follows_unit) = (Some(worth), true, Some(worth));
        Some(())
    }

    /// The value; `colloquial` reads a digit right behind a unit sign as tenths of it (`三万五` is 35 000).
    fn value(&self, colloquial: bool) -> Option<Decimal> {
        let mut last = self.pending.unwrap_or_default();
        if let Some(worth) = self.follows_unit.filter(|worth| colloquial && *worth >= 100) {
            last = last.checked_mul((worth / 10).into())?;
        }
        self.total.checked_add(self.section)?.checked_add(last)
    }
}

/// A number at `at` in figures, Chinese numerals or capitals, with its scale (`3万5千`, `1.5亿`).
pub(crate) fn number_at(glyphs: &Glyphs, at: usize) -> Option<NumberAt> {
    let mut sum = Sum::default();
    let mut end = at;
    let mut form: Option<Form> = None;
    let mut colloquial = true;
    while end < at + LONGEST {
        let Some(char) = glyphs.get(end) else { break };
        let step = if char.is_ascii_digit() {
            let Some(figures) = figures_at(glyphs, end).filter(|_| sum.pending.is_none()) else { break };
            colloquial &= sum.follows_unit.is_none() || figures.value < Decimal::TEN;
            sum.pending = Some(figures.value);
            Some((Form::Figures, figures.end))
        } else if form == Some(Form::Figures) && sum.pending.is_some() && digit(char).is_some() {
            break;
        } else {
            chinese_step(glyphs, &mut sum, end, &mut colloquial).map(|form| (form, end + 1))
        };
        let Some((part, next)) = step else { break };
        form = Some(match form {
            Some(form) if form != part && !(form == Form::Chinese && part == Form::Capitals) => form,
            _ => part,
        });
        end = next;
    }
    let form = form?;
    if let Some(fraction) = spoken_fraction(glyphs, end).filter(|_| form != Form::Figures) {
        let value = sum.value(false)?.checked_add(fraction.value)?;
        return with_scale(glyphs, NumberAt { value, form, end: fraction.end });
    }
    let colloquial = colloquial && form != Form::Capitals;
    Some(NumberAt { value: sum.value(colloquial)?, form, end })
}

/// Takes one Chinese sign into the sum, and says what kind it is; nothing if it does not go on the number.
fn chinese_step(glyphs: &Glyphs, sum: &mut Sum, at: usize, colloquial: &mut bool) -> Option<Form> {
    let char = glyphs.get(at)?;
    if let Some(worth) = tens(char) {
        return (sum.pending.is_none() && sum.small.is_none()).then(|| {
            sum.section += Decimal::from(worth);
            (sum.small, sum.units, sum.follows_unit) = (Some(10), true, None);
            Form::Chinese
        });
    }
    if let Some((value, form)) = digit(char) {
        if value == 0 && sum.units && sum.pending.is_none() {
            sum.follows_unit = None;
            return Some(form);
        }
        if sum.pending.is_some() && sum.units {
            return None;
        }
        *colloquial &= form == Form::Chinese;
        return sum.digit(value.into()).map(|()| form);
    }
    let (worth, form) = unit(char)?;
    // 千克, 百帕: the sign belongs to the unit that follows.
    let of_unit = matches!(worth, 100 | 1000) && glyphs.one_of(at + 1, "克米瓦卡帕伏赫焦升安");
    if of_unit {
        return None;
    }
    if worth >= SECTION { sum.big(worth) } else { sum.small(worth) }.map(|()| form)
}

/// `点五` behind a Chinese numeral: half. Not before 分, 钟 or 半, where it is a time of day.
fn spoken_fraction(glyphs: &Glyphs, at: usize) -> Option<NumberAt> {
    if !glyphs.one_of(at, "点點") {
        return None;
    }
    let (mut value, mut place, mut end) = (Decimal::ZERO, Decimal::ONE, at + 1);
    while end < at + 12 {
        let Some((digit, form)) = glyphs.get(end).and_then(digit) else { break };
        place = place.checked_div(Decimal::TEN)?;
        value = value.checked_add(place.checked_mul(digit.into())?)?;
        end += 1;
        if form == Form::Capitals {
            return None;
        }
    }
    let of_day = glyphs.one_of(end, "分刻十") || end == at + 1;
    (!of_day).then_some(NumberAt { value: value.normalize(), form: Form::Chinese, end })
}

/// `三点五万`: a scale behind a spoken fraction.
fn with_scale(glyphs: &Glyphs, number: NumberAt) -> Option<NumberAt> {
    match glyphs.get(number.end).and_then(unit) {
        Some((worth, _)) if worth >= SECTION => {
            Some(NumberAt { value: number.value.checked_mul(worth.into())?, end: number.end + 1, ..number })
        }
        _ => Some(number),
    }
}

/// A whole number at `at` in figures or Chinese numerals, without a scale of its own reading: article numbers, years,
/// months. Rows of Chinese digits and figures may mix (`二0一四`), and a letter O between digits is a nought.
pub(crate) fn whole_at(glyphs: &Glyphs, at: usize) -> Option<(u64, usize)> {
    let mut end = at;
    let mut value: u64 = 0;
    while end < at + 12 {
        let next = match glyphs.get(end) {
            Some(char) if char.is_ascii_digit() => char.to_digit(10),
            Some('O' | 'o' | 'Ｏ' | '0') if end > at => Some(0),
            Some(char) => digit(char).map(|(value, _)| value),
            None => None,
        };
        let Some(next) = next else { break };
        value = value.checked_mul(10)?.checked_add(next.into())?;
        end += 1;
    }
    let goes_on = glyphs.get(end).is_some_and(|char| unit(char).is_some() || tens(char).is_some());
    if !goes_on {
        return (end > at).then_some((value, end));
    }
    let mut sum = Sum::default();
    let mut end = at;
    let mut colloquial = false;
    while end < at + LONGEST && chinese_step(glyphs, &mut sum, end, &mut colloquial).is_some() {
        end += 1;
    }
    let value = sum.value(false)?;
    (end > at).then(|| u64::try_from(value).ok().map(|value| (value, end))).flatten()
}

/// A whole number at the start of `text` in figures or Chinese numerals, without scale of thousands by commas, and how
/// many bytes it takes: numbers of articles, paragraphs, items.
pub(crate) fn whole_number(text: &str) -> Option<(u64, usize)> {
    let head: usize = text.chars().take(LONGEST).map(char::len_utf8).sum();
    let glyphs = Glyphs::new(text.get(..head)?);
    whole_at(&glyphs, 0).map(|(value, end)| (value, glyphs.byte(end)))
}

/// The whole of `text` as one number.
///
/// ```
/// use reasoning::value::parse_number;
/// assert_eq!(parse_number("3万5千").unwrap().value, 35_000.into());
/// assert_eq!(parse_number("廿五").unwrap().value, 25.into());
/// assert!(parse_number("三十元").is_none());
/// ```
pub fn parse_number(text: &str) -> Option<Number> {
    let text = text.trim();
    let glyphs = Glyphs::new(text);
    let number = number_at(&glyphs, 0).filter(|number| number.end == glyphs.len())?;
    Some(Number { value: number.value, form: number.form })
}

/// All numbers of `text`, from left to right.
pub fn find_numbers(text: &str) -> Vec<Found<Number>> {
    let glyphs = Glyphs::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        match number_at(&glyphs, at) {
            Some(number) => {
                let value = Number { value: number.value, form: number.form };
                found.push(Found::at(text, glyphs.bytes(at..number.end), value));
                at = number.end;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_all_hands() {
        let cases = [
            ("0", "0"),
            ("007", "7"),
            ("1,234,567.89", "1234567.89"),
            ("３，０００", "3000"),
            ("12.50", "12.5"),
            ("〇", "0"),
            ("零", "0"),
            ("十", "10"),
            ("十五", "15"),
            ("二十", "20"),
            ("廿", "20"),
            ("廿五", "25"),
            ("卅一", "31"),
            ("两百", "200"),
            ("一百零五", "105"),
            ("一百五", "150"),
            ("一百五十", "150"),
            ("二百六十四", "264"),
            ("一千零五", "1005"),
            ("三千二", "3200"),
            ("三万五", "35000"),
            ("三万零五", "30005"),
            ("3万5", "35000"),
            ("3万5千", "35000"),
            ("3.5万", "35000"),
            ("0.6万", "6000"),
            ("三点五万", "35000"),
            ("零点零五", "0.05"),
            ("十万", "100000"),
            ("二十六万", "260000"),
            ("一万八千五百", "18500"),
            ("三千万", "30000000"),
            ("1亿3千万", "130000000"),
            ("十二亿零五十万", "1200500000"),
            ("三万亿", "3000000000000"),
            ("二〇二四", "2024"),
            ("二○一八", "2018"),
            ("壹佰贰拾伍万", "1250000"),
            ("叁仟零伍", "3005"),
            ("叁万伍", "30005"),
            ("壹億貳仟參佰肆拾伍萬陸仟柒佰捌拾玖", "123456789"),
            ("拾", "10"),
            ("兩千", "2000"),
            ("柒拾玖万捌仟元", ""),
            ("千", ""),
            ("万", ""),
            ("", ""),
            ("3克", ""),
            ("十百", ""),
        ];
        for (text, expected) in cases {
            let value = parse_number(text).map(|number| number.value.normalize().to_string());
            assert_eq!(value.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn every_number_reads_back_from_its_numeral() {
        const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        const UNITS: [&str; 4] = ["", "十", "百", "千"];
        let section = |value: u64, lead: bool| {
            let mut text = String::new();
            let (mut gap, mut begun) = (false, lead);
            for place in (0..4).rev() {
                let digit = value / 10_u64.pow(place) % 10;
                if digit == 0 {
                    gap = true;
                    continue;
                }
                if gap && begun {
                    text.push('零');
                }
                text.push(DIGITS[digit as usize]);
                text.push_str(UNITS[place as usize]);
                (gap, begun) = (false, true);
            }
            text
        };
        for value in (1..100_000_000_u64).step_by(7919).chain(1..20_000) {
            let (high, low) = (value / 10_000, value % 10_000);
            let mut text = if high > 0 { section(high, false) + "万" } else { String::new() };
            text += &section(low, high > 0);
            assert_eq!(parse_number(&text).map(|number| number.value), Some(value.into()), "{text}");
        }
    }

    #[test]
    fn whole_numbers_of_articles_and_years() {
        for (text, expected) in [
            ("二百六十四条", 264),
            ("一百三十三条之一", 133),
            ("二0一四年", 2014),
            ("二O一八年", 2018),
            ("十二", 12),
            ("廿五日", 25),
            ("６７条", 67),
            ("一百五条", 105),
        ] {
            assert_eq!(whole_at(&Glyphs::new(text), 0).map(|whole| whole.0), Some(expected), "{text}");
        }
        assert!(whole_at(&Glyphs::new("条"), 0).is_none());
    }

    #[test]
    fn a_unit_keeps_its_prefix() {
        let found = find_numbers("重3千克，长五千米，付5千元");
        let values: Vec<_> = found.iter().map(|found| found.raw.as_str()).collect();
        assert_eq!(values, ["3", "五", "5千"]);
    }

    #[test]
    fn endless_rows_of_signs_are_read_in_pieces() {
        for sign in ["9", "九", "万", "零", "十", "亿", "玖", "1,000"] {
            let _ = find_numbers(&sign.repeat(3000));
        }
    }
}
