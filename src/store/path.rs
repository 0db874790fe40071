//! Paths as the system knows them, and as people can use them.

use std::io;
use std::path::{Path, PathBuf};

/// A path that is there: absolute, without links and without the marks that Windows puts before such paths.
///
/// # Errors
/// If it is not there, or cannot be looked at.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    real_path_by(path, |path| path.canonicalize())
}

/// Drives of encryption and image programs do not say where a path leads; there it stands as it was written.
fn real_path_by(path: &Path, ask: impl Fn(&Path) -> io::Result<PathBuf>) -> io::Result<PathBuf> {
    match ask(path) {
        Err(_) if path.exists() => std::path::absolute(path),
        known => known.map(|known| without_mark(&known)),
    }
}

/// Something in a folder by its name; as written, else in other capitals, as disks that were written by other systems may
/// have it. None if it is not there.
pub fn entry_named(folder: &Path, name: &str) -> Option<PathBuf> {
    let usual = folder.join(name);
    if usual.exists() {
        return Some(usual);
    }
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let mut alike: Vec<PathBuf> =
        entries.filter(|entry| entry.file_name().eq_ignore_ascii_case(name)).map(|entry| entry.path()).collect();
    alike.sort();
    alike.into_iter().next()
}

/// Whether two paths lead to the same place, there or not yet, whatever links and spellings they use.
pub fn is_same_place(one: &Path, other: &Path) -> bool {
    let one = whole_path(one);
    let other = whole_path(other);
    one == other || cfg!(windows) && one.to_string_lossy().to_lowercase() == other.to_string_lossy().to_lowercase()
}

/// The part of a path that is there as the system knows it, the rest as it was written.
fn whole_path(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = whole.ancestors().find_map(|part| Some((part, real_path(part).ok()?)));
    match there {
        Some((part, known)) => known.join(whole.strip_prefix(part).unwrap_or(Path::new(""))),
        None => whole,
    }
}

/// `\\?\D:\县` and `\\?\UNC\server\县` as `D:\县` and `\\server\县`: the former can be shown to nobody, and compare
/// with nothing that people write.
fn without_mark(path: &Path) -> PathBuf {
    let Some(marked) = path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) else { return path.to_owned() };
    match (marked.strip_prefix(r"UNC\"), marked.as_bytes()) {
        (Some(share), _) => PathBuf::from(format!(r"\\{share}")),
        (None, [letter, b':', ..]) if letter.is_ascii_alphabetic() => PathBuf::from(marked),
        (None, _) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{entry_named, is_same_place, real_path, real_path_by, without_mark};

    #[test]
    fn marks_of_windows_are_taken_off() {
        for (marked, plain) in [
            (r"\\?\D:\某县\data", r"D:\某县\data"),
            (r"\\?\UNC\server\share\某县", r"\\server\share\某县"),
            (r"\\?\Volume{1-2}\某县", r"\\?\Volume{1-2}\某县"),
            (r"\\server\share", r"\\server\share"),
            (r"D:\某县", r"D:\某县"),
            ("/某县", "/某县"),
        ] {
            assert_eq!(without_mark(Path::new(marked)), PathBuf::from(plain));
        }
    }

    /// As on a drive of an encryption program.
    #[test]
    fn a_drive_that_cannot_tell_is_taken_at_its_word() {
        let folder = tempfile::tempdir().expect("a folder");
        let refuse = |_: &Path| Err(io::Error::from_raw_os_error(1));
        assert_eq!(real_path_by(folder.path(), refuse).expect("there"), folder.path());
        assert_eq!(real_path_by(&folder.path().join("x"), refuse).expect_err("not there").raw_os_error(), Some(1));
    }

    #[test]
    fn one_place_has_many_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let known = real_path(folder.path()).expect("there");
        std::fs::create_dir(known.join("x")).expect("made");
        for made in [false, true] {
            let plain = known.join("runs");
            let winding = known.join(".").join("x").join("..").join("runs");
            assert!(is_same_place(&plain, &plain) && !is_same_place(&plain, &known.join("run")));
            assert!(is_same_place(&plain, &winding), "made: {made}");
            let _ = std::fs::create_dir(plain);
        }
    }
    #[test]
    fn capitals_are_other_spellings_of_a_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let found =
            |name: &str| entry_named(folder.path(), name).map(|path| path.file_name().unwrap_or_default().to_owned());
        assert_eq!(found("bidui.toml"), None);
        for there in ["BIDUI.TOML", "bidui.toml"] {
            std::fs::write(folder.path().join(there), "").expect("written");
            assert_eq!(found("bidui.toml"), Some(there.into()));
        }
    }
}
