//! What a clue is about, as lists and tables name it: its rule, the person or household, and the place.

use rusqlite::Row;
use serde::Serialize;

use super::column::home;
use crate::schema::Home;
use crate::value::{ClueId, PersonCode, RuleId};

/// What a clue is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The clue's id.
    pub clue: ClueId,
    /// The rule's id.
    pub rule: RuleId,
    /// The rule's title.
    pub title: String,
    /// Kind of risk; 未注明 if a village reported the clue without one.
    pub risk: String,
    /// The department whose data the rule reads; 干部走访 if a village reported it.
    pub department: String,
    /// The household's code; empty for a village.
    #[serde(skip)]
    pub household: String,
    /// The person's code, for a clue about a person.
    #[serde(skip)]
    pub person: Option<PersonCode>,
    /// Where it is.
    #[serde(flatten)]
    pub home: Home,
    /// Name of the person concerned.
    pub person_name: String,
    /// Whether a village reported it; else a rule found it.
    #[serde(skip)]
    pub from_visit: bool,
}

/// The columns that [`about`] reads, of a clue `c` and its whereabouts `w`.
pub(super) const ABOUT: &str = "c.id, c.rule, c.title, \
    coalesce(nullif(c.risk, ''), '未注明'), CASE c.channel WHEN 'visit' THEN '干部走访' ELSE c.department END, w.household, \
    CASE c.subject_kind WHEN 'person' THEN c.subject END, w.township, w.village, w.household_number, w.head_name, \
    w.person_name, c.channel = 'visit'";

/// The column after those of [`ABOUT`], where they come first.
pub(super) const BEYOND: usize = 13;

/// Reads what a clue is about from the first columns of a row.
pub(super) fn about(row: &Row<'_>) -> rusqlite::Result<About> {
    Ok(About {
        clue: row.get(0)?,
        rule: row.get(1)?,
        title: row.get(2)?,
        risk: row.get(3)?,
        department: row.get(4)?,
        household: row.get(5)?,
        person: row.get(6)?,
        home: home(row, 7)?,
        person_name: row.get(11)?,
        from_visit: row.get(12)?,
    })
}
