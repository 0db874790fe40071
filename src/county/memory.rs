//! What a county remembers: its ledger, and the key that ids in it are made with.

use std::path::Path;

use super::failure::Failure;
use super::key::HeldKey;
use super::ledger_file::existing_ledger;
use super::lost::refuse_lost;
use super::workspace::{county_config, county_folder};
use crate::detect::ClueNaming;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Ledger, differences, identity_key};
use crate::pack::Config;

/// A county's ledger, if it has one, and its key.
#[derive(Debug)]
pub(crate) struct Memory {
    /// The ledger.
    pub ledger: Option<Ledger>,
    /// The key.
    pub key: HeldKey,
}

impl Memory {
    /// Opens the ledger of a county's folder.
    ///
    /// # Errors
    /// If it cannot be opened, somebody changed its tables, it does not know results that it recorded, or the key is not
    /// the one that it is made with.
    pub fn of(root: &Path, config: &Config) -> Result<Self, Failure> {
        let ledger = existing_ledger(root)?;
        ledger.as_ref().map_or(Ok(()), refuse_tampered)?;
        refuse_lost(root, ledger.as_ref())?;
        let key = HeldKey::of(root, config, ledger.as_ref())?;
        Ok(Self { ledger: ledger.map(|ledger| ledger.sealed_with(&key.key)), key })
    }

    /// How ids and codes are made: those of damaged rows as at the county's first run.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn naming(&self) -> anyhow::Result<ClueNaming> {
        let identity = self.ledger.as_ref().map_or(Ok(None), identity_key)?;
        let naming = self.key.naming();
        Ok(match identity {
            Some(identity) => naming.with_identity_key(&identity),
            None => naming,
        })
    }
}

/// The ledger of a county that was screened.
///
/// # Errors
/// If there is none, it cannot be opened, or it is made with another key.
pub fn ledger_of(county: Option<&Path>) -> Result<Ledger, Failure> {
    Ok(remembered(&county_folder(county)?)?.0)
}

/// The ledger of a county that was screened, and how ids and codes in it are made.
///
/// # Errors
/// As [`ledger_of`].
pub fn remembered(root: &Path) -> Result<(Ledger, ClueNaming), Failure> {
    let memory = Memory::of(root, &county_config(root)?)?;
    let naming = memory.naming()?;
    Ok((memory.ledger.ok_or_else(|| no_ledger(root))?, naming))
}

/// What is said where there is no ledger.
pub(super) fn no_ledger(root: &Path) -> Diagnostic {
    Diagnostic::new(format!("{} 里还没有台账", root.display())).hint("先运行一次 bidui screen")
}

/// Stops if a ledger has other tables, views or triggers than the program made: what is written might go nowhere.
pub(super) fn refuse_tampered(ledger: &Ledger) -> Result<(), Failure> {
    let found = differences(ledger)?;
    match found.is_empty() {
        true => Ok(()),
        false => Err(Failure::Unsafe(format!(
            "台账 ledger.db 的结构被程序以外的手段改过：{}。写进去的内容可能会丢，没有动任何文件；请从备份恢复 ledger.db，再用 bidui ledger verify 查验",
            found.join("；")
        ))),
    }
}
