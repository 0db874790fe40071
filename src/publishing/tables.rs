//! The run's tables as Parquet files, people under codes.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::release::Release;
use crate::expr::Type;
use crate::link::HEAD;
use crate::pack::{Kind, Pack};
use crate::schema::{HOUSEHOLD, NAME, PERSON, VILLAGE};
use crate::screening::Screened;
use crate::store::{Protected, Staging, table_file, write_table};

/// Writes the linked records of every source, and all facts of persons and households.
pub(super) fn write_tables(release: &Release<'_>, screened: &Screened, staging: &Staging) -> anyhow::Result<()> {
    let catalog = &release.setup.pack.catalog;
    let persons = declared(&screened.tables.person, &catalog.person).context("生成人员指标表失败")?;
    let households = declared(&screened.tables.household, &catalog.household).context("生成农户指标表失败")?;
    let mut tables: Vec<(String, &DataFrame, Vec<&str>)> = vec![
        ("指标-人".to_owned(), &persons, id_fields(&release.setup.pack, None)),
        ("指标-户".to_owned(), &households, vec![HEAD]),
    ];
    for (name, frame) in &screened.records {
        tables.push((name.clone(), frame, id_fields(&release.setup.pack, Some(name))));
    }
    tables.par_iter().try_for_each(|(name, frame, id_columns)| {
        let protected =
            Protected { disclosure: release.disclosure, naming: &release.setup.identities.naming, id_columns };
        write_table(&staging.file(&table_file(name))?, frame, protected)
    })
}

/// A table of subjects without the columns that facts and rules were computed with.
fn declared(subjects: &DataFrame, fields: &BTreeMap<String, Type>) -> PolarsResult<DataFrame> {
    let keys = [PERSON, HOUSEHOLD, VILLAGE, HEAD, NAME].into_iter();
    let names = keys.chain(fields.keys().map(String::as_str));
    subjects.select(names.filter(|name| subjects.schema().get(name).is_some()))
}

/// The fields of a source (of the register, if none is named) that hold ID numbers.
fn id_fields<'p>(pack: &'p Pack, source: Option<&str>) -> Vec<&'p str> {
    let source = source.and_then(|name| pack.sources.get(name)).unwrap_or_else(|| pack.register().0);
    let ids = source.fields.iter().filter(|(_, field)| field.kind == Kind::Id);
    ids.map(|(name, _)| name.as_str()).collect()
}
