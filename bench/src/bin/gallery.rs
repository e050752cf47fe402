//! Writes one page that shows how hard kinds of tables are read: the page, the grid drawn over it, and the table that
//! comes out. Made from our own fixtures alone (`make gallery`).

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser;
use document::{Document, Rect, Table};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use pipeline::{Engine, EngineOptions, Isolation, ReadOptions, Source};

/// The argument that makes this program serve a PDF to its parent.
const SERVE_PDF: &str = "serve-pdf";
/// Wide enough to read the letters of a page, narrow enough that the whole gallery stays small.
const PICTURE_WIDTH: u32 = 620;
/// JPEG quality of the pictures.
const PICTURE_QUALITY: u8 = 55;
/// Of the page around a table so much is shown, as a share of the table's size.
const MARGIN: f32 = 0.04;
const STYLE: &str = include_str!("gallery/style.css");

/// The fixtures that are shown, and what is hard about each.
const KINDS: [(&str, &str); 15] = [
    ("table-ruled", "Ruled, with cells over rows and columns, scanned askew"),
    ("table-half-ruled", "Three lines and no others"),
    ("table-unruled", "No line at all: columns of words"),
    ("table-nested-heads", "Headers of several levels"),
    ("table-banded", "Coloured bands in place of lines"),
    ("table-diagonal", "A header cell parted by a diagonal"),
    ("tables-beside", "Tables side by side"),
    ("table-nested", "A table within a cell of a table"),
    ("table-sideways", "Turned by a quarter on an upright page"),
    ("table-long-digital", "Over several pages, from the text layer of a PDF"),
    ("table-long-scan", "Over several pages, scanned"),
    ("lab-report-two-panel", "Two panels under one header"),
    ("lab-report-photo", "Photographed: bent, shaded, and not straight"),
    ("lab-report-fax", "Faxed: lines broken, letters torn"),
    ("form-boxes", "A table among the boxes of a form"),
];

#[derive(Parser)]
#[command(about = "Writes a page that shows how hard kinds of tables are read")]
struct Args {
    /// Folder with a folder for each fixture.
    fixtures: PathBuf,
    /// The page to write.
    out: PathBuf,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    if std::env::args().nth(1).is_some_and(|arg| arg == SERVE_PDF) {
        return pages::serve_child();
    }
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn run(args: &Args) -> Result<(), Failure> {
    let mut options = EngineOptions::default();
    options.threads = args.threads;
    options.isolation = Isolation::Child { program: std::env::current_exe()?, args: vec![SERVE_PDF.into()] };
    let engine = Engine::new(&options, &())?;
    let mut page = head()?;
    for (name, kind) in KINDS {
        say(name);
        match shown(&engine, &args.fixtures.join(name), name, kind)? {
            Some(section) => page.push_str(&section),
            None => say(&format!("{name}: no table was found")),
        }
    }
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(std::fs::write(&args.out, page)?)
}

fn head() -> Result<String, Failure> {
    let mut page = String::new();
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src \
         'unsafe-inline'\">\n<title>Tables</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Tables</h1>\n<p class=\"lead\">How hard kinds of tables are read. On the left the page as it was given; \
         in the middle the cells that were found, each outlined where it stands; on the right the table as it comes \
         out. The pages are our own, the people on them are made up. Written by <code>make gallery</code>.</p>\n<nav>\n"
    )?;
    for (name, kind) in KINDS {
        writeln!(page, "<a href=\"#{name}\">{kind}</a>")?;
    }
    page.push_str("</nav>\n");
    Ok(page)
}

/// A page's picture with the factor from its units to pixels.
struct Picture {
    number: u32,
    pixels: RgbImage,
    scale: f32,
}

/// The section of one fixture; nothing where no table was found on it.
fn shown(engine: &Engine, folder: &Path, name: &str, kind: &str) -> Result<Option<String>, Failure> {
    let Some(input) = input(folder)? else { return Ok(None) };
    let mut pictures = vec![];
    let reading = engine.read_pages(Source::file(input)?, &ReadOptions::default(), &mut |event| {
        let pixels = event.picture.pixels().clone();
        let scale = pixels.width() as f32 / event.page.size.width.max(1.0);
        pictures.push(Picture { number: event.page.number, pixels, scale });
    })?;
    let document = &reading.document;
    if document.tables.is_empty() {
        return Ok(None);
    }
    let mut section = String::new();
    writeln!(section, "<section id=\"{name}\">\n<h2>{kind}</h2>\n<div class=\"row\"><div class=\"pages\">")?;
    for picture in &pictures {
        push_picture(&mut section, picture, document)?;
    }
    section.push_str("</div><div class=\"tables\">\n");
    for table in &document.tables {
        writeln!(section, "<p class=\"about\">{}</p>", about(table))?;
        section.push_str(&export::table_html(table));
    }
    section.push_str("</div></div>\n</section>\n");
    Ok(Some(section))
}

fn input(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut files = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    Ok(files.find(|path| path.file_stem().is_some_and(|stem| stem == "input")))
}

fn about(table: &Table) -> String {
    let pages: Vec<u32> = table.places.iter().map(|place| place.page).collect();
    let pages = match (pages.first(), pages.last()) {
        (Some(first), Some(last)) if first != last => format!(", pages {first} to {last}"),
        _ => String::new(),
    };
    let sure = table.confidence.map_or(String::new(), |c| format!(", {:.0} % sure", c.get() * 100.0));
    format!("{}: {} rows, {} columns{pages}{sure}", table.id, table.grid.rows(), table.grid.columns())
}

/// The part of a page that has tables, twice: as given, and with the cells outlined. The picture itself is there once.
fn push_picture(section: &mut String, picture: &Picture, document: &Document) -> Result<(), Failure> {
    let here = |table: &&Table| table.places.iter().any(|place| place.page == picture.number);
    let tables: Vec<&Table> = document.tables.iter().filter(here).collect();
    let places = tables.iter().flat_map(|table| &table.places).filter(|place| place.page == picture.number);
    let Some(area) = Rect::around(places.map(|place| place.outline.bounds())) else { return Ok(()) };
    let area = area.grown(MARGIN * area.width().max(area.height()));
    let pixel = |value: f32, end: u32| (value * picture.scale).clamp(0.0, end as f32) as u32;
    let (width, height) = picture.pixels.dimensions();
    let (left, top) = (pixel(area.left, width), pixel(area.top, height));
    let (right, bottom) = (pixel(area.right, width), pixel(area.bottom, height));
    let cut = imageops::crop_imm(&picture.pixels, left, top, (right - left).max(1), (bottom - top).max(1))
        .to_image();
    let factor = (PICTURE_WIDTH as f32 / cut.width() as f32).min(1.0);
    let size = |side: u32| ((side as f32 * factor).round() as u32).max(1);
    let small = imageops::resize(&cut, size(cut.width()), size(cut.height()), FilterType::Triangle);
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, PICTURE_QUALITY).encode_image(&small)?;
    let data = STANDARD.encode(bytes.into_inner());
    let (width, height) = small.dimensions();
    write!(
        section,
        "<div class=\"pair\" style=\"--picture:url(data:image/jpeg;base64,{data});--ratio:{:.4}\">\
         <div class=\"sheet\" role=\"img\" aria-label=\"Page {} as it was given\"></div>\
         <div class=\"sheet\"><svg viewBox=\"0 0 {width} {height}\" aria-label=\"The cells found on it\">",
        width as f32 / height as f32,
        picture.number
    )?;
    let cells = tables.iter().flat_map(|table| table.grid.cells());
    for place in cells.flat_map(|cell| &cell.places).filter(|place| place.page == picture.number) {
        let points = place.outline.points().iter().map(|point| {
            let x = (point.x * picture.scale - left as f32) * factor;
            let y = (point.y * picture.scale - top as f32) * factor;
            format!("{x:.0},{y:.0}")
        });
        write!(section, "<polygon points=\"{}\"/>", points.collect::<Vec<_>>().join(" "))?;
    }
    section.push_str("</svg></div></div>\n");
    Ok(())
}
