//! Damaged identities: how many rows whose ID number cannot be relied on are proposed for the right person, and what
//! that costs.
//!
//! `cargo bench --bench linkage -- [people] [seed]`; 40,000 people and seed 1 unless told otherwise. The people are those
//! of the synthetic county; everybody but a few is in one insurance list, in which every kind of damage is planted and
//! to which decoys are added who resemble somebody and are not in the register. `--keep DIR` leaves county and truth
//! there, for other linkers (`splink_compare.py`). The CPU seconds are those of linking alone, for a quarter, half and all
//! of the people.

#[path = "../../examples/make_county/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the benchmark needs people only")]
mod county;
mod damage;
mod linking;
mod outcome;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use calamine::{Data, Reader, open_workbook_auto};
use mimalloc::MiMalloc;

use damage::{Person, Row, damaged};

/// As the program has it.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let numbers: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let (people, seed) = (numbers.first().copied().unwrap_or(40_000), numbers.get(1).copied().unwrap_or(1));
    let kept = arguments.iter().position(|argument| argument == "--keep").map(|at| PathBuf::from(&arguments[at + 1]));
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    let plan = county::Plan {
        people,
        seed: seed as u64,
        periods: vec!["2026-11".to_owned()],
        out: temporary.path().join("made"),
        breadth: county::Breadth::Usual,
    };
    county::make_county(&plan).expect("a county");
    let people = register(&plan.out.join("data/2026-11/乡村振兴/农户花名册.xlsx"));
    let sound: Vec<Row> = people.iter().map(Row::sound).collect();
    let rows = damaged(&people, seed as u64);
    let clean = screen(&folder.join("sound"), &people, &sound);
    let seconds = screen(&folder.join("damaged"), &people, &rows);
    truth(&folder.join("damaged/truth.csv"), &people, &rows);
    let joined = linking::joined(&folder.join("damaged"));
    outcome::tell(&folder.join("damaged/out"), &joined, &people, &rows);
    println!("{} people: {clean:.1} s without damage, {seconds:.1} s with it (elapsed)", people.len());
    costs(&people, seed as u64, temporary.path());
}

/// Prints the CPU seconds of linking alone, by people: all of them, half, and a quarter, whole villages.
fn costs(people: &[Person], seed: u64, folder: &Path) {
    println!("| people | damaged rows and decoys | CPU s of linking | of which damage | per 40,000 people |");
    println!("|---|---|---|---|---|");
    for part in [4, 2, 1] {
        let (people, county) = (&people[..people.len() / part], folder.join(format!("part{part}")));
        let rows = damaged(people, seed);
        let sound: Vec<Row> = people.iter().map(Row::sound).collect();
        let [sound, all] = [("sound", &sound), ("damaged", &rows)].map(|(name, rows)| {
            write(&county.join(name), people, rows);
            linking::seconds(&county.join(name))
        });
        let (spoilt, share) = (rows.iter().filter(|row| row.kind.is_some()).count(), 40_000.0 / people.len() as f64);
        println!("| {} | {spoilt} | {all:.2} | {:.2} | {:.2} |", people.len(), all - sound, all * share);
    }
}

/// Writes what every row that is not sound is, and whose.
fn truth(path: &Path, people: &[Person], rows: &[Row]) {
    let mut text = "row,kind,person\n".to_owned();
    for (position, row) in rows.iter().enumerate() {
        let own = row.person.map_or("", |person| people[person].id.as_str());
        if let Some(kind) = row.kind {
            text += &format!("{},{kind},{own}\n", position + 2);
        }
    }
    std::fs::write(path, text).expect("a table");
}

/// What a register calls the ID number.
const NUMBER: [&str; 3] = ["身份证号", "身份证号码", "公民身份号码"];

/// The people of a register.
fn register(path: &Path) -> Vec<Person> {
    let mut book = open_workbook_auto(path).expect("the register");
    let sheets = book.sheet_names();
    let mut people = Vec::new();
    for sheet in sheets {
        let range = book.worksheet_range(&sheet).expect("a sheet");
        let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        let Some(header) = rows.iter().position(|row| row.iter().any(|cell| NUMBER.contains(&cell.as_str()))) else {
            continue;
        };
        let column = |names: &[&str]| rows[header].iter().position(|cell| names.contains(&cell.as_str()));
        let wanted = [
            column(&["乡镇", "乡(镇)", "乡（镇）"]),
            column(&["行政村", "村", "村（居）"]),
            column(&["户编号", "户号"]),
            column(&["姓名", "成员姓名"]),
            column(&NUMBER),
            column(&["与户主关系", "与户主的关系"]),
        ];
        let Some([township, village, household, name, id, relation]) = all(wanted) else { continue };
        let person = |row: &Vec<String>| {
            let text = |column: usize| row[column].trim().to_owned();
            Person {
                place: [text(township), text(village)],
                household: text(household),
                name: text(name),
                id: text(id),
                relation: text(relation),
            }
        };
        let sound = |person: Person| {
            let id = bidui::value::recognise(&person.id).ok()?.number.full();
            Some(Person { id, ..person })
        };
        people.extend(rows[header + 1..].iter().map(person).filter_map(sound));
    }
    // Who stands in it twice is one person.
    let mut known = std::collections::HashSet::new();
    people.retain(|person: &Person| known.insert(person.id.clone()));
    assert!(!people.is_empty(), "a register with headings that are known here");
    people
}

fn all<const N: usize>(columns: [Option<usize>; N]) -> Option<[usize; N]> {
    columns.iter().all(Option::is_some).then(|| columns.map(Option::unwrap_or_default))
}

/// Writes the county's tables and screens them; gives the seconds.
fn screen(folder: &Path, people: &[Person], rows: &[Row]) -> f64 {
    write(folder, people, rows);
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bidui"));
    let done = command.args(["screen", "data/2026-11", "--full-ids", "--quiet", "--out", "out"]).current_dir(folder);
    let done = done.output().expect("the program starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    begun.elapsed().as_secs_f64()
}

/// Writes the county's tables.
fn write(folder: &Path, people: &[Person], rows: &[Row]) {
    let data = folder.join("data/2026-11");
    std::fs::create_dir_all(&data).expect("a folder");
    let mut register = "乡镇,行政村,户编号,姓名,身份证号,与户主关系\n".to_owned();
    let mut poor = "乡,村,户编号,姓名,证件号码,与户主关系,户类型\n".to_owned();
    for Person { place: [township, village], household, name, id, relation } in people {
        register += &format!("{township},{village},{household},{name},{id},{relation}\n");
        poor += &format!("{township},{village},{household},{name},{id},{relation},脱贫户\n");
    }
    let mut insured = "姓名,身份证号,乡镇,行政村,参保年度,险种,参保状态,出生日期\n".to_owned();
    for Row { name, id, place: [township, village], birth, .. } in rows {
        insured += &format!("{name},{id},{township},{village},2026,居民,正常参保,{birth}\n");
    }
    let monitored = "乡,村,户编号,姓名,证件号码,监测对象类别,风险是否已消除\n".to_owned()
        + "某镇,某村,J1,外乡人,360799198001019992,边缘易致贫户,否\n";
    for (name, text) in [
        ("监测对象信息.csv", monitored),
        ("农户花名册.csv", register),
        ("脱贫户信息.csv", poor),
        ("医保参保.csv", insured),
    ] {
        std::fs::write(data.join(name), text).expect("a table");
    }
}
