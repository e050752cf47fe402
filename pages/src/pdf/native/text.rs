//! The characters of a page.

use document::{Point, Rect};

use super::{Handle, Object, Page};
use crate::pdf::display::Matrix;
use crate::pdf::library::Bindings;

/// The characters of a page, by index.
pub(in crate::pdf) struct Text<'a> {
    pub(super) handle: Handle,
    pub(super) page: &'a Page<'a>,
}

impl Text<'_> {
    fn pdfium(&self) -> Bindings {
        self.page.pdfium()
    }

    pub(in crate::pdf) fn count(&self) -> i32 {
        // SAFETY: the text page is open, here and below; PDFium checks indices.
        unsafe { self.pdfium().FPDFText_CountChars(self.handle.cast()) }
    }

    pub(in crate::pdf) fn code(&self, index: i32) -> u32 {
        unsafe { self.pdfium().FPDFText_GetUnicode(self.handle.cast(), index) }
    }

    pub(in crate::pdf) fn is_generated(&self, index: i32) -> bool {
        unsafe { self.pdfium().FPDFText_IsGenerated(self.handle.cast(), index) == 1 }
    }

    pub(in crate::pdf) fn is_unmapped(&self, index: i32) -> bool {
        unsafe { self.pdfium().FPDFText_HasUnicodeMapError(self.handle.cast(), index) == 1 }
    }

    pub(in crate::pdf) fn font_size(&self, index: i32) -> f32 {
        unsafe { self.pdfium().FPDFText_GetFontSize(self.handle.cast(), index) as f32 }
    }

    pub(in crate::pdf) fn origin(&self, index: i32) -> Option<Point> {
        let (mut x, mut y) = (0.0, 0.0);
        let found =
            unsafe { self.pdfium().FPDFText_GetCharOrigin(self.handle.cast(), index, &mut x, &mut y) };
        (found != 0).then(|| Point::new(x as f32, y as f32))
    }

    pub(in crate::pdf) fn matrix(&self, index: i32) -> Option<Matrix> {
        let mut matrix = [0.0_f32; 6];
        // SAFETY: six floats are the layout of `FS_MATRIX`.
        let found = unsafe {
            self.pdfium().FPDFText_GetMatrix(self.handle.cast(), index, matrix.as_mut_ptr().cast())
        };
        (found != 0).then_some(Matrix(matrix))
    }

    /// The box of the character's outline.
    pub(in crate::pdf) fn ink(&self, index: i32) -> Option<Rect> {
        let (mut left, mut right, mut lower, mut upper) = (0.0, 0.0, 0.0, 0.0);
        let found = unsafe {
            let text = self.handle.cast();
            self.pdfium().FPDFText_GetCharBox(text, index, &mut left, &mut right, &mut lower, &mut upper)
        };
        (found != 0).then(|| Rect::new(left as f32, lower as f32, right as f32, upper as f32))
    }

    /// The box of the advance width and the font's ascent and descent.
    pub(in crate::pdf) fn cell(&self, index: i32) -> Option<Rect> {
        let mut edges = [0.0_f32; 4];
        // SAFETY: four floats are the layout of `FS_RECTF`.
        let found = unsafe {
            self.pdfium().FPDFText_GetLooseCharBox(self.handle.cast(), index, edges.as_mut_ptr().cast())
        };
        (found != 0).then(|| Rect::new(edges[0], edges[1], edges[2], edges[3]))
    }

    /// The opacity of the filling, 0..=255.
    pub(in crate::pdf) fn opacity(&self, index: i32) -> u32 {
        let (mut r, mut g, mut b, mut a) = (0, 0, 0, 255);
        let text = self.handle.cast();
        unsafe { self.pdfium().FPDFText_GetFillColor(text, index, &mut r, &mut g, &mut b, &mut a) };
        a
    }

    /// The object that draws the character.
    pub(in crate::pdf) fn object(&self, index: i32) -> Option<Object<'_>> {
        let handle: Handle =
            unsafe { self.pdfium().FPDFText_GetTextObject(self.handle.cast(), index) }.cast();
        (!handle.is_null()).then_some(Object { handle, page: self.page })
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        // SAFETY: the text page is open and not used again.
        unsafe { self.pdfium().FPDFText_ClosePage(self.handle.cast()) };
    }
}
