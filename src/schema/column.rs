//! Names of the columns that the engine itself puts into tables; all others are named by the pack.

/// Key of the person a record is linked to: the ID number's compact form, `Int64`.
pub const PERSON: &str = "@person";
/// Key of the household, `Int64`, from 0 in order of township, village, number.
pub const HOUSEHOLD: &str = "@household";
/// Key of the village, `Int64`, from 0 in order of township and village.
pub const VILLAGE: &str = "@village";
/// The ID number that a record carries, compact form, `Int64`; null if it has none that can be used.
pub const ID: &str = "@id";
/// The name that a record carries.
pub const NAME: &str = "@name";
/// Where in a wide row a record stood, `Int64`: 0 the head, 1 and on the members.
pub const MEMBER: &str = "@member";
/// The sheet a record was read from, `Int64` index into the run's sheets.
pub use crate::expr::SHEET;
/// The row a record was read from, `Int64`, from 1 as spreadsheet programs count.
pub const ROW: &str = "@row";
/// What became of a record: a [`super::Fate`] by label.
pub const FATE: &str = "@fate";
/// The key of a [`super::UnclaimedCells`]: what stands in the columns that no field claims. Only until records are
/// linked.
pub const REST: &str = "@rest";
/// The register's name of the person with a record's number. Only until records are linked.
pub const REGISTER_NAME: &str = "@register_name";
/// How a record was linked.
pub const METHOD: &str = "@method";
