//! What every file of a folder would be read as; nothing is refused.

use jiff::civil::Date;

use super::folder;
use super::linkage::link_all;
use super::progress::Progress;
use super::teaching::idle;
use crate::county::{Failure, Memory, Workspace};
use crate::pack::{Config, Pack};
use crate::schema::{FileReport, Issue, SheetReport};

/// What a folder's files are.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet; its records are counted by fate where there is a register.
    pub sheets: Vec<SheetReport>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// What an officer should hear besides, a line in Chinese each.
    pub notices: Vec<String>,
}

/// Reads a folder and, if it has a register, links its records.
///
/// # Errors
/// If a file cannot be opened.
pub(crate) fn inspected(
    workspace: &Workspace,
    pack: &Pack,
    config: &Config,
    as_of: Date,
    progress: &dyn Progress,
) -> Result<Inspected, Failure> {
    let intake = folder::read(workspace, pack, config, as_of, progress)?;
    let mut inspected = match intake.records.contains_key(&pack.register().0.name) {
        true => {
            let naming = Memory::of(&workspace.root, config)?.naming()?;
            let linkage = link_all(intake, pack, config, &naming, &workspace.match_decisions()?)?;
            let notices = linkage.unsound().iter().map(|why| format!("注意：{why}")).collect();
            Inspected { files: linkage.files, sheets: linkage.sheets, issues: linkage.issues, notices }
        }
        false => Inspected { files: intake.files, sheets: intake.sheets, issues: intake.issues, notices: Vec::new() },
    };
    inspected.notices.extend(idle(&config.columns, pack, &inspected.sheets));
    Ok(inspected)
}
