//! Waivers: what is not to be asked, why, by whose decision, and until when. When one ends, its clues are asked again.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Row, params};

use super::clue_about::About;
use super::column::{day, parse};
use super::known_place::KnownHousehold;
use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::schema::{Clue, Household, Location, Village};
use crate::value::{ClueId, Redacted, RuleId};

/// What is not to be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaiverScope {
    /// One clue, by id.
    Clue(ClueId),
    /// Everything about a household.
    Household(KnownHousehold),
    /// A rule's clues about a household.
    HouseholdRule(KnownHousehold, RuleId),
    /// A rule's clues in a village.
    VillageRule(Village, RuleId),
}

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// What is not to be asked.
    pub scope: WaiverScope,
    /// Why.
    pub reason: Redacted,
    /// The document that says so.
    pub document: Redacted,
    /// Who verified it.
    pub verifier: Redacted,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// A waiver in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedWaiver {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub waiver: Waiver,
    /// When and why it was revoked.
    pub revoked: Option<Revocation>,
}

/// The end of a waiver before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The first day on which it no longer holds.
    pub on: Date,
    /// Why.
    pub reason: Redacted,
}

impl RecordedWaiver {
    /// The last day on which it holds.
    pub fn until(&self) -> Date {
        let revoked = self.revoked.as_ref().and_then(|revocation| revocation.on.yesterday().ok());
        revoked.map_or(self.waiver.until, |day| day.min(self.waiver.until))
    }

    /// Whether it begins after a day.
    pub fn begins_after(&self, day: Date) -> bool {
        day < self.waiver.from && self.waiver.from <= self.until()
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.waiver.from <= day && day <= self.until()
    }
}

/// What the ledger's columns hold of a waiver's scope.
#[derive(Default)]
struct WaiverColumns<'a> {
    scope: &'static str,
    clue: Option<&'a ClueId>,
    household: Option<&'a KnownHousehold>,
    village: Option<&'a Village>,
    rule: Option<&'a RuleId>,
}

impl<'a> From<&'a WaiverScope> for WaiverColumns<'a> {
    fn from(scope: &'a WaiverScope) -> Self {
        match scope {
            WaiverScope::Clue(clue) => Self { scope: "clue", clue: Some(clue), ..Self::default() },
            WaiverScope::Household(known) => Self { scope: "household", ..Self::of_household(known) },
            WaiverScope::HouseholdRule(known, rule) => {
                Self { scope: "household_rule", rule: Some(rule), ..Self::of_household(known) }
            }
            WaiverScope::VillageRule(village, rule) => {
                Self { scope: "village_rule", village: Some(village), rule: Some(rule), ..Self::default() }
            }
        }
    }
}

impl<'a> WaiverColumns<'a> {
    fn of_household(known: &'a KnownHousehold) -> Self {
        Self { household: Some(known), village: Some(&known.household.village), ..Self::default() }
    }
}

/// Adds a waiver and gives its number; none if the same one exists and was not revoked.
///
/// # Errors
/// If the ledger cannot be written.
pub fn waive(tx: &LedgerTx<'_>, waiver: &Waiver, import: Option<i64>) -> anyhow::Result<Option<i64>> {
    if waivers(tx)?.iter().any(|known| known.revoked.is_none() && known.waiver == *waiver) {
        return Ok(None);
    }
    let WaiverColumns { scope, clue, household, village, rule } = (&waiver.scope).into();
    tx.connection().execute(
        "INSERT INTO waiver (entry, scope, clue, rule, household, township, village, household_number, reason, \
         document, verifier, valid_from, valid_until, import) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            tx.number(),
            scope,
            clue,
            rule,
            household.map(|known| &known.code),
            village.map(|village| &village.township),
            village.map(|village| &village.name),
            household.map(|known| &known.household.number),
            waiver.reason,
            waiver.document,
            waiver.verifier,
            waiver.from.to_string(),
            waiver.until.to_string(),
            import
        ],
    )?;
    Ok(Some(tx.connection().last_insert_rowid()))
}

/// Revokes a waiver that is in force.
///
/// # Errors
/// If the ledger cannot be written.
pub fn revoke(tx: &LedgerTx<'_>, waiver: i64, revocation: &Revocation) -> anyhow::Result<()> {
    tx.connection().execute(
        "INSERT INTO revocation (entry, waiver, revoked_on, reason) VALUES (?1, ?2, ?3, ?4)",
        params![tx.number(), waiver, revocation.on.to_string(), revocation.reason],
    )?;
    Ok(())
}

/// All waivers, by number.
///
/// # Errors
/// If the ledger cannot be read.
pub fn waivers(from: &impl Readable) -> anyhow::Result<Vec<RecordedWaiver>> {
    let mut statement = from.connection().prepare(
        "SELECT w.id, w.scope, w.clue, w.rule, w.household, w.township, w.village, w.household_number, w.reason, \
         w.document, w.verifier, w.valid_from, w.valid_until, r.revoked_on, r.reason \
         FROM waiver w LEFT JOIN revocation r ON r.waiver = w.id ORDER BY w.id",
    )?;
    let mut rows = statement.query([])?;
    let mut waivers = Vec::new();
    while let Some(row) = rows.next()? {
        waivers.push(read(row)?);
    }
    Ok(waivers)
}

fn read(row: &Row<'_>) -> anyhow::Result<RecordedWaiver> {
    let text = |column: usize| -> rusqlite::Result<String> { Ok(row.get::<_, Option<_>>(column)?.unwrap_or_default()) };
    let village = Village { township: text(5)?, name: text(6)? };
    let household = KnownHousehold { code: text(4)?, household: Household::new(village.clone(), text(7)?) };
    let scope = match text(1)?.as_str() {
        "clue" => WaiverScope::Clue(text(2)?.into()),
        "household" => WaiverScope::Household(household),
        "household_rule" => WaiverScope::HouseholdRule(household, text(3)?.into()),
        _ => WaiverScope::VillageRule(village, text(3)?.into()),
    };
    let revoked_on: Option<String> = row.get(13)?;
    let revoked = match revoked_on {
        Some(on) => Some(Revocation { on: parse(&on)?, reason: row.get(14)? }),
        None => None,
    };
    let from = day(row, 11)?;
    let until = day(row, 12)?;
    let waiver = Waiver { scope, reason: row.get(8)?, document: row.get(9)?, verifier: row.get(10)?, from, until };
    Ok(RecordedWaiver { id: row.get(0)?, waiver, revoked })
}

/// The waiver that covers a clue.
#[derive(Debug)]
pub(super) enum CoveringWaiver {
    /// It is in force.
    InForce { waiver: i64, reason: Redacted, until: Date },
    /// It ended before the day.
    Ended { waiver: i64, until: Date },
}

/// What waivers can refer to in a clue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coverable<'a> {
    pub clue: &'a str,
    pub rule: &'a str,
    pub household: &'a str,
    pub village: &'a Village,
}

impl<'a> From<&'a Clue> for Coverable<'a> {
    fn from(clue: &'a Clue) -> Self {
        let Location { household_code, village, .. } = &clue.location;
        Self { clue: &clue.id, rule: &clue.rule, household: household_code, village }
    }
}

impl<'a> From<&'a About> for Coverable<'a> {
    fn from(about: &'a About) -> Self {
        let About { clue, rule, household, home, .. } = about;
        Self { clue, rule, household, village: &home.village }
    }
}

/// Waivers by what they are about.
pub(super) struct WaiverIndex {
    clues: BTreeMap<ClueId, Vec<RecordedWaiver>>,
    households: BTreeMap<(String, Option<RuleId>), Vec<RecordedWaiver>>,
    villages: BTreeMap<(Village, RuleId), Vec<RecordedWaiver>>,
}

impl WaiverIndex {
    /// Reads them.
    pub fn read(from: &impl Readable) -> anyhow::Result<Self> {
        let mut covers = Self { clues: BTreeMap::new(), households: BTreeMap::new(), villages: BTreeMap::new() };
        for waiver in waivers(from)? {
            match waiver.waiver.scope.clone() {
                WaiverScope::Clue(clue) => covers.clues.entry(clue).or_default(),
                WaiverScope::Household(household) => covers.households.entry((household.code, None)).or_default(),
                WaiverScope::HouseholdRule(household, rule) => {
                    covers.households.entry((household.code, Some(rule))).or_default()
                }
                WaiverScope::VillageRule(place, rule) => covers.villages.entry((place, rule)).or_default(),
            }
            .push(waiver);
        }
        Ok(covers)
    }

    /// The waiver that covers a clue on a day: of several in force, the longest; else the one that ended last.
    pub fn of(&self, clue: Coverable<'_>, day: Date) -> Option<CoveringWaiver> {
        let household = |rule: Option<RuleId>| self.households.get(&(clue.household.to_owned(), rule));
        let about = [
            self.clues.get(clue.clue),
            household(None),
            household(Some(clue.rule.into())),
            self.villages.get(&(clue.village.clone(), clue.rule.into())),
        ];
        let about: Vec<&RecordedWaiver> = about.into_iter().flatten().flatten().collect();
        let latest =
            |waivers: &mut dyn Iterator<Item = &RecordedWaiver>| waivers.max_by_key(|w| (w.until(), w.id)).cloned();
        let standing = latest(&mut about.iter().copied().filter(|waiver| waiver.holds_on(day)));
        let ended =
            latest(&mut about.iter().copied().filter(|waiver| waiver.until() < day && waiver.waiver.from < day));
        let ended = ended.map(|ended| CoveringWaiver::Ended { waiver: ended.id, until: ended.until() });
        let standing = standing.map(|waiver| CoveringWaiver::InForce {
            waiver: waiver.id,
            until: waiver.until(),
            reason: waiver.waiver.reason,
        });
        standing.or(ended)
    }
}
