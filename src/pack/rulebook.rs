//! The texts of rules and questions → rules and questions, their expressions checked.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use toml::Spanned;

use super::faults::{attempt, keep};
use super::files::{PackFile, PackFiles};
use super::implication::{Claim, imply};
use super::plan::{Question, QuestionText, set};
use super::reads::{needed_sources, parameters_behind, unknown_sources};
use super::risk_scoring::{CLUES, RISK_PROFILE};
use super::rule::{EvidenceField, Exclusion, GeneralText, Rule, RuleText};
use super::selection::selections;
use super::vocabulary::{Vocabulary, condition};
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Catalog, Checked, Scope, Selections, Subject, Template};
use crate::value::full_width;

pub(super) fn rules(
    files: &PackFiles,
    vocabulary: Vocabulary<'_>,
    general: &[General],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut claims = Vec::new();
    let mut ids = BTreeSet::new();
    for file in files.under("clues/") {
        let Some(text) = keep(file.parse::<RuleText>(), faults) else { continue };
        if file.name != format!("clues/{}.toml", text.id.get_ref()) {
            let place = file.place(text.id.span());
            faults.push(Diagnostic::new("规则编号应与文件名相同").at(place).hint(format!("文件名是 {}", file.name)));
        }
        faults.extend(vocabulary.plan.into_iter().flat_map(|plan| plan.check(file, &text.plan)));
        faults.extend(vocabulary.risk_scoring.and_then(|risk_scoring| risk_scoring.check_risk(file, &text.risk)));
        claims.extend(text.implies.iter().map(|implied| Claim {
            file,
            rule: text.id.get_ref().clone(),
            implied: implied.clone(),
        }));
        ids.insert(text.id.get_ref().clone());
        match rule(file, text, vocabulary, general) {
            Ok(rule) => rules.push(rule),
            Err(wrong) => faults.extend(wrong),
        }
    }
    // What is wrong elsewhere makes rules seem to be other than they are.
    if faults.is_empty() {
        faults.extend(imply(&mut rules, &claims, &ids));
    }
    rules
}

/// What puts a hit of nearly any rule on a subject out of account, such as that nobody is left in the household.
pub(super) struct General {
    subject: Subject,
    exclusion: Exclusion,
    /// Whether it is a part of a rule's absences: that one member's record is damaged does not make it probable that
    /// nobody is left, but may well mean that this member is not.
    doubted: bool,
    pub except: Vec<String>,
}

impl General {
    fn covers(&self, subject: Subject, id: &str) -> bool {
        subject == self.subject && !self.except.iter().any(|except| except == id)
    }
}

/// A pack without the file has none.
pub(super) fn general_exclusions(
    files: &PackFiles,
    vocabulary: Vocabulary<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<General> {
    let Ok(file) = files.file("exclusions.toml") else { return Vec::new() };
    let texts = keep(file.parse::<IndexMap<String, GeneralText>>(), faults).unwrap_or_default();
    let mut general = Vec::new();
    for GeneralText { subject, when, why, doubted, except } in texts.into_values() {
        let subject = subject.into();
        let scope = Scope::of(subject, vocabulary.catalog);
        let Some(checked) = condition(file, &when, scope, vocabulary.faulty, faults) else { continue };
        if reads_clues(&checked, subject) {
            let fault = Diagnostic::new("各条规则共同的排除情形不能用线索和风险等级：它们要等规则都运行完才有");
            faults.push(fault.at(file.place(when.span())));
        }
        let exclusion = Exclusion { when: checked, why, general: true };
        general.push(General { subject, exclusion, doubted, except });
    }
    general
}

pub(super) fn questions(files: &PackFiles, vocabulary: Vocabulary<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Question> {
    let Some(file) = keep(files.file("questions.toml"), faults) else { return Vec::new() };
    let texts = keep(file.parse::<IndexMap<String, QuestionText>>(), faults).unwrap_or_default();
    let mut questions = Vec::new();
    for (id, text) in texts {
        let subject = text.subject.into();
        faults.extend(vocabulary.plan.into_iter().flat_map(|plan| plan.check(file, &text.plan)));
        faults.extend(text.check(file));
        if subject == Subject::Person {
            let fault = Diagnostic::new("核查问题只能问户（household）或村（village）");
            faults.push(fault.at(file.place_of(&[&format!("[\"{id}\"]"), "subject = "])));
        }
        let scope = Scope::of(subject, vocabulary.catalog);
        if let Some(when) = condition(file, &text.when, scope, vocabulary.faulty, faults) {
            let QuestionText { ask, months, .. } = text;
            let answers = text.answers.iter().map(|answer| full_width(answer)).collect();
            let plan = set(text.plan);
            let worrying = set(text.worrying);
            questions.push(Question { id, plan, subject, when, ask, answers, worrying, months });
        }
    }
    questions
}

fn rule(
    file: PackFile<'_>,
    text: RuleText,
    vocabulary: Vocabulary<'_>,
    general: &[General],
) -> Result<Rule, Vec<Diagnostic>> {
    let Vocabulary { catalog, facts, faulty, .. } = vocabulary;
    let subject = text.subject.into();
    let mut faults = Vec::new();
    let records = selections(file, &text.records, subject, vocabulary)?;
    let scope = Scope { subject, catalog, selections: &records };
    let when = condition(file, &text.when, scope, faulty, &mut faults);
    let message = attempt(file, &text.message, faulty, &mut faults, |text| Template::parse(text, scope));
    let discriminator = text
        .discriminator
        .as_ref()
        .and_then(|text| attempt(file, text, faulty, &mut faults, |text| expr::check_in(text, scope)));
    let exclude = text.exclude.iter().filter_map(|exclusion| {
        let when = condition(file, &exclusion.when, scope, faulty, &mut faults)?;
        Some(Exclusion { when, why: exclusion.why.clone(), general: false })
    });
    let own: Vec<Exclusion> = exclude.collect();
    let covering: Vec<&General> = general.iter().filter(|general| general.covers(subject, text.id.get_ref())).collect();
    let speaking = covering.iter().filter(|general| general.doubted).map(|general| &general.exclusion);
    let speaking: Vec<Checked> = own.iter().chain(speaking).map(|exclusion| exclusion.when.clone()).collect();
    let general = covering.iter().map(|general| general.exclusion.clone());
    let exclude: Vec<Exclusion> = own.into_iter().chain(general).collect();
    let evidence =
        text.evidence.iter().filter_map(|path| keep(evidence_field(file, path, catalog, &records), &mut faults));
    let evidence = evidence.collect();
    faults.extend(unknown_sources(file, &text.optional, catalog));
    let (Some(when), Some(message), true) = (when, message, faults.is_empty()) else { return Err(faults) };
    let optional = text.optional.iter().map(|name| name.get_ref().clone()).collect();
    let fact = |subject, name: &str| {
        facts.iter().find(|fact| fact.subject == subject && fact.name == name).map(|fact| &fact.value)
    };
    let exclusions = exclude.iter().map(|exclusion| &exclusion.when);
    let rule_expressions: Vec<&Checked> =
        exclusions.chain([&when]).chain(&discriminator).chain(message.expressions()).collect();
    let reads_clues = rule_expressions.iter().any(|expression| reads_clues(expression, subject));
    if let Some(heading) = text.heading.as_ref().filter(|_| !reads_clues || subject != Subject::Household) {
        let fault = Diagnostic::new("只有汇总其他线索的户规则才能作户头").at(file.place(heading.span()));
        return Err(vec![fault.hint("heading 写在条件用到线索、风险等级、风险分的户规则里")]);
    }
    Ok(Rule {
        absences: expr::absences(&when, speaking.iter(), subject, &fact),
        sources: needed_sources(&[&when], subject, facts, &optional),
        parameters: parameters_behind(&when, subject, facts),
        reads_clues,
        id: text.id.into_inner(),
        title: text.title,
        department: text.department,
        subject,
        risk: text.risk.into_inner(),
        severity: text.severity,
        status: text.status,
        plan: set(text.plan),
        when,
        records,
        message,
        evidence,
        verify: text.verify,
        exclude,
        false_positives: text.false_positives,
        basis: text.basis,
        discriminator,
        implies: BTreeSet::new(),
        heading: text.heading.map(Spanned::into_inner),
        examples: text.examples,
    })
}

/// Whether a value hangs on the clues of the other rules.
fn reads_clues(expression: &Checked, subject: Subject) -> bool {
    let of_risk_profile =
        |(owner, name): &(Subject, String)| *owner == Subject::Household && RISK_PROFILE.contains(&name.as_str());
    expression.related().iter().any(|call| call.relation() == CLUES)
        || expression.reads(subject).iter().any(of_risk_profile)
}

fn evidence_field(
    file: PackFile<'_>,
    path: &Spanned<String>,
    catalog: &Catalog,
    records: &Selections,
) -> Result<EvidenceField, Diagnostic> {
    let fault = |message: String| Diagnostic::new(message).at(file.place(path.span()));
    let text = path.get_ref();
    let (source, field) = text.split_once('.').ok_or_else(|| fault(format!("“{text}”应写成 来源.栏目")))?;
    let source = records.named(source).map_or(source, |selection| selection.relation.as_str());
    let relation = catalog.relations.get(source).ok_or_else(|| {
        fault(format!("没有名为“{source}”的来源")).hint_nearest(source, catalog.relations.keys().map(String::as_str))
    })?;
    if !relation.fields.contains_key(field) {
        let known = relation.fields.keys().map(String::as_str);
        return Err(fault(format!("“{source}”没有“{field}”这个栏目")).hint_nearest(field, known));
    }
    Ok(EvidenceField { source: source.to_owned(), field: field.to_owned() })
}
