//! One command → one transaction → one sealed row of the audit chain.

use std::cell::{Cell, RefCell};

use anyhow::Context;
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Map, Value};

use super::chain::{self, Seal};
use super::history::note_transitions;
use super::open::Ledger;

/// The command that writes.
#[derive(Debug, Clone, Copy)]
pub struct Command<'a> {
    /// What the officer called, such as `screen` or `waive add`.
    pub name: &'a str,
    /// The moment it was called: the only wall-clock time in a ledger.
    pub at: Timestamp,
}

/// A transaction under way.
#[derive(Debug)]
pub struct Entry<'l> {
    connection: &'l Connection,
    number: i64,
    what: RefCell<Map<String, Value>>,
    stirred: Cell<Stirred>,
}

/// Whether a transaction wrote something that clues' lives depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stirred {
    No,
    Yes,
}

/// What can be read from: a ledger, or a transaction under way.
pub trait Readable {
    /// The connection.
    fn connection(&self) -> &Connection;
}

impl Readable for Ledger {
    fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Readable for Entry<'_> {
    fn connection(&self) -> &Connection {
        self.connection
    }
}

impl Entry<'_> {
    /// The number of the audit row that will seal this transaction; every row written bears it.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// Notes a particular for the audit row.
    pub fn note(&self, key: &str, value: impl Into<Value>) {
        self.what.borrow_mut().insert(key.to_owned(), value.into());
    }

    /// Says that clues' lives must be derived anew before the transaction ends.
    pub(super) fn stir(&self) {
        self.stirred.set(Stirred::Yes);
    }
}

impl Ledger {
    /// Runs a command's work as one transaction: all of it is kept and sealed, or none of it. Other commands wait.
    /// Work that writes nothing leaves no trace.
    ///
    /// # Errors
    /// What the work says, or if the ledger cannot be written.
    pub fn transaction<T, E: From<anyhow::Error>>(
        &mut self,
        command: Command<'_>,
        work: impl FnOnce(&Entry<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction_then(command, work, Ok)
    }

    /// The same, with something done outside the ledger, such as publishing a folder, when everything is written and
    /// only the commit is left: if that fails, the ledger stays as it was.
    ///
    /// # Errors
    /// Like [`Ledger::transaction`].
    pub fn transaction_then<T, U, E: From<anyhow::Error>>(
        &mut self,
        command: Command<'_>,
        work: impl FnOnce(&Entry<'_>) -> Result<T, E>,
        last: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<U, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .context("另一个命令占用台账太久,请稍后重试")?;
        let number = chain::next_number(&transaction)?;
        let entry =
            Entry { connection: &transaction, number, what: RefCell::default(), stirred: Cell::new(Stirred::No) };
        let done = work(&entry)?;
        if entry.stirred.get() == Stirred::Yes {
            note_transitions(&entry)?;
        }
        let what = Value::Object(entry.what.take()).to_string();
        chain::seal(
            &transaction,
            &Seal { number, command: command.name, at: command.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), what },
        )?;
        let done = last(done)?;
        transaction.commit().context("写台账失败,请检查磁盘空间和写入权限;台账没有改动")?;
        Ok(done)
    }
}
