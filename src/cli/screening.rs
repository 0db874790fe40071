//! What every command that screens has in common: data that cannot be screened is refused, the rest becomes the tables
//! that facts and rules read.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::{DataFrame, IntoLazy, col, lit};

use super::failure::Failure;
use super::intake::Intake;
use super::questions::questions;
use super::workspace::Workspace;
use crate::expr::Subject;
use crate::facts::{Tables, of_subjects};
use crate::link::{Population, affected, coming_with, supposed, with_newcomers};
use crate::pack::{Config, Pack};
use crate::schema::{Coverage, FATE, Fate, FileReport, FileState, Suspect};

/// Stops when what was read would make every absence look like a finding.
pub(super) fn refuse_unusable(
    workspace: &Workspace,
    pack: &Pack,
    config: &Config,
    intake: &Intake,
) -> Result<(), Failure> {
    refuse_unreadable(&intake.files)?;
    let questions = questions(pack, config, intake);
    if !questions.is_empty() {
        return Err(Failure::Asked(questions));
    }
    require_sources(workspace, pack, config, intake)
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

/// Stops when a source that must be there is not, or holds no record.
fn require_sources(workspace: &Workspace, pack: &Pack, config: &Config, intake: &Intake) -> Result<(), Failure> {
    let Intake { files, sheets, records, .. } = intake;
    let (register, _) = pack.register();
    let required = std::iter::once(&register.name).chain(&config.required_sources);
    let missing: Vec<&str> = required
        .filter(|name| records.get(*name).is_none_or(|frame| frame.height() == 0))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let tables = files.iter().filter(|file| !matches!(file.state, FileState::Skipped(_))).count();
    let mut message = match tables {
        0 => format!("{} 里没有表格文件(.xlsx、.xls、.csv)", workspace.data.display()),
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
pub(super) fn linked_tables(
    population: &Population,
    linked: &BTreeMap<String, DataFrame>,
    register: &str,
    coverage: Arc<Coverage>,
) -> Result<Tables, Failure> {
    let mut records = BTreeMap::new();
    for (name, frame) in linked.iter().filter(|(name, _)| *name != register) {
        let used = frame.clone().lazy().filter(col(FATE).eq(lit(Fate::Linked.label()))).collect()?;
        records.insert(name.clone(), used);
    }
    let Population { persons, households, villages, .. } = population;
    let (person, household, village) = (persons.clone(), households.clone(), villages.clone());
    Ok(Tables { person, household, village, records, coverage })
}

/// The tables of the households that suspects may belong to, as they would be if they did; facts of villages stand as
/// they are. None if there are no suspects.
pub(super) fn supposed_tables(
    population: &Population,
    linked: &BTreeMap<String, DataFrame>,
    suspects: &[Suspect],
    (pack, tables): (&Pack, &Tables),
) -> Result<Option<Tables>, Failure> {
    if suspects.is_empty() {
        return Ok(None);
    }
    let affected = affected(suspects);
    let (source, register) = pack.register();
    let others = linked.iter().filter(|(name, _)| **name != source.name);
    let others: BTreeMap<String, DataFrame> = others.map(|(name, frame)| (name.clone(), frame.clone())).collect();
    let (own, mut all): (Vec<&Suspect>, Vec<&Suspect>) =
        suspects.iter().partition(|suspect| suspect.source == source.name);
    let coming = coming_with(&own.iter().map(|suspect| (*suspect).clone()).collect::<Vec<_>>(), &others)?;
    all.extend(&coming);
    let of_households = |frame: &DataFrame| of_subjects(frame, Subject::Household, &affected);
    let subjects = (of_households(&population.persons)?, of_households(&population.households)?);
    let (person, household) = with_newcomers(subjects, population, (source, register), &own)?;
    Ok(Some(Tables {
        person,
        household,
        village: tables.village.clone(),
        records: supposed(&others, &pack.sources, &all, &affected)?,
        coverage: tables.coverage.clone(),
    }))
}
