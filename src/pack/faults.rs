//! How faults are gathered while a pack is read: what is wrong is noted, and the rest is read on.

use std::collections::BTreeMap;

use toml::Spanned;

use super::files::PackFile;
use crate::diagnostic::Diagnostic;
use crate::expr::Mistake;

/// Names that are declared, but wrong themselves, each with the fact it hangs on: a fact on itself, a parameter on the
/// fact that its classes are by. What names them is not blamed for it.
pub(super) type Faulty = BTreeMap<String, String>;

/// A result, or none once its fault is noted.
pub(super) fn keep<T>(result: Result<T, Diagnostic>, faults: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

/// What a text turns out to be when it is checked; its mistakes are noted, but for those that are a faulty name's.
pub(super) fn attempt<T>(
    file: PackFile<'_>,
    text: &Spanned<String>,
    faulty: &Faulty,
    faults: &mut Vec<Diagnostic>,
    check: impl FnOnce(&str) -> Result<T, Vec<Mistake>>,
) -> Option<T> {
    let wrong = |mistakes: Vec<Mistake>| {
        mistakes
            .into_iter()
            .filter(|mistake| about(text.get_ref(), mistake, faulty).is_none())
            .map(|at| diagnostic(file, text, at))
    };
    check(text.get_ref()).map_err(|mistakes| faults.extend(wrong(mistakes))).ok()
}

/// A mistake in an expression, at its place in the file.
pub(super) fn diagnostic(file: PackFile<'_>, text: &Spanned<String>, mistake: Mistake) -> Diagnostic {
    let place = file.place_inside(text.span(), text.get_ref(), mistake.span);
    Diagnostic { message: mistake.message, place: Some(place), hint: mistake.hint }
}

/// The fact that a mistake in a text is about, if it names a faulty one.
pub(super) fn about<'f>(text: &str, mistake: &Mistake, faulty: &'f Faulty) -> Option<&'f str> {
    faulty.get(text.get(mistake.span.clone())?).map(String::as_str)
}
