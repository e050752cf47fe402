//! What there is to score: files of truth, and which input each belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use evaluation::read::{Labelled, PageHeights, TruthFormat, read_truth};

use super::root::{Root, Told};

/// Stems of truth files that belong to whatever stands in their folder.
const NAMELESS: [&str; 5] = ["truth", "document", "label", "labels", "gt"];
/// What names of truth files have after the input's name.
const SUFFIXES: [&str; 7] = ["-str", "-reg", ".truth", ".gt", "_gt", ".label", "_label"];

/// One sample.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its place below the folder that was named, without extension.
    pub(crate) id: String,
    /// The set it is scored with.
    pub(crate) set: String,
    /// The document or picture, where there is one.
    pub(crate) input: Option<PathBuf>,
    /// Names under which a tool may have filed what it read, the surest first; the last is unlike that of any other folder.
    pub(crate) names: Vec<String>,
    /// Files that tell of it alone.
    pub(crate) files: Vec<Told>,
    /// What files with many samples tell of it.
    pub(crate) listed: Vec<Labelled>,
}

/// All samples, and what led to none.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub(crate) cases: Vec<Case>,
    /// What is wrong, in words.
    pub(crate) wrong: Vec<String>,
    /// Inputs that nothing tells of.
    pub(crate) untold: usize,
    /// Samples of lists whose picture is not there.
    pub(crate) unplaced: usize,
}

/// Finds all samples below `roots`. Without `inputs_wanted` a truth needs no input.
pub(crate) fn find(roots: &[PathBuf], inputs_wanted: bool) -> Corpus {
    let mut corpus = Corpus::default();
    for path in roots {
        match Root::open(path) {
            Ok(root) => add(&root, inputs_wanted, &mut corpus),
            Err(reason) => corpus.wrong.push(reason),
        }
    }
    name_apart(&mut corpus.cases);
    corpus
}

fn add(root: &Root, inputs_wanted: bool, corpus: &mut Corpus) {
    let mut cases: BTreeMap<PathBuf, Case> = BTreeMap::new();
    for told in &root.told {
        if told.format.has_many() {
            match list(told) {
                Ok(list) => add_list(root, told, list, inputs_wanted, &mut cases, corpus),
                Err(reason) => corpus.wrong.push(reason),
            }
            continue;
        }
        let input = input_of(root, told);
        if told.is_weak() && input.is_none() && !root.inputs.is_empty() {
            continue;
        }
        if input.is_none() && inputs_wanted {
            corpus.wrong.push(format!("{}: found no input that this truth belongs to", told.path.display()));
            continue;
        }
        let key = input.clone().unwrap_or_else(|| told.path.with_file_name(bare(&told.path)));
        let case = cases.entry(key).or_insert_with_key(|key| Case::new(root, input, key));
        case.files.push(told.clone());
    }
    cases.values_mut().for_each(keep_the_surest);
    let told: BTreeSet<&PathBuf> = cases.values().filter_map(|case| case.input.as_ref()).collect();
    corpus.untold += root.inputs.iter().filter(|input| !told.contains(input)).count();
    corpus.wrong.extend(root.unknown.iter().cloned());
    corpus.cases.extend(cases.into_values());
}

/// Text, Markdown and HTML beside an input may be what some tool read; they are truth where nothing else is.
fn keep_the_surest(case: &mut Case) {
    let is_text =
        |told: &Told| matches!(told.format, TruthFormat::Text | TruthFormat::Markdown | TruthFormat::Html);
    if !case.listed.is_empty() || case.files.iter().any(|told| !is_text(told)) {
        case.files.retain(|told| !is_text(told));
    }
}

fn list(told: &Told) -> Result<Vec<Labelled>, String> {
    let text = told.text()?;
    read_truth(told.format, &text, PageHeights::default())
        .map_err(|error| format!("{}: {error}", told.path.display()))
}

fn add_list(
    root: &Root,
    told: &Told,
    list: Vec<Labelled>,
    inputs_wanted: bool,
    cases: &mut BTreeMap<PathBuf, Case>,
    corpus: &mut Corpus,
) {
    for labelled in list {
        let name = labelled.input.clone().unwrap_or_default();
        let split =
            labelled.attributes.iter().find(|(name, _)| name == "split").map(|(_, value)| value.as_str());
        let input = root.listed(&told.path, &name, split);
        if input.is_none() && inputs_wanted {
            corpus.unplaced += 1;
            continue;
        }
        let key = input.clone().unwrap_or_else(|| told.path.with_file_name(&name));
        let case = cases.entry(key).or_insert_with_key(|key| Case::new(root, input, key));
        case.listed.push(labelled);
    }
}

/// The input that a truth of one sample belongs to: the one of its name in its folder, the only one in its folder if the
/// truth has no name of its own, the one its folder is named after, or the only one of its name anywhere.
fn input_of(root: &Root, told: &Told) -> Option<PathBuf> {
    let folder = told.path.parent()?;
    let name = bare(&told.path);
    let in_folder = || root.inputs.iter().filter(|input| input.parent() == Some(folder));
    let named = |input: &&PathBuf| stem(input) == name || file_name(input) == name;
    if let Some(input) = in_folder().find(named) {
        return Some(input.clone());
    }
    if NAMELESS.contains(&name.as_str()) {
        let of_folder = file_name(folder);
        let called = |input: &&PathBuf| file_name(input) == of_folder;
        return only(in_folder()).or_else(|| only(root.inputs.iter().filter(called)));
    }
    only(root.inputs.iter().filter(named))
}

/// The one thing in a list of one.
fn only<'a>(mut list: impl Iterator<Item = &'a PathBuf>) -> Option<PathBuf> {
    list.next().filter(|_| list.next().is_none()).cloned()
}

impl Case {
    /// `key` is the input, or the place where it would be.
    fn new(root: &Root, input: Option<PathBuf>, key: &Path) -> Self {
        let relative = key.strip_prefix(&root.folder).unwrap_or(key);
        let folder = relative.parent().unwrap_or(Path::new(""));
        let own = stem(key);
        // The folder is the sample's own where the file in it has no name of its own.
        let own_folder = !folder.as_os_str().is_empty()
            && (own == "input" || NAMELESS.contains(&own.as_str()) || root.has_nameless_truth(folder));
        let (id, above) = if own_folder {
            (folder.to_path_buf(), folder.parent().unwrap_or(Path::new("")).to_path_buf())
        } else {
            (
                if input.is_some() { relative.with_extension("") } else { relative.to_path_buf() },
                folder.to_path_buf(),
            )
        };
        let set = above.components().next().map(|first| first.as_os_str().to_string_lossy().into_owned());
        let mut names =
            vec![slashed(relative), slashed(&id), slashed(&relative.with_extension("")), file_name(key)];
        names.extend((own != "input").then_some(own));
        names.extend(own_folder.then(|| file_name(folder)));
        names.push(slashed(Path::new(&root.name).join(relative).as_path()));
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        let set = match set {
            Some(first) if !root.is_one_set() => first,
            _ => root.name.clone(),
        };
        Self { id: slashed(&id), set, input, names, files: Vec::new(), listed: Vec::new() }
    }
}

/// Samples of one set and one id get their inputs' extensions.
fn name_apart(cases: &mut [Case]) {
    let mut count: BTreeMap<(String, String), usize> = BTreeMap::new();
    for case in cases.iter() {
        *count.entry((case.set.clone(), case.id.clone())).or_default() += 1;
    }
    let mut number: BTreeMap<(String, String), usize> = BTreeMap::new();
    for case in cases.iter_mut().filter(|case| count[&(case.set.clone(), case.id.clone())] > 1) {
        let again = number.entry((case.set.clone(), case.id.clone())).or_default();
        *again += 1;
        let extension =
            case.input.as_deref().and_then(Path::extension).map(|e| e.to_string_lossy().into_owned());
        case.id = format!("{}.{}", case.id, extension.unwrap_or_else(|| again.to_string()));
    }
}

/// The file's name without extension and without what marks it as truth.
fn bare(path: &Path) -> String {
    let stem = stem(path);
    SUFFIXES
        .iter()
        .find_map(|suffix| stem.strip_suffix(suffix))
        .filter(|s| !s.is_empty())
        .unwrap_or(&stem)
        .to_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
