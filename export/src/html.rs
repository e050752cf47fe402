mod block;
mod ink;
mod language;
mod sheet;

use document::{Cell, Confidence, Notice, Page, Reading, SourceFormat, Table};

use crate::escape::{html as escaped, push_fmt};
use crate::flow::{Flow, PageFlow};
use crate::palette;
use ink::Ink;

/// Below this a word, and in a workbook a cell, is worth a second look. Of 7,833 words on 80 laboratory reports of the factory,
/// clean and photographed, 5 in 100 are below, and with them half of those that are wrong; .75 would mark 3 in 100 and find 28 in
/// 100 of the wrong ones (2026-11-26).
pub(crate) const DOUBTFUL_BELOW: f32 = 0.8;

/// What is inlined, so that the page is one file.
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// How HTML is written.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// The folder of the page pictures, with nothing drawn over them, as seen from the HTML file, such as `pictures`;
    /// they are named by [`picture_name`]. Absent: no pictures, the text alone.
    pub pictures: Option<String>,
    /// The language for the `lang` attribute, as BCP 47 has it. Absent: guessed from the scripts.
    pub language: Option<String>,
    /// Words that were read with less confidence are marked; absent: none is.
    pub doubtful_below: Option<Confidence>,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self { pictures: None, language: None, doubtful_below: Confidence::clamped(DOUBTFUL_BELOW) }
    }
}

impl HtmlOptions {
    /// The same with page pictures in `folder`.
    #[must_use]
    pub fn with_pictures(mut self, folder: impl Into<String>) -> Self {
        self.pictures = Some(folder.into());
        self
    }
}

/// The file name of a page's picture beside the HTML: `0001.jpg` for page 1.
pub fn picture_name(page: u32) -> String {
    format!("{page:04}.jpg")
}

/// A reading as one HTML page that needs nothing else but, if asked for, the page pictures beside it; it makes no
/// request to any other place.
///
/// Text and tables stand in reading order beside the picture of their page. Pointing at a block, line or cell outlines
/// it on the picture and the other way round; doubtful words are marked; failures and warnings stand on top. Without a
/// script it is a plain page with links from the picture to the text.
///
/// Every region, line, table and cell can be linked to by its name: `document.html#p3-l12`, `#p3-r4`, `#t1`; a cell's
/// name counts rows and columns from 1: `#t1-r2-c3`; a page is `#p3`.
pub fn html(reading: &Reading, options: &HtmlOptions) -> String {
    let document = &reading.document;
    let flow = Flow::new(document);
    let mut ink = Ink::new(document, options.doubtful_below);
    let mut main = String::new();
    for page in &flow.pages {
        write_page(&mut main, page, reading, options, &mut ink);
    }
    if !flow.loose.is_empty() {
        main.push_str("<section class=\"page\"><div class=\"text\">\n");
        flow.loose.iter().for_each(|block| block::write(&mut main, block, &mut ink));
        main.push_str("</div></section>\n");
    }
    let mut out = head(reading, options);
    out.push_str(&banner(reading, ink.doubtful));
    notices(&mut out, "failures", "Not delivered", &reading.failures, &document.pages);
    notices(&mut out, "warnings", "Worth a look", &reading.warnings, &document.pages);
    push_fmt(
        &mut out,
        format_args!("<main>\n{main}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"),
    );
    out
}

/// The name of a cell.
fn cell_id(table: &Table, cell: &Cell) -> String {
    let (row, column) = (cell.span.row.saturating_add(1), cell.span.column.saturating_add(1));
    format!("{}-r{row}-c{column}", table.id)
}

fn write_page<'a>(
    out: &mut String,
    flow: &PageFlow<'a>,
    reading: &Reading,
    options: &HtmlOptions,
    ink: &mut Ink<'a>,
) {
    let page = flow.page;
    let number = page.number;
    push_fmt(
        out,
        format_args!(
            "<section class=\"page\" id=\"p{number}\" data-page=\"{number}\" aria-label=\"Page {number}\">\n"
        ),
    );
    if let Some(folder) = &options.pictures {
        let picture = format!("{}/{}", folder.trim_end_matches('/'), picture_name(number));
        sheet::write(out, page, &reading.document.tables, &picture);
    }
    out.push_str("<div class=\"text\">\n");
    flow.blocks.iter().for_each(|block| block::write(out, block, ink));
    out.push_str("</div></section>\n");
}

/// Everything up to the start of the body.
fn head(reading: &Reading, options: &HtmlOptions) -> String {
    let document = &reading.document;
    let language = options.language.as_deref().unwrap_or_else(|| language::guess(document));
    let mut colors = String::new();
    for class in document::RegionClass::ALL {
        let palette::Look { name, color: [r, g, b] } = palette::look(class);
        push_fmt(&mut colors, format_args!(".c-{name}{{--c:#{r:02x}{g:02x}{b:02x}}}\n"));
    }
    let generator = &document.generator;
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file: data:; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"generator\" content=\"{} {}\">\n<title>{}</title>\n<style>\n{STYLE}{colors}</style>\n</head>\n",
        escaped(language),
        escaped(&generator.name),
        escaped(&generator.version),
        escaped(&document.source.name),
    )
}

/// What the document is, and how much of it is doubtful.
fn banner(reading: &Reading, doubtful: usize) -> String {
    let document = &reading.document;
    let source = &document.source;
    let words: usize = document.pages.iter().flat_map(|page| &page.lines).map(|line| line.words.len()).sum();
    let pages = match (document.pages.len(), source.page_count as usize) {
        (read, all) if read == all => counted(all, "page"),
        (read, all) => format!("{read} of {}", counted(all, "page")),
    };
    let mut out = format!(
        "<body>\n<header class=\"banner\"><h1>{}</h1>\n<p>{} · {pages} · {} · {}",
        escaped(&source.name),
        format_name(source.format),
        counted(document.tables.len(), "table"),
        counted(words, "word"),
    );
    if doubtful > 0 {
        let text = counted(doubtful, "doubtful place");
        push_fmt(&mut out, format_args!(" · <button type=\"button\" class=\"next\">{text}</button>"));
    }
    out.push_str("</p></header>\n");
    out
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn format_name(format: SourceFormat) -> &'static str {
    match format {
        SourceFormat::Pdf => "PDF",
        SourceFormat::Png => "PNG",
        SourceFormat::Jpeg => "JPEG",
        SourceFormat::Tiff => "TIFF",
        SourceFormat::WebP => "WebP",
        SourceFormat::Bmp => "BMP",
        _ => "document",
    }
}

/// Failures or warnings as a list; pages that were read are links.
fn notices(out: &mut String, class: &str, title: &str, notices: &[Notice], pages: &[Page]) {
    if notices.is_empty() {
        return;
    }
    push_fmt(out, format_args!("<aside class=\"notices {class}\" role=\"note\"><h2>{title}</h2>\n<ul>\n"));
    for notice in notices {
        out.push_str("<li>");
        match notice.page {
            Some(page) if pages.iter().any(|p| p.number == page) => {
                push_fmt(out, format_args!("<a href=\"#p{page}\">Page {page}</a>: "));
            }
            Some(page) => push_fmt(out, format_args!("Page {page}: ")),
            None => {}
        }
        push_fmt(out, format_args!("{}</li>\n", escaped(&notice.message)));
    }
    out.push_str("</ul></aside>\n");
}
