//! Readers of what other programs write: HTML in the wild, XML, Markdown.

mod element;
mod html;
mod latex;
mod markdown;
mod xml;

pub use element::{Element, Node};
pub use html::parse_html;
pub use markdown::{markdown_formulas, markdown_tables, markdown_text};
pub use xml::parse_xml;

pub(crate) use html::escape;
pub(crate) use latex::unwrap_latex;
