//! Texts that people write and files that come back, changed at random: whatever they say, the program answers, and soon.
//!
//! The changes are the same every time. A few are tried here; `cargo test mutated -- --ignored` tries more of them for
//! `BIDUI_FUZZ_SECONDS` a kind, 240 unless told. Files of spreadsheets are fuzzed in `fuzz/`, where the compiler helps.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bidui::collect::Strictness;
use bidui::expr::{Subject, check};
use bidui::pack::{Config, Pack, PackFiles, compile};
use bidui::returns::{CollectRequest, WaiverList, receive};
use bidui::screening::{Setup, Silent, screen};

use crate::case::{Case, DATA};
use crate::failure::files_under;
use crate::filled::Filled;
use crate::village::{self, UNTRUE, copy};

/// How long the program may think about any of these.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is put into texts: what means something in one of the languages, and what is at the edge of a type.
const TOKENS: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "=",
    "<>",
    " AND ",
    " OR ",
    " NOT ",
    " IN ",
    " BETWEEN ",
    " LIKE ",
    " CASE WHEN ",
    " END ",
    "存在（",
    "计数（",
    "参数.",
    "-",
    "--",
    "/*",
    "0",
    "9223372036854775808",
    "1e999",
    "0000-00-00",
    "9999-12-31",
    "NULL",
    "\\",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "，",
    "[[rule]]\n",
    "\n",
    ",",
];

/// Numbers from a seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).expect("fits")
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A text, changed in a few places; `others` are texts of its kind.
    fn changed(&mut self, text: &str, others: &[String]) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(4) {
            self.change(&mut characters, others);
        }
        characters.into_iter().collect()
    }

    fn change(&mut self, text: &mut Vec<char>, others: &[String]) {
        let from = self.below(text.len() + 1);
        let to = (from + self.below(40)).min(text.len());
        let piece: Vec<char> = match self.below(7) {
            0 => Vec::new(),
            1 => text[from..to].repeat(2),
            2 => text[from..to].iter().rev().copied().collect(),
            3 => self.one(&TOKENS).repeat(1 + self.below(3)).chars().collect(),
            4 => self.one(&TOKENS).repeat(200 + self.below(2_000)).chars().collect(),
            5 => char::from_u32(u32::try_from(self.below(0x11_0000)).expect("small")).into_iter().collect(),
            _ => {
                let other: Vec<char> = self.one(others).chars().collect();
                let start = self.below(other.len());
                other[start..(start + 60).min(other.len())].to_vec()
            }
        };
        text.splice(from..to, piece);
    }

    /// Bytes, some of them changed.
    fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len());
            match self.below(3) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = u8::try_from(self.below(256)).expect("a byte"),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    }
}

/// How often something is tried.
#[derive(Clone, Copy)]
enum Tries {
    Times(u64),
    For(Duration),
}

impl Tries {
    fn long() -> Self {
        let seconds = std::env::var("BIDUI_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
        Self::For(Duration::from_secs(seconds.unwrap_or(240)))
    }
}

/// Tries something with one chance after the other; a panic or a long silence is a finding, with what was tried.
fn tried<T>(what: &str, tries: Tries, make: impl Fn(&mut Chance) -> T, answer: impl Fn(&T))
where
    T: std::fmt::Debug,
{
    let begun = Instant::now();
    let mut done = 0;
    while match tries {
        Tries::Times(times) => done < times,
        Tries::For(time) => begun.elapsed() < time,
    } {
        let made = make(&mut Chance(done));
        let start = Instant::now();
        let answered = catch_unwind(AssertUnwindSafe(|| answer(&made)));
        let shown = || format!("{made:?}").chars().take(3_000).collect::<String>();
        assert!(answered.is_ok(), "{what} {done}: a panic on {}", shown());
        assert!(start.elapsed() < PATIENCE, "{what} {done}: {:?} for {}", start.elapsed(), shown());
        done += 1;
    }
    println!("{what}: {done} tried in {:?}", begun.elapsed());
}

fn built_in() -> (PackFiles, Pack) {
    let files = PackFiles::built_in();
    let pack = compile(&files).expect("the built-in pack");
    (files, pack)
}

/// All texts in a value.
fn texts(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        toml::Value::Table(table) => table.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn expressions(tries: Tries) {
    let (files, pack) = built_in();
    let mut corpus = Vec::new();
    for file in files.under("clues/").chain(files.under("facts/")) {
        texts(&toml::from_str(file.text).expect("a rule file"), &mut corpus);
    }
    let make = |chance: &mut Chance| {
        let text = chance.one(&corpus).clone();
        chance.changed(&text, &corpus)
    };
    tried("expressions", tries, make, |text| {
        for subject in [Subject::Person, Subject::Household, Subject::Village] {
            let _ = check(text, subject, &pack.catalog);
        }
    });
}

fn packs(tries: Tries) {
    let (files, _) = built_in();
    let names: Vec<&String> = files.0.keys().collect();
    let corpus: Vec<String> = files.0.values().map(|text| text.to_string()).collect();
    let make = |chance: &mut Chance| {
        let at = chance.below(names.len());
        (names[at].clone(), chance.changed(&corpus[at], &corpus))
    };
    tried("rule packs", tries, make, |(name, text)| {
        let mut files = files.clone();
        files.0.insert(name.clone(), Arc::from(text.as_str()));
        if let Err(faults) = compile(&files) {
            faults.iter().for_each(|fault| assert!(!fault.to_string().is_empty()));
        }
    });
}

/// A county file with every kind of entry.
const SETTINGS: &str = r#"county = "某县"
required_sources = ["医保参保"]
[parameters]
"年度收入监测线" = { value = 8500, from = 2026-01-01, by = "某县乡村振兴局" }
[[password]]
file = "*.xlsx"
password = "123456"
[[sheet]]
file = "教育/*.xlsx"
sheet = "学籍"
source = "在校学生学籍"
header_row = 2
[[columns]]
source = "医保参保"
"参保情况" = "参保状态"
[[accepted]]
period = "2026-11"
source = "医保参保"
check = "shrunk"
reason = "核对无误"
"#;

fn settings(tries: Tries) {
    let (_, pack) = built_in();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county/bidui.toml");
    let corpus = vec![SETTINGS.to_owned(), fs::read_to_string(example).expect("an example")];
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bidui.toml");
    let make = |chance: &mut Chance| {
        let text = chance.one(&corpus).clone();
        let changed = chance.changed(&text, &corpus);
        if chance.below(4) == 0 { chance.damaged(changed.as_bytes()) } else { changed.into_bytes() }
    };
    tried("bidui.toml", tries, make, |bytes| {
        fs::write(&path, bytes).expect("written");
        match Config::read(&path) {
            Ok(config) => drop(pack.clone().in_county(&config)),
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
    });
}

/// A month whose tables are text.
fn tables(tries: Tries) {
    let case = village::month(Case::new(), "2026-11", &[]);
    let files = files_under(&case.path(DATA));
    let corpus: Vec<String> = files.iter().map(|file| fs::read_to_string(file).expect("a table")).collect();
    let make = |chance: &mut Chance| {
        let at = chance.below(files.len());
        (at, chance.changed(&corpus[at], &corpus))
    };
    tried("tables of text", tries, make, |(at, text)| {
        fs::write(&files[*at], text).expect("written");
        let setup = Setup::of(&case.path(DATA)).expect("a county");
        let _ = screen(&setup, &Silent);
        fs::write(&files[*at], &corpus[*at]).expect("written");
    });
}

fn returned(tries: Tries) {
    let case = village::county();
    let list = copy(&case, &UNTRUE, "知道，会用");
    let place = case.path("回收/甲.xlsx");
    list.save(&place);
    let whole = fs::read(&place).expect("a list");
    let make = |chance: &mut Chance| {
        (chance.below(4) > 0).then(|| scrambled(&list, chance)).ok_or_else(|| chance.damaged(&whole))
    };
    tried("returned lists", tries, make, |made| {
        match made {
            Ok(list) => list.save(&place),
            Err(bytes) => fs::write(&place, bytes).expect("written"),
        }
        let files = [place.clone()];
        let today = jiff::civil::date(2026, 12, 31);
        let request = CollectRequest { files: &files, pack: None, strictness: Strictness::SoundRows, today };
        let _ = receive(&case.path(""), request);
    });
    case.run(&["ledger", "verify"]).success();
}

/// A list in which cells were typed over and moved.
fn scrambled(list: &Filled, chance: &mut Chance) -> Filled {
    let mut list = list.clone();
    let texts: Vec<String> = list.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten().cloned()).collect();
    for _ in 0..=chance.below(12) {
        let sheet = chance.below(list.sheets.len());
        let rows = &mut list.sheets[sheet].rows;
        let row = chance.below(rows.len());
        match (chance.below(5), rows.get_mut(row)) {
            (0, Some(cells)) if !cells.is_empty() => {
                let column = chance.below(cells.len());
                cells[column] = chance.changed(&cells[column].clone(), &texts).chars().take(30_000).collect();
            }
            (1, Some(cells)) if !cells.is_empty() => {
                let column = chance.below(cells.len());
                cells[column] = chance.one(&texts).clone();
            }
            (2, Some(cells)) => cells.reverse(),
            (3, Some(_)) => drop(rows.remove(row)),
            (_, Some(cells)) => {
                let again = cells.clone();
                rows.push(again);
            }
            (_, None) => {}
        }
    }
    list
}

fn waivers(tries: Tries) {
    let (_, pack) = built_in();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("豁免.csv");
    let corpus = vec!["户编号,规则,豁免原因,截止日期,决定人\nH1,EDU-17,核实过,2027-06-30,县专班\n".to_owned()];
    let make = |chance: &mut Chance| chance.changed(&corpus[0], &corpus);
    tried("lists of waivers", tries, make, |text| {
        fs::write(&path, text).expect("written");
        let _ = WaiverList::read(&path, &pack.waiver_form);
    });
}

/// On a stack as large as the program's.
fn roomy(work: fn()) {
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread");
    thread.join().expect("no finding");
}

#[test]
fn a_few() {
    roomy(|| {
        expressions(Tries::Times(400));
        packs(Tries::Times(3));
        settings(Tries::Times(200));
        tables(Tries::Times(4));
        returned(Tries::Times(4));
        waivers(Tries::Times(100));
    });
}

#[test]
#[ignore = "takes half an hour"]
fn many() {
    roomy(|| {
        for try_all in [expressions, packs, settings, tables, returned, waivers] {
            try_all(Tries::long());
        }
    });
}
