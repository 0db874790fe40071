//! SQL tree → typed tree: every name is looked up, every type compared, every mistake kept.

mod call;
mod foreign;
mod literal;
mod operator;
mod membership;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{Expr, Ident, Spanned};
use sqlparser::tokenizer::Span;

pub use literal::lint_literals;
pub use selection::{Selection, Selections};

use super::aggregate::{HOUSEHOLDS, MEMBERS};
use super::catalog::Catalog;
use super::function::Function;
use super::node::{Binary, FieldRef, Node, Owner, Related};
use super::parse::{Mistake, SPLIT, TOO_DEEP, Text};
use super::types::{Literal, Subject, Type};
use crate::diagnostic::nearest;

/// The qualifier of named lists.
const LISTS: &str = "名单";

/// An expression that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    root: Node,
    ty: Type,
    lists: BTreeSet<String>,
    selected: BTreeSet<String>,
}

/// Where an expression is written: whom it is about, and what it may name.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Whom it is about.
    pub subject: Subject,
    /// The names of the pack.
    pub catalog: &'a Catalog,
    /// The selections of records that have a name here.
    pub selections: &'a Selections,
}

impl<'a> Scope<'a> {
    /// A place without selections.
    pub fn of(subject: Subject, catalog: &'a Catalog) -> Self {
        Self { subject, catalog, selections: Selections::none() }
    }
}

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
    let positions = Text::new(text);
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
            let message = format!("条件应该成立或不成立,这里却是{}", other.label());
            Err(vec![Mistake {
                message, span: 0..text.trim_end().len(), hint: Some("写成比较,如 … >= 1".to_owned())
            }])
        }
    }
}

impl Checked {
    /// The same kind of expression with another tree.
    pub(super) fn with(&self, root: Node) -> Self {
        Self { root, ..self.clone() }
    }

    /// The tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The type of its value.
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// All related-record calls in it.
    pub fn related(&self) -> Vec<&Related> {
        let calls = self.root.walk().into_iter().filter_map(|node| match node {
            Node::Related(call) => Some(&**call),
            _ => None,
        });
        calls.collect()
    }

    /// The parameters that it names, those inside related-record calls included.
    pub fn parameters(&self) -> BTreeSet<String> {
        let mut pending = vec![&self.root];
        let mut found = BTreeSet::new();
        while let Some(node) = pending.pop() {
            if let Node::Parameter(name) = node {
                found.insert(name.clone());
            }
            pending.extend(node.all_children());
        }
        found
    }

    /// The named lists that it reads.
    pub fn lists(&self) -> &BTreeSet<String> {
        &self.lists
    }

    /// The selections that it uses.
    pub fn selections(&self) -> &BTreeSet<String> {
        &self.selected
    }

    /// The fields of subject and relatives that it names outside related-record calls.
    pub fn fields(&self) -> BTreeSet<FieldRef> {
        self.root.field_refs()
    }

    /// The fields and facts that its value depends on, with whose they are; `owner` is its subject.
    pub fn reads(&self, owner: Subject) -> BTreeSet<(Subject, String)> {
        let whose = |field: FieldRef| (field.owner.subject(owner), field.name);
        let mut reads: BTreeSet<(Subject, String)> = self.fields().into_iter().map(whose).collect();
        for call in self.related() {
            reads.extend(call.outer_fields().into_iter().map(whose));
            let inner = match call.relation() {
                MEMBERS => Some(Subject::Person),
                HOUSEHOLDS => Some(Subject::Household),
                _ => None,
            };
            reads.extend(
                inner.into_iter().flat_map(|subject| call.inner_fields().into_iter().map(move |name| (subject, name))),
            );
        }
        reads
    }
}

/// A checked node and its type.
#[derive(Debug, Clone)]
struct Typed {
    node: Node,
    ty: Type,
}

struct Checker<'a> {
    catalog: &'a Catalog,
    selections: &'a Selections,
    text: &'a Text<'a>,
    subject: Subject,
    /// Inside a related-record call: the relation's name and fields.
    record: Option<(&'a str, &'a BTreeMap<String, Type>)>,
    /// The named lists met so far.
    lists: BTreeSet<String>,
    /// The selections met so far.
    selected: BTreeSet<String>,
    /// How deep the part being checked stands.
    depth: usize,
    mistakes: Vec<Mistake>,
}

/// Deeper trees are refused before they cost a stack: chains of AND and OR, of which the parser's own limit knows
/// nothing.
const DEPTH: usize = 200;

impl<'a> Checker<'a> {
    fn new(text: &'a Text<'a>, scope: Scope<'a>) -> Self {
        Self {
            catalog: scope.catalog,
            selections: scope.selections,
            text,
            subject: scope.subject,
            record: None,
            lists: BTreeSet::new(),
            selected: BTreeSet::new(),
            depth: 0,
            mistakes: Vec::new(),
        }
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, hint: Option<String>) -> Option<Typed> {
        self.mistakes.push(self.text.mistake(span, message, hint));
        None
    }

    fn expression(&mut self, expr: &Expr) -> Option<Typed> {
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

    fn name(&mut self, name: &Ident) -> Option<Typed> {
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
        let mut hint = nearest(word, known).map(|near| format!("是不是“{near}”?"));
        if self.record.is_some() && self.catalog.fields(self.subject).contains_key(word) {
            hint = Some(format!("要用{}自己的“{word}”,写成 {}.{word}", self.subject.word(), self.subject.word()));
        } else if self.subject == Subject::Person && self.record.is_none() && self.catalog.household.contains_key(word)
        {
            hint = Some(format!("这是户的指标,写成 户.{word}"));
        }
        self.wrong(name.span, format!("{place}没有“{word}”这个栏目或指标"), hint)
    }

    fn qualified(&mut self, parts: &[Ident], span: Span) -> Option<Typed> {
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
                    None => "可用 参数.x;人的规则还可用 户.x、户主.x、村.x,户的规则可用 户主.x、村.x".to_owned(),
                };
                return self.wrong(owner.span, format!("不认得“{}.”", owner.value), Some(hint));
            }
        };
        match fields.get(word) {
            Some(ty) => {
                let node = Node::Field(FieldRef { owner, name: word.to_owned() });
                Some(Typed { node, ty: ty.clone() })
            }
            None => {
                let near = nearest(word, fields.keys().map(String::as_str)).map(|near| format!("是不是“{near}”?"));
                self.wrong(name.span, format!("没有“{word}”这个栏目或指标"), near)
            }
        }
    }

    fn parameter(&mut self, word: &str, span: Span) -> Option<Typed> {
        let Some(ty) = self.catalog.parameters.get(word) else {
            let near = nearest(word, self.catalog.parameters.keys().map(String::as_str));
            return self.wrong(span, format!("没有“{word}”这个参数"), near.map(|near| format!("是不是“{near}”?")));
        };
        let plain = Node::Parameter(word.to_owned());
        let Some(classes) = self.catalog.classed.get(word) else { return Some(Typed { node: plain, ty: ty.clone() }) };
        if !self.catalog.household.contains_key(&classes.by) {
            return self.wrong(span, format!("“{word}”按“{}”分档,户没有这个栏目或指标", classes.by), None);
        }
        let owner = match (self.subject, self.record.is_some()) {
            (Subject::Person, false) => Owner::Household,
            (Subject::Household, false) => Owner::Own,
            (Subject::Household, true) => Owner::Outer(Subject::Household),
            (Subject::Person, true) | (Subject::Village, _) => {
                let hint = Some("先写成户的指标,再在这里用".to_owned());
                return self.wrong(span, format!("“{word}”按户的“{}”分档,这里不能直接用", classes.by), hint);
            }
        };
        let field = || Box::new(Node::Field(FieldRef { owner, name: classes.by.clone() }));
        let branch = |(class, name): (&String, &String)| {
            let class = Box::new(Node::Literal(Literal::Text(class.clone())));
            (Node::Binary(Binary::Equal, field(), class), Node::Parameter(name.clone()))
        };
        let branches = classes.names.iter().map(branch).collect();
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
