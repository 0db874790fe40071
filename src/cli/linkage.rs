//! Records of all sources → the population, every record linked to it or accounted for.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrame;

use super::failure::Failure;
use super::intake::Intake;
use crate::detect::ClueNaming;
use crate::link::{
    Answered, Answers, Population, Residents, confirm, link, population, sort_into_lists, suspects, unmatched,
};
use crate::pack::{Config, Pack};
use crate::schema::{
    Consequence, Damaged, FATE, Fate, FileReport, Issue, Origin, SHEET, SheetReport, Suspect, Unmatched,
};

/// A folder's records, linked.
pub(super) struct Linkage {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet, its records counted by fate.
    pub sheets: Vec<SheetReport>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// Records of people who are not in the register, or may be several of it.
    pub unmatched: Vec<Unmatched>,
    /// Whose damaged records probably are.
    pub suspects: Vec<Suspect>,
    /// All records with their fates, by source.
    pub records: BTreeMap<String, DataFrame>,
    /// Everybody who is screened.
    pub population: Population,
}

/// Links everything that was read; a register that was not read is an empty one.
pub(super) fn link_all(
    intake: Intake,
    pack: &Pack,
    config: &Config,
    naming: &ClueNaming,
    answers: &Answers,
) -> Result<Linkage, Failure> {
    let Intake { files, mut sheets, mut records, mut issues, damaged, questions: _ } = intake;
    issues.extend(sort_into_lists(&mut records, pack)?);
    let (source, register) = pack.register();
    let rows = records.remove(&source.name).unwrap_or_default();
    let population = population(rows, source, register, config)?;
    issues.extend(population.issues.iter().cloned());
    let residents = Residents::of(&population)?;
    let (mut lost, mut likely) = (Vec::new(), Vec::new());
    let mut settled = BTreeSet::new();
    let mut linked = BTreeMap::new();
    for (name, frame) in records {
        let source = &pack.sources[&name];
        let (frame, found) = link(frame, source, &residents)?;
        issues.extend(found);
        lost.extend(unmatched(&frame, source, &population)?);
        let of_source: Vec<Damaged> = damaged.iter().filter(|record| record.source == name).cloned().collect();
        let found = suspects(&of_source, &frame, &residents)?;
        let Answered { frame, open, confirmed } = confirm(frame, found, answers, |suspect| naming.suspect(suspect))?;
        likely.extend(open);
        settled.extend(confirmed);
        linked.insert(name, frame);
    }
    linked.insert(source.name.clone(), population.register.clone());
    count_fates(&linked, &mut sheets)?;
    let issues = issues.into_iter().map(|issue| settle(issue, &settled));
    let mut issues: Vec<Issue> = issues.collect();
    issues.sort();
    lost.sort();
    likely.sort();
    Ok(Linkage { files, sheets, issues, unmatched: lost, suspects: likely, records: linked, population })
}

/// A row that was confirmed is used after all; its number is still to be mended.
fn settle(issue: Issue, settled: &BTreeSet<Origin>) -> Issue {
    let origin = Origin { sheet: issue.sheet, row: issue.row };
    if issue.consequence != Consequence::Quarantined || !settled.contains(&origin) {
        return issue;
    }
    let advice = format!("已人工确认是谁,照常采用;{}", issue.advice);
    Issue { consequence: Consequence::Remark, advice, ..issue }
}

fn count_fates(linked: &BTreeMap<String, DataFrame>, sheets: &mut [SheetReport]) -> Result<(), Failure> {
    for frame in linked.values() {
        let numbers = frame.column(SHEET)?.i64()?;
        for (sheet, label) in numbers.iter().zip(frame.column(FATE)?.str()?.iter()) {
            let sheet = sheet.and_then(|sheet| usize::try_from(sheet).ok()).and_then(|sheet| sheets.get_mut(sheet));
            let fate = label.and_then(Fate::of);
            if let (Some(sheet), Some(fate)) = (sheet, fate) {
                *sheet.records.entry(fate).or_insert(0) += 1;
            }
        }
    }
    Ok(())
}
