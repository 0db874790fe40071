//! A transaction under way.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::readable::Readable;

/// A transaction under way.
#[derive(Debug)]
pub struct LedgerTx<'l> {
    connection: &'l Connection,
    number: i64,
    particulars: RefCell<Map<String, Value>>,
    lifecycles: Cell<Lifecycles>,
}

/// Whether a transaction wrote something that clues' lifecycles depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifecycles {
    /// They are as they were.
    Unchanged,
    /// They must be derived anew.
    Changed,
}

impl Readable for LedgerTx<'_> {
    fn connection(&self) -> &Connection {
        self.connection
    }
}

impl<'l> LedgerTx<'l> {
    /// Begins a transaction whose audit row will have a number.
    pub(super) fn begin(connection: &'l Connection, number: i64) -> Self {
        Self { connection, number, particulars: RefCell::default(), lifecycles: Cell::new(Lifecycles::Unchanged) }
    }

    /// The number of the audit row that will seal this transaction; every row written bears it.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// Adds a particular to the audit row.
    pub fn note(&self, key: &str, value: impl Into<Value>) {
        self.particulars.borrow_mut().insert(key.to_owned(), value.into());
    }

    /// Marks the lifecycles of clues as changed: they are derived anew before the transaction ends.
    pub(super) fn mark_changed(&self) {
        self.lifecycles.set(Lifecycles::Changed);
    }

    /// Whether clues' lifecycles must be derived anew.
    pub(super) fn lifecycles(&self) -> Lifecycles {
        self.lifecycles.get()
    }

    /// The particulars of the audit row, as JSON.
    pub(super) fn particulars(&self) -> String {
        Value::Object(self.particulars.take()).to_string()
    }
}
