//! Papers of many houses, each clean, and changed in one place after another: `papers/*.txt`, in the form of `rules/papers.rs`.

use crate::rules::tests_papers::hold;

#[test]
fn judgments() {
    hold(include_str!("papers/judgments.txt"));
}

#[test]
fn bills() {
    hold(include_str!("papers/bills.txt"));
}

#[test]
fn rulings_and_awards() {
    hold(include_str!("papers/rulings.txt"));
}

#[test]
fn contracts() {
    hold(include_str!("papers/contracts.txt"));
}

#[test]
fn contracts_in_english() {
    hold(include_str!("papers/contracts_en.txt"));
}

#[test]
fn further_hands() {
    hold(include_str!("papers/hands.txt"));
}

#[test]
fn further_hands_in_english() {
    hold(include_str!("papers/hands_en.txt"));
}

#[test]
fn sections_of_other_openings() {
    hold(include_str!("papers/openings.txt"));
}

#[test]
fn other_openings_in_english() {
    hold(include_str!("papers/openings_en.txt"));
}

#[test]
fn parts_left_out_or_turned() {
    hold(include_str!("papers/parts.txt"));
}

#[test]
fn parts_left_out_or_turned_in_english() {
    hold(include_str!("papers/parts_en.txt"));
}

#[test]
fn acts_sums_and_times_in_other_hands() {
    hold(include_str!("papers/clerks.txt"));
}

#[test]
fn further_acts_sums_and_times() {
    hold(include_str!("papers/clerks_more.txt"));
}

#[test]
fn forms_in_other_hands() {
    hold(include_str!("papers/clerks_forms.txt"));
}

#[test]
fn forms_in_other_hands_in_english() {
    hold(include_str!("papers/clerks_en.txt"));
}

#[test]
fn numbers_speakers_and_orders_of_other_courts() {
    hold(include_str!("papers/courts.txt"));
}

#[test]
fn contracts_and_bills_of_other_houses() {
    hold(include_str!("papers/houses.txt"));
}

#[test]
fn contracts_and_bills_of_other_houses_in_english() {
    hold(include_str!("papers/houses_en.txt"));
}

#[test]
fn leases_and_supplies_of_other_registries() {
    hold(include_str!("papers/registries.txt"));
}

#[test]
fn signs_claims_and_currencies() {
    hold(include_str!("papers/signs.txt"));
}

#[test]
fn signs_and_currencies_in_english() {
    hold(include_str!("papers/signs_en.txt"));
}
