//! Three months of a county: screened, asked, answered by villages good and bad, remembered, screened again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::case::{Case, csv_rows};
use crate::county::{Breadth, Plan, make_county};
use crate::filled::{Filled, saved_by_libre_office};

const PERIODS: [&str; 3] = ["2026-09", "2026-10", "2026-11"];

/// The day villages answer the lists of a period.
const DAYS: [&str; 3] = ["2026-10-10", "2026-11-10", "2026-12-10"];

/// What a list asks: clue ids, with what is said of earlier pushes.
type Asked = BTreeMap<String, String>;

fn lists(case: &Case, period: &str) -> Vec<PathBuf> {
    let folder = case.path(&format!("runs/{period}/推送清单"));
    let mut lists: Vec<PathBuf> = walk(&folder).into_iter().filter(|path| path.extension().is_some()).collect();
    lists.sort();
    lists
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The clues of a list: sheet, id, history, and whether it is about the whole village.
fn clue_rows(book: &Filled) -> Vec<(String, String, String, bool)> {
    let mut rows = Vec::new();
    for sheet in &book.sheets {
        let Some(heading) = sheet.rows.iter().position(|row| row.iter().any(|cell| cell == "线索编号")) else {
            continue;
        };
        let column = |name: &str| sheet.rows[heading].iter().position(|cell| cell == name);
        let (Some(clue), Some(history), Some(household)) = (column("线索编号"), column("推送情况"), column("户编号"))
        else {
            continue;
        };
        for row in sheet.rows[heading + 1..].iter().filter(|row| !row[clue].is_empty()) {
            let of_village = row[household].is_empty();
            rows.push((sheet.name.clone(), row[clue].clone(), row[history].clone(), of_village));
        }
    }
    rows
}

fn asked(case: &Case, period: &str) -> Asked {
    let books = lists(case, period).into_iter().map(|path| Filled::open(&path));
    books.flat_map(|book| clue_rows(&book)).map(|(_, clue, history, _)| (clue, history)).collect()
}

/// How a village answers its n-th clue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Village {
    Right,
    Sloppy,
    Untrue,
    Silent,
    Wrong,
}

fn village(number: usize) -> Village {
    [Village::Right, Village::Sloppy, Village::Untrue, Village::Silent, Village::Wrong][number % 5]
}

/// Fills a list in; gives what was said of which clue.
fn answer(book: Filled, day: &str) -> (Filled, BTreeMap<String, Village>) {
    let mut said = BTreeMap::new();
    let mut book = book;
    for (number, (sheet, clue, _, of_village)) in clue_rows(&book).into_iter().enumerate() {
        // A village is not taken in for monitoring.
        let handling = if of_village { "落实政策，不纳入监测" } else { "拟纳入监测对象" };
        let sloppy = if of_village { "落实政策" } else { "纳入监测" };
        let cells: &[(&str, &str)] = match village(number) {
            Village::Right => &[("是否属实", "属实"), ("处理意见", handling), ("核实人", "甲、乙"), ("核实日期", day)],
            Village::Sloppy => {
                &[("是否属实", " 情况属实 "), ("处理意见", sloppy), ("核实人", "丙"), ("核实情况", "家访过")]
            }
            Village::Untrue => &[("是否属实", "不实"), ("核实情况", "查无此事"), ("核实人", "丁"), ("核实日期", day)],
            Village::Silent => &[],
            Village::Wrong => &[("是否属实", "可能吧"), ("核实人", "戊")],
        };
        book = book.fill(&sheet, &clue, cells);
        said.insert(clue, village(number));
    }
    (book, said)
}

/// Saves a book anew by LibreOffice, where there is one.
fn save_again(path: &Path) {
    let saved = saved_by_libre_office(path, "xlsx:Calc MS Excel 2007 XML");
    saved.into_iter().for_each(|bytes| std::fs::write(path, bytes).expect("saved"));
}

/// What became of a clue that was found again: asked, or kept for a reason.
fn kept(case: &Case, period: &str) -> BTreeSet<String> {
    let path = case.path(&format!("runs/{period}/不再推送.xlsx"));
    if !path.is_file() {
        return BTreeSet::new();
    }
    let rows = crate::case::grid_rows(&path, "不再推送");
    rows.into_iter().skip(2).map(|row| row[0].clone()).filter(|clue| !clue.is_empty()).collect()
}

fn found(case: &Case, period: &str) -> BTreeSet<String> {
    csv_rows(&case.path(&format!("runs/{period}/clues.csv"))).into_iter().map(|row| row[0].clone()).collect()
}

#[test]
fn three_months_with_villages_good_and_bad() {
    let case = Case::new().keyless();
    let periods = PERIODS.map(str::to_owned).to_vec();
    make_county(&Plan { people: 400, seed: 11, periods, out: case.path(""), breadth: Breadth::Usual })
        .expect("the county is made");
    let mut said: BTreeMap<String, Village> = BTreeMap::new();
    let mut silent: BTreeSet<String> = BTreeSet::new();
    for (period, day) in PERIODS.into_iter().zip(DAYS) {
        case.run(&["screen", &format!("data/{period}")]).success();
        let (asked, kept, found) = (asked(&case, period), kept(&case, period), found(&case, period));
        let both: Vec<&String> = kept.iter().filter(|clue| asked.contains_key(*clue)).collect();
        assert_eq!(both, Vec::<&String>::new(), "asked and not asked at once");
        let all: BTreeSet<String> = asked.keys().chain(&kept).cloned().collect();
        assert_eq!(all, found, "{period}: every clue is asked or kept");
        nobody_is_asked_twice_without_cause(&asked, &said, &silent);
        let round = take_back(&case, period, day);
        silent = round
            .iter()
            .filter(|(_, how)| matches!(how, Village::Silent | Village::Wrong))
            .map(|(clue, _)| clue.clone())
            .collect();
        said.extend(round);
        case.run(&["ledger", "verify"]).success();
    }
    let same = case.run(&["compare", "2026-11", "2026-11", "--json"]).success();
    let compared: serde_json::Value = serde_json::from_str(&same.stdout).expect("JSON");
    assert!(compared["clues"].as_array().is_none_or(Vec::is_empty), "{}", same.stdout);
    for path in lists(&case, "2026-11") {
        let book = Filled::open(&path);
        let cells = book.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
        let ids = cells.filter(|cell| cell.contains("3607991") || cell.contains("3607992")).count();
        assert_eq!(ids, 0, "a full ID number stands on {}", path.display());
    }
}

/// What was settled is asked again only with a reason; what nobody answered is asked again and says so.
fn nobody_is_asked_twice_without_cause(asked: &Asked, said: &BTreeMap<String, Village>, silent: &BTreeSet<String>) {
    for (clue, history) in asked {
        // What stands at the household's head comes first.
        let history = history.strip_prefix("▲应纳未纳；").unwrap_or(history);
        match said.get(clue) {
            None => assert_eq!(history, "首次推送", "{clue}"),
            Some(_) if silent.contains(clue) => assert!(history.starts_with("第"), "{clue}: {history}"),
            Some(Village::Right | Village::Sloppy | Village::Untrue) => {
                assert!(history.starts_with("再次推送"), "{clue}: {history}");
            }
            Some(Village::Silent | Village::Wrong) => {}
        }
    }
}

/// All lists of a period go out and come back; gives what was said.
fn take_back(case: &Case, period: &str, day: &str) -> BTreeMap<String, Village> {
    let folder = case.path("回收");
    let _ = std::fs::remove_dir_all(&folder);
    let mut said = BTreeMap::new();
    for (number, list) in lists(case, period).into_iter().enumerate() {
        let returned = folder.join(format!("{number}号乡镇(终稿).xlsx"));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::copy(&list, &returned).expect("a copy");
        if number == 0 {
            save_again(&returned);
        }
        let (book, answers) = answer(Filled::open(&returned), day);
        book.save(&returned);
        if number == 0 {
            save_again(&returned);
        }
        said.extend(answers);
    }
    let refused = case.run(&["collect", "回收", "--as-of", day]);
    assert_eq!(refused.code, 3, "words that nobody knows: {}", refused.stderr);
    let taken = case.run(&["collect", "回收", "--partial", "--as-of", day]);
    assert!(matches!(taken.code, 0 | 3), "{}", taken.stderr);
    let again = case.run(&["collect", "回收", "--partial", "--json", "--as-of", day]);
    let lines: serde_json::Value = serde_json::from_str(&again.stdout).expect("JSON");
    let taken_again: u64 =
        lines["files"].as_array().expect("files").iter().filter_map(|file| file["taken"].as_u64()).sum();
    assert_eq!(taken_again, 0, "collecting again changes nothing: {}", again.stdout);
    said
}
