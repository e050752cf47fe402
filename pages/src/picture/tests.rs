use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageBuffer, ImageEncoder, Luma, LumaA, Rgb, Rgba, RgbaImage};
use tiff::encoder::{Rational, TiffEncoder, colortype};
use tiff::tags::{ResolutionUnit, Tag};

use super::*;

fn encode<P, C>(picture: &ImageBuffer<P, C>, format: ImageFormat) -> Vec<u8>
where
    P: image::PixelWithColorType,
    [P::Subpixel]: image::EncodableLayout,
    C: std::ops::Deref<Target = [P::Subpixel]>,
{
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn read(bytes: &[u8], format: SourceFormat) -> Picture {
    decode(bytes, format, &Limits::default()).unwrap()
}

/// Wider than high, the left half dark, so that turns can be told.
fn halves() -> RgbImage {
    RgbImage::from_fn(32, 16, |x, _| if x < 16 { Rgb([10, 20, 30]) } else { Rgb([240, 230, 220]) })
}

fn jpeg(exif: Option<Vec<u8>>, dpi: Option<u16>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(dpi) = dpi {
        encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(dpi));
    }
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.write_image(&halves(), 32, 16, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// An EXIF block with orientation, x resolution and its unit (2: inch, 3: centimetre).
fn exif_block(orientation: u16, resolution: u32, unit: u16) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    let mut entry = |tag: u16, kind: u16, value: [u8; 4]| {
        block.extend([tag.to_be_bytes(), kind.to_be_bytes()].concat());
        block.extend(1_u32.to_be_bytes());
        block.extend(value);
    };
    let short = |v: u16| [v.to_be_bytes(), [0, 0]].concat().try_into().unwrap();
    entry(0x112, 3, short(orientation));
    entry(0x11A, 5, 50_u32.to_be_bytes());
    entry(0x128, 3, short(unit));
    block.extend([0; 4]);
    block.extend([resolution.to_be_bytes(), 1_u32.to_be_bytes()].concat());
    block
}

#[test]
fn every_format_is_read() {
    let cases = [
        (ImageFormat::Png, SourceFormat::Png),
        (ImageFormat::WebP, SourceFormat::WebP),
        (ImageFormat::Bmp, SourceFormat::Bmp),
    ];
    for (format, name) in cases {
        assert_eq!(read(&encode(&halves(), format), name).pixels, halves(), "{name:?}");
    }
    let decoded = read(&jpeg(None, None), SourceFormat::Jpeg);
    let error = |(a, b): (&u8, &u8)| a.abs_diff(*b);
    assert!(decoded.pixels.iter().zip(halves().iter()).map(error).max().unwrap() < 12);
}

#[test]
fn exif_turns_the_picture() {
    // Orientation, whether the sides are swapped, and where the dark half is.
    let cases = [(1, false, (2, 8)), (3, false, (30, 8)), (6, true, (8, 2)), (8, true, (8, 30))];
    for (orientation, swapped, (x, y)) in cases {
        let picture = read(&jpeg(Some(exif_block(orientation, 200, 2)), None), SourceFormat::Jpeg);
        let want = if swapped { (16, 32) } else { (32, 16) };
        assert_eq!(picture.pixels.dimensions(), want, "orientation {orientation}");
        assert!(picture.pixels.get_pixel(x, y)[0] < 60, "orientation {orientation}");
    }
}

#[test]
fn the_density_is_found() {
    let close = |a: Option<f32>, b: f32| a.is_some_and(|a| (a - b).abs() < 0.5);
    assert!(close(read(&jpeg(None, Some(300)), SourceFormat::Jpeg).dpi, 300.0));
    assert!(close(read(&jpeg(Some(exif_block(1, 200, 2)), Some(300)), SourceFormat::Jpeg).dpi, 200.0));
    assert!(close(read(&jpeg(Some(exif_block(1, 100, 3)), None), SourceFormat::Jpeg).dpi, 254.0));
    let mut png = encode(&halves(), ImageFormat::Png);
    // 11,811 pixels a metre are 300 an inch; the check sum of an ancillary chunk is the decoder's own business.
    let chunk =
        [&b"\0\0\0\x09pHYs"[..], &11_811_u32.to_be_bytes(), &11_811_u32.to_be_bytes(), b"\x01"].concat();
    png.splice(33..33, chunk.into_iter().chain([0; 4]));
    assert!(close(density::of(&png, SourceFormat::Png, None), 300.0));
    assert_eq!(density::of(&encode(&halves(), ImageFormat::Png), SourceFormat::Png, None), None);
}

#[test]
fn the_empty_density_of_cameras_is_not_believed() {
    let cases =
        [(72.0, 4000, None), (72.0, 800, Some(72.0)), (96.0, 1200, Some(96.0)), (300.0, 9900, Some(300.0))];
    for (dpi, side, want) in cases {
        assert_eq!(density::plausible(Some(dpi), side), want, "{dpi} {side}");
    }
}

#[test]
fn transparency_lies_on_white_and_16_bits_become_8() {
    let glass = RgbaImage::from_fn(4, 1, |x, _| Rgba([0, 0, 0, [0, 64, 128, 255][x as usize]]));
    let flat = read(&encode(&glass, ImageFormat::Png), SourceFormat::Png).pixels;
    assert_eq!(flat.pixels().map(|p| p[0]).collect::<Vec<_>>(), [255, 191, 127, 0]);
    let deep = ImageBuffer::<Luma<u16>, _>::from_fn(2, 1, |x, _| Luma([[0x1234, 0xFFFF][x as usize]]));
    let flat = read(&encode(&deep, ImageFormat::Png), SourceFormat::Png).pixels;
    assert_eq!(flat.pixels().map(|p| p[0]).collect::<Vec<_>>(), [0x12, 0xFF]);
    let grey = ImageBuffer::<LumaA<u8>, _>::from_pixel(1, 1, LumaA([0, 0]));
    assert_eq!(read(&encode(&grey, ImageFormat::Png), SourceFormat::Png).pixels.get_pixel(0, 0).0, [255; 3]);
}

#[test]
fn sizes_are_limited_before_pixels_are_decoded() {
    let limits = Limits { pixels: 511, ..Limits::default() };
    let error = decode(&encode(&halves(), ImageFormat::Png), SourceFormat::Png, &limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(error.to_string(), "the picture is 32 x 16 = 512 pixels, the limit is 511");
    let limits = Limits { pixels: 512, ..limits };
    assert!(decode(&encode(&halves(), ImageFormat::Png), SourceFormat::Png, &limits).is_ok());
}

#[test]
fn broken_pictures_are_errors_and_a_cut_jpeg_says_so() {
    for (format, name) in [(ImageFormat::Png, SourceFormat::Png), (ImageFormat::WebP, SourceFormat::WebP)] {
        let whole = encode(&halves(), format);
        let error = decode(&whole[..whole.len() / 2], name, &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damaged, "{name:?}");
    }
    let whole = jpeg(None, None);
    assert_eq!(read(&whole, SourceFormat::Jpeg).damage, None);
    let cut = &whole[..whole.len() - 40];
    match decode(cut, SourceFormat::Jpeg, &Limits::default()) {
        Ok(picture) => assert!(picture.damage.is_some()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Damaged),
    }
    assert!(decode(&whole[..100], SourceFormat::Jpeg, &Limits::default()).is_err());
}

/// A TIFF of one grey page for each number, which is its brightness; `reduced` pages are marked as thumbnails.
fn tiff(pages: &[u8], reduced: &[usize]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    for (index, value) in pages.iter().enumerate() {
        let mut page = encoder.new_image::<colortype::Gray8>(8, 4).unwrap();
        page.resolution(ResolutionUnit::Inch, Rational { n: 150, d: 1 });
        page.encoder().write_tag(Tag::NewSubfileType, u32::from(reduced.contains(&index))).unwrap();
        page.write_data(&[*value; 32]).unwrap();
    }
    bytes.into_inner()
}

fn open_tiff(bytes: Vec<u8>) -> TiffPages {
    TiffPages::open(bytes.into(), &Limits::default()).unwrap()
}

#[test]
fn a_tiff_has_all_its_pages_but_no_thumbnails() {
    let pages = open_tiff(tiff(&[10, 20, 30], &[1]));
    assert_eq!(pages.count(), 2);
    for (number, want) in [(2, 30), (1, 10)] {
        let page = pages.page(number).unwrap();
        assert_eq!((page.pixels.get_pixel(7, 3)[0], page.dpi), (want, Some(150.0)));
    }
    assert!(pages.page(3).is_err());
}

#[test]
fn a_chain_of_tiff_pages_that_leads_back_or_nowhere_ends() {
    let whole = tiff(&[10, 20], &[]);
    let places = directories::chain(&whole).pages;
    assert_eq!(open_tiff(whole.clone()).page(2).unwrap().damage, None);
    let next_of_second = places[1] as usize + 2 + 12 * usize::from(whole[places[1] as usize]);
    for next in [places[0] as u32, 0xFFFF_FFF0] {
        let mut bytes = whole.clone();
        bytes[next_of_second..next_of_second + 4].copy_from_slice(&next.to_le_bytes());
        let pages = open_tiff(bytes);
        assert_eq!(pages.count(), 2);
        let last = pages.page(2).unwrap();
        assert_eq!(last.pixels.get_pixel(0, 0)[0], 20);
        assert!(last.damage.unwrap().contains("leads"));
        assert_eq!(pages.page(1).unwrap().damage, None);
    }
    let error = TiffPages::open(Arc::from(&b"II*\0\xF0\xFF\xFF\xFF"[..]), &Limits::default()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Damaged);
}

#[test]
fn tiff_colours_become_rgb() {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    encoder.write_image::<colortype::CMYK8>(1, 1, &[255, 0, 0, 0]).unwrap();
    encoder.write_image::<colortype::RGBA8>(1, 1, &[0, 0, 0, 0]).unwrap();
    encoder.write_image::<colortype::Gray16>(1, 1, &[0x4000]).unwrap();
    encoder.write_image::<colortype::RGB16>(1, 1, &[0xFFFF, 0, 0x8000]).unwrap();
    let pages = open_tiff(bytes.into_inner());
    let want = [[0, 255, 255], [255; 3], [0x40; 3], [255, 0, 0x80]];
    for (number, want) in (1..).zip(want) {
        assert_eq!(pages.page(number).unwrap().pixels.get_pixel(0, 0).0, want, "page {number}");
    }
}
