//! Sizes as people write them.

/// Units and their factor; the longest suffix first, so that `MiB` is not read as `B`.
const UNITS: [(&str, u64); 7] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("b", 1),
];

/// Reads `200MB`, `1.5 GiB`, `4096`.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let (number, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| lower.strip_suffix(unit).map(|number| (number.trim_end(), *factor)))
        .unwrap_or((lower.as_str(), 1));
    let wrong = || format!("size is {text:?}, expected a number of bytes such as 4096, 200MB or 1.5GiB");
    let number: f64 = number.parse().map_err(|_| wrong())?;
    if !(number.is_finite() && number >= 0.0) {
        return Err(wrong());
    }
    Ok((number * factor as f64).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, want) in
            [("4096", 4096), ("200MB", 200_000_000), ("1.5 GiB", 3 << 29), ("7 b", 7), ("2kib", 2048)]
        {
            assert_eq!(parse(text), Ok(want), "{text}");
        }
        for text in ["", "MB", "-1", "1 TB", "nan"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
