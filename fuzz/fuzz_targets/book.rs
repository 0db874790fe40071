//! Any bytes, as a file of any format that they look like.

#![no_main]

use bidui_fuzz::{contain, workbook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: contain(),
    |bytes: &[u8]| {
        if let Ok(book) = workbook::read_bytes(bytes.to_vec(), "表", &[]) {
            for sheet in &book.sheets {
                look(&sheet.grid);
            }
        }
    }
);

/// Every cell of the corner where headings stand, and the last one, can be asked for.
fn look(grid: &workbook::Grid) {
    for row in (0..grid.rows().min(50)).chain(grid.rows().checked_sub(1)) {
        let _ = grid.row_is_blank(row);
        for column in (0..grid.width().min(50)).chain(grid.width().checked_sub(1)) {
            let _ = (grid.cell(row, column).text.len(), grid.merge_at(row, column));
        }
    }
}
