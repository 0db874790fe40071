//! Which fields of a source's records anything in the pack reads.

use std::collections::BTreeSet;

use super::Pack;
use crate::expr::{Checked, Subject};

impl Pack {
    /// The fields of a source that facts and the rules in force read.
    pub fn fields_read(&self, source: &str) -> BTreeSet<String> {
        let rules = self.active_rules().flat_map(|rule| rule.conditions());
        let expressions: Vec<&Checked> = rules.chain(self.facts.iter().map(|fact| &fact.value)).collect();
        let calls = expressions.iter().flat_map(|expression| expression.related());
        let mut fields: BTreeSet<String> =
            calls.filter(|call| call.relation() == source).flat_map(|call| call.inner_fields()).collect();
        if source == self.register().0.name {
            let subjects = [Subject::Person, Subject::Household];
            let reads = subjects.iter().flat_map(|subject| expressions.iter().flat_map(|read| read.reads(*subject)));
            fields.extend(reads.map(|(_, name)| name));
        }
        fields
    }
}
