//! What an officer does to the ledger itself: change the key, and accept that part of it is lost.

use std::path::Path;

use jiff::Timestamp;

use super::failure::Failure;
use super::key::{HeldKey, KeyOrigin};
use super::key_file::{KEY_FILE, write_key};
use super::ledger_file::{existing_ledger, open_ledger};
use super::lost::{refuse_lost, unknown_results};
use super::memory::{no_ledger, refuse_tampered};
use super::workspace::county_config;
use crate::ledger::{Command, UnknownResults, accept_losses, record_key_check, rekey};
use crate::value::Redacted;

/// Changes the key of a county: everything in the ledger is renamed. Gives how many clues have a new id.
///
/// # Errors
/// If there is no ledger, it is not made with the key that there is, or something cannot be written; then everything is
/// as it was.
pub(crate) fn change_key(root: &Path) -> Result<usize, Failure> {
    let ledger = existing_ledger(root)?;
    refuse_lost(root, ledger.as_ref())?;
    let ledger = ledger.ok_or_else(|| no_ledger(root))?;
    refuse_tampered(&ledger)?;
    let held = HeldKey::whatever_length(root, &county_config(root)?, Some(&ledger))?;
    let key = held.key.changed()?;
    // If the ledger cannot be committed after the key is written, it is read with the key before, which is kept in it.
    ledger.sealed_with(&key).transaction_then(
        Command { name: "ledger rekey", at: Timestamp::now() },
        |entry| Ok::<_, Failure>(rekey(entry, &key)?),
        |clues| {
            write_key(root, &key)?;
            Ok(clues)
        },
    )
}

/// Records that the ledger does not know some results any more, why, and on whose word; without a ledger, one is begun.
/// Gives these results; none if it knows all of them.
///
/// # Errors
/// If the ledger is not made with the key that there is, or something cannot be written.
pub(crate) fn accept_loss(root: &Path, reason: &str, by: &str) -> Result<Vec<UnknownResults>, Failure> {
    let former = existing_ledger(root)?;
    former.as_ref().map_or(Ok(()), refuse_tampered)?;
    let held = HeldKey::of(root, &county_config(root)?, former.as_ref())?;
    let lost = unknown_results(root, former.as_ref())?;
    if lost.is_empty() {
        return Ok(lost);
    }
    let ledger = former.map_or_else(|| open_ledger(root), Ok)?;
    ledger.sealed_with(&held.key).transaction_then(
        Command { name: "ledger accept", at: Timestamp::now() },
        |entry| {
            record_key_check(entry, &held.key)?;
            accept_losses(entry, &lost, &Redacted::of(reason), &Redacted::of(by))?;
            Ok::<_, Failure>(())
        },
        |()| {
            if held.origin == KeyOrigin::New {
                write_key(root, &held.key)?;
            }
            Ok(())
        },
    )?;
    Ok(lost)
}

/// What is told after the loss of results was accepted.
pub(crate) fn accepted_loss(lost: &[UnknownResults]) -> String {
    if lost.is_empty() {
        return "台账没有缺失，没有要记的".to_owned();
    }
    let folders = lost.iter().map(|results| results.folder.as_str()).collect::<Vec<_>>().join("、");
    format!(
        "已记入台账：{folders} 的记录丢失。把这些期再筛查一次，已发出的清单就能照常收回；丢失期间收回的核实结论请重新收"
    )
}

/// What is told after a change of the key.
pub(crate) fn changed_key(clues: usize) -> String {
    format!(
        "已更换密钥，台账里 {clues} 条线索换了编号；已发出的清单照常收回。\
         新密钥在 {KEY_FILE} 里，请与 ledger.db 一起重新备份，以前的备份不再配套；bidui.toml 里有 clue_secret 的，可以删去那一行"
    )
}
