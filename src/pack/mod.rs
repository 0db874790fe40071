//! The rule pack and `bidui.toml`, read once into types: all knowledge of the domain enters here.
//!
//! [`PackFiles`] are texts; [`compile`] turns them into a [`Pack`] or into every mistake found in them.

mod shape;
mod files;
mod overlay;
mod faults;
mod unit;
mod wording;
mod marks;
mod derive;
mod fan;
mod guest;
mod household;
mod coverage;
mod checks;
mod taught;
mod source;
mod stated;
mod member;
mod headings;
mod sources;
mod layout;
mod identity;
mod literal;
mod calendar;
mod parameter;
mod list;
mod catalog;
mod rule;
mod risk_scoring;
mod reads;
mod fact;
mod plan;
mod vocabulary;
mod selection;
mod implication;
mod rulebook;
mod lists_of;
mod form;
mod disposition;
mod linkage;
mod compiled;
mod compile;
mod password;
mod hint;
mod column_hint;
mod retention;
mod sharing;
mod encryption;
mod config;
mod county;
mod column_faults;
mod county_faults;
mod environment;
mod confirmation;

pub use checks::{Accepted, Checks, SafetyCheck};
pub use column_hint::{ColumnHint, Lesson, LessonEffect};
pub use compile::{compile, compile_layered};
pub use compiled::Pack;
pub use config::{Config, Switches};
pub use coverage::{CoverageLimits, ListKind, ListOf, Season};
pub use derive::Derive;
pub use disposition::{AnswerWord, Dispositions, Expected, Naming, Resolution, Truth, deciding};
pub use encryption::Encryption;
pub use environment::{InForce, NamedValue};
pub use fan::Fan;
pub use files::{PackFile, PackFiles};
pub use form::{
    AnswerItem, ClueAttribute, Cover, Form, FormColumn, Page, VisitAttribute, VisitForms, WaiverForm, WaiverItem,
};
pub use guest::GuestOf;
pub use headings::{HeadingOwner, SharedHeadings};
pub use hint::{SheetHint, SheetNames};
pub use household::{HouseholdNumbers, Residence, is_filler};
pub use identity::{Change, Identity};
pub use layout::{Dating, Layout, Weights};
pub use linkage::{Level, Linkage, Search, Strengths, Weight};
pub use list::{Lists, NamedList};
pub(crate) use literal::literal;
pub use literal::{ParameterKind, civil};
pub use marks::{Against, AgainstAny, Marks};
pub use member::MemberWords;
pub use overlay::{Layered, Overlay};
pub use parameter::{Confirmation, DatedValue, Parameter, Parameters, classed};
pub use password::FilePassword;
pub use plan::{Checkpoint, Plan, Question};
pub use retention::Retention;
pub use risk_scoring::{
    CLUES, GRADE, Grades, MAIN_RISK, NO_RISK, OTHER_RISKS, Points, RISK_PROFILE, Risk, RiskScoring, SCORE,
};
pub use rule::{EvidenceField, Example, Exclusion, Expectation, Fact, Rule, RuleStatus, Severity};
pub use sharing::Sharing;
pub use source::{Belongs, Certificate, Field, Grain, Key, Kind, Members, Register, Source};
pub use taught::{Stated, Taught};
pub use unit::{Conversion, Units};
pub use wording::{Ended, Gone, RemarkMeaning, Remarks, Telling};
