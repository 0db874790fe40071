//! A whole pack, every expression in it checked.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::checks::Checks;
use super::coverage::ListOf;
use super::disposition::Dispositions;
use super::form::{ClueAttribute, Form, VisitForms, WaiverForm};
use super::headings::SharedHeadings;
use super::identity::Identity;
use super::layout::Layout;
use super::linkage::Linkage;
use super::list::Lists;
use super::overlay::Overlay;
use super::parameter::Parameters;
use super::plan::{Plan, Question};
use super::reads::read_facts;
use super::risk_scoring::RiskScoring;
use super::rule::{Fact, Rule, RuleStatus};
use super::source::{Register, Source};
use super::unit::Units;
use crate::diagnostic::{Diagnostic, nearest};
use crate::expr::{Catalog, Checked, Subject};
use crate::value::WorkingCalendar;

/// Everything the engine is told about the domain.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Name and version.
    pub identity: Identity,
    /// Hash of all its files.
    pub hash: String,
    /// Which of its files a county laid over the built-in ones.
    pub overlay: Overlay,
    /// Department tables by name, in file order.
    pub sources: IndexMap<String, Source>,
    /// What sources are lists of, by source.
    pub lists_of: BTreeMap<String, ListOf>,
    /// Facts, those of lower layers first.
    pub facts: Vec<Fact>,
    /// Rules by id.
    pub rules: Vec<Rule>,
    /// Ids of rules that an exclusion for all rules of a subject does not hold for.
    pub exceptions: Vec<String>,
    /// What only a visit can answer.
    pub questions: Vec<Question>,
    /// The work plan that rules and questions follow.
    pub plan: Plan,
    /// How the clues of a household add up.
    pub risk_scoring: RiskScoring,
    /// Thresholds.
    pub parameters: Parameters,
    /// Lists of words.
    pub lists: Lists,
    /// The push list's layouts: that for all townships first, then those for classes of them.
    pub push_lists: Vec<Form<ClueAttribute>>,
    /// The layouts of questions for visits.
    pub visits: VisitForms,
    /// What the answers on a push list mean.
    pub dispositions: Dispositions,
    /// The workbook that waivers are imported from.
    pub waiver_form: WaiverForm,
    /// Working days.
    pub calendar: WorkingCalendar,
    /// What evidence of identity weighs.
    pub linkage: Linkage,
    /// Headings that the tables of all departments share.
    pub headings: SharedHeadings,
    /// What rows that are not records look like.
    pub layout: Layout,
    /// Units of figures.
    pub units: Units,
    /// How much a period's data may differ from the period before.
    pub checks: Checks,
    /// The names that conditions may use.
    pub catalog: Catalog,
}

impl Pack {
    /// The register's declaration.
    pub fn register(&self) -> (&Source, &Register) {
        self.sources
            .values()
            .find_map(|source| source.register.as_ref().map(|register| (source, register)))
            .expect("compile refuses a pack without a register")
    }

    /// The facts that expressions on a subject depend on, those of lower layers first.
    pub fn facts_behind(&self, expressions: &[&Checked], subject: Subject) -> Vec<&Fact> {
        read_facts(expressions, subject, &self.facts)
    }

    /// The push list's layout for townships of a class.
    pub fn push_list(&self, class: Option<&str>) -> &Form<ClueAttribute> {
        let of_class =
            |form: &&Form<ClueAttribute>| class.is_some_and(|class| form.townships.iter().any(|own| own == class));
        let usual = self.push_lists.first().expect("compile refuses a pack without a push list");
        self.push_lists.iter().find(of_class).unwrap_or(usual)
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rule that somebody names, in capitals or not.
    ///
    /// # Errors
    /// If there is none, with the nearest one as a hint.
    pub fn named_rule(&self, id: &str) -> Result<&Rule, Diagnostic> {
        let wanted = id.to_uppercase();
        self.rule(&wanted).ok_or_else(|| {
            let fault = Diagnostic::new(format!("没有编号为 {id} 的规则"));
            match nearest(&wanted, self.rules.iter().map(|rule| rule.id.as_str())) {
                Some(near) => fault.hint(format!("是不是 {near}？全部规则见 bidui rules list")),
                None => fault.hint("全部规则见 bidui rules list"),
            }
        })
    }

    /// A hash over what decides a rule: two packs in which a rule has the same one judge alike, given the same
    /// thresholds.
    pub fn fingerprint(&self, rule: &Rule) -> String {
        let deciding: Vec<&Checked> = rule.conditions().chain(&rule.discriminator).collect();
        let facts = self.facts_behind(&deciding, rule.subject);
        let mut hasher = blake3::Hasher::new();
        for part in [rule.subject.word(), rule.severity.label(), &rule.risk] {
            hasher.update(part.as_bytes()).update(b"\n");
        }
        for expression in deciding.into_iter().chain(facts.into_iter().map(|fact| &fact.value)) {
            hasher.update(expression.root().to_string().as_bytes()).update(b"\n");
        }
        if rule.reads_clues {
            hasher.update(self.risk_scoring.deciding().as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The rules in force.
    pub fn active_rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| rule.status == RuleStatus::Active)
    }

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
