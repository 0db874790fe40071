//! Texts → pack: every declaration is read, every expression checked, every mistake collected.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use toml::Spanned;

use super::calendar::calendar;
use super::disposition::dispositions;
use super::fact::{Facts, Faulty, about, facts, needed_sources};
use super::files::{PackFile, PackFiles};
use super::list::{self, Lists};
use super::parameter;
use super::picture::{CLUES, PICTURE, Weighing};
use super::plan::{Plan, Question, QuestionText};
use super::rule::{EvidenceField, Exclusion, Fact, Rule, RuleText};
use super::source::{Field, Kind, Source};
use super::{
    Checks, ClueAttribute, Form, Identity, Layout, Pack, Parameter, ParameterKind, Parameters, Visits, WaiverForm,
    classed,
};
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Catalog, Checked, Classes, Mistake, Relation, Subject, Template, Type};

/// Compiles a pack.
///
/// # Errors
/// Every mistake found, in file order.
pub fn compile(files: &PackFiles) -> Result<Pack, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let sources = sources(files, &mut faults);
    let parameters = keep(files.file("parameters.toml").and_then(PackFile::parse::<Parameters>), &mut faults);
    let parameters = parameters.unwrap_or_default();
    let lists = keep(files.file("lists.toml"), &mut faults);
    let lists = lists.and_then(|file| {
        let lists = keep(file.parse::<Lists>(), &mut faults)?;
        faults.extend(list::check(&lists, file));
        Some(lists)
    });
    let lists = lists.unwrap_or_default();
    let mut catalog = base_catalog(&sources, &parameters, &lists);
    if !sources.values().any(|source| source.register.is_some()) {
        faults.push(Diagnostic::new("规则包里没有农户花名册:应有一个来源写明 [register]"));
    }
    let Facts { checked: facts, faulty } = facts(files, &mut catalog, &mut faults);
    let file = files.file("parameters.toml");
    faults.extend(file.into_iter().flat_map(|file| parameter::check(&parameters, file, &catalog.household, &faulty)));
    let plan = keep(files.file("plan.toml").and_then(PackFile::parse::<Plan>), &mut faults);
    let weighing = weighing(files, &parameters, &mut faults);
    weighing.iter().for_each(|weighing| weighing.declare(&mut catalog));
    let vocabulary = Vocabulary {
        catalog: &catalog,
        facts: &facts,
        faulty: &faulty,
        plan: plan.as_ref(),
        weighing: weighing.as_ref(),
    };
    let rules = rules(files, vocabulary, &mut faults);
    let questions = questions(files, vocabulary, &mut faults);
    let identity = keep(files.file("pack.toml").and_then(PackFile::parse::<Identity>), &mut faults);
    let checks = keep(files.file("checks.toml").and_then(PackFile::parse::<Checks>), &mut faults);
    let layout = keep(files.file("layout.toml").and_then(PackFile::parse::<Layout>), &mut faults);
    let push_lists = push_lists(files, &mut faults);
    let visits = visits(files, &mut faults);
    let dispositions = files.file("dispositions.toml").map_err(|fault| vec![fault]).and_then(dispositions);
    let dispositions = dispositions.map_err(|wrong| faults.extend(wrong)).ok();
    let waiver_form = keep(files.file("forms/豁免名单.toml").and_then(PackFile::parse::<WaiverForm>), &mut faults);
    let calendar = keep(files.file("calendar.toml").and_then(calendar), &mut faults);
    let forms = push_lists.zip(visits).zip(dispositions.zip(waiver_form));
    match (identity, layout, forms, calendar, checks, plan.zip(weighing)) {
        (Some(identity), Some(layout), Some(forms), Some(calendar), Some(checks), Some((plan, weighing)))
            if faults.is_empty() =>
        {
            let ((push_lists, visits), (dispositions, waiver_form)) = forms;
            let hash = files.hash();
            Ok(Pack {
                identity,
                hash,
                sources,
                facts,
                rules,
                questions,
                plan,
                weighing,
                parameters,
                lists,
                push_lists,
                visits,
                dispositions,
                waiver_form,
                calendar,
                layout,
                checks,
                catalog,
            })
        }
        _ => Err(faults),
    }
}

pub(super) fn keep<T>(result: Result<T, Diagnostic>, faults: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn sources(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> IndexMap<String, Source> {
    let mut sources = IndexMap::new();
    for file in files.under("sources/") {
        let Some(source) = keep(file.parse::<Source>(), faults) else { continue };
        for (part, field) in source.named_fields().filter(|(_, field)| !source.fields.contains_key(*field)) {
            let known = source.fields.keys().map(String::as_str);
            let mut fault = Diagnostic::new(format!("{part} 里的“{field}”不在 [fields] 中"));
            fault = fault.at(file.place_of(&[&format!("\"{field}\"")]));
            faults.push(fault.hint_nearest(field, known));
        }
        sources.insert(source.name.clone(), source);
    }
    sources
}

fn base_catalog(sources: &IndexMap<String, Source>, parameters: &Parameters, lists: &Lists) -> Catalog {
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
    let anyone = || [Subject::Person, Subject::Household, Subject::Village].into();
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
            catalog.relations.insert(source.name.clone(), Relation { fields, subjects: anyone() });
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
        Kind::Text | Kind::Place => Type::Text,
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

/// What rules and questions may name.
#[derive(Clone, Copy)]
struct Vocabulary<'a> {
    catalog: &'a Catalog,
    facts: &'a [Fact],
    faulty: &'a Faulty,
    plan: Option<&'a Plan>,
    weighing: Option<&'a Weighing>,
}

/// The push list's layouts: the one for all townships must be there, others add to it.
fn push_lists(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Vec<Form<ClueAttribute>>> {
    const USUAL: &str = "forms/推送核实清单.toml";
    let usual = keep(files.file(USUAL).and_then(PackFile::parse), faults)?;
    let mut forms: Vec<Form<ClueAttribute>> = vec![usual];
    for file in files.under("forms/推送核实清单").filter(|file| file.name != USUAL) {
        forms.extend(keep(file.parse(), faults));
    }
    Some(forms)
}

fn visits(files: &PackFiles, faults: &mut Vec<Diagnostic>) -> Option<Visits> {
    let household = keep(files.file("forms/入户核查.toml").and_then(PackFile::parse), faults);
    let village = keep(files.file("forms/驻村核查.toml").and_then(PackFile::parse), faults);
    Some(Visits { household: household?, village: village? })
}

/// The weights of clues, checked against the parameters they name.
fn weighing(files: &PackFiles, parameters: &Parameters, faults: &mut Vec<Diagnostic>) -> Option<Weighing> {
    let file = keep(files.file("picture.toml"), faults)?;
    let weighing = keep(file.parse::<Weighing>(), faults)?;
    faults.extend(weighing.check(file, parameters));
    Some(weighing)
}

fn rules(files: &PackFiles, vocabulary: Vocabulary<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for file in files.under("clues/") {
        let Some(text) = keep(file.parse::<RuleText>(), faults) else { continue };
        if file.name != format!("clues/{}.toml", text.id.get_ref()) {
            let place = file.place(text.id.span());
            faults.push(Diagnostic::new("规则编号应与文件名相同").at(place).hint(format!("文件名是 {}", file.name)));
        }
        faults.extend(vocabulary.plan.into_iter().flat_map(|plan| plan.check(file, &text.plan)));
        faults.extend(vocabulary.weighing.and_then(|weighing| weighing.check_risk(file, &text.risk)));
        match rule(file, text, vocabulary) {
            Ok(rule) => rules.push(rule),
            Err(wrong) => faults.extend(wrong),
        }
    }
    rules
}

fn questions(files: &PackFiles, vocabulary: Vocabulary<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Question> {
    let Some(file) = keep(files.file("questions.toml"), faults) else { return Vec::new() };
    let texts = keep(file.parse::<IndexMap<String, QuestionText>>(), faults).unwrap_or_default();
    let mut questions = Vec::new();
    for (id, text) in texts {
        let subject = text.subject.into();
        faults.extend(vocabulary.plan.into_iter().flat_map(|plan| plan.check(file, &text.plan)));
        faults.extend(text.check(file));
        if subject == Subject::Person {
            let fault = Diagnostic::new("核查问题只能问户(household)或村(village)");
            faults.push(fault.at(file.place_of(&[&format!("[\"{id}\"]"), "subject = "])));
        }
        if let Some(when) = condition(file, &text.when, subject, vocabulary, faults) {
            let plan = text.plan.into_iter().map(Spanned::into_inner).collect();
            let worrying = text.worrying.into_iter().map(Spanned::into_inner).collect();
            questions.push(Question { id, plan, subject, when, ask: text.ask, answers: text.answers, worrying });
        }
    }
    questions
}

fn rule(file: PackFile<'_>, text: RuleText, vocabulary: Vocabulary<'_>) -> Result<Rule, Vec<Diagnostic>> {
    let Vocabulary { catalog, facts, faulty, .. } = vocabulary;
    let subject = text.subject.into();
    let mut faults = Vec::new();
    let when = condition(file, &text.when, subject, vocabulary, &mut faults);
    let message = attempt(file, &text.message, faulty, &mut faults, |text| Template::parse(text, subject, catalog));
    let discriminator = text
        .discriminator
        .as_ref()
        .and_then(|text| attempt(file, text, faulty, &mut faults, |text| expr::check(text, subject, catalog)));
    let exclude = text.exclude.iter().filter_map(|exclusion| {
        let when = condition(file, &exclusion.when, subject, vocabulary, &mut faults)?;
        Some(Exclusion { when, why: exclusion.why.clone() })
    });
    let exclude: Vec<Exclusion> = exclude.collect();
    let evidence = text.evidence.iter().filter_map(|path| keep(evidence_field(file, path, catalog), &mut faults));
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
    Ok(Rule {
        absences: expr::absences(&when, exclude.iter().map(|exclusion| &exclusion.when), subject, &fact),
        sources: needed_sources(&[&when], subject, facts, &optional),
        reads_clues: rule_expressions.iter().any(|expression| reads_clues(expression, subject)),
        id: text.id.into_inner(),
        title: text.title,
        department: text.department,
        subject,
        risk: text.risk.into_inner(),
        severity: text.severity,
        status: text.status,
        plan: text.plan.into_iter().map(Spanned::into_inner).collect(),
        when,
        message,
        evidence,
        verify: text.verify,
        exclude,
        false_positives: text.false_positives,
        basis: text.basis,
        discriminator,
        examples: text.examples,
    })
}

/// Whether a value hangs on the clues of the other rules.
fn reads_clues(expression: &Checked, subject: Subject) -> bool {
    let of_picture =
        |(owner, name): &(Subject, String)| *owner == Subject::Household && PICTURE.contains(&name.as_str());
    expression.related().iter().any(|call| call.relation() == CLUES) || expression.reads(subject).iter().any(of_picture)
}

fn condition(
    file: PackFile<'_>,
    text: &Spanned<String>,
    subject: Subject,
    vocabulary: Vocabulary<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Checked> {
    attempt(file, text, vocabulary.faulty, faults, |text| {
        let checked = expr::check_bool(text, subject, vocabulary.catalog)?;
        let bare = expr::lint_literals(text, &checked);
        if bare.is_empty() { Ok(checked) } else { Err(bare) }
    })
}

fn attempt<T>(
    file: PackFile<'_>,
    text: &Spanned<String>,
    faulty: &Faulty,
    faults: &mut Vec<Diagnostic>,
    check: impl FnOnce(&str) -> Result<T, Vec<Mistake>>,
) -> Option<T> {
    let own = |mistake: &Mistake| about(text.get_ref(), mistake, faulty).is_none();
    let wrong = |mistakes: Vec<Mistake>| mistakes.into_iter().filter(own).map(|at| diagnostic(file, text, at));
    check(text.get_ref()).map_err(|mistakes| faults.extend(wrong(mistakes))).ok()
}

pub(super) fn diagnostic(file: PackFile<'_>, text: &Spanned<String>, mistake: Mistake) -> Diagnostic {
    let place = file.place_inside(text.span(), text.get_ref(), mistake.span);
    Diagnostic { message: mistake.message, place: Some(place), hint: mistake.hint }
}

fn evidence_field(file: PackFile<'_>, path: &Spanned<String>, catalog: &Catalog) -> Result<EvidenceField, Diagnostic> {
    let fault = |message: String| Diagnostic::new(message).at(file.place(path.span()));
    let text = path.get_ref();
    let (source, field) = text.split_once('.').ok_or_else(|| fault(format!("“{text}”应写成 来源.栏目")))?;
    let relation = catalog.relations.get(source).ok_or_else(|| {
        fault(format!("没有名为“{source}”的来源")).hint_nearest(source, catalog.relations.keys().map(String::as_str))
    })?;
    if !relation.fields.contains_key(field) {
        let known = relation.fields.keys().map(String::as_str);
        return Err(fault(format!("“{source}”没有“{field}”这个栏目")).hint_nearest(field, known));
    }
    Ok(EvidenceField { source: source.to_owned(), field: field.to_owned() })
}

/// Sources that may be missing, but are not there at all.
pub(super) fn unknown_sources<'t>(
    file: PackFile<'t>,
    optional: &'t [Spanned<String>],
    catalog: &'t Catalog,
) -> impl Iterator<Item = Diagnostic> {
    let unknown = optional.iter().filter(|name| !catalog.relations.contains_key(name.get_ref()));
    unknown.map(move |name| {
        let fault = Diagnostic::new(format!("没有名为“{}”的来源", name.get_ref())).at(file.place(name.span()));
        fault.hint_nearest(name.get_ref(), catalog.relations.keys().map(String::as_str))
    })
}
