//! Where the results of a screening go, what is shown in them, and what stands against that.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::county::{Failure, for_lists, ledger_path};
use crate::diagnostic::Diagnostic;
use crate::ledger::{Anchor, Ledger};
use crate::screening::Setup;
use crate::store::{FolderOrigin, is_same_place, refuse_foreign};
use crate::value::Disclosure;
use crate::workbook;

/// The folder of the lists, below that of the run.
pub(super) const LISTS: &str = "推送清单";

/// How the results of a screening are published.
pub struct Release<'a> {
    /// What was screened by what.
    pub setup: &'a Setup,
    /// The day on which push lists go out.
    pub issued: Date,
    /// Whether ID numbers are shown in full.
    pub disclosure: Disclosure,
    /// Whether the full tables are written.
    pub tables: bool,
    /// The folder of the results.
    pub out: PathBuf,
    /// The password that push lists are locked with.
    pub(super) password: Option<String>,
    /// The ledger that the run is recorded in, if its results stay in the county's folder.
    pub(super) ledger: Option<PathBuf>,
}

/// What is told of a release; what is not, follows from the county's folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReleaseOptions<'a> {
    /// The day on which push lists go out; the day the run is counted from, if that is not told.
    pub issued: Option<Date>,
    /// Another folder for results that are only to be looked at.
    pub out: Option<&'a Path>,
    /// Whether ID numbers are shown in full.
    pub full_ids: bool,
    /// Whether the full tables are written.
    pub tables: bool,
    /// Whether push lists are locked with a password.
    pub lock: bool,
}

impl<'a> Release<'a> {
    /// Results that stay in the county's folder, recorded and with push lists, or go where they are only looked at.
    ///
    /// # Errors
    /// If the folder holds something else, or lists that were locked would be replaced by open ones.
    pub fn of(setup: &'a Setup, wishes: ReleaseOptions<'_>) -> Result<Self, Failure> {
        let issued = issued(wishes.issued.unwrap_or(setup.as_of), setup.as_of)?;
        let disclosure = if wishes.full_ids { Disclosure::Full } else { Disclosure::Masked };
        let own = setup.workspace.run_folder();
        let out = wishes.out.map_or_else(|| own.clone(), Path::to_owned);
        refuse_foreign(&out, &of_period(setup))?;
        let stays = is_same_place(&out, &own);
        let ledger = stays.then(|| ledger_path(&setup.workspace.root));
        if wishes.lock && ledger.is_none() {
            return Err(without_lists().into());
        }
        let password = wishes.lock.then(for_lists).transpose()?;
        if ledger.is_some() && password.is_none() {
            refuse_unlocked(&out.join(LISTS))?;
        }
        Ok(Self { setup, issued, disclosure, tables: wishes.tables, out, password, ledger })
    }

    /// Results that are compared with others and written nowhere.
    pub(crate) fn nowhere(setup: &'a Setup) -> Self {
        let issued = setup.as_of;
        let disclosure = Disclosure::Masked;
        let out = setup.workspace.run_folder();
        Self { setup, issued, disclosure, tables: false, out, password: None, ledger: None }
    }

    /// What its folder is of.
    pub(super) fn origin(&self) -> FolderOrigin {
        of_period(self.setup)
    }

    /// The ledger that the run is recorded in as it is before; none if the run is not recorded.
    pub(super) fn anchor(&self) -> anyhow::Result<Option<Anchor>> {
        let Some(path) = &self.ledger else { return Ok(None) };
        let ledger = Ledger::open_existing(path)?;
        Ok(Some(ledger.map_or(Ok(Anchor::default()), |ledger| Anchor::of(&ledger))?))
    }

    /// Whether the run is recorded in the county's ledger.
    pub fn is_recorded(&self) -> bool {
        self.ledger.is_some()
    }
}

fn of_period(setup: &Setup) -> FolderOrigin {
    FolderOrigin::of_period("screen", &setup.workspace.period)
}

/// Nothing can be locked where no lists are written.
pub(crate) fn without_lists() -> Diagnostic {
    let mistake = Diagnostic::new("--lock 给推送清单加密码，而结果写到别的文件夹时不写推送清单");
    mistake.hint("去掉 --lock，或去掉 --out、--against")
}

/// The day on which push lists go out, which is not before that of the data.
fn issued(issued: Date, as_of: Date) -> Result<Date, Diagnostic> {
    if issued < as_of {
        let fault = Diagnostic::new(format!("清单不能在数据的截止日期以前发出：--issued {issued}，截止 {as_of}"));
        return Err(fault.hint("--issued 写清单发给乡镇的那一天"));
    }
    Ok(issued)
}

/// Whether one of the lists in a folder is locked.
///
/// # Errors
/// If the folder cannot be read.
pub(super) fn are_locked(lists: &Path) -> anyhow::Result<bool> {
    Ok(lists.is_dir() && workbook::list(lists)?.files.iter().any(|list| workbook::is_locked(&list.place.path)))
}

/// Lists that were locked are not replaced by open ones by an oversight.
fn refuse_unlocked(lists: &Path) -> Result<(), Failure> {
    if !are_locked(lists)? {
        return Ok(());
    }
    let fault = Diagnostic::new("这一期的推送清单是加了密码的，这次没有写 --lock，将被没有密码的清单替换");
    Err(fault.hint(format!("加上 --lock 再运行；确实不再加密码的，先删去 {}", lists.display())).into())
}
