//! Two versions of one list in a folder: what contradicts is asked about, what is only there twice counts once.

use crate::case::Case;

const REGISTER: &str = "H1 | 周大山 | {id:1} | 户主\nH1 | 周小山 | {id:2:20150101} | 之子";

/// A list of insured people with a status each.
fn insured(statuses: &[&str]) -> String {
    let row = |(n, status): (usize, &&str)| format!("人{n} | {{id:{n}:19700101}} | 居民 | {status} | 2026");
    let rows: Vec<String> = statuses.iter().enumerate().map(|(n, status)| row((n + 1, status))).collect();
    format!("姓名 | 身份证号 | 险种 | 参保状态 | 参保年度\n{}", rows.join("\n"))
}

fn with(former: &str, later: &str) -> Case {
    Case::new().register(REGISTER).sheet("医保/参保.xlsx", former).sheet("医保/参保（更正）.xlsx", later)
}

#[test]
fn versions_that_contradict_each_other_are_asked_about() {
    let (former, later) = (insured(&["正常参保"; 4]), insured(&["正常参保", "未参保", "正常参保", "正常参保"]));
    let asked = with(&former, &later).screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    insta::assert_snapshot!(asked.stderr);
}

/// Every printed answer settles it, beside an answer that says what the table is.
#[test]
fn every_answer_about_versions_settles_them() {
    let (former, later) = (insured(&["正常参保"; 4]), insured(&["正常参保", "未参保", "正常参保", "正常参保"]));
    let asked = with(&former, &later).screen().stderr;
    let lines: Vec<&str> = asked.lines().map(str::trim).collect();
    let answers: Vec<String> =
        lines.split(|line| *line == "[[sheet]]").skip(1).map(|lines| lines[..3].join("\n")).collect();
    assert_eq!(answers.len(), 3, "{asked}");
    let known = "[[sheet]]\nfile = \"医保/*\"\nsource = \"医保参保\"\n";
    for answer in answers {
        with(&former, &later).file("bidui.toml", format!("{known}[[sheet]]\n{answer}\n")).screen().success();
    }
}

/// A corrected list may also leave somebody out; a list without such a name may be a part of the other.
#[test]
fn a_version_by_its_name_that_leaves_people_out_is_asked_about() {
    let (all, fewer) = (insured(&["正常参保"; 4]), insured(&["正常参保"; 3]));
    assert_eq!(with(&all, &fewer).screen().code, 3);
    let part = Case::new().register(REGISTER).sheet("医保/参保.xlsx", &all).sheet("医保/困难群众参保.xlsx", &fewer);
    part.screen().success();
}

/// The same list twice, lists of two townships and of two years, and lists of two departments are no versions.
#[test]
fn lists_that_do_not_contradict_each_other_are_not_asked_about() {
    let list = insured(&["正常参保"; 4]);
    with(&list, &list).screen().success();
    let next = list.replace("| 2026", "| 2027").replacen("正常参保", "暂停参保", 2);
    with(&list, &next).screen().success();
    let dead = |day: &str| format!("姓名 | 身份证号 | 死亡时间\n周大山 | {{id:1}} | {day}");
    let case = Case::new().register(REGISTER).sheet("公安/死亡.xlsx", &dead("2026-03-01"));
    let noted = dead("2026-03-02").replace("死亡时间", "死亡时间 | 死亡原因").replace("03-02", "03-02 | 病故");
    case.sheet("卫健/死亡.xlsx", &noted).screen().success();
}

/// Bills without a number are the same where the days are: corrected ones are asked about, those of other days count.
#[test]
fn corrected_bills_are_asked_about() {
    let bills = |day: &str, paid: u32| {
        let row = |n: u32| format!("人{n} | {{id:{n}:19700101}} | 2026-05-01 | {day} | 9000 | {paid}");
        let rows: Vec<String> = (1..=3).map(row).collect();
        format!("姓名 | 身份证号 | 入院日期 | 结算日期 | 医疗费总额 | 个人自付\n{}", rows.join("\n"))
    };
    let both = |first: &str, second: &str| {
        let case = Case::new().register(REGISTER).sheet("医保/住院.xlsx", first);
        case.sheet("医保/住院明细.xlsx", second).screen().code
    };
    assert_eq!(both(&bills("2026-05-09", 3000), &bills("2026-05-09", 3500)), 3);
    assert_eq!(both(&bills("2026-05-09", 3000), &bills("2026-06-09", 3500)), 0);
    assert_eq!(both(&bills("2026-05-09", 3000), &bills("2026-05-09", 3000)), 0);
}
