//! What the expressions of a pack may name, and the conditions that are checked against it.

use toml::Spanned;

use super::faults::{Faulty, attempt};
use super::files::PackFile;
use super::plan::Plan;
use super::risk_scoring::RiskScoring;
use super::rule::Fact;
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Catalog, Checked, Scope};

/// What rules and questions may name.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary<'a> {
    pub catalog: &'a Catalog,
    pub facts: &'a [Fact],
    pub faulty: &'a Faulty,
    pub plan: Option<&'a Plan>,
    pub risk_scoring: Option<&'a RiskScoring>,
}

/// A condition without plain numbers in it; what is wrong with it is noted.
pub(super) fn condition(
    file: PackFile<'_>,
    text: &Spanned<String>,
    scope: Scope<'_>,
    faulty: &Faulty,
    faults: &mut Vec<Diagnostic>,
) -> Option<Checked> {
    attempt(file, text, faulty, faults, |text| {
        let checked = expr::check_bool(text, scope)?;
        let bare = expr::lint_literals(text, &checked);
        if bare.is_empty() { Ok(checked) } else { Err(bare) }
    })
}
