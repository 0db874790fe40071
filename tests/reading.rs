//! The same table in whatever way a department saves it: read alike, and accounted for to the row.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16LE};
use rust_xlsxwriter::{Format, Workbook};

use crate::case::{Case, DATA, grid, id};

/// A register as clean text: title, headings, four people in two villages, a total and a signature.
fn register() -> Vec<Vec<String>> {
    let person = |village: &str, number: &str, name: &str, id: String, relation: &str| {
        ["青石镇", village, number, name, &id, relation].map(str::to_owned).to_vec()
    };
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    vec![
        row(&["农户花名册（2026年11月）"]),
        row(&["乡镇", "行政村", "户编号", "姓名", "身份证号", "与户主关系"]),
        person("石桥村", "H1", "周大山", id(1, "19800101"), "户主"),
        person("石桥村", "H1", "刘秀英", id(2, "19810203"), "配偶"),
        row(&[]),
        person("下湾村", "H2", "李有田", id(3, "19550607"), "户主"),
        person("下湾村", "H3", "买买提·艾力", id(5, "19700808"), "户主"),
        row(&["合计", "", "3户", "4人"]),
        row(&["填表人:某某"]),
    ]
}

/// The register's line in the balance of rows, and the people found.
fn read_as(case: &Case) -> (String, String) {
    let outcome = case.screen().success();
    let balance = grid(&outcome.output("数据质量.xlsx"), "行数平衡");
    let line = balance.lines().find(|line| line.contains("农户花名册")).expect("the register has a line");
    let counts = line.split(" | ").skip(2).collect::<Vec<_>>().join(" ");
    (counts, grid(&outcome.output("汇总表.xlsx"), "按村"))
}

fn expected() -> (String, String) {
    let case = Case::new().file(&format!("{DATA}/花名册.xlsx"), workbook(&register(), &[]));
    let (counts, places) = read_as(&case);
    assert_eq!(counts, "农户花名册 9 2 1 2 4 4 4 0 0 0 0 0");
    assert!(places.contains("青石镇 | 石桥村 | 1 | 2 |") && places.contains("青石镇 | 下湾村 | 2 | 2 |"), "{places}");
    (counts, places)
}

/// A workbook of one sheet, some blocks of cells merged: first row, first column, last row, last column.
fn workbook(rows: &[Vec<String>], merges: &[(u32, u16, u32, u16)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    for (top, left, bottom, right) in merges {
        let text = &rows[*top as usize][usize::from(*left)];
        sheet.merge_range(*top, *left, *bottom, *right, text, &Format::new()).expect("a merge");
    }
    book.save_to_buffer().expect("a workbook")
}

fn text(rows: &[Vec<String>], delimiter: &str, armoured: bool) -> String {
    let cell = |cell: &String| if armoured && !cell.is_empty() { format!("=\"{cell}\"") } else { cell.clone() };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(delimiter);
    rows.iter().map(line).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn text_files_in_the_encodings_of_chinese_programs() {
    let encode = |encoding: &'static Encoding, text: &str| encoding.encode(text).0.into_owned();
    let plain = text(&register(), ",", false);
    let utf16 = "\u{feff}".encode_utf16().chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(UTF_16LE.decode(&utf16).0, plain);
    let files: [(&str, Vec<u8>); 7] = [
        ("花名册.csv", encode(UTF_8, &plain)),
        ("花名册.csv", encode(UTF_8, &format!("\u{feff}{plain}"))),
        ("花名册.csv", encode(GBK, &plain)),
        ("花名册.csv", encode(GB18030, &plain)),
        ("花名册.txt", encode(GBK, &text(&register(), "\t", false))),
        ("花名册.csv", encode(GBK, &text(&register(), ",", true))),
        ("花名册.csv", utf16),
    ];
    let expected = expected();
    for (position, (name, bytes)) in files.into_iter().enumerate() {
        let case = Case::new().file(&format!("{DATA}/{name}"), bytes);
        assert_eq!(read_as(&case), expected, "file {position}");
    }
}

/// Encodings are told by the bytes; traditional characters are no simplified ones read wrongly.
#[test]
fn encodings_are_told_by_the_bytes() {
    let simplified =
        "姓名,身份证号,住址\n周大山,360799198001010015,青石镇石桥村一组\n买买提·艾力,360799198001010023,下湾村\n";
    let traditional =
        "姓名,身分證號,住址\n陳國華,360799198001010015,臺灣省臺北市大安區\n劉麗華,360799198001010023,香港九龍\n";
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    let utf32 = |text: &str, bytes: fn(u32) -> [u8; 4]| {
        format!("\u{feff}{text}").chars().map(u32::from).flat_map(bytes).collect::<Vec<u8>>()
    };
    let encode = |encoding: &'static Encoding, text: &str| encoding.encode(text).0.into_owned();
    for (name, text, bytes) in [
        ("UTF-8", simplified, encode(UTF_8, simplified)),
        ("UTF-8", traditional, encode(UTF_8, traditional)),
        ("gb18030", simplified, encode(GB18030, simplified)),
        ("gb18030", traditional, encode(GBK, traditional)),
        ("Big5", traditional, encode(BIG5, traditional)),
        ("UTF-16LE", simplified, utf16(simplified, u16::to_le_bytes)),
        ("UTF-16BE", traditional, utf16(traditional, u16::to_be_bytes)),
        ("UTF-16LE", simplified, utf16(simplified, u16::to_le_bytes)[2..].to_vec()),
        ("UTF-32LE", simplified, utf32(simplified, u32::to_le_bytes)),
        ("UTF-32BE", traditional, utf32(traditional, u32::to_be_bytes)),
        ("UTF-8", simplified, simplified.replace("周大山", "周大山\0\0\0").into_bytes()),
        ("UTF-8", simplified, simplified.replace(',', &("\0".repeat(40) + ",")).into_bytes()),
    ] {
        let book = bidui::workbook::read_bytes(bytes, "表", &[]).expect("a table");
        assert_eq!(book.format.label(), format!("csv({name})"));
        let grid = &book.sheets[0].grid;
        let line =
            |row| (0..grid.width()).map(|column| grid.cell(row, column).text).collect::<Vec<_>>().join(",") + "\n";
        assert_eq!((0..grid.rows()).map(line).collect::<String>(), text, "{name}");
    }
}

/// Systems send web pages and XML under the name .xls; the content decides, not the name.
#[test]
fn impostors_are_read_for_what_they_are() {
    let rows = register();
    let cell = |cell: &String| format!("<td style='mso-number-format:\"\\@\"'>{cell}</td>");
    let lines: Vec<String> =
        rows.iter().map(|row| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>())).collect();
    let page = format!(
        "<html><head><meta charset=\"gb2312\"><style>td {{color: red}}</style></head><body><p>导出</p><table>\n{}</table></body></html>",
        lines.join("\n")
    );
    let data = |cell: &String| format!("<Cell><Data ss:Type=\"String\">{cell}</Data></Cell>");
    let xml_row = |(number, row): (usize, &Vec<String>)| {
        format!("<Row ss:Index=\"{}\">{}</Row>", number + 1, row.iter().map(data).collect::<String>())
    };
    let xml_rows: String = rows.iter().enumerate().filter(|(_, row)| !row.is_empty()).map(xml_row).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"册\"><Table>{xml_rows}</Table></Worksheet></Workbook>"
    );
    let fixture = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        std::fs::read(path).expect("a fixture")
    };
    let files: [(&str, Vec<u8>); 6] = [
        ("花名册.xls", GBK.encode(&page).0.into_owned()),
        ("花名册.xls", xml.into_bytes()),
        ("花名册.csv", workbook(&rows, &[])),
        ("花名册.xlsx", fixture("花名册.xls")),
        ("花名册.xls", fixture("花名册.ods")),
        ("花名册.et", fixture("花名册.xls")),
    ];
    let expected = expected();
    for (position, (name, bytes)) in files.into_iter().enumerate() {
        let case = Case::new().file(&format!("{DATA}/{name}"), bytes);
        assert_eq!(read_as(&case), expected, "file {position}");
    }
}

/// Cells that span rows and columns of a web page stand where a browser shows them.
#[test]
fn spans_of_web_pages_are_kept() {
    let [one, two] = [id(1, "19800101"), id(2, "19810203")];
    let page = format!(
        "<table><tr><th colspan=6>花名册<table><tr><td>内</td></tr></table></th></tr>
         <tr><td>乡镇<td>行政村<td>户编号<td>姓名<td>身份证号<td>与户主关系
         <tr><td rowspan=2>青石镇<td rowspan='2'>石桥村<td>H1<td>周大山<td>{one}<td>户主
         <tr><td>H2<td>&#26446;&lt;有&gt;田<td>{two}<td>户主</table>"
    );
    let outcome = Case::new().file(&format!("{DATA}/花名册.xls"), page).screen().success();
    let places = grid(&outcome.output("汇总表.xlsx"), "按村");
    assert!(places.contains("青石镇 | 石桥村 | 2 | 2 |"), "{places}");
}

/// Pages begin with anything, in any encoding; some have rows without a table, or tables within tables.
#[test]
fn pages_are_read_however_they_begin() {
    let rows = "<tr><td colspan='2px'>名单</td></tr><tr><td>姓名<td>金额</tr><tr><td>周\0大山<td>7</tr>";
    let table = format!("<table>{rows}</table>");
    let wide = |text: &str| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let pages: [Vec<u8>; 10] = [
        format!("<div>导出</div>{table}").into(),
        format!("<!-- 导出 -->\n{table}").into(),
        format!("<center><font>{table}</font></center>").into(),
        rows.into(),
        format!("\n\n<TABLE border=1>{rows}</TABLE>").into(),
        format!("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{table}</html>").into(),
        GBK.encode(&format!("<div><meta charset='gbk'>{table}</div>")).0.into_owned(),
        wide(&format!("<html>{table}</html>")),
        wide(&table)[2..].to_vec(),
        [
            &[0xff, 0xfe, 0, 0][..],
            &table.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect::<Vec<_>>(),
        ]
        .concat(),
    ];
    for (number, page) in pages.into_iter().enumerate() {
        let book = bidui::workbook::read_bytes(page, "表", &[]).expect("a page");
        let shown = crate::xlsx::shown(&book.sheets[0]);
        assert_eq!((shown.as_str(), book.sheets.len()), ("名单|名单\n姓名|金额\n周大山|7", 1), "page {number}");
    }
}

/// A table that does no more than lay out another gives that one; a small table in a cell is what the cell says.
#[test]
fn tables_within_tables() {
    let inner = "<table><tr><td>姓名<td>金额<tr><td>周大山<td>7<tr><td>刘秀英<td>8</table>";
    let small = "<table><tr><td>周大山<td>父<tr><td>刘秀英<td>母</table>";
    for (page, expected) in [
        (
            format!("<table><tr><td>名单<tr><td>{inner}<tr><td>合计 2 人</table>"),
            vec!["名单\n\n合计 2 人", "姓名|金额\n周大山|7\n刘秀英|8"],
        ),
        (format!("<table><tr><td><table><tr><td>{inner}</table></table>"), vec!["姓名|金额\n周大山|7\n刘秀英|8"]),
        (
            format!("<table><tr><th>户<th>人<th>村<tr><td>一<td>{small}末<td>东村<tr><td>二<td>丙<td>西村</table>"),
            vec!["户|人|村\n一|周大山 父 刘秀英 母 末|东村\n二|丙|西村"],
        ),
    ] {
        let book = bidui::workbook::read_bytes(page.clone().into_bytes(), "表", &[]).expect("a page");
        assert_eq!(book.sheets.iter().map(crate::xlsx::shown).collect::<Vec<_>>(), expected, "{page}");
    }
}

#[test]
fn merged_cells_stand_for_all_they_cover() {
    let mut rows = register();
    rows.remove(4);
    let merges = [(0, 0, 0, 5), (2, 0, 5, 0), (2, 1, 3, 1), (4, 1, 5, 1), (7, 0, 7, 5)];
    for (top, left, bottom, right) in merges {
        let text = rows[top as usize][usize::from(left)].clone();
        for row in top..=bottom {
            rows[row as usize].resize(6, String::new());
            for column in left..=right {
                rows[row as usize][usize::from(column)] = String::new();
            }
        }
        rows[top as usize][usize::from(left)] = text;
    }
    let case = Case::new().file(&format!("{DATA}/花名册.xlsx"), workbook(&rows, &merges));
    let (counts, places) = read_as(&case);
    assert_eq!(counts, "农户花名册 8 2 0 2 4 4 4 0 0 0 0 0");
    assert_eq!(places, expected().1);
}

/// Printed tables repeat their headings on every page; exports of the national system have two rows above them.
#[test]
fn headings_are_found_wherever_they_stand() {
    let mut rows = register();
    let heading = rows[1].clone();
    rows.insert(4, heading);
    rows.insert(0, vec!["填报单位：某县".to_owned()]);
    let (counts, places) = read_as(&Case::new().file(&format!("{DATA}/花名册.xlsx"), workbook(&rows, &[])));
    assert_eq!(counts, "农户花名册 11 4 1 2 4 4 4 0 0 0 0 0");
    assert_eq!(places, expected().1);

    // Statistical forms number their columns.
    rows.insert(3, ["甲", "乙", "1", "2", "3", "4"].map(str::to_owned).to_vec());
    let (counts, places) = read_as(&Case::new().file(&format!("{DATA}/花名册.xlsx"), workbook(&rows, &[])));
    assert_eq!(counts, "农户花名册 12 5 1 2 4 4 4 0 0 0 0 0");
    assert_eq!(places, expected().1);
}

#[test]
fn all_sheets_are_read_and_headings_may_be_written_otherwise() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("填表说明").expect("a name").write_string(0, 0, "请如实填写").expect("a cell");
    let rows = register();
    for (name, from, to) in [("石桥", 2, 4), ("下湾", 5, 7)] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(name == "下湾");
        let heading =
            ["乡（镇）", "村（居）", "户 号", "成员姓名★", "公民身份号码", "与户主的关系"].map(str::to_owned).to_vec();
        for (row, cells) in (0..).zip(std::iter::once(&heading).chain(&rows[from..to])) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let outcome = Case::new().file(&format!("{DATA}/花名册.xlsx"), bytes).screen().success();
    assert_eq!(grid(&outcome.output("汇总表.xlsx"), "按村"), expected().1);
    let balance = grid(&outcome.output("数据质量.xlsx"), "行数平衡");
    let hidden: Vec<&str> = balance.lines().filter(|line| line.ends_with("隐藏的工作表；")).collect();
    assert_eq!(
        hidden,
        ["花名册.xlsx | 下湾 | 农户花名册 | 3 | 1 | 0 | 0 | 2 | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 隐藏的工作表；"]
    );
}

/// Place names differ between departments; what differs more than usual stands in `bidui.toml`.
#[test]
fn places_are_matched_by_their_usual_and_declared_names() {
    let water = "乡镇 | 村名 | 户主姓名 | 供水类型 | 水质情况 | 水量 | 年缺水天数
        青石 | 石桥村委会 | 周大山 | 集中供水 | 不合格 | 60 | 0
        青石街道办事处 | 石桥行政村 | 刘秀英 | 集中供水 | 合格 | 20 | 0
        老青石 | 石桥 | 李有田 | 集中供水 | 合格 | 60 | 40";
    let case = Case::new()
        .file("bidui.toml", "[places]\n\"老青石\" = \"青石镇\"\n")
        .register("H1 | 周大山 | {id:1} | 户主\nH2 | 刘秀英 | {id:2} | 户主\nH3 | 李有田 | {id:3} | 户主")
        .sheet("饮水.xlsx", water);
    let found = case.screen().success().clues();
    let rules: Vec<&str> = found.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(rules, ["WAT-01 H1 周大山", "WAT-02 H2 刘秀英", "WAT-04 H3 李有田"]);
}

#[test]
fn a_source_that_the_county_requires_must_be_there() {
    let case = Case::new()
        .file("bidui.toml", "required_sources = [\"医保参保\", \"死亡人员\"]\n")
        .register("H1 | 周大山 | {id:1} | 户主")
        .sheet("死亡.xlsx", "姓名 | 身份证号 | 死亡时间\n甲 | {id:9} | 2026-01-02");
    let outcome = case.screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.starts_with("已停止：缺少必需的数据：医保参保。"), "{}", outcome.stderr);
}

/// A table whose headings fit two sources, or one hardly better than the other, stops the run until somebody says
/// what it is; one that fits clearly better is taken for that, and the other is told.
#[test]
fn what_could_be_two_things_is_asked() {
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let death = std::fs::read_to_string(rules.join("sources/死亡人员.toml")).expect("a source");
    let cremation = death.replace("name = \"死亡人员\"", "name = \"火化人员\"")
        + "\"火化场\" = { kind = \"text\" }\n\"火化编号\" = { kind = \"text\" }\n";
    let county = |headings: &str, cells: &str| {
        let mut case = Case::new()
            .register("H1 | 周大山 | {id:1} | 户主")
            .sheet(
                "民政/名单.xlsx",
                &format!("姓名 | 身份证号 | 死亡时间{headings}\n周大山 | {{id:1}} | 2026-03-02{cells}"),
            )
            .file("rules/sources/火化人员.toml", &cremation);
        for file in crate::failure::files_under(&rules) {
            let name = file.strip_prefix(&rules).expect("is under it").to_string_lossy().replace('\\', "/");
            case = case.file(&format!("rules/{name}"), std::fs::read(&file).expect("a file"));
        }
        case
    };
    let case = county("", "");
    let outcome = case.screen();
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.stderr);
    let told = "[[sheet]]\nfile = \"民政/*.xlsx\"\nsource = \"死亡人员\"\n";
    let outcome = case.file("bidui.toml", told).screen().success();
    assert!(outcome.stderr.contains("死亡人员") && !outcome.stderr.contains("│ 火化人员"), "{}", outcome.stderr);
    let case = county(" | 火化场 | 火化编号", " | 县火化场 | 7");
    let outcome = case.run(&["inspect", DATA]).success();
    assert!(outcome.stdout.contains("火化人员   ┆ 1      ┆ 5/5"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("其次像“死亡人员”，认出3栏"), "{}", outcome.stdout);
}

#[test]
fn a_county_tells_what_headings_do_not() {
    let grid_of = "汇总\n姓名 | 身份证号 | 死亡时间\n旧名 | 旧号 | 旧时间\n姓名 | 身份证号 | 死亡时间\n周大山 | {id:1} | 2026-03-02";
    let county = |config: &str| {
        Case::new().register("H1 | 周大山 | {id:1} | 户主").sheet("名单.xlsx", grid_of).file("bidui.toml", config)
    };
    let dead = |case: &Case| {
        let balance = grid(&case.screen().success().output("数据质量.xlsx"), "行数平衡");
        balance.lines().find(|line| line.starts_with("名单")).map(str::to_owned).expect("a line")
    };
    assert_eq!(dead(&county("")), "名单.xlsx | Sheet1 | 死亡人员 | 5 | 3 | 0 | 0 | 2 | 2 | 1 | 0 | 0 | 0 | 1 | 0");
    let from_row = "[[sheet]]\nfile = \"名单.xlsx\"\nheader_row = 4\n";
    assert_eq!(
        dead(&county(from_row)),
        "名单.xlsx | Sheet1 | 死亡人员 | 5 | 4 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0"
    );
    let ignored = "[[sheet]]\nfile = \"名*\"\nsheet = \"Sheet1\"\nignore = true\n";
    assert!(dead(&county(ignored)).ends_with("按 bidui.toml 不使用"));
    let wrong =
        county("[[sheet]]\nfile = \"名单.xlsx\"\nsource = \"死亡人口\"\n[[sheet]]\nfile = \"*.xls\"\n").screen();
    assert_eq!(wrong.code, 2);
    insta::assert_snapshot!(wrong.stderr);
}

/// Whatever a broken file holds, it costs that file: every cut and every run of wrong bytes is read or refused.
#[test]
fn broken_files_are_refused_and_nothing_else() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut books: Vec<Vec<u8>> = ["花名册.xls", "花名册.ods", "加密.xlsx"]
        .map(|name| std::fs::read(fixtures.join(name)).expect("a fixture"))
        .into();
    books.push(workbook(&register(), &[(0, 0, 0, 5)]));
    books.push(b"<html><table><tr><td rowspan=9>a<td colspan=99>b<tr></table>".to_vec());
    books.push(b"<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row ss:Index=\"9\"><Cell><Data>x</Data></Cell></Row></Table></Worksheet></Workbook>".to_vec());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("坏.xls");
    let mut outcomes = [0, 0];
    // A reader's panic is caught; only that of a test is worth a word.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !bidui::workbook::is_reading() {
            usual(panic);
        }
    }));
    for book in &books {
        for step in 0..60 {
            let at = book.len() * step / 60;
            let mut wrong = book.clone();
            for (offset, byte) in wrong.iter_mut().skip(at).take(1 + step % 7).enumerate() {
                *byte = byte.wrapping_mul(31).wrapping_add(offset as u8 ^ 0xa5);
            }
            for bytes in [&book[..at], wrong.as_slice()] {
                std::fs::write(&path, bytes).expect("written");
                let read = bidui::workbook::read(&path, &[]);
                outcomes[usize::from(read.is_err())] += 1;
            }
        }
    }
    assert_eq!(outcomes.iter().sum::<i32>(), 720);
    assert!(outcomes.iter().all(|count| *count > 50), "{outcomes:?}");
}

/// A large file that did not change is not parsed again, and gives the same; one that did is.
#[test]
fn unchanged_files_are_not_parsed_again() {
    let register = |people: u32| {
        let mut text = "乡镇,行政村,户编号,姓名,身份证号,与户主关系,备注\n".to_owned();
        for number in 1..=people {
            let birth = format!("19{:02}{:02}{:02}", 30 + number % 60, 1 + number % 12, 1 + number % 28);
            let number_text = id(number / 60 % 999 + 1, &birth);
            let note = "这一列只是为了让文件足够大".repeat(3);
            text.push_str(&format!("青石镇,石桥村,H{number},甲{number},{number_text},户主,{note}\n"));
        }
        text
    };
    let data = format!("{DATA}/花名册.csv");
    let case = Case::new().file(&data, register(8_000));
    let results = |case: &Case| {
        let outcome = case.screen().success();
        let read = |name: &str| std::fs::read(outcome.output(name)).expect("an output");
        let mut manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).expect("a manifest");
        // Where the run stands in the ledger is all that tells it from the run before.
        manifest["ledger"].take();
        (manifest, read("数据质量.xlsx"), read("tables/结果.json"))
    };
    let entries = |case: &Case| {
        let folder = std::fs::read_dir(case.path(".bidui/cache/2026-11")).expect("a folder");
        let entry = |entry: std::fs::DirEntry| {
            let written = entry.metadata().and_then(|file| file.modified()).expect("a time");
            (entry.path(), written)
        };
        let mut entries: Vec<_> = folder.map(|found| entry(found.expect("an entry"))).collect();
        entries.sort();
        entries
    };
    let first = results(&case);
    let noted = entries(&case);
    assert_eq!(noted.len(), 2);
    assert_eq!(results(&case), first);
    assert_eq!(entries(&case), noted, "nothing was noted anew");

    for (file, _) in &noted {
        let noted = entries(&case);
        let mut bytes = std::fs::read(file).expect("an entry");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(file, bytes).expect("written");
        assert_eq!(results(&case), first, "one bit is not as it was written");
        assert_ne!(entries(&case), noted, "what was broken was noted anew");
    }

    let case = case.file(".bidui/cache/2026-11/.bidui-x", "left").file(".bidui/cache/2026-09/x.json", "gone");
    let case = case.file(".bidui/cache/2026-10/.bidui-x", "left").file("data/2026-10/x.txt", "");
    assert_eq!(results(&case), first);
    let left = ["2026-11/.bidui-x", "2026-10/.bidui-x", "2026-09"].map(|left| case.path(".bidui/cache").join(left));
    assert!(left.iter().all(|left| !left.exists()), "what a killed run left and what has no data any more goes");

    let case = case.file(&data, register(8_001));
    assert_ne!(results(&case), first);
    let renewed = entries(&case);
    assert_eq!(renewed.len(), 2, "the old entry is gone");
    assert!(renewed.iter().zip(&noted).all(|(new, old)| new.0 != old.0));
}

/// Days in every way departments have been seen to write them, with the one that lost its format.
#[test]
fn days_are_read_however_they_are_written() {
    let ways = [
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "20260302",
        "#46083",
        "２０２６－０３－０２",
        "2026-03-02 10:30:00",
    ];
    let rows: Vec<String> =
        ways.iter().enumerate().map(|(at, day)| format!("甲{at} | {{id:{}}} | {day}", at + 1)).collect();
    let register: Vec<String> = (0..ways.len())
        .map(|at| format!("H{at} | 甲{at} | {{id:{}}} | 户主\nH{at} | 乙{at} | {{id:{}}} | 配偶", at + 1, at + 11))
        .collect();
    let case = Case::new()
        .register(&register.join("\n"))
        .sheet("死亡.xlsx", &format!("姓名 | 身份证号 | 死亡时间\n{}", rows.join("\n")));
    let found = case.screen().success().clues();
    let told = found
        .lines()
        .filter(|line| line.contains("劳动年龄段（16至59周岁）的家庭成员死亡：") && line.contains("2026年3月2日死亡"))
        .count();
    assert_eq!(told, ways.len(), "{found}");
}
