use document::Rect;

use crate::Mask;

/// Directions in which the outline is looked for.
const SECTORS: usize = 48;
/// The outline of a round stamp lies in this range of its half axes: rings are drawn thick and inked unevenly.
const ROUND: (f32, f32) = (0.87, 1.08);
/// So many of the directions show the outline; stamps are seldom inked all around.
const SEEN: f32 = 0.7;
/// A square's corners reach this far, in half sides; a circle's outline ends at 1.
const CORNER: f32 = 1.2;
/// At least this share of the directions into its corners do.
const CORNERS_SEEN: f32 = 0.7;
/// Longest to shortest side: oval seals have up to 1.5.
const MAX_RATIO: f32 = 1.7;
/// Squares wider than this share of the picture's long side are frames.
const LARGEST_SQUARE: f32 = 0.1;
/// Ink as a share of the box: letters and a ring, not a disc and not a pencil's circle.
const FILL: (f32, f32) = (0.06, 0.62);
/// Name seals are cut in relief or in intaglio; the latter are mostly ink.
const SQUARE_FILL: (f32, f32) = (0.15, 0.85);
/// Marks within the inner part (up to this share of the half axes) cover at least so much of it.
const INNER: f32 = 0.78;
const INNER_FILL: f32 = 0.03;

/// The outline of a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Round,
    Square,
}

impl Shape {
    /// What the red pixels in `bounds` outline; nothing where it is no stamp.
    pub(super) fn of(red: &Mask, bounds: Rect) -> Option<Self> {
        let (width, height) = (bounds.width(), bounds.height());
        if width.max(height) > MAX_RATIO * width.min(height) {
            return None;
        }
        let outline = Outline::of(red, &bounds);
        let long_side = red.width().max(red.height()) as f32;
        if outline.is_round() {
            Some(Self::Round)
        } else if width.max(height) <= LARGEST_SQUARE * long_side && outline.is_square() {
            Some(Self::Square)
        } else {
            None
        }
    }
}

/// How far red reaches in each direction from the middle of a box, in its half axes.
struct Outline {
    reach: [f32; SECTORS],
    fill: f32,
    inner_fill: f32,
}

impl Outline {
    fn of(red: &Mask, bounds: &Rect) -> Self {
        let center = bounds.center();
        let (a, b) = ((bounds.width() / 2.0).max(1.0), (bounds.height() / 2.0).max(1.0));
        let mut outline = Self { reach: [0.0; SECTORS], fill: 0.0, inner_fill: 0.0 };
        for y in bounds.top.max(0.0) as usize..bounds.bottom.max(0.0) as usize {
            for x in bounds.left.max(0.0) as usize..bounds.right.max(0.0) as usize {
                if red.get(x, y) {
                    let (u, v) = ((x as f32 + 0.5 - center.x) / a, (y as f32 + 0.5 - center.y) / b);
                    let radius = u.hypot(v);
                    let turn = v.atan2(u) / std::f32::consts::TAU + 0.5;
                    if let Some(reach) = outline.reach.get_mut((turn * SECTORS as f32) as usize % SECTORS) {
                        *reach = reach.max(radius);
                    }
                    outline.fill += 1.0;
                    outline.inner_fill += if radius <= INNER { 1.0 } else { 0.0 };
                }
            }
        }
        outline.fill /= 4.0 * a * b;
        outline.inner_fill /= std::f32::consts::PI * a * b * INNER * INNER;
        outline
    }

    fn is_round(&self) -> bool {
        let on_ring = self.reach.iter().filter(|reach| (ROUND.0..=ROUND.1).contains(*reach)).count();
        on_ring as f32 >= SEEN * SECTORS as f32
            && (FILL.0..=FILL.1).contains(&self.fill)
            && self.inner_fill >= INNER_FILL
    }

    fn is_square(&self) -> bool {
        // The middle of each half quadrant leads to a corner.
        let is_corner = |sector: usize| {
            let eighth = SECTORS / 8;
            (sector + SECTORS - eighth + 2) % (SECTORS / 4) < 4
        };
        let corners: Vec<f32> = (0..SECTORS).filter(|s| is_corner(*s)).map(|s| self.reach[s]).collect();
        let far = corners.iter().filter(|reach| **reach >= CORNER).count();
        let sides = self.reach.iter().filter(|reach| **reach >= ROUND.0).count();
        far as f32 >= CORNERS_SEEN * corners.len() as f32
            && sides as f32 >= SEEN * SECTORS as f32
            && (SQUARE_FILL.0..=SQUARE_FILL.1).contains(&self.fill)
    }
}
