//! What later commands are to read of the run.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};

use super::release::Release;
use crate::dispatch::places;
use crate::pack::Pack;
use crate::report::VillageSize;
use crate::schema::{Clue, VILLAGE, Village};
use crate::screening::Screened;
use crate::store::{RecordedClue, Results};

/// The run's clues and villages.
pub(super) fn results(release: &Release<'_>, screened: &Screened) -> anyhow::Result<Results> {
    let recorded = |clue: &Clue| RecordedClue { standing: clue.into(), origins: places(clue, &screened.sheets) };
    let clues = screened.findings.clues.iter().map(recorded).collect();
    Ok(Results { clues, villages: village_sizes(screened, &release.setup.pack)? })
}

/// How many live in every village.
pub(super) fn village_sizes(screened: &Screened, pack: &Pack) -> anyhow::Result<Vec<VillageSize>> {
    sizes(screened, pack).context("统计各村户数人口失败")
}

fn sizes(screened: &Screened, pack: &Pack) -> PolarsResult<Vec<VillageSize>> {
    let (source, _) = pack.register();
    let mut sizes = Vec::new();
    let villages = &screened.tables.village;
    let name = |field: &Option<String>| -> PolarsResult<Vec<String>> {
        let column = villages.column(field.as_deref().unwrap_or_default())?.str()?;
        Ok(column.iter().map(|name| name.unwrap_or_default().to_owned()).collect())
    };
    let townships = name(&source.key.township)?;
    let names = name(&source.key.village)?;
    let count = |frame: &DataFrame| -> PolarsResult<BTreeMap<i64, u32>> {
        let mut counts = BTreeMap::new();
        for village in frame.column(VILLAGE)?.i64()?.iter().flatten() {
            *counts.entry(village).or_insert(0) += 1;
        }
        Ok(counts)
    };
    let households = count(&screened.tables.household)?;
    let people = count(&screened.tables.person)?;
    for (position, key) in villages.column(VILLAGE)?.i64()?.iter().enumerate() {
        let of = |counts: &BTreeMap<i64, u32>| key.and_then(|key| counts.get(&key)).copied().unwrap_or(0);
        let village = Village::new(&townships[position], &names[position]);
        sizes.push(VillageSize { village, households: of(&households), people: of(&people) });
    }
    Ok(sizes)
}
