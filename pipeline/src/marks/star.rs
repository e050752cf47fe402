//! Asterisks that flag values. Alone they are too small for text detectors, and before a letter recognisers read both as one Han
//! character (`*L` as 丸). Their arms tell them: around the middle ink and white alternate five or six times.

use std::f32::consts::TAU;

use document::{Line, Rect, Word, is_cjk};
use imaging::Component;

use super::{Area, Read, Rows, boxed, glyph, spell};
use crate::Error;

/// An asterisk is this high in heights of capital letters, and this many times as wide as high.
const HEIGHT: (f32, f32) = (0.25, 0.7);
const ASPECT: (f32, f32) = (0.7, 1.4);
/// The arms are counted on a ring of this radius, in widths and heights of the glyph: in what follows a part of the difference between
/// ink and paper, at so many places.
const RADIUS: f32 = 0.42;
const PLACES: usize = 48;
/// The wave of five or six turns around the ring has this amplitude at least, and a greater one than those of one to four. Of 111
/// asterisks drawn in 28 typefaces and four sizes, half of them blurred, 100 have it; of 2,000 other small signs and letters two.
const AMPLITUDE: f32 = 0.12;
/// No other ink stands within so many capital heights around a lone one.
const WHITE: f32 = 0.2;
/// Its middle is between these shares of the height of the box of a word beside it: most are raised.
pub(super) const ROW: (f32, f32) = (0.15, 0.7);
/// Beside a letter it is lower than this share of the letter's height: a digit beside a digit is as high.
const SMALLER: f32 = 0.8;
/// A word that an asterisk may have spoilt has at most so many characters.
const SPOILT: usize = 2;

/// The asterisks of an area, however near others stand.
pub(super) fn all<'a>(area: &'a Area, rows: &Rows) -> Vec<&'a Component> {
    area.sized(rows, HEIGHT, ASPECT).filter(|part| has_arms(area, part)).collect()
}

/// Whether it stands in white.
pub(super) fn is_alone(area: &Area, star: &Component, rows: &Rows) -> bool {
    area.is_alone(star, WHITE * rows.capital, WHITE * rows.capital)
}

/// Whether five or six arms of ink leave a component's middle: the discrete Fourier transform of the darkness on a ring around it.
fn has_arms(area: &Area, part: &Component) -> bool {
    let bounds = part.bounds;
    let (width, height) = (bounds.width(), bounds.height());
    let within = || {
        let rows = bounds.top as u32..bounds.bottom as u32;
        rows.flat_map(|y| (bounds.left as u32..bounds.right as u32).map(move |x| (x, y)))
    };
    let values = || within().map(|(x, y)| area.darkness(x as f32, y as f32));
    let paper = values().fold(f32::MAX, f32::min);
    let ink = |x: f32, y: f32| (area.darkness(x, y) - paper).max(0.0);
    let darkest = values().fold(0.0, f32::max) - paper;
    let all: f32 = values().map(|value| value - paper).sum();
    let mean = |at: &dyn Fn(u32, u32) -> u32| {
        within().map(|(x, y)| at(x, y) as f32 * ink(x as f32, y as f32)).sum::<f32>() / all
    };
    if darkest <= 0.0 || all <= 0.0 {
        return false;
    }
    let (middle_x, middle_y) = (mean(&|x, _| x), mean(&|_, y| y));
    let ring: Vec<f32> = (0..PLACES)
        .map(|place| {
            let turn = TAU * place as f32 / PLACES as f32;
            let (x, y) = (middle_x + RADIUS * width * turn.cos(), middle_y + RADIUS * height * turn.sin());
            ink(x, y) / darkest
        })
        .collect();
    let amplitude = |turns: usize| {
        let wave = |part: fn(f32) -> f32| {
            let at = |place: usize| part(TAU * (turns * place) as f32 / PLACES as f32);
            ring.iter().enumerate().map(|(place, value)| value * at(place)).sum::<f32>()
        };
        wave(f32::cos).hypot(wave(f32::sin)) * 2.0 / PLACES as f32
    };
    let arms = amplitude(5).max(amplitude(6));
    arms >= AMPLITUDE && (1..=4).all(|turns| amplitude(turns) < arms)
}

/// Spells the short words that hold an asterisk, and have none, anew: a letter that was read stays, anything else is read again without
/// the asterisk.
pub(super) fn freed(
    area: &Area,
    rows: &Rows,
    stars: &[&Component],
    own: &[usize],
    lines: &mut [Line],
    read: &Read<'_>,
) -> Result<(), Error> {
    for &index in own {
        let Some(line) = lines.get_mut(index) else { continue };
        let [word] = line.words.as_slice() else { continue };
        let Some(held) = held(area, rows, stars, word) else { continue };
        let is_letter = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
        let rest = match &held.rest {
            None => String::new(),
            Some(_) if is_letter(&word.text) => word.text.clone(),
            Some(rest) => {
                let again = read(&[boxed(*rest)])?;
                let again = again.first().filter(|line| glyph::is_sure(line)).map(|line| line.text.trim());
                let Some(again) = again.filter(|text| is_letter(text)) else { continue };
                again.to_owned()
            }
        };
        spell(line, 0, &if held.is_before { format!("*{rest}") } else { format!("{rest}*") });
    }
    Ok(())
}

/// An asterisk in a word's box.
struct Held {
    is_before: bool,
    /// Where the other ink stands; nothing where there is none.
    rest: Option<Rect>,
}

/// The asterisk in the box of a short word that has none, before or behind all other ink and above its middle.
fn held(area: &Area, rows: &Rows, stars: &[&Component], word: &Word) -> Option<Held> {
    let bounds = word.outline.bounds();
    let is_within = |part: &Component| bounds.contains(area.on_page(part).center());
    let is_short = !word.text.contains('*') && word.text.chars().count() <= SPOILT;
    let star = stars.iter().filter(|_| is_short).find(|star| is_within(star))?;
    let is_other = |part: &&Component| {
        part.bounds != star.bounds && part.bounds.height() > HEIGHT.0 * rows.capital && is_within(part)
    };
    let others = area.parts.iter().filter(is_other).map(|part| area.on_page(part));
    let Some(rest) = Rect::around(others) else {
        // Digits are as small in high boxes: only what is read as no letter is one.
        return word.text.chars().all(is_cjk).then_some(Held { is_before: true, rest: None });
    };
    let star = area.on_page(star);
    if star.height() > SMALLER * rest.height() {
        return None;
    }
    let is_before = star.right <= rest.left;
    let is_beside = is_before || rest.right <= star.left;
    let (left, right) = if is_before { (star.right, bounds.right) } else { (bounds.left, star.left) };
    let rest = Rect::new(left, bounds.top, right, bounds.bottom);
    (is_beside && star.center().y < rest.center().y).then_some(Held { is_before, rest: Some(rest) })
}
