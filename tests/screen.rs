//! The road from department tables to push lists, on small hand-written counties.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use polars::prelude::AnyValue;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::case::{Case, DATA, Outcome, csv_rows, grid, grid_rows, id};

/// A family of three that was lifted out of poverty, and a man alone.
fn families() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register(
            "H1 | 周大山 | {id:1} | 户主
             H1 | 刘秀英 | {id:2} | 配偶
             H1 | 周小山 | {id:3:20160501} | 之子
             H2 | =李有田 | {id:4} | 户主",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "脱贫户信息
             导出时间 2026-11-20
             乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000",
        )
        .sheet(
            "监测对象.xlsx",
            "监测对象信息
             导出时间 2026-11-20
             乡 | 村 | 户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间 | 致贫/返贫风险1
             青石镇 | 石桥村 | J9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202601 | 因病",
        )
        .sheet(
            "学籍.xlsx",
            "学生姓名 | 身份证号 | 学校名称 | 年级 | 就读状态 | 学段
             李小 | {id:9:20150101} | 石桥小学 | 六年级 | 在籍在校 | 小学",
        )
        .sheet("点名册.xlsx", "学生姓名 | 身份证号 | 实到情况\n李小 | {id:9:20150101} | 实到")
        .sheet(
            "住院.xlsx",
            "结算单号 | 姓名 | 身份证号 | 结算日期 | 医疗费总额 | 个人自付 | 就医地
             A1 | 周大山 | {id:1} | 2026-03-02 | #9000 | #3200 | 县外
             A2 | 刘秀英 | {id:2} | 2026-05-06 | #8000 | 3,000.50元 | 县外
             A2 | 刘秀英 | {id:2} | 2026-05-06 | #8000 | 3,000.50元 | 县外
             A3 | 李有田 | #360799198001010000 | 2026-05-06 | #8000 | #70000 | 县外",
        )
}

#[test]
fn a_household_with_two_risks_is_pushed_with_the_evidence() {
    let outcome = families().screen().success();
    insta::assert_snapshot!(
        "clues",
        csv_rows(&outcome.output("clues.csv")).iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n")
    );
    let list = outcome.output("推送清单/青石镇/青石镇推送核实清单.xlsx");
    insta::assert_snapshot!("push_list", grid(&list, "石桥村"));
    insta::assert_snapshot!(
        "quality",
        ["问题汇总", "行数平衡", "疑似同一人", "医保问题"]
            .map(|sheet| grid(&outcome.output("数据质量.xlsx"), sheet))
            .join("\n\n")
    );
    insta::assert_snapshot!(
        "unmatched",
        ["按乡镇", "疑似漏登"].map(|sheet| grid(&outcome.output("未匹配.xlsx"), sheet)).join("\n\n")
    );
    insta::assert_snapshot!(
        "summary",
        ["按乡镇", "按规则", "按部门"].map(|sheet| grid(&outcome.output("汇总表.xlsx"), sheet)).join("\n\n")
    );
    insta::assert_snapshot!("terminal", outcome.stderr);
}

/// What has no table is skipped with the reason, not cleared.
#[test]
fn a_missing_source_skips_its_rules() {
    let with = families().screen().success();
    assert!(with.clues().contains("MED-08"));
    let without = families();
    fs::remove_file(without.path(&format!("{DATA}/住院.xlsx"))).expect("it was there");
    let without = without.screen().success();
    assert!(!without.clues().contains("MED-08"));
    let rules = grid(&without.output("汇总表.xlsx"), "按规则");
    let line = rules.lines().find(|line| line.starts_with("MED-08")).expect("every rule has a line");
    assert_eq!(line, "MED-08 | 脱贫户、监测户住院自付过高 | 医保 | 因病 | 高 |  |  |  |  |  | 未提供：住院结算");
}

#[test]
fn a_county_sets_its_own_thresholds() {
    let case = families().file("bidui.toml", "[parameters]\n\"住院自付预警线_脱贫\" = 6200.51\n");
    assert!(!case.screen().success().clues().contains("MED-08"));
    let case = families().file("bidui.toml", "[parameters]\n\"住院自付预警线_脱贫\" = 6200.50\n");
    assert!(case.screen().success().clues().contains("MED-08"));
}

#[test]
fn scripts_read_one_json_result() {
    let outcome = families().run(&["screen", DATA, "--json", "--quiet"]).success();
    assert_eq!(outcome.stderr, "");
    let mut printed: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let pushed = printed.as_object_mut().expect("an object").remove("pushed");
    assert_eq!(pushed, Some(serde_json::json!({ "asked": 2, "kept": 0, "reported": 0 })));
    let written = fs::read_to_string(outcome.output("manifest.json")).expect("a manifest");
    assert_eq!(printed, serde_json::from_str::<serde_json::Value>(&written).expect("JSON"));
    assert_eq!(printed["clues"], 2);
    assert_eq!(printed["as_of"], "2026-11-30");
}

/// The same tables give the same bytes, whatever the number of threads and however files are named and ordered.
#[test]
fn results_do_not_depend_on_chance() {
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county");
    let case = Case::new();
    let runs = [("一", "1"), ("二", "2"), ("三", "7")].map(|(copy, threads)| {
        copy_folder(&county.join("data/2026-11"), &case.path(&format!("{copy}/data/2026-11")));
        fs::copy(case.path("ledger.key"), case.path(&format!("{copy}/ledger.key"))).expect("the same key");
        let run = case.run_with(
            &["screen", &format!("{copy}/data/2026-11"), "--tables"],
            &[("RAYON_NUM_THREADS", threads), ("POLARS_MAX_THREADS", threads)],
        );
        let printed = households_printed(&run.success().stderr);
        let runs = case.path(&format!("{copy}/runs/2026-11"));
        let written = grid_rows(&runs.join("汇总表.xlsx"), "按乡镇");
        let heading = written.iter().position(|row| row.iter().any(|cell| cell == "涉及户")).expect("headings");
        let column = written[heading].iter().position(|cell| cell == "涉及户").expect("a column");
        let written = written[heading + 1..].iter().filter(|row| printed.contains_key(&row[0]));
        assert_eq!(written.map(|row| (row[0].clone(), row[column].clone())).collect::<BTreeMap<_, _>>(), printed);
        contents(&runs)
    });
    assert!(runs[0].len() > 20);
    for other in &runs[1..] {
        assert_eq!(runs[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        let differing: Vec<&String> =
            runs[0].iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
        assert_eq!(differing, Vec::<&String>::new());
    }
}

/// How many households every township has, as the terminal says.
fn households_printed(said: &str) -> BTreeMap<String, String> {
    let table = said.split_once("各乡镇线索").expect("a table").1;
    let lines = table.lines().filter(|line| line.starts_with('│')).skip(1);
    let cells = |line: &str| line.split(['│', '┆']).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    lines.map(cells).map(|cells| (cells[1].clone(), cells[3].clone())).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy_folder(&path, &to),
            false => fs::copy(&path, to).map(|_| ()).expect("copied"),
        }
    }
}

#[test]
fn names_and_order_of_files_do_not_matter() {
    let renamed = families();
    for (position, name) in ["点名册", "住院", "学籍", "农户花名册", "监测对象", "脱贫户信息"].iter().enumerate()
    {
        let (from, to) = (format!("{DATA}/{name}.xlsx"), format!("{DATA}/子/{position}.xlsx"));
        fs::create_dir_all(renamed.path(&format!("{DATA}/子"))).expect("a folder");
        fs::rename(renamed.path(&from), renamed.path(&to)).expect("renamed");
    }
    assert_eq!(renamed.screen().success().clues(), families().screen().success().clues());
}

/// Full ID numbers appear nowhere unless asked for, and then only in the run's own tables; nor does a masked number
/// stand beside a birth date that would complete it.
#[test]
fn id_numbers_are_masked() {
    let masked = families().screen().success();
    let full = families().run(&["screen", DATA, "--full-ids", "--tables"]).success();
    assert_eq!(files_with_ids(&masked), Vec::<String>::new());
    assert_eq!(contents(&masked.output("tables")).keys().collect::<Vec<_>>(), ["结果.json"]);
    let tables = families().run(&["screen", DATA, "--tables"]).success();
    assert_eq!(files_with_ids(&tables), Vec::<String>::new());
    for table in contents(&tables.output("tables")).keys().filter(|name| name.ends_with(".parquet")) {
        assert!(!parquet_text(&tables.output("tables").join(table)).contains("****"), "{table}");
    }
    assert_eq!(
        files_with_ids(&full),
        [
            "clues.csv",
            "tables/住院结算.parquet",
            "tables/农户花名册.parquet",
            "tables/在校学生点名册.parquet",
            "tables/在校生学籍.parquet",
            "tables/指标-人.parquet",
            "tables/指标-户.parquet",
            "tables/监测对象信息.parquet",
            "tables/脱贫户信息.parquet",
            "未匹配.xlsx",
            "汇总表.xlsx"
        ]
    );
    let manifest = fs::read_to_string(full.output("manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"full_ids\": true") && manifest.contains("\"tables\": true"));
}

/// The files of a run in which one of the county's numbers, or its compact form, stands in full.
fn files_with_ids(outcome: &Outcome) -> Vec<String> {
    let numbers = [id(1, "19800101"), id(2, "19800101"), id(3, "20160501"), id(9, "20150101"), id(90, "19800101")];
    let holds = |text: &str| numbers.iter().any(|number| text.contains(&number[..17]));
    let mut found = Vec::new();
    for (name, _) in contents(&outcome.output("")) {
        let path = outcome.output(&name);
        let text = match path.extension().and_then(|extension| extension.to_str()) {
            Some("xlsx") => workbook_text(&path),
            Some("parquet") => parquet_text(&path),
            _ => fs::read_to_string(&path).expect("text"),
        };
        assert!(!text.is_empty(), "{name}");
        if holds(&text) || holds(&name) {
            found.push(name);
        }
    }
    assert!(!holds(&outcome.stderr) && !holds(&outcome.stdout));
    found
}

fn workbook_text(path: &Path) -> String {
    let book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let sheets = calamine::Reader::sheet_names(&book);
    sheets.iter().map(|sheet| grid(path, sheet)).collect::<Vec<_>>().join("\n")
}

fn parquet_text(path: &Path) -> String {
    let frame = ParquetReader::new(fs::File::open(path).expect("a file")).finish().expect("a table");
    let cell = |value: AnyValue<'_>| value.to_string();
    let column = |column: &polars::prelude::Column| {
        let cells: Vec<String> = (0..column.len()).map(|row| column.get(row).map(cell).expect("a cell")).collect();
        format!("{}: {}", column.name(), cells.join(" "))
    };
    frame.columns().iter().map(column).collect::<Vec<_>>().join("\n")
}

/// Every file below a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("is below it").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// A child whose row has a misprinted number is no drop-out: the department is asked first, not the village.
#[test]
fn a_damaged_row_holds_a_hit_back() {
    let damaged = |number: &str, name: &str| {
        families()
            .sheet(
                "学籍.xlsx",
                &format!("学生姓名 | 身份证号 | 学校名称 | 年级 | 就读状态 | 学段\n{name} | {number} | 石桥小学 | 四年级 | 在籍在校 | 小学"),
            )
            .screen()
            .success()
    };
    let number = id(3, "20160501");
    let rounded = format!("#{}000", &number[..15]);
    for misprint in [format!("{}9", &number[..17]), number[..17].to_owned(), rounded] {
        let outcome = damaged(&misprint, "周小山");
        assert!(!outcome.clues().contains("EDU-01"), "{misprint}");
        let candidate_matches = grid(&outcome.output("数据质量.xlsx"), "疑似同一人");
        let line = candidate_matches.lines().find(|line| line.contains("学籍.xlsx")).expect("a candidate match");
        let held_back = line.split(" | ").nth(11).unwrap_or_default();
        assert!(held_back.split('、').any(|rule| rule == "EDU-01"), "{candidate_matches}");
    }
    // Another name, another person.
    assert!(damaged(&format!("{}9", &number[..17]), "李大海").clues().contains("EDU-01"));
    // The number of another child.
    assert!(damaged("36079920160999003X", "周小山").clues().contains("EDU-01"));
}

/// What somebody found out about a damaged row holds from then on, in this period and the next, both ways.
#[test]
fn answers_about_damaged_rows_are_remembered() {
    let number = id(3, "20160501");
    let school = format!(
        "学生姓名 | 身份证号 | 学校名称 | 年级 | 就读状态 | 学段\n周小山 | {}9 | 石桥小学 | 四年级 | 在籍在校 | 小学",
        &number[..17]
    );
    let case = families().sheet("学籍.xlsx", &school);
    let first = case.screen().success();
    let candidate_matches = grid(&first.output("数据质量.xlsx"), "疑似同一人");
    let candidate_match = candidate_matches.lines().find(|line| line.contains("学籍.xlsx"));
    let code = candidate_match.and_then(|line| line.split(" | ").nth(12)).expect("a code").to_owned();
    let answered = |answer: &str| format!("说明\n部门,核对码,结论(同一人/不是同一人)\n教育,{code},{answer}\n");

    let same = case.file("确认.csv", answered("同一人"));
    let outcome = same.screen().success();
    assert!(!outcome.clues().contains("EDU-01") && outcome.clues().contains("EDU-03"), "{}", outcome.clues());
    let quality = |sheet: &str| grid(&outcome.output("数据质量.xlsx"), sheet);
    assert!(!quality("疑似同一人").contains(&code));
    let line =
        |sheet: &str| quality(sheet).lines().find(|line| line.starts_with("学籍")).map(str::to_owned).expect("a line");
    assert_eq!(line("行数平衡"), "学籍.xlsx | Sheet1 | 在校生学籍 | 2 | 1 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0");
    assert!(line("教育问题").contains("仅提示 | 1 | 已人工确认是谁，照常采用"), "{}", line("教育问题"));

    let different = same.file("确认.csv", answered("不是同一人"));
    assert!(different.screen().success().clues().contains("EDU-01"));

    let unclear = different.file("确认.csv", answered("是同一人吧"));
    let outcome = unclear.screen();
    assert_eq!(
        (outcome.code, outcome.stderr.lines().next()),
        (2, Some("错误：确认.csv 第3行：无法识别结论“是同一人吧”"))
    );
}

/// What is declared of townships that are not there, or of kinds that nothing differs for, would do nothing in silence.
#[test]
fn townships_that_are_not_there_are_told() {
    let case = families().file("bidui.toml", "[townships]\n\"缺水\" = [\"青石\", \"没有这个乡\"]\n");
    let told = case.screen().success().stderr;
    let notes: Vec<&str> = told.lines().filter(|line| line.contains("[townships]")).collect();
    assert_eq!(
        notes,
        [
            "注意：bidui.toml 的 [townships] 里的“青石”不在花名册里，是不是“青石镇”？",
            "注意：bidui.toml 的 [townships] 里的“没有这个乡”不在花名册里"
        ]
    );
    let idle = families().file("bidui.toml", "[townships]\n\"干旱\" = [\"青石镇\"]\n").screen();
    assert_eq!(idle.code, 2);
    insta::assert_snapshot!(idle.stderr);
}
