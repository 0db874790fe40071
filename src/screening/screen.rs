//! A period's data are read, linked, and judged by every rule.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::DataFrame;

use super::folder;
use super::linkage::{LinkedFolder, link_all};
use super::progress::Progress;
use super::questions::passed_over;
use super::refusal::{check_balance, refuse_odd, refuse_unusable};
use super::setup::Setup;
use super::tables::{linked_tables, supposed_tables};
use crate::county::Failure;
use crate::coverage::{CoverageContext, measure};
use crate::detect::{DetectionContext, Findings, detect};
use crate::facts::{Tables, derive, with_absent_columns};
use crate::pack::Fact;
use crate::safety::compositions;
use crate::schema::{CandidateMatch, FileReport, Issue, SheetReport, Unmatched};
use crate::store::Compositions;

/// Everything a run found.
pub struct Screened {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet, its records counted by fate.
    pub sheets: Vec<SheetReport>,
    /// What the sources are made up of.
    pub compositions: Compositions,
    /// What is wrong in the data.
    pub issues: Vec<Issue>,
    /// Records of people who are not in the register, or may be several of it.
    pub unmatched: Vec<Unmatched>,
    /// Whose damaged records probably are.
    pub candidate_matches: Vec<CandidateMatch>,
    /// The codes of people's decisions that were used.
    pub used: BTreeSet<String>,
    /// All records with their fates, by source.
    pub records: BTreeMap<String, DataFrame>,
    /// What facts and rules were read from.
    pub tables: Tables,
    /// What the rules found.
    pub findings: Findings,
}

/// Reads a period's data, links them and judges every household by every rule. Nothing is written but the notes of what
/// was read of large files.
///
/// # Errors
/// If data are refused, the county has to be asked first, or the machine fails.
pub fn screen(setup: &Setup, progress: &dyn Progress) -> Result<Screened, Failure> {
    let Setup { workspace, pack, config, identities, as_of, .. } = setup;
    let intake = folder::read(workspace, pack, config, *as_of, progress)?;
    refuse_unusable(workspace, pack, config, &intake)?;
    let compositions = compositions(&intake.records, pack);
    refuse_odd(setup, &intake, &compositions)?;
    passed_over(pack, &intake).iter().for_each(|line| progress.insist(line));
    progress.step("关联到户到人");
    let linkage = link_all(intake, pack, config, &identities.naming, &identities.decisions)?;
    linkage.refuse_unsound()?;
    progress.step("按规则筛查");
    let LinkedFolder { files, sheets, issues, unmatched, candidate_matches, used, records, population, .. } = linkage;
    let facts: Vec<&Fact> = pack.facts.iter().collect();
    let (register, _) = pack.register();
    let environment = &with_absent_columns(&setup.environment, &sheets, pack);
    let tables = linked_tables(&population, &records, &register.name, Arc::default())?;
    let coverage = measure(&tables, CoverageContext { pack, environment, sheets: &sheets })?;
    let tables = Tables { coverage: Arc::new(coverage), ..tables };
    let tables = derive(tables, &facts, environment)?;
    let supposed = supposed_tables(&population, &records, &candidate_matches, pack, &tables)?;
    let supposed = supposed.map(|supposed| derive(supposed, &facts, environment)).transpose()?;
    let naming = &identities.naming;
    let context = DetectionContext {
        pack,
        environment,
        naming,
        candidate_matches: &candidate_matches,
        supposed: supposed.as_ref(),
        refuted: &identities.refuted,
    };
    let (findings, profiled) = detect(&tables, context)?;
    let tables = profiled.into_tables();
    progress.done();
    check_balance(&sheets)?;
    Ok(Screened { files, sheets, compositions, issues, unmatched, candidate_matches, used, records, tables, findings })
}
