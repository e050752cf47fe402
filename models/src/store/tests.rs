//! The store, driven by a scripted pip and wheels of a few bytes.
#![cfg(unix)]

mod bundle;
mod fetch;
mod verify;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::pip::Pip;
use super::{FOLDER, State, Store, stamp};
use crate::{Artifact, Card, Error, Platform, Wheel};

const RECOGNITION: &[u8] = b"recognition weights";
const DETECTION: &[u8] = b"detection weights";
const LIBRARY: &[u8] = b"\x7fELF library";
const LICENCE: &[u8] = b"Permission is granted.\n";

/// Two wheels: `nets` 1.0 with two networks, `lib` 2.0 with a library compiled for this machine.
const NETS: &[(&str, &[u8])] = &[
    ("nets/rec.onnx", RECOGNITION),
    ("nets/det.onnx", DETECTION),
    ("nets-1.0.dist-info/licenses/LICENSE", LICENCE),
    ("nets-1.0.dist-info/licenses/third/NOTICE", LICENCE),
    ("nets/unwanted.py", b"import this"),
];
const LIB: &[(&str, &[u8])] = &[("lib/libonnx.so", LIBRARY), ("lib/LICENSE", LICENCE)];

/// A store in a temporary folder, and the folder from which the scripted pip serves wheels.
struct Fixture {
    folder: TempDir,
    store: Store,
}

impl Fixture {
    /// Everything as it should be.
    fn new() -> Self {
        let fixture = Self::with_script("cp \"$wheels/${requirement%%==*}.whl\" \"$dest/\"");
        fixture.serve("nets", &wheel(NETS));
        fixture.serve("lib", &wheel(LIB));
        fixture
    }

    /// `script` is what pip does, given `$dest`, `$requirement` and `$wheels`; each call is logged first.
    fn with_script(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let wheels = folder.path().join("wheels");
        fs::create_dir(&wheels).unwrap();
        let text = format!(
            "wheels={wheels}\necho \"$@\" >> {log}\n\
             while [ $# -gt 0 ]; do [ \"$1\" = --dest ] && dest=$2; requirement=$1; shift; done\n{script}\n",
            wheels = wheels.display(),
            log = folder.path().join("calls").display(),
        );
        let path = folder.path().join("python");
        fs::write(&path, text).unwrap();
        let store = Store {
            folder: folder.path().join("root").join(FOLDER),
            offline: false,
            cards: cards(),
            pip: Pip::of(&[&["sh", path.to_str().unwrap()]]),
        };
        Self { folder, store }
    }

    fn serve(&self, package: &str, wheel: &[u8]) {
        fs::write(self.folder.path().join("wheels").join(format!("{package}.whl")), wheel).unwrap();
    }

    /// The command lines pip was called with.
    fn calls(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same wheels, another root.
    fn other_store(&self) -> Store {
        Store { folder: self.folder.path().join("other").join(FOLDER), ..self.store.clone() }
    }
}

/// The cards of the two wheels. They live as long as the tests, as the real ones do.
fn cards() -> &'static [Card] {
    let machine = Platform { tag: "this_machine", os: std::env::consts::OS, arch: std::env::consts::ARCH };
    let nets = leak(Wheel {
        package: "nets",
        version: "1.0",
        platform: None,
        size: 1000,
        notices: &["nets-1.0.dist-info/licenses/"],
    });
    let lib = leak(Wheel {
        package: "lib",
        version: "2.0",
        platform: Some(machine),
        size: 500,
        notices: &["lib/LICENSE"],
    });
    leak([
        card(Artifact::OnnxRuntime, lib, "lib/libonnx.so", LIBRARY),
        card(Artifact::TextDetection, nets, "nets/det.onnx", DETECTION),
        card(Artifact::TextRecognition, nets, "nets/rec.onnx", RECOGNITION),
    ])
}

fn card(artifact: Artifact, wheel: &'static Wheel, member: &'static str, bytes: &[u8]) -> Card {
    Card {
        artifact,
        wheel,
        member,
        size: bytes.len() as u64,
        sha256: leak(stamp::hex(&Sha256::digest(bytes))),
        licence: "MIT",
        holder: "The Testers",
        origin: "https://example.org",
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// The artifacts of the test cards.
const ALL: [Artifact; 3] = [Artifact::OnnxRuntime, Artifact::TextDetection, Artifact::TextRecognition];

fn wheel(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn states(statuses: &[super::Status]) -> Vec<State> {
    statuses.iter().map(|status| status.state.clone()).collect()
}

/// All files below `folder`, relative to it.
fn files(folder: &Path) -> Vec<String> {
    fn collect(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

/// The message with its hint and causes, for failed assertions.
fn whole(error: &Error) -> String {
    format!("{error} / {:?} / {:?}", error.hint(), std::error::Error::source(error).map(ToString::to_string))
}
