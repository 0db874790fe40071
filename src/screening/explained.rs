//! One household of a period, and why every rule says what it says of it.

use std::sync::Arc;

use super::folder;
use super::linkage::{LinkedFolder, link_all};
use super::progress::Progress;
use super::refusal::refuse_unusable;
use super::setup::Setup;
use super::tables::{linked_tables, supposed_tables};
use crate::county::Failure;
use crate::coverage::{CoverageContext, measure};
use crate::detect::{DetectionContext, Locations, detect};
use crate::diagnostic::Diagnostic;
use crate::explain::{
    Detail, Explanation, ExplanationContext, Found, Query, explain, facts_behind, restrict_to_village, search,
};
use crate::expr::Subject;
use crate::facts::{derive, with_absent_columns};
use crate::pack::Pack;
use crate::schema::{CandidateMatch, Household};
use crate::value::{IdDefect, Redacted, recognise};

/// Reads and links the period, finds the household, and screens its village; gives the household's code, too.
///
/// # Errors
/// If data are refused, nobody or several are found, or the machine fails.
pub(crate) fn explained(
    setup: &Setup,
    query: &Query,
    detail: Detail<'_>,
    progress: &dyn Progress,
) -> Result<(Explanation, String), Failure> {
    let Setup { workspace, as_of, config, pack, environment, identities } = setup;
    let naming = &identities.naming;
    let intake = folder::read(workspace, pack, config, *as_of, progress)?;
    refuse_unusable(workspace, pack, config, &intake)?;
    progress.step("查找这一户");
    let linkage = link_all(intake, pack, config, naming, &identities.decisions)?;
    linkage.refuse_unsound()?;
    let LinkedFolder { sheets, candidate_matches, mut records, mut population, .. } = linkage;
    let register = &pack.register().0.name;
    records.remove(register);
    let environment = &with_absent_columns(environment, &sheets, pack);
    let context = DetectionContext {
        pack,
        environment,
        naming,
        candidate_matches: &candidate_matches,
        supposed: None,
        refuted: &identities.refuted,
    };
    let whole = linked_tables(&population, &records, register, Arc::default())?;
    let coverage = measure(&whole, CoverageContext { pack, environment, sheets: &sheets })?;
    let (household, village) = one(search(query, &population, &whole, context)?, query)?;
    drop(whole);
    let candidate_matches = of_village(candidate_matches.clone(), village);
    let all = records.clone();
    restrict_to_village(&mut population, &mut records, village)?;
    let pack = &concerned(pack, detail);
    let facts = facts_behind(&pack.active_rules().collect::<Vec<_>>(), pack);
    let tables = derive(linked_tables(&population, &records, register, Arc::new(coverage))?, &facts, environment)?;
    let supposed = supposed_tables(&population, &all, &candidate_matches, pack, &tables)?;
    let supposed = supposed.map(|supposed| derive(supposed, &facts, environment)).transpose()?;
    let context =
        DetectionContext { pack, candidate_matches: &candidate_matches, supposed: supposed.as_ref(), ..context };
    let (findings, profiled) = detect(&tables, context)?;
    let context = ExplanationContext {
        detection: context,
        profiled: &profiled,
        records: &records,
        findings: &findings,
        sheets: &sheets,
        as_of: *as_of,
    };
    let explanation = explain(context, household, detail)?;
    progress.done();
    Ok((explanation, Locations::of(&tables, pack)?.code(Subject::Household, household, naming)))
}

/// The candidate matches that may belong to a village, without those elsewhere whom they may be about as well.
fn of_village(candidate_matches: Vec<CandidateMatch>, village: i64) -> Vec<CandidateMatch> {
    let within = |mut candidate_match: CandidateMatch| {
        candidate_match.candidates.retain(|candidate| candidate.village == village);
        (!candidate_match.candidates.is_empty()).then_some(candidate_match)
    };
    candidate_matches.into_iter().filter_map(within).collect()
}

/// The pack with only the rules that are to be run, and no questions for visits: a rule by itself is found without the
/// others, unless it sums them up.
fn concerned(pack: &Pack, detail: Detail<'_>) -> Pack {
    let mut pack = pack.clone();
    pack.questions.clear();
    if let Detail::Rule(rule) = detail
        && !rule.reads_clues
    {
        pack.rules.retain(|other| other.id == rule.id);
    }
    pack
}

/// The one household that was found, or why there is none.
fn one(found: Found, query: &Query) -> Result<(i64, i64), Diagnostic> {
    match found {
        Found::Household(household, village) => Ok((household, village)),
        Found::Several(households) => {
            let listed: Vec<String> = households.iter().map(|household| format!("\n- {household}")).collect();
            let message = format!("有{}户都是这个户编号：{}", households.len(), listed.concat());
            let example = households.first().map(Household::to_string).unwrap_or_default();
            Err(Diagnostic::new(message).hint(format!("写全乡镇、村和户编号，如 bidui explain {example}")))
        }
        Found::Village(village) => {
            let message = format!("这条线索说的是整个村：{village}");
            Err(Diagnostic::new(message).hint("给出该村任一户的户编号，并用 --rule 指明规则"))
        }
        Found::Nothing(near) => Err(unknown(query, near)),
    }
}

fn unknown(query: &Query, near: Option<String>) -> Diagnostic {
    match query {
        Query::Person(number) => Diagnostic::new(format!("花名册里没有身份证号为 {number} 的人")),
        Query::Named(named) => {
            let fault = Diagnostic::new(format!("没有户编号或线索编号“{}”", Redacted::of(named)));
            match (near, recognise(named)) {
                (_, Err(defect @ (IdDefect::PrecisionLost | IdDefect::BirthDate | IdDefect::CheckCharacter))) => {
                    fault.hint(format!("如果是身份证号：{}；查身份证号用 bidui explain --id", defect.label()))
                }
                (Some(near), _) => fault.hint(format!("是不是户编号“{near}”？")),
                (None, _) => {
                    fault.hint("户编号见农户花名册，线索编号见推送核实清单；按身份证号查用 bidui explain --id")
                }
            }
        }
    }
}
