//! `ledger.db`: a plain SQLite file, or one that is sealed and worked on in memory.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::at_rest::at_rest;
use super::failure::Failure;
use super::workspace::ledger_path;
use crate::envelope::{AtRest, Content, Unopened, head, is_sealed_file};
use crate::ledger::{Ledger, Safe};
use crate::regular;
use crate::store::write_whole;

/// The most bytes of a ledger that is worked on in memory: what SQLite takes there.
const MOST: u64 = 1 << 30;

/// Opens a county's ledger, making it if there is none.
///
/// # Errors
/// If it cannot be opened, or lies otherwise on the disk than `bidui.toml` says.
pub(crate) fn open_ledger(root: &Path) -> Result<Ledger, Failure> {
    let at_rest = at_rest(root)?;
    let path = ledger_path(root);
    match (at_rest.is_sealed(), is_sealed_file(&path)) {
        (false, false) => Ok(Ledger::open(&path)?),
        (false, true) => Err(anyhow::Error::from(Unopened::Unexpected(Content::Ledger)).into()),
        (true, _) => Ok(Ledger::open_in(Box::new(SealedLedger::at(path, at_rest)))?),
    }
}

/// Opens the ledger that is there; none if there is none.
///
/// # Errors
/// As [`open_ledger`].
pub(crate) fn existing_ledger(root: &Path) -> Result<Option<Ledger>, Failure> {
    ledger_path(root).exists().then(|| open_ledger(root)).transpose()
}

/// The ledger that is there, as it lies on the disk: one that is about to be sealed lies open.
///
/// # Errors
/// As [`open_ledger`].
pub(super) fn ledger_as_it_lies(root: &Path) -> Result<Option<Ledger>, Failure> {
    let path = ledger_path(root);
    match path.exists() && !is_sealed_file(&path) {
        true => Ok(Some(Ledger::open(&path)?)),
        false => existing_ledger(root),
    }
}

/// A ledger that is sealed on the disk.
#[derive(Debug)]
struct SealedLedger {
    path: PathBuf,
    at_rest: AtRest,
    /// The head of the envelope that was loaded or kept; none if there was none.
    seen: RefCell<Option<Vec<u8>>>,
}

impl SealedLedger {
    fn at(path: PathBuf, at_rest: AtRest) -> Self {
        Self { path, at_rest, seen: RefCell::default() }
    }

    /// What lies on the disk.
    fn there(&self) -> anyhow::Result<Option<Vec<u8>>> {
        match regular::read(&self.path, MOST) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why).with_context(|| format!("无法打开台账 {}", self.path.display())),
        }
    }
}

impl Safe for SealedLedger {
    fn load(&self) -> anyhow::Result<Option<Vec<u8>>> {
        let there = self.there()?;
        self.seen.replace(there.as_deref().and_then(head));
        there.map(|bytes| self.at_rest.read(Content::Ledger, bytes)).transpose()
    }

    fn is_outdated(&self) -> anyhow::Result<bool> {
        Ok(self.there()?.as_deref().and_then(head) != *self.seen.borrow())
    }

    fn keep(&self, database: &[u8]) -> anyhow::Result<()> {
        anyhow::ensure!(!self.is_outdated()?, "另一个命令刚刚写了台账；请重新运行");
        let sealed = self.at_rest.written(Content::Ledger, database.to_vec())?;
        write_whole(&self.path, &sealed)?;
        self.seen.replace(head(&sealed));
        Ok(())
    }
}
