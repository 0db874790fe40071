//! What people found out about candidate matches: records they confirmed are joined, those they refused no longer
//! proposed.
//!
//! A candidate match has a code that stays the same as long as record and person do, so that an answer holds in later
//! periods and no ID number has to be written down to give it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{Candidate, CandidateMatch, Origin};
use crate::value::{IdNumber, text};
use crate::workbook::Grid;

/// What was found out about a candidate match.
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

/// In the column of codes: what is answered in this row is answered for all rows below that say nothing themselves.
pub const ALL_BELOW: &str = "以下全部";

/// What a sheet answers.
#[derive(Debug, Default)]
pub struct Written {
    /// Row by row.
    pub own: Answers,
    /// For the rows below [`ALL_BELOW`].
    pub at_once: Answers,
}

impl Written {
    /// Adds another sheet's answers.
    pub fn add(&mut self, other: Written) {
        self.own.extend(other.own);
        self.at_once.extend(other.at_once);
    }

    /// All answers; a row's own goes before that of many.
    pub fn all(self) -> Answers {
        let mut all = self.at_once;
        all.extend(self.own);
        all
    }
}

/// Reads the answers of a sheet: below a row with the headings 核对码 and 结论. Rows without an answer say nothing;
/// none if the sheet does not have them.
///
/// # Errors
/// Answers in other words than those known, and codes answered both ways.
pub fn answers(grid: &Grid, name: &str) -> Result<Option<Written>, Vec<Diagnostic>> {
    let mut written = Written::default();
    let Some((header, code, answer)) = columns(grid) else { return Ok(None) };
    let mut faults = Vec::new();
    let mut of_all = None;
    for row in header + 1..grid.rows() {
        let [code, said] = [code, answer].map(|column| text::compact(grid.own_cell(row, column).text).into_owned());
        if code.is_empty() {
            continue;
        }
        let place = format!("{name} 第{}行", row + 1);
        let own = match text::is_null_mark(&said) {
            true => None,
            false => match Answer::WORDS.into_iter().find(|(word, _)| *word == said) {
                Some((_, answer)) => Some(answer),
                None => {
                    faults.push(unknown(&place, &said));
                    continue;
                }
            },
        };
        match (code == ALL_BELOW, own, of_all) {
            (true, own, _) => of_all = own,
            (false, Some(own), _) if written.own.insert(code.clone(), own).is_some_and(|earlier| earlier != own) => {
                faults.push(Diagnostic::new(format!("{place}: 核对码 {code} 的结论前后不一")));
            }
            (false, None, Some(answer)) => {
                written.at_once.insert(code, answer);
            }
            (false, _, _) => {}
        }
    }
    if faults.is_empty() { Ok(Some(written)) } else { Err(faults) }
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

/// What people's answers made of a source's candidate matches.
#[derive(Debug, Default)]
pub struct Settled {
    /// Those that are still to be looked at, without the persons who were refused.
    pub open: Vec<CandidateMatch>,
    /// Whose the records are that were confirmed, by position.
    pub confirmed: BTreeMap<usize, IdNumber>,
    /// Where these stand.
    pub origins: Vec<Origin>,
    /// The codes whose answers were used.
    pub used: BTreeSet<String>,
}

/// Applies answers to the candidate matches of a source.
pub fn settle(
    candidate_matches: Vec<(usize, CandidateMatch)>,
    answers: &Answers,
    code: impl Fn(&CandidateMatch, &Candidate) -> String,
) -> Settled {
    let mut settled = Settled::default();
    for (position, mut candidate_match) in candidate_matches {
        let mut same = None;
        let about = candidate_match.clone();
        candidate_match.candidates.retain(|candidate| {
            let code = code(&about, candidate);
            let answer = answers.get(&code).copied();
            if answer.is_some() {
                settled.used.insert(code);
            }
            same = same.or((answer == Some(Answer::Same)).then_some(candidate.person));
            answer.is_none()
        });
        match same {
            Some(person) => {
                settled.confirmed.insert(position, person);
                settled.origins.push(candidate_match.origin);
            }
            None if candidate_match.candidates.is_empty() => {}
            None => settled.open.push(candidate_match),
        }
    }
    settled
}
