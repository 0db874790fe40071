//! Facts × rules → outcomes, clues with their evidence, and a tally a rule.
//!
//! All conditions on one kind of subject become boolean columns of one pass; the clues of a household come together in
//! its risk profile, and rules that read it (应纳未纳) follow in a second pass. A rule whose source was not delivered is
//! skipped, which is never the same as cleared; an
//! outcome that would be another if a damaged record were the person's is doubtful, and goes to the department first.

mod clue_id;
mod inclusion;
mod location;
mod outcome;
mod doubt;
mod risk_profile;
mod outcome_index;
mod context;
mod evidence;
mod clue;
mod missing;
mod blind;
mod findings;
mod inquire;
mod profiled;
mod pass;
mod trace;

use polars::prelude::PolarsResult;
use rayon::prelude::ParallelSliceMut;

use crate::expr::Subject;
use crate::facts::Tables;
use crate::pack::Rule;
use crate::schema::{Clue, Judged, RiskProfiles, RuleTally};

pub use clue::sentences;
pub use clue_id::ClueNaming;
pub use context::DetectionContext;
pub use doubt::may_matter;
pub use evidence::calls_on;
pub use findings::{Blindness, Findings, count_by};
pub use location::Locations;
pub use missing::missing;
pub use outcome::{Outcome, decisive, expressions, outcomes};
pub use outcome_index::OutcomeIndex;
pub use profiled::RiskProfiled;
pub use trace::subject_of_clue;

/// Runs all active rules: those on facts first, then those that sum up what these find. Gives the tables that the
/// latter read as well, for whoever explains them.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn detect(tables: &Tables, context: DetectionContext<'_>) -> PolarsResult<(Findings, RiskProfiled)> {
    let DetectionContext { pack, naming, .. } = context;
    let mut findings = Findings::default();
    let (second, first): (Vec<&Rule>, Vec<&Rule>) = pack.active_rules().partition(|rule| rule.reads_clues);
    let locations = &Locations::of(tables, pack)?;
    run(tables, &first, (context, locations), &mut findings)?;
    findings.clues = inclusion::include(std::mem::take(&mut findings.clues), pack, naming);
    let weighing: Vec<&Clue> = findings.clues.iter().filter(|clue| !context.is_refuted(clue)).collect();
    let profiled = RiskProfiled::of(tables, &weighing, &pack.risk_scoring)?;
    findings.risk_profiles = profiled.profiles().clone();
    sum_up(&profiled, &second, context, locations, &mut findings)?;
    let risk_profiles = &findings.risk_profiles;
    findings.clues.par_sort_by_cached_key(|clue| order(clue, risk_profiles));
    // Only now that no order hangs on them any more: a change of the county's key must not look like one of the data.
    for clue in &mut findings.clues {
        clue.id = naming.finished(&clue.id).into();
        clue.fingerprint = naming.finished(&clue.fingerprint);
    }
    findings.tallies.sort_by(|a, b| a.rule.cmp(&b.rule));
    findings.blind_spots.sort_by(|a, b| (&a.rule, &a.township).cmp(&(&b.rule, &b.township)));
    findings.inquiries = inquire::inquiries(profiled.tables(), (context, locations), &findings)?;
    findings.little_known = blind::little_known(tables, (context, locations))?;
    Ok((findings, profiled))
}

/// The second pass: the rules that read clues and risk profiles.
fn sum_up(
    profiled: &RiskProfiled,
    rules: &[&Rule],
    context: DetectionContext<'_>,
    locations: &Locations,
    findings: &mut Findings,
) -> PolarsResult<()> {
    let drawn = findings.clues.len();
    run(profiled.tables(), rules, (context, locations), findings)?;
    risk_profile::complete(&mut findings.risk_profiles, &findings.clues[drawn..], &context.pack.risk_scoring);
    Ok(())
}

/// By village, the gravest household first and last what is about the village itself; within a household the gravest
/// first, and last what sums the others up.
fn order(clue: &Clue, risk_profiles: &RiskProfiles) -> impl Ord + use<> {
    let subject = &clue.subject;
    let risk_profile = subject.household.and_then(|household| risk_profiles.get(&household));
    let gravity = risk_profile.map(|risk_profile| (risk_profile.grade, std::cmp::Reverse(risk_profile.score)));
    let household = (gravity.is_none(), gravity, subject.household, clue.sums_up);
    ((subject.village, household), clue.severity, clue.rule.clone(), subject.person, clue.id.clone())
}

fn run(
    tables: &Tables,
    rules: &[&Rule],
    (context, locations): (DetectionContext<'_>, &Locations),
    findings: &mut Findings,
) -> PolarsResult<()> {
    for subject in [Subject::Person, Subject::Household, Subject::Village] {
        let of_subject = rules.iter().copied().filter(|rule| rule.subject == subject);
        let (runnable, skipped): (Vec<&Rule>, Vec<&Rule>) =
            of_subject.partition(|rule| missing(rule, tables, context.environment).is_empty());
        for rule in skipped {
            let judged = Judged::Skipped { missing: missing(rule, tables, context.environment) };
            findings.tallies.push(RuleTally { rule: rule.id.as_str().into(), judged });
            findings.blind_spots.extend(blind::skipped(rule, tables, context)?);
        }
        if !runnable.is_empty() {
            pass::run(tables, subject, &runnable, (context, locations), findings)?;
        }
    }
    Ok(())
}
