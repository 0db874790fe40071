//! Text tables → extracts: which sheet is which source, where its headings stand, which rows hold records.
//!
//! Recognition weighs what speaks for and against every source; see `recognise`.

mod caption;
mod cells;
mod data_cell;
mod fingerprint;
mod stated;
mod unit;
mod heading;
mod branch;
mod mapping;
mod measure;
mod guest;
mod likeness;
mod rows;
mod title;
mod evidence;
mod recognise;
mod unused;

pub use branch::Branch;
pub use caption::{Caption, Spot};
pub use data_cell::data_cell;
pub use fingerprint::fingerprint;
pub use guest::Guest;
pub use heading::Recogniser;
pub use likeness::look_alikes;
pub use mapping::{Mapping, MemberColumns};
pub use measure::{Measure, measures};
pub use recognise::{KnownSheet, Recognition, SheetLocation, recognise};
pub use rows::{RowRoles, roles};
pub use stated::{SCHOOL_YEAR_BEGINS, year_of};
pub use unused::id_keys;
