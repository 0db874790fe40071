//! The state of a check: where the expression stands, what was met in it, and every mistake so far.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::tokenizer::Span;

use super::super::catalog::Catalog;
use super::super::node::Node;
use super::super::parse::{Mistake, SourceText};
use super::super::types::{Subject, Type};
use super::selection::Selections;

/// The qualifier of named lists.
pub(super) const LISTS: &str = "名单";

/// Where an expression is written: whom it is about, and what it may name.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Whom it is about.
    pub subject: Subject,
    /// The names of the pack.
    pub catalog: &'a Catalog,
    /// The selections of records that have a name here.
    pub selections: &'a Selections,
}

impl<'a> Scope<'a> {
    /// A place without selections.
    pub fn of(subject: Subject, catalog: &'a Catalog) -> Self {
        Self { subject, catalog, selections: Selections::none() }
    }
}

/// A checked node and its type.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) ty: Type,
}

pub(super) struct Checker<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) selections: &'a Selections,
    pub(super) text: &'a SourceText<'a>,
    pub(super) subject: Subject,
    /// Inside a related-record call: the relation's name and fields.
    pub(super) record: Option<(&'a str, &'a BTreeMap<String, Type>)>,
    /// The named lists met so far.
    pub(super) lists: BTreeSet<String>,
    /// The selections met so far.
    pub(super) selected: BTreeSet<String>,
    /// How deep the part being checked stands.
    pub(super) depth: usize,
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(text: &'a SourceText<'a>, scope: Scope<'a>) -> Self {
        Self {
            catalog: scope.catalog,
            selections: scope.selections,
            text,
            subject: scope.subject,
            record: None,
            lists: BTreeSet::new(),
            selected: BTreeSet::new(),
            depth: 0,
            mistakes: Vec::new(),
        }
    }

    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>, hint: Option<String>) -> Option<Typed> {
        self.mistakes.push(self.text.mistake(span, message, hint));
        None
    }
}
