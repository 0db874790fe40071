//! One writing command at a time in a county's folder, and a line about each in a log.
//!
//! A scheduler may start a command while an officer runs another: the second one stops at once instead of waiting
//! unseen. The log says when what ran and how it ended; it holds counts, never a name or a number of a person.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use jiff::Timestamp;

use super::failure::Failure;
use super::ledger_file::ledger_as_it_lies;
use crate::access;
use crate::ledger::run_manifest;
use crate::regular;
use crate::store::{Manifest, RESULTS, clear_leftovers};
use crate::value::Redacted;
use crate::value::date::in_beijing;

/// The folders that commands write into; earlier versions let everybody read them.
const OWN_FOLDERS: [&str; 5] = [".bidui", "runs", "核实", "核实结果", "催办"];

/// A log of this many bytes is put aside before the next line.
const FULL: u64 = 512 * 1024;

/// How many logs that were put aside are kept.
const KEPT: u32 = 5;

/// What a command counted, for its line.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<(&'static str, String)>);

impl Tally {
    /// Notes a figure.
    pub fn note(&mut self, what: &'static str, figure: impl ToString) {
        self.0.push((what, figure.to_string()));
    }
}

/// Runs a command that writes into a county's folder.
///
/// `tell` prints a line about what went wrong without mattering to the result.
///
/// # Errors
/// The command's own; or that another one is running.
pub(crate) fn run<T>(
    root: &Path,
    command: &'static str,
    tell: fn(&str),
    work: impl FnOnce(&mut Tally) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let folder = root.join(".bidui");
    access::create_folder(&folder).with_context(|| format!("无法创建文件夹 {}，请检查写入权限", folder.display()))?;
    let _lock = lock(&folder.join("lock"))?;
    for older in OWN_FOLDERS.map(|name| root.join(name)) {
        // What somebody else made is not this command's to close.
        let _ = access::close(&older);
    }
    for written in ["runs", "核实", "核实结果", ".bidui", ""] {
        let stands = |results: &Path| Ok(written != "runs" || is_recorded(root, results)?);
        clear_leftovers(&root.join(written), stands)?.iter().for_each(|line| tell(line));
    }
    replaced_in_runs(&root.join("runs"), tell)?;
    let started = Timestamp::now();
    let clock = Instant::now();
    let mut tally = Tally::default();
    let result = work(&mut tally);
    let code = result.as_ref().err().map_or(0, Failure::code);
    let figures = tally.0.iter().map(|(what, figure)| format!(" {what}={figure}"));
    let seconds = clock.elapsed().as_secs_f64();
    let started = in_beijing(started).strftime("%Y-%m-%dT%H:%M:%S+08:00");
    let line = format!("{started} {command} 退出码={code} 用时={seconds:.1}秒{}\n", figures.collect::<String>());
    let log = folder.join("log").join("bidui.log");
    // What was done stands, whether or not the log tells of it.
    if let Err(why) = append(&log, &Redacted::of(&line)) {
        tell(&format!("注意：运行日志 {} 未能写入（{why}），本次结果不受影响", log.display()));
    }
    result
}

/// Clears what is left where single files of runs are replaced, when a county is sealed or opened.
fn replaced_in_runs(runs: &Path, tell: fn(&str)) -> anyhow::Result<()> {
    for run in fs::read_dir(runs).into_iter().flatten().flatten().map(|run| run.path()).filter(|run| run.is_dir()) {
        let results = run.join(RESULTS);
        for folder in [run.as_path(), results.parent().unwrap_or(&run)] {
            clear_leftovers(folder, |_| Ok(true))?.iter().for_each(|line| tell(line));
        }
    }
    Ok(())
}

/// Whether the ledger knows a run's folder as it is; without a ledger nothing says otherwise.
fn is_recorded(root: &Path, run: &Path) -> anyhow::Result<bool> {
    let Some(ledger) = ledger_as_it_lies(root).map_err(anyhow::Error::new)? else { return Ok(true) };
    let period = run.file_name().unwrap_or_default().to_string_lossy();
    let known = run_manifest(&ledger, &period)?;
    Ok(known.is_some_and(|known| Manifest::read(run, Some(&known)).is_some()))
}

fn lock(path: &Path) -> anyhow::Result<File> {
    // A file that is open only for adding to it cannot be locked on Windows.
    let file = access::options().read(true).write(true).truncate(false).open(path);
    let file = file.with_context(|| format!("无法打开 {}，请检查写入权限", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => anyhow::bail!("另一个 bidui 命令正在处理这个县，请等它结束后再运行"),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("锁不住 {}", path.display())),
    }
}

fn append(log: &Path, line: &Redacted) -> io::Result<()> {
    access::create_folder(log.parent().unwrap_or(log))?;
    if log.exists() && regular::open(log)?.1 + line.len() as u64 > FULL {
        put_aside(log)?;
    }
    let mut file = access::options().append(true).open(log)?;
    if file.metadata()?.len() == 0 {
        // By this mark the programs of Chinese Windows tell UTF-8 from its own code.
        file.write_all("\u{feff}".as_bytes())?;
    }
    file.write_all(line.as_bytes())
}

/// bidui.log becomes bidui.1.log, that bidui.2.log, and so on; the oldest goes.
fn put_aside(log: &Path) -> io::Result<()> {
    let aside = |number: u32| -> PathBuf { log.with_extension(format!("{number}.log")) };
    for number in (1..KEPT).rev() {
        if aside(number).is_file() {
            fs::rename(aside(number), aside(number + 1))?;
        }
    }
    fs::rename(log, aside(1))
}

#[cfg(test)]
mod tests {
    use super::{FULL, append, run};
    use crate::county::Failure;
    use crate::value::Redacted;

    #[test]
    fn a_second_command_does_not_wait() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        run(
            root,
            "screen",
            |_| {},
            |tally| {
                tally.note("线索", 3);
                let second = run(root, "collect", |_| {}, |_| Ok(()));
                assert!(matches!(second, Err(Failure::Machine(_))));
                Err::<(), _>(Failure::Unsafe("数据有异常".to_owned()))
            },
        )
        .expect_err("the first one's own failure");
        let log = std::fs::read_to_string(root.join(".bidui/log/bidui.log")).expect("a log");
        let (time, line) = log.split_once(' ').expect("a time and more");
        assert!(time.starts_with('\u{feff}') && log.matches('\u{feff}').count() == 1);
        assert!(line.starts_with("screen 退出码=3 用时=") && line.ends_with("秒 线索=3\n"), "{log}");
        run(root, "report", |_| {}, |_| Ok(())).expect("done");
        let log = std::fs::read_to_string(root.join(".bidui/log/bidui.log")).expect("a log");
        assert_eq!((log.lines().count(), log.matches('\u{feff}').count()), (2, 1));
    }

    /// A log that cannot be written is told; the command's own end stands.
    #[test]
    fn a_log_that_cannot_be_written_fails_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join(".bidui/log/bidui.log")).expect("a folder in its place");
        run(folder.path(), "screen", |line| assert!(line.contains("未能写入"), "{line}"), |_| Ok(())).expect("done");
    }

    /// Windows does not lock a file that is open only for adding to it.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_lock_is_open_for_reading_and_writing() {
        use std::os::fd::AsRawFd;
        let folder = tempfile::tempdir().expect("a folder");
        let file = super::lock(&folder.path().join("lock")).expect("locked");
        let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", file.as_raw_fd())).expect("a description");
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).expect("its flags").trim();
        let flags = u32::from_str_radix(flags, 8).expect("a number");
        assert_eq!((flags & 3, flags & 0o2000), (2, 0), "read and write, not append");
    }

    #[test]
    fn logs_are_put_aside_and_the_oldest_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log/bidui.log");
        let line = format!("{}\n", "一".repeat(usize::try_from(FULL / 4).expect("fits")));
        (0..9).for_each(|_| append(&log, &Redacted::of(&line)).expect("written"));
        let mut names: Vec<String> = std::fs::read_dir(folder.path().join("log"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["bidui.1.log", "bidui.2.log", "bidui.3.log", "bidui.4.log", "bidui.5.log", "bidui.log"]);
    }
}
