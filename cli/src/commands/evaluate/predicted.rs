//! What a tool wrote, found by the names of the samples.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use evaluation::Content;
use evaluation::read::{PageHeights, PredictionFormat, TruthFormat, read_prediction, read_truth};
use walkdir::WalkDir;

use super::corpus::Case;
use super::root::text_of;
use crate::inputs::has_known_extension;

/// Stems of files that are called after their folder.
const NAMELESS: [&str; 2] = ["document", "truth"];
/// Formats in the order of how much they tell.
const ORDER: [PredictionFormat; 7] = [
    PredictionFormat::Document,
    PredictionFormat::TableList,
    PredictionFormat::Fields,
    PredictionFormat::Markdown,
    PredictionFormat::Html,
    PredictionFormat::Text,
    PredictionFormat::Latex,
];

/// A folder of predictions.
#[derive(Debug)]
pub(crate) struct Predictions {
    folder: PathBuf,
    /// By every name that a file may go by.
    by_name: BTreeMap<String, Vec<(PredictionFormat, PathBuf)>>,
}

impl Predictions {
    /// Looks through `folder`.
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        let mut by_name: BTreeMap<String, Vec<(PredictionFormat, PathBuf)>> = BTreeMap::new();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                format!("{}: {why}", folder.display())
            })?;
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let file = entry.file_name().to_string_lossy();
            let Some(format) = PredictionFormat::guess(&file).filter(|_| entry.file_type().is_file()) else {
                continue;
            };
            for name in names(relative, &file) {
                by_name.entry(name).or_default().push((format, entry.path().to_owned()));
            }
        }
        if by_name.is_empty() {
            return Err(format!(
                "{}: found no .md, .html, .txt, .tex, .tables.json, .fields.json or document.json",
                folder.display()
            ));
        }
        Ok(Self { folder: folder.to_owned(), by_name })
    }

    /// What was written about a sample; nothing where there is none.
    pub(crate) fn of(&self, case: &Case) -> Result<Option<Content>, String> {
        let Some(files) = case.names.iter().find_map(|name| self.by_name.get(name)) else {
            return Ok(None);
        };
        let mut content: Option<Content> = None;
        let mut failure = None;
        for format in ORDER {
            let of_format: Vec<&PathBuf> =
                files.iter().filter(|(f, _)| *f == format).map(|(_, path)| path).collect();
            let path = match of_format.as_slice() {
                [] => continue,
                [path] => path,
                [first, second, ..] => {
                    return Err(format!(
                        "{}: found several predictions, {} and {}, expected one",
                        case.id,
                        first.display(),
                        second.display()
                    ));
                }
            };
            match read(format, path) {
                Ok(read) => content = Some(content.map_or(read.clone(), |content| content.merged(read))),
                Err(reason) => failure = failure.or(Some(reason)),
            }
        }
        match (content, failure) {
            // Tools write JSON of their own beside the Markdown.
            (Some(content), _) => Ok(Some(content)),
            (None, Some(reason)) => Err(reason),
            (None, None) => Ok(None),
        }
    }

    /// Where the predictions are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The names that a file goes by: its path and its file name without ending, and, where that repeats its folder's name or
/// says nothing, the folder's.
fn names(relative: &Path, file: &str) -> Vec<String> {
    let lower = file.to_ascii_lowercase();
    let double =
        [".tables.json", ".fields.json", ".truth.json"].into_iter().find(|ending| lower.ends_with(ending));
    let ending = double.map_or_else(|| file.len() - file.rfind('.').unwrap_or(file.len()), str::len);
    let base = file.get(..file.len() - ending).unwrap_or(file);
    let folders: Vec<String> = relative
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let folder = folders.join("/");
    let below = |folder: &str, base: &str| {
        if folder.is_empty() { base.to_owned() } else { format!("{folder}/{base}") }
    };
    let mut names = Vec::new();
    if NAMELESS.contains(&base) {
        names.extend((!folder.is_empty()).then(|| folder.clone()));
        names.extend(folders.last().filter(|last| **last != folder).cloned());
        // Readings are filed under the input's name with its extension; a truth may know it without.
        let plain = |name: &String| {
            let path = Path::new(name);
            has_known_extension(path).then(|| path.with_extension("").to_string_lossy().into_owned())
        };
        names.extend(names.clone().iter().filter_map(plain));
    } else {
        names.push(below(&folder, base));
        names.extend((!folder.is_empty()).then(|| base.to_owned()));
    }
    names
}

fn read(format: PredictionFormat, path: &Path) -> Result<Content, String> {
    let text = text_of(path)?;
    let named = |error: evaluation::Error| format!("{}: {error}", path.display());
    let is_truth = || TruthFormat::guess("x.json", &text) == Some(TruthFormat::Inkstone);
    if format == PredictionFormat::Document && is_truth() {
        let read = read_truth(TruthFormat::Inkstone, &text, PageHeights::default()).map_err(named)?;
        return Ok(read.into_iter().next().map(|labelled| labelled.content).unwrap_or_default());
    }
    read_prediction(format, &text).map_err(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_by_their_names_and_their_folders() {
        for (path, want) in [
            ("a.md", vec!["a"]),
            ("x/a.tables.json", vec!["x/a", "a"]),
            (
                "pages/lab/input.jpg/document.json",
                vec!["pages/lab/input.jpg", "input.jpg", "pages/lab/input", "input"],
            ),
            ("a.pdf/document.json", vec!["a.pdf", "a"]),
            ("a/auto/a.md", vec!["a/auto/a", "a"]),
            ("doc.v2.txt", vec!["doc.v2"]),
        ] {
            let path = Path::new(path);
            assert_eq!(names(path, &path.file_name().unwrap().to_string_lossy()), want, "{path:?}");
        }
    }
}
