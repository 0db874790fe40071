//! The columns of a table: heading, width and what is shown of a row, defined once wherever the table is shown.

use std::borrow::Borrow;

use super::layout::{CellOut, ColumnKind, ColumnOut, Entry, SheetOut};

/// The columns of a table with rows of one type, from left to right.
pub struct Columns<'a, T>(Vec<Column<'a, T>>);

struct Column<'a, T> {
    look: ColumnOut,
    cell: Box<dyn Fn(&T) -> CellOut + 'a>,
}

/// What stands above a column, with its width in characters where that matters.
#[derive(Debug, Clone)]
pub struct Heading {
    text: String,
    width: f64,
}

impl<'a, T> Columns<'a, T> {
    /// No columns yet.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Then a column of texts.
    pub fn text<V: Into<CellOut>>(self, heading: impl Into<Heading>, cell: impl Fn(&T) -> V + 'a) -> Self {
        self.add(heading.into(), ColumnKind::Text, cell)
    }

    /// Then a column of whole numbers.
    pub fn count<V: Into<CellOut>>(self, heading: impl Into<Heading>, cell: impl Fn(&T) -> V + 'a) -> Self {
        self.add(heading.into(), ColumnKind::Integer, cell)
    }

    /// Then a column of shares, in percent.
    pub fn share<V: Into<CellOut>>(self, heading: impl Into<Heading>, cell: impl Fn(&T) -> V + 'a) -> Self {
        self.add(heading.into(), ColumnKind::Share, cell)
    }

    /// Then a column for people to fill in, who choose from some words if there are any.
    pub fn fill_in<V: Into<CellOut>>(
        self,
        heading: impl Into<Heading>,
        choices: &[String],
        cell: impl Fn(&T) -> V + 'a,
    ) -> Self {
        let mut columns = self.text(heading, cell);
        if let Some(Column { look, .. }) = columns.0.last_mut() {
            look.entry = Entry::FillIn;
            look.choices = choices.to_owned();
        }
        columns
    }

    fn add<V: Into<CellOut>>(mut self, heading: Heading, kind: ColumnKind, cell: impl Fn(&T) -> V + 'a) -> Self {
        let Heading { text, width } = heading;
        let look = ColumnOut { heading: text, width, kind, choices: Vec::new(), entry: Entry::Given };
        self.0.push(Column { look, cell: Box::new(move |row| cell(row).into()) });
        self
    }

    /// Then some more columns.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The same columns of rows that have such a row as a part.
    pub fn of<S>(self, part: impl Fn(&S) -> &T + Copy + 'a) -> Columns<'a, S>
    where
        T: 'a,
    {
        let of = |Column { look, cell }: Column<'a, T>| -> Column<'a, S> {
            Column { look, cell: Box::new(move |row: &S| cell(part(row))) }
        };
        Columns(self.0.into_iter().map(of).collect())
    }

    /// How many there are.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// What stands above them.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|column| column.look.heading.as_str())
    }

    /// What they show of a row, with what they hold.
    pub fn cells(&self, row: &T) -> impl Iterator<Item = (ColumnKind, CellOut)> {
        self.0.iter().map(move |column| (column.look.kind, (column.cell)(row)))
    }
}

impl<T> Default for Columns<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&str> for Heading {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), width: 0.0 }
    }
}

impl From<(&str, f64)> for Heading {
    fn from((text, width): (&str, f64)) -> Self {
        Self { text: text.to_owned(), width }
    }
}

impl SheetOut {
    /// A sheet without name and title: columns and rows.
    pub fn of<T>(columns: &Columns<'_, T>, rows: impl IntoIterator<Item: Borrow<T>>) -> Self {
        let cells = |row: &T| columns.cells(row).map(|(_, cell)| cell).collect();
        Self {
            columns: columns.0.iter().map(|column| column.look.clone()).collect(),
            rows: rows.into_iter().map(|row| cells(row.borrow())).collect(),
            ..Self::default()
        }
    }
}
