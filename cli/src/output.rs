//! The folder of one reading.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use document::{Page, Reading, Table};
use export::{AnnotateOptions, HtmlOptions, MarkdownOptions, annotate, html, markdown};
use image::RgbImage;
use pipeline::PageEvent;

/// The file that is written last: a folder that has it is whole.
const DOCUMENT_JSON: &str = "document.json";
/// Where the page pictures lie, below the folder of a reading.
const PAGES: &str = "pages";

/// A folder being written. Everything lands beside its place and is renamed into it at the end, so that a reading is
/// there whole or not at all.
pub(crate) struct Folder {
    place: PathBuf,
    staging: tempfile::TempDir,
}

/// Whether a whole reading lies in `place`.
pub(crate) fn exists(place: &Path) -> bool {
    place.join(DOCUMENT_JSON).is_file()
}

impl Folder {
    /// Starts the folder that will be `place`.
    pub(crate) fn begin(place: &Path) -> io::Result<Self> {
        let parent = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        let staging = tempfile::Builder::new().prefix(".inkstone-").tempdir_in(parent)?;
        fs::create_dir(staging.path().join(PAGES))?;
        Ok(Self { place: place.to_owned(), staging })
    }

    /// Writes the picture of a page with what was read drawn over it.
    pub(crate) fn page(&self, event: &PageEvent<'_>) -> io::Result<()> {
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
        let at = |name: &str| self.staging.path().join(name);
        let mut options = HtmlOptions::default();
        options.pictures = Some(PAGES.into());
        fs::write(at("document.md"), markdown(&reading.document, &MarkdownOptions::default()))?;
        fs::write(at("document.html"), html(reading, &options))?;
        let json = serde_json::to_string(reading).map_err(io::Error::other)?;
        fs::write(at(DOCUMENT_JSON), json + "\n")?;
        if self.place.exists() {
            fs::remove_dir_all(&self.place)?;
        }
        let staged = self.staging.keep();
        open_to_all(&staged)?;
        fs::rename(&staged, &self.place)
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
