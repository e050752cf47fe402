use models::Session;

use crate::Error;

/// The metadata key in which PaddleOCR's exporters keep the characters, one a line.
const METADATA_KEY: &str = "character";

/// The symbols a CTC network can write: 0 is the blank, then the characters of its metadata, then the space.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    symbols: Vec<Box<str>>,
}

impl Alphabet {
    /// Reads the alphabet of `session`.
    pub(crate) fn of(session: &dyn Session) -> Result<Self, Error> {
        let list = session.metadata(METADATA_KEY).ok_or_else(|| {
            Error::model(format!(
                "recognition model has no metadata {METADATA_KEY:?}, expected its characters, one a line"
            ))
        })?;
        let characters =
            list.strip_suffix('\n').unwrap_or(&list).split('\n').map(|c| c.trim_end_matches('\r'));
        let symbols = std::iter::once("").chain(characters).chain([" "]).map(Into::into).collect();
        Ok(Self { symbols })
    }

    /// Number of symbols, blank and space included.
    pub(crate) fn len(&self) -> usize {
        self.symbols.len()
    }

    /// The index of the space.
    pub(crate) fn space(&self) -> usize {
        self.symbols.len() - 1
    }

    /// The index of `symbol`; nothing where the network cannot write it.
    pub(crate) fn find(&self, symbol: &str) -> Option<u32> {
        self.symbols.iter().position(|known| &**known == symbol).and_then(|at| u32::try_from(at).ok())
    }

    /// The symbol at `index`; empty for the blank and for indices outside.
    pub(crate) fn symbol(&self, index: usize) -> &str {
        self.symbols.get(index).map_or("", |symbol| symbol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use models::FakeSession;

    #[test]
    fn blank_comes_first_and_space_last() {
        let session = FakeSession::new(|_| vec![]).with_metadata("character", "a\n中\n\u{3000}");
        let alphabet = Alphabet::of(&session).unwrap();
        let symbols: Vec<_> = (0..alphabet.len()).map(|i| alphabet.symbol(i)).collect();
        assert_eq!(symbols, ["", "a", "中", "\u{3000}", " "]);
        assert_eq!(alphabet.space(), 4);
    }

    #[test]
    fn a_model_without_characters_is_refused() {
        assert!(Alphabet::of(&FakeSession::new(|_| vec![])).is_err());
    }
}
