//! The closed set of scalar functions: their names and how their arguments are typed.

use super::types::Type;

/// A function of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// First value that is known.
    Coalesce,
    /// Unknown if both are equal, else the first.
    NullIf,
    /// Without its sign.
    Abs,
    /// Rounded half away from zero.
    Round,
    /// The smallest that is known.
    Least,
    /// The greatest that is known.
    Greatest,
    /// Full years from a birth date to a day. The birthday counts; someone born on 29 February has it on 1 March in
    /// other years.
    Age,
    /// Full months from one day to a later one.
    MonthsBetween,
    /// Days from one day to a later one.
    DaysBetween,
    /// Working days after one day, up to and with a later one.
    WorkingDaysBetween,
    /// The n-th working day after a day.
    AddWorkingDays,
    /// A day some days later.
    AddDays,
    /// A day some months later, the last of the month where there is no such day.
    AddMonths,
    /// A day some years later, likewise.
    AddYears,
    /// The year of a day.
    Year,
    /// The month of a day.
    Month,
    /// The day of the month.
    Day,
    /// A day from year, month and day of the month.
    Date,
    /// Whether two days lie in the same month.
    InMonth,
    /// Whether two stretches of days share a day; one that ends before it begins holds none.
    Overlaps,
    /// Characters of a text.
    Length,
    /// Whether a text begins with another.
    StartsWith,
    /// Whether a text ends with another.
    EndsWith,
    /// Whether a text has another in it; of several codes, whether one of them is this.
    Contains,
    /// A piece of a text, counted from 1.
    Substr,
    /// Whether a whole text has a form, such as `[0-9]{18}`.
    Matches,
    /// Whether two values are known and differ.
    Mismatch,
}

impl Function {
    const ALL: [Function; 27] = [
        Function::Coalesce,
        Function::NullIf,
        Function::Abs,
        Function::Round,
        Function::Least,
        Function::Greatest,
        Function::Age,
        Function::MonthsBetween,
        Function::DaysBetween,
        Function::WorkingDaysBetween,
        Function::AddWorkingDays,
        Function::AddDays,
        Function::AddMonths,
        Function::AddYears,
        Function::Year,
        Function::Month,
        Function::Day,
        Function::Date,
        Function::InMonth,
        Function::Overlaps,
        Function::Length,
        Function::StartsWith,
        Function::EndsWith,
        Function::Contains,
        Function::Substr,
        Function::Matches,
        Function::Mismatch,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Function::Coalesce => "coalesce",
            Function::NullIf => "nullif",
            Function::Abs => "abs",
            Function::Round => "round",
            Function::Least => "least",
            Function::Greatest => "greatest",
            Function::Age => "age",
            Function::MonthsBetween => "months_between",
            Function::DaysBetween => "days_between",
            Function::WorkingDaysBetween => "working_days_between",
            Function::AddWorkingDays => "add_working_days",
            Function::AddDays => "add_days",
            Function::AddMonths => "add_months",
            Function::AddYears => "add_years",
            Function::Year => "year",
            Function::Month => "month",
            Function::Day => "day",
            Function::Date => "date",
            Function::InMonth => "in_month",
            Function::Overlaps => "overlaps",
            Function::Length => "length",
            Function::StartsWith => "starts_with",
            Function::EndsWith => "ends_with",
            Function::Contains => "contains",
            Function::Substr => "substr",
            Function::Matches => "matches",
            Function::Mismatch => "mismatch",
        }
    }

    /// The function of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }

    /// How many arguments it takes.
    pub fn arity(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Function::Coalesce | Function::Least | Function::Greatest => 1..=20,
            Function::Abs | Function::Year | Function::Month | Function::Day | Function::Length => 1..=1,
            Function::Round | Function::Age => 1..=2,
            Function::NullIf
            | Function::MonthsBetween
            | Function::DaysBetween
            | Function::WorkingDaysBetween
            | Function::AddWorkingDays
            | Function::AddDays
            | Function::AddMonths
            | Function::AddYears
            | Function::InMonth
            | Function::StartsWith
            | Function::EndsWith
            | Function::Contains
            | Function::Matches
            | Function::Mismatch => 2..=2,
            Function::Date => 3..=3,
            Function::Substr => 2..=3,
            Function::Overlaps => 4..=4,
        }
    }

    /// What each argument must be; none where arguments must be alike, whatever they are.
    pub fn wants(self) -> Option<&'static [ArgumentType]> {
        use ArgumentType::{Day, Numeric, Text, Whole};
        Some(match self {
            Function::Coalesce | Function::NullIf | Function::Least | Function::Greatest | Function::Mismatch => {
                return None;
            }
            Function::Abs => &[Numeric],
            Function::Round => &[Numeric, Whole],
            Function::Age
            | Function::MonthsBetween
            | Function::DaysBetween
            | Function::WorkingDaysBetween
            | Function::InMonth => &[Day, Day],
            Function::AddWorkingDays | Function::AddDays | Function::AddMonths | Function::AddYears => &[Day, Whole],
            Function::Year | Function::Month | Function::Day => &[Day],
            Function::Date => &[Whole, Whole, Whole],
            Function::Overlaps => &[Day, Day, Day, Day],
            Function::Length => &[Text],
            Function::StartsWith | Function::EndsWith | Function::Contains | Function::Matches => &[Text, Text],
            Function::Substr => &[Text, Whole, Whole],
        })
    }

    /// The type of its result, given that of its first argument.
    pub fn result(self, first: &Type) -> Type {
        match self {
            Function::Coalesce
            | Function::NullIf
            | Function::Abs
            | Function::Round
            | Function::Least
            | Function::Greatest => first.clone(),
            Function::Age
            | Function::MonthsBetween
            | Function::DaysBetween
            | Function::WorkingDaysBetween
            | Function::Year
            | Function::Month
            | Function::Day
            | Function::Length => Type::Int,
            Function::AddWorkingDays
            | Function::AddDays
            | Function::AddMonths
            | Function::AddYears
            | Function::Date => Type::Date,
            Function::InMonth
            | Function::Overlaps
            | Function::StartsWith
            | Function::EndsWith
            | Function::Contains
            | Function::Matches
            | Function::Mismatch => Type::Bool,
            Function::Substr => Type::Text,
        }
    }

    /// Whether number literals among its arguments are parts of a date or of a form, not thresholds.
    pub fn takes_plain_numbers(self) -> bool {
        matches!(
            self,
            Function::Date
                | Function::AddDays
                | Function::AddMonths
                | Function::AddYears
                | Function::Substr
                | Function::Round
        )
    }
}

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentType {
    /// A number or an amount.
    Numeric,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// Text.
    Text,
}

impl ArgumentType {
    /// Whether a type will do.
    pub fn accepts(self, ty: &Type) -> bool {
        match self {
            ArgumentType::Numeric => matches!(ty, Type::Int | Type::Number | Type::Money),
            ArgumentType::Whole => *ty == Type::Int,
            ArgumentType::Day => *ty == Type::Date,
            ArgumentType::Text => ty.is_textual(),
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            ArgumentType::Numeric => "数字或金额",
            ArgumentType::Whole => "整数",
            ArgumentType::Day => "日期",
            ArgumentType::Text => "文字",
        }
    }
}
