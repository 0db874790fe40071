//! The only printer: results on standard output, progress and what is said beside them on standard error.

mod print;
mod waiting;
mod run;

pub use print::{broken, failure, page, print_json, say};
pub use run::Ui;
