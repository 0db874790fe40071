//! The run's folder and its rows in the ledger appear together.
//!
//! The rows are written and sealed first, the folder is put in its place next, the ledger is committed last. A folder
//! that cannot be replaced, as when a list is open in Excel, leaves both as they were. Only a crash between the last
//! two steps can leave a folder that the ledger does not know; running the period again repairs it, as a rerun takes
//! the place of whatever was there.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::lists::{Pushed, write_lists};
use super::{Orders, Screened};
use crate::cli::failure::Failure;
use crate::dispatch::PushList;
use crate::ledger::{Batch, Command, Entry, Ledger, RunRecord, push, pushed, record_run};
use crate::store::{Manifest, Staging};

/// Writes the push lists and publishes the folder; a run whose results stay in the workspace is recorded with it, and
/// asks only what was not answered before.
pub(super) fn publish(
    orders: &Orders,
    screened: &Screened,
    manifest: &Manifest,
    text: &str,
    staging: Staging,
) -> Result<Pushed, Failure> {
    let Some(path) = &orders.ledger else {
        let (_, pushed) = write_lists(orders, screened, &BTreeMap::new(), &staging)?;
        staging.publish()?;
        return Ok(pushed);
    };
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
    ledger.transaction_then(
        command,
        move |entry| {
            let recorded = record_run(entry, &record)?;
            let (lists, pushed) = write_lists(orders, screened, &recorded.triage, &staging)?;
            lists.iter().try_for_each(|list| note(entry, orders, recorded.run, list))?;
            Ok((pushed, staging))
        },
        |(pushed, staging)| {
            staging.publish()?;
            Ok(pushed)
        },
    )
}

/// Notes a list; one that says the same as one that was pushed before is that one.
fn note(entry: &Entry<'_>, orders: &Orders, run: i64, list: &PushList) -> Result<(), Failure> {
    if pushed(entry, &list.batch)?.is_none() {
        let (code, township, form) = (list.batch.clone(), list.township.clone(), list.form.clone());
        push(entry, &Batch { code, run, township, form, pushed_on: orders.as_of, due: list.due }, &list.rows)?;
    }
    Ok(())
}
