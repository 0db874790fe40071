//! OpenDocument → grids.
//!
//! The reader library reads these too, but not where a line breaks between two cells or the first part is not the one
//! that names the format, and tells nothing of merged blocks and hidden rows.

mod cell;
mod sheets;

use std::io::BufReader;

use zip::ZipArchive;

use super::book::{Book, Format, Unreadable};
use super::bounded::Bounded;
use super::budget::Budget;
use super::encoding::utf8_part;
use super::input::{Input, Opened};
use super::xml::{XmlNode, corrupt, unpacking, walk};
use sheets::Sheets;

/// The part that holds the sheets.
pub(super) const CONTENT: &str = "content.xml";
/// The part that names the format.
pub(super) const MIMETYPE: &str = "mimetype";
/// The part that tells how the others are encrypted, if they are.
const MANIFEST: &str = "META-INF/manifest.xml";

type Archive = ZipArchive<BufReader<Opened>>;

pub(super) fn read(input: &Input) -> Result<Book, Unreadable> {
    let failure = |error: zip::result::ZipError| corrupt(&error.to_string());
    let mut archive = ZipArchive::new(BufReader::new(input.open()?)).map_err(failure)?;
    if is_encrypted(&mut archive, input.budget())? {
        return Err(Unreadable::Sealed(" ods ".into()));
    }
    let content = Bounded::of(archive.by_name(CONTENT).map_err(failure)?, input.budget());
    let mut sheets = Sheets::of(input.budget());
    walk(utf8_part(content).map_err(unpacking)?, |node| sheets.take(&node))?;
    Ok(Book { format: Format::Ods, sheets: sheets.done, properties: Default::default() })
}

/// Whether the parts want a password.
fn is_encrypted(archive: &mut Archive, budget: &Budget) -> Result<bool, Unreadable> {
    let Ok(manifest) = archive.by_name(MANIFEST) else { return Ok(false) };
    let mut is_encrypted = false;
    walk(utf8_part(Bounded::of(manifest, budget)).map_err(unpacking)?, |node| {
        is_encrypted |= matches!(node, XmlNode::Open(tag) if tag.name == "encryption-data");
        Ok(())
    })?;
    Ok(is_encrypted)
}
