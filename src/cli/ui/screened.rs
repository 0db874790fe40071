//! What a run read and found.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::{Cell, Table};

use super::table::{number, side_table};
use crate::detect::{Blindness, Findings, count_by};
use crate::pack::{Pack, Severity};
use crate::report::{explain_files, explain_sheets};
use crate::schema::{Clue, Fate, FileReport, Judged, SheetReport};

/// The sources with their records, the rules with their hits, and the townships with their clues.
pub fn screened_page(pack: &Pack, files: &[FileReport], sheets: &[SheetReport], findings: &Findings) -> String {
    let mut lines = vec![format!("\n读到的数据\n{}", sources_table(sheets))];
    lines.extend(explain_files(files));
    lines.extend(explain_sheets(sheets));
    lines.push(format!("\n筛查规则\n{}", rules_table(pack, findings)));
    lines.push(format!("\n各乡镇线索\n{}", townships_table(findings)));
    let grades = findings.grades().map(|(grade, households)| format!("{} {households} 户", grade.label()));
    lines.push(format!("农户风险等级: {}", grades.join("、")));
    lines.push(blindness_line(findings.blindness()));
    lines.join("\n")
}

fn blindness_line(blindness: Blindness) -> String {
    let Blindness { undetermined_rules, skipped_rules, little_known_households, undetermined: _ } = blindness;
    format!(
        "盲区: {undetermined_rules} 条规则有对象缺数据无法判定,{skipped_rules} 条规则缺来源未运行,{little_known_households} 户几乎没有部门知晓;见“盲区.xlsx”"
    )
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
    let levels = count_by(&findings.clues, |clue| (clue.location.village.township.as_str(), clue.severity));
    let of_household = |clue: &Clue| -> Option<(String, i64)> {
        Some((clue.location.village.township.clone(), clue.subject.household?))
    };
    let households: BTreeSet<(String, i64)> = findings.clues.iter().filter_map(of_household).collect();
    for (township, clues) in count_by(&findings.clues, |clue| clue.location.village.township.as_str()) {
        let of_township = households.iter().filter(|(name, _)| *name == township).count();
        let level = |severity: Severity| number(levels.get(&(township, severity)).copied().unwrap_or(0));
        let mut row = vec![Cell::new(township), number(clues), number(u32::try_from(of_township).unwrap_or(u32::MAX))];
        row.extend(Severity::ALL.map(level));
        table.add_row(row);
    }
    table
}
