//! The objects on a page.

use document::Point;

use super::{Handle, Page};
use crate::pdf::display::Matrix;
use crate::pdf::library::Bindings;

/// What kind of object stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum Kind {
    Path,
    Image,
    /// A group of objects with a matrix of its own.
    Form,
    Other,
}

/// An object on a page; the page owns it.
#[derive(Clone, Copy)]
pub(in crate::pdf) struct Object<'a> {
    pub(super) handle: Handle,
    pub(super) page: &'a Page<'a>,
}

impl<'a> Object<'a> {
    fn pdfium(&self) -> Bindings {
        self.page.pdfium()
    }

    /// A number that tells this object from others of the page.
    pub(in crate::pdf) fn address(&self) -> usize {
        self.handle.addr()
    }

    pub(in crate::pdf) fn kind(&self) -> Kind {
        // SAFETY: the page that owns the object is open, here and below.
        match unsafe { self.pdfium().FPDFPageObj_GetType(self.handle.cast()) } {
            2 => Kind::Path,
            3 => Kind::Image,
            5 => Kind::Form,
            _ => Kind::Other,
        }
    }

    /// From the object's space to that of what holds it.
    pub(in crate::pdf) fn matrix(&self) -> Matrix {
        let mut matrix = Matrix::IDENTITY.0;
        // SAFETY: six floats are the layout of `FS_MATRIX`.
        unsafe { self.pdfium().FPDFPageObj_GetMatrix(self.handle.cast(), matrix.as_mut_ptr().cast()) };
        Matrix(matrix)
    }

    /// The text rendering mode (PDF 32000-1, table 106), where the object is text.
    pub(in crate::pdf) fn render_mode(&self) -> i32 {
        unsafe { self.pdfium().FPDFTextObj_GetTextRenderMode(self.handle.cast()) }
    }

    /// Width and height of an image in pixels.
    pub(in crate::pdf) fn image_size(&self) -> Option<(u32, u32)> {
        let (mut width, mut height) = (0, 0);
        let found = unsafe {
            self.pdfium().FPDFImageObj_GetImagePixelSize(self.handle.cast(), &mut width, &mut height)
        };
        (found != 0 && width > 0 && height > 0).then_some((width, height))
    }

    /// The objects inside a form.
    pub(in crate::pdf) fn children(&self) -> impl Iterator<Item = Object<'a>> + use<'a> {
        let (handle, page) = (self.handle, self.page);
        let count = unsafe { page.pdfium().FPDFFormObj_CountObjects(handle.cast()) };
        (0..count).filter_map(move |index| {
            let index = index.try_into().ok()?;
            let child: Handle = unsafe { page.pdfium().FPDFFormObj_GetObject(handle.cast(), index) }.cast();
            (!child.is_null()).then_some(Object { handle: child, page })
        })
    }

    /// Whether a path is filled, and whether it is stroked; nothing counts that is fully transparent.
    pub(in crate::pdf) fn painted(&self) -> (bool, bool) {
        let (mut fill, mut stroke) = (0, 0);
        let (mut r, mut g, mut b, mut fill_opacity, mut stroke_opacity) = (0, 0, 0, 255, 255);
        let (pdfium, path) = (self.pdfium(), self.handle);
        unsafe {
            pdfium.FPDFPath_GetDrawMode(path.cast(), &mut fill, &mut stroke);
            pdfium.FPDFPageObj_GetFillColor(path.cast(), &mut r, &mut g, &mut b, &mut fill_opacity);
            pdfium.FPDFPageObj_GetStrokeColor(path.cast(), &mut r, &mut g, &mut b, &mut stroke_opacity);
        }
        (fill != 0 && fill_opacity > 0, stroke != 0 && stroke_opacity > 0)
    }

    pub(in crate::pdf) fn stroke_width(&self) -> f32 {
        let mut width = 0.0;
        unsafe { self.pdfium().FPDFPageObj_GetStrokeWidth(self.handle.cast(), &mut width) };
        width
    }

    /// Lengths of the dashes and the gaps between them, by turns.
    pub(in crate::pdf) fn dashes(&self) -> Vec<f32> {
        /// No drawn line has more; PDF sets no bound.
        const MOST: usize = 64;
        let count = unsafe { self.pdfium().FPDFPageObj_GetDashCount(self.handle.cast()) };
        let count = usize::try_from(count).unwrap_or(0).min(MOST);
        let mut dashes = vec![0.0_f32; count];
        if count > 0 {
            // SAFETY: the buffer has `count` floats, as it says.
            unsafe { self.pdfium().FPDFPageObj_GetDashArray(self.handle.cast(), dashes.as_mut_ptr(), count) };
        }
        dashes
    }

    /// The path's segments, at most `most`.
    pub(in crate::pdf) fn segments(&self, most: i32) -> Vec<Segment> {
        let (pdfium, path) = (self.pdfium(), self.handle);
        let count = unsafe { pdfium.FPDFPath_CountSegments(path.cast()) };
        let segment = |index| {
            let (mut x, mut y) = (0.0, 0.0);
            // SAFETY: PDFium checks the index and answers null segments with failure.
            unsafe {
                let segment: Handle = pdfium.FPDFPath_GetPathSegment(path.cast(), index).cast_mut().cast();
                if segment.is_null() || pdfium.FPDFPathSegment_GetPoint(segment.cast(), &mut x, &mut y) == 0 {
                    return None;
                }
                let kind = match pdfium.FPDFPathSegment_GetType(segment.cast()) {
                    0 => SegmentKind::Line,
                    2 => SegmentKind::Move,
                    _ => SegmentKind::Curve,
                };
                let closes = pdfium.FPDFPathSegment_GetClose(segment.cast()) != 0;
                Some(Segment { kind, to: Point::new(x, y), closes })
            }
        };
        (0..count.min(most)).filter_map(segment).collect()
    }
}

/// How a path goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum SegmentKind {
    Move,
    Line,
    /// One of the points of a Bézier curve.
    Curve,
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) struct Segment {
    pub(in crate::pdf) kind: SegmentKind,
    pub(in crate::pdf) to: Point,
    /// Whether the path goes back to where it began.
    pub(in crate::pdf) closes: bool,
}
