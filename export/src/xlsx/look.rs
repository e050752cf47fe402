//! Formats of cells.

use document::{Cell, HeaderKind};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::number::Number;
use crate::html::DOUBTFUL_BELOW;

const HEAD: Color = Color::RGB(0x00EC_EEF1);
const DOUBT: Color = Color::RGB(0x00FF_F2CC);
const LINE: Color = Color::RGB(0x00BF_C4CA);
const SOFT: Color = Color::RGB(0x0060_6870);

/// The formats that all cells are made from.
pub(super) struct Looks {
    plain: Format,
    head: Format,
    /// Of what stands below a table.
    pub(super) below: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let plain = Format::new()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        let head = plain.clone().set_bold().set_background_color(HEAD);
        Self { plain, head, below: Format::new().set_italic().set_font_color(SOFT) }
    }

    /// The format of `cell`, which holds `number` if it is one.
    pub(super) fn of(&self, cell: &Cell, number: Option<&Number>) -> Format {
        let mut look = match cell.header {
            HeaderKind::None => self.plain.clone(),
            _ => self.head.clone(),
        };
        if cell.header == HeaderKind::Column && cell.span.column_span > 1 {
            look = look.set_align(FormatAlign::Center);
        }
        if cell.confidence.is_some_and(|confidence| confidence.get() < DOUBTFUL_BELOW)
            && !cell.text.is_empty()
        {
            look = look.set_background_color(DOUBT);
        }
        match number {
            Some(number) => look.set_num_format(number.format.as_str()),
            // "Text" keeps a spreadsheet from taking what a person edits there for a number or a date.
            None => look.set_num_format("@"),
        }
    }
}
