//! The register and what lists say beside their columns: household numbers that are none, rows that are ended, rows that
//! are the same, the dead of a list of members, numbers that nothing uses.

use crate::case::{Case, Outcome, grid_rows, id};

const PEOPLE: [&str; 6] = ["甲一", "甲二", "乙一", "乙二", "丙一", "丙二"];

/// Three households of two, with these numbers beside each person.
fn households(numbers: [&str; 6]) -> Case {
    let relations = ["户主", "之子", "户主", "之子", "户主", "之子"];
    let row =
        |person: usize| format!("{}|{}|{{id:{}}}|{}\n", numbers[person], PEOPLE[person], person + 1, relations[person]);
    Case::new().register(&(0..6).map(row).collect::<String>())
}

fn sound() -> Case {
    households(["1", "1", "2", "2", "3", "3"])
}

/// All that is told of the data: what is wrong, what becomes of it, in how many rows; a line each.
fn told(outcome: &Outcome) -> String {
    let rows = grid_rows(&outcome.output("数据质量.xlsx"), "问题汇总");
    let below = rows.iter().skip_while(|row| row[0] != "部门").skip(1).filter(|row| !row[0].is_empty());
    below.map(|row| row[2..5].join(" ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn numbers_that_are_none_are_mended_by_the_heads_and_said() {
    for (numbers, expected) in [
        (["1", "1", "2", "2", "3", "3"], ""),
        (["000", "000", "2", "2", "3", "3"], ""),
        (["1", "", "2", "", "3", ""], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 3"),
        ([""; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["999999999"; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["集体户"; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["没编上"; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["36079"; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["3.6E+17"; 6], "空着或不是户号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["360799103201000000"; 6], "位数丢失，几户成了一个号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["1", "2", "3", "4", "5", "6"], "每行一个号，是行的序号，按户主及其下面各行归户 已按唯一读法补正 6"),
        (["1", "〃", "2", "同上", "3", "\""], "写着同上 已按唯一读法补正 3"),
        (["1", "1", "2", "2", "2", "2"], "一个户编号下有两个户主 存疑，照原样采用 1"),
    ] {
        let case = households(numbers);
        assert_eq!(told(&case.screen().success()), expected, "{numbers:?}");
        let kin = case.run_typing(&["explain", "--id"], &id(6, "19800101")).success();
        let both = kin.stdout.contains(PEOPLE[4]) && kin.stdout.contains(PEOPLE[5]);
        assert!(both, "{numbers:?}: {}", kin.stdout);
        let apart = !kin.stdout.contains(PEOPLE[0]);
        assert!(apart, "{numbers:?}: {}", kin.stdout);
    }
}

#[test]
fn rows_that_say_they_are_ended_do_not_count() {
    for (heading, cell, expected) in [
        ("待遇状态", "停发", "写明已经终止 不计入 1"),
        ("待遇状态", "正常", ""),
        ("待遇状态", "恢复发放", ""),
        ("有效标志", "撤销", "写明已经终止 不计入 1"),
        ("有效标志", "否", "写明已经终止 不计入 1"),
        ("有效标志", "正常", ""),
        ("备注", "2026年4月已停保", "写明已经终止 不计入 1"),
        ("备注", "未停发", ""),
        ("停发时间", "2026-03-01", "写明已经终止 不计入 1"),
        ("停发时间", "2027-03-01", ""),
        ("备注", "2026年4月已解除协议", "写明已经终止 不计入 1"),
        ("在岗情况", "辞岗", "写明已经终止 不计入 1"),
        ("退岗情况", "因病退岗", "写明已经终止 不计入 1"),
        ("退岗原因", "年龄到了", "是否仍有效的写法无法识别 存疑，照原样采用 1"),
        ("退岗情况", "否", ""),
        ("合同期限", "2025.6.1-2026.5.31", "写明已经终止 不计入 1"),
        ("合同期限", "2025-06-01至2027-05-31", ""),
        ("聘用期限", "2025年6月—2026年10月", "写明已经终止 不计入 1"),
        ("聘用期限", "2025年6月—2026年11月", ""),
        ("合同期限", "三年", ""),
    ] {
        let list = format!("户主姓名|身份证号|低保证号|{heading}\n甲一|{{id:1}}|D1|{cell}\n乙一|{{id:3}}|D2|");
        assert_eq!(told(&sound().sheet("民政/低保.xlsx", &list).screen().success()), expected, "{heading} {cell}");
    }
}

#[test]
fn the_same_rows_count_once_and_different_ones_each() {
    let bill = |day: &str, own: u32| {
        format!(
            "姓名|身份证号|结算日期|医疗费总额|个人自付\n甲一|{{id:1}}|{day}|9000|#{own}\n乙一|{{id:3}}|{day}|9000|#20"
        )
    };
    for (copy, expected) in [(bill("2026-05-01", 3000), "与另一行完全相同 只算一次 2"), (bill("2026-05-02", 3000), "")]
    {
        let case = sound().sheet("医保/住院.xlsx", &bill("2026-05-01", 3000)).sheet("医保/住院(1).xlsx", &copy);
        assert_eq!(told(&case.screen().success()), expected, "{copy}");
    }
    let one = sound().sheet("医保/住院.xlsx", &bill("2026-05-01", 3000));
    let asked = one.sheet("医保/住院(1).xlsx", &bill("2026-05-01", 3001)).screen();
    assert_eq!((asked.code, asked.stderr.contains("两个版本")), (3, true), "{}", asked.stderr);
}

/// A corrected list beside the old one: which of them holds is asked.
#[test]
fn two_versions_of_a_list_are_asked_about() {
    let list = |people: &[(usize, &str)]| {
        let row = |(person, status): &(usize, &str)| {
            format!("{}|{{id:{}}}|2026|居民|{status}\n", PEOPLE[*person], person + 1)
        };
        format!("姓名|身份证号|参保年度|险种|参保状态\n{}", people.iter().map(row).collect::<String>())
    };
    let all: Vec<(usize, &str)> = (0..6).map(|person| (person, "正常参保")).collect();
    let mut corrected = all.clone();
    corrected[2].1 = "未参保";
    for (second, versions) in [(&corrected[..], true), (&all[..], false), (&[(2, "未参保")], true)] {
        let case = sound().sheet("医保/参保.xlsx", &list(&all)).sheet("医保/参保-更正.xlsx", &list(second));
        let outcome = case.screen();
        let asked = (outcome.code, outcome.stderr.contains("两个版本"));
        assert_eq!(asked, if versions { (3, true) } else { (0, false) }, "{}", outcome.stderr);
    }
}

#[test]
fn who_died_by_a_list_of_members_is_no_longer_asked_for() {
    for (alive, day, insured) in
        [("是", "", "MED-01"), ("", "—", "MED-01"), ("否", "2026-03-05", ""), ("", "2026年3月", ""), ("否", "", "")]
    {
        let members = format!(
            "户编号|人编号|姓名|证件号码|户类型|健康状况|是否健在|死亡时间\n\
             1|11|甲一|{{id:1}}|脱贫户|健康|{alive}|{day}\n1|12|甲二|{{id:2}}|脱贫户|健康|是|"
        );
        let list = "姓名|身份证号|乡镇|行政村|参保年度|险种|参保状态";
        let rows = (2..=6).map(|n| format!("\n{}|{{id:{n}}}|青石镇|石桥村|2026|居民|正常参保", PEOPLE[n - 1]));
        let insurance = format!("{list}{}", rows.collect::<String>());
        let monitored = "户编号|姓名|证件号码|监测对象类别|风险是否已消除|识别监测时间\n\
                         9|外乡人|{id:99:19500505}|边缘易致贫户|否|202605";
        let case = sound().sheet("监测对象.xlsx", monitored);
        let case = case.sheet("脱贫家庭成员.xlsx", &members).sheet("医保/参保.xlsx", &insurance);
        let clues = case.screen().success().clues();
        assert_eq!(clues.contains("MED-01"), insured == "MED-01", "{alive} {day}: {clues}");
    }
}

#[test]
fn numbers_of_registered_people_that_nothing_uses_are_told() {
    for (headings, expected) in [
        ("户主姓名|身份证号|低保证号|家属情况|\n|||姓名|身份证号", Some("“第5列”一栏的身份证号没有用到，里面有 1 名")),
        (
            "户主姓名|身份证号|低保证号|经办人姓名|经办人身份证号",
            Some("“经办人身份证号”一栏的身份证号没有用到，里面有 1 名"),
        ),
        ("户主姓名|身份证号|低保证号|成员1姓名|成员1身份证号", None),
    ] {
        let list = format!("{headings}\n甲一|{{id:1}}|D1|甲二|{{id:2}}\n乙一|{{id:3}}|D2||");
        let outcome = sound().sheet("民政/低保.xlsx", &list).screen().success();
        match expected {
            Some(words) => assert!(outcome.stderr.contains(words), "{headings}: {}", outcome.stderr),
            None => assert!(!outcome.stderr.contains("没有用到"), "{headings}: {}", outcome.stderr),
        }
    }
}
