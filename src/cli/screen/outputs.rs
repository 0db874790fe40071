//! What a run leaves behind: lists, reports, tables and the manifest, published together.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::recording::{self, Told};
use super::{Orders, Screened, lists};
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;
use crate::compare::PeriodComparison;
use crate::expr::Type;
use crate::link::HEAD;
use crate::pack::{Kind, Pack};
use crate::report::{
    CLUE_COLUMNS, Quality, Summary, VillageSize, blind_spots, clue_rows, period_change_sheet, quality, summary,
    unmatched,
};
use crate::schema::{HOUSEHOLD, NAME, PERSON, RuleTally, VILLAGE};
use crate::store::{Manifest, ManifestRule, Protected, Staging, write_table};
use crate::workbook;

/// Writes everything out of sight, then puts it in its place.
pub(super) fn publish(orders: &Orders, screened: &Screened, ui: &Ui) -> Result<(Manifest, Option<Told>), Failure> {
    let step = ui.step("写出清单和汇总");
    let staging = Staging::beside(&orders.out)?;
    write_reports(orders, screened, &staging)?;
    write_tables(orders, screened, &staging)?;
    let manifest = manifest(orders, screened)?;
    let text = serde_json::to_string_pretty(&manifest).context("写 manifest.json 失败")? + "\n";
    std::fs::write(staging.file("manifest.json")?, &text).context("写 manifest.json 失败,请检查磁盘空间")?;
    let told = recording::publish(orders, screened, &manifest, &text, staging)?;
    drop(step);
    Ok((manifest, told))
}

pub(super) fn county(orders: &Orders) -> &str {
    orders.config.county.as_deref().unwrap_or("本县")
}

/// Writes 汇总表, with what changed since the period before if that is known.
pub(super) fn write_summary(
    orders: &Orders,
    screened: &Screened,
    comparison: Option<&PeriodComparison>,
    staging: &Staging,
) -> anyhow::Result<()> {
    let findings = &screened.findings;
    let villages = village_sizes(screened, &orders.pack).context("统计各村户数人口失败")?;
    let input = Summary {
        pack: &orders.pack,
        county: county(orders),
        period: &orders.workspace.period,
        as_of: orders.as_of,
        clues: &findings.clues,
        pictures: &findings.pictures,
        disclosure: orders.disclosure,
        tallies: &findings.tallies,
        villages: &villages,
    };
    let mut book = summary(input);
    book.sheets.extend(comparison.map(period_change_sheet));
    workbook::write(&staging.file("汇总表.xlsx")?, &book, None)
}

fn write_reports(orders: &Orders, screened: &Screened, staging: &Staging) -> anyhow::Result<()> {
    let findings = &screened.findings;
    let quality_input = Quality {
        pack: &orders.pack,
        files: &screened.files,
        sheets: &screened.sheets,
        issues: &screened.issues,
        suspects: &screened.suspects,
        doubts: &findings.doubts,
        naming: &orders.naming,
        disclosure: orders.disclosure,
        as_of: orders.as_of,
    };
    workbook::write(&staging.file("数据质量.xlsx")?, &quality(quality_input), None)?;
    let unmatched = unmatched(&screened.unmatched, &screened.sheets, orders.disclosure, orders.as_of);
    workbook::write(&staging.file("未匹配.xlsx")?, &unmatched, None)?;
    let blind = blind_spots(findings, &orders.pack, orders.disclosure, orders.as_of);
    workbook::write(&staging.file("盲区.xlsx")?, &blind, None)?;
    let rows = clue_rows(&findings.clues, &screened.sheets, orders.disclosure);
    workbook::write_csv(&staging.file("clues.csv")?, &CLUE_COLUMNS, rows.iter().map(<[String; 15]>::as_slice))
}

fn village_sizes(screened: &Screened, pack: &Pack) -> PolarsResult<Vec<VillageSize>> {
    let (source, _) = pack.register();
    let mut sizes = Vec::new();
    let villages = &screened.tables.village;
    let name = |field: &Option<String>| -> PolarsResult<Vec<String>> {
        let column = villages.column(field.as_deref().unwrap_or_default())?.str()?;
        Ok(column.iter().map(|name| name.unwrap_or_default().to_owned()).collect())
    };
    let (townships, names) = (name(&source.key.township)?, name(&source.key.village)?);
    let count = |frame: &DataFrame| -> PolarsResult<BTreeMap<i64, u32>> {
        let mut counts = BTreeMap::new();
        for village in frame.column(VILLAGE)?.i64()?.iter().flatten() {
            *counts.entry(village).or_insert(0) += 1;
        }
        Ok(counts)
    };
    let (households, people) = (count(&screened.tables.household)?, count(&screened.tables.person)?);
    for (position, key) in villages.column(VILLAGE)?.i64()?.iter().enumerate() {
        let of = |counts: &BTreeMap<i64, u32>| key.and_then(|key| counts.get(&key)).copied().unwrap_or(0);
        let (township, village) = (townships[position].clone(), names[position].clone());
        sizes.push(VillageSize { township, village, households: of(&households), people: of(&people) });
    }
    Ok(sizes)
}

fn write_tables(orders: &Orders, screened: &Screened, staging: &Staging) -> anyhow::Result<()> {
    let catalog = &orders.pack.catalog;
    let persons = declared(&screened.tables.person, &catalog.person).context("整理人员指标失败")?;
    let households = declared(&screened.tables.household, &catalog.household).context("整理农户指标失败")?;
    let mut tables: Vec<(String, &DataFrame, Vec<&str>)> = vec![
        ("指标-人".to_owned(), &persons, id_fields(&orders.pack, None)),
        ("指标-户".to_owned(), &households, vec![HEAD]),
    ];
    for (name, frame) in &screened.records {
        tables.push((name.clone(), frame, id_fields(&orders.pack, Some(name))));
    }
    tables.par_iter().try_for_each(|(name, frame, id_columns)| {
        let protected = Protected { disclosure: orders.disclosure, naming: &orders.naming, id_columns };
        write_table(&staging.file(&format!("tables/{name}.parquet"))?, frame, protected)
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

/// The record of the run.
pub(super) fn manifest(orders: &Orders, screened: &Screened) -> anyhow::Result<Manifest> {
    let identity = &orders.pack.identity;
    let pack = [("name", &identity.name), ("version", &identity.version), ("hash", &orders.pack.hash)];
    let size = |frame: &DataFrame| u32::try_from(frame.height()).unwrap_or(u32::MAX);
    let tables = &screened.tables;
    let population = [("persons", &tables.person), ("households", &tables.household), ("villages", &tables.village)];
    let fingerprint = |id: &str| orders.pack.rule(id).map(|rule| orders.pack.fingerprint(rule)).unwrap_or_default();
    let rule = |tally: &RuleTally| ManifestRule::of(tally, fingerprint(&tally.rule));
    let blindness = screened.findings.blindness();
    let blindness = [
        ("undetermined", blindness.undetermined),
        ("undetermined_rules", blindness.undetermined_rules),
        ("skipped_rules", blindness.skipped_rules),
        ("little_known_households", blindness.little_known_households),
    ];
    Ok(Manifest {
        tool: format!("bidui {}", env!("CARGO_PKG_VERSION")),
        pack: pack.map(|(key, value)| (key.to_owned(), value.clone())).into(),
        period: orders.workspace.period.clone(),
        as_of: orders.as_of.to_string(),
        due: lists::usual_due(orders)?.to_string(),
        full_ids: orders.disclosure == crate::value::Disclosure::Full,
        parameters: orders
            .environment
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), value.to_string()))
            .collect(),
        files: screened.files.iter().map(Into::into).collect(),
        sheets: screened.sheets.iter().map(Into::into).collect(),
        population: population.map(|(name, frame)| (name.to_owned(), size(frame))).into(),
        rules: screened.findings.tallies.iter().map(rule).collect(),
        clues: screened.findings.clues.len(),
        households: screened.findings.grades().map(|(grade, count)| (grade.name().to_owned(), count)).into(),
        blind_spots: blindness.map(|(what, count)| (what.to_owned(), count)).into(),
        accepted: orders.config.accepted.clone(),
    })
}
