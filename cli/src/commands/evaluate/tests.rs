//! The command as a person uses it, without models: what is scored was written before.

use std::path::{Path, PathBuf};

use clap::Parser;
use evaluation::{Metric, Report};

use crate::args::{Cli, Command};
use crate::commands::{evaluate, label};
use crate::outcome::Outcome;

/// A reading with a table.
const READING: &str = include_str!("../../../../evaluation/tests/data/reading.json");

fn inkstone(arguments: &[&str]) -> Outcome {
    let cli = Cli::try_parse_from(["inkstone", "--quiet"].iter().chain(arguments)).unwrap();
    match cli.command {
        Command::Evaluate(args) => evaluate::run(&args, &cli.global),
        Command::Label(args) => label::run(&args, &cli.global),
        _ => unreachable!("only these two are tried"),
    }
}

fn report(folder: &Path) -> Report {
    Report::from_json(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder with one reading, as `read -o` leaves it, and its truth.
fn labelled() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("readings/scan.png");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("document.json"), READING).unwrap();
    let truth = dir.path().join("truth");
    let reading = place.join("document.json");
    assert_eq!(inkstone(&["label", text(&reading), "-o", text(&truth)]), Outcome::Done);
    std::fs::rename(truth.join("truth.json"), truth.join("scan.truth.json")).unwrap();
    (dir, truth)
}

#[test]
fn a_reading_labelled_scores_full_marks() {
    let (dir, truth) = labelled();
    let (readings, out) = (dir.path().join("readings"), dir.path().join("out"));
    let scored = inkstone(&["evaluate", "--predictions", text(&readings), text(&truth), "-o", text(&out)]);
    assert_eq!(scored, Outcome::Done);
    let report = report(&out);
    let set = &report.sets["truth"];
    assert_eq!((set.samples, set.missing), (1, 0));
    for (metric, score) in &set.scores {
        let perfect = if metric.higher_is_better() { 1.0 } else { 0.0 };
        // How sure the reader was does not become better by being right.
        let told_of = !matches!(metric, Metric::WordCalibration | Metric::CellCalibration);
        assert!(!told_of || (score.value - perfect).abs() < 1e-9, "{metric:?}: {}", score.value);
    }
    assert!(set.scores.contains_key(&Metric::Teds) && set.scores.contains_key(&Metric::LineEndToEnd));
    assert!(std::fs::read_to_string(out.join("report.html")).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_regression_is_exit_code_one() {
    let (dir, truth) = labelled();
    let (readings, old, new) = (dir.path().join("readings"), dir.path().join("old"), dir.path().join("new"));
    let evaluate = |out: &Path, more: &[&str]| {
        let mut all = vec!["evaluate", text(&truth), "--predictions", text(&readings), "-o", text(out)];
        all.extend(more);
        inkstone(&all)
    };
    assert_eq!(evaluate(&old, &[]), Outcome::Done);
    let before = old.join("report.json");
    assert_eq!(evaluate(&new, &["--against", text(&before)]), Outcome::Done);
    // What exists is not written over by accident.
    assert_eq!(evaluate(&new, &[]), Outcome::Nothing);
    let reading = readings.join("scan.png/document.json");
    std::fs::write(&reading, READING.replace("5.6", "5.8")).unwrap();
    assert_eq!(evaluate(&new, &["--force", "--against", text(&before)]), Outcome::Partly);
    let page = std::fs::read_to_string(new.join("report.html")).unwrap();
    assert!(page.contains("<h2>Changes</h2>"), "no changes told");
    assert_eq!(evaluate(&new, &["--force", "--against", text(&before), "--tolerance", "1"]), Outcome::Done);
    assert_eq!(evaluate(&new, &["--force", "--against", text(&reading)]), Outcome::Nothing);
    assert_eq!(
        evaluate(&new, &["--force", "--against", text(&before), "--tolerance", "nan"]),
        Outcome::Nothing
    );
}

#[test]
fn tools_write_in_many_ways() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let truth = r#"{"schema": "inkstone-truth/1", "pages": [{"number": 1, "text": "some text", "tables": [{"cells":
        [{"row": 0, "column": 0, "row_span": 1, "column_span": 1, "text": "x"}]}]}]}"#;
    for name in ["a", "b", "c", "d", "e"] {
        write(&format!("truth/{name}.truth.json"), truth);
    }
    write("read/a.md", "some text\n\n<table><tr><td>x</td></tr></table>");
    write("read/b/auto/b.html", "<p>some text</p>");
    write("read/b/auto/b.json", "{\"of\": \"another tool\"}");
    write("read/c.tables.json", r#"[{"page": 1, "html": "<table><tr><td>x</td></tr></table>"}]"#);
    write("read/d.txt", "some test");
    let (truth, read, out) = (dir.path().join("truth"), dir.path().join("read"), dir.path().join("out"));
    let scored = inkstone(&["evaluate", text(&truth), "--predictions", text(&read), "-o", text(&out)]);
    assert_eq!(scored, Outcome::Done);
    let report = report(&out);
    let value = |id: &str, metric| report.samples.iter().find(|s| s.id == id).unwrap().scores.value(metric);
    assert_eq!(value("a", Metric::Teds), Some(1.0));
    assert_eq!(value("b", Metric::Ned), Some(0.0));
    assert_eq!(value("c", Metric::Teds), Some(1.0));
    assert_eq!(value("d", Metric::Cer), Some(1.0 / 9.0));
    assert_eq!((value("e", Metric::Ned), report.sets["truth"].missing), (Some(1.0), 1));
    write("read/other/a.md", "twice");
    write("read/more/a.md", "thrice");
    std::fs::remove_file(dir.path().join("read/a.md")).unwrap();
    let scored = inkstone(&["evaluate", text(&truth), "--predictions", text(&read)]);
    assert_eq!(scored, Outcome::Partly, "which of two is meant is not guessed");
}

#[test]
fn the_truth_of_our_fixtures_is_read() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pages");
    let dir = tempfile::tempdir().unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(&fixtures).unwrap().flatten() {
        let Ok(truth) = std::fs::read_to_string(entry.path().join("truth.json")) else { continue };
        let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
        let texts: Vec<&str> =
            truth["pages"].as_array().unwrap().iter().filter_map(|p| p["text"].as_str()).collect();
        let name = entry.file_name().into_string().unwrap();
        std::fs::write(dir.path().join(name + ".txt"), texts.join("\n")).unwrap();
        count += 1;
    }
    let (read, out) = (dir.path().to_owned(), dir.path().join("out"));
    let scored = inkstone(&[
        "evaluate",
        text(&fixtures),
        "--predictions",
        text(&read),
        "-o",
        text(&out),
        "--worst",
        "0",
    ]);
    assert_eq!(scored, Outcome::Done);
    let report = report(&out);
    let missing: usize = report.sets.values().map(|set| set.missing).sum();
    assert_eq!((report.samples.len(), missing), (count, 0));
    for set in report.sets.values() {
        assert!(set.scores[&Metric::Ned].value < 1e-9, "{:?}", set.scores[&Metric::Ned]);
    }
}

#[test]
fn nothing_to_score_is_bad_usage() {
    let dir = tempfile::tempdir().unwrap();
    let folder = text(dir.path());
    assert_eq!(inkstone(&["evaluate", folder]), Outcome::Nothing);
    assert_eq!(inkstone(&["evaluate", "no/such/folder"]), Outcome::Nothing);
    std::fs::write(dir.path().join("a.truth.json"), r#"{"schema": "inkstone-truth/1", "pages": []}"#)
        .unwrap();
    assert_eq!(inkstone(&["evaluate", folder, "--predictions", "no/such/folder"]), Outcome::Nothing);
}
