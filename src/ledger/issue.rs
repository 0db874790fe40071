//! Whether the lists of a run went out: on somebody's word, or as one of them came back. What never went out was never
//! asked: it leaves no trace in what later lists and figures say.

use rusqlite::params;

use super::readable::Readable;
use super::transaction::LedgerTx;

/// How it is known that the lists of a run went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Told,
    Returned,
}

impl Known {
    fn name(self) -> &'static str {
        match self {
            Known::Told => "told",
            Known::Returned => "returned",
        }
    }
}

/// Records on somebody's word that the lists of a run went out; false if that was known.
///
/// # Errors
/// If the ledger cannot be written.
pub fn issue(tx: &LedgerTx<'_>, run: i64) -> anyhow::Result<bool> {
    record(tx, run, Known::Told)
}

/// Whether the lists of the run that stands for a period went out, if only as those of the run before it that say the
/// same. A run without lists has none to wait for.
///
/// # Errors
/// If the ledger cannot be read.
pub fn is_issued(from: &impl Readable, period: &str) -> anyhow::Result<bool> {
    let mut waiting = from.connection().prepare(
        "SELECT 1 FROM current_run r JOIN listing l ON l.run = r.id WHERE r.period = ?1 \
         AND l.batch NOT IN (SELECT x.batch FROM listing x JOIN issue i ON i.run = x.run)",
    )?;
    Ok(!waiting.exists([period])?)
}

/// Whether a run has lists.
///
/// # Errors
/// If the ledger cannot be read.
pub fn lists_anything(from: &impl Readable, run: i64) -> anyhow::Result<bool> {
    Ok(from.connection().prepare("SELECT 1 FROM listing WHERE run = ?1")?.exists([run])?)
}

/// The lists that a row or a reported risk came back on went out: if that is not known of any run with the same list,
/// the newest is the one.
pub(super) fn note_returned(tx: &LedgerTx<'_>, run: i64, pushed: Option<i64>) -> anyhow::Result<()> {
    let connection = tx.connection();
    let mut same = connection.prepare(
        "SELECT l.run FROM listing l JOIN batch b ON b.id = l.batch WHERE b.run = ?1 \
         AND (?2 IS NULL OR b.id = (SELECT batch FROM pushed WHERE id = ?2))",
    )?;
    let runs: Vec<i64> = same.query_map(params![run, pushed], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut issued = connection.prepare("SELECT 1 FROM issue WHERE run = ?1")?;
    for run in &runs {
        if issued.exists([run])? {
            return Ok(());
        }
    }
    record(tx, runs.into_iter().max().unwrap_or(run), Known::Returned).map(drop)
}

fn record(tx: &LedgerTx<'_>, run: i64, known: Known) -> anyhow::Result<bool> {
    let query = "INSERT INTO issue (entry, run, how) VALUES (?1, ?2, ?3) ON CONFLICT (run) DO NOTHING";
    let added = tx.connection().execute(query, params![tx.number(), run, known.name()])?;
    if added > 0 {
        tx.mark_changed();
        tx.note("issued", run);
    }
    Ok(added > 0)
}
