//! What later commands read of a run: its clues, the size of its villages and its households, without names and birth
//! dates: beside the ends of ID numbers in other files these would say who is meant. Pages for people are never read
//! back, so that a cell changed in one changes no figure.

use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::folder::Staging;
use super::manifest::{Manifest, ResultsEntry};
use crate::access;
use crate::compare::ComparedClue;
use crate::diagnostic::Diagnostic;
use crate::envelope::{AtRest, Content};
use crate::regular;
use crate::report::VillageSize;
use crate::schema::RegisteredHousehold;

/// Where it stands in a run's folder.
pub const RESULTS: &str = "tables/结果.json";

/// The form of the file; raised when what older programs read changes. Before 2, clues had names and there were no
/// households.
const FORMAT: u32 = 2;

/// What a run left for later commands.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Results {
    /// Its clues.
    pub clues: Vec<RecordedClue>,
    /// How many live in every village that it screened.
    pub villages: Vec<VillageSize>,
    /// How often the county's key had been changed when its codes were made.
    #[serde(default)]
    pub key_changes: usize,
    /// The households that it screened.
    #[serde(default)]
    pub households: Vec<RegisteredHousehold>,
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
    pub fn write(&self, staging: &Staging, at_rest: &AtRest) -> anyhow::Result<ResultsEntry> {
        let bytes = serde_json::to_vec(self).context("写结果表失败")?;
        let blake3 = blake3::hash(&bytes).to_hex().to_string();
        let written = at_rest.written(Content::Results, bytes)?;
        access::write(&staging.file(RESULTS)?, &written).context("写结果表失败，请检查磁盘空间")?;
        Ok(ResultsEntry { format: FORMAT, blake3 })
    }

    /// What a run's folder holds of it; none if there is no run, or one that an older version wrote.
    ///
    /// # Errors
    /// If it was changed since, or a newer version wrote it.
    pub fn of(run: &Path, at_rest: &AtRest) -> Result<Option<Self>, Diagnostic> {
        match Manifest::read(run, None).and_then(|manifest| manifest.results) {
            Some(entry) => Self::read(run, &entry, at_rest).map(Some),
            None => Ok(None),
        }
    }

    /// The same, of a run that this form of the file is needed of.
    ///
    /// # Errors
    /// Besides, if an older version wrote it.
    pub fn in_this_form(run: &Path, at_rest: &AtRest) -> Result<Option<Self>, Diagnostic> {
        match Manifest::read(run, None).and_then(|manifest| manifest.results) {
            Some(entry) if entry.format < FORMAT => Err(written_before(run)),
            Some(entry) => Self::read(run, &entry, at_rest).map(Some),
            None => Ok(None),
        }
    }

    /// Reads the file that a manifest speaks of.
    fn read(run: &Path, entry: &ResultsEntry, at_rest: &AtRest) -> Result<Self, Diagnostic> {
        let shown = run.display();
        if entry.format > FORMAT {
            let fault = Diagnostic::new(format!("{shown} 由更新版本的 bidui 写出，本版本无法读取"));
            return Err(fault.hint("换成新版本的 bidui 再运行"));
        }
        let bytes = regular::read(&run.join(RESULTS), regular::TABLE).unwrap_or_default();
        let bytes = opened(bytes, at_rest).map_err(|why| Diagnostic::new(format!("{shown}：{why}")))?;
        let sound = blake3::hash(&bytes).to_hex().as_str() == entry.blake3;
        let results = sound.then(|| serde_json::from_slice(&bytes).ok()).flatten();
        results.ok_or_else(|| {
            let fault = Diagnostic::new(format!("{shown} 里的 {RESULTS} 与写出时不一样，或者不在了"));
            fault.hint("把这一期再筛查一次；不要改动 tables 文件夹里的文件")
        })
    }
}

/// What a file holds; one that is not there, nothing.
fn opened(bytes: Vec<u8>, at_rest: &AtRest) -> anyhow::Result<Vec<u8>> {
    if bytes.is_empty() { Ok(bytes) } else { at_rest.read(Content::Results, bytes) }
}

/// What is to be done about a run of an older version.
pub(super) fn written_before(run: &Path) -> Diagnostic {
    let older = Diagnostic::new(format!("{} 由旧版本的 bidui 写出，里面没有要用的记录", run.display()));
    older.hint("把那一期再筛查一次")
}
