//! How many clues come from whose data.

use super::input::{SummaryInput, title};
use crate::workbook::{Columns, SheetOut};

/// The sheet, one row a department and rule.
pub(super) fn departments(input: SummaryInput<'_>) -> SheetOut {
    let counts = crate::detect::count_by(input.clues, |clue| (clue.department.as_str(), clue.rule.as_str()));
    let title_of = |id: &str| input.pack.rule(id).map_or("", |rule| rule.title.as_str());
    let columns = Columns::<((&str, &str), u32)>::new()
        .text(("部门", 12.0), |((department, _), _)| (*department).to_owned())
        .text(("规则编号", 12.0), |((_, rule), _)| (*rule).to_owned())
        .text(("规则名称", 40.0), |((_, rule), _)| title_of(rule).to_owned())
        .count(("线索（条）", 10.0), |(_, clues)| *clues);
    SheetOut { name: "按部门".to_owned(), title: title(input, "按部门"), ..SheetOut::of(&columns, counts) }
}
