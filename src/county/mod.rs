//! A county's folder: where it is, what it is told by `bidui.toml` and by people's answers, who may write in it when.

mod failure;
mod period;
mod decisions;
mod passwords;
mod workspace;
mod identity;
mod session;

pub(crate) use decisions::decisions_in;
pub use failure::Failure;
pub use identity::Identities;
pub(crate) use identity::{open_codes, take_in};
pub(crate) use passwords::{Passwords, for_lists};
pub(crate) use period::{day, period_of, screened_periods, two_periods};
pub(crate) use session::{Tally, run};
pub use workspace::Workspace;
pub(crate) use workspace::{county_config, county_folder, ledger_of, ledger_path, pack_files};
