//! Whether a value is one of several, or reads like a text: IN and LIKE.

use sqlparser::ast::{Expr, Ident, InTarget, Spanned};
use sqlparser::tokenizer::Span;

use super::super::function::Function;
use super::super::node::{Binary, Node};
use super::super::types::{Literal, Type};
use super::checker::{Checker, LISTS, Typed};
use super::operator::{boolean, boxed};
use crate::diagnostic::nearest;

/// How IN is written.
const IN: &str = "写成 IN ('甲', '乙')，或 IN 名单.名称";

impl Checker<'_> {
    pub(super) fn membership(&mut self, value: &Expr, target: &InTarget, negated: bool, span: Span) -> Option<Typed> {
        let items = match target {
            InTarget::List(items) => items.iter().map(|item| self.items(item)).collect::<Option<Vec<_>>>()?.concat(),
            InTarget::Table { name, args: None } => {
                let names: Option<Vec<&Ident>> = name.0.iter().map(|part| part.as_ident()).collect();
                self.listed(&names.unwrap_or_default(), name.span())?
            }
            _ => return self.wrong(span, "IN 后面只能列出值", Some(IN.to_owned())),
        };
        let mut value = self.expression(value)?;
        let mut list = Vec::new();
        for (item, span) in items {
            let (with, item) = self.alike(value, item, span)?;
            value = with;
            list.push(item.node);
        }
        let node = Node::In(boxed(value), list);
        boolean(if negated { Node::Not(Box::new(node)) } else { node })
    }

    /// One item of a list: a value, or all words of a named list.
    fn items(&mut self, item: &Expr) -> Option<Vec<(Typed, Span)>> {
        match item {
            Expr::CompoundIdentifier(parts) if parts.first().is_some_and(|first| first.value == LISTS) => {
                self.listed(&parts.iter().collect::<Vec<_>>(), item.span())
            }
            _ => Some(vec![(self.expression(item)?, item.span())]),
        }
    }

    /// The words of `名单.x`.
    fn listed(&mut self, parts: &[&Ident], span: Span) -> Option<Vec<(Typed, Span)>> {
        let name = match parts {
            [first, name] if first.value == LISTS => *name,
            _ => {
                self.wrong(span, "IN 后面应是括号里的值，或一个名单", Some(IN.to_owned()));
                return None;
            }
        };
        let lists = &self.catalog.lists;
        let Some(words) = lists.get(&name.value) else {
            let known = lists.keys().map(String::as_str);
            let hint = nearest(&name.value, known).map(|near| format!("是不是“{near}”？名单在 lists.toml 里"));
            self.wrong(name.span, format!("没有“{}”这个名单", name.value), hint);
            return None;
        };
        self.lists.insert(name.value.clone());
        let word = |word: &String| Typed { node: Node::Literal(Literal::Text(word.clone())), ty: Type::Text };
        Some(words.iter().map(|text| (word(text), span)).collect())
    }

    /// LIKE with `%` at the ends only, which needs no pattern engine.
    pub(super) fn like(&mut self, text: &Expr, pattern: &Expr, negated: bool) -> Option<Typed> {
        let text = self.expression(text)?;
        let typed = self.expression(pattern)?;
        let Node::Literal(Literal::Text(pattern_text)) = &typed.node else {
            return self.wrong(pattern.span(), "LIKE 后面应是写明的文字", None);
        };
        if !text.ty.is_textual() {
            return self.wrong(pattern.span(), format!("{}不能用 LIKE", text.ty.label()), None);
        }
        let begins = pattern_text.ends_with('%');
        let ends = pattern_text.starts_with('%');
        let words = pattern_text.trim_matches('%').to_owned();
        if words.contains(['%', '_']) {
            let hint = "只支持 '开头%'、'%结尾'、'%包含%'；其他用 starts_with、ends_with、contains".to_owned();
            return self.wrong(pattern.span(), "LIKE 的写法太复杂", Some(hint));
        }
        let words = Node::Literal(Literal::Text(words));
        let node = match (ends, begins) {
            (false, false) => Node::Binary(Binary::Equal, boxed(text), Box::new(words)),
            (false, true) => Node::Call(Function::StartsWith, vec![text.node, words]),
            (true, false) => Node::Call(Function::EndsWith, vec![text.node, words]),
            (true, true) => Node::Call(Function::Contains, vec![text.node, words]),
        };
        boolean(if negated { Node::Not(Box::new(node)) } else { node })
    }
}
