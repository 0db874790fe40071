//! A command that is killed loses nothing and leaves nothing, whichever call to the system it is killed at.
//!
//! `strace` kills; without it these tests say so and pass. A few calls are tried of each command; all of them by
//! `cargo test every_call -- --ignored --nocapture`, which takes an hour.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use crate::case::Case;
use crate::encrypted::{Sealed, says_nothing};
use crate::ordeal::{self, Ordeal};

/// Calls that change what is on the disk, and what comes before them.
const CALLS: [&str; 14] = [
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "mkdir",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "chmod",
    "fchmod",
    "flock",
];

/// How many calls of a kind are passed over after each that is tried, where all are tried: `write` is one of thousands.
fn stride(call: &str) -> u32 {
    if call == "write" { 7 } else { 1 }
}

/// Runs a command that is killed at a call of a kind, by its number; false if it has no such call.
fn is_killed_at(county: &Case, arguments: &[&str], call: &str, number: u32) -> bool {
    let inject = format!("inject=?{call}:signal=KILL:when={number}");
    std::fs::create_dir_all(county.path("tmp")).expect("a folder");
    let ended = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace=?{call}"), "-e", &inject])
        .arg(env!("CARGO_BIN_EXE_bidui"))
        .args(arguments)
        .current_dir(county.path(""))
        // Calls are counted by thread.
        .envs([("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1")])
        .env("TMPDIR", county.path("tmp"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace starts");
    match (ended.signal(), ended.code()) {
        (Some(9), _) | (_, Some(137)) => true,
        (_, Some(0)) => false,
        other => panic!("{call} {number}: {other:?}"),
    }
}

fn has_strace() -> bool {
    let found = Command::new("strace").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("SKIPPED: strace is not installed, so nothing was killed at chosen calls (apt-get install strace)");
    }
    found
}

/// Kills a command at the calls of these kinds and numbers, each time in a county of its own; how many there were.
fn kill(ordeal: &Ordeal, call: &str, numbers: impl Iterator<Item = u32>) -> u32 {
    let expected = ordeal.expected();
    let mut kills = 0;
    for number in numbers {
        let county = ordeal.copy();
        if !is_killed_at(&county, ordeal.arguments, call, number) {
            break;
        }
        kills += 1;
        ordeal.recovers(&county, &expected, &format!("{} killed at {call} {number}", ordeal.name));
    }
    kills
}

/// The calls around which folder and ledger change hands.
fn chosen(ordeal: &Ordeal) {
    if has_strace() {
        let kills: u32 = [("rename", 1), ("rename", 2), ("unlinkat", 2), ("pwrite64", 20)]
            .map(|(call, number)| kill(ordeal, call, number..=number))
            .iter()
            .sum();
        assert!(kills > 1, "{}: it was killed", ordeal.name);
    }
}

#[test]
fn a_first_screening() {
    chosen(&ordeal::first());
}

#[test]
fn another_screening() {
    chosen(&ordeal::again());
}

#[test]
fn another_report() {
    chosen(&ordeal::report());
}

#[test]
#[ignore = "not proved yet: where a ruling is that was typed before"]
fn returned_lists() {
    chosen(&ordeal::returned());
}

/// Wherever a sealed county's command is killed, it has the old ledger or the new one, and nothing lies open; one that was
/// killed while it sealed or opened a county is run again.
#[test]
fn a_sealed_county() {
    if !has_strace() {
        return;
    }
    let Sealed { case: county, stick: _stick } = Sealed::screened();
    let sealed = Ordeal { name: "sealed", arguments: &[], county, work: None };
    let commands: [(&[&str], &[&[&str]]); 3] = [
        (&["screen", "data/2026-11"], &[&["screen", "data/2026-11"]]),
        (&["ledger", "rekey"], &[&["ledger", "verify"], &["ledger", "rekey"]]),
        (&["ledger", "decrypt"], &[&["ledger", "encrypt"]]),
    ];
    for (command, then) in commands {
        let mut kills = 0;
        for number in 1.. {
            let county = sealed.copy();
            if !is_killed_at(&county, command, "rename", number) {
                break;
            }
            kills += 1;
            for command in then.iter().chain([&["ledger", "verify"][..]].iter()) {
                let outcome = county.run(command);
                assert_eq!(outcome.code, 0, "{command:?} after {number}: {}", outcome.stderr);
            }
            says_nothing(&county, &format!("{command:?} killed at {number}"));
        }
        assert!(kills > 1, "{command:?} was killed");
    }
}

#[test]
#[ignore = "takes an hour"]
fn every_call() {
    if !has_strace() {
        return;
    }
    for ordeal in [ordeal::first(), ordeal::again(), ordeal::report(), ordeal::returned()] {
        for call in CALLS {
            let stride = stride(call);
            let kills = kill(&ordeal, call, (0..).map(|turn| 1 + turn * stride));
            println!("{}: killed {kills} times at {call}", ordeal.name);
        }
    }
}
