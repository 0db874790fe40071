//! `bidui explain`: one household as the tool sees it, and why every rule says what it says of it.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::options::PackOption;
use super::ui::{self, Ui};
use crate::county::{Failure, Workspace};
use crate::diagnostic::Diagnostic;
use crate::explain::{Detail, Query};
use crate::screening::{HouseholdExplained, Setup};
use crate::value::text::clean;
use crate::value::{IdDefect, IdNumber, Redacted, recognise};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 户编号（各村有重号时写 乡镇/村/户编号），或线索编号
    #[arg(value_name = "户编号|线索编号", help_heading = "参数")]
    household: Option<String>,

    /// 按户内任一人的身份证号查：在提示后输入，不显示、不留在命令历史里；不在终端时从标准输入读一行
    #[arg(long, conflicts_with = "household", help_heading = "选项")]
    id: bool,

    /// 一期数据的文件夹；不写时用县工作区 data/ 下最近的一期
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    data: Option<PathBuf>,

    /// 县工作区；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "选项")]
    county: PathBuf,

    /// 截止日期，如 2026-11-30；不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    #[command(flatten)]
    pack: PackOption,

    /// 只说明这一条规则
    #[arg(long, value_name = "规则编号", help_heading = "选项")]
    rule: Option<String>,

    /// 没有命中的规则也完整说明，不只说不成立的那一项
    #[arg(long, conflicts_with = "rule", help_heading = "选项")]
    all: bool,

    /// 在标准输出打印 JSON，供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let setup = setup(arguments)?;
    let detail = Detail::of(&setup.pack, arguments.rule.as_deref(), arguments.all)?;
    let explained = HouseholdExplained::of(&setup, query(arguments)?, detail, &Ui::new(arguments.json).waiting())?;
    match arguments.json {
        true => ui::print_json(&explained),
        false => Ok(ui::page(&explained.page())?),
    }
}

fn setup(arguments: &Arguments) -> Result<Setup, Failure> {
    let workspace = match &arguments.data {
        Some(data) => Workspace::of(&arguments.county.join(data))?,
        None => Workspace::newest(&arguments.county)?,
    };
    let pack = arguments.pack.path().map(|pack| arguments.county.join(pack));
    Setup::with(workspace, arguments.as_of.as_deref(), pack.as_deref())
}

/// Who is asked about; an ID number is only ever said masked.
fn query(arguments: &Arguments) -> Result<Query, Failure> {
    match &arguments.household {
        Some(named) => match recognise(named) {
            Ok(recognised) => {
                ui::say(&format!(
                    "提示：身份证号 {} 现在留在命令历史里了；下次用 bidui explain --id，在提示后输入",
                    recognised.number
                ));
                Ok(Query::Person(recognised.number))
            }
            Err(_) => Ok(Query::Named(clean(named).into_owned())),
        },
        None if arguments.id => typed_number().map(Query::Person),
        None => Err(Diagnostic::new("未指明要说明的农户")
            .hint("写户编号或线索编号；按身份证号查用 bidui explain --id")
            .into()),
    }
}

fn typed_number() -> Result<IdNumber, Failure> {
    let typed = match std::io::stdin().is_terminal() {
        true => rpassword::prompt_password("户内任一人的身份证号（输入时不显示）：").context("无法读取输入")?,
        false => {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).context("无法读取标准输入")?;
            line
        }
    };
    if typed.trim().is_empty() {
        return Err(Diagnostic::new("没有输入身份证号").hint("重新运行，在提示后输入户内任一人的身份证号").into());
    }
    let number = recognise(&typed).map_err(|defect| mistyped(&typed, defect))?.number;
    ui::say(&format!("查找身份证号 {number} 所在的户"));
    Ok(number)
}

fn mistyped(typed: &str, defect: IdDefect) -> Diagnostic {
    Diagnostic::new(format!("“{}”{}", Redacted::of(typed.trim()), defect.label())).hint("请核对后重新输入")
}
