//! Operators: logic, comparison, arithmetic, membership, CASE.

use sqlparser::ast::{BinaryOperator, CaseWhen, Expr, Spanned, UnaryOperator};
use sqlparser::tokenizer::Span;

use super::super::node::{Binary, Cast, Node, TextForm, TruthValue};
use super::super::types::{Literal, Type};
use super::checker::{Checker, Typed};
use crate::diagnostic::nearest;

pub(super) fn boolean(node: Node) -> Option<Typed> {
    Some(Typed { node, ty: Type::Bool })
}

pub(super) fn boxed(typed: Typed) -> Box<Node> {
    Box::new(typed.node)
}

impl Checker<'_> {
    pub(super) fn operator(&mut self, expr: &Expr) -> Option<Typed> {
        match expr {
            Expr::UnaryOp { op, expr: inner } => self.unary(op, inner, expr.span()),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, expr.span()),
            Expr::Between { expr: value, negated, low, high } => self.between(value, *negated, low, high),
            Expr::In { expr: value, target, negated, .. } => self.membership(value, target, *negated, expr.span()),
            Expr::Like { negated, any: false, expr: text, pattern, escape_char: None } => {
                self.like(text, pattern, *negated)
            }
            Expr::IsNull(inner) | Expr::IsUnknown(inner) => self.is_null(inner),
            Expr::IsNotNull(inner) | Expr::IsNotUnknown(inner) => {
                self.is_null(inner).and_then(|typed| boolean(Node::Not(boxed(typed))))
            }
            Expr::IsTrue(inner) => self.is(inner, TruthValue::True),
            Expr::IsFalse(inner) => self.is(inner, TruthValue::False),
            Expr::IsNotTrue(inner) => {
                self.is(inner, TruthValue::True).and_then(|typed| boolean(Node::Not(boxed(typed))))
            }
            Expr::IsNotFalse(inner) => {
                self.is(inner, TruthValue::False).and_then(|typed| boolean(Node::Not(boxed(typed))))
            }
            Expr::IsDistinctFrom(left, right) => self.distinct(left, right),
            Expr::IsNotDistinctFrom(left, right) => {
                self.distinct(left, right).and_then(|typed| boolean(Node::Not(boxed(typed))))
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref(), expr.span())
            }
            other => self.foreign(other),
        }
    }

    /// A part that must be true or false.
    pub(super) fn truth(&mut self, expr: &Expr) -> Option<Typed> {
        let typed = self.expression(expr)?;
        match (&typed.ty, &typed.node) {
            (Type::Bool, _) | (_, Node::Null) => Some(typed),
            (other, _) => {
                let message = format!("这里应该是条件，却是{}", other.label());
                self.wrong(expr.span(), message, Some("写成比较，如 = '…' 或 > 0".to_owned()))
            }
        }
    }

    fn unary(&mut self, op: &UnaryOperator, inner: &Expr, span: Span) -> Option<Typed> {
        match op {
            UnaryOperator::Not => self.truth(inner).and_then(|typed| boolean(Node::Not(boxed(typed)))),
            UnaryOperator::Plus => self.expression(inner),
            UnaryOperator::Minus => {
                let typed = self.expression(inner)?;
                let node = match typed.node {
                    Node::Literal(Literal::Int(number)) => Node::Literal(Literal::Int(-number)),
                    Node::Literal(Literal::Number(number)) => Node::Literal(Literal::Number(-number)),
                    other => Node::Negate(Box::new(other)),
                };
                match typed.ty {
                    Type::Int | Type::Number | Type::Money => Some(Typed { node, ty: typed.ty }),
                    other => self.wrong(span, format!("{}不能取负", other.label()), None),
                }
            }
            _ => self.wrong(span, "条件里没有这个运算符", None),
        }
    }

    fn binary(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, span: Span) -> Option<Typed> {
        let comparison = match op {
            BinaryOperator::And => return self.logic(Binary::And, left, right),
            BinaryOperator::Or => return self.logic(Binary::Or, left, right),
            BinaryOperator::Eq => Binary::Equal,
            BinaryOperator::NotEq => Binary::NotEqual,
            BinaryOperator::Lt => Binary::Less,
            BinaryOperator::LtEq => Binary::LessOrEqual,
            BinaryOperator::Gt => Binary::Greater,
            BinaryOperator::GtEq => Binary::GreaterOrEqual,
            BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Modulo
            | BinaryOperator::StringConcat => return self.arithmetic(left, op, right, span),
            other => {
                let hint = (*other == BinaryOperator::BitwiseAnd).then(|| "连接文字用 ||，并且用 AND".to_owned());
                return self.wrong(span, format!("条件里没有 {other} 这个运算符"), hint);
            }
        };
        let left_typed = self.expression(left);
        let right_typed = self.expression(right);
        let (left_typed, right_typed) = self.alike(left_typed?, right_typed?, span)?;
        let orders = !matches!(comparison, Binary::Equal | Binary::NotEqual);
        if orders && matches!(left_typed.ty, Type::Bool | Type::Id) {
            return self.wrong(span, format!("{}不能比大小", left_typed.ty.label()), Some("用 = 或 <>".to_owned()));
        }
        boolean(Node::Binary(comparison, boxed(left_typed), boxed(right_typed)))
    }

    fn logic(&mut self, op: Binary, left: &Expr, right: &Expr) -> Option<Typed> {
        let left = self.truth(left);
        let right = self.truth(right);
        boolean(Node::Binary(op, boxed(left?), boxed(right?)))
    }

    fn arithmetic(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, span: Span) -> Option<Typed> {
        let left = self.expression(left);
        let right = self.expression(right);
        let left = left?;
        let right = right?;
        if *op == BinaryOperator::StringConcat {
            let left = written(left);
            let right = written(right);
            return match (left, right) {
                (Some(left), Some(right)) => Some(Typed {
                    node: Node::Binary(Binary::Concatenate, Box::new(left), Box::new(right)),
                    ty: Type::Text,
                }),
                _ => self.wrong(span, "|| 只能连接文字、数字、金额和日期", None),
            };
        }
        let (binary, ty) = match (&left.ty, op, &right.ty) {
            (Type::Money, BinaryOperator::Multiply, Type::Int) | (Type::Int, BinaryOperator::Multiply, Type::Money) => {
                (Binary::Multiply, Type::Money)
            }
            (Type::Money, BinaryOperator::Multiply, Type::Number)
            | (Type::Number, BinaryOperator::Multiply, Type::Money) => (Binary::Scale, Type::Money),
            (Type::Money, BinaryOperator::Divide, Type::Int | Type::Number) => (Binary::Share, Type::Money),
            (Type::Int, BinaryOperator::Modulo, Type::Int) => (Binary::Remainder, Type::Int),
            (Type::Money, BinaryOperator::Divide, Type::Money)
            | (Type::Int | Type::Number, BinaryOperator::Divide, Type::Int | Type::Number) => {
                (Binary::Divide, Type::Number)
            }
            (_, BinaryOperator::Plus, _) => return self.sum(Binary::Add, left, right, span),
            (_, BinaryOperator::Minus, _) => return self.sum(Binary::Subtract, left, right, span),
            (Type::Int | Type::Number, BinaryOperator::Multiply, Type::Int | Type::Number) => {
                return self.sum(Binary::Multiply, left, right, span);
            }
            (left, _, right) => {
                let message = format!("{}与{}不能这样计算", left.label(), right.label());
                return self.wrong(span, message, None);
            }
        };
        Some(Typed { node: Node::Binary(binary, boxed(left), boxed(right)), ty })
    }

    /// Operations whose two sides and result are of one kind.
    fn sum(&mut self, op: Binary, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        let hint =
            |ty: &Type| (*ty == Type::Date).then(|| "日期加减用 add_days、add_months，相差用 days_between".to_owned());
        if !matches!(left.ty, Type::Int | Type::Number | Type::Money) {
            let message = format!("{}不能加减", left.ty.label());
            return self.wrong(span, message, hint(&left.ty));
        }
        let (left, right) = self.alike(left, right, span)?;
        let ty = left.ty.clone();
        Some(Typed { node: Node::Binary(op, boxed(left), boxed(right)), ty })
    }

    /// Brings two values to one kind: whole numbers widen, words are looked up in the other side's vocabulary.
    pub(super) fn alike(&mut self, left: Typed, right: Typed, span: Span) -> Option<(Typed, Typed)> {
        let left = widen(left, &right.ty.clone());
        let right = widen(right, &left.ty);
        let fits = match (&left.ty, &right.ty) {
            _ if matches!(left.node, Node::Null) || matches!(right.node, Node::Null) => true,
            (left, right) if left.is_textual() && right.is_textual() => true,
            (left, right) => left == right,
        };
        if !fits {
            let message = format!("{}不能与{}比较", left.ty.label(), right.ty.label());
            self.wrong(span, message, unlike(&left, &right));
            return None;
        }
        self.in_vocabulary(&left, &right.node, span)?;
        self.in_vocabulary(&right, &left.node, span)?;
        Some((left, right))
    }

    /// A word compared with a code must be one of its vocabulary.
    pub(super) fn in_vocabulary(&mut self, code: &Typed, node: &Node, span: Span) -> Option<()> {
        let (Some(words), Node::Literal(Literal::Text(word))) = (code.ty.vocabulary(), node) else { return Some(()) };
        if words.iter().any(|known| known == word) {
            return Some(());
        }
        let hint = match nearest(word, words.iter().map(String::as_str)) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可用：{}", words.join("、")),
        };
        let message = match &code.node {
            Node::Field(field) => format!("“{word}”不在“{}”的词表中", field.name),
            _ => format!("“{word}”不在词表中"),
        };
        let mistake = self.text.mistake(span, message, Some(hint));
        self.mistakes.push(self.text.narrowed(mistake, word));
        None
    }

    fn between(&mut self, value: &Expr, negated: bool, low: &Expr, high: &Expr) -> Option<Typed> {
        let span = value.span().union(&high.span());
        let value = self.expression(value);
        let low = self.expression(low);
        let high = self.expression(high);
        let value = value?;
        let low = low?;
        let high = high?;
        let (above, low) = self.alike(value.clone(), low, span)?;
        let (below, high) = self.alike(value, high, span)?;
        let above = Node::Binary(Binary::GreaterOrEqual, boxed(above), boxed(low));
        let below = Node::Binary(Binary::LessOrEqual, boxed(below), boxed(high));
        let between = Node::Binary(Binary::And, Box::new(above), Box::new(below));
        boolean(if negated { Node::Not(Box::new(between)) } else { between })
    }

    fn is_null(&mut self, inner: &Expr) -> Option<Typed> {
        let typed = self.expression(inner)?;
        boolean(Node::IsNull(boxed(typed)))
    }

    fn is(&mut self, inner: &Expr, truth: TruthValue) -> Option<Typed> {
        let typed = self.truth(inner)?;
        boolean(Node::Is(boxed(typed), truth))
    }

    fn distinct(&mut self, left: &Expr, right: &Expr) -> Option<Typed> {
        let span = left.span().union(&right.span());
        let left = self.expression(left);
        let right = self.expression(right);
        let (left, right) = self.alike(left?, right?, span)?;
        boolean(Node::Binary(Binary::Distinct, boxed(left), boxed(right)))
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        branches: &[CaseWhen],
        other: Option<&Expr>,
        span: Span,
    ) -> Option<Typed> {
        let mut results: Vec<(Node, Typed)> = Vec::new();
        for branch in branches {
            let condition = match operand {
                None => self.truth(&branch.condition)?.node,
                Some(operand) => {
                    let value = self.expression(operand)?;
                    let case = self.expression(&branch.condition)?;
                    let (value, case) = self.alike(value, case, branch.condition.span())?;
                    Node::Binary(Binary::Equal, boxed(value), boxed(case))
                }
            };
            results.push((condition, self.expression(&branch.result)?));
        }
        let other = other.map_or(Some(Typed { node: Node::Null, ty: Type::Text }), |other| self.expression(other))?;
        let values = results.iter().map(|(_, value)| value).chain([&other]).cloned().collect();
        let (mut values, ty) = self.common(values, span)?;
        let other = values.pop()?;
        let branches = results.into_iter().zip(values).map(|((condition, _), value)| (condition, value)).collect();
        Some(Typed { node: Node::Case(branches, Box::new(other)), ty })
    }

    /// Brings several values to one kind.
    pub(super) fn common(&mut self, values: Vec<Typed>, span: Span) -> Option<(Vec<Node>, Type)> {
        let leading = values
            .iter()
            .find(|typed| !matches!(typed.node, Node::Null | Node::Literal(_)))
            .or_else(|| values.iter().find(|typed| !matches!(typed.node, Node::Null)))
            .cloned()?;
        let mut nodes = Vec::new();
        let mut ty = leading.ty.clone();
        for value in values {
            let null = matches!(value.node, Node::Null);
            let (lead, value) = self.alike(leading.clone(), value, span)?;
            if !null && value.ty != ty {
                ty = if value.ty.is_textual() { Type::Text } else { lead.ty };
            }
            nodes.push(value.node);
        }
        Some((nodes, ty))
    }
}

/// What to do about two values that cannot be compared.
fn unlike(left: &Typed, right: &Typed) -> Option<String> {
    let either = |ty: Type| left.ty == ty || right.ty == ty;
    let hint = match () {
        () if either(Type::Date) && either(Type::Int) => "日期写成 DATE '2026-09-01'，年份用 year(日期)",
        () if either(Type::Date) => "日期写成 DATE '2026-09-01'",
        () if either(Type::Bool) => "是否值本身就是条件，不必比较",
        () if is_quoted(left) || is_quoted(right) => "数字不加引号",
        () if either(Type::Money) => "金额只能与金额比较；是参数的，检查它的 kind",
        () => return None,
    };
    Some(hint.to_owned())
}

fn is_quoted(typed: &Typed) -> bool {
    matches!(typed.node, Node::Literal(Literal::Text(_)))
}

/// A value as people write it, as text; none for what is not written in sentences.
fn written(typed: Typed) -> Option<Node> {
    let form = match typed.ty {
        _ if typed.ty.is_textual() => return Some(typed.node),
        Type::Int => TextForm::Whole,
        Type::Money => TextForm::Amount,
        Type::Number => TextForm::Number,
        Type::Date => TextForm::Day,
        _ => return None,
    };
    Some(Node::Convert(Cast::Text(form), boxed(typed)))
}

/// A whole number beside a number or, if written out, beside an amount takes its kind.
fn widen(typed: Typed, beside: &Type) -> Typed {
    match (&typed.ty, beside, &typed.node) {
        (Type::Int, Type::Number, _) => Typed { node: Node::Convert(Cast::Number, boxed(typed)), ty: Type::Number },
        (Type::Int, Type::Money, Node::Literal(Literal::Int(yuan))) => {
            Typed { node: Node::Literal(Literal::Money(yuan.saturating_mul(100))), ty: Type::Money }
        }
        (Type::Number, Type::Money, Node::Literal(Literal::Number(yuan))) => {
            Typed { node: Node::Literal(Literal::Money((yuan * 100.0).round() as i64)), ty: Type::Money }
        }
        _ => typed,
    }
}
