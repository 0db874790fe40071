//! Answers that contradict one another, and what an officer decides about them.

use crate::case::{Case, grid};
use crate::filled::Filled;
use crate::village::{
    DAY, TRUE, UNTRUE, ask, asked, book, collect, collected, copy, county, entries, replies, states, told,
};

/// What was noted of clues and questions, in order.
fn noted(case: &Case) -> String {
    let answers = "SELECT a.number, a.word, a.handling, a.situation, b.number FROM answer a \
        LEFT JOIN answer b ON b.id = a.supersedes WHERE a.clue IS NOT NULL ORDER BY a.id";
    let rulings = "SELECT a.number, b.number, r.number, u.ruled_by FROM contradiction c \
        JOIN answer a ON a.id = c.one JOIN answer b ON b.id = c.other LEFT JOIN ruling u ON u.contradiction = c.id \
        LEFT JOIN answer r ON r.id = u.in_force WHERE a.clue IS NOT NULL ORDER BY c.id";
    [ask(case, answers), ask(case, rulings), replies(case)].join("\n\n")
}

const REPEATED: [(&str, &str); 4] =
    [("是否属实", "属实"), ("处理意见", "重复线索"), ("核实人", "刘干部"), ("核实日期", DAY)];

/// Three copies that contradict one another, with the officer's decisions in hand.
fn contradictory() -> (Case, Filled) {
    let case = county();
    copy(&case, &UNTRUE, "知道，会用").save(&case.path("回收/甲.xlsx"));
    copy(&case, &TRUE, "知道，需帮助填报").save(&case.path("回收/乙.xlsx"));
    copy(&case, &REPEATED, "不知道，已当场讲解").save(&case.path("回收/丙.xlsx"));
    let outcome = collect(&case).success();
    insta::assert_snapshot!("contradictory_copies", told(&outcome));
    let decisions = Filled::open(&book(&case));
    (case, decisions)
}

/// Copies contradict one another: none holds until an officer names one, and then all others are out for good.
#[test]
fn contradictions_are_decided_by_an_officer() {
    let (case, mut decided) = contradictory();
    insta::assert_snapshot!(grid(&book(&case), "冲突"));
    assert!(states(&case).starts_with("周小山 pushed - - - - - -"), "{}", states(&case));

    decided
        .clone()
        .fill("冲突", "线索-1-3", &[("采用", "丁")])
        .fill("冲突", "问题-1-3", &[("采用", "甲")])
        .save(&case.path("裁定.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["裁定.xlsx"])));

    decided.sheet("冲突").fill("线索-1-3", 0, &[("采用", "丙"), ("裁定人", "县防贫专班")]);
    decided.sheet("冲突").fill("问题-1-3", 0, &[("采用", "乙"), ("裁定人", "县防贫专班")]);
    let mut doubled = decided.clone();
    let again = doubled.sheet("冲突").row("线索-1-3");
    doubled.sheet("冲突").rows.push(again);
    doubled.sheet("冲突").fill("线索-1-3", 1, &[("采用", "甲")]);
    doubled.save(&case.path("裁定.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["裁定.xlsx"])));

    decided.save(&book(&case));
    collected(&case, &["回收情况.xlsx"]).success();
    insta::assert_snapshot!([states(&case), noted(&case), grid(&book(&case), "冲突")].join("\n\n"));

    let before = entries(&case);
    decided.save(&case.path("裁定.xlsx"));
    collected(&case, &["裁定.xlsx", "回收"]).success();
    assert_eq!(entries(&case), before);
    case.run(&["ledger", "verify"]).success();
}

/// Another answer after, with or before a decision: a contradiction again only if nobody knew it.
#[test]
fn another_answer_opens_what_was_decided() {
    let (case, mut decided) = contradictory();
    decided.sheet("冲突").fill("线索-1-3", 0, &[("采用", "甲"), ("裁定人", "县防贫专班")]);
    decided.sheet("冲突").fill("问题-1-3", 0, &[("采用", "甲"), ("裁定人", "县防贫专班")]);
    decided.save(&case.path("裁定.xlsx"));
    let fourth = [("是否属实", "联系不上"), ("核实人", "王干部"), ("核实日期", DAY)];
    copy(&case, &fourth, "知道，会用").save(&case.path("又/丁.xlsx"));
    let outcome = collected(&case, &["裁定.xlsx", "又"]).success();
    insta::assert_snapshot!([told(&outcome), grid(&book(&case), "冲突"), noted(&case)].join("\n\n"));
    copy(&case, &TRUE, "知道，需帮助填报").fill("石桥村", "李小田", &UNTRUE).save(&case.path("又/戊.xlsx"));
    decided.sheet("冲突").fill("线索-1-3", 0, &[("采用", "乙")]);
    decided.save(&case.path("旧.xlsx"));
    insta::assert_snapshot!(told(&collected(&case, &["又", "旧.xlsx"])));
}

/// What a copy adds to an answer is kept, whether others contradict it or an officer decided against it.
#[test]
fn remarks_on_contradicted_answers_are_kept() {
    let case = county();
    copy(&case, &UNTRUE, "知道，会用").save(&case.path("回收/甲.xlsx"));
    copy(&case, &[("是否属实", "属实"), ("核实人", "刘干部")], "知道，需帮助填报").save(&case.path("回收/乙.xlsx"));
    collect(&case).success();
    let remarked = |untrue: &str, handled: &str| {
        copy(&case, &UNTRUE, "")
            .fill("石桥村", "周小山", &[("核实情况", untrue)])
            .with("入户核查", |sheet| asked(sheet, "知道，会用", untrue))
            .save(&case.path("回收/丙.xlsx"));
        copy(&case, &TRUE, "")
            .fill("石桥村", "周小山", &[("核实情况", handled)])
            .with("入户核查", |sheet| asked(sheet, "知道，需帮助填报", handled))
            .save(&case.path("回收/丁.xlsx"));
        let outcome = collect(&case).success();
        let before = entries(&case);
        collect(&case).success();
        assert_eq!(entries(&case), before);
        told(&outcome)
    };
    let contested = remarked("学校已出证明", "见到本人");
    let sides = grid(&book(&case), "冲突");
    insta::assert_snapshot!([contested, sides, noted(&case)].join("\n\n"));

    let mut decided = Filled::open(&book(&case));
    for code in ["线索-3-4", "问题-3-4"] {
        decided.sheet("冲突").fill(code, 0, &[("采用", "乙"), ("裁定人", "县防贫专班")]);
    }
    decided.save(&case.path("裁定.xlsx"));
    collected(&case, &["裁定.xlsx"]).success();
    let overruled = remarked("家长补了材料", "已报乡镇");
    insta::assert_snapshot!([overruled, states(&case), noted(&case), grid(&book(&case), "冲突")].join("\n\n"));
    case.run(&["ledger", "verify"]).success();
}

/// Answers that complete a plain one differently contradict one another.
#[test]
fn handlings_of_one_verdict_contradict_one_another() {
    let case = county();
    copy(&case, &[("是否属实", "属实"), ("核实人", "刘干部")], "").save(&case.path("回收/甲.xlsx"));
    collect(&case).success();
    copy(&case, &TRUE, "").save(&case.path("回收/乙.xlsx"));
    copy(&case, &REPEATED, "").save(&case.path("回收/丙.xlsx"));
    collect(&case).success();
    let sides = grid(&book(&case), "冲突");
    std::fs::remove_file(case.path("回收/丙.xlsx")).expect("removed");
    let before = entries(&case);
    collect(&case).success();
    assert_eq!(entries(&case), before);
    insta::assert_snapshot!([sides, noted(&case)].join("\n\n"));
}

/// What an officer typed into the workbook that is replaced stands in the new one until it is taken.
#[test]
fn typed_decisions_are_never_lost() {
    let (case, decided) = contradictory();
    decided
        .fill("冲突", "线索-1-3", &[("采用", "丁"), ("裁定人", "县防贫专班")])
        .fill("冲突", "问题-1-3", &[("采用", "乙"), ("裁定人", "县防贫专班")])
        .save(&book(&case));
    let typed = |sheet: &str| grid(&book(&case), sheet);
    let refused = collected(&case, &["回收情况.xlsx"]);
    insta::assert_snapshot!([told(&refused), typed("冲突")].join("\n\n"));

    let partly = collected(&case, &["回收情况.xlsx", "--partial"]).success();
    insta::assert_snapshot!([told(&partly), typed("冲突"), replies(&case)].join("\n\n"));

    copy(&case, &[("是否属实", "联系不上"), ("核实人", "王干部")], "").save(&case.path("又/丁.xlsx"));
    let outcome = collected(&case, &["又"]).success();
    insta::assert_snapshot!([told(&outcome), typed("冲突"), typed("没有采用的文字")].join("\n\n"));
}

/// A workbook that cannot be read may hold decisions: it is not replaced.
#[test]
fn a_workbook_that_cannot_be_read_is_not_replaced() {
    let (case, _) = contradictory();
    std::fs::write(book(&case), "坏\0").expect("written");
    let before = entries(&case);
    insta::assert_snapshot!(told(&collected(&case, &["回收"])));
    assert_eq!((entries(&case), std::fs::read(book(&case)).expect("a book")), (before, "坏\0".into()));
}

/// Who verifies anew what was decided against contradicts the decision; who says again what he said does not.
#[test]
fn verifying_anew_opens_what_was_decided() {
    let case = county();
    let lists = |untrue: (&str, &str), file: &str| {
        let cells = [("核实人", untrue.0), ("核实日期", untrue.1)];
        copy(&case, &UNTRUE, "知道，会用")
            .fill("石桥村", "周小山", &cells)
            .with("入户核查", |sheet| sheet.fill("Q-01", 0, &cells))
            .save(&case.path(&format!("回收/{file}.xlsx")));
    };
    let decide = |code: &str, choice: &str| {
        let decided = Filled::open(&book(&case)).fill("冲突", code, &[("采用", choice), ("裁定人", "县防贫专班")]);
        decided.save(&book(&case));
    };
    let settle = |codes: [&str; 2], choice: &str| {
        codes.iter().for_each(|code| decide(code, choice));
        collected(&case, &["回收情况.xlsx"]).success();
    };
    lists(("张干部", DAY), "甲");
    copy(&case, &TRUE, "知道，需帮助填报").save(&case.path("回收/乙.xlsx"));
    collect(&case).success();
    settle(["线索-1-2", "问题-1-2"], "甲");
    let before = entries(&case);
    collect(&case).success();
    assert_eq!(entries(&case), before);

    lists(("王干部", DAY), "丙");
    let outcome = collect(&case).success();
    insta::assert_snapshot!([told(&outcome), grid(&book(&case), "冲突"), noted(&case)].join("\n\n"));

    settle(["线索-1-3", "问题-1-3"], "乙");
    insta::assert_snapshot!([states(&case), noted(&case)].join("\n\n"));
    lists(("王干部", "2026-12-10"), "丙");
    collect(&case).success();
    assert!(states(&case).contains("张干部、王干部 2026-12-10"), "{}", states(&case));

    case.run(&["ledger", "verify"]).success();
}
