//! Reading risky files in a process of its own, whose memory and time are limited: a hostile or broken file costs
//! itself, not the run.
//!
//! The process is this program again. It gets its orders on standard input, so that no password shows in a list of
//! processes, and answers on standard output.

use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::book::{Book, Unreadable};
use super::place::Place;
use super::read::{is_risky, read_here};

/// The argument that makes this program a reader.
const READER: &str = "confined-reader";

/// How much memory a reader may use: twenty times the largest .xls that a county has been seen to send.
const MEMORY: usize = 2 << 30;

/// How long a reader may take.
const SECONDS: u64 = 600;

/// Sets the limit of this process's memory, in bytes; false if more is in use already.
pub type LimitMemory = fn(usize) -> bool;

/// What a reader is told.
#[derive(Serialize, Deserialize)]
struct ReadRequest {
    #[serde(flatten)]
    place: Place,
    passwords: Vec<String>,
    memory: usize,
    seconds: u64,
}

/// Whether this program serves as a reader when it is called as one; another program that uses the library does not.
static SERVES: AtomicBool = AtomicBool::new(false);

/// Serves as a reader if the program was called as one.
pub fn serve_if_asked(limit: LimitMemory) -> Option<ExitCode> {
    SERVES.store(true, Ordering::Relaxed);
    std::env::args_os().nth(1).is_some_and(|argument| argument == READER).then(|| serve(limit))
}

/// Reads a file, opening it with one of the passwords if it needs one.
///
/// # Errors
/// Why it gives no sheets; a reader library's panic on a broken file counts as corruption.
pub fn read(path: &Path, passwords: &[String]) -> Result<Book, Unreadable> {
    read_place(&Place::from(path), passwords)
}

/// The same for a file that may lie in an archive. It is read in a process of its own if that is wiser and this program
/// serves as a reader.
///
/// # Errors
/// Like [`read`].
pub fn read_place(place: &Place, passwords: &[String]) -> Result<Book, Unreadable> {
    if !is_risky(place) || !SERVES.load(Ordering::Relaxed) {
        return read_here(place, passwords);
    }
    if place.path.to_str().is_none() {
        return Err(Unreadable::Unnamed);
    }
    let orders =
        ReadRequest { place: place.clone(), passwords: passwords.to_owned(), memory: MEMORY, seconds: SECONDS };
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(READER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut reader = command.spawn()?;
    if let Some(mut input) = reader.stdin.take() {
        // A reader that is gone already says so by its answer.
        let _ = serde_json::to_writer(&mut input, &orders);
    }
    let answer = reader.stdout.take().map(|output| serde_json::from_reader(BufReader::new(output)));
    let ended = reader.wait()?.success();
    match answer {
        Some(Ok(answer)) if ended => answer,
        Some(Ok(_) | Err(_)) | None => Err(Unreadable::Exhausting),
    }
}

/// Serves as a reader.
fn serve(limit: LimitMemory) -> ExitCode {
    let Ok(orders) = serde_json::from_reader::<_, ReadRequest>(io::stdin().lock()) else { return ExitCode::FAILURE };
    if !limit(orders.memory) {
        return ExitCode::FAILURE;
    }
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(orders.seconds));
        std::process::exit(1);
    });
    let answer = read_here(&orders.place, &orders.passwords);
    let mut output = BufWriter::new(io::stdout().lock());
    match serde_json::to_writer(&mut output, &answer).map_err(io::Error::from).and_then(|()| output.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
