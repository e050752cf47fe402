mod escape;

use document::{Document, RegionClass, Table, join_lines};

use crate::escape::{one_line, push_fmt};
use crate::flow::{Block, Flow, Lines, PageFlow, Piece, Setting};
use crate::list::{Marker, items, split_marker};
use crate::nests::Nests;
use crate::rows::row_texts;
use crate::table::{pipe_table, write_nested_html};

pub(crate) use escape::pipe_cell;

/// Where headers, footers and page numbers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Margins {
    /// Where they stand in the reading order.
    #[default]
    InPlace,
    /// On each page headers first, then the text in reading order, then footers: the convention of page-level
    /// benchmarks. A page number goes with the headers if it is read before the first block of text.
    HeadersFirstFootersLast,
    /// They are left out; the only way to lose words.
    Omit,
}

/// What stands between two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PageSeparator {
    /// A comment with the number of the page that begins: `<!-- page 2 -->`.
    #[default]
    Comment,
    /// A rule: `---`.
    Rule,
    /// Nothing but an empty line.
    None,
}

/// How Markdown is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct MarkdownOptions {
    /// What stands between two pages.
    pub page_separator: PageSeparator,
    /// Where headers, footers and page numbers go.
    pub margins: Margins,
}

impl MarkdownOptions {
    /// The same with `margins`.
    #[must_use]
    pub fn with_margins(mut self, margins: Margins) -> Self {
        self.margins = margins;
        self
    }

    /// The same with `separator` between pages.
    #[must_use]
    pub fn with_page_separator(mut self, separator: PageSeparator) -> Self {
        self.page_separator = separator;
        self
    }
}

/// A document as Markdown (CommonMark with GitHub's tables), ending in a line feed; empty for a document without text.
///
/// Titles are `#`, headings `##` and deeper, paragraphs one line each. List items keep their printed markers, but
/// bullets become `-`. Tables are pipe tables where those can hold them, else HTML; words that fit no cell follow their
/// table. A table that goes on over pages stands once, where it begins, and later pages say so in a comment. Seals and signatures are quotes behind a
/// comment that names them; a figure without text is a comment.
///
/// Text is escaped only where it would be taken for markup.
pub fn markdown(document: &Document, options: &MarkdownOptions) -> String {
    let flow = Flow::new(document);
    let mut writer = Writer {
        out: String::new(),
        last_ordinal: None,
        lines: Lines::new(document),
        nests: Nests::new(document),
    };
    for (index, page) in flow.pages.iter().enumerate() {
        if index > 0 {
            writer.separate(options.page_separator, page.page.number);
        }
        for block in ordered(page, options.margins) {
            writer.block(block);
        }
    }
    flow.loose.iter().for_each(|block| writer.block(block));
    writer.out
}

/// The blocks of a page in the order that `margins` asks for.
fn ordered<'b, 'a>(page: &'b PageFlow<'a>, margins: Margins) -> Vec<&'b Block<'a>> {
    if margins == Margins::InPlace {
        return page.blocks.iter().collect();
    }
    let first_text = page.blocks.iter().position(|block| !block.class.is_marginal()).unwrap_or(usize::MAX);
    let (mut head, mut body, mut foot) = (Vec::new(), Vec::new(), Vec::new());
    for (index, block) in page.blocks.iter().enumerate() {
        match block.class {
            RegionClass::Header => head.push(block),
            RegionClass::PageNumber if index < first_text => head.push(block),
            RegionClass::Footer | RegionClass::PageNumber => foot.push(block),
            _ => body.push(block),
        }
    }
    if margins == Margins::Omit {
        return body;
    }
    head.into_iter().chain(body).chain(foot).collect()
}

/// Markdown in the making.
struct Writer<'a> {
    out: String,
    /// Number and delimiter of the item just written, if the last thing written was a numbered item.
    last_ordinal: Option<(u32, char)>,
    lines: Lines<'a>,
    nests: Nests<'a>,
}

impl<'a> Writer<'a> {
    fn separate(&mut self, separator: PageSeparator, page: u32) {
        match separator {
            PageSeparator::Comment => self.chunk(&format!("<!-- page {page} -->")),
            PageSeparator::Rule => self.chunk("---"),
            PageSeparator::None => {}
        }
    }

    /// A block of Markdown, parted from the one before by an empty line.
    fn chunk(&mut self, chunk: &str) {
        if chunk.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(chunk);
        self.out.push('\n');
        self.last_ordinal = None;
    }

    fn block(&mut self, block: &Block<'a>) {
        if let Some(table) = block.table {
            self.table(table);
        }
        if let Some(table) = block.continued {
            self.chunk(&format!("<!-- table {} goes on -->", table.id));
        }
        let texts = row_texts(&block.pieces);
        match (block.setting(), block.class) {
            (_, RegionClass::Figure) if texts.is_empty() => self.chunk("<!-- figure -->"),
            (_, RegionClass::Seal) => self.quote("seal", &texts),
            (_, RegionClass::Signature) => self.quote("signature", &texts),
            (Setting::Items, _) => self.list(&block.pieces),
            (Setting::Lines, _) => self.chunk(&hard_lines(&texts)),
            (Setting::Paragraph, class) => {
                let text = escape::inline(&join_lines(texts.iter().map(String::as_str)));
                match heading_depth(class, block.region.and_then(|region| region.level)) {
                    Some(depth) if !text.is_empty() => {
                        self.chunk(&format!("{} {}", "#".repeat(depth), escape::heading(&text)));
                    }
                    _ => self.chunk(&escape::line_start(&text)),
                }
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        let holds = table.grid.cells().iter().any(|cell| !self.nests.of(table.id, cell).is_empty());
        let chunk = pipe_table(table, &self.lines).filter(|_| !holds).unwrap_or_else(|| {
            let mut html = String::new();
            write_nested_html(&mut html, table, &self.lines, &self.nests);
            html
        });
        self.chunk(chunk.trim_end());
    }

    /// A comment that says what it is, and the text as a quote.
    fn quote(&mut self, name: &str, texts: &[String]) {
        self.chunk(&format!("<!-- {name} -->"));
        self.chunk(&hard_lines(texts).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"));
    }

    fn list(&mut self, pieces: &[Piece<'_>]) {
        let texts = pieces.iter().map(|piece| one_line(&piece.text())).filter(|text| !text.is_empty());
        let mut tight = false;
        for item in items(texts.collect(), String::clone) {
            let text = join_lines(item.iter().map(String::as_str));
            let before = self.last_ordinal;
            let (marker, body) = match split_marker(&text) {
                Some((Marker::Bullet, body)) => ("-".to_owned(), body),
                Some((Marker::Ordered { number, delimiter }, body)) if follows(before, number, delimiter) => {
                    (format!("{number}{delimiter}"), body)
                }
                _ => (String::new(), text.as_str()),
            };
            let body = escape::line_start(&escape::inline(body));
            if marker.is_empty() {
                self.chunk(&body);
                tight = false;
                continue;
            }
            let is_ordered = marker != "-";
            let line = format!("{marker} {body}");
            let line = line.trim_end();
            if tight && is_ordered == before.is_some() {
                push_fmt(&mut self.out, format_args!("{line}\n"));
            } else {
                self.chunk(line);
            }
            tight = true;
            self.last_ordinal = split_marker(&text).and_then(|(marker, _)| match marker {
                Marker::Ordered { number, delimiter } => Some((number, delimiter)),
                _ => None,
            });
        }
    }
}

/// Whether Markdown, which counts by itself, will show `number` behind the item `before`.
fn follows(before: Option<(u32, char)>, number: u32, delimiter: char) -> bool {
    before.is_none_or(|(last, mark)| mark != delimiter || last.checked_add(1) == Some(number))
}

/// The `#` signs of a heading, 1 to 6.
fn heading_depth(class: RegionClass, level: Option<u8>) -> Option<usize> {
    match class {
        RegionClass::Title => Some(1),
        RegionClass::Heading => Some((usize::from(level.unwrap_or(1).max(1)) + 1).min(6)),
        _ => None,
    }
}

/// Lines as printed, parted by hard breaks; they are one paragraph, so delimiters may pair across lines.
fn hard_lines(texts: &[String]) -> String {
    let escaped = escape::inline(&texts.join("\n"));
    escaped.split('\n').map(escape::line_start).collect::<Vec<_>>().join("  \n")
}
