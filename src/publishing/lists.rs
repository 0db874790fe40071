//! The run's push lists: what is asked goes to the townships, what is not stands in a table with the reason.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::release::{LISTS, Release};
use crate::county::Failure;
use crate::diagnostic::Diagnostic;
use crate::dispatch::{ListContext, PushList, push_lists};
use crate::ledger::{Anchor, RecordedAnswer, RecordedRun, Triage};
use crate::pack::Pack;
use crate::report::kept_back;
use crate::schema::{Clue, Inquiry};
use crate::screening::Screened;
use crate::store::{Manifest, Staging, file_names};
use crate::value::date::add_months;
use crate::workbook;

/// How many clues are asked, and how many are not.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Pushed {
    /// How many clues are asked.
    pub asked: usize,
    /// How many are not asked again.
    pub kept: usize,
    /// Of those that are asked, the ones that villages reported before.
    pub reported: usize,
}

impl Pushed {
    /// A line in Chinese of what goes to the villages.
    pub fn line(self) -> String {
        let reported = match self.reported {
            0 => String::new(),
            reported => format!("（其中 {reported} 条是村里以前走访发现、还没有办结的）"),
        };
        let kept = match self.kept {
            0 => String::new(),
            kept => format!("；{kept} 条已核实或豁免，不再推送，见“不再推送.xlsx”"),
        };
        format!("推送核实 {} 条{reported}{kept}", self.asked)
    }
}

/// Writes the lists of all townships, locked if there is a password, and the table of what is not asked.
pub(super) fn write_lists(
    release: &Release<'_>,
    screened: &Screened,
    recorded: &RecordedRun,
    answered: &BTreeMap<(String, String), RecordedAnswer>,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<(Vec<PushList>, Pushed), Failure> {
    let RecordedRun { triage, reported, .. } = recorded;
    let clues = &with_reported(&screened.findings.clues, reported);
    let inquiries = &still_open(&screened.findings.inquiries, answered, release);
    let days = working_days(&release.setup.pack, release)?;
    let due = |parameter: &str| days.get(parameter).copied().unwrap_or(release.issued);
    let lists = push_lists(
        clues,
        ListContext {
            pack: &release.setup.pack,
            classes: &release.setup.config.townships,
            county: release.setup.config.county_name(),
            period: &release.setup.workspace.period,
            pushed: release.issued,
            due: &due,
            naming: &release.setup.identities.naming,
            triage,
            inquiries,
            risk_profiles: &screened.findings.risk_profiles,
            sheets: &screened.sheets,
            anchor: manifest.ledger.as_ref().and_then(Anchor::printed).as_deref(),
        },
    );
    let names = file_names(lists.iter().map(|list| list.township.as_str()));
    lists.par_iter().zip(names.par_iter()).try_for_each(|(list, township)| -> anyhow::Result<()> {
        let path = staging.file(&format!("{LISTS}/{township}/{township}推送核实清单.xlsx"))?;
        workbook::write(&path, &list.book, release.password.as_deref())
    })?;
    let kept = triage.values().filter(|triage| matches!(triage, Triage::Suppress(_))).count();
    if kept > 0 {
        let book = kept_back(clues, triage, release.setup.as_of);
        workbook::write(&staging.file("不再推送.xlsx")?, &book, None)?;
    }
    let is_asked = |clue: &&Clue| matches!(triage.get(clue.id.as_str()), Some(Triage::Ask(_)));
    let reported = reported.iter().filter(is_asked).count();
    Ok((lists, Pushed { asked: clues.len() - kept, kept, reported }))
}

/// The questions that no earlier answer settles: one that nobody has to follow up holds for some months.
fn still_open(
    inquiries: &[Inquiry],
    answered: &BTreeMap<(String, String), RecordedAnswer>,
    release: &Release<'_>,
) -> Vec<Inquiry> {
    let is_open = |inquiry: &&Inquiry| {
        let question = release.setup.pack.questions.iter().find(|question| question.id == inquiry.question);
        let answer = answered.get(&(inquiry.question.clone(), inquiry.code.clone()));
        let Some((question, answer)) = question.zip(answer) else { return true };
        let until = answer.verified_on.map(|day| add_months(day, i32::try_from(question.months).unwrap_or(i32::MAX)));
        question.worrying.contains(&answer.word) || until.is_none_or(|until| until <= release.setup.as_of)
    };
    inquiries.iter().filter(is_open).cloned().collect()
}

/// The clues of a run, those that villages reported before it after the others of their household.
fn with_reported(clues: &[Clue], reported: &[Clue]) -> Vec<Clue> {
    let mut all = clues.to_vec();
    for clue in reported {
        let of_household = |other: &Clue| other.subject.household == clue.subject.household;
        let place = all.iter().rposition(of_household).map_or(all.len(), |last| last + 1);
        all.insert(place, clue.clone());
    }
    all
}

/// The day answers are due in townships of no class of their own.
pub(super) fn usual_due(release: &Release<'_>) -> anyhow::Result<Date> {
    let days = working_days(&release.setup.pack, release).map_err(|mistake| anyhow::anyhow!("{mistake}"))?;
    Ok(days.get(&release.setup.pack.push_list(None).due).copied().unwrap_or(release.issued))
}

/// The day answers are due, by the parameter that says within how many working days.
fn working_days(pack: &Pack, release: &Release<'_>) -> Result<BTreeMap<String, Date>, Diagnostic> {
    let visits = [&pack.visits.household.due, &pack.visits.village.due];
    let named = pack.push_lists.iter().map(|form| &form.due).chain(visits);
    let day = |parameter: &String| {
        let days = release.setup.environment.integer(parameter).and_then(|days| u32::try_from(days).ok());
        let days = days.ok_or_else(|| Diagnostic::new(format!("参数“{parameter}”应为正整数")))?;
        Ok((parameter.clone(), pack.calendar.add_working_days(release.issued, days)))
    };
    named.map(day).collect()
}
