//! Where somebody signs within a block: parts of the block by themselves.

use super::block::Block;
use super::pattern::{is_name, is_signature};
use super::piece::Piece;

/// The lines of a block in reading order, in runs that are signed or not. A name behind the bare label of who signs belongs
/// to the label.
pub(crate) fn signed_runs(block: &Block, pieces: &[Piece<'_>]) -> Vec<(Vec<usize>, bool)> {
    let mut runs: Vec<(Vec<usize>, bool)> = Vec::new();
    let mut awaits_name = false;
    for line in block.rows.iter().flat_map(|row| &row.items).filter_map(|item| item.what.line()) {
        let text = pieces.get(line).map_or("", |piece| piece.text);
        let label = is_signature(text);
        let signed = label || awaits_name && is_name(text);
        awaits_name = label && text.trim_end().ends_with([':', '：']);
        match runs.last_mut().filter(|run| run.1 == signed) {
            Some(run) => run.0.push(line),
            None => runs.push((vec![line], signed)),
        }
    }
    runs
}
