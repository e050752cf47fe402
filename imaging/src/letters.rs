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

/// The typical height of a letter in pixels (between that of an x and of a capital; of a Han character most of it): the
/// median height of the connected components that may be letters, weighted by height so that specks do not rule.
/// Nothing where too few are seen.
pub fn letter_height(picture: &GrayImage) -> Option<f32> {
    if picture.as_raw().len() > HALVE_FROM {
        return letter_height(&filter::halve(picture)).map(|height| 2.0 * height);
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
    let half = heights.iter().sum::<f32>() / 2.0;
    let mut sum = 0.0;
    heights.into_iter().find(|height| {
        sum += height;
        sum >= half
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
            assert_eq!(letter_height(&page), Some(height as f32), "{height}");
            assert_eq!(
                letter_height(&filter::negative(&page)),
                Some(height as f32),
                "{height}, light on dark"
            );
        }
    }

    #[test]
    fn blank_and_empty_pictures_have_no_letters() {
        assert_eq!(letter_height(&GrayImage::from_pixel(100, 100, Luma([200]))), None);
        assert_eq!(letter_height(&GrayImage::new(0, 0)), None);
    }
}
