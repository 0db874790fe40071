//! A ledger of the version before answers to clues and to questions were stored alike: all of it is carried over, and
//! what commands show of it stays as it was.

use std::collections::BTreeSet;
use std::path::Path;

use bidui::collect::disputes;
use bidui::detect::ClueNaming;
use bidui::ledger::{Ledger, answers, verify};
use bidui::pack::{PackFiles, compile};
use bidui::value::{CountyKey, full_width};
use serde_json::Value;

use crate::case::Case;
use crate::village::{ask, month};

/// The hash of the old ledger's last audit row.
const HEAD: &str = "7fb2faaedd8a56433b037c768dcc1e32";

/// The tables that the old ledger kept answers in.
const OLD: [&str; 4] = ["disposition", "conflict", "settlement", "reply"];

/// A case with the old ledger, and the data of its two months.
fn old_county() -> Case {
    let ledger = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/第7版台账.db");
    month(month(Case::new(), "2026-11", &[]), "2026-12", &["赵小"])
        .file("bidui.toml", "county = \"某县\"\n")
        .file("ledger.db", std::fs::read(ledger).expect("a fixture"))
}

fn rows(case: &Case, table: &str) -> String {
    ask(case, &format!("SELECT * FROM {table} ORDER BY id"))
}

/// Nothing that was sealed is touched, and every fact stands in the new tables, under one audit row more.
#[test]
fn every_answer_contradiction_and_ruling_is_carried_over() {
    let case = old_county();
    let before = OLD.map(|table| rows(&case, table));
    case.run(&["ledger", "verify", "--contains", HEAD]).success();
    assert_eq!(OLD.map(|table| rows(&case, table)), before);
    let checked = verify(&Ledger::open(&case.path("ledger.db")).expect("opens"), None).expect("read");
    assert_eq!((checked.entries, checked.violations), (8, vec![]));
    assert_eq!(ask(&case, "SELECT command, what FROM audit WHERE sequence = 8"), "upgrade {\"version\":11}");

    let clues = "SELECT count(*) FROM disposition d JOIN answer a ON a.id = d.id AND a.recorded = d.entry
        AND (a.clue, a.run, a.word, a.resolution, a.until_changed) = (d.clue, d.run, d.verdict, d.resolution, d.until_changed)
        AND a.pushed IS d.pushed AND a.handling IS d.handling AND a.suppressed_until IS d.quiet_until
        AND a.supersedes IS d.supersedes AND a.import IS d.import AND a.sheet IS d.sheet AND a.sheet_row IS d.sheet_row
        AND (a.situation, a.verifier, a.verified_on) = (d.situation, d.verifier, d.verified_on)";
    assert_eq!(ask(&case, clues), ask(&case, "SELECT count(*) FROM disposition"));
    let questions = "SELECT count(*) FROM reply y JOIN answer a ON a.clue IS NULL AND a.number = y.id
        AND (a.recorded, a.pushed, a.word) = (y.entry, y.pushed, y.answer) AND a.import IS y.import AND a.sheet IS y.sheet
        AND (a.situation, a.verifier, a.verified_on) = (y.situation, y.verifier, y.verified_on)";
    assert_eq!(ask(&case, questions), ask(&case, "SELECT count(*) FROM reply WHERE settled_by IS NULL"));

    let statuses = "SELECT number, coalesce(clue, question), word, handling, situation, status, supersedes
        FROM answer_status ORDER BY id";
    let rulings = "SELECT one, other, in_force, ruled_by
        FROM contradiction c LEFT JOIN ruling u ON u.contradiction = c.id ORDER BY c.id";
    // The old version wrote 知道,会用 with a half-width comma.
    let [statuses, rulings] = [statuses, rulings].map(|query| full_width(&ask(&case, query)));
    insta::assert_snapshot!(format!("{statuses}\n\n{rulings}"));
}

/// The snapshot was taken from the program that wrote the ledger, but for the number of operations and for the codes of
/// disputed answers to a question on which there was a ruling before.
#[test]
fn what_commands_show_of_an_old_ledger_stays() {
    let case = old_county();
    let shown = [
        &["status", "2026-11", "--as-of", "2027-01-31"][..],
        &["status", "2026-12", "--as-of", "2027-01-31"],
        &["ledger", "show"],
        &["waive", "list", "--all"],
        &["precision"],
    ]
    .map(|arguments| case.run(arguments).success().stdout);
    let remembered = ["H1", "H2", "H3", "H4", "H7"].map(|number| {
        let home = case.run(&["explain", number, "--json"]).success().stdout;
        let home: Value = serde_json::from_str(&home).expect("JSON");
        serde_json::to_string_pretty(&home["ledger"]).expect("JSON")
    });
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    let ledger = Ledger::open(&case.path("ledger.db")).expect("opens");
    let disputes = disputes(&ledger, &pack.questions, &ClueNaming::new(&CountyKey::of_secret("试"))).expect("read");
    let disputes = serde_json::to_string_pretty(&disputes).expect("JSON");
    insta::assert_snapshot!([shown.join("\n"), remembered.join("\n"), disputes].join("\n"));
}

/// The old version wrote 知道,会用 with a half-width comma: it is read as the answer that the pack has today.
#[test]
fn words_of_answers_are_those_of_the_pack() {
    let case = old_county();
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    let known: BTreeSet<&str> = pack
        .questions
        .iter()
        .flat_map(|question| question.answers.iter().map(String::as_str))
        .chain(pack.dispositions.verdicts.iter().chain(&pack.dispositions.handlings).map(|word| word.name.as_str()))
        .collect();
    let ledger = Ledger::open(&case.path("ledger.db")).expect("opens");
    let answers = answers(&ledger).expect("read");
    let words = || answers.iter().flat_map(|answer| [Some(answer.word.as_str()), answer.handling.as_deref()]).flatten();
    assert!(ask(&case, "SELECT word FROM answer").contains("知道,会用") && words().any(|word| word == "知道，会用"));
    assert_eq!(words().filter(|word| !known.contains(word)).collect::<Vec<_>>(), Vec::<&str>::new());
}
