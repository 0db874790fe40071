//! Calls: functions of values, and questions about related records.

use sqlparser::ast::{Expr, Function as SqlFunction, FunctionArg, FunctionArgExpr, FunctionArguments, Spanned};
use sqlparser::tokenizer::Span;

use super::super::aggregate::{Aggregate, HOUSEHOLDS, MEMBERS};
use super::super::function::Function;
use super::super::node::{Binary, Node, Related};
use super::super::pattern::Pattern;
use super::super::types::{Literal, Subject, Type};
use super::checker::{Checker, Typed};
use crate::diagnostic::nearest;

/// The records that a call ranges over.
struct Range<'a> {
    name: &'a str,
    fields: &'a std::collections::BTreeMap<String, Type>,
    /// Which of them were selected, if not all.
    filter: Option<&'a Node>,
}

/// The condition of a call on selected records: of what was not selected, `all` asks nothing.
fn selected(function: Aggregate, filter: Option<&Node>, condition: Option<Node>) -> Option<Node> {
    let Some(filter) = filter.cloned() else { return condition };
    Some(match (function, condition) {
        (Aggregate::All, None) => Node::Literal(Literal::Bool(true)),
        (Aggregate::All, Some(condition)) => {
            Node::Binary(Binary::Or, Box::new(Node::Not(Box::new(filter))), Box::new(condition))
        }
        (_, None) => filter,
        (_, Some(condition)) => Node::Binary(Binary::And, Box::new(filter), Box::new(condition)),
    })
}

impl<'a> Checker<'a> {
    pub(super) fn function(&mut self, function: &SqlFunction, span: Span) -> Option<Typed> {
        let name = function.name.to_string().to_lowercase();
        let plain = function.over.is_none()
            && function.filter.is_none()
            && function.within_group.is_empty()
            && matches!(function.parameters, FunctionArguments::None);
        let (Some(arguments), true) = (arguments(function), plain) else {
            return self.wrong(span, format!("{name} 的写法不对"), Some(format!("写成 {name}(…, …)")));
        };
        match (Aggregate::named(&name), Function::named(&name)) {
            (Some(aggregate), _) => self.related(aggregate, &arguments, span),
            (None, Some(function)) => self.call(function, &arguments, span),
            (None, None) => self.unknown_function(&name, function.name.span()),
        }
    }

    pub(super) fn call(&mut self, function: Function, arguments: &[&Expr], span: Span) -> Option<Typed> {
        if !function.arity().contains(&arguments.len()) {
            let least = function.arity().start().to_string();
            let most = function.arity().end().to_string();
            let wanted = if least == most { least } else { format!("{least} 到 {most}") };
            return self.wrong(
                span,
                format!("{} 要 {wanted} 个参数，这里有 {} 个", function.name(), arguments.len()),
                None,
            );
        }
        let typed: Vec<Option<Typed>> = arguments.iter().map(|argument| self.expression(argument)).collect();
        let mut typed = typed.into_iter().collect::<Option<Vec<Typed>>>()?;
        let Some(wants) = function.wants() else {
            let (nodes, ty) = self.common(typed, span)?;
            return Some(Typed { node: Node::Call(function, nodes), ty: function.result(&ty) });
        };
        for ((value, want), argument) in typed.iter().zip(wants).zip(arguments) {
            if !want.accepts(&value.ty) {
                let message = format!("{} 在这里要{}，却是{}", function.name(), want.label(), value.ty.label());
                return self.wrong(argument.span(), message, None);
            }
        }
        if function == Function::Age && typed.len() == 1 {
            typed.push(Typed { node: Node::Constant("截止日期".to_owned()), ty: Type::Date });
        }
        if function == Function::Contains {
            self.in_vocabulary(&typed[0], &typed[1].node, span)?;
        }
        if function == Function::Matches {
            self.pattern(&typed[1].node, arguments[1].span())?;
        }
        if function == Function::Substr && !starts_at_one_or_later(&typed) {
            return self.wrong(span, "substr 从第 1 个字数起，起点应写明", None);
        }
        let ty = function.result(&typed[0].ty);
        Some(Typed { node: Node::Call(function, typed.into_iter().map(|value| value.node).collect()), ty })
    }

    /// The form that a text must have is written out and can be read.
    fn pattern(&mut self, node: &Node, span: Span) -> Option<()> {
        let wrong = match node {
            Node::Literal(Literal::Text(text)) => Pattern::parse(text).err(),
            _ => Some("matches 的格式应是写明的文字".to_owned()),
        };
        let Some(message) = wrong else { return Some(()) };
        let hint =
            "由字和 [0-9]、[A-Za-z]、[一-龥] 这样的范围组成，后面可写次数 {18}、{2,4}、?、*、+，如 '[0-9]{17}[0-9X]'";
        self.wrong(span, message, Some(hint.to_owned()));
        None
    }

    fn related(&mut self, function: Aggregate, arguments: &[&Expr], span: Span) -> Option<Typed> {
        if let Some((relation, _)) = self.record {
            let message = format!("对“{relation}”的提问里不能再问别的记录");
            return self.wrong(span, message, Some("把里面的一问写成指标（facts），再用指标的名称".to_owned()));
        }
        let [relation, rest @ ..] = arguments else {
            return self.wrong(span, format!("{} 要写明来源", function.name()), Some(usage(function)));
        };
        let Range { name, fields, filter } = self.range(relation)?;
        let values = function.values();
        if rest.len() < values || rest.len() > values + 1 {
            return self.wrong(span, format!("{} 的参数个数不对", function.name()), Some(usage(function)));
        }
        self.record = Some((name, fields));
        let typed: Vec<Option<Typed>> = rest.iter().map(|argument| self.expression(argument)).collect();
        self.record = None;
        let typed = typed.into_iter().collect::<Option<Vec<Typed>>>()?;
        if let (Some(condition), Some(written)) = (typed.get(values), rest.get(values))
            && condition.ty != Type::Bool
        {
            let message = format!("最后一项应该是条件，却是{}", condition.ty.label());
            return self.wrong(written.span(), message, Some("写成比较，如 … > 0".to_owned()));
        }
        let ty = self.related_type(function, typed.first().filter(|_| values > 0), span)?;
        let mut parts = typed.into_iter().map(|part| part.node);
        let value = (values > 0).then(|| parts.next()).flatten();
        let order = (values > 1).then(|| parts.next()).flatten();
        let condition = selected(function, filter, parts.next());
        let call = Related { relation: name.to_owned(), function, value, order, condition, ty: ty.clone() };
        Some(Typed { node: Node::Related(Box::new(call)), ty })
    }

    fn related_type(&mut self, function: Aggregate, value: Option<&Typed>, span: Span) -> Option<Type> {
        let value = value.map(|value| &value.ty);
        Some(match (function, value) {
            (Aggregate::Has | Aggregate::None | Aggregate::Any | Aggregate::All, _) => Type::Bool,
            (Aggregate::Count | Aggregate::CountDistinct, _) => Type::Int,
            (Aggregate::Sum, Some(ty @ (Type::Int | Type::Money | Type::Number))) => ty.clone(),
            (Aggregate::Average, Some(Type::Money)) => Type::Money,
            (Aggregate::Average, Some(Type::Int | Type::Number)) => Type::Number,
            (Aggregate::List, Some(ty)) if ty.is_textual() => Type::Text,
            (Aggregate::Min | Aggregate::Max, Some(ty)) if *ty != Type::Text => ty.clone(),
            (Aggregate::Latest, Some(ty)) => ty.clone(),
            (_, other) => {
                let label = other.map_or("空", Type::label);
                let hint = unfit(function).to_owned();
                self.wrong(span, format!("{} 不能用于{label}", function.name()), Some(hint));
                return None;
            }
        })
    }

    /// The records that a call ranges over: a selection, or all of a relation.
    fn range(&mut self, written: &Expr) -> Option<Range<'a>> {
        let Expr::Identifier(name) = written else {
            self.wrong(written.span(), "第一项应是来源的名称", Some("来源不加引号，如 count(住院结算)".to_owned()));
            return None;
        };
        let word = name.value.as_str();
        let selections = self.selections;
        let (source, filter) = match selections.named(word) {
            Some(selection) => {
                self.selected.insert(word.to_owned());
                (selection.relation.as_str(), Some(&selection.filter))
            }
            None => (word, None),
        };
        let (name, fields) = self.relation(source, name.span)?;
        Some(Range { name, fields, filter })
    }

    /// The relation of a name, and its fields.
    pub(super) fn relation(
        &mut self,
        word: &str,
        span: Span,
    ) -> Option<(&'a str, &'a std::collections::BTreeMap<String, Type>)> {
        let catalog = self.catalog;
        match (self.subject, word) {
            (Subject::Household | Subject::Village, MEMBERS) => return Some((MEMBERS, &catalog.person)),
            (Subject::Village, HOUSEHOLDS) => return Some((HOUSEHOLDS, &catalog.household)),
            (_, word) => {
                if let Some((known, relation)) = catalog.relations.get_key_value(word)
                    && relation.subjects.contains(&self.subject)
                {
                    return Some((known.as_str(), &relation.fields));
                }
            }
        }
        let known = catalog.relations.keys().map(String::as_str).chain(self.selections.names()).chain([MEMBERS]);
        let hint = match (word, self.subject) {
            (MEMBERS, _) => Some("成员只能在户或村的规则里用".to_owned()),
            _ => nearest(word, known).map(|near| format!("是不是“{near}”？")),
        };
        self.wrong(span, format!("没有名为“{word}”的来源"), hint);
        None
    }
}

/// What to write where an aggregate cannot take a value.
fn unfit(function: Aggregate) -> &'static str {
    match function {
        Aggregate::Min | Aggregate::Max => {
            "文字没有大小：全部写出来用 list(来源, 栏目)，最近一条用 latest(来源, 栏目, 日期栏目)"
        }
        Aggregate::List => "list 用于文字；数字、金额、日期先用 || 与文字连接，如 金额 || '元'",
        _ => "sum、avg 用于数字和金额；最早、最晚的用 min、max",
    }
}

fn usage(function: Aggregate) -> String {
    let values = ["", "栏目, ", "栏目, 日期栏目, "][function.values()];
    format!("写成 {}(来源, {values}条件)，条件可以不写", function.name())
}

/// The arguments, if they are all plain expressions.
fn arguments(function: &SqlFunction) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    if list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
        return None;
    }
    let plain =
        |argument: &'_ FunctionArg| -> bool { matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_))) };
    if !list.args.iter().all(plain) {
        return None;
    }
    let expression = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Some(expr),
        _ => None,
    };
    list.args.iter().map(expression).collect()
}

fn starts_at_one_or_later(arguments: &[Typed]) -> bool {
    matches!(arguments.get(1).map(|start| &start.node), Some(Node::Literal(Literal::Int(1..))))
}
