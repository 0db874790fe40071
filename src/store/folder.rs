//! A folder that is filled out of sight and then takes the place of the old one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use super::system::{Machine, System, patiently, sync_all};
use crate::diagnostic::Diagnostic;

/// The file that marks a folder as one of ours, so that publishing never removes somebody else's files.
pub const MANIFEST: &str = "manifest.json";

/// How the names of folders begin that are not in their place yet.
const HIDDEN: &str = ".bidui-";

/// And those of old results that make way.
const ASIDE: &str = ".bidui-old-";

/// What to do about a folder that another program holds.
const HELD: &str =
    "请关闭正在打开其中文件的 Excel、WPS，以及停在这个文件夹里的资源管理器和命令行窗口，等杀毒软件、网盘用完后重试";

/// A run's outputs before they are published.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: TempDir,
    system: &'static dyn System,
}

impl Staging {
    /// Makes an empty folder beside the target.
    ///
    /// # Errors
    /// If nothing can be written beside it.
    pub fn beside(target: &Path) -> anyhow::Result<Self> {
        Self::on(&Machine, target)
    }

    fn on(system: &'static dyn System, target: &Path) -> anyhow::Result<Self> {
        let parent = parent_of(target);
        let advice = || format!("在 {} 里建不了文件夹,请检查磁盘空间和写入权限", parent.display());
        fs::create_dir_all(parent).with_context(advice)?;
        let folder = tempfile::Builder::new().prefix(HIDDEN).tempdir_in(parent).with_context(advice)?;
        Ok(Self { target: target.to_owned(), folder, system })
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
        let Self { target, folder, system } = self;
        let advice = || format!("换不下旧结果 {}，{HELD}；旧结果没有改动", target.display());
        let moved = |from: &Path, to: &Path| patiently(system, || system.rename(from, to));
        open_to_readers(folder.path())?;
        sync_all(system, folder.path()).context("结果没能写到磁盘上，请检查磁盘空间")?;
        let old = target.exists().then(|| target.with_file_name(format!("{ASIDE}{}", name_of(&target))));
        if let Some(old) = &old {
            // What a killed run left while it was clearing away.
            if old.exists() {
                patiently(system, || system.remove(old)).with_context(advice)?;
            }
            moved(&target, old).with_context(advice)?;
        }
        if let Err(error) = moved(folder.path(), &target) {
            if let Some(old) = &old {
                moved(old, &target).with_context(advice)?;
            }
            return Err(error).with_context(advice);
        }
        let replaced = Replaced { target, old, system, settled: false };
        // What is recorded after this must not outlast it in a power cut.
        system.sync(parent_of(&replaced.target)).context("结果没能写到磁盘上，请检查磁盘空间；旧结果没有改动")?;
        Ok(replaced)
    }
}

/// A folder in its place with the old one still at hand: dropped before it is settled, it makes way for the old one, as
/// when what belongs to it could not be written.
#[derive(Debug)]
#[must_use = "the folder goes again if it is not settled"]
pub struct Replaced {
    target: PathBuf,
    old: Option<PathBuf>,
    system: &'static dyn System,
    settled: bool,
}

impl Replaced {
    /// Lets the old folder go; a line to be told if it stays, as when an antivirus program reads it: the results stand.
    pub fn settle(mut self) -> Option<String> {
        self.settled = true;
        let old = self.old.as_ref()?;
        let stays = patiently(self.system, || self.system.remove(old)).err()?;
        Some(format!("注意：新结果已写好；旧结果 {} 没能删除（{stays}），下次运行时再试", old.display()))
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Whoever drops it tells of the failure that is behind it; what cannot be undone is undone by the next command.
        let _ = patiently(self.system, || self.system.remove(&self.target));
        if let Some(old) = &self.old {
            let _ = patiently(self.system, || self.system.rename(old, &self.target));
        }
    }
}

/// Clears what commands that were killed left in a folder; nothing may be writing there. What cannot be removed is told,
/// a line each, and tried again by the next command.
///
/// # Errors
/// If old results that had made way cannot be put back.
pub fn clear_leftovers(folder: &Path) -> anyhow::Result<Vec<String>> {
    clear_leftovers_on(&Machine, folder)
}

fn clear_leftovers_on(system: &dyn System, folder: &Path) -> anyhow::Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut stays = Vec::new();
    for left in entries.flatten().map(|entry| entry.path()).filter(|path| name_of(path).starts_with(HIDDEN)) {
        match name_of(&left).strip_prefix(ASIDE).map(|name| folder.join(name)) {
            // The old results had made way, and nothing had come in their place.
            Some(place) if !place.exists() => {
                let advice = || format!("旧结果 {} 放不回原处，{HELD}", left.display());
                patiently(system, || system.rename(&left, &place)).with_context(advice)?;
            }
            Some(_) | None => stays.extend(
                patiently(system, || system.remove(&left))
                    .err()
                    .map(|why| format!("注意：中断的运行留下的 {} 没能删除（{why}），下次运行时再试", left.display())),
            ),
        }
    }
    Ok(stays)
}

/// The folder that a path stands in.
pub(super) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
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

    use std::path::Path;
    use std::sync::atomic::Ordering;

    use tempfile::TempDir;

    use super::super::system::played::Windows;
    use super::super::system::{Machine, System};
    use super::{Replaced, Staging, clear_leftovers, clear_leftovers_on};

    fn published(system: &'static dyn System, target: &Path, text: &str) -> anyhow::Result<Replaced> {
        let staging = Staging::on(system, target)?;
        fs::write(staging.file("a.txt")?, text)?;
        staging.publish()
    }

    fn shown(target: &Path) -> String {
        fs::read_to_string(target.join("a.txt")).unwrap_or_default()
    }

    /// A place with old results.
    fn place() -> (TempDir, std::path::PathBuf) {
        let place = tempfile::tempdir().expect("a folder");
        let target = place.path().join("2026-11");
        assert_eq!(published(&Machine, &target, "old").expect("published").settle(), None);
        (place, target)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// An antivirus program that reads what was just written does not stop a run.
    #[test]
    fn results_that_are_held_for_a_moment_are_replaced() {
        let (place, target) = place();
        let system = Windows { held: 2.into(), ..Windows::default() }.leaked();
        assert_eq!(published(system, &target, "new").expect("published").settle(), None);
        assert_eq!((shown(&target).as_str(), system.waited.load(Ordering::Relaxed)), ("new", 150));
        assert_eq!(names(place.path()), ["2026-11"]);
    }

    /// Nothing takes a place before it is on the disk, and nothing is recorded before its new place is.
    #[test]
    fn results_are_on_the_disk_before_they_take_their_place() {
        let (place, target) = place();
        let system = Windows::default().leaked();
        assert_eq!(published(system, &target, "new").expect("published").settle(), None);
        let parent = format!("sync {}", place.path().file_name().expect("a name").to_string_lossy());
        let asked = system.asked.lock().expect("a list").clone();
        assert_eq!(asked, ["sync a.txt", "sync (new)", "rename 2026-11", "rename (new)", &parent]);
    }

    /// One in which a list stays open leaves everything as it was, and so does any other failure.
    #[test]
    fn results_that_stay_held_stay() {
        for code in [32, 2] {
            let (place, target) = place();
            let system = Windows { held: 15.into(), code: Some(code), ..Windows::default() }.leaked();
            let failure = format!("{:#}", published(system, &target, "new").expect_err("it is held"));
            assert!(failure.contains("资源管理器") && failure.contains("旧结果没有改动"), "{failure}");
            assert_eq!((shown(&target).as_str(), names(place.path())), ("old", vec!["2026-11".to_owned()]));
        }
    }

    /// New results stand though the old ones cannot be removed; that is told, then and whenever it fails again.
    #[test]
    fn old_results_that_cannot_be_removed_are_told() {
        let (place, target) = place();
        let system = Windows { fast: Some(".bidui-old-2026-11"), ..Windows::default() }.leaked();
        let told = published(system, &target, "new").expect("published").settle().expect("a line");
        assert!(told.starts_with("注意：新结果已写好"), "{told}");
        assert_eq!(shown(&target), "new");
        let told = clear_leftovers_on(system, place.path()).expect("nothing has to come back");
        assert!(matches!(told.as_slice(), [line] if line.contains("没能删除")), "{told:?}");
        assert_eq!(clear_leftovers(place.path()).expect("cleared"), Vec::<String>::new());
        assert_eq!((shown(&target).as_str(), names(place.path())), ("new", vec!["2026-11".to_owned()]));
    }

    /// What could not be recorded makes way for the old results; what was recorded stays.
    #[test]
    fn old_results_go_only_when_the_new_ones_are_settled() {
        let place = tempfile::tempdir().expect("a folder");
        let target = place.path().join("2026-11");
        let publish = |text: &str| published(&Machine, &target, text).expect("published");
        drop(publish("old"));
        assert_eq!(shown(&target), "");
        assert_eq!(publish("old").settle(), None);
        let replaced = publish("new");
        assert_eq!(shown(&target), "new");
        drop(replaced);
        assert_eq!(shown(&target), "old");
        assert_eq!(publish("new").settle(), None);
        assert_eq!((shown(&target).as_str(), names(place.path())), ("new", vec!["2026-11".to_owned()]));
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
        assert_eq!(names(place.path()), ["2026-10", "2026-11"]);
    }
}
