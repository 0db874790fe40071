//! Lists that remind those who are late, a workbook a township, locked if the lists are that they remind of.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde_json::json;

use super::folder::{Folder, publish_folder};
use super::release::{LISTS, are_locked};
use crate::county::{Failure, for_lists};
use crate::report::Reminder;
use crate::store::{FolderOrigin, file_names};

/// The password of a period's reminders, from where that of push lists comes, if it is wished or the lists of the period
/// have one: they say the same of the same people.
///
/// # Errors
/// If there is none, or it is too short.
pub(crate) fn reminder_password(root: &Path, period: &str, is_wished: bool) -> Result<Option<String>, Failure> {
    let is_locked = is_wished || are_locked(&root.join("runs").join(period).join(LISTS))?;
    Ok(is_locked.then(for_lists).transpose()?)
}

/// Puts the reminders of a period into a folder; those of before go, but for what people did in them.
/// Gives lines to be told.
///
/// # Errors
/// If the folder holds other files, or cannot be written.
pub(crate) fn publish_reminders(
    out: &Path,
    period: &str,
    as_of: Date,
    reminders: &[Reminder],
    password: Option<String>,
) -> Result<Vec<String>, Failure> {
    let names = file_names(reminders.iter().map(|reminder| reminder.township.as_str()));
    let path = |township: &String| format!("{township}/{township}催办清单.xlsx");
    let books = names.iter().map(path).zip(reminders.iter().map(|reminder| &reminder.book)).collect();
    let overdue: BTreeMap<&str, usize> =
        reminders.iter().map(|reminder| (reminder.township.as_str(), reminder.overdue)).collect();
    let record = json!({ "period": period, "as_of": as_of, "overdue": overdue });
    publish_folder(out, FolderOrigin::of_all("status"), &record, &Folder { books, password, ..Folder::default() })
}
