//! PDFium's handles as owned values.
//!
//! This calls PDFium's own functions, not `pdfium-render`'s model of a document: that model does not tell whether a
//! character has no Unicode mapping, on which the trust in a text layer rests, and draws through several copies.
//! Handles are kept as untyped pointers, because `pdfium-render` does not name their types outside itself.
//!
//! What makes it sound: every function is called under the library's lock ([`Access`]); a handle is used only while its
//! owner is alive, which the borrows below see to; out-pointers point to values of the exact layout that PDFium's
//! headers state.

mod object;
mod text;

use std::ffi::c_void;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use document::{Rect, Rotation};
use image::RgbImage;

use super::library::{Access, Bindings};
use crate::{Error, ErrorKind};

pub(super) use object::{Kind, Object, Segment, SegmentKind};
pub(super) use text::Text;

type Handle = *mut c_void;

/// Codes of `FPDF_GetLastError`.
const WRONG_PASSWORD: u32 = 4;
const UNKNOWN_SECURITY: u32 = 5;

/// `FPDF_FORMFILLINFO`: a version number, then callbacks that may all be absent. It has some 40 pointers; larger is safe.
type FormCallbacks = [usize; 64];
const FORM_CALLBACKS_VERSION: usize = 2;

/// An open PDF.
pub(super) struct Document {
    handle: Handle,
    form: Handle,
    library: Option<PathBuf>,
    // PDFium reads from these as long as the document is open.
    _bytes: Arc<[u8]>,
    _callbacks: Box<FormCallbacks>,
}

// SAFETY: PDFium does not care which thread calls it as long as there is one at a time, which the lock sees to.
unsafe impl Send for Document {}

impl Document {
    pub(super) fn open(
        bytes: Arc<[u8]>,
        password: Option<&str>,
        library: Option<&Path>,
    ) -> Result<Self, Error> {
        let access = Access::to(library)?;
        let pdfium = access.bindings();
        // A NUL cannot be part of a password as PDFium takes it.
        let given = password.filter(|password| !password.contains('\0'));
        // SAFETY: the bytes live as long as the document, see `_bytes`.
        let handle: Handle = unsafe { pdfium.FPDF_LoadMemDocument64(&bytes, given) }.cast();
        if handle.is_null() {
            // SAFETY: no arguments; the lock has been held since the call that failed.
            let code = unsafe { pdfium.FPDF_GetLastError() };
            return Err(refused(u32::try_from(code).unwrap_or(0), password.is_some()));
        }
        let mut callbacks = Box::new([0; 64]);
        callbacks[0] = FORM_CALLBACKS_VERSION;
        // SAFETY: the document is open; the callbacks are boxed, so that they stay in place until it is closed.
        let form =
            unsafe { pdfium.FPDFDOC_InitFormFillEnvironment(handle.cast(), callbacks.as_mut_ptr().cast()) };
        let library = library.map(Path::to_owned);
        Ok(Self { handle, form: form.cast(), library, _bytes: bytes, _callbacks: callbacks })
    }

    pub(super) fn page_count(&self) -> Result<u32, Error> {
        let access = Access::to(self.library.as_deref())?;
        // SAFETY: the document is open.
        let count = unsafe { access.bindings().FPDF_GetPageCount(self.handle.cast()) };
        Ok(u32::try_from(count).unwrap_or(0))
    }

    /// Opens the page with that number, from 1.
    pub(super) fn page(&self, number: u32) -> Result<Page<'_>, Error> {
        let access = Access::to(self.library.as_deref())?;
        let broken = || Error::new(ErrorKind::Damaged, "the page is broken: PDFium cannot open it");
        let index = i32::try_from(number).map_err(|_| broken())? - 1;
        // SAFETY: the document is open; PDFium checks the index.
        let handle: Handle = unsafe { access.bindings().FPDF_LoadPage(self.handle.cast(), index) }.cast();
        if handle.is_null() {
            return Err(broken());
        }
        if !self.form.is_null() {
            // SAFETY: page and form environment are open.
            unsafe { access.bindings().FORM_OnAfterLoadPage(handle.cast(), self.form.cast()) };
        }
        Ok(Page { handle, document: self, access })
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        let Some(access) = Access::to_loaded() else { return };
        // SAFETY: both are open, no page of theirs is (they borrow the document), and neither is used again.
        unsafe {
            if !self.form.is_null() {
                access.bindings().FPDFDOC_ExitFormFillEnvironment(self.form.cast());
            }
            access.bindings().FPDF_CloseDocument(self.handle.cast());
        }
    }
}

fn refused(code: u32, password_given: bool) -> Error {
    match code {
        WRONG_PASSWORD if password_given => {
            Error::new(ErrorKind::Password, "the PDF is encrypted and the password is wrong")
        }
        WRONG_PASSWORD => Error::new(ErrorKind::Password, "the PDF is encrypted, expected a password")
            .with_hint("give the password that opens the document"),
        UNKNOWN_SECURITY => {
            Error::new(ErrorKind::Unsupported, "the PDF is encrypted in a way that PDFium does not support")
        }
        _ => Error::new(ErrorKind::Damaged, "the PDF is broken or cut short: no pages can be found in it"),
    }
}

/// An open page. It holds the library's lock.
pub(super) struct Page<'a> {
    handle: Handle,
    document: &'a Document,
    access: Access,
}

impl Page<'_> {
    fn pdfium(&self) -> Bindings {
        self.access.bindings()
    }

    /// The part of user space that is shown: the crop box within the media box.
    pub(super) fn shown(&self) -> Rect {
        // `FS_RECTF`: left, top, right, bottom.
        let mut edges = [0.0_f32; 4];
        // SAFETY: the page is open; `edges` has the layout of `FS_RECTF`.
        unsafe { self.pdfium().FPDF_GetPageBoundingBox(self.handle.cast(), edges.as_mut_ptr().cast()) };
        Rect::new(edges[0], edges[1], edges[2], edges[3])
    }

    pub(super) fn rotation(&self) -> Rotation {
        // SAFETY: the page is open.
        let turns = unsafe { self.pdfium().FPDFPage_GetRotation(self.handle.cast()) };
        u16::try_from(turns.rem_euclid(4))
            .ok()
            .and_then(|t| Rotation::from_degrees(t * 90))
            .unwrap_or_default()
    }

    /// Draws the page over white, with annotations and form fields, letters smoothed in grey.
    pub(super) fn draw(&self, width: u32, height: u32) -> Result<RgbImage, Error> {
        const RGB_24: i32 = 2;
        const ANNOTATIONS: i32 = 0x01;
        const RED_FIRST: i32 = 0x10;
        let flags = ANNOTATIONS | RED_FIRST;
        let failed =
            || Error::new(ErrorKind::Damaged, format!("PDFium cannot draw the page at {width} x {height}"));
        let mut pixels = RgbImage::from_pixel(width, height, image::Rgb([255; 3]));
        let (w, h) = (i32::try_from(width).ok(), i32::try_from(height).ok());
        let stride = w.and_then(|w| w.checked_mul(3));
        let (Some(w), Some(h), Some(stride)) = (w, h, stride) else { return Err(failed()) };
        let pdfium = self.pdfium();
        let buffer = pixels.as_mut_ptr().cast();
        // SAFETY: the buffer holds `height` rows of `stride` bytes and outlives the bitmap; page and form are open.
        unsafe {
            let bitmap: Handle = pdfium.FPDFBitmap_CreateEx(w, h, RGB_24, buffer, stride).cast();
            if bitmap.is_null() {
                return Err(failed());
            }
            pdfium.FPDF_RenderPageBitmap(bitmap.cast(), self.handle.cast(), 0, 0, w, h, 0, flags);
            if !self.document.form.is_null() {
                let form = self.document.form.cast();
                pdfium.FPDF_FFLDraw(form, bitmap.cast(), self.handle.cast(), 0, 0, w, h, 0, flags);
            }
            pdfium.FPDFBitmap_Destroy(bitmap.cast());
        }
        Ok(pixels)
    }

    /// The text of the page; nothing where PDFium finds none to load.
    pub(super) fn text(&self) -> Option<Text<'_>> {
        // SAFETY: the page is open.
        let handle: Handle = unsafe { self.pdfium().FPDFText_LoadPage(self.handle.cast()) }.cast();
        (!handle.is_null()).then_some(Text { handle, page: self })
    }

    /// The boxes, in user space, of the annotations that show text or handwriting of their own: form fields, typed
    /// notes, stamps, ink.
    pub(super) fn written_annotations(&self) -> impl Iterator<Item = Rect> {
        const FREE_TEXT: i32 = 3;
        const STAMP: i32 = 13;
        const INK: i32 = 15;
        const WIDGET: i32 = 20;
        // SAFETY: the page is open, here and below; PDFium checks the index; `edges` has the layout of `FS_RECTF`.
        let count = unsafe { self.pdfium().FPDFPage_GetAnnotCount(self.handle.cast()) };
        (0..count).filter_map(move |index| unsafe {
            let pdfium = self.pdfium();
            let annotation: Handle = pdfium.FPDFPage_GetAnnot(self.handle.cast(), index).cast();
            if annotation.is_null() {
                return None;
            }
            let mut edges = [0.0_f32; 4];
            let found = pdfium.FPDFAnnot_GetRect(annotation.cast(), edges.as_mut_ptr().cast()) != 0;
            let kind = pdfium.FPDFAnnot_GetSubtype(annotation.cast());
            pdfium.FPDFPage_CloseAnnot(annotation.cast());
            let written = [FREE_TEXT, STAMP, INK, WIDGET].contains(&kind);
            (found && written).then(|| Rect::new(edges[0], edges[1], edges[2], edges[3]))
        })
    }

    /// The objects of the page itself.
    pub(super) fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        // SAFETY: the page is open, here and below; PDFium checks the index.
        let count = unsafe { self.pdfium().FPDFPage_CountObjects(self.handle.cast()) };
        (0..count).filter_map(move |index| {
            let handle: Handle =
                unsafe { self.pdfium().FPDFPage_GetObject(self.handle.cast(), index) }.cast();
            (!handle.is_null()).then_some(Object { handle, page: self })
        })
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        // SAFETY: the page is open and not used again; whatever borrows it is gone.
        unsafe {
            if !self.document.form.is_null() {
                self.pdfium().FORM_OnBeforeClosePage(self.handle.cast(), self.document.form.cast());
            }
            self.pdfium().FPDF_ClosePage(self.handle.cast());
        }
    }
}
