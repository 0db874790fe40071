//! What a screening of the county must come to, written beside the tables as `truth.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What must be found in one period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    pub people: usize,
    pub households: usize,
    /// Subjects to be flagged, by rule: ID numbers, `township/village/household` or, for villages, `township/village`.
    pub clues: BTreeMap<String, BTreeSet<String>>,
    /// Look-alikes to be left alone, by rule.
    pub decoys: BTreeMap<String, BTreeSet<String>>,
    /// Subjects that a rule must hold back, because the record that speaks against a hit is there with a misprint.
    pub doubts: BTreeMap<String, BTreeSet<String>>,
    /// What the sentence of a clue says and does not say, by rule and subject.
    #[serde(default)]
    pub figures: BTreeMap<String, BTreeMap<String, Figures>>,
    /// Look-alikes that would be flagged but for one exclusion, by rule and the exclusion's reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub excluded: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Who is in the register twice, by ID number, and the household where they live.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub registered_twice: BTreeMap<String, String>,
    pub sheets: Vec<SheetTruth>,
}

/// What the sentence of a clue must and must not say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Amounts, days, names and thresholds of what hit.
    pub says: BTreeSet<String>,
    /// What stands in records of the same subject that did not hit.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub never: BTreeSet<String>,
}

/// What must become of a sheet's rows and of the records in them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetTruth {
    pub file: String,
    pub sheet: String,
    pub source: String,
    pub heading: usize,
    pub blank: usize,
    pub footer: usize,
    pub data: usize,
    pub linked: usize,
    pub merged: usize,
    pub outside: usize,
    pub ambiguous: usize,
    /// Rows, from 1, that hold a record which cannot be used.
    pub quarantined: Vec<usize>,
}

/// What must become of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Linked,
    Merged,
    Outside,
    Ambiguous,
    Quarantined,
}

impl SheetTruth {
    /// Notes a row and its records.
    pub fn note(&mut self, fates: &[Fate]) {
        self.data += 1;
        let row = self.heading + self.blank + self.footer + self.data;
        for fate in fates {
            match fate {
                Fate::Linked => self.linked += 1,
                Fate::Merged => self.merged += 1,
                Fate::Outside => self.outside += 1,
                Fate::Ambiguous => self.ambiguous += 1,
                Fate::Quarantined => self.quarantined.push(row),
            }
        }
    }
}
