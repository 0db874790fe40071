//! A real table, or the id of a rule to be → a declaration that compiles as it is, to be worked over by hand.
//!
//! No ID number, name, phone number or address of anybody gets into a draft: words are taken only from columns of few,
//! short and often repeated words that nobody is called by.

mod column;
mod known;
mod rule;
mod table;
mod chosen;
mod source;

pub use chosen::{department, rule_source, source_name, the_table};
pub use known::KnownHeadings;
pub use rule::rule_draft;
pub use source::{Drafted, source_draft};
pub use table::DraftTable;
