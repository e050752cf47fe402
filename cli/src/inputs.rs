//! What the user names: files, folders, globs, standard input.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// File names that are taken from a folder. A file that is named itself is read whatever its name.
const EXTENSIONS: [&str; 9] = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "jfif"];

/// The input that stands for standard input.
const STDIN: &str = "-";

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its place below the common root of all inputs, extension kept.
        relative: PathBuf,
    },
}

impl Input {
    /// How it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".into(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// The folder of its output below `-o`.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Stdin => Path::new("stdin"),
            Self::File { relative, .. } => relative,
        }
    }
}

/// What was named, as a list of things to read, each once, in the order named (folders and globs by name).
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) list: Vec<Input>,
    /// Names that led to nothing, and why.
    pub(crate) wrong: Vec<String>,
}

/// Finds everything that `names` stand for.
pub(crate) fn find(names: &[String]) -> Inputs {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut inputs = Inputs::default();
    let mut stdin = false;
    for name in names {
        let path = Path::new(name);
        let found = if name == STDIN {
            stdin = true;
            Ok(vec![])
        } else if path.is_dir() {
            in_folder(path)
        } else if path.exists() || !is_glob(name) {
            Ok(vec![path.to_owned()])
        } else {
            in_glob(name)
        };
        match found {
            Ok(found) => files.extend(found),
            Err(reason) => inputs.wrong.push(reason),
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(std::path::absolute(file).unwrap_or_else(|_| file.clone())));
    let root = common_root(&files);
    let place = |path: PathBuf| {
        let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        let relative = absolute.strip_prefix(&root).map_or_else(|_| file_name(&path), Path::to_owned);
        Input::File { path, relative }
    };
    inputs.list = files.into_iter().map(place).collect();
    if stdin {
        inputs.list.push(Input::Stdin);
    }
    inputs
}

fn is_glob(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| format!("{}: {e}", folder.display()))?;
        if entry.file_type().is_file() && has_known_extension(entry.path()) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(format!(
            "{}: no PDF, PNG, JPEG, TIFF, WebP or BMP file in this folder",
            folder.display()
        ));
    }
    Ok(files)
}

fn in_glob(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let found = glob::glob(pattern).map_err(|e| format!("{pattern}: not a valid pattern: {e}"))?;
    let files: Vec<PathBuf> = found.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    if files.is_empty() { Err(format!("{pattern}: no file matches")) } else { Ok(files) }
}

/// Whether a folder's file of that name is an input.
pub(crate) fn has_known_extension(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str()))
}

fn file_name(path: &Path) -> PathBuf {
    path.file_name().map_or_else(|| PathBuf::from("document"), PathBuf::from)
}

/// The deepest folder above all files.
fn common_root(files: &[PathBuf]) -> PathBuf {
    let mut folders = files.iter().map(|file| {
        std::path::absolute(file).unwrap_or_default().parent().map(Path::to_owned).unwrap_or_default()
    });
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |root, folder| {
        root.components().zip(folder.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        dir
    }

    fn folders(inputs: &Inputs) -> Vec<String> {
        inputs.list.iter().map(|i| i.folder().display().to_string()).collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_keep_their_shape() {
        let dir = tree(&["b/2.PNG", "a.pdf", "b/1.jpg", "b/notes.txt", ".hidden/c.pdf"]);
        let inputs = find(&[dir.path().display().to_string()]);
        assert_eq!(folders(&inputs), ["a.pdf", "b/1.jpg", "b/2.PNG"]);
    }

    #[test]
    fn files_globs_and_stdin_are_taken_once() {
        let dir = tree(&["x/a.pdf", "x/b.dat", "y/c.pdf"]);
        let at = |name: &str| dir.path().join(name).display().to_string();
        let inputs = find(&[at("x/b.dat"), at("*/*.pdf"), at("x/a.pdf"), "-".into()]);
        assert_eq!(folders(&inputs), ["x/b.dat", "x/a.pdf", "y/c.pdf", "stdin"]);
        let single = find(&[at("x/a.pdf")]);
        assert_eq!(folders(&single), ["a.pdf"]);
    }

    #[test]
    fn names_that_lead_nowhere_are_told() {
        let dir = tree(&["x/readme.md"]);
        let inputs = find(&[
            dir.path().join("x").display().to_string(),
            dir.path().join("*.tif").display().to_string(),
        ]);
        assert_eq!(inputs.wrong.len(), 2, "{:?}", inputs.wrong);
        assert!(inputs.list.is_empty());
    }
}
