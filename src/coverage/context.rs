//! What coverage is measured by.

use crate::expr::Environment;
use crate::pack::Pack;
use crate::schema::SheetReport;

/// What coverage is measured by besides the tables.
#[derive(Debug, Clone, Copy)]
pub struct CoverageContext<'a> {
    /// The declarations.
    pub pack: &'a Pack,
    /// Values of parameters and constants.
    pub environment: &'a Environment,
    /// The sheets that were read.
    pub sheets: &'a [SheetReport],
}
