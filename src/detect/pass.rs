//! One pass over the subjects of one kind: every rule's outcome as a column, then rule by rule what comes of it.

use polars::prelude::{DataFrame, Expr, IdxCa, IdxSize, IntoLazy, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::clue::clues;
use super::doubt::doubtful;
use super::location::Locations;
use super::outcome::{Outcome, expressions, judge};
use super::standing::Standings;
use super::{Findings, Setting, blind};
use crate::expr::{Checked, Subject};
use crate::facts::{Tables, key, prepared};
use crate::pack::Rule;
use crate::schema::{BlindSpot, Clue, HOUSEHOLD, Judged, NAME, PERSON, ROW, RuleTally, SHEET, Suspect, VILLAGE};
use crate::value::IdNumber;

/// What comes of one rule.
struct Found {
    judged: Judged,
    blind_spots: Vec<BlindSpot>,
    /// Persons whose damaged records kept a hit from counting.
    doubts: Vec<IdNumber>,
    /// The outcomes that are neither hit nor miss, as [`Standings`] keep them.
    open: Vec<u8>,
    clues: Vec<Clue>,
}

/// Runs rules on the subjects of one kind.
pub(super) fn run(
    tables: &Tables,
    subject: Subject,
    rules: &[&Rule],
    (setting, locations): (Setting<'_>, &Locations),
    findings: &mut Findings,
) -> PolarsResult<()> {
    let expressions: Vec<&Checked> = rules.iter().flat_map(|rule| expressions(rule)).collect();
    let frame = prepared(tables, subject, &expressions, setting.environment)?;
    let outcomes: Vec<Expr> = rules.iter().map(|rule| judge(rule, setting.environment)).collect();
    let frame = frame.lazy().with_columns(outcomes).collect()?;
    let keys = frame.column(key(subject))?.i64()?.iter().flatten();
    findings.standings.know(subject, keys, |key| locations.code(subject, key, setting.naming));
    let standings = &findings.standings;
    let found = rules.par_iter().map(|rule| found(rule, &frame, tables, (setting, locations), standings));
    let found = found.collect::<PolarsResult<Vec<Found>>>()?;
    rules.iter().zip(found).for_each(|(rule, found)| add(rule, found, findings));
    Ok(())
}

fn add(rule: &Rule, found: Found, findings: &mut Findings) {
    let Found { judged, blind_spots, doubts, open, clues } = found;
    findings.tallies.push(RuleTally { rule: rule.id.clone(), judged });
    findings.blind_spots.extend(blind_spots);
    for person in doubts {
        findings.doubts.entry(person).or_default().insert(rule.id.clone());
    }
    findings.standings.note(rule, open);
    findings.clues.extend(clues);
}

fn found(
    rule: &Rule,
    frame: &DataFrame,
    tables: &Tables,
    (setting, locations): (Setting<'_>, &Locations),
    standings: &Standings,
) -> PolarsResult<Found> {
    let mut codes: Vec<i32> = frame.column(&rule.id)?.i32()?.iter().map(Option::unwrap_or_default).collect();
    let keys = frame.column(key(rule.subject))?.i64()?;
    let doubts = take_out_doubtful(&mut codes, keys.iter(), rule, setting.suspects);
    let blind_spots = match codes.contains(&Outcome::Undetermined.code()) {
        true => blind::undetermined(frame, rule, tables, setting)?,
        false => Vec::new(),
    };
    let is_hit = |(code, row): (&i32, IdxSize)| (*code == Outcome::Hit.code()).then_some(row);
    let hits: IdxCa = codes.iter().zip(0..).filter_map(is_hit).map(Some).collect();
    let clues = match hits.is_empty() {
        true => Vec::new(),
        false => clues(&told(frame, rule, setting)?.take(&hits)?, rule, tables, locations, setting)?,
    };
    let open = standings.open(rule.subject, keys.iter(), &codes);
    Ok(Found { judged: tally(&codes), blind_spots, doubts, open, clues })
}

/// The columns that clues are made of.
fn told(frame: &DataFrame, rule: &Rule, setting: Setting<'_>) -> PolarsResult<DataFrame> {
    let (_, register) = setting.pack.register();
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

/// Marks hits that a damaged record probably explains, and gives the persons concerned.
fn take_out_doubtful(
    codes: &mut [i32],
    keys: impl Iterator<Item = Option<i64>>,
    rule: &Rule,
    suspects: &[Suspect],
) -> Vec<IdNumber> {
    let doubtful = doubtful(rule, suspects);
    let mut concerned = Vec::new();
    if doubtful.is_empty() {
        return concerned;
    }
    for (code, subject) in codes.iter_mut().zip(keys) {
        let persons = subject.and_then(|subject| doubtful.get(&subject));
        if let (true, Some(persons)) = (*code == Outcome::Hit.code(), persons) {
            *code = Outcome::Doubtful.code();
            concerned.extend(persons);
        }
    }
    concerned
}

fn tally(codes: &[i32]) -> Judged {
    let mut counts = [0_u32; Outcome::ALL.len()];
    for code in codes {
        if let Some(count) = usize::try_from(*code).ok().and_then(|code| counts.get_mut(code)) {
            *count += 1;
        }
    }
    let [misses, hits, excluded, undetermined, doubtful] = counts;
    Judged::Run { hits, misses, excluded, undetermined, doubtful }
}
