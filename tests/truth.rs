//! On synthetic counties, every planted risk is found, nothing else is, every sentence says what was planted, and every
//! row is accounted for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use bidui::pack::{PackFiles, compile};
use serde_json::Value;

use crate::case::{csv_rows, grid_rows};
use crate::county::{Breadth, Figures, Plan, SheetTruth, Truth, make_county};

type Subjects = BTreeMap<String, BTreeSet<String>>;

/// Sentences by rule and subject.
pub type Sentences = BTreeMap<String, BTreeMap<String, String>>;

const PERIODS: [&str; 2] = ["2026-10", "2026-11"];

#[test]
fn a_hamlet_is_screened_right() {
    screened_right(400, 7);
}

#[test]
fn a_small_county_is_screened_right() {
    let truths = screened_right(2_400, 2);
    every_rule_has_cases(&truths);
    truths.values().for_each(every_filter_is_tried);
}

#[test]
fn another_small_county_is_screened_right() {
    every_rule_has_cases(&screened_right(2_600, 5));
}

#[test]
fn a_larger_county_is_screened_right() {
    every_rule_has_cases(&screened_right(11_000, 7));
}

/// The shipped example holds every rule's cases, in both periods, but of the rule whose list it has not: nobody there
/// has been enrolled for next year yet.
#[test]
fn the_shipped_county_is_screened_right() {
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county");
    let text = std::fs::read_to_string(county.join("truth.json")).expect("the shipped truth");
    let truths: BTreeMap<String, Truth> = serde_json::from_str(&text).expect("its shape");
    truths.values().for_each(|truth| assert!(!truth.clues.contains_key(ENROLMENT)));
    cases_of_rules(&truths, &rules_but(Some(ENROLMENT)));
    let out = tempfile::tempdir().expect("a folder");
    for period in PERIODS {
        let truth = &truths[period];
        compare(truth, &county.join("data").join(period), &out.path().join(period));
        insta::assert_snapshot!(format!("tallies_{period}"), tallies(&manifest(&out.path().join(period))));
    }
}

/// How every rule fared, a line a rule.
fn tallies(manifest: &Value) -> String {
    let line = |rule: &Value| {
        let [hits, misses, excluded, unknown] =
            ["hits", "misses", "excluded", "undetermined"].map(|word| rule[word].as_u64().expect("a count"));
        let doubtful = rule["doubtful"].as_u64().expect("a count");
        let rule = rule["rule"].as_str().expect("an id");
        format!("{rule}: {hits} hit, {misses} miss, {excluded} excluded, {unknown} undetermined, {doubtful} doubtful")
    };
    manifest["rules"].as_array().expect("a list").iter().map(line).collect::<Vec<_>>().join("\n")
}

fn manifest(out: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).expect("a manifest")).expect("JSON")
}

/// Rules that filter a source which has one record a subject, or that any other record of it would let go.
const ALONE: [&str; 8] = ["DIS-03", "EMP-04", "MED-20", "MIN-01", "MIN-09", "MIN-14", "REL-03", "WAT-08"];

/// Every rule that filters records finds somebody who has one beside it that does not count.
fn every_filter_is_tried(truth: &Truth) {
    let files = PackFiles::built_in();
    let filters = |id: &String| {
        files.0[&format!("clues/{id}.toml")].lines().any(|line| line.starts_with("records") && line.contains(" WHERE "))
    };
    let has_beside =
        |id: &String| truth.figures.get(id).is_some_and(|of| of.values().any(|said| !said.never.is_empty()));
    let untried = truth.clues.keys().filter(|id| filters(id) && !has_beside(id)).map(String::as_str);
    assert_eq!(untried.collect::<Vec<_>>(), ALONE, "rules with nothing beside what hits");
}

/// In every period each rule in force has somebody to find and a look-alike to leave alone.
/// The rule that asks for a list of next year.
const ENROLMENT: &str = "MED-21";

fn rules_but(left_out: Option<&str>) -> BTreeSet<String> {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let rules = pack.active_rules().map(|rule| rule.id.clone());
    rules.filter(|id| left_out != Some(id)).collect()
}

fn every_rule_has_cases(truths: &BTreeMap<String, Truth>) {
    cases_of_rules(truths, &rules_but(None));
}

fn cases_of_rules(truths: &BTreeMap<String, Truth>, rules: &BTreeSet<String>) {
    for (period, truth) in truths {
        let of = |planted: &Subjects| planted.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(of(&truth.clues), *rules, "{period}: what is to be found");
        assert_eq!(of(&truth.decoys), *rules, "{period}: look-alikes");
    }
}

fn screened_right(people: usize, seed: u64) -> BTreeMap<String, Truth> {
    let county = tempfile::tempdir().expect("a folder");
    let periods = PERIODS.map(str::to_owned).to_vec();
    let plan = Plan { people, seed, periods, out: county.path().to_owned(), breadth: Breadth::Full };
    let truths = make_county(&plan).expect("the county is made");
    for (period, truth) in &truths {
        compare(truth, &county.path().join("data").join(period), &county.path().join("runs").join(period));
    }
    truths
}

fn compare(truth: &Truth, data: &Path, out: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_bidui"))
        .args(["screen", "--full-ids", "--out"])
        .args([out, data])
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sentences = found_clues(out);
    let found = subjects(&sentences);
    for (rule, decoys) in &truth.decoys {
        let flagged: Vec<&String> = found.get(rule).into_iter().flatten().filter(|who| decoys.contains(*who)).collect();
        assert_eq!(flagged, Vec::<&String>::new(), "{rule} flags look-alikes");
    }
    assert_eq!(differences(&found, &truth.clues), Vec::<String>::new());
    assert_eq!(misquoted(&sentences, &truth.figures), Vec::<String>::new());
    // Sums and presence may hang on a damaged row as well; what is planted is what it would have been a clue for.
    let held_back = held_back(out).into_iter().filter(|(rule, _)| truth.doubts.contains_key(rule));
    assert_eq!(held_back.collect::<Subjects>(), truth.doubts);
    registered_twice(truth, out);
    let manifest = manifest(out);
    assert_eq!(manifest["population"]["persons"], truth.people);
    assert_eq!(manifest["population"]["households"], truth.households);
    let mut sheets = accounted_sheets(&manifest, out);
    let resembling = resembling(out);
    for (sheet, planted) in sheets.iter_mut().zip(&truth.sheets) {
        ask_about_strangers(sheet, planted, &resembling);
    }
    for (sheet, planted) in sheets.iter().zip(&truth.sheets) {
        assert_eq!(sheet, planted);
    }
    assert_eq!(sheets.len(), truth.sheets.len());
}

/// Who is in the register twice lives where the truth says, and that it is so is told.
fn registered_twice(truth: &Truth, out: &Path) {
    let told = department_rows(out).into_iter().filter(|row| row.get(5).is_some_and(|problem| problem == "一人两户"));
    assert_eq!(told.count(), truth.registered_twice.len(), "rows of people who are in the register twice");
    for row in csv_rows(&out.join("clues.csv")).into_iter().filter(|row| row[3] == "人") {
        if let Some(home) = truth.registered_twice.get(&row[9]) {
            assert_eq!(*home, format!("{}/{}/{}", row[4], row[5], row[6]), "where {} lives", row[8]);
        }
    }
}

/// The rows, by file and sheet, whose number is valid and resembles that of somebody in the register.
fn resembling(out: &Path) -> BTreeSet<(String, String, usize)> {
    let is_one = |row: &Vec<String>| row.get(5).is_some_and(|problem| problem.ends_with("证号与花名册中的人相近"));
    let rows = department_rows(out).into_iter().filter(is_one);
    rows.map(|row| (row[0].clone(), row[1].clone(), row[2].parse().expect("a row number"))).collect()
}

/// A stranger whose name and number resemble a resident's is set aside and asked about, and is a stranger all the same.
fn ask_about_strangers(sheet: &mut SheetTruth, planted: &SheetTruth, resembling: &BTreeSet<(String, String, usize)>) {
    let place = |row: usize| (sheet.file.clone(), sheet.sheet.clone(), row);
    let is_stranger = |row: &usize| !planted.quarantined.contains(row) && resembling.contains(&place(*row));
    let (strangers, damaged): (Vec<usize>, Vec<usize>) = sheet.quarantined.iter().copied().partition(is_stranger);
    sheet.outside += strangers.len();
    sheet.quarantined = damaged;
}

/// What was missed and what was found without cause.
fn differences(found: &Subjects, planted: &Subjects) -> Vec<String> {
    let lines = |here: &Subjects, there: &Subjects, word: &str| -> Vec<String> {
        let none = BTreeSet::new();
        let of_rule = |(rule, subjects): (&String, &BTreeSet<String>)| -> Vec<String> {
            subjects.difference(there.get(rule).unwrap_or(&none)).map(|who| format!("{word} {rule} {who}")).collect()
        };
        here.iter().flat_map(of_rule).collect()
    };
    [lines(planted, found, "missed"), lines(found, planted, "without cause")].concat()
}

/// Sentences that lack what was planted, or speak of what did not hit.
fn misquoted(sentences: &Sentences, figures: &BTreeMap<String, BTreeMap<String, Figures>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (rule, who, planted) in
        figures.iter().flat_map(|(rule, of)| of.iter().map(move |(who, said)| (rule, who, said)))
    {
        let sentence = &sentences[rule][who];
        let lacking = planted.says.iter().filter(|text| !sentence.contains(text.as_str()));
        wrong.extend(lacking.map(|text| format!("{rule} lacks {text}: {sentence}")));
        let beside = planted.never.iter().filter(|text| sentence.contains(text.as_str()));
        wrong.extend(beside.map(|text| format!("{rule} speaks of {text}: {sentence}")));
    }
    wrong
}

fn subjects(sentences: &Sentences) -> Subjects {
    sentences.iter().map(|(rule, of)| (rule.clone(), of.keys().cloned().collect())).collect()
}

/// Rules whose hits may stand at the head of a household.
const HEADING: [&str; 1] = ["MON-01"];

/// Sentences by rule and subject, as the truth names them; further reasons stand in the sentence of the main one.
pub fn found_clues(out: &Path) -> Sentences {
    let mut found: Sentences = BTreeMap::new();
    for row in csv_rows(&out.join("clues.csv")) {
        let home = format!("{}/{}/{}", row[4], row[5], row[6]);
        let subject = match row[3].as_str() {
            "人" => row[9].clone(),
            "户" => home.clone(),
            _ => format!("{}/{}", row[4], row[5]),
        };
        for included in row[15].split('；').filter(|included| !included.is_empty()) {
            // What sums up the household is said of the household, in words of its own.
            let (rule, about, said) = match included.split_once(' ') {
                Some((rule, person)) => (rule, person, &row[13]),
                None if HEADING.contains(&included) => (included, home.as_str(), &row[16]),
                None => (included, subject.as_str(), &row[13]),
            };
            found.entry(rule.to_owned()).or_default().insert(about.to_owned(), said.clone());
        }
        let told_before = found.entry(row[1].clone()).or_default().insert(subject, row[13].clone());
        assert_eq!(told_before, None, "one clue a rule and subject");
    }
    found
}

/// Subjects by the rules that were held back for damaged records.
fn held_back(out: &Path) -> Subjects {
    let mut found = Subjects::new();
    let rows = grid_rows(&out.join("数据质量.xlsx"), "疑似同一人");
    for row in rows.iter().filter(|row| !row[13].is_empty() && row[13] != "核对码") {
        for rule in row[12].split('、').filter(|rule| !rule.is_empty()) {
            found.entry(rule.to_owned()).or_default().insert(row[6].clone());
        }
    }
    found
}

/// The rows of all departments' sheets.
fn department_rows(out: &Path) -> Vec<Vec<String>> {
    let path = out.join("数据质量.xlsx");
    let book: calamine::Xlsx<_> = calamine::open_workbook(&path).expect("a workbook");
    let sheets = calamine::Reader::sheet_names(&book);
    sheets.iter().filter(|name| name.ends_with("问题")).flat_map(|name| grid_rows(&path, name)).collect()
}

/// The manifest's sheets in the shape of the truth, quarantined rows taken from the data-quality workbook.
fn accounted_sheets(manifest: &Value, out: &Path) -> Vec<SheetTruth> {
    let mut quarantined: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for row in department_rows(out) {
        if let [file, sheet, number, _, _, _, consequence, ..] = row.as_slice()
            && consequence == "整行未采用"
        {
            let rows = quarantined.entry((file.clone(), sheet.clone())).or_default();
            rows.push(number.parse().expect("a row number"));
        }
    }
    let mut sheets = Vec::new();
    for sheet in manifest["sheets"].as_array().expect("a list") {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a count")).expect("fits");
        let (rows, records) = (&sheet["rows"], &sheet["records"]);
        let counted =
            number(&rows["heading"]) + number(&rows["blank"]) + number(&rows["footer"]) + number(&rows["data"]);
        assert_eq!(counted, number(&rows["total"]));
        if sheet["source"].is_null() {
            continue;
        }
        let (file, name) = (text(&sheet["file"]), text(&sheet["sheet"]));
        let mut rows_set_aside = quarantined.remove(&(file.clone(), name.clone())).unwrap_or_default();
        rows_set_aside.sort_unstable();
        assert_eq!(rows_set_aside.len(), number(&records["未采用"]));
        sheets.push(SheetTruth {
            file,
            sheet: name,
            source: text(&sheet["source"]),
            heading: number(&rows["heading"]),
            blank: number(&rows["blank"]),
            footer: number(&rows["footer"]),
            data: number(&rows["data"]),
            linked: number(&records["已关联"]),
            merged: number(&records["重复合并"]),
            outside: number(&records["花名册外"]),
            ambiguous: number(&records["无法唯一对应"]),
            quarantined: rows_set_aside,
        });
    }
    sheets.sort_by(|a, b| a.file.cmp(&b.file));
    sheets
}
