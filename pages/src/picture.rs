//! Pictures: one page each, but for TIFF, which may have many.

mod density;
mod directories;
mod jpeg;
mod tiff_pages;
mod tones;

use std::io::Cursor;

use document::SourceFormat;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};

pub(crate) use tiff_pages::TiffPages;

use crate::{Error, ErrorKind, Limits};

/// Bytes a pixel may need while it is decoded: four channels of 16 bits.
const DECODED_BYTES: u64 = 8;

/// What a decoder may use on top of the pixels, for tables and the compressed data.
const DECODER_SLACK: u64 = 64 << 20;

/// A decoded picture: after EXIF orientation, 8 bits a channel, on white where it was transparent.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) pixels: RgbImage,
    /// Dots per inch, where the file says so and it can be believed.
    pub(crate) dpi: Option<f32>,
    /// What is wrong with the file, where the picture is delivered all the same.
    pub(crate) damage: Option<String>,
}

/// Decodes a picture other than TIFF.
pub(crate) fn decode(bytes: &[u8], format: SourceFormat, limits: &Limits) -> Result<Picture, Error> {
    let image_format = match format {
        SourceFormat::Jpeg => ImageFormat::Jpeg,
        SourceFormat::WebP => ImageFormat::WebP,
        SourceFormat::Bmp => ImageFormat::Bmp,
        _ => ImageFormat::Png,
    };
    let refuse = |error| refused(format, error);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), image_format);
    reader.limits(allocation(limits));
    let mut decoder = reader.into_decoder().map_err(refuse)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refuse)?;
    picture.apply_orientation(orientation);
    let dpi = density::of(bytes, format, exif.as_deref());
    let cut = format == SourceFormat::Jpeg && jpeg::is_cut(bytes);
    let damage = cut.then(|| "the JPEG data end early, expected an end marker; the rest is blank".to_owned());
    Ok(Picture { dpi: density::plausible(dpi, width.max(height)), pixels: tones::flatten(picture), damage })
}

fn allocation(limits: &Limits) -> image::Limits {
    let mut allocation = image::Limits::default();
    allocation.max_alloc = Some(limits.pixels.saturating_mul(DECODED_BYTES).saturating_add(DECODER_SLACK));
    allocation
}

/// Refuses a picture before its pixels are decoded.
fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), Error> {
    if width == 0 || height == 0 {
        let message = format!("the picture is {width} x {height} pixels, expected at least 1 x 1");
        return Err(Error::new(ErrorKind::Damaged, message));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= limits.pixels {
        return Ok(());
    }
    let message =
        format!("the picture is {width} x {height} = {pixels} pixels, the limit is {}", limits.pixels);
    Err(Error::new(ErrorKind::Limit, message).with_hint("scale it down, or raise the limit on pixels"))
}

fn name(format: SourceFormat) -> &'static str {
    match format {
        SourceFormat::Jpeg => "JPEG",
        SourceFormat::Tiff => "TIFF",
        SourceFormat::WebP => "WebP",
        SourceFormat::Bmp => "BMP",
        _ => "PNG",
    }
}

/// The decoder's refusal in our words.
fn refused(format: SourceFormat, error: ImageError) -> Error {
    let name = name(format);
    let (kind, message) = match &error {
        ImageError::Limits(_) => {
            (ErrorKind::Limit, format!("decoding the {name} picture needs more memory than its pixels may"))
        }
        ImageError::Unsupported(_) => {
            (ErrorKind::Unsupported, format!("a {name} of a kind that is not supported"))
        }
        _ => (ErrorKind::Damaged, format!("the {name} data are broken or cut short")),
    };
    Error::new(kind, message).with_cause(error)
}

#[cfg(test)]
mod tests;
