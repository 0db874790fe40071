//! Patterns and columns of a declared form → titles, notes and columns of a sheet.

use super::context::ListContext;
use crate::pack::{AnswerItem, Form, FormColumn, Pack};
use crate::value::chinese;
use crate::workbook::{ColumnKind, ColumnOut, Entry, SheetOut};

/// Placeholders in patterns, such as `{村}`, and their values.
pub(super) type Fillings = Vec<(&'static str, String)>;

/// The placeholders that every sheet has.
pub(super) fn common<A>(township: &str, form: &Form<A>, context: ListContext<'_>) -> Fillings {
    vec![
        ("{县}", context.county.to_owned()),
        ("{期}", context.period.to_owned()),
        ("{推送日期}", chinese(context.pushed)),
        ("{反馈截止日期}", chinese((context.due)(&form.due))),
        ("{乡镇}", township.to_owned()),
    ]
}

/// A pattern with its placeholders filled in.
pub(super) fn filled(pattern: &str, fillings: &Fillings) -> String {
    fillings.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// Patterns, likewise.
pub(super) fn lines<'p>(patterns: impl IntoIterator<Item = &'p String>, fillings: &Fillings) -> Vec<String> {
    patterns.into_iter().map(|pattern| filled(pattern, fillings)).collect()
}

/// A sheet of a form with its name, title, notes, columns and signatures, and no rows.
pub(super) fn sheet<A: Copy>(form: &Form<A>, fillings: &Fillings, pack: &Pack, is_number: fn(A) -> bool) -> SheetOut {
    let decides = |column: &FormColumn<A>| matches!(column.to, Some(AnswerItem::核实结论 | AnswerItem::核查结果));
    SheetOut {
        name: filled(&form.sheet, fillings),
        title: Some(filled(&form.title, fillings)),
        notes: lines(std::iter::once(&form.subtitle).chain(&form.notes), fillings),
        columns: form.columns.iter().map(|declared| column(declared, pack, is_number)).collect(),
        footer: lines(&form.sign_off, fillings),
        printed: Some(form.columns.iter().filter(|column| column.print).count()),
        answered: form.columns.iter().position(decides),
        ..SheetOut::default()
    }
}

fn column<A: Copy>(column: &FormColumn<A>, pack: &Pack, is_number: fn(A) -> bool) -> ColumnOut {
    let words = match column.to {
        Some(AnswerItem::核实结论) => pack.dispositions.verdicts.as_slice(),
        Some(AnswerItem::处理意见) => pack.dispositions.handlings.as_slice(),
        Some(
            AnswerItem::核查结果 | AnswerItem::核实情况 | AnswerItem::核实人 | AnswerItem::核实日期 | AnswerItem::备注,
        )
        | None => &[],
    };
    ColumnOut {
        heading: column.name.clone(),
        width: column.width,
        kind: if column.from.is_some_and(is_number) { ColumnKind::Integer } else { ColumnKind::Text },
        choices: words.iter().map(|word| word.name.clone()).collect(),
        entry: if column.to.is_some() { Entry::FillIn } else { Entry::Given },
    }
}
