//! A path → an open ledger of the version that this program knows.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use jiff::Timestamp;
use rusqlite::{Connection, MAIN_DB, OptionalExtension, Transaction, TransactionBehavior};

use super::chain::{self, Seal};
use super::key_check::UPGRADE;
use super::readable::Readable;
use super::safe::Safe;
use super::schema::{MIGRATIONS, lock, unlock};
use crate::access;
use crate::regular::Irregular;
use crate::value::CountyKey;

/// Marks an SQLite file as a ledger: `bidu`.
const APPLICATION: i64 = 0x6269_6475;

/// How long a command waits for another to finish.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long it waits between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    /// The key that operations are sealed with.
    pub(super) key: Option<CountyKey>,
    /// Where it is kept, if that is no plain file.
    safe: Option<Box<dyn Safe>>,
}

impl Readable for Ledger {
    fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Ledger {
    /// Opens a ledger, making it if there is none and bringing an older one up to date.
    ///
    /// # Errors
    /// If the file cannot be opened, is no ledger, or was written by a later version of the program.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        if let Some(irregular) = path.metadata().ok().and_then(|known| Irregular::of(known.file_type())) {
            return Err(irregular).with_context(|| format!("无法打开台账 {shown}"));
        }
        close(path);
        let mut connection =
            Connection::open(path).with_context(|| format!("无法打开台账 {shown}，请检查磁盘空间和写入权限"))?;
        connection.busy_timeout(PATIENCE)?;
        prepare(&mut connection).map_err(|error| explain(error, path))?;
        Ok(Self { connection, key: None, safe: None })
    }

    /// Opens the ledger of a safe, making it if there is none and bringing an older one up to date.
    ///
    /// # Errors
    /// Like [`Ledger::open`].
    pub fn open_in(safe: Box<dyn Safe>) -> anyhow::Result<Self> {
        let (connection, was_current) = in_memory(safe.load()?.as_deref())?;
        let mut ledger = Self { connection, key: None, safe: Some(safe) };
        if !was_current {
            ledger.keep()?;
        }
        Ok(ledger)
    }

    /// Opens the ledger that is there; none if there is none.
    ///
    /// # Errors
    /// Like [`Ledger::open`].
    pub fn open_existing(path: &Path) -> anyhow::Result<Option<Self>> {
        path.exists().then(|| Self::open(path)).transpose()
    }
}

impl Ledger {
    /// The same, whose operations are sealed with a key if it is the one that the ledger is made with.
    #[must_use]
    pub fn sealed_with(self, key: &CountyKey) -> Self {
        Self { key: Some(key.clone()), ..self }
    }

    /// Everything in it, as an SQLite file has it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn database(&mut self) -> anyhow::Result<Vec<u8>> {
        Ok(self.connection.serialize(MAIN_DB).context("无法读取台账")?.to_vec())
    }

    /// The ledger of a safe as the latest command left it.
    pub(super) fn refresh(&mut self) -> anyhow::Result<()> {
        let Some(safe) = self.safe.as_ref() else { return Ok(()) };
        if safe.is_outdated()? {
            (self.connection, _) = in_memory(safe.load()?.as_deref())?;
        }
        Ok(())
    }

    /// Keeps what was committed, if it is not in its file already; if that fails, it is as it was.
    pub(super) fn keep(&mut self) -> anyhow::Result<()> {
        let Some(safe) = self.safe.take() else { return Ok(()) };
        let kept = self.database().and_then(|database| safe.keep(&database));
        if kept.is_err()
            && let Ok((former, _)) = safe.load().and_then(|former| in_memory(former.as_deref()))
        {
            self.connection = former;
        }
        self.safe = Some(safe);
        kept
    }

    /// The key that operations are sealed with.
    pub fn key(&self) -> Option<&CountyKey> {
        self.key.as_ref()
    }

    /// The hash of the last operation; empty before the first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn head(&self) -> anyhow::Result<String> {
        chain::head(&self.connection)
    }
}

/// A database in memory, of which nothing is written to temporary files, and whether it was of this version already.
fn in_memory(database: Option<&[u8]>) -> anyhow::Result<(Connection, bool)> {
    let mut connection = Connection::open_in_memory()?;
    if let Some(database) = database {
        connection.deserialize_read_exact(MAIN_DB, database, database.len(), false)?;
    }
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    let was_current = version(&connection.transaction()?)? == Some(MIGRATIONS.len());
    prepare(&mut connection)?;
    Ok((connection, was_current))
}

/// Nobody but its owner reads a ledger, a new one or one of an earlier version; where that cannot be changed, SQLite
/// tells what can be done with it at all.
fn close(path: &Path) {
    let _ = match path.exists() {
        true => access::close(path),
        false => access::create_file(path).map(drop),
    };
}

fn prepare(connection: &mut Connection) -> anyhow::Result<()> {
    let version = version(&connection.transaction()?)?;
    if connection.is_readonly("main")? {
        // A ledger that may only be read is not brought up to date.
        return match version == Some(MIGRATIONS.len()) {
            true => Ok(()),
            false => bail!("台账是旧版本写的，要先在可以写入的地方用这个版本打开一次"),
        };
    }
    keep_in_one_file(connection)?;
    if version != Some(MIGRATIONS.len()) {
        migrate(connection)?;
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    Ok(())
}

/// Keeps everything in the one file, so that it can be copied and lie on a network share; ledgers that earlier versions
/// kept with a log beside them are brought together. Waits until no other program has the file open.
///
/// SQLite itself does not wait here: a connection that holds a read lock and asks for a write lock fails at once, so
/// that two of them do not wait for each other.
fn keep_in_one_file(connection: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "DELETE") {
            Err(error) if is_busy(&error) && begun.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            ended => return ended,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// The version of a ledger; none for an empty file. Within a transaction: another program may be making the ledger.
fn version(transaction: &Transaction) -> anyhow::Result<Option<usize>> {
    let number = |pragma: &str| transaction.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let application = number("application_id")?;
    let version = number("user_version")?;
    let some: Option<i64> = transaction.query_row("SELECT 1 FROM sqlite_schema", [], |row| row.get(0)).optional()?;
    match usize::try_from(version) {
        _ if some.is_none() => Ok(None),
        Ok(version) if application == APPLICATION && version <= MIGRATIONS.len() => Ok(Some(version)),
        Ok(_) if application == APPLICATION => {
            bail!("台账是更新版本的 bidui 写的，本版本无法读取；请换用新版本的程序")
        }
        Ok(_) | Err(_) => bail!("这个文件不是 bidui 的台账，没有改动它"),
    }
}

/// Brings a ledger up to date in one transaction, so that two commands that open it at once do so once.
fn migrate(connection: &mut Connection) -> anyhow::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&transaction)?.unwrap_or(0);
    unlock(&transaction)?;
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration)?;
    }
    lock(&transaction)?;
    seal_upgrade(&transaction)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", i64::try_from(MIGRATIONS.len())?)?;
    Ok(transaction.commit()?)
}

/// Seals the rows that migrations carried over from older tables, if there are any.
fn seal_upgrade(connection: &Connection) -> anyhow::Result<()> {
    let what = serde_json::json!({ "version": MIGRATIONS.len() }).to_string();
    let number = chain::next_number(connection)?;
    chain::seal(connection, &Seal { number, command: UPGRADE, at: Timestamp::now(), what }, None)
}

/// What is wrong with a ledger, in words that say what to do.
fn explain(error: anyhow::Error, path: &Path) -> anyhow::Error {
    use rusqlite::ErrorCode;
    let shown = path.display();
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    match code {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            error.context(format!("{shown} 不是台账文件，或已损坏；请用备份恢复"))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            error.context(format!("另一个程序正在使用 {shown}，请稍后重试"))
        }
        Some(_) => error.context(format!("无法打开台账 {shown}，请检查磁盘空间和写入权限")),
        None => error.context(format!("无法打开台账 {shown}")),
    }
}
