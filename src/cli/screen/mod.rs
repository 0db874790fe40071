//! `bidui screen`: a folder of department exports in, push lists and reports out.

mod lists;
mod manifest;
mod outputs;
mod recording;
mod reported;
mod summary;
mod tables;
mod what_if;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use polars::prelude::DataFrame;
use serde::Serialize;

use lists::{LISTS, Pushed};
use recording::Told;

use super::failure::Failure;
use super::identity::{Identities, open_codes};
use super::intake::{self, Intake};
use super::linkage::{Linkage, link_all};
use super::passwords;
use super::period::day;
use super::questions::passed_over;
use super::screening::{linked_tables, refuse_unusable, supposed_tables};
use super::session::{self, Tally};
use super::teaching::idle;
use super::ui::{Ui, print_json};
use super::workspace::{Workspace, ledger_path};
use crate::coverage::{self, measure};
use crate::detect::{Findings, Setting, detect};
use crate::diagnostic::{Diagnostic, nearest};
use crate::expr::Environment;
use crate::facts::{Tables, derive, with_absent_columns};
use crate::pack::{Config, Fact, Pack};
use crate::report::notices;
use crate::safety::{Delivery, compositions, concerns, unaccepted};
use crate::schema::{FileReport, Issue, Question, SheetReport, Suspect, Unmatched};
use crate::store::{Compositions, Manifest, previous, refuse_foreign};
use crate::value::Disclosure;
use crate::workbook;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 放着一期各部门数据的文件夹,如 data/2026-11
    #[arg(value_name = "数据文件夹", help_heading = "参数")]
    folder: PathBuf,

    /// 截止日期(年龄、时限都从这一天算),如 2026-11-30;不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 清单发出的日期,推送日期和反馈期限从这一天算起;不写时取截止日期
    #[arg(long, value_name = "日期", conflicts_with_all = ["out", "against"], help_heading = "选项")]
    issued: Option<String>,

    /// 结果写到这个文件夹,只供查看:不读也不记台账,所以不写推送清单;不写时写到工作区的 runs/<期>
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    out: Option<PathBuf>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 试算:与以前的结果(如 runs/2026-11)相比,换了规则包或参数后哪些农户进入、退出;只显示,不写出任何结果
    #[arg(long, value_name = "结果文件夹", conflicts_with_all = ["out", "full_ids"], help_heading = "选项")]
    against: Option<PathBuf>,

    /// 在 clues.csv、未匹配.xlsx、盲区.xlsx、汇总表.xlsx 的“农户风险”和 tables/ 中写出完整身份证号(默认脱敏或用代码);会记入 manifest.json
    #[arg(long, help_heading = "选项")]
    full_ids: bool,

    /// 给各乡镇的推送核实清单加打开密码;密码在提示处输入(不显示),或由环境变量 BIDUI_LIST_PASSWORD 给出
    #[arg(long, help_heading = "选项")]
    lock: bool,

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
    /// The day on which push lists go out.
    issued: Date,
    config: Config,
    pack: Pack,
    environment: Environment,
    identities: Identities,
    disclosure: Disclosure,
    out: PathBuf,
    /// The password that push lists are locked with.
    password: Option<String>,
    /// The ledger that the run is recorded in, if its results stay in the workspace.
    ledger: Option<PathBuf>,
}

/// Everything a run found.
struct Screened {
    files: Vec<FileReport>,
    sheets: Vec<SheetReport>,
    /// What the sources are made up of.
    compositions: Compositions,
    issues: Vec<Issue>,
    unmatched: Vec<Unmatched>,
    suspects: Vec<Suspect>,
    /// The codes of people's answers that were used.
    used: BTreeSet<String>,
    /// All records with their fates, by source.
    records: BTreeMap<String, DataFrame>,
    tables: Tables,
    findings: Findings,
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
struct Asked<'a> {
    questions: &'a [Question],
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let orders = orders(arguments)?;
    let result = match &orders.ledger {
        Some(_) => session::run(&orders.workspace.root, "screen", |tally| run_orders(arguments, &orders, tally)),
        None => run_orders(arguments, &orders, &mut Tally::default()),
    };
    if let (true, Err(Failure::Asked(questions))) = (arguments.json, &result) {
        print_json(&Asked { questions })?;
    }
    result
}

fn run_orders(arguments: &Arguments, orders: &Orders, tally: &mut Tally) -> Result<(), Failure> {
    let ui = Ui::new(arguments.quiet);
    tally.note("期", &orders.workspace.period);
    let intake = intake::read(&orders.workspace, &orders.pack, &orders.config, orders.as_of, &ui)?;
    let screened = screen(orders, intake, &ui)?;
    check_balance(&screened.sheets)?;
    if let Some(against) = &arguments.against {
        let what_if = what_if::what_if(orders, &screened, against, ui)?;
        return if arguments.json { print_json(&what_if) } else { Ok(()) };
    }
    let (manifest, told) = outputs::publish(orders, &screened, &ui)?;
    tally.note("线索", screened.findings.clues.len());
    ui.result(&orders.pack, &screened.files, &screened.sheets, &screened.findings);
    ui.withheld(&screened.tables.coverage, &screened.findings);
    notices(&screened.sheets, &screened.issues).iter().for_each(|line| ui.tell(line));
    let open = open_codes(&screened.suspects, &orders.identities.naming);
    orders.identities.lines(&open, &screened.used).iter().for_each(|line| ui.tell(line));
    let unconfirmed = orders.pack.unconfirmed(orders.as_of, &orders.config);
    unconfirmed.iter().for_each(|what| ui.tell(&format!("注意: {what}")));
    unknown_townships(orders, &screened).iter().for_each(|line| ui.tell(line));
    idle(&orders.config.columns, &orders.pack, &screened.sheets).iter().for_each(|line| ui.tell(line));
    match &told {
        Some(Told { pushed, comparison }) => {
            tally.note("推送", pushed.asked);
            tally.note("不再推送", pushed.kept);
            comparison.iter().for_each(|comparison| ui.compared(comparison));
            ui.pushed(pushed.asked, pushed.reported, pushed.kept);
            ui.published(&orders.out, &orders.config);
        }
        None => ui.shown(&orders.out),
    }
    if arguments.json {
        print_json(&Summary { manifest: &manifest, pushed: told.as_ref().map(|told| &told.pushed) })
    } else {
        Ok(())
    }
}

fn orders(arguments: &Arguments) -> Result<Orders, Failure> {
    let workspace = Workspace::of(&arguments.folder)?;
    let as_of = workspace.as_of(arguments.as_of.as_deref())?;
    let issued = issued(arguments.issued.as_deref(), as_of)?;
    let config = Config::read(&workspace.config())?;
    let pack = workspace.pack(arguments.pack.as_deref())?;
    let environment = pack.environment(as_of, &config)?;
    let identities = Identities::of(&workspace, &config)?;
    let disclosure = if arguments.full_ids { Disclosure::Full } else { Disclosure::Masked };
    let out = arguments.out.clone().unwrap_or_else(|| workspace.run_folder());
    if arguments.against.is_none() {
        refuse_foreign(&out)?;
    }
    let stays = std::path::absolute(&out).is_ok_and(|out| out == workspace.run_folder());
    let ledger = (stays && arguments.against.is_none()).then(|| ledger_path(&workspace.root));
    if arguments.lock && ledger.is_none() {
        let mistake = Diagnostic::new("--lock 给推送清单加密码,而结果写到别的文件夹时不写推送清单");
        return Err(mistake.hint("去掉 --lock,或去掉 --out、--against").into());
    }
    let password = arguments.lock.then(passwords::for_lists).transpose()?;
    if ledger.is_some() && password.is_none() {
        refuse_unlocked(&out.join(LISTS))?;
    }
    Ok(Orders { workspace, as_of, issued, config, pack, environment, identities, disclosure, out, password, ledger })
}

/// The day on which push lists go out; the day the run is counted from, if that is not told.
fn issued(told: Option<&str>, as_of: Date) -> Result<Date, Diagnostic> {
    let issued = day("--issued", told)?.unwrap_or(as_of);
    if issued < as_of {
        let fault = Diagnostic::new(format!("清单不能在数据的截止日期以前发出: --issued {issued},截止 {as_of}"));
        return Err(fault.hint("--issued 写清单发给乡镇的那一天"));
    }
    Ok(issued)
}

/// Lists that were locked are not replaced by open ones by an oversight.
fn refuse_unlocked(lists: &Path) -> Result<(), Failure> {
    if !lists.is_dir() || !workbook::list(lists)?.files.iter().any(|list| workbook::is_locked(&list.place.path)) {
        return Ok(());
    }
    let fault = Diagnostic::new("这一期的推送清单是加了密码的,这次没有写 --lock,会换成没有密码的");
    Err(fault.hint(format!("加上 --lock 再运行;确实不再加密码的,先删去 {}", lists.display())).into())
}

/// Links, derives, detects.
fn screen(orders: &Orders, intake: Intake, ui: &Ui) -> Result<Screened, Failure> {
    let pack = &orders.pack;
    refuse_unusable(&orders.workspace, pack, &orders.config, &intake)?;
    let compositions = compositions(&intake.records, pack);
    refuse_odd(orders, &intake, &compositions)?;
    ui.insist(&passed_over(pack, &intake));
    let step = ui.step("关联到户到人");
    let linkage = link_all(intake, pack, &orders.config, &orders.identities.naming, &orders.identities.answers)?;
    linkage.refuse_unsound()?;
    drop(step);
    let step = ui.step("按规则筛查");
    let Linkage { files, sheets, issues, unmatched, suspects, used, records, population, .. } = linkage;
    let facts: Vec<&Fact> = pack.facts.iter().collect();
    let (register, _) = pack.register();
    let environment = &with_absent_columns(&orders.environment, &sheets, pack);
    let tables = linked_tables(&population, &records, &register.name, Arc::default())?;
    let coverage = measure(&tables, coverage::Setting { pack, environment, sheets: &sheets })?;
    let tables = Tables { coverage: Arc::new(coverage), ..tables };
    let mut tables = derive(tables, &facts, environment)?;
    let supposed = supposed_tables(&population, &records, &suspects, (pack, &tables))?;
    let supposed = supposed.map(|supposed| derive(supposed, &facts, environment)).transpose()?;
    let naming = &orders.identities.naming;
    let setting = Setting { pack, environment, naming, suspects: &suspects, supposed: supposed.as_ref() };
    let findings = detect(&mut tables, setting)?;
    drop(step);
    Ok(Screened { files, sheets, compositions, issues, unmatched, suspects, used, records, tables, findings })
}

/// Townships that the county put into a class and that the register does not have: what holds for the class does not
/// reach them.
fn unknown_townships(orders: &Orders, screened: &Screened) -> Vec<String> {
    let (source, _) = orders.pack.register();
    let named = screened.tables.village.column(source.key.township.as_deref().unwrap_or_default());
    let Some(named) = named.ok().and_then(|column| column.str().ok()) else { return Vec::new() };
    let known: BTreeSet<&str> = named.iter().flatten().collect();
    let unknown = |township: &&String| !known.contains(township.as_str());
    let line = |table: &str, township: &String| {
        let near = nearest(township, known.iter().copied());
        let near = near.map(|near| format!(",是不是“{near}”?")).unwrap_or_default();
        format!("注意: bidui.toml 的 {table} 里的“{township}”不在花名册里{near}")
    };
    let classed = orders.config.townships.values().flatten().filter(unknown);
    let stated = orders.config.columns.iter().filter_map(|hint| hint.township.as_ref()).filter(unknown);
    let stated = stated.filter(|township| !orders.config.places.contains_key(*township));
    let classed = classed.map(|township| line("[townships]", township));
    classed.chain(stated.map(|township| line("[[columns]]", township))).collect()
}

/// Stops when the data differ from the period before in a way that would make lists wrong.
fn refuse_odd(orders: &Orders, intake: &Intake, compositions: &Compositions) -> Result<(), Failure> {
    let Orders { pack, as_of, workspace, config, .. } = orders;
    let delivery = Delivery { pack, files: &intake.files, sheets: &intake.sheets, compositions, as_of: *as_of };
    let before = workspace.run_folder().parent().and_then(|runs| previous(runs, &workspace.period));
    let found = unaccepted(concerns(delivery, before.as_ref()), &config.accepted, &workspace.period);
    if found.is_empty() {
        return Ok(());
    }
    let compared = before.map(|before| format!("与 {} 期相比,", before.period)).unwrap_or_default();
    let mut message = format!("{compared}数据有异常,没有写出任何结果。请先核对:");
    for concern in &found {
        message.push_str(&format!("\n- {}({}): {}", concern.source, concern.check.name(), concern.finding));
    }
    message.push_str("\n有问题的，换成正确的表再运行；核对无误的，把下面相应的几行写进 bidui.toml，写明理由后再运行：");
    for concern in &found {
        message.push_str(&format!("\n\n{}", concern.acceptance(&workspace.period)));
    }
    Err(Failure::Unsafe(message))
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
