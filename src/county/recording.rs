//! The mark of a run that is being recorded: its folder is in its place, and the ledger is about to know it. A command
//! that is killed between the two leaves the mark, and so the folder is not taken for one that the ledger forgot.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::access;
use crate::store::write_whole;

fn place(root: &Path) -> PathBuf {
    root.join(".bidui").join("recording")
}

/// Marks a run by the hash of its manifest, before its folder takes its place.
///
/// # Errors
/// If the mark cannot be written.
pub(crate) fn begin_recording(root: &Path, manifest: &str) -> anyhow::Result<()> {
    let place = place(root);
    let folder = place.parent().unwrap_or(root);
    access::create_folder(folder).with_context(|| format!("无法创建文件夹 {}，请检查写入权限", folder.display()))?;
    write_whole(&place, manifest.as_bytes())
}

/// Removes the mark, once the ledger knows the run; a mark that stays says nothing any more.
pub(crate) fn end_recording(root: &Path) {
    let _ = fs::remove_file(place(root));
}

/// Whether the recording of a run was interrupted.
pub(super) fn is_interrupted(root: &Path, manifest: &str) -> bool {
    fs::read_to_string(place(root)).is_ok_and(|marked| marked == manifest)
}
