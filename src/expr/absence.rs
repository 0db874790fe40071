//! Which tables' missing records can make a condition true: 在校生学籍 for "no school found", not for "is enrolled".
//!
//! Every part of a condition pushes its truth up or down as a table gains records. Where a table's records push down,
//! a record that was lost may be the only reason for a hit.

use std::collections::BTreeSet;

use super::aggregate::{Aggregate, HOUSEHOLDS, MEMBERS};
use super::check::Checked;
use super::function::Function;
use super::node::{Binary, Node, Related, TruthValue};
use super::types::{Literal, Subject};

/// How a part must move to make the whole condition true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    /// Truer, or greater.
    More,
    /// Less true, or smaller.
    Less,
    /// Either may do.
    Either,
}

impl Direction {
    fn flipped(self) -> Self {
        match self {
            Direction::More => Direction::Less,
            Direction::Less => Direction::More,
            Direction::Either => Direction::Either,
        }
    }
}

/// Finds the value of a fact by subject and name.
pub type FactLookup<'a> = &'a dyn Fn(Subject, &str) -> Option<&'a Checked>;

/// The tables whose missing records can make a condition on a subject true, or keep an exclusion from holding.
pub fn absences<'e>(
    condition: &Checked,
    exclusions: impl Iterator<Item = &'e Checked>,
    subject: Subject,
    facts: FactLookup<'_>,
) -> BTreeSet<String> {
    let mut search = AbsenceSearch { facts, seen: BTreeSet::new(), found: BTreeSet::new() };
    search.node(condition.root(), subject, Direction::More);
    exclusions.for_each(|exclusion| search.node(exclusion.root(), subject, Direction::Less));
    search.found
}

struct AbsenceSearch<'a> {
    facts: FactLookup<'a>,
    /// Facts looked into, so that each is looked into once a direction.
    seen: BTreeSet<(Subject, String, Direction)>,
    found: BTreeSet<String>,
}

impl AbsenceSearch<'_> {
    fn node(&mut self, node: &Node, subject: Subject, want: Direction) {
        match node {
            Node::Literal(_) | Node::Null | Node::Constant(_) | Node::Parameter(_) => {}
            Node::Field(field) => self.fact(field.owner.subject(subject), &field.name, want),
            Node::Not(inner) | Node::Negate(inner) | Node::IsNull(inner) => self.node(inner, subject, want.flipped()),
            Node::Is(inner, TruthValue::True) | Node::Convert(_, inner) => self.node(inner, subject, want),
            Node::Is(inner, TruthValue::False) => self.node(inner, subject, want.flipped()),
            // As people write "there is none".
            Node::Binary(Binary::Equal, left, right) if **right == Node::Literal(Literal::Int(0)) => {
                self.node(left, subject, want.flipped());
            }
            Node::Binary(operator, left, right) => {
                let (of_left, of_right) = sides(*operator, want);
                self.node(left, subject, of_left);
                self.node(right, subject, of_right);
            }
            Node::In(value, list) => {
                self.node(value, subject, Direction::Either);
                list.iter().for_each(|item| self.node(item, subject, Direction::Either));
            }
            Node::Case(branches, other) => {
                for (condition, result) in branches {
                    self.node(condition, subject, Direction::Either);
                    self.node(result, subject, want);
                }
                self.node(other, subject, want);
            }
            Node::Call(function, arguments) => {
                let want = if *function == Function::Coalesce { want } else { Direction::Either };
                arguments.iter().for_each(|argument| self.node(argument, subject, want));
            }
            Node::Related(call) => self.related(call, subject, want),
        }
    }

    fn fact(&mut self, owner: Subject, name: &str, want: Direction) {
        if self.seen.insert((owner, name.to_owned(), want))
            && let Some(value) = (self.facts)(owner, name)
        {
            self.node(value.root(), owner, want);
        }
    }

    fn related(&mut self, call: &Related, subject: Subject, want: Direction) {
        let inner = match call.relation() {
            MEMBERS => Some(Subject::Person),
            HOUSEHOLDS => Some(Subject::Household),
            _ => None,
        };
        let push = match call.function {
            Aggregate::None => want.flipped(),
            Aggregate::All if inner.is_none() => want.flipped(),
            // These may go either way as records come in.
            Aggregate::Average | Aggregate::Latest | Aggregate::List => Direction::Either,
            Aggregate::Has
            | Aggregate::Any
            | Aggregate::All
            | Aggregate::Count
            | Aggregate::CountDistinct
            | Aggregate::Sum
            | Aggregate::Min
            | Aggregate::Max => want,
        };
        match inner {
            Some(subject) => call.parts().for_each(|part| self.node(part, subject, push)),
            None if push == Direction::Less => drop(self.found.insert(call.relation().to_owned())),
            None => {}
        }
        for field in call.outer_fields() {
            self.fact(field.owner.subject(subject), &field.name, Direction::Either);
        }
    }
}

fn sides(operator: Binary, want: Direction) -> (Direction, Direction) {
    match operator {
        Binary::And | Binary::Or | Binary::Add | Binary::Multiply | Binary::Scale => (want, want),
        Binary::Greater | Binary::GreaterOrEqual | Binary::Subtract => (want, want.flipped()),
        Binary::Less | Binary::LessOrEqual => (want.flipped(), want),
        Binary::Equal
        | Binary::NotEqual
        | Binary::Distinct
        | Binary::Divide
        | Binary::Share
        | Binary::Remainder
        | Binary::Concatenate => (Direction::Either, Direction::Either),
    }
}
