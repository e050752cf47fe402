//! The files below one folder that was named: inputs, and what tells of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use evaluation::read::TruthFormat;
use walkdir::WalkDir;

use crate::inputs::has_known_extension;

/// What files of truth end in.
const ENDINGS: [&str; 9] = ["json", "jsonl", "xml", "tsv", "txt", "md", "markdown", "html", "htm"];
/// Stems of files that tell of the folder, not of a sample.
const ABOUT: [&str; 6] = ["readme", "license", "licence", "changelog", "notice", "requirements"];

/// The truth of the sample whose folder it stands in.
const TRUTH: &str = "truth.json";

/// A file of truth.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) path: PathBuf,
    pub(crate) format: TruthFormat,
}

impl Told {
    pub(crate) fn text(&self) -> Result<String, String> {
        text_of(&self.path)
    }

    /// Whether the file is only known for a truth by standing beside an input.
    pub(crate) fn is_weak(&self) -> bool {
        use TruthFormat::{Fields, Html, Markdown, Text};
        matches!(self.format, Text | Markdown | Html | Fields)
    }
}

/// The text of a file; bytes that are no UTF-8 are replaced, as one such word must not cost a whole set.
pub(crate) fn text_of(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A folder with all below.
#[derive(Debug)]
pub(crate) struct Root {
    /// What the set is called where the folder is one set.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// Sorted by path.
    pub(crate) inputs: Vec<PathBuf>,
    /// Sorted by path.
    pub(crate) told: Vec<Told>,
    /// Files that stand like truth and are in no known format, in words.
    pub(crate) unknown: Vec<String>,
    by_name: BTreeMap<String, Vec<usize>>,
    one_set: bool,
}

impl Root {
    /// Looks through `path`. For a file of truth, its inputs are looked for in its folder.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let is_file = whole.is_file();
        let is_sample = whole.join(TRUTH).is_file();
        let above = || whole.parent().unwrap_or(&whole).to_owned();
        // The folder of a single sample belongs to the set around it.
        let folder = if is_file || is_sample { above() } else { whole.clone() };
        let walked = if is_sample { &whole } else { &folder };
        let mut root = Self {
            name: folder.file_name().map_or_else(|| "samples".into(), |n| n.to_string_lossy().into_owned()),
            folder: folder.clone(),
            inputs: Vec::new(),
            told: Vec::new(),
            unknown: Vec::new(),
            by_name: BTreeMap::new(),
            one_set: true,
        };
        let files = files(walked, path)?;
        root.inputs = files.iter().filter(|file| has_known_extension(file)).cloned().collect();
        for (index, input) in root.inputs.iter().enumerate() {
            root.by_name.entry(name_of(input)).or_default().push(index);
        }
        let candidates = if is_file { vec![whole] } else { files };
        for candidate in candidates.iter().filter(|file| is_file || may_tell(file)) {
            root.look_at(candidate, is_file)?;
        }
        root.one_set = root.count_sets() < 2;
        Ok(root)
    }

    fn look_at(&mut self, path: &Path, named: bool) -> Result<(), String> {
        let text = text_of(path)?;
        let unknown = || format!("{}: found no format of truth that it is in", path.display());
        match TruthFormat::guess(&name_of(path), &text) {
            Some(format) => self.told.push(Told { path: path.to_owned(), format }),
            None if named => return Err(unknown()),
            None if self.stands_like_truth(path) => self.unknown.push(unknown()),
            None => {}
        }
        Ok(())
    }

    /// Whether a file is called as an input beside it, or `truth`.
    fn stands_like_truth(&self, path: &Path) -> bool {
        let stem = path.file_stem();
        let beside = |input: &PathBuf| input.parent() == path.parent() && input.file_stem() == stem;
        stem.is_some_and(|stem| stem == "truth") || self.inputs.iter().any(beside)
    }

    /// The input that a list at `list` calls `name`: below the list's folder or the root, or else the only one of that
    /// name; of several the one in a folder called `split`.
    pub(crate) fn listed(&self, list: &Path, name: &str, split: Option<&str>) -> Option<PathBuf> {
        let folders = [list.parent().unwrap_or(&self.folder), &self.folder];
        let known = |path: &PathBuf| self.inputs.binary_search(path).is_ok() || path.is_file();
        if let Some(found) = folders.iter().map(|folder| folder.join(name)).find(known) {
            return Some(found);
        }
        let indices = self.by_name.get(&name_of(Path::new(name)))?;
        let all: Vec<&PathBuf> = indices.iter().filter_map(|index| self.inputs.get(*index)).collect();
        let in_split = |path: &&&PathBuf| {
            split.is_some_and(|split| path.components().any(|part| part.as_os_str() == split))
        };
        match all.as_slice() {
            [one] => Some((*one).clone()),
            _ => all.iter().find(in_split).map(|path| (*path).clone()),
        }
    }

    /// Whether a file of truth without a name of its own stands in that folder below the root.
    pub(crate) fn has_nameless_truth(&self, folder: &Path) -> bool {
        let folder = self.folder.join(folder);
        let nameless = |told: &&Told| told.path.file_stem().is_some_and(|stem| stem == "truth");
        self.told.iter().filter(nameless).any(|told| told.path.parent() == Some(folder.as_path()))
    }

    /// Whether all samples are one set.
    pub(crate) fn is_one_set(&self) -> bool {
        self.one_set
    }

    /// How many folders right below the root hold samples that are not folders of their own.
    fn count_sets(&self) -> usize {
        let told = self.told.iter().map(|told| &told.path);
        let files: Vec<&PathBuf> =
            if self.inputs.is_empty() { told.collect() } else { self.inputs.iter().collect() };
        let above = |file: &&PathBuf| {
            let folder = file.parent()?.strip_prefix(&self.folder).ok()?;
            let folder = if self.has_nameless_truth(folder) { folder.parent()? } else { folder };
            Some(folder.components().next().map(|part| part.as_os_str().to_owned()))
        };
        files.iter().filter_map(above).collect::<BTreeSet<_>>().len()
    }
}

/// All files below `folder` that are not hidden, sorted; errors speak of it as it was `named`.
fn files(folder: &Path, named: &Path) -> Result<Vec<PathBuf>, String> {
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).into_iter();
    let mut files = Vec::new();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            format!("{}: {why}", named.display())
        })?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file may tell of samples, by its name.
fn may_tell(path: &Path) -> bool {
    let lower = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().to_ascii_lowercase());
    let stem = lower(path.file_stem()).unwrap_or_default();
    let known = lower(path.extension()).is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    known && !ABOUT.contains(&stem.as_str())
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
