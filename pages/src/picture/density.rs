//! Dots per inch, where a picture file states them.

use document::SourceFormat;
use exif::{Exif, In, Tag, Value};

use super::jpeg::Segments;

const CENTIMETRES_PER_INCH: f32 = 2.54;
const METRES_PER_INCH: f32 = 0.0254;

/// JPEG application segment 0, where JFIF keeps its density.
const APP0: u8 = 0xE0;

/// Cameras and editors write 72 or 96 dots per inch where they know nothing. Nobody scans so coarsely, so such a number
/// is believed only for a picture that it makes no larger than this many inches, the long side of A2.
const COARSE_DPI: f32 = 96.0;
const COARSE_SIDE_INCHES: f32 = 23.4;

/// The density that the file states: EXIF first, then the format's own field.
pub(super) fn of(bytes: &[u8], format: SourceFormat, exif: Option<&[u8]>) -> Option<f32> {
    exif.and_then(from_exif).or_else(|| match format {
        SourceFormat::Jpeg => from_jfif(bytes),
        SourceFormat::Png => from_png(bytes),
        SourceFormat::Bmp => per_metre(u32::from_le_bytes(field(bytes, 38)?)),
        _ => None,
    })
}

/// `dpi`, unless it is the empty number of a camera.
pub(super) fn plausible(dpi: Option<f32>, long_side: u32) -> Option<f32> {
    dpi.filter(|dpi| *dpi > COARSE_DPI || long_side as f32 / dpi <= COARSE_SIDE_INCHES)
}

/// The density in the unit of TIFF and EXIF: 2 is inches, 3 centimetres.
pub(super) fn in_unit(value: f32, unit: u32) -> Option<f32> {
    match unit {
        2 => Some(value),
        3 => Some(value * CENTIMETRES_PER_INCH),
        _ => None,
    }
}

fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn per_metre(count: u32) -> Option<f32> {
    (count > 0).then_some(count as f32 * METRES_PER_INCH)
}

fn from_exif(block: &[u8]) -> Option<f32> {
    let exif: Exif = exif::Reader::new().read_raw(block.to_vec()).ok()?;
    let Value::Rational(ref ratios) = exif.get_field(Tag::XResolution, In::PRIMARY)?.value else {
        return None;
    };
    let unit =
        exif.get_field(Tag::ResolutionUnit, In::PRIMARY).and_then(|f| f.value.get_uint(0)).unwrap_or(2);
    in_unit(ratios.first()?.to_f32(), unit).filter(|dpi| dpi.is_finite() && *dpi > 0.0)
}

/// `JFIF\0`, version (2), unit (1: inch, 2: centimetre), x density (2).
fn from_jfif(bytes: &[u8]) -> Option<f32> {
    let (_, payload) =
        Segments::new(bytes).find(|(marker, p)| *marker == APP0 && p.starts_with(b"JFIF\0"))?;
    let density = f32::from(u16::from_be_bytes(field(payload, 8)?));
    let dpi = match payload.get(7)? {
        1 => density,
        2 => density * CENTIMETRES_PER_INCH,
        _ => return None,
    };
    (dpi > 0.0).then_some(dpi)
}

/// The `pHYs` chunk: x and y pixels per unit (4 each), unit (1: metre). It stands before the first `IDAT`.
fn from_png(bytes: &[u8]) -> Option<f32> {
    let mut at: usize = 8;
    loop {
        let length = u32::from_be_bytes(field(bytes, at)?) as usize;
        match &field::<4>(bytes, at + 4)? {
            b"pHYs" if bytes.get(at + 16) == Some(&1) => {
                return per_metre(u32::from_be_bytes(field(bytes, at + 8)?));
            }
            b"IDAT" | b"IEND" => return None,
            _ => at = at.checked_add(12)?.checked_add(length)?,
        }
    }
}
