//! A folder that is filled out of sight and then takes the place of the old one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use super::former::{HIDDEN, name_of, parent_of};
use super::imprint::{FolderOrigin, Imprint};
use super::in_use::{InUse, is_abandoned};
use super::long::long_paths;
use super::replaced::Replaced;
use super::system::{Machine, System, sync_all};
use crate::access;
use crate::diagnostic::Diagnostic;

/// What to do about a folder that another program holds.
pub(super) const HELD: &str =
    "请关闭正在打开其中文件的 Excel、WPS，以及停在这个文件夹里的资源管理器和命令行窗口，等杀毒软件、网盘用完后重试";

/// A run's outputs before they are published.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    origin: FolderOrigin,
    in_use: InUse,
    folder: TempDir,
    system: &'static dyn System,
}

impl Staging {
    /// Makes an empty folder beside the target; what killed commands left there goes.
    ///
    /// # Errors
    /// If nothing can be written beside it.
    pub fn beside(target: &Path, origin: FolderOrigin) -> anyhow::Result<Self> {
        Self::on(&Machine, target, origin)
    }

    fn on(system: &'static dyn System, target: &Path, origin: FolderOrigin) -> anyhow::Result<Self> {
        let parent = parent_of(target);
        let advice = || format!("在 {} 里无法创建文件夹，请检查磁盘空间和写入权限", parent.display());
        access::create_folder(parent).with_context(advice)?;
        for left in hidden_in(parent).filter(|left| is_abandoned(left)) {
            // A folder that no command fills any more costs nothing but space.
            let _ = system.remove(&left);
        }
        let folder = tempfile::Builder::new().prefix(HIDDEN).tempdir_in(parent).with_context(advice)?;
        access::close(folder.path()).with_context(advice)?;
        let in_use = InUse::mark(folder.path()).with_context(advice)?;
        Ok(Self { target: target.to_owned(), origin, folder, in_use, system })
    }

    /// The path of a file to be written, its folders made.
    ///
    /// # Errors
    /// If a folder cannot be made.
    pub fn file(&self, relative: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.path().join(relative);
        if let Some(parent) = path.parent() {
            access::create_folder(parent).with_context(|| format!("无法创建文件夹 {}", parent.display()))?;
        }
        Ok(path)
    }

    /// Puts the folder in its place; the old one makes way, and goes once [`Replaced::settle`] is called.
    ///
    /// # Errors
    /// If the old folder cannot be moved, as when one of its files is open in a spreadsheet program; it then stays
    /// as it was.
    pub fn publish(self) -> anyhow::Result<Replaced> {
        let Self { target, origin, folder, in_use, system } = self;
        let advice = || format!("无法替换旧结果 {}，{HELD}；旧结果没有改动", target.display());
        let unwritten = "结果未能写到磁盘上，请检查磁盘空间；旧结果没有改动";
        in_use.end().context(unwritten)?;
        let imprint = Imprint::put(folder.path(), &origin).context(unwritten)?;
        sync_all(system, folder.path()).context(unwritten)?;
        let long = long_paths(&target, imprint.files());
        Ok(Replaced::put(system, folder.path(), &target).with_context(advice)?.telling(long))
    }
}

/// What is hidden in a folder as not being in its place yet, or no longer.
pub(super) fn hidden_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| name_of(path).starts_with(HIDDEN))
}

/// Refuses a place for outputs that holds something else than outputs of the same origin.
///
/// # Errors
/// If it is no folder, has other files in it, or was made by another command or of another period.
pub fn refuse_foreign(target: &Path, origin: &FolderOrigin) -> Result<(), Diagnostic> {
    let shown = target.display();
    let refusal = |what: &str| Diagnostic::new(format!("{shown} {what}")).hint("换一个空文件夹，或先把它改名、移走");
    if !target.exists() {
        return Ok(());
    }
    match Imprint::read(target).map(|imprint| imprint.origin) {
        Some(there) if there == *origin => Ok(()),
        Some(FolderOrigin { command, period }) => {
            let period = period.map(|period| format!("{period} 期")).unwrap_or_default();
            Err(refusal(&format!("里是 bidui {command} 写出的{period}结果，不会用本次结果替换")))
        }
        None => match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(refusal("里有别的文件，不是以前写出的结果")),
            Err(_) => Err(refusal("不是可以写入的文件夹")),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::Ordering;

    use tempfile::TempDir;

    use super::super::system::played::Windows;
    use super::super::system::{Machine, System};
    use super::{FolderOrigin, Replaced, Staging, refuse_foreign};

    fn origin() -> FolderOrigin {
        FolderOrigin::of_period("screen", "2026-11")
    }

    fn published(system: &'static dyn System, target: &Path, text: &str) -> anyhow::Result<Replaced> {
        let staging = Staging::on(system, target, origin())?;
        fs::write(staging.file("a.txt")?, text)?;
        staging.publish()
    }

    fn settled(system: &'static dyn System, target: &Path, text: &str) -> Vec<String> {
        published(system, target, text).expect("published").settle()
    }

    fn shown(target: &Path) -> String {
        fs::read_to_string(target.join("a.txt")).unwrap_or_default()
    }

    const NOTHING: Vec<String> = Vec::new();

    /// A place with old results.
    fn place() -> (TempDir, PathBuf) {
        let place = tempfile::tempdir().expect("a folder");
        let target = place.path().join("2026-11");
        assert_eq!(settled(&Machine, &target, "old"), NOTHING);
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
        assert_eq!(settled(system, &target, "new"), NOTHING);
        assert_eq!((shown(&target).as_str(), system.waited.load(Ordering::Relaxed)), ("new", 150));
        assert_eq!(names(place.path()), ["2026-11"]);
    }

    /// Nothing takes a place before it is on the disk, and nothing is recorded before its new place is.
    #[test]
    fn results_are_on_the_disk_before_they_take_their_place() {
        let (place, target) = place();
        let system = Windows::default().leaked();
        let replaced = published(system, &target, "new").expect("published");
        let parent = format!("sync {}", place.path().file_name().expect("a name").to_string_lossy());
        let mut asked = system.asked.lock().expect("a list").clone();
        asked[..2].sort();
        let expected =
            ["sync a.txt", "sync files.json", "sync (new)", "rename 2026-11", "rename (new)", parent.as_str()];
        assert_eq!(asked, expected);
        assert_eq!(replaced.settle(), NOTHING);
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

    /// New results stand though the old ones cannot be removed; that is told.
    #[test]
    fn old_results_that_cannot_be_removed_are_told() {
        let (place, target) = place();
        let system = Windows { fast: Some(".bidui-gone-2026-11"), ..Windows::default() }.leaked();
        let told = settled(system, &target, "new");
        assert!(matches!(told.as_slice(), [line] if line.contains("未能删除")), "{told:?}");
        assert_eq!((shown(&target).as_str(), names(place.path()).len()), ("new", 2));
    }

    /// What could not be recorded makes way for the old results; what was recorded stays.
    #[test]
    fn old_results_go_only_when_the_new_ones_are_settled() {
        let place = tempfile::tempdir().expect("a folder");
        let target = place.path().join("2026-11");
        drop(published(&Machine, &target, "old").expect("published"));
        assert_eq!(names(place.path()), NOTHING);
        assert_eq!(settled(&Machine, &target, "old"), NOTHING);
        drop(published(&Machine, &target, "new").expect("published"));
        assert_eq!(shown(&target), "old");
        assert_eq!(settled(&Machine, &target, "new"), NOTHING);
        assert_eq!((shown(&target).as_str(), names(place.path())), ("new", vec!["2026-11".to_owned()]));
    }

    /// Another command that is at work beside it keeps its folder; one that was killed does not.
    #[test]
    fn folders_that_nobody_fills_any_more_go() {
        let (place, target) = place();
        let killed = place.path().join(".bidui-killed");
        fs::create_dir(&killed).expect("made");
        fs::write(killed.join(".in-use"), "").expect("written");
        let other = Staging::on(&Machine, &place.path().join("another"), origin()).expect("a folder");
        assert_eq!(settled(&Machine, &target, "new"), NOTHING);
        assert!(!killed.exists() && other.file("a.txt").is_ok_and(|file| file.parent().is_some_and(Path::exists)));
        assert_eq!(other.publish().expect("published").settle(), NOTHING);
        assert_eq!(names(place.path()), ["2026-11", "another"]);
    }

    #[test]
    fn only_folders_of_the_same_origin_are_replaced() {
        let (place, target) = place();
        let refused = |origin: FolderOrigin| refuse_foreign(&target, &origin).err().map(|mistake| mistake.message);
        assert_eq!(refused(origin()), None);
        for other in [FolderOrigin::of_period("screen", "2026-12"), FolderOrigin::of_period("report", "2026-11")] {
            let message = refused(other).expect("refused");
            assert!(message.contains("里是 bidui screen 写出的2026-11 期结果"), "{message}");
        }
        let empty = place.path().join("empty");
        fs::create_dir(&empty).expect("made");
        assert!(refuse_foreign(&empty, &origin()).is_ok());
        fs::write(empty.join("manifest.json"), "{}").expect("written");
        assert!(refuse_foreign(&empty, &origin()).is_err());
    }
}
