use document::Rect;

use super::*;
use crate::sample::line;

/// Ten rows of two columns, 0 to 200 and 208 to 400; in the fifth both columns were read as one line.
fn joined() -> Vec<Line> {
    let mut lines = Vec::new();
    for row in 0..10 {
        let top = row as f32 * 14.0;
        if row == 4 {
            lines.push(line(top, &[("left", 0.0, 90.0), ("end", 94.0, 200.0), ("right", 208.0, 400.0)]));
        } else {
            lines.push(line(top, &[("left", 0.0, 60.0 + top / 2.0), ("end", 64.0 + top / 2.0, 200.0)]));
            lines.push(line(top, &[("right", 208.0, 400.0)]));
        }
    }
    lines
}

#[test]
fn a_line_over_the_gutter_is_parted() {
    let lines = part_lines(joined());
    assert_eq!(lines.len(), 20);
    assert_eq!((lines[8].text.as_str(), lines[9].text.as_str()), ("left end", "right"));
    assert_eq!(lines[8].outline.bounds(), Rect::new(0.0, 56.0, 200.0, 66.0));
    assert_eq!(lines[9].outline.bounds(), Rect::new(208.0, 56.0, 400.0, 66.0));
    assert_eq!(lines[9].words[0].id.to_string(), "p3-l10-w1");
    assert_eq!(lines[9].confidence.map(Confidence::get), Some(0.5));
}

#[test]
fn columns_of_which_every_line_was_joined_are_parted() {
    let row = |row: usize| {
        let top = row as f32 * 14.0;
        let space = (row % 3) as f32 * 20.0;
        let words = [("left", 0.0, 90.0 + space), ("end", 93.0 + space, 200.0)];
        let more = [("right", 206.0, 300.0 + space), ("end", 303.0 + space, 400.0)];
        line(top, &[words, more].concat())
    };
    let lines = part_lines((0..9).map(row).collect());
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["left end", "right end"].repeat(9));
}

#[test]
fn words_are_kept_in_order() {
    let words = |lines: &[Line]| -> Vec<String> {
        lines.iter().flat_map(|line| &line.words).map(|word| word.text.clone()).collect()
    };
    let before = joined();
    assert_eq!(words(&part_lines(before.clone())), words(&before));
}

#[test]
fn what_is_one_line_stays_one() {
    let mut heading = joined();
    heading[8] = line(56.0, &[("a", 0.0, 150.0), ("heading", 155.0, 260.0), ("over", 265.0, 400.0)]);
    let mut wordless = joined();
    wordless[8].words.clear();
    // Gaps of a letter after the number of each item line up, as do those of three lines of text.
    let items =
        (0..9).map(|row| line(row as f32 * 14.0, &[("1.", 0.0, 15.0), ("item", 25.0, 300.0)])).collect();
    let river = (0..9).map(|row| {
        let shift = (row % 4) as f32 * 30.0;
        line(row as f32 * 14.0, &[("a", 0.0, 100.0 + shift), ("river", 106.0 + shift, 400.0)])
    });
    for lines in [heading, wordless, items, river.collect()] {
        assert_eq!(part_lines(lines.clone()), lines);
    }
}
