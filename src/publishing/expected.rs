//! What a county's answers expect of a run's households.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::expr::Environment;
use crate::ledger::{Readable, VerifiedClue, answered_clues};
use crate::pack::Pack;
use crate::progress::{Awaited, Awaiting, awaited};
use crate::schema::RegisteredHousehold;
use crate::store::Results;

/// What a run's answers are read by.
#[derive(Clone, Copy)]
pub(crate) struct Expecting<'a> {
    /// What answers expect.
    pub pack: &'a Pack,
    /// The thresholds in force.
    pub environment: &'a Environment,
    /// The run's period.
    pub period: &'a str,
    /// The run's day.
    pub as_of: Date,
}

/// The households of a run by the codes that they have now.
pub(super) fn by_code(results: &Results, naming: &ClueNaming) -> BTreeMap<String, RegisteredHousehold> {
    let code = |household: &RegisteredHousehold| naming.since(results.key_changes, &household.code);
    results.households.iter().map(|household| (code(household), household.clone())).collect()
}

/// The households of which answers up to the run expect something; without its results nothing can be told of them.
pub(super) fn expected(
    answers: &[VerifiedClue],
    households: Option<&BTreeMap<String, RegisteredHousehold>>,
    of: Expecting<'_>,
) -> Vec<Awaited> {
    let days = |parameter: &str| of.environment.integer(parameter);
    let Expecting { pack, as_of, .. } = of;
    let awaiting = Awaiting { dispositions: &pack.dispositions, days: &days, households, as_of };
    awaited(answers, awaiting)
}

/// The same by the ledger.
///
/// # Errors
/// If the ledger cannot be read.
pub(crate) fn expected_by(
    from: &impl Readable,
    run: Option<(&Results, &ClueNaming)>,
    of: Expecting<'_>,
) -> anyhow::Result<Vec<Awaited>> {
    let households = run.map(|(results, naming)| by_code(results, naming));
    Ok(expected(&answered_clues(from, None, Some(of.period))?, households.as_ref(), of))
}
