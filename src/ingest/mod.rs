//! Text tables → extracts: which sheet is which source, where its headings stand, which rows hold records.
//!
//! Recognition weighs what speaks for and against every source; see `recognise`.

mod branch;
mod caption;
mod cells;
mod evidence;
mod fingerprint;
mod guest;
mod heading;
mod likeness;
mod mapping;
mod recognise;
mod rows;
mod stated;
mod title;
mod unit;
mod unused;

pub use branch::Branch;
pub use caption::{Caption, Spot};
pub use fingerprint::fingerprint;
pub use guest::Guest;
pub use heading::Recogniser;
pub use likeness::look_alikes;
pub use mapping::{Mapping, MemberColumns};
pub use recognise::{Known, Recognition, Standing, recognise};
pub use rows::{RowRoles, data_cell, roles};
pub use stated::year_of;
pub use unit::{Measure, measures};
pub use unused::id_keys;
