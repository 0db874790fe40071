//! Conditions with one thing in them changed, to see whether a rule's examples would notice.

use super::check::Checked;
use super::node::{Binary, Node};

/// A changed condition.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed, for people.
    pub change: String,
    pub condition: Checked,
}

/// The condition negated, and with every comparison in it changed in turn: moved by its border, or turned round.
pub fn mutants(condition: &Checked) -> Vec<Mutant> {
    let root = condition.root();
    let negated = Mutant {
        change: "整个条件取反".to_owned(),
        condition: condition.with(Node::Not(Box::new(root.clone()))),
    };
    let changed = (0..count(root)).flat_map(|at| {
        let changes = comparison_at(root, at).into_iter().flat_map(|(comparison, shown)| {
            let turned = comparison.turned().into_iter().chain(comparison.moved());
            turned.map(move |other| (other, shown.clone()))
        });
        changes.map(move |(other, shown)| Mutant {
            change: format!("“{shown}”改为 {}", other.sign()),
            condition: condition.with(replaced(root, &mut at.clone(), other)),
        })
    });
    std::iter::once(negated).chain(changed).collect()
}

fn is_comparison(node: &Node) -> Option<Binary> {
    match node {
        Node::Binary(operator, ..) if operator.turned().is_some() => Some(*operator),
        _ => None,
    }
}

/// How many comparisons there are from a node down, those about related records included.
fn count(node: &Node) -> usize {
    usize::from(is_comparison(node).is_some()) + node.all_children().into_iter().map(count).sum::<usize>()
}

/// The n-th comparison and how it reads.
fn comparison_at(node: &Node, at: usize) -> Option<(Binary, String)> {
    let own = is_comparison(node);
    if let (Some(comparison), 0) = (own, at) {
        return Some((comparison, node.to_string()));
    }
    let mut left = at - usize::from(own.is_some());
    for child in node.all_children() {
        let inside = count(child);
        if left < inside {
            return comparison_at(child, left);
        }
        left -= inside;
    }
    None
}

/// The tree with the n-th comparison replaced.
fn replaced(node: &Node, at: &mut usize, other: Binary) -> Node {
    if let (Some(_), Node::Binary(operator, left, right)) = (is_comparison(node), node) {
        let here = *at == 0;
        *at = at.wrapping_sub(1);
        let operator = if here { other } else { *operator };
        let left = replaced(left, at, other);
        return Node::Binary(operator, Box::new(left), Box::new(replaced(right, at, other)));
    }
    node.map_children(&mut |child| replaced(child, at, other))
}
