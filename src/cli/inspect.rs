//! `bidui inspect`: what every file would be read as, without screening anything.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::options::PackOption;
use super::ui::{self, Ui};
use crate::county::{Failure, Workspace};
use crate::pack::Config;
use crate::report::inspection;
use crate::screening::inspected;
use crate::terminal::inspection_page;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 放着一期各部门数据的文件夹，如 data/2026-11
    #[arg(value_name = "数据文件夹", help_heading = "参数")]
    folder: PathBuf,

    /// 截止日期，如 2026-11-30；不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    #[command(flatten)]
    pack: PackOption,

    /// 在标准输出打印一份 JSON 结果，供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = Workspace::of(&arguments.folder)?;
    // Without a day nobody is born too late; a folder that is not named after a month can still be looked into.
    let as_of = match &arguments.as_of {
        Some(told) => workspace.as_of(Some(told))?,
        None => workspace.as_of(None).unwrap_or(Date::MAX),
    };
    let config = Config::read(&workspace.config())?;
    let pack = workspace.pack(arguments.pack.path())?;
    let mistakes = pack.wrong_hints(&config);
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let found = inspected(&workspace, &pack, &config, as_of, &Ui::new(arguments.json).waiting())?;
    let inspection = inspection(&pack, &found.files, &found.sheets, &found.issues);
    found.notices.iter().for_each(|line| ui::say(line));
    if arguments.json {
        return ui::print_json(&inspection);
    }
    Ok(ui::page(&inspection_page(&inspection))?)
}
