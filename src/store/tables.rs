//! Normalised tables as Parquet, people in them under codes that are the same in all tables.
//!
//! A masked number beside a birth date would be no secret, so ID columns hold the codes too unless full numbers were
//! asked for.

use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use anyhow::Context;
use polars::prelude::{Column, DataFrame, PolarsResult};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;

use super::imprint::Imprint;
use crate::detect::ClueNaming;
use crate::regular;
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
    let file = File::create(path).with_context(|| format!("无法写入 {}，请检查磁盘空间和写入权限", path.display()))?;
    let advice = || format!("写 {} 失败，请检查磁盘空间", path.display());
    // The writer hands over a byte at a time.
    let mut file = BufWriter::new(file);
    ParquetWriter::new(&mut file).finish(&mut frame).with_context(advice)?;
    file.flush().with_context(advice)
}

/// Reads columns of a run's table; none if the run has no such file.
///
/// # Errors
/// If the file is no table, lacks a column, or is not as it was written.
pub fn read_table(run: &Path, name: &str, columns: &[&str]) -> anyhow::Result<Option<DataFrame>> {
    let file = table_file(name);
    let path = run.join(&file);
    if !path.is_file() {
        return Ok(None);
    }
    let advice = || format!("无法读取 {}，请重新运行 bidui screen", path.display());
    let bytes = regular::read(&path, regular::TABLE).with_context(advice)?;
    let written = Imprint::read(run);
    let written = written.as_ref().and_then(|imprint| imprint.hash_of(&file));
    if written.is_some_and(|written| written != blake3::hash(&bytes).to_hex().as_str()) {
        anyhow::bail!("{} 与写出时不一样，请重新运行 bidui screen", path.display());
    }
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    let frame = ParquetReader::new(Cursor::new(bytes)).with_columns(Some(columns)).finish();
    Ok(Some(frame.with_context(advice)?))
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
