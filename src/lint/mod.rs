//! What is wrong with a pack that compiles: rules that can never hit, rules nobody has shown an example of, thresholds
//! that nothing reads, points of the work plan that nothing answers.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::detect::expressions;
use crate::diagnostic::{Diagnostic, Place};
use crate::expr::{Checked, Environment, always};
use crate::pack::{Config, Expectation, Pack, PackFiles, Rule, Status};

/// Looks through a pack; `as_of` is the day whose thresholds conditions are tried with.
pub fn lint(pack: &Pack, files: &PackFiles, as_of: Date) -> Vec<Diagnostic> {
    let environment = match pack.environment(as_of, &Config::default()) {
        Ok(environment) => environment,
        Err(faults) => return faults,
    };
    let mut found: Vec<Diagnostic> = pack.rules.iter().flat_map(|rule| lint_rule(rule, files, &environment)).collect();
    found.extend(unused_parameters(pack, files));
    let unanswered = pack.plan.unanswered(&pack.rules, &pack.questions);
    found.extend(unanswered.into_iter().map(|id| {
        let fault = Diagnostic::new(format!("核查点“{id}”没有规则,也没有核查问题"));
        with_place(fault, files, "plan.toml", &format!("\"{id}\""))
            .hint("在规则的 plan 里写上它,或在 questions.toml 里加一个入户核查问题")
    }));
    found
}

fn lint_rule(rule: &Rule, files: &PackFiles, environment: &Environment) -> Vec<Diagnostic> {
    let file = format!("clues/{}.toml", rule.id);
    let mut found = Vec::new();
    let shown = |wanted: Expectation| rule.examples.iter().any(|example| example.expect == wanted);
    for (wanted, word) in [(Expectation::Hit, "命中(hit)"), (Expectation::Miss, "未命中(miss)")] {
        if rule.status == Status::Active && !shown(wanted) {
            let fault = Diagnostic::new(format!("规则 {} 没有{word}的例子", rule.id));
            found.push(with_place(fault, files, &file, "id = ").hint("在文件末尾加一段 [[example]]"));
        }
    }
    if rule.status == Status::Active && !rule.exclude.is_empty() && !shown(Expectation::Excluded) {
        let fault = Diagnostic::new(format!("规则 {} 的排除情形没有例子", rule.id));
        found.push(with_place(fault, files, &file, "exclude = ").hint("在文件末尾加一段 expect = \"excluded\" 的例子"));
    }
    let exclusions = rule.exclude.iter().map(|exclusion| ("排除条件", &exclusion.when, "exclude = "));
    for (what, condition, key) in std::iter::once(("条件", &rule.when, "when = ")).chain(exclusions) {
        if let Some(outcome) = always(condition, environment) {
            let word = if outcome { "永远成立" } else { "永远不成立" };
            let fault = Diagnostic::new(format!("规则 {} 的{what}{word}", rule.id));
            found.push(with_place(fault, files, &file, key).hint("检查比较的方向、界限和 AND、OR"));
        }
    }
    found
}

/// Thresholds that no rule, fact, question or form reads.
fn unused_parameters(pack: &Pack, files: &PackFiles) -> Vec<Diagnostic> {
    let mut used: BTreeSet<String> = all_expressions(pack).iter().flat_map(|checked| checked.parameters()).collect();
    used.extend([&pack.visits.household.due, &pack.visits.village.due].map(Clone::clone));
    used.extend(pack.push_lists.iter().map(|form| form.due.clone()));
    used.insert(pack.weighing.little_known().to_owned());
    let unused = pack.parameters.keys().filter(|name| !used.contains(*name));
    let fault = |name: &String| {
        let fault = Diagnostic::new(format!("参数“{name}”没有用到"));
        with_place(fault, files, "parameters.toml", &format!("[\"{name}\"]")).hint("删去,或在规则里写 参数.名称")
    };
    unused.map(fault).collect()
}

fn all_expressions(pack: &Pack) -> Vec<&Checked> {
    let rules = pack.rules.iter().flat_map(expressions);
    let facts = pack.facts.iter().map(|fact| &fact.value);
    rules.chain(facts).chain(pack.questions.iter().map(|question| &question.when)).collect()
}

/// The diagnostic with the first place of some words in a file.
fn with_place(fault: Diagnostic, files: &PackFiles, file: &str, words: &str) -> Diagnostic {
    let Some(text) = files.0.get(file) else { return fault };
    let at = text.find(words).unwrap_or(0);
    fault.at(Place { file: file.into(), text: text.clone(), span: at..at + words.trim_end().len() })
}
