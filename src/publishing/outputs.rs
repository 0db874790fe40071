//! What a run leaves behind: lists, reports, tables and the manifest, published together.

use anyhow::Context;

use super::manifest::manifest;
use super::recording::{self, RecordedOutcome};
use super::release::Release;
use super::results::results;
use super::tables::write_tables;
use crate::access;
use crate::county::Failure;
use crate::report::{Quality, blind_spots, clue_columns, quality, unmatched};
use crate::screening::Progress;
use crate::screening::Screened;
use crate::store::{Manifest, Staging};
use crate::workbook;

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// The record of the run.
    pub manifest: Manifest,
    /// What came of recording it, if it was.
    pub told: Option<RecordedOutcome>,
    /// What should be told besides, a line in Chinese each.
    pub notices: Vec<String>,
}

/// Writes everything out of sight, then puts it in its place.
///
/// # Errors
/// If something cannot be written; then everything stands as it did before.
pub fn publish(release: &Release<'_>, screened: &Screened, progress: &dyn Progress) -> Result<Published, Failure> {
    progress.step("写出清单和汇总");
    let staging = Staging::beside(&release.out, release.origin())?;
    write_reports(release, screened, &staging)?;
    if release.tables {
        write_tables(release, screened, &staging)?;
    }
    let results = results(release, screened)?;
    let entry = results.write(&staging, &release.at_rest)?;
    let ledger = release.anchor()?;
    let manifest = Manifest { ledger, results: Some(entry), ..manifest(release, screened)? };
    let text = serde_json::to_string_pretty(&manifest).context("写 manifest.json 失败")? + "\n";
    access::write(&staging.file("manifest.json")?, &text).context("写 manifest.json 失败，请检查磁盘空间")?;
    let (told, notices) = recording::publish(release, screened, &manifest, (&text, &results), staging)?;
    progress.done();
    Ok(Published { manifest, told, notices })
}

fn write_reports(release: &Release<'_>, screened: &Screened, staging: &Staging) -> anyhow::Result<()> {
    let findings = &screened.findings;
    let quality_input = Quality {
        pack: &release.setup.pack,
        files: &screened.files,
        sheets: &screened.sheets,
        issues: &screened.issues,
        candidate_matches: &screened.candidate_matches,
        doubts: &findings.doubts,
        naming: &release.setup.identities.naming,
        disclosure: release.disclosure,
        as_of: release.setup.as_of,
    };
    workbook::write(&staging.file("数据质量.xlsx")?, &quality(quality_input), None)?;
    let unmatched = unmatched(&screened.unmatched, &screened.sheets, release.disclosure, release.setup.as_of);
    workbook::write(&staging.file("未匹配.xlsx")?, &unmatched, None)?;
    let blind = blind_spots(findings, &release.setup.pack, release.disclosure, release.setup.as_of);
    workbook::write(&staging.file("盲区.xlsx")?, &blind, None)?;
    let columns = clue_columns(&screened.sheets, release.disclosure);
    workbook::write_csv(&staging.file("clues.csv")?, &columns, &findings.clues)
}
