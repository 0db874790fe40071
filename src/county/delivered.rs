//! What the departments delivered for the newest period.

use std::collections::BTreeSet;
use std::path::Path;

use super::failure::Failure;
use super::period::screened_periods;
use crate::ledger::Ledger;
use crate::store::Manifest;

/// The sources that were recognised in the newest period that was screened; none if its record is gone.
///
/// # Errors
/// If nothing was screened yet.
pub(crate) fn delivered_sources(root: &Path, ledger: &Ledger) -> Result<BTreeSet<String>, Failure> {
    let newest = screened_periods(ledger)?.pop_last().map(|(period, _)| period).unwrap_or_default();
    let manifest = Manifest::read(&root.join("runs").join(newest), None);
    Ok(manifest.into_iter().flat_map(|manifest| manifest.sheets).filter_map(|sheet| sheet.source).collect())
}
