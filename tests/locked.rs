//! Workbooks that want a password before they open.

use crate::case::{Case, DATA, Outcome, grid};

/// Opened without a word, because Excel opens them so too.
const BY_DEFAULT: [&str; 2] = ["默认密码.xlsx", "默认密码.xls"];

/// Opened with 123456: the three ways in which Excel has locked workbooks since 1997.
const LOCKED: [&str; 3] = ["加密.xlsx", "加密2007.xlsx", "加密.xls"];

fn county(file: &str) -> Case {
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(file);
    let bytes = std::fs::read(fixture).expect("a fixture");
    Case::new().register("H1 | 周大山 | {id:1} | 户主").file(&format!("{DATA}/民政/{file}"), bytes)
}

/// The file was read as a list of the dead with one row, and nobody was told the password.
#[track_caller]
fn read(outcome: Outcome) {
    let outcome = outcome.success();
    assert!(!outcome.stderr.contains("123456"));
    let balance = grid(&outcome.output("数据质量.xlsx"), "行数平衡");
    let line = balance.lines().find(|line| line.starts_with("民政")).expect("a line");
    assert!(line.contains("死亡人员 | 2 | 1 | 0 | 0 | 1 | 1 | "), "{line}");
    for entry in std::fs::read_dir(outcome.output("")).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).unwrap_or_default();
        assert!(!bytes.windows(6).any(|window| window == b"123456"), "the password is in the results");
    }
}

#[test]
fn the_password_that_excel_does_not_ask_for() {
    BY_DEFAULT.iter().for_each(|file| read(county(file).screen()));
}

#[test]
fn a_password_that_the_county_wrote_down() {
    for file in LOCKED {
        let told = "[[password]]\nfile = \"别的.xlsx\"\npassword = \"654321\"\n\n[[password]]\nfile = \"民政/*\"\npassword = \"123456\"\n";
        read(county(file).file("bidui.toml", told).screen());
    }
}

#[test]
fn a_password_in_the_environment() {
    for file in LOCKED {
        read(county(file).run_with(&["screen", DATA], &[("BIDUI_PASSWORD", "123456")]));
    }
}

/// A file that stays shut stops the run with what to do about it.
#[test]
fn no_password_or_a_wrong_one() {
    for file in LOCKED {
        for variables in [&[][..], &[("BIDUI_PASSWORD", "12345")]] {
            let outcome = county(file).run_with(&["screen", DATA], variables);
            assert_eq!(outcome.code, 3);
            let expected = format!(
                "民政/{file} 无法读取：文件有打开密码；请在 bidui.toml 里用 [[password]] 写明密码，或用 Excel、WPS 打开，去掉密码另存一份"
            );
            assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
            assert!(!outcome.stderr.contains("12345"), "{}", outcome.stderr);
        }
    }
}

/// What cannot be opened even with its password is said to be so.
#[test]
fn a_lock_of_another_kind() {
    let outcome = county("加密.ods").run_with(&["screen", DATA], &[("BIDUI_PASSWORD", "123456")]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("无法打开这种加密方式的 ods 文件"), "{}", outcome.stderr);
}

/// A mistake beside a secret is shown without the secret.
#[test]
fn mistakes_in_passwords_are_explained() {
    let mistakes = [
        "[[password]]\nfile = \"民政/*\"\npasword = \"123456\"\n",
        "[[password]]\nfile = \"民政/*\"\npassword = 123456\n",
        "[[password]]\nfile = \"民政/*\"\npassword = \"123456\n",
        "password = [{ file = \"*\", pass = \"123456\" }]\n",
        "cluesecret = \"123456\"\n",
    ];
    let told = mistakes.map(|mistake| {
        let outcome = county("加密.xls").file("bidui.toml", mistake).screen();
        assert_eq!(outcome.code, 2);
        outcome.stderr
    });
    let told = told.join("\n");
    assert!(!told.contains("123456"), "{told}");
    insta::assert_snapshot!(told);
}

/// What is locked here opens with the password, and with no other.
#[test]
fn books_are_locked_and_opened_again() {
    let book = std::fs::read(county("默认密码.xlsx").path(&format!("{DATA}/农户花名册.xlsx"))).expect("a register");
    let locked = bidui::workbook::seal(&book, "密码 一二三").expect("locked");
    assert_eq!(locked, bidui::workbook::seal(&book, "密码 一二三").expect("locked"), "the same bytes again");
    assert_ne!(locked, bidui::workbook::seal(&book, "密码 一二四").expect("locked"));
    let opened = |passwords: &[&str]| {
        let passwords: Vec<String> = passwords.iter().map(|password| (*password).to_owned()).collect();
        bidui::workbook::read_bytes(locked.clone(), "清单.xlsx", &passwords).is_ok()
    };
    assert!(opened(&["别的", "密码 一二三"]));
    assert!(!opened(&["密码 一二四"]));
}
