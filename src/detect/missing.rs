//! What keeps a rule from being run.

use crate::expr::Environment;
use crate::facts::Tables;
use crate::pack::Rule;

/// The sources that a rule needs and that were not delivered, and the county's own numbers that are not set.
pub fn missing(rule: &Rule, tables: &Tables, environment: &Environment) -> Vec<String> {
    let sources = rule.sources.iter().filter(|source| !tables.records.contains_key(*source)).cloned();
    let unset = rule.parameters.intersection(&environment.unset);
    sources.chain(unset.map(|name| format!("参数“{name}”（写在 bidui.toml 里）"))).collect()
}
