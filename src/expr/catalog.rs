//! The names that expressions may use, and the values of those that are the same for every subject.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use jiff::civil::Date;

use super::absent::AbsentColumns;
use super::types::{Literal, Subject, Type};
use crate::value::WorkingDays;
use crate::value::date::{school_year, term_start, to_days};

/// Everything an expression can name.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Fields and facts of a person.
    pub person: BTreeMap<String, Type>,
    /// Fields and facts of a household.
    pub household: BTreeMap<String, Type>,
    /// Fields and facts of a village.
    pub village: BTreeMap<String, Type>,
    /// Tables that related-record calls range over, by name.
    pub relations: BTreeMap<String, Relation>,
    /// Parameters, written `参数.x`.
    pub parameters: BTreeMap<String, Type>,
    /// Parameters whose value differs from household to household.
    pub classed: BTreeMap<String, Classes>,
    /// Lists of words, written `IN 名单.x`.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Names with the same value for every subject, such as 截止日期.
    pub constants: BTreeMap<String, Type>,
}

/// What a parameter's value hangs on.
#[derive(Debug, Clone)]
pub struct Classes {
    /// The household's field or fact.
    pub by: String,
    /// Its values that have one of their own, with the name under which that stands.
    pub names: BTreeMap<String, String>,
}

/// A table that related-record calls range over.
#[derive(Debug, Clone, Default)]
pub struct Relation {
    pub fields: BTreeMap<String, Type>,
    /// The subjects it can be used from.
    pub subjects: BTreeSet<Subject>,
}

impl Catalog {
    /// Fields and facts of a subject.
    pub fn fields(&self, subject: Subject) -> &BTreeMap<String, Type> {
        match subject {
            Subject::Person => &self.person,
            Subject::Household => &self.household,
            Subject::Village => &self.village,
        }
    }

    /// The same, to add to.
    pub fn fields_mut(&mut self, subject: Subject) -> &mut BTreeMap<String, Type> {
        match subject {
            Subject::Person => &mut self.person,
            Subject::Household => &mut self.household,
            Subject::Village => &mut self.village,
        }
    }
}

/// Values of parameters and constants.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Parameters by name.
    pub parameters: BTreeMap<String, Literal>,
    /// Constants by name.
    pub constants: BTreeMap<String, Literal>,
    /// Working days.
    pub calendar: Arc<WorkingDays>,
    /// Parameters whose value is only a guess: rules that hang on them do not run.
    pub unset: Arc<BTreeSet<String>>,
    /// Columns that sheets do not have.
    pub absent: Arc<AbsentColumns>,
}

impl Environment {
    /// A parameter that is a whole number.
    pub fn integer(&self, parameter: &str) -> Option<i64> {
        whole(self.parameters.get(parameter)?)
    }

    /// A constant that is a whole number.
    pub fn integer_constant(&self, name: &str) -> Option<i64> {
        whole(self.constants.get(name)?)
    }
}

fn whole(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Int(number) => Some(*number),
        Literal::Bool(_) | Literal::Money(_) | Literal::Number(_) | Literal::Text(_) | Literal::Date(_) => None,
    }
}

/// The constant that holds the year of the run's day.
pub const THIS_YEAR: &str = "截止年度";

/// The constants' values on a day: the day, its year, its school year, the first day of its term.
pub fn constants(as_of: Date) -> BTreeMap<String, Literal> {
    let values = [
        ("截止日期", Literal::Date(to_days(as_of))),
        (THIS_YEAR, Literal::Int(i64::from(as_of.year()))),
        ("学年", Literal::Int(i64::from(school_year(as_of)))),
        ("学期开始", Literal::Date(to_days(term_start(as_of)))),
    ];
    values.map(|(name, value)| (name.to_owned(), value)).into()
}

/// The constants' types.
pub fn constant_types() -> BTreeMap<String, Type> {
    let types = [("截止日期", Type::Date), (THIS_YEAR, Type::Int), ("学年", Type::Int), ("学期开始", Type::Date)];
    types.map(|(name, ty)| (name.to_owned(), ty)).into()
}
