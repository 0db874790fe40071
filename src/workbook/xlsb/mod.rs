//! Excel's binary workbooks of 2007 and later ([MS-XLSB]) → grids.
//!
//! The reader library reads them too, but takes formulas that ended in an error for blank cells, passes over cells that
//! do without a column of their own, and tells nothing of merged blocks and hidden rows.

mod records;
mod sheet;

use std::collections::BTreeMap;
use std::io::Read;

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::budget::Budget;
use super::compound::{u16_at, u32_at};
use super::format::{is_built_in_day, is_day};
use super::input::Input;
use super::xlsx::package::{Package, Relationship};
use super::xml::corrupt;
use records::{XlsbRecords, kind, text};
use sheet::XlsbLookups;

/// A sheet of cells.
struct XlsbSheet {
    name: String,
    visibility: Visibility,
    part: String,
}

pub(super) fn read(input: &Input) -> Result<Book, Unreadable> {
    let mut package = Package::open(input)?;
    let main = package.main()?.unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let related = package.related_to(&main)?;
    let usual = |kind: &str, name: &str| {
        let part = related.values().find(|part| part.kind.ends_with(kind));
        part.map_or_else(|| format!("xl/{name}.bin"), |part| part.target.clone())
    };
    let mut values = XlsbLookups::default();
    if let Some(part) = package.bytes(&usual("/sharedStrings", "sharedStrings"))? {
        values.strings = shared(XlsbRecords::new(part), input.budget())?;
    }
    if let Some(part) = package.bytes(&usual("/styles", "styles"))? {
        values.dates = dates(XlsbRecords::new(part))?;
    }
    let part = package.bytes(&main)?.ok_or_else(|| corrupt("no workbook part"))?;
    let listed = sheets(XlsbRecords::new(part), &related, &mut values)?;
    input.budget().sheets(listed.len())?;
    let mut sheets = Vec::new();
    for XlsbSheet { name, visibility, part } in listed {
        let part = package.bytes(&part)?.ok_or_else(|| Unreadable::SheetMissing(name.clone()))?;
        let (grid, hidden_rows) = sheet::read(XlsbRecords::new(part), &values, input.budget())?;
        sheets.push(Sheet { name, visibility, hidden_rows, grid });
    }
    Ok(Book { format: Format::Xlsb, sheets, properties: BTreeMap::new() })
}

/// The list of sheets, and from when days are counted.
fn sheets(
    mut records: XlsbRecords<impl Read>,
    related: &BTreeMap<String, Relationship>,
    values: &mut XlsbLookups,
) -> Result<Vec<XlsbSheet>, Unreadable> {
    let mut sheets = Vec::new();
    while let Some((kind, body)) = records.next()? {
        match kind {
            kind::PROPERTIES => values.since_1904 = body.first().is_some_and(|flags| flags & 1 != 0),
            kind::SHEET => sheets.extend(listed(body, related)?),
            _ => {}
        }
    }
    Ok(sheets)
}

/// A sheet that holds cells; one whose part is missing is no sheet to pass over.
fn listed(body: &[u8], related: &BTreeMap<String, Relationship>) -> Result<Option<XlsbSheet>, Unreadable> {
    let fault = || corrupt("a sheet without a part");
    // A module of macros has no part.
    if u32_at(body, 8) == Some(u32::MAX) {
        return Ok(None);
    }
    let (id, length) = text(body, 8).ok_or_else(fault)?;
    let (name, _) = text(body, 8 + length).ok_or_else(fault)?;
    let part = related.get(&id).ok_or_else(|| Unreadable::SheetMissing(name.clone()))?;
    let visibility = if u32_at(body, 0) == Some(0) { Visibility::Visible } else { Visibility::Hidden };
    Ok(part.kind.ends_with("/worksheet").then(|| XlsbSheet { name, visibility, part: part.target.clone() }))
}

fn shared(mut records: XlsbRecords<impl Read>, budget: &Budget) -> Result<Vec<String>, Unreadable> {
    let mut strings = Vec::new();
    while let Some((kind, body)) = records.next()? {
        if kind == kind::SHARED {
            let (text, _) = text(body, 1).ok_or_else(|| corrupt("a shared text that is too short"))?;
            budget.keep(text.len() + size_of::<String>())?;
            strings.push(text);
        }
    }
    Ok(strings)
}

fn dates(mut records: XlsbRecords<impl Read>) -> Result<Vec<bool>, Unreadable> {
    let mut own = BTreeMap::new();
    let mut formats = Vec::new();
    let mut in_formats = false;
    while let Some((kind, body)) = records.next()? {
        match kind {
            kind::FORMAT => {
                own.extend(u16_at(body, 0).zip(text(body, 2)).map(|(id, (code, _))| (id, is_day(&code))));
            }
            kind::CELL_FORMATS => in_formats = true,
            kind::END_OF_CELL_FORMATS => in_formats = false,
            kind::CELL_FORMAT if in_formats => {
                let id = u16_at(body, 2).unwrap_or_default();
                formats.push(own.get(&id).copied().unwrap_or_else(|| is_built_in_day(id)));
            }
            _ => {}
        }
    }
    Ok(formats)
}
