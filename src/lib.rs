//! `bidui` joins the tables that a county's departments export, screens every rural household against declared
//! rules, and writes the households that need a visit, with the evidence.
//!
//! ```
//! use bidui::screening::{Setup, Silent, screen};
//!
//! let setup = Setup::of("examples/county/data/2026-11".as_ref())?;
//! let screened = screen(&setup, &Silent)?;
//! for clue in screened.findings.clues.iter().take(3) {
//!     println!("{}: {}", clue.rule, clue.text.finding);
//! }
//! # assert!(screened.findings.clues.len() > 30);
//! # Ok::<(), bidui::county::Failure>(())
//! ```
//!
//! Modules stand in the order the data flows; a module may use only modules above it (`tests/layering.rs`
//! holds the code to that).

#![forbid(unsafe_code)]

pub mod regular;
pub mod value;
pub mod system_error;
pub mod diagnostic;
pub mod access;
pub mod envelope;
pub mod expr;
pub mod pack;
pub mod schema;
pub mod workbook;
pub mod document;
pub mod ingest;
pub mod draft;
pub mod standardize;
pub mod link;
pub mod facts;
pub mod coverage;
pub mod detect;
pub mod explain;
pub mod rehearse;
pub mod lint;
pub mod ledger;
pub mod dispatch;
pub mod collect;
pub mod compare;
pub mod progress;
pub mod report;
pub mod terminal;
pub mod store;
pub mod safety;
pub mod county;
pub mod screening;
pub mod publishing;
pub mod returns;
pub mod retention;
pub mod cli;
