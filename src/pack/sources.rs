//! `sources/*.toml` → all sources of a pack, and what is wrong in their declarations.

use indexmap::IndexMap;

use super::derive::Derive;
use super::faults::keep;
use super::files::{PackFile, PackFiles};
use super::headings::SharedHeadings;
use super::source::{Kind, Source};
use super::unit::Units;
use crate::diagnostic::Diagnostic;

/// Every source by name, in the order of their files.
pub(super) fn sources(
    files: &PackFiles,
    headings: &SharedHeadings,
    units: &Units,
    faults: &mut Vec<Diagnostic>,
) -> IndexMap<String, Source> {
    let mut sources = IndexMap::new();
    let mut declared = Vec::new();
    for file in files.under("sources/") {
        let Some(mut source) = keep(file.parse::<Source>(), faults) else { continue };
        headings.lend(&mut source);
        for (part, field) in source.named_fields().filter(|(_, field)| !source.fields.contains_key(*field)) {
            let known = source.fields.keys().map(String::as_str);
            let mut fault = Diagnostic::new(format!("{part} 里的“{field}”不在 [fields] 中"));
            fault = fault.at(file.place_of(&[&format!("\"{field}\"")]));
            faults.push(fault.hint_nearest(field, known));
        }
        if sources.contains_key(&source.name) {
            let fault = Diagnostic::new(format!("另一个文件里已经有名为“{}”的来源", source.name));
            let fault = fault.at(file.place_of(&["name", &format!("\"{}\"", source.name)]));
            faults.push(fault.hint("改写内置来源的，用它原来的文件名；新的来源，换一个名称"));
        }
        faults.extend(unknown_units(&source, units, file));
        faults.extend(no_amounts(&source, file));
        declared.push((file, source.name.clone()));
        sources.insert(source.name.clone(), source);
    }
    faults.extend(declared.iter().flat_map(|(file, name)| unknown_sources(&sources[name], *file, &sources)));
    if !sources.values().any(|source: &Source| source.register.is_some()) {
        faults.push(Diagnostic::new("规则包里没有农户花名册：应有一个来源写明 [register]"));
    }
    sources
}

/// Sources that a declaration names and that are none.
fn unknown_sources<'a>(
    source: &'a Source,
    file: PackFile<'a>,
    sources: &'a IndexMap<String, Source>,
) -> impl Iterator<Item = Diagnostic> {
    let unknown = source.named_sources().filter(|(_, name)| !sources.contains_key(*name));
    unknown.map(move |(part, name)| {
        let fault = Diagnostic::new(format!("{part} 里的“{name}”不是来源的名称"));
        let place = file.place_of(&[&format!("\"{name}\"")]);
        fault.at(place).hint_nearest(name, sources.keys().map(String::as_str))
    })
}

/// Fields of `[[derive]]` that are no amounts of money: nothing else is worked out from others.
fn no_amounts<'a>(source: &'a Source, file: PackFile<'a>) -> impl Iterator<Item = Diagnostic> {
    let named = source.derive.iter().flat_map(Derive::fields);
    let known = named.filter_map(|name| Some((name, source.fields.get(name)?)));
    known.filter(|(_, field)| field.kind != Kind::Money).map(move |(name, field)| {
        let fault = Diagnostic::new(format!("[[derive]] 里的“{name}”是{}，不是金额", field.kind.label()));
        fault
            .at(file.place_of(&["[[derive]]", &format!("\"{name}\"")]))
            .hint("只有 kind = \"money\" 的栏目能由别的栏目推算")
    })
}

/// Fields in units that no figure can be converted into.
fn unknown_units<'a>(source: &'a Source, units: &'a Units, file: PackFile<'a>) -> impl Iterator<Item = Diagnostic> {
    let named = source.fields.iter().filter_map(|(name, field)| Some((name, field.unit.as_deref()?)));
    named.filter(|(_, unit)| !units.knows(unit)).map(move |(name, unit)| {
        let fault = Diagnostic::new(format!("“{name}”的单位“{unit}”不在 units.toml 中"));
        let place = file.place_of(&[&format!("\"{name}\""), "unit", &format!("\"{unit}\"")]);
        fault.at(place).hint_nearest(unit, units.words())
    })
}
