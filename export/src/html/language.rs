use document::{Document, Line};

/// The `lang` of a document, guessed from the scripts of its lines: `zh`, `ja` where kana stand among the Han
/// characters, `ko`, else `en`. It chooses fonts and hyphenation, nothing else hangs on it.
pub(super) fn guess(document: &Document) -> &'static str {
    let lines = document.pages.iter().flat_map(|page| &page.lines);
    let mut count = Count::default();
    lines.for_each(|line| count.add(line));
    let Count { han, kana, hangul, latin } = count;
    // A Latin word has about five letters where Chinese has one or two characters.
    let latin = latin / 3;
    match () {
        () if hangul > han + kana && hangul > latin => "ko",
        () if kana * 10 > han && kana + han > latin => "ja",
        () if han > latin => "zh",
        () => "en",
    }
}

/// How many letters of each script.
#[derive(Default)]
struct Count {
    han: usize,
    kana: usize,
    hangul: usize,
    latin: usize,
}

impl Count {
    fn add(&mut self, line: &Line) {
        for c in line.text.chars() {
            match c {
                '\u{3040}'..='\u{30FF}' => self.kana += 1,
                '\u{AC00}'..='\u{D7AF}' => self.hangul += 1,
                '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                    self.han += 1
                }
                c if c.is_alphabetic() => self.latin += 1,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{PageBuilder, document};

    #[test]
    fn the_script_tells_the_language() {
        let cases = [
            ("", "en"),
            ("Blood count 2024", "en"),
            ("检验报告 WBC 10^9/L", "zh"),
            ("血液検査のけっか", "ja"),
            ("혈액 검사", "ko"),
            ("The word 报告 means report", "en"),
        ];
        for (text, want) in cases {
            let mut page = PageBuilder::new(1);
            page.line(text);
            assert_eq!(guess(&document(vec![page.finish()], vec![])), want, "{text}");
        }
    }
}
