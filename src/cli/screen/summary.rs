//! 汇总表: a run at a glance, with what changed since the period before.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};

use super::{Orders, Screened};
use crate::compare::PeriodComparison;
use crate::pack::Pack;
use crate::report::{Summary, VillageSize, period_change_sheet, summary};
use crate::schema::VILLAGE;
use crate::store::Staging;
use crate::workbook;

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
        county: orders.config.county_name(),
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
