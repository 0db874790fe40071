//! Lists that come back in another format, or with what nobody expects in them.

use crate::case::{Case, grid, id};
use crate::filled::{Filled, FilledSheet, leave_uncalculated, saved_by_libre_office};
use crate::village::{
    DAY, TRUE, UNTRUE, ask, asked, book, collect, collected, copy, county, county_with, entries, green, replies,
    states, told,
};

/// Answers merged over rows, wide and narrow, and a row that a filter hides.
fn merged(case: &Case) -> Filled {
    green(case)
        .fill("石桥村", "周小山", &UNTRUE)
        .with("石桥村", |sheet| {
            sheet.merge("周小山", 2, &["是否属实", "处理意见"]);
            for column in ["核实情况", "核实人", "核实日期"] {
                sheet.merge("周小山", 2, &[column]);
            }
        })
        .fill("高坪村", "王小五", &TRUE)
        .with("高坪村", |sheet| sheet.hide("王小五"))
        .with("入户核查", |sheet| asked(sheet, "知道，会用", "讲过"))
}

/// What is merged over rows is said of each of them, what is hidden is said all the same, whatever program saved it.
#[test]
fn merged_and_hidden_cells_are_read_in_every_format() {
    let case = county();
    merged(&case).save(&case.path("回收/甲.xlsx"));
    let outcome = collect(&case).success();
    let expected = (states(&case), replies(&case));
    insta::assert_snapshot!([&told(&outcome)[..], &expected.0, &expected.1].join("\n\n"));
    for format in ["xls", "ods"] {
        let Some(saved) = saved_by_libre_office(&case.path("回收/甲.xlsx"), format) else { return };
        let case = county().file(&format!("回收/甲.{format}"), saved);
        collected(&case, &["回收"]).success();
        assert_eq!((states(&case), replies(&case)), expected, "{format}");
    }
}

/// A merged remark answers nothing by itself: rows without a verdict go back.
#[test]
fn merged_remarks_are_no_answers() {
    let case = county();
    green(&case)
        .fill("石桥村", "周小山", &UNTRUE)
        .with("石桥村", |sheet| {
            sheet.merge("周小山", 2, &["核实情况"]);
            sheet.merge("周小山", 2, &["核实人"]);
        })
        .save(&case.path("回收/甲.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
}

/// Every sheet saved as text by itself.
#[test]
fn sheets_saved_as_text_are_told_by_their_checksums() {
    let case = county();
    let mut list = copy(&case, &UNTRUE, "知道，会用");
    list.sheet("石桥村").add(&[("户主姓名", "孙六"), ("线索内容", "突发大病住院"), ("风险类型", "因病")]);
    std::fs::create_dir_all(case.path("回收")).expect("a folder");
    for sheet in ["石桥村", "入户核查"] {
        list.sheet(sheet).save_text(&case.path(&format!("回收/{sheet}.csv")));
    }
    let outcome = collected(&case, &["回收"]).success();
    insta::assert_snapshot!([told(&outcome), states(&case), replies(&case)].join("\n\n"));
}

/// Formulas without a value are no answers, and no silence either.
#[test]
fn formulas_without_a_value_go_back() {
    let case = county();
    green(&case)
        .fill("石桥村", "周小山", &[("是否属实", "=VLOOKUP(1,A:B,2,0)→#N/A"), ("核实人", "张干部")])
        .fill(
            "石桥村",
            "李小田",
            &[("是否属实", "=\"属实\"→属实"), ("核实情况", "=B1→#REF!"), ("核实人", "=A1→"), ("核实日期", DAY)],
        )
        .fill("高坪村", "王小五", &[("是否属实", "=\"不属\"&\"实\"→不属实"), ("核实人", "王干部")])
        .with("石桥村", |sheet| sheet.add(&[("户主姓名", "孙六"), ("线索内容", "=A1→#VALUE!")]))
        .save(&case.path("回收/甲.xlsx"));
    green(&case).fill("高坪村", "王小五", &[("是否属实", "=A1→"), ("核实人", "=A1→")]).save(&case.path("回收/乙.xlsx"));
    leave_uncalculated(&case.path("回收/乙.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
    assert_eq!(ask(&case, "SELECT word FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force'"), "不属实");
}

/// A remark longer than any cell that is written is kept whole.
#[test]
fn huge_remarks_are_kept() {
    let case = county();
    let remark = "长".repeat(40_000);
    let mut list = green(&case).fill("石桥村", "周小山", &UNTRUE).fill("石桥村", "周小山", &[("核实情况", &remark)]);
    list.sheet("石桥村").add(&[("户主姓名", "孙六"), ("线索内容", &remark)]);
    std::fs::create_dir_all(case.path("回收")).expect("a folder");
    list.sheet("石桥村").save_text(&case.path("回收/甲.csv"));
    let verdict = ("是否属实", &*"属".repeat(20_000));
    copy(&case, &TRUE, "").fill("高坪村", "王小五", &[verdict]).save(&case.path("回收/乙.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
    assert_eq!(ask(&case, "SELECT max(length(situation)) FROM answer"), "40000");
    assert!(grid(&book(&case), "冲突").contains(&"长".repeat(1_000)));
}

/// A list of another county, of the same period and form.
#[test]
fn lists_of_another_county_are_refused() {
    let (case, other) = (county(), county_with("别"));
    let foreign = || copy(&other, &UNTRUE, "知道，会用");
    foreign().save(&case.path("回收/1整份.xlsx"));
    foreign().without_unseen().save(&case.path("回收/2无标识.xlsx"));
    let bare = |mut list: Filled| {
        list.sheet("石桥村").drop_column("校验码");
        list
    };
    bare(foreign()).save(&case.path("回收/3无校验码.xlsx"));
    let before = entries(&case);
    insta::assert_snapshot!(told(&collect(&case)));
    assert_eq!(entries(&case), before);
}

/// The checksum alone tells a row; two sheets of a village, one of them hidden, are two copies.
#[test]
fn sheets_may_be_doubled_hidden_or_without_ids() {
    let case = county();
    let mut list = copy(&case, &UNTRUE, "").with("石桥村", |sheet| sheet.drop_column("线索编号"));
    let mut second =
        green(&case).fill("石桥村", "周小山", &TRUE).fill("石桥村", "李小田", &TRUE).sheet("石桥村").clone();
    second.name = "石桥村 (2)".to_owned();
    second.hidden = true;
    list.sheets.push(second);
    list.save(&case.path("回收/甲.xlsx"));
    insta::assert_snapshot!([told(&collect(&case)), grid(&book(&case), "冲突"), states(&case)].join("\n\n"));
}

/// Turns the cells from one column to another upside down, as sorting a part of the columns does.
fn sort_partly(sheet: &mut FilledSheet, first: &str, last: &str) {
    let heading = sheet.rows.iter().position(|row| row.iter().any(|cell| cell == first)).expect("headings");
    let [first, last] = [first, last].map(|name| sheet.rows[heading].iter().position(|cell| cell == name));
    let columns = first.expect("a column")..=last.expect("a column");
    let clues = sheet.rows[heading + 1..].iter().take_while(|row| row.iter().any(|cell| !cell.is_empty())).count();
    let mut parts: Vec<Vec<String>> =
        sheet.rows[heading + 1..][..clues].iter().map(|row| row[columns.clone()].to_vec()).collect();
    for row in &mut sheet.rows[heading + 1..][..clues] {
        row.splice(columns.clone(), parts.pop().expect("a row"));
    }
}

/// A county whose children are not of one age.
fn with_different_findings() -> Case {
    let case = county();
    let register = std::fs::read_to_string(case.path("data/2026-11/花名册.csv")).expect("a register");
    let older = register.replace(&id(102, "20160501"), &id(102, "20140501"));
    let case = case.file("data/2026-11/花名册.csv", older);
    case.run(&["screen", "data/2026-11"]).success();
    case
}

/// Answers stay with whom they are about: a row that says what another row was sent for is refused, one that was
/// typed anew with small slips is not.
#[test]
fn rows_of_which_only_some_columns_were_sorted_are_refused() {
    let whole = |case: &Case| green(case).fill("石桥村", "周小山", &UNTRUE).fill("石桥村", "李小田", &TRUE);
    for (first, last) in [("户主姓名", "核实日期"), ("涉及人", "核实日期"), ("线索内容", "核实日期")]
    {
        let case = with_different_findings();
        whole(&case).with("石桥村", |sheet| sort_partly(sheet, first, last)).save(&case.path("回收/甲.xlsx"));
        let before = entries(&case);
        insta::assert_snapshot!(format!("partly_sorted_from_{first}"), told(&collect(&case)));
        assert_eq!(entries(&case), before);
    }
    let case = county();
    for (first, last) in [("行政村", "行政村"), ("核查内容", "核实日期")] {
        let answer = [("核查结果", "已张贴，都会操作"), ("核实人", "包村干部")];
        green(&case)
            .fill("驻村核查", "V-02", &answer)
            .with("驻村核查", |sheet| sort_partly(sheet, first, last))
            .save(&case.path("回收/甲.xlsx"));
        insta::assert_snapshot!(format!("questions_partly_sorted_from_{first}"), told(&collect(&case)));
    }

    let retyped = [("户主姓名", "周 大山(已故)"), ("涉及人", "周　小山"), ("线索内容", "")];
    green(&case).fill("石桥村", "周小山", &UNTRUE).fill("石桥村", "周小山", &retyped).save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    assert_eq!(ask(&case, "SELECT word FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force'"), "不属实");
}

/// What people write where nobody looks is listed; what the forms themselves print is not.
#[test]
fn texts_that_nothing_is_made_of_are_listed() {
    let case = county();
    let number = id(1, "19800101");
    let mut list = green(&case)
        .fill("石桥村", "周小山", &[("推送情况", "不属实,已在县外就读")])
        .fill("石桥村", "李小田", &TRUE)
        .with("石桥村", |sheet| {
            sheet.add_column("联系电话");
            sheet.fill("李小田", 0, &[("联系电话", &number)]);
            sheet.add(&[("序号", "村里补报"), ("户主姓名", "孙六"), ("线索内容", "突发大病住院")]);
            sheet.add(&[("户主姓名", "钱七")]);
            sheet.rows.push(vec![String::new(), "另有三户外出未核实".to_owned()]);
            sheet.rows.push(vec!["说明:".to_owned(), "周大山户已搬走".to_owned()]);
            let signed = sheet.rows.iter_mut().flatten().find(|cell| cell.contains("签字：")).expect("a line");
            *signed = signed.replacen("____________", "张三", 2);
        })
        .with("高坪村", |sheet| {
            let finding = sheet.row("王小五").into_iter().find(|cell| cell.contains("周岁")).expect("a finding");
            sheet.fill("王小五", 0, &[("线索内容", &format!("{finding}（已返校）"))]);
        })
        .with("封面", |sheet| sheet.rows.push(vec!["请尽快下拨补助".to_owned()]));
    let mut notes = list.sheet("封面").clone();
    (notes.name, notes.rows) = ("情况说明".to_owned(), vec![vec!["本村".to_owned(), "无新增".to_owned()]]);
    list.sheets.push(notes);
    list.save(&case.path("回收/甲.xlsx"));
    let outcome = collect(&case).success();
    let listed = grid(&book(&case), "没有采用的文字");
    assert!(!listed.contains(&number));
    insta::assert_snapshot!([told(&outcome), listed].join("\n\n"));

    collected(&case, &["runs/2026-11/推送清单"]).success();
    assert_eq!(grid(&book(&case), "没有采用的文字").lines().count(), 2);
}

/// A heading that stands twice leaves open which column is meant; one with more in brackets does not.
#[test]
fn a_heading_twice_is_a_fault_of_the_file() {
    let case = county();
    let with = |name: &str| {
        green(&case).fill("石桥村", "周小山", &UNTRUE).with("石桥村", |sheet| {
            sheet.add_column("新栏");
            sheet.fill("周小山", 0, &[("新栏", "属实")]);
            *sheet.rows.iter_mut().flatten().find(|cell| *cell == "新栏").expect("a heading") = name.to_owned();
        })
    };
    with("是否属实").save(&case.path("回收/甲.xlsx"));
    let before = entries(&case);
    insta::assert_snapshot!(told(&collected(&case, &["回收", "--partial"])));
    assert_eq!(entries(&case), before);
    with("是否属实(乡镇)").save(&case.path("回收/甲.xlsx"));
    let outcome = collect(&case).success();
    insta::assert_snapshot!([told(&outcome), grid(&book(&case), "没有采用的文字"), states(&case)].join("\n\n"));
}

/// A head whose name the register changed between two runs of a month stands on both lists.
#[test]
fn a_name_that_a_rerun_changed_is_known() {
    let case = county();
    green(&case).fill("石桥村", "李小田", &TRUE).save(&case.path("回收/旧.xlsx"));
    let register = std::fs::read_to_string(case.path("data/2026-11/花名册.csv")).expect("a register");
    let case = case.file("data/2026-11/花名册.csv", register.replace("李有田", "李友田"));
    case.run(&["screen", "data/2026-11"]).success();
    let list = green(&case).fill("石桥村", "李小田", &TRUE);
    assert!(list.clone().sheet("石桥村").row("李小田").contains(&"李友田".to_owned()));
    list.save(&case.path("回收/新.xlsx"));
    collect(&case).success();
}
