//! How many clues every township has, by severity, as JSON: `cargo run --example townships -- data/2026-11`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use bidui::county::Failure;
use bidui::screening::{Setup, Silent, screen};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("townships <folder of a period>");
        return ExitCode::from(2);
    };
    match townships(&folder) {
        Ok(counts) => {
            println!("{}", serde_json::to_string_pretty(&counts).expect("names and numbers are JSON"));
            ExitCode::SUCCESS
        }
        // Refused data, mistakes in files and a failing machine are told apart by the variant.
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn townships(folder: &std::path::Path) -> Result<BTreeMap<String, BTreeMap<&'static str, usize>>, Failure> {
    let screened = screen(&Setup::of(folder)?, &Silent)?;
    let mut counts: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for clue in &screened.findings.clues {
        let of_township = counts.entry(clue.location.village.township.clone()).or_default();
        *of_township.entry(clue.severity.label()).or_default() += 1;
    }
    Ok(counts)
}
