//! What `bidui rules check` says of every kind of mistake in a rule pack: the built-in pack with one thing broken.

use std::fmt::Write;

use bidui::pack::PackFiles;
use bidui::store::export;

use crate::case::{Case, Outcome};

/// The built-in pack with some words of a file replaced, wherever they stand in it.
fn broken(file: &str, from: &str, to: &str) -> Case {
    let case = Case::new();
    let mut pack = PackFiles::built_in();
    let text = pack.0.get_mut(file).expect("a file of the pack");
    assert!(text.contains(from), "{file}: {from}");
    *text = text.replace(from, to).into();
    export(&pack, &case.path("pack")).expect("a pack in a folder");
    case
}

fn check(case: &Case, options: &[&str]) -> Outcome {
    case.run(&[&["rules", "check", "--pack", "pack", "--as-of", "2026-11-30"], options].concat())
}

/// One mistake after the other: what was broken, the exit code, and all that is said.
fn said(cases: &[(&str, &str, &str)]) -> String {
    let mut report = String::new();
    for (file, from, to) in cases {
        let outcome = check(&broken(file, from, to), &[]);
        assert_eq!(outcome.stdout, "");
        let shown = |text: &str| text.chars().take(60).collect::<String>().replace('\n', "⏎");
        writeln!(report, "## {file}: {} → {}", shown(from), shown(to)).expect("text");
        writeln!(report, "exit {}\n{}\n", outcome.code, outcome.stderr.trim_end()).expect("text");
    }
    report
}

/// The condition of a rule about households.
const BILLS: &str = "年度住院自付合计 >= 参数.住院自付预警线_脱贫";
/// The condition of a rule about people.
const SCHOOL: &str = "义务教育适龄 AND NOT 有学籍 AND 点名未核";

#[test]
fn names_that_are_not_there() {
    let report = said(&[
        ("clues/MED-08.toml", BILLS, "年度住院自负合计 >= 参数.住院自付预警线_脱贫"),
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >= 参数.住院自付预警线"),
        ("clues/MED-08.toml", BILLS, "has(住院结帐)"),
        ("clues/MED-08.toml", BILLS, "has(住院结算, 个人自负 > 0)"),
        ("clues/MED-08.toml", BILLS, "户主.年令 > 0"),
        ("clues/MED-08.toml", BILLS, "家.户类型 = '监测户'"),
        ("clues/MED-08.toml", BILLS, "addmonths(截止日期, 1) > 截止日期"),
        ("clues/MED-08.toml", BILLS, "COUNTIF(住院结算, 个人自付 > 0) > 0"),
        ("clues/MED-08.toml", "'已消除风险户')", "'已消除户')"),
        ("facts/户.toml", "名单.帮扶户", "名单.帮服户"),
        ("clues/MED-01.toml", "户.是帮扶户", "户类型 IN 名单.帮扶户"),
        ("exclusions.toml", "when = \"户内无人\"", "when = \"户内没人\""),
        ("exclusions.toml", "when = \"户内无人\"", "when = \"风险等级 = '无'\""),
        ("exclusions.toml", "\"HOU-07\"", "\"HOU-77\""),
        ("clues/MED-08.toml", "\"四（二）2.1\"", "\"四（二）2.9\""),
        ("clues/MED-08.toml", "\"住院结算.个人自付\"", "\"住院结帐.个人自付\""),
        ("clues/MED-08.toml", "\"住院结算.个人自付\"", "\"住院结算.个人自负\""),
        ("clues/MED-08.toml", "\"住院结算.个人自付\"", "\"个人自付\""),
        (
            "facts/人.toml",
            "optional = [\"死亡人员\", \"脱贫户信息\", \"监测对象信息\"]",
            "optional = [\"死亡名单\", \"脱贫户信息\", \"监测对象信息\"]",
        ),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn values_that_do_not_fit() {
    let report = said(&[
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >= '5000'"),
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >= 参数.消除最短月数"),
        ("clues/MED-08.toml", BILLS, "截止日期 > 截止年度"),
        ("clues/MED-08.toml", BILLS, "截止日期 - 1 > DATE '2026-01-01'"),
        ("clues/MED-08.toml", BILLS, "户类型"),
        ("clues/MED-08.toml", BILLS, "现住危房 > 饮水不安全"),
        ("clues/MED-08.toml", BILLS, "age(户类型) > 0"),
        ("clues/MED-08.toml", BILLS, "age() > 0"),
        ("clues/MED-08.toml", BILLS, "截止日期 > DATE '2026-02-30'"),
        ("clues/MED-08.toml", BILLS, "matches(户编号, '.*')"),
        (
            "clues/MED-08.toml",
            "户类型 IN ('脱贫户', '监测户', '已消除风险户') AND 年度住院自付合计 >= 参数.住院自付预警线_脱贫\n",
            "年度住院自付合计\n",
        ),
        ("lists.toml", "\"技能劳动力\"]", "\"技术劳动力\"]"),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn questions_about_records_out_of_place() {
    let report = said(&[
        ("clues/EDU-01.toml", SCHOOL, "any(成员, 义务教育适龄)"),
        ("clues/EDU-01.toml", SCHOOL, "has(在校生学籍, has(在校学生点名册))"),
        ("clues/EDU-01.toml", SCHOOL, "has(住院结算, 年龄 > 1)"),
        ("clues/EDU-01.toml", SCHOOL, "has(住院结算, 户.户类型 = '监测户')"),
        ("clues/EDU-01.toml", SCHOOL, "has(住院结算, 个人自付)"),
        ("clues/EDU-01.toml", SCHOOL, "sum(住院结算) > 0"),
        ("clues/EDU-01.toml", SCHOOL, "sum(住院结算, 结算日期) > 0"),
        ("clues/EDU-01.toml", SCHOOL, "count() > 0"),
        ("clues/EDU-01.toml", SCHOOL, "count('住院结算') > 0"),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn texts_that_cannot_be_read() {
    let deep = format!("{}义务教育适龄{}", "(".repeat(70), ")".repeat(70));
    let chain = ["义务教育适龄"; 300].join(" AND ");
    let endless = format!("{} > 0", ["1"; 5_000].join("+"));
    let glued = format!("{} = '甲'", ["'甲'"; 1_500].join("||"));
    let long = format!("年龄 IN ({})", ["1"; 10_000].join(", "));
    let report = said(&[
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >= 参数.住院自付预警线_脱贫 元"),
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >="),
        ("clues/MED-08.toml", BILLS, "(年度住院自付合计 >= 参数.住院自付预警线_脱贫"),
        ("clues/MED-08.toml", "'已消除风险户')", "'已消除风险户)"),
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 ≥ 参数.住院自付预警线_脱贫"),
        ("clues/MED-08.toml", BILLS, "AND(现住危房, 饮水不安全)"),
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 >= 5000"),
        (
            "clues/MED-08.toml",
            "when = '''\n户类型 IN ('脱贫户', '监测户', '已消除风险户') AND 年度住院自付合计 >= 参数.住院自付预警线_脱贫\n",
            "when = '''\n",
        ),
        ("clues/MED-08.toml", "全户{截止年度}年", "全户{截止年度年"),
        ("clues/MED-08.toml", "全户{截止年度}年", "全户截止年度}年"),
        ("clues/EDU-01.toml", "message = \"{年龄}", "message = \"{身份证号}"),
        ("clues/EDU-01.toml", SCHOOL, &deep),
        ("clues/EDU-01.toml", SCHOOL, &chain),
        ("clues/EDU-01.toml", SCHOOL, &endless),
        ("clues/EDU-01.toml", SCHOOL, &glued),
        ("clues/EDU-01.toml", SCHOOL, &long),
    ]);
    let report = report.lines().map(shortened).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(report);
}

/// A line that is shown whole unless it goes on and on.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

#[test]
fn conditions_that_say_nothing() {
    let report = said(&[
        ("clues/MED-08.toml", BILLS, "年度住院自付合计 < 0 AND 年度住院自付合计 > 参数.住院自付预警线_脱贫"),
        ("clues/MED-08.toml", BILLS, "户类型 = '一般农户'"),
        ("clues/MED-08.toml", BILLS, "户类型 NOT IN 名单.帮扶户 AND 户类型 <> '已消除风险户'"),
        ("clues/MED-08.toml", BILLS, "现住危房 AND NOT 现住危房"),
        ("clues/MED-08.toml", &format!("AND {BILLS}"), "OR 户类型 <> '监测户' OR 参数.住院自付预警线_脱贫 > 0"),
        (
            "clues/MED-08.toml",
            "when = \"has(监测对象信息, NOT 风险是否已消除 AND contains(致贫返贫风险, '因病'))\"",
            "when = \"户类型 = '一般农户'\"",
        ),
        (
            "clues/MED-08.toml",
            "when = \"has(监测对象信息, NOT 风险是否已消除 AND contains(致贫返贫风险, '因病'))\"",
            "when = \"0 > 1\"",
        ),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn declarations_that_nobody_uses_or_shows() {
    let parameter = "# 阈值";
    let unused = "[\"无人问津\"]\ntitle = \"没有用到\"\nkind = \"integer\"\n\n[[\"无人问津\".values]]\nfrom = 2021-01-01\nvalue = 1\nbasis = \"由县确定\"\nset_by = \"县\"\n\n# 阈值";
    let list = "# 几条规则";
    let unused_list = "[\"无人问津\"]\ntitle = \"没有用到\"\nvalues = [\"监测户\"]\nbasis = \"由县确定\"\n\n# 几条规则";
    let report = said(&[
        ("parameters.toml", parameter, unused),
        ("lists.toml", list, unused_list),
        ("clues/EMP-04.toml", "expect = \"hit\"", "expect = \"undetermined\""),
        ("clues/EMP-04.toml", "expect = \"miss\"", "expect = \"undetermined\""),
        ("clues/EDU-01.toml", "expect = \"excluded\"", "expect = \"miss\""),
        (
            "plan.toml",
            "[checkpoint.\"四（一）1\"]",
            "[checkpoint.\"四（一）99\"]\ntitle = \"标题\"\nwhat = \"内容\"\n\n[checkpoint.\"四(一)1\"]",
        ),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn parameters_and_lists_that_are_wrong() {
    let report = said(&[
        ("parameters.toml", "value = 8700", "value = \"八千七\""),
        (
            "parameters.toml",
            "[[\"年度收入监测线\".values]]\nfrom = 2020-01-01",
            "[[\"年度收入监测线\".values]]\nfrom = 2020-01-01\nfor = [\"监测户\"]",
        ),
        ("parameters.toml", "by = \"乡镇类型\"", "by = \"乡镇类别\""),
        (
            "parameters.toml",
            "by = \"乡镇类型\"\n\n[[\"人均日水量下限\".values]]\nfrom = 2018-01-01\nvalue = 35.0\nbasis = \"T/CHES 18-2018\"\nset_by = \"规则包\"\n\n[[\"人均日水量下限\".values]]\nfrom = 2018-01-01\nfor = [\"缺水\"]",
            "by = \"户类型\"\n\n[[\"人均日水量下限\".values]]\nfrom = 2018-01-01\nvalue = 35.0\nbasis = \"T/CHES 18-2018\"\nset_by = \"规则包\"\n\n[[\"人均日水量下限\".values]]\nfrom = 2018-01-01\nfor = [\"监测户\", \"检测户\"]",
        ),
        (
            "parameters.toml",
            "[[\"结算滞后天数\".values]]\nfrom = 2021-01-01",
            "[[\"结算滞后天数\".values]]\nfrom = 2027-01-01",
        ),
        ("lists.toml", "[\"脱贫户\", \"监测户\"]", "[\"脱贫户\", \"监测户\", \"脱贫户\"]"),
        ("lists.toml", "values = [\"脱贫户\", \"监测户\"]", "values = []"),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn facts_that_stand_on_each_other() {
    let circle = "(人员状态 = '死亡') IS TRUE OR coalesce(has(死亡人员), FALSE)";
    let report = said(&[
        ("facts/人.toml", circle, "离开 AND 人员状态 = '死亡'"),
        ("facts/人.toml", circle, "不在参保范围 OR 已死亡"),
        ("facts/人.toml", circle, "户.饮水不安全 AND 人员状态 = '亡'"),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn files_of_another_shape() {
    let report = said(&[
        ("clues/MED-08.toml", "id = \"MED-08\"", "id = \"MED-80\""),
        ("clues/MED-08.toml", "verify = ", "verifi = "),
        ("clues/MED-08.toml", "basis = ", "# basis = "),
        ("clues/MED-08.toml", "severity = \"high\"", "severity = \"高\""),
        ("clues/MED-08.toml", "subject = \"household\"", "subject = \"户\""),
        ("clues/MED-08.toml", "plan = [\"四（一）1\", \"四（二）2.1\"]", "plan = \"四（一）1\""),
        ("clues/MED-08.toml", "risk = \"因病\"", "risk = \"因病"),
        ("clues/MED-08.toml", "risk = \"因病\"", "risk = \"因病\"\nrisk = \"因残\""),
        ("clues/MED-08.toml", "expect = \"hit\"\nmessage", "expect = \"命中\"\nmessage"),
        ("sources/死亡人员.toml", "required = [\"身份证号\"", "required = [\"证号\""),
        (
            "questions.toml",
            "subject = \"village\"\nwhen = \"TRUE\"\nask = \"近期",
            "subject = \"person\"\nwhen = \"TRUE\"\nask = \"近期",
        ),
        ("questions.toml", "worrying = [\"部分落实\"", "worrying = [\"没有落实\""),
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn signs_of_chinese_keyboards_are_no_mistake() {
    let case = broken(
        "clues/MED-08.toml",
        &format!("AND {BILLS}"),
        "ＡＮＤ　年度住院自付合计　＞＝　参数．住院自付预警线_脱贫",
    );
    let outcome = check(&case, &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("规则包没有发现问题："), "{}", outcome.stderr);
}

#[test]
fn scripts_read_mistakes_as_json() {
    let case = broken("clues/MED-08.toml", BILLS, "年度住院自负合计 >= 参数.住院自付预警线");
    let outcome = check(&case, &["--json"]);
    assert_eq!(outcome.code, 2);
    let mistakes = outcome.stdout;
    insta::assert_snapshot!(mistakes);
    let sound = Case::new().run(&["rules", "check", "--json", "--as-of", "2026-11-30"]);
    assert_eq!((sound.code, sound.stdout.as_str()), (0, "[]\n"), "{}", sound.stderr);
}
