//! What was found → lists, tables, summaries and the manifest in the run's folder, and the run in the ledger: all of it
//! or nothing.

mod folder;
mod release;
mod comparison;
mod issued;
mod lists;
mod manifest;
mod reported;
mod results;
mod summary;
mod tables;
mod recording;
mod outputs;
mod outcome;
mod reminders;
mod follow_up;
mod what_if;

pub(crate) use comparison::comparison;
pub(crate) use follow_up::{FollowUp, FollowUpRequest};
pub(crate) use issued::{issue_lists, unissued_notice};
pub use lists::Pushed;
pub(crate) use outcome::{ListsOutcome, REPORTS, write_again};
pub use outputs::{Published, publish};
pub use recording::RecordedOutcome;
pub(crate) use release::without_lists;
pub use release::{Release, ReleaseOptions};
pub(crate) use reminders::{publish_reminders, reminder_password};
pub(crate) use what_if::what_if;
