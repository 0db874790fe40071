//! A rule pack's texts → files in a folder, to be edited.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};

use crate::pack::PackFiles;

/// Writes all files of a pack into a folder that is new or empty.
///
/// # Errors
/// If there is something in the folder, or it cannot be written.
pub fn export(pack: &PackFiles, folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    let taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    ensure!(!taken, "{shown} 里已经有别的文件,没有写出;请换一个文件夹");
    for (name, text) in &pack.0 {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("建不了文件夹 {}", parent.display()))?;
        fs::write(&path, text.as_bytes()).with_context(|| format!("写不了 {}", path.display()))?;
    }
    Ok(())
}
