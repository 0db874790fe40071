//! What a cell can be: text, ID number, date, amount, name, place. One kind a file; parse, don't validate.
//!
//! Everything here takes text as departments write it and gives a value or nothing; nothing panics on any input.

mod id_number;
pub mod text;
pub mod date;
pub mod calendar;
mod embedded;
mod fragment;
mod recognise;
mod redacted;
mod label;
mod disclosure;
mod identifier;
mod county_key;
pub mod money;
pub mod name;
pub mod number;
pub mod place;
mod punctuation;

pub use calendar::{WorkingCalendar, WorkingDays};
pub use county_key::CountyKey;
pub use date::chinese;
pub use disclosure::Disclosure;
pub use embedded::id_numbers;
pub use fragment::{Fragment, Likeness};
pub use id_number::{IdDefect, IdForm, IdNumber, Recognised, Sex};
pub use identifier::{ClueId, Period, PersonCode, RuleId};
pub use label::Label;
pub use punctuation::full_width;
pub use recognise::recognise;
pub use redacted::Redacted;
