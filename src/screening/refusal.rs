//! What stops a screening: data that cannot be read or screened, that the county has to be asked about, or that differ
//! from the period before in a way that would make lists wrong.

use super::intake::Intake;
use super::questions::questions;
use super::setup::Setup;
use crate::county::{Failure, Workspace, existing_ledger};
use crate::ledger::{periods, run_manifest};
use crate::pack::{Config, Pack, SafetyCheck};
use crate::report::{explain_files, explain_sheets};
use crate::safety::{Concern, PeriodData, concerns, unaccepted};
use crate::schema::{FileReport, FileState, SheetReport};
use crate::store::{Compositions, MANIFEST, Manifest};

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
        format!("有 {} 个文件无法读取，没有写出任何结果。改好后再运行；确实不用的，移出数据文件夹", unreadable.len());
    explain_files(&unreadable).iter().for_each(|line| message.push_str(&format!("\n{line}")));
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
        0 => format!("{} 里没有表格文件（.xlsx、.xls、.csv）", workspace.data.display()),
        _ => format!("缺少必需的数据：{}。请把它放进数据文件夹再运行；没有写出任何结果", missing.join("、")),
    };
    let columns: Vec<&str> = register.required.iter().map(String::as_str).collect();
    if missing.contains(&register.name.as_str()) {
        message.push_str(&format!("。农户花名册按表头认，须有这些栏目：{}", columns.join("、")));
    }
    for line in explain_files(files).iter().chain(&explain_sheets(sheets)) {
        message.push('\n');
        message.push_str(line);
    }
    Err(Failure::Unsafe(message))
}

/// Stops when the data differ from the period before in a way that would make lists wrong.
pub(super) fn refuse_odd(setup: &Setup, intake: &Intake, compositions: &Compositions) -> Result<(), Failure> {
    let Setup { pack, as_of, workspace, config, .. } = setup;
    let delivery = PeriodData { pack, files: &intake.files, sheets: &intake.sheets, compositions, as_of: *as_of };
    let before = before(workspace)?;
    let mut found = concerns(delivery, before.as_ref().ok().and_then(Option::as_ref));
    found.extend(before.as_ref().err().map(|finding| Concern {
        source: pack.register().0.name.clone(),
        check: SafetyCheck::Uncompared,
        finding: finding.clone(),
    }));
    let found = unaccepted(found, &config.accepted, &workspace.period);
    if found.is_empty() {
        return Ok(());
    }
    let compared = before.ok().flatten().map(|before| format!("与 {} 期相比，", before.period)).unwrap_or_default();
    let mut message = format!("{compared}数据有异常，没有写出任何结果。请先核对：");
    for concern in &found {
        message.push_str(&format!("\n- {}（{}）：{}", concern.source, concern.check.name(), concern.finding));
    }
    message.push_str("\n有问题的，换成正确的表再运行；核对无误的，把下面相应的几行写进 bidui.toml，写明理由后再运行：");
    for concern in &found {
        message.push_str(&format!("\n\n{}", concern.acceptance(&workspace.period)));
    }
    Err(Failure::Unsafe(message))
}

/// What the period before left; what is wrong with it, if the ledger knows that period and it cannot be read: a check
/// that is skipped for that looks like one that was passed.
fn before(workspace: &Workspace) -> Result<Result<Option<Manifest>, String>, Failure> {
    let own = workspace.run_folder();
    let runs = own.parent().unwrap_or(&own);
    let Some(ledger) = existing_ledger(&workspace.root)? else {
        return Ok(Ok(Manifest::previous(runs, &workspace.period)));
    };
    let known = periods(&ledger)?;
    let Some((period, _)) = known.range(..workspace.period.clone()).next_back() else {
        return Ok(Ok(Manifest::previous(runs, &workspace.period)));
    };
    let folder = runs.join(period);
    let lost = || {
        format!(
            "台账记着 {period} 期筛查过，而 {} 已不存在、无法读取或与台账所记不一致，不能与上期核对；请用备份恢复，或把 {period} 期再筛查一次",
            folder.join(MANIFEST).display()
        )
    };
    let manifest = Manifest::read(&folder, run_manifest(&ledger, period)?.as_deref());
    Ok(manifest.map(Some).ok_or_else(lost))
}

/// The run's own check: every row and every record is accounted for.
pub(super) fn check_balance(sheets: &[SheetReport]) -> Result<(), Failure> {
    match sheets.iter().find(|sheet| sheet.source().is_some() && !sheet.balanced()) {
        Some(sheet) => {
            let place = format!("{}[{}]", sheet.file, sheet.name);
            Err(anyhow::anyhow!("行数不平衡：{place}；这是程序的问题，没有写出任何结果").into())
        }
        None => Ok(()),
    }
}
