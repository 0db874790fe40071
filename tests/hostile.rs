//! Files that are broken or mean harm: each costs itself, in a sentence, and nothing else.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::case::{Case, DATA};
use crate::xlsx::zipped;

/// An OpenDocument sheet whose one row of one cell is repeated.
fn open_document(columns: usize, rows: usize) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"表\"><table:table-row table:number-rows-repeated=\"{rows}\">\
         <table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>\
         </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    let manifest =
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>".to_owned();
    let parts = [("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", content)];
    zipped(&parts.map(|(name, part)| (name.to_owned(), part)))
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).expect("a fixture")
}

/// What the process that reads risky files answers within some megabytes and seconds; nothing if it came to its end.
fn confined(bytes: &[u8], megabytes: usize, seconds: u64) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("表");
    fs::write(&path, bytes).expect("written");
    let orders = format!(
        "{{\"path\": {:?}, \"passwords\": [], \"memory\": {}, \"seconds\": {seconds}}}",
        path.to_str().expect("a name"),
        megabytes << 20
    );
    let mut reader = Command::new(env!("CARGO_BIN_EXE_bidui"))
        .arg("confined-reader")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    reader.stdin.take().expect("an input").write_all(orders.as_bytes()).expect("written");
    let output = reader.wait_with_output().expect("an end");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("text"))
}

/// A few bytes that stand for gigabytes come to an end at the limit; within it they are read.
#[test]
fn memory_holds() {
    let small = confined(&open_document(3, 4), 64, 60).expect("an answer");
    assert!(small.contains("\"Ok\"") && small.contains("甲甲甲甲"), "{small}");
    assert_eq!(confined(&open_document(2_000, 20_000), 64, 60), None);
}

#[test]
fn time_holds() {
    assert_eq!(confined(&open_document(1_000, 5_000), 1024, 0), None);
}

/// A few bytes that stand for more cells than a sheet has stop the run like any file that cannot be read.
#[test]
fn a_sheet_beyond_all_reason_is_a_file_that_cannot_be_read() {
    let outcome = Case::new()
        .register("H1 | 周大山 | {id:1} | 户主")
        .file(&format!("{DATA}/医保.ods"), open_document(9_000, 10_000))
        .screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("医保.ods 无法读取：表格内容超出正常范围"), "{}", outcome.stderr);
    assert!(!outcome.output("").exists());
}

/// The table of sectors of a compound file, made to lead in a circle or to nowhere.
#[test]
fn sectors_that_lead_in_a_circle() {
    let whole = fixture("花名册.xls");
    let table = 512 * (1 + u32::from_le_bytes(whole[76..80].try_into().expect("four bytes")) as usize);
    for wrong in [0_u32, 1, 2, 3, 0x7fff_ffff, 0xffff_fffd] {
        let mut book = whole.clone();
        for entry in book[table..table + 512].chunks_exact_mut(4) {
            entry.copy_from_slice(&wrong.to_le_bytes());
        }
        let answer = confined(&book, 256, 60).unwrap_or_default();
        assert!(!answer.contains("\"Ok\""), "{wrong}: {answer}");
    }
}

/// Text without end between two tags.
#[test]
fn a_workbook_that_inflates_without_end() {
    let workbook = "<workbook><sheets><sheet name='表' r:id='r1'/></sheets></workbook>";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    let links = format!("<Relationships><Relationship Id='r1' Type='{kind}' Target='sheet1.xml'/></Relationships>");
    let endless = format!("<worksheet><sheetData><row><c t='str'><v>{}", "0".repeat(70 << 20));
    let parts = [
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", links.as_str()),
        ("xl/sheet1.xml", endless.as_str()),
    ];
    let bytes = zipped(&parts.map(|(name, part)| (name.to_owned(), part)));
    assert!(bytes.len() < 1 << 20, "a small file");
    let outcome =
        Case::new().register("H1 | 周大山 | {id:1} | 户主").file(&format!("{DATA}/医保.xlsx"), bytes).screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("医保.xlsx 无法读取：表格内容超出正常范围"), "{}", outcome.stderr);
}

/// A required source whose only file is broken is a required source that is missing.
#[test]
fn a_register_that_is_broken() {
    let outcome = Case::new().file(&format!("{DATA}/农户花名册.xls"), &fixture("花名册.xls")[..3000]).screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("农户花名册.xls 无法读取：文件已损坏"), "{}", outcome.stderr);
}
