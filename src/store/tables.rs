//! Normalised tables as Parquet, people in them under codes that are the same in all tables.
//!
//! Names and birth dates stand in them, and other files of the run show the ends of ID numbers: whoever has both has the
//! numbers. They are written only at the officer's word.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use polars::prelude::{Column, DataFrame, PolarsResult};
use polars_io::parquet::write::ParquetWriter;

use crate::access;
use crate::detect::ClueNaming;
use crate::schema::{ID, PERSON};
use crate::value::{Disclosure, IdNumber};

/// How ID numbers leave the program.
#[derive(Debug, Clone, Copy)]
pub struct Protected<'a> {
    /// Codes or full numbers.
    pub disclosure: Disclosure,
    /// Makes the codes that stand for people.
    pub naming: &'a ClueNaming,
    /// Further columns that hold ID numbers in compact form.
    pub id_columns: &'a [&'a str],
}

/// Writes a table; the column [`PERSON`] becomes a code, every other ID column one too or the full number.
///
/// # Errors
/// If the file cannot be written.
pub fn write_table(path: &Path, frame: &DataFrame, protected: Protected<'_>) -> anyhow::Result<()> {
    let mut frame = protect(frame, protected).context("生成数据表失败")?;
    let file =
        access::create_file(path).with_context(|| format!("无法写入 {}，请检查磁盘空间和写入权限", path.display()))?;
    let advice = || format!("写 {} 失败，请检查磁盘空间", path.display());
    // The writer hands over a byte at a time.
    let mut file = BufWriter::new(file);
    ParquetWriter::new(&mut file).finish(&mut frame).with_context(advice)?;
    file.flush().with_context(advice)
}

/// Where a table stands in a run's folder.
pub fn table_file(name: &str) -> String {
    format!("tables/{name}.parquet")
}

fn protect(frame: &DataFrame, protected: Protected<'_>) -> PolarsResult<DataFrame> {
    let mut frame = frame.clone();
    let present = |name: &str| frame.schema().get(name).is_some();
    let columns: Vec<String> = protected
        .id_columns
        .iter()
        .chain([&ID, &PERSON])
        .filter(|name| present(name))
        .map(|name| (*name).to_owned())
        .collect();
    for name in columns {
        let keys = frame.column(&name)?.i64()?.clone();
        let full = protected.disclosure == Disclosure::Full && name != PERSON;
        let shown = |key: i64| match IdNumber::from_key(key) {
            Some(number) if full => number.full(),
            Some(_) | None => protected.naming.pseudonym(key),
        };
        let texts: Vec<Option<String>> = keys.iter().map(|key| key.map(shown)).collect();
        frame.with_column(Column::new(name.as_str().into(), texts))?;
    }
    Ok(frame)
}
