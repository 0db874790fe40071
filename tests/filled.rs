//! A list as villages send it back: opened, filled in, rearranged and saved again by another program, values only.

use std::path::Path;

use calamine::{Data, Reader, SheetVisible, Xlsx, open_workbook};
use rust_xlsxwriter::{DocProperties, Workbook};

/// A workbook in hand.
#[derive(Clone)]
pub struct Filled {
    pub sheets: Vec<FilledSheet>,
    /// Names and values that travel with the file.
    pub properties: Vec<(String, String)>,
}

/// One sheet of it.
#[derive(Clone)]
pub struct FilledSheet {
    pub name: String,
    hidden: bool,
    pub rows: Vec<Vec<String>>,
}

impl Filled {
    /// Opens a list; its properties are lost, as in programs that do not know them.
    pub fn open(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let known = book.sheets_metadata().to_vec();
        let sheet = |sheet: calamine::Sheet| {
            let range = book.worksheet_range(&sheet.name).expect("a sheet");
            let rows = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
            FilledSheet { name: sheet.name, hidden: sheet.visible != SheetVisible::Visible, rows }
        };
        Self { sheets: known.into_iter().map(sheet).collect(), properties: Vec::new() }
    }

    /// The sheet of a name.
    pub fn sheet(&mut self, name: &str) -> &mut FilledSheet {
        self.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// Writes cells, given as `heading: text`, into the first row of a sheet with a cell that says something.
    pub fn fill(mut self, sheet: &str, said: &str, cells: &[(&str, &str)]) -> Self {
        self.sheet(sheet).fill(said, 0, cells);
        self
    }

    /// Changes a sheet.
    pub fn with(mut self, sheet: &str, change: impl FnOnce(&mut FilledSheet)) -> Self {
        change(self.sheet(sheet));
        self
    }

    /// Without the sheets that nobody sees.
    pub fn without_unseen(mut self) -> Self {
        self.sheets.retain(|sheet| !sheet.hidden);
        self
    }

    /// Saves it.
    pub fn save(&self, path: &Path) {
        let mut book = Workbook::new();
        let named =
            |all: DocProperties, (name, value): &(String, String)| all.set_custom_property(name, value.as_str());
        book.set_properties(&self.properties.iter().fold(DocProperties::new(), named));
        for sheet in &self.sheets {
            let worksheet = book.add_worksheet();
            worksheet.set_name(&sheet.name).expect("a name");
            worksheet.set_hidden(sheet.hidden);
            for (row, cells) in (0..).zip(&sheet.rows) {
                for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    worksheet.write_string(row, column, cell).expect("a cell");
                }
            }
        }
        std::fs::create_dir_all(path.parent().expect("files stand in folders")).expect("a folder");
        book.save(path).expect("saved");
    }
}

impl FilledSheet {
    /// The heading row above a row, and the columns of headings.
    fn heading(&self, above: usize) -> usize {
        let is_heading = |row: &Vec<String>| row.iter().any(|cell| cell == "核实人" || cell == "采用");
        (0..above).rev().find(|row| is_heading(&self.rows[*row])).expect("headings")
    }

    /// Writes cells into the row after so many others with a cell that says something.
    pub fn fill(&mut self, said: &str, others: usize, cells: &[(&str, &str)]) {
        let says = |row: &&usize| self.rows[**row].iter().any(|cell| cell == said);
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let row = *all.iter().filter(says).nth(others).unwrap_or_else(|| panic!("no row says {said}"));
        self.fill_row(row, cells);
    }

    /// Writes cells into a row of its own below the rows of the list.
    pub fn add(&mut self, cells: &[(&str, &str)]) {
        let heading = self.heading(self.rows.len());
        let width = self.rows[heading].len();
        let blank = (heading + 1..self.rows.len()).find(|row| self.rows[*row].iter().all(String::is_empty));
        let row = blank.unwrap_or_else(|| {
            self.rows.push(vec![String::new(); width]);
            self.rows.len() - 1
        });
        self.fill_row(row, cells);
    }

    fn fill_row(&mut self, row: usize, cells: &[(&str, &str)]) {
        let heading = self.heading(row);
        for (name, text) in cells {
            let column = self.rows[heading].iter().position(|cell| cell == name);
            let column = column.unwrap_or_else(|| panic!("no column {name}"));
            self.rows[row][column] = (*text).to_owned();
        }
    }

    /// A copy of a row that says something.
    pub fn row(&self, said: &str) -> Vec<String> {
        self.rows.iter().find(|row| row.iter().any(|cell| cell == said)).expect("a row").clone()
    }

    /// Takes rows away that say something.
    pub fn remove(&mut self, said: &str) {
        self.rows.retain(|row| !row.iter().any(|cell| cell == said));
    }

    /// Takes a column away.
    pub fn drop_column(&mut self, name: &str) {
        let heading = self.heading(self.rows.len());
        let column = self.rows[heading].iter().position(|cell| cell == name).expect("a column");
        self.rows.iter_mut().filter(|row| row.len() > column).for_each(|row| drop(row.remove(column)));
    }

    /// Adds a column at the left.
    pub fn add_column(&mut self, name: &str) {
        let heading = self.heading(self.rows.len());
        for (position, row) in self.rows.iter_mut().enumerate() {
            row.insert(0, if position == heading { name.to_owned() } else { String::new() });
        }
    }

    /// Puts the columns the other way round, and the rows below the headings too.
    pub fn turn_around(&mut self) {
        let heading = self.heading(self.rows.len());
        self.rows[heading + 1..].reverse();
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        for row in &mut self.rows {
            row.resize(width, String::new());
            row.reverse();
        }
    }
}
