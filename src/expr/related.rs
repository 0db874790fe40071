//! Related-record calls: `count(成员, 年龄 < 16)` reads like COUNTIF, and means one aggregate of one group-by.

use std::collections::BTreeSet;
use std::fmt;

use polars::prelude::{DataType, Expr, NULL, RoundMode, SortMultipleOptions, lit, when};

use super::catalog::Environment;
use super::lower::lower;
use super::node::{FieldRef, Node, Owner};
use super::types::Type;

/// The relation of a household to its persons.
pub const MEMBERS: &str = "成员";
/// The relation of a village to its households.
pub const HOUSEHOLDS: &str = "户";

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

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    Has,
    None,
    Any,
    All,
    Count,
    CountDistinct,
    Sum,
    Min,
    Max,
    Average,
    Latest,
}

impl Aggregate {
    pub const ALL: [Aggregate; 11] = [
        Aggregate::Has,
        Aggregate::None,
        Aggregate::Any,
        Aggregate::All,
        Aggregate::Count,
        Aggregate::CountDistinct,
        Aggregate::Sum,
        Aggregate::Min,
        Aggregate::Max,
        Aggregate::Average,
        Aggregate::Latest,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Aggregate::Has => "has",
            Aggregate::None => "none",
            Aggregate::Any => "any",
            Aggregate::All => "all",
            Aggregate::Count => "count",
            Aggregate::CountDistinct => "count_distinct",
            Aggregate::Sum => "sum",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Average => "avg",
            Aggregate::Latest => "latest",
        }
    }

    /// How many values stand between the relation and the condition.
    pub fn values(self) -> usize {
        match self {
            Aggregate::Has | Aggregate::None | Aggregate::Any | Aggregate::All | Aggregate::Count => 0,
            Aggregate::CountDistinct | Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Average => 1,
            Aggregate::Latest => 2,
        }
    }
}

/// Codes of three-valued truth that survive max and min: an unknown row decides only if no row decides otherwise.
const FALSE: i32 = 0;
const UNKNOWN: i32 = 1;
const TRUE: i32 = 2;

impl Related {
    /// The table it ranges over.
    pub fn relation(&self) -> &str {
        &self.relation
    }

    /// The column its results stand in: equal calls share one.
    pub fn column(&self) -> String {
        format!("@{self}")
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
    pub(super) fn inner_fields(&self) -> BTreeSet<String> {
        let own = |field: FieldRef| (field.owner == Owner::Own).then_some(field.name);
        self.parts().flat_map(Node::field_refs).filter_map(own).collect()
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = &Node> {
        [&self.value, &self.order, &self.condition].into_iter().flatten()
    }

    /// The condition that records must meet; none if all count.
    pub fn condition_expr(&self, environment: &Environment) -> Option<Expr> {
        self.condition.as_ref().map(|condition| lower(condition, environment))
    }

    /// The aggregate, for a group-by on the subject's key.
    ///
    /// Truth values come out as codes, so that the join's "no records" stays apart from "unknown"; [`Self::complete`]
    /// turns them back.
    pub fn aggregate(&self, environment: &Environment) -> Expr {
        let condition = self.condition_expr(environment);
        let value = || self.value.as_ref().map_or(lit(NULL), |value| lower(value, environment));
        let counted = |value: Expr| match &condition {
            Some(condition) => value.filter(condition.clone().fill_null(lit(false))),
            None => value,
        };
        match self.function {
            Aggregate::Has | Aggregate::Any | Aggregate::None => match condition {
                Some(condition) => truth_code(condition).max(),
                None => polars::prelude::len().cast(DataType::Int32) * lit(0) + lit(TRUE),
            },
            Aggregate::All => truth_code(condition.unwrap_or_else(|| lit(true))).min(),
            Aggregate::Count => match condition {
                Some(condition) => condition.fill_null(lit(false)).cast(DataType::Int64).sum(),
                None => polars::prelude::len().cast(DataType::Int64),
            },
            Aggregate::CountDistinct => counted(value()).drop_nulls().n_unique().cast(DataType::Int64),
            Aggregate::Sum => counted(value()).sum(),
            Aggregate::Min => counted(value()).min(),
            Aggregate::Max => counted(value()).max(),
            Aggregate::Average => {
                let mean = counted(value()).cast(DataType::Float64).mean();
                match self.ty {
                    Type::Money => mean.round(0, RoundMode::HalfAwayFromZero).cast(DataType::Int64),
                    _ => mean,
                }
            }
            Aggregate::Latest => self.latest(environment, condition),
        }
    }

    /// The value at the greatest day; of several at that day the greatest.
    fn latest(&self, environment: &Environment, condition: Option<Expr>) -> Expr {
        let lowered = |node: &Option<Node>| node.as_ref().map_or(lit(NULL), |node| lower(node, environment));
        let (value, order) = (lowered(&self.value), lowered(&self.order));
        let known = order.clone().is_not_null();
        let counts = condition.map_or(known.clone(), |condition| known.and(condition.fill_null(lit(false))));
        let options = SortMultipleOptions::new().with_order_descending(true).with_nulls_last(true);
        let keys = [order.filter(counts.clone()), value.clone().filter(counts.clone())];
        value.filter(counts).sort_by(keys, options).first()
    }

    /// The joined column with the value for subjects without records put in.
    pub fn complete(&self) -> Expr {
        let joined = polars::prelude::col(self.column().as_str());
        match self.function {
            Aggregate::Has | Aggregate::Any => truth(joined.fill_null(lit(FALSE))),
            Aggregate::None => truth(joined.fill_null(lit(FALSE))).not(),
            Aggregate::All => truth(joined.fill_null(lit(TRUE))),
            Aggregate::Count | Aggregate::CountDistinct => joined.fill_null(lit(0_i64)),
            Aggregate::Sum => match self.ty {
                Type::Number => joined.fill_null(lit(0.0)),
                _ => joined.fill_null(lit(0_i64)),
            },
            Aggregate::Min | Aggregate::Max | Aggregate::Average | Aggregate::Latest => joined,
        }
    }
}

fn truth_code(condition: Expr) -> Expr {
    when(condition.clone()).then(lit(TRUE)).when(condition.is_null()).then(lit(UNKNOWN)).otherwise(lit(FALSE))
}

fn truth(code: Expr) -> Expr {
    when(code.clone().eq(lit(TRUE)))
        .then(lit(true))
        .when(code.eq(lit(FALSE)))
        .then(lit(false))
        .otherwise(lit(NULL).cast(DataType::Boolean))
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}", self.function.name(), self.relation)?;
        self.parts().try_for_each(|part| write!(f, ", {part}"))?;
        f.write_str(")")
    }
}
