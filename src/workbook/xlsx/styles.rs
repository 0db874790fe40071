//! Which cell formats of a book show a number as a day or a moment.

use std::collections::BTreeMap;

use super::super::book::Unreadable;
use super::super::format::{is_built_in_day, is_day};
use super::super::xml::{Node, walk};
use super::package::Package;

/// For every cell format whether it shows a number as a day or a moment.
pub(super) fn read(package: &mut Package, part: &str) -> Result<Vec<bool>, Unreadable> {
    let Some(part) = package.part(part)? else { return Ok(Vec::new()) };
    let (mut own, mut formats, mut in_formats) = (BTreeMap::new(), Vec::new(), false);
    walk(part, |node| {
        match node {
            Node::Open(tag) => match tag.name {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.attribute("numFmtId"), tag.attribute("formatCode")) {
                        own.insert(id, is_day(&code));
                    }
                }
                "cellXfs" => in_formats = true,
                "xf" if in_formats => {
                    let id = tag.attribute("numFmtId").unwrap_or_default();
                    formats.push(own.get(&id).copied().unwrap_or_else(|| id.parse().is_ok_and(is_built_in_day)));
                }
                _ => {}
            },
            Node::Close("cellXfs") => in_formats = false,
            Node::Close(_) | Node::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(formats)
}
