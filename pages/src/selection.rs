use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::{Error, ErrorKind};

/// Which pages of a document are wanted; numbers start at 1.
///
/// ```
/// use pages::PageSelection;
/// let selection: PageSelection = "1-3,7,9-".parse()?;
/// assert_eq!(selection.resolve(10)?, [1, 2, 3, 7, 9, 10]);
/// # Ok::<(), pages::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PageSelection {
    /// All of them.
    #[default]
    All,
    /// Those in any of the ranges.
    Ranges(Vec<RangeInclusive<u32>>),
}

impl PageSelection {
    /// The numbers of the selected pages of a document that has `count`, ascending, each once.
    ///
    /// # Errors
    /// [`ErrorKind::Selection`] where a range begins behind the last page; its end may lie behind it.
    pub fn resolve(&self, count: u32) -> Result<Vec<u32>, Error> {
        let Self::Ranges(ranges) = self else {
            return Ok((1..=count).collect());
        };
        if let Some(range) = ranges.iter().find(|range| *range.start() > count) {
            let pages = if count == 1 { "page" } else { "pages" };
            let message = format!("page {} is asked for, the document has {count} {pages}", range.start());
            return Err(Error::new(ErrorKind::Selection, message));
        }
        let clipped = |range: &RangeInclusive<u32>| (*range.start()).max(1)..=(*range.end()).min(count);
        let mut numbers: Vec<u32> = ranges.iter().flat_map(clipped).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
}

impl FromStr for PageSelection {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = |part: &str| {
            let message =
                format!("page selection has {part:?}, expected numbers and ranges such as 1-3,7,9-");
            Error::new(ErrorKind::Selection, message)
        };
        let part = |part: &str| parse_range(part.trim()).ok_or_else(|| bad(part));
        text.split(',').map(part).collect::<Result<_, _>>().map(Self::Ranges)
    }
}

/// `7`, `1-3`, `9-` or `-3`; no page 0 and no range backwards.
fn parse_range(part: &str) -> Option<RangeInclusive<u32>> {
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
    let Some((first, last)) = part.split_once('-') else {
        return number(part).map(|page| page..=page);
    };
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() && last.is_empty() {
        return None;
    }
    let first = if first.is_empty() { 1 } else { number(first)? };
    let last = if last.is_empty() { u32::MAX } else { number(last)? };
    (first <= last).then_some(first..=last)
}

impl fmt::Display for PageSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Ranges(ranges) = self else {
            return f.write_str("all");
        };
        for (index, range) in ranges.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            match (*range.start(), *range.end()) {
                (first, last) if first == last => write!(f, "{comma}{first}")?,
                (first, u32::MAX) => write!(f, "{comma}{first}-")?,
                (first, last) => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_resolve_in_order_and_once() {
        let cases: [(&str, u32, &[u32]); 6] = [
            ("1-3,7,9-", 10, &[1, 2, 3, 7, 9, 10]),
            ("5,1,5", 5, &[1, 5]),
            ("-2", 5, &[1, 2]),
            ("2-99", 3, &[2, 3]),
            (" 1 - 2 , 4 ", 4, &[1, 2, 4]),
            ("3-4,1-3", 9, &[1, 2, 3, 4]),
        ];
        for (text, count, want) in cases {
            let selection: PageSelection = text.parse().unwrap();
            assert_eq!(selection.resolve(count).unwrap(), want, "{text}");
        }
        assert_eq!(PageSelection::All.resolve(2).unwrap(), [1, 2]);
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "0", "1,,2", "a", "3-1", "-", "1-2-3", "1;2", "99999999999", "+1x"] {
            let error = text.parse::<PageSelection>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Selection, "{text}");
        }
    }

    #[test]
    fn a_page_behind_the_last_is_an_error() {
        let error = "2,12".parse::<PageSelection>().unwrap().resolve(5).unwrap_err();
        assert_eq!(error.to_string(), "page 12 is asked for, the document has 5 pages");
    }

    #[test]
    fn a_selection_prints_as_it_is_written() {
        for text in ["1-3,7,9-", "4", "1-2"] {
            assert_eq!(text.parse::<PageSelection>().unwrap().to_string(), text);
        }
    }
}
