//! Workbooks that people get: text stays text, pages print, drop-downs and locks hold.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use bidui::value::Redacted;
use bidui::workbook::{
    Arrangement, BookOut, CellOut, ColumnKind, ColumnOut, Columns, Entry, Section, SheetOut, Visibility, write,
    write_csv,
};
use calamine::{Data, Reader, Xlsx, open_workbook};
use jiff::civil::date;

const DANGEROUS: [&str; 6] = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\",\"y\")"];

fn column(heading: &str, entry: Entry, choices: &[&str]) -> ColumnOut {
    let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
    ColumnOut { heading: heading.to_owned(), width: 12.0, kind: ColumnKind::Text, choices, entry }
}

fn list() -> BookOut {
    let row = |text: &str| vec![text.into(), CellOut::Text(Redacted::code("360799198001010015")), CellOut::Blank];
    let sheet = |name: &str| SheetOut {
        name: name.to_owned(),
        title: Some("某村清单".to_owned()),
        notes: vec!["说明".to_owned()],
        columns: vec![
            column("内容", Entry::Given, &[]),
            column("证号", Entry::Given, &[]),
            column("是否属实", Entry::FillIn, &["属实", "不属实"]),
        ],
        rows: DANGEROUS.map(row).into(),
        footer: vec!["签字：____".to_owned()],
        ..SheetOut::default()
    };
    // Two villages whose names become the same sheet name, and one that no sheet may bear.
    BookOut {
        created: date(2026, 11, 30),
        sheets: vec![sheet("石桥村"), sheet("石桥村"), sheet("a/b[c]:*?")],
        ..BookOut::default()
    }
}

#[test]
fn text_is_never_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("清单.xlsx");
    write(&path, &list(), None).expect("written");
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    assert_eq!(book.sheet_names(), ["石桥村", "石桥村2", "a_b_c____", "选项"]);
    let range = book.worksheet_range("石桥村").expect("a sheet");
    let cells: Vec<&Data> = range.rows().skip(3).take(6).map(|row| &row[0]).collect();
    assert_eq!(cells, DANGEROUS.map(|text| Data::String(text.to_owned())).iter().collect::<Vec<_>>());
    assert_eq!(range.get((3, 1)), Some(&Data::String("360799198001010015".to_owned())));
    let formulas = book.worksheet_formula("石桥村").expect("formulas");
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
}

#[test]
fn comma_separated_text_is_never_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("线索.csv");
    let rows = DANGEROUS.iter().chain(&["-3.5", "普通"]).map(|text| (*text).to_owned());
    write_csv(&path, &Columns::<String>::new().text("内容", String::clone), rows).expect("written");
    let text = std::fs::read_to_string(&path).expect("text");
    assert_eq!(
        text,
        "\u{feff}内容\r\n'=1+1\r\n+1\r\n'-2+3\r\n'@SUM(A1)\r\n'\t=1\r\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n-3.5\r\n普通\r\n"
    );
}

#[test]
fn pages_print_and_only_cells_to_fill_in_are_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("清单.xlsx");
    write(&path, &list(), None).expect("written");
    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    for wanted in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<sheetProtection",
        "type=\"list\"",
        "sqref=\"C4:C9\"",
        "<formula1>选项_1</formula1>",
        "第 &amp;P 页 共 &amp;N 页",
        "state=\"frozen\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted} is not in {sheet}");
    }
    let book = part(&path, "xl/workbook.xml");
    assert!(
        book.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">石桥村!$1:$3</definedName>"),
        "{book}"
    );
    assert!(book.contains("name=\"选项\" sheetId=\"4\" state=\"hidden\""), "{book}");
}

/// Pages of their own, drop-downs of single cells, rows without an answer, what travels unseen.
#[test]
fn forms_of_several_pages_know_who_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("核查表.xlsx");
    let words = ["知道", "不知道"].map(str::to_owned).to_vec();
    let rows = vec![vec![CellOut::from("是否知道二维码"), CellOut::Choice(words)]];
    let page = |title: &str| Section {
        title: Some(title.to_owned()),
        notes: Vec::new(),
        rows: rows.clone(),
        footer: vec!["签字：____".to_owned()],
    };
    let sheet = SheetOut {
        name: "入户核查".to_owned(),
        title: Some("第一户".to_owned()),
        columns: vec![column("问题", Entry::Given, &[]), column("回答", Entry::FillIn, &[])],
        rows: rows.clone(),
        further: vec![page("第二户"), page("第三户")],
        answered: Some(1),
        ..SheetOut::default()
    };
    let unseen = SheetOut { name: "批次".to_owned(), visibility: Visibility::Hidden, ..SheetOut::default() };
    let properties = vec![("批次".to_owned(), "B-1".to_owned())];
    let book = BookOut { created: date(2026, 11, 30), sheets: vec![sheet, unseen], properties };
    write(&path, &book, None).expect("written");
    let text = part(&path, "xl/worksheets/sheet1.xml");
    for wanted in ["<brk id=\"3\"", "<brk id=\"9\"", "AND(LEN($A3)&gt;0,LEN(TRIM($B3))=0)", "sqref=\"B6\""] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert!(!text.contains("fitToPage"), "pages that are fitted by themselves do not break where they are told");
    let book = part(&path, "xl/workbook.xml");
    assert!(book.contains("<definedName name=\"选项_1\">选项!$A$1:$A$2</definedName>"), "{book}");
    assert!(book.contains("name=\"批次\" sheetId=\"2\" state=\"veryHidden\""), "{book}");
    assert!(part(&path, "docProps/custom.xml").contains("<vt:lpwstr>B-1</vt:lpwstr>"));
}

/// The same contents are the same bytes.
#[test]
fn workbooks_are_reproducible() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = ["一.xlsx", "二.xlsx"].map(|name| {
        let path = folder.path().join(name);
        write(&path, &list(), None).expect("written");
        std::fs::read(path).expect("bytes")
    });
    assert_eq!(bytes[0], bytes[1]);
}

/// A sheet that people sort is not protected, for then nobody could; one that they filter is, and can be filtered.
#[test]
fn rows_can_be_filtered_and_sorted_where_that_is_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arrangement, filter, protected) in
        [(Arrangement::Fixed, false, true), (Arrangement::Filtered, true, true), (Arrangement::Sorted, true, false)]
    {
        let mut book = list();
        book.sheets[0].arrangement = arrangement;
        let path = folder.path().join("list.xlsx");
        write(&path, &book, None).expect("written");
        let sheet = part(&path, "xl/worksheets/sheet1.xml");
        assert_eq!(sheet.contains(r#"<autoFilter ref="A3:C9""#), filter, "{arrangement:?}");
        assert_eq!(sheet.contains("<sheetProtection"), protected, "{arrangement:?}");
    }
}

/// One file inside a workbook.
fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(path).expect("a file")).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("is there").read_to_string(&mut text).expect("text");
    text
}
