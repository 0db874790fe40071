//! 数据质量: what is wrong in which row, one sheet a department to send back; whose damaged rows may be; and the balance
//! of every file's rows.

mod input;
mod balance;
mod issues;
mod proposals;

use crate::workbook::BookOut;

pub use input::Quality;

/// Lays out the data-quality workbook.
pub fn quality(input: Quality<'_>) -> BookOut {
    let mut sheets = vec![issues::kinds(input), balance::balance(input.files, input.sheets)];
    sheets.extend(proposals::proposals(input));
    sheets.extend(issues::departments(input));
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}
