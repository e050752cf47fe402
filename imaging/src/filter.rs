//! Running maxima and minima, the parts of grey-scale morphology.

use image::GrayImage;

/// Brightness assumed outside the picture: paper.
const OUTSIDE: u8 = 255;

/// Columns that are worked on together: a strip of a whole page's height stays in the second-level cache.
const STRIP: usize = 128;

/// Grey-scale closing by an upright bar of `span` pixels: dark marks lower than that are filled with the brightness
/// around them, higher ones stay. Outside the picture there is paper, so a line along the very edge is filled too.
///
/// A running maximum and minimum by doubling: windows of 2, 4, 8 ... rows are combined from two of half the height, so
/// each step is one pass over whole rows.
pub(crate) fn close_columns(picture: &GrayImage, span: usize) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if width == 0 || height < span || span < 2 {
        let fill = if span < 2 { picture.as_raw().clone() } else { vec![OUTSIDE; width * height] };
        return from_raw(width, height, fill);
    }
    let mut closed = vec![OUTSIDE; width * height];
    let margin = span - 1;
    let mut strip = Vec::new();
    for left in (0..width).step_by(STRIP) {
        let columns = STRIP.min(width - left);
        strip.clear();
        let rows = picture.as_raw().chunks_exact(width);
        // Windows may begin outside: paper above, and below where no full window begins.
        strip.resize(margin * columns, OUTSIDE);
        rows.for_each(|row| strip.extend_from_slice(&row[left..left + columns]));
        run(&mut strip[margin * columns..], columns, span, u8::max);
        strip[height * columns..].fill(OUTSIDE);
        run(&mut strip, columns, span, u8::min);
        for (row, low) in closed.chunks_exact_mut(width).zip(strip.chunks_exact(columns)) {
            row[left..left + columns].copy_from_slice(low);
        }
    }
    from_raw(width, height, closed)
}

/// Replaces each row by the extreme of itself and the `span` - 1 rows below; the last `span` - 1 rows are left in an
/// intermediate state.
fn run(rows: &mut [u8], width: usize, span: usize, extreme: impl Fn(u8, u8) -> u8) {
    let mut done = 1;
    while done < span {
        let step = done.min(span - done);
        let offset = step * width;
        let count = rows.len().saturating_sub(offset) / width;
        for row in 0..count {
            let (above, below) = rows.split_at_mut(row * width + offset);
            let here = &mut above[row * width..row * width + width.min(offset)];
            here.iter_mut().zip(&below[..width]).for_each(|(a, b)| *a = extreme(*a, *b));
        }
        done += step;
    }
}

/// Side of the square blocks in which a picture is transposed, so that both sides stay in the cache.
const TILE: usize = 32;

/// Rows become columns.
pub(crate) fn transpose(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let from = picture.as_raw();
    let mut to = vec![0; width * height];
    for top in (0..height).step_by(TILE) {
        for left in (0..width).step_by(TILE) {
            let bottom = (top + TILE).min(height);
            for x in left..(left + TILE).min(width) {
                let column = &mut to[x * height + top..x * height + bottom];
                let source = from[top * width + x..].iter().step_by(width);
                column.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
            }
        }
    }
    from_raw(height, width, to)
}

/// The picture at 1/`factor` of its size: each pixel the brightest of its block. Letters vanish from it, solid areas stay.
pub(crate) fn brightest(picture: &GrayImage, factor: usize) -> GrayImage {
    let mut width = 0;
    let pooled = picture.as_raw().chunks(picture.width().max(1) as usize * factor).flat_map(|band| {
        let rows = band.chunks(picture.width().max(1) as usize);
        let mut highest = vec![0_u8; picture.width() as usize];
        rows.for_each(|row| highest.iter_mut().zip(row).for_each(|(a, b)| *a = (*a).max(*b)));
        let row: Vec<u8> =
            highest.chunks(factor).map(|block| block.iter().copied().max().unwrap_or(OUTSIDE)).collect();
        width = row.len();
        row
    });
    let pooled: Vec<u8> = pooled.collect();
    let height = pooled.len().checked_div(width).unwrap_or(0);
    from_raw(width, height, pooled)
}

fn from_raw(width: usize, height: usize, pixels: Vec<u8>) -> GrayImage {
    GrayImage::from_raw(width as u32, height as u32, pixels).unwrap_or_default()
}

/// The picture at half its size, each pixel the mean of four; an odd last row or column is left out.
pub(crate) fn halve(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pairs = picture.as_raw().chunks_exact((2 * width).max(1)).take(height / 2);
    let rows = pairs.flat_map(|pair| {
        let (above, below) = pair.split_at(width);
        let (above, below) = (above.as_chunks::<2>().0, below.as_chunks::<2>().0);
        let mean = |(a, b): (&[u8; 2], &[u8; 2])| {
            let sum = [a[0], a[1], b[0], b[1]].into_iter().map(u16::from).sum::<u16>();
            ((sum + 2) / 4) as u8
        };
        above.iter().zip(below).map(mean)
    });
    from_raw(width / 2, height / 2, rows.collect())
}

/// Dark becomes light.
pub(crate) fn negative(picture: &GrayImage) -> GrayImage {
    from_raw(
        picture.width() as usize,
        picture.height() as usize,
        picture.as_raw().iter().map(|v| 255 - v).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition: the lowest, over all windows that hold the pixel, of the window's highest.
    fn closed_slowly(picture: &GrayImage, span: i64) -> GrayImage {
        let height = i64::from(picture.height());
        let value = |x: u32, y: i64| {
            if (0..height).contains(&y) { picture.get_pixel(x, y as u32).0[0] } else { OUTSIDE }
        };
        let highest = |x: u32, top: i64| (top..top + span).map(|y| value(x, y)).max().unwrap();
        GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
            let tops = i64::from(y) + 1 - span..=i64::from(y);
            image::Luma([tops.map(|top| highest(x, top)).min().unwrap()])
        })
    }

    #[test]
    fn closing_is_what_its_definition_says() {
        let mut seed = 1_u32;
        for (width, height) in [(1, 1), (3, 40), (300, 21)] {
            let picture = GrayImage::from_fn(width, height, |_, _| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                image::Luma([(seed >> 24) as u8])
            });
            for span in [1, 2, 3, 7, 15, 21] {
                assert_eq!(
                    close_columns(&picture, span),
                    closed_slowly(&picture, span as i64),
                    "{width} {height} {span}"
                );
            }
        }
    }

    #[test]
    fn rows_become_columns_and_back() {
        let picture = GrayImage::from_fn(70, 33, |x, y| image::Luma([(x * 3 + y * 7) as u8]));
        let turned = transpose(&picture);
        assert_eq!(turned.get_pixel(5, 60), picture.get_pixel(60, 5));
        assert_eq!(transpose(&turned), picture);
    }

    #[test]
    fn pooling_keeps_the_brightest_and_halving_the_mean() {
        let picture = GrayImage::from_fn(5, 3, |x, y| image::Luma([(10 * x + y) as u8]));
        assert_eq!(brightest(&picture, 2).as_raw(), &[11, 31, 41, 12, 32, 42]);
        assert_eq!(halve(&picture).as_raw(), &[6, 26]);
    }
}
