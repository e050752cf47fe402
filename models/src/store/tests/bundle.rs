//! Packing and installing bundles, honest and hostile.

use std::fs;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{ALL, DETECTION, Fixture, LICENCE, RECOGNITION, files, states, whole};
use crate::store::State;
use crate::{Artifact, ErrorKind};

#[test]
fn what_is_packed_can_be_installed() {
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let bundle = fixture.path("bundle");
    fixture.store.pack(&bundle).unwrap();

    let other = fixture.other_store();
    assert_eq!(other.install(&bundle).unwrap(), ALL);
    assert_eq!(files(other.folder()), files(fixture.store.folder()));
    assert_eq!(states(&other.verify()), [State::Present, State::Present, State::Present]);
    assert_eq!(fs::read(other.path(Artifact::TextRecognition).unwrap()).unwrap(), RECOGNITION);

    // The installed store can pack in turn, and the same store gives the same bytes.
    let again = fixture.path("again");
    other.pack(&again).unwrap();
    assert_eq!(fs::read(&bundle).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn a_bundle_carries_the_notices() {
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let bundle = fixture.path("bundle");
    fixture.store.pack(&bundle).unwrap();
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(fs::read(&bundle).unwrap())).unwrap();
    archive.by_name("THIRD_PARTY.txt").unwrap().read_to_string(&mut text).unwrap();
    for expected in ["libonnx.so", "The Testers", "MIT", "https://example.org", "nets 1.0: ", "lib/LICENSE"] {
        assert!(text.contains(expected), "no {expected} in\n{text}");
    }
    assert_eq!(text.matches(std::str::from_utf8(LICENCE).unwrap()).count(), 3);
    assert_eq!(text, fixture.store.third_party().unwrap());
}

#[test]
fn an_incomplete_store_packs_nothing() {
    let fixture = Fixture::new();
    fixture.store.ensure(&[Artifact::TextDetection], &()).unwrap();
    let error = fixture.store.pack(&fixture.path("bundle")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing, "{}", whole(&error));

    fixture.store.ensure(&ALL, &()).unwrap();
    fs::remove_dir_all(fixture.store.folder().join("lib-2.0/notices")).unwrap();
    let error = fixture.store.pack(&fixture.path("bundle")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing, "{}", whole(&error));
    assert!(!fixture.path("bundle").exists());

    // What the hint says helps.
    fixture.store.ensure(&ALL, &()).unwrap();
    fixture.store.pack(&fixture.path("bundle")).unwrap();
}

#[test]
fn a_stamp_does_not_get_rot_into_a_bundle() {
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let path = fixture.store.path(Artifact::TextDetection).unwrap();
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, b"DETECTION WEIGHTS").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let error = fixture.store.pack(&fixture.path("bundle")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{}", whole(&error));
    assert!(!fixture.path("bundle").exists());
}

/// A bundle taken apart, to be put together wrongly.
struct Parts {
    entries: Vec<(String, Vec<u8>)>,
    links: Vec<(&'static str, &'static str)>,
}

impl Parts {
    fn of(bundle: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bundle)).unwrap();
        let entries = (0..archive.len()).map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().to_owned(), bytes)
        });
        Self { entries: entries.collect(), links: Vec::new() }
    }

    fn edit(&mut self, name: &str, change: impl Fn(&str) -> String) {
        let entry = self.entries.iter_mut().find(|entry| entry.0 == name).unwrap();
        entry.1 = change(std::str::from_utf8(&entry.1).unwrap()).into_bytes();
    }

    fn manifest(&mut self, from: &str, to: &str) {
        self.edit("manifest.json", |text| {
            assert!(text.contains(from), "no {from} in {text}");
            text.replacen(from, to, 1)
        });
    }

    fn rename(&mut self, from: &str, to: &str) {
        self.entries.iter_mut().filter(|entry| entry.0 == from).for_each(|entry| entry.0 = to.to_owned());
        self.manifest(from, to);
    }

    fn pack(self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.entries {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        for (name, target) in self.links {
            archive.add_symlink(name, target, SimpleFileOptions::default()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

#[test]
fn a_bundle_that_is_not_right_changes_nothing() {
    const NOTICE: &str = "lib-2.0/notices/lib/LICENSE";
    type Change = fn(&mut Parts);
    let cases: [(&str, Change, &str); 15] = [
        ("rot", |p| p.edit("nets-1.0/det.onnx", str::to_uppercase), "det.onnx has 17 bytes and the SHA-256"),
        ("too long", |p| p.edit("nets-1.0/rec.onnx", |s| s.repeat(99)), "more than the 19 bytes expected"),
        ("changed notice", |p| p.edit(NOTICE, str::to_lowercase), "LICENSE` is damaged"),
        (
            "lacks a file",
            |p| p.entries.retain(|e| !e.0.ends_with("det.onnx")),
            "it lacks `nets-1.0/det.onnx`",
        ),
        (
            "extra entry",
            |p| p.entries.push(("nets-1.0/run.sh".into(), vec![])),
            "`nets-1.0/run.sh` is not listed in its manifest",
        ),
        (
            "traversal entry",
            |p| p.entries.push(("../../evil".into(), vec![])),
            "`../../evil` is not listed in its manifest",
        ),
        ("absolute entry", |p| p.entries.push(("/tmp/evil".into(), vec![])), "`/tmp/evil` is not listed"),
        (
            "traversal in a notice",
            |p| p.rename(NOTICE, "lib-2.0/notices/../../../evil"),
            "a notice with the unsafe name `lib-2.0/notices/../../../evil`",
        ),
        ("absolute notice", |p| p.rename(NOTICE, "/evil"), "a notice with the unsafe name `/evil`"),
        ("foreign folder", |p| p.rename(NOTICE, "lib-3.0/notices/evil"), "a notice with the unsafe name"),
        ("moved file", |p| p.rename("nets-1.0/det.onnx", "../evil"), "its text-detection is ../evil"),
        ("a link", |p| p.links.push(("nets-1.0/link", "/etc/passwd")), "`nets-1.0/link` is a link"),
        (
            "another hash",
            |p| p.manifest("\"sha256\": \"", "\"sha256\": \"0"),
            "this version of Inkstone expects",
        ),
        ("another artifact", |p| p.manifest("text-detection", "divination"), "it holds `divination`"),
        ("another version", |p| p.manifest("\"version\": 1", "\"version\": 2"), "form inkstone-models 2"),
    ];
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let good = fixture.path("bundle");
    fixture.store.pack(&good).unwrap();
    let good = fs::read(good).unwrap();
    for (name, change, message) in cases {
        let mut parts = Parts::of(&good);
        change(&mut parts);
        refused(&fixture, name, &parts.pack(), message);
    }
    refused(&fixture, "cut off", &good[..good.len() / 2], "is not a bundle");
    refused(&fixture, "another file", DETECTION, "is not a bundle");
    refused(&fixture, "no manifest", &super::wheel(&[("a", b"b")]), "no manifest.json can be read");
    // Not a case of its own: that the parts put together again unchanged are accepted.
    fs::write(fixture.path("same"), Parts::of(&good).pack()).unwrap();
    fixture.other_store().install(&fixture.path("same")).unwrap();
}

fn refused(fixture: &Fixture, name: &str, bundle: &[u8], message: &str) {
    let path = fixture.path("bad");
    fs::write(&path, bundle).unwrap();
    let other = fixture.other_store();
    let error = other.install(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Bundle, "{name}: {}", whole(&error));
    assert!(error.to_string().contains(message), "{name}: {}", whole(&error));
    let left = files(&fixture.path("other"));
    assert!(left.iter().all(|file| file == "models/.lock"), "{name}: {left:?}");
    assert!(!fixture.path("evil").exists(), "{name}");
}
