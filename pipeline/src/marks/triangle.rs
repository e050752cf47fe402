//! Solid triangles that point up or down: high and low. Recognisers read them as letters, or detectors pass over them.

use document::{Line, Rect};
use imaging::Component;

use super::{Area, Rows, spell};

/// A triangle is this high in heights of capital letters, and this many times as wide as high.
const HEIGHT: (f32, f32) = (0.4, 1.3);
const ASPECT: (f32, f32) = (0.7, 1.6);
/// Its rows of pixels are as wide as those of a triangle of its size to this share of its width, on the mean, ...
const STRAIGHT: f32 = 0.1;
/// ... and all ink but for this share of it: a letter A has a hole, a V a notch.
const HOLLOW: f32 = 0.05;
/// No other ink stands within so many capital heights around it.
const WHITE: f32 = 0.15;

/// The lone triangles of an area, with how they are written.
pub(super) fn within(area: &Area, rows: &Rows) -> Vec<(Rect, &'static str)> {
    let capital = rows.capital;
    let is_sized = |part: &&Component| {
        let (width, height) = (part.bounds.width(), part.bounds.height());
        (HEIGHT.0 * capital..=HEIGHT.1 * capital).contains(&height)
            && (ASPECT.0 * height..=ASPECT.1 * height).contains(&width)
            && area.is_alone(part, WHITE * capital, WHITE * capital)
    };
    let told = |part: &Component| Some((area.on_page(part), pointing(area, part)?));
    area.parts.iter().filter(is_sized).filter_map(told).collect()
}

/// Which way a component points if it is a solid triangle.
fn pointing(area: &Area, part: &Component) -> Option<&'static str> {
    let bounds = part.bounds;
    let (left, right) = (bounds.left as usize, bounds.right as usize);
    let (width, height) = (bounds.width(), bounds.height());
    // How far rows are off those of a triangle that points up, and down, and how much white is within them.
    let (mut up, mut down, mut hollow) = (0.0, 0.0, 0.0);
    for (row, y) in (bounds.top as usize..bounds.bottom as usize).enumerate() {
        let inked = || (left..right).filter(|&x| area.mask.get(x, y));
        let extent = inked().next_back().zip(inked().next()).map_or(0, |(last, first)| last + 1 - first);
        hollow += (extent - inked().count()) as f32;
        let share = (row as f32 + 0.5) / height;
        up += (extent as f32 - share * width).abs();
        down += (extent as f32 - (1.0 - share) * width).abs();
    }
    let off = STRAIGHT * width * height;
    match () {
        () if hollow > HOLLOW * part.area as f32 => None,
        () if up <= off => Some("▲"),
        () if down <= off => Some("▼"),
        () => None,
    }
}

/// Spells the word of one letter that stands where a triangle does as the triangle. Whether some word stands there.
pub(super) fn respelt(
    mut own: impl Iterator<Item = usize>,
    lines: &mut [Line],
    triangle: &Rect,
    text: &str,
) -> bool {
    let middle = triangle.center();
    own.any(|index| {
        let Some(line) = lines.get_mut(index) else { return false };
        let mut words = line.words.iter_mut();
        let Some(word) = words.find(|word| word.outline.bounds().contains(middle)) else { return false };
        if word.text.chars().count() == 1 && word.text != text {
            spell(word, text);
            line.text = Line::spell(&line.words);
            line.confidence = None;
        }
        true
    })
}
