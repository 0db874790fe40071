//! An expression that was checked, and what it names.

use std::collections::BTreeSet;

use super::super::aggregate::{HOUSEHOLDS, MEMBERS};
use super::super::node::{FieldRef, Node, Related};
use super::super::types::{Subject, Type};

/// An expression that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub(super) root: Node,
    pub(super) ty: Type,
    pub(super) lists: BTreeSet<String>,
    pub(super) selected: BTreeSet<String>,
}

impl Checked {
    /// The same kind of expression with another tree.
    pub(in super::super) fn with(&self, root: Node) -> Self {
        Self { root, ..self.clone() }
    }

    /// The tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The type of its value.
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// All related-record calls in it.
    pub fn related(&self) -> Vec<&Related> {
        let calls = self.root.walk().into_iter().filter_map(|node| match node {
            Node::Related(call) => Some(&**call),
            _ => None,
        });
        calls.collect()
    }

    /// The parameters that it names, those inside related-record calls included.
    pub fn parameters(&self) -> BTreeSet<String> {
        let mut pending = vec![&self.root];
        let mut found = BTreeSet::new();
        while let Some(node) = pending.pop() {
            if let Node::Parameter(name) = node {
                found.insert(name.clone());
            }
            pending.extend(node.all_children());
        }
        found
    }

    /// The named lists that it reads.
    pub fn lists(&self) -> &BTreeSet<String> {
        &self.lists
    }

    /// The selections that it uses.
    pub fn selections(&self) -> &BTreeSet<String> {
        &self.selected
    }

    /// The fields of subject and relatives that it names outside related-record calls.
    pub fn fields(&self) -> BTreeSet<FieldRef> {
        self.root.field_refs()
    }

    /// The fields and facts that its value depends on, with whose they are; `owner` is its subject.
    pub fn reads(&self, owner: Subject) -> BTreeSet<(Subject, String)> {
        let whose = |field: FieldRef| (field.owner.subject(owner), field.name);
        let mut reads: BTreeSet<(Subject, String)> = self.fields().into_iter().map(whose).collect();
        for call in self.related() {
            reads.extend(call.outer_fields().into_iter().map(whose));
            let inner = match call.relation() {
                MEMBERS => Some(Subject::Person),
                HOUSEHOLDS => Some(Subject::Household),
                _ => None,
            };
            reads.extend(
                inner.into_iter().flat_map(|subject| call.inner_fields().into_iter().map(move |name| (subject, name))),
            );
        }
        reads
    }
}
