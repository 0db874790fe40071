//! What came of a period's lists: 核实汇总, 排查报告 and what goes back to the departments.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde_json::json;

use super::folder::{Folder, publish_folder};
use super::issued::not_yet_issued;
use crate::collect::disputes;
use crate::county::{Failure, Workspace, county_config, period_of, remembered};
use crate::document::Document;
use crate::ledger::{
    Anchor, Renames, VerifiedClue, asked_clues, asked_questions, is_issued, latest_day, verified_clues,
    verified_in_time,
};
use crate::progress::Clock;
use crate::report::{Corrected, CorrectionList, Verification, account, corrections, verification};
use crate::store::{FolderOrigin, MANIFEST, RecordedClue, Results, file_names};
use crate::workbook::BookOut;

/// The folder of the reports of all periods.
pub(crate) const REPORTS: &str = "核实";

/// What came of a period's lists.
pub(crate) struct ListsOutcome {
    /// The period.
    pub period: String,
    /// The day that answers are overdue by, if it is told.
    today: Option<Date>,
    /// The ledger that it is made from.
    anchor: Anchor,
    /// 核实汇总.
    summary: BookOut,
    /// 排查报告.
    account: Document,
    /// What is wrong in the data, by department.
    pub corrections: Vec<CorrectionList>,
    /// What stands in none of them for want of the run's results or of lists that went out, a line in Chinese each.
    notices: Vec<String>,
}

impl ListsOutcome {
    /// Sums up what a county's ledger knows of a period, the latest unless one is told.
    ///
    /// # Errors
    /// If nothing was screened yet, or the period was not.
    pub fn of(
        root: &Path,
        period: Option<&str>,
        (pack, today): (Option<&Path>, Option<Date>),
    ) -> Result<Self, Failure> {
        let (ledger, naming) = remembered(root)?;
        let (period, as_of) = period_of(&ledger, period)?;
        let pack = Workspace::pack_of(Some(root), pack)?;
        let config = county_config(root)?;
        let run = root.join("runs").join(&period);
        let results = Results::of(&run)?;
        let unread = results.is_none().then(|| without_results(&run));
        let is_issued = is_issued(&ledger, &period)?;
        let unissued = (!is_issued).then(|| not_yet_issued(&period));
        let notices = unread.into_iter().chain(unissued).collect();
        let results = results.unwrap_or_default();
        let county = config.county_name();
        let anchor = Anchor::of(&ledger)?;
        let of_all_periods = verified_clues(&ledger, None, Some(&period))?;
        let is_own = |answer: &&VerifiedClue| *answer.period == *period;
        let of_period: Vec<VerifiedClue> = of_all_periods.iter().filter(is_own).cloned().collect();
        let input = Verification {
            county,
            period: &period,
            as_of,
            asked: &asked_clues(&ledger, &period, today.or(latest_day(&ledger)?).unwrap_or(as_of))?,
            questions: &asked_questions(&ledger, &period, &naming)?,
            wording: &pack.questions,
            clock: today.filter(|_| is_issued).map(|as_of| Clock { as_of, calendar: &pack.calendar }),
            verified: &verified_in_time(&ledger, &period)?,
            naming: &pack.dispositions.naming,
            disputes: &disputes(&ledger, &pack.questions, &naming)?,
            anchor: &anchor.printed().unwrap_or_default(),
            villages: &results.villages,
        };
        let renames = Renames::read(&ledger)?;
        let current = |clue: &RecordedClue| renames.current(&clue.standing.id).to_owned();
        let origins = results.clues.iter().map(|clue| (current(clue), clue.origins.clone())).collect();
        let corrected = Corrected { county, period: &period, as_of, origins: &origins };
        let summary = verification(input);
        let account = account(input);
        let corrections = corrections(&of_period, corrected);
        Ok(Self { today, anchor, summary, account, corrections, period, notices })
    }

    /// Writes it into a folder, in place of what an earlier report left there; gives lines to be told.
    ///
    /// # Errors
    /// If the folder holds other files, or cannot be written.
    pub fn publish(&self, out: &Path) -> Result<Vec<String>, Failure> {
        let mut books = vec![("核实汇总.xlsx".to_owned(), &self.summary)];
        let departments = file_names(self.corrections.iter().map(|list| list.department.as_str()));
        books.extend(
            self.corrections
                .iter()
                .zip(departments)
                .map(|(list, department)| (format!("数据更正清单/{department}数据更正清单.xlsx"), &list.book)),
        );
        let rows: BTreeMap<&str, usize> =
            self.corrections.iter().map(|list| (list.department.as_str(), list.rows)).collect();
        let record = json!({ "period": self.period, "as_of": self.today, "ledger": self.anchor, "corrections": rows });
        let folder = Folder { books, documents: vec![("排查报告.docx", &self.account)], password: None };
        let lines = publish_folder(out, FolderOrigin::of_period("report", &self.period), &record, &folder)?;
        Ok(self.notices.iter().cloned().chain(lines).collect())
    }
}

/// Writes the reports of periods again that were written before, as their answers changed; counts lateness if they did.
/// Gives lines to be told: a report that is open elsewhere keeps nobody from collecting.
pub(crate) fn write_again<'p>(
    root: &Path,
    periods: impl Iterator<Item = &'p str>,
    pack: Option<&Path>,
    today: Date,
) -> Vec<String> {
    let again = |period: &str| -> Option<Result<Vec<String>, Failure>> {
        let out = root.join(REPORTS).join(period);
        let text = std::fs::read_to_string(out.join(MANIFEST)).ok()?;
        let record: serde_json::Value = serde_json::from_str(&text).ok()?;
        let clock = (!record["made"]["as_of"].is_null()).then_some(today);
        Some(ListsOutcome::of(root, Some(period), (pack, clock)).and_then(|outcome| outcome.publish(&out)))
    };
    let told = |period: &str| -> Option<Vec<String>> {
        Some(match again(period)? {
            Ok(lines) => lines.into_iter().chain([format!("{REPORTS}/{period} 里的报告已按新收的答复重写")]).collect(),
            Err(_) => vec![format!("注意：{REPORTS}/{period} 里的报告没有重写；请运行 bidui report {period}")],
        })
    };
    periods.filter_map(told).flatten().collect::<Vec<String>>()
}

/// What cannot be told of a run whose results cannot be read.
fn without_results(run: &Path) -> String {
    let run = run.display();
    format!("注意：{run} 里没有能读的结果，各村户数人口、更正清单里记录的出处都空着；把这一期再筛查一次就有")
}
