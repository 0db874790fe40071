//! The key that clue ids are made with: made once, kept beside the ledger, never another one, changed by one command.

use std::fs;

use bidui::ledger::{Ledger, MIGRATIONS, NAMED, verify};
use bidui::value::CountyKey;
use rusqlite::Connection;

use crate::case::{Case, Outcome, key_file};
use crate::village::{TRUE, UNTRUE, ask, asked, book, collect, county, county_with, entries, list, month};

/// Long enough.
const SECRET: &str = "clue_secret = \"本县自己的一句话，别人想不到\"\n";

/// A county of two months without a key and a ledger.
fn new_county() -> Case {
    month(month(Case::new().keyless(), "2026-11", &[]), "2026-12", &["赵小"]).file("bidui.toml", "county = \"某县\"\n")
}

/// A county whose ledger was begun before there were keys.
fn old_county() -> Case {
    month(county_with(""), "2026-12", &["赵小"]).keyless()
}

fn clue_of(case: &Case, person: &str) -> String {
    ask(case, &format!("SELECT clue FROM clue_state WHERE person_name = '{person}' AND rule LIKE 'EDU%'"))
}

/// Refused before anything is done, with these words.
#[track_caller]
fn stopped(outcome: &Outcome, words: &str) {
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
}

/// Commands that read or write a county's memory, or make ids.
const COMMANDS: [&[&str]; 13] = [
    &["screen", "data/2026-12"],
    &["screen", "data/2026-12", "--out", "试看"],
    &["screen", "data/2026-12", "--against", "runs/2026-11"],
    &["inspect", "data/2026-12"],
    &["explain", "H1"],
    &["collect", "回收情况.xlsx"],
    &["status"],
    &["compare"],
    &["precision"],
    &["report"],
    &["waive", "list"],
    &["ledger", "show"],
    &["ledger", "rekey"],
];

/// Every command stops with these words, and nothing in the county's folder changes.
fn every_command_stops(case: &Case, words: &str) {
    let before = (fs::read(case.path("ledger.db")).ok(), fs::read(case.path("ledger.key")).ok());
    for command in COMMANDS {
        stopped(&case.run(command), words);
    }
    assert_eq!((fs::read(case.path("ledger.db")).ok(), fs::read(case.path("ledger.key")).ok()), before);
    let proof = case.run(&["ledger", "verify"]);
    assert_eq!((proof.code, proof.stderr.contains(words)), (3, true), "{}", proof.stderr);
}

#[test]
fn the_first_run_that_is_recorded_makes_a_key() {
    let case = new_county();
    for looking in [&["inspect", "data/2026-11"][..], &["screen", "data/2026-11", "--out", "试看"], &["explain", "H1"]]
    {
        case.run(looking).success();
        assert!(!case.path("ledger.key").exists() && !case.path("ledger.db").exists(), "{looking:?}");
    }
    let first = case.run(&["screen", "data/2026-11", "--quiet"]).success();
    assert!(
        first.stderr.contains("已生成本县的密钥 ledger.key") && first.stderr.contains("一起备份"),
        "{}",
        first.stderr
    );
    let key = fs::read_to_string(case.path("ledger.key")).expect("a key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(case.path("ledger.key")).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    case.run(&["issue"]).success();
    let second = case.run(&["screen", "data/2026-12"]).success();
    assert!(!second.stderr.contains("密钥"), "{}", second.stderr);
    assert_eq!(fs::read_to_string(case.path("ledger.key")).expect("a key"), key);
    assert!(ask(&case, "SELECT clue FROM triage WHERE reason = 'unanswered'").lines().count() > 2);
    case.run(&["ledger", "verify"]).success();
}

/// Counties do not share ids, unless they share the key: then the same data make the same bytes.
#[test]
fn the_same_key_makes_the_same_bytes() {
    let clues = |case: &Case| fs::read(case.path("runs/2026-11/clues.csv")).expect("clues");
    let screened = |case: Case| {
        case.run(&["screen", "data/2026-11"]).success();
        case
    };
    let (one, other) = (screened(new_county()), screened(new_county()));
    assert_ne!(clues(&one), clues(&other));
    let key = fs::read(one.path("ledger.key")).expect("a key");
    let twin = screened(new_county().file("ledger.key", key));
    for file in ["clues.csv", "manifest.json", "推送清单/青石镇/青石镇推送核实清单.xlsx"] {
        let bytes = |case: &Case| fs::read(case.path(&format!("runs/2026-11/{file}"))).expect("a file");
        assert_eq!(bytes(&one), bytes(&twin), "{file}");
    }
}

#[test]
fn a_key_that_is_lost_stops_every_command() {
    let case = month(county(), "2026-12", &[]).keyless();
    every_command_stops(&case, "这份台账的密钥不在了。请从备份恢复 ledger.key");
    let case = case.key(&["试"]);
    case.run(&["screen", "data/2026-12"]).success();
}

#[test]
fn another_countys_key_stops_every_command() {
    let case = month(county(), "2026-12", &[]).key(&["别的县"]);
    every_command_stops(&case, "ledger.key 不是这份台账的密钥");
}

#[test]
fn a_damaged_key_stops_every_command() {
    let case = month(county(), "2026-12", &[]).file("ledger.key", key_file(&["试"]).replace('试', "错"));
    every_command_stops(&case, "已损坏或被改动过。请从备份恢复它");
}

#[test]
fn damage_of_a_key_is_told_from_another_key() {
    for damaged in ["secrets = [", "", "secrets = []\ncheck = \"\"\n", "\u{0}\u{1}"] {
        let case = county().file("ledger.key", damaged);
        stopped(&case.run(&["status"]), "已损坏或被改动过");
    }
}

/// A county may write its secret down instead; then no file is made, and what is written down counts.
#[test]
fn a_secret_in_the_settings_is_checked_too() {
    let case = new_county().file("bidui.toml", SECRET);
    let first = case.run(&["screen", "data/2026-11"]).success();
    assert!(!case.path("ledger.key").exists() && !first.stderr.contains("密钥"), "{}", first.stderr);
    let without = case.file("bidui.toml", "county = \"某县\"\n");
    every_command_stops(&without, "把 clue_secret 写回去");
    let other = without.file("bidui.toml", SECRET.replace("本县", "外县"));
    every_command_stops(&other, "不是这份台账的密钥，用它编号会把所有线索当成新的");
    let both = other.file("bidui.toml", SECRET).key(&["别的"]);
    every_command_stops(&both, "请把 ledger.key 移走");
    fs::remove_file(both.path("ledger.key")).expect("removed");
    both.run(&["screen", "data/2026-12"]).success();
}

#[test]
fn two_keys_stop_every_command() {
    let case = month(county(), "2026-12", &[]).file("bidui.toml", SECRET);
    every_command_stops(&case, "是两把不同的密钥，台账用的是 ledger.key");
}

#[test]
fn a_secret_that_is_too_short_is_refused() {
    let case = new_county().file("bidui.toml", "county = \"某县\"\nclue_secret = \"我们县的密钥\"\n");
    for command in [&["screen", "data/2026-11"][..], &["inspect", "data/2026-11"]] {
        let refused = case.run(command);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(refused.stderr.contains("clue_secret 太短（6 个字）"), "{}", refused.stderr);
        assert!(refused.stderr.contains("bidui.toml:2") && !refused.stderr.contains("我们县"), "{}", refused.stderr);
    }
    assert!(!case.path("ledger.db").exists());
    case.file("bidui.toml", SECRET).run(&["screen", "data/2026-11"]).success();
}

/// A county that began without a key goes on; a secret that is added is not taken for its key.
#[test]
fn a_county_that_began_without_a_key_goes_on() {
    let case = old_county();
    case.run(&["issue", "2026-11"]).success();
    let told = case.run(&["screen", "data/2026-12"]).success();
    assert!(told.stderr.contains("请用 bidui ledger rekey 更换密钥"), "{}", told.stderr);
    assert!(!case.path("ledger.key").exists());
    assert_eq!(why_asked(&case, "2026-12", "周小山"), "unanswered");
    every_command_stops(&case.file("bidui.toml", SECRET), "台账开始时没有密钥");
}

/// What the triage of a period says, by person and rule: ids say nothing.
fn triage(case: &Case) -> String {
    ask(
        case,
        "SELECT r.period, c.rule, w.township, w.household_number, w.person_name, t.decision, t.reason, t.times, t.since \
         FROM triage t JOIN run r ON r.id = t.run JOIN clue c ON c.id = t.clue \
         JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id) ORDER BY 1, 2, 3, 4, 5",
    )
}

/// Why a period's list asks about a person.
fn why_asked(case: &Case, period: &str, person: &str) -> String {
    let reasons =
        "SELECT DISTINCT t.reason FROM triage t JOIN run r ON r.id = t.run JOIN clue_state s ON s.clue = t.clue";
    ask(case, &format!("{reasons} WHERE r.period = '{period}' AND s.person_name = '{person}'"))
}

fn absences(case: &Case) -> String {
    ask(case, "SELECT a.why, c.rule, c.subject_kind FROM absence a JOIN clue c ON c.id = a.clue ORDER BY 1, 2, 3")
}

/// After the key is changed a county goes on as if it had not been: nothing is asked again, nobody is gone.
#[test]
fn a_change_of_key_changes_nothing_but_names() {
    let answered = |change: &dyn Fn(&Case)| {
        let case = old_county();
        list(&case, "2026-11", "青石镇")
            .fill("石桥村", "周小山", &UNTRUE)
            .fill("石桥村", "李小田", &TRUE)
            .with("入户核查", |sheet| asked(sheet, "知道，会用", ""))
            .save(&case.path("回收/1.xlsx"));
        collect(&case).success();
        change(&case);
        case.run(&["screen", "data/2026-12"]).success();
        case
    };
    let plain = answered(&|_| {});
    let changed = answered(&|case| {
        let told = case.run(&["ledger", "rekey"]).success();
        assert!(told.stderr.contains("已更换密钥") && told.stderr.contains("重新备份"), "{}", told.stderr);
        assert!(case.path("ledger.key").exists());
    });
    assert_eq!(triage(&changed), triage(&plain));
    assert_eq!(absences(&changed), absences(&plain));
    let shown = |case: &Case, command: &[&str]| case.run(command).success().stdout;
    for command in [&["status", "2026-11"][..], &["status"], &["precision"], &["compare"], &["waive", "list"]] {
        assert_eq!(shown(&changed, command), shown(&plain, command), "{command:?}");
    }
    assert_ne!(clue_of(&changed, "周小山"), clue_of(&plain, "周小山"));
    let [changed, plain] = [&changed, &plain].map(|case| ask(case, "SELECT count(*), count(DISTINCT id) FROM clue"));
    assert_eq!(changed, plain);
}

/// Lists that are out are collected as before, also by what a village added to them.
#[test]
fn lists_of_before_a_change_of_key_are_collected() {
    let case = old_county();
    let old = clue_of(&case, "周小山");
    let mut filled = list(&case, "2026-11", "青石镇").fill("石桥村", "周小山", &UNTRUE);
    filled.sheet("石桥村").add(&[("户主姓名", "孙六"), ("线索内容", "房屋漏雨"), TRUE[0], TRUE[1], TRUE[2], TRUE[3]]);
    filled.save(&case.path("回收/1.xlsx"));
    case.run(&["ledger", "rekey"]).success();
    let told = collect(&case).success();
    assert!(told.stdout.contains("收下"), "{}", told.stdout);
    let answered = "SELECT channel, state FROM clue_state WHERE state IN ('untrue', 'monitored') ORDER BY 1";
    assert_eq!(ask(&case, answered), "rule untrue\nvisit monitored");
    // The old id is still understood, by every command that takes one.
    let why = ["--reason", "已核", "--document", "纪要", "--verifier", "李", "--until", "2027-12-31"];
    case.run(&[&["waive", "add", "--clue", &old][..], &why].concat()).success();
    let explained = case.run(&["explain", &old]).success();
    assert!(explained.stdout.contains("周小山"), "{}", explained.stdout);
    // A second copy that says the same is not taken for another risk.
    filled.fill("石桥村", "李小田", &TRUE).save(&case.path("回收/2.xlsx"));
    case.run(&["ledger", "rekey"]).success();
    collect(&case).success();
    assert_eq!(ask(&case, "SELECT count(*) FROM clue WHERE channel = 'visit'"), "1");
    assert_eq!(ask(&case, "SELECT count(*) FROM contradiction"), "0");
    assert!(book(&case).exists());
    case.run(&["ledger", "verify"]).success();
}

/// The chain proves what was written before the change, as it was written; heads of before are found.
#[test]
fn a_change_of_key_breaks_no_seal() {
    let case = old_county();
    let head = ask(&case, "SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1");
    for _ in 0..2 {
        case.run(&["ledger", "rekey"]).success();
        case.run(&["ledger", "verify", "--contains", &head]).success();
    }
    let statement = "UPDATE whereabouts SET person_name = '别人' WHERE id = 1";
    let sql = Connection::open(case.path("ledger.db")).expect("a ledger");
    let lock = ask(&case, "SELECT sql FROM sqlite_schema WHERE name = 'keep_whereabouts_update'");
    sql.execute_batch(&format!("DROP TRIGGER keep_whereabouts_update; {statement}; {lock}")).expect("changed");
    drop(sql);
    let proof = case.run(&["ledger", "verify"]);
    stopped(&proof, "whereabouts 表的内容被改过");
}

/// No name of before is left where names of now are looked for.
#[test]
fn everything_is_renamed() {
    let case = old_county();
    let names = |case: &Case| {
        let columns = NAMED.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (table, column)));
        let names =
            columns.map(|(table, column)| ask(case, &format!("SELECT {column} FROM {table} WHERE {column} <> ''")));
        names.flat_map(|names| names.lines().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let before = names(&case);
    case.run(&["ledger", "rekey"]).success();
    let after = names(&case);
    assert!(before.len() > 50 && before.len() == after.len());
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));
}

/// A column that a later migration adds for ids or codes has to be renamed too.
#[test]
fn every_column_of_names_is_known() {
    let sql = Connection::open_in_memory().expect("a database");
    MIGRATIONS.iter().try_for_each(|migration| sql.execute_batch(migration)).expect("migrations");
    let mut columns = sql
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
             AND c.type = 'TEXT' AND (c.name IN ('clue', 'subject', 'household', 'fingerprint', 'person', 'code')
               OR (m.name = 'clue' AND c.name = 'id')) AND NOT (m.name = 'batch' AND c.name = 'code') ORDER BY 1, 2",
        )
        .expect("a query");
    let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let columns: Vec<(String, String)> = columns.collect::<Result<_, _>>().expect("rows");
    let pair = |table: &str, column: &str| (table.to_owned(), column.to_owned());
    let mut known: Vec<(String, String)> =
        NAMED.iter().flat_map(|(table, columns)| columns.iter().map(|column| pair(table, column))).collect();
    known.sort();
    assert_eq!(columns, known);
}

/// A command that is killed after the key is written and before the ledger is leaves both usable.
#[test]
fn an_interrupted_change_of_key_is_no_harm() {
    let case = county();
    case.run(&["issue"]).success();
    let ledger = fs::read(case.path("ledger.db")).expect("a ledger");
    case.run(&["ledger", "rekey"]).success();
    let case = month(case.file("ledger.db", ledger), "2026-12", &[]);
    case.run(&["screen", "data/2026-12"]).success();
    assert_eq!(why_asked(&case, "2026-12", "周小山"), "unanswered");
    case.run(&["ledger", "rekey"]).success();
    case.run(&["ledger", "verify"]).success();
}

/// A secret of before that is too short is changed by the same command, and may then stay in the settings.
#[test]
fn a_short_secret_of_before_is_changed() {
    let case = county();
    case.run(&["issue"]).success();
    let case = month(case.keyless().file("bidui.toml", "clue_secret = \"试\"\n"), "2026-12", &[]);
    let refused = case.run(&["screen", "data/2026-12"]);
    assert!(refused.code == 2 && refused.stderr.contains("用 bidui ledger rekey 更换密钥"), "{}", refused.stderr);
    case.run(&["ledger", "rekey"]).success();
    case.run(&["screen", "data/2026-12"]).success();
    assert_eq!(why_asked(&case, "2026-12", "周小山"), "unanswered");
    case.run(&["ledger", "verify"]).success();
}

/// Whoever rewrites the ledger without the key is found out, though the chain is sound in itself.
#[test]
fn only_the_key_seals() {
    let case = county();
    let before = entries(&case);
    let mut ledger = Ledger::open(&case.path("ledger.db")).expect("opens");
    let command = bidui::ledger::Command { name: "collect", at: jiff::Timestamp::UNIX_EPOCH };
    let forged: anyhow::Result<_> = ledger.transaction(command, |entry| {
        bidui::ledger::import(entry, "answers", &bidui::value::Redacted::of("清单.xlsx"), "1")
    });
    assert!(forged.expect("written").is_some() && entries(&case) != before);
    assert_eq!(verify(&ledger, None).expect("read").violations.len(), 1);
    assert_eq!(verify(&ledger, Some(&CountyKey::of_secret("试"))).expect("read").violations.len(), 1);
    drop(ledger);
    stopped(&case.run(&["ledger", "verify"]), "不是用本县的密钥封存的");
}
