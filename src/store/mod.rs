//! The run folder: everything is written beside its place and appears there whole, or not at all.

mod cache;
mod export;
mod folder;
mod manifest;
mod names;
mod past;
mod path;
mod results;
mod system;
mod tables;
mod whole;

pub use cache::{Cache, FileRecords, SheetRecords};
pub use export::{export, refuse_used};
pub use folder::{MANIFEST, Replaced, Staging, clear_leftovers, refuse_foreign};
pub use manifest::{Composition, Compositions, Manifest, ManifestFile, ManifestRule, ManifestSheet, previous};
pub use names::file_names;
pub use past::{PastRun, past_run};
pub use path::{is_same_place, real_path};
pub use results::{RecordedClue, Results, ResultsEntry};
pub use tables::{Protected, read_table, write_table};
pub use whole::{WholeFile, write_whole};
