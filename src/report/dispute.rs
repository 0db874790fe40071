//! Contradictory answers side by side: whom they are about, then what each of them says.

use super::home::home_columns;
use crate::collect::{Dispute, RULING, Side, side_names};
use crate::value::Redacted;
use crate::workbook::Columns;

/// The names of the answers, of the dispute that has most.
pub(super) fn names(disputes: &[Dispute]) -> Vec<String> {
    side_names(disputes.iter().map(|dispute| dispute.sides.len()).max().unwrap_or(2))
}

/// The columns of disputes with as many answers as there are names.
pub(super) fn columns<'a>(names: &[String]) -> Columns<'a, Dispute> {
    let [code, id, ..] = RULING;
    let columns = Columns::<Dispute>::new()
        .text((code, 12.0), |dispute| Redacted::code(&dispute.code))
        .text((id, 18.0), |dispute| Redacted::code(&dispute.id))
        .and(home_columns([10.0; 4], |dispute: &Dispute| &dispute.home))
        .text(("涉及人", 10.0), |dispute| dispute.person_name.clone())
        .text(("线索或问题", 28.0), |dispute| dispute.title.clone());
    let side = |columns: Columns<'a, Dispute>, (position, name): (usize, &String)| columns.and(side(position, name));
    names.iter().enumerate().fold(columns, side)
}

/// A part of an answer, with its heading and width.
type SidePart = (&'static str, f64, fn(&Side) -> &str);

/// What an answer says.
const SIDE: [SidePart; 5] = [
    ("结论", 18.0, |side| &side.answer),
    ("情况", 20.0, |side| &side.situation),
    ("核实人", 10.0, |side| &side.verifier),
    ("核实日期", 11.0, |side| &side.verified_on),
    ("出处", 24.0, |side| &side.place),
];

/// The columns of one answer; blank where a dispute has fewer.
fn side<'a>(position: usize, name: &str) -> Columns<'a, Dispute> {
    SIDE.into_iter().fold(Columns::<Dispute>::new(), |columns, (heading, width, cell)| {
        let heading = format!("{name}：{heading}");
        columns.text((heading.as_str(), width), move |dispute| dispute.sides.get(position).map(cell).map(str::to_owned))
    })
}
