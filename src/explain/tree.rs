//! A condition on a subject → its tree with values: facts unfolded below their names, records below the calls on them.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::AnyValue;

use super::context::ExplanationContext;
use super::explained::{Explained, ExplainedPart, Verdict};
use super::home::Home;
use super::records::{RelatedRecord, RelatedRecords};
use super::shown::shown_part;
use super::values::RuleValues;
use crate::expr::{FieldRef, HOUSEHOLDS, MEMBERS, Node, Owner, Related, Shape, Subject, Type};
use crate::pack::{EvidenceField, Fact, Rule};

/// The values and records of all subjects of one kind.
pub(super) struct SubjectValues {
    pub values: RuleValues,
    pub records: RelatedRecords,
}

/// Tells why one rule says what it says of one subject.
pub(super) struct Explainer<'a> {
    pub context: ExplanationContext<'a>,
    pub home: &'a Home,
    pub known: &'a BTreeMap<Subject, SubjectValues>,
    pub rule: &'a Rule,
    /// Facts that were unfolded already.
    told: BTreeSet<(Subject, i64, String)>,
}

/// Records shown for one call; what is beyond them is counted.
const RECORDS_SHOWN: usize = 20;

impl<'a> Explainer<'a> {
    /// Begins anew: nothing is unfolded yet.
    pub fn new(
        context: ExplanationContext<'a>,
        home: &'a Home,
        known: &'a BTreeMap<Subject, SubjectValues>,
        rule: &'a Rule,
    ) -> Self {
        Self { context, home, known, rule, told: BTreeSet::new() }
    }

    /// A part of an expression on a subject, with all it hangs on.
    pub fn part(&mut self, node: &Node, subject: Subject, key: i64) -> Explained {
        let (part, children) = match node.shape() {
            Shape::All(below) => (ExplainedPart::All, self.parts(&below, subject, key)),
            Shape::Any(below) => (ExplainedPart::Any, self.parts(&below, subject, key)),
            Shape::Not(inner) => (ExplainedPart::Not, self.parts(&[inner], subject, key)),
            Shape::SurelyTrue(inner) => (ExplainedPart::SurelyTrue, self.parts(&[inner], subject, key)),
            Shape::SurelyFalse(inner) => (ExplainedPart::SurelyFalse, self.parts(&[inner], subject, key)),
            Shape::Choice(branches, other) => (ExplainedPart::Choice, self.choice(branches, other, subject, key)),
            Shape::Question(call) => (ExplainedPart::Value, self.records(call, subject, key)),
            Shape::Field(field) => (ExplainedPart::Value, self.fact(field, subject, key)),
            Shape::Operation(below) => (ExplainedPart::Value, self.parts(&below, subject, key)),
            Shape::Parameter(_) | Shape::Constant(_) | Shape::Literal => (ExplainedPart::Value, Vec::new()),
        };
        let (value, verdict) = self.outcome(node, subject, key);
        Explained { part, text: node.text(), value, verdict, note: self.note(node, subject), children }
    }

    /// Parts one beside the other, values that are written out left away.
    fn parts(&mut self, nodes: &[&Node], subject: Subject, key: i64) -> Vec<Explained> {
        let unwritten = nodes.iter().filter(|node| !matches!(node.shape(), Shape::Literal));
        unwritten.map(|node| self.part(node, subject, key)).collect()
    }

    /// The conditions up to the first that holds, and the value that is taken.
    fn choice(&mut self, branches: &[(Node, Node)], other: &Node, subject: Subject, key: i64) -> Vec<Explained> {
        let mut told = Vec::new();
        for (when, then) in branches {
            told.push(self.part(when, subject, key));
            if told.last().is_some_and(|when| when.verdict == Some(Verdict::True)) {
                told.extend(self.parts(&[then], subject, key));
                return told;
            }
        }
        told.extend(self.parts(&[other], subject, key));
        told
    }

    /// What a value comes to, or whether a condition holds.
    fn outcome(&self, node: &Node, subject: Subject, key: i64) -> (Option<String>, Option<Verdict>) {
        let Some(known) = self.known.get(&subject) else { return (None, None) };
        let value = known.values.at(key, node);
        match node.value_type(subject, &self.context.detection.pack.catalog) {
            Type::Bool => (None, Some(verdict(if let AnyValue::Boolean(holds) = value { Some(holds) } else { None }))),
            _ => (Some(shown_part(node, subject, value, self.unit(node, subject), self.context.detection.pack)), None),
        }
    }

    fn unit(&self, node: &Node, subject: Subject) -> Option<&'a str> {
        let pack = self.context.detection.pack;
        match node.shape() {
            Shape::Field(field) => match self.fact_of(field, subject) {
                Some(fact) => fact.unit.as_deref(),
                None => pack.register().0.fields.get(&field.name)?.unit.as_deref(),
            },
            Shape::Parameter(name) => pack.parameters.get(plain(name))?.unit.as_deref(),
            _ => None,
        }
    }

    /// What a fact means, where a threshold comes from.
    fn note(&self, node: &Node, subject: Subject) -> Option<String> {
        match node.shape() {
            Shape::Field(field) => self.fact_of(field, subject)?.note.clone(),
            Shape::Parameter(name) => Some(self.context.detection.pack.parameters.get(plain(name))?.title.clone()),
            _ => None,
        }
    }

    fn fact_of(&self, field: &FieldRef, subject: Subject) -> Option<&'a Fact> {
        let owner = field.owner.subject(subject);
        self.context.detection.pack.facts.iter().find(|fact| fact.subject == owner && fact.name == field.name)
    }

    /// How a fact came about; nothing below a field of the register.
    fn fact(&mut self, field: &FieldRef, subject: Subject, key: i64) -> Vec<Explained> {
        let (Some(fact), Some(owner)) = (self.fact_of(field, subject), self.key_of(field.owner, key)) else {
            return Vec::new();
        };
        match self.told.insert((fact.subject, owner, fact.name.clone())) {
            true => vec![self.part(fact.value.root(), fact.subject, owner)],
            false => vec![Explained::remark("见上")],
        }
    }

    fn key_of(&self, owner: Owner, own: i64) -> Option<i64> {
        match owner {
            Owner::Own | Owner::Outer(_) => Some(own),
            Owner::Household => Some(self.home.household),
            Owner::Head => self.home.head,
            Owner::Village => Some(self.home.village),
        }
    }

    /// The records that a call looked at, with those that count marked.
    fn records(&mut self, call: &Related, subject: Subject, key: i64) -> Vec<Explained> {
        let evidence: &[EvidenceField] = &self.rule.evidence;
        let looked_at =
            self.known.get(&subject).map(|known| known.records.looked_at(call, subject, key, evidence, self.context));
        match looked_at.flatten() {
            None => vec![Explained::remark(format!("没有提供{}", call.relation()))],
            Some(records) if records.is_empty() => vec![Explained::remark(format!("{}里没有记录", call.relation()))],
            // Who lives in the village is nothing to somebody who asks about one household.
            Some(_) if (call.relation(), subject) == (MEMBERS, Subject::Village) => Vec::new(),
            Some(records) => {
                let beyond = records.len().saturating_sub(RECORDS_SHOWN);
                let mut told: Vec<Explained> =
                    records.into_iter().take(RECORDS_SHOWN).map(|record| self.record(record, call, subject)).collect();
                told.extend((beyond > 0).then(|| Explained::remark(format!("另有{beyond}条"))));
                told
            }
        }
    }

    fn record(&mut self, record: RelatedRecord, call: &Related, subject: Subject) -> Explained {
        let children = match (call.relation(), subject, record.person) {
            (MEMBERS, Subject::Household, Some(person)) => self.member(call, person),
            _ => Vec::new(),
        };
        let name = match (call.relation(), subject) {
            (_, Subject::Village) | (HOUSEHOLDS, _) => String::new(),
            _ => record.name,
        };
        let words = record.place.into_iter().chain([name]).filter(|word| !word.is_empty()).chain(record.fields);
        let verdict = call.is_conditional().then(|| verdict(record.counts));
        let text = words.collect::<Vec<_>>().join(" ");
        Explained { value: record.value, verdict, children, ..Explained::new(ExplainedPart::Record, text) }
    }

    /// What a call reads of a member.
    fn member(&mut self, call: &Related, person: i64) -> Vec<Explained> {
        let field = |name: String| Node::Field(FieldRef { owner: Owner::Own, name });
        call.inner_fields().into_iter().map(|name| self.part(&field(name), Subject::Person, person)).collect()
    }
}

fn verdict(holds: Option<bool>) -> Verdict {
    match holds {
        Some(true) => Verdict::True,
        Some(false) => Verdict::False,
        None => Verdict::Unknown,
    }
}

/// A threshold's name without the class that it is for.
fn plain(parameter: &str) -> &str {
    parameter.split('@').next().unwrap_or(parameter)
}
