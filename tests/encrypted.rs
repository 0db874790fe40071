//! A county whose own files are sealed works as any other, says nothing to who has not its secret, and is never taken
//! for one that lies open.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use bidui::ledger::{Command, Ledger, Readable, Safe};
use bidui::value::Redacted;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::access::everything_in;
use crate::case::{Case, Outcome};
use crate::village::{TRUE, UNTRUE, ask, copy, month};

/// What stands in bidui.toml besides.
const OWN: &str = "county = \"某县\"\n";

const PASSPHRASE: (&str, &str) = ("BIDUI_PASSPHRASE", "石桥 高坪 柳河 青石 白马");

/// A county and the stick that its key lies on.
pub struct Sealed {
    pub case: Case,
    pub stick: TempDir,
}

impl Sealed {
    /// A county of two months; nothing is done yet but its key file made.
    fn new() -> Self {
        let sealed = Self { case: unscreened(), stick: tempfile::tempdir().expect("a folder") };
        let settings = sealed.settings();
        let sealed = sealed.with_settings(&settings);
        sealed.case.run(&["ledger", "encrypt"]).success();
        sealed
    }

    /// The same, one month screened.
    pub fn screened() -> Self {
        let sealed = Self::new();
        sealed.case.run(&["screen", "data/2026-11"]).success();
        sealed
    }

    fn key_file(&self) -> PathBuf {
        self.stick.path().join("bidui.key")
    }

    fn settings(&self) -> String {
        format!("{OWN}\n[encryption]\nkey_file = {:?}\n", self.key_file())
    }

    fn with_settings(self, settings: &str) -> Self {
        Self { case: self.case.file("bidui.toml", settings), ..self }
    }
}

/// A county of two months.
fn unscreened() -> Case {
    month(month(Case::new(), "2026-11", &[]), "2026-12", &["赵小"]).file("bidui.toml", OWN)
}

/// The same with registers large enough to be noted when they are read.
fn large(mut case: Case) -> Case {
    for period in ["2026-11", "2026-12"] {
        let register = format!("data/{period}/花名册.csv");
        let text = fs::read_to_string(case.path(&register)).expect("a register");
        case = case.file(&register, text + &",,,,,,\n".repeat(160_000));
    }
    case
}

/// The files that only commands read.
fn covered(case: &Case) -> Vec<PathBuf> {
    let below = everything_in(&case.path("runs")).into_iter().filter(|path| path.ends_with("tables/结果.json"));
    let noted = everything_in(&case.path(".bidui/cache"));
    let own = ["ledger.db", "ledger.key"].map(|name| case.path(name));
    below.chain(noted).chain(own).filter(|path| path.is_file()).collect()
}

/// Nothing in them, nor in what a command may have left anywhere, tells of anybody.
#[track_caller]
pub fn says_nothing(case: &Case, what: &str) {
    let telling = [
        "周大山",
        "周小山",
        "石桥村",
        "青石镇",
        "柳河镇",
        "360799",
        "EDU-01",
        "EDU-02",
        "SQLite",
        "secrets",
        "CREATE TABLE",
    ];
    for file in covered(case) {
        let bytes = fs::read(&file).expect("a file");
        let found = telling.iter().find(|words| bytes.windows(words.len()).any(|window| window == words.as_bytes()));
        assert_eq!(found, None, "{what}: {}", file.display());
        assert!(bytes.starts_with(b"bidui sealed 1\n"), "{what}: {}", file.display());
    }
    let left = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(".bidui-") || name.starts_with("ledger.db-")
    };
    assert_eq!(everything_in(&case.path("")).iter().find(|path| left(path)), None, "{what}");
}

/// Everything that a county does in two months.
const WORK: [&[&str]; 18] = [
    &["inspect", "data/2026-11"],
    &["screen", "data/2026-11"],
    &["screen", "data/2026-11"],
    &["status"],
    &["explain", "H1"],
    &["collect", "回收", "--as-of", "2026-12-31"],
    &["screen", "data/2026-12"],
    &["screen", "data/2026-12", "--against", "runs/2026-11"],
    &["screen", "data/2026-12", "--out", "试看"],
    &["compare"],
    &["status", "--as-of", "2027-12-31", "--overdue"],
    &["precision"],
    &["report"],
    &["waive", "list"],
    &["sharing"],
    &["purge"],
    &["ledger", "show"],
    &["ledger", "accept", "--reason", "演练", "--by", "王局长"],
];

/// What every command says; lists come back filled before they are collected.
fn worked(case: &Case, after: impl Fn(&str)) -> Vec<String> {
    let run = |command: &&[&str]| {
        if command[0] == "collect" {
            copy(case, &UNTRUE, "知道，会用").save(&case.path("回收/甲.xlsx"));
            copy(case, &TRUE, "知道，会用").save(&case.path("回收/乙.xlsx"));
        }
        let outcome = case.run(command).success();
        after(&command.join(" "));
        format!("$ bidui {}\n{}{}", command.join(" "), outcome.stdout, outcome.stderr)
    };
    let told = WORK.iter().map(run).collect();
    case.run(&["ledger", "verify"]).success();
    told
}

/// All that a ledger holds, but for when commands ran.
fn held(case: &Case) -> String {
    let tables = ["clue_state", "answer_status", "triage", "run", "pushed", "batch", "contradiction", "absence"];
    let columns = |table: &str| match table {
        "run" => "period, as_of, pack_hash, parameters",
        "clue_state" => "rule, household, head_name, person_name, state, why, since",
        _ => "*",
    };
    let rows = |table: &str| {
        let mut rows: Vec<String> =
            ask(case, &format!("SELECT {} FROM {table}", columns(table))).lines().map(str::to_owned).collect();
        rows.sort();
        format!("{table}\n{}", rows.join("\n"))
    };
    tables.map(rows).join("\n\n")
}

/// Sealed from the first day or after a month, a county says and does what one that lies open does; opened again, it is
/// that county.
#[test]
fn a_sealed_county_works_as_any_other() {
    let open = large(unscreened());
    let expected = worked(&open, |_| {});
    let Sealed { case, stick } = Sealed::new();
    let sealed = Sealed { case: large(case), stick };
    let told = worked(&sealed.case, |what| says_nothing(&sealed.case, what));
    for (told, expected) in told.iter().zip(&expected) {
        assert_eq!(told, expected);
    }
    assert!(covered(&sealed.case).len() > 5, "{:?}", covered(&sealed.case));
    sealed.case.run(&["ledger", "decrypt"]).success();
    assert_eq!(held(&sealed.case), held(&open));
    sealed.case.run(&["ledger", "encrypt"]).success();
    sealed.case.run(&["ledger", "rekey"]).success();
    says_nothing(&sealed.case, "rekey");
    sealed.case.run(&["ledger", "verify"]).success();
    sealed.case.run(&["report"]).success();
}

/// A county that lay open is sealed whole, and comes back to the byte.
#[test]
fn a_county_is_sealed_and_opened_again() {
    let case = unscreened();
    case.run(&["screen", "data/2026-11"]).success();
    let kept = ["ledger.db", "ledger.key", "runs/2026-11/tables/结果.json", "runs/2026-11/files.json"];
    let read = |case: &Case| kept.map(|name| fs::read(case.path(name)).expect("a file"));
    let before = read(&case);
    let sealed = Sealed { case, stick: tempfile::tempdir().expect("a folder") };
    let settings = sealed.settings();
    let sealed = sealed.with_settings(&settings);
    let told = sealed.case.run(&["ledger", "encrypt"]).success();
    let stick = sealed.stick.path().display().to_string();
    insta::assert_snapshot!(told.stderr.replace(&stick, "<U盘>"));
    says_nothing(&sealed.case, "encrypt");
    sealed.case.run(&["ledger", "verify"]).success();
    let twice = sealed.case.run(&["ledger", "encrypt"]).success();
    assert!(twice.stderr.contains("已加密 0 个文件"), "{}", twice.stderr);
    let again = sealed.case.run(&["screen", "data/2026-11"]).success();
    assert!(!again.stderr.contains("留存"), "{}", again.stderr);
    says_nothing(&sealed.case, "screen");
    insta::assert_snapshot!(sealed.case.run(&["ledger", "decrypt"]).success().stderr);
    let sealed = sealed.with_settings(OWN);
    let again = sealed.case.run(&["screen", "data/2026-11"]).success();
    assert!(!again.stderr.contains("留存"), "{}", again.stderr);
    sealed.case.run(&["ledger", "verify"]).success();
    let after = read(&sealed.case);
    assert_eq!((&after[1], &after[2]), (&before[1], &before[2]));
}

/// Commands that read or write what is sealed.
const COMMANDS: [&[&str]; 15] = [
    &["screen", "data/2026-11"],
    &["screen", "data/2026-12", "--out", "试看"],
    &["screen", "data/2026-12", "--against", "runs/2026-11"],
    &["inspect", "data/2026-11"],
    &["explain", "H1"],
    &["collect", "回收"],
    &["status"],
    &["compare"],
    &["precision"],
    &["report"],
    &["waive", "list"],
    &["purge", "--yes"],
    &["ledger", "show"],
    &["ledger", "verify"],
    &["ledger", "rekey"],
];

fn contents(case: &Case) -> Vec<(PathBuf, Vec<u8>)> {
    let is_log = |path: &Path| path.to_string_lossy().contains(".bidui/lo");
    let files = everything_in(&case.path("")).into_iter().filter(|path| path.is_file() && !is_log(path));
    files.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

/// Every command stops with the same words, and nothing in the county's folder changes.
#[track_caller]
fn every_command_stops(case: &Case, variables: &[(&str, &str)]) -> String {
    let before = contents(case);
    let outcomes = COMMANDS.map(|command| case.run_with(command, variables));
    assert!(before == contents(case), "nothing changed");
    let told = |outcome: &Outcome| outcome.stderr.trim_end().to_owned();
    for (command, outcome) in COMMANDS.iter().zip(&outcomes) {
        assert_eq!((outcome.code, told(outcome)), (3, told(&outcomes[0])), "{command:?}");
    }
    told(&outcomes[0])
}

/// What is not as it should be is told by every command before anything is done.
#[test]
fn what_cannot_be_opened_stops_every_command() {
    let sealed = Sealed::screened();
    let mut told = Vec::new();
    let ledger = fs::read(sealed.case.path("ledger.db")).expect("a ledger");
    let mut flipped = ledger.clone();
    *flipped.last_mut().expect("bytes") ^= 1;
    let lies = |bytes: &[u8]| fs::write(sealed.case.path("ledger.db"), bytes).expect("written");
    for (what, bytes) in
        [("一位翻转", &flipped[..]), ("截断", &ledger[..ledger.len() / 2]), ("只剩文件头", &ledger[..20])]
    {
        lies(bytes);
        told.push(format!("{what}：{}", every_command_stops(&sealed.case, &[])));
    }
    lies(&[b"bidui sealed 2\n", &ledger[15..]].concat());
    told.push(format!("更新版本：{}", every_command_stops(&sealed.case, &[])));
    lies(&ledger);
    let key = fs::read(sealed.key_file()).expect("a key");
    fs::remove_file(sealed.key_file()).expect("removed");
    told.push(format!("钥匙不在：{}", every_command_stops(&sealed.case, &[])));
    fs::write(sealed.key_file(), format!("{}\n", "ab".repeat(32))).expect("written");
    told.push(format!("别的钥匙：{}", every_command_stops(&sealed.case, &[])));
    fs::write(sealed.key_file(), "key").expect("written");
    let shown = every_command_stops(&sealed.case, &[]);
    told.push(format!("不是钥匙：{}", shown.replace(&sealed.stick.path().display().to_string(), "<U盘>")));
    fs::write(sealed.key_file(), key).expect("written");
    let settings = sealed.settings();
    let sealed = sealed.with_settings(OWN);
    told.push(format!("没有写加密：{}", every_command_stops(&sealed.case, &[])));
    let sealed = sealed.with_settings(&format!("{OWN}\n[encryption]\npassphrase = true\n"));
    told.push(format!("不是口令：{}", every_command_stops(&sealed.case, &[PASSPHRASE])));
    let sealed = sealed.with_settings(&settings);
    sealed.case.run(&["ledger", "verify"]).success();
    insta::assert_snapshot!(told.join("\n"));
}

/// A county that is to be sealed and is not is told, also if only its ledger or its key was put back from an old backup.
#[test]
fn what_lies_open_is_not_taken_for_sealed() {
    let case = unscreened();
    case.run(&["screen", "data/2026-11"]).success();
    let open = |case: &Case, name: &str| fs::read(case.path(name)).expect("a file");
    let (ledger, key) = (open(&case, "ledger.db"), open(&case, "ledger.key"));
    let sealed = Sealed { case, stick: tempfile::tempdir().expect("a folder") };
    let settings = sealed.settings();
    let sealed = sealed.with_settings(&settings);
    let missing = every_command_stops(&sealed.case, &[]);
    fs::write(sealed.key_file(), format!("{}\n", "ab".repeat(32))).expect("written");
    let begun = every_command_stops(&sealed.case, &[]);
    sealed.case.run(&["ledger", "encrypt"]).success();
    let sealed_ledger = open(&sealed.case, "ledger.db");
    fs::write(sealed.case.path("ledger.db"), &ledger).expect("written");
    let interrupted = every_command_stops(&sealed.case, &[]);
    sealed.case.run(&["ledger", "encrypt"]).success();
    says_nothing(&sealed.case, "encrypted again");
    fs::write(sealed.case.path("ledger.db"), sealed_ledger).expect("written");
    fs::write(sealed.case.path("ledger.key"), key).expect("written");
    let old_key = sealed.case.run(&["status"]);
    assert_eq!(old_key.code, 3);
    sealed.case.run(&["ledger", "encrypt"]).success();
    sealed.case.run(&["status"]).success();
    insta::assert_snapshot!([&missing, &begun, &interrupted, old_key.stderr.trim_end()].join("\n"));
}

/// A passphrase comes from the environment where nobody can type; another one opens nothing.
#[test]
fn a_county_is_sealed_with_a_passphrase() {
    let case = unscreened().keyless().file("bidui.toml", format!("{OWN}\n[encryption]\npassphrase = true\n"));
    let run = |command: &[&str], passphrase: &str| case.run_with(command, &[(PASSPHRASE.0, passphrase)]);
    let screen: &[&str] = &["screen", "data/2026-11"];
    let mut told = vec![case.run_typing(screen, "").stderr, run(screen, "短口令").stderr];
    assert!(!case.path("ledger.db").exists());
    run(screen, PASSPHRASE.1).success();
    says_nothing(&case, "screen");
    told.push(every_command_stops(&case, &[(PASSPHRASE.0, "别的 一句 很长的 口令")]));
    run(&["ledger", "verify"], PASSPHRASE.1).success();
    run(&["ledger", "decrypt"], PASSPHRASE.1).success();
    let case = case.file("bidui.toml", OWN);
    case.run(&["ledger", "verify"]).success();
    insta::assert_snapshot!(told.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n"));
}

/// Settings that protect nothing, or say two things, are mistakes at their place.
#[test]
fn settings_that_protect_nothing_are_refused() {
    let told = ["key_file = \"bidui.key\"", "", "key_file = \"/x\"\npassphrase = true", "key = 1"].map(|line| {
        let case = unscreened().file("bidui.toml", format!("{OWN}\n[encryption]\n{line}\n"));
        let outcome = case.run(&["ledger", "encrypt"]);
        assert!(!case.path("bidui.key").exists());
        format!("{}\n{}", outcome.code, outcome.stderr)
    });
    let none = unscreened().run(&["ledger", "encrypt"]);
    insta::assert_snapshot!([&told[..], &[format!("{}\n{}", none.code, none.stderr)]].concat().join("\n"));
}

/// Tables for other programs could not be read sealed, and are not written open beside what is sealed.
#[test]
fn open_tables_do_not_lie_beside_what_is_sealed() {
    let sealed = Sealed::screened();
    let refused = sealed.case.run(&["screen", "data/2026-11", "--tables"]);
    insta::assert_snapshot!(format!("{}\n{}", refused.code, refused.stderr));
    sealed.case.run(&["screen", "data/2026-11", "--tables", "--out", "试看"]).success();
}

/// A run's results that lie open, or are another run's, are told.
#[test]
fn results_are_opened_or_told() {
    let sealed = Sealed::screened();
    let place = sealed.case.path("runs/2026-11/tables/结果.json");
    let results = fs::read(&place).expect("results");
    let mut told = Vec::new();
    let mut flipped = results.clone();
    *flipped.last_mut().expect("bytes") ^= 1;
    for bytes in [flipped, b"{}".to_vec(), fs::read(sealed.case.path("ledger.db")).expect("a ledger")] {
        fs::write(&place, bytes).expect("written");
        let proof = sealed.case.run(&["ledger", "verify"]);
        assert_eq!((proof.code, sealed.case.run(&["report"]).code), (3, 2), "{}", proof.stderr);
        told.push(proof.stderr);
    }
    fs::write(&place, results).expect("written");
    sealed.case.run(&["ledger", "verify"]).success();
    insta::assert_snapshot!(told.join("\n"));
}

/// What a backup of a sealed county brings back needs the key, and nothing else.
#[test]
fn a_sealed_county_comes_back_from_its_backup() {
    let sealed = Sealed::screened();
    let restored = Case::new();
    for file in everything_in(&sealed.case.path("")).into_iter().filter(|path| path.is_file()) {
        let to = restored.path(&file.strip_prefix(sealed.case.path("")).expect("below").to_string_lossy());
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(&file, to).expect("copied");
    }
    restored.run(&["ledger", "verify"]).success();
    fs::remove_file(restored.path("ledger.db")).expect("removed");
    assert_eq!(restored.run(&["status"]).code, 3, "it is lost");
    restored.run(&["ledger", "accept", "--reason", "硬盘损坏", "--by", "王局长"]).success();
    says_nothing(&restored, "accepted");
    restored.run(&["screen", "data/2026-11"]).success();
    restored.run(&["ledger", "verify"]).success();
}

/// A safe of one database, as one of those who open it has it.
#[derive(Debug, Default, Clone)]
struct Drawer {
    kept: Rc<RefCell<Vec<Vec<u8>>>>,
    is_full: Rc<Cell<bool>>,
    /// How often one had been kept when this one was loaded or kept.
    seen: Cell<usize>,
}

impl Safe for Drawer {
    fn load(&self) -> anyhow::Result<Option<Vec<u8>>> {
        self.seen.set(self.kept.borrow().len());
        Ok(self.kept.borrow().last().cloned())
    }

    fn is_outdated(&self) -> anyhow::Result<bool> {
        Ok(self.seen.get() != self.kept.borrow().len())
    }

    fn keep(&self, database: &[u8]) -> anyhow::Result<()> {
        anyhow::ensure!(!self.is_full.get(), "full");
        self.kept.borrow_mut().push(database.to_vec());
        self.seen.set(self.kept.borrow().len());
        Ok(())
    }
}

/// Two commands that have a ledger open see each other's work, and what cannot be kept is not there.
#[test]
fn a_ledger_in_a_safe_is_what_is_kept() {
    let (safe, command) = (Drawer::default(), Command { name: "test", at: Timestamp::UNIX_EPOCH });
    let open = || Ledger::open_in(Box::new(safe.clone())).expect("a ledger");
    let (mut one, mut other) = (open(), open());
    let note = |ledger: &mut Ledger, hash: &str| {
        ledger.transaction(command, |tx| bidui::ledger::import(tx, "waivers", &Redacted::of("1.xlsx"), hash).map(drop))
    };
    let count = |ledger: &Ledger| -> i64 {
        ledger.connection().query_row("SELECT count(*) FROM import", [], |row| row.get(0)).expect("a count")
    };
    note(&mut one, "a").expect("kept");
    note(&mut other, "b").expect("kept");
    assert_eq!((count(&one), count(&other), count(&open())), (1, 2, 2));
    safe.is_full.set(true);
    assert!(note(&mut one, "c").is_err());
    assert_eq!((count(&one), count(&open())), (2, 2));
    safe.is_full.set(false);
    note(&mut one, "c").expect("kept");
    assert_eq!((count(&one), count(&open())), (3, 3));
}
