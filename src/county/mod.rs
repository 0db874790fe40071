//! A county's folder: where it is, what it is told by `bidui.toml` and by people's answers, who may write in it when.

mod failure;
mod period;
mod decisions;
mod passwords;
mod workspace;
mod key_file;
mod key;
mod recording;
mod lost;
mod memory;
mod upkeep;
mod proof;
mod identity;
mod delivered;
mod session;
mod beginning;

pub(crate) use beginning::{begin_county, begin_practice};
pub(crate) use decisions::decisions_in;
pub(crate) use delivered::delivered_sources;
pub use failure::Failure;
pub use identity::Identities;
pub(crate) use identity::{open_codes, take_in};
pub(crate) use key::key_notice;
pub use key::{HeldKey, KeyOrigin};
pub(crate) use key_file::{key_path, write_key};
pub(crate) use memory::{Memory, ledger_of, remembered};
pub(crate) use passwords::{Passwords, for_lists};
pub(crate) use period::{day, period_of, screened_periods, two_periods};
pub(crate) use proof::Proof;
pub(crate) use recording::{begin_recording, end_recording};
pub(crate) use session::{Tally, run};
pub(crate) use upkeep::{accept_loss, accepted_loss, change_key, changed_key};
pub use workspace::Workspace;
pub(crate) use workspace::{county_config, county_folder, ledger_path, pack_files};
