//! Why a condition is unknown: the values it reads that are unknown and make it so.

use polars::prelude::Expr;

use super::aggregate::Aggregate;
use super::catalog::Environment;
use super::function::Function;
use super::lower::lower;
use super::node::{Binary, FieldRef, Node, Related};

/// A value that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leaf<'n> {
    /// A field or fact.
    Field(&'n FieldRef),
    /// What the related records come to.
    Related(&'n Related),
}

/// The values whose being unknown can make an expression unknown.
pub fn leaves(root: &Node) -> Vec<Leaf<'_>> {
    let mut found: Vec<Leaf<'_>> = Vec::new();
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        match leaf(node) {
            Some(leaf) if !found.contains(&leaf) => found.push(leaf),
            Some(_) => {}
            None => pending.extend(open_children(node).into_iter().rev()),
        }
    }
    found
}

/// The same, each with the condition under which it is unknown and makes the whole unknown.
pub fn causes<'n>(root: &'n Node, environment: &Environment) -> Vec<(Leaf<'n>, Expr)> {
    let mut found: Vec<(Leaf<'n>, Expr)> = Vec::new();
    let mut pending: Vec<(&Node, Option<Expr>)> = vec![(root, None)];
    while let Some((node, above)) = pending.pop() {
        let unknown = || {
            let here = lower(node, environment).is_null();
            above.clone().map_or(here.clone(), |above| above.and(here))
        };
        match leaf(node) {
            Some(leaf) => match found.iter_mut().find(|(known, _)| *known == leaf) {
                Some((_, cause)) => *cause = cause.clone().or(unknown()),
                None => found.push((leaf, unknown())),
            },
            None => {
                let above = if may_outweigh(node) { Some(unknown()) } else { above.clone() };
                pending.extend(open_children(node).into_iter().rev().map(|child| (child, above.clone())));
            }
        }
    }
    found
}

fn leaf(node: &Node) -> Option<Leaf<'_>> {
    match node {
        Node::Field(field) => Some(Leaf::Field(field)),
        Node::Related(call) => Some(Leaf::Related(call)),
        _ => None,
    }
}

/// Whether a node can be known though one below it is not.
fn may_outweigh(node: &Node) -> bool {
    matches!(
        node,
        Node::Binary(Binary::And | Binary::Or, ..)
            | Node::In(..)
            | Node::Case(..)
            | Node::Call(Function::Coalesce | Function::Least | Function::Greatest, _)
    )
}

/// The nodes right below that can make a node unknown.
fn open_children(node: &Node) -> Vec<&Node> {
    match node {
        Node::IsNull(_) | Node::Is(..) | Node::Binary(Binary::Distinct, ..) | Node::Call(Function::Mismatch, _) => {
            Vec::new()
        }
        Node::Call(Function::Coalesce, arguments) if arguments.iter().any(always_known) => Vec::new(),
        Node::Case(branches, other) => branches.iter().map(|(_, then)| then).chain([&**other]).collect(),
        other => other.children(),
    }
}

fn always_known(node: &Node) -> bool {
    !matches!(node, Node::Null) && open_children(node).is_empty() && leaf(node).is_none()
}

impl Related {
    /// The record's fields whose being unknown can make the result unknown.
    pub fn unknown_fields(&self) -> Vec<&FieldRef> {
        let parts = match self.function {
            Aggregate::Has | Aggregate::Any | Aggregate::None | Aggregate::All => vec![&self.condition],
            Aggregate::Min | Aggregate::Max | Aggregate::Average => vec![&self.value],
            Aggregate::Latest => vec![&self.value, &self.order],
            Aggregate::Count | Aggregate::CountDistinct | Aggregate::Sum => Vec::new(),
        };
        let fields = parts.into_iter().flatten().flat_map(leaves).filter_map(|leaf| match leaf {
            Leaf::Field(field) => Some(field),
            Leaf::Related(_) => None,
        });
        fields.collect()
    }
}
