//! Some departments still save in the Excel 97 format: their books, converted by LibreOffice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

use crate::county::Truth;

/// The ends of the names of these departments' books.
const BOOKS: [&str; 3] = ["危房改造台账.xlsx", "持证残疾人名单.xlsx", "青石镇农村低保备案表.xlsx"];

/// Converts the books of all periods, and has the truth speak of the converted ones.
pub fn convert(soffice: &Path, out: &Path, mut truths: BTreeMap<String, Truth>) -> anyhow::Result<()> {
    for (period, truth) in &mut truths {
        for sheet in truth.sheets.iter_mut().filter(|sheet| BOOKS.iter().any(|book| sheet.file.ends_with(book))) {
            let book = out.join("data").join(period).join(&sheet.file);
            save_as_excel_97(soffice, &book)?;
            sheet.file = sheet.file.replace(".xlsx", ".xls");
        }
        truth.sheets.sort_by(|a, b| a.file.cmp(&b.file));
    }
    let text = serde_json::to_string_pretty(&truths).context("cannot write the truth")?;
    fs::write(out.join("truth.json"), text + "\n").context("cannot write truth.json")
}

fn save_as_excel_97(soffice: &Path, book: &Path) -> anyhow::Result<()> {
    let folder = book.parent().expect("books stand in folders");
    let output = Command::new(soffice)
        .args(["--headless", "--convert-to", "xls:MS Excel 97", "--outdir"])
        .args([folder, book])
        .output()
        .with_context(|| format!("cannot start {}", soffice.display()))?;
    ensure!(book.with_extension("xls").exists(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_file(book).context("cannot remove the book that was converted")
}
