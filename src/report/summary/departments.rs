//! How many clues come from whose data.

use super::super::cells::{column, count, text};
use super::input::{Summary, title};
use crate::workbook::{ColumnKind, SheetOut};

/// The sheet, one row a department and rule.
pub(super) fn departments(input: Summary<'_>) -> SheetOut {
    let counts = crate::detect::count_by(input.clues, |clue| (clue.department.as_str(), clue.rule.as_str()));
    let title_of = |id: &str| input.pack.rules.iter().find(|rule| rule.id == id).map_or("", |rule| rule.title.as_str());
    let rows = counts
        .iter()
        .map(|((department, rule), clues)| vec![text(*department), text(*rule), text(title_of(rule)), count(*clues)])
        .collect();
    let columns = vec![
        column("部门", 12.0, ColumnKind::Text),
        column("规则编号", 12.0, ColumnKind::Text),
        column("规则名称", 40.0, ColumnKind::Text),
        column("线索(条)", 10.0, ColumnKind::Integer),
    ];
    SheetOut { name: "按部门".to_owned(), title: title(input, "按部门"), columns, rows, ..SheetOut::default() }
}
