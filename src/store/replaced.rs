//! A file or folder in its place, with the old one still at hand until what belongs to the new one is recorded.

use std::io;
use std::path::{Path, PathBuf};

use super::former::{dismiss, free_name, name_of, parent_of, put_back};
use super::system::{System, patiently};

/// How the names of old results begin that make way.
pub(super) const ASIDE: &str = ".bidui-old-";

/// A new file or folder in its place: dropped before it is settled, it makes way for the old one, as when what belongs to
/// it could not be written.
#[derive(Debug)]
#[must_use = "it goes again if it is not settled"]
pub struct Replaced {
    target: PathBuf,
    old: Option<PathBuf>,
    lines: Vec<String>,
    system: &'static dyn System,
    settled: bool,
}

impl Replaced {
    /// Puts something in its place; what was there makes way. It is on the disk when this returns.
    ///
    /// # Errors
    /// If the old one cannot be moved, as when it is open in a spreadsheet program; it then stays where it was.
    pub(super) fn put(system: &'static dyn System, new: &Path, target: &Path) -> io::Result<Self> {
        let moved = |from: &Path, to: &Path| patiently(system, || system.rename(from, to));
        let old = target.with_file_name(format!("{ASIDE}{}", name_of(target)));
        let lines = recover(system, &old, target)?;
        let old = target.exists().then_some(old);
        if let Some(old) = &old {
            moved(target, old)?;
        }
        if let Err(error) = moved(new, target) {
            if let Some(old) = &old {
                moved(old, target)?;
            }
            return Err(error);
        }
        let replaced = Self { target: target.to_owned(), old, lines, system, settled: false };
        // What is recorded after this must not outlast it in a power cut.
        system.sync(parent_of(target))?;
        Ok(replaced)
    }

    /// Has lines told when it is settled.
    pub(super) fn telling(mut self, lines: Vec<String>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// Lets the old one go, people's work in an old folder kept. Gives lines to be told: what was kept, and what could
    /// not be removed, as when an antivirus program reads it; the new one stands.
    pub fn settle(mut self) -> Vec<String> {
        self.settled = true;
        let mut lines = std::mem::take(&mut self.lines);
        lines.extend(self.old.iter().flat_map(|old| dismiss(self.system, old, &self.target)));
        lines
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        if !self.settled {
            // Whoever drops it tells of the failure behind it; what cannot be undone is undone by the next command.
            let _ = put_back(self.system, self.old.as_deref(), &self.target);
        }
    }
}

/// What a command that was killed here left: the old one comes back if nothing is in its place, or is kept or goes.
pub(super) fn recover(system: &dyn System, old: &Path, target: &Path) -> io::Result<Vec<String>> {
    match (old.exists(), target.exists()) {
        (false, _) => Ok(Vec::new()),
        (true, false) => patiently(system, || system.rename(old, target)).map(|()| Vec::new()),
        // Of a file it is not known whether what was typed into it was recorded.
        (true, true) if old.is_file() => {
            let kept = free_name(target, |name| format!("留存-{}-{name}", system.today()));
            patiently(system, || system.rename(old, &kept))?;
            Ok(vec![format!("注意：上次运行中断，以前的 {} 已移到 {}", target.display(), kept.display())])
        }
        (true, true) => Ok(dismiss(system, old, target)),
    }
}
