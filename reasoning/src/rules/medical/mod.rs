//! Checks of medical documents, M01 to M42; their rules stand in `data/rules/medical.toml`.

mod ask;
mod beyond;
mod body;
mod borne_out;
mod copied;
mod denied;
mod denied_diagnosis;
mod fee;
mod given;
mod identity;
mod impression;
mod medicine;
mod nameless;
mod notes;
mod other_parts;
mod past;
mod person;
mod plausible;
mod pronoun;
mod ranges;
mod recompute;
mod record;
mod record_type;
mod required;
mod result;
mod scores;
mod sided;
mod signs;
mod steps;
mod study;
mod study_side;
mod summary;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_variants;
mod time;
mod together;
mod told_words;
mod unsigned;
mod word;

use super::Check;

/// The checks by the id of their rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("M01", person::sex_of_findings),
    ("M02", person::one_sex),
    ("M03", person::one_identity),
    ("M04", person::age_of_birth),
    ("M05", identity::identity_agrees),
    ("M06", identity::identity_checksum),
    ("M07", time::discharge_before_admission),
    ("M08", time::stay_days),
    ("M09", time::surgery_within_stay),
    ("M10", time::sample_order),
    ("M11", time::report_and_print),
    ("M12", time::born_before_all),
    ("M13", body::sides_agree),
    ("M14", body::side_named),
    ("M15", impression::impression_agrees),
    ("M16", result::flag_agrees),
    ("M17", result::flag_present),
    ("M18", result::range_order),
    ("M19", result::unit_fits),
    ("M20", plausible::plausible),
    ("M21", result::possible),
    ("M22", result::critical_told),
    ("M23", ranges::range_for_sex),
    ("M24", recompute::differential),
    ("M25", recompute::liver),
    ("M26", recompute::red_cells),
    ("M27", recompute::lipids),
    ("M28", recompute::derived),
    ("M29", borne_out::pressure_order),
    ("M30", borne_out::diagnosis_borne_out),
    ("M31", medicine::dose),
    ("M32", medicine::dose_unit),
    ("M33", medicine::allergy),
    ("M34", together::together),
    ("M35", medicine::barred),
    ("M36", record::signed),
    ("M37", required::sections_present),
    ("M38", copied::copied),
    ("M39", record::complaint),
    ("M40", record::in_time),
    ("M41", fee::charges),
    ("M42", word::word_and_number),
];
