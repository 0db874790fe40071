//! What conditions mean: every operator, function and question over known and unknown values, as the tables of
//! `tests/language/` say, and what is said of mistakes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use bidui::expr::{
    AbsentColumns, Catalog, Classes, Environment, Literal, Relation, Subject, Type, check, constant_types, constants,
    function_names, lower,
};
use bidui::facts::{Tables, prepared};
use bidui::pack::{civil, classed};
use bidui::value::{WorkingCalendar, WorkingDays, date::to_days};
use indexmap::IndexMap;
use jiff::civil::date;
use polars::prelude::{AnyValue, Column, DataFrame, DataType, IntoLazy};
use serde::Deserialize;
use toml::value::Datetime;

/// The subjects as written.
#[derive(Deserialize)]
struct Written {
    as_of: Datetime,
    calendar: WrittenCalendar,
    lists: BTreeMap<String, Vec<String>>,
    parameters: BTreeMap<String, WrittenParameter>,
    person: WrittenTable,
    household: WrittenTable,
    village: WrittenTable,
    records: BTreeMap<String, WrittenTable>,
}

#[derive(Deserialize)]
struct WrittenCalendar {
    holidays: Vec<Datetime>,
    makeup: Vec<Datetime>,
}

#[derive(Deserialize)]
struct WrittenParameter {
    kind: Kind,
    value: toml::Value,
    by: Option<String>,
    #[serde(default)]
    classes: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct WrittenTable {
    fields: BTreeMap<String, Kind>,
    #[serde(default)]
    rows: Vec<toml::Table>,
    #[serde(default)]
    absent: bool,
    /// Fields that sheets have no column for, by sheet.
    #[serde(default)]
    without: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Bool,
    Int,
    Number,
    Money,
    Text,
    Date,
    Code(Vec<String>),
    Codes(Vec<String>),
}

impl Kind {
    fn ty(&self) -> Type {
        match self {
            Kind::Bool => Type::Bool,
            Kind::Int => Type::Int,
            Kind::Number => Type::Number,
            Kind::Money => Type::Money,
            Kind::Text => Type::Text,
            Kind::Date => Type::Date,
            Kind::Code(words) => Type::Code(words.as_slice().into()),
            Kind::Codes(words) => Type::Codes(words.as_slice().into()),
        }
    }

    fn literal(&self, value: &toml::Value) -> Literal {
        let literal = match self {
            Kind::Bool => value.as_bool().map(Literal::Bool),
            Kind::Int => value.as_integer().map(Literal::Int),
            Kind::Number => value.as_float().map(Literal::Number),
            Kind::Money => value.as_integer().map(Literal::Money),
            Kind::Text | Kind::Code(_) | Kind::Codes(_) => value.as_str().map(|text| Literal::Text(text.to_owned())),
            Kind::Date => day(value).map(Literal::Date),
        };
        literal.unwrap_or_else(|| panic!("{value} is of another kind"))
    }

    fn column(&self, name: &str, values: &[Option<&toml::Value>]) -> Column {
        let all = |read: fn(&toml::Value) -> Option<i64>| values.iter().map(move |value| read((*value)?));
        match self {
            Kind::Bool => Column::new(name.into(), values.iter().map(|value| (*value)?.as_bool()).collect::<Vec<_>>()),
            Kind::Int | Kind::Money => Column::new(name.into(), all(toml::Value::as_integer).collect::<Vec<_>>()),
            Kind::Number => {
                Column::new(name.into(), values.iter().map(|value| (*value)?.as_float()).collect::<Vec<_>>())
            }
            Kind::Text | Kind::Code(_) | Kind::Codes(_) => {
                Column::new(name.into(), values.iter().map(|value| (*value)?.as_str()).collect::<Vec<_>>())
            }
            Kind::Date => {
                let days = values.iter().map(|value| day((*value)?)).collect::<Vec<_>>();
                Column::new(name.into(), days).cast(&DataType::Date).expect("days are a date column")
            }
        }
    }
}

fn day(value: &toml::Value) -> Option<i32> {
    value.as_datetime().and_then(civil).map(to_days)
}

impl WrittenTable {
    fn types(&self) -> BTreeMap<String, Type> {
        self.fields.iter().map(|(name, kind)| (name.clone(), kind.ty())).collect()
    }

    fn frame(&self) -> DataFrame {
        const KEYS: [(&str, &str); 5] =
            [("人", "@person"), ("户", "@household"), ("村", "@village"), ("户主", "@head"), ("表", "@sheet")];
        let values = |name: &str| self.rows.iter().map(|row| row.get(name)).collect::<Vec<_>>();
        let keys = KEYS.map(|(word, key)| Kind::Int.column(key, &values(word)));
        let fields = self.fields.iter().map(|(name, kind)| kind.column(name, &values(name)));
        DataFrame::new(self.rows.len(), keys.into_iter().chain(fields).collect()).expect("columns of one length")
    }
}

/// The subjects, the names that expressions may use, and the values of those.
struct Subjects {
    tables: Tables,
    catalog: Catalog,
    environment: Environment,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language")
}

fn read<T: for<'d> Deserialize<'d>>(file: &Path) -> T {
    let text = std::fs::read_to_string(file).expect("a file");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn subjects() -> Subjects {
    let written: Written = read(&folder().join("subjects.toml"));
    let days = |days: &[Datetime]| days.iter().filter_map(civil).collect::<BTreeSet<_>>();
    let calendar =
        WorkingCalendar { holidays: days(&written.calendar.holidays), makeup_days: days(&written.calendar.makeup) };
    let tables = Tables {
        person: written.person.frame(),
        household: written.household.frame(),
        village: written.village.frame(),
        records: written
            .records
            .iter()
            .filter(|(_, table)| !table.absent)
            .map(|(name, table)| (name.clone(), table.frame()))
            .collect(),
        coverage: Arc::default(),
    };
    let environment = Environment {
        parameters: parameters(&written.parameters),
        constants: constants(civil(&written.as_of).expect("a day")),
        calendar: Arc::new(WorkingDays::of(&calendar)),
        unset: Arc::default(),
        absent: Arc::new(absent_columns(&written.records)),
    };
    Subjects { tables, catalog: catalog(&written), environment }
}

fn absent_columns(records: &BTreeMap<String, WrittenTable>) -> AbsentColumns {
    let mut absent = AbsentColumns::new("名册");
    for (name, table) in records {
        for (sheet, fields) in &table.without {
            let sheet = sheet.parse().expect("a number");
            fields.iter().for_each(|field| absent.note(name, field, sheet));
        }
    }
    absent
}

fn parameters(written: &BTreeMap<String, WrittenParameter>) -> BTreeMap<String, Literal> {
    let mut parameters = BTreeMap::new();
    for (name, parameter) in written {
        parameters.insert(name.clone(), parameter.kind.literal(&parameter.value));
        for (class, value) in &parameter.classes {
            parameters.insert(classed(name, class), parameter.kind.literal(value));
        }
    }
    parameters
}

fn catalog(written: &Written) -> Catalog {
    let subjects = BTreeSet::from([Subject::Person, Subject::Household, Subject::Village]);
    let relation = |table: &WrittenTable| Relation { fields: table.types(), subjects: subjects.clone() };
    let classes = |name: &String, parameter: &WrittenParameter| Classes {
        by: parameter.by.clone().expect("classes are by something"),
        names: parameter.classes.keys().map(|class| (class.clone(), classed(name, class))).collect(),
    };
    let with_classes = written.parameters.iter().filter(|(_, parameter)| !parameter.classes.is_empty());
    Catalog {
        person: written.person.types(),
        household: written.household.types(),
        village: written.village.types(),
        relations: written.records.iter().map(|(name, table)| (name.clone(), relation(table))).collect(),
        parameters: written.parameters.iter().map(|(name, parameter)| (name.clone(), parameter.kind.ty())).collect(),
        classed: with_classes.map(|(name, parameter)| (name.clone(), classes(name, parameter))).collect(),
        lists: written.lists.clone(),
        constants: constant_types(),
    }
}

impl Subjects {
    /// An expression's values for the subjects, one after the other.
    fn values(&self, text: &str, subject: Subject) -> String {
        let Self { tables, catalog, environment } = self;
        let checked = check(text, subject, catalog).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
        let frame = prepared(tables, subject, &[&checked], environment).expect("columns are there");
        let value = lower(checked.root(), environment).alias("值");
        let frame = frame.lazy().with_columns([value]).collect().unwrap_or_else(|error| panic!("{text}: {error}"));
        let column = frame.column("值").expect("just made");
        let shown = |at: usize| match column.get(at).expect("a row") {
            AnyValue::Null => "?".to_owned(),
            AnyValue::Date(days) => (date(1970, 1, 1) + jiff::Span::new().days(days)).to_string(),
            value => value.get_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        (0..frame.height()).map(shown).collect::<Vec<_>>().join(" ")
    }
}

/// The tables: by file, the expressions about each kind of subject with their values.
fn tables() -> BTreeMap<String, IndexMap<String, IndexMap<String, String>>> {
    let files = std::fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files.filter(|path| name(path) != "subjects").map(|path| (name(&path), read(&path))).collect()
}

#[test]
fn every_expression_has_the_values_of_the_tables() {
    let subjects = subjects();
    let mut wrong = Vec::new();
    for (file, table) in tables() {
        for (kind, expressions) in table {
            let subject = match kind.as_str() {
                "person" => Subject::Person,
                "household" => Subject::Household,
                "village" => Subject::Village,
                other => panic!("{file}: {other}"),
            };
            for (text, expected) in expressions {
                let found = subjects.values(&text, subject);
                if found != expected {
                    wrong.push(format!("{file}, {kind}: {text}: {found}, not {expected}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_tables_use_every_function_operator_and_name() {
    let written: Vec<String> =
        tables().into_values().flat_map(IndexMap::into_values).flat_map(IndexMap::into_keys).collect();
    let operators = [
        "NOT ",
        " AND ",
        " OR ",
        " = ",
        " <> ",
        " != ",
        " < ",
        " <= ",
        " > ",
        " >= ",
        " + ",
        " - ",
        " * ",
        " / ",
        " % ",
        " || ",
        " BETWEEN ",
        " NOT BETWEEN ",
        " IN (",
        " NOT IN (",
        " IN 名单.",
        " NOT IN 名单.",
        " LIKE ",
        " NOT LIKE ",
        " IS NULL",
        " IS NOT NULL",
        " IS TRUE",
        " IS FALSE",
        " IS NOT TRUE",
        " IS NOT FALSE",
        " IS UNKNOWN",
        " IS NOT UNKNOWN",
        " IS DISTINCT FROM ",
        " IS NOT DISTINCT FROM ",
        "CASE WHEN ",
        "DATE '",
        "户.",
        "户主.",
        "村.",
        "人.",
        "参数.",
    ];
    let calls: Vec<String> = function_names().map(|name| format!("{name}(")).collect();
    let constants: Vec<String> = constant_types().into_keys().collect();
    assert!(calls.len() > 35, "the language has functions");
    let unused = calls.iter().chain(&constants).map(String::as_str).chain(operators);
    let unused = unused.filter(|part| !written.iter().any(|text| uses(text, part)));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Whether a text has a part that does not begin within a word.
fn uses(text: &str, part: &str) -> bool {
    let within = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let call = part.ends_with('(') && !part.starts_with(' ');
    text.match_indices(part).any(|(at, _)| !call || !within(at))
}

#[test]
fn full_width_signs_are_read() {
    let subjects = subjects();
    for (text, expected) in [
        ("数　＞　０", "true false ?"),
        ("类 IN （‘脱贫户’，“监测户”）", "true true ?"),
        ("（数 + １）＊２", "16 -12 ?"),
        ("真 ＡＮＤ 数 ＞＝ ７", "true false ?"),
    ] {
        assert_eq!(subjects.values(text, Subject::Person), expected, "{text}");
    }
}

/// Every mistake, with what stands under the caret and the advice.
#[test]
fn mistakes_are_explained() {
    let texts = [
        "年龄 > 60",
        "真 > 0",
        "数 > '7'",
        "类 = '脱平户'",
        "类 IN ('脱贫户', '贫困户')",
        "日 > 2026",
        "日 + 1 > 日",
        "count(帐单) > 0",
        "count(账单, 金客 > 0) > 0",
        "sum(账单) > 0",
        "sum(账单, 院) > 0",
        "countif(账单) > 0",
        "trim(名) = ''",
        "CAST(数 AS text) = '7'",
        "(SELECT 1) = 1",
        "数 > 1 数 < 3",
        "1月收入 > 3",
        "数 >",
        "(数 > 1",
        "名 = '周",
        "参数.先 > 钱",
        "户主.数字 > 0",
        "any(成员, 真)",
        "has(账单, has(账单))",
        "名 LIKE '周%山'",
        "substr(名, 0)",
        "IF(真, 1, 0) = 1",
        "AND(真, 转)",
        "LEFT(名, 1) = '周'",
        "countif(账单, 月 > 1) > 0",
        "名 & '家' = '周家'",
        "数 ≥ 7",
        "matches(名, '周.*')",
        "matches(号, '(A|B)-[0-9]+')",
        "matches(号, '[0-9')",
        "matches(号, '[9-0]')",
        "matches(号, '[0-9]{4,2}')",
        "matches(号, '[^0-9]')",
        "matches(号, '')",
        "matches(号, '[0-9]{900}')",
        "matches(号, 名)",
        "类 IN 名单.重要",
        "类 IN 名单",
        "类 = 名单.重点",
        "名 IN (SELECT 院 FROM 账单)",
        "多 IN 名单.重点",
        "DATE '2026-13-01' > 日",
        "",
    ];
    let catalog = subjects().catalog;
    let mut report = String::new();
    for text in texts {
        let wrong = check(text, Subject::Person, &catalog).expect_err(text);
        report.push_str(&format!("{text}\n"));
        for mistake in wrong {
            let under = &text[mistake.span.clone()];
            let hint = mistake.hint.map(|hint| format!("  （{hint}）")).unwrap_or_default();
            report.push_str(&format!("    [{under}] {}{hint}\n", mistake.message));
        }
    }
    insta::assert_snapshot!(report);
}
