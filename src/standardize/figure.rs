//! Figures in whatever unit they are written → figures in the unit of their field.

use crate::ingest::Measure;
use crate::pack::{Conversion, Field, Units};
use crate::value::{money::Money, number};

/// How the figures of one field are read.
#[derive(Clone, Copy)]
pub(super) struct Figures<'a> {
    pub field: &'a Field,
    pub measure: &'a Measure,
    pub units: &'a Units,
}

impl Figures<'_> {
    /// An amount in fen.
    pub fn money(self, cell: &str) -> Option<i64> {
        let (number, times) = self.number_and_times(cell)?;
        Money::parse_in(number, times).map(Money::fen)
    }

    /// Any number.
    pub fn number(self, cell: &str) -> Option<f64> {
        let (number, times) = self.number_and_times(cell)?;
        number::parse_number(number).map(|number| number * times)
    }

    /// A whole number.
    pub fn integer(self, cell: &str) -> Option<i64> {
        let (number, times) = self.number_and_times(cell)?;
        match times == 1.0 {
            true => number::parse_integer(number),
            false => number::parse_integer(&(number::parse_number(number)? * times).to_string()),
        }
    }

    /// The number of a cell, and how many times as much it is: a cell that names its own unit is in that. None if
    /// its unit is one of something else, or its column's is.
    fn number_and_times<'t>(&self, cell: &'t str) -> Option<(&'t str, f64)> {
        let own = self.field.unit.as_deref().and_then(|unit| self.units.cut(cell, unit));
        match (own, self.measure) {
            (Some((number, Conversion::Times(times))), _) => Some((number, times)),
            (Some((_, Conversion::Impossible)), _) | (None, Measure::Not { .. }) => None,
            (None, Measure::Times { times, .. }) => Some((cell, *times)),
            (None, Measure::AsTheyStand) => Some((cell, 1.0)),
        }
    }
}
