//! The register's households in a run's tables, to find the household of a risk that a village reports.

use std::path::Path;

use crate::detect::ClueNaming;
use crate::pack::Pack;
use crate::schema::{Household, Location, NAME, Village};
use crate::store::read_table;

/// The register's households, as the newest tables have them.
pub(super) fn households(root: &Path, period: &str, pack: &Pack, naming: &ClueNaming) -> anyhow::Result<Vec<Location>> {
    let (source, register) = pack.register();
    let key = |field: &Option<String>| field.clone().unwrap_or_default();
    let keys = [key(&source.key.township), key(&source.key.village), key(&source.key.household)];
    let run = root.join("runs").join(period);
    let names = [&keys[0], &keys[1], &keys[2], &register.group, &register.head_name, NAME];
    let Some(frame) = read_table(&run, "指标-户", &names)? else { return Ok(Vec::new()) };
    let columns =
        names.iter().map(|name| Ok(frame.column(name)?.str()?.clone())).collect::<anyhow::Result<Vec<_>>>()?;
    let household = |row: usize| {
        let text = |column: usize| columns[column].get(row).unwrap_or_default().to_owned();
        let [township, village, household_number, group] = [0, 1, 2, 3].map(text);
        let village = Village::new(township, village);
        let household_code = naming.household(&Household::new(village.clone(), &household_number));
        let head_name = [text(5), text(4)].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        Location { village, group, household_number, household_code, head_name, ..Location::default() }
    };
    Ok((0..frame.height()).map(household).collect())
}
