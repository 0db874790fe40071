//! The values that conditions are judged by: parameters valid on a day, with the county's own, and constants.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::compiled::Pack;
use super::config::{Config, OwnValue};
use super::parameter::{Confirmation, DatedValue, Parameter, classed, valid};
use crate::diagnostic::Diagnostic;
use crate::expr::{Environment, constants};
use crate::value::WorkingDays;

/// A parameter's value on a day, and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'v> {
    /// The value.
    pub value: &'v toml::Value,
    /// Its days, document and author, if they are told.
    pub dated: Option<&'v DatedValue>,
    /// Whether it is the county's own, from `bidui.toml`.
    pub own: bool,
}

/// A value that must be known on a day.
#[derive(Debug, Clone)]
pub struct NamedValue<'p> {
    /// The name under which it stands in the environment: the parameter's, with the class if it is for one.
    pub name: String,
    /// The parameter's name.
    pub parameter_name: &'p str,
    /// The parameter.
    pub parameter: &'p Parameter,
    /// The class of households it is for; all without a value of their own, if there is none.
    pub class: Option<&'p str>,
}

impl<'p> NamedValue<'p> {
    /// The value in force on a day: the county's own goes first.
    pub fn in_force(&self, day: Date, config: &'p Config) -> Option<InForce<'p>> {
        let dated = |own, dated: &'p DatedValue| InForce { value: &dated.value, dated: Some(dated), own };
        let own = match (config.parameters.get(&self.name), config.parameters.get(self.parameter_name)) {
            (Some(OwnValue::Plain(value)), _) => Some(InForce { value, dated: None, own: true }),
            (_, Some(OwnValue::Dated(values))) => valid(values, day, self.class).map(|value| dated(true, value)),
            _ => None,
        };
        own.or_else(|| valid(&self.parameter.values, day, self.class).map(|value| dated(false, value)))
    }
}

impl Pack {
    /// The values in force on a day.
    ///
    /// # Errors
    /// Parameters without a value for the day, values that do not fit their kind, overrides of unknown parameters.
    pub fn environment(&self, as_of: Date, config: &Config) -> Result<Environment, Vec<Diagnostic>> {
        let constants = constants(as_of);
        let calendar = Arc::new(WorkingDays::of(&self.calendar));
        let unset = Arc::new(self.unset(config));
        let mut environment = Environment { constants, calendar, unset, ..Environment::default() };
        let mut faults = unknown_overrides(self, config);
        faults.extend(self.wrong_hints(config));
        for named in self.named_values() {
            let Some(InForce { value, own, .. }) = named.in_force(as_of, config) else {
                faults.push(Parameter::without_value(&named.name, as_of));
                continue;
            };
            match named.parameter.literal(value) {
                Ok(literal) => drop(environment.parameters.insert(named.name, literal)),
                Err(wrong) => {
                    let fault = Diagnostic::new(format!("参数“{}”的值 {value} {wrong}", named.name));
                    let place =
                        own.then(|| config.place_of(&["[parameters", named.parameter_name, &value.to_string()]));
                    faults.push(Diagnostic { place: place.flatten(), ..fault });
                }
            }
        }
        if faults.is_empty() { Ok(environment) } else { Err(faults) }
    }

    /// The parameters that are the county's own and that it has not set.
    pub(super) fn unset(&self, config: &Config) -> BTreeSet<String> {
        let is_own = |(name, parameter): &(&String, &Parameter)| {
            parameter.confirm == Some(Confirmation::County) && !config.parameters.contains_key(*name)
        };
        self.parameters.iter().filter(is_own).map(|(name, _)| name.clone()).collect()
    }

    /// Every value that must be known on a day.
    pub fn named_values(&self) -> impl Iterator<Item = NamedValue<'_>> {
        self.parameters.iter().flat_map(|(parameter_name, parameter)| {
            let usual = NamedValue { name: parameter_name.clone(), parameter_name, parameter, class: None };
            let of_class = move |class| NamedValue {
                name: classed(parameter_name, class),
                parameter_name,
                parameter,
                class: Some(class),
            };
            std::iter::once(usual).chain(parameter.classes().into_iter().map(of_class))
        })
    }
}

/// Values of the county's own for parameters, or classes, that the pack does not have.
fn unknown_overrides(pack: &Pack, config: &Config) -> Vec<Diagnostic> {
    let known: Vec<String> = pack.named_values().map(|named| named.name).collect();
    let unknown = |name: &String| {
        let fault = Diagnostic::new(format!("bidui.toml 的 [parameters] 里的“{name}”不是规则包的参数"));
        let fault = Diagnostic { place: config.place_of(&["[parameters", name]), ..fault };
        fault.hint_nearest(name, known.iter().map(String::as_str))
    };
    let strangers = config.parameters.keys().filter(|name| !known.contains(*name)).map(unknown);
    let of_classes = config.parameters.iter().flat_map(|(name, own)| match own {
        OwnValue::Dated(values) => unknown_classes(pack, config, name, values),
        OwnValue::Plain(_) => Vec::new(),
    });
    strangers.chain(of_classes).chain(idle_classes(pack, config)).collect()
}

/// Classes of townships for which neither a threshold nor a list's layout differs.
fn idle_classes(pack: &Pack, config: &Config) -> Vec<Diagnostic> {
    let of_parameters = pack.parameters.values().flat_map(|parameter| parameter.classes());
    let of_forms = pack.push_lists.iter().flat_map(|form| &form.townships).map(String::as_str);
    let known: BTreeSet<&str> = of_parameters.chain(of_forms).collect();
    let fault = |class: &String| {
        let fault = Diagnostic::new(format!("bidui.toml 的 [townships] 里的“{class}”没有阈值或清单样式用到"));
        let fault = Diagnostic { place: config.place_of(&["[townships", class]), ..fault };
        fault.hint(format!("规则包用到的分类：{}", known.iter().copied().collect::<Vec<_>>().join("、")))
    };
    config.townships.keys().filter(|class| !known.contains(class.as_str())).map(fault).collect()
}

fn unknown_classes(pack: &Pack, config: &Config, name: &str, values: &[DatedValue]) -> Vec<Diagnostic> {
    let Some(parameter) = pack.parameters.get(name) else { return Vec::new() };
    let known = parameter.classes();
    let classes = values.iter().flat_map(|value| &value.classes);
    let fault = |class: &String| {
        let fault = Diagnostic::new(format!("规则包没有给参数“{name}”分出“{class}”这一档"));
        let fault = Diagnostic { place: config.place_of(&["[parameters", name, "for", class]), ..fault };
        match known.is_empty() {
            true => fault.hint("这个参数不分档，去掉 for"),
            false => fault.hint(format!("可用：{}", known.iter().copied().collect::<Vec<_>>().join("、"))),
        }
    };
    classes.filter(|class| !known.contains(class.as_str())).map(fault).collect()
}
