//! `bidui screen`: a folder of department exports in, push lists and reports out.

mod outputs;
mod what_if;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use polars::prelude::{DataFrame, IntoLazy, col, lit};

use super::failure::Failure;
use super::intake::{self, Intake};
use super::linkage::{Linkage, link_all};
use super::ui::{Ui, print_json};
use super::workspace::Workspace;
use crate::detect::{ClueNaming, Findings, Setting, detect};
use crate::expr::Environment;
use crate::facts::{Tables, derive};
use crate::link::{Answers, Population};
use crate::pack::{Config, Fact, Pack};
use crate::safety::{Delivery, concerns, unaccepted};
use crate::schema::{FATE, Fate, FileReport, FileState, Issue, SheetReport, SheetState, Suspect, Unmatched, rivals};
use crate::store::{previous, refuse_foreign};
use crate::value::Disclosure;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 放着一期各部门数据的文件夹,如 data/2026-11
    #[arg(value_name = "数据文件夹", help_heading = "参数")]
    folder: PathBuf,

    /// 截止日期(年龄、时限都从这一天算),如 2026-11-30;不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 结果写到这个文件夹;不写时写到工作区的 runs/<期>
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    out: Option<PathBuf>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 试算:与以前的结果(如 runs/2026-11)相比,换了规则包或参数后哪些农户进入、退出;只显示,不写出任何结果
    #[arg(long, value_name = "结果文件夹", conflicts_with_all = ["out", "full_ids"], help_heading = "选项")]
    against: Option<PathBuf>,

    /// 在 clues.csv、未匹配.xlsx、汇总表.xlsx 的“农户风险”和 tables/ 中写出完整身份证号(默认脱敏或用代码);会记入 manifest.json
    #[arg(long, help_heading = "选项")]
    full_ids: bool,

    /// 在标准输出打印一份 JSON 结果,供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,

    /// 只显示错误
    #[arg(short, long, help_heading = "选项")]
    quiet: bool,
}

/// Everything a run is told before it reads a row.
struct Orders {
    workspace: Workspace,
    as_of: Date,
    config: Config,
    pack: Pack,
    environment: Environment,
    naming: ClueNaming,
    answers: Answers,
    disclosure: Disclosure,
    out: PathBuf,
}

/// Everything a run found.
struct Screened {
    files: Vec<FileReport>,
    sheets: Vec<SheetReport>,
    issues: Vec<Issue>,
    unmatched: Vec<Unmatched>,
    suspects: Vec<Suspect>,
    /// All records with their fates, by source.
    records: BTreeMap<String, DataFrame>,
    tables: Tables,
    findings: Findings,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ui = Ui::new(arguments.quiet);
    let orders = orders(arguments)?;
    let intake = intake::read(&orders.workspace, &orders.pack, &orders.config, orders.as_of, &ui)?;
    let screened = screen(&orders, intake, &ui)?;
    check_balance(&screened.sheets)?;
    if let Some(against) = &arguments.against {
        let what_if = what_if::what_if(&orders, &screened, against, ui)?;
        return if arguments.json { print_json(&what_if) } else { Ok(()) };
    }
    let manifest = outputs::publish(&orders, &screened, &ui)?;
    ui.result(&orders.pack, &screened.files, &screened.sheets, &screened.findings);
    ui.published(&orders.out, &orders.config);
    if arguments.json { print_json(&manifest) } else { Ok(()) }
}

fn orders(arguments: &Arguments) -> Result<Orders, Failure> {
    let workspace = Workspace::of(&arguments.folder)?;
    let as_of = workspace.as_of(arguments.as_of.as_deref())?;
    let config = Config::read(&workspace.config())?;
    let pack = workspace.pack(arguments.pack.as_deref())?;
    let environment = pack.environment(as_of, &config)?;
    let naming = ClueNaming::new(config.clue_secret.as_deref());
    let answers = workspace.answers()?;
    let disclosure = if arguments.full_ids { Disclosure::Full } else { Disclosure::Masked };
    let out = arguments.out.clone().unwrap_or_else(|| workspace.run_folder());
    if arguments.against.is_none() {
        refuse_foreign(&out)?;
    }
    Ok(Orders { workspace, as_of, config, pack, environment, naming, answers, disclosure, out })
}

/// Links, derives, detects.
fn screen(orders: &Orders, intake: Intake, ui: &Ui) -> Result<Screened, Failure> {
    let pack = &orders.pack;
    refuse_unreadable(&intake.files)?;
    refuse_ambiguous(&intake.sheets)?;
    require_sources(orders, &intake)?;
    refuse_odd(orders, &intake)?;
    let step = ui.step("关联到户到人");
    let linkage = link_all(intake, pack, &orders.config, &orders.naming, &orders.answers)?;
    drop(step);
    let step = ui.step("按规则筛查");
    let Linkage { files, sheets, issues, unmatched, suspects, records, population } = linkage;
    let facts: Vec<&Fact> = pack.facts.iter().collect();
    let (register, _) = pack.register();
    let mut tables = derive(tables(population, &records, &register.name)?, &facts, &orders.environment)?;
    let setting = Setting { pack, environment: &orders.environment, naming: &orders.naming, suspects: &suspects };
    let findings = detect(&mut tables, setting)?;
    drop(step);
    Ok(Screened { files, sheets, issues, unmatched, suspects, records, tables, findings })
}

/// Stops when the data differ from the period before in a way that would make lists wrong.
fn refuse_odd(orders: &Orders, intake: &Intake) -> Result<(), Failure> {
    let Orders { pack, as_of, workspace, config, .. } = orders;
    let delivery = Delivery { pack, files: &intake.files, sheets: &intake.sheets, as_of: *as_of };
    let before = workspace.run_folder().parent().and_then(|runs| previous(runs, &workspace.period));
    let found = unaccepted(concerns(delivery, before.as_ref()), &config.accepted, &workspace.period);
    let Some(first) = found.first() else { return Ok(()) };
    let compared = before.map(|before| format!("与 {} 期相比,", before.period)).unwrap_or_default();
    let mut message = format!("{compared}数据有异常,没有写出任何结果。请先核对:");
    for concern in &found {
        message.push_str(&format!("\n- {}({}): {}", concern.source, concern.check.name(), concern.finding));
    }
    message.push_str(&format!(
        "\n核对无误的,在 bidui.toml 里逐项写明理由后再运行,如\n\n[[accept]]\nsource = \"{}\"\ncheck = \"{}\"\nperiod = \"{}\"\nreason = \"为什么没有问题\"",
        first.source,
        first.check.name(),
        workspace.period
    ));
    Err(Failure::Unsafe(message))
}

/// Stops when a file cannot be read: half of a source would make everybody in the other half look as if missing.
fn refuse_unreadable(files: &[FileReport]) -> Result<(), Failure> {
    let unreadable: Vec<FileReport> =
        files.iter().filter(|file| matches!(file.state, FileState::Unreadable(_))).cloned().collect();
    if unreadable.is_empty() {
        return Ok(());
    }
    let mut message =
        format!("有 {} 个文件读不了,没有写出任何结果。改好后再运行;确实不用的,移出数据文件夹", unreadable.len());
    super::ui::explain_files(&unreadable).iter().for_each(|line| message.push_str(&format!("\n{line}")));
    Err(Failure::Unsafe(message))
}

/// Stops when a sheet could be one source as well as another: only somebody who knows the table can tell.
fn refuse_ambiguous(sheets: &[SheetReport]) -> Result<(), Failure> {
    let mut message = String::new();
    for sheet in sheets {
        let SheetState::Ambiguous { sources } = &sheet.state else { continue };
        message.push_str(&format!(
            "\n{}[{}] 难分是{}。在 bidui.toml 里写明:\n\n[[sheet]]\nfile = \"{}\"\nsheet = \"{}\"\nsource = \"{}\"\n",
            sheet.file,
            sheet.name,
            rivals(sources),
            sheet.file,
            sheet.name,
            sources[0].0
        ));
    }
    if message.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unsafe(format!("有的表分不清是哪种数据,没有写出任何结果。{message}")))
    }
}

/// Stops when a source that must be there is not, or holds no record.
fn require_sources(orders: &Orders, intake: &Intake) -> Result<(), Failure> {
    let Intake { files, sheets, records, .. } = intake;
    let (register, _) = orders.pack.register();
    let required = std::iter::once(&register.name).chain(&orders.config.required_sources);
    let missing: Vec<&str> = required
        .filter(|name| records.get(*name).is_none_or(|frame| frame.height() == 0))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let tables = files.iter().filter(|file| !matches!(file.state, FileState::Skipped(_))).count();
    let mut message = match tables {
        0 => format!("{} 里没有表格文件(.xlsx、.xls、.csv)", orders.workspace.data.display()),
        _ => format!("缺少必需的数据: {}。请把它放进数据文件夹再运行;没有写出任何结果", missing.join("、")),
    };
    let columns: Vec<&str> = register.required.iter().map(String::as_str).collect();
    if missing.contains(&register.name.as_str()) {
        message.push_str(&format!("。农户花名册按表头认,须有这些栏目: {}", columns.join("、")));
    }
    for line in super::ui::explain_files(files).iter().chain(&super::ui::explain_sheets(sheets)) {
        message.push('\n');
        message.push_str(line);
    }
    Err(Failure::Unsafe(message))
}

/// The tables that facts and rules read: linked records only.
fn tables(population: Population, linked: &BTreeMap<String, DataFrame>, register: &str) -> Result<Tables, Failure> {
    let mut records = BTreeMap::new();
    for (name, frame) in linked.iter().filter(|(name, _)| *name != register) {
        let used = frame.clone().lazy().filter(col(FATE).eq(lit(Fate::Linked.label()))).collect()?;
        records.insert(name.clone(), used);
    }
    Ok(Tables { person: population.persons, household: population.households, village: population.villages, records })
}

/// The run's own check: every row and every record is accounted for.
fn check_balance(sheets: &[SheetReport]) -> Result<(), Failure> {
    match sheets.iter().find(|sheet| sheet.source().is_some() && !sheet.balanced()) {
        Some(sheet) => {
            let place = format!("{}[{}]", sheet.file, sheet.name);
            Err(anyhow::anyhow!("行数不平衡: {place};这是程序的问题,没有写出任何结果").into())
        }
        None => Ok(()),
    }
}
