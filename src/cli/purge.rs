//! `bidui purge`: what the county's retention rule no longer keeps is shown, and removed when somebody says so.

use clap::Args;

use super::options::CountyOption;
use super::ui;
use crate::county::{Failure, county_folder, ledger_of, run as hold};
use crate::retention::{PurgeFolder, PurgeSummary, plan, purge_page, remove};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 真的删除；不写时只列出会删除什么
    #[arg(long, help_heading = "选项")]
    yes: bool,

    #[command(flatten)]
    county: CountyOption,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    let mut ledger = ledger_of(Some(&root))?;
    if !arguments.yes {
        let planned = plan(&root, &ledger)?;
        show(arguments, &planned)?;
        if planned.iter().any(|folder| !folder.files.is_empty()) {
            ui::say("以上都还没有删除；核对以后加上 --yes 再运行。删除后不能恢复，请先备份要留的");
        }
        return Ok(());
    }
    let (planned, lines) = hold(&root, "purge", ui::say, |tally| {
        let planned = plan(&root, &ledger)?;
        let lines = remove(&mut ledger, &planned)?;
        tally.note("文件", planned.iter().map(|folder| folder.files.len()).sum::<usize>());
        Ok((planned, lines))
    })?;
    lines.iter().for_each(|line| ui::say(line));
    show(arguments, &planned)?;
    ui::say("以上文件已删除，记入台账；运行记录、线索编号和各项数目都还在");
    Ok(())
}

fn show(arguments: &Arguments, planned: &[PurgeFolder]) -> Result<(), Failure> {
    if arguments.json {
        return ui::print_json(&PurgeSummary::of(planned, arguments.yes));
    }
    if planned.is_empty() {
        ui::say("没有超过保存期限的数据和结果（期限见 bidui.toml 的 [retention]）");
        return Ok(());
    }
    Ok(ui::page(&purge_page(planned))?)
}
