//! `clues.csv`: one row a clue, for people and scripts.

use crate::dispatch::places;
use crate::schema::{Clue, ImpliedHit, SheetReport};
use crate::value::{Disclosure, Redacted};
use crate::workbook::Columns;

/// The columns, in order. A household clue concerns its head.
pub fn clue_columns(sheets: &[SheetReport], disclosure: Disclosure) -> Columns<'_, Clue> {
    Columns::<Clue>::new()
        .text("线索编号", |clue| Redacted::code(&clue.id))
        .text("规则编号", |clue| clue.rule.to_string())
        .text("规则名称", |clue| clue.text.title.clone())
        .text("对象", |clue| clue.subject.kind.word().to_owned())
        .text("乡镇", |clue| clue.location.village.township.clone())
        .text("行政村", |clue| clue.location.village.name.clone())
        .text("户编号", |clue| Redacted::household_number(&clue.location.household_number))
        .text("户主姓名", |clue| clue.location.head_name.clone())
        .text("涉及人姓名", |clue| clue.text.person_name.clone())
        .text("涉及人身份证号", move |clue| disclosure.show(clue.subject.person.or(clue.location.head)))
        .text("风险类型", |clue| clue.risk.clone())
        .text("风险等级", |clue| clue.severity.label().to_owned())
        .text("来源部门", |clue| clue.department.clone())
        .text("线索内容", |clue| clue.text.finding.clone())
        .text("出处", |clue| places(clue, sheets))
        .text("同一事项", move |clue| same_matter(clue, disclosure))
        .text("综合研判", summed_up)
}

/// The rules whose hits are further reasons of the clue; for a member's the number as well.
fn same_matter(clue: &Clue, disclosure: Disclosure) -> Redacted {
    let told = |included: &ImpliedHit| match included.subject.person.filter(|_| clue.subject.person.is_none()) {
        Some(person) => format!("{} {}", included.rule, disclosure.show(Some(person))),
        None => included.rule.to_string(),
    };
    Redacted::code(&clue.included.iter().map(told).collect::<Vec<_>>().join("；"))
}

/// What the clue alone makes of its household, in the words of the rules that sum it up.
fn summed_up(clue: &Clue) -> String {
    let said = clue.included.iter().filter(|included| included.heads).map(|included| included.finding.as_str());
    said.collect::<Vec<_>>().join("；")
}
