//! `bidui sharing`: by whom the county's data were shared, on what basis and until when.

use clap::Args;
use std::collections::BTreeSet;

use super::options::{CountyOption, PackOption};
use super::ui;
use crate::county::{Failure, Workspace, county_config, county_folder, day, delivered_sources, ledger_of};
use crate::ledger::latest_day;
use crate::report::sharing_register;
use crate::terminal::sharing_list;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 今天是哪一天，如 2026-12-15，用来看有没有到期；不写时取最近一期的截止日期
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    #[command(flatten)]
    county: CountyOption,

    #[command(flatten)]
    pack: PackOption,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    let ledger = ledger_of(Some(&root))?;
    let (pack, config) = (Workspace::pack_of(Some(&root), arguments.pack.path())?, county_config(&root)?);
    let mistakes = pack.wrong_hints(&config);
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let day = day("--as-of", arguments.as_of.as_deref())?.or(latest_day(&ledger)?).unwrap_or_default();
    let delivered: BTreeSet<String> = delivered_sources(&root, &ledger)?;
    let lines = sharing_register(&pack, &config, &delivered, day);
    match arguments.json {
        true => ui::print_json(&lines),
        false => Ok(ui::page(&format!("{}\n截至 {day}，共 {} 种数据\n", sharing_list(&lines), lines.len()))?),
    }
}
