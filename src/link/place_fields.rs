//! The register's fields that name villages and households.

use polars::prelude::{DataFrame, PolarsResult, StringChunked};

use crate::pack::Source;
use crate::schema::{Household, Village};

/// The names of the fields that hold township, village and household number.
#[derive(Debug, Clone)]
pub struct PlaceFields {
    /// The field of the township.
    pub township: String,
    /// The field of the village.
    pub village: String,
    /// The field of the household number.
    pub household: String,
}

impl PlaceFields {
    /// Those that a source declares.
    pub(super) fn of(source: &Source) -> Self {
        let name = |field: &Option<String>| field.clone().unwrap_or_default();
        let key = &source.key;
        Self { township: name(&key.township), village: name(&key.village), household: name(&key.household) }
    }

    /// The fields that together make a household.
    pub(super) fn of_household(&self) -> [&str; 3] {
        [&self.township, &self.village, &self.household]
    }

    /// The fields that together make a village.
    pub(super) fn of_village(&self) -> [&str; 2] {
        [&self.township, &self.village]
    }

    /// The village that a row names.
    ///
    /// # Errors
    /// Only if the frame lacks one of the fields.
    pub fn village(&self, frame: &DataFrame, row: usize) -> PolarsResult<Village> {
        Ok(Village::new(
            text(frame.column(&self.township)?.str()?, row),
            text(frame.column(&self.village)?.str()?, row),
        ))
    }

    /// The household that a row names.
    ///
    /// # Errors
    /// Only if the frame lacks one of the fields.
    pub fn household(&self, frame: &DataFrame, row: usize) -> PolarsResult<Household> {
        Ok(Household::new(self.village(frame, row)?, text(frame.column(&self.household)?.str()?, row)))
    }
}

fn text(column: &StringChunked, row: usize) -> &str {
    column.get(row).unwrap_or_default()
}
