//! Telling from the first bytes what an input is.

use document::SourceFormat;

/// PDF readers accept junk before the header as long as it begins in the first kilobyte (ISO 32000-1, annex H).
const PDF_HEADER_WITHIN: usize = 1024;

/// How much is looked at to tell text from other data, and which office file a ZIP archive is.
const LOOK: usize = 4096;

/// The format of `bytes`, where it is one that can be read.
pub(crate) fn format(bytes: &[u8]) -> Option<SourceFormat> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"\x89PNG\r\n\x1a\n") {
        Some(SourceFormat::Png)
    } else if starts(b"\xFF\xD8\xFF") {
        Some(SourceFormat::Jpeg)
    } else if [&b"II*\0"[..], b"MM\0*", b"II+\0", b"MM\0+"].into_iter().any(starts) {
        Some(SourceFormat::Tiff)
    } else if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(SourceFormat::WebP)
    } else if is_bitmap(bytes) {
        Some(SourceFormat::Bmp)
    } else if contains(head(bytes, PDF_HEADER_WITHIN), b"%PDF-") {
        Some(SourceFormat::Pdf)
    } else {
        None
    }
}

/// "BM" alone begins many a text: the size of the second header tells a bitmap.
fn is_bitmap(bytes: &[u8]) -> bool {
    let header = bytes.get(14..18).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    bytes.starts_with(b"BM") && matches!(header, Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124))
}

fn head(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Beginnings of files that people take for documents, with what they are called.
const OTHERS: [(usize, &[u8], &str); 27] = [
    (0, b"GIF8", "a GIF picture"),
    (0, b"\xD0\xCF\x11\xE0", "an old Microsoft Office file (perhaps .doc, .xls or .ppt)"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"8BPS", "a Photoshop picture"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"\x1F\x8B", "a gzip archive"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xFD7zXZ", "an xz archive"),
    (0, b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7FELF", "a program"),
    (0, b"MZ", "a program"),
    (4, b"ftypheic", "a HEIC picture"),
    (4, b"ftypheix", "a HEIC picture"),
    (4, b"ftypmif1", "a HEIF picture"),
    (4, b"ftypavif", "an AVIF picture"),
    (4, b"ftyp", "a video or an ISO media file"),
    (0, b"\x00\x00\x00\x0CjP  ", "a JPEG 2000 picture"),
    (0, b"\xFF\x4F\xFF\x51", "a JPEG 2000 picture"),
    (0, b"\xFF\x0A", "a JPEG XL picture"),
    (0, b"\x00\x00\x00\x0CJXL ", "a JPEG XL picture"),
    (0, b"\x97JB2", "a JBIG2 picture"),
    (0, b"RIFF", "a RIFF file (perhaps sound or video)"),
];

/// What stands in the head of a ZIP archive, with the document that it then is.
const IN_ZIP: [(&[u8], &str); 6] = [
    (b"word/", "perhaps .docx"),
    (b"xl/", "perhaps .xlsx"),
    (b"ppt/", "perhaps .pptx"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub+zip", "an EPUB book"),
    (b"[Content_Types].xml", "perhaps .docx, .xlsx or .pptx"),
];

/// What `bytes` seem to be, in words, for an error message.
pub(crate) fn describe(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "nothing (zero bytes)".into();
    }
    let start = head(bytes, LOOK);
    if start.starts_with(b"PK\x03\x04") {
        let inside = IN_ZIP.iter().find(|(name, _)| contains(start, name));
        return inside.map_or("a ZIP archive".into(), |(_, what)| format!("a ZIP archive ({what})"));
    }
    let known = OTHERS.iter().find(|(at, magic, _)| start.get(*at..).is_some_and(|b| b.starts_with(magic)));
    if let Some((_, _, what)) = known {
        return (*what).into();
    }
    describe_text(start).map_or_else(|| describe_data(start), str::to_owned)
}

/// Which kind of text, where it is text: UTF-8 (perhaps cut at the end) or UTF-16 with its mark, no control characters.
fn describe_text(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Some("text (UTF-16)");
    }
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(start.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    if valid.is_empty() || valid.chars().any(|c| c.is_control() && !c.is_ascii_whitespace() && c != '\u{C}') {
        return None;
    }
    let text = valid.trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    Some(match text.as_str() {
        t if t.starts_with("<!doctype html") || t.starts_with("<html") => "an HTML page",
        t if t.starts_with("<svg") || (t.starts_with("<?xml") && t.contains("<svg")) => "an SVG picture",
        t if t.starts_with("<?xml") => "an XML file",
        _ => "text",
    })
}

fn describe_data(start: &[u8]) -> String {
    let bytes: Vec<String> = start.iter().take(4).map(|b| format!("{b:02X}")).collect();
    format!("data of an unknown kind (it begins with {})", bytes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_from_bytes() {
        let cases: [(&[u8], Option<SourceFormat>); 9] = [
            (b"%PDF-1.7\n", Some(SourceFormat::Pdf)),
            (b"\xEF\xBB\xBFjunk\n%PDF-1.4", Some(SourceFormat::Pdf)),
            (b"\x89PNG\r\n\x1a\n....", Some(SourceFormat::Png)),
            (b"\xFF\xD8\xFF\xE0", Some(SourceFormat::Jpeg)),
            (b"MM\0*....", Some(SourceFormat::Tiff)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(SourceFormat::WebP)),
            (b"BM0000000000000\x28\0\0\0", None),
            (b"BM000000000000\x28\0\0\0", Some(SourceFormat::Bmp)),
            (b"BMW is a maker of cars", None),
        ];
        for (bytes, want) in cases {
            assert_eq!(format(bytes), want, "{}", String::from_utf8_lossy(bytes));
        }
        let late: Vec<u8> = [vec![b' '; 2000], b"%PDF-1.4".to_vec()].concat();
        assert_eq!(format(&late), None);
    }

    #[test]
    fn other_data_has_a_name() {
        let tar = [vec![b'a'; 257], b"ustar".to_vec()].concat();
        let cut_character = "检验".as_bytes().get(..5).unwrap();
        let cases: [(&[u8], &str); 12] = [
            (b"", "nothing (zero bytes)"),
            (b"GIF89a", "a GIF picture"),
            (b"PK\x03\x04 word/document.xml", "a ZIP archive (perhaps .docx)"),
            (b"PK\x03\x04 photo.bin", "a ZIP archive"),
            (b"just words\n", "text"),
            (cut_character, "text"),
            (b"\n <!DOCTYPE HTML><html>", "an HTML page"),
            (b"<?xml version='1.0'?><svg>", "an SVG picture"),
            (b"\0\0\0\x20ftypheic", "a HEIC picture"),
            (b"\x01\x02\x03\x04\x05", "data of an unknown kind (it begins with 01 02 03 04)"),
            (b"\xFF\xFEh\0i\0", "text (UTF-16)"),
            (&tar, "a tar archive"),
        ];
        for (bytes, want) in cases {
            assert_eq!(describe(bytes), want);
        }
    }
}
