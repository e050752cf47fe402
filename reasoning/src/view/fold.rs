use unicode_normalization::UnicodeNormalization;

/// `text` with every character put into its plain form, one character for one, so that places stay comparable.
///
/// Full-width ASCII becomes ASCII, the many spaces, dashes, tildes, colons and quotation marks become one of each,
/// Kangxi radicals and compatibility ideographs (common in the text layers of PDFs) become the characters they look
/// like. Superscripts stay: `10⁹` is not `109`.
///
/// ```
/// assert_eq!(reasoning::fold("（２０２４）：～　μ"), "(2024):~ μ");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The plain form of one character.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5D}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\t' | '\n' | '\r' => ' ',
        '～' | '〜' | '∼' | '˜' => '~',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' | '´' => '\'',
        'µ' => 'μ',
        '∶' | '﹕' | '︰' => ':',
        '﹤' => '<',
        '﹥' => '>',
        '≦' | '⩽' => '≤',
        '≧' | '⩾' => '≥',
        '〔' | '﹝' => '[',
        '〕' | '﹞' => ']',
        '︵' | '﹙' => '(',
        '︶' | '﹚' => ')',
        // Other forms of one letter, a stroke apart: readers take one for the other.
        '黃' => '黄',
        '內' => '内',
        '戶' | '戸' => '户',
        '別' => '别',
        '溫' => '温',
        '潛' => '潜',
        '強' => '强',
        '呂' => '吕',
        '宮' => '宫',
        '淸' => '清',
        '靑' => '青',
        '値' => '值',
        '眞' => '真',
        '敎' => '教',
        '脫' => '脱',
        '稅' => '税',
        '卽' => '即',
        '旣' => '既',
        '淨' => '净',
        '靜' => '静',
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' => alone(c),
        _ => super::traditional::simplified(c).unwrap_or(c),
    }
}

/// The compatibility form of `c` where that is one character.
fn alone(c: char) -> char {
    let mut plain = std::iter::once(c).nfkc();
    match (plain.next(), plain.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_number_of_characters() {
        for (text, want) in [
            ("３．５０～９．５０", "3.50~9.50"),
            ("⽇期：", "日期:"),
            ("10⁹/L", "10⁹/L"),
            ("〔2018〕", "[2018]"),
            ("≧ 5", "≥ 5"),
            ("深黃色，潛血", "深黄色,潜血"),
        ] {
            assert_eq!(fold(text), want);
            assert_eq!(fold(text).chars().count(), text.chars().count());
        }
    }
}
