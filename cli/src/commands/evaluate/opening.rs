//! Pages of the inputs: how high they are, and what they look like.

use std::io::Cursor;
use std::path::Path;

use evaluation::Picture;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use models::{Artifact, Store};
use pages::{Isolation, OpenOptions, PageReader, open};

use super::super::models::store_options;
use super::super::read::isolation;
use crate::args::Global;

/// Width of a picture in the report in pixels: half a wide screen.
const WIDTH: u32 = 1000;
/// Quality of its JPEG: letters of 10 pixels are still clear.
const QUALITY: u8 = 70;
/// Pages of a sample that the report shows: its text is cut after about as many.
const MOST_PAGES: usize = 4;

/// Opens inputs without reading them.
#[derive(Debug)]
pub(crate) struct Opener {
    options: OpenOptions,
}

impl Opener {
    /// PDFs need PDFium from the models' folder; without it they have neither heights nor pictures.
    pub(crate) fn new(password: Option<String>, global: &Global) -> Self {
        let mut options = OpenOptions::default();
        options.password = password;
        options.pdfium =
            Store::open(store_options(global)).ok().and_then(|store| store.path(Artifact::Pdfium).ok());
        options.isolation = isolation().unwrap_or(Isolation::InProcess);
        Self { options }
    }

    fn reader(&self, path: &Path) -> Option<PageReader> {
        let bytes = std::fs::read(path).ok()?;
        open(&path.display().to_string(), bytes, &self.options).ok()
    }

    /// Heights of the pages in source space, from the first on; none where the input cannot be opened.
    pub(crate) fn heights(&self, path: &Path) -> Vec<f32> {
        let pages = self.reader(path).into_iter().flatten();
        pages.map(|page| page.map_or(f32::NAN, |page| page.size.height)).collect()
    }

    /// The first pages, small enough to go into a report.
    pub(crate) fn pictures(&self, path: &Path) -> Vec<Picture> {
        let pages = self.reader(path).into_iter().flatten().take(MOST_PAGES);
        pages.filter_map(|page| picture(page.ok()?.image.pixels())).collect()
    }
}

fn picture(pixels: &image::RgbImage) -> Option<Picture> {
    let (width, height) = pixels.dimensions();
    let small = if width > WIDTH {
        let height = (u64::from(height) * u64::from(WIDTH) / u64::from(width)).max(1) as u32;
        image::imageops::resize(pixels, WIDTH, height, FilterType::Triangle)
    } else {
        pixels.clone()
    };
    let mut bytes = Cursor::new(Vec::new());
    small.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
    Some(Picture { media_type: "image/jpeg".into(), bytes: bytes.into_inner() })
}
