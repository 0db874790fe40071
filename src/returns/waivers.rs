//! Waivers that somebody adds, revokes or hands in as a list → the ledger.

use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::county::Failure;
use crate::diagnostic::Diagnostic;
use crate::ledger::{
    Command, Ledger, LedgerTx, Revocation, Waiver, WaiverText, WrittenWaiver, import, latest_day, meant_waiver, revoke,
    waive, waivers, written_waivers,
};
use crate::pack::WaiverForm;
use crate::regular;
use crate::report::{WaiverLine, waiver_line};
use crate::value::Redacted;
use crate::workbook;

/// A list of waivers that was handed in.
#[derive(Debug)]
pub struct WaiverList {
    /// The file's name.
    file: String,
    /// Its hash, by which it is known when it comes again.
    hash: String,
    /// Its rows.
    pub written: Vec<WrittenWaiver>,
}

impl WaiverList {
    /// Reads a workbook or a text table with the headings of the form.
    ///
    /// # Errors
    /// If the file cannot be read, or has no waiver in it.
    pub fn read(path: &Path, form: &WaiverForm) -> Result<Self, Failure> {
        let shown = path.display();
        if !path.exists() {
            return Err(Diagnostic::new(format!("没有文件 {shown}"))
                .hint("给出豁免名单：.xlsx、.xls 或 .csv 文件")
                .into());
        }
        let book = workbook::read(path, &[])
            .map_err(|unreadable| Diagnostic::new(format!("{shown} 无法读取：{}", unreadable.explain())))?;
        let bytes = regular::read(path, regular::TABLE).with_context(|| format!("无法读取 {shown}"))?;
        let written: Vec<WrittenWaiver> =
            book.sheets.iter().flat_map(|sheet| written_waivers(&sheet.grid, form, &sheet.name)).collect();
        if written.is_empty() {
            let headings = form.columns.keys().map(|item| format!("{item:?}")).collect::<Vec<_>>().join("、");
            return Err(Diagnostic::new(format!("{shown} 里没有豁免")).hint(format!("表头可以有：{headings}")).into());
        }
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { file, hash: blake3::hash(&bytes).to_hex().to_string(), written })
    }
}

/// Adds one waiver; its number, or nothing if the ledger has it already.
///
/// # Errors
/// If it says something that cannot be, or the ledger cannot be written.
pub fn add_waiver(ledger: &mut Ledger, text: WaiverText) -> Result<Option<i64>, Failure> {
    let written = WrittenWaiver { place: String::new(), text };
    ledger.transaction(called("waive add"), |entry| {
        let waiver = meant_waiver(entry, &written)??;
        Ok(waive(entry, &waiver, None)?)
    })
}

/// The waivers that hold or are yet to begin on the day of the latest period, or all that were ever recorded.
///
/// # Errors
/// If the ledger cannot be read.
pub fn listed_waivers(ledger: &Ledger, all: bool) -> anyhow::Result<Vec<WaiverLine>> {
    let day = latest_day(ledger)?.unwrap_or_default();
    let lines = waivers(ledger)?.into_iter().map(|waiver| waiver_line(&waiver, day));
    Ok(lines.filter(|line| all || line.holds || line.begins_later).collect())
}

/// Ends a waiver from a day on; without one, from the as-of day of the latest period.
///
/// # Errors
/// If there is no such waiver, it was revoked before, or the ledger cannot be written.
pub fn revoke_waiver(ledger: &mut Ledger, id: i64, reason: &str, on: Option<Date>) -> Result<(), Failure> {
    ledger.transaction(called("waive revoke"), |entry| {
        let known = waivers(entry)?.into_iter().find(|waiver| waiver.id == id);
        let known = known.ok_or_else(|| Diagnostic::new(format!("台账里没有编号 {id} 的豁免")))?;
        if known.revoked.is_some() {
            return Err(Diagnostic::new(format!("编号 {id} 的豁免已经撤销过")).into());
        }
        let on = on.or(latest_day(entry)?).unwrap_or(known.waiver.from);
        Ok(revoke(entry, known.id, &Revocation { on, reason: Redacted::of(reason) })?)
    })
}

/// Adds the waivers of a list that the ledger does not have yet, and counts them; nothing if the same file was
/// imported before.
///
/// # Errors
/// All that is wrong in its rows, in which case none is added; or if the ledger cannot be written.
pub fn import_waivers(ledger: &mut Ledger, list: &WaiverList) -> Result<Option<usize>, Failure> {
    ledger.transaction(called("waive import"), |entry| {
        let Some(import) = import(entry, "waivers", &Redacted::of(&list.file), &list.hash)? else { return Ok(None) };
        let mut added = 0;
        for waiver in meant(entry, &list.written)? {
            added += usize::from(waive(entry, &waiver, Some(import))?.is_some());
        }
        Ok(Some(added))
    })
}

/// What all rows mean, or everything that is wrong in them.
fn meant(entry: &LedgerTx<'_>, written: &[WrittenWaiver]) -> Result<Vec<Waiver>, Failure> {
    let mut waivers = Vec::new();
    let mut faults = Vec::new();
    for row in written {
        match meant_waiver(entry, row)? {
            Ok(waiver) => waivers.push(waiver),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(waivers) } else { Err(faults.into()) }
}

fn called(name: &str) -> Command<'_> {
    Command { name, at: Timestamp::now() }
}
