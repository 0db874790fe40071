//! What a zip file is: a workbook, another document, or an archive of files.

use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::book::Unreadable;
use super::foreign::Foreign;
use super::guard::guarded;
use super::input::Input;
use super::ods::{CONTENT, MIMETYPE};
use super::xlsx::package::Package;
use super::xml::{XmlNode, corrupt, walk};

/// What a zip file is.
pub(super) enum Zipped {
    /// A workbook of XML parts.
    Workbook,
    /// A workbook of binary parts.
    BinaryWorkbook,
    /// An OpenDocument spreadsheet.
    OpenDocument,
    /// Something else.
    Foreign(Foreign),
}

/// Tells what a zip file is by the parts in it.
pub(super) fn kind(input: &Input) -> Result<Zipped, Unreadable> {
    let main = Package::open(input)?.main()?;
    Ok(match main.as_deref() {
        Some(part) if part.starts_with("word/") => Zipped::Foreign(Foreign::Document),
        Some(part) if part.starts_with("ppt/") => Zipped::Foreign(Foreign::Slides),
        Some(part) if part.ends_with(".bin") => Zipped::BinaryWorkbook,
        Some(_) => Zipped::Workbook,
        None => document(input)?,
    })
}

/// A document of other programs, or an archive.
fn document(input: &Input) -> Result<Zipped, Unreadable> {
    let archive = ZipArchive::new(BufReader::new(input.open()?));
    let mut archive = archive.map_err(|error| corrupt(&error.to_string()))?;
    let mut mimetype = String::new();
    if let Ok(part) = archive.by_name(MIMETYPE) {
        // One that cannot be read names nothing.
        let _ = part.take(256).read_to_string(&mut mimetype);
    }
    let has_content = archive.index_for_name(CONTENT).is_some();
    let is_numbers = archive.file_names().flatten().any(|name| name.ends_with(".iwa"));
    Ok(match mimetype.trim() {
        "" if has_content => Zipped::OpenDocument,
        kind if kind.contains("opendocument.spreadsheet") => Zipped::OpenDocument,
        kind if kind.contains("opendocument.presentation") => Zipped::Foreign(Foreign::Slides),
        kind if kind.contains("opendocument") => Zipped::Foreign(Foreign::Document),
        _ if is_numbers => Zipped::Foreign(Foreign::Numbers),
        _ => Zipped::Foreign(Foreign::Archive),
    })
}

/// Whether a file is an archive of others, whatever it is called.
pub(super) fn is_archive(input: &Input) -> bool {
    matches!(guarded(|| kind(input)), Ok(Zipped::Foreign(Foreign::Archive)))
}

/// Whether a text document of XML parts has a table in it; one that cannot be looked into may.
pub(super) fn has_table(input: &Input) -> bool {
    let look = || -> Result<bool, Unreadable> {
        let mut package = Package::open(input)?;
        let main = package.main()?.unwrap_or_default();
        let part = package.part(&main)?.ok_or_else(|| corrupt("no document part"))?;
        let mut has_table = false;
        walk(part, |node| {
            has_table |= matches!(node, XmlNode::Open(tag) if tag.name == "tbl");
            Ok(())
        })?;
        Ok(has_table)
    };
    guarded(look).unwrap_or(true)
}
