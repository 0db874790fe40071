//! One pass over the subjects of one kind: every rule's outcome as a column, hits as clues.

use std::collections::HashMap;

use polars::prelude::{AnyValue, DataFrame, DataType, Expr, IdxCa, IdxSize, IntoLazy, NULL, PolarsResult, lit, when};

use super::doubt::doubtful;
use super::evidence::evidence;
use super::{ClueNaming, Findings, Setting, blind};
use crate::expr::{Checked, Environment, Subject, TemplatePiece, format_value, lower};
use crate::facts::{Tables, key, prepared};
use crate::link::HEAD;
use crate::pack::{Pack, Rule};
use crate::schema::{Clue, ClueSubject, ClueText, HOUSEHOLD, Judged, Location, NAME, RuleTally, Suspect, VILLAGE};
use crate::value::IdNumber;

/// What a rule says of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The condition is false.
    Miss,
    /// The condition is true.
    Hit,
    /// The condition is not false, but an exclusion is true.
    Excluded,
    /// A needed value is unknown.
    Undetermined,
    /// The condition is true, but a record that speaks against it was probably found damaged.
    Doubtful,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 5] =
        [Outcome::Miss, Outcome::Hit, Outcome::Excluded, Outcome::Undetermined, Outcome::Doubtful];

    /// The code in outcome columns.
    pub fn code(self) -> i32 {
        match self {
            Outcome::Miss => 0,
            Outcome::Hit => 1,
            Outcome::Excluded => 2,
            Outcome::Undetermined => 3,
            Outcome::Doubtful => 4,
        }
    }
}

/// The outcome of a rule as an `Int32` expression of [`Outcome::code`]s.
pub fn judge(rule: &Rule, environment: &Environment) -> Expr {
    let condition = lower(rule.when.root(), environment);
    let excluded = rule
        .exclude
        .iter()
        .map(|exclusion| lower(exclusion.when.root(), environment).fill_null(lit(false)))
        .reduce(Expr::or)
        .unwrap_or_else(|| lit(false));
    let code = |outcome: Outcome| lit(outcome.code());
    when(condition.clone().fill_null(lit(true)).not())
        .then(code(Outcome::Miss))
        .when(excluded)
        .then(code(Outcome::Excluded))
        .when(condition.is_null())
        .then(code(Outcome::Undetermined))
        .otherwise(code(Outcome::Hit))
        .alias(rule.id.as_str())
}

/// Runs rules on the subjects of one kind.
pub(super) fn run(
    tables: &Tables,
    subject: Subject,
    rules: &[&Rule],
    setting: Setting<'_>,
    findings: &mut Findings,
) -> PolarsResult<()> {
    let expressions: Vec<&Checked> = rules.iter().flat_map(|rule| expressions(rule)).collect();
    let frame = prepared(tables, subject, &expressions, setting.environment)?;
    let outcomes: Vec<Expr> = rules.iter().map(|rule| judge(rule, setting.environment)).collect();
    let frame = frame.lazy().with_columns(outcomes).collect()?;
    let locations = Locations::of(tables, setting.pack)?;
    let keys: Vec<Option<i64>> = frame.column(key(subject))?.i64()?.iter().collect();
    findings.standings.know(subject, keys.iter().flatten(), |key| locations.code(subject, key, setting.naming));
    for rule in rules {
        let codes = codes(&frame, rule, setting.suspects, findings)?;
        findings.tallies.push(RuleTally { rule: rule.id.clone(), judged: tally(&codes) });
        if codes.contains(&Outcome::Undetermined.code()) {
            findings.blind_spots.extend(blind::undetermined(&frame, rule, tables, setting)?);
        }
        findings.standings.note(rule, &keys, &codes);
        let is_hit = |(code, row): (&i32, IdxSize)| (*code == Outcome::Hit.code()).then_some(row);
        let hits: IdxCa = codes.iter().zip(0..).filter_map(is_hit).map(Some).collect();
        if !hits.is_empty() {
            findings.clues.extend(clues(&frame.take(&hits)?, rule, tables, &locations, setting)?);
        }
    }
    Ok(())
}

/// All expressions that a rule evaluates on its subject.
pub fn expressions(rule: &Rule) -> Vec<&Checked> {
    let exclusions = rule.exclude.iter().map(|exclusion| &exclusion.when);
    std::iter::once(&rule.when)
        .chain(exclusions)
        .chain(rule.discriminator.as_ref())
        .chain(rule.message.expressions())
        .collect()
}

/// The outcome of every subject, hits that a damaged record probably explains taken out and noted.
fn codes(frame: &DataFrame, rule: &Rule, suspects: &[Suspect], findings: &mut Findings) -> PolarsResult<Vec<i32>> {
    let mut codes: Vec<i32> = frame.column(&rule.id)?.i32()?.iter().map(Option::unwrap_or_default).collect();
    let doubtful = doubtful(rule, suspects);
    if doubtful.is_empty() {
        return Ok(codes);
    }
    for (code, subject) in codes.iter_mut().zip(frame.column(key(rule.subject))?.i64()?.iter()) {
        let persons = subject.and_then(|subject| doubtful.get(&subject));
        if let (true, Some(persons)) = (*code == Outcome::Hit.code(), persons) {
            *code = Outcome::Doubtful.code();
            for person in persons {
                findings.doubts.entry(*person).or_default().insert(rule.id.clone());
            }
        }
    }
    Ok(codes)
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

/// The clues of a rule's hits.
fn clues(
    hits: &DataFrame,
    rule: &Rule,
    tables: &Tables,
    locations: &Locations,
    setting: Setting<'_>,
) -> PolarsResult<Vec<Clue>> {
    let findings = sentences(hits, rule, setting.environment)?;
    let discriminators = discriminators(hits, rule, setting.environment)?;
    let keys: Vec<i64> = hits.column(key(rule.subject))?.i64()?.iter().flatten().collect();
    let evidence = evidence(rule, hits, tables, setting)?;
    let (_, register) = setting.pack.register();
    let mut clues = Vec::with_capacity(keys.len());
    for (position, (finding, discriminator)) in findings.into_iter().zip(discriminators).enumerate() {
        let (subject, location) = subject(hits, rule, position, locations, setting.naming);
        let key = keys[position];
        let (person_name, relation) = match subject.person {
            Some(_) => (text_at(hits, NAME, position), text_at(hits, &register.relation, position)),
            None => (location.head_name.clone(), register.head.clone()),
        };
        clues.push(Clue {
            id: setting.naming.id(&rule.id, &subject_text(&subject, &location), &discriminator),
            rule: rule.id.clone(),
            origins: evidence.origins(key),
            fingerprint: setting.naming.evidence(evidence.values(key).into_iter()),
            subject,
            location,
            text: ClueText { title: rule.title.clone(), person_name, relation, finding, verify: rule.verify.clone() },
            risk: rule.risk.clone(),
            severity: rule.severity,
            department: rule.department.clone(),
            sums_up: rule.reads_clues,
        });
    }
    Ok(clues)
}

/// Whom the hit in a row is about, and where that is.
pub(super) fn subject(
    hits: &DataFrame,
    rule: &Rule,
    position: usize,
    locations: &Locations,
    naming: &ClueNaming,
) -> (ClueSubject, Location) {
    let village = key_at(hits, VILLAGE, position).unwrap_or_default();
    let household = key_at(hits, HOUSEHOLD, position).filter(|_| rule.subject != Subject::Village);
    let person = key_at(hits, key(rule.subject), position).filter(|_| rule.subject == Subject::Person);
    let mut location = locations.of_subject(village, household);
    let Location { township, village: name, household_number, .. } = &location;
    location.household_code = household.map(|_| naming.household(township, name, household_number)).unwrap_or_default();
    let code = locations.code(rule.subject, person.or(household).unwrap_or(village), naming);
    let person = person.and_then(IdNumber::from_key);
    (ClueSubject { kind: rule.subject, person, household, village, code }, location)
}

/// What identifies a subject from run to run.
pub(super) fn subject_text(subject: &ClueSubject, location: &Location) -> String {
    match (subject.person, subject.household) {
        (Some(person), _) => format!("person {}", person.key()),
        (None, Some(_)) => {
            format!("household {}/{}/{}", location.township, location.village, location.household_number)
        }
        (None, None) => format!("village {}/{}", location.township, location.village),
    }
}

/// The rule's sentence for every row of a prepared frame.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn sentences(hits: &DataFrame, rule: &Rule, environment: &Environment) -> PolarsResult<Vec<String>> {
    let part = |position: usize| format!("@part{position}");
    let values =
        rule.message.expressions().enumerate().map(|(at, value)| lower(value.root(), environment).alias(part(at)));
    let values = hits
        .clone()
        .lazy()
        .select(values.collect::<Vec<_>>().into_iter().chain([lit(NULL).alias("@none")]).collect::<Vec<_>>());
    let values = values.collect()?;
    let mut sentences = vec![String::new(); hits.height()];
    let mut at = 0;
    for piece in rule.message.pieces() {
        match piece {
            TemplatePiece::Text(text) => sentences.iter_mut().for_each(|sentence| sentence.push_str(text)),
            TemplatePiece::Value(value) => {
                let column = values.column(&part(at))?;
                at += 1;
                for (position, sentence) in sentences.iter_mut().enumerate() {
                    let row = if column.len() == 1 { 0 } else { position };
                    sentence.push_str(&format_value(value.ty(), column.get(row).unwrap_or(AnyValue::Null)));
                }
            }
        }
    }
    Ok(sentences)
}

pub(super) fn discriminators(hits: &DataFrame, rule: &Rule, environment: &Environment) -> PolarsResult<Vec<String>> {
    let Some(discriminator) = &rule.discriminator else { return Ok(vec![String::new(); hits.height()]) };
    let value = lower(discriminator.root(), environment).cast(DataType::String).alias("@value");
    let values = hits.clone().lazy().with_column(value).collect()?;
    Ok(values.column("@value")?.str()?.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
}

fn text_at(frame: &DataFrame, name: &str, position: usize) -> String {
    let text = frame.column(name).ok().and_then(|column| column.str().ok()).and_then(|texts| texts.get(position));
    text.unwrap_or_default().to_owned()
}

fn key_at(frame: &DataFrame, name: &str, position: usize) -> Option<i64> {
    frame.column(name).ok()?.i64().ok()?.get(position)
}

/// Where every household and village is.
pub(super) struct Locations {
    households: HashMap<i64, Location>,
    villages: HashMap<i64, Location>,
}

impl Locations {
    pub(super) fn of(tables: &Tables, pack: &Pack) -> PolarsResult<Self> {
        let (source, register) = pack.register();
        let (township, village) = (source.key.township.as_deref(), source.key.village.as_deref());
        let location = |frame: &DataFrame, position: usize| {
            let text = |name: Option<&str>| name.map(|name| text_at(frame, name, position)).unwrap_or_default();
            let name = text(Some(NAME));
            Location {
                township: text(township),
                village: text(village),
                group: text(Some(&register.group)),
                household_number: text(source.key.household.as_deref()),
                household_code: String::new(),
                head_name: if name.is_empty() { text(Some(&register.head_name)) } else { name },
                head: key_at(frame, HEAD, position).and_then(IdNumber::from_key),
                class: text(Some(&pack.layout.household_class)),
            }
        };
        let by_key = |frame: &DataFrame, name: &str| -> PolarsResult<HashMap<i64, Location>> {
            let keys = frame.column(name)?.i64()?.iter().enumerate();
            Ok(keys.filter_map(|(position, key)| Some((key?, location(frame, position)))).collect())
        };
        Ok(Self { households: by_key(&tables.household, HOUSEHOLD)?, villages: by_key(&tables.village, VILLAGE)? })
    }

    /// The code of a subject, by its key.
    pub(super) fn code(&self, kind: Subject, key: i64, naming: &ClueNaming) -> String {
        let at = |places: &HashMap<i64, Location>| places.get(&key).cloned().unwrap_or_default();
        match kind {
            Subject::Person => naming.pseudonym(key),
            Subject::Household => {
                let Location { township, village, household_number, .. } = at(&self.households);
                naming.household(&township, &village, &household_number)
            }
            Subject::Village => {
                let Location { township, village, .. } = at(&self.villages);
                naming.village(&township, &village)
            }
        }
    }

    pub(super) fn of_subject(&self, village: i64, household: Option<i64>) -> Location {
        let found = match household {
            Some(household) => self.households.get(&household),
            None => self.villages.get(&village),
        };
        found.cloned().unwrap_or_default()
    }
}
