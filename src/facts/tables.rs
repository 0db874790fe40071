//! The tables that facts and rules read.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::DataFrame;

use crate::expr::Subject;
use crate::schema::{Coverage, HOUSEHOLD, PERSON, VILLAGE};

/// The subjects with their fields and facts, and the records that belong to them.
#[derive(Debug, Clone)]
pub struct Tables {
    /// One row a person.
    pub person: DataFrame,
    /// One row a household.
    pub household: DataFrame,
    /// One row a village.
    pub village: DataFrame,
    /// Linked records by source; a source that was not delivered is not here.
    pub records: BTreeMap<String, DataFrame>,
    /// Where records that are not there mean nothing.
    pub coverage: Arc<Coverage>,
}

impl Tables {
    /// The subjects of one kind.
    pub fn subjects(&self, subject: Subject) -> &DataFrame {
        match subject {
            Subject::Person => &self.person,
            Subject::Household => &self.household,
            Subject::Village => &self.village,
        }
    }

    pub(super) fn subjects_mut(&mut self, subject: Subject) -> &mut DataFrame {
        match subject {
            Subject::Person => &mut self.person,
            Subject::Household => &mut self.household,
            Subject::Village => &mut self.village,
        }
    }
}

/// The key column of a kind of subject.
pub fn key(subject: Subject) -> &'static str {
    match subject {
        Subject::Person => PERSON,
        Subject::Household => HOUSEHOLD,
        Subject::Village => VILLAGE,
    }
}
