use crate::{Error, ErrorKind};

/// What one step of the network says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// `<tr>`.
    RowStart,
    /// `<td></td>`: a whole cell of one slot.
    Cell,
    /// `<td`: a cell whose spans follow.
    CellStart,
    /// A column span of the cell that was started.
    ColumnSpan(u32),
    /// A row span of the cell that was started.
    RowSpan(u32),
    /// `</thead>`.
    HeadEnd,
    /// The start or the end of the whole reading.
    Start,
    /// The end of the whole reading.
    End,
    /// Says nothing that the others do not.
    Other,
}

/// The tokens of the network by class index.
pub(super) struct Vocabulary(Vec<Token>);

impl Vocabulary {
    /// The classes are `sos`, the metadata's tokens without `<td>` and with `<td></td>` at the end, `eos` (PaddleOCR's
    /// `TableLabelDecode` with `merge_no_span_structure`).
    pub(super) fn new(tokens: &str) -> Result<Self, Error> {
        let listed = tokens.lines().filter(|token| *token != "<td>").map(token);
        let whole = std::iter::once(Token::Start).chain(listed).chain([Token::Cell, Token::End]);
        let vocabulary: Vec<_> = whole.collect();
        for (needed, name) in [(Token::RowStart, "<tr>"), (Token::CellStart, "<td")] {
            if !vocabulary.contains(&needed) {
                let message = format!("the structure network has no token `{name}`");
                return Err(Error::new(ErrorKind::Model, message));
            }
        }
        Ok(Self(vocabulary))
    }

    /// Number of classes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The token of a class.
    pub(super) fn get(&self, class: usize) -> Token {
        self.0.get(class).copied().unwrap_or(Token::Other)
    }
}

fn token(text: &str) -> Token {
    match text {
        "<tr>" => Token::RowStart,
        "<td" => Token::CellStart,
        "<td></td>" => Token::Cell,
        "</thead>" => Token::HeadEnd,
        _ => span(text, "colspan")
            .map(Token::ColumnSpan)
            .or_else(|| span(text, "rowspan").map(Token::RowSpan))
            .unwrap_or(Token::Other),
    }
}

fn span(text: &str, name: &str) -> Option<u32> {
    let value = text.trim().strip_prefix(name)?.strip_prefix("=\"")?.strip_suffix('"')?;
    value.parse().ok().filter(|&span| span > 0)
}
