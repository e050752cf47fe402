//! Which cells are safely numbers.

use document::{Grid, HeaderKind};

/// Excel keeps 15 significant digits; a longer number would lose some.
const MAX_DIGITS: usize = 15;

/// An ungrouped run of more digits is an identifier (account, telephone, bar code) more often than a quantity.
const MAX_UNGROUPED: usize = 9;

/// Whole numbers of one length from this one on, all down a column, are codes or dates such as 202406.
const CODE_LENGTH: usize = 6;

/// So many numbers of one length make a rule.
const CODE_COUNT: usize = 3;

/// Header words of columns that name things by numbers.
const IDENTIFIER_WORDS: [&str; 24] = [
    "no",
    "nr",
    "id",
    "code",
    "phone",
    "tel",
    "telephone",
    "mobile",
    "fax",
    "zip",
    "postcode",
    "barcode",
    "sku",
    "isbn",
    "account",
    "serial",
    "ref",
    "reference",
    "lot",
    "batch",
    "invoice",
    "passport",
    "number",
    "cas",
];

/// The same in Chinese, as ends of a header.
const IDENTIFIER_ENDS: [&str; 7] = ["号", "号码", "编码", "代码", "电话", "手机", "邮编"];

/// The one header that ends like an identifier and counts.
const COUNTER: &str = "序号";

/// A number with the format that shows it as printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// An Excel number format.
    pub(crate) format: String,
}

/// Which columns name things, so that their numbers are text: by their header, or by what their cells look like.
pub(super) fn identifier_columns(grid: &Grid) -> Vec<bool> {
    let is_identifier =
        |column| names_identifiers(&grid.column_path(column)) || holds_identifiers(grid, column);
    (0..grid.columns()).map(is_identifier).collect()
}

fn names_identifiers(path: &[String]) -> bool {
    let Some(last) = path.last() else { return false };
    let name = last.trim_end_matches([':', '：', '.', ' ']);
    let is_chinese = IDENTIFIER_ENDS.iter().any(|end| name.ends_with(end)) && name != COUNTER;
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let ends_so = words.last().is_some_and(|word| IDENTIFIER_WORDS.contains(&word.as_str()));
    is_chinese || ends_so
}

/// A number with zeros before it, or whole numbers of one length from [`CODE_LENGTH`] on and nothing else.
fn holds_identifiers(grid: &Grid, column: u32) -> bool {
    let own =
        grid.cells().iter().filter(|cell| cell.span.column == column && cell.header == HeaderKind::None);
    let texts: Vec<&str> = own.map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
    let whole = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    let padded = |text: &&str| text.len() > 1 && text.starts_with('0') && whole(text);
    let length = texts.first().map_or(0, |text| text.len());
    let alike = length >= CODE_LENGTH && texts.iter().all(|text| whole(text) && text.len() == length);
    texts.iter().any(padded) || (alike && texts.len() >= CODE_COUNT)
}

/// The number that `text` is, if it is nothing else: an optional minus, digits that may be grouped in threes by commas,
/// a decimal point with digits on both sides, a per cent sign. Leading zeros, plus signs, ranges, flags, exponents,
/// decimal commas and more digits than a sheet keeps make it text.
pub(crate) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let (text, percent) = text.strip_suffix('%').map_or((text, false), |rest| (rest, true));
    let (digits, negative) = text.strip_prefix(['-', '\u{2212}']).map_or((text, false), |rest| (rest, true));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (plain, grouped) = ungrouped(whole)?;
    if !is_digits(&plain)
        || fraction.is_some_and(|f| !is_digits(f))
        || (plain.len() > 1 && plain.starts_with('0'))
    {
        return None;
    }
    let decimals = fraction.map_or(0, str::len);
    if plain.len() + decimals > MAX_DIGITS || (!grouped && fraction.is_none() && plain.len() > MAX_UNGROUPED)
    {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let value: f64 = format!("{sign}{plain}.{}", fraction.unwrap_or("0")).parse().ok()?;
    let mut format = if grouped { "#,##0" } else { "0" }.to_owned();
    if decimals > 0 {
        format.push('.');
        format.extend(std::iter::repeat_n('0', decimals));
    }
    if percent {
        format.push('%');
    }
    Some(Number { value: if percent { value / 100.0 } else { value }, format })
}

/// Digits without the commas that group them in threes, and whether there were any; nothing where commas stand
/// elsewhere.
fn ungrouped(whole: &str) -> Option<(String, bool)> {
    let mut parts = whole.split(',');
    let first = parts.next()?;
    let mut plain = first.to_owned();
    let mut grouped = false;
    for part in parts {
        grouped = true;
        if part.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        plain.push_str(part);
    }
    Some((plain, grouped))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{cell, header, table};

    #[test]
    fn only_what_is_safely_a_number_is_one() {
        let cases = [
            ("0", Some((0.0, "0"))),
            (" 5.60 ", Some((5.6, "0.00"))),
            ("-3", Some((-3.0, "0"))),
            ("\u{2212}0.5", Some((-0.5, "0.0"))),
            ("1,234", Some((1234.0, "#,##0"))),
            ("12,345,678.90", Some((12_345_678.9, "#,##0.00"))),
            ("12.5%", Some((0.125, "0.0%"))),
            ("2024", Some((2024.0, "0"))),
            ("007", None),
            ("00.5", None),
            ("+5", None),
            ("--5", None),
            ("5-10", None),
            ("3.5-9.5", None),
            ("5.6 ↑", None),
            ("5.6H", None),
            ("<0.5", None),
            ("1.2.3", None),
            ("1,5", None),
            ("1,2345", None),
            ("1234,567", None),
            (",123", None),
            ("1e5", None),
            ("10^9", None),
            (".5", None),
            ("5.", None),
            ("", None),
            ("-", None),
            ("%", None),
            ("１２", None),
            ("13800138000", None),
            ("110101199001011234", None),
            ("0.1234567890123456", None),
            ("2024-06-17", None),
            ("10:30", None),
            ("(1,234)", None),
            ("inf", None),
            ("NaN", None),
        ];
        for (text, want) in cases {
            let found = number(text);
            let want = want.map(|(value, format): (f64, &str)| Number { value, format: format.into() });
            assert_eq!(found, want, "{text:?}");
        }
    }

    #[test]
    fn identifiers_stay_text() {
        let column = |name: &str, texts: &[&str]| {
            let mut cells = vec![header(0, 0, 1, 1, name)];
            cells.extend(texts.iter().zip(1..).map(|(text, row)| cell(row, 0, 1, 1, text)));
            identifier_columns(&table(texts.len() as u32 + 1, 1, cells).grid)[0]
        };
        let cases = [
            ("病案号", &["123"][..], true),
            ("联系电话", &["123"], true),
            ("序号", &["1", "2"], false),
            ("Sample No.", &["17"], true),
            ("Number of beds", &["17"], false),
            ("Result", &["1", "02"], true),
            ("Result", &["10", "20.5", "0.5"], false),
            ("Month", &["202401", "202402", "202403"], true),
            ("Value", &["202401", "202402"], false),
            ("Price", &["123456", "1234567", "123456"], false),
        ];
        for (name, texts, want) in cases {
            assert_eq!(column(name, texts), want, "{name} {texts:?}");
        }
    }
}
