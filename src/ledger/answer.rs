//! What villages answered to the clues and questions of push lists, and which of these answers are in force.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::civil::Date;
use rusqlite::{Row, params};

use super::batch::{Asked, asked};
use super::column::{answered, parse};
use super::issue::note_returned;
use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::pack::{AnswerWord, deciding};
use crate::value::date::add_months;
use crate::value::{Period, Redacted};

/// The status of an answer among all answers to the same thing in the same period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerStatus {
    /// It is the answer.
    InForce,
    /// Another contradicts it, and there is no ruling yet.
    Disputed,
    /// A ruling went against it.
    Overruled,
    /// A later one says the same and more.
    Superseded,
}

/// The cell of a form that an answer stood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCell {
    /// Number of the import.
    pub import: i64,
    /// Name of the sheet.
    pub sheet: Redacted,
    /// Row of the sheet, from 1.
    pub row: u32,
}

/// An answer in the pack's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerValue<'p> {
    /// To a clue.
    Clue {
        /// Whether it is true.
        verdict: &'p AnswerWord,
        /// What is done about it.
        handling: Option<&'p AnswerWord>,
    },
    /// To a question.
    Question(&'p str),
}

/// An answer about to be recorded.
#[derive(Debug, Clone)]
pub struct NewAnswer<'a> {
    /// What it answers.
    pub asked: &'a Asked,
    /// The row of the push list, by its number in the ledger; none for a clue that the village reported.
    pub pushed: Option<i64>,
    /// The run whose list was answered.
    pub run: i64,
    /// What it says.
    pub value: AnswerValue<'a>,
    /// What was found, in the village's words.
    pub situation: &'a Redacted,
    /// Who verified.
    pub verifier: &'a Redacted,
    /// When.
    pub verified_on: Date,
    /// Where it was written.
    pub cell: Option<&'a FormCell>,
    /// The answer that it supersedes.
    pub supersedes: Option<i64>,
}

/// An answer in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAnswer {
    /// Its id.
    pub id: i64,
    /// Its number among the answers to clues, or among those to questions.
    pub number: i64,
    /// What it answers.
    pub asked: Asked,
    /// The period whose list was answered.
    pub period: Period,
    /// The verdict, or the answer to a question, in the form's word.
    pub word: String,
    /// The handling, in the form's word.
    pub handling: Option<String>,
    /// What was found, in the village's words.
    pub situation: Redacted,
    /// Who verified.
    pub verifier: Redacted,
    /// When, if that was recorded.
    pub verified_on: Option<Date>,
    /// Where it was written.
    pub cell: Option<FormCell>,
    /// How it stands to other answers.
    pub status: AnswerStatus,
}

/// What is answered: a clue or question, as asked in a period.
pub type AskedInPeriod = (Asked, Period);

impl AnswerStatus {
    /// All of them.
    pub const ALL: [AnswerStatus; 4] =
        [AnswerStatus::InForce, AnswerStatus::Disputed, AnswerStatus::Overruled, AnswerStatus::Superseded];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            AnswerStatus::InForce => "in_force",
            AnswerStatus::Disputed => "disputed",
            AnswerStatus::Overruled => "overruled",
            AnswerStatus::Superseded => "superseded",
        }
    }

    /// Whether neither a ruling nor a later answer went against it.
    pub fn is_open(self) -> bool {
        matches!(self, AnswerStatus::InForce | AnswerStatus::Disputed)
    }
}

impl<'p> AnswerValue<'p> {
    /// The verdict, or the answer to a question.
    pub fn word(self) -> &'p str {
        match self {
            AnswerValue::Clue { verdict, .. } => &verdict.name,
            AnswerValue::Question(answer) => answer,
        }
    }

    /// The handling's word.
    pub fn handling(self) -> Option<&'p str> {
        match self {
            AnswerValue::Clue { handling, .. } => handling.map(|word| word.name.as_str()),
            AnswerValue::Question(_) => None,
        }
    }
}

impl RecordedAnswer {
    /// What it answers, and in which period that was asked.
    pub fn key(&self) -> AskedInPeriod {
        (self.asked.clone(), self.period.clone())
    }
}

/// Records an answer, with what it leads to under the pack's policy, and gives its id.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_answer(tx: &LedgerTx<'_>, new: &NewAnswer<'_>) -> anyhow::Result<i64> {
    tx.mark_changed();
    note_returned(tx, new.run, new.pushed)?;
    let (clue, question, subject) = new.asked.columns();
    let deciding = match new.value {
        AnswerValue::Clue { verdict, handling } => Some(deciding(verdict, handling)),
        AnswerValue::Question(_) => None,
    };
    let months = deciding.and_then(|word| word.months).map(|months| i32::try_from(months).unwrap_or(i32::MAX));
    tx.connection().execute(
        "INSERT INTO answer (entry, recorded, number, clue, question, subject, pushed, run, word, handling, resolution, \
         suppressed_until, until_changed, situation, verifier, verified_on, import, sheet, sheet_row, supersedes) \
         SELECT ?1, ?1, (SELECT coalesce(max(number), 0) + 1 FROM answer WHERE (clue IS NULL) = (?2 IS NULL)), \
         ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18",
        params![
            tx.number(),
            clue,
            question,
            subject,
            new.pushed,
            new.run,
            new.value.word(),
            new.value.handling(),
            deciding.map(|word| word.state.name()),
            months.map(|months| add_months(new.verified_on, months).to_string()),
            deciding.map(|word| word.until_changed),
            new.situation,
            new.verifier,
            new.verified_on.to_string(),
            new.cell.map(|cell| cell.import),
            new.cell.map(|cell| &cell.sheet),
            new.cell.map(|cell| cell.row),
            new.supersedes
        ],
    )?;
    Ok(tx.connection().last_insert_rowid())
}

/// All answers, in the order they were recorded.
///
/// # Errors
/// If the ledger cannot be read.
pub fn answers(from: &impl Readable) -> anyhow::Result<Vec<RecordedAnswer>> {
    let mut statement = from.connection().prepare(
        "SELECT clue, question, subject, id, number, period, word, handling, situation, verifier, verified_on, import, \
         sheet, sheet_row, status FROM answer_status ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next()? {
        answers.push(read(row)?);
    }
    Ok(answers)
}

/// Answers by what they answer and in which period, in order.
pub fn answers_by_asked(answers: Vec<RecordedAnswer>) -> BTreeMap<AskedInPeriod, Vec<RecordedAnswer>> {
    let mut groups: BTreeMap<AskedInPeriod, Vec<RecordedAnswer>> = BTreeMap::new();
    for answer in answers {
        groups.entry(answer.key()).or_default().push(answer);
    }
    groups
}

fn read(row: &Row<'_>) -> anyhow::Result<RecordedAnswer> {
    let cell = match row.get(11)? {
        Some(import) => Some(FormCell { import, sheet: row.get(12)?, row: row.get(13)? }),
        None => None,
    };
    let verified_on: Option<String> = row.get(10)?;
    let status: String = row.get(14)?;
    let known = AnswerStatus::ALL.into_iter().find(|known| known.name() == status);
    Ok(RecordedAnswer {
        id: row.get(3)?,
        number: row.get(4)?,
        asked: asked(row.get(0)?, row.get(1)?, row.get(2)?),
        period: row.get(5)?,
        word: answered(row, 6)?.unwrap_or_default(),
        handling: answered(row, 7)?,
        situation: Redacted::of(&answered(row, 8)?.unwrap_or_default()),
        verifier: row.get(9)?,
        verified_on: verified_on.map(|day| parse(&day)).transpose()?,
        cell,
        status: known.context("台账内容无法识别（答复状态；可能由新版本写入）")?,
    })
}
