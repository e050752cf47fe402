use document::{Outline, Point, Rect};
use imaging::{PageImage, PointMap, Projection, find_sheet, remap};

/// The cosine of an angle that differs from a right one by 1.5 degrees: a sheet that is squarer needs no flattening, and
/// is only cut out where much lies around it.
const SQUARE: f32 = 0.026;
/// A square sheet that takes this share of the picture is left as it is: nothing is gained.
const MOSTLY_SHEET: f32 = 0.8;
/// Sheets with a shorter side than this, in pixels, are too small to be read; what was found is something else.
const SHORTEST: u32 = 200;

/// A sheet that is grown to show what lies around it becomes at most this many times as wide and as high: perspective
/// blows up what is far from the sheet.
const MAX_GROWTH: f32 = 3.0;

/// A sheet of paper on a photo that is worth to be cut out and flattened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhotoSheet {
    /// Size of the flat sheet in pixels, at the resolution of its nearer sides.
    size: (f32, f32),
    to_photo: Projection,
    to_sheet: Projection,
}

/// A photo seen from straight above, cut to the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Flattened {
    /// The sheet, at the resolution of its nearer sides.
    pub image: PageImage,
    /// From its pixels to those of the photo.
    pub map: PointMap,
}

impl PhotoSheet {
    /// Finds the sheet of paper on a photo. Nothing on scans and screenshots, where no sheet is clearly seen, and where it
    /// would change little. Quarter turns stay as they are.
    pub fn find(photo: &PageImage) -> Option<Self> {
        let sheet = find_sheet(photo)?;
        if is_square(&sheet.corners)
            && Outline::from(sheet.corners).area() >= MOSTLY_SHEET * photo.bounds().area()
        {
            return None;
        }
        let (width, height, to_photo) = sheet.flat()?;
        if !is_convex(&sheet.corners)
            || width.min(height) < SHORTEST
            || width.max(height) > 2 * photo.width().max(photo.height())
        {
            return None;
        }
        let size = (width as f32, height as f32);
        Some(Self { size, to_photo, to_sheet: to_photo.inverse()? })
    }

    /// Whether `point` of the photo lies on the sheet.
    pub fn holds(&self, point: Point) -> bool {
        let at = self.to_sheet.apply(point);
        Rect::new(0.0, 0.0, self.size.0, self.size.1).contains(at)
    }

    /// The photo seen from straight above the sheet, cut to the sheet and to the points of the photo in `around`.
    /// Nothing where these cannot be shown on the sheet's plane.
    pub fn flatten(&self, photo: &PageImage, around: &[Point]) -> Option<Flattened> {
        let points = around.iter().map(|point| self.to_sheet.apply(*point));
        let sheet = Rect::new(0.0, 0.0, self.size.0, self.size.1);
        let frame = points.fold(sheet, |frame, p| {
            Rect::new(frame.left.min(p.x), frame.top.min(p.y), frame.right.max(p.x), frame.bottom.max(p.y))
        });
        let (left, top) = (frame.left.floor(), frame.top.floor());
        let (width, height) = ((frame.right - left).ceil(), (frame.bottom - top).ceil());
        let fits = width <= MAX_GROWTH * self.size.0 && height <= MAX_GROWTH * self.size.1;
        if !fits || !is_convex(&frame.corners().map(|corner| self.to_photo.apply(corner))) {
            return None;
        }
        let shift = Projection::affine([1.0, 0.0, left, 0.0, 1.0, top]);
        let map = PointMap::Projection(shift).then(PointMap::Projection(self.to_photo));
        let pixels = remap(photo.pixels(), &map, width as u32, height as u32);
        Some(Flattened { image: PageImage::new(pixels, Some(photo.dpi())), map })
    }
}

fn is_square(corners: &[Point; 4]) -> bool {
    (0..4).all(|i| {
        let ((ax, ay), (bx, by)) = sides(corners, i);
        (ax * bx + ay * by).abs() <= SQUARE * ax.hypot(ay) * bx.hypot(by)
    })
}

/// Whether all corners turn the same way, clockwise: the picture of a rectangle that lies before the camera.
fn is_convex(corners: &[Point; 4]) -> bool {
    (0..4).all(|i| {
        let ((ax, ay), (bx, by)) = sides(corners, i);
        ax * by - ay * bx > 0.0
    })
}

/// The sides that lead to the corner `i` and on from it.
fn sides(corners: &[Point; 4], i: usize) -> ((f32, f32), (f32, f32)) {
    let [before, corner, after] = [i + 3, i, i + 1].map(|i| corners[i % 4]);
    ((corner.x - before.x, corner.y - before.y), (after.x - corner.x, after.y - corner.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    const DESK: u8 = 90;

    /// A photo of a printed sheet; its upper left quarter is printed denser.
    fn photo(corners: [Point; 4]) -> PageImage {
        let unit = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| Point::new(x, y));
        let back = Projection::between(corners, unit).unwrap();
        let mut seed = 3_u32;
        let pixels = RgbImage::from_fn(900, 900, |x, y| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let on = back.apply(Point::new(x as f32 + 0.5, y as f32 + 0.5));
            let is_sheet = (0.0..1.0).contains(&on.x) && (0.0..1.0).contains(&on.y);
            let is_text = (0.1..0.9).contains(&on.x) && (0.1..0.9).contains(&on.y);
            let is_print = is_text && on.y % 0.04 < 0.018 && on.x % 0.02 < 0.012;
            let value = if is_print {
                50
            } else if is_sheet {
                230
            } else {
                DESK
            };
            Rgb([value + (seed >> 29) as u8; 3])
        });
        PageImage::new(pixels, Some(100.0))
    }

    #[test]
    fn a_sheet_in_perspective_becomes_a_rectangle_that_leads_back() {
        let corners =
            [(150.0, 90.0), (760.0, 120.0), (820.0, 840.0), (80.0, 800.0)].map(|(x, y)| Point::new(x, y));
        let photo = photo(corners);
        let flat = PhotoSheet::find(&photo).unwrap().flatten(&photo, &[]).unwrap();
        let bounds = flat.image.bounds();
        for (corner, want) in bounds.corners().into_iter().zip(corners) {
            assert!(flat.map.apply(corner).distance(want) < 4.0, "{:?}", flat.map.apply(corner));
        }
        let desk = flat.image.pixels().pixels().filter(|p| p.0[0].abs_diff(DESK) < 12).count();
        assert!((desk as f32) < 0.03 * bounds.area(), "{desk} pixels of the desk are left");
    }

    #[test]
    fn a_sheet_that_lies_straight_and_fills_the_photo_is_left_alone() {
        let corners =
            [(30.0, 30.0), (870.0, 30.0), (870.0, 870.0), (30.0, 870.0)].map(|(x, y)| Point::new(x, y));
        assert_eq!(PhotoSheet::find(&photo(corners)), None);
        assert_eq!(PhotoSheet::find(&PageImage::new(RgbImage::new(500, 700), None)), None);
    }

    #[test]
    fn what_lies_around_the_sheet_is_shown_where_it_can_be() {
        let corners =
            [(300.0, 190.0), (660.0, 220.0), (700.0, 640.0), (280.0, 600.0)].map(|(x, y)| Point::new(x, y));
        let photo = photo(corners);
        let sheet = PhotoSheet::find(&photo).unwrap();
        let (inside, outside) = (Point::new(450.0, 400.0), Point::new(200.0, 700.0));
        assert!(sheet.holds(inside) && !sheet.holds(outside));
        let flat = sheet.flatten(&photo, &[outside]).unwrap();
        let corners = flat.image.bounds().corners().map(|corner| flat.map.apply(corner));
        let reach = Outline::from(corners).bounds().grown(1.0);
        assert!(reach.contains(outside) && reach.contains(inside), "{corners:?}");
        assert_eq!(sheet.flatten(&photo, &[Point::new(9e4, -9e4)]), None);
    }
}
