//! The rule pack for people: lists of rules, one rule's page, and which rules and questions answer the work plan.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use crate::expr::{Environment, Subject};
use crate::pack::{Config, InForce, NamedValue, Pack, Rule, RuleStatus, Severity};

/// One line of a list of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 人, 户 or 村.
    pub subject: &'static str,
    /// Department.
    pub department: String,
    /// Kind of risk.
    pub risk: String,
    /// 高, 中 or 低.
    pub severity: &'static str,
    /// 在用, 草稿 or 停用.
    pub status: &'static str,
    /// What the county did to it: 本县新增, 本县改写 or 本县停用.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<&'static str>,
    /// Checkpoints of the work plan.
    pub plan: Vec<String>,
    /// Sources without which it is not run.
    pub sources: Vec<String>,
}

impl RuleLine {
    /// The line of a rule.
    pub fn of(rule: &Rule, pack: &Pack) -> Self {
        Self {
            id: rule.id.clone(),
            title: rule.title.clone(),
            subject: rule.subject.word(),
            department: rule.department.clone(),
            risk: rule.risk.clone(),
            severity: rule.severity.label(),
            status: status(rule.status),
            own: pack.overlay.of_rule(&rule.id),
            plan: rule.plan.clone(),
            sources: rule.sources.iter().cloned().collect(),
        }
    }
}

/// What a list of rules is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleGrouping {
    /// Department.
    Department,
    /// Kind of risk.
    Risk,
    /// Checkpoint of the work plan; a rule stands under each of its own.
    Plan,
}

impl RuleGrouping {
    /// The rules under their groups, in order of group and id.
    pub fn grouped(self, lines: &[RuleLine]) -> Vec<(String, &RuleLine)> {
        let mut grouped = Vec::new();
        for line in lines {
            match self {
                RuleGrouping::Department => grouped.push((line.department.clone(), line)),
                RuleGrouping::Risk => grouped.push((line.risk.clone(), line)),
                RuleGrouping::Plan => grouped.extend(line.plan.iter().map(|point| (point.clone(), line))),
            }
        }
        grouped.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
        grouped
    }
}

/// What a pack holds, in a line, and the files that a county laid over it, a line each.
pub fn pack_summary(pack: &Pack) -> String {
    format!("{}{}", counts(pack), own_files(pack))
}

fn counts(pack: &Pack) -> String {
    format!(
        "{} {}，{}条规则（在用{}条），{}种数据来源，{}个指标，{}个参数，{}个核查点，{}个入户核查问题",
        pack.identity.title,
        pack.identity.version,
        pack.rules.len(),
        pack.active_rules().count(),
        pack.sources.len(),
        pack.facts.len(),
        pack.parameters.len(),
        pack.plan.checkpoints.len(),
        pack.questions.len()
    )
}

/// The files that a county laid over the built-in pack, a line each.
fn own_files(pack: &Pack) -> String {
    let lines: Vec<String> = pack.overlay.labelled().map(|(file, what)| format!("\n  {what} {file}")).collect();
    let title = |_| format!("\n在内置规则包 {} 之上：", pack.overlay.built_in);
    lines.first().map(title).unwrap_or_default() + &lines.concat()
}

fn status(status: RuleStatus) -> &'static str {
    match status {
        RuleStatus::Draft => "草稿",
        RuleStatus::Active => "在用",
        RuleStatus::Retired => "停用",
    }
}

/// A rule's page: what it looks for, why, by which figures, from what data.
pub fn rule_page(rule: &Rule, pack: &Pack, environment: &Environment, day: Date, config: &Config) -> String {
    let mut page = String::new();
    let subject = rule.subject.word();
    let mut line = |what: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(page, "{what}：{}", text.replace('\n', "\n    "));
        }
    };
    line(&rule.id, &format!("{}（{subject}，{}，{}）", rule.title, rule.severity.label(), status(rule.status)));
    line("来历", pack.overlay.of_rule(&rule.id).unwrap_or_default());
    let risk = pack.risk_scoring.risks.get(&rule.risk).map_or("", |risk| risk.title.as_str());
    line("部门", &format!("{}  风险类型：{}（{risk}）", rule.department, rule.risk));
    for id in &rule.plan {
        let what = pack.plan.checkpoints.get(id).map_or("", |checkpoint| checkpoint.what.as_str());
        line("核查点", &format!("{id} {what}"));
    }
    line("条件", &rule.when.root().to_string());
    for exclusion in &rule.exclude {
        line("排除", &format!("{}（{}）", exclusion.when.root(), exclusion.why));
    }
    for text in parameters(rule, pack, environment, day, config).into_iter().chain(facts(rule, pack)) {
        line(text.0, &text.1);
    }
    if rule.reads_clues {
        line("评级", &weights(pack));
    }
    line("户头", rule.heading.as_deref().unwrap_or_default());
    line("同一事项", &rule.implies.iter().cloned().collect::<Vec<_>>().join("、"));
    line("数据来源", &rule.sources.iter().cloned().collect::<Vec<_>>().join("、"));
    line("核实要点", &rule.verify);
    line("常见误报", &rule.false_positives);
    line("依据", &rule.basis);
    for example in &rule.examples {
        line("例子", &format!("{}：{}", example.name, example.expect.label()));
    }
    page
}

/// How a household is graded by its clues.
fn weights(pack: &Pack) -> String {
    let risk_scoring = &pack.risk_scoring;
    let of_level = |level: Severity| format!("{}{}分", level.label(), risk_scoring.points.of(level));
    format!(
        "{}（{}）；{}（高{}分、中{}分）",
        risk_scoring.points.title,
        Severity::ALL.map(of_level).join("、"),
        risk_scoring.grades.title,
        risk_scoring.grades.high(),
        risk_scoring.grades.medium
    )
}

/// The thresholds that decide a rule, its facts' included, as they stand on the day, with where they come from.
fn parameters(
    rule: &Rule,
    pack: &Pack,
    environment: &Environment,
    day: Date,
    config: &Config,
) -> Vec<(&'static str, String)> {
    let expressions = crate::detect::expressions(rule);
    let facts = pack.facts_behind(&expressions, rule.subject);
    let of_facts = facts.iter().flat_map(|fact| fact.value.parameters());
    let names: BTreeSet<String> = expressions.iter().flat_map(|checked| checked.parameters()).chain(of_facts).collect();
    let text = |named: NamedValue<'_>| {
        let value = environment.parameters.get(&named.name).filter(|_| names.contains(&named.name))?.to_string();
        let unit = named.parameter.unit.as_deref().filter(|unit| !value.ends_with(unit)).unwrap_or_default();
        let class = named.class.map(|class| format!("（{class}）")).unwrap_or_default();
        let origin = named.in_force(day, config).map(origin).unwrap_or_default();
        Some(("参数", format!("{} = {value}{unit} {}{class}\n{origin}", named.name, named.parameter.title)))
    };
    pack.named_values().filter_map(text).collect()
}

/// Who set a value, by which document, from when.
fn origin(in_force: InForce<'_>) -> String {
    let own = if in_force.own { "本县 bidui.toml" } else { "" };
    let Some(dated) = in_force.dated else { return own.to_owned() };
    let until = dated.until.as_ref().map(|until| format!("至 {until}")).unwrap_or_default();
    let parts = [own, &dated.set_by, &format!("{} 起{until}", dated.from), &dated.basis];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
}

/// What the facts mean that a rule names.
fn facts(rule: &Rule, pack: &Pack) -> Vec<(&'static str, String)> {
    let expressions = crate::detect::expressions(rule);
    let read: Vec<(Subject, String)> = expressions.iter().flat_map(|checked| checked.reads(rule.subject)).collect();
    let named = pack.facts.iter().filter(|fact| read.contains(&(fact.subject, fact.name.clone())));
    let note = |note: &Option<String>| note.clone().unwrap_or_default();
    named.map(|fact| ("指标", format!("{}.{}：{}", fact.subject.word(), fact.name, note(&fact.note)))).collect()
}

/// The work plan, checkpoint by checkpoint: rules, their sources, and questions; a page of the pack's documentation.
pub fn plan_page(pack: &Pack) -> String {
    let mut page = format!(
        "# 工作方案核查点\n\n《{}》第四部分的每个核查点由哪些规则、数据和入户核查问题回答。本页由 `bidui rules plan` 生成。\n",
        pack.plan.title
    );
    for (id, checkpoint) in &pack.plan.checkpoints {
        let _ = writeln!(page, "\n## {id} {}\n\n{}\n", checkpoint.title, checkpoint.what);
        let rules: Vec<&Rule> = pack.active_rules().filter(|rule| rule.plan.contains(id)).collect();
        if !rules.is_empty() {
            let _ = writeln!(page, "| 规则 | 名称 | 对象 | 数据来源 |\n|---|---|---|---|");
        }
        for rule in rules {
            let sources = rule.sources.iter().cloned().collect::<Vec<_>>().join("、");
            let id = &rule.id;
            let title = &rule.title;
            let subject = rule.subject.word();
            let _ = writeln!(page, "| [{id}](clues/{id}.toml) | {title} | {subject} | {sources} |");
        }
        let questions: Vec<_> = pack.questions.iter().filter(|question| question.plan.contains(id)).collect();
        if !questions.is_empty() {
            let _ = writeln!(page, "\n入户、驻村核查：\n");
        }
        for question in questions {
            let asked = if question.subject == Subject::Village { "问村" } else { "问户" };
            let _ = writeln!(page, "- {} {asked}：{}（{}）", question.id, question.ask, question.answers.join(" / "));
        }
    }
    page
}
