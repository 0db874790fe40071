//! Workbooks and documents that a command leaves in a folder of its own, whole or not at all.

use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};

use crate::access;
use crate::county::Failure;
use crate::document::{self, Document};
use crate::store::{FolderOrigin, MANIFEST, Staging, refuse_foreign};
use crate::workbook::{self, BookOut};

/// What goes into the folder.
#[derive(Debug, Default)]
pub(crate) struct Folder<'a> {
    /// Workbooks by path below the folder.
    pub books: Vec<(String, &'a BookOut)>,
    /// Texts by name.
    pub documents: Vec<(&'a str, &'a Document)>,
    /// The password that the workbooks are locked with.
    pub password: Option<String>,
}

/// Puts a folder in its place with a record of how it was made; what an earlier command of the same
/// origin left there goes, but for what people did in it. Gives lines to be told.
///
/// # Errors
/// If the folder holds other files, or cannot be written.
pub(crate) fn publish_folder(
    out: &Path,
    origin: FolderOrigin,
    record: &Value,
    folder: &Folder<'_>,
) -> Result<Vec<String>, Failure> {
    refuse_foreign(out, &origin)?;
    let staging = Staging::beside(out, origin)?;
    for (name, book) in &folder.books {
        workbook::write(&staging.file(name)?, book, folder.password.as_deref())?;
    }
    let record = json!({ "tool": concat!("bidui ", env!("CARGO_PKG_VERSION")), "made": record });
    let record = serde_json::to_string_pretty(&record).context("写 manifest.json 失败")? + "\n";
    for (name, text) in &folder.documents {
        document::write(&staging.file(name)?, text)?;
    }
    access::write(&staging.file(MANIFEST)?, record).context("写 manifest.json 失败，请检查磁盘空间")?;
    Ok(staging.publish()?.settle())
}
