//! Records of all sources → the population, every record linked to it or accounted for.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::DataFrame;

use super::intake::Intake;
use crate::county::Failure;
use crate::detect::ClueNaming;
use crate::link::{
    MatchDecisions, Population, RegisterIndex, Residents, ReviewedMatches, apply_decisions, link, misregistered,
    population, registered, sort_into_lists, unmatched, with_numbers,
};
use crate::pack::{Config, Pack, Source};
use crate::schema::{
    Candidate, CandidateMatch, Consequence, Damaged, FATE, Fate, FileReport, Issue, Origin, SHEET, SheetReport,
    Unmatched,
};
use crate::value::IdNumber;

/// A folder's records, linked.
pub(crate) struct LinkedFolder {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet, its records counted by fate.
    pub sheets: Vec<SheetReport>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// Records of people who are not in the register, or may be several of it.
    pub unmatched: Vec<Unmatched>,
    /// Whose damaged records probably are.
    pub candidate_matches: Vec<CandidateMatch>,
    /// Where records stand that people confirmed.
    settled: BTreeSet<Origin>,
    /// The codes of people's decisions that were used.
    pub used: BTreeSet<String>,
    /// All records with their fates, by source.
    pub records: BTreeMap<String, DataFrame>,
    /// Everybody who is screened.
    pub population: Population,
}

/// Links everything that was read; a register that was not read is an empty one. Rows of the register whose number
/// people confirmed are read as if they bore it.
pub(crate) fn link_all(
    mut intake: Intake,
    pack: &Pack,
    config: &Config,
    naming: &ClueNaming,
    decisions: &MatchDecisions,
) -> Result<LinkedFolder, Failure> {
    let sorted = sort_into_lists(&mut intake.records, pack)?;
    intake.issues.extend(sorted);
    let (source, register) = pack.register();
    let mut rows = intake.records.remove(&source.name).unwrap_or_default();
    let first = link_once(rows.clone(), &intake, pack, config, naming, decisions)?;
    let (mut linkage, confirmed) = first;
    if !confirmed.is_empty() {
        let used = linkage.used;
        let settled = linkage.settled;
        rows = registered(rows, source, register, &confirmed)?;
        linkage = link_once(rows, &intake, pack, config, naming, decisions)?.0;
        linkage.used.extend(used);
        linkage.settled.extend(settled);
    }
    let LinkedFolder { issues, settled, .. } = &mut linkage;
    issues.extend(intake.issues);
    *issues = std::mem::take(issues).into_iter().map(|issue| settle_issue(issue, settled)).collect();
    issues.sort();
    (linkage.files, linkage.sheets) = (intake.files, intake.sheets);
    count_fates(&linkage.records, &mut linkage.sheets)?;
    Ok(linkage)
}

/// Links the records to the people of the register's rows; also gives the rows of the register that people confirmed.
fn link_once(
    rows: DataFrame,
    intake: &Intake,
    pack: &Pack,
    config: &Config,
    naming: &ClueNaming,
    decisions: &MatchDecisions,
) -> Result<(LinkedFolder, BTreeMap<usize, IdNumber>), Failure> {
    let (source, register) = pack.register();
    let population = population(rows, source, register, config)?;
    let residents = Residents::of(&population, &intake.sheets)?;
    let register = RegisterIndex::of(&residents, source, &pack.linkage)?;
    let code = |candidate_match: &CandidateMatch, candidate: &Candidate| naming.match_code(candidate_match, candidate);
    let mut gathered = Gathered::default();
    for (name, frame) in &intake.records {
        let source = &pack.sources[name];
        let frame = gathered.add(frame.clone(), source, &register, &intake.damaged, decisions, &code)?;
        gathered.lost.extend(unmatched(&frame, source, &residents)?);
        gathered.records.insert(name.clone(), frame);
    }
    let own = apply_decisions(misregistered(source, &register, &intake.damaged, &gathered.records)?, decisions, code);
    let confirmed = own.confirmed.clone();
    gathered.note(population.issues.clone(), own);
    let Gathered { mut records, issues, mut lost, mut candidate_matches, settled, used } = gathered;
    records.insert(source.name.clone(), population.register.clone());
    lost.sort();
    candidate_matches.sort_by_key(|candidate_match| (candidate_match.origin, candidate_match.member));
    let files = Vec::new();
    let sheets = Vec::new();
    let linkage =
        LinkedFolder { files, sheets, issues, unmatched: lost, candidate_matches, settled, used, records, population };
    Ok((linkage, confirmed))
}

/// What linking source by source brings together.
#[derive(Default)]
struct Gathered {
    records: BTreeMap<String, DataFrame>,
    issues: Vec<Issue>,
    lost: Vec<Unmatched>,
    candidate_matches: Vec<CandidateMatch>,
    /// Where records stand that people confirmed.
    settled: BTreeSet<Origin>,
    used: BTreeSet<String>,
}

impl Gathered {
    /// Links a source; records that people confirmed are linked anew, as if they bore the person's number.
    fn add(
        &mut self,
        frame: DataFrame,
        source: &Source,
        register: &RegisterIndex<'_>,
        damaged: &[Damaged],
        decisions: &MatchDecisions,
        code: &impl Fn(&CandidateMatch, &Candidate) -> String,
    ) -> Result<DataFrame, Failure> {
        let linked = link(frame.clone(), source, register, damaged, &BTreeMap::new())?;
        let first = apply_decisions(linked.candidate_matches, decisions, code);
        if first.confirmed.is_empty() {
            self.note(linked.issues, first);
            return Ok(linked.frame);
        }
        let again = link(with_numbers(frame, source, &first.confirmed)?, source, register, damaged, &first.confirmed)?;
        let of_confirmed = |issue: &Issue| {
            let origin = Origin { sheet: issue.sheet, row: issue.row };
            issue.consequence == Consequence::Quarantined && first.origins.contains(&origin)
        };
        self.issues.extend(linked.issues.into_iter().filter(of_confirmed));
        let ReviewedMatches { open, used, .. } = apply_decisions(again.candidate_matches, decisions, code);
        self.note(again.issues, ReviewedMatches { open, used: first.used.into_iter().chain(used).collect(), ..first });
        Ok(again.frame)
    }

    fn note(&mut self, issues: Vec<Issue>, settled: ReviewedMatches) {
        self.issues.extend(issues);
        self.candidate_matches.extend(settled.open);
        self.settled.extend(settled.origins);
        self.used.extend(settled.used);
    }
}

impl LinkedFolder {
    /// Why the register does not tell households apart, if it does not.
    pub fn unsound(&self) -> Option<String> {
        let reasons = &self.population.unsound;
        let advice = "请在花名册里补上每个人的户编号（设为文本），或按户主及其家庭成员的顺序排列后再运行";
        (!reasons.is_empty()).then(|| format!("农户花名册不能用来归户：{}。{advice}", reasons.join("；")))
    }

    /// Stops when the register is unsound: sums and absences of the wrong people would be pushed.
    pub fn refuse_unsound(&self) -> Result<(), Failure> {
        match self.unsound() {
            Some(why) => Err(Failure::Unsafe(format!("没有写出任何结果。{why}"))),
            None => Ok(()),
        }
    }
}

/// A row that was confirmed is used after all; its number is still to be mended.
fn settle_issue(issue: Issue, settled: &BTreeSet<Origin>) -> Issue {
    let origin = Origin { sheet: issue.sheet, row: issue.row };
    if issue.consequence != Consequence::Quarantined || !settled.contains(&origin) {
        return issue;
    }
    let advice = format!("已人工确认是谁，照常采用；{}", issue.advice);
    Issue { consequence: Consequence::NoteOnly, advice, ..issue }
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
