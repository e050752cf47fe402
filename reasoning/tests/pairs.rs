//! The bars of the rules on the committed pairs of clean and corrupted documents.

#[path = "../examples/measure_rules/pairs.rs"]
mod pairs;

use std::path::Path;

/// Share of the seeded errors that must be found.
const LEAST_RECALL: f64 = 0.97;

/// False alarms that a clean document may have.
const MOST_ALARMS: f64 = 0.1;

#[test]
fn seeded_errors_are_found_and_clean_documents_are_left_alone() {
    let corpus =
        pairs::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pairs.jsonl.gz"))).unwrap();
    assert_eq!(corpus.len(), 600);
    let measured = pairs::measure(&corpus, |_| true).unwrap();
    assert_eq!(measured.clean, 300);
    let legal = measured.all("L");
    assert!(legal.found as f64 >= LEAST_RECALL * legal.seeded as f64, "{legal:?} {:?}", measured.missed);
    assert!(legal.alarms as f64 <= MOST_ALARMS * measured.clean as f64, "{legal:?} {:?}", measured.alarms);
    assert!(legal.placed + 5 >= legal.found, "{legal:?}");
}
