//! A period's folder → what was found: files are read, records linked, households judged; what must not be screened is
//! refused.

mod progress;
mod setup;
mod intake;
mod reading;
mod teaching;
mod sheet;
mod one_register;
mod versions;
mod folder;
mod questions;
mod refusal;
mod linkage;
mod tables;
mod screen;
mod notices;
mod explained;
mod household;
mod inspected;
mod drafting;

pub(crate) use drafting::{DraftedRule, draft_rule, draft_source};
pub use household::HouseholdExplained;
pub(crate) use inspected::inspected;
pub use notices::notices;
pub use progress::{Progress, Silent};
pub use screen::{Screened, screen};
pub use setup::Setup;
