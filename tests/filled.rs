//! A list as villages send it back: opened, filled in, rearranged and saved again by another program, values only.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, SheetVisible, Xlsx, open_workbook};
use rust_xlsxwriter::{DocProperties, Format, Formula, Workbook, Worksheet};

use crate::xlsx::zipped;

/// A workbook in hand.
#[derive(Clone, Debug)]
pub struct Filled {
    pub sheets: Vec<FilledSheet>,
    /// Names and values that travel with the file.
    pub properties: Vec<(String, String)>,
}

/// One sheet of it.
#[derive(Clone, Debug)]
pub struct FilledSheet {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<String>>,
    /// Blocks that are shown as one: first row and column, last row and column.
    merges: Vec<[usize; 4]>,
    hidden_rows: BTreeSet<usize>,
}

/// Takes the values of formulas that are given none out of a book, as programs write it that do not calculate.
pub fn leave_uncalculated(path: &Path) {
    let mut book = zip::ZipArchive::new(std::fs::File::open(path).expect("a book")).expect("a zip file");
    let names: Vec<String> = book.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut part = |name: String| {
        let mut bytes = Vec::new();
        book.by_name(&name).expect("a part").read_to_end(&mut bytes).expect("read");
        let text = String::from_utf8(bytes).expect("XML");
        (name, text.replace("</f><v>0</v>", "</f>"))
    };
    let parts: Vec<(String, String)> = names.into_iter().map(&mut part).collect();
    std::fs::write(path, zipped(&parts)).expect("written");
}

/// The bytes of a book as LibreOffice saves it in a format; none where there is no LibreOffice.
pub fn saved_by_libre_office(path: &Path, format: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = folder.path().join("profile").display().to_string().replace('\\', "/");
    let profile = format!("-env:UserInstallation=file:///{}", profile.trim_start_matches('/'));
    let out = folder.path().join("out");
    let convert = ["--headless", "--convert-to", format, "--outdir"];
    let run = Command::new("soffice").arg(profile).args(convert).arg(&out).arg(path).output();
    let extension = format.split(':').next().expect("an extension");
    let saved = out.join(path.with_extension(extension).file_name().expect("a name"));
    match run {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Ok(_) if saved.is_file() => Some(std::fs::read(saved).expect("a book")),
        other => panic!("LibreOffice saved nothing: {other:?}"),
    }
}

impl Filled {
    /// Opens a list; its properties are lost, as in programs that do not know them.
    pub fn open(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let known = book.sheets_metadata().to_vec();
        let sheet = |sheet: calamine::Sheet| {
            let range = book.worksheet_range(&sheet.name).expect("a sheet");
            let rows = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
            let hidden = sheet.visible != SheetVisible::Visible;
            FilledSheet { name: sheet.name, hidden, rows, merges: Vec::new(), hidden_rows: BTreeSet::new() }
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
            sheet.write(worksheet);
        }
        std::fs::create_dir_all(path.parent().expect("files stand in folders")).expect("a folder");
        book.save(path).expect("saved");
    }
}

impl FilledSheet {
    /// Writes its cells; `=formula→value` is a formula with its value.
    fn write(&self, worksheet: &mut Worksheet) {
        for (row, cells) in (0..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                match cell.split_once('→').filter(|_| cell.starts_with('=')) {
                    Some((formula, value)) => {
                        worksheet.write_formula(row, column, Formula::new(formula).set_result(value)).expect("a cell")
                    }
                    None => worksheet.write_string(row, column, cell).expect("a cell"),
                };
            }
        }
        for [top, left, bottom, right] in &self.merges {
            let text = &self.rows[*top][*left];
            let [top, bottom] = [top, bottom].map(|row| u32::try_from(*row).expect("a row"));
            let [left, right] = [left, right].map(|column| u16::try_from(*column).expect("a column"));
            worksheet.merge_range(top, left, bottom, right, text, &Format::new()).expect("a merge");
        }
        for row in &self.hidden_rows {
            worksheet.set_row_hidden(u32::try_from(*row).expect("a row")).expect("a row");
        }
    }

    /// Saves it as text with separators.
    pub fn save_text(&self, path: &Path) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_path(path).expect("a file");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
        writer.flush().expect("written");
    }

    fn row_of(&self, said: &str) -> usize {
        self.rows.iter().position(|row| row.iter().any(|cell| cell == said)).unwrap_or_else(|| panic!("no row: {said}"))
    }

    /// Shows the cells of neighbouring columns as one, over so many rows from the one that says something on.
    pub fn merge(&mut self, said: &str, rows: usize, columns: &[&str]) {
        let top = self.row_of(said);
        let heading = self.heading(top);
        let column = |name: &&str| self.rows[heading].iter().position(|cell| cell == name).expect("a column");
        let columns: Vec<usize> = columns.iter().map(column).collect();
        self.merges.push([top, columns[0], top + rows - 1, columns[columns.len() - 1]]);
    }

    /// Hides the row that says something.
    pub fn hide(&mut self, said: &str) {
        self.hidden_rows.insert(self.row_of(said));
    }

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
