//! The built-in pack compiles, and every rule's examples come out as they say.

use bidui::pack::{Expectation, PackFiles, compile};
use bidui::rehearse::rehearse;

#[test]
fn the_built_in_pack_compiles_and_its_examples_come_out() {
    let pack = compile(&PackFiles::built_in())
        .unwrap_or_else(|faults| panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")));
    assert!(pack.active_rules().count() >= 24);
    let discrepancies: Vec<String> =
        rehearse(&pack).into_iter().map(|found| format!("{} {}: {}", found.rule, found.example, found.what)).collect();
    assert_eq!(discrepancies, Vec::<String>::new());
}

#[test]
fn every_rule_has_examples_of_both_kinds() {
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    for rule in &pack.rules {
        let some = |wanted: Expectation| rule.examples.iter().any(|example| example.expect == wanted);
        assert!(some(Expectation::Hit) && some(Expectation::Miss), "{}", rule.id);
        let own = rule.exclude.iter().any(|exclusion| !exclusion.general);
        assert!(!own || some(Expectation::Excluded), "{} never shows an exclusion", rule.id);
    }
}

/// Which tables' lost records can make a rule hit: a damaged row in one of them holds the hit back.
#[test]
fn rules_about_absence_are_known() {
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    let line = |rule: &bidui::pack::Rule| {
        format!("{}: {}", rule.id, rule.absences.iter().cloned().collect::<Vec<_>>().join("、"))
    };
    insta::assert_snapshot!(pack.rules.iter().map(line).collect::<Vec<_>>().join("\n"));
}

/// Every point of the work plan's section four has checkpoints, and every checkpoint a rule or a question.
#[test]
fn the_whole_work_plan_is_answered() {
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    assert_eq!(pack.plan.unanswered(&pack.rules, &pack.questions), Vec::<&str>::new());
    let points = (1..=6).map(|point| format!("四(一){point}")).chain((1..=7).map(|point| format!("四(二){point}")));
    let point_of = |id: &String| id.split('.').next().unwrap_or_default().to_owned();
    let covered: Vec<String> = pack.plan.checkpoints.keys().map(point_of).collect();
    for point in points.clone() {
        assert!(covered.contains(&point), "{point} has no checkpoint");
    }
    let beyond: Vec<&String> = covered.iter().filter(|point| !points.clone().any(|known| known == **point)).collect();
    assert_eq!(beyond, Vec::<&String>::new());
}
