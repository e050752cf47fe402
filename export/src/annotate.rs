mod canvas;
mod font;

use document::{Page, Point, Rect, Region, Table};
use image::RgbImage;

use crate::palette::{CELL, LINE, ORDER, look};
use canvas::{Canvas, Pen, label_size};

/// The short side of a page on which outlines have the thinnest stroke; larger pictures have larger ones.
const SHORT_SIDE_PER_DOT: u32 = 700;

/// The same for the dots of the letters of labels: at 5 x 7 dots a letter, they can be read where the page fits a screen.
const SHORT_SIDE_PER_LABEL_DOT: u32 = 500;

/// Regions are tinted so lightly that the print under them stays easy to read.
const TINT: f32 = 0.07;

/// The way from region to region lies over text, so it is half transparent.
const ORDER_OPACITY: f32 = 0.55;

/// Length of an arrow's head, in strokes of its line.
const HEAD: f32 = 5.0;

/// What is drawn over a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnotateOptions {
    /// Regions, each with its class and its number in the reading order.
    pub regions: bool,
    /// Lines of text.
    pub lines: bool,
    /// Cells of tables.
    pub cells: bool,
    /// Arrows from each region to the one read next.
    pub order: bool,
}

impl Default for AnnotateOptions {
    fn default() -> Self {
        Self { regions: true, lines: true, cells: true, order: true }
    }
}

/// A page's picture with what was read drawn over it: regions in the colour of their class, with class and number in
/// the reading order; lines thin; cells; arrows from region to region.
///
/// `picture` shows the page in source space, `scale` of its pixels to one unit of the page: 1 for a picture that was
/// read as it is, 200 / 72 for a PDF page rendered at 200 dpi. `tables` are the document's; those of other pages are
/// passed over.
pub fn annotate(
    picture: &RgbImage,
    scale: f32,
    page: &Page,
    tables: &[Table],
    options: &AnnotateOptions,
) -> RgbImage {
    let side = picture.width().min(picture.height());
    let (dot, label) = ((side / SHORT_SIDE_PER_DOT).max(1), (side / SHORT_SIDE_PER_LABEL_DOT).max(1));
    let mut drawing = Drawing { canvas: Canvas::new(picture.clone()), scale, dot, label };
    if options.regions {
        page.regions.iter().for_each(|region| drawing.tint(region));
    }
    if options.lines {
        let pen = Pen { color: LINE, width: dot, opacity: 0.7 };
        page.lines.iter().for_each(|line| drawing.outline(line.outline.points(), pen));
    }
    if options.cells {
        let pen = Pen { color: CELL, width: dot, opacity: 1.0 };
        let places = tables.iter().flat_map(|table| table.grid.cells()).flat_map(|cell| &cell.places);
        places
            .filter(|place| place.page == page.number)
            .for_each(|place| drawing.outline(place.outline.points(), pen));
    }
    if options.regions {
        page.regions.iter().for_each(|region| drawing.frame(region));
    }
    if options.order {
        let ends = page.regions.iter().skip(1);
        page.regions.iter().zip(ends).for_each(|(from, to)| drawing.arrow(from, to));
    }
    if options.regions {
        drawing.names(page);
    }
    drawing.canvas.into_picture()
}

/// A picture and the way onto it from source space.
struct Drawing {
    canvas: Canvas,
    scale: f32,
    /// Of outlines.
    dot: u32,
    /// Of labels.
    label: u32,
}

impl Drawing {
    fn at(&self, point: Point) -> Point {
        Point::new(point.x * self.scale, point.y * self.scale)
    }

    fn points(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|point| self.at(*point)).collect()
    }

    fn outline(&mut self, points: &[Point], pen: Pen) {
        let points = self.points(points);
        self.canvas.outline(&points, pen);
    }

    fn tint(&mut self, region: &Region) {
        let points = self.points(region.outline.points());
        self.canvas.fill(&points, look(region.class).color, TINT);
    }

    fn frame(&mut self, region: &Region) {
        let pen = Pen { color: look(region.class).color, width: self.dot * 2, opacity: 0.9 };
        self.outline(region.outline.points(), pen);
    }

    /// Class and number of each region, where they cover neither print nor another label if there is such a place; where
    /// it is tight the number alone, the colour tells the class.
    fn names(&mut self, page: &Page) {
        let lines = page.lines.iter().map(|line| self.scaled(line.outline.bounds()));
        let mut taken: Vec<Rect> = lines.collect();
        for (region, number) in page.regions.iter().zip(1_usize..) {
            let look = look(region.class);
            let bounds = self.scaled(region.outline.bounds());
            let full = format!("{number} {}", look.name.replace('_', " "));
            let short = number.to_string();
            let mut places = [&full, &short].into_iter().flat_map(|text| self.places(text, &bounds));
            let is_free = |place: &Rect| taken.iter().all(|other| place.overlap(other) == 0.0);
            let found =
                places.find(|(_, place)| is_free(place)).or_else(|| self.places(&short, &bounds).next());
            if let Some((text, place)) = found {
                let text = text.to_owned();
                self.canvas.label(&text, place.left, place.top, self.label, look.color);
                taken.push(place);
            }
        }
    }

    /// Where a label may stand beside `bounds`, the best place first: on top, left, at the right end of the top, right.
    fn places<'t>(&self, text: &'t str, bounds: &Rect) -> impl Iterator<Item = (&'t str, Rect)> + use<'t> {
        let (width, height) = label_size(text, self.label);
        let (width, height) = (width as f32, height as f32);
        let (right, bottom) = (self.canvas.width() as f32 - width, self.canvas.height() as f32 - height);
        let Rect { left, top, right: end, .. } = *bounds;
        let corners = [(left, top - height), (left - width, top), (end - width, top - height), (end, top)];
        // Upper bound first: a picture may be smaller than the label.
        let place = move |(x, y): (f32, f32)| {
            let (x, y) = (x.min(right).max(0.0), y.min(bottom).max(0.0));
            (text, Rect::new(x, y, x + width, y + height))
        };
        corners.into_iter().map(place)
    }

    fn scaled(&self, bounds: Rect) -> Rect {
        let (a, b) =
            (self.at(Point::new(bounds.left, bounds.top)), self.at(Point::new(bounds.right, bounds.bottom)));
        Rect::new(a.x, a.y, b.x, b.y)
    }

    /// From where the straight way leaves one region to where it enters the other; none between regions that overlap.
    fn arrow(&mut self, from: &Region, to: &Region) {
        let (a, b) = (from.outline.bounds(), to.outline.bounds());
        if a.intersection(&b).is_some() {
            return;
        }
        let from = self.at(exit(&a, b.center()));
        let to = self.at(exit(&b, a.center()));
        let pen = Pen { color: ORDER, width: self.dot * 2, opacity: ORDER_OPACITY };
        self.canvas.segment(from, to, pen);
        let length = from.distance(to);
        let size = HEAD * pen.width as f32;
        if !(length.is_finite() && length > 0.0) {
            return;
        }
        let along = Point::new((to.x - from.x) / length * size, (to.y - from.y) / length * size);
        let barb = |side: f32| {
            Point::new(to.x - along.x - side * along.y / 2.0, to.y - along.y + side * along.x / 2.0)
        };
        self.canvas.fill(&[to, barb(1.0), barb(-1.0)], ORDER, 0.9);
    }
}

/// Where the straight way from the middle of `rect` to `target` crosses its edge.
fn exit(rect: &Rect, target: Point) -> Point {
    let center = rect.center();
    let share = |size: f32, way: f32| if way == 0.0 { f32::INFINITY } else { size / 2.0 / way.abs() };
    let t = share(rect.width(), target.x - center.x).min(share(rect.height(), target.y - center.y));
    center.lerp(target, t.min(1.0))
}

#[cfg(test)]
mod tests {
    use document::RegionClass;
    use image::Rgb;

    use super::*;
    use crate::sample::{PageBuilder, cell, place, table};

    fn sample() -> (Page, Vec<Table>) {
        let mut page = PageBuilder::new(1);
        page.region(RegionClass::Title, &["Blood count"]);
        page.region(RegionClass::Table, &["a b"]);
        let mut cell = cell(0, 0, 1, 1, "a");
        cell.places = vec![
            place(1, Rect::new(20.0, 100.0, 60.0, 140.0)),
            place(2, Rect::new(100.0, 200.0, 150.0, 250.0)),
        ];
        (page.finish(), vec![table(1, 1, vec![cell])])
    }

    fn changed(options: &AnnotateOptions, scale: f32) -> impl Fn(u32, u32) -> bool + use<> {
        let (page, tables) = sample();
        let white = RgbImage::from_pixel(400, 600, Rgb([255; 3]));
        let drawn = annotate(&white, scale, &page, &tables, options);
        move |x, y| drawn.get_pixel(x, y).0 != [255; 3]
    }

    #[test]
    fn everything_is_drawn_at_scale() {
        let is_drawn = changed(&AnnotateOptions::default(), 2.0);
        assert!(is_drawn(40, 220), "left edge of the cell of this page");
        assert!(!is_drawn(200, 450), "the cell of the other page");
        assert!(is_drawn(16, 30), "left edge of the title's region");
        assert!(is_drawn(300, 44), "lower edge of the line");
    }

    #[test]
    fn what_is_not_wanted_is_not_drawn() {
        let none = AnnotateOptions { regions: false, lines: false, cells: false, order: false };
        let is_drawn = changed(&none, 2.0);
        assert!((0..600).all(|y| (0..400).all(|x| !is_drawn(x, y))));
        let cells = AnnotateOptions { cells: true, ..none };
        let is_drawn = changed(&cells, 2.0);
        assert!(is_drawn(40, 220) && !is_drawn(16, 30));
    }

    #[test]
    fn labels_leave_the_print_alone() {
        let mut page = PageBuilder::new(1);
        page.region(RegionClass::Text, &["one", "two"]);
        page.region(RegionClass::Text, &["three"]);
        let page = page.finish();
        let drawing = Drawing { canvas: Canvas::new(RgbImage::new(400, 600)), scale: 2.0, dot: 1, label: 1 };
        let bounds = drawing.scaled(page.regions[1].outline.bounds());
        let above = drawing.places("2 text", &bounds).next().unwrap().1;
        assert!(
            above.overlap(&drawing.scaled(page.lines[1].outline.bounds())) > 0.0,
            "on top it would cover a line"
        );
        let labelled = annotate(
            &RgbImage::from_pixel(400, 600, Rgb([255; 3])),
            2.0,
            &page,
            &[],
            &AnnotateOptions { regions: true, lines: false, cells: false, order: false },
        );
        let plate = look(RegionClass::Text).color;
        let is_plate = |p: &Rgb<u8>| p.0.iter().zip(plate).all(|(a, b)| a.abs_diff(b) < 30);
        let covered = page.lines.iter().map(|line| drawing.scaled(line.outline.bounds()).grown(-3.0));
        for line in covered {
            let inside = labelled
                .enumerate_pixels()
                .filter(|(x, y, _)| line.contains(Point::new(*x as f32, *y as f32)));
            assert!(!inside.into_iter().any(|(_, _, pixel)| is_plate(pixel)));
        }
    }

    #[test]
    fn no_scale_breaks_it() {
        let (page, tables) = sample();
        let options = AnnotateOptions::default();
        for scale in [0.0, -1.0, 1e30, f32::NAN, f32::INFINITY] {
            assert_eq!(
                annotate(&RgbImage::new(40, 30), scale, &page, &tables, &options).dimensions(),
                (40, 30)
            );
        }
        assert_eq!(annotate(&RgbImage::new(0, 0), 1.0, &page, &tables, &options).dimensions(), (0, 0));
    }
}
