//! A reader of HTML as programs write it: unclosed cells, unquoted attributes, stray tags. It never fails.

use html_escape::decode_html_entities;

use super::{Element, Node};

/// Tags that open deeper than this are passed over, so that no input can exhaust the stack.
const MAX_DEPTH: usize = 100;

/// Elements that hold nothing.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Reads `source` into an element without a name that holds everything.
///
/// ```
/// let root = evaluation::markup::parse_html("<table><tr><td>a<td colspan=2>b &lt; c</table>");
/// let cells = root.outermost("td");
/// assert_eq!(cells[1].text(), "b < c");
/// assert_eq!(cells[1].attribute("colspan"), Some("2"));
/// ```
pub fn parse_html(source: &str) -> Element {
    let mut builder = Builder { open: vec![Element::default()] };
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        builder.text(&rest[..at]);
        rest = &rest[at..];
        rest = match token(rest) {
            Token::Skip(length) => &rest[length..],
            Token::Text => {
                builder.text("<");
                &rest[1..]
            }
            Token::End(name, length) => {
                builder.end(&name);
                &rest[length..]
            }
            Token::Start(element, closed, length) => {
                let raw = matches!(element.name.as_str(), "script" | "style");
                let closed = closed || raw || VOID.contains(&element.name.as_str());
                let end = if raw { raw_length(&rest[length..], &element.name) } else { 0 };
                builder.start(element, closed);
                &rest[length + end..]
            }
        };
    }
    builder.text(rest);
    builder.finish()
}

/// `text` as HTML text and attribute values need it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

enum Token {
    /// A comment, a declaration.
    Skip(usize),
    /// A `<` that opens nothing.
    Text,
    Start(Element, bool, usize),
    End(String, usize),
}

/// What `rest`, which begins with `<`, begins with.
fn token(rest: &str) -> Token {
    let body = &rest[1..];
    if let Some(comment) = body.strip_prefix("!--") {
        return Token::Skip(comment.find("-->").map_or(rest.len(), |end| end + "<!---->".len()));
    }
    if body.starts_with(['!', '?']) {
        return Token::Skip(rest.find('>').map_or(rest.len(), |end| end + 1));
    }
    let (name, ends) = match body.strip_prefix('/') {
        Some(name) => (name, true),
        None => (body, false),
    };
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Token::Text;
    }
    let length = name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(name.len());
    let mut element = Element::new(name[..length].to_ascii_lowercase());
    let mut after = &name[length..];
    let mut closed = false;
    loop {
        after = after.trim_start();
        let Some(first) = after.chars().next() else { break };
        match first {
            '>' => {
                after = &after[1..];
                break;
            }
            // The tag was never closed; another begins.
            '<' => break,
            '/' => {
                closed = true;
                after = &after[1..];
            }
            _ => {
                closed = false;
                after = attribute(after, &mut element);
            }
        }
    }
    let length = rest.len() - after.len();
    if ends { Token::End(element.name, length) } else { Token::Start(element, closed, length) }
}

/// Reads one attribute into `element` and returns what follows it.
fn attribute<'a>(source: &'a str, element: &mut Element) -> &'a str {
    let stops = |c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>' | '<');
    let length = source.find(stops).unwrap_or(source.len()).max(1);
    // A name that begins with `=` is one sign long at least; signs may be wider than a byte.
    let length = (length..=source.len()).find(|end| source.is_char_boundary(*end)).unwrap_or(source.len());
    let (name, rest) = source.split_at(length);
    let after = rest.trim_start();
    let Some(value) = after.strip_prefix('=') else {
        element.attributes.push((name.to_ascii_lowercase(), String::new()));
        return rest;
    };
    let value = value.trim_start();
    let (value, rest) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
        _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
    };
    element.attributes.push((name.to_ascii_lowercase(), decode_html_entities(value).into_owned()));
    rest
}

/// Length of a script or a style sheet.
fn raw_length(source: &str, name: &str) -> usize {
    source.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(source.len())
}

/// The elements open, outermost first.
struct Builder {
    open: Vec<Element>,
}

impl Builder {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = decode_html_entities(text);
        let Some(last) = self.open.last_mut() else { return };
        match last.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(&text),
            _ => last.children.push(Node::Text(text.into_owned())),
        }
    }

    fn start(&mut self, element: Element, closed: bool) {
        match element.name.as_str() {
            "td" | "th" => {
                self.close(&["td", "th"], &["tr", "table"]);
                let inside = self.open.last().map(|e| e.name.as_str());
                if matches!(inside, Some("table" | "thead" | "tbody" | "tfoot")) {
                    self.open.push(Element::new("tr"));
                }
            }
            "tr" => self.close(&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => self.close(&["thead", "tbody", "tfoot", "tr"], &["table"]),
            "li" => self.close(&["li"], &["ul", "ol", "td", "th"]),
            "p" => self.close(&["p"], &["td", "th", "div"]),
            _ => {}
        }
        if closed {
            self.put(Node::Element(element));
        } else if self.open.len() < MAX_DEPTH {
            self.open.push(element);
        }
    }

    /// An end tag closes what is open inside; one that nothing matches in its cell is passed over.
    fn end(&mut self, name: &str) {
        let within: &[&str] = match name {
            "table" => &[],
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => &["table"],
            _ => &["td", "th", "table"],
        };
        self.close(&[name], within);
    }

    /// Closes up to the innermost open element of one of `names`, not looking past one of `within`.
    fn close(&mut self, names: &[&str], within: &[&str]) {
        let open = self.open.iter().skip(1).rev();
        let wanted =
            open.take_while(|e| names.contains(&e.name.as_str()) || !within.contains(&e.name.as_str()));
        let positions = wanted.enumerate().filter(|(_, e)| names.contains(&e.name.as_str()));
        // `thead` and its row are closed together; for everything else the innermost is meant.
        let depth = if names.len() > 2 { positions.last() } else { positions.into_iter().next() };
        let depth = depth.map(|(depth, _)| depth);
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.put(Node::Element(element));
        }
    }

    fn put(&mut self, node: Node) {
        if let Some(last) = self.open.last_mut() {
            last.children.push(node);
        }
    }

    fn finish(mut self) -> Element {
        while self.open.len() > 1 {
            self.pop();
        }
        self.open.pop().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as one line, to compare with.
    fn shape(element: &Element) -> String {
        let inside: Vec<String> = (element.children.iter())
            .map(|child| match child {
                Node::Text(text) => format!("{text:?}"),
                Node::Element(element) => shape(element),
            })
            .collect();
        format!("{}({})", element.name, inside.join(" "))
    }

    #[test]
    fn wild_html_is_read() {
        let cases = [
            ("<b>a</b>c", r#"(b("a") "c")"#),
            ("a < b & c &amp; &eacute;&#x4e2d;", r#"("a < b & c & é中")"#),
            ("<!-- x --><!DOCTYPE y><p>a<p>b", r#"(p("a") p("b"))"#),
            ("<table><tr><td>a<td>b<tr><th>c</table>d", r#"(table(tr(td("a") td("b")) tr(th("c"))) "d")"#),
            ("<table><td>a</td></table>", r#"(table(tr(td("a"))))"#),
            (
                "<table><thead><tr><th>a<tbody><tr><td>b</table>",
                r#"(table(thead(tr(th("a"))) tbody(tr(td("b")))))"#,
            ),
            (
                "<table><tr><td><table><tr><td>x</td></tr></table></td><td>y</td></tr></table>",
                r#"(table(tr(td(table(tr(td("x")))) td("y"))))"#,
            ),
            ("<td>a</b></i>b<br/>c</td>", r#"(td("ab" br() "c"))"#),
            ("<script>if (a<b) x</script>z", r#"(script() "z")"#),
            ("<p", "(p())"),
            ("<td colspan=<b>x", r#"(td("x"))"#),
        ];
        for (source, want) in cases {
            assert_eq!(shape(&parse_html(source)), want, "{source}");
        }
    }

    #[test]
    fn attributes_are_read_however_quoted() {
        let root = parse_html(r#"<TD ColSpan = "2" rowspan=3 class='a "b"' nowrap x="&lt;">"#);
        let cell = root.child("td").unwrap();
        for (name, want) in
            [("colspan", "2"), ("rowspan", "3"), ("class", "a \"b\""), ("nowrap", ""), ("x", "<")]
        {
            assert_eq!(cell.attribute(name), Some(want), "{name}");
        }
    }

    #[test]
    fn depth_and_rubbish_are_survived() {
        let root = parse_html(&"<div>".repeat(100_000));
        assert_eq!(root.descendants(), MAX_DEPTH - 1);
        for rubbish in
            ["<", "</", "<a =", "<a é", "<a \u{FF1D}=", "<a b=\"", "<!--", "<?", "</td", "<é>", "&#;"]
        {
            parse_html(rubbish);
        }
    }
}
