//! What is wrong with a pack that compiles: rules that can never hit, rules nobody has shown an example of, thresholds
//! that nothing reads, points of the work plan that nothing answers.

mod sentence;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::detect::expressions;
use crate::diagnostic::Diagnostic;
use crate::expr::{Checked, Environment, always, never_both};
use crate::pack::{
    Config, Expectation, Layered, NamedValue, Pack, PackFiles, Parameter, Rule, RuleStatus, compile_layered,
};

/// Looks through a pack with what a county lays over it and says in `bidui.toml`: all that is wrong, besides the pack.
///
/// # Errors
/// All mistakes for which it does not compile.
pub fn look_through(
    layered: Layered,
    config: &Config,
    as_of: Date,
) -> Result<(Pack, Vec<Diagnostic>), Vec<Diagnostic>> {
    let files = layered.files.clone();
    let pack = compile_layered(layered)?;
    let mut mistakes = lint(&pack, &files, as_of);
    mistakes.extend(pack.wrong_hints(config));
    Ok((pack, mistakes))
}

/// Looks through a pack; `as_of` is the day whose thresholds conditions are tried with.
pub fn lint(pack: &Pack, files: &PackFiles, as_of: Date) -> Vec<Diagnostic> {
    let mut found = parameters_without_value(pack, files, as_of);
    // Without every value, conditions cannot be tried.
    let environment = pack.environment(as_of, &Config::default()).ok();
    for rule in &pack.rules {
        found.extend(missing_examples(rule, files));
        found.extend(sentence::sentence(rule).into_iter().map(|(fault, key)| at(fault, files, &file(rule), &[key])));
        found.extend(environment.iter().flat_map(|environment| idle_conditions(rule, files, environment)));
    }
    found.extend(unknown_exceptions(pack, files));
    found.extend(unused_parameters(pack, files));
    found.extend(unused_lists(pack, files));
    let unanswered = pack.plan.unanswered(&pack.rules, &pack.questions);
    found.extend(unanswered.into_iter().map(|id| {
        let fault = Diagnostic::new(format!("核查点“{id}”没有规则，也没有核查问题"));
        at(fault, files, "plan.toml", &[&quoted(id)])
            .hint("在规则的 plan 里写上它，或在 questions.toml 里加一个入户核查问题")
    }));
    found
}

fn parameters_without_value(pack: &Pack, files: &PackFiles, as_of: Date) -> Vec<Diagnostic> {
    let none = Config::default();
    let without = pack.named_values().filter(|named| named.in_force(as_of, &none).is_none());
    let fault = |named: NamedValue<'_>| {
        let fault = Parameter::without_value(&named.name, as_of);
        let plain = quoted(named.parameter_name);
        let class = named.class.map(quoted);
        let words: Vec<&str> = std::iter::once(plain.as_str()).chain(class.as_deref()).collect();
        at(fault, files, &declaring(files, "parameters", &plain), &words)
    };
    without.map(fault).collect()
}

fn missing_examples(rule: &Rule, files: &PackFiles) -> Vec<Diagnostic> {
    let shown = |wanted: Expectation| rule.examples.iter().any(|example| example.expect == wanted);
    let mut wanted = vec![
        (Expectation::Hit, "没有命中的例子", "hit", "id = "),
        (Expectation::Miss, "没有未命中的例子", "miss", "id = "),
    ];
    if rule.exclude.iter().any(|exclusion| !exclusion.general) {
        wanted.push((Expectation::Excluded, "的排除情形没有例子", "excluded", "exclude = "));
    }
    let missing = wanted.into_iter().filter(|(wanted, ..)| rule.status == RuleStatus::Active && !shown(*wanted));
    missing
        .map(|(_, what, word, key)| {
            let fault = at(Diagnostic::new(format!("规则 {} {what}", rule.id)), files, &file(rule), &[key]);
            fault.hint(format!("在文件末尾加一段 [[example]]，写明 expect = \"{word}\""))
        })
        .collect()
}

fn always_word(holds: bool) -> &'static str {
    if holds { "永远成立" } else { "永远不成立" }
}

/// Conditions that always come out the same, and exclusions that exclude nothing.
fn idle_conditions(rule: &Rule, files: &PackFiles, environment: &Environment) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut tell = |what: String, words: &[&str], hint: &str| {
        let fault = Diagnostic::new(format!("规则 {} 的{what}", rule.id));
        found.push(at(fault, files, &file(rule), words).hint(hint));
    };
    const COMPARE: &str = "检查比较的方向、界限和 AND、OR";
    let idle = always(&rule.when, environment);
    if let Some(holds) = idle {
        tell(format!("条件{}", always_word(holds)), &["when = "], COMPARE);
    }
    for (position, exclusion) in rule.exclude.iter().filter(|exclusion| !exclusion.general).enumerate() {
        let words = [vec!["exclude = "], vec!["when = "; position + 1]].concat();
        if let Some(holds) = always(&exclusion.when, environment) {
            tell(format!("排除条件“{}”{}", exclusion.why, always_word(holds)), &words, COMPARE);
        } else if idle.is_none() && never_both(&rule.when, &exclusion.when, environment) {
            let what = format!("排除条件“{}”不起作用：它与规则的条件不能同时成立", exclusion.why);
            tell(what, &words, "删去这一条，或检查它与 when 的界限");
        }
    }
    found
}

/// Exceptions from an exclusion that no rule asks for.
fn unknown_exceptions(pack: &Pack, files: &PackFiles) -> Vec<Diagnostic> {
    let unknown = pack.exceptions.iter().filter(|id| pack.rule(id).is_none());
    let fault = |id: &String| {
        let fault = at(Diagnostic::new(format!("没有编号为“{id}”的规则")), files, "exclusions.toml", &[&quoted(id)]);
        fault.hint_nearest(id, pack.rules.iter().map(|rule| rule.id.as_str()))
    };
    unknown.map(fault).collect()
}

/// Thresholds that no rule, fact, question or form reads.
fn unused_parameters(pack: &Pack, files: &PackFiles) -> Vec<Diagnostic> {
    let mut used: BTreeSet<String> = all_expressions(pack).iter().flat_map(|checked| checked.parameters()).collect();
    used.extend([&pack.visits.household.due, &pack.visits.village.due].map(Clone::clone));
    used.extend(pack.push_lists.iter().map(|form| form.due.clone()));
    let expected = pack.dispositions.handlings.iter().filter_map(|word| word.expects.as_ref());
    used.extend(expected.filter_map(|expected| expected.within.clone()));
    used.insert(pack.risk_scoring.little_known().to_owned());
    let unused = pack.parameters.keys().filter(|name| !used.contains(*name));
    let fault = |name: &String| {
        let fault = Diagnostic::new(format!("参数“{name}”没有用到"));
        let heading = format!("[{}]", quoted(name));
        let file = declaring(files, "parameters", &heading);
        at(fault, files, &file, &[&heading]).hint("删去，或在规则里写 参数.名称")
    };
    unused.map(fault).collect()
}

/// Lists that no rule, fact or question reads.
fn unused_lists(pack: &Pack, files: &PackFiles) -> Vec<Diagnostic> {
    let expressions = all_expressions(pack);
    let used: BTreeSet<&String> = expressions.iter().flat_map(|checked| checked.lists()).collect();
    let unused = pack.lists.keys().filter(|name| !used.contains(name));
    let fault = |name: &String| {
        let fault = Diagnostic::new(format!("名单“{name}”没有用到"));
        let file = declaring(files, "lists", &quoted(name));
        at(fault, files, &file, &[&quoted(name)]).hint("删去，或在规则里写 … IN 名单.名称")
    };
    unused.map(fault).collect()
}

fn all_expressions(pack: &Pack) -> Vec<&Checked> {
    let rules = pack.rules.iter().flat_map(expressions);
    let facts = pack.facts.iter().map(|fact| &fact.value);
    rules.chain(facts).chain(pack.questions.iter().map(|question| &question.when)).collect()
}

fn file(rule: &Rule) -> String {
    format!("clues/{}.toml", rule.id)
}

/// The file among those of one kind in which some words stand.
fn declaring(files: &PackFiles, stem: &str, words: &str) -> String {
    let found = files.under(stem).find(|file| file.text.contains(words));
    found.map_or_else(|| format!("{stem}.toml"), |file| file.name.to_owned())
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

/// The diagnostic with the place of the last of some words in a file.
fn at(fault: Diagnostic, files: &PackFiles, file: &str, words: &[&str]) -> Diagnostic {
    match files.file(file) {
        Ok(file) => fault.at(file.place_of(words)),
        Err(_) => fault,
    }
}
