//! A county in a temporary folder: books written from text grids, the real command run, results read back as grids.

use std::fmt::Write;
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::rc::Rc;
use std::time::Duration;

use bidui::value::CountyKey;
use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

/// A county under construction.
pub struct Case {
    folder: Rc<TempDir>,
}

/// What a command left behind.
pub struct Outcome {
    folder: Rc<TempDir>,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The data folder of every case.
pub const DATA: &str = "data/2026-11";

impl Case {
    pub fn new() -> Self {
        Self::within(&std::env::temp_dir())
    }

    /// The same in a folder of a folder.
    pub fn within(place: &Path) -> Self {
        let folder = tempfile::tempdir_in(place).expect("a temporary folder");
        fs::create_dir_all(folder.path().join(DATA)).expect("the data folder");
        Self { folder: Rc::new(folder) }.key(&["试"])
    }

    /// Gives the county a key, so that its clues have the same ids in every run of the test.
    pub fn key(self, secrets: &[&str]) -> Self {
        self.file("ledger.key", key_file(secrets))
    }

    /// Takes the county's key away.
    pub fn keyless(self) -> Self {
        fs::remove_file(self.path("ledger.key")).expect("a key");
        self
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes any file, relative to the county's folder.
    pub fn file(self, relative: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("files stand in folders")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        self
    }

    /// Writes a workbook of one sheet into the data folder: rows by line, cells by `|`; `#123` is a numeric cell,
    /// `{id:n}` an ID number of synthetic person n.
    pub fn sheet(self, file: &str, grid: &str) -> Self {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(grid.trim().lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                let cell = expand(cell.trim());
                match cell.strip_prefix('#').and_then(|number| number.parse::<f64>().ok()) {
                    Some(number) => sheet.write_number(row, column, number).map(drop),
                    None if cell.is_empty() => Ok(()),
                    None => sheet.write_string(row, column, cell).map(drop),
                }
                .expect("a cell");
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook");
        self.file(&format!("{DATA}/{file}"), bytes)
    }

    /// Writes a register of plain households: `户编号 | 姓名 | 身份证号 | 与户主关系`, all in one village.
    pub fn register(self, rows: &str) -> Self {
        let mut grid = "乡镇|行政村|组|户编号|户主姓名|姓名|身份证号|与户主关系|人员状态".to_owned();
        for line in rows.trim().lines() {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [number, name, id, relation] = cells.as_slice() else { panic!("four cells: {line}") };
            write!(grid, "\n青石镇|石桥村|1组|{number}||{name}|{id}|{relation}|常住").expect("text");
        }
        self.sheet("农户花名册.xlsx", &grid)
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let output = self.command(arguments).envs(variables.iter().copied()).output().expect("the program starts");
        self.outcome(&output)
    }

    /// Runs a command that reads what is typed from standard input.
    pub fn run_typing(&self, arguments: &[&str], typed: &str) -> Outcome {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("the program starts");
        running.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("it reads");
        self.outcome(&running.wait_with_output().expect("the program ends"))
    }

    /// Runs a command and kills it after so long, if it has not ended by itself.
    pub fn run_killed(&self, arguments: &[&str], after: Duration) {
        let mut running =
            self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(after);
        running.kill().expect("killed, or ended already");
        running.wait().expect("it is gone");
    }

    /// Runs a command as somebody who owns nothing, where tests may.
    #[cfg(target_os = "linux")]
    pub fn run_as_nobody(&self, arguments: &[&str]) -> Outcome {
        use std::os::unix::process::CommandExt;
        /// The user nobody.
        const NOBODY: u32 = 65_534;
        let output = self.command(arguments).uid(NOBODY).gid(NOBODY).output();
        self.outcome(&output.or_else(|_| self.command(arguments).output()).expect("the program starts"))
    }

    /// Runs a command under a limit that a shell sets.
    #[cfg(target_os = "linux")]
    pub fn run_limited(&self, limit: &str, arguments: &[&str]) -> Outcome {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{limit}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_bidui")]).args(arguments);
        shell.current_dir(self.folder.path()).env("NO_COLOR", "1");
        self.outcome(&shell.output().expect("a shell"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bidui"));
        command.args(arguments).args(issued(arguments)).current_dir(self.folder.path()).env("NO_COLOR", "1");
        command
    }

    fn outcome(&self, output: &Output) -> Outcome {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).replace(&*self.folder.path().to_string_lossy(), "<县>");
            // Paths as other systems write them.
            if cfg!(windows) { text.replace('\\', "/") } else { text }
        };
        let code = output.status.code().unwrap_or(-1);
        Outcome { folder: Rc::clone(&self.folder), code, stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    pub fn screen(&self) -> Outcome {
        self.run(&["screen", DATA])
    }
}

impl Outcome {
    #[track_caller]
    pub fn success(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// Half-written things beside the results.
    pub fn hidden_leftovers(&self) -> Vec<String> {
        let folders = [self.folder.path().to_owned(), self.folder.path().join("runs")];
        let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(".bidui-")).collect()
    }

    /// A file of the run.
    pub fn output(&self, relative: &str) -> PathBuf {
        self.folder.path().join("runs/2026-11").join(relative)
    }

    /// `clues.csv` as rule and person or household, one a line.
    pub fn clues(&self) -> String {
        let mut lines = Vec::new();
        for row in csv_rows(&self.output("clues.csv")) {
            lines.push(format!("{} {} {}: {}", row[1], row[6], row[8], row[13]));
        }
        lines.sort();
        lines.join("\n")
    }
}

/// Lists go out on the day the data are of, whatever day tests run on.
fn issued(arguments: &[&str]) -> Vec<String> {
    let tells = |option: &&str| ["--issued", "--out", "--against", "--help"].contains(option);
    if arguments.first() != Some(&"screen") || arguments.iter().any(|option| tells(option)) {
        return Vec::new();
    }
    let told = arguments.iter().position(|option| *option == "--as-of").and_then(|at| arguments.get(at + 1));
    let folder = |argument: &&str| bidui::value::date::month_end(argument.trim_end_matches('/').rsplit('/').next()?);
    let day = match told {
        Some(day) => bidui::value::date::parse_date(day),
        None => arguments.iter().skip(1).find_map(folder),
    };
    day.map_or_else(Vec::new, |day| vec!["--issued".to_owned(), day.to_string()])
}

/// A file with a key of some secrets, as the program writes it.
pub fn key_file(secrets: &[&str]) -> String {
    let key: CountyKey = serde_json::from_value(serde_json::json!(secrets)).expect("a key");
    format!("secrets = {secrets:?}\ncheck = \"{}\"\n", key.check_value())
}

/// The rows of a CSV file below its heading.
pub fn csv_rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("a CSV file");
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// A sheet as text: rows by line, cells by ` | `, blank rows left out.
pub fn grid(path: &Path, sheet: &str) -> String {
    let lines = grid_rows(path, sheet).into_iter().map(|row| row.join(" | ").trim_end_matches([' ', '|']).to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The cells of a sheet.
pub fn grid_rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let range = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{sheet}: {error}"));
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// The paragraphs of a `.docx` file as lines, blank ones left out.
pub fn paragraphs(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).expect("a document")).expect("a zip file");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("the text").read_to_string(&mut xml).expect("UTF-8");
    let texts = |paragraph: &str| -> String {
        let texts = paragraph.split("<w:t ").skip(1).filter_map(|text| text.split_once('>')?.1.split("</w:t>").next());
        texts.collect()
    };
    let lines = xml.split("</w:p>").map(texts).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paragraphs of a 排查报告.docx without the letters of the ledger's head, which hang on when commands ran.
pub fn account(path: &Path) -> String {
    let shown = |line: &str| match line.starts_with("台账摘要：") {
        true => "台账摘要：<摘要>".to_owned(),
        false => line.to_owned(),
    };
    paragraphs(path).lines().map(shown).collect::<Vec<_>>().join("\n")
}

/// Puts ID numbers in place of `{id:n}` (born 1980) and `{id:n:yyyymmdd}`.
fn expand(cell: &str) -> String {
    let Some((before, rest)) = cell.split_once("{id:") else { return cell.to_owned() };
    let (inner, after) = rest.split_once('}').expect("a closing brace");
    let (number, birth) = inner.split_once(':').unwrap_or((inner, "19800101"));
    format!("{before}{}{after}", id(number.parse().expect("a number"), birth))
}

/// The ID number of synthetic person `number`, born on `birth`, in the unassigned county 360799.
pub fn id(number: u32, birth: &str) -> String {
    let body = format!("360799{birth}{:03}", number % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).expect("a digit") * weight).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}
