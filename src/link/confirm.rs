//! What people found out about suspects: records they confirmed are joined, those they refused no longer suspected.
//!
//! A suspect has a code that stays the same as long as record and person do, so that an answer holds in later periods
//! and no ID number has to be written down to give it.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, PolarsResult};

use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{FATE, Fate, HOUSEHOLD, METHOD, Origin, PERSON, ROW, SHEET, Suspect, VILLAGE};
use crate::value::text;
use crate::workbook::Grid;

/// What was found out about a suspect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The record is about this person.
    Same,
    /// It is about somebody else.
    Different,
}

/// Answers by code.
pub type Answers = BTreeMap<String, Answer>;

impl Answer {
    /// The words that people write.
    pub const WORDS: [(&'static str, Answer); 2] = [("同一人", Answer::Same), ("不是同一人", Answer::Different)];
}

/// The heading of the codes.
pub const CODE: &str = "核对码";
/// The heading of the answers.
pub const ANSWER: &str = "结论";

/// Reads the answers of a sheet: below a row with the headings 核对码 and 结论. Rows without an answer say nothing.
///
/// # Errors
/// Answers in other words than those known, and codes answered both ways.
pub fn answers(grid: &Grid, name: &str) -> Result<Answers, Vec<Diagnostic>> {
    let Some((header, code, answer)) = columns(grid) else { return Ok(Answers::new()) };
    let mut answers = Answers::new();
    let mut faults = Vec::new();
    for row in header + 1..grid.rows() {
        let [code, written] = [code, answer].map(|column| text::compact(grid.own_cell(row, column).text).into_owned());
        if code.is_empty() || text::is_null_mark(&written) {
            continue;
        }
        let known = Answer::WORDS.into_iter().find(|(word, _)| *word == written);
        let place = format!("{name} 第{}行", row + 1);
        match known {
            None => faults.push(unknown(&place, &written)),
            Some((_, answer)) => {
                if answers.insert(code.clone(), answer).is_some_and(|earlier| earlier != answer) {
                    faults.push(Diagnostic::new(format!("{place}: 核对码 {code} 的结论前后不一")));
                }
            }
        }
    }
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}

fn unknown(place: &str, written: &str) -> Diagnostic {
    let words = Answer::WORDS.map(|(word, _)| word);
    let hint = match nearest(written, words) {
        Some(near) => format!("是不是“{near}”?"),
        None => format!("可用: {}", words.join("、")),
    };
    Diagnostic::new(format!("{place}: 不认得结论“{written}”")).hint(hint)
}

/// The row of the headings, and the columns of code and answer.
fn columns(grid: &Grid) -> Option<(usize, usize, usize)> {
    (0..grid.rows().min(20)).find_map(|row| {
        let named = |name: &str| {
            (0..grid.width()).find(|column| text::compact(grid.own_cell(row, *column).text).starts_with(name))
        };
        Some((row, named(CODE)?, named(ANSWER)?))
    })
}

/// The records of a source after people's answers.
#[derive(Debug)]
pub struct Answered {
    /// All records, those that were confirmed joined.
    pub frame: DataFrame,
    /// The suspects that are still to be looked at.
    pub open: Vec<Suspect>,
    /// Where the confirmed records stand.
    pub confirmed: Vec<Origin>,
}

/// Joins the records of a source that were confirmed.
///
/// # Errors
/// Only if the frame does not have the columns that linking gives it.
pub fn confirm(
    frame: DataFrame,
    suspects: Vec<Suspect>,
    answers: &Answers,
    code: impl Fn(&Suspect) -> String,
) -> PolarsResult<Answered> {
    let (answered, open): (Vec<Suspect>, Vec<Suspect>) =
        suspects.into_iter().partition(|suspect| answers.contains_key(&code(suspect)));
    let same = |suspect: &&Suspect| answers.get(&code(suspect)) == Some(&Answer::Same);
    let by_record: BTreeMap<(i64, i64, String), &Suspect> =
        answered.iter().filter(same).map(|suspect| (key(suspect), suspect)).collect();
    let confirmed = by_record.values().map(|suspect| suspect.record.origin).collect();
    let frame = if by_record.is_empty() { frame } else { join(frame, &by_record)? };
    Ok(Answered { frame, open, confirmed })
}

fn key(suspect: &Suspect) -> (i64, i64, String) {
    let origin = suspect.record.origin;
    (i64::from(origin.sheet), i64::from(origin.row), suspect.record.name.clone())
}

fn join(mut frame: DataFrame, confirmed: &BTreeMap<(i64, i64, String), &Suspect>) -> PolarsResult<DataFrame> {
    let keys = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(frame.column(name)?.i64()?.iter().collect()) };
    let texts = |name: &str| -> PolarsResult<Vec<Option<String>>> {
        Ok(frame.column(name)?.str()?.iter().map(|text| text.map(str::to_owned)).collect())
    };
    let (sheets, rows, names) = (keys(SHEET)?, keys(ROW)?, texts(crate::schema::NAME)?);
    let (mut persons, mut households, mut villages) = (keys(PERSON)?, keys(HOUSEHOLD)?, keys(VILLAGE)?);
    let (mut fates, mut methods) = (texts(FATE)?, texts(METHOD)?);
    for position in 0..sheets.len() {
        let (Some(sheet), Some(row), Some(name)) = (sheets[position], rows[position], names[position].clone()) else {
            continue;
        };
        let quarantined = fates[position].as_deref() == Some(Fate::Quarantined.label());
        let Some(suspect) = confirmed.get(&(sheet, row, name)).filter(|_| quarantined) else { continue };
        // Somebody who has a usable record as well needs no second one.
        let fate = if suspect.has_others { Fate::Merged } else { Fate::Linked };
        (persons[position], households[position]) = (Some(suspect.person.key()), Some(suspect.household));
        villages[position] = Some(suspect.village);
        fates[position] = Some(fate.label().to_owned());
        methods[position] = Some("人工确认".to_owned());
    }
    for column in [
        Column::new(PERSON.into(), persons),
        Column::new(HOUSEHOLD.into(), households),
        Column::new(VILLAGE.into(), villages),
        Column::new(FATE.into(), fates),
        Column::new(METHOD.into(), methods),
    ] {
        frame.with_column(column)?;
    }
    Ok(frame)
}
