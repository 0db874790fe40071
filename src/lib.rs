//! `bidui` joins the tables that a county's departments export, screens every rural household against declared
//! rules, and writes the households that need a visit, with the evidence.
//!
//! Modules stand in the order the data flows; a module may use only modules above it (`tests/layering.rs`
//! holds the code to that).

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod value;
pub mod diagnostic;
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
pub mod store;
pub mod safety;
pub mod cli;
