//! What stands before the sheets of a binary workbook: their list, the shared texts, the formats.

use std::collections::BTreeMap;

use super::super::biff::{kind, records};
use super::super::book::{Unreadable, Visibility};
use super::super::compound::{u16_at, u32_at};
use super::super::encoding;
use super::super::format::{is_built_in_day, is_day};
use super::super::xml::corrupt;
use super::text::{Pieces, Writing};

/// What a book's sheets refer to.
pub(super) struct Globals {
    pub writing: Writing,
    pub strings: Vec<String>,
    /// For every cell format whether it shows a number as a day.
    pub dates: Vec<bool>,
    /// Whether days are counted from 1904.
    pub since_1904: bool,
    pub sheets: Vec<XlsSheet>,
}

/// A sheet of cells, and where it begins.
pub(super) struct XlsSheet {
    pub at: usize,
    pub name: String,
    pub visibility: Visibility,
}

impl Globals {
    /// Reads what stands before the sheets.
    pub fn read(book: &[u8]) -> Result<Self, Unreadable> {
        let mut globals = Self {
            writing: writing(book),
            strings: Vec::new(),
            dates: Vec::new(),
            since_1904: false,
            sheets: Vec::new(),
        };
        let mut formats = BTreeMap::new();
        let mut cells = Vec::new();
        for record in records(book, 0).take_while(|record| record.kind != kind::END) {
            let body = &book[record.body()];
            match record.kind {
                kind::SINCE_1904 => globals.since_1904 = u16_at(body, 0) == Some(1),
                kind::FORMAT => formats.extend(globals.format(body)),
                kind::CELL_FORMAT => cells.extend(u16_at(body, 2)),
                kind::SHARED => {
                    let mut pieces = Pieces::new(record.pieces(book));
                    pieces.skip(8);
                    globals.strings.extend(std::iter::from_fn(|| pieces.shared_text()));
                }
                kind::BOUND_SHEET => {
                    let listed = globals.listed(body).ok_or_else(|| corrupt("a sheet without a name"))?;
                    globals.sheets.extend(listed);
                }
                _ => {}
            }
        }
        let shows_day = |format: &u16| formats.get(format).copied().unwrap_or_else(|| is_built_in_day(*format));
        globals.dates = cells.iter().map(shows_day).collect();
        Ok(globals)
    }

    /// A format's number, which may be that of a built-in one, and whether it shows days.
    fn format(&self, body: &[u8]) -> Option<(u16, bool)> {
        let mut code = Pieces::new(std::iter::once(body.get(2..)?));
        let code = match self.writing {
            Writing::Unicode => code.text(self.writing)?,
            Writing::Bytes(_) => code.short_text(self.writing)?,
        };
        Some((u16_at(body, 0)?, is_day(&code)))
    }

    /// A sheet, if it is one of cells; charts and macros are none.
    fn listed(&self, body: &[u8]) -> Option<Option<XlsSheet>> {
        let at = usize::try_from(u32_at(body, 0)?).ok()?;
        let state = body.get(4)? & 3;
        let is_of_cells = *body.get(5)? == 0;
        let mut name = Pieces::new(std::iter::once(body.get(6..)?)).short_text(self.writing)?;
        name.retain(|character| character != '\0');
        let visibility = if state == 0 { Visibility::Visible } else { Visibility::Hidden };
        Some(is_of_cells.then_some(XlsSheet { at, name, visibility }))
    }
}

/// How the book writes text, by the generation that its first record tells.
fn writing(book: &[u8]) -> Writing {
    let beginning = records(book, 0).next().map(|record| &book[record.body()]).unwrap_or_default();
    let is_old = match u16_at(beginning, 0) {
        Some(0x0200..=0x0500) => true,
        Some(0) => u16_at(beginning, 2) == Some(0x1000),
        _ => false,
    };
    if !is_old {
        return Writing::Unicode;
    }
    let named = records(book, 0).take_while(|record| record.kind != kind::END);
    let named =
        named.filter(|record| record.kind == kind::CODEPAGE).filter_map(|record| u16_at(&book[record.body()], 0));
    Writing::Bytes(named.last().and_then(encoding::of_codepage))
}
