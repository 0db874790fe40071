//! Filled lists → answers in the ledger, and what has to go back to whoever filled them.
//!
//! A list comes back renamed, re-saved by any program, its rows sorted, filtered, deleted or added, its columns moved,
//! in several partial copies. Files are read, every row is matched with the row that was sent by its checksum, its
//! cells are parsed in the pack's words, the answers of several copies are reconciled with one another and with the
//! ledger, and what they add is recorded. A row of no list that is to be answered is refused; answers that contradict
//! one another are disputed until an officer rules on them.

mod context;
mod heading;
mod read;
mod boilerplate;
mod snapshot;
mod identify;
mod matching;
mod misaligned;
mod parsed_answer;
mod dispute;
mod ruling;
mod added;
mod outcome;
mod reconcile;
mod collected;
mod parse;
mod unused;
mod parsed_files;
mod record;
mod pending;

pub use collected::{Collected, Figure, FileLine, PendingRuling, ReturnState, Unused};
pub use context::{CollectContext, ReturnedFile, Strictness};
pub use dispute::{Dispute, Side, disputes};
pub use heading::RULING;
pub use outcome::{Rejection, RejectionKind};
pub use ruling::side_names;

use boilerplate::Boilerplate;
use heading::Headings;
use matching::MatchedFile;
use parse::{ParseContext, parse};
use parsed_files::ParsedFiles;
use pending::pending_rulings;
use reconcile::reconcile;
use record::record;
use ruling::record_rulings;
use snapshot::LedgerSnapshot;
use unused::{UnusedContext, unused};

use crate::ledger::LedgerTx;
use crate::schema::RegisteredHousehold;

/// Collects files, in the order given.
///
/// # Errors
/// If the ledger cannot be read or written.
pub fn collect(tx: &LedgerTx<'_>, files: &[ReturnedFile], context: CollectContext<'_>) -> anyhow::Result<Collected> {
    let snapshot = LedgerSnapshot::read(tx)?;
    let headings = Headings::of(context.pack);
    let matched = |(position, file)| MatchedFile::of(position, file, &headings, &snapshot);
    let matched: Vec<MatchedFile<'_>> = files.iter().enumerate().map(matched).collect();
    let households = households(&matched, &snapshot, context)?;
    let open = disputes(tx, &context.pack.questions, context.naming)?;
    let mut parsed = parse_all(
        &matched,
        ParseContext { collect: context, snapshot: &snapshot, households: &households, disputes: &open, tx },
    )?;
    // Rulings come before answers of the same collection: the official had not seen those answers.
    record_rulings(tx, &parsed.rulings, context.as_of)?;
    let snapshot = if parsed.rulings.is_empty() { &snapshot } else { &LedgerSnapshot::read(tx)? };
    let reconciled = reconcile(&parsed.rows, snapshot, &context.pack.dispositions);
    record(tx, &reconciled, &parsed.rows, files)?;
    let newest = snapshot.rows.iter().map(|row| &row.period).max().filter(|_| !parsed.rulings.is_empty());
    let changed = parsed.rows.iter().map(|row| &row.asked.1).chain(newest).cloned().collect();
    parsed.conclude(&reconciled.effects);
    let disputes = disputes(tx, &context.pack.questions, context.naming)?;
    let pending = pending_rulings(context.former, &headings, &disputes, tx)?;
    let ParsedFiles { lines, rejections, mut unused, .. } = parsed;
    unused.extend(pending.unused);
    Ok(Collected { files: lines, faults: rejections, disputes, typed: pending.repeated, unused, changed })
}

/// Parses the rows of all files.
fn parse_all<'a>(matched: &'a [MatchedFile<'a>], context: ParseContext<'a>) -> anyhow::Result<ParsedFiles<'a>> {
    let pack = context.collect.pack;
    let compared = UnusedContext { pack, boilerplate: &Boilerplate::of(pack), snapshot: context.snapshot };
    let mut parsed = ParsedFiles::default();
    for file in matched {
        parsed.unused.extend(unused(file, compared));
        let outcomes = parse(file, context, &parsed.rulings)?;
        parsed.add(file, outcomes, context.collect.strictness);
    }
    Ok(parsed)
}

/// The register's households, if a village added anything; else those that have clues.
fn households(
    matched: &[MatchedFile<'_>],
    snapshot: &LedgerSnapshot,
    context: CollectContext<'_>,
) -> anyhow::Result<Vec<RegisteredHousehold>> {
    let newest = snapshot.rows.iter().map(|row| row.period.as_str()).max();
    let households = match newest.filter(|_| matched.iter().any(MatchedFile::has_additions)) {
        Some(period) => (context.households)(period)?,
        None => Vec::new(),
    };
    Ok(if households.is_empty() { snapshot.households(context.naming) } else { households })
}
