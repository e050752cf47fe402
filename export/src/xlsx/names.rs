//! Names of sheets.

use std::collections::HashSet;

/// Excel takes no longer names.
const MAX_LENGTH: usize = 31;

/// Characters that Excel takes in no name.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The one name that Excel keeps for itself.
const RESERVED: &str = "history";

/// Names given so far, without regard to case as Excel compares them.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name that Excel takes and that is not yet given: `wanted` as far as it goes, else `fallback`.
    pub(super) fn give(&mut self, wanted: &str, fallback: &str) -> String {
        let clean: String =
            wanted.chars().map(|c| if c.is_control() || FORBIDDEN.contains(&c) { ' ' } else { c }).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let clean = clean.trim_matches('\'');
        let is_usable = !clean.is_empty() && clean.to_lowercase() != RESERVED;
        let base = if is_usable { clean } else { fallback };
        let mut name = shortened(base, "");
        let mut number = 2_u32;
        while !self.0.insert(name.to_lowercase()) {
            name = shortened(base, &format!(" ({number})"));
            number += 1;
        }
        name
    }
}

/// `base` with `end`, cut so that both fit. Excel counts UTF-16 units.
fn shortened(base: &str, end: &str) -> String {
    let room = MAX_LENGTH.saturating_sub(end.len());
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= room
    };
    let cut: String = base.chars().take_while(fits).collect();
    cut.trim_end_matches(['\'', ' ']).to_owned() + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_clean_and_unlike() {
        let mut names = Names::default();
        let cases = [
            ("Table 1: a/b", "Table 1 a b"),
            ("table 1 A b", "table 1 A b (2)"),
            ("'quoted'", "quoted"),
            ("", "t7"),
            ("History", "t7 (2)"),
            ("[*?]", "t7 (3)"),
            ("Table 2. A caption that is far too long for a sheet", "Table 2. A caption that is far"),
            ("Table 2. A caption that is far too long for the other", "Table 2. A caption that is (2)"),
            ("表1 生化检验结果", "表1 生化检验结果"),
        ];
        for (wanted, want) in cases {
            let name = names.give(wanted, "t7");
            assert_eq!(name, want, "{wanted}");
            assert!(name.encode_utf16().count() <= MAX_LENGTH);
        }
    }
}
