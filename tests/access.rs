//! What is written is its owner's alone, and what stands in data does not act on a terminal.

use std::fs;
use std::path::{Path, PathBuf};

use crate::case::{Case, DATA, id};

/// The only file that makes files and folders; all others ask it.
const MAKER: &str = "access.rs";

/// A village with a child that no school knows, so that there is a list.
fn county() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register("1 | 周大山 | {id:1} | 户主\n1 | 周小山 | {id:101:20160501} | 之子\n2 | 孙六 | {id:3} | 户主")
        .sheet(
            "教育/学籍.xlsx",
            "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学",
        )
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到")
}

/// Every file and folder below one, and itself.
pub fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path().is_dir() {
            true => all.extend(everything_in(&entry.path())),
            false => all.push(entry.path()),
        }
    }
    all
}

#[test]
fn files_are_made_in_one_place() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let makes = ["File::create(", "fs::write(", "create_dir", "OpenOptions::new()", "set_permissions"];
    for file in everything_in(&source).iter().filter(|path| path.extension().is_some() && !path.ends_with(MAKER)) {
        let text = fs::read_to_string(file).expect("a source file");
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        // A file that is there already is opened to be looked at or synced.
        let program = program.replace("OpenOptions::new().write(true).open", "").replace("OpenOptions::new().read", "");
        let found = makes.iter().find(|made| program.contains(*made));
        assert_eq!(found, None, "{}", file.display());
    }
}

/// Whatever the umask lets others do, and whatever an earlier version let them.
#[cfg(unix)]
#[test]
fn what_is_written_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let case = county();
    case.screen().success();
    fs::set_permissions(case.path("ledger.db"), fs::Permissions::from_mode(0o644)).expect("opened");
    fs::set_permissions(case.path("runs"), fs::Permissions::from_mode(0o755)).expect("opened");
    case.run(&["report"]).success();
    case.run(&["status", "--as-of", "2027-12-31", "--overdue"]).success();
    case.run(&["collect", "runs/2026-11/推送清单", "--as-of", "2026-12-31"]).success();
    case.run(&["screen", DATA, "--out", "试算/一"]).success();
    let written = ["runs", "核实", "催办", "试算", ".bidui", "ledger.db", "回收情况.xlsx"];
    let written: Vec<PathBuf> = written.iter().flat_map(|name| everything_in(&case.path(name))).collect();
    assert!(written.len() > 30, "{written:?}");
    for path in written {
        let mode = fs::metadata(&path).expect("written").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} {mode:o}", path.display());
        let owner = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode & 0o700, owner, "{} {mode:o}", path.display());
    }
}

/// Headings, names, sheets and files with escape sequences are shown, in a terminal, for scripts and in tables.
#[test]
fn data_do_not_act_on_a_terminal() {
    let case = Case::new()
        .register("1 | 周大山 | {id:1} | 户主")
        .file(
            &format!("{DATA}/民政/低保\u{1b}[2J.csv"),
            format!("姓\u{1b}[31m名,证件,备\u{9b}1m注\n甲,{},乙\n", id(1, "19800101")),
        )
        .file(&format!("{DATA}/民政/\u{1b}]0;x\u{7}.pdf"), "%PDF-1.4");
    for arguments in
        [&["inspect", DATA][..], &["inspect", DATA, "--json"], &["screen", DATA], &["screen", DATA, "--json"]]
    {
        let outcome = case.run(arguments);
        let printed = outcome.stdout.clone() + &outcome.stderr;
        assert!(printed.contains("[2J"), "{arguments:?}: {printed:?}");
        let acting = printed.chars().find(|c| bidui::value::text::acts(*c));
        assert_eq!(acting, None, "{arguments:?}: {printed:?}");
    }
}
