//! The register's households as a run has them, to find the household of a risk that a village reports.

use std::path::Path;

use crate::detect::ClueNaming;
use crate::envelope::AtRest;
use crate::schema::RegisteredHousehold;
use crate::store::Results;

/// The register's households in a period's run, under the codes of the present key; none without the run.
///
/// # Errors
/// If what the run left was changed since, or another version wrote it.
pub(super) fn households(
    root: &Path,
    period: &str,
    naming: &ClueNaming,
    at_rest: &AtRest,
) -> anyhow::Result<Vec<RegisteredHousehold>> {
    let run = root.join("runs").join(period);
    let results = Results::in_this_form(&run, at_rest).map_err(|mistake| anyhow::anyhow!("{mistake}"))?;
    let Results { key_changes, households, .. } = results.unwrap_or_default();
    let renamed = |household: RegisteredHousehold| RegisteredHousehold {
        code: naming.since(key_changes, &household.code),
        head: household.head.map(|head| naming.since(key_changes, &head)),
        ..household
    };
    Ok(households.into_iter().map(renamed).collect())
}
