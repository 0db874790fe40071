//! The run's folder and its rows in the ledger appear together.
//!
//! The rows are written and sealed first, the folder is put in its place next, the ledger is committed last. A folder
//! that cannot be replaced, as when a list is open in Excel, leaves both as they were. Only a crash between the last
//! two steps can leave a folder that the ledger does not know; running the period again repairs it, as a rerun takes
//! the place of whatever was there.

use jiff::Timestamp;

use super::{Orders, Screened};
use crate::cli::failure::Failure;
use crate::ledger::{Command, Ledger, RunRecord, record_run};
use crate::store::{Manifest, Staging};

/// Publishes the folder; a run whose results stay in the workspace is recorded with it.
pub(super) fn publish(
    orders: &Orders,
    screened: &Screened,
    manifest: &Manifest,
    text: &str,
    staging: Staging,
) -> Result<(), Failure> {
    let Some(path) = &orders.ledger else { return Ok(staging.publish()?) };
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let record = RunRecord {
        period: &manifest.period,
        as_of: orders.as_of,
        pack: &orders.pack,
        tool: &manifest.tool,
        parameters: &manifest.parameters,
        manifest: &hash,
        findings: &screened.findings,
        answers: &orders.answers,
    };
    let mut ledger = Ledger::open(path)?;
    let command = Command { name: "screen", at: Timestamp::now() };
    ledger.transaction_then(command, |entry| record_run(entry, &record), |_| staging.publish())?;
    Ok(())
}
