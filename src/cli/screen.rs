//! `bidui screen`: a folder of department exports in, push lists and reports out.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::options::PackOption;
use super::ui::{self, Ui, print_json};
use crate::county::{Failure, Tally, Workspace, day, key_notice, run as hold};
use crate::publishing::{Published, Pushed, Release, ReleaseOptions, publish, what_if, without_lists};
use crate::schema::SetupQuestion;
use crate::screening::{self, Setup, screen};
use crate::store::Manifest;
use crate::value::date::beijing_day;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 放着一期各部门数据的文件夹，如 data/2026-11
    #[arg(value_name = "数据文件夹", help_heading = "参数")]
    folder: PathBuf,

    /// 截止日期（年龄、时限都从这一天算），如 2026-11-30；不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 清单发出的日期，推送日期和反馈期限从这一天算起；不写时取今天，今天早于截止日期的取截止日期，使清单印出来时没有一条已经逾期
    #[arg(long, value_name = "日期", conflicts_with_all = ["out", "against"], help_heading = "选项")]
    issued: Option<String>,

    /// 结果写到这个文件夹，只供查看：不读也不记台账，所以不写推送清单；不写时写到工作区的 runs/<期>
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    out: Option<PathBuf>,

    #[command(flatten)]
    pack: PackOption,

    /// 试算：与以前的结果（如 runs/2026-11）相比，换了规则包或参数后哪些农户进入、退出；只显示，不写出任何结果
    #[arg(long, value_name = "结果文件夹", conflicts_with_all = ["out", "full_ids"], help_heading = "选项")]
    against: Option<PathBuf>,

    /// 在 clues.csv、未匹配.xlsx、盲区.xlsx、汇总表.xlsx 的“农户风险”和 --tables 的各表中写出完整身份证号（默认脱敏或用代码）；会记入 manifest.json
    #[arg(long, help_heading = "选项")]
    full_ids: bool,

    /// 另外写出整理并关联好的全部表和指标（tables/*.parquet），供用 Python、R 等作进一步统计；表里有姓名和出生日期，与其他结果放在一起能推出完整身份证号，用完请删去；会记入 manifest.json
    #[arg(long, conflicts_with = "against", help_heading = "选项")]
    tables: bool,

    /// 给各乡镇的推送核实清单加打开密码；密码在提示处输入（不显示），或由环境变量 BIDUI_LIST_PASSWORD 给出
    #[arg(long, help_heading = "选项")]
    lock: bool,

    /// 在标准输出打印一份 JSON 结果，供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,

    /// 只显示错误
    #[arg(short, long, help_heading = "选项")]
    quiet: bool,
}

/// What scripts are told: the manifest, and what villages are asked if there are push lists.
#[derive(Serialize)]
struct Summary<'a> {
    #[serde(flatten)]
    manifest: &'a Manifest,
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed: Option<&'a Pushed>,
}

/// What scripts are told when the county has to be asked first.
#[derive(Serialize)]
struct SetupAsked<'a> {
    questions: &'a [SetupQuestion],
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let setup = setup(arguments)?;
    let result = match &arguments.against {
        Some(against) => try_out(arguments, &setup, against),
        None => {
            let release = Release::of(&setup, wishes(arguments, setup.as_of)?)?;
            match release.is_recorded() {
                true => hold(&setup.workspace.root, "screen", ui::say, |tally| {
                    screen_and_publish(arguments, &release, tally)
                }),
                false => screen_and_publish(arguments, &release, &mut Tally::default()),
            }
        }
    };
    if let (true, Err(Failure::Asked(questions))) = (arguments.json, &result) {
        print_json(&SetupAsked { questions })?;
    }
    result
}

fn setup(arguments: &Arguments) -> Result<Setup, Failure> {
    Setup::with(Workspace::of(&arguments.folder)?, arguments.as_of.as_deref(), arguments.pack.path())
}

fn wishes(arguments: &Arguments, as_of: Date) -> Result<ReleaseOptions<'_>, Failure> {
    let Arguments { issued, out, full_ids, tables, lock, .. } = arguments;
    // Lists that are printed today are not overdue today.
    let issued = day("--issued", issued.as_deref())?.unwrap_or_else(|| as_of.max(beijing_day(Timestamp::now())));
    Ok(ReleaseOptions { issued: Some(issued), out: out.as_deref(), full_ids: *full_ids, tables: *tables, lock: *lock })
}

/// Shows what other rules or thresholds would change; nothing is written.
fn try_out(arguments: &Arguments, setup: &Setup, against: &Path) -> Result<(), Failure> {
    if arguments.lock {
        return Err(without_lists().into());
    }
    let ui = Ui::new(arguments.quiet);
    let screened = screen(setup, &ui.waiting())?;
    let what_if = what_if(&Release::nowhere(setup), &screened, against)?;
    ui.what_if(&what_if);
    if arguments.json { print_json(&what_if) } else { Ok(()) }
}

fn screen_and_publish(arguments: &Arguments, release: &Release<'_>, tally: &mut Tally) -> Result<(), Failure> {
    let ui = Ui::new(arguments.quiet);
    let setup = release.setup;
    tally.note("期", &setup.workspace.period);
    let waiting = ui.waiting();
    let screened = screen(setup, &waiting)?;
    let Published { manifest, told, notices } = publish(release, &screened, &waiting)?;
    drop(waiting);
    notices.iter().for_each(|line| ui::say(line));
    tally.note("线索", screened.findings.clues.len());
    ui.result(&setup.pack, &screened.files, &screened.sheets, &screened.findings);
    ui.withheld(&screened.tables.coverage, &screened.findings);
    screening::notices(setup, &screened).iter().for_each(|line| ui.tell(line));
    match &told {
        Some(outcome) => {
            tally.note("推送", outcome.pushed.asked);
            tally.note("不再推送", outcome.pushed.kept);
            ui.recorded(outcome);
            ui.published(&release.out);
            key_notice(setup.identities.key.origin).iter().for_each(|line| ui::say(line));
        }
        None => ui.shown(&release.out),
    }
    if arguments.json {
        print_json(&Summary { manifest: &manifest, pushed: told.as_ref().map(|told| &told.pushed) })
    } else {
        Ok(())
    }
}
