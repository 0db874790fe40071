//! A single file that appears whole, or not at all.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use tempfile::NamedTempFile;

use super::former::{HIDDEN, free_name, parent_of};
use super::replaced::Replaced;
use super::system::{Machine, System, patiently};

/// A file that is written and not in its place yet; dropped, it is gone.
#[derive(Debug)]
pub struct WholeFile(NamedTempFile);

impl WholeFile {
    /// Writes a file out of sight beside its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn beside(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        // A temporary file is its owner's alone, and stays so.
        let mut file = tempfile::Builder::new().prefix(HIDDEN).tempfile_in(parent_of(path))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(Self(file))
    }

    /// Puts it in its place; an older one goes.
    ///
    /// # Errors
    /// If the older one cannot be replaced, as when it is open in a spreadsheet program.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.put_on(&Machine, path)
    }

    /// Puts it in its place; an older one stays at hand until [`Replaced::settle`] is called.
    ///
    /// # Errors
    /// If the older one cannot be moved, as when it is open in a spreadsheet program.
    pub fn replace(self, path: &Path) -> io::Result<Replaced> {
        self.placed(|written| Replaced::put(&Machine, written, path))
    }

    fn put_on(self, system: &dyn System, path: &Path) -> io::Result<()> {
        self.placed(|written| patiently(system, || system.rename(written, path)))?;
        system.sync(parent_of(path))
    }

    /// Gives the written file to what moves it; if that fails, it is gone, or cleared by the next command.
    fn placed<T>(self, place: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        let written = self.0.into_temp_path().keep()?;
        let placed = place(&written);
        if placed.is_err() {
            let _ = std::fs::remove_file(&written);
        }
        placed
    }
}

/// Writes a file beside its place, then puts it there; an older one goes.
///
/// # Errors
/// If it cannot be written, or the older one cannot be replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let file = WholeFile::beside(path, bytes).with_context(|| format!("无法写入 {shown}，请检查磁盘空间和写入权限"))?;
    file.put(path).with_context(|| format!("无法替换旧文件 {shown}，请关闭正在打开它的 Excel 或 WPS 后重试"))
}

/// Writes a file to a place that somebody chose; another one that stands there is kept beside it under the day's name.
/// Gives a line that says so.
///
/// # Errors
/// If it cannot be written, or the other one cannot be moved.
pub fn write_beside_others(path: &Path, bytes: &[u8]) -> anyhow::Result<Option<String>> {
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(None);
    }
    let kept = path.exists().then(|| free_name(path, |name| format!("留存-{}-{name}", Machine.today())));
    let Some(kept) = kept else { return write_whole(path, bytes).map(|()| None) };
    let shown = path.display();
    let held = || format!("移不开 {shown} 原来的文件，请关闭正在打开它的 Excel 或 WPS 后重试");
    patiently(&Machine, || Machine.rename(path, &kept)).with_context(held)?;
    if let Err(error) = write_whole(path, bytes) {
        // The one that was there is at hand under the other name, if it cannot come back.
        let _ = Machine.rename(&kept, path);
        return Err(error);
    }
    Ok(Some(format!("注意：{shown} 原来的文件与这次写出的不同，已移到 {}", kept.display())))
}

#[cfg(test)]
mod tests {
    use super::super::leftover::clear_leftovers;
    use super::super::system::played::Windows;
    use super::{WholeFile, write_beside_others, write_whole};

    /// What was typed into a workbook is not lost before it is recorded, nor by a kill before or after that.
    #[test]
    fn an_old_workbook_is_at_hand_until_the_new_one_is_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("回收情况.xlsx");
        let shown = || std::fs::read_to_string(&path).expect("a file");
        let replaced =
            |text: &str| WholeFile::beside(&path, text.as_bytes()).expect("written").replace(&path).expect("replaced");
        assert_eq!(replaced("typed").settle(), Vec::<String>::new());
        drop(replaced("new"));
        assert_eq!(shown(), "typed");
        std::mem::forget(replaced("new"));
        let told = clear_leftovers(folder.path(), |_| Ok(true)).expect("cleared");
        assert!(matches!(told.as_slice(), [line] if line.contains("已移到")), "{told:?}");
        assert_eq!((shown().as_str(), std::fs::read_dir(folder.path()).expect("a folder").count()), ("new", 2));
        assert_eq!(replaced("newer").settle(), Vec::<String>::new());
        assert_eq!((shown().as_str(), std::fs::read_dir(folder.path()).expect("a folder").count()), ("newer", 2));
    }

    /// A workbook that is held for a moment is replaced; one that stays open stays, and nothing else does.
    #[test]
    fn files_that_are_held_are_replaced_later_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("回收情况.xlsx");
        write_whole(&path, b"old").expect("written");
        let put = |held: usize, text: &[u8]| {
            let system = Windows { held: held.into(), ..Windows::default() };
            WholeFile::beside(&path, text).expect("written").put_on(&system, &path).is_ok()
        };
        let shown = || std::fs::read(&path).expect("a file");
        assert_eq!((put(15, b"new"), shown()), (false, b"old".to_vec()));
        assert_eq!((put(2, b"new"), shown()), (true, b"new".to_vec()));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
    /// A place that somebody chose may hold somebody's work.
    #[test]
    fn another_file_in_a_chosen_place_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("变化.xlsx");
        let told = |text: &[u8]| write_beside_others(&path, text).expect("written");
        let files = || std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!((told(b"ours"), told(b"ours"), files()), (None, None, 1));
        std::fs::write(&path, "somebody's").expect("written");
        let line = told(b"ours").expect("a line");
        let kept = line.rsplit(' ').next().expect("a path");
        assert_eq!(std::fs::read_to_string(kept).expect("kept"), "somebody's");
        assert_eq!((std::fs::read(&path).expect("there"), files()), (b"ours".to_vec(), 2));
    }
}
