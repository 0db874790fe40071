//! What commands that were killed left beside the places of their results, cleared by the next command.

use std::path::Path;

use anyhow::Context;

use super::folder::{HELD, hidden_in};
use super::former::{name_of, put_back};
use super::in_use::is_in_use;
use super::replaced::{ASIDE, recover};
use super::system::{Machine, System, patiently};

/// Clears a folder; only commands that mark what they fill may be writing there. `stands` tells of results for which
/// older ones had made way whether they are recorded: if they are not, the older ones come back. What should be told
/// is given, a line each: people's work that was kept, and what cannot be removed and is tried again.
///
/// # Errors
/// If old results cannot be put back, or it cannot be told whether they should.
pub fn clear_leftovers(folder: &Path, stands: impl Fn(&Path) -> anyhow::Result<bool>) -> anyhow::Result<Vec<String>> {
    clear_leftovers_on(&Machine, folder, stands)
}

fn clear_leftovers_on(
    system: &dyn System,
    folder: &Path,
    stands: impl Fn(&Path) -> anyhow::Result<bool>,
) -> anyhow::Result<Vec<String>> {
    let mut told = Vec::new();
    for left in hidden_in(folder).filter(|left| !is_in_use(left)) {
        let advice = || format!("旧结果 {} 无法放回原处，{HELD}", left.display());
        let name = name_of(&left);
        let Some(place) = name.strip_prefix(ASIDE).map(|name| folder.join(name)) else {
            let stays = |why| format!("注意：中断的运行留下的 {} 未能删除（{why}），下次运行时再试", left.display());
            told.extend(patiently(system, || system.remove(&left)).err().map(stays));
            continue;
        };
        if !place.exists() || stands(&place)? {
            told.extend(recover(system, &left, &place).with_context(advice)?);
        } else {
            put_back(system, Some(&left), &place).with_context(advice)?;
            told.push(format!("注意：上次运行中断，结果没有记入台账；{} 已恢复为上次以前的样子", place.display()));
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::system::played::Windows;
    use super::{clear_leftovers, clear_leftovers_on};

    /// Old results come back where nothing took their place, or nothing that is recorded; everything else goes.
    #[test]
    fn leftovers_go_and_displaced_results_come_back() {
        let place = tempfile::tempdir().expect("a folder");
        for folder in [".bidui-old-1", ".bidui-old-2", "2", ".bidui-old-3", "3", ".bidui-Xy"] {
            fs::create_dir(place.path().join(folder)).expect("a folder");
        }
        let old = place.path().join(".bidui-old-2").join("files.json");
        fs::write(old, r#"{"tool": "bidui", "command": "screen", "files": {}}"#).expect("written");
        fs::write(place.path().join("3").join("new"), "").expect("written");
        fs::write(place.path().join(".bidui-file"), "").expect("written");
        let told = clear_leftovers(place.path(), |results| Ok(results.ends_with("2"))).expect("cleared");
        assert!(matches!(told.as_slice(), [line] if line.contains("已恢复")), "{told:?}");
        let entries = fs::read_dir(place.path()).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["1", "2", "3"]);
        assert!(!place.path().join("3").join("new").exists());
    }

    /// What cannot be removed stops nobody; it is told by every command until it is gone.
    #[test]
    fn what_stays_is_told_and_stops_nothing() {
        let place = tempfile::tempdir().expect("a folder");
        fs::create_dir(place.path().join(".bidui-old-1")).expect("a folder");
        fs::create_dir(place.path().join("1")).expect("a folder");
        let system = Windows { fast: Some(".bidui-gone"), ..Windows::default() };
        for _ in 0..2 {
            let told = clear_leftovers_on(&system, place.path(), |_| Ok(true)).expect("nothing has to come back");
            assert!(matches!(told.as_slice(), [line] if line.contains("未能删除")), "{told:?}");
        }
        assert_eq!(clear_leftovers(place.path(), |_| Ok(true)).expect("cleared"), Vec::<String>::new());
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 1);
    }
}
