//! SROIE: lines of receipts with their places, and four fields. Its texts are in capitals throughout.

use std::collections::BTreeMap;

use document::{Outline, Point};

use super::json;
use crate::boxes::TextBox;
use crate::content::{Content, PageContent};
use crate::fields::Field;
use crate::{Error, ErrorKind};

/// Numbers before the text of a line: four corners.
const NUMBERS: usize = 8;

/// Whether a text is a list of boxes.
pub(super) fn is_boxes(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| text_box(line).is_some())
}

pub(super) fn read_boxes(text: &str) -> Result<Content, Error> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let bad = || {
            let what = format!("found {line:?}, expected eight numbers and a text, parted by commas");
            Error::new(ErrorKind::Content, what).at(format!("line {number}"))
        };
        lines.push(text_box(line).ok_or_else(bad)?);
    }
    let texts: Vec<&str> = lines.iter().filter_map(|line| line.text.as_deref()).collect();
    let page = PageContent {
        number: Some(1),
        text: Some(texts.join("\n")),
        ordered: true,
        lines: Some(lines),
        ..PageContent::default()
    };
    Ok(Content { pages: vec![page], without_case: true, ..Content::default() })
}

fn text_box(line: &str) -> Option<TextBox> {
    let mut parts = line.splitn(NUMBERS + 1, ',');
    let numbers: Option<Vec<f32>> = parts.by_ref().take(NUMBERS).map(|n| n.trim().parse().ok()).collect();
    let points = numbers?.chunks_exact(2).map(|xy| Point::new(xy[0], xy[1])).collect();
    let text = Some(parts.next()?.trim_end().to_owned());
    Some(TextBox { text, outline: Outline::new(points).ok()?, confidence: None })
}

pub(super) fn read_fields(text: &str) -> Result<Content, Error> {
    let fields: BTreeMap<String, String> = json(text)?;
    let fields = fields.into_iter().map(|(name, value)| Field::new(name, value)).collect();
    Ok(Content { fields: Some(fields), ..Content::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_commas() {
        let text = "72,25,326,25,326,64,72,64,TAN WOON, YANN\n\n50,82,440,82,440,121,50,121,BOOK TA .K\n";
        assert!(is_boxes(text) && !is_boxes("1,2,3,4 plain"));
        let content = read_boxes(text).unwrap();
        assert_eq!(content.text().as_deref(), Some("TAN WOON, YANN\nBOOK TA .K"));
        assert!(content.without_case);
        let error = read_boxes("1,2,3,x").unwrap_err();
        assert_eq!((error.kind(), error.place()), (ErrorKind::Content, Some("line 1")));
    }

    #[test]
    fn fields_are_a_flat_object() {
        let content = read_fields(r#"{"total": "9.00", "company": "SHOP"}"#).unwrap();
        assert_eq!(content.fields, Some(vec![Field::new("company", "SHOP"), Field::new("total", "9.00")]));
        assert!(read_fields("[]").is_err());
    }
}
