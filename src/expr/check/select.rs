//! How a selection is written, and what is wrong with one.

use sqlparser::tokenizer::Span;

use super::super::catalog::Catalog;
use super::super::parse::{Mistake, SourceText};
use super::super::types::Subject;
use super::checker::{Checker, Scope};
use super::selection::Selection;

/// The word between the source and the filter.
const WHERE: &str = " WHERE ";

impl Selection {
    /// Checks a selection: a source, `WHERE`, and a condition on its records.
    ///
    /// # Errors
    /// All mistakes found.
    pub fn check(text: &str, subject: Subject, catalog: &Catalog) -> Result<Self, Vec<Mistake>> {
        let Some(at) = text.to_ascii_uppercase().find(WHERE) else {
            let hint = Some("写成 来源 WHERE 条件，如 小额信贷 WHERE 逾期天数 > 0".to_owned());
            return Err(vec![Mistake { message: "没有写明选哪些记录".to_owned(), span: 0..text.len(), hint }]);
        };
        let source = text[..at].trim();
        let nowhere = SourceText::new(source);
        let mut checker = Checker::new(&nowhere, Scope::of(subject, catalog));
        let Some((relation, fields)) = checker.relation(source, Span::empty()) else { return Err(checker.mistakes) };
        let behind = at + WHERE.len();
        let moved =
            |mistake: Mistake| Mistake { span: mistake.span.start + behind..mistake.span.end + behind, ..mistake };
        let condition = &text[behind..];
        let positions = SourceText::new(condition);
        let parsed = positions.parse().map_err(|mistake| vec![moved(mistake)])?;
        let mut checker = Checker::new(&positions, Scope::of(subject, catalog));
        checker.record = Some((relation, fields));
        let typed = checker.truth(&parsed).filter(|_| checker.mistakes.is_empty());
        match typed {
            Some(typed) => Ok(Self { relation: relation.to_owned(), filter: typed.node, lists: checker.lists }),
            None => Err(checker.mistakes.into_iter().map(moved).collect()),
        }
    }
}
