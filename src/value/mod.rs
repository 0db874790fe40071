//! What a cell can be: text, ID number, date, amount, name, place. One kind a file; parse, don't validate.
//!
//! Everything here takes text as departments write it and gives a value or nothing; nothing panics on any input.

pub mod calendar;
pub mod date;
mod disclosure;
mod embedded;
mod fragment;
mod id_number;
pub mod money;
pub mod name;
pub mod number;
pub mod place;
mod redacted;
pub mod text;

pub use calendar::{WorkingCalendar, WorkingDays};
pub use date::chinese;
pub use disclosure::Disclosure;
pub use embedded::id_numbers;
pub use fragment::{Fragment, Likeness};
pub use id_number::{IdDefect, IdForm, IdNumber, Recognised, Sex, recognise};
pub use redacted::Redacted;
