//! A single file that appears whole, or not at all.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

/// Writes a file beside its place, then puts it there; an older one goes.
///
/// # Errors
/// If it cannot be written, or the older one cannot be replaced, as when it is open in a spreadsheet program.
pub fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let advice = || format!("写不了 {shown},请检查磁盘空间和写入权限");
    let mut file = tempfile::Builder::new().prefix(".bidui-").tempfile_in(folder).with_context(advice)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(advice)?;
    open_to_readers(file.path())?;
    file.persist(path).with_context(|| format!("换不下旧文件 {shown},请关闭正在打开它的 Excel 或 WPS 后重试"))?;
    Ok(())
}

/// Temporary files are private to their owner; results are not.
#[cfg(unix)]
fn open_to_readers(file: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).context("设置结果文件权限失败")
}

#[cfg(not(unix))]
fn open_to_readers(_file: &Path) -> anyhow::Result<()> {
    Ok(())
}
