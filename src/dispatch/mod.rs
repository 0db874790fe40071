//! Clues and questions → push lists: one workbook a township, in the layouts that the pack declares.
//!
//! A cover, one sheet of clues a village, a page of questions a household, a sheet of questions to villages, and who
//! the list is. Only what is to be asked stands on it: nobody is asked twice without cause. Clues stand in the order
//! they come in: those of one household together, so that a cadre makes one visit of it, the gravest household first.

mod clues;
mod cover;
mod fill;
mod identity;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::ledger::{Ask, Asked, BatchRow, Triage};
use crate::pack::Pack;
use crate::schema::{Clue, Inquiry, Pictures, SheetReport};
use crate::workbook::BookOut;

pub use clues::places;
pub use identity::Identity;

/// What all lists of a run have in common.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// The layouts, and the words that answers may be.
    pub pack: &'a Pack,
    /// The townships of every class.
    pub classes: &'a BTreeMap<String, Vec<String>>,
    /// The county's name.
    pub county: &'a str,
    /// The period, such as `2026-11`.
    pub period: &'a str,
    /// The day the lists are pushed.
    pub pushed: Date,
    /// The day answers are due, by the name of the parameter that says within how many working days.
    pub due: &'a dyn Fn(&str) -> Date,
    /// How codes of lists and checksums of rows are made.
    pub naming: &'a ClueNaming,
    /// Which clues are asked; one that is not here is.
    pub triage: &'a BTreeMap<String, Triage>,
    /// What is asked of those with clues.
    pub inquiries: &'a [Inquiry],
    /// What the clues of every household come to together.
    pub pictures: &'a Pictures,
    /// The run's sheets, to tell where a record stood.
    pub sheets: &'a [SheetReport],
}

/// One township's push list.
#[derive(Debug)]
pub struct PushList {
    /// The township.
    pub township: String,
    /// Its code.
    pub batch: String,
    /// Version of the form.
    pub form: String,
    /// The day answers are due.
    pub due: Date,
    /// Its rows, for the ledger.
    pub rows: Vec<BatchRow>,
    /// The workbook.
    pub book: BookOut,
}

/// A row about to be written: what it asks, its number and its checksum.
struct Line<'a, T> {
    about: &'a T,
    number: i64,
    checksum: String,
}

/// One township's rows.
struct Township<'a> {
    name: &'a str,
    /// Clues by village.
    villages: BTreeMap<&'a str, Vec<Line<'a, Clue>>>,
    inquiries: Vec<Line<'a, Inquiry>>,
}

/// Lays out all push lists, townships in order; a township where nothing is asked has none.
pub fn push_lists(clues: &[Clue], batch: Batch<'_>) -> Vec<PushList> {
    let mut townships: BTreeMap<&str, Vec<&Clue>> = BTreeMap::new();
    for clue in clues.iter().filter(|clue| ask(&clue.id, batch).is_some()) {
        townships.entry(&clue.location.township).or_default().push(clue);
    }
    townships.into_iter().map(|(township, clues)| push_list(township, &clues, batch)).collect()
}

/// Why a clue is asked; none if it is not.
fn ask<'a>(clue: &str, batch: Batch<'a>) -> Option<&'a Ask> {
    match batch.triage.get(clue) {
        None => Some(&Ask::New),
        Some(Triage::Ask(ask)) => Some(ask),
        Some(Triage::Keep(_)) => None,
    }
}

fn push_list(name: &str, clues: &[&Clue], batch: Batch<'_>) -> PushList {
    let class = batch.classes.iter().find(|(_, townships)| townships.iter().any(|township| township == name));
    let form = batch.pack.push_list(class.map(|(class, _)| class.as_str()));
    let inquiries = inquiries(clues, batch);
    let contents = clues.iter().flat_map(|clue| [clue.id.as_str(), clue.text.finding.as_str()]);
    let contents = [batch.period, name, &form.version].into_iter().chain(contents);
    let code = batch.naming.batch(contents.chain(inquiries.iter().map(|inquiry| inquiry.question.as_str())));
    let township = township(name, clues, &inquiries, &code, batch.naming);
    let rows = rows(&township);
    let identity = Identity {
        batch: code.clone(),
        form: form.version.clone(),
        period: batch.period.to_owned(),
        township: name.to_owned(),
        rows: rows.iter().map(|row| (key(&row.asked), row.checksum.clone())).collect(),
    };
    let sheets = cover::cover_sheet(&township, form, batch)
        .into_iter()
        .chain(clues::village_sheets(&township, form, batch))
        .chain(visit::visit_sheets(&township, batch))
        .chain([identity.sheet()])
        .collect();
    let book = BookOut { created: batch.pushed, sheets, properties: identity.properties() };
    let (form, due) = (form.version.clone(), (batch.due)(&form.due));
    PushList { township: name.to_owned(), batch: code, form, due, rows, book }
}

/// The questions to the households and villages of some clues.
fn inquiries<'a>(clues: &[&Clue], batch: Batch<'a>) -> Vec<&'a Inquiry> {
    let households: BTreeSet<i64> = clues.iter().filter_map(|clue| clue.subject.household).collect();
    let villages: BTreeSet<i64> = clues.iter().map(|clue| clue.subject.village).collect();
    let asked = |inquiry: &&Inquiry| match inquiry.household {
        Some(household) => households.contains(&household),
        None => villages.contains(&inquiry.village),
    };
    batch.inquiries.iter().filter(asked).collect()
}

/// Numbers the rows in the order of the sheets and seals them.
fn township<'a>(
    name: &'a str,
    clues: &[&'a Clue],
    inquiries: &[&'a Inquiry],
    code: &str,
    naming: &ClueNaming,
) -> Township<'a> {
    let mut numbers = 1..;
    let mut villages: BTreeMap<&str, Vec<&Clue>> = BTreeMap::new();
    for clue in clues {
        villages.entry(&clue.location.village).or_default().push(clue);
    }
    let mut seal = |asked: &Asked| (numbers.next().unwrap_or_default(), naming.checksum(code, &key(asked)));
    let mut line = |clue: &&'a Clue| {
        let (number, checksum) = seal(&asked_clue(clue));
        Line { about: *clue, number, checksum }
    };
    let villages =
        villages.into_iter().map(|(village, clues)| (village, clues.iter().map(&mut line).collect())).collect();
    let line = |inquiry: &&'a Inquiry| {
        let (number, checksum) = seal(&asked_question(inquiry));
        Line { about: *inquiry, number, checksum }
    };
    Township { name, villages, inquiries: inquiries.iter().map(line).collect() }
}

fn rows(township: &Township<'_>) -> Vec<BatchRow> {
    let row = |number: i64, asked: Asked, checksum: &str| BatchRow { number, asked, checksum: checksum.to_owned() };
    let clues = township.villages.values().flatten();
    let clues = clues.map(|line| row(line.number, asked_clue(line.about), &line.checksum));
    let questions = township.inquiries.iter();
    clues.chain(questions.map(|line| row(line.number, asked_question(line.about), &line.checksum))).collect()
}

fn asked_clue(clue: &Clue) -> Asked {
    Asked::Clue(clue.id.clone())
}

fn asked_question(inquiry: &Inquiry) -> Asked {
    Asked::Question { question: inquiry.question.clone(), subject: inquiry.code.clone() }
}

/// What a row asks, as one word.
fn key(asked: &Asked) -> String {
    match asked {
        Asked::Clue(clue) => clue.clone(),
        Asked::Question { question, subject } => format!("{question}@{subject}"),
    }
}
