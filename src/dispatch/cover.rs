//! A township's list → its cover: the clues by village, and the signatures.

use std::collections::BTreeSet;

use super::context::ListContext;
use super::fill::{common, filled, lines};
use super::township::{ListRow, TownshipRows};
use crate::pack::{ClueAttribute, Form, Severity};
use crate::schema::Clue;
use crate::workbook::{CellOut, ColumnKind, ColumnOut, Entry, SheetOut};

/// The cover, if the form has one.
pub(super) fn cover_sheet(
    township: &TownshipRows<'_>,
    form: &Form<ClueAttribute>,
    context: ListContext<'_>,
) -> Option<SheetOut> {
    let cover = form.cover.as_ref()?;
    let all: Vec<&ListRow<'_, Clue>> = township.villages.values().flatten().collect();
    let mut fillings = common(township.name, form, context);
    fillings.extend([
        ("{村数}", township.villages.len().to_string()),
        ("{户数}", households(&all).to_string()),
        ("{线索数}", all.len().to_string()),
    ]);
    let villages = township.villages.iter().map(|(village, clues)| row(village, &clues.iter().collect::<Vec<_>>()));
    Some(SheetOut {
        name: filled(&cover.sheet, &fillings),
        title: Some(filled(&cover.title, &fillings)),
        notes: lines(&cover.notes, &fillings),
        columns: columns(),
        rows: villages.chain([row("合计", &all)]).collect(),
        footer: lines(&cover.sign_off, &fillings),
        ..SheetOut::default()
    })
}

fn columns() -> Vec<ColumnOut> {
    let column = |heading: &str, width: f64, kind: ColumnKind| ColumnOut {
        heading: heading.to_owned(),
        width,
        kind,
        choices: Vec::new(),
        entry: Entry::Given,
    };
    let numbers = ["涉及户", "线索", "高", "中", "低"].map(|heading| column(heading, 12.0, ColumnKind::Integer));
    std::iter::once(column("行政村", 24.0, ColumnKind::Text)).chain(numbers).collect()
}

fn row(name: &str, clues: &[&ListRow<'_, Clue>]) -> Vec<CellOut> {
    let of = |severity: Severity| clues.iter().filter(|line| line.about.severity == severity).count();
    let counts = [households(clues), clues.len(), of(Severity::High), of(Severity::Medium), of(Severity::Low)];
    let count = |count: usize| CellOut::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    std::iter::once(CellOut::Text(name.to_owned())).chain(counts.map(count)).collect()
}

fn households(clues: &[&ListRow<'_, Clue>]) -> usize {
    clues.iter().filter_map(|line| line.about.subject.household).collect::<BTreeSet<_>>().len()
}
