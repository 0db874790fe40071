//! Files that the program carries → a folder, to be edited or practised with.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::access;
use crate::diagnostic::Diagnostic;
use crate::pack::PackFiles;

/// Refuses a folder that is neither new nor empty.
///
/// # Errors
/// If there is something in it, or it is a file.
pub fn refuse_used(folder: &Path) -> Result<(), Diagnostic> {
    let used = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    let shown = folder.display();
    let fault = match (folder.is_file(), used) {
        (true, _) => format!("{shown} 不是文件夹"),
        (false, true) => format!("{shown} 里已经有别的文件，没有写出"),
        (false, false) => return Ok(()),
    };
    Err(Diagnostic::new(fault).hint("请换一个文件夹"))
}

/// Writes all files of a pack into a folder.
///
/// # Errors
/// If it cannot be written.
pub fn export(pack: &PackFiles, folder: &Path) -> anyhow::Result<()> {
    write_files(pack.0.iter().map(|(name, text)| (name.as_str(), text.as_bytes())), folder)
}

/// Writes files into a folder, by their paths in it, `/` between folders.
///
/// # Errors
/// If one cannot be written.
pub(crate) fn write_files<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    folder: &Path,
) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        access::create_folder(parent).with_context(|| format!("无法创建文件夹 {}", parent.display()))?;
        access::write(&path, bytes).with_context(|| format!("无法写入 {}", path.display()))?;
    }
    Ok(())
}
