//! Sentences that say something else than what hit: of all records where the condition chose some, without the figures
//! that decided, in words of a form.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::expr::{Checked, MEMBERS, Related, TemplatePiece, Type, limited};
use crate::pack::Rule;

/// What is wrong with a rule's sentence; each with the key in its file that it is about.
pub(super) fn sentence(rule: &Rule) -> Vec<(Diagnostic, &'static str)> {
    let of_sentence = [mixed(rule), untold(rule), bare_truths(rule), narrow_signs(rule)];
    let found = of_sentence.into_iter().flatten().map(|fault| (fault, "message = "));
    found.chain(unused(rule).into_iter().map(|fault| (fault, "records"))).collect()
}

/// Sources of which the condition asks for some records and the sentence for all.
fn mixed(rule: &Rule) -> Vec<Diagnostic> {
    let conditional = |relation: &str| {
        let mut calls = rule.when.related().into_iter().filter(|call| call.relation() == relation).peekable();
        calls.peek().is_some() && calls.all(Related::is_conditional)
    };
    let told = rule.message.expressions().flat_map(Checked::related).filter(|call| !call.is_conditional());
    let unfiltered = told.filter(|call| {
        let counts_members = call.relation() == MEMBERS && call.takes().is_none();
        !counts_members && conditional(call.relation())
    });
    let relations: BTreeSet<&str> = unfiltered.map(Related::relation).collect();
    let faults = relations.into_iter().map(|relation| {
        let what = format!("规则 {} 的条件只看“{relation}”的一部分记录，线索内容却说到全部", rule.id);
        Diagnostic::new(what).hint("在 records 里给选出的记录起一个名称，条件和线索内容都用这个名称")
    });
    faults.collect()
}

/// Figures that the condition holds against a threshold, and that the sentence does not tell.
fn untold(rule: &Rule) -> Vec<Diagnostic> {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for value in rule.message.expressions() {
        told.extend(value.fields().into_iter().map(|field| field.name));
        told.extend(value.related().into_iter().flat_map(Related::inner_fields));
    }
    let untold = limited(&rule.when).into_iter().filter(|(fields, _)| fields.is_disjoint(&told));
    let faults = untold.map(|(fields, parameter)| {
        let fields = fields.into_iter().collect::<Vec<_>>().join("、");
        let what = format!("规则 {} 的条件把“{fields}”与“参数.{parameter}”比较，线索内容没有写出它", rule.id);
        Diagnostic::new(what).hint("在 message 里写出这个数字，最好连同界限")
    });
    faults.collect()
}

/// 是 and 否 in place of a reason.
fn bare_truths(rule: &Rule) -> Vec<Diagnostic> {
    let fault = || {
        let what = format!("规则 {} 的线索内容里有一处只会写出“是”或“否”", rule.id);
        Diagnostic::new(what).hint("写成 CASE WHEN 条件 THEN '原因' ELSE '' END")
    };
    let bare = rule.message.expressions().any(|value| *value.ty() == Type::Bool);
    bare.then(fault).into_iter().collect()
}

/// Half-width punctuation between Chinese words.
fn narrow_signs(rule: &Rule) -> Vec<Diagnostic> {
    let found = rule.message.pieces().iter().any(|piece| match piece {
        TemplatePiece::Text(text) => has_narrow_signs(text),
        TemplatePiece::Value(_) => false,
    });
    let fault = found.then(|| {
        let what = format!("规则 {} 的线索内容里有半角标点", rule.id);
        Diagnostic::new(what).hint("用全角的 ，；：（）")
    });
    fault.into_iter().collect()
}

fn has_narrow_signs(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let between_digits =
        |at: usize| at > 0 && signs[at - 1].is_ascii_digit() && signs.get(at + 1).is_some_and(char::is_ascii_digit);
    (0..signs.len()).any(|at| ",;:()".contains(signs[at]) && !between_digits(at))
}

/// Selections that nothing uses.
fn unused(rule: &Rule) -> Vec<Diagnostic> {
    let expressions = rule.conditions().chain(&rule.discriminator).chain(rule.message.expressions());
    let used: BTreeSet<&String> = expressions.flat_map(Checked::selections).collect();
    let idle = rule.records.names().filter(|name| !used.contains(&(*name).to_owned()));
    let fault = |name: &str| {
        Diagnostic::new(format!("规则 {} 的“{name}”没有用到", rule.id)).hint("删去，或在条件、线索内容里用它")
    };
    idle.map(fault).collect()
}
