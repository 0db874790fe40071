//! Facts × rules → outcomes, clues with their evidence, and a tally a rule.
//!
//! All conditions on one kind of subject become boolean columns of one pass; the clues of a household come together in
//! its risk picture, and rules that read it (应纳未纳) follow in a second pass. A rule whose source was not delivered is skipped, which is never the
//! same as cleared; an
//! outcome that would be another if a damaged record were the person's is doubtful, and goes to the department first.

mod clue_id;
mod evidence;
mod inclusion;
mod location;
mod clue;
mod inquire;
mod outcome;
mod blind;
mod doubt;
mod picture;
mod standing;
mod pass;
mod trace;

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, PolarsResult};
use rayon::prelude::ParallelSliceMut;

use crate::expr::{Environment, Subject};
use crate::facts::Tables;
use crate::pack::{CLUES, Pack, Rule, Severity};
use crate::schema::{
    BlindSpot, Clue, HOUSEHOLD, Inquiry, Judged, LittleKnown, PERSON, Pictures, ROW, RuleTally, SHEET, Suspect,
    VILLAGE, Want,
};
use crate::value::IdNumber;

pub use clue::sentences;
pub use clue_id::ClueNaming;
pub use doubt::may_matter;
pub use evidence::calls_on;
pub use location::Locations;
pub use outcome::{Outcome, decisive, expressions, outcomes};
pub use picture::with_pictures;
pub use standing::Standings;
pub use trace::subject_of_clue;

/// What a run finds.
#[derive(Debug, Default)]
pub struct Findings {
    /// All clues, sorted by village, the gravest household first, and by rule.
    pub clues: Vec<Clue>,
    /// What the clues of every household come to together.
    pub pictures: Pictures,
    /// Every active rule's tally, by rule id.
    pub tallies: Vec<RuleTally>,
    /// What is asked on the visit of those with clues, in the order of the clues.
    pub inquiries: Vec<Inquiry>,
    /// Whom which rule could not judge, by rule and township.
    pub blind_spots: Vec<BlindSpot>,
    /// The households that nearly no source knows, in order of place.
    pub little_known: Vec<LittleKnown>,
    /// The rules that were not held against a person because of damaged records, by person.
    pub doubts: BTreeMap<IdNumber, BTreeSet<String>>,
    /// Where every subject stands that was not hit.
    pub standings: Standings,
}

impl Findings {
    /// How many households have which grade.
    pub fn grades(&self) -> [(Severity, u32); 3] {
        Severity::ALL.map(|grade| {
            let of_grade = self.pictures.values().filter(|picture| picture.grade == grade).count();
            (grade, u32::try_from(of_grade).unwrap_or(u32::MAX))
        })
    }

    /// How much the run could not see.
    pub fn blindness(&self) -> Blindness {
        let of = |want: Want| self.blind_spots.iter().filter(move |spot| spot.want == want);
        let rules = |want: Want| of(want).map(|spot| &spot.rule).collect::<BTreeSet<_>>().len();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Blindness {
            undetermined: of(Want::Value).map(|spot| spot.subjects).sum(),
            undetermined_rules: count(rules(Want::Value)),
            skipped_rules: count(rules(Want::Source)),
            little_known_households: count(self.little_known.len()),
        }
    }
}

/// How much a run could not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blindness {
    /// Outcomes that stayed undetermined, over all rules.
    pub undetermined: u32,
    /// Rules with undetermined outcomes.
    pub undetermined_rules: u32,
    /// Rules that were skipped.
    pub skipped_rules: u32,
    /// Households that nearly no source knows.
    pub little_known_households: u32,
}

/// What detection is given besides the tables.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Values of parameters and constants.
    pub environment: &'a Environment,
    /// How clue ids are made.
    pub naming: &'a ClueNaming,
    /// Damaged records and whom they are probably about.
    pub suspects: &'a [Suspect],
    /// The tables of the households concerned as they would be if these were theirs; none if there are no suspects.
    pub supposed: Option<&'a Tables>,
}

/// Runs all active rules.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn detect(tables: &mut Tables, setting: Setting<'_>) -> PolarsResult<Findings> {
    let mut findings = Findings::default();
    let (second, first): (Vec<&Rule>, Vec<&Rule>) = setting.pack.active_rules().partition(|rule| rule.reads_clues);
    let locations = &Locations::of(tables, setting.pack)?;
    run(tables, &first, (setting, locations), &mut findings)?;
    findings.clues = inclusion::include(std::mem::take(&mut findings.clues), setting.pack, setting.naming);
    let clues = clue_records(&findings.clues)?;
    tables.records.insert(CLUES.to_owned(), clues);
    findings.pictures = with_pictures(tables, &setting.pack.weighing)?;
    let drawn = findings.clues.len();
    run(tables, &second, (setting, locations), &mut findings)?;
    picture::complete(&mut findings.pictures, &findings.clues[drawn..], &setting.pack.weighing);
    let pictures = &findings.pictures;
    findings.clues.par_sort_by_cached_key(|clue| order(clue, pictures));
    findings.tallies.sort_by(|a, b| a.rule.cmp(&b.rule));
    findings.blind_spots.sort_by(|a, b| (&a.rule, &a.township).cmp(&(&b.rule, &b.township)));
    findings.inquiries = inquire::inquiries(tables, (setting, locations), &findings)?;
    findings.little_known = blind::little_known(tables, (setting, locations))?;
    Ok(findings)
}

/// By village, the gravest household first and last what is about the village itself; within a household the gravest
/// first, and last what sums the others up.
fn order(clue: &Clue, pictures: &Pictures) -> impl Ord + use<> {
    let subject = &clue.subject;
    let picture = subject.household.and_then(|household| pictures.get(&household));
    let gravity = picture.map(|picture| (picture.grade, std::cmp::Reverse(picture.score)));
    let household = (gravity.is_none(), gravity, subject.household, clue.sums_up);
    ((subject.village, household), clue.severity, clue.rule.clone(), subject.person, clue.id.clone())
}

fn run(
    tables: &Tables,
    rules: &[&Rule],
    (setting, locations): (Setting<'_>, &Locations),
    findings: &mut Findings,
) -> PolarsResult<()> {
    for subject in [Subject::Person, Subject::Household, Subject::Village] {
        let of_subject = rules.iter().copied().filter(|rule| rule.subject == subject);
        let (runnable, skipped): (Vec<&Rule>, Vec<&Rule>) =
            of_subject.partition(|rule| missing(rule, tables, setting.environment).is_empty());
        for rule in skipped {
            let judged = Judged::Skipped { missing: missing(rule, tables, setting.environment) };
            findings.tallies.push(RuleTally { rule: rule.id.clone(), judged });
            findings.blind_spots.extend(blind::skipped(rule, tables, setting)?);
        }
        if !runnable.is_empty() {
            pass::run(tables, subject, &runnable, (setting, locations), findings)?;
        }
    }
    Ok(())
}

/// The sources that a rule needs and that were not delivered, and the county's own numbers that are not set.
pub fn missing(rule: &Rule, tables: &Tables, environment: &Environment) -> Vec<String> {
    let sources = rule.sources.iter().filter(|source| !tables.records.contains_key(*source)).cloned();
    let unset = rule.parameters.intersection(&environment.unset);
    sources.chain(unset.map(|name| format!("参数“{name}”（写在 bidui.toml 里）"))).collect()
}

/// The clues so far as records of their person, household and village.
fn clue_records(clues: &[Clue]) -> PolarsResult<DataFrame> {
    let texts =
        |name: &str, value: fn(&Clue) -> &str| Column::new(name.into(), clues.iter().map(value).collect::<Vec<_>>());
    let keys = |name: &str, value: fn(&Clue) -> Option<i64>| {
        Column::new(name.into(), clues.iter().map(value).collect::<Vec<_>>())
    };
    DataFrame::new(
        clues.len(),
        vec![
            keys(PERSON, |clue| clue.subject.person.map(IdNumber::key)),
            keys(HOUSEHOLD, |clue| clue.subject.household),
            keys(VILLAGE, |clue| Some(clue.subject.village)),
            keys(SHEET, |clue| clue.origins.first().map(|origin| i64::from(origin.sheet))),
            keys(ROW, |clue| clue.origins.first().map(|origin| i64::from(origin.row))),
            texts("规则编号", |clue| &clue.rule),
            texts("风险类型", |clue| &clue.risk),
            texts("风险等级", |clue| clue.severity.label()),
            texts("来源部门", |clue| &clue.department),
        ],
    )
}

/// Counts clues by a key.
pub fn count_by<'c, K: Ord>(clues: &'c [Clue], key: impl Fn(&'c Clue) -> K) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    for clue in clues {
        *counts.entry(key(clue)).or_insert(0) += 1;
    }
    counts
}
