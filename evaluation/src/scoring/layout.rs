use std::collections::{BTreeMap, BTreeSet};

use document::{Rect, RegionClass};

use super::Scores;
use crate::boxes::{detections, found_boxes};
use crate::content::{Block, PageContent};
use crate::metric::Metric;
use crate::tally::{Counts, Tally};

/// Two boxes are the same region from this overlap on.
const FOUND: f32 = 0.5;

/// Regions, class by class.
pub(super) fn score(found: &PageContent, wanted: &PageContent, scores: &mut Scores) {
    let (Some(found), Some(wanted)) = (&found.blocks, &wanted.blocks) else { return };
    let (found, wanted) = (by_class(found), by_class(wanted));
    let (Some(found), Some(wanted)) = (found, wanted) else { return };
    let classes: BTreeSet<RegionClass> = found.keys().chain(wanted.keys()).copied().collect();
    let mut all = Counts::default();
    let mut ranked = BTreeMap::new();
    for class in classes {
        let found = found.get(&class).map_or(&[][..], Vec::as_slice);
        let wanted = wanted.get(&class).map_or(&[][..], Vec::as_slice);
        let boxes = |list: &[Boxed]| list.iter().map(|(bounds, _)| *bounds).collect::<Vec<Rect>>();
        let counts = found_boxes(&boxes(found), &boxes(wanted), FOUND);
        all += counts;
        *scores.classes.entry(class).or_default() += counts;
        ranked.insert(class, detections(found, &boxes(wanted)));
    }
    scores.add(Metric::LayoutF1, all);
    scores.add(Metric::LayoutMap, Tally::Ranked(ranked));
}

type Boxed = (Rect, Option<f32>);

/// Nothing where there are blocks but none has a place.
fn by_class(blocks: &[Block]) -> Option<BTreeMap<RegionClass, Vec<Boxed>>> {
    let mut classes: BTreeMap<RegionClass, Vec<Boxed>> = BTreeMap::new();
    for block in blocks {
        if let (Some(class), Some(bounds)) = (block.class, block.bounds) {
            classes.entry(class).or_default().push((bounds, block.confidence));
        }
    }
    (blocks.is_empty() || !classes.is_empty()).then_some(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(blocks: &[(RegionClass, f32)]) -> PageContent {
        let block = |(class, x): &(RegionClass, f32)| Block {
            class: Some(*class),
            bounds: Some(Rect::new(*x, 0.0, x + 10.0, 10.0)),
            ..Block::default()
        };
        PageContent { blocks: Some(blocks.iter().map(block).collect()), ..PageContent::default() }
    }

    #[test]
    fn classes_are_counted_apart() {
        let truth = page(&[(RegionClass::Text, 0.0), (RegionClass::Text, 20.0), (RegionClass::Table, 40.0)]);
        let found = page(&[(RegionClass::Text, 0.0), (RegionClass::Figure, 40.0)]);
        let mut scores = Scores::default();
        score(&found, &truth, &mut scores);
        assert_eq!(scores.value(Metric::LayoutF1), Some(2.0 / 5.0));
        assert_eq!(scores.classes[&RegionClass::Text].recall(), 0.5);
        assert_eq!(scores.classes[&RegionClass::Figure].precision(), 0.0);
        // Text 51 of 101 recalls, table 0; figures are not in the truth.
        assert!((scores.value(Metric::LayoutMap).unwrap() - 51.0 / 101.0 / 2.0).abs() < 1e-12);
    }

    #[test]
    fn blocks_without_places_are_not_scored() {
        let mut scores = Scores::default();
        let unplaced = PageContent { blocks: Some(vec![Block::default()]), ..PageContent::default() };
        score(&unplaced, &page(&[(RegionClass::Text, 0.0)]), &mut scores);
        assert_eq!(scores, Scores::default());
    }
}
