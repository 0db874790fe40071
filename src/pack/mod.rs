//! The rule pack and `bidui.toml`, read once into types: all knowledge of the domain enters here.
//!
//! [`PackFiles`] are texts; [`compile`] turns them into a [`Pack`] or into every mistake found in them.

mod calendar;
mod catalog;
mod checks;
mod column_hint;
mod compile;
mod config;
mod confirmation;
mod coverage;
mod derive;
mod disposition;
mod environment;
mod fact;
mod fan;
mod files;
mod form;
mod guest;
mod headings;
mod hint;
mod implication;
mod linkage;
mod household;
mod list;
mod marks;
mod member;
mod overlay;
mod parameter;
mod password;
mod picture;
mod plan;
mod reads;
mod rule;
mod rulebook;
mod selection;
mod shape;
mod source;
mod sources;
mod stated;
mod switch;
mod unit;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Deserialize;

pub use checks::{Accepted, Checks, SafetyCheck};
pub use column_hint::{ColumnHint, Lesson, Says};
pub use compile::{compile, compile_layered};
pub use config::Config;
pub use confirmation::Confirmation;
pub use coverage::{CoverageLimits, ListKind, ListOf};
pub use derive::Derive;
pub use disposition::{AnswerWord, Dispositions, Naming, Resolution, Truth, deciding};
pub(crate) use environment::literal;
pub use environment::{InForce, NamedValue};
pub use fan::Fan;
pub use files::{PackFile, PackFiles};
pub use form::{
    AnswerItem, ClueAttribute, Cover, Form, FormColumn, Page, VisitAttribute, Visits, WaiverForm, WaiverItem,
};
pub use guest::GuestOf;
pub use headings::{SharedHeadings, Whose};
pub use hint::SheetHint;
pub use household::{HouseholdNumbers, Residence, is_filler};
pub use linkage::{Level, Linkage, Search, Strengths, Weight};
pub use list::{Lists, NamedList};
pub use marks::{Against, AgainstAny, Marks};
pub use member::MemberWords;
pub use overlay::{Layered, Overlay};
pub use parameter::{DatedValue, Parameter, ParameterKind, Parameters, civil, classed};
pub use password::FilePassword;
pub use picture::{CLUES, GRADE, Grades, MAIN_RISK, NO_RISK, OTHER_RISKS, PICTURE, Points, Risk, SCORE, Weighing};
pub use plan::{Checkpoint, Plan, Question};
pub use rule::{EvidenceField, Example, Exclusion, Expectation, Fact, Rule, Severity, Status};
pub use source::{Belongs, Certificate, Field, Grain, Key, Kind, Members, Register, Source};
pub use stated::{Stated, Taught};
pub use switch::Switches;
pub use unit::{Conversion, Units};
pub use wording::{Ended, Gone, Remarks, Said, Telling};

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
    pub weighing: Weighing,
    /// Thresholds.
    pub parameters: Parameters,
    /// Lists of words.
    pub lists: Lists,
    /// The push list's layouts: that for all townships first, then those for classes of them.
    pub push_lists: Vec<Form<ClueAttribute>>,
    /// The layouts of questions for visits.
    pub visits: Visits,
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

/// A pack's name and version, from `rules/pack.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Its title, for people.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Whether its files lie over the built-in ones instead of standing alone.
    #[serde(default)]
    pub overlay: bool,
    /// What changed when.
    #[serde(default)]
    pub changelog: Vec<Change>,
}

/// One entry of a pack's changelog.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that brought it.
    pub version: String,
    /// The day.
    pub date: toml::value::Datetime,
    /// What changed.
    pub what: String,
}

/// What the engine must know of layout, from `rules/layout.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Beginnings of the first cell of a footer row.
    pub footers: Vec<String>,
    /// Words that stand behind a person's name and are no part of it.
    #[serde(default)]
    pub name_notes: Vec<String>,
    /// How many rows from the top are searched for headings.
    pub header_search_rows: usize,
    /// How many rows the headings may span.
    pub header_span_rows: usize,
    /// The first characters of common family names: words that begin so are not put into drafts.
    #[serde(default)]
    pub surnames: String,
    /// Words by which a title joins several lists in one table.
    pub title_joints: Vec<String>,
    /// How much must speak for a source before a sheet is taken for it.
    pub recognition: Weights,
    /// What speaks against any table being a source.
    pub against: AgainstAny,
    /// The household fact that tells the population a household belongs to.
    pub household_class: String,
    /// Marks by which a cell is as the one above.
    pub dittos: Vec<String>,
    /// Headings of columns that only count rows.
    pub row_numbers: Vec<String>,
    /// How headings of members are made.
    pub members: MemberWords,
    /// How remarks are read.
    pub remarks: Remarks,
    /// What tells that a row is ended.
    pub ended: Ended,
    /// How to read the months that are written around a table.
    pub dating: Dating,
}

/// Words beside a month or day that is written around a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    /// Before a day up to which a table goes; without one of them a day in a title is that of a document.
    pub up_to: Vec<String>,
    /// Behind a month from which on something holds.
    pub from: Vec<String>,
    /// The last month of parts of a year, the longer words first.
    pub spans: IndexMap<String, u8>,
}

/// How much must speak for a source. A heading weighs the logarithm of how many sources there are to how many have it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// What must speak for it at least.
    pub least: f64,
    /// By how much more must speak for it than for the next.
    pub margin: f64,
    /// What must speak for a source that is not proved, so that somebody is asked and not merely told.
    pub worth_asking: f64,
    /// What a title that names it weighs.
    pub title: f64,
    /// What the department's name in a folder or file name weighs.
    pub department: f64,
    /// What a column weighs whose cells are words of a field's vocabulary, under a heading that is not known.
    pub vocabulary: f64,
    /// What a heading weighs at most that any table about people may have.
    pub common: f64,
    /// What is left of a heading's weight when the cells below are not what they should be.
    pub unfit: f64,
    /// Columns that weigh this much are not doubted for a title that does not name the source, or a strange column.
    pub sure: f64,
    /// How many rows are looked into.
    pub sample_rows: usize,
    /// Titles with more characters are notes, and name nothing.
    pub longest_title: usize,
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
        let mut read: BTreeSet<(Subject, String)> =
            expressions.iter().flat_map(|expression| expression.reads(subject)).collect();
        let mut behind = Vec::new();
        for fact in self.facts.iter().rev() {
            if read.contains(&(fact.subject, fact.name.clone())) {
                read.extend(fact.value.reads(fact.subject));
                behind.push(fact);
            }
        }
        behind.reverse();
        behind
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
                Some(near) => fault.hint(format!("是不是 {near}?全部规则见 bidui rules list")),
                None => fault.hint("全部规则见 bidui rules list"),
            }
        })
    }

    /// A hash over what decides a rule: two packs in which a rule has the same one judge alike, given the same thresholds.
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
            hasher.update(self.weighing.deciding().as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The rules in force.
    pub fn active_rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| rule.status == Status::Active)
    }
}
