//! Workbooks of XML parts as programs other than Excel write them, put together part by part.

use std::io::{Cursor, Write as _};
use std::path::Path;

use bidui::workbook::{Cell, CellKind, Sheet, Unreadable, Visibility, read_bytes};
use calamine::{Data, Reader, Xlsx, open_workbook};

const MAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook of one sheet, each of which can be replaced.
struct Parts {
    types: String,
    book: String,
    links: String,
    strings: Option<String>,
    styles: Option<String>,
    sheets: Vec<String>,
}

impl Parts {
    /// A workbook whose only sheet has these rows.
    fn new(rows: &str) -> Self {
        let link = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>")
        };
        let links = [
            link("r1", "worksheet", "worksheets/sheet1.xml"),
            link("r2", "worksheet", "worksheets/sheet2.xml"),
            link("r8", "sharedStrings", "sharedStrings.xml"),
            link("r9", "styles", "styles.xml"),
        ];
        Self {
            types: MAIN.to_owned(),
            book: "<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
            links: format!("<Relationships>{}</Relationships>", links.concat()),
            strings: None,
            styles: None,
            sheets: vec![format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")],
        }
    }

    fn zipped(&self) -> Vec<u8> {
        zipped(&self.named())
    }

    /// The parts with their names.
    fn named(&self) -> Vec<(String, String)> {
        let types = format!(
            "<Types><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{}\"/></Types>",
            self.types
        );
        let root = format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), types),
            ("_rels/.rels".to_owned(), root),
            ("xl/workbook.xml".to_owned(), self.book.clone()),
            ("xl/_rels/workbook.xml.rels".to_owned(), self.links.clone()),
        ];
        parts.extend(self.strings.clone().map(|text| ("xl/sharedStrings.xml".to_owned(), text)));
        parts.extend(self.styles.clone().map(|text| ("xl/styles.xml".to_owned(), text)));
        let name = |number: usize| format!("xl/worksheets/sheet{number}.xml");
        parts.extend((1..).zip(&self.sheets).map(|(number, sheet)| (name(number), sheet.clone())));
        parts
    }
}

/// A zip file.
pub fn zipped(parts: &[(String, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        file.write_all(bytes.as_ref()).expect("written");
    }
    file.finish().expect("a file").into_inner()
}

/// A sheet as text: rows by line, cells by `|`, what is no text with its kind.
pub fn shown(sheet: &Sheet) -> String {
    let cell = |cell: Cell<'_>| match cell.kind {
        CellKind::Blank | CellKind::Text | CellKind::Untyped => cell.text.to_owned(),
        CellKind::Number => format!("#{}", cell.text),
        CellKind::WideNumber => format!("wide {}", cell.text),
        CellKind::Date => format!("day {}", cell.text),
        CellKind::Bool => format!("flag {}", cell.text),
        CellKind::Error => format!("error {}", cell.text),
    };
    let grid = &sheet.grid;
    let row = |row| (0..grid.width()).map(|column| cell(grid.cell(row, column))).collect::<Vec<_>>().join("|");
    (0..grid.rows()).map(row).collect::<Vec<_>>().join("\n")
}

/// The first sheet, or why there is none.
#[track_caller]
fn first(parts: &Parts) -> String {
    match read_bytes(parts.zipped(), "表", &[]) {
        Ok(book) => shown(&book.sheets[0]),
        Err(Unreadable::Corrupt(_)) => "corrupt".to_owned(),
        Err(Unreadable::TooLarge) => "too large".to_owned(),
        Err(Unreadable::SheetMissing(name)) => format!("{name} is missing"),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn cells_are_read_however_they_are_written() {
    for (what, rows, expected) in [
        ("inline", "<row r='1'><c r='A1' t='inlineStr'><is><t>甲</t></is></c></row>", "甲"),
        ("text of a formula", "<row r='1'><c r='A1' t='str'><f>B1</f><v>甲</v></c></row>", "甲"),
        (
            "neither rows nor cells are numbered",
            "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>",
            "#1||#2\n#3||",
        ),
        (
            "only some are numbered",
            "<row r='2'><c r='B2'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
            "||\n|#1|#2\n#3||",
        ),
        (
            "a prefix before every name",
            "<x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c></x:row>",
            "甲",
        ),
        ("line breaks between attributes", "<row\n r='1'><c\tr = 'A1'\n t=\"str\"><v>甲</v></c\n></row>", "甲"),
        (
            "several fonts",
            "<row><c t='inlineStr'><is><r><rPr><b/></rPr><t>周</t></r><r><t>大山</t></r></is></c></row>",
            "周大山",
        ),
        (
            "pronunciation",
            "<row><c t='inlineStr'><is><t>重庆</t><rPh sb='0' eb='1'><t>チョンチン</t></rPh><phoneticPr fontId='1'/></is></c></row>",
            "重庆",
        ),
        (
            "escapes",
            "<row><c t='inlineStr'><is><t>&lt;甲&#x4E59;&#19969;_x000D_&amp;amp; & &nbsp;&#xFFFFFFFF;</t></is></c></row>",
            "<甲乙丁\r&amp; & &nbsp;&#xFFFFFFFF;",
        ),
        ("nothing has a meaning", "<row><c t='str'><v><![CDATA[<甲>&amp;]]></v></c></row>", "<甲>&amp;"),
        ("comments", "<row><!-- <c><v>1</v></c> --><c t='str'><v>甲<!-- - -->乙</v></c></row>", "甲乙"),
        (
            "errors",
            "<row><c t='e'><v>#N/A</v></c><c t='e'><f>1/0</f><v>#DIV/0!</v></c></row>",
            "error #N/A|error #DIV/0!",
        ),
        ("flags", "<row><c t='b'><v>1</v></c><c t='b'><v>0</v></c></row>", "flag TRUE|flag FALSE"),
        (
            "a formula never worked out",
            "<row><c><f>A2</f></c><c><f>A2</f><v/></c><c><f>A2</f><v>2</v></c></row>",
            "error 公式没有计算|error 公式没有计算|#2",
        ),
        ("numbers", "<row><c><v>1.50</v></c><c><v>1E3</v></c><c t='n'><v> 7 </v></c></row>", "#1.5|#1000|#7"),
        (
            "numbers that lost digits",
            "<row><c><v>360799198001010016</v></c><c><v>1E+15</v></c></row>",
            "wide 360799198001010050|wide 1000000000000000",
        ),
        ("a day as text", "<row><c t='d'><v>2026-03-02T00:00:00</v></c></row>", "day 2026-03-02T00:00:00"),
        (
            "kinds of values that are not there",
            "<row><c t='s'/><c t='s'><v></v></c><c t='b'/><c t='e'/><c t='d'/><c t='n'/><c><v>1</v></c></row>",
            "||||||#1",
        ),
        ("an unknown string", "<row><c t='s'><v>0</v></c></row>", "corrupt"),
        (
            "cells out of order",
            "<row r='2'><c r='A2'><v>1</v></c></row><row r='1'><c r='A1'><v>2</v></c></row>",
            "corrupt",
        ),
        ("two cells in one place", "<row><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "corrupt"),
        ("a place that is none", "<row><c r='1A'><v>1</v></c></row>", "corrupt"),
        ("a row that is none", "<row r='-1'><c><v>1</v></c></row>", "corrupt"),
        ("a row beyond all sheets", "<row r='99999999999'><c><v>1</v></c></row>", "too large"),
        ("a tag not closed", "<row><c><v>1</v></c>", "corrupt"),
    ] {
        assert_eq!(first(&Parts::new(rows)), expected, "{what}");
    }
}

#[test]
fn shared_strings_keep_their_places() {
    let mut parts = Parts::new(
        "<row><c t='s'><v>2</v></c><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c t='s'><v>3</v></c></row>",
    );
    parts.strings = Some(
        "<sst><si><t>甲</t></si><si/><si><r><t xml:space='preserve'>乙 </t></r><r><t>丙</t></r><rPh><t>x</t></rPh></si></sst>"
            .to_owned(),
    );
    assert_eq!(first(&parts), "corrupt", "the fourth string is not there");
    parts.sheets[0] = parts.sheets[0].replace("<v>3</v>", "<v>0</v>");
    assert_eq!(first(&parts), "乙 丙|甲\n甲|");
}

/// A number is a day if its cell's format shows one; some books count days from 1904.
#[test]
fn days_are_numbers_in_cells_that_show_days() {
    let mut parts = Parts::new(
        "<row><c s='1'><v>46083</v></c><c s='2'><v>46083.5</v></c><c s='0'><v>46083</v></c><c s='3'><v>46083</v></c><c s='9'><v>46083</v></c></row>",
    );
    parts.styles = Some(
        "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/>\
         <numFmt numFmtId='177' formatCode='[h]:mm'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>\
         <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/><xf numFmtId='177'/></cellXfs></styleSheet>"
            .to_owned(),
    );
    assert_eq!(first(&parts), "day 2026-03-02|day 2026-03-02 12:00:00|#46083|#46083|#46083");
    parts.book = parts.book.replace("<workbook>", "<workbook><workbookPr date1904='1'/>");
    assert_eq!(first(&parts), "day 2030-03-03|day 2030-03-03 12:00:00|#46083|#46083|#46083");
    let extension = "<extLst><ext><x15:workbookPr chartTrackingRefBase='1'/></ext></extLst></workbook>";
    parts.book = parts.book.replace("</workbook>", extension);
    assert_eq!(first(&parts), "day 2030-03-03|day 2030-03-03 12:00:00|#46083|#46083|#46083", "an extension's own");
}

/// What only tells how a sheet looks is not believed about what it holds.
#[test]
fn declared_sizes_are_not_believed() {
    let corner = "<row r='1048576'><c r='XFD1048576' t='str'><v>角</v></c></row>";
    for dimension in ["A1", "A1:XFD1048576", "A1:ZZZZZZ99999999999", ""] {
        let mut parts = Parts::new("<row r='1'><c r='A1' t='str'><v>甲</v></c></row>");
        parts.sheets[0] = parts.sheets[0].replace("<sheetData>", &format!("<dimension ref='{dimension}'/><sheetData>"));
        assert_eq!(first(&parts), "甲");
        parts.sheets[0] = parts.sheets[0].replace("</sheetData>", &format!("{corner}</sheetData>"));
        let book = read_bytes(parts.zipped(), "表", &[]).expect("a book");
        let grid = &book.sheets[0].grid;
        assert_eq!((grid.rows(), grid.width()), (1_048_576, 16_384));
        assert_eq!((grid.cell(0, 0).text, grid.cell(1_048_575, 16_383).text), ("甲", "角"));
        let kept: usize = grid.columns().map(|column| grid.span(column).len()).sum();
        assert_eq!(kept, 2, "blank cells cost nothing");
    }
}

#[test]
fn macros_templates_and_odd_packages_are_workbooks_too() {
    let rows = "<row><c t='str'><v>甲</v></c></row>";
    for types in [
        MAIN,
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ] {
        assert_eq!(first(&Parts { types: types.to_owned(), ..Parts::new(rows) }), "甲", "{types}");
    }
    for target in ["/xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "../xl/worksheets/./Sheet1.XML"] {
        let mut parts = Parts::new(rows);
        parts.links = parts.links.replace("worksheets/sheet1.xml", target);
        assert_eq!(first(&parts), "甲", "{target}");
    }
}

/// A sheet that the book lists and does not have is not passed over.
#[test]
fn no_listed_sheet_is_passed_over() {
    let rows = "<row><c t='str'><v>甲</v></c></row>";
    let two = "<sheet name='一' r:id='r1'/><sheet name='二' state='veryHidden' r:id='r2'/></sheets>";
    let mut parts = Parts::new(rows);
    parts.book = format!("<workbook><sheets>{two}</workbook>");
    assert_eq!(first(&parts), "二 is missing");
    parts.sheets.push("<worksheet><sheetData><row hidden='1'><c><v>1</v></c></row><row hidden='true'/><row><c><v>2</v></c></row></sheetData></worksheet>".to_owned());
    let book = read_bytes(parts.zipped(), "表", &[]).expect("a book");
    let told: Vec<_> = book
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility, sheet.hidden_rows, shown(sheet)))
        .collect();
    assert_eq!(
        told,
        [("一", Visibility::Visible, 0, "甲".to_owned()), ("二", Visibility::Hidden, 1, "#1\n\n#2".to_owned())]
    );
    parts.book = parts.book.replace("r:id='r2'", "r:id='r5'");
    assert_eq!(first(&parts), "二 is missing");
}

/// How a part's text becomes bytes.
type Way<'a> = &'a dyn Fn(&str) -> Vec<u8>;

/// Parts are XML, and XML need not be UTF-8.
#[test]
fn parts_in_other_encodings_are_read() {
    let parts = Parts::new("<row><c t='inlineStr'><is><t>周大山</t></is></c><c><v>7</v></c></row>");
    let as_utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let declared = |text: &str| format!("<?xml version='1.0' encoding='gb2312'?>{text}");
    let ways: [Way<'_>; 5] = [
        &|text| as_utf16(text, u16::to_le_bytes),
        &|text| as_utf16(text, u16::to_be_bytes),
        &|text| as_utf16(text, u16::to_le_bytes)[2..].to_vec(),
        &|text| encoding_rs::GBK.encode(&declared(text)).0.into_owned(),
        &|text| format!("\u{feff}{text}").into_bytes(),
    ];
    for (number, encode) in ways.iter().enumerate() {
        let encoded: Vec<(String, Vec<u8>)> =
            parts.named().iter().map(|(name, text)| (name.clone(), encode(text))).collect();
        let book = read_bytes(zipped(&encoded), "表", &[]).expect("a book");
        assert_eq!(shown(&book.sheets[0]), "周大山|#7", "way {number}");
    }
}

/// Chart sheets hold no cells.
#[test]
fn charts_are_no_sheets() {
    let mut parts = Parts::new("<row><c t='str'><v>甲</v></c></row>");
    parts.book =
        "<workbook><sheets><sheet name='图' r:id='r7'/><sheet name='表' r:id='r1'/></sheets></workbook>".to_owned();
    let chart = format!("<Relationship Id='r7' Type='{RELATIONSHIPS}/chartsheet' Target='chartsheets/sheet1.xml'/></");
    parts.links = parts.links.replace("</", &chart);
    assert_eq!(first(&parts), "甲");
}

/// What a document declares is neither fetched nor multiplied.
#[test]
fn entities_are_not_resolved() {
    let laughs =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
    let mut parts = Parts::new("<row><c t='str'><v>&b;|&f;|&amp;</v></c></row>");
    parts.sheets[0] = format!("<?xml version='1.0'?>{laughs}{}", parts.sheets[0]);
    assert_eq!(first(&parts), "&b;|&f;|&");
}

/// Where this reader and the reader library tell different things of the project's own workbooks.
#[test]
fn a_second_reader_reads_the_same() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county/data");
    let mut books = 0;
    for path in crate::failure::files_under(&examples) {
        if path.extension().is_none_or(|extension| extension != "xlsx") {
            continue;
        }
        let ours = bidui::workbook::read(&path, &[]).expect("a book");
        let mut theirs: Xlsx<_> = open_workbook(&path).expect("a book");
        let names: Vec<&String> = ours.sheets.iter().map(|sheet| &sheet.name).collect();
        assert_eq!(names, theirs.sheet_names().iter().collect::<Vec<_>>());
        for sheet in &ours.sheets {
            let range = theirs.worksheet_range(&sheet.name).expect("a sheet");
            assert_eq!(sheet_of(&range), cells_of(sheet), "{}", path.display());
        }
        books += 1;
    }
    assert!(books > 20, "{books}");
}

type Place = (usize, usize);

fn cells_of(sheet: &Sheet) -> Vec<(Place, String)> {
    let grid = &sheet.grid;
    let places = (0..grid.rows()).flat_map(|row| (0..grid.width()).map(move |column| (row, column)));
    let cell = |(row, column): Place| ((row, column), grid.own_cell(row, column).text.to_owned());
    places.map(cell).filter(|(_, text)| !text.is_empty()).collect()
}

fn sheet_of(range: &calamine::Range<Data>) -> Vec<(Place, String)> {
    let (top, left) = range.start().unwrap_or_default();
    let cell = |(row, column, value): (usize, usize, &Data)| {
        let text = match value {
            Data::DateTime(moment) => {
                let (year, month, day, ..) = moment.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}")
            }
            other => other.to_string(),
        };
        ((row + top as usize, column + left as usize), text)
    };
    range.used_cells().map(cell).filter(|(_, text)| !text.is_empty()).collect()
}
