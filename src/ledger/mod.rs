//! `ledger.db`: what a county remembers from run to run, in one SQLite file that any tool can read.
//!
//! Every command writes to a [`Ledger`] in one [`Ledger::transaction`], which appends one sealed row to the audit
//! chain. Rows are only added; a later row says what no longer holds, so that [`verify`] can check that nothing was
//! changed afterwards. Functions that write take a [`LedgerTx`], functions that read take anything [`Readable`]: a
//! ledger or a transaction. `docs/ledger.md` explains every table.
//!
//! No ID number is stored: people are known by their codes, and free text is [`Redacted`](crate::value::Redacted). The
//! only wall-clock time is that of an audit row; everything else is dated by periods and as-of days.

mod readable;
mod sqlite_error;
mod schema;
mod transaction;
mod key_check;
mod renaming;
mod chain;
mod anchor;
mod open;
mod column;
mod known_place;
mod clue_about;
mod lifecycle;
mod history;
mod command;
mod import;
mod loss;
mod identity;
mod batch;
mod issue;
mod horizon;
mod sent_list;
mod observation;
mod open_report;
mod answer;
mod ruling;
mod question;
mod waiver;
mod triage;
mod run;
mod timeline;
mod verified_clue;
mod feedback;
mod overview;
mod purge;
mod household_clue;
mod waiver_list;

pub use anchor::{Anchor, noted};
pub use answer::{
    AnswerStatus, AnswerValue, AskedInPeriod, FormCell, NewAnswer, RecordedAnswer, answers, answers_by_asked,
    record_answer,
};
pub use batch::{Asked, Batch, BatchRow, PushedRow, list, push, pushed};
pub use chain::{ChainCheck, ChainViolation, Operation, verify};
pub use clue_about::About;
pub use command::Command;
pub use feedback::{AskedClue, Feedback, asked_clues, periods};
pub use history::{lifecycles, refuted};
pub use horizon::{Horizon, horizon};
pub use household_clue::{HouseholdClue, household_clues, household_of_clue};
pub use identity::{ask_matches, asked_matches, identity_key, match_decisions, noted_decisions, record_decisions};
pub use import::{import, imported, imports};
pub use issue::{is_issued, issue, lists_anything};
pub use key_check::{KeyEvidence, record_key_check};
pub use known_place::{KnownHousehold, household, knows_rule, village};
pub use lifecycle::{Absence, ClueLifecycle, Conclusion, Event, Reopening, State, Suppression, state_label};
pub use loss::{UnknownResults, accept_losses, accepted_losses, recorded_manifests};
pub use observation::{VisitReport, record_report};
pub use open::Ledger;
pub use open_report::{OpenReport, open_reports};
pub use overview::{ClueState, Overview, PeriodSummary, clue_states, latest_day, overview};
pub use purge::{Purged, record_purge};
pub use question::{AskedQuestion, Respondent, asked_questions, earlier_answers};
pub use readable::Readable;
pub use renaming::{NAMED, Renames, rekey};
pub use ruling::{AnswerKind, RuledDispute, contradict, rule, ruled_dispute};
pub use run::{OpenReports, RecordedRun, RunRecord, current_run, record_findings, record_reports, run_manifest};
pub use schema::{MIGRATIONS, differences};
pub use sent_list::{SentContent, SentRow, says_the_same, sent_content, sent_rows, still_asks};
pub use sqlite_error::explained;
pub use timeline::{Moment, ScreenedPeriod, Sighting, Timeline, screened_period, timelines};
pub use transaction::LedgerTx;
pub use triage::{AskReason, CurrentPeriod, Suppress, Triage};
pub use verified_clue::{VerifiedClue, verified_clues, verified_in_time};
pub use waiver::{RecordedWaiver, Revocation, Waiver, WaiverScope, revoke, waive, waivers};
pub use waiver_list::{WaiverText, WrittenWaiver, meant_waiver, written_waivers};
