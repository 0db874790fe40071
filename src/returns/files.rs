//! Returned files: which they are, their contents, and why one cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use glob::MatchOptions;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::collect::ReturnedFile;
use crate::county::{Failure, Passwords};
use crate::diagnostic::Diagnostic;
use crate::pack::Config;
use crate::regular;
use crate::value::Redacted;
use crate::workbook::{self, Format, Listed, Place, Unreadable};

/// The workbook of what has to go back to villages and of disputes to rule on.
pub const BOOK: &str = "回收情况.xlsx";

/// The files that arguments name.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// By path, each once.
    pub files: BTreeSet<PathBuf>,
    /// What is not among them though somebody may think so, a line in Chinese each.
    pub notices: Vec<String>,
    /// Patterns, and the folders that they found files in.
    patterns: BTreeMap<PathBuf, String>,
}

impl Named {
    /// Looks the arguments up.
    ///
    /// # Errors
    /// If there is no such file, or a folder cannot be read.
    pub fn by(arguments: &[PathBuf]) -> Result<Self, Failure> {
        let mut named = Self::default();
        arguments.iter().try_for_each(|argument| named.add(argument))?;
        let left_out: Vec<String> =
            named.patterns.iter().filter_map(|(folder, pattern)| named.left_out(folder, pattern)).collect();
        named.notices.extend(left_out);
        match named.files.is_empty() {
            true => Err(Diagnostic::new("文件夹里没有表格文件（.xlsx、.xls、.csv）").into()),
            false => Ok(named),
        }
    }

    fn add(&mut self, argument: &Path) -> Result<(), Failure> {
        if argument.is_dir() {
            self.add_folder(argument)?;
        } else if argument.exists() {
            self.files.insert(argument.to_owned());
        } else {
            let matched = matching(argument)?;
            if matched.is_empty() {
                return Err(Diagnostic::new(format!("没有找到文件 {}", argument.display())).into());
            }
            let folders = matched.iter().filter_map(|file| file.parent());
            self.patterns.extend(folders.map(|folder| (folder.to_owned(), argument.display().to_string())));
            self.files.extend(matched);
        }
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        let workbook::Listing { files, unreadable, skipped } = workbook::list(folder)?;
        let is_people_s = |(_, why): &&(Listed, &str)| !PROGRAMS_OWN.contains(why);
        let none = skipped.iter().filter(is_people_s).map(|(file, why)| (file.relative.as_str(), *why));
        let packed = files.iter().filter(|file| !file.place.within.is_empty());
        let packed = packed.map(|file| (file.relative.as_str(), "在压缩包里；请解压到文件夹里再收"));
        let others: Vec<String> = none.chain(packed).map(|(file, why)| passed_over(file, why)).collect();
        self.notices.extend(others);
        // What only has the name of a list is told with the lists.
        let is_irregular = |(_, why): &(Listed, Unreadable)| matches!(why, Unreadable::Irregular(_));
        let (irregular, unread): (Vec<_>, Vec<_>) = unreadable.into_iter().partition(is_irregular);
        let listed = files.into_iter().chain(irregular.into_iter().map(|(file, _)| file));
        let plain = listed.filter(|file| file.place.within.is_empty()).map(|file| file.place.path);
        self.files.extend(plain.filter(|path| path.file_name().is_none_or(|name| name != BOOK)));
        self.notices.extend(unread.into_iter().map(|(file, why)| passed_over(&file.relative, &why.explain())));
        Ok(())
    }

    /// A line about the tables that stand beside those of a pattern.
    fn left_out(&self, folder: &Path, pattern: &str) -> Option<String> {
        let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = fs::read_dir(place).ok()?.flatten().map(|entry| entry.file_name());
        let others = entries.filter(|name| workbook::is_table_name(Path::new(name)) && name != BOOK);
        let mut others: Vec<String> = others
            .filter(|name| !self.files.contains(&folder.join(name)))
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        others.sort();
        let (first, count) = (others.first()?, others.len());
        let line = format!("注意：“{pattern}”没有包括同一文件夹里的另外 {count} 个表格文件（如 {first}），没有收");
        Some(Redacted::of(&line).into())
    }
}

/// What programs keep beside tables, which nobody takes for a list.
const PROGRAMS_OWN: [&str; 2] = ["隐藏文件", "Excel 的临时锁文件"];

/// A line about a file of a folder that was not taken.
fn passed_over(file: &str, why: &str) -> String {
    Redacted::of(&format!("注意：{file} 没有收：{why}")).into()
}

/// The files that a pattern such as `回收/*.xlsx` stands for, in small letters or capitals.
fn matching(pattern: &Path) -> Result<Vec<PathBuf>, Failure> {
    let shown = pattern.display();
    let options = MatchOptions { case_sensitive: false, require_literal_leading_dot: true, ..MatchOptions::new() };
    let matches = glob::glob_with(&pattern.to_string_lossy(), options)
        .map_err(|_| Diagnostic::new(format!("看不懂 {shown}")).hint("写成 回收/*.xlsx 的样子"))?;
    let mut files = Vec::new();
    for found in matches {
        let path = found.with_context(|| format!("找 {shown} 时有文件夹无法打开"))?;
        if path.is_file() && !is_lock(&path) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The lock file that Excel or WPS keeps beside an open book.
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| ["~$", ".~"].iter().any(|mark| name.to_string_lossy().starts_with(mark)))
}

/// Reads all files, side by side; those locked by a password that is not known are asked for where somebody can answer.
pub(super) fn read_all(root: &Path, paths: &[PathBuf], config: &Config) -> anyhow::Result<Vec<ReturnedFile>> {
    let mut passwords = Passwords::of(config);
    let shown = |path: &Path| shown(path.strip_prefix(root).unwrap_or(path));
    let read_one =
        |path: &PathBuf| workbook::read_place(&Place::from(path.as_path()), &passwords.of_file(&shown(path)));
    let mut books: Vec<_> = paths.par_iter().map(read_one).collect();
    for (path, book) in paths.iter().zip(&mut books) {
        let mut again = false;
        while matches!(book, Err(Unreadable::Encrypted)) && passwords.ask(&shown(path), again) {
            *book = workbook::read_place(&Place::from(path.as_path()), &passwords.of_file(&shown(path)));
            again = true;
        }
    }
    let returned = |(path, book): (&PathBuf, Result<_, Unreadable>)| {
        let bytes = match &book {
            Err(Unreadable::Irregular(_)) => Vec::new(),
            Ok(_) | Err(_) => regular::read(path, regular::TABLE)
                .with_context(|| format!("无法读取 {}，请检查文件是否被占用", path.display()))?,
        };
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let tried = !passwords.of_file(&shown(path)).is_empty();
        Ok(ReturnedFile { name: shown(path), hash, book: book.map_err(|unreadable| explain(&unreadable, tried)) })
    };
    paths.iter().zip(books).map(returned).collect()
}

/// Why a file that came back cannot be read, and what to do; passwords were tried on it or not.
fn explain(unreadable: &Unreadable, tried: bool) -> String {
    match unreadable {
        Unreadable::Encrypted if tried => {
            "有打开密码，给出的密码无法打开它；请核对提示处输入的、环境变量 BIDUI_PASSWORD 或 bidui.toml 里 [[password]] 的密码"
                .to_owned()
        }
        Unreadable::Encrypted => {
            "有打开密码，还没有给出；请在终端里运行并按提示输入，或写在环境变量 BIDUI_PASSWORD 或 bidui.toml 的 [[password]] 里"
                .to_owned()
        }
        Unreadable::Empty => "文件是空的；请让乡镇重新报送".to_owned(),
        Unreadable::Corrupt(_) => {
            "文件已损坏，无法读取；请用 Excel 或 WPS 打开后另存一份，无法打开的请让乡镇重新报送".to_owned()
        }
        other => other.explain(),
    }
}

/// The workbook that is about to be replaced; what an officer typed into it is repeated in the new one.
pub(super) fn former(root: &Path, config: &Config) -> Result<Option<ReturnedFile>, Failure> {
    let place = root.join(BOOK);
    if !place.exists() {
        return Ok(None);
    }
    let former = read_all(root, &[place], config)?.pop();
    let why = former.as_ref().and_then(|former| match &former.book {
        Err(why) => Some(why.clone()),
        Ok(book) => matches!(book.format, Format::Csv { .. }).then(|| "它不是工作簿".to_owned()),
    });
    match why {
        Some(why) => Err(Failure::Unsafe(format!(
            "无法读取上次的“{BOOK}”，里面可能有还没有收下的裁定：{why}；也可以把它改名或移走后再收，台账没有改动"
        ))),
        None => Ok(former),
    }
}

/// A path for people; somebody may have named a file after a person's number.
fn shown(path: &Path) -> String {
    Redacted::of(&path.display().to_string().replace('\\', "/")).into()
}
