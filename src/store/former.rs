//! A file or folder that made way for a new one: what the program wrote goes, what people changed or put there is kept
//! beside it under the day's name.

use std::io;
use std::path::{Path, PathBuf};

use super::imprint::altered;
use super::system::{System, patiently};
use crate::access;
use crate::value::Redacted;

/// How the names of folders begin that are not in their place yet, or no longer.
pub(super) const HIDDEN: &str = ".bidui-";

/// How many of the files that were kept are named.
const SHOWN: usize = 3;

/// Lets a folder go that stood in a place; what people did in it is moved away first. Gives lines to be told: what was
/// kept, and what could not be moved or removed and is tried again by the next command.
pub(super) fn dismiss(system: &dyn System, folder: &Path, place: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let ended = keep(system, folder, place).and_then(|kept| {
        lines.extend(kept);
        discard(system, folder, place)
    });
    let stays = |why| format!("注意：{} 的旧结果未能删除（{why}），下次运行时再试", place.display());
    lines.extend(ended.err().map(stays));
    lines
}

/// Puts an old folder in its place again, if there is one, instead of the one that stands there.
///
/// # Errors
/// If that cannot be moved.
pub(super) fn put_back(system: &dyn System, old: Option<&Path>, place: &Path) -> io::Result<()> {
    let gone = free_name(place, gone);
    patiently(system, || system.rename(place, &gone))?;
    old.map_or(Ok(()), |old| patiently(system, || system.rename(old, place)))?;
    // What stays of it is cleared by the next command.
    let _ = patiently(system, || system.remove(&gone));
    Ok(())
}

/// Removes a folder of which nothing is anybody's; whoever finds a part of it may go on.
fn discard(system: &dyn System, folder: &Path, place: &Path) -> io::Result<()> {
    let gone = free_name(place, gone);
    patiently(system, || system.rename(folder, &gone))?;
    patiently(system, || system.remove(&gone))
}

fn gone(name: &str) -> String {
    format!("{HIDDEN}gone-{name}")
}

/// Moves people's work to a folder beside the place; a line that says so.
fn keep(system: &dyn System, folder: &Path, place: &Path) -> io::Result<Option<String>> {
    let files = if folder.is_dir() { altered(folder)? } else { Vec::new() };
    if files.is_empty() {
        return Ok(None);
    }
    let kept = free_name(place, |name| format!("{name}-留存-{}", system.today()));
    for file in &files {
        let to = kept.join(file);
        access::create_folder(to.parent().unwrap_or(&kept))?;
        patiently(system, || system.rename(&folder.join(file), &to))?;
    }
    let named: Vec<&str> = files.iter().take(SHOWN).map(String::as_str).collect();
    let more = if files.len() > SHOWN { "等" } else { "" };
    Ok(Some(format!(
        "注意：{} 里有 {} 个文件是写出以后改动过的，或是另外放进去的（{}{more}），已移到 {}",
        place.display(),
        files.len(),
        Redacted::of(&named.join("、")),
        kept.display()
    )))
}

/// A name beside a place that nothing has yet.
pub(super) fn free_name(place: &Path, name: impl Fn(&str) -> String) -> PathBuf {
    let name = name(&name_of(place));
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut paths = std::iter::once(name.clone()).chain(numbered).map(|name| place.with_file_name(name));
    paths.find(|path| !path.exists()).unwrap_or_else(|| place.with_file_name(&name))
}

/// The folder that a path stands in.
pub(super) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The last part of a path.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::imprint::{FolderOrigin, Imprint};
    use super::super::system::played::Windows;
    use super::{dismiss, put_back};

    #[test]
    fn peoples_work_is_kept() {
        let root = tempfile::tempdir().expect("a folder");
        let place = root.path().join("2026-11");
        let old = root.path().join(".bidui-old-2026-11");
        let mut told = Vec::new();
        for text in ["填好了", "又填了", ""] {
            fs::create_dir_all(old.join("推送清单/青石镇")).expect("made");
            let list = old.join("推送清单/青石镇/清单.xlsx");
            fs::write(&list, "").expect("written");
            fs::write(old.join("汇总表.xlsx"), "").expect("written");
            Imprint::put(&old, &FolderOrigin::of_period("screen", "2026-11")).expect("taken");
            fs::write(&list, text).expect("written");
            let lines = dismiss(&Windows::default(), &old, &place);
            told.extend(lines.iter().map(|line| line.replace(&root.path().display().to_string(), "")));
            assert!(!old.exists());
        }
        let line = "注意：/2026-11 里有 1 个文件是写出以后改动过的，或是另外放进去的（推送清单/青石镇/清单.xlsx），已移到 /2026-11-留存-2026-11-29";
        assert_eq!(told, [line.to_owned(), format!("{line}-2")]);
        for (kept, text) in [("2026-11-留存-2026-11-29", "填好了"), ("2026-11-留存-2026-11-29-2", "又填了")] {
            let list = root.path().join(kept).join("推送清单/青石镇/清单.xlsx");
            assert_eq!(fs::read_to_string(list).expect("kept"), text);
        }
        assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn what_comes_back_takes_its_place_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let place = root.path().join("2026-11");
        let old = root.path().join(".bidui-old-2026-11");
        for (folder, text) in [(&place, "new"), (&old, "old")] {
            fs::create_dir(folder).expect("made");
            fs::write(folder.join("a.txt"), text).expect("written");
        }
        put_back(&Windows::default(), Some(&old), &place).expect("back");
        assert_eq!(fs::read_to_string(place.join("a.txt")).expect("old"), "old");
        put_back(&Windows::default(), None, &place).expect("gone");
        assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 0);
    }
}
