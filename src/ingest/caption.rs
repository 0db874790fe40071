//! What is written around a table: its folders and file, its sheet, the rows above its headings.
//!
//! Officers put there what they leave out of the columns: the month, the township, the unit, which list it is.

use crate::workbook::Grid;

/// The texts around one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Path of the file below the period's folder, `/` between folders.
    pub path: String,
    /// Name of the sheet.
    pub sheet: String,
    /// The texts above the headings, from the top; what a merged cell says stands here once.
    pub titles: Vec<String>,
}

/// Where a text around a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// In a row above the headings.
    Title,
    /// In the sheet's name.
    Sheet,
    /// In the file's name.
    File,
    /// In the name of a folder.
    Folder,
}

impl Spot {
    /// The Chinese word for it.
    pub fn label(self) -> &'static str {
        match self {
            Spot::Title => "标题",
            Spot::Sheet => "工作表名",
            Spot::File => "文件名",
            Spot::Folder => "文件夹名",
        }
    }
}

impl Caption {
    /// The caption of a sheet whose headings begin in row `header`, from 0.
    pub fn of(path: &str, sheet: &str, grid: &Grid, header: usize) -> Self {
        let cells = (0..header).flat_map(|row| grid.filled_cells(row));
        let titles = cells.map(|(_, cell)| cell.text.trim().to_owned());
        Self { path: path.to_owned(), sheet: sheet.to_owned(), titles: titles.collect() }
    }

    /// All texts, those that stand closest to the table first; a file's name without its extension.
    pub fn texts(&self) -> impl Iterator<Item = (Spot, &str)> {
        let mut parts = self.path.rsplit('/');
        let file = parts.next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let titles = self.titles.iter().map(|title| (Spot::Title, title.as_str()));
        let named = [(Spot::Sheet, self.sheet.as_str()), (Spot::File, stem)];
        titles.chain(named).chain(parts.map(|folder| (Spot::Folder, folder)))
    }
}
