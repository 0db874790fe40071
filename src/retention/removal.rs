//! A plan → its files gone, and that in the ledger.

use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::plan::PurgeFolder;
use crate::county::Failure;
use crate::ledger::{Command, Ledger, Purged, record_purge};

/// Records what is removed, then removes it, so that nothing is gone of which the ledger does not tell. Gives lines to
/// be told: what could not be removed, and is planned again by the next command.
///
/// # Errors
/// If the ledger cannot be written; then nothing is removed.
pub fn remove(ledger: &mut Ledger, plan: &[PurgeFolder]) -> Result<Vec<String>, Failure> {
    let folders: Vec<&PurgeFolder> = plan.iter().filter(|folder| !folder.files.is_empty()).collect();
    let command = Command { name: "purge", at: Timestamp::now() };
    ledger.transaction(command, |tx| -> Result<(), Failure> {
        for folder in &folders {
            let purged = Purged {
                kind: folder.kind.name(),
                period: folder.period.clone(),
                files: folder.files.len(),
                bytes: folder.bytes,
            };
            record_purge(tx, &purged)?;
        }
        Ok(())
    })?;
    Ok(folders.into_iter().flat_map(remove_files).collect())
}

fn remove_files(folder: &PurgeFolder) -> Vec<String> {
    let stays = |path: &Path, why| format!("注意：{} 没能删除（{why}），下次运行时再试", path.display());
    let failed = folder.files.iter().filter_map(|path| Some(stays(path, fs::remove_file(path).err()?))).collect();
    remove_empty(&folder.path);
    failed
}

/// Folders in which nothing is left go; one that holds anything stays.
fn remove_empty(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}
