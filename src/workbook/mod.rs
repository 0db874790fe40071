//! Any spreadsheet file → text tables with origins; declared sheets → workbooks.
//!
//! The only module that knows the libraries that read and write spreadsheets. It knows nothing of the domain.

mod biff;
mod archive;
mod book;
mod compound;
mod delimited;
mod encoding;
mod encrypted;
mod foreign;
mod format;
mod grid;
mod guard;
mod html;
mod input;
mod list;
mod number;
mod ods;
mod read;
mod write;
mod xls;
mod xlsb;
mod xlsx;
mod xml;
mod xml2003;
mod zipped;

pub use book::{Book, Format, Sheet, Unreadable, Visibility};
pub use delimited::write_csv;
pub use encrypted::seal;
pub use foreign::Foreign;
pub use grid::{Cell, CellKind, Grid, Merge, Refused, TextColumn};
pub use guard::is_reading;
pub use input::Place;
pub use list::{Listed, Listing, list};
pub use read::{is_locked, is_risky, read, read_bytes, read_place};
pub use write::{Arrangement, BookOut, CellOut, ColumnKind, ColumnOut, Entry, Section, SheetOut, bytes, write};
