//! `bidui init`: a county's folder to begin with, or the example county to practise on.

use std::path::PathBuf;

use clap::Args;

use super::ui;
use crate::county::{Failure, begin_county, begin_practice};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 在哪个文件夹；不写时是当前文件夹
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
    folder: PathBuf,

    /// 县名，印在清单和报告的标题里
    #[arg(long, value_name = "县名", conflicts_with = "example", help_heading = "选项")]
    county: Option<String>,

    /// 写出练习用的示例县：两期虚构的部门数据；文件夹须是新的或空的
    #[arg(long, help_heading = "选项")]
    example: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (folder, shown) = (&arguments.folder, arguments.folder.display());
    if arguments.example {
        begin_practice(folder)?;
        ui::say(&format!("示例县已写到 {shown}，其中的人和事都是虚构的。下一步："));
        ui::say(&format!("  bidui screen {}", folder.join("data").join("2026-10").display()));
        return Ok(());
    }
    begin_county(folder, arguments.county.as_deref())?;
    ui::say(&format!("已在 {shown} 建立 bidui.toml（本县的设置）、data（部门数据）、回收（填好的清单）。下一步："));
    ui::say("  1. 在 data 里建以年月命名的文件夹，如 data/2026-11，把农户花名册和各部门的表原样放进去");
    ui::say("  2. bidui inspect data/2026-11，看每份表认成了什么");
    ui::say("  3. bidui screen data/2026-11，筛查并生成推送核实清单");
    Ok(())
}
