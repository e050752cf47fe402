//! A reader of XML, strict about nesting.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Element, Node};
use crate::{Error, ErrorKind};

/// No format that is read here nests deeper than ten.
const MAX_DEPTH: usize = 100;

/// Reads `source` and returns the outermost element.
///
/// # Errors
/// [`ErrorKind::Syntax`] where the text is not well-formed XML, or nests absurdly deep.
pub fn parse_xml(source: &str) -> Result<Element, Error> {
    let mut reader = Reader::from_str(source.trim_start_matches('\u{FEFF}'));
    let mut open = vec![Element::default()];
    loop {
        let place = reader.buffer_position();
        let bad =
            |what: String| Error::new(ErrorKind::Syntax, format!("{what} at byte {place}, expected XML"));
        match reader.read_event().map_err(|error| bad(error.to_string()))? {
            Event::Start(_) if open.len() >= MAX_DEPTH => return Err(bad("elements nest too deep".into())),
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => put(&mut open, Node::Element(element(&start))),
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    put(&mut open, Node::Element(done));
                }
            }
            Event::Text(text) => text_node(&mut open, &text),
            Event::GeneralRef(name) => text_node(&mut open, &format!("&{};", &*name)),
            Event::CData(text) => put(&mut open, Node::Text(text.to_string())),
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.into_iter().next().unwrap_or_default();
    let first = root.elements().next().cloned();
    first.ok_or_else(|| Error::new(ErrorKind::Syntax, "found no element, expected XML"))
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.html_attributes().flatten();
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes
            .map(|a| (a.key.as_ref().to_owned(), html_escape::decode_html_entities(&a.value).into_owned()))
            .collect(),
        children: Vec::new(),
    }
}

fn text_node(open: &mut [Element], text: &str) {
    let text = html_escape::decode_html_entities(text);
    match open.last_mut().and_then(|element| element.children.last_mut()) {
        Some(Node::Text(before)) => before.push_str(&text),
        _ => put(open, Node::Text(text.into_owned())),
    }
}

fn put(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_xml_is_read() {
        let root =
            parse_xml("<?xml version='1.0'?>\n<a x='1 &lt; 2'><B>t &amp; u<![CDATA[ <v>]]></B><c/></a>")
                .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("x")), ("a", Some("1 < 2")));
        assert_eq!(root.child("B").map(Element::text).as_deref(), Some("t & u <v>"));
        assert!(root.child("c").is_some());
    }

    #[test]
    fn anything_else_is_an_error() {
        for source in ["", "text", "<a><b></a>", "<a", &"<a>".repeat(1000)] {
            let error = parse_xml(source).map(|root| root.name);
            assert!(error.is_err(), "{source:.20}: {error:?}");
        }
    }
}
