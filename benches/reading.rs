//! How fast large workbooks become typed tables, beside a plain loop over the reader library's cells and the floor:
//! inflating the file and looking at every byte once; and how fast it is told what the tables of a county's month are.
//!
//! `cargo bench --bench reading -- [rows] [books]`; 500,000 rows and 2 books unless told otherwise. Compare the ratios
//! within one run: machines differ and are noisy. Peak memory is that of `/usr/bin/time -v` around one book.
//!
//! What separates typed tables from the floor, one core, two books of 500,000 rows (2 cores of an x86-64 server), by
//! the figures of one run and `perf record` over it:
//!
//! | share | where |
//! |---|---|
//! | 12 % | the floor: inflating, and looking at every byte once |
//! | 49 % | XML → columns of text: finding where tags begin and end (a third of it), the attributes of cells (a tenth),
//! UTF-8 checked, nodes handed over, strings looked up and copied |
//! | 39 % | text → values: no single place; cleaning of text, looking cells up, and allocating cleaned text lead |
//!
//! The next target is the XML: cells of a sheet have few forms, and a scanner that knows `<c r=… t="s"><v>…</v></c>`
//! needs no general parser for them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bidui::ingest::{Caption, KnownSheet, Recogniser, Recognition, SheetLocation, measures, recognise, roles};
use bidui::pack::{Pack, PackFiles, compile};
use bidui::standardize::{Extract, standardize};
use bidui::workbook::Book;
use calamine::{Reader, Xlsx, open_workbook};
use jiff::civil::{Date, date};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rust_xlsxwriter::Workbook;

const HEADINGS: [&str; 12] = [
    "乡镇",
    "行政村",
    "组",
    "户编号",
    "户主姓名",
    "姓名",
    "身份证号",
    "性别",
    "出生日期",
    "与户主关系",
    "人员状态",
    "联系电话",
];

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (rows, books) = (numbers.first().copied().unwrap_or(500_000), numbers.get(1).copied().unwrap_or(2));
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<PathBuf> = (0..books).map(|book| make(folder.path(), book, rows)).collect();
    for (path, strings) in files.iter().zip(["shared strings", "inline strings"].iter().cycle()) {
        let megabytes = path.metadata().map_or(0.0, |file| file.len() as f64 / 1e6);
        println!("{rows} rows x {} columns, {strings}, {megabytes:.0} MB", HEADINGS.len());
    }
    let recogniser = &Recogniser::new(&pack);
    let floor = timed("floor: inflate and scan, one after another", || files.iter().map(|path| scan(path)).sum());
    let plain = timed("plain loop over cells, one after another", || files.iter().map(|path| cells(path)).sum());
    let text = timed("text tables, one after another", || files.iter().map(|path| text(path)).sum());
    let one =
        timed("typed tables, one after another", || files.iter().map(|path| typed(path, &pack, recogniser)).sum());
    let all = timed("typed tables, all cores", || files.par_iter().map(|path| typed(path, &pack, recogniser)).sum());
    let ratio = |left: Duration, right: Duration| left.as_secs_f64() / right.as_secs_f64();
    println!("plain loop / typed tables on all cores: {:.2}", ratio(plain, all));
    println!("text tables / plain loop, one core: {:.2}", ratio(text, plain));
    println!("typed tables / plain loop, one core: {:.2}", ratio(one, plain));
    println!("typed tables / floor, one core: {:.2}", ratio(one, floor));
    let month = month();
    timed("recognition, the example county's month 20 times", || (0..20).map(|_| recognised(&month, &pack)).sum());
}

/// The best of three.
fn timed(what: &str, run: impl Fn() -> usize) -> Duration {
    let attempt = || {
        let start = Instant::now();
        let count = std::hint::black_box(run());
        (start.elapsed(), count)
    };
    let (best, count) = (0..3).map(|_| attempt()).min().expect("three attempts");
    println!("{:8.2} s  {what} ({count})", best.as_secs_f64());
    best
}

/// Writes a register; every second one keeps its strings with the cells.
fn make(folder: &Path, book: usize, rows: usize) -> PathBuf {
    let path = folder.join(format!("花名册{book}.xlsx"));
    let mut workbook = Workbook::new();
    let sheet = match book % 2 {
        0 => workbook.add_worksheet_with_low_memory(),
        _ => workbook.add_worksheet_with_constant_memory(),
    }
    .expect("a sheet");
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).expect("a heading");
    }
    for row in 1..=rows {
        let number = u32::try_from(row).expect("fits");
        for (column, cell) in (0..).zip(person(row + book * rows)) {
            sheet.write_string(number, column, &cell).expect("a cell");
        }
    }
    workbook.save(&path).expect("saved");
    path
}

fn person(number: usize) -> [String; 12] {
    let (household, member) = (number / 4, number % 4);
    let birth =
        date(1930 + i16::try_from(number % 90).expect("small"), 1 + (number % 12) as i8, 1 + (number % 28) as i8);
    let body = format!("360799{}{:03}", birth.strftime("%Y%m%d"), number / 90 % 999 + 1);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    let relation = ["户主", "配偶", "之子", "之女"][member];
    [
        format!("第{}镇", number % 20),
        format!("第{}村", number % 300),
        format!("{}组", number % 8),
        format!("H{household:07}"),
        name(household * 4),
        name(number),
        format!("{body}{}", char::from(b"10X98765432"[sum % 11])),
        if (number / 90 % 999).is_multiple_of(2) { "男" } else { "女" }.to_owned(),
        birth.to_string(),
        relation.to_owned(),
        "常住".to_owned(),
        format!("138{:08}", number % 100_000_000),
    ]
}

fn name(number: usize) -> String {
    let of = |characters: &str, place: usize| characters.chars().nth(place % 8).unwrap_or_default();
    [of("赵钱孙李周吴郑王", number), of("小大文明志玉春秋", number / 8), of("华兰军英强芳伟梅", number / 64)]
        .iter()
        .collect()
}

fn scan(path: &Path) -> usize {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path).expect("a file"))).expect("a zip file");
    let mut buffer = vec![0; 1 << 16];
    let mut tags = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        loop {
            match part.read(&mut buffer).expect("bytes") {
                0 => break,
                read => tags += buffer[..read].iter().filter(|byte| **byte == b'<').count(),
            }
        }
    }
    tags
}

fn cells(path: &Path) -> usize {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let mut reader = book.worksheet_cells_reader(&name).expect("a sheet");
    let mut cells = 0;
    while let Ok(Some(cell)) = reader.next_cell() {
        std::hint::black_box(&cell);
        cells += 1;
    }
    cells
}

fn text(path: &Path) -> usize {
    bidui::workbook::read(path, &[]).expect("a workbook").sheets.iter().map(|sheet| sheet.grid.rows()).sum()
}

fn typed(path: &Path, pack: &Pack, recogniser: &Recogniser<'_>) -> usize {
    let book = bidui::workbook::read(path, &[]).expect("a workbook");
    let mut records = 0;
    for sheet in &book.sheets {
        let Recognition::As { mapping, .. } =
            recognise(&sheet.grid, recogniser, SheetLocation { path: "", sheet: &sheet.name }, KnownSheet::default())
        else {
            continue;
        };
        let rows = roles(&sheet.grid, &mapping, &pack.layout).data;
        let caption = &Caption::of("", &sheet.name, &sheet.grid, mapping.header.start);
        let (grid, measures) = (&sheet.grid, &measures(&mapping, caption, &pack.units));
        let (mapping, rows) = (&mapping, rows.as_slice());
        let extract = Extract { sheet: 0, caption, stated: None, grid, mapping, rows, measures, pack };
        records += standardize(extract, Date::MAX).expect("a table").frame.height();
    }
    records
}

/// The workbooks of the example county's last month, by their paths below its folder.
fn month() -> BTreeMap<String, Book> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county/data/2026-11");
    let paths = glob::glob(&format!("{}/*/*", folder.display())).expect("a pattern").map(|path| path.expect("a path"));
    let book = |path: PathBuf| {
        let below = path.strip_prefix(&folder).expect("it lies there").display().to_string();
        (below, bidui::workbook::read(&path, &[]).expect("a workbook"))
    };
    paths.map(book).collect()
}

/// How many sheets are tables of some source.
fn recognised(month: &BTreeMap<String, Book>, pack: &Pack) -> usize {
    let recogniser = &Recogniser::new(pack);
    let sheets = month.iter().flat_map(|(path, book)| book.sheets.iter().map(move |sheet| (path, sheet)));
    let recognised = sheets.filter(|(path, sheet)| {
        let location = SheetLocation { path, sheet: &sheet.name };
        matches!(recognise(&sheet.grid, recogniser, location, KnownSheet::default()), Recognition::As { .. })
    });
    recognised.count()
}
