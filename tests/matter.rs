//! Hits of one matter are one clue with further reasons: a village is asked once.

use crate::case::{Case, csv_rows, grid, id};

/// Two poor people whose hospital bills are told, as of a month.
fn month(case: Case, period: &str, bills: &[(&str, u32, u32)]) -> Case {
    let people = [("周大山", 1, "户主"), ("周小山", 2, "之子")];
    let number = |person: u32| id(person, "19800101");
    let table = |head: &str, rows: Vec<String>| format!("{head}\n{}\n", rows.join("\n"));
    let register = people
        .map(|(name, person, relation)| format!("青石镇,石桥村,H1,{name},{},{relation},常住,{period}", number(person)));
    let poor =
        people.map(|(name, person, _)| format!("青石镇,石桥村,T1,{name},{},脱贫户,10000,{period}", number(person)));
    let bills = bills.iter().zip(1..).map(|((name, person, own), bill)| {
        format!("A{bill},{name},{},2026-09-10,60000,{own},0,县域外,{period}", number(*person))
    });
    let file = |name: &str| format!("data/{period}/{name}");
    case.file(
        &file("花名册.csv"),
        table("乡镇,行政村,户编号,姓名,身份证号,与户主关系,人员状态,期次", register.to_vec()),
    )
    .file(&file("脱贫户.csv"), table("乡,村,户编号,姓名,证件号码,户类型,人均纯收入,期次", poor.to_vec()))
    .file(
        &file("监测对象.csv"),
        table(
            "乡,村,户编号,姓名,证件号码,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1,期次",
            vec![format!("青石镇,石桥村,J9,外乡人,{},边缘易致贫户,否,202601,因病,{period}", number(90))],
        ),
    )
    .file(
        &file("住院结算.csv"),
        table("结算单号,姓名,身份证号,结算日期,医疗费总额,个人自付,大病保险支付,就医地,期次", bills.collect()),
    )
}

fn clues(case: &Case, period: &str) -> Vec<Vec<String>> {
    csv_rows(&case.path(&format!("runs/{period}/clues.csv")))
}

const CONFIG: &str = "county = \"某县\"\n[parameters]\n\"大病保险起付线\" = 12000\n\
                      \"住院自付预警线_脱贫\" = 12000\n";

#[test]
fn what_is_the_same_matter_is_asked_once() {
    let case = Case::new().file("bidui.toml", CONFIG);
    let case = month(case, "2026-10", &[("周大山", 1, 11_000)]);
    let case = month(case, "2026-11", &[("周大山", 1, 11_000), ("周小山", 2, 13_000)]);
    case.run(&["screen", "data/2026-10"]).success();
    let found = |period: &str| -> Vec<String> {
        let bills = clues(&case, period).into_iter().filter(|row| row[1].starts_with("MED-"));
        bills.map(|row| format!("{} {} | {}", row[1], row[8], row[15])).collect()
    };
    assert_eq!(found("2026-10"), ["MED-11 周大山 | MON-01"], "a reason that nothing else says is a clue of its own");
    case.run(&["screen", "data/2026-11"]).success();
    insta::assert_snapshot!(
        "reasons",
        clues(&case, "2026-11")
            .into_iter()
            .map(|row| format!("{}: {}\n[{}]\n", row[1], row[13], row[15]))
            .collect::<String>()
    );
    insta::assert_snapshot!("list", grid(&case.path("runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx"), "石桥村"));
    // What is told within another clue still stands, and is not said to have gone.
    let compared = case.run(&["compare", "2026-10", "2026-11", "--json"]).success().stdout;
    let compared: serde_json::Value = serde_json::from_str(&compared).expect("JSON");
    assert_eq!((&compared["total"]["persisting"], &compared["total"]["cleared"]), (&1.into(), &0.into()), "{compared}");
    // And it can be explained.
    let main = clues(&case, "2026-11").into_iter().next().expect("a clue");
    let page = case.run(&["explain", &main[0], "--rule", "MED-11"]).success().stdout;
    insta::assert_snapshot!("explained", page.replace(&main[0], "[线索编号]"));
}

/// Another household's clue of the implied rule stays its own.
#[test]
fn other_households_are_other_matters() {
    let case = Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register("H1 | 周大山 | {id:1} | 户主\nH2 | 李小溪 | {id:2} | 户主")
        .sheet(
            "住建/危房改造台账.xlsx",
            "乡镇 | 行政村 | 户主姓名 | 户主身份证号 | 鉴定等级 | 鉴定时间 | 竣工时间 | 验收时间
             青石镇 | 石桥村 | 周大山 | {id:1} | C级 | 2026-05-01 |  | ",
        )
        .sheet(
            "监测对象信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间 | 致贫/返贫风险1
             青石镇 | 石桥村 | J9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202601 | 因病",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入 | 是否危房户
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000 | 否
             青石镇 | 石桥村 | T2 | 李小溪 | {id:2} | 脱贫户 | #15000 | 是",
        );
    let outcome = case.screen().success();
    let told = csv_rows(&outcome.output("clues.csv")).into_iter().filter(|row| row[1].starts_with("HOU-0"));
    let told: Vec<String> = told.map(|row| format!("{} {} | {}", row[1], row[8], row[15])).collect();
    assert_eq!(told, ["HOU-01 周大山 | HOU-02；MON-01", "HOU-02 李小溪 | MON-01"], "{}", outcome.clues());
}
