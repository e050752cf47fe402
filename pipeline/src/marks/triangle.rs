//! Solid triangles that point up or down: high and low. Recognisers read them as letters, or detectors pass over them.

use document::{Line, Rect};
use imaging::Component;

use super::{Area, Rows, spell, word_at};

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
    let told = |part: &Component| Some((area.on_page(part), pointing(area, part)?));
    area.lone(rows, HEIGHT, ASPECT, WHITE).filter_map(told).collect()
}

/// Which way a component points if it is a solid triangle.
fn pointing(area: &Area, part: &Component) -> Option<&'static str> {
    let bounds = part.bounds;
    let (width, height) = (bounds.width(), bounds.height());
    // How far rows are off those of a triangle that points up, and down, and how much white is within them.
    let (mut up, mut down, mut hollow) = (0.0, 0.0, 0.0);
    for (row, y) in (bounds.top as usize..bounds.bottom as usize).enumerate() {
        let (first, end) = area.inked(part, y).unwrap_or_default();
        let extent = end - first;
        hollow += (first..end).filter(|&x| !area.mask.get(x, y)).count() as f32;
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
pub(super) fn respelt(own: &[usize], lines: &mut [Line], triangle: &Rect, text: &str) -> bool {
    let Some((index, at)) = word_at(own, lines, triangle.center()) else { return false };
    if let Some(line) = lines.get_mut(index)
        && let Some(word) = line.words.get(at)
        && word.text.chars().count() == 1
        && word.text != text
    {
        spell(line, at, text);
    }
    true
}
