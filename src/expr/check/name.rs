//! Names: columns, facts, constants and parameters, and whose they are.

use std::collections::BTreeMap;

use sqlparser::ast::Ident;
use sqlparser::tokenizer::Span;

use super::super::node::{Binary, FieldRef, Node, Owner};
use super::super::types::{Literal, Subject, Type};
use super::checker::{Checker, LISTS, Typed};
use crate::diagnostic::nearest;

impl<'a> Checker<'a> {
    pub(super) fn name(&mut self, name: &Ident) -> Option<Typed> {
        let word = name.value.as_str();
        let own = self.record.map_or_else(|| self.catalog.fields(self.subject), |(_, fields)| fields);
        if let Some(ty) = own.get(word) {
            let node = Node::Field(FieldRef { owner: Owner::Own, name: word.to_owned() });
            return Some(Typed { node, ty: ty.clone() });
        }
        if let Some(ty) = self.catalog.constants.get(word) {
            return Some(Typed { node: Node::Constant(word.to_owned()), ty: ty.clone() });
        }
        let place = self.record.map_or_else(|| "这里".to_owned(), |(relation, _)| format!("“{relation}”"));
        let known = own.keys().chain(self.catalog.constants.keys()).map(String::as_str);
        let mut hint = nearest(word, known).map(|near| format!("是不是“{near}”？"));
        if self.record.is_some() && self.catalog.fields(self.subject).contains_key(word) {
            hint = Some(format!("要用{}自己的“{word}”，写成 {}.{word}", self.subject.word(), self.subject.word()));
        } else if self.subject == Subject::Person && self.record.is_none() && self.catalog.household.contains_key(word)
        {
            hint = Some(format!("这是户的指标，写成 户.{word}"));
        }
        self.wrong(name.span, format!("{place}没有“{word}”这个栏目或指标"), hint)
    }

    pub(super) fn qualified(&mut self, parts: &[Ident], span: Span) -> Option<Typed> {
        let [owner, name] = parts else { return self.wrong(span, "名称里最多一个点", None) };
        let word = name.value.as_str();
        match owner.value.as_str() {
            "参数" => return self.parameter(word, name.span),
            LISTS => return self.wrong(span, "名单只能写在 IN 后面", Some(format!("写成 … IN {LISTS}.{word}"))),
            _ => {}
        }
        let (owner, fields) = match self.owner(owner.value.as_str()) {
            Some(found) => found,
            None => {
                let hint = match self.record {
                    Some(_) => format!("这里可用 参数.x、{}.x", self.subject.word()),
                    None => "可用 参数.x；人的规则还可用 户.x、户主.x、村.x，户的规则可用 户主.x、村.x".to_owned(),
                };
                return self.wrong(owner.span, format!("无法识别“{}.”", owner.value), Some(hint));
            }
        };
        match fields.get(word) {
            Some(ty) => {
                let node = Node::Field(FieldRef { owner, name: word.to_owned() });
                Some(Typed { node, ty: ty.clone() })
            }
            None => {
                let near = nearest(word, fields.keys().map(String::as_str)).map(|near| format!("是不是“{near}”？"));
                self.wrong(name.span, format!("没有“{word}”这个栏目或指标"), near)
            }
        }
    }

    fn parameter(&mut self, word: &str, span: Span) -> Option<Typed> {
        let Some(ty) = self.catalog.parameters.get(word) else {
            let near = nearest(word, self.catalog.parameters.keys().map(String::as_str));
            return self.wrong(span, format!("没有“{word}”这个参数"), near.map(|near| format!("是不是“{near}”？")));
        };
        let plain = Node::Parameter(word.to_owned());
        let Some(classes) = self.catalog.classed.get(word) else { return Some(Typed { node: plain, ty: ty.clone() }) };
        if !self.catalog.household.contains_key(&classes.by) {
            return self.wrong(span, format!("“{word}”按“{}”分档，户没有这个栏目或指标", classes.by), None);
        }
        let owner = match (self.subject, self.record.is_some()) {
            (Subject::Person, false) => Owner::Household,
            (Subject::Household, false) => Owner::Own,
            (Subject::Household, true) => Owner::Outer(Subject::Household),
            (Subject::Person, true) | (Subject::Village, _) => {
                let hint = Some("先写成户的指标，再在这里用".to_owned());
                return self.wrong(span, format!("“{word}”按户的“{}”分档，这里不能直接用", classes.by), hint);
            }
        };
        let field = || Box::new(Node::Field(FieldRef { owner, name: classes.by.clone() }));
        let branches = classes
            .names
            .iter()
            .map(|(class, name)| {
                let class = Box::new(Node::Literal(Literal::Text(class.clone())));
                (Node::Binary(Binary::Equal, field(), class), Node::Parameter(name.clone()))
            })
            .collect();
        Some(Typed { node: Node::Case(branches, Box::new(plain)), ty: ty.clone() })
    }

    /// Whose fields a qualifier stands for, seen from here.
    fn owner(&self, word: &str) -> Option<(Owner, &'a BTreeMap<String, Type>)> {
        let catalog = self.catalog;
        if self.record.is_some() {
            let own = word == self.subject.word();
            return own.then(|| (Owner::Outer(self.subject), catalog.fields(self.subject)));
        }
        match (self.subject, word) {
            (Subject::Person, "户") => Some((Owner::Household, &catalog.household)),
            (Subject::Person | Subject::Household, "户主") => Some((Owner::Head, &catalog.person)),
            (Subject::Person | Subject::Household, "村") => Some((Owner::Village, &catalog.village)),
            _ => None,
        }
    }
}
