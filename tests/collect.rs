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
    case.run(&["issue"]).success();
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

/// An answer to an old list is late, but welcome: it counts where the same was asked again, else where it was asked.
#[test]
fn late_answers_are_welcome() {
    let case = county();
    case.run(&["issue", "2026-11"]).success();
    let old = green(&case)
        .fill("石桥村", "周小山", &UNTRUE)
        .fill("高坪村", "王小五", &UNTRUE)
        .with("入户核查", |sheet| asked(sheet, "知道，会用", "讲过"));
    let case = month(case, "2026-12", &["王小五"]);
    case.run(&["screen", "data/2026-12"]).success();
    case.run(&["issue"]).success();
    old.save(&case.path("回收/十一月.xlsx"));
    let before = case.run(&["status", "2026-11"]).success().stdout;
    let first = told(&collect(&case));
    let counted = "SELECT coalesce(s.person_name, d.question), d.period, d.word FROM answer_status d \
        LEFT JOIN clue_state s ON s.clue = d.clue ORDER BY d.id";
    let pages = ["2026-11", "2026-12"].map(|period| case.run(&["status", period]).success().stdout);
    let entries_before = entries(&case);
    let again = told(&collect(&case));
    assert_eq!(entries(&case), entries_before, "collected twice");
    insta::assert_snapshot!([first, ask(&case, counted), before, pages.join("\n"), again].join("\n\n"));
}

/// What nobody could find out first and somebody did then is news; the other way round it is a contradiction.
#[test]
fn finding_out_later_is_no_contradiction() {
    let case = county();
    let unknown = green(&case).fill(
        "石桥村",
        "周小山",
        &[("是否属实", "联系不上"), ("核实情况", "全家外出"), ("核实人", "王干部"), ("核实日期", "2026-12-09")],
    );
    unknown.save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    green(&case).fill("石桥村", "周小山", &TRUE).save(&case.path("回收/乙.xlsx"));
    let told = told(&collect(&case));
    let answers = "SELECT word, handling, situation, verifier, status FROM answer_status ORDER BY id";
    let before = entries(&case);
    collect(&case).success();
    assert_eq!(entries(&case), before, "collected twice");
    insta::assert_snapshot!(format!("{told}\n{}", ask(&case, answers)));
    unknown.fill("石桥村", "周小山", &[("核实情况", "还是没有回来")]).save(&case.path("回收/丙.xlsx"));
    collect(&case).success();
    assert!(ask(&case, answers).contains("disputed"), "{}", ask(&case, answers));
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

/// What never went out is not counted: neither in the month, nor as asked before in the next.
#[test]
fn lists_that_never_went_out_leave_no_trace() {
    let case = county();
    let case = month(case, "2026-11", &["王小五", "李小田"]);
    case.run(&["screen", "data/2026-11"]).success();
    let waiting = case.run(&["status", "--as-of", "2027-03-01", "--overdue"]).success().stdout;
    assert!(!case.path("催办").exists());
    let screen = |case: &Case, period: &str| {
        let told = case.run(&["screen", &format!("data/{period}")]).success().stderr;
        let lines = told.lines().filter(|line| line.contains("没有登记发出"));
        lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    let case = month(case, "2026-12", &[]);
    let warned = screen(&case, "2026-12");
    let history = |case: &Case| {
        let list = Filled::open(&case.path("runs/2026-12/推送清单/青石镇/青石镇推送核实清单.xlsx"));
        let cells = list.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
        cells.filter(|cell| cell.contains("次推送")).cloned().collect::<Vec<_>>().join("，")
    };
    let never = history(&case);
    let issued = case.run(&["issue", "2026-11"]).success().stderr;
    let again = case.run(&["issue", "2026-11"]).success().stderr;
    let counts = case.run(&["status", "2026-11"]).success().stdout;
    assert_eq!(screen(&case, "2026-12"), "");
    insta::assert_snapshot!([waiting, warned, never, issued, again, counts, history(&case)].join("\n\n"));
}

/// What a list of the month asked and was answered counts; what the rerun no longer asks and nobody answered does not.
#[test]
fn a_rerun_counts_what_its_newest_lists_ask() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/旧.xlsx"));
    collect(&case).success();
    let case = month(case, "2026-11", &["王小五"]);
    case.run(&["screen", "data/2026-11"]).success();
    case.run(&["issue"]).success();
    let status = case.run(&["status", "--json"]).success().stdout;
    let total: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    let counts = ["asked", "verified", "lapsed", "waiting"].map(|key| total["total"][key].clone());
    assert_eq!(counts, [3, 1, 0, 2]);
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

/// Scans, letters and packed lists in a folder are named: nobody is left to believe that they were taken.
#[test]
fn whatever_in_a_folder_is_no_list_is_named() {
    let packed = crate::xlsx::zipped(&[("柳河.csv".to_owned(), "a,b\n1,2\n".to_owned())]);
    let case = county().file("回收/扫描件.jpg", "x").file("回收/.隐藏", "x").file("回收/柳河.zip", packed);
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/青石.xlsx"));
    insta::assert_snapshot!(collected(&case, &["回收"]).success().stderr);
}

/// An answer is the same whatever its punctuation and blanks, and a day needs no year.
#[test]
fn punctuation_and_years_do_not_matter() {
    let case = county();
    let said =
        [("是否属实", "属实。"), ("处理意见", "落实政策、不纳入监测"), ("核实人", "甲"), ("核实日期", "12月3日")];
    green(&case)
        .fill("石桥村", "周小山", &said)
        .fill("高坪村", "王小五", &[("是否属实", "不 属实！"), ("核实人", "乙"), ("核实日期", "1月4日")])
        .with("入户核查", |sheet| asked(sheet, "知道、会用。", ""))
        .save(&case.path("回收/甲.xlsx"));
    collected(&case, &["回收", "--as-of", "2027-01-05"]).success();
    insta::assert_snapshot!(ask(&case, "SELECT word, handling, verified_on FROM answer ORDER BY id"));
}

/// A report that was written is written again when answers come; one that was not is not.
#[test]
fn reports_are_written_again() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/甲.xlsx"));
    let first = collect(&case).success();
    assert!(!case.path("核实").exists(), "{}", first.stderr);
    case.run(&["report"]).success();
    green(&case).fill("石桥村", "李小田", &UNTRUE).save(&case.path("回收/甲.xlsx"));
    let second = collect(&case).success();
    assert_eq!(second.stderr, "核实/2026-11 里的报告已按新收的答复重写\n");
    let verified = grid(&case.path("核实/2026-11/核实汇总.xlsx"), "按乡镇");
    case.run(&["report"]).success();
    assert_eq!(grid(&case.path("核实/2026-11/核实汇总.xlsx"), "按乡镇"), verified);
}

/// Collecting what is to be ruled on, and nothing was ruled yet, adds nothing to it.
#[test]
fn what_is_to_be_ruled_on_does_not_grow() {
    let case = county();
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/甲.xlsx"));
    green(&case).fill("石桥村", "周小山", &TRUE).save(&case.path("回收/乙.xlsx"));
    collect(&case).success();
    collected(&case, &["回收情况.xlsx"]).success();
    let before = std::fs::read(book(&case)).expect("a book");
    collected(&case, &["回收情况.xlsx"]).success();
    assert!(std::fs::read(book(&case)).expect("a book") == before, "it grew");
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
