//! `clues.csv`: one row a clue, for people and scripts.

use crate::dispatch::places;
use crate::expr::Subject;
use crate::schema::{Clue, Included, SheetReport};
use crate::value::Disclosure;

/// The columns, in order.
pub const CLUE_COLUMNS: [&str; 16] = [
    "线索编号",
    "规则编号",
    "规则名称",
    "对象",
    "乡镇",
    "行政村",
    "户编号",
    "户主姓名",
    "涉及人姓名",
    "涉及人身份证号",
    "风险类型",
    "风险等级",
    "来源部门",
    "线索内容",
    "出处",
    "同一事项",
];

/// One row a clue, in the order of [`CLUE_COLUMNS`]. A household clue concerns its head.
pub fn clue_rows(clues: &[Clue], sheets: &[SheetReport], disclosure: Disclosure) -> Vec<[String; 16]> {
    clues.iter().map(|clue| row(clue, sheets, disclosure)).collect()
}

fn row(clue: &Clue, sheets: &[SheetReport], disclosure: Disclosure) -> [String; 16] {
    let kind = match clue.subject.kind {
        Subject::Person => "人",
        Subject::Household => "户",
        Subject::Village => "村",
    };
    [
        clue.id.clone(),
        clue.rule.clone(),
        clue.text.title.clone(),
        kind.to_owned(),
        clue.location.village.township.clone(),
        clue.location.village.name.clone(),
        clue.location.household_number.clone(),
        clue.location.head_name.clone(),
        clue.text.person_name.clone(),
        disclosure.show(clue.subject.person.or(clue.location.head)),
        clue.risk.clone(),
        clue.severity.label().to_owned(),
        clue.department.clone(),
        clue.text.finding.clone(),
        places(clue, sheets),
        same_matter(clue, disclosure),
    ]
}

/// The rules whose hits are further reasons of the clue; for a member's the number as well.
fn same_matter(clue: &Clue, disclosure: Disclosure) -> String {
    let told = |included: &Included| match included.subject.person.filter(|_| clue.subject.person.is_none()) {
        Some(person) => format!("{} {}", included.rule, disclosure.show(Some(person))),
        None => included.rule.clone(),
    };
    clue.included.iter().map(told).collect::<Vec<_>>().join("；")
}
