//! Files that lie open on the disk → the same sealed, and the other way round.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::imprint::{FILE, reimprinted};
use super::results::RESULTS;
use super::whole::write_whole;
use crate::envelope::{AtRest, Content, is_sealed};
use crate::regular;

/// From how files lie on the disk to how they are to lie.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// As they lie.
    pub from: &'a AtRest,
    /// As they are to lie.
    pub to: &'a AtRest,
}

impl Turn<'_> {
    /// Turns a file over, whole or not at all; whether there was one that was not turned over before.
    ///
    /// # Errors
    /// If it cannot be opened or written.
    pub fn file(self, path: &Path, content: Content) -> anyhow::Result<bool> {
        self.file_after(path, content, |_| Ok(()))
    }

    /// What later commands read of the runs in a folder; gives how many were turned over.
    ///
    /// # Errors
    /// As [`Turn::file`].
    pub fn results(self, runs: &Path) -> anyhow::Result<usize> {
        let mut turned = 0;
        for run in fs::read_dir(runs).into_iter().flatten().flatten() {
            let run = run.path();
            // A folder knows its files by their hashes, and what is sealed by its mark: it knows this one at any moment.
            let note = |bytes: &[u8]| match reimprinted(&run, RESULTS, bytes)? {
                Some(text) => write_whole(&run.join(FILE), text.as_bytes()),
                None => Ok(()),
            };
            turned += usize::from(self.file_after(&run.join(RESULTS), Content::Results, note)?);
        }
        Ok(turned)
    }

    /// Turns a file over once something was done with its contents.
    fn file_after(
        self,
        path: &Path,
        content: Content,
        before: impl FnOnce(&[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<bool> {
        let shown = path.display();
        if !path.exists() {
            return Ok(false);
        }
        let there = regular::read(path, regular::TABLE).with_context(|| format!("无法读取 {shown}"))?;
        if is_sealed(&there) == self.to.is_sealed() {
            return Ok(false);
        }
        let opened = self.from.read(content, there)?;
        let written = self.to.written(content, opened.clone())?;
        let is_whole = self.to.read(content, written.clone())? == opened;
        anyhow::ensure!(is_whole, "{shown} 加密以后解不出原样，没有改动它；属程序错误");
        before(&opened)?;
        write_whole(path, &written)?;
        Ok(true)
    }
}
