//! Our rulers against independent implementations: `reference/make.py` says which, `reference/reference.json` has their
//! numbers.

#![expect(clippy::unwrap_used, reason = "a reference that cannot be read is a failed test")]

use document::{Outline, Point, Rect};
use evaluation::boxes::{Ranked, best_pairs, detections, outline_iou};
use evaluation::calibration::{Isotonic, Observation};
use evaluation::markup::{Element, parse_html};
use evaluation::table::{Trees, cells_of, grits, teds};
use evaluation::text::{Normalisation, character_errors, distance, locate, word_errors};
use serde::Deserialize;

/// Both sides count in 64-bit numbers, ours sometimes in 32-bit ones.
const CLOSE: f64 = 1e-5;
/// Boxes are 32-bit numbers here; a box at the very edge of a threshold may fall to the other side.
const BOXES_CLOSE: f64 = 2e-3;
/// Rows and columns that fit equally well may be chosen otherwise.
const GRITS_CLOSE: f64 = 5e-3;

#[derive(Deserialize)]
struct Reference {
    texts: Vec<Text>,
    error_rates: Vec<ErrorRate>,
    places: Vec<Place>,
    tables: Vec<Table>,
    detections: Detections,
    pairings: Vec<Pairing>,
    outlines: Vec<Outlines>,
    calibration: Vec<Calibration>,
}

#[derive(Deserialize)]
struct Text {
    truth: String,
    read: String,
    distance: usize,
}

#[derive(Deserialize)]
struct ErrorRate {
    truth: String,
    read: String,
    wer: f64,
    cer: f64,
}

#[derive(Deserialize)]
struct Place {
    needle: String,
    hay: String,
    similarity: f64,
}

#[derive(Deserialize)]
struct Table {
    truth: String,
    read: String,
    teds: f64,
    teds_structure: f64,
    grits_topology: f64,
    grits_content: f64,
}

#[derive(Deserialize)]
struct Detections {
    pictures: Vec<Picture>,
    average_precision: f64,
    average_precision_50: f64,
}

#[derive(Deserialize)]
struct Picture {
    truth: Vec<[f32; 4]>,
    found: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "box")]
    sides: [f32; 4],
    confidence: f32,
}

#[derive(Deserialize)]
struct Pairing {
    similarity: Vec<Vec<f64>>,
    sum: f64,
}

#[derive(Deserialize)]
struct Outlines {
    a: Vec<[f32; 2]>,
    b: Vec<[f32; 2]>,
    iou: f64,
}

#[derive(Deserialize)]
struct Calibration {
    confidence: Vec<f64>,
    right: Vec<u8>,
    isotonic: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("reference/reference.json")).unwrap()
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[track_caller]
fn assert_close(found: f64, want: f64, tolerance: f64, case: &dyn std::fmt::Debug) {
    assert!((found - want).abs() <= tolerance, "{found}, the reference has {want}: {case:?}");
}

#[test]
fn edit_distances_are_those_of_rapidfuzz() {
    for Text { truth, read, distance: want } in reference().texts {
        assert_eq!(distance(&letters(&truth), &letters(&read)), want, "{truth} {read}");
    }
}

#[test]
fn error_rates_are_those_of_jiwer() {
    for case in reference().error_rates {
        let plain = Normalisation::default();
        let words = word_errors(&case.truth, &case.read, &plain);
        assert_close(words.edits as f64 / words.length as f64, case.wer, CLOSE, &case.truth);
        let characters = character_errors(&case.truth, &case.read, &plain);
        assert_close(characters.edits as f64 / characters.length as f64, case.cer, CLOSE, &case.truth);
    }
}

#[test]
fn pieces_stand_where_rapidfuzz_finds_them() {
    for case in reference().places {
        let found = locate(&letters(&case.needle), &letters(&case.hay));
        assert_close(found.similarity, case.similarity, CLOSE, &(case.needle, case.hay));
    }
}

#[test]
fn teds_is_that_of_apted_with_the_costs_of_pubtabnet() {
    for case in reference().tables {
        let (read, truth) = (table(&case.read), table(&case.truth));
        for (structure_only, want) in [(false, case.teds), (true, case.teds_structure)] {
            let found = teds(&read, &truth, Trees::PubTabNet, structure_only);
            assert_close(found, want, CLOSE, &(&case.read, &case.truth));
        }
    }
}

#[test]
fn grits_is_that_of_its_authors() {
    for case in reference().tables {
        let found = grits(&cells_of(&table(&case.read)), &cells_of(&table(&case.truth)));
        assert_close(found.topology, case.grits_topology, GRITS_CLOSE, &(&case.read, &case.truth));
        assert_close(found.content, case.grits_content, GRITS_CLOSE, &(&case.read, &case.truth));
    }
}

fn table(html: &str) -> Element {
    parse_html(html).child("table").unwrap().clone()
}

#[test]
fn average_precision_is_that_of_coco() {
    let rect = |[left, top, right, bottom]: [f32; 4]| Rect::new(left, top, right, bottom);
    let Detections { pictures, average_precision, average_precision_50 } = reference().detections;
    let mut all = Ranked::default();
    for picture in pictures {
        let found: Vec<_> = picture.found.iter().map(|f| (rect(f.sides), Some(f.confidence))).collect();
        all.add(&detections(&found, &picture.truth.into_iter().map(rect).collect::<Vec<_>>()));
    }
    assert_close(all.average_precision().unwrap(), average_precision, BOXES_CLOSE, &"AP");
    assert_close(all.average_precision_at(0).unwrap(), average_precision_50, BOXES_CLOSE, &"AP50");
}

#[test]
fn pairings_are_as_good_as_those_of_scipy() {
    for Pairing { similarity, sum } in reference().pairings {
        let pairs = best_pairs(similarity.len(), similarity[0].len(), 0.0, |a, b| similarity[a][b]);
        assert_close(pairs.iter().map(|(a, b)| similarity[*a][*b]).sum(), sum, CLOSE, &similarity);
    }
}

#[test]
fn overlaps_of_outlines_are_those_of_shapely() {
    let outline =
        |points: &[[f32; 2]]| Outline::new(points.iter().map(|[x, y]| Point::new(*x, *y)).collect()).unwrap();
    for case in reference().outlines {
        assert_close(outline_iou(&outline(&case.a), &outline(&case.b)), case.iou, CLOSE, &(&case.a, &case.b));
    }
}

#[test]
fn isotonic_fits_are_those_of_scipy() {
    for Calibration { confidence, right, isotonic } in reference().calibration {
        let pairs = confidence.iter().zip(&right);
        let observations: Vec<_> = pairs
            .map(|(confidence, right)| Observation { confidence: *confidence, right: *right == 1 })
            .collect();
        let fit = Isotonic::fit(&observations).unwrap();
        for (confidence, want) in confidence.iter().zip(isotonic) {
            assert_close(fit.apply(*confidence), want, CLOSE, &observations);
        }
    }
}
