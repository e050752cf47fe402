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
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' => alone(c),
        _ => c,
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
        ] {
            assert_eq!(fold(text), want);
            assert_eq!(fold(text).chars().count(), text.chars().count());
        }
    }
}
