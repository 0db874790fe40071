//! The run's folder and its rows in the ledger appear together.
//!
//! The rows are written and sealed first, the folder is put in its place next, the ledger is committed last. A folder
//! that cannot be replaced, as when a list is open in Excel, leaves both as they were. Only a crash between the last
//! two steps can leave a folder that the ledger does not know; running the period again repairs it, as a rerun takes
//! the place of whatever was there.

use std::path::Path;

use jiff::Timestamp;

use super::comparison::comparison;
use super::issued::unissued_before;
use super::lists::{Pushed, write_lists};
use super::release::Release;
use super::reported::place;
use super::summary::write_summary;
use crate::compare::PeriodComparison;
use crate::county::{Failure, HeldKey, KeyOrigin, begin_recording, end_recording, key_path, open_codes, write_key};
use crate::dispatch::PushList;
use crate::ledger::{
    Anchor, Batch, Command, Ledger, LedgerTx, OpenReports, RunRecord, earlier_answers, list, open_reports, periods,
    push, pushed, record_findings, record_reports,
};
use crate::screening::Screened;
use crate::store::{Manifest, Staging};

/// What came of a run that was recorded.
#[derive(Debug)]
pub struct RecordedOutcome {
    /// How many clues are asked.
    pub pushed: Pushed,
    /// What changed since the period before, if there was one.
    pub comparison: Option<PeriodComparison>,
    /// The period before, if its lists never went out.
    pub unissued: Option<String>,
}

/// Publishes the folder. A run whose results stay in the workspace is recorded with it and has push lists, which ask
/// only what was not answered before; one that goes elsewhere has none, as nobody could collect them, and tells
/// nothing.
pub(super) fn publish(
    release: &Release<'_>,
    screened: &Screened,
    manifest: &Manifest,
    text: &str,
    staging: Staging,
) -> Result<(Option<RecordedOutcome>, Vec<String>), Failure> {
    let Some(path) = &release.ledger else {
        write_summary(release, screened, None, &staging)?;
        let notices = staging.publish()?.settle();
        return Ok((None, notices));
    };
    let asked = open_codes(&screened.candidate_matches, &release.setup.identities.naming);
    let asked = asked.into_keys().chain(screened.used.iter().cloned()).collect();
    let key = release.setup.identities.naming.identity_key();
    let held = &release.setup.identities.key;
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let record = RunRecord {
        period: &manifest.period,
        as_of: release.setup.as_of,
        pack: &release.setup.pack,
        tool: &manifest.tool,
        parameters: &manifest.parameters,
        manifest: &hash,
        findings: &screened.findings,
        decisions: &release.setup.identities.from_file,
        asked_matches: &asked,
        identity_key: &key,
        key: &held.key,
    };
    let root = &release.setup.workspace.root;
    let mut ledger = Ledger::open(path)?.sealed_with(&held.key);
    let command = Command { name: "screen", at: Timestamp::now() };
    let (told, replaced) = ledger.transaction_then(
        command,
        move |entry| {
            refuse_moved(entry, manifest)?;
            let run = record_findings(entry, &record)?;
            let reports = open_reports(entry, record.period)?;
            let placed = place(release, &screened.tables, &reports)?;
            let recorded = record_reports(entry, run, &record, OpenReports { reports: &reports, placed })?;
            let answered = earlier_answers(entry, &release.setup.workspace.period)?;
            let (lists, pushed) = write_lists(release, screened, &recorded, &answered, manifest, &staging)?;
            lists.iter().try_for_each(|list| note(entry, release, recorded.run, list))?;
            let comparison = since_last_period(entry, &release.setup.workspace.period)?;
            write_summary(release, screened, comparison.as_ref(), &staging)?;
            let unissued = unissued_before(entry, &release.setup.workspace.period)?;
            Ok((RecordedOutcome { pushed, comparison, unissued }, staging))
        },
        |(told, staging)| {
            keep_new_key(root, held)?;
            begin_recording(root, &hash)?;
            let replaced = staging.publish()?;
            Ok::<_, Failure>((told, replaced))
        },
    )?;
    end_recording(root);
    // Only now is the run recorded: had it failed, the old folder would have come back.
    Ok((Some(told), replaced.settle()))
}

/// Refuses a ledger that another command wrote to since the manifest was made.
fn refuse_moved(entry: &LedgerTx<'_>, manifest: &Manifest) -> anyhow::Result<()> {
    let is_same = manifest.ledger.as_ref() == Some(&Anchor::of(entry)?);
    anyhow::ensure!(is_same, "另一个命令刚刚写了台账；没有写出任何结果，请重新运行");
    Ok(())
}

/// Keeps a key that was made for this run, before anything that is named by it is.
fn keep_new_key(root: &Path, held: &HeldKey) -> anyhow::Result<()> {
    if held.origin != KeyOrigin::New {
        return Ok(());
    }
    anyhow::ensure!(!key_path(root).exists(), "另一个命令刚刚生成了本县的密钥；台账没有改动，请重新运行");
    write_key(root, &held.key)
}

/// What changed since the period before; none if there was none.
fn since_last_period(entry: &LedgerTx<'_>, period: &str) -> anyhow::Result<Option<PeriodComparison>> {
    let before = periods(entry)?.range(..period.to_owned()).next_back().map(|(before, _)| before.clone());
    before.map_or(Ok(None), |before| comparison(entry, &before, period))
}

/// Notes a list of a run; one that says the same as one that was made before is that one.
fn note(entry: &LedgerTx<'_>, release: &Release<'_>, run: i64, made: &PushList) -> Result<(), Failure> {
    let code = made.batch.clone();
    let township = made.township.clone();
    let form = made.form.clone();
    let batch = Batch { code, run, township, form, pushed_on: release.issued, due: made.due };
    if pushed(entry, &made.batch)?.is_none() {
        push(entry, &batch, &made.rows)?;
    }
    Ok(list(entry, &batch)?)
}
