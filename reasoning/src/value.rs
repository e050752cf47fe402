//! Values written in documents: numbers, money, dates, terms, quantities, ranges, identifiers.
//!
//! Everything here is pure: a text goes in, values with their places come out. Each finder goes once over the text
//! with a bounded look ahead, so its cost is linear, and no input makes it panic. Figures may be half or full width;
//! Chinese numerals, capitals and figures may be mixed.
//!
//! Places are byte ranges of the text given ([`Found::range`]); [`Folded`] maps places in a folded copy of a text back
//! to the text it was made from.
//!
//! ```
//! use reasoning::value::{Money, find_money};
//! let found = find_money("合同总价为人民币壹佰贰拾伍万元整（¥1,250,000.00）。");
//! assert_eq!(found.len(), 2);
//! assert_eq!(found[0].value, found[1].value.with_form(found[0].value.form));
//! assert_eq!(found[0].value.minor, 125_000_000);
//! ```

mod bank_card;
mod case_number;
mod clock;
mod compare;
mod date;
mod english_date;
mod fold;
mod found;
mod glyphs;
mod identity;
mod money;
mod numeral;
mod period;
mod phone;
mod quantity;
mod unit;
mod words;

pub(crate) use words::number_in_words;

pub use bank_card::{BankCard, find_bank_cards};
pub use case_number::{Branch, CaseNumber, CourtLevel, Stage, find_case_numbers};
pub use clock::Clock;
pub use compare::{Comparator, Interval, find_intervals, parse_interval};
pub use date::{Precision, WrittenDate, find_dates};
pub use fold::Folded;
pub use found::Found;
pub use identity::{CreditCode, ResidentId, Sex, find_credit_codes, find_resident_ids};
pub(crate) use money::money_here;
pub use money::{Currency, Money, find_money};
pub(crate) use numeral::whole_number;
pub use numeral::{Form, Number, find_numbers, parse_number};
pub(crate) use period::period_here;
pub use period::{Period, find_periods};
pub use phone::{Phone, PhoneKind, find_phones};
pub use quantity::{Quantity, Unit, find_quantities};
pub use unit::Dimension;
