use image::GrayImage;

use crate::{BinariseOptions, Component, binarise, components, filter};

/// Pictures with more pixels than this are measured at half size: letters of 150 dpi and more survive that,
const HALVE_FROM: usize = 1_500_000;
/// unless as many marks as this, per letter, are too low to be measured then: the small print of a newspaper on a photo.
/// On pages whose letters measure the same in full size they are a tenth of the letters, seldom two.
const MANY_SPECKS: f32 = 0.5;
/// Pictures with more pixels than this are a page at 400 dpi and more, on which half the size says all there is.
const HUGE_FROM: usize = 12_000_000;
/// Lower components are specks and punctuation, in pixels.
const MIN_HEIGHT: f32 = 4.0;
/// Lower marks are noise even where letters are too small to be measured.
const SPECK: f32 = 2.0;
/// No letter is wider than this many times its height; ruling lines and merged words are.
const MAX_ASPECT: f32 = 4.0;
/// Components taller than this share of the picture are frames and figures.
const MAX_SHARE: f32 = 6.0;
/// Fewer components than this say nothing.
const MIN_COMPONENTS: usize = 3;

/// How high letters are, in pixels (between an x and a capital; of a Han character most of it): quantiles of the heights of
/// the connected components that may be letters, weighted by height so that specks do not rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LetterHeights {
    /// The first quartile: the small print of a page of many sizes.
    pub small: f32,
    /// The median.
    pub typical: f32,
}

/// The heights of the letters on `picture`; nothing where too few are seen.
pub fn letter_heights(picture: &GrayImage) -> Option<LetterHeights> {
    let doubled = |h: LetterHeights| LetterHeights { small: 2.0 * h.small, typical: 2.0 * h.typical };
    if picture.as_raw().len() > HUGE_FROM {
        return letter_heights(&filter::halve(picture)).map(doubled);
    }
    if picture.as_raw().len() <= HALVE_FROM {
        return heights_of(&Marks::on(picture));
    }
    let marks = Marks::on(&filter::halve(picture));
    if marks.specks as f32 > MANY_SPECKS * marks.letters.len() as f32 {
        return heights_of(&Marks::on(picture));
    }
    heights_of(&marks).map(doubled)
}

/// The marks on a picture that may be letters.
struct Marks {
    /// Their heights, rising.
    letters: Vec<f32>,
    /// How many are as wide as letters but too low to tell from specks.
    specks: usize,
}

impl Marks {
    fn on(picture: &GrayImage) -> Self {
        let mask = if is_dark(picture) {
            binarise(&filter::negative(picture), BinariseOptions::default())
        } else {
            binarise(picture, BinariseOptions::default())
        };
        let found = components(&mask);
        let letters = found.iter().filter(|c| may_be_letter(c, picture.height() as f32));
        let mut letters: Vec<f32> = letters.map(|c| c.bounds.height()).collect();
        letters.sort_by(f32::total_cmp);
        let specks =
            found.iter().filter(|c| (SPECK..MIN_HEIGHT).contains(&c.bounds.height()) && is_narrow(c));
        Self { specks: specks.count(), letters }
    }
}

fn heights_of(marks: &Marks) -> Option<LetterHeights> {
    let heights = &marks.letters;
    if heights.len() < MIN_COMPONENTS {
        return None;
    }
    let total = heights.iter().sum::<f32>();
    Some(LetterHeights { small: quantile(heights, total / 4.0)?, typical: quantile(heights, total / 2.0)? })
}

/// The first of the rising `heights` with which their sum reaches `sum`.
fn quantile(heights: &[f32], sum: f32) -> Option<f32> {
    let mut so_far = 0.0;
    heights.iter().copied().find(|height| {
        so_far += height;
        so_far >= sum
    })
}

/// Whether most of the picture is darker than medium grey: light letters on dark paper.
fn is_dark(picture: &GrayImage) -> bool {
    let dark = picture.as_raw().iter().filter(|v| **v < 128).count();
    2 * dark > picture.as_raw().len()
}

fn may_be_letter(component: &Component, page_height: f32) -> bool {
    let (width, height) = (component.bounds.width(), component.bounds.height());
    height >= MIN_HEIGHT
        && height <= (page_height / MAX_SHARE).max(MIN_HEIGHT)
        && is_narrow(component)
        && width * 8.0 >= height
}

fn is_narrow(component: &Component) -> bool {
    component.bounds.width() <= MAX_ASPECT * component.bounds.height()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn letters_are_measured_among_specks_and_lines() {
        for (height, size) in [(8, (400, 300)), (14, (400, 300)), (24, (1500, 1200))] {
            let page = GrayImage::from_fn(size.0, size.1, |x, y| {
                let letter = x % (2 * height) < height && y % (2 * height) < height && y < size.1 * 4 / 5;
                let speck = x % 37 == 0 && y % 41 == 0 && x % (2 * height) > height + 2;
                Luma([if letter || speck || y == size.1 - 10 { 60 } else { 230 }])
            });
            let alike = LetterHeights { small: height as f32, typical: height as f32 };
            assert_eq!(letter_heights(&page), Some(alike), "{height}");
            assert_eq!(letter_heights(&filter::negative(&page)), Some(alike), "{height}, light on dark");
        }
    }

    #[test]
    fn small_print_among_large_is_told() {
        let page = GrayImage::from_fn(800, 600, |x, y| {
            let height = if y < 300 { 10 } else { 30 };
            let letter = x % (2 * height) < height && y % (2 * height) < height;
            Luma([if letter { 60 } else { 230 }])
        });
        assert_eq!(letter_heights(&page), Some(LetterHeights { small: 10.0, typical: 10.0 }));
        let more_large = GrayImage::from_fn(800, 900, |x, y| {
            let height = if y < 200 { 10 } else { 30 };
            let letter = x % (2 * height) < height && y % (2 * height) < height;
            Luma([if letter { 60 } else { 230 }])
        });
        assert_eq!(letter_heights(&more_large), Some(LetterHeights { small: 10.0, typical: 30.0 }));
    }

    #[test]
    fn print_too_small_for_half_size_is_measured_in_full() {
        let page = GrayImage::from_fn(1600, 1200, |x, y| {
            let height = if y < 300 { 30 } else { 6 };
            let letter = x % (2 * height) < height && y % (2 * height) < height;
            Luma([if letter { 60 } else { 230 }])
        });
        assert_eq!(letter_heights(&page), Some(LetterHeights { small: 6.0, typical: 6.0 }));
    }

    #[test]
    fn blank_and_empty_pictures_have_no_letters() {
        assert_eq!(letter_heights(&GrayImage::from_pixel(100, 100, Luma([200]))), None);
        assert_eq!(letter_heights(&GrayImage::new(0, 0)), None);
    }
}
