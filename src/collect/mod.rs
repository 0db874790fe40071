//! Filled lists → what was found out, in the ledger, and what has to go back to whoever filled them.
//!
//! A list comes back renamed, re-saved by any program, its rows sorted, filtered, deleted or added, its columns moved,
//! in several partial copies. Every row is told by its checksum ([`identify`](self)), its answers are read in the
//! pack's words, and what several copies and the ledger say of the same thing is merged. A row that is not one of a
//! list that is to be answered is refused; an answer that contradicts another waits for an officer to decide.

mod terms;
mod heading;
mod returned;
mod printed;
mod known;
mod identify;
mod told;
mod displaced;
mod said;
mod dispute;
mod ruling;
mod added;
mod outcome;
mod merge;
mod collected;
mod examine;
mod record;
mod typed;
mod unused;

pub use collected::{Collected, Figure, FileLine, FileState, TypedRuling, Unused};
pub use dispute::{Dispute, Side, disputes};
pub use heading::RULING;
pub use outcome::{Fault, FaultKind};
pub use ruling::side_names;
pub use terms::{ReturnedFile, Strictness, Terms};

use examine::{Against, examine};
use heading::Headings;
use known::Known;
use merge::merge;
use outcome::{Finding, Outcome};
use printed::Printed;
use record::record;
use ruling::{Ruling, decide};
use told::{Told, tell};
use typed::typed;
use unused::{Reading, unused};

use crate::ledger::LedgerTx;
use crate::schema::Location;

/// Collects files, in the order given.
///
/// # Errors
/// If the ledger cannot be read or written.
pub fn collect(tx: &LedgerTx<'_>, files: &[ReturnedFile], terms: Terms<'_>) -> anyhow::Result<Collected> {
    let known = Known::read(tx)?;
    let headings = Headings::of(terms.pack);
    let told: Vec<Told<'_>> =
        files.iter().enumerate().map(|(position, file)| tell(position, file, &headings, &known)).collect();
    let households = households(&told, &known, terms)?;
    let listed = || disputes(tx, &terms.pack.questions, terms.naming);
    let open = listed()?;
    let against = Against { terms, known: &known, households: &households, disputes: &open, tx };
    let reading = Reading { pack: terms.pack, printed: &Printed::of(terms.pack), known: &known };
    let mut gathered = Gathered::default();
    for file in &told {
        gathered.unused.extend(unused(file, reading));
        let outcomes = examine(file, against, &gathered.rulings)?;
        gathered.add(file, outcomes, terms.strictness);
    }
    let Gathered { mut lines, faults, findings, rulings, mut unused } = gathered;
    rulings.iter().try_for_each(|ruling| decide(tx, ruling, terms.as_of))?;
    // Answers that come together with a decision come after it: who decided did not know them.
    let known = if rulings.is_empty() { &known } else { &Known::read(tx)? };
    let changes = merge(&findings, known, &terms.pack.dispositions);
    record(tx, &changes, &findings, files)?;
    for (finding, effect) in findings.iter().zip(&changes.effects) {
        lines[finding.file].count_effect(*effect);
    }
    lines.iter_mut().filter(|line| line.state != FileState::Refused).for_each(FileLine::conclude);
    let disputes = listed()?;
    let typed = terms.former.map(|former| typed(former, &headings, &disputes, tx)).transpose()?.unwrap_or_default();
    unused.extend(typed.unused);
    Ok(Collected { files: lines, faults, disputes, typed: typed.repeated, unused })
}

/// The register's households, if a village added anything; else those that have clues.
fn households(told: &[Told<'_>], known: &Known, terms: Terms<'_>) -> anyhow::Result<Vec<Location>> {
    let newest = known.rows.iter().map(|row| row.period.as_str()).max();
    let households = match newest.filter(|_| told.iter().any(Told::has_additions)) {
        Some(period) => (terms.households)(period)?,
        None => Vec::new(),
    };
    Ok(if households.is_empty() { known.households() } else { households })
}

/// What all files hold.
#[derive(Default)]
struct Gathered<'a> {
    lines: Vec<FileLine>,
    faults: Vec<Fault>,
    findings: Vec<Finding<'a>>,
    rulings: Vec<Ruling>,
    unused: Vec<Unused>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, told: &Told<'a>, outcomes: Vec<Outcome<'a>>, strictness: Strictness) {
        let mut line = FileLine { file: told.file.name.clone(), ..FileLine::default() };
        outcomes.iter().for_each(|outcome| line.count(outcome));
        line.why = told.why(line.answered);
        let faulty = line.rejected + line.refused > 0;
        let nothing_sound = line.rejected + line.refused == line.answered;
        let is_refused = match strictness {
            Strictness::WholeFiles => faulty,
            Strictness::SoundRows => faulty && nothing_sound,
        };
        if line.why.is_some() || is_refused {
            line.state = FileState::Refused;
        }
        for outcome in outcomes {
            match outcome {
                Outcome::Faulty(_, faults) => self.faults.extend(faults),
                Outcome::Sound(finding) if line.state != FileState::Refused => self.findings.push(*finding),
                Outcome::Ruled(ruling) if line.state != FileState::Refused => {
                    line.taken += 1;
                    self.rulings.push(ruling);
                }
                Outcome::Settled if line.state != FileState::Refused => line.unchanged += 1,
                Outcome::Sound(_) | Outcome::Ruled(_) | Outcome::Settled | Outcome::Unanswered => {}
            }
        }
        self.lines.push(line);
    }
}
