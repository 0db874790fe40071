//! `bidui rules new`: a source drafted after a real table, or a rule, written into the county's own `rules/`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{TEMPLATE, ui};
use crate::county::{Failure, Passwords, Workspace, county_config, county_folder};
use crate::diagnostic::Diagnostic;
use crate::draft::{
    DraftTable, Drafted, KnownHeadings, department, rule_draft, rule_source, source_draft, source_name, the_table,
};
use crate::screening::read_confined;
use crate::store::write_whole;
use crate::workbook::Place;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
enum Command {
    /// 按一份真实的表起草一种数据来源
    #[command(help_template = TEMPLATE, override_usage = "bidui rules new source [选项] <文件>")]
    Source(SourceArguments),

    /// 起草一条规则，带说明和例子
    #[command(help_template = TEMPLATE, override_usage = "bidui rules new rule [选项] <规则编号>")]
    Rule(RuleArguments),
}

#[derive(Debug, Args)]
struct SourceArguments {
    /// 部门给的一份表，如 data/2026-11/农业/蜂箱补助.xlsx
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    /// 哪一张工作表；只有一张像表的时候不必写
    #[arg(long, value_name = "工作表", help_heading = "选项")]
    sheet: Option<String>,

    /// 写到哪个文件，文件名就是来源的名称；不写时写到本县的 rules/sources/
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RuleArguments {
    /// 规则编号，如 BEE-01
    #[arg(value_name = "规则编号", help_heading = "参数")]
    id: String,

    /// 查哪种数据来源；不写时取本县自己的来源
    #[arg(long, value_name = "来源", help_heading = "选项")]
    source: Option<String>,

    /// 写到哪个文件，文件名须与编号相同；不写时写到本县的 rules/clues/
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Source(arguments) => new_source(arguments),
        Command::Rule(arguments) => new_rule(arguments),
    }
}

fn new_source(arguments: &SourceArguments) -> Result<(), Failure> {
    let (county, pack) = (county_folder(None)?, Workspace::pack_of(None, None)?);
    let name = source_name(arguments.out.as_deref().unwrap_or(&arguments.file));
    if pack.sources.contains_key(&name) {
        let fault = Diagnostic::new(format!("已经有名为“{name}”的来源"));
        let hint =
            "用 --out rules/sources/新名称.toml 换一个名称；只是表头或写法不同的，在 bidui.toml 里写 [[columns]]";
        return Err(fault.hint(hint).into());
    }
    let path = arguments.out.clone().unwrap_or_else(|| county.join("rules/sources").join(format!("{name}.toml")));
    refuse_existing(&path)?;
    if !arguments.file.is_file() {
        return Err(Diagnostic::new(format!("没有 {} 这个文件", arguments.file.display())).into());
    }
    let passwords = Passwords::of(&county_config(&county)?).of_file(&arguments.file.to_string_lossy());
    let shown = arguments.file.display();
    let book = read_confined(&Place::from(arguments.file.as_path()), &passwords)
        .map_err(|unreadable| Diagnostic::new(format!("{shown} 读不了: {}", unreadable.explain())))?;
    let known = KnownHeadings::of(&pack);
    let table = the_table(&book, arguments.sheet.as_deref(), (&pack, &known))?;
    let drafted = source_draft(&name, &department(&arguments.file), &table, (&pack, &known));
    write(&path, &drafted.text)?;
    tell_of_source(&path, &table, &drafted);
    Ok(())
}

fn tell_of_source(path: &Path, table: &DraftTable<'_>, Drafted { ids, name, is_named, .. }: &Drafted) {
    let row = table.header.start + 1;
    ui::say(&format!("已起草 {}：表头在第{row}行，{}个栏目", path.display(), table.columns.len()));
    if table.is_empty() {
        ui::say("表头下面没有数据，类型只按表头猜，请逐项改");
    }
    match is_named {
        true => ui::say(&format!("姓名是“{name}”")),
        false => ui::say(&format!("没有找到姓名一栏，暂用“{name}”，请在 key 里改成姓名或名称一栏")),
    }
    match ids.first() {
        Some(id) => ui::say(&format!("身份证号是“{id}”")),
        None => ui::say("没有找到身份证号一栏，按村和姓名对应；有的话请在 key 里写明"),
    }
    ui::say("请打开核对，再运行 bidui rules check 检查、bidui inspect 数据文件夹 试读");
}

fn new_rule(arguments: &RuleArguments) -> Result<(), Failure> {
    let (county, pack) = (county_folder(None)?, Workspace::pack_of(None, None)?);
    // As everywhere, small letters stand for capitals.
    let id = arguments.id.to_uppercase();
    if id.is_empty() || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Err(Diagnostic::new(format!("“{id}”不能作编号")).hint("编号只用字母、数字和短横，如 BEE-01").into());
    }
    if pack.rule(&id).is_some() {
        let fault = Diagnostic::new(format!("已经有编号为 {id} 的规则"));
        return Err(fault.hint(format!("用 bidui rules show {id} 看它；换一个编号")).into());
    }
    let path = arguments.out.clone().unwrap_or_else(|| county.join("rules/clues").join(format!("{id}.toml")));
    refuse_existing(&path)?;
    let source = rule_source(&pack, arguments.source.as_deref())?;
    write(&path, &rule_draft(&id, source, &pack))?;
    ui::say(&format!("已起草 {}，查的是“{}”，状态是草稿，不会用来筛查", path.display(), source.name));
    ui::say(&format!("改好后运行 bidui rules check、bidui rules test {id}，再把 status 改成 \"active\""));
    Ok(())
}

fn refuse_existing(path: &Path) -> Result<(), Diagnostic> {
    match path.exists() {
        true => Err(Diagnostic::new(format!("{} 已经有了，没有改动", path.display())).hint("用 --out 写到别的文件")),
        false => Ok(()),
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| anyhow::anyhow!("建不了文件夹 {}: {error}", folder.display()))?;
    }
    write_whole(path, text.as_bytes())
}
