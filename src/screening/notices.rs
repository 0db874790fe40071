//! What an officer should hear of a screening besides what it found.

use std::collections::BTreeSet;

use super::screen::Screened;
use super::setup::Setup;
use super::teaching::idle;
use crate::county::open_codes;
use crate::diagnostic::nearest;
use crate::report;
use crate::value::Redacted;

/// What is odd about the data or about what the county said of them, a line in Chinese each.
pub fn notices(setup: &Setup, screened: &Screened) -> Vec<String> {
    let Setup { pack, config, identities, as_of, .. } = setup;
    let mut lines = report::notices(&screened.sheets, &screened.issues);
    let open = open_codes(&screened.candidate_matches, &identities.naming);
    lines.extend(identities.lines(&open, &screened.used));
    lines.extend(pack.unconfirmed(*as_of, config).iter().map(|what| format!("注意：{what}")));
    lines.extend(unknown_townships(setup, screened));
    let delivered = screened.sheets.iter().filter_map(|sheet| sheet.source().map(str::to_owned)).collect();
    lines.extend(report::sharing_notices(pack, config, &delivered, *as_of));
    lines.extend(idle(&config.columns, pack, &screened.sheets));
    lines.iter().map(|line| Redacted::of(line).into()).collect()
}

/// Townships that the county put into a class and that the register does not have: what holds for the class does not
/// reach them.
fn unknown_townships(setup: &Setup, screened: &Screened) -> Vec<String> {
    let (source, _) = setup.pack.register();
    let named = screened.tables.village.column(source.key.township.as_deref().unwrap_or_default());
    let Some(named) = named.ok().and_then(|column| column.str().ok()) else { return Vec::new() };
    let known: BTreeSet<&str> = named.iter().flatten().collect();
    let classed = setup.config.townships.values().flatten().map(|township| ("[townships]", township));
    let stated = setup.config.columns.iter().filter_map(|hint| hint.township.as_ref());
    let stated = stated.filter(|township| !setup.config.places.contains_key(*township));
    let all = classed.chain(stated.map(|township| ("[[columns]]", township)));
    let lines = all.filter(|(_, township)| !known.contains(township.as_str())).map(|(table, township)| {
        let near = nearest(township, known.iter().copied());
        let near = near.map(|near| format!("，是不是“{near}”？")).unwrap_or_default();
        format!("注意：bidui.toml 的 {table} 里的“{township}”不在花名册里{near}")
    });
    lines.collect()
}
