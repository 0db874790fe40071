//! Small files that stand for gigabytes or for hours, one of every format, and what is no file at all: each is read within
//! limits, or told in a sentence.

use std::fmt::Write;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::case::{Case, DATA, id};
use crate::xlsx::zipped;

/// A table that is read, below which the trouble begins.
fn insured() -> Vec<Vec<String>> {
    let row = |number: u32| {
        vec!["赵大".to_owned(), id(number, "19800101"), "正常参保".to_owned(), "2026".to_owned(), "城乡居民".to_owned()]
    };
    let heading = ["姓名", "身份证号", "参保状态", "参保年度", "险种"].map(str::to_owned).to_vec();
    std::iter::once(heading).chain((1..4).map(row)).collect()
}

fn rows(open: &str, cell: impl Fn(&str) -> String, close: &str) -> String {
    let row = |cells: Vec<String>| format!("{open}{}{close}", cells.iter().map(|text| cell(text)).collect::<String>());
    insured().into_iter().map(row).collect()
}

/// A workbook of one sheet: what stands below the table in its data, and behind that; its sheets, strings and styles.
#[derive(Default)]
struct Xlsx {
    rows: String,
    after: String,
    sheets: usize,
    strings: String,
    styles: String,
}

impl Xlsx {
    fn bytes(self) -> Vec<u8> {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let link = |part: &str, kind_of: &str| {
            format!("<Relationship Id='{kind_of}' Type='{kind}/{kind_of}' Target='{part}.xml'/>")
        };
        let links = [link("sheet", "worksheet"), link("strings", "sharedStrings"), link("styles", "styles")].concat();
        let sheets: String =
            (0..self.sheets.max(1)).map(|number| format!("<sheet name='{number}' r:id='worksheet'/>")).collect();
        let cells = rows("<row>", |text| format!("<c t='str'><v>{text}</v></c>"), "</row>");
        let parts = [
            ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", format!("<Relationships>{links}</Relationships>")),
            ("xl/strings.xml", format!("<sst>{}</sst>", self.strings)),
            ("xl/styles.xml", format!("<styleSheet>{}</styleSheet>", self.styles)),
            (
                "xl/sheet.xml",
                format!("<worksheet><sheetData>{cells}{}</sheetData>{}</worksheet>", self.rows, self.after),
            ),
        ];
        zipped(&parts.map(|(name, part)| (name.to_owned(), part)))
    }
}

fn far_corner() -> Vec<u8> {
    let rows = "<row r='1048576'><c r='XFD1048576' t='str'><v>x</v></c></row>".to_owned();
    Xlsx { rows, ..Xlsx::default() }.bytes()
}

/// Every cell is the same long text.
fn one_text_everywhere() -> Vec<u8> {
    let row = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(100));
    let strings = format!("<si><t>{}</t></si>", "甲".repeat(32_000));
    Xlsx { rows: row.repeat(100), strings, ..Xlsx::default() }.bytes()
}

fn merged_rows(far: &str) -> Vec<u8> {
    let merges: String = (6..6_006).map(|row| format!("<mergeCell ref='A{row}:XFD{row}'/>")).collect();
    let rows = format!("<row r='6006'><c r='{far}6006' t='str'><v>x</v></c></row>");
    Xlsx { rows, after: format!("<mergeCells>{merges}</mergeCells>"), ..Xlsx::default() }.bytes()
}

/// One part, listed as any number of sheets.
fn one_sheet_many_times() -> Vec<u8> {
    Xlsx { sheets: 2_001, ..Xlsx::default() }.bytes()
}

fn styles() -> Vec<u8> {
    let styles = format!("<cellXfs>{}</cellXfs>", "<xf numFmtId='14'/>".repeat(1 << 20));
    Xlsx { styles, sheets: 5, ..Xlsx::default() }.bytes()
}

fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='表'>{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    zipped(&[("mimetype".to_owned(), mimetype), ("content.xml".to_owned(), content)])
}

fn page(below: &str) -> Vec<u8> {
    let table = rows("<tr>", |text| format!("<td>{text}</td>"), "</tr>");
    format!("<html><table>{table}{below}</table></html>").into_bytes()
}

fn xml_2003(below: &str) -> Vec<u8> {
    let table = rows("<Row>", |text| format!("<Cell><Data ss:Type='String'>{text}</Data></Cell>"), "</Row>");
    format!(
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>\
         <Worksheet ss:Name='表'><Table>{table}{below}</Table></Worksheet></Workbook>"
    )
    .into_bytes()
}

fn text(below: &str) -> Vec<u8> {
    let table: String = insured().iter().map(|row| row.join(",") + "\n").collect();
    (table + below).into_bytes()
}

/// A binary workbook without a container: so many sheets that all lie in the same place.
fn binary(sheets: u32, cells: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let length = u16::try_from(body.len()).expect("short");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
    };
    let begin = |kind: u16| record(0x0809, &[0x0600, kind, 0, 0, 0, 0, 0, 0].map(u16::to_le_bytes).concat());
    let end = record(0x000a, &[]);
    let head = |position: u32| {
        let listed = record(0x0085, &[&position.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
        [begin(5), listed.repeat(sheets as usize), end.clone()].concat()
    };
    let position = u32::try_from(head(0).len()).expect("small");
    let cells: Vec<u8> = cells.iter().flat_map(|(kind, body)| record(*kind, body)).collect();
    [head(position), begin(0x10), cells, end.clone()].concat()
}

fn number(row: u16, column: u16) -> (u16, Vec<u8>) {
    (0x0203, [[row, column, 0].map(u16::to_le_bytes).concat(), 1.5_f64.to_le_bytes().to_vec()].concat())
}

fn merges_of_a_binary_workbook() -> Vec<u8> {
    let block = [0_u16, 65_535, 0, 255].map(u16::to_le_bytes).concat();
    let record = (0x00e5, [1_000_u16.to_le_bytes().to_vec(), block.repeat(1_000)].concat());
    let cells: Vec<(u16, Vec<u8>)> = std::iter::once(number(0, 255)).chain(vec![record; 50]).collect();
    binary(1, &cells)
}

/// An archive of which all files lie in the same place.
fn overlapping() -> Vec<u8> {
    let one = zipped(&[("a.csv".to_owned(), "a,b\n".repeat(4 << 20))]);
    let directory = one.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let end = one.windows(4).position(|bytes| bytes == b"PK\x05\x06").expect("an end");
    let (files, entry, mut last) = (&one[..directory], &one[directory..end], one[end..].to_vec());
    let count: u16 = 100;
    let length = u32::try_from(entry.len()).expect("small") * u32::from(count);
    last[8..10].copy_from_slice(&count.to_le_bytes());
    last[10..12].copy_from_slice(&count.to_le_bytes());
    last[12..16].copy_from_slice(&length.to_le_bytes());
    let entries = (0..count).flat_map(|number| {
        let mut entry = entry.to_vec();
        let name = 46;
        entry[name] = b'a' + u8::try_from(number % 26).expect("a letter");
        entry
    });
    [files.to_vec(), entries.collect(), last].concat()
}

fn spans(columns: usize, rows: usize) -> String {
    format!("<td colspan={columns} rowspan={rows}>x")
}

/// Files by name.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let cell = |attributes: &str| {
        format!("<table:table-cell office:value-type='string' {attributes}><text:p>甲</text:p></table:table-cell>")
    };
    let spanned = cell("table:number-columns-spanned='16384' table:number-rows-spanned='1000000'").repeat(3_000);
    let nested = format!("<table><tr>{}", spans(1000, 1000).repeat(10)).repeat(40);
    let merged = "<Row><Cell ss:MergeAcross='16383'><Data ss:Type='String'>x</Data></Cell></Row>";
    vec![
        ("xlsx 远处一格.xlsx", far_corner()),
        ("xlsx 共用长文字.xlsx", one_text_everywhere()),
        ("xlsx 整行合并.xlsx", merged_rows("B")),
        ("xlsx 整行合并到最右.xlsx", merged_rows("XFD")),
        ("xlsx 一表多列.xlsx", one_sheet_many_times()),
        ("xlsx 样式.xlsx", styles()),
        ("ods 合并.ods", open_document(&format!("<table:table-row>{spanned}</table:table-row>"))),
        ("网页 跨列.xls", page(&format!("<tr>{}", spans(1000, 1).repeat(1_200)))),
        ("网页 跨行跨列.xls", page(&format!("<tr>{}{}", spans(1000, 1000).repeat(16), "<tr><td>y".repeat(900)))),
        ("网页 层层表格.xls", format!("<html>{nested}</html>").into_bytes()),
        ("xml 合并.xls", xml_2003(&merged.repeat(2_000))),
        ("xml 远处一行.xls", xml_2003("<Row ss:Index='19999999'><Cell><Data ss:Type='String'>x</Data></Cell></Row>")),
        (
            "xml 无穷远.xls",
            xml_2003("<Row><Cell ss:Index='18446744073709551615'><Data ss:Type='String'>x</Data></Cell></Row>"),
        ),
        ("xls 同处多表.xls", binary(2_001, &[number(0, 0)])),
        ("xls 远处一格.xls", binary(3, &[number(65_535, 255)])),
        ("xls 合并.xls", merges_of_a_binary_workbook()),
        ("csv 远处一列.csv", text(&format!("{}x\n", ",".repeat(20_000)))),
        ("zip 重叠.zip", overlapping()),
    ]
}

/// Runs the program with less memory than these files would take; what it says of every file, and for how long.
fn inspected(case: &Case) -> (String, Duration) {
    let begun = Instant::now();
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 4000000; exec \"$0\" inspect data/2026-11", env!("CARGO_BIN_EXE_bidui")])
        .current_dir(case.path(""))
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    (told, begun.elapsed())
}

/// The lines about files, as a table without its lines.
fn lines(told: &str) -> String {
    let mut all = String::new();
    for line in told.lines().filter(|line| line.starts_with('│')) {
        let cells: Vec<&str> = line.trim_matches('│').split('┆').map(str::trim).collect();
        writeln!(all, "{}", cells.join(" | ").trim_end_matches([' ', '|'])).expect("text");
    }
    all
}

#[cfg(unix)]
#[test]
fn files_that_stand_for_more_than_they_hold() {
    let case = bombs().into_iter().fold(Case::new(), |case, (name, bytes)| case.file(&format!("{DATA}/{name}"), bytes));
    let (told, took) = inspected(&case);
    insta::assert_snapshot!(lines(&told));
    // Some of these took hours; a busy machine takes a minute.
    assert!(took < Duration::from_secs(600), "{took:?}");
}

/// Pipes, devices, sockets and folders under the names of tables are told, not opened.
#[cfg(unix)]
#[test]
fn what_is_no_file() {
    use std::os::unix::fs::symlink;
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主");
    let place = |name: &str| case.path(&format!("{DATA}/{name}"));
    for name in ["管道.xlsx", "管道.zip"] {
        assert!(Command::new("mkfifo").arg(place(name)).status().expect("mkfifo starts").success());
    }
    symlink("/dev/zero", place("设备.csv")).expect("linked");
    symlink(place("管道.xlsx"), place("连接.xls")).expect("linked");
    symlink(place("循环.ods"), place("循环.ods")).expect("linked");
    fs::create_dir(place("文件夹.xlsx")).expect("made");
    let _socket = std::os::unix::net::UnixListener::bind(place("套接字.xlsb")).expect("bound");
    let outcome = case.screen();
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.stderr);
}

/// The files that a county writes itself, and those that it gets back.
#[cfg(unix)]
#[test]
fn what_is_no_file_in_a_county() {
    let mut told = String::new();
    let runs: [(&str, &[&str]); 8] = [
        ("bidui.toml", &["screen", DATA]),
        ("rules/clues/我的.toml", &["screen", DATA]),
        ("确认.xlsx", &["screen", DATA]),
        ("ledger.db", &["screen", DATA]),
        ("ledger.key", &["screen", DATA]),
        ("回收情况.xlsx", &["collect", "回收"]),
        ("回收/青石镇.xlsx", &["collect", "回收"]),
        ("豁免.xlsx", &["waive", "import", "豁免.xlsx"]),
    ];
    for (name, run) in runs {
        let case = Case::new().register("H1 | 周大山 | {id:1} | 户主").file("回收/柳河镇.xlsx", "PK");
        if run[0] == "collect" {
            case.screen().success();
        }
        let path = case.path(name);
        // The key is there already.
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo starts").success());
        let outcome = case.run(run);
        let said = outcome.stdout + &outcome.stderr;
        let why: Vec<&str> = said.lines().filter(|line| line.contains("普通文件")).collect();
        writeln!(told, "# {name}\nexit {}\n{}", outcome.code, why.join("\n")).expect("text");
    }
    insta::assert_snapshot!(told);
}
