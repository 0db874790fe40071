//! Texts → pack: every declaration is read, every expression checked, every mistake collected.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::calendar::calendar;
use super::catalog::base_catalog;
use super::compiled::Pack;
use super::disposition::{Nameable, dispositions};
use super::fact::{Facts, facts};
use super::faults::keep;
use super::files::{PackFile, PackFiles};
use super::form::{ClueAttribute, Form, VisitForms};
use super::headings::SharedHeadings;
use super::layout::Layout;
use super::linkage::Linkage;
use super::list::{self, Lists};
use super::lists_of::lists_of;
use super::overlay::{Layered, Overlay};
use super::parameter::{self, Parameters};
use super::plan::Plan;
use super::risk_scoring::RiskScoring;
use super::rulebook::{general_exclusions, questions, rules};
use super::sources::sources;
use super::unit::Units;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::expr::Type;

/// Compiles a pack whose files may be laid over the built-in ones.
///
/// # Errors
/// Every mistake found, in file order.
pub fn compile_layered(layered: Layered) -> Result<Pack, Vec<Diagnostic>> {
    let Layered { files, overlay } = layered;
    Ok(Pack { overlay, ..compile(&files)? })
}

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
    let units: Units = read(files, "units.toml", faults).unwrap_or_default();
    let headings: SharedHeadings = read(files, "headings.toml", faults).unwrap_or_default();
    let mut sources = sources(files, &headings, &units, faults);
    let declared: Vec<(PackFile<'_>, Parameters)> = tables(files, "parameters", faults);
    let parameters = together(&declared, faults);
    let lists = lists(files, faults);
    // Without what they speak of, most of the rules would seem wrong.
    if !faults.is_empty() {
        return None;
    }
    let mut catalog = base_catalog(&sources, &parameters, &lists);
    let Facts { checked: facts, faulty } = facts(files, &mut catalog, faults);
    let check = |(file, own): &(PackFile<'_>, Parameters)| parameter::check(own, *file, &catalog.household, &faulty);
    faults.extend(declared.iter().flat_map(check));
    let plan: Option<Plan> = read(files, "plan.toml", faults);
    let risk_scoring = risk_scoring(files, &parameters, faults);
    risk_scoring.iter().for_each(|risk_scoring| risk_scoring.declare(&mut catalog));
    let vocabulary = Vocabulary {
        catalog: &catalog,
        facts: &facts,
        faulty: &faulty,
        plan: plan.as_ref(),
        risk_scoring: risk_scoring.as_ref(),
    };
    let general = general_exclusions(files, vocabulary, faults);
    let rules = rules(files, vocabulary, &general, faults);
    let questions = questions(files, vocabulary, faults);
    let lists_of = lists_of(files, vocabulary, faults);
    let identity = read(files, "pack.toml", faults);
    let checks = read(files, "checks.toml", faults);
    let layout: Option<Layout> = read(files, "layout.toml", faults);
    if let Some(layout) = &layout {
        let members = sources.values_mut().filter_map(|source| source.members.as_mut());
        members.for_each(|members| layout.members.add_to(members));
    }
    let linkage = linkage(files, faults);
    let push_lists = push_lists(files, faults);
    let visits = visits(files, faults);
    let class = layout.as_ref().and_then(|layout| catalog.household.get(&layout.household_class));
    let classes = class.and_then(Type::vocabulary).unwrap_or_default();
    let nameable = Nameable { classes, parameters: &parameters };
    let words = files.file("dispositions.toml").map_err(|fault| vec![fault]);
    let dispositions = words.and_then(|file| dispositions(file, nameable));
    let dispositions = dispositions.map_err(|wrong| faults.extend(wrong)).ok();
    let waiver_form = read(files, "forms/豁免名单.toml", faults);
    let calendar = keep(files.file("calendar.toml").and_then(calendar), faults);
    Some(Pack {
        identity: identity?,
        hash: files.hash(),
        overlay: Overlay::default(),
        sources,
        lists_of,
        facts,
        rules,
        exceptions: general.into_iter().flat_map(|general| general.except).collect(),
        questions,
        plan: plan?,
        risk_scoring: risk_scoring?,
        parameters,
        lists,
        push_lists: push_lists?,
        visits: visits?,
        dispositions: dispositions?,
        waiver_form: waiver_form?,
        calendar: calendar?,
        headings,
        linkage: linkage?,
        layout: layout?,
        units,
        checks: checks?,
        catalog,
    })
}

/// A file that holds one declaration.
fn read<T: DeserializeOwned>(files: &PackFiles, name: &str, faults: &mut Vec<Diagnostic>) -> Option<T> {
    keep(files.file(name).and_then(PackFile::parse), faults)
}

fn lists(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Lists {
    let declared: Vec<(PackFile<'_>, Lists)> = tables(files, "lists", faults);
    faults.extend(declared.iter().flat_map(|(file, own)| list::check(own, *file)));
    together(&declared, faults)
}

/// The declarations of one kind by name, file by file: those of `<stem>.toml`, which must be there, and of the files in
/// the folder `<stem>/`.
fn tables<'f, T: DeserializeOwned>(
    files: &'f PackFiles,
    stem: &str,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(PackFile<'f>, BTreeMap<String, T>)> {
    let main = format!("{stem}.toml");
    if !files.0.contains_key(&main) {
        faults.push(Diagnostic::new(format!("规则包缺少文件 {main}")));
    }
    let folder = format!("{stem}/");
    let names = files.0.iter().filter(|(name, _)| **name == main || name.starts_with(&folder));
    let declared = names.filter_map(|(name, text)| {
        let file = PackFile { name, text };
        Some((file, keep(file.parse(), faults)?))
    });
    declared.collect()
}

/// The declarations of all files; a name that stands in two of them is a mistake.
fn together<T: Clone>(
    declared: &[(PackFile<'_>, BTreeMap<String, T>)],
    faults: &mut Vec<Diagnostic>,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for (file, own) in declared {
        for (name, declaration) in own {
            if all.insert(name.clone(), declaration.clone()).is_some() {
                let fault = Diagnostic::new(format!("“{name}”在别的文件里已经写过")).at(file.place_of(&[name]));
                faults.push(fault.hint("换一个名称；只想改阈值的，写在 bidui.toml 的 [parameters] 里"));
            }
        }
    }
    all
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

fn visits(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<VisitForms> {
    let mut form = |name: &str| read(files, name, faults).map(Form::laid_out);
    let household = form("forms/入户核查.toml");
    let village = form("forms/驻村核查.toml");
    Some(VisitForms { household: household?, village: village? })
}

/// The weights of clues, checked against the parameters they name.
fn risk_scoring(files: &PackFiles, parameters: &Parameters, faults: &mut Vec<Diagnostic>) -> Option<RiskScoring> {
    let file = keep(files.file("picture.toml"), faults)?;
    let risk_scoring = keep(file.parse::<RiskScoring>(), faults)?;
    faults.extend(risk_scoring.check(file, parameters));
    Some(risk_scoring)
}

/// The weights of evidence of identity.
fn linkage(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Linkage> {
    let file = keep(files.file("linkage.toml"), faults)?;
    let linkage = keep(file.parse::<Linkage>(), faults)?;
    faults.extend(linkage.check(file));
    Some(linkage)
}
