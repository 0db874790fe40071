//! What a condition holds against thresholds: `年度住院自付 >= 参数.预警线` is decided by 年度住院自付.

use std::collections::BTreeSet;

use super::check::Checked;
use super::node::{Binary, Node};

/// The fields of every figure that is compared with a parameter, and the parameter.
pub fn limited(condition: &Checked) -> Vec<(BTreeSet<String>, String)> {
    let mut found = Vec::new();
    let mut pending = vec![condition.root()];
    while let Some(node) = pending.pop() {
        if let Node::Binary(
            Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual,
            left,
            right,
        ) = node
        {
            let sides = [(left, limit(right)), (right, limit(left))];
            let figures = sides.into_iter().filter_map(|(side, limit)| Some((fields(side), limit?)));
            found.extend(figures.filter(|(fields, _)| !fields.is_empty()));
        }
        pending.extend(node.all_children());
    }
    found
}

/// The parameter that a side is, or is a multiple of.
fn limit(node: &Node) -> Option<String> {
    match node {
        Node::Parameter(name) => Some(name.clone()),
        Node::Convert(_, inner) | Node::Case(_, inner) => limit(inner),
        Node::Binary(Binary::Multiply | Binary::Scale | Binary::Add | Binary::Subtract, left, right)
            if fields(left).is_empty() && fields(right).is_empty() =>
        {
            limit(left).or_else(|| limit(right))
        }
        _ => None,
    }
}

/// The fields that a side reads, those inside questions about records included.
fn fields(node: &Node) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![node];
    while let Some(node) = pending.pop() {
        if let Node::Field(field) = node {
            found.insert(field.name.clone());
        }
        pending.extend(node.all_children());
    }
    found
}
