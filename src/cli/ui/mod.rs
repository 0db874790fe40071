//! Everything that is printed: results on standard output, progress and what is said beside them on standard error.

mod print;
mod table;
mod waiting;
mod withheld;
mod what_if;
mod screened;
mod follow_up;
mod inspection;
mod list;
mod returns;
mod run;

pub use follow_up::{comparison_page, precision_page, progress_page, visits_page};
pub use inspection::inspection_page;
pub use list::{ledger_page, rule_list, waiver_list};
pub use print::{broken, failure, page, print_json, say};
pub use returns::returns_page;
pub use run::Ui;
