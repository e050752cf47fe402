//! Documents to reason on: read now, or read before.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use document::{Document, Reading};
use pipeline::{Engine, ReadOptions, Source};
use reasoning::Sheets;
use walkdir::WalkDir;

use crate::args::{Global, SubjectArgs};
use crate::commands::read;
use crate::inputs::{self, Input, Inputs};
use crate::output::given;

/// The reading that `read` writes.
const DOCUMENT_JSON: &str = "document.json";
/// Where page pictures lie beside an HTML file.
pub(crate) const PICTURES: &str = "pictures";

/// A document with the pictures of its pages.
pub(crate) struct Subject {
    /// How it is called in messages.
    pub(crate) name: String,
    /// The folder of its output, below that of all.
    pub(crate) folder: PathBuf,
    /// What was read.
    pub(crate) document: Document,
    pictures: Pictures,
}

enum Pictures {
    /// As JPEG, by page number.
    Read(BTreeMap<u32, Vec<u8>>),
    /// In a folder, as `read` writes them.
    Beside(PathBuf),
}

impl Subject {
    /// Writes the pictures of its pages beside an HTML file in `place`; the sheets that show them.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(crate) fn put_pictures(&self, place: &Path) -> io::Result<Sheets> {
        let mut sheets = Sheets::of(&self.document);
        for page in &self.document.pages {
            let name = export::picture_name(page.number);
            let bytes = match &self.pictures {
                Pictures::Read(pictures) => pictures.get(&page.number).cloned(),
                Pictures::Beside(folder) => fs::read(folder.join(&name)).ok(),
            };
            let Some(bytes) = bytes else { continue };
            fs::create_dir_all(place.join(PICTURES))?;
            fs::write(place.join(PICTURES).join(&name), bytes)?;
            sheets = sheets.with_picture(page.number, format!("{PICTURES}/{name}"));
        }
        Ok(sheets)
    }
}

/// Reads documents with an engine that is made when the first one needs it.
pub(crate) struct Subjects<'a> {
    args: &'a SubjectArgs,
    global: &'a Global,
    pictures: bool,
    engine: OnceCell<Engine>,
}

impl<'a> Subjects<'a> {
    /// `pictures` says whether those of the pages are wanted.
    pub(crate) fn new(args: &'a SubjectArgs, global: &'a Global, pictures: bool) -> Self {
        Self { args, global, pictures, engine: OnceCell::new() }
    }

    /// What was named. A folder with readings below stands for these.
    pub(crate) fn find(&self) -> Inputs {
        let names: Vec<String> = self.args.inputs.iter().flat_map(|name| readings_in(name)).collect();
        inputs::find(&names)
    }

    /// The document of an input.
    ///
    /// # Errors
    /// Why there is none, and what to do about it.
    pub(crate) fn load(&self, input: &Input) -> Result<Subject, String> {
        match input {
            Input::File { path, .. } if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) => {
                self.read_before(path, input)
            }
            _ => self.read_now(input),
        }
    }

    fn read_before(&self, path: &Path, input: &Input) -> Result<Subject, String> {
        let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let reading = serde_json::from_slice::<Reading>(&bytes).map(|reading| reading.document);
        let document = reading
            .or_else(|_| serde_json::from_slice::<Document>(&bytes))
            .map_err(|error| format!("{} is no document.json of Inkstone: {error}", path.display()))?;
        let parent = path.parent().unwrap_or(Path::new("."));
        let is_reading = path.file_name().is_some_and(|name| name == DOCUMENT_JSON);
        // A reading's folder bears the name of what was read.
        let folder = match input.folder().parent() {
            Some(above) if is_reading && above.as_os_str().is_empty() => {
                let name =
                    fs::canonicalize(parent).ok().and_then(|parent| Some(parent.file_name()?.to_owned()));
                name.map_or_else(|| input.folder().to_owned(), PathBuf::from)
            }
            Some(above) if is_reading => above.to_owned(),
            _ => input.folder().to_owned(),
        };
        let pictures = Pictures::Beside(parent.join(PICTURES));
        Ok(Subject { name: input.name(), folder, document, pictures })
    }

    fn read_now(&self, input: &Input) -> Result<Subject, String> {
        let told = |error: pipeline::Error| match error.hint() {
            Some(hint) => format!("{}\n  hint: {hint}", error.told()),
            None => error.told(),
        };
        let engine = match self.engine.get() {
            Some(engine) => engine,
            None => {
                let engine = read::engine(self.args.threads, self.global).map_err(told)?;
                self.engine.get_or_init(|| engine)
            }
        };
        let mut options = ReadOptions::default();
        options.open.pages = self.args.pages.clone().unwrap_or_default();
        options.open.password = read::password(self.args.password.as_deref());
        let source = match input {
            Input::File { path, .. } => Source::file(path).map_err(told)?,
            Input::Stdin => {
                Source::reader("stdin", io::stdin().lock(), options.open.limits.bytes).map_err(told)?
            }
        };
        let mut pictures = BTreeMap::new();
        let reading = engine
            .read_pages(source, &options, &mut |event| {
                if let Some(bytes) = self.pictures.then(|| given(event.picture.pixels()).ok()).flatten() {
                    pictures.insert(event.page.number, bytes);
                }
            })
            .map_err(told)?;
        if let (true, Some(failure)) = (reading.document.pages.is_empty(), reading.failures.first()) {
            return Err(failure.message.clone());
        }
        let (name, folder) = (input.name(), input.folder().to_owned());
        Ok(Subject { name, folder, document: reading.document, pictures: Pictures::Read(pictures) })
    }
}

/// The readings below a folder, in order; the name itself where there are none.
fn readings_in(name: &str) -> Vec<String> {
    let path = Path::new(name);
    if !path.is_dir() {
        return vec![name.to_owned()];
    }
    let walk = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
    let found = walk.filter(|entry| entry.file_name() == DOCUMENT_JSON);
    let found: Vec<String> = found.map(|entry| entry.path().display().to_string()).collect();
    if found.is_empty() { vec![name.to_owned()] } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_readings_stands_for_them() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["a.pdf/document.json", "b.png/document.json", "b.png/pictures/0001.jpg"] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let found = readings_in(&dir.path().display().to_string());
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(readings_in("scan.png"), ["scan.png"]);
    }
}
