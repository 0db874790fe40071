//! Questions about related records → aggregates of one group-by, and back to values for subjects without records.

use polars::prelude::{DataType, Expr, NULL, RoundMode, lit, when};

use super::aggregate::Aggregate;
use super::catalog::Environment;
use super::lower::lower;
use super::node::{Node, Related};
use super::types::Type;

/// Codes of three-valued truth that survive max and min: an unknown row decides only if no row decides otherwise.
const FALSE: i32 = 0;
const UNKNOWN: i32 = 1;
const TRUE: i32 = 2;

impl Related {
    /// The condition that records must meet; none if all count.
    pub fn condition_expr(&self, environment: &Environment) -> Option<Expr> {
        self.condition.as_ref().map(|condition| lower(condition, environment))
    }

    /// The value that is taken of each record; none where records are only counted.
    pub fn value_expr(&self, environment: &Environment) -> Option<Expr> {
        self.value.as_ref().map(|value| lower(value, environment))
    }

    /// The aggregate, for a group-by on the subject's key.
    ///
    /// Truth values come out as codes, so that the join's "no records" stays apart from "unknown"; [`Self::complete`]
    /// turns them back.
    pub fn aggregate(&self, environment: &Environment) -> Expr {
        let condition = self.condition_expr(environment);
        let value = || self.value.as_ref().map_or(lit(NULL), |value| lower(value, environment));
        // Aggregates pass over nulls, and rows blanked out are cheaper than groups filtered one by one.
        let counted = |value: Expr| match &condition {
            Some(condition) => when(condition.clone()).then(value).otherwise(lit(NULL)),
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
        let last = order.clone().filter(counts.clone()).max();
        value.filter(counts.and(order.eq(last))).max()
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
