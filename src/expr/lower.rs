//! Tree → polars, with the language's meaning rather than the engine's where they differ.

use polars::prelude::{
    AnyValue, DataType, Expr, LiteralValue, NULL, RoundMode, Scalar, coalesce, col, concat_str, lit, when,
};

use super::absent::AbsentColumns;
use super::calendar;
use super::catalog::Environment;
use super::function::Function;
use super::node::{Binary, Cast, Node, TruthValue};
use super::pattern::Pattern;
use super::types::Literal;
use super::written::written;

/// The engine's expression for a node that is about a subject; related-record calls are read from the columns their
/// aggregates stand in.
pub fn lower(node: &Node, environment: &Environment) -> Expr {
    Lowering { environment, table: None, absent: &environment.absent }.node(node)
}

/// Where a node stands.
#[derive(Clone, Copy)]
pub(super) struct Lowering<'e> {
    pub environment: &'e Environment,
    /// The table whose records it is about, if not about subjects.
    pub table: Option<&'e str>,
    /// The columns that make a value unknown where they are not there.
    pub absent: &'e AbsentColumns,
}

impl Lowering<'_> {
    /// The engine's expression for a node.
    pub fn node(self, node: &Node) -> Expr {
        let Self { environment, .. } = self;
        let low = |node: &Node| self.node(node);
        match node {
            Node::Literal(value) => literal(value),
            Node::Null => lit(NULL),
            Node::Field(field) => col(field.column().as_str()),
            Node::Constant(name) => environment.constants.get(name).map_or_else(|| lit(NULL), literal),
            Node::Parameter(name) => environment.parameters.get(name).map_or_else(|| lit(NULL), literal),
            Node::Not(inner) => low(inner).not(),
            Node::Negate(inner) => lit(0_i64) - low(inner),
            Node::Binary(op, left, right) => binary(*op, low(left), low(right)),
            Node::In(value, list) => {
                list.iter().map(|item| low(value).eq(low(item))).reduce(Expr::or).unwrap_or_else(|| lit(false))
            }
            Node::IsNull(inner) => self.is_null(inner),
            Node::Is(inner, TruthValue::True) => low(inner).fill_null(lit(false)),
            Node::Is(inner, TruthValue::False) => low(inner).not().fill_null(lit(false)),
            Node::Case(branches, other) => branches.iter().rev().fold(low(other), |otherwise, (condition, result)| {
                when(low(condition).fill_null(lit(false))).then(low(result)).otherwise(otherwise)
            }),
            Node::Call(Function::Coalesce, arguments) if self.lacks(arguments.iter()).is_some() => {
                self.coalesce(arguments)
            }
            Node::Call(function, arguments) => {
                call(*function, arguments.iter().map(low).collect(), arguments, environment)
            }
            Node::Convert(Cast::Number, inner) => low(inner).cast(DataType::Float64),
            Node::Convert(Cast::Money, inner) => low(inner) * lit(100_i64),
            Node::Convert(Cast::Text(form), inner) => written(low(inner), *form),
            Node::Related(related) => col(related.column().as_str()),
        }
    }

    /// Whether a record's sheet lacks a column that nodes read.
    pub fn lacks<'n>(self, nodes: impl Iterator<Item = &'n Node>) -> Option<Expr> {
        self.absent.of_record(self.table, nodes)
    }

    fn is_null(self, inner: &Node) -> Expr {
        let is_null = self.node(inner).is_null();
        match self.lacks(std::iter::once(inner)) {
            Some(lacks) => when(is_null.clone().and(lacks)).then(lit(NULL)).otherwise(is_null),
            None => is_null,
        }
    }

    /// The first known value; unknown where one before it is not known for want of its column.
    fn coalesce(self, arguments: &[Node]) -> Expr {
        arguments.iter().rev().fold(lit(NULL), |rest, argument| {
            let rest = match self.lacks(std::iter::once(argument)) {
                Some(lacks) => when(lacks).then(lit(NULL)).otherwise(rest),
                None => rest,
            };
            coalesce(&[self.node(argument), rest])
        })
    }
}

fn literal(value: &Literal) -> Expr {
    match value {
        Literal::Bool(flag) => lit(*flag),
        Literal::Int(number) | Literal::Money(number) => lit(*number),
        Literal::Number(number) => lit(*number),
        Literal::Text(text) => lit(text.as_str()),
        Literal::Date(days) => Expr::Literal(LiteralValue::Scalar(Scalar::new(DataType::Date, AnyValue::Date(*days)))),
    }
}

fn binary(op: Binary, left: Expr, right: Expr) -> Expr {
    match op {
        Binary::And => left.and(right),
        Binary::Or => left.or(right),
        Binary::Equal => left.eq(right),
        Binary::NotEqual => left.neq(right),
        Binary::Less => left.lt(right),
        Binary::LessOrEqual => left.lt_eq(right),
        Binary::Greater => left.gt(right),
        Binary::GreaterOrEqual => left.gt_eq(right),
        Binary::Distinct => left.neq_missing(right),
        Binary::Add => left + right,
        Binary::Subtract => left - right,
        Binary::Multiply => left * right,
        Binary::Scale => fen(left.cast(DataType::Float64) * right.cast(DataType::Float64)),
        Binary::Divide => {
            let quotient = left.cast(DataType::Float64) / right.clone().cast(DataType::Float64);
            unless_zero(right, quotient, DataType::Float64)
        }
        Binary::Share => {
            let quotient = left.cast(DataType::Float64) / right.clone().cast(DataType::Float64);
            unless_zero(right, fen(quotient), DataType::Int64)
        }
        Binary::Remainder => {
            let rest = left.clone() - left.floor_div(right.clone()) * right.clone();
            unless_zero(right, rest, DataType::Int64)
        }
        Binary::Concatenate => concat_str([left, right], "", false),
    }
}

fn fen(amount: Expr) -> Expr {
    amount.round(0, RoundMode::HalfAwayFromZero).cast(DataType::Int64)
}

fn unless_zero(divisor: Expr, result: Expr, ty: DataType) -> Expr {
    let zero = divisor.cast(DataType::Float64).eq(lit(0.0));
    when(zero).then(lit(NULL).cast(ty)).otherwise(result)
}

fn call(function: Function, arguments: Vec<Expr>, nodes: &[Node], environment: &Environment) -> Expr {
    let argument = |at: usize| arguments.get(at).cloned().unwrap_or_else(|| lit(NULL));
    let first = argument(0);
    let second = argument(1);
    match function {
        Function::Coalesce => coalesce(&arguments),
        Function::NullIf => {
            let equal = first.clone().eq(second).fill_null(lit(false));
            when(equal).then(lit(NULL)).otherwise(first)
        }
        Function::Abs => when(first.clone().lt(lit(0))).then(lit(0) - first.clone()).otherwise(first),
        Function::Round => first.round(decimals(nodes), RoundMode::HalfAwayFromZero),
        Function::Least => extreme(&arguments, Expr::lt),
        Function::Greatest => extreme(&arguments, Expr::gt),
        Function::Age => calendar::age(first, second),
        Function::MonthsBetween => calendar::months_between(first, second),
        Function::DaysBetween => calendar::days_between(first, second),
        Function::WorkingDaysBetween => {
            calendar::working_day(second, environment) - calendar::working_day(first, environment)
        }
        Function::AddWorkingDays => {
            calendar::day_of_working_day(calendar::working_day(first, environment) + second, environment)
        }
        Function::AddDays => calendar::add_days(first, second),
        Function::AddMonths => calendar::add_months(first, second),
        Function::AddYears => calendar::add_months(first, second * lit(12_i64)),
        Function::Year => calendar::year(first),
        Function::Month => calendar::month(first),
        Function::Day => calendar::day(first),
        Function::Date => calendar::date(first, second, argument(2)),
        Function::InMonth => calendar::in_month(first, second),
        Function::Overlaps => {
            let start = first;
            let end = second;
            let other_start = argument(2);
            let other_end = argument(3);
            let both_hold_a_day = start.clone().lt_eq(end.clone()).and(other_start.clone().lt_eq(other_end.clone()));
            both_hold_a_day.and(start.lt_eq(other_end)).and(other_start.lt_eq(end))
        }
        Function::Length => first.str().len_chars().cast(DataType::Int64),
        Function::StartsWith => first.str().starts_with(second),
        Function::EndsWith => first.str().ends_with(second),
        Function::Contains => first.str().contains_literal(second),
        Function::Substr => {
            let length = if nodes.len() > 2 { argument(2) } else { lit(NULL).cast(DataType::Int64) };
            first.str().slice(second - lit(1_i64), length)
        }
        Function::Matches => first.str().contains(pattern(nodes), true),
        Function::Mismatch => undotted(first).neq(undotted(second)).fill_null(lit(false)),
    }
}

/// A name as names are compared: its middle dot is left out as often as not.
fn undotted(value: Expr) -> Expr {
    value.cast(DataType::String).str().replace_all(lit("·"), lit(""), true)
}

fn decimals(nodes: &[Node]) -> u32 {
    match nodes.get(1) {
        Some(Node::Literal(Literal::Int(decimals))) => u32::try_from(*decimals).unwrap_or(0),
        _ => 0,
    }
}

/// The regular expression of a form, which the checker has read before.
fn pattern(nodes: &[Node]) -> Expr {
    match nodes.get(1) {
        Some(Node::Literal(Literal::Text(text))) => {
            Pattern::parse(text).map_or_else(|_| lit(NULL), |pattern| lit(pattern.regex()))
        }
        _ => lit(NULL),
    }
}

/// The least or greatest value that is known.
fn extreme(values: &[Expr], better: fn(Expr, Expr) -> Expr) -> Expr {
    let choose = |best: Expr, value: Expr| {
        let replace = best.clone().is_null().or(better(value.clone(), best.clone()).fill_null(lit(false)));
        when(replace).then(value).otherwise(best)
    };
    values.iter().cloned().reduce(choose).unwrap_or_else(|| lit(NULL))
}
