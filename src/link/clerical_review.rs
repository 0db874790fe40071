//! The clerical review of candidate matches, what people found out: records they confirmed are joined, those they
//! refused no longer proposed.
//!
//! A candidate match has a code that stays the same as long as record and person do, so that a decision holds in later
//! periods and no ID number has to be written down to give it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{Candidate, CandidateMatch, Origin};
use crate::value::{IdNumber, text};
use crate::workbook::Grid;

/// What was found out about a candidate match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchDecision {
    /// The record is about this person.
    Same,
    /// It is about somebody else.
    Different,
}

/// Decisions by code.
pub type MatchDecisions = BTreeMap<String, MatchDecision>;

impl MatchDecision {
    /// The words that people write.
    pub const WORDS: [(&'static str, MatchDecision); 2] =
        [("同一人", MatchDecision::Same), ("不是同一人", MatchDecision::Different)];

    /// Other ways to write them.
    const SYNONYMS: [(&'static str, MatchDecision); 6] = [
        ("是", MatchDecision::Same),
        ("是同一人", MatchDecision::Same),
        ("是同一个人", MatchDecision::Same),
        ("否", MatchDecision::Different),
        ("不是", MatchDecision::Different),
        ("非同一人", MatchDecision::Different),
    ];

    /// The decision that a cell means, whatever its punctuation and blanks.
    fn meant(written: &str) -> Option<Self> {
        let written = text::wording(written);
        let mut words = Self::WORDS.into_iter().chain(Self::SYNONYMS);
        words.find(|(word, _)| *word == written).map(|(_, decision)| decision)
    }
}

/// The heading of the codes.
pub const MATCH_CODE: &str = "核对码";
/// The heading of the decisions.
pub const DECISION: &str = "结论";

/// In the column of codes: what is decided in this row is decided for all rows below that say nothing themselves.
pub const ALL_BELOW: &str = "以下全部";

/// What a sheet says of candidate matches.
#[derive(Debug, Default)]
pub struct ClericalReview {
    /// Row by row.
    pub own: MatchDecisions,
    /// For the rows below [`ALL_BELOW`].
    pub at_once: MatchDecisions,
}

impl ClericalReview {
    /// Adds another sheet's decisions.
    pub fn add(&mut self, other: ClericalReview) {
        self.own.extend(other.own);
        self.at_once.extend(other.at_once);
    }

    /// All decisions; a row's own goes before that of many.
    pub fn all(self) -> MatchDecisions {
        let mut all = self.at_once;
        all.extend(self.own);
        all
    }
}

/// Reads the decisions of a sheet: below a row with the headings 核对码 and 结论. Rows without a decision say nothing;
/// none if the sheet does not have them.
///
/// # Errors
/// Decisions in other words than those known, and codes decided both ways.
pub fn read_review(grid: &Grid, name: &str) -> Result<Option<ClericalReview>, Vec<Diagnostic>> {
    let mut review = ClericalReview::default();
    let Some((header, code, decision)) = columns(grid) else { return Ok(None) };
    let mut faults = Vec::new();
    let mut of_all = None;
    for row in grid.filled_rows(header + 1) {
        let [code, said] = [code, decision].map(|column| text::compact(grid.own_cell(row, column).text).into_owned());
        if code.is_empty() {
            continue;
        }
        let place = format!("{name} 第{}行", row + 1);
        let own = match text::is_null_mark(&said) {
            true => None,
            false => match MatchDecision::meant(&said) {
                Some(decision) => Some(decision),
                None => {
                    faults.push(unknown(&place, &said));
                    continue;
                }
            },
        };
        match (code == ALL_BELOW, own, of_all) {
            (true, own, _) => of_all = own,
            (false, Some(own), _) if review.own.insert(code.clone(), own).is_some_and(|earlier| earlier != own) => {
                faults.push(Diagnostic::new(format!("{place}：核对码 {code} 的结论前后不一")));
            }
            (false, None, Some(decision)) => {
                review.at_once.insert(code, decision);
            }
            (false, _, _) => {}
        }
    }
    if faults.is_empty() { Ok(Some(review)) } else { Err(faults) }
}

fn unknown(place: &str, written: &str) -> Diagnostic {
    let words = MatchDecision::WORDS.map(|(word, _)| word);
    // What is proposed never says the opposite.
    let denies = |word: &str| word.contains(['不', '非', '否', '没']);
    let hint = match nearest(written, words.into_iter().filter(|word| denies(word) == denies(written))) {
        Some(near) => format!("是不是“{near}”？"),
        None => format!("可用：{}", words.join("、")),
    };
    Diagnostic::new(format!("{place}：无法识别结论“{written}”")).hint(hint)
}

/// The row of the headings, and the columns of code and decision.
fn columns(grid: &Grid) -> Option<(usize, usize, usize)> {
    (0..grid.rows().min(20)).find_map(|row| {
        let named = |name: &str| {
            let mut cells = grid.filled_cells(row);
            cells.find(|(_, cell)| text::compact(cell.text).starts_with(name)).map(|(column, _)| column)
        };
        Some((row, named(MATCH_CODE)?, named(DECISION)?))
    })
}

/// What people's decisions made of a source's candidate matches.
#[derive(Debug, Default)]
pub struct ReviewedMatches {
    /// Those that are still to be looked at, without the persons who were refused.
    pub open: Vec<CandidateMatch>,
    /// Whose the records are that were confirmed, by position.
    pub confirmed: BTreeMap<usize, IdNumber>,
    /// Where these stand.
    pub origins: Vec<Origin>,
    /// The codes whose decisions were used.
    pub used: BTreeSet<String>,
}

/// Applies decisions to the candidate matches of a source.
pub fn apply_decisions(
    candidate_matches: Vec<(usize, CandidateMatch)>,
    decisions: &MatchDecisions,
    code: impl Fn(&CandidateMatch, &Candidate) -> String,
) -> ReviewedMatches {
    let mut reviewed = ReviewedMatches::default();
    for (position, mut candidate_match) in candidate_matches {
        let mut same = None;
        let about = candidate_match.clone();
        candidate_match.candidates.retain(|candidate| {
            let code = code(&about, candidate);
            let decision = decisions.get(&code).copied();
            if decision.is_some() {
                reviewed.used.insert(code);
            }
            same = same.or((decision == Some(MatchDecision::Same)).then_some(candidate.person));
            decision.is_none()
        });
        match same {
            Some(person) => {
                reviewed.confirmed.insert(position, person);
                reviewed.origins.push(candidate_match.origin);
            }
            None if candidate_match.candidates.is_empty() => {}
            None => reviewed.open.push(candidate_match),
        }
    }
    reviewed
}
