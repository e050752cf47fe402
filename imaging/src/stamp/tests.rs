use super::*;

const PAPER: Rgb<u8> = Rgb([244, 240, 232]);
const SEAL: [f32; 3] = [0.84, 0.2, 0.22];

/// A page of 800 x 1000 on which `seal` draws in red over lines of black print.
fn page(seal: impl Fn(f32, f32) -> bool) -> PageImage {
    let pixels = RgbImage::from_fn(800, 1000, |x, y| {
        let is_print = (100..700).contains(&x) && y % 40 < 14 && x % 16 < 9;
        let base = if is_print { Rgb([30, 30, 34]) } else { PAPER };
        if seal(x as f32 + 0.5, y as f32 + 0.5) {
            Rgb(std::array::from_fn(|i| (f32::from(base.0[i]) * SEAL[i]) as u8))
        } else {
            base
        }
    });
    PageImage::new(pixels, Some(100.0))
}

fn ring(x: f32, y: f32) -> bool {
    let (dx, dy) = (x - 500.0, y - 700.0);
    let radius = dx.hypot(dy);
    (84.0..92.0).contains(&radius)
        || radius < 22.0
        || (55.0..75.0).contains(&radius) && dy.atan2(dx).rem_euclid(0.4) < 0.2
}

#[test]
fn a_round_seal_over_print_is_found() {
    let found = find_stamps(&page(ring));
    assert_eq!(found.len(), 1, "{found:?}");
    let want = Rect::new(408.0, 608.0, 592.0, 792.0);
    let off = |a: f32, b: f32| (a - b).abs();
    let bounds = found[0].bounds;
    assert!(found[0].is_round);
    assert!(off(bounds.left, want.left) < 4.0 && off(bounds.bottom, want.bottom) < 4.0, "{bounds:?}");
}

#[test]
fn a_name_seal_is_found_and_is_square() {
    let name = |x: f32, y: f32| {
        let (dx, dy) = ((x - 300.0).abs(), (y - 800.0).abs());
        let frame = dx.max(dy);
        (26.0..30.0).contains(&frame) || frame < 20.0 && ((x + y) % 12.0) < 5.0
    };
    let found = find_stamps(&page(name));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(!found[0].is_round);
}

#[test]
fn other_red_things_are_no_seals() {
    let disc = |x: f32, y: f32| (x - 400.0).hypot(y - 500.0) < 80.0;
    let pencil = |x: f32, y: f32| (78.0..81.0).contains(&(x - 400.0).hypot(y - 500.0));
    let heading =
        |x: f32, y: f32| (100.0..700.0).contains(&x) && (60.0..90.0).contains(&y) && x % 30.0 < 20.0;
    let frame = |x: f32, y: f32| {
        let far = ((x - 400.0).abs() / 300.0).max((y - 500.0).abs() / 300.0);
        (0.99..1.0).contains(&far)
    };
    for (name, page) in [
        ("disc", page(disc)),
        ("pencil", page(pencil)),
        ("heading", page(heading)),
        ("frame", page(frame)),
        ("nothing", page(|_, _| false)),
        ("a pixel", PageImage::new(RgbImage::new(1, 1), None)),
    ] {
        assert_eq!(find_stamps(&page), [], "{name}");
    }
}

#[test]
fn lifting_a_seal_leaves_the_print() {
    let (stamped, clean) = (page(ring), page(|_, _| false));
    let lifted = lift_stamps(&stamped, &find_stamps(&stamped));
    let worst =
        lifted.pixels().pixels().zip(clean.pixels().pixels()).map(|(a, b)| a.0[0].abs_diff(b.0[0])).max();
    assert!(worst < Some(30), "{worst:?}");
}

#[test]
fn a_seal_stands_alone_in_its_ink() {
    let page = page(ring);
    let stamp = find_stamps(&page)[0];
    let (alone, bounds) = stamp_alone(&page, &stamp);
    assert_eq!((alone.width() as f32, alone.height() as f32), (bounds.width(), bounds.height()));
    let at =
        |x: f32, y: f32| alone.pixels().get_pixel((x - bounds.left) as u32, (y - bounds.top) as u32).0[0];
    assert!(at(500.0, 695.0) < 60 && at(500.0, 740.0) > 200, "{} {}", at(500.0, 695.0), at(500.0, 740.0));
}

#[test]
fn the_colour_of_ink_is_told() {
    let page = page(ring);
    assert!(red_share(&page, &Rect::new(480.0, 690.0, 520.0, 718.0)) > 0.9);
    assert!(red_share(&page, &Rect::new(100.0, 40.0, 300.0, 56.0)) < 0.1);
    assert_eq!(red_share(&page, &Rect::new(-50.0, -50.0, -10.0, -10.0)), 0.0);
}

/// The same page as a grayscale scan: the seal is gray over black print.
fn grayscale(seal: impl Fn(f32, f32) -> bool, ink: u8) -> PageImage {
    let pixels = RgbImage::from_fn(800, 1000, |x, y| {
        let is_print = (100..700).contains(&x) && y % 40 < 14 && x % 16 < 9;
        let base = if is_print { 24 } else { 244 };
        Rgb([if seal(x as f32 + 0.5, y as f32 + 0.5) { base.min(ink) } else { base }; 3])
    });
    PageImage::new(pixels, Some(100.0))
}

#[test]
fn a_gray_seal_is_found_and_lifted_off_black_print() {
    let (stamped, clean) = (grayscale(ring, 120), grayscale(|_, _| false, 0));
    let found = find_stamps(&stamped);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].tone, Some(120));
    let lifted = lift_stamps(&stamped, &found);
    let differing = |a: &PageImage| {
        let pairs = a.pixels().pixels().zip(clean.pixels().pixels());
        pairs.filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 30).count()
    };
    assert!(
        differing(&lifted) * 20 < differing(&stamped),
        "{} of {}",
        differing(&lifted),
        differing(&stamped)
    );
    let (alone, _) = stamp_alone(&stamped, &found[0]);
    assert_eq!(alone.pixels().get_pixel(alone.width() / 2, alone.height() / 2).0, [0; 3]);
}

#[test]
fn gray_things_that_are_no_seals_stay() {
    let disc = |x: f32, y: f32| (x - 400.0).hypot(y - 500.0) < 80.0;
    let band = |_: f32, y: f32| (300.0..360.0).contains(&y);
    for (name, page) in [
        ("disc", grayscale(disc, 120)),
        ("band", grayscale(band, 170)),
        ("ring as black as print", grayscale(ring, 30)),
        (
            "ring on a gray page",
            grayscale(|x, y| ring(x, y) || (x as u32 / 30 + y as u32 / 30).is_multiple_of(3), 120),
        ),
    ] {
        assert_eq!(find_stamps(&page), [], "{name}");
    }
}
