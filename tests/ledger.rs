//! What a county remembers: every clue's life over periods, waivers, and a chain that shows tampering.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};

use bidui::ledger::{
    AnswerStatus, AnswerValue, Asked, Command, Ledger, LedgerTx, MIGRATIONS, NewAnswer, answers, contradict, pushed,
    record_answer, rule, verify,
};
use bidui::pack::{Pack, PackFiles, compile};
use bidui::value::{CountyKey, Redacted};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::case::{Case, Outcome, id};

/// People of one village, each a household lifted out of poverty, with what they paid in hospital by July's end.
struct County {
    case: Case,
}

const PEOPLE: [&str; 7] = ["甲一", "乙二", "丙三", "丁四", "戊五", "己六", "庚七"];

/// The monitored households: one of another village, so that the table is there.
const MONITORED: &str = "乡,村,户编号,姓名,证件号码,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1\n青石镇,石桥村,J9,外乡人,360799198001010904,边缘易致贫户,否,202601,因病\n";

/// What the rule under test is called.
const RULE: &str = "MED-08";

impl County {
    fn new() -> Self {
        Self { case: Case::new().file("bidui.toml", "county = \"某县\"\n") }
    }

    /// Writes a month: everybody in the register but `left`, and the bills of the people named.
    fn month(mut self, period: &str, left: &[&str], bills: &[(&str, &str)]) -> Self {
        let number = |name: &str| 1 + (0..).zip(PEOPLE).find(|(_, person)| *person == name).expect("known").0;
        let mut register = "乡镇,行政村,户编号,姓名,身份证号,与户主关系\n".to_owned();
        let mut lifted = "乡,村,户编号,姓名,证件号码,户类型,人均纯收入\n".to_owned();
        let mut paid = "结算单号,姓名,身份证号,结算日期,医疗费总额,个人自付,就医地\n".to_owned();
        for name in PEOPLE.iter().filter(|name| !left.contains(name)) {
            let number = number(name);
            let person = id(number, "19800101");
            writeln!(register, "青石镇,石桥村,H{number},{name},{person},户主").expect("text");
            writeln!(lifted, "青石镇,石桥村,T{number},{name},{person},脱贫户,15000").expect("text");
        }
        for (bill, (name, amount)) in (1..).zip(bills) {
            let person = id(number(name), "19800101");
            writeln!(paid, "A{bill}{name}{amount},{name},{person},2026-03-02,90000,{amount},县外").expect("text");
        }
        self.case = self
            .case
            .file(&format!("data/{period}/花名册.csv"), register)
            .file(&format!("data/{period}/监测.csv"), format!("{MONITORED}合计,{period}\n"))
            .file(&format!("data/{period}/脱贫户.csv"), format!("{lifted}合计,{period}\n"));
        if !bills.is_empty() {
            self.case = self.case.file(&format!("data/{period}/住院.csv"), format!("{paid}合计,{period}\n"));
        }
        self
    }

    fn screen(&self, period: &str) {
        self.case.run(&["screen", &format!("data/{period}"), "--quiet"]).success();
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.path()).expect("a ledger").sealed_with(&CountyKey::of_secret("试"))
    }

    fn path(&self) -> std::path::PathBuf {
        self.case.path("ledger.db")
    }

    fn sql(&self) -> Connection {
        Connection::open(self.path()).expect("a database")
    }

    /// The rule's clue about a person.
    fn clue(&self, name: &str) -> String {
        let query = "SELECT clue FROM clue_state WHERE person_name = ?1 AND rule = ?2";
        self.sql().query_row(query, [name, RULE], |row| row.get(0)).expect("a clue")
    }

    /// Answers for a person's clue on the list of a period.
    fn answer(&self, period: &str, name: &str, words: (&str, Option<&str>), on: Date) -> i64 {
        let (clue, pack) = (self.clue(name), pack());
        let codes = "SELECT b.code FROM batch b JOIN run r ON r.id = b.run WHERE r.period = ?1";
        let code: String = self.sql().query_row(codes, [period], |row| row.get(0)).expect("a list");
        self.write(|entry| {
            let (batch, rows) = pushed(entry, &code)?.expect("a list");
            let asked = Asked::Clue(clue.into());
            let row = rows.iter().find(|row| row.row.asked == asked).expect("a row");
            let verdict = pack.dispositions.verdict(words.0).expect("a verdict");
            let handling = words.1.map(|word| pack.dispositions.handling(word).expect("a handling"));
            let new = NewAnswer {
                asked: &asked,
                pushed: Some(row.id),
                run: batch.run,
                value: AnswerValue::Clue { verdict, handling },
                situation: &Redacted::of(&format!("本人身份证 {}", id(9, "19800101"))),
                verifier: &Redacted::of("村干部"),
                verified_on: on,
                cell: None,
                supersedes: None,
            };
            record_answer(entry, &new)
        })
    }

    fn write<T>(&self, work: impl FnOnce(&LedgerTx<'_>) -> anyhow::Result<T>) -> T {
        self.ledger().transaction(command("test"), work).expect("is written")
    }

    /// Why the rule's clues of a period are asked or not, one a line.
    fn triage(&self, period: &str) -> String {
        self.lines(&format!(
            "SELECT w.person_name, t.decision, t.reason, t.times, t.since, t.until FROM triage t \
             JOIN current_run r ON r.id = t.run JOIN clue_state w ON w.clue = t.clue \
             WHERE r.period = '{period}' AND w.rule = '{RULE}' ORDER BY w.household_number"
        ))
    }

    /// How the rule's clues stand.
    fn states(&self) -> String {
        self.lines(&format!(
            "SELECT person_name, state, why, since, first_period, last_period FROM clue_state \
             WHERE rule = '{RULE}' ORDER BY household_number"
        ))
    }

    /// The rows of a query, cells by spaces.
    fn lines(&self, query: &str) -> String {
        lines(&self.sql(), query)
    }

    /// All tables, row by row, without what an operation is sealed with.
    fn dump(&self) -> String {
        let sql = self.sql();
        let tables = lines(&sql, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        tables.lines().map(|table| format!("{table}\n{}\n", lines(&sql, &format!("SELECT * FROM {table}")))).collect()
    }
}

fn lines(sql: &Connection, query: &str) -> String {
    let mut statement = sql.prepare(query).expect("a query");
    let columns = statement.column_count();
    let cell = |value: ValueRef<'_>| match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    };
    let rows = statement
        .query_map([], |row| {
            Ok((0..columns).map(|column| cell(row.get_ref(column).expect("a cell"))).collect::<Vec<_>>().join(" "))
        })
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect::<Vec<_>>().join("\n")
}

fn command(name: &str) -> Command<'_> {
    Command { name, at: Timestamp::UNIX_EPOCH }
}

fn pack() -> Pack {
    compile(&PackFiles::built_in()).expect("compiles")
}

fn told(outcome: &Outcome) -> String {
    format!("exit {}\n{}{}", outcome.code, outcome.stdout, outcome.stderr)
}

const ALL: [(&str, &str); 7] = [
    ("甲一", "9000"),
    ("乙二", "9000"),
    ("丙三", "9000"),
    ("丁四", "9000"),
    ("戊五", "9000"),
    ("己六", "9000"),
    ("庚七", "9000"),
];

/// Everybody is found and pushed in July; some are answered, one is waived.
fn july() -> County {
    let county = County::new().month("2026-07", &[], &ALL);
    county.screen("2026-07");
    county.answer("2026-07", "乙二", ("不属实", None), date(2026, 8, 5));
    county.answer("2026-07", "丙三", ("属实", Some("拟纳入监测对象")), date(2026, 8, 5));
    county.answer("2026-07", "己六", ("无法联系", Some("外出")), date(2026, 8, 5));
    county
}

fn waive(county: &County, scope: &[&str], until: &str) -> Outcome {
    let why = ["--reason", "已异地搬迁", "--document", "会议纪要3号", "--verifier", "李干部", "--until", until];
    county.case.run(&[&["waive", "add"], scope, &why].concat())
}

#[test]
fn nobody_is_asked_twice_without_cause() {
    let county = july();
    waive(&county, &["--household", "青石/石桥/H5"], "2026-08-31").success();
    let mut report = format!("七月\n{}\n{}\n", county.triage("2026-07"), county.states());

    // 丁四 is no longer over the limit, 庚七 has left the register.
    let bills = |without: &str| ALL.into_iter().filter(|(name, _)| *name != without).collect::<Vec<_>>();
    let county = county.month("2026-08", &["庚七"], &bills("丁四"));
    county.screen("2026-08");
    write!(report, "\n八月\n{}\n{}\n", county.triage("2026-08"), county.states()).expect("text");

    // 丁四 is back; 乙二 paid more since it was verified; the waiver has ended.
    let county = county.month("2026-09", &["庚七"], &[&ALL[..], &[("乙二", "500")]].concat());
    county.screen("2026-09");
    write!(report, "\n九月\n{}\n{}\n", county.triage("2026-09"), county.states()).expect("text");
    insta::assert_snapshot!(report);
}

/// The department had two months to mend its data.
#[test]
fn an_answer_holds_for_its_time() {
    let county = july();
    county.answer("2026-07", "甲一", ("不属实", Some("数据有误")), date(2026, 8, 5));
    let county = county.month("2026-10", &[], &ALL);
    county.screen("2026-10");
    assert_eq!(county.triage("2026-10").lines().next(), Some("甲一 ask expired 0 - -"));
}

#[test]
fn what_was_not_screened_is_not_cleared() {
    let county = july();
    let county = county.month("2026-08", &[], &[]);
    county.screen("2026-08");
    let query = "SELECT c.rule, a.why, count(*) FROM absence a JOIN clue c ON c.id = a.clue GROUP BY 1, 2";
    let absences = county.lines(query);
    assert_eq!(absences, "MED-08 skipped 7");
    assert_eq!(county.lines("SELECT count(*) FROM clue_state WHERE state = 'closed'"), "0");
}

#[test]
fn a_rerun_takes_the_place_of_the_run_before() {
    let county = july();
    let before = county.states();
    // Somebody finds out that August's first delivery lacked most bills.
    let county = county.month("2026-08", &[], &[("甲一", "9000")]);
    county.screen("2026-08");
    assert!(county.states().contains("closed cleared"), "{}", county.states());
    let county = county.month("2026-08", &[], &ALL);
    county.screen("2026-08");
    let later = |line: &str| format!("{}2026-08", line.strip_suffix("2026-07").expect("the last period"));
    assert_eq!(county.states(), before.lines().map(later).collect::<Vec<_>>().join("\n"));
    assert_eq!(county.lines("SELECT period, count(*) FROM run GROUP BY period"), "2026-07 1\n2026-08 2");
    assert!(!county.triage("2026-08").contains("returned"), "{}", county.triage("2026-08"));
    assert_eq!(verify(&county.ledger(), None).expect("read").violations, []);
}

/// A clue that only a superseded run found, and that was not pushed, never was.
#[test]
fn what_only_a_mistaken_run_found_is_void() {
    let county = County::new().month("2026-07", &[], &[("甲一", "9000")]);
    county.screen("2026-07");
    waive(&county, &["--village", "青石镇/石桥村", "--rule", RULE], "2026-12-31").success();
    let county = county.month("2026-07", &[], &[("甲一", "9000"), ("乙二", "9000")]);
    county.screen("2026-07");
    let county = county.month("2026-07", &[], &[("甲一", "9000")]);
    county.screen("2026-07");
    let states = county.lines(&format!("SELECT person_name, state FROM clue_state WHERE rule = '{RULE}' ORDER BY 1"));
    assert_eq!(states, "乙二 void\n甲一 pushed");
}

#[test]
fn results_elsewhere_leave_the_ledger_alone() {
    let county = County::new().month("2026-07", &[], &ALL);
    county.case.run(&["screen", "data/2026-07", "--out", "试算"]).success();
    assert!(!county.path().exists());
    county.case.run(&["screen", "data/2026-07", "--out", "runs/2026-07"]).success();
    assert_eq!(county.lines("SELECT period FROM run"), "2026-07");
}

/// A folder that cannot be put in its place leaves no run behind.
#[test]
fn a_run_that_is_not_published_is_not_recorded() {
    let county = County::new().month("2026-07", &[], &ALL);
    county.screen("2026-07");
    let before = county.dump();
    let mut ledger = county.ledger();
    let failed: anyhow::Result<i64> = ledger.transaction_then(
        command("screen"),
        |entry| bidui::ledger::import(entry, "answers", &Redacted::of("清单.xlsx"), "1").map(Option::unwrap_or_default),
        |_| Err(anyhow::anyhow!("清单正在 Excel 中打开")),
    );
    assert_eq!(failed.expect_err("fails").to_string(), "清单正在 Excel 中打开");
    let half: anyhow::Result<()> = ledger.transaction(command("collect"), |entry| {
        bidui::ledger::import(entry, "answers", &Redacted::of("清单.xlsx"), "1")?;
        anyhow::bail!("第 3 行不对")
    });
    assert_eq!(half.expect_err("fails").to_string(), "第 3 行不对");
    assert_eq!(county.dump(), before);
}

/// A command that was killed while it wrote leaves the ledger as it was, and the next one goes on.
#[test]
fn a_killed_command_leaves_nothing() {
    let county = july();
    let before = county.dump();
    let copy = county.case.path("副本.db");
    {
        let sql = county.sql();
        sql.execute_batch("BEGIN IMMEDIATE").expect("begins");
        sql.execute("INSERT INTO import (entry, kind, file, hash) VALUES (99, 'answers', '清单', '1')", [])
            .expect("written");
        // What is on the disk at this moment is what a power cut leaves.
        fs::copy(county.path(), &copy).expect("copied");
        fs::copy(county.case.path("ledger.db-journal"), county.case.path("副本.db-journal")).expect("copied");
    }
    for path in [county.path(), copy] {
        let ledger = Ledger::open(&path).expect("opens");
        assert_eq!(verify(&ledger, None).expect("read").violations, []);
    }
    assert_eq!(county.dump(), before);
}

/// A ledger that an earlier version kept with a log beside it is brought together in one file.
#[test]
fn everything_is_in_one_file() {
    let county = july();
    county.sql().pragma_update(None, "journal_mode", "WAL").expect("as it was");
    drop(Ledger::open(&county.path()).expect("opens"));
    let mode: String = county.sql().pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("a mode");
    assert_eq!(mode, "delete");
    assert!(!county.case.path("ledger.db-wal").exists() && !county.case.path("ledger.db-shm").exists());
}

#[test]
fn contradictory_answers_wait_for_a_word() {
    let county = july();
    let clue = county.clue("乙二");
    let later = county.answer("2026-07", "乙二", ("属实", Some("落实政策")), date(2026, 8, 6));
    let statuses = || {
        let all = answers(&county.ledger()).expect("read").into_iter();
        let of_clue = all.filter(|answer| answer.asked.id() == clue);
        of_clue.map(|answer| (answer.id, answer.status)).collect::<Vec<_>>()
    };
    let state = format!("SELECT state FROM clue_state WHERE clue = '{clue}'");
    let earlier = statuses()[0].0;
    county.write(|tx| contradict(tx, earlier, later));
    assert_eq!(statuses(), [(earlier, AnswerStatus::Disputed), (later, AnswerStatus::Disputed)]);
    assert_eq!(county.lines(&state), "pushed");
    county.write(|tx| rule(tx, later, &Redacted::of("县专班"), date(2026, 8, 8)));
    assert_eq!(statuses(), [(earlier, AnswerStatus::Overruled), (later, AnswerStatus::InForce)]);
    assert_eq!(county.lines(&state), "aided");
}

#[test]
fn waivers_are_added_listed_revoked() {
    let county = july();
    let clue = county.clue("甲一");
    let mut report = String::new();
    let mut run = |arguments: &[&str]| {
        let outcome = county.case.run(arguments);
        let shown = arguments.join(" ").replace(&clue, "<线索>");
        writeln!(report, "$ bidui {shown}\n{}", told(&outcome).replace(&clue, "<线索>")).expect("text");
    };
    let why = ["--reason", "户主证号360799198001010017已核", "--document", "会议纪要3号", "--verifier", "李干部"];
    let until = ["--until", "2026-12-31"];
    for scope in [
        &["--clue", clue.as_str()][..],
        &["--clue", clue.as_str()],
        &["--household", "青石镇/石桥村/H2"],
        &["--household", "青石镇/石桥村/H2", "--rule", RULE],
        &["--village", "青石/石桥村委会", "--rule", RULE],
        &["--clue", "MED-08-无"],
        &["--household", "青石镇/石桥村/H99"],
        &["--household", "青石镇"],
        &["--village", "青石镇/石桥村", "--rule", "MED-99"],
        &["--village", "青石镇/石桥村"],
        &[],
    ] {
        run(&[&["waive", "add"], scope, &why, &until].concat());
    }
    run(&[&["waive", "add", "--clue", &clue, "--until", "2026-06-30"], &why[..]].concat());
    run(&["waive", "revoke", "2", "--reason", "情况有变"]);
    run(&["waive", "revoke", "2", "--reason", "情况有变"]);
    run(&["waive", "revoke", "9", "--reason", "情况有变"]);
    run(&["waive", "list"]);
    run(&["waive", "list", "--all", "--json"]);
    insta::assert_snapshot!(report);
}

#[test]
fn a_waiver_that_ended_lets_its_clues_return() {
    let county = County::new().month("2026-07", &[], &ALL[..6]);
    county.screen("2026-07");
    waive(&county, &["--village", "青石镇/石桥村", "--rule", RULE], "2027-12-31").success();
    let county = county.month("2026-08", &[], &ALL);
    county.screen("2026-08");
    assert!(county.triage("2026-08").lines().all(|line| line.contains("keep waived")), "{}", county.triage("2026-08"));
    county.case.run(&["waive", "revoke", "1", "--reason", "情况有变", "--on", "2026-09-01"]).success();
    let county = county.month("2026-09", &[], &ALL);
    county.screen("2026-09");
    let triage = county.triage("2026-09");
    // Who was asked before the waiver owes no answer to that list; to those after it, everybody does.
    assert_eq!(triage.lines().next(), Some("甲一 ask waiver_ended 0 - 2026-08-31"));
    assert_eq!(triage.lines().last(), Some("庚七 ask waiver_ended 0 - 2026-08-31"));
    let county = county.month("2026-10", &[], &ALL);
    county.screen("2026-10");
    assert_eq!(county.triage("2026-10").lines().next(), Some("甲一 ask unanswered 1 2026-09 -"));
}

#[test]
fn waivers_are_imported_once() {
    let county = july();
    let list = |county: &County, rows: &str| {
        let text = format!("豁免名单\n线索编号,乡镇,村,户编号,规则,原因,依据,核实人,有效期至\n{rows}");
        fs::write(county.case.path("豁免.csv"), text).expect("written");
        county.case.run(&["waive", "import", "豁免.csv"])
    };
    let clue = county.clue("甲一");
    let wrong = format!(
        "{clue},,,,,重复,纪要,李干部,2026-12-31\n,青石镇,石桥村,H99,,搬迁,纪要,李干部,2026-12-31\n\
         ,青石镇,石桥村,,,搬迁,纪要,李干部,2026-12-31\n{clue},,,,,重复,纪要,,2026年底\n"
    );
    let before = county.dump();
    let refused = list(&county, &wrong);
    assert_eq!(county.dump(), before, "nothing of a list with mistakes is imported");
    let right = format!(
        "{clue},,,,,重复,纪要,李干部,2026-12-31\n,青石镇,石桥村,H2,,搬迁,纪要,李干部,2026/12/31\n\
         ,青石镇,石桥村,,MED-08,已核,纪要,李干部,20261231\n"
    );
    let first = list(&county, &right);
    let after = county.dump();
    let again = list(&county, &right);
    assert_eq!(county.dump(), after, "the same file twice changes nothing");
    let longer = list(&county, &format!("{right},青石镇,石桥村,H3,MED-08,已核,纪要,李干部,2026-12-31\n"));
    let report = [refused, first, again, longer].map(|outcome| told(&outcome)).join("\n").replace(&clue, "<线索>");
    insta::assert_snapshot!(format!(
        "{report}\n{}",
        told(&county.case.run(&["waive", "list"])).replace(&clue, "<线索>")
    ));
}

#[test]
fn the_ledger_is_shown() {
    let county = july();
    let shown = county.case.run(&["ledger", "show"]).success();
    let json = county.case.run(&["ledger", "show", "--json"]).success();
    let none = Case::new().run(&["ledger", "show"]);
    insta::assert_snapshot!(format!("{}\n{}\n{}", told(&shown), told(&json), told(&none)));
}

/// Rows are only added; whoever changes one all the same is found out.
#[test]
fn tampering_is_noticed() {
    let pristine = july();
    let tampered = |statement: &str| {
        let copy = Case::new().file("ledger.db", "");
        fs::copy(pristine.path(), copy.path("ledger.db")).expect("copied");
        let sql = Connection::open(copy.path("ledger.db")).expect("a database");
        let triggers = |what: &str| lines(&sql, &format!("SELECT {what} FROM sqlite_schema WHERE type = 'trigger'"));
        let locks = triggers("sql || ';'");
        sql.execute_batch("PRAGMA foreign_keys = OFF").expect("off");
        for trigger in triggers("name").lines() {
            sql.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("dropped");
        }
        assert!(sql.execute(statement, []).expect("executed") > 0, "{statement}");
        sql.execute_batch(&locks).expect("locked again");
        drop(sql);
        let outcome = copy.run(&["ledger", "verify"]);
        format!("{statement}\n{}", told(&outcome))
    };
    let plain = pristine.sql().execute("UPDATE answer SET word = '属实'", []);
    assert_eq!(plain.expect_err("is refused").to_string(), "台账只增不改");
    let reports = [
        "UPDATE answer SET resolution = 'untrue' WHERE id = 2",
        "UPDATE run SET as_of = '2026-07-30'",
        "DELETE FROM answer WHERE id = 3",
        "INSERT INTO import (entry, kind, file, hash) VALUES (2, 'answers', '清单', '1')",
        "INSERT INTO import (entry, kind, file, hash) VALUES (99, 'answers', '清单', '1')",
        "UPDATE audit SET at = '2026-01-01T00:00:00Z' WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 2",
    ]
    .map(tampered);
    let fine = told(&pristine.case.run(&["ledger", "verify"]));
    insta::assert_snapshot!(without_moments(&format!("{fine}\n{}", reports.join("\n"))));
}

/// Hashes and moments of real commands differ from run to run.
fn without_moments(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let hash = bare.len() == 32 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hash { word.replace(bare, "<摘要>") } else { word.to_owned() }
    };
    let line = |line: &str| {
        let line = line.split(' ').map(word).collect::<Vec<_>>().join(" ");
        match line.split_once("操作（screen，") {
            Some((before, after)) => format!("{before}操作（screen，<时刻>{}", &after["2026-01-01T00:00:00Z".len()..]),
            None => line,
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A head that was noted down shows later that nothing before it was rewritten.
#[test]
fn a_noted_head_is_found_again() {
    let county = july();
    let head = verify(&county.ledger(), None).expect("read").head;
    waive(&county, &["--household", "青石镇/石桥村/H2"], "2026-12-31").success();
    county.case.run(&["ledger", "verify", "--contains", &head]).success();
    assert_eq!(county.case.run(&["ledger", "verify", "--contains", "0000"]).code, 3);
}

#[test]
fn ledgers_of_every_version_are_brought_up_to_date() {
    let schema = |sql: &Connection| lines(sql, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2");
    let case = Case::new();
    let fresh = case.path("0.db");
    drop(Ledger::open(&fresh).expect("is made"));
    let expected = schema(&Connection::open(&fresh).expect("opens"));
    for version in 1..MIGRATIONS.len() {
        let path = case.path(&format!("{version}.db"));
        let sql = Connection::open(&path).expect("opens");
        MIGRATIONS[..version].iter().for_each(|migration| sql.execute_batch(migration).expect("a migration"));
        sql.pragma_update(None, "application_id", 0x6269_6475).expect("marked");
        sql.pragma_update(None, "user_version", i64::try_from(version).expect("small")).expect("marked");
        drop(sql);
        drop(Ledger::open(&path).expect("is brought up to date"));
        let sql = Connection::open(&path).expect("opens");
        assert_eq!(schema(&sql), expected, "{version}");
        assert_eq!(lines(&sql, "PRAGMA user_version"), MIGRATIONS.len().to_string());
    }
}

#[test]
fn ledgers_that_are_none_are_left_alone() {
    let refused = |prepare: &dyn Fn(&Path)| {
        let case = Case::new();
        prepare(&case.path("ledger.db"));
        let before = fs::read(case.path("ledger.db")).expect("a file");
        let outcome = case.run(&["ledger", "show"]);
        assert_eq!(fs::read(case.path("ledger.db")).expect("a file"), before);
        told(&outcome)
    };
    let later = |path: &Path| {
        drop(Ledger::open(path).expect("is made"));
        Connection::open(path).expect("opens").pragma_update(None, "user_version", 99).expect("marked");
    };
    let foreign = |path: &Path| {
        Connection::open(path).expect("opens").execute_batch("CREATE TABLE own (a)").expect("made");
    };
    let text = |path: &Path| fs::write(path, "这不是数据库,只是一段足够长的文字".repeat(9)).expect("written");
    insta::assert_snapshot!([refused(&later), refused(&foreign), refused(&text)].join("\n"));
}

/// Of commands that come at once, one writes and the others stop at once; what is written is whole.
#[test]
fn commands_at_once_do_not_mix() {
    let county = july().month("2026-08", &[], &ALL);
    let start = |arguments: &[&str]| -> Child {
        Process::new(env!("CARGO_BIN_EXE_bidui"))
            .args(arguments)
            .current_dir(county.case.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    };
    let waiving = |number: u32| {
        let household = format!("青石镇/石桥村/H{number}");
        let why = ["--reason", "搬迁", "--document", "纪要", "--verifier", "李", "--until", "2026-12-31"];
        start(&[&["waive", "add", "--household", &household][..], &why].concat())
    };
    let mut commands = vec![start(&["screen", "data/2026-08", "-q"])];
    commands.extend((1..=6).map(waiving));
    let ended = |command: Child| {
        let output = command.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let stopped = "错误：另一个 bidui 命令正在处理这个县，请等它结束后再运行\n";
        assert!(output.status.success() || (output.status.code(), said.as_str()) == (Some(1), stopped), "{said}");
        u64::from(output.status.success())
    };
    let mut ended = commands.into_iter().map(ended);
    let (screened, waived) = (ended.next().expect("a screening"), ended.sum::<u64>());
    assert!(screened + waived > 0);
    assert_eq!(county.lines("SELECT count(*) FROM waiver"), waived.to_string());
    assert_eq!(county.lines("SELECT count(*) FROM run"), (1 + screened).to_string());
    let checked = verify(&county.ledger(), None).expect("read");
    assert_eq!(checked.violations, vec![]);
}

/// Many programs that make the same ledger at once make one, whoever comes first.
#[test]
fn a_ledger_is_made_once() {
    let case = Case::new();
    for round in 0..8 {
        let path = &case.path(&format!("ledger{round}.db"));
        std::thread::scope(|scope| (0..8).for_each(|number| drop(scope.spawn(move || imports(path, number)))));
        let checked = verify(&Ledger::open(path).expect("opens"), None).expect("read");
        assert_eq!((checked.entries, checked.violations), (8, vec![]), "round {round}");
    }
}

fn imports(path: &Path, number: usize) {
    let mut ledger = Ledger::open(path).expect("opens");
    let written: anyhow::Result<_> = ledger.transaction(command("test"), |entry| {
        bidui::ledger::import(entry, "answers", &Redacted::of("清单"), &number.to_string())
    });
    assert!(written.expect("is written").is_some());
}

#[test]
fn no_id_number_enters() {
    let county = july();
    let person = id(1, "19800101");
    let why = ["--reason", &person, "--document", &person, "--verifier", &person, "--until", "2026-12-31"];
    county.case.run(&[&["waive", "add", "--household", "青石镇/石桥村/H1"][..], &why].concat()).success();
    // A register that numbers households by the head's ID number.
    let register = format!("乡镇,行政村,户编号,姓名,身份证号,与户主关系\n青石镇,石桥村,{person},甲一,{person},户主\n");
    let county = County { case: county.month("2026-08", &[], &ALL).case.file("data/2026-08/花名册.csv", register) };
    county.screen("2026-08");
    let household = format!("青石镇/石桥村/{person}");
    waive(&county, &["--household", &household], "2026-12-31").success();
    let people: BTreeSet<String> = (1..=9).map(|number| id(number, "19800101")).collect();
    for file in ["ledger.db", "ledger.db-journal"] {
        let Ok(bytes) = fs::read(county.case.path(file)) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        for person in &people {
            assert!(!text.contains(&person[..17]), "{file} holds an ID number");
        }
    }
    assert!(county.dump().contains("360799"), "masked numbers are there");
}

/// What people found out about damaged records is noted when a run uses it, and again when it changed.
#[test]
fn identity_answers_are_noted() {
    let county = County::new().month("2026-07", &[], &ALL);
    let answered = |answer: &str| {
        fs::write(county.case.path("确认.csv"), format!("核对码,结论\nABCDEFGHJK,{answer}\n")).expect("written");
        county.screen("2026-07");
    };
    ["同一人", "同一人", "不是同一人"].into_iter().for_each(answered);
    assert_eq!(
        county.lines("SELECT run, code, answer FROM identity_answer"),
        "1 ABCDEFGHJK same\n3 ABCDEFGHJK different"
    );
}

/// The page names every table and view, and every column of each.
#[test]
fn the_page_explains_every_table_and_column() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ledger.md")).expect("a page");
    let case = Case::new();
    drop(Ledger::open(&case.path("ledger.db")).expect("is made"));
    let sql = Connection::open(case.path("ledger.db")).expect("opens");
    let names = lines(&sql, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name");
    let mut missing = Vec::new();
    for name in names.lines() {
        let heading = format!("### `{name}`");
        let Some((_, section)) = page.split_once(&heading) else {
            missing.push(name.to_owned());
            continue;
        };
        let section = section.split("\n### ").next().unwrap_or_default();
        let columns = lines(&sql, &format!("SELECT name FROM pragma_table_info('{name}')"));
        let absent = columns.lines().filter(|column| !section.contains(&format!("`{column}`")));
        missing.extend(absent.map(|column| format!("{name}.{column}")));
    }
    assert_eq!(missing, Vec::<String>::new());
}
