//! One pass over the subjects of one kind: every rule's outcome as a column, then rule by rule what comes of it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use polars::prelude::{DataFrame, Expr, IdxCa, IdxSize, IntoLazy, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::blind;
use super::clue::clues;
use super::clue_id::ClueNaming;
use super::context::DetectionContext;
use super::doubt::{MatchesBySubject, SupposedOutcomes, take_out_doubtful};
use super::findings::Findings;
use super::location::Locations;
use super::outcome::{Outcome, decisive, expressions, outcomes};
use super::outcome_index::OutcomeIndex;
use crate::expr::{Checked, Subject};
use crate::facts::{Tables, key, prepared};
use crate::pack::Rule;
use crate::schema::{
    BlindSpot, Candidate, Clue, HOUSEHOLD, Judged, NAME, PERSON, ROW, RuleCounts, RuleTally, SHEET, VILLAGE,
};
use crate::value::IdNumber;

/// What comes of one rule.
struct RuleFindings {
    judged: Judged,
    blind_spots: Vec<BlindSpot>,
    /// Persons whose damaged records keep an outcome from being sure.
    doubts: Vec<IdNumber>,
    /// The outcomes that are neither hit nor miss, as [`OutcomeIndex`] keep them.
    open: Vec<u8>,
    clues: Vec<Clue>,
}

/// The subjects of one kind, and what rules judge them by.
struct Subjects<'a> {
    frame: &'a DataFrame,
    tables: &'a Tables,
    context: DetectionContext<'a>,
    locations: &'a Locations,
    behind: &'a MatchesBySubject<'a>,
    index: &'a OutcomeIndex,
}

/// Runs rules on the subjects of one kind.
pub(super) fn run(
    tables: &Tables,
    subject: Subject,
    rules: &[&Rule],
    context: DetectionContext<'_>,
    locations: &Locations,
    findings: &mut Findings,
) -> PolarsResult<()> {
    let expressions: Vec<&Checked> = rules.iter().flat_map(|rule| expressions(rule)).collect();
    let frame = prepared(tables, subject, &expressions, context.environment)?;
    let columns: Vec<Expr> = rules.iter().flat_map(|rule| decisive(rule, context.environment)).collect();
    let frame = frame.lazy().with_columns(columns).collect()?;
    let keys = frame.column(key(subject))?.i64()?;
    findings.outcomes.know(subject, keys.iter(), |key| locations.code(subject, key, context.naming));
    let behind = &MatchesBySubject::of(context.candidate_matches, context.pack);
    findings.outcomes.suppose(subject, behind.unscreened().filter_map(|one| code_of(one, subject, context.naming)));
    let supposed = supposed(subject, rules, context)?;
    let subjects = Subjects { frame: &frame, tables, context, locations, behind, index: &findings.outcomes };
    let found = rules.par_iter().map(|rule| {
        let supposed = supposed.get(rule.id.as_str()).unwrap_or(&NOTHING);
        subjects.judged(rule, supposed)
    });
    let found = found.collect::<PolarsResult<Vec<RuleFindings>>>()?;
    rules.iter().zip(found).for_each(|(rule, found)| add(rule, found, findings));
    Ok(())
}

/// The code of a person whom only a damaged row of the register has, or of the household.
fn code_of(candidate: &Candidate, subject: Subject, naming: &ClueNaming) -> Option<String> {
    match subject {
        Subject::Person => Some(naming.pseudonym(candidate.person.key())),
        Subject::Household => Some(naming.household(&candidate.home)),
        Subject::Village => None,
    }
}

static NOTHING: LazyLock<SupposedOutcomes> = LazyLock::new(SupposedOutcomes::new);

/// The outcomes under the hypothesis, by rule and subject, of rules that judge persons and households by records.
fn supposed<'r>(
    subject: Subject,
    rules: &[&'r Rule],
    context: DetectionContext<'_>,
) -> PolarsResult<HashMap<&'r str, SupposedOutcomes>> {
    let (Some(tables), Subject::Person | Subject::Household) = (context.supposed, subject) else {
        return Ok(HashMap::new());
    };
    let rules: Vec<&Rule> = rules.iter().copied().filter(|rule| !rule.reads_clues).collect();
    let expressions: Vec<&Checked> = rules.iter().flat_map(|rule| rule.conditions()).collect();
    let frame = prepared(tables, subject, &expressions, context.environment)?;
    let columns: Vec<Expr> = rules.iter().flat_map(|rule| decisive(rule, context.environment)).collect();
    let frame = frame.lazy().with_columns(columns).collect()?;
    let keys = frame.column(key(subject))?.i64()?;
    let of_rule = |rule: &'r Rule| {
        let outcomes = outcomes(&frame, rule)?.into_iter();
        Ok((rule.id.as_str(), keys.iter().zip(outcomes).filter_map(|(key, outcome)| Some((key?, outcome))).collect()))
    };
    rules.into_iter().map(of_rule).collect()
}

fn add(rule: &Rule, found: RuleFindings, findings: &mut Findings) {
    let RuleFindings { judged, blind_spots, doubts, open, clues } = found;
    findings.tallies.push(RuleTally { rule: rule.id.as_str().into(), judged });
    findings.blind_spots.extend(blind_spots);
    for person in doubts {
        findings.doubts.entry(person).or_default().insert(rule.id.clone());
    }
    findings.outcomes.note(rule, open);
    findings.clues.extend(clues);
}

impl Subjects<'_> {
    /// What a rule finds, which had these outcomes under the hypothesis that damaged records are whose they seem.
    fn judged(&self, rule: &Rule, supposed: &SupposedOutcomes) -> PolarsResult<RuleFindings> {
        let Self { frame, tables, context, locations, behind, index } = *self;
        let mut outcomes = outcomes(frame, rule)?;
        let keys = frame.column(key(rule.subject))?.i64()?;
        let doubtful = take_out_doubtful(&mut outcomes, keys.iter(), supposed);
        let mut doubts = doubted(frame, rule, &doubtful, behind)?;
        let is_supposed = |key: i64| rule.subject == Subject::Person && supposed.get(&key) == Some(&Outcome::Hit);
        doubts.extend(behind.unscreened().map(|one| one.person).filter(|person| is_supposed(person.key())));
        let blind_spots = match outcomes.contains(&Outcome::Undetermined) {
            true => blind::undetermined(frame, &outcomes, rule, tables, context)?,
            false => Vec::new(),
        };
        let rows: std::ops::RangeFrom<IdxSize> = 0..;
        let hits = outcomes.iter().zip(rows).filter(|(outcome, _)| **outcome == Outcome::Hit);
        let hits: IdxCa = hits.map(|(_, row)| Some(row)).collect();
        let clues = match hits.is_empty() {
            true => Vec::new(),
            false => clues(&told(frame, rule, context)?.take(&hits)?, rule, tables, locations, context)?,
        };
        let open = index.open(rule.subject, &outcomes);
        Ok(RuleFindings { judged: tally(&outcomes), blind_spots, doubts, open, clues })
    }
}

/// The persons whose damaged records are behind what a rule says of subjects.
fn doubted(
    frame: &DataFrame,
    rule: &Rule,
    doubtful: &[i64],
    behind: &MatchesBySubject<'_>,
) -> PolarsResult<Vec<IdNumber>> {
    if doubtful.is_empty() || rule.subject == Subject::Village {
        return Ok(Vec::new());
    }
    let keys = frame.column(key(rule.subject))?.i64()?;
    let households = frame.column(HOUSEHOLD)?.i64()?;
    let doubtful: HashSet<i64> = doubtful.iter().copied().collect();
    let pairs = keys.iter().zip(households.iter());
    let subjects = pairs.filter_map(|(key, household)| Some((key.filter(|key| doubtful.contains(key))?, household)));
    Ok(subjects.flat_map(|(subject, household)| behind.persons(rule, subject, household)).collect())
}

/// The columns that clues are made of.
fn told(frame: &DataFrame, rule: &Rule, context: DetectionContext<'_>) -> PolarsResult<DataFrame> {
    let (_, register) = context.pack.register();
    let expressions = rule.discriminator.iter().chain(rule.message.expressions());
    let read = expressions.flat_map(|expression| {
        let fields = expression.fields().into_iter().map(|field| field.column());
        fields.chain(expression.related().into_iter().map(|call| call.column())).collect::<Vec<_>>()
    });
    let engine = [PERSON, HOUSEHOLD, VILLAGE, NAME, SHEET, ROW, register.relation.as_str()].map(str::to_owned);
    let mut wanted: Vec<String> = read.chain(engine).filter(|name| frame.schema().contains(name)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    frame.select(wanted)
}

fn tally(outcomes: &[Outcome]) -> Judged {
    let mut hits = 0;
    let mut misses = 0;
    let mut excluded = 0;
    let mut undetermined = 0;
    let mut doubtful = 0;
    for outcome in outcomes {
        *match outcome {
            Outcome::Hit => &mut hits,
            Outcome::Miss => &mut misses,
            Outcome::Excluded => &mut excluded,
            Outcome::Undetermined => &mut undetermined,
            Outcome::Doubtful => &mut doubtful,
        } += 1;
    }
    Judged::Run(RuleCounts { hits, misses, excluded, undetermined, doubtful })
}
