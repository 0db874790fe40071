//! What later commands read of a run: its clues and the size of its villages. Pages for people are never read back, so
//! that a cell changed in one changes no figure.

use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::folder::Staging;
use super::manifest::{Manifest, ResultsEntry};
use crate::compare::ComparedClue;
use crate::diagnostic::Diagnostic;
use crate::regular;
use crate::report::VillageSize;

/// Where it stands in a run's folder.
const FILE: &str = "tables/结果.json";

/// The form of the file; raised when what older programs read changes.
const FORMAT: u32 = 1;

/// What a run left for later commands.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Results {
    /// Its clues.
    pub clues: Vec<RecordedClue>,
    /// How many live in every village that it screened.
    pub villages: Vec<VillageSize>,
}

/// A clue of a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecordedClue {
    /// What it is about.
    #[serde(flatten)]
    pub standing: ComparedClue,
    /// Where the records behind it stand, in words.
    pub origins: String,
}

impl Results {
    /// Writes it, and gives what the manifest is to say of it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, staging: &Staging) -> anyhow::Result<ResultsEntry> {
        let bytes = serde_json::to_vec(self).context("写结果表失败")?;
        std::fs::write(staging.file(FILE)?, &bytes).context("写结果表失败，请检查磁盘空间")?;
        Ok(ResultsEntry { format: FORMAT, blake3: blake3::hash(&bytes).to_hex().to_string() })
    }

    /// What a run's folder holds of it; none if there is no run, or one that an older version wrote.
    ///
    /// # Errors
    /// If it was changed since, or a newer version wrote it.
    pub fn of(run: &Path) -> Result<Option<Self>, Diagnostic> {
        match Manifest::read(run, None).and_then(|manifest| manifest.results) {
            Some(entry) => Self::read(run, &entry).map(Some),
            None => Ok(None),
        }
    }

    /// Reads the file that a manifest speaks of.
    pub(super) fn read(run: &Path, entry: &ResultsEntry) -> Result<Self, Diagnostic> {
        let shown = run.display();
        if entry.format > FORMAT {
            let fault = Diagnostic::new(format!("{shown} 由更新版本的 bidui 写出，本版本无法读取"));
            return Err(fault.hint("换成新版本的 bidui 再运行"));
        }
        let bytes = regular::read(&run.join(FILE), regular::TABLE).unwrap_or_default();
        let sound = blake3::hash(&bytes).to_hex().as_str() == entry.blake3;
        let results = sound.then(|| serde_json::from_slice(&bytes).ok()).flatten();
        results.ok_or_else(|| {
            let fault = Diagnostic::new(format!("{shown} 里的 {FILE} 与写出时不一样，或者不在了"));
            fault.hint("把这一期再筛查一次；不要改动 tables 文件夹里的文件")
        })
    }
}
