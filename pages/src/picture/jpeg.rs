//! The parts of a JPEG file that its decoder does not tell.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// The header segments up to the first scan, each with its marker, and what follows them.
pub(super) struct Segments<'a> {
    rest: &'a [u8],
}

impl<'a> Segments<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(2..).unwrap_or_default() }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [0xFF, marker, high, low, ..] = *self.rest else {
            return None;
        };
        if marker == START_OF_SCAN || marker == END_OF_IMAGE {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let payload = self.rest.get(4..2 + length)?;
        self.rest = self.rest.get(2 + length..)?;
        Some((marker, payload))
    }
}

/// Whether the data end before the end marker. In scans 0xFF is followed by 0x00, so that the marker cannot be mistaken.
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    let mut segments = Segments::new(bytes);
    segments.by_ref().for_each(drop);
    !segments.rest.windows(2).any(|pair| pair == [0xFF, END_OF_IMAGE])
}
