//! Pages with outlined regions, as HTML: what a mark in an answer, or a finding of a check, leads to.
//!
//! Shared by `answer` and by whatever else shows evidence: give each thing that is shown a name and its places
//! ([`Outlined`]), link to `#name`, and put [`STYLE`] and [`SCRIPT`] into the page once. Without a script the links work
//! as well: the outline that is linked to is the page's target and is drawn stronger.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use document::{Document, Place, Rotation};

/// The style of the sheets, and of the frame around them.
pub(crate) const STYLE: &str = include_str!("pictured/style.css");
/// Brings the sheet of a mark into view, and shows its outline.
pub(crate) const SCRIPT: &str = include_str!("pictured/script.js");

/// The pages of a document as they are shown: size, rotation, and where the picture of each is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheets {
    pages: BTreeMap<u32, Sheet>,
}

#[derive(Debug, Clone, PartialEq)]
struct Sheet {
    width: f32,
    height: f32,
    rotation: Rotation,
    picture: Option<String>,
}

/// Something that is shown on the pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outlined<'a> {
    /// Its name in the HTML, unique: letters, figures and hyphens.
    pub(crate) name: String,
    /// What stands at the outline's corner: the number of the mark.
    pub(crate) label: String,
    /// What is told when one points at it.
    pub(crate) told: String,
    /// A class for its look; empty for the common one.
    pub(crate) class: &'static str,
    /// Where it is.
    pub(crate) places: Vec<&'a Place>,
}

impl Sheets {
    /// Those of `document`, without pictures: outlines stand on blank paper.
    pub fn of(document: &Document) -> Self {
        let pages = document.pages.iter().map(|page| {
            let sheet = Sheet {
                width: page.size.width,
                height: page.size.height,
                rotation: page.capture.rotation,
                picture: None,
            };
            (page.number, sheet)
        });
        Self { pages: pages.collect() }
    }

    /// The same with the picture of a page, as it was given, at `address`: relative to the HTML file, or a data URI.
    #[must_use]
    pub fn with_picture(mut self, page: u32, address: impl Into<String>) -> Self {
        if let Some(sheet) = self.pages.get_mut(&page) {
            sheet.picture = Some(address.into());
        }
        self
    }

    /// The sheets on which something is outlined, in order.
    pub(crate) fn html(&self, outlined: &[Outlined<'_>]) -> String {
        let mut by_page: BTreeMap<u32, Vec<(&Outlined<'_>, &Place, bool)>> = BTreeMap::new();
        for mark in outlined {
            for (index, place) in mark.places.iter().enumerate() {
                by_page.entry(place.page).or_default().push((mark, place, index == 0));
            }
        }
        let mut out = String::from("<div class=\"sheets\">\n");
        for (number, marks) in &by_page {
            if let Some(sheet) = self.pages.get(number) {
                write_sheet(&mut out, *number, sheet, marks);
            }
        }
        out.push_str("</div>\n");
        out
    }
}

fn write_sheet(out: &mut String, number: u32, sheet: &Sheet, marks: &[(&Outlined<'_>, &Place, bool)]) {
    let (width, height) = (sheet.width.max(1.0), sheet.height.max(1.0));
    let (upright_width, upright_height) = match sheet.rotation {
        Rotation::None | Rotation::Half => (width, height),
        Rotation::Quarter | Rotation::ThreeQuarter => (height, width),
    };
    let _ = write!(
        out,
        "<figure class=\"sheet\" id=\"page-{number}\"><figcaption>{number}</figcaption><div class=\"paper\" style=\"--ratio:{:.4};--w:{:.3}%;--h:{:.3}%;--turn:{}deg\"><div class=\"turn\">",
        upright_width / upright_height,
        100.0 * width / upright_width,
        100.0 * height / upright_height,
        sheet.rotation.degrees(),
    );
    if let Some(picture) = &sheet.picture {
        let _ = write!(out, "<img src=\"{}\" alt=\"{number}\" loading=\"lazy\">", escaped(picture));
    }
    let _ = writeln!(out, "<svg viewBox=\"0 0 {width:.1} {height:.1}\" preserveAspectRatio=\"none\">");
    // A label is as high as a line of print: a hundredth of the page.
    let letter = (width.max(height) / 80.0).max(1.0);
    for (mark, place, first) in marks {
        let points = place.outline.points().iter().fold(String::new(), |mut points, point| {
            let _ = write!(points, "{:.1},{:.1} ", point.x, point.y);
            points
        });
        // The first place has the name that links lead to; the others light up with it.
        let name = if *first { format!("id=\"{}\" ", mark.name) } else { String::new() };
        let _ = write!(
            out,
            "<g {name}data-of=\"{0}\" class=\"mark {1}\"><a href=\"#of-{0}\"><title>{2}</title><polygon points=\"{3}\"/>",
            mark.name,
            mark.class,
            escaped(&mark.told),
            points.trim_end(),
        );
        if *first {
            let bounds = place.outline.bounds();
            let _ = write!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{letter:.1}\">{}</text>",
                bounds.left - letter * 0.2,
                bounds.top + letter * 0.2,
                escaped(&mark.label)
            );
        }
        out.push_str("</a></g>\n");
    }
    out.push_str("</svg></div></div></figure>\n");
}

/// `text` for HTML, in and between tags.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use document::Rect;

    use super::*;
    use crate::sheet::Sheet as Made;

    #[test]
    fn each_place_is_outlined_on_its_page_and_the_first_has_the_name() {
        let document = Made::new().page().document();
        let places = [1, 2].map(|page| Place { page, outline: Rect::new(10.0, 20.0, 30.0, 40.0).into() });
        let mark = Outlined {
            name: "c1".into(),
            label: "1".into(),
            told: "<x>".into(),
            class: "",
            places: places.iter().collect(),
        };
        let html = Sheets::of(&document).with_picture(2, "pictures/0002.jpg").html(&[mark]);
        assert_eq!(html.matches("<polygon").count(), 2);
        assert_eq!(html.matches("id=\"c1\"").count(), 1);
        assert_eq!(html.matches("<img").count(), 1);
        assert!(html.contains("&lt;x&gt;") && html.contains("10.0,20.0 30.0,20.0"));
    }
}
