//! From a probability map to boxes: the post-processing of DB (Liao et al., Real-time Scene Text Detection with
//! Differentiable Binarization, AAAI 2020), on connected components.

use document::Point;
use imaging::min_area_rect;
use ndarray::ArrayView2;

/// A pixel belongs to a text kernel from this probability on (PaddleOCR's `thresh`).
const KERNEL_THRESHOLD: f32 = 0.3;
/// A kernel thinner than this many map pixels is noise (PaddleOCR's `min_size`).
const MIN_KERNEL_SIDE: f32 = 3.0;
/// A grown box thinner than this many map pixels holds no letters.
const MIN_BOX_SIDE: f32 = 5.0;
/// From this height-to-width ratio on a box is taken to run downwards (PaddleOCR crops with the same number).
const TALL: f32 = 1.5;

/// Where a line of text seems to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// Corners in pixels of the picture, clockwise from the top left of the page's reading direction.
    pub corners: [Point; 4],
    /// Mean probability of text inside, 0 to 1.
    pub score: f32,
}

impl TextBox {
    /// Length of the upper side.
    pub fn width(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        f32::midpoint(a.distance(b), d.distance(c))
    }

    /// Length of the left side.
    pub fn height(&self) -> f32 {
        let [a, b, c, d] = self.corners;
        f32::midpoint(a.distance(d), b.distance(c))
    }

    /// Whether it is so tall that its text must run downwards.
    pub fn is_tall(&self) -> bool {
        self.height() > TALL * self.width()
    }
}

/// How far kernels grow and which are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BoxOptions {
    /// Mean probability a kernel needs.
    pub(crate) min_score: f32,
    /// Kernels were trained shrunk; they grow by area x ratio / perimeter.
    pub(crate) unclip: f32,
}

/// The boxes on `map` (H x W, probabilities 0 to 1), in map pixels, in scanning order of their first pixel.
pub(crate) fn find_boxes(map: &ArrayView2<'_, f32>, options: BoxOptions) -> Vec<TextBox> {
    let (height, width) = map.dim();
    let mut seen = vec![false; height * width];
    let mut boxes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if map[[y, x]] > KERNEL_THRESHOLD && !seen[y * width + x] {
                let kernel = flood(map, &mut seen, (x, y));
                boxes.extend(kernel.to_box(options));
            }
        }
    }
    boxes
}

/// A connected component: per row touched its leftmost and rightmost pixel, and the sum of its probabilities.
struct Kernel {
    edge: Vec<Point>,
    sum: f64,
    count: u32,
}

/// The component (8-connected) around `start`.
fn flood(map: &ArrayView2<'_, f32>, seen: &mut [bool], start: (usize, usize)) -> Kernel {
    let (height, width) = map.dim();
    let mut rows: Vec<(usize, usize, usize)> = Vec::new();
    let (mut sum, mut count) = (0.0, 0);
    let mut stack = vec![start];
    seen[start.1 * width + start.0] = true;
    while let Some((x, y)) = stack.pop() {
        sum += f64::from(map[[y, x]]);
        count += 1;
        rows.push((y, x, x));
        for ny in y.saturating_sub(1)..(y + 2).min(height) {
            for nx in x.saturating_sub(1)..(x + 2).min(width) {
                if !seen[ny * width + nx] && map[[ny, nx]] > KERNEL_THRESHOLD {
                    seen[ny * width + nx] = true;
                    stack.push((nx, ny));
                }
            }
        }
    }
    rows.sort_unstable();
    let merge = |into: &mut (usize, usize, usize), from: &mut (usize, usize, usize)| {
        let same = into.0 == from.0;
        if same {
            *into = (into.0, into.1.min(from.1), into.2.max(from.2));
        }
        same
    };
    rows.dedup_by(|from, into| merge(into, from));
    // Pixel areas, not centres: a kernel of one pixel is one pixel wide.
    let corners = |&(y, left, right): &(usize, usize, usize)| {
        let (y, left, right) = (y as f32, left as f32, right as f32 + 1.0);
        [(left, y), (right, y), (left, y + 1.0), (right, y + 1.0)].map(|(x, y)| Point::new(x, y))
    };
    Kernel { edge: rows.iter().flat_map(corners).collect(), sum, count }
}

impl Kernel {
    fn to_box(&self, options: BoxOptions) -> Option<TextBox> {
        let score = (self.sum / f64::from(self.count.max(1))) as f32;
        if score < options.min_score {
            return None;
        }
        let kernel = TextBox { corners: upright(min_area_rect(&self.edge)?), score };
        let (width, height) = (kernel.width(), kernel.height());
        if width.min(height) < MIN_KERNEL_SIDE {
            return None;
        }
        let distance = width * height * options.unclip / (2.0 * (width + height));
        let grown = TextBox { corners: grow(kernel.corners, distance), score };
        (grown.width().min(grown.height()) >= MIN_BOX_SIDE).then_some(grown)
    }
}

/// The corners of a rectangle turned so that the first is the top left one: of the two sides that lead right, the one
/// closer to horizontal becomes the upper side.
fn upright(corners: [Point; 4]) -> [Point; 4] {
    let slope = |i: usize| {
        let (a, b) = (corners[i % 4], corners[(i + 1) % 4]);
        (b.x - a.x) / a.distance(b).max(f32::EPSILON)
    };
    let first = (0..4).max_by(|&i, &j| slope(i).total_cmp(&slope(j))).unwrap_or(0);
    std::array::from_fn(|i| corners[(first + i) % 4])
}

/// A rectangle with all sides moved outwards by `distance`.
fn grow(corners: [Point; 4], distance: f32) -> [Point; 4] {
    let [a, b, _, d] = corners;
    let unit = |from: Point, to: Point| {
        let length = from.distance(to).max(f32::EPSILON);
        ((to.x - from.x) / length * distance, (to.y - from.y) / length * distance)
    };
    let ((rx, ry), (dx, dy)) = (unit(a, b), unit(a, d));
    let signs = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    std::array::from_fn(|i| {
        let (r, d) = signs[i];
        Point::new(corners[i].x + r * rx + d * dx, corners[i].y + r * ry + d * dy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    const OPTIONS: BoxOptions = BoxOptions { min_score: 0.6, unclip: 1.5 };

    #[test]
    fn a_kernel_grows_by_area_over_perimeter() {
        let mut map = Array2::zeros((40, 80));
        map.slice_mut(ndarray::s![10..20, 20..60]).fill(0.9);
        let found = find_boxes(&map.view(), OPTIONS);
        assert_eq!(found.len(), 1);
        // 40 x 10 pixels: 400 x 1.5 / 100 = 6 on each side.
        let want = [(14.0, 4.0), (66.0, 4.0), (66.0, 26.0), (14.0, 26.0)];
        for (corner, (x, y)) in found[0].corners.iter().zip(want) {
            assert!(corner.distance(Point::new(x, y)) < 0.01, "{found:?}");
        }
        assert!((found[0].score - 0.9).abs() < 1e-6);
        assert!(!found[0].is_tall());
    }

    #[test]
    fn weak_and_tiny_kernels_are_dropped() {
        let mut map = Array2::zeros((40, 80));
        map.slice_mut(ndarray::s![2..12, 2..40]).fill(0.5);
        map.slice_mut(ndarray::s![20..22, 2..40]).fill(0.95);
        assert!(find_boxes(&map.view(), OPTIONS).is_empty());
        assert!(find_boxes(&Array2::zeros((0, 0)).view(), OPTIONS).is_empty());
    }

    #[test]
    fn a_slanted_kernel_gives_a_slanted_box() {
        let mut map = Array2::zeros((80, 120));
        for x in 10..110_usize {
            let y = 20 + x / 4;
            map.slice_mut(ndarray::s![y..y + 8, x..=x]).fill(1.0);
        }
        let found = find_boxes(&map.view(), OPTIONS);
        let [a, b, ..] = found[0].corners;
        let slope = (b.y - a.y) / (b.x - a.x);
        assert!((0.2..0.3).contains(&slope), "{found:?}");
    }
}
