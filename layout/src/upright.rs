use imaging::{PageImage, PointMap, find_sheet, remap};

/// The cosine of an angle that differs from a right one by 1.5 degrees: a sheet that is squarer needs no flattening, and
/// is only cut out where much lies around it.
const SQUARE: f32 = 0.026;
/// A square sheet that takes this share of the picture is left as it is: nothing is gained.
const MOSTLY_SHEET: f32 = 0.8;
/// Sheets with a shorter side than this, in pixels, are too small to be read; what was found is something else.
const SHORTEST: u32 = 200;

/// A sheet of paper cut out of a photo and seen from straight above.
#[derive(Debug, Clone, PartialEq)]
pub struct Flattened {
    /// The sheet, at the resolution of its nearer sides.
    pub image: PageImage,
    /// From its pixels to those of the photo.
    pub map: PointMap,
}

/// Cuts the sheet of paper out of a photo and undoes its perspective. Nothing on scans and screenshots, where no sheet is
/// clearly seen, and where it would change little. Quarter turns stay as they are.
pub fn flatten_photo(page: &PageImage) -> Option<Flattened> {
    let sheet = find_sheet(page)?;
    let area = document::Outline::from(sheet.corners).area();
    let is_square = (0..4).all(|i| {
        let [before, corner, after] = [i + 3, i, i + 1].map(|i| sheet.corners[i % 4]);
        let (ax, ay) = (corner.x - before.x, corner.y - before.y);
        let (bx, by) = (after.x - corner.x, after.y - corner.y);
        (ax * bx + ay * by).abs() <= SQUARE * ax.hypot(ay) * bx.hypot(by)
    });
    if is_square && area >= MOSTLY_SHEET * page.bounds().area() {
        return None;
    }
    let (width, height, map) = sheet.flat()?;
    if width.min(height) < SHORTEST || width.max(height) > 2 * page.width().max(page.height()) {
        return None;
    }
    let map = PointMap::Projection(map);
    let image = PageImage::new(remap(page.pixels(), &map, width, height), Some(page.dpi()));
    Some(Flattened { image, map })
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Point;
    use image::{Rgb, RgbImage};
    use imaging::Projection;

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
        let flat = flatten_photo(&photo(corners)).unwrap();
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
        assert_eq!(flatten_photo(&photo(corners)), None);
        assert_eq!(flatten_photo(&PageImage::new(RgbImage::new(500, 700), None)), None);
    }
}
