//! A bit flips in a file that a month left: later commands tell it, or it changes nothing; never is a household listed or
//! passed over for it without a word.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::failure::files_under;
use crate::ordeal::{self, Ordeal, Traces};
use crate::village;

/// What a county does next.
const LATER: [&[&str]; 5] = [
    &["screen", "data/2026-11"],
    &["report"],
    &["status", "--as-of", "2026-12-31"],
    &["collect", "回收", "--as-of", "2026-12-31"],
    &["screen", "data/2026-12"],
];

/// What came of that: exit codes, what was said, what was left.
#[derive(PartialEq)]
struct Later {
    told: Vec<(i32, String)>,
    left: Traces,
}

fn later(county: &Case) -> Later {
    let told = LATER.map(|arguments| {
        let outcome = county.run(arguments);
        (outcome.code, outcome.stderr)
    });
    Later { told: told.to_vec(), left: ordeal::traces(county) }
}

/// A county after a month, with the next one's data.
fn month() -> Ordeal {
    let ordeal = ordeal::returned();
    let county = village::month(ordeal.county, "2026-12", &["周小山"]);
    county.run(&["report"]).success();
    Ordeal { county, ..ordeal }
}

/// What a later command may read of a month.
fn files(ordeal: &Ordeal) -> Vec<String> {
    let root = ordeal.county.path("");
    let name = |file: &Path| file.strip_prefix(&root).expect("is under it").to_string_lossy().into_owned();
    let all = files_under(&root).into_iter().map(|file| name(&file));
    all.filter(|name| {
        !["data/", "回收/", ".bidui/log", ".bidui/lock", "bidui.toml"].iter().any(|other| name.starts_with(other))
    })
    .collect()
}

/// Flips a bit of a file and runs what comes next: whether it was told.
fn flip(ordeal: &Ordeal, sound: &Later, file: &str, place: usize) -> bool {
    let county = ordeal.copy();
    let path = county.path(file);
    let mut bytes = fs::read(&path).expect("a file");
    let at = place % bytes.len();
    bytes[at] ^= 1 << (place % 8);
    fs::write(&path, bytes).expect("written");
    let mut found = later(&county);
    // Where the file itself stays as it is, nothing was made of it.
    if let Some(whole) = sound.left.get(file) {
        found.left.entry(file.to_owned()).and_modify(|bytes| *bytes = whole.clone());
    }
    let is_told = found.told != sound.told;
    let changed = || ordeal::differences(&found.left, &sound.left);
    let is_clue = |name: &str| name.ends_with("clues.csv") || name.contains("推送清单");
    let differs = found.left != sound.left && changed().split(' ').any(is_clue);
    assert!(is_told || !differs, "a bit of {file} at {at} was taken for sound: {}", changed());
    is_told
}

/// Places all over a file, the same every time.
fn places(count: usize) -> impl Iterator<Item = usize> {
    (1..=count).map(|number| number.wrapping_mul(2_654_435_761) >> 3)
}

fn flip_all(ordeal: &Ordeal, files: &[String], count: usize) -> BTreeMap<String, usize> {
    let sound = later(&ordeal.copy());
    let told = |file: &String| (file.clone(), places(count).filter(|place| flip(ordeal, &sound, file, *place)).count());
    files.iter().map(told).collect()
}

#[test]
fn a_bit_of_what_later_commands_read() {
    let files = ["runs/2026-11/manifest.json", "runs/2026-11/tables/结果.json"].map(str::to_owned);
    let told = flip_all(&month(), &files, 1);
    assert!(told.values().all(|told| *told == 1), "{told:?}");
}

#[test]
#[ignore = "takes an hour"]
fn every_file() {
    let month = month();
    let files = files(&month);
    let told = flip_all(&month, &files, 4);
    println!(
        "{told:#?}\n{} of {} flips were told, all others changed nothing",
        told.values().sum::<usize>(),
        4 * told.len()
    );
}
