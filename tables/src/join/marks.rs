//! Words that say that a table goes on.

/// A text that only says so is no longer than this many characters.
const MARK_LENGTH: usize = 40;

/// Where a text begins so, the table continues.
const STARTS: [&str; 12] = [
    "续表",
    "续上表",
    "续上页",
    "续前表",
    "续前页",
    "(续",
    "（续",
    "接上页",
    "接上表",
    "接前页",
    "承上页",
    "上接",
];
/// Where a text ends so, the table continues.
const ENDS: [&str; 6] = ["(续)", "（续）", "(续表)", "（续表）", "续表", "[续]"];
/// Words that say so.
const WORDS: [&str; 5] = ["continued", "cont'd", "cont’d", "contd", "cont"];
/// What stands below a table that goes on.
const LATER: [&str; 11] = [
    "接下页",
    "转下页",
    "续下页",
    "下接",
    "下页续",
    "未完",
    "to be continued",
    "continued on",
    "continues on",
    "continued overleaf",
    "(continued)",
];

/// Whether a caption says that its table continues one before.
pub(super) fn says_continued(caption: &str) -> bool {
    let text = caption.trim().to_lowercase();
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = compact.trim_start_matches(['(', '（', '[', '【']);
    STARTS.iter().any(|start| compact.starts_with(start) || bare.starts_with(start))
        || ENDS.iter().any(|end| compact.ends_with(end))
        || numbered_continuation(&compact)
        || has_word(&text)
}

/// Whether one of [`WORDS`] stands where it is said of the table: first, last, in brackets, or after its number; not
/// within a sentence, as in "patients who continued treatment".
fn has_word(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare =
        |word: &str| word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).to_owned();
    let is_table = words.first().is_some_and(|word| number(text).is_some() && word.starts_with("tab"));
    words.iter().enumerate().any(|(index, word)| {
        let is_mark = WORDS.contains(&bare(word).as_str());
        let at_edge = index == 0 || index + 1 == words.len() || (is_table && index <= 2);
        is_mark && (at_edge || word.starts_with(['(', '[', '（']))
    })
}

/// `表2续1`, `表2(续1)`, `表 2 续`.
fn numbered_continuation(compact: &str) -> bool {
    let Some(rest) = compact.strip_prefix('表') else { return false };
    let rest = rest.trim_start_matches(|c: char| is_number_part(c));
    rest.strip_prefix(['(', '（']).unwrap_or(rest).starts_with('续')
}

/// Whether a text says nothing but that the table above goes on later, or the table below continues.
pub(super) fn is_mark(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let compact: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let later = LATER.iter().any(|mark| lower.contains(mark) || compact.contains(mark));
    lower.chars().count() <= MARK_LENGTH && (later || says_continued(text))
}

/// The number that a caption gives its table: `3-2` of `Table 3-2. Rates`, `一` of `表一`.
pub(crate) fn number(caption: &str) -> Option<String> {
    let text = caption.trim().trim_start_matches(['续', '(', '（', ')', '）']).to_lowercase();
    let rest = ["table", "tab.", "表格", "表"].iter().find_map(|name| text.strip_prefix(name))?;
    let number: String = rest.trim_start().chars().take_while(|c| is_number_part(*c)).collect();
    let number = number.trim_end_matches(['.', '-']).to_owned();
    (!number.is_empty()).then_some(number)
}

fn is_number_part(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '-' | 'i' | 'v' | 'x') || "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_say_that_they_continue() {
        let cases = [
            ("续表 2", true),
            ("续表2-1 检验结果", true),
            ("表 2（续）", true),
            ("表2（续1） 检验结果", true),
            ("表2 续", true),
            ("(续)", true),
            ("接上页", true),
            ("（接上页）", true),
            ("续上页", true),
            ("上接第2页", true),
            ("【续表】", true),
            ("Table 2 (continued)", true),
            ("TABLE 2. Rates – Continued", true),
            ("Table 2, cont'd", true),
            ("Table 2 (cont.)", true),
            ("Table 2. Rates (continued from page 3)", true),
            ("Table 3. Patients who continued treatment at home", false),
            ("Table 3. Continuous variables", false),
            ("表3 手续费", false),
            ("表 3 连续变量", false),
            ("表4 存续期间", false),
            ("", false),
        ];
        for (text, want) in cases {
            assert_eq!(says_continued(text), want, "{text}");
        }
    }

    #[test]
    fn marks_are_short() {
        let cases = [
            ("（接下页）", true),
            ("Continued on next page", true),
            ("续 表", true),
            ("The patient continued on the same medicine and was seen again", false),
            ("合计", false),
        ];
        for (text, want) in cases {
            assert_eq!(is_mark(text), want, "{text}");
        }
    }

    #[test]
    fn captions_number_their_tables() {
        let cases = [
            ("Table 3-2. Rates", Some("3-2")),
            ("续表 2 结果", Some("2")),
            ("表一 结果", Some("一")),
            ("TABLE IV", Some("iv")),
            ("Results", None),
            ("表格", None),
        ];
        for (text, want) in cases {
            assert_eq!(number(text).as_deref(), want, "{text}");
        }
    }
}
