//! What a run leaves behind: lists, reports, tables and the manifest, published together.

use anyhow::Context;

use super::manifest::manifest;
use super::recording::{self, Told};
use super::tables::write_tables;
use super::{Orders, Screened};
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;
use crate::report::{CLUE_COLUMNS, Quality, blind_spots, clue_rows, quality, unmatched};
use crate::store::{Manifest, Staging};
use crate::workbook;

/// Writes everything out of sight, then puts it in its place.
pub(super) fn publish(orders: &Orders, screened: &Screened, ui: &Ui) -> Result<(Manifest, Option<Told>), Failure> {
    let step = ui.step("写出清单和汇总");
    let staging = Staging::beside(&orders.out)?;
    write_reports(orders, screened, &staging)?;
    write_tables(orders, screened, &staging)?;
    let manifest = manifest(orders, screened)?;
    let text = serde_json::to_string_pretty(&manifest).context("写 manifest.json 失败")? + "\n";
    std::fs::write(staging.file("manifest.json")?, &text).context("写 manifest.json 失败,请检查磁盘空间")?;
    let told = recording::publish(orders, screened, &manifest, &text, staging)?;
    drop(step);
    Ok((manifest, told))
}

fn write_reports(orders: &Orders, screened: &Screened, staging: &Staging) -> anyhow::Result<()> {
    let findings = &screened.findings;
    let quality_input = Quality {
        pack: &orders.pack,
        files: &screened.files,
        sheets: &screened.sheets,
        issues: &screened.issues,
        suspects: &screened.suspects,
        doubts: &findings.doubts,
        naming: &orders.identities.naming,
        disclosure: orders.disclosure,
        as_of: orders.as_of,
    };
    workbook::write(&staging.file("数据质量.xlsx")?, &quality(quality_input), None)?;
    let unmatched = unmatched(&screened.unmatched, &screened.sheets, orders.disclosure, orders.as_of);
    workbook::write(&staging.file("未匹配.xlsx")?, &unmatched, None)?;
    let blind = blind_spots(findings, &orders.pack, orders.disclosure, orders.as_of);
    workbook::write(&staging.file("盲区.xlsx")?, &blind, None)?;
    let rows = clue_rows(&findings.clues, &screened.sheets, orders.disclosure);
    workbook::write_csv(&staging.file("clues.csv")?, &CLUE_COLUMNS, rows.iter().map(<[String; 16]>::as_slice))
}
