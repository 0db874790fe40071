//! What a county no longer keeps: planned by its retention rule, shown, and removed when somebody says so.
//!
//! Never removed are the newest period, periods whose clues wait for an answer, folders that somebody else made or worked
//! in, and what no longer tells of anybody: manifests, codes, and the ledger with its counts and its audit.

mod plan;
mod removal;
mod page;

pub use page::{PurgeSummary, purge_page};
pub use plan::{PurgeFolder, PurgeKind, plan};
pub use removal::remove;
