//! Results that the ledger does not know though it recorded them once: it was lost, is another county's, or was put back
//! to an earlier day. Going on with it would ask everything again that was answered since.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::failure::Failure;
use super::recording::is_interrupted;
use super::workspace::ledger_path;
use crate::ledger::{Anchor, Ledger, UnknownResults, accepted_losses, recorded_manifests};
use crate::store::MANIFEST;

/// The folders of results that name the ledger they were made from, and whether it recorded them itself.
const FOLDERS: [(&str, bool); 2] = [("runs", true), ("核实", false)];

/// What a manifest says of the ledger.
#[derive(Deserialize)]
struct Marked {
    period: Option<String>,
    ledger: Option<Anchor>,
    made: Option<MadeFrom>,
}

/// What the manifest of a report says.
#[derive(Deserialize)]
struct MadeFrom {
    period: Option<String>,
    ledger: Option<Anchor>,
}

/// Stops if the ledger does not know results that it should.
///
/// # Errors
/// If it does not, or cannot be read.
pub(super) fn refuse_lost(root: &Path, ledger: Option<&Ledger>) -> Result<(), Failure> {
    let unknown = unknown_results(root, ledger)?;
    match unknown.is_empty() {
        true => Ok(()),
        false => Err(Failure::Unsafe(lost(&unknown, ledger.is_some()))),
    }
}

/// What is said of a ledger that does not know some results, and what to do.
pub(super) fn lost(unknown: &[UnknownResults], is_there: bool) -> String {
    let folders = unknown.iter().map(|results| results.folder.as_str()).collect::<Vec<_>>().join("、");
    let why = match is_there {
        true => "ledger.db 不是写出它的台账，或比它旧（像是恢复了以前的备份）",
        false => "ledger.db 不在了",
    };
    format!(
        "{folders} 是记过台账的结果，而 {why}。请恢复最近的备份（ledger.db 和 ledger.key 要同一份）；没有动任何文件。\
         确实找不回来的，用 bidui ledger accept --reason 原因 --by 同意人 记下这次丢失再继续：丢失期间收回的核实结论要重新收"
    )
}

/// The results of a county's folder that the ledger should know and does not, in order.
///
/// # Errors
/// If the ledger cannot be read.
pub(super) fn unknown_results(root: &Path, ledger: Option<&Ledger>) -> anyhow::Result<Vec<UnknownResults>> {
    let mut unknown = without_known(root, ledger, recorded_folders(root))?;
    unknown.retain(|found| !(found.is_run && is_interrupted(root, &found.results.manifest)));
    // Another command may be recording one at this moment: it is asked once more.
    let unknown = without_known(root, ledger, unknown)?;
    Ok(unknown.into_iter().map(|found| found.results).collect())
}

/// Results of a county's folder that say themselves which period they are of.
struct FoundResults {
    results: UnknownResults,
    period: String,
    anchor: Option<Anchor>,
    is_run: bool,
}

fn recorded_folders(root: &Path) -> Vec<FoundResults> {
    let mut found = Vec::new();
    for (folder, is_run) in FOLDERS {
        let mut entries: Vec<_> = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let period = entry.file_name().to_string_lossy().into_owned();
            let recorded = recorded(&entry.path(), &format!("{folder}/{period}"), &period, is_run);
            found.extend(recorded.map(|(results, anchor)| FoundResults { results, period, anchor, is_run }));
        }
    }
    found
}

/// Leaves the results that the ledger does not know.
fn without_known(root: &Path, ledger: Option<&Ledger>, found: Vec<FoundResults>) -> anyhow::Result<Vec<FoundResults>> {
    if found.is_empty() {
        return Ok(found);
    }
    let Some(ledger) = ledger else {
        return Ok(if ledger_path(root).exists() { Vec::new() } else { found });
    };
    let known = KnownResults::of(ledger)?;
    let mut unknown = Vec::new();
    for found in found {
        if !known.holds(&found)? {
            unknown.push(found);
        }
    }
    Ok(unknown)
}

/// What a folder's manifest says, if it is one of the period that the folder is named after. Reports of earlier
/// versions say nothing of the ledger.
fn recorded(folder: &Path, shown: &str, name: &str, is_run: bool) -> Option<(UnknownResults, Option<Anchor>)> {
    let bytes = std::fs::read(folder.join(MANIFEST)).ok()?;
    let marked: Marked = serde_json::from_slice(&bytes).ok()?;
    let (period, anchor) = match marked.made {
        Some(made) => (made.period, Some(made.ledger?)),
        None => (marked.period, marked.ledger),
    };
    let is_own = period.is_some_and(|period| period == name) && (is_run || anchor.is_some());
    let manifest = blake3::hash(&bytes).to_hex().to_string();
    is_own.then(|| (UnknownResults { folder: shown.to_owned(), manifest }, anchor))
}

/// What a ledger knows of results.
struct KnownResults<'l> {
    ledger: &'l Ledger,
    /// The periods and manifests of its runs.
    runs: BTreeSet<(String, String)>,
    /// The manifests of results whose loss was accepted.
    accepted: BTreeSet<String>,
}

impl<'l> KnownResults<'l> {
    fn of(ledger: &'l Ledger) -> anyhow::Result<Self> {
        Ok(Self { ledger, runs: recorded_manifests(ledger)?, accepted: accepted_losses(ledger)? })
    }

    fn holds(&self, found: &FoundResults) -> anyhow::Result<bool> {
        if self.accepted.contains(&found.results.manifest) {
            return Ok(true);
        }
        match found.is_run {
            true => self.holds_run(found),
            false => found.anchor.as_ref().map_or(Ok(true), |anchor| anchor.is_in(self.ledger)),
        }
    }

    /// Whether it recorded a run, as it is or before somebody changed its manifest.
    fn holds_run(&self, found: &FoundResults) -> anyhow::Result<bool> {
        let FoundResults { results, period, anchor, .. } = found;
        if self.runs.contains(&(period.clone(), results.manifest.clone())) {
            return Ok(true);
        }
        match anchor {
            Some(anchor) => Ok(anchor.is_in(self.ledger)? && anchor.is_before_run(self.ledger, period)?),
            // Manifests of earlier versions do not say which of a period's runs they are of.
            None => Ok(self.runs.iter().any(|(known, _)| known == period)),
        }
    }
}
