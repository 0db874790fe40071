//! A township's list → its cover: the clues by village, and the signatures.

use std::collections::BTreeSet;

use super::context::ListContext;
use super::fill::{common, filled, lines};
use super::township::{ListRow, TownshipRows};
use crate::pack::{ClueAttribute, Form, Severity};
use crate::schema::Clue;
use crate::workbook::{Columns, SheetOut};

/// The head of the ledger, by which it is known later that nothing before this run was rewritten.
fn anchor(head: Option<&str>) -> String {
    match head {
        Some(head) => format!("{head}（本次筛查以前的台账，查验时用）"),
        None => "无（第一次筛查）".to_owned(),
    }
}

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
        ("{台账摘要}", anchor(context.anchor)),
    ]);
    let villages = township.villages.iter().map(|(village, clues)| (*village, clues.iter().collect()));
    Some(SheetOut {
        name: filled(&cover.sheet, &fillings),
        title: Some(filled(&cover.title, &fillings)),
        notes: lines(&cover.notes, &fillings),
        footer: lines(&cover.sign_off, &fillings),
        ..SheetOut::of(&columns(), villages.chain([("合计", all)]))
    })
}

/// A village's name and its clues.
type VillageClues<'a> = (&'a str, Vec<&'a ListRow<'a, Clue>>);

fn columns<'a>() -> Columns<'a, VillageClues<'a>> {
    let columns = Columns::<VillageClues<'_>>::new()
        .text(("行政村", 24.0), |(village, _)| (*village).to_owned())
        .count(("涉及户", 12.0), |(_, clues)| households(clues))
        .count(("线索", 12.0), |(_, clues)| clues.len());
    Severity::ALL.into_iter().fold(columns, |columns, severity| {
        let of_level =
            move |(_, clues): &VillageClues<'_>| clues.iter().filter(|line| line.about.severity == severity).count();
        columns.count((severity.label(), 12.0), of_level)
    })
}

fn households(clues: &[&ListRow<'_, Clue>]) -> usize {
    clues.iter().filter_map(|line| line.about.subject.household).collect::<BTreeSet<_>>().len()
}
