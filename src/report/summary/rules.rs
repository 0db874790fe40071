//! How every rule fared.

use super::super::cells::{column, count, text};
use super::input::{Summary, title};
use crate::pack::Pack;
use crate::schema::{Judged, RuleTally};
use crate::workbook::{CellOut, ColumnKind, SheetOut};

/// The sheet, one row a rule.
pub(super) fn rules(input: Summary<'_>) -> SheetOut {
    let columns = [("规则编号", 11.0), ("规则名称", 34.0), ("部门", 10.0), ("风险类型", 11.0), ("等级", 6.0)]
        .map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let numbers = ["命中", "未命中", "排除", "缺数据无法判定", "疑似数据错误"]
        .map(|heading| column(heading, 10.0, ColumnKind::Integer));
    let columns = columns.into_iter().chain(numbers).chain([column("未运行原因", 30.0, ColumnKind::Text)]).collect();
    let rows = input.tallies.iter().filter_map(|tally| rule_row(tally, input.pack)).collect();
    SheetOut { name: "按规则".to_owned(), title: title(input, "按规则"), columns, rows, ..SheetOut::default() }
}

fn rule_row(tally: &RuleTally, pack: &Pack) -> Option<Vec<CellOut>> {
    let rule = pack.rules.iter().find(|rule| rule.id == tally.rule)?;
    let mut row =
        vec![text(&rule.id), text(&rule.title), text(&rule.department), text(&rule.risk), text(rule.severity.label())];
    match &tally.judged {
        Judged::Run { hits, misses, excluded, undetermined, doubtful } => {
            row.extend([hits, misses, excluded, undetermined, doubtful].map(|number| count(*number)));
            row.push(CellOut::Blank);
        }
        Judged::Skipped { missing } => {
            row.extend(vec![CellOut::Blank; 5]);
            row.push(text(format!("未提供: {}", missing.join("、"))));
        }
    }
    Some(row)
}
