/// The compiled form of a pattern that is written in the program, made at first use. Every pattern has a test that
/// needs it, so none can be wrong unnoticed; were one wrong, it would match nothing.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<Option<regex::Regex>> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).ok());
        PATTERN.as_ref()
    }};
}

pub(crate) use pattern;

/// Pairs of patterns that are written in the program, compiled; a wrong one is left out.
pub(crate) fn pairs(texts: &[(&str, &str)]) -> Vec<(regex::Regex, regex::Regex)> {
    let both = |(first, second): &(&str, &str)| {
        Some((regex::Regex::new(first).ok()?, regex::Regex::new(second).ok()?))
    };
    texts.iter().filter_map(both).collect()
}
