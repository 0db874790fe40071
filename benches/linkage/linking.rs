//! What linking costs by itself: everything between typed records and the proposals, in CPU seconds.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use bidui::ingest::{Caption, KnownSheet, Recogniser, Recognition, SheetLocation, measures, recognise, roles};
use bidui::link::{RegisterIndex, Residents, link, population, unmatched};
use bidui::pack::{Config, Pack, PackFiles, compile};
use bidui::schema::{Damaged, FATE, Fate, PERSON, ROW};
use bidui::standardize::{Extract, Records, standardize};
use bidui::value::IdNumber;
use jiff::civil::Date;
use polars::prelude::DataFrame;

/// A county's register and insurance list, before they are linked.
struct Tables {
    pack: Pack,
    rows: DataFrame,
    list: DataFrame,
    damaged: Vec<Damaged>,
}

/// The CPU seconds of linking a county's insurance list with its register, the least of three runs.
pub fn seconds(county: &Path) -> f64 {
    let tables = Tables::of(county);
    let run = || {
        let begun = Clock::now();
        black_box(tables.linked());
        begun.seconds()
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// Whose the rows of the insurance list are that were joined, by row.
pub fn joined(county: &Path) -> HashMap<usize, String> {
    let frame = Tables::of(county).linked();
    let key = |name: &str| frame.column(name).expect("a key").i64().expect("keys are integers");
    let (rows, persons) = (key(ROW), key(PERSON));
    let fates = frame.column(FATE).expect("fates").str().expect("fates are words");
    let is_joined = |at: &usize| fates.get(*at) == Some(Fate::Linked.label());
    let one = |at: usize| {
        let number = IdNumber::from_key(persons.get(at)?)?.full().to_uppercase();
        Some((usize::try_from(rows.get(at)?).ok()?, number))
    };
    (0..frame.height()).filter(is_joined).filter_map(one).collect()
}

impl Tables {
    fn of(county: &Path) -> Self {
        let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
        let (rows, _) = typed(&county.join("data/2026-11/农户花名册.csv"), &pack);
        let (list, damaged) = typed(&county.join("data/2026-11/医保参保.csv"), &pack);
        Self { pack, rows, list, damaged }
    }

    /// The insurance list, linked.
    fn linked(&self) -> DataFrame {
        let (source, register) = self.pack.register();
        let insured = &self.pack.sources["医保参保"];
        let population = population(self.rows.clone(), source, register, &Config::default()).expect("a population");
        let residents = Residents::of(&population, &[]).expect("residents");
        let register = RegisterIndex::of(&residents, source, &self.pack.linkage).expect("a register");
        let linked = link(self.list.clone(), insured, &register, &self.damaged, &BTreeMap::new()).expect("records");
        black_box(unmatched(&linked.frame, insured, &residents).expect("records of nobody"));
        black_box(linked.candidate_matches);
        linked.frame
    }
}

/// The records of a table, and those whose number is damaged.
fn typed(path: &Path, pack: &Pack) -> (DataFrame, Vec<Damaged>) {
    let book = bidui::workbook::read(path, &[]).expect("a table");
    let (sheet, recogniser) = (&book.sheets[0], Recogniser::new(pack));
    let standing =
        SheetLocation { path: path.file_name().and_then(|name| name.to_str()).unwrap_or(""), sheet: &sheet.name };
    let Recognition::As { mapping, .. } = recognise(&sheet.grid, &recogniser, standing, KnownSheet::default()) else {
        panic!("a table that is known: {}", path.display())
    };
    let rows = roles(&sheet.grid, &mapping, &pack.layout).data;
    let caption = &Caption::of(standing.path, &sheet.name, &sheet.grid, mapping.header.start);
    let (grid, measures) = (&sheet.grid, &measures(&mapping, caption, &pack.units));
    let (mapping, rows) = (&mapping, rows.as_slice());
    let extract = Extract { sheet: 0, caption, stated: None, grid, mapping, rows, measures, pack };
    let Records { frame, damaged, .. } = standardize(extract, Date::MAX).expect("records");
    (frame, damaged)
}

/// Counts CPU time where Linux tells it, else elapsed time.
struct Clock(Result<f64, Instant>);

impl Clock {
    fn now() -> Self {
        Self(used().ok_or_else(Instant::now))
    }

    fn seconds(&self) -> f64 {
        match self.0 {
            Ok(begun) => used().unwrap_or(begun) - begun,
            Err(begun) => begun.elapsed().as_secs_f64(),
        }
    }
}

/// The CPU seconds that this process has used: the 14th and 15th figure of its line, in hundredths.
fn used() -> Option<f64> {
    let line = fs::read_to_string("/proc/self/stat").ok()?;
    let figures: Vec<f64> = line.rsplit_once(')')?.1.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    // The name in brackets and the letter behind it are no figures.
    Some((figures.get(10)? + figures.get(11)?) / 100.0)
}
