//! ROUGE-L: the longest common subsequence (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries").

/// F1 of the longest common subsequence of two sequences, 0 to 1.
pub(crate) fn rouge_l(found: &[String], wanted: &[String]) -> f64 {
    if found.is_empty() || wanted.is_empty() {
        return 0.0;
    }
    let mut row = vec![0_usize; wanted.len() + 1];
    for a in found {
        let mut diagonal = 0;
        for (index, b) in wanted.iter().enumerate() {
            let above = row.get(index + 1).copied().unwrap_or(0);
            let left = row.get(index).copied().unwrap_or(0);
            let best = if a == b { diagonal + 1 } else { above.max(left) };
            if let Some(cell) = row.get_mut(index + 1) {
                *cell = best;
            }
            diagonal = above;
        }
    }
    let common = row.last().copied().unwrap_or(0) as f64;
    let (precision, recall) = (common / found.len() as f64, common / wanted.len() as f64);
    if common > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}
