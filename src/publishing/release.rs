//! Where the results of a screening go, what is shown in them, and what stands against that.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::county::{Failure, at_rest, day, existing_ledger, for_lists};
use crate::diagnostic::Diagnostic;
use crate::envelope::AtRest;
use crate::ledger::Anchor;
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
    /// How what later commands read lies on the disk.
    pub(super) at_rest: AtRest,
    is_recorded: bool,
}

/// What is told of a release; what is not, follows from the county's folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReleaseOptions<'a> {
    /// The day on which push lists go out.
    pub issued: Option<&'a str>,
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
        let issued = issued(wishes.issued, setup.as_of)?;
        let disclosure = if wishes.full_ids { Disclosure::Full } else { Disclosure::Masked };
        let own = setup.workspace.run_folder();
        let out = wishes.out.map_or_else(|| own.clone(), Path::to_owned);
        refuse_foreign(&out, &of_period(setup))?;
        let stays = is_same_place(&out, &own);
        let at_rest = at_rest(&setup.workspace.root)?;
        if wishes.tables && stays && at_rest.is_sealed() {
            return Err(open_tables().into());
        }
        if wishes.lock && !stays {
            return Err(without_lists().into());
        }
        let password = wishes.lock.then(for_lists).transpose()?;
        if stays && password.is_none() {
            refuse_unlocked(&out.join(LISTS))?;
        }
        Ok(Self { setup, issued, disclosure, tables: wishes.tables, out, password, at_rest, is_recorded: stays })
    }

    /// Results that are compared with others and written nowhere.
    pub(crate) fn nowhere(setup: &'a Setup) -> Self {
        let issued = setup.as_of;
        let disclosure = Disclosure::Masked;
        let out = setup.workspace.run_folder();
        let at_rest = AtRest::default();
        Self { setup, issued, disclosure, tables: false, out, password: None, at_rest, is_recorded: false }
    }

    /// What its folder is of.
    pub(super) fn origin(&self) -> FolderOrigin {
        of_period(self.setup)
    }

    /// The ledger that the run is recorded in as it is before; none if the run is not recorded.
    pub(super) fn anchor(&self) -> Result<Option<Anchor>, Failure> {
        if !self.is_recorded {
            return Ok(None);
        }
        let ledger = existing_ledger(&self.setup.workspace.root)?;
        Ok(Some(ledger.map_or(Ok(Anchor::default()), |ledger| Anchor::of(&ledger))?))
    }

    /// Whether the run is recorded in the county's ledger.
    pub fn is_recorded(&self) -> bool {
        self.is_recorded
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

/// Tables are for other programs, which could not read them sealed.
fn open_tables() -> Diagnostic {
    let fault = "这个县的台账是加密的，而 --tables 写出的表供别的程序读，不能加密，里面有姓名和出生日期";
    Diagnostic::new(fault).hint("加上 --out，写到加密的磁盘上，用完删去")
}

/// The day on which push lists go out; the day the run is counted from, if that is not told.
fn issued(told: Option<&str>, as_of: Date) -> Result<Date, Diagnostic> {
    let issued = day("--issued", told)?.unwrap_or(as_of);
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
