//! The workbook of what has to go back: written beside its place, then put there.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use jiff::civil::Date;
use tempfile::NamedTempFile;

use crate::collect::Collected;
use crate::report::collection_book;
use crate::workbook;

/// Writes the workbook beside its place.
pub(super) fn stage(root: &Path, collected: &Collected, day: Date) -> anyhow::Result<NamedTempFile> {
    let bytes = workbook::bytes(&collection_book(collected, day))?;
    let advice = || format!("在 {} 里写不了文件,请检查磁盘空间和写入权限", root.display());
    let mut file = tempfile::Builder::new().prefix(".bidui-").tempfile_in(root).with_context(advice)?;
    file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).with_context(advice)?;
    open_to_readers(file.path())?;
    Ok(file)
}

/// Puts the workbook in its place.
pub(super) fn put(book: NamedTempFile, place: &Path) -> anyhow::Result<()> {
    let advice = || format!("换不下 {},请关闭正在打开它的 Excel 或 WPS 后重试;台账没有改动", place.display());
    book.persist(place).map(drop).with_context(advice)
}

/// Temporary files are private to their owner; results are not.
#[cfg(unix)]
fn open_to_readers(file: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644)).context("设置文件权限失败")
}

#[cfg(not(unix))]
fn open_to_readers(_file: &Path) -> anyhow::Result<()> {
    Ok(())
}
