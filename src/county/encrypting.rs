//! A county whose own files lie open → the same sealed, and back. The ledger is turned over last: a command that is
//! killed before that leaves a county that says so, and is run again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::at_rest::{begun, not_stated, stated};
use super::failure::Failure;
use super::key_file::key_path;
use super::workspace::{county_config, ledger_path};
use crate::envelope::{AtRest, Content, is_sealed_file};
use crate::ledger::Ledger;
use crate::store::Turn;

/// What was turned over.
#[derive(Debug)]
pub(crate) struct Turned {
    /// How many files.
    pub files: usize,
    /// The key file that was made.
    key_file: Option<PathBuf>,
    is_sealed: bool,
}

/// Seals everything of a county that only its commands read. What is sealed already stays as it is.
///
/// # Errors
/// If `bidui.toml` says nothing of encryption, what is sealed has another secret, or something cannot be written.
pub(crate) fn encrypt(root: &Path) -> Result<Turned, Failure> {
    let (at_rest, key_file) = begun(root)?;
    match (ledger_path(root).exists(), is_sealed_file(&ledger_path(root))) {
        (true, true) => at_rest.refuse_other(Content::Ledger, &ledger_path(root))?,
        // SQLite brings together what a command that was killed left beside the file.
        (true, false) => drop(Ledger::open(&ledger_path(root))?),
        (false, _) => {}
    }
    forget_cache(root)?;
    let files = turn(root, Turn { from: &AtRest::default(), to: &at_rest })?;
    Ok(Turned { files, key_file, is_sealed: true })
}

/// Opens everything of a county that is sealed.
///
/// # Errors
/// If `bidui.toml` says nothing of encryption, the secret is another one, or something cannot be written.
pub(crate) fn decrypt(root: &Path) -> Result<Turned, Failure> {
    county_config(root)?.encryption()?.ok_or_else(not_stated)?;
    forget_cache(root)?;
    let files = turn(root, Turn { from: &stated(root)?, to: &AtRest::default() })?;
    Ok(Turned { files, key_file: None, is_sealed: false })
}

fn turn(root: &Path, turn: Turn<'_>) -> Result<usize, Failure> {
    let results = turn.results(&root.join("runs"))?;
    let key = turn.file(&key_path(root), Content::LedgerKey)?;
    let ledger = turn.file(&ledger_path(root), Content::Ledger)?;
    Ok(results + usize::from(key) + usize::from(ledger))
}

/// What was read of large files is read again.
fn forget_cache(root: &Path) -> anyhow::Result<()> {
    let cache = root.join(".bidui").join("cache");
    match cache.exists() {
        true => fs::remove_dir_all(&cache).with_context(|| format!("读取缓存 {} 删不掉", cache.display())),
        false => Ok(()),
    }
}

impl Turned {
    /// What is told of it, a line in Chinese each.
    pub fn lines(&self) -> Vec<String> {
        if !self.is_sealed {
            return vec![format!(
                "已解密 {} 个文件。现在从 bidui.toml 删去 [encryption]；钥匙或口令留着，以前加密的备份还要用",
                self.files
            )];
        }
        let made = self
            .key_file
            .as_ref()
            .map(|path| format!("已生成钥匙文件 {}。请另外抄存一份锁好：钥匙没了，台账谁也打不开", path.display()));
        let done = format!("已加密 {} 个文件：台账、密钥和各期的结果表；读取缓存已清空，以后也加密", self.files);
        let rest = "没有加密的：data/ 里各部门的表，runs/、核实/、催办/ 里给人看的表和清单，以前的备份，以及磁盘上已删除而还能恢复的内容；请用 BitLocker 给磁盘加密";
        made.into_iter().chain([done, rest.to_owned()]).collect()
    }
}
