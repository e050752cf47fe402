use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest part of a key that goes into a file name.
const LONGEST_PART: usize = 80;

/// What a reading depends on: the content of the document, and the fingerprint of all that shapes the result (options,
/// models, version). Equal keys give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// The key of `content` (a hash of the document's bytes) read under `fingerprint`. Characters that do not suit a file
    /// name become `_`.
    pub fn new(content: &str, fingerprint: &str) -> Self {
        let safe = |part: &str| -> String {
            let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            part.chars().map(allowed).take(LONGEST_PART).collect()
        };
        Self(format!("{}-{}", safe(content), safe(fingerprint)))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_is_one_file_name_whatever_it_is_made_of() {
        let key = Key::new("../ab\0", &"x".repeat(500)).to_string();
        assert!(key.starts_with("___ab_-xxx") && key.len() < 200, "{key}");
    }
}
