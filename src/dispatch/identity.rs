//! The identity of a list and of its rows, so that returned answers can be matched whatever program saved them.
//!
//! It is stored three times: in the rows themselves, on a hidden sheet, and in the file's properties. A checksum that
//! only the county can make ties every row to its list, so that rows that were made up or copied from another list are
//! detected.

use std::collections::BTreeMap;

use crate::value::{Redacted, text};
use crate::workbook::{Book, Columns, Grid, SheetOut, Visibility};

/// The name of the hidden sheet.
const SHEET: &str = "清单标识";

/// What the first cell of a line about a row says.
const ROW: &str = "行";

/// A form that was sent out, and its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListIdentity {
    /// The list's code.
    pub batch: String,
    /// Version of the form.
    pub form: String,
    /// The period.
    pub period: String,
    /// The township.
    pub township: String,
    /// Checksums by what is asked: a clue's id, or a question's with its subject's code.
    pub rows: BTreeMap<String, String>,
}

impl ListIdentity {
    fn fields(&self) -> [(&'static str, &str); 4] {
        [("批次", &self.batch), ("表格版本", &self.form), ("期", &self.period), ("乡镇", &self.township)]
    }

    /// The properties that travel with the file.
    pub fn properties(&self) -> Vec<(String, String)> {
        self.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    /// The name of the hidden sheet.
    pub fn sheet(&self) -> SheetOut {
        let columns = Columns::<[&str; 3]>::new()
            .text(("项目", 24.0), |[item, ..]| (*item).to_owned())
            .text(("内容", 24.0), |[_, value, _]| Redacted::code(value))
            .text(("校验码", 24.0), |[.., checksum]| Redacted::code(checksum));
        let fields = self.fields().map(|(name, value)| [name, value, ""]);
        let rows = self.rows.iter().map(|(asked, checksum)| [ROW, asked, checksum]);
        SheetOut {
            name: SHEET.to_owned(),
            visibility: Visibility::Hidden,
            ..SheetOut::of(&columns, fields.into_iter().chain(rows))
        }
    }

    /// The identity of a workbook, from its hidden sheet, else from its properties; none if it has none.
    pub fn of(book: &Book) -> Option<Self> {
        let unseen = book.sheets.iter().find(|sheet| sheet.name == SHEET);
        let of_sheet = unseen.map(|sheet| Self::on(&sheet.grid));
        let property = |name: &str| book.properties.get(name).cloned().unwrap_or_default();
        let of_properties = || Self {
            batch: property("批次"),
            form: property("表格版本"),
            period: property("期"),
            township: property("乡镇"),
            rows: BTreeMap::new(),
        };
        let known = |identity: &Self| !identity.batch.is_empty();
        of_sheet.filter(known).or_else(|| Some(of_properties()).filter(known))
    }

    fn on(grid: &Grid) -> Self {
        let mut identity = Self::default();
        for row in grid.filled_rows(0) {
            let [name, value, checksum] =
                [0, 1, 2].map(|column| text::clean(grid.own_cell(row, column).text).into_owned());
            match name.as_str() {
                "批次" => identity.batch = value,
                "表格版本" => identity.form = value,
                "期" => identity.period = value,
                "乡镇" => identity.township = value,
                ROW => drop(identity.rows.insert(value, checksum)),
                _ => {}
            }
        }
        identity
    }

    /// Whether a sheet is the hidden one.
    pub fn is_unseen(sheet: &str) -> bool {
        sheet == SHEET
    }
}
