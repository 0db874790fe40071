//! Contradictory answers side by side: whom they are about, then what each of them says.

use super::cells::{column, text};
use crate::collect::{Dispute, RULING, Side, side_names};
use crate::workbook::{CellOut, ColumnKind, ColumnOut};

/// The names of the answers, of the dispute that has most.
pub(super) fn names(disputes: &[Dispute]) -> Vec<String> {
    side_names(disputes.iter().map(|dispute| dispute.sides.len()).max().unwrap_or(2))
}

/// The columns of disputes with as many answers as there are names.
pub(super) fn columns(names: &[String]) -> Vec<ColumnOut> {
    let [code, id, ..] = RULING;
    let about = [(code, 12.0), (id, 18.0), ("乡镇", 10.0), ("行政村", 10.0), ("户编号", 10.0), ("户主姓名", 10.0)];
    let about = about.into_iter().chain([("涉及人", 10.0), ("线索或问题", 28.0)]);
    let answer = [("结论", 18.0), ("情况", 20.0), ("核实人", 10.0), ("核实日期", 11.0), ("出处", 24.0)];
    let about = about.map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let answers = names
        .iter()
        .flat_map(|name| answer.map(|(heading, width)| column(&format!("{name}:{heading}"), width, ColumnKind::Text)));
    about.chain(answers).collect()
}

/// A dispute in so many columns.
pub(super) fn row(dispute: &Dispute, columns: usize) -> Vec<CellOut> {
    let about = [&dispute.code, &dispute.id].into_iter().chain(&dispute.about).map(text);
    let mut row: Vec<CellOut> = about.chain(dispute.sides.iter().flat_map(side)).collect();
    row.resize(columns, CellOut::Blank);
    row
}

fn side(side: &Side) -> [CellOut; 5] {
    let Side { answer, situation, verifier, verified_on, place, .. } = side;
    [answer.as_str(), situation, verifier, verified_on, place].map(text)
}
