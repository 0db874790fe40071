//! What differs by system when files and folders take one another's places: one boundary, so that tests can play a
//! system that this is not.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::value::date::beijing_day;

/// How long to wait before every further try, in milliseconds; ten seconds in all, which is longer than antivirus and
/// indexing programs hold a file that was just written.
const PAUSES: [u64; 14] = [50, 100, 200, 400, 800, 850, 850, 850, 850, 1000, 1000, 1000, 1000, 1000];

/// What is asked of the system. Every method does what the real one does; a test changes some.
pub trait System: Debug + Sync {
    /// Moves a file or folder; a file that stands in its place goes.
    ///
    /// # Errors
    /// If it cannot be moved.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Removes a file, or a folder with everything in it.
    ///
    /// # Errors
    /// If something cannot be removed; the rest may be gone.
    fn remove(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    }

    /// Waits until a file's bytes, or a folder's names, are on the disk.
    ///
    /// # Errors
    /// If they cannot be written.
    fn sync(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() { sync_folder(path) } else { OpenOptions::new().write(true).open(path)?.sync_all() }
    }

    /// Whether another program holds what was to be moved or removed, so that another try may help.
    fn is_held(&self, error: &io::Error) -> bool {
        cfg!(windows) && is_held_on_windows(error)
    }

    /// The day in Beijing.
    fn today(&self) -> Date {
        beijing_day(Timestamp::now())
    }

    /// Waits.
    fn pause(&self, how_long: Duration) {
        std::thread::sleep(how_long);
    }
}

/// The system that the program runs on.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl System for Machine {}

/// Access denied, sharing violation, lock violation.
fn is_held_on_windows(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Windows writes names by itself and opens no folder; some network drives know no such request.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        ended => ended,
    }
}

/// Waits until a folder, everything in it and its own name are on the disk.
///
/// # Errors
/// If something cannot be written.
pub fn sync_all(system: &dyn System, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_all(system, &path)? } else { system.sync(&path)? }
    }
    system.sync(folder)
}

/// Tries something again while another program holds what it needs, for ten seconds in all.
///
/// # Errors
/// What the last try says, or one that waiting does not help.
pub fn patiently<T>(system: &dyn System, mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in PAUSES {
        match work() {
            Err(error) if system.is_held(&error) => system.pause(Duration::from_millis(pause)),
            ended => return ended,
        }
    }
    work()
}

/// Systems that tests play.
#[cfg(test)]
pub(super) mod played {
    use std::io;
    use std::path::Path;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
    use std::time::Duration;

    use jiff::civil::{Date, date};

    use super::{Machine, System, is_held_on_windows};

    /// A Windows whose other programs hold files.
    #[derive(Debug, Default)]
    pub struct Windows {
        /// How many moves fail before one succeeds, and with what.
        pub held: AtomicUsize,
        /// What a failing move fails with; sharing violation unless told.
        pub code: Option<i32>,
        /// Part of the names of what cannot be removed.
        pub fast: Option<&'static str>,
        /// For how many milliseconds was waited.
        pub waited: AtomicU64,
        /// What was asked, in order.
        pub asked: Mutex<Vec<String>>,
    }

    impl Windows {
        /// A system that lives as long as the tests.
        pub fn leaked(self) -> &'static Self {
            Box::leak(Box::new(self))
        }

        fn note(&self, what: &str, path: &Path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = if name.starts_with(".bidui-") && !name.starts_with(".bidui-old") { "(new)" } else { &name };
            self.asked.lock().expect("a list").push(format!("{what} {name}"));
        }
    }

    impl System for Windows {
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            let held = self.held.load(Ordering::Relaxed);
            if held > 0 {
                self.held.store(held - 1, Ordering::Relaxed);
                return Err(io::Error::from_raw_os_error(self.code.unwrap_or(32)));
            }
            self.note("rename", from);
            Machine.rename(from, to)
        }

        fn remove(&self, path: &Path) -> io::Result<()> {
            match self.fast {
                Some(part) if path.to_string_lossy().contains(part) => Err(io::Error::from_raw_os_error(5)),
                _ => Machine.remove(path),
            }
        }

        fn sync(&self, path: &Path) -> io::Result<()> {
            self.note("sync", path);
            Machine.sync(path)
        }

        fn is_held(&self, error: &io::Error) -> bool {
            is_held_on_windows(error)
        }

        fn today(&self) -> Date {
            date(2026, 11, 29)
        }

        fn pause(&self, how_long: Duration) {
            let waited = u64::try_from(how_long.as_millis()).expect("fits");
            self.waited.fetch_add(waited, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Error;
    use std::sync::atomic::Ordering;

    use super::played::Windows;
    use super::{Machine, System, patiently};

    /// Fails so often with a code, and tells how often it was tried and for how long was waited.
    fn tried(failures: usize, code: i32) -> (bool, usize, u64) {
        let system = Windows::default();
        let mut tries = 0;
        let ended = patiently(&system, || {
            tries += 1;
            if tries <= failures { Err(Error::from_raw_os_error(code)) } else { Ok(()) }
        });
        (ended.is_ok(), tries, system.waited.load(Ordering::Relaxed))
    }

    #[test]
    fn what_is_held_is_tried_again_for_ten_seconds() {
        assert_eq!(tried(0, 32), (true, 1, 0));
        assert_eq!([5, 32, 33].map(|code| tried(2, code)), [(true, 3, 150); 3]);
        assert_eq!(tried(1, 2), (false, 1, 0), "waiting does not bring a file that is not there");
        assert_eq!(tried(100, 32), (false, 15, 9950));
    }

    /// Numbers that mean something else here.
    #[cfg(unix)]
    #[test]
    fn only_windows_holds_files() {
        assert!(!Machine.is_held(&Error::from_raw_os_error(32)));
    }
}
