//! A county in the middle of its work, whose next command is killed, starved of disk or reads what was damaged; and what
//! must hold afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::failure::files_under;
use crate::village::{TRUE, UNTRUE, book, collect, copy, county, month};

/// A command, in a county where people's work is at stake.
pub struct Ordeal {
    pub name: &'static str,
    pub arguments: &'static [&'static str],
    /// The county before the command.
    pub county: Case,
    /// The file that a person worked on, with its bytes.
    pub work: Option<(&'static str, Vec<u8>)>,
}

const LIST: &str = "runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx";
const ACCOUNT: &str = "核实/2026-11/排查报告.docx";
const RETURNED: &str = "回收情况.xlsx";

/// What a county's folder holds besides its data: files by path.
pub type Traces = BTreeMap<String, Vec<u8>>;

/// The month's first screening.
pub fn first() -> Ordeal {
    let county = month(Case::new(), "2026-11", &[]).file("bidui.toml", "county = \"某县\"\n");
    Ordeal { name: "first", arguments: &["screen", "data/2026-11"], county, work: None }
}

/// Another screening of the month, when a list was filled in where it lies.
pub fn again() -> Ordeal {
    Ordeal { name: "again", arguments: &["screen", "data/2026-11"], county: county(), work: None }.worked_on(LIST)
}

/// Another report, when the one before was completed by hand.
pub fn report() -> Ordeal {
    let county = county();
    county.run(&["report"]).success();
    Ordeal { name: "report", arguments: &["report"], county, work: None }.worked_on(ACCOUNT)
}

/// Lists that come back, when an officer ruled on what contradicted itself in earlier ones.
pub fn returned() -> Ordeal {
    let county = county();
    copy(&county, &UNTRUE, "知道，会用").save(&county.path("回收/甲.xlsx"));
    copy(&county, &TRUE, "知道，需帮助填报").save(&county.path("回收/乙.xlsx"));
    collect(&county).success();
    let mut ruled = crate::filled::Filled::open(&book(&county));
    ruled.sheet("冲突").fill("线索-1-2", 0, &[("采用", "甲"), ("裁定人", "县防贫专班")]);
    ruled.save(&book(&county));
    let work = fs::read(book(&county)).expect("a workbook");
    copy(&county, &TRUE, "知道，会用").save(&county.path("回收/丙.xlsx"));
    Ordeal {
        name: "returned",
        arguments: &["collect", "回收", "--as-of", "2026-12-31"],
        county,
        work: Some((RETURNED, work)),
    }
}

impl Ordeal {
    /// Adds what a person types to a file's bytes; a zip file may have something before it.
    fn worked_on(self, file: &'static str) -> Self {
        let path = self.county.path(file);
        let bytes = [b"work".as_slice(), &fs::read(&path).expect("a file")].concat();
        fs::write(path, &bytes).expect("written");
        Self { work: Some((file, bytes)), ..self }
    }

    /// The county, copied.
    pub fn copy(&self) -> Case {
        self.in_copy(Case::new())
    }

    /// The county, copied to a folder that is there.
    pub fn copy_to(&self, folder: &Path) -> Case {
        self.in_copy(Case::within(folder))
    }

    fn in_copy(&self, copy: Case) -> Case {
        copy_folder(&self.county.path(""), &copy.path(""));
        copy
    }

    /// What is left once the command ran to its end, once and twice.
    pub fn expected(&self) -> Vec<Traces> {
        let copy = self.copy();
        let run = || {
            copy.run(self.arguments).success();
            traces(&copy)
        };
        let once = run();
        vec![once, run()]
    }

    /// The command runs again after whatever ended it, and all is as if nothing had.
    #[track_caller]
    pub fn recovers(&self, county: &Case, expected: &[Traces], what: &str) {
        if county.path("ledger.db").exists() {
            let verified = county.run(&["ledger", "verify"]);
            assert_eq!(verified.code, 0, "{what}: {}", verified.stderr);
        }
        let rerun = county.run(self.arguments);
        assert_eq!(rerun.code, 0, "{what}: {}", rerun.stderr);
        let found = traces(county);
        let found = without_anchor(found);
        let same = expected.iter().any(|traces| without_anchor(traces.clone()) == found);
        assert!(same, "{what}: {}", differences(&found, &expected[0]));
        let verified = county.run(&["ledger", "verify"]);
        assert_eq!(verified.code, 0, "{what}: {}", verified.stderr);
        let kept = |(_, bytes): &(&str, Vec<u8>)| {
            files_under(&county.path("")).iter().any(|file| fs::read(file).expect("a file") == *bytes)
        };
        let ruled = || {
            let recorded = crate::village::ask(county, "SELECT count(*) FROM ruling") != "0";
            recorded || crate::case::grid(&book(county), "冲突").contains("县防贫专班")
        };
        let is_safe = self.work.as_ref().is_none_or(|work| kept(work) || self.name == "returned" && ruled());
        assert!(is_safe, "{what}: what was typed is gone\n{}", rerun.stderr);
        assert_eq!(hidden(&county.path("")), Vec::<String>::new(), "{what}: {}", rerun.stderr);
    }
}

/// What a command leaves for people and for later commands: everything but data, log and ledger, and what was kept of
/// people's work.
pub fn traces(county: &Case) -> Traces {
    let root = county.path("");
    let name = |file: &Path| file.strip_prefix(&root).expect("is under it").to_string_lossy().into_owned();
    let is_trace = |name: &str| {
        let aside = ["data/", "回收/", ".bidui/log", ".bidui/lock", "ledger.db", "tmp/"];
        !aside.iter().any(|aside| name.starts_with(aside)) && !name.contains("留存-")
    };
    let named = files_under(&root).into_iter().map(|file| (name(&file), file)).filter(|(name, _)| is_trace(name));
    named.map(|(name, file)| (name, fs::read(file).expect("a file"))).collect()
}

/// Traces without the bytes of what shows the head of the ledger, which depends on when commands ran: covers of lists,
/// the account, and what holds their hashes.
fn without_anchor(traces: Traces) -> Traces {
    let shows = |name: &str| {
        name.ends_with("推送核实清单.xlsx")
            || ["排查报告.docx", "manifest.json", "files.json"].iter().any(|file| name.ends_with(file))
    };
    traces.into_iter().map(|(name, bytes)| if shows(&name) { (name, Vec::new()) } else { (name, bytes) }).collect()
}

pub fn differences(found: &Traces, expected: &Traces) -> String {
    let names: std::collections::BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let differ = names.into_iter().filter(|name| found.get(*name) != expected.get(*name));
    differ.map(|name| format!("{name} ")).collect()
}

/// What commands hide while they work, anywhere in a county's folder, and what libraries put aside for them.
fn hidden(folder: &Path) -> Vec<String> {
    let mut hidden = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        let name = name.to_string_lossy().into_owned();
        if name.starts_with(".bidui-") || name.ends_with("-journal") || folder.ends_with("tmp") {
            hidden.push(path.display().to_string());
        } else if path.is_dir() {
            hidden.extend(self::hidden(&path));
        }
    }
    hidden
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        match path.is_dir() {
            true => copy_folder(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).expect("copied")),
        }
    }
}
