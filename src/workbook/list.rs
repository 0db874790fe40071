//! A folder → the files in it that may be tables.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The files of a folder and its sub-folders, by relative path.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files that may be tables.
    pub files: Vec<Listed>,
    /// Files passed over, with what they are.
    pub skipped: Vec<(Listed, &'static str)>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the folder, `/` between folders.
    pub relative: String,
    /// Its size.
    pub bytes: u64,
}

const TABLES: [&str; 9] = ["xlsx", "xlsm", "xls", "xlsb", "et", "ods", "csv", "tsv", "txt"];

/// Lists a folder.
///
/// # Errors
/// If a folder cannot be read.
pub fn list(folder: &Path) -> anyhow::Result<Listing> {
    let mut listing = Listing::default();
    walk(folder, "", &mut listing)?;
    listing.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    listing.skipped.sort_by(|a, b| a.0.relative.cmp(&b.0.relative));
    Ok(listing)
}

fn walk(folder: &Path, prefix: &str, listing: &mut Listing) -> anyhow::Result<()> {
    let advice = || format!("读不了文件夹 {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(advice)? {
        let entry = entry.with_context(advice)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let relative = format!("{prefix}{name}");
        let attributes = entry.metadata().with_context(advice)?;
        let listed = Listed { path: entry.path(), relative, bytes: attributes.len() };
        if name.starts_with('.') {
            listing.skipped.push((listed, "隐藏文件"));
        } else if name.starts_with("~$") {
            listing.skipped.push((listed, "Excel 的临时锁文件"));
        } else if attributes.is_dir() {
            walk(&listed.path, &format!("{}/", listed.relative), listing)?;
        } else if is_table(&listed.path) {
            listing.files.push(listed);
        } else {
            listing.skipped.push((listed, "不是表格文件"));
        }
    }
    Ok(())
}

fn is_table(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| TABLES.contains(&extension.as_str()))
}
