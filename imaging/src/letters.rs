use image::GrayImage;

use crate::{BinariseOptions, Component, binarise, components, filter};

/// Pictures with more pixels than this are measured at half size: letters of 150 dpi and more survive that.
const HALVE_FROM: usize = 1_500_000;
/// Lower components are specks and punctuation, in pixels.
const MIN_HEIGHT: f32 = 4.0;
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
    if picture.as_raw().len() > HALVE_FROM {
        let doubled = |h: LetterHeights| LetterHeights { small: 2.0 * h.small, typical: 2.0 * h.typical };
        return letter_heights(&filter::halve(picture)).map(doubled);
    }
    let mask = if is_dark(picture) {
        binarise(&filter::negative(picture), BinariseOptions::default())
    } else {
        binarise(picture, BinariseOptions::default())
    };
    let found = components(&mask);
    let mut heights: Vec<f32> = found
        .iter()
        .filter(|c| may_be_letter(c, picture.height() as f32))
        .map(|c| c.bounds.height())
        .collect();
    if heights.len() < MIN_COMPONENTS {
        return None;
    }
    heights.sort_by(f32::total_cmp);
    let total = heights.iter().sum::<f32>();
    Some(LetterHeights { small: quantile(&heights, total / 4.0)?, typical: quantile(&heights, total / 2.0)? })
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
        && width <= MAX_ASPECT * height
        && width * 8.0 >= height
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
    fn blank_and_empty_pictures_have_no_letters() {
        assert_eq!(letter_heights(&GrayImage::from_pixel(100, 100, Luma([200]))), None);
        assert_eq!(letter_heights(&GrayImage::new(0, 0)), None);
    }
}
