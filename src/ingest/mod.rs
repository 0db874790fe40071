//! Text tables → extracts: which sheet is which source, where its headings stand, which rows hold records.
//!
//! Recognition goes by headings alone, never by file name or position; see `recognise`.

mod caption;
mod heading;
mod recognise;
mod rows;
mod stated;
mod unit;

pub use caption::{Caption, Spot};
pub use heading::Recogniser;
pub use recognise::{Known, Mapping, MemberColumns, Recognition, recognise};
pub use rows::{RowRoles, data_cell, roles};
pub use stated::year_of;
pub use unit::{Measure, measures};
