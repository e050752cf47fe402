//! Lone dashes in tables: "none", "not measured", "negative". Text detectors pass over a mark that small, and read alone it looks
//! like the Han character for one; a cell that says "none" would come out as one that says nothing.

use document::{Alternative, Direction, Line, Origin, Rect, RegionClass, Word, is_cjk};
use image::imageops;
use imaging::{BinariseOptions, Component, Mask, PageImage, binarise, components};
use layout::Arranged;

use crate::ink;

/// Boxes of words are half as high again as capital letters are: detectors leave white above and below.
const BOX_PER_CAPITAL: f32 = 1.5;
/// A dash is this wide in heights of capital letters: from a narrow hyphen (a fifth of an em) to an em dash.
const WIDTH: (f32, f32) = (0.25, 1.7);
/// An en dash is wider than this many capital heights, an em dash than this many: in common typefaces, where a capital is 0.7 em
/// high, a hyphen is 0.4 wide, an en dash 0.7 and an em dash 1.4.
const EN_DASH: f32 = 0.55;
const EM_DASH: f32 = 1.0;
/// A dash is at most this thick, in capital heights, and at least this many times as wide as thick.
const THICKEST: f32 = 0.3;
const LEAST_ASPECT: f32 = 1.8;
/// This share of its box is ink: a stroke, not a speck or a bent line.
const LEAST_FILL: f32 = 0.7;
/// No other ink stands within so many capital heights beside it, above and below it: it is no part of a sign or a word.
const WHITE: (f32, f32) = (0.6, 0.25);
/// A dash stands between these shares of the height of the boxes of words on its row: not on their baseline, nor above them.
const ROW_MIDDLE: (f32, f32) = (0.33, 0.75);
/// Strokes at one height nearer to each other than this many capital heights are a leader or a broken line.
const LEADER_GAP: f32 = 1.5;
/// And their middles differ in height by less than this many.
const LEADER_RISE: f32 = 0.3;
/// More strokes than this are hatching or noise.
const MOST_STROKES: usize = 2_000;

/// The Han character for one: a dash, where nothing else around is Han.
const HAN_ONE: &str = "一";

/// Finds the lone dashes of the tables among `regions` and adds a line for each, behind the others, so that indices stay true.
pub(crate) fn found(image: &PageImage, regions: &mut [Arranged], lines: &mut Vec<Line>) {
    for region in regions.iter_mut().filter(|region| region.class == RegionClass::Table) {
        let own: Vec<&Line> = region.lines.iter().filter_map(|&index| lines.get(index)).collect();
        let is_seen = |line: &&Line| line.words.iter().all(|word| word.origin == Origin::Recognition);
        if own.is_empty() || !own.iter().all(is_seen) {
            continue;
        }
        let rows = Rows::of(image, &own);
        let dashes = in_area(image, region.bounds, &rows);
        if !own.iter().any(|line| has_han(line)) {
            for &index in &region.lines {
                lines.get_mut(index).into_iter().for_each(|line| respell(line, rows.capital));
            }
        }
        for (dash, row) in dashes {
            let at = place(&region.lines, lines, &dash);
            region.lines.insert(at, lines.len());
            lines.push(line_of(&dash, row, rows.capital, lines.first()));
        }
    }
}

/// What is known of a table's words.
struct Rows {
    /// The height of capital letters, in pixels.
    capital: f32,
    /// The words' boxes, as wide as their ink.
    words: Vec<Rect>,
}

impl Rows {
    fn of(image: &PageImage, lines: &[&Line]) -> Self {
        let level = lines.iter().filter(|line| line.direction == Direction::Horizontal);
        let words: Vec<Rect> = level
            .flat_map(|line| ink::narrowed(image, line).words)
            .map(|word| word.outline.bounds())
            .collect();
        let mut heights: Vec<f32> = words.iter().map(Rect::height).collect();
        heights.sort_by(f32::total_cmp);
        let capital = heights.get(heights.len() / 2).map_or(0.0, |height| height / BOX_PER_CAPITAL);
        Self { capital, words }
    }

    /// The box of the nearest word in whose middle, seen from the side, the dash stands; nothing where it stands on a word.
    fn row_of(&self, dash: &Rect) -> Option<Rect> {
        let middle = dash.center();
        if self.words.iter().any(|word| word.contains(middle)) {
            return None;
        }
        let at = |word: &&Rect| (middle.y - word.top) / word.height().max(1.0);
        let beside = |word: &&Rect| (ROW_MIDDLE.0..=ROW_MIDDLE.1).contains(&at(word));
        let away = |word: &Rect| (word.left - dash.right).max(dash.left - word.right);
        self.words.iter().filter(beside).min_by(|a, b| away(a).total_cmp(&away(b))).copied()
    }
}

/// The dashes within `area`, each with the box of a word of its row.
fn in_area(image: &PageImage, area: Rect, rows: &Rows) -> Vec<(Rect, Rect)> {
    let Some(area) = area.intersection(&image.bounds()).filter(|_| rows.capital >= 1.0) else {
        return vec![];
    };
    let (x, y) = (area.left.floor() as u32, area.top.floor() as u32);
    let (width, height) = (area.right.ceil() as u32 - x, area.bottom.ceil() as u32 - y);
    let gray = imageops::grayscale(&*imageops::crop_imm(image.pixels(), x, y, width, height));
    let mask = binarise(&gray, BinariseOptions::default());
    let strokes: Vec<Component> =
        components(&mask).into_iter().filter(|part| is_stroke(part, rows.capital)).collect();
    if strokes.len() > MOST_STROKES {
        return vec![];
    }
    let alone = |part: &&Component| stands_alone(part, &mask, rows.capital);
    let in_page = |part: &Component| {
        let Rect { left, top, right, bottom } = part.bounds;
        Rect::new(left + x as f32, top + y as f32, right + x as f32, bottom + y as f32)
    };
    let dashes: Vec<Rect> = strokes
        .iter()
        .filter(|part| !is_of_leader(part, &strokes, rows.capital))
        .filter(alone)
        .map(in_page)
        .collect();
    dashes.into_iter().filter_map(|dash| Some((dash, rows.row_of(&dash)?))).collect()
}

/// Whether a component has the shape of a dash.
fn is_stroke(part: &Component, capital: f32) -> bool {
    let (width, height) = (part.bounds.width(), part.bounds.height());
    (WIDTH.0 * capital..=WIDTH.1 * capital).contains(&width)
        && height <= THICKEST * capital
        && width >= LEAST_ASPECT * height
        && part.area as f32 >= LEAST_FILL * width * height
}

/// Whether another stroke at its height is as near as those of a leader or of a broken line are.
fn is_of_leader(part: &Component, strokes: &[Component], capital: f32) -> bool {
    let here = part.bounds;
    strokes.iter().map(|other| other.bounds).filter(|other| *other != here).any(|other| {
        let gap = (other.left - here.right).max(here.left - other.right);
        gap < LEADER_GAP * capital && (other.center().y - here.center().y).abs() < LEADER_RISE * capital
    })
}

/// Whether there is no other ink around.
fn stands_alone(part: &Component, mask: &Mask, capital: f32) -> bool {
    let Rect { left, top, right, bottom } = part.bounds;
    let (beside, above) = (WHITE.0 * capital, WHITE.1 * capital);
    let columns = (left - beside).max(0.0) as usize..(right + beside).ceil() as usize;
    let rows = (top - above).max(0.0) as usize..(bottom + above).ceil() as usize;
    let ink =
        rows.flat_map(|y| columns.clone().map(move |x| (x, y))).filter(|&(x, y)| mask.get(x, y)).count();
    ink as u32 <= part.area
}

/// Where in the reading order of a table's lines a dash belongs.
fn place(order: &[usize], lines: &[Line], dash: &Rect) -> usize {
    let is_later = |index: &usize| {
        lines.get(*index).map(|line| line.outline.bounds()).is_some_and(|other| {
            let same_row = (other.top..=other.bottom).contains(&dash.center().y);
            if same_row { other.left > dash.right } else { other.top > dash.bottom }
        })
    };
    order.iter().position(is_later).unwrap_or(order.len())
}

/// How a dash of this width is written.
fn spelt(width: f32, capital: f32) -> &'static str {
    if width > EM_DASH * capital {
        "—"
    } else if width > EN_DASH * capital {
        "–"
    } else {
        "-"
    }
}

/// A line that is one dash, with a box as high as those of other words.
fn line_of(dash: &Rect, row: Rect, capital: f32, like: Option<&Line>) -> Line {
    let page = like.map_or(1, |line| line.id.page);
    let id = document::LineId { page, line: 1 };
    let half = row.height() / 2.0;
    let outline = Rect::new(dash.left, dash.center().y - half, dash.right, dash.center().y + half).into();
    let text = spelt(dash.width(), capital).to_owned();
    let word = Word {
        id: document::WordId { line: id, word: 1 },
        text: text.clone(),
        outline,
        confidence: None,
        character_confidences: vec![],
        alternatives: vec![],
        glued: false,
        origin: Origin::Recognition,
    };
    Line {
        id,
        text,
        outline: word.outline.clone(),
        confidence: None,
        direction: Direction::Horizontal,
        words: vec![word],
    }
}

fn has_han(line: &Line) -> bool {
    line.text != HAN_ONE && line.text.chars().any(|c| is_cjk(c) && c.is_alphabetic())
}

/// A line that is nothing but the Han character for one becomes a dash; what was read stays as the other reading.
fn respell(line: &mut Line, capital: f32) {
    if let [word] = line.words.as_mut_slice()
        && word.text == HAN_ONE
    {
        let read = word.confidence.take();
        let other = |confidence| Alternative { position: 0, text: HAN_ONE.to_owned(), confidence };
        word.alternatives = read.map(other).into_iter().collect();
        word.character_confidences = vec![];
        word.text = spelt(word.outline.bounds().width(), capital).to_owned();
        line.text.clone_from(&word.text);
        line.confidence = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{Confidence, LineId, WordId};
    use image::{Rgb, RgbImage};

    fn line(text: &str, bounds: Rect, origin: Origin) -> Line {
        let id = LineId { page: 1, line: 1 };
        let word = Word {
            id: WordId { line: id, word: 1 },
            text: text.into(),
            outline: bounds.into(),
            confidence: Confidence::clamped(0.6),
            character_confidences: vec![],
            alternatives: vec![],
            glued: false,
            origin,
        };
        let direction = Direction::Horizontal;
        Line { id, text: text.into(), outline: bounds.into(), confidence: None, direction, words: vec![word] }
    }

    /// Letters 14 pixels high in boxes of 21: two words in a row at y = 20, one in the row below.
    fn words(origin: Origin) -> Vec<Line> {
        [("Lead", 10.0, 10.0), ("12.5", 120.0, 10.0), ("Mercury", 10.0, 50.0)]
            .map(|(text, x, y)| line(text, Rect::new(x, y, x + 40.0, y + 21.0), origin))
            .into()
    }

    /// What is found where `marks` are drawn besides the words' letters.
    fn read(lines: Vec<Line>, marks: &[(u32, u32, u32, u32)]) -> Vec<String> {
        let letter = |x: u32, y: u32| {
            [(10, 13), (120, 13), (10, 53)].iter().any(|&(left, top)| {
                (left..left + 40).contains(&x) && x % 8 < 3 && (top..top + 14).contains(&y)
            })
        };
        let mark = |x: u32, y: u32| {
            marks.iter().any(|&(l, t, w, h)| (l..l + w).contains(&x) && (t..t + h).contains(&y))
        };
        let pixels =
            RgbImage::from_fn(260, 90, |x, y| Rgb([if letter(x, y) || mark(x, y) { 20 } else { 240 }; 3]));
        let mut regions = vec![Arranged {
            class: RegionClass::Table,
            bounds: Rect::new(0.0, 0.0, 260.0, 90.0),
            confidence: None,
            level: None,
            lines: (0..lines.len()).collect(),
        }];
        let mut lines = lines;
        found(&PageImage::new(pixels, None), &mut regions, &mut lines);
        regions[0].lines.iter().map(|&index| lines[index].text.clone()).collect()
    }

    #[test]
    fn lone_dashes_on_a_row_are_words() {
        let seen = || words(Origin::Recognition);
        let plain = ["Lead", "12.5", "Mercury"];
        type Case<'a> = (&'a [(u32, u32, u32, u32)], &'a [&'a str]);
        let cases: [Case<'_>; 8] = [
            // A hyphen, an en dash, an em dash, in the order of the rows.
            (&[(130, 60, 6, 2)], &["Lead", "12.5", "Mercury", "-"]),
            (&[(80, 20, 10, 2)], &["Lead", "–", "12.5", "Mercury"]),
            (&[(200, 20, 20, 2), (130, 60, 6, 2)], &["Lead", "12.5", "—", "Mercury", "-"]),
            // On the base line, above the row, beside other ink, part of a leader, a ruling line.
            (&[(130, 67, 6, 2)], &plain),
            (&[(130, 40, 6, 2)], &plain),
            (&[(130, 60, 6, 2), (138, 55, 3, 10)], &plain),
            (&[(80, 60, 6, 2), (90, 60, 6, 2), (100, 60, 6, 2)], &plain),
            (&[(60, 60, 180, 2)], &plain),
        ];
        for (marks, want) in cases {
            assert_eq!(read(seen(), marks), want, "{marks:?}");
        }
        assert_eq!(read(words(Origin::TextLayer), &[(130, 60, 6, 2)]), plain);
    }

    #[test]
    fn a_lone_han_one_is_a_dash_where_nothing_is_han() {
        let one = || line("一", Rect::new(125.0, 50.0, 140.0, 71.0), Origin::Recognition);
        let mut lines = words(Origin::Recognition);
        lines.push(one());
        assert_eq!(read(lines, &[]), ["Lead", "12.5", "Mercury", "—"]);
        let mut lines = words(Origin::Recognition);
        lines.extend([one(), line("铅", Rect::new(180.0, 50.0, 196.0, 71.0), Origin::Recognition)]);
        assert_eq!(read(lines, &[]), ["Lead", "12.5", "Mercury", "一", "铅"]);
    }
}
