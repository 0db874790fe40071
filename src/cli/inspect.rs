//! `bidui inspect`: what every file would be read as, without screening anything.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::failure::Failure;
use super::intake;
use super::linkage::link_all;
use super::teaching::idle;
use super::ui::{self, Ui};
use super::workspace::Workspace;
use crate::detect::ClueNaming;
use crate::pack::Config;
use crate::report::inspection;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 放着一期各部门数据的文件夹,如 data/2026-11
    #[arg(value_name = "数据文件夹", help_heading = "参数")]
    folder: PathBuf,

    /// 截止日期,如 2026-11-30;不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 在标准输出打印一份 JSON 结果,供脚本使用
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
    let pack = workspace.pack(arguments.pack.as_deref())?;
    let mistakes = pack.wrong_hints(&config);
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let quiet = Ui::new(arguments.json);
    let intake = intake::read(&workspace, &pack, &config, as_of, &quiet)?;
    let has_register = intake.records.contains_key(&pack.register().0.name);
    let (files, sheets, issues) = match has_register {
        true => {
            let naming = ClueNaming::new(config.clue_secret.as_deref());
            let linkage = link_all(intake, &pack, &config, &naming, &workspace.answers()?)?;
            linkage.unsound().iter().for_each(|why| ui::say(&format!("注意: {why}")));
            (linkage.files, linkage.sheets, linkage.issues)
        }
        false => (intake.files, intake.sheets, intake.issues),
    };
    let idle = idle(&config.columns, &pack, &sheets);
    let inspected = inspection(&pack, &files, &sheets, &issues);
    idle.iter().for_each(|line| ui::say(line));
    if arguments.json {
        return ui::print_json(&inspected);
    }
    Ok(ui::page(&ui::inspection_page(&inspected))?)
}
