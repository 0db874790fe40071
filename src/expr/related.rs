//! Questions about related records → aggregates of one group-by, and back to values for subjects without records.

use std::sync::LazyLock;

use polars::prelude::{DataType, Expr, NULL, RoundMode, col, lit, when};

use super::absent::AbsentColumns;
use super::aggregate::Aggregate;
use super::catalog::Environment;
use super::lower::Lowering;
use super::node::Related;
use super::types::Type;
use super::written::listed;

/// Codes of three-valued truth that survive max and min: an unknown row decides only if no row decides otherwise.
const FALSE: i32 = 0;
const UNKNOWN: i32 = 1;
const TRUE: i32 = 2;

/// No column is missing.
static ALL_THERE: LazyLock<AbsentColumns> = LazyLock::new(AbsentColumns::default);

impl Related {
    /// The condition that records must meet; none if all count.
    pub fn condition_expr(&self, environment: &Environment) -> Option<Expr> {
        self.condition.as_ref().map(|condition| self.lowering(environment).node(condition))
    }

    /// The value that is taken of each record; none where records are only counted.
    pub fn value_expr(&self, environment: &Environment) -> Option<Expr> {
        let lowering = match self.function {
            // What is written out says nothing of a column that is not there, as of a blank.
            Aggregate::List => Lowering { absent: &ALL_THERE, ..self.lowering(environment) },
            _ => self.lowering(environment),
        };
        self.value.as_ref().map(|value| lowering.node(value))
    }

    /// What the aggregate takes of every record, as columns of the records' table; none where records are only counted.
    ///
    /// Computed over the whole table at once: within a group-by the engine would go from group to group. Truth values
    /// come out as codes, so that the join's "no records" stays apart from "unknown"; [`Self::complete`] turns them back.
    pub fn taken(&self, environment: &Environment) -> Vec<Expr> {
        let condition = self.condition_expr(environment);
        let counted = |value: Expr| match &condition {
            Some(condition) => when(condition.clone()).then(value).otherwise(lit(NULL)),
            None => value,
        };
        let taken = match self.function {
            Aggregate::Has | Aggregate::Any | Aggregate::None | Aggregate::All => condition.map(truth_code),
            Aggregate::Count => condition.map(|condition| condition.fill_null(lit(false)).cast(DataType::Int64)),
            Aggregate::CountDistinct | Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::List => {
                Some(counted(self.value_or_null(environment)))
            }
            Aggregate::Average => Some(counted(self.value_or_null(environment)).cast(DataType::Float64)),
            Aggregate::Latest => {
                let order =
                    self.order.as_ref().map_or_else(|| lit(NULL), |order| self.lowering(environment).node(order));
                return vec![
                    self.value_or_null(environment).alias(self.column()),
                    counted(order).alias(self.order_column()),
                ];
            }
        };
        let unsure = self.unsure(environment).map(|unsure| unsure.alias(self.unsure_column()));
        taken.map(|taken| taken.alias(self.column())).into_iter().chain(unsure).collect()
    }

    fn lowering<'e>(&'e self, environment: &'e Environment) -> Lowering<'e> {
        Lowering { environment, table: Some(self.relation()), absent: &environment.absent }
    }

    /// Whether a record may count towards a total although its sheet lacks a column; none if no sheet does.
    fn unsure(&self, environment: &Environment) -> Option<Expr> {
        if !matches!(self.function, Aggregate::Count | Aggregate::CountDistinct | Aggregate::Sum) {
            return None;
        }
        let lacks = self.lowering(environment).lacks(self.parts())?;
        let may_count = self.condition_expr(environment).map(|condition| condition.fill_null(lit(true)));
        Some(may_count.map_or(lacks.clone(), |may_count| lacks.and(may_count)).cast(DataType::Int32))
    }

    fn unsure_column(&self) -> String {
        format!("{}?", self.column())
    }

    /// The aggregates of what was taken, for a group-by on the subject's key.
    pub fn aggregates(&self, environment: &Environment) -> Vec<Expr> {
        let unsure = self.unsure(environment).map(|_| col(self.unsure_column().as_str()).max());
        std::iter::once(self.aggregate()).chain(unsure).collect()
    }

    fn value_or_null(&self, environment: &Environment) -> Expr {
        self.value_expr(environment).unwrap_or_else(|| lit(NULL))
    }

    fn aggregate(&self) -> Expr {
        let taken = || col(self.column().as_str());
        let aggregate = match self.function {
            Aggregate::Has | Aggregate::Any | Aggregate::None if self.condition.is_none() => any_record(),
            Aggregate::All if self.condition.is_none() => any_record(),
            Aggregate::Count if self.condition.is_none() => polars::prelude::len().cast(DataType::Int64),
            Aggregate::Has | Aggregate::Any | Aggregate::None | Aggregate::Max => taken().max(),
            Aggregate::All | Aggregate::Min => taken().min(),
            Aggregate::Count | Aggregate::Sum => taken().sum(),
            Aggregate::CountDistinct => taken().drop_nulls().n_unique().cast(DataType::Int64),
            Aggregate::Average => match self.ty {
                Type::Money => taken().mean().round(0, RoundMode::HalfAwayFromZero).cast(DataType::Int64),
                _ => taken().mean(),
            },
            Aggregate::List => taken().drop_nulls().implode(false),
            // At the greatest day; of several at that day the greatest.
            Aggregate::Latest => {
                let order = || col(self.order_column().as_str());
                taken().filter(order().eq(order().max())).max()
            }
        };
        aggregate.alias(self.column())
    }

    /// The column of the days that "latest" goes by.
    fn order_column(&self) -> String {
        format!("{}@", self.column())
    }

    /// The joined column with the value for subjects without records put in, unknown where a total is unsure.
    pub fn complete(&self, environment: &Environment) -> Expr {
        let completed = self.completed();
        match self.unsure(environment) {
            Some(_) => {
                let is_unsure = col(self.unsure_column().as_str()).fill_null(lit(0)).eq(lit(1));
                when(is_unsure).then(lit(NULL)).otherwise(completed)
            }
            None => completed,
        }
    }

    fn completed(&self) -> Expr {
        let joined = col(self.column().as_str());
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
            Aggregate::List => listed(joined),
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

/// True for every group: a group has records.
fn any_record() -> Expr {
    polars::prelude::len().cast(DataType::Int32) * lit(0) + lit(TRUE)
}
