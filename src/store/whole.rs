//! A single file that appears whole, or not at all.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use tempfile::NamedTempFile;

/// A file that is written and not in its place yet; dropped, it is gone.
#[derive(Debug)]
pub struct WholeFile(NamedTempFile);

impl WholeFile {
    /// Writes a file out of sight beside its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn beside(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".bidui-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        open_to_readers(file.path())?;
        Ok(Self(file))
    }

    /// Puts it in its place; an older one goes.
    ///
    /// # Errors
    /// If the older one cannot be replaced, as when it is open in a spreadsheet program.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.0.persist(path).map(drop).map_err(|failed| failed.error)
    }
}

/// Writes a file beside its place, then puts it there; an older one goes.
///
/// # Errors
/// If it cannot be written, or the older one cannot be replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let file = WholeFile::beside(path, bytes).with_context(|| format!("写不了 {shown},请检查磁盘空间和写入权限"))?;
    file.put(path).with_context(|| format!("换不下旧文件 {shown},请关闭正在打开它的 Excel 或 WPS 后重试"))
}

/// Temporary files are private to their owner; results are not.
#[cfg(unix)]
fn open_to_readers(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_file: &Path) -> io::Result<()> {
    Ok(())
}
