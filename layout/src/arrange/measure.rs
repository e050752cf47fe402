//! Robust statistics.

/// The middle value (the lower of two); nothing for none.
pub(crate) fn median(values: Vec<f32>) -> Option<f32> {
    quantile(values, 0.5)
}

/// The value below which `share` (0..=1) of all lie; nothing for none.
pub(crate) fn quantile(mut values: Vec<f32>, share: f32) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get((last as f32 * share).floor() as usize).copied()
}

/// The share of values that hold; 0 for none.
pub(crate) fn share(values: impl IntoIterator<Item = bool>) -> f32 {
    let (held, all) = values.into_iter().fold((0_u32, 0_u32), |(h, n), v| (h + u32::from(v), n + 1));
    if all > 0 { held as f32 / all as f32 } else { 0.0 }
}
