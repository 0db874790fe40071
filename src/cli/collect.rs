//! `bidui collect`: filled lists in, answers in the ledger, and what has to go back in a workbook.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use tempfile::NamedTempFile;

use super::failure::Failure;
use super::identity::{answers_in, take_in};
use super::passwords::Passwords;
use super::period::day;
use super::session::{self, Tally};
use super::workspace::{Workspace, county_folder, ledger_of};
use super::{confined, ui};
use crate::collect::{Collected, FileLine, FileState, ReturnedFile, Strictness, Terms, collect};
use crate::detect::ClueNaming;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Command, Ledger};
use crate::link::Answers;
use crate::pack::{Config, Pack};
use crate::report::{FIGURES, collection_book};
use crate::schema::{Location, NAME};
use crate::store::read_table;
use crate::value::mask_digits;
use crate::workbook::{self, Format, Place, Unreadable};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 填好的清单、放清单的文件夹,或 回收/*.xlsx 这样的写法;也可以是填好裁定的 回收情况.xlsx
    #[arg(value_name = "文件", required = true, help_heading = "参数")]
    files: Vec<PathBuf>,

    /// 一份文件里有填错的,其余填对的行也收下;不写时,有一处填错就整份不收
    #[arg(long, help_heading = "选项")]
    partial: bool,

    /// 今天的日期,如 2026-12-05:核实日期不能晚于这一天;不写时以电脑的日期为准
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 县的文件夹(bidui.toml 所在);不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 在标准输出打印一份 JSON 结果,供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// The workbook with what has to go back and what is to be decided.
const BOOK: &str = "回收情况.xlsx";

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.as_deref())?;
    drop(ledger_of(Some(&root))?);
    session::run(&root, "collect", |tally| collect_all(arguments, &root, tally))
}

fn collect_all(arguments: &Arguments, root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    let as_of = as_of(arguments)?;
    let config = Config::read(&root.join("bidui.toml"))?;
    let pack = Workspace::pack_of(Some(root), arguments.pack.as_deref())?;
    let naming = ClueNaming::new(config.clue_secret.as_deref());
    let files = read_all(root, &expand(&arguments.files)?, &config)?;
    let (files, identities) = answered_identities(files)?;
    let former = former(root, &config)?;
    let households = |period: &str| households(root, period, &pack, &naming);
    let strictness = if arguments.partial { Strictness::SoundRows } else { Strictness::WholeFiles };
    let terms =
        Terms { pack: &pack, naming: &naming, as_of, strictness, former: former.as_ref(), households: &households };
    let mut ledger = ledger_of(Some(root))?;
    let command = Command { name: "collect", at: Timestamp::now() };
    take_in_identities(&mut ledger, command, identities)?.iter().for_each(|line| ui::say(line));
    if files.is_empty() {
        return Ok(());
    }
    let collected = ledger.transaction_then(
        command,
        |entry| -> Result<_, Failure> {
            let collected = collect(entry, &files, terms)?;
            Ok((stage(root, &collected, as_of)?, collected))
        },
        |(book, collected)| {
            put(book, &root.join(BOOK))?;
            Ok(collected)
        },
    )?;
    note(&collected, tally);
    show(&collected, arguments.json)?;
    conclude(&collected, strictness)
}

/// Answers by the name of their file.
type Identities = Vec<(String, Answers)>;

/// The files that are lists, and the answers of those that are 数据质量.xlsx.
fn answered_identities(files: Vec<ReturnedFile>) -> Result<(Vec<ReturnedFile>, Identities), Failure> {
    let (mut lists, mut identities) = (Vec::new(), Vec::new());
    for file in files {
        match file.book.as_ref().map_or(Ok(None), |book| answers_in(book, &file.name))? {
            Some(answers) => identities.push((file.name, answers)),
            None => lists.push(file),
        }
    }
    Ok((lists, identities))
}

/// Takes in what people found out about records whose number cannot be relied on.
fn take_in_identities(
    ledger: &mut Ledger,
    command: Command<'_>,
    identities: Identities,
) -> Result<Vec<String>, Failure> {
    if identities.is_empty() {
        return Ok(Vec::new());
    }
    ledger.transaction(command, |entry| {
        let mut lines = Vec::new();
        for (name, answers) in identities {
            lines.extend(take_in(entry, &name, answers)?);
        }
        Ok(lines)
    })
}

/// Prints what came of it.
fn show(collected: &Collected, json: bool) -> Result<(), Failure> {
    let page = ui::returns_page(collected, BOOK);
    if !json {
        return Ok(ui::page(&page)?);
    }
    ui::say(page.trim_end());
    ui::print_json(collected)
}

/// The day that is today: as told, else by the clock.
fn as_of(arguments: &Arguments) -> Result<Date, Diagnostic> {
    Ok(day("--as-of", arguments.as_of.as_deref())?.unwrap_or_else(|| Zoned::now().date()))
}

/// The files that the arguments stand for, by path, each once.
fn expand(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = BTreeSet::new();
    for argument in arguments {
        let shown = argument.display();
        if argument.is_dir() {
            let listed = workbook::list(argument)?
                .files
                .into_iter()
                .filter(|file| file.place.within.is_empty())
                .map(|file| file.place.path);
            files.extend(listed.filter(|path| path.file_name().is_none_or(|name| name != BOOK)));
        } else if argument.is_file() {
            files.insert(argument.clone());
        } else {
            let matches = glob::glob(&argument.to_string_lossy())
                .map_err(|_| Diagnostic::new(format!("看不懂 {shown}")).hint("写成 回收/*.xlsx 的样子"))?;
            let before = files.len();
            files.extend(matches.flatten().filter(|path| path.is_file() && !is_lock(path)));
            if files.len() == before {
                return Err(Diagnostic::new(format!("没有找到文件 {shown}")).into());
            }
        }
    }
    match files.is_empty() {
        true => Err(Diagnostic::new("文件夹里没有表格文件(.xlsx、.xls、.csv)").into()),
        false => Ok(files.into_iter().collect()),
    }
}

/// Excel's lock file beside an open book.
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

/// Reads all files, side by side; those locked by a password that is not known are asked for where somebody can answer.
fn read_all(root: &Path, paths: &[PathBuf], config: &Config) -> anyhow::Result<Vec<ReturnedFile>> {
    let mut passwords = Passwords::of(config);
    let shown = |path: &Path| shown(path.strip_prefix(root).unwrap_or(path));
    let read_one = |path: &PathBuf| confined::read(&Place::from(path.as_path()), &passwords.of_file(&shown(path)));
    let mut books: Vec<_> = paths.par_iter().map(read_one).collect();
    for (path, book) in paths.iter().zip(&mut books) {
        let mut again = false;
        while matches!(book, Err(Unreadable::Encrypted)) && passwords.ask(&shown(path), again) {
            *book = confined::read(&Place::from(path.as_path()), &passwords.of_file(&shown(path)));
            again = true;
        }
    }
    let returned = |(path, book): (&PathBuf, Result<_, Unreadable>)| {
        let bytes = fs::read(path).with_context(|| format!("读不了 {},请检查文件是否被占用", path.display()))?;
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
            "有打开密码,给出的密码打不开它;请核对提示处输入的、环境变量 BIDUI_PASSWORD 或 bidui.toml 里 [[password]] 的密码"
                .to_owned()
        }
        Unreadable::Encrypted => {
            "有打开密码,还没有给出;请在终端里运行并按提示输入,或写在环境变量 BIDUI_PASSWORD 或 bidui.toml 的 [[password]] 里"
                .to_owned()
        }
        Unreadable::Empty => "文件是空的;请让乡镇重新报送".to_owned(),
        Unreadable::Corrupt(_) => {
            "文件已损坏,读不出来;请用 Excel 或 WPS 打开后另存一份,打不开的请让乡镇重新报送".to_owned()
        }
        other => other.explain(),
    }
}

/// The workbook that is about to be replaced: what an officer typed into it has to stand in the new one.
fn former(root: &Path, config: &Config) -> Result<Option<ReturnedFile>, Failure> {
    let place = root.join(BOOK);
    if !place.is_file() {
        return Ok(None);
    }
    let former = read_all(root, &[place], config)?.pop();
    let why = former.as_ref().and_then(|former| match &former.book {
        Err(why) => Some(why.clone()),
        Ok(book) => matches!(book.format, Format::Csv { .. }).then(|| "它不是工作簿".to_owned()),
    });
    match why {
        Some(why) => Err(Failure::Unsafe(format!(
            "读不了上次的“{BOOK}”,里面可能有还没有收下的裁定: {why};也可以把它改名或移走后再收,台账没有改动"
        ))),
        None => Ok(former),
    }
}

/// A path for people; somebody may have named a file after a person's number.
fn shown(path: &Path) -> String {
    mask_digits(&path.display().to_string().replace('\\', "/"))
}

/// The register's households, as the newest tables have them.
fn households(root: &Path, period: &str, pack: &Pack, naming: &ClueNaming) -> anyhow::Result<Vec<Location>> {
    let (source, register) = pack.register();
    let key = |field: &Option<String>| field.clone().unwrap_or_default();
    let keys = [key(&source.key.township), key(&source.key.village), key(&source.key.household)];
    let path = root.join("runs").join(period).join("tables").join("指标-户.parquet");
    let names = [&keys[0], &keys[1], &keys[2], &register.group, &register.head_name, NAME];
    let Some(frame) = read_table(&path, &names)? else { return Ok(Vec::new()) };
    let columns =
        names.iter().map(|name| Ok(frame.column(name)?.str()?.clone())).collect::<anyhow::Result<Vec<_>>>()?;
    let household = |row: usize| {
        let text = |column: usize| columns[column].get(row).unwrap_or_default().to_owned();
        let [township, village, household_number, group] = [0, 1, 2, 3].map(text);
        let household_code = naming.household(&township, &village, &household_number);
        let head_name = [text(5), text(4)].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        Location { township, village, group, household_number, household_code, head_name, ..Location::default() }
    };
    Ok((0..frame.height()).map(household).collect())
}

/// Writes the workbook beside its place.
fn stage(root: &Path, collected: &Collected, day: Date) -> anyhow::Result<NamedTempFile> {
    let bytes = workbook::bytes(&collection_book(collected, day))?;
    let advice = || format!("在 {} 里写不了文件,请检查磁盘空间和写入权限", root.display());
    let mut file = tempfile::Builder::new().prefix(".bidui-").tempfile_in(root).with_context(advice)?;
    file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).with_context(advice)?;
    open_to_readers(file.path())?;
    Ok(file)
}

/// Puts the workbook in its place.
fn put(book: NamedTempFile, place: &Path) -> anyhow::Result<()> {
    let advice = || format!("换不下 {},请关闭正在打开它的 Excel 或 WPS 后重试;台账没有改动", place.display());
    book.persist(place).map(drop).with_context(advice)
}

/// Temporary files are private to their owner; results are not.
#[cfg(unix)]
fn open_to_readers(file: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644)).context("设置文件权限失败")
}

#[cfg(not(unix))]
fn open_to_readers(_file: &Path) -> anyhow::Result<()> {
    Ok(())
}

fn note(collected: &Collected, tally: &mut Tally) {
    tally.note("文件", collected.files.len());
    FIGURES.into_iter().for_each(|(name, figure)| tally.note(name, collected.sum(figure)));
}

/// Scripts are told when a file was not taken; people, what helps.
fn conclude(collected: &Collected, strictness: Strictness) -> Result<(), Failure> {
    let of_state = |is_meant: fn(&FileLine) -> bool| collected.files.iter().filter(|file| is_meant(file)).count();
    let is_refused = |file: &FileLine| file.state == FileState::Refused;
    let unread = of_state(|file| file.why.is_some());
    let faulty = of_state(|file| file.state == FileState::Refused && file.why.is_none());
    let partial = match strictness {
        Strictness::WholeFiles => ",或加上 --partial 先收下填对的行",
        Strictness::SoundRows => "",
    };
    let mut told = Vec::new();
    if faulty > 0 {
        told.push(format!(
            "有 {faulty} 份文件没有收下,其中的内容都没有记入台账;请按“{BOOK}”的“退回更正”改好后再收{partial}"
        ));
    }
    if unread > 0 {
        told.push(format!("有 {unread} 份文件整份不能收,原因写在上面和“{BOOK}”的“汇总”里;请照着处理后再收"));
    }
    match told.is_empty() {
        true => Ok(()),
        false if collected.files.iter().all(is_refused) => Err(Failure::Unsafe(told.join(";"))),
        false => Err(Failure::Unsafe(format!("{};其余的文件已照常处理", told.join(";")))),
    }
}
