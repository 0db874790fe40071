//! Declared sheets → an .xlsx that prints well: A4 landscape, headings on every page, page numbers, drop-downs.

mod layout;
mod column;
mod csv;
mod limit;
mod choices;
mod style;
mod sheet;
mod book;

use std::io;
use std::path::Path;

use anyhow::anyhow;

use super::encrypted::seal;
use crate::access;

pub use column::{Columns, Heading};
pub use csv::write_csv;
pub use layout::{Arrangement, BookOut, CellOut, ColumnKind, ColumnOut, Entry, Paper, Section, SheetOut};

/// Writes a workbook, locked if there is a password.
///
/// # Errors
/// If the file cannot be written; the message says what to do.
pub fn write(path: &Path, book: &BookOut, password: Option<&str>) -> anyhow::Result<()> {
    let plain = bytes(book)?;
    let bytes = match password {
        Some(password) => seal(&plain, password).map_err(|error| failure(error, path))?,
        None => plain,
    };
    access::write(path, bytes).map_err(|error| failure(error, path))
}

/// A workbook's bytes.
///
/// # Errors
/// If something in it goes beyond what a workbook can hold.
pub fn bytes(book: &BookOut) -> anyhow::Result<Vec<u8>> {
    let written = book::workbook(book).and_then(|mut workbook| workbook.save_to_buffer());
    written.map_err(|error| anyhow!("生成工作簿失败：{error}"))
}

fn failure(error: io::Error, path: &Path) -> anyhow::Error {
    let path = path.display();
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => format!("无法写入 {path}，请关闭正在打开它的 Excel 或 WPS 后重试"),
        io::ErrorKind::StorageFull => format!("写 {path} 时磁盘已满，请腾出空间后重试"),
        _ => format!("无法写入 {path}，请检查磁盘空间和写入权限"),
    };
    anyhow::Error::new(error).context(advice)
}
