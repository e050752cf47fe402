use std::collections::BTreeSet;

use super::Scores;
use crate::content::{Content, TableContent};
use crate::metric::Metric;

/// What a prediction may tell about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Blocks,
    BlockPlaces,
    Lines,
    Words,
    Tables,
    TablePlaces,
    CellPlaces,
    Formulas,
    Fields,
    Facts,
}

const ALL: [Part; 10] = [
    Part::Blocks,
    Part::BlockPlaces,
    Part::Lines,
    Part::Words,
    Part::Tables,
    Part::TablePlaces,
    Part::CellPlaces,
    Part::Formulas,
    Part::Fields,
    Part::Facts,
];

/// What the predictions of a set tell about at all. A tool that never gives boxes is not scored on boxes; but where it
/// gives them for some samples, a sample without them has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Offer(BTreeSet<Part>);

impl Offer {
    /// What any of these predictions tells about; all of it if there are none.
    pub(crate) fn of<'a>(predictions: impl IntoIterator<Item = &'a Content>) -> Self {
        let mut parts = BTreeSet::new();
        let (mut none, mut blocks, mut tables) = (true, 0, 0);
        for prediction in predictions {
            none = false;
            parts.extend(ALL.into_iter().filter(|part| tells(prediction, *part)));
            blocks += prediction.pages.iter().flat_map(|page| &page.blocks).flatten().count();
            tables += prediction.tables.as_ref().map_or(0, Vec::len);
        }
        if none {
            parts.extend(ALL);
        }
        // A tool that found nothing may well have said where.
        parts.extend((blocks == 0).then_some(Part::BlockPlaces));
        parts.extend((tables == 0).then_some([Part::TablePlaces, Part::CellPlaces]).into_iter().flatten());
        Self(parts)
    }

    /// `prediction` (or, where there is none, an empty one) with all that is offered known, if only as empty.
    pub(crate) fn complete(&self, prediction: Option<Content>) -> Content {
        let mut content =
            prediction.unwrap_or_else(|| Content { missing: true, ..Content::of_text(String::new()) });
        for page in &mut content.pages {
            self.fill(&mut page.blocks, Part::Blocks);
            self.fill(&mut page.lines, Part::Lines);
            self.fill(&mut page.words, Part::Words);
        }
        self.fill::<TableContent>(&mut content.tables, Part::Tables);
        self.fill(&mut content.formulas, Part::Formulas);
        self.fill(&mut content.fields, Part::Fields);
        self.fill(&mut content.facts, Part::Facts);
        content
    }

    fn fill<T>(&self, list: &mut Option<Vec<T>>, part: Part) {
        if self.0.contains(&part) {
            list.get_or_insert_default();
        }
    }

    /// Takes out what is scored on places that the tool never tells.
    pub(crate) fn limit(&self, scores: &mut Scores) {
        let untold = |metric: &Metric| match metric {
            Metric::LayoutF1 | Metric::LayoutMap => !self.0.contains(&Part::BlockPlaces),
            Metric::TableDetection50 | Metric::TableDetection60 | Metric::TableDetection80 => {
                !self.0.contains(&Part::TablePlaces)
            }
            Metric::GritsLocation
            | Metric::CellAdjacency
            | Metric::CellAdjacency60
            | Metric::CellAdjacency70
            | Metric::CellAdjacency80
            | Metric::CellAdjacency90
            | Metric::CellIou => !self.0.contains(&Part::CellPlaces),
            _ => false,
        };
        scores.metrics.retain(|metric, _| !untold(metric));
        if !self.0.contains(&Part::BlockPlaces) {
            scores.classes.clear();
        }
    }
}

fn tells(prediction: &Content, part: Part) -> bool {
    let mut pages = prediction.pages.iter();
    let mut tables = prediction.tables.iter().flatten();
    match part {
        Part::Blocks => pages.any(|page| page.blocks.is_some()),
        Part::BlockPlaces => {
            pages.flat_map(|page| &page.blocks).flatten().any(|block| block.bounds.is_some())
        }
        Part::Lines => pages.any(|page| page.lines.is_some()),
        Part::Words => pages.any(|page| page.words.is_some()),
        Part::Tables => prediction.tables.is_some(),
        Part::TablePlaces => tables.any(|table| table.bounds.is_some()),
        Part::CellPlaces => {
            tables.flat_map(|table| &table.cells).flatten().any(|cell| cell.ink_rect().is_some())
        }
        Part::Formulas => prediction.formulas.is_some(),
        Part::Fields => prediction.fields.is_some(),
        Part::Facts => prediction.facts.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{Counts, Tally};
    use document::Rect;

    #[test]
    fn what_is_never_offered_stays_unknown() {
        let text = Content::of_text("x");
        let tables = Content { tables: Some(vec![]), ..Content::of_text("y") };
        let offer = Offer::of([&text, &tables]);
        let missing = offer.complete(None);
        assert_eq!((missing.tables.as_deref(), missing.fields.as_deref()), (Some(&[][..]), None));
        assert_eq!(missing.text().as_deref(), Some(""));
        assert_eq!(offer.complete(Some(text.clone())).tables.as_deref(), Some(&[][..]));
        assert_eq!(Offer::of([&text]).complete(Some(text.clone())).tables, None);
        assert!(Offer::of([]).complete(None).facts.is_some());
    }

    #[test]
    fn places_never_told_are_not_scored() {
        let with = |table: TableContent| Content { tables: Some(vec![table]), ..Content::default() };
        let unplaced = with(TableContent::default());
        let placed = with(TableContent::from_bounds(Rect::new(0.0, 0.0, 1.0, 1.0)));
        let nothing = Content { tables: Some(vec![]), ..Content::default() };
        for (predictions, kept) in
            [(vec![&unplaced, &nothing], false), (vec![&unplaced, &placed], true), (vec![&nothing], true)]
        {
            let mut scores = Scores::default();
            let counts = Counts { truth: 1.0, ..Counts::default() };
            scores.metrics.insert(Metric::TableDetection50, Tally::Counts(counts));
            Offer::of(predictions).limit(&mut scores);
            assert_eq!(scores.metrics.len() == 1, kept);
        }
    }
}
