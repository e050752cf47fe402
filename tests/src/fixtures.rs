//! Bad inputs: every file under `fixtures/bad` is an error or a partial result that says what was found, never a panic.

use std::path::{Path, PathBuf};

use pages::{ErrorKind, OpenOptions, open};
use serde::Deserialize;

/// The folder of fixtures.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// What `expected.toml` says of one bad file.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) outcome: String,
    pub(crate) wrong_password: Option<String>,
    #[serde(default)]
    pub(crate) pages: Vec<u32>,
}

#[derive(Deserialize)]
struct List {
    file: Vec<Expected>,
}

/// All bad files.
pub(crate) fn bad() -> Vec<Expected> {
    let text = std::fs::read_to_string(root().join("bad/expected.toml")).unwrap();
    toml::from_str::<List>(&text).unwrap().file
}

/// The kinds of error that a kind of badness may be told as.
fn kinds(kind: &str) -> &'static [ErrorKind] {
    match kind {
        "empty" | "unsupported-format" => &[ErrorKind::Unsupported, ErrorKind::Damaged],
        "too-many-pixels" => &[ErrorKind::Limit],
        "truncated" | "damaged" => &[ErrorKind::Damaged, ErrorKind::Unsupported],
        "password" => &[ErrorKind::Password],
        _ => &[],
    }
}

#[test]
fn bad_pictures_are_told_and_do_not_panic() {
    for expected in bad().iter().filter(|e| !e.name.ends_with(".pdf")) {
        let bytes = std::fs::read(root().join("bad").join(&expected.name)).unwrap();
        let pages: Vec<_> = match open(&expected.name, bytes, &OpenOptions::default()) {
            Ok(reader) => reader.collect(),
            Err(error) => vec![Err(error)],
        };
        let errors: Vec<_> = pages.iter().filter_map(|page| page.as_ref().err()).collect();
        match expected.outcome.as_str() {
            "error" => {
                let error = errors.first().unwrap_or_else(|| panic!("{} was read", expected.name));
                assert!(kinds(&expected.kind).contains(&error.kind()), "{}: {error}", expected.name);
                assert!(error.to_string().contains(&expected.name), "the file is not named: {error}");
            }
            "partial" => {
                let read = pages.iter().flatten().map(|page| page.number);
                assert_eq!(read.collect::<Vec<_>>(), expected.pages, "{}", expected.name);
                let told = pages.iter().any(|page| page.as_ref().map_or(true, |page| page.damage.is_some()));
                assert!(told, "{}: the damage is not told", expected.name);
            }
            _ => assert!(errors.is_empty(), "{}: {errors:?}", expected.name),
        }
    }
}

#[test]
fn text_and_archives_named_pdf_are_told_apart() {
    for (name, found) in [("text.pdf", "text"), ("docx.pdf", "ZIP"), ("picture.gif", "GIF")] {
        let bytes = std::fs::read(root().join("bad").join(name)).unwrap();
        let error = open(name, bytes, &OpenOptions::default()).err().unwrap();
        let told = error.to_string();
        assert!(told.contains(found) && told.contains("expected"), "{told}");
    }
}
