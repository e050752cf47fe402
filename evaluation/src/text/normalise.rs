//! What counts as the same text.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What becomes of white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Spaces {
    /// It stays.
    Keep,
    /// Every run is one space; none at the ends.
    Collapse,
    /// As `Collapse`, and none beside Han, kana, Hangul or full-width signs, where a space means nothing.
    #[default]
    Script,
    /// It goes.
    Drop,
}

/// What becomes of punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Punctuation {
    /// It stays.
    #[default]
    Keep,
    /// Quotes, dashes, full stops and commas of all scripts become those of ASCII.
    Fold,
    /// Everything but letters, digits and ideographs goes (`clean_string` of OmniDocBench).
    Drop,
}

/// Which differences of spelling do not count. The default: compatibility forms and meaningless spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Normalisation {
    /// Whether compatibility forms are one (NFKC of Unicode Annex 15): `①` is `1`, `ﬁ` is `fi`, `Ａ` is `A`.
    pub compatibility: bool,
    /// Whether full-width forms of ASCII are ASCII and half-width kana is kana, nothing else; `compatibility` includes
    /// it.
    pub width: bool,
    /// What becomes of white space.
    pub spaces: Spaces,
    /// What becomes of punctuation.
    pub punctuation: Punctuation,
    /// Whether capital and small letters are one.
    pub case: bool,
}

impl Default for Normalisation {
    fn default() -> Self {
        Self {
            compatibility: true,
            width: false,
            spaces: Spaces::Script,
            punctuation: Punctuation::Keep,
            case: false,
        }
    }
}

impl Normalisation {
    /// Nothing but letters, digits and ideographs counts.
    pub const WORDS_ONLY: Self = Self {
        compatibility: true,
        width: false,
        spaces: Spaces::Drop,
        punctuation: Punctuation::Drop,
        case: false,
    };

    /// Spaces, case and variants of punctuation do not count.
    pub const LOOSE: Self = Self {
        compatibility: true,
        width: false,
        spaces: Spaces::Drop,
        punctuation: Punctuation::Fold,
        case: true,
    };

    /// The same, blind to case where `blind`.
    #[must_use]
    pub fn blind_to_case(mut self, blind: bool) -> Self {
        self.case |= blind;
        self
    }

    /// `text` with all that does not count evened out.
    ///
    /// ```
    /// use evaluation::text::Normalisation;
    /// assert_eq!(Normalisation::default().apply("Ａ  b\n你 好 c"), "A b你好c");
    /// ```
    pub fn apply(&self, text: &str) -> String {
        let text = match (self.compatibility, self.width) {
            (true, _) => text.nfkc().collect(),
            (false, true) => text.chars().map(narrow).collect::<String>().nfc().collect(),
            (false, false) => text.to_owned(),
        };
        let text = match self.punctuation {
            Punctuation::Keep => text,
            Punctuation::Fold => text.chars().map(fold_punctuation).collect(),
            Punctuation::Drop => {
                text.chars().filter(|c| is_word_character(*c) || c.is_whitespace()).collect()
            }
        };
        let text = if self.case { text.to_lowercase() } else { text };
        match self.spaces {
            Spaces::Keep => text,
            Spaces::Collapse => collapse(&text, false),
            Spaces::Script => collapse(&text, true),
            Spaces::Drop => text.chars().filter(|c| !c.is_whitespace()).collect(),
        }
    }
}

/// A letter, digit or ideograph: what `\w` without the underscore means in OmniDocBench's scripts.
pub(crate) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c)
}

/// Whether a space beside `c` means nothing: kana, Han, Hangul, CJK punctuation, full-width forms.
fn stands_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF
        | 0xFF00..=0xFFEF)
}

fn collapse(text: &str, by_script: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let beside = [out.chars().next_back(), word.chars().next()];
        let meaningless = by_script && beside.into_iter().flatten().any(stands_without_spaces);
        if !out.is_empty() && !meaningless {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// ASCII for its full-width form, kana for its half-width form.
fn narrow(c: char) -> char {
    match u32::from(c) {
        0x3000 => ' ',
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0xFF61..=0xFF9F => c.nfkc().next().unwrap_or(c),
        _ => c,
    }
}

fn fold_punctuation(c: char) -> char {
    match c {
        '\u{201C}' | '\u{201D}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '。' | '…' => '.',
        '、' => ',',
        '\u{2010}' | '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_option_does_its_part() {
        let plain = Normalisation { compatibility: false, spaces: Spaces::Keep, ..Normalisation::default() };
        let cases = [
            (plain, "Ａ  b①", "Ａ  b①"),
            (Normalisation { width: true, ..plain }, "Ａ（ｶﾞ）①", "A(ガ)①"),
            (Normalisation { compatibility: true, ..plain }, "Ａ①ﬁ", "A1fi"),
            (Normalisation { spaces: Spaces::Collapse, ..plain }, " 血 糖\n5.6 ", "血 糖 5.6"),
            (Normalisation { spaces: Spaces::Script, ..plain }, " 血 糖\n5.6  mmol ", "血糖5.6 mmol"),
            (Normalisation { spaces: Spaces::Drop, ..plain }, " a b ", "ab"),
            (Normalisation { punctuation: Punctuation::Fold, ..plain }, "“a”—b。", "\"a\"-b."),
            (Normalisation { punctuation: Punctuation::Drop, ..plain }, "a_b, c.", "ab c"),
            (Normalisation { case: true, ..plain }, "Straße ÄB", "straße äb"),
            (Normalisation::LOOSE, "A bcd。", "abcd."),
            (Normalisation::WORDS_ONLY, "T. brucei², 你好！", "Tbrucei2你好"),
        ];
        for (normalisation, text, want) in cases {
            assert_eq!(normalisation.apply(text), want, "{normalisation:?}");
        }
    }
}
