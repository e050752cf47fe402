//! The folder of one reading.

use std::fs;
use std::io;
use std::path::Path;

use batch::{Landed, PageFiles};
use document::{Document, Reading};
use export::{AnnotateOptions, HtmlOptions, annotate, html, picture_name};
use image::RgbImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use pipeline::PageEvent;

use crate::args::Format;
use crate::printed::printed;

/// The reading itself.
const DOCUMENT_JSON: &str = "document.json";
/// Where the pages with what was read drawn over them lie, below the folder of a reading.
const PAGES: &str = "pages";
/// Where the pages as they were given lie, for `document.html` to show beside the text.
const PICTURES: &str = "pictures";
/// JPEG quality of those: letters of 8 points at 200 dpi have no halo that hinders reading.
const PICTURE_QUALITY: u8 = 80;
/// Where each table has a file of its own.
const TABLES: &str = "tables";
/// Every form that a reading is written in, besides JSON, where none is asked for.
const FORMATS: [Format; 6] =
    [Format::Markdown, Format::Html, Format::Text, Format::Csv, Format::Xlsx, Format::Records];
/// The extension of the pages with what was read drawn over them.
const DRAWN: &str = "png";
/// The extension of the pages as they were given.
const GIVEN: &str = "jpg";

/// The files a reading is written as.
#[derive(Debug, Clone)]
pub(crate) struct Forms {
    formats: Vec<Format>,
    /// Whether pages are shown: drawn over, and beside the HTML.
    pictures: bool,
}

impl Forms {
    /// `formats`, or all where that is empty.
    pub(crate) fn new(formats: &[Format], pictures: bool) -> Self {
        let formats = if formats.is_empty() { FORMATS.to_vec() } else { formats.to_vec() };
        Self { formats, pictures }
    }

    /// Whether the page as it was given is wanted for the HTML.
    fn want_given(&self) -> bool {
        self.pictures && self.formats.contains(&Format::Html)
    }

    /// Adds the pictures of a page that are wanted: with what was read drawn over it, and as it was given.
    pub(crate) fn with_pictures(&self, files: PageFiles, event: &PageEvent<'_>) -> io::Result<PageFiles> {
        if !self.pictures {
            return Ok(files);
        }
        if !self.want_given() {
            return Ok(files.with(DRAWN, drawn(event)?));
        }
        let (drawn, given) = rayon::join(|| drawn(event), || given(event.picture.pixels()));
        Ok(files.with(DRAWN, drawn?).with(GIVEN, given?))
    }

    /// Fills `place`, which is empty, with the files of `reading` and the pictures of its pages.
    pub(crate) fn fill(&self, place: &Path, reading: &Reading, pages: &Landed<'_>) -> io::Result<()> {
        let folder = Folder { place, pictures: self.pictures };
        for format in &self.formats {
            folder.form(reading, *format)?;
        }
        if self.pictures {
            fs::create_dir(place.join(PAGES))?;
            for &number in pages.numbers() {
                pages.put(number, DRAWN, &place.join(PAGES).join(format!("{number:04}.{DRAWN}")))?;
            }
        }
        if self.want_given() {
            fs::create_dir(place.join(PICTURES))?;
            for &number in pages.numbers() {
                pages.put(number, GIVEN, &place.join(PICTURES).join(picture_name(number)))?;
            }
        }
        fs::write(place.join(DOCUMENT_JSON), printed(reading, Format::Json)?)
    }
}

/// The folder of a reading that is being filled.
struct Folder<'a> {
    place: &'a Path,
    pictures: bool,
}

impl Folder<'_> {
    /// Writes the reading in one form. Forms of tables are written where there are tables.
    fn form(&self, reading: &Reading, format: Format) -> io::Result<()> {
        let document = &reading.document;
        let at = |name: &str| self.place.join(name);
        let name = match format {
            // Always written.
            Format::Json => return Ok(()),
            Format::Html => {
                let plain = HtmlOptions::default();
                let options = if self.pictures { plain.with_pictures(PICTURES) } else { plain };
                return fs::write(at("document.html"), html(reading, &options));
            }
            Format::Csv => return self.csv(document),
            Format::Xlsx if document.tables.is_empty() => return Ok(()),
            Format::Records if document.tables.is_empty() && document.fields.is_empty() => return Ok(()),
            Format::Markdown => "document.md",
            Format::Text => "document.txt",
            Format::Xlsx => "tables.xlsx",
            Format::Records => "records.json",
        };
        fs::write(at(name), printed(reading, format)?)
    }

    fn csv(&self, document: &Document) -> io::Result<()> {
        let folder = self.place.join(TABLES);
        for table in &document.tables {
            fs::create_dir_all(&folder)?;
            let text = export::table_csv(document, table).map_err(io::Error::other)?;
            fs::write(folder.join(format!("{}.csv", table.id)), text)?;
        }
        Ok(())
    }
}

/// The page with what was read drawn over it, as PNG. Its pixels and the page's unit differ by one factor.
fn drawn(event: &PageEvent<'_>) -> io::Result<Vec<u8>> {
    let _span = tracing::debug_span!("picture").entered();
    let pixels = event.picture.pixels();
    let scale = pixels.width() as f32 / event.page.size.width.max(1.0);
    let drawn = annotate(pixels, scale, event.page, event.tables, &AnnotateOptions::default());
    let mut bytes = Vec::new();
    // The smallest files take longer than reading the page.
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
    drawn.write_with_encoder(encoder).map_err(io::Error::other)?;
    Ok(bytes)
}

/// The page as it was given, as JPEG with colours at half the resolution.
pub(crate) fn given(pixels: &RgbImage) -> io::Result<Vec<u8>> {
    let _span = tracing::debug_span!("picture for html").entered();
    // No side of a JPEG is longer.
    let longest = f64::from(pixels.width().max(pixels.height()));
    let scale = (f64::from(u16::MAX) / longest.max(1.0)).min(1.0);
    let scaled = |side: u32| (f64::from(side) * scale) as u16;
    let (width, height) = (scaled(pixels.width()).max(1), scaled(pixels.height()).max(1));
    // Not copied where it has that size: a large page has a hundred megabytes.
    let fits = pixels.dimensions() == (width.into(), height.into());
    let scaled = (!fits).then(|| imaging::resize(pixels, width.into(), height.into()));
    let pixels = scaled.as_ref().unwrap_or(pixels);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, PICTURE_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(pixels.as_raw(), width, height, ColorType::Rgb).map_err(io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_for_html_are_jpegs_of_any_size() {
        for (width, height, want) in [(40, 30, (40, 30)), (1, 1, (1, 1)), (3, 131_070, (1, 65_535))] {
            let bytes = given(&RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30]))).unwrap();
            let read = image::load_from_memory(&bytes).unwrap().to_rgb8();
            assert_eq!(read.dimensions(), want);
            assert!(read.get_pixel(0, 0)[0] > 180 && read.get_pixel(0, 0)[1] < 50);
        }
    }
}
