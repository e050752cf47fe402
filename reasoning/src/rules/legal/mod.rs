//! Checks of court documents and contracts, L01 to L34; their rules stand in `data/rules/legal.toml`.

mod accrued;
mod acts;
mod added;
mod agents;
mod alike;
mod answered;
mod appeal;
mod bench;
mod beside;
mod billed;
mod capitals;
mod chain;
mod claims;
mod contract;
mod course;
mod currency;
mod dates;
mod disputes;
mod dockets;
mod due;
mod english_course;
mod english_court;
mod english_names;
mod fees;
mod form;
mod hierarchy;
mod identity;
mod interest;
mod labels;
mod law;
mod matter;
mod named_fates;
mod names;
mod number;
mod order_words;
mod own_numbers;
mod persons;
mod pleading;
mod polarity;
mod proceedings;
mod references;
mod remedies;
mod role_pairs;
mod scale;
mod sheet_columns;
mod sides;
mod speakers;
mod subject;
mod sums;
mod tables;
#[cfg(test)]
mod tests;
mod told;
mod told_sums;
mod told_terms;
mod trade;
mod weekdays;
mod worded;
mod worked_sums;

use super::Check;
pub(super) use matter::Matter;

/// Binds ids to checks that look at the whole matter.
macro_rules! checks {
    ($($id:literal => $check:path),+ $(,)?) => {
        &[$(($id, |case| $check(case.matter, case.rule))),+]
    };
}

/// The checks by the id of their rule.
pub(super) const CHECKS: &[(&str, Check)] = checks! {
    "L01" => number::form,
    "L02" => number::year,
    "L03" => number::code,
    "L04" => number::pages,
    "L05" => names::spelling,
    "L06" => names::roles,
    "L07" => identity::residents,
    "L08" => identity::credit_codes,
    "L09" => agents::agents,
    "L10" => answered::answered,
    "L11" => capitals::capitals,
    "L12" => sums::totals,
    "L13" => claims::beyond,
    "L14" => interest::amounts,
    "L15" => interest::spans,
    "L16" => scale::scale,
    "L17" => fees::fees,
    "L18" => dates::order,
    "L19" => weekdays::possible,
    "L20" => dates::limitation,
    "L21" => appeal::advice,
    "L22" => appeal::deadline,
    "L23" => law::form,
    "L24" => law::repealed,
    "L25" => law::paragraph,
    "L26" => claims::unanswered,
    "L27" => polarity::polarity,
    "L28" => form::numbering,
    "L29" => form::signatures,
    "L30" => form::parts,
    "L31" => contract::terms,
    "L32" => disputes::disputes,
    "L33" => contract::deposit,
    "L34" => references::references,
};
