//! PDFs through PDFium, in process and in a child. Without the library file that `INKSTONE_PDFIUM` names, the tests that
//! need it say so and pass.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests fail by panicking and say what they skip"
)]

use std::path::PathBuf;

use document::{Point, Rect, SourceFormat, Unit};
use pages::{ErrorKind, Isolation, OpenOptions, SourcePage, open};

/// A PDF whose pages have these extra entries and this content, all in Helvetica.
fn pdf(pages: &[(&str, &str)]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|index| format!("{} 0 R", 4 + 2 * index)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (index, (entries, content)) in pages.iter().enumerate() {
        let resources = "/Resources << /Font << /F 3 0 R >> >>";
        let contents = 5 + 2 * index;
        objects
            .push(format!("<< /Type /Page /Parent 2 0 R {resources} /Contents {contents} 0 R {entries} >>"));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let table = file.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{rows}").bytes());
    file.extend(format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").bytes());
    file
}

const LETTER: &str = "/MediaBox [0 0 612 792]";

/// Options with the library, if there is one.
fn options() -> Option<OpenOptions> {
    let library = std::env::var_os("INKSTONE_PDFIUM").map(PathBuf::from).filter(|file| file.is_file());
    if library.is_none() {
        eprintln!("skipped: INKSTONE_PDFIUM names no PDFium library file");
    }
    library.map(|library| {
        let mut options = OpenOptions::default();
        options.pdfium = Some(library);
        options
    })
}

/// The same with a child process: the example `pdf-child`, which is built with the tests.
fn with_child(mut options: OpenOptions) -> OpenOptions {
    let test = std::env::current_exe().unwrap();
    let program = test.parent().unwrap().parent().unwrap().join("examples/pdf-child");
    options.isolation = Isolation::Child { program, args: vec![] };
    options
}

fn shell(script: &str, mut options: OpenOptions) -> OpenOptions {
    options.isolation =
        Isolation::Child { program: "/bin/sh".into(), args: vec!["-c".into(), script.into()] };
    options
}

fn fixture(name: &str) -> Vec<u8> {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures")).join(name);
    std::fs::read(file).unwrap()
}

fn only_page(bytes: Vec<u8>, options: &OpenOptions) -> SourcePage {
    open("test.pdf", bytes, options).unwrap().next().unwrap().unwrap()
}

fn lines(page: &SourcePage) -> Vec<&str> {
    let lines = page.text_layer.iter().flat_map(|layer| &layer.lines);
    lines.map(|line| line.line.text.as_str()).collect()
}

/// The box of the page's first line in source space.
fn place(page: &SourcePage) -> Rect {
    let outline = &page.text_layer.as_ref().unwrap().lines[0].line.outline;
    outline.map(|point| page.to_source.apply(point)).bounds()
}

#[test]
fn text_and_its_place_survive_crop_box_and_rotation() {
    let Some(options) = options() else { return };
    let content = "BT /F 20 Tf 1 0 0 1 200 500 Tm (Heading) Tj ET";
    // Extra entries, the size in points, and where the middle of the text is.
    let cases = [
        ("", (612.0, 792.0), Point::new(236.0, 284.0)),
        ("/CropBox [100 400 400 700]", (300.0, 300.0), Point::new(136.0, 192.0)),
        ("/Rotate 90", (792.0, 612.0), Point::new(508.0, 236.0)),
        ("/Rotate 180", (612.0, 792.0), Point::new(376.0, 508.0)),
        ("/Rotate 270 /CropBox [100 400 400 700]", (300.0, 300.0), Point::new(192.0, 164.0)),
    ];
    for (entries, size, middle) in cases {
        let page = only_page(pdf(&[(&format!("{LETTER} {entries}"), content)]), &options);
        assert_eq!(
            (page.size.width, page.size.height, page.size.unit),
            (size.0, size.1, Unit::Point),
            "{entries}"
        );
        assert_eq!(lines(&page), ["Heading"], "{entries}");
        let found = place(&page).center();
        assert!(found.distance(middle) < 4.0, "{entries}: {found:?}, expected {middle:?}");
        let dark = |x: u32, y: u32| page.image.pixels().get_pixel(x, y)[0] < 128;
        let bounds = page.text_layer.as_ref().unwrap().lines[0].line.outline.bounds();
        let pixels = (bounds.left as u32..bounds.right as u32)
            .flat_map(|x| (bounds.top as u32..bounds.bottom as u32).map(move |y| (x, y)));
        assert!(pixels.filter(|(x, y)| dark(*x, *y)).count() > 100, "{entries}: no ink where the text is");
    }
}

#[test]
fn a_child_reads_the_same_as_this_process() {
    let Some(options) = options() else { return };
    let content = "BT /F 12 Tf 72 700 Td (One line of text.) Tj ET 72 600 m 300 600 l S 72 500 200 80 re S";
    let bytes = pdf(&[(LETTER, content), (LETTER, "")]);
    let here: Vec<_> = open("a.pdf", bytes.clone(), &options).unwrap().map(Result::unwrap).collect();
    let there: Vec<_> = open("a.pdf", bytes, &with_child(options)).unwrap().map(Result::unwrap).collect();
    assert_eq!(here.len(), 2);
    for (here, there) in here.iter().zip(&there) {
        assert_eq!(here.image, there.image);
        assert_eq!(here.text_layer, there.text_layer);
        assert_eq!(here.rulings, there.rulings);
    }
    assert_eq!(lines(&there[0]), ["One line of text."]);
    assert_eq!(there[0].rulings.len(), 5);
    assert!(there[1].text_layer.is_none());
}

#[test]
fn page_ranges_are_kept_and_the_source_is_told() {
    let Some(mut options) = options() else { return };
    let contents = ["one", "two", "three"].map(|word| format!("BT /F 12 Tf 72 700 Td ({word}) Tj ET"));
    let pages: Vec<_> = contents.iter().map(|content| (LETTER, content.as_str())).collect();
    options.pages = "3,1".parse().unwrap();
    let reader = open("folder/a.pdf", pdf(&pages), &options).unwrap();
    let source = reader.source().clone();
    assert_eq!((source.name.as_str(), source.format, source.page_count), ("a.pdf", SourceFormat::Pdf, 3));
    assert_eq!((reader.selected(), source.sha256.len()), (&[1, 3][..], 64));
    let read: Vec<String> = reader.map(|page| lines(&page.unwrap()).concat()).collect();
    assert_eq!(read, ["one", "three"]);
    options.pages = "4".parse().unwrap();
    let error = open("a.pdf", pdf(&pages), &options).err().unwrap();
    assert_eq!(error.to_string(), "a.pdf: page 4 is asked for, the document has 3 pages");
}

#[test]
fn a_password_is_asked_for_and_checked() {
    let Some(plain) = options() else { return };
    let bytes = fixture("bad/encrypted.pdf");
    for mut options in [plain.clone(), with_child(plain)] {
        let missing = open("a.pdf", bytes.clone(), &options).err().unwrap();
        assert_eq!(missing.kind(), ErrorKind::Password);
        assert_eq!(missing.to_string(), "a.pdf: the PDF is encrypted, expected a password");
        options.password = Some("wrong".into());
        let wrong = open("a.pdf", bytes.clone(), &options).err().unwrap();
        assert_eq!(
            (wrong.kind(), wrong.message()),
            (ErrorKind::Password, "the PDF is encrypted and the password is wrong")
        );
        options.password = Some("right".into());
        assert!(open("a.pdf", bytes.clone(), &options).unwrap().all(|page| page.is_ok()));
    }
}

#[test]
fn a_broken_page_costs_itself_only() {
    let Some(plain) = options() else { return };
    for options in [plain.clone(), with_child(plain)] {
        let pages: Vec<_> = open("a.pdf", fixture("bad/broken-middle-page.pdf"), &options).unwrap().collect();
        let outcomes: Vec<bool> = pages.iter().map(Result::is_ok).collect();
        assert_eq!(outcomes, [true, false, true]);
        let error = pages[1].as_ref().err().unwrap();
        assert_eq!((error.page(), error.kind()), (Some(2), ErrorKind::Damaged));
        assert!(error.to_string().starts_with("a.pdf: page 2: "), "{error}");
    }
}

#[test]
fn invisible_and_unmapped_text_is_not_trusted() {
    let Some(options) = options() else { return };
    let content = "BT /F 20 Tf 72 700 Td (seen) Tj 3 Tr 0 -40 Td (hidden) Tj 0 Tr 1 g 0 -40 Td (white) Tj ET";
    let page = only_page(pdf(&[(LETTER, content)]), &options);
    let trust: Vec<f32> = page.text_layer.unwrap().lines.iter().map(|line| line.signals.trust()).collect();
    assert_eq!(trust, [1.0, 0.0, 0.0]);
    let garbage = only_page(fixture("pages/pdf-garbage-text/input.pdf"), &options);
    let trust = garbage.text_layer.unwrap().trust(&garbage.image.bounds()).unwrap();
    assert!(trust.get() < 0.2, "{trust:?}");
}

#[test]
fn pictures_and_notes_are_blind_areas_of_the_text_layer() {
    let Some(options) = options() else { return };
    let note = "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [100 600 200 650] /Contents (x) >>]";
    let picture = "q 144 0 0 72 300 300 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x7f\x20 EI Q";
    let content = format!("BT /F 12 Tf 72 700 Td (text) Tj ET {picture}");
    let page = only_page(pdf(&[(&format!("{LETTER} {note}"), &content)]), &options);
    let scale = page.image.width() as f32 / page.size.width;
    let blind = &page.text_layer.as_ref().unwrap().blind;
    let want = [Rect::new(300.0, 420.0, 444.0, 492.0), Rect::new(100.0, 142.0, 200.0, 192.0)];
    assert_eq!(blind.len(), 2, "{blind:?}");
    for (found, want) in blind.iter().zip(want) {
        let [x0, y0, x1, y1] = [want.left, want.top, want.right, want.bottom].map(|v| v * scale);
        assert!(found.iou(&Rect::new(x0, y0, x1, y1)) > 0.98, "{found:?}");
    }
}

#[test]
fn the_resolution_follows_the_content_and_the_limit() {
    let Some(mut options) = options() else { return };
    let small = pdf(&[(LETTER, "BT /F 7 Tf 72 700 Td (small print) Tj ET")]);
    assert!((only_page(small.clone(), &options).image.dpi() - 300.0).abs() < 1.0);
    options.limits.pixels = 100_000;
    let page = only_page(small, &options);
    assert!(u64::from(page.image.width()) * u64::from(page.image.height()) < 101_000);
}

#[test]
fn a_child_that_hangs_is_killed_at_the_time_limit() {
    let mut options = OpenOptions::default();
    options.limits.seconds = 0.2;
    let error = open("a.pdf", pdf(&[(LETTER, "")]), &shell("exec sleep 60", options)).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Time);
    assert_eq!(error.to_string(), "a.pdf: reading the PDF took longer than 0.2 s, the time limit");
}

#[test]
fn a_child_that_crashes_or_talks_nonsense_is_an_error() {
    let cases = [
        ("echo complaint >&2; exit 3", "ended early (exit status: 3)", Some("complaint")),
        ("kill -SEGV $$", "ended early (signal: 11 (SIGSEGV)", None),
        (r"printf '\377\377\377\377\377\377\377\377'; cat >/dev/null", "sent a frame that is too long", None),
        (r"printf '\2\0\0\0\0\0\0\0{}'; cat >/dev/null", "sent a reply that is not of its form", None),
    ];
    for (script, want, cause) in cases {
        let bytes = [pdf(&[(LETTER, "")]), vec![b' '; 1 << 20]].concat();
        let error = open("a.pdf", bytes, &shell(script, OpenOptions::default())).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Child, "{script}: {error}");
        assert!(error.to_string().contains(want), "{script}: {error}");
        if let Some(cause) = cause {
            assert_eq!(std::error::Error::source(&error).unwrap().to_string(), cause);
        }
    }
}

#[test]
fn a_missing_program_or_library_is_named() {
    let mut options = OpenOptions::default();
    options.isolation = Isolation::Child { program: "/no/such/program".into(), args: vec![] };
    let error = open("a.pdf", pdf(&[(LETTER, "")]), &options).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Child);
    assert!(error.to_string().contains("/no/such/program"), "{error}");
    let mut options = with_child(OpenOptions::default());
    options.pdfium = Some("/no/such/libpdfium.so".into());
    let error = open("a.pdf", pdf(&[(LETTER, "")]), &options).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Library);
    assert!(error.to_string().contains("/no/such/libpdfium.so"), "{error}");
}
