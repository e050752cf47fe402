//! One page of an open PDF as [`PageContent`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use document::{Point, Rect, Rotation};

use super::display::{Matrix, to_display};
use super::native::{Document, Kind, Object, Page, Text};
use super::resolution::{self, POINTS, Placed};
use super::{PdfPages, paths};
use crate::content::{Glyph, Marks, PageContent, Stroke};
use crate::{Error, ErrorKind, Limits};

/// Objects looked at per page, forms within forms included: maps and drawings have more, tables do not.
const MAX_OBJECTS: usize = 100_000;

/// Characters taken per page: the densest newspaper page has two fifths of it.
const MAX_CHARACTERS: i32 = 100_000;

/// Pictures thinner than this many points are lines or dots, not text.
const SMALLEST_BLIND: f32 = 5.0;

/// Pictures told of per page; pages that are cut into more are scans in tiles.
const MAX_BLIND: usize = 2_000;

/// Forms may stand in forms; deeper ones are not for ruling lines.
const MAX_DEPTH: u32 = 8;

/// Text rendering modes that leave no ink (PDF 32000-1, table 106).
const MODE_INVISIBLE: i32 = 3;
const MODE_CLIP: i32 = 7;

/// Opacity (of 255) below which text is not seen.
const SEEN_OPACITY: u32 = 13;

/// A PDF that this process reads.
pub(crate) struct PdfReader {
    document: Document,
    count: u32,
    pixels: u64,
}

impl PdfReader {
    pub(crate) fn open(
        bytes: Arc<[u8]>,
        password: Option<&str>,
        library: Option<&Path>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let document = Document::open(bytes, password, library)?;
        let count = document.page_count()?;
        if count == 0 {
            return Err(Error::new(ErrorKind::Damaged, "the PDF has no pages"));
        }
        Ok(Self { document, count, pixels: limits.pixels })
    }
}

impl PdfPages for PdfReader {
    fn count(&self) -> u32 {
        self.count
    }

    fn page(&mut self, number: u32) -> Result<PageContent, Error> {
        let page = self.document.page(number)?;
        let (shown, rotation) = (page.shown(), page.rotation());
        let size = sides(shown, rotation)?;
        let view = to_display(shown, rotation);
        let glyphs = page.text().map(|text| glyphs(&text, &view)).unwrap_or_default();
        let Drawn { strokes, pictures } = drawn(&page, &view);
        let dpi = resolution::choose(size, &pictures, &glyphs, self.pixels);
        let pixels = |points: f32| ((points * dpi / POINTS).round() as u32).max(1);
        let pixels = page.draw(pixels(size.width()), pixels(size.height()))?;
        let blind = blind(&page, &view, &size, &pictures);
        Ok(PageContent { width: size.width(), height: size.height(), dpi, pixels, glyphs, strokes, blind })
    }
}

/// Where there may be text that is not in the text layer.
fn blind(page: &Page, view: &Matrix, size: &Rect, pictures: &[Placed]) -> Vec<Rect> {
    let annotations = page.written_annotations().map(|rect| view.apply_rect(rect));
    let all = pictures.iter().map(|picture| picture.bounds).chain(annotations);
    let shown = all.filter_map(|rect| rect.intersection(size));
    shown.filter(|rect| rect.width().min(rect.height()) >= SMALLEST_BLIND).take(MAX_BLIND).collect()
}

/// The page's place in display space.
fn sides(shown: Rect, rotation: Rotation) -> Result<Rect, Error> {
    let (width, height) = match rotation {
        Rotation::None | Rotation::Half => (shown.width(), shown.height()),
        Rotation::Quarter | Rotation::ThreeQuarter => (shown.height(), shown.width()),
    };
    if width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0 {
        return Ok(Rect::new(0.0, 0.0, width, height));
    }
    Err(Error::new(
        ErrorKind::Damaged,
        format!("the page is {width} x {height} points, expected more than 0"),
    ))
}

/// What one text object says about its characters.
#[derive(Clone, Copy)]
struct Pen {
    number: u32,
    invisible: bool,
}

fn glyphs(text: &Text, view: &Matrix) -> Vec<Glyph> {
    let mut pens: HashMap<usize, Pen> = HashMap::new();
    let mut pen_of = |index: i32| {
        let Some(object) = text.object(index) else { return Pen { number: u32::MAX, invisible: false } };
        let number = u32::try_from(pens.len()).unwrap_or(u32::MAX);
        *pens.entry(object.address()).or_insert_with(|| {
            let mode = object.render_mode();
            let hidden = mode == MODE_INVISIBLE || mode == MODE_CLIP;
            Pen { number, invisible: hidden || text.opacity(index) < SEEN_OPACITY }
        })
    };
    (0..text.count().min(MAX_CHARACTERS))
        .filter_map(|index| glyph(text, index, pen_of(index), view))
        .collect()
}

fn glyph(text: &Text, index: i32, pen: Pen, view: &Matrix) -> Option<Glyph> {
    let code = text.code(index);
    let generated = text.is_generated(index);
    let matrix = text.matrix(index).unwrap_or(Matrix::IDENTITY);
    let cell = text.cell(index).unwrap_or_default();
    let origin = text.origin(index).unwrap_or(Point::new(cell.left, cell.top));
    let along = view.apply_vector(matrix.apply_vector(Point::new(1.0, 0.0)));
    let length = along.x.hypot(along.y);
    let along =
        if length > 0.0 { Point::new(along.x / length, along.y / length) } else { Point::new(1.0, 0.0) };
    // A code that is no character at all is one that was not mapped.
    let character = char::from_u32(code).filter(|c| *c != '\0');
    let unmapped = character.is_none() || (!generated && text.is_unmapped(index));
    let marks = Marks::default()
        .with(Marks::GENERATED, generated)
        .with(Marks::UNMAPPED, unmapped)
        .with(Marks::INVISIBLE, pen.invisible);
    let glyph = Glyph {
        code: character.unwrap_or(char::REPLACEMENT_CHARACTER),
        object: pen.number,
        marks,
        origin: view.apply(origin),
        along,
        size: text.font_size(index) * matrix.scale(),
        ink: view.apply_rect(text.ink(index).unwrap_or_default()),
        cell: view.apply_rect(cell),
    };
    // Keeps out what is not finite.
    Glyph::from_words(glyph.to_words())
}

/// Vector graphics and pictures of a page.
#[derive(Default)]
struct Drawn {
    strokes: Vec<Stroke>,
    pictures: Vec<Placed>,
}

fn drawn(page: &Page, view: &Matrix) -> Drawn {
    let mut drawn = Drawn::default();
    let mut budget = MAX_OBJECTS;
    for object in page.objects() {
        visit(object, view, 0, &mut budget, &mut drawn);
    }
    drawn
}

fn visit(object: Object, view: &Matrix, depth: u32, budget: &mut usize, drawn: &mut Drawn) {
    if *budget == 0 {
        return;
    }
    *budget -= 1;
    match object.kind() {
        Kind::Path => drawn.strokes.extend(paths::strokes(&object, view)),
        Kind::Image => drawn.pictures.extend(picture(&object, view)),
        Kind::Form if depth < MAX_DEPTH => {
            let inner = object.matrix().then(view);
            object.children().for_each(|child| visit(child, &inner, depth + 1, budget, drawn));
        }
        Kind::Form | Kind::Other => {}
    }
}

/// An image fills the unit square of its own space.
fn picture(object: &Object, view: &Matrix) -> Option<Placed> {
    let bounds = object.matrix().then(view).apply_rect(Rect::new(0.0, 0.0, 1.0, 1.0));
    let finite = [bounds.left, bounds.top, bounds.right, bounds.bottom].iter().all(|v| v.is_finite());
    let pixels = object.image_size()?;
    finite.then_some(Placed { bounds, pixels })
}
