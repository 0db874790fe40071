//! Records → persons, households, villages, and the link of every other record to them.
//!
//! The register makes the population ([`Population`]); every other source's records get the keys of the person,
//! household and village they belong to, or a fate that says why not.

mod belonging;
mod clerical_review;
mod duplicate;
mod household;
mod place;
mod place_fields;
mod issues;
mod population;
mod written;
mod people;
mod residents;
mod sound;
mod supposition;
mod trace;
mod blocking;
mod evidence;
mod decision;
mod candidate_matches;
mod questionable;
mod records;
mod misregistered;
mod unmatched;

pub use belonging::sort_into_lists;
pub use candidate_matches::RegisterIndex;
pub use clerical_review::{
    ALL_BELOW, ClericalReview, DECISION, MATCH_CODE, MatchDecision, MatchDecisions, ReviewedMatches, apply_decisions,
    read_review,
};
pub use misregistered::{coming_with, misregistered, registered, with_newcomers};
pub use place_fields::PlaceFields;
pub use population::{HEAD, Population, population};
pub use records::{Linked, link, with_numbers};
pub use residents::Residents;
pub use supposition::{affected, supposed};
pub use unmatched::unmatched;
