//! Lists that come back: right, sloppy, wrong.

use crate::case::{Case, grid, id};
use crate::filled::Filled;
use crate::village::{
    DAY, TRUE, UNTRUE, ask, asked, book, collect, collected, county, entries, green, list, month, replies, states, told,
};

#[test]
fn right_answers_are_taken_in_any_words_and_any_layout() {
    let case = county();
    green(&case)
        .fill(
            "石桥村",
            "周小山",
            &[("是否属实", "否"), ("处理意见", "数据 有误"), ("核实人", "张干部"), ("核实日期", "2026年12月3日")],
        )
        .fill(
            "石桥村",
            "李小田",
            &[
                ("是否属实", "情况属实"),
                ("处理意见", "纳入监测"),
                ("核实情况", "电话１３８００１３８０００"),
                ("核实人", "张干部、李干部"),
                ("核实日期", "46359"),
            ],
        )
        .fill("高坪村", "王小五", &[("是否属实", "联系不上"), ("核实人", "王干部")])
        .with("石桥村", |sheet| {
            sheet.turn_around();
            sheet.drop_column("核实要点");
            sheet.drop_column("线索编号");
            sheet.name = "石桥".to_owned();
        })
        .with("入户核查", |sheet| {
            sheet.fill("Q-01", 0, &[("核查结果", "知道，会用"), ("核实人", "张干部"), ("核实日期", DAY)]);
            sheet.fill(
                "Q-01",
                1,
                &[("核查结果", "不知道，已当场讲解"), ("情况说明", "讲了两遍"), ("核实人", "李干部")],
            );
        })
        .with("驻村核查", |sheet| sheet.fill("V-02", 0, &[("核查结果", "已张贴,都会操作"), ("核实人", "包村干部")]))
        .without_unseen()
        .save(&case.path("回收/青石(终稿).xlsx"));
    let outcome = collect(&case).success();
    insta::assert_snapshot!(outcome.stdout);
    insta::assert_snapshot!(states(&case));
    insta::assert_snapshot!(replies(&case));
    let log = std::fs::read_to_string(case.path(".bidui/log/bidui.log")).expect("a log");
    assert!(log.contains("collect 退出码=0"), "{log}");
    assert!(log.ends_with("秒 文件=1 已填=6 收下=6 没有变化=0 冲突=0 新增风险=0 填写有误=0 拒收=0 未填=17\n"), "{log}");
}

/// A pattern finds names in capitals and leaves the lock files of open books.
#[test]
fn patterns_find_capitals_and_leave_lock_files() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/青石.XLSX"));
    for lock in ["回收/.~青石.xlsx", "回收/~$青石.xlsx"] {
        std::fs::write(case.path(lock), "lock").expect("written");
    }
    collect(&case).success();
    assert!(states(&case).contains("不属实"), "{}", states(&case));
}

/// The same again, under another name, or said in other words, changes nothing.
#[test]
fn collecting_twice_changes_nothing() {
    let case = county();
    let filled = green(&case).fill("石桥村", "周小山", &UNTRUE).with("入户核查", |sheet| {
        sheet.fill("Q-01", 0, &[("核查结果", "知道，会用"), ("核实人", "张干部")]);
    });
    filled.save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    let (before, answered) = (entries(&case), states(&case));
    collect(&case).success();
    std::fs::rename(case.path("回收/甲.xlsx"), case.path("回收/乙.xlsx")).expect("renamed");
    let filled = filled.fill("石桥村", "周小山", &[("是否属实", "不实"), ("核实人", "张 干部")]);
    filled.save(&case.path("回收/丙.xlsx"));
    let again = collect(&case).success();
    assert_eq!((entries(&case), states(&case)), (before, answered));
    insta::assert_snapshot!(again.stdout);

    // Another person's word is something new, once.
    filled.fill("石桥村", "周小山", &[("核实人", "别人")]).save(&case.path("回收/丙.xlsx"));
    collect(&case).success();
    assert!(states(&case).contains("张干部、别人"), "{}", states(&case));
    let before = entries(&case);
    collect(&case).success();
    assert_eq!(entries(&case), before);
}

#[test]
fn an_untouched_list_changes_nothing() {
    let case = county();
    let before = entries(&case);
    let outcome = collected(&case, &["runs/2026-11/推送清单", "--json"]).success();
    assert_eq!(entries(&case), before);
    let printed: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let states: Vec<&str> = (0..2).map(|file| printed["files"][file]["state"].as_str().expect("a state")).collect();
    assert_eq!(states, ["unanswered", "unanswered"]);
}

/// One wrong cell keeps a whole file out, unless the officer wants what is right of it.
#[test]
fn wrong_cells_go_back_with_what_to_write() {
    let case = county();
    let number = id(1, "19800101");
    green(&case)
        .fill("石桥村", "周小山", &[("是否属实", "不属食"), ("处理意见", &number), ("核实日期", "昨天")])
        .fill(
            "石桥村",
            "李小田",
            &[("是否属实", "不属实"), ("处理意见", "拟纳入监测对象"), ("核实人", "张干部"), ("核实日期", "2026-11-03")],
        )
        .fill("高坪村", "王小五", &UNTRUE)
        .with("入户核查", |sheet| {
            sheet.fill("Q-01", 0, &[("核查结果", "会"), ("核实人", "张干部")]);
            sheet.fill("Q-01", 1, &[("情况说明", "不在家"), ("核实人", "张干部")]);
        })
        .save(&case.path("回收/青石.xlsx"));
    list(&case, "2026-11", "柳河镇")
        .fill("柳村", "赵小", &[("是否属实", "否"), ("核实人", "王"), ("核实日期", "2026-12-09")])
        .save(&case.path("回收/柳河.xlsx"));
    let before = entries(&case);
    let outcome = collected(&case, &["回收", "--as-of", "2026-12-05"]);
    assert!(!outcome.stderr.contains(&number) && entries(&case) == before);
    insta::assert_snapshot!(told(&outcome));
    insta::assert_snapshot!(["汇总", "退回更正"].map(|sheet| grid(&book(&case), sheet)).join("\n\n"));
    let partial = collected(&case, &["回收", "--partial", "--as-of", "2026-12-09"]).success();
    insta::assert_snapshot!(partial.stdout.lines().take(6).collect::<Vec<_>>().join("\n"));
    assert_eq!(
        ask(&case, "SELECT word FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force'"),
        "不属实\n不属实"
    );
}

/// What is proposed never says the opposite of what was written.
#[test]
fn words_that_are_proposed_do_not_contradict() {
    let written = [
        ("是 属实", ""),
        ("属实/不属实", ""),
        ("否、不属实", ""),
        ("错", ""),
        ("属食", ""),
        ("未属实", ""),
        ("属实", "数据有误 更正来源"),
        ("属实", "拟纳人监测"),
        ("属实", "不拟纳入监测"),
    ];
    let proposed = written.map(|(verdict, handling)| {
        let case = county();
        let cells = [("是否属实", verdict), ("处理意见", handling), ("核实人", "张干部")];
        green(&case).fill("石桥村", "周小山", &cells).save(&case.path("回收/甲.xlsx"));
        let told = collect(&case).stdout;
        told.lines().filter(|line| line.contains("请填")).map(str::to_owned).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(proposed.join("\n"));
}

/// Nothing can have been verified after today, whoever tells what day it is.
#[test]
fn nothing_was_verified_after_today() {
    let case = county();
    green(&case)
        .fill("石桥村", "周小山", &UNTRUE)
        .fill("石桥村", "周小山", &[("核实日期", "2099-12-03")])
        .save(&case.path("回收/甲.xlsx"));
    let outcome = case.run(&["collect", "回收"]);
    assert!(outcome.code == 3 && outcome.stdout.contains("“2099-12-03” 核实日期晚于今天（"), "{}", told(&outcome));
    collected(&case, &["回收", "--as-of", "2099-12-03"]).success();
    assert_eq!(ask(&case, "SELECT verified_on FROM answer WHERE clue IS NOT NULL"), "2099-12-03");
}

/// What is no list at all, or cannot be opened, is told so with what helps; lists beside it are taken.
#[test]
fn files_that_are_no_lists_are_told_from_faulty_ones() {
    let case = county();
    case.run(&["status", "--as-of", "2027-01-15", "--overdue"]).success();
    let reminder = std::fs::read(case.path("催办/青石镇/青石镇催办清单.xlsx")).expect("a list");
    let register = std::fs::read(case.path("data/2026-11/花名册.csv")).expect("a register");
    let case = case.file("回收/1催办清单.xlsx", reminder).file("回收/2花名册.csv", register).file("回收/3空.xlsx", "");
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/4好.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
    green(&case).fill("石桥村", "李小田", &[("是否属实", "不好说")]).save(&case.path("回收/5错.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收"])));
    assert_eq!(ask(&case, "SELECT word FROM answer WHERE clue IS NOT NULL"), "不属实");
}

/// Rows that were made up, spliced, taken from elsewhere or have lost what tells them.
#[test]
fn what_was_not_sent_is_refused() {
    let case = county();
    let stranger = list(&case, "2026-11", "柳河镇").sheet("柳村").row("赵小");
    let spliced = green(&case).sheet("高坪村").row("王小五");
    let said = |list: Filled| list.fill("石桥村", "周小山", &UNTRUE);
    said(green(&case)).fill("石桥村", "周小山", &[("校验码", "ABCDEFGHJK")]).save(&case.path("回收/1伪造.xlsx"));
    said(green(&case))
        .fill("石桥村", "周小山", &[("校验码", spliced.last().expect("a checksum"))])
        .save(&case.path("回收/2拼接.xlsx"));
    green(&case)
        .with("石桥村", |sheet| {
            sheet.rows.push(stranger);
            sheet.fill("赵小", 0, &UNTRUE);
        })
        .save(&case.path("回收/3外乡.xlsx"));
    let nameless = said(green(&case)).with("石桥村", |sheet| {
        sheet.drop_column("校验码");
        sheet.drop_column("线索编号");
    });
    nameless.save(&case.path("回收/4无编号.xlsx"));
    said(green(&case))
        .fill("石桥村", "周小山", &[("校验码", ""), ("线索编号", "")])
        .save(&case.path("回收/5删编号.xlsx"));
    said(green(&case))
        .with("石桥村", |sheet| sheet.drop_column("校验码"))
        .without_unseen()
        .save(&case.path("回收/6无标识.xlsx"));
    Filled { sheets: vec![said(green(&case)).sheet("封面").clone()], properties: Vec::new() }
        .save(&case.path("回收/7封面.xlsx"));
    std::fs::write(case.path("回收/8坏.xlsx"), "坏").expect("written");
    let before = entries(&case);
    insta::assert_snapshot!(told(&collect(&case)));
    assert_eq!(entries(&case), before);
}

/// Without checksums, a list still tells its rows by its unseen sheet, or by what travels with the file.
#[test]
fn a_list_without_checksums_is_told_by_its_marks() {
    let case = county();
    let bare = green(&case).fill("石桥村", "周小山", &UNTRUE).with("石桥村", |sheet| sheet.drop_column("校验码"));
    let code = bare.clone().sheet("清单标识").row("批次")[1].clone();
    bare.save(&case.path("回收/甲.xlsx"));
    let told = [("批次", code.as_str()), ("乡镇", "青石镇")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let copied = bare.fill("石桥村", "李小田", &TRUE).without_unseen();
    Filled { properties: told.into(), ..copied }.save(&case.path("回收/乙.xlsx"));
    collect(&case).success();
    assert_eq!(
        ask(&case, "SELECT word FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force' ORDER BY id"),
        "不属实\n属实"
    );
}

/// Sheets of one township's copies in one book, some of them without rows that others have.
#[test]
fn sheets_are_put_together_and_rows_taken_away() {
    let case = county();
    let mut first = green(&case).fill("石桥村", "周小山", &UNTRUE).with("石桥村", |sheet| sheet.remove("李小田"));
    let mut second = list(&case, "2026-11", "柳河镇").fill("柳村", "赵小", &TRUE);
    let sheets = vec![first.sheet("石桥村").clone(), second.sheet("柳村").clone()];
    Filled { sheets, properties: Vec::new() }.save(&case.path("回收/合订.xlsx"));
    collect(&case).success();
    assert_eq!(
        ask(&case, "SELECT word FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force' ORDER BY id"),
        "属实\n不属实"
    );
}

/// An answer to an old list is late, but welcome, unless the same was asked again since.
#[test]
fn outdated_rows_are_refused() {
    let case = county();
    let old = green(&case).fill("石桥村", "周小山", &UNTRUE).fill("高坪村", "王小五", &UNTRUE);
    let case = month(case, "2026-12", &["王小五"]);
    case.run(&["screen", "data/2026-12"]).success();
    old.save(&case.path("回收/十一月.xlsx"));
    insta::assert_snapshot!(told(&collect(&case)));
    collected(&case, &["回收", "--partial"]).success();
    assert_eq!(ask(&case, "SELECT s.person_name FROM clue_state s JOIN answer d ON d.clue = s.clue"), "王小五");
}

/// What was taken before is nothing new, whatever was asked since and whoever has left the register.
#[test]
fn a_file_taken_before_is_unchanged_after_the_next_screening() {
    let case = county();
    let filled = green(&case)
        .fill("石桥村", "周小山", &TRUE)
        .fill("高坪村", "王小五", &[("是否属实", "联系不上"), ("核实人", "王干部")])
        .with("入户核查", |sheet| asked(sheet, "知道，会用", "讲过"))
        .with("石桥村", |sheet| {
            sheet.add(&[
                ("户主姓名", "孙六"),
                ("线索内容", "突发大病住院"),
                ("是否属实", "属实"),
                ("核实人", "张干部"),
            ]);
        });
    filled.save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    let case = month(case, "2026-12", &["周小山"]);
    let register = std::fs::read_to_string(case.path("data/2026-12/花名册.csv")).expect("a register");
    let without: Vec<&str> = register.lines().filter(|line| !line.contains("孙六")).collect();
    let case = case.file("data/2026-12/花名册.csv", without.join("\n"));
    case.run(&["screen", "data/2026-12"]).success();
    let before = entries(&case);
    insta::assert_snapshot!(told(&collect(&case)));
    assert_eq!(entries(&case), before);
    filled.fill("高坪村", "王小五", &UNTRUE).save(&case.path("回收/乙.xlsx"));
    insta::assert_snapshot!(told(&collect(&case)));
}

/// A list that a rerun of its month replaced is taken where the rerun asks the same.
#[test]
fn a_rerun_asks_what_it_asks() {
    let case = county();
    let old = green(&case).fill("石桥村", "周小山", &UNTRUE).fill("高坪村", "王小五", &UNTRUE);
    let case = month(case, "2026-11", &["王小五"]);
    case.run(&["screen", "data/2026-11"]).success();
    old.save(&case.path("回收/旧.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
    assert_eq!(ask(&case, "SELECT s.person_name FROM clue_state s JOIN answer d ON d.clue = s.clue"), "周小山");
}

#[test]
fn copies_that_agree_are_one_answer() {
    let case = county();
    let with = |cells: &[(&str, &str)]| green(&case).fill("石桥村", "周小山", &UNTRUE).fill("石桥村", "周小山", cells);
    with(&[]).save(&case.path("回收/甲.xlsx"));
    with(&[("处理意见", "数据有误"), ("核实情况", "学校已出证明"), ("核实人", "李干部")])
        .fill("石桥村", "李小田", &TRUE)
        .save(&case.path("回收/乙.xlsx"));
    insta::assert_snapshot!(collect(&case).success().stdout);
    // What comes later only adds to it.
    with(&[("处理意见", "数据错误"), ("核实情况", "家长也这样说")]).save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    insta::assert_snapshot!(states(&case));
}

/// What a village found by itself becomes a clue of its own, once.
#[test]
fn risks_that_villages_add_become_clues() {
    let case = county();
    let added = green(&case).with("石桥村", |sheet| {
        sheet.add(&[
            ("户主姓名", "孙六"),
            ("线索内容", "突发大病住院"),
            ("风险类型", "因病"),
            ("是否属实", "属实"),
            ("处理意见", "拟纳入监测"),
            ("核实人", "张干部"),
        ]);
        sheet.add(&[("户主姓名", "周大山"), ("核实情况", "房屋漏雨")]);
    });
    added.save(&case.path("回收/甲.xlsx"));
    insta::assert_snapshot!(collect(&case).success().stdout);
    let clues = "SELECT channel, rule, title, risk, household_number, head_name, state FROM clue_state WHERE channel = 'visit' ORDER BY household_number";
    insta::assert_snapshot!(ask(&case, clues));
    let before = entries(&case);
    added.fill("石桥村", "周小山", &[("核实人", "张干部")]).save(&case.path("回收/乙.xlsx"));
    collect(&case).success();
    assert_eq!(entries(&case), before);

    let unknown = green(&case).with("石桥村", |sheet| {
        sheet.add(&[("户主姓名", "郑十"), ("线索内容", "车祸")]);
        sheet.add(&[("户主姓名", "钱七"), ("线索内容", "失业")]);
        sheet.add(&[("线索内容", "失业"), ("是否属实", "是")]);
    });
    unknown.save(&case.path("另/丙.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["另"])));
    let numbered = green(&case).with("石桥村", |sheet| {
        sheet.add(&[("户主姓名", "钱七"), ("户编号", "H6"), ("线索内容", "失业")]);
    });
    numbered.save(&case.path("另/丙.xlsx"));
    collected(&case, &["另"]).success();
    assert!(ask(&case, clues).ends_with("H6 钱七 new"), "{}", ask(&case, clues));
}

/// A list that was locked comes back locked.
#[test]
fn locked_lists_are_opened() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("甲.xlsx"));
    let locked = bidui::workbook::seal(&std::fs::read(case.path("甲.xlsx")).expect("a list"), "密码").expect("locked");
    let case = case.file("回收/甲.xlsx", locked);
    let without = told(&collect(&case));
    let wrong = case.run_with(&["collect", "回收", "--as-of", "2026-12-31"], &[("BIDUI_PASSWORD", "错")]);
    insta::assert_snapshot!([without, told(&wrong)].join("\n\n"));
    case.run_with(&["collect", "回收/甲.xlsx", "--as-of", "2026-12-31"], &[("BIDUI_LIST_PASSWORD", "密码")]).success();
    assert_eq!(ask(&case, "SELECT word FROM answer WHERE clue IS NOT NULL"), "不属实");
}

#[test]
fn what_is_not_there_is_said() {
    let case = Case::new();
    let told = |case: &Case, arguments: &[&str]| told(&case.run(arguments));
    let without_ledger = told(&case, &["collect", "没有.xlsx"]);
    let case = county();
    std::fs::create_dir_all(case.path("空")).expect("a folder");
    let others = [
        &["collect", "没有.xlsx"][..],
        &["collect", "没有/*.xlsx"],
        &["collect", "空"],
        &["collect", "空", "--as-of", "明天"],
    ];
    let others = others.map(|arguments| told(&case, arguments));
    insta::assert_snapshot!([&[without_ledger][..], &others].concat().join("\n"));
}

/// Only households are monitored: a clue about a whole village cannot be answered so.
#[test]
fn a_village_is_not_monitored() {
    let works = "乡镇,行政村,工程名称,工程状态\n青石镇,石桥村,石桥水厂,停运\n合计,2026-11,,\n";
    let case = month(Case::new().key(&["试"]), "2026-11", &[]).file("bidui.toml", "county = \"某县\"\n");
    let case = case.file("data/2026-11/供水工程.csv", works);
    case.run(&["screen", "data/2026-11"]).success();
    let finding = "供水工程石桥水厂登记为停运";
    green(&case).fill("石桥村", finding, &TRUE).save(&case.path("回收/甲.xlsx"));
    let refused = collect(&case);
    let handled = [TRUE[0], ("处理意见", "落实政策，不纳入监测"), TRUE[2], TRUE[3]];
    green(&case).fill("石桥村", finding, &handled).save(&case.path("回收/甲.xlsx"));
    let taken = collect(&case);
    insta::assert_snapshot!([refused, taken].map(|outcome| told(&outcome)).join("\n"));
}

/// What came of the lists is handed on: to sign, to put up, to tell the households, to the departments.
#[test]
fn results_are_written_as_lists() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &TRUE).fill("石桥村", "李小田", &UNTRUE).save(&case.path("回收/甲.xlsx"));
    let told = collect(&case).success().stderr;
    assert!(told.contains("核实结果（2026-11期）已写到"), "{told}");
    let place = |name: &str| case.path(&format!("核实结果/2026-11/{name}.xlsx"));
    let lists = [
        ("青石镇/青石镇核实结果明细", "核实结果明细"),
        ("青石镇/青石镇拟纳入监测名单", "石桥村"),
        ("青石镇/青石镇拟纳入监测公示", "石桥村"),
        ("青石镇/青石镇研判结果反馈", "研判结果反馈"),
        ("部门核实结果/教育核实结果", "核实结果"),
        ("盯办清单", "盯办清单"),
    ];
    let shown = lists.map(|(book, sheet)| format!("[{book}]\n{}", grid(&place(book), sheet)));
    insta::assert_snapshot!(shown.join("\n\n"));
}
