//! Pages built in code: text of 10 high letters on a pitch of 15, on a sheet of 600 x 800.

use document::{Direction, LineId, Point};
use imaging::{Ruling, RulingSource};

use super::*;

mod classes;
mod conservation;
mod reading;

const PAGE: Rect = Rect { left: 0.0, top: 0.0, right: 600.0, bottom: 800.0 };
const PITCH: f32 = 15.0;
const HEIGHT: f32 = 10.0;

/// A page in the making.
#[derive(Default)]
struct Sheet {
    lines: Vec<Line>,
    proposals: Vec<RegionProposal>,
    rulings: Rulings,
}

impl Sheet {
    /// A line of text.
    fn line(&mut self, text: &str, left: f32, top: f32, right: f32, bottom: f32) -> &mut Self {
        let rect = Rect::new(left, top, right, bottom);
        let direction =
            if rect.height() > 2.0 * rect.width() { Direction::Vertical } else { Direction::Horizontal };
        self.lines.push(Line {
            id: LineId { page: 1, line: self.lines.len() as u32 + 1 },
            text: text.to_owned(),
            outline: rect.into(),
            confidence: None,
            direction,
            words: vec![],
        });
        self
    }

    /// A line of the usual height.
    fn text(&mut self, text: &str, left: f32, top: f32, right: f32) -> &mut Self {
        self.line(text, left, top, right, top + HEIGHT)
    }

    /// Full lines one below the other, named by `name` and a number, the last one short.
    fn paragraph(&mut self, name: &str, rows: usize, left: f32, top: f32, right: f32) -> &mut Self {
        for row in 0..rows {
            let last = row + 1 == rows;
            let right = if last && rows > 1 { left + (right - left) / 2.0 } else { right };
            let text = format!("{name}{row}{}", if last { "." } else { "" });
            self.text(&text, left, top + row as f32 * PITCH, right);
        }
        self
    }

    fn propose(&mut self, class: RegionClass, bounds: Rect, confidence: Option<f32>) -> &mut Self {
        let confidence = confidence.and_then(Confidence::clamped);
        self.proposals.push(RegionProposal { class, bounds, confidence });
        self
    }

    fn rule(&mut self, left: f32, right: f32, y: f32) -> &mut Self {
        let (start, end) = (Point::new(left, y), Point::new(right, y));
        let source = RulingSource::Pixels;
        self.rulings.horizontal.push(Ruling { start, end, thickness: 1.0, coverage: 1.0, source });
        self
    }

    /// The edge of a shade.
    fn shade(&mut self, left: f32, right: f32, y: f32) -> &mut Self {
        self.rule(left, right, y);
        if let Some(edge) = self.rulings.horizontal.last_mut() {
            edge.thickness = 0.0;
        }
        self
    }

    fn arrange(&self) -> Vec<Arranged> {
        let options = ArrangeOptions::default();
        arrange(PAGE, &self.proposals, &self.lines, &self.rulings, &options)
    }

    /// The texts of a region, joined by spaces.
    fn texts(&self, region: &Arranged) -> String {
        let texts: Vec<&str> = region.lines.iter().map(|line| self.lines[*line].text.as_str()).collect();
        texts.join(" ")
    }

    /// The texts of the page in reading order.
    fn reading(&self) -> String {
        let regions = self.arrange();
        let texts: Vec<String> = regions.iter().map(|region| self.texts(region)).collect();
        texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" | ")
    }

    /// The class of the region that begins with `text`.
    fn class_of(&self, text: &str) -> RegionClass {
        let regions = self.arrange();
        let found = regions.iter().find(|region| self.texts(region).starts_with(text));
        found.unwrap_or_else(|| panic!("no region begins with {text:?}: {}", self.reading())).class
    }
}
