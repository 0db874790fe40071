//! What later commands are to read of the run.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};

use super::release::Release;
use crate::dispatch::places;
use crate::pack::Pack;
use crate::report::VillageSize;
use crate::schema::{Clue, HOUSEHOLD, Household, NAME, RegisteredHousehold, VILLAGE, Village};
use crate::screening::Screened;
use crate::store::{RecordedClue, Results};
use crate::value::Redacted;

/// The run's clues, villages and households.
pub(super) fn results(release: &Release<'_>, screened: &Screened) -> anyhow::Result<Results> {
    let recorded = |clue: &Clue| RecordedClue { standing: clue.into(), origins: places(clue, &screened.sheets) };
    let clues = screened.findings.clues.iter().map(recorded).collect();
    let households = households(release, screened).context("整理各户失败")?;
    let key_changes = release.setup.identities.naming.changes();
    Ok(Results { clues, villages: village_sizes(screened, &release.setup.pack)?, key_changes, households })
}

/// The households of the register, under codes.
fn households(release: &Release<'_>, screened: &Screened) -> PolarsResult<Vec<RegisteredHousehold>> {
    let (source, register) = release.setup.pack.register();
    let (frame, naming) = (&screened.tables.household, &release.setup.identities.naming);
    let texts = |field: &str| -> PolarsResult<Vec<String>> {
        let column = frame.column(field)?.str()?;
        Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let key = |field: &Option<String>| texts(field.as_deref().unwrap_or_default());
    let (townships, villages, numbers) =
        (key(&source.key.township)?, key(&source.key.village)?, key(&source.key.household)?);
    let (groups, heads, first) = (texts(&register.group)?, texts(&register.head_name)?, texts(NAME)?);
    let classes = frame.column(&release.setup.pack.layout.household_class).ok().and_then(|column| column.str().ok());
    let keys = frame.column(HOUSEHOLD)?.i64()?;
    let people = count(&screened.tables.person, HOUSEHOLD)?;
    let household = |row: usize| {
        let household = Household::new(Village::new(&townships[row], &villages[row]), &numbers[row]);
        let head = if first[row].is_empty() { &heads[row] } else { &first[row] };
        RegisteredHousehold {
            head: naming.name(&household.village, head),
            code: naming.household(&household),
            number: Redacted::household_number(&household.number).into(),
            group: Redacted::of(&groups[row]).into(),
            village: masked(&household.village),
            class: classes.and_then(|classes| classes.get(row)).map(str::to_owned),
            people: keys.get(row).and_then(|key| people.get(&key)).copied().unwrap_or(0),
        }
    };
    Ok((0..frame.height()).map(household).collect())
}

/// How many rows a table has of every household or village, by its key.
fn count(frame: &DataFrame, key: &str) -> PolarsResult<BTreeMap<i64, u32>> {
    let mut counts = BTreeMap::new();
    for of in frame.column(key)?.i64()?.iter().flatten() {
        *counts.entry(of).or_insert(0) += 1;
    }
    Ok(counts)
}

/// A village's names as later commands have them.
fn masked(Village { township, name }: &Village) -> Village {
    Village::new(Redacted::of(township), Redacted::of(name))
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
    let households = count(&screened.tables.household, VILLAGE)?;
    let people = count(&screened.tables.person, VILLAGE)?;
    for (position, key) in villages.column(VILLAGE)?.i64()?.iter().enumerate() {
        let of = |counts: &BTreeMap<i64, u32>| key.and_then(|key| counts.get(&key)).copied().unwrap_or(0);
        let village = masked(&Village::new(&townships[position], &names[position]));
        sizes.push(VillageSize { village, households: of(&households), people: of(&people) });
    }
    Ok(sizes)
}
