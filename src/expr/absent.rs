//! Columns that sheets do not have.
//!
//! A blank cell is an answer that was not given; in a sheet without the column nobody was asked. So "is blank" is unknown
//! there, a default for blanks does not apply, and a total of it is not 0.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Expr, col, lit};

use super::aggregate::{HOUSEHOLDS, MEMBERS};
use super::node::{Node, Owner};

/// The column that tells of every record which sheet it stands in, `Int64`.
pub const SHEET: &str = "@sheet";

/// The columns that sheets lack, by table.
#[derive(Debug, Clone, Default)]
pub struct AbsentColumns {
    /// The table that subjects come from.
    register: String,
    /// Sheets by table and field.
    sheets: BTreeMap<String, BTreeMap<String, BTreeSet<i64>>>,
}

impl AbsentColumns {
    /// No absent columns, for subjects that come from this table.
    pub fn new(register: &str) -> Self {
        Self { register: register.to_owned(), sheets: BTreeMap::new() }
    }

    /// Notes that a sheet of a table has no column for a field.
    pub fn note(&mut self, table: &str, field: &str, sheet: i64) {
        let fields = self.sheets.entry(table.to_owned()).or_default();
        fields.entry(field.to_owned()).or_default().insert(sheet);
    }

    /// Whether any sheet of a table, or of the subjects' own, lacks a column for a field.
    pub fn lacks(&self, table: Option<&str>, field: &str) -> bool {
        self.sheets.get(self.table(table)).is_some_and(|fields| fields.contains_key(field))
    }

    /// Whether a record stands in a sheet that lacks a column for a field that nodes read; none if no sheet does.
    pub(super) fn of_record<'n>(&self, table: Option<&str>, nodes: impl Iterator<Item = &'n Node>) -> Option<Expr> {
        let fields = self.sheets.get(self.table(table))?;
        let own = |owner: Owner| table.is_none() || owner == Owner::Own;
        let read = nodes.flat_map(Node::field_refs).filter(|field| own(field.owner));
        let sheets: BTreeSet<i64> = read.filter_map(|field| fields.get(&field.name)).flatten().copied().collect();
        sheets.into_iter().map(|sheet| col(SHEET).eq(lit(sheet))).reduce(Expr::or)
    }

    fn table<'t>(&'t self, table: Option<&'t str>) -> &'t str {
        match table {
            None | Some(MEMBERS | HOUSEHOLDS) => &self.register,
            Some(source) => source,
        }
    }
}
