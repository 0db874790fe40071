//! What a number in a cell is worth: from sixteen digits on, some of them are lost.

use super::grid::CellKind;

/// Numbers from here on have lost digits beyond the fifteenth.
const WIDE: f64 = 1e15;

/// The kind of a numeric cell.
pub(super) fn kind_of_number(number: f64) -> CellKind {
    if number.abs() >= WIDE { CellKind::WideNumber } else { CellKind::Number }
}

/// The kind of a text cell.
pub(super) fn kind_of_text(text: &str) -> CellKind {
    if text.is_empty() { CellKind::Blank } else { CellKind::Text }
}
