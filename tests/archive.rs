//! Archives of tables as departments send them, and files that hold no table at all.

use crate::case::{Case, DATA, Outcome, grid, id};
use crate::xlsx::zipped;

/// A list of the dead as text.
fn dead(person: u32) -> Vec<u8> {
    format!("姓名,身份证号,死亡时间\n周大山,{},2026-03-02\n", id(person, "19800101")).into_bytes()
}

fn county() -> Case {
    Case::new().register("H1 | 周大山 | {id:1} | 户主\nH1 | 刘秀英 | {id:2} | 配偶")
}

/// A zip file whose names are in the encoding of Chinese Windows, without a word of it.
fn zipped_in_gbk(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let names: Vec<Vec<u8>> = files.iter().map(|(name, _)| encoding_rs::GBK.encode(name).0.into_owned()).collect();
    // Each name first as so many letters that are nowhere else.
    let marks: Vec<String> = ('q'..).zip(&names).map(|(letter, name)| letter.to_string().repeat(name.len())).collect();
    let marked: Vec<(String, &Vec<u8>)> = marks.iter().cloned().zip(files.iter().map(|(_, bytes)| bytes)).collect();
    let mut archive = zipped(&marked);
    for (mark, name) in marks.iter().zip(&names) {
        for at in 0..archive.len() {
            if archive[at..].starts_with(mark.as_bytes()) {
                archive[at..at + name.len()].copy_from_slice(name);
            }
        }
    }
    archive
}

/// The lines of the balance of rows that tell of files with such a path.
fn balance(outcome: &Outcome, path: &str) -> Vec<String> {
    let balance = grid(&outcome.output("数据质量.xlsx"), "行数平衡");
    balance.lines().filter(|line| line.starts_with(path)).map(str::to_owned).collect()
}

/// What lies in an archive is read as if it lay in a folder: with paths, hints, hashes and rows accounted for.
#[test]
fn archives_are_read_like_folders() {
    let files =
        [("城关镇/死亡.csv", dead(1)), ("说明.md", b"x".to_vec()), ("__MACOSX/城关镇/._死亡.csv", b"x".to_vec())];
    let utf8 = zipped(&files.clone().map(|(name, bytes)| (name.to_owned(), bytes)));
    for archive in [utf8, zipped_in_gbk(&files)] {
        let case = county().file(&format!("{DATA}/民政/名单.zip"), archive);
        let outcome = case.screen().success();
        assert_eq!(
            balance(&outcome, "民政/"),
            [
                "民政/名单.zip/城关镇/死亡.csv | 死亡 | 死亡人员 | 2 | 1 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0",
                "民政/名单.zip/__MACOSX/城关镇/._死亡.csv |  | 略过 |  |  |  |  |  |  |  |  |  |  |  |  | 隐藏文件",
                "民政/名单.zip/说明.md |  | 略过 |  |  |  |  |  |  |  |  |  |  |  |  | 不是表格文件",
            ]
        );
        assert!(outcome.clues().contains("2026年3月2日死亡"), "{}", outcome.clues());
        let hint = "[[sheet]]\nfile = \"民政/名单.zip/*/死亡.csv\"\nignore = true\n";
        let told = case.file("bidui.toml", hint).screen().success();
        assert!(balance(&told, "民政/名单.zip/城关镇")[0].ends_with("按 bidui.toml 不使用"));
    }
}

/// Workbooks of every format are read in an archive, also in an archive in it, but no deeper.
#[test]
fn archives_in_archives() {
    let fixture = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        std::fs::read(folder.join(name)).expect("a fixture")
    };
    let inner = |depth: usize| {
        let files = [("花名册.xls", fixture("花名册.xls")), ("死亡.csv", dead(1))];
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes));
        (0..depth).fold(zipped(&files), |inner, _| zipped(&[("内.zip".to_owned(), inner)]))
    };
    for depth in 0..2 {
        let outcome = Case::new().file(&format!("{DATA}/外.zip"), inner(depth)).screen().success();
        let path = format!("外.zip/{}", "内.zip/".repeat(depth));
        let told = balance(&outcome, &path);
        assert!(told[0].starts_with(&format!("{path}死亡.csv | 死亡 | 死亡人员 | 2 |")), "{told:?}");
        assert!(told[1].starts_with(&format!("{path}花名册.xls | ")), "{told:?}");
        assert!(told[1].contains(" | 农户花名册 | 9 |"), "{told:?}");
    }
    let outcome = Case::new().file(&format!("{DATA}/外.zip"), inner(2)).screen();
    assert_eq!(outcome.code, 3);
    assert!(
        outcome.stderr.contains("外.zip/内.zip/内.zip 无法读取：文件不是表格，而是压缩包里的压缩包里的压缩包"),
        "{}",
        outcome.stderr
    );
}

/// What is broken inside an archive is that file; what is called an archive may be a workbook.
#[test]
fn files_in_archives_are_told_one_by_one() {
    let mut broken = zipped(&[("好.csv".to_owned(), dead(1)), ("坏.csv".to_owned(), dead(2))]);
    let second = broken.windows(4).rposition(|window| window == b"PK\x03\x04").expect("a second file");
    broken[second + 45] ^= 0xff;
    let outcome = county().file(&format!("{DATA}/名单.zip"), broken).screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("名单.zip/坏.csv 无法读取：文件已损坏"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("好.csv"), "{}", outcome.stderr);

    let case = county();
    let register = std::fs::read(case.path(&format!("{DATA}/农户花名册.xlsx"))).expect("a register");
    let outcome = Case::new().file(&format!("{DATA}/花名册.zip"), register).screen().success();
    assert!(balance(&outcome, "花名册.zip | Sheet1 | 农户花名册 | 3 |").len() == 1);
}

/// A zip file that wants a password.
fn locked() -> Vec<u8> {
    let mut archive = zipped(&[("a.csv".to_owned(), dead(1))]);
    // The flag of an encrypted file, in its own head and in the directory.
    archive[6] |= 1;
    let directory = archive.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
    archive[directory + 8] |= 1;
    archive
}

/// A zip file that says it inflates to more than any table holds.
fn bomb() -> Vec<u8> {
    let mut archive = zipped(&[("a.csv".to_owned(), dead(1))]);
    let directory = archive.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
    archive[directory + 24..directory + 28].copy_from_slice(&0x7000_0000_u32.to_le_bytes());
    archive
}

/// A department's file that holds a table which cannot be read stops the run, with what to ask for.
#[test]
fn tables_that_cannot_be_read_stop_the_run() {
    let dbase = [&[3, 126, 11, 28, 1, 0, 0, 0, 65, 0, 20, 0][..], &[0; 60]].concat();
    let login = "<html><body><form><table><tr><td>用户名<td><input name=u><tr><td>密码<td><input type='password'></table></form>";
    for (name, bytes, told) in [
        ("名单.rar", b"Rar!\x1a\x07\x00".to_vec(), "无法打开的压缩包（RAR、7Z 等）；请解压后把里面的表放进数据文件夹"),
        ("名单.7z", b"7z".to_vec(), "无法打开的压缩包"),
        ("名单.dbf", dbase.clone(), "DBF 数据库文件；请用 Excel 或 WPS 打开后另存为 .xlsx"),
        ("名单.xls", dbase, "DBF 数据库文件"),
        ("名单.xls", login.as_bytes().to_vec(), "系统的登录页面；导出时系统已退出登录"),
        ("名单.xls", b"<html><body><div>404</div></body></html>".to_vec(), "没有表格的网页"),
        (
            "名单.xls",
            b"MIME-Version: 1.0\r\n\r\n<table>".to_vec(),
            "单个文件网页（MHT）；请用 Excel 或 WPS 打开后另存为 .xlsx",
        ),
        ("名单.xlsx", b"%PDF-1.4".to_vec(), "PDF 文件；PDF 不能读，请部门从业务系统导出 Excel 表"),
        ("名单.xlsx", b"\x62\x14\x23\x65E-SafeNet LOCK".to_vec(), "被单位的文件加密软件加了密的文件"),
        ("名单.zip", locked(), "有密码的压缩包；请用密码解压"),
        ("名单.zip", bomb(), "大小超出正常范围的压缩包"),
        ("名单.zip", b"PK\x03\x04xxxx".to_vec(), "文件已损坏"),
        ("名单.zip", b"Rar!\x1a\x07\x00".to_vec(), "无法打开的压缩包"),
        ("名单.xlsx", zipped(&[("a.csv".to_owned(), dead(1))]), "压缩包；请把扩展名改为 .zip"),
    ] {
        let outcome = county().file(&format!("{DATA}/民政/{name}"), bytes).screen();
        assert_eq!(outcome.code, 3, "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("民政/{name} 无法读取：")), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(told), "{told}: {}", outcome.stderr);
    }
}

/// A letter or a scan among the tables is told, also when nothing else is, and stops nothing.
#[test]
fn letters_and_scans_are_told() {
    let letter = |body: &str| {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
        let links =
            format!("<Relationships><Relationship Id='r1' Type='{kind}' Target='word/document.xml'/></Relationships>");
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        zipped(&[("_rels/.rels".to_owned(), links), ("word/document.xml".to_owned(), document)])
    };
    let case = county()
        .file(&format!("{DATA}/民政/名单.pdf"), "%PDF-1.4")
        .file(&format!("{DATA}/民政/扫描.JPG"), "x")
        .file(&format!("{DATA}/民政/名单.docx"), letter("<w:tbl><w:tr/></w:tbl>"))
        .file(&format!("{DATA}/民政/函.docx"), letter("<w:p/>"));
    let quiet = case.run(&["screen", DATA, "--quiet"]).success();
    let told = [
        "注意：民政/名单.docx 没有读：文件不是表格，而是Word 文档；文档里的表格不能读，请部门发送 Excel 表，或把表格粘贴到 Excel 里另存为 .xlsx",
        "注意：民政/名单.pdf 没有读：文件不是表格，而是PDF 文件；PDF 不能读，请部门从业务系统导出 Excel 表",
        "注意：民政/扫描.JPG 没有读：文件不是表格，而是图片（截图或扫描件）；图片不能读，请部门发送原来的 Excel 表",
    ];
    assert_eq!(quiet.stderr.lines().collect::<Vec<_>>(), told);
    let loud = case.screen().success();
    assert!(told.iter().all(|line| loud.stderr.contains(line)), "{}", loud.stderr);
    assert!(loud.stderr.contains("略过：民政/函.docx（没有表格的文档）"), "{}", loud.stderr);
}
