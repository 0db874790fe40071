//! The contracts between stages: column names, origins, data issues, row fates, clues, risk profiles, blind spots.
//!
//! Tables travel between stages as polars frames; this module says which columns they have.

mod column;
mod coverage;
mod look_alike;
mod look_up;
mod risk_profile;
mod place;
mod registered;
mod question;
mod rest;
mod taught;
mod sheet;
mod origins;
mod clue;
mod blind;
mod damaged;
mod inquiry;
mod issue;
mod unused;

pub use blind::{BlindSpot, LittleKnown, Want};
pub use clue::{Clue, ClueSubject, ClueText, ImpliedHit, Judged, Location, RuleCounts, RuleTally};
pub use column::{FATE, HOUSEHOLD, ID, MEMBER, METHOD, NAME, PERSON, REGISTER_NAME, REST, ROW, SHEET, VILLAGE};
pub use coverage::{Coverage, Gap};
pub use damaged::{Candidate, CandidateMatch, Damaged, NOBODY_ELSE, Strength};
pub use inquiry::Inquiry;
pub use issue::{Consequence, Issue};
pub use look_alike::LookAlike;
pub use look_up::look_up;
pub use origins::Origins;
pub use place::{Home, Household, Village};
pub use question::{SetupAnswer, SetupQuestion, asked};
pub use registered::RegisteredHousehold;
pub use rest::UnclaimedCells;
pub use risk_profile::{RiskProfile, RiskProfiles};
pub use sheet::{
    Fate, FileReport, FileState, IdQuality, Nearest, Origin, RowCounts, SheetId, SheetReport, SheetState, StatedPeriod,
    Unmatched, rivals,
};
pub use taught::AppliedHint;
pub use unused::UnusedIds;
