//! The only printer: results on standard output, what is said beside them on standard error. Nothing that stands in
//! data, in headings or in names of files acts on the terminal: it is shown, see [`visible`].

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use crate::county::Failure;
use crate::system_error::told_in;
use crate::value::text::{acts, visible};

/// Prints a result for scripts, on standard output.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    Ok(page(&format!("{}\n", escaped(&text)))?)
}

/// JSON whose texts are what they were, with nothing in it that acts on a terminal: what acts can stand in texts only.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match acts(c) {
            true => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => escaped.push(c),
        }
    }
    escaped
}

/// Says something on standard error; a failure to do so is ignored, as there is nowhere left to report it.
pub fn say(what: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible(what));
}

/// Prints what was asked for, on standard output; who stops reading it has read enough.
///
/// # Errors
/// If standard output cannot be written to.
pub fn page(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(visible(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("无法写入标准输出"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints that the program itself is at fault; if a library gave up on what the machine did not give, prints that and
/// ends.
pub fn broken(panic: &std::panic::PanicHookInfo<'_>) {
    if let Some(words) = panic.payload_as_str().and_then(told_in) {
        say(&format!("错误：{words}"));
        std::process::exit(i32::from(Failure::MACHINE));
    }
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    say(&format!("程序内部出错（{place}），与您的数据无关；请将这一行反馈给程序提供者。"));
}

/// Prints why a command stopped.
pub fn failure(failure: &Failure) {
    say(&failure.to_string());
}
