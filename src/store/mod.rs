//! The run folder: everything is written beside its place and appears there whole, or not at all.

mod path;
mod names;
mod long;
mod in_use;
mod system;
mod imprint;
mod former;
mod replaced;
mod folder;
mod leftover;
mod whole;
mod cache;
mod export;
mod manifest;
mod results;
mod past;
mod turned;
mod tables;

pub use cache::{Cache, FileRecords, SheetRecords};
pub(crate) use export::write_files;
pub use export::{export, refuse_used};
pub use folder::{Staging, refuse_foreign};
pub use imprint::{FolderOrigin, MANIFEST, OwnFiles, own_files};
pub use leftover::clear_leftovers;
pub use manifest::{Composition, Compositions, Manifest, ManifestFile, ManifestRule, ManifestSheet, ResultsEntry};
pub use names::file_names;
pub use past::{PastRun, past_run};
pub use path::{entry_named, is_same_place, real_path};
pub use replaced::Replaced;
pub use results::{RESULTS, RecordedClue, Results};
pub use tables::{Protected, table_file, write_table};
pub use turned::Turn;
pub use whole::{WholeFile, write_beside_others, write_whole};
