//! The built-in pack compiles, and every rule's examples come out as they say.

use bidui::pack::{Expectation, PackFiles, compile};
use bidui::rehearse::rehearse;

use crate::case::Case;

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
    let points = (1..=6).map(|point| format!("四（一）{point}")).chain((1..=7).map(|point| format!("四（二）{point}")));
    let point_of = |id: &String| id.split('.').next().unwrap_or_default().to_owned();
    let covered: Vec<String> = pack.plan.checkpoints.keys().map(point_of).collect();
    for point in points.clone() {
        assert!(covered.contains(&point), "{point} has no checkpoint");
    }
    let beyond: Vec<&String> = covered.iter().filter(|point| !points.clone().any(|known| known == **point)).collect();
    assert_eq!(beyond, Vec::<&String>::new());
}

/// What a county sets for itself: one value for ever, or values with their days, documents and authors.
#[test]
fn a_county_s_own_thresholds_are_dated_and_signed() {
    let own = "[parameters]\n\"住院自付预警线_脱贫\" = 8000\n\n[[parameters.\"住院自付预警线_一般\"]]\nfrom = 2026-01-01\nuntil = 2026-12-31\n\
               value = 30000\nbasis = \"县防返贫〔2026〕12号\"\nset_by = \"县防返贫专班\"\n";
    let case = Case::new().file("bidui.toml", own);
    let figures = |day: &str| {
        let pages =
            ["MED-08", "MED-09"].map(|rule| case.run(&["rules", "show", rule, "--as-of", day]).success().stdout);
        let lines = pages.iter().flat_map(|page| page.lines().skip_while(|line| !line.starts_with("参数")));
        lines
            .take_while(|line| line.starts_with("参数") || line.starts_with(' '))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    insta::assert_snapshot!(["2026-11-30", "2027-01-01"].map(figures).join("\n"));
}

#[test]
fn wrong_thresholds_of_a_county_are_shown() {
    let wrong = "[parameters]\n\"县内报销比例下限\" = 85\n\"住院自付预警线_脱贫\" = -8000\n\"年度收入监测线\" = \"很多\"\n\"年度收入检测线\" = 1\n\
                 \"自付占收入比例\" = nan\n\n[[parameters.\"住院自付预警线_一般\"]]\nfrom = 2026-01-01\nvalue = 1\nbasis = \"文\"\nset_by = \"县\"\nfor = [\"没这类\"]\n";
    let outcome = Case::new().file("bidui.toml", wrong).run(&["rules", "show", "MED-08", "--as-of", "2026-11-30"]);
    insta::assert_snapshot!(format!("exit {}\n{}", outcome.code, outcome.stderr));
}

/// Folders that are no pack, and files that are no text, are mistakes like others: exit 2, and JSON for scripts.
#[test]
fn folders_that_are_no_pack() {
    let case = Case::new()
        .file("空/说明.txt", "空")
        .file("记事本/clues/MED-08.toml", [0xb4, 0xf3, 0xb2, 0xa1])
        .file("记事本/clues/~$MED-08.toml", [0xff])
        .file("记事本/clues/._MED-08.toml", [0xff])
        .file("一个文件", "不是文件夹");
    let told = ["没有", "空", "记事本", "一个文件"].map(|folder| {
        let outcome = case.run(&["rules", "check", "--pack", folder, "--json"]);
        serde_json::from_str::<serde_json::Value>(&outcome.stdout).expect("JSON");
        format!("exit {}\n{}{}", outcome.code, outcome.stdout, outcome.stderr)
    });
    insta::assert_snapshot!(told.join("\n"));
}
