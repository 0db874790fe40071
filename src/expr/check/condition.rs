//! A text is checked: an expression, or a condition that is true or false.

use super::super::catalog::Catalog;
use super::super::parse::{Mistake, SourceText};
use super::super::types::{Subject, Type};
use super::checked::Checked;
use super::checker::{Checker, Scope, Typed};

/// Checks an expression about a subject.
///
/// # Errors
/// All mistakes found.
pub fn check(text: &str, subject: Subject, catalog: &Catalog) -> Result<Checked, Vec<Mistake>> {
    check_in(text, Scope::of(subject, catalog))
}

/// Checks an expression that may use selections.
///
/// # Errors
/// All mistakes found.
pub fn check_in(text: &str, scope: Scope<'_>) -> Result<Checked, Vec<Mistake>> {
    let positions = SourceText::new(text);
    let parsed = positions.parse().map_err(|mistake| vec![mistake])?;
    let mut checker = Checker::new(&positions, scope);
    let typed = checker.expression(&parsed);
    match typed {
        Some(Typed { node, ty }) if checker.mistakes.is_empty() => {
            Ok(Checked { root: node, ty, lists: checker.lists, selected: checker.selected })
        }
        _ => Err(checker.mistakes),
    }
}

/// Checks a condition: an expression that is true or false.
///
/// # Errors
/// All mistakes found.
pub fn check_bool(text: &str, scope: Scope<'_>) -> Result<Checked, Vec<Mistake>> {
    let checked = check_in(text, scope)?;
    match checked.ty {
        Type::Bool => Ok(checked),
        other => {
            let message = format!("条件应该成立或不成立，这里却是{}", other.label());
            Err(vec![Mistake {
                message, span: 0..text.trim_end().len(), hint: Some("写成比较，如 … >= 1".to_owned())
            }])
        }
    }
}
