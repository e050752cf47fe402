use std::borrow::Cow;

use super::Scores;
use crate::boxes::words_found;
use crate::content::{Block, Content, PageContent};
use crate::metric::Metric;
use crate::tally::Tally;
use crate::text::{
    Errors, Normalisation, bag_f1, block_ned, block_order, character_errors, characters, distance, ned,
    piece_order, word_errors, words,
};

/// Two pages that are meant to be the same, the predicted one first.
type Pair<'a> = (Cow<'a, PageContent>, Cow<'a, PageContent>);

/// Pages by their numbers; where one side does not number its pages, all of them as one.
pub(super) fn pairs<'a>(prediction: &'a Content, truth: &'a Content) -> Vec<Pair<'a>> {
    if truth.pages.is_empty() {
        return Vec::new();
    }
    if let ([found], [wanted]) = (prediction.pages.as_slice(), truth.pages.as_slice()) {
        return vec![(Cow::Borrowed(found), Cow::Borrowed(wanted))];
    }
    let numbered = |content: &Content| content.pages.iter().all(|page| page.number.is_some());
    if !numbered(prediction) || !numbered(truth) || prediction.pages.is_empty() {
        return vec![(Cow::Owned(joined(prediction)), Cow::Owned(joined(truth)))];
    }
    let partner = |wanted: &'a PageContent| {
        let found = prediction.pages.iter().find(|page| page.number == wanted.number);
        (found.map_or_else(|| Cow::Owned(empty_like(prediction)), Cow::Borrowed), Cow::Borrowed(wanted))
    };
    truth.pages.iter().map(partner).collect()
}

/// All pages as one; places mean nothing any more.
fn joined(content: &Content) -> PageContent {
    let blocks = content.pages.iter().flat_map(|page| page.blocks.iter().flatten());
    let blocks: Vec<Block> = blocks.map(|block| Block { bounds: None, ..block.clone() }).collect();
    PageContent {
        text: content.text(),
        ordered: content.pages.iter().all(|page| page.ordered),
        blocks: content.pages.iter().any(|page| page.blocks.is_some()).then_some(blocks),
        ..PageContent::default()
    }
}

/// A page on which nothing was found, by a tool that tells of what the others tell of.
fn empty_like(prediction: &Content) -> PageContent {
    let knows = |part: fn(&PageContent) -> bool| prediction.pages.iter().any(part);
    PageContent {
        text: knows(|page| page.text.is_some()).then(String::new),
        ordered: true,
        blocks: knows(|page| page.blocks.is_some()).then(Vec::new),
        lines: knows(|page| page.lines.is_some()).then(Vec::new),
        words: knows(|page| page.words.is_some()).then(Vec::new),
        number: None,
    }
}

/// Text and its order.
pub(super) fn score_text(
    found: &PageContent,
    wanted: &PageContent,
    normalisation: &Normalisation,
    scores: &mut Scores,
) {
    let (Some(prediction), Some(truth)) = (&found.text, &wanted.text) else { return };
    score_bags(prediction, truth, normalisation, scores);
    if wanted.ordered {
        score_edits(prediction, truth, normalisation, scores);
    }
    let Some(blocks) = &wanted.blocks else { return };
    let texts: Vec<String> = blocks.iter().map(Block::text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    if let Some(value) = block_ned(prediction, texts.iter().copied()) {
        scores.mean(Metric::BlockNed, value);
    }
    let lines: Vec<Vec<&str>> =
        blocks.iter().map(|block| block.lines.iter().flat_map(|line| line.split('\n')).collect()).collect();
    if let Some(order) = piece_order(prediction, &lines) {
        scores.mean(Metric::OrderNed, order.ned);
        scores.mean(Metric::OrderFound, order.found);
    }
    let found: Option<Vec<String>> =
        found.blocks.as_ref().map(|blocks| blocks.iter().map(Block::text).collect());
    let order =
        found.and_then(|found| block_order(&found.iter().map(String::as_str).collect::<Vec<_>>(), &texts));
    if let Some(order) = order {
        scores.mean(Metric::BlockOrderNed, order.ned);
    }
}

fn score_bags(prediction: &str, truth: &str, normalisation: &Normalisation, scores: &mut Scores) {
    let (prediction, truth) = (normalisation.apply(prediction), normalisation.apply(truth));
    scores.mean(Metric::CharacterF1, bag_f1(&characters(&prediction), &characters(&truth)));
    scores.mean(Metric::WordF1, bag_f1(&words(&prediction), &words(&truth)));
}

fn score_edits(prediction: &str, truth: &str, normalisation: &Normalisation, scores: &mut Scores) {
    let letters = |text: &str, rule: &Normalisation| rule.apply(text).chars().collect::<Vec<_>>();
    let (found, wanted) = (letters(prediction, normalisation), letters(truth, normalisation));
    let edits = distance(&found, &wanted);
    scores.mean(Metric::Ned, edits as f64 / found.len().max(wanted.len()).max(1) as f64);
    let rate = |errors: Errors| Tally::Rate { errors: errors.edits as f64, length: errors.length as f64 };
    scores.add(Metric::Cer, rate(Errors { edits, length: wanted.len() }));
    scores.add(Metric::LooseCer, rate(character_errors(truth, prediction, &Normalisation::LOOSE)));
    scores.add(Metric::Wer, rate(word_errors(truth, prediction, normalisation)));
    let rule = Normalisation::WORDS_ONLY.blind_to_case(normalisation.case);
    scores.mean(Metric::WordsOnlyNed, ned(&letters(prediction, &rule), &letters(truth, &rule)));
}

/// Lines and words where they stand.
pub(super) fn score_boxes(
    found: &PageContent,
    wanted: &PageContent,
    normalisation: &Normalisation,
    scores: &mut Scores,
) {
    let kinds = [
        (&found.lines, &wanted.lines, Metric::LineDetection, Metric::LineEndToEnd),
        (&found.words, &wanted.words, Metric::WordDetection, Metric::WordEndToEnd),
    ];
    for (found, wanted, detection, end_to_end) in kinds {
        let (Some(found), Some(wanted)) = (found, wanted) else { continue };
        let (place, text) = words_found(found, wanted, normalisation);
        scores.add(detection, place);
        if let Some(text) = text {
            scores.add(end_to_end, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: impl Into<Option<u32>>, text: &str) -> PageContent {
        PageContent {
            number: number.into(),
            text: Some(text.to_owned()),
            ordered: true,
            ..PageContent::default()
        }
    }

    fn texts(found: Vec<PageContent>, wanted: Vec<PageContent>) -> Vec<(String, String)> {
        let content = |pages| Content { pages, ..Content::default() };
        let (found, wanted) = (content(found), content(wanted));
        let text = |page: &PageContent| page.text.clone().unwrap_or_default();
        pairs(&found, &wanted).iter().map(|(found, wanted)| (text(found), text(wanted))).collect()
    }

    #[test]
    fn pages_meet_by_number_or_as_one() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let two = || vec![page(1, "a"), page(2, "b")];
        assert_eq!(
            texts(vec![page(2, "x"), page(1, "y"), page(3, "z")], two()),
            [pair("y", "a"), pair("x", "b")]
        );
        assert_eq!(texts(vec![page(2, "x")], two()), [pair("", "a"), pair("x", "b")]);
        assert_eq!(texts(vec![page(None, "x")], two()), [pair("x", "a\nb")]);
        assert_eq!(texts(vec![page(None, "x")], vec![page(7, "a")]), [pair("x", "a")]);
        assert_eq!(texts(vec![], two()), [pair("", "a\nb")]);
        assert_eq!(texts(two(), vec![]), []);
    }
}
