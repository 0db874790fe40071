//! Sources, parameters and lists → the names that expressions may use before there are facts.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::list::Lists;
use super::literal::ParameterKind;
use super::parameter::{Parameter, Parameters, classed};
use super::source::{Field, Kind, Source};
use crate::expr::{self, Catalog, Classes, Relation, Subject, Type};

pub(super) fn base_catalog(sources: &IndexMap<String, Source>, parameters: &Parameters, lists: &Lists) -> Catalog {
    let mut catalog = Catalog {
        parameters: parameters.iter().map(|(name, parameter)| (name.clone(), parameter_type(parameter.kind))).collect(),
        classed: parameters
            .iter()
            .filter_map(|(name, parameter)| Some((name.clone(), classes(name, parameter)?)))
            .collect(),
        lists: lists.iter().map(|(name, list)| (name.clone(), list.values.clone())).collect(),
        constants: expr::constant_types(),
        ..Catalog::default()
    };
    for source in sources.values() {
        let fields: BTreeMap<String, Type> =
            source.fields.iter().map(|(name, field)| (name.clone(), field_type(field))).collect();
        if let Some(register) = &source.register {
            let household = |name: &String| fields.get(name).map(|ty| (name.clone(), ty.clone()));
            catalog.household = register.household_fields.iter().filter_map(household).collect();
            let village = [source.key.township.as_ref(), source.key.village.as_ref()];
            catalog.village = village.into_iter().flatten().filter_map(household).collect();
            for fields in [&mut catalog.household, &mut catalog.village] {
                fields.extend(register.township_class.iter().map(|name| (name.clone(), Type::Text)));
            }
            catalog.person = fields;
        } else {
            let subjects = [Subject::Person, Subject::Household, Subject::Village].into();
            catalog.relations.insert(source.name.clone(), Relation { fields, subjects });
        }
    }
    catalog
}

fn classes(name: &str, parameter: &Parameter) -> Option<Classes> {
    let names = parameter.classes().into_iter().map(|class| (class.to_owned(), classed(name, class))).collect();
    Some(Classes { by: parameter.by.clone()?, names })
}

fn field_type(field: &Field) -> Type {
    let vocabulary = || field.values.keys().cloned().collect();
    match field.kind {
        Kind::Id => Type::Id,
        Kind::Text | Kind::Name | Kind::Place => Type::Text,
        Kind::Code => Type::Code(vocabulary()),
        Kind::Codes => Type::Codes(vocabulary()),
        Kind::Date | Kind::Month => Type::Date,
        Kind::Money => Type::Money,
        Kind::Number => Type::Number,
        Kind::Integer => Type::Int,
        Kind::Bool => Type::Bool,
    }
}

fn parameter_type(kind: ParameterKind) -> Type {
    match kind {
        ParameterKind::Money => Type::Money,
        ParameterKind::Integer => Type::Int,
        ParameterKind::Number => Type::Number,
        ParameterKind::Date => Type::Date,
        ParameterKind::Text => Type::Text,
    }
}
