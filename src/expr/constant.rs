//! Conditions that can only come out one way: `x < 0 AND x > 100` never holds, `x <= 5 OR x > 3` always does.
//!
//! Found by what a chain of comparisons leaves of each compared expression: an interval of numbers or a set of words.
//! What is not found here may still be constant; what is found is.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::Environment;
use super::check::Checked;
use super::node::{Binary, Node};
use super::types::Literal;

/// Whether a condition is true (or false) for every subject, whatever is known of it; unknown values left aside.
pub fn always(condition: &Checked, environment: &Environment) -> Option<bool> {
    let fixed = Fixed(environment);
    if fixed.never(condition.root()) {
        Some(false)
    } else if fixed.never_false(condition.root()) {
        Some(true)
    } else {
        None
    }
}

/// Whether two conditions can never hold together, as far as can be seen.
pub fn never_both(one: &Checked, other: &Checked, environment: &Environment) -> bool {
    let both = [chain(one.root(), Binary::And), chain(other.root(), Binary::And)].concat();
    Fixed(environment).contradict(&both, false)
}

struct Fixed<'a>(&'a Environment);

/// What comparisons leave of one expression.
struct RemainingRange {
    low: f64,
    high: f64,
    /// Whether the ends themselves are left.
    low_in: bool,
    high_in: bool,
    /// The words left, if any comparison was with words.
    words: Option<BTreeSet<String>>,
    /// Words that are not left.
    without: BTreeSet<String>,
}

impl Default for RemainingRange {
    fn default() -> Self {
        let low = f64::NEG_INFINITY;
        let high = f64::INFINITY;
        Self { low, high, low_in: true, high_in: true, words: None, without: BTreeSet::new() }
    }
}

impl RemainingRange {
    fn is_empty(&self) -> bool {
        let no_number = self.low > self.high || (self.low == self.high && !(self.low_in && self.high_in));
        no_number || self.words.as_ref().is_some_and(|words| words.is_subset(&self.without))
    }

    fn narrow(&mut self, comparison: Binary, bound: f64) {
        let (above, below) = match comparison {
            Binary::Greater => (Some(false), None),
            Binary::GreaterOrEqual => (Some(true), None),
            Binary::Less => (None, Some(false)),
            Binary::LessOrEqual => (None, Some(true)),
            Binary::Equal => (Some(true), Some(true)),
            _ => (None, None),
        };
        if let Some(itself) = above.filter(|itself| bound > self.low || (bound == self.low && !itself)) {
            (self.low, self.low_in) = (bound, itself);
        }
        if let Some(itself) = below.filter(|itself| bound < self.high || (bound == self.high && !itself)) {
            (self.high, self.high_in) = (bound, itself);
        }
    }

    fn keep(&mut self, words: BTreeSet<String>) {
        self.words = Some(match self.words.take() {
            Some(left) => left.intersection(&words).cloned().collect(),
            None => words,
        });
    }
}

impl Fixed<'_> {
    /// Whether a condition can never be true.
    fn never(&self, node: &Node) -> bool {
        match node {
            Node::Literal(Literal::Bool(flag)) => !flag,
            Node::Not(inner) => self.never_false(inner),
            Node::Binary(Binary::Or, left, right) => self.never(left) && self.never(right),
            Node::Binary(Binary::And, left, right) => {
                self.never(left) || self.never(right) || self.contradict(&chain(node, Binary::And), false)
            }
            Node::Binary(comparison, left, right) => self.compared(*comparison, left, right) == Some(false),
            _ => false,
        }
    }

    /// Whether a condition can never be false.
    fn never_false(&self, node: &Node) -> bool {
        match node {
            Node::Literal(Literal::Bool(flag)) => *flag,
            Node::Not(inner) => self.never(inner),
            Node::Binary(Binary::And, left, right) => self.never_false(left) && self.never_false(right),
            Node::Binary(Binary::Or, left, right) => {
                self.never_false(left) || self.never_false(right) || self.contradict(&chain(node, Binary::Or), true)
            }
            Node::Binary(comparison, left, right) => self.compared(*comparison, left, right) == Some(true),
            _ => false,
        }
    }

    /// Whether conditions (or their opposites) cannot all hold.
    fn contradict(&self, conditions: &[&Node], opposite: bool) -> bool {
        let mut left: BTreeMap<String, RemainingRange> = BTreeMap::new();
        for condition in conditions {
            let (condition, opposite) = match condition {
                Node::Not(inner) => (&**inner, !opposite),
                other => (*other, opposite),
            };
            match condition {
                Node::Binary(comparison, one, other) => {
                    let (comparison, value, bound) = match self.value(one) {
                        Some(_) => (comparison.mirrored(), other, one),
                        None => (*comparison, one, other),
                    };
                    let comparison = if opposite { comparison.opposite() } else { Some(comparison) };
                    let left = left.entry(value.to_string()).or_default();
                    match (comparison, self.number(bound), self.word(bound)) {
                        (Some(comparison), Some(bound), _) => left.narrow(comparison, bound),
                        (Some(Binary::Equal), None, Some(word)) => left.keep([word].into()),
                        (Some(Binary::NotEqual), None, Some(word)) => drop(left.without.insert(word)),
                        _ => {}
                    }
                }
                Node::In(value, list) => {
                    let words: Option<BTreeSet<String>> = list.iter().map(|item| self.word(item)).collect();
                    let left = left.entry(value.to_string()).or_default();
                    match words {
                        Some(words) if opposite => left.without.extend(words),
                        Some(words) => left.keep(words),
                        None => {}
                    }
                }
                // Whatever is true or false as a whole: the same cannot be asked and denied.
                whole => left.entry(whole.to_string()).or_default().keep([opposite.to_string()].into()),
            }
        }
        left.values().any(RemainingRange::is_empty)
    }

    /// What a comparison of two fixed values comes to.
    fn compared(&self, comparison: Binary, left: &Node, right: &Node) -> Option<bool> {
        let left = self.number(left)?;
        let right = self.number(right)?;
        match comparison {
            Binary::Equal => Some(left == right),
            Binary::NotEqual => Some(left != right),
            Binary::Less => Some(left < right),
            Binary::LessOrEqual => Some(left <= right),
            Binary::Greater => Some(left > right),
            Binary::GreaterOrEqual => Some(left >= right),
            _ => None,
        }
    }

    fn value<'n>(&'n self, node: &'n Node) -> Option<&'n Literal> {
        match node {
            Node::Literal(value) => Some(value),
            Node::Parameter(name) => self.0.parameters.get(name),
            // Dates move on: what holds today need not hold next month.
            _ => None,
        }
    }

    fn number(&self, node: &Node) -> Option<f64> {
        match self.value(node)? {
            Literal::Int(number) | Literal::Money(number) => Some(*number as f64),
            Literal::Number(number) => Some(*number),
            Literal::Date(days) => Some(f64::from(*days)),
            Literal::Bool(_) | Literal::Text(_) => None,
        }
    }

    fn word(&self, node: &Node) -> Option<String> {
        match self.value(node)? {
            Literal::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// The conditions that an operator joins.
fn chain(node: &Node, operator: Binary) -> Vec<&Node> {
    match node {
        Node::Binary(other, left, right) if *other == operator => {
            [chain(left, operator), chain(right, operator)].concat()
        }
        other => vec![other],
    }
}
