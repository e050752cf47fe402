//! The folder of one reading.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use document::{Document, Page, Reading, Table};
use export::{AnnotateOptions, HtmlOptions, annotate, html, picture_name};
use image::RgbImage;
use pipeline::PageEvent;

use crate::args::Format;
use crate::printed::printed;

/// The file that is written last: a folder that has it is whole.
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

/// A folder being written. Everything lands beside its place and is renamed into it at the end, so that a reading is
/// there whole or not at all.
pub(crate) struct Folder {
    place: PathBuf,
    staging: tempfile::TempDir,
    formats: Vec<Format>,
}

/// Whether a whole reading lies in `place`.
pub(crate) fn exists(place: &Path) -> bool {
    place.join(DOCUMENT_JSON).is_file()
}

impl Folder {
    /// Starts the folder that will be `place`; its files are in `formats`, all where that is empty.
    pub(crate) fn begin(place: &Path, formats: &[Format]) -> io::Result<Self> {
        let parent = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        let staging = tempfile::Builder::new().prefix(".inkstone-").tempdir_in(parent)?;
        fs::create_dir(staging.path().join(PAGES))?;
        let formats = if formats.is_empty() { FORMATS.to_vec() } else { formats.to_vec() };
        Ok(Self { place: place.to_owned(), staging, formats })
    }

    /// Writes the picture of a page with what was read drawn over it, and the page as it was given for the HTML.
    pub(crate) fn page(&self, event: &PageEvent<'_>) -> io::Result<()> {
        if self.formats.contains(&Format::Html) {
            let folder = self.staging.path().join(PICTURES);
            fs::create_dir_all(&folder)?;
            let file = fs::File::create(folder.join(picture_name(event.page.number)))?;
            let mut encoder =
                image::codecs::jpeg::JpegEncoder::new_with_quality(io::BufWriter::new(file), PICTURE_QUALITY);
            encoder.encode_image(event.picture.pixels()).map_err(io::Error::other)?;
        }
        let path = self.staging.path().join(PAGES).join(format!("{:04}.png", event.page.number));
        let picture = annotated(event.picture.pixels(), event.page, event.tables);
        let file = io::BufWriter::new(fs::File::create(path)?);
        let encoder = image::codecs::png::PngEncoder::new_with_quality(
            file,
            image::codecs::png::CompressionType::Fast,
            image::codecs::png::FilterType::Adaptive,
        );
        picture.write_with_encoder(encoder).map_err(io::Error::other)
    }

    /// Writes the reading and puts the folder in its place; what was there goes.
    pub(crate) fn finish(self, reading: &Reading) -> io::Result<()> {
        for format in &self.formats {
            self.form(reading, *format)?;
        }
        // Last: a folder that has it is whole.
        fs::write(self.staging.path().join(DOCUMENT_JSON), printed(reading, Format::Json)?)?;
        if self.place.exists() {
            fs::remove_dir_all(&self.place)?;
        }
        let staged = self.staging.keep();
        open_to_all(&staged)?;
        fs::rename(&staged, &self.place)
    }

    /// Writes the reading in one form. Forms of tables are written where there are tables.
    fn form(&self, reading: &Reading, format: Format) -> io::Result<()> {
        let document = &reading.document;
        let at = |name: &str| self.staging.path().join(name);
        let name = match format {
            // Written last.
            Format::Json => return Ok(()),
            Format::Html => {
                return fs::write(
                    at("document.html"),
                    html(reading, &HtmlOptions::default().with_pictures(PICTURES)),
                );
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
        let folder = self.staging.path().join(TABLES);
        for table in &document.tables {
            fs::create_dir_all(&folder)?;
            let text = export::table_csv(document, table).map_err(io::Error::other)?;
            fs::write(folder.join(format!("{}.csv", table.id)), text)?;
        }
        Ok(())
    }
}

/// A temporary folder is closed to other users; a reading is not.
fn open_to_all(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    let _ = folder;
    Ok(())
}

/// The picture of a page with what was read drawn over it. Its pixels and the page's unit differ by one factor.
fn annotated(picture: &RgbImage, page: &Page, tables: &[Table]) -> RgbImage {
    let scale = picture.width() as f32 / page.size.width.max(1.0);
    annotate(picture, scale, page, tables, &AnnotateOptions::default())
}
