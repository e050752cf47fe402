//! What tools write: our JSON, Markdown, HTML, plain text, table lists, fields, LaTeX.

use document::Reading;

use super::document_form::content_of;
use super::{json, sroie, table_list};
use crate::Error;
use crate::content::{Block, Content, PageContent, TableContent};
use crate::markup::{Element, Node, markdown_formulas, markdown_tables, markdown_text, parse_html};

/// Formats of predictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PredictionFormat {
    /// `document.json` of Inkstone.
    Document,
    /// Markdown of any tool, its tables as pipes or HTML.
    Markdown,
    /// HTML of any tool.
    Html,
    /// Plain text.
    Text,
    /// `<name>.tables.json`: a list of tables, each with `page`, `bbox`, `html`, `cells`, as far as known.
    TableList,
    /// `<name>.fields.json`: a flat JSON object of names and values.
    Fields,
    /// One formula as LaTeX.
    Latex,
}

impl PredictionFormat {
    /// Tells the format from a file's name; nothing for other names.
    pub fn guess(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension {
            "json" if name.ends_with(".fields.json") => Self::Fields,
            "json" if name.ends_with(".tables.json") => Self::TableList,
            "json" => Self::Document,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" => Self::Html,
            "txt" => Self::Text,
            "tex" => Self::Latex,
            _ => return None,
        })
    }
}

/// Reads a prediction. Predictions of one sample in several files are put together by [`Content::merged`].
///
/// ```
/// use evaluation::read::{read_prediction, PredictionFormat};
/// let content = read_prediction(PredictionFormat::Markdown, "# A\n\n| x |\n|---|\n| 1 |").unwrap();
/// assert_eq!(content.tables.unwrap()[0].text(), "x1");
/// ```
///
/// # Errors
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) or [`ErrorKind::Content`](crate::ErrorKind::Content) for JSON that is
/// not what it should be; text, Markdown and HTML are never wrong.
pub fn read_prediction(format: PredictionFormat, text: &str) -> Result<Content, Error> {
    Ok(match format {
        PredictionFormat::Document => content_of(&json::<Reading>(text)?.document),
        PredictionFormat::Markdown => markdown(text),
        PredictionFormat::Html => html(text),
        PredictionFormat::Text => Content::of_text(text),
        PredictionFormat::TableList => table_list::read(text)?,
        PredictionFormat::Fields => Content { without_case: false, ..sroie::read_fields(text)? },
        PredictionFormat::Latex => {
            Content { formulas: Some(vec![text.trim().to_owned()]), ..Content::default() }
        }
    })
}

fn markdown(text: &str) -> Content {
    let tables = markdown_tables(text).iter().map(TableContent::from_html).collect();
    let formulas = Some(markdown_formulas(text));
    of_text(markdown_text(text), tables, formulas)
}

fn html(text: &str) -> Content {
    let root = parse_html(text);
    let tables = root.outermost("table").into_iter().map(TableContent::from_html).collect();
    let mut text = String::new();
    collect_text(&root, &mut text);
    of_text(text, tables, None)
}

/// Running text with its paragraphs as blocks.
fn of_text(text: String, tables: Vec<TableContent>, formulas: Option<Vec<String>>) -> Content {
    let mut blocks = vec![Block::default()];
    for line in text.lines() {
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => block.lines.push(line.trim().to_owned()),
            _ => blocks.push(Block::default()),
        }
    }
    blocks.retain(|block| !block.lines.is_empty());
    let page =
        PageContent { text: Some(text), ordered: true, blocks: Some(blocks), ..PageContent::default() };
    Content { pages: vec![page], tables: Some(tables), formulas, ..Content::default() }
}

/// The text of HTML: blocks are parted by an empty line, rows by a line feed, cells by a tab.
fn collect_text(element: &Element, out: &mut String) {
    for child in &element.children {
        let inner = match child {
            Node::Text(text) => {
                let gap = text.starts_with(char::is_whitespace) && !out.ends_with(char::is_whitespace);
                let words: Vec<&str> = text.split_whitespace().collect();
                out.push_str(if gap && !words.is_empty() { " " } else { "" });
                out.push_str(&words.join(" "));
                out.push_str(if !words.is_empty() && text.ends_with(char::is_whitespace) { " " } else { "" });
                continue;
            }
            Node::Element(inner) if matches!(inner.name.as_str(), "head" | "script" | "style") => continue,
            Node::Element(inner) => inner,
        };
        collect_text(inner, out);
        out.push_str(match inner.name.as_str() {
            "td" | "th" => "\t",
            "tr" | "br" | "li" => "\n",
            "p" | "div" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" => "\n\n",
            _ => "",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_has_text_blocks_tables_and_formulas() {
        let content = read_prediction(
            PredictionFormat::Markdown,
            "# Head\n\none\ntwo\n\n$$ x^2 $$\n\n<table><tr><td>a</td><td>b</td></tr></table>",
        );
        let content = content.unwrap();
        let blocks: Vec<_> = content.pages[0].blocks.iter().flatten().map(Block::text).collect();
        assert_eq!(blocks, ["Head", "one\ntwo", "$$ x^2 $$", "a b"]);
        assert_eq!(content.formulas.as_deref(), Some(&["x^2".to_owned()][..]));
        assert_eq!(content.tables.unwrap().len(), 1);
    }

    #[test]
    fn html_keeps_its_lines_apart() {
        let text =
            "<html><head><title>no</title></head><h1>A</h1><p>b <b>c</b>d</p><table><tr><td>x<td>y</table>";
        let content = read_prediction(PredictionFormat::Html, text).unwrap();
        assert_eq!(content.text().as_deref(), Some("A\n\nb cd\n\nx\ty\t\n\n\n"));
    }

    #[test]
    fn names_tell_the_format() {
        let cases = [
            ("a/page.md", Some(PredictionFormat::Markdown)),
            ("x.fields.json", Some(PredictionFormat::Fields)),
            ("x.tables.json", Some(PredictionFormat::TableList)),
            ("document.JSON", Some(PredictionFormat::Document)),
            ("x.png", None),
            ("none", None),
        ];
        for (name, want) in cases {
            assert_eq!(PredictionFormat::guess(name), want, "{name}");
        }
    }
}
