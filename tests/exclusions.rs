//! Every exclusion of the pack has somebody whom it alone keeps from being hit: by a copy of the rule without it, the
//! planted look-alike is found.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use bidui::pack::{PackFiles, compile};
use toml::{Table, Value};

use crate::county::{Breadth, Plan, Truth, make_county};
use crate::truth::found_clues;

const PERIOD: &str = "2026-10";

/// A rule without one of its exclusions.
struct Trial<'a> {
    rule: &'a str,
    why: &'a str,
    /// The id of the copy that lacks the exclusion.
    id: String,
}

#[test]
fn every_exclusion_keeps_somebody_from_being_hit() {
    let county = tempfile::tempdir().expect("a folder");
    let periods = vec![PERIOD.to_owned()];
    let plan = Plan { people: 2_200, seed: 9, periods, out: county.path().to_owned(), breadth: Breadth::Full };
    let truth = make_county(&plan).expect("the county is made").remove(PERIOD).expect("the period asked for");
    assert_eq!(untried(&truth), BTreeSet::new());
    let trials: Vec<Trial<'_>> = trials(&truth);
    write_pack(&trials, &county.path().join("trials"));
    let out = county.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_bidui"))
        .args(["screen", "--full-ids", "--quiet", "--pack"])
        .arg(county.path().join("trials"))
        .arg("--out")
        .args([&out, &county.path().join("data").join(PERIOD)])
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = found_clues(&out);
    let left_alone = |trial: &Trial<'_>| {
        let who = truth.excluded[trial.rule][trial.why].iter();
        let missed = who.filter(|who| !found.get(&trial.id).is_some_and(|of_copy| of_copy.contains_key(*who)));
        missed.map(|who| format!("{} but for {}: {who}", trial.rule, trial.why)).collect::<Vec<_>>()
    };
    assert_eq!(trials.iter().flat_map(left_alone).collect::<Vec<_>>(), Vec::<String>::new());
}

/// Exclusions that nothing is planted for: a rule's own by rule, the general ones by their reason.
fn untried(truth: &Truth) -> BTreeSet<(String, String)> {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let exclusions = pack.active_rules().flat_map(|rule| {
        let of_rule = |general: bool| if general { String::new() } else { rule.id.clone() };
        rule.exclude.iter().map(move |exclusion| (of_rule(exclusion.general), exclusion.why.clone()))
    });
    let planted = |(rule, why): &(String, String)| {
        let mut rules = truth.excluded.iter().filter(|(of, _)| rule.is_empty() || *of == rule);
        rules.any(|(_, reasons)| reasons.contains_key(why))
    };
    exclusions.filter(|exclusion| !planted(exclusion)).collect()
}

fn trials(truth: &Truth) -> Vec<Trial<'_>> {
    let reasons = truth.excluded.iter().flat_map(|(rule, reasons)| reasons.keys().map(move |why| (rule, why)));
    reasons.zip(1..).map(|((rule, why), number)| Trial { rule, why, id: format!("{rule}-{number}") }).collect()
}

/// An overlay in which every trial is one more rule.
fn write_pack(trials: &[Trial<'_>], folder: &Path) {
    std::fs::create_dir_all(folder.join("clues")).expect("a folder");
    for trial in trials {
        let mut rule = built_in(&format!("clues/{}.toml", trial.rule));
        rule.insert("id".to_owned(), trial.id.clone().into());
        rule.remove("implies");
        rule.remove("example");
        if let Some(Value::Array(own)) = rule.get_mut("exclude") {
            own.retain(|exclusion| exclusion["why"].as_str() != Some(trial.why));
        }
        std::fs::write(folder.join(format!("clues/{}.toml", trial.id)), rule.to_string()).expect("written");
    }
    let mut general = built_in("exclusions.toml");
    for (_, exclusion) in general.iter_mut() {
        except_trials(exclusion, trials);
    }
    std::fs::write(folder.join("exclusions.toml"), general.to_string()).expect("written");
}

/// A general exclusion does not hold for copies of rules that it does not hold for, nor for those that try it.
fn except_trials(exclusion: &mut Value, trials: &[Trial<'_>]) {
    let why = exclusion["why"].as_str().expect("a reason").to_owned();
    let except = exclusion["except"].as_array_mut().expect("a list");
    let is_free = |trial: &&Trial<'_>| trial.why == why || except.iter().any(|rule| rule.as_str() == Some(trial.rule));
    let free: Vec<Value> = trials.iter().filter(is_free).map(|trial| trial.id.clone().into()).collect();
    except.extend(free);
}

fn built_in(file: &str) -> Table {
    PackFiles::built_in().0[file].parse().expect("the built-in pack is TOML")
}
