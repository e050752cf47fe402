//! Prints the lines and ruling lines of a document's pages; with a third argument, writes the pictures to that folder.
//!
//! `pages-dump FILE [PAGES [FOLDER]]`, with the PDFium library file in `INKSTONE_PDFIUM`.

use std::io::Write;
use std::time::Instant;

use pages::{OpenOptions, open};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("usage: pages-dump FILE [PAGES [FOLDER]]")?;
    let mut options = OpenOptions::default();
    options.pdfium = std::env::var_os("INKSTONE_PDFIUM").map(Into::into);
    if let Some(pages) = args.next() {
        options.pages = pages.parse()?;
    }
    let folder = args.next();
    let mut out = std::io::stdout().lock();
    let mut start = Instant::now();
    for page in open(&file, std::fs::read(&file)?, &options)? {
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                writeln!(out, "FAILED {error}")?;
                continue;
            }
        };
        let (image, took) = (&page.image, start.elapsed().as_millis());
        writeln!(
            out,
            "page {} {}x{} {:.0} dpi {took} ms",
            page.number,
            image.width(),
            image.height(),
            image.dpi()
        )?;
        for line in page.text_layer.iter().flat_map(|layer| &layer.lines) {
            let bounds = line.line.outline.bounds();
            let words = line.line.words.iter().map(|word| {
                let bounds = word.outline.bounds();
                format!("{}@{:.0}-{:.0}", word.text, bounds.left, bounds.right)
            });
            let words: Vec<String> = words.collect();
            let [x0, y0, x1, y1] = [bounds.left, bounds.top, bounds.right, bounds.bottom].map(|v| v.round());
            writeln!(
                out,
                "{x0} {y0} {x1} {y1} {:.2} {:?} {}",
                line.signals.trust(),
                line.line.text,
                words.join("|")
            )?;
        }
        for ruling in &page.rulings {
            writeln!(
                out,
                "ruling {:?} {:?} {:.1} {:.2}",
                ruling.start, ruling.end, ruling.thickness, ruling.coverage
            )?;
        }
        if let Some(folder) = &folder {
            image.pixels().save(format!("{folder}/{:04}.png", page.number))?;
        }
        start = Instant::now();
    }
    Ok(())
}
