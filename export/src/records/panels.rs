//! Tables that stand several times side by side under one header.

use document::{Column, join_lines};

/// How many columns a panel has: the shortest run of two or more columns that the whole header repeats; all columns
/// where there is none.
pub(super) fn panels(columns: &[Column]) -> usize {
    let all = columns.len();
    let keys: Vec<String> = columns.iter().map(key).collect();
    let repeats = |width: &usize| {
        let (first, rest) = keys.split_at(*width);
        all.is_multiple_of(*width)
            && !first.iter().any(String::is_empty)
            && rest.chunks(*width).all(|panel| panel == first)
    };
    (2..=all / 2).find(repeats).unwrap_or(all)
}

/// What makes two columns alike: their headers, whatever the spaces and the case.
fn key(column: &Column) -> String {
    let text = join_lines(column.path.iter().map(String::as_str));
    let unit = column.unit.as_deref().unwrap_or_default();
    text.chars().chain(unit.chars()).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_header_makes_panels() {
        let cases: [(&[&str], usize); 7] = [
            (&["a", "b", "a", "b"], 2),
            (&["a", "b", "A ", "b", "a", "b"], 2),
            (&["a", "b", "c", "a", "b", "c"], 3),
            (&["a", "b", "a"], 3),
            (&["a", "a"], 2),
            (&["a", "", "a", ""], 4),
            (&[], 0),
        ];
        for (names, want) in cases {
            let columns: Vec<_> =
                names.iter().map(|name| Column { path: vec![(*name).into()], unit: None }).collect();
            assert_eq!(panels(&columns), want, "{names:?}");
        }
    }
}
