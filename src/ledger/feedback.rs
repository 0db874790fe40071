//! The clues that a period asked about → the answer, or why there is none, clue by clue.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::civil::Date;
use rusqlite::{Row, params};

use super::clue_about::{ABOUT, About, BEYOND, about};
use super::column::day;
use super::horizon::{Horizon, horizon};
use super::readable::Readable;
use super::waiver::{CoveringWaiver, WaiverIndex};
use crate::pack::Resolution;

/// A clue that was on a list of a period, or that a village reported on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedClue {
    /// What it is about; the township is the one that was asked.
    pub about: About,
    /// The day the answer is due.
    pub due: Date,
    /// Whether an earlier period asked it too.
    pub asked_before: bool,
    /// Whether a village reported it in the period; else the list asked about it.
    pub reported: bool,
    /// What was last found, by the data or by the village.
    pub finding: String,
    /// The answer, or why there is none.
    pub feedback: Feedback,
    /// Whether an answer came after the period's figures were closed; it counts in none of them.
    pub is_late: bool,
}

/// The answer to a clue that was asked about, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// It was answered.
    Answered(Resolution),
    /// Its answers contradict one another, and there is no ruling yet.
    Contradicted,
    /// Nobody answered, and it is closed: there is nothing left to verify.
    Lapsed,
    /// Nobody answered, and a waiver covers it.
    Waived,
    /// Nobody answered.
    Waiting,
}

impl Feedback {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Feedback::Answered(resolution) => resolution.label(),
            Feedback::Contradicted => "矛盾待裁定",
            Feedback::Lapsed => "不再成立",
            Feedback::Waived => "已豁免",
            Feedback::Waiting => "未反馈",
        }
    }
}

/// The periods that were screened, with the as-of day of each.
///
/// # Errors
/// If the ledger cannot be read.
pub fn periods(from: &impl Readable) -> anyhow::Result<BTreeMap<String, Date>> {
    let mut statement = from.connection().prepare("SELECT period, as_of FROM current_run")?;
    let mut rows = statement.query([])?;
    let mut periods = BTreeMap::new();
    while let Some(row) = rows.next()? {
        periods.insert(row.get(0)?, day(row, 1)?);
    }
    Ok(periods)
}

/// The clues on the newest lists of a period, those that earlier lists of the period asked and that were answered, and
/// those that villages reported, by place and id. A clue that the period asked twice counts once, and is due when the
/// later list is; one that was reported is due with the list.
///
/// An answer counts if it was recorded after the clue was first asked in the period, whichever list it was written on,
/// and before the next period was screened; one on a list of this period comes first. Waivers are those in force today,
/// or those that the next period found.
///
/// # Errors
/// If the ledger cannot be read.
pub fn asked_clues(from: &impl Readable, period: &str, today: Date) -> anyhow::Result<Vec<AskedClue>> {
    let horizon = horizon(from, period)?;
    let covers = WaiverIndex::read(from)?;
    let mut statement = from.connection().prepare(&ASKED.replace("$ABOUT", ABOUT))?;
    let mut rows = statement.query(params![period, Horizon::end(horizon), horizon.map(|horizon| horizon.run)])?;
    let mut asked = Vec::new();
    while let Some(row) = rows.next()? {
        let mut about = about(row)?;
        about.home.village.township = row.get(BEYOND)?;
        let is_waived = match horizon {
            Some(_) => row.get(BEYOND + 8)?,
            None => matches!(covers.of((&about).into(), today), Some(CoveringWaiver::InForce { .. })),
        };
        let finding: Option<String> = row.get(BEYOND + 7)?;
        let feedback = feedback(row, is_waived)?;
        let is_late = row.get(BEYOND + 9)?;
        asked.push(AskedClue {
            about,
            due: day(row, BEYOND + 1)?,
            asked_before: row.get(BEYOND + 2)?,
            reported: row.get(BEYOND + 6)?,
            finding: finding.unwrap_or_default(),
            is_late: is_late && matches!(feedback, Feedback::Waiting | Feedback::Contradicted | Feedback::Lapsed),
            feedback,
        });
    }
    Ok(asked)
}

/// The clues that a period asked and those that were reported in it, after `$ABOUT` with: township, due, asked before,
/// resolution, contradicted, gone, reported, finding, waived, answered late. Parameters: the period, the operation at
/// which its figures end, and the run that ended them.
const ASKED: &str = "WITH list AS (
   SELECT p.clue, p.entry, l.run, l.batch, l.due FROM listing l JOIN run r ON r.id = l.run
   JOIN pushed p ON p.batch = l.batch WHERE r.period = ?1 AND p.clue IS NOT NULL),
 first AS (SELECT clue, min(entry) AS entry FROM list GROUP BY clue),
 newest AS (SELECT clue, batch, due, max(run) AS run FROM list GROUP BY clue),
 verdict AS NOT MATERIALIZED (
   SELECT d.id, d.clue, d.recorded, d.resolution, r.period,
     (SELECT max(u.entry) FROM ruling u WHERE u.in_force = d.id AND u.entry < ?2) AS ruled,
     EXISTS (SELECT 1 FROM contradiction x JOIN answer o ON o.id = x.one + x.other - d.id
       LEFT JOIN ruling u ON u.contradiction = x.id AND (u.entry < ?2 OR u.entry IN (SELECT sequence FROM audit WHERE command = 'upgrade'))
       WHERE (x.one = d.id OR x.other = d.id) AND o.recorded < ?2 AND u.id IS NULL) AS open,
     EXISTS (SELECT 1 FROM contradiction x
       JOIN ruling u ON u.contradiction = x.id AND (u.entry < ?2 OR u.entry IN (SELECT sequence FROM audit WHERE command = 'upgrade'))
       WHERE (x.one = d.id OR x.other = d.id) AND u.in_force <> d.id) AS lost
   FROM answer d JOIN run r ON r.id = d.run
   WHERE d.clue IS NOT NULL AND d.recorded < ?2
     AND NOT EXISTS (SELECT 1 FROM answer later WHERE later.supersedes = d.id AND later.recorded < ?2)),
 asked AS (
   SELECT n.clue, f.entry, n.batch, n.due, FALSE AS reported FROM newest n JOIN first f ON f.clue = n.clue
   WHERE n.run = (SELECT id FROM current_run WHERE period = ?1)
     OR EXISTS (SELECT 1 FROM verdict d WHERE d.clue = n.clue AND d.period = ?1)),
 visit AS (
   SELECT s.clue, min(s.entry) AS entry, max(b.id) AS batch
   FROM sighting s JOIN clue c ON c.id = s.clue JOIN run r ON r.id = s.run JOIN batch b ON b.run = s.run
   WHERE r.period = ?1 AND c.channel = 'visit' AND s.clue NOT IN (SELECT clue FROM asked)
     AND b.township = (SELECT w.township FROM whereabouts w WHERE w.clue = s.clue ORDER BY w.id LIMIT 1)
   GROUP BY s.clue)
 SELECT $ABOUT, b.township, a.due,
   EXISTS (SELECT 1 FROM pushed p JOIN listing l ON l.batch = p.batch JOIN issue i ON i.run = l.run
     JOIN run r ON r.id = l.run WHERE p.clue = c.id AND r.period < ?1),
   (SELECT d.resolution FROM verdict d WHERE d.clue = c.id AND NOT d.open AND NOT d.lost
     AND (d.recorded >= a.entry OR d.ruled >= a.entry) ORDER BY d.period = ?1 DESC, d.id DESC LIMIT 1),
   EXISTS (SELECT 1 FROM verdict d WHERE d.clue = c.id AND d.open AND d.recorded >= a.entry),
   (SELECT t.state FROM transition t WHERE t.clue = c.id AND t.entry <= ?2 ORDER BY t.id DESC LIMIT 1)
     IN ('closed', 'void'),
   a.reported, (SELECT s.finding FROM sighting s WHERE s.clue = c.id AND s.run <= b.run ORDER BY s.id DESC LIMIT 1),
   EXISTS (SELECT 1 FROM triage t WHERE t.run = ?3 AND t.clue = c.id AND t.reason = 'waived'),
   EXISTS (SELECT 1 FROM answer_status d WHERE d.clue = c.id AND d.period = ?1 AND d.status = 'in_force'
     AND (d.recorded >= ?2 OR EXISTS (SELECT 1 FROM ruling u WHERE u.in_force = d.id AND u.entry >= ?2)))
 FROM (SELECT * FROM asked UNION ALL SELECT v.clue, v.entry, v.batch, b.due, TRUE FROM visit v JOIN batch b ON b.id = v.batch) a
 JOIN batch b ON b.id = a.batch JOIN clue c ON c.id = a.clue
 JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id AND run <= b.run)
 ORDER BY b.township, w.village, w.household_number, c.id";

fn feedback(row: &Row<'_>, is_waived: bool) -> anyhow::Result<Feedback> {
    let resolution: Option<String> = row.get(BEYOND + 3)?;
    if let Some(name) = resolution {
        let resolution = Resolution::named(&name).context("台账内容无法识别（核实结论；可能由新版本写入）")?;
        return Ok(Feedback::Answered(resolution));
    }
    Ok(match (row.get(BEYOND + 4)?, row.get(BEYOND + 5)?, is_waived) {
        (true, ..) => Feedback::Contradicted,
        (false, true, _) => Feedback::Lapsed,
        (false, false, true) => Feedback::Waived,
        (false, false, false) => Feedback::Waiting,
    })
}
