//! Checks of medical documents, M01 to M42; their rules stand in `data/rules/medical.toml`.

mod ask;
mod time;

use super::Check;

/// The checks by the id of their rule.
pub(super) const CHECKS: &[(&str, Check)] =
    &[("M07", time::discharge_before_admission), ("M08", time::stay_days)];
