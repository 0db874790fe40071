//! An earlier run's folder → its record and its clues, to compare with.

use std::path::Path;

use super::imprint::MANIFEST;
use super::manifest::Manifest;
use super::results::Results;
use crate::compare::ComparedClue;
use crate::diagnostic::Diagnostic;

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
pub fn past_run(folder: &Path) -> Result<PastRun, Diagnostic> {
    let fault = |what: String| Diagnostic::new(what).hint("给出以前筛查结果的文件夹，如 runs/2026-11");
    let unreadable = || fault(format!("{} 里没有能读的 {MANIFEST}", folder.display()));
    let manifest = Manifest::read(folder, None).ok_or_else(unreadable)?;
    let Some(entry) = &manifest.results else {
        let older = Diagnostic::new(format!("{} 由旧版本的 bidui 写出，没有可以比较的记录", folder.display()));
        return Err(older.hint("把那一期再筛查一次"));
    };
    let results = Results::read(folder, entry)?;
    Ok(PastRun { clues: results.clues.into_iter().map(|clue| clue.standing).collect(), manifest })
}
