//! One command → one transaction → one sealed row of the audit chain.

use anyhow::Context;
use jiff::Timestamp;
use rusqlite::TransactionBehavior;

use super::chain::{self, Seal};
use super::history::record_transitions;
use super::open::Ledger;
use super::transaction::{LedgerTx, Lifecycles};

/// The command that writes to the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Command<'a> {
    /// What the officer called, such as `screen` or `waive add`.
    pub name: &'a str,
    /// The moment it was called: the only wall-clock time in a ledger.
    pub at: Timestamp,
}

impl Ledger {
    /// Runs a command's work as one transaction: either all of it is committed and sealed, or none. Other commands wait.
    /// Work that writes nothing leaves no trace.
    ///
    /// # Errors
    /// The error of the work, or if the ledger cannot be written.
    pub fn transaction<T, E: From<anyhow::Error>>(
        &mut self,
        command: Command<'_>,
        work: impl FnOnce(&LedgerTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction_then(command, work, Ok)
    }

    /// Like [`Ledger::transaction`], with a last step outside the ledger, such as publishing a folder, just before the
    /// commit. If that step fails, the ledger is left unchanged.
    ///
    /// # Errors
    /// Like [`Ledger::transaction`].
    pub fn transaction_then<T, U, E: From<anyhow::Error>>(
        &mut self,
        command: Command<'_>,
        work: impl FnOnce(&LedgerTx<'_>) -> Result<T, E>,
        last: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<U, E> {
        self.refresh()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .context("另一个命令占用台账太久，请稍后重试")?;
        let key = self.key.as_ref();
        let number = chain::next_number(&transaction)?;
        let tx = LedgerTx::begin(&transaction, number);
        let done = work(&tx)?;
        if tx.lifecycles() == Lifecycles::Changed {
            record_transitions(&tx)?;
        }
        let seal = Seal { number, command: command.name, at: command.at, what: tx.particulars() };
        chain::seal(&transaction, &seal, key)?;
        let done = last(done)?;
        let failed = "写台账失败，请检查磁盘空间和写入权限；台账没有改动";
        transaction.commit().context(failed)?;
        self.keep().context(failed)?;
        Ok(done)
    }
}
