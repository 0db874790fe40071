//! `bidui screen --against`: what other rules or thresholds would change, told and not written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::release::Release;
use crate::compare::{ComparedClue, RunBasis, WhatIf, compare, parameter_changes, rule_changes};
use crate::county::{Failure, at_rest};
use crate::schema::Judged;
use crate::screening::Screened;
use crate::store::{Manifest, PastRun, past_run};

fn basis(manifest: &Manifest) -> RunBasis {
    let pack = manifest.pack.get("version").cloned().unwrap_or_default();
    RunBasis { period: manifest.period.clone(), as_of: manifest.as_of.clone(), pack }
}

/// Compares what was found with an earlier run.
pub(crate) fn what_if(release: &Release<'_>, screened: &Screened, against: &Path) -> Result<WhatIf, Failure> {
    let PastRun { manifest: earlier, mut clues } = past_run(against, &at_rest(&release.setup.workspace.root)?)?;
    let renames = &release.setup.identities.renames;
    clues.iter_mut().for_each(|clue| clue.id = renames.current(&clue.id).to_owned());
    let later = super::manifest::manifest(release, screened)?;
    let found: Vec<ComparedClue> = screened.findings.clues.iter().map(Into::into).collect();
    let skipped = screened.findings.tallies.iter().filter(|tally| matches!(tally.judged, Judged::Skipped { .. }));
    let skipped: BTreeSet<String> = skipped.map(|tally| tally.rule.to_string()).collect();
    let what_if = WhatIf {
        same_data: hashes(&earlier) == hashes(&later),
        parameters: parameter_changes(&earlier.parameters, &later.parameters),
        rulebook: rule_changes(&fingerprints(&earlier), &fingerprints(&later)),
        comparison: compare(&clues, &found, &skipped)?,
        earlier: basis(&earlier),
        later: basis(&later),
    };
    Ok(what_if)
}

fn hashes(manifest: &Manifest) -> BTreeSet<&str> {
    manifest.files.iter().map(|file| file.blake3.as_str()).collect()
}

fn fingerprints(manifest: &Manifest) -> BTreeMap<String, String> {
    manifest.rules.iter().map(|rule| (rule.rule.clone(), rule.fingerprint.clone())).collect()
}
