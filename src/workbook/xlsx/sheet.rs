//! One sheet's part → its grid.

use std::sync::Arc;

use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::grid::{CellKind, Grid, Merge};
use super::super::number::{self, NumberFormat, UNCALCULATED, kind_of_text};
use super::super::xml::{Tag, XmlNode, corrupt, walk};
use super::package::{Package, XlsxSheet, is_true};
use super::reference;
use super::strings::{RichText, Strings, unescaped};

/// What a book's cells refer to.
#[derive(Clone, Copy)]
pub(super) struct XlsxLookups<'a> {
    pub strings: &'a Strings,
    /// For every cell format how it shows a number.
    pub formats: &'a [NumberFormat],
    pub since_1904: bool,
}

/// The cells of a sheet, and how many rows with content are hidden.
pub(super) fn read(
    package: &mut Package,
    listed: &XlsxSheet,
    values: XlsxLookups<'_>,
    budget: &Arc<Budget>,
) -> Result<(Grid, u32), Unreadable> {
    let part = package.part(&listed.part)?.ok_or_else(|| Unreadable::SheetMissing(listed.name.clone()))?;
    let mut sheet = XlsxReader::new(values, budget);
    walk(part, |node| match node {
        XmlNode::Open(tag) => sheet.open(tag),
        XmlNode::Text(text) => {
            sheet.text(text);
            Ok(())
        }
        XmlNode::Close(name) => sheet.close(name),
    })?;
    let XlsxReader { mut grid, merges, hidden_rows, .. } = sheet;
    grid.merge(merges)?;
    Ok((grid, hidden_rows))
}

/// The sheet so far; rows and columns count from 0 and name the next cell.
struct XlsxReader<'a> {
    values: XlsxLookups<'a>,
    budget: &'a Budget,
    grid: Grid,
    merges: Vec<Merge>,
    row: usize,
    column: usize,
    row_hidden: bool,
    row_filled: bool,
    hidden_rows: u32,
    place: TextTarget,
    cell: XlsxCell,
    inline: RichText,
}

/// Whose text comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextTarget {
    /// Nobody's: between the values.
    Between,
    /// A cell's value.
    Value,
    /// A string that stands in its cell.
    Inline,
}

/// A cell in the making.
#[derive(Debug, Default)]
struct XlsxCell {
    kind: ValueKind,
    shown: NumberFormat,
    has_formula: bool,
    value: String,
}

/// What a cell's value is, by its `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum ValueKind {
    #[default]
    Number,
    Shared,
    Bool,
    Error,
    Text,
    Inline,
    IsoDate,
}

impl<'a> XlsxReader<'a> {
    fn new(values: XlsxLookups<'a>, budget: &'a Arc<Budget>) -> Self {
        Self {
            values,
            budget,
            grid: Grid::of(budget),
            merges: Vec::new(),
            row: 0,
            column: 0,
            row_hidden: false,
            row_filled: false,
            hidden_rows: 0,
            place: TextTarget::Between,
            cell: XlsxCell::default(),
            inline: RichText::default(),
        }
    }

    fn open(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        match tag.name {
            "c" => self.open_cell(tag)?,
            "v" => self.place = TextTarget::Value,
            "is" => self.place = TextTarget::Inline,
            "f" => self.cell.has_formula = true,
            "row" => {
                if let Some(number) = tag.attribute("r") {
                    let number: Option<usize> = number.trim().parse().ok();
                    self.row =
                        number.and_then(|number| number.checked_sub(1)).ok_or_else(|| corrupt("a row's number"))?;
                }
                self.column = 0;
                self.row_hidden = tag.attribute("hidden").is_some_and(|flag| is_true(&flag));
            }
            "mergeCell" => {
                self.budget.keep(size_of::<Merge>())?;
                self.merges.extend(tag.attribute("ref").and_then(|block| reference::block(&block)));
            }
            name => {
                if self.place == TextTarget::Inline {
                    self.inline.open(name);
                }
            }
        }
        Ok(())
    }

    fn open_cell(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        (self.cell.kind, self.cell.shown, self.cell.has_formula) = (ValueKind::Number, NumberFormat::Plain, false);
        self.cell.value.clear();
        for (name, value) in tag.attributes() {
            match name {
                "r" => {
                    let at = reference::cell(&value).ok_or_else(|| corrupt("a cell's reference"))?;
                    (self.row, self.column) = at;
                }
                "t" => self.cell.kind = ValueKind::of(&value),
                "s" => {
                    let format = value.parse().ok().and_then(|format: usize| self.values.formats.get(format));
                    self.cell.shown = format.copied().unwrap_or_default();
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.place {
            TextTarget::Value => self.cell.value.push_str(text),
            TextTarget::Inline => self.inline.text(text),
            TextTarget::Between => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "c" => {
                self.put()?;
                self.column += 1;
            }
            "v" | "is" => self.place = TextTarget::Between,
            "row" => {
                self.hidden_rows += u32::from(self.row_hidden && self.row_filled);
                (self.row_hidden, self.row_filled) = (false, false);
                self.row += 1;
            }
            name => {
                if self.place == TextTarget::Inline {
                    self.inline.close(name);
                }
            }
        }
        Ok(())
    }

    /// Puts the open cell into the grid.
    fn put(&mut self) -> Result<(), Unreadable> {
        let XlsxCell { kind, shown, has_formula, value } = &self.cell;
        let value = value.as_str();
        let day = (*shown == NumberFormat::Day).then_some(self.values.since_1904);
        let mut set = |text: &str, kind: CellKind| {
            self.row_filled |= kind != CellKind::Blank;
            self.grid.set(self.row, self.column, text, kind)
        };
        match kind {
            ValueKind::Number if value.is_empty() && *has_formula => set(UNCALCULATED, CellKind::Error)?,
            // Some writers name the kind of a value that is not there.
            ValueKind::Shared | ValueKind::Bool | ValueKind::Error | ValueKind::IsoDate if value.trim().is_empty() => {}
            ValueKind::Number => {
                let (text, kind) = number::written(value, day);
                let text = if *shown == NumberFormat::Hundredths { number::to_hundredths(text) } else { text };
                set(&text, kind)?;
            }
            ValueKind::Shared => {
                let text = value.trim().parse().ok().and_then(|index| self.values.strings.get(index));
                let text = text.ok_or_else(|| corrupt("a shared string that is not there"))?;
                set(text, kind_of_text(text))?;
            }
            ValueKind::Bool => set(if matches!(value, "1" | "true") { "TRUE" } else { "FALSE" }, CellKind::Bool)?,
            ValueKind::Error => set(value, CellKind::Error)?,
            ValueKind::Text => set(&unescaped(value), kind_of_text(value))?,
            ValueKind::IsoDate => set(value, CellKind::Date)?,
            ValueKind::Inline => {
                let text = self.inline.value();
                set(&text, kind_of_text(&text))?;
                self.inline.clear();
            }
        }
        Ok(())
    }
}

impl ValueKind {
    fn of(t: &str) -> Self {
        match t {
            "s" => Self::Shared,
            "b" => Self::Bool,
            "e" => Self::Error,
            "str" => Self::Text,
            "inlineStr" => Self::Inline,
            "d" => Self::IsoDate,
            _ => Self::Number,
        }
    }
}
