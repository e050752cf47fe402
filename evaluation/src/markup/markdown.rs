//! A reader of the Markdown that document readers write: text, tables (pipes or HTML), display formulas.
//!
//! Line by line and tolerant, because the Markdown of such tools is not that of CommonMark: dollar signs, underscores
//! of formulas and HTML tables stand between the lines. A Markdown parser would read `a*b*c` of a formula as emphasis.

use html_escape::decode_html_entities;

use super::{Element, Node, parse_html};

/// Signs that a backslash escapes.
const ESCAPED: &str = "\\`*_{}[]()#+-.!|~$<>";

/// The plain text of Markdown, its line breaks kept, its formulas as LaTeX, its tables as the text of their cells.
///
/// ```
/// use evaluation::markup::markdown_text;
/// assert_eq!(markdown_text("## A **b**\n| x | y |\n|---|---|"), "A b\n  x   y  ");
/// ```
pub fn markdown_text(markdown: &str) -> String {
    let text = without_links(&without_comments(markdown));
    let lines: Vec<String> = text.split('\n').filter_map(line_text).collect();
    decode_html_entities(&without_tags(&lines.join("\n"))).into_owned()
}

/// The tables of a page of Markdown in their order, HTML and pipes alike; an HTML table that is never closed is none.
pub fn markdown_tables(markdown: &str) -> Vec<Element> {
    let mut tables = Vec::new();
    let mut rest = markdown;
    while let Some((start, end)) = html_table(rest) {
        tables.extend(pipe_tables(&rest[..start]));
        let root = parse_html(&rest[start..end]);
        tables.extend(root.outermost("table").into_iter().cloned());
        rest = &rest[end..];
    }
    tables.extend(pipe_tables(rest));
    tables
}

/// The display formulas of a page of Markdown in their order: what stands between `$$` and `$$`, or `\[` and `\]`.
pub fn markdown_formulas(markdown: &str) -> Vec<String> {
    let mut formulas = Vec::new();
    let mut rest = markdown;
    loop {
        let opens = [("$$", "$$"), ("\\[", "\\]")].map(|(open, close)| (rest.find(open), close));
        let first = opens.into_iter().filter_map(|(at, close)| at.map(|at| (at + 2, close))).min();
        let Some((start, close)) = first else { return formulas };
        let Some(length) = rest[start..].find(close) else { return formulas };
        formulas.push(rest[start..start + length].trim().to_owned());
        rest = &rest[start + length + 2..];
    }
}

/// Where the first whole HTML table of `text` begins and ends, tables inside it included.
fn html_table(text: &str) -> Option<(usize, usize)> {
    let small = text.to_ascii_lowercase();
    let opens = |from: usize| -> Option<usize> {
        let found = small.get(from..)?.match_indices("<table").find(|(at, tag)| {
            let next = small[from + at + tag.len()..].chars().next();
            !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
        });
        found.map(|(at, _)| from + at)
    };
    let start = opens(0)?;
    let (mut at, mut depth) = (start + 1, 1);
    while depth > 0 {
        let close = at + small.get(at..)?.find("</table")?;
        match opens(at).filter(|open| *open < close) {
            Some(open) => (at, depth) = (open + 1, depth + 1),
            None => (at, depth) = (close + 1, depth - 1),
        }
    }
    let end = at + small.get(at..)?.find('>')? + 1;
    Some((start, end))
}

fn pipe_tables(text: &str) -> Vec<Element> {
    let lines: Vec<&str> = text.split('\n').collect();
    let blocks = lines.split(|line| !line.contains('|'));
    blocks.filter_map(pipe_table).collect()
}

/// A block of lines with pipes, if its second line rules off a head.
fn pipe_table(lines: &[&str]) -> Option<Element> {
    let (head, rule, body) = match lines {
        [head, rule, body @ ..] => (head, rule.trim(), body),
        _ => return None,
    };
    if !is_rule(rule, 1) {
        return None;
    }
    let mut table = Element::new("table");
    for line in std::iter::once(head).chain(body) {
        let mut row = Element::new("tr");
        row.children.extend(pipe_cells(line).iter().map(|cell| Node::Element(pipe_cell(cell))));
        table.children.push(Node::Element(row));
    }
    Some(table)
}

fn pipe_cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = if line.ends_with("\\|") { line } else { line.strip_suffix('|').unwrap_or(line) };
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            _ => {
                let Some(cell) = cells.last_mut() else { continue };
                if c == '|' {
                    cell.pop();
                }
                cell.push(c);
            }
        }
        escaped = c == '\\';
    }
    cells
}

/// A cell; `<br>` is the only tag it may have.
fn pipe_cell(text: &str) -> Element {
    let mut cell = Element::new("td");
    let breaks = ["<br>", "<br/>", "<br />"];
    let mut rest = text.trim();
    loop {
        let next = breaks.iter().filter_map(|tag| rest.find(tag).map(|at| (at, tag.len()))).min();
        let (at, length) = next.unwrap_or((rest.len(), 0));
        cell.children.push(Node::Text(rest[..at].to_owned()));
        if length == 0 {
            return cell;
        }
        cell.children.push(Node::Element(Element::new("br")));
        rest = &rest[at + length..];
    }
}

/// Whether a line is nothing but dashes, colons and pipes, with at least `dashes` dashes in a row.
fn is_rule(line: &str, dashes: usize) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '|' | '-'))
        && line.contains(&"-".repeat(dashes))
}

/// Whether a line is a thematic break: three or more of `*`, `_` or `-`.
fn is_break(line: &str) -> bool {
    let signs = line.chars().filter(|c| !c.is_whitespace());
    signs.clone().count() >= 3 && signs.clone().all(|c| matches!(c, '*' | '_' | '-'))
}

/// The text of one line; nothing for fences, rules and breaks.
fn line_text(line: &str) -> Option<String> {
    let line = line.trim();
    if line.starts_with("```") || line.starts_with("~~~") || is_rule(line, 2) || is_break(line) {
        return None;
    }
    let piped = line.len() > 1 && line.starts_with('|') && line.ends_with('|');
    let line = if piped { without_pipes(line) } else { line.to_owned() };
    let line = without_strong(without_mark(&line));
    Some(unescaped(&without_code(&without_emphasis(&line))))
}

fn without_pipes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '|' if out.ends_with('\\') => {
                out.pop();
                out.push('|');
            }
            '|' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The line without the mark of a heading, a quotation or a list item.
fn without_mark(line: &str) -> &str {
    let after = line.trim_start_matches('#');
    let depth = line.len() - after.len();
    if (1..=6).contains(&depth) && after.starts_with(char::is_whitespace) {
        return after.trim_start();
    }
    if let Some(after) = line.strip_prefix('>') {
        return after.strip_prefix(char::is_whitespace).unwrap_or(after);
    }
    match line.strip_prefix(['-', '*', '+']) {
        Some(after) if after.starts_with(char::is_whitespace) => after.trim_start(),
        _ => line,
    }
}

/// Takes `**…**` and `__…__` for what they hold.
fn without_strong(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    loop {
        let next = ["**", "__"].iter().filter_map(|sign| rest.find(sign).map(|at| (at, *sign))).min();
        let Some((at, sign)) = next else { return out + rest };
        let after = &rest[at + 2..];
        // At least one sign stands between the marks.
        let first = after.chars().next().map_or(0, char::len_utf8);
        match after.get(first..).and_then(|tail| tail.find(sign)) {
            Some(end) if first > 0 => {
                out.push_str(&rest[..at]);
                out.push_str(&after[..first + end]);
                rest = &after[first + end + 2..];
            }
            _ => {
                out.push_str(&rest[..at + 1]);
                rest = &rest[at + 1..];
            }
        }
    }
}

/// Takes `*…*` for what it holds where it stands between words and not inside one.
fn without_emphasis(line: &str) -> String {
    let inside_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '*'));
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('*') {
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let after = &rest[at + 1..];
        let end = after.find('*').filter(|end| *end > 0 && !after.starts_with(char::is_whitespace));
        out.push_str(&rest[..at]);
        match end {
            Some(end) if !inside_word(before) && !inside_word(after[end + 1..].chars().next()) => {
                out.push_str(&after[..end]);
                rest = &after[end + 1..];
            }
            _ => {
                out.push('*');
                rest = after;
            }
        }
    }
    out + rest
}

/// Takes `` `…` `` for what it holds.
fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((inside, tail)) = after.split_once('`') else { break };
        out.push_str(before);
        out.push_str(inside);
        rest = tail;
    }
    out + rest
}

fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut signs = line.chars().peekable();
    while let Some(c) = signs.next() {
        let escaped = (c == '\\').then(|| signs.next_if(|next| ESCAPED.contains(*next))).flatten();
        out.push(escaped.unwrap_or(c));
    }
    out
}

fn without_comments(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once("<!--") {
        let Some((_, tail)) = after.split_once("-->") else { break };
        out.push_str(before);
        rest = tail;
    }
    out + rest
}

/// Drops pictures, and takes links for their text.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let is_picture = rest[..at].ends_with('!');
        let link = if is_picture { picture(&rest[at..]) } else { link(&rest[at..]) };
        let kept = if is_picture && link.is_some() { at - 1 } else { at };
        out.push_str(&rest[..kept]);
        match link {
            Some((label, length)) => {
                out.push_str(if is_picture { "" } else { label });
                rest = &rest[at + length..];
            }
            None => {
                out.push('[');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

/// The label of the picture whose bracket `text` begins with, and the length of the whole.
fn picture(text: &str) -> Option<(&str, usize)> {
    let (label, address) = text.strip_prefix('[')?.split_once(']')?;
    let end = address.strip_prefix('(')?.find(')')?;
    Some((label, label.len() + end + "[]()".len()))
}

/// The label of the link that `text` begins with, and the length of the whole; brackets may stand in the address.
fn link(text: &str) -> Option<(&str, usize)> {
    let (label, address) = text.strip_prefix('[')?.split_once(']')?;
    let address = address.strip_prefix('(').filter(|_| !label.is_empty())?;
    let mut depth = 0;
    for (at, c) in address.char_indices() {
        match c {
            '(' if depth == 1 => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some((label, label.len() + at + "[]()".len())),
            ')' => depth -= 1,
            c if c.is_whitespace() && depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Tags go; the ends of cells, rows and blocks leave a space.
fn without_tags(text: &str) -> String {
    const BLOCKS: [&str; 13] =
        ["/td", "/th", "/tr", "br", "/p", "/div", "/li", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let body = &rest[at + 1..];
        let opens = body.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let end = body.find(['<', '>']).filter(|end| opens && body[*end..].starts_with('>') && *end > 0);
        let Some(end) = end else {
            out.push('<');
            rest = body;
            continue;
        };
        let name = body[..end].trim_end().trim_end_matches('/').trim_end().to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            out.push(' ');
        }
        rest = &body[end + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let cases = [
            (
                "# Head\n\n- **bold** and *it* [link](http://x_(y))\n\n![fig](x y.png)",
                "Head\n\nbold and it link\n\n",
            ),
            ("a | b is not a table", "a | b is not a table"),
            ("| a\\|b | c |\n|:--|--:|\n| 1 | `2` |", "  a|b   c  \n  1   2  "),
            ("2*3*4 = 24, *yes*, **", "2*3*4 = 24, yes, **"),
            ("$x_{1}^{*}$ \\$5 \\alpha", "$x_{1}^{*}$ $5 \\alpha"),
            ("```rust\ncode\n```\n---\n* * *\n> quote\n+ item", "code\nquote\nitem"),
            ("<!-- no\nno -->a<br/>b<sup>2</sup> 1 < 2 &lt; 3", "a b2 1 < 2 < 3"),
            ("<table><tr><td>x</td><td>y</td></tr></table>", "x y  "),
            ("[1] cites [a b](c d)", "[1] cites [a b](c d)"),
            ("![](a.png)![x](b)text!", "text!"),
            ("__init__ ** a", "init ** a"),
        ];
        for (markdown, want) in cases {
            assert_eq!(markdown_text(markdown), want, "{markdown}");
        }
    }

    #[test]
    fn tables_come_in_their_order() {
        let markdown = "| a | b\\|c |\n|---|---|\n| 1<br>2 |\n\nx\n<TABLE border=1><tr><td><table></table>z</td></tr></TABLE >\n\
                        p|q\n-|-\nr|s\n\n<table><tr><td>open";
        let found: Vec<Vec<String>> = (markdown_tables(markdown).iter())
            .map(|table| table.outermost("td").iter().map(|cell| cell.text()).collect())
            .collect();
        assert_eq!(found, [vec!["a", "b|c", "12"], vec!["z"], vec!["p", "q", "r", "s"]]);
    }

    #[test]
    fn display_formulas_are_found() {
        assert_eq!(markdown_formulas("a $$x^2$$ b \\[ y \\] $z$ $$ open"), ["x^2", "y"]);
    }
}
