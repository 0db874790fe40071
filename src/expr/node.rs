//! The typed tree: what an expression means, whatever engine computes it.

use std::collections::BTreeSet;
use std::fmt;

use polars::prelude::DataType;

use super::aggregate::Aggregate;
use super::function::Function;
use super::types::{Literal, Subject, Type};

/// A node of the tree; only the checker makes it, so its types fit.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A value.
    Literal(Literal),
    /// The unknown.
    Null,
    /// A field or fact.
    Field(FieldRef),
    /// A name with the same value for every subject.
    Constant(String),
    /// A threshold.
    Parameter(String),
    /// Logical negation.
    Not(Box<Node>),
    /// Arithmetic negation.
    Negate(Box<Node>),
    /// An operation on two values.
    Binary(Binary, Box<Node>, Box<Node>),
    /// Whether a value is one of several.
    In(Box<Node>, Vec<Node>),
    /// Whether a value is unknown.
    IsNull(Box<Node>),
    /// Whether a truth value is just this one.
    Is(Box<Node>, TruthValue),
    /// The result of the first condition that is true, else the last.
    Case(Vec<(Node, Node)>, Box<Node>),
    /// A function of values.
    Call(Function, Vec<Node>),
    /// A whole number as a number or an amount; a value as text.
    Convert(Cast, Box<Node>),
    /// A question about related records.
    Related(Box<Related>),
}

/// A question about the records that belong to a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub(super) relation: String,
    pub(super) function: Aggregate,
    pub(super) value: Option<Node>,
    pub(super) order: Option<Node>,
    pub(super) condition: Option<Node>,
    pub(super) ty: Type,
}

/// Operations on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// Three-valued AND.
    And,
    /// Three-valued OR.
    Or,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// Different, with unknown as a value of its own.
    Distinct,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// An amount by a number, rounded half away from zero to a fen.
    Scale,
    /// A number; unknown if divided by zero.
    Divide,
    /// An amount by a number, rounded likewise; unknown if divided by zero.
    Share,
    /// Rest of a division of whole numbers; unknown if divided by zero.
    Remainder,
    /// One text after the other.
    Concatenate,
}

/// A truth value that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TruthValue {
    /// TRUE.
    True,
    /// FALSE.
    False,
}

/// What a value is turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// To a number.
    Number,
    /// 元 to an amount in fen.
    Money,
    /// To text, as people write it.
    Text(TextForm),
}

/// How a value that becomes text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// A whole number.
    Whole,
    /// An amount in 元, without the word.
    Amount,
    /// A number with at most two decimals.
    Number,
    /// A day in Chinese.
    Day,
}

/// A field or fact, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldRef {
    /// Whose.
    pub owner: Owner,
    pub name: String,
}

/// Whose a field is, seen from where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The subject's; inside a related-record call the record's.
    Own,
    /// Inside a related-record call, the subject's: `人.x`, `户.x`, `村.x`.
    Outer(Subject),
    /// The person's household's: `户.x`.
    Household,
    /// The head's: `户主.x`.
    Head,
    /// The village's: `村.x`.
    Village,
}

impl Owner {
    /// Whose fields these are, seen from a subject.
    pub fn subject(self, own: Subject) -> Subject {
        match self {
            Owner::Own => own,
            Owner::Outer(subject) => subject,
            Owner::Household => Subject::Household,
            Owner::Head => Subject::Person,
            Owner::Village => Subject::Village,
        }
    }
}

impl FieldRef {
    /// The column that holds it.
    pub fn column(&self) -> String {
        match self.owner {
            Owner::Own => self.name.clone(),
            Owner::Outer(subject) => format!("{}.{}", subject.word(), self.name),
            Owner::Household => format!("户.{}", self.name),
            Owner::Head => format!("户主.{}", self.name),
            Owner::Village => format!("村.{}", self.name),
        }
    }
}

impl Related {
    /// The table it ranges over.
    pub fn relation(&self) -> &str {
        &self.relation
    }

    /// The column its results stand in: equal calls share one.
    pub fn column(&self) -> String {
        format!("@{self}")
    }

    /// The type of its results.
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// How its results are stored.
    pub fn data_type(&self) -> DataType {
        self.ty.data_type()
    }

    /// The subject's own fields that its condition or value reads.
    pub fn outer_fields(&self) -> BTreeSet<FieldRef> {
        let is_outer = |field: &FieldRef| matches!(field.owner, Owner::Outer(_));
        self.parts().flat_map(Node::field_refs).filter(is_outer).collect()
    }

    /// The record's fields that it reads.
    pub fn inner_fields(&self) -> BTreeSet<String> {
        let own = |field: FieldRef| (field.owner == Owner::Own).then_some(field.name);
        self.parts().flat_map(Node::field_refs).filter_map(own).collect()
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &Node> {
        [&self.value, &self.order, &self.condition].into_iter().flatten()
    }
}

impl Node {
    /// The nodes right below, those inside related-record calls left out.
    pub(super) fn children(&self) -> Vec<&Node> {
        match self {
            Node::Literal(_)
            | Node::Null
            | Node::Field(_)
            | Node::Constant(_)
            | Node::Parameter(_)
            | Node::Related(_) => Vec::new(),
            Node::Not(inner)
            | Node::Negate(inner)
            | Node::IsNull(inner)
            | Node::Is(inner, _)
            | Node::Convert(_, inner) => {
                vec![inner]
            }
            Node::Binary(_, left, right) => vec![left, right],
            Node::In(value, list) => std::iter::once(&**value).chain(list).collect(),
            Node::Case(branches, other) => {
                branches.iter().flat_map(|(when, then)| [when, then]).chain([&**other]).collect()
            }
            Node::Call(_, arguments) => arguments.iter().collect(),
        }
    }

    /// The nodes right below, those inside a related-record call included.
    pub(super) fn all_children(&self) -> Vec<&Node> {
        match self {
            Node::Related(call) => call.parts().collect(),
            other => other.children(),
        }
    }

    /// The same node with other nodes below it.
    pub(super) fn map_children(&self, change: &mut impl FnMut(&Node) -> Node) -> Node {
        let mut boxed = |node: &Node| Box::new(change(node));
        match self {
            Node::Not(inner) => Node::Not(boxed(inner)),
            Node::Negate(inner) => Node::Negate(boxed(inner)),
            Node::IsNull(inner) => Node::IsNull(boxed(inner)),
            Node::Is(inner, truth) => Node::Is(boxed(inner), *truth),
            Node::Convert(conversion, inner) => Node::Convert(*conversion, boxed(inner)),
            Node::Binary(operator, left, right) => {
                let left = boxed(left);
                Node::Binary(*operator, left, boxed(right))
            }
            Node::In(value, list) => {
                let value = boxed(value);
                Node::In(value, list.iter().map(change).collect())
            }
            Node::Case(branches, other) => {
                let branches = branches.iter().map(|(when, then)| (change(when), change(then))).collect();
                Node::Case(branches, Box::new(change(other)))
            }
            Node::Call(function, arguments) => Node::Call(*function, arguments.iter().map(change).collect()),
            Node::Related(call) => {
                let mut part = |part: &Option<Node>| part.as_ref().map(&mut *change);
                let value = part(&call.value);
                let order = part(&call.order);
                let condition = part(&call.condition);
                Node::Related(Box::new(Related { value, order, condition, ..(**call).clone() }))
            }
            leaf @ (Node::Literal(_) | Node::Null | Node::Field(_) | Node::Constant(_) | Node::Parameter(_)) => {
                leaf.clone()
            }
        }
    }

    /// All nodes from here down, those inside related-record calls left out.
    pub(super) fn walk(&self) -> Vec<&Node> {
        let mut found = vec![self];
        let mut at = 0;
        while at < found.len() {
            let children = found[at].children();
            found.extend(children);
            at += 1;
        }
        found
    }

    /// The fields named from here down, those inside related-record calls left out.
    pub(super) fn field_refs(&self) -> BTreeSet<FieldRef> {
        let field = |node: &Node| if let Node::Field(field) = node { Some(field.clone()) } else { None };
        self.walk().into_iter().filter_map(field).collect()
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Literal(value) => write!(f, "{value}"),
            Node::Null => f.write_str("NULL"),
            Node::Field(field) => f.write_str(&field.column()),
            Node::Constant(name) => f.write_str(name),
            Node::Parameter(name) => write!(f, "参数.{name}"),
            Node::Not(inner) => write!(f, "NOT ({inner})"),
            Node::Negate(inner) => write!(f, "-({inner})"),
            Node::Binary(op, left, right) => write!(f, "({left} {} {right})", op.sign()),
            Node::In(value, list) => write!(f, "{value} IN ({})", join(list)),
            Node::IsNull(inner) => write!(f, "{inner} IS NULL"),
            Node::Is(inner, TruthValue::True) => write!(f, "({inner}) IS TRUE"),
            Node::Is(inner, TruthValue::False) => write!(f, "({inner}) IS FALSE"),
            Node::Case(branches, other) => {
                f.write_str("CASE")?;
                branches.iter().try_for_each(|(when, then)| write!(f, " WHEN {when} THEN {then}"))?;
                write!(f, " ELSE {other} END")
            }
            Node::Call(function, arguments) => write!(f, "{}({})", function.name(), join(arguments)),
            Node::Convert(_, inner) => write!(f, "{inner}"),
            Node::Related(call) => write!(f, "{call}"),
        }
    }
}

pub(super) fn join(nodes: &[Node]) -> String {
    nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Binary {
    /// The comparison that holds where this one does not.
    pub(super) fn opposite(self) -> Option<Binary> {
        Some(match self {
            Binary::Equal => Binary::NotEqual,
            Binary::NotEqual => Binary::Equal,
            Binary::Less => Binary::GreaterOrEqual,
            Binary::LessOrEqual => Binary::Greater,
            Binary::Greater => Binary::LessOrEqual,
            Binary::GreaterOrEqual => Binary::Less,
            _ => return None,
        })
    }

    /// The comparison that says the same with its sides exchanged.
    pub(super) fn mirrored(self) -> Binary {
        match self {
            Binary::Less => Binary::Greater,
            Binary::LessOrEqual => Binary::GreaterOrEqual,
            Binary::Greater => Binary::Less,
            Binary::GreaterOrEqual => Binary::LessOrEqual,
            other => other,
        }
    }

    /// A comparison turned round.
    pub(super) fn turned(self) -> Option<Binary> {
        Some(match self {
            Binary::Equal => Binary::NotEqual,
            Binary::NotEqual => Binary::Equal,
            Binary::Less => Binary::Greater,
            Binary::LessOrEqual => Binary::GreaterOrEqual,
            Binary::Greater => Binary::Less,
            Binary::GreaterOrEqual => Binary::LessOrEqual,
            _ => return None,
        })
    }

    /// A comparison that takes the border the other way.
    pub(super) fn moved(self) -> Option<Binary> {
        Some(match self {
            Binary::Less => Binary::LessOrEqual,
            Binary::LessOrEqual => Binary::Less,
            Binary::Greater => Binary::GreaterOrEqual,
            Binary::GreaterOrEqual => Binary::Greater,
            _ => return None,
        })
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Binary::And => "AND",
            Binary::Or => "OR",
            Binary::Equal => "=",
            Binary::NotEqual => "<>",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterOrEqual => ">=",
            Binary::Distinct => "IS DISTINCT FROM",
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply | Binary::Scale => "*",
            Binary::Divide | Binary::Share => "/",
            Binary::Remainder => "%",
            Binary::Concatenate => "||",
        }
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}", self.function.name(), self.relation)?;
        self.parts().try_for_each(|part| write!(f, ", {part}"))?;
        f.write_str(")")
    }
}
