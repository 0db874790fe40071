//! Texts → pack: every declaration is read, every expression checked, every mistake collected.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use super::calendar::calendar;
use super::catalog::base_catalog;
use super::disposition::dispositions;
use super::fact::{Facts, facts};
use super::files::{PackFile, PackFiles};
use super::list::{self, Lists};
use super::parameter;
use super::picture::Weighing;
use super::plan::Plan;
use super::rulebook::{Vocabulary, general_exclusions, questions, rules};
use super::source::Source;
use super::{ClueAttribute, Form, Pack, Parameters, Visits};
use crate::diagnostic::Diagnostic;

/// Compiles a pack.
///
/// # Errors
/// Every mistake found, in file order.
pub fn compile(files: &PackFiles) -> Result<Pack, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    match pack(files, &mut faults) {
        Some(pack) if faults.is_empty() => Ok(pack),
        _ => Err(faults),
    }
}

/// Everything is read before anything is given up, so that every mistake is told.
fn pack(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Pack> {
    let sources = sources(files, faults);
    let parameters: Parameters = read(files, "parameters.toml", faults).unwrap_or_default();
    let lists = lists(files, faults).unwrap_or_default();
    // Without what they speak of, most of the rules would seem wrong.
    if !faults.is_empty() {
        return None;
    }
    let mut catalog = base_catalog(&sources, &parameters, &lists);
    let Facts { checked: facts, faulty } = facts(files, &mut catalog, faults);
    let file = files.file("parameters.toml");
    faults.extend(file.into_iter().flat_map(|file| parameter::check(&parameters, file, &catalog.household, &faulty)));
    let plan: Option<Plan> = read(files, "plan.toml", faults);
    let weighing = weighing(files, &parameters, faults);
    weighing.iter().for_each(|weighing| weighing.declare(&mut catalog));
    let vocabulary = Vocabulary {
        catalog: &catalog,
        facts: &facts,
        faulty: &faulty,
        plan: plan.as_ref(),
        weighing: weighing.as_ref(),
    };
    let general = general_exclusions(files, vocabulary, faults);
    let rules = rules(files, vocabulary, &general, faults);
    let questions = questions(files, vocabulary, faults);
    let (identity, checks) = (read(files, "pack.toml", faults), read(files, "checks.toml", faults));
    let layout = read(files, "layout.toml", faults);
    let (push_lists, visits) = (push_lists(files, faults), visits(files, faults));
    let dispositions = files.file("dispositions.toml").map_err(|fault| vec![fault]).and_then(dispositions);
    let dispositions = dispositions.map_err(|wrong| faults.extend(wrong)).ok();
    let waiver_form = read(files, "forms/豁免名单.toml", faults);
    let calendar = keep(files.file("calendar.toml").and_then(calendar), faults);
    Some(Pack {
        identity: identity?,
        hash: files.hash(),
        sources,
        facts,
        rules,
        exceptions: general.into_iter().flat_map(|general| general.except).collect(),
        questions,
        plan: plan?,
        weighing: weighing?,
        parameters,
        lists,
        push_lists: push_lists?,
        visits: visits?,
        dispositions: dispositions?,
        waiver_form: waiver_form?,
        calendar: calendar?,
        layout: layout?,
        checks: checks?,
        catalog,
    })
}

/// A file that holds one declaration.
fn read<T: DeserializeOwned>(files: &PackFiles, name: &str, faults: &mut Vec<Diagnostic>) -> Option<T> {
    keep(files.file(name).and_then(PackFile::parse), faults)
}

pub(super) fn keep<T>(result: Result<T, Diagnostic>, faults: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn sources(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> IndexMap<String, Source> {
    let mut sources = IndexMap::new();
    for file in files.under("sources/") {
        let Some(source) = keep(file.parse::<Source>(), faults) else { continue };
        for (part, field) in source.named_fields().filter(|(_, field)| !source.fields.contains_key(*field)) {
            let known = source.fields.keys().map(String::as_str);
            let mut fault = Diagnostic::new(format!("{part} 里的“{field}”不在 [fields] 中"));
            fault = fault.at(file.place_of(&[&format!("\"{field}\"")]));
            faults.push(fault.hint_nearest(field, known));
        }
        sources.insert(source.name.clone(), source);
    }
    if !sources.values().any(|source: &Source| source.register.is_some()) {
        faults.push(Diagnostic::new("规则包里没有农户花名册:应有一个来源写明 [register]"));
    }
    sources
}

fn lists(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Lists> {
    let file = keep(files.file("lists.toml"), faults)?;
    let lists = keep(file.parse::<Lists>(), faults)?;
    faults.extend(list::check(&lists, file));
    Some(lists)
}

/// The push list's layouts: the one for all townships must be there, others add to it.
fn push_lists(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Vec<Form<ClueAttribute>>> {
    const USUAL: &str = "forms/推送核实清单.toml";
    let usual: Form<ClueAttribute> = keep(files.file(USUAL).and_then(PackFile::parse), faults)?;
    let mut forms = vec![usual.laid_out()];
    for file in files.under("forms/推送核实清单").filter(|file| file.name != USUAL) {
        forms.extend(keep(file.parse(), faults).map(Form::laid_out));
    }
    Some(forms)
}

fn visits(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Visits> {
    let mut form = |name: &str| read(files, name, faults).map(Form::laid_out);
    let (household, village) = (form("forms/入户核查.toml"), form("forms/驻村核查.toml"));
    Some(Visits { household: household?, village: village? })
}

/// The weights of clues, checked against the parameters they name.
fn weighing(files: &PackFiles, parameters: &Parameters, faults: &mut Vec<Diagnostic>) -> Option<Weighing> {
    let file = keep(files.file("picture.toml"), faults)?;
    let weighing = keep(file.parse::<Weighing>(), faults)?;
    faults.extend(weighing.check(file, parameters));
    Some(weighing)
}
