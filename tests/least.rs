//! Least data: no number of anybody's reaches what a command leaves, and one run's files do not give one away together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bidui::value::IdNumber;
use calamine::{Data, Reader, open_workbook_auto};

use crate::case::{Case, DATA, Outcome, grid_rows, id};

/// Every file below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path().is_dir() {
            true => files.extend(files_in(&entry.path())),
            false => files.push(entry.path()),
        }
    }
    files
}

/// What a file says, line by line: the rows of all sheets with the sheets' names, or the lines of a text.
fn lines_of(file: &Path) -> Vec<String> {
    if file.extension().is_none_or(|extension| extension != "xlsx") {
        let text = String::from_utf8_lossy(&fs::read(file).expect("a file")).into_owned();
        return text.lines().map(str::to_owned).collect();
    }
    let mut book = open_workbook_auto(file).expect("a workbook");
    let sheets = book.worksheets();
    let rows = sheets.iter().flat_map(|(name, range)| range.rows().map(move |row| line(name, row)));
    rows.collect()
}

fn line(sheet: &str, row: &[Data]) -> String {
    std::iter::once(sheet.to_owned()).chain(row.iter().map(Data::to_string)).collect::<Vec<_>>().join("|")
}

/// Digits as a reader of numbers takes them: letters for digits read, blanks and signs left out.
fn read_as_digits(text: &str) -> String {
    let digit = |c: char| match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' | 'i' => Some('1'),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        c if c.is_ascii_digit() => Some(c),
        c if c.is_whitespace() || "-－–.·_".contains(c) => None,
        _ => Some('|'),
    };
    text.chars().filter_map(digit).collect()
}

/// Somebody's numbers in every place that is free text: group, school, note, heading, sheet, file, folder.
#[test]
fn numbers_in_free_text_reach_nothing() {
    let (card, phone, other) = ("6228 4800 1234 5678 901", "１３８-0013 8O0O", "360799–l98OO1Ol 0O15");
    let register = format!(
        "乡镇|行政村|组|户编号|姓名|身份证号|与户主关系|备注\n青石镇|石桥村|1组{card}|1|周大山|{{id:1}}|户主|{phone}\n\
         青石镇|石桥村|1组{card}|1|周小山|{{id:101:20160501}}|之子|{other}"
    );
    let pupils = format!(
        "学生姓名|身份证号|学校名称|年级|就读状态|学段|联系{phone}\n周小山|{{id:101:20160501}}|石桥小学{other}|三年级|在籍在校|小学|无\n\
         李小|{{id:900:20150101}}|石桥小学|六年级|在籍在校|小学|无\n李大|360799 19800101 0016|石桥小学|六年级|在籍在校|小学|无"
    );
    let case = Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .sheet("农户花名册.xlsx", &register)
        .sheet(&format!("教育{card}/学籍{other}.xlsx"), &pupils)
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到")
        .file(&format!("{DATA}/民政/{phone}.csv"), format!("甲,乙{card}\n{other},{phone}\n"));
    let screened = case.screen().success();
    let clues = fs::read_to_string(case.path("runs/2026-11/clues.csv")).expect("clues");
    assert!(clues.contains("EDU-03") && clues.contains("石桥小学"), "{clues}");
    let said: Vec<String> = [
        case.run(&["inspect", DATA]),
        case.run(&["inspect", DATA, "--json"]),
        case.run(&["screen", DATA, "--json"]),
        case.run(&["explain", "1"]),
        case.run(&["report"]),
        case.run(&["status", "--as-of", "2027-12-31", "--overdue"]),
        screened,
    ]
    .map(Outcome::success)
    .map(|outcome| outcome.stdout.clone() + &outcome.stderr)
    .into();
    let numbers = [card, phone, other].map(read_as_digits);
    let leaks = |text: &str| {
        let digits = read_as_digits(text);
        numbers.iter().any(|number| digits.contains(number.as_str())) || digits.contains("360799198001010016")
    };
    said.iter().for_each(|text| assert!(!leaks(text), "{text}"));
    let mut files: Vec<PathBuf> =
        ["runs", "核实", "催办", ".bidui"].iter().flat_map(|name| files_in(&case.path(name))).collect();
    files.extend([case.path("ledger.db")]);
    for file in files {
        assert!(!leaks(&file.to_string_lossy()), "{}", file.display());
        let lines = lines_of(&file);
        let found = lines.iter().find(|line| leaks(line));
        assert_eq!(found, None, "{}", file.display());
    }
}

/// The people of the shipped register: number and name.
fn people_of(register: &Path) -> Vec<(IdNumber, String)> {
    let book = open_workbook_auto(register).expect("the register");
    let sheet = book.sheet_names()[0].clone();
    let rows = grid_rows(register, &sheet);
    let heading = rows.iter().position(|row| row.iter().any(|cell| cell == "成员姓名")).expect("a heading row");
    let name = rows[heading].iter().position(|cell| cell == "成员姓名").expect("names");
    let of_row = |row: &Vec<String>| {
        let number = row.iter().find_map(|cell| bidui::value::recognise(cell).ok())?.number;
        Some((number, row[name].replace(' ', "")))
    };
    rows[heading + 1..].iter().filter_map(of_row).collect()
}

/// The days that a text tells, however it writes them: runs of digits with little between them, put together.
fn days_in(text: &str) -> BTreeSet<String> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let packed = parts.iter().filter(|part| part.len() == 8).map(|part| (*part).to_owned());
    let apart = parts.windows(3).filter(|part| part[0].len() == 4 && part[1].len() <= 2 && part[2].len() <= 2);
    packed.chain(apart.map(|part| format!("{}{:0>2}{:0>2}", part[0], part[1], part[2]))).collect()
}

/// The ends of ID numbers in a text.
fn ends_in(text: &str) -> BTreeSet<String> {
    let around = |(at, stars): (usize, &str)| {
        let (before, behind) = (text.get(at.checked_sub(6)?..at)?, text.get(at + stars.len()..at + stars.len() + 4)?);
        Some(format!("{before}{stars}{behind}"))
    };
    text.match_indices("********").filter_map(around).collect()
}

/// The ends of a number in one file and the birth date in another would be the number: of nobody both stand in one run's
/// folder beside the name, and what later commands read has no names at all.
#[test]
fn one_runs_files_give_no_number_away_together() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county");
    let data = shipped.join(DATA);
    let mut case = Case::new().keyless().file("bidui.toml", fs::read(shipped.join("bidui.toml")).expect("settings"));
    for file in files_in(&data) {
        let relative = file.strip_prefix(&shipped).expect("below it").to_string_lossy().into_owned();
        case = case.file(&relative, fs::read(&file).expect("a file"));
    }
    case.screen().success();
    let run = case.path("runs/2026-11");
    let mut people = BTreeMap::<String, Vec<(IdNumber, String)>>::new();
    let mut numbers = BTreeSet::new();
    for (number, name) in people_of(&data.join("乡村振兴/农户花名册.xlsx")) {
        numbers.insert(number.full()[..17].to_owned());
        people.entry(number.masked()).or_default().push((number, name.clone()));
        people.entry(number.full()[6..14].to_owned()).or_default().push((number, name));
    }
    assert!(numbers.len() > 1_500, "{}", numbers.len());
    let files = files_in(&run);
    assert!(files.iter().all(|file| file.extension().is_none_or(|extension| extension != "parquet")), "{files:?}");
    let (mut ends, mut births) = (BTreeMap::new(), BTreeMap::new());
    for line in files.iter().flat_map(|file| lines_of(file)) {
        let digits = read_as_digits(&line);
        let whole = digits.as_bytes().windows(17).find(|window| numbers.contains(&*String::from_utf8_lossy(window)));
        assert_eq!(whole, None, "{line}");
        for (told, found) in [(ends_in(&line), &mut ends), (days_in(&line), &mut births)] {
            let known = told.iter().flat_map(|told| people.get(told).into_iter().flatten());
            for (number, name) in known.filter(|(_, name)| line.contains(name.as_str())) {
                found.entry(*number).or_insert_with(|| (name.clone(), line.clone()));
            }
        }
    }
    assert!(ends.len() > 100, "the ends of numbers are shown: {}", ends.len());
    let both: Vec<_> = ends.iter().filter_map(|(number, end)| Some((end, births.get(number)?))).collect();
    assert!(both.is_empty(), "{} numbers can be put together, so {:?}", both.len(), both[0]);
    let results = fs::read_to_string(run.join("tables/结果.json")).expect("results");
    let named = people.values().flatten().find(|(_, name)| results.contains(&format!("\"{name}\"")));
    assert_eq!(named, None);
}

/// What nobody asked for is not there; what somebody did is said to be.
#[test]
fn full_tables_are_written_on_demand() {
    let case = Case::new().register("1 | 周大山 | {id:1} | 户主");
    let manifest = |case: &Case| fs::read_to_string(case.path("runs/2026-11/manifest.json")).expect("a manifest");
    case.screen().success();
    assert!(
        manifest(&case).contains("\"tables\": false") && !case.path("runs/2026-11/tables/指标-人.parquet").exists()
    );
    case.run(&["screen", DATA, "--tables"]).success();
    assert!(manifest(&case).contains("\"tables\": true") && case.path("runs/2026-11/tables/指标-人.parquet").exists());
    let table = fs::read(case.path("runs/2026-11/tables/指标-人.parquet")).expect("a table");
    let number = id(1, "19800101");
    assert!(!table.windows(17).any(|window| window == &number.as_bytes()[..17]));
}
