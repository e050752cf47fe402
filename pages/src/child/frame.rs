//! Length-prefixed frames: 8 bytes of length, little-endian, then so many bytes.

use std::io::{self, ErrorKind, Read, Write};

/// What is set aside before any byte of a frame has come, so that a wrong length costs nothing.
const FIRST_BYTES: u64 = 1 << 16;

pub(super) fn write(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// The next frame; nothing where the other side has ended between two frames.
///
/// # Errors
/// [`ErrorKind::UnexpectedEof`] for an end inside a frame, [`ErrorKind::InvalidData`] for more than `most` bytes.
pub(super) fn read(from: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut prefix = Vec::with_capacity(8);
    from.by_ref().take(8).read_to_end(&mut prefix)?;
    if prefix.is_empty() {
        return Ok(None);
    }
    let prefix: [u8; 8] = prefix.try_into().map_err(|_| io::Error::from(ErrorKind::UnexpectedEof))?;
    let length = u64::from_le_bytes(prefix);
    if length > most {
        let message = format!("a frame of {length} bytes, expected no more than {most}");
        return Err(io::Error::new(ErrorKind::InvalidData, message));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(FIRST_BYTES)).unwrap_or(0));
    from.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back() {
        let mut pipe = Vec::new();
        for frame in [&b"one"[..], b"", &[7; 100_000]] {
            write(&mut pipe, frame).unwrap();
        }
        let mut pipe = pipe.as_slice();
        for want in [3, 0, 100_000] {
            assert_eq!(read(&mut pipe, 1 << 20).unwrap().unwrap().len(), want);
        }
        assert_eq!(read(&mut pipe, 1 << 20).unwrap(), None);
    }

    #[test]
    fn broken_frames_are_refused() {
        let huge = u64::MAX.to_le_bytes();
        let cut = [&5_u64.to_le_bytes()[..], b"four"].concat();
        let cases: [(&[u8], ErrorKind); 3] = [
            (&huge, ErrorKind::InvalidData),
            (&cut, ErrorKind::UnexpectedEof),
            (b"abc", ErrorKind::UnexpectedEof),
        ];
        for (mut bytes, want) in cases {
            assert_eq!(read(&mut bytes, 1 << 20).unwrap_err().kind(), want);
        }
    }
}
