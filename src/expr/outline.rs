//! Tree → how it is told to people: joined conditions as one list, widening looked through, every part with its type.

use super::aggregate::{Aggregate, HOUSEHOLDS, MEMBERS};
use super::catalog::Catalog;
use super::function::Function;
use super::node::{Binary, Cast, FieldRef, Node, Owner, Related, TruthValue};
use super::types::{Literal, Subject, Type};

/// Whether a field must stay hidden, by whose it is (nobody's in a department's record) and its name.
pub type Hidden<'a> = &'a dyn Fn(Option<Subject>, &str) -> bool;

/// What a node is, for somebody who wants to know how its value came about.
#[derive(Debug)]
pub enum Shape<'e> {
    /// True if all of these are.
    All(Vec<&'e Node>),
    /// True if one of these is.
    Any(Vec<&'e Node>),
    /// True if this is false.
    Not(&'e Node),
    /// Whether this is known, and true.
    SurelyTrue(&'e Node),
    /// Whether this is known, and false.
    SurelyFalse(&'e Node),
    /// The value beside the first condition that is true, else the last.
    Choice(&'e [(Node, Node)], &'e Node),
    /// A question about related records.
    Question(&'e Related),
    /// A field or fact.
    Field(&'e FieldRef),
    /// A threshold.
    Parameter(&'e str),
    /// A name with the same value for every subject.
    Constant(&'e str),
    /// A value that is written out.
    Literal,
    /// An operation on these.
    Operation(Vec<&'e Node>),
}

impl Node {
    /// What it is.
    pub fn shape(&self) -> Shape<'_> {
        match self.core() {
            Node::Literal(_) | Node::Null => Shape::Literal,
            Node::Field(field) => Shape::Field(field),
            Node::Constant(name) => Shape::Constant(name),
            Node::Parameter(name) => Shape::Parameter(name),
            Node::Binary(operator @ Binary::And, ..) => Shape::All(self.core().joined(*operator)),
            Node::Binary(operator @ Binary::Or, ..) => Shape::Any(self.core().joined(*operator)),
            Node::Not(inner) => match inner.core() {
                plain @ (Node::IsNull(_) | Node::In(..)) => Shape::Operation(plain.children()),
                inner => Shape::Not(inner),
            },
            Node::Is(inner, TruthValue::True) => Shape::SurelyTrue(inner),
            Node::Is(inner, TruthValue::False) => Shape::SurelyFalse(inner),
            Node::Case(branches, other) => Shape::Choice(branches, other),
            Node::Related(call) => Shape::Question(call),
            operation @ (Node::Negate(_)
            | Node::Binary(..)
            | Node::In(..)
            | Node::IsNull(_)
            | Node::Call(..)
            | Node::Convert(..)) => Shape::Operation(operation.children()),
        }
    }

    /// The node itself, widening of its value looked through.
    pub fn core(&self) -> &Node {
        if let Node::Convert(_, inner) = self { inner.core() } else { self }
    }

    /// The text, without brackets around the whole.
    pub fn text(&self) -> String {
        match self.core() {
            Node::Binary(operator, left, right) => format!("{left} {} {right}", operator.sign()),
            Node::Not(inner) => match &**inner {
                Node::IsNull(value) => format!("{value} IS NOT NULL"),
                Node::In(value, list) => format!("{value} NOT IN ({})", super::node::join(list)),
                inner => format!("NOT {inner}"),
            },
            other => other.to_string(),
        }
    }

    /// The type of its value, as an expression about a subject.
    pub fn value_type(&self, subject: Subject, catalog: &Catalog) -> Type {
        let of = |node: &Node| node.value_type(subject, catalog);
        match self {
            Node::Literal(value) => literal_type(value),
            Node::Null => Type::Text,
            Node::Field(field) => known_type(catalog.fields(field.owner.subject(subject)).get(&field.name)),
            Node::Constant(name) => known_type(catalog.constants.get(name)),
            Node::Parameter(name) => known_type(catalog.parameters.get(name.split('@').next().unwrap_or(name))),
            Node::Not(_) | Node::In(..) | Node::IsNull(_) | Node::Is(..) => Type::Bool,
            Node::Negate(inner) => of(inner),
            Node::Binary(operator, left, right) => match operator {
                Binary::Add | Binary::Subtract => of(left),
                Binary::Multiply => {
                    if of(left) == Type::Int {
                        of(right)
                    } else {
                        of(left)
                    }
                }
                Binary::Scale | Binary::Share => Type::Money,
                Binary::Divide => Type::Number,
                Binary::Remainder => Type::Int,
                Binary::Concatenate => Type::Text,
                Binary::And
                | Binary::Or
                | Binary::Equal
                | Binary::NotEqual
                | Binary::Less
                | Binary::LessOrEqual
                | Binary::Greater
                | Binary::GreaterOrEqual
                | Binary::Distinct => Type::Bool,
            },
            Node::Case(branches, other) => {
                of(branches.iter().map(|(_, value)| value).find(|value| **value != Node::Null).unwrap_or(other))
            }
            Node::Call(function, arguments) => function.result(&arguments.first().map_or(Type::Text, of)),
            Node::Convert(Cast::Number, _) => Type::Number,
            Node::Convert(Cast::Money, _) => Type::Money,
            Node::Convert(Cast::Text(_), _) => Type::Text,
            Node::Related(call) => call.ty.clone(),
        }
    }

    /// Whether its value tells more of fields that must stay hidden than whether a condition holds, or full years.
    ///
    /// A field is told by its name and whose it is; `own` is whose the bare names are, nobody's inside a department's
    /// record.
    pub fn gives_away(&self, own: Option<Subject>, hidden: Hidden<'_>) -> bool {
        match self {
            Node::Field(field) => hidden(
                match field.owner {
                    Owner::Own => own,
                    Owner::Outer(subject) => Some(subject),
                    Owner::Household => Some(Subject::Household),
                    Owner::Head => Some(Subject::Person),
                    Owner::Village => Some(Subject::Village),
                },
                &field.name,
            ),
            Node::Call(Function::Age, _) | Node::Not(_) | Node::In(..) | Node::IsNull(_) | Node::Is(..) => false,
            Node::Case(branches, other) => {
                branches.iter().map(|(_, value)| value).chain([&**other]).any(|value| value.gives_away(own, hidden))
            }
            Node::Related(call) => call.gives_away(hidden),
            other => other.children().into_iter().any(|child| child.gives_away(own, hidden)),
        }
    }

    /// The parts of a chain of one operator.
    fn joined(&self, operator: Binary) -> Vec<&Node> {
        match self {
            Node::Binary(other, left, right) if *other == operator => {
                left.joined(operator).into_iter().chain(right.joined(operator)).collect()
            }
            other => vec![other],
        }
    }
}

impl Related {
    /// The type of what is taken of each record; none if records are only counted.
    pub fn takes(&self) -> Option<&Type> {
        match self.function {
            Aggregate::Sum
            | Aggregate::Min
            | Aggregate::Max
            | Aggregate::Average
            | Aggregate::Latest
            | Aggregate::List => Some(&self.ty),
            Aggregate::Has
            | Aggregate::None
            | Aggregate::Any
            | Aggregate::All
            | Aggregate::Count
            | Aggregate::CountDistinct => None,
        }
    }

    /// Whether what it takes tells more of fields that must stay hidden than full years.
    pub fn gives_away(&self, hidden: Hidden<'_>) -> bool {
        let own = match self.relation() {
            MEMBERS => Some(Subject::Person),
            HOUSEHOLDS => Some(Subject::Household),
            _ => None,
        };
        self.value.as_ref().is_some_and(|value| value.gives_away(own, hidden))
    }

    /// Whether it asks only for records that meet a condition.
    pub fn is_conditional(&self) -> bool {
        self.condition.is_some()
    }
}

fn literal_type(value: &Literal) -> Type {
    match value {
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Money(_) => Type::Money,
        Literal::Number(_) => Type::Number,
        Literal::Text(_) => Type::Text,
        Literal::Date(_) => Type::Date,
    }
}

fn known_type(ty: Option<&Type>) -> Type {
    ty.cloned().unwrap_or(Type::Text)
}
