//! What came of a period's lists: 核实汇总, 排查报告 and what goes back to the departments.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde_json::json;

use super::expected::{Expecting, by_code, expected};
use super::folder::{Folder, publish_folder};
use super::reminders::reminder_password;
use crate::collect::disputes;
use crate::county::{Failure, Workspace, at_rest, county_config, period_of, remembered};
use crate::document::Document;
use crate::ledger::{Anchor, Renames, VerifiedClue, answered_clues, asked_clues, asked_questions, latest_day};
use crate::progress::Clock;
use crate::report::{
    Corrected, CorrectionList, DepartmentResults, ResultsInput, TownshipResults, Verification, account, answered,
    chase_list, corrections, department_results, township_results, verification,
};
use crate::store::{FolderOrigin, RecordedClue, Results, file_names};
use crate::workbook::BookOut;

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
    /// 盯办清单, if anything is open.
    chase: Option<BookOut>,
    /// What is wrong in the data, by department.
    pub corrections: Vec<CorrectionList>,
    /// What came of it by township.
    townships: Vec<TownshipResults>,
    /// What came of it by department.
    departments: Vec<DepartmentResults>,
    /// What stands in none of them for want of the run's results, in Chinese.
    notice: Option<String>,
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
        let results = Results::of(&run, &at_rest(root)?)?;
        let notice = results.is_none().then(|| without_results(&run));
        let county = config.county_name();
        let anchor = Anchor::of(&ledger)?;
        let answers = answered_clues(&ledger, None, Some(&period))?;
        let environment = pack.environment(as_of, &config)?;
        let expecting = Expecting { pack: &pack, environment: &environment, period: &period, as_of };
        let households = results.as_ref().map(|results| by_code(results, &naming));
        let awaited = expected(&answers, households.as_ref(), expecting);
        let results = results.unwrap_or_default();
        let is_of_rule = |answer: &&VerifiedClue| !answer.about.from_visit;
        let of_all_periods: Vec<VerifiedClue> = answers.iter().filter(is_of_rule).cloned().collect();
        let is_own = |answer: &&VerifiedClue| *answer.period == *period;
        let of_period: Vec<VerifiedClue> = of_all_periods.iter().filter(is_own).cloned().collect();
        let input = Verification {
            county,
            period: &period,
            as_of,
            asked: &asked_clues(&ledger, &period, today.or(latest_day(&ledger)?).unwrap_or(as_of))?,
            questions: &asked_questions(&ledger, &period, &naming)?,
            wording: &pack.questions,
            clock: today.map(|as_of| Clock { as_of, calendar: &pack.calendar }),
            verified: &of_all_periods,
            answers: &answers,
            dispositions: &pack.dispositions,
            awaited: &awaited,
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
        let answered = answered(input);
        let households = households.unwrap_or_default();
        let dispositions = &pack.dispositions;
        let of_results = ResultsInput {
            county,
            period: &period,
            as_of,
            answered: &answered,
            dispositions,
            households: &households,
            risk_scoring: &pack.risk_scoring,
        };
        let (townships, departments) = (township_results(of_results), department_results(of_results));
        let chase = chase_list(&awaited, county, &period, as_of);
        Ok(Self { townships, departments, chase, today, anchor, summary, account, corrections, period, notice })
    }

    /// Writes it into a folder, in place of what an earlier report left there; gives lines to be told.
    ///
    /// # Errors
    /// If the folder holds other files, or cannot be written.
    pub fn publish(&self, out: &Path) -> Result<Vec<String>, Failure> {
        let mut books = vec![("核实汇总.xlsx".to_owned(), &self.summary)];
        books.extend(self.chase.iter().map(|chase| ("盯办清单.xlsx".to_owned(), chase)));
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
        Ok(self.notice.iter().cloned().chain(lines).collect())
    }
}

impl ListsOutcome {
    /// Writes the lists of results into 核实结果 in the county's folder, locked as the push lists of the period are; gives
    /// lines to be told.
    ///
    /// # Errors
    /// If the folder holds other files, or cannot be written.
    pub fn publish_results(&self, root: &Path) -> Result<Vec<String>, Failure> {
        let townships = file_names(self.townships.iter().map(|lists| lists.township.as_str()));
        let departments = file_names(self.departments.iter().map(|list| list.department.as_str()));
        let mut books: Vec<(String, &BookOut)> = Vec::new();
        for (lists, township) in self.townships.iter().zip(townships) {
            let path = |name: &str| format!("{township}/{township}{name}.xlsx");
            books.extend(lists.books.iter().map(|(name, book)| (path(name), book)));
        }
        for (list, department) in self.departments.iter().zip(departments) {
            books.push((format!("部门核实结果/{department}核实结果.xlsx"), &list.book));
        }
        books.extend(self.chase.iter().map(|chase| ("盯办清单.xlsx".to_owned(), chase)));
        let password = reminder_password(root, &self.period, false)?;
        let record = json!({ "period": self.period, "ledger": self.anchor });
        let folder = Folder { books, password, ..Folder::default() };
        publish_folder(
            &root.join(RESULTS).join(&self.period),
            FolderOrigin::of_period("collect", &self.period),
            &record,
            &folder,
        )
    }
}

/// The folder of the lists of results, in the county's.
pub(crate) const RESULTS: &str = "核实结果";

/// What cannot be told of a run whose results cannot be read.
fn without_results(run: &Path) -> String {
    let run = run.display();
    format!("注意：{run} 里没有能读的结果，各村户数人口、更正清单里记录的出处都空着；把这一期再筛查一次就有")
}
