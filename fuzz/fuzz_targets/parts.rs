//! Bytes as one part of an otherwise sound workbook: what compression and checksums keep other fuzzing away from.

#![no_main]

use std::io::{Cursor, Write};

use bidui_fuzz::{contain, workbook};
use libfuzzer_sys::fuzz_target;

const MAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fuzz_target!(
    init: contain(),
    |bytes: &[u8]| {
        let Some((choice, part)) = bytes.split_first() else { return };
        let file = match choice % 8 {
            0 => xlsx("xl/worksheets/sheet1.xml", part),
            1 => xlsx("xl/sharedStrings.xml", part),
            2 => xlsx("xl/styles.xml", part),
            3 => xlsx("xl/workbook.xml", part),
            4 => compound(&[("Workbook", part)]),
            5 => compound(&[("Book", part)]),
            6 => encrypted(part),
            _ => open_document(part),
        };
        let _ = workbook::read_bytes(file, "表", &["123456".to_owned()]);
    }
);

/// A workbook of one sheet with one part put in its place.
fn xlsx(replaced: &str, part: &[u8]) -> Vec<u8> {
    let link = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id='r{id}' Type='{RELATIONSHIPS}/{kind}' Target='{target}'/>")
    };
    let links = [
        link(1, "worksheet", "worksheets/sheet1.xml"),
        link(2, "sharedStrings", "sharedStrings.xml"),
        link(3, "styles", "styles.xml"),
    ];
    let root = format!("<Relationships>{}</Relationships>", link(1, "officeDocument", "xl/workbook.xml"));
    let types = format!("<Types><Override PartName='/xl/workbook.xml' ContentType='{MAIN}'/></Types>");
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", links.concat())),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='A' r:id='r1'/></sheets></workbook>".to_owned()),
        ("xl/sharedStrings.xml", "<sst><si><t>甲</t></si></sst>".to_owned()),
        ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>".to_owned()),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>".to_owned()),
    ];
    let put = |(name, text): &(&'static str, String)| {
        (*name, if *name == replaced { part.to_vec() } else { text.clone().into_bytes() })
    };
    zip(&parts.iter().map(put).collect::<Vec<_>>())
}

fn open_document(content: &[u8]) -> Vec<u8> {
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    zip(&[("mimetype", mimetype), ("content.xml", content.to_vec())])
}

fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        file.start_file(*name, options).expect("a part");
        file.write_all(bytes).expect("written");
    }
    file.finish().expect("a file").into_inner()
}

/// An encrypted book whose description and package are the two halves of the bytes.
fn encrypted(bytes: &[u8]) -> Vec<u8> {
    let (info, package) = bytes.split_at(bytes.len() * 3 / 4);
    compound(&[("EncryptionInfo", info), ("EncryptedPackage", package)])
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let file = Cursor::new(Vec::new());
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, file).expect("a container");
    for (name, bytes) in streams {
        container.create_stream(name).expect("a stream").write_all(bytes).expect("written");
    }
    container.flush().expect("written");
    container.into_inner().into_inner()
}
