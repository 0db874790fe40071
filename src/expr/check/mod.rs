//! SQL tree → typed tree: every name is looked up, every type compared, every mistake kept.

mod checked;
mod selection;
mod checker;
mod operator;
mod membership;
mod call;
mod literal;
mod foreign;
mod name;
mod expression;
mod select;
mod condition;

pub use checked::Checked;
pub use checker::Scope;
pub use condition::{check, check_bool, check_in};
pub use literal::lint_literals;
pub use selection::{Selection, Selections};
