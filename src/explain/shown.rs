//! Values as people read them, nothing in them that completes an ID number.

use polars::prelude::AnyValue;

use super::explained::UNKNOWN;
use crate::expr::{Node, Related, Subject, Type, format_value};
use crate::pack::{Fact, Pack};
use crate::value::Redacted;

/// What stands in place of a birth date, which would complete a masked number.
const HIDDEN: &str = "不显示";

/// A value with its unit.
pub(super) fn shown(ty: &Type, value: AnyValue<'_>, unit: Option<&str>) -> String {
    if value.is_null() {
        return UNKNOWN.to_owned();
    }
    match (ty, unit) {
        (Type::Id, _) => HIDDEN.to_owned(),
        (Type::Money, _) => format!("{}元", format_value(ty, value)),
        (Type::Int | Type::Number, Some(unit)) => format!("{}{unit}", format_value(ty, value)),
        _ => Redacted::of(&format_value(ty, value)).into(),
    }
}

/// The value of a part, unless it tells a birth date.
pub(super) fn shown_part(
    node: &Node,
    subject: Subject,
    value: AnyValue<'_>,
    unit: Option<&str>,
    pack: &Pack,
) -> String {
    let ty = node.value_type(subject, &pack.catalog);
    match !value.is_null()
        && ty != Type::Bool
        && node.gives_away(Some(subject), &|owner, name| tells_birth(owner, name, pack))
    {
        true => HIDDEN.to_owned(),
        false => shown(&ty, value, unit),
    }
}

/// What a call takes of a record, unless it tells a birth date; nothing of calls that only count.
pub(super) fn shown_taken(call: &Related, value: AnyValue<'_>, unit: Option<&str>, pack: &Pack) -> Option<String> {
    let ty = call.takes()?;
    Some(match call.gives_away(&|owner, name| tells_birth(owner, name, pack)) {
        true => HIDDEN.to_owned(),
        false => shown(ty, value, unit),
    })
}

/// Whether a field is the birth date, whosever table it stands in.
pub(super) fn is_birth(field: &str, pack: &Pack) -> bool {
    pack.register().1.birth == field
}

/// Whether a field or fact tells a birth date.
fn tells_birth(owner: Option<Subject>, name: &str, pack: &Pack) -> bool {
    let of_fact = |fact: &&Fact| Some(fact.subject) == owner && fact.name == name && fact.ty != Type::Bool;
    let told_by =
        |fact: &Fact| fact.value.root().gives_away(Some(fact.subject), &|owner, name| tells_birth(owner, name, pack));
    is_birth(name, pack) || pack.facts.iter().find(of_fact).is_some_and(told_by)
}
