//! TIFF: all its pages, through the `tiff` crate, since `image` reads the first only.

use std::sync::Arc;

use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use tiff::decoder::ifd::Value;
use tiff::decoder::{BufferLayoutPreference, Decoder, DecodingResult};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::{Picture, check_size, density, directories, tones};
use crate::{Error, ErrorKind, Limits};

/// Bytes a pixel may need while it is decoded: five channels of 32 bits.
const DECODED_BYTES: u64 = 20;

type TiffDecoder = Decoder<directories::From>;

/// The pages of a TIFF file.
pub(crate) struct TiffPages {
    bytes: Arc<[u8]>,
    /// Where the directory of each page is.
    directories: Vec<u64>,
    /// Why the chain of directories ends early, told with the last page.
    broken: Option<String>,
    limits: Limits,
}

impl TiffPages {
    /// Lists the pages; a chain of directories that breaks in the middle ends there, and the last page tells so.
    pub(crate) fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Self, Error> {
        let directories::Chain { pages: directories, broken } = directories::chain(&bytes);
        if directories.is_empty() {
            return Err(Error::new(
                ErrorKind::Damaged,
                "the TIFF data are broken or cut short: there is no page",
            ));
        }
        Ok(Self { bytes, directories, broken, limits: *limits })
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.directories.len()).unwrap_or(u32::MAX)
    }

    /// Decodes the page with that number, from 1.
    pub(crate) fn page(&self, number: u32) -> Result<Picture, Error> {
        let missing = || Error::new(ErrorKind::Selection, "the file has no such page");
        let directory = *self.directories.get((number as usize).wrapping_sub(1)).ok_or_else(missing)?;
        let mut decoder =
            Decoder::new(directories::From::new(self.bytes.clone(), directory)).map_err(refused)?;
        let (width, height) = decoder.dimensions().map_err(refused)?;
        check_size(width, height, &self.limits)?;
        let bytes = u64::from(width) * u64::from(height) * DECODED_BYTES;
        let mut limits = tiff::decoder::Limits::default();
        limits.decoding_buffer_size = usize::try_from(bytes).unwrap_or(usize::MAX);
        limits.intermediate_buffer_size = limits.decoding_buffer_size;
        let mut decoder = decoder.with_limits(limits);
        let dpi = density_of(&mut decoder);
        let orientation = orientation_of(&mut decoder);
        let pixels = read_pixels(&mut decoder, width, height)?;
        let mut picture = DynamicImage::ImageRgb8(pixels);
        picture.apply_orientation(orientation);
        let dpi = density::plausible(dpi, width.max(height));
        let damage = self.broken.clone().filter(|_| number == self.count());
        Ok(Picture { pixels: picture.into_rgb8(), dpi, damage })
    }
}

fn density_of(decoder: &mut TiffDecoder) -> Option<f32> {
    let value = match decoder.find_tag(Tag::XResolution).ok()?? {
        Value::Rational(over, under) => over as f32 / under as f32,
        Value::Float(value) => value,
        _ => return None,
    };
    let unit = decoder.find_tag_unsigned::<u32>(Tag::ResolutionUnit).ok().flatten().unwrap_or(2);
    density::in_unit(value, unit).filter(|dpi| dpi.is_finite() && *dpi > 0.0)
}

fn orientation_of(decoder: &mut TiffDecoder) -> Orientation {
    let value = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    value.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms)
}

fn read_pixels(decoder: &mut TiffDecoder, width: u32, height: u32) -> Result<RgbImage, Error> {
    let colour = decoder.colortype().map_err(refused)?;
    let mut data = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut data).map_err(refused)?;
    let samples = Samples::new(data, &layout, colour);
    let to_rgb = converter(colour).ok_or_else(|| unsupported(format!("a TIFF of colour type {colour:?}")))?;
    Ok(RgbImage::from_fn(width, height, |x, y| image::Rgb(to_rgb(&samples, x as usize, y as usize))))
}

type Converter = fn(&Samples, usize, usize) -> [u8; 3];

fn converter(colour: ColorType) -> Option<Converter> {
    Some(match colour {
        ColorType::Gray(_) => |s, x, y| [s.at(x, y, 0); 3],
        // Grey with extra channels, of which the second is alpha in practice.
        ColorType::GrayA(_) | ColorType::Multiband { num_samples: 2, .. } => {
            |s, x, y| [tones::on_white(s.at(x, y, 0), s.at(x, y, 1)); 3]
        }
        ColorType::RGB(_) | ColorType::Multiband { .. } => |s, x, y| s.all(x, y),
        ColorType::RGBA(_) => |s, x, y| s.all(x, y).map(|value| tones::on_white(value, s.at(x, y, 3))),
        ColorType::CMYK(_) | ColorType::CMYKA(_) => |s, x, y| tones::from_cmyk(s.all(x, y)),
        ColorType::YCbCr(_) => |s, x, y| tones::from_ycbcr(s.all(x, y)),
        _ => return None,
    })
}

/// Decoded samples of any depth, read as 8 bits.
struct Samples {
    data: DecodingResult,
    bits: usize,
    channels: usize,
    row_bytes: usize,
    /// Bytes from one channel's plane to the next, where each channel has its own.
    plane_bytes: Option<usize>,
}

impl Samples {
    fn new(data: DecodingResult, layout: &BufferLayoutPreference, colour: ColorType) -> Self {
        let planar = layout.planes > 1;
        Self {
            data,
            bits: usize::from(colour.bit_depth()),
            channels: if planar { 1 } else { usize::from(colour.num_samples()) },
            row_bytes: layout.row_stride.map_or(0, Into::into),
            plane_bytes: layout.plane_stride.filter(|_| planar).map(Into::into),
        }
    }

    fn all<const N: usize>(&self, x: usize, y: usize) -> [u8; N] {
        std::array::from_fn(|channel| self.at(x, y, channel))
    }

    /// The sample as 0..=255; white where the file has none.
    fn at(&self, x: usize, y: usize, channel: usize) -> u8 {
        let (plane, channel) = self.plane_bytes.map_or((0, channel), |bytes| (bytes * channel, 0));
        let row = plane + y * self.row_bytes;
        let index = x * self.channels + channel;
        match &self.data {
            DecodingResult::U8(data) if self.bits < 8 => packed(data, row, index, self.bits),
            DecodingResult::U8(data) => data.get(row + index).copied(),
            DecodingResult::U16(data) => data.get(row / 2 + index).map(|v| (v >> 8) as u8),
            DecodingResult::U32(data) => data.get(row / 4 + index).map(|v| (v >> 24) as u8),
            DecodingResult::F32(data) => data.get(row / 4 + index).map(|v| (v * 255.0 + 0.5) as u8),
            _ => None,
        }
        .unwrap_or(u8::MAX)
    }
}

/// A sample of fewer than 8 bits in a row that is packed from the highest bit down, spread over 0..=255.
fn packed(data: &[u8], row: usize, index: usize, bits: usize) -> Option<u8> {
    let mask = (1_u32 << bits) - 1;
    let first = index * bits;
    let byte = |at: usize| data.get(row + at).copied().map(u32::from);
    let pair = (byte(first / 8)? << 8) | byte(first / 8 + 1).unwrap_or(0);
    let value = (pair >> (16 - bits - first % 8)) & mask;
    Some((value * 255 / mask) as u8)
}

fn unsupported(found: String) -> Error {
    let hint = "save it as PNG, or as TIFF without compression";
    Error::new(ErrorKind::Unsupported, format!("{found} is not supported")).with_hint(hint)
}

fn refused(error: TiffError) -> Error {
    match error {
        TiffError::UnsupportedError(what) => unsupported(format!("a TIFF of this kind ({what})")),
        TiffError::LimitsExceeded => {
            Error::new(ErrorKind::Limit, "decoding the TIFF page needs more memory than its pixels may")
        }
        error => Error::new(ErrorKind::Damaged, "the TIFF data are broken or cut short").with_cause(error),
    }
}
