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

    /// Puts the folder in its place; the old one makes way, and goes once [`Replaced::settle`] is called.
    ///
    /// # Errors
    /// If the old folder cannot be moved, as when one of its files is open in a spreadsheet program; it then stays
    /// as it was.
    pub fn publish(self) -> anyhow::Result<Replaced> {
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
        Ok(Replaced { target: self.target, old, settled: false })
    }
}

/// A folder in its place with the old one still at hand: dropped before it is settled, it makes way for the old one, as
/// when what belongs to it could not be written.
#[derive(Debug)]
#[must_use = "the folder goes again if it is not settled"]
pub struct Replaced {
    target: PathBuf,
    old: Option<PathBuf>,
    settled: bool,
}

impl Replaced {
    /// Lets the old folder go; a line to be told if it stays, as when an antivirus program reads it: the results stand.
    pub fn settle(mut self) -> Option<String> {
        self.settled = true;
        let old = self.old.as_ref()?;
        let stays = fs::remove_dir_all(old).err()?;
        Some(format!("注意：新结果已写好；旧结果 {} 没能删除（{stays}），下次运行时再试", old.display()))
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Whoever drops it tells of the failure that is behind it; what cannot be undone is undone by the next command.
        let _ = fs::remove_dir_all(&self.target);
        if let Some(old) = &self.old {
            let _ = fs::rename(old, &self.target);
        }
    }
}

/// Clears what commands that were killed left in a folder; nothing may be writing there. What cannot be removed is told,
/// a line each, and tried again by the next command.
///
/// # Errors
/// If old results that had made way cannot be put back.
pub fn clear_leftovers(folder: &Path) -> anyhow::Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut stays = Vec::new();
    for left in entries.flatten().map(|entry| entry.path()).filter(|path| name_of(path).starts_with(HIDDEN)) {
        match name_of(&left).strip_prefix(ASIDE).map(|name| folder.join(name)) {
            // The old results had made way, and nothing had come in their place.
            Some(place) if !place.exists() => {
                let advice = || format!("旧结果 {} 放不回原处,请关闭正在打开其中文件的程序后重试", left.display());
                fs::rename(&left, place).with_context(advice)?;
            }
            Some(_) | None => stays.extend(
                remove(&left)
                    .err()
                    .map(|why| format!("注意：中断的运行留下的 {} 没能删除（{why}），下次运行时再试", left.display())),
            ),
        }
    }
    Ok(stays)
}

fn remove(left: &Path) -> std::io::Result<()> {
    if left.is_dir() { fs::remove_dir_all(left) } else { fs::remove_file(left) }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Staging, clear_leftovers};

    /// What could not be recorded makes way for the old results; what was recorded stays.
    #[test]
    fn old_results_go_only_when_the_new_ones_are_settled() {
        let place = tempfile::tempdir().expect("a folder");
        let target = place.path().join("2026-11");
        let publish = |text: &str| {
            let staging = Staging::beside(&target).expect("a folder beside it");
            fs::write(staging.file("a.txt").expect("a path"), text).expect("written");
            staging.publish().expect("published")
        };
        let shown = || fs::read_to_string(target.join("a.txt")).ok();
        drop(publish("old"));
        assert_eq!(shown(), None);
        assert_eq!(publish("old").settle(), None);
        let replaced = publish("new");
        assert_eq!(shown().as_deref(), Some("new"));
        drop(replaced);
        assert_eq!(shown().as_deref(), Some("old"));
        assert_eq!(publish("new").settle(), None);
        assert_eq!(shown().as_deref(), Some("new"));
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1, "nothing is left beside it");
    }

    /// Old results that had made way come back; everything else that a killed command left goes.
    #[test]
    fn leftovers_go_and_displaced_results_come_back() {
        let place = tempfile::tempdir().expect("a folder");
        for left in [".bidui-old-2026-10", ".bidui-old-2026-11", ".bidui-Xy", "2026-11"] {
            fs::create_dir(place.path().join(left)).expect("a folder");
        }
        fs::write(place.path().join(".bidui-file"), "").expect("written");
        assert_eq!(clear_leftovers(place.path()).expect("cleared"), Vec::<String>::new());
        let entries = fs::read_dir(place.path()).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["2026-10", "2026-11"]);
    }
}
