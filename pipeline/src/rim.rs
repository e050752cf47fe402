//! The edge of a sheet that was cut out of a photo is no ruling line.

use document::Rect;
use imaging::{PageImage, Ruling, Rulings};

/// Both ends of such an edge are within this share of the picture's shorter side from one border. Measured: one or two pixels
/// of some 1,500; straightening moves an end by a few more.
const RIM: f32 = 0.008;
/// And it runs along this share of the border at least: a table's own line may come near.
const LENGTH: f32 = 0.5;

/// `rulings` of the sheet of paper that fills `picture`, without the edges of the sheet, which would make one closed
/// lattice of every page.
pub(crate) fn without_rim(picture: &PageImage, rulings: Rulings) -> Rulings {
    let page = picture.bounds();
    let rim = RIM * page.width().min(page.height());
    let keep = |list: Vec<Ruling>| list.into_iter().filter(|ruling| !is_rim(ruling, &page, rim)).collect();
    Rulings { horizontal: keep(rulings.horizontal), vertical: keep(rulings.vertical) }
}

fn is_rim(ruling: &Ruling, page: &Rect, rim: f32) -> bool {
    let bounds = ruling.bounds();
    let across = bounds.width() > bounds.height();
    let whole = if across { page.width() } else { page.height() };
    let (near, far, low, high) = if across {
        (bounds.top, bounds.bottom, page.top, page.bottom)
    } else {
        (bounds.left, bounds.right, page.left, page.right)
    };
    ruling.length() >= LENGTH * whole && (far <= low + rim || near >= high - rim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Point;
    use image::RgbImage;
    use imaging::RulingSource;

    #[test]
    fn only_long_lines_along_the_border_go() {
        let line = |x0, y0, x1, y1| Ruling {
            start: Point::new(x0, y0),
            end: Point::new(x1, y1),
            thickness: 2.0,
            coverage: 1.0,
            source: RulingSource::Pixels,
        };
        let table = [line(40.0, 100.0, 960.0, 100.0), line(40.0, 100.0, 40.0, 900.0)];
        let short = line(300.0, 2.0, 500.0, 2.0);
        let rulings = Rulings {
            horizontal: vec![line(0.0, 1.0, 1000.0, 4.0), table[0], short, line(0.0, 1499.0, 1000.0, 1499.0)],
            vertical: vec![line(1.0, 0.0, 3.0, 1500.0), table[1], line(998.0, 0.0, 998.0, 1500.0)],
        };
        let kept = without_rim(&PageImage::new(RgbImage::new(1000, 1500), None), rulings);
        assert_eq!((kept.horizontal, kept.vertical), (vec![table[0], short], vec![table[1]]));
    }
}
