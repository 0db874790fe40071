//! Waivers as people write them, on the command line or in a workbook → waivers of things that the ledger knows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::OptionalExtension;

use super::known_place::{household, knows_rule, village};
use super::overview::latest_day;
use super::readable::Readable;
use super::renaming::Renames;
use super::waiver::{Waiver, WaiverScope};
use crate::diagnostic::Diagnostic;
use crate::pack::{WaiverForm, WaiverItem};
use crate::schema::{Household, Village};
use crate::value::date::{from_serial, parse_date};
use crate::value::{Redacted, text};
use crate::workbook::Grid;

/// What was written under every item; blank items are left out.
pub type WaiverText = BTreeMap<WaiverItem, String>;

/// A waiver as it was written, with the place where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenWaiver {
    /// Where it was written, for messages; empty for the command line.
    pub place: String,
    /// What was written.
    pub text: WaiverText,
}

/// Reads the waivers of a sheet, one a row below the headings; a sheet without them has none.
pub fn written_waivers(grid: &Grid, form: &WaiverForm, sheet: &str) -> Vec<WrittenWaiver> {
    let Some((header, columns)) = columns(grid, form) else { return Vec::new() };
    let read = |row: usize| {
        let cell = |column: usize| text::clean(grid.cell(row, column).text).into_owned();
        let cells = columns.iter().map(|(item, column)| (*item, cell(*column)));
        let text: WaiverText = cells.filter(|(_, cell)| !text::is_null_mark(cell)).collect();
        WrittenWaiver { place: format!("{sheet} 第{}行", row + 1), text }
    };
    grid.filled_rows(header + 1).map(read).filter(|waiver| !waiver.text.is_empty()).collect()
}

/// The row of the headings, and the column of every item.
fn columns(grid: &Grid, form: &WaiverForm) -> Option<(usize, BTreeMap<WaiverItem, usize>)> {
    (0..grid.rows().min(form.header_search_rows)).find_map(|row| {
        let headings: Vec<Vec<String>> =
            (0..grid.width()).map(|column| text::heading(grid.own_cell(row, column).text)).collect();
        let column = |names: &Vec<String>| {
            let known = |heading: &String| names.iter().any(|name| text::heading(name).contains(heading));
            headings.iter().position(|forms| forms.iter().any(known))
        };
        let found: BTreeMap<WaiverItem, usize> =
            form.columns.iter().filter_map(|(item, names)| Some((*item, column(names)?))).collect();
        let enough = [WaiverItem::豁免原因, WaiverItem::截止日期].iter().all(|item| found.contains_key(item));
        enough.then_some((row, found))
    })
}

/// The waiver that is meant. Without a first day it holds from the day of the latest period.
///
/// # Errors
/// If the ledger cannot be read; within, what is wrong with what was written.
pub fn meant_waiver(from: &impl Readable, written: &WrittenWaiver) -> anyhow::Result<Result<Waiver, Diagnostic>> {
    let scope = scope(from, &written.text)?;
    let latest = latest_day(from)?;
    let waiver = scope.and_then(|scope| {
        let item = |item: WaiverItem| required(&written.text, item).map(|text| Redacted::of(&text));
        let until = required_day(&written.text, WaiverItem::截止日期)?;
        let first = day(&written.text, WaiverItem::起始日期)?.or(latest).unwrap_or(until);
        if until < first {
            return Err(format!("截止日期 {until} 早于起始日期 {first}"));
        }
        Ok(Waiver {
            scope,
            reason: item(WaiverItem::豁免原因)?,
            document: item(WaiverItem::依据文件)?,
            verifier: item(WaiverItem::核实人)?,
            from: first,
            until,
        })
    });
    let place = if written.place.is_empty() { String::new() } else { format!("{}：", written.place) };
    Ok(waiver.map_err(|wrong| Diagnostic::new(format!("{place}{wrong}"))))
}

/// What is not to be asked.
fn scope(from: &impl Readable, text: &WaiverText) -> anyhow::Result<Result<WaiverScope, String>> {
    let item = |item: WaiverItem| text.get(&item).map(String::as_str);
    if let Some(rule) = item(WaiverItem::规则编号).filter(|_| item(WaiverItem::线索编号).is_none())
        && !knows_rule(from, rule)?
    {
        return Ok(Err(format!("台账里没有规则 {rule}")));
    }
    let place =
        item(WaiverItem::乡镇).zip(item(WaiverItem::行政村)).map(|(township, name)| Village::new(township, name));
    match (item(WaiverItem::线索编号), place, item(WaiverItem::户编号), item(WaiverItem::规则编号)) {
        (Some(clue), ..) => {
            let renames = Renames::read(from)?;
            let query = "SELECT id FROM clue WHERE id = ?1";
            let known = from.connection().query_row(query, [renames.current(clue)], |row| row.get(0));
            Ok(known.optional()?.map(WaiverScope::Clue).ok_or_else(|| format!("台账里没有线索 {clue}")))
        }
        (None, Some(village), Some(number), rule) => {
            let Some(household) = household(from, &Household::new(village.clone(), number))? else {
                return Ok(Err(format!("台账里没有 {village} 户编号 {} 的线索", Redacted::household_number(number))));
            };
            Ok(Ok(match rule {
                Some(rule) => WaiverScope::HouseholdRule(household, rule.into()),
                None => WaiverScope::Household(household),
            }))
        }
        (None, Some(wanted), None, Some(rule)) => Ok(village(from, &wanted)?
            .map(|village| WaiverScope::VillageRule(village, rule.into()))
            .ok_or_else(|| format!("台账里没有 {wanted} 的线索"))),
        (None, ..) => Ok(Err(
            "未指明豁免对象：应写线索编号，或一户（乡镇、行政村、户编号），或一村的一条规则（乡镇、行政村、规则编号）"
                .to_owned(),
        )),
    }
}

fn required(text: &WaiverText, item: WaiverItem) -> Result<String, String> {
    text.get(&item).cloned().ok_or_else(|| format!("没有写{item:?}"))
}

fn required_day(text: &WaiverText, item: WaiverItem) -> Result<Date, String> {
    day(text, item)?.ok_or_else(|| format!("没有写{item:?}"))
}

fn day(text: &WaiverText, item: WaiverItem) -> Result<Option<Date>, String> {
    let Some(written) = text.get(&item) else { return Ok(None) };
    let day = parse_date(written).or_else(|| from_serial(written));
    day.map(Some).ok_or_else(|| format!("{item:?}“{written}”不是日期，应写成 2026-11-30 的样子"))
}
