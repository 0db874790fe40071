//! Records → persons, households, villages, and the link of every other record to them.
//!
//! The register makes the population ([`Population`]); every other source's records get the keys of the person,
//! household and village they belong to, or a fate that says why not.

mod belonging;
mod confirm;
mod duplicate;
mod place;
mod population;
mod records;
mod remark;
mod residents;
mod suspects;
mod unmatched;

pub use belonging::sort_into_lists;
pub use confirm::{ANSWER, Answer, Answered, Answers, CODE, answers, confirm};
pub use population::{HEAD, Population, population};
pub use records::link;
pub use residents::Residents;
pub use suspects::suspects;
pub use unmatched::unmatched;
