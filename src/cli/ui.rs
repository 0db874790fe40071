//! The only printer: results on standard output, progress and what is said beside them on standard error.

mod follow_up;
mod returns;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::failure::Failure;
use crate::compare::{Basis, Movement, ParameterChange, PeriodComparison, RuleChanges, WhatIf};
use crate::detect::{Blindness, Findings, count_by};
use crate::ledger::{Overview, state_label};
use crate::pack::{Config, Pack, Severity};
use crate::report::{FileInspection, RuleLine, SheetInspection, WaiverLine};
use crate::schema::{Clue, Fate, FileReport, FileState, Judged, SheetReport, SheetState, rivals};

pub use follow_up::{comparison_page, precision_page, progress_page, visits_page};
pub use returns::returns_page;

/// Prints a line on standard error; who has closed that does not want to be told.
macro_rules! tell {
    ($($what:tt)*) => {{
        let _ = writeln!(std::io::stderr().lock(), $($what)*);
    }};
}

/// Prints, unless told to be quiet.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    quiet: bool,
}

/// A line that says what is going on, until dropped.
#[derive(Debug)]
pub struct Step(ProgressBar);

impl Drop for Step {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Ui {
    /// A printer.
    pub fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// A bar over files; hidden where standard error is no terminal.
    pub fn files(self, files: usize) -> ProgressBar {
        let bar = self.bar(ProgressBar::new(u64::try_from(files).unwrap_or(0)));
        bar.set_style(style("读取文件 [{bar:24}] {pos}/{len} {wide_msg}"));
        bar
    }

    /// Says what is going on.
    pub fn step(self, what: &str) -> Step {
        let bar = self.bar(ProgressBar::new_spinner());
        bar.set_style(style("{spinner} {msg} …"));
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Step(bar)
    }

    fn bar(self, bar: ProgressBar) -> ProgressBar {
        if self.quiet { ProgressBar::hidden() } else { bar }
    }

    /// Prints what a run read and found.
    pub fn result(self, pack: &Pack, files: &[FileReport], sheets: &[SheetReport], findings: &Findings) {
        if self.quiet {
            return;
        }
        tell!("\n读到的数据\n{}", sources_table(sheets));
        explain_files(files).iter().chain(&explain_sheets(sheets)).for_each(|line| tell!("{line}"));
        tell!("\n筛查规则\n{}", rules_table(pack, findings));
        tell!("\n各乡镇线索\n{}", townships_table(findings));
        let grades = findings.grades().map(|(grade, households)| format!("{} {households} 户", grade.label()));
        tell!("农户风险等级: {}", grades.join("、"));
        let Blindness { undetermined_rules, skipped_rules, little_known_households, undetermined: _ } =
            findings.blindness();
        tell!(
            "盲区: {undetermined_rules} 条规则有对象缺数据无法判定,{skipped_rules} 条规则缺来源未运行,{little_known_households} 户几乎没有部门知晓;见“盲区.xlsx”"
        );
    }

    /// Prints what other rules or thresholds would change.
    pub fn what_if(self, what_if: &WhatIf) {
        if self.quiet {
            return;
        }
        let basis = |basis: &Basis| format!("{} 期(截止 {},规则包 {})", basis.period, basis.as_of, basis.pack);
        tell!("\n与以前的结果相比: {} → {}", basis(&what_if.earlier), basis(&what_if.later));
        if !what_if.same_data {
            tell!("注意: 两次读的数据文件不同,变化不全是规则带来的");
        }
        rulebook_changes(what_if).iter().for_each(|line| tell!("{line}"));
        let comparison = &what_if.comparison;
        let totals = [("农户", comparison.households), ("人", comparison.persons), ("线索", comparison.clues)];
        let mut summary = side_table(&["", "进入", "退出", "不变", "未运行"]);
        for (what, movement) in totals {
            summary.add_row(std::iter::once(Cell::new(what)).chain(movement_cells(movement)));
        }
        for (township, movement) in &comparison.townships {
            summary.add_row(std::iter::once(Cell::new(format!("{township}(农户)"))).chain(movement_cells(*movement)));
        }
        tell!("\n{summary}");
        let mut rules = side_table(&["规则", "名称", "乡镇", "进入", "退出", "不变", "未运行"]);
        for rule in comparison.rules.iter().filter(|rule| !rule.clues.is_still()) {
            let names = [&rule.rule, &rule.title, &rule.township].map(Cell::new);
            rules.add_row(names.into_iter().chain(movement_cells(rule.clues)));
        }
        match rules.is_empty() {
            true => tell!("\n没有线索进入或退出"),
            false => tell!("\n各规则线索\n{rules}"),
        }
        tell!("\n只是试算,没有写出任何结果。");
    }

    /// Says how many clues go to the villages.
    pub fn pushed(self, asked: usize, reported: usize, kept: usize) {
        if !self.quiet {
            let reported = match reported {
                0 => String::new(),
                reported => format!("(其中 {reported} 条是村里以前走访发现、还没有办结的)"),
            };
            let kept = if kept == 0 {
                String::new()
            } else {
                format!(";{kept} 条已核实或豁免,不再推送,见“不再推送.xlsx”")
            };
            tell!("\n推送核实 {asked} 条{reported}{kept}");
        }
    }

    /// Says what changed since the period before.
    pub fn compared(self, comparison: &PeriodComparison) {
        if !self.quiet {
            tell!("\n{}", follow_up::comparison_line(comparison));
        }
    }

    /// Says where results are that are only to be looked at.
    pub fn shown(self, out: &Path) {
        if !self.quiet {
            tell!("\n结果已写到 {}", out.display());
            tell!("只供查看: 没有读台账,也没有记入台账,所以没有写推送清单;要推送核实,请不写 --out 再运行。");
        }
    }

    /// Says where the results are.
    pub fn published(self, out: &Path, config: &Config) {
        if !self.quiet {
            tell!("\n结果已写到 {}", out.display());
            tell!(
                "请把“推送清单”里各乡镇的工作簿发下去核实;部门数据的问题见“数据质量.xlsx”,疑似漏登人员见“未匹配.xlsx”。"
            );
            if config.clue_secret.is_none() {
                tell!(
                    "提示: bidui.toml 里还没有 clue_secret;写上一长串只有本县知道的文字,别人就无法从线索编号倒推身份证号。"
                );
            }
        }
    }
}

/// Prints a result for scripts, on standard output.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    Ok(page(&format!("{text}\n"))?)
}

/// Says something.
pub fn say(what: &str) {
    tell!("{what}");
}

/// Prints what was asked for, on standard output; who stops reading it has read enough.
///
/// # Errors
/// If standard output cannot be written to.
pub fn page(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("写不了标准输出"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What every file was read as.
pub fn inspection_page(files: &[FileInspection]) -> String {
    let mut page = format!("{}\n", inspection_table(files));
    for file in files {
        for sheet in &file.sheets {
            let lines = sheet_remarks(sheet);
            if !lines.is_empty() {
                page.push_str(&format!("\n{}[{}]\n", file.file, sheet.sheet));
                lines.iter().for_each(|line| page.push_str(&format!("  {line}\n")));
            }
        }
    }
    page
}

/// A list of rules by group.
pub fn rule_list(rules: &[(String, &RuleLine)]) -> Table {
    let mut table = table(&["分组", "编号", "名称", "对象", "部门", "风险类型", "等级", "状态"]);
    for (group, rule) in rules {
        let cells =
            [group, &rule.id, &rule.title, rule.subject, &rule.department, &rule.risk, rule.severity, rule.status];
        table.add_row(cells);
    }
    table
}

/// A list of waivers.
pub fn waiver_list(waivers: &[WaiverLine]) -> Table {
    let mut table = table(&["编号", "豁免", "原因", "依据文件", "核实人", "起", "止", "状态"]);
    for waiver in waivers {
        let state = match (&waiver.revoked, waiver.holds, waiver.begins_later) {
            (Some(revoked), ..) => format!("已撤销: {revoked}"),
            (None, true, _) => "有效".to_owned(),
            (None, false, true) => "未开始".to_owned(),
            (None, false, false) => "已到期".to_owned(),
        };
        let WaiverLine { id, scope, reason, document, verifier, from, until, .. } = waiver;
        table.add_row([&id.to_string(), scope, reason, document, verifier, from, until, &state]);
    }
    table
}

/// The ledger at a glance.
pub fn ledger_page(overview: &Overview) -> String {
    let mut periods = table(&["期", "截止日期", "运行次数", "线索", "应推送", "已消除", "未能评估"]);
    for line in &overview.periods {
        let mut row = vec![Cell::new(&line.period), Cell::new(&line.as_of)];
        row.extend([line.runs, line.found, line.asked, line.closed, line.not_evaluated].map(number));
        periods.add_row(row);
    }
    let mut states = table(&["线索状态", "条数"]);
    for (state, count) in &overview.states {
        states.add_row([Cell::new(state_label(state)), number(*count)]);
    }
    format!(
        "{periods}\n{states}\n有效豁免 {} 条,未裁定的矛盾结论 {} 处,操作记录 {} 条\n",
        overview.waivers, overview.contradictions, overview.entries
    )
}

/// Prints that the program itself is at fault.
pub fn broken(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tell!("程序内部出错({place})。这不是您的数据的问题;请把这一行告诉我们。");
}

/// Prints why a command stopped.
pub fn failure(failure: &Failure) {
    match failure {
        Failure::Machine(error) => {
            tell!("错误: {error}");
            error.chain().skip(1).for_each(|cause| tell!("  原因: {cause}"));
        }
        Failure::Mistakes(mistakes) => {
            mistakes.iter().for_each(|mistake| tell!("{mistake}\n"));
            if mistakes.len() > 1 {
                tell!("共 {} 处错误,改好后再运行。", mistakes.len());
            }
        }
        Failure::Unsafe(message) => tell!("已停止: {message}"),
    }
}

/// One line for every file that gave no records.
pub fn explain_files(files: &[FileReport]) -> Vec<String> {
    let explain = |file: &FileReport| match &file.state {
        FileState::Read => None,
        FileState::Unrecognised => Some(format!("注意: {} 没有认出是哪种数据,未使用", file.path)),
        FileState::Unreadable(why) => Some(format!("注意: {} 读不了: {why}", file.path)),
        FileState::Skipped(what) => Some(format!("略过: {}({what})", file.path)),
    };
    files.iter().filter_map(explain).collect()
}

/// One line for every sheet that nearly was a source, or could be several.
pub fn explain_sheets(sheets: &[SheetReport]) -> Vec<String> {
    let explain = |sheet: &SheetReport| match &sheet.state {
        SheetState::Unrecognised { nearest: Some((source, lacks)) } => {
            let place = format!("{}[{}]", sheet.file, sheet.name);
            Some(format!("注意: {place} 最接近“{source}”,但缺少栏目: {}", lacks.join("、")))
        }
        SheetState::Ambiguous { sources } => {
            Some(format!("注意: {}[{}] 难分是{},未使用", sheet.file, sheet.name, rivals(sources)))
        }
        SheetState::Recognised { .. } | SheetState::Ignored | SheetState::Unrecognised { nearest: None } => None,
    };
    sheets.iter().filter_map(explain).collect()
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A table for standard output.
fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headings.iter().map(|heading| Cell::new(heading).add_attribute(Attribute::Bold)));
    table
}

/// A table for standard error.
fn side_table(headings: &[&str]) -> Table {
    let mut table = table(headings);
    table.use_stderr();
    table
}

fn number(value: u32) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
}

fn sources_table(sheets: &[SheetReport]) -> Table {
    let mut sources: BTreeMap<&str, (u32, u32, BTreeMap<Fate, u32>)> = BTreeMap::new();
    for sheet in sheets {
        let Some(source) = sheet.source() else { continue };
        let (number, read, fates) = sources.entry(source).or_default();
        *number += 1;
        *read += sheet.read;
        sheet.records.iter().for_each(|(fate, records)| *fates.entry(*fate).or_insert(0) += records);
    }
    let mut headings = vec!["数据来源", "工作表", "记录"];
    headings.extend(Fate::ALL.map(Fate::label));
    let mut table = side_table(&headings);
    for (source, (sheets, read, fates)) in sources {
        let mut row = vec![Cell::new(source), number(sheets), number(read)];
        row.extend(Fate::ALL.map(|fate| number(fates.get(&fate).copied().unwrap_or(0))));
        table.add_row(row);
    }
    table
}

fn inspection_table(files: &[FileInspection]) -> Table {
    let headings =
        ["文件", "格式", "工作表", "识别为", "表头行", "认出的栏目", "数据行", "证号可用", "证号有误", "数据截至"];
    let mut table = table(&headings);
    for file in files {
        let name = || [Cell::new(&file.file), Cell::new(&file.format)];
        if file.sheets.is_empty() {
            table.add_row(name().into_iter().chain([Cell::new(""), Cell::new(&file.state)]));
        }
        for sheet in &file.sheets {
            let rest = [
                Cell::new(&sheet.sheet),
                Cell::new(sheet.source.as_deref().unwrap_or("未识别")),
                Cell::new(sheet.header_row.map(|row| row.to_string()).unwrap_or_default()),
                Cell::new(format!("{}/{}", sheet.understood, sheet.headings)),
                number(sheet.rows.get("data").copied().unwrap_or(0)),
                number(sheet.ids.values().sum()),
                number(sheet.damaged.values().sum()),
                Cell::new(sheet.latest.as_deref().unwrap_or_default()),
            ];
            table.add_row(name().into_iter().chain(rest));
        }
    }
    table
}

/// What there is to say of a sheet beside its line in the table.
fn sheet_remarks(sheet: &SheetInspection) -> Vec<String> {
    let mut lines: Vec<String> = sheet.concealment.iter().chain(&sheet.unrecognised).cloned().collect();
    if let Some((source, columns)) = &sheet.next {
        lines.push(format!("其次像“{source}”,认出{columns}栏"));
    }
    let renamed: Vec<String> = sheet
        .columns
        .iter()
        .filter(|(field, heading)| field != heading)
        .map(|(field, heading)| format!("{heading}→{field}"))
        .collect();
    let unclaimed: Vec<String> = sheet
        .unclaimed
        .iter()
        .map(|(heading, near)| match near {
            Some(near) => format!("{heading}(是不是“{near}”?)"),
            None => heading.clone(),
        })
        .collect();
    let counts = |counts: &BTreeMap<String, u32>| {
        counts.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>()
    };
    let values: Vec<String> =
        sheet.values.iter().map(|(field, value, rows)| format!("{field}“{value}”{rows}行")).collect();
    for (title, parts) in [
        ("栏目对应", renamed),
        ("没有用到的列", unclaimed),
        ("表中没有的栏目", sheet.absent.clone()),
        ("证号", counts(&sheet.ids)),
        ("有误的证号", counts(&sheet.damaged)),
        ("不认识的值", values),
        ("去处", counts(&sheet.records)),
    ] {
        if !parts.is_empty() {
            lines.push(format!("{title}: {}", parts.join("、")));
        }
    }
    lines
}

fn rules_table(pack: &Pack, findings: &Findings) -> Table {
    let mut table = side_table(&["规则", "名称", "等级", "线索", "排除", "缺数据", "存疑", "说明"]);
    for tally in &findings.tallies {
        let Some(rule) = pack.rules.iter().find(|rule| rule.id == tally.rule) else { continue };
        let mut row = vec![Cell::new(&rule.id), Cell::new(&rule.title), Cell::new(rule.severity.label())];
        match &tally.judged {
            Judged::Run { hits, excluded, undetermined, doubtful, misses: _ } => {
                row.extend([hits, excluded, undetermined, doubtful].map(|value| number(*value)));
                row.push(Cell::new(""));
            }
            Judged::Skipped { missing } => {
                row.extend(["", "", "", ""].map(Cell::new));
                row.push(Cell::new(format!("未运行: 没有{}", missing.join("、"))));
            }
        }
        table.add_row(row);
    }
    table
}

fn townships_table(findings: &Findings) -> Table {
    let mut table = side_table(&["乡镇", "线索", "涉及户", "高", "中", "低"]);
    let levels = count_by(&findings.clues, |clue| (clue.location.township.as_str(), clue.severity));
    let of_household =
        |clue: &Clue| -> Option<(String, i64)> { Some((clue.location.township.clone(), clue.subject.household?)) };
    let households: BTreeSet<(String, i64)> = findings.clues.iter().filter_map(of_household).collect();
    for (township, clues) in count_by(&findings.clues, |clue| clue.location.township.as_str()) {
        let of_township = households.iter().filter(|(name, _)| *name == township).count();
        let level = |severity: Severity| number(levels.get(&(township, severity)).copied().unwrap_or(0));
        let mut row = vec![Cell::new(township), number(clues), number(u32::try_from(of_township).unwrap_or(u32::MAX))];
        row.extend(Severity::ALL.map(level));
        table.add_row(row);
    }
    table
}

/// One line for every threshold and every kind of change to the rules.
fn rulebook_changes(what_if: &WhatIf) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "无".to_owned());
    let parameter = |change: &ParameterChange| {
        format!("参数 {}: {} → {}", change.name, shown(&change.earlier), shown(&change.later))
    };
    let mut lines: Vec<String> = what_if.parameters.iter().map(parameter).collect();
    let RuleChanges { added, removed, changed } = &what_if.rulebook;
    for (what, rules) in [("增加的规则", added), ("去掉的规则", removed), ("改动的规则", changed)] {
        if !rules.is_empty() {
            lines.push(format!("{what}: {}", rules.join("、")));
        }
    }
    if lines.is_empty() {
        lines.push("规则和参数没有不同".to_owned());
    }
    lines
}

fn movement_cells(movement: Movement) -> [Cell; 4] {
    [movement.entering, movement.leaving, movement.staying, movement.not_evaluated].map(number)
}
