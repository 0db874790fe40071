//! The run folder: everything is written beside its place and appears there whole, or not at all.

mod cache;
mod export;
mod folder;
mod manifest;
mod tables;

pub use cache::{Cache, FileRecords, SheetRecords};
pub use export::export;
pub use folder::{Staging, refuse_foreign};
pub use manifest::{Manifest, ManifestFile, ManifestRule, ManifestSheet, previous};
pub use tables::{Protected, read_table, write_table};
