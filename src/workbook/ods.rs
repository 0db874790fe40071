//! What the reader library does not tell of OpenDocument sheets: merged blocks, and how many rows are hidden.

use std::collections::BTreeMap;
use std::io::BufReader;

use zip::ZipArchive;

use super::book::Unreadable;
use super::grid::Merge;
use super::input::Input;
use super::xml::{Node, Tag, corrupt, walk};

/// The part that holds the sheets.
const CONTENT: &str = "content.xml";

/// What a sheet's tags tell.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub merges: Vec<Merge>,
    /// How many rows with a value are hidden.
    pub hidden_rows: u32,
}

/// Looks through the sheets, by name.
pub(super) fn survey(input: &Input) -> Result<BTreeMap<String, Survey>, Unreadable> {
    let mut archive = ZipArchive::new(BufReader::new(input.open()?)).map_err(|error| corrupt(&error.to_string()))?;
    let content = archive.by_name(CONTENT).map_err(|error| corrupt(&error.to_string()))?;
    let mut sheets = Sheets::default();
    walk(content, |node| {
        sheets.take(&node);
        Ok(())
    })?;
    Ok(sheets.done)
}

/// The sheets so far, the last one in the making. A table inside a cell is none.
#[derive(Default)]
struct Sheets {
    done: BTreeMap<String, Survey>,
    depth: usize,
    open: Open,
}

/// A sheet in the making.
#[derive(Default)]
struct Open {
    name: String,
    survey: Survey,
    row: usize,
    column: usize,
    /// How many rows the open one stands for.
    repeated: usize,
    is_hidden: bool,
    is_filled: bool,
}

impl Sheets {
    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) if tag.name == "table" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.open = Open { name: tag.attribute("name").unwrap_or_default(), ..Open::default() };
                }
            }
            Node::Close("table") => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    let Open { name, survey, .. } = std::mem::take(&mut self.open);
                    self.done.insert(name, survey);
                }
            }
            Node::Open(tag) if self.depth == 1 => self.open.begin(*tag),
            Node::Close("table-row") if self.depth == 1 => self.open.end_row(),
            Node::Open(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
}

impl Open {
    fn begin(&mut self, tag: Tag<'_>) {
        let count = |name: &str| tag.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1);
        match tag.name {
            "table-row" => {
                self.repeated = count("number-rows-repeated");
                self.is_hidden = matches!(tag.attribute("visibility").as_deref(), Some("collapse" | "filter"));
                self.is_filled = false;
            }
            "table-cell" | "covered-table-cell" => {
                let (rows, columns) = (count("number-rows-spanned"), count("number-columns-spanned"));
                if rows > 1 || columns > 1 {
                    let start = (self.row, self.column);
                    let end = (self.row.saturating_add(rows - 1), self.column.saturating_add(columns - 1));
                    self.survey.merges.push(Merge { start, end });
                }
                self.is_filled |= tag.attribute("value-type").is_some();
                self.column = self.column.saturating_add(count("number-columns-repeated"));
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        if self.is_hidden && self.is_filled {
            let rows = u32::try_from(self.repeated).unwrap_or(u32::MAX);
            self.survey.hidden_rows = self.survey.hidden_rows.saturating_add(rows);
        }
        self.row = self.row.saturating_add(self.repeated);
        self.column = 0;
    }
}
