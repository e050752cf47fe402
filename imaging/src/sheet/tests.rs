use super::*;
use image::Rgb;

struct Grain(u32);

impl Grain {
    fn next(&mut self, range: u32) -> u8 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((self.0 >> 16) % range) as u8
    }
}

/// A photo of a printed sheet with `corners` on a desk of brightness `desk`, half of it in a soft shadow.
fn photo(corners: [Point; 4], desk: u8, noise: u32) -> PageImage {
    let mut grain = Grain(1);
    let back = Projection::between(
        corners,
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.4), (0.0, 1.4)].map(|(x, y)| Point::new(x, y)),
    );
    let back = back.unwrap();
    let pixels = RgbImage::from_fn(900, 1200, |x, y| {
        let at = Point::new(x as f32 + 0.5, y as f32 + 0.5);
        let on = back.apply(at);
        let printed = (0.1..0.9).contains(&on.x)
            && (0.1..1.3).contains(&on.y)
            && on.y % 0.04 < 0.018
            && on.x % 0.02 < 0.012;
        let value = match (quad::contains(&corners, at), printed) {
            (true, true) => 60.0,
            (true, false) => 235.0,
            (false, _) => f32::from(desk),
        };
        let shadow = 1.0 - 0.35 / (1.0 + (-(at.x - 500.0) / 40.0).exp());
        Rgb([((value * shadow) as u8).saturating_add(grain.next(noise)); 3])
    });
    PageImage::new(pixels, None)
}

const CORNERS: [Point; 4] =
    [Point::new(130.0, 90.0), Point::new(770.0, 60.0), Point::new(830.0, 1130.0), Point::new(70.0, 1100.0)];

#[test]
fn a_sheet_on_a_desk_is_found_to_the_pixel() {
    for (desk, noise) in [(60, 6), (130, 6), (170, 4)] {
        let sheet = find_sheet(&photo(CORNERS, desk, noise)).unwrap_or_else(|| panic!("no sheet on {desk}"));
        for (found, want) in sheet.corners.iter().zip(CORNERS) {
            assert!(found.distance(want) <= 3.0, "{desk}: {:?}", sheet.corners);
        }
    }
}

#[test]
fn the_flat_picture_keeps_the_resolution_and_leads_back() {
    let (width, height, map) = Sheet { corners: CORNERS, support: 1.0 }.flat().unwrap();
    assert_eq!((width, height), (761, 1072));
    assert!(map.apply(Point::new(width as f32, 0.0)).distance(CORNERS[1]) < 0.01);
}

/// A hard shadow over half of the sheet: its edge is as good as a side's, but print goes on beyond it.
#[test]
fn a_shadows_edge_is_no_side() {
    let mut shadowed = photo(CORNERS, 60, 6).into_pixels();
    for (_, _, pixel) in shadowed.enumerate_pixels_mut().filter(|(x, ..)| *x < 380) {
        pixel.0 = pixel.0.map(|v| (f32::from(v) * 0.45) as u8);
    }
    let corners = find_sheet(&PageImage::new(shadowed, None)).map(|sheet| sheet.corners);
    assert!(corners.is_none_or(|c| c[0].x < 200.0 && c[3].x < 200.0), "{corners:?}");
}

#[test]
fn scans_and_drawings_are_left_alone() {
    let frame = [(0.0, 0.0), (900.0, 0.0), (900.0, 1200.0), (0.0, 1200.0)].map(|(x, y)| Point::new(x, y));
    assert_eq!(find_sheet(&photo(frame, 0, 6)), None, "a page that fills the picture");
    assert_eq!(find_sheet(&photo(CORNERS, 60, 1)), None, "a white box on a drawn background");
    let mut framed = photo(frame, 0, 4).into_pixels();
    for (x, y, pixel) in framed.enumerate_pixels_mut() {
        let (dx, dy) = ((x as i32 - 450).abs(), (y as i32 - 600).abs());
        if dx.abs_diff(350) < 3 && dy < 500 || dy.abs_diff(500) < 3 && dx < 350 {
            pixel.0 = [10; 3];
        }
    }
    assert_eq!(find_sheet(&PageImage::new(framed, None)), None, "a frame drawn on the page");
    assert_eq!(find_sheet(&PageImage::new(RgbImage::new(1000, 3), None)), None);
}
