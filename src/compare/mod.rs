//! Two runs → what came, went and stayed between them, and how the rules and thresholds differ that they were made by.

mod periods;
mod rulebook;

pub use periods::{ClueChange, Course, Courses, PeriodComparison, PeriodLine, Reading, compare_periods};
pub use rulebook::{ParameterChange, RuleChanges, parameter_changes, rule_changes};
