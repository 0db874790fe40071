//! An earlier run's folder → its record and its clues, to compare with.

use std::path::Path;

use super::imprint::MANIFEST;
use super::manifest::Manifest;
use super::results::{Results, written_before};
use crate::compare::ComparedClue;
use crate::diagnostic::Diagnostic;
use crate::envelope::AtRest;

/// What an earlier run left.
#[derive(Debug)]
pub struct PastRun {
    /// Its record.
    pub manifest: Manifest,
    /// Its clues.
    pub clues: Vec<ComparedClue>,
}

/// Reads an earlier run.
///
/// # Errors
/// If the folder does not hold the outputs of a run, or these were changed.
pub fn past_run(folder: &Path, at_rest: &AtRest) -> Result<PastRun, Diagnostic> {
    let fault = |what: String| Diagnostic::new(what).hint("给出以前筛查结果的文件夹，如 runs/2026-11");
    let unreadable = || fault(format!("{} 里没有能读的 {MANIFEST}", folder.display()));
    let manifest = Manifest::read(folder, None).ok_or_else(unreadable)?;
    let results = Results::in_this_form(folder, at_rest)?.ok_or_else(|| written_before(folder))?;
    Ok(PastRun { clues: results.clues.into_iter().map(|clue| clue.standing).collect(), manifest })
}
