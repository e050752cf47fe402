//! Dashes between digits that the network passed over: `9—50` read as 950 is another number.

use crate::alphabet::Alphabet;
use crate::ctc::Character;
use crate::spaces::Stroke;
use crate::words::Alignment;

/// A dash is at most this thick and at least this wide, in heights of the line's letters, and this many times as wide as thick: from
/// a hyphen on. A point is as wide as thick.
const THICKEST: f32 = 0.25;
const NARROWEST: f32 = 0.25;
const LEAST_ASPECT: f32 = 1.8;
/// One that touches a digit is wider than a digit's own strokes along the line.
const TOUCHING: f32 = 0.6;
/// Its middle is between these shares of the letters' height: a line below the digits is lower.
const MIDDLE: std::ops::RangeInclusive<f32> = 0.25..=0.8;
/// An en dash is wider than this many letter heights, an em dash than this many: in common typefaces, where a digit is 0.7 em high, a
/// hyphen is 0.4 wide, an en dash 0.7 and an em dash 1.4.
const EN_DASH: f32 = 0.55;
const EM_DASH: f32 = 1.0;
/// How sure a dash is that the ink shows and the network did not write.
const SHOWN: f32 = 0.6;

/// `path` with a dash wherever the ink has one between two neighbouring digits.
pub(crate) fn restored(path: Vec<Character>, alphabet: &Alphabet, line: &Alignment<'_>) -> Vec<Character> {
    let is_digit = |c: &Character| {
        let symbol = alphabet.symbol(c.symbol as usize);
        !symbol.is_empty() && symbol.bytes().all(|b| b.is_ascii_digit())
    };
    let mut whole: Vec<Character> = Vec::with_capacity(path.len());
    for character in path {
        let is_space = |c: &Character| alphabet.symbol(c.symbol as usize).trim().is_empty();
        let before = whole.iter().rposition(|c| !is_space(c));
        let lost = before.and_then(|at| whole.get(at)).filter(|one| is_digit(one) && is_digit(&character));
        if let Some((at, dash)) = before.zip(lost.and_then(|one| between(one, &character, alphabet, line))) {
            // It was read as a space, or not at all.
            whole.truncate(at + 1);
            whole.push(dash);
        }
        whole.push(character);
    }
    whole
}

/// The dash in the ink between two characters.
fn between(
    one: &Character,
    next: &Character,
    alphabet: &Alphabet,
    line: &Alignment<'_>,
) -> Option<Character> {
    let (from, to) = (line.center(one), line.center(next));
    let (top, bottom) = line.columns.letters()?;
    // Along the line the letters are as wide as it is squeezed.
    let (high, wide) = (bottom - top, (bottom - top) * line.height / line.columns.height().max(1.0));
    let width = |stroke: &Stroke| (stroke.columns.1 - stroke.columns.0) / wide.max(1.0);
    let is_dash = |stroke: &Stroke| {
        let inside = stroke.columns.0 > from && stroke.columns.1 < to;
        let thickness = (stroke.rows.1 - stroke.rows.0) / high;
        let middle = (f32::midpoint(stroke.rows.0, stroke.rows.1) - top) / high;
        let least = if stroke.alone { NARROWEST.max(LEAST_ASPECT * thickness) } else { TOUCHING };
        inside && thickness <= THICKEST && width(stroke) >= least && MIDDLE.contains(&middle)
    };
    let dash = line.columns.strokes(from, to, THICKEST * high).into_iter().find(is_dash)?;
    let wanted = match width(&dash) {
        width if width > EM_DASH => "—",
        width if width > EN_DASH => "–",
        _ => "-",
    };
    let symbol = alphabet.find(wanted).or_else(|| alphabet.find("-"))?;
    let step = line.step_at(f32::midpoint(dash.columns.0, dash.columns.1)).clamp(one.last, next.first);
    Some(Character { symbol, probability: SHOWN, first: step, last: step, others: vec![] })
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};
    use models::FakeSession;

    use super::*;
    use crate::ctc::{KEPT, Step, best_path};
    use crate::spaces::Columns;

    const STEP: u32 = 8;

    /// What is read of a line whose step `i` shows the symbol at `i`; `ink` is what stands there: `#` a digit, `-` a dash, `_` a line
    /// below, `.` a point, `77` a seven.
    fn read(symbols: &str, ink: &str) -> String {
        let session = FakeSession::new(|_| vec![]).with_metadata("character", "9\n5\n0\na\n-\n—");
        let alphabet = Alphabet::of(&session).unwrap();
        let steps: Vec<Step> = symbols
            .chars()
            .map(|c| {
                let mut best = [(0, 0.0); KEPT];
                best[0] = (alphabet.find(&c.to_string()).unwrap_or(0), 0.9);
                Step { best, space: 0.0 }
            })
            .collect();
        let ink: Vec<char> = ink.chars().collect();
        let crop = RgbImage::from_fn(STEP * ink.len() as u32, 48, |x, y| {
            let is_ink = match ink[(x / STEP) as usize] {
                '#' => x % STEP > 0 && (10..40).contains(&y),
                '-' => (23..26).contains(&y),
                '_' => (40..42).contains(&y),
                '7' => (10..12).contains(&y) || (10..40).contains(&y) && (40 - y) / 4 == x % (2 * STEP),
                '.' => x % STEP < 4 && (36..40).contains(&y),
                _ => false,
            };
            Rgb([if is_ink { 0 } else { 255 }; 3])
        });
        let columns = Columns::of(&crop);
        let line = Alignment { steps: &steps, columns: &columns, width: crop.width() as f32, height: 48.0 };
        restored(best_path(&steps), &alphabet, &line)
            .iter()
            .map(|c| alphabet.symbol(c.symbol as usize))
            .collect()
    }

    #[test]
    fn a_dash_in_the_ink_is_written() {
        let cases = [
            ("9~~5", "# -#", "9-5"),
            ("9~~~~~~5", "# ---- #", "9—5"),
            ("9~~~5", "#---#", "9-5"),
            ("9~~~~~~5", "#------#", "9—5"),
            ("9~~5", "#  #", "95"),
            ("9~~5", "# .#", "95"),
            ("9~~~5", "#___#", "95"),
            ("9   5", "# - #", "9-5"),
            ("9   5", "#   #", "9 5"),
            ("9~~5", "#-##", "95"),
            ("9~~~~5", "# 77 #", "95"),
            ("a~~5", "# -#", "a5"),
            ("9-5", "#-#", "9-5"),
            ("95", "##", "95"),
        ];
        for (symbols, ink, want) in cases {
            assert_eq!(read(symbols, ink), want, "{symbols} {ink}");
        }
    }
}
