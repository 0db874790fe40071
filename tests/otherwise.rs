//! A county is screened alike, however its departments write the same facts down.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use bidui::ingest::data_cell;
use bidui::pack::{Kind, Pack, PackFiles, compile};
use bidui::workbook::{CellKind, Sheet, read};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::county::{Breadth, Plan, make_county};
use crate::truth::{Sentences, found_clues};

const PERIOD: &str = "2026-11";

/// A table as an officer sees it.
struct Table {
    source: String,
    rows: Vec<Vec<Written>>,
    /// Where the headings end.
    data: usize,
    /// The kind of every field that has a column of its own, with its column.
    fields: Vec<(Kind, usize)>,
    /// The column of the record's own ID number.
    id: Option<usize>,
}

/// Another way to write a table.
type Way = fn(&mut Table);

/// A cell: a number stays one, everything else is text.
#[derive(Clone, PartialEq)]
enum Written {
    Text(String),
    Number(f64),
}

impl Written {
    fn text(&self) -> String {
        match self {
            Written::Text(text) => text.clone(),
            Written::Number(number) => number.to_string(),
        }
    }
}

#[test]
fn a_county_is_screened_alike_however_its_tables_are_written() {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let county = tempfile::tempdir().expect("a folder");
    let plan = Plan {
        people: 400,
        seed: 7,
        periods: vec![PERIOD.to_owned()],
        out: county.path().to_owned(),
        breadth: Breadth::Full,
    };
    make_county(&plan).expect("the county is made");
    let data = county.path().join("data").join(PERIOD);
    let usual = clues(&data, &county.path().join("usual"));
    assert!(usual.values().map(BTreeMap::len).sum::<usize>() > 30, "there is something to lose");
    let ways: [(&str, Way); 8] = [
        ("words beside ID numbers", words_beside_ids),
        ("wide digits and blanks", wide_digits),
        ("amounts in 万元", amounts_in_ten_thousands),
        ("days in words", days_in_words),
        ("places left out below the first", places_as_above),
        ("household numbers only with the first member", household_numbers_once),
        ("titles above and signatures below", titles_and_signatures),
        ("columns the other way round", columns_reversed),
    ];
    for (what, way) in ways {
        let folder = county.path().join(what);
        rewrite(&pack, &data, &folder.join("data").join(PERIOD), way);
        let found = clues(&folder.join("data").join(PERIOD), &folder.join("out"));
        assert_eq!(unlike(&usual, &found), Vec::<String>::new(), "{what}");
    }
}

/// The clues of one side only, or with other sentences.
fn unlike(usual: &Sentences, found: &Sentences) -> Vec<String> {
    let flat = |sentences: &Sentences| -> BTreeMap<(String, String), String> {
        let of = |(rule, subjects): (&String, &BTreeMap<String, String>)| {
            subjects.iter().map(|(who, what)| ((rule.clone(), who.clone()), what.clone())).collect::<Vec<_>>()
        };
        sentences.iter().flat_map(of).collect()
    };
    let (usual, found) = (flat(usual), flat(found));
    let lost = usual.iter().filter(|(clue, what)| found.get(*clue) != Some(*what)).map(|clue| format!("- {clue:?}"));
    let gained = found.iter().filter(|(clue, what)| usual.get(*clue) != Some(*what)).map(|clue| format!("+ {clue:?}"));
    lost.chain(gained).collect()
}

fn clues(data: &Path, out: &Path) -> Sentences {
    let output = Command::new(env!("CARGO_BIN_EXE_bidui"))
        .args(["screen", "--full-ids", "--out"])
        .args([out, data])
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    found_clues(out)
}

/// Writes every table of a period anew, in another way.
fn rewrite(pack: &Pack, from: &Path, to: &Path, way: Way) {
    let output = Command::new(env!("CARGO_BIN_EXE_bidui")).args(["inspect", "--json"]).arg(from).output();
    let files: Value = serde_json::from_slice(&output.expect("the program starts").stdout).expect("JSON");
    for file in files.as_array().expect("files") {
        let name = file["file"].as_str().expect("a name");
        let target = to.join(name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        let sheets = file["sheets"].as_array().expect("sheets");
        if sheets.iter().all(|sheet| sheet["source"].is_null()) {
            fs::copy(from.join(name), &target).expect("copied");
            continue;
        }
        let book = read(&from.join(name), &[]).expect("a table");
        let mut workbook = Workbook::new();
        for (sheet, told) in book.sheets.iter().zip(sheets) {
            let mut table = table(pack, sheet, told);
            if !table.source.is_empty() {
                way(&mut table);
            }
            write(&mut workbook, &sheet.name, &table);
        }
        workbook.save(target.with_extension("xlsx")).expect("saved");
    }
}

fn table(pack: &Pack, sheet: &Sheet, told: &Value) -> Table {
    let source = told["source"].as_str().unwrap_or_default().to_owned();
    let header = told["header_row"].as_u64().map_or(0, |row| usize::try_from(row).expect("small"));
    let grid = &sheet.grid;
    let cell = |row: usize, column: usize| {
        // A heading over several columns stands over each of them; a title and what goes down stand once.
        let merge = grid.merge_at(row, column).filter(|merge| merge.columns() < grid.width() && merge.start.0 == row);
        let cell = match (row <= header, merge) {
            (true, Some(merge)) => grid.own_cell(merge.start.0, merge.start.1),
            (true, None) => grid.own_cell(row, column),
            (false, _) => data_cell(grid, row, column),
        };
        match (cell.kind, cell.text.parse()) {
            (CellKind::Number, Ok(number)) => Written::Number(number),
            _ => Written::Text(cell.text.to_owned()),
        }
    };
    let rows: Vec<Vec<Written>> =
        (0..sheet.grid.rows()).map(|row| (0..sheet.grid.width()).map(|column| cell(row, column)).collect()).collect();
    let headings = told["columns"].as_array().into_iter().flatten();
    let known: Vec<(&str, usize)> = headings
        .filter_map(|pair| {
            let heading = pair[1].as_str()?;
            let is_under = |column: usize| {
                let texts =
                    [header - 1, header].map(|row| rows.get(row).map(|row| row[column].text()).unwrap_or_default());
                texts[0].trim() == heading || format!("{}/{}", texts[0].trim(), texts[1].trim()) == heading
            };
            Some((pair[0].as_str()?, (0..grid.width()).find(|column| is_under(*column))?))
        })
        .collect();
    let declared = pack.sources.get(&source);
    let kind = |(field, column): &(&str, usize)| Some((declared?.fields.get(*field)?.kind, *column));
    let is_own = |field: &str| declared.is_some_and(|declared| declared.key.id.iter().any(|own| own == field));
    let id = known.iter().find(|(field, _)| is_own(field)).map(|(_, column)| *column);
    Table { fields: known.iter().filter_map(kind).collect(), id, source, rows, data: header }
}

fn write(workbook: &mut Workbook, name: &str, table: &Table) {
    let sheet = workbook.add_worksheet().set_name(name).expect("a name");
    for (row, cells) in (0..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Written::Number(number) => sheet.write_number(row, column, *number).expect("a cell"),
                Written::Text(text) => sheet.write_string(row, column, text).expect("a cell"),
            };
        }
    }
}

impl Table {
    /// Changes the texts of some columns, row by row.
    fn change(&mut self, columns: &[usize], change: impl Fn(usize, &str) -> Option<String>) {
        for (number, row) in self.rows.iter_mut().enumerate().skip(self.data) {
            for column in columns {
                if let Written::Text(text) = &row[*column]
                    && let Some(changed) = change(number, text)
                {
                    row[*column] = Written::Text(changed);
                }
            }
        }
    }

    fn columns(&self, kinds: &[Kind]) -> Vec<usize> {
        self.fields.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, column)| *column).collect()
    }
}

fn is_whole_id(text: &str) -> bool {
    text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn words_beside_ids(table: &mut Table) {
    let columns: Vec<usize> = table.id.into_iter().collect();
    table.change(&columns, |row, text| match row % 3 {
        _ if !is_whole_id(text) => None,
        0 => Some(format!("身份证：{text}")),
        1 => Some(format!("{text}（本人）")),
        _ => Some(format!("{} {} {}", &text[..6], &text[6..14], &text[14..])),
    });
}

fn wide_digits(table: &mut Table) {
    let wide = |text: &str| -> String {
        let wide = |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c };
        text.chars().map(wide).collect()
    };
    let columns = table.columns(&[Kind::Id, Kind::Name, Kind::Place, Kind::Code]);
    table.change(&columns, |row, text| match row % 2 {
        0 if is_whole_id(text) => Some(wide(text)),
        0 => Some(format!(" {text}\u{3000}")),
        _ => Some(format!("\u{200b}{text}\u{a0}")),
    });
}

fn amounts_in_ten_thousands(table: &mut Table) {
    let heading = table.data - 1;
    for column in table.columns(&[Kind::Money]) {
        let title = table.rows[heading][column].text();
        if title.contains(['(', '（']) {
            continue;
        }
        table.rows[heading][column] = Written::Text(format!("{title}（万元）"));
        for row in &mut table.rows[heading + 1..] {
            if let Ok(amount) = row[column].text().trim().parse::<f64>() {
                row[column] = Written::Text(format!("{:.6}", amount / 10_000.0));
            }
        }
    }
}

fn days_in_words(table: &mut Table) {
    let columns = table.columns(&[Kind::Date]);
    table.change(&columns, |row, text| {
        let parts: Vec<i32> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [year, month, day] = parts[..] else { return None };
        Some(if row % 2 == 0 { format!("{year}年{month}月{day}日") } else { format!("{year}.{month}.{day}") })
    });
}

fn places_as_above(table: &mut Table) {
    for column in table.columns(&[Kind::Place]) {
        for row in (table.data + 1..table.rows.len()).rev() {
            if table.rows[row][column] == table.rows[row - 1][column] && !table.rows[row][column].text().is_empty() {
                table.rows[row][column] = Written::Text("同上".to_owned());
            }
        }
    }
}

fn household_numbers_once(table: &mut Table) {
    if table.source != "农户花名册" {
        return;
    }
    let column = table.rows[table.data - 1].iter().position(|cell| cell.text() == "户号").expect("a column");
    for row in (table.data + 1..table.rows.len()).rev() {
        if table.rows[row][column] == table.rows[row - 1][column] {
            table.rows[row][column] = Written::Text(String::new());
        }
    }
}

fn titles_and_signatures(table: &mut Table) {
    let wide = |first: &str, width: usize| {
        let mut row = vec![Written::Text(String::new()); width];
        row[0] = Written::Text(first.to_owned());
        row
    };
    let width = table.rows[0].len();
    table.rows.insert(0, wide("填报单位（盖章）：县有关单位", width));
    table.data += 1;
    table.rows.push(wide("", width));
    table.rows.push(wide("单位负责人：        填表人：        联系电话：", width));
    table.rows.push(wide("说明：1.本表由有关单位填报；2.一式两份。", width));
}

fn columns_reversed(table: &mut Table) {
    let width = table.rows[0].len();
    // A title keeps its corner.
    for row in &mut table.rows[table.data - 1..] {
        row.resize(width, Written::Text(String::new()));
        row.reverse();
    }
}
