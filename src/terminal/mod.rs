//! What is read in a terminal: tables and lines of what was read, found, verified and kept.

mod table;
mod withheld;
mod what_if;
mod screened;
mod follow_up;
mod inspection;
mod list;
mod returns;
mod sharing;

pub use follow_up::{comparison_line, comparison_page, precision_page, progress_page, visits_page};
pub use inspection::inspection_page;
pub use list::{ledger_page, rule_list, waiver_list};
pub use returns::{not_taken, returns_page};
pub use screened::screened_page;
pub use sharing::sharing_list;
pub use table::table;
pub use what_if::what_if_page;
pub use withheld::withheld_lines;
