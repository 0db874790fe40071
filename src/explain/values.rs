//! What every part of the conditions on one kind of subject comes to: all of them columns of one pass.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{AnyValue, DataFrame, Expr, IntoLazy, PolarsResult, col, lit};

use crate::detect::{Outcome, decisive, outcomes};
use crate::expr::{Checked, Environment, Node, Shape, Subject, lower};
use crate::facts::{Tables, key, prepared};
use crate::pack::Rule;

/// The values of expressions and their parts for a few subjects of one kind.
#[derive(Debug)]
pub(super) struct RuleValues {
    frame: DataFrame,
    rows: HashMap<i64, usize>,
    /// By rule, in the order of the rows.
    outcomes: BTreeMap<String, Vec<Outcome>>,
}

impl RuleValues {
    /// Computes every part of the expressions, and the outcome of every rule, for the subjects with these keys.
    pub fn of(
        tables: &Tables,
        subject: Subject,
        keys: &[i64],
        expressions: &[&Checked],
        rules: &[&Rule],
        environment: &Environment,
    ) -> PolarsResult<Self> {
        let wanted = keys.iter().map(|wanted| col(key(subject)).eq(lit(*wanted))).reduce(Expr::or);
        let frame = prepared(tables, subject, expressions, environment)?;
        let frame = frame.lazy().filter(wanted.unwrap_or_else(|| lit(false))).collect()?;
        let mut parts = BTreeMap::new();
        expressions.iter().for_each(|expression| gather(expression.root(), &mut parts));
        let columns = parts.into_iter().map(|(name, node)| lower(node, environment).alias(name));
        let judged = rules.iter().flat_map(|rule| decisive(rule, environment));
        // Thousands of columns on a few rows: to look for what they share would take longer than to compute them.
        let frame = frame.lazy().without_optimizations().with_columns(columns.chain(judged).collect::<Vec<_>>());
        let frame = frame.collect()?;
        let outcomes = rules.iter().map(|rule| Ok((rule.id.clone(), outcomes(&frame, rule)?)));
        let outcomes = outcomes.collect::<PolarsResult<_>>()?;
        let rows = frame.column(key(subject))?.i64()?.iter().enumerate();
        let rows = rows.filter_map(|(row, key)| Some((key?, row))).collect();
        Ok(Self { frame, rows, outcomes })
    }

    /// The value of a part for a subject; unknown where it was not computed.
    pub fn at(&self, subject: i64, node: &Node) -> AnyValue<'_> {
        match node.shape() {
            Shape::Field(field) => self.field(subject, &field.column()),
            _ => self.field(subject, &column(node)),
        }
    }

    /// The value of a field or fact for a subject.
    pub fn field(&self, subject: i64, name: &str) -> AnyValue<'_> {
        let row = self.rows.get(&subject).copied();
        row.and_then(|row| self.frame.column(name).ok()?.get(row).ok()).unwrap_or(AnyValue::Null)
    }

    /// What a rule says of a subject, damaged records aside.
    pub fn outcome(&self, subject: i64, rule: &Rule) -> Option<Outcome> {
        self.outcomes.get(&rule.id)?.get(*self.rows.get(&subject)?).copied()
    }
}

/// The column of a part: equal parts share one.
fn column(node: &Node) -> String {
    format!("={}", node.core())
}

/// All parts from a node down that have a value of their own; fields are columns already.
fn gather<'e>(node: &'e Node, parts: &mut BTreeMap<String, &'e Node>) {
    let all = |nodes: Vec<&'e Node>, parts: &mut BTreeMap<String, &'e Node>| {
        nodes.into_iter().for_each(|node| gather(node, parts));
    };
    match node.shape() {
        Shape::Literal | Shape::Field(_) => return,
        Shape::All(below) | Shape::Any(below) | Shape::Operation(below) => all(below, parts),
        Shape::Not(inner) | Shape::SurelyTrue(inner) | Shape::SurelyFalse(inner) => gather(inner, parts),
        Shape::Choice(branches, other) => {
            all(branches.iter().flat_map(|(when, then)| [when, then]).chain([other]).collect(), parts);
        }
        Shape::Question(_) | Shape::Parameter(_) | Shape::Constant(_) => {}
    }
    parts.insert(column(node), node.core());
}
