//! What villages answered → how far verification is, and how often the clues of every rule turn out to be true.

mod grouping;
mod interval;
mod precision;
mod tally;
mod visits;
mod handled;
mod awaited;
mod status;

pub use awaited::{Awaited, AwaitedState, Awaiting, awaited};
pub use grouping::Grouping;
pub use handled::{AnsweredClue, Handled, handled, with_answers};
pub use interval::{Interval, wilson};
pub use precision::{
    HardlyTrue, Precision, PrecisionLine, PrecisionReport, Reason, hardly_true, precision, precision_by,
};
pub use status::VerificationStatus;
pub use tally::{Clock, Lateness, ProgressLine, VerificationProgress, progress, progress_by};
pub use visits::{Questions, VisitLine, Visits, visits, visits_by, worrying};
