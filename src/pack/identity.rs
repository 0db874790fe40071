//! A pack's name, version and history, from `rules/pack.toml`.

use serde::Deserialize;

/// A pack's name and version, from `rules/pack.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub name: String,
    /// Its title, for people.
    pub title: String,
    pub version: String,
    /// Whether its files lie over the built-in ones instead of standing alone.
    #[serde(default)]
    pub overlay: bool,
    /// What changed when.
    #[serde(default)]
    pub changelog: Vec<Change>,
}

/// One entry of a pack's changelog.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that brought it.
    pub version: String,
    /// The day.
    pub date: toml::value::Datetime,
    /// What changed.
    pub what: String,
}
