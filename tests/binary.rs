//! Old binary workbooks, put together record by record: what writers of twenty years ago left behind.

use std::io::{Cursor, Write};

use crate::case::{Case, DATA, grid, id};

/// A record: its number and its body.
type Record = (u16, Vec<u8>);

const LABEL: u16 = 0x0204;
const LABEL_SST: u16 = 0x00fd;
const NUMBER: u16 = 0x0203;
const ROW: u16 = 0x0208;

/// The two generations of the format.
#[derive(Clone, Copy, PartialEq)]
enum Biff {
    Five,
    Eight,
}

/// The stream of a book of one sheet; `globals` stand before its cells.
fn stream(biff: Biff, globals: &[Record], cells: &[Record]) -> Vec<u8> {
    let version: u16 = if biff == Biff::Eight { 0x0600 } else { 0x0500 };
    let bof = |kind: u16| {
        let mut body = [version, kind, 0, 1997].map(u16::to_le_bytes).concat();
        body.resize(if biff == Biff::Eight { 16 } else { 8 }, 0);
        (0x0809, body)
    };
    let codepage: u16 = if biff == Biff::Eight { 1200 } else { 936 };
    let name: &[u8] = if biff == Biff::Eight { b"\x06\x00Sheet1" } else { b"\x06Sheet1" };
    let head = |position: u32| {
        let bound = [&position.to_le_bytes()[..], &[0, 0], name].concat();
        let mut records = vec![bof(5), (0x0042, codepage.to_le_bytes().to_vec())];
        records.extend(globals.iter().cloned());
        records.extend([(0x0085, bound), (0x000a, Vec::new())]);
        bytes(&records)
    };
    let position = u32::try_from(head(0).len()).expect("small");
    let mut sheet = vec![bof(0x10)];
    sheet.extend(cells.iter().cloned());
    sheet.push((0x000a, Vec::new()));
    [head(position), bytes(&sheet)].concat()
}

fn bytes(records: &[Record]) -> Vec<u8> {
    let record = |(kind, body): &Record| {
        let length = u16::try_from(body.len()).expect("small");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
    };
    records.iter().flat_map(record).collect()
}

/// A file with some streams.
fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let file = Cursor::new(Vec::new());
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, file).expect("a container");
    for (name, bytes) in streams {
        let mut stream = container.create_stream(name).expect("a stream");
        stream.write_all(bytes).expect("written");
        // Streams shorter than this lie elsewhere in the file.
        stream.write_all(&vec![0; 4096_usize.saturating_sub(bytes.len())]).expect("written");
    }
    container.flush().expect("written");
    container.into_inner().into_inner()
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].map(u16::to_le_bytes).concat()
}

/// A string as a label record has it.
fn label(biff: Biff, row: u16, column: u16, text: &str) -> Record {
    let length = |count: usize| u16::try_from(count).expect("short").to_le_bytes();
    let body = match biff {
        Biff::Eight if text.is_ascii() => [&length(text.len())[..], &[0], text.as_bytes()].concat(),
        Biff::Eight => {
            let units: Vec<u16> = text.encode_utf16().collect();
            let wide: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            [&length(units.len())[..], &[1], &wide].concat()
        }
        Biff::Five => {
            let (encoded, ..) = encoding_rs::GBK.encode(text);
            [&length(encoded.len())[..], &encoded].concat()
        }
    };
    (LABEL, [place(row, column), body].concat())
}

fn labels(biff: Biff, rows: &[[&str; 3]]) -> Vec<Record> {
    let cells = |(row, cells): (u16, &[&str; 3])| {
        (0..).zip(cells).map(|(column, text)| label(biff, row, column, text)).collect::<Vec<_>>()
    };
    (0..).zip(rows).flat_map(cells).collect()
}

fn number(row: u16, column: u16, value: f64) -> Record {
    (NUMBER, [&place(row, column)[..], &value.to_le_bytes()].concat())
}

fn county(book: &[u8]) -> Case {
    Case::new()
        .register("H1 | 周大山 | {id:1} | 户主\nH1 | 刘秀英 | {id:2} | 配偶\nH1 | 周老大 | {id:3} | 之父")
        .file(&format!("{DATA}/死亡.xls"), book)
}

/// The line of the file in the balance of rows.
fn balance(case: &Case) -> String {
    let balance = grid(&case.screen().success().output("数据质量.xlsx"), "行数平衡");
    balance.lines().find(|line| line.starts_with("死亡")).map(str::to_owned).expect("a line")
}

#[test]
fn labels_of_both_generations_are_read() {
    let (first, second) = (id(1, "19800101"), id(2, "19800101"));
    let rows =
        [["姓名", "身份证号", "死亡时间"], ["周大山", &first, "2026-03-02"], ["刘秀英", &second, "2026年3月2日"]];
    for (biff, stream_name) in [(Biff::Eight, "Workbook"), (Biff::Five, "Book")] {
        let book = stream(biff, &[], &labels(biff, &rows));
        let case = county(&container(&[(stream_name, &book)]));
        assert_eq!(balance(&case), "死亡.xls | Sheet1 | 死亡人员 | 3 | 1 | 0 | 0 | 2 | 2 | 2 | 0 | 0 | 0 | 0 | 0");
    }
}

/// The cells of a book's first sheet.
#[track_caller]
fn cells(book: &[u8]) -> String {
    let book = bidui::workbook::read_bytes(book.to_vec(), "表", &[]).expect("a book");
    crate::xlsx::shown(&book.sheets[0])
}

/// A cell format that shows numbers by the format of this number, and such a format.
fn shown_by(format: u16) -> Record {
    (0x00e0, [&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat())
}

fn format(number: u16, code: &str) -> Record {
    let (_, body) = label(Biff::Eight, 0, 0, code);
    (0x041e, [&number.to_le_bytes()[..], &body[6..]].concat())
}

/// A formula whose value is text, and the text that follows.
fn formula(kind: u16, row: u16, column: u16, text: &str) -> [Record; 2] {
    let value = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
    let formula = (kind, [&place(row, column)[..], &value, &[0; 8]].concat());
    let (_, string) = label(Biff::Eight, 0, 0, text);
    [formula, (0x0207, string[6..].to_vec())]
}

/// Since Excel 97 text is Unicode, whatever code page the book names: many programs name that of their machine.
#[test]
fn unicode_is_read_whatever_code_page_is_named() {
    for page in [1252_u16, 936, 0x8000, 0, 65_001, 12_345] {
        let mut cells_of = labels(Biff::Eight, &[["姓名", "café", "id"]]);
        cells_of.extend(formula(0x0006, 1, 0, "周大山"));
        cells_of.push((LABEL_SST, [&place(1, 1)[..], &0_u32.to_le_bytes()].concat()));
        let shared = (0x00fc, [&[1, 0, 0, 0, 1, 0, 0, 0][..], &label(Biff::Eight, 0, 0, "石桥村").1[6..]].concat());
        let book = stream(Biff::Eight, &[(0x0042, page.to_le_bytes().to_vec()), shared], &cells_of);
        assert_eq!(cells(&container(&[("Workbook", &book)])), "姓名|café|id\n周大山|石桥村|", "{page}");
    }
    // Before, text is in the code page; where that is not known, in the one of Chinese Windows.
    for (page, text, bytes) in [
        (950_u16, "陳國華", encoding_rs::BIG5.encode("陳國華").0),
        (12_345, "周大山", encoding_rs::GBK.encode("周大山").0),
        (1200, "周大山", encoding_rs::GBK.encode("周大山").0),
    ] {
        let length = u16::try_from(bytes.len()).expect("short").to_le_bytes();
        let cell = (LABEL, [&place(0, 0)[..], &length, &bytes].concat());
        let book = stream(Biff::Five, &[(0x0042, page.to_le_bytes().to_vec())], &[cell]);
        assert_eq!(cells(&container(&[("Book", &book)])), text, "{page}");
    }
}

/// Formats have numbers of their own, those of built-in ones among them, and may begin with a colour.
#[test]
fn amounts_are_no_days() {
    let formats = [
        format(14, "0.00"),
        format(50, "[Red]#,##0.00"),
        format(400, "yyyy\"年\"m\"月\"d\"日\""),
        format(60, "[Red]0.00;[Blue]-0.00"),
        format(61, "[Red]yyyy-mm-dd"),
    ];
    let globals: Vec<Record> = formats.into_iter().chain([14, 50, 400, 60, 61, 22].map(shown_by)).collect();
    let cell = |column: u16| {
        let (kind, mut body) = number(0, column, 46_083.0);
        body[4..6].copy_from_slice(&column.to_le_bytes());
        (kind, body)
    };
    let book = stream(Biff::Eight, &globals, &(0..6).map(cell).collect::<Vec<_>>());
    assert_eq!(
        cells(&container(&[("Workbook", &book)])),
        "#46083|#46083|day 2026-03-02|#46083|day 2026-03-02|day 2026-03-02"
    );
}

/// Formulas as older generations write them, with texts that go on in a second record, and without any.
#[test]
fn texts_of_formulas_are_read() {
    let long = "长".repeat(6000);
    let mut records: Vec<Record> = Vec::new();
    for (row, kind) in [(0, 0x0006), (1, 0x0206), (2, 0x0406)] {
        records.extend(formula(kind, row, 0, "周大山"));
    }
    let [head, (string, body)] = formula(0x0006, 3, 0, &long);
    let (first, rest) = body.split_at(8003);
    records.extend([head, (string, first.to_vec()), (0x003c, [&[1][..], rest].concat())]);
    let [lonely, _] = formula(0x0006, 4, 0, "");
    records.push(lonely);
    let number_of_formula = [&place(5, 0)[..], &12.5_f64.to_le_bytes(), &[0; 8]].concat();
    records.push((0x0406, number_of_formula));
    let book = stream(Biff::Eight, &[], &records);
    let expected = format!("周大山\n周大山\n周大山\n{long}\nerror 公式没有计算\n#12.5");
    assert_eq!(cells(&container(&[("Workbook", &book)])), expected);
}

/// Cells in any order, twice in one place, with zeros in them, in a book without a container.
#[test]
fn cells_are_read_in_whatever_order_they_stand() {
    let records = [number(2, 0, 3.0), number(0, 0, 1.0), number(2, 0, 4.0), label(Biff::Eight, 1, 0, "甲\0乙")];
    let book = stream(Biff::Eight, &[], &records);
    assert_eq!(cells(&container(&[("Workbook", &book)])), "#1\n甲\0乙\n#4");
    assert_eq!(cells(&book), "#1\n甲\0乙\n#4");
}

/// Texts that cells share may be cut anywhere, with another width of letters behind the cut.
#[test]
fn shared_texts_go_on_in_further_records() {
    let text = |letters: &str| label(Biff::Eight, 0, 0, letters).1[6..].to_vec();
    let whole = text("周大山");
    let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], &whole[..7]].concat();
    // The rest of the first text, then one with fonts and pronunciation that are no text.
    let rich = [&[2, 0, 0x0c][..], &1_u16.to_le_bytes(), &3_u32.to_le_bytes(), b"ab", &[9; 4], &[7; 3]].concat();
    let second = [&[1][..], &whole[7..], &rich, &text("末")].concat();
    let globals = [(0x00fc, first), (0x003c, second)];
    let cell = |column: u16| (LABEL_SST, [&place(0, column)[..], &u32::from(column).to_le_bytes()].concat());
    let book = stream(Biff::Eight, &globals, &[cell(0), cell(1), cell(2)]);
    assert_eq!(cells(&container(&[("Workbook", &book)])), "周大山|ab|末");
}

/// Some writers spread one-byte letters over two bytes and call them one-byte letters.
#[test]
fn letters_with_nothing_between_them_are_put_together() {
    let spread: String = id(1, "19800101").chars().flat_map(|letter| [letter, '\0']).collect();
    let mut cells = labels(Biff::Eight, &[["姓名", "身份证号", "死亡时间"]]);
    cells.push(label(Biff::Eight, 1, 0, "周大山"));
    cells.push(label(Biff::Eight, 1, 1, &spread));
    cells.push(label(Biff::Eight, 1, 2, "2026-03-02"));
    let case = county(&container(&[("Workbook", &stream(Biff::Eight, &[], &cells))]));
    assert_eq!(balance(&case), "死亡.xls | Sheet1 | 死亡人员 | 2 | 1 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0");
}

/// Excel can save both generations into one file; the newer one holds.
#[test]
fn of_two_workbooks_in_one_file_the_newer_one_is_read() {
    let book = |biff: Biff, name: &str, person: u32| {
        let rows = [["姓名", "身份证号", "死亡时间"], [name, &id(person, "19800101"), "2026-03-02"]];
        stream(biff, &[], &labels(biff, &rows))
    };
    let (old, new) = (book(Biff::Five, "刘秀英", 2), book(Biff::Eight, "周大山", 1));
    let case = county(&container(&[("Book", &old), ("Workbook", &new)]));
    let outcome = case.screen().success();
    assert_eq!(outcome.clues().lines().filter(|line| line.contains("死亡")).count(), 1);
    assert!(outcome.clues().contains("周大山"), "{}", outcome.clues());
}

/// Days of a book that counts from 1904, a number whose digits are lost, and rows that a filter hides.
#[test]
fn days_wide_numbers_and_hidden_rows() {
    // A cell format that shows numbers as days: the number of the built-in format stands in its third and fourth byte.
    let day_format: Record = (0x00e0, [&[0, 0, 14, 0][..], &[0; 16]].concat());
    let since_1904: Record = (0x0022, vec![1, 0]);
    let hidden = |row: u16| -> Record {
        let mut body = [row, 0, 3, 0, 0, 0].map(u16::to_le_bytes).concat();
        body.extend([0x20, 0, 0, 0]);
        (ROW, body)
    };
    let first = id(1, "19800101");
    let mut cells = vec![hidden(2), hidden(7)];
    cells.extend(labels(Biff::Eight, &[["姓名", "身份证号", "死亡时间"]]));
    cells.extend([label(Biff::Eight, 1, 0, "周大山"), label(Biff::Eight, 1, 1, &first), number(1, 2, 44621.0)]);
    cells.extend([label(Biff::Eight, 2, 0, "刘秀英"), number(2, 1, 360_799_198_001_010_020.0), number(2, 2, 44621.0)]);
    let case = county(&container(&[("Workbook", &stream(Biff::Eight, &[since_1904, day_format], &cells))]));
    assert_eq!(
        balance(&case),
        "死亡.xls | Sheet1 | 死亡人员 | 3 | 1 | 0 | 0 | 2 | 2 | 1 | 0 | 0 | 0 | 1 | 0 | 有1行被隐藏或筛掉；"
    );
    let outcome = case.screen().success();
    assert!(outcome.clues().contains("2026年3月2日死亡"), "{}", outcome.clues());
    let inspected = case.run(&["inspect", DATA]).success().stdout;
    assert!(inspected.contains("有1行被隐藏或筛掉"), "{inspected}");
}

/// A cell whose text is not in the table of texts would be passed over without a word.
#[test]
fn a_cell_without_its_text_stops_the_run() {
    let mut cells = labels(Biff::Eight, &[["姓名", "身份证号", "死亡时间"]]);
    cells.push((LABEL_SST, [&place(1, 0)[..], &7_u32.to_le_bytes()].concat()));
    let outcome = county(&container(&[("Workbook", &stream(Biff::Eight, &[], &cells))])).screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("死亡.xls 无法读取：文件已损坏"), "{}", outcome.stderr);
}

/// A book that ends in the middle of its sheet is no book.
#[test]
fn a_book_cut_off_stops_the_run() {
    let rows = [["姓名", "身份证号", "死亡时间"], ["周大山", &id(1, "19800101"), "2026-03-02"]];
    let whole = stream(Biff::Eight, &[], &labels(Biff::Eight, &rows));
    for missing in [4, 5, 20] {
        let outcome = county(&container(&[("Workbook", &whole[..whole.len() - missing])])).screen();
        assert_eq!(outcome.code, 3, "{missing}: {}", outcome.stderr);
    }
}

/// A binary workbook of 2007 and later: parts of records whose numbers and lengths take as many bytes as they need.
mod parts {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut bytes = if kind < 0x80 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
        let length = body.len();
        bytes.extend(if length < 0x80 { vec![length as u8] } else { vec![length as u8 | 0x80, (length >> 7) as u8] });
        [&bytes[..], body].concat()
    }

    fn wide(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let length = u32::try_from(units.len()).expect("short").to_le_bytes();
        [&length[..], &units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()].concat()
    }

    fn cell(column: u32) -> Vec<u8> {
        [column, 0].map(u32::to_le_bytes).concat()
    }

    fn book() -> Vec<u8> {
        let sheet = [&[0; 4][..], &1_u32.to_le_bytes(), &wide("r1"), &wide("死亡")].concat();
        [record(131, &[]), record(143, &[]), record(156, &sheet), record(144, &[]), record(132, &[])].concat()
    }

    fn sheet(rows: &[Vec<Vec<u8>>]) -> Vec<u8> {
        let size = [0, rows.len() as u32, 0, 2].map(u32::to_le_bytes).concat();
        let mut bytes = [record(129, &[]), record(148, &size), record(145, &[])].concat();
        for (row, cells) in (0_u32..).zip(rows) {
            bytes.extend(record(0, &[&row.to_le_bytes()[..], &[0; 13]].concat()));
            bytes.extend(cells.concat());
        }
        [bytes, record(146, &[]), record(130, &[])].concat()
    }

    fn text(column: u32, text: &str) -> Vec<u8> {
        record(6, &[cell(column), wide(text)].concat())
    }

    /// A workbook whose only sheet has these rows.
    fn workbook(rows: &[Vec<Vec<u8>>]) -> Vec<u8> {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let links = |kind_of: &str, target: &str| {
            let link = format!("<Relationship Id=\"r1\" Type=\"{kind}/{kind_of}\" Target=\"{target}\"/>");
            format!("<Relationships>{link}</Relationships>").into_bytes()
        };
        let parts = [
            ("_rels/.rels", links("officeDocument", "xl/workbook.bin")),
            ("xl/workbook.bin", book()),
            ("xl/_rels/workbook.bin.rels", links("worksheet", "worksheets/sheet1.bin")),
            ("xl/worksheets/sheet1.bin", sheet(rows)),
        ];
        crate::xlsx::zipped(&parts.map(|(name, part)| (name.to_owned(), part)))
    }

    /// Errors of formulas, cells that stand in the next column, and text in several fonts.
    #[test]
    fn no_kind_of_cell_is_a_blank() {
        let row = vec![
            record(11, &[cell(0), vec![0x2a, 0, 0, 0, 0, 0, 0]].concat()),
            record(3, &[cell(1), vec![0x07]].concat()),
            record(10, &[cell(2), vec![1, 0, 0]].concat()),
            record(8, &[cell(3), wide("甲"), vec![0; 8]].concat()),
            record(62, &[cell(4), vec![1], wide("乙"), vec![0; 8]].concat()),
            record(17, &[vec![0; 4], wide("丙")].concat()),
            record(12, &[0; 4]),
            record(16, &[vec![0; 4], 2.5_f64.to_le_bytes().to_vec()].concat()),
            record(13, &[vec![0; 4], (7_u32 << 2 | 2).to_le_bytes().to_vec()].concat()),
        ];
        assert_eq!(cells(&workbook(&[row])), "error #N/A|error #DIV/0!|flag TRUE|甲|乙|丙||#2.5|#7");
    }

    #[test]
    fn binary_parts_are_read() {
        let number = |column: u32, value: f64| record(5, &[cell(column), value.to_le_bytes().to_vec()].concat());
        let rows = [
            vec![text(0, "姓名"), text(1, "身份证号"), text(2, "死亡时间")],
            vec![text(0, "周大山"), text(1, &id(1, "19800101")), number(2, 46083.0)],
            vec![text(0, "刘秀英"), number(1, 360_799_198_001_010_020.0), text(2, "2026.3.2")],
        ];
        let case = county(&workbook(&rows));
        assert_eq!(balance(&case), "死亡.xls | 死亡 | 死亡人员 | 3 | 1 | 0 | 0 | 2 | 2 | 1 | 0 | 0 | 0 | 1 | 0");
        assert!(case.screen().success().clues().contains("2026年3月2日死亡"));
    }
}
