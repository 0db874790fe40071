//! Which term a question about records is about: the part of its condition that reads nothing but 参保年度.

use polars::prelude::Expr;

use super::catalog::Environment;
use super::lower::Lowering;
use super::node::{Binary, Node, Owner, Related};

/// A question about the records of one term.
#[derive(Debug, Clone, PartialEq)]
pub struct Term<'n> {
    call: &'n Related,
    parts: Vec<&'n Node>,
}

impl Related {
    /// The part of the condition that reads only one field of the record, the one that tells the term.
    pub fn term(&self, field: &str) -> Term<'_> {
        let tells = |node: &&Node| {
            let read = node.field_refs();
            let own = read.iter().all(|read| read.owner == Owner::Own && read.name == field);
            own && !read.is_empty() && !node.walk().iter().any(|node| matches!(node, Node::Related(_)))
        };
        let parts = self.condition.iter().flat_map(conjuncts).filter(tells).collect();
        Term { call: self, parts }
    }
}

impl Term<'_> {
    /// Its text, the same for questions about the same term; empty if records of any term count.
    pub fn key(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(ToString::to_string).collect();
        parts.join(" AND ")
    }

    /// Whether a record is of the term; none if records of any term count.
    pub fn holds(&self, environment: &Environment) -> Option<Expr> {
        let lowering = Lowering { environment, table: Some(self.call.relation()), absent: &environment.absent };
        self.parts.iter().map(|part| lowering.node(part)).reduce(Expr::and)
    }
}

/// The parts of a condition that must all hold.
fn conjuncts(node: &Node) -> Vec<&Node> {
    match node {
        Node::Binary(Binary::And, left, right) => [conjuncts(left), conjuncts(right)].concat(),
        other => vec![other],
    }
}
