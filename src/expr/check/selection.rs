//! Selections: records of a source that a rule speaks of, chosen once and given a name, `小额信贷 WHERE 逾期天数 > 0`.
//!
//! A call on a selection becomes a call on its source with the filter in its condition, so nothing behind the checker
//! knows of selections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sqlparser::tokenizer::Span;

use super::super::catalog::Catalog;
use super::super::node::Node;
use super::super::parse::{Mistake, Text};
use super::super::types::{Subject, Type};
use super::{Checked, Checker, Scope};

/// The word between the source and the filter.
const WHERE: &str = " WHERE ";

/// Chosen records of a source.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The source.
    pub relation: String,
    pub(super) filter: Node,
    lists: BTreeSet<String>,
}

/// Selections by name.
#[derive(Debug, Clone, Default)]
pub struct Selections(BTreeMap<String, Selection>);

impl Selection {
    /// Checks a selection: a source, `WHERE`, and a condition on its records.
    ///
    /// # Errors
    /// All mistakes found.
    pub fn check(text: &str, subject: Subject, catalog: &Catalog) -> Result<Self, Vec<Mistake>> {
        let Some(at) = text.to_ascii_uppercase().find(WHERE) else {
            let hint = Some("写成 来源 WHERE 条件，如 小额信贷 WHERE 逾期天数 > 0".to_owned());
            return Err(vec![Mistake { message: "没有写明选哪些记录".to_owned(), span: 0..text.len(), hint }]);
        };
        let source = text[..at].trim();
        let nowhere = Text::new(source);
        let mut checker = Checker::new(&nowhere, Scope::of(subject, catalog));
        let Some((relation, fields)) = checker.relation(source, Span::empty()) else { return Err(checker.mistakes) };
        let behind = at + WHERE.len();
        let moved =
            |mistake: Mistake| Mistake { span: mistake.span.start + behind..mistake.span.end + behind, ..mistake };
        let condition = &text[behind..];
        let positions = Text::new(condition);
        let parsed = positions.parse().map_err(|mistake| vec![moved(mistake)])?;
        let mut checker = Checker::new(&positions, Scope::of(subject, catalog));
        checker.record = Some((relation, fields));
        let typed = checker.truth(&parsed).filter(|_| checker.mistakes.is_empty());
        match typed {
            Some(typed) => Ok(Self { relation: relation.to_owned(), filter: typed.node, lists: checker.lists }),
            None => Err(checker.mistakes.into_iter().map(moved).collect()),
        }
    }

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
