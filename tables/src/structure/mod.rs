//! The structure network (SLANet): a picture of a table in, a row-wise list of cells with spans and boxes out.

mod decode;
mod picture;
mod vocabulary;

use document::Rect;
use image::RgbImage;
use models::Session;

use crate::{Error, ErrorKind};
use decode::decode;
pub(crate) use decode::{ModelCell, ModelTable};
use picture::to_tensor;
use vocabulary::Vocabulary;

/// A loaded structure network with its vocabulary.
pub(crate) struct StructureNetwork {
    session: Box<dyn Session>,
    vocabulary: Vocabulary,
}

/// Key of the model's metadata that holds its tokens, one a line.
const TOKENS_KEY: &str = "character";

impl StructureNetwork {
    /// Takes a session on a SLANet whose metadata carries its tokens.
    pub(crate) fn new(session: Box<dyn Session>) -> Result<Self, Error> {
        let tokens = session.metadata(TOKENS_KEY).ok_or_else(|| {
            Error::new(ErrorKind::Model, format!("the structure network has no metadata `{TOKENS_KEY}`"))
        })?;
        Ok(Self { session, vocabulary: Vocabulary::new(&tokens)? })
    }

    /// Reads the structure of the table that fills `picture`; `place` is where the picture lies on the page, and the
    /// boxes of the cells are given in the page's pixels.
    pub(crate) fn read(&mut self, picture: &RgbImage, place: Rect) -> Result<ModelTable, Error> {
        let tensor = to_tensor(picture);
        let mut decoded = Err(Error::new(ErrorKind::Model, "the structure network gave no output"));
        let vocabulary = &self.vocabulary;
        self.session
            .run(tensor.view().into_dyn(), &mut |outputs| decoded = decode(outputs, vocabulary, place))
            .map_err(|e| {
                Error::new(ErrorKind::Session, "the structure network failed to run").with_source(e)
            })?;
        decoded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use models::FakeSession;
    use ndarray::{ArrayD, s};

    const TOKENS: &str = "<thead>\n<tr>\n<td>\n</td>\n</tr>\n</thead>\n<tbody>\n</tbody>\n<td\n colspan=\"2\"\n>\n rowspan=\"2\"";
    // sos, the tokens without <td>, <td></td>, eos
    const NAMES: [&str; 14] = [
        "sos",
        "<thead>",
        "<tr>",
        "</td>",
        "</tr>",
        "</thead>",
        "<tbody>",
        "</tbody>",
        "<td",
        " colspan=\"2\"",
        ">",
        " rowspan=\"2\"",
        "<td></td>",
        "eos",
    ];

    fn network(tokens: &'static [&'static str]) -> FakeSession {
        FakeSession::new(move |input| {
            assert_eq!(input.shape(), [1, 3, 488, 488]);
            let (mut boxes, mut scores) =
                (ArrayD::zeros(vec![1, tokens.len(), 4]), ArrayD::zeros(vec![1, tokens.len(), NAMES.len()]));
            for (step, token) in tokens.iter().enumerate() {
                let index = NAMES.iter().position(|name| name == token).unwrap();
                scores[[0, step, index]] = 0.9;
                let left = step as f32 / 100.0;
                boxes.slice_mut(s![0, step, ..]).assign(&ndarray::arr1(&[left, 0.25, left + 0.5, 0.5]));
            }
            vec![boxes, scores]
        })
        .with_metadata("character", TOKENS)
    }

    fn read(tokens: &'static [&'static str]) -> ModelTable {
        let mut network = StructureNetwork::new(Box::new(network(tokens))).unwrap();
        network.read(&RgbImage::new(200, 100), Rect::new(10.0, 20.0, 210.0, 120.0)).unwrap()
    }

    #[test]
    fn tokens_become_rows_of_cells() {
        let table = read(&[
            "<thead>",
            "<tr>",
            "<td",
            " colspan=\"2\"",
            ">",
            "</td>",
            "</tr>",
            "</thead>",
            "<tbody>",
            "<tr>",
            "<td></td>",
            "<td></td>",
            "</tr>",
            "</tbody>",
            "eos",
            "<tr>",
        ]);
        assert_eq!((table.rows, table.columns, table.header_rows), (2, 2, 1));
        let spans: Vec<_> =
            table.cells.iter().map(|c| (c.span.row, c.span.column, c.span.column_span)).collect();
        assert_eq!(spans, [(0, 0, 2), (1, 0, 1), (1, 1, 1)]);
        assert!(table.complete);
    }

    #[test]
    fn boxes_are_fractions_of_the_crop() {
        let table = read(&["<tr>", "<td></td>", "</tr>", "eos"]);
        assert_eq!(table.cells[0].bounds, Rect::new(12.0, 45.0, 112.0, 70.0));
        assert!((table.cells[0].certainty - 0.9).abs() < 1e-6);
    }

    #[test]
    fn row_spans_push_the_next_row_to_the_right() {
        let table = read(&[
            "<tr>",
            "<td",
            " rowspan=\"2\"",
            ">",
            "</td>",
            "<td></td>",
            "</tr>",
            "<tr>",
            "<td></td>",
            "</tr>",
            "eos",
        ]);
        let last = table.cells.last().unwrap().span;
        assert_eq!((table.rows, table.columns, last.row, last.column), (2, 2, 1, 1));
    }

    #[test]
    fn a_row_span_ends_above_a_row_that_is_full_without_it() {
        let table = read(&[
            "<tr>",
            "<td",
            " rowspan=\"2\"",
            ">",
            "</td>",
            "<td></td>",
            "</tr>",
            "<tr>",
            "<td></td>",
            "<td></td>",
            "</tr>",
            "<tr>",
            "<td></td>",
            "<td></td>",
            "</tr>",
            "eos",
        ]);
        let spans: Vec<_> =
            table.cells.iter().map(|c| (c.span.row, c.span.column, c.span.row_span)).collect();
        assert_eq!((table.rows, table.columns), (3, 2));
        assert_eq!(spans, [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1)]);
    }

    #[test]
    fn a_reading_cut_short_is_told() {
        let table = read(&["<tr>", "<td></td>", "</tr>", "<tr>", "<td></td>"]);
        assert_eq!((table.rows, table.complete), (2, false));
    }

    #[test]
    fn a_network_that_cannot_be_decoded_is_refused() {
        let kind = |session: FakeSession| StructureNetwork::new(Box::new(session)).err().map(|e| e.kind());
        assert_eq!(kind(FakeSession::failing()), Some(ErrorKind::Model));
        assert_eq!(kind(FakeSession::failing().with_metadata("character", "a\nb")), Some(ErrorKind::Model));
        let mut wrong = StructureNetwork::new(Box::new(
            FakeSession::new(|_| vec![ArrayD::zeros(vec![1, 2, 4])]).with_metadata("character", TOKENS),
        ))
        .unwrap();
        let error = wrong.read(&RgbImage::new(8, 8), Rect::new(0.0, 0.0, 8.0, 8.0)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Model);
    }
}
