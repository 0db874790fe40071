//! A workbook of declared sheets, with the properties that travel with it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::choices::{Choices, SHEET};
use super::layout::BookOut;
use super::limit::{property, sheet_name};
use super::sheet;
use super::style::Styles;
use crate::value::Redacted;

/// Lays out all sheets.
pub(super) fn workbook(book: &BookOut) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let styles = Styles::new();
    let mut names = BTreeSet::from([SHEET.to_owned()]);
    let mut choices = Choices::default();
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&Redacted::of(&sheet.name), &mut names))?;
        sheet::fill(worksheet, sheet, &styles, &mut choices)?;
    }
    choices.write(&mut workbook)?;
    Ok(workbook)
}

fn properties(book: &BookOut) -> Result<DocProperties, XlsxError> {
    let year = book.created.year();
    let month = book.created.month();
    let day = book.created.day();
    let created = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())?;
    let dated = DocProperties::new().set_creation_datetime(&created);
    let with = |properties: DocProperties, (name, value): &(String, String)| {
        properties.set_custom_property(name.as_str(), property(value))
    };
    Ok(book.properties.iter().fold(dated, with))
}
