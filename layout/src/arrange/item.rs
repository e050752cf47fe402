//! What is put in order: lines, and atoms (tables, figures, formulas) that are read as one.

use document::{Rect, RegionClass};

use super::pattern::is_labelled;
use super::piece::Piece;

/// Boxes that touch in projection are parted by looking at their middle: this share of the height on each side is left
/// out, since letters seldom fill it and lines of a curved page overlap a little.
const MARGIN: f32 = 0.25;

/// Items whose middles differ by less than this, in heights of the lower one, stand on one row.
pub(crate) const SAME_ROW: f32 = 0.6;

/// What is higher than this, in heights of its letters, reaches over several rows.
const TALL: f32 = 2.5;

/// Which line or atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A line, by its index.
    Line(usize),
    /// An atom, by its index, and what it is.
    Atom(usize, RegionClass),
}

impl What {
    /// The line, where it is one.
    pub(crate) fn line(self) -> Option<usize> {
        match self {
            Self::Line(line) => Some(line),
            Self::Atom(..) => None,
        }
    }
}

/// One box to be put in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub(crate) what: What,
    /// Where it is, in the frame in which text runs from left to right.
    pub(crate) rect: Rect,
    /// Height of its letters; of an atom, that of the page.
    pub(crate) height: f32,
    /// Whether it is a vertical line.
    pub(crate) vertical: bool,
    /// Whether it begins with a label and a colon.
    pub(crate) labelled: bool,
}

impl Item {
    pub(crate) fn line(index: usize, piece: &Piece<'_>) -> Self {
        Self {
            what: What::Line(index),
            rect: piece.rect,
            height: piece.height,
            vertical: piece.vertical,
            labelled: is_labelled(piece.text),
        }
    }

    /// Whether it is a block that fills a column by itself: a picture or a table, not a formula; or a line that runs
    /// across the direction of the others.
    pub(crate) fn is_block(&self) -> bool {
        match self.what {
            What::Line(_) => self.is_tall(),
            What::Atom(_, class) => class != RegionClass::Formula,
        }
    }

    /// Whether it reaches over several rows of text.
    pub(crate) fn is_tall(&self) -> bool {
        self.rect.height() > TALL * self.height
    }

    /// The part of its height that counts in projections.
    pub(crate) fn core(&self) -> (f32, f32) {
        let margin = MARGIN * self.height.min(self.rect.height());
        (self.rect.top + margin, self.rect.bottom - margin)
    }

    pub(crate) fn middle(&self) -> f32 {
        self.rect.center().y
    }
}

/// In which frame a part of the page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Lines run from left to right and follow each other downwards.
    Horizontal,
    /// Lines run downwards and follow each other from right to left; x of the frame is y of the page, y of the frame is
    /// x of the page, counted from the right.
    Vertical,
}

impl Frame {
    /// The frame that most of the text in `items` runs in.
    pub(crate) fn of(items: &[Item]) -> Self {
        let lines = items.iter().filter(|item| matches!(item.what, What::Line(_)));
        let (vertical, all) = lines.fold((0.0, 0.0), |(v, n), item| {
            let area = item.rect.area();
            (if item.vertical { v + area } else { v }, n + area)
        });
        if vertical * 2.0 > all { Self::Vertical } else { Self::Horizontal }
    }

    /// `items`, which stand in the frame `from`, in this frame.
    pub(crate) fn turn(self, items: &mut [Item], from: Self) {
        if self == from {
            return;
        }
        for item in items {
            let r = item.rect;
            item.rect = match self {
                Self::Vertical => Rect::new(r.top, -r.right, r.bottom, -r.left),
                Self::Horizontal => Rect::new(-r.bottom, r.left, -r.top, r.right),
            };
        }
    }
}
