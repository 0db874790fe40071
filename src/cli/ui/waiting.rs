//! Bars and spinners while somebody waits.

use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::print::say;
use crate::screening::Progress;
use crate::value::Redacted;
use crate::value::text::visible;

/// Shows how far a screening is, unless told to be quiet; hidden where standard error is no terminal.
#[derive(Debug)]
pub struct Waiting {
    quiet: bool,
    bar: Mutex<ProgressBar>,
}

impl Waiting {
    /// Nothing is shown yet.
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet, bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// Shows a bar in place of the last one.
    fn show(&self, bar: impl FnOnce() -> ProgressBar) {
        let bar = if self.quiet { ProgressBar::hidden() } else { bar() };
        self.with(|shown| {
            shown.finish_and_clear();
            *shown = bar;
        });
    }

    fn with(&self, work: impl FnOnce(&mut ProgressBar)) {
        // A bar that another thread failed to move is still a bar.
        work(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Waiting {
    fn files(&self, files: usize) {
        self.show(|| {
            let bar = ProgressBar::new(u64::try_from(files).unwrap_or(0));
            bar.with_style(style("读取文件 [{bar:24}] {pos}/{len} {wide_msg}"))
        });
    }

    fn reading(&self, path: &str) {
        let shown = Redacted::of(&visible(path)).to_string();
        self.with(|bar| bar.set_message(shown));
    }

    fn read(&self) {
        self.with(|bar| bar.inc(1));
    }

    fn done(&self) {
        self.with(|bar| bar.finish_and_clear());
    }

    fn step(&self, what: &str) {
        self.show(|| {
            let bar = ProgressBar::new_spinner().with_style(style("{spinner} {msg} ...")).with_message(what.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
    }

    fn insist(&self, line: &str) {
        say(line);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.done();
    }
}

/// Drawn by characters that are one cell wide in every font.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ").tick_chars("-\\|/ ")
}
