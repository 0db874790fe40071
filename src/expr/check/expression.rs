//! The kinds of expressions, each checked where its rules are written.

use sqlparser::ast::{Expr, Spanned};
use sqlparser::tokenizer::Span;

use super::super::function::Function;
use super::super::parse::{SPLIT, TOO_DEEP};
use super::checker::{Checker, Typed};

/// Deeper trees are refused before they cost a stack: chains of AND and OR, of which the parser's own limit knows
/// nothing.
const DEPTH: usize = 200;

impl Checker<'_> {
    pub(super) fn expression(&mut self, expr: &Expr) -> Option<Typed> {
        if self.depth == DEPTH {
            return self.too_deep(expr.span());
        }
        self.depth += 1;
        let typed = self.part(expr);
        self.depth -= 1;
        typed
    }

    /// Said once, though a tree may go too deep in many places.
    fn too_deep(&mut self, span: Span) -> Option<Typed> {
        if self.mistakes.iter().any(|mistake| mistake.message == TOO_DEEP) {
            return None;
        }
        self.wrong(span, TOO_DEEP, Some(SPLIT.to_owned()))
    }

    fn part(&mut self, expr: &Expr) -> Option<Typed> {
        match expr {
            Expr::Nested(inner) => self.expression(inner),
            Expr::Identifier(name) => self.name(name),
            Expr::CompoundIdentifier(parts) => self.qualified(parts, expr.span()),
            Expr::Value(value) => self.value(&value.value, value.span),
            Expr::TypedString(typed) => self.typed_string(typed, expr.span()),
            Expr::UnaryOp { .. }
            | Expr::BinaryOp { .. }
            | Expr::Between { .. }
            | Expr::In { .. }
            | Expr::Like { .. }
            | Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsUnknown(_)
            | Expr::IsNotUnknown(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::Case { .. } => self.operator(expr),
            Expr::Function(function) => self.function(function, expr.span()),
            Expr::Substring { expr: text, substring_from, substring_for, .. } => {
                let arguments = [Some(&**text), substring_from.as_deref(), substring_for.as_deref()];
                self.call(Function::Substr, &arguments.into_iter().flatten().collect::<Vec<_>>(), expr.span())
            }
            other => self.foreign(other),
        }
    }
}
