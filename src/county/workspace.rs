//! Where a county keeps its things: the nearest folder upward with a `bidui.toml`, else the folder above `data/`.

use std::cmp::Reverse;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::decisions::decisions_in;
use super::failure::Failure;
use super::period::day;
use crate::diagnostic::Diagnostic;
use crate::link::MatchDecisions;
use crate::pack::{Config, Layered, Pack, PackFiles, compile_layered};
use crate::store::{entry_named, real_path};
use crate::system_error::explained;
use crate::value::date::{month_end, parse_month};
use crate::workbook;

/// The file that marks a workspace.
pub(super) const CONFIG: &str = "bidui.toml";

/// What a county remembers.
const LEDGER: &str = "ledger.db";

/// The folder of a county's own sources and rules.
const RULES: &str = "rules";

/// A period's folder and what follows from where it stands.
#[derive(Debug)]
pub struct Workspace {
    /// The data folder, absolute.
    pub data: PathBuf,
    /// The county's folder.
    pub root: PathBuf,
    /// The period: the data folder's name, of `2026-10 各部门数据` the month before the words.
    pub period: String,
}

impl Workspace {
    /// Finds the workspace of a data folder.
    ///
    /// # Errors
    /// If the folder is not there.
    pub fn of(data: &Path) -> Result<Self, Diagnostic> {
        let hint = "给出放着一期各部门数据的文件夹，如 data/2026-11";
        let shown = data.display();
        let data = known(data).map_err(|mistake| mistake.hint(hint))?;
        if !data.is_dir() {
            return Err(Diagnostic::new(format!("{shown} 不是文件夹")).hint(hint));
        }
        let marked = data.ancestors().find(|folder| is_marked(folder));
        let above_data = data.ancestors().find(|folder| folder.file_name().is_some_and(is_data));
        let root = marked.or(above_data.and_then(Path::parent)).or(data.parent()).unwrap_or(&data).to_owned();
        let period = period_of_folder(&data)?;
        Ok(Self { data, root, period })
    }

    /// The workspace of any folder in it, with the newest period under its `data/`.
    ///
    /// # Errors
    /// If no folder upward has a `data/` with a folder that is named after a month.
    pub fn newest(folder: &Path) -> Result<Self, Diagnostic> {
        let shown = folder.display();
        let folder = known(folder)?;
        let marked = folder.ancestors().find(|folder| is_marked(folder));
        let root = marked.or(folder.ancestors().find(|folder| data_in(folder).is_some())).unwrap_or(&folder);
        let periods = data_in(root).and_then(|data| std::fs::read_dir(data).ok()).into_iter().flatten().flatten();
        let period = |entry: std::fs::DirEntry| {
            let path = entry.path();
            let name = name_of(&path);
            let month = parse_month(month_before_words(&name).unwrap_or(&name))?;
            path.is_dir().then_some((month, Reverse(path)))
        };
        // Of a month's folders the one without words behind it comes first.
        match periods.filter_map(period).max() {
            Some((_, Reverse(data))) => Self::of(&data),
            None => Err(Diagnostic::new(format!("{shown} 不在县工作区里：没有找到 data/2026-11 这样的一期数据"))
                .hint("用 --data 给出一期数据的文件夹，或用 -C 给出县工作区")),
        }
    }

    /// The county's `bidui.toml`, there or not.
    pub fn config(&self) -> PathBuf {
        config_in(&self.root)
    }

    /// The rule pack of a county without looking at any period: see [`pack_files`].
    ///
    /// # Errors
    /// If its files cannot be read, or hold mistakes.
    pub fn pack_of(county: Option<&Path>, told: Option<&Path>) -> Result<Pack, Failure> {
        pack_in(&county_folder(county)?, told)
    }

    /// The rule pack: see [`pack_files`].
    ///
    /// # Errors
    /// If its files cannot be read, or hold mistakes.
    pub fn pack(&self, told: Option<&Path>) -> Result<Pack, Failure> {
        pack_in(&self.root, told)
    }

    /// What people found out about damaged records, from 确认.xlsx or 确认.csv beside `bidui.toml`; nothing without one.
    ///
    /// # Errors
    /// If the file cannot be read, or decides in words that are not known.
    pub fn match_decisions(&self) -> Result<MatchDecisions, Failure> {
        let mut all = MatchDecisions::new();
        for name in ["确认.xlsx", "确认.xls", "确认.csv"] {
            let path = self.root.join(name);
            if !path.exists() {
                continue;
            }
            let book = workbook::read(&path, &[])
                .map_err(|unreadable| Diagnostic::new(format!("{name} 无法读取：{}", unreadable.explain())))?;
            all.extend(decisions_in(&book, name)?.unwrap_or_default());
        }
        Ok(all)
    }

    /// Where it is noted what was read of large files.
    pub fn cache_folder(&self) -> PathBuf {
        self.root.join(".bidui").join("cache").join(&self.period)
    }

    /// Where the run's outputs go unless told otherwise.
    pub fn run_folder(&self) -> PathBuf {
        self.root.join("runs").join(&self.period)
    }

    /// The day the run is counted from: as told, else the last day of the month that the folder is named after.
    ///
    /// # Errors
    /// If neither is a date.
    pub fn as_of(&self, told: Option<&str>) -> Result<Date, Failure> {
        day("--as-of", told)?.or_else(|| month_end(&self.period)).ok_or_else(|| {
            let message = format!("文件夹名“{}”不是年月，无法确定数据截止日期", self.period);
            Diagnostic::new(message).hint("加上 --as-of 2026-11-30，或把文件夹命名为 2026-11 的样子").into()
        })
    }
}

/// The period of a data folder: its name; of `2026-10 各部门数据` the month before the words, unless a folder beside it is
/// called just that, whose copy it then is.
fn period_of_folder(data: &Path) -> Result<String, Diagnostic> {
    let name = name_of(data);
    let Some(month) = month_before_words(&name) else { return Ok(name) };
    let entries = data.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir() && path != data);
    let mut beside: Vec<String> = folders.map(|path| name_of(&path)).collect();
    beside.sort();
    if beside.iter().any(|other| other == month) {
        return Ok(name);
    }
    match beside.iter().find(|other| month_before_words(other) == Some(month)) {
        Some(other) => {
            Err(Diagnostic::new(format!("文件夹“{name}”和“{other}”都是 {month} 这一期，无法确定以哪个为准"))
                .hint(format!("把要用的那个改名为 {month}")))
        }
        None => Ok(month.to_owned()),
    }
}

/// The month that a folder's name begins with, if words and no day stand behind it.
fn month_before_words(name: &str) -> Option<&str> {
    let (month, words) = name.split_at_checked("2026-10".len())?;
    let goes_on = words.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    let is_month = month.as_bytes()[4] == b'-' && parse_month(month).is_some();
    (is_month && !words.is_empty() && !goes_on).then_some(month)
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A folder as the system knows it; if there is none, or it may not be looked at, that.
fn known(folder: &Path) -> Result<PathBuf, Diagnostic> {
    let shown = folder.display();
    real_path(folder).map_err(|why| match why.kind() {
        ErrorKind::NotFound => Diagnostic::new(format!("没有文件夹 {shown}")),
        _ => Diagnostic::new(format!("无法打开文件夹 {shown}：{}", explained(&why))),
    })
}

/// The name of the folder of all periods, in capitals too, as Windows may have it.
fn is_data(name: &OsStr) -> bool {
    name.eq_ignore_ascii_case("data")
}

/// The folder of all periods in a county's folder.
fn data_in(root: &Path) -> Option<PathBuf> {
    entry_named(root, "data").filter(|path| path.is_dir())
}

/// Where a county's settings are, or would be.
fn config_in(root: &Path) -> PathBuf {
    entry_named(root, CONFIG).unwrap_or_else(|| root.join(CONFIG))
}

/// Whether a folder has a county's settings.
fn is_marked(folder: &Path) -> bool {
    config_in(folder).is_file()
}

fn pack_in(root: &Path, told: Option<&Path>) -> Result<Pack, Failure> {
    let pack = compile_layered(pack_files(root, told)?)?;
    Ok(pack.in_county(&county_config(root)?))
}

/// The files of the rule pack: those in the folder told, else in the county's own `rules/`, whole or laid over the
/// built-in ones; else the built-in ones.
///
/// # Errors
/// If they cannot be read.
pub fn pack_files(root: &Path, told: Option<&Path>) -> Result<Layered, Vec<Diagnostic>> {
    let own = entry_named(root, RULES).unwrap_or_else(|| root.join(RULES));
    match told {
        Some(folder) => Layered::of(PackFiles::in_folder(folder)?),
        None if PackFiles::are_in(&own) => Layered::of(PackFiles::in_folder(&own)?),
        None => Ok(Layered::built_in()),
    }
}

/// Where a county's ledger is.
pub fn ledger_path(root: &Path) -> PathBuf {
    entry_named(root, LEDGER).unwrap_or_else(|| root.join(LEDGER))
}

/// The county's folder: as told, else the nearest upward with a `bidui.toml` or a ledger, else the current one.
///
/// # Errors
/// If the folder told is not there.
pub fn county_folder(told: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    let start = told.unwrap_or(Path::new("."));
    let start = known(start)?;
    let marked = |folder: &&Path| is_marked(folder) || ledger_path(folder).is_file();
    Ok(start.ancestors().find(marked).unwrap_or(&start).to_owned())
}

/// The settings of a county.
///
/// # Errors
/// If its `bidui.toml` holds mistakes.
pub fn county_config(root: &Path) -> Result<Config, Diagnostic> {
    Config::read(&config_in(root))
}
