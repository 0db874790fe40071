//! `ledger.db`: what a county remembers from run to run, in one SQLite file that any tool can read.
//!
//! A [`Ledger`] is opened, and written to in one [`Ledger::transaction`] a command, which appends one sealed row to the
//! audit chain. Rows are only ever added: what no longer holds is said so by a later row, so that [`verify`] can tell
//! whether anything that was written is still what it was. Functions that write take a [`LedgerTx`], functions that read take
//! anything [`Readable`], a ledger or a transaction. `docs/ledger.md` explains every table.
//!
//! No ID number enters: people are known by their codes, and free text is masked on its way in. The only wall-clock
//! time is that of an audit row; everything else counts in periods and as-of days.

mod schema;
mod readable;
mod chain;
mod open;
mod transaction;
mod column;
mod place;
mod about;
mod life;
mod history;
mod command;
mod import;
mod identity;
mod batch;
mod sent;
mod sight;
mod reported;
mod answer;
mod ruling;
mod question;
mod waiver;
mod triage;
mod run;
mod timeline;
mod verified;
mod feedback;
mod overview;
mod remembered;
mod waiver_list;

pub use about::About;
pub use answer::{
    Answer, AnswerStatus, AnswerValue, AskedInPeriod, FormCell, NewAnswer, answers, answers_by_asked, record_answer,
};
pub use batch::{Asked, Batch, BatchRow, PushedRow, push, pushed};
pub use chain::{ChainCheck, ChainViolation, verify};
pub use command::Command;
pub use feedback::{AskedClue, Feedback, asked_clues, periods};
pub use history::lives;
pub use identity::{ask_identities, asked_identities, identity_answers, identity_key, noted_answers, reply_identities};
pub use import::{import, imported, imports};
pub use life::{Absence, Conclusion, Event, Life, Quiet, Reopening, State, state_label};
pub use open::Ledger;
pub use overview::{ClueState, Overview, PeriodLine, clue_states, latest_day, overview};
pub use place::{KnownHousehold, KnownVillage, household, knows_rule, village};
pub use question::{AskedQuestion, Respondent, asked_questions, earlier_answers};
pub use readable::Readable;
pub use remembered::{Remembered, household_of_clue, remembered};
pub use reported::{OpenReport, open_reports};
pub use ruling::{AnswerKind, RuledDispute, contradict, rule, ruled_dispute};
pub use run::{OpenReports, Recorded, RunRecord, current_run, record_findings, record_reports, run_manifest};
pub use schema::MIGRATIONS;
pub use sent::{SentContent, SentRow, sent_content, sent_rows, still_asks};
pub use sight::{Reported, report};
pub use timeline::{Moment, ScreenedPeriod, Sighted, Timeline, screened_period, timelines};
pub use transaction::LedgerTx;
pub use triage::{Ask, CurrentPeriod, Keep, Triage};
pub use verified::{Verified, verified};
pub use waiver::{Revocation, Scope, StandingWaiver, Waiver, revoke, waive, waivers};
pub use waiver_list::{WaiverText, WrittenWaiver, meant_waiver, written_waivers};
