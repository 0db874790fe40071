//! Results that the ledger does not know though it recorded them once: it was lost, is another county's, or was put back
//! to an earlier day. Going on with it would ask everything again that was answered since.

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
    let mut unknown = Vec::new();
    for (folder, is_run) in FOLDERS {
        let mut entries: Vec<_> = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some((results, anchor)) = recorded(&entry.path(), &format!("{folder}/{name}"), &name, is_run) else {
                continue;
            };
            let is_known = || match (ledger, is_run) {
                (None, _) => Ok(ledger_path(root).exists()),
                (Some(ledger), true) => knows_run(ledger, &name, &results, anchor.as_ref()),
                (Some(ledger), false) => knows_report(ledger, &results, anchor.as_ref()),
            };
            if is_known()? || is_run && is_interrupted(root, &results.manifest) {
                continue;
            }
            // Another command may be recording it at this moment: it is asked once more.
            if !is_known()? {
                unknown.push(results);
            }
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

/// Whether a ledger recorded a run, as it is or before somebody changed its manifest.
fn knows_run(ledger: &Ledger, period: &str, results: &UnknownResults, anchor: Option<&Anchor>) -> anyhow::Result<bool> {
    let recorded = recorded_manifests(ledger)?;
    let is_known = recorded.contains(&(period.to_owned(), results.manifest.clone()));
    if is_known || accepted_losses(ledger)?.contains(&results.manifest) {
        return Ok(true);
    }
    match anchor {
        Some(anchor) => Ok(anchor.is_in(ledger)? && anchor.is_before_run(ledger, period)?),
        // Manifests of earlier versions do not say which of a period's runs they are of.
        None => Ok(recorded.iter().any(|(known, _)| known == period)),
    }
}

fn knows_report(ledger: &Ledger, results: &UnknownResults, anchor: Option<&Anchor>) -> anyhow::Result<bool> {
    let is_in = anchor.map_or(Ok(true), |anchor| anchor.is_in(ledger))?;
    Ok(is_in || accepted_losses(ledger)?.contains(&results.manifest))
}
