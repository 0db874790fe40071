//! What a run made of damaged rows, by kind.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};

use super::damage::{Person, Row};

/// What became of the rows of one kind.
#[derive(Default)]
struct Tally {
    rows: usize,
    recovered: usize,
    sure: usize,
    joined: usize,
    wrong: usize,
    sure_and_wrong: usize,
    flagged: usize,
    excused: usize,
}

/// Prints a line a kind; `joined` are the persons to whom rows were joined without being asked, by row.
pub fn tell(out: &Path, joined: &HashMap<usize, String>, people: &[Person], rows: &[Row]) {
    let proposed = proposals(&out.join("数据质量.xlsx"));
    let flagged = flagged(&out.join("clues.csv"));
    let there: HashSet<String> = rows.iter().filter_map(|row| Some(people[row.person?].id.to_uppercase())).collect();
    let absent = people.iter().map(|person| person.id.to_uppercase()).filter(|id| !there.contains(id));
    let (found, excused): (Vec<String>, Vec<String>) = absent.partition(|id| flagged.contains(id));
    let mut excused: HashSet<String> = excused.into_iter().collect();
    let all = found.len() + excused.len();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (position, row) in rows.iter().enumerate() {
        let Some(kind) = row.kind else { continue };
        let tally = tallies.entry(kind).or_default();
        tally.rows += 1;
        let own = row.person.map(|person| people[person].id.to_uppercase());
        let is_own = |id: &String| Some(id) == own.as_ref();
        // A row of the sheet, below its heading.
        let found = proposed.get(&(position + 2)).map(Vec::as_slice).unwrap_or_default();
        let first = found.iter().min_by_key(|(strength, _)| *strength);
        tally.recovered += usize::from(own.is_some() && found.iter().any(|(_, id)| is_own(id)));
        tally.sure += usize::from(first.is_some_and(|(strength, id)| *strength == 0 && is_own(id)));
        tally.joined += usize::from(joined.get(&(position + 2)).is_some_and(|id| !is_own(id)));
        tally.wrong += usize::from(first.is_some_and(|(_, id)| !is_own(id)));
        tally.sure_and_wrong += found.iter().filter(|(strength, id)| *strength == 0 && !is_own(id)).count();
        tally.flagged += usize::from(own.as_ref().is_some_and(|own| flagged.contains(own)));
        tally.excused += found.iter().filter(|(_, id)| excused.remove(id)).count();
    }
    print(&tallies);
    println!("true absentees flagged: {} of {all}; neither flagged nor proposed: {}", found.len(), excused.len());
}

fn print(tallies: &BTreeMap<&str, Tally>) {
    const HEADINGS: [&str; 9] = [
        "kind",
        "rows",
        "recovered",
        "of these sure",
        "joined to somebody else",
        "first proposal wrong",
        "sure and wrong",
        "flagged though there",
        "excused though absent",
    ];
    println!("| {} |\n|{}", HEADINGS.join(" | "), "---|".repeat(HEADINGS.len()));
    let mut sums = [0; 8];
    for (kind, tally) in tallies {
        let Tally { rows, recovered, sure, joined, wrong, sure_and_wrong, flagged, excused } = *tally;
        let figures = [rows, recovered, sure, joined, wrong, sure_and_wrong, flagged, excused];
        line(kind, figures);
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
    }
    line("all", sums);
}

fn line(kind: &str, figures: [usize; 8]) {
    println!("| {kind} | {} |", figures.map(|figure| figure.to_string()).join(" | "));
}

/// Strength (0 is 确定) and number of everybody who is proposed, by the row of the insurance list.
fn proposals(path: &Path) -> HashMap<usize, Vec<(usize, String)>> {
    let mut book = open_workbook_auto(path).expect("the workbook");
    let range = book.worksheet_range("疑似同一人").expect("the sheet");
    let mut found: HashMap<usize, Vec<(usize, String)>> = HashMap::new();
    for row in range.rows().map(|row| row.iter().map(Data::to_string).collect::<Vec<String>>()) {
        let Some(strength) = ["确定", "很可能", "可能"].iter().position(|word| *word == row[0]) else {
            continue;
        };
        for place in row[12].split('；') {
            let number = place.split_once('第').and_then(|(_, rest)| rest.split('行').next()?.parse().ok());
            if let Some(number) = number {
                found.entry(number).or_default().push((strength, row[7].to_uppercase()));
            }
        }
    }
    found
}

/// Who is said to be uninsured.
fn flagged(path: &Path) -> HashSet<String> {
    let mut reader = csv::Reader::from_path(path).expect("the clues");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.filter(|row| &row[1] == "MED-01").map(|row| row[9].to_uppercase()).collect()
}
