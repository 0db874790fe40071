//! The condition language of rules and facts: text → typed tree → polars.
//!
//! `parse` reads SQL, `check` turns it into our own small typed tree ([`Node`]) against the names a pack declares
//! ([`Catalog`]), `lower` makes polars expressions of the tree. Rule text itself is never handed to an engine.

mod aggregate;
mod parse;
mod pattern;
mod types;
mod function;
mod node;
mod absent;
mod catalog;
mod calendar;
mod check;
mod absence;
mod constant;
mod limit;
mod mutate;
mod outline;
mod template;
mod written;
mod lower;
mod related;
mod term;
mod unknown;

pub use absence::absences;
pub use absent::{AbsentColumns, SHEET};
pub use aggregate::{HOUSEHOLDS, MEMBERS};
pub use catalog::{Catalog, Classes, Environment, Relation, THIS_YEAR, constant_types, constants};
pub use check::{Checked, Scope, Selection, Selections, check, check_bool, check_in, lint_literals};
pub use constant::{always, never_both};
pub use limit::limited;
pub use lower::lower;
pub use mutate::{Mutant, mutants};
pub use node::{FieldRef, Node, Owner, Related};
pub use outline::Shape;
pub use parse::Mistake;
pub use template::{Template, TemplatePiece, format_value};
pub use term::Term;
pub use types::{Literal, Subject, Type};
pub use unknown::{Leaf, causes, leaves};

/// The names of all functions of values and all questions about related records.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    function::Function::names().chain(aggregate::Aggregate::names())
}
