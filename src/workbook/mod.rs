//! Any spreadsheet file → text tables with origins; declared sheets → workbooks.
//!
//! The only module that knows the libraries that read and write spreadsheets. It knows nothing of the domain.

mod foreign;
mod budget;
mod grid;
mod number;
mod format;
mod book;
mod guard;
mod input;
mod bounded;
mod archive;
mod place;
mod encoding;
mod compound;
mod biff;
mod xml;
mod delimited;
mod html;
mod xml2003;
mod ods;
mod xls;
mod encrypted;
mod xlsx;
mod xlsb;
mod zipped;
mod list;
mod read;
mod confined;
mod write;

pub use book::{Book, Format, Sheet, Unreadable, Visibility};
pub use confined::{LimitMemory, read, read_place, serve_if_asked};
pub use encrypted::seal;
pub use foreign::Foreign;
pub use grid::{Cell, CellKind, CellRefusal, Grid, Merge, TextColumn};
pub use guard::is_reading;
pub use list::{Listed, Listing, is_table_name, list};
pub use place::Place;
pub use read::{is_locked, read_bytes};
pub use write::{
    Arrangement, BookOut, CellOut, ColumnKind, ColumnOut, Columns, Entry, Heading, Paper, Section, SheetOut, bytes,
    write, write_csv,
};
