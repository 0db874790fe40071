//! Tables as CSV, for people and scripts.

use std::borrow::{Borrow, Cow};
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::column::Columns;
use crate::access;

/// Writes a CSV: UTF-8 with a byte order mark, so that Excel shows Chinese; cells that a spreadsheet program would take
/// for a formula get an apostrophe before them. Texts are masked as in workbooks.
///
/// # Errors
/// If the file cannot be written.
pub fn write_csv<T>(
    path: &Path,
    columns: &Columns<'_, T>,
    rows: impl IntoIterator<Item: Borrow<T>>,
) -> anyhow::Result<()> {
    let advice = || format!("无法写入 {}，请检查磁盘空间和写入权限", path.display());
    let mut file = access::create_file(path).with_context(advice)?;
    file.write_all("\u{feff}".as_bytes()).with_context(advice)?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    writer.write_record(columns.headings()).with_context(advice)?;
    for row in rows {
        let cells = columns.cells(row.borrow()).map(|(_, cell)| cell.to_string());
        writer.write_record(cells.map(|cell| harmless(&cell).into_owned())).with_context(advice)?;
    }
    writer.flush().with_context(advice)
}

fn harmless(cell: &str) -> Cow<'_, str> {
    let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if dangerous { format!("'{cell}").into() } else { cell.into() }
}
