//! How the rules and thresholds of two runs differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// A threshold that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterChange {
    pub name: String,
    /// Its value in the earlier run, if it had one.
    pub earlier: Option<String>,
    /// Its value in the later run, if it has one.
    pub later: Option<String>,
}

/// The thresholds that differ, by name.
pub fn parameter_changes(earlier: &BTreeMap<String, String>, later: &BTreeMap<String, String>) -> Vec<ParameterChange> {
    let names: BTreeSet<&String> = earlier.keys().chain(later.keys()).collect();
    let change = |name: &String| {
        let earlier = earlier.get(name).cloned();
        let later = later.get(name).cloned();
        (earlier != later).then(|| ParameterChange { name: name.clone(), earlier, later })
    };
    names.into_iter().filter_map(change).collect()
}

/// The rules that differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RuleChanges {
    /// In the later run only.
    pub added: Vec<String>,
    /// In the earlier run only.
    pub removed: Vec<String>,
    /// Decided otherwise: their condition, exclusions, level or the facts they read.
    pub changed: Vec<String>,
}

/// The rules that differ, by the fingerprints of what decides them.
pub fn rule_changes(earlier: &BTreeMap<String, String>, later: &BTreeMap<String, String>) -> RuleChanges {
    let only = |these: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
        these.keys().filter(|rule| !others.contains_key(*rule)).cloned().collect()
    };
    let changed = earlier
        .iter()
        .filter(|(rule, print)| later.get(*rule).is_some_and(|other| other != *print))
        .map(|(rule, _)| rule.clone())
        .collect();
    RuleChanges { added: only(later, earlier), removed: only(earlier, later), changed }
}
