//! Knowing good files from bad ones, and not hashing good ones twice.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::{ALL, DETECTION, Fixture, states, whole};
use crate::store::State;
use crate::{Artifact, ErrorKind};

/// The length of [`DETECTION`].
const OTHER: &[u8] = b"DETECTION WEIGHTS";

#[test]
fn path_says_what_is_wrong_and_what_to_do() {
    struct Case {
        name: &'static str,
        bytes: Option<&'static [u8]>,
        kind: ErrorKind,
        message: &'static str,
    }
    let cases = [
        Case {
            name: "missing",
            bytes: None,
            kind: ErrorKind::Missing,
            message: "text-detection is missing: no",
        },
        Case {
            name: "short",
            bytes: Some(b"x"),
            kind: ErrorKind::Corrupt,
            message: "has 1 bytes: expected 17",
        },
        Case { name: "other", bytes: Some(OTHER), kind: ErrorKind::Corrupt, message: "has the SHA-256" },
    ];
    for case in cases {
        let fixture = Fixture::new();
        fixture.store.ensure(&ALL, &()).unwrap();
        let path = fixture.store.path(Artifact::TextDetection).unwrap();
        fs::remove_file(&path).unwrap();
        if let Some(bytes) = case.bytes {
            fs::write(&path, bytes).unwrap();
            touch(&path, Duration::from_secs(5));
        }
        let error = fixture.store.path(Artifact::TextDetection).unwrap_err();
        assert_eq!(error.kind(), case.kind, "{}: {}", case.name, whole(&error));
        assert!(error.to_string().contains(case.message), "{}: {}", case.name, whole(&error));
        assert!(error.hint().unwrap().contains("inkstone models fetch"), "{}", case.name);
        assert_eq!(error.artifact(), Some(Artifact::TextDetection));
    }
}

#[test]
fn an_unchanged_file_is_not_hashed_again_until_it_is_verified() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    store.ensure(&ALL, &()).unwrap();
    let path = store.path(Artifact::TextDetection).unwrap();
    // Rot that leaves size and time as they were: the stamp vouches for it, a full check does not.
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, OTHER).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(states(&store.status())[1], State::Present);
    assert!(matches!(&states(&store.verify())[1], State::WrongHash { found } if found.len() == 64));
}

#[test]
fn a_touched_file_is_hashed_once() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    store.ensure(&ALL, &()).unwrap();
    let path = store.path(Artifact::TextDetection).unwrap();
    let stamp = path.with_extension("onnx.verified");
    let before = fs::read(&stamp).unwrap();
    touch(&path, Duration::from_secs(60));
    assert_eq!(store.path(Artifact::TextDetection).unwrap(), path);
    assert_ne!(fs::read(&stamp).unwrap(), before, "the new time is remembered");
    for damage in [&b""[..], b"{", b"{\"size\": 17, \"modified\": 3}"] {
        fs::write(&stamp, damage).unwrap();
        assert_eq!(store.path(Artifact::TextDetection).unwrap(), path);
    }
    assert_eq!(fs::read(&path).unwrap(), DETECTION);
}

#[test]
fn a_stamp_for_another_hash_does_not_count() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    store.ensure(&ALL, &()).unwrap();
    let path = store.path(Artifact::TextDetection).unwrap();
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, OTHER).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let stamp = path.with_extension("onnx.verified");
    let text = fs::read_to_string(&stamp).unwrap().replace(store.cards[1].sha256, &"0".repeat(64));
    fs::write(&stamp, text).unwrap();
    assert!(matches!(states(&store.status())[1], State::WrongHash { .. }));
}

fn touch(path: &std::path::Path, later: Duration) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + later).unwrap();
}
