//! Selections: records of a source that a rule speaks of, chosen once and given a name, `小额信贷 WHERE 逾期天数 > 0`.
//!
//! A call on a selection becomes a call on its source with the filter in its condition, so nothing behind the checker
//! knows of selections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::super::node::Node;
use super::super::types::Type;
use super::checked::Checked;

/// Chosen records of a source.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The source.
    pub relation: String,
    pub(super) filter: Node,
    pub(super) lists: BTreeSet<String>,
}

/// Selections by name.
#[derive(Debug, Clone, Default)]
pub struct Selections(BTreeMap<String, Selection>);

impl Selection {
    /// The filter as a condition of its own, to be looked through.
    pub fn condition(&self) -> Checked {
        Checked { root: self.filter.clone(), ty: Type::Bool, lists: self.lists.clone(), selected: BTreeSet::new() }
    }
}

impl Selections {
    /// No selections.
    pub fn none() -> &'static Self {
        static NONE: LazyLock<Selections> = LazyLock::new(Selections::default);
        &NONE
    }

    /// Adds a selection.
    pub fn insert(&mut self, name: String, selection: Selection) {
        self.0.insert(name, selection);
    }

    /// The selection of a name.
    pub fn named(&self, name: &str) -> Option<&Selection> {
        self.0.get(name)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
