use document::{CellSpan, Rect};
use ndarray::{ArrayView3, ArrayViewD, Ix3};

use super::vocabulary::{Token, Vocabulary};
use crate::{Error, ErrorKind};

/// A reading of more rows or columns than this is a loop of the network, not a table.
const MAX_SIDE: u32 = 500;

/// Rows that take most columns by themselves are as wide as the table if there are so many.
const FULL_ROWS: usize = 2;

/// One cell as the network saw it.
#[derive(Debug, Clone)]
pub(crate) struct ModelCell {
    /// Slots.
    pub(crate) span: CellSpan,
    /// Where its text stands, in page pixels; meaningless where the cell is empty.
    pub(crate) bounds: Rect,
    /// The lowest probability among the tokens that make the cell.
    pub(crate) certainty: f32,
}

/// The network's reading of one table. Cells never overlap and stay inside.
#[derive(Debug, Clone, Default)]
pub(crate) struct ModelTable {
    /// Number of rows.
    pub(crate) rows: u32,
    /// Number of columns.
    pub(crate) columns: u32,
    /// Rows before `</thead>`.
    pub(crate) header_rows: u32,
    /// In row-major order.
    pub(crate) cells: Vec<ModelCell>,
    /// Whether the network came to the end of the table before its last step.
    pub(crate) complete: bool,
}

/// Decodes boxes `[1, T, 4]` and token scores `[1, T, tokens]`; the outputs are told apart by their last axis.
pub(super) fn decode(
    outputs: &[ArrayViewD<'_, f32>],
    vocabulary: &Vocabulary,
    place: Rect,
) -> Result<ModelTable, Error> {
    let find = |width: usize| outputs.iter().find(|o| o.ndim() == 3 && o.shape()[2] == width);
    match (find(4).and_then(cube), find(vocabulary.len()).and_then(cube)) {
        (Some(boxes), Some(scores)) if boxes.dim().0 > 0 && scores.dim().0 > 0 => {
            Ok(assemble(&boxes, &scores, vocabulary, place))
        }
        _ => {
            let shapes: Vec<_> = outputs.iter().map(|o| o.shape().to_vec()).collect();
            let expected = vocabulary.len();
            let message =
                format!("outputs have the shapes {shapes:?}, expected [1, T, 4] and [1, T, {expected}]");
            Err(Error::new(ErrorKind::Model, message))
        }
    }
}

/// Rows as they are built up from tokens; remembers which slots are taken by row spans from above.
#[derive(Default)]
struct Builder {
    table: ModelTable,
    /// Per column: the first row that is free again.
    free_from: Vec<u32>,
    row: Option<u32>,
    column: usize,
    /// Per row the columns that its own cells take.
    widths: Vec<u32>,
}

impl Builder {
    fn start_row(&mut self) {
        let next = self.row.map_or(0, |row| row + 1);
        self.row = Some(next);
        self.table.rows = next + 1;
        self.column = 0;
        self.widths.push(0);
    }

    fn add(&mut self, bounds: Rect, certainty: f32, (row_span, column_span): (u32, u32)) {
        let Some(row) = self.row else { return };
        while self.free_from.get(self.column).is_some_and(|&free| free > row) {
            self.column += 1;
        }
        let free = |column: usize| self.free_from.get(column).is_none_or(|&free| free <= row);
        let mut span = 1;
        while span < column_span && free(self.column + span as usize) {
            span += 1;
        }
        let end = self.column + span as usize;
        if end > MAX_SIDE as usize {
            return;
        }
        self.free_from.resize(self.free_from.len().max(end), 0);
        self.free_from[self.column..end].fill(row + row_span);
        let span = CellSpan { row, column: self.column as u32, row_span, column_span: span };
        self.table.cells.push(ModelCell { span, bounds, certainty });
        self.column = end;
        if let Some(width) = self.widths.last_mut() {
            *width += span.column_span;
        }
    }

    /// The table with its row spans cut above rows that are full without them; nothing where all are true. The network
    /// miscounts the rows of a head now and then, which would push the rows below to the right.
    fn with_shorter_spans(&self) -> Option<Self> {
        let often = |width: &u32| self.widths.iter().filter(|w| *w == width).count() >= FULL_ROWS;
        let full = self.widths.iter().copied().filter(often).max()?;
        let mut shorter = Self::default();
        let mut cut = false;
        let mut cells = self.table.cells.iter().peekable();
        for (row, width) in (0_u32..).zip(&self.widths) {
            shorter.start_row();
            if *width >= full && shorter.free_from.iter().any(|&free| free > row) {
                shorter.free_from.iter_mut().for_each(|free| *free = (*free).min(row));
                let long = shorter.table.cells.iter_mut().filter(|c| c.span.row + c.span.row_span > row);
                long.for_each(|cell| cell.span.row_span = row - cell.span.row);
                cut = true;
            }
            while let Some(cell) = cells.next_if(|cell| cell.span.row == row) {
                shorter.add(cell.bounds, cell.certainty, (cell.span.row_span, cell.span.column_span));
            }
        }
        shorter.table.header_rows = self.table.header_rows;
        shorter.table.complete = self.table.complete;
        cut.then_some(shorter)
    }

    /// Row spans that reach below the last row are cut.
    fn finish(self) -> ModelTable {
        let mut shorter = self.with_shorter_spans().unwrap_or(self);
        let rows = shorter.table.rows;
        shorter.cut_at(rows);
        shorter.table
    }

    fn cut_at(&mut self, rows: u32) {
        for cell in &mut self.table.cells {
            cell.span.row_span = cell.span.row_span.min(rows - cell.span.row).max(1);
        }
        self.table.columns = self.free_from.len() as u32;
        self.table.cells.retain(|cell| cell.span.row < rows);
    }
}

fn assemble(
    boxes: &ArrayView3<'_, f32>,
    scores: &ArrayView3<'_, f32>,
    vocabulary: &Vocabulary,
    place: Rect,
) -> ModelTable {
    let mut builder = Builder::default();
    // The cell whose spans are being read: its step, its certainty, its row and column span.
    let mut open: Option<(usize, f32, (u32, u32))> = None;
    let steps = boxes.dim().1.min(scores.dim().1);
    for step in 0..steps {
        let (class, score) = best(scores, step);
        let token = vocabulary.get(class);
        match (token, &mut open) {
            (Token::ColumnSpan(n), Some((_, certainty, span))) => {
                (span.1, *certainty) = (n, certainty.min(score))
            }
            (Token::RowSpan(n), Some((_, certainty, span))) => {
                (span.0, *certainty) = (n, certainty.min(score))
            }
            (Token::Other | Token::ColumnSpan(_) | Token::RowSpan(_), _) => {}
            _ => {
                if let Some((at, certainty, span)) = open.take() {
                    builder.add(box_at(boxes, at, place), certainty, span);
                }
            }
        }
        match token {
            Token::RowStart if builder.table.rows >= MAX_SIDE => break,
            Token::RowStart => builder.start_row(),
            Token::Cell => builder.add(box_at(boxes, step, place), score, (1, 1)),
            Token::CellStart => open = Some((step, score, (1, 1))),
            Token::HeadEnd => builder.table.header_rows = builder.table.rows,
            Token::End | Token::Start if step > 0 => {
                builder.table.complete = true;
                break;
            }
            _ => {}
        }
    }
    if let Some((at, certainty, span)) = open {
        builder.add(box_at(boxes, at, place), certainty, span);
    }
    builder.finish()
}

/// The likeliest class of a step and its probability.
fn best(scores: &ArrayView3<'_, f32>, step: usize) -> (usize, f32) {
    (0..scores.dim().2).fold((0, f32::MIN), |best, class| {
        let score = scores[[0, step, class]];
        if score > best.1 { (class, score) } else { best }
    })
}

fn box_at(boxes: &ArrayView3<'_, f32>, step: usize, place: Rect) -> Rect {
    let at = |i: usize| {
        let fraction = boxes[[0, step, i]];
        if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) }
    };
    let x = |f: f32| place.left + f * place.width();
    let y = |f: f32| place.top + f * place.height();
    Rect::new(x(at(0)), y(at(1)), x(at(2)), y(at(3)))
}

fn cube<'a>(output: &'a ArrayViewD<'_, f32>) -> Option<ArrayView3<'a, f32>> {
    output.view().into_dimensionality::<Ix3>().ok()
}
