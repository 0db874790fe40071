//! How fast facts are derived and rules are run over a county that stands in memory: by people, and by rules.
//!
//! `cargo bench --bench detection -- [people]`; 1,000,000 unless told otherwise. The time must grow with the people as
//! they grow, and no faster than the rules. Compare the ratios within one run: machines differ and are noisy.

mod county;

use std::time::{Duration, Instant};

use bidui::detect::{ClueNaming, DetectionContext, detect};
use bidui::expr::Environment;
use bidui::facts::{Tables, derive};
use bidui::pack::{Config, Fact, Pack, PackFiles, Rule, compile};
use bidui::value::CountyKey;
use county::{AS_OF, county};
use mimalloc::MiMalloc;

/// As the program has it.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() {
    let people = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let environment = pack.environment(AS_OF, &Config::default()).expect("thresholds of the day");
    let all = pack.active_rules().count();
    let whole = county(&pack, people).expect("a county");
    let records: usize = whole.records.values().map(|frame| frame.height()).sum();
    println!(
        "{} people, {} households, {} villages, {records} records of {} sources",
        whole.person.height(),
        whole.household.height(),
        whole.village.height(),
        whole.records.len()
    );
    println!(
        "{:>9} {:>6} {:>9} {:>9} {:>9} {:>10} {:>9} {:>7}",
        "people", "rules", "facts", "rules", "both", "people/s", "clues", "ratio"
    );
    let first = row(&pack, &environment, &whole, all, None);
    for part in [2, 4] {
        let county = county(&pack, people / part).expect("a county");
        row(&pack, &environment, &county, all, Some(first));
    }
    for rules in [100, 50, 25] {
        row(&pack, &environment, &whole, rules, Some(first));
    }
}

/// Times so many rules, spread over the pack; prints how many times the other time that is.
fn row(pack: &Pack, environment: &Environment, tables: &Tables, rules: usize, to: Option<Duration>) -> Duration {
    let pack = Pack { rules: spread(pack, rules), ..pack.clone() };
    let runs = (0..3).map(|_| run(&pack, environment, tables.clone()));
    let (both, facts, clues) = runs.min().expect("three runs");
    let people = tables.person.height();
    let ratio = to.map(|to| format!("{:.2}", both.as_secs_f64() / to.as_secs_f64())).unwrap_or_default();
    println!(
        "{people:>9} {rules:>6} {:>7.2} s {:>7.2} s {:>7.2} s {:>10.0} {clues:>9} {ratio:>7}",
        facts.as_secs_f64(),
        (both - facts).as_secs_f64(),
        both.as_secs_f64(),
        people as f64 / both.as_secs_f64()
    );
    both
}

/// The time of both stages, that of the first, and the number of clues.
fn run(pack: &Pack, environment: &Environment, tables: Tables) -> (Duration, Duration, usize) {
    let facts: Vec<&Fact> = pack.facts.iter().collect();
    let naming = ClueNaming::new(&CountyKey::none());
    let context = DetectionContext { pack, environment, naming: &naming, candidate_matches: &[], supposed: None };
    let start = Instant::now();
    let tables = derive(tables, &facts, environment).expect("facts");
    let derived = start.elapsed();
    let (findings, _) = detect(&tables, context).expect("findings");
    (start.elapsed(), derived, findings.clues.len())
}

fn spread(pack: &Pack, wanted: usize) -> Vec<Rule> {
    let rules: Vec<&Rule> = pack.active_rules().collect();
    (0..wanted.min(rules.len())).map(|at| rules[at * rules.len() / wanted.min(rules.len())].clone()).collect()
}
