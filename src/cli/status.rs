//! `bidui status`: how far the verification of a period's clues is, and lists to remind those who are late.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::ui;
use crate::county::run as hold;
use crate::county::{Failure, Workspace, county_config, county_folder, day, delivered_sources, period_of, remembered};
use crate::ledger::{asked_clues, asked_questions, latest_day};
use crate::progress::{Clock, Grouping, VerificationStatus};
use crate::publishing::{publish_reminders, reminder_password};
use crate::report::{Reminder, reminders, sharing_notices};
use crate::terminal::{progress_page, visits_page};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 哪一期，如 2026-11；不写时取最近一期
    #[arg(value_name = "期", help_heading = "参数")]
    period: Option<String>,

    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 按什么分组：乡镇、村、部门、规则
    #[arg(
        long,
        value_name = "分组",
        default_value = "乡镇",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    by: By,

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

/// What progress is grouped by.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    #[value(name = "乡镇")]
    Township,
    #[value(name = "村")]
    Village,
    #[value(name = "部门")]
    Department,
    #[value(name = "规则")]
    Rule,
}

impl From<By> for Grouping {
    fn from(by: By) -> Self {
        match by {
            By::Township => Grouping::Township,
            By::Village => Grouping::Village,
            By::Department => Grouping::Department,
            By::Rule => Grouping::Rule,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.as_deref())?;
    let (ledger, naming) = remembered(&root)?;
    let (period, _) = period_of(&ledger, arguments.period.as_deref())?;
    let as_of = day("--as-of", arguments.as_of.as_deref())?;
    let pack = Workspace::pack_of(arguments.county.as_deref(), arguments.pack.as_deref())?;
    let clock = as_of.map(|as_of| Clock { as_of, calendar: &pack.calendar });
    let today = as_of.or(latest_day(&ledger)?).unwrap_or_default();
    let asked = asked_clues(&ledger, &period, today)?;
    let config = county_config(&root)?;
    let questions = asked_questions(&ledger, &period, &naming)?;
    if let Some(clock) = clock.filter(|_| arguments.overdue) {
        let county = config.county_name();
        remind(arguments, &root, &period, &reminders(&asked, clock, county, &period), clock.as_of)?;
    }
    let delivered = delivered_sources(&root, &ledger)?;
    sharing_notices(&pack, &config, &delivered, today).iter().for_each(|line| ui::say(line));
    let grouping = Grouping::from(arguments.by);
    let status = VerificationStatus::of(&period, &asked, &questions, &pack.questions, grouping, clock);
    if arguments.json {
        return ui::print_json(&status);
    }
    if asked.is_empty() {
        ui::say(&format!("{period} 期没有推送过线索"));
        return Ok(());
    }
    let page = progress_page(&period, grouping, &status.groups, &status.total);
    Ok(ui::page(&(page + &visits_page(grouping, &status.visits, &status.visits_total)))?)
}

/// Writes the reminders; where nobody is late any more, those of before go.
fn remind(
    arguments: &Arguments,
    root: &Path,
    period: &str,
    reminders: &[Reminder],
    as_of: Date,
) -> Result<(), Failure> {
    let out = arguments.out.clone().unwrap_or_else(|| root.join("催办"));
    if reminders.is_empty() && !out.exists() {
        ui::say("没有逾期未反馈的线索");
        return Ok(());
    }
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
