//! Where a source cannot tell, a subject without a record of the term asked about makes a call on it unknown.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{
    BooleanChunked, DataFrame, Expr, IntoColumn, NULL, NewChunkedArray, PolarsResult, col, lit, when,
};

use crate::expr::{Environment, Related, Term};
use crate::schema::{Coverage, VILLAGE};

/// The calls of one pass that ask about a term with gaps, by the term's key.
pub(super) struct Gaps<'c> {
    source: &'c str,
    terms: BTreeMap<String, Term<'c>>,
    field: &'c str,
}

impl<'c> Gaps<'c> {
    /// The gaps that calls on one source meet.
    pub fn of(calls: impl Iterator<Item = &'c Related>, coverage: &'c Coverage) -> Self {
        let mut gaps = Self { source: "", terms: BTreeMap::new(), field: "" };
        for call in calls {
            gaps.source = call.relation();
            gaps.field = coverage.term_field(call.relation());
            let term = call.term(gaps.field);
            if coverage.of(call.relation(), &term.key()).next().is_some() {
                gaps.terms.insert(term.key(), term);
            }
        }
        gaps
    }

    /// Whether a record is of each term.
    pub fn taken(&self, environment: &Environment) -> Vec<Expr> {
        let of_term = |(key, term): (&String, &Term<'_>)| {
            term.holds(environment).unwrap_or_else(|| lit(true)).fill_null(lit(false)).alias(known(key))
        };
        self.terms.iter().map(of_term).collect()
    }

    /// Whether a subject has any record of each term.
    pub fn aggregates(&self) -> Vec<Expr> {
        self.terms.keys().map(|key| col(known(key)).max()).collect()
    }

    /// A call's value, unknown in a gap without a record of the term.
    pub fn complete(&self, call: &Related, value: Expr) -> Expr {
        let key = call.term(self.field).key();
        match self.terms.contains_key(&key) {
            true => {
                let has_record = col(known(&key)).fill_null(lit(false));
                when(col(gap(&key)).and(has_record.not())).then(lit(NULL)).otherwise(value)
            }
            false => value,
        }
    }

    /// Marks the subjects that live in a gap of each term.
    pub fn mark(&self, mut frame: DataFrame, coverage: &Coverage) -> PolarsResult<DataFrame> {
        for key in self.terms.keys() {
            let villages: BTreeSet<i64> =
                coverage.of(self.source, key).flat_map(|gap| gap.villages.iter().copied()).collect();
            let marks = frame.column(VILLAGE)?.i64()?.iter();
            let marks = marks.map(|village| Some(village.is_some_and(|village| villages.contains(&village))));
            let marks = BooleanChunked::from_iter_options(gap(key).into(), marks);
            frame.with_column(marks.into_column())?;
        }
        Ok(frame)
    }

    /// Takes the marks away again.
    pub fn unmark(&self, frame: DataFrame) -> PolarsResult<DataFrame> {
        self.terms.keys().try_fold(frame, |frame, key| frame.drop(&gap(key))?.drop(&known(key)))
    }
}

fn known(term: &str) -> String {
    format!("@known {term}")
}

fn gap(term: &str) -> String {
    format!("@gap {term}")
}
