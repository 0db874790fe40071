//! What was found → lists, tables, summaries and the manifest in the run's folder, and the run in the ledger: all of it or
//! nothing.

mod comparison;
mod folder;
mod lists;
mod manifest;
mod outcome;
mod outputs;
mod recording;
mod release;
mod reminders;
mod reported;
mod results;
mod summary;
mod tables;
mod what_if;

use crate::store::Manifest;
pub(crate) use comparison::comparison;
pub use lists::Pushed;
pub(crate) use outcome::Outcome;
pub use outputs::publish;
pub use recording::Told;
pub(crate) use release::without_lists;
pub use release::{Release, Wishes};
pub(crate) use reminders::publish_reminders;
pub(crate) use what_if::what_if;

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// The record of the run.
    pub manifest: Manifest,
    /// What came of recording it, if it was.
    pub told: Option<Told>,
    /// What should be told besides, a line in Chinese each.
    pub notices: Vec<String>,
}
