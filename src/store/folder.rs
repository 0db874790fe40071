//! A folder that is filled out of sight and then takes the place of the old one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use crate::diagnostic::Diagnostic;

/// The file that marks a folder as one of ours, so that publishing never removes somebody else's files.
pub const MANIFEST: &str = "manifest.json";

/// How the names of folders begin that are not in their place yet.
const HIDDEN: &str = ".bidui-";

/// And those of old results that make way.
const ASIDE: &str = ".bidui-old-";

/// A run's outputs before they are published.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: TempDir,
}

impl Staging {
    /// Makes an empty folder beside the target.
    ///
    /// # Errors
    /// If nothing can be written beside it.
    pub fn beside(target: &Path) -> anyhow::Result<Self> {
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let advice = || format!("在 {} 里建不了文件夹,请检查磁盘空间和写入权限", parent.display());
        fs::create_dir_all(parent).with_context(advice)?;
        let folder = tempfile::Builder::new().prefix(HIDDEN).tempdir_in(parent).with_context(advice)?;
        Ok(Self { target: target.to_owned(), folder })
    }

    /// The path of a file to be written, its folders made.
    ///
    /// # Errors
    /// If a folder cannot be made.
    pub fn file(&self, relative: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.path().join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("建不了文件夹 {}", parent.display()))?;
        }
        Ok(path)
    }

    /// Puts the folder in its place; the old one goes.
    ///
    /// # Errors
    /// If the old folder cannot be moved, as when one of its files is open in a spreadsheet program; it then stays
    /// as it was.
    pub fn publish(self) -> anyhow::Result<()> {
        let advice = || {
            let target = self.target.display();
            format!("换不下旧结果 {target},请关闭正在打开其中文件的 Excel 或 WPS 后重试;旧结果没有改动")
        };
        open_to_readers(self.folder.path())?;
        let old = self.target.exists().then(|| self.target.with_file_name(format!("{ASIDE}{}", name_of(&self.target))));
        if let Some(old) = &old {
            // What a killed run left while it was clearing away.
            if old.exists() {
                fs::remove_dir_all(old).with_context(advice)?;
            }
            fs::rename(&self.target, old).with_context(advice)?;
        }
        if let Err(error) = fs::rename(self.folder.path(), &self.target) {
            if let Some(old) = &old {
                fs::rename(old, &self.target).with_context(advice)?;
            }
            return Err(error).with_context(advice);
        }
        if let Some(old) = &old {
            fs::remove_dir_all(old).with_context(|| format!("新结果已写好,但删不掉旧结果 {}", old.display()))?;
        }
        Ok(())
    }
}

/// Clears what runs that were killed left in a folder of results; nothing may be writing there.
///
/// # Errors
/// If something cannot be removed.
pub fn clear_leftovers(results: &Path) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(results) else { return Ok(()) };
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    for left in folders.filter(|path| name_of(path).starts_with(HIDDEN)) {
        let advice = || format!("删不掉中断的运行留下的 {},请关闭正在打开其中文件的程序后重试", left.display());
        match name_of(&left).strip_prefix(ASIDE).map(|name| results.join(name)) {
            // The old results had made way, and nothing had come in their place.
            Some(place) if !place.exists() => fs::rename(&left, place).with_context(advice)?,
            Some(_) | None => fs::remove_dir_all(&left).with_context(advice)?,
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A name of a place or department as a file name: no character that some system refuses.
pub fn file_name(name: &str) -> String {
    let kept = |c: char| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c };
    name.chars().map(kept).collect()
}

/// Refuses a place for outputs that holds something else than the outputs of an earlier run.
///
/// # Errors
/// If the folder has other files in it, or is no folder.
pub fn refuse_foreign(target: &Path) -> Result<(), Diagnostic> {
    let refusal = |what: &str| Diagnostic::new(format!("{} {what}", target.display())).hint("换一个空文件夹");
    if !target.exists() || target.join(MANIFEST).is_file() {
        return Ok(());
    }
    match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(refusal("里有别的文件,不是以前的筛查结果")),
        Err(_) => Err(refusal("不是可以写入的文件夹")),
    }
}

/// Temporary folders are private to their owner; results are not.
#[cfg(unix)]
fn open_to_readers(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).context("设置结果文件夹权限失败")
}

#[cfg(not(unix))]
fn open_to_readers(_folder: &Path) -> anyhow::Result<()> {
    Ok(())
}
