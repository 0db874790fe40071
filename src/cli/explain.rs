//! `bidui explain`: one household as the tool sees it, and why every rule says what it says of it.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::failure::Failure;
use super::identity::Identities;
use super::intake;
use super::linkage::{Linkage, link_all};
use super::rules::find;
use super::screening::{linked_tables, refuse_unusable, supposed_tables};
use super::ui::{self, Ui};
use super::workspace::{Workspace, ledger_path};
use crate::coverage::{self, measure};
use crate::detect::{Locations, Setting, detect};
use crate::diagnostic::Diagnostic;
use crate::explain::{Case, Detail, Explanation, Found, Query, explain, facts_behind, narrow, search};
use crate::expr::{Environment, Subject};
use crate::facts::{derive, with_absent_columns};
use crate::ledger::{KnownHousehold, Ledger, household_of_clue, remembered};
use crate::pack::{Config, Pack, Status};
use crate::report::{RememberedLine, explanation_page, remembered_lines};
use crate::schema::Suspect;
use crate::value::text::clean;
use crate::value::{IdDefect, IdNumber, mask_digits, recognise};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 户编号(各村有重号时写 乡镇/村/户编号),或线索编号
    #[arg(value_name = "户编号|线索编号", help_heading = "参数")]
    household: Option<String>,

    /// 按户内任一人的身份证号查:在提示后输入,不显示、不留在命令历史里;不在终端时从标准输入读一行
    #[arg(long, conflicts_with = "household", help_heading = "选项")]
    id: bool,

    /// 一期数据的文件夹;不写时用县工作区 data/ 下最近的一期
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    data: Option<PathBuf>,

    /// 县工作区;不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "选项")]
    county: PathBuf,

    /// 截止日期,如 2026-11-30;不写时取文件夹名所示月份的最后一天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 只说明这一条规则
    #[arg(long, value_name = "规则编号", help_heading = "选项")]
    rule: Option<String>,

    /// 没有命中的规则也完整说明,不只说不成立的那一项
    #[arg(long, conflicts_with = "rule", help_heading = "选项")]
    all: bool,

    /// 在标准输出打印 JSON,供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// What is needed to explain any household of a period.
struct County {
    workspace: Workspace,
    as_of: Date,
    config: Config,
    pack: Pack,
    environment: Environment,
    identities: Identities,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let county = county(arguments)?;
    let detail = detail(arguments, &county.pack)?;
    let query = query(arguments)?;
    let ui = Ui::new(arguments.json);
    let ledger = Ledger::open_existing(&ledger_path(&county.workspace.root))?;
    let query = resolved(query, ledger.as_ref())?;
    let (explanation, household) = explained(&county, &query, detail, &ui)?;
    let remembered = match &ledger {
        Some(ledger) => remembered(ledger, &household, (&county.workspace.period, county.as_of))?,
        None => Vec::new(),
    };
    let shown = Shown { explanation, ledger: remembered_lines(&remembered) };
    match arguments.json {
        true => ui::print_json(&shown),
        false => Ok(ui::page(&explanation_page(&shown.explanation, &shown.ledger))?),
    }
}

/// What is printed for scripts.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    explanation: Explanation,
    /// The household's clues in the ledger.
    ledger: Vec<RememberedLine>,
}

/// A clue that the ledger knows by the household that it was last about: villages report clues that no rule has.
fn resolved(query: Query, ledger: Option<&Ledger>) -> anyhow::Result<Query> {
    let (Query::Named(named), Some(ledger)) = (&query, ledger) else { return Ok(query) };
    let home = household_of_clue(ledger, &named.to_uppercase())?;
    let place = |home: KnownHousehold| format!("{}/{}/{}", home.place.township, home.place.village, home.number);
    Ok(home.map_or(query, |home| Query::Named(place(home))))
}

fn county(arguments: &Arguments) -> Result<County, Failure> {
    let workspace = match &arguments.data {
        Some(data) => Workspace::of(&arguments.county.join(data))?,
        None => Workspace::newest(&arguments.county)?,
    };
    let as_of = workspace.as_of(arguments.as_of.as_deref())?;
    let config = Config::read(&workspace.config())?;
    let pack = workspace.pack(arguments.pack.as_deref().map(|pack| arguments.county.join(pack)).as_deref())?;
    let environment = pack.environment(as_of, &config)?;
    let identities = Identities::of(&workspace, &config)?;
    Ok(County { workspace, as_of, config, pack, environment, identities })
}

fn detail<'p>(arguments: &Arguments, pack: &'p Pack) -> Result<Detail<'p>, Diagnostic> {
    match (&arguments.rule, arguments.all) {
        (Some(id), _) => {
            let rule = find(pack, id)?;
            match rule.status {
                Status::Active => Ok(Detail::Rule(rule)),
                Status::Draft | Status::Retired => Err(Diagnostic::new(format!("规则 {} 没有启用", rule.id))),
            }
        }
        (None, true) => Ok(Detail::Whole),
        (None, false) => Ok(Detail::Outline),
    }
}

/// Who is asked about; an ID number is only ever said masked.
fn query(arguments: &Arguments) -> Result<Query, Failure> {
    match &arguments.household {
        Some(named) => match recognise(named) {
            Ok(recognised) => {
                ui::say(&format!(
                    "提示: 身份证号 {} 现在留在命令历史里了;下次用 bidui explain --id,在提示后输入",
                    recognised.number
                ));
                Ok(Query::Person(recognised.number))
            }
            Err(_) => Ok(Query::Named(clean(named).into_owned())),
        },
        None if arguments.id => typed_number().map(Query::Person),
        None => {
            Err(Diagnostic::new("要说明哪一户?").hint("写户编号或线索编号;按身份证号查用 bidui explain --id").into())
        }
    }
}

fn typed_number() -> Result<IdNumber, Failure> {
    let typed = match std::io::stdin().is_terminal() {
        true => rpassword::prompt_password("户内任一人的身份证号(输入时不显示): ").context("读不到输入")?,
        false => {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).context("读不到标准输入")?;
            line
        }
    };
    if typed.trim().is_empty() {
        return Err(Diagnostic::new("没有输入身份证号").hint("重新运行,在提示后输入户内任一人的身份证号").into());
    }
    let number = recognise(&typed).map_err(|defect| mistyped(&typed, defect))?.number;
    ui::say(&format!("查找身份证号 {number} 所在的户"));
    Ok(number)
}

fn mistyped(typed: &str, defect: IdDefect) -> Diagnostic {
    Diagnostic::new(format!("“{}”{}", mask_digits(typed.trim()), defect.label())).hint("请核对后重新输入")
}

/// Reads and links the period, finds the household, and screens its village; gives the household's code, too.
fn explained(county: &County, query: &Query, detail: Detail<'_>, ui: &Ui) -> Result<(Explanation, String), Failure> {
    let County { workspace, as_of, config, pack, environment, identities } = county;
    let naming = &identities.naming;
    let intake = intake::read(workspace, pack, config, *as_of, ui)?;
    refuse_unusable(workspace, pack, config, &intake)?;
    let step = ui.step("查找这一户");
    let linkage = link_all(intake, pack, config, naming, &identities.answers)?;
    linkage.refuse_unsound()?;
    let Linkage { sheets, suspects, mut records, mut population, .. } = linkage;
    let register = &pack.register().0.name;
    records.remove(register);
    let environment = &with_absent_columns(environment, &sheets, pack);
    let setting = Setting { pack, environment, naming, suspects: &suspects, supposed: None };
    let whole = linked_tables(&population, &records, register, Arc::default())?;
    let coverage = measure(&whole, coverage::Setting { pack, environment, sheets: &sheets })?;
    let (household, village) = one(search(query, &population, &whole, setting)?, query)?;
    drop(whole);
    let suspects = of_village(suspects.clone(), village);
    let all = records.clone();
    narrow(&mut population, &mut records, village)?;
    let pack = &concerned(pack, detail);
    let facts = facts_behind(&pack.active_rules().collect::<Vec<_>>(), pack);
    let mut tables = derive(linked_tables(&population, &records, register, Arc::new(coverage))?, &facts, environment)?;
    let supposed = supposed_tables(&population, &all, &suspects, (pack, &tables))?;
    let supposed = supposed.map(|supposed| derive(supposed, &facts, environment)).transpose()?;
    let setting = Setting { pack, suspects: &suspects, supposed: supposed.as_ref(), ..setting };
    let findings = detect(&mut tables, setting)?;
    let case =
        Case { setting, tables: &tables, records: &records, findings: &findings, sheets: &sheets, as_of: *as_of };
    let explanation = explain(case, household, detail)?;
    drop(step);
    Ok((explanation, Locations::of(&tables, pack)?.code(Subject::Household, household, naming)))
}

/// The suspects that may belong to a village, without those elsewhere whom they may be about as well.
fn of_village(suspects: Vec<Suspect>, village: i64) -> Vec<Suspect> {
    let within = |mut suspect: Suspect| {
        suspect.candidates.retain(|candidate| candidate.village == village);
        (!suspect.candidates.is_empty()).then_some(suspect)
    };
    suspects.into_iter().filter_map(within).collect()
}

/// The pack with only the rules that are to be run, and no questions for visits: a rule by itself is found without the
/// others, unless it sums them up.
fn concerned(pack: &Pack, detail: Detail<'_>) -> Pack {
    let mut pack = pack.clone();
    pack.questions.clear();
    if let Detail::Rule(rule) = detail
        && !rule.reads_clues
    {
        pack.rules.retain(|other| other.id == rule.id);
    }
    pack
}

/// The one household that was found, or why there is none.
fn one(found: Found, query: &Query) -> Result<(i64, i64), Diagnostic> {
    match found {
        Found::Household(household, village) => Ok((household, village)),
        Found::Several(places) => {
            let listed: Vec<String> = places.iter().map(|place| format!("\n- {}", place.join("/"))).collect();
            let message = format!("有{}户都是这个户编号:{}", places.len(), listed.concat());
            let example = places.first().map(|place| place.join("/")).unwrap_or_default();
            Err(Diagnostic::new(message).hint(format!("写全乡镇、村和户编号,如 bidui explain {example}")))
        }
        Found::Village(township, village) => {
            let message = format!("这条线索说的是整个村:{township}{village}");
            Err(Diagnostic::new(message).hint("给出该村任一户的户编号,并用 --rule 指明规则"))
        }
        Found::Nothing(near) => Err(unknown(query, near)),
    }
}

fn unknown(query: &Query, near: Option<String>) -> Diagnostic {
    match query {
        Query::Person(number) => Diagnostic::new(format!("花名册里没有身份证号为 {number} 的人")),
        Query::Named(named) => {
            let fault = Diagnostic::new(format!("没有户编号或线索编号“{}”", mask_digits(named)));
            match (near, recognise(named)) {
                (_, Err(defect @ (IdDefect::PrecisionLost | IdDefect::BirthDate | IdDefect::CheckCharacter))) => {
                    fault.hint(format!("如果是身份证号: {};查身份证号用 bidui explain --id", defect.label()))
                }
                (Some(near), _) => fault.hint(format!("是不是户编号“{near}”?")),
                (None, _) => fault.hint("户编号见农户花名册,线索编号见推送核实清单;按身份证号查用 bidui explain --id"),
            }
        }
    }
}
