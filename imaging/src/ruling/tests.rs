use super::*;
use image::{Rgb, RgbImage};

/// A page with rows of block letters (14 pixels tall, strokes of 2) on its left half, and grain.
fn page(width: u32, height: u32) -> RgbImage {
    let mut seed = 7_u32;
    let mut grain = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8 % 5
    };
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x % 14, y % 28);
        let in_text = (20..width / 2).contains(&x) && (20..height - 20).contains(&y) && v < 14 && u < 10;
        let stroke = u < 2 || matches!(v, 0 | 1 | 6 | 7) && x % 28 < 14 || v > 11 && x % 42 < 14;
        let shade = grain();
        Rgb([if in_text && stroke { 40 + shade } else { 250 - shade }; 3])
    })
}

struct Stroke {
    from: (f32, f32),
    to: (f32, f32),
    thickness: f32,
    colour: [u8; 3],
    /// Ink and gap, in pixels along the line.
    dashes: Option<(f32, f32)>,
}

const BLACK: [u8; 3] = [20; 3];

fn stroke(from: (f32, f32), to: (f32, f32), thickness: f32) -> Stroke {
    Stroke { from, to, thickness, colour: BLACK, dashes: None }
}

/// Draws with soft edges, as a scanner sees it.
fn draw(picture: &mut RgbImage, line: &Stroke) {
    let (dx, dy) = (line.to.0 - line.from.0, line.to.1 - line.from.1);
    let length = dx.hypot(dy);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (px, py) = (x as f32 + 0.5 - line.from.0, y as f32 + 0.5 - line.from.1);
        let along = (px * dx + py * dy) / length;
        let across = (py * dx - px * dy) / length;
        let inked = line.dashes.is_none_or(|(ink, gap)| along.rem_euclid(ink + gap) < ink);
        let cover = (line.thickness / 2.0 + 0.5 - across.abs()).clamp(0.0, 1.0);
        if (0.0..length).contains(&along) && inked {
            for (value, ink) in pixel.0.iter_mut().zip(line.colour) {
                *value = (f32::from(*value) * (1.0 - cover) + f32::from(ink) * cover) as u8;
            }
        }
    }
}

fn found(picture: RgbImage) -> Rulings {
    find_rulings(&PageImage::new(picture, Some(150.0)))
}

fn near(a: Point, b: (f32, f32), tolerance: f32) -> bool {
    a.distance(Point::new(b.0, b.1)) <= tolerance
}

#[test]
fn text_alone_has_no_rulings() {
    assert_eq!(found(page(700, 500)), Rulings::default());
    assert_eq!(found(RgbImage::new(0, 0)), Rulings::default());
    assert_eq!(found(RgbImage::from_pixel(300, 9, Rgb([255; 3]))), Rulings::default());
}

#[test]
fn lines_are_found_whatever_their_look() {
    let (from, to) = ((400.0, 100.0), (660.0, 100.0));
    let cases = [
        ("hairline", stroke(from, to, 1.0)),
        ("rule", stroke(from, to, 4.0)),
        ("bar", stroke(from, to, 12.0)),
        ("faint", Stroke { colour: [225; 3], ..stroke(from, to, 2.0) }),
        ("yellow", Stroke { colour: [255, 240, 60], ..stroke(from, to, 2.0) }),
        ("pale blue", Stroke { colour: [190, 215, 250], ..stroke(from, to, 2.0) }),
        ("dashed", Stroke { dashes: Some((14.0, 7.0)), ..stroke(from, to, 2.0) }),
        ("broken", Stroke { dashes: Some((40.0, 4.0)), ..stroke(from, to, 1.0) }),
        ("rising by 3 degrees", stroke(from, (660.0, 86.4), 1.5)),
        ("falling by 3 degrees", stroke(from, (660.0, 113.6), 3.0)),
    ];
    for (name, line) in cases {
        let mut picture = page(700, 500);
        draw(&mut picture, &line);
        let rulings = found(picture);
        assert_eq!((rulings.horizontal.len(), rulings.vertical.len()), (1, 0), "{name}: {rulings:?}");
        let ruling = rulings.horizontal[0];
        let reach = line.dashes.map_or(4.0, |(ink, gap)| ink.min(20.0) + gap);
        assert!(
            near(ruling.start, line.from, reach) && near(ruling.end, line.to, reach),
            "{name}: {ruling:?}"
        );
        assert!((ruling.thickness - line.thickness).abs() <= 4.0, "{name}: {ruling:?}");
        let coverage = line.dashes.map_or(1.0, |(ink, gap)| ink / (ink + gap));
        assert!((ruling.coverage - coverage).abs() < 0.12, "{name}: {ruling:?}");
    }
}

#[test]
fn vertical_lines_are_found_like_horizontal_ones() {
    let mut picture = page(700, 500);
    draw(&mut picture, &stroke((500.0, 40.0), (515.0, 440.0), 2.0));
    draw(&mut picture, &stroke((600.0, 40.0), (600.0, 240.0), 2.0));
    let rulings = found(picture);
    assert!(rulings.horizontal.is_empty(), "{rulings:?}");
    let [a, b] = rulings.vertical[..] else { panic!("{rulings:?}") };
    assert!(near(a.start, (500.0, 40.0), 2.0) && near(a.end, (515.0, 440.0), 2.0), "{a:?}");
    assert!(near(b.start, (600.0, 40.0), 2.0) && near(b.end, (600.0, 240.0), 2.0), "{b:?}");
}

#[test]
fn double_lines_are_two() {
    let mut picture = page(700, 500);
    draw(&mut picture, &stroke((400.0, 100.0), (660.0, 100.0), 2.0));
    draw(&mut picture, &stroke((400.0, 107.0), (660.0, 107.0), 2.0));
    assert_eq!(found(picture).horizontal.len(), 2);
}

/// Cells two letters tall: their sides are short, and count because they end on lines.
#[test]
fn short_sides_of_boxes_count() {
    let mut picture = page(700, 500);
    for y in [100.0, 128.0] {
        draw(&mut picture, &stroke((400.0, y), (600.0, y), 2.0));
    }
    for x in [400.0, 440.0, 480.0, 600.0] {
        draw(&mut picture, &stroke((x, 100.0), (x, 128.0), 2.0));
    }
    draw(&mut picture, &stroke((650.0, 100.0), (650.0, 128.0), 2.0));
    let rulings = found(picture);
    let places: Vec<_> = rulings.vertical.iter().map(|r| r.start.x.round()).collect();
    assert_eq!(rulings.horizontal.len(), 2);
    assert_eq!(places, [400.0, 440.0, 480.0, 600.0]);
}

/// Where a merged cell leaves out a line, the two parts stay two.
#[test]
fn a_gap_of_a_cell_is_kept() {
    let mut picture = page(700, 500);
    draw(&mut picture, &stroke((380.0, 100.0), (480.0, 100.0), 2.0));
    draw(&mut picture, &stroke((520.0, 100.0), (660.0, 100.0), 2.0));
    assert_eq!(found(picture).horizontal.len(), 2);
}

#[test]
fn a_band_has_two_edges() {
    let mut picture = page(700, 500);
    for (_, _, pixel) in
        picture.enumerate_pixels_mut().filter(|(x, y, _)| (380..660).contains(x) && (100..160).contains(y))
    {
        pixel.0 = [215, 225, 240];
    }
    let rulings = found(picture);
    let edges: Vec<_> = rulings.horizontal.iter().map(|r| (r.start.y.round(), r.thickness)).collect();
    assert_eq!(edges, [(100.0, 0.0), (160.0, 0.0)], "{rulings:?}");
}

#[test]
fn a_bar_code_has_no_lines() {
    let mut picture = page(700, 500);
    for i in 0..30 {
        let x = 400.0 + 5.0 * i as f32;
        draw(&mut picture, &stroke((x, 100.0), (x, 200.0), 1.0 + (i % 2) as f32));
    }
    assert_eq!(found(picture).vertical, []);
}

/// Sides of a table set tight: numbers end close to them, and the lines of the cell around run beside the outermost.
#[test]
fn letters_close_to_a_side_do_not_hide_it() {
    let mut picture = page(700, 500);
    for y in [100.0, 126.0, 152.0, 178.0] {
        draw(&mut picture, &stroke((400.0, y), (560.0, y), 2.0));
    }
    for x in [400.0, 480.0, 560.0] {
        draw(&mut picture, &stroke((x, 100.0), (x, 178.0), 2.0));
    }
    draw(&mut picture, &stroke((567.0, 80.0), (567.0, 200.0), 2.0));
    for (right, row) in [476_u32, 556].into_iter().flat_map(|right| (0..3).map(move |row| (right, row))) {
        let top = 106 + 26 * row;
        for (x, y) in (right - 8..right).flat_map(|x| (top..top + 14).map(move |y| (x, y))) {
            let is_ink = x < right - 6 || x >= right - 2 || y < top + 2 || y >= top + 12;
            picture.get_pixel_mut(x, y).0 = [if is_ink { 40 } else { 250 }; 3];
        }
    }
    let rulings = found(picture);
    let places: Vec<_> = rulings.vertical.iter().map(|r| r.start.x.round()).collect();
    assert_eq!(places, [400.0, 480.0, 560.0, 567.0]);
}

/// The sides of a box of one row, with a stem of a name right beside each: solid, clear on one side, from line to line.
#[test]
fn names_beside_the_sides_of_a_low_box_do_not_hide_them() {
    let mut picture = page(700, 500);
    for y in [100.0, 132.0] {
        draw(&mut picture, &stroke((400.0, y), (600.0, y), 2.0));
    }
    let sides = [400.0, 470.0, 540.0, 600.0];
    for x in sides {
        draw(&mut picture, &stroke((x, 100.0), (x, 132.0), 2.0));
        draw(&mut picture, &stroke((x + 6.0, 107.0), (x + 6.0, 125.0), 2.0));
        draw(&mut picture, &stroke((x + 6.0, 116.0), (x + 16.0, 116.0), 2.0));
    }
    let places: Vec<_> = found(picture).vertical.iter().map(|r| r.start.x.round()).collect();
    assert_eq!(places, sides);
}

/// A line between a column of numbers that end close to it and one of units that begin there: solid, from line to line.
#[test]
fn letters_on_both_sides_do_not_hide_a_line_between_lines() {
    let mut picture = page(700, 500);
    for y in [100.0, 126.0, 152.0, 178.0, 204.0] {
        draw(&mut picture, &stroke((400.0, y), (560.0, y), 2.0));
    }
    let places = [400.0, 480.0, 560.0];
    for x in places {
        draw(&mut picture, &stroke((x, 100.0), (x, 204.0), 2.0));
    }
    for top in (0..4).map(|row| 105 + 26 * row) {
        for x in [468.0, 475.5, 484.5, 492.0] {
            draw(&mut picture, &stroke((x, top as f32), (x, top as f32 + 16.0), 2.0));
        }
    }
    let found: Vec<_> = found(picture).vertical.iter().map(|r| r.start.x.round()).collect();
    assert_eq!(found, places);
}
