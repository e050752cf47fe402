use document::RegionClass;
use image::RgbImage;
use models::FakeSession;
use ndarray::{Array3, ArrayD};

use super::*;

/// Places of the four levels of an 800 x 608 input: 100 x 76, 50 x 38, 25 x 19, 13 x 10.
const PLACES: [usize; 4] = [7600, 1900, 475, 130];

/// One place that sees something: level, place, class, score, and for each side the bin that takes all.
struct Sight(usize, usize, usize, f32, [usize; 4]);

fn outputs(sights: &[Sight]) -> Vec<ArrayD<f32>> {
    let mut scores = PLACES.map(|n| Array3::<f32>::zeros((1, n, 10)));
    let mut distances = PLACES.map(|n| Array3::<f32>::zeros((1, n, 32)));
    for Sight(level, place, class, score, bins) in sights {
        scores[*level][[0, *place, *class]] = *score;
        for (side, bin) in bins.iter().enumerate() {
            distances[*level][[0, *place, side * 8 + bin]] = 50.0;
        }
    }
    scores.into_iter().chain(distances).map(|map| map.into_dyn()).collect()
}

fn propose(sights: Vec<Sight>) -> Vec<RegionProposal> {
    let session = FakeSession::new(move |input| {
        assert_eq!(input.shape(), [1, 3, 800, 608]);
        outputs(&sights)
    });
    // Twice the input wide, and as high: x doubles, y stays.
    let page = PageImage::new(RgbImage::new(1216, 800), None);
    Proposer::new(Box::new(session)).propose(&page).unwrap()
}

#[test]
fn a_place_and_its_distances_make_a_box() {
    // Level 1 (stride 16, 38 columns), place 3 * 38 + 5: middle (88, 56); 2, 1, 4, 3 strides to the sides.
    let found = propose(vec![Sight(1, 3 * 38 + 5, 4, 0.9, [2, 1, 4, 3])]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].class, RegionClass::Table);
    assert_eq!(found[0].confidence.map(|c| c.get()), Some(0.9));
    let want = document::Rect::new(2.0 * 56.0, 40.0, 2.0 * 152.0, 104.0);
    let off = |a: f32, b: f32| (a - b).abs() < 0.01;
    let b = found[0].bounds;
    assert!(off(b.left, want.left) && off(b.top, want.top), "{b:?}");
    assert!(off(b.right, want.right) && off(b.bottom, want.bottom), "{b:?}");
}

#[test]
fn a_flat_distribution_is_its_mean() {
    // Level 2 (stride 32, 19 columns), the middle (9.5 * 32, 12.5 * 32); all bins alike: 3.5 strides to each side.
    let mut flat = outputs(&[Sight(2, 12 * 19 + 9, 0, 0.5, [0, 0, 0, 0])]);
    flat[6].fill(0.0);
    let session = FakeSession::new(move |_| flat.clone());
    let page = PageImage::new(RgbImage::new(608, 800), None);
    let found = Proposer::new(Box::new(session)).propose(&page).unwrap();
    let b = found[0].bounds;
    assert!((b.left - (304.0 - 112.0)).abs() < 0.01 && (b.bottom - (400.0 + 112.0)).abs() < 0.01, "{b:?}");
}

#[test]
fn of_overlapping_boxes_of_a_class_the_surest_stays() {
    let near = |place, class, score| Sight(0, place, class, score, [5, 5, 5, 5]);
    let place = 40 * 76 + 30;
    let found = propose(vec![near(place, 0, 0.6), near(place + 1, 0, 0.8), near(place + 76, 1, 0.7)]);
    let scores: Vec<_> = found.iter().map(|p| (p.class, p.confidence.unwrap().get())).collect();
    assert_eq!(scores, [(RegionClass::Text, 0.8), (RegionClass::Heading, 0.7)]);
    let apart = propose(vec![near(place, 0, 0.6), near(place + 8, 0, 0.8)]);
    assert_eq!(apart.len(), 2, "80 pixels wide, 64 apart");
}

#[test]
fn doubtful_and_outlying_places_are_left_out() {
    let sights = vec![Sight(0, 10, 0, 0.39, [1; 4]), Sight(0, 20, 0, f32::NAN, [1; 4])];
    assert_eq!(propose(sights), []);
    let found = propose(vec![Sight(3, 129, 0, 0.9, [7, 7, 7, 7])]);
    assert_eq!((found[0].bounds.right, found[0].bounds.bottom), (1216.0, 800.0));
}

#[test]
fn wrong_outputs_are_errors() {
    let right = outputs(&[]);
    let mut short = right.clone();
    short[1] = ArrayD::zeros(vec![1, 1899, 10]);
    let mut classes = right.clone();
    classes[0] = ArrayD::zeros(vec![1, 7600, 9]);
    let mut flat = right.clone();
    flat[2] = ArrayD::zeros(vec![475, 10]);
    let cases = [
        (right[..7].to_vec(), "7 outputs, expected 8"),
        (short, "[1, 1899, 10], expected a map [1, 1900, C]"),
        (classes, "(9, 32) numbers a place, expected (10, 4 * B)"),
        (flat, "[475, 10], expected a map [1, 475, C]"),
    ];
    for (outputs, want) in cases {
        let session = FakeSession::new(move |_| outputs.clone());
        let page = PageImage::new(RgbImage::new(10, 10), None);
        let error = Proposer::new(Box::new(session)).propose(&page).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Model);
        assert!(error.to_string().contains(want), "{error}");
    }
    let page = PageImage::new(RgbImage::new(1, 1), None);
    let error = Proposer::new(Box::new(FakeSession::failing())).propose(&page).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Session);
    assert!(std::error::Error::source(&error).is_some());
}
