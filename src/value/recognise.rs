//! What stands in a cell → the ID number that is meant.

use super::id_number::{IdDefect, IdForm, Recognised, by_length, eighteen};
use super::{embedded, text};

/// Finds the ID number in a cell.
///
/// # Errors
/// Why there is none. A number is never repaired by guessing.
pub fn recognise(cell: &str) -> Result<Recognised, IdDefect> {
    let bytes = cell.as_bytes();
    if bytes.len() == 18 && bytes[..17].iter().all(u8::is_ascii_digit) {
        return eighteen(bytes).map(|number| Recognised { number, form: IdForm::Citizen });
    }
    let cleaned = text::clean(cell);
    let kept = |c: &char| !c.is_whitespace() && !"。.,，*`'\"".contains(*c);
    let number: String = match looks_scientific(&cleaned) {
        true => return Err(IdDefect::PrecisionLost),
        false => cleaned.chars().filter(kept).collect(),
    };
    by_length(&number.to_ascii_uppercase()).or_else(|defect| embedded::number(&cleaned, defect))
}

/// Spreadsheets write long numbers as 3.60799E+17 or with a decimal part.
fn looks_scientific(cleaned: &str) -> bool {
    let number = cleaned.trim_end_matches(['0', '.']);
    let long_decimal =
        cleaned.contains('.') && number.len() >= 15 && cleaned.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let exponent = cleaned.to_ascii_uppercase().split_once('E').is_some_and(|(mantissa, power)| {
        let power = power.trim_start_matches('+');
        let decimal = mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        !mantissa.is_empty()
            && decimal
            && !power.is_empty()
            && power.len() <= 2
            && power.bytes().all(|b| b.is_ascii_digit())
    });
    let whole =
        cleaned.split_once('.').is_some_and(|(whole, rest)| whole.len() >= 15 && rest.bytes().all(|b| b == b'0'));
    exponent || (long_decimal && whole)
}
