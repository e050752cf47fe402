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
