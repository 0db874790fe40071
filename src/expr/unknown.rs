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

/// The values whose being unknown can make an expression on a subject unknown.
pub fn leaves<'n>(root: &'n Node, environment: &Environment) -> Vec<Leaf<'n>> {
    leaves_of(root, ExpressionPlace { environment, table: None })
}

/// Where an expression stands: about subjects, or about the records of a table.
#[derive(Clone, Copy)]
struct ExpressionPlace<'e> {
    environment: &'e Environment,
    table: Option<&'e str>,
}

impl ExpressionPlace<'_> {
    /// Whether a sheet lacks a column that a node reads.
    fn lacks(self, node: &Node) -> bool {
        let absent = &self.environment.absent;
        node.field_refs().iter().any(|field| absent.lacks(self.table, &field.name))
    }
}

fn leaves_of<'n>(root: &'n Node, place: ExpressionPlace<'_>) -> Vec<Leaf<'n>> {
    let mut found: Vec<Leaf<'_>> = Vec::new();
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        match leaf(node) {
            Some(leaf) if !found.contains(&leaf) => found.push(leaf),
            Some(_) => {}
            None => pending.extend(open_children(node, place).into_iter().rev()),
        }
    }
    found
}

/// The same, each with the condition under which it is unknown and makes the whole unknown.
pub fn causes<'n>(root: &'n Node, environment: &Environment) -> Vec<(Leaf<'n>, Expr)> {
    let place = ExpressionPlace { environment, table: None };
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
                pending.extend(open_children(node, place).into_iter().rev().map(|child| (child, above.clone())));
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
            | Node::IsNull(_)
            | Node::Case(..)
            | Node::Call(Function::Coalesce | Function::Least | Function::Greatest, _)
    )
}

/// The nodes right below that can make a node unknown.
fn open_children<'n>(node: &'n Node, place: ExpressionPlace<'_>) -> Vec<&'n Node> {
    match node {
        Node::IsNull(inner) if place.lacks(inner) => vec![inner],
        Node::IsNull(_) | Node::Is(..) | Node::Binary(Binary::Distinct, ..) | Node::Call(Function::Mismatch, _) => {
            Vec::new()
        }
        Node::Call(Function::Coalesce, arguments) if arguments.iter().any(|argument| always_known(argument, place)) => {
            arguments.iter().filter(|argument| place.lacks(argument)).collect()
        }
        Node::Case(branches, other) => branches.iter().map(|(_, then)| then).chain([&**other]).collect(),
        other => other.children(),
    }
}

fn always_known(node: &Node, place: ExpressionPlace<'_>) -> bool {
    !matches!(node, Node::Null) && open_children(node, place).is_empty() && leaf(node).is_none()
}

impl Related {
    /// The record's fields whose being unknown can make the result unknown.
    pub fn unknown_fields<'n>(&'n self, environment: &Environment) -> Vec<&'n FieldRef> {
        let place = ExpressionPlace { environment, table: Some(self.relation()) };
        let parts = match self.function {
            Aggregate::Has | Aggregate::Any | Aggregate::None | Aggregate::All => vec![&self.condition],
            Aggregate::Min | Aggregate::Max | Aggregate::Average | Aggregate::List => vec![&self.value],
            Aggregate::Latest => vec![&self.value, &self.order],
            Aggregate::Count | Aggregate::CountDistinct | Aggregate::Sum => vec![&self.value, &self.condition],
        };
        let leaves = parts.into_iter().flatten().flat_map(|part| leaves_of(part, place));
        let fields = leaves.filter_map(|leaf| if let Leaf::Field(field) = leaf { Some(field) } else { None });
        // A total passes over what is blank: only a column that is not there makes it unknown.
        let is_total = matches!(self.function, Aggregate::Count | Aggregate::CountDistinct | Aggregate::Sum);
        fields.filter(|field| !is_total || environment.absent.lacks(place.table, &field.name)).collect()
    }
}
