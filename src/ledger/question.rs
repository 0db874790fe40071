//! The questions of a period's lists → to whom each was put, and the answers.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{AnswerStatus, RecordedAnswer, answers};
use super::batch::Asked;
use super::column::home;
use super::horizon::{Horizon, horizon};
use super::readable::Readable;
use crate::detect::ClueNaming;
use crate::expr::Subject;
use crate::schema::Home;

/// A question put to a household or village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    /// The question's id.
    pub question: String,
    /// Whom it was put to.
    pub respondent: Respondent,
    /// The answers that no ruling went against: several if they contradict one another, none if nobody answered.
    pub answers: Vec<RecordedAnswer>,
}

/// A household or village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respondent {
    /// Household or village.
    pub kind: Subject,
    /// Where it is; the township is the one whose list it was on.
    pub home: Home,
}

/// The questions on the newest lists of a period and those on its earlier ones that were answered, by place and id; one
/// that the period asked twice counts once. Answers count that came before the next period was screened.
///
/// # Errors
/// If the ledger cannot be read.
pub fn asked_questions(from: &impl Readable, period: &str, naming: &ClueNaming) -> anyhow::Result<Vec<AskedQuestion>> {
    let respondents = respondents(from, naming)?;
    let mut answers = open_answers(from, period)?;
    let mut statement = from.connection().prepare(
        "SELECT p.question, p.subject, b.township, l.run = (SELECT id FROM current_run WHERE period = ?1) \
         FROM pushed p JOIN batch b ON b.id = p.batch JOIN listing l ON l.batch = b.id \
         JOIN run r ON r.id = l.run WHERE r.period = ?1 AND p.question IS NOT NULL ORDER BY l.run, b.id, p.number",
    )?;
    let mut rows = statement.query([period])?;
    let mut questions: BTreeMap<(String, String), AskedQuestion> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (question, subject, township): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let stands: bool = row.get(3)?;
        let mut respondent = respondents.get(&subject).cloned().unwrap_or_else(Respondent::unknown);
        respondent.home.village.township = township;
        let key = Asked::Question { question: question.clone(), subject: subject.clone() };
        if !stands && !answers.contains_key(&key) && !questions.contains_key(&(subject.clone(), question.clone())) {
            continue;
        }
        let earlier = questions.get(&(subject.clone(), question.clone())).map(|asked| asked.answers.clone());
        let answers = earlier.or_else(|| answers.remove(&key)).unwrap_or_default();
        questions.insert((subject, question.clone()), AskedQuestion { question, respondent, answers });
    }
    let mut questions: Vec<AskedQuestion> = questions.into_values().collect();
    questions.sort_by_cached_key(|asked| {
        let Respondent { kind, home } = asked.respondent.clone();
        (kind, home, asked.question.clone())
    });
    Ok(questions)
}

impl Respondent {
    /// A household of which only the code is known.
    fn unknown() -> Self {
        Self { kind: Subject::Household, home: Home::default() }
    }
}

/// All households and villages with clues, by their codes, as last known.
fn respondents(from: &impl Readable, naming: &ClueNaming) -> anyhow::Result<BTreeMap<String, Respondent>> {
    let mut statement = from
        .connection()
        .prepare("SELECT household, township, village, household_number, head_name FROM whereabouts ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut respondents = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let household: String = row.get(0)?;
        let home = home(row, 1)?;
        let village = Respondent { kind: Subject::Village, home: Home::of_village(home.village.clone()) };
        respondents.insert(naming.village(&home.village), village);
        if !household.is_empty() {
            respondents.insert(household, Respondent { kind: Subject::Household, home });
        }
    }
    Ok(respondents)
}

/// The answers in force to questions of the periods before one, by question and by the code of whom it was put to: of
/// several periods' the last.
///
/// # Errors
/// If the ledger cannot be read.
pub fn earlier_answers(
    from: &impl Readable,
    period: &str,
) -> anyhow::Result<BTreeMap<(String, String), RecordedAnswer>> {
    let mut before = answers(from)?;
    before.retain(|answer| answer.period.as_str() < period && answer.status == AnswerStatus::InForce);
    before.sort_by(|a, b| a.period.cmp(&b.period));
    let keyed = before.into_iter().filter_map(|answer| match &answer.asked {
        Asked::Question { question, subject } => Some(((question.clone(), subject.clone()), answer)),
        Asked::Clue(_) => None,
    });
    Ok(keyed.collect())
}

/// The answers of a period that no ruling went against, by what was asked, as far as they came before its figures end.
fn open_answers(from: &impl Readable, period: &str) -> anyhow::Result<BTreeMap<Asked, Vec<RecordedAnswer>>> {
    let in_time = in_time(from, Horizon::end(horizon(from, period)?))?;
    let mut open: BTreeMap<Asked, Vec<RecordedAnswer>> = BTreeMap::new();
    for answer in answers(from)?.into_iter().filter(|answer| *answer.period == *period) {
        let is_open = answer.status.is_open() || answer.status == AnswerStatus::Superseded;
        if is_open && in_time.contains(&answer.id) {
            open.entry(answer.asked.clone()).or_default().push(answer);
        }
    }
    Ok(open)
}

/// The answers that came before an operation and that none superseded before it.
fn in_time(from: &impl Readable, end: i64) -> anyhow::Result<BTreeSet<i64>> {
    let mut statement = from.connection().prepare(
        "SELECT a.id FROM answer a WHERE a.recorded < ?1 \
         AND NOT EXISTS (SELECT 1 FROM answer later WHERE later.supersedes = a.id AND later.recorded < ?1)",
    )?;
    Ok(statement.query_map([end], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
