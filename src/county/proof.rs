//! Whether the ledger, and what was recorded in it, is still what was written.

use std::path::Path;

use super::at_rest::at_rest;
use super::failure::Failure;
use super::key::HeldKey;
use super::ledger_file::existing_ledger;
use super::lost::{lost, unknown_results};
use super::memory::no_ledger;
use super::workspace::county_config;
use crate::ledger::{ChainCheck, ChainViolation, Ledger, Operation, differences, noted, periods, run_manifest, verify};
use crate::store::{MANIFEST, Manifest, Results};

/// What was found.
pub(crate) struct Proof {
    /// The chain.
    pub chain: ChainCheck,
    /// What is not as it was written, a line in Chinese each.
    pub wrong: Vec<String>,
    /// What could not be looked at, likewise.
    pub notices: Vec<String>,
}

impl Proof {
    /// Looks at a county's ledger and the runs that it recorded.
    ///
    /// # Errors
    /// If there is no ledger, or it cannot be read.
    pub fn of(root: &Path) -> Result<Self, Failure> {
        let ledger = existing_ledger(root)?.ok_or_else(|| no_ledger(root))?;
        let held = HeldKey::of(root, &county_config(root)?, Some(&ledger));
        let chain = verify(&ledger, held.as_ref().ok().map(|held| &held.key))?;
        let mut proof = Self { wrong: Vec::new(), notices: Vec::new(), chain };
        proof.wrong.extend(proof.chain.violations.iter().map(ChainViolation::explain));
        proof.wrong.extend(differences(&ledger)?.iter().map(|what| format!("数据库的结构被改过：{what}")));
        proof.wrong.extend(held.err().map(|failure| failure.to_string()));
        let unknown = unknown_results(root, Some(&ledger))?;
        proof.wrong.extend((!unknown.is_empty()).then(|| lost(&unknown, true)));
        proof.look_at_runs(root, &ledger)?;
        Ok(proof)
    }

    /// Looks for a hash that somebody noted: what operation it is of, in Chinese; that it is not there is wrong.
    pub fn look_for(&mut self, hash: &str) -> Option<String> {
        let Some(Operation { number, command, at, .. }) = noted(&self.chain.operations, hash) else {
            self.wrong.push(format!("台账里没有摘要 {hash}：记下它以后，台账被整体改写过，或换回了以前的备份"));
            return None;
        };
        Some(format!("台账里有摘要 {hash}：第 {number} 条操作记录（{command}，{at}），到那里为止的记录都没有改动"))
    }

    /// Compares the manifests of the runs that stand, and what later commands read of them, with what was recorded.
    fn look_at_runs(&mut self, root: &Path, ledger: &Ledger) -> Result<(), Failure> {
        let at_rest = at_rest(root)?;
        for period in periods(ledger)?.into_keys() {
            let run = root.join("runs").join(&period);
            if !run.join(MANIFEST).exists() {
                self.notices.push(format!("注意：runs/{period} 不在，没有查验那一期的结果"));
                continue;
            }
            if Manifest::read(&run, run_manifest(ledger, &period)?.as_deref()).is_none() {
                self.wrong.push(format!("runs/{period}/{MANIFEST} 与台账记的不一样，被改过或换过"));
            } else if let Err(changed) = Results::of(&run, &at_rest) {
                self.wrong.push(changed.message);
            }
        }
        Ok(())
    }
}
