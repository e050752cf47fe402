//! Opening an input, and its pages one after the other.

use std::path::Path;
use std::sync::Arc;

use document::{PageSize, Point, Rect, Source, SourceFormat, Unit};
use imaging::{PageImage, PointMap, Projection, Ruling};
use sha2::{Digest, Sha256};

use crate::content::{Glyph, PageContent, Stroke};
use crate::pdf::{PdfPages, PdfReader};
use crate::picture::{self, Picture, TiffPages};
use crate::{Error, ErrorKind, Isolation, Limits, OpenOptions, TextLayer, child, layer, rulings, sniff};

/// What can be read, for messages.
const EXPECTED: &str = "a PDF, PNG, JPEG, TIFF, WebP or BMP";

/// One page of an input, ready to be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct SourcePage {
    /// Number in the source, from 1.
    pub number: u32,
    /// Size in source space: pixels of a picture, points of a PDF page with crop box and `/Rotate` applied.
    pub size: PageSize,
    /// The working picture: RGB, on white.
    pub image: PageImage,
    /// From pixels of the working picture to source space.
    pub to_source: PointMap,
    /// The text that a PDF says it shows, in pixels of the working picture; absent where it has none.
    pub text_layer: Option<TextLayer>,
    /// Horizontal, then vertical lines of a PDF's vector graphics, in pixels of the working picture.
    pub rulings: Vec<Ruling>,
    /// What is wrong with the input where the page is delivered all the same.
    pub damage: Option<String>,
}

/// Opens an input. Its kind is told from the bytes; `name` serves messages and [`Source`].
///
/// ```
/// use pages::{OpenOptions, open};
///
/// let mut bytes = Vec::new();
/// let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([255; 3]));
/// picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)?;
/// let mut reader = open("blank.png", bytes, &OpenOptions::default())?;
/// let page = reader.next().expect("a picture has one page")?;
/// assert_eq!((page.number, page.image.width()), (1, 40));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Unsupported`] or [`ErrorKind::Damaged`] for bytes that cannot be read, [`ErrorKind::Password`],
/// [`ErrorKind::Limit`], [`ErrorKind::Selection`] for pages that are not there, and what can go wrong with PDFium and
/// its process.
pub fn open(name: &str, bytes: impl Into<Arc<[u8]>>, options: &OpenOptions) -> Result<PageReader, Error> {
    open_unnamed(name, bytes.into(), options).map_err(|error| error.at(name, None))
}

fn open_unnamed(name: &str, bytes: Arc<[u8]>, options: &OpenOptions) -> Result<PageReader, Error> {
    let size = bytes.len() as u64;
    check_bytes(size, &options.limits)?;
    let format = sniff::format(&bytes).ok_or_else(|| unsupported(&bytes))?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let pages = match format {
        SourceFormat::Pdf => Pages::Pdf(open_pdf(bytes, options)?),
        SourceFormat::Tiff => Pages::Tiff(TiffPages::open(bytes, &options.limits)?),
        _ => Pages::Picture(bytes),
    };
    let page_count = pages.count();
    let numbers = options.pages.resolve(page_count)?;
    check_pages(numbers.len(), &options.limits)?;
    let source = Source { name: base_name(name), format, bytes: size, sha256, page_count };
    Ok(PageReader { name: name.to_owned(), source, numbers, next: 0, pages, limits: options.limits })
}

fn check_bytes(size: u64, limits: &Limits) -> Result<(), Error> {
    if size <= limits.bytes {
        return Ok(());
    }
    let message = format!("the input has {size} bytes, the limit is {}", limits.bytes);
    Err(Error::new(ErrorKind::Limit, message).with_hint("raise the limit on bytes"))
}

fn check_pages(count: usize, limits: &Limits) -> Result<(), Error> {
    if count as u64 <= u64::from(limits.pages) {
        return Ok(());
    }
    let message = format!("{count} pages are asked for, the limit is {}", limits.pages);
    Err(Error::new(ErrorKind::Limit, message).with_hint("select fewer pages, or raise the limit on pages"))
}

fn unsupported(bytes: &[u8]) -> Error {
    let message = format!("found {}, expected {EXPECTED}", sniff::describe(bytes));
    Error::new(ErrorKind::Unsupported, message)
}

fn open_pdf(bytes: Arc<[u8]>, options: &OpenOptions) -> Result<Box<dyn PdfPages>, Error> {
    match &options.isolation {
        Isolation::Child { program, args } => {
            Ok(Box::new(child::Client::open(bytes, program, args, options)?))
        }
        Isolation::InProcess => {
            let (password, library) = (options.password.as_deref(), options.pdfium.as_deref());
            Ok(Box::new(PdfReader::open(bytes, password, library, &options.limits)?))
        }
    }
}

/// The file name without its folders.
fn base_name(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

enum Pages {
    /// A picture of one page, not decoded yet.
    Picture(Arc<[u8]>),
    Tiff(TiffPages),
    Pdf(Box<dyn PdfPages>),
}

impl Pages {
    fn count(&self) -> u32 {
        match self {
            Self::Picture(_) => 1,
            Self::Tiff(pages) => pages.count(),
            Self::Pdf(pages) => pages.count(),
        }
    }
}

/// The selected pages of an input, decoded or drawn one at a time as they are asked for.
///
/// As an iterator it gives each selected page once, in order; an error stands for one page, and the next ones still
/// come.
pub struct PageReader {
    name: String,
    source: Source,
    numbers: Vec<u32>,
    next: usize,
    pages: Pages,
    limits: Limits,
}

impl PageReader {
    /// What the pages come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The numbers of the selected pages, ascending.
    pub fn selected(&self) -> &[u32] {
        &self.numbers
    }

    /// Reads the page with that number, selected or not.
    ///
    /// # Errors
    /// What is wrong with this page; others may still be read.
    pub fn page(&mut self, number: u32) -> Result<SourcePage, Error> {
        let page = match &mut self.pages {
            Pages::Picture(bytes) => picture::decode(bytes, self.source.format, &self.limits)
                .map(|picture| from_picture(number, picture)),
            Pages::Tiff(pages) => pages.page(number).map(|picture| from_picture(number, picture)),
            Pages::Pdf(pages) => pages.page(number).map(|content| from_pdf(number, content)),
        };
        let page_of_many = (self.source.page_count > 1).then_some(number);
        page.map_err(|error| error.at(&self.name, page_of_many))
    }
}

impl Iterator for PageReader {
    type Item = Result<SourcePage, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = *self.numbers.get(self.next)?;
        self.next += 1;
        Some(self.page(number))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.numbers.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

fn from_picture(number: u32, picture: Picture) -> SourcePage {
    let image = PageImage::new(picture.pixels, picture.dpi);
    SourcePage {
        number,
        size: image.size(),
        image,
        to_source: PointMap::Identity,
        text_layer: None,
        rulings: Vec::new(),
        damage: picture.damage,
    }
}

fn from_pdf(number: u32, content: PageContent) -> SourcePage {
    let PageContent { width, height, dpi, pixels, glyphs, strokes, blind } = content;
    let (x, y) = (pixels.width() as f32 / width, pixels.height() as f32 / height);
    let glyphs: Vec<Glyph> = glyphs.iter().map(|glyph| scaled_glyph(glyph, x, y)).collect();
    let strokes: Vec<Stroke> = strokes.iter().map(|stroke| scaled_stroke(stroke, x, y)).collect();
    let rulings = rulings::collect(&strokes, dpi, &pixels);
    let mut text_layer = layer::build(number, &glyphs, &rulings, &pixels);
    if let Some(layer) = &mut text_layer {
        layer.blind = blind.iter().map(|rect| scaled_rect(rect, x, y)).collect();
    }
    SourcePage {
        number,
        size: PageSize { width, height, unit: Unit::Point },
        text_layer,
        rulings,
        image: PageImage::new(pixels, Some(dpi)),
        to_source: PointMap::Projection(Projection::affine([1.0 / x, 0.0, 0.0, 0.0, 1.0 / y, 0.0])),
        damage: None,
    }
}

fn scaled_rect(rect: &Rect, x: f32, y: f32) -> Rect {
    Rect::new(rect.left * x, rect.top * y, rect.right * x, rect.bottom * y)
}

fn scaled_glyph(glyph: &Glyph, x: f32, y: f32) -> Glyph {
    let point = |p: Point| Point::new(p.x * x, p.y * y);
    let rect = |r: Rect| scaled_rect(&r, x, y);
    let Glyph { origin, ink, cell, size, .. } = *glyph;
    Glyph { origin: point(origin), ink: rect(ink), cell: rect(cell), size: size * y, ..*glyph }
}

fn scaled_stroke(stroke: &Stroke, x: f32, y: f32) -> Stroke {
    let point = |p: Point| Point::new(p.x * x, p.y * y);
    Stroke {
        from: point(stroke.from),
        to: point(stroke.to),
        width: stroke.width * y,
        coverage: stroke.coverage,
    }
}
