//! OpenDocument as programs other than LibreOffice write it.

use bidui::workbook::{Book, Unreadable, Visibility, read_bytes};

use crate::xlsx::{shown, zipped};

/// A document with this content.
fn document(content: &str) -> Vec<u8> {
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    zipped(&[("mimetype".to_owned(), mimetype), ("content.xml".to_owned(), content.to_owned())])
}

fn sheet(rows: &str) -> String {
    format!(
        "<office:document-content><office:body><table:table table:name='表'>{rows}</table:table></office:body></office:document-content>"
    )
}

#[track_caller]
fn book(file: Vec<u8>) -> Book {
    read_bytes(file, "表", &[]).expect("a book")
}

/// What a cell holds is in its attributes, or in its paragraphs.
#[test]
fn cells_are_read_however_they_are_written() {
    let cell = |attributes: &str, text: &str| format!("<table:table-cell {attributes}>{text}</table:table-cell>");
    for (what, attributes, text, expected) in [
        ("text", "office:value-type='string'", "<text:p>周大山</text:p>", "周大山"),
        ("two paragraphs", "office:value-type='string'", "<text:p>周</text:p>\n<text:p>大山</text:p>", "周\n大山"),
        (
            "spaces",
            "office:value-type='string'",
            "<text:p>周<text:s text:c='2'/>大<text:line-break/>山</text:p>",
            "周  大\n山",
        ),
        (
            "a link",
            "office:value-type='string'",
            "<text:p>周<text:a><text:span>大</text:span></text:a>山</text:p>",
            "周大山",
        ),
        (
            "a note",
            "office:value-type='string'",
            "<office:annotation><text:p>问过</text:p></office:annotation><text:p>周</text:p>",
            "周",
        ),
        ("text in its attribute", "office:value-type='string' office:string-value='甲'", "<text:p>乙</text:p>", "甲"),
        ("text of no kind", "", "<text:p>甲</text:p>", "甲"),
        ("a number", "office:value-type='float' office:value='1.50'", "<text:p>一</text:p>", "#1.5"),
        ("a share", "office:value-type='percentage' office:value='0.5'", "", "#0.5"),
        (
            "a wide number",
            "office:value-type='float' office:value='3.6079919800101E+17'",
            "",
            "wide 360799198001010000",
        ),
        ("a day", "office:value-type='date' office:date-value='2026-03-02'", "", "day 2026-03-02"),
        ("a flag", "office:value-type='boolean' office:boolean-value='true'", "", "flag TRUE"),
        (
            "an error",
            "table:formula='of:=1/0' office:value-type='string' office:string-value='' calcext:value-type='error'",
            "<text:p>#DIV/0!</text:p>",
            "error #DIV/0!",
        ),
        ("a formula never worked out", "table:formula='of:=1'", "", "error 公式没有计算"),
        ("a formula of nothing", "table:formula='of:=1' office:value-type='string'", "<text:p/>", ""),
    ] {
        let row = format!("<table:table-row>{}</table:table-row>", cell(attributes, text));
        assert_eq!(shown(&book(document(&sheet(&row))).sheets[0]), expected, "{what}");
    }
}

/// Line breaks stand between tags wherever a program likes; rows and columns are repeated, merged and hidden.
#[test]
fn places_are_kept() {
    let text = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type='string' {attributes}>\n<text:p>{text}</text:p>\n</table:table-cell>\n"
        )
    };
    let rows = format!(
        "<table:table-header-rows>\n<table:table-row>\n{}{}</table:table-row>\n</table:table-header-rows>\n
         <table:table-row table:number-rows-repeated='2' table:visibility='filter'>\n<table:table-cell/>\n{}</table:table-row>
         <table:table-row>\n<table:table-cell table:number-columns-repeated='2'/>{}</table:table-row>
         <table:table-row table:number-rows-repeated='1048571'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>",
        text("table:number-columns-spanned='2'", "甲"),
        "<table:covered-table-cell/>\n",
        text("", "乙"),
        text("table:number-columns-repeated='2'", "丙"),
    );
    let hidden = "<style:style style:name='ta2'>\n<style:table-properties table:display='false'/></style:style>";
    let two = sheet(&rows).replace("<office:body>", &format!("{hidden}<office:body>"));
    let second = "<table:table table:name='藏' table:style-name='ta2'></table:table></office:body>";
    let book = book(document(&two.replace("</office:body>", second)));
    assert_eq!(shown(&book.sheets[0]), "甲|甲||\n|乙||\n|乙||\n||丙|丙");
    assert_eq!(book.sheets[0].hidden_rows, 2);
    assert_eq!(book.sheets[0].grid.cell(0, 1).text, "甲");
    let listed: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
    assert_eq!(listed, [("表", Visibility::Visible), ("藏", Visibility::Hidden)]);
}

/// The part that names the format may stand anywhere or be missing; what it names holds.
#[test]
fn the_format_is_told_by_the_parts() {
    let row = "<table:table-row><table:table-cell office:value-type='string'><text:p>甲</text:p></table:table-cell></table:table-row>";
    let content = ("content.xml".to_owned(), sheet(row));
    let mimetype = |kind: &str| ("mimetype".to_owned(), format!("application/vnd.oasis.opendocument.{kind}\n"));
    for parts in [vec![content.clone(), mimetype("spreadsheet")], vec![content.clone()]] {
        assert_eq!(shown(&book(zipped(&parts)).sheets[0]), "甲");
    }
    let utf16: Vec<u8> = format!("\u{feff}{}", content.1).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(shown(&book(zipped(&[("content.xml".to_owned(), utf16)])).sheets[0]), "甲");
    let refused = read_bytes(zipped(&[mimetype("text"), content]), "表", &[]).expect_err("a letter");
    assert!(refused.explain().contains("Word 文档"), "{refused:?}");
    assert!(matches!(refused, Unreadable::Foreign(_)));
}
