//! `bidui status`: how far the verification of a period's clues is, and lists to remind those who are late.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::options::{CountyOption, choice};
use super::ui;
use crate::county::{Failure, county_folder, day, run as hold};
use crate::progress::Grouping;
use crate::publishing::{FollowUp, FollowUpRequest, publish_reminders, reminder_password};
use crate::terminal::{progress_page, visits_page};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 哪一期，如 2026-11；不写时取最近一期
    #[arg(value_name = "期", help_heading = "参数")]
    period: Option<String>,

    #[command(flatten)]
    county: CountyOption,

    /// 按什么分组：乡镇、村、部门、规则
    #[arg(
        long,
        value_name = "分组",
        value_parser = choice(GROUPINGS),
        default_value = "乡镇",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    by: Grouping,

    /// 今天是哪一天，如 2026-12-15，用来算逾期多少个工作日；不写时只显示反馈期限
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 写出催办清单：每个有逾期线索的乡镇一个工作簿，放在 催办/<乡镇>/；须同时写 --as-of
    #[arg(long, requires = "as_of", help_heading = "选项")]
    overdue: bool,

    /// 给催办清单加打开密码，与推送清单的密码一样给出；这一期的推送清单加了密码的，不写也要加
    #[arg(long, requires = "overdue", help_heading = "选项")]
    lock: bool,

    /// 催办清单写到这个文件夹；不写时写到县的文件夹的 催办/
    #[arg(long, value_name = "文件夹", requires = "overdue", help_heading = "选项")]
    out: Option<PathBuf>,

    /// 使用这个文件夹里的规则包（工作日历）；不写时用工作区的 rules/，没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

const GROUPINGS: &[(&str, Grouping)] = &[
    ("乡镇", Grouping::Township),
    ("村", Grouping::Village),
    ("部门", Grouping::Department),
    ("规则", Grouping::Rule),
];

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    let as_of = day("--as-of", arguments.as_of.as_deref())?;
    let period = arguments.period.as_deref();
    let pack = arguments.pack.as_deref();
    let Arguments { by: grouping, overdue, .. } = *arguments;
    let found = FollowUp::of(&root, FollowUpRequest { period, pack, as_of, grouping, overdue })?;
    match (as_of.filter(|_| overdue), &found.unissued) {
        (Some(_), Some(why)) => ui::say(&format!("没有写催办清单：{why}")),
        (Some(as_of), None) => remind(arguments, &root, &found, as_of)?,
        (None, _) => {}
    }
    found.notices.iter().for_each(|line| ui::say(line));
    let status = &found.status;
    if arguments.json {
        return ui::print_json(status);
    }
    if !found.is_asked {
        ui::say(&format!("{} 期没有推送过线索", status.period));
        return Ok(());
    }
    let note = found.unissued.as_ref().map(|why| format!("{why}\n")).unwrap_or_default();
    let page = note + &progress_page(&status.period, grouping, &status.groups, &status.total);
    Ok(ui::page(&(page + &visits_page(grouping, &status.visits, &status.visits_total)))?)
}

/// Writes the reminders; where nobody is late any more, those of before go.
fn remind(arguments: &Arguments, root: &Path, found: &FollowUp, as_of: Date) -> Result<(), Failure> {
    let out = arguments.out.clone().unwrap_or_else(|| root.join("催办"));
    let reminders = found.reminders.as_slice();
    if reminders.is_empty() && !out.exists() {
        ui::say("没有逾期未反馈的线索");
        return Ok(());
    }
    let period = &found.status.period;
    let password = match reminders.is_empty() {
        true => None,
        false => reminder_password(root, period, arguments.lock)?,
    };
    hold(root, "status", ui::say, |tally| {
        tally.note("乡镇", reminders.len());
        let notices = publish_reminders(&out, period, as_of, reminders, password)?;
        notices.iter().for_each(|line| ui::say(line));
        Ok(())
    })?;
    ui::say(&match reminders.len() {
        0 => format!("没有逾期未反馈的线索，{} 里以前的催办清单已撤下", out.display()),
        townships => format!("{townships} 个乡镇的催办清单已写到 {}", out.display()),
    });
    Ok(())
}
