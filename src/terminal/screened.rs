//! What a run read and found.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::Table;

use super::table::side_table;
use crate::detect::{Blindness, Findings, count_by};
use crate::pack::{Pack, Rule, Severity};
use crate::report::{explain_files, explain_sheets};
use crate::schema::{Fate, FileReport, Judged, SheetReport};
use crate::workbook::Columns;

/// The sources with their records, the rules with their hits, and the townships with their clues.
pub fn screened_page(pack: &Pack, files: &[FileReport], sheets: &[SheetReport], findings: &Findings) -> String {
    let mut lines = vec![format!("\n读到的数据\n{}", sources_table(sheets))];
    lines.extend(explain_files(files));
    lines.extend(explain_sheets(sheets));
    lines.push(format!("\n筛查规则\n{}", rules_table(pack, findings)));
    lines.push(format!("\n各乡镇线索\n{}", townships_table(findings)));
    let grades = findings.grades().map(|(grade, households)| format!("{} {households} 户", grade.label()));
    lines.push(format!("农户风险等级：{}", grades.join("、")));
    lines.push(blindness_line(findings.blindness()));
    lines.join("\n")
}

fn blindness_line(blindness: Blindness) -> String {
    let Blindness { undetermined_rules, skipped_rules, little_known_households, undetermined: _ } = blindness;
    format!(
        "盲区：{undetermined_rules} 条规则有对象缺数据无法判定，{skipped_rules} 条规则缺来源未运行，{little_known_households} 户各部门数据基本未覆盖；见“盲区.xlsx”"
    )
}

/// What was read of a source.
#[derive(Default)]
struct Read {
    sheets: u32,
    records: u32,
    fates: BTreeMap<Fate, u32>,
}

fn sources_table(sheets: &[SheetReport]) -> Table {
    let mut sources: BTreeMap<&str, Read> = BTreeMap::new();
    for sheet in sheets {
        let Some(source) = sheet.source() else { continue };
        let read = sources.entry(source).or_default();
        read.sheets += 1;
        read.records += sheet.read;
        sheet.records.iter().for_each(|(fate, records)| *read.fates.entry(*fate).or_insert(0) += records);
    }
    let columns = Columns::<(&str, Read)>::new()
        .text("数据来源", |(source, _)| (*source).to_owned())
        .count("工作表", |(_, read)| read.sheets)
        .count("记录", |(_, read)| read.records);
    let columns = Fate::ALL.into_iter().fold(columns, |columns, fate| {
        columns.count(fate.label(), move |(_, read)| read.fates.get(&fate).copied().unwrap_or(0))
    });
    side_table(&columns, sources)
}

fn rules_table(pack: &Pack, findings: &Findings) -> Table {
    let counts = |judged: &Judged| match judged {
        Judged::Run(counts) => Some(*counts),
        Judged::Skipped { .. } => None,
    };
    let columns = Columns::<(&Rule, &Judged)>::new()
        .text("规则", |(rule, _)| rule.id.clone())
        .text("名称", |(rule, _)| rule.title.clone())
        .text("等级", |(rule, _)| rule.severity.label())
        .count("线索", |(_, judged)| counts(judged).map(|counts| counts.hits))
        .count("排除", |(_, judged)| counts(judged).map(|counts| counts.excluded))
        .count("缺数据", |(_, judged)| counts(judged).map(|counts| counts.undetermined))
        .count("存疑", |(_, judged)| counts(judged).map(|counts| counts.doubtful))
        .text("说明", |(_, judged)| match judged {
            Judged::Run(_) => String::new(),
            Judged::Skipped { missing } => format!("未运行：没有{}", missing.join("、")),
        });
    let rules = findings.tallies.iter().filter_map(|tally| Some((pack.rule(&tally.rule)?, &tally.judged)));
    side_table(&columns, rules)
}

fn townships_table(findings: &Findings) -> Table {
    let levels = count_by(&findings.clues, |clue| (clue.location.village.township.as_str(), clue.severity));
    let households: BTreeSet<(String, i64)> = findings
        .clues
        .iter()
        .filter_map(|clue| Some((clue.location.village.township.clone(), clue.subject.household?)))
        .collect();
    let columns = Columns::<(&str, u32)>::new()
        .text("乡镇", |(township, _)| (*township).to_owned())
        .count("线索", |(_, clues)| *clues)
        .count("涉及户", |(township, _)| households.iter().filter(|(name, _)| name == township).count());
    let levels = &levels;
    let columns = Severity::ALL.into_iter().fold(columns, |columns, severity| {
        columns.count(severity.label(), move |(township, _)| levels.get(&(*township, severity)).copied().unwrap_or(0))
    });
    side_table(&columns, count_by(&findings.clues, |clue| clue.location.village.township.as_str()))
}
