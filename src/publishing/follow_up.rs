//! What a period's lists asked and what came back → how far verification is, and reminders for those who are late.

use std::path::Path;

use jiff::civil::Date;

use super::issued::not_yet_issued;
use crate::county::{Failure, Workspace, county_config, delivered_sources, period_of, remembered};
use crate::ledger::{asked_clues, asked_questions, is_issued, latest_day};
use crate::progress::{Clock, Grouping, VerificationStatus};
use crate::report::{Reminder, reminders, sharing_notices};

/// What is wanted to be known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FollowUpRequest<'a> {
    /// The period; none for the latest.
    pub period: Option<&'a str>,
    /// Another rule pack than the county's.
    pub pack: Option<&'a Path>,
    /// The day that lateness is counted to; none if it is not counted.
    pub as_of: Option<Date>,
    /// What figures are broken down by.
    pub grouping: Grouping,
    /// Whether those who are late are reminded.
    pub overdue: bool,
}

/// How far the verification of a period is.
pub(crate) struct FollowUp {
    /// The figures.
    pub status: VerificationStatus,
    /// What is said of lists that are not known to have gone out; lateness is not counted then.
    pub unissued: Option<String>,
    /// Whether the period's lists asked anything.
    pub is_asked: bool,
    /// Sharings of data that have ended or will soon, a line in Chinese each.
    pub notices: Vec<String>,
    /// Reminders by township, if they are wanted and there is a day.
    pub reminders: Vec<Reminder>,
}

impl FollowUp {
    /// Looks into the ledger of a county.
    ///
    /// # Errors
    /// If it has none, the period was not screened, or something cannot be read.
    pub(crate) fn of(root: &Path, request: FollowUpRequest<'_>) -> Result<Self, Failure> {
        let (ledger, naming) = remembered(root)?;
        let (period, _) = period_of(&ledger, request.period)?;
        let pack = Workspace::pack_of(Some(root), request.pack)?;
        let config = county_config(root)?;
        let today = request.as_of.or(latest_day(&ledger)?).unwrap_or_default();
        let unissued = (!is_issued(&ledger, &period)?).then(|| not_yet_issued(&period));
        let clock = request.as_of.filter(|_| unissued.is_none()).map(|as_of| Clock { as_of, calendar: &pack.calendar });
        let asked = asked_clues(&ledger, &period, today)?;
        let questions = asked_questions(&ledger, &period, &naming)?;
        let late = clock.filter(|_| request.overdue);
        let delivered = delivered_sources(root, &ledger)?;
        Ok(Self {
            status: VerificationStatus::of(&period, &asked, &questions, &pack.questions, request.grouping, clock),
            unissued,
            is_asked: !asked.is_empty(),
            notices: sharing_notices(&pack, &config, &delivered, today),
            reminders: late.map_or_else(Vec::new, |clock| reminders(&asked, clock, config.county_name(), &period)),
        })
    }
}
