//! Checks of court documents and contracts, L01 to L34; their rules stand in `data/rules/legal.toml`.

use super::Check;

/// The checks by the id of their rule.
pub(super) const CHECKS: &[(&str, Check)] = &[];
