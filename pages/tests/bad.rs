//! What no reader can read: an error that names the input, what was found and what was expected.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use pages::{Error, ErrorKind, OpenOptions, open};

fn outcome(bytes: &[u8], options: &OpenOptions) -> Error {
    match open("folder/input", bytes.to_vec(), options) {
        Err(error) => error,
        Ok(mut reader) => reader.find_map(Result::err).unwrap(),
    }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/bad/{}"), name)).unwrap()
}

#[test]
fn errors_say_what_was_found() {
    const EXPECTED: &str = ", expected a PDF, PNG, JPEG, TIFF, WebP or BMP";
    let cases = [
        ("zero-bytes.png", ErrorKind::Unsupported, "found nothing (zero bytes)", EXPECTED),
        ("text.pdf", ErrorKind::Unsupported, "found text", EXPECTED),
        ("docx.pdf", ErrorKind::Unsupported, "found a ZIP archive (perhaps .docx)", EXPECTED),
        ("picture.gif", ErrorKind::Unsupported, "found a GIF picture", EXPECTED),
        ("truncated.png", ErrorKind::Damaged, "the PNG data are broken or cut short", ""),
        ("bad-crc.png", ErrorKind::Damaged, "the PNG data are broken or cut short", ""),
        (
            "huge.png",
            ErrorKind::Limit,
            "the picture is 30000 x 30000 = 900000000 pixels",
            ", the limit is 120000000",
        ),
    ];
    for (file, kind, found, expected) in cases {
        let error = outcome(&fixture(file), &OpenOptions::default());
        assert_eq!(
            (error.kind(), error.to_string()),
            (kind, format!("folder/input: {found}{expected}")),
            "{file}"
        );
    }
}

#[test]
fn limits_on_bytes_and_pages_hold() {
    let bytes = fixture("cyclic.tiff");
    let mut options = OpenOptions::default();
    options.limits.pages = 1;
    let error = outcome(&bytes, &options);
    assert_eq!(error.to_string(), "folder/input: 2 pages are asked for, the limit is 1");
    options.limits.bytes = 10;
    let error = outcome(&bytes, &options);
    assert_eq!(
        error.to_string(),
        format!("folder/input: the input has {} bytes, the limit is 10", bytes.len())
    );
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn a_pixel_is_a_page_and_a_chain_that_leads_back_ends() {
    for (file, pages) in [("one-pixel.png", 1), ("cyclic.tiff", 2)] {
        let reader = open(file, fixture(file), &OpenOptions::default()).unwrap();
        assert_eq!(reader.filter(Result::is_ok).count(), pages, "{file}");
    }
}
