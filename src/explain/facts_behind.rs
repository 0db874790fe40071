//! The facts that rules read.

use std::collections::BTreeSet;

use crate::detect::expressions;
use crate::expr::Subject;
use crate::pack::{Fact, Pack, Rule};

/// The facts that rules read, and the one that tells a household's class, those of lower layers first.
pub fn facts_behind<'p>(rules: &[&Rule], pack: &'p Pack) -> Vec<&'p Fact> {
    let mut of_households = pack.facts.iter().filter(|fact| fact.subject == Subject::Household);
    let class = of_households.find(|fact| fact.name == pack.layout.household_class);
    let of_rules = rules.iter().flat_map(|rule| pack.facts_behind(&expressions(rule), rule.subject));
    let of_class = class.iter().flat_map(|class| pack.facts_behind(&[&class.value], class.subject));
    let of = |fact: &'p Fact| (fact.subject, fact.name.as_str());
    let named: BTreeSet<(Subject, &str)> = of_rules.chain(of_class).chain(class).map(of).collect();
    pack.facts.iter().filter(|fact| named.contains(&of(fact))).collect()
}
