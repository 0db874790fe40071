//! Everything that a period's data are screened by.

use std::path::Path;

use jiff::civil::Date;

use crate::county::{Failure, Identities, Workspace};
use crate::expr::Environment;
use crate::pack::{Config, Pack};

/// A period's folder with the day it is counted from, the county's settings, its rules, and what people found out.
pub struct Setup {
    /// Where the data lie.
    pub workspace: Workspace,
    /// The day that ages and terms are counted from.
    pub as_of: Date,
    /// The county's settings.
    pub config: Config,
    /// The rule pack.
    pub pack: Pack,
    /// Values of parameters and constants.
    pub environment: Environment,
    /// What people found out about records whose number cannot be relied on.
    pub identities: Identities,
}

impl Setup {
    /// A folder such as `data/2026-11`, by the county's own rules or the built-in ones, on the last day of its month.
    ///
    /// # Errors
    /// If the folder is not there or not named after a month, or `bidui.toml` or a rule holds mistakes.
    pub fn of(folder: &Path) -> Result<Self, Failure> {
        Self::with(Workspace::of(folder)?, None, None)
    }

    /// A period, on a day and by a pack that are told, if they are.
    ///
    /// # Errors
    /// As [`Setup::of`].
    pub fn with(workspace: Workspace, as_of: Option<&str>, pack: Option<&Path>) -> Result<Self, Failure> {
        let as_of = workspace.as_of(as_of)?;
        let config = Config::read(&workspace.config())?;
        let pack = workspace.pack(pack)?;
        let environment = pack.environment(as_of, &config)?;
        let identities = Identities::of(&workspace, &config, as_of)?;
        Ok(Self { workspace, as_of, config, pack, environment, identities })
    }
}
