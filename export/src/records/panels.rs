//! Tables that stand several times side by side under one header.

use document::{Column, join_lines};

/// One panel: for each of its columns the column of the grid; absent where this panel lacks it.
pub(super) type Panel = Vec<Option<u32>>;

/// A slot of all panels: the header it has, or how many headless columns stand between it and the last header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    /// Headers up to and with this one.
    named: usize,
    /// Headless columns since.
    extra: usize,
}

/// The panels of a table from left to right: each has the same headers in the same order. One panel where the header
/// does not repeat as a whole.
///
/// A headless column, as that of arrows beside the results, may stand in one panel and not in another; the others then
/// lack it.
pub(super) fn panels(columns: &[Column]) -> Vec<Panel> {
    let whole = || vec![(0..columns.len() as u32).map(Some).collect()];
    let keys: Vec<String> = columns.iter().map(key).collect();
    let Some(first) = keys.first().filter(|key| !key.is_empty()) else { return whole() };
    let mut runs: Vec<(usize, Vec<&String>)> = vec![];
    for (index, key) in keys.iter().enumerate() {
        if key == first {
            runs.push((index, vec![]));
        }
        if let Some((_, run)) = runs.last_mut().filter(|_| !key.is_empty()) {
            run.push(key);
        }
    }
    let is_repeated = runs.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let is_wide = runs.first().is_some_and(|(_, run)| run.len() > 1);
    if runs.len() < 2 || !is_repeated || !is_wide {
        return whole();
    }
    let ends = runs.iter().skip(1).map(|(start, _)| *start).chain([keys.len()]);
    let slots: Vec<Vec<Slot>> = runs
        .iter()
        .zip(ends)
        .map(|((start, _), end)| slots(keys.get(*start..end).unwrap_or_default()))
        .collect();
    let mut all: Vec<Slot> = slots.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let panel = |((start, _), own): (&(usize, _), &Vec<Slot>)| -> Panel {
        let place = |slot: &Slot| own.iter().position(|own| own == slot).map(|index| (start + index) as u32);
        all.iter().map(place).collect()
    };
    runs.iter().zip(&slots).map(panel).collect()
}

fn slots(keys: &[String]) -> Vec<Slot> {
    let mut slot = Slot { named: 0, extra: 0 };
    let next = |key: &String| {
        slot = if key.is_empty() {
            Slot { extra: slot.extra + 1, ..slot }
        } else {
            Slot { named: slot.named + 1, extra: 0 }
        };
        slot
    };
    keys.iter().map(next).collect()
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
        let cases: [(&[&str], &[&[i32]]); 8] = [
            (&["a", "b", "a", "b"], &[&[0, 1], &[2, 3]]),
            (&["a", "b", "A ", "b", "a", "b"], &[&[0, 1], &[2, 3], &[4, 5]]),
            (&["a", "b", "c", "a", "b", "", "c"], &[&[0, 1, -1, 2], &[3, 4, 5, 6]]),
            (&["a", "", "b", "a", "b", ""], &[&[0, 1, 2, -1], &[3, -1, 4, 5]]),
            (&["a", "b", "a"], &[&[0, 1, 2]]),
            (&["a", "a"], &[&[0, 1]]),
            (&["", "a", "", "a"], &[&[0, 1, 2, 3]]),
            (&[], &[&[]]),
        ];
        for (names, want) in cases {
            let columns: Vec<_> =
                names.iter().map(|name| Column { path: vec![(*name).into()], unit: None }).collect();
            let found: Vec<Vec<i32>> = panels(&columns)
                .iter()
                .map(|panel| panel.iter().map(|column| column.map_or(-1, |c| c as i32)).collect())
                .collect();
            assert_eq!(found, want, "{names:?}");
        }
    }
}
