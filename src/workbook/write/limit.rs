//! What spreadsheet programs take at most: what goes beyond that is cut where it can be seen, and never stops a county at
//! the end of its work.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a cell holds, in units of UTF-16, less a few for the mark.
const CELL: usize = 32_000;

/// What a sheet's name has at most, in units of UTF-16.
const NAME: usize = 31;

/// What a property of a file has at most, in units of UTF-16.
const PROPERTY: usize = 255;

/// The rows of a sheet, less those that signatures and a remark take.
const ROWS: u32 = 1_048_576 - 100;

/// A text that a cell holds; one that was cut ends in `…`.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    match beginning(text, CELL) {
        part if part.len() < text.len() => format!("{part}…").into(),
        whole => whole.into(),
    }
}

/// A value that a property holds.
pub(super) fn property(value: &str) -> &str {
    beginning(value, PROPERTY)
}

/// The rows that a sheet holds from a row on, and how many it does not.
pub(super) fn rows<T>(rows: &[T], from: u32) -> (&[T], usize) {
    let room = usize::try_from(ROWS.saturating_sub(from)).unwrap_or(0).min(rows.len());
    (&rows[..room], rows.len() - room)
}

/// A name that spreadsheet programs accept for a sheet: not too long, without `[]:*?/\'` and control characters, unlike
/// all others whether in small letters or capitals.
pub(super) fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let kept = |c: char| if c.is_control() || "[]:*?/\\'".contains(c) { '_' } else { c };
    let wanted: String = wanted.trim().chars().map(kept).collect();
    let base = if wanted.is_empty() { "未命名" } else { &wanted };
    let numbered = (2..).map(|number| {
        let number = number.to_string();
        format!("{}{number}", beginning(base, NAME - number.len()))
    });
    let mut names = std::iter::once(beginning(base, NAME).to_owned()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

/// The beginning of a text, in units of UTF-16.
fn beginning(text: &str, units: usize) -> &str {
    let mut taken = 0;
    let over = text.char_indices().find(|(_, c)| {
        taken += c.len_utf16();
        taken > units
    });
    over.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CELL, ROWS, cell, property, rows, sheet_name};

    #[test]
    fn names_of_sheets_are_accepted_and_told_apart() {
        let (long, rare) = ("村".repeat(300), "𠮷".repeat(20));
        let wanted = ["上湾村", "甲/乙", "甲:乙", "ab", "AB", "aB", " ", "", "甲\u{1}", &long, &long, &rare];
        let mut taken = BTreeSet::from(["选项".to_owned()]);
        let names = wanted.map(|name| sheet_name(name, &mut taken));
        let expected = ["上湾村", "甲_乙", "甲_乙2", "ab", "AB2", "aB3", "未命名", "未命名2", "甲_"].map(str::to_owned);
        assert_eq!(names[..9], expected);
        assert_eq!(names[9..], ["村".repeat(31), format!("{}2", "村".repeat(30)), "𠮷".repeat(15)]);
        names.iter().for_each(|name| rust_xlsxwriter::utility::check_sheet_name(name).expect("accepted"));
    }

    #[test]
    fn texts_and_rows_beyond_a_sheet_are_cut_where_it_is_seen() {
        assert_eq!(cell("张三"), "张三");
        let cut = cell(&"𠮷".repeat(CELL)).into_owned();
        assert_eq!((cut.encode_utf16().count(), cut.ends_with('…')), (CELL + 1, true));
        assert_eq!(property(&"县".repeat(300)).chars().count(), 255);
        assert_eq!(rows(&[1, 2, 3], 0), ([1, 2, 3].as_slice(), 0));
        assert_eq!(rows(&[1, 2, 3], ROWS - 2), ([1, 2].as_slice(), 1));
        assert_eq!(rows(&[1], ROWS + 9), ([].as_slice(), 1));
    }
}
